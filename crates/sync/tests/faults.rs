//! What lines, boxes and other people's servers do, and what is left of it afterwards: nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use common::proxy::{Fate, Proxy, html};
use common::*;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Outcome, Skipped, Trigger};
use wire::hello::Limits;

async fn world() -> (Office, Proxy, MemoryDesk) {
    let office = Office::start("DF").await;
    let proxy = Proxy::start(&office.url).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &proxy.url).await;
    (office, proxy, desk)
}

fn problem(outcome: &Outcome) -> (&str, Class) {
    let problem = outcome.problem.as_ref().unwrap();
    assert_eq!(problem.retry_at, outcome.next_attempt_at);
    assert!(outcome.next_attempt_at.is_some(), "there is always a next attempt");
    (&problem.code, problem.class)
}

#[tokio::test]
async fn sync_16_a_cut_at_any_point_leaves_every_record_exactly_once() {
    for path in ["/v1/hello", "/v1/token", "/v1/batches"] {
        let cuts = [Fate::BeforeBody, Fate::MidBody, Fate::AfterCommit, Fate::MidReply, Fate::Stall];
        for (at, fate) in cuts.into_iter().enumerate() {
            let (office, proxy, desk) = world().await;
            save_cards(&desk, "DF", 1, 20);
            proxy.once(path, fate);
            let stall = Duration::from_millis(if at == 4 { 300 } else { 20_000 });
            let cut = impatient_run(&desk, "DF", &office.hands, stall).await;
            assert_eq!(problem(&cut).1, Class::Transient, "{path}, cut {at}");
            assert_eq!(cut.acked, 0);
            let healed = good_run(&desk, "DF", &office.hands).await;
            assert_eq!(healed.acked, 20, "{path}, cut {at}");
            assert_exactly_once(&desk, "DF", &office);
        }
    }
}

#[tokio::test]
async fn plan_2_after_a_cut_the_same_batch_goes_again_under_the_same_id() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 20);
    let seen: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
    let note = seen.clone();
    proxy.set(move |request| {
        let line = |name: &str| request.head.lines().find(|l| l.to_lowercase().starts_with(name)).map(str::to_owned);
        if !request.what.ends_with("/v1/batches") {
            return Fate::Pass;
        }
        let mut seen = note.lock().unwrap();
        seen.push(format!("{:?} {:?}", line("idempotency-key"), line("content-digest")));
        if seen.len() == 1 { Fate::AfterCommit } else { Fate::Pass }
    });
    run(&desk, "DF", &office.hands).await;
    // Saved meanwhile: it must not slip into the batch that is on its way.
    save_cards(&desk, "DF", 21, 22);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 22);
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[1], seen[2]);
}

#[tokio::test]
async fn sync_17_two_timeouts_halve_the_batch_and_it_gets_through() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 60);
    // A line that dies over five thousand bytes.
    proxy.set(|seen| if seen.len > 1_500 { Fate::Stall } else { Fate::Pass });
    let mut runs = 0;
    while states(&desk, "DF").0 > 0 {
        let outcome = impatient_run(&desk, "DF", &office.hands, Duration::from_millis(500)).await;
        assert!(outcome.problem.is_none_or(|p| p.code == "timeout"));
        runs += 1;
        assert!(runs <= 40, "it converges");
    }
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_17_a_box_that_says_413_is_met_by_halving_in_one_run() {
    for limit in [900, 3_000, 20_000] {
        let (office, proxy, desk) = world().await;
        save_cards(&desk, "DF", 1, 150);
        proxy.set(move |seen| if seen.len > limit { html("413 Payload Too Large") } else { Fate::Pass });
        let outcome = good_run(&desk, "DF", &office.hands).await;
        assert_eq!((outcome.acked, outcome.rejected), (150, 0), "limit {limit}");
        assert_exactly_once(&desk, "DF", &office);
    }
}

#[tokio::test]
async fn sync_17_a_box_that_lets_nothing_through_refuses_no_record() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 20);
    proxy.set(|seen| if seen.what.ends_with("/v1/batches") { html("413 Payload Too Large") } else { Fate::Pass });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("too_large", Class::TooLarge));
    assert_eq!(states(&desk, "DF"), (20, 0, 0, 0));
}

#[tokio::test]
async fn sync_17_a_single_record_that_is_too_large_is_refused_alone() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 30);
    // Random text packs badly: this one is over the box's limit by itself.
    let noise: String = (0..4_000u64).map(|n| wire::hash::sha256_hex(&n.to_be_bytes())[..8].to_owned()).collect();
    desk.save("DF", "note", &id(999), &format!(r#"{{"noise":"{noise}"}}"#));
    save_cards(&desk, "DF", 31, 60);
    proxy.set(|seen| if seen.len > 9_000 { html("413 Payload Too Large") } else { Fate::Pass });
    let outcome = good_run(&desk, "DF", &office.hands).await;
    assert_eq!(states(&desk, "DF"), (0, 60, 1, 0));
    assert!(outcome.acked == 60);
    let refused = desk.rows("DF").into_iter().find(|k| k.state == State::Rejected).unwrap();
    assert_eq!((refused.row.record_id, refused.last_code.as_deref()), (id(999), Some("too_large")));
    assert_eq!(refused.last_message, None, "nobody at head office said a word about it");
    proxy.set(|_| Fate::Pass);
    save_cards(&desk, "DF", 61, 61);
    let quiet = good_run(&desk, "DF", &office.hands).await;
    assert_eq!((quiet.sent, quiet.reoffered), (1, 0), "and nobody misses it there");
}

#[tokio::test]
async fn head_offices_own_limits_are_kept() {
    let tiny = Limits { batch_records: 7, batch_bytes: 2_000, ..Limits::default() };
    let office = Office::with("DF", move |c| c.limits = tiny).await;
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &office.url).await;
    save_cards(&desk, "DF", 1, 50);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 50);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_11_a_captive_portal_takes_nothing() {
    let statuses = ["200 OK", "302 Found", "401 Unauthorized", "403 Forbidden", "404 Not Found", "511 X"];
    for path in ["/v1/hello", "/v1/batches"] {
        for status in statuses {
            let (office, proxy, desk) = world().await;
            save_cards(&desk, "DF", 1, 5);
            proxy.set(move |seen| if seen.what.ends_with(path) { html(status) } else { Fate::Pass });
            let outcome = run(&desk, "DF", &office.hands).await;
            let expect =
                if ["200", "302", "511"].contains(&&status[..3]) { "captive_portal" } else { "not_our_server" };
            assert_eq!(problem(&outcome).0, expect, "{path} {status}");
            assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
            assert!(desk.account("DF").unwrap().is_some(), "and the account stays");
            proxy.set(|_| Fate::Pass);
            assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 5);
        }
    }
}

#[tokio::test]
async fn sync_1_another_head_office_at_the_same_address_takes_nothing() {
    let (office, _, desk) = world().await;
    let other = Office::start("DF").await;
    save_cards(&desk, "DF", 1, 5);
    let mut account = desk.account("DF").unwrap().unwrap();
    account.url = other.url.clone();
    desk.set_account("DF", &account, "e2").unwrap();
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("wrong_key", Class::NotOurServer));
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
    assert!(other.records("all").is_empty());
}

#[tokio::test]
async fn sync_1_a_changed_word_in_an_answer_makes_it_nobodys_answer() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    proxy.set(|seen| match seen.what.ends_with("/v1/batches") {
        true => Fate::Rewrite("accepted".into(), "rejected".into()),
        false => Fate::Pass,
    });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("wrong_key", Class::NotOurServer));
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
}

#[tokio::test]
async fn sync_1_a_signed_answer_with_a_wrong_receipt_acks_nothing() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let seed = office.seed();
    proxy.set(move |seen| match seen.what.ends_with("/v1/batches") {
        true => resigned(r#""received_at":1795226400000"#, r#""received_at":1795226400001"#, seed),
        false => Fate::Pass,
    });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("bad_receipt", Class::NotOurServer));
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
    proxy.set(|_| Fate::Pass);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 5);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_45_a_leaf_of_another_record_acks_nothing() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let seed = office.seed();
    proxy.set(move |seen| match seen.what.ends_with("/v1/batches") {
        true => resigned(r#""leaf":0"#, r#""leaf":1"#, seed),
        false => Fate::Pass,
    });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("bad_receipt", Class::NotOurServer));
    assert_eq!(states(&desk, "DF"), (1, 4, 0, 0), "the others have theirs");
    proxy.set(|_| Fate::Pass);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 1);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_45_a_tree_whose_signature_does_not_verify_acks_nothing() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let seed = office.seed();
    // Three more leaves in front: another tree under the same signature.
    const FROM: &str = r#""trees":[{"leaves":""#;
    const TO: &str = concat!(
        r#""trees":[{"leaves":""#,
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    );
    proxy.set(move |seen| if seen.what.ends_with("/v1/batches") { resigned(FROM, TO, seed) } else { Fate::Pass });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!((problem(&outcome), states(&desk, "DF")), (("bad_receipt", Class::NotOurServer), (5, 0, 0, 0)));
    proxy.set(|_| Fate::Pass);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 5);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn sync_8_retry_after_is_kept_even_when_somebody_clicks() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    proxy.set(|_| Fate::Answer("HTTP/1.1 503 Busy\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n".into()));
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("gateway", Class::Transient));
    assert!(outcome.next_attempt_at.unwrap() >= MORNING + 120_000);
    office.hands.add(119_999);
    assert_eq!(run(&desk, "DF", &office.hands).await.skipped, Some(Skipped::NotDue));
    office.hands.add(1);
    proxy.set(|_| Fate::Pass);
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 5);
}

#[tokio::test]
async fn sync_7_a_month_without_a_line_and_the_watchdog_still_tries() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    proxy.set(|_| Fate::BeforeBody);
    let (mut tries, end) = (0, MORNING + 30 * 86_400_000);
    while office.hands.now() < end && tries < 60 {
        let outcome = run_by(&desk, "DF", &office.hands, Trigger::Tick).await;
        let next = outcome.next_attempt_at.unwrap();
        let wait = next - office.hands.now();
        assert!((0..=15 * 60_000).contains(&wait));
        tries += usize::from(outcome.skipped.is_none());
        office.hands.add(wait);
    }
    assert!(tries >= 60);
    proxy.set(|_| Fate::Pass);
    let back = run_by(&desk, "DF", &office.hands, Trigger::Tick).await;
    assert_eq!((back.problem, back.acked), (None, 5));
}

#[tokio::test]
async fn a_revoked_device_sends_nothing_and_loses_nothing() {
    let (office, _, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    good_run(&desk, "DF", &office.hands).await;
    let device = desk.account("DF").unwrap().unwrap().device_id;
    assert!(office.store().revoke(&device, MORNING, None).unwrap());
    save_cards(&desk, "DF", 6, 9);
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("revoked", Class::Auth));
    assert_eq!(states(&desk, "DF"), (4, 5, 0, 0));
    enrol(&desk, "DF", &office, &office.url).await;
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 4);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn a_token_that_runs_out_in_the_middle_is_renewed_on_the_way() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 500);
    let hands = office.hands.clone();
    let batches = AtomicU64::new(0);
    proxy.set(move |seen| {
        if seen.what.ends_with("/v1/batches") && batches.fetch_add(1, Ordering::SeqCst) == 1 {
            hands.add(2 * 3_600_000);
        }
        Fate::Pass
    });
    assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 500);
    assert_exactly_once(&desk, "DF", &office);
}

#[tokio::test]
async fn a_newer_protocol_is_said_and_nothing_is_sent() {
    let (office, _, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let hands = office.hands.clone();
    let newer = sync::outcome::Options { protocol: 2, ..options(Trigger::Click) };
    let outcome = sync::run_once(&desk, "DF", &move || hands.now(), &newer).await;
    assert_eq!(problem(&outcome), ("upgrade", Class::Upgrade));
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
}

#[tokio::test]
async fn sync_25_enrolment_with_a_wrong_used_or_old_code_is_refused() {
    let office = Office::start("DF").await;
    let hands = office.hands.clone();
    let clock = move || hands.now();
    let options = options(Trigger::Click);
    let ask = async |code: &str, principal: Option<&str>| {
        let done = sync::enrol(&office.url, code, "柜台", principal, &clock, &options).await;
        done.map(|a| a.principal_code).map_err(|p| (p.code, p.class))
    };
    assert_eq!(ask("xx", None).await, Err(("bad_code".into(), Class::Auth)));
    let strange = Office::start("DF").await.code();
    assert_eq!(ask(&strange, None).await, Err(("wrong_key".into(), Class::NotOurServer)));
    let code = office.code();
    assert_eq!(ask(&code, Some("LW")).await, Err(("wrong_principal".into(), Class::NotOurServer)));
    assert_eq!(ask(&code, Some("DF")).await, Ok("DF".into()), "a refused maker did not use it up");
    assert_eq!(ask(&code, None).await, Err(("bad_code".into(), Class::Auth)), "single use");
    let old = office.code();
    office.hands.add(15 * 60_000);
    assert_eq!(ask(&old, None).await, Err(("bad_code".into(), Class::Auth)), "fifteen minutes");
}

#[tokio::test]
async fn a_lost_answer_to_enrolment_does_not_cost_the_code() {
    let office = Office::start("DF").await;
    let proxy = Proxy::start(&office.url).await;
    proxy.once("/v1/enrol", Fate::AfterCommit);
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", &office, &proxy.url).await;
    assert_eq!(office.store().devices().unwrap().len(), 1);
}

#[tokio::test]
async fn sync_29_who_asks_again_with_the_kept_key_is_the_same_device() {
    let office = Office::start("DF").await;
    let (hands, code) = (office.hands.clone(), office.code());
    let clock = move || hands.now();
    let ask = async |seed: sync::DeviceSeed| {
        let options = sync::outcome::Options { device_seed: Some(seed), ..options(Trigger::Click) };
        let done = sync::enrol(&office.url, &code, "柜台", None, &clock, &options).await;
        done.map(|account| account.device_id).map_err(|problem| problem.code)
    };
    let kept = sync::DeviceSeed::fresh().unwrap();
    let device = ask(kept.clone()).await.unwrap();
    assert_eq!(ask(kept).await, Ok(device));
    assert_eq!(ask(sync::DeviceSeed::fresh().unwrap()).await, Err("bad_code".into()));
    assert_eq!(office.store().devices().unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_cut_in_the_middle_goes_on_where_it_stopped() {
    for fate in [Fate::BeforeBody, Fate::MidBody, Fate::AfterCommit, Fate::MidReply] {
        let (office, proxy, desk) = world().await;
        let bytes: Vec<u8> = (0..700_000u32).map(|i| (i % 251) as u8).collect();
        let sha256 = desk.add_file("DF", &bytes);
        let mut puts = 0;
        proxy.set(move |seen| {
            puts += usize::from(seen.what.starts_with("PUT"));
            if seen.what.starts_with("PUT") && puts == 2 { fate.clone() } else { Fate::Pass }
        });
        assert_eq!(problem(&run(&desk, "DF", &office.hands).await).1, Class::Transient);
        assert_eq!(good_run(&desk, "DF", &office.hands).await.blobs, 1);
        let path = office.dir.path().join("blobs/HB0732").join(sha256);
        assert!(std::fs::read(path).unwrap() == bytes);
    }
}

#[tokio::test]
async fn sync_9_nothing_is_sent_into_a_dead_line() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let batches = Arc::new(AtomicU64::new(0));
    let seen = batches.clone();
    proxy.set(move |request| {
        seen.fetch_add(u64::from(request.what.ends_with("/v1/batches")), Ordering::SeqCst);
        Fate::BeforeBody
    });
    for _ in 0..6 {
        assert_eq!(problem(&run(&desk, "DF", &office.hands).await), ("cut", Class::Transient));
    }
    assert_eq!(batches.load(Ordering::SeqCst), 0);
    assert!(desk.rows("DF").iter().all(|k| k.row.attempts == 0));
}

#[tokio::test]
async fn sync_4_a_run_that_failed_says_when_the_next_is_due() {
    let (office, proxy, desk) = world().await;
    for fate in [Fate::BeforeBody, html("200 OK"), html("500 Oops")] {
        proxy.once("/v1/hello", fate);
        let outcome = run(&desk, "DF", &office.hands).await;
        let due = outcome.problem.unwrap().retry_at.unwrap();
        assert!(due >= office.hands.now());
        assert_eq!(desk.link("DF").unwrap().next_attempt_at, Some(due), "and it is kept");
    }
}

#[tokio::test]
async fn sync_12_a_slow_line_is_not_a_dead_one() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 50);
    // Twelve drops, 250 ms apart: longer than the two seconds without a byte that end a request.
    proxy.once("/v1/batches", Fate::Slow(Duration::from_millis(250)));
    let outcome = impatient_run(&desk, "DF", &office.hands, Duration::from_secs(2)).await;
    assert_eq!((outcome.problem, outcome.acked), (None, 50));
}

#[tokio::test]
async fn sync_14_a_redirect_is_not_followed() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 5);
    let head = "HTTP/1.1 307 Temporary Redirect";
    let away = format!("{head}\r\nlocation: {}/v1/hello\r\ncontent-length: 0\r\n\r\n", office.url);
    proxy.set(move |seen| match seen.what.ends_with("/v1/hello") {
        true => Fate::Answer(away.clone()),
        false => Fate::Pass,
    });
    let outcome = run(&desk, "DF", &office.hands).await;
    assert_eq!(problem(&outcome), ("captive_portal", Class::NotOurServer));
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
}

#[tokio::test]
async fn sync_2_no_answer_removes_a_row() {
    let (office, proxy, desk) = world().await;
    save_cards(&desk, "DF", 1, 9);
    desk.save("DF", "card", &id(10), "{}");
    let fates = [Fate::AfterCommit, html("200 OK"), html("413 Payload Too Large"), html("404 Not Found"), Fate::Pass];
    for fate in fates {
        proxy.once("/v1/batches", fate);
        run(&desk, "DF", &office.hands).await;
        assert_eq!(desk.rows("DF").len(), 10);
    }
    assert_eq!(states(&desk, "DF"), (0, 9, 1, 0));
}

#[tokio::test]
async fn sync_26_the_devices_key_never_leaves() {
    let (office, _, desk) = world().await;
    good_run(&desk, "DF", &office.hands).await;
    let seed = desk.account("DF").unwrap().unwrap().device_seed;
    let text = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, seed);
    assert!(!holds(office.dir.path(), &seed) && !holds(office.dir.path(), text.as_bytes()));
    assert!(!format!("{:?}", desk.account("DF")).contains("seed"));
}
