//! What goes down to dealers.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::page::{self, Answer, Field};
use super::{Asked, Posted, Stop, Visitor, blocking, posted, recipients, words};
use crate::http::Office;
use crate::store::clerks::Deed;

const HERE: &str = "/console/notices";
/// Letters of a title and of a text.
const MOST: [(&str, usize); 2] = [("title", 60), ("text", 4_000)];

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Notice {
    once: String,
    dealer: String,
    kind: String,
    title: String,
    text: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    sent: u32,
}

type Refusal = (&'static str, String);

pub async fn show(visitor: Visitor, Asked(done): Asked<Done>) -> Answer {
    let sentence = (done.sent > 0).then(|| format!("已下发给 {} 家经销商，下次联系时收到。", done.sent));
    let empty = Notice { kind: "notice".into(), ..Notice::default() };
    body(&visitor, &empty, None, &page::done(sentence.as_deref()))
}

fn body(visitor: &Visitor, given: &Notice, refusal: Option<&Refusal>, news: &Markup) -> Answer {
    let field = |name: &'static str, label: &'static str, value| {
        let refusal = refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
        Field { name, label, value, refusal }
    };
    let fields = html! {
        (posted::once()?)
        (field("dealer", "经销商代码（可写几个；给所有经销商，写“全部”）", &given.dealer).line("text", "off"))
        (field("kind", "类别", &given.kind).pick(&words::MESSAGES))
        (field("title", "标题", &given.title).line("text", "off"))
        (field("text", "正文", &given.text).lines())
        button { "下发" }
        p.quiet { "发出后不能收回，要更正请再发一条。" }
    };
    Ok(page::inside(visitor, HERE, "下发消息", &html! { (news) (page::form(visitor, HERE, &fields)) }))
}

pub async fn publish(State(office): State<Arc<Office>>, sent: Posted<Notice>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form } = sent;
        let to = recipients::named(&office, &form.dealer)?;
        let refused = to.as_ref().err().map(|why| ("dealer", why.clone())).or_else(|| refusal(&form));
        if let Some(refusal) = refused {
            return Ok(page::refused(body(&visitor, &form, Some(&refusal), &page::done(None))?));
        }
        let now = office.now();
        let text = json!({ "title": form.title.trim(), "text": form.text.trim() }).to_string();
        let (to, about) = (to.unwrap_or_default(), recipients::about(&form.dealer));
        let once = posted::once_key(&form.once, &[about, &form.kind, &text]);
        let deed = Deed { once: once.as_deref(), ..visitor.deed("notice", about, form.title.trim()) };
        posted::sent(office.store.add_items(&to, &form.kind, &text, now, Some(&deed)))?;
        Ok(Redirect::to(&format!("{HERE}?sent={}", to.len())).into_response())
    })
    .await
}

fn refusal(form: &Notice) -> Option<Refusal> {
    if !words::MESSAGES.iter().any(|(kind, _)| *kind == form.kind) {
        return Some(("kind", "没有这个类别，请从列表里选。".into()));
    }
    for ((name, most), given) in MOST.into_iter().zip([&form.title, &form.text]) {
        let letters = given.trim().chars().count();
        if letters == 0 {
            return Some((name, "这一栏要填。".into()));
        }
        if letters > most {
            return Some((name, format!("最多 {most} 个字，现在 {letters} 个，请写短一些。")));
        }
    }
    None
}
