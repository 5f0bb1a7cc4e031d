//! What differs between two packs or calendars, rule by rule (SENDPACK-3).

use serde_json::Value;

/// A rule that differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Its section, as the file calls it; empty for the head.
    pub section: String,
    /// Its key.
    pub key: String,
    /// What the pack itself says of the rule; empty where it says nothing.
    pub says: String,
    /// What differs: the field, the old and the new value as they stand; none where there was or is none.
    pub fields: Vec<(String, Option<String>, Option<String>)>,
}

impl Change {
    /// Whether the rule was not there before.
    pub fn is_new(&self) -> bool {
        !self.section.is_empty() && self.fields.iter().all(|(_, old, _)| old.is_none())
    }
}

/// What makes a rule the same rule in two files.
const NAMES: [&str; 9] = ["key", "name", "class", "classes", "region", "regions", "number", "id", "code"];

/// Where a rule says in words what it is: its name, or else the sentence of the contract it comes from.
const WORDS: [&str; 4] = ["name", "label", "title", "source_text"];

/// Everything that differs; `old` is null where there was nothing.
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    let mut head = Vec::new();
    for section in fields_of(old, new) {
        match (&old[&section], &new[&section]) {
            (one, other) if one == other => {}
            (one, other) if is_rules(one) || is_rules(other) => rules(&section, one, other, &mut found),
            (one, other) => differ(&section, one, other, &mut head),
        }
    }
    if !head.is_empty() {
        found.insert(0, Change { section: String::new(), key: String::new(), says: String::new(), fields: head });
    }
    found
}

/// Names of members of either, in the order of the new one.
fn fields_of(old: &Value, new: &Value) -> Vec<String> {
    let names =
        |value: &Value| value.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut all = names(new);
    let gone = names(old).into_iter().filter(|name| new.get(name).is_none());
    all.extend(gone.collect::<Vec<_>>());
    all
}

fn is_rules(value: &Value) -> bool {
    value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_object))
}

fn rules(section: &str, old: &Value, new: &Value, found: &mut Vec<Change>) {
    let (old, mut new) = (named(old), named(new));
    let mut add = |key: &str, one: &Value, other: &Value| {
        let mut fields = Vec::new();
        differ("", one, other, &mut fields);
        // What names the rule stands beside it already.
        fields.retain(|(field, _, _)| field != "key");
        if !fields.is_empty() {
            let says = if other.is_null() { says(one) } else { says(other) };
            found.push(Change { section: section.to_owned(), key: key.to_owned(), says, fields });
        }
    };
    for (key, rule) in &old {
        match new.iter().position(|(other, _)| other == key) {
            Some(at) => add(key, rule, new.remove(at).1),
            None => add(key, rule, &Value::Null),
        }
    }
    for (key, rule) in new {
        add(&key, &Value::Null, rule);
    }
}

fn says(rule: &Value) -> String {
    let mut words = WORDS.iter().filter_map(|field| rule[field].as_str()).filter(|words| !words.is_empty());
    words.next().unwrap_or_default().to_owned()
}

/// Rules with what names them; the second of one name is told apart by its place.
fn named(rules: &Value) -> Vec<(String, &Value)> {
    let mut all: Vec<(String, &Value)> = Vec::new();
    for rule in rules.as_array().into_iter().flatten() {
        let parts: Vec<String> = NAMES.iter().filter_map(|name| rule.get(name)).map(shown).collect();
        let name = parts.join(" ");
        let same = all.iter().filter(|(known, _)| known.split(" #").next() == Some(&*name)).count();
        all.push((if same == 0 { name } else { format!("{name} #{}", same + 1) }, rule));
    }
    all
}

fn differ(path: &str, old: &Value, new: &Value, found: &mut Vec<(String, Option<String>, Option<String>)>) {
    if old == new {
        return;
    }
    if old.is_object() || new.is_object() {
        for name in fields_of(old, new) {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            differ(&inner, &old[&name], &new[&name], found);
        }
        return;
    }
    let value = |value: &Value| (!value.is_null()).then(|| shown(value));
    found.push((path.to_owned(), value(old), value(new)));
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn sendpack_3_every_rule_added_removed_or_changed_is_named_with_both_values() {
        let old = json!({"version": "1", "deadlines": [
            {"key": "card.to_ho", "add": {"n": 20, "unit": "day"}}, {"key": "gone", "add": {"n": 1}},
            {"key": "same", "n": 1}], "flags": []});
        let new = json!({"version": "2", "deadlines": [
            {"key": "same", "n": 1}, {"key": "card.to_ho", "add": {"n": 15, "unit": "day"}}],
            "flags": [{"key": "old_part.for_new", "value": true}]});
        let change = |section: &str, key: &str, field: &str, old: Option<String>, new: Option<String>| Change {
            section: section.into(),
            key: key.into(),
            says: String::new(),
            fields: vec![(field.into(), old, new)],
        };
        let flag = change("flags", "old_part.for_new", "value", None, some("true"));
        let gone = change("deadlines", "gone", "add.n", some("1"), None);
        let found = changes(&old, &new);
        assert_eq!(found.iter().map(Change::is_new).collect::<Vec<_>>(), [false, false, false, true]);
        let expected = [
            change("", "", "version", some("1"), some("2")),
            change("deadlines", "card.to_ho", "add.n", some("20"), some("15")),
            gone,
            flag,
        ];
        assert_eq!(found, expected);
        assert_eq!(changes(&old, &old), []);
    }

    #[test]
    fn sendpack_4_a_rule_is_told_in_the_words_of_its_pack() {
        let pack = |n: i64| {
            json!({"deadlines": [{"key": "card.to_ho", "n": n, "source_text": "售出 20 日内寄到总部"}],
            "classes": [{"key": "car", "name": "家用汽车", "source_text": "家用汽车产品", "n": n}], "flags": [{"key": "x", "n": n}]})
        };
        let words = |found: Vec<Change>| found.into_iter().map(|one| one.says).collect::<Vec<_>>();
        assert_eq!(words(changes(&pack(1), &pack(2))), ["售出 20 日内寄到总部", "家用汽车", ""]);
        assert_eq!(words(changes(&pack(1), &json!({}))), ["售出 20 日内寄到总部", "家用汽车", ""], "also what goes");
    }

    #[test]
    fn sendpack_3_two_rules_of_one_key_are_told_apart() {
        let rules = |first: i64, second: i64| {
            json!({"coverage": [{"key": "c", "classes": ["a"], "n": first}, {"key": "c", "classes": ["b"], "n": second},
                {"key": "c", "classes": ["b"], "n": 9}]})
        };
        let found = changes(&rules(1, 2), &rules(1, 3));
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].key.as_str(), found[0].fields.as_slice()),
            ("c [\"b\"]", &[("n".into(), some("2"), some("3"))][..])
        );
    }
}
