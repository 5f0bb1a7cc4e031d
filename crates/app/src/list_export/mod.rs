//! A list of the window as a file: the same filters, all rows that match.
//!
//! - EXPORT-1 A list is exported as its page shows it, by the same filters and from one snapshot, and every row that matches is in it.
//! - EXPORT-2 What somebody typed stays text in the file: in an .xlsx by the kind of its cells, in a .csv by a mark before what looks like a formula.
//! - EXPORT-3 A search stops after so many hits; a file of one that stopped says so.
//! - EXPORT-4 A .csv is in UTF-8 with its mark, or in GB18030 where that is asked for; characters older programs cannot show are kept, and it is told in how many rows they are.
//!
//! Absent: columns of the reports (`month`), and the file formats (`report`).

mod calls;
mod chain;
mod custody;
mod entries;
mod exchanges;
mod money;
mod month;
mod names;
mod paged;
mod remedies;
mod statistics;
mod submissions;
mod tables;

pub(crate) use entries::FileRow;

use crate::app::App;
use crate::clock::{Now, civil_time};
use crate::error::Answer;
use crate::file_problem::write_problem;
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use domain::refusal::Refusal;
use paged::Paged;
use report::write::{CsvEncoding, Written as File, csv, table};
use std::path::{Path, PathBuf};
use store::Reader;
use tables::{Exported, Words};

/// Rows fetched at once.
const SLICE: i64 = 5000;

/// What a file is written as, by its ending.
#[derive(Clone, Copy)]
enum Format {
    Xlsx,
    Csv(CsvEncoding),
}

impl Format {
    fn of(path: &Path, encoding: CsvCoding) -> Answer<Self> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv(match encoding {
                CsvCoding::Utf8 => CsvEncoding::Utf8Bom,
                CsvCoding::Gb18030 => CsvEncoding::Gb18030,
            })),
            _ => Err(Refusal::OutOfRange { field: "path", label: "文件名", wanted: "以 .xlsx 或 .csv 结尾" }.into()),
        }
    }
}

impl App {
    pub(crate) fn list_export(&self, input: ListExport) -> Answer<ListFile> {
        let path = PathBuf::from(input.path.trim());
        let format = Format::of(&path, input.encoding.unwrap_or_default())?;
        let order = Order { app: self, format, path: &path, task: &self.tasks.begin(&input.task) };
        let done = self.read(|reader, now| order.write(reader, now, input.of));
        let (name, file, cut) = stopped_as(done, || "已取消，没有写文件".into())?;
        let rows = i64::try_from(file.rows).unwrap_or(i64::MAX);
        // Customers' data left the desk: that stands in the trail.
        self.write("list_export", |tx, _| {
            tx.note(name, &format!("{} {rows}", path.display()));
            Ok(())
        })?;
        Ok(ListFile { path: path.display().to_string(), rows, cut, rare: file.rare.cast_signed() })
    }
}

/// A file to be written.
struct Order<'a> {
    app: &'a App,
    format: Format,
    path: &'a Path,
    task: &'a Task,
}

impl Order<'_> {
    /// Gathers the rows and writes them; answers what the list is called.
    fn write(&self, reader: &Reader<'_>, now: Now, of: ListQuery) -> Answer<(&'static str, File, bool)> {
        let app = self.app;
        let words = Words::of(reader)?;
        let to = To { order: self, words: &words, now };
        match of {
            ListQuery::Today(query) => to.file(&mut whole(|| app.todays(reader, now, &query.principal))),
            ListQuery::Sales(query) => to.file(&mut |slice| app.sales_page(reader, now, &query, slice)),
            ListQuery::Calls(query) => to.file(&mut |slice| app.calls_page(reader, now, &query, slice)),
            ListQuery::Custody(query) => {
                to.file(&mut |slice| crate::custody::custodies_page(reader, now, &query, slice))
            }
            ListQuery::Remedies(query) => to.file(&mut |slice| app.remedies_page(reader, now, &query, slice)),
            ListQuery::Repairs(query) => {
                to.file(&mut |slice| crate::repair::repairs_page(reader, now.today, &query, slice))
            }
            ListQuery::OldParts(query) => to.file(&mut |slice| crate::old_part::old_parts_page(reader, &query, slice)),
            ListQuery::Batches(query) => to.file(&mut |slice| crate::parts_batch::batches_page(reader, &query, slice)),
            ListQuery::Exchanges(query) => to.file(&mut |slice| app.exchanges_page(reader, now.today, &query, slice)),
            ListQuery::OpeningClaims(query) => to.file(&mut whole(|| {
                let mut claims = crate::opening_claim::claims(reader)?;
                claims.retain(|claim| query.principal.is_empty() || claim.principal == query.principal);
                Ok(claims)
            })),
            ListQuery::Customers(query) => {
                to.file(&mut |slice| crate::catalogue::customers_page(reader, &query, slice))
            }
            ListQuery::Units(query) => to.file(&mut |slice| crate::catalogue::units_page(reader, &query, slice)),
            ListQuery::Models(query) => {
                let policies = app.policies(reader)?;
                to.file(&mut |slice| crate::catalogue::models_page(reader, &policies, now, &query, slice))
            }
            ListQuery::Parts(query) => to.file(&mut |slice| crate::catalogue::parts_page(reader, &query, slice)),
            ListQuery::ReportRuns(query) => to.file(&mut whole(|| crate::month::runs_of(reader, &query))),
            ListQuery::Outbox(query) => {
                to.file(&mut |slice| crate::ledger::outbox_page(reader, &query, now.today, slice))
            }
            ListQuery::Submissions(query) => {
                let policies = app.policies(reader)?;
                to.file(&mut |slice| crate::month::submissions_page(reader, &policies, &query, slice))
            }
            ListQuery::Inbox(query) => to.file(&mut |slice| crate::sync_cases::inbox_page(reader, &query, slice)),
            ListQuery::Receipts(query) => to.file(&mut |slice| app.receipts_page(reader, &query, slice)),
            ListQuery::ServiceFees(query) => {
                to.file(&mut |slice| crate::service_fee::statements_page(reader, &query, slice))
            }
            ListQuery::Claims(query) => to.file(&mut |slice| crate::claim::claims_page(reader, now, &query, slice)),
            ListQuery::ClaimReady(query) => to.file(&mut whole(|| app.ready_rows(reader, now, &query))),
            ListQuery::PartResults(query) => {
                to.file(&mut |slice| crate::part_result::results_page(reader, &query, slice))
            }
            ListQuery::Packings(query) => to.file(&mut whole(|| crate::packing::packing_rows(reader, &query))),
            ListQuery::Audit(query) => to.file(&mut whole(|| crate::operator::audit_rows(reader, &query))),
            ListQuery::MonthCompare(query) => to.file(&mut whole(|| Ok(app.compared(reader, now, &query)?.rows))),
            ListQuery::MonthRows(query) => to.file(&mut |slice| app.month_rows_page(reader, now, &query, slice)),
            ListQuery::Statistics(query) => to.file(&mut whole(|| Ok(app.statistics(reader, now, &query)?.rates))),
            ListQuery::StatisticsRows(query) => to.file(&mut |slice| app.statistics_page(reader, now, &query, slice)),
            ListQuery::Entries(query) => to.entries(reader, &query),
            ListQuery::Account(query) => to.file(&mut |slice| crate::payable::lines_page(reader, &query, slice)),
        }
    }
}

/// A list that comes whole.
fn whole<T: ts_rs::TS>(rows: impl Fn() -> Answer<Vec<T>>) -> impl FnMut((i64, i64)) -> Answer<Page<T>> {
    move |(_, offset)| {
        let rows = if offset == 0 { rows()? } else { Vec::new() };
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(Page::of(rows, total, false))
    }
}

/// Where the rows go.
struct To<'a> {
    order: &'a Order<'a>,
    words: &'a Words,
    now: Now,
}

impl To<'_> {
    fn file<T: Exported + ts_rs::TS>(
        &self,
        fetch: &mut dyn FnMut((i64, i64)) -> Answer<Page<T>>,
    ) -> Answer<(&'static str, File, bool)> {
        let Order { path, task, format, .. } = *self.order;
        let mut rows = Paged::begin(fetch, self.words, task)?;
        let written = match format {
            Format::Xlsx => table(T::NAME, T::COLUMNS, &mut rows, civil_time(self.now.at), path),
            Format::Csv(encoding) => {
                let titles: Vec<&str> = T::COLUMNS.iter().map(|column| column.title).collect();
                csv(&titles, &mut rows, encoding, path)
            }
        };
        Ok((T::NAME, written.map_err(write_problem)?, rows.cut()))
    }
}
