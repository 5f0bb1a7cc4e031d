//! Claims of repair costs, their lines, and the notices that settle them.

use crate::row::{json_list, row};
use crate::{Reader, Result, Tx};
use domain::claim::{Claim, ClaimLine, Notice, NoticeAnswer, Source, Verdict};
use domain::repair::Repair;
use domain::{ClaimId, ClaimLineId, Day, Fen, Month, NoticeId, PrincipalId, RepairId};
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
    withdrawn_on,
    withdraw_reason,
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

/// A version of what head office decided of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDecision {
    /// The line.
    pub line: ClaimLineId,
    /// From 1.
    pub version: i64,
    /// The decision.
    pub verdict: Verdict,
    /// What was approved.
    pub approved_fen: Option<Fen>,
    /// Why it was cut, refused or waits.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
    /// Day it came here.
    pub decided_on: Option<Day>,
    /// How it came here.
    pub source: Option<Source>,
}

row!(LineDecision { line, version, verdict, approved_fen, reason, judged_by, decided_on, source });

/// A standing claim in sums: a line that is asked for again counts where it is asked for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMoney {
    /// The claim.
    pub id: ClaimId,
    /// Its number.
    pub no: String,
    /// The month it is for.
    pub month: Month,
    /// The notice that came.
    pub notice: Option<NoticeId>,
    /// The dealer's answer to it.
    pub answer: Option<NoticeAnswer>,
    /// Day of its deduction.
    pub deducted_on: Option<Day>,
    /// What it deducts.
    pub deduction_fen: Fen,
    /// Lines that stand.
    pub lines: i64,
    /// How many of them are decided.
    pub decided: i64,
    /// Asked for and not decided.
    pub open_fen: Fen,
    /// Head office wants more paper.
    pub wanting_fen: Fen,
    /// Approved.
    pub approved_fen: Fen,
    /// Cut or refused.
    pub cut_fen: Fen,
}

row!(ClaimMoney {
    id,
    no,
    month,
    notice,
    answer,
    deducted_on,
    deduction_fen,
    lines,
    decided,
    open_fen,
    wanting_fen,
    approved_fen,
    cut_fen,
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

    /// Every version of what was decided of lines, in the order of the lines.
    pub fn line_decisions(&self, lines: &[ClaimLineId]) -> Result<Vec<LineDecision>> {
        self.many(include_str!("../sql/claim/decisions.sql"), named_params! {":lines": json_list(lines)})
    }

    /// Every version of a notice, the one that stands last.
    pub fn notice_versions(&self, notice: NoticeId) -> Result<Vec<Notice>> {
        self.many(include_str!("../sql/claim/notice_versions.sql"), named_params! {":notice": notice.to_string()})
    }

    /// Notices of a maker (of all without one) that nobody answered or that are in dispute, the oldest first.
    pub fn open_notices(&self, maker: Option<PrincipalId>, limit: i64) -> Result<Vec<Notice>> {
        let named = named_params! {":principal": maker.map(|maker| maker.to_string()), ":limit": limit};
        self.many(include_str!("../sql/claim/open_notices.sql"), named)
    }

    /// What became of each standing claim of a maker.
    pub fn claim_money(&self, maker: PrincipalId) -> Result<Vec<ClaimMoney>> {
        self.many(include_str!("../sql/claim/money.sql"), named_params! {":principal": maker.to_string()})
    }

    /// Repairs the maker pays, done from the first day (or ever) up to the last, that may be claimed as far as claims go (CLAIM-2).
    pub fn claim_candidates(&self, maker: PrincipalId, days: (Option<Day>, Day)) -> Result<Vec<Repair>> {
        self.many(
            include_str!("../sql/claim/candidates.sql"),
            named_params! {
                ":principal": maker.to_string(), ":first": days.0.map(|day| day.iso()), ":last": days.1.iso(),
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

    /// Puts what was decided of a line; what stood on it before is kept as an earlier version.
    pub fn put_decision(&self, line: &ClaimLine) -> Result<()> {
        self.put_claim_line(line)?;
        self.run(include_str!("../sql/claim/add_decision.sql"), named_params! {":line": line.id.to_string()})?;
        Ok(())
    }

    /// Puts a notice; what stood there before is kept as an earlier version.
    pub fn put_notice(&self, notice: &Notice) -> Result<()> {
        self.put(include_str!("../sql/claim/put_notice.sql"), notice, &[])?;
        let named = named_params! {":notice": notice.id.to_string()};
        self.run(include_str!("../sql/claim/add_notice_version.sql"), named)?;
        Ok(())
    }
}
