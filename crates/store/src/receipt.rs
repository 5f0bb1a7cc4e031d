//! Paid service receipts.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::receipt::Receipt;
use domain::repair::Repair;
use domain::{Day, Fen, PrincipalId, ReceiptId, RepairId};
use rusqlite::named_params;

row!(Receipt {
    id,
    no,
    principal,
    repair,
    done_on,
    wage_fen,
    travel_fen,
    parts_fen,
    other_fen,
    total_fen,
    user_fault,
    parts,
    way,
    way_reason,
    paid_on,
    invoice_no,
    invoice_on,
    note,
    entered_on,
    clock_suspect,
    void_reason,
    rev,
});

/// Receipts of a day that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptDay {
    /// The day.
    pub on_day: Day,
    /// How many.
    pub n: i64,
    /// What they come to.
    pub fen: Fen,
    /// What of it is paid.
    pub paid_fen: Fen,
}

row!(ReceiptDay { on_day, n, fen, paid_fen });

/// First and last day, both counted; `None` for all.
type Days = Option<(Day, Day)>;

/// Before and after every day.
fn bounds(days: Days) -> (String, String) {
    days.map_or_else(|| (String::new(), "9999".to_owned()), |(first, last)| (first.iso(), last.iso()))
}

impl Reader<'_> {
    /// A receipt.
    pub fn receipt(&self, id: ReceiptId) -> Result<Option<Receipt>> {
        self.one(include_str!("../sql/receipt/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The receipt of a job that stands.
    pub fn receipt_of(&self, repair: RepairId) -> Result<Option<Receipt>> {
        self.one(include_str!("../sql/receipt/of_repair.sql"), named_params! {":repair": repair.to_string()})
    }

    /// Receipts of a time, the newest first, cancelled ones too; and how many there are.
    pub fn receipts(
        &self,
        maker: Option<PrincipalId>,
        days: Days,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Receipt>, i64)> {
        let maker = maker.map(|maker| maker.to_string());
        let (first, last) = bounds(days);
        let rows = self.many(
            include_str!("../sql/receipt/list.sql"),
            named_params! {":principal": maker, ":first": first, ":last": last, ":limit": limit, ":offset": offset},
        )?;
        let named = named_params! {":principal": maker, ":first": first, ":last": last};
        let total = self.value(include_str!("../sql/receipt/count.sql"), named)?.unwrap_or(0);
        Ok((rows, total))
    }

    /// What was taken a day, the newest first.
    pub fn receipt_days(&self, maker: Option<PrincipalId>, days: Days, limit: i64) -> Result<Vec<ReceiptDay>> {
        let maker = maker.map(|maker| maker.to_string());
        let (first, last) = bounds(days);
        let named = named_params! {":principal": maker, ":first": first, ":last": last, ":limit": limit};
        self.many(include_str!("../sql/receipt/days.sql"), named)
    }

    /// Jobs the user pays, done from the first day (or ever) up to the last, that have no receipt; the newest first, and how
    /// many there are.
    pub fn receipt_candidates(
        &self,
        maker: Option<PrincipalId>,
        days: (Option<Day>, Day),
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Repair>, i64)> {
        let (first, last) = (days.0.map(|day| day.iso()), days.1.iso());
        let maker = maker.map(|id| id.to_string());
        let named = named_params! {
            ":principal": maker, ":first": first, ":last": last, ":limit": limit, ":offset": offset,
        };
        let found = self.many(include_str!("../sql/receipt/ready.sql"), named)?;
        let named = named_params! {":principal": maker, ":first": first, ":last": last};
        let total = self.value(include_str!("../sql/receipt/ready_count.sql"), named)?.unwrap_or(0);
        Ok((found, total))
    }
}

impl Tx<'_> {
    /// Puts a receipt; its amounts stay as they were.
    pub fn put_receipt(&self, receipt: &Receipt) -> Result<()> {
        self.put(include_str!("../sql/receipt/put.sql"), receipt, &[])
    }
}
