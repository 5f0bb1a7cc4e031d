//! What head office decided of claims and old parts, from the filled workbook: a look at every row, and sending it.
//!
//! - DECIDEPAGE-1 Every row is shown before it goes: those that go, to whom, and those that are refused with the reason.
//! - DECIDEPAGE-2 A file that is no filled workbook, or of nobody known, is refused with its sentence and sends nothing.
//! - DECIDEPAGE-3 The second click reads the same file anew; what it sends goes once, however often it is clicked.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use report::read;
use serde::Deserialize;
use wire::decisions::{DecidedLine, DecisionsBody, JudgedPart, SettledClaim};

use super::page::{self, Answer, Field, link};
use super::uploaded::{arrived, carried, form};
use super::{Asked, Posted, Stop, Uploaded, Visitor, blocking, posted, words};
use crate::decide::{By, Decided, Plan, RowError, Undecided, rows_of};
use crate::http::Office;

const HERE: &str = "/console/decide";
/// Rows shown of a message; a workbook may have thousands.
const SHOWN: usize = 500;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    rows: Option<u32>,
    before: u32,
    refused: u32,
    to: String,
}

/// The second click: the file again.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Send {
    once: String,
    dealer: String,
    name: String,
    file: String,
}

type Refusal = (&'static str, String);

pub async fn show(visitor: Visitor, Asked(done): Asked<Done>) -> Answer {
    let sentence = done.rows.map(|rows| {
        let whose = if done.to.is_empty() { "没有发给谁".into() } else { format!("发给 {}", done.to) };
        format!("{whose}：发出 {rows} 行，发过 {} 行，不发 {} 行。", done.before, done.refused)
    });
    Ok(empty(&visitor, "", None, &page::done(sentence.as_deref())))
}

fn empty(visitor: &Visitor, dealer: &str, refusal: Option<&Refusal>, news: &Markup) -> Markup {
    let field = |name: &'static str, label: &'static str, value| {
        let refusal = refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
        Field { name, label, value, refusal }
    };
    let body = html! {
        (news)
        p { "把填好的旧件返回清单（W07）、核销申请表（W08）或核销通知书（W09）发给经销商。" }
        (form(visitor, "/console/decide/look", &html! {
            (field("file", "填好的工作簿（.xlsx、.xls 或 .csv）", "").file(".xlsx,.xls,.csv"))
            (field("dealer", "经销商代码（看编号就知道，一般空着）", dealer).line("text", "off"))
            button { "先看一看" }
            p.quiet { "下一步逐行列出发什么、发给谁、哪几行不发，看过再发。" }
        }))
    };
    page::inside(visitor, HERE, "下发核定", &body)
}

fn planned(office: &Office, bytes: &[u8], name: &str, dealer: &str) -> Result<Result<Plan, Refusal>, Stop> {
    let book = match read::open(bytes, name) {
        Ok(book) => book,
        Err(why) => return Ok(Err(("file", format!("{}。", Undecided::Unread(name.to_owned(), why))))),
    };
    match crate::decide::look(&*office.store, &book, Some(dealer).filter(|code| !code.is_empty())) {
        Ok(plan) => Ok(Ok(plan)),
        Err(Undecided::Store(why)) => Err(why.into()),
        Err(why @ Undecided::NoDealer(_)) => Ok(Err(("dealer", format!("{why}，请核对代码。")))),
        Err(why) => Ok(Err(("file", format!("{why}。")))),
    }
}

pub async fn look(State(office): State<Arc<Office>>, sent: Uploaded) -> Result<Response, Stop> {
    blocking(move || {
        let (visitor, dealer) = (&sent.visitor, sent.field("dealer"));
        let refused = |refusal: &Refusal| page::refused(empty(visitor, dealer, Some(refusal), &page::done(None)));
        let Some(file) = sent.file("file") else {
            return Ok(refused(&("file", "请选文件。".into())));
        };
        match planned(&office, &file.bytes, &file.name, dealer)? {
            Err(refusal) => Ok(refused(&refusal)),
            Ok(plan) => {
                let bodies = plan.bodies(&*office.store).map_err(|why| Stop::broken(&why))?;
                let carry = html! {
                    (carried("file", &file.bytes))
                    input type="hidden" name="name" value=(file.name);
                    input type="hidden" name="dealer" value=(dealer);
                };
                Ok(second_look(visitor, plan.decided(), &bodies, &carry)?.into_response())
            }
        }
    })
    .await
}

fn second_look(
    visitor: &Visitor,
    decided: &Decided,
    bodies: &[(&str, &DecisionsBody, bool)],
    carry: &Markup,
) -> Answer {
    let going: usize = bodies.iter().filter(|(_, _, went)| !went).map(|(_, body, _)| rows_of(body)).sum();
    let body = html! {
        dl.facts {
            dt { "工作簿" } dd { (decided.sheet) "，" (decided.rows) " 行" }
            dt { "要发" } dd { (going) " 行" }
            dt { "没填" } dd { (decided.open) " 行" }
            dt { "不发" } dd { @if decided.refused > 0 { span.chip.bad { (decided.refused) " 行" } } @else { "0 行" } }
        }
        @if !decided.errors.is_empty() { (refused_rows(&decided.errors)) }
        @for (dealer, body, went) in bodies {
            h2 { (dealer) "：" (body.title) @if *went { " " span.chip { "发过，内容一样，不再发" } } }
            (rows(body))
        }
        @if going > 0 {
            (page::form(visitor, HERE, &html! {
                (posted::once()?)
                (carry)
                button { "发出 " (going) " 行" }
                " " a href=(HERE) { "不发，回去" }
                p.quiet { "发出后不能收回；改了工作簿可以再发一次，经销商以后来的为准。" }
            }))
        } @else {
            p.empty { "没有要发的。" a href=(HERE) { "换一个文件" } }
        }
    };
    Ok(page::inside(visitor, HERE, "核对要下发的核定", &body))
}

fn refused_rows(errors: &[RowError]) -> Markup {
    html! {
        h2 { "不发的行" }
        div.wide tabindex="0" role="region" aria-label="不发的行" {
            table {
                thead { tr { th { "工作表" } th.num { "行" } th { "栏目" } th { "原因" } } }
                tbody { @for why in errors.iter().take(SHOWN) { tr {
                    td { (why.sheet) } td.num { (why.row) } td { (why.field) } td { (why.message) }
                } } }
            }
        }
        @if errors.len() > SHOWN { p.quiet { "只列出前 " (SHOWN) " 行，共 " (errors.len()) " 行。" } }
    }
}

fn rows(body: &DecisionsBody) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(body.title) {
            table {
                @if !body.lines.is_empty() {
                    thead { tr { th { "维修单号" } th.num { "申请金额" } th.num { "核定金额" } th { "原因" } th { "核定人" } } }
                    tbody { @for line in body.lines.iter().take(SHOWN) { (line_row(line)) } }
                } @else if !body.notices.is_empty() {
                    thead { tr {
                        th { "通知编号" } th { "日期" } th { "申请单号" } th.num { "申请金额" } th.num { "核定金额" }
                        th.num { "核减金额" } th { "核减明细" } th.num { "抵扣货款" }
                    } }
                    tbody { @for notice in body.notices.iter().take(SHOWN) { (notice_row(notice)) } }
                } @else {
                    thead { tr {
                        th { "旧件标签号" } th.num { "发出" } th.num { "实收" } th.num { "不符" } th { "鉴定" } th { "处置" } th { "鉴定人" }
                    } }
                    tbody { @for part in body.parts.iter().take(SHOWN) { (part_row(part)) } }
                }
            }
        }
        @if rows_of(body) > SHOWN { p.quiet { "只列出前 " (SHOWN) " 行，共 " (rows_of(body)) " 行，全部会发。" } }
    }
}

fn line_row(line: &DecidedLine) -> Markup {
    html! { tr {
        td.code { (line.repair_no) }
        td.num { (words::yuan(line.claimed_fen)) }
        td.num { @if let Some(fen) = line.approved_fen { (words::yuan(fen)) } @else { span.chip.warn { "待补资料" } } }
        td { (line.reason) } td { (line.judged_by) }
    } }
}

fn notice_row(notice: &SettledClaim) -> Markup {
    html! { tr {
        td.code { (notice.no) } td { (notice.noticed_on) } td.code { (notice.claim_no) }
        td.num { (words::yuan(notice.claimed_fen)) } td.num { (words::yuan(notice.approved_fen)) }
        td.num { (words::yuan(notice.cut_fen)) } td { (notice.cut_note) } td.num { (words::yuan(notice.deduction_fen)) }
    } }
}

fn part_row(part: &JudgedPart) -> Markup {
    html! { tr {
        td.code { (part.tag_no) }
        td.num { (words::milli(part.qty_milli)) } td.num { (words::milli(part.received_milli)) }
        td.num { (words::milli(part.wrong_milli)) }
        td { (part.verdict.as_deref().map_or("", |word| words::of(&words::JUDGED, word))) }
        td { (part.disposal.as_deref().map_or("", |word| words::of(&words::DISPOSED, word))) }
        td { (part.judged_by) }
    } }
}

pub async fn publish(State(office): State<Arc<Office>>, sent: Posted<Send>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let plan = match planned(&office, &arrived(&form.file)?, &form.name, &form.dealer)? {
            Ok(plan) => plan,
            Err(refusal) => {
                return Ok(page::refused(empty(&visitor, &form.dealer, Some(&refusal), &page::done(None))));
            }
        };
        let by = By { clerk: &visitor.session.clerk, once: &form.once };
        let done = plan.send(&*office.store, office.now(), Some(by)).map_err(|why| Stop::broken(&why))?;
        let count = |number: usize| number.to_string();
        let (rows, before, refused) = (count(done.published), count(done.unchanged), count(done.refused));
        let said = [("rows", &*rows), ("before", &before), ("refused", &refused), ("to", &done.dealers.join("、"))];
        Ok(Redirect::to(&link(HERE, &said)).into_response())
    })
    .await
}
