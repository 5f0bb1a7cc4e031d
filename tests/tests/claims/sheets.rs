//! Head office's sheets, filled in by another program, by hand and sent down.

use super::{claim, money, world};
use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, HeadOffice, START, World};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Runs a script of openpyxl over a file.
fn filled(python: &str, script: &str, files: &[&Path]) {
    let told = Command::new(python).args(["-c", script]).args(files).output();
    let told = told.unwrap_or_else(|why| panic!("{python}: {why}"));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

/// Writes head office's columns beside the repairs named, by the titles of the sheet.
const DECIDE: &str = r#"
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
head = next(r for r in range(1, 12) if '维修单号' in [c.value for c in sheet[r]])
titles = {}
for row in (head - 1, head, head + 1):
    for cell in sheet[row]:
        if isinstance(cell.value, str): titles[cell.value] = cell.column
def put(no, **said):
    row = next(r for r in range(head, sheet.max_row + 1) if sheet.cell(r, titles['维修单号']).value == no)
    for title, value in said.items(): sheet.cell(row, titles[title]).value = value
"#;

fn decide(python: &str, from: &Path, to: &Path, lines: &str) {
    filled(python, &format!("{DECIDE}{lines}\nbook.save(sys.argv[2])\n"), &[from, to]);
}

const NOTICE: &str = r#"
import sys, datetime, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.append(['华禾农机三包费用核销通知书'])
sheet.append(['通知编号','通知日期','申请单号','申请金额','核定金额','核减金额','核减明细','抵扣货款金额','抵扣日期','经销商确认意见','确认日期','盖章'])
no, claimed, approved = sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
sheet.append(['TZ-2026-018', datetime.datetime(2026, 11, 6), no, claimed, approved, claimed - approved, '轴承按协议价', approved, datetime.datetime(2026, 11, 10)])
book.save(sys.argv[1])
"#;

/// What `head-office decide` says of a file, and its exit code.
fn decided(office: &HeadOffice, file: &Path, more: &[&str]) -> Outcome<(Value, Option<i32>)> {
    let mut command = Command::new(sanbao_tests::programs::path("head-office")?);
    let done = command.arg("--data").arg(office.dir()).arg("decide").arg(file).args(more).arg("--json").output()?;
    Ok((serde_json::from_slice(&done.stdout)?, done.status.code()))
}

/// Writes a sheet of head office as a plain table.
fn table(world: &World, no: &str, rows: &str) -> Outcome<Value> {
    let path = world.dir().join("回填.csv");
    std::fs::write(&path, format!("编号：{no}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n{rows}"))?;
    Ok(world.call("decisions_check", json!({"path": path})))
}

#[test]
fn claims_4_a_sheet_filled_by_another_program_goes_all_the_way_to_a_deduction() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let world = world()?;
    assert_eq!(money(&world), [0, 47_200, 0, 23_600, 0]);
    let made = claim(&world);
    let (id, no) = (&made["claim"]["id"], made["claim"]["no"].as_str().ok_or("no number")?);
    let out = world.dir().join("out");
    let sheet = world.call("claim_export", json!({"id": id, "dir": out}));
    let sheet = Path::new(sheet["path"].as_str().ok_or("no path")?).to_owned();
    let take = |name: &str| world.call("decisions_take", json!({"path": out.join(name)}));
    let counts = |taken: &Value| ["taken", "unchanged", "open", "refused"].map(|key| taken[key].as_i64());

    let untouched = world.call("decisions_take", json!({"path": sheet}));
    assert_eq!(counts(&untouched), [Some(0), Some(0), Some(2), Some(0)], "{untouched}");

    // One line is above its claim, the other is cut: the first is refused with its reason, the second goes on.
    let lines =
        "put('WX26100001', 核定金额=999.0)\nput('WX26100002', 核减金额=36.0, 核减原因='工时过高', 核定人='刘审')";
    decide(python, &sheet, &out.join("回填.xlsx"), lines);
    let seen = world.call("decisions_check", json!({"path": out.join("回填.xlsx")}));
    assert_eq!(counts(&seen), [Some(1), Some(0), Some(0), Some(1)]);
    assert_eq!(world.call("claim_show", json!({"id": id}))["claim"]["state"], "submitted", "only looked at");
    let taken = take("回填.xlsx");
    assert_eq!(counts(&taken), [Some(1), Some(0), Some(0), Some(1)]);
    let error = &taken["errors"][0];
    assert_eq!(error["no"], "WX26100001", "named by its number");
    let wrote = taken["lines"].as_array().and_then(|all| all.iter().find(|one| one["repair_no"] == "WX26100001"));
    assert!(
        wrote.is_some_and(|one| one["written"].to_string().contains("核定 999")),
        "head office's own figure: {taken}"
    );
    assert_eq!([&error["field"], &error["code"]], ["核定金额", "out_of_range"], "{error}");
    assert_eq!(counts(&take("回填.xlsx")), [Some(0), Some(1), Some(0), Some(1)], "the same file again");
    assert_eq!(money(&world), [20_000, 0, 23_600, 27_200, 0]);

    // A column of ours that was changed, a row twice, a stranger's row, words where money belongs.
    let lines = "put('WX26100001', 申请金额=1.0, 核定金额=1.0)\nsheet.cell(sheet.max_row, 1).value = None";
    decide(python, &sheet, &out.join("改过.xlsx"), lines);
    assert_eq!(take("改过.xlsx")["errors"][0]["code"], "column_changed");
    decide(python, &sheet, &out.join("字.xlsx"), "put('WX26100001', 核定金额='同意')");
    assert_eq!(take("字.xlsx")["errors"][0]["field"], "核定金额");
    decide(
        python,
        &sheet,
        &out.join("别家.xlsx"),
        "for row in sheet.iter_rows(max_row=head):\n  for cell in row:\n    if isinstance(cell.value, str): cell.value = cell.value.replace('-HX-', '-HX-9')\nput('WX26100001', 核定金额=236.0)",
    );
    assert_eq!(take("别家.xlsx")["errors"][0]["code"], "unknown_claim");
    let why = world.refused("decisions_take", json!({"path": concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")}));
    assert!(!why.message.is_empty());

    decide(python, &sheet, &out.join("核定.xlsx"), "put('WX26100001', 核定金额=236.0, 核定人='刘审')");
    assert_eq!(counts(&take("核定.xlsx")), [Some(1), Some(0), Some(1), Some(0)]);
    assert_eq!(money(&world), [43_600, 0, 0, 27_200, 0]);

    // The notice: one that does not agree is refused, the right one waits for the dealer's word.
    let notice = |name: &str, claimed: &str, approved: &str| {
        filled(python, NOTICE, &[&out.join(name), Path::new(no), Path::new(claimed), Path::new(approved)]);
    };
    world.set_clock(START + 22 * DAY);
    notice("错.xlsx", "472.00", "430.00");
    assert_eq!(take("错.xlsx")["refused"], 1);
    notice("通知.xlsx", "472.00", "436.00");
    assert_eq!(counts(&take("通知.xlsx")), [Some(1), Some(0), Some(0), Some(0)]);
    let stands = world.call("claim_show", json!({"id": id}));
    assert_eq!([&stands["claim"]["state"], &stands["notice"]["no"]], ["noticed", "TZ-2026-018"]);
    let stale = json!({"id": id, "rev": 1, "answer": "confirmed", "answered_on": "2026-11-07"});
    assert_eq!(world.refused("notice_answer", stale).code, "stale");
    let confirmed =
        json!({"id": id, "rev": stands["claim"]["rev"], "answer": "confirmed", "answered_on": "2026-11-07"});
    let done = world.call("notice_answer", confirmed);
    assert_eq!(done["claim"]["state"], "deducted");
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"], 43_600);
    assert_eq!(counts(&take("通知.xlsx")), [Some(0), Some(1), Some(0), Some(0)], "the same paper again");
    notice("改口.xlsx", "472.00", "436.01");
    assert_eq!(take("改口.xlsx")["refused"], 1, "what is settled does not move");
    decide(python, &sheet, &out.join("晚.xlsx"), "put('WX26100001', 核定金额=1.0, 核减原因='再看')");
    assert_eq!(take("晚.xlsx")["errors"][0]["code"], "wrong_state");
    Ok(())
}

#[test]
fn decision_1_a_head_office_that_runs_ours_sends_the_same_file_down() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let world = world()?;
    let made = claim(&world);
    let (id, no) = (&made["claim"]["id"], made["claim"]["no"].as_str().ok_or("no number")?);
    let out = world.dir().join("out");
    let sheet = world.call("claim_export", json!({"id": id, "dir": out}));
    let sheet = Path::new(sheet["path"].as_str().ok_or("no path")?).to_owned();
    let office = HeadOffice::start("HH", "华禾农机")?;
    let (filled_in, wrong) = (out.join("核定.xlsx"), out.join("错.xlsx"));
    decide(
        python,
        &sheet,
        &filled_in,
        "put('WX26100001', 核定金额=200.0, 核减原因='工时过高', 核定人='刘审')\nput('WX26100002', 核定金额=999.0)",
    );
    let (said, code) = decided(&office, &filled_in, &[])?;
    assert_eq!((&said["errors"][0]["code"], code), (&json!("unknown_claim"), Some(1)), "no paper of this dealer came");

    world.enrol(&office)?;
    world.call("sync_now", json!({"principal": "HH"}));
    let (said, code) = decided(&office, &filled_in, &[])?;
    assert_eq!(
        (&said["dealers"], &said["published"], &said["refused"], code),
        (&json!(["HB0732A"]), &json!(1), &json!(1), Some(1)),
        "{said}"
    );
    assert_eq!([&said["errors"][0]["field"], &said["errors"][0]["code"]], ["核定金额", "out_of_range"]);
    let (again, _) = decided(&office, &filled_in, &[])?;
    assert_eq!([&again["published"], &again["unchanged"]], [0, 1], "it went out already");
    world.call("sync_now", json!({"principal": "HH"}));
    let stands = world.call("claim_show", json!({"id": id}));
    assert_eq!([&stands["lines"][0]["verdict"], &stands["lines"][0]["source"]], ["cut", "sync"], "{stands}");
    assert_eq!(stands["claim"]["state"], "partly_decided");
    let title = |world: &World| world.call("inbox_list", json!({}))["rows"][0]["title"].to_string();
    assert!(title(&world).contains("收下 1 行"), "{}", title(&world));

    // The second line, and a claim that is not on this desk: said in the list of messages, with the rest taken.
    decide(python, &filled_in, &filled_in, "put('WX26100002', 核定金额=236.0, 核减原因='', 核定人='刘审')");
    assert_eq!(decided(&office, &filled_in, &[])?.1, Some(0));
    filled(python, NOTICE, &[&wrong, Path::new("HB0732A-HX-2610-Z0009"), Path::new("472.00"), Path::new("436.00")]);
    assert_eq!(decided(&office, &wrong, &[])?.0["published"], 1);
    let notice = out.join("通知.xlsx");
    filled(python, NOTICE, &[&notice, Path::new(no), Path::new("472.00"), Path::new("436.00")]);
    world.set_clock(START + 22 * DAY);
    assert_eq!(decided(&office, &notice, &["--dealer", "HB0732A"])?.0["published"], 1);
    world.call("sync_now", json!({"principal": "HH"}));
    let stands = world.call("claim_show", json!({"id": id}));
    assert_eq!([&stands["claim"]["state"], &stands["notice"]["source"]], ["noticed", "sync"], "{stands}");
    let titles = world.call("inbox_list", json!({}))["rows"].to_string();
    assert!(titles.contains("没有收 1 行") && titles.contains("HB0732A-HX-2610-Z0009"), "{titles}");

    let (none, code) = decided(&office, &sheet, &["--dealer", "HB9999"])?;
    assert_eq!((&none["error"]["code"], code), (&json!("unknown_dealer"), Some(2)));
    let (none, code) = decided(&office, &world.dir().join("desk.db"), &[])?;
    assert_eq!((none["ok"].as_bool(), code), (Some(false), Some(2)));
    Ok(())
}

#[test]
fn filled_1_a_book_without_a_sheet_of_head_office_is_refused() -> Outcome<()> {
    let world = world()?;
    let path = world.dir().join("通讯录.csv");
    std::fs::write(&path, "姓名,电话,地址\n王丹,19900364370,双庙乡\n")?;
    let why = world.refused("decisions_take", json!({"path": path}));
    assert_eq!(why.code, "no_decisions");
    assert!(why.message.contains("核定金额"), "{}", why.message);
    Ok(())
}

#[test]
fn filled_3_more_than_was_claimed_and_a_cut_without_a_reason_are_wrong_where_they_stand() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let no = made["claim"]["no"].as_str().ok_or("no number")?;
    let rows = "WX26100001,236.00,236.01,,看错,刘审\nWX26100002,236.00,200.00,,,刘审\n";
    let seen = table(&world, no, rows)?;
    let wrong = |at: usize| [&seen["errors"][at]["row"], &seen["errors"][at]["field"], &seen["errors"][at]["code"]];
    assert_eq!(wrong(0), [&json!(3), &json!("核定金额"), &json!("out_of_range")]);
    assert_eq!(wrong(1), [&json!(4), &json!("核减原因"), &json!("missing")]);
    Ok(())
}

#[test]
fn filled_2_what_head_office_left_empty_is_open_and_the_other_amount_follows() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let no = made["claim"]["no"].as_str().ok_or("no number")?;
    let approved = |rows: &str| -> Outcome<Value> {
        let seen = table(&world, no, rows)?;
        Ok(json!([
            seen["open"],
            seen["taken"],
            seen["refused"],
            seen["lines"][0]["approved_fen"],
            seen["errors"][0]["code"]
        ]))
    };
    assert_eq!(approved("WX26100001,236.00,,,,\n")?, json!([1, 0, 0, null, null]));
    assert_eq!(approved("WX26100001,236.00,,36,工时过高,刘审\n")?, json!([0, 1, 0, 20_000, null]));
    assert_eq!(approved("WX26100001,236.00,200.00,36.00,工时过高,\n")?, json!([0, 1, 0, 20_000, null]));
    assert_eq!(approved("WX26100001,236.00,200.00,30.00,工时过高,\n")?, json!([0, 0, 1, null, "amounts_disagree"]));
    assert_eq!(approved("WX26100001,236.00,,,缺照片,刘审\n")?, json!([0, 1, 0, null, null]), "more paper is wanted");
    let twice = "WX26100001,236.00,236.00,,,\nWX26100001,236.00,200.00,,再减,\n";
    assert_eq!(approved(twice)?, json!([0, 0, 2, null, "twice"]), "neither is taken");
    assert_eq!(table(&world, "", "WX26100001,236.00,236.00,,,\n")?["errors"][0]["code"], "unknown_claim");
    assert_eq!(world.call("claim_list", json!({}))["rows"][0]["state"], "submitted", "only looked at");
    Ok(())
}

#[test]
fn filled_4_a_formula_nobody_computed_is_not_empty() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let world = world()?;
    let made = claim(&world);
    let (id, no) = (&made["claim"]["id"], made["claim"]["no"].as_str().ok_or("no number")?);
    let out = world.dir().join("out");
    let sheet = world.call("claim_export", json!({"id": id, "dir": out}));
    let sheet = Path::new(sheet["path"].as_str().ok_or("no path")?).to_owned();
    let lines =
        "put('WX26100001', 核定金额='=1+235', 核减原因='照办', 核定人='刘审')\nput('WX26100002', 核定金额=236.0)";
    decide(python, &sheet, &out.join("公式.xlsx"), lines);
    let taken = world.call("decisions_take", json!({"path": out.join("公式.xlsx")}));
    assert_eq!([&taken["taken"], &taken["refused"]], [1, 1], "{taken}");
    let error = &taken["errors"][0];
    assert_eq!([&error["no"], &error["field"], &error["code"]], ["WX26100001", "核定金额", "formula_without_result"]);
    assert!(error["message"].to_string().contains("在 Excel 里打开保存一次"), "{error}");
    let line = json!({"repair_no": "WX26100001", "approved_fen": 23_600});
    world.call("claim_decide", json!({"id": id, "lines": [line]}));
    world.set_clock(START + 22 * DAY);
    let notice = out.join("通知.xlsx");
    let script = NOTICE.replace("'轴承按协议价', approved,", "'轴承按协议价', '=E3',");
    filled(python, &script, &[&notice, Path::new(no), Path::new("472.00"), Path::new("472.00")]);
    let taken = world.call("decisions_take", json!({"path": notice}));
    assert_eq!([&taken["taken"], &taken["errors"][0]["field"]], [&json!(0), &json!("抵扣货款金额")], "{taken}");
    Ok(())
}

#[test]
fn filled_5_what_stands_twice_is_taken_neither_time() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let line = |fen: i64| json!({"repair_no": "wx26100001", "approved_fen": fen, "reason": "工时过高"});
    let why = world.refused("claim_decide", json!({"id": id, "lines": [line(1), line(2)]}));
    let fields: Vec<&str> = why.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["lines.0.repair_no", "lines.1.repair_no"]);
    let lines = ["WX26100001", "WX26100002"].map(|no| json!({"repair_no": no, "approved_fen": 23_600}));
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    world.set_clock(START + 22 * DAY);
    let (path, no) = (world.dir().join("通知.csv"), made["claim"]["no"].as_str().ok_or("no number")?);
    let row = |notice: &str| format!("{notice},2026-10-28,{no},472.00,472.00,0.00\n");
    let titles = "通知编号,通知日期,申请单号,申请金额,核定金额,核减金额\n";
    std::fs::write(&path, format!("{titles}{}{}", row("TZ-1"), row("TZ-2")))?;
    let taken = world.call("decisions_take", json!({"path": path}));
    assert_eq!(
        [&taken["taken"], &taken["refused"], &taken["errors"][1]["code"]],
        [&json!(0), &json!(2), &json!("twice")]
    );
    Ok(())
}

#[test]
fn claimsheet_1_the_sheet_is_the_claim_and_says_what_is_decided() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let export = || world.call("claim_export", json!({"id": made["claim"]["id"]}))["path"].take();
    let seen = world.call("decisions_check", json!({"path": export()}));
    assert_eq!([&seen["rows"], &seen["open"], &seen["lines"][1]["claimed_fen"]], [2, 2, 23_600], "{seen}");
    let lines = json!([{"repair_no": "WX26100001", "approved_fen": 20_000, "reason": "工时过高", "judged_by": "刘审"}]);
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": lines}));
    let seen = world.call("decisions_check", json!({"path": export()}));
    assert_eq!([&seen["unchanged"], &seen["open"], &seen["refused"]], [1, 1, 0], "{seen}");
    assert_eq!([&seen["lines"][0]["approved_fen"], &seen["lines"][0]["reason"]], [&json!(20_000), &json!("工时过高")]);
    Ok(())
}

#[test]
fn decision_3_a_refused_row_shows_what_stands_there_and_a_replaced_one_what_stood_here() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let no = made["claim"]["no"].as_str().ok_or("no number")?;
    let typed = json!([{"repair_no": "WX26100002", "approved_fen": 20_000, "reason": "工时过高"}]);
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": typed}));
    let seen = table(&world, no, "WX26100001,236.00,同意,,照办,刘审\nWX26100002,236.00,236.00,,,刘审\n")?;
    assert_eq!([&seen["errors"][0]["no"], &seen["errors"][0]["field"]], ["WX26100001", "核定金额"], "{seen}");
    assert_eq!(seen["lines"][0]["written"], "核定 同意，原因 照办，核定人 刘审");
    assert_eq!(seen["replaced"], json!(["维修单 WX26100002：核减 200.00 元 → 核定 236.00 元"]));
    Ok(())
}

#[test]
fn decision_4_two_copies_in_one_book_and_the_notice_beside_them_are_taken_together() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let world = world()?;
    let made = claim(&world);
    let (id, no) = (&made["claim"]["id"], made["claim"]["no"].as_str().ok_or("no number")?);
    let out = world.dir().join("out");
    let sheet = world.call("claim_export", json!({"id": id, "dir": out}));
    let sheet = Path::new(sheet["path"].as_str().ok_or("no path")?).to_owned();
    let take = |name: &str| world.call("decisions_take", json!({"path": out.join(name)}));
    let counts = |taken: &Value| ["taken", "unchanged", "open", "refused"].map(|key| taken[key].as_i64());

    // Two people of head office filled in a copy each; they agree on nothing about the second repair.
    let copies = "book.copy_worksheet(sheet).title = '复件'\nput('WX26100001', 核定金额=236.0)\nput('WX26100002', 核定金额=236.0)\n\
        sheet = book['复件']\nput('WX26100002', 核定金额=200.0, 核减原因='工时过高')";
    decide(python, &sheet, &out.join("两份.xlsx"), copies);
    let taken = take("两份.xlsx");
    assert_eq!(counts(&taken), [Some(1), Some(0), Some(0), Some(2)], "{taken}");
    let errors = taken["errors"].as_array().ok_or("no errors")?;
    for error in errors {
        assert_eq!((&error["code"], &error["no"]), (&json!("two_sheets"), &json!("WX26100002")), "{error}");
        assert!(error["message"].to_string().contains("「复件」"), "{error}");
    }
    let named: Vec<_> = errors.iter().filter_map(|error| error["sheet"].as_str()).collect();
    assert_eq!((named.len(), named[1]), (2, "复件"));

    // The same book once the first copy leaves the row to the second; and the notice comes on a sheet of its own.
    let whole = format!(
        "book.copy_worksheet(sheet).title = '复件'\nput('WX26100001', 核定金额=236.0)\nsheet = book['复件']\nput('WX26100002', 核定金额=200.0, 核减原因='工时过高')\n\
        import datetime\nsheet = book.create_sheet('通知')\nsheet.append(['通知编号','通知日期','申请单号','申请金额','核定金额','核减金额','核减明细'])\n\
        sheet.append(['TZ-2026-019', datetime.datetime(2026, 11, 6), '{no}', 472.0, 436.0, 36.0, '工时'])"
    );
    decide(python, &sheet, &out.join("全.xlsx"), &whole);
    let seen = world.call("decisions_check", json!({"path": out.join("全.xlsx")}));
    assert_eq!((&seen["sheet"], &seen["rows"]), (&json!("W08、W09"), &json!(3)), "{seen}");
    world.set_clock(START + 22 * DAY);
    let taken = take("全.xlsx");
    assert_eq!(counts(&taken), [Some(2), Some(1), Some(0), Some(0)], "{taken}");
    let stands = world.call("claim_show", json!({"id": id}));
    assert_eq!([&stands["claim"]["state"], &stands["notice"]["no"]], ["noticed", "TZ-2026-019"]);
    Ok(())
}
