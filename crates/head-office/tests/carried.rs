//! What holds of every file carried by hand, at both ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
mod common;

use std::sync::Arc;

use common::*;
use head_office::files::Files;
use head_office::keys::Keys;
use head_office::road as office_road;
use head_office::road::Refused as NotTaken;
use head_office::store::Store;
use sync::desk::{Account, Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::Trigger;
use sync::road::{Packed, Refused, Taken, pack};
use wire::road::{Label, Way};

/// A head office with an enrolled desk.
struct World {
    office: Office,
    desk: MemoryDesk,
    store: Arc<dyn Store>,
    keys: Keys,
    files: Files,
}

impl World {
    async fn open(base: &Base) -> Self {
        let office = Office::on(base, "DF", |_| {}).await;
        let desk = MemoryDesk::default();
        enrol(&desk, "DF", &office, &office.url).await;
        let dir = office.dir.path().to_owned();
        Self { store: office.store(), keys: Keys::open(&dir).unwrap(), files: Files::new(&dir), desk, office }
    }

    fn account(&self) -> Account {
        self.desk.account("DF").unwrap().unwrap()
    }

    fn write(&self) -> Packed {
        let hands = self.office.hands.clone();
        hands.add(1);
        let kept = |_: &Packed| Ok::<(), Refused>(());
        pack(&self.desk, "DF", &move || hands.now(), &options(Trigger::Click), kept).unwrap()
    }

    fn take(&self, file: &[u8]) -> Result<office_road::Taken, NotTaken> {
        let limits = wire::hello::Limits::default();
        let office = office_road::Office { store: self.store.as_ref(), keys: &self.keys, files: &self.files, limits };
        self.office.hands.add(1);
        office_road::take(&office, file, self.office.hands.now())
    }

    fn back(&self, answer: &[u8]) -> Result<Taken, Refused> {
        back(&self.desk, &self.office, answer)
    }

    /// A file of this label and these contents, signed with a seed and sealed to a key.
    fn forged(label: &Label, inside: &serde_json::Value, seed: [u8; 32], to: &parcel::Key) -> Vec<u8> {
        let label = serde_json::to_vec(label).unwrap();
        let packed = zstd::encode_all(&*serde_json::to_vec(inside).unwrap(), 3).unwrap();
        let hashes = (wire::hash::sha256_hex(&label), wire::hash::sha256_hex(&packed));
        let signature = sync::key::sign_raw(&seed, &wire::sign::file(&hashes.0, &hashes.1));
        parcel::seal(&[signature.as_slice(), &packed].concat(), &label, to).unwrap()
    }
}

fn back(desk: &MemoryDesk, office: &Office, answer: &[u8]) -> Result<Taken, Refused> {
    let hands = office.hands.clone();
    sync::road::take(desk, "DF", answer, &move || hands.now(), &options(Trigger::Click))
}

/// Everything a desk knows of its rows.
fn rows(desk: &MemoryDesk) -> String {
    format!("{:?} {:?}", desk.rows("DF"), desk.items("DF"))
}

#[tokio::test]
async fn road_1_a_file_that_is_lost_costs_nothing() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 3);
        let before = rows(&world.desk);
        let lost = world.write();
        assert_eq!((lost.records, rows(&world.desk)), (3, before));
        assert_eq!(world.write().records, 3, "the next one holds everything again");
        let full = pack(&world.desk, "DF", &|| 1, &options(Trigger::Click), |_| Err(Refused::NotOurs));
        assert_eq!(full.unwrap_err(), Refused::NotOurs);
        assert_ne!(
            world.desk.link("DF").unwrap().file_sent.unwrap().made_at,
            1,
            "what is on no disk is not remembered"
        );
        assert_eq!(good_run(&world.desk, "DF", &world.office.hands).await.acked, 3);
        assert_eq!(world.write().records, 0);
    }
}

#[tokio::test]
async fn road_2_an_answer_settles_what_is_open_and_nothing_else() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 4);
        world.desk.save("DF", "card", &id(5), "{}");
        world.desk.add_file("DF", b"workbook");
        let file = world.write();
        let answer = world.take(&file.bytes).unwrap();
        assert_eq!((answer.accepted, answer.rejected, answer.files), (4, 1, 1));
        // Meanwhile one went over the network and another was on it when the line was cut.
        let epoch = world.desk.counts("DF").unwrap()[0].epoch.clone();
        world.desk.mark_inflight("DF", &epoch, &[1, 2], &id(900)).unwrap();
        let taken = world.back(&answer.answer).unwrap();
        let out = &taken.outcome;
        assert_eq!((out.acked, out.rejected, out.blobs, taken.known), (4, 1, 1, 0));
        assert_eq!(states(&world.desk, "DF"), (0, 4, 1, 0));
        assert_exactly_once(&world.desk, "DF", &world.office);
        let settled = rows(&world.desk);
        let again = world.back(&answer.answer).unwrap();
        assert_eq!((again.known, again.again, again.older), (5, true, false));
        assert_eq!(rows(&world.desk), settled);
        // And the network has nothing left to do.
        let quiet = good_run(&world.desk, "DF", &world.office.hands).await;
        assert_eq!((quiet.sent, quiet.reoffered, quiet.blobs), (0, 0, 0));
    }
}

#[tokio::test]
async fn road_2_two_copies_of_one_disk_part_by_file_as_by_network() {
    for base in Base::each() {
        let world = World::open(&base).await;
        let copy = world.desk.copy();
        save_cards(&world.desk, "DF", 1, 2);
        save_cards(&copy, "DF", 11, 12);
        let first = world.take(&world.write().bytes).unwrap();
        world.back(&first.answer).unwrap();
        let of_copy = |copy: &MemoryDesk| {
            let (hands, kept) = (world.office.hands.clone(), |_: &Packed| Ok::<(), Refused>(()));
            pack(copy, "DF", &move || hands.now(), &options(Trigger::Click), kept).unwrap().bytes
        };
        let clash = world.take(&of_copy(&copy)).unwrap();
        assert_eq!((clash.accepted, clash.rejected), (0, 2), "the places are taken");
        assert!(back(&copy, &world.office, &clash.answer).unwrap().outcome.reminted);
        let second = world.take(&of_copy(&copy)).unwrap();
        assert_eq!(back(&copy, &world.office, &second.answer).unwrap().outcome.acked, 2);
        assert_eq!(world.office.records("card").len(), 4);
    }
}

#[tokio::test]
async fn road_4_an_answer_without_the_pinned_keys_signature_moves_nothing() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 1);
        let file = world.write();
        world.take(&file.bytes).unwrap();
        let account = world.account();
        let label = Label { way: Way::Answer, made_at: 1, ..file.label };
        let secret = sync::key::opening(&account.device_seed);
        let to = parcel::public_of(&secret);
        let inside = serde_json::json!({"generation": "g", "limits": wire::hello::Limits::default(), "replies": [], "feed": {"steps": []}});
        let before = rows(&world.desk);
        let by_nobody = World::forged(&label, &inside, [9; 32], &to);
        assert_eq!(world.back(&by_nobody).unwrap_err(), Refused::Altered);
        let by_ourselves = World::forged(&label, &inside, account.device_seed, &to);
        assert_eq!(world.back(&by_ourselves).unwrap_err(), Refused::Altered);
        for (other, why) in [
            (
                Label { server_id: "x".into(), principal: "WY".into(), ..label.clone() },
                Refused::OtherOffice("WY".into()),
            ),
            (Label { dealer: "HB1".into(), ..label.clone() }, Refused::OtherDealer("HB1".into())),
            (Label { device_id: "d".into(), ..label.clone() }, Refused::OtherDevice),
            (Label { way: Way::Sent, ..label.clone() }, Refused::NoAnswer),
            (Label { v: 2, ..label.clone() }, Refused::Newer("version 2".into())),
        ] {
            assert_eq!(world.back(&World::forged(&other, &inside, [9; 32], &to)).unwrap_err(), why);
        }
        assert_eq!(rows(&world.desk), before);
    }
}

#[tokio::test]
async fn take_1_only_a_known_devices_own_file_is_taken() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 1);
        let file = world.write();
        let to = sync::key::Pinned::parse(&world.account().receipt_key).unwrap().sealing();
        let inside = serde_json::json!({"batches": []});
        let forged = |label: &Label| world.take(&World::forged(label, &inside, [9; 32], &to)).unwrap_err();
        assert!(matches!(forged(&file.label), NotTaken::Altered), "signed by nobody we know");
        let other = |change: &dyn Fn(&mut Label)| {
            let mut label = file.label.clone();
            change(&mut label);
            forged(&label)
        };
        assert!(matches!(other(&|l| l.device_id = "d".into()), NotTaken::NoDevice));
        assert!(matches!(other(&|l| l.dealer = "HB1".into()), NotTaken::OtherDealer(_)));
        assert!(matches!(other(&|l| l.server_id = "s".into()), NotTaken::OtherOffice(_)));
        assert!(matches!(other(&|l| l.way = Way::Answer), NotTaken::NotSent));
        world.store.revoke(&world.account().device_id, 1, None).unwrap();
        assert!(matches!(world.take(&file.bytes).unwrap_err(), NotTaken::Revoked(_)));
        assert!(world.office.records("all").is_empty());
    }
}

#[tokio::test]
async fn take_2_a_file_taken_again_is_answered_with_the_same_receipts() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 2);
        let (file, copy) = (world.write(), world.desk.copy());
        let first = world.take(&file.bytes).unwrap();
        let second = world.take(&file.bytes).unwrap();
        assert_eq!((first.accepted, second.accepted, second.known, second.before.times), (2, 0, 2, 2));
        world.back(&first.answer).unwrap();
        back(&copy, &world.office, &second.answer).unwrap();
        let receipts = |desk: &MemoryDesk| desk.rows("DF").into_iter().map(|k| k.receipt.unwrap()).collect::<Vec<_>>();
        assert_eq!(receipts(&world.desk), receipts(&copy));
        assert_eq!(world.office.records("all").len(), 2);
        // One head office of many: what it cannot read leaves nothing, not even a place in the list of files.
        let mut spoilt = world.write().bytes;
        let last = spoilt.len() - 1;
        spoilt[last] ^= 1;
        assert!(matches!(world.take(&spoilt).unwrap_err(), NotTaken::Altered));
    }
}

#[tokio::test]
async fn take_3_an_answer_is_opened_by_its_device_alone_and_holds_what_is_committed() {
    for base in Base::each() {
        let world = World::open(&base).await;
        save_cards(&world.desk, "DF", 1, 1);
        world.store.add_item("HB0732", "notice", r#"{"title":"年检"}"#, 1, None).unwrap();
        let answer = world.take(&world.write().bytes).unwrap();
        assert_eq!(world.office.records("card").len(), 1);
        assert_eq!(answer.items, 1);
        assert!(!answer.answer.windows(6).any(|w| w == "年检".as_bytes()));
        assert_eq!(
            parcel::open(&answer.answer, &world.keys.opening()),
            Err(parcel::Unread::OtherKey),
            "not even by who made it"
        );
        assert_eq!(world.back(&answer.answer).unwrap().outcome.received, 1);
        let kept = world.desk.rows("DF").remove(0);
        assert_eq!(kept.state, State::Acked);
        assert!(sync::is_good_receipt(&world.account(), &kept.receipt.unwrap()));
    }
}
