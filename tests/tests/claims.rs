//! Stories of a claim: what it lacks, what head office decides on its sheet, the notice, the money at every step.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, HeadOffice, START, World, repair, sale};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const SERIALS: [&str; 3] = ["HH26B30001", "HH26B30002", "HH26B30003"];

/// Three machines sold and repaired in October, two of the repairs submitted with their old parts in the store.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let part = json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true});
    world.call("part_save", part);
    for (at, serial) in SERIALS.into_iter().enumerate() {
        world.call("sale_open", sale("HH", serial, "2026-10-02"));
        let mut paper = repair("HH", serial, "2026-10-12");
        paper["no"] = json!(format!("WX2610000{}", at + 1));
        paper["parts"][0]["old_part_here"] = json!(at < 2);
        let made = world.call("repair_open", paper);
        if at < 2 {
            world.call("repair_submit", json!({"id": made["id"]}));
        }
    }
    Ok(world)
}

fn ready(world: &World) -> Value {
    world.call("claim_ready", json!({"principal": "HH", "month": "2026-10"}))
}

fn claim(world: &World) -> Value {
    let draft = json!({"request_id": "k1", "principal": "HH", "month": "2026-10"});
    let made = world.call("claim_open", draft.clone());
    assert_eq!(world.call("claim_open", draft)["claim"]["id"], made["claim"]["id"], "a double click makes one claim");
    made
}

/// The figures of HH, after each was found to be the sum of its rows.
fn money(world: &World) -> [i64; 4] {
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    ["earned", "waiting", "at_risk", "lost"].map(|name| {
        let figure = &view[name];
        let rows = figure["rows"].as_array().unwrap_or_else(|| panic!("{view}"));
        let known: i64 = rows.iter().filter_map(|row| row["fen"].as_i64()).sum();
        assert_eq!(figure["fen"], known, "{name}: {figure}");
        let unknown = rows.iter().filter(|row| row["fen"].is_null()).count();
        assert_eq!(figure["unknown"].as_u64(), u64::try_from(unknown).ok());
        known
    })
}

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

#[test]
fn claims_1_what_is_missing_is_named_and_stops_the_claim() -> Outcome<()> {
    let world = world()?;
    let said = ready(&world);
    assert_eq!([&said["ready"], &said["ready_fen"], &said["missing_fen"]], [2, 47_200, 23_600], "{said}");
    let lacking = said["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["no"] == "WX26100003"));
    let lacking = lacking.ok_or(said.to_string())?;
    let codes: Vec<&str> =
        lacking["missing"].as_array().into_iter().flatten().filter_map(|m| m["code"].as_str()).collect();
    assert_eq!(codes, ["not_submitted", "old_part_missing"]);
    let why = world.refused("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [lacking["id"]]}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("not_ready", "repairs"));
    assert!(why.message.contains("WX26100003：维修单还没有提交、应返旧件没有入库"), "{}", why.message);
    assert_eq!(world.call("claim_list", json!({}))["total"], 0, "nothing was saved");
    // A card that is late stops what hangs on it.
    world.set_clock(START + 20 * DAY);
    assert_eq!(ready(&world)["ready"], 0, "the cards of the second of October were due on the twenty-second");
    Ok(())
}

#[test]
fn claims_2_a_line_keeps_its_costs_and_a_repair_stands_in_one_claim() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    assert_eq!([&made["claim"]["lines"], &made["claim"]["claimed_fen"]], [2, 47_200]);
    assert_eq!(made["claim"]["no"].as_str().map(|no| no.contains("-HX-2610-")), Some(true), "{made}");
    assert_eq!(ready(&world)["ready"], 0);
    let again = json!({"principal": "HH", "month": "2026-10", "repairs": [made["lines"][0]["repair_id"]]});
    assert_eq!(world.refused("claim_open", again).field, "repairs");
    let shown = world.call("repair_show", json!({"id": made["lines"][0]["repair_id"]}));
    let mut draft = shown["draft"].clone();
    draft["labour_fen"] = json!(1);
    world.call("repair_amend", json!({"id": shown["id"], "draft": draft, "reason": "工时写错"}));
    let stands = world.call("claim_show", json!({"id": made["claim"]["id"]}));
    assert_eq!(stands["claim"]["claimed_fen"], 47_200, "the claim is what was claimed");
    let shown = world.call("repair_show", json!({"id": shown["id"]}));
    let notice = shown["notices"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "claim_differs"));
    assert!(notice.is_some_and(|one| one["message"].to_string().contains("236.00")), "{}", shown["notices"]);
    let void = json!({"id": made["claim"]["id"], "rev": 1, "reason": "月份选错"});
    assert_eq!(world.call("claim_void", void)["claim"]["state"], "voided");
    assert_eq!(ready(&world)["ready"], 2, "free again");
    Ok(())
}

#[test]
fn claims_5_a_repair_in_a_claim_is_not_cancelled() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let void = json!({"id": made["lines"][0]["repair_id"], "reason": "录错"});
    let why = world.refused("repair_void", void.clone());
    assert!(why.code == "wrong_state" && why.message.contains("先作废核销申请"), "{}", why.message);
    world.call("claim_void", json!({"id": made["claim"]["id"], "reason": "录错"}));
    assert_eq!(world.call("repair_void", void)["state"], "voided");
    Ok(())
}

#[test]
fn e06_a_repair_of_a_machine_nobody_bought_is_never_claimed() -> Outcome<()> {
    let world = world()?;
    let mut paper = repair("HH", "HH26B39999", "2026-10-12");
    paper["payer"] = json!("warranty");
    let made = world.call("repair_open", paper);
    assert_eq!(made["draft"]["payer"], "internal");
    let said = ready(&world);
    assert!(!said.to_string().contains("HH26B39999"), "{said}");
    let asked = json!({"principal": "HH", "month": "2026-10", "repairs": [made["id"]]});
    assert_eq!(world.refused("claim_open", asked).field, "repairs");
    Ok(())
}

#[test]
fn claims_3_typed_decisions_say_so_and_a_refused_repair_is_asked_for_again_once() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let lines = |lines: Value| json!({"id": id, "lines": lines});
    let why = world.refused("claim_decide", lines(json!([{"repair_no": "WX26100001", "approved_fen": 23_601}, {"repair_no": "WX9", "approved_fen": 1, "reason": "无"}])));
    let fields: Vec<&str> = why.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields.len(), 3, "above the claim, without a reason, and a stranger: {fields:?}");
    assert_eq!(world.call("claim_show", json!({"id": id}))["claim"]["state"], "submitted", "all or nothing");
    let decided = json!([{"repair_no": "WX26100001", "approved_fen": 23_600}, {"repair_no": "wx26100002", "approved_fen": 0, "reason": "照片看不清"}]);
    let stands = world.call("claim_decide", lines(decided));
    assert_eq!([&stands["claim"]["state"], &stands["lines"][1]["verdict"]], ["decided", "refused"]);
    assert_eq!(stands["lines"][0]["source"], "typed");
    assert_eq!(money(&world), [23_600, 0, 23_600, 23_600], "earned, at risk by what the third lacks, lost");
    let again = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!([&again["claim"]["lines"], &again["lines"][0]["again_of"]], [&json!(1), &made["claim"]["no"]]);
    assert_eq!(money(&world), [23_600, 23_600, 23_600, 0], "asked for again, it is no longer lost");
    assert_eq!(ready(&world)["ready"], 0, "once");
    let gone = json!({"id": id, "reason": "不要了"});
    assert_eq!(world.refused("claim_void", gone).code, "wrong_state");
    Ok(())
}

#[test]
fn claims_4_a_sheet_filled_by_another_program_goes_all_the_way_to_a_deduction() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let world = world()?;
    assert_eq!(money(&world), [0, 47_200, 23_600, 0]);
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
    assert_eq!([&error["field"], &error["code"]], ["核定金额", "out_of_range"], "{error}");
    assert_eq!(counts(&take("回填.xlsx")), [Some(0), Some(1), Some(0), Some(1)], "the same file again");
    assert_eq!(money(&world), [20_000, 23_600, 23_600, 3_600]);

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
    assert_eq!(money(&world), [43_600, 0, 23_600, 3_600]);

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
fn claims_6_the_day_of_a_deduction_is_put_in_after_the_confirmation() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let (id, whole) = (&made["claim"]["id"], &made["claim"]["claimed_fen"]);
    let lines: Vec<Value> = made["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|line| json!({"repair_no": line["repair_no"], "approved_fen": line["claimed_fen"]}))
        .collect();
    let over = json!({"id": id, "lines": [lines[0], {"repair_no": lines[1]["repair_no"], "approved_fen": 1}]});
    assert_eq!(world.refused("claim_decide", over).field, "lines.1.reason", "the line and its field");
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    let early = json!({"id": id, "deducted_on": "2026-10-20"});
    assert_eq!(world.refused("notice_deducted", early).code, "wrong_state", "no notice came");
    world.set_clock(START + 22 * DAY);
    // The paper names no amount.
    let notice = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-28", "approved_fen": whole, "cut_fen": 0, "deduction_fen": 0});
    world.call("notice_save", notice.clone());
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-29"}));
    let on = |day: &str| json!({"id": id, "deducted_on": day});
    assert_eq!(world.refused("notice_deducted", on("2026-10-30")).code, "wrong_state", "no amount");
    let of = |day: &str, fen: i64| json!({"id": id, "deducted_on": day, "deduction_fen": fen});
    assert_eq!(world.refused("notice_deducted", of("2026-10-27", 1)).field, "deducted_on", "before the notice");
    assert_eq!(world.refused("notice_deducted", of("2026-10-30", 47_201)).field, "deduction_fen", "more than approved");
    let done = world.call("notice_deducted", of("2026-10-30", 47_000));
    assert_eq!([&done["claim"]["state"], &done["notice"]["deduction_fen"]], [&json!("deducted"), &json!(47_000)]);
    assert_eq!(world.refused("notice_deducted", on("2026-10-31")).code, "wrong_state", "once");
    world.call("notice_save", notice);
    assert_eq!(
        world.call("claim_show", json!({"id": id}))["notice"]["deducted_on"],
        "2026-10-30",
        "the paper without a day takes none back"
    );
    Ok(())
}

/// What `head-office decide` says of a file, and its exit code.
fn decided(office: &HeadOffice, file: &Path, more: &[&str]) -> Outcome<(Value, Option<i32>)> {
    let mut command = Command::new(sanbao_tests::programs::path("head-office")?);
    let done = command.arg("--data").arg(office.dir()).arg("decide").arg(file).args(more).arg("--json").output()?;
    Ok((serde_json::from_slice(&done.stdout)?, done.status.code()))
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

/// Writes a sheet of head office as a plain table.
fn table(world: &World, no: &str, rows: &str) -> Outcome<Value> {
    let path = world.dir().join("回填.csv");
    std::fs::write(&path, format!("编号：{no}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n{rows}"))?;
    Ok(world.call("decisions_check", json!({"path": path})))
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
    assert_eq!(approved(twice)?, json!([0, 1, 1, 23_600, "twice"]));
    assert_eq!(table(&world, "", "WX26100001,236.00,236.00,,,\n")?["errors"][0]["code"], "unknown_claim");
    assert_eq!(world.call("claim_list", json!({}))["rows"][0]["state"], "submitted", "only looked at");
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
fn moneyview_1_no_amount_stands_twice() -> Outcome<()> {
    let world = world()?;
    let lacking = world.call("repair_list", json!({"month": "2026-10"}))["rows"][0].take();
    assert_eq!(lacking["no"], "WX26100003");
    world.set_clock(START + 62 * DAY);
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    let at_risk = view["at_risk"]["rows"].as_array().ok_or("no rows")?;
    assert!(at_risk.iter().any(|row| row["kind"] == "repair" && row["fen"] == 23_600), "{view}");
    let owed = world.call("today", json!({}))["items"].to_string();
    assert!(owed.contains("\"old_part\""), "the old parts are owed by the end of the year");
    assert!(at_risk.iter().all(|row| row["kind"] != "old_part"), "their cost is in the repairs: {view}");
    money(&world);
    Ok(())
}

#[test]
fn moneyview_1_an_old_part_of_a_claimed_repair_is_in_its_claim() -> Outcome<()> {
    let world = world()?;
    claim(&world);
    world.set_clock(START + 62 * DAY);
    let owed = world.call("today", json!({}))["items"].to_string();
    assert!(owed.matches("\"old_part\"").count() > 1, "the parts of the claimed repairs are still owed: {owed}");
    assert_eq!(money(&world), [0, 47_200, 23_600, 0], "two repairs are asked for, the third lacks something");
    Ok(())
}

#[test]
fn claims_3_which_line_is_the_newest_is_not_a_matter_of_days() -> Outcome<()> {
    let world = world()?;
    let refused = json!([{"repair_no": "WX26100001", "approved_fen": 0, "reason": "照片看不清"}]);
    world.set_clock(START + 2 * DAY);
    let first = claim(&world);
    world.call("claim_decide", json!({"id": first["claim"]["id"], "lines": refused}));
    // The clock was ahead, and is put right.
    world.set_clock(START);
    let again = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!(again["lines"][0]["again_of"], first["claim"]["no"], "{again}");
    let approved = json!([{"repair_no": "WX26100001", "approved_fen": 23_600}]);
    let old = json!({"id": first["claim"]["id"], "lines": approved});
    assert_eq!(world.refused("claim_decide", old).code, "wrong_state", "it is asked for again elsewhere");
    let decided = world.call("claim_decide", json!({"id": again["claim"]["id"], "lines": approved}));
    assert_eq!(decided["lines"][0]["verdict"], "approved", "{decided}");
    Ok(())
}

#[test]
fn moneyview_2_an_amount_nobody_knows_is_no_zero() -> Outcome<()> {
    let world = world()?;
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    let cards: Vec<&Value> =
        view["at_risk"]["rows"].as_array().into_iter().flatten().filter(|row| row["kind"] == "card").collect();
    assert_eq!(cards.len(), 3, "due in two days: {view}");
    assert!(cards.iter().all(|row| row["fen"].is_null() && row["days_left"] == 2), "{cards:?}");
    assert_eq!(view["at_risk"]["unknown"], 3);
    Ok(())
}
