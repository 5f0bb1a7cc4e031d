//! One's own password.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{self, Answer, Field};
use super::{Posted, Stop, Visitor, blocking, login};
use crate::http::Office;
use crate::http::caller::Caller;
use crate::passwords;

const HERE: &str = "/console/password";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Change {
    old: String,
    new: String,
    again: String,
}

type Refusal = (&'static str, String);

pub async fn show(visitor: Visitor) -> Answer {
    Ok(body(&visitor, None))
}

fn body(visitor: &Visitor, refusal: Option<&Refusal>) -> Markup {
    let field = |name: &'static str, label: &'static str, autocomplete: &str| {
        let refusal = refusal.filter(|(at, _)| *at == name).map(|(_, sentence)| sentence.as_str());
        Field { name, label, value: "", refusal }.line("password", autocomplete)
    };
    let fields = html! {
        (field("old", "现在的密码", "current-password"))
        (field("new", "新密码", "new-password"))
        (field("again", "新密码再输一次", "new-password"))
        button { "改密码" }
        p.quiet { "改好后，所有地方都会退出，请用新密码重新登录。" }
    };
    page::inside(visitor, HERE, "改密码", &page::form(visitor, HERE, &fields))
}

pub async fn change(State(office): State<Arc<Office>>, caller: Caller, sent: Posted<Change>) -> Result<Response, Stop> {
    let _turn = office.console.hashing.acquire().await.map_err(|e| Stop::broken(&e))?;
    let at = office.clone();
    blocking(move || {
        let Posted { visitor, form } = sent;
        if let Some(refusal) = refusal(&at, &caller, &visitor, &form)? {
            return Ok(page::refused(body(&visitor, Some(&refusal))));
        }
        let name = &visitor.session.clerk;
        at.store.set_password(name, &passwords::hash(&form.new)?, at.now(), Some(&visitor.deed("password", "", "")))?;
        Ok(Redirect::to("/console/login").into_response())
    })
    .await
}

fn refusal(office: &Office, caller: &Caller, visitor: &Visitor, form: &Change) -> Result<Option<Refusal>, Stop> {
    let name = &visitor.session.clerk;
    if login::too_many(office, caller, name, office.now())? {
        return Ok(Some(("old", "错得太多了，请过一分钟再试。".into())));
    }
    let clerk = office.store.clerk(name)?;
    if !passwords::fits(&form.old, clerk.as_ref().map(|clerk| clerk.password.as_str())) {
        login::wrong(office, caller, name, office.now())?;
        return Ok(Some(("old", "现在的密码不对，请再输一次。".into())));
    }
    let letters = form.new.chars().count();
    if !(passwords::FEWEST..=passwords::MOST).contains(&letters) {
        let (fewest, most) = (passwords::FEWEST, passwords::MOST);
        return Ok(Some(("new", format!("新密码要 {fewest} 到 {most} 个字，请换一个。"))));
    }
    Ok((form.new != form.again).then(|| ("again", "两次输的新密码不一样，请再输一次。".into())))
}
