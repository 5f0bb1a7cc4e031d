//! The desk as people use it, with its real store: a machine at the counter, a line, a head office, and a clock of one's own.

use std::path::Path;
use std::sync::OnceLock;

use app::App;
use rusqlite::Connection;
use sanbao_faults::proxy::Proxy;
use sanbao_tests::world::sale;
use serde_json::{Value, json};
use sync::desk::Desk;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use wire::record::Receipt;

use crate::common::*;

/// Head offices of these stories live in one runtime; the desk waits outside of it, as it does at the counter.
pub fn on<T>(work: impl Future<Output = T>) -> T {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let build = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    RUNTIME.get_or_init(build).block_on(work)
}

struct SetHands(Hands);

impl app::clock::Clock for SetHands {
    fn now(&self) -> i64 {
        self.0.now()
    }
}

/// One machine: a data folder and the program on it.
pub struct Machine {
    dir: TempDir,
    app: Option<App>,
    pub hands: Hands,
}

impl Machine {
    /// A dealer's desk with the maker HH, this letter in its numbers, ten in the morning.
    pub fn new(letter: &str) -> Self {
        let mut machine = Self { dir: tempfile::tempdir().unwrap(), app: None, hands: Hands::new() };
        machine.open();
        let dealer =
            json!({"code": "HB0732", "name": "清河惠农农机有限公司", "short_name": "清河惠农", "device": letter});
        machine.call("dealer_save", dealer);
        machine.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        machine.call("start_day_save", json!({"on": "2026-10-01"}));
        machine
    }

    fn open(&mut self) {
        self.app = Some(App::open_with(self.dir.path(), Box::new(SetHands(self.hands.clone()))).unwrap());
    }

    /// The same disk in a second machine.
    pub fn cloned(&mut self) -> Self {
        self.app = None;
        let dir = tempfile::tempdir().unwrap();
        copy_all(self.dir.path(), dir.path());
        self.open();
        let mut clone = Self { dir, app: None, hands: Hands::new() };
        clone.hands.add(self.hands.now() - clone.hands.now());
        clone.open();
        clone
    }

    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn database(&self) -> Connection {
        Connection::open(self.dir.path().join("desk.db")).unwrap()
    }

    /// A command that must succeed; of a write its value.
    pub fn call(&self, command: &str, input: Value) -> Value {
        let answer = self.app().call(command, input);
        let mut answer = answer.unwrap_or_else(|e| panic!("{command}: {} {} {}", e.code, e.field, e.message));
        if self.app().law_is_behind() {
            self.app().catch_up();
        }
        if answer.get("touched").is_some() { answer["value"].take() } else { answer }
    }

    /// A command that must be refused: its code and its words.
    pub fn refused(&self, command: &str, input: Value) -> (String, String) {
        let error = self.app().call(command, input).expect_err("it is refused");
        (error.code, error.message)
    }

    pub fn enrol(&self, office: &Office, url: &str) {
        self.call("enrol", json!({"url": url, "code": office.code()}));
    }

    pub fn sell(&self, serial: &str) -> Value {
        self.call("sale_open", sale("HH", serial, "2026-11-20"))
    }

    /// The honest line of the maker after somebody pressed the button.
    pub fn send(&self) -> Value {
        self.call("sync_now", json!({}))[0].take()
    }

    pub fn ledger(&self) -> Vec<Value> {
        let mut page = self.call("outbox_list", json!({"limit": 200}));
        page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Record, revision, hash, state and receipt of every line for head office.
    pub fn lines(&self) -> Vec<(String, u32, String, String, Option<String>)> {
        let database = self.database();
        let mut rows =
            database.prepare("SELECT record_id, rev, hash, state, receipt FROM outbox ORDER BY rid").unwrap();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
        rows.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Head office's receipts, in the same order.
    pub fn receipts(&self) -> Vec<Option<Receipt>> {
        let database = self.database();
        let mut rows = database.prepare("SELECT rid FROM outbox ORDER BY rid").unwrap();
        let rids = rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<Vec<i64>, _>>().unwrap();
        rids.into_iter().map(|rid| self.app().kept_receipt(rid).unwrap()).collect()
    }

    pub fn unsent(&self) -> usize {
        self.lines().iter().filter(|line| ["pending", "inflight"].contains(&&*line.3)).count()
    }

    /// Every line is acknowledged, lies at head office with these bytes, and its receipt verifies.
    pub fn all_there(&self, office: &Office) -> Result<usize, String> {
        let there: std::collections::BTreeSet<_> = held(office.dir.path()).into_iter().collect();
        let id: String =
            self.database().query_row("SELECT id FROM principal WHERE code = 'HH'", [], |r| r.get(0)).unwrap();
        let account = self.app().account(&id).unwrap().ok_or("not enrolled")?;
        let lines = self.lines();
        for ((record, rev, hash, state, _), receipt) in lines.iter().zip(self.receipts()) {
            let name = || format!("{record} rev {rev}, {state}");
            let receipt = receipt.ok_or_else(name)?;
            let good = state == "acked" && sync::is_good_receipt(&account, &receipt) && receipt.hash == *hash;
            if !good || !there.contains(&(record.clone(), *rev, hash.clone())) {
                return Err(name());
            }
        }
        Ok(lines.len())
    }
}

/// A desk of the maker HH behind a line to its head office.
pub fn at_the_counter() -> (Office, Proxy, Machine) {
    let office = on(Office::start("HH"));
    let line = Proxy::beside(&office.url);
    let machine = Machine::new("A");
    machine.enrol(&office, &line.url);
    (office, line, machine)
}

/// What a head office holds: record, revision, hash.
pub fn held(office: &Path) -> Vec<(String, u32, String)> {
    let database = Connection::open(office.join("head-office.db")).unwrap();
    let mut rows = database.prepare("SELECT record_id, rev, hash FROM record").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// A head office's database, taken away or put back while nobody serves it.
pub fn copy_database(from: &Path, to: &Path) {
    for name in ["head-office.db", "head-office.db-wal", "head-office.db-shm"] {
        let _ = std::fs::remove_file(to.join(name));
        if from.join(name).exists() {
            std::fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}

fn copy_all(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            copy_all(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
