//! What makers owe: earned, to be claimed, waiting, at risk, lost; each figure is the sum of its rows.
//!
//! - MONEYVIEW-1 A figure is the sum of its rows and of what is counted beside them, and no amount stands in two figures of a maker: a refused line is lost until it is asked for again, one that wants more paper is at risk, and an old part counts by itself only where its repair does not.
//! - MONEYVIEW-2 An amount nobody can know yet is no zero: its rows are counted beside the sum.
//! - MONEYVIEW-3 What is not asked for yet, what waits for head office and what is lost are told apart; a cut in dispute waits, and a deduction counts from its day.
//! - MONEYVIEW-4 A cut is at risk while its notice can still be disputed, and lost only when the notice is confirmed.

use super::ready::{self, Found};
use crate::app::{App, parse_id, principal_filter};
use crate::clock::Now;
use crate::error::Answer;
use crate::today::deadline_item;
use crate::view::*;
use domain::claim::{ClaimState, NoticeAnswer, OpeningClaimState};
use domain::principal::Principal;
use domain::{Day, Fen, RepairId};
use std::collections::HashSet;
use store::{ClaimMoney, Reader};

/// Due days looked at.
const MOST: i64 = 10_000;

/// Rows of a figure that are listed; the sum is of all.
const MOST_LISTED: usize = 2_000;

impl App {
    pub(crate) fn money(&self, query: MoneyQuery) -> Answer<Vec<MoneyView>> {
        self.read(|reader, now| {
            let makers = match principal_filter(reader, &query.principal)? {
                Some(maker) => vec![maker],
                None => reader.principals()?,
            };
            makers.into_iter().map(|maker| self.money_of(reader, now, &maker)).collect()
        })
    }

    fn money_of(&self, reader: &Reader<'_>, now: Now, maker: &Principal) -> Answer<MoneyView> {
        let mut of = Figures::default();
        let claims = reader.claim_money(maker.id)?;
        claims.iter().for_each(|claim| of.claim(claim, now.today));
        let counted = of.repairs(ready::candidates(self, reader, now, maker, now.today)?);
        of.due_days(reader, now, maker, &counted)?;
        let opening = of.opening(reader, maker, now.today)?;
        let deducted = claims.iter().filter(|claim| deducted(claim, now.today)).map(|claim| claim.deduction_fen.0);
        Ok(MoneyView {
            principal: maker.code.clone(),
            principal_name: maker.name.clone(),
            earned: of.earned.listed(),
            to_claim: of.to_claim.listed(),
            waiting: of.waiting.listed(),
            at_risk: of.at_risk.listed(),
            lost: of.lost.listed(),
            deducted_fen: deducted.fold(opening, i64::saturating_add),
        })
    }
}

/// Whether the day of its deduction has come (domain CLAIM-7).
fn deducted(claim: &ClaimMoney, today: Day) -> bool {
    let counts = claim.answer == Some(NoticeAnswer::Confirmed) && claim.deduction_fen != Fen(0);
    counts && claim.deducted_on.is_some_and(|on| on <= today)
}

/// Where a claim stands, as its list says it.
fn state(claim: &ClaimMoney, today: Day) -> ClaimState {
    match (claim.notice, claim.answer) {
        (Some(_), None) => ClaimState::Noticed,
        (Some(_), Some(NoticeAnswer::Disputed)) => ClaimState::Disputed,
        (Some(_), Some(NoticeAnswer::Confirmed)) if deducted(claim, today) => ClaimState::Deducted,
        (Some(_), Some(NoticeAnswer::Confirmed)) => ClaimState::Confirmed,
        (None, _) if claim.decided == claim.lines => ClaimState::Decided,
        (None, _) => ClaimState::PartlyDecided,
    }
}

#[derive(Default)]
struct Figures {
    earned: MoneyFigure,
    to_claim: MoneyFigure,
    waiting: MoneyFigure,
    at_risk: MoneyFigure,
    lost: MoneyFigure,
}

impl MoneyFigure {
    fn add(&mut self, row: MoneyRow) {
        match row.fen {
            Some(fen) => self.fen = self.fen.saturating_add(fen),
            None => self.unknown += 1,
        }
        self.rows.push(row);
    }

    /// The dearest rows; what is not listed is counted beside them (MONEYVIEW-1).
    fn listed(mut self) -> Self {
        self.rows.sort_by_key(|row| (std::cmp::Reverse(row.fen.unwrap_or(0)), row.days_left, row.no.clone()));
        let rest = self.rows.split_off(self.rows.len().min(MOST_LISTED));
        self.more = i64::try_from(rest.len()).unwrap_or(i64::MAX);
        self.more_fen = rest.iter().filter_map(|row| row.fen).fold(0, i64::saturating_add);
        self
    }
}

impl Figures {
    /// What became of a claim.
    fn claim(&mut self, claim: &ClaimMoney, today: Day) {
        let state = state(claim, today);
        // What may be disputed, or is, is not lost yet (MONEYVIEW-4).
        let (cut, why) = match state {
            ClaimState::Disputed => (&mut self.waiting, "核减有异议，等总部答复"),
            ClaimState::Confirmed | ClaimState::Deducted => (&mut self.lost, "总部核减或不予核销，通知已确认"),
            ClaimState::Noticed => (&mut self.at_risk, "核减待异议：核销通知还没有答复，确认了才算损失"),
            _ => (&mut self.at_risk, "核减待异议：等核销通知，通知到了可以提异议"),
        };
        let row = |fen: Fen, reason: &str| MoneyRow {
            id: claim.id.to_string(),
            kind: MoneyKind::Claim,
            no: claim.no.clone(),
            title: format!("{} 核销申请", claim.month),
            fen: Some(fen.0),
            days_left: None,
            reason: reason.to_owned(),
        };
        if claim.cut_fen != Fen(0) {
            cut.add(row(claim.cut_fen, why));
        }
        let sums = [
            (&mut self.earned, claim.approved_fen, state.zh()),
            (&mut self.waiting, claim.open_fen, "总部还没有核定"),
            (&mut self.at_risk, claim.wanting_fen, "总部要求补材料"),
        ];
        for (figure, fen, reason) in sums {
            if fen != Fen(0) {
                figure.add(row(fen, reason));
            }
        }
    }

    /// Repairs no claim holds; answers all that count here.
    fn repairs(&mut self, found: Vec<Found>) -> HashSet<RepairId> {
        let mut counted = HashSet::new();
        for one in found {
            counted.insert(one.repair.id);
            // Counted with its claim already: as lost, in dispute, or as wanting paper.
            if one.again_of.is_some() {
                continue;
            }
            let missing: Vec<&str> =
                one.missing.iter().filter(|missing| missing.stops()).map(|missing| missing.zh()).collect();
            let figure = if missing.is_empty() { &mut self.to_claim } else { &mut self.at_risk };
            figure.add(MoneyRow {
                id: one.repair.id.to_string(),
                kind: MoneyKind::Repair,
                no: one.repair.no.clone(),
                title: one.repair.fault.clone(),
                fen: Some(one.total.0),
                days_left: None,
                reason: if missing.is_empty() { "可以申请核销".to_owned() } else { missing.join("、") },
            });
        }
        counted
    }

    /// Cards, old parts and entries with money whose day is near or past.
    fn due_days(
        &mut self,
        reader: &Reader<'_>,
        now: Now,
        maker: &Principal,
        counted: &HashSet<RepairId>,
    ) -> Answer<()> {
        for line in reader.deadlines_at_risk(Some(maker.id), now.today, MOST)? {
            let item = deadline_item(line, now.today);
            let kind = match item.kind {
                TodayKind::Card => MoneyKind::Card,
                TodayKind::OldPart => MoneyKind::OldPart,
                // Of a register what its form names (ENTRYDUE-5); most name nothing.
                TodayKind::Entry if item.at_risk_fen.is_some() => MoneyKind::Entry,
                // A repair counts with its own costs, a demand and a month have none.
                _ => continue,
            };
            if kind == MoneyKind::OldPart && Self::has_repair(reader, &item.id, counted)? {
                continue;
            }
            self.at_risk.add(MoneyRow {
                id: item.id,
                kind,
                no: item.no,
                title: item.title,
                fen: item.at_risk_fen,
                days_left: item.days_left,
                reason: item.reason,
            });
        }
        Ok(())
    }

    /// Whether the repair of an old part counts by itself, or in its claim.
    fn has_repair(reader: &Reader<'_>, part: &str, counted: &HashSet<RepairId>) -> Answer<bool> {
        let part = reader.old_part(parse_id("", part)?)?;
        let Some(repair) = part.and_then(|part| part.repair) else { return Ok(false) };
        Ok(counted.contains(&repair) || !reader.claim_lines_of(&[repair])?.is_empty())
    }

    /// Claims that were open when the desk was begun, as head office decided them by now (OPENINGS-1); answers what of them is
    /// deducted today.
    fn opening(&mut self, reader: &Reader<'_>, maker: &Principal, today: Day) -> Answer<i64> {
        let mut deducted = 0_i64;
        for claim in reader.opening_claims()?.into_iter().filter(|claim| claim.principal == maker.id) {
            let row = |fen: Fen, reason: &str| MoneyRow {
                id: claim.id.to_string(),
                kind: MoneyKind::Claim,
                no: claim.no.clone(),
                title: "启用前的核销".to_owned(),
                fen: Some(fen.0),
                days_left: None,
                reason: reason.to_owned(),
            };
            let taken = claim.deduction().filter(|(_, on)| *on <= today).map(|(fen, _)| fen.0);
            deducted = deducted.saturating_add(taken.unwrap_or(0));
            match (claim.state(), claim.approved_fen) {
                (OpeningClaimState::Voided, _) => {}
                (OpeningClaimState::Settled, Some(approved)) => {
                    let says = if taken.is_some() { ClaimState::Deducted } else { ClaimState::Decided };
                    let cut = Fen(claim.amount_fen.0 - approved.0);
                    let parts = [(&mut self.earned, approved, says.zh()), (&mut self.lost, cut, "总部核减或不予核销")];
                    for (figure, fen, reason) in parts.into_iter().filter(|(_, fen, _)| *fen != Fen(0)) {
                        figure.add(row(fen, reason));
                    }
                }
                _ => self.waiting.add(row(claim.amount_fen, "启用前已申请，等总部核定")),
            }
        }
        Ok(deducted)
    }
}
