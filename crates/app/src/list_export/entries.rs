//! The register of a form as a file: the columns of its own sheet.

use super::tables::{code, code_column, day, text, words};
use super::{Format, SLICE, To};
use crate::clock::civil_time;
use crate::entry::{Ground, entries_for_file};
use crate::error::Answer;
use crate::file_problem::write_problem;
use crate::tasks::Task;
use crate::view::EntryQuery;
use domain::form::{Field, FieldKind, FieldValue, Form};
use report::layout::Kind;
use report::write::{Row, RowSource, SourceError, TableColumn, Value, Written as File, csv, table};
use store::Reader;

/// A column of the sheet.
enum Column<'a> {
    No,
    State,
    Maker,
    Field(&'a Field),
}

fn columns(form: &Form) -> Vec<(Column<'_>, TableColumn<'_>)> {
    let widths = form.sheet.columns.iter();
    widths
        .filter_map(|(key, width)| {
            // A width is a few characters; no float loses anything of it.
            let wide = f64::from(i32::try_from(*width).unwrap_or(12));
            Some(match key.as_str() {
                "no" => (Column::No, code_column("编号", wide)),
                "state" => (Column::State, words("状态", wide)),
                "principal" => (Column::Maker, words("厂家", wide)),
                key => {
                    let field = form.field(key)?;
                    let kind = match field.kind {
                        FieldKind::Money { .. } => Kind::Money,
                        FieldKind::Day { .. } => Kind::Date,
                        _ => Kind::Text,
                    };
                    (Column::Field(field), TableColumn { title: &field.title, kind, width: wide })
                }
            })
        })
        .collect()
}

/// A row on its way into the file: the entry's own values, and what they are called.
pub(crate) struct FileRow {
    pub no: String,
    pub state: String,
    pub maker: String,
    pub values: domain::form::Values,
    pub names: domain::form::Names,
}

fn cell(column: &Column<'_>, row: &FileRow) -> Value<'static> {
    match column {
        Column::No => code(&row.no),
        Column::State => text(&row.state),
        Column::Maker => text(&row.maker),
        Column::Field(field) => match (&field.kind, row.values.get(&field.key)) {
            (FieldKind::Money { .. }, Some(FieldValue::Number(fen))) => Value::Fen(*fen),
            (FieldKind::Day { .. }, Some(FieldValue::Text(on))) => day(on.parse().ok()),
            (_, value) => text(&field.cell(value, &row.names)),
        },
    }
}

/// Rows slice after slice.
struct Rows<'a> {
    ground: Ground<'a>,
    query: &'a EntryQuery,
    columns: Vec<Column<'a>>,
    waiting: std::vec::IntoIter<FileRow>,
    fetched: i64,
    total: i64,
    ended: bool,
    done: i64,
    task: &'a Task,
}

impl Rows<'_> {
    fn slice(&mut self) -> Answer<()> {
        let (rows, total) = entries_for_file(&self.ground, self.query, (SLICE, self.fetched))?;
        let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        self.ended = n < SLICE;
        self.fetched += n;
        self.total = total.max(self.fetched);
        self.waiting = rows.into_iter();
        Ok(())
    }
}

impl RowSource for Rows<'_> {
    fn next_row(&mut self, into: &mut Row) -> Result<bool, SourceError> {
        if self.waiting.as_slice().is_empty() && !self.ended {
            self.slice()?;
        }
        let Some(row) = self.waiting.next() else { return Ok(false) };
        self.columns.iter().for_each(|column| into.push(&cell(column, &row)));
        self.done += 1;
        self.task.at(self.done)?;
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(self.total.saturating_sub(self.done).unsigned_abs())
    }
}

impl To<'_> {
    pub(super) fn entries(&self, reader: &Reader<'_>, query: &EntryQuery) -> Answer<(&'static str, File, bool)> {
        let ground = Ground { app: self.order.app, reader, now: self.now };
        let held = ground.form(&query.form, &query.principal)?;
        let (kinds, heads): (Vec<_>, Vec<_>) = columns(&held.form).into_iter().unzip();
        let waiting = Vec::new().into_iter();
        let task = self.order.task;
        let mut rows =
            Rows { ground, query, columns: kinds, waiting, fetched: 0, total: 0, ended: false, done: 0, task };
        rows.slice()?;
        let cut = crate::entry::search_cut(reader, query)?;
        task.of(rows.total);
        let title = if held.form.sheet.title.is_empty() { &held.form.title } else { &held.form.sheet.title };
        let written = match self.order.format {
            Format::Xlsx => table(title, &heads, &mut rows, civil_time(self.now.at), self.order.path),
            Format::Csv(encoding) => {
                let titles: Vec<&str> = heads.iter().map(|column| column.title).collect();
                csv(&titles, &mut rows, encoding, self.order.path)
            }
        };
        Ok(("登记簿", written.map_err(write_problem)?, cut))
    }
}
