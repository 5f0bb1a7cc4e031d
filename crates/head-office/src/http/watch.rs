//! Every request from its first byte to its answer: let in, counted, and one line in the log.
//!
//! - LOG-1 A line has the request's number, route, method, status, milliseconds and device; nothing of what was sent or answered.
//!
//! Absent: what handlers say besides (ids and counts), inside the same span.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;
use tracing::field::Empty;

use super::Office;
use super::fault::Fault;

/// Counts and logs a request, whatever becomes of it.
pub async fn watch(State(office): State<Arc<Office>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %number(), method = %method, route, device = Empty);
    async {
        let began = Instant::now();
        let response = next.run(request).await;
        let (took, status) = (began.elapsed(), response.status().as_u16());
        office.gauges.answered(&route, method.as_str(), status, took);
        tracing::info!(status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
        response
    }
    .instrument(span)
    .await
}

/// The turnstile of everybody, before anything is read.
pub async fn turnstile(State(office): State<Arc<Office>>, request: Request, next: Next) -> Response {
    let tick = crate::clock::ticks_ms();
    match office.limiter.anybody(tick) {
        Ok(()) => {
            tracing::trace!(tick, "let in");
            next.run(request).await
        }
        Err(refused) => {
            office.gauges.refused(refused.over);
            Fault::over(refused).into_response()
        }
    }
}

/// Tells the lines of one request from those of another; not secret.
fn number() -> String {
    let mut random = [0u8; 6];
    match getrandom::fill(&mut random) {
        Ok(()) => wire::hash::to_hex(&random),
        Err(_) => String::new(),
    }
}
