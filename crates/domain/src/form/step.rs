//! Beginning an entry, changing it, taking its steps.
//!
//! FORMDEF-6 A step is taken from one of its states, by who may, with what it asks; it writes its stamp and nothing it does not ask for, and what is put into a field that is hidden after it is refused.
//! FORMDEF-7 A field that is locked in a state is written there by a step that asks for it, and by nothing else; what a step put in that only the director or the owner takes is put right by them alone.
//! FORMDEF-8 From a final state on, and once it went to head office, an entry is changed with a reason only.

use super::definition::{Field, FieldKind, Form, Preset, Step};
use super::expr::Facts;
use super::fill::Filled;
use super::refused::{Path, Refused, Why};
use super::value::{FieldValue, Given, Values};
use crate::formula::{Cause, Exact};
use crate::operator::{Needs, Role};
use crate::text::clean;

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    /// Key of the state it led to.
    pub state: String,
    /// Values with what the step wrote.
    pub values: Values,
}

/// Who puts an entry right, and what was done with it before.
#[derive(Debug, Clone, Copy)]
pub struct Amending<'a> {
    /// Their role.
    pub role: Role,
    /// Keys of the steps that were taken, in their order.
    pub taken: &'a [String],
    /// Whether it went to head office.
    pub went: bool,
    /// Why.
    pub reason: &'a str,
}

impl Form {
    /// The step of a key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// Steps somebody of this role can take in a state.
    pub fn offers(&self, state: &str, role: Role) -> Vec<&Step> {
        let from_here = self.steps.iter().filter(|step| step.from.iter().any(|from| from == state));
        from_here.filter(|step| role.may(step.who)).collect()
    }

    /// What stands in a new entry before anybody typed.
    pub fn fresh(&self, given: &Given) -> Values {
        self.fields().filter_map(|field| Some((field.key.clone(), preset(field, given)?))).collect()
    }

    /// A new entry: filled, with what only a step or nobody may write as the definition has it.
    pub fn begin(&self, values: &Values, given: &Given) -> Result<Filled, Vec<Refused>> {
        let given = Given { state: self.first_state().to_owned(), ..given.clone() };
        let (values, refused) = self.opened(values, &given);
        self.saved(&values, &given, refused)
    }

    /// The values of a new entry without what nobody types there.
    pub(super) fn opened(&self, values: &Values, given: &Given) -> (Values, Vec<Refused>) {
        let fresh = self.fresh(given);
        let mut values = values.clone();
        let mut refused = Vec::new();
        for (field, why) in self.closed(&given.state) {
            let preset = fresh.get(&field.key);
            // The time of a preset moved on since the form was opened.
            match (values.remove(&field.key), preset) {
                (_, Some(preset)) => drop(values.insert(field.key.clone(), preset.clone())),
                (Some(_), None) => refused.push(self.refused(&Path::field(&field.key), why)),
                (None, None) => {}
            }
        }
        (values, refused)
    }

    /// Whether somebody may type into a field in a state.
    pub(super) fn is_open(&self, field: &Field, state: &str) -> bool {
        field.computed.is_none() && self.closed(state).iter().all(|(closed, _)| closed.key != field.key)
    }

    /// An entry changed by hand (FORMDEF-7, FORMDEF-8). What they may not write there stays as it stood when it is left out.
    pub fn amend(&self, old: &Values, new: &Values, how: Amending<'_>, given: &Given) -> Result<Filled, Vec<Refused>> {
        let mut refused = Vec::new();
        let is_final = self.state(&given.state).is_some_and(|state| state.is_final);
        if (is_final || how.went) && clean(how.reason).is_empty() {
            refused.push(no_reason());
        }
        let mut new = new.clone();
        let decided = self.decided(how);
        for (field, why) in decided.iter().cloned().chain(self.closed(&given.state)) {
            match (old.get(&field.key), new.get(&field.key)) {
                (Some(old), None) => drop(new.insert(field.key.clone(), old.clone())),
                (old, Some(new)) if old != Some(new) => refused.push(self.refused(&Path::field(&field.key), why)),
                _ => {}
            }
        }
        let filled = self.saved(&new, given, refused)?;
        // A field that is hidden by another keeps no value: what was decided is not taken away like that either.
        let undone = decided.into_iter().filter(|(field, _)| filled.values.get(&field.key) != old.get(&field.key));
        let undone: Vec<Refused> = undone.map(|(field, why)| self.refused(&Path::field(&field.key), why)).collect();
        if undone.is_empty() { Ok(filled) } else { Err(undone) }
    }

    /// Fields the last step that asked for them put in, where this role may not take that step.
    fn decided(&self, how: Amending<'_>) -> Vec<(&Field, Why)> {
        let taken: Vec<&Step> = how.taken.iter().filter_map(|key| self.step(key)).collect();
        let why = |field: &Field| {
            let step = taken.iter().rev().find(|step| step.asks.contains(&field.key))?;
            let closed = Why::Decided { step: step.title.clone(), who: named(step.who) };
            (!how.role.may(step.who)).then_some(closed)
        };
        self.fields().filter_map(|field| Some((field, why(field)?))).collect()
    }

    /// Takes a step (FORMDEF-6): `asked` are the values put in with it, and no others; what is asked for and left out stays
    /// as it stood, an empty text takes it away.
    pub fn take(
        &self,
        key: &str,
        role: Role,
        old: &Values,
        asked: &Values,
        reason: &str,
        given: &Given,
    ) -> Result<Stepped, Vec<Refused>> {
        let step = self.step(key).ok_or_else(|| vec![whole(Why::NoStep(key.to_owned()))])?;
        self.open_to(step, role, &given.state).map_err(|why| vec![whole(why)])?;
        let mut refused = Vec::new();
        if step.reason && clean(reason).is_empty() {
            refused.push(no_reason());
        }
        for field in asked.keys().filter(|field| !step.asks.contains(field)) {
            refused.push(self.refused(&Path::field(field), Why::NotAsked(step.title.clone())));
        }
        let filled = self.after(step, old, asked, given);
        // What nobody could keep is not dropped without a word.
        let lost = |key: &String, value: &FieldValue| {
            step.asks.contains(key) && filled.hidden.contains(key) && !value.says_nothing()
        };
        let lost: Vec<&String> = asked.iter().filter(|(key, value)| lost(key, value)).map(|(key, _)| key).collect();
        refused.extend(lost.into_iter().map(|key| self.refused(&Path::field(key), Why::Hidden(step.title.clone()))));
        let filled = accepted(filled, refused)?;
        self.ready(step, &filled.values, given).map_err(|why| vec![whole(why)])?;
        Ok(Stepped { state: step.to.clone(), values: filled.values })
    }

    /// An entry as it would stand after a step with what was put in so far: judged in the state the step leads to.
    pub fn after(&self, step: &Step, old: &Values, asked: &Values, given: &Given) -> Filled {
        let mut values = old.clone();
        let asked = asked.iter().filter(|(key, _)| step.asks.contains(key));
        values.extend(asked.map(|(key, value)| (key.clone(), value.clone())));
        if let Some(stamp) = &step.stamp {
            values.insert(stamp.clone(), FieldValue::Number(given.now));
        }
        let there = Given { state: step.to.clone(), ..given.clone() };
        self.fill(&self.without_blanks(&values), &there)
    }

    /// Whether a step can be taken here and by them.
    fn open_to(&self, step: &Step, role: Role, state: &str) -> Result<(), Why> {
        if !step.from.iter().any(|from| from == state) {
            let state = self.state(state).map_or_else(|| state.to_owned(), |state| state.title.clone());
            return Err(Why::NotNow { state, step: step.title.clone() });
        }
        if !role.may(step.who) {
            return Err(Why::NotYours { step: step.title.clone(), who: named(step.who) });
        }
        Ok(())
    }

    /// Whether what a step needs holds with the new values, in the state it is taken from.
    fn ready(&self, step: &Step, values: &Values, given: &Given) -> Result<(), Why> {
        let place = self.steps.iter().position(|other| other.key == step.key);
        let Some(needs) = place.and_then(|place| self.plan.needs.get(place)?.as_ref()) else { return Ok(()) };
        let not_ready = |why: String| Err(Why::NotReady { step: step.title.clone(), why });
        match needs.exact(Facts { values, row: None, given }) {
            Ok(Exact::Truth(true)) => Ok(()),
            Ok(_) => {
                let names: Vec<&str> = needs.formula.rule().inputs.iter().map(|input| input.label.as_str()).collect();
                not_ready(format!("请看「{}」", names.join("」「")))
            }
            Err(Cause::Missing(label)) => not_ready(format!("还没有「{label}」")),
            Err(why) => not_ready(why.to_string()),
        }
    }

    /// Fields nobody types into in a state: locked there, or written by a step.
    fn closed(&self, state: &str) -> Vec<(&Field, Why)> {
        let title = self.state(state).map_or(state, |state| &state.title);
        let stamps = |key: &str| self.steps.iter().find(|step| step.stamp.as_deref() == Some(key));
        let why = |field: &Field| match stamps(&field.key) {
            Some(step) => Some(Why::Stamped(step.title.clone())),
            None => field.locked_in.iter().any(|locked| locked == state).then(|| Why::Locked(title.to_owned())),
        };
        let typed = self.fields().filter(|field| field.computed.is_none());
        typed.filter_map(|field| Some((field, why(field)?))).collect()
    }

    /// Filled without rows that say nothing; refused when anything is.
    fn saved(&self, values: &Values, given: &Given, refused: Vec<Refused>) -> Result<Filled, Vec<Refused>> {
        accepted(self.fill(&self.without_blanks(values), given), refused)
    }

    pub(super) fn without_blanks(&self, values: &Values) -> Values {
        let kept = |(key, value): (&String, &FieldValue)| match value {
            FieldValue::Rows(rows) => {
                let rows: Vec<Values> = rows.iter().filter(|row| !self.is_blank(key, row)).cloned().collect();
                (key.clone(), FieldValue::Rows(rows))
            }
            other => (key.clone(), other.clone()),
        };
        values.iter().map(kept).collect()
    }
}

/// What was filled, when nothing of it is refused; of one place the first refusal counts.
fn accepted(filled: Filled, mut refused: Vec<Refused>) -> Result<Filled, Vec<Refused>> {
    let new = filled.refused.iter().filter(|one| !refused.iter().any(|known| known.path == one.path)).cloned();
    let new: Vec<Refused> = new.collect();
    refused.extend(new);
    if refused.is_empty() { Ok(filled) } else { Err(refused) }
}

fn preset(field: &Field, given: &Given) -> Option<FieldValue> {
    match (field.default.as_ref()?, &field.kind) {
        (Preset::Today, _) => Some(given.today.into()),
        (Preset::LastMonth, _) => Some(crate::Month::of(given.today).previous().last().into()),
        (Preset::Now, _) => Some(FieldValue::Number(given.now)),
        (Preset::Operator, _) => Some(given.operator.as_str()).filter(|name| !name.is_empty()).map(FieldValue::from),
        (Preset::Value(_), FieldKind::Table(_)) => None,
        (Preset::Value(value), _) => Some(value.clone()),
    }
}

/// Who may, as a sentence names them.
fn named(who: Needs) -> String {
    let who: Vec<&str> = who.who().into_iter().map(Role::zh).collect();
    who.join("或")
}

fn whole(why: Why) -> Refused {
    Refused { path: String::new(), label: String::new(), why }
}

fn no_reason() -> Refused {
    Refused { path: "reason".to_owned(), label: String::new(), why: Why::NoReason }
}
