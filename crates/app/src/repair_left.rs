//! Repairs that stay with a machine when its sale turns out to be of another serial.
//!
//! - LEFT-1 When a sale is amended to another serial, repairs of the machine it named stay as they are; where none of that machine's sales stands any more, each that head office is to pay is shown with the sale and on 今日 until a person has looked at it.
//! - LEFT-2 It is looked at when the repair was cancelled, is paid by another, or its machine has a sale that stands.

use crate::error::Answer;
use crate::view::*;
use crate::writing::Writing;
use domain::repair::{Payer, Repair, RepairState};
use domain::sale::Sale;
use domain::{SaleId, UnitId};
use store::{LeftRepair, Reader};

/// Most of them that are looked through for 今日.
const MOST: i64 = 200;

/// Marks what stays with the machine a sale named before (LEFT-1).
pub(crate) fn mark(writing: &Writing<'_>, before: UnitId, sale: &Sale) -> Answer<()> {
    if before == sale.unit {
        return Ok(());
    }
    for repair in writing.tx.repairs_of_unit(before)?.iter().filter(|one| is_warranty(one)) {
        writing.tx.put_left(&LeftRepair { repair: repair.id, sale: sale.id, left_on: writing.now.today })?;
    }
    Ok(())
}

fn is_warranty(repair: &Repair) -> bool {
    repair.state != RepairState::Voided && repair.payer == Payer::Warranty
}

/// Of what was left behind, what still has to be looked at (LEFT-2).
fn open(reader: &Reader<'_>, left: Vec<LeftRepair>) -> Answer<Vec<(LeftRepair, Repair)>> {
    let mut open = Vec::new();
    for one in left {
        let Some(repair) = reader.repair(one.repair)?.filter(is_warranty) else { continue };
        if !reader.sales_of_unit(repair.unit)?.iter().any(|sale| sale.void_reason.is_none()) {
            open.push((one, repair));
        }
    }
    Ok(open)
}

/// What a sale left behind, as its panel shows it.
pub(crate) fn of_sale(reader: &Reader<'_>, sale: SaleId) -> Answer<Vec<LeftRepairView>> {
    let found = open(reader, reader.left_of_sale(sale)?)?;
    let view = |(_, repair): (LeftRepair, Repair)| -> Answer<LeftRepairView> {
        Ok(LeftRepairView {
            id: repair.id.to_string(),
            serial: reader.unit(repair.unit)?.map(|unit| unit.serial).unwrap_or_default(),
            no: repair.no,
            reported_on: repair.reported_on,
            fault: repair.fault,
        })
    };
    found.into_iter().map(view).collect()
}

/// What was left behind of a maker's machines, or of all, on 今日.
pub(crate) fn to_do(reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
    let found = open(reader, reader.left_newest(MOST)?)?;
    let item = |(left, repair): (LeftRepair, Repair)| -> Answer<TodayItem> {
        let serial = reader.unit(repair.unit)?.map(|unit| unit.serial).unwrap_or_default();
        let sale = reader.sale(left.sale)?.map(|sale| sale.no).unwrap_or_default();
        Ok(TodayItem {
            late_ms: None,
            kind: TodayKind::Repair,
            id: repair.id.to_string(),
            no: repair.no.clone(),
            principal: reader.principal(repair.principal)?.map(|maker| maker.code).unwrap_or_default(),
            title: format!("{serial} {}", repair.fault),
            reason: format!(
                "销售单 {sale} 已改成别的编号，{serial} 没有销售记录了，这张还写着三包：核对是哪一台的，改机器或改付款方"
            ),
            due_on: None,
            days_left: None,
            level: DueLevel::Soon,
            doubt: None,
            at_risk_fen: repair.total().map(|fen| fen.0),
        })
    };
    found.into_iter().map(item).collect()
}
