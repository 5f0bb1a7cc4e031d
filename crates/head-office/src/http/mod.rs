//! The routes, and what holds for all of them.
//!
//! - HTTP-1 Every answer to a request that carries a nonce is signed: also 404, 413 and 503.
//! - HTTP-2 A request of a revoked device gets 403, whatever its token says.
//! - HTTP-3 A body is never larger than said, packed or unpacked.
//! - HTTP-4 A full queue is told at once, with Retry-After.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::hello::Limits;

use crate::files::Files;
use crate::keys::Keys;
use crate::store::Store;
use crate::writer::Writer;

mod admin;
mod batches;
mod blobs;
mod caller;
mod connections;
mod console;
mod enrol;
mod fault;
mod feed;
mod gauges;
mod hello;
pub mod limit;
pub mod openapi;
mod seal;
mod seat;
mod serving;
mod streams;
pub mod tls;
mod watch;
mod who;

use fault::Fault;
use limit::{Limiter, Rates, Refused};
pub use serving::serve;

/// KiB of batches that may wait for the writer: some ten seconds of its work.
const WAITING_KIB: u32 = 128 * 1024;

/// How to serve.
pub struct Config {
    /// Limits told in hello.
    pub limits: Limits,
    /// Bytes of a request body as sent.
    pub max_body: usize,
    /// Bytes of a batch unpacked.
    pub max_unpacked: usize,
    /// Batches that may wait for the writer.
    pub queue: usize,
    /// How much one device, one dealer and everybody together may ask.
    pub rates: Rates,
    /// Bytes that must be free on the disk for the server to count as ready.
    pub least_free: u64,
    /// How long a connection may be silent before the head of a request is whole.
    pub head: Duration,
    /// A balancer stands in front and writes who asks into X-Forwarded-For.
    pub forwarded: bool,
    /// How long what was begun may go on after the word to stop.
    pub grace: Duration,
    /// TLS of the server itself.
    pub tls: Option<Arc<tls::Identity>>,
    /// Where metrics are read.
    pub admin: Option<std::net::TcpListener>,
    /// URL of a PostgreSQL database; without it the data folder has its own.
    pub database: Option<String>,
    /// The clock.
    pub now: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            max_body: 6 * 1024 * 1024,
            max_unpacked: 16 * 1024 * 1024,
            queue: 4096,
            rates: Rates::default(),
            least_free: 256 * 1024 * 1024,
            head: Duration::from_secs(75),
            forwarded: false,
            grace: Duration::from_secs(25),
            tls: None,
            admin: None,
            database: None,
            now: Arc::new(crate::clock::now_ms),
        }
    }
}

/// Everything a handler needs.
pub struct Office {
    dir: PathBuf,
    store: Arc<dyn Store>,
    keys: Arc<Keys>,
    files: Files,
    writer: Writer,
    config: Config,
    limiter: Limiter,
    gauges: Arc<gauges::Gauges>,
    /// Somebody asked the server to stop.
    stopping: AtomicBool,
    /// Batches unpacked at the same time: each may take sixteen megabytes.
    unpacking: Semaphore,
    /// KiB of batches that wait for the writer.
    waiting: Semaphore,
    console: console::Console,
}

impl Office {
    fn now(&self) -> i64 {
        (self.config.now)()
    }

    /// Within a limit, or the answer that says when it will be.
    fn within(&self, asked: Result<(), Refused>) -> Result<(), Fault> {
        asked.map_err(|refused| {
            self.gauges.refused(refused.over);
            Fault::over(refused)
        })
    }
}

/// Runs blocking work off the async threads, inside the same span.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(done) => done,
        Err(e) => Err(Fault::internal(&e)),
    }
}

/// Bytes of a request that says who somebody is, or what is to be counted.
const SMALL: usize = 64 * 1024;

/// What anybody may ask.
fn open() -> OpenApiRouter<Arc<Office>> {
    OpenApiRouter::new()
        .routes(routes!(hello::hello))
        .routes(routes!(enrol::enrol))
        .routes(routes!(enrol::token))
        .routes(routes!(openapi::openapi))
        .layer(DefaultBodyLimit::max(SMALL))
}

/// What a device may that has a pass.
fn seated(max_body: usize) -> OpenApiRouter<Arc<Office>> {
    let small = OpenApiRouter::new().routes(routes!(streams::check)).layer(DefaultBodyLimit::max(SMALL));
    OpenApiRouter::new()
        .routes(routes!(batches::take))
        .routes(routes!(feed::page))
        .routes(routes!(blobs::state, blobs::put))
        .layer(DefaultBodyLimit::max(max_body))
        .merge(small)
}

/// What the document says of protocol 1.
fn described() -> utoipa::openapi::OpenApi {
    let routes = open().merge(seated(SMALL));
    OpenApiRouter::with_openapi(openapi::Head::openapi()).merge(routes).into_openapi()
}

/// The routes of an office.
fn router(office: Arc<Office>) -> Router {
    let seated: Router<_> = seated(office.config.max_body).into();
    Router::from(open())
        .merge(seated.route_layer(from_fn_with_state(office.clone(), who::with_pass)))
        .fallback(async || Fault::not_found())
        .method_not_allowed_fallback(async || Fault::no_method())
        .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(60)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(300)))
        .layer(CatchPanicLayer::custom(|_| Fault::internal(&"a handler panicked").into_response()))
        .layer(from_fn_with_state(office.clone(), watch::turnstile))
        .layer(from_fn_with_state(office.clone(), seal::seal))
        .merge(console::router(&office))
        .layer(from_fn_with_state(office.clone(), watch::watch))
        .merge(admin::health())
        .with_state(office)
}
