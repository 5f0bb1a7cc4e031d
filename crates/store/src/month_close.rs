//! Months of a maker that are closed: what they reported, and what of them was corrected in later packs.
//!
//! - CLOSEROW-1 A closed month is put in once with its sheets and rows, and nothing of it is ever changed; a second closing of the month is refused.

use crate::month::{by, without};
use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::month_of::MonthDays;
use domain::{Month, MonthCloseId, PrincipalId, ReportRunId, TemplateId};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A closed month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthClose {
    /// Identity.
    pub id: MonthCloseId,
    /// Maker's code and month.
    pub no: String,
    /// The maker.
    pub principal: PrincipalId,
    /// The month.
    pub month: Month,
    /// JSON: the dealer as the sheets named it.
    pub dealer: String,
    /// When, UTC ms.
    pub closed_at: i64,
}

/// A sheet of a closed month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedSheet {
    /// The closed month.
    pub close: MonthCloseId,
    /// Key of the workbook.
    pub key: String,
    /// The building that stands for it.
    pub run: ReportRunId,
    /// SHA-256 of the workbook.
    pub sha256: String,
    /// SHA-256 of its rows for a program.
    pub rows_sha256: String,
    /// SHA-256 over the rows that are kept.
    pub data_sha256: String,
    /// SHA-256 of its layout.
    pub layout_sha256: String,
    /// JSON: names of the cells.
    pub fields: String,
    /// Head office's own form, where it was used.
    pub template: Option<TemplateId>,
    /// The day that decided which rows are of the month; empty for the usual one.
    pub month_of: String,
}

/// What a row is in a closed month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedStanding {
    /// A row of the month.
    OfMonth,
    /// Takes back a row of an earlier month.
    Red,
    /// A row of an earlier month as it should have been.
    Blue,
}

/// A row of a closed month's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRow {
    /// The closed month in whose pack it stands.
    pub close: MonthCloseId,
    /// Key of the workbook.
    pub key: String,
    /// 1, 2 … in the sheet.
    pub place: i64,
    /// What it is there.
    pub standing: ClosedStanding,
    /// The closed month it is of.
    pub origin: MonthCloseId,
    /// The record, or its line.
    pub line: String,
    /// The record.
    pub record: String,
    /// JSON: what was printed.
    pub cells: String,
}

/// A line of the review before a month is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// `repair` or `sale`.
    pub noun: String,
    /// The record.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Its day.
    pub day: String,
    /// The user.
    pub who: String,
    /// What is said of it.
    pub detail: String,
    /// How many there are altogether.
    pub total: i64,
}

row!(MonthClose { id, no, principal, month, dealer, closed_at });
row!(ClosedSheet { close, key, run, sha256, rows_sha256, data_sha256, layout_sha256, fields, template, month_of });
row!(ClosedRow { close, key, place, standing, origin, line, record, cells });
row!(ReviewLine { noun, id, no, day, who, detail, total });

/// What is looked for before a month is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// Completed and never handed in.
    Drafts,
    /// Open at the month's end.
    Unfinished,
    /// Parts replaced, none written down.
    NoParts,
    /// Completed after the day they were due on.
    Late,
    /// Cards that are not back.
    Cards,
    /// Entered under a doubtful clock.
    Clock,
    /// Without an invoice number or a part code.
    Numbers,
    /// Without the day the sheet goes by: in no month (MONTHOF-2).
    NoDay,
}

impl Review {
    fn sql(self, days: &MonthDays) -> Vec<Cow<'static, str>> {
        let usual = match self {
            Self::NoDay => return days.each().filter_map(without).collect(),
            Self::Drafts => include_str!("../sql/month_review/drafts.sql"),
            Self::Unfinished => include_str!("../sql/month_review/unfinished.sql"),
            Self::NoParts => include_str!("../sql/month_review/no_parts.sql"),
            Self::Late => include_str!("../sql/month_review/late.sql"),
            Self::Cards => include_str!("../sql/month_review/cards.sql"),
            Self::Clock => include_str!("../sql/month_review/clock.sql"),
            Self::Numbers => include_str!("../sql/month_review/numbers.sql"),
        };
        let (repairs, parts) = match self {
            Self::Numbers => (None, days.parts),
            Self::Drafts | Self::NoParts | Self::Late | Self::Clock => (days.repairs, None),
            _ => (None, None),
        };
        vec![by(by(by(usual, repairs), parts), days.sales)]
    }
}

impl Reader<'_> {
    /// Closed months of a maker, the earliest first.
    pub fn month_closes(&self, maker: PrincipalId) -> Result<Vec<MonthClose>> {
        self.many(include_str!("../sql/month_close/of_maker.sql"), named_params! {":principal": maker.to_string()})
    }

    /// Sheets of a closed month.
    pub fn closed_sheets(&self, close: MonthCloseId) -> Result<Vec<ClosedSheet>> {
        self.many(include_str!("../sql/month_close/sheets.sql"), named_params! {":close": close.to_string()})
    }

    /// Rows of a closed month's sheet, in their order.
    pub fn closed_rows(&self, close: MonthCloseId, key: &str) -> Result<Vec<ClosedRow>> {
        let named = named_params! {":close": close.to_string(), ":key": key};
        self.many(include_str!("../sql/month_close/rows.sql"), named)
    }

    /// What was said of a closed month's sheet so far, in the order it was said.
    pub fn reported_rows(&self, origin: MonthCloseId, key: &str) -> Result<Vec<ClosedRow>> {
        let named = named_params! {":origin": origin.to_string(), ":key": key};
        self.many(include_str!("../sql/month_close/reported.sql"), named)
    }

    /// What was said of a record in closed months, line by line in the order it was said.
    pub fn reported_of_record(&self, record: &str) -> Result<Vec<ClosedRow>> {
        self.many(include_str!("../sql/month_close/of_record.sql"), named_params! {":record": record})
    }

    /// Rows of later packs that correct a closed month's sheet.
    pub fn corrections_of(&self, origin: MonthCloseId, key: &str) -> Result<Vec<ClosedRow>> {
        let named = named_params! {":origin": origin.to_string(), ":key": key};
        self.many(include_str!("../sql/month_close/corrected.sql"), named)
    }

    /// Rows of a closed month's pack that correct earlier months.
    pub fn corrections_in(&self, close: MonthCloseId) -> Result<Vec<ClosedRow>> {
        self.many(include_str!("../sql/month_close/corrected_in.sql"), named_params! {":close": close.to_string()})
    }

    /// Names of all files closed months are printed again from.
    pub fn closed_files(&self) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/month_close/files.sql"))?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// What was told to head office of a record last, as it went out.
    pub fn told_body(&self, record_id: &str) -> Result<Option<String>> {
        self.value(include_str!("../sql/month_close/told_body.sql"), named_params! {":record_id": record_id})
    }

    /// What a month has of one kind; at most so many lines, each with the number of all. `rule` is that of the day a repair is due on, `days` those the sheets go by.
    pub fn month_review(
        &self,
        review: Review,
        maker: PrincipalId,
        month: Month,
        (rule, days): (&str, &MonthDays),
        limit: i64,
    ) -> Result<Vec<ReviewLine>> {
        let (maker, first, last) = (maker.to_string(), month.first().iso(), month.last().iso());
        let mut named: Vec<(&str, &dyn rusqlite::ToSql)> =
            vec![(":principal", &maker), (":last", &last), (":limit", &limit)];
        if review != Review::Unfinished {
            named.push((":first", &first));
        }
        if review == Review::Late {
            named.push((":rule", &rule));
        }
        let mut lines: Vec<ReviewLine> = Vec::new();
        let mut total = 0;
        for sql in review.sql(days) {
            let found: Vec<ReviewLine> = self.many(&sql, named.as_slice())?;
            total += found.first().map_or(0, |line| line.total);
            lines.extend(found);
        }
        lines.iter_mut().for_each(|line| line.total = total);
        lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(lines)
    }
}

impl Tx<'_> {
    /// Puts a closed month with its sheets and rows (CLOSEROW-1).
    pub fn put_month_close<'r>(
        &self,
        close: &MonthClose,
        sheets: &[ClosedSheet],
        rows: impl IntoIterator<Item = &'r ClosedRow>,
    ) -> Result<()> {
        self.put(include_str!("../sql/month_close/put.sql"), close, &[])?;
        for sheet in sheets {
            self.put(include_str!("../sql/month_close/put_sheet.sql"), sheet, &[])?;
        }
        for row in rows {
            self.put(include_str!("../sql/month_close/put_row.sql"), row, &[])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;
    use crate::samples::{Desk, id};

    #[test]
    fn closerow_1_a_closed_month_is_put_in_once() {
        let desk = Desk::full();
        let (maker, month) = (id::<PrincipalId>(1), "2026-07".parse::<Month>().unwrap());
        let close = MonthClose {
            id: id(401),
            no: "HH 2026-07".into(),
            principal: maker,
            month,
            dealer: "{}".into(),
            closed_at: 5,
        };
        let sheet = ClosedSheet {
            close: close.id,
            key: "W01".into(),
            run: id(121),
            sha256: "aa".into(),
            rows_sha256: "bb".into(),
            data_sha256: "cc".into(),
            layout_sha256: "dd".into(),
            fields: "[]".into(),
            template: None,
            month_of: "repair.reported_on".into(),
        };
        let row = ClosedRow {
            close: close.id,
            key: "W01".into(),
            place: 1,
            standing: ClosedStanding::OfMonth,
            origin: close.id,
            line: "l".into(),
            record: "r".into(),
            cells: "[]".into(),
        };
        let later = MonthClose { id: id(402), no: "HH 2026-08".into(), month: month.next(), ..close.clone() };
        let red = ClosedRow { close: later.id, standing: ClosedStanding::Red, ..row.clone() };
        desk.write(|tx| {
            tx.put_month_close(&later, &[], [])?;
            tx.put_month_close(&close, std::slice::from_ref(&sheet), [&row, &red])
        });
        desk.read(|reader| {
            assert_eq!(reader.month_closes(maker)?, [close.clone(), later.clone()]);
            assert_eq!(reader.closed_sheets(close.id)?, [sheet]);
            assert_eq!(reader.closed_rows(close.id, "W01")?, std::slice::from_ref(&row));
            assert_eq!(reader.reported_rows(close.id, "W01")?, [row, red.clone()]);
            assert_eq!(reader.corrections_of(close.id, "W01")?, std::slice::from_ref(&red));
            assert_eq!(reader.corrections_in(later.id)?, [red]);
            Ok(())
        });
        let again = MonthClose { id: id(403), no: "x".into(), ..close };
        let twice = desk.store.write(Entry { at: 9, op: "x" }, |tx| tx.put_month_close(&again, &[], []));
        assert!(twice.is_err());
    }
}
