//! Dealers and how they stand.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, Months};
use maud::{Markup, html};
use report::layout::Kind;
use report::write::Value;
use serde::Deserialize;

use super::file::{Column, Format, file};
use super::page::{self, Answer, HOME, filter, link};
use super::{Asked, ROWS, Stop, Visitor, blocking, words};
use crate::clock;
use crate::http::Office;
use crate::store::clerks::Role;
use crate::store::lists::{DealerFilter, DealerRow};

/// Nobody heard of for this long counts as silent.
const SILENT_MS: i64 = 7 * 24 * 60 * 60_000;
/// Rows fetched at once for a file.
const SLICE: u32 = 1_000;

const ONLY: [(&str, &str); 5] = [
    ("", "全部"),
    ("late", "有迟报的卡"),
    ("missing", "上月月报未到"),
    ("open", "有未处理的退回"),
    ("silent", "七天没有联系"),
];

#[derive(Deserialize, Default, Clone)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    text: String,
    only: String,
    sort: String,
    page: u32,
}

impl Query {
    fn given(&self) -> [(&str, &str); 3] {
        [("text", &self.text), ("only", &self.only), ("sort", &self.sort)]
    }
}

const SORTS: [(&str, &str); 5] = [
    ("", "按代码"),
    ("late", "迟报的卡最多"),
    ("missing", "上月月报最少"),
    ("open", "未处理的退回最多"),
    ("silent", "最久没有联系"),
];

/// The filter; a choice that is none would show everybody.
pub fn wanted(query: &Query, now: i64) -> Result<DealerFilter, Stop> {
    if !ONLY.iter().any(|(only, _)| *only == query.only) {
        return Err(Stop::Filter("only".into()));
    }
    if !SORTS.iter().any(|(sort, _)| *sort == query.sort) {
        return Err(Stop::Filter("sort".into()));
    }
    Ok(DealerFilter {
        text: query.text.trim().to_owned(),
        only: query.only.clone(),
        month: last_month(now),
        silent_since: now - SILENT_MS,
        sort: query.sort.clone(),
        limit: ROWS,
        offset: query.page.min(100_000) * ROWS,
    })
}

/// The month whose reports should be here.
fn last_month(now: i64) -> String {
    let day = clock::day_of(now).checked_sub_months(Months::new(1)).unwrap_or_default();
    format!("{:04}-{:02}", day.year(), day.month())
}

pub async fn list(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Answer {
    let filter = wanted(&query, office.now())?;
    let month = filter.month.clone();
    let rows = blocking(move || Ok(office.store.dealer_rows(&filter)?)).await?;
    let body = html! {
        (filters(&query))
        p.tools {
            @if visitor.may(Role::Admin) { a href="/console/new-dealer" { "登记经销商" } }
            (page::files(&visitor, HOME, &query.given()))
        }
        @if rows.is_empty() {
            p.empty { "没有符合的经销商。请放宽筛选，或由管理员先登记经销商。" }
        } @else {
            (table(&rows, &month, &query))
        }
        (pager(&query, rows.len()))
    };
    Ok(page::inside(&visitor, HOME, "经销商", &body))
}

fn filters(query: &Query) -> Markup {
    html! {
        form.filters method="get" action=(HOME) role="search" {
            (filter("text", "代码或名称", &query.text).line("search", "off"))
            (filter("only", "只看", &query.only).pick(&ONLY))
            (filter("sort", "排序", &query.sort).pick(&SORTS))
            button { "筛选" }
            a href=(HOME) { "清空" }
        }
    }
}

/// A column's title as the way to its order.
fn sorted(query: &Query, sort: &str, title: &str) -> Markup {
    let to = link(HOME, &[("text", &query.text), ("only", &query.only), ("sort", sort)]);
    html! {
        @if query.sort == sort { (title) " ▾" } @else { a href=(to) { (title) } }
    }
}

fn sorting(query: &Query, sort: &str) -> Option<&'static str> {
    (query.sort == sort).then_some("descending")
}

fn table(rows: &[DealerRow], month: &str, query: &Query) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="经销商" {
            table {
                thead { tr {
                    th { "代码" } th { "名称" }
                    th aria-sort=[sorting(query, "silent")] { (sorted(query, "silent", "最近联系")) }
                    th.num { "设备" } th.num { "记录" }
                    th.num aria-sort=[sorting(query, "late")] { (sorted(query, "late", "迟报的卡")) }
                    th.num aria-sort=[sorting(query, "missing")] { (sorted(query, "missing", &format!("{month} 月报"))) }
                    th.num aria-sort=[sorting(query, "open")] { (sorted(query, "open", "未处理的退回")) }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            td.code { a href=(link("/console/dealer", &[("code", &row.code)])) { (row.code) } }
                            td { (row.name) }
                            td { (row.seen_at.map_or_else(|| "从未".into(), words::time)) }
                            (page::count(row.devices, false))
                            (page::count(row.records, false))
                            (page::count(row.late, row.late > 0))
                            td.num { @if row.sheets == 0 { span.chip.warn { "未到" } } @else { (row.sheets) " 张" } }
                            (page::count(row.open, row.open > 0))
                        }
                    }
                }
            }
        }
    }
}

fn pager(query: &Query, shown: usize) -> Markup {
    let to = |page: u32| {
        let page = page.to_string();
        link(HOME, &[&query.given()[..], &[("page", if page == "0" { "" } else { &page })]].concat())
    };
    html! {
        p.pager {
            @if query.page > 0 { a href=(to(query.page - 1)) { "上一页" } }
            @if shown == ROWS as usize { a href=(to(query.page + 1)) { "下一页" } }
        }
    }
}

const COLUMNS: [Column; 8] = [
    ("代码", Kind::Code, 14.0),
    ("名称", Kind::Text, 30.0),
    ("最近联系", Kind::Text, 18.0),
    ("设备", Kind::Integer, 8.0),
    ("记录", Kind::Integer, 10.0),
    ("迟报的卡", Kind::Integer, 10.0),
    ("上月月报", Kind::Integer, 10.0),
    ("未处理的退回", Kind::Integer, 14.0),
];

fn cells(row: DealerRow) -> Vec<Value<'static>> {
    vec![
        Value::code(row.code),
        Value::text(row.name),
        row.seen_at.map_or(Value::Empty, |at| Value::text(words::time(at))),
        Value::Int(row.devices),
        Value::Int(row.records),
        Value::Int(row.late),
        Value::Int(row.sheets),
        Value::Int(row.open),
    ]
}

pub async fn xlsx(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Exported {
    export(office, visitor, query, Format::Xlsx).await
}

pub async fn csv(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Exported {
    export(office, visitor, query, Format::Csv).await
}

type Exported = Result<Response, Stop>;

async fn export(office: Arc<Office>, visitor: Visitor, query: Query, format: Format) -> Exported {
    blocking(move || {
        let now = office.now();
        let mut next = DealerFilter { limit: SLICE, offset: 0, ..wanted(&query, now)? };
        let (response, rows) = file("经销商", &COLUMNS, format, now, || {
            let rows = office.store.dealer_rows(&next)?;
            next.offset += SLICE;
            Ok(rows.into_iter().map(cells).collect())
        })?;
        office.store.note(&visitor.deed("export", &link("经销商", &query.given()), &format!("{rows} 行")), now)?;
        Ok(response)
    })
    .await
}
