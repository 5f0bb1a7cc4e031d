//! Claims of repair costs (三包费用核销), F09 and F10.
//!
//! CLAIM-1 A repair can be claimed when the maker pays it, its record is submitted and signed, its machine was in its period when sent in, its card is with head office or still in time, its old parts are where they may be, and no other maker was asked for the same job; each thing missing has a code and a sentence.
//! CLAIM-2 A repair stands in one live claim; what head office refused or wants more paper for may stand in one claim more, which names the line before.
//! CLAIM-3 Approved is never more than claimed, and what is cut has a reason; approved and cut make what was claimed.
//! CLAIM-4 A claim's sums are those of its lines; a sum that does not fit is refused.
//! CLAIM-5 A claim is cancelled with a reason, and only while nothing of it is decided or told; its number stays.
//! CLAIM-6 A notice adds up, is answered once, and is not deducted before it was given; only a confirmed one is deducted.
//! CLAIM-7 The day of a deduction may come with the notice, with the answer, or after a confirmation; it is put in once, with its amount where the notice named none.

use crate::fee::Fee;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{ClaimId, ClaimLineId, Day, Fen, Month, NoticeId, PrincipalId, RepairId};
use serde::{Deserialize, Serialize};

mod ready;

pub use ready::{Candidate, CardStanding, Elsewhere};

labelled! {
    /// What keeps a repair from being claimed, in the order a clerk mends it (CLAIM-1).
    Missing {
        /// Not completed.
        NotCompleted = "还没有完工",
        /// Not signed by the user.
        NotSigned = "用户还没有签字",
        /// The record is not submitted.
        NotSubmitted = "维修单还没有提交",
        /// Head office sent the record back.
        Returned = "维修单被总部退回，还没有更正",
        /// Somebody else pays.
        OtherPayer = "付款方不是厂家三包",
        /// The machine was never sold.
        NoSale = "这台机器没有销售记录",
        /// The periods say the machine was out of warranty.
        OutOfPeriod = "送修时已过三包期",
        /// The periods cannot say.
        PeriodUnknown = "三包期算不出来",
        /// The receipt card is not with head office, and its day has passed.
        CardLate = "回执卡超期还没有到总部",
        /// The receipt card was sent back.
        CardReturned = "回执卡被总部退回",
        /// An old part that is owed is not in the store.
        OldPartMissing = "应返旧件没有入库",
        /// An old part is lost.
        OldPartLost = "应返旧件丢失",
        /// Old parts that do not go back: head office may ask why.
        OldPartKept = "有旧件不返回（用户留存、现场销毁或留店）",
        /// Head office judged an old part out of warranty.
        OldPartNotCovered = "有旧件被总部鉴定为非三包或人为",
        /// Head office did not get all that was sent (E17).
        OldPartShort = "有旧件总部没有收到，短少还没有了结",
        /// Another maker has a repair of the same machine in the same days.
        TwoMakers = "另一厂家有同一编号、同一时间的三包维修单",
        /// That one was claimed already.
        ClaimedElsewhere = "同一次维修已向另一厂家申请核销",
        /// There is nothing to claim.
        NoAmount = "没有费用",
        /// The technician signed for the user: head office may ask (ATTACH-5).
        SignedForUser = "用户签字是技术员代签的",
    }
}

labelled! {
    /// What head office decided of a line.
    Verdict {
        /// All of it.
        Approved = "核定",
        /// A part of it.
        Cut = "核减",
        /// Nothing of it.
        Refused = "不予核销",
        /// Nothing before more paper comes.
        NeedsMaterial = "待补材料",
    }
}

labelled! {
    /// Where a claim stands.
    ClaimState {
        /// Head office has decided nothing.
        Submitted = "已申请",
        /// Some lines are decided.
        PartlyDecided = "部分核定",
        /// Every line is decided.
        Decided = "已核定",
        /// A notice came, the dealer has not answered.
        Noticed = "待确认",
        /// The dealer disputes the notice.
        Disputed = "有异议",
        /// The dealer confirmed.
        Confirmed = "已确认",
        /// Deducted from what the dealer owes (M12).
        Deducted = "已抵扣",
        /// Cancelled.
        Voided = "已作废",
    }
}

labelled! {
    /// How a decision or a notice came here.
    Source {
        /// From a workbook that head office filled in.
        File = "总部回填的表",
        /// Typed here from paper; head office has not signed it.
        Typed = "在此录入、未签名",
        /// Over the network, signed.
        Sync = "总部报送",
    }
}

labelled! {
    /// The dealer's answer to a notice.
    NoticeAnswer {
        /// Confirmed.
        Confirmed = "确认",
        /// Disputed.
        Disputed = "有异议",
    }
}

impl Missing {
    /// Whether it stops a claim; what is head office's to judge is only said.
    pub fn stops(self) -> bool {
        !matches!(
            self,
            Self::PeriodUnknown
                | Self::OldPartKept
                | Self::OldPartNotCovered
                | Self::OldPartShort
                | Self::TwoMakers
                | Self::SignedForUser
        )
    }
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Identity; also the record id on the wire.
    pub id: ClaimId,
    /// Number, e.g. `HB0732A-HX-2610-A0001`.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// The month it is for.
    pub month: Month,
    /// Day it was made.
    pub made_on: Day,
    /// Remark.
    pub note: String,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved; the wire's `rev`.
    pub rev: i64,
}

/// A line: one repair, with its costs as they were when it was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLine {
    /// Identity.
    pub id: ClaimLineId,
    /// The claim.
    pub claim: ClaimId,
    /// Place in the claim, from 1.
    pub line_no: i64,
    /// The repair.
    pub repair: RepairId,
    /// The line it asks for again (CLAIM-2).
    pub again_of: Option<ClaimLineId>,
    /// Labour.
    pub labour_fen: Fen,
    /// Material.
    pub material_fen: Fen,
    /// Travel.
    pub travel_fen: Fen,
    /// Other.
    pub other_fen: Fen,
    /// What is asked for: the sum of the four.
    pub claimed_fen: Fen,
    /// What head office decided.
    pub verdict: Option<Verdict>,
    /// What it approved; `None` while it decided nothing.
    pub approved_fen: Option<Fen>,
    /// Why it cut or refused.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
    /// Day the decision came here.
    pub decided_on: Option<Day>,
    /// How it came here.
    pub source: Option<Source>,
    /// What the rules said of its repair when it was claimed.
    pub fees: Vec<Fee>,
}

/// What head office says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What it approves; `None` when it wants more paper.
    pub approved_fen: Option<Fen>,
    /// Why it cuts, refuses or waits.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
    /// Day it came here.
    pub on: Day,
    /// How it came here.
    pub source: Source,
}

impl ClaimLine {
    /// What was cut; nothing while nothing is decided.
    pub fn cut(&self) -> Option<Fen> {
        self.approved_fen.map(|approved| Fen(self.claimed_fen.0 - approved.0))
    }

    /// Writes a decision down (CLAIM-3); `false` when the same stands there already. Fields are named as those of `lines`.
    pub fn decide(&mut self, decision: Decision) -> Result<bool, Refusals> {
        let verdict = match decision.approved_fen {
            None => Verdict::NeedsMaterial,
            Some(approved) if approved == self.claimed_fen => Verdict::Approved,
            Some(Fen(0)) => Verdict::Refused,
            Some(_) => Verdict::Cut,
        };
        let mut checks = Checks::default();
        let approved = decision.approved_fen.unwrap_or_default();
        checks.not_negative("lines.approved_fen", "核定金额", approved.0);
        checks.add((approved > self.claimed_fen).then_some(Refusal::OutOfRange {
            field: "lines.approved_fen",
            label: "核定金额",
            wanted: "不超过申请金额",
        }));
        if verdict == Verdict::Approved {
            checks.length("lines.reason", "核减原因", &decision.reason, 200);
        } else {
            checks.text("lines.reason", "核减原因", &decision.reason, 200);
        }
        checks.length("lines.judged_by", "核定人", &decision.judged_by, 60);
        checks.done()?;
        let same = self.verdict == Some(verdict)
            && self.approved_fen == decision.approved_fen
            && self.reason == decision.reason
            && self.judged_by == decision.judged_by;
        if same {
            return Ok(false);
        }
        self.verdict = Some(verdict);
        self.approved_fen = decision.approved_fen;
        self.reason = decision.reason;
        self.judged_by = decision.judged_by;
        self.decided_on = Some(decision.on);
        self.source = Some(decision.source);
        Ok(true)
    }
}

/// Sums of a claim (CLAIM-4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// What is asked for.
    pub claimed: Fen,
    /// What is approved.
    pub approved: Fen,
    /// What is cut.
    pub cut: Fen,
    /// What is asked for and not decided.
    pub open: Fen,
}

/// Adds up lines (CLAIM-4); `None` when a sum does not fit.
pub fn sums(lines: &[ClaimLine]) -> Option<Sums> {
    lines.iter().try_fold(Sums::default(), |sums, line| {
        let open = if line.approved_fen.is_none() { line.claimed_fen } else { Fen(0) };
        Some(Sums {
            claimed: sums.claimed.plus(line.claimed_fen)?,
            approved: sums.approved.plus(line.approved_fen.unwrap_or_default())?,
            cut: sums.cut.plus(line.cut().unwrap_or_default())?,
            open: sums.open.plus(open)?,
        })
    })
}

/// A notice of settlement (三包费用核销通知), W09.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: NoticeId,
    /// The claim it settles.
    pub claim: ClaimId,
    /// Head office's number.
    pub no: String,
    /// Its day.
    pub noticed_on: Day,
    /// What it says was approved.
    pub approved_fen: Fen,
    /// What it says was cut.
    pub cut_fen: Fen,
    /// What it says of the cuts.
    pub cut_note: String,
    /// What is deducted from what the dealer owes for goods (M12).
    pub deduction_fen: Fen,
    /// Day of the deduction.
    pub deducted_on: Option<Day>,
    /// The dealer's answer.
    pub answer: Option<NoticeAnswer>,
    /// Day of the answer.
    pub answered_on: Option<Day>,
    /// What was answered.
    pub answer_note: String,
    /// How it came here.
    pub source: Source,
    /// How many times it was saved.
    pub rev: i64,
}

/// The dealer's answer to a notice, as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Yes or no.
    pub answer: NoticeAnswer,
    /// Its day.
    pub on: Day,
    /// What is said.
    pub note: String,
    /// Day of the deduction, when it is known by now.
    pub deducted_on: Option<Day>,
}

impl Notice {
    /// Checks texts, days and that it adds up with its claim (CLAIM-6).
    pub fn check(&self, sums: &Sums, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("no", "通知编号", &self.no, 60);
        checks.length("cut_note", "核减明细", &self.cut_note, 500);
        checks.not_after("noticed_on", "通知日期", Some(self.noticed_on), today);
        checks.not_negative("approved_fen", "核定金额", self.approved_fen.0);
        checks.not_negative("cut_fen", "核减金额", self.cut_fen.0);
        checks.not_negative("deduction_fen", "抵扣货款金额", self.deduction_fen.0);
        let wrong = |field, label, wanted| Some(Refusal::OutOfRange { field, label, wanted });
        let adds_up = self.approved_fen.plus(self.cut_fen) == Some(sums.claimed);
        checks.add((!adds_up).then(|| wrong("approved_fen", "核定加核减", "等于申请金额")).flatten());
        let agrees = self.approved_fen == sums.approved && sums.open == Fen(0);
        checks.add((adds_up && !agrees).then(|| wrong("approved_fen", "核定金额", "等于各行核定之和")).flatten());
        let over = self.deduction_fen > self.approved_fen;
        checks.add(over.then(|| wrong("deduction_fen", "抵扣货款金额", "不超过核定金额")).flatten());
        checks.not_before("deducted_on", "抵扣日期", self.deducted_on, "通知日期", Some(self.noticed_on));
        checks.done()
    }

    /// Answers it, once (CLAIM-6). Its lines may have been decided anew since it came: then another notice has to come first.
    pub fn answer(&mut self, reply: Reply, sums: &Sums, today: Day) -> Result<(), Refusals> {
        if let Some(given) = self.answer.filter(|given| *given == NoticeAnswer::Confirmed) {
            return Err(Refusal::WrongState { subject: "这份核销通知", state: given.zh(), verb: "再答复" }.into());
        }
        let Reply { answer, on, note, deducted_on } = reply;
        if answer == NoticeAnswer::Confirmed {
            self.check(sums, today)?;
        }
        let mut checks = Checks::default();
        checks.not_after("answered_on", "答复日期", Some(on), today);
        checks.not_before("answered_on", "答复日期", Some(on), "通知日期", Some(self.noticed_on));
        match answer {
            NoticeAnswer::Disputed => checks.text("note", "异议内容", &note, 500),
            NoticeAnswer::Confirmed => checks.length("note", "确认意见", &note, 500),
        }
        self.check_deduction(&mut checks, deducted_on, today);
        checks.done()?;
        (self.answer, self.answered_on, self.answer_note) = (Some(answer), Some(on), note);
        if answer == NoticeAnswer::Confirmed {
            self.deducted_on = deducted_on.or(self.deducted_on);
        }
        Ok(())
    }

    /// Puts the deduction in after the confirmation, once (CLAIM-7): its day, and its amount where the notice named none.
    pub fn deduct(&mut self, on: Day, amount: Option<Fen>, today: Day) -> Result<(), Refusals> {
        let fen = if self.deduction_fen == Fen(0) { amount.unwrap_or_default() } else { self.deduction_fen };
        let state = match self.answer {
            _ if self.deducted_on.is_some() => "已有抵扣日期",
            _ if fen == Fen(0) => "没有要抵扣的金额",
            None => "还没有答复",
            Some(NoticeAnswer::Disputed) => NoticeAnswer::Disputed.zh(),
            Some(NoticeAnswer::Confirmed) => {
                let mut checks = Checks::default();
                self.check_deduction(&mut checks, Some(on), today);
                checks.not_negative("deduction_fen", "抵扣货款金额", fen.0);
                let over =
                    Refusal::OutOfRange {
                        field: "deduction_fen", label: "抵扣货款金额", wanted: "不超过核定金额"
                    };
                checks.add((fen > self.approved_fen).then_some(over));
                checks.done()?;
                (self.deduction_fen, self.deducted_on) = (fen, Some(on));
                return Ok(());
            }
        };
        Err(Refusal::WrongState { subject: "这份核销通知", state, verb: "补抵扣日期" }.into())
    }

    fn check_deduction(&self, checks: &mut Checks, on: Option<Day>, today: Day) {
        checks.not_after("deducted_on", "抵扣日期", on, today);
        checks.not_before("deducted_on", "抵扣日期", on, "通知日期", Some(self.noticed_on));
    }

    /// What of it lies on the account of goods (CLAIM-6).
    pub fn deducted(&self) -> Option<Fen> {
        let confirmed = self.answer == Some(NoticeAnswer::Confirmed) && self.deducted_on.is_some();
        confirmed.then_some(self.deduction_fen)
    }
}

impl Claim {
    /// Checks texts.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.length("note", "备注", &self.note, 500);
        checks.done()
    }

    /// Where it stands, with its lines and the notice that came.
    pub fn state(&self, lines: &[ClaimLine], notice: Option<&Notice>) -> ClaimState {
        if self.void_reason.is_some() {
            return ClaimState::Voided;
        }
        if let Some(notice) = notice {
            return match notice.answer {
                Some(NoticeAnswer::Disputed) => ClaimState::Disputed,
                Some(NoticeAnswer::Confirmed) if notice.deducted().is_some() => ClaimState::Deducted,
                Some(NoticeAnswer::Confirmed) => ClaimState::Confirmed,
                None => ClaimState::Noticed,
            };
        }
        match lines.iter().filter(|line| line.verdict.is_some()).count() {
            0 => ClaimState::Submitted,
            decided if decided == lines.len() => ClaimState::Decided,
            _ => ClaimState::PartlyDecided,
        }
    }

    /// Cancels it (CLAIM-5).
    pub fn void(&mut self, reason: &str, state: ClaimState) -> Result<(), Refusals> {
        if state != ClaimState::Submitted {
            return Err(Refusal::WrongState { subject: "这份核销申请", state: state.zh(), verb: "作废" }.into());
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
