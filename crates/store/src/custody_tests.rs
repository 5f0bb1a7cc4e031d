//! The register of machines taken in comes back as it was put, in its own order.

use crate::samples::*;
use crate::{CustodyFilter, Fault, ListFilter};
use domain::Day;
use domain::custody::{Custody, Promise};

#[test]
fn a_receipt_and_a_card_come_back_as_they_were_put_and_again_after_a_change() {
    let desk = Desk::full();
    desk.read(|reader| {
        assert_eq!(reader.custody(id(171))?, Some(custody()));
        assert_eq!(reader.custodies_of_call(id(161))?, [custody()]);
        assert_eq!(reader.custodies_of_repair(id(71))?, [custody()]);
        assert_eq!(reader.job_card(id(71))?, Some(job_card()));
        Ok(())
    });
    let changed = Custody {
        principal: None,
        call: None,
        repair: None,
        customer: None,
        unit: None,
        bearer: "a".into(),
        phone: "b".into(),
        serial: "c-1".into(),
        model: "d".into(),
        product: "e".into(),
        outside: "f".into(),
        accessories: "g".into(),
        fault: "h".into(),
        in_at: 5,
        promises: Vec::new(),
        shelf: "i".into(),
        note: "j".into(),
        hand_overs: Vec::new(),
        void_reason: None,
        rev: 9,
        ..custody()
    };
    let card = domain::job_card::JobCard {
        plan: "k".into(),
        began_at: None,
        ended_at: None,
        inspections: Vec::new(),
        rev: 7,
        ..job_card()
    };
    desk.write(|tx| {
        tx.put_custody(&changed)?;
        tx.put_job_card(&card)
    });
    desk.read(|reader| {
        assert_eq!(reader.custody(id(171))?, Some(changed.clone()));
        assert_eq!(reader.custodies_of_serial("C1")?, [changed]);
        assert_eq!(reader.job_card(id(71))?, Some(card));
        Ok(())
    });
}

#[test]
fn what_is_here_comes_first_by_the_day_promised_and_a_machine_is_here_once() {
    let desk = Desk::full();
    let day = |n: i64| Day::at(NOW).plus_days(n);
    let here = |n: u128, promised: Option<Day>, unit: Option<u128>| Custody {
        id: id(n),
        no: format!("JY-{n}"),
        unit: unit.map(id),
        promises: promised
            .map(|on| Promise { on: Some(on), reason: String::new(), entered_at: 1 })
            .into_iter()
            .collect(),
        hand_overs: Vec::new(),
        void_reason: None,
        ..custody()
    };
    desk.write(|tx| {
        tx.put_custody(&here(181, None, None))?;
        tx.put_custody(&here(182, Some(day(2)), Some(41)))?;
        tx.put_custody(&here(183, Some(day(-2)), None))
    });
    desk.read(|reader| {
        let all = ListFilter { limit: 9, ..ListFilter::default() };
        let (rows, total) = reader.custodies(&all, &CustodyFilter::default())?;
        let order: Vec<_> = rows.iter().map(|one| one.no.as_str()).collect();
        assert_eq!((order, total), (vec!["JY-183", "JY-182", "JY-181", custody().no.as_str()], 4));
        let late = CustodyFilter { late: Some(day(0)), ..CustodyFilter::default() };
        assert_eq!(reader.custodies(&all, &late)?.1, 1);
        assert_eq!(reader.custodies_due(day(0), None)?.len(), 1);
        assert_eq!(reader.custodies(&all, &CustodyFilter { late: None, term: "棚二" })?.1, 4);
        assert_eq!(reader.custody_of_unit(id(41))?.map(|one| one.no), Some("JY-182".to_owned()));
        Ok(())
    });
    let again = desk.store.write(ENTRY, |tx| tx.put_custody(&here(184, None, Some(41))));
    assert_eq!(again.unwrap_err().fault, Fault::Constraint);
}
