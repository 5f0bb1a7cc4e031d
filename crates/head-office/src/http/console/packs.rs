//! Policy packs and calendars: what went out, a look at a file, and sending it.
//!
//! - PACKPAGE-1 What goes out was looked at first; the second click judges the same file anew and sends it once.
//! - PACKPAGE-2 A refused file sends nothing, and the sentence stands beside the field that is wrong.
//! - PACKPAGE-3 Sent again, a file goes to those dealers only that do not have it.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use wire::law::{CALENDAR_KIND, PACK_KIND};

use super::page::{self, Answer, Field};
use super::uploaded::{arrived, carried, form};
use super::{Asked, Posted, Stop, Uploaded, Visitor, blocking, posted, recipients, words};
use crate::http::Office;
use crate::pack::{Change, Law, Unfit, changes, issued_pack};
use crate::store::clerks::{Deed, Role};
use crate::store::lists::Issued;

const HERE: &str = "/console/packs";
const KNOWN: &str = "这些经销商都已经有这一份了，没有再发。";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    sent: Option<u32>,
}

/// The second click: the files again, and to whom.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Send {
    once: String,
    dealer: String,
    file: String,
    seal: String,
}

type Refusal = (&'static str, String);

pub async fn show(State(office): State<Arc<Office>>, visitor: Visitor, Asked(done): Asked<Done>) -> Answer {
    let sentence = done.sent.map(|sent| match sent {
        0 => KNOWN.to_owned(),
        sent => format!("已下发给 {sent} 家经销商，下次联系时收到，由经销商核对后启用。"),
    });
    blocking(move || shelf(&office, &visitor, "", None, &page::done(sentence.as_deref()))).await
}

/// What went out, and the form for the next.
fn shelf(office: &Office, visitor: &Visitor, dealer: &str, refusal: Option<&Refusal>, news: &Markup) -> Answer {
    let all = office.store.dealers()?.len();
    let (packs, calendars) = (office.store.issued(PACK_KIND)?, office.store.issued(CALENDAR_KIND)?);
    let here = office.keys.policy().map_err(|e| Stop::broken(&e))?.is_here();
    let body = html! {
        (news)
        h2 { "已下发的政策包" }
        @if packs.is_empty() { p.empty { "还没有下发过政策包。" } } @else { (went(&packs, all, true)) }
        h2 { "已下发的工作日历" }
        @if calendars.is_empty() { p.empty { "还没有下发过日历。程序里已有公布过的年份。" } } @else { (went(&calendars, all, false)) }
        @if visitor.may(Role::Admin) { (upload(visitor, dealer, here, refusal)) }
    };
    Ok(page::inside(visitor, HERE, "政策包和日历", &body))
}

fn went(all: &[Issued], dealers: usize, packs: bool) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(if packs { "已下发的政策包" } else { "已下发的工作日历" }) {
            table {
                thead { tr {
                    th { "名称" }
                    @if packs { th { "政策包" } th { "版本" } th { "起始日期" } }
                    th { "下发时间" } th.num { "经销商" }
                } }
                tbody { @for one in all { tr {
                    td { (title_of(one)) }
                    @if packs {
                        @if let Some(pack) = issued_pack(one) {
                            td.code { (pack.name) } td.code { (pack.version) } td { (pack.first_day) }
                        } @else { td {} td {} td {} }
                    }
                    td { (words::time(one.at)) }
                    td.num { (one.dealers) " / " (dealers) }
                } } }
            }
        }
    }
}

fn title_of(one: &Issued) -> String {
    let body: serde_json::Value = serde_json::from_str(&one.body).unwrap_or_default();
    body["title"].as_str().unwrap_or_default().to_owned()
}

fn upload(visitor: &Visitor, dealer: &str, here: bool, refusal: Option<&Refusal>) -> Markup {
    let field = |name: &'static str, label: &'static str, value| {
        let refusal = refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
        Field { name, label, value, refusal }
    };
    html! {
        h2 { "下发新的" }
        (form(visitor, "/console/packs/look", &html! {
            (field("file", "文件：政策包或日历（.json）", "").file(".json,application/json"))
            @if here { (field("seal", "签名文件（.seal），没有就由这台服务器签名；日历不用", "").file(".seal,.json")) }
            @else { (field("seal", "签名文件（.seal），政策包必须附上；日历不用", "").file(".seal,.json")) }
            (field("dealer", "经销商代码（可写几个，空着就是全部）", dealer).line("text", "off"))
            button { "先看一看" }
            p.quiet { "下一步列出改了什么，看过再下发。" }
        }))
    }
}

/// What goes out, and to whom: those who do not have it.
struct Ready {
    law: Law,
    kind: &'static str,
    body: String,
    title: String,
    to: Vec<String>,
    before: Option<serde_json::Value>,
    newest: Option<String>,
}

fn ready(office: &Office, file: &[u8], seal: Option<&[u8]>, dealer: &str) -> Result<Result<Ready, Refusal>, Stop> {
    let law = match Law::read(file) {
        Ok(law) => law,
        Err(why) => return Ok(Err(("file", why.to_string()))),
    };
    let kind = if matches!(law, Law::Pack(_)) { PACK_KIND } else { CALENDAR_KIND };
    let issued = office.store.issued(kind)?;
    let made = match made(office, &law, seal, &issued) {
        Ok(made) => made,
        Err(Unfit::Keys(why)) => return Err(Stop::broken(&why)),
        Err(why) => return Ok(Err((if why.is_of_the_seal() { "seal" } else { "file" }, why.to_string()))),
    };
    let meant = match recipients::meant(office, dealer)? {
        Ok(meant) => meant,
        Err(sentence) => return Ok(Err(("dealer", sentence))),
    };
    let (title, body, before, newest) = made;
    let lacking: HashSet<String> =
        office.store.lacking(kind, &wire::hash::sha256_hex(body.as_bytes()))?.into_iter().collect();
    let to: Vec<String> = meant.into_iter().filter(|code| lacking.contains(code)).collect();
    Ok(Ok(Ready { law, kind, body, title, to, before, newest }))
}

type Made = (String, String, Option<serde_json::Value>, Option<String>);

fn made(office: &Office, law: &Law, seal: Option<&[u8]>, issued: &[Issued]) -> Result<Made, Unfit> {
    let text = |body: serde_json::Result<String>| body.map_err(|why| Unfit::Keys(why.into()));
    match law {
        Law::Pack(pack) => {
            let before = pack.after(issued)?;
            let body = pack.body(&office.keys, seal)?;
            let newest = before.as_ref().map(|(_, pack)| pack.named());
            Ok((body.title.clone(), text(serde_json::to_string(&body))?, before.map(|(_, pack)| pack.value), newest))
        }
        Law::Calendar(calendar) => {
            let (body, before) = (calendar.body(), calendar.after(issued));
            let newest = before.as_ref().map(|(one, _)| format!("{} 下发的", words::time(one.at)));
            Ok((body.title.clone(), text(serde_json::to_string(&body))?, before.map(|(_, value)| value), newest))
        }
    }
}

pub async fn look(State(office): State<Arc<Office>>, sent: Uploaded) -> Result<Response, Stop> {
    blocking(move || {
        let (visitor, dealer) = (&sent.visitor, sent.field("dealer"));
        let refused = |refusal: &Refusal| -> Result<Response, Stop> {
            Ok(page::refused(shelf(&office, visitor, dealer, Some(refusal), &page::done(None))?))
        };
        let Some(file) = sent.file("file") else {
            return refused(&("file", "请选文件。".into()));
        };
        let seal = sent.file("seal").map(|seal| &seal.bytes[..]);
        match ready(&office, &file.bytes, seal, dealer)? {
            Err(refusal) => refused(&refusal),
            Ok(ready) if ready.to.is_empty() => refused(&("dealer", KNOWN.into())),
            Ok(ready) => Ok(second_look(visitor, &ready, (&file.bytes, seal), dealer)?.into_response()),
        }
    })
    .await
}

fn second_look(visitor: &Visitor, ready: &Ready, (file, seal): (&[u8], Option<&[u8]>), dealer: &str) -> Answer {
    let (value, changed) = match &ready.law {
        Law::Pack(pack) => (&pack.value, "规则"),
        Law::Calendar(calendar) => (&calendar.value, "节假日"),
    };
    let body = html! {
        dl.facts {
            @if let Law::Pack(pack) = &ready.law {
                dt { "政策包" } dd.code { (pack.name) }
                dt { "版本" } dd.code { (pack.version) }
                dt { "起始日期" } dd { (pack.first_day) }
                dt { "签名" } dd { @if seal.is_some() { "随文件带来，已核对" } @else { "下发时由这台服务器签名" } }
            }
            dt { "比较的是" } dd { (ready.newest.as_deref().unwrap_or("以前没有下发过")) }
            dt { "下发给" } dd { (ready.to.len()) " 家：" (some(&ready.to)) }
        }
        @match &ready.before {
            Some(before) => (differences(&changes(before, value), changed)),
            None => (contents(value)),
        }
        (page::form(visitor, HERE, &html! {
            (posted::once()?)
            (carried("file", file))
            @if let Some(seal) = seal { (carried("seal", seal)) }
            input type="hidden" name="dealer" value=(dealer);
            button { "下发给 " (ready.to.len()) " 家经销商" }
            " " a href=(HERE) { "不发，回去" }
            p.quiet { "下发后不能收回；要改就发更新的版本。" }
        }))
    };
    Ok(page::inside(visitor, HERE, &ready.title, &body))
}

/// The first few of many.
fn some(codes: &[String]) -> String {
    const FEW: usize = 8;
    let shown = codes.iter().take(FEW).map(String::as_str).collect::<Vec<_>>().join("、");
    if codes.len() > FEW { format!("{shown} 等") } else { shown }
}

/// What a first file holds: how many of each.
fn contents(value: &serde_json::Value) -> Markup {
    let sections = value.as_object().into_iter().flatten();
    let lists = sections.filter_map(|(name, list)| Some((words::of(&words::SECTIONS, name), list.as_array()?.len())));
    html! {
        h2 { "内容" }
        dl.facts { @for (name, count) in lists { dt { (name) } dd { (count) " 条" } } }
    }
}

fn differences(changes: &[Change], what: &str) -> Markup {
    html! {
        h2 { "改了什么" }
        @if changes.is_empty() { p { "和已下发的完全一样，这次只补发给还没有的经销商。" } }
        @else {
            div.wide tabindex="0" role="region" aria-label="改了什么" {
                table {
                    thead { tr { th { "部分" } th { (what) } th { "内容" } th { "原来" } th { "现在" } } }
                    tbody { @for change in changes { @for (at, (field, old, new)) in change.fields.iter().enumerate() { tr {
                        td { @if at == 0 { (words::of(&words::SECTIONS, &change.section)) } }
                        td { @if at == 0 { (rule(change)) } }
                        td { (words::of(&words::PACK_FIELDS, field)) }
                        td { @if let Some(old) = old { (old) } @else { span.quiet { "没有" } } }
                        td { @if let Some(new) = new { (new) } @else { span.chip.warn { "去掉" } } }
                    } } } }
                }
            }
        }
    }
}

/// In the words of the pack, and by its key (SENDPACK-4).
fn rule(change: &Change) -> Markup {
    html! {
        @if !change.says.is_empty() { (change.says) br; }
        span.code { (change.key) }
        @if change.is_new() { " " span.chip { "新增" } }
    }
}

pub async fn publish(State(office): State<Arc<Office>>, sent: Posted<Send>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let file = arrived(&form.file)?;
        let seal = (!form.seal.is_empty()).then(|| arrived(&form.seal)).transpose()?;
        let ready = match ready(&office, &file, seal.as_deref(), &form.dealer)? {
            Err(refusal) => {
                return Ok(page::refused(shelf(&office, &visitor, &form.dealer, Some(&refusal), &page::done(None))?));
            }
            Ok(ready) => ready,
        };
        // The second of two clicks finds nobody left.
        if !ready.to.is_empty() {
            let once = posted::once_key(&form.once, &[&form.dealer, &ready.body]);
            let about = recipients::about(&form.dealer);
            let deed = Deed { once: once.as_deref(), ..visitor.deed("publish", about, &ready.title) };
            posted::sent(office.store.add_items(&ready.to, ready.kind, &ready.body, office.now(), Some(&deed)))?;
        }
        Ok(Redirect::to(&format!("{HERE}?sent={}", ready.to.len())).into_response())
    })
    .await
}
