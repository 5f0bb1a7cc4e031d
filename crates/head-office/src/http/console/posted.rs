//! What comes from a browser: addresses with filters, and forms with their token.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Stop, Visitor};
use crate::http::Office;

/// Filters of an address; what cannot be read counts as not given.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        Ok(Self(query.map(|Query(given)| given).unwrap_or_default()))
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
fn same(one: &str, other: &str) -> bool {
    wire::hash::sha256_hex(one.as_bytes()) == wire::hash::sha256_hex(other.as_bytes())
}
