//! Coverage rules as they stand in a pack.
//!
//! No value stands here: periods, limits and counting are read from the pack. Usage limits are whole units.

pub use super::class::{ClassRule, ClassTest, Fact, Fuel};
use crate::policy::{Period, Roll};
use crate::repair::{UsageUnit, labelled};
use crate::suspension::{Cause, DayCount};
use serde::{Deserialize, Serialize};

labelled! {
    /// The day a period runs from.
    StartBasis {
        /// Day of the invoice.
        Invoice = "开票日期",
        /// Day of hand-over.
        Delivery = "交付日期",
        /// Day installation was finished.
        Installation = "安装日期",
        /// Day of shipment to the dealer.
        Shipment = "发货日期",
        /// Day of production.
        Factory = "出厂日期",
        /// Day sold.
        Sold = "销售日期",
        /// Day a component or a machine was replaced.
        Replacement = "更换日期",
    }
}

labelled! {
    /// Which day wins when several are known and differ.
    Differ {
        /// The first of the list that is known.
        First = "以排在前面的为准",
        /// The earliest.
        Earliest = "以最早的为准",
        /// The latest.
        Latest = "以最晚的为准",
    }
}

labelled! {
    /// What a period covers.
    ComponentKind {
        /// The whole machine.
        Machine = "整机",
        /// Main components.
        Main = "主要部件",
        /// Wear parts.
        Wear = "易损件",
        /// Other parts named in the rule.
        Other = "其他零部件",
        /// Exchange and return of the whole machine, where their period is not that of free repair.
        Remedy = "换货退货",
    }
}

labelled! {
    /// What replacing does to a period.
    Afterwards {
        /// It starts again from the day of replacement.
        Restart = "重新起算",
        /// It goes on.
        Keep = "继续计算",
    }
}

/// Coverage of one or more product classes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageRule {
    /// Rule key, e.g. `coverage.tractor_over_18kw`.
    pub key: String,
    /// Keys of the classes it covers.
    pub classes: Vec<String>,
    /// Where periods start.
    pub start: StartRule,
    /// Whether the start day itself is day one.
    #[serde(default)]
    pub count_start_day: bool,
    /// What happens when the last day is a holiday.
    pub roll: Roll,
    /// The whole machine; absent when only components are covered.
    #[serde(default)]
    pub machine: Option<Term>,
    /// Exchange and return, where their period differs from the machine's.
    #[serde(default)]
    pub remedy: Option<Term>,
    /// Components with periods of their own.
    #[serde(default)]
    pub components: Vec<ComponentRule>,
    /// Causes that stop a period.
    #[serde(default)]
    pub suspend_on: Vec<Cause>,
    /// Which days of a suspension count.
    pub suspension_days: DayCount,
    /// What replacing a component does to that component's period.
    pub on_replacement: Afterwards,
    /// What exchanging the machine does to all periods.
    pub after_exchange: Afterwards,
    /// Whether the rights go over to a new owner.
    pub transfer_keeps: bool,
    /// Where the rule stands.
    pub source: String,
    /// Its words.
    #[serde(default)]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// Which of the days known of a sale a period starts on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartRule {
    /// The days that count, in order of preference.
    pub order: Vec<StartBasis>,
    /// Which wins when they differ.
    pub differ: Differ,
    /// The day taken for the time being when none of them is known.
    #[serde(default)]
    pub until_known: Option<StartBasis>,
}

/// A period with its usage limits, whichever is reached first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How long.
    pub period: Period,
    /// Use after which it ends.
    #[serde(default)]
    pub usage: Vec<UsageLimit>,
}

/// A limit of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageLimit {
    /// How many.
    pub n: i64,
    /// Of what.
    pub unit: UsageUnit,
}

/// A component, or a group of components with one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentRule {
    /// Name of the component or the group, e.g. `主要部件`.
    pub name: String,
    /// Kind.
    pub kind: ComponentKind,
    /// Names of the components in the group.
    #[serde(default)]
    pub parts: Vec<String>,
    /// Period and limits; absent for components named as not covered.
    #[serde(default)]
    pub term: Option<Term>,
    /// How the fault shows itself (故障现象); only such faults are covered when the list is not empty.
    #[serde(default)]
    pub fault: Vec<String>,
    /// What replacing it does, when it differs from the rule's.
    #[serde(default)]
    pub on_replacement: Option<Afterwards>,
}

impl CoverageRule {
    /// What replacing a component does to its period.
    pub fn after_replacing(&self, component: &ComponentRule) -> Afterwards {
        component.on_replacement.unwrap_or(self.on_replacement)
    }

    /// The component or group a name belongs to: the one with the longest name it ends with
    /// (in Chinese the thing itself stands last: 发动机气缸盖 is a 气缸盖, 气缸盖垫 is not).
    pub fn component_of(&self, name: &str) -> Option<&ComponentRule> {
        // Most names are written as the rule writes them: a full name is the longest a name can end with.
        let exact = self.components.iter().find(|rule| rule.names().any(|one| one == name));
        if exact.is_some() {
            return exact;
        }
        let asked = plain(name);
        let ends = self.components.iter().filter_map(|rule| Some((longest_end(&asked, rule.names())?, rule)));
        ends.max_by_key(|(length, _)| *length).map(|(_, rule)| rule)
    }

    /// The first component rule of a kind.
    pub fn component_of_kind(&self, kind: ComponentKind) -> Option<&ComponentRule> {
        self.components.iter().find(|rule| rule.kind == kind)
    }
}

impl ComponentRule {
    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.parts.iter().map(String::as_str))
    }
}

/// Whether one of these names is what a component is.
pub fn named_by(name: &str, names: &[String]) -> bool {
    longest_end(&plain(name), names.iter().map(String::as_str)).is_some()
}

/// The longest of these names a component's name ends with; its full name is the longest it can be.
fn longest_end<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> Option<usize> {
    names.map(plain).filter(|name| !name.is_empty() && asked.ends_with(name.as_str())).map(|name| name.len()).max()
}

/// A component's name without what does not tell components apart.
fn plain(name: &str) -> String {
    let key = crate::text::name_key(name);
    key.strip_suffix("总成").unwrap_or(&key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_found_by_what_it_is() {
        let group = |name: &str, kind, parts: &[&str]| ComponentRule {
            name: name.into(),
            kind,
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
            term: None,
            fault: Vec::new(),
            on_replacement: None,
        };
        let rule = CoverageRule {
            key: "k".into(),
            classes: vec!["c".into()],
            start: StartRule { order: vec![StartBasis::Invoice], differ: Differ::First, until_known: None },
            count_start_day: false,
            roll: Roll::None,
            machine: None,
            remedy: None,
            components: vec![
                group("主要部件", ComponentKind::Main, &["气缸盖", "变速箱箱体"]),
                group("易损件", ComponentKind::Wear, &["气缸盖垫", "机油滤芯"]),
            ],
            suspend_on: Vec::new(),
            suspension_days: DayCount::BothEnds,
            on_replacement: Afterwards::Restart,
            after_exchange: Afterwards::Restart,
            transfer_keeps: true,
            source: "第二十四条".into(),
            source_text: String::new(),
            checked: false,
        };
        let kind = |name: &str| rule.component_of(name).map(|found| found.kind);
        assert_eq!(kind("气缸盖"), Some(ComponentKind::Main));
        assert_eq!(kind("发动机气缸盖总成"), Some(ComponentKind::Main));
        assert_eq!(kind("发动机气缸盖垫"), Some(ComponentKind::Wear));
        assert_eq!(kind("气缸"), None);
    }
}
