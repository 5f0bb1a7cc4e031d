//! Where the key of this desk's database is, and the way back when it is not there.
//!
//! - KEYS-1 An encrypted database whose key is not found is neither opened, moved nor replaced; the recovery code is asked for.
//! - KEYS-2 The right recovery code opens the desk and puts the key back; nothing else changes. A wrong one waits a little longer each time.
//! - KEYS-3 Where the system's key store does not keep the key, a file of the user's alone does; which of the two it is, is shown. Where neither does, the code opens the desk all the same and the desk says so; only beginning to encrypt is refused.
//! - KEYS-4 A key that lies in the key store under this desk's name and is another one's counts as none.
//! - KEYS-5 Every encrypted file of ours has its key file beside it, or the desk's own in the folder.
//!
//! Absent: what a key and a code are (`vault`), encrypting (`store`).

mod problem;
mod system;

pub(crate) use problem::KeyProblem;
pub use system::Shelves;

use crate::error::{Answer, AppError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use store::{BackupFile, CAN_SEAL, StoreError, is_sealed};
use vault::{Key, KeyFile, KeyFileError, Mistyped, RecoveryCode, ShelfFault};

/// The first wait after a wrong code; each further one is twice as long.
const FIRST_WAIT_MS: i64 = 1_000;
const LONGEST_WAIT_MS: i64 = 60_000;

/// Where a key lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The key store of the system.
    System,
    /// The fallback: a file.
    File,
    /// Nowhere: the next start asks for the code.
    Nowhere,
}

/// The keys of one data folder.
pub(crate) struct Keys {
    dir: PathBuf,
    shelves: Shelves,
    /// The key the desk was opened with: the key store is not asked again while the program runs.
    held: Mutex<Option<Key>>,
}

impl Keys {
    pub(crate) fn new(dir: &Path, shelves: Shelves) -> Self {
        Self { dir: dir.to_owned(), shelves, held: Mutex::default() }
    }

    /// The key this program holds.
    pub(crate) fn held(&self) -> Option<Key> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on this is the key.
    pub(crate) fn hold(&self, key: Option<Key>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = key;
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("desk.db")
    }

    /// The key file of the desk.
    pub(crate) fn file(&self) -> PathBuf {
        KeyFile::beside(&self.database())
    }

    /// The key of the database as it lies there; `None` of a plain one, or where there is none (KEYS-1).
    pub(crate) fn of_database(&self) -> Answer<Option<Key>> {
        let key = self.key_of(&self.database())?;
        if let Some(key) = &key {
            self.hold(Some(key.clone()));
        }
        Ok(key)
    }

    /// The key of a file, held or on a shelf.
    pub(crate) fn key_of(&self, path: &Path) -> Answer<Option<Key>> {
        if !is_sealed(path).map_err(StoreError::from)? {
            return Ok(None);
        }
        if !CAN_SEAL {
            return Err(KeyProblem::NoCipher.into());
        }
        let ids = self.ids_of(path);
        let held = self.held().filter(|key| ids.is_empty() || ids.contains(&key.id()));
        if held.is_some() {
            return Ok(held);
        }
        let mut locked = false;
        for id in &ids {
            let (found, was_locked) = self.find(id);
            locked |= was_locked;
            if let Some((key, _)) = found {
                return Ok(Some(key));
            }
        }
        Err(KeyProblem::Gone { locked, no_file: ids.is_empty() }.into())
    }

    /// Names of the keys a file may have been encrypted with: by the key file beside it, the desk's own, and those of the
    /// backups where even that one is gone (KEYS-5).
    fn ids_of(&self, path: &Path) -> Vec<String> {
        let mut ids: Vec<String> = self.files_of(path).into_iter().map(|file| file.key_id).collect();
        ids.dedup();
        ids
    }

    fn files_of(&self, path: &Path) -> Vec<KeyFile> {
        let own = KeyFile::beside(path);
        if let Ok(file) = KeyFile::read(&own) {
            return vec![file];
        }
        let backups = BackupFile::all_in(&self.dir.join("backups")).unwrap_or_default();
        let beside = backups.iter().map(|backup| KeyFile::beside(&backup.path));
        std::iter::once(self.file()).chain(beside).filter_map(|path| KeyFile::read(&path).ok()).collect()
    }

    /// A key by its name, and whether the key store did not open (KEYS-4).
    fn find(&self, id: &str) -> (Option<(Key, Place)>, bool) {
        let shelves = [(&self.shelves.system, Place::System), (&self.shelves.fallback, Place::File)];
        let mut locked = false;
        for (shelf, place) in shelves {
            match shelf.get(id) {
                Ok(Some(key)) if key.id() == id => return (Some((key, place)), locked),
                Ok(_) => {}
                Err(why) => {
                    tracing::warn!(%why, "key store");
                    locked |= matches!(why, ShelfFault::Locked(_));
                }
            }
        }
        (None, locked)
    }

    /// Where the key lies for the next start.
    pub(crate) fn place(&self, key: &Key) -> Place {
        self.find(&key.id()).0.map_or(Place::Nowhere, |(_, place)| place)
    }

    /// Keeps a key for the next start: in the system's key store where that gives it back, else in the fallback (KEYS-3).
    /// Where neither does, the next start asks for the code: no reason to refuse what the code opened.
    pub(crate) fn keep(&self, key: &Key) -> Place {
        let id = key.id();
        let kept = self.shelves.system.put(key).and_then(|()| self.shelves.system.get(&id));
        if kept.as_ref().is_ok_and(|kept| kept.as_ref() == Some(key)) {
            if let Err(why) = self.shelves.fallback.forget(&id) {
                tracing::warn!(%why, "key file");
            }
            return Place::System;
        }
        tracing::warn!(why = ?kept.err(), "the system's key store does not keep the key");
        match self.shelves.fallback.put(key) {
            Ok(()) => Place::File,
            Err(why) => {
                tracing::error!(%why, "key file");
                Place::Nowhere
            }
        }
    }

    /// The key a recovery code gives for a file (KEYS-2).
    pub(crate) fn by_code(&self, path: &Path, typed: &str) -> Answer<Key> {
        let code = RecoveryCode::parse(typed).map_err(|why| KeyProblem::Mistyped(mistyped(why)))?;
        let files = self.files_of(path);
        if files.is_empty() {
            return Err(KeyProblem::Gone { locked: false, no_file: true }.into());
        }
        for file in files {
            match file.unwrap_with(&code) {
                Ok(key) => return Ok(key),
                Err(KeyFileError::OtherCode) => {}
                Err(why) => return Err(unread(&why)),
            }
        }
        Err(KeyProblem::Wrong { wait_ms: 0 }.into())
    }

    /// Puts the key file beside a copy of the database: a backup alone and the code open (KEYS-5).
    pub(crate) fn copy_file_to(&self, copy: &Path) -> Answer<()> {
        let file = KeyFile::read(&self.file()).map_err(|why| unread(&why))?;
        file.write(&KeyFile::beside(copy)).map_err(|why| unread(&why))
    }

    /// The desk takes over the key file that has this key of a backup; answers what stood there before.
    pub(crate) fn take_file_of(&self, backup: &Path, key: &Key) -> Answer<Option<KeyFile>> {
        let before = KeyFile::read(&self.file()).ok();
        let taken = self.files_of(backup).into_iter().find(|file| file.key_id == key.id());
        taken.ok_or(KeyProblem::FileUnread)?.write(&self.file()).map_err(|why| unread(&why))?;
        Ok(before)
    }

    /// The key file is again what it was before [`Keys::take_file_of`].
    pub(crate) fn give_file_back(&self, before: Option<KeyFile>) {
        let put = match before {
            Some(file) => file.write(&self.file()).map_err(|why| unread(&why)),
            None => std::fs::remove_file(self.file()).map_err(|why| StoreError::from(why).into()),
        };
        if let Err(why) = put {
            tracing::error!(%why, "key file");
        }
    }

    /// Backups that were made while the program could not do that: before a migration.
    pub(crate) fn copy_file_to_backups(&self) {
        let lacks =
            |backup: &BackupFile| is_sealed(&backup.path).unwrap_or(false) && !KeyFile::beside(&backup.path).exists();
        for backup in BackupFile::all_in(&self.dir.join("backups")).unwrap_or_default().iter().filter(|b| lacks(b)) {
            if let Err(why) = self.copy_file_to(&backup.path) {
                tracing::warn!(%why, "key file of a backup");
            }
        }
    }
}

fn mistyped(why: Mistyped) -> Option<usize> {
    match why {
        Mistyped::Group(group) => Some(group),
        Mistyped::Length(_) => None,
    }
}

/// A key file that cannot be read or written: the disk has sentences of its own.
pub(crate) fn unread(why: &KeyFileError) -> AppError {
    tracing::error!(%why, "key file");
    match why {
        KeyFileError::Io(why) => StoreError::from(std::io::Error::from(why.kind())).into(),
        _ => KeyProblem::FileUnread.into(),
    }
}

/// Wrong codes of this process (KEYS-2).
#[derive(Debug, Default)]
pub(crate) struct Tries {
    wrong: u32,
    /// By the process's own time.
    last: i64,
}

impl Tries {
    /// How long the next try still waits.
    pub(crate) fn left(&self, running: i64) -> i64 {
        (self.last + self.wait() - running).max(0)
    }

    /// One more; answers the wait.
    pub(crate) fn count(&mut self, running: i64) -> i64 {
        self.wrong += 1;
        self.last = running;
        self.wait()
    }

    fn wait(&self) -> i64 {
        let doubled = FIRST_WAIT_MS << self.wrong.saturating_sub(1).min(10);
        if self.wrong == 0 { 0 } else { doubled.min(LONGEST_WAIT_MS) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_2_each_wrong_code_waits_longer_to_a_minute() {
        let mut tries = Tries::default();
        assert_eq!(tries.left(0), 0);
        let waits: Vec<i64> = (0..9).map(|_| tries.count(5)).collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
        assert_eq!((tries.left(5), tries.left(60_004), tries.left(60_005)), (60_000, 1, 0));
    }
}
