//! Cases of exchange and return come back as they were put, in their own order, one at a time for a machine.

use crate::samples::*;
use crate::{ListFilter, Outgoing, RemedyFilter};
use domain::remedy_case::RemedyCase;

#[test]
fn a_case_comes_back_and_a_second_put_changes_what_may_change() {
    let desk = Desk::full();
    let changed = RemedyCase {
        papers: Vec::new(),
        steps: Vec::new(),
        new_sale: None,
        new_unit: None,
        void_reason: None,
        rev: 9,
        ..remedy_case()
    };
    desk.read(|reader| {
        assert_eq!(reader.remedy(id(171))?, Some(remedy_case()));
        assert_eq!(reader.remedies_of(&[id(41)])?, [remedy_case()], "once, though it names the machine twice");
        assert_eq!(reader.remedy_of_new_sale(id(51))?, Some(remedy_case()));
        assert_eq!(reader.remedies_of_sale(id(51))?, [remedy_case()]);
        Ok(())
    });
    desk.write(|tx| tx.put_remedy(&changed, &Outgoing::Nothing));
    desk.read(|reader| {
        assert_eq!(reader.remedy(id(171))?, Some(changed));
        assert_eq!(reader.remedy_of_new_sale(id(51))?, None);
        Ok(())
    });
}

#[test]
fn what_waits_comes_first_and_one_machine_has_one_that_waits() {
    let desk = Desk::full();
    let case = |n: u128, made_on: &str, waits: bool| RemedyCase {
        id: id(200 + n),
        no: format!("TH{n}"),
        made_on: day(made_on),
        steps: Vec::new(),
        new_sale: None,
        new_unit: None,
        void_reason: (!waits).then(|| "录错".to_owned()),
        ..remedy_case()
    };
    desk.write(|tx| tx.put_remedy(&case(1, "2026-10-23", true), &Outgoing::Nothing));
    desk.write(|tx| tx.put_remedy(&case(2, "2026-10-21", false), &Outgoing::Nothing));
    let second = case(3, "2026-10-22", true);
    let refused = desk.store.write::<_, crate::StoreError>(ENTRY, |tx| tx.put_remedy(&second, &Outgoing::Nothing));
    assert!(refused.is_err(), "one at a time for a machine");
    desk.read(|reader| {
        let filter = ListFilter { limit: 9, ..ListFilter::default() };
        let list = |more: &RemedyFilter<'_>| {
            let (rows, total) = reader.remedies(&filter, more).unwrap();
            (rows.into_iter().map(|case| case.no).collect::<Vec<_>>(), total)
        };
        let all = list(&RemedyFilter::default());
        assert_eq!(all, (vec!["TH1".into(), "HB0732A-TH-2610-A0003".into(), "TH2".into()], 3));
        assert_eq!(list(&RemedyFilter { open: true, ..RemedyFilter::default() }), (vec!["TH1".into()], 1));
        for (term, wanted) in [("a0003", 1), (unit().serial.as_str(), 3), ("th2", 1), ("没有", 0)] {
            assert_eq!(list(&RemedyFilter { term, ..RemedyFilter::default() }).1, wanted, "{term}");
        }
        Ok(())
    });
}
