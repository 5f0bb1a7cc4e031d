//! Sending a month to head office: each sheet as a workbook, its rows for a program, and the records it is made of.

use super::build::prepare;
use super::head::Around;
use super::own_form::Form;
use super::sheet::{Asked, Sheet};
use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::file_problem::folder_problem;
use crate::view::*;
use crate::writing::{Line, Writing};
use domain::principal::Principal;
use report::write::Written as File;
use std::collections::BTreeSet;
use std::path::Path;
use store::{Reader, ReportRun, StoreError, Tx};
use wire::body::{FileBody, LineBody, ReportBody};

/// Bytes of a record's id and hash in a report's body.
const LINE_BYTES: u64 = 140;
/// Room for everything else in the body.
const REST_BYTES: u64 = 4096;

/// A sheet that lies among the files for head office, not yet told.
pub(super) struct Ready {
    pub run: ReportRun,
    pub workbook: File,
    pub rows: File,
    pub lines: Vec<LineBody>,
    pub lines_total: u64,
}

impl App {
    pub(crate) fn report_send(&self, input: MonthInput) -> Answer<Written<Vec<ReportRunView>>> {
        let folder = self.folder("blobs");
        let maker = self.read(|reader, now| {
            super::refuse_far(input.month, now)?;
            principal(reader, &input.principal)
        })?;
        if let Some(sent) = self.send_closed(&maker, input.month)? {
            return Ok(sent);
        }
        prepare(&folder, self.now())?;
        let mut numbers = self.report_numbers(input.month, Sheet::pack().len())?.into_iter();
        let ready = self.read(|reader, now| {
            let task = self.tasks.begin(&None);
            let (month, today, at) = (input.month, now.today, now.at);
            let asked = Asked { reader, principal: &maker, month, today, at, masked: true, task: &task };
            let around = Around::of(reader, now)?;
            let sheets = Sheet::pack().into_iter();
            sheets
                .map(|sheet| self.make_ready(&folder, sheet, &asked, &around, now, numbers.next().unwrap_or_default()))
                .collect::<Answer<Vec<_>>>()
        })?;
        let runs = self.write("report_send", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            tx.note(&maker.code, &format!("{} {}", input.month, ready.len()));
            ready.into_iter().map(|sheet| tell(&writing, &maker, sheet)).collect::<Answer<Vec<_>>>()
        })?;
        Ok(Written { value: runs, touched: vec![Touched::Report, Touched::Sync] })
    }

    fn make_ready(
        &self,
        folder: &Path,
        sheet: Sheet,
        asked: &Asked<'_>,
        around: &Around,
        now: Now,
        no: String,
    ) -> Answer<Ready> {
        let form = Form::of(asked.reader, asked.principal, sheet)?;
        let layout = &form.layout;
        let name = around.file_name(asked.reader, asked.principal, asked.month, layout, version(asked, sheet)?)?;
        let head = around.head(asked, sheet, &no)?;
        let making = folder.join(format!("{no}.making"));
        let mut lines = Lines::new(asked)?;
        let workbook =
            sheet.rows(asked, &mut |id| lines.see(id), |source, finish| form.write(&head, source, finish, &making))?;
        keep(&making, folder, &workbook)?;
        let rows = sheet.rows(asked, &mut |_| (), |source, _| report::write::json(layout, source, &making))?;
        keep(&making, folder, &rows)?;
        let (lines, lines_total) = lines.done()?;
        Ok(Ready {
            run: self.run(sheet, asked, layout, now, no, (&workbook, name)),
            workbook,
            rows,
            lines,
            lines_total,
        })
    }
}

/// Gives a finished file its name by hash. The folder is made durable before any line names the file.
pub(super) fn keep(making: &Path, folder: &Path, file: &File) -> Answer<()> {
    let keep = || -> std::io::Result<()> {
        std::fs::rename(making, folder.join(&file.sha256))?;
        // Where a folder cannot be opened (Windows) the system keeps its own promise.
        std::fs::File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
    };
    keep().map_err(|cause| folder_problem(folder, &cause))
}

/// 1, and one more for every time the sheet was sent.
pub(super) fn version(asked: &Asked<'_>, sheet: Sheet) -> Answer<u32> {
    let mut version = 1;
    for run in asked.reader.report_runs(asked.principal.id, asked.month)? {
        if run.key == sheet.key() && asked.reader.last_line(&run.id.to_string())?.is_some() {
            version += 1;
        }
    }
    Ok(version)
}

/// Puts a sheet's building, its files and its line, all in one transaction.
pub(super) fn tell(writing: &Writing<'_>, maker: &Principal, sheet: Ready) -> Answer<ReportRunView> {
    let Ready { run, workbook, rows, lines, lines_total } = sheet;
    let file =
        |name: String, file: &File| FileBody { name, sha256: file.sha256.clone(), size: file.bytes.cast_signed() };
    let rows_name = run.file.trim_end_matches(".xlsx").to_owned() + ".json";
    let body = ReportBody {
        principal: maker.code.clone(),
        no: run.no.clone(),
        key: run.key.clone(),
        title: run.title.clone(),
        month: run.month.to_string(),
        rows: run.rows,
        file: file(run.file.clone(), &workbook),
        rows_file: file(rows_name, &rows),
        lines,
        lines_total,
    };
    let outgoing = writing.outgoing(Line {
        principal: maker,
        record_id: run.id.to_string(),
        rev: 1,
        sent_before: None,
        kind: "report",
        no: run.no.clone(),
        title: format!("{} {}", run.month, run.title),
        body: &body,
        due_on: None,
    })?;
    put_files(writing.tx, maker, &[&workbook, &rows], writing.now)?;
    writing.tx.put_report_run(&run, &outgoing)?;
    super::run_view(writing.tx, &maker.code, run)
}

fn put_files(tx: &Tx<'_>, maker: &Principal, files: &[&File], now: Now) -> Answer<()> {
    for file in files {
        tx.put_blob(&maker.id.to_string(), &file.sha256, file.bytes.cast_signed(), now.at)?;
    }
    Ok(())
}

/// The records of a sheet that head office has or will have, each once, in the order of the sheet: as many as its limit of
/// a record lets in, and how many there are.
pub(super) struct Lines<'a> {
    reader: &'a Reader<'a>,
    most: usize,
    known: BTreeSet<String>,
    lines: Vec<LineBody>,
    failed: Option<StoreError>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(asked: &Asked<'a>) -> Answer<Self> {
        let limit = crate::desk::link_of(asked.reader, &asked.principal.id.to_string())?.limits.record_bytes;
        let room = limit.saturating_sub(REST_BYTES) / LINE_BYTES;
        let most = usize::try_from(room).unwrap_or(usize::MAX);
        Ok(Self { reader: asked.reader, most, known: BTreeSet::new(), lines: Vec::new(), failed: None })
    }

    pub(super) fn see(&mut self, id: &str) {
        if self.failed.is_some() || self.known.contains(id) {
            return;
        }
        match self.reader.line_hash(id) {
            Ok(Some((_, hash))) => {
                self.known.insert(id.to_owned());
                if self.lines.len() < self.most {
                    self.lines.push(LineBody { record_id: id.to_owned(), hash });
                }
            }
            Ok(None) => {}
            Err(error) => self.failed = Some(error),
        }
    }

    /// The lines, and the number of records altogether.
    pub(super) fn done(self) -> Answer<(Vec<LineBody>, u64)> {
        match self.failed {
            Some(error) => Err(error.into()),
            None => Ok((self.lines, self.known.len() as u64)),
        }
    }
}
