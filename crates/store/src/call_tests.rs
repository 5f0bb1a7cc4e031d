//! The register of calls comes back as it was put, in its own order.

use crate::samples::*;
use domain::repair::Channel;

#[test]
fn a_second_put_of_a_call_changes_all_but_its_entry() {
    use domain::call::{CallState, Urgency};
    let desk = Desk::full();
    let changed = domain::call::Call {
        principal: None,
        received_at: 5,
        channel: Channel::Visit,
        caller: "a".into(),
        phone: "b".into(),
        customer: None,
        unit: None,
        serial: "c".into(),
        model: "d".into(),
        product: "e".into(),
        area: None,
        address: "f".into(),
        complaint: "g".into(),
        urgency: Urgency::Normal,
        forwarded_at: None,
        task_no: "h".into(),
        note: "i".into(),
        steps: Vec::new(),
        repair: None,
        void_reason: None,
        rev: 9,
        follows: None,
        ..call()
    };
    assert_eq!((call().state(), changed.state()), (CallState::Voided, CallState::Open));
    desk.write(|tx| tx.put_call(&changed));
    desk.read(|reader| {
        assert_eq!(reader.call(id(161))?, Some(changed.clone()));
        assert_eq!(reader.calls_to_do(None)?, std::slice::from_ref(&changed));
        assert_eq!(reader.open_calls_from("b", 5)?, []);
        assert_eq!(reader.open_calls_of(None, "c", 5)?, [changed]);
        assert!(reader.calls_after(id(161))?.is_empty());
        Ok(())
    });
}

#[test]
fn calls_that_wait_come_first_the_oldest_of_them_on_top() {
    use domain::call::{Call, Step, StepKind};
    let desk = Desk::with_maker();
    let at = |n: i64| 1_792_461_600_000 + n * 60_000;
    let call = |n: u128, received_at: i64, sent: bool| {
        let sent_at = domain::deadline::Moment::At(received_at);
        let dispatched = Step::new(StepKind::Dispatched, sent_at, String::new(), received_at);
        let steps = if sent { vec![dispatched] } else { Vec::new() };
        let (no, id) = (format!("BX{n}"), id(200 + n));
        let (customer, unit, repair, void_reason) = (None, None, None, None);
        let follows = None;
        Call { id, no, received_at, steps, customer, unit, repair, void_reason, follows, ..crate::samples::call() }
    };
    desk.write(|tx| {
        let rows = [(1, at(1), true), (2, at(2), false), (3, at(3), true), (4, at(4), false)];
        rows.into_iter().try_for_each(|(n, received_at, sent)| tx.put_call(&call(n, received_at, sent)))
    });
    desk.read(|reader| {
        let list = |more: &crate::CallFilter<'_>, limit| {
            let filter = crate::ListFilter { limit, ..crate::ListFilter::default() };
            let (rows, total) = reader.calls(&filter, more).unwrap();
            (rows.into_iter().map(|call| call.no).collect::<Vec<_>>(), total)
        };
        assert_eq!(list(&crate::CallFilter::default(), 3), (vec!["BX2".into(), "BX4".into(), "BX3".into()], 4));
        let waiting = crate::CallFilter { waiting: true, ..crate::CallFilter::default() };
        assert_eq!(list(&waiting, 9).1, 2);
        for term in ["0364370", "wd", "hh 70420260817", "双庙", "bx"] {
            assert_eq!(list(&crate::CallFilter { term, ..crate::CallFilter::default() }, 9).1, 4, "{term}");
        }
        assert_eq!(list(&crate::CallFilter { term: "张三", ..crate::CallFilter::default() }, 9).1, 0);
        Ok(())
    });
}
