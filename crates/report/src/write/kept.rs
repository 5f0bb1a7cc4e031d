//! Rows of a sheet as they are kept: what a closed month reported, value by value, to be compared and printed again.
//!
//! - KEPT-1 A row that is kept and taken out again has the same values of the same kinds.
//! - KEPT-2 A reversing row has the sums of its columns negative and everything else as it was: a price stays a price.
//!
//! A row is a JSON list; a value is null or a text whose first letter says its kind.

use super::{Row, Value};
use crate::layout::{Layout, Total};
use std::fmt::Write as _;

/// A row's values as text.
#[must_use]
pub fn keep(row: &Row) -> String {
    let mut kept = String::from("[");
    for index in 0..row.len() {
        if index > 0 {
            kept.push(',');
        }
        one(&mut kept, &row.get(index));
    }
    kept.push(']');
    kept
}

fn one(kept: &mut String, value: &Value<'_>) {
    let _ = match value {
        Value::Empty => write!(kept, "null"),
        Value::Text(text) => write!(kept, "{}", serde_json::Value::from(format!("t{text}"))),
        Value::Code(code) => write!(kept, "{}", serde_json::Value::from(format!("c{code}"))),
        Value::Day(day) => write!(kept, "\"d{}\"", day.format("%Y-%m-%d")),
        Value::Fen(number) => write!(kept, "\"f{number}\""),
        Value::Milli(number) => write!(kept, "\"m{number}\""),
        Value::Int(number) => write!(kept, "\"i{number}\""),
        Value::Rate(number) => write!(kept, "\"r{number}\""),
        Value::Flag(flag) => write!(kept, "\"b{}\"", u8::from(*flag)),
    };
}

/// The values of a row that was kept; `None` when the text is none.
#[must_use]
pub fn kept(text: &str) -> Option<Vec<Value<'static>>> {
    let cells: Vec<Option<String>> = serde_json::from_str(text).ok()?;
    cells.into_iter().map(|cell| cell.map_or(Some(Value::Empty), |cell| value(&cell))).collect()
}

fn value(cell: &str) -> Option<Value<'static>> {
    let mut letters = cell.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    Some(match kind {
        't' => Value::text(rest.to_owned()),
        'c' => Value::code(rest.to_owned()),
        'd' => Value::Day(rest.parse().ok()?),
        'f' => Value::Fen(rest.parse().ok()?),
        'm' => Value::Milli(rest.parse().ok()?),
        'i' => Value::Int(rest.parse().ok()?),
        'r' => Value::Rate(rest.parse().ok()?),
        'b' => Value::Flag(rest == "1"),
        _ => return None,
    })
}

/// Makes a row the red one of itself: what its columns sum is negative (KEPT-2).
pub fn reverse(layout: &Layout, values: &mut [Value<'_>]) {
    for column in layout.columns.iter().filter(|column| column.total == Total::Sum) {
        let place = layout.field(&column.key).and_then(|at| values.get_mut(at));
        if let Some(Value::Fen(number) | Value::Milli(number) | Value::Int(number)) = place {
            *number = number.saturating_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_1_values_come_back_as_they_were() {
        let values = vec![
            Value::Empty,
            Value::text("t\"𠮷\\\n"),
            Value::code("007"),
            Value::text(""),
            Value::Day("2026-10-01".parse().unwrap()),
            Value::Fen(-5),
            Value::Milli(1500),
            Value::Int(i64::MIN),
            Value::Rate(9550),
            Value::Flag(true),
            Value::Flag(false),
        ];
        let mut row = Row::default();
        values.iter().for_each(|value| row.push(value));
        let text = keep(&row);
        assert_eq!(kept(&text), Some(values));
        for broken in ["", "{}", "[1]", "[\"x1\"]", "[\"f1.5\"]", "[\"\"]"] {
            assert_eq!(kept(broken), None, "{broken}");
        }
    }

    #[test]
    fn kept_2_a_reversing_row_has_negative_sums_and_its_price() {
        let layout = r#"{"key":"T","name":"表","title":"表","fields":["no","price","quantity","amount"],
            "columns":[{"key":"no","title":"号","kind":"code","width":9},{"key":"price","title":"价","kind":"money","width":9},
            {"key":"quantity","title":"量","kind":"quantity","width":9,"total":"sum"},
            {"key":"amount","title":"额","kind":"money","width":9,"total":"sum"}],"totals":{"label":"合计"}}"#;
        let layout = Layout::parse(layout).unwrap();
        let mut values = vec![Value::code("1"), Value::Fen(800), Value::Milli(2000), Value::Fen(1600)];
        reverse(&layout, &mut values);
        assert_eq!(values, [Value::code("1"), Value::Fen(800), Value::Milli(-2000), Value::Fen(-1600)]);
    }
}
