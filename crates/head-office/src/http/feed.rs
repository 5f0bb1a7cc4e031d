//! `GET /v1/feed?after=<cursor>&limit=<n>`.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Json;
use serde::Deserialize;
use wire::feed::FeedPage;

use super::fault::Fault;
use super::who::Pass;
use super::{Office, blocking};

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Ask {
    /// The cursor of the last page, which acknowledges what came before it; none for the start.
    after: Option<String>,
    /// Items wanted; at least one is given, and never more than `feed_page` of hello.
    limit: Option<u32>,
}

/// What head office has to say to this dealer, in its order.
#[utoipa::path(get, path = "/v1/feed", operation_id = "feed", params(Ask), security(("token" = [])),
    extensions(("x-codes" = json!(["unauthorized", "revoked", "cursor_gone"]))),
    responses((status = 200, description = "A page", body = FeedPage)))]
pub async fn page(
    State(office): State<Arc<Office>>,
    pass: Pass,
    ask: Result<Query<Ask>, QueryRejection>,
) -> Result<Json<FeedPage>, Fault> {
    let Query(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || answer(&office, pass, &ask)).await
}

fn answer(office: &Office, pass: Pass, ask: &Ask) -> Result<Json<FeedPage>, Fault> {
    let seat = pass.seat(office);
    let most = office.config.limits.feed_page;
    let limit = ask.limit.unwrap_or(most).clamp(1, most);
    let after = ask.after.as_deref().filter(|after| !after.is_empty());
    let Some(page) = seat.feed(after, limit)? else {
        let message = "the cursor is not of this feed: read from the start";
        return Err(Fault::new(StatusCode::GONE, wire::code::CURSOR_GONE, message));
    };
    office.gauges.fed(page.items.len());
    Ok(Json(page))
}
