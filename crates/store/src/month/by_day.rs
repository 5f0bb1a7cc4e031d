//! A month by another day than the usual one.
//!
//! - BYDAY-1 The statement is the usual one with the other day in its place, and finds its rows by an index too.
//! - BYDAY-2 A row whose line stands in another month already is not lent.
//!
//! The usual day stands in the .sql files, where it is planned and read; what takes its place is the closed list below.

use domain::month_of::MonthDay;
use domain::{Day, Month};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// A month of a sheet.
#[derive(Debug, Clone)]
pub struct InMonth {
    /// The month.
    pub month: Month,
    /// The day its rows go by; `None` for the usual one.
    pub day: Option<MonthDay>,
    /// Until when things have happened: what comes later is not told.
    pub until: Day,
    /// Lines that stand in another month.
    pub elsewhere: Arc<HashSet<String>>,
}

impl From<Month> for InMonth {
    fn from(month: Month) -> Self {
        Self { month, day: None, until: month.last(), elsewhere: Arc::default() }
    }
}

const CARDS_SENT: &str = "SELECT id FROM card WHERE queued_on BETWEEN :first AND :last\n  UNION ";
const CARDS_DUE: &str = "\n  UNION SELECT id FROM card WHERE due_on BETWEEN :first AND :last";
const PARTS_REMOVED: &str = "  SELECT id FROM old_part
  WHERE principal = :principal AND removed_on BETWEEN :first AND :last AND state IN ('tagged', 'in_store', 'sent')
  UNION
";
const PARTS_SENT: &str = "
  UNION
  SELECT sent.id FROM parts_batch of_month CROSS JOIN old_part sent ON sent.batch = of_month.id
  WHERE of_month.principal = :principal AND of_month.sent_on BETWEEN :first AND :last AND sent.state = 'sent'";

/// What stands in the place of the usual day (BYDAY-1).
fn moves(day: MonthDay) -> &'static [(&'static str, &'static str)] {
    match day {
        MonthDay::RepairReported => &[
            ("r.completed_on BETWEEN", "r.reported_on BETWEEN"),
            ("ORDER BY r.completed_on", "ORDER BY r.reported_on"),
        ],
        MonthDay::RepairHandedOver => &[
            ("r.completed_on BETWEEN", "r.handed_over_on BETWEEN"),
            ("ORDER BY r.completed_on", "ORDER BY r.handed_over_on"),
        ],
        // Of parts: their repairs are found first.
        MonthDay::RepairCompleted => &[
            (
                "FROM repair_part p\nCROSS JOIN repair r ON r.id = p.repair",
                "FROM repair r\nCROSS JOIN repair_part p ON p.repair = r.id",
            ),
            (
                "FROM repair_part p\n  CROSS JOIN repair r ON r.id = p.repair",
                "FROM repair r\n  CROSS JOIN repair_part p ON p.repair = r.id",
            ),
            ("p.replaced_on BETWEEN", "r.completed_on BETWEEN"),
        ],
        MonthDay::SaleInvoiced => &[("s.report_on BETWEEN", "s.invoice_on IS NOT NULL AND s.report_on BETWEEN")],
        MonthDay::SaleSold => &[("s.report_on", "s.sold_on")],
        MonthDay::SaleDelivered => &[("s.report_on", "s.delivered_on")],
        MonthDay::SaleEntered => &[("s.report_on", "s.entered_on")],
        MonthDay::CardSent => &[(CARDS_DUE, "")],
        MonthDay::CardDue => &[(CARDS_SENT, "")],
        MonthDay::CardReceived => {
            &[(CARDS_DUE, ""), ("card WHERE queued_on BETWEEN", "card WHERE first_acknowledged_on BETWEEN")]
        }
        MonthDay::OldPartRemoved => &[(PARTS_SENT, "")],
        MonthDay::OldPartSent => &[(PARTS_REMOVED, "")],
        MonthDay::PartReplaced
        | MonthDay::SaleInvoicedOrSold
        | MonthDay::CardSentOrDue
        | MonthDay::OldPartRemovedOrSent => &[],
    }
}

/// A statement by a day.
pub(crate) fn by<'s>(sql: impl Into<Cow<'s, str>>, day: Option<MonthDay>) -> Cow<'s, str> {
    day.map_or(&[][..], moves).iter().fold(sql.into(), |sql, (usual, other)| {
        if sql.contains(usual) { sql.replace(usual, other).into() } else { sql }
    })
}

/// Records that would be of a month by the usual day and lack the day that counts; none where a record always has it.
pub(crate) fn without(day: MonthDay) -> Option<Cow<'static, str>> {
    let sales = include_str!("../../sql/month_review/no_day_sales.sql");
    let cards = include_str!("../../sql/month_review/no_day_cards.sql");
    Some(match day {
        MonthDay::RepairHandedOver => include_str!("../../sql/month_review/no_day_repairs.sql").into(),
        MonthDay::RepairCompleted => include_str!("../../sql/month_review/no_day_parts.sql").into(),
        MonthDay::SaleInvoiced => sales.into(),
        MonthDay::SaleDelivered => sales.replace("s.invoice_on IS NULL", "s.delivered_on IS NULL").into(),
        MonthDay::CardSent => cards.into(),
        MonthDay::CardReceived => cards.replace("c.queued_on IS NULL", "c.first_acknowledged_on IS NULL").into(),
        MonthDay::OldPartSent => include_str!("../../sql/month_review/no_day_old_parts.sql").into(),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "by_day_tests.rs"]
mod tests;
