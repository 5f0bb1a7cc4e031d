//! `head-office serve`: where to listen, who we are, and how much is allowed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::cli::{Done, say};
use crate::http::limit::{Rate, Rates};
use crate::http::tls::Identity;
use crate::http::{self, Config};

/// How to serve. What is not said is as `http::Config` and `http::limit::Rates` have it.
#[derive(clap::Args)]
pub struct Serve {
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    #[arg(long)]
    pub principal: Option<String>,
    #[arg(long)]
    pub name: Option<String>,
    /// Chain of certificates, PEM: the server speaks TLS itself. Read again on SIGHUP.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Key of the certificate, PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Where health, readiness and metrics are read; not for the public. The second line printed is its address.
    #[arg(long, value_name = "ADDRESS")]
    admin: Option<String>,
    /// Batches that may wait for the writer.
    #[arg(long, value_name = "BATCHES")]
    queue: Option<usize>,
    /// Requests of one device each second; ten seconds of them are saved up.
    #[arg(long, value_name = "REQUESTS", value_parser = a_rate)]
    device_rate: Option<f64>,
    /// Requests of one dealer each second; ten seconds of them are saved up.
    #[arg(long, value_name = "REQUESTS", value_parser = a_rate)]
    dealer_rate: Option<f64>,
    /// Requests of everybody each second.
    #[arg(long, value_name = "REQUESTS", value_parser = a_rate)]
    rate: Option<f64>,
    /// Records a dealer may send in a day.
    #[arg(long, value_name = "RECORDS")]
    day_records: Option<u64>,
    /// Megabytes of files a dealer may send in a day.
    #[arg(long, value_name = "MEGABYTES")]
    day_file_mb: Option<u64>,
    /// Megabytes that must be free on the disk for the server to be ready.
    #[arg(long, value_name = "MEGABYTES")]
    least_free_mb: Option<u64>,
    /// Seconds a connection may be silent, or take for the head of a request.
    #[arg(long, value_name = "SECONDS")]
    head_seconds: Option<u64>,
    /// A balancer stands in front and writes who asks into X-Forwarded-For: wrong codes and passwords are counted by its last address.
    #[arg(long)]
    forwarded: bool,
    /// Seconds for what was begun, after the word to stop.
    #[arg(long, value_name = "SECONDS")]
    grace: Option<u64>,
}

const MEGABYTE: u64 = 1024 * 1024;

fn a_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0);
    rate.ok_or_else(|| "a number above nothing".to_owned())
}

impl Serve {
    fn rates(&self) -> Rates {
        let usual = Rates::default();
        let rate = |said: Option<f64>, usual: Rate| {
            said.map_or(usual, |each_second| Rate { each_second, saved: (each_second * 10.0).max(1.0) })
        };
        Rates {
            device: rate(self.device_rate, usual.device),
            dealer: rate(self.dealer_rate, usual.dealer),
            all: self.rate.unwrap_or(usual.all),
            day_records: self.day_records.unwrap_or(usual.day_records),
            day_file_bytes: self.day_file_mb.map_or(usual.day_file_bytes, |mb| mb.saturating_mul(MEGABYTE)),
            names: usual.names,
        }
    }

    fn config(&self) -> Result<Config, Box<dyn std::error::Error + Send + Sync>> {
        let usual = Config::default();
        let pair = self.tls_cert.clone().zip(self.tls_key.clone());
        Ok(Config {
            queue: self.queue.unwrap_or(usual.queue).max(1),
            rates: self.rates(),
            least_free: self.least_free_mb.map_or(usual.least_free, |mb| mb.saturating_mul(MEGABYTE)),
            head: self.head_seconds.map_or(usual.head, Duration::from_secs),
            forwarded: self.forwarded,
            grace: self.grace.map_or(usual.grace, Duration::from_secs),
            tls: pair.map(|(cert, key)| Identity::open(cert, key)).transpose()?,
            admin: self.admin.as_ref().map(std::net::TcpListener::bind).transpose()?,
            ..usual
        })
    }

    /// Serves until it is told to stop; the first line it prints is its address.
    pub fn run(&self, dir: &Path, database: Option<String>) -> Done {
        logs();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let config = Config { database, ..self.config()? };
            let listener = TcpListener::bind(&self.listen).await?;
            let stop = stop()?;
            let scheme = if config.tls.is_some() { "https" } else { "http" };
            if let Some(identity) = config.tls.clone() {
                renewing(identity)?;
            }
            say(&format!("{scheme}://{}", listener.local_addr()?))?;
            if let Some(admin) = &config.admin {
                say(&format!("admin http://{}", admin.local_addr()?))?;
            }
            http::serve(dir, listener, config, stop).await
        })
    }
}

/// Ids, counts and codes only: no body and no name of a person is ever logged.
fn logs() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let start = tracing_subscriber::fmt().json().with_env_filter(filter);
    start.with_writer(std::io::stderr).init();
}

/// Listens from the call on, not from the first poll: who reads the address may stop us at once.
#[cfg(unix)]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// Reads the certificate again at every SIGHUP.
#[cfg(unix)]
fn renewing(identity: Arc<Identity>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            match identity.renew() {
                Ok(()) => tracing::info!("certificate taken up"),
                Err(cause) => tracing::error!(%cause, "the certificate stays as it was"),
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn renewing(_: Arc<Identity>) -> std::io::Result<()> {
    Ok(())
}
