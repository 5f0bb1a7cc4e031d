//! `POST /v1/streams/check`: what is held in these ranges, counted from the rows.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use axum::response::Json;
use wire::stream::{CHECK_RANGES, CheckReply, CheckRequest};

use super::fault::Fault;
use super::{Office, blocking, who};

pub async fn check(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    ask: Result<Json<CheckRequest>, JsonRejection>,
) -> Result<Json<CheckReply>, Fault> {
    let Json(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || answer(&office, &headers, &ask)).await
}

fn answer(office: &Office, headers: &HeaderMap, ask: &CheckRequest) -> Result<Json<CheckReply>, Fault> {
    let device = who::device(office, headers)?;
    if ask.ranges.len() > CHECK_RANGES {
        return Err(Fault::bad("too many ranges"));
    }
    let sums = office.store.check(&device, ask)?;
    Ok(Json(CheckReply { sums }))
}
