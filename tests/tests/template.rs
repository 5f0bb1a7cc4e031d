//! A head office's own .xlsx in place of the layout: looked over, kept, filled with the month, as other programs see it.
//! Where files or programs are missing these stories say so and pass.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::bench::{Repairs, head};
use report::layout::Layout;
use report::template::Template;
use report::write::Finish;
use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "template/cautions.rs"]
mod cautions;

/// The form of a head office, as it hands it out.
const FORM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/forms/厂发月报表样.xlsx");
const SHEET: &str = "xl/worksheets/sheet1.xml";
const FILES: [&str; 5] =
    ["机型.csv", "配件价目.csv", "历年销售台账.xlsx", "销售台账-202610.csv", "维修记录-202610.xlsx"];

/// The samples lie beside the project, not in it: a clone by itself has none.
fn samples() -> Option<PathBuf> {
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !samples.exists() {
        eprintln!("skipped: no samples beside the project");
        return None;
    }
    Some(samples)
}

fn told(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {shown}");
    shown
}

/// What openpyxl reads of a filled form, formulas and then what LibreOffice computed; every cell by its kind.
const LOOK: &str = r#"
import sys, json, datetime, openpyxl
path, computed = sys.argv[1:3]
sheet = openpyxl.load_workbook(path)['月报']
values = openpyxl.load_workbook(computed, data_only=True)['月报']
total = next(r for r in range(7, sheet.max_row + 1) if sheet.cell(r, 1).value == '合计')
rows = total - 7
assert sheet.column_dimensions['L'].hidden, 'the hidden column'
assert sheet.print_title_rows == '$1:$6', sheet.print_title_rows
assert {str(m) for m in sheet.merged_cells.ranges} == {'L4:P4', 'A1:P2'}
assert sheet.page_setup.orientation == 'landscape' and str(sheet.page_setup.paperSize) == '9'
assert sheet.row_dimensions[total].height == 18 and sheet.cell(total + 2, 1).value == '单位负责人:'
for column in 'NOP':
    assert sheet[f'{column}{total}'].value == f'=SUM({column}7:{column}{total - 1})', sheet[f'{column}{total}'].value
for r in range(7, total):
    assert sheet[f'P{r}'].value == f'=N{r}+O{r}', sheet[f'P{r}'].value
    assert sheet[f'A{r}'].border.left.style == 'thin'
    for column in 'BDF':
        cell = sheet[f'{column}{r}']
        assert cell.value is None or (isinstance(cell.value, str) and cell.number_format == '@'), (cell.coordinate, cell.value)
    for column in 'GHI':
        cell = sheet[f'{column}{r}']
        assert cell.value is None or isinstance(cell.value, datetime.datetime), (cell.coordinate, cell.value)
told = {'rows': rows, 'head': [sheet['B4'].value, sheet['G4'].value, sheet['L4'].value],
        'serials': [sheet[f'F{r}'].value for r in range(7, total)][:400],
        'sums': [values[f'{c}{total}'].value for c in 'NOP'],
        'added': [sum((values[f'{c}{r}'].value or 0) for r in range(7, total)) for c in 'NOP']}
print(json.dumps(told))
"#;

/// What openpyxl and LibreOffice say of a file; `None` where one of them is missing.
fn seen(file: &Path) -> Option<Value> {
    let python = python()?;
    Command::new("soffice").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().to_str().unwrap();
    let profile = format!("-env:UserInstallation=file://{at}/profile");
    let out = format!("{at}/out");
    told("soffice", &[&profile, "--headless", "--convert-to", "xlsx", "--outdir", &out, file.to_str().unwrap()]);
    let computed = Path::new(&out).join(file.file_name().unwrap());
    let shown = told(python, &["-c", LOOK, file.to_str().unwrap(), computed.to_str().unwrap()]);
    Some(serde_json::from_str(shown.lines().last().unwrap()).unwrap())
}

fn close(a: &Value, b: f64) -> bool {
    a.as_f64().is_some_and(|a| (a - b).abs() < 0.005)
}

/// The code of 沃野动力 at this desk, and the dealer's code as that maker knows it.
fn maker(world: &World) -> (String, Value) {
    let status = world.call("desk_status", json!({}));
    let own = status["principals"]
        .as_array()
        .unwrap()
        .iter()
        .find(|maker| maker["name"].as_str().unwrap().starts_with("沃野"));
    let own = own.unwrap();
    let account = own["dealer_account"].as_str().filter(|account| !account.is_empty());
    (own["code"].as_str().unwrap().to_owned(), account.map_or(json!("HB0732A"), |account| json!(account)))
}

fn loaded(world: &World, path: impl AsRef<Path>) -> Value {
    world.call("template_save", json!({"principal": maker(world).0, "key": "W01", "path": path.as_ref()}))
}

fn built(world: &World, key: &str) -> Value {
    let out = world.dir().join("out");
    let input = json!({"principal": maker(world).0, "month": "2026-10", "dir": out, "keys": [key], "whole": true});
    world.call("report_build", input)[0].clone()
}

/// The sample form with one place of its sheet made another, beside the desk.
fn form(world: &World, name: &str, old: &str, new: &str) -> PathBuf {
    let bytes = std::fs::read(FORM).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().to_string(), String::new());
        part.read_to_string(&mut text).unwrap();
        if name == SHEET {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let path = world.dir().join(name);
    std::fs::write(&path, zip.finish().unwrap().into_inner()).unwrap();
    path
}

/// A desk with the maker 沃野动力 and nothing else.
fn desk() -> Outcome<World> {
    let world = World::new()?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
    world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S0-farm"}));
    Ok(world)
}

#[test]
fn ownform_2_the_samples_month_stands_in_head_offices_own_form() -> Outcome<()> {
    let Some(samples) = samples() else { return Ok(()) };
    let world = World::new()?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
    world.set_clock(START + 25 * DAY);
    for file in FILES {
        world.call("import_run", json!({"path": samples.join(file)}));
    }
    let kept = loaded(&world, FORM);
    assert_eq!(
        (&kept["version"], &kept["sheet"], &kept["row"], &kept["used"]),
        (&json!(1), &json!("月报"), &json!(7), &json!(true))
    );
    let file = built(&world, "W01");
    let Some(seen) = seen(Path::new(file["path"].as_str().unwrap())) else {
        return left_out("no openpyxl or LibreOffice");
    };
    let (maker, code) = maker(&world);
    let base = Connection::open(world.dir().join("desk.db"))?;
    let wanted: (i64, f64, f64) = base.query_row(
        "SELECT count(*), coalesce(sum(iif(completed_on < '2026-11', labour_fen, 0)), 0) / 100.0,
            coalesce(sum(iif(completed_on < '2026-11', material_fen, 0)), 0) / 100.0
        FROM repair r JOIN principal p ON p.id = r.principal
        WHERE p.code = ? AND void_reason IS NULL AND reported_on < '2026-11'
            AND (completed_on IS NULL OR completed_on >= '2026-10')",
        [maker],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    assert!(wanted.0 > 0, "the samples have repairs of this maker");
    assert_eq!(seen["rows"], wanted.0);
    assert_eq!(seen["head"], json!(["清河惠农农机有限公司", code, "2026年10月01日—2026年10月31日"]));
    assert!(close(&seen["sums"][0], wanted.1) && close(&seen["sums"][1], wanted.2), "{} {wanted:?}", seen["sums"]);
    assert!(close(&seen["sums"][2], wanted.1 + wanted.2), "{}", seen["sums"]);
    Ok(())
}

#[test]
fn template_2_ten_thousand_rows_add_up_in_libreoffice() -> Outcome<()> {
    let layout = Layout::shipped("W01").map_err(|e| e.to_string())?;
    let template = Template::open(&std::fs::read(FORM)?, &layout).map_err(|faults| format!("{faults:?}"))?;
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("万行.xlsx");
    let finish = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
    let written = template.fill(&layout, &head(), &mut Repairs::new(&layout, 10_000), &finish, &out)?;
    assert_eq!(written.rows, 10_000);
    let Some(seen) = seen(&out) else { return left_out("no openpyxl or LibreOffice") };
    // The made-up rows: row n has n × 79.19 yuan, the remainder of 20,000, in each column of money.
    let sum: i64 = (1..=10_000_i64).map(|n| n * 7919 % 2_000_000).sum();
    #[allow(clippy::cast_precision_loss, reason = "eleven digits")]
    let sum = sum as f64 / 100.0;
    assert_eq!(seen["rows"], 10_000);
    for (at, wanted) in [sum, sum, 2.0 * sum].into_iter().enumerate() {
        assert!(close(&seen["sums"][at], wanted) && close(&seen["added"][at], wanted), "{seen} {wanted}");
    }
    Ok(())
}

#[test]
fn ownform_1_a_form_with_faults_is_told_and_not_kept() -> Outcome<()> {
    let world = desk()?;
    let wrong = form(&world, "错.xlsx", "row.repair.no}}", "row.repair.nummer}}");
    let source = json!({"principal": "WY", "key": "W01", "path": wrong});
    for command in ["template_check", "template_save"] {
        let refused = world.refused(command, source.clone());
        assert_eq!(refused.code, "template_marker_unknown");
        for part in ["共 2 处", "月报!B7 的标记 {{row.repair.nummer}} 不认识", "缺少标记 {{row.repair.no}}"]
        {
            assert!(refused.message.contains(part), "{}", refused.message);
        }
    }
    assert_eq!(world.call("template_list", json!({}))["rows"], json!([]));
    let nothing = world.refused("template_save", json!({"principal": "", "key": "", "path": " "}));
    assert_eq!(nothing.fields.len(), 3, "{nothing:?}");
    let unknown = json!({"principal": "WY", "key": "W01", "path": "x", "paht": "y"});
    assert_eq!(world.refused("template_save", unknown).code, "bad_input");
    let missing = json!({"principal": "WY", "key": "W01", "path": world.dir().join("没有.xlsx")});
    assert_eq!(world.refused("template_save", missing).code, "file_missing");
    let late = json!({"principal": "WY", "key": "W01", "path": FORM, "came_on": "2099-01-01"});
    assert_eq!(world.refused("template_save", late).code, "future_day");
    Ok(())
}

#[test]
fn ownform_2_the_newest_version_is_filled_and_withdrawn_the_layout_is() -> Outcome<()> {
    let world = desk()?;
    let first = loaded(&world, FORM);
    let second = loaded(&world, form(&world, "新.xlsx", "厂发表样", "第二版表样"));
    assert_eq!((&first["version"], &second["version"]), (&json!(1), &json!(2)));
    let used = |world: &World| -> Vec<(i64, bool)> {
        let rows = world.call("template_list", json!({}))["rows"].as_array().cloned().unwrap();
        rows.iter().map(|row| (row["version"].as_i64().unwrap(), row["used"].as_bool().unwrap())).collect()
    };
    assert_eq!(used(&world), [(2, true), (1, false)]);
    let title = |world: &World| {
        let book = report::read::open_path(Path::new(built(world, "W01")["path"].as_str().unwrap())).unwrap();
        book.sheets[0].cell(0, 0).shown()
    };
    assert!(title(&world).contains("第二版表样"), "{}", title(&world));
    let stale = json!({"id": second["id"], "rev": 9, "reason": "总部停用"});
    assert_eq!(world.refused("template_void", stale).code, "stale");
    assert_eq!(world.refused("template_void", json!({"id": second["id"], "reason": " "})).code, "missing");
    world.call("template_void", json!({"id": second["id"], "rev": second["rev"], "reason": "总部停用"}));
    assert_eq!(used(&world), [(2, false), (1, false)]);
    assert_eq!(title(&world), "沃野动力2026年10月维修月报表");
    // Other workbooks of the month were the program's own all the time.
    assert!(built(&world, "W03")["path"].as_str().unwrap().contains("每月销售统计表"));
    Ok(())
}

#[test]
fn ownform_2_what_is_sent_is_the_filled_form() -> Outcome<()> {
    let world = desk()?;
    loaded(&world, FORM);
    let runs = world.call("report_send", json!({"principal": "WY", "month": "2026-10"}));
    let sha256 = runs.as_array().unwrap().iter().find(|run| run["key"] == "W01").unwrap()["sha256"].clone();
    let sent = std::fs::read(world.dir().join("blobs").join(sha256.as_str().unwrap()))?;
    let book = report::read::open(&sent, "月报.xlsx").map_err(|e| e.to_string())?;
    assert!(book.sheets[0].cell(0, 0).shown().contains("厂发表样"));
    // A month without rows: the one row says so (E28), in the place of the repair's number.
    assert_eq!(book.sheets[0].cell(6, 1).shown(), "本月无");
    Ok(())
}

#[test]
fn ownform_3_a_double_click_and_a_file_that_changed_make_no_second_version() -> Outcome<()> {
    let world = desk()?;
    let path = FORM;
    let seen = world.call("template_check", json!({"principal": "WY", "key": "W01", "path": path}));
    assert_eq!((&seen["row"], &seen["known"]), (&json!(7), &Value::Null));
    let input = json!({"request_id": "r1", "principal": "WY", "key": "W01", "path": path, "sha256": seen["sha256"]});
    let once = world.call("template_save", input.clone());
    assert_eq!(world.call("template_save", input)["id"], once["id"]);
    let again = json!({"principal": "WY", "key": "W01", "path": path});
    assert_eq!(world.refused("template_save", again.clone()).code, "template_known");
    assert_eq!(world.call("template_check", again)["known"], 1);
    let other = form(&world, "改过.xlsx", "厂发表样", "改过的表样");
    let changed = json!({"principal": "WY", "key": "W01", "path": other, "sha256": seen["sha256"]});
    assert_eq!(world.refused("template_save", changed).code, "template_changed");
    assert_eq!(world.call("template_list", json!({}))["rows"].as_array().unwrap().len(), 1);
    Ok(())
}
