//! A list as a file, all rows of it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use report::layout::Kind;
use report::write::{CsvEncoding, Row, RowSource, SourceError, TableColumn, Value, csv, table};

use super::{Stop, words};

/// What a file is written as.
#[derive(Clone, Copy)]
pub enum Format {
    Xlsx,
    Csv,
}

/// A column: title, kind, width in characters.
pub type Column = (&'static str, Kind, f64);

/// Rows that come slice by slice.
struct Slices<F> {
    fetch: F,
    rows: std::vec::IntoIter<Vec<Value<'static>>>,
}

impl<F: FnMut() -> Result<Vec<Vec<Value<'static>>>, Stop>> RowSource for Slices<F> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        if self.rows.as_slice().is_empty() {
            self.rows = (self.fetch)()?.into_iter();
        }
        let Some(row) = self.rows.next() else { return Ok(false) };
        row.iter().for_each(|value| into.push(value));
        Ok(true)
    }
}

/// Writes a list beside and hands it out; `fetch` gives the next rows and none at the end.
pub fn file(
    name: &'static str,
    columns: &[Column],
    format: Format,
    now: i64,
    fetch: impl FnMut() -> Result<Vec<Vec<Value<'static>>>, Stop>,
) -> Result<(Response, u64), Stop> {
    let dir = tempfile::tempdir().map_err(|e| Stop::broken(&e))?;
    let mut rows = Slices { fetch, rows: Vec::new().into_iter() };
    let columns: Vec<_> =
        columns.iter().map(|(title, kind, width)| TableColumn { title, kind: *kind, width: *width }).collect();
    let (ending, kind) = match format {
        Format::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Format::Csv => ("csv", "text/csv; charset=utf-8"),
    };
    let path = dir.path().join("list").with_extension(ending);
    let written = match format {
        Format::Xlsx => table(name, &columns, &mut rows, words::civil(now), &path),
        Format::Csv => {
            let titles: Vec<_> = columns.iter().map(|column| column.title).collect();
            csv(&titles, &mut rows, CsvEncoding::Utf8Bom, &path)
        }
    };
    let written = written.map_err(|e| Stop::broken(&e))?;
    let bytes = std::fs::read(&path).map_err(|e| Stop::broken(&e))?;
    let day = words::civil(now).format("%Y%m%d");
    let shown = serde_urlencoded::to_string([("", format!("{name}-{day}.{ending}"))]).unwrap_or_default();
    let saved_as =
        format!("attachment; filename=\"list-{day}.{ending}\"; filename*=UTF-8''{}", shown.trim_start_matches('='));
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    let saved_as = HeaderValue::from_str(&saved_as).map_err(|e| Stop::broken(&e))?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, saved_as);
    Ok((response, written.rows))
}
