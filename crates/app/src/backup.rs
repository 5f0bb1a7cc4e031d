//! Use cases of safety: backup, restore, self-check.
//!
//! - SAFE-1 A scheduled backup is made when the data changed and the last one is at least half an hour old.
//! - SAFE-2 A restored desk begins new epochs before it sends anything, so that head office never mistakes it for the one before (E38, sync); killed in between, it begins them when it is opened next.
//! - SAFE-3 A backup is written over an older backup only: another file, a device or the desk's own files stay as they are.
//! - SAFE-4 Nothing is restored while records are on their way.
//! - SAFE-5 A restore moves everything a page can show; its self-check, and one that is asked for, says how far it is, and no read of the database stays open while files are looked at.
//! - SAFE-6 A restore whose files do not come back is a restore all the same: every page looks again, and what failed is said among the problems.
//! - SAFE-7 An encrypted desk that is restored keeps its own key, a plain one takes the backup's; a backup of another desk wants its own recovery code.

use crate::app::App;
use crate::clock::{Clock as _, MachineClock};
use crate::error::{Answer, AppError};
use crate::keys::{KeyProblem, Keys, Place};
use crate::law::unread_complaint;
use crate::tasks::{Running, stopped_as};
use crate::view::*;
use domain::Refusal;
use std::path::{Path, PathBuf};
use store::{BackupFile, Cause, RestoreKeys, Setting, Store, StoreError};
use vault::Key;

/// Least time between scheduled backups.
const SCHEDULE_MS: i64 = 30 * 60 * 1000;

/// Looking through the backup, keeping what is there, exchanging them.
const RESTORE_STEPS: i64 = 3;

/// Free space under which the self-check complains.
const LITTLE_SPACE: u64 = 500 * 1024 * 1024;

impl App {
    pub(crate) fn backup_now(&self, input: BackupInput) -> Answer<Written<BackupView>> {
        if input.path.as_deref().is_some_and(|path| path.trim().is_empty()) {
            return Err(Refusal::Missing { field: "path", label: "备份的文件名" }.into());
        }
        let view = self.backup(Cause::Button, input.path.map(PathBuf::from))?;
        Ok(Written { value: view, touched: vec![Touched::Settings] })
    }

    /// A backup in the desk's folder.
    pub(crate) fn backup_for(&self, cause: Cause) -> Answer<BackupView> {
        self.backup(cause, None)
    }

    fn backup(&self, cause: Cause, path: Option<PathBuf>) -> Answer<BackupView> {
        let made_at = self.now();
        let path = path.unwrap_or_else(|| self.folder("backups").join(BackupFile::name(made_at, cause)));
        self.refuse_place(&path)?;
        // First, so that no backup lies anywhere that its code does not open.
        if self.with_store(|store| Ok(store.is_sealed()))? {
            self.keys.copy_file_to(&path)?;
        }
        let newest = self.read(|reader, _| Ok(reader.newest_audit()?))?;
        // Before, so that no backup names a file that does not lie beside it; and those that came in between.
        self.back_up_files(&path)?;
        self.with_store(|store| Ok(store.backup_to(&path)?))?;
        self.back_up_files(&path)?;
        self.write("", |tx, _| Ok(tx.put_setting(Setting::BackedUp, &newest)?))?;
        let bytes = std::fs::metadata(&path).map_err(StoreError::from)?.len();
        let encrypted = store::is_sealed(&path).map_err(StoreError::from)?;
        let path = path.display().to_string();
        Ok(BackupView { path, made_at, bytes: to_i64(bytes), cause: cause.name().into(), encrypted })
    }

    /// SAFE-3: what is no backup is not written over.
    fn refuse_place(&self, path: &Path) -> Answer<()> {
        let refused = |detail: &str| Err(AppError::BadInput { field: "path".into(), detail: detail.into() });
        let own = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("desk."));
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        if own(path) && folder.is_some() && folder == self.dir().canonicalize().ok() {
            return refused("不能备份到正在使用的数据库上");
        }
        match path.metadata() {
            Ok(there) if there.is_dir() => refused("这是一个文件夹。请写上备份的文件名"),
            Ok(there) if !there.is_file() || there.len() > 0 && !self.is_backup(path) => {
                refused("这里已有别的文件，没有覆盖它。请换一个文件名")
            }
            _ => Ok(()),
        }
    }

    fn is_backup(&self, path: &Path) -> bool {
        Store::prove_backup_with(path, self.keys.held().as_ref()).is_ok()
    }

    /// Makes a backup when one is due (SAFE-1); a failure is kept for the status line.
    pub(crate) fn scheduled_backup(&self) -> bool {
        match self.backup_is_due() {
            Ok(false) => return false,
            Ok(true) => {}
            Err(error) => {
                tracing::error!(%error, "backup");
                return false;
            }
        }
        let done = self.backup(Cause::Schedule, None).and_then(|_| Ok(BackupFile::thin(&self.folder("backups"))?));
        let problem = done.err().map(|error| format!("自动备份失败：{error}")).unwrap_or_default();
        if let Err(error) = self.write("", |tx, _| Ok(tx.put_setting(Setting::BackupProblem, &problem)?)) {
            tracing::error!(%error, "backup");
        }
        true
    }

    fn backup_is_due(&self) -> Answer<bool> {
        let Some(made_at) = last_good(self)? else {
            return self.read(|reader, _| Ok(reader.setting(Setting::Clock)?.is_some()));
        };
        if self.now() - made_at < SCHEDULE_MS {
            return Ok(false);
        }
        // Not by the file's time: the backup's own bookkeeping moves it, and its clock is another one.
        self.read(|reader, _| Ok(reader.setting(Setting::BackedUp)?.as_deref() != Some(&reader.newest_audit()?)))
    }

    pub(crate) fn backup_list(&self, _: Nothing) -> Answer<Vec<BackupView>> {
        list_in(&self.folder("backups"))
    }

    pub(crate) fn backup_restore(&self, input: RestoreInput) -> Answer<Written<DoctorView>> {
        let running = self.tasks.begin(&input.task);
        running.of(RESTORE_STEPS);
        let _nobody_sends = self.uploading.nobody().ok_or(AppError::Uploading)?;
        let from = PathBuf::from(&input.path);
        Store::backup_is_there(&from)?;
        let keys = Comes::find(&self.keys, &from, input.code.as_deref())?;
        Store::prove_backup_with(&from, keys.from.as_ref())?;
        stopped_as(running.at(1), || "已取消，数据没有变".into())?;
        self.backup(Cause::BeforeRestore, None)?;
        stopped_as(running.at(2).and_then(|()| running.to_the_end()), || {
            "已取消，数据没有变，只多了一份刚做的备份".into()
        })?;
        let kept = self.kept_name("replaced");
        self.exchange_store(|database| keys.restore(&self.keys, &from, database, &kept))?;
        self.after_sealing();
        self.after_restore()?;
        let unfiled = self.restore_files(&from).err();
        let mut value = self.looked_over(&running)?;
        value.problems.extend(unfiled.as_ref().map(left_behind));
        Ok(Written { value, touched: Touched::ALL.to_vec() })
    }

    /// A desk that is open is there.
    pub(crate) fn begin_anew(&self, _: Nothing) -> Answer<Written<DoctorView>> {
        Err(AppError::NotGone)
    }

    fn kept_name(&self, why: &str) -> PathBuf {
        self.dir().join(format!("desk.{why}-{}.db", self.now()))
    }

    /// Begins a new epoch for every maker's stream of a database that was restored (SAFE-2).
    pub(crate) fn after_restore(&self) -> Answer<()> {
        if self.read(|reader, _| Ok(reader.setting(Setting::Restored)?))?.as_deref() != Some("1") {
            return Ok(());
        }
        self.write("restore", |tx, now| {
            tx.put_setting(Setting::Restored, "")?;
            // The desk that came back may not know who brought it: a name stays readable.
            tx.note("restore", &Self::acting_name());
            for maker in tx.principals()? {
                let id = maker.id.to_string();
                if tx.epoch(&id)?.is_some() {
                    tx.remint(&id, &crate::writing::new_epoch()?, now.at)?;
                }
            }
            Ok(())
        })
    }

    pub(crate) fn doctor(&self, input: DoctorInput) -> Answer<DoctorView> {
        self.looked_over(&self.tasks.begin(&input.task))
    }

    /// The self-check (SAFE-5).
    fn looked_over(&self, running: &Running<'_>) -> Answer<DoctorView> {
        let free = store::free_bytes(self.dir());
        let backups = BackupFile::all_in(&self.folder("backups"))?.len();
        let database_bytes = std::fs::metadata(self.database()).map(|meta| meta.len()).unwrap_or(0);
        let mut view = self.read(|reader, now| {
            let integrity = reader.integrity()?;
            let broken = reader.broken_audit_line()?;
            let mut problems = Vec::new();
            if integrity != "ok" {
                problems.push(format!("数据库有损坏：{integrity}。请从备份恢复"));
            }
            if let Some(line) = broken {
                problems.push(format!("操作记录第 {line} 行对不上，可能被别的程序改动过"));
            }
            if self.keys.held().is_some_and(|key| self.keys.place(&key) == Place::Nowhere) {
                problems
                    .push("加密的钥匙没有存在这台电脑上，下次打开要输入恢复码。请先确认写着恢复码的纸还在".to_owned());
            }
            let unreadable = reader.unreadable_reasons()?;
            if unreadable > 0 {
                problems
                    .push(format!("{unreadable} 条期限或三包期的依据存坏了。请到「设置 → 厂家」按现行政策重新计算"));
            }
            problems.extend(unread_complaint(reader)?);
            if free.is_some_and(|bytes| bytes < LITTLE_SPACE) {
                problems.push("磁盘空间不足 500 MB。请腾出空间".to_owned());
            }
            if backups == 0 {
                problems.push("还没有备份。请运行一次备份".to_owned());
            }
            let sync = self.sync_lines(reader, now)?;
            problems.extend(
                sync.iter()
                    .filter_map(|line| line.problem.as_ref().map(|why| format!("{}:{why}", line.principal_name))),
            );
            Ok(DoctorView {
                integrity,
                schema_version: reader.schema_version()?,
                counts: reader.table_counts()?.into_iter().map(|(table, rows)| TableCount { table, rows }).collect(),
                sync,
                disk_free_bytes: free.map(to_i64),
                database_bytes: to_i64(database_bytes),
                backups: backups as i64,
                problems,
            })
        })?;
        let attached = view.counts.iter().find(|count| count.table == "attachment").map_or(0, |count| count.rows);
        view.problems.extend(self.files_complaint(attached, running)?);
        Ok(view)
    }
}

fn to_i64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Backups in a folder as shown, newest first.
pub(crate) fn list_in(dir: &Path) -> Answer<Vec<BackupView>> {
    Ok(BackupFile::all_in(dir)?
        .into_iter()
        .map(|file| BackupView {
            path: file.path.display().to_string(),
            made_at: file.made_at,
            bytes: to_i64(file.bytes),
            encrypted: store::is_sealed(&file.path).unwrap_or(false),
            cause: file.cause,
        })
        .collect())
}

/// When the newest backup was made.
pub(crate) fn last_good(app: &App) -> Answer<Option<i64>> {
    let all = BackupFile::all_in(&app.folder("backups"))?;
    // One with a day still to come was made by a clock gone astray: it proves nothing about today.
    Ok(all.iter().map(|file| file.made_at).find(|made_at| *made_at <= app.now() + SCHEDULE_MS))
}

/// The desk's folder with nobody else in it, for as long as the answer lives.
fn alone_in(dir: &Path) -> Answer<std::fs::File> {
    std::fs::create_dir_all(dir).map_err(StoreError::from)?;
    let lock = std::fs::File::create(dir.join("desk.lock")).map_err(StoreError::from)?;
    if lock.try_lock().is_err() {
        return Err(AppError::InUse);
    }
    Ok(lock)
}

/// Puts what is left of a desk that does not open out of the way of a new one.
pub fn make_room(dir: &Path) -> Answer<()> {
    let _alone = alone_in(dir)?;
    crate::app::make_room(dir, MachineClock.now())
}

/// What is said when the records are back and their files are not (SAFE-6).
fn left_behind(why: &AppError) -> String {
    format!("数据已经恢复，照片和签字的文件没有跟着回来：{why}。排除以后再从同一份备份恢复一次")
}

/// Restores while the database does not open; what stands there is kept. Answers what is to be said of files that stayed behind.
pub(crate) fn restore_closed(keys: &Keys, dir: &Path, from: &Path, code: Option<&str>) -> Answer<Option<String>> {
    let _alone = alone_in(dir)?;
    let kept = dir.join(format!("desk.replaced-{}.db", dir.read_dir().map(Iterator::count).unwrap_or(0)));
    let comes = Comes::find(keys, from, code)?;
    comes.restore(keys, from, &dir.join("desk.db"), &kept)?;
    let key = keys.held();
    Ok(crate::attachment::restore_closed(dir, from, key.as_ref()).err().as_ref().map(left_behind))
}

/// The keys of a restore: an encrypted desk stays encrypted with its own key, a plain one takes the backup's.
struct Comes {
    from: Option<Key>,
    replaced: Option<Key>,
}

impl Comes {
    /// Finds them; a backup of another desk wants its own code.
    fn find(keys: &Keys, from: &Path, code: Option<&str>) -> Answer<Self> {
        let code = code.map(str::trim).filter(|code| !code.is_empty());
        let found = match (keys.key_of(from), code) {
            (Err(AppError::Key(KeyProblem::Gone { .. })), Some(code)) => Some(keys.by_code(from, code)?),
            (Err(AppError::Key(KeyProblem::Gone { .. })), None) => return Err(KeyProblem::BackupLocked.into()),
            (other, _) => other?,
        };
        // A desk whose key is gone is replaced all the same, and kept as it is.
        let replaced = keys.key_of(&keys.database()).ok().flatten();
        Ok(Self { from: found, replaced })
    }

    fn restore(&self, keys: &Keys, from: &Path, database: &Path, kept: &Path) -> Answer<()> {
        let into = self.replaced.as_ref().or(self.from.as_ref());
        // What is kept stays as readable as it was.
        if store::is_sealed(database).map_err(StoreError::from)? && keys.file().exists() {
            keys.copy_file_to(kept)?;
        }
        let brought = RestoreKeys { from: self.from.as_ref(), replaced: self.replaced.as_ref(), into };
        let restore = || -> Answer<()> { Ok(Store::restore_with(from, database, kept, brought)?) };
        match (&self.replaced, into) {
            (None, Some(key)) => {
                keys.keep(key);
                let before = keys.take_file_of(from, key)?;
                restore().inspect_err(|_| keys.give_file_back(before))?;
            }
            _ => restore()?,
        }
        keys.hold(into.cloned());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safe_4_nothing_is_restored_while_records_are_on_their_way() {
        let dir = tempfile::tempdir().unwrap();
        let app = App::open(dir.path()).unwrap();
        let backup = app.backup_now(BackupInput { path: None }).unwrap().value.path;
        let restore = || app.backup_restore(RestoreInput { path: backup.clone(), code: None, task: None });
        let maker = "01940000-0000-7000-8000-000000000001".parse().unwrap();
        let on_their_way = app.uploading.begin(maker, crate::uploading::Patience::Waits);
        assert!(on_their_way.is_some());
        assert_eq!(restore().unwrap_err().code(), "uploading");
        drop(on_their_way);
        assert!(restore().is_ok());
    }
}
