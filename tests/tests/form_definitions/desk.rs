//! Definitions of the folder, and a desk that fills them by what they ask for.

use domain::form::{Codes, Field, FieldKind, FieldValue, Form, Given, Shape, Step, Target, Values};
use domain::operator::Role;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// 2026-10-19 10:00 in Shanghai.
pub const NOW: i64 = 1_792_375_200_000;

/// Roots of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every shipped definition, by the name of its file.
pub fn forms() -> BTreeMap<String, Form> {
    let files = std::fs::read_dir(root().join("policies/forms")).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let form = Form::read(&text).unwrap_or_else(|faults| {
                let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
                panic!("{name}:\n{}", all.join("\n"))
            });
            (name, form)
        })
        .collect()
}

/// One of them.
pub fn form(key: &str) -> Form {
    forms().remove(key).unwrap_or_else(|| panic!("there is no form {key}"))
}

/// Values as a screen sends them.
pub fn values(json: serde_json::Value) -> Values {
    serde_json::from_value(json).unwrap()
}

/// Where an entry stands.
#[derive(Debug, Clone)]
pub struct Entry {
    pub state: String,
    pub values: Values,
}

/// Somebody at the desk who fills what is asked for and nothing else.
pub struct Clerk<'a> {
    pub form: &'a Form,
    pub given: Given,
}

impl<'a> Clerk<'a> {
    pub fn new(form: &'a Form) -> Self {
        let mut given = Given::at(NOW);
        given.operator = "王芳".into();
        let attached = form.fields().filter(|field| matches!(field.kind, FieldKind::Photo | FieldKind::Signature));
        given.photos = attached.map(|field| (field.key.clone(), 1)).collect();
        Self { form, given }
    }

    /// What is known of an entry in a state.
    pub fn in_state(&self, state: &str) -> Given {
        Given { state: state.to_owned(), ..self.given.clone() }
    }

    /// A new entry with `typed`, and whatever else is required.
    pub fn begins(&self, typed: Values) -> Entry {
        let mut values = self.form.fresh(&self.given);
        values.extend(typed);
        let state = self.form.first_state().to_owned();
        let values = self.completed(values, &state, |_| true);
        let filled = self.form.begin(&values, &self.given).unwrap_or_else(|refused| self.fails("begin", &refused));
        Entry { state, values: filled.values }
    }

    /// Takes a step with `typed`, and whatever else it asks for.
    pub fn steps(&self, entry: &Entry, key: &str, typed: Values) -> Entry {
        self.tries(entry, key, typed, Role::Owner).unwrap_or_else(|why| panic!("{} {key}: {why}", self.form.key))
    }

    /// As [`Clerk::steps`], answering why not.
    pub fn tries(&self, entry: &Entry, key: &str, typed: Values, role: Role) -> Result<Entry, String> {
        let step = self.form.step(key).unwrap_or_else(|| panic!("{} has no step {key}", self.form.key));
        let mut all = entry.values.clone();
        all.extend(typed);
        let all = self.completed(all, &step.to, |field| step.asks.contains(&field.key));
        let asked = all.into_iter().filter(|(key, _)| step.asks.contains(key)).collect();
        let taken = self.form.take(key, role, &entry.values, &asked, "试", &self.in_state(&entry.state));
        let said = |all: Vec<domain::form::Refused>| {
            all.iter().map(|one| format!("{}：{one}", one.path)).collect::<Vec<_>>().join("；")
        };
        taken.map(|stepped| Entry { state: stepped.state, values: stepped.values }).map_err(said)
    }

    /// Fills what the form says is required and these fields may hold.
    fn completed(&self, mut values: Values, state: &str, may: impl Fn(&Field) -> bool) -> Values {
        for _ in 0..5 {
            let filled = self.form.fill(&values, &self.in_state(state));
            let missing: BTreeSet<&String> =
                filled.required.iter().filter(|path| !filled.values.contains_key(*path)).collect();
            let fields = self.form.fields().filter(|field| missing.contains(&field.key) && may(field));
            let before = values.len();
            values.extend(fields.filter_map(|field| Some((field.key.clone(), self.some(field)?))));
            if values.len() == before {
                break;
            }
        }
        values
    }

    /// Something a field may hold.
    pub fn some(&self, field: &Field) -> Option<FieldValue> {
        Some(match &field.kind {
            FieldKind::Text { shape: Shape::Phone, .. } => "19900364370".into(),
            FieldKind::Text { shape: Shape::Serial, .. } => "HH26B35536".into(),
            FieldKind::Text { shape: Shape::Code | Shape::Licence, .. } => "A-2026-1".into(),
            FieldKind::Text { .. } | FieldKind::LongText { .. } => "王丹".into(),
            FieldKind::Day { .. } => self.given.today.into(),
            FieldKind::Instant { .. } => FieldValue::Number(NOW),
            FieldKind::Number { min, .. } => FieldValue::Number(min.unwrap_or(0).max(1000)),
            FieldKind::Money { min, .. } => FieldValue::Number(min.unwrap_or(0).max(100)),
            FieldKind::Choice(Codes::Own(codes)) => codes.first()?.0.as_str().into(),
            FieldKind::Choice(Codes::Of(_)) => "王芳".into(),
            FieldKind::YesNo => FieldValue::Truth(true),
            FieldKind::Rating(_) => FieldValue::Number(1),
            FieldKind::Ref(Target::Noun(_) | Target::Form(_)) => "0199f0a0-0000-7000-8000-000000000001".into(),
            FieldKind::Photo | FieldKind::Signature => return None,
            FieldKind::Table(rows) => {
                let columns = rows.fields.iter().filter(|column| column.computed.is_none());
                FieldValue::Rows(vec![columns.filter_map(|one| Some((one.key.clone(), self.some(one)?))).collect()])
            }
        })
    }

    fn fails(&self, what: &str, refused: &[domain::form::Refused]) -> ! {
        let all: Vec<String> = refused.iter().map(|one| format!("{}：{one}", one.path)).collect();
        panic!("{} {what}: {}", self.form.key, all.join("；"))
    }

    /// Every state that can be reached, each with an entry that stands there.
    pub fn reaches(&self) -> BTreeMap<String, Entry> {
        let first = self.begins(Values::new());
        let mut reached = BTreeMap::from([(first.state.clone(), first.clone())]);
        let mut waiting = VecDeque::from([first]);
        while let Some(entry) = waiting.pop_front() {
            for step in self.form.offers(&entry.state, Role::Owner) {
                let Some(next) = self.ways(&entry, step) else { continue };
                if !reached.contains_key(&next.state) {
                    reached.insert(next.state.clone(), next.clone());
                    waiting.push_back(next);
                }
            }
        }
        reached
    }

    /// Takes a step; where it needs something, with each word of the choices it looks at in turn.
    fn ways(&self, entry: &Entry, step: &Step) -> Option<Entry> {
        if let Ok(next) = self.tries(entry, &step.key, Values::new(), Role::Owner) {
            return Some(next);
        }
        let needs = step.needs.clone().unwrap_or_default();
        let looked = self.form.fields().filter(|field| needs.contains(&field.key));
        looked.flat_map(|field| self.words(field).into_iter().map(|value| (field.key.clone(), value))).find_map(
            |(key, value)| {
                let mut entry = entry.clone();
                entry.values.insert(key.clone(), value.clone());
                let typed = BTreeMap::from([(key, value)]).into_iter();
                let asked: Values = typed.filter(|(key, _)| step.asks.contains(key)).collect();
                self.tries(&entry, &step.key, asked, Role::Owner).ok()
            },
        )
    }

    /// Answers a field can get: each of its words, and the most of a number.
    pub fn words(&self, field: &Field) -> Vec<FieldValue> {
        match &field.kind {
            FieldKind::Number { max: Some(max), .. } => vec![FieldValue::Number(*max)],
            FieldKind::Choice(Codes::Own(codes)) => codes.iter().map(|(code, _)| code.as_str().into()).collect(),
            FieldKind::YesNo => vec![FieldValue::Truth(true), FieldValue::Truth(false)],
            _ => self.some(field).into_iter().collect(),
        }
    }
}
