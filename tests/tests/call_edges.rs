//! Stories of calls at their edges: many of them, a clock that was wrong, days that do not fit, two windows, the wrong machine.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn call(more: Value) -> Value {
    let base = json!({"principal": "HH", "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"});
    with(base, more)
}

fn step(world: &World, call: &Value, kind: &str, more: Value) -> Value {
    world.call("call_step", with(json!({"id": call["id"], "kind": kind}), more))
}

fn shown(world: &World, call: &Value) -> Value {
    world.call("call_show", json!({"id": call["id"]}))
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|notice| notice["code"].as_str()).collect()
}

fn clock<'a>(call: &'a Value, rule: &str) -> &'a Value {
    let mut clocks = call["clocks"].as_array().into_iter().flatten();
    clocks.find(|one| one["standing"]["rule_key"] == rule).unwrap_or(&Value::Null)
}

/// What stands on 今日 under a number.
fn today_of(world: &World, no: &Value) -> Value {
    let today = world.call("today", json!({"limit": 2000}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().find(|item| item["no"] == *no).unwrap_or(Value::Null)
}

fn finished(day: &str, more: Value) -> Value {
    with(repair("HH", SERIAL, day), with(json!({"completed_on": day, "user_signed": true}), more))
}

#[test]
fn calltoday_5_the_newest_call_stands_on_today_behind_six_hundred_that_are_done() -> Outcome<()> {
    let world = World::set_up()?;
    for n in 0..600 {
        let draft = call(json!({"principal": "", "phone": format!("1390000{n:04}")}));
        let done = world.call_alone("call_open", draft);
        world.call_alone("call_step", json!({"id": done["id"], "kind": "done"}));
        world.call_alone("call_step", json!({"id": done["id"], "kind": "signed"}));
    }
    world.pass(MINUTE);
    let newest = world.call("call_open", call(json!({"principal": "", "phone": "13811112222"})));
    assert_eq!(today_of(&world, &newest["no"])["reason"], "还没有派工");
    let today = world.call("today", json!({"limit": 2000}));
    assert_eq!((&today["total"], today["items"].as_array().map(Vec::len)), (&json!(601), Some(601)));
    let status = world.call("desk_status", json!({}));
    assert_eq!((&status["counts"]["today"], &status["counts"]["calls"]), (&json!(601), &json!(1)));
    Ok(())
}

#[test]
fn calltoday_4_what_is_done_stands_until_it_has_a_repair_or_is_crossed_off() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let made = world.call("call_open", call(json!({"principal": "", "serial": SERIAL})));
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    let done = step(&world, &made, "done", json!({}));
    assert!(codes(&done["notices"]).contains(&"call_without_repair"), "{done}");
    let says = |world: &World| today_of(world, &made["no"])["reason"].as_str().unwrap_or_default().to_owned();
    assert!(says(&world).contains("还没有开维修单"), "{}", says(&world));
    assert_eq!(world.call("desk_status", json!({}))["counts"]["today"], world.call("today", json!({}))["total"]);
    let open = with(
        repair("HH", SERIAL, "2026-10-20"),
        json!({"call": made["id"], "completed_on": null, "user_signed": false}),
    );
    let work = world.call("repair_open", open);
    assert!(!says(&world).contains("还没有开维修单"), "{}", says(&world));
    // The repair was none: it is asked for again, until somebody crosses the call off.
    world.call("repair_void", json!({"id": work["id"], "rev": work["rev"], "reason": "开错了"}));
    assert!(says(&world).contains("还没有开维修单"), "{}", says(&world));
    let closed = step(&world, &made, "crossed_off", json!({"words": "电话里解决"}));
    assert!(!codes(&closed["notices"]).contains(&"call_without_repair"), "{closed}");
    assert_eq!(today_of(&world, &made["no"]), Value::Null);
    Ok(())
}

#[test]
fn call_10_a_call_made_by_a_clock_that_was_ahead_is_mended_when_the_clock_is_right() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(START + DAY);
    let ahead = world.call("call_open", call(json!({})));
    let sent = step(&world, &ahead, "dispatched", json!({"who": "周师傅"}));
    world.set_clock(START);
    let change = |call: &Value, more: Value, reason: &str| json!({"id": call["id"], "rev": call["rev"], "reason": reason, "draft": with(call["draft"].clone(), more)});
    // What nobody touches is not judged: the note is taken.
    let noted = world.call("call_amend", change(&sent, json!({"note": "带上喷油嘴"}), ""));
    let moved = world.call("call_amend", change(&noted, json!({"received_at": START - HOUR}), "机器的钟快了一天"));
    let correct = json!({"at": START - 30 * MINUTE, "who": "周师傅", "doing": "correct", "reason": "机器的钟快了一天"});
    step(&world, &moved, "dispatched", correct);
    let arrived = step(&world, &moved, "arrived", json!({}));
    assert_eq!(arrived["state"], "arrived");
    Ok(())
}

#[test]
fn call_2_a_forwarded_task_is_corrected_in_every_field() -> Outcome<()> {
    let world = World::set_up()?;
    let made = world.call("call_open", call(json!({"channel": "head_office", "task_no": "RW-77"})));
    assert_eq!(made["draft"]["forwarded_at"], START);
    let change = |more: Value| {
        let stands = shown(&world, &made);
        let draft = with(stands["draft"].clone(), more);
        json!({"id": stands["id"], "rev": stands["rev"], "reason": "看错了钟", "draft": draft})
    };
    // It came in earlier: the instant of forwarding, left out, goes with it.
    let earlier = json!({"received_at": START - HOUR});
    assert_eq!(world.refused("call_amend", change(earlier)).field, "received_at");
    let both = json!({"received_at": START - HOUR, "forwarded_at": null});
    let moved = world.call("call_amend", change(both));
    assert_eq!(moved["draft"]["forwarded_at"], START - HOUR);
    let apart = world.call("call_amend", change(json!({"forwarded_at": START - 2 * HOUR})));
    assert_eq!(apart["draft"]["forwarded_at"], START - 2 * HOUR);
    // It was no task at all.
    let none = json!({"channel": "phone", "task_no": "", "forwarded_at": null});
    let plain = world.call("call_amend", change(none));
    assert_eq!((&plain["draft"]["forwarded_at"], clock(&plain, "task.ho_check")), (&Value::Null, &Value::Null));
    Ok(())
}

#[test]
fn call_9_a_repair_whose_days_do_not_fit_is_said_on_both_papers() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let made = world.call("call_open", call(json!({"serial": SERIAL})));
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    let work = world.call("repair_open", finished("2026-10-19", json!({"call": made["id"]})));
    let says = |list: &Value, code: &str| {
        let mut all = list.as_array().into_iter().flatten();
        all.find(|one| one["code"] == code).and_then(|one| one["message"].as_str()).unwrap_or_default().to_owned()
    };
    let stands = shown(&world, &made);
    assert_eq!(stands["state"], "dispatched");
    let told = says(&stands["notices"], "call_repair_differs");
    assert!(told.contains("完工时间（2026年10月19日）比派工时间"), "{stands}");
    let repair_says = says(&world.call("repair_show", json!({"id": work["id"]}))["notices"], "call_differs");
    assert!(repair_says.contains(made["no"].as_str().unwrap_or("?")), "{repair_says}");
    // The repair is put right: the call follows and nothing is said any more.
    let mut draft = work["draft"].clone();
    draft["completed_on"] = json!("2026-10-20");
    world.call("repair_amend", json!({"id": work["id"], "rev": work["rev"], "draft": draft, "reason": "写错了日子"}));
    let followed = shown(&world, &made);
    assert_eq!(
        (&followed["state"], says(&followed["notices"], "call_repair_differs")),
        (&json!("signed"), String::new())
    );
    Ok(())
}

#[test]
fn callclock_7_a_day_alone_does_not_say_whether_a_clock_of_hours_was_kept() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "DD", "name": "电动车厂", "policy": "S3-ebike"}));
    let day = "08:00-12:00 13:30-17:30";
    world.call("hours_save", json!({"hours": {"weekdays": day, "shifted": day}}));
    world.call("sale_open", sale("DD", "DD-1", "2026-10-02"));
    let made = world.call("call_open", call(json!({"principal": "DD", "serial": "DD-1", "area": "city"})));
    let open = with(
        repair("DD", "DD-1", "2026-10-20"),
        json!({"call": made["id"], "completed_on": "2026-10-20", "user_signed": true}),
    );
    world.set_clock(START + 9 * HOUR);
    world.call("repair_open", open);
    let followed = shown(&world, &made);
    assert_eq!(clock(&followed, "arrival.city")["state"], "met");
    assert!(codes(&followed["notices"]).contains(&"call_day_only"), "{followed}");
    let at = json!({"doing": "correct", "at": START + 2 * HOUR, "reason": "补上时间"});
    let timed = step(&world, &made, "done", at);
    assert!(!codes(&timed["notices"]).contains(&"call_day_only"), "{timed}");
    Ok(())
}

#[test]
fn callclock_6_an_open_clock_says_which_steps_stop_it() -> Outcome<()> {
    let world = World::set_up()?;
    let made = world.call("call_open", call(json!({})));
    let stops = |call: &Value| clock(call, "call.arrange")["stops"].as_str().unwrap_or_default().to_owned();
    let all = "登记了「安排」或「派工」或「转总部」、「告知用户」、「报总部备案」才停";
    assert_eq!(stops(&made), format!("{all}，还差「安排」或「派工」或「转总部」、「告知用户」、「报总部备案」"));
    step(&world, &made, "arranged", json!({}));
    let told = step(&world, &made, "told", json!({}));
    assert_eq!(stops(&told), format!("{all}，还差「报总部备案」"));
    let filed = step(&world, &made, "filed", json!({"no": "BA-1"}));
    assert_eq!(stops(&filed), "");
    Ok(())
}

#[test]
fn called_7_a_machine_of_another_maker_is_refused_with_its_maker() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let unit = world.call("unit_find", json!({"serial": SERIAL}));
    let other = if unit["unit"]["principal"] == "HH" { "WY" } else { "HH" };
    let wrong = call(json!({"principal": other, "unit_id": unit["unit"]["id"], "complaint": ""}));
    let refused = world.refused("call_open", wrong);
    let fields: Vec<&str> = refused.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["complaint", "principal"], "all of it at once");
    assert!(refused.fields[1].message.contains("和所选厂家不一致"), "{}", refused.message);
    let right = world.call("call_open", call(json!({"principal": "", "unit_id": unit["unit"]["id"]})));
    assert_eq!(right["draft"]["principal"], unit["unit"]["principal"]);
    Ok(())
}

#[test]
fn called_2_a_busy_phone_keeps_no_open_call_hidden_behind_closed_ones() -> Outcome<()> {
    let world = World::set_up()?;
    let open = world.call("call_open", call(json!({})));
    for _ in 0..9 {
        world.pass(MINUTE);
        let more = world.call("call_open", call(json!({})));
        world.call("call_void", json!({"id": more["id"], "reason": "重复登记"}));
    }
    let asked = world.call("call_from", json!({"phone": "19900364370"}));
    let nos: Vec<&Value> = asked["open"].as_array().into_iter().flatten().map(|row| &row["no"]).collect();
    assert_eq!(nos, [&open["no"]]);
    Ok(())
}

#[test]
fn called_8_a_machine_says_what_is_open_for_it_while_its_user_is_on_the_phone() -> Outcome<()> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    world.call("sale_open", with(sale("HH", SERIAL, "2026-10-02"), json!({"user_signed": false})));
    let asked = |more: Value| world.call("call_machine", with(json!({"serial": "hh26b-35536"}), more));
    let fresh = asked(json!({}));
    assert_eq!((&fresh["owner"], &fresh["coverage"]["in_warranty"]), (&json!("王丹"), &json!(true)), "{fresh}");
    assert_eq!(fresh["card"], "回执卡还没有收回，请提醒用户带来");
    assert_eq!((&fresh["calls"], &fresh["repairs"], &fresh["custody"]), (&json!([]), &json!([]), &Value::Null));
    let first = world.call("call_open", call(json!({"principal": "", "serial": SERIAL})));
    let maker = fresh["principal"].as_str().unwrap_or_default();
    let work = with(repair(maker, SERIAL, "2026-10-20"), json!({"completed_on": null, "user_signed": false}));
    let work = world.call("repair_open", work);
    world.call(
        "custody_open",
        json!({"serial": SERIAL, "phone": "19900364370", "outside": "完好", "fault": "发动不着"}),
    );
    let busy = asked(json!({}));
    assert_eq!((&busy["calls"][0]["no"], &busy["repairs"][0]["no"]), (&first["no"], &work["no"]), "{busy}");
    assert_eq!(busy["custody"]["state"], "here");
    assert_eq!(asked(json!({"except": first["id"]}))["calls"], json!([]), "not the call itself");
    // A second call is no mistake of the clerk: it is taken, and both say of each other.
    let second = world.call("call_open", call(json!({"principal": "", "serial": SERIAL, "phone": "13811112222"})));
    assert!(codes(&second["notices"]).contains(&"machine_open_too"), "{second}");
    // A machine nobody knows, called about twice: its serial tells.
    world.call("call_open", call(json!({"serial": "ZZ-900", "phone": "13822223333"})));
    let stranger = world.call("call_machine", json!({"serial": "zz 900"}));
    assert_eq!(
        (&stranger["unit_id"], stranger["calls"].as_array().map(Vec::len)),
        (&Value::Null, Some(1)),
        "{stranger}"
    );
    assert_eq!(world.call("call_machine", json!({"serial": "QQ-1"})), Value::Null);
    Ok(())
}

#[test]
fn call_7_a_call_with_a_repair_is_not_cancelled_before_it_and_says_the_way() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let made = world.call("call_open", call(json!({"serial": SERIAL})));
    let open = with(
        repair("HH", SERIAL, "2026-10-20"),
        json!({"call": made["id"], "completed_on": null, "user_signed": false}),
    );
    let work = world.call("repair_open", open);
    let void = json!({"id": made["id"], "reason": "登记错了人"});
    let refused = world.refused("call_void", void.clone());
    let no = work["no"].as_str().unwrap_or("?");
    assert_eq!(refused.code, "has_repair");
    assert!(refused.message.contains(no) && refused.message.contains("先到维修单"), "{}", refused.message);
    world.call("repair_void", json!({"id": work["id"], "rev": work["rev"], "reason": "登记错了人"}));
    assert_eq!(world.call("call_void", void)["state"], "voided");
    Ok(())
}

#[test]
fn call_11_a_call_whose_repair_waits_for_the_signature_says_so() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let made = world.call("call_open", call(json!({"serial": SERIAL})));
    assert_eq!(made["to_sign"], Value::Null);
    let open = finished("2026-10-20", json!({"call": made["id"], "user_signed": false}));
    let work = world.call("repair_open", open);
    assert_eq!(shown(&world, &made)["to_sign"], "王丹");
    let mut draft = work["draft"].clone();
    draft["user_signed"] = json!(true);
    world.call("repair_amend", json!({"id": work["id"], "rev": work["rev"], "draft": draft}));
    let signed = shown(&world, &made);
    assert_eq!((&signed["to_sign"], &signed["state"]), (&Value::Null, &json!("signed")));
    Ok(())
}

#[test]
fn sitehours_3_two_windows_do_not_undo_each_others_opening_times() -> Outcome<()> {
    let world = World::set_up()?;
    let none = json!({"weekdays": "", "saturday": "", "sunday": "", "shifted": "", "on_rest_days": false});
    let first = json!({"weekdays": "08:00-12:00"});
    world.call("hours_save", json!({"hours": first, "base": none}));
    let late = json!({"hours": {"weekdays": "09:00-17:00"}, "base": none});
    assert_eq!(world.refused("hours_save", late).code, "stale");
    assert_eq!(world.call("desk_status", json!({}))["hours"]["weekdays"], "08:00-12:00");
    world.call("hours_save", json!({"hours": {"weekdays": "09:00-17:00"}, "base": first}));
    world.call("operator_save", json!({"name": "王强", "role": "owner", "pin": "1357902468"}));
    let stands = world.call("operator_now", json!({}))["lock_minutes"].as_i64().unwrap_or_default();
    world.call("operator_lock_save", json!({"minutes": 7, "base": stands}));
    assert_eq!(world.refused("operator_lock_save", json!({"minutes": 9, "base": stands})).code, "stale");
    Ok(())
}

#[test]
fn who_made_a_call_a_receipt_a_repair_and_a_claim_stands_on_each() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell(SERIAL, "2026-10-02");
    let before = world.call("call_open", call(json!({})));
    assert_eq!(before["entered_by"], Value::Null, "nobody had signed in yet");
    world.call("operator_save", json!({"name": "王强", "role": "owner", "pin": "1357902468"}));
    let made = world.call("call_open", call(json!({"phone": "13811112222"})));
    let work = world.call("repair_open", finished("2026-10-20", json!({"parts": []})));
    let taken = world.call("custody_open", json!({"serial": "ZZ1", "phone": "1", "outside": "完好", "fault": "异响"}));
    world.call("repair_submit", json!({"id": work["id"]}));
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    let again = |command: &str, id: &Value| world.call(command, json!({"id": id}));
    let papers = [
        shown(&world, &made),
        again("repair_show", &work["id"]),
        again("custody_show", &taken["id"]),
        again("claim_show", &claim["claim"]["id"]),
    ];
    let hands: Vec<&Value> = papers.iter().map(|paper| &paper["entered_by"]).collect();
    assert_eq!(hands, ["王强"; 4]);
    assert_eq!(shown(&world, &before)["entered_by"], Value::Null);
    Ok(())
}

#[test]
fn takenin_6_six_hundred_machines_here_are_all_due_and_all_counted() -> Outcome<()> {
    let world = World::set_up()?;
    let today = domain::Day::at(START).iso();
    for n in 0..600 {
        let draft = json!({
            "principal": if n % 2 == 0 { "HH" } else { "" }, "serial": format!("T{n:05}"), "phone": "19900364370",
            "outside": "完好", "fault": "异响", "promised_on": today,
        });
        world.call_alone("custody_open", draft);
    }
    let today = world.call("today", json!({"limit": 2000}));
    assert_eq!((&today["total"], today["items"].as_array().map(Vec::len)), (&json!(600), Some(600)));
    assert_eq!(world.call("desk_status", json!({}))["counts"]["today"], 600, "the number beside 今日 is the list's");
    assert_eq!(
        world.call("today", json!({"principal": "HH"}))["total"],
        600,
        "what no maker is known of stands under each"
    );
    let page = world.call("custody_list", json!({"principal": "HH", "limit": 200, "offset": 400}));
    assert_eq!((&page["total"], page["rows"].as_array().map(Vec::len)), (&json!(600), Some(200)));
    world.pass(DAY);
    assert_eq!(world.call("custody_list", json!({"late": true}))["total"], 600);
    Ok(())
}
