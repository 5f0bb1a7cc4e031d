//! `GET /v1/hello`: the first word of a sync, and all of one without news.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::hello::{Auth, Hello, HelloQuery, Range};

use super::fault::Fault;
use super::who::{Who, who};
use super::{Office, blocking};
use crate::access;
use crate::store::{Device, Feed};

/// Epochs answered in one hello; keeps the answer near a kilobyte.
const EPOCHS: usize = 4;
/// How exactly head office knows when a device was seen last.
const SEEN_MS: i64 = 10 * 60_000;

pub async fn hello(
    State(office): State<Arc<Office>>,
    Query(query): Query<HelloQuery>,
    headers: HeaderMap,
) -> Result<Json<Hello>, Fault> {
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
        Who::Device(device) => {
            hello.auth = Auth::Ok;
            seen(office, &device)?;
            news(office, query, &device, &mut hello)?;
        }
    }
    Ok(Json(hello))
}

/// A write now and then only: ten thousand desks that poll must not cost ten thousand commits.
fn seen(office: &Office, device: &Device) -> Result<(), Fault> {
    let now = office.now();
    if device.seen_at.is_none_or(|at| now - at >= SEEN_MS) {
        office.store.device_seen(&device.device_id, now)?;
    }
    Ok(())
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

fn news(office: &Office, query: &HelloQuery, device: &Device, hello: &mut Hello) -> Result<(), Fault> {
    let asked = query.epochs.as_deref().unwrap_or_default();
    let epochs: Vec<&str> = asked.split(',').filter(|epoch| wire::sign::is_plain(epoch)).take(EPOCHS).collect();
    hello.streams = office.store.streams(device, &epochs)?;
    let after = query.after.as_deref().filter(|after| !after.is_empty());
    hello.feed_pending = match office.store.feed(&device.dealer, after, 1)? {
        Feed::Gone => true,
        Feed::Page(page) => !page.items.is_empty(),
    };
    if let Some(after) = after {
        office.store.acknowledge(&device.device_id, after)?;
    }
    Ok(())
}
