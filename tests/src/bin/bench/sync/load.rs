//! Many dealers at one head office: enrolled past the program (ten thousand enrolments are not what is measured), with tokens
//! its own key made, and batches packed before the clock runs: dealers do that on machines of their own.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use head_office::access;
use head_office::keys::Keys;
use rusqlite::{Connection, params};
use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, machine_now};
use tokio::task::JoinSet;
use wire::batch::{Batch, BatchReply};
use wire::record::{Record, Status};

use super::desk::Card;

/// A dealer with its one device and stream.
pub struct Dealer {
    pub code: String,
    pub device: String,
    pub epoch: String,
    pub token: String,
    /// Records sent so far.
    sent: u64,
}

/// A batch, ready to go.
pub struct Packed {
    token: String,
    batch_id: String,
    digest: String,
    bytes: axum::body::Bytes,
    pub records: usize,
}

/// A head office and its dealers.
pub struct Office {
    pub head: HeadOffice,
    pub dealers: Vec<Dealer>,
    /// Processor time of the last round.
    pub busy: Duration,
}

impl Office {
    /// Starts one with so many dealers.
    pub fn with(many: usize) -> Outcome<Self> {
        let head = HeadOffice::start("HH", "华禾农机")?;
        let dealers = dealers(head.dir(), many)?;
        enrolled(head.dir(), &dealers)?;
        Ok(Self { head, dealers, busy: Duration::ZERO })
    }

    /// The next batch of a dealer.
    pub fn pack(&mut self, dealer: usize, cards: &[Card]) -> Outcome<Packed> {
        self.dealers.get_mut(dealer).ok_or("no such dealer")?.pack(cards)
    }
}

impl Dealer {
    /// The next batch: these cards under its own name.
    pub fn pack(&mut self, cards: &[Card]) -> Outcome<Packed> {
        let number: u64 = self.code[2..].parse()?;
        let record = |(at, card): (usize, &Card)| {
            let seq = self.sent + at as u64 + 1;
            Record {
                record_id: format!("019aa000-{number:04x}-7000-8000-{seq:012x}"),
                rev: 1,
                base_rev: None,
                kind: "card".into(),
                schema: 1,
                seq,
                hash: card.hash.clone(),
                body: card.body.clone(),
                extra: serde_json::Map::new(),
            }
        };
        let batch = Batch {
            v: wire::PROTOCOL,
            batch_id: format!("019aa001-{number:04x}-7000-8000-{:012x}", self.sent),
            principal: "HH".into(),
            dealer: self.code.clone(),
            device_id: self.device.clone(),
            epoch: self.epoch.clone(),
            receipts: Some(wire::tree::FORM),
            records: cards.iter().enumerate().map(record).collect(),
            extra: serde_json::Map::new(),
        };
        self.sent += cards.len() as u64;
        let bytes = zstd::encode_all(&*serde_json::to_vec(&batch)?, 3)?;
        let digest = format!("sha-256=:{}:", STANDARD.encode(wire::hash::sha256(&bytes)));
        let token = self.token.clone();
        Ok(Packed { token, batch_id: batch.batch_id, digest, bytes: bytes.into(), records: cards.len() })
    }
}

/// So many dealers of a head office with these keys.
pub fn dealers(dir: &Path, many: usize) -> Outcome<Vec<Dealer>> {
    let keys = Keys::open(dir)?;
    Ok((0..many).map(|n| dealer(&keys, n)).collect())
}

fn dealer(keys: &Keys, n: usize) -> Dealer {
    let device = format!("019aa002-0000-7000-8000-{n:012x}");
    let token = access::token(keys, &device, machine_now());
    Dealer { code: format!("HB{n:05}"), epoch: format!("{n:032x}"), device, token, sent: 0 }
}

fn enrolled(dir: &Path, dealers: &[Dealer]) -> Outcome<()> {
    let mut connection = Connection::open(dir.join("head-office.db"))?;
    let transaction = connection.transaction()?;
    for (n, dealer) in dealers.iter().enumerate() {
        let name = format!("第 {n} 家农机销售有限公司");
        transaction.execute(
            "INSERT INTO dealer (code, name, created_at) VALUES (?1, ?2, ?3)",
            params![dealer.code, name, machine_now()],
        )?;
        transaction.execute(
            "INSERT INTO device (device_id, dealer, name, public_key, enrolled_at) VALUES (?1, ?2, 'A', '', ?3)",
            params![dealer.device, dealer.code, machine_now()],
        )?;
    }
    Ok(transaction.commit()?)
}

/// A client that keeps its connection.
fn client() -> Outcome<reqwest::Client> {
    sync::install_crypto();
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

/// A client for many desks: each request has a connection of its own.
pub fn strangers() -> Outcome<reqwest::Client> {
    sync::install_crypto();
    Ok(reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build()?)
}

/// Sends a batch until it is answered, waiting as told when head office has too much to do; answers how long that took.
pub async fn send(client: &reqwest::Client, url: &str, packed: &Packed) -> Outcome<Duration> {
    let start = Instant::now();
    loop {
        let nonce = "0123456789abcdef0123456789abcdef";
        let request = client
            .post(format!("{url}/v1/batches"))
            .bearer_auth(&packed.token)
            .header(wire::HEADER_PROTOCOL, wire::PROTOCOL)
            .header(wire::HEADER_REQUEST, nonce)
            .header("content-encoding", "zstd")
            .header(wire::HEADER_DIGEST, &packed.digest)
            .header(wire::HEADER_IDEMPOTENCY, &packed.batch_id)
            .body(packed.bytes.clone());
        let answer = request.send().await?;
        if answer.status() == 503 || answer.status() == 429 {
            let wait = answer.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse().ok());
            tokio::time::sleep(Duration::from_secs(wait.ok_or("no Retry-After")?)).await;
            continue;
        }
        let body = answer.error_for_status()?.bytes().await?;
        let reply: BatchReply = serde_json::from_slice(&body)?;
        let stored = reply.results.iter().filter(|result| result.status == Status::Accepted).count();
        if stored != packed.records {
            return Err(format!("{stored} of {} records were stored", packed.records).into());
        }
        return Ok(start.elapsed());
    }
}

/// Sends batches by so many senders at a time, who take turns at the addresses; answers how long that took.
pub fn send_all(packed: VecDeque<Packed>, senders: usize, urls: &[String]) -> Outcome<Duration> {
    let queue = Arc::new(Mutex::new(packed));
    runtime()?.block_on(async {
        let (start, mut all) = (Instant::now(), JoinSet::new());
        for url in urls.iter().cycle().take(senders) {
            all.spawn(drain(queue.clone(), url.clone()));
        }
        while let Some(done) = all.join_next().await {
            done??;
        }
        Ok(start.elapsed())
    })
}

async fn drain(queue: Arc<Mutex<VecDeque<Packed>>>, url: String) -> Outcome<()> {
    let client = client()?;
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(packed) = next() {
        send(&client, &url, &packed).await?;
    }
    Ok(())
}

/// A runtime for many clients.
pub fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Processor time a process has used, from the system's own books (hundredths of a second on Linux).
pub fn used(pid: u32) -> Outcome<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after = text.rsplit(')').next().ok_or("no name in stat")?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |at: usize| -> Outcome<u64> { Ok(fields.get(at).ok_or("stat is short")?.parse()?) };
    Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Memory of a process that lies in the machine, in KiB.
pub fn resident(pid: u32) -> Outcome<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}
