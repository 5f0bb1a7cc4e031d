//! What people do with calls, thrown by dice: they come in, steps are put in, corrected and taken back, two windows meet.

use crate::desk::Desk;
use crate::moves::{any, at_once, maker, repair_draft, rows};
use serde_json::{Value, json};

const KINDS: [&str; 9] =
    ["arranged", "told", "filed", "referred", "dispatched", "arrived", "done", "signed", "crossed_off"];

/// One thing happens to calls.
pub fn one(desk: &mut Desk) {
    match desk.dice.below(13) {
        0..3 => ring(desk),
        3..7 => step(desk),
        7..9 => mend_step(desk),
        9 => both_windows(desk),
        10 => work(desk),
        11 => amend(desk),
        _ => void(desk),
    }
    nothing_is_lost(desk);
}

fn ring(desk: &mut Desk) {
    let maker = maker(desk);
    let phone = desk.dice.of(&["19900364370", "19900000001", "13800000000"]);
    let ago = desk.dice.below(300) - 10;
    let mut draft = json!({
        "channel": "phone", "phone": phone, "complaint": "发动不着", "area": desk.dice.of(&["city", "suburb"]),
        "principal": if desk.dice.once_in(5) { "" } else { maker }, "request_id": desk.request(),
        "serial": format!("{maker}26B3000{}", desk.dice.below(8)),
    });
    if desk.dice.once_in(3) {
        draft["received_at"] = json!(desk.instant(ago));
    }
    if desk.dice.once_in(5) {
        draft["task_no"] = json!(format!("RW-{}", desk.requests));
    }
    desk.take("call_open", draft);
}

/// A step with what it needs, now or some minutes ago; some of them out of order.
fn input(desk: &mut Desk, call: &Value, doing: &str) -> Value {
    let shown = desk.world.call("call_show", json!({"id": call["id"]}));
    let next = shown["next"].as_array().cloned().unwrap_or_default();
    let kind = match usize::try_from(desk.dice.below(12)).unwrap() {
        wild @ 0..9 if next.is_empty() || desk.dice.once_in(4) => json!(KINDS[wild]),
        at => next.get(at % next.len().max(1)).cloned().unwrap_or(json!("done")),
    };
    let ago = desk.dice.below(90) - 5;
    json!({
        "id": call["id"], "rev": shown["rev"], "kind": kind, "doing": doing, "request_id": desk.request(),
        "at": if desk.dice.once_in(3) { json!(desk.instant(ago)) } else { Value::Null },
        "who": desk.dice.of(&["周师傅", "李师傅"]), "no": "BA-1", "words": "办了", "reason": "看错了表",
    })
}

fn step(desk: &mut Desk) {
    let Some(call) = any(desk, "call") else { return };
    let input = input(desk, &call, "put");
    desk.take("call_step", input);
}

fn mend_step(desk: &mut Desk) {
    let Some(call) = any(desk, "call WHERE steps <> '[]'") else { return };
    let doing = desk.dice.of(&["correct", "take_back"]);
    let mut input = input(desk, &call, doing);
    let steps =
        call["steps"].as_str().and_then(|text| serde_json::from_str::<Vec<Value>>(text).ok()).unwrap_or_default();
    if let Some(last) = steps.iter().rev().find(|step| step.get("ended").is_none()) {
        input["kind"] = last["kind"].clone();
    }
    desk.take("call_step", input);
}

/// Two windows put a step in from the same version: at most one of them is taken, the other is told.
fn both_windows(desk: &mut Desk) {
    let Some(call) = any(desk, "call WHERE void_reason IS NULL") else { return };
    let inputs = [input(desk, &call, "put"), input(desk, &call, "put")];
    desk.tell(format!("both at once: call_step {}", call["no"]));
    let answers = at_once(desk, "call_step", inputs);
    let good = answers.iter().filter(|answer| answer.is_ok()).count();
    desk.must(good < 2, || format!("both were taken: {answers:?}"));
    desk.look();
}

/// A repair is opened from a call of a machine.
fn work(desk: &mut Desk) {
    let Some(call) = any(desk, "call WHERE void_reason IS NULL AND principal IS NOT NULL") else { return };
    let mut draft = repair_draft(desk);
    let shown = desk.world.call("call_show", json!({"id": call["id"]}));
    let maker = shown["draft"]["principal"].clone();
    draft["unit"] = json!({"model": format!("{}704", maker.as_str().unwrap_or("HH")), "serial": call["serial"]});
    draft["principal"] = maker;
    draft["call"] = call["id"].clone();
    desk.take("repair_open", draft);
}

/// It came in at another instant, or of another area.
fn amend(desk: &mut Desk) {
    let Some(call) = any(desk, "call") else { return };
    let shown = desk.world.call("call_show", json!({"id": call["id"]}));
    let mut draft = shown["draft"].clone();
    let ago = desk.dice.below(200) - 10;
    draft["received_at"] = json!(desk.instant(ago));
    draft["area"] = json!(desk.dice.of(&["city", "suburb"]));
    let reason = if desk.dice.once_in(4) { "" } else { "看错了钟" };
    desk.take("call_amend", json!({"id": call["id"], "rev": shown["rev"], "reason": reason, "draft": draft}));
}

fn void(desk: &mut Desk) {
    let Some(call) = any(desk, "call") else { return };
    let reason = if desk.dice.once_in(6) { " " } else { "重复登记" };
    desk.take("call_void", json!({"id": call["id"], "rev": call["rev"], "reason": reason}));
}

/// Every call nobody was sent to, and every one that is done without a repair, stands on 今日 once.
fn nothing_is_lost(desk: &mut Desk) {
    let today = desk.world.call("today", json!({"limit": 2000}));
    let items: Vec<Value> = today["items"].as_array().cloned().unwrap_or_default();
    let wanted = rows(
        desk,
        "SELECT c.id, c.no FROM call c WHERE c.state IN ('open', 'arranged') OR (c.state IN ('done', 'signed')
           AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.id = c.repair AND r.state <> 'voided'))",
    );
    for call in wanted {
        let found = items.iter().filter(|item| item["id"] == call["id"]).count();
        desk.must(found == 1, || format!("call {} stands on 今日 {found} times", call["no"]));
    }
    let counted = desk.world.call("desk_status", json!({}))["counts"]["today"].clone();
    desk.must(counted == today["total"], || format!("今日 counts {counted}, shows {}", today["total"]));
}
