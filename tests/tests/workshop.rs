//! Stories of the workshop: a machine is taken in, worked on, inspected and handed over; vouchers, fault codes, serials.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";
const HOUR: i64 = 3_600_000;

fn world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "DD", "name": "电动车厂", "policy": "S3-ebike"}));
    Ok(world)
}

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

fn counter(more: Value) -> Value {
    let base = json!({"bearer": "王丹", "phone": "19900364370", "outside": "左挡泥板有划痕", "accessories": "钥匙一把", "fault": "发动不着"});
    with(base, more)
}

fn give(world: &World, custody: &Value, more: Value) -> Value {
    world.call("custody_give", with(json!({"id": custody["id"], "to": "王丹", "receipt_back": true}), more))
}

fn codes(list: &Value) -> Vec<&str> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|notice| notice["code"].as_str()).collect()
}

fn today_of(world: &World, no: &Value) -> Value {
    let today = world.call("today", json!({"principal": ""}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().find(|item| item["no"] == *no).unwrap_or(Value::Null)
}

/// Number of the voucher a call is out with.
fn voucher(call: &Value) -> String {
    let dispatched = call["steps"].as_array().into_iter().flatten().find(|step| step["kind"] == "dispatched");
    dispatched.and_then(|step| step["no"].as_str()).unwrap_or_default().to_owned()
}

/// Today of the world, moved on by so many days.
fn day(world: &World, days: i64) -> Outcome<String> {
    let today = world.call("today", json!({"principal": ""}))["today"].as_str().unwrap_or_default().to_owned();
    Ok(today.parse::<domain::Day>()?.plus_days(days).iso())
}

#[test]
fn takenin_1_a_machine_is_here_once_and_an_unknown_one_is_taken_in() -> Outcome<()> {
    let world = world()?;
    let strange = world.call("custody_open", counter(json!({"serial": "ZZ-77", "request_id": "r1"})));
    assert_eq!(strange["no"].as_str().map(|no| no.contains("-JY-2610-")), Some(true), "{strange}");
    assert_eq!((&strange["row"]["state"], codes(&strange["notices"])), (&json!("here"), vec!["unit_unknown"]));
    let again = world.call("custody_open", counter(json!({"serial": "ZZ-77", "request_id": "r1"})));
    assert_eq!(again["id"], strange["id"], "a double click makes no second receipt");
    let refused = world.refused("custody_open", counter(json!({"serial": "zz77"})));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("taken", "serial"));
    assert!(refused.message.contains(strange["no"].as_str().unwrap_or("?")), "{}", refused.message);
    let bare = world.refused("custody_open", json!({"outside": ""}));
    let fields: Vec<&str> = bare.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["phone", "fault", "outside"]);
    // Once it left, it may come in again.
    give(&world, &strange, json!({}));
    world.call("custody_open", counter(json!({"serial": "ZZ-77"})));
    let register = world.call("custody_list", json!({"term": "ZZ77"}));
    assert_eq!((&register["total"], &register["rows"][0]["state"]), (&json!(2), &json!("here")), "{register}");
    Ok(())
}

#[test]
fn takenin_2_a_receipt_takes_what_its_call_says() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let called = call(&world, json!({"serial": SERIAL}));
    let taken = world.call("custody_open", json!({"call": called["id"], "outside": "完好"}));
    let told = ["bearer", "phone", "serial", "fault"].map(|field| taken["draft"][field].clone());
    assert_eq!(told, ["王丹", "19900364370", SERIAL, "发动不着"]);
    assert_eq!(taken["row"]["model"], "HH704");
    let shown = world.call("call_show", json!({"id": called["id"]}));
    assert_eq!(shown["custody"]["no"], taken["no"]);
    let cleared = with(taken["draft"].clone(), json!({"serial": "", "unit_id": null, "model": ""}));
    let cleared = world.call("custody_amend", json!({"id": taken["id"], "draft": cleared}));
    assert_eq!((&cleared["draft"]["serial"], &cleared["draft"]["unit_id"]), (&json!(""), &Value::Null), "{cleared}");
    let stale = json!({"id": taken["id"], "rev": taken["rev"], "draft": taken["draft"]});
    assert_eq!(world.refused("custody_amend", stale).code, "stale");
    Ok(())
}

#[test]
fn takenin_3_a_repair_of_a_machine_that_is_here_is_linked_with_its_receipt() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let called = call(&world, json!({}));
    let taken = world.call("custody_open", json!({"call": called["id"], "outside": "完好"}));
    assert_eq!(taken["draft"]["unit_id"], Value::Null, "nobody could read the plate");
    let mut paper = repair("HH", SERIAL, &day(&world, 0)?);
    paper["call"] = called["id"].clone();
    paper["completed_on"] = Value::Null;
    paper["user_signed"] = json!(false);
    paper["parts"] = json!([]);
    let made = world.call("repair_open", paper);
    assert_eq!(made["custody"]["no"], taken["no"], "{made}");
    let after = world.call("custody_show", json!({"id": taken["id"]}));
    assert_eq!(after["repair"]["no"], made["no"]);
    assert_eq!(after["draft"]["unit_id"], made["unit_id"], "now the machine is known");
    let strange = counter(json!({"serial": SERIAL}));
    assert_eq!(world.refused("custody_open", strange).field, "serial");
    Ok(())
}

#[test]
fn e14_taken_away_unrepaired_ends_the_days_and_a_new_call_is_linked() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let called = call(&world, json!({"serial": SERIAL}));
    let mut paper = repair("HH", SERIAL, &day(&world, 0)?);
    paper["call"] = called["id"].clone();
    paper["completed_on"] = Value::Null;
    paper["user_signed"] = json!(false);
    paper["parts"] = json!([]);
    let made = world.call("repair_open", paper);
    let taken = world.call("custody_open", json!({"repair": made["id"], "outside": "完好"}));
    assert_eq!(taken["call"]["no"], called["no"]);
    world.pass(2 * DAY);
    let give_away = json!({"id": taken["id"], "to": "王丹", "receipt_back": true, "unrepaired": true});
    assert_eq!(world.refused("custody_give", give_away).field, "words");
    let away = give(&world, &taken, json!({"unrepaired": true, "words": "农忙先用", "request_id": "g1"}));
    assert_eq!(away["row"]["state"], "taken_away");
    let ended = world.call("repair_show", json!({"id": made["id"]}));
    assert_eq!((&ended["occupied_days"], &ended["draft"]["handed_over_on"]), (&json!(3), &json!(day(&world, 0)?)));

    world.pass(10 * DAY);
    let back = call(&world, json!({"serial": SERIAL, "follows": called["id"]}));
    assert_eq!(back["follows"]["no"], called["no"]);
    let first = world.call("call_show", json!({"id": called["id"]}));
    assert_eq!(first["later"][0]["no"], back["no"]);
    let again = world.call("custody_open", json!({"call": back["id"], "outside": "完好"}));
    assert_eq!((&again["row"]["state"], &again["repair"]), (&json!("here"), &Value::Null));
    let still = world.call("repair_show", json!({"id": made["id"]}));
    assert_eq!(still["occupied_days"], 3, "the ten days outside do not count");
    Ok(())
}

#[test]
fn called_6_a_call_comes_after_another_one_never_itself() -> Outcome<()> {
    let world = world()?;
    let first = call(&world, json!({}));
    let back = call(&world, json!({"follows": first["id"]}));
    let own = json!({"id": back["id"], "draft": with(back["draft"].clone(), json!({"follows": back["id"]}))});
    assert_eq!(world.refused("call_amend", own).field, "follows");
    let nobody = with(back["draft"].clone(), json!({"follows": "01990000-0000-7000-8000-000000000000"}));
    assert_eq!(world.refused("call_amend", json!({"id": back["id"], "draft": nobody})).field, "follows");
    let alone = with(back["draft"].clone(), json!({"follows": null}));
    assert_eq!(world.call("call_amend", json!({"id": back["id"], "draft": alone}))["follows"], Value::Null);
    Ok(())
}

#[test]
fn takenin_4_a_hand_over_taken_back_takes_its_day_off_the_repair() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let mut paper = repair("HH", SERIAL, &day(&world, 0)?);
    paper["completed_on"] = Value::Null;
    paper["user_signed"] = json!(false);
    let made = world.call("repair_open", paper);
    let taken = world.call("custody_open", json!({"repair": made["id"], "outside": "完好"}));
    let gone = give(&world, &taken, json!({"unrepaired": true, "words": "等配件，先拿回去"}));
    let refused = world.refused("custody_give", json!({"id": taken["id"], "to": "x", "receipt_back": true}));
    assert_eq!(refused.code, "wrong_state");
    let undone = world.call("custody_undo", json!({"id": taken["id"], "rev": gone["rev"], "reason": "点错了"}));
    assert_eq!((&undone["row"]["state"], &undone["earlier"][0]["ended_reason"]), (&json!("here"), &json!("点错了")));
    let open = world.call("repair_show", json!({"id": made["id"]}));
    assert_eq!((&open["draft"]["handed_over_on"], &open["occupied_days"]), (&Value::Null, &Value::Null));
    Ok(())
}

#[test]
fn takenin_6_a_machine_stands_on_today_from_the_day_promised_and_first_in_the_register() -> Outcome<()> {
    let world = world()?;
    let promised = day(&world, 2)?;
    let taken =
        world.call("custody_open", counter(json!({"principal": "DD", "serial": "DD-1", "promised_on": promised})));
    assert!(today_of(&world, &taken["no"]).is_null(), "there is time");
    world.pass(2 * DAY);
    let due = today_of(&world, &taken["no"]);
    assert_eq!((&due["kind"], &due["level"]), (&json!("custody"), &json!("soon")), "{due}");
    world.pass(3 * DAY);
    let late = today_of(&world, &taken["no"]);
    assert_eq!((&late["level"], &late["days_left"]), (&json!("late"), &json!(-3)));
    let other = world.call("custody_open", counter(json!({"serial": "DD-2", "promised_on": day(&world, 1)?})));
    let register = world.call("custody_list", json!({}));
    assert_eq!(register["rows"][0]["no"], taken["no"], "the late one is first: {register}");
    assert_eq!(world.call("custody_list", json!({"late": true}))["total"], 1);
    assert_eq!(world.call("custody_list", json!({"month": "2026-09"}))["total"], 0);
    let gone = world.call("custody_void", json!({"id": other["id"], "reason": "开错"}));
    assert_eq!(gone["row"]["state"], "voided");
    give(&world, &taken, json!({}));
    assert!(today_of(&world, &taken["no"]).is_null());
    Ok(())
}

#[test]
fn takenin_5_a_promise_that_is_not_kept_is_said_with_what_the_pack_wants() -> Outcome<()> {
    let world = world()?;
    let draft = counter(json!({"principal": "DD", "serial": "DD-1", "promised_on": day(&world, 2)?}));
    let taken = world.call("custody_open", draft);
    world.pass(5 * DAY);
    let said = |custody: &Value| {
        let notices = custody["notices"].as_array().into_iter().flatten();
        let mut said = notices.filter(|notice| notice["code"] == "promise_not_kept");
        said.next().map(|notice| notice["message"].to_string()).unwrap_or_default()
    };
    let late = said(&world.call("custody_show", json!({"id": taken["id"]})));
    assert!(late.contains("已过 3 天") && late.contains("立即报告主任") && late.contains("T30"), "{late}");
    let plain = counter(
        json!({"principal": "HH", "serial": "HH-1", "promised_on": day(&world, -1)?, "in_at": taken["draft"]["in_at"]}),
    );
    let plain = said(&world.call("custody_open", plain));
    assert!(plain.contains("已过 1 天") && !plain.contains("T30"), "another maker's pack has no such rule: {plain}");

    let moved = with(taken["draft"].clone(), json!({"promised_on": day(&world, 4)?}));
    let refused = world.refused("custody_amend", json!({"id": taken["id"], "draft": moved}));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("missing", "reason"));
    let moved = world.call("custody_amend", json!({"id": taken["id"], "reason": "等配件", "draft": moved}));
    assert_eq!(moved["promises"].as_array().map(Vec::len), Some(2));
    assert!(said(&moved).contains("没能按原来约定的日期归还"), "it was put off: {moved}");
    Ok(())
}

#[test]
fn job_2_work_is_inspected_by_the_director_until_it_is_good() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let mut paper = repair("HH", SERIAL, &day(&world, 0)?);
    paper["parts"] = json!([]);
    let made = world.call("repair_open", paper);
    let taken = world.call("custody_open", json!({"repair": made["id"], "outside": "完好"}));
    assert!(codes(&taken["notices"]).contains(&"not_inspected"), "{taken}");
    let look = json!({"id": made["id"], "by": "赵主任", "passed": true});
    assert_eq!(world.refused("job_card_inspect", look.clone()).field, "plan");
    let now = world.call("custody_show", json!({"id": taken["id"]}))["entered_at"].as_i64().ok_or("no instant")?;
    let card = json!({"id": made["id"], "plan": "拆检喷油泵", "began_at": now - 2 * HOUR, "ended_at": now - HOUR});
    world.call("job_card_save", card);
    assert_eq!(
        world.refused("job_card_inspect", json!({"id": made["id"], "by": "赵主任", "passed": false})).field,
        "words"
    );
    let failed = json!({"id": made["id"], "by": "赵主任", "passed": false, "words": "怠速不稳", "request_id": "i1"});
    let failed_once = world.call("job_card_inspect", failed.clone());
    assert_eq!(
        (&failed_once["job"]["inspected"], failed_once["job"]["inspections"].as_array().map(Vec::len)),
        (&json!(false), Some(1))
    );
    assert_eq!(world.call("job_card_inspect", failed)["job"]["inspections"].as_array().map(Vec::len), Some(1));
    let passed = world.call("job_card_inspect", look);
    assert_eq!(passed["job"]["inspected"], true);
    let shown = world.call("custody_show", json!({"id": taken["id"]}));
    assert!(!codes(&shown["notices"]).contains(&"not_inspected"), "{shown}");
    assert_eq!((&shown["row"]["inspected_by"], &shown["row"]["repair_no"]), (&json!("赵主任"), &made["no"]));
    Ok(())
}

#[test]
fn jobcard_3_work_whose_times_changed_after_the_look_is_looked_at_again() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let made = world.call("repair_open", repair("HH", SERIAL, &day(&world, 0)?));
    let now = world.call("custody_open", json!({"repair": made["id"], "outside": "完好"}))["entered_at"].take();
    let now = now.as_i64().ok_or("no instant")?;
    let save = |rev: i64, ended: Value| {
        let began = now - 3 * HOUR;
        let card = json!({"id": made["id"], "rev": rev, "plan": "拆检喷油泵", "began_at": began, "ended_at": ended});
        world.call("job_card_save", card)["job"].take()
    };
    save(0, json!(now - 2 * HOUR));
    let look = json!({"id": made["id"], "by": "赵主任", "passed": true});
    assert_eq!(world.call("job_card_inspect", look.clone())["job"]["inspected"], true);
    let going_on = save(2, Value::Null);
    assert_eq!(going_on["inspected"], false, "it is being worked on");
    let ended = save(3, json!(now - HOUR));
    assert_eq!(ended["inspected"], false, "the look was at other work");
    assert_eq!(world.call("job_card_inspect", look)["job"]["inspected"], true);
    Ok(())
}

#[test]
fn job_1_a_card_is_of_a_repair_that_stands() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let made = world.call("repair_open", repair("HH", SERIAL, &day(&world, 0)?));
    let card = json!({"id": made["id"], "plan": "拆检喷油泵"});
    let saved = world.call("job_card_save", card.clone());
    assert_eq!(world.call("job_card_save", card)["job"]["rev"], saved["job"]["rev"], "the same again changes nothing");
    let stale = json!({"id": made["id"], "rev": 0, "plan": "换泵"});
    assert_eq!(world.refused("job_card_save", stale).code, "stale");
    world.call("repair_void", json!({"id": made["id"], "reason": "重复"}));
    assert_eq!(world.refused("job_card_save", json!({"id": made["id"], "plan": "x"})).code, "wrong_state");
    Ok(())
}

#[test]
fn called_5_a_dispatch_has_its_voucher_and_another_technician_another_one() -> Outcome<()> {
    let world = world()?;
    let called = call(&world, json!({}));
    let id = &called["id"];
    let of = voucher;
    let sent = world.call("call_step", json!({"id": id, "kind": "dispatched", "who": "周师傅"}));
    assert!(of(&sent).contains("-PD-2610-"), "{sent}");
    let fix = |who: &str| json!({"id": id, "kind": "dispatched", "doing": "correct", "who": who, "reason": "写错"});
    let same = world.call("call_step", fix("周师傅"));
    assert_eq!(of(&same), of(&sent), "the same technician keeps his voucher");
    let other = world.call("call_step", fix("李师傅"));
    assert!(of(&other) != of(&sent) && of(&other).contains("-PD-"), "{other}");
    assert_eq!(world.call("call_list", json!({"term": of(&other)}))["total"], 1, "found by its voucher");
    assert_eq!(other["earlier"][1]["no"], json!(of(&sent)), "the void one stays on record: {other}");
    let fresh =
        world.call("call_step", json!({"id": id, "kind": "dispatched", "doing": "take_back", "reason": "没去"}));
    assert_eq!(of(&fresh), "");
    Ok(())
}

#[test]
fn calltoday_3_a_voucher_that_is_out_since_yesterday_is_asked_for_first() -> Outcome<()> {
    let world = world()?;
    let called = call(&world, json!({}));
    let id = &called["id"];
    let other = world.call("call_step", json!({"id": id, "kind": "dispatched", "who": "李师傅"}));
    let of = voucher;
    assert_eq!(world.call("call_list", json!({"unfinished": true}))["total"], 1);

    world.pass(DAY);
    let left = today_of(&world, &called["no"]);
    assert_eq!(left["kind"], "call_left", "{left}");
    assert!(left["reason"].as_str().is_some_and(|why| why.contains(&of(&other))), "{left}");
    let taken = world.call("custody_open", json!({"call": id, "outside": "完好"}));
    assert!(!today_of(&world, &called["no"])["reason"].to_string().contains("还没有完工"), "its machine is here");
    give(&world, &taken, json!({}));
    world.call("call_step", json!({"id": id, "kind": "done", "words": "换泵"}));
    assert_eq!(world.call("call_list", json!({"unfinished": true}))["total"], 0);
    Ok(())
}

#[test]
fn faultpick_1_a_fault_is_found_by_words_initials_and_code() -> Outcome<()> {
    let world = world()?;
    let find = |term: &str, product: &str| world.call("fault_find", json!({"term": term, "product": product}));
    let hits = find("喷油泵 不供油", "轮式拖拉机");
    let code = hits[0]["code"].as_str().ok_or("no hit")?.to_owned();
    assert!(code.starts_with("TR-"), "{hits}");
    assert_eq!(find("pyb", "轮式拖拉机")[0]["part"], "喷油泵", "by initials");
    assert_eq!(find(&code, "")[0]["symptom"], hits[0]["symptom"], "by its code");
    assert!(find("喷油泵 四通阀", "").as_array().is_some_and(Vec::is_empty), "all words have to be in it");
    Ok(())
}

#[test]
fn faultpick_2_faults_of_the_products_own_tree_alone() -> Outcome<()> {
    let world = world()?;
    let find = |product: &str| world.call("fault_find", json!({"term": "四通阀", "product": product}));
    assert!(find("轮式拖拉机").as_array().is_some_and(Vec::is_empty), "no air conditioner's in a tractor");
    assert_eq!([&find("房间空调器")[0]["part"], &find("水泵")[0]["part"]], ["四通阀", "四通阀"]);
    Ok(())
}

#[test]
fn faultpick_3_a_code_stays_on_its_repair_and_like_codes_are_proposed() -> Outcome<()> {
    let world = world()?;
    let hits = world.call("fault_find", json!({"term": "喷油泵", "product": "轮式拖拉机"}));
    let code = hits[0]["code"].as_str().ok_or("no hit")?.to_owned();
    world.sell(SERIAL, "2026-09-12");
    let mut first = repair("HH", SERIAL, "2026-10-02");
    first["fault_code"] = json!("TR-9999-9999");
    let refused = world.refused("repair_open", first.clone());
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("unknown", "fault_code"));
    first["fault_code"] = json!(code);
    first["fault"] = json!("早上打不着火");
    let first = world.call("repair_open", first);
    assert_eq!(first["draft"]["fault_code"], code);
    let mut later = repair("HH", SERIAL, "2026-10-12");
    later["fault_code"] = json!(code);
    later["fault"] = json!("田里熄火");
    later["fault_place"] = json!("");
    world.call("repair_open", later);
    let rights = world.call("unit_rights", json!({"serial": SERIAL}));
    let said = rights.to_string();
    assert!(said.contains("故障代码相同"), "{said}");
    Ok(())
}

#[test]
fn partline_2_e30_the_serial_of_a_new_engine_is_the_machines_engine_number() -> Outcome<()> {
    let world = world()?;
    let mut sold = sale("HH", SERIAL, "2026-10-02");
    sold["unit"]["engine_no"] = json!("Y4291201");
    let sold = world.call("sale_open", sold);
    let mut paper = repair("HH", SERIAL, "2026-10-12");
    paper["parts"] = json!([{"name": "柴油机总成", "qty_milli": 1000, "price_fen": 1, "old_serial": "y-4291201", "new_serial": "Y9900007"}]);
    let said = world.call("repair_check", json!({"draft": paper}));
    assert!(codes(&said).contains(&"engine_changes"), "{said}");
    let made = world.call("repair_open", paper);
    let engine = || world.call("sale_show", json!({"id": sold["id"]}))["draft"]["unit"]["engine_no"].clone();
    assert_eq!(engine(), "Y9900007");
    let line = &made["draft"]["parts"][0];
    assert_eq!((&line["old_serial"], &line["new_serial"]), (&json!("Y-4291201"), &json!("Y9900007")), "{line}");
    // The clerk read it wrong: the line is corrected, and with it the number it had put there.
    let mut draft = world.call("repair_show", json!({"id": made["id"]}))["draft"].clone();
    draft["parts"][0]["new_serial"] = json!("Y9900017");
    world.call("repair_amend", json!({"id": made["id"], "reason": "看错", "draft": draft}));
    assert_eq!(engine(), "Y9900017");
    Ok(())
}

#[test]
fn cause_and_correction_are_asked_for_before_a_repair_is_submitted() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-09-12");
    let mut paper = repair("HH", SERIAL, "2026-10-12");
    paper["cause"] = json!("");
    paper["work"] = json!("");
    let made = world.call("repair_open", paper);
    assert!(codes(&made["notices"]).contains(&"cause_or_work_missing"), "{made}");
    let mut draft = made["draft"].clone();
    draft["cause"] = json!("柱塞磨损");
    draft["work"] = json!("换喷油泵");
    let told = world.call("repair_amend", json!({"id": made["id"], "draft": draft}));
    assert!(!codes(&told["notices"]).contains(&"cause_or_work_missing"), "{told}");
    Ok(())
}
