//! What makers owe: earned, waiting, at risk, lost; each figure is the sum of its rows.
//!
//! - MONEYVIEW-1 A figure is the sum of its rows, and no amount stands in two figures of a maker: a refused line is lost until it is asked for again, one that wants more paper is at risk, and an old part counts by itself only where its repair does not.
//! - MONEYVIEW-2 An amount nobody can know yet is no zero: its rows are counted beside the sum.

use super::Whole;
use super::ready::{self, Found};
use crate::app::{App, parse_id, principal_filter};
use crate::clock::Now;
use crate::error::Answer;
use crate::today::deadline_item;
use crate::view::*;
use domain::claim::{ClaimState, Verdict};
use domain::principal::Principal;
use domain::{ClaimLineId, RepairId};
use std::collections::HashSet;
use store::Reader;

/// Claims and due days looked at.
const MOST: i64 = 10_000;

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
        let claims: Vec<Whole> = Whole::all(reader, reader.claims(Some(maker.id), MOST, 0)?.0)?;
        let standing: Vec<&Whole> = claims.iter().filter(|whole| whole.state() != ClaimState::Voided).collect();
        let mut of = Figures::default();
        let refused = of.claims(&standing);
        let found = ready::candidates(self, reader, now, maker, now.today)?;
        let mut counted = of.repairs(found, &refused);
        counted.extend(standing.iter().flat_map(|whole| whole.lines.iter().map(|line| line.repair)));
        of.due_days(reader, now, maker, &counted)?;
        of.opening(reader, maker)?;
        let deducted = standing.iter().filter_map(|whole| whole.notice.as_ref()?.deducted());
        Ok(MoneyView {
            principal: maker.code.clone(),
            principal_name: maker.name.clone(),
            earned: of.earned.sorted(),
            waiting: of.waiting.sorted(),
            at_risk: of.at_risk.sorted(),
            lost: of.lost.sorted(),
            deducted_fen: deducted.fold(0, |sum, fen| sum.saturating_add(fen.0)),
        })
    }
}

#[derive(Default)]
struct Figures {
    earned: MoneyFigure,
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

    fn sorted(mut self) -> Self {
        self.rows.sort_by_key(|row| (std::cmp::Reverse(row.fen.unwrap_or(0)), row.days_left, row.no.clone()));
        self
    }
}

impl Figures {
    /// Lines of claims; answers the repairs whose last line was refused, which count as lost.
    fn claims(&mut self, claims: &[&Whole]) -> HashSet<RepairId> {
        let lines = || claims.iter().flat_map(|whole| &whole.lines);
        let again: HashSet<ClaimLineId> = lines().filter_map(|line| line.again_of).collect();
        let mut refused = HashSet::new();
        for whole in claims {
            let (mut approved, mut open, mut cut, mut wanting) = (0_i64, 0_i64, 0_i64, 0_i64);
            for line in whole.lines.iter().filter(|line| !again.contains(&line.id)) {
                match line.verdict {
                    None => open += line.claimed_fen.0,
                    Some(Verdict::NeedsMaterial) => wanting += line.claimed_fen.0,
                    Some(verdict) => {
                        approved += line.approved_fen.unwrap_or_default().0;
                        cut += line.cut().unwrap_or_default().0;
                        if verdict == Verdict::Refused {
                            refused.insert(line.repair);
                        }
                    }
                }
            }
            let row = |fen: i64, reason: &str| MoneyRow {
                id: whole.claim.id.to_string(),
                kind: MoneyKind::Claim,
                no: whole.claim.no.clone(),
                title: format!("{} 核销申请", whole.claim.month),
                fen: Some(fen),
                days_left: None,
                reason: reason.to_owned(),
            };
            let sums = [
                (&mut self.earned, approved, whole.state().zh()),
                (&mut self.waiting, open, "总部还没有核定"),
                (&mut self.at_risk, wanting, "总部要求补材料"),
                (&mut self.lost, cut, "总部核减或不予核销"),
            ];
            for (figure, fen, reason) in sums {
                if fen != 0 {
                    figure.add(row(fen, reason));
                }
            }
        }
        refused
    }

    /// Repairs no claim holds; answers all that count somewhere.
    fn repairs(&mut self, found: Vec<Found>, refused: &HashSet<RepairId>) -> HashSet<RepairId> {
        let mut counted = HashSet::new();
        for one in found {
            counted.insert(one.repair.id);
            // Counted with its claim already: as lost, or as wanting paper.
            if refused.contains(&one.repair.id) || one.again_of.is_some() {
                continue;
            }
            let missing: Vec<&str> =
                one.missing.iter().filter(|missing| missing.stops()).map(|missing| missing.zh()).collect();
            let figure = if missing.is_empty() { &mut self.waiting } else { &mut self.at_risk };
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

    /// Cards and old parts whose day is near or past.
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

    /// Whether the repair of an old part counts by itself.
    fn has_repair(reader: &Reader<'_>, part: &str, counted: &HashSet<RepairId>) -> Answer<bool> {
        let part = reader.old_part(parse_id("", part)?)?;
        Ok(part.and_then(|part| part.repair).is_some_and(|repair| counted.contains(&repair)))
    }

    /// Claims that were open when the desk was begun.
    fn opening(&mut self, reader: &Reader<'_>, maker: &Principal) -> Answer<()> {
        for claim in reader.opening_claims()?.into_iter().filter(|claim| claim.principal == maker.id) {
            self.waiting.add(MoneyRow {
                id: claim.id.to_string(),
                kind: MoneyKind::Claim,
                no: claim.no,
                title: "启用前的核销".to_owned(),
                fen: Some(claim.amount_fen.0),
                days_left: None,
                reason: "启用前已申请，等总部核定".to_owned(),
            });
        }
        Ok(())
    }
}
