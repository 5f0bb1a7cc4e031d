//! What is kept of a month when it is closed.
//!
//! - FREEZE-1 All closed months are compared once, outside the write; the write only asks whether anybody wrote since. Where somebody did, they are compared again, outside, and what was made stays when nothing of the month moved.

use super::super::corrections::{alike, same_facts};
use super::super::cover::Listed;
use super::super::head::Around;
use super::super::making::{Bench, MadeSheet, Turn};
use super::super::reported::{Telling, gathered};
use super::super::send::version;
use super::super::sheet::{Asked, Sheet};
use super::super::template_problem::refused;
use super::super::wanted::{keys_of, sheets_of};
use super::super::went::{Stands, Went};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::tasks::Task;
use domain::principal::Principal;
use domain::{Month, MonthCloseId};
use report::layout::{Kind, Layout, SHIPPED};
use report::write::{Row, Standing, Value, keep, kept};
use store::{ClosedRow, ClosedSheet, ClosedStanding, MonthClose, Reader, ReportRun};

/// A sheet as it was looked at.
struct Looked {
    which: Sheet,
    told: Telling,
    rows: Vec<ClosedRow>,
    /// Hash over the rows as the records stood.
    seen: String,
    /// The building that went and states the same facts.
    sent: Option<Sent>,
}

/// A sheet as it is going to be kept.
struct FrozenSheet {
    sheet: ClosedSheet,
    rows: Vec<ClosedRow>,
    /// A building that is new, where none that went says the same.
    run: Option<ReportRun>,
}

/// What else a month stands on: what went of it, and the sheets the maker asks for.
type Base = (Vec<String>, Vec<String>);

/// A month as it is going to be kept.
pub(super) struct Frozen {
    pub close: MonthClose,
    at: Now,
    sheets: Vec<FrozenSheet>,
    /// The sheets but the cover, with the hash over their rows.
    seen: Vec<(Sheet, String)>,
    base: Base,
    /// Place in the trail up to which nothing moved.
    place: i64,
    /// Files that are not among those of the desk yet.
    bench: Option<Bench>,
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

    /// The files that were built join those of the desk.
    pub(super) fn settle(&mut self) -> Answer<()> {
        self.bench.take().map_or(Ok(()), Bench::settle)
    }

    /// Whether nobody wrote since it was looked at, and nothing of what went changed (FREEZE-1).
    pub(super) fn stands(&self, app: &App, reader: &Reader<'_>, maker: &Principal) -> Answer<bool> {
        Ok(reader.audit_place()? == self.place && base(app, reader, maker, self.close.month)? == self.base)
    }

    /// Somebody wrote meanwhile: what was built must be what the records say still (MONTHCLOSE-3).
    pub(super) fn look_again(&mut self, app: &App, maker: &Principal, task: &Task) -> Answer<()> {
        self.place = app.read(|reader, _| {
            let (month, today, at) = (self.close.month, self.at.today, self.at.at);
            let policies = &app.policies(reader)?;
            let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies };
            unchanged(app, &asked, self.close.id, &self.seen, &self.base)?;
            Ok(reader.audit_place()?)
        })?;
        Ok(())
    }
}

fn unchanged(app: &App, asked: &Asked<'_>, close: MonthCloseId, seen: &[(Sheet, String)], before: &Base) -> Answer<()> {
    if base(app, asked.reader, asked.principal, asked.month)? != *before {
        return Err(changed());
    }
    for (sheet, seen) in seen {
        if digest(&rows(asked, *sheet, &sheet.telling(asked)?, close, &[])?) != *seen {
            return Err(changed());
        }
    }
    Ok(())
}

impl App {
    /// Reads a month, takes the buildings that went where they say the same, and builds the others.
    pub(super) fn freeze(&self, maker: &Principal, month: Month, task: &Task) -> Answer<Frozen> {
        let id: MonthCloseId = self.id();
        let (looked, base, place, now) = self.read(|reader, now| {
            let (today, at, policies) = (now.today, now.at, &self.policies(reader)?);
            let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies };
            Ok((self.looked(&asked, id)?, base(self, reader, maker, month)?, reader.audit_place()?, now))
        })?;
        let seen: Vec<_> = looked.iter().map(|one| (one.which, one.seen.clone())).collect();
        let building = looked.iter().filter(|one| one.sent.is_none()).count();
        // What a building is numbered by is printed on it, the cover's too: it lists what is built.
        let lacking = match building {
            0 => self.read(|reader, _| {
                let (today, at, policies) = (now.today, now.at, &self.policies(reader)?);
                let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies };
                let went = Went::of(reader, maker, month)?;
                let listed: Vec<_> =
                    looked.iter().filter_map(|one| one.sent.as_ref()).map(|one| went.listed(&one.run)).collect();
                let cover = rows(&asked, Sheet::Cover, &Telling::nothing(), id, &listed)?;
                Ok(usize::from(self.sent(&asked, Sheet::Cover, &cover, &went)?.is_none()))
            })?,
            others => others + 1,
        };
        let numbers = if lacking > 0 { self.report_numbers(month, lacking)? } else { Vec::new() };
        let bench = numbers.first().map(|no| Bench::open(self, no)).transpose()?;
        let (sheets, close, place) = self.read(|reader, now| {
            let (today, at, policies) = (now.today, now.at, &self.policies(reader)?);
            let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies };
            // The numbers were one write; any other may have moved the month.
            if reader.audit_place()? != place + i64::from(lacking > 0) {
                unchanged(self, &asked, id, &seen, &base)?;
            }
            let around = Around::of(reader, now)?;
            let (no, dealer) = (format!("{} {month}", maker.code), around.dealer_kept());
            let close = MonthClose { id, no, principal: maker.id, month, dealer, closed_at: now.at };
            let desk = Built {
                app: self,
                asked: &asked,
                around: &around,
                now,
                bench: bench.as_ref(),
                went: Went::of(reader, maker, month)?,
            };
            Ok((desk.all(looked, id, numbers)?, close, reader.audit_place()?))
        })?;
        Ok(Frozen { close, at: now, sheets, seen, base, place, bench })
    }

    /// Every sheet but the cover, compared with what went and with all closed months.
    fn looked(&self, asked: &Asked<'_>, close: MonthCloseId) -> Answer<Vec<Looked>> {
        let went = Went::of(asked.reader, asked.principal, asked.month)?;
        let sheets = sheets_of(asked.reader, asked.policies, asked.principal, asked.month)?;
        asked.task.of(i64::try_from(sheets.len()).unwrap_or(i64::MAX));
        let mut looked = Vec::new();
        for which in sheets {
            let told = which.telling(asked)?;
            let rows = rows(asked, which, &told, close, &[])?;
            let sent = self.sent(asked, which, &rows, &went)?;
            looked.push(Looked { which, told, seen: digest(&rows), rows, sent });
            asked.task.at(i64::try_from(looked.len()).unwrap_or(i64::MAX))?;
        }
        Ok(looked)
    }

    /// The building that went last, by whatever road, where it states the same facts (MONTHCLOSE-4).
    fn sent(&self, asked: &Asked<'_>, sheet: Sheet, rows: &[ClosedRow], went: &Went) -> Answer<Option<Sent>> {
        let layout = sheet.layout()?;
        for run in asked.reader.report_runs(asked.principal.id, asked.month)? {
            if run.key != sheet.key() {
                continue;
            }
            // Only the newest that went speaks for the sheet.
            match went.stands(asked.reader, &run)? {
                Stands::Here => continue,
                Stands::Back => return Ok(None),
                Stands::There => {}
            }
            let Some(rows_sha256) = rows_file(asked.reader, &run)? else { return Ok(None) };
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
    pub(in crate::month) fn blob_is_whole(&self, sha256: &str) -> bool {
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

fn base(app: &App, reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<Base> {
    let (went, mut there) = (Went::of(reader, maker, month)?, Vec::new());
    for run in reader.report_runs(maker.id, month)? {
        if went.stands(reader, &run)? == Stands::There {
            there.push(run.id.to_string());
        }
    }
    let policies = app.policies(reader)?;
    Ok((there, keys_of(reader, &policies, maker, month)?))
}

/// What sheets are built with.
struct Built<'a> {
    app: &'a App,
    asked: &'a Asked<'a>,
    around: &'a Around,
    now: Now,
    bench: Option<&'a Bench>,
    went: Went,
}

impl Built<'_> {
    /// The sheets as they are kept, the cover last.
    fn all(&self, looked: Vec<Looked>, close: MonthCloseId, numbers: Vec<String>) -> Answer<Vec<FrozenSheet>> {
        let (mut numbers, mut sheets, mut listed) = (numbers.into_iter(), Vec::new(), Vec::new());
        self.asked.task.of(i64::try_from(looked.len() + 1).unwrap_or(i64::MAX));
        for one in looked {
            let (frozen, line) = self.sheet(one, close, &listed, &mut numbers)?;
            sheets.push(frozen);
            listed.push(line);
            self.asked.task.at(i64::try_from(sheets.len()).unwrap_or(i64::MAX))?;
        }
        let told = Telling::nothing();
        let rows = rows(self.asked, Sheet::Cover, &told, close, &listed)?;
        let sent = self.app.sent(self.asked, Sheet::Cover, &rows, &self.went)?;
        let cover = Looked { which: Sheet::Cover, told, seen: String::new(), rows, sent };
        sheets.push(self.sheet(cover, close, &listed, &mut numbers)?.0);
        Ok(sheets)
    }

    fn sheet(
        &self,
        looked: Looked,
        close: MonthCloseId,
        before: &[Listed],
        numbers: &mut impl Iterator<Item = String>,
    ) -> Answer<(FrozenSheet, Listed)> {
        let (asked, Looked { which, told, mut rows, sent, .. }) = (self.asked, looked);
        let (run, rows_sha256, new) = match sent {
            Some(sent) => {
                for (row, said) in rows.iter_mut().zip(&sent.rows) {
                    row.cells = said.clone();
                }
                (sent.run, sent.rows_sha256, false)
            }
            None => {
                let (no, bench) = numbers.next().zip(self.bench).ok_or_else(changed)?;
                let turn = Turn { no, version: version(asked, which, &self.went)?, before };
                let made = self.app.make(bench, (asked, which, &told), (self.around, self.now), turn, &mut |_| ())?;
                let MadeSheet { run, rows, .. } = made;
                (run, rows.sha256, true)
            }
        };
        let template = asked.reader.newest_template(asked.principal.id, which.key())?;
        let template = template.filter(|form| form.void_reason.is_none() && form.made_at <= run.built_at);
        let shipped = SHIPPED.iter().find(|(key, _)| *key == which.key()).map_or("", |(_, json)| *json);
        let line = if new { Listed::of(&run) } else { self.went.listed(&run) };
        let sheet = ClosedSheet {
            close,
            key: which.key().into(),
            run: run.id,
            sha256: run.sha256.clone(),
            rows_sha256,
            data_sha256: digest(&rows),
            layout_sha256: wire::hash::sha256_hex(shipped.as_bytes()),
            fields: serde_json::to_string(&which.layout()?.fields).unwrap_or_default(),
            template: template.map(|form| form.id),
            month_of: self.asked.kept_by(which),
        };
        Ok((FrozenSheet { sheet, rows, run: new.then_some(run) }, line))
    }
}

/// A building that went, with its rows as they are kept.
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

/// The file of a building's rows: known of it, or of one from before by what was told to head office.
fn rows_file(reader: &Reader<'_>, run: &ReportRun) -> Answer<Option<String>> {
    if !run.rows_sha256.is_empty() {
        return Ok(Some(run.rows_sha256.clone()));
    }
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
fn rows(
    asked: &Asked<'_>,
    sheet: Sheet,
    told: &Telling,
    close: MonthCloseId,
    before: &[Listed],
) -> Answer<Vec<ClosedRow>> {
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
        sheet.rows_after(asked, told, before, &mut |_| (), |source, _| gathered(source, &mut each))?;
        return Ok(rows);
    }
    sheet.as_they_stand(asked, &mut |_| (), |source, _| gathered(source, &mut each))?;
    let Telling::Open(more) = told else { return Ok(rows) };
    for told in more {
        let mut row = Row::default();
        told.values.iter().for_each(|value| row.push(value));
        row.of(&told.line, &told.record);
        let standing = if told.standing == Standing::Red { ClosedStanding::Red } else { ClosedStanding::Blue };
        rows.push(base(rows.len() + 1, &row, standing, told.origin));
    }
    Ok(rows)
}

pub(super) fn changed() -> AppError {
    refused("month_changed", "结账的时候这个月的资料又有改动，没有结账。请看看改了什么，再点一次「结账」")
}

fn digest(rows: &[ClosedRow]) -> String {
    let mut text = String::new();
    for row in rows {
        text.push_str(&format!("{:?}\t{}\t{}\n", row.standing, row.line, row.cells));
    }
    wire::hash::sha256_hex(text.as_bytes())
}
