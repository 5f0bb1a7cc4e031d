//! One record: its revisions, its receipts, what was said against it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::page::{self, Answer, Field, link};
use super::{Asked, Posted, Stop, Visitor, answer, attachment, blocking, mend, posted, words};
use crate::http::Office;
use crate::store::clerks::{Deed, Role};
use crate::store::lists::{Revision, Verdict};

const HERE: &str = "/console/records";
/// The code a desk knows a record by that a clerk sent back.
const CODE: &str = "sent_back";
/// Kinds a desk turns back; others have no paper of their own there.
const RETURNED: [&str; 4] = ["card", "repair", "report", "form_entry"];
/// Letters of a reason.
const MOST_REASON: usize = 500;
/// Letters of a field's content in the list of fields.
const MOST_SHOWN: usize = 24;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct One {
    dealer: String,
    id: String,
    done: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Back {
    once: String,
    dealer: String,
    id: String,
    rev: String,
    field: String,
    reason: String,
}

pub async fn one(State(office): State<Arc<Office>>, visitor: Visitor, Asked(one): Asked<One>) -> Answer {
    blocking(move || {
        let done = match one.done.as_str() {
            "back" => page::done(Some("已退回，经销商下次联系时收到。")),
            "answered" => answer::done(),
            _ => page::done(None),
        };
        let given = Back { dealer: one.dealer, id: one.id, ..Back::default() };
        let page = page(&office, &visitor, &given, None, (&done, None))?;
        office.store.note(&visitor.deed("record", &given.dealer, &given.id), office.now())?;
        Ok(page)
    })
    .await
}

/// A record's page with the answer's form as it was refused.
pub fn with(office: &Office, visitor: &Visitor, (dealer, id): (&str, &str), answer: &Markup) -> Answer {
    let given = Back { dealer: dealer.to_owned(), id: id.to_owned(), ..Back::default() };
    page(office, visitor, &given, None, (&page::done(None), Some(answer)))
}

fn page(
    office: &Office,
    visitor: &Visitor,
    given: &Back,
    refusal: Option<&(&str, String)>,
    (news, answering): (&Markup, Option<&Markup>),
) -> Answer {
    let revisions = office.store.revisions(&given.dealer, &given.id)?;
    let verdicts = office.store.verdicts(&given.dealer, &given.id)?;
    if revisions.is_empty() && verdicts.is_empty() {
        return Err(Stop::NotFound);
    }
    let newest = revisions.first();
    let kind = newest.map_or("拒收的记录", |newest| words::of(&words::KINDS, &newest.row.kind));
    let no = newest.and_then(|newest| newest.row.no.clone()).unwrap_or_default();
    let body = html! {
        (news)
        dl.facts {
            dt { "经销商" } dd { a href=(link("/console/dealer", &[("code", &given.dealer)])) { (given.dealer) } }
            dt { "记录号" } dd.code { (given.id) }
        }
        @if !verdicts.is_empty() { (said(&verdicts)) }
        @for (at, revision) in revisions.iter().enumerate() { (shown(revision, at == 0)) }
        @if let Some(newest) = newest {
            @let body: Value = serde_json::from_str(&newest.body).unwrap_or_default();
            (attachment::section(office, visitor, &given.dealer, &given.id, &body)?)
            @if newest.row.kind == "remedy" && visitor.may(Role::Clerk) {
                @match answering {
                    Some(form) => (form),
                    None => (answer::fresh(office, visitor, &given.dealer, &given.id)?),
                }
            }
        }
        @if let Some(newest) = newest && visitor.may(Role::Clerk) {
            @match kept(office, newest)? {
                Some(why) => p.quiet { (why) },
                None => (back(visitor, given, newest, refusal)?),
            }
        }
    };
    Ok(page::inside(visitor, HERE, format!("{kind} {no}").trim_end(), &body))
}

fn said(verdicts: &[Verdict]) -> Markup {
    html! {
        h2 { "拒收与退回" }
        div.wide tabindex="0" role="region" aria-label="拒收与退回" {
            table {
                thead { tr { th.num { "版本" } th { "结果" } th { "字段" } th { "原因" } th { "时间" } } }
                tbody {
                    @for verdict in verdicts {
                        tr {
                            td.num { (verdict.rev) }
                            td { span.chip.bad { (words::verdict(&verdict.status)) } }
                            td.code { (verdict.field.as_deref().unwrap_or_default()) }
                            td { (verdict.message.as_deref().or(verdict.code.as_deref()).unwrap_or_default()) }
                            td { (verdict.at.map(words::time).unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

fn shown(revision: &Revision, open: bool) -> Markup {
    let row = &revision.row;
    let body: Value = serde_json::from_str(&revision.body).unwrap_or_default();
    html! {
        details.revision open[open] {
            summary {
                "第 " (row.rev) " 版 · " (words::of(&words::STATES, &row.state)) " · " (words::time(row.received_at))
            }
            dl.facts {
                dt { "回执号" } dd { (row.server_seq) }
                dt { "设备" } dd.code { (revision.device_id) }
                dt { "校验和" } dd.code { (revision.hash) }
                dt { "回执签名" } dd.code { (revision.signature) }
            }
            dl.facts.body { @for (label, value) in words::fields(&body) { dt { (label) } dd { (value) } } }
        }
    }
}

/// Why a record is not sent back: the desk has no paper of it that a person could mend.
fn kept(office: &Office, newest: &Revision) -> Result<Option<&'static str>, Stop> {
    let row = &newest.row;
    if row.kind == "remedy" {
        return Ok(Some("换货退货不退回，要经销商补什么，请写在上面的答复里。"));
    }
    if !RETURNED.contains(&row.kind.as_str()) {
        return Ok(Some("这一类记录不能退回。要经销商更正，请在「下发消息」里写明是哪一条。"));
    }
    let voided = || serde_json::from_str::<Value>(&newest.body).is_ok_and(|body| body["void_reason"].is_string());
    let cancelled = office.store.is_reversed(&row.dealer, &row.record_id)? || (row.kind == "form_entry" && voided());
    Ok(cancelled.then_some("经销商已作废这条记录，不用再退回。"))
}

fn back(visitor: &Visitor, given: &Back, newest: &Revision, refusal: Option<&(&str, String)>) -> Answer {
    let said = |name: &str| refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
    let body: Value = serde_json::from_str(&newest.body).unwrap_or_default();
    let places = mend::mendable(&newest.row.kind, &body);
    let named: Vec<(&str, String)> =
        places.iter().map(|one| (one.path.as_str(), format!("{}：{}", one.label, short(&one.shown)))).collect();
    let none = [("", "不指哪一栏")].into_iter();
    let choices: Vec<(&str, &str)> = none.chain(named.iter().map(|(path, words)| (*path, words.as_str()))).collect();
    let rev = newest.row.rev;
    let then = match newest.row.kind.as_str() {
        "report" => "经销商更正后会重新报送这张表，那是一条新记录。",
        _ => "经销商更正后会报来新版本。",
    };
    Ok(html! {
        h2 { "退回第 " (rev) " 版" }
        (page::form(visitor, "/console/send-back", &html! {
            (posted::once()?)
            input type="hidden" name="dealer" value=(given.dealer);
            input type="hidden" name="id" value=(given.id);
            input type="hidden" name="rev" value=(rev);
            (Field { name: "reason", label: "原因，经销商会看到", value: &given.reason, refusal: said("reason") }.lines())
            (Field { name: "field", label: "哪一栏有错（可不选）", value: &given.field, refusal: said("field") }.pick(&choices))
            button { "退回" }
            p.quiet { "记录和回执都保留，已报送的日期不变；" (then) }
        }))
    })
}

/// What stands in a field, short enough for a list.
fn short(shown: &str) -> String {
    let cut: String = shown.chars().take(MOST_SHOWN).collect();
    if cut.len() < shown.len() { format!("{cut}…") } else { cut }
}

pub async fn send_back(State(office): State<Arc<Office>>, sent: Posted<Back>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let newest = office.store.revisions(&form.dealer, &form.id)?.into_iter().next().ok_or(Stop::NotFound)?;
        let rev = newest.row.rev;
        if kept(&office, &newest)?.is_some() {
            return Ok(page::refused(page(&office, &visitor, &form, None, (&page::done(None), None))?));
        }
        if let Some(refusal) = refusal(&form, &newest) {
            return Ok(page::refused(page(&office, &visitor, &form, Some(&refusal), (&page::done(None), None))?));
        }
        let now = office.now();
        let mut body = json!({
            "record_id": form.id, "rev": rev, "code": CODE, "message": form.reason.trim(),
        });
        if !form.field.trim().is_empty() {
            body["field"] = form.field.trim().into();
        }
        let (body, about) = (body.to_string(), format!("{} {} 第 {rev} 版", form.dealer, form.id));
        let once = posted::once_key(&form.once, &[&form.dealer, &body]);
        let deed = Deed { once: once.as_deref(), ..visitor.deed("send_back", &about, form.reason.trim()) };
        posted::sent(office.store.add_item(&form.dealer, "rejection", &body, now, Some(&deed)).map(drop))?;
        let back = [("dealer", form.dealer.as_str()), ("id", &form.id), ("done", "back")];
        Ok(Redirect::to(&link("/console/record", &back)).into_response())
    })
    .await
}

fn refusal(form: &Back, newest: &Revision) -> Option<(&'static str, String)> {
    let rev = newest.row.rev;
    if form.rev != rev.to_string() {
        return Some(("reason", format!("刚才来了第 {rev} 版，请看过再决定。")));
    }
    if domain::text::clean(&form.reason).is_empty() {
        return Some(("reason", "请写原因，经销商要照着更正。".into()));
    }
    if form.reason.trim().chars().count() > MOST_REASON {
        return Some(("reason", format!("最多 {MOST_REASON} 个字，请写短一些。")));
    }
    let field = form.field.trim();
    let body: Value = serde_json::from_str(&newest.body).unwrap_or_default();
    let known = field.is_empty() || mend::mendable(&newest.row.kind, &body).iter().any(|place| place.path == field);
    (!known).then(|| ("field", "这条记录没有这一栏，请从列表里选。".into()))
}
