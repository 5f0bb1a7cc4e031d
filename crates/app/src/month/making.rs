//! One sheet made: its workbook and its rows for a program, out of one reading of the records.
//!
//! - MAKING-1 Files in the making lie in a folder of their own beside those of the desk; they join these all at once, and of work that was stopped or failed none does.
//! - MAKING-2 Every building's workbook and rows are kept under their hashes: what was handed over on paper is printed again as it was, and compared when its month is closed.
//! - MAKING-3 While a workbook is put into its file the rows of the next are read. No sheet is made before its file is whole, and no file is in the making once the work has ended.

use super::cover::Listed;
use super::head::Around;
use super::own_form::{Form, InBook};
use super::reported::Telling;
use super::sheet::{Asked, Sheet};
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use crate::file_problem::{folder_problem, write_problem};
use report::layout::Layout;
use report::write::{WriteProblem, Written as File, json_beside};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};
use store::ReportRun;

/// What is in the making for so long was left by a lost power.
pub(super) const LEFT_MS: i64 = 3600 * 1000;
/// How the name of a folder in the making ends.
const MAKING: &str = ".making";

/// A sheet that was made, nowhere recorded yet.
pub(super) struct MadeSheet {
    pub run: ReportRun,
    pub workbook: File,
    pub rows: File,
}

/// A sheet whose rows were read; its file may still be in the making.
pub(super) struct Begun {
    run: ReportRun,
    rows: File,
    bench: PathBuf,
    saving: Saving,
}

impl Begun {
    /// Waits for the file.
    pub(super) fn done(mut self) -> Answer<MadeSheet> {
        let workbook = self.saving.end().map_err(write_problem)?;
        keep_in(&self.bench, &self.saving.book, &workbook)?;
        let run = ReportRun { sha256: workbook.sha256.clone(), ..self.run };
        Ok(MadeSheet { run, workbook, rows: self.rows })
    }
}

/// A workbook on its way into its file, by a thread that is waited for whatever happens (MAKING-3).
struct Saving {
    book: PathBuf,
    thread: Option<JoinHandle<Result<File, WriteProblem>>>,
}

impl Saving {
    fn begin(filled: InBook, book: PathBuf) -> Self {
        let out = book.clone();
        Self { book, thread: Some(thread::spawn(move || filled.save(&out))) }
    }

    fn end(&mut self) -> Result<File, WriteProblem> {
        let gave_up = || WriteProblem::Workbook("the writer gave up".into());
        self.thread.take().and_then(|thread| thread.join().ok()).unwrap_or_else(|| Err(gave_up()))
    }
}

impl Drop for Saving {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A file that was made goes by its hash.
fn keep_in(folder: &Path, made: &Path, file: &File) -> Answer<()> {
    std::fs::rename(made, folder.join(&file.sha256)).map_err(|cause| folder_problem(folder, &cause))
}

/// Under which number a sheet is made, as the how-many-eth of its month, after which others.
pub(super) struct Turn<'a> {
    pub no: String,
    pub version: u32,
    pub before: &'a [Listed],
}

/// Where sheets are made (MAKING-1); what is not settled goes with it.
pub(super) struct Bench {
    folder: PathBuf,
    blobs: PathBuf,
}

impl Bench {
    /// `name` is a number nobody else has.
    pub(super) fn open(app: &App, name: &str) -> Answer<Self> {
        let blobs = app.folder("blobs");
        super::build::prepare(&blobs, app.now())?;
        let folder = folder_in(&blobs, name).map_err(|cause| folder_problem(&blobs, &cause))?;
        Ok(Self { folder, blobs })
    }

    /// Where a file that was made lies.
    pub(super) fn file(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256)
    }

    /// A place for what is only compared.
    pub(super) fn spare(&self) -> PathBuf {
        self.folder.join("spare")
    }

    /// All that was made joins the files of the desk, made durable before any line names one.
    pub(super) fn settle(self) -> Answer<()> {
        let settle = || -> std::io::Result<()> {
            for entry in std::fs::read_dir(&self.folder)? {
                let entry = entry?;
                std::fs::rename(entry.path(), self.blobs.join(entry.file_name()))?;
            }
            // Where a folder cannot be opened (Windows) the system keeps its own promise.
            std::fs::File::open(&self.blobs).map_or(Ok(()), |folder| folder.sync_all())
        };
        settle().map_err(|cause| folder_problem(&self.blobs, &cause))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A folder in the making, beside what it is going to be; what killed programs left there longer ago goes, by the disk's own
/// clock. A younger one may be another program's.
pub(super) fn folder_in(dir: &Path, name: &str) -> std::io::Result<PathBuf> {
    let folder = dir.join(format!("{name}{MAKING}"));
    std::fs::create_dir(&folder)?;
    let now = folder.metadata().and_then(|about| about.modified())?;
    let before = now.checked_sub(Duration::from_millis(LEFT_MS.unsigned_abs())).unwrap_or(SystemTime::UNIX_EPOCH);
    for entry in std::fs::read_dir(dir)?.flatten() {
        let old = entry.metadata().is_ok_and(|about| about.is_dir() && about.modified().is_ok_and(|at| at < before));
        if old && entry.file_name().to_string_lossy().ends_with(MAKING) {
            // That it cannot go is no reason not to work.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    Ok(folder)
}

impl App {
    /// Makes a sheet; `told` says where its rows come from, `seen` hears the record behind each.
    pub(super) fn make(
        &self,
        bench: &Bench,
        what: (&Asked<'_>, Sheet, &Telling),
        when: (&Around, Now),
        turn: Turn<'_>,
        seen: &mut dyn FnMut(&str),
    ) -> Answer<MadeSheet> {
        self.begin_sheet(bench, what, when, turn, seen)?.done()
    }

    /// Reads the rows of a sheet and lets its file be made beside (MAKING-3).
    pub(super) fn begin_sheet(
        &self,
        bench: &Bench,
        (asked, sheet, told): (&Asked<'_>, Sheet, &Telling),
        (around, now): (&Around, Now),
        turn: Turn<'_>,
        seen: &mut dyn FnMut(&str),
    ) -> Answer<Begun> {
        let form = Form::of(asked.reader, asked.principal, sheet)?;
        let layout = &form.layout;
        let name = around.file_name(asked.reader, asked.principal, asked.month, layout, turn.version)?;
        let head = around.head(asked, sheet, &turn.no)?;
        let [book, beside] = ["book", "rows"].map(|what| bench.folder.join(format!("{}.{what}", turn.no)));
        let (filled, rows) = sheet.rows_after(asked, told, turn.before, seen, |source, finish| {
            json_beside(layout, source, &beside, |source| form.write(&head, source, finish, &book))
        })?;
        keep_in(&bench.folder, &beside, &rows)?;
        let run = self.run(sheet, asked, layout, (now, turn.no), (&rows, name));
        Ok(Begun { run, rows, bench: bench.folder.clone(), saving: Saving::begin(filled, book) })
    }

    /// The record of a building; which file it is, is not known yet.
    fn run(
        &self,
        sheet: Sheet,
        asked: &Asked<'_>,
        layout: &Layout,
        (now, no): (Now, String),
        (rows, file): (&File, String),
    ) -> ReportRun {
        ReportRun {
            id: self.id(),
            no,
            principal: asked.principal.id,
            month: asked.month,
            key: sheet.key().into(),
            title: layout.name.clone(),
            rows: rows.rows.cast_signed(),
            sha256: String::new(),
            file,
            built_at: now.at,
            acknowledged_on: None,
            returned_reason: None,
            whole: !asked.masked,
            rows_sha256: rows.sha256.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::bench::{Repairs, head};
    use report::write::{Finish, filled};

    #[test]
    fn making_3_a_file_in_the_making_is_waited_for_by_whoever_lets_it_go() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::shipped("W01").unwrap();
        let begin = |name: &str| {
            let finish = || Ok(Finish::default());
            let book = filled(&layout, &head(), &mut Repairs::new(&layout, 2_000), &finish).unwrap();
            Saving::begin(InBook::Filled(Box::new(book)), folder.path().join(name))
        };
        drop(begin("left"));
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["left"], "whole, and nothing beside it");
        let file = begin("waited").end().unwrap();
        assert_eq!(file.rows, 2_000);
        assert_eq!(std::fs::metadata(folder.path().join("waited")).unwrap().len(), file.bytes);
    }
}
