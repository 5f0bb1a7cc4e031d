//! Stories of safety: backup, restore, damage, newer programs, the command line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sanbao_tests::world::{HeadOffice, START, World, machine_now, sale};
use sanbao_tests::{Outcome, programs};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn sanbao(dir: &Path, args: &[&str]) -> Outcome<Output> {
    Ok(Command::new(programs::path("sanbao")?).arg("--data").arg(dir).args(args).output()?)
}

fn said(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

#[test]
fn cli_1_standard_output_is_one_line_of_json() -> Outcome<()> {
    let dir = tempfile::tempdir()?;
    let done = sanbao(&dir.path().join("new/folder"), &["call", "desk_status", "{}"])?;
    assert!(done.status.success());
    let text = String::from_utf8(done.stdout.clone())?;
    assert_eq!(text.lines().count(), 1);
    assert_eq!(said(&done)["ok"], true);
    assert!(dir.path().join("new/folder/desk.db").exists(), "the folder is made");
    Ok(())
}

#[test]
fn cli_2_exit_codes_tell_done_from_could_not() -> Outcome<()> {
    let dir = tempfile::tempdir()?;
    let bad = sanbao(dir.path(), &["call", "sale_open", "{\"colour\":1}"])?;
    assert_eq!((bad.status.code(), said(&bad)["ok"].as_bool()), (Some(2), Some(false)));
    assert_eq!(said(&bad)["error"]["field"], "colour");
    assert_eq!(sanbao(dir.path(), &["call", "sale_open", "{not json"])?.status.code(), Some(2));
    assert_eq!(sanbao(dir.path(), &["import", "no-such-file.csv"])?.status.code(), Some(2));
    let listed = Command::new(programs::path("sanbao")?).arg("commands").output()?;
    let text = String::from_utf8(listed.stdout)?;
    for command in app::COMMANDS {
        assert!(text.contains(command.name) && text.contains(command.doc.trim()), "{}", command.name);
    }
    Ok(())
}

#[test]
fn app_2_a_damaged_database_is_kept_and_said_until_a_restore() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-20");
    let backup = world.call("backup_now", json!({}))["path"].as_str().unwrap_or_default().to_owned();
    world.close();
    let database = world.dir().join("desk.db");
    std::fs::write(&database, b"this is no database at all, it is a letter")?;
    for _ in 0..2 {
        let done = sanbao(world.dir(), &["call", "sale_list", "{}"])?;
        assert_eq!((done.status.code(), said(&done)["error"]["code"].as_str()), (Some(2), Some("database_damaged")));
    }
    let kept: Vec<_> = std::fs::read_dir(world.dir())?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("desk.damaged-"))
        .collect();
    assert_eq!(kept.len(), 1, "kept under a new name, once");
    assert_eq!(std::fs::read(world.dir().join(&kept[0]))?, b"this is no database at all, it is a letter");
    assert_eq!(said(&sanbao(world.dir(), &["call", "backup_list", "{}"])?)["value"].as_array().map(Vec::len), Some(1));
    let restored = sanbao(world.dir(), &["restore", &backup])?;
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert_eq!(said(&sanbao(world.dir(), &["call", "sale_list", "{}"])?)["value"]["total"], 1);
    Ok(())
}

#[test]
fn app_3_a_database_that_is_gone_is_not_replaced_by_an_empty_one() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    let backup = world.call("backup_now", json!({}))["path"].as_str().unwrap_or_default().to_owned();
    world.close();
    let database = world.dir().join("desk.db");
    let elsewhere = world.dir().join("elsewhere.db");
    std::fs::rename(&database, &elsewhere)?;
    for _ in 0..2 {
        let done = sanbao(world.dir(), &["call", "sale_list", "{}"])?;
        assert_eq!((done.status.code(), said(&done)["error"]["code"].as_str()), (Some(2), Some("database_gone")));
        let says = said(&done)["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(says.contains("1 份备份，最新的是 2026年10月20日") && says.contains("sanbao restore"), "{says}");
    }
    assert!(!database.exists(), "no empty desk was made");
    assert!(sanbao(world.dir(), &["restore", &backup])?.status.success());
    assert_eq!(said(&sanbao(world.dir(), &["call", "sale_list", "{}"])?)["value"]["total"], 1);
    let again = sanbao(world.dir(), &["--json", "begin-anew"])?;
    assert_eq!(said(&again)["error"]["code"], "not_gone", "a desk that is there is not begun anew");
    Ok(())
}

#[test]
fn app_3_a_desk_begun_anew_keeps_the_backups_of_the_old_one() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("backup_now", json!({}));
    world.close();
    let database = world.dir().join("desk.db");
    for how in ["gone", "damaged"] {
        match how {
            "gone" => std::fs::remove_file(&database)?,
            _ => std::fs::write(&database, b"a letter")?,
        }
        assert_eq!(sanbao(world.dir(), &["call", "sale_list", "{}"])?.status.code(), Some(2));
        assert!(sanbao(world.dir(), &["begin-anew"])?.status.success(), "{how}");
        assert_eq!(said(&sanbao(world.dir(), &["call", "sale_list", "{}"])?)["value"]["total"], 0);
    }
    let names: Vec<_> =
        std::fs::read_dir(world.dir())?.filter_map(|e| e.ok()?.file_name().into_string().ok()).collect();
    let old = names.iter().filter(|name| name.starts_with("backups.before-"));
    let kept: usize = old.filter_map(|name| world.dir().join(name).read_dir().ok()).map(Iterator::count).sum();
    assert_eq!(kept, 1, "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("kept.desk.damaged-")), "{names:?}");
    Ok(())
}

#[test]
fn a_database_of_a_newer_program_is_neither_opened_nor_touched() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.close();
    let database = world.dir().join("desk.db");
    // The format stands at byte 60 of the header, big-endian.
    let mut bytes = std::fs::read(&database)?;
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&database, &bytes)?;
    let done = sanbao(world.dir(), &["call", "desk_status", "{}"])?;
    assert_eq!((done.status.code(), said(&done)["error"]["code"].as_str()), (Some(2), Some("database_too_new")));
    assert_eq!(std::fs::read(&database)?, bytes, "not a byte is changed");
    Ok(())
}

#[test]
fn safe_1_a_scheduled_backup_waits_half_an_hour_and_for_a_change() -> Outcome<()> {
    let world = World::set_up()?;
    assert!(world.app().tick(), "the first backup is due at once");
    assert_eq!(world.call("backup_list", json!({})).as_array().map(Vec::len), Some(1));
    world.app().tick();
    assert_eq!(world.call("backup_list", json!({})).as_array().map(Vec::len), Some(1), "not again within half an hour");
    // By its time, not by their number: older ones of one day are thinned.
    let newest = |world: &World| world.call("backup_list", json!({}))[0]["made_at"].as_i64();
    let first = newest(&world);
    world.pass(31 * 60_000);
    world.app().tick();
    assert_eq!(newest(&world), first, "not again while nothing changed");
    world.sell("HH26B00001", "2026-10-18");
    world.app().tick();
    let second = newest(&world);
    assert!(second > first);
    world.pass(31 * 60_000);
    world.app().tick();
    assert_eq!(newest(&world), second, "the backup itself is no change");
    // One that a clock gone astray dated years ahead says nothing about today.
    let ahead = world.dir().join("backups").join("desk-1999999999999-button.db");
    std::fs::copy(world.call("backup_list", json!({}))[0]["path"].as_str().unwrap_or_default(), &ahead)?;
    world.sell("HH26B00002", "2026-10-18");
    assert_eq!(world.call("desk_status", json!({}))["last_backup_at"].as_i64(), second);
    world.app().tick();
    let today = world.call("backup_list", json!({}))[1]["made_at"].as_i64();
    assert!(today > second, "{today:?}");
    Ok(())
}

#[test]
fn safe_2_a_restored_desk_begins_a_new_epoch_and_nothing_arrives_twice() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    let backup = world.call("backup_now", json!({}))["path"].clone();
    world.sell("HH26B00002", "2026-10-19");
    world.call("sync_now", json!({}));
    world.call("backup_restore", json!({"path": backup}));
    world.sell("HH26B00003", "2026-10-20");
    let lines = world.call("sync_now", json!({}));
    assert_eq!(lines[0]["sentence"], "全部已报送", "{lines}");
    let mut serials: Vec<_> = office
        .list("card")?
        .iter()
        .map(|card| card["body"]["unit"]["serial"].as_str().unwrap_or_default().to_owned())
        .collect();
    serials.sort();
    assert_eq!(serials, ["HH26B00001", "HH26B00002", "HH26B00003"]);
    let kept = std::fs::read_dir(world.dir())?
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .any(|n| n.starts_with("desk.replaced-"));
    assert!(kept, "what the restore replaced is kept");
    Ok(())
}

#[test]
fn safe_2_killed_right_after_the_exchange_it_begins_them_when_it_is_opened() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let mut world = World::set_up()?;
    world.enrol(&office)?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    let backup = world.call("backup_now", json!({}))["path"].clone();
    let epochs = |world: &World| -> Outcome<Vec<String>> {
        let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
        let mut statement = database.prepare("SELECT epoch FROM stream WHERE current = 1")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    let before = epochs(&world)?;
    world.close();
    let kept = world.dir().join("desk.replaced-1.db");
    let backup = backup.as_str().unwrap_or_default();
    store::Store::restore(backup.as_ref(), &world.dir().join("desk.db"), &kept)?;
    assert_eq!(epochs(&world)?, before, "killed before anything else");
    world.restart()?;
    let after = epochs(&world)?;
    assert!(after.len() == 1 && after != before, "{before:?} {after:?}");
    world.restart()?;
    assert_eq!(epochs(&world)?, after, "once");
    Ok(())
}

#[test]
fn a_restore_of_something_else_moves_nothing() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    let letter = world.dir().join("letter.db");
    std::fs::write(&letter, b"no database")?;
    let nothing = world.dir().join("nothing.db");
    for (path, code) in [(letter.as_path(), "file_damaged"), (world.dir(), "file_damaged"), (&nothing, "file_missing")]
    {
        assert_eq!(world.refused("backup_restore", json!({"path": path})).code, code);
    }
    assert_eq!(world.call("sale_list", json!({}))["total"], 1);
    Ok(())
}

#[test]
fn e20_a_cancelled_sale_after_its_receipt_travels_as_a_reversal() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "acknowledged");
    world.call("sale_void", json!({"id": sold["id"], "reason": "用户退货"}));
    world.call("sync_now", json!({}));
    let reversals = office.list("reversal")?;
    assert_eq!(reversals.len(), 1);
    let card = office.list("card")?;
    assert_eq!(reversals[0]["body"]["of"], card[0]["record_id"]);
    assert_eq!(reversals[0]["body"]["reason"], "用户退货");
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["state"], "voided");
    Ok(())
}

#[test]
fn store_6_a_migration_that_failed_says_what_is_left_and_what_to_do() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    world.close();
    let database = world.dir().join("desk.db");
    let base = rusqlite::Connection::open(&database)?;
    let last: i64 = base.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))?;
    // As if the first program had left it, with tables of its own in the way.
    base.execute_batch("DELETE FROM refinery_schema_history WHERE version > 1")?;
    let sales = || base.query_row("SELECT count(*) FROM sale", [], |row| row.get::<_, i64>(0));
    assert_eq!(sales()?, 1);
    let door = app::Door::open(world.dir());
    let error = door.call("sale_list", json!({})).err().ok_or("it opened")?;
    assert_eq!(error.code, "migration_failed");
    let backups = std::fs::read_dir(world.dir().join("backups"))?.filter_map(|entry| Some(entry.ok()?.path()));
    let copy =
        backups.filter(|path| path.to_string_lossy().ends_with("-before_migration.db")).max().ok_or("no copy")?;
    let copy = copy.to_string_lossy().into_owned();
    let steps = format!("数据升级没有做成（第 2 步到第 {last} 步）");
    for words in [steps.as_str(), "数据没有任何改动", copy.as_str(), "请先装回原来的版本"] {
        assert!(error.message.contains(words), "{words}: {}", error.message);
    }
    assert_eq!(sales()?, 1);
    assert_eq!(
        door.call("backup_list", json!(null)).map(|list| list[0]["cause"].clone()).ok(),
        Some(json!("before_migration"))
    );
    Ok(())
}

/// A desk whose disk is full when head office has just answered its enrolment, and what it asked.
fn broken_off(office: &HeadOffice) -> Outcome<(World, rusqlite::Connection, Value)> {
    let world = World::at(machine_now())?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}));
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let full = "CREATE TRIGGER full BEFORE INSERT ON sync_account BEGIN SELECT RAISE(ABORT, 'disk full'); END";
    base.execute_batch(full)?;
    let ask = json!({"url": office.url, "code": office.enrol_code()?});
    let refused = world.refused("enrol", ask.clone());
    assert!(refused.message.contains("用同一个代码再登记一次"), "{}", refused.message);
    base.execute_batch("DROP TRIGGER full")?;
    Ok((world, base, ask))
}

#[test]
fn enrol_1_an_enrolment_that_breaks_off_leaves_no_maker_without_its_account() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let (world, ..) = broken_off(&office)?;
    assert_eq!(world.call("desk_status", json!({}))["principals"], json!([]));
    Ok(())
}

#[test]
fn the_whole_fingerprint_of_head_office_stands_with_its_maker() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let maker = &world.call("desk_status", json!({}))["principals"][0];
    let key = head_office::keys::Keys::open(office.dir())?.receipt_public();
    let mut read_out = wire::hash::sha256_hex(&key);
    for at in (1..16).rev() {
        read_out.insert(at * 4, ' ');
    }
    assert_eq!(maker["office_key"], read_out.as_str());
    Ok(())
}

#[test]
fn enrol_2_the_same_code_is_good_for_the_next_try() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let (mut world, base, ask) = broken_off(&office)?;
    world.restart()?;
    assert_eq!(world.call("enrol", ask.clone())["enrolled"], true);
    let devices: Value = serde_json::from_str(&office.run(&["device", "list", "--json"])?)?;
    assert_eq!(devices.as_array().map(Vec::len), Some(1), "the same device: {devices}");
    assert_eq!(world.call("sync_now", json!({}))[0]["problem"], Value::Null);
    let kept: String = base.query_row("SELECT value FROM setting WHERE key = 'enrolling'", [], |row| row.get(0))?;
    assert_eq!(kept, "null", "the key is the account's now");
    assert_eq!(world.refused("enrol", ask).code, "bad_code", "and the code is used up");
    Ok(())
}

#[test]
fn enrol_5_another_head_office_takes_a_makers_place_only_when_somebody_says_so() -> Outcome<()> {
    let (ours, other) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("HH", "华禾农机")?);
    let world = World::set_up()?;
    world.enrol(&ours)?;
    world.sell("HH26B00001", "2026-10-18");
    let mut ask = json!({"url": other.url, "code": other.enrol_code()?});
    let refused = world.refused("enrol", ask.clone());
    assert_eq!(refused.code, "office_differs");
    for office in [&ours, &other] {
        let seed = STANDARD.decode(std::fs::read_to_string(office.dir().join("receipt.key"))?.trim())?;
        let key = sync::key::public(seed.as_slice().try_into()?);
        let hash = wire::hash::sha256_hex(&STANDARD.decode(key)?);
        let shown = format!("{} {} {} {}", &hash[..4], &hash[4..8], &hash[8..12], &hash[12..16]);
        assert!(refused.message.contains(&shown), "{shown}: {}", refused.message);
    }
    assert_eq!(world.call("sync_now", json!({}))[0]["problem"], Value::Null);
    assert_eq!((ours.list("card")?.len(), other.list("card")?.len()), (1, 0), "what was saved goes where it went");
    world.sell("HH26B00002", "2026-10-18");
    ask["replace"] = json!(true);
    assert_eq!(world.call("enrol", ask)["enrolled"], true, "the same code, said on purpose");
    world.call("sync_now", json!({}));
    assert!(other.list("card")?.iter().any(|line| line.to_string().contains("HH26B00002")));
    // Where it was enrolled before it may be enrolled again without a word: a device that was revoked, a code for a new one.
    world.call("enrol", json!({"url": other.url, "code": other.enrol_code()?}));
    Ok(())
}

#[test]
fn enrol_6_an_enrolment_waits_for_whoever_sends() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute("INSERT INTO sync_lease SELECT id, 'another', ?1 FROM principal", [START + 60_000])?;
    let ask = json!({"url": office.url, "code": office.enrol_code()?});
    let before: String = base.query_row("SELECT account FROM sync_account", [], |row| row.get(0))?;
    assert_eq!(world.refused("enrol", ask.clone()).code, "lease_taken");
    let after: String = base.query_row("SELECT account FROM sync_account", [], |row| row.get(0))?;
    assert_eq!(before, after);
    base.execute("DELETE FROM sync_lease", [])?;
    assert_eq!(world.call("enrol", ask)["enrolled"], true);
    Ok(())
}

#[test]
fn enrol_4_the_whole_line_is_understood_in_either_field() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    for (field, empty) in [("url", "code"), ("code", "url")] {
        let world = World::set_up()?;
        let line = office.run(&["enrol-code", "HB0732A", "--url", &office.url])?;
        assert!(line.starts_with(&format!("{}/#", office.url)), "{line}");
        assert_eq!(world.call("enrol", json!({field: line, empty: ""}))["enrolled"], true, "{field}");
    }
    Ok(())
}

#[test]
fn a_sync_that_finds_another_one_at_work_says_so() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let now = machine_now();
    let world = World::at(now)?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}));
    world.enrol(&office)?;
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let lease = "INSERT INTO sync_lease SELECT id, 'another window', ?1 FROM principal";
    base.execute(lease, [now + 100_000])?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!(line["problem_code"], "lease_taken");
    let done = sanbao(world.dir(), &["sync"])?;
    let says = String::from_utf8_lossy(&done.stdout).into_owned();
    assert_eq!(done.status.code(), Some(2), "{says}");
    assert!(says.contains("另一个窗口或命令正在报送"), "{says}");
    base.execute("DELETE FROM sync_lease", [])?;
    assert_eq!(sanbao(world.dir(), &["sync"])?.status.code(), Some(0));
    assert_eq!(world.call("sync_status", json!({}))[0]["problem"], Value::Null, "it was no fault of the link");
    Ok(())
}

#[test]
fn two_makers_two_head_offices_and_neither_holds_the_others() -> Outcome<()> {
    let hh = HeadOffice::start("HH", "华禾农机")?;
    let wy = HeadOffice::start("WY", "沃野动力")?;
    let world = World::set_up()?;
    world.enrol(&hh)?;
    world.enrol(&wy)?;
    world.call("sale_open", sale("HH", "HH26B00001", "2026-10-18"));
    world.call("sale_open", sale("WY", "WY26B00001", "2026-10-18"));
    world.call("sync_now", json!({}));
    let serials = |office: &HeadOffice| -> Outcome<Vec<Value>> {
        Ok(office.list("card")?.iter().map(|c| c["body"]["unit"]["serial"].clone()).collect())
    };
    assert_eq!(serials(&hh)?, [json!("HH26B00001")]);
    assert_eq!(serials(&wy)?, [json!("WY26B00001")]);
    Ok(())
}

#[test]
fn weeks_without_a_network_lose_nothing_and_say_so() -> Outcome<()> {
    let mut office = HeadOffice::start("HH", "华禾农机")?;
    let mut world = World::set_up()?;
    world.enrol(&office)?;
    office.stop()?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    world.pass(21 * sanbao_tests::world::DAY);
    world.restart()?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!(line["sentence"], "1 条待报送，最早 21 天");
    assert!(line["problem"].as_str().is_some_and(|p| p.contains("记录都在本机")), "{line}");
    assert!(!line["next_attempt_at"].is_null(), "the next attempt is always set");
    office.resume()?;
    let line = world.call("sync_now", json!({}))[0].take();
    assert_eq!((line["sentence"].as_str(), &line["problem"]), (Some("全部已报送"), &Value::Null));
    assert_eq!(office.list("card")?.len(), 1);
    Ok(())
}

#[test]
fn safe_5_a_restore_moves_every_page_and_the_self_check_is_a_task() -> Outcome<()> {
    let world = World::set_up()?;
    let backup = world.call("backup_now", json!({}))["path"].take();
    let restore = json!({"path": backup, "task": "restore-1"});
    let answer = world.app().call("backup_restore", restore).map_err(|why| why.message)?;
    let touched: Vec<&str> = answer["touched"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for kind in ["sale", "call", "custody", "remedy", "claim", "money", "policy", "print", "settings"] {
        assert!(touched.contains(&kind), "{kind}: {touched:?}");
    }
    assert_eq!(world.call("doctor", json!({"task": "check-1"}))["integrity"], "ok");
    Ok(())
}
