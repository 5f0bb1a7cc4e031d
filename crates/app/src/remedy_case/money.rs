//! What is given back and who pays the freight, by the formulas in force (RCASED-5).

use crate::error::{Answer, AppError};
use crate::law::facts::model_facts;
use crate::policies::Policies;
use crate::rights::advice_on;
use domain::formula::{Computed, Inputs, Outcome, Value};
use domain::model::Model;
use domain::policy::{PolicyPack, Scope};
use domain::principal::Principal;
use domain::remedy::Amounts;
use domain::remedy_case::{Reckoned, RemedyCase};
use domain::repair::UsageUnit;
use domain::unit::Unit;
use domain::{Day, Fen};
use store::Reader;

/// Formulas of a return, and of the freight of one.
const FULL: &str = "return.full";
const REFUND: &str = "return.refund";
const FREIGHT: &str = "freight.quality_return";

/// What the money of a case is computed from.
pub(super) struct Reckoning<'a> {
    packs: Vec<&'a PolicyPack>,
    class: Option<&'a str>,
    /// Of the rule the right stands on.
    version: String,
    formula: Option<String>,
    amounts: Amounts,
    on: Day,
}

impl<'a> Reckoning<'a> {
    /// As of a day; the pack is the one that judges the day of the sale, as the right was judged.
    pub(super) fn of(
        (policies, reader, now): (&'a Policies, &Reader<'_>, crate::clock::Now),
        case: &RemedyCase,
        on: Day,
    ) -> Answer<Self> {
        let gone = || AppError::NotFound(case.no.clone());
        let unit: Unit = reader.unit(case.unit)?.ok_or_else(gone)?;
        let maker: Principal = reader.principal(case.principal)?.ok_or_else(gone)?;
        let model: Model = reader.model(unit.model)?.ok_or_else(gone)?;
        let sale = case.sale.map(|id| reader.sale(id)).transpose()?.flatten();
        let judged_on = sale.map_or(case.made_on, |sale| sale.sold_on);
        Ok(Self {
            packs: policies.of(&maker, judged_on),
            class: policies.class(&maker, &model_facts(&model), judged_on),
            version: case.ground.standing.as_ref().map(|standing| standing.rule_version.clone()).unwrap_or_default(),
            formula: case.ground.formula.clone(),
            amounts: advice_on(policies, reader, &unit, now, on)?.amounts,
            on,
        })
    }

    /// What is to be given back for a price, or why it cannot be computed.
    pub(super) fn refund(&self, price: Fen) -> Result<Reckoned, String> {
        let amounts = &self.amounts;
        let days = |n: i64| Value::Days(n);
        let mut inputs = Inputs::new()
            .with("price", Value::Fen(price.0))
            .with("days_held", days(amounts.days_held))
            .with("days_in_repair", days(amounts.days_in_repair))
            .with("days_waiting", days(amounts.days_waiting));
        if let Some((UsageUnit::Km, milli)) = amounts.used_milli {
            inputs = inputs.with("used_km", Value::Int(domain::meter::whole(milli)));
        }
        let Some(key) = &self.formula else {
            let step = format!("规则没有写折旧或补偿的公式，按价款全额退还：{price} 元");
            return Ok(plain(price, step));
        };
        let Some(pack) = self.pack_of(key) else {
            return Err(format!("政策包里没有公式「{key}」，请照总部的意见填实退金额"));
        };
        let found = |key: &str| pack.compute(key, &self.scope(), &inputs);
        if key == FULL {
            return reckoned(found(FULL));
        }
        let deduction = found(key).map_err(|why| why.to_string())?;
        match found(REFUND) {
            Ok(refund) => reckoned(Ok(refund)),
            Err(_) => {
                let less = deduction.value.number().unwrap_or_default();
                let fen = Fen(price.0.saturating_sub(less).max(0));
                let mut all = of_outcome(deduction);
                all.steps.push(format!("应退 = 价款 {price} 元 − {} 元 = {fen} 元", Fen(less)));
                Ok(Reckoned { fen, ..all })
            }
        }
    }

    /// What of the freight the user pays; `None` where no rule says.
    pub(super) fn freight(&self, freight: Fen, quality_cause: bool) -> Option<Reckoned> {
        let pack = self.packs.iter().find(|pack| has(pack, FREIGHT))?;
        let inputs =
            Inputs::new().with("freight", Value::Fen(freight.0)).with("quality_cause", Value::Bool(quality_cause));
        reckoned(pack.compute(FREIGHT, &self.scope(), &inputs)).ok()
    }

    fn pack_of(&self, key: &str) -> Option<&'a PolicyPack> {
        let holds = || self.packs.iter().copied().filter(|pack| has(pack, key));
        holds().find(|pack| pack.name_and_version() == self.version).or_else(|| holds().next())
    }

    fn scope(&self) -> Scope<'_> {
        let on = Scope::on(self.on);
        match self.class {
            Some(class) => on.of_class(class),
            None => on,
        }
    }
}

fn has(pack: &PolicyPack, key: &str) -> bool {
    pack.formulas().iter().any(|formula| formula.rule().key == key)
}

fn plain(fen: Fen, step: String) -> Reckoned {
    Reckoned { fen, steps: vec![step], rule_version: String::new(), source: String::new(), checked: true }
}

fn reckoned(computed: Computed) -> Result<Reckoned, String> {
    computed.map(of_outcome).map_err(|why| why.to_string())
}

fn of_outcome(outcome: Outcome) -> Reckoned {
    Reckoned {
        fen: Fen(outcome.value.number().unwrap_or_default()),
        steps: outcome.steps,
        rule_version: outcome.rule_version,
        source: outcome.source,
        checked: outcome.checked,
    }
}
