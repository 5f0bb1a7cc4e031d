//! Why a value is refused, at its field.

use crate::Day;
use crate::formula::Cause;
use std::fmt;

/// A place in an entry: a field, or a column of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// The table and the row, from 0, where it is in one.
    pub row: Option<(String, usize)>,
    /// The field.
    pub key: String,
}

impl Path {
    pub(super) fn field(key: &str) -> Self {
        Self { row: None, key: key.to_owned() }
    }

    pub(super) fn column(table: &str, row: usize, key: &str) -> Self {
        Self { row: Some((table.to_owned(), row)), key: key.to_owned() }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.row {
            Some((table, row)) => write!(f, "{table}[{row}].{}", self.key),
            None => f.write_str(&self.key),
        }
    }
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where: `qty`, `lines[2].qty`; empty when it is about the whole entry.
    pub path: String,
    /// The field's title; empty when it is about the whole entry.
    pub label: String,
    /// Why.
    pub why: Why,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.label, self.why)
    }
}

impl std::error::Error for Refused {}

/// Why a value is refused.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Why {
    /// It must be filled.
    #[error("没有填")]
    Missing,
    /// The form has no such field.
    #[error("这张表里没有「{0}」这一栏")]
    Unknown(String),
    /// It is of another kind.
    #[error("不对：这里要{0}")]
    WrongKind(&'static str),
    /// It is too long.
    #[error("太长：最多 {most} 个字，现有 {len} 个")]
    TooLong {
        /// Most characters.
        most: usize,
        /// Characters given.
        len: usize,
    },
    /// It is no existing day.
    #[error("不是存在的日期（应为 2026-08-26 这样）")]
    NotADay,
    /// A day in a year nobody means.
    #[error("的年份不对，要在 1950 年到 2119 年之间")]
    Slipped,
    /// A day after one it may not follow.
    #[error("（{}）在{of}（{}）之后，请看看哪一个写错了", day.zh(), bound.zh())]
    After {
        /// What was given.
        day: Day,
        /// The other's name.
        of: String,
        /// The other.
        bound: Day,
    },
    /// A day before one it may not precede.
    #[error("（{}）在{of}（{}）之前，请看看哪一个写错了", day.zh(), bound.zh())]
    Before {
        /// What was given.
        day: Day,
        /// The other's name.
        of: String,
        /// The other.
        bound: Day,
    },
    /// It has more digits after the point than the field takes.
    #[error("最多写 {0} 位小数")]
    Decimals(u8),
    /// It is less than the least.
    #[error("不能小于 {0}")]
    Less(String),
    /// It is more than the most.
    #[error("不能大于 {0}")]
    More(String),
    /// Nobody can mean a number as large.
    #[error("大得不合情理，请看看是不是多写了几位")]
    Huge,
    /// No such code.
    #[error("没有「{0}」这个选项")]
    NoCode(String),
    /// More rows than the table takes.
    #[error("最多 {most} 行，现有 {rows} 行")]
    TooManyRows {
        /// Most rows.
        most: usize,
        /// Rows given.
        rows: usize,
    },
    /// It can no longer be written.
    #[error("在「{0}」时不能再改")]
    Locked(String),
    /// A step put it in that this role may not take.
    #[error("是「{step}」时定下的，只有{who}能改")]
    Decided {
        /// Title of the step.
        step: String,
        /// Who may.
        who: String,
    },
    /// It is written by a step alone.
    #[error("由「{0}」这一步自动写入，不能自己填")]
    Stamped(String),
    /// The step does not ask for it.
    #[error("不是「{0}」这一步要填的")]
    NotAsked(String),
    /// It is hidden once the step is taken.
    #[error("这样填时{0}不收这一栏，请清空它，或看看别的栏是不是选错了")]
    Hidden(String),
    /// The form has no such step.
    #[error("这张表没有「{0}」这一步")]
    NoStep(String),
    /// The step cannot be taken now.
    #[error("现在是「{state}」，不能{step}")]
    NotNow {
        /// Title of the state.
        state: String,
        /// Title of the step.
        step: String,
    },
    /// Somebody else takes this step.
    #[error("「{step}」要由{who}来做")]
    NotYours {
        /// Title of the step.
        step: String,
        /// Who may.
        who: String,
    },
    /// What the step needs does not hold.
    #[error("还不能{step}：{why}")]
    NotReady {
        /// Title of the step.
        step: String,
        /// What does not hold.
        why: String,
    },
    /// A reason is asked for.
    #[error("请写明原因")]
    NoReason,
    /// It is computed, and could not be.
    #[error("算不出来：{0}")]
    Uncomputable(Cause),
}

impl Why {
    /// The code of a refusal, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown(_) => "unknown",
            Self::WrongKind(_) => "wrong_kind",
            Self::TooLong { .. } => "too_long",
            Self::NotADay => "not_a_day",
            Self::Slipped => "slipped_year",
            Self::After { .. } => "day_after",
            Self::Before { .. } => "day_before",
            Self::Decimals(_) => "decimals",
            Self::Less(_) | Self::More(_) | Self::Huge => "out_of_range",
            Self::NoCode(_) => "no_code",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Locked(_) => "locked",
            Self::Decided { .. } => "decided",
            Self::Stamped(_) => "stamped",
            Self::NotAsked(_) => "not_asked",
            Self::Hidden(_) => "hidden",
            Self::NoStep(_) => "no_step",
            Self::NotNow { .. } => "not_now",
            Self::NotYours { .. } => "not_yours",
            Self::NotReady { .. } => "not_ready",
            Self::NoReason => "no_reason",
            Self::Uncomputable(_) => "uncomputable",
        }
    }
}
