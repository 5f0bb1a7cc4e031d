//! For those who run the server: does it live, may it be sent requests, what does it do.
//!
//! - ADMIN-1 `/healthz` answers as long as the process does; `/readyz` only while the store takes writes, the keys can be read, the disk has room and nobody asked the server to stop.
//! - ADMIN-2 `/metrics` is on the admin listener alone.
//!
//! Absent: names and numbers of anybody. Answers here are not signed: no desk reads them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Office;

/// Also on the listener of everybody: a load balancer asks there.
pub fn health() -> Router<Arc<Office>> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// The admin listener's routes.
pub fn router(office: Arc<Office>) -> Router {
    health().route("/metrics", get(metrics)).with_state(office)
}

async fn ready(State(office): State<Arc<Office>>) -> Response {
    match why_not(office).await {
        None => "ready\n".into_response(),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response(),
    }
}

/// The first thing that keeps this server from being asked.
async fn why_not(office: Arc<Office>) -> Option<&'static str> {
    if office.stopping.load(Ordering::SeqCst) {
        return Some("stopping");
    }
    let look = move || {
        if !has_room(&office.dir, office.config.least_free) {
            return Some("disk full");
        }
        if let Err(cause) = office.keys.readable() {
            tracing::error!(%cause, "keys cannot be read");
            return Some("keys");
        }
        if let Err(cause) = office.store.writable() {
            tracing::error!(%cause, "the store takes no writes");
            return Some("store");
        }
        None
    };
    tokio::task::spawn_blocking(look).await.unwrap_or(Some("failed"))
}

fn has_room(dir: &Path, least: u64) -> bool {
    fs4::available_space(dir).is_ok_and(|free| free >= least)
}

async fn metrics(State(office): State<Arc<Office>>) -> Response {
    let ready = why_not(office.clone()).await.is_none();
    let text = tokio::task::spawn_blocking(move || {
        let counted = office.store.devices().map(|all| {
            let revoked = all.iter().filter(|device| device.revoked_at.is_some()).count();
            [all.len() - revoked, revoked].map(|n| u32::try_from(n).unwrap_or(u32::MAX))
        });
        office.gauges.stands(office.writer.waiting(), counted.unwrap_or_default(), ready);
        office.gauges.render()
    });
    match text.await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
