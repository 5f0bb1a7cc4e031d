//! Keys that the machine does not keep, and what an act on the key leaves undone.

use super::*;
use vault::FolderShelf;

fn breaks(desk: &Desk, how: Option<ShelfFault>) {
    desk.machine.system.breaks(how.clone());
    desk.machine.fallback.breaks(how);
}

fn full() -> Option<ShelfFault> {
    Some(ShelfFault::Failed("no space left".into()))
}

fn put_aside(desk: &Desk) -> Vec<PathBuf> {
    let entries = desk.path().read_dir().unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.to_string_lossy().contains("desk.replaced-") && path.extension().unwrap() == "db")
        .collect()
}

#[test]
fn keys_3_the_code_opens_a_desk_on_a_machine_that_keeps_no_key() {
    let desk = Desk::encrypted();
    let before = counts(&desk.open());
    desk.machine.forgets();
    breaks(&desk, full());
    let door = desk.open();
    let opened = call(&door, "unlock", json!({"code": desk.code}))["value"].take();
    assert_eq!(opened["counts"], before);
    assert!(opened["problems"].to_string().contains("下次打开要输入恢复码"), "{opened}");
    assert_eq!(call(&door, "encryption_show", json!({}))["place"], "nowhere");
    drop(door);
    breaks(&desk, None);
    let door = desk.open();
    let opened = call(&door, "unlock", json!({"code": desk.code}))["value"].take();
    assert_eq!(opened["problems"], json!([]));
}

#[test]
fn keys_3_the_first_key_of_a_machine_makes_its_folder() {
    let desk = Desk::plain();
    let nowhere_yet = desk.path().join("config/cn.sanbaodesk.desk/keys");
    desk.machine.system.breaks(Some(ShelfFault::Absent("no such service".into())));
    let open = || {
        let fallback = Arc::new(FolderShelf::new(nowhere_yet.clone()));
        Door::open_on(desk.path(), Shelves { system: desk.machine.system.clone(), fallback })
    };
    let door = open();
    let (code, last) = new_code(&door);
    assert_eq!(call(&door, "encryption_on", json!({"last_group": last}))["value"]["place"], "file");
    drop(door);
    std::fs::remove_dir_all(&nowhere_yet).unwrap();
    let door = open();
    call(&door, "unlock", json!({"code": code}));
    drop(door);
    assert_eq!(call(&open(), "encryption_show", json!({}))["place"], "file");
}

#[test]
fn sealed_3_what_a_restore_put_aside_is_encrypted_too_and_what_cannot_be_is_counted() {
    let desk = Desk::plain();
    let door = desk.open();
    let backup = call(&door, "backup_now", json!({"path": null}))["value"]["path"].take();
    call(&door, "backup_restore", json!({"path": backup}));
    assert_eq!(put_aside(&desk).len(), 1);
    let damaged = desk.path().join("desk.damaged-1.db");
    std::fs::write(&damaged, b"SQLite format 3\0 and then nothing of it").unwrap();
    let (_, last) = new_code(&door);
    let view = call(&door, "encryption_on", json!({"last_group": last}))["value"].take();
    assert_eq!(
        (&view["plain_copies"], &view["plain_backups"], &view["unfollowed"]),
        (&json!(1), &json!(0), &json!([]))
    );
    for kept in put_aside(&desk) {
        assert!(store::is_sealed(&kept).unwrap() && KeyFile::beside(&kept).exists());
    }
    assert_eq!(std::fs::read(&damaged).unwrap(), b"SQLite format 3\0 and then nothing of it");
    assert!(!KeyFile::beside(&damaged).exists());
}

#[test]
fn sealed_3_a_backup_that_stayed_plain_is_encrypted_at_the_next_start() {
    let desk = Desk::plain();
    let door = desk.open();
    let made = call(&door, "backup_now", json!({"path": null}))["value"]["path"].take();
    let made = PathBuf::from(made.as_str().unwrap());
    let plain = std::fs::read(&made).unwrap();
    let (_, last) = new_code(&door);
    call(&door, "encryption_on", json!({"last_group": last}));
    drop(door);
    // As a program leaves it that was killed after the database was exchanged.
    std::fs::write(&made, plain).unwrap();
    std::fs::remove_file(KeyFile::beside(&made)).unwrap();
    let view = call(&desk.open(), "encryption_show", json!({}));
    assert_eq!(view["plain_backups"], 0, "{view}");
    assert!(store::is_sealed(&made).unwrap() && KeyFile::beside(&made).exists());
}

#[test]
fn sealed_6_a_new_code_counts_although_the_key_store_is_broken() {
    let desk = Desk::encrypted();
    let door = desk.open();
    let (code, last) = new_code(&door);
    breaks(&desk, full());
    let view = call(&door, "encryption_renew", json!({"last_group": last}))["value"].take();
    assert_eq!((&view["place"], &view["unfollowed"]), (&json!("nowhere"), &json!([])));
    drop(door);
    breaks(&desk, None);
    desk.machine.forgets();
    let door = desk.open();
    assert_eq!(refused(&door, "unlock", json!({"code": desk.code})), "code_wrong");
    drop(door);
    call(&desk.open(), "unlock", json!({"code": code}));
}
