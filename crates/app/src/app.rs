//! The desk as one object: data folder, store, clock, ids, policies.
//!
//! - APP-1 There is one door for writing: `App::write` opens the transaction, asks whose write it is, judges the clock and leaves the audit line.
//! - APP-2 A damaged database is put aside under a new name and never replaced silently by an empty one.
//! - APP-3 Where a database is missing and its log, its key file or its backups are there, no empty one is made until somebody asks for it; then the backups are kept under another name.

use crate::clock::{Clock, Ids, MachineClock, Now};
use crate::clock_line::Remembered;
use crate::error::{Answer, AppError};
use crate::keys::{KeyProblem, Keys, Shelves};
use crate::operator::Seat;
use crate::policies::Shelf;
use crate::tasks::Tasks;
use domain::principal::Principal;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use store::{BackupFile, Cause, Entry, OpenError, Reader, Setting, Store, StoreError, Tx};
use uuid::Uuid;
use vault::KeyFile;

/// The dealer, as kept in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dealer {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name for file names.
    pub short_name: String,
    /// This machine's letter.
    pub device: String,
    /// Province, city and county, e.g. `河南省周口市`: decides the operating seasons; empty when not said.
    #[serde(default)]
    pub region: String,
}

/// The desk.
pub struct App {
    dir: PathBuf,
    clock: Box<dyn Clock>,
    ids: Ids,
    pub(crate) shelf: Shelf,
    /// `None` while a restore exchanges the file, and after one whose database did not open again.
    store: RwLock<Option<Store>>,
    /// Held shared while the desk is open; a restore wants it alone.
    lock: File,
    /// Names this process in the uploader's lease.
    pub(crate) holder: String,
    /// The lease keeps other processes out; this keeps a click and the tick of one process apart.
    pub(crate) uploading: crate::uploading::Uploading,
    /// Long work that a page may ask about and stop.
    pub(crate) tasks: Tasks,
    /// When it was last looked whether there is something to say (`alert`).
    pub(crate) alerts_looked: Mutex<String>,
    /// Who sits at the desk.
    pub(crate) seat: Seat,
    /// Where the key of the database is.
    pub(crate) keys: Keys,
    /// The recovery code that was shown and not typed back yet.
    pub(crate) shown_code: Mutex<Option<vault::RecoveryCode>>,
}

impl App {
    /// Opens the desk in a folder, which is made when it is not there.
    pub fn open(dir: &Path) -> Answer<Self> {
        Self::open_with(dir, Box::new(MachineClock))
    }

    /// Opens the desk with a clock of one's own.
    pub fn open_with(dir: &Path, clock: Box<dyn Clock>) -> Answer<Self> {
        Self::open_keyed(dir, clock, Keys::new(dir, Shelves::of_this_machine()))
    }

    /// Opens the desk with the shelves its key may lie on.
    pub fn open_on(dir: &Path, clock: Box<dyn Clock>, shelves: Shelves) -> Answer<Self> {
        Self::open_keyed(dir, clock, Keys::new(dir, shelves))
    }

    /// Opens the desk with what is known of its key.
    pub(crate) fn open_keyed(dir: &Path, clock: Box<dyn Clock>, keys: Keys) -> Answer<Self> {
        for sub in ["backups", "blobs", "exports"] {
            make_private(&dir.join(sub)).map_err(|why| no_folder(dir, why))?;
        }
        let lock = File::create(dir.join("desk.lock")).map_err(StoreError::from)?;
        lock.lock_shared().map_err(StoreError::from)?;
        let now = clock.now();
        let store = open_beside_others(dir, now, &lock, &keys)?;
        // A restore has the lock for itself, so none is under way. On a disk that only reads they stay.
        if let Err(why) = Store::forget_half_restores(&dir.join("desk.db")) {
            tracing::warn!(%why, "left by a killed restore");
        }
        let ids = Ids::default();
        let holder = ids.next(now).to_string();
        let app = Self {
            dir: dir.to_owned(),
            clock,
            ids,
            shelf: Shelf::new()?,
            store: RwLock::new(Some(store)),
            lock,
            holder,
            uploading: crate::uploading::Uploading::default(),
            tasks: Tasks::default(),
            alerts_looked: Mutex::default(),
            seat: Seat::default(),
            keys,
            shown_code: Mutex::default(),
        };
        app.after_sealing();
        app.after_restore()?;
        Ok(app)
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the database is.
    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("desk.db")
    }

    /// A folder of the data.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Now, without judging the clock.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Ms of this process, whatever is done to the clock.
    pub(crate) fn running(&self) -> i64 {
        self.clock.running()
    }

    /// The next id.
    pub(crate) fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.next(self.now()))
    }

    /// Runs something with the store.
    pub(crate) fn with_store<T>(&self, f: impl FnOnce(&Store) -> Answer<T>) -> Answer<T> {
        let guard = self.store.read().unwrap_or_else(PoisonError::into_inner);
        match guard.as_ref() {
            Some(store) => f(store),
            None => Err(AppError::Closed),
        }
    }

    /// Reads from one snapshot.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Reader<'_>, Now) -> Answer<T>) -> Answer<T> {
        self.with_store(|store| {
            store.read(|reader| {
                let now = judge(reader, self.now(), remembered(reader)?.as_ref())?;
                f(reader, now)
            })
        })
    }

    /// The one door for writing (APP-1). `op` is the command's name.
    pub(crate) fn write<T>(&self, op: &str, f: impl FnOnce(&Tx<'_>, Now) -> Answer<T>) -> Answer<T> {
        let at = self.now();
        self.with_store(|store| store.write(Entry { at, op }, |tx| self.written(tx, (at, op), f)))
    }

    /// As [`App::write`], for what is computed in the background: it need not be on the disk yet (STORE-10).
    pub(crate) fn write_soon<T>(&self, f: impl FnOnce(&Tx<'_>, Now) -> Answer<T>) -> Answer<T> {
        let at = self.now();
        self.with_store(|store| store.write_soon(Entry { at, op: "" }, |tx| self.written(tx, (at, ""), f)))
    }

    fn written<T>(&self, tx: &Tx<'_>, (at, op): (i64, &str), f: impl FnOnce(&Tx<'_>, Now) -> Answer<T>) -> Answer<T> {
        tx.by(self.writer(tx, op)?);
        let remembered = remembered(tx)?;
        let now = judge(tx, at, remembered.as_ref())?;
        remember(tx, &Remembered::after(remembered, at))?;
        let value = f(tx, now)?;
        crate::law::settle(self, tx, now)?;
        Ok(value)
    }

    /// Closes the store, lets `f` exchange the file with nobody else having it open, and opens it again.
    pub(crate) fn exchange_store(&self, f: impl FnOnce(&Path) -> Answer<()>) -> Answer<()> {
        let mut guard = self.store.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = guard.as_ref() {
            store.settle()?;
        }
        self.lock.unlock().map_err(StoreError::from)?;
        if self.lock.try_lock().is_err() {
            self.lock.lock_shared().map_err(StoreError::from)?;
            return Err(AppError::InUse);
        }
        *guard = None;
        let done = f(&self.database());
        self.shelf.forget();
        let reopened = open_store(&self.dir, self.now(), true, &self.keys);
        self.lock.unlock().map_err(StoreError::from)?;
        self.lock.lock_shared().map_err(StoreError::from)?;
        *guard = Some(reopened?);
        done
    }
}

/// Makes a folder that other people of the machine cannot look into; Windows gives a user's own folders that by itself.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.recursive(true).create(folder)
}

/// Why the data folder cannot be made: full and read-only have sentences of their own.
fn no_folder(dir: &Path, why: std::io::Error) -> AppError {
    let error = StoreError::from(why);
    if error.fault != store::Fault::Other {
        return error.into();
    }
    tracing::error!(cause = %error.detail, "data folder");
    let sentence =
        format!("数据文件夹「{}」建不起来：路径里有同名的文件，或路径不存在、太长。请换一个文件夹", dir.display());
    AppError::File { code: "data_folder".into(), sentence }
}

/// Whether the clock can be trusted, from what the store remembers.
fn judge(reader: &Reader<'_>, at: i64, remembered: Option<&Remembered>) -> Answer<Now> {
    let mut skews = Vec::new();
    for principal in reader.principals()? {
        skews.extend(crate::desk::link_of(reader, &principal.id.to_string())?.skew_ms);
    }
    Ok(Now::judge(at, remembered, &skews))
}

/// What the store remembers of the clock; `None` before the first write.
pub(crate) fn remembered(reader: &Reader<'_>) -> Answer<Option<Remembered>> {
    parsed_setting(reader, Setting::Clock, "clock")
}

/// Keeps what is remembered of the clock.
pub(crate) fn remember(tx: &Tx<'_>, clock: &Remembered) -> Answer<()> {
    let text = serde_json::to_string(clock)
        .map_err(|e| StoreError { fault: store::Fault::Other, detail: format!("setting clock: {e}") })?;
    Ok(tx.put_setting(Setting::Clock, &text)?)
}

/// A setting that is JSON; one that cannot be read is an error, never nothing.
pub(crate) fn parsed_setting<T: serde::de::DeserializeOwned>(
    reader: &Reader<'_>,
    setting: Setting,
    name: &str,
) -> Answer<Option<T>> {
    let text = reader.setting(setting)?;
    let bad = |e: serde_json::Error| StoreError { fault: store::Fault::BadRow, detail: format!("setting {name}: {e}") };
    Ok(text.map(|text| serde_json::from_str(&text).map_err(bad)).transpose()?)
}

/// Opens the store while others may have it open. A verdict of damage is judged again with nobody else there, and only
/// then is the file put aside: from under another process it would take with it what that one saves next (APP-2).
fn open_beside_others(dir: &Path, now: i64, lock: &File, keys: &Keys) -> Answer<Store> {
    let detail = match open_store(dir, now, false, keys) {
        Err(AppError::Open(OpenError::Damaged { detail })) => detail,
        opened => return opened,
    };
    lock.unlock().map_err(StoreError::from)?;
    let judged = match lock.try_lock() {
        Ok(()) => open_store(dir, now, true, keys),
        Err(_) => Err(StoreError { fault: store::Fault::Corrupt, detail }.into()),
    };
    lock.unlock().map_err(StoreError::from)?;
    lock.lock_shared().map_err(StoreError::from)?;
    judged
}

/// Opens the store; a damaged file that nobody else has open is put aside and said, and stays missing until a restore (APP-2).
fn open_store(dir: &Path, now: i64, alone: bool, keys: &Keys) -> Answer<Store> {
    let database = dir.join("desk.db");
    if !database.exists() {
        refuse_gone(dir)?;
    }
    let key = keys.of_database()?;
    let backups = dir.join("backups");
    let before_migration = |connection: &_| Store::backup_before_migration(connection, key.as_ref(), &backups, now);
    match Store::open_with(&database, key.as_ref(), before_migration) {
        Ok(store) => Ok(store),
        // The key bears the name in the key file: it is the file that does not fit.
        Err(OpenError::OtherKey) => Err(KeyProblem::Unfit.into()),
        Err(OpenError::Damaged { detail }) if alone => {
            tracing::error!(%detail, "database damaged");
            Err(AppError::Damaged { kept: put_aside(dir, now)? })
        }
        Err(OpenError::Migration { from, to, cause }) => {
            tracing::error!(from, to, cause = %cause.detail, "migration");
            let mut copies = BackupFile::all_in(&dir.join("backups")).unwrap_or_default();
            copies.retain(|file| file.cause == Cause::BeforeMigration.name());
            let backup = copies.first().map(|file| file.path.clone());
            Err(AppError::NotMigrated { from, to, fault: cause.fault, backup })
        }
        Err(other) => Err(other.into()),
    }
}

/// Refuses to make an empty desk where another one was (APP-2, APP-3).
fn refuse_gone(dir: &Path) -> Answer<()> {
    if let Some(kept) = damaged_before(dir) {
        return Err(AppError::Damaged { kept });
    }
    let backups = BackupFile::all_in(&dir.join("backups"))?;
    if backups.is_empty() && !has_log(dir) && !KeyFile::beside(&dir.join("desk.db")).exists() {
        return Ok(());
    }
    let newest = backups.first().map(|file| domain::Day::at(file.made_at));
    Err(AppError::Gone { backups: backups.len(), newest })
}

/// Whether a log lies there that belongs to a database which is gone.
fn has_log(dir: &Path) -> bool {
    dir.join("desk.db-wal").metadata().is_ok_and(|log| log.len() > 0)
}

/// Puts what is left of a desk that is gone or damaged under other names, so that a new one may be made (APP-3).
pub(crate) fn make_room(dir: &Path, now: i64) -> Answer<()> {
    let rename = |from: &str, to: String| match std::fs::rename(dir.join(from), dir.join(to)) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from(why)),
        _ => Ok(()),
    };
    rename("backups", format!("backups.before-{now}"))?;
    rename("desk.db-wal", format!("desk.gone-{now}.db-wal"))?;
    rename("desk.db-shm", format!("desk.gone-{now}.db-shm"))?;
    rename("desk.db.key", format!("desk.gone-{now}.db.key"))?;
    while let Some(damaged) = damaged_before(dir) {
        for suffix in ["", "-wal", "-shm"] {
            rename(&format!("{damaged}{suffix}"), format!("kept.{damaged}{suffix}"))?;
        }
    }
    Ok(())
}

/// The name under which a damaged database was put aside earlier, when no restore followed.
fn damaged_before(dir: &Path) -> Option<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("desk.damaged-") && name.ends_with(".db"))
        .collect();
    names.sort();
    names.pop()
}

fn put_aside(dir: &Path, now: i64) -> Answer<String> {
    let kept = format!("desk.damaged-{now}.db");
    std::fs::rename(dir.join("desk.db"), dir.join(&kept)).map_err(StoreError::from)?;
    for extension in ["db-wal", "db-shm"] {
        let beside = dir.join("desk").with_extension(extension);
        if beside.exists() {
            std::fs::rename(&beside, dir.join(&kept).with_extension(extension)).map_err(StoreError::from)?;
        }
    }
    let key = KeyFile::beside(&dir.join("desk.db"));
    if key.exists() {
        std::fs::copy(key, KeyFile::beside(&dir.join(&kept))).map_err(StoreError::from)?;
    }
    Ok(kept)
}

/// The dealer when it is set up.
pub(crate) fn maybe_dealer(reader: &Reader<'_>) -> Answer<Option<Dealer>> {
    parsed_setting(reader, Setting::Dealer, "dealer")
}

/// The first day this desk answers for, when one is chosen.
pub(crate) fn start_of_use(reader: &Reader<'_>) -> Answer<Option<domain::Day>> {
    let bad =
        |text: String| StoreError { fault: store::Fault::BadRow, detail: format!("setting start_of_use_on: {text}") };
    let chosen = reader.setting(Setting::StartOfUseOn)?.filter(|text| !text.is_empty());
    Ok(chosen.map(|text| text.parse().map_err(|_| bad(text))).transpose()?)
}

/// The maker with a code, or the refusal that names the field.
pub(crate) fn principal(reader: &Reader<'_>, code: &str) -> Answer<Principal> {
    if code.trim().is_empty() {
        return Err(domain::Refusal::Missing { field: "principal", label: "厂家" }.into());
    }
    reader
        .principal_by_code(code.trim())?
        .ok_or_else(|| domain::Refusal::Unknown { field: "principal", label: "厂家", given: code.to_owned() }.into())
}

/// A filter's maker: empty means all.
pub(crate) fn principal_filter(reader: &Reader<'_>, code: &str) -> Answer<Option<Principal>> {
    if code.is_empty() { Ok(None) } else { principal(reader, code).map(Some) }
}

/// An id out of a field of an input.
pub(crate) fn parse_id<T: std::str::FromStr>(field: &str, text: &str) -> Answer<T> {
    text.parse().map_err(|_| no_such(field, text))
}

/// A field's id leads to no record.
pub(crate) fn no_such(field: &str, given: &str) -> AppError {
    AppError::NoSuch { field: field.to_owned(), given: given.to_owned() }
}
