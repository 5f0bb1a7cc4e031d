//! `GET /v1/feed?after=<cursor>&limit=<n>`.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Json;
use serde::Deserialize;
use wire::feed::FeedPage;

use super::fault::Fault;
use super::{Office, blocking, who};
use crate::store::Feed;

#[derive(Deserialize)]
pub struct Ask {
    after: Option<String>,
    limit: Option<u32>,
}

pub async fn page(
    State(office): State<Arc<Office>>,
    Query(ask): Query<Ask>,
    headers: HeaderMap,
) -> Result<Json<FeedPage>, Fault> {
    blocking(move || answer(&office, &ask, &headers)).await
}

fn answer(office: &Office, ask: &Ask, headers: &HeaderMap) -> Result<Json<FeedPage>, Fault> {
    let device = who::device(office, headers)?;
    let most = office.config.limits.feed_page;
    let limit = ask.limit.unwrap_or(most).clamp(1, most);
    let after = ask.after.as_deref().filter(|after| !after.is_empty());
    let Feed::Page(page) = office.store.feed(&device.dealer, after, limit)? else {
        let message = "the cursor is not of this feed: read from the start";
        return Err(Fault::new(StatusCode::GONE, wire::code::CURSOR_GONE, message));
    };
    if let Some(after) = after {
        office.store.acknowledge(&device.device_id, after)?;
    }
    Ok(Json(page))
}
