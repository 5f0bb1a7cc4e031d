//! What a case of exchange or return is made of.

use crate::call::Ended;
use crate::card::CardState;
use crate::day::UtcMs;
use crate::refusal::{Checks, Refusal};
use crate::remedy::Standing;
use crate::remedy::rule::{Evidence, Right};
use crate::repair::labelled;
use crate::{Day, Fen, RepairId, SaleId};
use serde::{Deserialize, Serialize};

labelled! {
    /// What happens to a case, in the order in which it mostly happens.
    RemedyStepKind {
        /// The user was answered.
        Told = "答复用户",
        /// The user chose among what he has.
        Chosen = "用户选择",
        /// Head office was asked.
        Asked = "报总部",
        /// Head office answered.
        Answered = "总部答复",
        /// The matter is settled with the user.
        Settled = "办结",
        /// Nothing is left to be done.
        Closed = "结案",
    }
}

labelled! {
    /// How a case was settled.
    RemedyOutcome {
        /// Another machine was given.
        Machine = "换整机",
        /// A component was exchanged.
        Component = "换部件",
        /// The machine was taken back and money given.
        Refund = "退货退款",
        /// It was repaired once more.
        Repair = "继续修理",
        /// The user withdrew.
        Withdrawn = "用户撤回",
        /// It was refused.
        Declined = "不予办理",
    }
}

labelled! {
    /// What head office answered.
    RemedyVerdict {
        /// It agrees.
        Approved = "同意",
        /// It refuses.
        Refused = "不同意",
        /// It offers something else.
        Offered = "另提办法",
        /// It wants more paper first.
        NeedsMaterial = "要求补材料",
    }
}

labelled! {
    /// Where a case stands.
    RemedyState {
        /// Opened.
        Open = "已受理",
        /// The user was answered.
        Told = "已答复用户",
        /// The user chose.
        Chosen = "用户已选",
        /// Head office was asked.
        Asked = "已报总部",
        /// Head office agrees.
        Approved = "总部同意",
        /// Head office refuses.
        Refused = "总部不同意",
        /// Head office offers something else.
        Offered = "总部另提办法",
        /// The machine was exchanged.
        Exchanged = "已换机",
        /// The component was exchanged.
        Replaced = "已换件",
        /// Money was given back.
        Refunded = "已退货",
        /// Repaired once more.
        Mended = "已修理",
        /// The user withdrew.
        Withdrawn = "用户撤回",
        /// Refused.
        Declined = "不予办理",
        /// Closed.
        Closed = "已结案",
        /// Cancelled.
        Voided = "已作废",
    }
}

labelled! {
    /// How a paper stands.
    PaperState {
        /// At hand.
        Here = "已有",
        /// Missing.
        Missing = "还缺",
        /// Waived.
        Waived = "免交",
    }
}

/// On what a case stands, as it was told on the day (RCASE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Day it was told.
    pub told_on: Day,
    /// The right; `None` where no rule gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Right>,
    /// First day the user had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Component or problem it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Why, one sentence a step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// Numbers of the repairs it stands on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<String>,
    /// Formula of what is paid with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// The rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// On what it stands without a rule, in the clerk's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// What was said of a paper; of one paper the last line counts (RCASE-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperLine {
    /// The paper.
    pub paper: Evidence,
    /// How it stands.
    pub state: PaperState,
    /// Who agreed to do without it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What is missing, or why it is waived.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// When it was said.
    pub at: UtcMs,
}

/// An amount as a formula gave it; kept as computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reckoned {
    /// The amount.
    pub fen: Fen,
    /// The computation, one sentence a step.
    pub steps: Vec<String>,
    /// Pack and version; empty where no formula was found.
    pub rule_version: String,
    /// Where the rule stands.
    pub source: String,
    /// Whether a person compared it with its source.
    pub checked: bool,
}

/// Money of a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseMoney {
    /// Price of the sale: what a return is computed from, and what a machine given is worth.
    pub price_fen: Fen,
    /// What is to be given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Reckoned>,
    /// What was given back.
    pub paid_fen: Fen,
    /// Freight.
    pub freight_fen: Fen,
    /// Quality was the cause.
    pub quality_cause: bool,
    /// What of the freight the user pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freight: Option<Reckoned>,
}

/// What a settlement gave and ended, for the day it has to be undone (RCASE-9).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Sale of the machine given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<SaleId>,
    /// Where the old sale's card stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_was: Option<CardState>,
    /// Record by which that card was reversed at head office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversal: Option<String>,
}

/// A step as it was put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyStep {
    /// What happened.
    pub kind: RemedyStepKind,
    /// On which day.
    pub on: Day,
    /// Who of head office answered, who was told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// Filing number, number of head office's answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub no: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What the user chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Right>,
    /// What head office answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<RemedyVerdict>,
    /// How it was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RemedyOutcome>,
    /// The repair that did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<RepairId>,
    /// Money of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<CaseMoney>,
    /// What it gave and ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    /// It came by head office's feed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_feed: bool,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// Why and when it stopped standing; `None` while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl RemedyOutcome {
    /// The choice it carries out; `None` where nothing was chosen.
    pub fn choice(self) -> Option<Right> {
        match self {
            Self::Machine => Some(Right::MachineExchange),
            Self::Component => Some(Right::ComponentExchange),
            Self::Refund => Some(Right::Return),
            Self::Repair => Some(Right::Repair),
            Self::Withdrawn | Self::Declined => None,
        }
    }

    /// Whether the sale ends with it: the machine comes back.
    pub fn ends_sale(self) -> bool {
        matches!(self, Self::Machine | Self::Refund)
    }
}

impl RemedyStepKind {
    /// What its day is called.
    pub fn day_zh(self) -> &'static str {
        match self {
            Self::Told => "答复日期",
            Self::Chosen => "选择日期",
            Self::Asked => "报总部日期",
            Self::Answered => "总部答复日期",
            Self::Settled => "办结日期",
            Self::Closed => "结案日期",
        }
    }
}

impl RemedyStep {
    /// A step of which nothing more is said.
    pub fn new(kind: RemedyStepKind, on: Day, words: String, entered_at: UtcMs) -> Self {
        Self {
            kind,
            on,
            who: String::new(),
            no: String::new(),
            words,
            choice: None,
            verdict: None,
            outcome: None,
            repair: None,
            money: None,
            given: None,
            by_feed: false,
            entered_at,
            ended: None,
        }
    }

    pub(super) fn check(&self, checks: &mut Checks) {
        checks.length("who", "经办人", &self.who, 60);
        checks.length("no", "文号", &self.no, 60);
        checks.length("words", "说明", &self.words, 500);
        let missing = |wanted: bool, field, label| wanted.then_some(Refusal::Missing { field, label });
        let silent = self.words.is_empty();
        match self.kind {
            RemedyStepKind::Told => checks.add(missing(silent, "words", "怎样答复的")),
            RemedyStepKind::Chosen => checks.add(missing(self.choice.is_none(), "choice", "用户的选择")),
            RemedyStepKind::Asked => checks.add(missing(silent, "words", "向总部申请的内容")),
            RemedyStepKind::Answered => {
                checks.add(missing(self.verdict.is_none(), "verdict", "总部的意见"));
                let unsaid = self.verdict.is_some_and(|verdict| verdict != RemedyVerdict::Approved) && silent;
                checks.add(missing(unsaid, "words", "总部的理由或办法"));
            }
            RemedyStepKind::Settled => {
                checks.add(missing(self.outcome.is_none(), "outcome", "怎样办结的"));
                let unsaid = self.outcome.is_some_and(|outcome| outcome.choice().is_none()) && silent;
                checks.add(missing(unsaid, "words", "原因"));
            }
            RemedyStepKind::Closed => {}
        }
        if let Some(money) = &self.money {
            checks.not_negative("price_fen", "价格", money.price_fen.0);
            checks.not_negative("paid_fen", "实退金额", money.paid_fen.0);
            checks.not_negative("freight_fen", "运费", money.freight_fen.0);
        }
    }
}
