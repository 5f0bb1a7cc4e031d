//! Stories of what users demand and what is owed to head office by a day.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";

fn world() -> Outcome<World> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", SERIAL, "2026-10-02");
    sold["invoice_on"] = json!("2026-10-02");
    world.call("sale_open", sold);
    Ok(world)
}

fn rights(world: &World) -> Value {
    world.call("unit_rights", json!({"serial": SERIAL}))
}

fn due<'a>(list: &'a Value, rule: &str) -> Option<&'a Value> {
    list.as_array()?.iter().find(|one| one["standing"]["rule_key"] == rule)
}

fn on_today(world: &World, kind: &str) -> Vec<Value> {
    let today = world.call("today", json!({}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    assert_eq!(today["total"].as_u64(), u64::try_from(items.len()).ok(), "{today}");
    items.into_iter().filter(|item| item["kind"] == kind).collect()
}

#[test]
fn owed_2_a_demand_runs_by_its_clocks_until_it_is_answered() -> Outcome<()> {
    let world = world()?;
    let draft = json!({"request_id": "r1", "machine": {"serial": SERIAL}, "kind": "exchange", "made_on": "2026-10-16", "words": "换一台"});
    let demand = world.call("demand_open", draft.clone());
    assert_eq!(demand["no"].as_str().map(|no| no.contains("-YQ-2610-")), Some(true), "{demand}");
    assert_eq!(world.call("demand_open", draft)["id"], demand["id"], "the same form makes one demand");
    let said = rights(&world);
    let risk = due(&said["deadlines"], "refusal.risk").ok_or(said.to_string())?;
    assert_eq!([&risk["due_on"], &risk["no"]], [&json!("2026-10-31"), &demand["no"]]);
    assert!(risk["steps"].to_string().contains("用户提出要求日期"), "{risk}");
    assert!(due(&said["duties"], "duty.refusal_risk").is_some(), "{said}");
    assert_eq!(said["demands"][0]["state"], "open");
    assert!(on_today(&world, "demand").is_empty(), "eight days before its first alert");
    world.set_clock(START + 12 * DAY);
    let item = on_today(&world, "demand").pop().ok_or("not on 今日")?;
    assert_eq!(
        [&item["level"], &item["due_on"], &item["id"]],
        [&json!("late"), &json!("2026-10-31"), &demand["unit_id"]]
    );
    assert!(item["title"].to_string().contains(SERIAL) && item["reason"].to_string().contains("换货"), "{item}");
    let settle = |change: Value| {
        let mut input = json!({"id": demand["id"]});
        input.as_object_mut().into_iter().for_each(|all| all.extend(change.as_object().cloned().unwrap_or_default()));
        input
    };
    let early = settle(json!({"answered_on": "2026-10-15"}));
    assert_eq!(world.refused("demand_settle", early).field, "answered_on");
    world.call("demand_settle", settle(json!({"answered_on": "2026-10-30", "answer": "同意换货，等总部发机"})));
    let said = rights(&world);
    let risk = due(&said["deadlines"], "refusal.risk").ok_or(said.to_string())?;
    assert_eq!([&risk["level"], &risk["met_on"]], ["met", "2026-10-30"]);
    assert!(due(&said["duties"], "duty.refusal_risk").is_some(), "answered, not settled");
    assert!(on_today(&world, "demand").is_empty());
    world.call("demand_settle", settle(json!({"answered_on": "2026-10-30", "settled_on": "2026-11-01"})));
    assert!(due(&rights(&world)["duties"], "duty.refusal_risk").is_none());
    Ok(())
}

#[test]
fn owed_2_a_lost_card_runs_by_the_rule_about_lost_cards() -> Outcome<()> {
    let world = world()?;
    let draft = json!({"machine": {"serial": SERIAL}, "kind": "reissue", "made_on": "2026-10-16"});
    let demand = world.call("demand_open", draft);
    let said = rights(&world);
    // Ten working days after Friday the sixteenth.
    assert_eq!(due(&said["deadlines"], "card.reissue").map(|due| due["due_on"].clone()), Some(json!("2026-10-30")));
    assert!(due(&said["deadlines"], "refusal.risk").is_none(), "{said}");
    assert!(due(&said["duties"], "duty.card_reissue").is_some(), "{said}");
    world.call("demand_void", json!({"id": demand["id"], "reason": "找到了"}));
    let said = rights(&world);
    assert!(due(&said["deadlines"], "card.reissue").is_none() && due(&said["duties"], "duty.card_reissue").is_none());
    assert_eq!(said["demands"][0]["state"], "voided");
    assert_eq!(world.refused("demand_settle", json!({"id": demand["id"]})).code, "wrong_state");
    Ok(())
}

#[test]
fn fact_3_without_a_machine_of_the_model_the_exchange_becomes_a_return() -> Outcome<()> {
    let world = world()?;
    let mut open = repair("HH", SERIAL, "2026-10-03");
    (open["completed_on"], open["user_signed"]) = (Value::Null, json!(false));
    world.call("repair_open", open);
    world.set_clock(START + 60 * DAY);
    let has = |world: &World| due(&rights(world)["rights"], "remedy.no_same_model").map(|right| right["right"].clone());
    assert_eq!(has(&world), None);
    let draft =
        json!({"machine": {"serial": SERIAL}, "kind": "exchange", "made_on": "2026-12-10", "no_same_model": true});
    world.call("demand_open", draft);
    assert_eq!(has(&world), Some(json!("return")));
    Ok(())
}

#[test]
fn owed_1_the_record_of_a_repair_goes_to_head_office_by_the_day_of_its_old_parts() -> Outcome<()> {
    let world = world()?;
    let opened = world.call("repair_open", repair("HH", SERIAL, "2026-10-12"));
    let filing = |world: &World| due(&rights(world)["deadlines"], "old_part.to_ho").cloned();
    let said = rights(&world);
    let of_record = |list: &Value| {
        let all = list.as_array().cloned().unwrap_or_default();
        all.into_iter().find(|one| one["no"] == opened["no"] && one["standing"]["rule_key"] == "old_part.to_ho")
    };
    let due_on = of_record(&said["deadlines"]).ok_or(said.to_string())?;
    assert_eq!(due_on["due_on"], "2026-12-31");
    assert!(due_on["steps"].to_string().contains("完工日期"), "{due_on}");
    assert!(filing(&world).is_some());
    // Not submitted it stands with the repair, submitted by itself, and never twice.
    world.set_clock(START + 71 * DAY);
    let items = on_today(&world, "repair");
    assert_eq!(items.len(), 1, "{items:?}");
    assert!(items[0]["reason"].to_string().contains("报送期限还剩 1 天"), "{items:?}");
    world.call("repair_submit", json!({"id": opened["id"]}));
    let items = on_today(&world, "repair");
    assert_eq!(items.len(), 1, "{items:?}");
    assert!(items[0]["reason"].to_string().contains("修理记录还剩 1 天（总部还没有收到）"), "{items:?}");
    assert_eq!([&items[0]["id"], &items[0]["due_on"]], [&opened["id"], &json!("2026-12-31")]);
    world.call("repair_void", json!({"id": opened["id"], "reason": "重复登记"}));
    assert!(on_today(&world, "repair").is_empty());
    Ok(())
}

#[test]
fn owed_1_what_was_before_the_start_of_use_and_what_the_user_paid_is_not_owed() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-09-01");
    world.call("repair_open", repair("HH", SERIAL, "2026-09-20"));
    let mut paid = repair("HH", SERIAL, "2026-10-12");
    (paid["in_warranty"], paid["payer"], paid["parts"]) = (json!(false), json!("paid"), json!([]));
    world.call("repair_open", paid);
    let owed = |world: &World| {
        let said = rights(world);
        let all = said["deadlines"].as_array().cloned().unwrap_or_default();
        all.into_iter()
            .filter(|one| one["standing"]["rule_key"] == "old_part.to_ho" && one["no"].to_string().contains("WX"))
            .count()
    };
    assert_eq!(owed(&world), 0);
    // The desk answers from an earlier day on: then the first is owed.
    world.call("start_day_save", json!({"on": "2026-09-01"}));
    assert_eq!(owed(&world), 1);
    Ok(())
}

/// HH's contract with a day of the month for the reports.
fn monthly() -> serde_json::Value {
    let mut pack = farm("2026.10");
    let rule = json!({
        "key": "report.monthly_pack", "basis": "month.ended_on", "monthly_day": 5, "count_start_day": false, "roll": "none",
        "met_by": "received", "alert_days": [3, 0], "consequence": "违约", "source": "台账 T11", "checked": false
    });
    pack["deadlines"].as_array_mut().into_iter().for_each(|rules| rules.push(rule.clone()));
    pack
}

fn month_due(world: &World, month: &str) -> Value {
    world.call("report_due", json!({"principal": "HH", "month": month}))
}

#[test]
fn owed_3_a_months_reports_are_due_until_head_office_has_them_all() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    assert_eq!(month_due(world, "2026-10"), Value::Null, "no rule, no day");
    case.install(&monthly())?;
    let due = month_due(world, "2026-10");
    assert_eq!([&due["due_on"], &due["level"]], ["2026-11-05", "ok"], "{due}");
    assert!(due["steps"].to_string().contains("月末") && due["standing"]["source"] == "台账 T11", "{due}");
    assert_eq!(month_due(world, "2026-09"), Value::Null, "before the desk was in use");
    assert!(on_today(world, "month").is_empty());
    world.set_clock(START + 14 * DAY);
    let item = on_today(world, "month").pop().ok_or("not on 今日")?;
    assert_eq!([&item["id"], &item["due_on"], &item["level"]], ["2026-10", "2026-11-05", "soon"]);
    assert!(item["title"].to_string().contains("每月报表和回执到总部"), "{item}");
    world.call("report_send", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!(on_today(world, "month").len(), 1, "sent is not received");
    world.call("sync_now", json!({}));
    assert!(on_today(world, "month").is_empty(), "{:?}", on_today(world, "month"));
    assert!(month_due(world, "2026-10")["level"].as_str().is_some_and(|level| level.starts_with("met")));
    // The month that is under way has its day already, whoever saves what.
    world.sell("HH26A00009", "2026-11-02");
    assert_eq!(month_due(world, "2026-11")["due_on"], "2026-12-05");
    Ok(())
}

#[test]
fn monthly_1_a_month_in_which_nobody_saved_anything_is_kept_when_the_desk_is_opened() -> Outcome<()> {
    let mut case = Case::new()?;
    case.install(&monthly())?;
    case.world.set_clock(START + 32 * DAY);
    case.world.restart()?;
    assert_eq!(month_due(&case.world, "2026-11"), Value::Null);
    case.world.app().catch_up();
    assert_eq!(month_due(&case.world, "2026-11")["due_on"], "2026-12-05");
    Ok(())
}

#[test]
fn demand_4_doubtful_facts_are_kept_and_told() -> Outcome<()> {
    let world = world()?;
    let open = |serial: &str, made_on: &str, words: &str| {
        let draft = json!({"machine": {"serial": serial}, "kind": "exchange", "made_on": made_on, "words": words});
        world.call("demand_open", draft)
    };
    let codes = |demand: &Value| -> Vec<String> {
        let notices = demand["notices"].as_array().cloned().unwrap_or_default();
        notices.iter().filter_map(|notice| notice["code"].as_str().map(str::to_owned)).collect()
    };
    assert!(codes(&open(SERIAL, "2026-10-02", "换一台")).is_empty());
    let early = open(SERIAL, "2026-10-01", " ");
    assert_eq!(codes(&early), ["demand_before_sale", "demand_words_missing"]);
    let told = early["notices"][0]["message"].as_str().unwrap_or_default();
    assert!(told.contains("2026年10月1日") && told.contains("2026年10月2日"), "{told}");
    assert_eq!(rights(&world)["demands"][0]["notices"], early["notices"], "where it is shown, too");
    let sold = world.sell("HH26B00002", "2026-10-05");
    world.call("sale_void", json!({"id": sold["id"], "reason": "录错"}));
    let voided = open("HH26B00002", "2026-10-10", "换一台");
    assert_eq!(codes(&voided), ["demand_sale_voided"]);
    assert!(voided["notices"].to_string().contains(sold["no"].as_str().unwrap_or("?")), "{voided}");
    world.call("repair_open", repair("HH", "HH26B00003", "2026-10-10"));
    assert_eq!(codes(&open("HH26B00003", "2026-10-10", "换一台")), ["unit_without_sale"]);
    let gone = world.call("demand_void", json!({"id": early["id"], "reason": "录错"}));
    assert!(codes(&gone).is_empty());
    Ok(())
}

#[test]
fn monthly_3_a_day_the_contract_leaves_blank_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "DP", "name": "电跑", "policy": "S3-ebike"}));
    let asked = |month: &str| world.call("report_due", json!({"principal": "DP", "month": month}));
    let due = asked("2026-10");
    assert_eq!(
        [&due["due_on"], &due["level"], &due["standing"]["rule_key"]],
        [&Value::Null, &json!("none"), &json!("report.monthly_pack")]
    );
    let said = due["steps"][0].as_str().unwrap_or_default();
    assert!(said.starts_with("「每月报表和回执到总部」合同未填写（"), "{due}");
    assert_eq!(asked("2026-09"), Value::Null, "before the desk was in use");
    assert_eq!(month_due(&world, "2026-10"), Value::Null, "a contract that says nothing of it");
    Ok(())
}

#[test]
fn monthly_2_a_month_that_is_open_stays_open() -> Outcome<()> {
    let case = Case::new()?;
    case.install(&monthly())?;
    case.world.set_clock(START + 120 * DAY);
    case.world.call("clock_confirm", json!({}));
    case.world.sell("HH26A00009", "2027-02-02");
    let months = on_today(&case.world, "month");
    let mut open: Vec<&str> = months.iter().filter_map(|item| item["id"].as_str()).collect();
    open.sort_unstable();
    assert_eq!(open, ["2026-10", "2026-12", "2027-01"], "{months:?}");
    Ok(())
}

/// A contract for combines in a region, with its season.
fn harvest(region: &str) -> Outcome<World> {
    let world = World::set_up()?;
    let dealer = json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "region": region});
    assert_eq!(world.call("dealer_save", dealer)["region"], region);
    world.call("model_save", json!({"principal": "HH", "code": "4LZ", "product": "联合收割机"}));
    let mut sold = sale("HH", SERIAL, "2026-03-02");
    sold["unit"] = json!({"model": "4LZ", "product": "联合收割机", "serial": SERIAL});
    sold["invoice_on"] = json!("2026-03-02");
    world.call("sale_open", sold);
    Ok(world)
}

/// A repair that came in on a day of the season and is not done.
fn in_season(place: &str) -> Value {
    let mut open = repair("HH", SERIAL, "2026-05-25");
    open["unit"]["model"] = json!("4LZ");
    (open["completed_on"], open["user_signed"]) = (Value::Null, json!(false));
    open["fault_place"] = json!(place);
    open
}

/// The limits of the season of a machine's repairs.
fn season_limits(world: &World) -> Vec<(Value, Value)> {
    let said = rights(world);
    let all = said["deadlines"].as_array().cloned().unwrap_or_default();
    let of_repair = all.into_iter().filter(|one| one["standing"]["rule_key"].to_string().contains("season."));
    of_repair.map(|one| (one["standing"]["rule_key"].clone(), one["due_on"].clone())).collect()
}

#[test]
fn inseason_1_the_dealers_region_decides_the_season_of_a_repair() -> Outcome<()> {
    let world = harvest("黑龙江省绥化市")?;
    world.call("repair_open", in_season(""));
    assert_eq!(season_limits(&world), []);
    // The dealer's place is put right: what is open is computed anew.
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农", "region": "河南省周口市"}));
    assert_eq!(season_limits(&world), [(json!("season.repair_main"), json!("2026-05-28"))]);
    Ok(())
}

#[test]
fn inseason_2_the_machine_and_its_main_components_have_one_limit_and_other_parts_another() -> Outcome<()> {
    for (place, rule, wanted) in [
        ("", "season.repair_main", "2026-05-28"),
        ("机架", "season.repair_main", "2026-05-28"),
        ("割刀", "season.repair_other", "2026-05-26"),
    ] {
        let world = harvest("河南省周口市")?;
        world.call("repair_open", in_season(place));
        assert_eq!(season_limits(&world), [(json!(rule), json!(wanted))], "{place}");
    }
    Ok(())
}

#[test]
fn today_2_a_repair_in_the_season_stands_on_today_before_a_week_is_over() -> Outcome<()> {
    let world = harvest("河南省周口市")?;
    // 2027-05-25, in the season of the next year.
    world.set_clock(START + 217 * DAY);
    let mut open = repair("HH", SERIAL, "2027-05-24");
    open["unit"]["model"] = json!("4LZ");
    (open["completed_on"], open["user_signed"]) = (Value::Null, json!(false));
    world.call("clock_confirm", json!({}));
    world.call("repair_open", open);
    let items = on_today(&world, "repair");
    assert_eq!(items.first().map(|item| item["due_on"].clone()), Some(json!("2027-05-27")), "{items:?}");
    Ok(())
}

#[test]
fn rem_7_the_first_season_is_that_of_the_dealers_region() -> Outcome<()> {
    let missing = |world: &World| rights(world)["missing"].to_string();
    let nowhere = harvest("")?;
    assert!(missing(&nowhere).contains("作业季"), "{}", missing(&nowhere));
    let henan = harvest("河南省周口市")?;
    assert!(!missing(&henan).contains("作业季"), "{}", missing(&henan));
    Ok(())
}
