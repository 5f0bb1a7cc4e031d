//! October 2026 out of the files dealers really keep, as other programs see the workbooks. Where files or programs are
//! missing these stories say so and pass.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const FILES: [&str; 5] =
    ["机型.csv", "配件价目.csv", "历年销售台账.xlsx", "销售台账-202610.csv", "维修记录-202610.xlsx"];

/// The samples lie beside the project, not in it: a clone by itself has none.
fn no_samples() -> Outcome<()> {
    eprintln!("skipped: no samples beside the project");
    Ok(())
}

/// A desk that took in every sample, in the middle of November.
fn imported() -> Outcome<Option<World>> {
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !samples.exists() {
        return Ok(None);
    }
    let world = World::new()?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
    world.set_clock(START + 25 * DAY);
    for file in FILES {
        world.call("import_run", json!({"path": samples.join(file)}));
    }
    Ok(Some(world))
}

fn build(world: &World, out: &Path) -> Vec<Value> {
    let input = json!({"principal": "all", "month": "2026-10", "dir": out, "whole": true});
    world.call("report_build", input).as_array().unwrap().clone()
}

fn told(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {shown}");
    shown
}

/// Checks every cell by its column's kind, and answers for each file rows, sums and texts as JSON.
const LOOK: &str = r#"
import sys, json, datetime, openpyxl
for name, key in zip(sys.argv[2::2], sys.argv[3::2]):
    layout = json.load(open(f'{sys.argv[1]}/{key}.json', encoding='utf-8'))
    sheet = openpyxl.load_workbook(name).worksheets[0]
    page = sheet.page_setup
    assert str(page.paperSize) == '9' and page.orientation == 'landscape' and int(page.fitToHeight) == 0, vars(page)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and page.fitToWidth in (None, 1, '1')
    titles = [c['title'] for c in layout['columns']]
    head = next(r for r in range(1, 12) if [c.value for c in sheet[r]][:len(titles)] == titles)
    end = next(r for r in range(head + 1, sheet.max_row + 1) if sheet.cell(r, 1).value == '合计')
    sums, cells = {}, {}
    for at, column in enumerate(layout['columns'], 1):
        own = [sheet.cell(r, at) for r in range(head + 1, end) if sheet.cell(r, 1).value != '本月无']
        for cell in own:
            where = (name, cell.coordinate, cell.value, cell.number_format)
            if cell.value is None: continue
            if column['kind'] == 'code': assert isinstance(cell.value, str) and cell.number_format == '@', where
            if column['kind'] == 'text': assert isinstance(cell.value, str) and cell.data_type != 'f', where
            if column['kind'] == 'date': assert isinstance(cell.value, datetime.datetime) and cell.number_format == 'yyyy-mm-dd', where
        if column.get('total') == 'sum':
            sums[column['key']] = sheet.cell(end, at).value
            assert abs(sums[column['key']] - sum(c.value or 0 for c in own)) < 0.005, (name, column['key'])
        cells[column['key']] = [str(c.value) for c in own if c.value is not None]
    print(json.dumps({'rows': len(cells['seq']), 'sums': sums, 'cells': cells}))
"#;

/// Each file with what openpyxl reads in it.
fn read(files: &[Value]) -> Option<Vec<(Value, Value)>> {
    let layouts = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/layouts");
    let mut arguments = vec!["-c", LOOK, layouts];
    arguments.extend(files.iter().flat_map(|file| [file["path"].as_str().unwrap(), file["key"].as_str().unwrap()]));
    let shown = told(python()?, &arguments);
    Some(files.iter().cloned().zip(shown.lines().map(|line| serde_json::from_str(line).unwrap())).collect())
}

/// What the tables themselves say, beside every query of the sheets.
const SOLD: &str =
    "SELECT count(*), coalesce(sum(price_fen), 0) / 100.0 FROM sale s JOIN principal p ON p.id = s.principal
    WHERE p.code = ? AND substr(coalesce(invoice_on, sold_on), 1, 7) = '2026-10' AND void_reason IS NULL";
const REPAIRED: &str = "SELECT count(*), coalesce(sum(iif(completed_on < '2026-11', labour_fen + material_fen + travel_fen + other_fen, 0)), 0) / 100.0
    FROM repair r JOIN principal p ON p.id = r.principal
    WHERE p.code = ? AND void_reason IS NULL AND reported_on < '2026-11' AND (completed_on IS NULL OR completed_on >= '2026-10')";
const REPLACED: &str = "SELECT count(*), coalesce(sum((price_fen * qty_milli + 500) / 1000), 0) / 100.0
    FROM repair_part x JOIN repair r ON r.id = x.repair JOIN principal p ON p.id = r.principal
    WHERE p.code = ? AND void_reason IS NULL AND dropped = 0 AND substr(replaced_on, 1, 7) = '2026-10'";

#[test]
fn the_workbooks_of_the_samples_read_back_right() -> Outcome<()> {
    let Some(world) = imported()? else { return no_samples() };
    let files = build(&world, &world.dir().join("out"));
    assert_eq!(files.len(), 24, "eight sheets for each of three makers");
    let Some(read) = read(&files) else { return left_out("no python3 with openpyxl") };
    let base = Connection::open(world.dir().join("desk.db"))?;
    for (file, seen) in &read {
        assert_eq!(file["rows"], seen["rows"], "{file}");
        let (sql, total) = match file["key"].as_str().unwrap() {
            "W01" => (REPAIRED, "total_fen"),
            "W02" => (REPLACED, "amount_fen"),
            "W03" => (SOLD, "amount_fen"),
            _ => continue,
        };
        let wanted: (i64, f64) =
            base.query_row(sql, [file["principal"].as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        assert_eq!(file["rows"], wanted.0, "{file}");
        assert!(
            (seen["sums"][total].as_f64().unwrap() - wanted.1).abs() < 0.005,
            "{file}: {} is not {}",
            seen["sums"],
            wanted.1
        );
    }
    let texts = |key: &str| {
        read.iter().flat_map(|(_, seen)| seen["cells"][key].as_array().cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    let has = |key: &str, sign: &dyn Fn(&str) -> bool| texts(key).iter().any(|text| sign(text.as_str().unwrap()));
    assert!(has("serial_no", &|text| text.starts_with('0')), "a serial with leading zeros");
    assert!(
        has("customer_name", &|text| text.contains('·')) && has("customer_name", &|text| text.contains('𠮷')),
        "names unharmed"
    );
    Ok(())
}

#[test]
fn libreoffice_prints_the_samples_month_one_page_wide() -> Outcome<()> {
    let Some(world) = imported()? else { return no_samples() };
    if ["soffice", "pdfinfo"].iter().any(|program| Command::new(program).arg("--version").output().is_err()) {
        return left_out("no LibreOffice or no pdfinfo");
    }
    let out = world.dir().join("out");
    let files = build(&world, &out);
    let (at, names) = (out.to_str().unwrap(), files.iter().filter(|file| file["principal"] == files[0]["principal"]));
    let paths: Vec<&str> = names.map(|file| file["path"].as_str().unwrap()).collect();
    let profile = format!("-env:UserInstallation=file://{at}/profile");
    let mut arguments = vec![profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir", at];
    arguments.extend(&paths);
    told("soffice", &arguments);
    for path in paths {
        let pdf = path.replace(".xlsx", ".pdf");
        assert!(told("pdfinfo", &[&pdf]).contains("841.89 x 595"), "{path}");
        let text = told("pdftotext", &["-layout", &pdf, "-"]);
        let signed = text.contains("单位负责人") || (path.contains("报送清单") && text.contains("报送单位"));
        assert!(text.contains("合计") && signed && !text.contains("###"), "{path}");
    }
    Ok(())
}
