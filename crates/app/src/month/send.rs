//! Sending a month to head office: each sheet as a workbook, its rows for a program, and the records it is made of.

use super::build::prepare;
use super::cover::Listed;
use super::head::Around;
use super::making::{Bench, MadeSheet, Turn, folder_in};
use super::sheet::{Asked, Sheet};
use super::submission::blank;
use super::template_problem::refused;
use super::wanted::{keys_of, pack_of};
use super::went::{Stands, Went};
use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::file_problem::folder_problem;
use crate::form::Form;
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use crate::writing::{Line, Writing};
use domain::Month;
use domain::principal::Principal;
use domain::submission::{Handed, Road, Submission};
use report::write::Written as File;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
    pub(crate) fn report_send(&self, input: ReportSend) -> Answer<Written<Vec<ReportRunView>>> {
        let form = Form::of("report_send", &input.request_id, &(&input.principal, input.month))?;
        let running = self.tasks.begin(&input.task);
        let (maker, sheets, asked, made) = self.read(|reader, now| {
            super::refuse_far(input.month, now)?;
            let maker = principal(reader, &input.principal)?;
            let policies = self.policies(reader)?;
            let asked = keys_of(reader, &policies, &maker, input.month)?;
            let made = form.made(reader)?.map(|made| queued(reader, &maker.code, &made)).transpose()?;
            Ok((maker.clone(), pack_of(reader, &policies, &maker, input.month)?, asked, made))
        })?;
        if let Some(made) = made {
            return Ok(sent(made));
        }
        let beside = (input.dir.as_deref(), &*running);
        let closed = self.send_closed(&form, (&maker, input.month), &asked, beside);
        if let Some(runs) = stopped_as(closed, nothing_sent)? {
            return Ok(sent(runs));
        }
        let numbers = self.report_numbers(input.month, sheets.len())?;
        let bench = Bench::open(self, numbers.first().map_or("", String::as_str))?;
        let ready = self.all_ready(&bench, numbers, (&maker, input.month), &sheets, &running);
        let ready = stopped_as(ready, nothing_sent)?;
        stopped_as(running.to_the_end(), nothing_sent)?;
        bench.settle()?;
        let queue = || {
            self.write("report_send", |tx, now| {
                // Two windows at once: the second is answered with what the first queued.
                if let Some(made) = form.made(tx)? {
                    return Ok((queued(tx, &maker.code, &made)?, false));
                }
                if super::close::of_month(tx, &maker, input.month)?.is_some() {
                    return Err(closed_meanwhile());
                }
                let writing = Writing::begin(self, tx, now)?;
                tx.note(&maker.code, &format!("{} {}", input.month, ready.len()));
                put_own(&writing, &maker, input.month, &asked, &ready.iter().collect::<Vec<_>>())?;
                let runs = ready.iter().map(|sheet| tell(&writing, &maker, sheet)).collect::<Answer<Vec<_>>>()?;
                let ids: Vec<String> = runs.iter().map(|run| run.id.clone()).collect();
                form.keep(tx, &ids, &format!("{} {}", maker.code, input.month))?;
                Ok((runs, true))
            })
        };
        Ok(sent(self.laid_beside(&ready, input.dir.as_deref(), queue)?))
    }

    /// Lays the files beside for people and queues them: what was laid and not queued is no copy of anything that was sent.
    pub(super) fn laid_beside(
        &self,
        ready: &[Ready],
        dir: Option<&str>,
        queue: impl FnOnce() -> Answer<(Vec<ReportRunView>, bool)>,
    ) -> Answer<Vec<ReportRunView>> {
        let own: domain::ReportRunId = self.id();
        let (blobs, now) = (self.folder("blobs"), self.now());
        let lay = |dir| laid_out(&blobs, &self.export_folder(Some(dir)), ready, (now, &own.to_string()));
        let laid = dir.map(lay).transpose()?;
        let written = queue();
        let queued_now = written.as_ref().is_ok_and(|(_, now)| *now);
        if let Some(laid) = laid.as_ref().filter(|_| !queued_now) {
            let _ = std::fs::remove_dir_all(laid);
        }
        let (mut runs, _) = written?;
        if let Some(laid) = laid.filter(|_| queued_now) {
            for run in &mut runs {
                let sheet = ready.iter().find(|sheet| sheet.run.no == run.no);
                run.path = sheet.map(|sheet| laid.join(&sheet.run.file).display().to_string());
            }
        }
        Ok(runs)
    }

    /// Every sheet of the pack, in one snapshot; the cover lists the others.
    fn all_ready(
        &self,
        bench: &Bench,
        numbers: Vec<String>,
        (maker, month): (&Principal, Month),
        sheets: &[Sheet],
        task: &Task,
    ) -> Answer<Vec<Ready>> {
        task.of(i64::try_from(sheets.len()).unwrap_or(i64::MAX));
        self.read(|reader, now| {
            let (today, at, policies) = (now.today, now.at, &self.policies(reader)?);
            let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies };
            let (around, went) = (Around::of(reader, now)?, Went::of(reader, maker, month)?);
            let (mut ready, mut listed): (Vec<Ready>, Vec<Listed>) = (Vec::new(), Vec::new());
            for (sheet, no) in sheets.iter().zip(numbers) {
                let told = sheet.telling(&asked)?;
                let turn = Turn { no, version: version(&asked, *sheet, &went)?, before: &listed };
                let mut lines = Lines::new(&asked)?;
                let seen = &mut |id: &str| lines.see(id);
                let MadeSheet { run, workbook, rows } =
                    self.make(bench, (&asked, *sheet, &told), (&around, now), turn, seen)?;
                let (lines, lines_total) = lines.done()?;
                listed.push(Listed { way: Road::Api.zh(), sent_on: Some(today), ..Listed::of(&run) });
                ready.push(Ready { run, workbook, rows, lines, lines_total });
                task.at(i64::try_from(ready.len()).unwrap_or(i64::MAX))?;
            }
            Ok(ready)
        })
    }
}

/// What was built is no longer what the month reports (MONTHCLOSE-7).
fn closed_meanwhile() -> AppError {
    let says = "这个月刚刚在另一个窗口结了账，没有排队。请再点一次「报送总部」，送出结账的那一份";
    refused("month_closed_meanwhile", says)
}

fn nothing_sent() -> String {
    "已取消，没有排队，也没有留下文件".into()
}

fn sent(runs: Vec<ReportRunView>) -> Written<Vec<ReportRunView>> {
    Written { value: runs, touched: vec![Touched::Report, Touched::Sync] }
}

/// What a form queued before.
pub(super) fn queued(reader: &Reader<'_>, maker: &str, ids: &[String]) -> Answer<Vec<ReportRunView>> {
    let run = |id: &String| reader.report_run(parse_id("request_id", id)?)?.ok_or_else(|| no_such("request_id", id));
    ids.iter().map(|id| super::one_view(reader, maker, run(id)?)).collect()
}

/// The submission of a month that is queued (SUBMISSION-3).
pub(super) fn put_own(
    writing: &Writing<'_>,
    maker: &Principal,
    month: Month,
    asked: &[String],
    ready: &[&Ready],
) -> Answer<()> {
    let handed = |sheet: &Ready| Handed { run: sheet.run.id, key: sheet.run.key.clone() };
    let submission = Submission {
        by_itself: true,
        asked: asked.to_vec(),
        runs: ready.iter().copied().map(handed).collect(),
        ..blank(writing.app, writing.now, maker.id, month)
    };
    Ok(writing.tx.put_submission(&submission)?)
}

/// Lays the files that are to be sent into a folder of their own: it is there whole or not at all.
fn laid_out(blobs: &Path, dir: &Path, ready: &[Ready], (now, own): (i64, &str)) -> Answer<PathBuf> {
    prepare(dir, now)?;
    let Some(last) = ready.last().map(|sheet| &sheet.run) else { return Ok(dir.to_owned()) };
    // The files of a closed month that were turned back go a second time under the same number.
    let name = format!("{}_{}", last.file.trim_end_matches(".xlsx"), last.no);
    let numbered = (2..).map(|n| dir.join(format!("{name}_{n}")));
    let mut targets = std::iter::once(dir.join(&name)).chain(numbered);
    let target = targets.find(|target| !target.exists()).unwrap_or_else(|| dir.join(&name));
    let making = folder_in(dir, own).map_err(|cause| folder_problem(dir, &cause))?;
    let lay = || -> std::io::Result<()> {
        for sheet in ready {
            std::fs::copy(blobs.join(&sheet.workbook.sha256), making.join(&sheet.run.file))?;
        }
        std::fs::rename(&making, &target)
    };
    lay().map_err(|cause| {
        let _ = std::fs::remove_dir_all(&making);
        folder_problem(dir, &cause)
    })?;
    Ok(target)
}

/// 1, and one more for every time the sheet went, whatever the road.
pub(super) fn version(asked: &Asked<'_>, sheet: Sheet, went: &Went) -> Answer<u32> {
    let mut version = 1;
    for run in asked.reader.report_runs(asked.principal.id, asked.month)? {
        version += u32::from(run.key == sheet.key() && went.stands(asked.reader, &run)? != Stands::Here);
    }
    Ok(version)
}

/// Puts a sheet's building, its files and its line, all in one transaction.
pub(super) fn tell(writing: &Writing<'_>, maker: &Principal, sheet: &Ready) -> Answer<ReportRunView> {
    let Ready { run, workbook, rows, lines, lines_total } = sheet;
    // Files of a closed month that were turned back go again as they are.
    let (run, record_id) =
        (&ReportRun { acknowledged_on: None, returned_reason: None, ..run.clone() }, run.id.to_string());
    let before = writing.tx.last_line(&record_id)?;
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
        file: file(run.file.clone(), workbook),
        rows_file: file(rows_name, rows),
        lines: lines.clone(),
        lines_total: *lines_total,
    };
    let outgoing = writing.outgoing(Line {
        principal: maker,
        rev: before.map_or(1, |line| line.rev + 1),
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        kind: "report",
        no: run.no.clone(),
        title: format!("{} {}", run.month, run.title),
        body: &body,
        due_on: None,
    })?;
    put_files(writing.tx, maker, &[workbook, rows], writing.now)?;
    writing.tx.put_report_run(run, &outgoing)?;
    super::one_view(writing.tx, &maker.code, run.clone())
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
