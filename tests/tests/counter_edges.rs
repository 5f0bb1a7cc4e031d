//! Stories of edges at the counter: a call that was crossed off, a receipt of one machine with the repair of another, an old
//! repair that never went out, the machine given in exchange changed afterwards.

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";
const OTHER: &str = "HH26B35999";
const NEW: &str = "HH26B40001";

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn call(world: &World, more: Value) -> Value {
    let base = json!({"principal": "HH", "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"});
    world.call("call_open", with(base, more))
}

fn step(world: &World, call: &Value, kind: &str, more: Value) -> Value {
    world.call("call_step", with(json!({"id": call["id"], "kind": kind}), more))
}

fn clock(call: &Value, rule: &str) -> Value {
    let mut clocks = call["clocks"].as_array().into_iter().flatten();
    clocks.find(|one| one["standing"]["rule_key"] == rule).cloned().unwrap_or(Value::Null)
}

fn says(notices: &Value, code: &str) -> String {
    let mut all = notices.as_array().into_iter().flatten();
    all.find(|one| one["code"] == code).and_then(|one| one["message"].as_str()).unwrap_or_default().to_owned()
}

fn today_of(world: &World, no: &Value) -> Value {
    let today = world.call("today", json!({"limit": 2000}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().find(|item| item["no"] == *no).unwrap_or(Value::Null)
}

/// Lines about repairs that wait for head office.
fn repairs_told(world: &World) -> usize {
    let lines = world.call("outbox_list", json!({"limit": 200}));
    lines["rows"].as_array().into_iter().flatten().filter(|line| line["kind"] != "card").count()
}

/// A repair of a ledger, completed before the desk was in use.
fn imported(world: &World) -> Outcome<Value> {
    let path = world.dir().join("台账.csv");
    let head = "维修单号,报修日期,报修时间,方式,姓名,电话,地址,厂家,机型,出厂编号,故障现象,保内/保外,完工日期,零件编码1,零件名称1,数量1,材料费,用户签字,旧件";
    let row = "WX26090001,2026-09-10,8:05,来电,王丹,19900364370,双庙乡,华禾农机,HH704,HH26B35536,轴承异响,保内,2026-09-12,055665,轴承6206,2,176,有,已收";
    std::fs::write(&path, format!("{head}\n{row}\n"))?;
    world.call("sale_open", sale("HH", SERIAL, "2026-08-02"));
    world.call("import_run", json!({"path": path}));
    let id = world.call("repair_list", json!({}))["rows"][0]["id"].take();
    Ok(world.call("repair_show", json!({"id": id})))
}

#[test]
fn evidence_4_what_is_added_to_an_old_repair_that_never_went_out_stays_here() -> Outcome<()> {
    let world = World::set_up()?;
    let old = imported(&world)?;
    assert_eq!((&old["state"], repairs_told(&world)), (&json!("submitted"), 0), "{old}");
    let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n) % 90, "t": n * 10})).collect();
    let signed = json!({"subject": "repair", "id": old["id"], "signer": "王丹", "relation": "own",
        "strokes": [stroke, [{"x": 10, "y": 10}, {"x": 120, "y": 70}]]});
    world.call("signature_add", signed);
    assert_eq!(repairs_told(&world), 0, "a signature sends nothing");
    let shown = world.call("repair_show", json!({"id": old["id"]}));
    let draft = with(shown["draft"].clone(), json!({"fault": "轴承异响，换轴承"}));
    let input = json!({"id": old["id"], "rev": shown["rev"], "draft": draft, "reason": "写得不清楚"});
    let mended = world.call("repair_amend", input);
    assert_eq!((&mended["draft"]["fault"], repairs_told(&world)), (&json!("轴承异响，换轴承"), 0), "nor a correction");
    // One of the desk's own goes, and goes again with what is added to it.
    let own = world.call("repair_open", with(repair("HH", SERIAL, "2026-10-12"), json!({"parts": []})));
    world.call("repair_submit", json!({"id": own["id"]}));
    let shown = world.call("repair_show", json!({"id": own["id"]}));
    let draft = with(shown["draft"].clone(), json!({"fault": "换轴承"}));
    let before = repairs_told(&world);
    world.call("repair_amend", json!({"id": own["id"], "draft": draft, "reason": "写得不清楚"}));
    assert_eq!((before, repairs_told(&world)), (1, 2));
    Ok(())
}

#[test]
fn callclock_8_crossing_off_ends_what_is_open_that_day() -> Outcome<()> {
    let world = World::set_up()?;
    let made = call(&world, json!({"serial": "ZZ-1"}));
    assert_eq!(clock(&made, "call.arrange")["state"], "pending", "{made}");
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    step(&world, &made, "done", json!({}));
    let closed = step(&world, &made, "crossed_off", json!({"words": "电话里解决"}));
    let ended = clock(&closed, "call.arrange");
    assert_eq!((&ended["state"], &ended["stops"], &ended["runs"]), (&json!("waived"), &json!(""), &json!(false)));
    assert!(ended["sentence"].as_str().unwrap_or_default().contains("已销号"), "{ended}");
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let sql = "SELECT count(*) FROM deadline WHERE subject = 'call' AND superseded_at IS NULL AND state = 'pending'";
    let open = || base.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(open()?, 0);
    world.pass(30 * DAY);
    assert_eq!(world.call("call_list", json!({"late": true}))["total"], 0, "nothing of it grows late");
    // One that was late when it was crossed off stays late, and is not open either.
    let late = call(&world, json!({"phone": "13800001111"}));
    step(&world, &late, "dispatched", json!({"who": "周师傅"}));
    world.pass(30 * DAY);
    step(&world, &late, "done", json!({}));
    let closed = step(&world, &late, "crossed_off", json!({"words": "不用上门"}));
    let ended = clock(&closed, "call.arrange");
    assert_eq!((&ended["state"], &ended["runs"], &ended["stops"]), (&json!("late"), &json!(false), &json!("")));
    assert_eq!(open()?, 0);
    // Taken back, it runs again.
    let back = step(&world, &made, "crossed_off", json!({"doing": "take_back", "reason": "还没完"}));
    assert_ne!(clock(&back, "call.arrange")["stops"], "", "{back}");
    Ok(())
}

#[test]
fn callclock_2_a_user_is_told_of_a_dispatch_and_of_a_referral_too() -> Outcome<()> {
    let world = World::set_up()?;
    let sent = call(&world, json!({}));
    step(&world, &sent, "dispatched", json!({"who": "周师傅"}));
    step(&world, &sent, "told", json!({}));
    let met = step(&world, &sent, "filed", json!({"no": "BA-1"}));
    assert_eq!(clock(&met, "call.arrange")["state"], "met", "{met}");
    let theirs = call(&world, json!({"phone": "13800001111"}));
    step(&world, &theirs, "filed", json!({"no": "BA-2"}));
    step(&world, &theirs, "referred", json!({}));
    let met = step(&world, &theirs, "told", json!({}));
    assert_eq!(clock(&met, "call.arrange")["state"], "met", "{met}");
    let alone = call(&world, json!({"phone": "13800002222"}));
    assert_eq!(world.refused("call_step", json!({"id": alone["id"], "kind": "told"})).field, "kind");
    // What the user was told of is not taken back from under it.
    let under = json!({"id": sent["id"], "kind": "dispatched", "doing": "take_back", "reason": "错了"});
    assert_eq!(world.refused("call_step", under).field, "kind");
    Ok(())
}

#[test]
fn calltoday_6_a_repair_cancelled_after_crossing_off_says_so() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let made = call(&world, json!({"serial": SERIAL}));
    let work =
        world.call("repair_open", with(repair("HH", SERIAL, "2026-10-20"), json!({"call": made["id"], "parts": []})));
    let closed = step(&world, &made, "crossed_off", json!({}));
    assert_eq!((&closed["state"], today_of(&world, &made["no"])), (&json!("closed"), Value::Null), "{closed}");
    world.call("repair_void", json!({"id": work["id"], "rev": work["rev"], "reason": "开错了"}));
    let shown = world.call("call_show", json!({"id": made["id"]}));
    let told = says(&shown["notices"], "call_repair_differs");
    assert!(told.contains("撤回「销号」") && told.contains(work["no"].as_str().unwrap_or("?")), "{shown}");
    let item = today_of(&world, &made["no"]);
    assert!(item["reason"].as_str().unwrap_or_default().contains("撤回「销号」"), "{item}");
    assert_eq!(world.call("desk_status", json!({}))["counts"]["today"], world.call("today", json!({}))["total"]);
    // Taken back, what followed from the repair goes with it.
    let back = step(&world, &made, "crossed_off", json!({"doing": "take_back", "reason": "维修单作废了"}));
    assert_eq!(
        (&back["state"], says(&back["notices"], "call_repair_differs")),
        (&json!("open"), String::new()),
        "{back}"
    );
    Ok(())
}

#[test]
fn call_1_a_call_of_another_age_is_a_slip() -> Outcome<()> {
    let world = World::set_up()?;
    let base = json!({"channel": "phone", "phone": "1", "complaint": "异响"});
    for at in [-1, 0, 946_655_999_999_i64] {
        let refused = world.refused("call_open", with(base.clone(), json!({"received_at": at})));
        assert_eq!((refused.code.as_str(), refused.field.as_str()), ("out_of_range", "received_at"), "{at}");
    }
    world.sell(SERIAL, "2026-10-02");
    let work = world.call("repair_open", with(repair("HH", SERIAL, "2026-10-12"), json!({"parts": []})));
    let card = json!({"id": work["id"], "plan": "换轴承", "began_at": -1});
    assert_eq!(world.refused("job_card_save", card).field, "began_at");
    let made = call(&world, json!({}));
    step(&world, &made, "arranged", json!({}));
    let silent = json!({"id": made["id"], "kind": "arranged", "doing": "correct"});
    let refused = world.refused("call_step", silent);
    assert!(refused.field == "reason" && refused.message.starts_with("更正或撤回的原因"), "{}", refused.message);
    Ok(())
}

fn taken(world: &World, repair: &Value) -> Value {
    world.call("custody_open", json!({"repair": repair["id"], "outside": "完好"}))
}

fn open_repair(world: &World, serial: &str) -> Value {
    let open = json!({"completed_on": null, "user_signed": false, "parts": []});
    world.call("repair_open", with(repair("HH", serial, "2026-10-20"), open))
}

#[test]
fn takenin_7_a_receipt_of_another_machine_leaves_the_repair_alone() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    world.sell(OTHER, "2026-10-02");
    let work = open_repair(&world, SERIAL);
    let receipt = taken(&world, &work);
    let draft = with(receipt["draft"].clone(), json!({"serial": OTHER, "unit_id": null}));
    let other = world.call("custody_amend", json!({"id": receipt["id"], "draft": draft}));
    assert_eq!((&other["row"]["serial"], &other["repair"]), (&json!(OTHER), &Value::Null), "{other}");
    let told = says(&other["notices"], "custody_other_machine");
    assert!(told.contains(SERIAL) && told.contains(work["no"].as_str().unwrap_or("?")), "{told}");
    world.call("custody_give", json!({"id": receipt["id"], "to": "王丹", "receipt_back": true}));
    let shown = world.call("repair_show", json!({"id": work["id"]}));
    assert_eq!(shown["draft"]["handed_over_on"], Value::Null, "the first machine's repair stays");
    Ok(())
}

#[test]
fn takenin_7_a_repair_moved_to_another_machine_leaves_its_receipt() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    world.sell(OTHER, "2026-10-02");
    let work = open_repair(&world, SERIAL);
    let receipt = taken(&world, &work);
    let moved = with(work["draft"].clone(), json!({"unit": {"model": "HH704", "serial": OTHER}}));
    world.call("repair_amend", json!({"id": work["id"], "draft": moved}));
    let shown = world.call("custody_show", json!({"id": receipt["id"]}));
    assert!(says(&shown["notices"], "custody_other_machine").contains(OTHER), "{shown}");
    world.call("custody_give", json!({"id": receipt["id"], "to": "王丹", "receipt_back": true}));
    let left = world.call("repair_show", json!({"id": work["id"]}));
    assert_eq!(left["draft"]["handed_over_on"], Value::Null);
    // The machine's next repair is its receipt's.
    let again = world.call("custody_open", json!({"serial": SERIAL, "phone": "1", "outside": "完好", "fault": "异响"}));
    let next = open_repair(&world, SERIAL);
    let linked = world.call("custody_show", json!({"id": again["id"]}));
    assert_eq!(linked["repair"]["no"], next["no"], "{linked}");
    Ok(())
}

#[test]
fn takenin_8_a_machine_of_another_maker_is_refused_with_its_maker() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let unit = world.call("unit_find", json!({"serial": SERIAL}))["unit"]["id"].take();
    let wrong = json!({"principal": "WY", "unit_id": unit, "phone": "1", "outside": "", "fault": "异响"});
    let refused = world.refused("custody_open", wrong);
    let fields: Vec<&str> = refused.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["outside", "principal"], "all of it at once: {}", refused.message);
    Ok(())
}

/// The machine exchanged for a new one.
fn exchanged(world: &World) -> Value {
    world.sell(SERIAL, "2026-10-02");
    let case = world.call(
        "remedy_open",
        json!({"machine": {"serial": SERIAL}, "made_on": "2026-10-16", "kind": "exchange", "words": "换一台", "basis": "与用户商定"}),
    );
    world.call(
        "remedy_step",
        json!({"id": case["id"], "kind": "chosen", "choice": "machine_exchange", "on": "2026-10-17"}),
    );
    let unit = json!({"model": "", "serial": NEW});
    world.call(
        "remedy_settle",
        json!({"id": case["id"], "outcome": "machine", "on": "2026-10-18", "unit": unit, "user_signed": true}),
    )
}

#[test]
fn rcased_10_the_machine_given_is_not_changed_to_one_that_may_not_be_given() -> Outcome<()> {
    let world = World::set_up()?;
    let mut theirs = sale("HH", OTHER, "2026-10-05");
    theirs["customer"] =
        json!({"name": "赵树林", "phone": "19900223344", "county": "清河县", "town": "双庙乡", "village": "李家村"});
    world.call("sale_open", theirs);
    let case = exchanged(&world);
    let sold = world.call("sale_show", json!({"id": case["machine"]["sale_id"]}));
    let amend = |changes: Value| {
        let mut draft = sold["draft"].clone();
        for (field, value) in changes.as_object().cloned().unwrap_or_default() {
            match field.as_str() {
                "serial" => draft["unit"]["serial"] = value,
                _ => draft[field.as_str()] = value,
            }
        }
        json!({"id": sold["id"], "rev": sold["rev"], "draft": draft, "reason": "编号抄错"})
    };
    let refused = world.refused("sale_amend", amend(json!({"serial": OTHER})));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("sold_already", "unit.serial"), "{}", refused.message);
    assert!(refused.message.contains("赵树林"), "{}", refused.message);
    let itself = world.refused("sale_amend", amend(json!({"serial": SERIAL})));
    assert_eq!((itself.code.as_str(), itself.field.as_str()), ("out_of_range", "unit.serial"), "{}", itself.message);
    let early = world.refused("sale_amend", amend(json!({"sold_on": "2026-10-10", "delivered_on": null})));
    assert_eq!(early.field, "sold_on", "{}", early.message);
    world.call("sale_amend", amend(json!({"serial": "HH26B40009"})));
    let shown = world.call("remedy_show", json!({"id": case["id"]}));
    assert_eq!(shown["machine"]["serial"], "HH26B40009", "another serial nobody has is a correction");
    Ok(())
}

#[test]
fn rcased_11_the_sale_of_a_machine_given_is_not_cancelled_and_says_the_way() -> Outcome<()> {
    let world = World::set_up()?;
    let case = exchanged(&world);
    let sale = case["machine"]["sale_id"].clone();
    let refused = world.refused("sale_void", json!({"id": sale, "reason": "录错"}));
    assert_eq!(refused.code, "in_the_way", "{}", refused.message);
    assert!(refused.message.contains("撤销") && refused.message.contains(case["no"].as_str().unwrap_or("?")));
    world.call("remedy_undo", json!({"id": case["id"], "rev": case["rev"], "reason": "换错了机器"}));
    assert!(!world.call("sale_show", json!({"id": sale}))["void_reason"].is_null());
    Ok(())
}

#[test]
fn rcased_12_a_case_before_its_sale_or_of_a_machine_given_back_says_so() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-12");
    let early = json!({"machine": {"serial": SERIAL}, "made_on": "2026-10-05", "kind": "exchange", "words": "换一台", "basis": "与用户商定"});
    let case = world.call("remedy_open", early);
    let told = says(&case["notices"], "case_before_sale");
    assert!(told.contains("2026年10月12日"), "{case}");
    world.call("remedy_void", json!({"id": case["id"], "rev": case["rev"], "reason": "日期写错"}));
    let wanted = json!({"machine": {"serial": SERIAL}, "made_on": "2026-10-16", "kind": "return", "words": "退货", "basis": "与用户商定"});
    let case = world.call("remedy_open", wanted.clone());
    assert_eq!(says(&case["notices"], "case_before_sale"), "");
    world.call("remedy_step", json!({"id": case["id"], "kind": "chosen", "choice": "return", "on": "2026-10-17"}));
    world.call(
        "remedy_settle",
        json!({"id": case["id"], "outcome": "refund", "on": "2026-10-18", "paid_fen": 7_650_000}),
    );
    let again = world.call("remedy_open", with(wanted, json!({"made_on": "2026-10-19"})));
    let told = says(&again["notices"], "case_without_sale");
    assert!(told.contains(case["no"].as_str().unwrap_or("?")), "{again}");
    Ok(())
}

fn sheet(world: &World, key: &str) -> Value {
    let month = domain::Month::of(domain::Day::at(START)).to_string();
    world.call("report_preview", json!({"principal": "HH", "month": month, "key": key, "whole": true}))
}

/// What a column shows, row by row.
fn column(sheet: &Value, title: &str) -> Vec<String> {
    let columns = sheet["columns"].as_array().cloned().unwrap_or_default();
    let at = columns.iter().position(|column| column["title"] == title).unwrap_or(usize::MAX);
    let rows = sheet["rows"].as_array().into_iter().flatten();
    rows.map(|row| row[at].as_str().unwrap_or("?").to_owned()).collect()
}

#[test]
fn callsheet_4_a_call_says_who_took_it_and_who_signed() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    world.call("operator_save", json!({"name": "王强", "role": "owner", "pin": "1357902468"}));
    let made = call(&world, json!({"serial": SERIAL, "caller": "邻居"}));
    let work = json!({"call": made["id"], "parts": []});
    world.call("repair_open", with(repair("HH", SERIAL, "2026-10-20"), work));
    let nameless = call(&world, json!({"caller": "", "phone": "13800001111"}));
    step(&world, &nameless, "done", json!({}));
    step(&world, &nameless, "signed", json!({}));
    let shown = sheet(&world, "W10");
    assert_eq!(column(&shown, "受理人"), ["王强", "王强"], "{shown}");
    assert_eq!(column(&shown, "用户签字"), ["王丹", "2026-10-20 10:00"], "{shown}");
    Ok(())
}

#[test]
fn custodysheet_3_a_row_says_what_its_page_says() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let work = open_repair(&world, SERIAL);
    taken(&world, &work);
    let began = START - 3_600_000;
    world.call("job_card_save", json!({"id": work["id"], "plan": "换轴承", "began_at": began, "ended_at": START}));
    world.call(
        "job_card_inspect",
        json!({"id": work["id"], "rev": 1, "by": "孙主任", "passed": false, "words": "还有异响"}),
    );
    assert_eq!(column(&sheet(&world, "W12"), "检验人"), [""], "a failed look inspects nothing");
    let shown = world.call("repair_show", json!({"id": work["id"]}));
    world.call("repair_void", json!({"id": work["id"], "rev": shown["rev"], "reason": "开错了"}));
    assert_eq!(column(&sheet(&world, "W12"), "修护卡号"), [""], "a cancelled repair is none");
    Ok(())
}

/// Every text of the first sheet of a built workbook.
fn built(world: &World, key: &str) -> Outcome<String> {
    let month = domain::Month::of(domain::Day::at(START)).to_string();
    let made = world.call("report_build", json!({"principal": "HH", "month": month, "keys": [key]}));
    let path = made[0]["path"].as_str().ok_or("no path")?;
    let book = open_path(std::path::Path::new(path))?;
    let rows = book.sheets.iter().take(1).flat_map(|sheet| &sheet.rows);
    Ok(rows.flatten().map(Cell::shown).collect::<Vec<_>>().join("|"))
}

#[test]
fn callsheet_5_the_remarks_count_masked_rows_and_those_without_a_maker() -> Outcome<()> {
    let world = World::set_up()?;
    call(&world, json!({"address": "清河县双庙乡张家村"}));
    call(&world, json!({"principal": "", "phone": "13800001111"}));
    let taken = |more: Value| {
        let base = json!({"bearer": "甲", "phone": "1", "outside": "完好", "fault": "发动不着"});
        world.call("custody_open", with(base, more));
    };
    taken(json!({"principal": "HH", "serial": "A-1"}));
    taken(json!({"serial": "A-2"}));
    taken(json!({"serial": "A-3"}));
    for (key, unowned) in [("W10", "1 件报修没有写厂家"), ("W11", "1 件报修没有写厂家"), ("W12", "2 台没有写厂家")]
    {
        let said = built(&world, key)?;
        assert!(said.contains("未同意提供资料的 1 行") && said.contains(unowned), "{key}: {said}");
    }
    Ok(())
}
