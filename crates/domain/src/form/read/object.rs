//! One object of a definition, asked key by key; what nobody asked for is unknown. Every fault goes to one list.

use crate::form::fault::{FormFault, MOST_FAULTS, under};
use crate::form::json::Json;
use crate::text::{clean, is_unseen};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

/// Where faults are gathered.
#[derive(Default)]
pub(super) struct Faults {
    found: RefCell<Vec<FormFault>>,
    /// Kept apart from the list, which is cut: whether there are any is never forgotten.
    count: Cell<usize>,
}

impl Faults {
    pub(super) fn add(&self, place: impl Into<String>, code: &'static str, sentence: impl Into<String>) {
        self.count.set(self.count.get() + 1);
        if self.count.get() <= MOST_FAULTS {
            self.found.borrow_mut().push(FormFault::new(place, code, sentence));
        }
    }

    /// Counts one more where no more are told; whether it did.
    fn only_counted(&self) -> bool {
        let full = self.count.get() >= MOST_FAULTS;
        self.count.set(self.count.get() + usize::from(full));
        full
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count.get() == 0
    }

    pub(super) fn into_vec(self) -> Vec<FormFault> {
        let mut found = self.found.into_inner();
        let more = self.count.get() - found.len();
        if more > 0 {
            found.push(FormFault::new("", "more", format!("另有 {more} 处错误没有列出，改好上面的再查一次")));
        }
        found
    }
}

/// An object with its place.
pub(super) struct Object<'a> {
    pub(super) place: String,
    fields: &'a [(String, Json)],
    asked: RefCell<Vec<&'static str>>,
    pub(super) faults: &'a Faults,
}

impl<'a> Object<'a> {
    /// The object that stands there; a fault and nothing where something else does.
    pub(super) fn of(place: impl Into<String>, json: &'a Json, faults: &'a Faults) -> Option<Self> {
        let place = place.into();
        let Json::Object(fields) = json else {
            faults.add(place, "wrong_type", format!("这里要一个对象 {{…}}，写的是{}", json.zh()));
            return None;
        };
        Some(Self { place, fields, asked: RefCell::default(), faults })
    }

    /// The place of a key.
    pub(super) fn at(&self, key: &str) -> String {
        under(&self.place, key)
    }

    pub(super) fn fault(&self, key: &str, code: &'static str, sentence: impl Into<String>) {
        self.faults.add(self.at(key), code, sentence);
    }

    /// What stands at a key; `null` is as if it did not stand there.
    pub(super) fn get(&self, key: &'static str) -> Option<&'a Json> {
        self.asked.borrow_mut().push(key);
        let found = self.fields.iter().find(|(name, _)| name == key).map(|(_, json)| json);
        found.filter(|json| **json != Json::Null)
    }

    fn wrong(&self, key: &str, wanted: &str, json: &Json) {
        self.fault(key, "wrong_type", format!("这里要{wanted}，写的是{}", json.zh()));
    }

    fn missing(&self, key: &str) {
        self.fault(key, "missing", format!("缺少「{key}」"));
    }

    /// A text that may be absent.
    pub(super) fn text(&self, key: &'static str, most: usize) -> Option<String> {
        let json = self.get(key)?;
        let Json::Text(text) = json else {
            self.wrong(key, "文字", json);
            return None;
        };
        if text.chars().count() > most || !(clean(text).is_empty() || is_plain(text, most)) {
            let said = format!("文字最多 {most} 个字，不能有控制字符和看不见的字符（如改变方向的），短的不能换行");
            self.fault(key, "bad_text", said);
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// A text that must be there and say something.
    pub(super) fn needed(&self, key: &'static str, most: usize) -> String {
        match self.text(key, most) {
            Some(text) if !clean(&text).is_empty() => return text,
            Some(_) => self.fault(key, "empty", format!("「{key}」不能为空")),
            None if self.get(key).is_none() => self.missing(key),
            None => {}
        }
        String::new()
    }

    /// A key that must be there.
    pub(super) fn key(&self, key: &'static str) -> String {
        let text = self.needed(key, 200);
        if !text.is_empty() && !is_key(&text) {
            self.fault(key, "bad_key", bad_key(&text));
        }
        text
    }

    /// Yes or no; no, where nothing stands.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        match self.get(key) {
            None => false,
            Some(Json::Truth(truth)) => *truth,
            Some(other) => {
                self.wrong(key, " true 或 false", other);
                false
            }
        }
    }

    /// A whole number in bounds.
    pub(super) fn whole(&self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        let json = self.get(key)?;
        let Json::Number(text) = json else {
            self.wrong(key, "整数", json);
            return None;
        };
        let found = text.parse().ok().filter(|n: &i64| (least..=most).contains(n));
        if found.is_none() {
            self.fault(key, "out_of_range", format!("这里要 {least} 至 {most} 的整数，写的是 {text}"));
        }
        found
    }

    /// A number with at most three digits after the point, in thousandths.
    pub(super) fn milli(&self, key: &'static str) -> Option<i64> {
        let json = self.get(key)?;
        let Json::Number(text) = json else {
            self.wrong(key, "数", json);
            return None;
        };
        let found = milli(text);
        if found.is_none() {
            self.fault(key, "out_of_range", format!("「{text}」太大，或小数多于三位"));
        }
        found
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let said = self.text(key, 200)?;
        let found = words.iter().find(|(word, _)| *word == said).map(|(_, value)| *value);
        if found.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(key, "unknown_word", format!("不认识「{said}」，可以写：{}", all.join("、")));
        }
        found
    }

    /// The items of a list with their places; none where nothing stands.
    pub(super) fn list(&self, key: &'static str, most: usize) -> Vec<(String, &'a Json)> {
        let items = match self.get(key) {
            None => return Vec::new(),
            Some(Json::List(items)) => items,
            Some(other) => {
                self.wrong(key, "列表 […]", other);
                return Vec::new();
            }
        };
        if items.len() > most {
            self.fault(key, "too_many", format!("有 {} 项，最多 {most} 项", items.len()));
        }
        let place = |i: usize| format!("{}[{i}]", self.at(key));
        items.iter().take(most).enumerate().map(|(i, json)| (place(i), json)).collect()
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str, most: usize) -> Vec<String> {
        let items = self.list(key, most);
        items.into_iter().filter_map(|(place, json)| text_at(self.faults, place, json)).collect()
    }

    /// The object at a key.
    pub(super) fn object(&self, key: &'static str) -> Option<Object<'a>> {
        self.get(key).and_then(|json| Object::of(self.at(key), json, self.faults))
    }

    /// Every pair of an object whose keys are free; the names are keys themselves.
    pub(super) fn pairs(&self, key: &'static str, most: usize) -> Vec<(String, String, &'a Json)> {
        let Some(json) = self.get(key) else { return Vec::new() };
        let Json::Object(pairs) = json else {
            self.wrong(key, "对象 {…}", json);
            return Vec::new();
        };
        let at = self.at(key);
        if pairs.len() > most {
            self.fault(key, "too_many", format!("有 {} 项，最多 {most} 项", pairs.len()));
        }
        let mut seen = BTreeSet::new();
        for (name, _) in pairs.iter().take(most) {
            if !is_key(name) || !seen.insert(name) {
                let shown: String = name.chars().take(60).collect();
                self.faults.add(under(&at, &shown), "bad_key", bad_key(name));
            }
        }
        pairs.iter().take(most).map(|(name, json)| (under(&at, name), name.clone(), json)).collect()
    }

    /// Says what nobody asked for, and what stands twice.
    pub(super) fn done(self) {
        let asked = self.asked.borrow();
        // A file from outside may hold a hundred thousand keys: each is looked up, not compared with all before it.
        let mut seen = BTreeSet::new();
        for (name, _) in self.fields {
            let (again, known) = (!seen.insert(name), asked.iter().any(|known| known == name));
            if (known && !again) || self.faults.only_counted() {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            if again {
                self.fault(&shown, "twice", format!("「{shown}」写了两次"));
            } else {
                self.fault(&shown, "unknown_key", format!("不认识「{shown}」这一项{}", meant(name, &asked)));
            }
        }
    }
}

/// Most characters of a text that is one line.
const LINE: usize = 200;

/// Whether everything of a text is seen as it was written: what turns others round or has no width makes one title look like another.
fn is_plain(text: &str, most: usize) -> bool {
    text.chars().all(|c| (c == '\n' && most > LINE) || !is_unseen(c))
}

/// A text that must stand in a list.
pub(super) fn text_at(faults: &Faults, place: String, json: &Json) -> Option<String> {
    match json {
        Json::Text(text) if !clean(text).is_empty() && text.chars().count() <= LINE && is_plain(text, LINE) => {
            Some(text.trim().to_owned())
        }
        Json::Text(_) => {
            faults.add(place, "bad_text", "这里要 1 至 200 个字，不能换行，不能有看不见的字符");
            None
        }
        other => {
            faults.add(place, "wrong_type", format!("这里要文字，写的是{}", other.zh()));
            None
        }
    }
}

/// Whether a text can be a key: a small letter, then small letters, digits and `_`, 40 at most.
pub(super) fn is_key(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 40 && text.chars().all(inside)
}

/// Whether a text can be a code of a choice; a digit may begin it, for it is only ever read behind its field's name.
pub(super) fn is_code(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.len() <= 40 && text.chars().all(inside) && text != "filled"
}

pub(super) fn bad_key(text: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    format!("「{shown}」不能当键，或重复：要小写字母开头，只用小写字母、数字和下划线，最多 40 个")
}

/// A decimal in thousandths; `None` where it has more digits, or does not fit.
fn milli(text: &str) -> Option<i64> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)?.checked_mul(sign)
}

/// The known key that a slip of the hand is nearest to.
fn meant(name: &str, asked: &[&'static str]) -> String {
    let near = asked.iter().filter(|known| one_slip(name, known)).min();
    near.map_or_else(String::new, |known| format!("，是不是「{known}」"))
}

/// Whether two words differ by one letter: another one, one more, one less, or by two that changed places.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(60).collect(), b.chars().take(60).collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = |a: &[char], b: &[char]| a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let same = head + tail(&a[head..], &b[head..]);
    let swapped = a.len() == b.len() && a.len() >= head + 2 && a[head..head + 2].iter().rev().eq(&b[head..head + 2]);
    a.len().max(b.len()) - same <= 1 || (swapped && a.len() - same <= 2)
}
