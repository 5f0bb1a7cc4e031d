//! Steps nobody could take: what is needed after one is asked with it, or can stand before it.

use super::Check;
use super::field::is_attached;
use crate::form::definition::{Field, Form, Section, Step};
use crate::formula::{Kind, Node, Op, parse};
use std::collections::BTreeSet;

/// A condition, looked at in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    /// It depends on other fields: how it reads there, and which they are.
    Open(String, BTreeSet<String>),
}

impl Check<'_> {
    /// What may be needed in the state a step leads to is asked by the step, unless it can stand already.
    pub(super) fn can_be_taken(&mut self) {
        let form = self.form;
        for step in form.steps.iter().filter(|step| form.state(&step.to).is_some()) {
            for (section, field) in fields(form) {
                let own = field.computed.is_some() || step.asks.contains(&field.key);
                let stamped = form.steps.iter().any(|step| step.stamp.as_deref() == Some(&field.key));
                if !own && !stamped && !stands(form, step, section, field) {
                    let said = format!(
                        "走完「{}」就要填「{}」，这一步却不问它（asks），也没有别的地方能先填好",
                        step.title, field.title
                    );
                    self.add(format!("{}.asks", step.place), "not_asked", said);
                }
            }
        }
    }
}

fn fields(form: &Form) -> impl Iterator<Item = (&Section, &Field)> {
    form.sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)))
}

/// Whether a field the step does not ask for can be there when it is needed, whichever state the step is taken from.
fn stands(form: &Form, step: &Step, section: &Section, field: &Field) -> bool {
    let from = step.from.iter().filter(|from| form.state(from).is_some());
    from.into_iter().all(|from| {
        let gone = gone(form, step, from);
        let there = needed(section, field, &step.to, &gone);
        match &there {
            Holds::No => true,
            Holds::Open(_, names) if !is_attached(field) && names.iter().any(|name| moved(form, step, name)) => false,
            _ if needed(section, field, from, &gone) == there => true,
            Holds::Yes if !is_attached(field) => was_needed(form, from, section, field),
            _ => shown(section, field, from, &gone) != Holds::No,
        }
    })
}

/// Fields that are hidden where the step is taken and that it does not ask for: they have no value after it.
fn gone(form: &Form, step: &Step, from: &str) -> BTreeSet<String> {
    let hidden = |section: &Section, field: &Field| shown(section, field, from, &BTreeSet::new()) == Holds::No;
    let kept = |field: &Field| field.computed.is_some() || step.asks.contains(&field.key);
    let gone = fields(form).filter(|(section, field)| !kept(field) && hidden(section, field));
    gone.map(|(_, field)| field.key.clone()).collect()
}

/// Whether an entry comes to a state only through one in which the field is needed.
fn was_needed(form: &Form, at: &str, section: &Section, field: &Field) -> bool {
    let passes = |state: &str| needed(section, field, state, &BTreeSet::new()) == Holds::Yes;
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut waiting = vec![form.first_state()];
    while let Some(state) = waiting.pop() {
        if passes(state) {
            continue;
        }
        if reached.insert(state) {
            let from_here = form.steps.iter().filter(|step| step.from.iter().any(|from| from == state));
            waiting.extend(from_here.map(|step| step.to.as_str()));
        }
    }
    !reached.contains(at)
}

/// Whether what a name stands for changes with what the step asks, itself or through what is computed from it.
fn moved(form: &Form, step: &Step, name: &str) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting = vec![name.to_owned()];
    while let Some(key) = waiting.pop() {
        if step.asks.contains(&key) {
            return true;
        }
        let formula = form.field(&key).and_then(|field| field.computed.as_ref());
        if let Some(tree) = formula.filter(|_| seen.insert(key)).and_then(|text| parse(text).ok()) {
            waiting.extend(names(&tree));
        }
    }
    false
}

fn shown(section: &Section, field: &Field, state: &str, gone: &BTreeSet<String>) -> Holds {
    and(condition(section.shown_if.as_ref(), state, gone), condition(field.shown_if.as_ref(), state, gone))
}

fn needed(section: &Section, field: &Field, state: &str, gone: &BTreeSet<String>) -> Holds {
    let needed = match (&field.required_if, field.required) {
        (_, true) => Holds::Yes,
        (None, false) => Holds::No,
        (some, false) => condition(some.as_ref(), state, gone),
    };
    and(shown(section, field, state, gone), needed)
}

/// No condition always holds; one that cannot be read is told elsewhere.
fn condition(text: Option<&String>, state: &str, gone: &BTreeSet<String>) -> Holds {
    text.and_then(|text| parse(text).ok()).map_or(Holds::Yes, |tree| look(&tree, state, gone))
}

/// What a condition comes to in a state, where these fields have no value.
fn look(node: &Node, state: &str, gone: &BTreeSet<String>) -> Holds {
    let empty = |node: &Node| names(node).iter().any(|name| gone.contains(name));
    match &node.kind {
        Kind::Truth(true) => Holds::Yes,
        Kind::Truth(false) => Holds::No,
        Kind::Name(name) => match name.strip_prefix("state.") {
            Some(key) if key == state => Holds::Yes,
            Some(_) => Holds::No,
            None if empty(node) => Holds::No,
            None => Holds::Open(name.clone(), names(node)),
        },
        Kind::Not(a) => not(look(a, state, gone)),
        Kind::Two(Op::And, a, b) => and(look(a, state, gone), look(b, state, gone)),
        Kind::Two(Op::Or, a, b) => not(and(not(look(a, state, gone)), not(look(b, state, gone)))),
        _ if empty(node) => Holds::No,
        _ => {
            let names = names(node);
            // What looks at the state inside a comparison is another condition in each of them.
            let at = if names.contains("state") { state } else { "" };
            Holds::Open(format!("{:?}{at}", node.kind), names)
        }
    }
}

fn not(holds: Holds) -> Holds {
    match holds {
        Holds::Yes => Holds::No,
        Holds::No => Holds::Yes,
        Holds::Open(reads, names) => Holds::Open(format!("!({reads})"), names),
    }
}

fn and(a: Holds, b: Holds) -> Holds {
    match (a, b) {
        (Holds::No, _) | (_, Holds::No) => Holds::No,
        (Holds::Yes, other) | (other, Holds::Yes) => other,
        (Holds::Open(a, mut names), Holds::Open(b, more)) => {
            names.extend(more);
            Holds::Open(format!("({a})&({b})"), names)
        }
    }
}

/// Fields a formula looks at: the first word of each name.
fn names(node: &Node) -> BTreeSet<String> {
    match &node.kind {
        Kind::Whole(_) | Kind::Truth(_) => BTreeSet::new(),
        Kind::Name(name) => name.split('.').next().map(str::to_owned).into_iter().collect(),
        Kind::Not(a) | Kind::Minus(a) => names(a),
        Kind::Two(_, a, b) => names(a).into_iter().chain(names(b)).collect(),
        Kind::Call(_, all) => all.iter().flat_map(names).collect(),
    }
}
