//! The routes, and what holds for all of them.
//!
//! - HTTP-1 Every answer to a request that carries a nonce is signed: also 404, 413 and 503.
//! - HTTP-2 A request of a revoked device gets 403, whatever its token says.
//! - HTTP-3 A body is never larger than said, packed or unpacked.
//! - HTTP-4 A full queue is told at once, with Retry-After.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use wire::hello::Limits;

use crate::files::Files;
use crate::keys::Keys;
use crate::store::{self, Store};
use crate::writer::Writer;

mod batches;
mod blobs;
mod console;
mod enrol;
mod fault;
mod feed;
mod hello;
mod seal;
mod streams;
mod who;

use fault::Fault;

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
            database: None,
            now: Arc::new(crate::clock::now_ms),
        }
    }
}

/// Everything a handler needs.
pub struct Office {
    store: Arc<dyn Store>,
    keys: Arc<Keys>,
    files: Files,
    writer: Writer,
    config: Config,
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
}

/// Runs blocking work off the async threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(e) => Err(Fault::internal(&e)),
    }
}

/// The routes of an office.
fn router(office: Arc<Office>) -> Router {
    let max_body = office.config.max_body;
    Router::new()
        .route("/v1/hello", get(hello::hello))
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/token", post(enrol::token))
        .route("/v1/batches", post(batches::take))
        .route("/v1/feed", get(feed::page))
        .route("/v1/streams/check", post(streams::check))
        .route("/v1/blobs/{sha256}", get(blobs::state).put(blobs::put))
        .fallback(async || Fault::not_found())
        .method_not_allowed_fallback(async || Fault::not_found())
        .layer(axum::extract::DefaultBodyLimit::max(max_body))
        .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(60)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(300)))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(office.clone(), seal::seal))
        .merge(console::router(&office))
        .with_state(office)
}

/// Serves a data folder on this listener until `stop` is ready; what was taken is answered first.
pub async fn serve(
    dir: &Path,
    listener: TcpListener,
    config: Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // Opening waits for the disk or the database.
    let (at, database) = (dir.to_owned(), config.database.clone());
    let store = tokio::task::spawn_blocking(move || store::open(&at, database.as_deref())).await??;
    let keys = Arc::new(Keys::open(dir)?);
    let (writer, thread) = Writer::start(store.clone(), keys.clone(), config.limits.record_bytes, config.queue)?;
    let office = Office {
        store,
        keys,
        files: Files::new(dir),
        writer,
        config,
        unpacking: Semaphore::new(4),
        waiting: Semaphore::new(WAITING_KIB as usize),
        console: console::Console::default(),
    };
    let routes = router(Arc::new(office));
    let make = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, make).with_graceful_shutdown(stop).await?;
    tokio::task::spawn_blocking(move || thread.join()).await?.map_err(|_| "writer panicked")?;
    Ok(())
}
