//! Computed days and periods come back as they were put, and are superseded, never changed.

use crate::reason::Reasons;
use crate::samples::*;
use crate::{Change, CoverageRow, DeadlineRow};
use domain::coverage::rule::{ComponentKind, StartBasis};
use domain::coverage::{Coverage, EndedBy, Origin};
use domain::deadline::{Closed, Closing, Deadline, DeadlineState, Evidence, Moment, Subject};
use rusqlite::named_params;

pub(crate) fn deadline_row() -> DeadlineRow {
    let evidence = |what: &str| Some(Evidence { at: Moment::Day(day("2026-11-08")), what: what.into() });
    let closed = Some(Closed { how: Closing::Waived, reason: "总部免除".into(), at: NOW });
    DeadlineRow {
        id: 0,
        subject: Subject::Card,
        record: card().id.to_string(),
        no: card().no,
        principal: id(1),
        unit: Some(id(41)),
        rule: "card.to_ho".into(),
        start_on: Some(day("2026-10-18")),
        start_at: Some(1_792_300_000_000),
        due_on: Some(due().due_on),
        due_at: due().due_at,
        warn_on: Some(day("2026-10-31")),
        state: DeadlineState::Waived,
        at_risk_fen: Some(120_000),
        pack: "S0-farm".into(),
        pack_version: "2026.1".into(),
        reason: Some(Deadline { sent: evidence("单"), received: evidence("回执"), closed, ..Deadline::new(due()) }),
        trouble: Some("没有登记开票日期".into()),
        computed_at: NOW,
    }
}

fn coverage_row() -> CoverageRow {
    CoverageRow {
        id: 0,
        unit: id(41),
        sale: Some(id(51)),
        effective_end: Some(day("2027-10-18")),
        running: true,
        reason: Some(Reasons::default().period(coverage())),
        trouble: Some("型号没有登记功率".into()),
        computed_at: NOW,
    }
}

pub(crate) fn coverage() -> Coverage {
    Coverage {
        sale: id(51),
        component: "整机".into(),
        kind: ComponentKind::Machine,
        start_on: day("2026-10-18"),
        start_basis: StartBasis::Sold,
        wanted_basis: Some(StartBasis::Invoice),
        base_end: day("2027-10-18"),
        extension_days: 3,
        effective_end: day("2027-10-21"),
        usage_limit: Vec::new(),
        ended_by: EndedBy::Time,
        origin: Origin::Sale,
        provisional: true,
        running: true,
        rule_key: "coverage.tractor_over_18kw".into(),
        rule_version: "CN-ag-2010 2026.1".into(),
        source: "第二十四条、附件 1".into(),
        checked: true,
        steps: vec!["从销售日期起算".into()],
        beside: None,
    }
}

#[test]
fn store_7_a_computed_row_is_superseded_and_stays() {
    let desk = Desk::full();
    let row = deadline_row();
    let put = |old: Option<i64>, new: Option<DeadlineRow>| {
        desk.write(|tx| tx.put_day(&Change { old, new }.ready(&Reasons::default()), NOW + 1, "政策更新"));
        desk.read(|reader| reader.deadlines_of(&[id(41)], &Reasons::default()))
    };
    let first = put(None, Some(row.clone()));
    assert_eq!(first, [DeadlineRow { id: first[0].id, ..row.clone() }]);
    let later = DeadlineRow { due_on: Some(day("2026-12-01")), ..row.clone() };
    let second = put(Some(first[0].id), Some(later.clone()));
    assert_eq!(second, [DeadlineRow { id: second[0].id, ..later }]);
    let stays = format!(
        "SELECT count(*) FROM deadline WHERE id = {} AND due_on = '2026-11-07' AND superseded_by = {} AND superseded_at = {}",
        first[0].id,
        second[0].id,
        NOW + 1
    );
    assert_eq!(desk.count(&stays), 1);
    assert_eq!(put(Some(second[0].id), None), []);
    let row = coverage_row();
    desk.write(|tx| tx.put_period(&Change { old: None, new: Some(row.clone()) }, NOW, "单据登记或更改"));
    let kept = desk.read(|reader| reader.coverage_of(&[id(41)], &Reasons::default()));
    assert_eq!(kept, [CoverageRow { id: kept[0].id, ..row }]);
}

#[test]
fn store_8_a_reason_is_kept_once_and_another_text_under_its_number_is_not_taken_for_it() {
    let desk = Desk::full();
    let put = |unit, row: CoverageRow| {
        let row = CoverageRow { unit: id(unit), ..row };
        desk.write(|tx| tx.put_period(&Change { old: None, new: Some(row) }, NOW, "单据登记或更改"));
    };
    let texts = || desk.count("SELECT count(*) FROM reason WHERE text LIKE '%start_basis%'");
    put(41, coverage_row());
    put(42, coverage_row());
    assert_eq!(texts(), 1);
    let other = Coverage { component: "主要部件".into(), ..coverage() };
    let reason = || Some(Reasons::default().period(other.clone()));
    let taken = reason().unwrap().number();
    desk.write(|tx| tx.run("INSERT INTO reason (id, text) VALUES (:id, 'another')", named_params! {":id": taken}));
    put(41, CoverageRow { reason: reason(), ..coverage_row() });
    put(42, CoverageRow { reason: reason(), ..coverage_row() });
    assert_eq!(texts(), 2);
    let kept = desk.read(|reader| reader.coverage_of(&[id(41)], &Reasons::default()));
    assert_eq!(kept.last().unwrap().period(), Some(other));
}

#[test]
fn store_9_a_reason_that_cannot_be_read_is_none_and_is_counted() {
    let desk = Desk::full();
    let record = card().id.to_string();
    desk.write(|tx| tx.put_period(&Change { old: None, new: Some(coverage_row()) }, NOW, "单据登记或更改"));
    let day = Change { old: None, new: Some(deadline_row()) };
    desk.write(|tx| tx.put_day(&day.ready(&Reasons::default()), NOW, "单据登记或更改"));
    assert_eq!(desk.read(|reader| reader.unreadable_reasons()), 0);
    for damage in [
        "UPDATE reason SET text = '{'",
        "UPDATE reason SET text = '{}'",
        "PRAGMA foreign_keys = OFF; DELETE FROM reason",
    ] {
        rusqlite::Connection::open(desk.dir.path().join("desk.db")).unwrap().execute_batch(damage).unwrap();
        let (periods, days, card) = desk.read(|reader| {
            let reasons = Reasons::default();
            let days = reader.deadlines_of_records(std::slice::from_ref(&record), &reasons)?;
            Ok((reader.coverage_of(&[id(41)], &reasons)?, days, reader.card(card().id)?))
        });
        assert_eq!(
            (periods[0].reason.as_ref(), periods[0].effective_end),
            (None, coverage_row().effective_end),
            "{damage}"
        );
        assert_eq!((days[0].reason.as_ref(), days[0].due_on), (None, deadline_row().due_on), "{damage}");
        assert_eq!(card.unwrap().due, None, "{damage}");
        assert_eq!(desk.read(|reader| reader.unreadable_reasons()), 2, "{damage}");
    }
}

#[test]
fn monthrows_3_a_repair_is_due_on_the_day_that_stands() {
    let desk = Desk::full();
    let repair = domain::repair::Repair { void_reason: None, ..repair() };
    desk.write(|tx| tx.put_repair(&repair, &[], &crate::Outgoing::Nothing));
    let due_after = |old: Option<i64>, rule: &str, due_on: &str, state: DeadlineState| {
        let row = DeadlineRow {
            subject: Subject::Repair,
            record: repair.id.to_string(),
            rule: rule.into(),
            due_on: Some(day(due_on)),
            state,
            ..deadline_row()
        };
        desk.write(|tx| tx.put_day(&Change { old, new: Some(row) }.ready(&Reasons::default()), NOW, "单据登记或更改"));
        desk.read(|reader| {
            let kept = reader.deadlines_of_records(&[repair.id.to_string()], &Reasons::default())?;
            let month = domain::Month::of(day("2026-10-28"));
            let due = reader.repairs_of_month(repair.principal, month, "repair.complete", |rows| {
                Ok::<_, crate::StoreError>(rows.next_row()?.and_then(|row| row.due_on))
            })?;
            Ok((kept.last().map(|row| row.id), due))
        })
    };
    let (_, none) = due_after(None, "repair.other", "2026-11-01", DeadlineState::Pending);
    let (first, pending) = due_after(None, "repair.complete", "2026-11-20", DeadlineState::Pending);
    let (second, met) = due_after(first, "repair.complete", "2026-12-01", DeadlineState::Met);
    let (_, void) = due_after(second, "repair.complete", "2026-12-01", DeadlineState::Void);
    assert_eq!([none, pending, met, void], [None, Some(day("2026-11-20")), Some(day("2026-12-01")), None]);
}
