//! A desk that was put back, copied and enrolled anew has many epochs; what head office lost is found in each of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::collections::BTreeSet;

use common::proxy::{Fate, Proxy};
use common::*;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::Trigger;

/// Cards of each epoch.
const EACH: u64 = 3;

/// Seven epochs with cards, an empty one after each, all sent.
async fn world(base: &Base, by: impl AsyncFn(&Office) -> String) -> (Office, MemoryDesk) {
    let office = Office::on(base, "DF", |_| {}).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &by(&office).await).await;
    for epoch in 0..7 {
        save_cards(&desk, "DF", epoch * 10 + 1, epoch * 10 + EACH);
        good_run(&desk, "DF", &office.hands).await;
        desk.remint("DF", &sync::new_epoch().unwrap()).unwrap();
        desk.remint("DF", &sync::new_epoch().unwrap()).unwrap();
    }
    good_run(&desk, "DF", &office.hands).await;
    (office, desk)
}

async fn directly(office: &Office) -> String {
    office.url.clone()
}

#[tokio::test]
async fn sync_41_a_head_office_put_back_gets_what_it_lost_of_every_epoch_in_one_run() {
    for base in Base::each() {
        let (office, desk) = world(&base, directly).await;
        assert!(office.records("all").len() == 7 * EACH as usize);
        office.behind_the_back("DELETE FROM record");
        office.store().renew_generation().unwrap();
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((outcome.reoffered, outcome.acked), (7 * EACH, 7 * EACH));
        assert_exactly_once(&desk, "DF", &office);
        let quiet = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((quiet.sent, quiet.reoffered), (0, 0));
    }
}

#[tokio::test]
async fn sync_41_what_is_lost_without_a_word_is_found_when_its_epochs_turn_comes() {
    for base in Base::each() {
        let (office, desk) = world(&base, directly).await;
        office.behind_the_back("DELETE FROM record");
        let mut reoffered = 0;
        for _ in 0..3 {
            reoffered += good_run(&desk, "DF", &office.hands).await.reoffered;
        }
        assert_eq!(reoffered, 7 * EACH);
        assert_exactly_once(&desk, "DF", &office);
    }
}

#[tokio::test]
async fn sync_41_without_news_a_run_is_one_request_however_many_epochs_there_are() {
    let (office, desk) = world(&Base::sqlite(), directly).await;
    let proxy = Proxy::start(&office.url).await;
    desk.move_to("DF", &proxy.url);
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let note = asked.clone();
    proxy.set(move |seen| {
        note.lock().unwrap().push(seen.head.lines().next().unwrap_or_default().to_owned());
        Fate::Pass
    });
    for _ in 0..3 {
        good_run(&desk, "DF", &office.hands).await;
    }
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 3, "{asked:?}");
    let epochs = desk.counts("DF").unwrap();
    let holding = epochs.iter().filter(|e| e.settled > 0);
    let turned: BTreeSet<&str> =
        holding.map(|e| e.epoch.as_str()).filter(|epoch| asked.iter().any(|line| line.contains(epoch))).collect();
    assert_eq!(turned.len(), 7, "each had its turn");
}

#[tokio::test]
async fn plan_3_what_waits_in_an_old_epoch_is_not_offered_again_without_a_reason() {
    let office = Office::start("DF").await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    desk.save("DF", "reversal", &id(900), &format!(r#"{{"principal":"DF","of":"{}","reason":"退货"}}"#, id(901)));
    good_run(&desk, "DF", &office.hands).await;
    for epoch in 0..6 {
        desk.remint("DF", &sync::new_epoch().unwrap()).unwrap();
        save_cards(&desk, "DF", epoch * 10 + 1, epoch * 10 + EACH);
        good_run(&desk, "DF", &office.hands).await;
    }
    for _ in 0..3 {
        let quiet = run_by(&desk, "DF", &office.hands, Trigger::Save).await;
        assert_eq!((quiet.problem, quiet.sent), (None, 0));
    }
    desk.save("DF", "card", &id(901), &card("DF", 901));
    good_run(&desk, "DF", &office.hands).await;
    assert_eq!(count(&desk.rows("DF"), State::Deferred), 0);
}
