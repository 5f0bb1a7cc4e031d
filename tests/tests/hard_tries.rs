//! Stories of what somebody met who tried to break the desk: odd instants, two at once, no room, a pipe in place of a file.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use image::{Rgb, RgbImage};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, machine_now, repair, sale};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let all = std::fs::read_dir(folder).map(|all| all.filter_map(Result::ok).collect::<Vec<_>>()).unwrap_or_default();
    all.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// A desk with a sold machine and its repair, which nobody signed.
fn unsigned() -> Outcome<(World, String)> {
    let world = World::set_up()?;
    world.call("sale_open", sale("HH", "HH26C00001", "2026-10-02"));
    let mut paper = repair("HH", "HH26C00001", "2026-10-12");
    paper["user_signed"] = json!(false);
    let id = text(&world.call("repair_open", paper)["id"]);
    Ok((world, id))
}

#[test]
fn evidence_6_a_signature_with_its_signer_put_right_is_a_signature_of_its_own() -> Outcome<()> {
    let (world, id) = unsigned()?;
    let dir = tempfile::tempdir()?;
    let paper = dir.path().join("签字纸.png");
    RgbImage::from_fn(600, 400, |x, y| Rgb([if (x + y) % 97 < 20 { 20 } else { 240 }, 220, 210])).save(&paper)?;
    let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n) % 90, "t": n * 10})).collect();
    for drawn in [false, true] {
        let input = |name: &str, relation: &str, supersedes: &Value| {
            let mut input = json!({
                "subject": "repair", "id": id, "signer": name, "relation": relation, "reason": "签字人录错",
                "supersedes": supersedes,
            });
            match drawn {
                true => input["strokes"] = json!([stroke]),
                false => input["paper"] = json!(paper),
            }
            input
        };
        let before = world.call("attachment_list", json!({"of": "repair", "id": id}))["standing"].take();
        let first = world.call("signature_add", input("王丹", "own", &before));
        let rows = |list: &Value| list["rows"].as_array().map_or(0, Vec::len);
        let right = world.call("signature_add", input("赵师傅", "technician", &first["standing"]));
        assert_eq!(rows(&right), rows(&first) + 1, "drawn: {drawn}");
        let last = &right["rows"][rows(&right) - 1];
        assert_eq!([&last["signer"], &last["relation"]], ["赵师傅", "technician"]);
        assert_eq!(right["standing"], last["id"]);
        assert_eq!(right["rows"][rows(&right) - 2]["superseded"], "签字人录错");
        assert_eq!(right["notices"][0]["code"], "signed_by_technician");
        let again = world.call("signature_add", input("赵师傅", "technician", &first["standing"]));
        assert_eq!((rows(&again), &again["standing"]), (rows(&right), &right["standing"]), "the same is known");
        assert_eq!(world.refused("signature_add", input("王丹", "own", &first["standing"])).code, "stale");
    }
    Ok(())
}

#[test]
fn an_instant_outside_the_calendar_is_refused_wherever_it_is_typed() -> Outcome<()> {
    let (world, id) = unsigned()?;
    let call = json!({"principal": "HH", "channel": "phone", "phone": "13900000000", "complaint": "打不着"});
    let custody = |serial: &str| {
        json!({
            "principal": "HH", "bearer": "王丹", "phone": "13900000000", "serial": serial, "outside": "完好",
            "fault": "异响",
        })
    };
    let with = |base: &Value, field: &str, at: i64| {
        let mut input = base.clone();
        input[field] = json!(at);
        input
    };
    let opened = world.call("call_open", call.clone());
    let taken = world.call("custody_open", custody("HH26C00001"));
    let custody = custody("HH26C00077");
    let step = json!({"id": opened["id"], "kind": "dispatched", "who": "周师傅"});
    let give = json!({"id": taken["id"], "to": "王丹", "unrepaired": true, "words": "不修了", "receipt_back": true});
    let card = json!({"id": id, "plan": "换轴承"});
    let refused = |command: &str, input: Value| {
        let why = world.refused(command, input);
        (why.code, why.field)
    };
    for at in [i64::MIN, -100_000_000_000_000_000, -8_640_000_000_000_000] {
        for (command, base, field) in [
            ("call_open", &call, "received_at"),
            ("call_step", &step, "at"),
            ("custody_open", &custody, "in_at"),
            ("custody_give", &give, "at"),
            ("job_card_save", &card, "began_at"),
        ] {
            // A step is held against the call it is of first: that is before anything on it.
            let code = if command == "call_step" { "time_before" } else { "out_of_range" };
            assert_eq!(refused(command, with(base, field, at)), (code.into(), field.into()), "{command} {at}");
        }
        let mut task = with(&call, "forwarded_at", at);
        task["task_no"] = json!("R-1");
        assert_eq!(refused("call_open", task), ("out_of_range".into(), "forwarded_at".into()));
    }
    for at in [i64::MAX, 100_000_000_000_000_000] {
        assert_eq!(refused("call_open", with(&call, "received_at", at)).0, "future_time");
        assert_eq!(refused("custody_open", with(&custody, "in_at", at)).0, "future_time");
        assert_eq!(refused("job_card_save", with(&card, "began_at", at)).0, "future_time");
    }
    world.call("today", json!({}));
    Ok(())
}

#[test]
fn backup_7_two_that_write_one_backup_leave_a_whole_one_and_the_second_is_told() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("n.db");
    let other = world.another()?;
    let lock = std::fs::File::create(dir.path().join("n.db.lock"))?;
    lock.lock()?;
    let told = other.call("backup_now", json!({"path": path})).err().ok_or("somebody writes it")?;
    assert_eq!((told.code.as_str(), names(dir.path()).contains(&"n.db".to_owned())), ("backup_running", false));
    drop(lock);
    let at = &path;
    std::thread::scope(|scope| {
        let both: Vec<_> = [world.app(), &other]
            .into_iter()
            .map(|desk| scope.spawn(move || desk.call("backup_now", json!({"path": at}))))
            .collect();
        for one in both {
            if let Err(why) = one.join().unwrap_or_else(|_| panic!("a panic")) {
                assert_eq!(why.code, "backup_running", "{}", why.message);
            }
        }
    });
    store::Store::prove_backup(&path)?;
    let left: Vec<String> = names(dir.path()).into_iter().filter(|name| name.ends_with(".part")).collect();
    assert_eq!(left, [""; 0]);
    Ok(())
}

#[test]
fn what_could_not_be_recorded_does_not_lie_there_under_its_name() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let dir = tempfile::tempdir()?;
    // Stands in for a disk that has no room for the record any more.
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute_batch("CREATE TRIGGER no_room BEFORE INSERT ON report_run BEGIN SELECT RAISE(ABORT, 'no room'); END")?;
    let order = json!({"principal": "HH", "month": "2026-10", "dir": dir.path()});
    world.refused("report_build", order.clone());
    assert_eq!(names(dir.path()), [""; 0]);
    base.execute_batch("DROP TRIGGER no_room")?;
    let built = world.call("report_build", order).as_array().map_or(0, Vec::len);
    assert!(built > 0 && names(dir.path()).len() == built);
    Ok(())
}

#[test]
fn hand_2_a_file_for_head_office_that_could_not_be_recorded_does_not_lie_there() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let (world, _) = unsigned()?;
    world.enrol(&office)?;
    let dir = tempfile::tempdir()?;
    // Stands in for a disk that has no room for the line any more.
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute_batch(
        "CREATE TRIGGER no_room BEFORE INSERT ON audit WHEN NEW.op = 'sync_to_file' BEGIN SELECT RAISE(ABORT, 'no room'); END",
    )?;
    let order = json!({"path": dir.path().join("f"), "principal": "HH"});
    world.refused("sync_to_file", order.clone());
    assert_eq!(names(dir.path()), [""; 0]);
    base.execute_batch("DROP TRIGGER no_room")?;
    world.call("sync_to_file", order);
    assert_eq!(names(dir.path()), ["f"]);
    Ok(())
}

#[cfg(unix)]
#[test]
fn e41_a_pipe_in_place_of_a_file_is_no_file_and_nobody_waits_for_it() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let dir = tempfile::tempdir()?;
    let pipe = dir.path().join("政策.json");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status()?.success());
    for (command, input) in [
        ("policy_check", json!({"principal": "HH", "file": pipe})),
        ("calendar_check", json!({"file": pipe})),
        ("import_preview", json!({"path": pipe})),
    ] {
        let desk = world.another()?;
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || tell.send(desk.call(command, input)));
        let answer = told.recv_timeout(Duration::from_secs(20)).map_err(|_| format!("{command} hangs"))?;
        let why = answer.err().ok_or("a pipe was read")?;
        assert_eq!(
            (why.code.as_str(), why.message.contains("不是一个普通的文件")),
            ("file_unreadable", true),
            "{command}"
        );
    }
    Ok(())
}

#[test]
fn e38_what_a_killed_export_left_goes_with_the_next_one() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let dir = tempfile::tempdir()?;
    let left = dir.path().join(".sanbao-unfinished-x.tmp");
    let young = dir.path().join(".sanbao-unfinished-y.tmp");
    for path in [&left, &young] {
        std::fs::write(path, "half")?;
    }
    let made = std::fs::metadata(&young)?.modified()?;
    std::fs::File::options().write(true).open(&left)?.set_modified(made - Duration::from_secs(7200))?;
    world.call("list_export", json!({"of": {"list": "sales", "query": {}}, "path": dir.path().join("a.csv")}));
    let mut there = names(dir.path());
    there.sort();
    assert_eq!(there, [".sanbao-unfinished-y.tmp", "a.csv"], "the young one may be at work");
    // A backup that was killed: its half copy goes with the next one of that name, or an hour later.
    let backups = world.dir().join("backups");
    std::fs::create_dir_all(&backups)?;
    for name in [format!("desk-{}-button.db.77-0.part", START - DAY), format!("desk-{}-button.db.part", START - DAY)] {
        std::fs::write(backups.join(name), "half")?;
    }
    std::fs::write(dir.path().join("n.db.77-0.part"), "half")?;
    world.call("backup_now", json!({}));
    world.call("backup_now", json!({"path": dir.path().join("n.db")}));
    let parts = |folder: &Path| names(folder).into_iter().filter(|name| name.ends_with(".part")).count();
    assert_eq!((parts(&backups), parts(dir.path())), (0, 0));
    Ok(())
}

#[test]
fn what_names_no_file_is_said_so() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let bare = world.refused("backup_now", json!({"path": " "}));
    assert_eq!((bare.code.as_str(), bare.field.as_str()), ("missing", "path"));
    #[cfg(unix)]
    {
        let dir = tempfile::tempdir()?;
        let (a, b) = (dir.path().join("a.db"), dir.path().join("b.db"));
        std::os::unix::fs::symlink(&a, &b)?;
        std::os::unix::fs::symlink(&b, &a)?;
        assert_eq!(world.refused("backup_restore", json!({"path": a})).code, "file_missing");
    }
    Ok(())
}

#[test]
fn text_5_a_name_of_joiners_alone_is_none() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let mut paper = sale("HH", "HH26C00002", "2026-10-02");
    paper["customer"]["name"] = json!("\u{200d}\u{3164}");
    let why = world.refused("sale_open", paper);
    assert_eq!((why.code.as_str(), why.field.as_str()), ("missing", "customer.name"));
    Ok(())
}

#[test]
fn claim_6_a_notice_is_not_older_than_its_claim() -> Outcome<()> {
    let (world, id) = unsigned()?;
    let mut draft = world.call("repair_show", json!({"id": id}))["draft"].take();
    draft["user_signed"] = json!(true);
    draft["parts"] = json!([]);
    world.call("repair_amend", json!({"id": id, "draft": draft}));
    world.call("repair_submit", json!({"id": id}));
    let opened = json!({"principal": "HH", "month": "2026-10", "repairs": [id]});
    let claim = world.call("claim_open", opened);
    let no = world.call("repair_show", json!({"id": id}))["draft"]["no"].take();
    let asked = claim["claim"]["claimed_fen"].clone();
    let lines = json!([{"repair_no": no, "approved_fen": asked}]);
    world.call("claim_decide", json!({"id": claim["claim"]["id"], "lines": lines}));
    let notice = |on: &str| json!({"id": claim["claim"]["id"], "no": "TZ-1", "noticed_on": on, "approved_fen": asked, "cut_fen": 0, "deduction_fen": 0});
    let why = world.refused("notice_save", notice("1999-01-01"));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("day_before", "noticed_on"));
    world.call("notice_save", notice("2026-10-20"));
    Ok(())
}

/// A part in the store, taken out of its machine on a day.
fn part(world: &World, name: &str, removed_on: &str) -> Value {
    let input = json!({"principal": "HH", "parts": [{"name": name, "qty_milli": 3000, "removed_on": removed_on}]});
    world.call("opening_parts_add", input)[0].take()
}

fn sent(world: &World, part: &Value) -> Value {
    let paper = json!({
        "principal": "HH", "parts": [part["id"]], "boxes": 1, "waybill_no": "SF1", "sent_on": "2026-10-15",
    });
    world.call("parts_batch_send", paper)
}

fn result(batch: &Value, part: &Value, more: Value) -> Value {
    let mut line = json!({"tag_no": part["tag_no"], "received_milli": 3000});
    for (name, value) in more.as_object().into_iter().flatten() {
        line[name] = value.clone();
    }
    json!({"id": batch["id"], "judged_by": "刘", "judged_on": "2026-10-18", "reason": "", "lines": [line]})
}

#[test]
fn oldpart_7_the_days_of_a_batch_stand_in_their_order() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let gear = part(&world, "齿轮", "2026-10-05");
    let refused = |command: &str, input: Value| {
        let why = world.refused(command, input);
        (why.code, why.field)
    };
    let before = |field: &str| ("day_before".to_owned(), field.to_owned());
    let early =
        json!({"principal": "HH", "parts": [gear["id"]], "boxes": 1, "waybill_no": "1", "sent_on": "2026-10-04"});
    assert_eq!(refused("parts_batch_send", early), before("sent_on"));
    let batch = sent(&world, &gear);
    let mut said = result(&batch, &gear, json!({"verdict": "covered", "disposal": "scrap"}));
    said["judged_on"] = json!("2026-10-14");
    assert_eq!(refused("part_results_save", said.clone()), before("judged_on"));
    said["judged_on"] = json!("2026-10-18");
    world.call("part_results_save", said);
    let amend = |sent_on: &str| json!({"id": batch["id"], "rev": 1, "reason": "日期抄错", "boxes": 1, "waybill_no": "1", "sent_on": sent_on});
    assert_eq!(refused("parts_batch_amend", amend("2026-10-19")), ("day_after".into(), "sent_on".into()));
    assert_eq!(refused("parts_batch_amend", amend("2026-10-04")), before("sent_on"));
    world.call("parts_batch_amend", amend("2026-10-16"));
    let other = world.refused("part_results_save", result(&batch, &gear, json!({"verdict": "misuse"})));
    assert_eq!((other.code.as_str(), other.field.as_str()), ("wrong_state", "lines.0"), "the line is named");
    Ok(())
}

#[test]
fn oldpart_8_a_waybill_is_corrected_from_what_stands_and_stays_one() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let gear = part(&world, "齿轮", "2026-10-05");
    let batch = sent(&world, &gear);
    let amend = |rev: i64, carrier: &str, waybill: &str| json!({"id": batch["id"], "rev": rev, "reason": "抄错", "boxes": 1, "carrier": carrier, "waybill_no": waybill, "sent_on": "2026-10-15"});
    assert_eq!(batch["rev"], 1);
    assert_eq!(world.call("parts_batch_amend", amend(1, "顺丰", "SF2"))["rev"], 2);
    assert_eq!(world.refused("parts_batch_amend", amend(1, "顺丰", "SF3")).code, "stale");
    let bare = world.refused("parts_batch_amend", amend(2, "顺丰", ""));
    assert_eq!((bare.code.as_str(), bare.field.as_str()), ("missing", "waybill_no"));
    world.call("parts_batch_amend", amend(2, "随送货车", ""));
    // A packing that was sealed does not leave before.
    let packing = world.call("packing_open", json!({"principal": "HH"}))["packing"]["id"].take();
    let wheel = part(&world, "轮", "2026-10-05");
    world.call("packing_scan", json!({"id": packing, "tag_no": wheel["tag_no"], "box_no": 1}));
    world.call("packing_seal", json!({"id": packing}));
    world.call("packing_send", json!({"id": packing, "by_truck": true, "sent_on": "2026-10-20"}));
    let early =
        json!({"id": packing, "rev": 1, "reason": "抄错", "boxes": 1, "carrier": "随送货车", "sent_on": "2026-10-19"});
    let why = world.refused("parts_batch_amend", early);
    assert_eq!((why.code.as_str(), why.field.as_str()), ("day_before", "sent_on"));
    Ok(())
}

#[test]
fn partresult_7_a_wrong_piece_stays_open_until_it_is_settled() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let gear = part(&world, "齿轮", "2026-10-05");
    let batch = sent(&world, &gear);
    let bad = world.refused("part_results_save", result(&batch, &json!({"tag_no": "没有"}), json!({})));
    assert_eq!(bad.field, "lines.0.tag_no");
    world.call("part_results_save", result(&batch, &gear, json!({"received_milli": 2000, "wrong_milli": 1000})));
    let shown = || world.call("parts_batch_show", json!({"id": batch["id"]}))["parts"][0].take();
    let steps = |part: &Value| part["steps"].as_array().cloned().unwrap_or_default();
    let wrong = shown();
    assert_eq!([&wrong["open"], &wrong["standing"]], [&json!(true), &json!("wrong_part")]);
    assert_eq!(steps(&wrong), ["wrong_replaced", "wrong_lost", "wrong_disputed"]);
    let settle = |how: &str| json!({"id": gear["id"], "how": how, "reason": "总部电话里说的"});
    world.call("part_settle", settle("wrong_disputed"));
    assert_eq!(shown()["open"], true, "a dispute is not the end");
    world.call("part_settle", settle("wrong_replaced"));
    let right = shown();
    assert_eq!([&right["received_milli"], &right["wrong_milli"]], [3000, 0]);
    assert_eq!([&right["open"], &right["standing"]], [&json!(false), &json!("received")]);

    // Head office finds by itself that the wrong piece was the right one.
    let wheel = part(&world, "轮", "2026-10-05");
    let batch = sent(&world, &wheel);
    world.call("part_results_save", result(&batch, &wheel, json!({"received_milli": 0, "wrong_milli": 3000})));
    world.call("part_results_save", result(&batch, &wheel, json!({"verdict": "covered", "disposal": "scrap"})));
    let found = world.call("parts_batch_show", json!({"id": batch["id"]}))["parts"][0].take();
    assert_eq!([&found["received_milli"], &found["wrong_milli"]], [3000, 0]);
    assert_eq!([&found["open"], &found["standing"]], [&json!(false), &json!("scrap")]);
    Ok(())
}

#[test]
fn partresult_8_the_answer_to_a_dispute_is_a_decision_and_says_whose_word_it_is() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let gear = part(&world, "齿轮", "2026-10-05");
    let batch = sent(&world, &gear);
    world.call("part_results_save", result(&batch, &gear, json!({"verdict": "misuse", "disposal": "returned"})));
    // As if head office had said it itself.
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    base.execute("UPDATE part_result SET source = 'sync'", [])?;
    let pin = "59371846";
    world.call("operator_save", json!({"name": "刘老板", "role": "owner", "pin": pin}));
    world.call("operator_save", json!({"name": "张伟", "role": "clerk", "pin": pin}));
    world.call("operator_sign_in", json!({"operator": "张伟", "pin": pin}));
    let step = |how: &str, more: Value| {
        let mut input = json!({"id": gear["id"], "how": how, "reason": "总部电话里说的"});
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    world.call("part_settle", step("dispute", json!({})));
    for (how, more) in [("upheld", json!({})), ("changed", json!({"verdict": "covered", "disposal": "usable"}))] {
        assert_eq!(world.refused("part_settle", step(how, more)).code, "role_refused");
    }
    world.pass(DAY);
    world.call("operator_sign_in", json!({"operator": "刘老板", "pin": pin}));
    let after = world.call("part_settle", step("changed", json!({"verdict": "covered", "disposal": "usable"})));
    assert_eq!([&after["source"], &after["answered_on"]], ["typed", "2026-10-21"]);
    Ok(())
}

#[test]
fn a_label_that_was_changed_on_the_way_is_no_other_head_office() -> Outcome<()> {
    let (world, _) = unsigned()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("报送");
    world.call("sync_to_file", json!({"principal": "HH", "path": path}));
    let whole = std::fs::read(&path)?;
    let begin = whole.windows(10).position(|bytes| bytes == b"-> sanbao ").ok_or("no label")?;
    let line = begin + whole[begin..].iter().position(|byte| *byte == b'\n').ok_or("no line")? + 1;
    let mut said = Vec::new();
    for at in (line..line + 240).step_by(8).filter(|at| whole[*at] != b'\n') {
        let mut flipped = whole.clone();
        flipped[at] = if flipped[at] == b'A' { b'B' } else { b'A' };
        let file = dir.path().join("坏了");
        std::fs::write(&file, flipped)?;
        let ack = dir.path().join("答复");
        let told = office.run(&["take", &file.display().to_string(), "--ack", &ack.display().to_string()]);
        said.push(told.err().ok_or("an altered file was taken")?.to_string());
    }
    let other: Vec<&String> =
        said.iter().filter(|said| said.contains("另一个总部") || said.contains("没有这个经销商")).collect();
    assert_eq!(other, [""; 0]);
    assert!(said.iter().any(|said| said.contains("被改动过或已损坏")), "{said:?}");
    Ok(())
}

#[test]
fn a_damaged_sheet_is_said_in_chinese_to_head_office() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("坏.xlsx");
    std::fs::write(&file, b"PK\x03\x04 and nothing more")?;
    let said = office.run(&["decide", &file.display().to_string()]).err().ok_or("it was read")?.to_string();
    assert!(said.contains("读不懂文件") && !said.contains("the file"), "{said}");
    Ok(())
}
