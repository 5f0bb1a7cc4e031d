//! What head office says of the old parts that were sent (旧件检验鉴定), F12, F13, F48.
//!
//! PARTRESULT-1 Of what was sent of a part, every piece is received, wrong or short; received and wrong are never more than was sent.
//! PARTRESULT-2 A verdict and what becomes of a part are said of what was received.
//! PARTRESULT-3 What head office said stands: the same again changes nothing, what was missing may be added, pieces of an open shortage may come in later; anything else is refused.
//! PARTRESULT-4 A shortage stands open until it is found, accepted as lost or disputed, each with a reason; a disputed one may still be found or lost.
//! PARTRESULT-5 A verdict is disputed with a reason; the answer upholds it or names another one.
//! PARTRESULT-6 What was typed here may be typed again with a reason while nothing was settled or disputed; what head office said itself may not.
//! PARTRESULT-7 A piece that is something else stands open until it is replaced or accepted as lost, or head office receives it after all.
//! PARTRESULT-8 The answer to a dispute that is typed here is typed, whoever judged before, and has its day.

mod pieces;

pub use pieces::{Pieces, pieces};

use crate::claim::Source;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, OldPartId};
use serde::{Deserialize, Serialize};

labelled! {
    /// What an old part is found to be (鉴定结论).
    PartVerdict {
        /// In warranty.
        Covered = "三包",
        /// Not in warranty.
        NotCovered = "非三包",
        /// Broken by somebody.
        Misuse = "人为",
    }
}

impl PartVerdict {
    /// Whether the repair it came from is in doubt.
    pub fn refuses(self) -> bool {
        self != Self::Covered
    }
}

labelled! {
    /// What becomes of it (处理), F13.
    Disposal {
        /// Goes into the store of usable parts.
        Usable = "可利用",
        /// Goes into the store of waste.
        Scrap = "报废",
        /// Goes back to the dealer.
        Returned = "退还",
    }
}

labelled! {
    /// How a shortage ended (E17).
    Settlement {
        /// The pieces were found after all.
        Found = "已找到",
        /// Accepted as lost.
        Lost = "认定丢失",
        /// The dealer says they were sent.
        Disputed = "有争议",
    }
}

labelled! {
    /// Where a sent part stands.
    PartStanding {
        /// Head office has said nothing.
        Sent = "待总部验收",
        /// Pieces are missing and nothing was settled.
        Short = "短少",
        /// It is another part than the list says.
        WrongPart = "件不符",
        /// Received, not inspected.
        Received = "总部已收",
        /// In warranty, nothing said of what becomes of it.
        Covered = "三包",
        /// Not in warranty, or broken by somebody.
        NotCovered = "非三包",
        /// Usable.
        Usable = "可利用",
        /// Waste.
        Scrap = "报废",
        /// Goes back to the dealer.
        Returned = "退还",
        /// Its verdict is disputed and not answered.
        Disputed = "有异议",
        /// All of it is lost for good.
        Lost = "认定丢失",
    }
}

labelled! {
    /// What is done about a part head office found short or judged.
    SettleHow {
        /// The missing pieces were found.
        Found = "短少的找到了",
        /// The missing pieces are lost.
        Lost = "短少的认定丢失",
        /// The missing pieces were sent.
        Disputed = "短少有争议",
        /// What was something else was replaced by the right pieces.
        WrongReplaced = "不符的已补换",
        /// The right pieces are lost.
        WrongLost = "不符的认定丢失",
        /// The dealer says the right pieces were sent.
        WrongDisputed = "不符有争议",
        /// The verdict is disputed.
        Dispute = "对鉴定结论提出异议",
        /// Head office stays with it.
        Upheld = "总部维持原结论",
        /// Head office judges otherwise.
        Changed = "总部改判",
    }
}

/// What head office says of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartSaid {
    /// Pieces received, thousandths.
    pub received_milli: i64,
    /// Pieces that are something else, thousandths.
    pub wrong_milli: i64,
    /// The verdict, when it was inspected.
    pub verdict: Option<PartVerdict>,
    /// What becomes of it.
    pub disposal: Option<Disposal>,
    /// Who inspected it.
    pub judged_by: String,
    /// When.
    pub judged_on: Option<Day>,
    /// Day it came here.
    pub on: Day,
    /// How it came here.
    pub source: Source,
}

/// Receipt and inspection of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartResult {
    /// The part.
    pub old_part: OldPartId,
    /// What was sent of it, thousandths.
    pub sent_milli: i64,
    /// Received, thousandths.
    pub received_milli: i64,
    /// Something else than the list says, thousandths.
    pub wrong_milli: i64,
    /// The verdict.
    pub verdict: Option<PartVerdict>,
    /// What becomes of it.
    pub disposal: Option<Disposal>,
    /// Who inspected it.
    pub judged_by: String,
    /// When.
    pub judged_on: Option<Day>,
    /// Day it came here.
    pub told_on: Day,
    /// How it came here.
    pub source: Source,
    /// How a shortage was settled.
    pub settlement: Option<Settlement>,
    /// Why.
    pub settle_reason: String,
    /// When.
    pub settled_on: Option<Day>,
    /// How the pieces that were something else were settled.
    pub wrong_settlement: Option<Settlement>,
    /// Why.
    pub wrong_reason: String,
    /// When.
    pub wrong_settled_on: Option<Day>,
    /// Why the verdict is disputed; empty when it is not.
    pub dispute: String,
    /// Day of the dispute.
    pub disputed_on: Option<Day>,
    /// What head office answered.
    pub answer: String,
    /// When.
    pub answered_on: Option<Day>,
    /// How many times it was saved.
    pub rev: i64,
}

/// One step about a shortage or a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// Which.
    pub how: SettleHow,
    /// Why, or what was answered.
    pub reason: String,
    /// The new verdict of [`SettleHow::Changed`].
    pub verdict: Option<PartVerdict>,
    /// What then becomes of it.
    pub disposal: Option<Disposal>,
    /// Today.
    pub on: Day,
}

impl PartResult {
    /// A part of which nothing is known yet.
    fn unsaid(old_part: OldPartId, sent_milli: i64, said: &PartSaid) -> Self {
        Self {
            old_part,
            sent_milli,
            received_milli: 0,
            wrong_milli: 0,
            verdict: None,
            disposal: None,
            judged_by: String::new(),
            judged_on: None,
            told_on: said.on,
            source: said.source,
            settlement: None,
            settle_reason: String::new(),
            settled_on: None,
            wrong_settlement: None,
            wrong_reason: String::new(),
            wrong_settled_on: None,
            dispute: String::new(),
            disputed_on: None,
            answer: String::new(),
            answered_on: None,
            rev: 0,
        }
    }

    /// Pieces that did not arrive (PARTRESULT-1).
    pub fn short_milli(&self) -> i64 {
        self.sent_milli - self.received_milli - self.wrong_milli
    }

    /// Whether a shortage waits to be settled (PARTRESULT-4).
    pub fn shortage_open(&self) -> bool {
        self.short_milli() > 0 && !matches!(self.settlement, Some(Settlement::Lost))
    }

    /// Whether pieces that are something else wait to be settled (PARTRESULT-7).
    pub fn wrong_open(&self) -> bool {
        self.wrong_milli > 0 && !matches!(self.wrong_settlement, Some(Settlement::Lost))
    }

    /// Whether head office owes an answer (PARTRESULT-5).
    pub fn dispute_open(&self) -> bool {
        self.disputed_on.is_some() && self.answered_on.is_none()
    }

    /// Whether somebody has to do something about it.
    pub fn is_open(&self) -> bool {
        self.shortage_open() || self.dispute_open() || self.wrong_open()
    }

    /// Whether head office judged it out of warranty; the repair it came from is in doubt.
    pub fn is_refused(&self) -> bool {
        self.verdict.is_some_and(PartVerdict::refuses)
    }

    /// Where the part stands.
    pub fn standing(&self) -> PartStanding {
        if self.shortage_open() {
            return PartStanding::Short;
        }
        if self.wrong_open() {
            return PartStanding::WrongPart;
        }
        if self.dispute_open() {
            return PartStanding::Disputed;
        }
        if self.received_milli == 0 {
            return PartStanding::Lost;
        }
        match (self.verdict, self.disposal) {
            (Some(verdict), Some(Disposal::Returned)) if verdict.refuses() => PartStanding::Returned,
            (Some(verdict), _) if verdict.refuses() => PartStanding::NotCovered,
            (_, Some(Disposal::Usable)) => PartStanding::Usable,
            (_, Some(Disposal::Scrap)) => PartStanding::Scrap,
            (_, Some(Disposal::Returned)) => PartStanding::Returned,
            (Some(_), None) => PartStanding::Covered,
            (None, None) => PartStanding::Received,
        }
    }

    /// Writes down what head office says (PARTRESULT-1 to 3, 6); `None` when it stands there already. `why` is the reason of
    /// typing again what was typed wrong.
    pub fn said(
        known: Option<&Self>,
        old_part: OldPartId,
        sent_milli: i64,
        said: &PartSaid,
        why: &str,
    ) -> Result<Option<Self>, Refusals> {
        check(sent_milli, said)?;
        let stands = known.cloned().unwrap_or_else(|| Self::unsaid(old_part, sent_milli, said));
        if known.is_some() && stands.says(said) {
            return Ok(None);
        }
        let next = if known.is_none() || stands.admits(said) {
            stands.with(said)
        } else if stands.may_be_typed_again(said, why) {
            Self { verdict: None, disposal: None, ..stands.clone() }.with(said)
        } else {
            return Err(stands.decided());
        };
        Ok(Some(Self { rev: next.rev + 1, ..next }))
    }

    /// Whether this is no news.
    fn says(&self, said: &PartSaid) -> bool {
        (self.received_milli, self.wrong_milli) == (said.received_milli, said.wrong_milli)
            && (said.verdict.is_none() || said.verdict == self.verdict)
            && (said.disposal.is_none() || said.disposal == self.disposal)
    }

    /// Whether it only adds to what stands, or answers a dispute (PARTRESULT-3, PARTRESULT-5).
    fn admits(&self, said: &PartSaid) -> bool {
        let same = (self.received_milli, self.wrong_milli) == (said.received_milli, said.wrong_milli);
        let more = self.admits_pieces(said);
        let answers = self.dispute_open() && said.verdict.is_some();
        let fits = |known: bool, same: bool| !known || same || answers;
        (same || more)
            && fits(self.verdict.is_some(), said.verdict.is_none_or(|verdict| Some(verdict) == self.verdict))
            && fits(self.disposal.is_some(), said.disposal.is_none_or(|disposal| Some(disposal) == self.disposal))
    }

    /// Whether pieces only came in: of an open shortage, or in place of what was something else (PARTRESULT-7).
    fn admits_pieces(&self, said: &PartSaid) -> bool {
        let came = |received: i64, wrong: i64| received.saturating_add(wrong);
        let (all, now) = (came(self.received_milli, self.wrong_milli), came(said.received_milli, said.wrong_milli));
        let whole = now == all || (self.shortage_open() && now > all);
        let right = said.wrong_milli >= self.wrong_milli || self.wrong_open();
        said.received_milli >= self.received_milli && whole && right && (self.shortage_open() || self.wrong_open())
    }

    fn may_be_typed_again(&self, said: &PartSaid, why: &str) -> bool {
        let typed = self.source == Source::Typed && said.source == Source::Typed;
        typed
            && !why.trim().is_empty()
            && self.settlement.is_none()
            && self.wrong_settlement.is_none()
            && self.disputed_on.is_none()
    }

    fn with(&self, said: &PartSaid) -> Self {
        let mut next = self.clone();
        let was_short = self.rev > 0 && self.shortage_open();
        let was_wrong = self.rev > 0 && self.wrong_open();
        (next.received_milli, next.wrong_milli) = (said.received_milli, said.wrong_milli);
        if was_short && next.short_milli() == 0 {
            next.settlement = Some(Settlement::Found);
            next.settled_on = Some(said.on);
        }
        if was_wrong && next.wrong_milli == 0 {
            next.wrong_settlement = Some(Settlement::Found);
            next.wrong_settled_on = Some(said.on);
        }
        if self.dispute_open() && said.verdict.is_some() {
            next.answer = format!("{}改判", said.source.zh());
            next.answered_on = Some(said.on);
            next.disposal = None;
        }
        next.verdict = said.verdict.or(next.verdict);
        next.disposal = said.disposal.or(next.disposal);
        if !said.judged_by.is_empty() {
            next.judged_by.clone_from(&said.judged_by);
        }
        next.judged_on = said.judged_on.or(next.judged_on);
        (next.told_on, next.source) = (said.on, said.source);
        next
    }

    fn decided(&self) -> Refusals {
        let verb = "再改成别的结果；对鉴定有异议，请先在旧件里提出异议";
        Refusal::WrongState { subject: "这件旧件的结果", state: self.standing().zh(), verb }.into()
    }

    /// Whether a step may be taken now.
    fn may(&self, how: SettleHow) -> bool {
        use SettleHow::{Changed, Dispute, Disputed, Found, Lost, Upheld, WrongDisputed, WrongLost, WrongReplaced};
        match how {
            Found | Lost => self.shortage_open(),
            Disputed => self.shortage_open() && self.settlement.is_none(),
            WrongReplaced | WrongLost => self.wrong_open(),
            WrongDisputed => self.wrong_open() && self.wrong_settlement.is_none(),
            Dispute => self.verdict.is_some() && !self.dispute_open(),
            Upheld | Changed => self.dispute_open(),
        }
    }

    /// What may be done about it now.
    pub fn steps(&self) -> Vec<SettleHow> {
        SettleHow::ALL.iter().copied().filter(|how| self.may(*how)).collect()
    }

    /// One step about its shortage or its verdict (PARTRESULT-4, PARTRESULT-5).
    pub fn settle(&mut self, step: &Settle) -> Result<(), Refusals> {
        use SettleHow::{Changed, Dispute, Disputed, Found, Lost, Upheld, WrongDisputed, WrongLost, WrongReplaced};
        if !self.may(step.how) {
            let (subject, state) = ("这件旧件", self.standing().zh());
            return Err(Refusal::WrongState { subject, state, verb: "办这一步" }.into());
        }
        let mut checks = Checks::default();
        let answer = matches!(step.how, Upheld | Changed);
        checks.text("reason", if answer { "总部的答复" } else { "原因" }, &step.reason, 200);
        let changed = step.how == Changed;
        checks.add(
            (changed && step.verdict.is_none()).then_some(Refusal::Missing { field: "verdict", label: "鉴定结论" }),
        );
        let same = changed && step.verdict.is_some() && step.verdict == self.verdict;
        let wanted = "和原来的不同；没有改就选「总部维持原结论」";
        checks.add(same.then_some(Refusal::OutOfRange { field: "verdict", label: "改判的结论", wanted }));
        checks.done()?;
        let reason = crate::text::clean(&step.reason);
        match step.how {
            Found | Lost | Disputed => self.settle_shortage(step.how, reason, step.on),
            WrongReplaced | WrongLost | WrongDisputed => self.settle_wrong(step.how, reason, step.on),
            Dispute => {
                (self.dispute, self.disputed_on) = (reason, Some(step.on));
                (self.answer, self.answered_on) = (String::new(), None);
            }
            Upheld | Changed => {
                (self.answer, self.answered_on) = (reason, Some(step.on));
                // Whoever judged before: from here on it stands on what was typed (PARTRESULT-8).
                (self.told_on, self.source) = (step.on, Source::Typed);
                if changed {
                    (self.verdict, self.disposal) = (step.verdict, step.disposal);
                }
            }
        }
        self.rev += 1;
        Ok(())
    }

    fn settle_shortage(&mut self, how: SettleHow, reason: String, on: Day) {
        self.settlement = Some(match how {
            SettleHow::Found => Settlement::Found,
            SettleHow::Lost => Settlement::Lost,
            _ => Settlement::Disputed,
        });
        if how == SettleHow::Found {
            self.received_milli += self.short_milli();
        }
        (self.settle_reason, self.settled_on) = (reason, Some(on));
    }

    fn settle_wrong(&mut self, how: SettleHow, reason: String, on: Day) {
        self.wrong_settlement = Some(match how {
            SettleHow::WrongReplaced => Settlement::Found,
            SettleHow::WrongLost => Settlement::Lost,
            _ => Settlement::Disputed,
        });
        if how == SettleHow::WrongReplaced {
            self.received_milli += self.wrong_milli;
            self.wrong_milli = 0;
        }
        (self.wrong_reason, self.wrong_settled_on) = (reason, Some(on));
    }
}

/// Amounts and texts of what is said (PARTRESULT-1, PARTRESULT-2). Fields are named as those of `lines`.
fn check(sent_milli: i64, said: &PartSaid) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    checks.not_negative("lines.received_milli", "实收数量", said.received_milli);
    checks.not_negative("lines.wrong_milli", "不符数量", said.wrong_milli);
    let more = said.received_milli.checked_add(said.wrong_milli).is_none_or(|all| all > sent_milli);
    let wanted = "不超过发出的数量";
    checks.add(more.then_some(Refusal::OutOfRange { field: "lines.received_milli", label: "实收数量", wanted }));
    let came = said.received_milli > 0 || said.wrong_milli > 0;
    let nothing = (said.verdict.is_some() && said.received_milli <= 0) || (said.disposal.is_some() && !came);
    let wanted = "大于零，没有收到的旧件不能鉴定";
    checks.add(nothing.then_some(Refusal::OutOfRange { field: "lines.received_milli", label: "实收数量", wanted }));
    checks.length("judged_by", "鉴定人", &said.judged_by, 60);
    checks.not_after("judged_on", "鉴定日期", said.judged_on, said.on);
    checks.done()
}

#[cfg(test)]
#[path = "part_result_tests.rs"]
mod tests;
