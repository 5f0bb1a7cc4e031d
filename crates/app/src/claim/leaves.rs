//! What a form would take out of reach of a claim, said before it is saved.
//!
//! - LEAVES-1 The form of a repair its maker pays says how much waits for a sale when the machine it names has none, and what another payer takes away: the amount, and the old parts whose tags are cancelled.

use crate::clock::Now;
use crate::error::Answer;
use crate::repair_typed::as_typed;
use crate::view::*;
use crate::writing::notice;
use domain::Fen;
use domain::old_part::{OldPart, OldPartState};
use domain::principal::Principal;
use domain::repair::{Payer, Repair, RepairState};
use store::Reader;

/// What saving a form over a repair takes out of its claim (LEAVES-1).
pub(crate) fn leaves(
    reader: &Reader<'_>,
    now: Now,
    maker: &Principal,
    draft: &RepairDraft,
    before: Repair,
) -> Answer<Option<Notice>> {
    if before.payer != Payer::Warranty || before.state == RepairState::Voided {
        return Ok(None);
    }
    let sold = crate::fee::has_sale(reader, maker, draft)?;
    let had_sale = reader.sales_of_unit(before.unit)?.iter().any(|sale| sale.void_reason.is_none());
    let old_parts = reader.old_parts_of_repair(before.id)?;
    let after = as_typed(now, maker, draft, Some(before), sold);
    let money = total(draft, &after).grouped();
    if after.payer != Payer::Warranty {
        let says = format!("保存后付费方不再是三包：{money} 元不再向厂家核销{}", voided(&old_parts));
        return Ok(Some(notice("payer", "claim_leaves", says)));
    }
    let says = format!(
        "这个编号没有销售记录：保存后 {money} 元不能向厂家核销，列在有风险；付费方和旧件不变，改回编号或补登销售就恢复"
    );
    Ok((!sold && had_sale).then(|| notice("unit.serial", "claim_waits", says)))
}

/// Tags that would be cancelled; a part that was sent stays sent.
fn voided(old_parts: &[OldPart]) -> String {
    let stays = |old: &&OldPart| !matches!(old.state, OldPartState::Sent | OldPartState::Voided);
    match old_parts.iter().filter(stays).count() {
        0 => String::new(),
        count => format!("，{count} 件旧件作废、不再返厂"),
    }
}

/// The total of a form: material is the sum of its lines unless it is stated (domain REPAIR-3).
fn total(draft: &RepairDraft, repair: &Repair) -> Fen {
    let lines = || {
        let amounts = draft.parts.iter().map(|line| Fen(line.price_fen.unwrap_or(0)).times_milli(line.qty_milli));
        amounts.flatten().try_fold(Fen(0), Fen::plus)
    };
    let material = draft.material_fen.map(Fen).or_else(lines).unwrap_or_default();
    Repair { material_fen: material, ..repair.clone() }.total().unwrap_or_default()
}
