//! Due days and their written reasons.
//!
//! DUE-1 The start day is not counted unless the rule says so (Civil Code art. 201): sold on 1 October plus 20 days is due on 21 October.
//! DUE-2 The last day belongs to the period: a card on the due day is in time, the day after it is late.
//! DUE-3 A due day carries its reason: rule, version, source and each step of the arithmetic.
//! DUE-4 A due day depends on the day of the sale and the rule only, never on the day of entry or of sending (E04, E36).

pub mod rule;

use crate::Day;
use crate::policy::{DeadlineRule, PeriodUnit, PolicyPack};
use serde::{Deserialize, Serialize};

/// A computed due day with the reason it was computed with. Stored as computed: a later policy does not rewrite it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Last day in time.
    pub due_on: Day,
    /// Rule key.
    pub rule_key: String,
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared the rule with its source.
    pub checked: bool,
    /// What is lost when it is missed.
    pub consequence: String,
    /// Days before the limit at which it is shown as at risk.
    pub alert_days: Vec<i64>,
    /// Money at risk, when the contract names it.
    pub at_risk_fen: Option<i64>,
    /// The arithmetic, one Chinese sentence a step.
    pub steps: Vec<String>,
}

/// Computes a due day from its basis day. `basis_label` is the Chinese name of the basis, e.g. `销售日期`.
pub fn due(pack: &PolicyPack, rule: &DeadlineRule, basis_label: &str, basis: Day) -> Due {
    let PeriodUnit::Day = rule.add.unit;
    let offset = if rule.count_start_day { rule.add.n - 1 } else { rule.add.n };
    let due_on = basis.plus_days(offset);
    let start = if rule.count_start_day { "当日计入第 1 天" } else { "当日不计,从次日起算第 1 天" };
    Due {
        due_on,
        rule_key: rule.key.clone(),
        rule_version: format!("{} {}", pack.pack, pack.version),
        source: rule.source.clone(),
        checked: rule.checked,
        consequence: rule.consequence.clone(),
        alert_days: rule.alert_days.clone(),
        at_risk_fen: rule.at_risk_fen,
        steps: vec![
            format!("{basis_label} {},{start}", basis.zh()),
            format!("加 {} 天(日历日),第 {} 天是 {}", rule.add.n, rule.add.n, due_on.zh()),
            "遇节假日不顺延;到期日 24 时前有效".to_owned(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack() -> PolicyPack {
        PolicyPack::parse(include_str!("../../../../policies/packs/S0-farm.json")).unwrap()
    }

    fn card_due(basis: &str) -> Due {
        let pack = pack();
        due(&pack, pack.deadline("card.to_ho").unwrap(), "销售日期", basis.parse().unwrap())
    }

    #[test]
    fn due_1_the_start_day_is_not_counted() {
        assert_eq!(card_due("2026-10-01").due_on.to_string(), "2026-10-21");
        assert_eq!(card_due("2024-02-09").due_on.to_string(), "2024-02-29");
        let mut pack = pack();
        pack.rules[0].count_start_day = true;
        let counted = due(&pack, &pack.rules[0], "销售日期", "2026-10-01".parse().unwrap());
        assert_eq!(counted.due_on.to_string(), "2026-10-20");
    }

    #[test]
    fn due_2_the_last_day_is_in_time() {
        let due_on = card_due("2026-10-01").due_on;
        assert_eq!("2026-10-21".parse::<Day>().unwrap().days_until(due_on), 0);
        assert_eq!("2026-10-22".parse::<Day>().unwrap().days_until(due_on), -1);
    }

    #[test]
    fn due_3_the_reason_names_rule_version_source_and_steps() {
        let due = card_due("2026-10-01");
        assert_eq!(due.rule_version, "S0-farm 2026.1");
        assert!(due.source.contains("T01"));
        assert_eq!(due.steps[0], "销售日期 2026年10月1日,当日不计,从次日起算第 1 天");
        assert_eq!(due.steps[1], "加 20 天(日历日),第 20 天是 2026年10月21日");
    }

    #[test]
    fn due_4_depends_on_the_sale_day_only() {
        assert_eq!(card_due("2026-09-30").due_on, card_due("2026-09-30").due_on);
        assert_ne!(card_due("2026-09-30").due_on, card_due("2026-10-01").due_on);
    }
}
