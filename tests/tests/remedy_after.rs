//! Stories after an exchange: the problem that comes again, the wrong machine taken back, and papers that are changed later.

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World, repair, sale};
use serde_json::{Value, json};

const OLD: &str = "HH26B35536";
const NEW: &str = "HH26B40001";

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn rights(world: &World, serial: &str) -> Value {
    world.call("unit_rights", json!({"serial": serial}))
}

/// A tractor whose frame was exchanged and is bad again: the user may have another machine.
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("start_day_save", json!({"on": "2026-01-01"}));
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let invoiced = json!({"invoice_on": "2026-03-02"});
    world.call("sale_open", with(sale("HH", OLD, "2026-03-02"), invoiced));
    let serious = json!({"severity": "serious", "fault_place": "机架", "component_exchanged": true, "parts": []});
    let first = world.call("repair_open", with(repair("HH", OLD, "2026-08-03"), serious));
    let again = json!({"severity": "serious", "fault_place": "机架", "same_as": first["id"], "parts": []});
    world.call("repair_open", with(repair("HH", OLD, "2026-09-07"), again));
    Ok(world)
}

/// The case of that right, the machine exchanged for a new one.
fn exchanged(world: &World) -> Outcome<Value> {
    let said = rights(world, OLD);
    let all = said["rights"].as_array().cloned().unwrap_or_default();
    let right = all.into_iter().find(|one| one["right"] == "machine_exchange").ok_or(said.to_string())?;
    let named = json!({"rule_key": right["standing"]["rule_key"], "right": right["right"], "about": right["about"]});
    let draft = json!({"machine": {"serial": OLD}, "made_on": "2026-10-16", "words": "换一台"});
    let case = world.call("remedy_open", with(draft, named));
    let chosen = json!({"id": case["id"], "kind": "chosen", "choice": "machine_exchange", "on": "2026-10-17"});
    world.call("remedy_step", chosen);
    let unit = json!({"model": "", "serial": NEW, "engine_no": "YC4A-2"});
    let settle = json!({"id": case["id"], "outcome": "machine", "on": "2026-10-18", "unit": unit, "user_signed": true});
    Ok(world.call("remedy_settle", settle))
}

fn unit(world: &World, serial: &str) -> Value {
    world.call("unit_find", json!({"serial": serial}))
}

fn first_sale(world: &World, serial: &str) -> Value {
    let id = unit(world, serial)["sales"][0]["id"].clone();
    world.call("sale_show", json!({"id": id}))
}

/// How the machine's own periods ended, with their last days.
fn periods(world: &World, serial: &str) -> Vec<(String, String)> {
    let rows = rights(world, serial)["coverage"].as_array().cloned().unwrap_or_default();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let own = rows.iter().filter(|row| row["component"] == "整机");
    own.map(|row| (text(row, "ended_by"), text(row, "effective_end"))).collect()
}

fn found(world: &World, term: &str) -> Vec<(String, String)> {
    let hits = world.call("search", json!({"term": term}));
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap_or_default().to_owned();
    hits.as_array().into_iter().flatten().map(|hit| (text(hit, "kind"), text(hit, "id"))).collect()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_default().to_owned()
}

fn open_today(world: &World, no: &Value) -> bool {
    let today = world.call("today", json!({}));
    today["items"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|item| item["no"] == *no && item["reason"].to_string().contains("没有销售记录"))
}

#[test]
fn rem_14_the_same_problem_on_the_new_machine_counts_further() -> Outcome<()> {
    let world = world()?;
    exchanged(&world)?;
    let returns = || {
        let said = rights(&world, NEW);
        let all = said["rights"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|right| right["right"] == "return")
    };
    let again = json!({"severity": "serious", "fault_place": "机架", "parts": []});
    let bad = world.call("repair_open", with(repair("HH", NEW, "2026-10-19"), again));
    assert!(returns().is_none(), "another problem: repairs are counted anew");
    let said = rights(&world, NEW);
    let counter = said["counters"].to_string();
    assert!(counter.contains(OLD) && counter.contains("修理次数从换货起重新算"), "{counter}");
    assert!(
        said["alike"].to_string().contains(bad["no"].as_str().unwrap_or("?")),
        "the old machine's is proposed: {said}"
    );
    let former = unit(&world, NEW)["former"].as_array().cloned().unwrap_or_default();
    assert_eq!(former.len(), 2, "the form offers the old machine's repairs");
    let linked = with(bad["draft"].clone(), json!({"same_as": former[0]["id"]}));
    world.call("repair_amend", json!({"id": bad["id"], "draft": linked}));
    let right = returns().ok_or("the same problem again gives the return")?;
    assert!(right["steps"].to_string().contains("换货交付"), "{right}");
    // A machine that has nothing to do with it is no place to link to.
    world.sell("HH26B35999", "2026-10-05");
    let strange = with(repair("HH", "HH26B35999", "2026-10-19"), json!({"same_as": former[0]["id"], "parts": []}));
    assert_eq!(world.refused("repair_open", strange).field, "same_as");
    Ok(())
}

#[test]
fn rcased_8_an_exchange_of_the_wrong_machine_is_undone_as_a_whole() -> Outcome<()> {
    let world = world()?;
    let before = (first_sale(&world, OLD), periods(&world, OLD));
    let case = exchanged(&world)?;
    let undo = |reason: &str| json!({"id": case["id"], "rev": case["rev"], "reason": reason});
    assert_eq!(world.refused("remedy_undo", undo("")).field, "reason");
    let used = world.call("repair_open", with(repair("HH", NEW, "2026-10-19"), json!({"parts": []})));
    let why = world.refused("remedy_undo", undo("换错了"));
    assert!(why.code == "in_the_way" && why.message.contains(used["no"].as_str().unwrap_or("?")), "{}", why.message);
    world.call("repair_void", json!({"id": used["id"], "reason": "记错机器"}));
    let new_sale = first_sale(&world, NEW);
    let undone = world.call("remedy_undo", undo("换错了机器"));
    assert_eq!([&undone["state"], &undone["machine"]], [&json!("chosen"), &Value::Null], "{undone}");
    assert_eq!(undone["demand"]["settled_on"], Value::Null, "the demand's clocks run again");
    assert_eq!(undone["earlier"][0]["ended_reason"], "换错了机器");
    assert_eq!(world.refused("remedy_undo", undo("再来")).code, "stale");
    let voided = world.call("sale_show", json!({"id": new_sale["id"]}));
    assert!(voided["void_reason"].to_string().contains("撤销换货退货"), "{voided}");
    let after = (first_sale(&world, OLD), periods(&world, OLD));
    assert_eq!((&after.0["state"], &after.0["card_no"]), (&before.0["state"], &before.0["card_no"]));
    assert_eq!(after.1, before.1, "the periods stand as before");
    assert!(rights(&world, OLD)["rights"].as_array().is_some_and(|all| !all.is_empty()), "and so do the rights");
    // The right machine: its numbers are new ones.
    let right = json!({"model": "", "serial": "HH26B40002"});
    let settle = json!({"id": case["id"], "outcome": "machine", "on": "2026-10-19", "unit": right});
    let done = world.call("remedy_settle", settle);
    assert_eq!([&done["state"], &done["machine"]["serial"]], ["exchanged", "HH26B40002"]);
    assert_ne!(done["machine"]["sale_no"], new_sale["no"]);
    // Sold again since: the sale that would stand twice is named.
    world.call("sale_open", sale("HH", OLD, "2026-10-20"));
    let why = world.refused("remedy_undo", json!({"id": case["id"], "reason": "又错"}));
    assert_eq!(why.code, "in_the_way");
    Ok(())
}

#[test]
fn fact_5_the_old_machines_repairs_count_for_nothing_else() -> Outcome<()> {
    let world = world()?;
    exchanged(&world)?;
    let said = rights(&world, NEW);
    let counters = said["counters"].as_array().cloned().unwrap_or_default();
    assert!(!counters.is_empty(), "{said}");
    let times = counters.iter().filter(|counter| counter["unit"] == "次");
    assert!(times.clone().all(|counter| counter["value"] == 0), "counting begins anew: {counters:?}");
    assert!(times.count() > 0, "what came again after the exchange is counted: {counters:?}");
    assert_eq!(unit(&world, NEW)["repairs"], json!([]), "and they are not its own");
    Ok(())
}

#[test]
fn salecard_1_the_card_ends_and_the_sale_stays() -> Outcome<()> {
    let world = world()?;
    exchanged(&world)?;
    let sold = first_sale(&world, OLD);
    assert_eq!([&sold["state"], &sold["void_reason"]], [&json!("voided"), &Value::Null], "{sold}");
    Ok(())
}

#[test]
fn salecard_2_what_head_office_heard_is_unsaid_too() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = world()?;
    world.enrol(&office)?;
    world.call("sync_now", json!({}));
    let case = exchanged(&world)?;
    world.call("sync_now", json!({}));
    assert_eq!(office.list("reversal")?.len(), 1);
    world.call("remedy_undo", json!({"id": case["id"], "reason": "换错了机器"}));
    assert_eq!(first_sale(&world, OLD)["state"], "acknowledged", "as it stood");
    world.call("sync_now", json!({}));
    // The new card's cancellation, and the cancellation of the first cancellation.
    let reversals = office.list("reversal")?;
    assert_eq!(reversals.len(), 3, "{reversals:?}");
    assert!(
        reversals.iter().any(|one| one.to_string().contains("\\\"of_kind\\\":\\\"reversal\\\"")
            || one["body"]["of_kind"] == "reversal"
            || one["of_kind"] == "reversal"),
        "{reversals:?}"
    );
    assert_eq!(world.call("outbox_list", json!({"state": "open"}))["total"], 0);
    Ok(())
}

#[test]
fn rcased_9_a_machine_given_under_a_wrong_serial_keeps_its_case() -> Outcome<()> {
    let world = world()?;
    let case = exchanged(&world)?;
    let sold = first_sale(&world, NEW);
    let mut draft = sold["draft"].clone();
    draft["unit"]["serial"] = json!("HH26B40009");
    world.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "编号抄错"}));
    let shown = world.call("remedy_show", json!({"id": case["id"]}));
    assert_eq!(shown["machine"]["serial"], "HH26B40009", "{shown}");
    let steps = rights(&world, "HH26B40009")["coverage"][0]["steps"].to_string();
    assert!(steps.contains("换货交机"), "{steps}");
    Ok(())
}

#[test]
fn unitpaper_1_a_machine_shows_its_receipts_and_cases() -> Outcome<()> {
    let world = world()?;
    let taken = world.call("custody_open", json!({"serial": OLD, "bearer": "王丹", "phone": "19900364370", "outside": "完好", "accessories": "钥匙", "fault": "漏油"}));
    let case = exchanged(&world)?;
    for serial in [OLD, NEW] {
        let papers = unit(&world, serial)["papers"].to_string();
        assert!(papers.contains(case["no"].as_str().unwrap_or("?")), "{serial}: {papers}");
    }
    let papers = unit(&world, OLD)["papers"].to_string();
    assert!(papers.contains(taken["no"].as_str().unwrap_or("?")), "{papers}");
    let listed = world.call("unit_list", json!({"term": OLD}))["rows"][0].clone();
    assert_eq!([&listed["customer"], &listed["came_back_on"]], [&Value::Null, &json!("2026-10-18")], "{listed}");
    world.call("sale_open", sale("HH", OLD, "2026-10-20"));
    let listed = world.call("unit_list", json!({"term": OLD}))["rows"][0].clone();
    assert_eq!([&listed["customer"], &listed["came_back_on"]], [&json!("王丹"), &Value::Null], "sold again");
    Ok(())
}

#[test]
fn findpaper_1_numbers_lead_to_their_papers() -> Outcome<()> {
    let world = world()?;
    let taken = world.call("custody_open", json!({"serial": OLD, "bearer": "王丹", "phone": "19900364370", "outside": "完好", "accessories": "钥匙", "fault": "漏油"}));
    let case = exchanged(&world)?;
    for (kind, made) in [("custody", &taken), ("remedy", &case)] {
        let no = made["no"].as_str().unwrap_or_default().to_owned();
        let bare = no.trim_start_matches("HB0732A-").to_lowercase();
        for term in [no.clone(), bare, no[..no.len() - 2].to_owned()] {
            assert!(found(&world, &term).contains(&(kind.to_owned(), id(made))), "{kind} by {term}");
        }
    }
    assert!(found(&world, "HB0732A-TH-2511").is_empty());
    Ok(())
}

#[test]
fn search_1_a_rare_character_is_found_by_its_usual_form_and_the_other_way() -> Outcome<()> {
    let world = World::set_up()?;
    let named = |serial: &str, name: &str, phone: &str| {
        let who = json!({"customer": {"name": name, "phone": phone}});
        world.call("sale_open", with(sale("HH", serial, "2026-10-05"), who))
    };
    let rare = named("HH26B00001", "王𠮷", "13800000001");
    let usual = named("HH26B00002", "王吉", "13800000002");
    for term in ["王𠮷", "王吉", "wj"] {
        let ids: Vec<String> = found(&world, term).into_iter().map(|(_, id)| id).collect();
        for one in [&rare, &usual] {
            let customer = one["customer_id"].as_str().unwrap_or_default().to_owned();
            assert!(ids.contains(&customer), "{term}: {one}");
        }
    }
    Ok(())
}

#[test]
fn salesheet_3_a_sale_that_came_back_says_so_and_counts_in_the_month_of_that_day() -> Outcome<()> {
    let world = world()?;
    exchanged(&world)?;
    let sheet = |month: &str| world.call("report_preview", json!({"principal": "HH", "month": month, "key": "W03"}));
    let march = sheet("2026-03").to_string();
    assert!(march.contains("2026年10月18日换整机收回"), "{march}");
    let october = sheet("2026-10").to_string();
    assert!(october.contains(NEW) && october.contains("换货 HB0732A-TH"), "{october}");
    Ok(())
}

#[test]
fn partline_3_a_cancelled_repair_gives_the_engine_number_back() -> Outcome<()> {
    let world = World::set_up()?;
    let mut sold = sale("HH", OLD, "2026-10-02");
    sold["unit"]["engine_no"] = json!("Y4291201");
    world.call("sale_open", sold);
    let changes = |day: &str, old: &str, new: &str| {
        let line =
            json!([{"name": "柴油机总成", "qty_milli": 1000, "price_fen": 1, "old_serial": old, "new_serial": new}]);
        world.call("repair_open", with(repair("HH", OLD, day), json!({"parts": line})))
    };
    let engine = || unit(&world, OLD)["unit"]["engine_no"].clone();
    let first = changes("2026-10-12", "Y4291201", "Y9900007");
    let second = changes("2026-10-15", "Y9900007", "Y9900008");
    world.call("repair_void", json!({"id": first["id"], "reason": "录错"}));
    assert_eq!(engine(), "Y9900008", "a later repair changed it since");
    world.call("repair_void", json!({"id": second["id"], "reason": "录错"}));
    assert_eq!(engine(), "Y9900007");
    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("Y9900008 改回 Y9900007"), "{trail}");
    Ok(())
}

#[test]
fn customer_4_a_customer_changed_by_another_form_is_told_on_older_cards() -> Outcome<()> {
    let world = World::set_up()?;
    let first = world.sell(OLD, "2026-10-05");
    let moved = json!({"customer": {"id": first["customer_id"], "name": "王丹", "phone": "13800000001", "county": "清河县", "town": "双庙乡", "village": "张家村"}});
    let second = world.call("sale_open", with(sale("HH", NEW, "2026-10-06"), moved));
    let sent = |no: &Value| {
        let lines = world.call("outbox_list", json!({"limit": 200}));
        lines["rows"].as_array().into_iter().flatten().filter(|line| line["no"] == *no).count()
    };
    assert_eq!(second["customer_id"], first["customer_id"]);
    assert_eq!(
        [sent(&first["card_no"]), sent(&second["card_no"])],
        [2, 1],
        "the older card again, the form's own once"
    );
    Ok(())
}

#[test]
fn fields_of_a_demand_that_are_left_out_keep() -> Outcome<()> {
    let world = world()?;
    let asked = json!({"machine": {"serial": OLD}, "kind": "exchange", "made_on": "2026-10-12", "words": "换"});
    let demand = world.call("demand_open", with(asked, json!({"no_same_model": true})));
    world.call("demand_settle", json!({"id": demand["id"], "answered_on": "2026-10-13", "answer": "等总部"}));
    let after = world.call("demand_settle", json!({"id": demand["id"], "settled_on": "2026-10-14"}));
    assert_eq!([&after["answer"], &after["answered_on"], &after["settled_on"]], ["等总部", "2026-10-13", "2026-10-14"]);
    assert_eq!(after["no_same_model"], true);
    let open = world.call("demand_settle", json!({"id": demand["id"], "settled_on": null}));
    assert_eq!([&open["settled_on"], &open["answered_on"]], [&Value::Null, &json!("2026-10-13")]);
    Ok(())
}

#[test]
fn left_1_repairs_of_the_old_serial_are_shown_until_moved() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell(OLD, "2026-10-02");
    let mended = world.call("repair_open", with(repair("HH", OLD, "2026-10-10"), json!({"parts": []})));
    assert_eq!(mended["draft"]["payer"], "warranty", "{mended}");
    let mut draft = sold["draft"].clone();
    draft["unit"]["serial"] = json!(NEW);
    let amended = world.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "编号抄错"}));
    assert_eq!(
        [&amended["left_repairs"][0]["no"], &amended["left_repairs"][0]["serial"]],
        [&mended["no"], &json!(OLD)]
    );
    assert!(open_today(&world, &mended["no"]), "it stands on 今日");
    assert_eq!(world.call("repair_show", json!({"id": mended["id"]}))["draft"]["payer"], "warranty", "not changed");
    let moved = with(mended["draft"].clone(), json!({"unit": {"model": "HH704", "serial": NEW}}));
    world.call("repair_amend", json!({"id": mended["id"], "draft": moved}));
    assert!(!open_today(&world, &mended["no"]), "it was looked at");
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["left_repairs"], json!([]));
    Ok(())
}

#[test]
fn left_2_a_repair_that_is_paid_by_another_was_looked_at() -> Outcome<()> {
    let world = World::set_up()?;
    let sold = world.sell(OLD, "2026-10-02");
    let mended = world.call("repair_open", with(repair("HH", OLD, "2026-10-10"), json!({"parts": []})));
    let mut draft = sold["draft"].clone();
    draft["unit"]["serial"] = json!(NEW);
    world.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "编号抄错"}));
    assert!(open_today(&world, &mended["no"]));
    let paid = with(mended["draft"].clone(), json!({"payer": "paid", "in_warranty": false}));
    world.call("repair_amend", json!({"id": mended["id"], "draft": paid}));
    assert!(!open_today(&world, &mended["no"]));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["left_repairs"], json!([]));
    Ok(())
}
