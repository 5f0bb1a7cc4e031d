//! Who is logged in: a cookie no script can read, and a row that ends.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::{Stop, blocking, kept, login, page};
use crate::http::Office;
use crate::store::clerks::{Deed, Role, Session, Stale};

const COOKIE: &str = "sanbao_office";
/// A session nobody used is over after this time.
const IDLE_MS: i64 = 30 * 60_000;
/// A session is over after this time, used or not.
const WHOLE_MS: i64 = 12 * 60 * 60_000;
/// How exactly the last use is known.
const SEEN_MS: i64 = 60_000;

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub session: Session,
    pub token_hash: String,
}

impl Visitor {
    pub fn may(&self, role: Role) -> bool {
        self.session.role >= role
    }

    /// What they do, for the trail.
    pub fn deed<'a>(&'a self, action: &'a str, about: &'a str, detail: &'a str) -> Deed<'a> {
        Deed { clerk: &self.session.clerk, action, about, detail, once: None }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Stop> {
        parts.extensions.get::<Self>().cloned().ok_or(Stop::Role)
    }
}

/// Lets somebody with a good session in, and everybody else to the login.
pub async fn guard(State(office): State<Arc<Office>>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    let token = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
    let at = office.clone();
    match blocking(move || visitor(&at, token.as_deref())).await {
        Err(stop) => stop.into_response(),
        Ok(None) => {
            let (there, headers) = (page::login_for(back_to(&request)), request.headers().clone());
            match kept::kept(request).await {
                Some(kept) => login::after(&office, &headers, &kept).into_response(),
                None => Redirect::to(&there).into_response(),
            }
        }
        Ok(Some(visitor)) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
    }
}

/// A form is not sent a second time behind a person's back: after it the login leads to the first page.
fn back_to(request: &Request) -> &str {
    match *request.method() == Method::GET {
        true => request.uri().path_and_query().map_or(page::HOME, axum::http::uri::PathAndQuery::as_str),
        false => page::HOME,
    }
}

fn visitor(office: &Office, token: Option<&str>) -> Result<Option<Visitor>, Stop> {
    let Some(token) = token else { return Ok(None) };
    let (token_hash, now) = (hash(token), office.now());
    let Some(session) = office.store.session(&token_hash)? else { return Ok(None) };
    let over = stale(now);
    if session.begun_at <= over.begun || session.seen_at <= over.seen {
        office.store.end_session(&token_hash, now, None)?;
        return Ok(None);
    }
    if now - session.seen_at >= SEEN_MS {
        office.store.session_seen(&token_hash, now)?;
    }
    Ok(Some(Visitor { session, token_hash }))
}

const fn stale(now: i64) -> Stale {
    Stale { begun: now - WHOLE_MS, seen: now - IDLE_MS }
}

/// CONSOLE-2: only from this role on.
pub async fn at_least(role: Role, request: Request, next: Next) -> Response {
    match request.extensions().get::<Visitor>().is_some_and(|visitor| visitor.may(role)) {
        true => next.run(request).await,
        false => Stop::Role.into_response(),
    }
}

/// Begins a session; answers the cookie, and the token its forms have.
pub fn begin(office: &Office, clerk: &str, secure: bool) -> Result<(Cookie<'static>, String), Stop> {
    let (token, csrf) = (random()?, random()?);
    let now = office.now();
    let login = Deed { clerk, action: "login", about: "", detail: "", once: None };
    office.store.begin_session(&hash(&token), &csrf, now, stale(now), &login)?;
    Ok((cookie(COOKIE, token, "/console", secure), csrf))
}

/// A cookie that is forgotten at once.
pub fn forgotten() -> Cookie<'static> {
    Cookie::build((COOKIE, "")).path("/console").removal().build()
}

/// A cookie no script reads and no other site sends.
pub fn cookie(name: &'static str, value: String, path: &'static str, secure: bool) -> Cookie<'static> {
    let cookie = Cookie::build((name, value)).path(path).http_only(true).secure(secure);
    cookie.same_site(SameSite::Strict).build()
}

/// 128 random bits.
pub fn random() -> Result<String, Stop> {
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(|e| Stop::broken(&e))?;
    Ok(wire::hash::to_hex(&random))
}

fn hash(token: &str) -> String {
    wire::hash::sha256_hex(token.as_bytes())
}

/// The address this browser knows head office by; none where it says nothing of it.
pub fn address(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok().filter(|host| !host.is_empty())?;
    Some(format!("{}://{host}", if is_secure(headers) { "https" } else { "http" }))
}

/// Everywhere but on this machine itself the console stands behind TLS, and its cookies never leave it.
pub fn is_secure(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    !matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}
