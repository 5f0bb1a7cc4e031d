//! An encrypted desk whose key is gone, replaced, locked away or on another machine, and the way back.

mod places;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::{Door, Shelves};
use sanbao_faults::runs::Runs;
use serde_json::{Value, json};
use tempfile::TempDir;
use vault::{Key, KeyFile, KeyShelf, RecoveryCode, ShelfFault};

/// A key store in memory, as broken as a story wants it.
#[derive(Default)]
struct Shelf {
    kept: Mutex<HashMap<String, Key>>,
    fault: Mutex<Option<ShelfFault>>,
}

impl Shelf {
    fn answers(&self) -> Result<(), ShelfFault> {
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }

    fn breaks(&self, fault: Option<ShelfFault>) {
        *self.fault.lock().unwrap() = fault;
    }

    fn holds(&self) -> usize {
        self.kept.lock().unwrap().len()
    }
}

impl KeyShelf for Shelf {
    /// As a store that somebody wrote to behind our back: what lies under the name, whatever it is.
    fn get(&self, id: &str) -> Result<Option<Key>, ShelfFault> {
        self.answers()?;
        Ok(self.kept.lock().unwrap().get(id).cloned())
    }

    fn put(&self, key: &Key) -> Result<(), ShelfFault> {
        self.answers()?;
        self.kept.lock().unwrap().insert(key.id(), key.clone());
        Ok(())
    }

    fn forget(&self, id: &str) -> Result<(), ShelfFault> {
        self.answers()?;
        self.kept.lock().unwrap().remove(id);
        Ok(())
    }
}

/// One machine: its key store and its fallback.
#[derive(Default, Clone)]
struct Machine {
    system: Arc<Shelf>,
    fallback: Arc<Shelf>,
}

impl Machine {
    fn open(&self, dir: &Path) -> Door {
        Door::open_on(dir, Shelves { system: self.system.clone(), fallback: self.fallback.clone() })
    }

    fn forgets(&self) {
        self.system.kept.lock().unwrap().clear();
        self.fallback.kept.lock().unwrap().clear();
    }
}

/// An encrypted desk with records, closed.
struct Desk {
    dir: TempDir,
    machine: Machine,
    code: String,
}

fn call(door: &Door, command: &str, input: Value) -> Value {
    door.call(command, input).unwrap_or_else(|why| panic!("{command}: {why:?}"))
}

fn refused(door: &Door, command: &str, input: Value) -> String {
    door.call(command, input).err().map_or_else(|| "done".into(), |why| why.code)
}

/// The code that is shown, and its last group.
fn new_code(door: &Door) -> (String, String) {
    let shown = call(door, "encryption_code", json!({}));
    let groups: Vec<String> = serde_json::from_value(shown["groups"].clone()).unwrap();
    (groups.join("-"), groups[5].to_lowercase())
}

impl Desk {
    fn plain() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap(), machine: Machine::default(), code: String::new() };
        let door = desk.open();
        call(&door, "dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}));
        call(&door, "principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        let model = json!({"principal": "HH", "code": "H904", "product": "轮式拖拉机"});
        call(&door, "model_save", model);
        desk
    }

    fn encrypted() -> Self {
        let mut desk = Self::plain();
        let door = desk.open();
        let (code, last) = new_code(&door);
        let on = call(&door, "encryption_on", json!({"last_group": last}));
        assert_eq!(on["value"]["on"], true, "{on}");
        desk.code = code;
        desk
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn open(&self) -> Door {
        self.machine.open(self.path())
    }

    fn database(&self) -> PathBuf {
        self.path().join("desk.db")
    }

    /// What the files of the desk hold, but for the lock.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = self.path().read_dir().unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.is_file() && !path.ends_with("desk.lock"));
        files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
    }
}

/// Rows of each table but the ones the program counts by itself.
fn counts(door: &Door) -> Value {
    call(door, "doctor", json!({}))["counts"].clone()
}

/// A way to lose a key.
fn lose(seed: u64, desk: &Desk) {
    let kept = &desk.machine.system.kept;
    match seed % 5 {
        0 => desk.machine.forgets(),
        // Replaced by another key under the same name.
        1 => kept.lock().unwrap().values_mut().for_each(|key| *key = Key::new().unwrap()),
        2 => desk.machine.system.breaks(Some(ShelfFault::Locked("the collection is locked".into()))),
        3 => desk.machine.system.breaks(Some(ShelfFault::Absent("no such service".into()))),
        _ => {
            desk.machine.forgets();
            std::fs::remove_file(KeyFile::beside(&desk.database())).unwrap();
        }
    }
}

#[test]
fn requirement_22_a_lost_key_is_recovered_with_the_code_every_time() {
    let runs = Runs { requirement: 22, test: "a_lost_key_is_recovered", side: "desk", short: 5 };
    runs.each(|seed| {
        let desk = Desk::encrypted();
        let before = counts(&desk.open());
        lose(seed, &desk);
        let files = desk.files();
        let door = desk.open();
        for command in ["desk_status", "sale_list", "doctor", "begin_anew"] {
            assert_eq!(refused(&door, command, json!({})), "key_gone");
        }
        assert!(!call(&door, "backup_list", json!({})).as_array().unwrap().is_empty());
        let other = RecoveryCode::new().unwrap().show();
        assert_eq!(refused(&door, "unlock", json!({"code": &other[..30]})), "code_mistyped");
        assert_eq!(refused(&door, "unlock", json!({"code": *other})), "code_wrong");
        assert_eq!(refused(&door, "unlock", json!({"code": desk.code})), "code_wait");
        if desk.files() != files {
            return Err("a file was changed while the desk was locked".into());
        }
        let door = desk.open();
        call(&door, "unlock", json!({"code": desk.code.to_lowercase()}));
        assert_eq!(counts(&door), before);
        assert_eq!(refused(&door, "unlock", json!({"code": desk.code})), "not_locked");
        drop(door);
        // The key is back: nobody is asked again.
        assert_eq!(counts(&desk.open()), before);
        Ok(())
    });
}

#[test]
fn keys_1_a_desk_whose_key_is_gone_stays_as_it_lies_and_says_what_to_do() {
    let desk = Desk::encrypted();
    desk.machine.forgets();
    let files = desk.files();
    for _ in 0..3 {
        let said = desk.open().call("today", json!({})).unwrap_err();
        assert_eq!(said.code, "key_gone");
        assert!(said.message.contains("数据都在") && said.message.contains("恢复码"), "{}", said.message);
    }
    assert_eq!(desk.files(), files);
    desk.machine.system.breaks(Some(ShelfFault::Locked("locked".into())));
    let said = desk.open().call("today", json!({})).unwrap_err().message;
    assert!(said.contains("钥匙库没有打开"), "{said}");
}

#[test]
fn keys_1_an_empty_desk_is_not_made_where_only_the_key_file_is_left() {
    let desk = Desk::encrypted();
    std::fs::remove_file(desk.database()).unwrap();
    std::fs::remove_dir_all(desk.path().join("backups")).unwrap();
    assert_eq!(refused(&desk.open(), "desk_status", json!({})), "database_gone");
    assert!(!desk.database().exists());
}

#[test]
fn keys_3_without_a_key_store_a_file_keeps_the_key_and_that_is_shown() {
    let mut desk = Desk::plain();
    desk.machine.system.breaks(Some(ShelfFault::Absent("no such service".into())));
    let door = desk.open();
    let (code, last) = new_code(&door);
    let view = call(&door, "encryption_on", json!({"last_group": last}))["value"].take();
    assert_eq!((&view["on"], &view["place"]), (&json!(true), &json!("file")));
    desk.code = code;
    drop(door);
    assert_eq!(desk.machine.fallback.holds(), 1);
    assert_eq!(call(&desk.open(), "encryption_show", json!({}))["place"], "file");
    // Neither of the two: nothing is encrypted.
    let other = Desk::plain();
    for shelf in [&other.machine.system, &other.machine.fallback] {
        shelf.breaks(Some(ShelfFault::Failed("no".into())));
    }
    let door = other.open();
    let (_, last) = new_code(&door);
    assert_eq!(refused(&door, "encryption_on", json!({"last_group": last})), "key_not_kept");
    assert_eq!(call(&door, "encryption_show", json!({}))["on"], false);
    drop(door);
    assert!(!store::is_sealed(&other.database()).unwrap());
    assert!(!KeyFile::beside(&other.database()).exists());
}

#[test]
fn keys_4_another_key_under_our_name_counts_as_none() {
    let desk = Desk::encrypted();
    desk.machine.system.kept.lock().unwrap().values_mut().for_each(|key| *key = Key::new().unwrap());
    assert_eq!(refused(&desk.open(), "today", json!({})), "key_gone");
}

#[test]
fn keys_5_every_encrypted_backup_has_its_key_file_and_opens_with_the_code_elsewhere() {
    let desk = Desk::encrypted();
    let door = desk.open();
    let stick = tempfile::tempdir().unwrap();
    let copy = stick.path().join("拷走的备份.db");
    call(&door, "backup_now", json!({"path": copy}));
    assert!(store::is_sealed(&copy).unwrap() && KeyFile::beside(&copy).exists());
    for backup in call(&door, "backup_list", json!({})).as_array().unwrap() {
        assert_eq!(backup["encrypted"], true);
        assert!(KeyFile::beside(Path::new(backup["path"].as_str().unwrap())).exists(), "{backup}");
    }
    let before = counts(&door);
    let elsewhere = Desk { dir: tempfile::tempdir().unwrap(), machine: Machine::default(), code: desk.code.clone() };
    let there = elsewhere.open();
    assert_eq!(refused(&there, "backup_restore", json!({"path": copy})), "backup_locked");
    assert_eq!(call(&there, "encryption_show", json!({}))["on"], false);
    call(&there, "backup_restore", json!({"path": copy, "code": desk.code}));
    assert_eq!(call(&there, "encryption_show", json!({}))["on"], true, "it brought its key");
    drop(there);
    assert!(store::is_sealed(&elsewhere.database()).unwrap());
    let there = elsewhere.open();
    let table = |counts: &Value, name: &str| -> i64 {
        let all = counts.as_array().unwrap();
        all.iter().find(|line| line["table"] == name).map_or(0, |line| line["rows"].as_i64().unwrap())
    };
    for name in ["principal", "model", "policy_pack"] {
        assert_eq!(table(&counts(&there), name), table(&before, name), "{name}");
    }
}

#[test]
fn safe_7_a_restored_desk_keeps_its_own_key_and_what_was_kept_opens_too() {
    let desk = Desk::plain();
    let plain = desk.path().join("vor.db");
    let door = desk.open();
    call(&door, "backup_now", json!({"path": plain}));
    let (_, last) = new_code(&door);
    call(&door, "encryption_on", json!({"last_group": last}));
    call(&door, "backup_restore", json!({"path": plain}));
    drop(door);
    assert!(store::is_sealed(&desk.database()).unwrap(), "a plain backup does not make an encrypted desk plain");
    assert_eq!(call(&desk.open(), "encryption_show", json!({}))["on"], true);
    let kept: Vec<PathBuf> = (desk.path().read_dir().unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("desk.replaced-"))
        .filter(|path| path.extension().is_some_and(|kind| kind == "db"))
        .collect();
    assert_eq!(kept.len(), 1);
    assert!(store::is_sealed(&kept[0]).unwrap() && KeyFile::beside(&kept[0]).exists());
    // The key gone, the same backup: the desk comes back, what could not be read is kept.
    desk.machine.forgets();
    let door = desk.open();
    call(&door, "backup_restore", json!({"path": plain}));
    assert_eq!(call(&door, "encryption_show", json!({}))["on"], false);
}

#[test]
fn sealed_1_nothing_is_encrypted_before_the_code_was_typed_back() {
    let desk = Desk::plain();
    let door = desk.open();
    assert_eq!(refused(&door, "encryption_on", json!({"last_group": "ABCDE"})), "no_recovery_code");
    let (code, _) = new_code(&door);
    for typed in ["", "ABCDE", &code[..5], &code] {
        assert_eq!(refused(&door, "encryption_on", json!({"last_group": typed})), "not_typed_back", "{typed}");
    }
    assert_eq!(refused(&door, "encryption_off", json!({})), "not_encrypted");
    drop(door);
    assert!(!store::is_sealed(&desk.database()).unwrap() && desk.machine.system.holds() == 0);
}

#[test]
fn sealed_2_on_and_off_keep_every_row_and_leave_no_plain_file_behind() {
    let desk = Desk::plain();
    let rows = |door: &Door| call(door, "model_list", json!({}))["rows"].clone();
    let door = desk.open();
    let before = rows(&door);
    let (_, last) = new_code(&door);
    call(&door, "encryption_on", json!({"last_group": last}));
    assert_eq!(refused(&door, "encryption_on", json!({"last_group": last})), "already_encrypted");
    assert_eq!(rows(&door), before);
    drop(door);
    let holds = |files: BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let text = "清河惠农农机有限公司".as_bytes();
        let shows = |bytes: &Vec<u8>| bytes.windows(text.len()).any(|window| window == text);
        files.into_iter().filter(|(_, bytes)| shows(bytes)).map(|(name, _)| name).collect()
    };
    assert_eq!(holds(desk.files()), [""; 0]);
    // As a program that was killed between the exchange and the first opening leaves it.
    std::fs::write(desk.path().join("desk.plain-1.db"), "清河惠农农机有限公司").unwrap();
    let door = desk.open();
    assert_eq!(holds(desk.files()), [""; 0]);
    call(&door, "encryption_off", json!({}));
    assert_eq!(rows(&door), before);
    drop(door);
    assert!(!store::is_sealed(&desk.database()).unwrap() && !KeyFile::beside(&desk.database()).exists());
    assert_eq!(rows(&desk.open()), before);
    assert_eq!(holds(desk.files()), [desk.database().display().to_string()]);
}

#[test]
fn sealed_2_a_program_killed_before_the_exchange_leaves_a_plain_desk() {
    let desk = Desk::plain();
    let (key, code) = (Key::new().unwrap(), RecoveryCode::new().unwrap());
    KeyFile::wrap(&key, &code, 7).unwrap().write(&KeyFile::beside(&desk.database())).unwrap();
    std::fs::write(desk.path().join("desk.db.sealing"), "half").unwrap();
    assert_eq!(call(&desk.open(), "encryption_show", json!({}))["on"], false);
    assert!(!KeyFile::beside(&desk.database()).exists() && !desk.path().join("desk.db.sealing").exists());
}

#[test]
fn sealed_3_backups_of_before_are_encrypted_too() {
    let desk = Desk::plain();
    let door = desk.open();
    call(&door, "backup_now", json!({}));
    assert_eq!(call(&door, "encryption_show", json!({}))["plain_backups"], 1);
    let (_, last) = new_code(&door);
    let view = call(&door, "encryption_on", json!({"last_group": last}))["value"].take();
    assert_eq!((&view["plain_backups"], &view["encrypted_backups"]), (&json!(0), &json!(2)));
    for backup in call(&door, "backup_list", json!({})).as_array().unwrap() {
        call(&door, "backup_restore", json!({"path": backup["path"]}));
    }
}

#[test]
fn sealed_4_a_new_code_replaces_the_one_before() {
    let desk = Desk::encrypted();
    let door = desk.open();
    let (code, last) = new_code(&door);
    assert_eq!(refused(&door, "encryption_renew", json!({"last_group": "00000"})), "not_typed_back");
    call(&door, "encryption_renew", json!({"last_group": last}));
    let backup = call(&door, "backup_list", json!({}))[0]["path"].as_str().unwrap().to_owned();
    drop(door);
    desk.machine.forgets();
    let with = |code: &str| refused(&desk.open(), "unlock", json!({"code": code}));
    assert_eq!(with(&desk.code), "code_wrong");
    assert_eq!(with(&code), "done");
    let file = KeyFile::read(&KeyFile::beside(Path::new(&backup))).unwrap();
    let opened = |code: &str| file.unwrap_with(&RecoveryCode::parse(code).unwrap()).is_ok();
    assert!(opened(&code) && !opened(&desk.code));
}

#[test]
fn sealed_5_code_and_key_stand_in_no_file_trail_or_error() {
    let desk = Desk::encrypted();
    let key = desk.machine.system.kept.lock().unwrap().values().next().cloned().unwrap();
    let door = desk.open();
    let trail = call(&door, "audit_list", json!({})).to_string();
    assert!(trail.contains("开启数据加密"), "{trail}");
    desk.machine.forgets();
    let other = RecoveryCode::new().unwrap();
    let locked = desk.open();
    let said: Vec<String> = [desk.code[1..].to_owned(), other.show().to_string()]
        .iter()
        .map(|code| format!("{:?}", locked.call("unlock", json!({"code": code})).unwrap_err()))
        .collect();
    let code = desk.code.replace('-', "");
    let mut texts: Vec<Vec<u8>> = desk.files().into_values().collect();
    texts.extend(said.into_iter().chain([trail]).map(String::into_bytes));
    for secret in [key.hex().as_str(), desk.code.as_str(), &code, &desk.code[..17], &other.show()] {
        let shows = |bytes: &&Vec<u8>| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert_eq!(texts.iter().filter(shows).count(), 0);
    }
}

#[test]
fn sealed_5_the_device_key_lies_in_no_file_of_an_encrypted_desk() {
    const SEED: &str = "[211,17,93,240,5,61,178,99,14,77,201,36,88,142,250,3";
    let desk = Desk::encrypted();
    let key = desk.machine.system.kept.lock().unwrap().values().next().cloned().unwrap();
    let entry = store::Entry { at: 1_792_468_800_000, op: "test" };
    let written = |key: Option<&Key>| {
        let store = store::Store::open_with(&desk.database(), key, |_| Ok(())).unwrap();
        let account = format!("{{\"device_seed\": {SEED}]}}");
        store
            .write(entry, |tx| {
                let maker = tx.principals()?.remove(0);
                tx.put_sync_account(&maker.id.to_string(), &account)
            })
            .unwrap();
    };
    let shows = |dir: &Path| -> usize {
        let files = dir.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let holds = |bytes: Vec<u8>| bytes.windows(SEED.len()).any(|window| window == SEED.as_bytes());
        files.filter(|path| holds(std::fs::read(path).unwrap())).count()
    };
    written(Some(&key));
    let backups = desk.path().join("backups");
    let door = desk.open();
    call(&door, "backup_now", json!({}));
    assert_eq!((shows(desk.path()), shows(&backups)), (0, 0));
    // What a plain desk would show, so that the search finds what it looks for.
    call(&door, "encryption_off", json!({}));
    drop(door);
    written(None);
    assert_eq!(shows(desk.path()), 1);
}

#[test]
fn a_database_whose_first_page_is_damaged_is_said_to_be_and_is_not_begun_anew() {
    let desk = Desk::encrypted();
    let mut bytes = std::fs::read(desk.database()).unwrap();
    bytes[200] ^= 1;
    std::fs::write(desk.database(), &bytes).unwrap();
    let door = desk.open();
    assert_eq!(refused(&door, "today", json!({})), "key_unfit");
    assert_eq!(refused(&door, "begin_anew", json!({})), "key_unfit");
    assert_eq!(std::fs::read(desk.database()).unwrap(), bytes);
    let backup = call(&door, "backup_list", json!({}))[0]["path"].clone();
    call(&door, "backup_restore", json!({"path": backup}));
    assert_eq!(call(&door, "encryption_show", json!({}))["on"], true);
}

#[test]
fn a_later_page_that_is_damaged_is_put_aside_with_its_key_file() {
    let desk = Desk::encrypted();
    let mut bytes = std::fs::read(desk.database()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(7);
    std::fs::write(desk.database(), &bytes).unwrap();
    let door = desk.open();
    assert_eq!(refused(&door, "today", json!({})), "database_damaged");
    let kept = desk.files().into_keys().find(|name| name.contains("desk.damaged-") && name.ends_with(".db")).unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), bytes);
    assert!(KeyFile::beside(Path::new(&kept)).exists());
    let backup = call(&door, "backup_list", json!({}))[0]["path"].clone();
    call(&door, "backup_restore", json!({"path": backup}));
    assert_eq!(call(&door, "encryption_show", json!({}))["on"], true);
}
