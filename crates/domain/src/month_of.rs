//! Which day of a record decides the month of a report it stands in.
//!
//! - MONTHOF-1 Each sheet that could go by more than one day has a rule key of its own and a closed list of days; where the maker's pack is silent the first of them counts.
//! - MONTHOF-2 A record without the day that counts stands in no month.
//!
//! Absent: which rows that makes (store), and what becomes of rows when the rule changes (the app's months).

use crate::policy::MonthRule;
use serde::{Deserialize, Serialize};

macro_rules! days {
    ($($(#[$doc:meta])* $name:ident $text:literal $zh:literal;)*) => {
        /// A day, or days, the registers have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum MonthDay { $($(#[$doc])* #[serde(rename = $text)] $name),* }

        impl MonthDay {
            /// Its name in packs and in what is kept of a closed month.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// Its Chinese name.
            pub fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh),* }
            }
        }
    };
}

days! {
    /// A repair was completed; those open at a month's end are listed beside.
    RepairCompleted "repair.completed_on" "完工日期";
    /// A repair was reported.
    RepairReported "repair.reported_on" "报修日期";
    /// A machine was handed back.
    RepairHandedOver "repair.handed_over_on" "交还日期";
    /// A part was replaced.
    PartReplaced "part.replaced_on" "更换日期";
    /// A sale's invoice; without one the day it was sold.
    SaleInvoicedOrSold "sale.invoiced_or_sold_on" "开票日期（没有发票的按销售日期）";
    /// A sale's invoice.
    SaleInvoiced "sale.invoice_on" "开票日期";
    /// A machine was sold.
    SaleSold "sale.sold_on" "销售日期";
    /// A machine was handed over to its buyer.
    SaleDelivered "sale.delivered_on" "交付日期";
    /// A sale was entered at the desk.
    SaleEntered "sale.entered_on" "登记日期";
    /// A card was sent, and a card is due: it may stand in two months.
    CardSentOrDue "card.sent_or_due_on" "寄出日期和应返日期";
    /// A card was sent.
    CardSent "card.sent_on" "寄出日期";
    /// A card is due.
    CardDue "card.due_on" "应返日期";
    /// Head office had a card first.
    CardReceived "card.received_on" "总部收到日期";
    /// An old part was removed, and an old part was sent: it may stand in two months.
    OldPartRemovedOrSent "old_part.removed_or_sent_on" "拆下日期和发运日期";
    /// An old part was removed.
    OldPartRemoved "old_part.removed_on" "拆下日期";
    /// An old part was sent.
    OldPartSent "old_part.sent_on" "发运日期";
}

use MonthDay::*;

/// A sheet that could go by several days: its key, its rule's key, and the days, the usual one first (MONTHOF-1).
const SHEETS: [(&str, &str, &[MonthDay]); 5] = [
    ("W01", "report.w01.month_of", &[RepairCompleted, RepairReported, RepairHandedOver]),
    ("W02", "report.w02.month_of", &[PartReplaced, RepairCompleted]),
    ("W03", "report.w03.month_of", &[SaleInvoicedOrSold, SaleInvoiced, SaleSold, SaleDelivered, SaleEntered]),
    ("W06", "report.w06.month_of", &[CardSentOrDue, CardSent, CardDue, CardReceived]),
    ("W07", "report.w07.month_of", &[OldPartRemovedOrSent, OldPartRemoved, OldPartSent]),
];

impl MonthDay {
    /// Days a rule of this key may name; none for a key nobody knows.
    pub fn choices(rule: &str) -> &'static [Self] {
        SHEETS.iter().find(|(_, key, _)| *key == rule).map_or(&[], |(_, _, days)| days)
    }

    /// The rule's key of a sheet that could go by several days.
    pub fn rule_of(sheet: &str) -> Option<&'static str> {
        SHEETS.iter().find(|(key, ..)| *key == sheet).map(|(_, rule, _)| *rule)
    }

    /// The day a sheet goes by where nothing else is said (MONTHOF-1).
    pub fn usual(sheet: &str) -> Option<Self> {
        SHEETS.iter().find(|(key, ..)| *key == sheet).and_then(|(_, _, days)| days.first().copied())
    }

    /// The day of a name that was kept.
    pub fn named(sheet: &str, name: &str) -> Option<Self> {
        let days = Self::rule_of(sheet).map_or(&[][..], Self::choices);
        days.iter().copied().find(|day| day.name() == name)
    }

    /// The day a sheet goes by, as a pack says.
    pub fn of(sheet: &str, rule: Option<&MonthRule>) -> Option<Self> {
        rule.map(|rule| rule.value).or_else(|| Self::usual(sheet))
    }
}

/// The days the sheets of a month go by; `None` for the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthDays {
    /// 维修月报表.
    pub repairs: Option<MonthDay>,
    /// 每月零件更换清单.
    pub parts: Option<MonthDay>,
    /// 每月销售统计表.
    pub sales: Option<MonthDay>,
    /// 三包回执卡返回清单.
    pub cards: Option<MonthDay>,
    /// 三包旧件返回清单.
    pub old_parts: Option<MonthDay>,
}

impl MonthDays {
    /// Of each sheet what another day says; W01's and W02's usual days are looked at by their own words.
    pub fn each(&self) -> impl Iterator<Item = MonthDay> {
        let repairs = self.repairs.filter(|day| *day != RepairCompleted);
        [repairs, self.parts, self.sales, self.cards, self.old_parts].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monthof_1_each_sheet_has_a_closed_list_and_a_usual_day() {
        for (sheet, rule, days) in SHEETS {
            assert!(crate::policy::is_known(crate::policy::Section::Months, rule), "{rule}");
            assert_eq!((MonthDay::rule_of(sheet), MonthDay::choices(rule)), (Some(rule), days));
            assert_eq!(MonthDay::of(sheet, None), days.first().copied());
            assert!(days.len() > 1, "{sheet} has no choice");
            for day in days {
                assert_eq!(MonthDay::named(sheet, day.name()), Some(*day));
                assert_eq!(serde_json::to_value(day).unwrap(), day.name());
            }
        }
        assert_eq!((MonthDay::usual("W25"), MonthDay::named("W01", "sale.sold_on")), (None, None));
    }
}
