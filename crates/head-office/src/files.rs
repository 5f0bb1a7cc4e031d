//! The bytes of files, one folder per dealer: nobody learns from a hash what another dealer holds. Where several instances
//! share a database the bytes are in it ([`crate::store::Bytes`]), by the same two rules.
//!
//! - FILE-1 A chunk is taken only where the last one ended.
//! - FILE-2 A file counts as whole only when its bytes have the hash it goes by; else it starts again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use wire::blob::BlobState;

use crate::keys::Keys;
pub use crate::store::Put as Taken;
use crate::store::{Blob, Result, Store, StoreError};

/// Largest file taken.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// A chunk as sent.
pub struct Chunk<'a> {
    /// Hash of the whole file.
    pub sha256: &'a str,
    /// Where this chunk starts.
    pub from: u64,
    /// Size of the whole file.
    pub total: u64,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The folder of files.
pub struct Files {
    root: PathBuf,
    turn: Mutex<()>,
}

impl Files {
    /// Files of a data folder.
    pub fn new(dir: &Path) -> Self {
        Self { root: dir.join("blobs"), turn: Mutex::new(()) }
    }

    /// Where a dealer's file lies.
    pub fn path(&self, dealer: &str, sha256: &str) -> PathBuf {
        self.root.join(folder(dealer)).join(sha256)
    }

    fn part(&self, dealer: &str, sha256: &str) -> PathBuf {
        self.path(dealer, sha256).with_extension("part")
    }

    /// Bytes of an unfinished file.
    pub fn received(&self, store: &dyn Store, dealer: &str, sha256: &str) -> Result<u64> {
        match store.bytes() {
            Some(bytes) => bytes.received(dealer, sha256),
            None => Ok(self.part_len(dealer, sha256)),
        }
    }

    /// Writes a whole file's bytes into a file.
    pub fn copy(&self, store: &dyn Store, dealer: &str, sha256: &str, to: &Path) -> Result<()> {
        let Some(bytes) = store.bytes() else {
            fs::copy(self.path(dealer, sha256), to)?;
            return Ok(());
        };
        let mut file = File::create(to)?;
        bytes.read(dealer, sha256, &mut |piece| Ok(file.write_all(piece)?))?;
        Ok(file.sync_all()?)
    }

    /// A whole file's bytes.
    pub fn read(&self, store: &dyn Store, dealer: &str, sha256: &str) -> Result<Vec<u8>> {
        let Some(bytes) = store.bytes() else {
            return Ok(fs::read(self.path(dealer, sha256))?);
        };
        let mut whole = Vec::new();
        bytes.read(dealer, sha256, &mut |piece| {
            whole.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(whole)
    }

    /// Takes a chunk.
    pub fn take(&self, store: &dyn Store, keys: &Keys, dealer: &str, chunk: &Chunk, now: i64) -> Result<Taken> {
        let Some(bytes) = store.bytes() else {
            return self.take_here(store, keys, dealer, chunk, now);
        };
        let principal = store.meta()?.principal;
        bytes.put(dealer, chunk, &|size| receipt(&principal, keys, dealer, chunk.sha256, (size, now)))
    }

    fn part_len(&self, dealer: &str, sha256: &str) -> u64 {
        fs::metadata(self.part(dealer, sha256)).map_or(0, |m| m.len())
    }

    fn take_here(&self, store: &dyn Store, keys: &Keys, dealer: &str, chunk: &Chunk, now: i64) -> Result<Taken> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(whole) = store.blob(dealer, chunk.sha256)? {
            return Ok(Taken::Whole(whole));
        }
        let held = self.part_len(dealer, chunk.sha256);
        if chunk.from != held {
            return Ok(Taken::WrongOffset(held));
        }
        let received = self.append(dealer, chunk)?;
        if received < chunk.total {
            return Ok(Taken::Part(received));
        }
        self.finish(store, keys, dealer, chunk.sha256, now)
    }

    fn append(&self, dealer: &str, chunk: &Chunk) -> io::Result<u64> {
        let path = self.part(dealer, chunk.sha256);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(chunk.bytes)?;
        file.seek(SeekFrom::End(0))
    }

    fn finish(&self, store: &dyn Store, keys: &Keys, dealer: &str, sha256: &str, now: i64) -> Result<Taken> {
        let part = self.part(dealer, sha256);
        let mut bytes = Vec::new();
        // Windows lets only who may write wait for the disk.
        let mut file = File::options().read(true).write(true).open(&part)?;
        file.read_to_end(&mut bytes)?;
        if wire::hash::sha256_hex(&bytes) != sha256 {
            fs::remove_file(&part)?;
            return Ok(Taken::WrongHash);
        }
        file.sync_all()?;
        let path = self.path(dealer, sha256);
        fs::rename(&part, &path)?;
        sync_folder(&path)?;
        let principal = store.meta()?.principal;
        let blob = receipt(&principal, keys, dealer, sha256, (bytes.len() as u64, now));
        Ok(Taken::Whole(store.add_blob(&blob)?))
    }
}

/// What a desk is told of a whole file.
pub fn whole(blob: Blob) -> BlobState {
    BlobState {
        sha256: blob.sha256,
        received: blob.size,
        complete: true,
        received_at: Some(blob.received_at),
        signature: Some(blob.signature),
    }
}

fn receipt(principal: &str, keys: &Keys, dealer: &str, sha256: &str, (size, now): (u64, i64)) -> Blob {
    let text = wire::sign::blob(principal, dealer, sha256, size, now);
    Blob { dealer: dealer.to_owned(), sha256: sha256.to_owned(), size, received_at: now, signature: keys.sign(&text) }
}

/// A folder name no code can climb out of.
fn folder(dealer: &str) -> String {
    let byte = |b: u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    dealer.bytes().map(byte).collect()
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().ok_or(StoreError::Broken("path"))?;
    Ok(File::open(folder)?.sync_all()?)
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Sqlite;

    #[test]
    fn a_dealers_folder_stays_under_blobs() {
        assert_eq!(folder("HB0732"), "HB0732");
        assert_eq!(folder("../HB"), "%2E%2E%2FHB");
    }

    struct Place {
        dir: tempfile::TempDir,
        store: Sqlite,
        keys: Keys,
        files: Files,
    }

    fn place() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(dir.path()).unwrap();
        store.add_dealer("HB", "大地农机", 1, None).unwrap();
        Place { keys: Keys::open(dir.path()).unwrap(), files: Files::new(dir.path()), store, dir }
    }

    impl Place {
        fn put(&self, name: &str, from: u64, total: u64, bytes: &[u8]) -> Taken {
            let chunk = Chunk { sha256: name, from, total, bytes };
            self.files.take(&self.store, &self.keys, "HB", &chunk, 7).unwrap()
        }
    }

    #[test]
    fn file_1_a_chunk_is_taken_only_where_the_last_one_ended() {
        let place = place();
        let name = wire::hash::sha256_hex(b"abcdef");
        assert!(matches!(place.put(&name, 3, 6, b"def"), Taken::WrongOffset(0)));
        assert!(matches!(place.put(&name, 0, 6, b"abc"), Taken::Part(3)));
        assert!(matches!(place.put(&name, 0, 6, b"abc"), Taken::WrongOffset(3)));
        assert!(matches!(place.put(&name, 3, 6, b"def"), Taken::Whole(_)));
        assert!(matches!(place.put(&name, 0, 6, b"abc"), Taken::Whole(b) if b.size == 6));
    }

    #[test]
    fn file_2_a_file_with_another_hash_starts_again() {
        let place = place();
        let name = wire::hash::sha256_hex(b"abcdef");
        assert!(matches!(place.put(&name, 0, 6, b"abcdeX"), Taken::WrongHash));
        assert_eq!(place.files.received(&place.store, "HB", &name).unwrap(), 0);
        assert!(matches!(place.put(&name, 0, 6, b"abcdef"), Taken::Whole(_)));
        let stored = place.dir.path().join("blobs/HB").join(name);
        assert_eq!(fs::read(stored).unwrap(), b"abcdef");
    }
}
