use super::super::{MonthRows, cards, old_parts, parts, repairs, sales};
use super::*;
use crate::samples::*;
use crate::schema_tests::from_schema;
use crate::{Outgoing, StoreError};
use domain::sale::Sale;

/// A day of each sheet, with the statements that go by it.
fn every() -> Vec<(MonthDay, Vec<Cow<'static, str>>)> {
    let of = |day, rows: MonthRows, texts: &[&'static str]| {
        let mut all: Vec<_> = texts.iter().map(|text| by(*text, Some(day))).collect();
        all.push(rows.sql(Some(day)));
        all.extend(without(day));
        (day, all)
    };
    let review = [
        include_str!("../../sql/month_review/drafts.sql"),
        include_str!("../../sql/month_review/late.sql"),
        include_str!("../../sql/month_review/no_parts.sql"),
        include_str!("../../sql/month_review/clock.sql"),
    ];
    let numbers = include_str!("../../sql/month_review/numbers.sql");
    let mut all = Vec::new();
    for day in [MonthDay::RepairReported, MonthDay::RepairHandedOver] {
        let texts = [[repairs::REPAIRS[0], repairs::FACTS[0]].as_slice(), review.as_slice()].concat();
        all.push(of(day, MonthRows::Repairs, &texts));
    }
    all.push(of(MonthDay::RepairCompleted, MonthRows::Parts, &[parts::PARTS, numbers]));
    for day in [MonthDay::SaleInvoiced, MonthDay::SaleSold, MonthDay::SaleDelivered, MonthDay::SaleEntered] {
        all.push(of(day, MonthRows::Sales, &[sales::SALES, sales::BY_MODEL, numbers, review[3]]));
    }
    for day in [MonthDay::CardSent, MonthDay::CardDue, MonthDay::CardReceived] {
        all.push(of(day, MonthRows::Cards, &[cards::CARDS]));
    }
    for day in [MonthDay::OldPartRemoved, MonthDay::OldPartSent] {
        all.push(of(day, MonthRows::OldParts, &[old_parts::OLD_PARTS]));
    }
    all
}

#[test]
fn byday_1_every_other_day_finds_its_rows_by_an_index() {
    let connection = from_schema();
    for (day, texts) in every() {
        for sql in texts {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap_or_else(|why| {
                panic!("{day:?}: {why}\n{sql}");
            });
            let steps: Vec<String> =
                statement.raw_query().mapped(|row| row.get("detail")).collect::<rusqlite::Result<_>>().unwrap();
            let scans: Vec<_> = steps
                .iter()
                .filter(|step| step.starts_with("SCAN") && !step.starts_with("SCAN (subquery"))
                .filter(|step| !["SCAN f", "SCAN CONSTANT ROW"].contains(&step.as_str()))
                .collect();
            assert!(scans.is_empty(), "{day:?}: {scans:?} in {steps:#?}");
        }
    }
}

/// What a day moves stands in the usual statement word for word; else the sheet would go on by the usual day.
#[test]
fn byday_1_no_move_misses_its_statement() {
    let usual = [
        repairs::REPAIRS[0],
        repairs::FACTS[0],
        parts::PARTS,
        sales::SALES,
        sales::BY_MODEL,
        cards::CARDS,
        old_parts::OLD_PARTS,
        include_str!("../../sql/month_review/numbers.sql"),
    ];
    for (day, _) in every() {
        for (words, other) in moves(day) {
            let found = usual.iter().filter(|sql| sql.contains(words)).count();
            assert!(found > 0, "{day:?}: nothing reads {words}");
            assert!(
                !by(usual.iter().find(|sql| sql.contains(words)).copied().unwrap(), Some(day)).contains(words)
                    || other.contains(words)
            );
        }
    }
}

#[test]
fn byday_2_what_stands_elsewhere_is_not_lent() {
    let desk = Desk::with_maker();
    let sold = Sale { void_reason: None, ..sale() };
    desk.write(|tx| {
        tx.put_customer(&customer())?;
        tx.put_unit(&unit())?;
        tx.put_sale(&sold, &card(), &Outgoing::Nothing)
    });
    let month = Month::of(sold.invoice_on.unwrap_or(sold.sold_on));
    let lent = |within: InMonth| {
        desk.read(|reader| {
            reader.sales_of_month(sold.principal, within.clone(), |rows| {
                let mut lent = 0;
                while rows.next_row()?.is_some() {
                    lent += 1;
                }
                Ok::<_, StoreError>(lent)
            })
        })
    };
    let elsewhere = Arc::new(HashSet::from([card().id.to_string()]));
    assert_eq!([lent(month.into()), lent(InMonth { elsewhere, ..month.into() })], [1, 0]);
}
