//! How a case is settled: a machine or a component given, money back, a repair, or nothing.

use super::money::Reckoning;
use super::{known_repair, still_sold};
use crate::error::Answer;
use crate::sale::{Origin, open_sale};
use crate::sale_cards;
use crate::view::*;
use crate::writing::Writing;
use domain::refusal::{Checks, Refusal, Refusals};
use domain::remedy_case::{CaseMoney, Given, RemedyCase, RemedyOutcome, RemedyStep, RemedyStepKind};
use domain::repair::Repair;
use domain::sale::Sale;
use domain::text::{clean, serial_key};
use domain::unit::Unit;
use domain::{Day, Fen};

/// Settles a case, or corrects how it was settled.
pub(super) fn settle(writing: &Writing<'_>, case: &mut RemedyCase, input: &RemedySettle) -> Answer<()> {
    let now = writing.now;
    let stood = case.step(RemedyStepKind::Settled).filter(|_| input.doing == StepDoing::Correct).cloned();
    let on = input.on.or(stood.as_ref().map(|step| step.on)).unwrap_or(now.today);
    let sale = case.sale.map(|id| writing.tx.sale(id)).transpose()?.flatten();
    let mut refused = Vec::new();
    let repair = match repair_of(writing, case, input)? {
        Ok(repair) => repair,
        Err(why) => {
            refused.extend(why.0);
            None
        }
    };
    let money = match (input.outcome.ends_sale(), &sale) {
        (true, Some(sale)) => Some(money_of(writing, case, input, (sale, on), &mut refused)?),
        (true, None) => {
            let state = "没有销售记录";
            let verb = "换整机或退货：没有销售就没有价款和三包期可依。先补登这台机器的销售，再重新开单";
            return Err(Refusal::WrongState { subject: "这台机器", state, verb }.into());
        }
        (false, _) => None,
    };
    let step = RemedyStep {
        outcome: Some(input.outcome),
        repair: repair.map(|repair| repair.id),
        money: money.flatten(),
        given: stood.and_then(|step| step.given),
        ..RemedyStep::new(RemedyStepKind::Settled, on, clean(&input.words), now.at)
    };
    let gives = input.doing == StepDoing::Put && input.outcome.ends_sale();
    if gives && input.outcome == RemedyOutcome::Machine {
        refused.extend(machine_refused(writing, case, input)?);
    }
    let done = match input.doing {
        StepDoing::Put => case.put(step, now.today),
        StepDoing::Correct => case.correct(step, &input.reason, now.today),
        StepDoing::TakeBack => {
            let wanted = "登记或更正；撤回用「撤回」";
            Err(Refusal::OutOfRange { field: "doing", label: "办结", wanted }.into())
        }
    };
    refused.extend(done.err().map(|why| why.0).unwrap_or_default());
    if !refused.is_empty() {
        return Err(Refusals(refused).into());
    }
    if let (true, Some(sale)) = (gives, sale) {
        give(writing, case, input, (&sale, on))?;
    }
    Ok(())
}

/// The old card ends, a machine given gets its sale (RCASED-3, RCASED-4).
fn give(writing: &Writing<'_>, case: &mut RemedyCase, input: &RemedySettle, (sale, on): (&Sale, Day)) -> Answer<()> {
    let consent = writing.tx.card_of_sale(sale.id)?.is_some_and(|card| card.share_consent);
    let ended = sale_cards::end(writing, sale, &format!("{}（{}，{}）", input.outcome.zh(), case.no, on.iso()))?;
    let Some(unit) = input.unit.as_ref().filter(|_| input.outcome == RemedyOutcome::Machine) else {
        case.note_given(ended);
        return Ok(());
    };
    let parties = crate::sale_view::parties(writing.tx, sale)?;
    let model = if unit.model.trim().is_empty() { parties.model.code.clone() } else { unit.model.clone() };
    let customer = &parties.customer;
    let draft = SaleDraft {
        request_id: None,
        amends: None,
        principal: parties.maker.code.clone(),
        customer: CustomerInput {
            id: Some(customer.id.to_string()),
            name: customer.name.clone(),
            phone: customer.phone.clone(),
            county: customer.county.clone(),
            town: customer.town.clone(),
            village: customer.village.clone(),
            id_no: None,
        },
        unit: UnitInput { model, ..unit.clone() },
        sold_on: on,
        invoice_no: input.invoice_no.clone(),
        invoice_on: input.invoice_on,
        delivered_on: Some(on),
        installed_on: None,
        price_fen: sale.price_fen.map(|Fen(fen)| fen),
        subsidy_fen: sale.subsidy_fen.map(|Fen(fen)| fen),
        seller: sale.seller.clone(),
        outlet: sale.outlet.clone(),
        note: format!("换货 {}，换下 {}", case.no, parties.unit.serial),
        card_no: input.card_no.clone(),
        user_signed: input.user_signed,
        share_consent: consent,
    };
    let made = open_sale(writing, &parties.maker, &draft, Origin::Form)?;
    case.new_sale = Some(made.id);
    case.new_unit = Some(made.unit);
    case.note_given(Given { sale: Some(made.id), ..ended });
    Ok(())
}

/// What is wrong with the machine that is to be given (RCASED-3).
fn machine_refused(writing: &Writing<'_>, case: &RemedyCase, input: &RemedySettle) -> Answer<Vec<Refusal>> {
    let serial = input.unit.as_ref().map(|unit| unit.serial.as_str()).unwrap_or_default();
    let mut checks = Checks::default();
    checks.text("unit.serial", "新机的出厂编号", serial, 60);
    checks.length("card_no", "回执卡编号", &input.card_no, 60);
    checks.length("invoice_no", "发票号码", &input.invoice_no, 60);
    checks.not_after("invoice_on", "开票日期", input.invoice_on, writing.now.today);
    let mut refused = checks.done().err().map(|why| why.0).unwrap_or_default();
    refused.extend(taken(writing, case, serial, None)?);
    Ok(refused)
}

/// The sale of a machine given is changed: what may not be given at settling may not be put in its place (RCASED-10).
pub(crate) fn given_refused(writing: &Writing<'_>, sale: &Sale, draft: &SaleDraft) -> Answer<Vec<Refusal>> {
    let Some(case) = writing.tx.remedy_of_new_sale(sale.id)? else { return Ok(Vec::new()) };
    let mut refused = taken(writing, &case, &draft.unit.serial, Some(sale))?;
    let mut checks = Checks::default();
    let settled = case.step(RemedyStepKind::Settled).map(|step| step.on);
    checks.not_before("sold_on", "销售日期", Some(draft.sold_on), "换货的办结日期", settled);
    refused.extend(checks.done().err().map(|why| why.0).unwrap_or_default());
    Ok(refused)
}

/// The sale of a machine given goes with its exchange (RCASED-11).
pub(crate) fn refuse_given(writing: &Writing<'_>, sale: &Sale) -> Answer<()> {
    match writing.tx.remedy_of_new_sale(sale.id)? {
        Some(case) if sale.void_reason.is_none() => {
            let next = "请在那一件里「撤销换货」，这笔销售随之作废";
            Err(Refusal::InTheWay { subject: "给出这台机器的换货", no: case.no, next }.into())
        }
        _ => Ok(()),
    }
}

/// Machines of a serial that may not be given; `but` is the sale that is changed.
fn taken(writing: &Writing<'_>, case: &RemedyCase, serial: &str, but: Option<&Sale>) -> Answer<Vec<Refusal>> {
    let key = serial_key(serial);
    let units = if key.is_empty() { Vec::new() } else { writing.tx.units_by_key(&key)? };
    let mut refused = Vec::new();
    for unit in units.iter().filter(|unit| unit.principal == case.principal) {
        refused.extend(sold_already(writing, case, unit, but)?);
    }
    Ok(refused)
}

fn sold_already(writing: &Writing<'_>, case: &RemedyCase, unit: &Unit, but: Option<&Sale>) -> Answer<Option<Refusal>> {
    if unit.id == case.unit {
        let wanted = "另一台机器的：这就是换下来的那一台";
        return Ok(Some(Refusal::OutOfRange { field: "unit.serial", label: "新机的出厂编号", wanted }));
    }
    let mut others = still_sold(writing.tx, unit)?.into_iter().filter(|sale| but.is_none_or(|own| own.id != sale.id));
    let Some(sale) = others.next() else { return Ok(None) };
    let to = writing.tx.customer(sale.customer)?.map(|buyer| buyer.name).unwrap_or_default();
    Ok(Some(Refusal::SoldAlready { field: "unit.serial", serial: unit.serial.clone(), to, no: sale.no }))
}

/// Money of an exchange or return: computed, kept, and what was given beside it (RCASED-5).
fn money_of(
    writing: &Writing<'_>,
    case: &RemedyCase,
    input: &RemedySettle,
    (sale, on): (&Sale, Day),
    refused: &mut Vec<Refusal>,
) -> Answer<Option<CaseMoney>> {
    let refunds = input.outcome == RemedyOutcome::Refund;
    let typed = input.price_fen.map(Fen).or(sale.price_fen);
    if typed.is_none() && refunds {
        refused.push(Refusal::Missing { field: "price_fen", label: "发票价（销售单上没有登记）" });
        return Ok(None);
    }
    let price = typed.unwrap_or_default();
    let reckoning = Reckoning::of((&writing.policies, writing.tx, writing.now), case, on)?;
    let due = if refunds { reckoning.refund(price).ok() } else { None };
    let paid = input.paid_fen.map(Fen).or(due.as_ref().map(|due| due.fen));
    if refunds && paid.is_none() {
        refused.push(Refusal::Missing { field: "paid_fen", label: "实退金额（公式算不出来）" });
    }
    let over = refunds && paid.is_some_and(|paid| paid > price);
    let wanted = "不超过发票价；另外补给用户的钱请记在备注里";
    refused.extend(over.then_some(Refusal::OutOfRange { field: "paid_fen", label: "实退金额", wanted }));
    let freight_fen = Fen(input.freight_fen);
    let freight = if freight_fen.0 > 0 { reckoning.freight(freight_fen, input.quality_cause) } else { None };
    Ok(Some(CaseMoney {
        price_fen: price,
        due,
        paid_fen: if refunds { paid.unwrap_or_default() } else { Fen(0) },
        freight_fen,
        quality_cause: input.quality_cause,
        freight,
    }))
}

/// The repair that did it: of this machine, done, and of a component the whole of it.
fn repair_of(
    writing: &Writing<'_>,
    case: &RemedyCase,
    input: &RemedySettle,
) -> Answer<Result<Option<Repair>, Refusals>> {
    let wanted = matches!(input.outcome, RemedyOutcome::Component | RemedyOutcome::Repair);
    let given = clean(&input.repair_no);
    if !wanted || (given.is_empty() && input.outcome == RemedyOutcome::Repair) {
        return Ok(Ok(None));
    }
    let (field, label) = ("repair_no", "维修单");
    if given.is_empty() {
        return Ok(Err(Refusal::Missing { field, label: "换部件的维修单号" }.into()));
    }
    let Some(repair) = known_repair(writing.tx, case, &given)? else {
        return Ok(Err(Refusal::Unknown { field, label: "这台机器的维修单", given }.into()));
    };
    let mut checks = Checks::default();
    let wrong = |wanted: &'static str| Refusal::OutOfRange { field, label, wanted };
    checks.add(repair.completed_on.is_none().then(|| wrong("是已完工的")));
    let whole = input.outcome != RemedyOutcome::Component || repair.component_exchanged;
    checks.add((!whole).then(|| wrong("勾上「整件更换」：先在那张维修单上改好")));
    Ok(checks.done().map(|()| Some(repair)))
}
