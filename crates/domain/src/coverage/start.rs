//! The day a period starts.
//!
//! START-1 A period starts on the days the rule names: where several are known and differ, the rule says which wins.
//! START-2 While none of them is known, the day the rule takes for the time being stands, and the wanted day is named.
//! START-3 A machine given in exchange starts on the day of the exchange, or goes on where the old one stood, as the rule says.

use super::facts::SaleFacts;
use super::rule::{Afterwards, CoverageRule, Differ, StartBasis, StartRule};
use crate::Day;

/// Where a period starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The day.
    pub on: Day,
    /// Which day it is.
    pub basis: StartBasis,
    /// The day that should be known and is not (START-2).
    pub wanted: Option<StartBasis>,
    /// Why, in Chinese.
    pub steps: Vec<String>,
}

/// The start of all periods of a sale; `None` when no day of it is known.
pub fn start(rule: &CoverageRule, sale: &SaleFacts) -> Option<Start> {
    match sale.exchanged_in_on {
        Some(on) if rule.after_exchange == Afterwards::Restart => Some(Start {
            on,
            basis: StartBasis::Replacement,
            wanted: None,
            steps: vec![format!("{}换货交机，三包期从换货之日起重新计算", on.zh())],
        }),
        _ => by_order(&rule.start, sale).or_else(|| until_known(&rule.start, sale)),
    }
}

fn by_order(rule: &StartRule, sale: &SaleFacts) -> Option<Start> {
    let known: Vec<(StartBasis, Day)> =
        rule.order.iter().filter_map(|basis| Some((*basis, sale.day_of(*basis)?))).collect();
    let first = known.first().copied();
    let (basis, on) = match rule.differ {
        Differ::First => first,
        Differ::Earliest => known.iter().copied().min_by_key(|(_, on)| *on),
        // The first of the list among equals: `max_by_key` would take the last.
        Differ::Latest => known.iter().rev().copied().max_by_key(|(_, on)| *on),
    }?;
    let mut steps = vec![format!("从{}起算：{}", basis.zh(), on.zh())];
    if let Some((other, day)) = known.iter().find(|(_, day)| *day != on) {
        steps.push(format!("{}是{}，与{}不同，{}", other.zh(), day.zh(), basis.zh(), rule.differ.zh()));
    }
    Some(Start { on, basis, wanted: None, steps })
}

fn until_known(rule: &StartRule, sale: &SaleFacts) -> Option<Start> {
    let basis = rule.until_known?;
    let on = sale.day_of(basis)?;
    let wanted = rule.order.first().copied();
    let name = wanted.map_or("起算日", StartBasis::zh);
    let steps = vec![format!("{name}没有登记，暂从{}起算：{}；补登后重算", basis.zh(), on.zh())];
    Some(Start { on, basis, wanted, steps })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SaleId;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn sale() -> SaleFacts {
        SaleFacts::sold(SaleId::from(uuid::Uuid::nil()), day("2026-03-01"))
    }

    fn rule(order: &[StartBasis], differ: Differ) -> StartRule {
        StartRule { order: order.to_vec(), differ, until_known: Some(StartBasis::Sold) }
    }

    const BOTH: &[StartBasis] = &[StartBasis::Delivery, StartBasis::Invoice];

    #[test]
    fn start_1_the_rule_says_which_day_wins() {
        let mut sale = sale();
        sale.invoice_on = Some(day("2026-03-02"));
        let only = by_order(&rule(BOTH, Differ::First), &sale).unwrap();
        assert_eq!((only.on, only.basis, only.steps.len()), (day("2026-03-02"), StartBasis::Invoice, 1));
        sale.delivered_on = Some(day("2026-03-09"));
        let first = by_order(&rule(BOTH, Differ::First), &sale).unwrap();
        assert_eq!(first.on, day("2026-03-09"));
        assert_eq!(first.steps[1], "开票日期是2026年3月2日，与交付日期不同，以排在前面的为准");
        assert_eq!(by_order(&rule(BOTH, Differ::Earliest), &sale).unwrap().on, day("2026-03-02"));
        assert_eq!(by_order(&rule(BOTH, Differ::Latest), &sale).unwrap().on, day("2026-03-09"));
    }

    #[test]
    fn start_2_the_wanted_day_is_named() {
        let sale = sale();
        assert_eq!(by_order(&rule(BOTH, Differ::First), &sale), None);
        let start = until_known(&rule(&[StartBasis::Invoice], Differ::First), &sale).unwrap();
        assert_eq!((start.on, start.wanted), (day("2026-03-01"), Some(StartBasis::Invoice)));
        assert_eq!(start.steps, ["开票日期没有登记，暂从销售日期起算：2026年3月1日；补登后重算"]);
    }
}
