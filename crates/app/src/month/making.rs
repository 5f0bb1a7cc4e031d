//! One sheet made: its workbook and its rows for a program, out of one reading of the records.
//!
//! - MAKING-1 Files in the making lie in a folder of their own beside those of the desk; they join these all at once, and of work that was stopped or failed none does.
//! - MAKING-2 Every building's workbook and rows are kept under their hashes: what was handed over on paper is printed again as it was, and compared when its month is closed.

use super::cover::Listed;
use super::head::Around;
use super::own_form::Form;
use super::reported::Telling;
use super::sheet::{Asked, Sheet};
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use crate::file_problem::folder_problem;
use report::layout::Layout;
use report::write::{Written as File, json_beside};
use std::path::{Path, PathBuf};
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
        (asked, sheet, told): (&Asked<'_>, Sheet, &Telling),
        (around, now): (&Around, Now),
        turn: Turn<'_>,
        seen: &mut dyn FnMut(&str),
    ) -> Answer<MadeSheet> {
        let form = Form::of(asked.reader, asked.principal, sheet)?;
        let layout = &form.layout;
        let name = around.file_name(asked.reader, asked.principal, asked.month, layout, turn.version)?;
        let head = around.head(asked, sheet, &turn.no)?;
        let (book, beside) = (bench.folder.join("book"), bench.folder.join("rows"));
        let (workbook, rows) = sheet.rows_after(asked, told, turn.before, seen, |source, finish| {
            json_beside(layout, source, &beside, |source| form.write(&head, source, finish, &book))
        })?;
        for (made, file) in [(&book, &workbook), (&beside, &rows)] {
            std::fs::rename(made, bench.file(&file.sha256)).map_err(|cause| folder_problem(&bench.folder, &cause))?;
        }
        let run = self.run(sheet, asked, layout, (now, turn.no), (&workbook, &rows, name));
        Ok(MadeSheet { run, workbook, rows })
    }

    /// The record of a building.
    fn run(
        &self,
        sheet: Sheet,
        asked: &Asked<'_>,
        layout: &Layout,
        (now, no): (Now, String),
        (workbook, rows, file): (&File, &File, String),
    ) -> ReportRun {
        ReportRun {
            id: self.id(),
            no,
            principal: asked.principal.id,
            month: asked.month,
            key: sheet.key().into(),
            title: layout.name.clone(),
            rows: workbook.rows.cast_signed(),
            sha256: workbook.sha256.clone(),
            file,
            built_at: now.at,
            acknowledged_on: None,
            returned_reason: None,
            whole: !asked.masked,
            rows_sha256: rows.sha256.clone(),
        }
    }
}
