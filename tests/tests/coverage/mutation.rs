//! No number of the packs is idle: each of classes, coverage and remedies, raised by one, moves a day, a class or a right.
//!
//! The stories are made from the pack as it stands: every limit has a machine on each side of it.

use crate::world::*;
use domain::coverage::rule::{ClassTest, CoverageRule, Term};
use domain::coverage::{Classified, ModelFacts, Replacement, classify};
use domain::remedy::RepairFacts;
use domain::remedy::rule::{Enough, Exchanged, RemedyRule, Severity, When};
use domain::suspension::Cause;
use domain::{Day, meter};
use serde_json::Value;
use std::fmt::Write;

/// Where numbers stand in the sections of this room.
fn numbers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(at.to_owned()),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, one)| numbers(one, &format!("{at}/{i}"), found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| numbers(one, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

/// Models on each side of every limit of a test.
fn models(test: &ClassTest) -> Vec<ModelFacts> {
    let word = test.words.first().cloned().unwrap_or_default();
    let plain = ModelFacts { class: word, fuel: test.fuel.first().copied(), ..ModelFacts::default() };
    let near = |n: Option<i64>| n.map_or(vec![None], |n| vec![Some(n - 1), Some(n), Some(n + 1)]);
    let mut list = vec![plain.clone()];
    let power = test.power_kw_over.or(test.power_kw_up_to);
    for kw in near(power) {
        for half in [0, 500] {
            for cylinders in near(test.cylinders_from.or(test.cylinders_to)) {
                for strokes in near(test.strokes) {
                    let power_milli_kw = kw.map(|kw| kw * 1000 + half);
                    list.push(ModelFacts { power_milli_kw, cylinders, strokes, ..plain.clone() });
                }
            }
        }
    }
    list
}

/// A model of a class by the pack as it stands.
fn model_of(pack: &Pack, class: &str) -> Option<ModelFacts> {
    let all = pack.classes.iter().flat_map(|rule| rule.any.iter().flat_map(models));
    let unlike = std::iter::once(model("别的产品", "别的产品", None));
    all.chain(unlike).find(|model| classify(&pack.classes, model).rule().is_some_and(|rule| rule.key == class))
}

/// Everything that moves: classes, last days, rights with their days, next days, due days. No value is repeated here.
fn says(pack: &Pack, like: &Pack, into: &mut String) {
    for test in like.classes.iter().flat_map(|rule| &rule.any) {
        for model in models(test) {
            let _ = match classify(&pack.classes, &model) {
                Classified::Is(rule) => writeln!(into, "{}", rule.key),
                _ => writeln!(into, "?"),
            };
        }
    }
    for rule in &like.coverage {
        let Some(class) = rule.classes.first() else { continue };
        let Some(model) = model_of(like, class).or_else(|| (class == "tractor_over_18kw").then(tractor)) else {
            continue;
        };
        for desk in machines(pack, rule, &model) {
            for row in desk.covered().rows {
                let _ = writeln!(into, "{} {} {:?}", row.component, row.effective_end.iso(), row.ended_by);
            }
        }
    }
    for rule in &like.remedies {
        let classes = if rule.classes.is_empty() {
            like.coverage.iter().flat_map(|rule| &rule.classes).collect()
        } else {
            rule.classes.iter().collect::<Vec<_>>()
        };
        let Some(model) = classes.first().and_then(|class| model_of(like, class)) else { continue };
        for desk in stories(pack, rule, &model) {
            let advice = desk.advice();
            for right in advice.rights.iter().filter(|right| right.standing.rule_key == rule.key) {
                let _ = writeln!(into, "{} {:?} {}", rule.key, right.right, right.since.iso());
            }
            for one in advice.counters.iter().filter(|one| one.standing.rule_key == rule.key) {
                let _ = writeln!(into, "{} {:?} {:?}", rule.key, one.state, one.next_on);
            }
            for one in advice.duties.iter().filter(|one| one.standing.rule_key == rule.key) {
                let _ = writeln!(into, "{} {}", rule.key, one.due_on.iso());
            }
        }
    }
}

/// One machine at rest, and one for each limit of use with a reading half a unit above it.
fn machines<'a>(pack: &'a Pack, rule: &CoverageRule, model: &ModelFacts) -> Vec<Desk<'a>> {
    let mut unit = unit("2026-01-05");
    unit.sales[0].shipped_on = Some(day("2026-01-05"));
    unit.replacements = rule
        .components
        .iter()
        .filter_map(|one| Some((one.parts.first().unwrap_or(&one.name), one.term.as_ref()?)))
        .map(|(name, _)| Replacement {
            component: name.clone(),
            on: day("2026-02-01"),
            new_no: String::new(),
            evidence: String::new(),
        })
        .collect();
    let terms: Vec<&Term> = rule
        .machine
        .iter()
        .chain(&rule.remedy)
        .chain(rule.components.iter().filter_map(|one| one.term.as_ref()))
        .collect();
    let mut desks = vec![Desk::new(pack.alone(), model.clone(), unit.clone(), "2026-03-01")];
    for limit in terms.iter().flat_map(|term| &term.usage) {
        let mut used = unit.clone();
        let reading =
            meter::Reading { unit: limit.unit, shown_milli: limit.n * 1000 + 500, ..hours("2026-02-10", 0, false) };
        used.readings = vec![reading];
        desks.push(Desk::new(pack.alone(), model.clone(), used, "2026-03-01"));
    }
    desks
}

/// Machines for which the rule says something, on each side of its numbers.
fn stories<'a>(pack: &'a Pack, rule: &RemedyRule, model: &ModelFacts) -> Vec<Desk<'a>> {
    let new = || {
        let mut desk = Desk::new(pack.alone(), model.clone(), unit("2026-01-05"), "2026-03-20");
        desk.unit.sales[0].delivered_on = Some(day("2026-01-05"));
        desk.unit.use_region = Some("河南省周口市".into());
        desk.history.demanded_on = Some(day("2026-03-20"));
        desk.history.card_lost_on = Some(day("2026-03-20"));
        desk
    };
    let with = |repairs: Vec<RepairFacts>, today: Day| {
        let mut desk = new();
        (desk.history.repairs, desk.today) = (repairs, today);
        desk
    };
    let named = |repair: RepairFacts, component: Option<&String>| match component {
        Some(component) => RepairFacts { component: component.clone(), ..repair },
        None => repair,
    };
    let serious = |no: usize, done: bool, severity: Severity| {
        let on = format!("2026-02-{:02}", no + 1);
        again(&format!("WX-{no}"), &on, done.then_some(on.as_str()), "P1", severity)
    };
    match &rule.when {
        When::EarlyFailure { within, components, .. } => {
            let mut list = vec![with(Vec::new(), day("2026-01-06"))];
            for limit in &within.usage {
                let used = Some((limit.unit, limit.n * 1000 + 500));
                let one = named(RepairFacts { used, ..repair("WX-1", "2026-01-06", None) }, components.first());
                list.push(with(vec![one], day("2026-01-06")));
            }
            list
        }
        When::RepairTooLong { .. } => vec![with(vec![repair("WX-1", "2026-03-02", None)], day("2026-03-20"))],
        When::Cumulative { .. } | When::Loaner { .. } => {
            let mut one = repair("WX-1", "2026-02-23", None);
            one.received_at = Some(day("2026-03-20").starts_at() + 12 * 3_600_000 - 600 * 3_600_000);
            vec![with(vec![one], day("2026-03-20"))]
        }
        When::PartsNotSupplied { .. } => {
            let mut one = repair("WX-1", "2026-03-02", None);
            one.waits = vec![stop(Cause::WaitingParts, "2026-03-03", None, "")];
            vec![with(vec![one], day("2026-03-20"))]
        }
        When::SameProblem { repairs, enough, severity, first_season, .. } => {
            let severity = severity.unwrap_or(Severity::Ordinary);
            let n = usize::try_from(*repairs).unwrap() + usize::from(*enough == Enough::More);
            let mut list: Vec<RepairFacts> = (1..=n).map(|no| serious(no, true, severity)).collect();
            if *enough == Enough::Again {
                list.push(serious(n + 1, false, severity));
            }
            if first_season.is_some() {
                list.iter_mut().for_each(|one| one.reported_on = day("2026-05-25"));
                let under_way = vec![RepairFacts { reported_on: day("2026-05-25"), ..serious(1, true, severity) }];
                return vec![with(list, day("2026-05-28")), with(under_way, day("2026-05-28"))];
            }
            vec![with(list, day("2026-03-20"))]
        }
        When::AfterExchange { of, .. } => {
            let mut desk = with(vec![serious(1, true, Severity::Serious)], day("2026-03-20"));
            desk.history.repairs[0].component_exchanged = *of == Exchanged::Component;
            if *of == Exchanged::Machine {
                desk.unit.sales[0].exchanged_in_on = Some(day("2026-03-01"));
                desk.today = day("2026-03-02");
            }
            vec![desk]
        }
        When::RangeNotTold { .. } => vec![with(Vec::new(), day("2026-05-28"))],
        When::Duty { .. } | When::Instead { .. } => vec![new()],
    }
}

fn said(value: &Value, like: &Pack) -> String {
    let mut pack = Pack::of(value).unwrap();
    pack.classes.extend(like.classes.iter().skip(pack.classes.len()).cloned());
    // Seasons are a contract's: without one for every class the first operating season would never come.
    pack.seasons = seasons(like);
    let mut said = String::new();
    says(&pack, like, &mut said);
    said
}

fn seasons(like: &Pack) -> Vec<domain::season::SeasonWindow> {
    let keys = like.classes.iter().map(|class| class.key.as_str());
    let list: Vec<Value> = keys
        .map(|class| {
            serde_json::json!({"key": format!("s.{class}"), "class": class, "from": "05-20", "to": "06-10", "source": "x"})
        })
        .collect();
    serde_json::from_value(Value::Array(list)).unwrap()
}

#[test]
fn no_number_of_the_packs_is_idle() {
    let (mut tried, mut idle) = (0, Vec::new());
    for name in packs() {
        let value = json(&name);
        let mut like = Pack::of(&value).unwrap();
        // A contract's rules are tried alone, with the classes of the statutes it stands on: a floor would hide its values.
        for floor in value["stands_on"].as_array().into_iter().flatten() {
            like.classes.extend(Pack::shipped(floor.as_str().unwrap()).classes);
        }
        let stands = said(&value, &like);
        let mut places = Vec::new();
        for section in ["classes", "coverage", "remedies"] {
            numbers(value.get(section).unwrap_or(&Value::Null), &format!("/{section}"), &mut places);
        }
        for place in places {
            let mut raised = value.clone();
            let number = raised.pointer_mut(&place).unwrap();
            *number = (number.as_i64().unwrap() + 1).into();
            tried += 1;
            if said(&raised, &like) == stands {
                idle.push(format!("{name}{place} = {}", value.pointer(&place).unwrap()));
            }
        }
    }
    println!("{tried} numbers raised");
    assert!(tried >= 70, "{tried}");
    assert!(idle.is_empty(), "nothing moves with: {}", idle.join("\n"));
}
