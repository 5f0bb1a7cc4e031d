//! "Is this component covered on that day?", with the reason.
//!
//! ASK-1 The answer is about the sale in force on the day asked: the last one that had begun and was not cancelled (E07).
//! ASK-2 A component is looked up by its name in every pack; one covering period is enough.
//! ASK-3 A part the contract names as not covered is not covered by the machine's period either.
//! ASK-4 Where a rule names how the fault has to show itself (故障现象), the answer says so: a person compares.

use super::policies::ForModel;
use super::rule::{ComponentKind, UsageLimit};
use super::{Coverage, EndedBy};
use crate::Day;
use crate::meter::quantity_zh;
use crate::repair::UsageUnit;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Component as written on the repair record; empty for the machine.
    pub component: &'a str,
    /// Kind by the price list, when the rule does not name it: wear parts are not the machine's.
    pub kind: Option<ComponentKind>,
    /// The day on which it is judged: the day the machine was sent in (COVER-9).
    pub on: Day,
    /// Use over all meters on that day, in thousandths, when it was read (`Meter::total_when_shown`).
    pub used: Option<(UsageUnit, i64)>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is covered.
    pub covered: bool,
    /// The period that decided, as its place in the rows; `None` when there is none.
    pub row: Option<usize>,
    /// Days left in it on the day asked; negative when it is over.
    pub days_left: Option<i64>,
    /// Why, Chinese.
    pub reason: String,
}

impl Answer {
    fn no(reason: String) -> Self {
        Self { covered: false, row: None, days_left: None, reason }
    }
}

/// Judges one component on one day (COVER-9).
pub fn covered(rows: &[Coverage], model: &ForModel<'_>, asked: &Asked<'_>) -> Answer {
    let Some(sale) = in_force(rows, asked.on) else {
        return match rows.iter().filter(|row| row.ever()).map(|row| row.start_on).min() {
            Some(first) => Answer::no(format!("{}还没有开始三包，三包期从{}起算", asked.on.zh(), first.zh())),
            None => Answer::no("这台机器没有有效的三包期".to_owned()),
        };
    };
    let names = match names(model, asked) {
        Ok(names) => names,
        Err(denied) => return Answer::no(denied),
    };
    let asked_for = |row: &&(usize, &Coverage)| names.contains(&row.1.component) && row.1.start_on <= asked.on;
    let judged = rows.iter().enumerate().filter(|(_, row)| row.sale == sale);
    let judged: Vec<(usize, &Coverage)> = judged.collect();
    let judged = judged.iter().filter(asked_for).map(|(at, row)| (*at, *row, verdict(row, asked)));
    let best = judged.max_by_key(|(_, row, verdict)| (verdict.is_ok(), row.effective_end));
    match best {
        Some((at, row, verdict)) => Answer {
            covered: verdict.is_ok(),
            row: Some(at),
            days_left: Some(asked.on.days_until(row.effective_end)),
            reason: format!(
                "{}：{}{}",
                shown(asked, row),
                if verdict.is_ok() { faults(model, row) } else { String::new() },
                verdict.unwrap_or_else(|no| no)
            ),
        },
        None => Answer::no(format!("{}没有三包期", if asked.component.is_empty() { "整机" } else { asked.component })),
    }
}

/// The faults a period is limited to (ASK-4).
fn faults(model: &ForModel<'_>, row: &Coverage) -> String {
    let held = model.own.iter().chain(&model.floors).find(|held| held.rules.version == row.rule_version);
    let rule = held.and_then(|held| held.rule.component_of(&row.component)).filter(|rule| !rule.fault.is_empty());
    rule.map(|rule| format!("限于「{}」的故障，", rule.fault.join("、"))).unwrap_or_default()
}

fn shown(asked: &Asked<'_>, row: &Coverage) -> String {
    if asked.component.is_empty() || asked.component == row.component {
        return row.component.clone();
    }
    match row.kind {
        ComponentKind::Machine => format!("{}随整机", asked.component),
        _ => format!("{}属于{}", asked.component, row.component),
    }
}

/// Whether a day, with so much use, lies in the period of exchange and return: the machine's where the rule has no other.
pub fn exchange_period(rows: &[Coverage], on: Day, used: Option<(UsageUnit, i64)>) -> bool {
    let Some(sale) = in_force(rows, on) else { return false };
    let own = || rows.iter().filter(|row| row.sale == sale && row.begun_with_sale());
    let named = own().any(|row| row.kind == ComponentKind::Remedy);
    let kind = if named { ComponentKind::Remedy } else { ComponentKind::Machine };
    let asked = Asked { component: "", kind: None, on, used };
    own().any(|row| row.kind == kind && row.start_on <= on && verdict(row, &asked).is_ok())
}

/// The sale whose periods hold on a day (ASK-1).
fn in_force(rows: &[Coverage], on: Day) -> Option<crate::SaleId> {
    let begun = rows.iter().filter(|row| row.ever() && row.begun_with_sale() && row.start_on <= on);
    begun.max_by_key(|row| row.start_on).map(|row| row.sale)
}

/// The components under which the packs know what is asked for; or why there is no period (ASK-2, ASK-3).
fn names(model: &ForModel<'_>, asked: &Asked<'_>) -> Result<Vec<String>, String> {
    let machine = || Ok(vec![ComponentKind::Machine.zh().to_owned()]);
    if asked.component.is_empty() {
        return machine();
    }
    let (mut names, mut denied) = (Vec::new(), None);
    for held in model.own.iter().chain(&model.floors) {
        let worn = || held.rule.component_of_kind(asked.kind.filter(|kind| *kind == ComponentKind::Wear)?);
        match held.rule.component_of(asked.component).or_else(worn) {
            Some(rule) if rule.term.is_some() => names.push(rule.name.clone()),
            Some(rule) => denied = denied.or(Some((rule, held.rules.version))),
            None => {}
        }
    }
    match denied {
        _ if !names.is_empty() => {
            names.push(asked.component.to_owned());
            Ok(names)
        }
        Some((rule, version)) => Err(format!("{}是{}，按约定没有三包期（{version}）", asked.component, rule.kind.zh())),
        None => machine(),
    }
}

/// Covered or not on the day, with the sentence.
fn verdict(row: &Coverage, asked: &Asked<'_>) -> Result<String, String> {
    let own = in_time(row.effective_end, &row.usage_limit, asked);
    let beside = row.beside.as_ref().map(|other| (other, in_time(other.effective_end, &other.usage_limit, asked)));
    match (own, beside) {
        (Ok(()), _) => {
            Ok(format!("{}在三包期内，到{}止（{}）", asked.on.zh(), row.effective_end.zh(), row.rule_version))
        }
        (Err(_), Some((other, Ok(())))) => {
            Ok(format!("{}在三包期内，到{}止（{}）", asked.on.zh(), other.effective_end.zh(), other.rule_version))
        }
        (Err(Over::Use(text)), _) => Err(text),
        (Err(Over::Time), _) => Err(over(row, asked.on)),
    }
}

fn over(row: &Coverage, on: Day) -> String {
    let by = if row.ended_by == EndedBy::Time { String::new() } else { format!("（{}）", row.ended_by.zh()) };
    format!("{}不在三包期内，三包期已于{}结束{by}", on.zh(), row.effective_end.zh())
}

enum Over {
    Time,
    Use(String),
}

fn in_time(end: Day, limits: &[UsageLimit], asked: &Asked<'_>) -> Result<(), Over> {
    if asked.on > end {
        return Err(Over::Time);
    }
    let Some((unit, total)) = asked.used else { return Ok(()) };
    let passed = limits.iter().find(|limit| limit.unit == unit && total > limit.n.saturating_mul(1000));
    passed.map_or(Ok(()), |limit| {
        let limit = quantity_zh(limit.n.saturating_mul(1000), unit);
        Err(Over::Use(format!("累计使用 {}，超过限定的 {limit}，不在三包期内", quantity_zh(total, unit))))
    })
}
