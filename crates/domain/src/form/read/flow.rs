//! States, steps between them, and due days.

use super::object::{Faults, Object};
use super::{MOST_FORMULA, MOST_ITEMS, MOST_STATES, MOST_STEPS, MOST_TITLE};
use crate::form::definition::{FormDeadline, Next, State, Step, Tone, Until};
use crate::form::expected::Expected;
use crate::form::json::Json;
use crate::operator::Needs;

const WHO: &[(&str, Needs)] = &[("paper", Needs::Paper), ("decision", Needs::Decision), ("owner", Needs::Owner)];

pub(super) fn states(top: &Object<'_>) -> Vec<State> {
    let all = top.list("states", MOST_STATES);
    if all.is_empty() && top.get("states").is_none_or(|json| matches!(json, Json::List(_))) {
        top.fault("states", "missing", "至少要有一个状态；第一个是新登记的状态");
    }
    all.into_iter().filter_map(|(place, json)| state(place, json, top.faults)).collect()
}

fn state(place: String, json: &Json, faults: &Faults) -> Option<State> {
    let object = Object::of(place.clone(), json, faults)?;
    let state = State {
        key: object.key("key"),
        title: object.needed("title", MOST_TITLE),
        tone: object.word("tone", Tone::WORDS).unwrap_or(Tone::Wait),
        is_final: object.flag("final"),
        place,
    };
    object.done();
    Some(state)
}

pub(super) fn steps(top: &Object<'_>) -> Vec<Step> {
    let all = top.list("steps", MOST_STEPS);
    all.into_iter().filter_map(|(place, json)| step(place, json, top.faults)).collect()
}

fn step(place: String, json: &Json, faults: &Faults) -> Option<Step> {
    let object = Object::of(place.clone(), json, faults)?;
    let step = Step {
        key: object.key("key"),
        title: object.needed("title", MOST_TITLE),
        from: object.texts("from", MOST_STATES),
        to: object.needed("to", MOST_TITLE),
        who: object.word("who", WHO).unwrap_or(Needs::Paper),
        asks: object.texts("asks", MOST_ITEMS),
        needs: object.text("needs", MOST_FORMULA),
        stamp: object.text("stamp", MOST_TITLE),
        reason: object.flag("reason"),
        next: object.object("next").map(next),
        place,
    };
    if step.from.is_empty() {
        object.fault("from", "missing", "要写从哪些状态出发：[\"…\"]");
    }
    object.done();
    Some(step)
}

fn next(object: Object<'_>) -> Next {
    let next = Next {
        form: object.key("form"),
        copies: object.texts("copies", MOST_ITEMS),
        link: object.text("link", MOST_TITLE),
    };
    object.done();
    next
}

pub(super) fn deadlines(top: &Object<'_>) -> Vec<FormDeadline> {
    let all = top.list("deadlines", MOST_ITEMS);
    all.into_iter().filter_map(|(place, json)| deadline(place, json, top.faults)).collect()
}

fn deadline(place: String, json: &Json, faults: &Faults) -> Option<FormDeadline> {
    let object = Object::of(place.clone(), json, faults)?;
    let deadline = FormDeadline {
        rule: object.needed("rule", 80),
        title: object.needed("title", MOST_TITLE),
        from: object.needed("from", MOST_TITLE),
        until: until(&object),
        on: object.text("on", MOST_TITLE),
        unless: object.text("unless", MOST_FORMULA),
        at_risk: object.text("at_risk", MOST_TITLE),
        place,
    };
    object.done();
    Some(deadline)
}

/// `state:closed` or `field:answered_on`.
fn until(of: &Object<'_>) -> Until {
    let text = of.needed("until", 80);
    if let Some(state) = text.strip_prefix("state:") {
        return Until::State(state.to_owned());
    }
    if let Some(field) = text.strip_prefix("field:") {
        return Until::Field(field.to_owned());
    }
    if !text.is_empty() {
        of.fault("until", "unknown_word", "要写 state:KEY（状态的键），或 field:KEY（栏目的键）");
    }
    Until::Field(String::new())
}

pub(super) fn expected(top: &Object<'_>) -> Option<Expected> {
    let object = top.object("expected")?;
    let expected =
        Expected { rule: object.needed("rule", MOST_ITEMS), excused_by: object.text("excused_by", MOST_ITEMS) };
    object.done();
    Some(expected)
}
