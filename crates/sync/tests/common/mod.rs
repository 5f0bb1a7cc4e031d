//! A world for stories: real head offices on loopback, a desk in memory, a line that can be cut.
#![allow(dead_code)] // each story file uses its own part

mod base;
#[allow(unused_imports)] // not every story cuts the line
pub use faults::proxy;

pub use base::Base;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use head_office::http::Config;
use head_office::keys::Keys;
use head_office::store::Store;
use serde_json::Value;
use sync::desk::{Desk, State};
use sync::memory::{Kept, MemoryDesk};
use sync::outcome::{Options, Outcome, Trigger};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use wire::record::Receipt;

/// 2026-11-21T02:00:00Z, ten in the morning in Shanghai.
pub const MORNING: i64 = 1_795_226_400_000;

/// A clock a test turns.
#[derive(Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(MORNING)))
    }
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
    pub fn add(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

/// A head office that serves.
pub struct Office {
    pub dir: TempDir,
    pub base: Base,
    pub url: String,
    pub hands: Hands,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

impl Office {
    pub async fn start(principal: &str) -> Self {
        Self::with(principal, |_| {}).await
    }

    pub async fn with(principal: &str, change: impl FnOnce(&mut Config)) -> Self {
        Self::on(&Base::sqlite(), principal, change).await
    }

    /// On an empty database of this kind.
    pub async fn on(base: &Base, principal: &str, change: impl FnOnce(&mut Config)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (hands, base) = (Hands::new(), base.empty());
        let mut office = Self { dir, base, url: String::new(), hands, stop: None, served: None };
        let store = office.store();
        store.set_principal(principal, principal).unwrap();
        store.add_dealer("HB0732", "大地农机", MORNING, None).unwrap();
        office.serve(change).await;
        office
    }

    /// Another instance of the same head office: on the same database, with the same keys.
    pub async fn beside(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.dir.path()).unwrap().map(Result::unwrap) {
            if file.path().extension().is_some_and(|is| is == "key") {
                std::fs::copy(file.path(), dir.path().join(file.file_name())).unwrap();
            }
        }
        let (base, hands) = (self.base.clone(), self.hands.clone());
        let mut office = Self { dir, base, url: String::new(), hands, stop: None, served: None };
        office.serve(|_| {}).await;
        office
    }

    pub async fn serve(&mut self, change: impl FnOnce(&mut Config)) {
        let hands = self.hands.clone();
        let mut config = Config { now: Arc::new(move || hands.now()), ..Config::default() };
        config.database = self.base.url.clone();
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let dir = self.dir.path().to_owned();
        self.stop = Some(stop);
        self.served = Some(tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            head_office::http::serve(&dir, listener, config, stopped).await.unwrap();
        }));
    }

    pub async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
    }

    pub fn store(&self) -> Arc<dyn Store> {
        self.base.open(self.dir.path())
    }

    /// Changes the database behind head office's back.
    pub fn behind_the_back(&self, sql: &str) {
        self.base.behind_the_back(self.dir.path(), sql);
    }

    pub fn code(&self) -> String {
        let keys = Keys::open(self.dir.path()).unwrap();
        code_at(self.store().as_ref(), &keys, self.hands.now())
    }

    /// The seed of its receipt key.
    pub fn seed(&self) -> [u8; 32] {
        let key = std::fs::read_to_string(self.dir.path().join("receipt.key")).unwrap();
        let seed = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, key.trim()).unwrap();
        seed.try_into().unwrap()
    }

    pub fn records(&self, kind: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let kind = Some(kind).filter(|k| *k != "all");
        self.store()
            .list(kind, &mut |record| {
                found.push(record);
                Ok(())
            })
            .unwrap();
        found
    }
}

/// Words of an answer changed by somebody who holds head office's key: it is signed again with this seed.
pub fn resigned(from: &'static str, to: &'static str, seed: [u8; 32]) -> proxy::Fate {
    proxy::Fate::Change(Arc::new(move |seen, head, body| {
        let (head, body) = proxy::resized(head, String::from_utf8(body).ok()?.replace(from, to).into_bytes());
        let line =
            |head: &str, name: &str| head.lines().find(|l| l.to_lowercase().starts_with(name)).map(str::to_owned);
        let (method, path) = seen.what.split_once(' ')?;
        let nonce = line(&seen.head, wire::HEADER_REQUEST)?.split_once(": ")?.1.to_owned();
        let text = wire::sign::response(method, path, &nonce, 200, &wire::hash::sha256_hex(&body));
        let signed = format!("{}: {}", wire::HEADER_SIGNATURE, sync::key::sign(&seed, &text));
        Some((head.replace(&line(&head, wire::HEADER_SIGNATURE)?, &signed), body))
    }))
}

/// An enrolment code on the test's clock.
pub fn code_at(store: &dyn Store, keys: &Keys, now: i64) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes();
    let code = wire::enrol::Code {
        secret: wire::enrol::Code::secret_from(&[n[3], n[4], n[5], n[6], n[7]]),
        fingerprint: wire::enrol::Code::fingerprint_of(&keys.receipt_public()),
    };
    let hash = wire::hash::sha256_hex(code.secret.as_bytes());
    store.add_code(&hash, "HB0732", now, now + 900_000, None).unwrap();
    code.show()
}

pub fn options(trigger: Trigger) -> Options {
    // No story waits for this one: a busy machine may move nothing for a while.
    Options { stall: Duration::from_secs(600), ..Options::new(trigger, "test") }
}

/// Enrols a desk for a maker by way of `url` (an office, or a proxy before it).
pub async fn enrol(desk: &MemoryDesk, principal: &str, office: &Office, url: &str) {
    let hands = office.hands.clone();
    let clock = move || hands.now();
    let code = office.code();
    let options = options(Trigger::Click);
    let account = sync::enrol(url, &code, "柜台一号", None, &clock, &options).await.unwrap();
    let epoch = sync::new_epoch().unwrap();
    desk.set_account(principal, &account, &epoch).unwrap();
}

/// One run by a click.
pub async fn run(desk: &MemoryDesk, principal: &str, hands: &Hands) -> Outcome {
    run_by(desk, principal, hands, Trigger::Click).await
}

pub async fn run_by(desk: &MemoryDesk, principal: &str, hands: &Hands, trigger: Trigger) -> Outcome {
    let hands = hands.clone();
    sync::run_once(desk, principal, &move || hands.now(), &options(trigger)).await
}

/// A click by a desk that soon loses patience.
pub async fn impatient_run(desk: &MemoryDesk, principal: &str, hands: &Hands, stall: Duration) -> Outcome {
    let hands = hands.clone();
    let options = Options { stall, ..options(Trigger::Click) };
    sync::run_once(desk, principal, &move || hands.now(), &options).await
}

/// A run that must end well.
pub async fn good_run(desk: &MemoryDesk, principal: &str, hands: &Hands) -> Outcome {
    let outcome = run(desk, principal, hands).await;
    assert_eq!(outcome.problem, None);
    outcome
}

pub fn id(n: u64) -> String {
    format!("01940000-0000-7000-8000-{n:012x}")
}

pub fn card(principal: &str, n: u64) -> String {
    format!(
        r#"{{"principal":"{principal}","sale":{{"no":"XS-{n}","sold_on":"2025-06-01","price_fen":{}}},"unit":{{"serial":"SN{n:08}","model":"东风-1204"}},"customer":{{"name":"王·伟𠮷","phone":"138****{n:04}","shared":false}}}}"#,
        n * 100
    )
}

/// Saves cards `from..=to` for a maker.
pub fn save_cards(desk: &MemoryDesk, principal: &str, from: u64, to: u64) {
    for n in from..=to {
        desk.save(principal, "card", &id(n), &card(principal, n));
    }
}

pub fn count(rows: &[Kept], state: State) -> usize {
    rows.iter().filter(|k| k.state == state).count()
}

pub fn states(desk: &MemoryDesk, principal: &str) -> (usize, usize, usize, usize) {
    let rows = desk.rows(principal);
    (
        count(&rows, State::Pending) + count(&rows, State::Inflight),
        count(&rows, State::Acked),
        count(&rows, State::Rejected),
        count(&rows, State::Deferred),
    )
}

/// Exactly once: head office has each acked row once, byte for byte, with the receipt the desk keeps.
pub fn assert_exactly_once(desk: &MemoryDesk, principal: &str, office: &Office) {
    let stored = office.records("all");
    let rows = desk.rows(principal);
    let acked: Vec<&Kept> = rows.iter().filter(|k| k.state == State::Acked).collect();
    assert_eq!(stored.len(), acked.len());
    let account = desk.account(principal).unwrap().unwrap();
    let mut by_key: HashMap<(&str, u64), Vec<&Value>> = HashMap::new();
    for record in &stored {
        let key = (record["record_id"].as_str().unwrap(), record["rev"].as_u64().unwrap());
        by_key.entry(key).or_default().push(record);
    }
    for kept in acked {
        let key = (&*kept.row.record_id, u64::from(kept.row.rev));
        let mine = by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(mine.len(), 1, "{} once", kept.row.record_id);
        let receipt = kept.receipt.as_ref().unwrap();
        assert_eq!(mine[0]["body_text"], *kept.row.body);
        // One that was lost there and sent again is signed with others than the first time.
        let theirs = &mine[0]["receipt"];
        let theirs = Receipt {
            signature: theirs["signature"].as_str().unwrap().to_owned(),
            proof: serde_json::from_value(theirs["proof"].clone()).unwrap(),
            ..receipt.clone()
        };
        for one in [receipt, &theirs] {
            assert!(sync::is_good_receipt(&account, one), "{one:?}");
        }
        assert_eq!(mine[0]["received_at"], receipt.received_at);
    }
}

/// True if any file under this folder holds these bytes.
pub fn holds(dir: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds(&path, needle),
            false => std::fs::read(&path).unwrap().windows(needle.len()).any(|w| w == needle),
        }
    })
}
