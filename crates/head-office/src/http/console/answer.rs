//! Head office's answer to a case of exchange or return, as a form on the case's own page.
//!
//! - ANSWERPAGE-1 An answer names its case by its record and goes to the dealer the case came from; asked for anything missing, it keeps what was typed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;
use wire::remedy::{ANSWER_KIND, RemedyAnswerBody, VERDICTS};

use super::page::{self, Answer, Field, link};
use super::{Posted, Stop, Visitor, blocking, posted, record, words};
use crate::clock;
use crate::http::Office;
use crate::store::clerks::Deed;

/// Letters of each line, and of the words.
const MOST: (usize, usize) = (60, 500);

/// What the form sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Said {
    once: String,
    dealer: String,
    id: String,
    verdict: String,
    on: String,
    by: String,
    no: String,
    words: String,
}

type Refusal = (&'static str, String);

/// The form as it is opened.
pub fn fresh(office: &Office, visitor: &Visitor, dealer: &str, id: &str) -> Answer {
    let on = clock::day_of(office.now()).to_string();
    let given = Said { dealer: dealer.into(), id: id.into(), on, by: visitor.session.clerk.clone(), ..Said::default() };
    section(visitor, &given, None)
}

fn section(visitor: &Visitor, given: &Said, refusal: Option<&Refusal>) -> Answer {
    let field = |name: &'static str, label: &'static str, value| {
        let refusal = refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
        Field { name, label, value, refusal }
    };
    Ok(html! {
        h2 #answer { "答复经销商" }
        (page::form(visitor, "/console/answer", &html! {
            (posted::once()?)
            input type="hidden" name="dealer" value=(given.dealer);
            input type="hidden" name="id" value=(given.id);
            (field("verdict", "答复", &given.verdict).pick(&words::VERDICTS))
            (field("on", "答复日期", &given.on).line("text", "off"))
            (field("by", "答复人", &given.by).line("text", "off"))
            (field("no", "答复文号（可不填）", &given.no).line("text", "off"))
            (field("words", "说明：为什么不同意，改为怎样，还要什么材料", &given.words).lines())
            button { "发出答复" }
            p.quiet { "经销商下次联系时收到，记到这一件上。再发一次就是改答复，以后来的为准。" }
        }))
    })
}

pub async fn send(State(office): State<Arc<Office>>, sent: Posted<Said>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let newest = office.store.revisions(&form.dealer, &form.id)?.into_iter().next().ok_or(Stop::NotFound)?;
        if newest.row.kind != "remedy" {
            return Err(Stop::NotFound);
        }
        if let Some(refusal) = refusal(&form) {
            let form = section(&visitor, &form, Some(&refusal))?;
            return Ok(page::refused(record::with(
                &office,
                &visitor,
                (&newest.row.dealer, &newest.row.record_id),
                &form,
            )?));
        }
        let no = newest.row.no.unwrap_or_default();
        let title = format!("换货退货 {no} 的答复：{}", words::of(&words::VERDICTS, &form.verdict));
        let [verdict, on, by, number, said] =
            [&form.verdict, &form.on, &form.by, &form.no, &form.words].map(|text| text.trim().to_owned());
        let record_id = form.id.clone();
        let body = RemedyAnswerBody { title, record_id, case_no: no, verdict, on, by, no: number, words: said };
        let text = serde_json::to_string(&body).map_err(|why| Stop::broken(&why))?;
        let once = posted::once_key(&form.once, &[&form.dealer, &text]);
        let about = format!("{} {}", form.dealer, body.case_no);
        let deed = Deed { once: once.as_deref(), ..visitor.deed("answer", &about, &body.title) };
        posted::sent(office.store.add_item(&form.dealer, ANSWER_KIND, &text, office.now(), Some(&deed)).map(drop))?;
        let back = [("dealer", form.dealer.as_str()), ("id", &form.id), ("done", "answered")];
        Ok(Redirect::to(&link("/console/record", &back)).into_response())
    })
    .await
}

fn refusal(form: &Said) -> Option<Refusal> {
    if !VERDICTS.contains(&form.verdict.as_str()) {
        return Some(("verdict", "请选一个答复。".into()));
    }
    if form.on.trim().parse::<NaiveDate>().is_err() {
        return Some(("on", "没有这一天，请写成 2026-11-21。".into()));
    }
    if form.by.trim().is_empty() {
        return Some(("by", "请写答复人。".into()));
    }
    if form.verdict != "approved" && form.words.trim().is_empty() {
        return Some(("words", "不是同意，请写明说明，经销商要照着办。".into()));
    }
    let (line, words) = MOST;
    let all = [("by", &form.by, line), ("no", &form.no, line), ("words", &form.words, words)];
    let long = all.into_iter().find(|(_, text, most)| text.trim().chars().count() > *most);
    long.map(|(name, _, most)| (name, format!("最多 {most} 个字，请写短一些。")))
}

/// What head office answered before stands in the case itself; here is only the way to it.
pub fn done() -> Markup {
    page::done(Some("答复已发出，经销商下次联系时收到。"))
}
