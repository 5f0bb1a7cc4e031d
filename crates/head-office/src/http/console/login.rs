//! In and out.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, extract::Query};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

use super::kept::{self, Kept};
use super::page::{self, Field};
use super::{Posted, Stop, blocking, session};
use crate::http::Office;
use crate::http::caller::Caller;
use crate::passwords;
use crate::store::clerks::Deed;

/// A cookie of the login page alone: its form was opened in this browser.
const DOOR: &str = "sanbao_login";
/// Wrong passwords of one name in a minute, from one place.
const TRIES: u32 = 10;

/// Wrong passwords of one name in a minute, from all places: who is many still guesses slowly.
const TRIES_OF_ALL: u32 = 60;

/// Whether a name had its wrong tries of this minute.
pub(super) fn too_many(office: &Office, caller: &Caller, name: &str, now: i64) -> Result<bool, Stop> {
    let what = what(name);
    let tries = |what: &str| office.store.wrong_tries(what, now);
    Ok(tries(&caller.at(&what))? >= TRIES || tries(&what)? >= TRIES_OF_ALL)
}

/// Another wrong try.
pub(super) fn wrong(office: &Office, caller: &Caller, name: &str, now: i64) -> Result<(), Stop> {
    let what = what(name);
    office.store.note_wrong(&caller.at(&what), now)?;
    Ok(office.store.note_wrong(&what, now)?)
}

fn what(name: &str) -> String {
    format!("login {name}")
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Next {
    next: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Login {
    csrf: String,
    name: String,
    password: String,
    next: String,
    kept: String,
    kept_to: String,
}

impl Login {
    fn kept(&self) -> Kept {
        Kept { to: inner(&self.kept_to).to_owned(), form: self.kept.clone() }
    }
}

pub async fn show(State(office): State<Arc<Office>>, headers: HeaderMap, query: Query<Next>) -> Result<Response, Stop> {
    let form = Login { next: query.0.next, ..Login::default() };
    opened(&office, &headers, &form, None)
}

/// The login for somebody whose session was over when a form came (CONSOLE-11).
pub fn after(office: &Office, headers: &HeaderMap, kept: &Kept) -> Result<Response, Stop> {
    let form = Login { kept: kept.form.clone(), kept_to: kept.to.clone(), ..Login::default() };
    opened(office, headers, &form, None)
}

/// The page with a fresh token in form and cookie.
fn opened(office: &Office, headers: &HeaderMap, given: &Login, refusal: Option<&str>) -> Result<Response, Stop> {
    let nonce = session::random()?;
    let seal = office.keys.seal(&format!("login\n{nonce}"));
    let page = page::outside("登录总部服务台", &fields(&seal, given, refusal));
    let page = if refusal.is_some() { page::refused(page) } else { page.into_response() };
    let jar = CookieJar::new().add(session::cookie(DOOR, nonce, "/console/login", session::is_secure(headers)));
    Ok((jar, page).into_response())
}

fn fields(seal: &str, given: &Login, refusal: Option<&str>) -> Markup {
    html! {
        @if !given.kept.is_empty() { p.done role="status" { "登录过了时间，请重新登录。刚才填的内容还在，登录后可以接着提交。" } }
        form method="post" action="/console/login" {
            input type="hidden" name="csrf" value=(seal);
            input type="hidden" name="next" value=(given.next);
            (kept::hidden(&given.kept()))
            (page::filter("name", "账号", &given.name).line("text", "username"))
            (Field { name: "password", label: "密码", value: "", refusal }.line("password", "current-password"))
            button { "登录" }
        }
    }
}

pub async fn enter(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    jar: CookieJar,
    caller: Caller,
    sent: Result<Form<Login>, FormRejection>,
) -> Result<Response, Stop> {
    let Form(login) = sent.map_err(|_| Stop::Form)?;
    let nonce = jar.get(DOOR).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    if nonce.is_empty() || !office.keys.is_sealed(&format!("login\n{nonce}"), &login.csrf) {
        return Err(Stop::Token);
    }
    let _turn = office.console.hashing.acquire().await.map_err(|e| Stop::broken(&e))?;
    let secure = session::is_secure(&headers);
    let at = office.clone();
    let given = Login { password: String::new(), ..login.clone() };
    match blocking(move || admit(&at, &caller, &login, secure)).await? {
        Ok((cookie, csrf)) => {
            let jar = CookieJar::new().add(cookie);
            match kept::again(&given.kept(), &csrf) {
                Some(page) => Ok((jar, page).into_response()),
                None => Ok((jar, Redirect::to(inner(&given.next))).into_response()),
            }
        }
        Err(refusal) => opened(&office, &headers, &given, Some(refusal)),
    }
}

/// Only a place of the console: a link that somebody sent leads nowhere else.
fn inner(next: &str) -> &str {
    let is_ours = next.starts_with("/console/") && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_ours { next } else { page::HOME }
}

type Admitted = Result<(axum_extra::extract::cookie::Cookie<'static>, String), &'static str>;

fn admit(office: &Office, caller: &Caller, login: &Login, secure: bool) -> Result<Admitted, Stop> {
    let (now, name) = (office.now(), login.name.trim());
    let is_name = wire::sign::is_plain(name) && login.password.len() <= passwords::MOST * 4;
    if !is_name {
        return Ok(Err("账号或密码不对，请再输一次。"));
    }
    if too_many(office, caller, name, now)? {
        return Ok(Err("错得太多了，请过一分钟再试。"));
    }
    let clerk = office.store.clerk(name)?;
    if !passwords::fits(&login.password, clerk.as_ref().map(|clerk| clerk.password.as_str())) {
        wrong(office, caller, name, now)?;
        // Of real names only: strangers do not make the trail grow, and a password typed into the wrong field stays out.
        if clerk.is_some() {
            let deed = Deed { clerk: name, action: "login_failed", about: "", detail: "", once: None };
            office.store.note(&deed, now)?;
        }
        return Ok(Err("账号或密码不对，请再输一次。"));
    }
    Ok(Ok(session::begin(office, name, secure)?))
}

#[derive(Deserialize)]
pub struct Nothing {}

pub async fn leave(State(office): State<Arc<Office>>, sent: Posted<Nothing>) -> Result<Response, Stop> {
    let Posted { visitor, form: Nothing {} } = sent;
    blocking(move || {
        Ok(office.store.end_session(&visitor.token_hash, office.now(), Some(&visitor.deed("logout", "", "")))?)
    })
    .await?;
    Ok((CookieJar::new().add(session::forgotten()), Redirect::to("/console/login")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_into_the_console_or_home() {
        for inside in ["/console/records?kind=card", "/console/lookup"] {
            assert_eq!(inner(inside), inside);
        }
        for outside in ["//evil.example", "https://evil.example/console/", "/console/\\evil", "/console/\r\nX: 1", ""] {
            assert_eq!(inner(outside), page::HOME);
        }
    }
}
