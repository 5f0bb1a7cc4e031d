//! Stories of a claim: what it lacks, what head office decides on its sheet, the notice, the money at every step.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

mod changes;
mod deduction;
mod money;
mod opening;
mod sheets;

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
fn money(world: &World) -> [i64; 5] {
    let view = world.call("money", json!({"principal": "HH"}))[0].take();
    ["earned", "to_claim", "waiting", "at_risk", "lost"].map(|name| {
        let figure = &view[name];
        let rows = figure["rows"].as_array().unwrap_or_else(|| panic!("{view}"));
        let known: i64 = rows.iter().filter_map(|row| row["fen"].as_i64()).sum();
        assert_eq!(figure["fen"], known, "{name}: {figure}");
        assert_eq!(figure["more"], 0, "all of it is listed");
        let unknown = rows.iter().filter(|row| row["fen"].is_null()).count();
        assert_eq!(figure["unknown"].as_u64(), u64::try_from(unknown).ok());
        known
    })
}

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
    assert!(why.code == "in_claim" && why.message.contains("撤出这一行"), "{}", why.message);
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
    assert_eq!(
        money(&world),
        [23_600, 0, 0, 47_200, 0],
        "earned; at risk by what the third lacks and what may be disputed"
    );
    let named = json!({"principal": "HH", "month": "2026-10", "repairs": [made["lines"][1]["repair_id"]]});
    let again = world.call("claim_open", named);
    assert_eq!([&again["claim"]["lines"], &again["lines"][0]["again_of"]], [&json!(1), &made["claim"]["no"]]);
    assert_eq!(money(&world), [23_600, 0, 23_600, 23_600, 0], "asked for again, it is no longer lost");
    assert_eq!(ready(&world)["ready"], 0, "once");
    let gone = json!({"id": id, "reason": "不要了"});
    assert_eq!(world.refused("claim_void", gone).code, "wrong_state");
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

#[test]
fn claims_3_which_line_is_the_newest_is_not_a_matter_of_days() -> Outcome<()> {
    let world = world()?;
    let refused = json!([{"repair_no": "WX26100001", "approved_fen": 0, "reason": "照片看不清"}]);
    world.set_clock(START + 2 * DAY);
    let first = claim(&world);
    world.call("claim_decide", json!({"id": first["claim"]["id"], "lines": refused}));
    // The clock was ahead, and is put right.
    world.set_clock(START);
    let named = json!({"principal": "HH", "month": "2026-10", "repairs": [first["lines"][0]["repair_id"]]});
    let again = world.call("claim_open", named);
    assert_eq!(again["lines"][0]["again_of"], first["claim"]["no"], "{again}");
    let approved = json!([{"repair_no": "WX26100001", "approved_fen": 23_600}]);
    let old = json!({"id": first["claim"]["id"], "lines": approved});
    assert_eq!(world.refused("claim_decide", old).code, "wrong_state", "it is asked for again elsewhere");
    let decided = world.call("claim_decide", json!({"id": again["claim"]["id"], "lines": approved}));
    assert_eq!(decided["lines"][0]["verdict"], "approved", "{decided}");
    Ok(())
}
