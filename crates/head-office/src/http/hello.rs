//! `GET /v1/hello`: the first word of a sync, and all of one without news.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::hello::{Auth, EPOCHS, Hello, HelloQuery, Range};

use super::fault::Fault;
use super::seat::Seat;
use super::who::{Who, who};
use super::{Office, blocking};
use crate::access;

/// The first word of every run and, without news, the whole of it. No token is needed; without a good one the answer has a challenge.
#[utoipa::path(get, path = "/v1/hello", operation_id = "hello", params(HelloQuery), security((), ("token" = [])), responses(
    (status = 200, description = "Who this head office is and how it judged the token", body = Hello)
))]
pub async fn hello(
    State(office): State<Arc<Office>>,
    query: Result<Query<HelloQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<Hello>, Fault> {
    let Query(query) = query.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || answer(&office, &query, &headers)).await
}

fn answer(office: &Office, query: &HelloQuery, headers: &HeaderMap) -> Result<Json<Hello>, Fault> {
    let mut hello = greeting(office)?;
    match who(office, headers)? {
        Who::Revoked => hello.auth = Auth::Revoked,
        Who::Nobody => {
            let fresh = access::challenge(&office.keys, office.now());
            hello.challenge = Some(fresh.map_err(|e| Fault::internal(&e))?);
        }
        Who::Device(pass) => {
            let seat = pass.seat(office);
            hello.auth = Auth::Ok;
            seat.seen()?;
            news(query, &seat, &mut hello)?;
        }
    }
    Ok(Json(hello))
}

fn greeting(office: &Office) -> Result<Hello, Fault> {
    let meta = office.store.meta()?;
    Ok(Hello {
        server_id: meta.server_id,
        generation: meta.generation,
        principal: meta.principal,
        receipt_key: STANDARD.encode(office.keys.receipt_public()),
        server_time: office.now(),
        protocol: Range { min: wire::PROTOCOL, max: wire::PROTOCOL },
        capabilities: Vec::new(),
        limits: office.config.limits,
        auth: Auth::Needed,
        challenge: None,
        streams: Vec::new(),
        feed_pending: false,
    })
}

fn news(query: &HelloQuery, seat: &Seat, hello: &mut Hello) -> Result<(), Fault> {
    let asked = query.epochs.as_deref().unwrap_or_default();
    let epochs: Vec<&str> = asked.split(',').filter(|epoch| wire::sign::is_plain(epoch)).take(EPOCHS).collect();
    hello.streams = seat.streams(&epochs)?;
    let after = query.after.as_deref().filter(|after| !after.is_empty());
    // A cursor that is not of the feed: the desk is to ask, and is told so.
    hello.feed_pending = seat.feed(after, 1)?.is_none_or(|page| !page.items.is_empty());
    Ok(())
}
