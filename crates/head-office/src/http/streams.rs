//! `POST /v1/streams/check`: what is held in these ranges, counted from the rows.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use axum::response::Json;
use wire::stream::{CHECK_RANGES, CheckReply, CheckRequest};

use super::fault::Fault;
use super::{Office, blocking, who};

/// Databases count in 64 bits with a sign, and so do places.
const LAST_PLACE: u64 = u64::MAX >> 1;

/// What is held in these ranges of a stream, counted from the rows.
#[utoipa::path(post, path = "/v1/streams/check", operation_id = "check", request_body = CheckRequest, security(("token" = [])),
    extensions(("x-codes" = json!(["unauthorized", "revoked", "too_large"]))),
    responses((status = 200, description = "One sum per range", body = CheckReply)))]
pub async fn check(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    ask: Result<Json<CheckRequest>, JsonRejection>,
) -> Result<Json<CheckReply>, Fault> {
    let Json(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || answer(&office, &headers, &ask)).await
}

fn answer(office: &Office, headers: &HeaderMap, ask: &CheckRequest) -> Result<Json<CheckReply>, Fault> {
    let seat = who::seat(office, headers)?;
    if ask.ranges.len() > CHECK_RANGES {
        return Err(Fault::bad("too many ranges"));
    }
    if ask.ranges.iter().any(|(from, to)| *from > LAST_PLACE || *to > LAST_PLACE) {
        return Err(Fault::bad("a range ends after the last place there can be"));
    }
    Ok(Json(seat.check(ask)?))
}
