//! States, steps and due days.

use super::Check;
use super::field::{is_deadline, no_deadline};
use crate::form::definition::{FieldKind, Form, Next, PrincipalUse, Step, Until};
use crate::form::names::is_dated;
use std::collections::BTreeSet;

impl Check<'_> {
    /// Every state is reached from the first, and one that is not final is left again, for a way that has an end.
    pub(super) fn states(&mut self) {
        let form = self.form;
        self.once(form.states.iter().map(|state| (format!("{}.key", state.place), state.key.as_str())));
        let (reached, ending) = (reached(form), ending(form));
        for state in &form.states {
            if !reached.contains(state.key.as_str()) {
                let said = format!("状态「{}」没有一步能走到", state.title);
                self.add(state.place.clone(), "unreachable", said);
            }
            let left = form.steps.iter().any(|step| step.to != state.key && step.from.contains(&state.key));
            if !state.is_final && !left {
                let said = format!("状态「{}」进得去出不来：加一步，或写 \"final\": true", state.title);
                self.add(state.place.clone(), "dead_end", said);
            } else if !ending.contains(state.key.as_str()) {
                let said = format!("从状态「{}」怎么走都到不了一个结束的状态（\"final\": true）", state.title);
                self.add(state.place.clone(), "no_end", said);
            }
        }
    }

    pub(super) fn steps(&mut self) {
        let form = self.form;
        self.once(form.steps.iter().map(|step| (format!("{}.key", step.place), step.key.as_str())));
        for step in &form.steps {
            let at = |key: &str| format!("{}.{key}", step.place);
            self.once(Self::each(&at("from"), &step.from));
            for (place, state) in Self::each(&at("from"), &step.from) {
                self.known_state(place, state);
            }
            self.known_state(at("to"), &step.to);
            self.asks(step);
            if let Some(stamp) = &step.stamp {
                self.stamp(step, stamp);
            }
            if let Some(next) = &step.next {
                self.next(&at("next"), next);
            }
        }
    }

    fn asks(&mut self, step: &Step) {
        let at = format!("{}.asks", step.place);
        self.once(Self::each(&at, &step.asks));
        for (place, key) in Self::each(&at, &step.asks) {
            let computed = self.named(place.clone(), key).is_some_and(|field| field.computed.is_some());
            if computed || step.stamp.as_deref() == Some(key) {
                self.add(place, "impossible", format!("「{key}」是自动写入的，不能再问"));
            }
        }
    }

    fn stamp(&mut self, step: &Step, key: &str) {
        let place = format!("{}.stamp", step.place);
        let Some(field) = self.named(place.clone(), key) else { return };
        if !matches!(field.kind, FieldKind::Instant { .. }) || field.computed.is_some() {
            self.add(place, "impossible", format!("「{}」不是时刻（instant），不能自动写入", field.title));
        }
    }

    /// What is copied is there; whether the other form has it too is looked at with that form.
    fn next(&mut self, at: &str, next: &Next) {
        for (place, key) in Self::each(&format!("{at}.copies"), &next.copies) {
            self.named(place, key);
        }
    }

    fn day_of_state(&mut self, place: String, on: &str, until: &Until) {
        let Some(field) = self.named(place.clone(), on) else { return };
        if !is_dated(&field.kind) {
            self.add(place, "impossible", format!("「{}」不是日期或时刻", field.title));
        } else if matches!(until, Until::Field(_)) {
            self.add(place, "impossible", "只有 until 写状态时才写 on：填了的栏目自己就是那一天");
        }
    }

    /// FORMDEF-17.
    pub(super) fn expected(&mut self) {
        let Some(expected) = &self.form.expected else { return };
        if self.form.principal != PrincipalUse::Needed {
            let said = "等厂家来的登记要有厂家：principal 写 needed";
            self.add("expected", "impossible", said);
        }
        if !expected.rule.is_empty() && !is_deadline(&expected.rule) {
            self.add("expected.rule", "unknown_rule", no_deadline(&expected.rule));
        }
    }

    pub(super) fn deadlines(&mut self) {
        let form = self.form;
        for (i, deadline) in form.deadlines.iter().enumerate() {
            // A due day is known by its rule: of two with one rule, the second would take the place of the first.
            if form.deadlines[..i].iter().any(|other| other.rule == deadline.rule) {
                let said = format!("规则「{}」已经有一个期限：一张表里一条规则只能用一次", deadline.rule);
                self.add(format!("{}.rule", deadline.place), "twice", said);
            }
            let at = |key: &str| format!("{}.{key}", deadline.place);
            if !is_deadline(&deadline.rule) {
                self.add(at("rule"), "unknown_rule", no_deadline(&deadline.rule));
            }
            let from = self.named(at("from"), &deadline.from);
            if let Some(from) = from.filter(|from| !is_dated(&from.kind)) {
                self.add(at("from"), "impossible", format!("「{}」不是日期或时刻", from.title));
            }
            match &deadline.until {
                Until::State(state) => self.known_state(at("until"), state),
                Until::Field(field) => drop(self.named(at("until"), field)),
            }
            if let Some(on) = &deadline.on {
                self.day_of_state(at("on"), on, &deadline.until);
            }
            let money = deadline.at_risk.as_deref().and_then(|key| self.named(at("at_risk"), key));
            if let Some(other) = money.filter(|field| !matches!(field.kind, FieldKind::Money { .. })) {
                self.add(at("at_risk"), "impossible", format!("「{}」不是金额", other.title));
            }
        }
    }
}

/// States an entry can come to.
fn reached(form: &Form) -> BTreeSet<&str> {
    let mut reached = BTreeSet::from([form.first_state()]);
    let mut waiting = vec![form.first_state()];
    while let Some(at) = waiting.pop() {
        let from_here = form.steps.iter().filter(|step| step.from.iter().any(|from| from == at));
        waiting.extend(from_here.map(|step| step.to.as_str()).filter(|to| reached.insert(to)));
    }
    reached
}

/// States from which the way ends: in a final state, or where another fault is told already (a dead end, a state nobody knows).
fn ending(form: &Form) -> BTreeSet<&str> {
    let left = |key: &str| form.steps.iter().any(|step| step.to != key && step.from.iter().any(|from| from == key));
    let ends = form.states.iter().filter(|state| state.is_final || !left(&state.key)).map(|state| state.key.as_str());
    let mut ending: BTreeSet<&str> = ends.collect();
    ending.extend(form.steps.iter().map(|step| step.to.as_str()).filter(|to| form.state(to).is_none()));
    loop {
        let before = ending.len();
        let steps = form.steps.iter().filter(|step| ending.contains(step.to.as_str()));
        let more: Vec<&str> = steps.flat_map(|step| step.from.iter().map(String::as_str)).collect();
        ending.extend(more);
        if ending.len() == before {
            return ending;
        }
    }
}
