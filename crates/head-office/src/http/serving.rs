//! From a data folder to a server, and to its end.
//!
//! - SERVE-1 After the word to stop nothing new is let in and the server is not ready; what was begun is finished and answered, the queue is written, and the process ends within its grace.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use super::gauges::Gauges;
use super::limit::Limiter;
use super::tls::Tls;
use super::{Config, Office, WAITING_KIB, admin, connections, console, router};
use crate::files::Files;
use crate::keys::Keys;
use crate::store;
use crate::writer::Writer;

type Done<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Serves a data folder on this listener until `stop` is ready; what was taken is answered first.
pub async fn serve(
    dir: &Path,
    listener: TcpListener,
    config: Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Done {
    // Opening waits for the disk or the database.
    let (at, database) = (dir.to_owned(), config.database.clone());
    let store = tokio::task::spawn_blocking(move || store::open(&at, database.as_deref())).await??;
    let keys = Arc::new(Keys::open(dir)?);
    let gauges = Arc::new(Gauges::new()?);
    let seen = gauges.clone();
    let committed = Arc::new(move |batches, took| seen.committed(batches, took));
    let (queue, grace) = (config.queue, config.grace);
    let (writer, thread) = Writer::start(store.clone(), keys.clone(), queue, committed)?;
    let office = Arc::new(Office {
        dir: dir.to_owned(),
        store,
        keys,
        files: Files::new(dir),
        writer: writer.clone(),
        limiter: Limiter::new(config.rates),
        gauges,
        config,
        stopping: AtomicBool::new(false),
        unpacking: Semaphore::new(4),
        waiting: Semaphore::new(WAITING_KIB as usize),
        console: console::Console::default(),
    });
    let stopped = when_told(office.clone(), stop);
    let admin = beside(&office)?;
    within(grace, stopped.clone(), everybody(listener, office, stopped)).await?;
    writer.end().await;
    drop(writer);
    tokio::task::spawn_blocking(move || thread.join()).await?.map_err(|_| "writer panicked")?;
    // Last of all, so that a watcher sees the server drain.
    if let Some(admin) = admin {
        admin.abort();
    }
    Ok(())
}

/// A flag for all who wait for the word to stop; readiness goes first.
fn when_told(office: Arc<Office>, stop: impl Future<Output = ()> + Send + 'static) -> watch::Receiver<bool> {
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        stop.await;
        office.stopping.store(true, Ordering::SeqCst);
        drop(office);
        // Nobody listens any more: the server has ended by itself.
        let _ = tell.send(true);
    });
    told
}

async fn until(mut told: watch::Receiver<bool>) {
    // The sender is gone: there is nobody left to say it.
    let _ = told.wait_for(|told| *told).await;
}

async fn everybody(listener: TcpListener, office: Arc<Office>, told: watch::Receiver<bool>) -> Done {
    let (tls, head) = (office.config.tls.clone(), office.config.head);
    let routes = router(office);
    match tls {
        None => connections::serve(listener, routes, head, until(told)).await,
        Some(identity) => connections::serve(Tls::listen(listener, identity)?, routes, head, until(told)).await,
    }
    Ok(())
}

/// The admin listener, which answers until the very end.
fn beside(office: &Arc<Office>) -> Done<Option<tokio::task::JoinHandle<()>>> {
    let Some(listener) = &office.config.admin else { return Ok(None) };
    let listener = listener.try_clone()?;
    listener.set_nonblocking(true)?;
    let (listener, routes): (_, Router) = (TcpListener::from_std(listener)?, admin::router(office.clone()));
    Ok(Some(tokio::spawn(async move {
        if let Err(cause) = axum::serve(listener, routes).await {
            tracing::error!(%cause, "the admin listener ended");
        }
    })))
}

/// What is still open when the grace is over is left: a desk asks again and finds its receipts.
async fn within(grace: Duration, told: watch::Receiver<bool>, served: impl Future<Output = Done>) -> Done {
    let over = async {
        until(told).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        done = served => done,
        () = over => {
            tracing::warn!("connections were still open when the grace was over");
            Ok(())
        }
    }
}
