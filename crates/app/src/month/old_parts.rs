//! 三包旧件返回清单 (W07).
//!
//! - OLDPARTSHEET-1 An old part is in the month it was removed in while it goes back, and in the month of the batch it was sent with.
//! - OLDPARTSHEET-2 What head office said of a part that came back stands in its columns; of the others they stay open.
//!
//! Whether a part is whole and original is seen when it is packed; the desk does not ask yet, and the columns stay open.

use super::sheet::Facts;
use super::source::{Printer, code, day, fitting, remarks, words};
use crate::error::Answer;
use report::decisions::WRONG_PART;
use report::write::{Row, Summary, SummaryData, Value};
use std::collections::BTreeMap;
use store::{OldPartOfMonth, OldParts};

#[derive(Default)]
struct Tally {
    rows: u64,
    quantity: i128,
    by_part: BTreeMap<(String, String), i128>,
}

impl Tally {
    fn add(&mut self, part: &OldPartOfMonth<'_>) {
        self.rows += 1;
        self.quantity += i128::from(part.qty_milli);
        *self.by_part.entry((part.code.to_owned(), part.name.to_owned())).or_default() += i128::from(part.qty_milli);
    }

    fn summaries(&self) -> Vec<Summary<'static>> {
        let counts =
            vec![("lines", Value::Int(self.rows.cast_signed())), ("quantity", Value::Milli(fitting(self.quantity)))];
        let row = |((part_code, name), quantity): (&(String, String), &i128)| {
            vec![Value::code(part_code.clone()), Value::text(name.clone()), Value::Milli(fitting(*quantity))]
        };
        vec![
            Summary { key: "counts", data: SummaryData::Facts(counts) },
            Summary { key: "by_part", data: SummaryData::Table(self.by_part.iter().map(row).collect()) },
        ]
    }
}

/// 总部填写 (OLDPARTSHEET-2).
fn judged(row: &OldPartOfMonth<'_>, into: &mut Row) {
    let (received, wrong) = (row.received_milli, row.wrong_milli.unwrap_or(0));
    let is_wrong = wrong > 0 && received == Some(0);
    into.push(&received.map_or(Value::Empty, |received| Value::Milli(if is_wrong { wrong } else { received })));
    words(into, if is_wrong { WRONG_PART } else { row.verdict.map_or("", |verdict| verdict.zh()) });
    words(into, row.disposal.map_or("", |disposal| disposal.zh()));
    into.text_or_empty(row.judged_by.filter(|by| !by.is_empty()));
    day(into, row.judged_on);
}

#[derive(Default)]
pub(super) struct Print(Tally);

impl Printer<OldParts> for Print {
    fn facts(&self) -> Answer<Facts> {
        Ok(Facts { summaries: self.0.summaries(), notes: Vec::new() })
    }

    fn print(&mut self, row: &OldPartOfMonth<'_>, into: &mut Row) {
        self.0.add(row);
        code(into, row.box_no);
        code(into, row.tag_no);
        code(into, row.repair_no);
        day(into, Some(row.removed_on));
        into.text_or_empty(row.customer);
        into.code_or_empty(row.model);
        into.code_or_empty(row.serial);
        code(into, row.code);
        words(into, row.name);
        words(into, row.spec);
        into.push(&Value::Milli(row.qty_milli));
        into.text_or_empty(row.fault);
        into.push(&Value::Empty);
        into.push(&Value::Empty);
        remarks(into, &[row.state.zh(), row.batch_no.unwrap_or_default()]);
        judged(row, into);
    }

    fn record<'r>(&self, row: &'r OldPartOfMonth<'_>) -> &'r str {
        row.id
    }
}
