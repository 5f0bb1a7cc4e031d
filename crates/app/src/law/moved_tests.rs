//! A desk whose maker comes under other rules, and what then stands.

use super::tests::{Desk, packs};
use crate::policies::Shelf;
use crate::tasks::Task;
use domain::deadline::DeadlineState::{self, Met, Pending};
use serde_json::{Value, json};

fn row(rule: &str, due_on: &str, state: DeadlineState) -> (String, Option<String>, DeadlineState) {
    (rule.to_owned(), Some(due_on.to_owned()), state)
}

fn under(desk: &Desk, policy: &str) {
    desk.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": policy}));
}

fn carried(desk: &Desk, sold: &Value) -> Value {
    let shown = desk.call("sale_show", json!({"id": sold["id"]}));
    json!([shown["due"]["due_on"], shown["due"]["rule"]])
}

/// The contract without its rule about cards.
const NO_CARD: (&str, &str, &str) = ("S0-farm", r#""key": "card.to_ho""#, r#""key": "install.done""#);

#[test]
fn law_3_a_card_is_followed_by_the_rule_of_now_and_carries_its_day() {
    let desk = Desk::new();
    under(&desk, "S3-ebike");
    let sold = desk.sell("HH26B35536", "2026-10-20");
    assert_eq!(desk.due("HH26B35536"), [row("card.stub_from_user", "2026-11-20", Pending)]);
    under(&desk, "S0-farm");
    assert_eq!(desk.due("HH26B35536"), [row("card.to_ho", "2026-11-09", Pending)]);
    assert_eq!(carried(&desk, &sold), json!(["2026-11-09", "回执卡到总部 · S0-farm 2026.1"]));
    under(&desk, "S3-aircon");
    assert_eq!((desk.due("HH26B35536"), carried(&desk, &sold)), (Vec::new(), json!([null, null])));
    assert_eq!(desk.call("sale_list", json!({"due_only": true}))["total"], 0);
}

#[test]
fn law_3_what_was_met_under_another_rule_stays_and_the_rule_of_now_is_followed() {
    let desk = Desk::new();
    under(&desk, "S3-ebike");
    let sold = desk.sell("HH26B35536", "2026-10-20");
    desk.call("card_collect", json!({"id": sold["id"]}));
    let stub = row("card.stub_from_user", "2026-11-20", Met);
    assert_eq!(desk.due("HH26B35536"), std::slice::from_ref(&stub));
    under(&desk, "S0-farm");
    assert_eq!(desk.due("HH26B35536"), [stub.clone(), row("card.to_ho", "2026-11-09", Pending)]);
    assert_eq!(carried(&desk, &sold)[0], "2026-11-09");
    assert_eq!(desk.call("law_recompute", json!({}))["changed"], 0);
    // Back again: the stub was met, and nothing else is asked.
    under(&desk, "S3-ebike");
    assert_eq!((desk.due("HH26B35536"), carried(&desk, &sold)[0].clone()), (vec![stub], json!("2026-11-20")));
}

#[test]
fn law_3_a_day_that_fell_away_comes_back_with_the_rule_only() {
    let mut desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    desk.app.shelf = Shelf::of(packs(&[NO_CARD]));
    assert!(desk.app.law_catch_up());
    assert_eq!(desk.due("HH26B35536"), []);
    desk.call("card_collect", json!({"id": sold["id"]}));
    assert_eq!(desk.due("HH26B35536"), [], "a paper brings no rule back");
    desk.call("law_recompute", json!({}));
    assert_eq!((desk.due("HH26B35536"), carried(&desk, &sold)), (Vec::new(), json!([null, null])));
    let longer = (NO_CARD.0, r#""add": {"n": 20, "unit": "day"}"#, r#""add": {"n": 25, "unit": "day"}"#);
    desk.app.shelf = Shelf::of(packs(&[longer]));
    assert!(desk.app.law_catch_up());
    assert_eq!(desk.due("HH26B35536"), [row("card.to_ho", "2026-11-13", Pending)]);
    assert_eq!(carried(&desk, &sold)[0], "2026-11-13");
}

#[test]
fn law_3_a_rule_that_a_person_checked_is_checked_on_what_is_open() {
    let desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    let checked = || desk.call("sale_show", json!({"id": sold["id"]}))["due"]["checked"].clone();
    assert_eq!(checked(), false);
    let id = "|S0-farm|2026.1";
    let rule = desk.call("policy_show", json!({"id": id}))["rules"][0].clone();
    let tick = |checked: bool| {
        json!({"id": id, "section": rule["section"], "index": rule["index"], "hash": rule["hash"], "checked": checked,
            "by": "陈静"})
    };
    desk.call("policy_tick", tick(true));
    assert!(desk.app.law_catch_up());
    assert_eq!(checked(), true);
    desk.call("policy_tick", tick(false));
    assert!(desk.app.law_catch_up());
    assert_eq!(checked(), false);
}

#[test]
fn law_5_what_is_told_is_what_is_done_of_lone_parts_too() {
    let mut desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    let part = json!([{"name": "轴承", "qty_milli": 1000, "value_fen": 8_800, "removed_on": "2026-10-15"}]);
    desk.call("opening_parts_add", json!({"principal": "HH", "request_id": "a", "parts": part}));
    let kept = || {
        let read = |reader: &store::Reader<'_>, _| {
            let parts: Vec<String> = reader.lone_parts_after(None, 9)?.iter().map(|part| part.id.to_string()).collect();
            Ok(reader.deadlines_of_records(&parts, &store::Reasons::default())?[0].due_on)
        };
        desk.app.read(read).unwrap()
    };
    let before = kept();
    let shorter = ("S0-farm", r#""key": "old_part.to_ho""#, r#""key": "contract.expiry_notice""#);
    let after = packs(&[shorter]);
    let moves = desk
        .app
        .read(|reader, now| desk.app.law_moves(reader, &*desk.app.policies(reader)?, &after, now, &Task::default()))
        .unwrap();
    assert_eq!((moves.deadlines_moved, moves.deadlines[0].from), (1, before));
    assert_eq!(moves.deadlines[0].to, None);
    desk.app.shelf = Shelf::of(after);
    assert!(desk.app.law_catch_up());
    let left = desk.app.read(|reader, _| {
        let part = reader.lone_parts_after(None, 9)?[0].id.to_string();
        Ok(reader.deadlines_of_records(&[part], &store::Reasons::default())?.len())
    });
    assert_eq!(left.unwrap(), 0);
}

#[test]
fn law_9_of_two_who_compute_everything_one_stops() {
    let mut desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.app.shelf = Shelf::of(packs(&[(NO_CARD.0, r#""n": 20, "unit": "day""#, r#""n": 25, "unit": "day""#)]));
    let other = desk.app.computed_batch();
    desk.call("law_recompute", json!({}));
    let stopped = other(&desk.app).unwrap_err();
    assert_eq!(stopped.code(), "recomputed_elsewhere");
    assert_eq!(desk.due("HH26B35536"), [row("card.to_ho", "2026-11-13", Pending)]);
}
