//! An exchange or return of the wrong machine is undone (RCASED-8), and a machine given is followed to its right serial (RCASED-9).

use super::{still_sold, travel};
use crate::error::{Answer, AppError};
use crate::sale_cards;
use crate::writing::Writing;
use domain::refusal::Refusal;
use domain::remedy_case::{RemedyCase, RemedyStepKind};
use domain::repair::RepairState;
use domain::sale::Sale;

/// Takes back what a settlement gave: the new machine's sale and card end, the old sale's card stands again.
pub(super) fn undo(writing: &Writing<'_>, case: &mut RemedyCase, reason: &str) -> Answer<()> {
    let (new_sale, now) = (case.new_sale, writing.now);
    let mut undone = case.clone();
    let given = undone.undo(reason, now.today, now.at)?;
    refuse_used(writing, case)?;
    let why = format!("撤销换货退货（{}）：{}", case.no, reason.trim());
    if let Some(mut sale) = new_sale.map(|id| writing.tx.sale(id)).transpose()?.flatten()
        && sale.void_reason.is_none()
    {
        sale.void_reason = Some(why.clone());
        let card = writing.tx.card_of_sale(sale.id)?.ok_or_else(|| AppError::NotFound(sale.no.clone()))?;
        sale_cards::cancel(writing, &sale, card, &why)?;
    }
    *case = undone;
    if let Some(sale) = case.sale.map(|id| writing.tx.sale(id)).transpose()?.flatten() {
        sale_cards::stand_again(writing, &sale, &given, &why)?;
    }
    Ok(())
}

/// What happened to either machine since stands in the way: it would be left without the sale it stands on.
fn refuse_used(writing: &Writing<'_>, case: &RemedyCase) -> Answer<()> {
    let in_the_way = |subject, no, next| Err(Refusal::InTheWay { subject, no, next }.into());
    let old = writing.tx.unit(case.unit)?.ok_or_else(|| AppError::NotFound(case.no.clone()))?;
    if let Some(sale) = still_sold(writing.tx, &old)?.into_iter().next() {
        return in_the_way("旧机又卖出的销售单", sale.no, "先作废它，再撤销");
    }
    let Some(new) = case.new_unit else { return Ok(()) };
    let settled = case.step(RemedyStepKind::Settled).map(|step| step.on);
    let repairs = writing.tx.repairs_of_unit(new)?;
    let since = |on| settled.is_none_or(|day| day <= on);
    if let Some(repair) = repairs.into_iter().find(|one| one.state != RepairState::Voided && since(one.received_on)) {
        return in_the_way("新机的维修单", repair.no, "先作废它，或改到修的那一台机器上，再撤销");
    }
    let cases = writing.tx.remedies_of(&[new])?;
    let own = |one: &RemedyCase| one.unit == new && one.void_reason.is_none() && one.sale == case.new_sale;
    match cases.into_iter().find(own) {
        Some(other) => in_the_way("新机的换货退货", other.no, "先作废或撤销它，再撤销这一件"),
        None => Ok(()),
    }
}

/// The machine given had another serial than was typed: its case follows its sale.
pub(crate) fn follow_given(writing: &Writing<'_>, sale: &Sale) -> Answer<()> {
    let Some(mut case) = writing.tx.remedy_of_new_sale(sale.id)?.filter(|case| case.new_unit != Some(sale.unit)) else {
        return Ok(());
    };
    case.new_unit = Some(sale.unit);
    case.rev += 1;
    travel::put(writing, &case, "新机的编号改了")
}
