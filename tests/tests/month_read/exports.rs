//! Lists, the comparison and the rows behind a figure as files, as spreadsheets and Python read them.

use super::{compared, list, november, reads};
use report::read::open_path;
use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn export(world: &World, list: &str, query: Value, path: &Path, encoding: Value) -> Value {
    world.call("list_export", json!({"of": {"list": list, "query": query}, "path": path, "encoding": encoding}))
}

/// What a person may have typed where a spreadsheet would compute it.
const TYPED: [&str; 8] = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\u{7}=1"];

#[test]
fn export_2_no_text_of_any_list_becomes_a_formula() -> Outcome<()> {
    let world = World::set_up()?;
    for (n, typed) in TYPED.into_iter().enumerate() {
        let mut sold = sale("HH", &format!("S{n}"), "2026-10-05");
        sold["customer"]["name"] = json!(format!("{typed}名"));
        sold["customer"]["village"] = json!(format!("{typed}村"));
        sold["note"] = json!(typed);
        world.call("sale_open", sold);
        let mut draft = repair("HH", &format!("S{n}"), "2026-10-06");
        draft["fault"] = json!(format!("{typed}响"));
        draft["fault_place"] = json!(format!("{typed}箱"));
        draft["parts"][0]["name"] = json!(format!("{typed}承"));
        world.call("repair_open", draft);
        world.call("part_save", json!({"code": format!("P{n}"), "name": format!("{typed}件")}));
        world.call("call_open", json!({"principal": "HH", "phone": "19900364370", "caller": format!("{typed}人"), "complaint": typed, "channel": "phone"}));
    }
    let folder = tempfile::tempdir()?;
    let month = json!({"principal": "HH", "month": "2026-10"});
    let behind = |figure: &str| json!({"principal": "HH", "month": "2026-10", "figure": figure});
    let mut guarded = 0;
    for (name, query) in [
        ("today", json!({})),
        ("sales", json!({})),
        ("calls", json!({})),
        ("custody", json!({})),
        ("remedies", json!({})),
        ("repairs", json!({})),
        ("old_parts", json!({})),
        ("batches", json!({})),
        ("exchanges", json!({})),
        ("opening_claims", json!({})),
        ("customers", json!({})),
        ("units", json!({})),
        ("models", json!({})),
        ("parts", json!({})),
        ("report_runs", month.clone()),
        ("outbox", json!({})),
        ("inbox", json!({})),
        ("receipts", json!({})),
        ("service_fees", json!({"principal": "HH", "quarter": ""})),
        ("claims", json!({})),
        ("claim_ready", month.clone()),
        ("part_results", json!({})),
        ("packings", json!({})),
        ("audit", json!({})),
        ("account", json!({"principal": "HH"})),
        ("month_compare", month.clone()),
        ("month_rows", behind("completed")),
        ("month_rows", behind("parts")),
        ("month_rows", behind("sold")),
    ] {
        for encoding in ["utf8", "gb18030"] {
            let path = folder.path().join(format!("{name}-{encoding}.csv"));
            export(&world, name, query.clone(), &path, json!(encoding));
            let bytes = std::fs::read(&path)?;
            let text = if encoding == "utf8" { String::from_utf8(bytes)? } else { gb18030(&bytes) };
            for field in fields(&text) {
                let harmless = field.parse::<f64>().is_ok();
                let bad = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']) && !harmless;
                assert!(!bad || is_ours(&field), "{name} {encoding}: {field:?}");
                guarded += usize::from(field.starts_with('\''));
            }
        }
        let path = folder.path().join(format!("{name}.xlsx"));
        export(&world, name, query, &path, Value::Null);
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&path)?)?;
        let mut sheet = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml")?, &mut sheet)?;
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{name}: a formula");
    }
    assert!(guarded > 80, "{guarded} texts were guarded");
    Ok(())
}

/// A dash where there is nothing to say is ours.
fn is_ours(field: &str) -> bool {
    field == "—"
}

fn gb18030(bytes: &[u8]) -> String {
    let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
    assert!(!broken);
    text.into_owned()
}

/// The fields of a .csv, quotes read.
fn fields(text: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            c => field.push(c),
        }
    }
    fields
}

/// What Python reads of the two files: rows of the .csv as its own module takes them apart, rows of the .xlsx.
const READ: &str = r#"
import sys, csv, json, openpyxl
path, encoding, book = sys.argv[1:4]
with open(path, encoding=encoding, newline='') as file:
    rows = list(csv.reader(file))
sheet = openpyxl.load_workbook(book).active
cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
assert all(cell.data_type != 'f' for row in sheet.iter_rows() for cell in row)
print(json.dumps({'csv': rows, 'xlsx': [[None if v is None else str(v) for v in row] for row in cells]}))
"#;

#[test]
fn export_4_a_csv_is_utf_8_or_gb18030_and_rare_characters_are_told() -> Outcome<()> {
    let world = World::set_up()?;
    for (serial, name) in [("S1", "𠮷田贵"), ("S2", "王丹"), ("S3", "㛃丽")] {
        let mut sold = sale("HH", serial, "2026-10-05");
        sold["customer"]["name"] = json!(name);
        world.call("sale_open", sold);
    }
    let folder = tempfile::tempdir()?;
    let (old, new, book) = (folder.path().join("旧.csv"), folder.path().join("新.csv"), folder.path().join("表.xlsx"));
    assert_eq!(export(&world, "sales", json!({}), &old, json!("gb18030"))["rare"], 2, "两行有 GBK 没有的字");
    assert_eq!(export(&world, "sales", json!({}), &new, json!("utf8"))["rare"], 0);
    assert_eq!(export(&world, "sales", json!({}), &book, Value::Null)["rare"], 0);
    assert!(!std::fs::read(&old)?.starts_with(b"\xEF\xBB\xBF") && std::fs::read(&new)?.starts_with(b"\xEF\xBB\xBF"));
    assert_eq!(
        world
            .refused("list_export", json!({"of": {"list": "sales", "query": {}}, "path": "a.csv", "encoding": "big5"}))
            .code,
        "bad_input"
    );
    let Some(python) = python() else { return left_out("no openpyxl") };
    for (path, encoding) in [(&old, "gb18030"), (&new, "utf-8-sig")] {
        let told = Command::new(python).args(["-c", READ]).arg(path).arg(encoding).arg(&book).output()?;
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        let seen: Value = serde_json::from_slice(&told.stdout)?;
        assert_eq!(seen["csv"][0], seen["xlsx"][0]);
        let names = |file: &str| -> Vec<String> {
            let rows = list(&seen[file]);
            let at = list(&rows[0]).iter().position(|title| title == "购机者").unwrap();
            rows[1..].iter().map(|row| row[at].as_str().unwrap().to_owned()).collect()
        };
        let mut all = names("csv");
        assert_eq!(all, names("xlsx"));
        all.sort();
        assert_eq!(all, ["㛃丽", "王丹", "𠮷田贵"], "{encoding}");
    }
    let mut odd = sale("HH", "S4", "2026-10-05");
    odd["customer"]["name"] = json!("王\u{E5E5}");
    world.call("sale_open", odd);
    let of = json!({"list": "sales", "query": {}});
    let held =
        world.refused("list_export", json!({"of": of, "path": folder.path().join("缺.csv"), "encoding": "gb18030"}));
    assert!(held.code == "text_unencodable" && held.message.contains("UTF-8"), "{held:?}");
    assert!(!folder.path().join("缺.csv").exists());
    Ok(())
}

#[test]
fn export_1_the_comparison_is_a_file_as_its_page_shows_it() -> Outcome<()> {
    let world = november()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("对比.xlsx");
    let said = export(&world, "month_compare", json!({"principal": "HH", "month": "2026-10"}), &path, Value::Null);
    assert_eq!(said["rows"], 11);
    let rows = open_path(&path)?.sheets.swap_remove(0).rows;
    for (row, shown) in rows[1..].iter().zip(list(&compared(&world)["rows"])) {
        let wanted = [
            &shown["label"],
            &shown["this"]["says"],
            &shown["previous"]["figure"]["says"],
            &shown["previous"]["change"]["says"],
            &shown["previous"]["percent"]["says"],
            &shown["last_year"]["figure"]["says"],
        ];
        for (cell, text) in row.iter().zip(wanted) {
            let text = text.as_str().unwrap().replace(" 个百分点", "%");
            assert!(reads(cell, &text), "{cell:?} {text}");
        }
    }
    Ok(())
}
