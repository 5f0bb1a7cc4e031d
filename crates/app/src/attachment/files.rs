//! Files of photographs and signatures: `blobs/<sha256>`, and beside a backup `desk-files/<sha256>`.
//!
//! - FILES-1 A file has its name only once it is whole and on the disk; one without a record harms nobody.
//! - FILES-2 A file that is gone or is not what it was is said where it is shown, and by name in the self-check.
//! - FILES-3 A backup brings with it every file its records name; a restore brings back those that are gone or altered.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::file_problem::folder_problem;
use crate::tasks::Task;
use domain::attachment::Attachment;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::{Reader, Store};
use vault::Key;

/// Attachments looked at in one go.
const AT_ONCE: i64 = 500;

/// Files the self-check names at most.
const MOST_NAMED: usize = 5;

/// Why a file cannot be shown (FILES-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gone {
    /// Not there, or not to be read.
    Missing,
    /// Its content is another one.
    Altered,
}

impl Gone {
    fn zh(self) -> &'static str {
        match self {
            Self::Missing => "找不到了",
            Self::Altered => "被改动过，和当初存的不一样",
        }
    }
}

/// The folder beside a backup.
fn beside(backup: &Path) -> PathBuf {
    backup.parent().unwrap_or(Path::new(".")).join("desk-files")
}

/// A file, proved by its name.
fn proved(folder: &Path, sha256: &str) -> Result<Vec<u8>, Gone> {
    let bytes = std::fs::read(folder.join(sha256)).map_err(|_| Gone::Missing)?;
    if wire::hash::sha256_hex(&bytes) == sha256 { Ok(bytes) } else { Err(Gone::Altered) }
}

/// Keeps a file under the name of its hash (FILES-1).
pub(super) fn keep(folder: &Path, bytes: &[u8]) -> Answer<String> {
    let sha256 = wire::hash::sha256_hex(bytes);
    if proved(folder, &sha256).is_ok() {
        return Ok(sha256);
    }
    let written = || -> std::io::Result<()> {
        // A name of its own while it is made: two programs may keep the same file at once.
        let mut making = tempfile::Builder::new().prefix(report::write::UNFINISHED).tempfile_in(folder)?;
        making.write_all(bytes)?;
        making.as_file().sync_all()?;
        making.persist(folder.join(&sha256)).map_err(|why| why.error)?;
        // Where a folder cannot be opened (Windows) the system keeps its own promise.
        std::fs::File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
    };
    written().map_err(|cause| folder_problem(folder, &cause))?;
    Ok(sha256)
}

/// A file that is shown.
pub(crate) fn shown(folder: &Path, sha256: &str) -> Answer<Vec<u8>> {
    proved(folder, sha256).map_err(|gone| {
        let code = if gone == Gone::Missing { "picture_missing" } else { "picture_altered" };
        let sentence = format!("这张图的文件{}。请从备份恢复，文件会跟着回来", gone.zh());
        AppError::File { code: code.into(), sentence }
    })
}

/// Every attachment, a piece at a time.
fn each(reader: &Reader<'_>, mut f: impl FnMut(&Attachment) -> Answer<()>) -> Answer<()> {
    let mut after = None;
    loop {
        let piece = reader.attachments_after(after, AT_ONCE)?;
        let Some(last) = piece.last() else { return Ok(()) };
        after = Some(last.id);
        piece.iter().try_for_each(&mut f)?;
    }
}

fn names(one: &Attachment) -> impl Iterator<Item = &String> {
    [&one.sha256, &one.thumb_sha256].into_iter().chain(&one.strokes_sha256)
}

/// The names of all files the records name.
fn all_names(reader: &Reader<'_>) -> Answer<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    each(reader, |one| {
        all.extend(names(one).cloned());
        Ok(())
    })?;
    // The files of closed months are printed again for as long as there is a desk.
    all.extend(reader.closed_files()?);
    Ok(all)
}

/// A file that is not as it was, by its record.
fn named_file(reader: &Reader<'_>, one: &Attachment, gone: Gone) -> Answer<String> {
    let no = super::record(reader, one.subject, &one.record)?.no;
    let begins = one.sha256.get(..8).unwrap_or_default();
    Ok(format!("{no} 的{}（{begins}…）{}", one.kind.zh(), gone.zh()))
}

/// Brings files that are missing or altered in one folder from the other.
fn bring(names: &BTreeSet<String>, from: &Path, to: &Path) -> Answer<()> {
    for name in names.iter().filter(|name| proved(to, name).is_err()) {
        if let Ok(bytes) = proved(from, name) {
            keep(to, &bytes)?;
        }
    }
    Ok(())
}

impl App {
    /// Puts the files beside a backup that are not there yet (FILES-3).
    pub(crate) fn back_up_files(&self, backup: &Path) -> Answer<()> {
        let names = self.read(|reader, _| all_names(reader))?;
        let to = beside(backup);
        // By name: every file there was proved when it was put there, and a backup of each half hour reads no gigabytes.
        let there: BTreeSet<String> = std::fs::read_dir(&to)
            .map(|found| found.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
            .unwrap_or_default();
        let new: BTreeSet<String> = names.difference(&there).cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        std::fs::create_dir_all(&to).map_err(|cause| folder_problem(&to, &cause))?;
        bring(&new, &self.folder("blobs"), &to)
    }

    /// Brings back what a restored database names (FILES-3).
    pub(crate) fn restore_files(&self, backup: &Path) -> Answer<()> {
        let names = self.read(|reader, _| all_names(reader))?;
        bring(&names, &beside(backup), &self.folder("blobs"))
    }

    /// What the self-check has to say of files (FILES-2). Each piece of records is read by itself: no read of the database
    /// stays open while gigabytes are looked at.
    pub(crate) fn files_complaint(&self, records: i64, task: &Task) -> Answer<Option<String>> {
        let folder = self.folder("blobs");
        let (mut named, mut count, mut after, mut done) = (Vec::new(), 0_usize, None, 0);
        task.of(records);
        loop {
            let piece = self.read(|reader, _| Ok(reader.attachments_after(after, AT_ONCE)?))?;
            let Some(last) = piece.last() else { break };
            after = Some(last.id);
            for one in &piece {
                task.at(done)?;
                done += 1;
                let Some(gone) = names(one).find_map(|name| proved(&folder, name).err()) else { continue };
                count += 1;
                if named.len() < MOST_NAMED {
                    named.push(self.read(|reader, _| named_file(reader, one, gone))?);
                }
            }
        }
        let more = if count > named.len() { "等" } else { "" };
        let says = format!("{count} 个照片或签字的文件不对：{}{more}。请从备份恢复，文件会跟着回来", named.join("；"));
        Ok((count > 0).then_some(says))
    }
}

/// [`App::restore_files`] for a desk that is not open.
pub(crate) fn restore_closed(dir: &Path, backup: &Path, key: Option<&Key>) -> Answer<()> {
    let store = Store::open_with(&dir.join("desk.db"), key, |_| Ok(()))?;
    let names = store.read(all_names)?;
    let blobs = dir.join("blobs");
    std::fs::create_dir_all(&blobs).map_err(|cause| folder_problem(&blobs, &cause))?;
    bring(&names, &beside(backup), &blobs)
}
