//! Claims of repair costs, their lines, and the notices that settle them.

use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::claim::{Claim, ClaimLine, Notice};
use domain::repair::Repair;
use domain::{ClaimId, Day, PrincipalId, RepairId};
use rusqlite::named_params;

row!(Claim { id, no, principal, month, made_on, note, entered_on, clock_suspect, void_reason, rev });
row!(ClaimLine {
    id,
    claim,
    line_no,
    repair,
    again_of,
    labour_fen,
    material_fen,
    travel_fen,
    other_fen,
    claimed_fen,
    verdict,
    approved_fen,
    reason,
    judged_by,
    decided_on,
    source,
    fees,
});
row!(Notice {
    id,
    claim,
    no,
    noticed_on,
    approved_fen,
    cut_fen,
    cut_note,
    deduction_fen,
    deducted_on,
    answer,
    answered_on,
    answer_note,
    source,
    rev,
});

impl Reader<'_> {
    /// A claim.
    pub fn claim(&self, id: ClaimId) -> Result<Option<Claim>> {
        self.one(include_str!("../sql/claim/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The claim with this number.
    pub fn claim_by_no(&self, no: &str) -> Result<Option<Claim>> {
        self.one(include_str!("../sql/claim/by_no.sql"), named_params! {":no": no})
    }

    /// Claims of a maker (of all without one), newest first, cancelled ones too; and how many there are.
    pub fn claims(&self, maker: Option<PrincipalId>, limit: i64, offset: i64) -> Result<(Vec<Claim>, i64)> {
        let principal = maker.map(|maker| maker.to_string());
        let rows = self.many(
            include_str!("../sql/claim/list.sql"),
            named_params! {":principal": principal, ":limit": limit, ":offset": offset},
        )?;
        let total = self.value(include_str!("../sql/claim/count.sql"), named_params! {":principal": principal})?;
        Ok((rows, total.unwrap_or(0)))
    }

    /// Lines of claims, in the order of the claims and of their places.
    pub fn claim_lines(&self, claims: &[ClaimId]) -> Result<Vec<ClaimLine>> {
        self.many(include_str!("../sql/claim/lines.sql"), named_params! {":claims": json_list(claims)})
    }

    /// Lines of standing claims about these repairs, the newest of a repair last.
    pub fn claim_lines_of(&self, repairs: &[RepairId]) -> Result<Vec<ClaimLine>> {
        self.many(include_str!("../sql/claim/lines_of_repairs.sql"), named_params! {":repairs": json_list(repairs)})
    }

    /// Notices of claims.
    pub fn notices(&self, claims: &[ClaimId]) -> Result<Vec<Notice>> {
        self.many(include_str!("../sql/claim/notices.sql"), named_params! {":claims": json_list(claims)})
    }

    /// Repairs the maker pays, done from the first day (or ever) up to the last, that may be claimed as far as claims go (CLAIM-2).
    pub fn claim_candidates(&self, maker: PrincipalId, days: (Option<Day>, Day), limit: i64) -> Result<Vec<Repair>> {
        self.many(
            include_str!("../sql/claim/candidates.sql"),
            named_params! {
                ":principal": maker.to_string(), ":first": days.0.map(|day| day.iso()), ":last": days.1.iso(), ":limit": limit,
            },
        )
    }
}

impl Tx<'_> {
    /// Puts a claim.
    pub fn put_claim(&self, claim: &Claim) -> Result<()> {
        self.put(include_str!("../sql/claim/put.sql"), claim, &[])
    }

    /// Puts a line.
    pub fn put_claim_line(&self, line: &ClaimLine) -> Result<()> {
        self.put(include_str!("../sql/claim/put_line.sql"), line, &[])
    }

    /// Puts a notice.
    pub fn put_notice(&self, notice: &Notice) -> Result<()> {
        self.put(include_str!("../sql/claim/put_notice.sql"), notice, &[])
    }
}
