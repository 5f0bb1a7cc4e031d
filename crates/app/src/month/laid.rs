//! A pack laid into a folder of the dealer's choice: all of it or none.
//!
//! - LAID-1 Everything is copied beside first and then takes its name, one after the other; where one cannot, or the work is not recorded after all, each file that lay there lies there again as it was.

use super::making::folder_in;
use crate::error::Answer;
use crate::file_problem::{folder_problem, write_problem};
use report::write::WriteProblem;
use std::io;
use std::iter::once;
use std::path::{Path, PathBuf};
use store::ReportRun;

/// The name a building lies under in a folder: its own, or where another file has that already, with the end of its number
/// (MONTH-2).
pub(super) fn name_in(folder: &Path, run: &ReportRun) -> String {
    let stem = run.file.trim_end_matches(".xlsx");
    let end = run.no.rsplit('-').next().unwrap_or_default();
    let numbered = once(format!("{stem}_{end}.xlsx")).chain((2..).map(|times| format!("{stem}_{end}_{times}.xlsx")));
    let other = |name: &String| {
        std::fs::read(folder.join(name)).is_ok_and(|bytes| wire::hash::sha256_hex(&bytes) != run.sha256)
    };
    once(run.file.clone()).chain(numbered).find(|name| !other(name)).unwrap_or_else(|| run.file.clone())
}

/// A pack that took its names; dropped before it stays, it is taken back.
pub(super) struct Laid {
    making: PathBuf,
    /// What got its name, with the copy of what lay there.
    done: Vec<(PathBuf, Option<PathBuf>)>,
}

impl Laid {
    /// `files`: where each lies and what it is to be called; `name` is one nobody else has.
    pub(super) fn of(folder: &Path, name: &str, files: &[(PathBuf, PathBuf)]) -> Answer<Self> {
        let problem = |cause| folder_problem(folder, &cause);
        let mut laid = Self { making: folder_in(folder, name).map_err(problem)?, done: Vec::new() };
        for (at, (from, _)) in files.iter().enumerate() {
            beside(from, &laid.making.join(at.to_string())).map_err(problem)?;
        }
        for (at, (_, to)) in files.iter().enumerate() {
            laid.name(at, to).map_err(|cause| match cause.kind() {
                // Open in a spreadsheet: that file is named, not its folder.
                io::ErrorKind::PermissionDenied if to.exists() => write_problem(WriteProblem::InUse(to.clone())),
                _ => problem(cause),
            })?;
        }
        // Where a folder cannot be opened (Windows) the system keeps its own promise.
        std::fs::File::open(folder).map_or(Ok(()), |folder| folder.sync_all()).map_err(problem)?;
        Ok(laid)
    }

    fn name(&mut self, at: usize, target: &Path) -> io::Result<()> {
        let before = self.making.join(format!("{at}.before"));
        let old = match std::fs::metadata(target) {
            Ok(_) => {
                // A stick's file system knows no second name of a file.
                std::fs::hard_link(target, &before).or_else(|_| beside(target, &before))?;
                Some(before)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        std::fs::rename(self.making.join(at.to_string()), target)?;
        self.done.push((target.to_owned(), old));
        Ok(())
    }

    /// It is recorded: what lay there before goes.
    pub(super) fn stays(mut self) {
        self.done.clear();
    }
}

impl Drop for Laid {
    fn drop(&mut self) {
        for (target, old) in self.done.drain(..).rev() {
            let _ = match old {
                Some(old) => std::fs::rename(old, target),
                None => std::fs::remove_file(target),
            };
        }
        let _ = std::fs::remove_dir_all(&self.making);
    }
}

/// A durable copy.
fn beside(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::copy(from, to)?;
    std::fs::File::options().write(true).open(to)?.sync_all()
}
