//! A body as it is read once, when it comes: every value of it seen, none of its text copied.
//!
//! - SEEN-1 What is read here is what `serde_json` reads of the same text: what that refuses is refused, and of two fields of one name
//!   the later counts.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// A value that lies in the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub enum Body<'t> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text; its own only where something in it was escaped.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Body<'t>>),
    /// An object, as it stands: a name may be there twice.
    Object(Vec<(Cow<'t, str>, Body<'t>)>),
}

impl<'t> Body<'t> {
    /// Of a text that is JSON.
    pub fn of(text: &'t str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The field of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().rev().find(|(is, _)| is == name).map(|(_, value)| value)
    }

    /// The field inside the field named before it.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |at, name| at.get(name))
    }

    /// A text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list's values; of anything else none.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            _ => &[],
        }
    }
}

impl From<&Body<'_>> for Value {
    fn from(body: &Body) -> Self {
        match body {
            Body::Null => Self::Null,
            Body::Bool(is) => Self::Bool(*is),
            Body::Number(number) => Self::Number(number.clone()),
            Body::Text(text) => Self::String(text.as_ref().to_owned()),
            Body::List(values) => values.iter().map(Self::from).collect(),
            Body::Object(fields) => {
                Self::Object(fields.iter().map(|(name, value)| (name.as_ref().to_owned(), value.into())).collect())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Body<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Body<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Body<'de>, E> {
        Ok(Body::Null)
    }

    fn visit_bool<E>(self, is: bool) -> Result<Body<'de>, E> {
        Ok(Body::Bool(is))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Body<'de>, E> {
        Ok(Body::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Body<'de>, E> {
        Ok(Body::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Body<'de>, E> {
        Ok(Number::from_f64(number).map_or(Body::Null, Body::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Body<'de>, E> {
        Ok(Body::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Body<'de>, E> {
        Ok(Body::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Body<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Body::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Body<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some((Name(name), value)) = fields.next_entry()? {
            object.push((name, value));
        }
        Ok(Body::Object(object))
    }
}

/// The name of a field, in the text as long as nothing in it was escaped.
struct Name<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Namer)
    }
}

struct Namer;

impl<'de> Visitor<'de> for Namer {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seen_1_it_is_what_serde_json_reads() {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let texts = [
            r#"{"a":1,"b":-2,"c":1.5,"d":"x\n\u4e00","e":[null,true,{}],"a":{"f":"二"}}"#,
            r#""text""#,
            r#"{"\u0061":1,"a":2}"#,
            "{} ",
            "",
            "{",
            "{} {}",
            r#"{"n":1e999}"#,
            r#"{"n":123456789012345678901234567890}"#,
            r#"{"s":"\ud800"}"#,
            r#"{"a":01}"#,
            &deep,
        ];
        for text in texts {
            let (seen, read) = (Body::of(text), serde_json::from_str::<Value>(text));
            assert_eq!(seen.as_ref().ok().map(Value::from), read.ok(), "{text}");
        }
    }

    #[test]
    fn seen_1_of_two_fields_the_later_counts() {
        let body = Body::of(r#"{"unit":{"serial":"1"},"unit":{"serial":"2"},"list":[1]}"#).unwrap();
        assert_eq!(body.at(&["unit", "serial"]).and_then(Body::text), Some("2"));
        assert_eq!(body.get("list").map(|list| list.list().len()), Some(1));
        assert_eq!(body.at(&["list", "0"]), None);
    }
}
