//! What is kept of a month when it is closed.

use super::super::build::prepare;
use super::super::corrections::{alike, same_facts};
use super::super::cover::Listed;
use super::super::head::Around;
use super::super::own_form::Form;
use super::super::reported::{Telling, gathered};
use super::super::send::keep as keep_file;
use super::super::sheet::{Asked, Sheet};
use super::super::template_problem::refused;
use super::super::wanted::{keys_of, sheets_of};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use domain::principal::Principal;
use domain::submission::Road;
use domain::{Month, MonthCloseId};
use report::layout::{Kind, Layout, SHIPPED};
use report::write::{Row, Standing, Value, keep, kept};
use store::{ClosedRow, ClosedSheet, ClosedStanding, MonthClose, Reader, ReportRun};

/// A sheet as it is going to be kept.
struct FrozenSheet {
    sheet: ClosedSheet,
    which: Sheet,
    rows: Vec<ClosedRow>,
    /// A building that is new, where none that was sent says the same.
    run: Option<ReportRun>,
    /// Hash over the rows as the records stood.
    seen: String,
}

/// A month as it is going to be kept.
pub(super) struct Frozen {
    pub close: MonthClose,
    at: Now,
    sheets: Vec<FrozenSheet>,
    /// The sheets but the cover, as the cover lists them.
    listed: Vec<Listed>,
    /// Buildings of the month that had gone out, and the sheets that were asked for.
    around: (Vec<String>, Vec<String>),
}

impl Frozen {
    pub(super) fn runs(&self) -> impl Iterator<Item = &ReportRun> {
        self.sheets.iter().filter_map(|sheet| sheet.run.as_ref())
    }

    pub(super) fn sheets(&self) -> Vec<ClosedSheet> {
        self.sheets.iter().map(|sheet| sheet.sheet.clone()).collect()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &ClosedRow> {
        self.sheets.iter().flat_map(|sheet| &sheet.rows)
    }

    /// What was built must be what the records say when it is kept (MONTHCLOSE-3).
    pub(super) fn refuse_changed(&self, app: &App, reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<()> {
        let (task, policies) = (app.tasks.begin(&None), app.policies(reader)?);
        let (today, at) = (self.at.today, self.at.at);
        let asked =
            Asked { reader, principal: maker, month, today, at, masked: true, task: &task, policies: &policies };
        if around_of(app, reader, maker, month)? != self.around {
            return Err(changed());
        }
        for frozen in &self.sheets {
            let rows = rows(&asked, frozen.which, self.close.id, &self.listed)?;
            if digest(&rows) != frozen.seen {
                return Err(changed());
            }
        }
        Ok(())
    }
}

impl App {
    /// Reads a month, takes the buildings that were sent where they say the same, and builds the others.
    pub(super) fn freeze(&self, maker: &Principal, month: Month) -> Answer<Frozen> {
        let folder = self.folder("blobs");
        prepare(&folder, self.now())?;
        let id: MonthCloseId = self.id();
        let task = self.tasks.begin(&None);
        let lacking = self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let (today, at) = (now.today, now.at);
            let asked =
                Asked { reader, principal: maker, month, today, at, masked: true, task: &task, policies: &policies };
            let (mut lacking, mut listed) = (0, Vec::new());
            for sheet in sheets_of(reader, &policies, maker, month)? {
                match self.sent(&asked, sheet, &rows(&asked, sheet, id, &[])?)? {
                    Some(sent) => listed.push(went(&sent.run)),
                    None => lacking += 1,
                }
            }
            let cover = rows(&asked, Sheet::Cover, id, &listed)?;
            let cover_stands = lacking == 0 && self.sent(&asked, Sheet::Cover, &cover)?.is_some();
            Ok(lacking + usize::from(!cover_stands))
        })?;
        let mut numbers = if lacking > 0 { self.report_numbers(month, lacking)? } else { Vec::new() }.into_iter();
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let (today, at) = (now.today, now.at);
            let asked =
                Asked { reader, principal: maker, month, today, at, masked: true, task: &task, policies: &policies };
            let around = Around::of(reader, now)?;
            let dealer = around.dealer_kept();
            let close = MonthClose {
                id,
                no: format!("{} {month}", maker.code),
                principal: maker.id,
                month,
                dealer,
                closed_at: now.at,
            };
            let (mut sheets, mut listed) = (Vec::new(), Vec::new());
            for sheet in sheets_of(reader, &policies, maker, month)? {
                let (frozen, line) = self.frozen(&asked, &around, now, (sheet, id, &listed), &mut numbers)?;
                sheets.push(frozen);
                listed.push(line);
            }
            let (cover, _) = self.frozen(&asked, &around, now, (Sheet::Cover, id, &listed), &mut numbers)?;
            sheets.push(cover);
            Ok(Frozen { close, at: now, sheets, listed, around: around_of(self, reader, maker, month)? })
        })
    }

    fn frozen(
        &self,
        asked: &Asked<'_>,
        around: &Around,
        now: Now,
        (sheet, close, before): (Sheet, MonthCloseId, &[Listed]),
        numbers: &mut impl Iterator<Item = String>,
    ) -> Answer<(FrozenSheet, Listed)> {
        let mut rows = rows(asked, sheet, close, before)?;
        let seen = digest(&rows);
        let layout = sheet.layout()?;
        let (run, rows_sha256, new) = match self.sent(asked, sheet, &rows)? {
            Some(sent) => {
                for (row, said) in rows.iter_mut().zip(&sent.rows) {
                    row.cells = said.clone();
                }
                (sent.run, sent.rows_sha256, false)
            }
            None => {
                let no = numbers.next().ok_or_else(changed)?;
                let (run, rows_sha256) = self.built(asked, sheet, around, now, (no, before))?;
                (run, rows_sha256, true)
            }
        };
        let template = asked.reader.newest_template(asked.principal.id, sheet.key())?;
        let template = template.filter(|form| form.void_reason.is_none() && form.made_at <= run.built_at);
        let shipped = SHIPPED.iter().find(|(key, _)| *key == sheet.key()).map_or("", |(_, json)| *json);
        let line = if new { Listed::of(&run) } else { went(&run) };
        let frozen = FrozenSheet {
            sheet: ClosedSheet {
                close,
                key: sheet.key().into(),
                run: run.id,
                sha256: run.sha256.clone(),
                rows_sha256,
                data_sha256: digest(&rows),
                layout_sha256: wire::hash::sha256_hex(shipped.as_bytes()),
                fields: serde_json::to_string(&layout.fields).unwrap_or_default(),
                template: template.map(|form| form.id),
                month_of: asked.kept_by(sheet),
            },
            which: sheet,
            rows,
            run: new.then_some(run),
            seen,
        };
        Ok((frozen, line))
    }

    /// Builds a sheet among the files for head office; answers its record and the hash of its rows for a program.
    fn built(
        &self,
        asked: &Asked<'_>,
        sheet: Sheet,
        around: &Around,
        now: Now,
        (no, before): (String, &[Listed]),
    ) -> Answer<(ReportRun, String)> {
        let folder = self.folder("blobs");
        let form = Form::of(asked.reader, asked.principal, sheet)?;
        let layout = &form.layout;
        let version = super::super::send::version(asked, sheet)?;
        let name = around.file_name(asked.reader, asked.principal, asked.month, layout, version)?;
        let head = around.head(asked, sheet, &no)?;
        let making = folder.join(format!("{no}.making"));
        let workbook = sheet
            .rows_after(asked, before, &mut |_| (), |source, finish| form.write(&head, source, finish, &making))?;
        keep_file(&making, &folder, &workbook)?;
        let rows =
            sheet.rows_after(asked, before, &mut |_| (), |source, _| report::write::json(layout, source, &making))?;
        keep_file(&making, &folder, &rows)?;
        Ok((self.run(sheet, asked, layout, now, no, (&workbook, name)), rows.sha256))
    }

    /// The building that was sent last, where it states the same facts (MONTHCLOSE-4).
    fn sent(&self, asked: &Asked<'_>, sheet: Sheet, rows: &[ClosedRow]) -> Answer<Option<Sent>> {
        let layout = sheet.layout()?;
        for run in asked.reader.report_runs(asked.principal.id, asked.month)? {
            let line = asked.reader.last_line(&run.id.to_string())?.filter(|line| line.state != "rejected");
            if run.key != sheet.key() || line.is_none() {
                continue;
            }
            // Only the newest that went out speaks for the sheet.
            if run.returned_reason.is_some() {
                return Ok(None);
            }
            let Some(rows_sha256) = told_rows(asked.reader, &run)? else { return Ok(None) };
            let Some(said) = self.said(&rows_sha256, &layout) else { return Ok(None) };
            let same = said.len() == rows.len()
                && said.iter().zip(rows).all(|(said, row)| {
                    kept(said)
                        .zip(kept(&row.cells))
                        .is_some_and(|(one, other)| says_the_same(sheet, &layout, (&one, &other)))
                });
            let whole = self.blob_is_whole(&run.sha256);
            return Ok((same && whole).then_some(Sent { run, rows_sha256, rows: said }));
        }
        Ok(None)
    }

    /// Rows that went out, from their file, as rows are kept; none when it is not whole.
    fn said(&self, sha256: &str, layout: &Layout) -> Option<Vec<String>> {
        let bytes = std::fs::read(self.folder("blobs").join(sha256)).ok()?;
        if wire::hash::sha256_hex(&bytes) != sha256 {
            return None;
        }
        let file: RowsFile = serde_json::from_slice(&bytes).ok()?;
        (file.columns == layout.fields).then(|| file.rows.iter().map(|cells| typed(layout, cells)).collect())
    }

    /// Whether a file lies among those for head office as it was made.
    pub(super) fn blob_is_whole(&self, sha256: &str) -> bool {
        std::fs::read(self.folder("blobs").join(sha256)).is_ok_and(|bytes| wire::hash::sha256_hex(&bytes) == sha256)
    }
}

/// Whether two rows of a sheet say the same. The cover says which files lie in the pack; by which road they went is known later.
fn says_the_same(sheet: Sheet, layout: &Layout, (one, other): (&[Value<'_>], &[Value<'_>])) -> bool {
    if sheet != Sheet::Cover {
        return same_facts(layout, one, other);
    }
    let files = ["name", "rows", "hash"].map(|field| layout.field(field));
    files.into_iter().flatten().all(|at| alike(one.get(at), other.get(at)))
}

/// What else a month stands on: what went out of it, and the sheets the maker asks for.
fn around_of(app: &App, reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<(Vec<String>, Vec<String>)> {
    let mut went = Vec::new();
    for run in reader.report_runs(maker.id, month)? {
        let id = run.id.to_string();
        if reader.last_line(&id)?.is_some() {
            went.push(id);
        }
    }
    let policies = app.policies(reader)?;
    Ok((went, keys_of(reader, &policies, maker, month)?))
}

/// A sheet that went out, as the cover lists it.
fn went(run: &ReportRun) -> Listed {
    Listed { way: Road::Api.zh(), sent_on: run.acknowledged_on, ..Listed::of(run) }
}

/// A building that was sent, with its rows as they are kept.
struct Sent {
    run: ReportRun,
    rows_sha256: String,
    rows: Vec<String>,
}

#[derive(serde::Deserialize)]
struct RowsFile {
    columns: Vec<String>,
    rows: Vec<Vec<serde_json::Value>>,
}

#[derive(serde::Deserialize)]
struct ToldBody {
    rows_file: ToldFile,
}

#[derive(serde::Deserialize)]
struct ToldFile {
    sha256: String,
}

fn told_rows(reader: &Reader<'_>, run: &ReportRun) -> Answer<Option<String>> {
    let body = reader.told_body(&run.id.to_string())?;
    Ok(body.and_then(|body| serde_json::from_str::<ToldBody>(&body).ok()).map(|body| body.rows_file.sha256))
}

/// A row of the file for programs as rows are kept: its columns say what its numbers are.
fn typed(layout: &Layout, cells: &[serde_json::Value]) -> String {
    let mut row = Row::default();
    for (field, cell) in layout.fields.iter().zip(cells) {
        let kind = layout.columns.iter().find(|column| column.key == *field).map_or(Kind::Text, |column| column.kind);
        let number = cell.as_i64().unwrap_or_default();
        row.push(&match (cell, kind) {
            (serde_json::Value::Bool(flag), _) => Value::Flag(*flag),
            (serde_json::Value::String(text), Kind::Date) => {
                text.parse().map_or_else(|_| Value::text(text.as_str()), Value::Day)
            }
            (serde_json::Value::String(text), Kind::Code) => Value::code(text.as_str()),
            (serde_json::Value::String(text), _) => Value::text(text.as_str()),
            (serde_json::Value::Number(_), Kind::Money) => Value::Fen(number),
            (serde_json::Value::Number(_), Kind::Quantity) => Value::Milli(number),
            (serde_json::Value::Number(_), Kind::Rate) => Value::Rate(number),
            (serde_json::Value::Number(_), _) => Value::Int(number),
            _ => Value::Empty,
        });
    }
    keep(&row)
}

/// Rows of a sheet as the records stand, and the corrections below them.
fn rows(asked: &Asked<'_>, sheet: Sheet, close: MonthCloseId, before: &[Listed]) -> Answer<Vec<ClosedRow>> {
    let mut rows: Vec<ClosedRow> = Vec::new();
    let base = |place: usize, row: &Row, standing, origin| ClosedRow {
        close,
        key: sheet.key().into(),
        place: i64::try_from(place).unwrap_or(i64::MAX),
        standing,
        origin,
        line: row.line().to_owned(),
        record: row.record().to_owned(),
        cells: keep(row),
    };
    let mut each = |row: &Row| {
        rows.push(base(rows.len() + 1, row, ClosedStanding::OfMonth, close));
        Ok(())
    };
    if sheet == Sheet::Cover {
        sheet.rows_after(asked, before, &mut |_| (), |source, _| gathered(source, &mut each))?;
        return Ok(rows);
    }
    sheet.as_they_stand(asked, &mut |_| (), |source, _| gathered(source, &mut each))?;
    let Telling::Open(more) = sheet.telling(asked)? else { return Ok(rows) };
    for told in more {
        let mut row = Row::default();
        told.values.iter().for_each(|value| row.push(value));
        row.of(&told.line, &told.record);
        let standing = if told.standing == Standing::Red { ClosedStanding::Red } else { ClosedStanding::Blue };
        rows.push(base(rows.len() + 1, &row, standing, told.origin));
    }
    Ok(rows)
}

fn changed() -> AppError {
    refused("month_changed", "结账的时候这个月的资料又有改动，没有结账。请看看改了什么，再点一次「结账」")
}

fn digest(rows: &[ClosedRow]) -> String {
    let mut text = String::new();
    for row in rows {
        text.push_str(&format!("{:?}\t{}\t{}\n", row.standing, row.line, row.cells));
    }
    wire::hash::sha256_hex(text.as_bytes())
}
