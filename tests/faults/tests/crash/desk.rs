//! A desk at work whose disk may fail: what it was told to keep, and whether it did.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use head_office::keys::Keys;
use head_office::store::Store;
use head_office::store::sqlite::Sqlite;
use rusqlite::{Connection, OpenFlags};
use sanbao_crash_vfs::Dice;
use sanbao_tests::world::{HeadOffice, World, machine_now, repair, sale};
use serde_json::{Value, json};

use crate::{Held, hold, why};

/// The dealer every head office of the stories knows.
pub const DEALER: &str = "HB0732A";

/// Longer than an uploader's lease.
pub const LONG: i64 = 3_600_000;

/// A desk, and what it acknowledged.
pub struct Busy {
    pub world: World,
    /// Sales by their id, with the prices they may have: one, or two while a change of it was not acknowledged.
    pub sales: BTreeMap<String, Vec<i64>>,
    /// Repairs by their id.
    pub repairs: BTreeSet<String>,
    /// Backups that were said to be made.
    pub backups: Vec<String>,
    seed: u64,
    made: u64,
}

/// An enrolment code without a program being run for it.
pub fn code(office: &HeadOffice) -> Result<String, String> {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes();
    let keys = Keys::open(office.dir()).map_err(why)?;
    let code = wire::enrol::Code {
        secret: wire::enrol::Code::secret_from(&[n[3], n[4], n[5], n[6], n[7]]),
        fingerprint: wire::enrol::Code::fingerprint_of(&keys.receipt_public()),
    };
    let now = machine_now();
    let hash = wire::hash::sha256_hex(code.secret.as_bytes());
    let store = Sqlite::open(office.dir()).map_err(why)?;
    store.add_code(&hash, DEALER, now, now + 900_000, None).map_err(why)?;
    Ok(code.show())
}

/// A notice of head office.
pub fn notice(office: &HeadOffice, title: &str) -> Held {
    let body = json!({"title": title, "text": "请知悉"}).to_string();
    let store = Sqlite::open(office.dir()).map_err(why)?;
    store.add_item(DEALER, "notice", &body, machine_now(), None).map(drop).map_err(why)
}

impl Busy {
    /// A desk that is enrolled and has sent its first sale.
    pub fn at(office: &HeadOffice, seed: u64) -> Result<Self, String> {
        let world = World::set_up().map_err(why)?;
        world.call("enrol", json!({"url": office.url, "code": code(office)?}));
        let mut desk =
            Self { world, sales: BTreeMap::new(), repairs: BTreeSet::new(), backups: Vec::new(), seed, made: 0 };
        desk.sell()?;
        desk.world.call("sync_now", json!({}));
        Ok(desk)
    }

    /// One thing a clerk does; an error is the desk's refusal.
    pub fn something(&mut self, office: &HeadOffice, dice: &mut Dice) -> Held {
        match dice.below(9) {
            0..=2 => self.sell(),
            3 => self.repair(),
            4 => self.amend(dice),
            5 => self.call("sync_now", json!({})).map(drop),
            6 => self.back_up(),
            7 => self.reopen(),
            _ => notice(office, &format!("通知 {}-{}", self.seed, dice.any())),
        }
    }

    fn call(&self, command: &str, input: Value) -> Result<Value, String> {
        let mut answer = self.world.app().call(command, input).map_err(|e| format!("{} {}", e.code, e.message))?;
        if self.world.app().law_is_behind() {
            self.world.app().catch_up();
        }
        Ok(answer["value"].take())
    }

    /// A machine nobody sold before.
    pub fn serial(&mut self) -> String {
        self.made += 1;
        format!("HH{:05}{:05}", self.seed, self.made)
    }

    /// Sells a machine.
    pub fn sell(&mut self) -> Held {
        let serial = self.serial();
        let sold = self.call("sale_open", sale("HH", &serial, "2026-10-18"))?;
        self.sales.insert(text(&sold["id"]), vec![7_650_000]);
        Ok(())
    }

    /// Repairs a machine.
    pub fn repair(&mut self) -> Held {
        let serial = self.serial();
        let made = self.call("repair_open", repair("HH", &serial, "2026-10-18"))?;
        self.repairs.insert(text(&made["id"]));
        Ok(())
    }

    fn amend(&mut self, dice: &mut Dice) -> Held {
        let nth = usize::try_from(dice.below(self.sales.len() as u64)).unwrap_or(0);
        let Some(id) = self.sales.keys().nth(nth).cloned() else { return Ok(()) };
        let price = 7_000_000 + i64::try_from(dice.below(900_000)).unwrap_or(0);
        let mut draft = self.draft(&id)?;
        draft["price_fen"] = json!(price);
        if let Some(prices) = self.sales.get_mut(&id) {
            prices.push(price);
        }
        self.call("sale_amend", json!({"id": id, "reason": "核对价格", "draft": draft}))?;
        self.sales.insert(id, vec![price]);
        Ok(())
    }

    /// A sale as it was filled in.
    pub fn draft(&self, id: &str) -> Result<Value, String> {
        let mut shown = self.world.app().call("sale_show", json!({"id": id})).map_err(|e| e.message)?;
        let serial = shown["draft"]["unit"]["serial"].take();
        Ok(sale("HH", &text(&serial), "2026-10-18"))
    }

    /// A repair that nobody signed yet.
    pub fn unsigned_repair(&mut self) -> Result<String, String> {
        let mut draft = repair("HH", &self.serial(), "2026-10-18");
        draft["user_signed"] = json!(false);
        Ok(text(&self.call("repair_open", draft)?["id"]))
    }

    /// Closing folds the log into the file.
    fn reopen(&mut self) -> Held {
        self.world.close();
        self.world.restart().map_err(why)
    }

    fn back_up(&mut self) -> Held {
        self.world.pass(1000); // a name of its own
        let made = self.call("backup_now", json!({}))?;
        self.backups.push(text(&made["path"]));
        Ok(())
    }

    /// The desk as it was found: whole, with everything it acknowledged.
    pub fn holds_what_it_said(&self) -> Held {
        let doctor = self.world.call("doctor", json!({}));
        hold(doctor["integrity"] == "ok", || format!("integrity: {}", doctor["integrity"]))?;
        let problems = doctor["problems"].to_string();
        hold(!problems.contains("对不上"), || problems.clone())?;
        let database = look(&self.world.dir().join("desk.db"))?;
        for (id, prices) in &self.sales {
            let price =
                self.world.app().call("sale_show", json!({"id": id})).map_err(|e| format!("{id}: {}", e.message))?;
            let price = price["draft"]["price_fen"].as_i64().unwrap_or(-1);
            hold(prices.contains(&price), || format!("sale {id} has the price {price}, acknowledged {prices:?}"))?;
        }
        for id in &self.repairs {
            let there: i64 =
                database.query_row("SELECT count(*) FROM repair WHERE id = ?1", [id], |r| r.get(0)).map_err(why)?;
            hold(there == 1, || format!("repair {id} is gone"))?;
        }
        for path in &self.backups {
            store::Store::prove_backup(Path::new(path)).map_err(|e| format!("{path}: {e}"))?;
        }
        without_holes(&database)
    }

    /// Sends what is left, with nobody doing anything about it, and compares both ends.
    pub fn everything_arrives_once(&self, office: &HeadOffice) -> Held {
        self.world.pass(LONG);
        let mut said = Value::Null;
        for _ in 0..3 {
            said = self.world.call("sync_now", json!({}))[0].take();
            if said["pending"] == 0 {
                break;
            }
        }
        hold(said["sentence"] == "全部已报送", || said.to_string())?;
        let ours = look(&self.world.dir().join("desk.db"))?;
        let theirs = look(&office.dir().join("head-office.db"))?;
        let account: String = ours.query_row("SELECT account FROM sync_account", [], |r| r.get(0)).map_err(why)?;
        let account: Value = serde_json::from_str(&account).map_err(why)?;
        let device = text(&account["device_id"]);
        let sent = lines(&ours, "SELECT record_id || ' ' || rev || ' ' || hash FROM outbox WHERE state = 'acked'", [])?;
        let held = "SELECT record_id || ' ' || rev || ' ' || hash FROM record WHERE device_id = ?1";
        let held = lines(&theirs, held, [device])?;
        hold(!sent.is_empty() && sent == held, || format!("sent {} and held {} differ", sent.len(), held.len()))?;
        self.nothing_was_passed_over(office)
    }

    /// Every notice of head office is read: the cursor passed none.
    pub fn nothing_was_passed_over(&self, office: &HeadOffice) -> Held {
        let ours = look(&self.world.dir().join("desk.db"))?;
        let theirs = look(&office.dir().join("head-office.db"))?;
        let told = lines(&theirs, "SELECT item_id FROM feed WHERE kind = 'notice'", [])?;
        let read = lines(&ours, "SELECT id FROM inbox WHERE kind = 'notice'", [])?;
        hold(told == read, || {
            format!("{} notices were sent, {} are read: the cursor passed some", told.len(), read.len())
        })
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A database as it stands, without a change.
pub fn look(path: &Path) -> Result<Connection, String> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(why)
}

/// A column, sorted.
pub fn lines<P: rusqlite::Params>(database: &Connection, sql: &str, with: P) -> Result<Vec<String>, String> {
    let mut statement = database.prepare(sql).map_err(why)?;
    let rows = statement.query_map(with, |row| row.get(0)).map_err(why)?;
    let mut lines: Vec<String> = rows.collect::<Result<_, _>>().map_err(why)?;
    lines.sort();
    Ok(lines)
}

/// Every stream of the outbox is numbered from 1 without a hole.
fn without_holes(database: &Connection) -> Held {
    let holes = lines(
        database,
        "SELECT epoch || ': ' || count(*) || ' of ' || max(seq) FROM outbox
          GROUP BY principal, epoch HAVING min(seq) <> 1 OR max(seq) <> count(*)",
        [],
    )?;
    hold(holes.is_empty(), || format!("holes: {holes:?}"))
}
