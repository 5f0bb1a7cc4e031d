//! 每月零件更换清单 (W02).
//!
//! - PARTSHEET-1 A part is in the month it was replaced in, at the price of that day, whenever its repair is completed (E10, E29); where the maker wants it with its repair, in the month that is completed in.
//! - PARTSHEET-2 Parts of repairs that are not done are summed up here and not in the sheet of repairs; the remarks say how many.

use super::sheet::Facts;
use super::source::{Printer, code, corrected, coverage, day, fitting, remarks, words};
use crate::error::Answer;
use domain::old_part::OldPartState;
use domain::part::PartKind;
use domain::{Day, Fen};
use report::write::{Row, Summary, SummaryData, Value};
use std::collections::HashMap;
use store::{InMonth, PartOfMonth, Parts};

const TOP: usize = 10;

#[derive(Default)]
struct Tally {
    rows: u64,
    /// Of repairs that are not done: the sheet of repairs does not sum them up.
    open: u64,
    quantity: i128,
    in_warranty: i128,
    out_of_warranty: i128,
    return_due: i128,
    returned: i128,
    by_part: HashMap<(String, String), (i128, i128)>,
}

impl Tally {
    fn add(&mut self, part: &PartOfMonth<'_>) {
        let (quantity, amount) = (i128::from(part.qty_milli), i128::from(amount(part)));
        self.rows += 1;
        self.quantity += quantity;
        *if part.in_warranty { &mut self.in_warranty } else { &mut self.out_of_warranty } += amount;
        self.return_due += if part.return_required { quantity } else { 0 };
        self.returned += if part.old_part_state == Some(OldPartState::Sent) { quantity } else { 0 };
        let sums = self.by_part.entry((part.code.to_owned(), part.name.to_owned())).or_default();
        sums.0 += quantity;
        sums.1 += amount;
    }

    fn counts(&self) -> Vec<(&'static str, Value<'static>)> {
        let money = |sum| Value::Fen(fitting(sum));
        let quantity = |sum| Value::Milli(fitting(sum));
        vec![
            ("lines", Value::Int(self.rows.cast_signed())),
            ("quantity", quantity(self.quantity)),
            ("amount_fen", money(self.in_warranty + self.out_of_warranty)),
            ("in_warranty_fen", money(self.in_warranty)),
            ("out_of_warranty_fen", money(self.out_of_warranty)),
            ("return_due", quantity(self.return_due)),
            ("returned", quantity(self.returned)),
        ]
    }

    fn top_parts(&self) -> Vec<Vec<Value<'static>>> {
        let mut parts: Vec<_> = self.by_part.iter().collect();
        parts.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
        let row = |((part_code, name), (quantity, amount)): (&(String, String), &(i128, i128))| {
            vec![
                Value::code(part_code.clone()),
                Value::text(name.clone()),
                Value::Milli(fitting(*quantity)),
                Value::Fen(fitting(*amount)),
            ]
        };
        parts.into_iter().take(TOP).map(row).collect()
    }
}

/// Price times quantity; what does not fit was refused at entry.
fn amount(part: &PartOfMonth<'_>) -> i64 {
    part.price_fen.times_milli(part.qty_milli).map_or(i64::MAX, |Fen(fen)| fen)
}

pub(super) struct Print {
    until: Day,
    tally: Tally,
}

impl Print {
    pub(super) fn new(within: &InMonth) -> Self {
        Self { until: within.until, tally: Tally::default() }
    }
}

impl Printer<Parts> for Print {
    fn facts(&self) -> Answer<Facts> {
        let summaries = vec![
            Summary { key: "counts", data: SummaryData::Facts(self.tally.counts()) },
            Summary { key: "top_parts", data: SummaryData::Table(self.tally.top_parts()) },
        ];
        let open = self.tally.open;
        let note = format!("其中 {open} 条的维修单还没有完工：这里的合计含它们的金额，维修月报表的合计不含");
        let notes = if open > 0 { vec![note] } else { Vec::new() };
        Ok(Facts { summaries, notes })
    }

    fn print(&mut self, row: &PartOfMonth<'_>, into: &mut Row) {
        self.tally.add(row);
        day(into, Some(row.replaced_on));
        code(into, row.repair_no);
        words(into, row.customer);
        code(into, row.model);
        code(into, row.serial);
        day(into, row.sold_on);
        code(into, row.code);
        words(into, row.name);
        words(into, row.spec);
        words(into, row.unit);
        into.push(&Value::Milli(row.qty_milli));
        words(into, row.cause);
        coverage(into, row.in_warranty);
        words(into, row.kind.map_or("", kind));
        into.code_or_empty(row.tag_no);
        into.push(&Value::Flag(row.return_required));
        into.text_or_empty(row.old_part_state.map(OldPartState::zh));
        into.push(&Value::Fen(row.price_fen.0));
        into.push(&Value::Fen(amount(row)));
        into.push(&Value::Flag(row.wants_replacement));
        let open = row.completed_on.is_none_or(|day| day > self.until);
        self.tally.open += u64::from(open);
        remarks(into, &[corrected(row.corrected), if open { "在修" } else { "" }]);
    }

    fn record<'r>(&self, row: &'r PartOfMonth<'_>) -> &'r str {
        row.repair
    }

    fn line<'r>(&self, row: &'r PartOfMonth<'_>) -> &'r str {
        row.line
    }
}

fn kind(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Warranty => "三包件",
        PartKind::Wear => "易损件",
    }
}
