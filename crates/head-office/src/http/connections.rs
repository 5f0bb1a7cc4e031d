//! Connections: who may wait how long, and how many at once.
//!
//! - CONN-1 A connection that stays silent, or sends the head of a request drop by drop, is closed after a while.
//! - CONN-2 After the word to stop no connection is taken; those that are open answer what was begun, and close.
//!
//! HTTP/1.1 only: a desk asks one thing after another, and HTTP/2 brings a server more ways to be kept busy than a desk gains.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;

use super::caller::Peer;

/// Bytes of a connection that are read before somebody wants them.
const READ: usize = 128 * 1024;

/// Connections at once; who comes after waits to be accepted. A silent one is gone after a while, so it is a short wait.
const MOST: usize = 16_384;

/// Serves until `told` is ready, then until the last answer (CONN-2).
pub async fn serve<L: Listener<Addr = SocketAddr>>(
    mut listener: L,
    routes: Router,
    head: Duration,
    told: impl Future<Output = ()>,
) {
    let (graceful, room, mut told) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST)), pin!(told));
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, (stream, address)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut told => break,
        };
        let answering = TowerToHyperService::new(routes.clone());
        let asked = service_fn(move |mut request| {
            request.extensions_mut().insert(Peer(address));
            answering.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_buf_size(READ)
            .serve_connection(TokioIo::new(stream), asked);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(cause) = watched.await {
                tracing::debug!(%cause, "a connection ended");
            }
            drop(place);
        });
    }
    // Who connects from here on is refused, not left waiting.
    drop(listener);
    graceful.shutdown().await;
}
