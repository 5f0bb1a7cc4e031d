//! What comes from a browser: addresses with filters, and forms with their token.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use maud::html;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::page::Answer;
use super::{Stop, Visitor, session};
use crate::http::Office;
use crate::store::StoreError;

/// Filters of an address (CONSOLE-10).
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Stop> {
        let query = parts.uri.query().unwrap_or_default();
        serde_urlencoded::from_str(query).map(Self).map_err(|_| Stop::Filter(culprit::<T>(query)))
    }
}

/// The filter that cannot be read: one that fails by itself, or that stands there twice.
fn culprit<T: DeserializeOwned>(query: &str) -> String {
    let given: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let fails = |pair: &(String, String)| {
        serde_urlencoded::to_string([pair]).is_ok_and(|alone| serde_urlencoded::from_str::<T>(&alone).is_err())
    };
    let twice = |pair: &(String, String)| given.iter().filter(|other| other.0 == pair.0).count() > 1;
    let found = given.iter().find(|pair| fails(pair)).or_else(|| given.iter().find(|pair| twice(pair)));
    found.map(|(name, _)| name.clone()).unwrap_or_default()
}

/// Names a form that sends something, so that it is sent once (CLERK-3).
pub fn once() -> Answer {
    let once = session::random()?;
    Ok(html! { input type="hidden" name="once" value=(once); })
}

/// What a form sends, under its name. Sent again with other content it is something else.
pub fn once_key(once: &str, content: &[&str]) -> Option<String> {
    let whole = [&[once], content].concat().join("\n");
    (!once.is_empty()).then(|| wire::hash::sha256_hex(whole.as_bytes()))
}

/// Sent now, or by the first of two clicks.
pub fn sent(done: Result<(), StoreError>) -> Result<(), Stop> {
    match done {
        Err(StoreError::Again) => Ok(()),
        done => Ok(done?),
    }
}

/// A form of somebody logged in. There is no other way to a form's fields than past its token.
pub struct Posted<T> {
    /// Who.
    pub visitor: Visitor,
    /// What.
    pub form: T,
}

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(default)]
    csrf: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Office>> for Posted<T> {
    type Rejection = Stop;

    async fn from_request(request: Request, office: &Arc<Office>) -> Result<Self, Stop> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, office).await?;
        let body = Request::from_parts(parts, body);
        let bytes = Bytes::from_request(body, office).await.map_err(|_| Stop::Form)?;
        let sent: Envelope<T> = serde_urlencoded::from_bytes(&bytes).map_err(|_| Stop::Form)?;
        match same(&sent.csrf, &visitor.session.csrf) {
            true => Ok(Self { visitor, form: sent.form }),
            false => Err(Stop::Token),
        }
    }
}

/// Compared as hashes: how long it takes tells nothing.
pub fn same(one: &str, other: &str) -> bool {
    wire::hash::sha256_hex(one.as_bytes()) == wire::hash::sha256_hex(other.as_bytes())
}
