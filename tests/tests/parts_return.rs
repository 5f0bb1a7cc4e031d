//! Stories of old parts on their way back: boxes by scanning, the packing list out and filled in, shortages, disputes.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, HeadOffice, START, World, repair, sale};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// So many machines of HH repaired in October, their old parts in the store, by tag.
fn world(machines: usize) -> Outcome<(World, Vec<Value>)> {
    let world = World::set_up()?;
    world.call(
        "model_save",
        json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500}),
    );
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true}));
    for at in 0..machines {
        let serial = format!("HH26B3{at:04}");
        world.call("sale_open", sale("HH", &serial, "2026-10-02"));
        let mut paper = repair("HH", &serial, "2026-10-12");
        paper["no"] = json!(format!("WX2610{at:04}"));
        paper["parts"][0]["old_part_here"] = json!(true);
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    let mut parts = world.call("old_part_list", json!({"limit": 200}))["rows"].take();
    let parts = parts.as_array_mut().map(std::mem::take).unwrap_or_default();
    let mut parts: Vec<Value> = parts.into_iter().collect();
    parts.sort_by_key(|part| part["tag_no"].to_string());
    assert_eq!(parts.len(), machines);
    Ok((world, parts))
}

fn open(world: &World) -> Value {
    world.call("packing_open", json!({"request_id": "p1", "principal": "HH"}))
}

fn scan(world: &World, packing: &Value, tag: &Value, box_no: i64) -> Value {
    world.call("packing_scan", json!({"id": packing["packing"]["id"], "tag_no": tag, "box_no": box_no}))
}

/// Packs, seals and sends these parts in boxes of five.
fn sent(world: &World, parts: &[Value]) -> Value {
    let packing = open(world);
    let id = &packing["packing"]["id"];
    for (at, part) in parts.iter().enumerate() {
        scan(world, &packing, &part["tag_no"], at as i64 / 5 + 1);
    }
    world.call("packing_seal", json!({"id": id, "weight_g": 12_500, "seal_no": "F-0071"}));
    let paper = json!({"request_id": "s1", "id": id, "carrier": "顺达物流", "waybill_no": "SF1", "freight_payer": "厂家", "sent_on": "2026-10-20"});
    let batch = world.call("packing_send", paper.clone());
    assert_eq!(world.call("packing_send", paper)["id"], batch["id"], "a double click sends once");
    batch
}

fn shown(world: &World, batch: &Value) -> Value {
    let mut view = world.call("parts_batch_show", json!({"id": batch["id"]}));
    let pieces = &view["batch"]["pieces"];
    let of = |name: &str| pieces[name].as_i64().unwrap_or_else(|| panic!("{pieces}"));
    let all: i64 = ["waiting_milli", "received_milli", "short_milli", "wrong_milli"].map(of).iter().sum();
    assert_eq!(of("sent_milli"), all, "{pieces}");
    view.take()
}

fn standings(world: &World, batch: &Value) -> Vec<String> {
    let view = shown(world, batch);
    let all = view["parts"].as_array().into_iter().flatten();
    all.map(|part| part["standing"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn pack_1_boxes_are_filled_by_scanning_and_each_scan_is_answered() -> Outcome<()> {
    let (world, parts) = world(3)?;
    let packing = open(&world);
    assert_eq!(open(&world)["packing"]["id"], packing["packing"]["id"], "a double click opens one");
    let id = &packing["packing"]["id"];
    let why = |tag: &str| world.refused("packing_scan", json!({"id": id, "tag_no": tag, "box_no": 1}));
    assert_eq!((why("HB0732A-JJ-9999").code.as_str(), why(" ").code.as_str()), ("unknown", "missing"));
    let other = json!({"principal": "WY", "parts": [{"name": "活塞", "qty_milli": 1000, "removed_on": "2026-10-01"}]});
    let other = world.call("opening_parts_add", other)[0]["tag_no"].take();
    assert!(why(other.as_str().unwrap_or_default()).message.contains("这个厂家的旧件"));

    let lower = parts[0]["tag_no"].as_str().unwrap_or_default().to_lowercase();
    let seen = scan(&world, &packing, &json!(format!(" {lower} ")), 1);
    assert_eq!([&seen["packing"]["parts"], &seen["left_total"]], [1, 2], "a scanner may say it in its own way");
    assert_eq!(scan(&world, &packing, &parts[0]["tag_no"], 1)["packing"]["parts"], 1, "the same scan again");
    let moved = scan(&world, &packing, &parts[0]["tag_no"], 2);
    assert_eq!([&moved["parts"][0]["box_no"], &moved["packing"]["boxes"]], [2, 1]);

    let second = world.call("packing_open", json!({"request_id": "p2", "principal": "HH"}));
    let packed = world
        .refused("packing_scan", json!({"id": second["packing"]["id"], "tag_no": parts[0]["tag_no"], "box_no": 1}));
    assert_eq!(packed.code, "packed");
    assert!(packed.message.contains(packing["packing"]["no"].as_str().unwrap_or("?")), "{}", packed.message);
    let tag = |at: usize| parts[at]["tag_no"].as_str().unwrap_or_default().to_owned();
    let end = tag(1).rsplit('-').next().unwrap_or_default().to_lowercase();
    assert_eq!(scan(&world, &packing, &json!(end), 1)["packing"]["parts"], 2, "the end of a tag that only one has");
    world.call("packing_take_out", json!({"id": id, "tag_no": tag(1)}));
    assert!(why(&tag(1)[..1]).message.contains("找不到"), "a beginning is no end");
    let out = world.call("packing_take_out", json!({"id": id, "tag_no": parts[0]["tag_no"]}));
    assert_eq!([&out["packing"]["parts"], &out["left_total"]], [0, 3]);
    scan(&world, &second, &parts[0]["tag_no"], 1);
    assert_eq!(world.call("packing_list", json!({"principal": "HH"})).as_array().map(Vec::len), Some(2));
    let why = world.refused("packing_seal", json!({"id": id}));
    assert_eq!(why.code, "missing", "nothing is in it");
    world.call("packing_dissolve", json!({"id": second["packing"]["id"], "rev": 1, "reason": "并到第一批"}));
    assert_eq!(scan(&world, &packing, &parts[0]["tag_no"], 1)["packing"]["parts"], 1, "free again");
    Ok(())
}

#[test]
fn pack_2_what_is_not_packed_is_named_with_its_day() -> Outcome<()> {
    let (world, parts) = world(3)?;
    let packing = open(&world);
    let seen = scan(&world, &packing, &parts[1]["tag_no"], 1);
    let left: Vec<&Value> = seen["left"].as_array().into_iter().flatten().map(|part| &part["tag_no"]).collect();
    assert_eq!(left, [&parts[0]["tag_no"], &parts[2]["tag_no"]]);
    assert_eq!([&seen["left"][0]["due_on"], &seen["left"][0]["state"]], ["2026-12-31", "in_store"], "{seen}");
    Ok(())
}

#[test]
fn pack_3_a_sealed_packing_becomes_the_batch_of_its_number() -> Outcome<()> {
    let (world, parts) = world(3)?;
    let packing = open(&world);
    let id = &packing["packing"]["id"];
    let paper = json!({"id": id, "waybill_no": "SF1", "sent_on": "2026-10-20"});
    scan(&world, &packing, &parts[0]["tag_no"], 1);
    scan(&world, &packing, &parts[1]["tag_no"], 2);
    assert_eq!(world.refused("packing_send", paper.clone()).code, "wrong_state", "not sealed");
    let sealed = world.call("packing_seal", json!({"id": id, "rev": 1, "seal_no": "F-1"}));
    assert_eq!([&sealed["packing"]["state"], &sealed["packing"]["rev"]], [&json!("sealed"), &json!(2)]);
    let stale = json!({"id": id, "rev": 1, "reason": "漏装一件"});
    assert_eq!(world.refused("packing_reopen", stale).code, "stale");
    world.call("packing_reopen", json!({"id": id, "rev": 2, "reason": "漏装一件"}));
    scan(&world, &packing, &parts[2]["tag_no"], 2);
    world.call("packing_seal", json!({"id": id}));
    let bare = world.refused("packing_send", json!({"id": id, "sent_on": "2026-10-20"}));
    assert_eq!((bare.field.as_str(), bare.code.as_str()), ("waybill_no", "missing"));
    let batch = world.call("packing_send", json!({"id": id, "by_truck": true, "sent_on": "2026-10-20"}));
    assert_eq!([&batch["no"], &batch["id"]], [&packing["packing"]["no"], id]);
    assert_eq!([&batch["carrier"], &batch["boxes"], &batch["parts"]], [&json!("随送货车"), &json!(2), &json!(3)]);
    assert_eq!(world.call("packing_list", json!({})), json!([]));
    assert_eq!(standings(&world, &batch), ["sent", "sent", "sent"]);
    Ok(())
}

#[test]
fn pack_3_a_part_whose_repair_was_cancelled_keeps_the_boxes_back_by_its_tag() -> Outcome<()> {
    let (world, parts) = world(2)?;
    let packing = open(&world);
    let id = &packing["packing"]["id"];
    for part in &parts {
        scan(&world, &packing, &part["tag_no"], 1);
    }
    world.call("packing_seal", json!({"id": id}));
    world.call("repair_void", json!({"id": parts[0]["repair_id"], "reason": "重复登记"}));
    let why = world.refused("packing_send", json!({"id": id, "waybill_no": "SF1", "sent_on": "2026-10-20"}));
    assert!(why.message.contains(parts[0]["tag_no"].as_str().unwrap_or("?")), "{}", why.message);
    world.call("packing_reopen", json!({"id": id, "reason": "取出作废的"}));
    world.call("packing_take_out", json!({"id": id, "tag_no": parts[0]["tag_no"]}));
    world.call("packing_seal", json!({"id": id}));
    world.call("packing_send", json!({"id": id, "waybill_no": "SF1", "sent_on": "2026-10-20"}));
    Ok(())
}

#[test]
fn pack_4_a_packed_part_goes_nowhere_else() -> Outcome<()> {
    let (world, parts) = world(1)?;
    let packing = open(&world);
    scan(&world, &packing, &parts[0]["tag_no"], 1);
    let lost = json!({"id": parts[0]["id"], "state": "lost", "reason": "找不到"});
    assert_eq!(world.refused("old_part_move", lost).code, "packed");
    let direct = json!({"principal": "HH", "parts": [parts[0]["id"]], "boxes": 1, "sent_on": "2026-10-20"});
    assert_eq!(world.refused("parts_batch_send", direct).code, "packed");
    Ok(())
}

/// Writes head office's columns beside the tags named, by the titles of the sheet.
const JUDGE: &str = r#"
import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
head = next(r for r in range(1, 12) if '旧件标签号' in [c.value for c in sheet[r]])
titles = {}
for row in (head - 1, head, head + 1):
    for cell in sheet[row]:
        if isinstance(cell.value, str): titles[cell.value.split('(')[0]] = cell.column
day = datetime.datetime(2026, 10, 20)
def put(tag, **said):
    row = next(r for r in range(head, sheet.max_row + 1) if sheet.cell(r, titles['旧件标签号']).value == tag)
    for title, value in said.items(): sheet.cell(row, titles[title]).value = value
"#;

fn judge(python: &str, from: &Path, to: &Path, lines: &str) {
    let script = format!("{JUDGE}{lines}\nbook.save(sys.argv[2])\n");
    let told = Command::new(python).args(["-c", &script]).args([from, to]).output();
    let told = told.unwrap_or_else(|why| panic!("{python}: {why}"));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

fn sheet(world: &World, batch: &Value) -> PathBuf {
    let made = world.call("parts_batch_export", json!({"id": batch["id"], "dir": world.dir().join("out")}));
    PathBuf::from(made["path"].as_str().unwrap_or_else(|| panic!("{made}")))
}

fn counts(taken: &Value) -> [Option<i64>; 4] {
    ["taken", "unchanged", "open", "refused"].map(|key| taken[key].as_i64())
}

fn tag(part: &Value) -> &str {
    part["tag_no"].as_str().unwrap_or_default()
}

/// Rows of a sheet as head office wrote them, the tags counted from zero.
fn said(parts: &[Value], rows: &[(usize, &str)]) -> String {
    let rows = rows.iter().map(|(at, said)| format!("put('{}', {said})", tag(&parts[*at])));
    rows.collect::<Vec<_>>().join("\n")
}

const COVERED: &str = "实收数量=2, 鉴定结论='三包', 处理='报废', 鉴定人='刘检', 鉴定日期=day";

#[test]
fn packlist_1_the_sheet_is_the_batch_with_its_paper() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let (world, parts) = world(2)?;
    let batch = sent(&world, &parts);
    let path = sheet(&world, &batch);
    let script = "import sys, openpyxl\nsheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]\nprint('\\n'.join(str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None))";
    let told = Command::new(python).args(["-c", script]).arg(&path).output()?;
    let told = String::from_utf8(told.stdout)?;
    let no = batch["no"].as_str().ok_or("no number")?;
    for words in [no, "第二期", "2026-12-31", "12.5kg", "SF1", "顺达物流", tag(&parts[0]), "总部填写", "王丹"]
    {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
    let seen = world.call("decisions_check", json!({"path": path}));
    assert_eq!((seen["sheet"].as_str(), counts(&seen)), (Some("W07"), [Some(0), Some(0), Some(2), Some(0)]), "{seen}");
    // What is known is printed again, and read again it is no news.
    judge(python, &path, &path, &said(&parts, &[(0, COVERED)]));
    world.call("decisions_take", json!({"path": path}));
    let seen = world.call("decisions_check", json!({"path": sheet(&world, &batch)}));
    assert_eq!(counts(&seen), [Some(0), Some(1), Some(1), Some(0)], "{seen}");
    Ok(())
}

#[test]
fn e17_nine_of_ten_arrive_and_the_nine_go_on() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let (world, parts) = world(10)?;
    let batch = sent(&world, &parts);
    let path = sheet(&world, &batch);
    let filled = path.with_file_name("验收.xlsx");
    let mut rows: Vec<(usize, &str)> = (0..9).map(|at| (at, COVERED)).collect();
    rows.push((9, "实收数量=0, 鉴定人='刘检'"));
    judge(python, &path, &filled, &said(&parts, &rows));
    let take = || world.call("decisions_take", json!({"path": filled}));
    assert_eq!(counts(&take()), [Some(10), Some(0), Some(0), Some(0)]);
    assert_eq!(counts(&take()), [Some(0), Some(10), Some(0), Some(0)], "the same file again");
    let mut stand = standings(&world, &batch);
    assert_eq!((stand.pop().as_deref(), stand), (Some("short"), vec!["scrap".to_owned(); 9]));
    assert_eq!(shown(&world, &batch)["batch"]["pieces"]["short_milli"], 2000);

    // It stands first until it is settled, and a claim of its repair says so.
    let first = |open: bool| world.call("part_result_list", json!({"open": open}));
    assert_eq!([&first(true)["total"], &first(false)["rows"][0]["tag_no"]], [&json!(1), &parts[9]["tag_no"]]);
    let said = world.call("claim_ready", json!({"principal": "HH", "month": "2026-10"}));
    let short = said["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["no"] == "WX26100009"));
    assert_eq!(short.ok_or("no row")?["missing"][0]["code"], "old_part_short", "{said}");
    assert_eq!([&said["ready"], &short.ok_or("no row")?["missing"][0]["stops"]], [&json!(10), &json!(false)]);
    // The sheet does not say that it is back.
    let draft = json!({"principal": "HH", "month": "2026-10", "repairs": [short.ok_or("no row")?["id"]]});
    let claim = world.call("claim_open", draft)["claim"]["id"].take();
    let file = world.call("claim_export", json!({"id": claim}))["path"].take();
    let book = report::read::open_path(Path::new(file.as_str().ok_or("no path")?)).map_err(|why| why.to_string())?;
    let cells: Vec<String> = book.sheets[0].rows.iter().flatten().map(|cell| cell.shown()).collect();
    let has = |words: &str| cells.iter().any(|cell| cell.contains(words));
    assert!(has("1/0") && has("旧件短少，待了结"), "{cells:?}");
    world.call("claim_void", json!({"id": claim, "reason": "等旧件找到"}));
    let id = &parts[9]["id"];
    let bare = world.refused("part_settle", json!({"id": id, "rev": 1, "how": "lost"}));
    assert_eq!((bare.field.as_str(), bare.code.as_str()), ("reason", "missing"));
    let disputed = world.call("part_settle", json!({"id": id, "rev": 1, "how": "disputed", "reason": "运单签收十件"}));
    assert_eq!([&disputed["standing"], &disputed["settlement"]], ["short", "disputed"]);
    assert_eq!(disputed["steps"], json!(["found", "lost"]));
    let stale = json!({"id": id, "rev": 1, "how": "found", "reason": "在二号库"});
    assert_eq!(world.refused("part_settle", stale).code, "stale");
    // Head office finds it: the sheet says so.
    judge(python, &filled, &filled, &said_one(&parts[9], COVERED));
    assert_eq!(counts(&take()), [Some(1), Some(9), Some(0), Some(0)]);
    assert_eq!(standings(&world, &batch), vec!["scrap".to_owned(); 10]);
    assert_eq!(first(true)["total"], 0);
    Ok(())
}

fn said_one(part: &Value, said: &str) -> String {
    format!("put('{}', {said})", tag(part))
}

#[test]
fn judged_1_a_row_that_is_not_ours_is_refused_with_its_reason_and_the_rest_goes_on() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let (world, parts) = world(7)?;
    let batch = sent(&world, &parts[..6]);
    let path = sheet(&world, &batch);
    let wrong = path.with_file_name("错.xlsx");
    let rows = [
        (0, "旧件标签号='HB0732A-JJ-2610-Z0001', 实收数量=2"),
        (1, "实收数量=3"),
        (2, "零件编码='099999', 实收数量=2"),
        (3, "数量=1, 实收数量=1"),
        (4, "实收数量=2, 鉴定结论='好的'"),
        (5, COVERED),
    ];
    judge(python, &path, &wrong, &said(&parts, &rows));
    let taken = world.call("decisions_take", json!({"path": wrong}));
    assert_eq!(counts(&taken), [Some(1), Some(0), Some(0), Some(5)], "{taken}");
    let codes: Vec<&str> =
        taken["errors"].as_array().into_iter().flatten().filter_map(|e| e["code"].as_str()).collect();
    assert_eq!(codes, ["unknown_part", "out_of_range", "column_changed", "column_changed", "word_unknown"]);
    let fields: Vec<&str> =
        taken["errors"].as_array().into_iter().flatten().filter_map(|e| e["field"].as_str()).collect();
    assert_eq!(fields, ["旧件标签号", "实收数量", "零件编码", "数量", "鉴定结论"]);

    // Decided already with something else; a part of another batch, and one that was not sent.
    judge(python, &path, &wrong, &said_one(&parts[5], "实收数量=2, 鉴定结论='人为'"));
    let again = world.call("decisions_take", json!({"path": wrong}));
    assert_eq!((counts(&again)[3], &again["errors"][0]["code"]), (Some(1), &json!("wrong_state")), "{again}");
    let other = json!({"principal": "HH", "parts": [parts[6]["id"]], "boxes": 1, "sent_on": "2026-10-20"});
    let other = sheet(&world, &world.call("parts_batch_send", other));
    let as_ours = format!(
        "for row in sheet.iter_rows(max_row=head):\n  for cell in row:\n    if isinstance(cell.value, str): cell.value = cell.value.replace('{}', '{}')\n{}",
        world.call("parts_batch_list", json!({}))["rows"][0]["no"].as_str().unwrap_or_default(),
        batch["no"].as_str().unwrap_or_default(),
        said_one(&parts[6], COVERED),
    );
    judge(python, &other, &wrong, &as_ours);
    let strange = world.call("decisions_take", json!({"path": wrong}));
    assert_eq!(strange["errors"][0]["code"], "other_batch", "{strange}");
    let nameless = "for row in sheet.iter_rows(max_row=head):\n  for cell in row:\n    if isinstance(cell.value, str): cell.value = cell.value.replace('-FC-', '-XX-')";
    judge(python, &path, &wrong, &format!("{nameless}\n{}", said_one(&parts[0], COVERED)));
    assert_eq!(world.call("decisions_take", json!({"path": wrong}))["errors"][0]["code"], "unknown_batch");
    Ok(())
}

#[test]
fn partdesk_1_a_paper_typed_here_says_so_and_a_slip_is_typed_again_with_a_reason() -> Outcome<()> {
    let (world, parts) = world(2)?;
    let batch = sent(&world, &parts);
    let typed = |lines: Value, reason: &str| json!({"id": batch["id"], "lines": lines, "judged_by": "刘检", "judged_on": "2026-10-20", "reason": reason});
    let line = |at: usize, received: i64, verdict: &str| json!({"tag_no": parts[at]["tag_no"], "received_milli": received, "verdict": verdict});
    let why =
        world.refused("part_results_save", typed(json!([line(0, 2000, "covered"), line(1, 5000, "covered")]), ""));
    assert_eq!((why.field.as_str(), why.code.as_str()), ("lines.1.received_milli", "out_of_range"));
    assert_eq!(standings(&world, &batch), ["sent", "sent"], "all or none");
    let form = typed(
        json!([line(0, 2000, "misuse"), {"tag_no": parts[1]["tag_no"], "received_milli": 0, "wrong_milli": 2000}]),
        "",
    );
    let view = world.call("part_results_save", form.clone());
    assert_eq!([&view["parts"][0]["source"], &view["parts"][0]["standing"]], ["typed", "not_covered"]);
    assert_eq!(view["parts"][1]["standing"], "wrong_part");
    assert_eq!(world.call("part_results_save", form)["parts"][0]["rev"], 1, "a double click");
    assert_eq!(world.refused("part_results_save", typed(json!([line(0, 2000, "covered")]), "")).code, "wrong_state");
    let view = world.call("part_results_save", typed(json!([line(0, 2000, "covered")]), "看错一行"));
    assert_eq!(view["parts"][0]["standing"], "covered");
    assert_eq!(world.call("old_part_list", json!({"term": tag(&parts[0])}))["rows"][0]["standing"], "covered");
    Ok(())
}

#[test]
fn partdesk_2_a_dispute_travels_to_head_office_and_its_own_sheet_comes_back() -> Outcome<()> {
    let Some(python) = python() else { return left_out("no python3 with openpyxl") };
    let (world, parts) = world(2)?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.enrol(&office)?;
    let batch = sent(&world, &parts);
    world.call("sync_now", json!({"principal": "HH"}));
    let told = |at: usize| -> Outcome<Value> {
        let all = office.list("part")?;
        let mut found = all.into_iter().filter(|one| one.to_string().contains(tag(&parts[at])));
        Ok(found.next_back().ok_or("the part did not arrive")?)
    };
    let before = told(0)?.to_string();
    assert!(before.contains("F-0071") && before.contains("\"box_no\":\"1\""), "{before}");

    let path = sheet(&world, &batch);
    let rows = [(0, "实收数量=2, 鉴定结论='人为', 处理='退还', 鉴定人='刘检', 鉴定日期=day"), (1, "实收数量=9")];
    judge(python, &path, &path, &said(&parts, &rows));
    let decide = |code: i32| -> Outcome<Value> {
        let mut command = Command::new(sanbao_tests::programs::path("head-office")?);
        let done = command.arg("--data").arg(office.dir()).arg("decide").arg(&path).arg("--json").output()?;
        assert_eq!(done.status.code(), Some(code), "{}", String::from_utf8_lossy(&done.stdout));
        Ok(serde_json::from_slice(&done.stdout)?)
    };
    let first = decide(1)?;
    assert_eq!([&first["sheet"], &first["dealers"][0]], ["W07", "HB0732A"], "{first}");
    assert_eq!(
        [&first["published"], &first["refused"], &first["errors"][0]["row"].is_u64().into()],
        [&json!(1), &json!(1), &json!(true)]
    );
    assert_eq!(decide(1)?["unchanged"], 1, "it went out already");
    world.set_clock(START + 7 * DAY);
    world.call("sync_now", json!({"principal": "HH"}));
    let view = shown(&world, &batch);
    assert_eq!([&view["parts"][0]["standing"], &view["parts"][0]["source"]], ["returned", "sync"], "{view}");
    let inbox = world.call("inbox_list", json!({}))["rows"][0]["title"].to_string();
    assert!(inbox.contains("收下 1 行"), "{inbox}");
    let said = world.call("claim_ready", json!({"principal": "HH", "month": "2026-10"})).to_string();
    assert!(said.contains("old_part_not_covered"), "{said}");

    let draft = json!({"request_id": "k1", "principal": "HH", "month": "2026-10"});
    let claim = world.call("claim_open", draft);
    assert_eq!(claim["lines"][0]["warnings"][0]["code"], "old_part_not_covered", "a claim sees it too: {claim}");
    let dispute = json!({"id": parts[0]["id"], "rev": 1, "how": "dispute", "reason": "裂纹是铸造缺陷"});
    assert_eq!(world.call("part_settle", dispute)["standing"], "disputed");
    world.call("sync_now", json!({"principal": "HH"}));
    assert!(told(0)?.to_string().contains("裂纹是铸造缺陷"), "{}", told(0)?);
    judge(python, &path, &path, &said_one(&parts[0], COVERED));
    assert_eq!(decide(1)?["published"], 1);
    world.call("sync_now", json!({"principal": "HH"}));
    let view = shown(&world, &batch);
    assert_eq!([&view["parts"][0]["standing"], &view["parts"][0]["disposal"]], ["scrap", "scrap"], "{view}");
    Ok(())
}

#[test]
fn partdesk_3_a_batch_of_before_reads_as_sent_and_adds_up() -> Outcome<()> {
    let (world, parts) = world(2)?;
    let ids: Vec<&Value> = parts.iter().map(|part| &part["id"]).collect();
    let paper = json!({"principal": "HH", "parts": ids, "boxes": 1, "waybill_no": "SF9", "sent_on": "2026-10-20"});
    let batch = world.call("parts_batch_send", paper);
    assert_eq!(standings(&world, &batch), ["sent", "sent"]);
    assert_eq!([&batch["pieces"]["sent_milli"], &batch["pieces"]["waiting_milli"]], [4000, 4000]);
    let none = world.refused("part_settle", json!({"id": parts[0]["id"], "how": "found", "reason": "x"}));
    assert_eq!(none.code, "wrong_state");
    Ok(())
}

#[test]
fn e15_a_part_without_a_repair_goes_back_like_the_others() -> Outcome<()> {
    let world = World::set_up()?;
    let part = json!({"name": "活塞", "code": "012345", "qty_milli": 1000, "removed_on": "2026-09-01"});
    let parts = world.call("opening_parts_add", json!({"principal": "HH", "parts": [part]}));
    let batch = sent(&world, std::slice::from_ref(&parts[0]));
    let seen = world.call("decisions_check", json!({"path": sheet(&world, &batch)}));
    assert_eq!(counts(&seen), [Some(0), Some(0), Some(1), Some(0)], "{seen}");
    let line =
        json!({"tag_no": parts[0]["tag_no"], "received_milli": 1000, "verdict": "covered", "disposal": "usable"});
    let view = world.call("part_results_save", json!({"id": batch["id"], "lines": [line]}));
    assert_eq!([&view["parts"][0]["standing"], &view["parts"][0]["repair_no"]], ["usable", ""]);
    Ok(())
}

#[test]
fn partdesk_4_a_shortage_stands_on_today_until_it_is_settled() -> Outcome<()> {
    let (world, parts) = world(2)?;
    let batch = sent(&world, &parts);
    let line = |at: usize, received: i64| json!({"tag_no": parts[at]["tag_no"], "received_milli": received, "verdict": "covered"});
    world.call("part_results_save", json!({"id": batch["id"], "lines": [line(0, 2000), line(1, 1000)]}));
    let waits = || -> Vec<String> {
        let today = world.call("today", json!({}));
        let all = today["items"].as_array().into_iter().flatten().filter(|item| item["kind"] == "part_return");
        all.map(|item| format!("{} {}", item["no"].as_str().unwrap_or_default(), item["reason"])).collect()
    };
    let first = waits();
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].starts_with(tag(&parts[1])) && first[0].contains("总部少收 1 件"), "{first:?}");
    let settle = |how: &str, reason: &str| {
        world.call("part_settle", json!({"id": parts[1]["id"], "how": how, "reason": reason}))
    };
    settle("disputed", "运单签收两件");
    assert!(waits()[0].contains("有争议：运单签收两件"), "{:?}", waits());
    settle("found", "在二号库");
    assert_eq!(waits(), Vec::<String>::new());
    settle("dispute", "裂纹是铸造缺陷");
    assert!(waits()[0].contains("等总部答复"), "{:?}", waits());
    settle("upheld", "维持");
    assert_eq!(waits(), Vec::<String>::new());
    Ok(())
}

#[test]
fn oldpartsheet_2_the_month_says_what_head_office_said() -> Outcome<()> {
    let (world, parts) = world(2)?;
    let batch = sent(&world, &parts);
    let sheet = || world.call("report_preview", json!({"principal": "HH", "month": "2026-10", "key": "W07"}));
    let judged = |sheet: &Value| {
        let rows = sheet["rows"].as_array().into_iter().flatten();
        rows.filter(|row| row.as_array().is_some_and(|cells| cells.contains(&json!("非三包")))).count()
    };
    assert_eq!(judged(&sheet()), 0);
    let line = json!({"tag_no": parts[0]["tag_no"], "received_milli": 2000, "verdict": "not_covered"});
    world.call("part_results_save", json!({"id": batch["id"], "lines": [line]}));
    let told = sheet();
    assert_eq!(judged(&told), 1, "{told}");
    Ok(())
}
