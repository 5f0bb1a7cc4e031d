//! Costs of a repair by the maker's rules: proposed while it is typed, kept when it is saved (domain FEE-1 … FEE-6).
//!
//! - FEES-1 A form is told what the rules say of what is typed so far; nothing is put into it that nobody took.
//! - FEES-2 A repair that is saved as completed keeps what the rules of that day say; one that is not completed keeps nothing, and its proposal follows the rules of today.
//! - FEES-3 A typed amount that differs from the rule's is kept and marked, with the difference in yuan.

use crate::app::{App, parse_id, principal};
use crate::error::{Answer, AppError};
use crate::law::facts::model_facts;
use crate::policies::Policies;
use crate::view::*;
use crate::writing::notice;
use domain::claim::ClaimLine;
use domain::fee::{Fee, NoFee, RateLine, Tariff, difference_zh, fees, rate_lines};
use domain::model::Model;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::repair::Repair;
use domain::text::serial_key;
use domain::{Day, RepairId};
use store::Reader;

impl App {
    pub(crate) fn repair_fees(&self, input: RepairCheck) -> Answer<Vec<FeeView>> {
        self.read(|reader, now| {
            let maker = principal(reader, &input.draft.principal)?;
            let own: Option<RepairId> = input.amends.as_deref().map(|id| parse_id("amends", id)).transpose()?;
            let saved = own.map(|id| reader.repair(id)).transpose()?.flatten();
            let has_sale = has_sale(reader, &maker, &input.draft)?;
            let repair = crate::repair_typed::as_typed(now, &maker, &input.draft, saved, has_sale);
            let on = repair.completed_on.unwrap_or(now.today);
            let model = reader.model_by_key(maker.id, &serial_key(&input.draft.unit.model))?;
            let policies = self.policies(reader)?;
            let said = said(&policies, &maker, model.as_ref(), on, &repair);
            Ok(said.into_iter().map(|one| view(one, &repair)).collect())
        })
    }
}

/// Whether the machine a form names was sold; a machine not on record was not.
pub(crate) fn has_sale(reader: &Reader<'_>, maker: &Principal, draft: &RepairDraft) -> Answer<bool> {
    let units = reader.units_by_key(&serial_key(&draft.unit.serial))?;
    let Some(unit) = units.into_iter().find(|unit| unit.principal == maker.id) else { return Ok(false) };
    Ok(reader.sales_of_unit(unit.id)?.iter().any(|sale| sale.void_reason.is_none()))
}

/// What a repair keeps of the rules when it is saved (FEES-2).
pub(crate) fn computed(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    repair: &Repair,
) -> Answer<Vec<Fee>> {
    let Some(on) = repair.completed_on else { return Ok(Vec::new()) };
    let unit = reader.unit(repair.unit)?.ok_or_else(|| AppError::NotFound(repair.no.clone()))?;
    let model = reader.model(unit.model)?;
    Ok(said(policies, maker, model.as_ref(), on, repair).into_iter().filter_map(Result::ok).collect())
}

/// The costs by the rules of a day.
fn said(
    policies: &Policies,
    maker: &Principal,
    model: Option<&Model>,
    on: Day,
    repair: &Repair,
) -> Vec<Result<Fee, NoFee>> {
    let set = policies.set(maker, on);
    let version = set.as_ref().map(|set| set.own.name_and_version()).unwrap_or_default();
    let class = model.and_then(|model| policies.class(maker, &model_facts(model), on));
    let scope = Scope { class, region: policies.region(), on };
    let tariff = set.as_ref().map(|set| Tariff { formulas: set.own.formulas(), version: &version, scope });
    fees(repair, tariff)
}

fn view(said: Result<Fee, NoFee>, repair: &Repair) -> FeeView {
    let field = match &said {
        Ok(fee) => fee.field,
        Err(none) => none.field,
    };
    let typed = field.typed(repair);
    let blank = FeeView {
        kind: field,
        field: field.name().to_owned(),
        label: field.zh().to_owned(),
        on: None,
        fee_fen: None,
        typed_fen: typed.0,
        difference_fen: None,
        sentence: String::new(),
        steps: Vec::new(),
        standing: None,
    };
    match said {
        Err(none) => FeeView { sentence: none.why, ..blank },
        Ok(fee) => FeeView {
            on: Some(fee.on),
            fee_fen: fee.fen().map(|fen| fen.0),
            difference_fen: fee.difference(typed).map(|fen| fen.0),
            standing: Some(standing(&fee)),
            sentence: fee.outcome.sentence,
            steps: fee.outcome.steps,
            ..blank
        },
    }
}

fn standing(fee: &Fee) -> StandingView {
    let outcome = &fee.outcome;
    StandingView {
        rule_key: outcome.rule_key.clone(),
        name: outcome.label.clone(),
        rule_version: outcome.rule_version.clone(),
        source: outcome.source.clone(),
        source_text: String::new(),
        checked: outcome.checked,
        doubt: Doubt::of(&outcome.rule_version, outcome.checked),
        provisional: false,
    }
}

/// What a repair keeps, as shown.
pub(crate) fn kept(repair: &Repair) -> Vec<FeeView> {
    repair.fees.iter().map(|fee| view(Ok(fee.clone()), repair)).collect()
}

/// Where typed amounts are others than the rules' (FEES-3).
pub(crate) fn notices(repair: &Repair) -> Vec<Notice> {
    let differs = repair.fees.iter().filter_map(|fee| {
        let (typed, rule) = (fee.field.typed(repair), fee.fen()?);
        let more = difference_zh(fee.difference(typed)?);
        let message = format!(
            "{}填的是 {} 元，按规定是 {} 元，{more}；按填的保存。{}",
            fee.field.zh(),
            typed.grouped(),
            rule.grouped(),
            fee.outcome.sentence
        );
        Some(notice(fee.field.name(), "fee_differs", message))
    });
    differs.collect()
}

/// The prices of a claim by day of completion (domain FEE-6).
pub(crate) fn rates(lines: &[ClaimLine]) -> Vec<RateLineView> {
    rate_lines(lines.iter().flat_map(|line| &line.fees)).into_iter().map(rate_view).collect()
}

fn rate_view(line: RateLine) -> RateLineView {
    RateLineView {
        kind: line.field,
        label: line.label,
        prices: line.prices,
        rule_version: line.rule_version,
        first_on: line.first_on,
        last_on: line.last_on,
        repairs: line.repairs,
        fen: line.fen.0,
    }
}
