//! A month beside the one before it and the same month a year ago.
//!
//! - COMPARE-1 Every figure is the one the month's sheets print (W01, W02, W03): there is no second sum.
//! - COMPARE-2 Where there is no base, or a base of zero, there is no percentage: it reads —, and no difference where one of the two is not known.
//! - COMPARE-3 A month before the desk was in use is told: its figures are those that were entered, and may be less than there was.

use super::sheet::{Asked, Sheet};
use super::source::share;
use super::{refuse_far, sales};
use crate::app::{App, principal, start_of_use};
use crate::clock::Now;
use crate::error::Answer;
use crate::view::*;
use domain::{Day, Month};
use report::write::{Row, Standing, Summary, SummaryData, Value, WriteProblem, as_printed};
use store::Reader;

/// What stands where there is nothing to say.
const NOTHING: &str = "—";

/// What a figure of a month counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CompareUnit {
    Count,
    /// Thousandths.
    Quantity,
    Money,
    /// Hundredths of a percent.
    Rate,
}

impl CompareUnit {
    pub(crate) fn value(self, value: i64) -> Value<'static> {
        match self {
            Self::Count => Value::Int(value),
            Self::Quantity => Value::Milli(value),
            Self::Money => Value::Fen(value),
            Self::Rate => Value::Rate(value),
        }
    }
}

/// The figures in their order, with what they are called on the sheets.
const FIGURES: [(MonthFigure, &str, CompareUnit); 11] = [
    (MonthFigure::Received, "受理台数", CompareUnit::Count),
    (MonthFigure::Completed, "完成台数", CompareUnit::Count),
    (MonthFigure::Open, "未完台数", CompareUnit::Count),
    (MonthFigure::Overdue, "超时台数", CompareUnit::Count),
    (MonthFigure::Rework, "返修台数", CompareUnit::Count),
    (MonthFigure::AverageDays, "平均修复天数", CompareUnit::Quantity),
    (MonthFigure::Parts, "零件数量", CompareUnit::Quantity),
    (MonthFigure::Sold, "销售台数", CompareUnit::Count),
    (MonthFigure::CardsReturned, "回执卡返回率", CompareUnit::Rate),
    (MonthFigure::InWarranty, "保内金额", CompareUnit::Money),
    (MonthFigure::OutOfWarranty, "保外金额", CompareUnit::Money),
];

impl App {
    pub(crate) fn month_compare(&self, input: MonthInput) -> Answer<CompareView> {
        self.read(|reader, now| self.compared(reader, now, &input))
    }

    pub(crate) fn compared(&self, reader: &Reader<'_>, now: Now, input: &MonthInput) -> Answer<CompareView> {
        refuse_far(input.month, now)?;
        let maker = principal(reader, &input.principal)?;
        let task = self.tasks.begin(&None);
        let (month, today, at, policies) = (input.month, now.today, now.at, &self.policies(reader)?);
        let asked = Asked { reader, principal: &maker, month, today, at, masked: true, task: &task, policies };
        let (previous, last_year) = (month.previous(), a_year_before(month));
        let told = |month: Month| figures(&Asked { month, ..asked });
        let (this, before, year) = (told(month)?, told(previous)?, told(last_year)?);
        let row = |(((figure, label, unit), this), (before, year))| CompareRow {
            id: super::name_of(&figure),
            figure,
            label: String::from(label),
            unit,
            this: said(&this, unit),
            previous: base(&this, &before, unit),
            last_year: base(&this, &year, unit),
        };
        let rows = FIGURES.into_iter().zip(this).zip(before.into_iter().zip(year)).map(row).collect();
        let start = start_of_use(reader)?;
        let notes = [previous, last_year].into_iter().filter_map(|month| unsure(month, start)).collect();
        Ok(CompareView { month, previous, last_year, rows, notes })
    }
}

/// COMPARE-3.
fn unsure(month: Month, start: Option<Day>) -> Option<String> {
    let start = start.filter(|start| month.first() < *start)?;
    let (year, number) = month.parts();
    // A month that ended before the first day has nothing but what was entered later; one it begins in has the rest.
    let part = if month.last() < start { "整月都" } else { "有一部分" };
    Some(format!("{year}年{number}月{part}在启用日（{}）以前：没有补登的不在数里，比较只供参考。", start.zh()))
}

fn a_year_before(month: Month) -> Month {
    let (year, number) = month.parts();
    Day::ymd(year - 1, number, 1).map_or(month, Month::of)
}

/// The figures of a month, in the order of [`FIGURES`].
fn figures(asked: &Asked<'_>) -> Answer<[Value<'static>; 11]> {
    let (_, repairs) = summary_of(asked, Sheet::Repairs)?;
    let (_, parts) = summary_of(asked, Sheet::Parts)?;
    let (sold, _) = summary_of(asked, Sheet::Sales)?;
    let (returned, counted) = sales::cards_returned(asked)?;
    let of_repairs = |item| fact(&repairs, item);
    Ok([
        of_repairs("received"),
        of_repairs("completed"),
        of_repairs("open"),
        of_repairs("overdue"),
        of_repairs("rework"),
        of_repairs("average_days"),
        fact(&parts, "quantity"),
        Value::Int(sold.cast_signed()),
        share(returned, counted),
        of_repairs("in_warranty_fen"),
        of_repairs("out_of_warranty_fen"),
    ])
}

/// How many rows of the month a sheet has, and the blocks of its summary.
fn summary_of(asked: &Asked<'_>, sheet: Sheet) -> Answer<(u64, Vec<Summary<'static>>)> {
    sheet.rows(asked, &mut |_| (), |source, finish| {
        let (mut row, mut rows) = (Row::default(), 0);
        while source.next_row(&mut row).map_err(WriteProblem::Source)? {
            rows += u64::from(row.standing() == Standing::OfMonth);
            row.clear();
        }
        Ok((rows, finish().map_err(WriteProblem::Source)?.summaries))
    })
}

fn fact(summaries: &[Summary<'static>], item: &str) -> Value<'static> {
    let counts = summaries.iter().find(|summary| summary.key == "counts").map(|summary| &summary.data);
    let Some(SummaryData::Facts(facts)) = counts else { return Value::Empty };
    facts.iter().find(|(key, _)| *key == item).map_or(Value::Empty, |(_, value)| value.clone())
}

fn number(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) | Value::Milli(number) | Value::Fen(number) | Value::Rate(number) => Some(*number),
        _ => None,
    }
}

fn said(value: &Value<'_>, unit: CompareUnit) -> CompareFigure {
    let says = match (value, unit) {
        (Value::Empty, _) => NOTHING.to_owned(),
        (value, CompareUnit::Money) => format!("¥{}", as_printed(value)).replace("¥-", "-¥"),
        (value, _) => as_printed(value),
    };
    CompareFigure { value: number(value), says }
}

/// COMPARE-2.
fn base(this: &Value<'_>, base: &Value<'_>, unit: CompareUnit) -> CompareBase {
    let known = number(this).zip(number(base));
    let change = known.map(|(this, base)| this - base);
    let percent = known.filter(|(_, base)| *base > 0 && unit != CompareUnit::Rate).map(|(this, base)| {
        let (change, base) = (i128::from(this - base) * 10_000, i128::from(base));
        i64::try_from((2 * change + change.signum() * base) / (2 * base)).unwrap_or(i64::MAX)
    });
    let changed = |change: i64| {
        let says = said(&unit.value(change), unit).says;
        let points = if unit == CompareUnit::Rate { says.replace('%', " 个百分点") } else { says };
        signed(change, points)
    };
    let shared = |percent: i64| signed(percent, as_printed(&Value::Rate(percent)));
    let figure = |value: Option<i64>, says: &dyn Fn(i64) -> String| CompareFigure {
        value,
        says: value.map_or_else(|| NOTHING.to_owned(), says),
    };
    CompareBase { figure: said(base, unit), change: figure(change, &changed), percent: figure(percent, &shared) }
}

fn signed(number: i64, says: String) -> String {
    if number > 0 { format!("+{says}") } else { says }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compare_2_where_there_is_no_base_there_is_no_percentage() {
        let says = |this: Value<'_>, last: Value<'_>, unit| {
            let base = base(&this, &last, unit);
            [base.figure.says, base.change.says, base.percent.says]
        };
        let count = |this, last| says(Value::Int(this), Value::Int(last), CompareUnit::Count);
        assert_eq!(count(12, 9), ["9", "+3", "+33.3%"]);
        assert_eq!(count(2, 3), ["3", "-1", "-33.3%"]);
        assert_eq!(count(3, 3), ["3", "0", "0.0%"]);
        assert_eq!(count(3, 0), ["0", "+3", "—"], "of nothing there is no share");
        assert_eq!(says(Value::Int(3), Value::text("未定期限"), CompareUnit::Count), ["未定期限", "—", "—"]);
        assert_eq!(says(Value::Milli(2500), Value::Empty, CompareUnit::Quantity), ["—", "—", "—"]);
        let money = says(Value::Fen(123_456), Value::Fen(223_456), CompareUnit::Money);
        assert_eq!(money, ["¥2,234.56", "-¥1,000.00", "-44.8%"]);
        assert_eq!(
            says(Value::Rate(9550), Value::Rate(9000), CompareUnit::Rate),
            ["90.0%", "+5.5 个百分点", "—"],
            "shares differ by points"
        );
    }

    #[test]
    fn compare_3_a_month_before_the_desk_was_in_use_is_told() {
        let month = Month::of(Day::ymd(2026, 10, 1).unwrap());
        let on = |day| unsure(month, Day::ymd(2026, 10, day));
        assert!(on(2).is_some_and(|says| says.contains("2026年10月")));
        assert_eq!((on(1), unsure(month, None)), (None, None));
    }
}
