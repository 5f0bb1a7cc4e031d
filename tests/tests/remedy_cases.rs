//! Stories of exchange and return: from the right the user was told to the machine or the money he got.

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";
const OTHER: &str = "HH26B35599";

/// A tractor sold and invoiced on 2026-03-02, twenty days before its card was due; a component exchanged, and the
/// problem there again: the user may have another machine.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("start_day_save", json!({"on": "2026-01-01"}));
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-03-02");
    sold["invoice_on"] = json!("2026-03-02");
    world.call("sale_open", sold);
    let serious = json!({"severity": "serious", "fault_place": "机架", "component_exchanged": true, "parts": []});
    let first = world.call("repair_open", with(repair("HH", SERIAL, "2026-08-03"), serious));
    let again = json!({"severity": "serious", "fault_place": "机架", "same_as": first["id"], "parts": []});
    world.call("repair_open", with(repair("HH", SERIAL, "2026-09-07"), again));
    Ok(world)
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn rights(world: &World, serial: &str) -> Value {
    world.call("unit_rights", json!({"serial": serial}))
}

/// The right to another machine, as a form names it.
fn exchange_right(world: &World) -> Outcome<Value> {
    let said = rights(world, SERIAL);
    let all = said["rights"].as_array().cloned().unwrap_or_default();
    let right = all.into_iter().find(|one| one["right"] == "machine_exchange").ok_or(said.to_string())?;
    Ok(json!({"rule_key": right["standing"]["rule_key"], "right": right["right"], "about": right["about"]}))
}

fn opened(world: &World) -> Outcome<Value> {
    let draft = json!({"request_id": "c1", "machine": {"serial": SERIAL}, "made_on": "2026-10-16", "words": "换一台"});
    let draft = with(draft, exchange_right(world)?);
    let made = world.call("remedy_open", draft.clone());
    assert_eq!(world.call("remedy_open", draft)["id"], made["id"], "a double click opens one case");
    Ok(made)
}

fn step(world: &World, case: &Value, kind: &str, more: Value) -> Value {
    world.call("remedy_step", with(json!({"id": case["id"], "kind": kind}), more))
}

fn shown(world: &World, case: &Value) -> Value {
    world.call("remedy_show", json!({"id": case["id"]}))
}

fn chosen(world: &World, case: &Value, choice: &str) {
    step(world, case, "chosen", json!({"choice": choice, "on": "2026-10-17"}));
}

fn machine(case: &Value, serial: &str) -> Value {
    let unit = json!({"model": "", "serial": serial, "engine_no": "YC4A-2"});
    json!({"request_id": format!("s-{serial}"), "id": case["id"], "outcome": "machine", "on": "2026-10-18", "unit": unit, "user_signed": true})
}

fn clock<'a>(list: &'a Value, rule: &str) -> &'a Value {
    let all = list.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().find(|one| one["standing"]["rule_key"] == rule).unwrap_or(&Value::Null)
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|one| one["code"].as_str()).collect()
}

/// Periods of a machine of its own kind, by how they ended.
fn periods(world: &World, serial: &str) -> Vec<(String, String, String)> {
    let said = rights(world, serial);
    let rows = said["coverage"].as_array().cloned().unwrap_or_default();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let own = rows.iter().filter(|row| row["component"] == "整机");
    own.map(|row| (text(row, "start_on"), text(row, "effective_end"), text(row, "ended_by"))).collect()
}

#[test]
fn rcased_1_the_right_is_kept_as_it_was_told_and_a_machine_has_one_case() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    assert_eq!(case["no"].as_str().map(|no| no.contains("-TH-2610-")), Some(true), "{case}");
    let ground = &case["ground"];
    assert_eq!([&ground["right"], &ground["told_on"]], ["换货", "2026-10-20"]);
    assert!(ground["standing"]["rule_version"].as_str().is_some_and(|version| version.contains("2010")), "{ground}");
    let steps = ground["steps"].clone();
    assert!(steps.as_array().is_some_and(|steps| !steps.is_empty()), "{ground}");
    let papers: Vec<(&str, &str)> = case["papers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["paper"].as_str()?, one["state"].as_str()?)))
        .collect();
    assert!(papers.contains(&("card", "here")) && papers.contains(&("invoice", "here")), "{papers:?}");
    // The repair that gave the right turns out to be another machine's: what was told that day stays.
    let history = world.call("unit_show", json!({"id": case["unit_id"]}));
    for one in history["repairs"].as_array().into_iter().flatten() {
        world.call("repair_void", json!({"id": one["id"], "reason": "记错机器"}));
    }
    assert!(exchange_right(&world).is_err(), "today the user has it no more");
    assert_eq!(shown(&world, &case)["ground"]["steps"], steps);
    let second = json!({"machine": {"serial": SERIAL}, "basis": "总部鉴定"});
    let why = world.refused("remedy_open", second.clone());
    assert!(why.code == "taken" && why.message.contains(case["no"].as_str().unwrap_or("?")), "{}", why.message);
    let gone = with(second.clone(), json!({"rule_key": "remedy.after_component", "right": "machine_exchange"}));
    world.call("remedy_void", json!({"id": case["id"], "rev": case["rev"], "reason": "记错机器"}));
    assert_eq!(world.refused("remedy_open", gone).field, "rule_key");
    assert_eq!(world.refused("remedy_open", json!({"machine": {"serial": SERIAL}})).field, "words");
    let kept = world.call("remedy_open", second);
    assert_ne!(kept["no"], case["no"], "a number is not given twice");
    assert_eq!(world.call("remedy_list", json!({"open": true}))["total"], 1);
    assert_eq!(world.call("remedy_list", json!({"term": SERIAL}))["total"], 2);
    Ok(())
}

#[test]
fn rcased_2_the_clocks_of_the_demand_run_and_are_met_by_the_steps() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    let risk = clock(&case["clocks"], "refusal.risk");
    assert_eq!([&risk["due_on"], &risk["level"]], [&json!("2026-10-31"), &json!("ok")], "{case}");
    assert_eq!([&case["demand"]["kind"], &case["demand"]["state"]], ["exchange", "open"]);
    let told = json!({"on": "2026-10-17", "words": "同意换货，等总部发机"});
    let after = step(&world, &case, "told", told.clone());
    let risk = clock(&after["clocks"], "refusal.risk");
    assert_eq!([&risk["met_on"], &risk["level"]], [&json!("2026-10-17"), &json!("met")], "{after}");
    let why = world.refused("remedy_step", with(json!({"id": case["id"], "kind": "told"}), told));
    assert_eq!(why.code, "step_twice");
    let back = json!({"id": case["id"], "kind": "told", "doing": "take_back", "reason": "没有联系上"});
    let after = world.call("remedy_step", back);
    assert_eq!(clock(&after["clocks"], "refusal.risk")["met_on"], Value::Null, "{after}");
    assert_eq!(after["earlier"][0]["ended_reason"], "没有联系上");
    let settled = json!({"id": case["id"], "outcome": "withdrawn", "on": "2026-10-19", "words": "用户同意继续修理"});
    assert_eq!(world.refused("remedy_settle", with(settled.clone(), json!({"words": ""}))).field, "words");
    let after = world.call("remedy_settle", settled);
    assert_eq!([&after["demand"]["state"], &after["demand"]["settled_on"]], ["settled", "2026-10-19"]);
    assert_eq!(after["state"], "withdrawn");
    assert!(clock(&rights(&world, SERIAL)["duties"], "duty.refusal_risk").is_null());
    // A demand that was there already is taken, and is not cancelled under its case.
    let demand = json!({"machine": {"serial": SERIAL}, "kind": "return", "made_on": "2026-10-19", "words": "退钱"});
    let demand = world.call("demand_open", demand);
    let draft = json!({"machine": {"serial": SERIAL}, "demand": demand["id"], "basis": "总部鉴定为批次质量问题"});
    let second = world.call("remedy_open", draft);
    assert_eq!([&second["demand"]["id"], &second["demand"]["kind"]], [&demand["id"], &json!("return")]);
    let why = world.refused("demand_void", json!({"id": demand["id"], "reason": "录错"}));
    assert!(why.code == "wrong_state" && why.message.contains("换货退货"), "{}", why.message);
    Ok(())
}

#[test]
fn rcased_3_a_machine_given_has_its_sale_and_card_and_starts_anew() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    world.sell(OTHER, "2026-10-05");
    let why = world.refused("remedy_settle", machine(&case, OTHER));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("sold_already", "unit.serial"));
    assert!(why.message.contains("王丹"), "{}", why.message);
    assert_eq!(world.refused("remedy_settle", machine(&case, SERIAL)).field, "unit.serial");
    let wrong = with(machine(&case, ""), json!({"on": "2026-10-21", "freight_fen": -1}));
    let why = world.refused("remedy_settle", wrong);
    let fields: Vec<&str> = why.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["unit.serial", "on", "freight_fen"], "all at once");
    assert_eq!(world.call("sale_list", json!({}))["total"], 2, "nothing was saved");
    let form = machine(&case, "HH26B40001");
    let done = world.call("remedy_settle", form.clone());
    assert_eq!(world.call("remedy_settle", form)["rev"], done["rev"], "a double click gives one machine");
    assert_eq!([&done["state"], &done["machine"]["serial"]], ["exchanged", "HH26B40001"]);
    assert!(codes(&done["notices"]).contains(&"unit_unknown"), "{}", done["notices"]);
    let new = world.call("sale_show", json!({"id": done["machine"]["sale_id"]}));
    assert_eq!([&new["draft"]["sold_on"], &new["draft"]["customer"]["name"]], ["2026-10-18", "王丹"]);
    assert_eq!([&new["state"], &new["due"]["due_on"]], ["queued", "2026-11-07"], "its own card, its own clock: {new}");
    assert_eq!(periods(&world, SERIAL), [("2026-03-02".into(), "2026-10-18".into(), "exchanged".into())]);
    assert_eq!(periods(&world, "HH26B40001"), [("2026-10-18".into(), "2027-10-18".into(), "time".into())]);
    assert!(rights(&world, SERIAL)["rights"].as_array().is_some_and(Vec::is_empty), "the machine came back");
    assert_eq!(world.refused("remedy_void", json!({"id": case["id"], "reason": "录错"})).code, "wrong_state");
    let old = new_sale_of(&world, SERIAL)?;
    assert_eq!(world.refused("sale_void", json!({"id": old, "reason": "录错"})).code, "wrong_state");
    Ok(())
}

/// The newest sale of a machine.
fn new_sale_of(world: &World, serial: &str) -> Outcome<Value> {
    let unit = world.call("unit_find", json!({"serial": serial}));
    let sale = unit["sales"].as_array().and_then(|sales| sales.first()).ok_or(unit.to_string())?;
    Ok(sale["id"].clone())
}

#[test]
fn rcased_4_the_card_of_the_old_sale_ends_with_it_and_the_sale_stays() -> Outcome<()> {
    let world = world()?;
    let sale = new_sale_of(&world, SERIAL)?;
    let case = opened(&world)?;
    chosen(&world, &case, "return");
    world.call("remedy_settle", json!({"id": case["id"], "outcome": "refund", "on": "2026-10-19"}));
    let stands = world.call("sale_show", json!({"id": sale}));
    assert_eq!([&stands["state"], &stands["void_reason"]], [&json!("voided"), &Value::Null], "{stands}");
    let amend = json!({"id": sale, "draft": stands["draft"], "reason": "改价"});
    assert_eq!(world.refused("sale_amend", amend).code, "wrong_state");
    let said = rights(&world, SERIAL);
    let card = said["deadlines"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "回执卡到总部"));
    assert_eq!(card.map(|card| card["level"].clone()), Some(json!("none")), "nobody is asked for it any more: {said}");
    assert_eq!(world.call("sale_list", json!({"due_only": true}))["total"], 0);
    Ok(())
}

#[test]
fn fact_4_an_exchange_ends_the_periods_of_one_machine_and_begins_those_of_the_other() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    world.call("remedy_settle", machine(&case, "HH26B40001"));
    let steps = |serial: &str| rights(&world, serial)["coverage"][0]["steps"].to_string();
    assert!(steps(SERIAL).contains("2026年10月18日换货，这笔销售的三包随之终止"), "{}", steps(SERIAL));
    assert!(steps("HH26B40001").contains("换货交机，三包期从换货之日起重新计算"), "{}", steps("HH26B40001"));
    assert_eq!(rights(&world, SERIAL)["coverage"].as_array().map(Vec::len), {
        let before = self::world()?;
        rights(&before, SERIAL)["coverage"].as_array().map(Vec::len)
    });
    Ok(())
}

#[test]
fn rcased_6_every_version_of_a_case_goes_to_head_office() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "return");
    let rev = shown(&world, &case)["rev"].as_i64();
    let lines = world.call("outbox_list", json!({"limit": 200}));
    let mut revs: Vec<i64> = lines["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|line| line["kind"] == "remedy" && line["no"] == case["no"])
        .filter_map(|line| line["rev"].as_i64())
        .collect();
    revs.sort_unstable();
    assert_eq!((revs, rev), (vec![1, 2], Some(2)), "{lines}");
    Ok(())
}

#[test]
fn rcased_5_money_back_is_computed_with_every_step_and_a_difference_is_said() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    let money = &case["money"];
    assert_eq!([&money["price_fen"], &money["due"]["fen"]], [&json!(7_650_000), &json!(7_650_000)], "{money}");
    assert!(money["due"]["steps"].to_string().contains("全额退还"), "no formula: the whole price, said");
    chosen(&world, &case, "return");
    let refund = json!({"id": case["id"], "outcome": "refund", "on": "2026-10-19", "paid_fen": 7_600_000, "freight_fen": 30_000, "quality_cause": true});
    let done = world.call("remedy_settle", refund);
    assert_eq!([&done["given_fen"], &done["borne_fen"]], [7_630_000, 7_630_000]);
    assert_eq!(codes(&done["notices"]), ["refund_differs", "freight_open", "borne_by_dealer"]);
    assert!(done["notices"][0]["message"].to_string().contains("76500.00"), "{}", done["notices"]);
    step(&world, &case, "asked", json!({"words": "退货一台，请核销", "no": "SQ-9"}));
    let answered = step(&world, &case, "answered", json!({"verdict": "approved", "no": "ZB-17"}));
    assert_eq!([&answered["given_fen"], &answered["borne_fen"]], [7_630_000, 0], "head office agrees");
    let fixed =
        json!({"id": case["id"], "outcome": "refund", "doing": "correct", "paid_fen": 7_650_000, "reason": "少输五百"});
    let fixed = world.call("remedy_settle", fixed);
    assert!(codes(&fixed["notices"]).is_empty() && fixed["steps"].to_string().contains("2026-10-19"), "{fixed}");
    assert_eq!(fixed["earlier"][0]["ended_reason"], "少输五百");
    Ok(())
}

/// A car that was repaired too long: the pack has a formula for its use.
#[test]
fn rcased_5_a_compensation_for_use_is_taken_off_by_the_formula_of_the_pack() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "QC", "name": "启程汽车", "policy": "CN-car-43"}));
    world.call("model_save", json!({"principal": "QC", "code": "QC1", "product": "轿车", "class": "家用汽车"}));
    let unit = json!({"model": "QC1", "product": "轿车", "serial": "QC0001"});
    let days = json!({"principal": "QC", "unit": unit, "price_fen": 12_000_000, "invoice_on": "2026-03-02", "delivered_on": "2026-03-02"});
    world.call("sale_open", with(sale("QC", "QC0001", "2026-03-02"), days));
    let mut long = repair("QC", "QC0001", "2026-08-03");
    (long["principal"], long["unit"]["model"]) = (json!("QC"), json!("QC1"));
    (long["completed_on"], long["parts"]) = (json!("2026-09-20"), json!([]));
    (long["usage_milli"], long["usage_unit"]) = (json!(8_000_000), json!("km"));
    world.call("repair_open", long);
    let said = rights(&world, "QC0001");
    let all = said["rights"].as_array().cloned().unwrap_or_default();
    let right = all.into_iter().find(|one| one["right"] == "return").ok_or(said.to_string())?;
    let named = json!({"machine": {"serial": "QC0001"}, "rule_key": right["standing"]["rule_key"], "right": "return", "about": right["about"]});
    let case = world.call("remedy_open", named);
    let due = &case["money"]["due"];
    // 120 000 yuan × 8 × 0.5 % = 4 800 yuan.
    assert_eq!(due["fen"], 11_520_000, "{due}");
    assert!(due["steps"].to_string().contains("使用补偿费") && due["rule_version"] != "", "{due}");
    Ok(())
}

#[test]
fn rcase_2_a_missing_paper_stops_the_exchange_until_it_is_there_or_waived() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    let paper = |state: &str, who: &str, why: &str| json!({"id": case["id"], "paper": "invoice", "state": state, "who": who, "why": why});
    world.call("remedy_paper", paper("missing", "", "发票丢了"));
    let why = world.refused("remedy_settle", machine(&case, "HH26B40001"));
    assert!(why.code == "paper_missing" && why.message.contains("购机发票"), "{}", why.message);
    assert_eq!(world.refused("remedy_paper", paper("waived", "", "")).field, "who");
    let after = world.call("remedy_paper", paper("waived", "总部李主任", "有税控存根"));
    let invoice = after["papers"].as_array().into_iter().flatten().find(|one| one["paper"] == "invoice");
    assert_eq!(invoice.map(|one| one["earlier"].as_array().map(Vec::len)), Some(Some(2)), "{after}");
    assert_eq!(world.call("remedy_settle", machine(&case, "HH26B40001"))["state"], "exchanged");
    Ok(())
}

#[test]
fn rcased_7_what_stays_open_of_the_old_machine_is_named_before_the_case_is_closed() -> Outcome<()> {
    let world = world()?;
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true}));
    world.call("repair_open", repair("HH", SERIAL, "2026-10-12"));
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    let done = world.call("remedy_settle", machine(&case, "HH26B40001"));
    let open: Vec<&str> =
        done["open_papers"].as_array().into_iter().flatten().filter_map(|one| one["what"].as_str()).collect();
    assert_eq!(open, ["旧件"], "{done}");
    let close = json!({"id": case["id"], "kind": "closed"});
    assert_eq!(world.refused("remedy_step", close.clone()).field, "words");
    let closed = world.call("remedy_step", with(close, json!({"words": "旧件月底照常返总部"})));
    assert_eq!(closed["state"], "closed");
    assert_eq!(
        world.refused("remedy_paper", json!({"id": case["id"], "paper": "card", "state": "missing"})).code,
        "wrong_state"
    );
    Ok(())
}

#[test]
fn e07_a_machine_that_came_back_is_sold_again_and_both_sales_are_seen() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    world.call("remedy_settle", machine(&case, "HH26B40001"));
    assert_eq!(world.call("unit_find", json!({"serial": SERIAL}))["owner"], Value::Null, "it came back");
    let mut again = sale("HH", SERIAL, "2026-10-20");
    again["customer"] = json!({"name": "孙国强", "phone": "13800001111"});
    let check = world.call("sale_check", again.clone());
    let said = check["notices"].to_string();
    assert!(said.contains("已于") && said.contains("收回"), "{said}");
    world.call("sale_open", again);
    let unit = world.call("unit_find", json!({"serial": SERIAL}));
    assert_eq!(unit["sales"].as_array().map(Vec::len), Some(2), "both are visible");
    let mut periods = periods(&world, SERIAL);
    periods.sort();
    assert_eq!(
        periods,
        [
            ("2026-03-02".into(), "2026-10-18".into(), "exchanged".into()),
            ("2026-10-20".into(), "2027-10-20".into(), "time".into())
        ]
    );
    Ok(())
}

#[test]
fn e30_a_component_exchanged_is_linked_to_its_repair_and_covered_anew() -> Outcome<()> {
    let world = world()?;
    let case = opened(&world)?;
    chosen(&world, &case, "component_exchange");
    let whole = json!({"fault_place": "机架", "parts": []});
    let mended = world.call("repair_open", with(repair("HH", SERIAL, "2026-10-18"), whole));
    let settle = |no: &Value| json!({"id": case["id"], "outcome": "component", "on": "2026-10-18", "repair_no": no});
    assert_eq!(world.refused("remedy_settle", settle(&json!(""))).field, "repair_no");
    assert_eq!(world.refused("remedy_settle", settle(&json!("WX0"))).code, "unknown");
    let why = world.refused("remedy_settle", settle(&mended["no"]));
    assert!(why.field == "repair_no" && why.message.contains("整件更换"), "{}", why.message);
    let draft = with(mended["draft"].clone(), json!({"component_exchanged": true}));
    world.call("repair_amend", json!({"id": mended["id"], "draft": draft}));
    let done = world.call("remedy_settle", settle(&mended["no"]));
    assert_eq!(done["state"], "replaced");
    assert_eq!(
        done["steps"].as_array().and_then(|all| all.last()).map(|one| one["repair_no"].clone()),
        Some(mended["no"].clone())
    );
    assert!(codes(&done["notices"]).is_empty(), "{}", done["notices"]);
    let said = rights(&world, SERIAL);
    let rows = said["coverage"].as_array().cloned().unwrap_or_default();
    let anew = rows.iter().any(|row| row["component"] == "机架" && row["start_on"] == "2026-10-18");
    assert!(anew, "{said}");
    assert_eq!(periods(&world, SERIAL).len(), 1, "the machine's own period goes on");
    Ok(())
}

#[test]
fn e20_what_head_office_heard_of_the_old_card_is_reversed_and_the_case_travels() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = world()?;
    world.enrol(&office)?;
    world.call("sync_now", json!({}));
    let sale = new_sale_of(&world, SERIAL)?;
    assert_eq!(world.call("sale_show", json!({"id": sale}))["state"], "acknowledged");
    let case = opened(&world)?;
    chosen(&world, &case, "return");
    let refund = json!({"id": case["id"], "outcome": "refund", "on": "2026-10-19"});
    world.call("remedy_settle", refund);
    world.call("sync_now", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sale}))["state"], "voided");
    assert_eq!(office.list("reversal")?.len(), 1);
    let cases = office.list("remedy")?;
    assert!(cases.iter().any(|one| one.to_string().contains("refunded")), "{cases:?}");
    assert_eq!(world.call("outbox_list", json!({"state": "open"}))["total"], 0, "head office has every version");
    assert_eq!(periods(&world, SERIAL), [("2026-03-02".into(), "2026-10-19".into(), "returned".into())]);
    // The customer moves: a card that was reversed is not sent again.
    let view = world.call("sale_show", json!({"id": sale}));
    let amend = json!({"id": view["draft"]["customer"]["id"], "name": "王丹", "phone": "19900364371"});
    world.call("customer_amend", amend);
    assert_eq!(world.call("sale_show", json!({"id": sale}))["state"], "voided");
    Ok(())
}

#[test]
fn e40_a_lost_card_is_issued_again_and_never_covers_twice() -> Outcome<()> {
    let world = world()?;
    let lost = json!({"machine": {"serial": SERIAL}, "kind": "reissue", "made_on": "2026-10-12"});
    let lost = world.call("demand_open", lost);
    let sale = new_sale_of(&world, SERIAL)?;
    let view = world.call("sale_show", json!({"id": sale}));
    let draft = with(view["draft"].clone(), json!({"card_no": "BF-2026-1"}));
    world.call("sale_amend", json!({"id": sale, "draft": draft, "reason": "用户遗失，补发"}));
    world.call("demand_settle", json!({"id": lost["id"], "settled_on": "2026-10-19"}));
    let case = opened(&world)?;
    chosen(&world, &case, "machine_exchange");
    let done = world.call("remedy_settle", with(machine(&case, "HH26B40001"), json!({"card_no": "BF-2026-2"})));
    assert_eq!(done["machine"]["card_no"], "BF-2026-2");
    assert_eq!(periods(&world, SERIAL).len(), 1);
    assert_eq!(periods(&world, "HH26B40001").len(), 1);
    Ok(())
}
