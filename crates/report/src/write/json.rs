//! A sheet's rows for a program: `{"columns":["repair_no",…],"rows":[["WX26100001",…],…]}`.
//!
//! ROWSFILE-1 Columns are the layout's `fields`; money is integer fen, a quantity integer thousandths, a share integer
//! hundredths of a percent, a day `YYYY-MM-DD`; what is not known is null.
//! ROWSFILE-2 Rows that correct an earlier month are named after the rows: `"corrections":[{"row":3,"red":true},…]`, counted from 1.

use std::io::Write;
use std::path::Path;

use super::book::next;
use super::{Row, RowSource, Standing, Value, WriteProblem, Written, atomic};
use crate::layout::Layout;

/// Writes the rows of a source.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn json(layout: &Layout, source: &mut dyn RowSource, out: &Path) -> Result<Written, WriteProblem> {
    let (rows, finished) = atomic::replace(out, |sink| {
        let io = |error: std::io::Error| WriteProblem::of_io(error, out);
        let columns =
            serde_json::to_string(&layout.fields).map_err(|error| WriteProblem::Workbook(error.to_string()))?;
        write!(sink, "{{\"columns\":{columns},\"rows\":[").map_err(io)?;
        let (mut row, mut rows, mut corrections) = (Row::default(), 0, Vec::new());
        while next(source, &mut row, layout.fields.len(), &mut rows)? {
            sink.write_all(if rows > 1 { b",\n[" } else { b"\n[" }).map_err(io)?;
            for index in 0..row.len() {
                if index > 0 {
                    sink.write_all(b",").map_err(io)?;
                }
                value(sink, &row.get(index)).map_err(io)?;
            }
            sink.write_all(b"]").map_err(io)?;
            if row.standing() != Standing::OfMonth {
                corrections.push(format!("{{\"row\":{rows},\"red\":{}}}", row.standing() == Standing::Red));
            }
        }
        sink.write_all(b"\n]").map_err(io)?;
        if !corrections.is_empty() {
            write!(sink, ",\"corrections\":[{}]", corrections.join(",")).map_err(io)?;
        }
        sink.write_all(b"}\n").map_err(io)?;
        Ok(rows)
    })?;
    Ok(Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare: 0 })
}

fn value(sink: &mut (dyn Write + Send), value: &Value<'_>) -> std::io::Result<()> {
    match value {
        Value::Empty => sink.write_all(b"null"),
        Value::Text(text) | Value::Code(text) => serde_json::to_writer(sink, text.as_ref()).map_err(Into::into),
        Value::Day(day) => write!(sink, "\"{}\"", day.format("%Y-%m-%d")),
        Value::Fen(number) | Value::Milli(number) | Value::Int(number) | Value::Rate(number) => {
            write!(sink, "{number}")
        }
        Value::Flag(flag) => write!(sink, "{flag}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::Rows;
    use chrono::NaiveDate;

    #[test]
    fn rowsfile_1_values_are_for_a_program() {
        let layout = r#"{"key":"T","name":"表","title":"表","fields":["a","b","c","d"],
            "columns":[{"key":"a","title":"甲","kind":"text","width":9}]}"#;
        let layout = Layout::parse(layout).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let rows = vec![
            vec![Value::text("𠮷\"·"), Value::Fen(-5), Value::Day(day), Value::Empty],
            vec![Value::code("007"), Value::Milli(1500), Value::Flag(true), Value::Int(3)],
        ];
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("rows.json");
        let written = json(&layout, &mut Rows::new(&rows), &out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        assert_eq!(written.rows, 2);
        assert_eq!(read["columns"], serde_json::json!(["a", "b", "c", "d"]));
        assert_eq!(read["rows"], serde_json::json!([["𠮷\"·", -5, "2026-10-01", null], ["007", 1500, true, 3]]));
    }

    #[test]
    fn rowsfile_2_corrections_are_named() {
        struct Three(u64);
        impl RowSource for Three {
            fn next_row(&mut self, row: &mut Row) -> Result<bool, crate::write::SourceError> {
                self.0 += 1;
                row.push(&Value::Fen(5));
                row.stand([Standing::OfMonth, Standing::Red, Standing::Blue][(self.0 as usize - 1).min(2)]);
                Ok(self.0 <= 3)
            }
        }
        let layout = r#"{"key":"T","name":"表","title":"表","fields":["a"],
            "columns":[{"key":"a","title":"甲","kind":"money","width":9}]}"#;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("rows.json");
        json(&Layout::parse(layout).unwrap(), &mut Three(0), &out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        assert_eq!(read["rows"].as_array().unwrap().len(), 3);
        assert_eq!(read["corrections"], serde_json::json!([{"row": 2, "red": true}, {"row": 3, "red": false}]));
    }
}
