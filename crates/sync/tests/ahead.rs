//! One batch ahead: head office works on the next while the desk writes what came of the last.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::proxy::{Fate, Proxy, Seen};
use common::*;
use sync::memory::MemoryDesk;

/// A desk with more cards than its first batch takes.
async fn world(proxy: &Proxy, office: &Office) -> Arc<MemoryDesk> {
    let desk = Arc::new(MemoryDesk::default());
    enrol(&desk, "DF", office, &proxy.url).await;
    save_cards(&desk, "DF", 1, 250);
    desk
}

/// What happens to the second batch; everything else passes.
fn second(proxy: &Proxy, fate: Fate) {
    let batches = AtomicUsize::new(0);
    proxy.set(move |seen: &Seen| {
        let is_batch = seen.what.ends_with("/v1/batches");
        match is_batch && batches.fetch_add(1, Ordering::SeqCst) == 1 {
            true => fate.clone(),
            false => Fate::Pass,
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_31_an_answer_is_written_while_the_next_batch_is_on_its_way() {
    let office = Office::start("DF").await;
    let proxy = Proxy::start(&office.url).await;
    let desk = world(&proxy, &office).await;
    let (seen, was) = (desk.clone(), Arc::new(AtomicBool::new(false)));
    let noted = was.clone();
    // Head office has the second batch, and its answer is held back until the first is written.
    let wait = move || {
        let until = Instant::now() + Duration::from_secs(10);
        while states(&seen, "DF").1 < 200 && Instant::now() < until {
            std::thread::yield_now();
        }
        noted.store(states(&seen, "DF").1 == 200, Ordering::SeqCst);
    };
    second(&proxy, Fate::Meanwhile(Arc::new(wait)));
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!(outcome.acked, 250);
    assert!(was.load(Ordering::SeqCst), "the first answer waited for the second");
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test(flavor = "multi_thread")]
async fn sync_31_what_a_cut_takes_of_the_next_batch_takes_nothing_of_the_last() {
    for fate in [Fate::BeforeBody, Fate::MidBody, Fate::AfterCommit, Fate::MidReply] {
        let office = Office::start("DF").await;
        let proxy = Proxy::start(&office.url).await;
        let desk = world(&proxy, &office).await;
        second(&proxy, fate);
        let cut = run(&desk, "DF", &office.hands).await;
        assert!(cut.problem.is_some());
        assert_eq!((cut.acked, states(&desk, "DF")), (200, (50, 200, 0, 0)));
        assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 50);
        assert_exactly_once(&desk, "DF", &office);
    }
}
