//! Signs every answer, and turns away versions that do not meet.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use wire::{HEADER_PROTOCOL, HEADER_REQUEST, HEADER_SIGNATURE, PROTOCOL};

use super::Office;
use super::fault::Fault;

/// Answers are small: hello, receipts of a batch, a page of the feed.
const MAX_ANSWER: usize = 64 * 1024 * 1024;

pub async fn seal(State(office): State<Arc<Office>>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let nonce = header(request.headers(), HEADER_REQUEST);
    let response = match speaks(request.headers()) {
        true => next.run(request).await,
        false => upgrade().into_response(),
    };
    let Some(nonce) = nonce.filter(|n| is_nonce(n)) else {
        return response;
    };
    sign(&office, response, |status, body| wire::sign::response(&method, &path, &nonce, status, body)).await
}

async fn sign(office: &Office, response: Response, text: impl Fn(u16, &str) -> String) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_ANSWER).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = text(parts.status.as_u16(), &wire::hash::sha256_hex(&bytes));
    if let Ok(value) = HeaderValue::from_str(&office.keys.sign(&text)) {
        parts.headers.insert(HEADER_SIGNATURE, value);
    }
    Response::from_parts(parts, Body::from(bytes))
}

pub fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn is_nonce(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// No header is version 1: a person with curl.
fn speaks(headers: &HeaderMap) -> bool {
    match header(headers, HEADER_PROTOCOL) {
        None => true,
        Some(version) => version.parse() == Ok(PROTOCOL),
    }
}

fn upgrade() -> Fault {
    let message = format!("this head office speaks protocol {PROTOCOL}");
    Fault::new(StatusCode::UPGRADE_REQUIRED, wire::code::UPGRADE, message)
}
