//! 三包旧件返回清单 (W07).
//!
//! - OLDPARTSHEET-1 An old part is in the month it was removed in while it goes back, and in the month of the batch it was sent with.
//!
//! Whether a part is whole and original is seen when it is packed; the desk does not ask yet, and the columns stay open.

use super::freight;
use super::sheet::{Asked, Facts};
use super::source::{Printer, code, day, fitting, remarks, words};
use crate::error::{Answer, AppError};
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
    fn summaries(self) -> Vec<Summary<'static>> {
        let counts =
            vec![("lines", Value::Int(self.rows.cast_signed())), ("quantity", Value::Milli(fitting(self.quantity)))];
        let row = |((part_code, name), quantity): ((String, String), i128)| {
            vec![Value::code(part_code), Value::text(name), Value::Milli(fitting(quantity))]
        };
        vec![
            Summary { key: "counts", data: SummaryData::Facts(counts) },
            Summary { key: "by_part", data: SummaryData::Table(self.by_part.into_iter().map(row).collect()) },
        ]
    }
}

pub(super) fn facts(asked: &Asked<'_>) -> Answer<Facts> {
    let tally = asked.reader.old_parts_of_month(asked.principal.id, asked.month, |rows| {
        let mut tally = Tally::default();
        while let Some(part) = rows.next_row()? {
            tally.rows += 1;
            tally.quantity += i128::from(part.qty_milli);
            *tally.by_part.entry((part.code.to_owned(), part.name.to_owned())).or_default() +=
                i128::from(part.qty_milli);
        }
        Ok::<_, AppError>(tally)
    })?;
    let batches = asked.reader.batches_of_month(asked.principal.id, asked.month)?;
    Ok(Facts {
        rows: tally.rows,
        fields: freight::old_parts_list(&batches),
        summaries: tally.summaries(),
        notes: Vec::new(),
    })
}

pub(super) struct Print;

impl Printer<OldParts> for Print {
    fn print(&self, row: &OldPartOfMonth<'_>, into: &mut Row) {
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
        // 总部填写.
        (0..5).for_each(|_| into.push(&Value::Empty));
    }

    fn record<'r>(&self, row: &'r OldPartOfMonth<'_>) -> &'r str {
        row.id
    }
}
