//! Closing itself: what stands in its way, who may, twice, killed, and files that are gone.

use super::*;
use sanbao_tests::killed;

#[test]
fn monthclose_1_only_a_month_that_is_over_and_only_once() -> Outcome<()> {
    let world = november()?;
    assert_eq!(world.refused("month_close", of("2026-11")).code, "month_not_over");
    assert_eq!(world.refused("month_close", json!({"principal": "ZZ", "month": "2026-10"})).field, "principal");
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let asked = json!({"principal": "HH", "month": "2026-10", "request_id": "r1"});
    let first = world.call("month_close", asked.clone());
    world.pass(5000);
    assert_eq!(world.call("month_close", asked), first, "a second click is answered");
    let other = world.another()?;
    let again = other.call("month_close", of("2026-10")).unwrap();
    assert_eq!(again["value"], first, "so is another window");
    assert_eq!(world.call("report_runs", of("2026-10")).as_array().unwrap().len(), PACK);
    assert_eq!(world.call("month_show", json!({"principal": "WY", "month": "2026-10"}))["closed"], Value::Null);
    Ok(())
}

#[test]
fn monthclose_1_two_windows_at_once_close_it_once() -> Outcome<()> {
    let world = november()?;
    for n in 0..20 {
        handed_in(&world, repair("HH", &format!("A{n}"), "2026-10-05"));
    }
    let other = world.another()?;
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| other.call("month_close", of("2026-10")).unwrap());
        let two = world.call("month_close", of("2026-10"));
        (one.join().unwrap()["value"].clone(), two)
    });
    assert_eq!(one, two);
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let count = |sql: &str| base.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM month_close"), 1);
    assert_eq!(count("SELECT count(*) FROM month_close_row WHERE key = 'W01'"), 20);
    assert_eq!(count("SELECT count(*) FROM audit WHERE op = 'month_close' AND subject = 'HH 2026-10'"), 1);
    Ok(())
}

#[test]
fn monthclose_1_a_clerk_is_refused_and_the_director_is_named() -> Outcome<()> {
    let world = november()?;
    for (name, role, pin) in
        [("王强", "owner", "135790"), ("李主任", "director", "246801"), ("小张", "clerk", "975310")]
    {
        world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
        if role == "owner" {
            world.call("operator_sign_in", json!({"operator": name, "pin": pin}));
        }
    }
    world.call("operator_sign_in", json!({"operator": "小张", "pin": "975310"}));
    let refused = world.refused("month_close", of("2026-10"));
    assert_eq!(refused.code, "role_refused");
    assert!(refused.message.starts_with("「结账」"), "{}", refused.message);
    world.call("operator_sign_in", json!({"operator": "李主任", "pin": "246801"}));
    assert_eq!(close(&world, "2026-10")["closed"]["by"], "李主任");
    Ok(())
}

#[test]
fn monthclose_2_a_draft_stands_in_the_way_and_the_rest_does_not() -> Outcome<()> {
    let world = november()?;
    let draft = world.call("repair_open", repair("HH", "A1", "2026-10-05"));
    let mut open = repair("HH", "A2", "2026-10-20");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    world.call("repair_open", open);
    let mut bare = repair("HH", "A3", "2026-10-21");
    bare["parts"] = json!([]);
    handed_in(&world, bare);
    world.sell("S1", "2026-10-06");
    let review = world.call("month_review", of("2026-10"));
    let groups: Vec<_> = review["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (said(&group["kind"]), group["total"].as_i64().unwrap(), group["blocks"] == true))
        .collect();
    let expected = [
        ("drafts", 1, true),
        ("unfinished", 1, false),
        ("no_parts", 1, false),
        ("late", 0, false),
        ("cards", 0, false),
        ("clock", 0, false),
        ("numbers", 1, false),
        ("no_day", 0, false),
        ("uncarried", 0, false),
    ];
    assert_eq!(groups, expected.map(|(kind, total, blocks)| (kind.to_owned(), total, blocks)));
    let line = &review["groups"][0]["rows"][0];
    assert_eq!((&line["id"], &line["detail"], &line["day"]), (&draft["id"], &json!("没有提交"), &json!("2026-10-05")));
    let figure = &review["figures"][0];
    assert_eq!(
        (&figure["key"], &figure["rows"], &figure["rows_before"], &figure["fen"], &figure["fen_before"]),
        (&json!("W01"), &json!(3), &json!(0), &json!(29600), &json!(0))
    );
    let refused = world.refused("month_close", of("2026-10"));
    assert_eq!(refused.code, "month_has_drafts");
    assert!(refused.message.contains(draft["no"].as_str().unwrap()), "{}", refused.message);
    world.call("repair_submit", json!({"id": draft["id"]}));
    close(&world, "2026-10");
    Ok(())
}

#[test]
fn monthclose_2_the_other_warnings_find_what_they_say() -> Outcome<()> {
    let world = november()?;
    let mut held = sale("HH", "S1", "2026-10-02");
    held["user_signed"] = json!(false);
    held["invoice_no"] = json!("F1");
    let sold = world.call("sale_open", held);
    let mut late = repair("HH", "A1", "2026-08-10");
    late["in_warranty"] = json!(false);
    late["completed_on"] = json!("2026-10-20");
    late["parts"][0]["code"] = json!("");
    late["parts"][0]["replaced_on"] = json!("2026-10-20");
    let late = handed_in(&world, late);
    // The clock jumps back: what is entered now is flagged.
    world.set_clock(START + 10 * DAY);
    let doubtful = handed_in(&world, repair("HH", "A2", "2026-10-21"));
    world.set_clock(START + 14 * DAY);
    let review = world.call("month_review", of("2026-10"));
    let ids = |kind: &str| -> Vec<Value> {
        let group = review["groups"].as_array().unwrap().iter().find(|group| group["kind"] == kind).unwrap();
        group["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect()
    };
    assert_eq!(ids("late"), [late["id"].clone()]);
    assert_eq!(ids("clock"), [doubtful["id"].clone()]);
    assert_eq!(ids("numbers"), [late["id"].clone()]);
    assert_eq!(ids("cards"), [sold["id"].clone()]);
    Ok(())
}

#[test]
fn monthclose_3_a_kill_in_the_middle_closes_nothing() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.set_clock(machine_now());
    let (before, _) = machine_months(&world);
    for n in 0..5 {
        handed_in(&world, repair("HH", &format!("A{n}"), &format!("{before}-05")));
    }
    world.close();
    let rows = |world: &World| -> Outcome<Vec<(String, i64)>> {
        let all = killed::rows(world.dir())?;
        Ok(all.into_iter().filter(|(table, _)| table.starts_with("month_close") || table == "report_run").collect())
    };
    let stood = rows(&world)?;
    killed::inside(world.dir(), "INSERT ON month_close_row", &["call", "month_close", &of(&before).to_string()])?;
    assert_eq!(rows(&world)?, stood, "no row of it is left");
    world.restart()?;
    assert_eq!(world.call("month_show", of(&before))["closed"], Value::Null);
    close(&world, &before);
    reprint(&world, &before, &world.dir().join("out"));
    Ok(())
}

#[test]
fn monthclose_4_what_was_sent_stands_where_it_says_the_same() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    world.sell("S1", "2026-10-06");
    let sent = world.call("report_send", of("2026-10"));
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(6100));
    let closed = close(&world, "2026-10");
    let number =
        |rows: &Value, key: &str| said(&rows.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap()["no"]);
    let sheets = &closed["closed"]["sheets"];
    for key in ["W02", "W03", "W04", "W05", "W06", "W07"] {
        assert_eq!(number(sheets, key), number(&sent, key), "{key}");
    }
    assert_ne!(number(sheets, "W01"), number(&sent, "W01"), "it says another amount");
    let state = |sheets: &Value| said(&sheets[0]["state"]);
    assert_eq!(state(sheets), "not_sent");
    assert_ne!(number(sheets, "W25"), number(&sent, "W25"), "so the cover lists another file");
    // MONTHCLOSE-7: only those two go out, as they were closed.
    let again = world.call("report_send", of("2026-10"));
    let went: Vec<_> = again.as_array().unwrap().iter().map(|run| said(&run["no"])).collect();
    assert_eq!(went, [number(sheets, "W01"), number(sheets, "W25")]);
    assert_eq!(again[0]["sha256"], sheets[0]["sha256"]);
    Ok(())
}

#[test]
fn monthclose_7_a_closed_month_is_sent_once() -> Outcome<()> {
    let world = november()?;
    close(&world, "2026-10");
    let sent = world.call("report_send", of("2026-10"));
    assert_eq!(sent.as_array().unwrap().len(), PACK);
    assert_eq!(world.refused("report_send", of("2026-10")).code, "month_sent");
    Ok(())
}

#[test]
fn monthclose_5_printed_again_or_named() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    assert_eq!(world.refused("report_reprint", of("2026-10")).code, "month_open");
    let closed = close(&world, "2026-10");
    let refused = world.refused("report_build", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!(refused.code, "month_closed");
    assert!(refused.message.contains("重印"), "{}", refused.message);
    world.call("report_build", json!({"principal": "HH", "month": "2026-10", "keys": ["W10"]}));
    assert_eq!(
        world.refused("report_reprint", json!({"principal": "HH", "month": "2026-10", "keys": ["W99"]})).field,
        "keys"
    );
    let first = reprint(&world, "2026-10", &world.dir().join("one"));
    assert_eq!(first.len(), PACK);
    let blob = |n: usize| world.dir().join("blobs").join(said(&closed["closed"]["sheets"][n]["sha256"]));
    fs::remove_file(blob(0))?;
    let mut bytes = fs::read(blob(1))?;
    bytes[100] ^= 1;
    fs::write(blob(1), bytes)?;
    let done =
        world.call("report_reprint", json!({"principal": "HH", "month": "2026-10", "dir": world.dir().join("two")}));
    let failed: Vec<_> = done["failed"].as_array().unwrap().iter().map(said).collect();
    assert!(
        failed.len() == 2 && failed[0].starts_with("维修月报表（") && failed[1].starts_with("每月零件更换清单（"),
        "{failed:?}"
    );
    assert_eq!(done["files"].as_array().unwrap().len(), PACK - 2);
    assert_eq!(fs::read_dir(world.dir().join("two"))?.count(), PACK - 2, "nothing damaged is handed out");
    Ok(())
}

#[test]
fn monthclose_6_e28_a_month_without_rows_is_closed() -> Outcome<()> {
    let world = november()?;
    let closed = close(&world, "2026-09");
    let rows: Vec<_> =
        closed["closed"]["sheets"].as_array().unwrap().iter().map(|sheet| sheet["rows"].clone()).collect();
    let others = PACK - 1;
    assert_eq!((&rows[..others], &rows[others]), (&vec![json!(0); others][..], &json!(others)), "the cover lists them");
    assert_eq!(world.call("month_show", of("2026-11"))["earlier_open"], json!(["2026-10"]));
    reprint(&world, "2026-09", &world.dir().join("out"));
    Ok(())
}

#[test]
fn a_backup_from_before_the_close_has_the_month_open() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let backup = said(&world.call("backup_now", json!({}))["path"]);
    close(&world, "2026-10");
    world.pass(1000);
    world.call("backup_restore", json!({"path": backup}));
    assert_eq!(world.call("month_show", of("2026-10"))["closed"], Value::Null);
    assert_eq!(column(&sheet(&world, "W01", "2026-10"), "出厂编号"), ["A1"]);
    close(&world, "2026-10");
    assert_eq!(reprint(&world, "2026-10", &world.dir().join("out")).len(), PACK);
    Ok(())
}

#[test]
fn monthclose_8_the_files_come_back_with_a_backup() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let closed = close(&world, "2026-10");
    let first = reprint(&world, "2026-10", &world.dir().join("one"));
    let backup = said(&world.call("backup_now", json!({}))["path"]);
    for sheet in closed["closed"]["sheets"].as_array().unwrap() {
        fs::remove_file(world.dir().join("blobs").join(said(&sheet["sha256"])))?;
    }
    world.pass(1000);
    world.call("backup_restore", json!({"path": backup}));
    assert_eq!(reprint(&world, "2026-10", &world.dir().join("two")), first);
    Ok(())
}

#[test]
fn monthclose_3_what_changed_meanwhile_is_not_closed() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    // Every write finds the repair changed by another hand just before it, with its line in the trail: what was built is no
    // longer what stands.
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute_batch(
        "CREATE TRIGGER other_hand AFTER UPDATE ON setting WHEN NEW.key = 'clock'
         BEGIN
           UPDATE repair SET labour_fen = labour_fen + 1;
           INSERT INTO audit (at, op, subject, detail, prev_hash, hash) VALUES (0, 'repair_amend', '', '', '', '');
         END",
    )?;
    let refused = world.refused("month_close", of("2026-10"));
    assert_eq!(refused.code, "month_changed", "{}", refused.message);
    assert_eq!(world.call("month_show", of("2026-10"))["closed"], Value::Null);
    assert_eq!(world.call("report_runs", of("2026-10")), json!([]));
    base.execute_batch("DROP TRIGGER other_hand")?;
    close(&world, "2026-10");
    Ok(())
}
