//! The sheets of a month, and the doors to what each is made of.
//!
//! - SHEETS-1 The pack of a month is built and sent whole; a register is built where it is asked for by its key, and goes with the pack only of a maker that asks for it (`wanted`).
//! - SHEETS-2 A register without records in the month has its form and its zero report.

use super::cover::{self, Listed};
use super::made::{Made, Rows};
use super::reported::Telling;
use super::source::{Feed, Printer};
use super::{calls, cards, custody, entries, freight, notices, old_parts, parts, repairs, sales, survey, work};
use crate::error::Answer;
use crate::file_problem::{layout_problem, write_problem};
use crate::law::REPAIR_RULE;
use crate::policies::Policies;
use crate::tasks::Task;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::{Day, Month};
use report::layout::Layout;
use report::write::{Finish, RowSource, SourceError, Summary, WriteProblem};
use std::cell::RefCell;
use std::collections::BTreeMap;
use store::{InMonth, Lend, MonthRows, Reader, Streamed};

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
    /// 三包费用核销通知书.
    Notices,
    /// 产品售后服务登记表.
    Calls,
    /// 叫修登记簿.
    CallBook,
    /// 客户商品进出登记簿.
    Custody,
    /// 技术员工作日报表.
    Work,
    /// 维修质量信息反馈单.
    Quality,
    /// 报送清单.
    Cover,
    /// 顾客满意度调查统计表.
    Survey,
    /// 回访记录及统计表.
    Revisits,
    /// A register that is drawn from entries of forms (`entries`); the key of its layout.
    Entries(&'static str),
}

/// What goes with the pack of a month by itself, with the keys of the layouts (WANTED-1).
const PACK: [(Sheet, &str); 7] = [
    (Sheet::Repairs, "W01"),
    (Sheet::Parts, "W02"),
    (Sheet::Sales, "W03"),
    (Sheet::Survey, "W04"),
    (Sheet::Entries("W05"), "W05"),
    (Sheet::Cards, "W06"),
    (Sheet::OldParts, "W07"),
];

/// Every other sheet a maker may ask for, by key.
const REGISTERS: [(Sheet, &str); 15] = [
    (Sheet::Notices, "W09"),
    (Sheet::Calls, "W10"),
    (Sheet::CallBook, "W11"),
    (Sheet::Custody, "W12"),
    (Sheet::Work, "W13"),
    (Sheet::Entries("W14"), "W14"),
    (Sheet::Entries("W15"), "W15"),
    (Sheet::Revisits, "W16"),
    (Sheet::Entries("W17"), "W17"),
    (Sheet::Entries("W18"), "W18"),
    (Sheet::Entries("W19"), "W19"),
    (Sheet::Entries("W21"), "W21"),
    (Sheet::Entries("W22"), "W22"),
    (Sheet::Entries("W23"), "W23"),
    (Sheet::Quality, "W24"),
];

/// The cover of the pack.
const COVER: (Sheet, &str) = (Sheet::Cover, "W25");

fn every() -> impl Iterator<Item = &'static (Sheet, &'static str)> {
    PACK.iter().chain(&REGISTERS).chain(std::iter::once(&COVER))
}

/// What is asked for: a maker's month, in one snapshot.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub reader: &'a Reader<'a>,
    pub principal: &'a Principal,
    pub month: Month,
    pub today: Day,
    /// This instant, UTC ms: open clocks are looked at from here.
    pub at: i64,
    /// Phone and address of customers without consent are not told: the sheet goes to head office.
    pub masked: bool,
    /// Who waits for it may stop it.
    pub task: &'a Task,
    /// Say by which day a sheet goes.
    pub policies: &'a Policies,
}

/// What is known of a sheet after its last row.
#[derive(Default)]
pub(super) struct Facts {
    pub summaries: Vec<Summary<'static>>,
    /// Sentences for the 说明 row.
    pub notes: Vec<String>,
}

impl Facts {
    /// Adds the sentence about masked rows, when there are any.
    pub(super) fn masked(&mut self, asked: &Asked<'_>, rows: u64) {
        if asked.masked && rows > 0 {
            self.notes.push(format!("用户未同意提供资料的 {rows} 行，电话和地址已打码"));
        }
    }
}

/// Asks for remarks and summaries, once the rows have passed.
pub(super) type Finishing<'f> = &'f dyn Fn() -> Result<Finish<'static>, SourceError>;

impl Sheet {
    /// What goes with the pack of a month by itself, in order, and the cover: sheets a head office has its own form of.
    pub(super) fn pack() -> Vec<Self> {
        PACK.iter().chain(std::iter::once(&COVER)).map(|(sheet, _)| *sheet).collect()
    }

    /// Every sheet a maker may ask for, in the order of the pack.
    pub(super) fn reportable() -> impl Iterator<Item = Self> {
        every().map(|(sheet, _)| *sheet).filter(|sheet| *sheet != Self::Cover)
    }

    /// Whether it goes with the pack where the maker says nothing of it.
    pub(super) fn goes_by_default(self) -> bool {
        PACK.iter().any(|(sheet, _)| *sheet == self)
    }

    /// The sheet of a key; `field` is where the key was given.
    pub(super) fn of(key: &str, field: &'static str) -> Answer<Self> {
        let known = every().find(|(_, known)| known.eq_ignore_ascii_case(key.trim()));
        match known {
            Some((sheet, _)) => Ok(*sheet),
            None => Err(Refusal::Unknown { field, label: "报表", given: key.to_owned() }.into()),
        }
    }

    /// Key of its layout.
    pub(super) fn key(self) -> &'static str {
        every().find(|(sheet, _)| *sheet == self).map_or("", |(_, key)| key)
    }

    /// Its layout, as shipped.
    pub(super) fn layout(self) -> Answer<Layout> {
        Layout::shipped(self.key()).map_err(layout_problem)
    }

    /// Values of the head that only this sheet has.
    pub(super) fn fields(self, asked: &Asked<'_>) -> Answer<BTreeMap<String, String>> {
        let batches = || asked.reader.batches_of_month(asked.principal.id, asked.month);
        Ok(match self {
            Self::Parts => freight::parts_list(&batches()?),
            Self::OldParts => freight::old_parts_list(&batches()?),
            Self::Notices => notices::head(asked)?,
            Self::Survey => survey::head(asked)?,
            Self::Entries(key) => entries::head(asked, key)?,
            _ => BTreeMap::new(),
        })
    }

    /// Lends the rows as the records stand now to something that writes them; `seen` is told the record behind each.
    pub(super) fn as_they_stand<T>(
        self,
        asked: &Asked<'_>,
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        self.within(asked, &asked.in_month(self)?, seen, take)
    }

    /// The same of a month by a day that is given.
    pub(super) fn within<T>(
        self,
        asked: &Asked<'_>,
        within: &InMonth,
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        let (reader, maker) = (asked.reader, asked.principal.id);
        let month = || within.clone();
        let most = |rows| reader.month_rows_at_most(rows, maker, month());
        match self {
            Self::Repairs => {
                let (most, print) = (most(MonthRows::Repairs)?, repairs::Print::new(asked, within));
                reader.repairs_of_month(maker, month(), REPAIR_RULE, |rows| {
                    fed((asked, within), rows, print, most, seen, take)
                })
            }
            Self::Parts => {
                let (most, print) = (most(MonthRows::Parts)?, parts::Print::new(within));
                reader.parts_of_month(maker, month(), |rows| fed((asked, within), rows, print, most, seen, take))
            }
            Self::Sales => {
                let (most, print) = (most(MonthRows::Sales)?, sales::Print::new(asked));
                reader.sales_of_month(maker, month(), |rows| fed((asked, within), rows, print, most, seen, take))
            }
            Self::Cards => {
                let (most, print) = (most(MonthRows::Cards)?, cards::Print::new(asked));
                reader.cards_of_month(maker, month(), |rows| fed((asked, within), rows, print, most, seen, take))
            }
            Self::OldParts => {
                let (most, print) = (most(MonthRows::OldParts)?, old_parts::Print::default());
                reader.old_parts_of_month(maker, month(), |rows| fed((asked, within), rows, print, most, seen, take))
            }
            Self::Notices => gathered(asked, notices::notices(asked)?, take),
            Self::Calls => gathered(asked, calls::register(asked)?, take),
            Self::CallBook => gathered(asked, calls::book(asked)?, take),
            Self::Custody => gathered(asked, custody::register(asked)?, take),
            Self::Work => gathered(asked, work::days(asked)?, take),
            Self::Quality => gathered(asked, work::quality(asked)?, take),
            Self::Cover => gathered(asked, cover::made(&cover::as_known(asked)?), take),
            Self::Survey => gathered(asked, survey::survey(asked)?, take),
            Self::Revisits => gathered(asked, survey::revisits(asked)?, take),
            Self::Entries(key) => gathered(asked, entries::register(asked, key)?, take),
        }
    }

    /// [`Self::told`], the sheets that were made before it being known: the cover lists them (PACKCOVER-1).
    pub(super) fn rows_after<T>(
        self,
        asked: &Asked<'_>,
        telling: &Telling,
        before: &[Listed],
        seen: &mut dyn FnMut(&str),
        take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
    ) -> Answer<T> {
        match self {
            Self::Cover => gathered(asked, cover::made(before), take),
            other => other.told(asked, telling, seen, take),
        }
    }
}

fn fed<L: Lend, P: Printer<L>, T>(
    (asked, within): (&Asked<'_>, &InMonth),
    rows: &mut Streamed<'_, L>,
    printer: P,
    most: u64,
    seen: &mut dyn FnMut(&str),
    take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
) -> Answer<T> {
    let printer = RefCell::new(printer);
    let finish = || {
        let mut facts = printer.borrow().facts()?;
        facts.notes.extend(super::month_of::note(within));
        Ok(finish(asked, facts))
    };
    take(&mut Feed { rows, printer: &printer, left: most, seen, task: asked.task }, &finish).map_err(write_problem)
}

fn gathered<T>(
    asked: &Asked<'_>,
    made: Made,
    take: impl FnOnce(&mut dyn RowSource, Finishing<'_>) -> Result<T, WriteProblem>,
) -> Answer<T> {
    let mut rows = Rows::of(&made.rows, asked.task);
    let facts = RefCell::new(Some(made.facts));
    let finish = || Ok(finish(asked, facts.borrow_mut().take().unwrap_or_default()));
    take(&mut rows, &finish).map_err(write_problem)
}

fn finish(asked: &Asked<'_>, mut facts: Facts) -> Finish<'static> {
    if asked.today < asked.month.last() {
        facts.notes.push(format!("本月尚未结束，数据截至{}", asked.today.zh()));
    }
    Finish { notes: facts.notes.iter().map(|note| format!("{note}。")).collect(), summaries: facts.summaries }
}
