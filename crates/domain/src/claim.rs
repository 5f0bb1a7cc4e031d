//! Claims of repair costs (三包费用核销), F09 and F10.
//!
//! CLAIM-1 A repair can be claimed when the maker pays it, its record is submitted and signed, its machine was in its period when sent in, its card is with head office or still in time, its old parts are where they may be, and no other maker was asked for the same job; each thing missing has a code and a sentence.
//! CLAIM-2 A repair stands in one live claim; what head office refused or wants more paper for may stand in one claim more, which names the line before.
//! CLAIM-3 Approved is never more than claimed, and what is cut has a reason; approved and cut make what was claimed.
//! CLAIM-4 A claim's sums are those of its lines; a sum that does not fit is refused.
//! CLAIM-5 A claim is cancelled with a reason, and only while nothing of it is decided or told; its number stays.
//! CLAIM-6 A notice is confirmed once, and only while it says what its lines were decided; one that says other sums is taken as differing where somebody says so, and is disputed until head office mends the one or the other. Only a confirmed one is deducted, and not before it was given.
//! CLAIM-7 The day of a deduction may come with the notice, with the answer, or after a confirmation; it is put in once, never without an amount, which is put in with it where the notice named none, and counts from that day on; put in wrongly, it is put right with a reason.
//! CLAIM-8 A line is withdrawn with a reason while its claim is not confirmed: it counts in no sum and its repair is free; when the last one goes, the claim is cancelled with it.
//! CLAIM-9 A confirmation after a dispute says how the dispute ended.

use crate::fee::Fee;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{ClaimId, ClaimLineId, Day, Fen, Month, PrincipalId, RepairId};
use serde::{Deserialize, Serialize};

mod notice;
mod opening;
mod ready;

pub use notice::{Notice, Reply};
pub use opening::{OpeningClaim, OpeningClaimState, Settling};
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
    /// Day it was withdrawn (CLAIM-8).
    pub withdrawn_on: Option<Day>,
    /// Why.
    pub withdraw_reason: String,
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
    /// Whether the repair may stand in a further claim (CLAIM-2).
    pub fn may_be_asked_again(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Refused | Verdict::NeedsMaterial))
    }

    /// Whether it counts: it was not withdrawn (CLAIM-8).
    pub fn stands(&self) -> bool {
        self.withdrawn_on.is_none()
    }

    /// Withdraws it (CLAIM-8).
    pub fn withdraw(&mut self, reason: &str, on: Day) -> Result<(), Refusals> {
        let (subject, state) = ("这一行", "已撤出");
        if !self.stands() {
            return Err(Refusal::WrongState { subject, state, verb: "再撤出" }.into());
        }
        self.withdraw_reason = crate::sale::void_reason(reason)?;
        self.withdrawn_on = Some(on);
        Ok(())
    }

    /// What was cut; nothing while nothing is decided.
    pub fn cut(&self) -> Option<Fen> {
        self.approved_fen.map(|approved| Fen(self.claimed_fen.0 - approved.0))
    }

    /// Writes a decision down (CLAIM-3); `false` when the same stands there already. Fields are named as those of `lines`.
    pub fn decide(&mut self, decision: Decision) -> Result<bool, Refusals> {
        if !self.stands() {
            let (subject, state) = ("这一行", "已撤出");
            return Err(Refusal::WrongState { subject, state, verb: "再核定" }.into());
        }
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

/// Adds up the lines that stand (CLAIM-4); `None` when a sum does not fit.
pub fn sums(lines: &[ClaimLine]) -> Option<Sums> {
    lines.iter().filter(|line| line.stands()).try_fold(Sums::default(), |sums, line| {
        let open = if line.approved_fen.is_none() { line.claimed_fen } else { Fen(0) };
        Some(Sums {
            claimed: sums.claimed.plus(line.claimed_fen)?,
            approved: sums.approved.plus(line.approved_fen.unwrap_or_default())?,
            cut: sums.cut.plus(line.cut().unwrap_or_default())?,
            open: sums.open.plus(open)?,
        })
    })
}

impl Claim {
    /// Checks texts.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.length("note", "备注", &self.note, 500);
        checks.done()
    }

    /// Where it stands today, with its lines and the notice that came.
    pub fn state(&self, lines: &[ClaimLine], notice: Option<&Notice>, today: Day) -> ClaimState {
        if self.void_reason.is_some() {
            return ClaimState::Voided;
        }
        if let Some(notice) = notice {
            return match notice.answer {
                Some(NoticeAnswer::Disputed) => ClaimState::Disputed,
                Some(NoticeAnswer::Confirmed) if notice.deducted(today).is_some() => ClaimState::Deducted,
                Some(NoticeAnswer::Confirmed) => ClaimState::Confirmed,
                None => ClaimState::Noticed,
            };
        }
        let standing = || lines.iter().filter(|line| line.stands());
        match standing().filter(|line| line.verdict.is_some()).count() {
            0 => ClaimState::Submitted,
            decided if decided == standing().count() => ClaimState::Decided,
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
