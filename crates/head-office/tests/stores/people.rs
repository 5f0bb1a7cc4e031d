//! The feed, enrolment, clerks, lists and files.

use std::sync::Arc;

use head_office::files::{Chunk, Files, Taken};
use head_office::keys::Keys;
use head_office::store::clerks::{Deed, Role, Stale};
use head_office::store::lists::{DealerFilter, RecordFilter};
use head_office::store::{Device, Enrolled, Enrolment, Feed, Store, StoreError};

use wire::record::Status;

use super::common::{MORNING, card, id};
use super::{Place, batch, of, record, statuses};

#[test]
fn the_feed_is_numbered_without_a_gap_by_two_instances_at_once() {
    for place in Place::each() {
        let other = place.another();
        std::thread::scope(|threads| {
            for store in [&place.store, &other] {
                threads.spawn(|| {
                    for n in 0..20 {
                        let body = format!(r#"{{"title":"通知","n":{n}}}"#);
                        store.add_item("HB0732", "notice", &body, MORNING, None).unwrap();
                        store.add_items(&["LN0001".into(), "HB0732".into()], "both", &body, MORNING, None).unwrap();
                    }
                });
            }
        });
        let (mut after, mut numbers) = (None, Vec::new());
        loop {
            let Feed::Page(page) = place.store.feed("HB0732", after.as_deref(), 7).unwrap() else { panic!("gone") };
            for at in 0..page.items.len() {
                numbers.push(at);
            }
            let number: usize = page.next.split('-').next().unwrap().parse().unwrap();
            assert_eq!(number, numbers.len(), "no number is left out");
            after = Some(page.next);
            if !page.more {
                break;
            }
        }
        assert_eq!(numbers.len(), 80);
        assert!(matches!(place.store.feed("HB0732", Some("3-another"), 7).unwrap(), Feed::Gone));
        assert!(matches!(place.store.feed("LN0001", after.as_deref(), 7).unwrap(), Feed::Gone));
        let hash = place.store.newest_item("HB0732", "notice", "通知").unwrap().unwrap();
        assert_eq!(hash.len(), 64);
        assert!(place.store.newest_item("HB0732", "notice", "别的").unwrap().is_none());
        let none = place.store.add_items(&["HB0732".into(), "XX".into()], "n", "{}", 1, None);
        assert!(matches!(none, Err(StoreError::NoDealer(code)) if code == "XX"));
        let Feed::Page(page) = place.store.feed("HB0732", after.as_deref(), 7).unwrap() else { panic!("gone") };
        assert!(page.items.is_empty(), "all dealers have it or none");
    }
}

#[test]
fn doors_1_a_code_makes_one_device_whoever_asks_at_once() {
    for place in Place::each() {
        place.store.add_code("secret", "HB0732", 1, 100, None).unwrap();
        let who = |key: usize| Enrolment {
            secret_hash: "secret".into(),
            principal: Some("DF".into()),
            suggest: None,
            device_key: format!("key {key}"),
            device_name: "柜台".into(),
        };
        let stores = [place.store.clone(), place.another()];
        let enrolled = std::thread::scope(|threads| {
            let ask = |n: usize| stores[n % 2].enrol(&who(n), 2).unwrap();
            let asked: Vec<_> = (0..8).map(|n| threads.spawn(move || ask(n))).collect();
            asked.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
        });
        let devices: Vec<&Device> = enrolled
            .iter()
            .filter_map(|one| if let Enrolled::Device(device) = one { Some(device) } else { None })
            .collect();
        assert_eq!((devices.len(), place.store.devices().unwrap().len()), (1, 1));
        let key: usize = devices[0].public_key.strip_prefix("key ").unwrap().parse().unwrap();
        assert!(matches!(place.store.enrol(&who(key), 3).unwrap(), Enrolled::Device(again) if again == *devices[0]));
        assert!(matches!(place.store.enrol(&who(key), 100).unwrap(), Enrolled::BadCode), "too old");
        let stranger = Enrolment { principal: Some("LW".into()), ..who(1) };
        assert!(matches!(place.store.enrol(&stranger, 2).unwrap(), Enrolled::WrongPrincipal));
        assert!(place.store.revoke(&devices[0].device_id, 5, None).unwrap());
        assert_eq!(place.store.device(&devices[0].device_id).unwrap().unwrap().revoked_at, Some(5));
    }
}

#[test]
fn doors_2_a_challenge_is_spent_and_tries_are_counted_for_all_instances() {
    for place in Place::each() {
        // A data folder is served by one process, whose memory this is.
        let other = if place.base.cluster.is_some() { place.another() } else { place.store.clone() };
        assert!(place.store.spend("c", 10, 1).unwrap());
        assert!(!other.spend("c", 10, 2).unwrap());
        assert!(other.spend("d", 10, 2).unwrap());
        for store in [&place.store, &other, &place.store] {
            store.note_wrong("login 王", 60_000).unwrap();
        }
        assert_eq!(
            (other.wrong_tries("login 王", 119_999).unwrap(), other.wrong_tries("login 王", 120_000).unwrap()),
            (3, 0)
        );
        assert_eq!(other.wrong_tries("login 李", 60_000).unwrap(), 0);
    }
}

#[test]
fn clerk_1_and_their_sessions_and_trail() {
    for place in Place::each() {
        let store = &place.store;
        store.put_clerk("王", Role::Clerk, "p1", 1, None).unwrap();
        assert!(store.put_clerk(" 王", Role::Clerk, "p", 1, None).is_err());
        let deed = Deed { clerk: "王", action: "login", about: "\0", detail: "", once: None };
        let stale = Stale { begun: 0, seen: 0 };
        store.begin_session("t1", "c", 5, stale, &deed).unwrap();
        store.session_seen("t1", 6).unwrap();
        let session = place.another().session("t1").unwrap().unwrap();
        assert_eq!((session.role, session.begun_at, session.seen_at), (Role::Clerk, 5, 6));
        assert!(store.set_password("王", "p2", 7, Some(&deed)).unwrap());
        assert!(store.session("t1").unwrap().is_none(), "logged out everywhere");
        assert!(!store.set_password("无", "p", 7, None).unwrap());
        assert!(store.clerk_left("王", 8, None).unwrap() && store.clerk("王").unwrap().is_none());
        assert_eq!(store.clerks().unwrap().len(), 1);
        let once = Deed { once: Some("form"), action: "notice", ..deed };
        store.add_item("HB0732", "notice", "{}", 9, Some(&once)).unwrap();
        let again = store.add_item("HB0732", "notice", "{}", 9, Some(&once));
        assert!(matches!(again, Err(StoreError::Again)));
        let Feed::Page(page) = store.feed("HB0732", None, 9).unwrap() else { panic!("gone") };
        assert_eq!(page.items.len(), 1, "sent once");
        let trail = store.trail(None, 10).unwrap();
        assert_eq!(trail.iter().map(|act| act.action.as_str()).collect::<Vec<_>>(), ["notice", "login", "login"]);
        assert_eq!(store.trail(Some(trail[0].id), 1).unwrap(), [trail[1].clone()]);
    }
}

#[test]
fn lists_1_show_the_same_on_each_database() {
    let all: Vec<String> = Place::each().iter().map(lists).collect();
    assert!(all.iter().all(|one| *one == all[0]), "{all:#?}");
    assert!(all[0].contains("HB0732-XS-1") && all[0].contains("sent_back"));
}

/// Everything the console's lists say of a small history, running numbers left out.
fn lists(place: &Place) -> String {
    let store = &place.store;
    let late =
        r#"{"no":"HB0732-XS-1","unit":{"serial":"S1"},"sale":{"sold_on":"2026-01-01"},"card":{"due_on":"2026-01-21"}}"#;
    let report = r#"{"month":"2026-10","key":"W01","lines":[]}"#;
    let reversal = format!(r#"{{"of":"{}"}}"#, id(3));
    let records = vec![
        record(1, 1, 1, "card", late),
        record(2, 2, 1, "card", "{}"),
        record(3, 3, 1, "card", &card("DF", 3)),
        record(4, 4, 1, "report", report),
        record(5, 5, 1, "reversal", &reversal),
        record(6, 6, 1, "drone", r#"{"no":7}"#),
    ];
    place.take(batch(records));
    let back = format!(r#"{{"record_id":"{}","rev":1,"code":"missing","field":"x","message":"少"}}"#, id(4));
    store.add_item("HB0732", "rejection", &back, MORNING, None).unwrap();
    let mut said = Vec::new();
    for only in ["", "late", "missing", "open", "silent"] {
        let filter = DealerFilter {
            only: only.into(),
            month: "2026-10".into(),
            silent_since: 1,
            limit: 9,
            ..DealerFilter::default()
        };
        said.push(format!("{only} {:?}", store.dealer_rows(&filter).unwrap()));
    }
    let by_text = DealerFilter { text: "hb07".into(), limit: 9, ..DealerFilter::default() };
    said.push(format!("{:?}", store.dealer_rows(&by_text).unwrap()));
    let filters = [
        RecordFilter::default(),
        RecordFilter {
            kind: "card".into(),
            dealer: "HB0732".into(),
            state: "accepted".into(),
            ..RecordFilter::default()
        },
        RecordFilter { text: "S1".into(), from_ms: Some(MORNING), ..RecordFilter::default() },
        RecordFilter { to_ms: Some(MORNING), ..RecordFilter::default() },
        RecordFilter { before: Some(3), ..RecordFilter::default() },
    ];
    for filter in filters {
        let rows = store.record_rows(&RecordFilter { limit: 20, ..filter }).unwrap();
        said.push(format!("{rows:?}"));
    }
    for text in ["HB0732-XS-1", "S1", "1", "7", &id(2), &id(3)] {
        said.push(format!("{:?}", store.look_up(text, 9).unwrap()));
    }
    said.push(format!(
        "{:?} {:?}",
        store.dealers_numbering("HB0732").unwrap(),
        store.dealers_numbering("HB073").unwrap()
    ));
    for n in 1..=5 {
        said.push(format!(
            "{:?} {}",
            store.verdicts("HB0732", &id(n)).unwrap(),
            store.is_reversed("HB0732", &id(n)).unwrap()
        ));
        said.push(format!("{:?}", store.revisions("HB0732", &id(n)).unwrap()));
    }
    said.push(format!("{} {}", store.has_kind("drone").unwrap(), store.has_kind("none").unwrap()));
    said.join("\n")
}

#[test]
fn file_1_a_file_in_chunks_goes_on_with_another_instance() {
    for place in Place::each() {
        let keys = Keys::open(place.dir.path()).unwrap();
        let stores = [place.store.clone(), place.another()];
        let files = Files::new(place.dir.path());
        let name = wire::hash::sha256_hex(b"abcdef");
        let put = |store: &Arc<dyn Store>, from, bytes: &[u8]| {
            let chunk = Chunk { sha256: &name, from, total: 6, bytes };
            files.take(store.as_ref(), &keys, "HB0732", &chunk, 7).unwrap()
        };
        assert!(matches!(put(&stores[0], 3, b"def"), Taken::WrongOffset(0)));
        assert!(matches!(put(&stores[0], 0, b"abX"), Taken::Part(3)));
        assert!(matches!(put(&stores[1], 3, b"def"), Taken::WrongHash));
        assert_eq!(files.received(stores[0].as_ref(), "HB0732", &name).unwrap(), 0);
        assert!(matches!(put(&stores[1], 0, b"abc"), Taken::Part(3)));
        assert!(matches!(put(&stores[0], 0, b"abc"), Taken::WrongOffset(3)));
        let Taken::Whole(blob) = put(&stores[0], 3, b"def") else { panic!("not whole") };
        assert!(matches!(put(&stores[1], 0, b"abc"), Taken::Whole(same) if same == blob));
        assert!(stores[1].blob("LN0001", &name).unwrap().is_none(), "nobody learns what another dealer holds");
        let to = place.dir.path().join("copy");
        files.copy(stores[1].as_ref(), "HB0732", &name, &to).unwrap();
        assert_eq!((std::fs::read(to).unwrap(), stores[1].blobs().unwrap()), (b"abcdef".to_vec(), vec![blob]));
    }
}

#[test]
fn what_the_console_lists_is_the_same_on_each_database() {
    for place in Place::each() {
        let store = &place.store;
        store.add_items(&["HB0732".into(), "LN0001".into()], "policy_pack", r#"{"title":"合同 1"}"#, 5, None).unwrap();
        store.add_item("LN0001", "policy_pack", r#"{"title":"合同 2"}"#, 7, None).unwrap();
        store.add_item("LN0001", "novel", "[]", 8, None).unwrap();
        let issued = store.issued("policy_pack").unwrap();
        let seen: Vec<_> = issued.iter().map(|one| (one.at, one.dealers, one.body.as_str())).collect();
        assert_eq!(seen, [(7, 1, r#"{"title":"合同 2"}"#), (5, 2, r#"{"title":"合同 1"}"#)]);
        assert_eq!(store.lacking("policy_pack", &issued[0].hash).unwrap(), ["HB0732"]);
        assert!(store.lacking("policy_pack", &issued[1].hash).unwrap().is_empty());
        let sent = store.sent_to("LN0001", 2).unwrap();
        let sent: Vec<_> = sent.iter().map(|one| (one.number, &*one.kind, &*one.title, one.at)).collect();
        assert_eq!(sent, [(3, "novel", "", 8), (2, "policy_pack", "合同 2", 7)]);

        store.add_code("used", "HB0732", 1, 100, None).unwrap();
        store.add_code("open", "HB0732", 1, 200, None).unwrap();
        let who = Enrolment {
            secret_hash: "used".into(),
            principal: Some("DF".into()),
            suggest: None,
            device_key: "key".into(),
            device_name: "柜台".into(),
        };
        let Enrolled::Device(device) = store.enrol(&who, 2).unwrap() else { panic!("not enrolled") };
        assert_eq!(
            (store.open_codes("HB0732", 3).unwrap(), store.open_codes("HB0732", 200).unwrap()),
            (vec![200], vec![])
        );
        let Feed::Page(page) = store.feed("HB0732", None, 1).unwrap() else { panic!("gone") };
        store.acknowledge(&device.device_id, &page.next).unwrap();
        assert_eq!(store.device(&device.device_id).unwrap().unwrap().feed_ack, Some(page.next));

        let sheet = |seq: u64, key: &str, month: &str| {
            let body = format!(r#"{{"principal":"DF","no":"BG-{seq}","key":"{key}","month":"{month}","lines":[]}}"#);
            record(seq, seq, 1, "report", &body)
        };
        let late = r#"{"principal":"DF","sale":{"no":"XS-9","sold_on":"2026-10-01"},"unit":{"serial":"S9"},"card":{"due_on":"2026-10-20"}}"#;
        let records = vec![
            sheet(1, "W01", "2026-09"),
            sheet(2, "W01", "2026-10"),
            sheet(3, "W02", "2026-10"),
            record(4, 9, 1, "card", late),
            record(5, 9, 2, "card", late),
            record(6, 10, 1, "card", &late.replace("2026-10-20", "2026-11-21")),
        ];
        assert_eq!(statuses(&place.take(of("LN0001", "s", records))), [Status::Accepted; 6]);
        let back = format!(r#"{{"record_id":"{}","rev":1}}"#, id(2));
        store.add_item("LN0001", "rejection", &back, MORNING, None).unwrap();
        let sheets = || -> Vec<(String, String, bool)> {
            let sheets = store.sheets("LN0001", "2026-10").unwrap();
            sheets.into_iter().map(|one| (one.key, one.record_id, one.back)).collect()
        };
        assert_eq!(sheets(), [("W01".into(), id(2), true), ("W02".into(), id(3), false)]);
        place.take(of("LN0001", "s", vec![sheet(7, "W01", "2026-10")]));
        assert_eq!(sheets()[0], ("W01".into(), id(7), false), "it came again");
        let filter = RecordFilter { late: true, limit: 9, ..RecordFilter::default() };
        let rows = store.record_rows(&filter).unwrap();
        assert_eq!(rows.iter().map(|row| (row.record_id.clone(), row.rev)).collect::<Vec<_>>(), [(id(9), 1)]);
        for (sort, first) in [("", "HB0732"), ("late", "LN0001"), ("missing", "HB0732"), ("silent", "HB0732")] {
            let filter =
                DealerFilter { sort: sort.into(), month: "2026-10".into(), limit: 9, ..DealerFilter::default() };
            let rows = store.dealer_rows(&filter).unwrap();
            assert_eq!((rows.len(), &*rows[0].code), (2, first), "{sort}");
        }
    }
}
