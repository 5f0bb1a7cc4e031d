//! The store on PostgreSQL: many instances of one head office on one database.
//!
//! - POSTGRES-3 What is acknowledged is durable: every session commits synchronously, and a cluster without fsync is not used.
//! - POSTGRES-4 A connection that is gone (the database was restarted) is replaced; what had not begun on it is begun again.
//!
//! Callers wait on their own threads; connections are driven by a small runtime of the store's own.
//! Absent: TLS. A database on another machine is reached through a private network or a tunnel, and `sslmode=disable` says so.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{
    GenericClient, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime as PoolRuntime,
    Transaction,
};
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};
use wire::batch::BatchReply;
use wire::feed::FeedItem;
use wire::stream::{CheckRequest, RangeSum, StreamState};

use super::clerks::Deed;
use super::common;
use super::doors::{self, Doors, minute};
use super::group::Looked;
use super::{
    Before, Blob, Bytes, Carried, Device, Enrolled, Enrolment, Feed, Meta, Result, Signer, Steps, Store, StoreError,
};
use ask::{clean, get, number, one, run, wait};

mod ask;
mod bytes;
mod clerks;
mod feed;
mod ingest;
mod keeping;
mod list;
mod people;
mod shelves;
mod stream;

mod migrations {
    refinery::embed_migrations!("migrations/postgres");
}

/// Connections of one instance. What is asked at the same moment beyond these waits.
const CONNECTIONS: usize = 16;
/// How long a caller waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);
/// Tries of a transaction that met another's.
const TRIES: u32 = 5;
/// Locks of this program on the whole database: one instance migrates, one enrols.
const MIGRATING: i64 = 0x5a4e_4244;
const ENROLLING: i64 = 0x5a4e_4245;

/// A database that instances share.
pub struct Postgres {
    pool: Pool,
    runtime: Option<Runtime>,
}

impl Postgres {
    /// Opens the database of a URL, making its tables the first time.
    pub fn open(url: &str) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("postgres")
            .enable_all()
            .build()?;
        let store = Self { pool: pool(url)?, runtime: Some(runtime) };
        let mut client = store.client()?;
        let locked = run(&client, "SELECT pg_advisory_lock($1)", &[&MIGRATING]).and_then(|_| prepare(&mut client));
        run(&client, "SELECT pg_advisory_unlock($1)", &[&MIGRATING])?;
        locked?;
        Ok(store)
    }

    fn client(&self) -> Result<Object> {
        let _in = self.runtime.as_ref().map(Runtime::enter);
        wait(self.pool.get()).map_err(|e| StoreError::Unreached(e.to_string()))
    }

    /// Without a transaction of its own: reads, and single statements that may be done twice. Again on another connection if the
    /// first was gone.
    fn reading<T>(&self, mut work: impl FnMut(&Object) -> Result<T>) -> Result<T> {
        for _ in 0..CONNECTIONS {
            let client = self.client()?;
            match work(&client) {
                Err(StoreError::Postgres(_)) if client.is_closed() => {}
                done => return done,
            }
        }
        work(&self.client()?)
    }

    /// One transaction; again from its beginning if it met another's.
    fn writing<T>(&self, mut work: impl FnMut(&Transaction) -> Result<T>) -> Result<T> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.once(&mut work) {
                Err(e) if is_met(&e) && tries < TRIES => {
                    tracing::info!(cause = %e, tries, "a transaction is begun again")
                }
                done => return done,
            }
        }
    }

    fn once<T>(&self, work: &mut impl FnMut(&Transaction) -> Result<T>) -> Result<T> {
        let mut client = self.beginning()?;
        let tx = wait(client.transaction())?;
        let done = work(&tx)?;
        wait(tx.commit())?;
        Ok(done)
    }

    /// A connection that answers: the pool cannot see at once that the other end is gone.
    fn beginning(&self) -> Result<Object> {
        for _ in 0..CONNECTIONS {
            let client = self.client()?;
            if wait(client.simple_query("")).is_ok() {
                return Ok(client);
            }
        }
        self.client()
    }

    /// A write with its line in the trail: both or neither.
    fn doing<T>(&self, deed: Option<&Deed>, now: i64, mut work: impl FnMut(&Transaction) -> Result<T>) -> Result<T> {
        self.writing(|tx| {
            if let Some(deed) = deed {
                clerks::note(tx, deed, now)?;
            }
            work(tx)
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Not waited for: the last of a store may be dropped where nothing may block.
        if let Some(runtime) = self.runtime.take() {
            self.pool.close();
            runtime.shutdown_background();
        }
    }
}

/// Whether the same may go well the next time: it met another transaction.
fn is_met(e: &StoreError) -> bool {
    let met = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    match e {
        StoreError::Raced => true,
        StoreError::Postgres(e) => e.code().is_some_and(|code| met.contains(code)),
        _ => false,
    }
}

fn pool(url: &str) -> Result<Pool> {
    // The words of the error name the part that is wrong, not its value.
    let mut config = Config::from_str(url).map_err(|e| StoreError::Unfit(format!("its address: {e}")))?;
    refuse_open_roads(&config)?;
    config.application_name("head-office").connect_timeout(PATIENCE);
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let settle = Hook::async_fn(|client, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    let pool = Pool::builder(manager).max_size(CONNECTIONS).runtime(PoolRuntime::Tokio1).post_create(settle);
    let pool = pool.wait_timeout(Some(PATIENCE)).create_timeout(Some(PATIENCE)).build();
    pool.map_err(|e| StoreError::Unreached(e.to_string()))
}

/// POSTGRES-3. A stronger setting of the cluster stays.
const SESSION: &str = "SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')";

/// Records and passwords go in plain over a road that is this machine's own, or that somebody said is safe.
fn refuse_open_roads(config: &Config) -> Result<()> {
    let is_open = |host: &Host| match host {
        Host::Tcp(name) => !matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        #[cfg(unix)]
        Host::Unix(_) => false,
    };
    if config.get_ssl_mode() != SslMode::Disable && config.get_hosts().iter().any(is_open) {
        return Err(StoreError::Unfit(
            "it is on another machine, and head-office speaks no TLS to a database: reach it through a private network or \
             a tunnel, and say so with ?sslmode=disable"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Looks at the cluster, and brings the tables to this program's version.
fn prepare(client: &mut Object) -> Result<()> {
    for (setting, wanted) in [("server_encoding", "UTF8"), ("fsync", "on")] {
        let is = one(client, "SELECT current_setting($1) AS v", &[&setting])?;
        let is: String = is.map(|row| get(&row, "v")).transpose()?.unwrap_or_default();
        if is != wanted {
            return Err(StoreError::Unfit(format!("{setting} is {is}, and has to be {wanted}")));
        }
    }
    wait(migrations::migrations::runner().run_async(&mut ***client))
        .map_err(|e| StoreError::Unfit(format!("migration: {e}")))?;
    for key in ["server_id", "generation"] {
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        run(client, sql, &[&key, &common::fresh_id()?])?;
    }
    Ok(())
}

fn put_meta(client: &impl GenericClient, key: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    run(client, sql, &[&key, &value])?;
    Ok(())
}

fn get_meta(client: &impl GenericClient, key: &str) -> Result<String> {
    let found = one(client, "SELECT value FROM meta WHERE key = $1", &[&key])?;
    Ok(found.map(|row| get(&row, "value")).transpose()?.unwrap_or_default())
}

fn meta(client: &impl GenericClient) -> Result<Meta> {
    let mut meta = Meta {
        server_id: String::new(),
        generation: String::new(),
        principal: String::new(),
        principal_name: String::new(),
    };
    for row in ask::rows(client, "SELECT key, value FROM meta", &[])? {
        let value = get(&row, "value")?;
        match get::<&str>(&row, "key")? {
            "server_id" => meta.server_id = value,
            "generation" => meta.generation = value,
            "principal" => meta.principal = value,
            "principal_name" => meta.principal_name = value,
            _ => {}
        }
    }
    Ok(meta)
}

fn set_principal(client: &impl GenericClient, code: &str, name: &str) -> Result<()> {
    common::check_principal(code, name)?;
    put_meta(client, "principal", code)?;
    put_meta(client, "principal_name", name)
}

impl Store for Postgres {
    fn meta(&self) -> Result<Meta> {
        self.reading(meta)
    }
    fn set_principal(&self, code: &str, name: &str) -> Result<()> {
        self.writing(|tx| set_principal(tx, code, name))
    }
    fn renew_generation(&self) -> Result<String> {
        let fresh = common::fresh_id()?;
        self.writing(|tx| put_meta(tx, "generation", &fresh))?;
        Ok(fresh)
    }
    fn add_dealer(&self, code: &str, name: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| people::add_dealer(tx, code, name, now))
    }
    fn dealers(&self) -> Result<Vec<(String, String)>> {
        self.reading(people::dealers)
    }
    fn add_code(&self, secret_hash: &str, dealer: &str, now: i64, expires_at: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| people::add_code(tx, secret_hash, dealer, now, expires_at))
    }
    fn enrol(&self, who: &Enrolment, now: i64) -> Result<Enrolled> {
        self.writing(|tx| {
            run(tx, "SELECT pg_advisory_xact_lock($1)", &[&ENROLLING])?;
            doors::enrol(&mut people::Desks(tx), who, now)
        })
    }
    fn device(&self, device_id: &str) -> Result<Option<Device>> {
        self.reading(|c| people::device(c, &clean(device_id)))
    }
    fn devices(&self) -> Result<Vec<Device>> {
        self.reading(people::devices)
    }
    fn revoke(&self, device_id: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        self.doing(deed, now, |tx| people::revoke(tx, &clean(device_id), now))
    }
    fn device_seen(&self, device_id: &str, now: i64) -> Result<()> {
        self.reading(|c| run(c, "UPDATE device SET seen_at = $2 WHERE device_id = $1", &[&device_id, &now]).map(drop))
    }
    fn ingest_looked(&self, group: &[Looked], sign: Signer) -> Vec<Result<BatchReply>> {
        ingest::group(self, group, sign)
    }
    fn streams(&self, device: &Device, epochs: &[&str]) -> Result<Vec<StreamState>> {
        let states = self.reading(|c| stream::states(c, &device.dealer, epochs))?;
        match states {
            Some(states) => Ok(states),
            None => self.writing(|tx| stream::recount(tx, &device.dealer, epochs)),
        }
    }
    fn check(&self, device: &Device, ask: &CheckRequest) -> Result<Vec<RangeSum>> {
        self.reading(|c| stream::check(c, &device.dealer, ask))
    }
    fn add_item(&self, dealer: &str, kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<FeedItem> {
        self.doing(deed, now, |tx| feed::add(tx, dealer, kind, body, now))
    }
    fn add_items(&self, dealers: &[String], kind: &str, body: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        // In the order of their codes: two publishers wait for each other in a row, never crosswise.
        let mut dealers: Vec<&String> = dealers.iter().collect();
        dealers.sort();
        self.doing(deed, now, |tx| dealers.iter().try_for_each(|one| feed::add(tx, one, kind, body, now).map(drop)))
    }
    fn newest_item(&self, dealer: &str, kind: &str, title: &str) -> Result<Option<String>> {
        self.reading(|c| feed::newest(c, dealer, kind, title))
    }
    fn feed(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Feed> {
        Ok(common::page(self.feed_steps(dealer, after, limit)?, after))
    }
    fn feed_steps(&self, dealer: &str, after: Option<&str>, limit: u32) -> Result<Steps> {
        self.reading(|c| feed::steps(c, dealer, after, limit))
    }
    fn file_taken(&self, device_id: &str, file: &Carried, now: i64) -> Result<Before> {
        self.writing(|tx| feed::file_taken(tx, device_id, file, now))
    }
    fn acknowledge(&self, device_id: &str, cursor: &str) -> Result<()> {
        self.reading(|c| feed::acknowledge(c, device_id, &clean(cursor)))
    }
    fn blob(&self, dealer: &str, sha256: &str) -> Result<Option<Blob>> {
        self.reading(|c| list::blob(c, dealer, sha256))
    }
    fn add_blob(&self, blob: &Blob) -> Result<Blob> {
        self.writing(|tx| list::add_blob(tx, blob))
    }
    fn blobs(&self) -> Result<Vec<Blob>> {
        self.reading(list::blobs)
    }
    fn bytes(&self) -> Option<&dyn Bytes> {
        Some(self)
    }
    fn has_kind(&self, kind: &str) -> Result<bool> {
        let kind = clean(kind);
        self.reading(|c| Ok(one(c, "SELECT 1 FROM record WHERE kind = $1 LIMIT 1", &[&kind])?.is_some()))
    }
    fn list(&self, kind: Option<&str>, each: &mut dyn FnMut(Value) -> Result<()>) -> Result<()> {
        list::records(self, kind, each)
    }
    fn quarantined(&self) -> Result<u64> {
        let count =
            |c: &Object| one(c, "SELECT count(*) AS n FROM quarantine", &[])?.map_or(Ok(0), |row| number(&row, "n"));
        self.reading(count)
    }
}

impl Doors for Postgres {
    fn spend(&self, challenge: &str, until: i64, now: i64) -> Result<bool> {
        self.writing(|tx| {
            run(tx, "DELETE FROM spent WHERE until <= $1", &[&now])?;
            let put = "INSERT INTO spent (challenge, until) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            Ok(run(tx, put, &[&challenge, &until])? == 1)
        })
    }
    fn wrong_tries(&self, what: &str, now: i64) -> Result<u32> {
        let sql = "SELECT times FROM wrong_try WHERE what = $1 AND minute = $2";
        self.reading(|c| one(c, sql, &[&what, &minute(now)])?.map_or(Ok(0), |row| number(&row, "times")))
    }
    fn note_wrong(&self, what: &str, now: i64) -> Result<()> {
        self.writing(|tx| {
            run(tx, "DELETE FROM wrong_try WHERE minute < $1", &[&minute(now)])?;
            let put = "INSERT INTO wrong_try (what, minute, times) VALUES ($1, $2, 1)
                       ON CONFLICT (what, minute) DO UPDATE SET times = wrong_try.times + 1";
            run(tx, put, &[&what, &minute(now)]).map(drop)
        })
    }
}
