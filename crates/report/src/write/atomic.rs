//! A file appears whole or not at all: written beside the target, made durable, then renamed onto it.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tempfile::{Builder, NamedTempFile};

use super::WriteProblem;

/// How the name of a file in the making begins; [`sweep`] knows it by that.
pub const UNFINISHED: &str = ".sanbao-unfinished-";

/// Hash and size of a finished file.
pub(crate) struct Finished {
    pub sha256: String,
    pub bytes: u64,
}

/// Lets `fill` write a new file and puts it in the place of `out`.
pub(super) fn replace<T>(
    out: &Path,
    fill: impl FnOnce(&mut (dyn Write + Send)) -> Result<T, WriteProblem>,
) -> Result<(T, Finished), WriteProblem> {
    replace_proved(out, fill, |_, _| Ok(()))
}

/// As [`replace`], once `prove` has found nothing wrong with what lies there.
pub(super) fn replace_proved<T>(
    out: &Path,
    fill: impl FnOnce(&mut (dyn Write + Send)) -> Result<T, WriteProblem>,
    prove: impl FnOnce(&mut File, &T) -> Result<(), WriteProblem>,
) -> Result<(T, Finished), WriteProblem> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |error| WriteProblem::of_io(error, folder);
    let mut file = beside(folder).map_err(io)?;
    sweep_behind(folder, file.as_file());
    let mut sink =
        Hashed { inner: BufWriter::with_capacity(1 << 16, file.as_file_mut()), hash: Sha256::new(), bytes: 0 };
    let value = fill(&mut sink)?;
    sink.flush().map_err(io)?;
    let finished = Finished { sha256: hex(&sink.hash.finalize_reset()), bytes: sink.bytes };
    drop(sink);
    prove(file.as_file_mut(), &value)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(out).map_err(|error| WriteProblem::of_io(error.error, out))?;
    make_durable(folder);
    Ok((value, finished))
}

/// As [`replace`], for what writes to and fro: the hash is taken of what lies there at the end.
pub(crate) fn replace_file<T>(
    out: &Path,
    fill: impl FnOnce(&mut File) -> Result<T, WriteProblem>,
) -> Result<(T, Finished), WriteProblem> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |error| WriteProblem::of_io(error, folder);
    let mut file = beside(folder).map_err(io)?;
    let value = fill(file.as_file_mut())?;
    file.as_file_mut().rewind().map_err(io)?;
    let mut hashed = Hashed { inner: io::sink(), hash: Sha256::new(), bytes: 0 };
    io::copy(file.as_file_mut(), &mut hashed).map_err(io)?;
    file.as_file().sync_all().map_err(io)?;
    file.persist(out).map_err(|error| WriteProblem::of_io(error.error, out))?;
    make_durable(folder);
    Ok((value, Finished { sha256: hex(&hashed.hash.finalize_reset()), bytes: hashed.bytes }))
}

/// Writes bytes that are not ours to shape: a file appears whole or not at all, like a workbook.
///
/// # Errors
/// [`WriteProblem`] of the disk.
pub fn whole(bytes: &[u8], out: &Path) -> Result<(), WriteProblem> {
    let folder = out.parent().unwrap_or(out);
    let written = replace(out, |sink| sink.write_all(bytes).map_err(|error| WriteProblem::of_io(error, folder)));
    written.map(|_| ())
}

fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(UNFINISHED).suffix(".tmp");
    readable_by_others(&mut builder);
    builder.tempfile_in(folder)
}

/// A temporary file is private by default; a report in a shared folder is not.
#[cfg(unix)]
fn readable_by_others(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable_by_others(_builder: &mut Builder<'_, '_>) {}

/// The rename itself lies in the folder. Where a folder cannot be opened (Windows, some network drives) the system keeps its
/// own promise, and a report can be written again.
fn make_durable(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A file in the making for so long was left by a program that was killed.
const LEFT: Duration = Duration::from_secs(3600);

/// What killed programs left beside the file that is being made goes, by the disk's own clock. That it cannot go is no
/// reason not to write.
fn sweep_behind(folder: &Path, made: &File) {
    let now = made.metadata().and_then(|data| data.modified());
    if let Some(before) = now.ok().and_then(|now| now.checked_sub(LEFT)) {
        let _ = sweep(folder, before);
    }
}

/// Removes what a lost power left of a workbook in the making. A younger one may be another program's, still at work.
///
/// # Errors
/// [`WriteProblem`] when the folder cannot be read.
pub fn sweep(folder: &Path, made_before: SystemTime) -> Result<usize, WriteProblem> {
    let io = |error| WriteProblem::of_io(error, folder);
    let mut swept = 0;
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let old = || entry.metadata().and_then(|data| data.modified()).is_ok_and(|made| made < made_before);
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && old() {
            std::fs::remove_file(entry.path()).map_err(io)?;
            swept += 1;
        }
    }
    Ok(swept)
}

struct Hashed<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(data)?;
        self.hash.update(data.get(..written).unwrap_or(data));
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn write_2_a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.xlsx");
        std::fs::write(&out, "old").unwrap();
        let failed = replace(&out, |sink| {
            sink.write_all(b"half").unwrap();
            Err::<(), _>(WriteProblem::DiskFull)
        });
        assert_eq!(failed.err().unwrap().code(), "disk_full");
        assert_eq!((names(folder.path()), std::fs::read(&out).unwrap()), (vec!["a.xlsx".to_owned()], b"old".to_vec()));
    }

    #[test]
    fn the_hash_is_of_the_bytes_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.xlsx");
        let ((), finished) = replace(&out, |sink| sink.write_all(b"abc").map_err(WriteProblem::Io)).unwrap();
        assert_eq!(finished.bytes, 3);
        assert_eq!(finished.sha256, hex(&Sha256::digest(std::fs::read(&out).unwrap())));
    }

    #[test]
    fn e38_what_a_lost_power_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(format!("{UNFINISHED}x.tmp")), "half").unwrap();
        std::fs::write(folder.path().join("report.xlsx"), "whole").unwrap();
        let made = std::fs::metadata(folder.path().join("report.xlsx")).unwrap().modified().unwrap();
        assert_eq!(sweep(folder.path(), made - Duration::from_secs(60)).unwrap(), 0);
        assert_eq!(sweep(folder.path(), made + Duration::from_secs(60)).unwrap(), 1);
        assert_eq!(names(folder.path()), ["report.xlsx"]);
    }

    #[test]
    fn a_missing_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let problem = replace(&folder.path().join("none/a.xlsx"), |_| Ok(())).err().unwrap();
        assert_eq!(problem.code(), "folder_missing");
    }
}
