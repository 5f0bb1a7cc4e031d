//! The five sheets of a month, and the doors to what each is made of.

use super::problem::{layout_problem, write_problem};
use super::source::{Feed, Printer};
use super::{cards, old_parts, parts, repairs, sales};
use crate::error::Answer;
use domain::policy::PolicyPack;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::{Day, Month};
use report::layout::Layout;
use report::write::{RowSource, Summary, WriteProblem};
use std::collections::BTreeMap;
use store::{Lend, Reader, Streamed};

/// A sheet of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    /// 维修月报表.
    Repairs,
    /// 每月零件更换清单.
    Parts,
    /// 每月销售统计表.
    Sales,
    /// 三包回执卡返回清单.
    Cards,
    /// 三包旧件返回清单.
    OldParts,
}

/// Every sheet with the key of its layout, in the order of the month's pack.
const SHEETS: [(Sheet, &str); 5] = [
    (Sheet::Repairs, "W01"),
    (Sheet::Parts, "W02"),
    (Sheet::Sales, "W03"),
    (Sheet::Cards, "W06"),
    (Sheet::OldParts, "W07"),
];

/// What is asked for: a maker's month, in one snapshot.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub reader: &'a Reader<'a>,
    pub principal: &'a Principal,
    /// The maker's policy, where one is in force.
    pub pack: Option<&'a PolicyPack>,
    pub month: Month,
    pub today: Day,
    /// Phone and address of customers without consent are not told: the sheet goes to head office.
    pub masked: bool,
}

/// What is known of a sheet before its rows are written.
#[derive(Default)]
pub(super) struct Facts {
    pub rows: u64,
    pub summaries: Vec<Summary<'static>>,
    /// Sentences for the 说明 row.
    pub notes: Vec<String>,
    /// The layout's own head fields.
    pub fields: BTreeMap<String, String>,
}

impl Facts {
    /// Adds the sentence about masked rows, when there are any.
    pub(super) fn masked(&mut self, asked: &Asked<'_>, rows: u64) {
        if asked.masked && rows > 0 {
            self.notes.push(format!("用户未同意提供资料的 {rows} 行，电话和地址已打码"));
        }
    }
}

impl Sheet {
    /// All, in order.
    pub(super) fn all() -> Vec<Self> {
        SHEETS.iter().map(|(sheet, _)| *sheet).collect()
    }

    /// The sheet of a key; `field` is where the key was given.
    pub(super) fn of(key: &str, field: &'static str) -> Answer<Self> {
        let known = SHEETS.iter().find(|(_, known)| known.eq_ignore_ascii_case(key.trim()));
        match known {
            Some((sheet, _)) => Ok(*sheet),
            None => Err(Refusal::Unknown { field, label: "报表", given: key.to_owned() }.into()),
        }
    }

    /// Key of its layout.
    pub(super) fn key(self) -> &'static str {
        SHEETS.iter().find(|(sheet, _)| *sheet == self).map_or("", |(_, key)| key)
    }

    /// Its layout, as shipped.
    pub(super) fn layout(self) -> Answer<Layout> {
        Layout::shipped(self.key()).map_err(layout_problem)
    }

    /// What is known of the month before its rows are written.
    pub(super) fn facts(self, asked: &Asked<'_>) -> Answer<Facts> {
        let mut facts = match self {
            Self::Repairs => repairs::facts(asked),
            Self::Parts => parts::facts(asked),
            Self::Sales => sales::facts(asked),
            Self::Cards => cards::facts(asked),
            Self::OldParts => old_parts::facts(asked),
        }?;
        if asked.today < asked.month.last() {
            facts.notes.push(format!("本月尚未结束，数据截至{}", asked.today.zh()));
        }
        Ok(facts)
    }

    /// Lends the rows to something that writes them; `seen` is told the record behind each.
    pub(super) fn rows<T>(
        self,
        asked: &Asked<'_>,
        hint: u64,
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        let (reader, maker, month) = (asked.reader, asked.principal.id, asked.month);
        match self {
            Self::Repairs => {
                reader.repairs_of_month(maker, month, |rows| fed(rows, repairs::Print(asked), hint, seen, take))
            }
            Self::Parts => reader.parts_of_month(maker, month, |rows| fed(rows, parts::Print(asked), hint, seen, take)),
            Self::Sales => reader.sales_of_month(maker, month, |rows| fed(rows, sales::Print(asked), hint, seen, take)),
            Self::Cards => reader.cards_of_month(maker, month, |rows| fed(rows, cards::Print(asked), hint, seen, take)),
            Self::OldParts => {
                reader.old_parts_of_month(maker, month, |rows| fed(rows, old_parts::Print, hint, seen, take))
            }
        }
    }
}

fn fed<L: Lend, P: Printer<L>, T>(
    rows: &mut Streamed<'_, L>,
    printer: P,
    hint: u64,
    seen: &mut dyn FnMut(&str),
    take: impl FnOnce(&mut dyn RowSource) -> Result<T, WriteProblem>,
) -> Answer<T> {
    take(&mut Feed { rows, printer, left: hint, seen }).map_err(write_problem)
}
