//! What has to be kept anew of a machine: computed rows beside the kept ones. Pure.

use super::judge::Judge;
use super::owed::{CARD_RULES, Owed, Record, of_card};
use domain::card::Card;
use domain::coverage::{Coverage, Covered, Origin};
use domain::day::UtcMs;
use domain::deadline::{Closed, Closing, Deadline, DeadlineState, Due, Moment};
use domain::sale::Sale;
use domain::{CardId, Day, SaleId, UnitId};
use std::sync::Arc;
use store::{Change, CoverageRow, DeadlineRow, ReadyDay, ReadyDue, Reasons, Shared};

/// Why days are looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// A paper changed: what was computed from the same day stands (LAW-2).
    Papers,
    /// Packs or calendars changed: what is open is computed anew (LAW-3).
    Rules,
}

/// What is put in the place of what.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub coverage: Vec<Change<CoverageRow>>,
    pub deadlines: Vec<Change<DeadlineRow>>,
    /// Cards with the due day that their deadline now has.
    pub cards: Vec<(CardId, Option<Due>)>,
}

/// A plan as it is put.
pub(crate) struct ReadyPlan {
    pub coverage: Vec<Change<CoverageRow>>,
    pub deadlines: Vec<ReadyDay>,
    pub cards: Vec<ReadyDue>,
}

impl Plan {
    pub(crate) fn ready(self, reasons: &Reasons) -> ReadyPlan {
        let deadlines = self.deadlines.iter().map(|change| change.ready(reasons)).collect();
        let cards = self.cards.iter().map(|(card, due)| ReadyDue::of(*card, due.as_ref(), reasons)).collect();
        ReadyPlan { coverage: self.coverage, deadlines, cards }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.coverage.is_empty() && self.deadlines.is_empty() && self.cards.is_empty()
    }
}

/// One look at one set of papers.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a, 'p> {
    pub judge: &'a Judge<'p>,
    pub occasion: Occasion,
    /// The day that is believed to be today.
    pub today: Day,
    pub at: UtcMs,
    /// Reasons met so far.
    pub reasons: &'a Reasons,
}

impl Look<'_, '_> {
    /// Periods: each takes the place of the same one of the same sale.
    pub(crate) fn coverage(&self, unit: UnitId, kept: Vec<CoverageRow>, covered: Covered) -> Vec<Change<CoverageRow>> {
        let mut kept: Vec<Option<CoverageRow>> = kept.into_iter().map(Some).collect();
        let mut take = |like: &dyn Fn(&CoverageRow) -> bool| {
            let found = kept.iter_mut().find(|row| row.as_ref().is_some_and(like));
            found.and_then(Option::take)
        };
        let mut changes = Vec::new();
        for row in covered.rows {
            let old = take(&|old| same_period(old, &row));
            let sale = row.sale;
            let reason = self.reasons.period(row);
            let stands = old.as_ref().and_then(|old| old.reason.as_ref()).is_some_and(|old| self.stands(old, &reason));
            if !stands {
                let new = Some(self.period_row(unit, sale, reason));
                changes.push(Change { old: old.map(|old| old.id), new });
            }
        }
        for trouble in covered.troubles {
            if take(&|old| old.trouble.as_ref() == Some(&trouble)).is_none() {
                changes.push(Change { old: None, new: Some(self.trouble_row(unit, trouble)) });
            }
        }
        let left = kept.into_iter().flatten().filter(|old| !self.fell_away_after_its_end(old));
        changes.extend(left.map(|old| Change { old: Some(old.id), new: None }));
        changes
    }

    /// Whether a kept period goes on standing beside the one computed now.
    fn stands(&self, old: &Coverage, new: &Coverage) -> bool {
        let ran_out = old.effective_end < self.today;
        if self.occasion == Occasion::Rules && ran_out {
            return true;
        }
        if old.rule_version == new.rule_version {
            return old == new;
        }
        let same_papers =
            old.start_on == new.start_on && old.extension_days == new.extension_days && old.ended_by == new.ended_by;
        let same_words = || *old == Coverage { rule_version: old.rule_version.clone(), ..new.clone() };
        (ran_out && same_papers) || same_words()
    }

    /// A period that ran out under a pack of before is history, whether or not the packs of now know it.
    fn fell_away_after_its_end(&self, old: &CoverageRow) -> bool {
        self.occasion == Occasion::Rules && old.effective_end.is_some_and(|end| end < self.today)
    }

    fn period_row(&self, unit: UnitId, sale: SaleId, reason: Arc<Shared<Coverage>>) -> CoverageRow {
        CoverageRow {
            id: 0,
            unit,
            sale: Some(sale),
            effective_end: Some(reason.effective_end),
            running: reason.running,
            reason: Some(reason),
            trouble: None,
            computed_at: self.at,
        }
    }

    fn trouble_row(&self, unit: UnitId, trouble: String) -> CoverageRow {
        CoverageRow {
            id: 0,
            unit,
            sale: None,
            effective_end: None,
            running: false,
            reason: None,
            trouble: Some(trouble),
            computed_at: self.at,
        }
    }

    /// A due day about a record; `None` when nothing has to be kept anew.
    pub(crate) fn deadline(&self, owed: &Owed<'_>, kept: Option<&DeadlineRow>) -> Option<Change<DeadlineRow>> {
        if kept.is_none() && owed.closed.is_some() {
            return None;
        }
        let new = self.deadline_row(owed, kept);
        let same = match (kept, &new) {
            (Some(old), Some(new)) => same_words(old, new),
            (kept, new) => kept.is_none() && new.is_none(),
        };
        (!same).then(|| Change { old: kept.map(|old| old.id), new })
    }

    /// The row as it should stand; `None` where no pack has its rule.
    pub(crate) fn deadline_row(&self, owed: &Owed<'_>, kept: Option<&DeadlineRow>) -> Option<DeadlineRow> {
        let computed = self.computed(owed, kept)?;
        let start = self.start(owed).or(kept.and_then(started));
        let row = DeadlineRow {
            id: 0,
            subject: owed.record.subject(),
            record: owed.record.id().to_string(),
            no: owed.record.no(),
            principal: owed.principal,
            unit: owed.unit,
            rule: owed.rule.to_owned(),
            start_on: start.map(Moment::day),
            start_at: start.and_then(instant),
            due_on: None,
            due_at: None,
            warn_on: None,
            state: DeadlineState::Pending,
            at_risk_fen: owed.record.worth(),
            pack: String::new(),
            pack_version: String::new(),
            reason: None,
            trouble: None,
            computed_at: self.at,
        };
        Some(match computed {
            Ok(due) => self.with_due(row, due, owed, kept),
            Err(why) => self.with_trouble(row, why, owed),
        })
    }

    fn start(&self, owed: &Owed<'_>) -> Option<Moment> {
        let held = self.judge.rule(owed)?;
        self.judge.start(owed, &held).ok()
    }

    /// The due day to be kept: as it was where it stands, else computed. `None` where no pack has the rule (any more).
    pub(crate) fn computed(&self, owed: &Owed<'_>, kept: Option<&DeadlineRow>) -> Option<Result<Due, String>> {
        let same_start = |old: &&DeadlineRow| self.start(owed).is_none_or(|start| started(old) == Some(start));
        let standing = kept.filter(|old| old.rule == owed.rule && !reopened(owed, old) && !self.by_rules(old));
        if let Some(old) = standing.filter(same_start).and_then(|old| old.reason.as_ref()) {
            return Some(Ok(old.due.clone()));
        }
        let old = kept.filter(|old| self.by_rules(old)).and_then(|old| old.reason.as_ref()).map(|old| &old.due);
        let computed = self.judge.due(owed)?;
        Some(computed.map(|due| old.map_or_else(|| due.clone(), |old| following(old, &due))))
    }

    /// Whether other rules compute it anew (LAW-3).
    fn by_rules(&self, old: &DeadlineRow) -> bool {
        let by_day = old.due_on.is_some_and(|due_on| due_on < self.today);
        let passed = old.due_at.map_or(by_day, |due_at| due_at < self.at);
        self.occasion == Occasion::Rules && old.state == DeadlineState::Pending && !passed
    }

    /// The kept row about a record: of a card that of its rule, else the open one of another rule, whose place it takes.
    pub(crate) fn kept<'k>(owed: &Owed<'_>, kept: &'k [DeadlineRow]) -> Option<&'k DeadlineRow> {
        let record = owed.record.id().to_string();
        let of_rule = |rule: &str| kept.iter().find(|row| row.rule == rule && row.record == record);
        let others = CARD_RULES.iter().filter(|_| matches!(owed.record, Record::Card(..)));
        let open = |rule: &&str| of_rule(rule).filter(|row| row.state == DeadlineState::Pending);
        of_rule(owed.rule).or_else(|| others.into_iter().find_map(open))
    }

    /// The rule a card is followed by: that of its open row while the row stands, else that of its maker's pack. What has
    /// ended under another rule stays, and where the rule of now is met as well nothing is added to it.
    pub(crate) fn card_rule(&self, card: &Card, sale: &Sale, kept: &[DeadlineRow]) -> &'static str {
        let record = card.id.to_string();
        let row = |rule: &str| kept.iter().find(|row| row.rule == rule && row.record == record);
        let open = |rule: &&'static str| {
            row(rule).is_some_and(|row| row.state == DeadlineState::Pending && !self.by_rules(row))
        };
        let ended = || CARD_RULES.into_iter().find(|rule| row(rule).is_some());
        let now = || {
            let rule = self.judge.card_rule(sale)?;
            let more = row(rule).is_some() || of_card(card, sale, None, rule).received.is_none() || ended().is_none();
            more.then_some(rule)
        };
        let [first, _] = CARD_RULES;
        CARD_RULES.into_iter().find(open).or_else(now).or_else(ended).unwrap_or(first)
    }

    fn with_due(&self, row: DeadlineRow, due: Due, owed: &Owed<'_>, kept: Option<&DeadlineRow>) -> DeadlineRow {
        let old = kept.and_then(|old| old.reason.as_ref());
        let closed = owed.closed.clone().map(|closed| {
            let before = old.and_then(|old| old.closed.as_ref());
            let same = before.filter(|old| old.how == closed.how && old.reason == closed.reason);
            Closed { at: same.map_or(self.at, |old| old.at), ..closed }
        });
        let (sent, received) = (owed.sent.clone(), owed.received.clone());
        let (pack, pack_version) = name_and_version(&due.rule_version);
        let widest = due.alert_days.iter().copied().max().unwrap_or(0);
        let deadline = Deadline { sent, received, closed, ..Deadline::new(due) };
        DeadlineRow {
            due_on: Some(deadline.due.due_on),
            due_at: deadline.due.due_at,
            warn_on: Some(deadline.due.due_on.plus_days(widest.saturating_neg())),
            state: deadline.ended(),
            at_risk_fen: row.at_risk_fen.or(deadline.due.at_risk_fen),
            pack,
            pack_version,
            reason: Some(deadline),
            ..row
        }
    }

    fn with_trouble(&self, row: DeadlineRow, why: String, owed: &Owed<'_>) -> DeadlineRow {
        let version = self.judge.rule(owed).map(|held| held.pack.name_and_version());
        let (pack, pack_version) = name_and_version(&version.unwrap_or_default());
        let state = match &owed.closed {
            Some(closed) if closed.how == Closing::Void => DeadlineState::Void,
            Some(_) => DeadlineState::Waived,
            None => DeadlineState::Pending,
        };
        DeadlineRow { state, pack, pack_version, trouble: Some(why), ..row }
    }
}

/// What a kept row counts from.
fn started(row: &DeadlineRow) -> Option<Moment> {
    row.start_at.map(Moment::At).or(row.start_on.map(Moment::Day))
}

/// The instant of a moment that is one.
fn instant(moment: Moment) -> Option<UtcMs> {
    match moment {
        Moment::At(at) => Some(at),
        Moment::Day(_) => None,
    }
}

/// Whether a row was closed and its record is open again: then nothing of it stands.
fn reopened(owed: &Owed<'_>, old: &DeadlineRow) -> bool {
    owed.closed.is_none() && matches!(old.state, DeadlineState::Waived | DeadlineState::Void)
}

/// How the step begins that says what a due day was before.
const WAS: &str = "原为";

/// A due day computed anew, with what it was (LAW-3).
fn following(old: &Due, new: &Due) -> Due {
    let was = if old.due_on == new.due_on {
        old.steps.first().filter(|step| step.starts_with(WAS)).cloned()
    } else {
        Some(format!("{WAS}{}（{}），政策包或日历更新后重新计算", old.due_on.zh(), old.rule_version))
    };
    let mut new = new.clone();
    new.steps.splice(0..0, was);
    new
}

/// Whether a kept row says the same, whatever the version of the pack and the instant.
fn same_words(old: &DeadlineRow, new: &DeadlineRow) -> bool {
    let plain = |row: &DeadlineRow| {
        let mut row =
            DeadlineRow { id: 0, computed_at: 0, pack: String::new(), pack_version: String::new(), ..row.clone() };
        if let Some(reason) = &mut row.reason {
            reason.due.rule_version = String::new();
        }
        row
    };
    // What mostly differs is asked before anything is copied.
    let steps = [old, new].map(|row| row.reason.as_ref().map(|reason| &reason.due.steps));
    let [old_steps, new_steps] = steps;
    old.state == new.state && old_steps == new_steps && plain(old) == plain(new)
}

/// The same period of the same sale, whatever its days.
fn same_period(kept: &CoverageRow, other: &Coverage) -> bool {
    let Some(one) = &kept.reason else { return false };
    let replaced = one.origin != Origin::Replacement || one.start_on == other.start_on;
    kept.sale == Some(other.sale) && one.component == other.component && one.origin == other.origin && replaced
}

/// `S0-farm 2026.1` in its two parts.
fn name_and_version(both: &str) -> (String, String) {
    let (name, version) = both.rsplit_once(' ').unwrap_or((both, ""));
    (name.to_owned(), version.to_owned())
}
