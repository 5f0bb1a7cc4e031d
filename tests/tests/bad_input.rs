//! Stories of wrong input: what is typed, pasted, pointed at by mistake.

use sanbao_tests::world::{World, repair, sale};
use sanbao_tests::{Outcome, programs};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// One command of the program: its exit code and what it said.
fn sanbao(dir: &Path, args: &[&str]) -> Outcome<(Option<i32>, Value)> {
    let done = Command::new(programs::path("sanbao")?).arg("--data").arg(dir).args(args).output()?;
    let words = String::from_utf8_lossy(&done.stderr);
    assert!(!words.contains("panicked"), "{words}");
    Ok((done.status.code(), serde_json::from_slice(&done.stdout).unwrap_or_default()))
}

#[test]
fn two_forms_without_an_id_are_two_records() -> Outcome<()> {
    let world = World::set_up()?;
    for id in ["", " "] {
        for serial in ["HH26B00001", "HH26B00002"] {
            let mut sold = sale("HH", serial, "2026-10-18");
            sold["request_id"] = json!(id);
            assert_eq!(world.call("sale_open", sold)["draft"]["unit"]["serial"], serial);
            let mut mended = repair("HH", serial, "2026-10-18");
            mended["request_id"] = json!(id);
            assert_eq!(world.call("repair_open", mended)["draft"]["unit"]["serial"], serial);
        }
    }
    assert_eq!(world.call("sale_list", json!({}))["total"], 4);
    Ok(())
}

#[test]
fn text_5_a_field_of_what_nobody_sees_is_empty() -> Outcome<()> {
    let world = World::set_up()?;
    for nothing in ["\u{1}\u{2}", "\u{200b}", "\u{202d}\u{202c}"] {
        let mut sold = sale("HH", "HH26B00001", "2026-10-18");
        sold["customer"]["name"] = json!(nothing);
        let error = world.refused("sale_open", sold);
        assert_eq!((error.code.as_str(), error.field.as_str()), ("missing", "customer.name"));
    }
    let first = world.sell("HH26B00001", "2026-10-18");
    let again = world.sell("\u{202d}HH26B00001\u{202c}", "2026-10-19");
    assert_eq!(first["unit_id"], again["unit_id"], "pasted from a phone, the same machine");
    Ok(())
}

#[test]
fn a_number_or_a_year_beyond_reason_is_refused_before_it_spoils_a_month() -> Outcome<()> {
    let world = World::set_up()?;
    let with = |field: &str, value: Value| {
        let mut sold = sale("HH", "HH26B00001", "2026-10-18");
        sold[field] = value;
        sold
    };
    for (field, value) in
        [("price_fen", json!(i64::MAX)), ("subsidy_fen", json!(i64::MAX)), ("sold_on", json!("0206-10-18"))]
    {
        let error = world.refused("sale_open", with(field, value));
        assert_eq!((error.code.as_str(), error.field.as_str()), ("out_of_range", field));
    }
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    mended["parts"][0]["qty_milli"] = json!(i64::MAX);
    assert_eq!(world.refused("repair_open", mended).code, "out_of_range");
    Ok(())
}

#[test]
fn a_search_that_is_a_whole_page_is_refused_at_once() -> Outcome<()> {
    let world = World::set_up()?;
    let page = "王".repeat(70_000);
    let lists = [
        "search",
        "sale_list",
        "repair_list",
        "old_part_list",
        "model_list",
        "part_list",
        "customer_list",
        "unit_list",
    ];
    for command in lists {
        let error = world.refused(command, json!({"term": page}));
        assert_eq!((error.code.as_str(), error.field.as_str()), ("too_long", "term"), "{command}");
    }
    Ok(())
}

#[test]
fn safe_3_a_backup_is_written_over_a_backup_only() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    let folder = tempfile::tempdir()?;
    let ledger = folder.path().join("销售台账.xlsx");
    std::fs::write(&ledger, b"ten years of sales")?;
    let log = world.dir().join("desk.db-wal");
    for place in [ledger.as_path(), folder.path(), &log, &world.dir().join("desk.lock"), &world.dir().join("./desk.db")]
    {
        assert_eq!(world.refused("backup_now", json!({"path": place})).field, "path", "{}", place.display());
    }
    assert_eq!(std::fs::read(&ledger)?, b"ten years of sales");
    let own = folder.path().join("backup.db");
    for _ in 0..2 {
        world.call("backup_now", json!({"path": own}));
    }
    assert_eq!(world.call("sale_list", json!({}))["total"], 1);
    Ok(())
}

#[test]
fn app_2_a_damaged_database_is_not_put_aside_from_under_another_process() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.restart()?;
    let database = world.dir().join("desk.db");
    let mut bytes = std::fs::read(&database)?;
    bytes[3 * 4096..40 * 4096].fill(0x5a);
    std::fs::write(&database, bytes)?;
    let (code, said) = sanbao(world.dir(), &["call", "sale_list", "{}"])?;
    assert_eq!((code, said["error"]["code"].as_str()), (Some(2), Some("database_corrupt")));
    assert!(database.exists(), "the window has it open");
    world.close();
    let (code, said) = sanbao(world.dir(), &["call", "sale_list", "{}"])?;
    assert_eq!((code, said["error"]["code"].as_str()), (Some(2), Some("database_damaged")));
    assert!(!database.exists(), "put aside when nobody has it open");
    Ok(())
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_said() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("file");
    std::fs::write(&file, b"mine")?;
    for place in [file.clone(), file.join("below")] {
        let (code, said) = sanbao(&place, &["call", "today", "{}"])?;
        assert_eq!((code, said["error"]["code"].as_str()), (Some(2), Some("data_folder")), "{said}");
    }
    assert_eq!(std::fs::read(&file)?, b"mine");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_device_is_no_table() -> Outcome<()> {
    let world = World::set_up()?;
    assert_eq!(world.refused("import_run", json!({"path": "/dev/zero", "kind": "sales"})).code, "file_unreadable");
    Ok(())
}
