//! What a closed month shows, which corrections no pack carries, and packs that lie in a folder whole or not at all.

use super::*;
use sanbao_tests::contract::{Case, farm};

/// The form of a head office, as it hands it out.
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/forms/厂发月报表样.xlsx");

fn dealer(world: &World, name: &str) {
    world.call("dealer_save", json!({"code": "HB0732A", "name": name, "short_name": "惠农"}));
}

/// What stands around the rows.
fn around(sheet: &Value) -> Vec<Value> {
    ["title", "head", "foot", "signature", "summary", "own"].map(|part| sheet[part].clone()).to_vec()
}

#[test]
fn closedview_1_a_closed_sheet_shows_the_dealer_the_remarks_and_the_summary_of_its_file() -> Outcome<()> {
    let world = november()?;
    dealer(&world, "清河惠农农机有限公司");
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let mut open = repair("HH", "A2", "2026-10-20");
    open["completed_on"] = Value::Null;
    open["user_signed"] = json!(false);
    let open = world.call("repair_open", open);
    let keys = ["W01", "W02", "W03", "W04", "W05", "W06", "W07"];
    let before = keys.map(|key| sheet(&world, key, "2026-10"));
    let closed = close(&world, "2026-10");
    let numbered =
        |sheet: &Value| said(&sheet["head"][2]).contains(closed["closed"]["sheets"][0]["no"].as_str().unwrap());
    let shown = sheet(&world, "W01", "2026-10");
    assert!(numbered(&shown), "the number it was closed by: {}", shown["head"]);
    for (key, before) in keys.iter().zip(&before) {
        let shown = sheet(&world, key, "2026-10");
        for part in ["title", "foot", "signature", "summary", "rows", "totals", "columns"] {
            assert_eq!(shown[part], before[part], "{key} {part}: as it was looked at before");
        }
    }
    // Another name over the door, the open repair gone, a form of the maker's own: none of it is in what was closed.
    dealer(&world, "清河新名农机有限公司");
    world.call("repair_void", json!({"id": open["id"], "reason": "重复登记"}));
    world.call("template_save", json!({"principal": "HH", "key": "W01", "path": FORM}));
    let later = sheet(&world, "W01", "2026-10");
    assert_eq!(around(&later), around(&shown));
    assert_eq!(later["rows"], shown["rows"]);
    assert!(said(&later["head"][0]).contains("惠农农机"), "{}", later["head"]);
    assert_ne!(sheet(&world, "W01", "2026-11")["own"], json!([]), "the next month is in the maker's form");
    // Each sheet of the pack reads as its file.
    for key in ["W02", "W03", "W04", "W05", "W06", "W07", "W25"] {
        let shown = sheet(&world, key, "2026-10");
        assert!(shown["foot"].is_array() && shown["own"] == json!([]), "{key}: {shown}");
        assert!(shown["head"].to_string().contains("惠农农机"), "{key}: {}", shown["head"]);
    }
    Ok(())
}

#[test]
fn sheetview_3_a_form_that_was_withdrawn_shows_what_was_closed_in_it() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let form = world.call("template_save", json!({"principal": "HH", "key": "W01", "path": FORM}));
    close(&world, "2026-10");
    let shown = sheet(&world, "W01", "2026-10");
    assert!(shown["own"].to_string().contains("A1"), "{}", shown["own"]);
    world.call("template_void", json!({"id": form["id"], "rev": form["rev"], "reason": "换新表"}));
    assert_eq!(sheet(&world, "W01", "2026-10"), shown);
    assert_eq!(sheet(&world, "W01", "2026-11")["own"], json!([]));
    Ok(())
}

#[test]
fn closedview_2_a_file_that_is_gone_is_said_and_the_rows_are_shown() -> Outcome<()> {
    let world = november()?;
    dealer(&world, "清河惠农农机有限公司");
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let closed = close(&world, "2026-10");
    dealer(&world, "清河新名农机有限公司");
    fs::remove_file(world.dir().join("blobs").join(said(&closed["closed"]["sheets"][0]["sha256"])))?;
    let shown = sheet(&world, "W01", "2026-10");
    assert_eq!(column(&shown, "出厂编号"), ["A1"]);
    assert!(said(&shown["head"][0]).contains("惠农农机"), "the dealer of then: {}", shown["head"]);
    assert!(shown["foot"].to_string().contains("请从备份恢复"), "{}", shown["foot"]);
    Ok(())
}

#[test]
fn corrections_4_those_of_a_sheet_the_maker_dropped_are_named_and_go_with_no_pack() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let pack = |version: &str, from: &str, parts: bool| {
        let mut pack = farm(version);
        pack["effective_from"] = from.into();
        let flag = json!({"key": "report.w02", "value": parts, "source": "台账 T11", "checked": false});
        pack["flags"].as_array_mut().unwrap().push(flag);
        pack
    };
    case.install(&pack("2026.10", "2026-10-01", true))?;
    world.set_clock(START + 14 * DAY);
    let made = handed_in(world, repair("HH", "A1", "2026-10-15"));
    close(world, "2026-10");
    let uncarried = || {
        let review = world.call("month_review", of("2026-11"));
        let group = review["groups"].as_array().unwrap().iter().find(|group| group["kind"] == "uncarried").cloned();
        let figures: Vec<_> = review["figures"].as_array().unwrap().iter().map(|one| said(&one["key"])).collect();
        (group.unwrap(), figures)
    };
    amend(world, &made["id"], |draft| draft["unit"]["serial"] = json!("A2"));
    let carried = || {
        let all = world.call("month_corrections", of("2026-10"));
        all["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (said(&row["key"]), row["carried"] == true))
            .collect::<Vec<_>>()
    };
    assert_eq!(carried(), [("W01".to_owned(), true), ("W02".into(), true)]);
    assert_eq!(uncarried().0["total"], 0);
    case.install(&pack("2026.11", "2026-11-01", false))?;
    assert_eq!(carried(), [("W01".to_owned(), true), ("W02".into(), false)]);
    let (group, figures) = uncarried();
    assert_eq!([&group["total"], &group["blocks"], &group["rows"][0]["no"]], [&json!(1), &json!(false), &made["no"]]);
    let says = said(&group["rows"][0]["detail"]);
    assert!(says.contains("《每月零件更换清单》2026年10月") && says.contains("2026年11月"), "{says}");
    assert_eq!(figures, ["W01", "W03", "W04", "W05", "W06", "W07", "W25"], "the sheets of the month itself");
    // The carrying month is closed with what it carries; the rest is still named, not waiting.
    world.set_clock(START + 45 * DAY);
    close(world, "2026-11");
    assert_eq!(carried(), [("W02".to_owned(), false), ("W01".into(), true)]);
    Ok(())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn laid_1_a_pack_that_fails_at_one_name_leaves_what_lay_there() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let built = world.call("report_build", of("2026-10"));
    let path = |n: usize| PathBuf::from(said(&built[n]["path"]));
    // Stands in for a file that is open in a spreadsheet: the fifth name cannot be taken.
    fs::remove_file(path(4))?;
    fs::create_dir(path(4))?;
    fs::write(path(4).join("x"), "x")?;
    let folder = world.dir().join("exports");
    let before = (names(&folder), fs::read(path(0))?, world.call("report_runs", of("2026-10")));
    handed_in(&world, repair("HH", "A2", "2026-10-06"));
    world.refused("report_build", of("2026-10"));
    assert_eq!((names(&folder), fs::read(path(0))?, world.call("report_runs", of("2026-10"))), before);
    fs::remove_dir_all(path(4))?;
    let again = world.call("report_build", of("2026-10"));
    assert_ne!(fs::read(PathBuf::from(said(&again[0]["path"])))?, before.1);
    assert_eq!(fs::read(path(0))?, before.1, "the new one lies beside (MONTH-2)");
    assert!(before.0.iter().all(|name| names(&folder).contains(name)));
    Ok(())
}

#[test]
fn build_1_a_pack_that_is_stopped_leaves_what_lay_there() -> Outcome<()> {
    let world = november()?;
    handed_in(&world, repair("HH", "A1", "2026-10-05"));
    let built = world.call("report_build", of("2026-10"));
    let folder = world.dir().join("exports");
    let first = fs::read(said(&built[0]["path"]))?;
    let blobs = names(&world.dir().join("blobs"));
    handed_in(&world, repair("HH", "A2", "2026-10-06"));
    let (app, before, ended) = (world.app(), names(&folder), std::sync::atomic::AtomicBool::new(false));
    let said = std::thread::scope(|threads| {
        threads.spawn(|| {
            // Once the first sheet is made.
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                let seen = app.call("task_show", json!({"id": "pack"})).unwrap();
                if seen["done"].as_i64().unwrap_or(0) > 0 {
                    app.call("task_stop", json!({"id": "pack"})).unwrap();
                    break;
                }
                std::thread::yield_now();
            }
        });
        let refused = app.call("report_build", json!({"principal": "HH", "month": "2026-10", "task": "pack"}));
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        refused.unwrap_err()
    });
    assert_eq!((said.code.as_str(), said.message.as_str()), ("stopped", "已取消，没有生成文件，文件夹里原来的没有动"));
    assert_eq!((names(&folder), fs::read(super::said(&built[0]["path"]))?), (before, first));
    assert_eq!(names(&world.dir().join("blobs")), blobs);
    assert_eq!(world.call("report_runs", of("2026-10")).as_array().unwrap().len(), PACK);
    Ok(())
}

#[test]
fn build_2_of_all_makers_the_closed_ones_stay_as_they_are() -> Outcome<()> {
    let world = november()?;
    let made = handed_in(&world, repair("HH", "A1", "2026-10-05"));
    world.sell("S1", "2026-10-06");
    let closed = close(&world, "2026-10");
    amend(&world, &made["id"], |draft| draft["labour_fen"] = json!(7000));
    let out = world.dir().join("all");
    let built = world.call("report_build", json!({"principal": "all", "month": "2026-10", "dir": out}));
    let files = built.as_array().unwrap();
    let of_hh: Vec<_> = files.iter().filter(|file| file["principal"] == "HH").collect();
    assert!(of_hh.len() == PACK && of_hh.iter().all(|file| file["closed"] == true), "{built}");
    assert!(files.iter().any(|file| file["principal"] == "WY" && file["closed"].is_null()), "{built}");
    for file in files {
        let bytes = fs::read(said(&file["path"]))?;
        assert_eq!(file["sha256"], json!(wire::hash::sha256_hex(&bytes)));
    }
    assert_eq!(of_hh[0]["sha256"], closed["closed"]["sheets"][0]["sha256"]);
    assert_eq!(world.call("report_runs", of("2026-10")).as_array().unwrap().len(), PACK, "nothing of it was built");
    Ok(())
}
