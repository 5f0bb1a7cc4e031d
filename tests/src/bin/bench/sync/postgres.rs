//! Two instances of a head office on one PostgreSQL, against bare inserts of the same rows.
//!
//! The bare side has the rows ready made, two connections, the statements that head office uses (whole arrays, not row by row)
//! and as many records in a commit as an instance can have had at most; it numbers nothing, looks nothing up and signs nothing.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use sanbao_faults::postgres::Cluster;
use sanbao_tests::{Outcome, programs};
use tokio::task::JoinSet;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls};

use super::load;
use super::server::{BATCH, BATCHES, SENDERS, some};
use crate::Bench;

const INSTANCES: usize = 2;

/// Bare PostgreSQL's rate by ours.
pub fn share(bench: &Bench) -> Outcome<f64> {
    let (cluster, cards, folder) = (Cluster::start(), bench.waiting.cards()?, tempfile::tempdir()?);
    let (database, empty) = (cluster.database(), cluster.database());
    let instances = (0..INSTANCES).map(|_| Instance::start(folder.path(), &database)).collect::<Outcome<Vec<_>>>()?;
    drop(Instance::start(folder.path(), &empty)?);
    let mut dealers = load::dealers(folder.path(), SENDERS)?;
    for dealer in &dealers {
        let (code, device) = (&dealer.code, &dealer.device);
        let enrolled = format!(
            "INSERT INTO dealer (code, name, created_at) VALUES ('{code}', '{code}', 0);
             INSERT INTO device (device_id, dealer, name, public_key, enrolled_at) VALUES ('{device}', '{code}', 'A', '', 0)"
        );
        cluster.behind_the_back(&database, &enrolled);
    }
    let mut packed = VecDeque::new();
    for n in 0..BATCHES * SENDERS {
        packed.push_back(dealers[n % SENDERS].pack(some(&cards, n, BATCH))?);
    }
    let urls: Vec<String> = instances.iter().map(|one| one.url.clone()).collect();
    let (took, records) = (load::send_all(packed, SENDERS, &urls)?, (SENDERS * BATCH * BATCHES) as f64);
    let (ours, a_commit) = (records / took.as_secs_f64(), SENDERS / INSTANCES * BATCH);
    let bare = load::runtime()?.block_on(bare(&database, &empty, a_commit))?;
    println!(
        "     postgres-share   two instances {ours:.0}/s, bare PostgreSQL {bare:.0}/s, {a_commit} records a commit"
    );
    Ok(bare / ours)
}

/// One process of the head office.
struct Instance {
    server: Child,
    url: String,
}

impl Instance {
    fn start(dir: &Path, database: &str) -> Outcome<Self> {
        let mut server = Command::new(programs::path("head-office")?)
            .env("HEAD_OFFICE_DATABASE", database)
            .arg("--data")
            .arg(dir)
            .args(["serve", "--listen", "127.0.0.1:0", "--principal", "HH", "--name", "华禾农机"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut url = String::new();
        BufReader::new(server.stdout.take().ok_or("no standard output")?).read_line(&mut url)?;
        Ok(Self { server, url: url.trim().to_owned() })
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // Already gone when it ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A column of what was stored, by the type its statement wants.
enum Column {
    Text(Vec<Option<String>>),
    Number(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
}

impl Column {
    fn part(&self, from: usize, to: usize) -> Box<dyn ToSql + Sync + Send> {
        match self {
            Self::Text(all) => Box::new(all[from..to].to_vec()),
            Self::Number(all) => Box::new(all[from..to].to_vec()),
            Self::Flag(all) => Box::new(all[from..to].to_vec()),
        }
    }
}

const PUT_RECORDS: &str = include_str!("../../../../../crates/head-office/sql/postgres/put_records.sql");
const RECORD: &str =
    "dealer record_id rev: base_rev: kind schema: hash body extra state device_id received_at: signature
    no serial due_on month sheet reverses late? paper";
const PUT_PLACES: &str = include_str!("../../../../../crates/head-office/sql/postgres/put_places.sql");
const PLACE: &str = "dealer epoch seq: record_id rev: hash";

/// The columns named, a number with a colon behind, a flag with a question mark, in the order records were stored in.
async fn columns(client: &Client, table: &str, named: &str) -> Outcome<Vec<Column>> {
    let mut columns = Vec::new();
    for name in named.split_whitespace() {
        let bare = name.trim_end_matches([':', '?']);
        let sql = format!(
            "SELECT t.{bare} FROM record r JOIN {table} t USING (dealer, record_id, rev) ORDER BY r.server_seq"
        );
        let rows = client.query(&sql, &[]).await?;
        columns.push(match name.strip_prefix(bare) {
            Some(":") => Column::Number(rows.iter().map(|row| row.get(0)).collect()),
            Some("?") => Column::Flag(rows.iter().map(|row| row.get(0)).collect()),
            _ => Column::Text(rows.iter().map(|row| row.get(0)).collect()),
        });
    }
    Ok(columns)
}

/// Records a second, out of one database into an empty one.
async fn bare(from: &str, to: &str, a_commit: usize) -> Outcome<f64> {
    let read = connect(from).await?;
    let (records, places) = (columns(&read, "record", RECORD).await?, columns(&read, "position", PLACE).await?);
    let many = match records.first() {
        Some(Column::Text(dealers)) => dealers.len(),
        _ => return Err("nothing was stored".into()),
    };
    let part = |columns: &[Column], at: usize| -> Vec<Box<dyn ToSql + Sync + Send>> {
        columns.iter().map(|column| column.part(at, many.min(at + a_commit))).collect()
    };
    let mut shares: Vec<Vec<_>> = (0..INSTANCES).map(|_| Vec::new()).collect();
    for (n, at) in (0..many).step_by(a_commit).enumerate() {
        shares[n % INSTANCES].push((part(&records, at), part(&places, at)));
    }
    let mut clients = Vec::new();
    for _ in 0..INSTANCES {
        clients.push(connect(to).await?);
    }
    let (start, mut all) = (Instant::now(), JoinSet::new());
    for (mut client, commits) in clients.into_iter().zip(shares) {
        all.spawn(async move {
            for (records, places) in commits {
                let transaction = client.transaction().await?;
                transaction.query(PUT_RECORDS, &lent(&records)).await?;
                transaction.query(PUT_PLACES, &lent(&places)).await?;
                transaction.commit().await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(done) = all.join_next().await {
        done??;
    }
    Ok(many as f64 / start.elapsed().as_secs_f64())
}

fn lent(owned: &[Box<dyn ToSql + Sync + Send>]) -> Vec<&(dyn ToSql + Sync)> {
    owned.iter().map(|one| &**one as &(dyn ToSql + Sync)).collect()
}

async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // Ends when the client is dropped.
    tokio::spawn(connection);
    Ok(client)
}
