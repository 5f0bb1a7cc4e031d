//! Answers that are not 200.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use wire::code;
use wire::failure::Failure;

use super::limit::{self, Refused};
use crate::store::StoreError;

/// A refused request.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<u32>,
}

impl Fault {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, message)
    }

    pub fn digest() -> Self {
        let message = "the bytes are not those of Content-Digest";
        Self::new(StatusCode::BAD_REQUEST, code::DIGEST_MISMATCH, message)
    }

    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code::UNAUTHORIZED, "no good token")
    }

    pub fn revoked() -> Self {
        Self::new(StatusCode::FORBIDDEN, code::REVOKED, "this device was revoked")
    }

    pub fn wrong_principal(principal: &str) -> Self {
        let message = format!("this is the head office of {principal}");
        Self::new(StatusCode::CONFLICT, code::WRONG_PRINCIPAL, message)
    }

    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE, message)
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "no such address")
    }

    pub fn no_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, code::NOT_FOUND, "not with this method")
    }

    /// Over a limit of this server.
    pub fn over(refused: Refused) -> Self {
        Self { retry_after: Some(refused.seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code::BUSY, "too often") }
    }

    /// Those who are told together do not come back together.
    pub fn busy(seconds: u32) -> Self {
        Self {
            retry_after: Some(limit::up_to_twice(seconds)),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, code::BUSY, "too much at once")
        }
    }

    pub fn too_many(seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code::BUSY, "too many tries") }
    }

    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL, "see head office's log")
    }
}

impl From<StoreError> for Fault {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Busy | StoreError::Raced => Self::busy(5),
            StoreError::Unreached(_) | StoreError::Postgres(_) if is_passing(&e) => {
                tracing::warn!(cause = %e, "the database is away");
                Self::busy(5)
            }
            other => Self::internal(&other),
        }
    }
}

/// Whether asking again later may go well: the database was not reached, or went away meanwhile.
fn is_passing(e: &StoreError) -> bool {
    match e {
        StoreError::Unreached(_) => true,
        StoreError::Postgres(e) => {
            let io = std::error::Error::source(e).is_some_and(|cause| cause.is::<std::io::Error>());
            io || e.is_closed() || e.code().is_some_and(|code| SHUT.iter().any(|class| code.code().starts_with(class)))
        }
        _ => false,
    }
}

/// Classes of SQLSTATE: connection, resources, operator's intervention.
const SHUT: [&str; 3] = ["08", "53", "57"];

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = Failure { code: self.code.to_owned(), message: self.message };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            let value = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}
