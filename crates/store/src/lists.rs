//! The lists of the window: what is shown of many rows, and how many there are.
//!
//! Every list streams out of an index and stops at its limit, or begins with what a search found; a
//! test reads the query plans. Each list has its count beside it in sql/, and a test compares the two.

use crate::lines::*;
use crate::row::{FromRow, json_list};
use crate::search::{Hits, initials};
use crate::{Reader, Result};
use domain::deadline::Subject;
use domain::model::Model;
use domain::part::Part;
use domain::{Day, PrincipalId};
use rusqlite::types::Value;
use rusqlite::{ToSql, named_params};

/// Letters from which on a part is looked for by its pinyin initials: one would fit nearly all.
const LEAST_INITIALS: usize = 2;

/// Filters of a list; every field narrows it.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// The maker.
    pub principal: Option<PrincipalId>,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    /// State's stored name.
    pub state: Option<String>,
    /// Only what a search found.
    pub hits: Option<Hits>,
    /// Rows wanted.
    pub limit: i64,
    /// Rows to skip.
    pub offset: i64,
}

/// Most rows a count looks at: a person does not page beyond, and a count of a million is slow.
pub const MOST_COUNTED: i64 = 10_000;

/// Days before and after all days: a range without an end is still a range of the index.
const ALL_DAYS: (&str, &str) = ("", "9999-12-31");

/// A list and its count.
#[derive(Clone, Copy)]
struct Text {
    list: &'static str,
    count: &'static str,
}

const SALES: Text = Text { list: include_str!("../sql/sale/list.sql"), count: include_str!("../sql/sale/count.sql") };
const SALES_FOUND: Text =
    Text { list: include_str!("../sql/sale/list_found.sql"), count: include_str!("../sql/sale/count_found.sql") };
const REPAIRS: Text =
    Text { list: include_str!("../sql/repair/list.sql"), count: include_str!("../sql/repair/count.sql") };
const REPAIRS_IN_STATE: Text = Text {
    list: include_str!("../sql/repair/list_in_state.sql"),
    count: include_str!("../sql/repair/count_in_state.sql"),
};
const REPAIRS_FOUND: Text =
    Text { list: include_str!("../sql/repair/list_found.sql"), count: include_str!("../sql/repair/count_found.sql") };

impl ListFilter {
    /// The parameters list and count share.
    fn named(&self, hits: Option<(&Hits, &[String])>) -> Vec<(&'static str, Value)> {
        let text = |value: Option<String>| value.map_or(Value::Null, Value::Text);
        let (first, last) = match self.days {
            Some((first, last)) => (first.iso(), last.iso()),
            None => (ALL_DAYS.0.to_owned(), ALL_DAYS.1.to_owned()),
        };
        let mut named = vec![
            (":principal", text(self.principal.map(|id| id.to_string()))),
            (":first", Value::Text(first)),
            (":last", Value::Text(last)),
            (":state", text(self.state.clone())),
        ];
        if let Some((hits, numbers)) = hits {
            named.extend([
                (":units", json_list(&hits.units)),
                (":customers", json_list(&hits.customers)),
                (":numbers", json_list(numbers)),
            ]);
        }
        named
    }

    fn list<T: FromRow>(
        &self,
        reader: &Reader<'_>,
        text: Text,
        hits: Option<(&Hits, &[String])>,
    ) -> Result<(Vec<T>, i64)> {
        let named = self.named(hits);
        let with = |more: &[(&'static str, i64)]| -> Vec<(&'static str, Value)> {
            let more = more.iter().map(|(name, value)| (*name, Value::Integer(*value)));
            named.iter().cloned().chain(more).collect()
        };
        let (rows, counted) =
            reader.counted(text.list, &*refs(&with(&[(":limit", self.limit), (":offset", self.offset)])))?;
        let total = match counted.or(self.end_of(rows.len())) {
            Some(total) => total,
            None => reader.value(text.count, &*refs(&with(&[(":most", MOST_COUNTED)])))?.unwrap_or(0),
        };
        Ok((rows, total.min(MOST_COUNTED)))
    }

    /// The total, when a page shows that it is the last one.
    fn end_of(&self, rows: usize) -> Option<i64> {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        let last = rows < self.limit && (rows > 0 || self.offset == 0);
        last.then_some(self.offset + rows)
    }
}

fn places(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn refs<'a>(named: &'a [(&'static str, Value)]) -> Vec<(&'static str, &'a dyn ToSql)> {
    named.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect()
}

impl Reader<'_> {
    /// The list of sales, newest first, and how many there are.
    pub fn sales(&self, filter: &ListFilter) -> Result<(Vec<SaleLine>, i64)> {
        let hits = filter.hits.as_ref().map(|hits| (hits, hits.sales.as_slice()));
        filter.list(self, if hits.is_some() { SALES_FOUND } else { SALES }, hits)
    }

    /// Cards at risk on a day, or refused, nearest limit first.
    pub fn cards_due(
        &self,
        principal: Option<PrincipalId>,
        today: Day,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<SaleLine>> {
        self.many(
            include_str!("../sql/today/cards_due.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":today": today.iso(), ":limit": limit, ":offset": offset},
        )
    }

    /// Open due days that are at risk, dearest first. Those of refused cards stand in `cards_refused`, those of repairs to mend
    /// with the repairs.
    pub fn deadlines_at_risk(&self, principal: Option<PrincipalId>, today: Day, limit: i64) -> Result<Vec<TodayLine>> {
        self.many(
            include_str!("../sql/today/deadlines.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":today": today.iso(), ":limit": limit},
        )
    }

    /// How many open due days of a kind are at risk.
    pub fn deadlines_total(&self, subject: Subject, principal: Option<PrincipalId>, today: Day) -> Result<RiskTally> {
        let named = named_params! {
            ":subject": crate::column::Column::bind(&subject), ":principal": principal.map(|id| id.to_string()),
            ":today": today.iso(),
        };
        Ok(self.one(include_str!("../sql/today/deadline_total.sql"), named)?.unwrap_or_default())
    }

    /// Cards head office refused.
    pub fn cards_refused(&self, principal: Option<PrincipalId>, limit: i64) -> Result<Vec<SaleLine>> {
        self.many(
            include_str!("../sql/today/refused.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":limit": limit},
        )
    }

    /// How many of the open due days at risk are those of refused cards.
    pub fn refused_total(&self, principal: Option<PrincipalId>, today: Day) -> Result<RiskTally> {
        let named = named_params! {":principal": principal.map(|id| id.to_string()), ":today": today.iso()};
        Ok(self.one(include_str!("../sql/today/refused_total.sql"), named)?.unwrap_or_default())
    }

    /// How many of the open due days at risk are filings of repairs that are still to be mended.
    pub fn mended_total(&self, principal: Option<PrincipalId>, today: Day) -> Result<RiskTally> {
        let named = named_params! {":principal": principal.map(|id| id.to_string()), ":today": today.iso()};
        Ok(self.one(include_str!("../sql/today/mended_total.sql"), named)?.unwrap_or_default())
    }

    /// How many cards head office took in on these days.
    pub fn cards_acknowledged(&self, principal: Option<PrincipalId>, first: Day, last: Day) -> Result<i64> {
        let principal = principal.map(|id| id.to_string());
        let named = named_params! {":principal": principal, ":first": first.iso(), ":last": last.iso()};
        Ok(self.value(include_str!("../sql/today/acknowledged.sql"), named)?.unwrap_or_default())
    }

    /// Open cards of these due days.
    pub fn cards_per_due_day(&self, principal: Option<PrincipalId>, days: &[Day]) -> Result<Vec<DayTally>> {
        let days = json_list(days.iter().map(|day| day.iso()));
        let named = named_params! {":principal": principal.map(|id| id.to_string()), ":days": days};
        self.many(include_str!("../sql/today/cards_per_day.sql"), named)
    }

    /// Whether anything was ever sold.
    pub fn anything_sold(&self) -> Result<bool> {
        Ok(self.value::<i64>(include_str!("../sql/sale/first.sql"), [])?.is_some())
    }

    /// The list of repairs, newest first, and how many there are.
    pub fn repairs(&self, filter: &ListFilter) -> Result<(Vec<RepairLine>, i64)> {
        let hits = filter.hits.as_ref().map(|hits| (hits, hits.repairs.as_slice()));
        let text = match (&hits, &filter.state) {
            (Some(_), _) => REPAIRS_FOUND,
            (None, Some(_)) => REPAIRS_IN_STATE,
            (None, None) => REPAIRS,
        };
        filter.list(self, text, hits)
    }

    /// Repairs completed without a signature, open for long or at risk of their limit, or refused.
    pub fn repairs_to_mend(&self, open_before: Day, today: Day, limit: i64) -> Result<Vec<RepairLine>> {
        self.many(
            include_str!("../sql/today/repairs.sql"),
            named_params! {":open_before": open_before.iso(), ":today": today.iso(), ":limit": limit},
        )
    }

    /// The list of old parts, newest first, and how many there are.
    pub fn old_parts(&self, filter: &ListFilter, like: Option<&str>) -> Result<(Vec<OldPartLine>, i64)> {
        let principal = filter.principal.map(|id| id.to_string());
        let sql = include_str!("../sql/old_part/list.sql");
        let wanted = named_params! {":principal": principal, ":state": filter.state, ":like": like, ":limit": filter.limit, ":offset": filter.offset};
        let rows = self.many(sql, wanted)?;
        let total = self
            .value(
                include_str!("../sql/old_part/count.sql"),
                named_params! {":principal": principal, ":state": filter.state, ":like": like},
            )?
            .unwrap_or(0);
        Ok((rows, total))
    }

    /// Batches of old parts, newest first.
    pub fn parts_batches(&self, principal: Option<PrincipalId>, limit: i64, offset: i64) -> Result<Vec<BatchLine>> {
        self.many(
            include_str!("../sql/parts_batch/list.sql"),
            named_params! {":principal": principal.map(|id| id.to_string()), ":limit": limit, ":offset": offset},
        )
    }

    /// Models by code or product.
    pub fn models(&self, principal: Option<PrincipalId>, term: &str, limit: i64, offset: i64) -> Result<Vec<Model>> {
        self.many(
            include_str!("../sql/model/list.sql"),
            named_params! {
                ":principal": principal.map(|id| id.to_string()), ":key": domain::text::serial_key(term), ":term": term.trim(),
                ":limit": limit, ":offset": offset,
            },
        )
    }

    /// Models of machines here of which nothing says what product they are.
    pub fn models_unnamed(&self, principal: Option<PrincipalId>) -> Result<Vec<Model>> {
        let principal = principal.map(|id| id.to_string());
        self.many(include_str!("../sql/model/unnamed.sql"), named_params! {":principal": principal})
    }

    /// Parts by the beginning of the code, a piece of the name or, of letters alone, its pinyin initials.
    pub fn parts(&self, term: &str, limit: i64, offset: i64) -> Result<Vec<Part>> {
        let letters = term.trim().to_lowercase();
        if letters.len() >= LEAST_INITIALS && letters.chars().all(|c| c.is_ascii_alphabetic()) {
            let key = domain::text::serial_key(term);
            let all = self.parts_listed("", i64::MAX, 0)?.into_iter();
            let fits = |part: &Part| {
                domain::text::serial_key(&part.code).starts_with(&key)
                    || part.name.to_lowercase().contains(&letters)
                    || initials(&part.name).iter().any(|one| one.contains(&letters))
            };
            return Ok(all.filter(fits).skip(places(offset)).take(places(limit)).collect());
        }
        self.parts_listed(term, limit, offset)
    }

    fn parts_listed(&self, term: &str, limit: i64, offset: i64) -> Result<Vec<Part>> {
        self.many(
            include_str!("../sql/part/list.sql"),
            named_params! {":key": domain::text::serial_key(term), ":name": domain::text::name_key(term), ":limit": limit, ":offset": offset},
        )
    }

    /// Customers: all, or those found.
    pub fn customers(&self, ids: Option<&[String]>, limit: i64, offset: i64) -> Result<Vec<CustomerLine>> {
        match ids {
            Some(ids) => {
                let page = ids.iter().skip(places(offset)).take(places(limit));
                self.many(include_str!("../sql/customer/list_found.sql"), named_params! {":ids": json_list(page)})
            }
            None => {
                self.many(include_str!("../sql/customer/list.sql"), named_params! {":limit": limit, ":offset": offset})
            }
        }
    }

    /// Machines: all, or those found.
    pub fn units(
        &self,
        ids: Option<&[String]>,
        principal: Option<PrincipalId>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<UnitLine>> {
        let principal = principal.map(|id| id.to_string());
        match ids {
            Some(ids) => self.many(
                include_str!("../sql/unit/list_found.sql"),
                named_params! {":ids": json_list(ids), ":principal": principal, ":limit": limit, ":offset": offset},
            ),
            None => self.many(
                include_str!("../sql/unit/list.sql"),
                named_params! {":principal": principal, ":limit": limit, ":offset": offset},
            ),
        }
    }

    /// Rows of a table up to ten thousand: enough for a list's total.
    pub fn rows_up_to_limit(&self, table: CountedTable) -> Result<i64> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {MOST_COUNTED})", table.name());
        Ok(self.value(&sql, [])?.unwrap_or(0))
    }
}

/// Tables whose size a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedTable {
    /// Customers.
    Customer,
    /// Machines.
    Unit,
    /// Models.
    Model,
    /// Price list.
    Part,
    /// Batches.
    PartsBatch,
}

impl CountedTable {
    fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Unit => "unit",
            Self::Model => "model",
            Self::Part => "part",
            Self::PartsBatch => "parts_batch",
        }
    }
}
