//! Use cases of encryption: on, off, another recovery code, what stands where.
//!
//! - SEALED-1 Nothing is encrypted before the last group of a code that was shown was typed back.
//! - SEALED-2 The plain database goes only after the encrypted one was opened; killed anywhere, one of the two stands there and opens.
//! - SEALED-3 Backups in the desk's folder and databases an earlier restore put aside are encrypted with it; one that could not be is counted and tried again at the next start.
//! - SEALED-6 Once the database has its new key or the key file its new code, the answer is yes: what did not follow is said beside it.
//! - SEALED-4 A new recovery code opens the desk and the backups in its folder, and the one before opens neither.
//! - SEALED-5 Code and key stand in no log, trail, export or error.
//!
//! Absent: opening with a code (`door`), the key and its places (`keys`).

use crate::app::{App, make_private};
use crate::error::{Answer, AppError};
use crate::file_problem::write_problem;
use crate::keys::{KeyProblem, Place, unread};
use crate::tasks::stopped_as;
use crate::view::*;
use crate::writing::dealer_or_unnamed;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use store::{BackupFile, CAN_SEAL, Cause, OpenError, Store, StoreError, is_sealed};
use vault::{Key, KeyFile, RecoveryCode};

/// Wrapping the key, copying the database, its backups.
const STEPS: i64 = 3;

/// Folder of a page that is to be printed and not kept.
const PRINTING: &str = "printing";

/// How the plain database is called until the encrypted one was opened, and the other way round.
const PLAIN: &str = "desk.plain-";
const SEALED: &str = "desk.sealed-";

/// How databases begin that a restore or damage put aside.
const PUT_ASIDE: [&str; 2] = ["desk.replaced-", "desk.damaged-"];

impl App {
    pub(crate) fn encryption_show(&self, _: Nothing) -> Answer<EncryptionView> {
        let key = self.with_store(|store| Ok(store.is_sealed()))?.then(|| self.keys.held()).flatten();
        let place = key.as_ref().map(|key| match self.keys.place(key) {
            Place::System => KeyPlace::System,
            Place::File => KeyPlace::File,
            Place::Nowhere => KeyPlace::Nowhere,
        });
        let file = KeyFile::read(&self.keys.file()).ok();
        let backups = self.backup_paths();
        let sealed = backups.iter().filter(|path| is_sealed(path).unwrap_or(false)).count();
        let plain = |paths: &[PathBuf]| paths.iter().filter(|path| is_plain(path)).count();
        Ok(EncryptionView {
            available: CAN_SEAL,
            on: key.is_some(),
            place,
            code_made_at: file.filter(|_| key.is_some()).map(|file| file.made_at),
            plain_backups: (backups.len() - sealed) as i64,
            encrypted_backups: sealed as i64,
            plain_copies: plain(&self.put_aside()) as i64,
            unfollowed: Vec::new(),
        })
    }

    /// Makes a recovery code and shows it; it counts from the moment its last group was typed back (SEALED-1).
    pub(crate) fn encryption_code(&self, _: Nothing) -> Answer<RecoveryCodeView> {
        if !CAN_SEAL {
            return Err(KeyProblem::NoCipher.into());
        }
        let code = RecoveryCode::new().map_err(|why| no_random(&why))?;
        let view = RecoveryCodeView { groups: code.groups().iter().map(|group| group.to_string()).collect() };
        *self.shown_code.lock().unwrap_or_else(PoisonError::into_inner) = Some(code);
        Ok(view)
    }

    /// The code that was shown, as a page. The file goes when the code was typed back, or at the next start.
    pub(crate) fn encryption_print(&self, _: Nothing) -> Answer<RecoveryPage> {
        let shown = self.shown_code.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let code = shown.ok_or(KeyProblem::NoCode)?;
        let (dealer, day) = self.read(|reader, now| Ok((dealer_or_unnamed(reader)?, now.today)))?;
        let groups: Vec<String> = code.groups().iter().map(|group| group.to_string()).collect();
        let data = serde_json::json!({
            "paper": "recovery_code", "no": "", "day": day.iso(), "mark": null, "copies": [], "groups": groups,
            "dealer": {"code": dealer.code, "name": dealer.name, "short_name": dealer.short_name, "region": dealer.region},
            "maker": {"code": "", "name": ""},
        });
        let bytes = self.recovery_page(&data, day)?;
        let path = self.page();
        make_private(&self.folder(PRINTING)).map_err(StoreError::from)?;
        report::write::whole(&bytes, &path).map_err(write_problem)?;
        Ok(RecoveryPage { path: path.display().to_string() })
    }

    fn page(&self) -> PathBuf {
        self.folder(PRINTING).join("数据恢复码.pdf")
    }

    /// The code that was shown, when its last group was typed back.
    fn typed_back(&self, last_group: &str) -> Answer<RecoveryCode> {
        let shown = self.shown_code.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let code = shown.ok_or(KeyProblem::NoCode)?;
        if !code.ends_with(last_group) {
            return Err(KeyProblem::NotTypedBack.into());
        }
        Ok(code)
    }

    fn forget_shown_code(&self) {
        self.forget_page();
        *self.shown_code.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn forget_page(&self) {
        match std::fs::remove_file(self.page()) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%why, "the page of a recovery code stays");
            }
            _ => {}
        }
    }

    pub(crate) fn encryption_on(&self, input: EncryptionOn) -> Answer<Written<EncryptionView>> {
        if self.with_store(|store| Ok(store.is_sealed()))? {
            return Err(KeyProblem::AlreadyOn.into());
        }
        let code = self.typed_back(&input.last_group)?;
        let running = self.tasks.begin(&input.task);
        running.of(STEPS);
        let key = Key::new().map_err(|why| no_random(&why))?;
        let file = KeyFile::wrap(&key, &code, self.now()).map_err(|why| unread(&why))?;
        let place = self.keys.keep(&key);
        if place == Place::Nowhere {
            return Err(KeyProblem::NotKept.into());
        }
        stopped_as(running.at(1).and_then(|()| running.to_the_end()), || "已取消，没有加密，数据没有变".into())?;
        self.change_key(None, Some((&key, &file)), PLAIN)?;
        self.forget_shown_code();
        let noted = self.write("encryption_on", |tx, _| {
            tx.note("", if place == Place::System { "钥匙在系统的钥匙库" } else { "钥匙在钥匙文件" });
            Ok(())
        });
        self.seal_copies(&key);
        // One that is known to be good, with the key file beside it.
        let copied = self.backup_for(Cause::Button).map(|_| ());
        self.shown_with([unfollowed("操作记录没有记上", noted), unfollowed("没有做成一份加密的备份", copied)])
    }

    pub(crate) fn encryption_off(&self, input: EncryptionOff) -> Answer<Written<EncryptionView>> {
        let key = self.sealing_key()?;
        let running = self.tasks.begin(&input.task);
        running.of(STEPS);
        stopped_as(running.at(1).and_then(|()| running.to_the_end()), || "已取消，数据没有变，仍是加密的".into())?;
        self.change_key(Some(&key), None, SEALED)?;
        let noted = self.write("encryption_off", |_, _| Ok(()));
        self.keys.copy_file_to_backups();
        self.after_sealing();
        self.shown_with([unfollowed("操作记录没有记上", noted)])
    }

    /// SEALED-4
    pub(crate) fn encryption_renew(&self, input: EncryptionRenew) -> Answer<Written<EncryptionView>> {
        let key = self.sealing_key()?;
        let code = self.typed_back(&input.last_group)?;
        let file = KeyFile::wrap(&key, &code, self.now()).map_err(|why| unread(&why))?;
        file.write(&self.keys.file()).map_err(|why| unread(&why))?;
        self.forget_shown_code();
        let copies = self.renew_beside_copies(&file);
        self.keys.keep(&key);
        let noted = self.write("encryption_renew", |_, _| Ok(()));
        self.shown_with(copies.into_iter().chain([unfollowed("操作记录没有记上", noted)]))
    }

    /// A desk that is open is not locked.
    pub(crate) fn unlock(&self, _: UnlockInput) -> Answer<Written<DoctorView>> {
        Err(KeyProblem::NotLocked.into())
    }

    /// The copies that are opened by the code before, until this worked for them (SEALED-6).
    fn renew_beside_copies(&self, file: &KeyFile) -> Vec<Option<String>> {
        let theirs = |beside: &PathBuf| KeyFile::read(beside).is_ok_and(|there| there.key_id == file.key_id);
        let all = self.backup_paths().into_iter().chain(self.put_aside()).map(|path| KeyFile::beside(&path));
        let renew = |beside: PathBuf| {
            let name = beside.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let written = file.write(&beside).map_err(|why| unread(&why));
            unfollowed(&format!("备份 {name} 仍用以前的恢复码打开，那张纸请留着"), written)
        };
        all.filter(theirs).map(renew).collect()
    }

    fn shown_with(&self, left: impl IntoIterator<Item = Option<String>>) -> Answer<Written<EncryptionView>> {
        let unfollowed = left.into_iter().flatten().collect();
        let value = EncryptionView { unfollowed, ..self.encryption_show(Nothing {})? };
        Ok(Written { value, touched: vec![Touched::Settings] })
    }

    fn backup_paths(&self) -> Vec<PathBuf> {
        let all = BackupFile::all_in(&self.folder("backups")).unwrap_or_default();
        all.into_iter().map(|backup| backup.path).collect()
    }

    /// Databases that a restore or damage put aside in the data folder.
    fn put_aside(&self) -> Vec<PathBuf> {
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            PUT_ASIDE.iter().any(|before| name.starts_with(before)) && name.ends_with(".db")
        };
        let entries = std::fs::read_dir(self.dir()).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(named).collect()
    }

    fn sealing_key(&self) -> Answer<Key> {
        let on = self.with_store(|store| Ok(store.is_sealed()))?;
        self.keys.held().filter(|_| on).ok_or_else(|| KeyProblem::NotOn.into())
    }

    /// Exchanges the database for one with another key, and puts the one before back where that one does not open (SEALED-2).
    fn change_key(&self, now: Option<&Key>, then: Option<(&Key, &KeyFile)>, kept: &str) -> Answer<()> {
        let before = self.dir().join(format!("{kept}{}.db", self.now()));
        self.exchange_store(|database| {
            if let Some((_, file)) = then {
                // With nobody else there: whoever opens a plain desk takes a key file without a database away.
                file.write(&self.keys.file()).map_err(|why| unread(&why))?;
            }
            let then = then.map(|(key, _)| key);
            let kept = Store::exchange_key(database, now, then, &before)?;
            if let Err(why) = Store::open_with(database, then, |_| Ok(())) {
                std::fs::rename(&kept, database).map_err(StoreError::from)?;
                return Err(why.into());
            }
            self.keys.hold(then.cloned());
            remove_with_log(&kept)
        })
    }

    /// SEALED-3
    fn seal_copies(&self, key: &Key) {
        let all = self.backup_paths().into_iter().chain(self.put_aside());
        for copy in all.filter(|copy| is_plain(copy)) {
            let sealed = self.keys.copy_file_to(&copy).and_then(|()| seal_copy(&copy, key));
            if let Err(why) = sealed {
                // It stays as it was, and is counted.
                tracing::warn!(%why, path = %copy.display(), "a copy stays plain");
                let _ = std::fs::remove_file(KeyFile::beside(&copy));
            }
        }
    }

    /// What a killed exchange left: the desk is open, so the database before it is of no use to anybody; a key file beside
    /// a plain database belongs to nothing.
    pub(crate) fn after_sealing(&self) {
        self.forget_page();
        let sealed = self.with_store(|store| Ok(store.is_sealed())).unwrap_or(true);
        let left = if sealed { PLAIN } else { SEALED };
        let done = std::fs::read_dir(self.dir()).map_err(StoreError::from).and_then(|entries| {
            let names = entries.filter_map(|entry| Some((entry.as_ref().ok()?.path(), entry.ok()?.file_name())));
            let ours = names.filter(|(_, name)| name.to_string_lossy().starts_with(left));
            ours.map(|(path, _)| path).try_for_each(|path| Ok(std::fs::remove_file(path)?))
        });
        if let Err(why) = done {
            tracing::warn!(%why, "left by a killed exchange of the key");
        }
        if sealed {
            self.keys.copy_file_to_backups();
            if let Some(key) = self.keys.held() {
                self.seal_copies(&key);
            }
        } else if self.keys.file().exists() {
            // Backups that are encrypted have their own beside them.
            self.keys.copy_file_to_backups();
            let _ = std::fs::remove_file(self.keys.file());
        }
    }
}

/// A database anybody can read.
fn is_plain(path: &Path) -> bool {
    is_sealed(path).is_ok_and(|sealed| !sealed)
}

/// What did not follow, in words.
fn unfollowed(what: &str, done: Answer<()>) -> Option<String> {
    done.err().map(|why| format!("{what}：{why}"))
}

fn seal_copy(path: &Path, key: &Key) -> Answer<()> {
    match Store::exchange_key_of_backup(path, None, Some(key)) {
        // Made by a newer program, or damaged: nobody restores it with this one.
        Err(OpenError::TooNew { .. }) | Ok(()) => Ok(()),
        Err(why) => Err(why.into()),
    }
}

fn remove_with_log(path: &Path) -> Answer<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::from(why).into()),
            _ => {}
        }
    }
    Ok(())
}

fn no_random(why: &impl std::fmt::Display) -> AppError {
    StoreError { fault: store::Fault::Other, detail: format!("random numbers: {why}") }.into()
}
