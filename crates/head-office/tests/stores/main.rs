//! What a store keeps, told once and run on each database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../../sync/tests/common/mod.rs"]
#[allow(clippy::duplicate_mod)]
mod common;
mod people;
#[cfg(unix)]
mod postgres;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{Base, MORNING, card, id};
use head_office::store::lists::RecordFilter;
use head_office::store::{Device, Incoming, Store, StoreError};
use tempfile::TempDir;
use wire::batch::{Batch, BatchReply};
use wire::code;
use wire::record::{Record, RecordResult, Status};
use wire::stream::{CheckRequest, Digest};

/// A store with two dealers.
struct Place {
    dir: TempDir,
    base: Base,
    store: Arc<dyn Store>,
}

impl Place {
    fn each() -> Vec<Self> {
        Base::each().iter().map(|base| Self::on(&base.empty())).collect()
    }

    fn on(base: &Base) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = base.open(dir.path());
        store.set_principal("DF", "东风农机").unwrap();
        for code in ["HB0732", "LN0001"] {
            store.add_dealer(code, code, 1, None).unwrap();
        }
        Self { dir, base: base.clone(), store }
    }

    /// Another instance, on the same database.
    fn another(&self) -> Arc<dyn Store> {
        self.base.open(self.dir.path())
    }

    fn take(&self, batch: Incoming) -> Vec<RecordResult> {
        self.all(&[batch]).remove(0).results
    }

    fn all(&self, group: &[Incoming]) -> Vec<BatchReply> {
        take(self.store.as_ref(), group)
    }

    fn device(&self, dealer: &str) -> Device {
        Device {
            device_id: "d".into(),
            dealer: dealer.into(),
            dealer_name: dealer.into(),
            name: "柜台".into(),
            public_key: String::new(),
            enrolled_at: 1,
            revoked_at: None,
            seen_at: None,
            feed_ack: None,
        }
    }

    fn stream(&self, epoch: &str) -> (u64, u64, u64, u64) {
        let states = self.store.streams(&self.device("HB0732"), &[epoch]).unwrap();
        (states[0].contiguous_upto, states[0].max_seq, states[0].count, states[0].deferred)
    }

    fn state_of(&self, n: u64) -> Vec<String> {
        let rows = self.store.revisions("HB0732", &id(n)).unwrap();
        rows.into_iter().map(|revision| revision.row.state).collect()
    }
}

fn take(store: &dyn Store, group: &[Incoming]) -> Vec<BatchReply> {
    store
        .ingest(group, 10_000, &|text| wire::hash::sha256_hex(text.as_bytes()))
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

/// A batch of HB0732 in epoch `e`.
fn batch(records: Vec<Record>) -> Incoming {
    of("HB0732", "e", records)
}

fn of(dealer: &str, epoch: &str, records: Vec<Record>) -> Incoming {
    let batch = Batch {
        v: 1,
        batch_id: id(9_000),
        principal: "DF".into(),
        dealer: dealer.into(),
        device_id: "d".into(),
        epoch: epoch.into(),
        receipts: None,
        records,
        extra: serde_json::Map::new(),
    };
    Incoming { dealer: dealer.into(), device_id: "d".into(), batch, now: MORNING }
}

fn record(seq: u64, n: u64, rev: u32, kind: &str, body: &str) -> Record {
    Record {
        record_id: id(n),
        rev,
        base_rev: (rev > 1).then(|| rev - 1),
        kind: kind.into(),
        schema: 1,
        seq,
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body: body.into(),
        extra: serde_json::Map::new(),
    }
}

fn cards(from: u64, to: u64) -> Vec<Record> {
    (from..=to).map(|n| record(n, n, 1, "card", &card("DF", n))).collect()
}

fn statuses(results: &[RecordResult]) -> Vec<Status> {
    results.iter().map(|result| result.status).collect()
}

fn codes(results: &[RecordResult]) -> Vec<Option<&str>> {
    results.iter().map(|result| result.code.as_deref()).collect()
}

#[test]
fn office_2_what_comes_again_is_answered_with_its_first_receipt() {
    for place in Place::each() {
        let first = place.take(batch(cards(1, 5)));
        assert_eq!(statuses(&first), [Status::Accepted; 5]);
        let later = Incoming { now: MORNING + 1, ..batch(cards(1, 5)) };
        let again = place.take(later);
        assert_eq!(statuses(&again), [Status::Duplicate; 5]);
        for (one, two) in first.iter().zip(&again) {
            assert!(one.server_seq.is_some() && one.signature.is_some());
            assert_eq!(
                (one.server_seq, one.received_at, &one.signature),
                (two.server_seq, two.received_at, &two.signature)
            );
        }
        let numbers: BTreeSet<_> = first.iter().map(|result| result.server_seq).collect();
        assert_eq!(numbers.len(), 5);
        assert_eq!(place.stream("e"), (5, 5, 5, 0));
    }
}

#[test]
fn taking_1_the_same_batch_twice_in_one_group_is_one_and_gets_one_receipt() {
    for place in Place::each() {
        let replies = place.all(&[batch(cards(1, 3)), batch(cards(1, 3)), of("LN0001", "x", cards(1, 1))]);
        assert_eq!(statuses(&replies[0].results), [Status::Accepted; 3]);
        assert_eq!(statuses(&replies[1].results), [Status::Duplicate; 3]);
        assert_eq!(replies[0].results[2].signature, replies[1].results[2].signature);
        assert_eq!(replies[0].results[2].server_seq, replies[1].results[2].server_seq);
        assert_eq!(statuses(&replies[2].results), [Status::Accepted]);
    }
}

/// The same from a desk that reads trees.
fn by_tree(incoming: Incoming) -> Incoming {
    Incoming { batch: Batch { receipts: Some(wire::tree::FORM), ..incoming.batch }, ..incoming }
}

fn receipt_text(record: &Record) -> String {
    wire::sign::receipt("DF", "HB0732", &record.record_id, record.rev, &record.hash, MORNING)
}

/// A result is the leaf of its record in a signed tree of its reply; answers the tree's size.
fn proved(reply: &BatchReply, at: usize, record: &Record) -> u32 {
    let result = &reply.results[at];
    assert_eq!((result.signature.as_ref(), result.received_at), (None, Some(MORNING)));
    let signed = &reply.trees[result.tree.unwrap() as usize];
    let tree = signed.tree().unwrap();
    assert_eq!(signed.signature, wire::hash::sha256_hex(tree.text().as_bytes()));
    assert_eq!(tree.leaves()[result.leaf.unwrap() as usize], wire::tree::leaf(&receipt_text(record)));
    tree.size()
}

#[test]
fn taking_4_a_tree_holds_what_its_batch_stored_and_counts_and_nothing_else() {
    for place in Place::each() {
        place.take(batch(cards(1, 1)));
        let mut sent = cards(1, 2);
        sent.push(record(3, 3, 1, "card", "{}"));
        sent.push(record(4, 4, 2, "card", &card("DF", 4)));
        sent.push(record(5, 1, 1, "card", &card("DF", 5)));
        sent.push(record(6, 6, 1, "card", &card("DF", 6)));
        let reply = place.all(&[by_tree(batch(sent.clone()))]).remove(0);
        use Status::{Accepted, Deferred, Duplicate, Rejected};
        assert_eq!(statuses(&reply.results), [Duplicate, Accepted, Rejected, Deferred, Rejected, Accepted]);
        // What was signed alone before stays so; of the others only what was stored and counts is a leaf.
        assert!(reply.results[0].signature.is_some() && reply.results[0].tree.is_none());
        assert_eq!([1, 5].map(|at| proved(&reply, at, &sent[at])), [2, 2]);
        assert!(reply.results[2..5].iter().all(|one| one.tree.is_none() && one.signature.is_none()));
        assert_eq!(reply.trees.len(), 1);
        // What it waited for comes: it counts now, by a signature of its own.
        let base = place.all(&[by_tree(batch(vec![record(7, 4, 1, "card", &card("DF", 4))]))]).remove(0);
        assert_eq!(statuses(&base.results), [Accepted]);
        let known = place.all(&[by_tree(batch(vec![sent[3].clone()]))]).remove(0);
        let signature = wire::hash::sha256_hex(receipt_text(&sent[3]).as_bytes());
        assert_eq!((known.results[0].signature.as_ref(), known.trees.len()), (Some(&signature), 0));
    }
}

#[test]
fn taking_5_a_receipt_is_said_in_the_form_the_desk_reads() {
    for place in Place::each() {
        let sent = cards(1, 3);
        let (tree, plain) = (by_tree(batch(sent.clone())), batch(sent.clone()));
        let first = place.all(&[tree.clone(), tree.clone(), plain.clone()]);
        let later = |incoming| Incoming { now: MORNING + 1, ..incoming };
        let again = place.all(&[later(tree), later(plain)]);
        for reply in [&first[0], &first[1], &again[0]] {
            assert_eq!(reply.trees, first[0].trees);
            assert!(sent.iter().enumerate().all(|(at, record)| proved(reply, at, record) == 3));
        }
        for reply in [&first[2], &again[1]] {
            let signed = |record| Some(wire::hash::sha256_hex(receipt_text(record).as_bytes()));
            assert!(reply.results.iter().zip(&sent).all(|(one, record)| one.signature == signed(record)));
            assert!(reply.trees.is_empty() && reply.results.iter().all(|one| one.received_at == Some(MORNING)));
        }
        let signature = &first[0].trees[0].signature;
        assert_eq!(place.store.revisions("HB0732", &id(1)).unwrap()[0].signature, *signature);
        let mut out = Vec::new();
        let mut each = |record| {
            out.push(record);
            Ok(())
        };
        place.store.list(None, &mut each).unwrap();
        for (record, listed) in sent.iter().zip(&out) {
            let receipt = &listed["receipt"];
            let proof: wire::tree::Proof = serde_json::from_value(receipt["proof"].clone()).unwrap();
            let text = proof.text(&receipt_text(record)).unwrap();
            assert_eq!(receipt["signature"], *signature);
            assert_eq!(*signature, wire::hash::sha256_hex(text.as_bytes()), "handed out, it proves itself alone");
        }
    }
}

#[test]
fn taking_1_a_batch_that_breaks_costs_no_other_its_place() {
    for place in Place::each() {
        let group = [batch(cards(1, 2)), of("LN0001", "x", cards(1, 1))];
        // A stream whose digest is broken: only its own batch cannot be taken.
        place.base.behind_the_back(
            place.dir.path(),
            "INSERT INTO stream (dealer, epoch, digest) VALUES ('LN0001', 'x', 'broken')",
        );
        let replies = place.store.ingest(&group, 10_000, &|_| "s".into());
        assert_eq!(statuses(&replies[0].as_ref().unwrap().results), [Status::Accepted; 2]);
        assert!(matches!(replies[1], Err(StoreError::Broken("digest"))));
        assert_eq!(place.stream("e"), (2, 2, 2, 0));
    }
}

#[test]
fn office_3_other_bytes_are_kept_aside_and_take_their_place() {
    for place in Place::each() {
        place.take(batch(cards(1, 1)));
        let other = place.take(batch(vec![record(2, 1, 1, "card", &card("DF", 7))]));
        assert_eq!(codes(&other), [Some(code::HASH_CONFLICT)]);
        assert_eq!((place.store.quarantined().unwrap(), place.stream("e")), (1, (2, 2, 2, 0)));
        let both =
            place.all(&[batch(vec![record(3, 5, 1, "card", &card("DF", 5)), record(4, 5, 1, "card", &card("DF", 6))])]);
        assert_eq!(codes(&both[0].results), [None, Some(code::HASH_CONFLICT)]);
    }
}

#[test]
fn taking_2_after_a_place_was_taken_no_new_one_is_given_out() {
    for place in Place::each() {
        place.take(batch(vec![record(2, 2, 1, "card", &card("DF", 2))]));
        let forked = vec![
            record(1, 11, 1, "card", &card("DF", 11)),
            record(2, 12, 1, "card", &card("DF", 12)),
            record(3, 13, 1, "card", &card("DF", 13)),
        ];
        let results = place.take(batch(forked));
        assert_eq!(codes(&results), [None, Some(code::EPOCH_CONFLICT), Some(code::EPOCH_CONFLICT)]);
        assert_eq!(place.stream("e"), (2, 2, 2, 0), "place 3 is free");
        // In one group: what the first gave back, the next may have.
        let late = |n: u64| {
            batch(vec![record(2, 2 + n, 1, "card", &card("DF", 2 + n)), record(3, 13, 1, "card", &card("DF", 13))])
        };
        let replies = place.all(&[late(50), late(0)]);
        assert_eq!(codes(&replies[0].results), [Some(code::EPOCH_CONFLICT); 2]);
        assert_eq!(statuses(&replies[1].results), [Status::Duplicate, Status::Accepted]);
        assert_eq!(place.stream("e"), (3, 3, 3, 0));
    }
}

#[test]
fn taking_3_a_stricter_rule_does_not_unsay_a_receipt() {
    for place in Place::each() {
        let large = record(1, 1, 1, "card", &card("DF", 1));
        let first = place.take(batch(vec![large.clone()]));
        let strict = place.store.ingest(&[batch(vec![large])], 10, &|_| "other".into()).remove(0).unwrap();
        assert_eq!(statuses(&strict.results), [Status::Duplicate]);
        assert_eq!(strict.results[0].signature, first[0].signature);
        let fresh = place.store.ingest(&[batch(cards(2, 2))], 10, &|_| "s".into()).remove(0).unwrap();
        assert_eq!(codes(&fresh.results), [Some(code::TOO_LARGE)]);
    }
}

#[test]
fn office_5_what_waits_is_settled_by_what_brings_it() {
    for place in Place::each() {
        let third = place.take(batch(vec![record(1, 1, 3, "card", &card("DF", 3))]));
        assert_eq!((statuses(&third), codes(&third)), (vec![Status::Deferred], vec![Some(code::BASE_MISSING)]));
        let again = place.take(batch(vec![record(1, 1, 3, "card", &card("DF", 3))]));
        assert_eq!(codes(&again), [Some(code::BASE_MISSING)], "it is told again what it waits for");
        place.take(batch(vec![record(2, 1, 2, "card", &card("DF", 2))]));
        assert_eq!((place.state_of(1), place.stream("e")), (vec!["deferred".into(), "deferred".into()], (2, 2, 2, 2)));
        place.take(batch(vec![record(3, 1, 1, "card", &card("DF", 1))]));
        assert_eq!(place.state_of(1), ["accepted", "superseded", "superseded"]);
        assert_eq!(place.stream("e"), (3, 3, 3, 0));
        let known = place.take(batch(vec![record(1, 1, 3, "card", &card("DF", 3))]));
        assert_eq!(statuses(&known), [Status::Duplicate]);
        assert!(known[0].signature.is_some());
    }
}

#[test]
fn office_5_a_report_waits_for_its_lines_by_their_bytes() {
    for place in Place::each() {
        let hash = |n| wire::hash::sha256_hex(card("DF", n).as_bytes());
        let lines = format!(
            r#"{{"lines":[{{"record_id":"{}","hash":"{}"}},{{"record_id":"{}","hash":"{}"}}]}}"#,
            id(1),
            hash(1),
            id(2),
            hash(2)
        );
        let group = [batch(vec![record(1, 1, 1, "card", &card("DF", 1)), record(2, 20, 1, "report", &lines)])];
        assert_eq!(codes(&place.all(&group)[0].results), [None, Some(code::LINES_MISSING)]);
        place.take(batch(vec![record(3, 2, 1, "card", "{}")]));
        assert_eq!(place.state_of(20), ["deferred"], "a refused line is none");
        place.take(batch(vec![record(4, 2, 1, "card", &card("DF", 2))]));
        assert_eq!(place.state_of(20), ["accepted"]);
        // Of another dealer's records none counts.
        let other = take(place.store.as_ref(), &[of("LN0001", "x", vec![record(1, 20, 1, "report", &lines)])]);
        assert_eq!(codes(&other[0].results), [Some(code::LINES_MISSING)]);
    }
}

#[test]
fn revisions_that_come_together_leave_the_last_one_standing() {
    for place in Place::each() {
        let all = (1..=3).map(|rev| record(rev.into(), 1, rev, "card", &card("DF", rev.into()))).collect::<Vec<_>>();
        let backwards: Vec<Record> = all.iter().cloned().rev().collect();
        assert_eq!(statuses(&place.take(batch(all.clone()))), [Status::Accepted; 3]);
        assert_eq!(place.state_of(1), ["accepted", "superseded", "superseded"]);
        let of_other = take(place.store.as_ref(), &[of("LN0001", "x", backwards)]);
        assert_eq!(statuses(&of_other[0].results), [Status::Deferred, Status::Deferred, Status::Accepted]);
        let states: Vec<String> =
            place.store.revisions("LN0001", &id(1)).unwrap().into_iter().map(|revision| revision.row.state).collect();
        assert_eq!(states, ["accepted", "superseded", "superseded"]);
    }
}

#[test]
fn sums_are_those_of_the_rows_with_holes_filled_later_and_rows_that_vanished() {
    for place in Place::each() {
        place.take(batch(cards(4, 6)));
        assert_eq!(place.stream("e"), (0, 6, 3, 0));
        place.take(batch(cards(1, 2)));
        assert_eq!(place.stream("e"), (2, 6, 5, 0));
        place.take(batch(cards(3, 3)));
        assert_eq!(place.stream("e"), (6, 6, 6, 0));
        let ask = CheckRequest { epoch: "e".into(), ranges: vec![(1, 6), (2, 3)], list: true };
        let sums = place.store.check(&place.device("HB0732"), &ask).unwrap();
        let held = sums[0].positions.clone().unwrap();
        let state = place.store.streams(&place.device("HB0732"), &["e"]).unwrap().remove(0);
        assert_eq!((sums[0].count, sums[1].count, Digest::of(&held).hex()), (6, 2, state.digest));
        place.base.behind_the_back(place.dir.path(), &format!("DELETE FROM record WHERE record_id = '{}'", id(2)));
        assert_eq!(place.stream("e"), (1, 6, 5, 0));
        assert_eq!(statuses(&place.take(batch(cards(2, 2)))), [Status::Accepted]);
        assert_eq!(place.stream("e"), (6, 6, 6, 0));
        let other = place.store.check(&place.device("LN0001"), &ask).unwrap();
        assert_eq!(other[0].count, 0, "another dealer's stream of the same name is another stream");
    }
}

#[test]
fn a_poisoned_record_stops_no_other() {
    for place in Place::each() {
        let bodies = [
            r#"{"no":"a\u0000b","unit":{"serial":"\u0000"},"month":"\ud83d\ude9c"}"#.to_owned(),
            format!(r#"{{"no":"{}","of":"{}"}}"#, "9".repeat(6_000), "8".repeat(3_000)),
            r#"{"of":"x\u0000y","lines":[{"record_id":"\u0000","hash":"\u0000"}]}"#.to_owned(),
            r#"{"no":{"a":[1]},"unit":7,"key":1e400}"#.to_owned(),
        ];
        for (n, kind) in (0u64..).zip(["x", "reversal", "report"]) {
            let records: Vec<Record> = (0u64..)
                .zip(&bodies)
                .map(|(b, body)| record(n * 10 + b + 1, 100 + n * 10 + b, 1, kind, body))
                .collect();
            let results = place.take(batch(records));
            let taken =
                |status: &Status| matches!(status, Status::Accepted | Status::Deferred) || *status == Status::Rejected;
            assert!(statuses(&results).iter().all(taken), "{kind}");
        }
        assert_eq!(statuses(&place.take(batch(cards(200, 201)))), [Status::Accepted; 2]);
        let mut listed = 0;
        place
            .store
            .list(None, &mut |_| {
                listed += 1;
                Ok(())
            })
            .unwrap();
        assert!(listed >= 10);
        for text in ["\0x", "a\0c", "%", "'"] {
            assert_eq!(place.store.look_up(text, 5).unwrap().len(), 0);
            let filter = RecordFilter { text: text.into(), limit: 5, ..RecordFilter::default() };
            assert!(place.store.record_rows(&filter).unwrap().is_empty());
            assert!(place.store.device(text).unwrap().is_none());
        }
    }
}

#[test]
fn answers_to_a_paper_are_found_by_it_each_as_it_came_last() {
    for place in Place::each() {
        let entry = |paper: &str, step: &str| format!(r#"{{"no":"KP-1","paper":{{"id":"{paper}","step":"{step}"}}}}"#);
        let records = vec![
            record(1, 1, 1, "form_entry", &entry("p1", "异议")),
            record(2, 1, 2, "form_entry", &entry("p1", "确认")),
            record(3, 2, 1, "form_entry", &entry("p2", "确认")),
            record(4, 3, 1, "form_entry", r#"{"no":"FK-1"}"#),
            record(5, 4, 1, "report", &entry("p1", "确认")),
        ];
        place.take(batch(records));
        place.take(of("LN0001", "e", vec![record(1, 9, 1, "form_entry", &entry("p1", "确认"))]));
        let found = place.store.paper_answers("p1").unwrap();
        let found: Vec<_> = found.iter().map(|one| (one.row.dealer.as_str(), one.row.rev)).collect();
        assert_eq!(found, [("HB0732", 2), ("LN0001", 1)]);
        assert!(place.store.paper_answers("p1' OR 1").unwrap().is_empty());
    }
}
