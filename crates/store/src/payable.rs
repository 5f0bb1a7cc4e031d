//! The account of goods with a maker.

use crate::column::Column;
use crate::row::{FromRow, col, places, row};
use crate::{Reader, Result, Tx};
use domain::payable::{PayableKind, PayableLine};
use domain::{Day, FeeStatementId, Fen, NoticeId, OpeningClaimId, PayableId, PrincipalId};
use rusqlite::named_params;

row!(PayableLine {
    id,
    principal,
    on_day,
    kind,
    fen,
    effect_fen,
    paper_no,
    cause,
    paid_by,
    notice,
    note,
    labour_fen,
    reason,
    entered_on,
    clock_suspect,
    void_reason,
    rev,
    statement,
    opening_claim,
});

/// Lines of one kind that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayableSum {
    /// The kind.
    pub kind: PayableKind,
    /// How many.
    pub n: i64,
    /// What stands on their papers.
    pub fen: Fen,
    /// What they add to what is owed.
    pub effect_fen: Fen,
}

row!(PayableSum { kind, n, fen, effect_fen });

impl Reader<'_> {
    /// A line.
    pub fn payable(&self, id: PayableId) -> Result<Option<PayableLine>> {
        self.one(include_str!("../sql/payable/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The line that deducts a notice.
    pub fn payable_of_notice(&self, notice: NoticeId) -> Result<Option<PayableLine>> {
        self.one(include_str!("../sql/payable/of_notice.sql"), named_params! {":notice": notice.to_string()})
    }

    /// The standing line that credits a statement of the service fee.
    pub fn payable_of_statement(&self, statement: FeeStatementId) -> Result<Option<PayableLine>> {
        let named = named_params! {":statement": statement.to_string()};
        self.one(include_str!("../sql/payable/of_statement.sql"), named)
    }

    /// The standing line that deducts a claim from before the first day.
    pub fn payable_of_opening(&self, claim: OpeningClaimId) -> Result<Option<PayableLine>> {
        self.one(include_str!("../sql/payable/of_opening.sql"), named_params! {":claim": claim.to_string()})
    }

    /// The standing line of a kind with this number of its paper: one that a statement made, or one typed by hand.
    pub fn payable_of_paper(
        &self,
        (maker, kind): (PrincipalId, PayableKind),
        no: &str,
        by_statement: bool,
    ) -> Result<Option<PayableLine>> {
        let named = named_params! {":principal": maker.to_string(), ":kind": kind.bind(), ":paper_no": no, ":by_statement": by_statement};
        self.one(include_str!("../sql/payable/of_paper.sql"), named)
    }

    /// Lines of a maker by day and then by entry, the newest first, each with what is owed after it; and how many there are.
    pub fn payables(&self, maker: PrincipalId, limit: i64, offset: i64) -> Result<(Vec<(PayableLine, Fen)>, i64)> {
        let named = named_params! {":principal": maker.to_string(), ":limit": limit, ":offset": offset};
        let mut statement = self.connection.prepare_cached(include_str!("../sql/payable/list.sql"))?;
        let places = places::<PayableLine>(&statement)?;
        let mut rows = statement.query(named)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((PayableLine::from_row(row, &places)?, col(row, "balance_fen")?));
        }
        let total = self
            .value(include_str!("../sql/payable/count.sql"), named_params! {":principal": maker.to_string()})?
            .unwrap_or(0);
        Ok((found, total))
    }

    /// What stands of a maker up to a day, by kind.
    pub fn payable_sums(&self, maker: PrincipalId, today: Day) -> Result<Vec<PayableSum>> {
        let named = named_params! {":principal": maker.to_string(), ":today": today.iso()};
        self.many(include_str!("../sql/payable/sums.sql"), named)
    }

    /// What a maker's goods of some days come to, by the account.
    pub fn goods_between(&self, maker: PrincipalId, (first, last): (Day, Day)) -> Result<Fen> {
        let named = named_params! {":principal": maker.to_string(), ":first": first.iso(), ":last": last.iso()};
        Ok(Fen(self.value(include_str!("../sql/payable/goods.sql"), named)?.unwrap_or(0)))
    }

    /// What is owed to a maker up to a day.
    pub fn owed_before(&self, maker: PrincipalId, on: Day) -> Result<Fen> {
        let named = named_params! {":principal": maker.to_string(), ":on": on.iso()};
        Ok(Fen(self.value(include_str!("../sql/payable/owed_before.sql"), named)?.unwrap_or(0)))
    }
}

impl Tx<'_> {
    /// Puts a line; what stands on it is never changed, but that it is cancelled.
    pub fn put_payable(&self, line: &PayableLine) -> Result<()> {
        self.put(include_str!("../sql/payable/put.sql"), line, &[])
    }
}
