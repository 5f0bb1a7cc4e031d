//! The desk of head office's own clerks: pages made here, without a script in them.
//!
//! - CONSOLE-1 Who is not logged in sees the login and nothing else.
//! - CONSOLE-2 What a role may not do is refused and not done.
//! - CONSOLE-3 A form without its own session's token is refused and not done.
//! - CONSOLE-4 A session is over half an hour after the last page and twelve hours after the login.
//! - CONSOLE-5 A refused form keeps what was typed, and its sentence stands beside the field.
//! - CONSOLE-6 Whatever a clerk does, and whatever leaves the house, has its line in the trail: both or neither (CLERK-3).
//! - CONSOLE-7 What dealers typed stays text, in pages and in files.
//! - CONSOLE-8 No answer may be framed, kept by a cache, or run or load anything from elsewhere.
//! - CONSOLE-9 Ten wrong passwords from one place close a name there for the rest of the minute, sixty from many close it everywhere.
//! - CONSOLE-10 An address with a filter that cannot be read lists and exports nothing, and says which filter it is.
//! - CONSOLE-11 A form that comes when its session is over is not done and not lost: after the login it is shown and sent by a second click.
//!
//! Absent: signatures of answers (a browser checks none).

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use super::Office;
use crate::store::clerks::Role;

mod answer;
mod attachment;
mod clerks;
mod dealer;
mod dealers;
mod decide;
mod devices;
mod file;
mod kept;
mod login;
mod lookup;
mod mend;
mod notices;
mod packs;
mod page;
mod papers;
mod password;
mod posted;
mod recipients;
mod record;
mod records;
mod session;
mod stop;
mod trail;
mod uploaded;
mod words;

use posted::{Asked, Posted};
use session::Visitor;
use stop::Stop;
use uploaded::Uploaded;

/// Bytes of a form.
const MOST_FORM: usize = 64 * 1024;
/// Bytes of the login, which may carry a form through (CONSOLE-11).
const MOST_LOGIN: usize = 512 * 1024;
/// Bytes of a form with a file in it: a workbook, once as it is and once as base64.
const MOST_FILE: usize = 12 * 1024 * 1024;
/// Bytes of a paper: a price list has a thousand rows.
const MOST_PAPER: usize = 512 * 1024;
/// Rows of a page.
const ROWS: u32 = 50;

/// What the console needs besides the office.
pub struct Console {
    /// Passwords hashed at the same time: each takes nineteen megabytes.
    hashing: Semaphore,
}

impl Default for Console {
    fn default() -> Self {
        Self { hashing: Semaphore::new(2) }
    }
}

/// The console's routes. Who may do what stands here and nowhere else.
pub fn router(office: &Arc<Office>) -> Router<Arc<Office>> {
    let reader = Router::new()
        .route("/console/dealers", get(dealers::list))
        .route("/console/dealer", get(dealer::show))
        .route("/console/records", get(records::list))
        .route("/console/record", get(record::one))
        .route("/console/lookup", get(lookup::show))
        .route("/console/packs", get(packs::show))
        .route("/console/papers", get(papers::list))
        .route("/console/paper", get(papers::one))
        .route("/console/packs/look", get(async || Redirect::to("/console/packs")))
        .route("/console/password", get(password::show).post(password::change))
        .route("/console/logout", post(login::leave));
    let clerk = Router::new()
        .route("/console/dealers.xlsx", get(dealers::xlsx))
        .route("/console/dealers.csv", get(dealers::csv))
        .route("/console/records.xlsx", get(records::xlsx))
        .route("/console/records.csv", get(records::csv))
        .route("/console/notices", get(notices::show).post(notices::publish))
        .route("/console/papers/write", get(papers::write).post(papers::send).layer(DefaultBodyLimit::max(MOST_PAPER)))
        .route("/console/send-back", post(record::send_back))
        .route("/console/answer", post(answer::send))
        .route("/console/file", get(attachment::show))
        .route("/console/decide", get(decide::show).post(decide::publish).layer(DefaultBodyLimit::max(MOST_FILE)))
        .route("/console/decide/look", get(async || Redirect::to("/console/decide")))
        .route("/console/decide/look", post(decide::look).layer(DefaultBodyLimit::max(MOST_FILE)))
        .route_layer(from_fn(|request: Request, next: Next| session::at_least(Role::Clerk, request, next)));
    let admin = Router::new()
        .route("/console/new-dealer", get(devices::new_dealer).post(devices::add_dealer))
        .route("/console/enrol-code", post(devices::enrol_code))
        .route("/console/revoke", post(devices::revoke))
        .route("/console/trail", get(trail::show))
        .route("/console/clerks", get(clerks::show))
        .route("/console/clerks/add", post(clerks::add))
        .route("/console/clerks/role", post(clerks::role))
        .route("/console/clerks/password", post(clerks::password))
        .route("/console/clerks/leave", post(clerks::leave))
        .route("/console/packs", post(packs::publish).layer(DefaultBodyLimit::max(MOST_FILE)))
        .route("/console/packs/look", post(packs::look).layer(DefaultBodyLimit::max(MOST_FILE)))
        .route_layer(from_fn(|request: Request, next: Next| session::at_least(Role::Admin, request, next)));
    let inside = reader.merge(clerk).merge(admin).route_layer(from_fn_with_state(office.clone(), session::guard));
    let outside = Router::new()
        .route("/", get(async || Redirect::to(page::HOME)))
        .route("/console", get(async || Redirect::to(page::HOME)))
        .route("/console/login", get(login::show).post(login::enter).layer(DefaultBodyLimit::max(MOST_LOGIN)))
        .route("/console/style.css", get(page::style))
        .route("/console/{*rest}", get(async || Stop::NotFound));
    inside
        .merge(outside)
        .method_not_allowed_fallback(async || Stop::NotFound)
        .layer(DefaultBodyLimit::max(MOST_FORM))
        .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(60)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(300)))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(closed))
}

/// CONSOLE-8, on every answer.
async fn closed(request: Request, next: Next) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'";
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response.into_response()
}

/// Runs blocking work off the async threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Stop> + Send + 'static) -> Result<T, Stop> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(e) => Err(Stop::broken(&e)),
    }
}
