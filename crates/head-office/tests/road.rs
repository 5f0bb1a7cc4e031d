//! The file road and the network, mixed at random: every record exactly once, every message, one receipt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
#[allow(clippy::duplicate_mod)]
mod common;

use std::path::Path;
use std::sync::Arc;

use common::*;
use faults::runs::Runs;
use head_office::files::Files;
use head_office::keys::Keys;
use head_office::road::{Office as Taking, take};
use head_office::store::{Enrolled, Enrolment, Store};
use rusqlite::Connection;
use sync::desk::{Account, Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::Trigger;
use sync::road::{Refused, pack};

const MIXES: Runs =
    Runs { requirement: 25, test: "requirement_25_mixes", side: "desk, head-office/sqlite", short: 100 };

/// A small generator whose numbers follow from the seed alone.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// One head office for all runs; each run is a dealer of its own.
struct House {
    office: Office,
    store: Arc<dyn Store>,
    keys: Keys,
    files: Files,
}

impl House {
    async fn open() -> Self {
        let office = Office::start("DF").await;
        let dir = office.dir.path().to_owned();
        Self { store: office.store(), keys: Keys::open(&dir).unwrap(), files: Files::new(&dir), office }
    }

    fn taking(&self) -> Taking<'_> {
        let limits = wire::hello::Limits { batch_records: 3, ..Default::default() };
        Taking { store: self.store.as_ref(), keys: &self.keys, files: &self.files, limits }
    }

    /// A dealer's desk, enrolled as over the network.
    fn desk(&self, dealer: &str) -> MemoryDesk {
        let (now, seed) = (self.office.hands.now(), [dealer.len() as u8 ^ 0x5a; 32]);
        let mut device_seed = seed;
        device_seed[..dealer.len()].copy_from_slice(dealer.as_bytes());
        self.store.add_dealer(dealer, dealer, now, None).unwrap();
        self.store.add_code(dealer, dealer, now, now + 900_000, None).unwrap();
        let who = Enrolment {
            secret_hash: dealer.into(),
            principal: Some("DF".into()),
            suggest: None,
            device_key: sync::key::public(&device_seed),
            device_name: "柜台".into(),
        };
        let Enrolled::Device(device) = self.store.enrol(&who, now).unwrap() else { panic!("not enrolled") };
        let account = Account {
            url: self.office.url.clone(),
            server_id: self.store.meta().unwrap().server_id,
            principal_code: "DF".into(),
            principal_name: "DF".into(),
            dealer_code: dealer.into(),
            dealer_name: dealer.into(),
            device_id: device.device_id,
            device_seed,
            receipt_key: base64(&self.keys.receipt_public()),
            handovers: Vec::new(),
            enrolled_at: now,
        };
        let desk = MemoryDesk::default();
        desk.set_account("p", &account, &sync::new_epoch().unwrap()).unwrap();
        desk
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// One dealer, its desk, and all files that were ever written, in both directions.
struct Run<'a> {
    house: &'a House,
    dice: Dice,
    dealer: String,
    first: u64,
    saved: u64,
    messages: usize,
    desk: MemoryDesk,
    backup: MemoryDesk,
    sent: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

impl<'a> Run<'a> {
    fn new(house: &'a House, seed: u64) -> Self {
        let dealer = format!("D{seed}");
        let desk = house.desk(&dealer);
        let (sent, answers) = (Vec::new(), Vec::new());
        let (dice, first, backup) = (Dice(seed), seed * 1_000, desk.copy());
        Self { house, dice, dealer, first, saved: 0, messages: 0, desk, backup, sent, answers }
    }

    async fn go(mut self) {
        for _ in 0..3 + self.dice.throw(16) {
            self.step().await;
        }
        self.heal().await;
        self.all_is_there();
    }

    async fn step(&mut self) {
        match self.dice.throw(14) {
            0..=2 => self.save(),
            3 => self.network().await,
            4..=5 => self.write(),
            6..=7 => self.carry_up(),
            8..=9 => self.carry_down(),
            10..=11 => self.message(),
            12 => self.restore(),
            _ => match self.dice.throw(3) {
                0 => self.cut(),
                1 => self.damage(),
                _ => self.backup = self.desk.copy(),
            },
        }
    }

    fn save(&mut self) {
        for _ in 0..=self.dice.throw(4) {
            self.saved += 1;
            let n = self.first + self.saved;
            match self.dice.throw(8) {
                0 => drop(self.desk.save("p", "card", &id(n), "{}")), // refused: it names no machine
                1 => {
                    let rows = self.desk.rows("p");
                    let at = usize::try_from(self.dice.throw(rows.len() as u64 + 1)).unwrap();
                    let of = rows.get(at).map_or_else(|| id(n), |kept| kept.row.record_id.clone());
                    let kind = if of == id(n) { "repair" } else { "reversal" };
                    self.desk.save("p", kind, &id(n), &format!(r#"{{"of":"{of}"}}"#));
                }
                2 => drop(self.desk.add_file("p", n.to_string().as_bytes())),
                _ => drop(self.desk.save("p", "card", &id(n), &card("DF", n))),
            }
        }
    }

    async fn network(&mut self) {
        run_by(&self.desk, "p", &self.house.office.hands, Trigger::Click).await;
    }

    fn write(&mut self) {
        let hands = self.house.office.hands.clone();
        hands.add(1);
        let before = states(&self.desk, "p");
        let done = pack::<Refused>(&self.desk, "p", &move || hands.now(), &options(Trigger::Click), |_| Ok(()));
        self.sent.push(done.unwrap().bytes);
        assert_eq!(states(&self.desk, "p"), before, "road_1");
    }

    fn any(dice: &mut Dice, files: &[Vec<u8>]) -> Option<Vec<u8>> {
        let sides = files.len() as u64;
        (sides > 0).then(|| files[usize::try_from(dice.throw(sides)).unwrap()].clone())
    }

    /// Any file ever written: the newest, an old one, one that was taken before.
    fn carry_up(&mut self) {
        let Some(file) = Self::any(&mut self.dice, &self.sent) else { return };
        let now = self.house.office.hands.now();
        self.answers.push(take(&self.house.taking(), &file, now).unwrap().answer);
    }

    /// Any answer ever written.
    fn carry_down(&mut self) {
        let Some(file) = Self::any(&mut self.dice, &self.answers) else { return };
        self.take(&file).unwrap();
    }

    fn take(&self, file: &[u8]) -> Result<sync::road::Taken, Refused> {
        let hands = self.house.office.hands.clone();
        sync::road::take(&self.desk, "p", file, &move || hands.now(), &options(Trigger::Click))
    }

    fn message(&mut self) {
        self.messages += 1;
        let body = format!(r#"{{"n":{}}}"#, self.messages);
        self.house.store.add_item(&self.dealer, "notice", &body, 1, None).unwrap();
    }

    /// A batch was on the network when the line was cut: it may have arrived.
    fn cut(&mut self) {
        let Some(first) = self.desk.pending("p", 1).unwrap().pop() else { return };
        let all = self.desk.pending("p", 5).unwrap();
        let seqs: Vec<u64> = all.iter().filter(|row| row.epoch == first.epoch).map(|row| row.seq).collect();
        self.desk.mark_inflight("p", &first.epoch, &seqs, &id(self.first + 999)).unwrap();
    }

    /// A damaged or half copied file is refused, at both ends, and moves nothing.
    fn damage(&mut self) {
        let spoil = |dice: &mut Dice, mut file: Vec<u8>| {
            let at = usize::try_from(dice.throw(file.len() as u64)).unwrap();
            match dice.throw(2) {
                0 => file.truncate(at),
                _ => file[at] ^= 1 << dice.throw(8),
            }
            file
        };
        if let Some(file) = Self::any(&mut self.dice, &self.sent) {
            let held = self.held();
            assert!(take(&self.house.taking(), &spoil(&mut self.dice, file), 1).is_err());
            assert_eq!(self.held(), held, "take_2");
        }
        if let Some(file) = Self::any(&mut self.dice, &self.answers) {
            let before = states(&self.desk, "p");
            let spoilt = spoil(&mut self.dice, file);
            assert!(self.take(&spoilt).is_err());
            assert_eq!(states(&self.desk, "p"), before, "road_4");
        }
    }

    /// An older copy of the desk: what was saved since is gone here, and may be at head office. It begins a new epoch.
    fn restore(&mut self) {
        self.desk = self.backup.copy();
        self.desk.remint("p", &sync::new_epoch().unwrap()).unwrap();
    }

    /// By network or by files alone; what waits for others is asked about once more.
    async fn heal(&mut self) {
        let by_files = self.dice.throw(2) == 0;
        for _ in 0..4 {
            if self.is_quiet() {
                break;
            }
            if by_files {
                self.write();
                let newest = self.sent.last().unwrap().clone();
                let now = self.house.office.hands.now();
                let answer = take(&self.house.taking(), &newest, now).unwrap().answer;
                self.take(&answer).unwrap();
                self.answers.push(answer);
            } else {
                good_run(&self.desk, "p", &self.house.office.hands).await;
            }
        }
        // What lies about still is carried once more: nothing of it may change anything.
        let quiet = (states(&self.desk, "p"), self.held_of_ours());
        self.carry_up();
        self.carry_down();
        self.carry_down();
        assert_eq!((states(&self.desk, "p"), self.held_of_ours()), quiet);
    }

    fn is_quiet(&self) -> bool {
        let (open, _, _, deferred) = states(&self.desk, "p");
        let files = self.desk.blobs("p", 1).unwrap().len();
        open + deferred + files == 0 && self.desk.items("p").len() == self.messages
    }

    /// What head office holds of this dealer: record, body, receipt.
    fn held(&self) -> Vec<(String, String, String)> {
        let path = self.house.office.dir.path().join("head-office.db");
        let db = Connection::open(path).unwrap();
        let sql = "SELECT record_id, body, coalesce(t.signature, r.signature) FROM record r
            LEFT JOIN receipt_tree t ON t.root = substr(r.signature, 1, 64)
            WHERE r.dealer = ?1 AND r.state <> 'deferred' ORDER BY record_id";
        let mut find = db.prepare(sql).unwrap();
        let rows = find.query_map([&self.dealer], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Without what an older copy of the desk has lost, and an old file may still bring.
    fn held_of_ours(&self) -> Vec<(String, String, String)> {
        let rows = self.desk.rows("p");
        let ours = |id: &String| rows.iter().any(|k| k.row.record_id == *id);
        self.held().into_iter().filter(|(id, _, _)| ours(id)).collect()
    }

    fn all_is_there(&self) {
        let rows = self.desk.rows("p");
        let open: Vec<_> = rows.iter().filter(|k| !matches!(k.state, State::Acked | State::Rejected)).collect();
        assert!(open.is_empty(), "still open: {open:?}");
        let refused = rows.iter().filter(|k| k.state == State::Rejected);
        assert!(refused.into_iter().all(|k| k.row.body == "{}"), "only what names no machine is refused");
        let mut acked: Vec<_> = rows.iter().filter(|k| k.state == State::Acked).collect();
        acked.sort_by(|a, b| a.row.record_id.cmp(&b.row.record_id));
        let ours: Vec<_> = acked
            .iter()
            .map(|k| (k.row.record_id.clone(), k.row.body.clone(), k.receipt.as_ref().unwrap().signature.clone()))
            .collect();
        assert!(self.held().windows(2).all(|two| two[0].0 != two[1].0), "never twice");
        let held = self.held_of_ours();
        assert_eq!(held, ours, "every record exactly once, byte for byte, under the desk's receipt");
        assert!(self.desk.blobs("p", 100).unwrap().is_empty(), "every file");
        let mut items: Vec<String> = self.desk.items("p").iter().map(|item| item.body.clone()).collect();
        items.sort_by_key(|body| (body.len(), body.clone()));
        let wanted: Vec<String> = (1..=self.messages).map(|n| format!(r#"{{"n":{n}}}"#)).collect();
        assert_eq!(items, wanted, "every message");
    }
}

/// What nobody needs on a disk.
fn in_memory() {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() && std::env::var_os("TMPDIR").is_none() {
        tempfile::env::override_temp_dir(memory).unwrap();
    }
}

#[test]
fn requirement_25_file_road_and_network_mixed_at_random_every_record_exactly_once() {
    in_memory();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let house = runtime.block_on(House::open());
    MIXES.each(|seed| {
        runtime.block_on(Run::new(&house, seed).go());
        Ok(())
    });
}
