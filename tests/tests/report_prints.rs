//! Stories of reports on paper: what was built is what is printed, in order, with the same bytes again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::{Cell, open_path};
use sanbao_tests::world::{DAY, START, World, repair, sale};
use sanbao_tests::{Outcome, killed};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether poppler is here; where it is not, what it would have read is not looked at, and that is said.
fn poppler() -> bool {
    let here = Command::new("pdftotext").arg("-v").output().is_ok();
    if !here {
        eprintln!("skipped: no pdftotext, the text on the paper was not read");
    }
    here
}

/// What a file says, without the line ends of its layout.
fn text(path: &Path) -> String {
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    bare(&String::from_utf8(done.stdout).unwrap())
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn file(printed: &Value) -> PathBuf {
    printed["path"].as_str().unwrap_or_else(|| panic!("{printed}")).into()
}

/// A November desk whose October has a row in each sheet of the pack.
fn november() -> Outcome<World> {
    let world = World::set_up()?;
    let mut sold = sale("HH", "HH26B30001", "2026-10-02");
    sold["customer"]["name"] = json!("𠮷田㛃·买买提");
    world.call("sale_open", sold);
    let part = json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true});
    world.call("part_save", part);
    let mut paper = repair("HH", "HH26B30001", "2026-10-12");
    paper["fault"] = json!("=行驶中异响，怠速不稳；".repeat(12));
    paper["parts"][0]["old_part_here"] = json!(true);
    world.call("repair_open", paper);
    world.set_clock(START + 16 * DAY);
    Ok(world)
}

fn ask(keys: &[&str]) -> Value {
    json!({"principal": "HH", "month": "2026-10", "keys": keys})
}

fn runs(world: &World) -> Vec<Value> {
    world.call("report_runs", json!({"principal": "HH", "month": "2026-10"})).as_array().unwrap().clone()
}

fn blob(world: &World, sha256: &Value) -> PathBuf {
    world.dir().join("blobs").join(sha256.as_str().unwrap())
}

/// What a cell of a workbook may read like on paper.
fn read_as(cell: &Cell) -> Vec<String> {
    let Cell::Number(number) = cell else { return vec![bare(&cell.shown())] };
    let fixed = format!("{:.2}", number.abs());
    let (whole, rest) = fixed.split_once('.').unwrap();
    let digits: Vec<char> = whole.chars().collect();
    let groups = digits.rchunks(3).rev().map(|group| group.iter().collect::<String>());
    let sign = if *number < 0.0 { "-" } else { "" };
    let money = format!("{sign}{}.{rest}", groups.collect::<Vec<_>>().join(","));
    vec![cell.shown(), money, format!("{:.1}%", number * 100.0), format!("共{number}")]
}

#[test]
fn reportprint_1_every_cell_of_the_workbook_is_on_the_paper() -> Outcome<()> {
    let world = november()?;
    if !poppler() {
        return Ok(());
    }
    let keys = [
        "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W09", "W10", "W11", "W12", "W13", "W14", "W15", "W16", "W17",
        "W18", "W19", "W21", "W22", "W23", "W24", "W25",
    ];
    let mut looked = 0;
    for key in keys {
        let printed = world.call("report_print", ask(&[key]));
        let said = text(&file(&printed));
        let run = runs(&world).into_iter().find(|run| run["key"] == key).unwrap();
        let book = fs::read_dir(world.dir().join("exports"))?.filter_map(|entry| Some(entry.ok()?.path()));
        let sha = |path: &Path| wire::hash::sha256_hex(&fs::read(path).unwrap());
        let book = book.into_iter().find(|path| sha(path) == run["sha256"].as_str().unwrap()).unwrap();
        for sheet in open_path(&book)?.sheets.iter().filter(|sheet| sheet.name != "数据") {
            for cell in sheet.rows.iter().flatten().filter(|cell| !cell.is_blank()) {
                let read = read_as(cell);
                assert!(
                    read.iter().any(|words| said.contains(words.as_str())),
                    "{key} {}: {read:?} in {said}",
                    sheet.name
                );
                looked += 1;
            }
        }
        assert!(said.contains("第1页共"), "{key}: {said}");
        assert_eq!(printed["run"]["missing"], json!([]), "{key}");
    }
    assert!(looked > 900, "{looked}");
    Ok(())
}

#[test]
fn reportprint_1_what_was_built_is_what_is_printed() -> Outcome<()> {
    let world = november()?;
    world.call("report_build", ask(&["W01"]));
    let run = runs(&world)[0].clone();
    // The repair is another one since, and its sheet was not built again.
    let page = world.call("repair_list", json!({}));
    let id = page["rows"][0]["id"].clone();
    world.call("repair_void", json!({"id": id, "reason": "重复登记"}));
    let printed = world.call("report_print_runs", json!({"ids": [run["id"]]}));
    assert_eq!((&printed["run"]["no"], &printed["run"]["title"]), (&run["no"], &json!("维修月报表")));
    if poppler() {
        let said = text(&file(&printed));
        for word in ["维修月报表", "王丹", "行驶中异响", "汇总分析", run["no"].as_str().unwrap()] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }
    let pages = printed["run"]["pages"].as_i64().unwrap();
    assert!(pages >= 2, "the signed sheet and the summary: {pages}");
    // What was sent lies among the files for head office, whatever the export folder holds.
    let sent = world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    let ids: Vec<&Value> = sent.as_array().unwrap().iter().map(|run| &run["id"]).collect();
    fs::remove_dir_all(world.dir().join("exports"))?;
    let pack = world.call("report_print_runs", json!({"ids": ids}));
    assert!(pack["run"]["pages"].as_i64().unwrap() >= ids.len() as i64, "{pack}");
    // A file that is gone is said, with its number.
    fs::remove_file(blob(&world, &sent[0]["sha256"]))?;
    let why = world.refused("report_print_runs", json!({"ids": [sent[0]["id"]]}));
    assert_eq!(why.code, "report_file_gone");
    assert!(
        why.message.contains(sent[0]["no"].as_str().unwrap()) && why.message.contains("重新生成"),
        "{}",
        why.message
    );
    assert_eq!(world.call("print_list", json!({"id": sent[0]["id"]}))[0]["times"], 1, "the pack, and nothing else");
    Ok(())
}

#[test]
fn reportprint_2_a_month_that_is_printed_is_built_with_its_numbers() -> Outcome<()> {
    let world = november()?;
    let printed = world.call("report_print", ask(&["W02"]));
    let built = runs(&world);
    assert_eq!((built.len(), &built[0]["key"], &built[0]["no"]), (1, &json!("W02"), &printed["run"]["no"]));
    assert!(blob(&world, &built[0]["sha256"]).exists(), "kept under its hash");
    let names: Vec<String> = fs::read_dir(world.dir().join("exports"))?
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().all(|name| name.contains("每月零件更换清单_202610_v1")), "{names:?}");
    for (input, field) in [
        (json!({"principal": "NN", "month": "2026-10"}), "principal"),
        (json!({"principal": "HH", "month": "2026-10", "keys": ["W99"]}), "keys"),
        (json!({"principal": "HH", "month": "2099-10"}), "month"),
    ] {
        assert_eq!(world.refused("report_print", input).field, field);
    }
    assert_eq!(world.refused("report_print_runs", json!({"ids": []})).field, "ids");
    assert_eq!(world.refused("report_print_runs", json!({"ids": ["0"]})).field, "ids.0");
    assert_eq!(runs(&world).len(), 1, "what was refused built nothing");
    Ok(())
}

#[test]
fn reportprint_3_the_pack_is_one_file_in_its_order() -> Outcome<()> {
    let world = november()?;
    let printed = world.call("report_print", ask(&[]));
    assert_eq!(printed["run"]["title"], "2026-10月报");
    let built = runs(&world).len();
    let cover = world.call("report_print", ask(&["W02", "W25", "W07"]));
    assert_eq!(runs(&world).len(), built + 1, "the sheets stand; the cover of two of them is another one");
    if !poppler() {
        return Ok(());
    }
    let said = text(&file(&printed));
    let places: Vec<usize> =
        ["维修月报表", "每月零件更换清单", "每月销售统计表", "三包回执卡返回清单", "三包旧件返回清单"]
            .iter()
            .map(|title| said.find(title).unwrap_or_else(|| panic!("{title}: {said}")))
            .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(said.matches("第1页共").count() >= 6, "each sheet and each copy counts its own pages: {said}");
    let said = text(&file(&cover));
    assert!(said.find("报送清单") < said.find("每月零件更换清单"), "the cover goes first");
    for copy in ["第二联经销商", "第三联厂家"] {
        assert!(said.contains(copy), "{copy}: {said}");
    }
    Ok(())
}

#[test]
fn reportprint_4_the_same_building_is_the_same_printing() -> Outcome<()> {
    let mut world = november()?;
    let mut asked = ask(&["W01"]);
    asked["request_id"] = json!("print-1");
    let first = world.call("report_print", asked.clone());
    let bytes = fs::read(file(&first))?;
    let second = world.call("report_print", asked.clone());
    assert_eq!(second["run"]["id"], first["run"]["id"], "a double click");
    assert_eq!((runs(&world).len(), &second["run"]["times"]), (1, &json!(2)));
    asked["keys"] = json!(["W02"]);
    assert_eq!(world.refused("report_print", asked).code, "request_reused");
    let run = runs(&world)[0]["id"].clone();
    let third = world.call("report_print_runs", json!({"ids": [run, run]}));
    assert_eq!(third["run"]["id"], first["run"]["id"]);
    // On another day, by another program, without the file.
    world.set_clock(START + 90 * DAY);
    world.restart()?;
    fs::remove_file(blob(&world, &first["run"]["sha256"]))?;
    fs::remove_file(file(&first))?;
    let again = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(fs::read(file(&again))?, bytes);
    // On larger paper it is another printing, with larger letters.
    let large = world.call("report_print_runs", json!({"ids": [run], "size": "a3"}));
    assert_ne!(large["run"]["id"], first["run"]["id"]);
    let letters = |printed: &Value| printed["run"]["letters_milli"].as_i64().unwrap();
    assert!(letters(&large) > letters(&first) && letters(&first) >= 5_400, "{} {}", letters(&large), letters(&first));
    let list = world.call("print_list", json!({"id": run}));
    assert_eq!(list.as_array().map(Vec::len), Some(2), "{list}");
    // Neither the paper nor its workbook lies here any more: that is said.
    fs::remove_file(blob(&world, &first["run"]["sha256"]))?;
    fs::remove_file(blob(&world, &runs(&world)[0]["sha256"]))?;
    fs::remove_dir_all(world.dir().join("exports"))?;
    assert_eq!(world.refused("print_again", json!({"id": first["run"]["id"]})).code, "report_file_gone");
    Ok(())
}

#[test]
fn reportprint_5_a_printing_that_is_stopped_leaves_no_paper() -> Outcome<()> {
    let world = november()?;
    world.call("report_build", ask(&[]));
    let ids: Vec<Value> = runs(&world).into_iter().map(|run| run["id"].clone()).collect();
    let app = world.app();
    let said = std::thread::scope(|threads| {
        // Whoever waits stops it the moment it is there.
        let stopper = threads.spawn(|| {
            loop {
                let stopped = app.call("task_stop", json!({"id": "paper"}));
                if stopped.is_ok_and(|view| !view.is_null()) {
                    break;
                }
                std::thread::yield_now();
            }
        });
        let refused = app.call("report_print_runs", json!({"ids": ids, "task": "paper"}));
        stopper.join().unwrap();
        refused.unwrap_err()
    });
    assert_eq!((said.code.as_str(), said.message.as_str()), ("stopped", "已取消，没有打印"));
    assert_eq!(world.call("print_list", json!({"id": ids[0]})), json!([]));
    let papers = fs::read_dir(world.dir().join("exports"))?
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "pdf"));
    assert_eq!(papers.count(), 0);
    assert_eq!(world.call("report_print_runs", json!({"ids": ids}))["run"]["times"], 1);
    Ok(())
}

#[test]
fn a_folder_that_cannot_be_written_leaves_neither_paper_nor_record() -> Outcome<()> {
    let world = november()?;
    let elsewhere = world.dir().join("file");
    fs::write(&elsewhere, "not a folder")?;
    let mut asked = ask(&["W01"]);
    asked["dir"] = json!(elsewhere);
    assert_eq!(world.refused("report_print", asked).code, "folder_missing");
    assert_eq!(runs(&world), Vec::<Value>::new());
    world.call("report_build", ask(&["W01"]));
    let id = runs(&world)[0]["id"].clone();
    let why = world.refused("report_print_runs", json!({"ids": [id], "dir": elsewhere}));
    assert_eq!(why.code, "folder_missing");
    assert_eq!(world.call("print_list", json!({"id": id})), json!([]));
    Ok(())
}

#[test]
fn a_program_killed_while_it_writes_a_printing_down_has_printed_nothing() -> Outcome<()> {
    let mut world = november()?;
    world.call("report_build", ask(&["W01"]));
    let id = runs(&world)[0]["id"].clone();
    world.close();
    let asked = json!({"ids": [id]}).to_string();
    killed::inside(world.dir(), "INSERT ON print_run", &["call", "report_print_runs", &asked])?;
    world.restart()?;
    assert_eq!(world.call("print_list", json!({"id": id})), json!([]));
    let printed = world.call("report_print_runs", json!({"ids": [id]}));
    assert_eq!(printed["run"]["times"], 1);
    Ok(())
}

#[test]
fn a_head_offices_own_form_is_printed_as_it_was_filled() -> Outcome<()> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/厂发月报表样.xlsx");
    if !own.exists() {
        eprintln!("skipped: no samples beside the project");
        return Ok(());
    }
    let world = november()?;
    world.call("template_save", json!({"principal": "HH", "key": "W01", "path": own}));
    let printed = world.call("report_print", ask(&["W01"]));
    if poppler() {
        let said = text(&file(&printed));
        for word in ["王丹", "行驶中异响"] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }
    assert!(printed["run"]["pages"].as_i64().unwrap() >= 1);
    assert_eq!((&printed["run"]["uncounted"], &printed["run"]["undrawn"]), (&json!(0), &json!([])));
    Ok(())
}
