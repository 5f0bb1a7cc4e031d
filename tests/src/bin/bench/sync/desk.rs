//! A desk with 10,000 cards that wait for head office: sold one by one through the program, in memory where the system has a
//! folder there, because making them is not what is measured.

use std::cell::OnceCell;
use std::path::Path;
use std::time::Instant;

use app::App;
use rusqlite::Connection;
use sanbao_tests::Outcome;
use sanbao_tests::world::HeadOffice;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::BACKLOG;
use crate::million;

const PLACES: [(&str, &str, &str); 6] = [
    ("清河县", "双庙乡", "张家村"),
    ("清河县", "张店镇", "陈家村"),
    ("临川县", "大王庄镇", "后李村"),
    ("临川县", "柳林乡", "东赵楼村"),
    ("平原县", "前孙镇", "北街"),
    ("平原县", "腰站镇", "西马庄村"),
];
const MODELS: [(&str, &str); 4] =
    [("HH704", "轮式拖拉机"), ("HH1204", "轮式拖拉机"), ("HH4LZ-6.0", "谷物联合收割机"), ("HH2BYF-4", "玉米播种机")];
const SELLERS: [&str; 3] = ["李敏", "赵建国", "周师傅"];

/// The desk, once it was asked for.
#[derive(Default)]
pub struct Made(OnceCell<TempDir>);

/// A card as it waits in the outbox.
pub struct Card {
    pub seq: u64,
    pub record_id: String,
    pub hash: String,
    pub body: String,
}

impl Made {
    /// Opens a copy of the desk in a folder.
    pub fn open_in(&self, dir: &Path) -> Outcome<App> {
        std::fs::create_dir_all(dir)?;
        std::fs::copy(self.folder()?.join("desk.db"), dir.join("desk.db"))?;
        Ok(App::open(dir)?)
    }

    /// What waits in it, in the order of the stream.
    pub fn cards(&self) -> Outcome<Vec<Card>> {
        let connection = Connection::open(self.folder()?.join("desk.db"))?;
        let mut read =
            connection.prepare("SELECT seq, record_id, hash, body FROM outbox JOIN outbox_body USING (rid) WHERE state = 'pending' ORDER BY seq")?;
        let card = |row: &rusqlite::Row| {
            Ok(Card { seq: row.get(0)?, record_id: row.get(1)?, hash: row.get(2)?, body: row.get(3)? })
        };
        let cards = read.query_map([], card)?.collect::<Result<Vec<_>, _>>()?;
        Ok(cards)
    }

    fn folder(&self) -> Outcome<&Path> {
        if self.0.get().is_none() {
            let (folder, start) = (in_memory()?, Instant::now());
            make(folder.path())?;
            let _ = self.0.set(folder);
            let bytes: usize = self.cards()?.iter().map(|card| card.body.len()).sum();
            let mean = bytes / BACKLOG as usize;
            println!(
                "     sync             a desk with {BACKLOG} cards of {mean} bytes, made in {:?}",
                start.elapsed()
            );
        }
        Ok(self.0.get().ok_or("it was made just now")?.path())
    }
}

fn in_memory() -> Outcome<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}

fn make(dir: &Path) -> Outcome<()> {
    let desk = App::open(dir)?;
    call(&desk, "dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}))?;
    call(&desk, "principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    for n in 0..BACKLOG {
        call(&desk, "sale_open", sale(n))?;
    }
    drop(desk);
    let connection = Connection::open(dir.join("desk.db"))?;
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    let waiting: u32 =
        connection.query_row("SELECT count(*) FROM outbox WHERE state = 'pending'", [], |row| row.get(0))?;
    if waiting == BACKLOG { Ok(()) } else { Err(format!("{waiting} cards wait, not {BACKLOG}").into()) }
}

/// Sale number `n`, as a clerk types it: names, places, machines and prices of a real county, none like the other.
pub fn sale(n: u32) -> Value {
    let pick = |salt: u64, many: usize| million::scattered(n, salt, many as u64) as usize;
    let (county, town, village) = PLACES[pick(21, PLACES.len())];
    let (model, product) = MODELS[pick(22, MODELS.len())];
    json!({
        "principal": "HH",
        "sold_on": format!("2026-10-{:02}", 1 + (u64::from(n) * 28 / u64::from(BACKLOG)).min(27)),
        "price_fen": 3_000_000 + 50_000 * pick(24, 200),
        "invoice_no": format!("{:08}", pick(25, 100_000_000)),
        "customer": {
            "name": million::name(n), "phone": million::phone(n), "county": county, "town": town, "village": village,
        },
        "unit": {
            "model": model, "product": product, "serial": format!("{}{n:05}", million::serial(n)),
            "engine_no": format!("Y{:08}", pick(26, 100_000_000)),
        },
        "seller": SELLERS[pick(27, SELLERS.len())],
        "user_signed": true,
        "share_consent": !n.is_multiple_of(4),
    })
}

/// Runs a command that must succeed.
pub fn call(desk: &App, command: &str, input: Value) -> Outcome<Value> {
    Ok(desk.call(command, input).map_err(|why| format!("{command}: {} {}", why.code, why.message))?)
}

/// Enrols at a head office by way of an address.
pub fn enrol(desk: &App, office: &HeadOffice, url: &str) -> Outcome<()> {
    call(desk, "enrol", json!({"url": url, "code": office.enrol_code()?}))?;
    Ok(())
}

/// Runs sync, which must leave nothing behind.
pub fn sync(desk: &App) -> Outcome<()> {
    match send(desk)? {
        0 => Ok(()),
        waiting => Err(format!("sync left {waiting} records behind").into()),
    }
}

/// Runs sync while somebody may be saving; answers what waits already when it is done.
pub fn send(desk: &App) -> Outcome<u64> {
    let answer = call(desk, "sync_now", json!({}))?;
    let line = &answer["value"][0];
    let well = line["problem"].is_null() && line["rejected"] == 0 && line["deferred"] == 0;
    line["pending"].as_u64().filter(|_| well).ok_or_else(|| format!("sync failed: {line}").into())
}
