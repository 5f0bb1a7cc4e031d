//! The notice that settles a claim, and the dealer's answer to it (CLAIM-6, CLAIM-7, CLAIM-9).

use super::{NoticeAnswer, Source, Sums};
use crate::refusal::{Checks, Refusal, Refusals};
use crate::{ClaimId, Day, Fen, NoticeId};

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
    /// Whether it says other sums than its lines (CLAIM-6).
    pub fn differs(&self, sums: &Sums) -> bool {
        let adds_up = self.approved_fen.plus(self.cut_fen) == Some(sums.claimed);
        !adds_up || self.approved_fen != sums.approved || sums.open != Fen(0)
    }

    /// Checks texts and days, and that it adds up with its claim unless it is said to differ (CLAIM-6).
    pub fn check(&self, sums: &Sums, differs: bool, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("no", "通知编号", &self.no, 60);
        checks.length("cut_note", "核减明细", &self.cut_note, 500);
        checks.not_after("noticed_on", "通知日期", Some(self.noticed_on), today);
        checks.not_negative("approved_fen", "核定金额", self.approved_fen.0);
        checks.not_negative("cut_fen", "核减金额", self.cut_fen.0);
        checks.not_negative("deduction_fen", "抵扣货款金额", self.deduction_fen.0);
        let wrong = |field, label, wanted| Some(Refusal::OutOfRange { field, label, wanted });
        let adds_up = self.approved_fen.plus(self.cut_fen) == Some(sums.claimed);
        let (label, wanted) = match adds_up {
            false => ("核定加核减", "等于申请金额；纸面确实这样写，请在录入核销通知时勾选「与明细不一致，照纸面录入」"),
            true => {
                ("核定金额", "等于各行核定之和；纸面确实这样写，请在录入核销通知时勾选「与明细不一致，照纸面录入」")
            }
        };
        checks.add((!differs && self.differs(sums)).then(|| wrong("approved_fen", label, wanted)).flatten());
        let over = self.deduction_fen > self.approved_fen;
        checks.add(over.then(|| wrong("deduction_fen", "抵扣货款金额", "不超过核定金额")).flatten());
        checks.not_before("deducted_on", "抵扣日期", self.deducted_on, "通知日期", Some(self.noticed_on));
        checks.likely("deducted_on", "抵扣日期", self.deducted_on);
        let bare = self.deducted_on.is_some() && self.deduction_fen == Fen(0);
        let (field, label) = ("deduction_fen", "有抵扣日期就要有的抵扣货款金额");
        checks.add(bare.then_some(Refusal::Missing { field, label }));
        checks.done()
    }

    /// Answers it, confirmed once (CLAIM-6, CLAIM-9). Its lines may have been decided anew since it came: then another notice has to come first.
    pub fn answer(&mut self, reply: Reply, sums: &Sums, today: Day) -> Result<(), Refusals> {
        if let Some(given) = self.answer.filter(|given| *given == NoticeAnswer::Confirmed) {
            return Err(Refusal::WrongState { subject: "这份核销通知", state: given.zh(), verb: "再答复" }.into());
        }
        let Reply { answer, on, note, deducted_on } = reply;
        if answer == NoticeAnswer::Confirmed && self.differs(sums) {
            let state = "与各行的核定不一致";
            return Err(Refusal::WrongState {
                subject: "这份核销通知", state, verb: "确认；请提出异议，等总部改发"
            }
            .into());
        }
        let mut checks = Checks::default();
        let settles = answer == NoticeAnswer::Confirmed && self.answer == Some(NoticeAnswer::Disputed);
        checks.not_after("answered_on", "答复日期", Some(on), today);
        checks.not_before("answered_on", "答复日期", Some(on), "通知日期", Some(self.noticed_on));
        match answer {
            NoticeAnswer::Disputed => checks.text("note", "异议内容", &note, 500),
            NoticeAnswer::Confirmed if settles => checks.text("note", "异议的结果", &note, 500),
            NoticeAnswer::Confirmed => checks.length("note", "确认意见", &note, 500),
        }
        self.check_deduction(&mut checks, deducted_on, today);
        let bare = deducted_on.is_some() && self.deduction_fen == Fen(0);
        let wanted = "空着：通知没有写抵扣金额；确认以后用「补抵扣日期」记金额和日期";
        checks.add(bare.then_some(Refusal::OutOfRange { field: "deducted_on", label: "抵扣日期", wanted }));
        checks.done()?;
        (self.answer, self.answered_on, self.answer_note) = (Some(answer), Some(on), note);
        if answer == NoticeAnswer::Confirmed {
            self.deducted_on = deducted_on.or(self.deducted_on);
        }
        Ok(())
    }

    /// Puts the deduction in after the confirmation, once (CLAIM-7): its day, and its amount where the notice named none; with a
    /// reason what stands is put right.
    pub fn deduct(&mut self, on: Day, amount: Option<Fen>, reason: &str, today: Day) -> Result<(), Refusals> {
        let corrects = self.deduction().is_some() && !reason.is_empty();
        let fen = match (self.deduction_fen, amount) {
            (Fen(0), amount) => amount.unwrap_or_default(),
            (_, Some(amount)) if corrects => amount,
            (named, _) => named,
        };
        let state = match self.answer {
            _ if self.deduction_fen != Fen(0) && self.deducted_on.is_some() && !corrects => {
                "已有抵扣日期，更正要写原因"
            }
            _ if fen == Fen(0) => "没有要抵扣的金额",
            None => "还没有答复",
            Some(NoticeAnswer::Disputed) => NoticeAnswer::Disputed.zh(),
            Some(NoticeAnswer::Confirmed) => {
                let mut checks = Checks::default();
                self.check_deduction(&mut checks, Some(on), today);
                checks.length("reason", "更正的原因", reason, 200);
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

    /// What of it is confirmed and has its day, come or not: its line of the account. A day without an amount is none (PAYABLE-1).
    pub fn deduction(&self) -> Option<(Fen, Day)> {
        let counts = self.answer == Some(NoticeAnswer::Confirmed) && self.deduction_fen != Fen(0);
        self.deducted_on.filter(|_| counts).map(|on| (self.deduction_fen, on))
    }

    /// What of it is deducted today: its day has come (CLAIM-7).
    pub fn deducted(&self, today: Day) -> Option<Fen> {
        self.deduction().filter(|(_, on)| *on <= today).map(|(fen, _)| fen)
    }
}
