//! Boxes and results of old parts come back as they were put, and again after a change.

use crate::samples::*;
use domain::claim::Source;
use domain::packing::{Packed, Packing, PackingState};
use domain::part_result::{Disposal, PartResult, PartVerdict, Settlement};

fn packing() -> Packing {
    Packing {
        id: id(171),
        no: "HB-FC-2610-A0002".into(),
        principal: principal().id,
        state: PackingState::Sealed,
        opened_on: day("2026-10-19"),
        seal_no: "F-1".into(),
        weight_g: Some(12_500),
        sealed_on: Some(day("2026-10-20")),
        reason: "漏装".into(),
        rev: 3,
    }
}

fn packed() -> Packed {
    Packed { old_part: old_part().id, packing: Some(packing().id), box_no: 2, at: NOW }
}

fn result() -> PartResult {
    PartResult {
        old_part: old_part().id,
        sent_milli: old_part().qty_milli,
        received_milli: 1,
        wrong_milli: 2,
        verdict: Some(PartVerdict::Misuse),
        disposal: Some(Disposal::Returned),
        judged_by: "刘审".into(),
        judged_on: Some(day("2026-11-06")),
        told_on: day("2026-11-08"),
        source: Source::File,
        settlement: Some(Settlement::Disputed),
        settle_reason: "已签收".into(),
        settled_on: Some(day("2026-11-09")),
        wrong_settlement: Some(Settlement::Found),
        wrong_reason: "补发".into(),
        wrong_settled_on: Some(day("2026-11-09")),
        dispute: "是铸造缺陷".into(),
        disputed_on: Some(day("2026-11-10")),
        answer: "维持".into(),
        answered_on: Some(day("2026-11-11")),
        rev: 4,
    }
}

#[test]
fn boxes_and_results_come_back_as_they_were_put() {
    let desk = Desk::full();
    desk.write(|tx| {
        tx.put_packing(&packing())?;
        tx.put_packed(&packed())?;
        tx.put_part_result(&result())
    });
    desk.read(|reader| {
        assert_eq!(reader.packing(packing().id)?, Some(packing()));
        assert_eq!(reader.packings(Some(principal().id), 9)?, [packing()]);
        assert_eq!(reader.packings(Some(id(999)), 9)?, []);
        assert_eq!(reader.packed_of(old_part().id)?, Some(packed()));
        assert_eq!(reader.packed_in(packing().id)?, [packed()]);
        assert_eq!(reader.part_results(&[old_part().id, id(999)])?, [result()]);
        assert_eq!(reader.part_results_of_repairs(&[repair().id])?, [result()]);
        assert_eq!(reader.old_part_by_tag(&old_part().tag_no)?, Some(old_part()));
        assert_eq!(reader.judged_parts(Some(principal().id), Some(true), (9, 0))?, (vec![old_part()], 1));
        assert_eq!(reader.judged_parts(None, Some(false), (9, 0))?, (Vec::new(), 0));
        Ok(())
    });
    let sent = Packing { state: PackingState::Sent, rev: 4, ..packing() };
    let settled = PartResult { received_milli: old_part().qty_milli - 2, rev: 5, ..result() };
    desk.write(|tx| {
        tx.put_packing(&sent)?;
        tx.put_packed(&Packed { packing: None, ..packed() })?;
        tx.put_part_result(&settled)
    });
    desk.read(|reader| {
        assert_eq!(reader.packing(sent.id)?, Some(sent.clone()));
        assert_eq!(reader.packings(None, 9)?, [], "what is sent is not packed any more");
        assert_eq!((reader.packed_of(old_part().id)?, reader.packed_in(sent.id)?), (None, Vec::new()));
        assert_eq!(reader.part_results(&[old_part().id])?, std::slice::from_ref(&settled));
        assert_eq!(reader.judged_parts(None, None, (9, 0))?, (vec![old_part()], 1));
        Ok(())
    });
}

#[test]
fn what_lies_in_no_box_is_what_is_left() {
    let desk = Desk::full();
    let here = domain::old_part::OldPart {
        id: id(181),
        tag_no: "JJ-2".into(),
        repair_part: None,
        batch: None,
        state: domain::old_part::OldPartState::InStore,
        ..old_part()
    };
    desk.write(|tx| {
        tx.put_old_part(&here, &crate::Outgoing::Nothing)?;
        tx.put_packing(&packing())
    });
    let left = || desk.read(|reader| reader.unpacked(principal().id, 9));
    assert_eq!(left(), (vec![here.clone()], 1));
    desk.write(|tx| tx.put_packed(&Packed { old_part: here.id, ..packed() }));
    assert_eq!(left(), (Vec::new(), 0));
    desk.write(|tx| tx.put_packed(&Packed { old_part: here.id, packing: None, ..packed() }));
    assert_eq!(left(), (vec![here], 1));
}
