//! How long a hundred thousand machines take, and what one of them weighs.

use crate::world::*;
use domain::coverage::{Coverage, Replacement, Setting, UnitFacts, cover};
use domain::suspension::Cause;
use std::time::Instant;

/// Machines with a few suspensions each, three periods apiece: machine, main components, a replaced one.
fn units(n: usize) -> Vec<UnitFacts> {
    (0..n)
        .map(|i| {
            let mut unit = unit("2026-01-05");
            let shift = i64::try_from(i % 300).unwrap();
            let sale = &mut unit.sales[0];
            sale.invoice_on = sale.invoice_on.map(|on| on.plus_days(shift));
            let start = sale.invoice_on.unwrap();
            let mut once = stop(Cause::Repair, "2026-01-05", None, "WX-1");
            (once.from, once.to) = (start.plus_days(40), Some(start.plus_days(44)));
            unit.suspensions = vec![once];
            unit.replacements = vec![Replacement {
                component: "气缸盖".into(),
                on: start.plus_days(42),
                new_no: String::new(),
                evidence: String::new(),
            }];
            unit
        })
        .collect()
}

/// Bytes a row holds outside itself.
fn heap(row: &Coverage) -> usize {
    let steps: usize = row.steps.iter().map(|step| step.capacity()).sum();
    let texts = [&row.component, &row.rule_key, &row.rule_version, &row.source];
    steps + row.steps.capacity() * size_of::<String>() + texts.iter().map(|text| text.capacity()).sum::<usize>()
}

#[test]
fn a_hundred_thousand_machines_do_not_wait() {
    let ag = Pack::shipped("CN-ag-2010");
    let policies = ag.alone();
    let model = policies.for_model(&tractor());
    let setting = Setting { today: day("2026-11-21"), calendars: &CHINA };
    let units = units(20_000);
    let (mut rows, mut bytes) = (0_usize, 0_usize);
    let begun = Instant::now();
    for unit in &units {
        let covered = cover(&model, unit, &setting);
        rows += covered.rows.len();
        bytes += covered.rows.iter().map(|row| heap(row) + size_of::<Coverage>()).sum::<usize>();
    }
    let took = begun.elapsed();
    let per_unit = took.as_nanos() / u128::try_from(units.len()).unwrap();
    println!(
        "{rows} periods of {} machines in {took:?}: {per_unit} ns a machine, {} bytes a period",
        units.len(),
        bytes / rows
    );
    assert_eq!(rows, 60_000);
    // Twenty times what an unoptimised build takes: this is about orders of magnitude, not about the machine it runs on.
    assert!(took.as_secs() < 60, "{took:?}");
}
