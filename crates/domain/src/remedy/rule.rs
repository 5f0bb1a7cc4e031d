//! Remedy rules as they stand in a pack.
//!
//! No value stands here: counts, periods and limits are read from the pack.

use crate::coverage::rule::{ComponentKind, StartBasis, Term};
use crate::policy::Period;
use crate::repair::labelled;
use crate::suspension::Cause;
use serde::{Deserialize, Serialize};

labelled! {
    /// What the user may ask for, from least to most.
    Right {
        /// Free repair.
        Repair = "免费修理",
        /// Replacing the component or system free of charge.
        ComponentExchange = "免费更换部件",
        /// Exchanging the machine.
        MachineExchange = "换货",
        /// Returning the machine.
        Return = "退货",
    }
}

impl Right {
    /// Its place in the order of severity.
    pub fn weight(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or_default()
    }
}

labelled! {
    /// How serious a problem is.
    Severity {
        /// Serious.
        Serious = "严重",
        /// Ordinary.
        Ordinary = "一般",
    }
}

labelled! {
    /// A paper or proof a right needs.
    Evidence {
        /// 三包凭证.
        Card = "三包凭证",
        /// Invoice.
        Invoice = "购机发票",
        /// Repair records with the user's signature.
        RepairRecord = "用户签字的修理记录",
        /// Proof of the repairs from the repairer.
        RepairProof = "修理者出具的修理情况证明",
        /// Proof that parts were waited for.
        WaitingProof = "待件证明",
        /// Proof of the loss of the card.
        LossReport = "遗失报告",
        /// The user's demand with its day.
        Demand = "用户要求的书面记录",
        /// Result of an appraisal.
        Appraisal = "技术鉴定结论",
        /// Measured capacity of a battery.
        CapacityTest = "电池容量检测结果",
        /// The manual and the notice of the range of use.
        Manual = "使用说明书及适用范围告知记录",
    }
}

impl Evidence {
    /// What is said where it is not at hand.
    pub fn lacking_zh(self) -> String {
        format!("缺{}", self.zh())
    }
}

/// What is said of a repair's record without the user's signature, after its number.
pub(super) const UNSIGNED: &str = "没有用户签字";

labelled! {
    /// Where something has to have happened for a rule to count it.
    Within {
        /// In the period of the component concerned.
        Coverage = "三包期内",
        /// In the period of exchange and return.
        Remedy = "换退期内",
        /// At any time.
        Always = "不限期间",
    }
}

labelled! {
    /// When so many repairs are enough.
    Enough {
        /// When so many are done.
        Done = "修理满",
        /// When so many are done and the problem comes again.
        Again = "修理满、再次出现",
        /// When more than so many are done.
        More = "修理超过",
    }
}

labelled! {
    /// What was exchanged before.
    Exchanged {
        /// The component concerned.
        Component = "部件",
        /// The machine.
        Machine = "整机",
    }
}

labelled! {
    /// The event a duty runs from.
    Since {
        /// The user asked for a remedy.
        Demand = "用户提出要求",
        /// The user reported the card as lost.
        CardLost = "用户报失凭证",
    }
}

/// A remedy rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyRule {
    /// Rule key, e.g. `remedy.repair_too_long`.
    pub key: String,
    /// Chinese name, without its values.
    pub name: String,
    /// Keys of the classes it is for; empty for all of the pack.
    #[serde(default)]
    pub classes: Vec<String>,
    /// What has to have happened.
    pub when: When,
    /// What the user may then choose from.
    #[serde(default)]
    pub gives: Vec<Right>,
    /// In which period it has to have happened.
    #[serde(default = "in_coverage")]
    pub within: Within,
    /// Papers it needs.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Formula of what the user pays or gets with it.
    #[serde(default)]
    pub formula: Option<String>,
    /// What is lost when a duty is missed, in Chinese.
    #[serde(default)]
    pub consequence: String,
    /// Where the rule stands.
    pub source: String,
    /// Its words.
    #[serde(default)]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

fn in_coverage() -> Within {
    Within::Coverage
}

/// The condition of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// It fails so soon after the start.
    EarlyFailure {
        /// How soon.
        within: Term,
        /// The day it runs from: the first that is known.
        since: Vec<StartBasis>,
        /// Components it is for; empty for any.
        #[serde(default)]
        components: Vec<String>,
    },
    /// One repair takes too long.
    RepairTooLong {
        /// Longer than this.
        over: Period,
        /// Causes that do not count.
        #[serde(default)]
        without: Vec<Cause>,
    },
    /// Repairs take too long together.
    Cumulative {
        /// Longer than this.
        over: Period,
        /// Hours that make a day, a rest being a day; absent when days are counted.
        #[serde(default)]
        hours_per_day: Option<i64>,
        /// Causes that do not count.
        #[serde(default)]
        without: Vec<Cause>,
    },
    /// The same problem again and again.
    SameProblem {
        /// So many repairs.
        repairs: i64,
        /// When they are enough.
        enough: Enough,
        /// Only problems so serious; absent for any.
        #[serde(default)]
        severity: Option<Severity>,
        /// Kinds of components it is not for.
        #[serde(default)]
        except: Vec<ComponentKind>,
        /// Only so long after the start of the first operating season.
        #[serde(default)]
        first_season: Option<Period>,
        /// A repair that replaced the component is not counted as a repair too.
        #[serde(default)]
        skip_exchanges: bool,
        /// Repairs of any problems count together.
        #[serde(default)]
        any_problem: bool,
    },
    /// It comes again after an exchange.
    AfterExchange {
        /// What was exchanged.
        of: Exchanged,
        /// Only so long after the exchange.
        #[serde(default)]
        within: Option<Period>,
        /// Whether it has to be the same problem.
        #[serde(default)]
        same_problem: bool,
    },
    /// Parts are not supplied: a repair that waits for them is not done so long after sending in.
    PartsNotSupplied {
        /// Longer than this.
        over: Period,
    },
    /// In place of another right.
    Instead {
        /// The right it stands for.
        of: Right,
        /// Only when there is no machine of the model.
        #[serde(default)]
        no_same_model: bool,
    },
    /// The user was not told what the machine is fit for.
    RangeNotTold {
        /// So long after the start of the first operating season.
        first_season: Period,
    },
    /// The dealer has to do something by a day.
    Duty {
        /// The event it runs from.
        since: Since,
        /// So long after it.
        within: Period,
    },
    /// A machine to use meanwhile.
    Loaner {
        /// From this day of a repair on.
        from_day: i64,
        /// Hours that make a day, a rest being a day; absent when days are counted.
        #[serde(default)]
        hours_per_day: Option<i64>,
    },
}

impl RemedyRule {
    /// Whether the rule is for a class.
    pub fn is_for(&self, class: &str) -> bool {
        self.classes.is_empty() || self.classes.iter().any(|one| one == class)
    }
}
