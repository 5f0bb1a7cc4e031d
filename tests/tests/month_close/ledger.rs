//! Closing knows what went by whatever road; a closed month goes and is printed whole.

use super::*;

fn built(world: &World, month: &str) -> Vec<Value> {
    world.call("report_build", of(month)).as_array().unwrap().clone()
}

fn runs(world: &World, month: &str) -> Vec<Value> {
    world.call("report_runs", of(month)).as_array().unwrap().clone()
}

/// The buildings of files, in their order.
fn ids(world: &World, files: &[Value]) -> Vec<Value> {
    let known = runs(world, "2026-10");
    let of = |file: &Value| {
        known.iter().find(|run| run["key"] == file["key"] && run["sha256"] == file["sha256"]).unwrap()["id"].clone()
    };
    files.iter().map(of).collect()
}

fn posted(world: &World, road: &str, runs: &[Value]) -> Value {
    let draft = json!({"principal": "HH", "month": "2026-10", "road": road, "handed_on": "2026-11-03", "runs": runs,
        "tracking_no": "SF100200", "receiver": "李会计"});
    world.call("submission_save", draft)
}

fn states(closed: &Value) -> Vec<String> {
    closed["closed"]["sheets"].as_array().unwrap().iter().map(|sheet| said(&sheet["state"])).collect()
}

#[test]
fn monthclose_4_what_went_on_paper_is_what_is_closed_and_printed_again() -> Outcome<()> {
    for road in ["post", "truck", "fax", "hand", "file"] {
        let world = november()?;
        handed_in(&world, repair("HH", "A1", "2026-10-05"));
        world.sell("S1", "2026-10-06");
        let first = built(&world, "2026-10");
        let names: Vec<Vec<u8>> = first.iter().map(|file| fs::read(said(&file["path"])).unwrap()).collect();
        let went = ids(&world, &first);
        let saved = posted(&world, road, &went);
        // Built again afterwards, into the same folder: that one went nowhere.
        built(&world, "2026-10");
        fs::remove_dir_all(world.dir().join("exports"))?;
        let closed = close(&world, "2026-10");
        let kept: Vec<_> =
            closed["closed"]["sheets"].as_array().unwrap().iter().map(|one| one["run"].clone()).collect();
        assert_eq!(kept, went, "{road}: the building that went is the one that is closed");
        assert_eq!(states(&closed), vec!["handed"; PACK], "{road}");
        let again = world.call("report_reprint", of("2026-10"));
        let bytes: Vec<Vec<u8>> =
            again["files"].as_array().unwrap().iter().map(|file| fs::read(said(&file["path"])).unwrap()).collect();
        assert_eq!(bytes, names, "{road}: exactly as it went");
        let run = runs(&world, "2026-10").into_iter().find(|run| run["id"] == went[0]).unwrap();
        assert_eq!([&run["state"], &run["version"]], [&json!("handed"), &json!(1)]);
        let answer = json!({"id": saved["id"], "rev": 1, "received_on": "2026-11-03", "receipt_no": "S-17"});
        world.call("submission_answer", answer);
        assert_eq!(states(&world.call("month_show", of("2026-10"))), vec!["acked"; PACK], "{road}");
    }
    Ok(())
}

#[test]
fn went_1_paper_that_says_other_facts_or_came_back_does_not_stand() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    world.sell("S1", "2026-10-06");
    let went = ids(&world, &built(&world, "2026-10"));
    posted(&world, "post", &went);
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(6100));
    let closed = close(&world, "2026-10");
    let sheets = closed["closed"]["sheets"].as_array().unwrap();
    let other: Vec<_> =
        sheets.iter().zip(&went).filter(|(one, went)| one["run"] != **went).map(|(one, _)| said(&one["key"])).collect();
    assert_eq!(other, ["W01", "W25"], "the repair says another amount, and the cover lists another file");
    let lacking: Vec<_> = sheets.iter().filter(|one| one["state"] == "not_sent").map(|one| said(&one["key"])).collect();
    assert_eq!(lacking, ["W01", "W25"]);
    assert_eq!(
        runs(&world, "2026-10")
            .iter()
            .filter(|run| run["key"] == "W01")
            .map(|run| run["version"].clone())
            .collect::<Vec<_>>(),
        [Value::Null, json!(1)]
    );
    // A submission nobody made, and one that came back: none of it is with head office.
    for back in [false, true] {
        let world = november()?;
        handed_in(&world, repair("HH", "A1", "2026-10-05"));
        let went = ids(&world, &built(&world, "2026-10"));
        let saved = posted(&world, "post", &went);
        if back {
            let answer =
                json!({"id": saved["id"], "rev": 1, "returned_on": "2026-11-03", "returned_reason": "没有盖章"});
            world.call("submission_answer", answer);
            let run = runs(&world, "2026-10").into_iter().find(|run| run["id"] == went[0]).unwrap();
            assert_eq!([&run["state"], &run["returned_reason"]], ["rejected", "没有盖章"]);
        } else {
            world.call("submission_void", json!({"id": saved["id"], "reason": "没有寄"}));
        }
        assert_eq!(states(&close(&world, "2026-10")), vec!["not_sent"; PACK], "{back}");
    }
    Ok(())
}

#[test]
fn ledger_1_of_a_closed_month_the_closed_buildings_are_handed_over() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let went = ids(&world, &built(&world, "2026-10"));
    let saved = posted(&world, "post", &went);
    world.pass(60_000);
    built(&world, "2026-10");
    close(&world, "2026-10");
    world.call("submission_void", json!({"id": saved["id"], "reason": "运单号错"}));
    let again = posted(&world, "post", &[]);
    let handed: Vec<_> = again["sheets"].as_array().unwrap().iter().map(|sheet| sheet["run"].clone()).collect();
    assert_eq!(handed, went, "not the newer ones, which went nowhere");
    Ok(())
}

#[test]
fn making_2_what_went_on_paper_comes_back_with_a_backup_before_its_month_is_closed() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let went = ids(&world, &built(&world, "2026-10"));
    posted(&world, "post", &went);
    let backup = said(&world.call("backup_now", json!({}))["path"]);
    for folder in ["blobs", "exports"] {
        for entry in fs::read_dir(world.dir().join(folder))? {
            fs::remove_file(entry?.path())?;
        }
    }
    world.pass(1000);
    world.call("backup_restore", json!({"path": backup}));
    let closed = close(&world, "2026-10");
    assert_eq!(states(&closed), vec!["handed"; PACK]);
    assert_eq!(reprint(&world, "2026-10", &world.dir().join("again")).len(), PACK);
    Ok(())
}

#[test]
fn monthclose_5_a_closed_month_is_printed_as_one_pack_from_its_files() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let closed = close(&world, "2026-10");
    let before = runs(&world, "2026-10");
    amend(&world, &made["id"], |draft| draft["unit"]["serial"] = json!("A2"));
    let whole = world.call("report_print", json!({"principal": "HH", "month": "2026-10", "task": "t", "size": "a4"}));
    let ids: Vec<_> = closed["closed"]["sheets"].as_array().unwrap().iter().map(|one| one["run"].clone()).collect();
    let kept = world.call("report_print_runs", json!({"ids": ids, "size": "a4"}));
    assert_eq!([&whole["run"]["sha256"], &kept["run"]["times"]], [&kept["run"]["sha256"], &json!(2)], "the same paper");
    let one = world.call("report_print", json!({"principal": "HH", "month": "2026-10", "keys": ["W01"]}));
    assert!(one["run"]["pages"].as_i64() < whole["run"]["pages"].as_i64());
    assert_eq!(runs(&world, "2026-10"), before, "nothing was built");
    // A register that was not closed with it is built, as ever.
    world.call("report_print", json!({"principal": "HH", "month": "2026-10", "keys": ["W10"]}));
    fs::remove_file(world.dir().join("blobs").join(said(&closed["closed"]["sheets"][1]["sha256"])))?;
    let lost = world.refused("report_print", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!(lost.code, "closed_file_lost");
    assert!(lost.message.contains("每月零件更换清单") && lost.message.contains("没有打印"), "{}", lost.message);
    Ok(())
}

#[test]
fn monthclose_7_a_closed_month_goes_with_its_files_beside() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let closed = close(&world, "2026-10");
    let out = world.dir().join("out");
    let input = json!({"principal": "HH", "month": "2026-10", "dir": out, "request_id": "r1", "task": "t"});
    let sent = world.call("report_send", input.clone());
    for (run, kept) in sent.as_array().unwrap().iter().zip(closed["closed"]["sheets"].as_array().unwrap()) {
        let bytes = fs::read(said(&run["path"]))?;
        assert_eq!(json!(wire::hash::sha256_hex(&bytes)), kept["sha256"]);
    }
    assert_eq!(world.call("report_send", input)[0]["id"], sent[0]["id"], "a double click is answered");
    assert_eq!(fs::read_dir(&out)?.count(), 1, "one folder, whole");
    // A folder that cannot be: nothing is queued, nothing is left.
    close(&world, "2026-09");
    let file = world.dir().join("a file");
    fs::write(&file, "x")?;
    let refused = world.refused("report_send", json!({"principal": "HH", "month": "2026-09", "dir": file}));
    assert!(refused.message.contains("a file"), "{}", refused.message);
    let september = world.call("report_runs", of("2026-09"));
    assert!(september.as_array().unwrap().iter().all(|run| run["state"] == "not_sent"), "{september}");
    Ok(())
}

#[test]
fn freeze_1_what_others_write_meanwhile_stands_in_no_way() -> Outcome<()> {
    let world = november()?;
    for n in 0..10 {
        handed_in(&world, repair("HH", &format!("A{n}"), "2026-10-05"));
    }
    let other = world.another()?;
    let done = std::sync::atomic::AtomicBool::new(false);
    let closed = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let mut sold = sale("WY", &format!("W{written}"), "2026-11-01");
                sold["customer"] = json!({"name": "赵刚", "phone": "13700000000", "county": "清河县"});
                other.call("sale_open", sold).unwrap();
                written += 1;
            }
            written
        });
        let closed = world.app().call("month_close", json!({"principal": "HH", "month": "2026-10", "task": "t"}));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(writer.join().unwrap() > 0);
        closed
    });
    match closed {
        Ok(closed) => assert_eq!(closed["value"]["closed"]["sheets"].as_array().unwrap().len(), PACK),
        // Somebody who writes without a pause may be met each time; then nothing is closed, and it is said.
        Err(why) => {
            assert_eq!(why.code, "month_busy", "{}", why.message);
            close(&world, "2026-10");
        }
    }
    Ok(())
}

#[test]
fn making_1_a_closing_that_is_stopped_closes_nothing_and_leaves_no_file() -> Outcome<()> {
    let world = november()?;
    for n in 0..20 {
        handed_in(&world, repair("HH", &format!("A{n}"), "2026-10-05"));
    }
    let (app, ended) = (world.app(), std::sync::atomic::AtomicBool::new(false));
    let said = std::thread::scope(|threads| {
        threads.spawn(|| {
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                let stopped = app.call("task_stop", json!({"id": "close"}));
                if stopped.is_ok_and(|view| !view.is_null()) {
                    break;
                }
                std::thread::yield_now();
            }
        });
        let refused = app.call("month_close", json!({"principal": "HH", "month": "2026-10", "task": "close"}));
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        refused.unwrap_err()
    });
    assert_eq!((said.code.as_str(), said.message.as_str()), ("stopped", "已取消，没有结账，什么都没有变"));
    assert_eq!(world.call("month_show", of("2026-10"))["closed"], Value::Null);
    assert_eq!(runs(&world, "2026-10"), [Value::Null; 0]);
    assert_eq!(fs::read_dir(world.dir().join("blobs"))?.count(), 0);
    close(&world, "2026-10");
    Ok(())
}
