//! `POST /v1/streams/check`: what is held in these ranges, counted from the rows.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::Json;
use wire::stream::{CHECK_RANGES, CHECK_WIDTH, CheckReply, CheckRequest};

use super::fault::Fault;
use super::who::Pass;
use super::{Office, blocking};

/// Databases count in 64 bits with a sign, and so do places.
const LAST_PLACE: u64 = u64::MAX >> 1;

/// What is held in these ranges of a stream, counted from the rows.
#[utoipa::path(post, path = "/v1/streams/check", operation_id = "check", request_body = CheckRequest, security(("token" = [])),
    extensions(("x-codes" = json!(["unauthorized", "revoked", "too_large"]))),
    responses((status = 200, description = "One sum per range", body = CheckReply)))]
pub async fn check(
    State(office): State<Arc<Office>>,
    pass: Pass,
    ask: Result<Json<CheckRequest>, JsonRejection>,
) -> Result<Json<CheckReply>, Fault> {
    let Json(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || answer(&office, pass, &ask)).await
}

fn answer(office: &Office, pass: Pass, ask: &CheckRequest) -> Result<Json<CheckReply>, Fault> {
    if ask.ranges.len() > CHECK_RANGES {
        return Err(Fault::bad("too many ranges"));
    }
    if ask.ranges.iter().any(|(from, to)| *from > LAST_PLACE || *to > LAST_PLACE) {
        return Err(Fault::bad("a range ends after the last place there can be"));
    }
    // Counting reads every row of a range: a request is to cost what its answer is worth.
    if ask.ranges.iter().any(|(from, to)| to.saturating_sub(*from) >= CHECK_WIDTH) {
        return Err(Fault::bad(format!("a range is wider than {CHECK_WIDTH} places")));
    }
    Ok(Json(pass.seat(office).check(ask)?))
}
