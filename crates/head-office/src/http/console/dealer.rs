//! One dealer: how it stands, what came of each month, its machines, and what it has not fetched.
//!
//! - DEALERPAGE-1 Every sheet of the last months is there with its day, sent back or missing; a sheet is expected when the dealer sent it in any of these months, and from the month its first machine was enrolled in.
//! - DEALERPAGE-2 A message counts as fetched when a machine in use named a cursor at or after it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use chrono::{Datelike, Months};
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{self, Answer, HOME, link};
use super::{Asked, Stop, Visitor, blocking, dealers, devices, records, words};
use crate::clock;
use crate::http::Office;
use crate::store::Device;
use crate::store::lists::{DealerFilter, Sent, Sheet};

/// Months shown.
const MONTHS: u32 = 6;
/// Messages shown.
const MESSAGES: u32 = 20;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct One {
    pub code: String,
    pub done: String,
}

pub async fn show(State(office): State<Arc<Office>>, visitor: Visitor, Asked(one): Asked<One>) -> Answer {
    blocking(move || {
        let done = match one.done.as_str() {
            "revoked" => Some("已停用这台设备，它马上不能再报送。"),
            "added" => Some("已登记。下一步：发一次性代码，让经销商在电脑上输入。"),
            _ => None,
        };
        dealer(&office, &visitor, &one.code, &page::done(done))
    })
    .await
}

/// One dealer's page; `news` stands on top.
pub fn dealer(office: &Office, visitor: &Visitor, code: &str, news: &Markup) -> Answer {
    let now = office.now();
    let filter =
        DealerFilter { text: code.to_owned(), limit: u32::MAX, ..dealers::wanted(&dealers::Query::default(), now)? };
    let row = office.store.dealer_rows(&filter)?.into_iter().find(|row| row.code == code).ok_or(Stop::NotFound)?;
    let all = office.store.devices()?;
    let theirs: Vec<_> = all.into_iter().filter(|device| device.dealer == code).collect();
    let codes = office.store.open_codes(code, now)?;
    let records = |given: &[(&str, &str)]| link("/console/records", &[&[("dealer", code)], given].concat());
    let all_months = months(now);
    let sheets = office.store.sheets(code, all_months.last().map_or("", String::as_str))?;
    let months = since_enrolled(all_months, &theirs);
    let sent = office.store.sent_to(code, MESSAGES)?;
    let body = html! {
        (news)
        dl.facts {
            dt { "代码" } dd.code { (row.code) }
            dt { "最近联系" } dd { (row.seen_at.map_or_else(|| "从未".into(), words::time)) }
            dt { "记录" } dd { a href=(records(&[])) { (row.records) " 条" } }
            dt { "迟报的卡" } dd { a href=(records(&[("late", "yes")])) { (row.late) " 张" } }
            dt { (filter.month) " 月报" }
            dd { a href=(records(&[("kind", "report")])) { @if row.sheets == 0 { "未到" } @else { (row.sheets) " 张" } } }
            dt { "未处理的退回" } dd { (row.open) " 条" }
        }
        h2 { "各月报表" }
        (grid(code, &months, &sheets))
        (devices::section(visitor, code, &theirs, &codes, &office.keys.receipt_public()))
        h2 { "下发给它的消息" }
        (messages(&sent, &theirs))
    };
    Ok(page::inside(visitor, HOME, &row.name, &body))
}

/// The months that are over, the last first.
fn months(now: i64) -> Vec<String> {
    let first = clock::day_of(now).with_day(1).unwrap_or_default();
    let back = (1..=MONTHS).filter_map(|n| first.checked_sub_months(Months::new(n)));
    back.map(|day| format!("{:04}-{:02}", day.year(), day.month())).collect()
}

/// Nothing is missing from before a dealer's first machine was enrolled.
fn since_enrolled(months: Vec<String>, devices: &[Device]) -> Vec<String> {
    let first = devices.iter().map(|device| device.enrolled_at).min();
    let first = first.map(|at| words::civil(at).format("%Y-%m").to_string());
    months.into_iter().filter(|month| first.as_ref().is_some_and(|first| month >= first)).collect()
}

fn grid(dealer: &str, months: &[String], sheets: &[Sheet]) -> Markup {
    let keys: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.key.as_str()).collect();
    let later: BTreeSet<&str> =
        sheets.iter().map(|sheet| &*sheet.month).filter(|m| !months.iter().any(|o| o == m)).collect();
    let all: Vec<&str> = later.into_iter().rev().chain(months.iter().map(String::as_str)).collect();
    html! {
        @if keys.is_empty() { p.empty { "近 " (MONTHS) " 个月没有来过报表。" } }
        @else {
            div.wide tabindex="0" role="region" aria-label="各月报表" {
                table {
                    thead { tr { th { "月份" } @for key in &keys { th { (key) } } } }
                    tbody { @for month in &all { tr {
                        th scope="row" { (month) }
                        @for key in &keys {
                            td { (cell(dealer, sheets.iter().find(|one| one.month == *month && one.key == *key))) }
                        }
                    } } }
                }
            }
        }
    }
}

fn cell(dealer: &str, sheet: Option<&Sheet>) -> Markup {
    html! {
        @match sheet {
            None => span.chip.warn { "未到" },
            Some(sheet) => {
                a href=(records::of(dealer, &sheet.record_id)) { (words::civil(sheet.at).format("%m-%d")) }
                @if sheet.back { " " span.chip.bad { "已退回" } }
            }
        }
    }
}

/// The place of a cursor: the number before its first hyphen.
pub fn place(device: &Device) -> i64 {
    let number = device.feed_ack.as_deref().and_then(|cursor| cursor.split('-').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn messages(sent: &[Sent], devices: &[Device]) -> Markup {
    let active = devices.iter().filter(|device| device.revoked_at.is_none());
    let read = active.map(place).max().unwrap_or_default();
    html! {
        @if sent.is_empty() { p.empty { "还没有下发过消息。" } }
        @else {
            div.wide tabindex="0" role="region" aria-label="下发给它的消息" {
                table {
                    thead { tr { th.num { "序号" } th { "类别" } th { "标题" } th { "下发时间" } th { "状态" } } }
                    tbody { @for one in sent { tr {
                        td.num { (one.number) }
                        td { (words::message(&one.kind)) }
                        td { (one.title) }
                        td { (words::time(one.at)) }
                        td { @if one.number <= read { "已取" } @else { span.chip.warn { "还没取" } } }
                    } } }
                }
            }
        }
    }
}
