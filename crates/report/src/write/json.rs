//! A sheet's rows for a program: `{"columns":["repair_no",…],"rows":[["WX26100001",…],…]}`.
//!
//! ROWSFILE-1 Columns are the layout's `fields`; money is integer fen, a quantity integer thousandths, a share integer
//! hundredths of a percent, a day `YYYY-MM-DD`; what is not known is null.
//! ROWSFILE-2 Rows that correct an earlier month are named after the rows: `"corrections":[{"row":3,"red":true},…]`, counted from 1.
//! ROWSFILE-3 Written beside a workbook in one reading of the rows it is the file it would be by itself; where either fails there is neither.

use std::io::Write;
use std::path::Path;

use super::book::next;
use super::{Row, RowSource, SourceError, Standing, Value, WriteProblem, Written, atomic};
use crate::layout::Layout;

/// Writes the rows of a source.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn json(layout: &Layout, source: &mut dyn RowSource, out: &Path) -> Result<Written, WriteProblem> {
    let drain = |source: &mut dyn RowSource| {
        let (mut row, mut rows) = (Row::default(), 0);
        while next(source, &mut row, layout.fields.len(), &mut rows)? {}
        Ok(())
    };
    json_beside(layout, source, out, drain).map(|((), written)| written)
}

/// Writes the rows of a source while something else reads them (ROWSFILE-3).
///
/// # Errors
/// [`WriteProblem`] of the rows or of the reader; the rows are not in the folder then.
pub fn json_beside<T>(
    layout: &Layout,
    source: &mut dyn RowSource,
    out: &Path,
    take: impl FnOnce(&mut dyn RowSource) -> Result<T, WriteProblem>,
) -> Result<(T, Written), WriteProblem> {
    let ((taken, rows), finished) = atomic::replace(out, |sink| {
        let io = |error: std::io::Error| WriteProblem::of_io(error, out);
        let columns =
            serde_json::to_string(&layout.fields).map_err(|error| WriteProblem::Workbook(error.to_string()))?;
        write!(sink, "{{\"columns\":{columns},\"rows\":[").map_err(io)?;
        let mut tee = Tee { source, sink, rows: 0, corrections: Vec::new(), failed: None };
        let taken = take(&mut tee);
        // What the reader calls a failed source is this file's own disk.
        if let Some(error) = tee.failed.take() {
            return Err(io(error));
        }
        let (taken, rows) = (taken?, tee.rows);
        tee.close().map_err(io)?;
        Ok((taken, rows))
    })?;
    Ok((taken, Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare: 0 }))
}

/// A source whose rows are written down as they pass.
struct Tee<'a> {
    source: &'a mut dyn RowSource,
    sink: &'a mut (dyn Write + Send),
    rows: u64,
    corrections: Vec<String>,
    failed: Option<std::io::Error>,
}

impl Tee<'_> {
    fn put(&mut self, row: &Row) -> std::io::Result<()> {
        self.rows += 1;
        self.sink.write_all(if self.rows > 1 { b",\n[" } else { b"\n[" })?;
        for index in 0..row.len() {
            if index > 0 {
                self.sink.write_all(b",")?;
            }
            value(self.sink, &row.get(index))?;
        }
        self.sink.write_all(b"]")?;
        if row.standing() != Standing::OfMonth {
            let red = row.standing() == Standing::Red;
            self.corrections.push(format!("{{\"row\":{},\"red\":{red}}}", self.rows));
        }
        Ok(())
    }

    fn close(self) -> std::io::Result<()> {
        self.sink.write_all(b"\n]")?;
        if !self.corrections.is_empty() {
            write!(self.sink, ",\"corrections\":[{}]", self.corrections.join(","))?;
        }
        self.sink.write_all(b"}\n")
    }
}

impl RowSource for Tee<'_> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        if !self.source.next_row(into)? {
            return Ok(false);
        }
        if let Err(error) = self.put(into) {
            let says = error.to_string();
            self.failed = Some(error);
            return Err(says.into());
        }
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        self.source.rows_hint()
    }
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

    #[test]
    fn rowsfile_3_beside_a_workbook_it_is_the_same_file_and_fails_with_it() {
        let layout = r#"{"key":"T","name":"表","title":"表","fields":["a"],
            "columns":[{"key":"a","title":"甲","kind":"money","width":9}]}"#;
        let layout = Layout::parse(layout).unwrap();
        let rows: Vec<_> = (0..3).map(|n| vec![Value::Fen(n)]).collect();
        let folder = tempfile::tempdir().unwrap();
        let (alone, beside) = (folder.path().join("alone.json"), folder.path().join("beside.json"));
        let first = json(&layout, &mut Rows::new(&rows), &alone).unwrap();
        let read = |source: &mut dyn RowSource| {
            let (mut row, mut seen) = (Row::default(), Vec::new());
            while source.next_row(&mut row).map_err(WriteProblem::Source)? {
                seen.push(row.get(0) == Value::Fen(seen.len() as i64));
                row.clear();
            }
            Ok(seen)
        };
        let (seen, second) = json_beside(&layout, &mut Rows::new(&rows), &beside, read).unwrap();
        assert_eq!((seen, second.sha256, second.rows), (vec![true; 3], first.sha256, 3));
        assert_eq!(std::fs::read(&alone).unwrap(), std::fs::read(&beside).unwrap());
        std::fs::remove_file(&beside).unwrap();
        let failed: Result<((), Written), _> =
            json_beside(&layout, &mut Rows::new(&rows), &beside, |_| Err(WriteProblem::DiskFull));
        assert!(matches!(failed, Err(WriteProblem::DiskFull)) && !beside.exists());
    }
}
