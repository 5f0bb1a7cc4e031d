//! Records by kind and dealer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use maud::{Markup, html};
use report::layout::Kind;
use report::write::Value;
use serde::Deserialize;

use super::file::{Column, Format, file};
use super::page::{self, Answer, Field, filter, link};
use super::{Asked, ROWS, Stop, Visitor, blocking, words};
use crate::clock;
use crate::http::Office;
use crate::store::lists::{RecordFilter, RecordRow};

const HERE: &str = "/console/records";
const LATE: [(&str, &str); 2] = [("", "不限"), ("yes", "迟报的卡")];
/// Rows fetched at once for a file.
const SLICE: u32 = 2_000;

#[derive(Deserialize, Default, Clone)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    kind: String,
    dealer: String,
    state: String,
    late: String,
    text: String,
    from: String,
    to: String,
    before: Option<i64>,
}

impl Query {
    fn given(&self) -> [(&str, &str); 7] {
        [
            ("kind", &self.kind),
            ("dealer", &self.dealer),
            ("state", &self.state),
            ("late", &self.late),
            ("text", &self.text),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The filter, or which day is none.
    fn filter(&self) -> Result<RecordFilter, &'static str> {
        let from = day("from", &self.from)?;
        let to = day("to", &self.to)?.and_then(|to| to.checked_add_days(Days::new(1)));
        Ok(RecordFilter {
            kind: self.kind.clone(),
            dealer: self.dealer.trim().to_owned(),
            state: self.state.clone(),
            late: !self.late.is_empty(),
            text: self.text.trim().to_owned(),
            from_ms: from.map(clock::start_of),
            to_ms: to.map(clock::start_of),
            before: self.before,
            limit: ROWS,
        })
    }
}

fn day(field: &'static str, text: &str) -> Result<Option<NaiveDate>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| field),
    }
}

pub async fn list(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Answer {
    let filter = query.filter();
    let wrong = filter.as_ref().err().copied();
    let rows = match filter {
        Ok(filter) => blocking(move || Ok(office.store.record_rows(&filter)?)).await?,
        Err(_) => Vec::new(),
    };
    let last = rows.last().map(|row| row.server_seq.to_string()).filter(|_| rows.len() == ROWS as usize);
    let body = html! {
        (filters(&query, wrong))
        p.tools { (page::files(&visitor, HERE, &query.given())) }
        @if rows.is_empty() { p.empty { "没有符合的记录。请放宽筛选，或清空后再看。" } } @else { (table(&rows)) }
        p.pager {
            @if query.before.is_some() { a href=(link(HERE, &query.given())) { "回到最新" } }
            @if let Some(last) = &last {
                a href=(link(HERE, &[&query.given()[..], &[("before", last)]].concat())) { "下一页" }
            }
        }
    };
    Ok(page::inside(&visitor, HERE, "记录", &body))
}

fn filters(query: &Query, wrong: Option<&str>) -> Markup {
    let day = |name: &'static str, label: &'static str, value: &str| {
        let refusal = (wrong == Some(name)).then_some("没有这一天，请写成 2026-11-21。");
        Field { name, label, value, refusal }.line("text", "off")
    };
    html! {
        form.filters method="get" action=(HERE) role="search" {
            (filter("kind", "类别", &query.kind).pick(&words::KINDS))
            (filter("state", "状态", &query.state).pick(&words::STATES))
            (filter("late", "最迟日期", &query.late).pick(&LATE))
            (filter("dealer", "经销商代码", &query.dealer).line("text", "off"))
            (filter("text", "单号或出厂编号", &query.text).line("search", "off"))
            (day("from", "收到日期从", &query.from))
            (day("to", "到", &query.to))
            button { "筛选" }
            a href=(HERE) { "清空" }
        }
    }
}

/// Rows with a way to each record.
pub fn table(rows: &[RecordRow]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="记录" {
            table {
                thead { tr {
                    th.num { "回执号" } th { "类别" } th { "经销商" } th { "单号" } th { "出厂编号" }
                    th.num { "版本" } th { "状态" } th { "收到时间" } th { "最迟日期" }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            td.num { a href=(of(&row.dealer, &row.record_id)) { (row.server_seq) } }
                            td { (words::of(&words::KINDS, &row.kind)) }
                            td { (row.dealer_name) }
                            td.code { (row.no.as_deref().unwrap_or_default()) }
                            td.code { (row.serial.as_deref().unwrap_or_default()) }
                            td.num { (row.rev) }
                            td { (words::of(&words::STATES, &row.state)) }
                            td { (words::time(row.received_at)) }
                            td { (row.due_on.as_deref().unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

/// A record's address.
pub fn of(dealer: &str, record_id: &str) -> String {
    link("/console/record", &[("dealer", dealer), ("id", record_id)])
}

const COLUMNS: [Column; 11] = [
    ("回执号", Kind::Integer, 10.0),
    ("类别", Kind::Text, 14.0),
    ("经销商代码", Kind::Code, 14.0),
    ("经销商", Kind::Text, 26.0),
    ("单号", Kind::Code, 20.0),
    ("出厂编号", Kind::Code, 20.0),
    ("版本", Kind::Integer, 6.0),
    ("状态", Kind::Text, 12.0),
    ("收到时间", Kind::Text, 18.0),
    ("最迟日期", Kind::Text, 12.0),
    ("记录号", Kind::Code, 38.0),
];

fn cells(row: RecordRow) -> Vec<Value<'static>> {
    let code = |text: Option<String>| text.map_or(Value::Empty, Value::code);
    vec![
        Value::Int(row.server_seq),
        Value::text(words::of(&words::KINDS, &row.kind).to_owned()),
        Value::code(row.dealer),
        Value::text(row.dealer_name),
        code(row.no),
        code(row.serial),
        Value::Int(row.rev.into()),
        Value::text(words::of(&words::STATES, &row.state).to_owned()),
        Value::text(words::time(row.received_at)),
        row.due_on.map_or(Value::Empty, Value::text),
        Value::code(row.record_id),
    ]
}

type Exported = Result<Response, Stop>;

pub async fn xlsx(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Exported {
    export(office, visitor, query, Format::Xlsx).await
}

pub async fn csv(State(office): State<Arc<Office>>, visitor: Visitor, Asked(query): Asked<Query>) -> Exported {
    export(office, visitor, query, Format::Csv).await
}

async fn export(office: Arc<Office>, visitor: Visitor, query: Query, format: Format) -> Exported {
    let mut next =
        RecordFilter { limit: SLICE, before: None, ..query.filter().map_err(|field| Stop::Filter(field.into()))? };
    blocking(move || {
        let now = office.now();
        let (response, rows) = file("记录", &COLUMNS, format, now, || {
            let rows = office.store.record_rows(&next)?;
            next.before = rows.last().map(|row| row.server_seq);
            Ok(rows.into_iter().map(cells).collect())
        })?;
        let about = link("记录", &query.given());
        office.store.note(&visitor.deed("export", &about, &format!("{rows} 行")), now)?;
        Ok(response)
    })
    .await
}
