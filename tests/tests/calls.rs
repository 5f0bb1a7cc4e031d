//! Stories of calls: the phone rings, clocks run by the maker's pack, somebody is sent, the repair is done and signed.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

const SERIAL: &str = "HH26B35536";
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A desk with HH (clock hours, filing) and the e-bike maker DD (working hours by place).
fn world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "DD", "name": "电动车厂", "policy": "S3-ebike"}));
    Ok(world)
}

fn open_hours(world: &World) {
    let day = "08:00-12:00 13:30-17:30";
    world.call("hours_save", json!({"hours": {"weekdays": day, "saturday": "", "sunday": "", "shifted": day}}));
}

fn call(principal: &str) -> Value {
    json!({"principal": principal, "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"})
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn opened(world: &World, draft: Value) -> Value {
    world.call("call_open", draft)
}

fn step(world: &World, call: &Value, kind: &str, more: Value) -> Value {
    world.call("call_step", with(json!({"id": call["id"], "kind": kind}), more))
}

fn shown(world: &World, call: &Value) -> Value {
    world.call("call_show", json!({"id": call["id"]}))
}

fn clock<'a>(call: &'a Value, rule: &str) -> &'a Value {
    let clocks = call["clocks"].as_array().map(Vec::as_slice).unwrap_or_default();
    clocks.iter().find(|one| one["standing"]["rule_key"] == rule).unwrap_or(&Value::Null)
}

fn codes(list: &Value) -> Vec<&str> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|notice| notice["code"].as_str()).collect()
}

/// An instant of Shanghai.
fn at(day: &str, hour: i64, minute: i64) -> Outcome<i64> {
    Ok(day.parse::<domain::Day>()?.starts_at() + hour * HOUR + minute * MINUTE)
}

#[test]
fn a_call_from_ringing_to_crossing_off() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-12");
    let asked = world.call("call_from", json!({"phone": "199 0036 4370"}));
    let known = &asked["known"][0];
    assert_eq!((&known["name"], &known["serial"]), (&json!("王丹"), &json!(SERIAL)), "{asked}");

    let draft = with(
        call("HH"),
        json!({"customer_id": known["customer_id"], "unit_id": known["unit_id"], "area": "suburb", "address": "双庙乡张家村"}),
    );
    let made = opened(&world, draft);
    assert_eq!(made["no"].as_str().map(|no| no.contains("-BX-2610-")), Some(true), "{made}");
    assert_eq!((&made["draft"]["serial"], &made["draft"]["model"]), (&json!(SERIAL), &json!("HH704")));
    let arrange = clock(&made, "call.arrange");
    assert_eq!((&arrange["due_at"], &arrange["left_ms"]), (&json!(START + 2 * HOUR), &json!(2 * HOUR)));
    assert!(codes(&made["notices"]).is_empty(), "{made}");

    world.pass(10 * MINUTE);
    step(&world, &made, "arranged", json!({"words": "下午去"}));
    step(&world, &made, "told", json!({}));
    let refused = world.refused("call_step", json!({"id": made["id"], "kind": "filed"}));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("missing", "no"));
    let refused = world.refused("call_step", json!({"id": made["id"], "kind": "referred"}));
    assert_eq!(refused.message, "「转总部」之前要先有「报总部备案」，请先登记");
    let open = shown(&world, &made);
    assert_eq!(clock(&open, "call.arrange")["state"], "pending", "head office wants it filed");
    let filed = step(&world, &made, "filed", json!({"no": "BA-26-118"}));
    let arrange = clock(&filed, "call.arrange");
    assert_eq!((&arrange["state"], &arrange["level"]), (&json!("met"), &json!("met")), "{filed}");

    let sent = step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    assert_eq!((&sent["state"], &sent["waits"]), (&json!("dispatched"), &json!(false)));
    world.pass(HOUR);
    step(&world, &made, "arrived", json!({}));
    world.pass(HOUR);
    step(&world, &made, "done", json!({"words": "换喷油嘴"}));
    step(&world, &made, "signed", json!({"who": "王丹"}));
    let closed = step(&world, &made, "crossed_off", json!({}));
    assert_eq!((&closed["state"], &closed["next"]), (&json!("closed"), &json!([])));
    let again = world.refused("call_step", json!({"id": made["id"], "kind": "referred"}));
    assert_eq!(again.code, "wrong_state");
    Ok(())
}

#[test]
fn callclock_1_without_a_maker_or_a_rule_no_clock_is_made_up() -> Outcome<()> {
    let world = world()?;
    world.call("principal_save", json!({"code": "ZZ", "name": "无名厂"}));
    let nobody = opened(&world, call(""));
    assert_eq!(
        (&nobody["clocks"], codes(&nobody["notices"])),
        (&json!([]), vec!["unit_unknown", "call_without_maker"])
    );
    let without = opened(&world, with(call("ZZ"), json!({"phone": "13811112222"})));
    assert_eq!(without["clocks"], json!([]));
    assert!(codes(&without["notices"]).contains(&"call_without_pack"), "{without}");
    // Somebody chooses a pack: what is open gets its clock.
    world.call("principal_save", json!({"code": "ZZ", "name": "无名厂", "policy": "S0-farm"}));
    assert_eq!(clock(&shown(&world, &without), "call.arrange")["due_at"], json!(START + 2 * HOUR));
    Ok(())
}

#[test]
fn callclock_2_midnight_and_a_forwarded_task() -> Outcome<()> {
    let world = world()?;
    let night = at("2026-10-21", 23, 10)?;
    world.set_clock(night);
    let draft = with(
        call("HH"),
        json!({"channel": "head_office", "task_no": "RW-77", "forwarded_at": night - 20 * MINUTE, "urgency": "urgent"}),
    );
    let made = opened(&world, draft);
    let due = |call: &Value, rule: &str| clock(call, rule)["due_at"].as_i64();
    assert_eq!(due(&made, "call.arrange"), Some(at("2026-10-22", 1, 10)?));
    assert_eq!(due(&made, "task.arrange_detail"), Some(at("2026-10-22", 0, 50)?));
    assert_eq!(due(&made, "task.ho_check"), Some(at("2026-10-22", 2, 50)?));
    assert_eq!(due(&made, "call.urgent"), Some(night));
    world.set_clock(at("2026-10-22", 0, 51)?);
    let late = shown(&world, &made);
    assert_eq!((&clock(&late, "task.arrange_detail")["level"], &late["left_over"]), (&json!("late"), &json!(true)));
    assert_eq!(clock(&late, "call.arrange")["level"], "soon", "two rungs of its ladder are reached");
    let arranged = step(&world, &made, "arranged", json!({"words": "天亮就去"}));
    assert_eq!(clock(&arranged, "task.arrange_detail")["state"], "late");
    assert_eq!(clock(&arranged, "task.arrange_detail")["level"], "met_late");
    assert_eq!(clock(&arranged, "call.arrange")["state"], "pending", "nobody told the user yet");
    Ok(())
}

#[test]
fn callclock_3_working_hours_stand_still_at_noon_at_night_on_days_of_rest_and_run_on_a_worked_saturday() -> Outcome<()>
{
    let world = world()?;
    open_hours(&world);
    let due = |draft: Value, rule: &str| {
        let made = opened(&world, draft);
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((clock(&made, rule)["due_at"].as_i64(), made))
    };
    let draft = |area: &str, received_at: i64| with(call("DD"), json!({"area": area, "received_at": received_at}));
    world.set_clock(at("2026-10-30", 12, 0)?);
    // Friday 9 October 16:00; the Saturday is worked (调休), the Sunday is not.
    let (city, made) = due(draft("city", at("2026-10-09", 16, 0)?), "arrival.city")?;
    assert_eq!(city, Some(at("2026-10-10", 14, 0)?), "{made}");
    // The same, out of town: an hour more.
    let (suburb, _) = due(draft("suburb", at("2026-10-09", 16, 0)?), "arrival.suburb")?;
    assert_eq!(suburb, Some(at("2026-10-10", 15, 0)?));
    // The eve of National Day: a week stands still.
    let (holiday, _) = due(draft("city", at("2026-09-30", 16, 30)?), "arrival.city")?;
    assert_eq!(holiday, Some(at("2026-10-08", 14, 30)?));
    // Before the shop opens, and an ordinary weekend.
    let (early, _) = due(draft("city", at("2026-10-12", 6, 0)?), "arrival.city")?;
    assert_eq!(early, Some(at("2026-10-12", 15, 30)?));
    let (weekend, _) = due(draft("city", at("2026-10-23", 17, 0)?), "arrival.city")?;
    assert_eq!(weekend, Some(at("2026-10-26", 15, 0)?));
    // After closing time, at midnight.
    let (evening, _) = due(draft("city", at("2026-10-27", 0, 0)?), "arrival.city")?;
    assert_eq!(evening, Some(at("2026-10-27", 15, 30)?));
    // Neither in town nor out of it: no clock of arrival, and that is said.
    let nowhere = opened(&world, call("DD"));
    assert_eq!(clock(&nowhere, "arrival.city"), &Value::Null);
    assert!(codes(&nowhere["notices"]).contains(&"call_without_area"), "{nowhere}");
    Ok(())
}

#[test]
fn callclock_3_what_is_left_counts_open_hours_only() -> Outcome<()> {
    let world = world()?;
    open_hours(&world);
    let made = opened(&world, with(call("DD"), json!({"area": "city"})));
    // 10:00 on Tuesday: 2 h before noon, 4 h after it.
    assert_eq!(clock(&made, "arrival.city")["due_at"], json!(at("2026-10-20", 17, 30)?));
    assert_eq!(clock(&made, "arrival.city")["left_ms"], json!(6 * HOUR));
    world.set_clock(at("2026-10-20", 12, 30)?);
    let noon = shown(&world, &made);
    let arrival = clock(&noon, "arrival.city");
    assert_eq!((&arrival["left_ms"], &arrival["stands_still"]), (&json!(4 * HOUR), &json!(true)), "{noon}");
    world.set_clock(at("2026-10-20", 17, 31)?);
    let late = shown(&world, &made);
    assert_eq!(
        (&clock(&late, "arrival.city")["level"], &clock(&late, "arrival.city")["left_ms"]),
        (&json!("late"), &json!(-MINUTE))
    );
    Ok(())
}

#[test]
fn sitehours_2_without_opening_times_a_clock_of_working_hours_says_so_and_runs_once_they_are_known() -> Outcome<()> {
    let world = world()?;
    let made = opened(&world, with(call("DD"), json!({"area": "city"})));
    let arrival = clock(&made, "arrival.city").clone();
    assert_eq!(
        (&arrival["due_at"], &arrival["runs"], &arrival["level"]),
        (&Value::Null, &json!(false), &json!("none"))
    );
    assert_eq!(arrival["sentence"].as_str().map(|says| says.contains("营业时间")), Some(true), "{arrival}");
    open_hours(&world);
    assert_eq!(clock(&shown(&world, &made), "arrival.city")["due_at"], json!(at("2026-10-20", 17, 30)?));
    let refused = world.refused("hours_save", json!({"hours": {"weekdays": "12:00-08:00"}}));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("out_of_range", "weekdays"));
    Ok(())
}

#[test]
fn callclock_4_what_head_office_took_over_is_not_arrived_at_here() -> Outcome<()> {
    let world = world()?;
    open_hours(&world);
    let made = opened(&world, with(call("DD"), json!({"area": "city"})));
    step(&world, &made, "filed", json!({"no": "BA-9"}));
    let referred = step(&world, &made, "referred", json!({}));
    assert_eq!(
        (&referred["state"], &clock(&referred, "arrival.city")["state"]),
        (&json!("referred"), &json!("waived"))
    );
    assert_eq!(clock(&referred, "arrival.city")["sentence"], "免除：已转总部，备案编号 BA-9");
    let voided = world.call("call_void", json!({"id": made["id"], "reason": "用户说不用了"}));
    assert_eq!((&voided["state"], &clock(&voided, "arrival.city")["state"]), (&json!("voided"), &json!("void")));
    Ok(())
}

#[test]
fn callclock_5_a_corrected_step_or_instant_moves_its_clock() -> Outcome<()> {
    let world = world()?;
    let made = opened(&world, call("HH"));
    let steps = |minutes: i64, kind: &str, more: Value| {
        step(&world, &made, kind, with(json!({"at": START + minutes * MINUTE}), more))
    };
    world.pass(4 * HOUR);
    steps(30, "arranged", json!({}));
    steps(40, "told", json!({}));
    let filed = steps(110, "filed", json!({"no": "BA-1"}));
    assert_eq!(clock(&filed, "call.arrange")["state"], "met");
    let bare = world.refused(
        "call_step",
        json!({"id": made["id"], "kind": "filed", "doing": "correct", "at": START, "no": "BA-1"}),
    );
    assert_eq!(bare.code, "missing");
    let late = steps(130, "filed", json!({"no": "BA-2", "doing": "correct", "reason": "总部回的是下午的号"}));
    assert_eq!((&clock(&late, "call.arrange")["state"], &late["steps"][2]["no"]), (&json!("late"), &json!("BA-2")));
    assert_eq!(late["earlier"][0]["ended_reason"], "总部回的是下午的号");
    let back = step(&world, &made, "filed", json!({"doing": "take_back", "reason": "没有备案"}));
    assert_eq!(clock(&back, "call.arrange")["level"], "late", "it runs again, past its end");

    // The call came in later than it was put in: the reason is asked for, and the clock counts from then.
    let mut draft = back["draft"].clone();
    draft["received_at"] = json!(START + 20 * MINUTE);
    let amend = json!({"id": made["id"], "rev": back["rev"], "draft": draft});
    assert_eq!(world.refused("call_amend", amend.clone()).code, "reason_needed");
    let amended = world.call("call_amend", with(amend, json!({"reason": "看错了钟"})));
    assert_eq!(clock(&amended, "call.arrange")["due_at"], json!(START + 140 * MINUTE));
    let kept = rusqlite_rows(&world, "call.arrange")?;
    assert_eq!(kept.iter().filter(|standing| **standing).count(), 1, "one stands, the others stay: {kept:?}");
    assert!(kept.len() >= 4, "{kept:?}");
    Ok(())
}

/// Rows kept of a rule: whether each still stands.
fn rusqlite_rows(world: &World, rule: &str) -> Outcome<Vec<bool>> {
    let connection = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let mut statement = connection.prepare("SELECT superseded_at IS NULL FROM deadline WHERE rule = ?1 ORDER BY id")?;
    let rows = statement.query_map([rule], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[test]
fn calltoday_1_what_nobody_was_sent_to_stands_first_the_next_morning() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-02");
    let evening = at("2026-10-20", 16, 40)?;
    world.set_clock(evening);
    let left = opened(&world, call("WY"));
    let sent = opened(&world, with(call("WY"), json!({"phone": "13800001111"})));
    step(&world, &sent, "dispatched", json!({"who": "周师傅"}));
    world.set_clock(at("2026-10-21", 8, 0)?);
    let fresh = opened(&world, with(call("WY"), json!({"phone": "13800002222"})));
    let today = world.call("today", json!({}));
    let first = &today["items"][0];
    assert_eq!((&first["kind"], &first["no"]), (&json!("call_left"), &left["no"]), "{today}");
    assert_eq!(first["reason"].as_str().map(|says| says.contains("当日没有派工，今天先派")), Some(true), "{first}");
    assert_eq!(today["total"].as_u64(), today["items"].as_array().map(|items| items.len() as u64));
    let list = world.call("call_list", json!({}));
    let nos: Vec<_> =
        list["rows"].as_array().map(|rows| rows.iter().map(|row| row["no"].clone()).collect()).unwrap_or_default();
    assert_eq!(nos, [left["no"].clone(), fresh["no"].clone(), sent["no"].clone()], "{list}");
    assert_eq!(world.call("call_list", json!({"undispatched": true}))["total"], 2);
    assert_eq!(world.call("call_list", json!({"late": true}))["total"], 2, "arranging ran out for both of yesterday");
    assert_eq!(world.call("call_list", json!({"state": "dispatched"}))["total"], 1);
    assert_eq!(world.call("call_list", json!({"principal": "HH"}))["total"], 0);
    for term in ["13800002222", "wd", "发动不着", "周师傅"] {
        assert_ne!(world.call("call_list", json!({"term": term}))["total"], 0, "{term}");
    }
    assert_eq!(world.call("desk_status", json!({}))["counts"]["calls"], 2);
    Ok(())
}

#[test]
fn called_1_machines_nobody_knows_are_served_and_flagged() -> Outcome<()> {
    let world = world()?;
    let stranger = opened(&world, with(call("HH"), json!({"serial": "XX99"})));
    assert_eq!(codes(&stranger["notices"]), ["unit_unknown"]);
    assert_eq!(stranger["notices"][0]["message"].as_str().map(|says| says.contains("别家")), Some(true));
    // Repaired here before, never sold here.
    world.call("repair_open", with(repair("HH", "HH-UNSOLD", "2026-10-15"), json!({"in_warranty": false})));
    let unsold = opened(&world, with(call(""), json!({"serial": "hh unsold", "phone": "13911112222"})));
    assert_eq!(codes(&unsold["notices"]), ["unit_without_sale"]);
    assert_eq!(
        (&unsold["draft"]["principal"], &unsold["draft"]["serial"]),
        (&json!("HH"), &json!("HHUNSOLD")),
        "{unsold}"
    );
    // The same serial at two makers: nobody guesses.
    world.call("sale_open", sale("HH", "8888", "2026-10-10"));
    world.call("sale_open", sale("WY", "8888", "2026-10-10"));
    let two = opened(&world, with(call(""), json!({"serial": "8888", "phone": "13922223333"})));
    assert_eq!(two["draft"]["unit_id"], Value::Null);
    let one = opened(&world, with(call("WY"), json!({"serial": "8888", "phone": "13933334444"})));
    assert_ne!(one["draft"]["unit_id"], Value::Null);
    Ok(())
}

#[test]
fn called_2_a_second_call_from_the_same_phone_is_told() -> Outcome<()> {
    let world = world()?;
    let first = opened(&world, call("HH"));
    let second = opened(&world, with(call("HH"), json!({"complaint": "还是发动不着"})));
    assert!(codes(&second["notices"]).contains(&"call_open_too"), "{second}");
    let asked = world.call("call_from", json!({"phone": "19900364370"}));
    assert_eq!(asked["open"].as_array().map(Vec::len), Some(2));
    world.call("call_void", json!({"id": first["id"], "reason": "重复登记"}));
    assert!(!codes(&shown(&world, &second)["notices"]).contains(&"call_open_too"));
    Ok(())
}

#[test]
fn form_1_a_double_click_makes_one_call_and_one_step_and_two_hands_are_told() -> Outcome<()> {
    let world = world()?;
    let draft = with(call("HH"), json!({"request_id": "form-1"}));
    let (one, two) = (opened(&world, draft.clone()), opened(&world, draft.clone()));
    assert_eq!((&one["id"], world.call("call_list", json!({}))["total"].as_i64()), (&two["id"], Some(1)));
    assert_eq!(world.refused("call_open", with(draft, json!({"complaint": "漏油"}))).code, "request_reused");
    let send =
        json!({"request_id": "step-1", "id": one["id"], "rev": one["rev"], "kind": "dispatched", "who": "周师傅"});
    world.call("call_step", send.clone());
    let again = world.call("call_step", send);
    assert_eq!(again["steps"].as_array().map(Vec::len), Some(1), "{again}");
    // The other hand has the call as it was.
    let other =
        json!({"request_id": "step-2", "id": one["id"], "rev": one["rev"], "kind": "dispatched", "who": "李师傅"});
    assert_eq!(world.refused("call_step", other).code, "stale");
    let blind = world.refused("call_step", json!({"id": one["id"], "kind": "dispatched", "who": "李师傅"}));
    assert_eq!(blind.code, "step_twice");
    assert_eq!(shown(&world, &one)["steps"][0]["who"], "周师傅");
    Ok(())
}

#[test]
fn called_3_what_a_clock_follows_from_is_changed_with_a_reason_and_the_rest_without() -> Outcome<()> {
    let world = world()?;
    open_hours(&world);
    let made = opened(&world, with(call("DD"), json!({"area": "city"})));
    let change = |more: Value, reason: &str| {
        let call = shown(&world, &made);
        json!({"id": call["id"], "rev": call["rev"], "reason": reason, "draft": with(call["draft"].clone(), more)})
    };
    world.call("call_amend", change(json!({"note": "带上喷油嘴", "caller": "王丹妹"}), ""));
    for more in [json!({"area": "suburb"}), json!({"urgency": "urgent"}), json!({"principal": "HH"})] {
        assert_eq!(world.refused("call_amend", change(more, " ")).code, "reason_needed");
    }
    let moved = world.call("call_amend", change(json!({"area": "suburb"}), "在郊区"));
    assert_eq!(clock(&moved, "arrival.city"), &Value::Null, "{moved}");
    assert_eq!(clock(&moved, "arrival.suburb")["due_at"], json!(at("2026-10-21", 9, 0)?));
    // Another maker: its clocks take the place of these.
    let other = world.call("call_amend", change(json!({"principal": "HH"}), "看错了厂家"));
    assert_eq!(clock(&other, "arrival.suburb"), &Value::Null, "{other}");
    assert_eq!(clock(&other, "call.arrange")["due_at"], json!(START + 2 * HOUR));
    Ok(())
}

#[test]
fn calltoday_2_a_call_stands_on_today_once_with_the_clock_that_presses() -> Outcome<()> {
    let world = world()?;
    let made =
        opened(&world, with(call("HH"), json!({"urgency": "urgent", "task_no": "RW-1", "channel": "head_office"})));
    let bare = opened(&world, with(call(""), json!({"phone": "13812340000"})));
    world.pass(2 * HOUR + 35 * MINUTE);
    let today = world.call("today", json!({}));
    let calls: Vec<_> = today["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .filter(|one| one["kind"] == "call")
        .collect();
    assert_eq!(calls.len(), 2, "{today}");
    assert_eq!((&calls[0]["no"], &calls[0]["level"]), (&made["no"], &json!("late")));
    assert_eq!(calls[0]["reason"], "紧急；还没有派工；紧急事项上报并安排超时 2 小时 35 分");
    assert_eq!((&calls[1]["no"], &calls[1]["reason"]), (&bare["no"], &json!("还没有派工")), "no clock is made up");
    assert_eq!(world.call("desk_status", json!({}))["counts"]["today"], today["total"]);
    Ok(())
}

#[test]
fn called_4_a_repair_opened_from_a_call_is_linked_and_moves_it() -> Outcome<()> {
    let world = world()?;
    world.sell(SERIAL, "2026-10-02");
    let made = opened(&world, with(call("HH"), json!({"serial": SERIAL})));
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    let open = with(
        repair("HH", SERIAL, "2026-10-20"),
        json!({"call": made["id"], "completed_on": null, "user_signed": false}),
    );
    let work = world.call("repair_open", open.clone());
    assert_eq!((&work["call_no"], &work["draft"]["call"]), (&made["no"], &made["id"]));
    let linked = shown(&world, &made);
    assert_eq!((&linked["repair_no"], &linked["state"]), (&work["no"], &json!("dispatched")));
    let second = world.refused("repair_open", open);
    assert_eq!((second.code.as_str(), second.field.as_str()), ("taken", "call"));

    // Done and signed: the call follows, with the days the repair names.
    world.pass(DAY);
    let mut draft = work["draft"].clone();
    draft["completed_on"] = json!("2026-10-21");
    draft["user_signed"] = json!(true);
    let amended = world.call("repair_amend", json!({"id": work["id"], "rev": work["rev"], "draft": draft}));
    let followed = shown(&world, &made);
    assert_eq!(followed["state"], "signed", "{followed}");
    let done = &followed["steps"][1];
    assert_eq!(
        (&done["kind"], &done["on"], &done["at"], &done["by_repair"]),
        (&json!("done"), &json!("2026-10-21"), &Value::Null, &json!(true))
    );
    // It is cancelled: the call is where it was, what was there stays on record.
    world.call("repair_void", json!({"id": work["id"], "rev": amended["rev"], "reason": "开错了机器"}));
    let back = shown(&world, &made);
    assert_eq!((&back["state"], back["earlier"].as_array().map(Vec::len)), (&json!("dispatched"), Some(2)));
    // Another repair may take its place.
    let again = with(repair("HH", SERIAL, "2026-10-20"), json!({"call": made["id"], "completed_on": "2026-10-21"}));
    let again = world.call("repair_open", again);
    assert_eq!(shown(&world, &made)["repair_no"], again["no"]);
    assert_eq!(shown(&world, &made)["state"], "signed");
    Ok(())
}

#[test]
fn calls_are_exported_with_every_step() -> Outcome<()> {
    let world = world()?;
    let made = opened(&world, with(call("HH"), json!({"complaint": "=1+1"})));
    step(&world, &made, "dispatched", json!({"who": "周师傅"}));
    let path = world.dir().join("报修.csv");
    let file = world.call("list_export", json!({"of": {"list": "calls", "query": {}}, "path": path}));
    assert_eq!(file["rows"], 1);
    let text = std::fs::read_to_string(&path)?;
    assert!(text.contains("周师傅") && text.contains("2026-10-20 10:00") && text.contains("'=1+1"), "{text}");
    Ok(())
}

#[test]
fn rules_that_make_no_sense_of_the_order_are_said() -> Outcome<()> {
    let world = world()?;
    let made = opened(&world, call("HH"));
    let refused =
        |kind: &str, more: Value| world.refused("call_step", with(json!({"id": made["id"], "kind": kind}), more));
    assert_eq!(refused("arrived", json!({})).message, "「到达」之前要先有「派工」，请先登记");
    assert_eq!(refused("signed", json!({})).code, "step_missing");
    assert_eq!(refused("arranged", json!({"at": START - MINUTE})).code, "time_before");
    assert_eq!(refused("arranged", json!({"at": START + MINUTE})).code, "future_time");
    assert_eq!(refused("arranged", json!({"at": i64::MAX})).code, "future_time");
    assert_eq!(refused("dispatched", json!({})).field, "who");
    assert_eq!(world.refused("call_open", json!({"channel": "phone", "complaint": ""})).code, "missing");
    let ahead = world.refused("call_open", with(call("HH"), json!({"received_at": START + HOUR})));
    assert_eq!((ahead.code.as_str(), ahead.field.as_str()), ("future_time", "received_at"));
    Ok(())
}
