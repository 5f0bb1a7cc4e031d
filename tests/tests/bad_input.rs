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
fn form_1_a_saved_form_with_another_content_is_refused_with_its_number() -> Outcome<()> {
    let world = World::set_up()?;
    let part = json!({"name": "转向油缸", "qty_milli": 1000, "removed_on": "2026-08-01"});
    let held = world.call("opening_parts_add", json!({"principal": "HH", "parts": [part]}));
    let batch =
        json!({"principal": "HH", "parts": [held[0]["id"]], "boxes": 1, "waybill_no": "1", "sent_on": "2026-10-20"});
    for (command, form, field, changed) in [
        ("sale_open", sale("HH", "HH26B00001", "2026-10-18"), "price_fen", json!(1)),
        ("repair_open", repair("HH", "HH26B00001", "2026-10-18"), "note", json!("再来一次")),
        ("parts_batch_send", batch, "boxes", json!(2)),
    ] {
        let mut form = form;
        form["request_id"] = json!(command);
        let first = world.call(command, form.clone());
        assert_eq!(world.call(command, form.clone())["id"], first["id"], "{command}");
        form[field] = changed;
        let error = world.refused(command, form);
        assert_eq!((error.code.as_str(), error.field.as_str()), ("request_reused", "request_id"));
        assert!(error.message.contains(first["no"].as_str().unwrap_or("?")), "{}", error.message);
    }
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    mended["request_id"] = json!("sale_open");
    assert_eq!(world.refused("repair_open", mended).code, "request_reused", "one id, two kinds of form");
    assert_eq!(
        (world.call("sale_list", json!({}))["total"].take(), world.call("repair_list", json!({}))["total"].take()),
        (json!(1), json!(1))
    );
    Ok(())
}

#[test]
fn form_1_a_retry_after_a_correction_is_answered_with_what_stands_now() -> Outcome<()> {
    let world = World::set_up()?;
    let mut form = sale("HH", "HH26B00001", "2026-10-18");
    form["request_id"] = json!("f");
    let id = world.call("sale_open", form.clone())["id"].take();
    let mut corrected = form.clone();
    corrected["price_fen"] = json!(7_000_000);
    world.call("sale_amend", json!({"id": id, "reason": "写错价格", "draft": corrected}));
    assert_eq!(world.call("sale_open", form)["draft"]["price_fen"], 7_000_000);
    Ok(())
}

#[test]
fn a_refused_line_is_named_by_its_place() -> Outcome<()> {
    let world = World::set_up()?;
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    let part = mended["parts"][0].clone();
    mended["parts"] = json!([part, part, {"code": "0".repeat(70), "name": "", "qty_milli": 0}]);
    let error = world.refused("repair_open", mended);
    let fields: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["parts.2.name", "parts.2.code", "parts.2.qty_milli"]);
    assert_eq!((error.field.as_str(), error.message.as_str()), ("parts.2.name", "第 3 行：零件名称没有填"));
    let parts = json!({"principal": "HH", "parts": [{"name": "垫片", "qty_milli": 1000, "removed_on": "2026-08-01"}, {"name": " ", "qty_milli": 1000, "removed_on": "2027-08-01"}]});
    let fields: Vec<_> = world.refused("opening_parts_add", parts).fields.into_iter().map(|f| f.field).collect();
    assert_eq!(fields, ["parts.1.name", "parts.1.removed_on"]);
    assert_eq!(world.call("old_part_list", json!({}))["total"], 0, "all lines or none");
    let claim = json!({"no": "HX-1", "amount_fen": 1, "claimed_on": "2026-08-31"});
    let twice = world.refused("opening_claims_add", json!({"principal": "HH", "claims": [claim, claim]}));
    assert_eq!((twice.code.as_str(), twice.field.as_str()), ("taken", "claims.1.no"));
    assert_eq!(world.refused("opening_claims_add", json!({"principal": "HH", "claims": []})).code, "missing");
    Ok(())
}

#[test]
fn form_1_an_opening_list_comes_in_once() -> Outcome<()> {
    let world = World::set_up()?;
    let part = json!({"name": "转向油缸", "qty_milli": 1000, "removed_on": "2026-08-01"});
    let mut parts = json!({"request_id": "o1", "principal": "HH", "parts": [part, part]});
    let first = world.call("opening_parts_add", parts.clone());
    assert_eq!(world.call("opening_parts_add", parts.clone()), first);
    parts["parts"] = json!([part]);
    assert_eq!(world.refused("opening_parts_add", parts).code, "request_reused");
    let claims = json!({"request_id": "o2", "principal": "HH", "claims": [{"no": "HX-1", "amount_fen": 1, "claimed_on": "2026-08-31"}]});
    let listed = world.call("opening_claims_add", claims.clone());
    assert_eq!(world.call("opening_claims_add", claims), listed);
    assert_eq!(world.call("old_part_list", json!({}))["total"], 2);
    Ok(())
}

#[test]
fn door_1_a_list_is_no_object() -> Outcome<()> {
    let world = World::set_up()?;
    let mut sold = sale("HH", "HH26B00001", "2026-10-18");
    sold["customer"] = json!([null, "王丹", "19900364370", "清河县", "双庙乡", "张家村", null]);
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    mended["parts"] = json!([["", "055665", "轴承6206", "", "", 2000]]);
    let opening = json!({"principal": "HH", "parts": [["", "垫片", "", "", 1000]]});
    for (command, input, field) in [
        ("sale_open", sold.clone(), "customer"),
        ("sale_amend", json!({"id": "x", "draft": ["HH"]}), "draft"),
        ("sale_amend", json!({"id": "x", "draft": sold}), "draft.customer"),
        ("repair_open", mended, "parts.0"),
        ("opening_parts_add", opening, "parts.0"),
        ("demand_open", json!({"machine": ["x"], "kind": "repair", "made_on": "2026-10-18"}), "machine"),
    ] {
        let error = world.refused(command, input);
        assert_eq!((error.code.as_str(), error.field.as_str()), ("bad_input", field), "{}", error.message);
        assert!(error.message.contains("字段名"), "{}", error.message);
    }
    assert_eq!(world.call("sale_list", json!({}))["total"], 0);
    Ok(())
}

#[test]
fn an_id_that_leads_nowhere_is_named_by_its_field() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell("HH26B00001", "2026-10-18");
    let nowhere = "019a0000-0000-7000-8000-000000000000";
    for id in ["不是编号", nowhere] {
        let with = |mut draft: Value, at: &[&str], value: Value| {
            let place = at.iter().fold(&mut draft, |place, name| &mut place[*name]);
            *place = value;
            draft
        };
        let mended = || repair("HH", "HH26B00001", "2026-10-18");
        let batch = json!({"principal": "HH", "parts": [id], "boxes": 1, "waybill_no": "1", "sent_on": "2026-10-20"});
        let demand = json!({"machine": {"unit": id}, "kind": "repair", "made_on": "2026-10-18"});
        let pile = json!({"ids": [sold["id"], id], "returned_on": "2026-10-20"});
        for (command, input, field) in [
            ("repair_open", with(mended(), &["same_as"], json!(id)), "same_as"),
            ("repair_open", with(mended(), &["customer", "id"], json!(id)), "customer.id"),
            ("sale_show", json!({"id": id}), "id"),
            ("customer_amend", json!({"id": id, "name": "王丹"}), "id"),
            ("demand_void", json!({"id": id, "reason": "录错"}), "id"),
            ("demand_open", demand, "machine.unit"),
            ("unit_rights", json!({"unit": id}), "unit"),
            ("parts_batch_send", batch, "parts.0"),
            ("cards_collect", pile, "ids.1"),
            ("inbox_read", json!({"id": id}), "id"),
        ] {
            let error = world.refused(command, input);
            assert_eq!(error.field, field, "{command} {id}: {} {}", error.code, error.message);
        }
    }
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    mended["parts"][0]["id"] = json!("不是编号");
    assert_eq!(world.refused("repair_open", mended.clone()).field, "parts.0.id");
    mended["parts"][0]["id"] = Value::Null;
    let check = json!({"draft": mended, "amends": "不是编号"});
    assert_eq!(world.refused("repair_check", check).field, "amends");
    let mut sold = sale("HH", "HH26B00002", "2026-10-18");
    sold["amends"] = json!("不是编号");
    assert_eq!(world.refused("sale_check", sold).field, "amends");
    Ok(())
}

#[test]
fn a_field_left_out_keeps_and_an_empty_one_clears() -> Outcome<()> {
    let world = World::set_up()?;
    let saved = |command: &str, first: Value, second: Value, third: Value| {
        world.call(command, first);
        (world.call(command, second), world.call(command, third))
    };
    let name = "清河惠农农机有限公司";
    let full = json!({"code": "HB0732A", "name": name, "short_name": "惠农", "device": "B", "region": "河南省周口市"});
    let empty = json!({"code": "HB0732A", "name": name, "short_name": "", "device": "", "region": ""});
    let (kept, cleared) = saved("dealer_save", full.clone(), json!({"code": "HB0732A", "name": name}), empty);
    assert_eq!(kept, full);
    assert_eq!(
        cleared,
        json!({"code": "HB0732A", "name": name, "short_name": "清河惠农农机有限", "device": "A", "region": ""})
    );
    let (kept, cleared) = saved(
        "principal_save",
        json!({"code": "HH", "name": "华禾农机", "dealer_account": "D-1"}),
        json!({"code": "HH", "name": "华禾农机"}),
        json!({"code": "HH", "name": "华禾农机", "dealer_account": ""}),
    );
    assert_eq!([&kept["dealer_account"], &cleared["dealer_account"]], ["D-1", ""]);
    let model = json!({"principal": "HH", "code": "HH704", "product": "拖拉机", "class": "大中型拖拉机", "power_milli_kw": 51_500,
        "guide_price_fen": 9_000_000, "fuel": "diesel", "cylinders": 4, "strokes": 4});
    let blank = json!({"principal": "HH", "code": "HH704", "product": "", "class": "", "power_milli_kw": null,
        "guide_price_fen": null, "fuel": null, "cylinders": null, "strokes": null});
    let (mut kept, mut cleared) =
        saved("model_save", model.clone(), json!({"principal": "HH", "code": "HH704"}), blank.clone());
    for (view, wanted) in [(&mut kept, &model), (&mut cleared, &blank)] {
        view.as_object_mut().map(|fields| fields.remove("id"));
        assert_eq!(&*view, wanted);
    }
    let part = json!({"code": "055665", "name": "轴承", "spec": "6206", "unit": "个", "price_fen": 8800,
        "market_price_fen": 9900, "kind": "warranty", "return_required": true});
    let blank = json!({"code": "055665", "name": "轴承", "spec": "", "unit": "", "price_fen": null,
        "market_price_fen": null, "kind": null, "return_required": null});
    let (mut kept, mut cleared) =
        saved("part_save", part.clone(), json!({"code": "055665", "name": "轴承"}), blank.clone());
    for (view, wanted) in [(&mut kept, &part), (&mut cleared, &blank)] {
        view.as_object_mut().map(|fields| fields.remove("id"));
        assert_eq!(&*view, wanted);
    }
    let id = world.sell("HH26B00001", "2026-10-18")["customer_id"].take();
    let renamed = world.call("customer_amend", json!({"id": id, "name": "王小丹"}));
    assert_eq!([&renamed["phone"], &renamed["village"]], ["19900364370", "张家村"]);
    let moved = world.call("customer_amend", json!({"id": id, "name": "王小丹", "phone": ""}));
    assert_eq!([&moved["phone"], &moved["village"]], ["", "张家村"]);
    Ok(())
}

#[test]
fn an_unknown_state_of_the_ledger_is_refused() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    let error = world.refused("outbox_list", json!({"state": "sent"}));
    assert_eq!((error.code.as_str(), error.field.as_str()), ("unknown", "state"));
    assert_eq!(world.call("outbox_list", json!({"state": "pending"}))["total"], 1);
    Ok(())
}

#[test]
fn month_6_a_far_month_is_refused_and_leaves_no_file() -> Outcome<()> {
    let world = World::set_up()?;
    let folder = tempfile::tempdir()?;
    for month in ["1900-01", "1999-12", "2027-11", "9999-12"] {
        let build = json!({"principal": "HH", "month": month, "dir": folder.path()});
        let send = json!({"principal": "HH", "month": month});
        let preview = json!({"principal": "HH", "month": month, "key": "W01"});
        for (command, input) in [("report_build", build), ("report_send", send), ("report_preview", preview)] {
            let error = world.refused(command, input);
            assert_eq!((error.code.as_str(), error.field.as_str()), ("out_of_range", "month"), "{command} {month}");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
    world.call("report_preview", json!({"principal": "HH", "month": "2000-01", "key": "W01"}));
    world.call("report_preview", json!({"principal": "HH", "month": "2027-10", "key": "W01"}));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn cli_3_an_answer_that_could_not_be_written_is_said() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for words in [&["commands"][..], &["doctor"], &["call", "desk_status", "{}"], &["call", "no_such", "{}"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full")?;
        let mut command = Command::new(programs::path("sanbao")?);
        let done = command.arg("--data").arg(folder.path()).args(words).stdout(full).output()?;
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{words:?}");
        assert!(said.contains("磁盘已满"), "{words:?}: {said}");
    }
    let mut reader = Command::new(programs::path("sanbao")?);
    let mut reader = reader.args(["commands", "--json"]).stdout(std::process::Stdio::piped()).spawn()?;
    drop(reader.stdout.take());
    assert_eq!(reader.wait()?.code(), Some(0), "as with | head");
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
    let mut mended = repair("HH", "HH26B00001", "2026-10-18");
    mended["labour_milli_hours"] = json!(1_000_000_000_000_000_i64);
    let error = world.refused("repair_open", mended);
    assert_eq!((error.code.as_str(), error.field.as_str()), ("out_of_range", "labour_milli_hours"));
    let model = json!({"principal": "HH", "code": "HH704", "strokes": 3});
    assert_eq!(world.refused("model_save", model).field, "strokes");
    for day in ["9999-12-31", "0206-01-01"] {
        assert_eq!(world.refused("start_day_save", json!({"on": day})).field, "on");
    }
    Ok(())
}

#[test]
fn sitehours_2_opening_times_taken_back_are_none() -> Outcome<()> {
    let mut world = World::set_up()?;
    let none = json!({"weekdays": "", "saturday": "", "sunday": "", "shifted": "", "on_rest_days": false});
    let open = json!({"weekdays": "08:00-17:30", "saturday": "", "sunday": "", "shifted": "", "on_rest_days": false});
    let hours = |world: &World| world.call("desk_status", json!({}))["hours"].take();
    for (base, said) in [(&none, &none), (&none, &open), (&open, &none)] {
        world.call("hours_save", json!({"hours": said, "base": base}));
        assert_eq!(hours(&world), if said == &none { Value::Null } else { said.clone() });
        world.restart()?;
        world.call("today", json!({}));
        world.call("call_list", json!({}));
    }
    Ok(())
}

#[test]
fn a_list_that_was_cut_says_that_there_are_more() -> Outcome<()> {
    let world = World::set_up()?;
    let row = |n: usize| format!("P{n:05},垫片,1.00\n");
    let book = world.dir().join("配件.csv");
    std::fs::write(&book, format!("零件编码,零件名称,出厂价\n{}", (0..60).map(row).collect::<String>()))?;
    world.call("import_run", json!({"path": book, "kind": "parts"}));
    let found = world.call("part_list", json!({"term": "P000"}));
    assert_eq!((&found["total"], &found["at_least"]), (&json!(51), &json!(true)));
    let last = world.call("part_list", json!({"term": "P000", "offset": 50}));
    assert_eq!((&last["total"], &last["at_least"]), (&json!(60), &Value::Null));
    for n in 0..201 {
        let mut sold = sale("HH", &format!("HH26B{n:05}"), "2026-10-18");
        sold["customer"] = json!({"name": format!("王丹{n}"), "phone": format!("199{n:08}")});
        world.call("sale_open", sold);
    }
    for command in ["sale_list", "customer_list", "unit_list"] {
        let term = if command == "unit_list" { "HH26B" } else { "王丹" };
        let found = world.call(command, json!({"term": term}));
        assert_eq!((&found["total"], &found["at_least"]), (&json!(200), &json!(true)), "{command}");
        let all = world.call(command, json!({}));
        assert_eq!((&all["total"], &all["at_least"]), (&json!(201), &Value::Null), "{command}");
    }
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
