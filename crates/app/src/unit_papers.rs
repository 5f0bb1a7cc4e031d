//! What else of a machine is on record: when it was taken in, and its exchange or return.
//!
//! - UNITPAPER-1 Receipts of custody and cases of exchange or return stand in the history of their machine, cancelled ones too; a case stands in that of both machines.

use crate::error::Answer;
use crate::view::{UnitPaper, UnitPaperKind};
use domain::custody::Custody;
use domain::remedy_case::RemedyCase;
use domain::{Day, UnitId};
use store::Reader;

/// Papers of a machine, the newest first (UNITPAPER-1).
pub(crate) fn of_unit(reader: &Reader<'_>, unit: UnitId) -> Answer<Vec<UnitPaper>> {
    let mut papers: Vec<UnitPaper> = reader.custodies_of_unit(unit)?.iter().map(of_custody).collect();
    for case in reader.remedies_of(&[unit])? {
        papers.push(of_case(reader, unit, &case)?);
    }
    papers.sort_by_key(|paper| std::cmp::Reverse(paper.on));
    Ok(papers)
}

fn of_custody(custody: &Custody) -> UnitPaper {
    UnitPaper {
        kind: UnitPaperKind::Custody,
        id: custody.id.to_string(),
        no: custody.no.clone(),
        on: Day::at(custody.in_at),
        says: format!("收下待修 {}", custody.fault).trim().to_owned(),
        state: custody.state().zh().to_owned(),
        over: !custody.is_here(),
    }
}

fn of_case(reader: &Reader<'_>, unit: UnitId, case: &RemedyCase) -> Answer<UnitPaper> {
    let given = case.new_unit == Some(unit) && case.unit != unit;
    let other = if given { Some(case.unit) } else { case.new_unit.filter(|new| *new != unit) };
    let serial = other.map(|id| reader.unit(id)).transpose()?.flatten().map(|unit| unit.serial);
    let says = match (given, serial) {
        (true, Some(old)) => format!("换货交付，换下 {old}"),
        (_, Some(new)) => format!("换货退货，换成 {new}"),
        (_, None) => "换货退货".to_owned(),
    };
    Ok(UnitPaper {
        kind: UnitPaperKind::Remedy,
        id: case.id.to_string(),
        no: case.no.clone(),
        on: case.sale_ended().map_or(case.made_on, |(on, _)| on),
        says,
        state: case.state().zh().to_owned(),
        over: !case.pending(),
    })
}
