//! The command line, with its exact forms, on a folder that a server is serving.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use sync::desk::Desk;
use sync::memory::MemoryDesk;
use sync::outcome::{Options, Trigger};

const ID: &str = "01940000-0000-7000-8000-000000000001";

fn run(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_head-office"));
    command.arg("--data").arg(dir).args(args).output().unwrap()
}

fn say(dir: &Path, args: &[&str]) -> String {
    let out = run(dir, args);
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

fn serve(dir: &Path) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_head-office"))
        .arg("--data")
        .arg(dir)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    (child, url.trim().to_owned())
}

fn now() -> i64 {
    head_office::clock::now_ms()
}

#[test]
fn every_form_works_while_the_server_runs() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (mut child, url) = serve(dir);
    assert!(url.starts_with("http://127.0.0.1:"));
    say(dir, &["dealer", "add", "HB0732", "大地农机"]);
    assert_eq!(say(dir, &["dealer", "list"]), "HB0732\t大地农机");
    let code = say(dir, &["enrol-code", "HB0732"]);
    assert_eq!(code.len(), 19);
    let (desk, options) = (MemoryDesk::default(), Options::new(Trigger::Click, "test"));
    // Never told its code, it takes the one the first desk names.
    let account = sync::enrol_blocking(&url, &code, "柜台一号", Some("DF"), &now, &options).unwrap();
    assert_eq!((&*account.principal_code, &*account.dealer_name), ("DF", "大地农机"));
    desk.set_account("p", &account, "e1").unwrap();
    desk.save("p", "card", ID, r#"{"unit":{"serial":"007"},"sale":{"sold_on":"2025-06-01"}}"#);
    desk.add_file("p", b"workbook");
    assert_eq!(sync::run_blocking(&desk, "p", &now, &options).acked, 1);

    let listed: Value = serde_json::from_str(&say(dir, &["list", "card", "--json"])).unwrap();
    let one = &listed[0];
    assert_eq!((&one["record_id"], &one["rev"], &one["kind"]), (&ID.into(), &1.into(), &"card".into()));
    assert_eq!((&one["dealer"], &one["body"]["unit"]["serial"]), (&"HB0732".into(), &"007".into()));
    assert!(one["received_at"].is_i64() && one["receipt"]["signature"].is_string());
    assert_eq!(say(dir, &["list", "repair", "--json"]), "[]");
    assert!(say(dir, &["list", "all"]).contains("card\tHB0732"));

    say(dir, &["notice", "add", "HB0732", "--kind", "settlement", "--json", r#"{"paid_fen":100}"#]);
    assert_eq!(sync::run_blocking(&desk, "p", &now, &options).received, 1);
    assert_eq!(desk.items("p")[0].body, r#"{"paid_fen":100}"#);

    let out = dir.join("out");
    assert_eq!(say(dir, &["export", out.to_str().unwrap()]), "1 records, 1 files");
    let line = std::fs::read_to_string(out.join("records.jsonl")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["record_id"], ID);
    let file = wire::hash::sha256_hex(b"workbook");
    assert_eq!(std::fs::read(out.join("files").join(file)).unwrap(), b"workbook");

    let devices: Value = serde_json::from_str(&say(dir, &["device", "list", "--json"])).unwrap();
    say(dir, &["device", "revoke", devices[0]["device_id"].as_str().unwrap()]);
    let refused = sync::run_blocking(&desk, "p", &now, &options);
    assert_eq!(refused.problem.unwrap().code, "revoked");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn wrong_words_are_refused_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    for args in [
        &["enrol-code", "NOPE"][..],
        &["device", "revoke", "nope"],
        &["dealer", "add", "A\nB", "x"],
        &["dealer", "add", "", "x"],
        &["dealer", "add", "A", " "],
        &["dealer", "add", "A23456789012345678901", "x"],
        &["dealer", "add", "A", &"名".repeat(61)],
        &["list", "nope"],
        &["list", "nope", "--json"],
        &["notice", "add", "NOPE", "--kind", "notice", "--json", "{}"],
        &["notice", "add", "NOPE", "--kind", "notice", "--json", "[1]"],
        &["enrol-code", "X", "--minutes", "60"],
    ] {
        let out = run(dir, args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(!out.stderr.is_empty());
    }
    assert!(String::from_utf8_lossy(&run(dir, &["list", "nope"]).stderr).contains("card, repair, part"));
    say(dir, &["dealer", "add", "A2345678901234567890", &"名".repeat(60)]);
    say(dir, &["init", "--principal", "DF", "--name", "东方农机"]);
    say(dir, &["init", "--principal", "DF"]);
    assert_eq!(run(dir, &["init", "--principal", "LW"]).status.code(), Some(2), "a house keeps its name");
}

#[cfg(unix)]
#[test]
fn a_stop_is_graceful() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, _) = serve(dir.path());
    let pid = child.id().to_string();
    assert!(Command::new("kill").arg(pid).status().unwrap().success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_newer_database_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    say(dir.path(), &["dealer", "list"]);
    let path = dir.path().join("head-office.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    assert_eq!(run(dir.path(), &["dealer", "list"]).status.code(), Some(2));
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn an_older_database_gets_what_is_new_and_keeps_what_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let db = rusqlite::Connection::open(dir.path().join("head-office.db")).unwrap();
    db.execute_batch(include_str!("../migrations/V1__office.sql")).unwrap();
    db.execute_batch(
        "INSERT INTO meta VALUES ('server_id', 'mine'); INSERT INTO dealer VALUES ('HB0732', '大地农机', 1)",
    )
    .unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
    assert_eq!(say(dir.path(), &["dealer", "list"]), "HB0732\t大地农机");
    say(dir.path(), &["clerk", "add", "王芳", "--role", "clerk"]);
    let one = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(one("SELECT value FROM meta WHERE key = 'server_id'"), "mine");
    assert_eq!(one("SELECT CAST(user_version AS TEXT) FROM pragma_user_version"), "7");
}

#[test]
fn clerks_are_added_listed_given_a_new_password_and_leave() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let first = say(dir, &["clerk", "add", "王芳", "--role", "reader"]);
    let second = say(dir, &["clerk", "password", "王芳"]);
    assert!(first.len() == 17 && second.len() == 17 && first != second);
    say(dir, &["clerk", "add", "李强", "--role", "admin"]);
    say(dir, &["clerk", "leave", "王芳"]);
    assert_eq!(say(dir, &["clerk", "list"]), "李强\tadmin\n王芳\treader\tleft");
    for args in [
        &["clerk", "leave", "王芳"][..],
        &["clerk", "password", "谁"],
        &["clerk", "add", " 空", "--role", "reader"],
        &["clerk", "add", "甲", "--role", "boss"],
        &["clerk", "add", "甲", "--role", "reader", "--password-stdin"],
    ] {
        assert_eq!(run(dir, args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_head_office_that_was_never_named_takes_the_suggested_code_or_one_of_its_own() {
    let enrol = |suggest: Option<&str>| {
        let dir = tempfile::tempdir().unwrap();
        let (mut child, url) = serve(dir.path());
        say(dir.path(), &["dealer", "add", "HB0732", "大地农机"]);
        let code = say(dir.path(), &["enrol-code", "HB0732"]);
        let mut options = Options::new(Trigger::Click, "test");
        options.suggest = suggest.map(str::to_owned);
        let account = sync::enrol_blocking(&url, &code, "柜台", None, &now, &options).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        account.principal_code
    };
    assert_eq!(enrol(Some("LW")), "LW");
    let (one, other) = (enrol(None), enrol(None));
    assert!(one.starts_with("HO-") && one != other, "{one} {other}");
}
