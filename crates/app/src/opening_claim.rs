//! Claims from before the first day: put in once, settled by head office's paper, put right, cancelled (domain OPENCLAIM-1, OPENCLAIM-2).
//!
//! - OPENINGS-1 What is settled leaves what is waited for: what was approved is earned, the rest is lost, and what is deducted is a line of the account made in the same transaction; put right or cancelled, that line goes with it.
//! - OPENINGS-2 A number of a maker stands once; the number of a cancelled one may come in again and takes its place.

use crate::app::{App, no_such, parse_id, principal};
use crate::error::Answer;
use crate::form::{Form, refuse_stale};
use crate::old_part::{each_line, refuse_empty};
use crate::payable::put_opening;
use crate::view::*;
use domain::claim::{OpeningClaim, OpeningClaimState, Settling};
use domain::refusal::{Checks, Refusal, Refusals};
use domain::text::clean;
use domain::{Day, Fen};
use store::Reader;

const SUBJECT: &str = "这笔期初核销";

impl App {
    pub(crate) fn opening_claims_add(&self, input: OpeningClaims) -> Answer<Written<Vec<OpeningClaimView>>> {
        let form = Form::of("opening_claims_add", &input.request_id, &input)?;
        let value = self.write("opening_claims_add", |tx, now| {
            if form.made(tx)?.is_some() {
                return claims(tx);
            }
            let maker = principal(tx, &input.principal)?;
            refuse_empty("claims", "在途核销", &input.claims)?;
            let mut known = tx.opening_claims()?;
            known.retain(|claim| claim.principal == maker.id);
            let stands =
                |no: &String| known.iter().any(|claim| claim.no == *no && claim.state() != OpeningClaimState::Voided);
            let mut seen = Vec::new();
            each_line(&input.claims, |claim| {
                check(claim, now.today)?;
                let no = clean(&claim.no);
                if stands(&no) || seen.contains(&no) {
                    return Err(Refusal::Taken { field: "claims.no", label: "核销单号", given: no }.into());
                }
                seen.push(no);
                Ok(())
            })?;
            for claim in &input.claims {
                let no = clean(&claim.no);
                let cancelled = known.iter().find(|known| known.no == no);
                tx.put_opening_claim(&OpeningClaim {
                    id: cancelled.map_or_else(|| self.id(), |known| known.id),
                    principal: maker.id,
                    no,
                    amount_fen: Fen(claim.amount_fen),
                    claimed_on: claim.claimed_on,
                    note: clean(&claim.note),
                    settled_on: None,
                    notice_no: String::new(),
                    approved_fen: None,
                    deduction_fen: Fen(0),
                    deducted_on: None,
                    reason: String::new(),
                    void_reason: None,
                    rev: cancelled.map_or(1, |known| known.rev + 1),
                })?;
            }
            form.keep(tx, &[], &input.claims.first().map(|claim| clean(&claim.no)).unwrap_or_default())?;
            tx.note(&maker.code, &format!("期初核销 {} 笔", input.claims.len()));
            claims(tx)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    pub(crate) fn opening_claim_settle(&self, input: OpeningClaimSettle) -> Answer<Written<OpeningClaimView>> {
        let value = self.write("opening_claim_settle", |tx, now| {
            let mut claim = known(tx, &input.id)?;
            refuse_stale(SUBJECT, input.rev, claim.rev)?;
            let before = claim.approved_fen.map(|fen| format!("；此前核定 {} 元", fen.grouped())).unwrap_or_default();
            let said = Settling {
                on: input.settled_on,
                notice_no: clean(&input.notice_no),
                approved_fen: Fen(input.approved_fen),
                deduction_fen: Fen(input.deduction_fen),
                deducted_on: input.deducted_on,
                reason: clean(&input.reason),
            };
            claim.settle(said, now.today)?;
            claim.rev += 1;
            tx.put_opening_claim(&claim)?;
            put_opening(self, tx, now, &claim, &claim.reason)?;
            let approved = claim.approved_fen.unwrap_or_default().grouped();
            tx.note(&claim.no, &format!("核定 {approved} 元{before} {}", claim.reason));
            view(tx, claim)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    pub(crate) fn opening_claim_void(&self, input: VoidInput) -> Answer<Written<OpeningClaimView>> {
        let value = self.write("opening_claim_void", |tx, now| {
            let mut claim = known(tx, &input.id)?;
            refuse_stale(SUBJECT, input.rev, claim.rev)?;
            claim.void(&input.reason)?;
            claim.rev += 1;
            tx.put_opening_claim(&claim)?;
            put_opening(self, tx, now, &claim, &input.reason)?;
            tx.note(&claim.no, input.reason.trim());
            view(tx, claim)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    pub(crate) fn opening_claim_list(&self, _: Nothing) -> Answer<Vec<OpeningClaimView>> {
        self.read(|reader, _| claims(reader))
    }
}

/// The list stands with the old parts, its sums with the money.
const TOUCHES: [Touched; 3] = [Touched::OldPart, Touched::Claim, Touched::Money];

fn known(reader: &Reader<'_>, id: &str) -> Answer<OpeningClaim> {
    reader.opening_claim(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn check(claim: &OpeningClaimInput, today: Day) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    checks.text("claims.no", "核销单号", &claim.no, 60);
    checks.positive("claims.amount_fen", "申请金额", claim.amount_fen);
    checks.not_after("claims.claimed_on", "申报日期", Some(claim.claimed_on), today);
    checks.length("claims.note", "备注", &claim.note, 500);
    checks.done()
}

/// Claims from before the first day.
pub(crate) fn claims(reader: &Reader<'_>) -> Answer<Vec<OpeningClaimView>> {
    reader.opening_claims()?.into_iter().map(|claim| view(reader, claim)).collect()
}

fn view(reader: &Reader<'_>, claim: OpeningClaim) -> Answer<OpeningClaimView> {
    let state = claim.state();
    Ok(OpeningClaimView {
        id: claim.id.to_string(),
        rev: claim.rev,
        principal: reader.principal(claim.principal)?.map(|maker| maker.code).unwrap_or_default(),
        no: claim.no,
        amount_fen: claim.amount_fen.0,
        claimed_on: claim.claimed_on,
        note: claim.note,
        state,
        state_name: state.zh().to_owned(),
        settled_on: claim.settled_on,
        notice_no: claim.notice_no,
        approved_fen: claim.approved_fen.map(|fen| fen.0),
        deduction_fen: claim.deduction_fen.0,
        deducted_on: claim.deducted_on,
        reason: claim.reason,
        void_reason: claim.void_reason,
    })
}
