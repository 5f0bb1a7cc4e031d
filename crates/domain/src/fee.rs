//! Costs of a repair by the maker's rules (M04, M05, E18).
//!
//! FEE-1 A cost follows the rule in force on the day the repair was completed; of the rules about one cost the first that the pack has is taken.
//! FEE-2 What was computed stays with the repair: from the same day and the same inputs nothing is computed again, whatever pack comes later.
//! FEE-3 A typed amount stands beside the rule's, with the difference; it is never changed.
//! FEE-4 Only what the maker (C) or the user (A) pays is computed; contract (B) and internal (D) jobs have no such fee, and a fixed fee for in-warranty jobs is for those alone.
//! FEE-5 A rule is given whole kilometres, whole minutes and the hour of leaving; what is no whole number is not rounded here, for no contract says how.
//! FEE-6 Costs computed by different prices are different lines of a claim, each with the days of its repairs.
//! FEE-7 A rule may be of one class of machine or one region: a kept cost goes with both, and is computed anew once the repair is of another.
//!
//! Absent: which pack a maker has on a day, what is stored.

use crate::formula::{Formula, FormulaRule, Formulas, Inputs, Outcome, Value};
use crate::policy::{Scope, choose};
use crate::repair::{Payer, Repair, labelled};
use crate::{Day, Fen};
use serde::{Deserialize, Serialize};

labelled! {
    /// The cost a fee is about.
    FeeField {
        /// Labour.
        Labour = "工时费",
        /// Travel.
        Travel = "交通费",
    }
}

/// A price of the rule a cost was computed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Its name in the contract.
    pub label: String,
    /// The price.
    pub fen: Fen,
}

/// For what a rule was chosen beside its day (FEE-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenFor {
    /// Product class, where it was certain.
    pub class: Option<String>,
    /// Region, where it was known.
    pub region: Option<String>,
}

impl ChosenFor {
    fn of(scope: &Scope<'_>) -> Self {
        Self { class: scope.class.map(str::to_owned), region: scope.region.map(str::to_owned) }
    }
}

/// A cost as it was computed; kept with the repair (FEE-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Which cost.
    pub field: FeeField,
    /// The day whose rule was taken.
    pub on: Day,
    /// For what; absent of costs kept before it was noted, which stay (FEE-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_for: Option<ChosenFor>,
    /// Prices of the rule, in its order.
    pub prices: Vec<Price>,
    /// The result with its inputs, its rule and its words.
    pub outcome: Outcome,
}

/// A cost no rule could compute, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoFee {
    /// Which cost.
    pub field: FeeField,
    /// Why, in Chinese, with what to do.
    pub why: String,
}

impl FeeField {
    /// Rules about the cost, the first that a pack has is taken (FEE-1).
    fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Labour => &["fee.per_unit", "fee.labour"],
            Self::Travel => &["fee.travel", "fee.on_site"],
        }
    }

    /// The form's field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Labour => "labour_fen",
            Self::Travel => "travel_fen",
        }
    }

    /// What stands on a repair.
    pub fn typed(self, repair: &Repair) -> Fen {
        match self {
            Self::Labour => repair.labour_fen,
            Self::Travel => repair.travel_fen,
        }
    }
}

impl Fee {
    /// The amount by the rule; `None` where the rule answers no money.
    pub fn fen(&self) -> Option<Fen> {
        match self.outcome.value {
            Value::Fen(fen) => Some(Fen(fen)),
            _ => None,
        }
    }

    /// What was typed more than the rule says (FEE-3); nothing where they agree.
    pub fn difference(&self, typed: Fen) -> Option<Fen> {
        let more = typed.0.checked_sub(self.fen()?.0)?;
        (more != 0).then_some(Fen(more))
    }

    /// `日间单价 5.00 元、夜间单价 6.00 元`; empty where the rule has no price.
    pub fn prices_zh(&self) -> String {
        let said: Vec<String> = self.prices.iter().map(|price| format!("{} {} 元", price.label, price.fen)).collect();
        said.join("、")
    }

    /// Whether a repair would be computed from the same (FEE-2, FEE-7).
    fn still(&self, repair: &Repair, inputs: &Inputs, tariff: Option<Tariff<'_>>) -> bool {
        let now = tariff.map(|tariff| ChosenFor::of(&tariff.scope));
        let moved = self.chosen_for.as_ref().zip(now.as_ref()).is_some_and(|(then, now)| then != now);
        !moved
            && repair.completed_on == Some(self.on)
            && self.outcome.inputs.iter().all(|(name, value)| inputs.get(name) == Some(value))
    }
}

/// `多 25.00 元`, `少 25.00 元`.
pub fn difference_zh(more: Fen) -> String {
    let word = if more.0 < 0 { "少" } else { "多" };
    format!("{word} {} 元", Fen(more.0.saturating_abs()))
}

/// The rules of a maker on the day of a repair.
#[derive(Debug, Clone, Copy)]
pub struct Tariff<'a> {
    /// The pack's formulas.
    pub formulas: &'a Formulas,
    /// Pack and version.
    pub version: &'a str,
    /// Class, region and day.
    pub scope: Scope<'a>,
}

/// The costs of a repair by the rules: what was kept and still follows from the same, the rest computed (FEE-1, FEE-2).
pub fn fees(repair: &Repair, tariff: Option<Tariff<'_>>) -> Vec<Result<Fee, NoFee>> {
    if !matches!(repair.payer, Payer::Warranty | Payer::Paid) {
        return Vec::new();
    }
    FeeField::ALL.iter().filter_map(|field| fee(repair, *field, tariff)).collect()
}

fn fee(repair: &Repair, field: FeeField, tariff: Option<Tariff<'_>>) -> Option<Result<Fee, NoFee>> {
    let given = asked(repair, field)?;
    let kept = repair.fees.iter().find(|kept| kept.field == field);
    if let (Some(kept), Ok(inputs)) = (kept, &given)
        && applies(&kept.outcome.rule_key, repair)
        && kept.still(repair, inputs, tariff)
    {
        return Some(Ok(kept.clone()));
    }
    let tariff = tariff?;
    let held = |key: &&&str| applies(key, repair) && choose(tariff.formulas.iter(), key, &tariff.scope).is_some();
    let key = field.rules().iter().find(held)?;
    let said = given.and_then(|inputs| {
        compute(field, key, tariff, &inputs)
            .map_err(|why| if wants_hour(repair, field, key, tariff, inputs) { NO_HOUR.to_owned() } else { why })
    });
    Some(said.map_err(|why| NoFee { field, why }))
}

/// A fixed fee for jobs in warranty is for those alone (FEE-4).
fn applies(key: &str, repair: &Repair) -> bool {
    key != "fee.per_unit" || repair.payer == Payer::Warranty
}

/// What the clerk fills in, by the name of the box.
const NO_HOUR: &str = "填出发时刻才能算路费";

/// Whether the hour of leaving is all that is missing: with any hour the rule gives an answer.
fn wants_hour(repair: &Repair, field: FeeField, key: &str, tariff: Tariff<'_>, inputs: Inputs) -> bool {
    field == FeeField::Travel
        && depart_hour(&repair.depart_time).is_none()
        && compute(field, key, tariff, &inputs.with("depart_hour", Value::Int(0))).is_ok()
}

fn compute(field: FeeField, key: &str, tariff: Tariff<'_>, inputs: &Inputs) -> Result<Fee, String> {
    let outcome = tariff.formulas.eval(tariff.version, key, &tariff.scope, inputs).map_err(|why| why.to_string())?;
    let rule = choose(tariff.formulas.iter(), key, &tariff.scope).map(Formula::rule);
    let prices = rule.map(prices).unwrap_or_default();
    Ok(Fee { field, on: tariff.scope.on, chosen_for: Some(ChosenFor::of(&tariff.scope)), prices, outcome })
}

/// The prices of a rule that are filled in.
pub fn prices(rule: &FormulaRule) -> Vec<Price> {
    let money = rule.params.iter().filter(|param| param.ty == crate::formula::Type::Fen);
    money.filter_map(|param| Some(Price { label: param.label.clone(), fen: Fen(param.value?) })).collect()
}

/// What a repair gives to the rules about a cost; `None` when there is nothing to be paid, an error where it is no whole number (FEE-5).
fn asked(repair: &Repair, field: FeeField) -> Option<Result<Inputs, String>> {
    match field {
        FeeField::Labour => {
            let inputs = Inputs::new().with("repairs", Value::Int(1));
            Some(match repair.labour_milli_hours.map(|milli| whole(milli.saturating_mul(60))) {
                None => Ok(inputs),
                Some(Some(minutes)) => Ok(inputs.with("labour_minutes", Value::Int(minutes))),
                Some(None) => Err("工时不是整分钟，合同没有写怎么取整；请改成整分钟，或手工填写".to_owned()),
            })
        }
        FeeField::Travel => {
            let went = repair.travel_milli_km.is_some_and(|milli| milli > 0) || repair.arrived_on.is_some();
            let km = repair.travel_milli_km.map(whole);
            let inputs = Inputs::new().with("trips", Value::Int(1));
            let inputs = match depart_hour(&repair.depart_time) {
                Some(hour) => inputs.with("depart_hour", Value::Int(hour)),
                None => inputs,
            };
            went.then(|| match km {
                None => Ok(inputs),
                Some(Some(km)) => Ok(inputs.with("km", Value::Int(km))),
                Some(None) => Err("外出里程不是整公里，合同没有写怎么取整；请改成整公里，或手工填写".to_owned()),
            })
        }
    }
}

/// Thousandths as a whole number; `None` when something is left.
fn whole(milli: i64) -> Option<i64> {
    (milli % 1_000 == 0).then_some(milli / 1_000)
}

/// The hour of `HH:MM`.
pub fn depart_hour(time: &str) -> Option<i64> {
    time.split_once(':')?.0.parse().ok().filter(|hour| (0..24).contains(hour))
}

/// A line of a claim: what was computed by the same prices (FEE-6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLine {
    /// Which cost.
    pub field: FeeField,
    /// Name of the rule's result.
    pub label: String,
    /// Its prices, in words.
    pub prices: String,
    /// Pack and version.
    pub rule_version: String,
    /// First day of completion.
    pub first_on: Day,
    /// Last day of completion.
    pub last_on: Day,
    /// How many repairs.
    pub repairs: i64,
    /// What the rule says of them.
    pub fen: Fen,
}

/// The costs of repairs by the prices they were computed with, by cost and day (FEE-6).
pub fn rate_lines<'a>(fees: impl IntoIterator<Item = &'a Fee>) -> Vec<RateLine> {
    let mut lines: Vec<RateLine> = Vec::new();
    for fee in fees {
        let (prices, fen) = (fee.prices_zh(), fee.fen().unwrap_or_default());
        let same =
            |line: &&mut RateLine| line.field == fee.field && line.label == fee.outcome.label && line.prices == prices;
        match lines.iter_mut().find(same) {
            Some(line) => {
                line.first_on = line.first_on.min(fee.on);
                line.last_on = line.last_on.max(fee.on);
                line.repairs += 1;
                line.fen = Fen(line.fen.0.saturating_add(fen.0));
            }
            None => lines.push(RateLine {
                field: fee.field,
                label: fee.outcome.label.clone(),
                prices,
                rule_version: fee.outcome.rule_version.clone(),
                first_on: fee.on,
                last_on: fee.on,
                repairs: 1,
                fen,
            }),
        }
    }
    lines.sort_by_key(|line| (line.field as u8, line.first_on));
    lines
}

#[cfg(test)]
#[path = "fee_tests.rs"]
mod tests;
