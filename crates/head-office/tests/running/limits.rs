//! Limits and a herd, as clients meet them.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use head_office::access;
use head_office::http::limit::Rate;
use head_office::keys::Keys;
use reqwest::Client;
use serde_json::{Value, json};
use sync::memory::MemoryDesk;
use tokio::task::JoinSet;

use super::common::{Office, card, id};
use super::server::{Device, NONCE, Server, client, record};

/// Clients that come back together, and how many requests a second the server lets in.
const HERD: usize = 1_000;
const STEADY: usize = 150;

/// Asks to be enrolled with a code, from an address the balancer in front wrote; the status and code of the answer.
async fn knock(office: &Office, from: &str, code: &str) -> (u16, Value) {
    let seed = [7; 32];
    let device_key = sync::key::public(&seed);
    let text = wire::sign::enrol(&office.store().meta().unwrap().server_id, code, &device_key);
    let ask = json!({"code": code, "device_key": device_key, "device_name": "前台",
        "signature": sync::key::sign(&seed, &text)});
    let post =
        client().post(format!("{}/v1/enrol", office.url)).header("x-forwarded-for", format!("192.0.2.1, {from}"));
    let answer = post.json(&ask).send().await.unwrap();
    (answer.status().as_u16(), answer.json::<Value>().await.unwrap()["code"].take())
}

#[tokio::test(flavor = "multi_thread")]
async fn caller_2_who_guesses_codes_locks_out_nobody_else() {
    let office = Office::with("DF", |config| config.forwarded = true).await;
    for _ in 0..30 {
        assert_eq!(knock(&office, "198.51.100.4", "AAAAAAAA").await, (403, json!("bad_code")));
    }
    assert_eq!(knock(&office, "198.51.100.4", "AAAAAAAA").await, (429, json!("busy")));
    assert_eq!(knock(&office, "198.51.100.5", "AAAAAAAA").await, (403, json!("bad_code")), "another is heard");
    super::common::enrol(&MemoryDesk::default(), "DF", &office, &office.url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn limit_1_a_refusal_is_signed_and_says_when() {
    let office = Office::with("DF", |config| config.rates.device = Rate { each_second: 0.1, saved: 1.0 }).await;
    let device = on(&office).await;
    assert_eq!(device.get("/v1/feed").await.status(), 200);
    let refused = device.get("/v1/feed").await;
    assert_eq!(refused.status(), 429);
    let header = |name: &str| refused.headers()[name].to_str().unwrap().to_owned();
    let (signature, seconds) = (header("sanbao-signature"), header("retry-after").parse::<u32>().unwrap());
    assert!((1..=16).contains(&seconds), "{seconds}");
    let key = public_key(&office);
    let body = refused.text().await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["code"], "busy");
    let text = wire::sign::response("GET", "/v1/feed", NONCE, 429, &wire::hash::sha256_hex(body.as_bytes()));
    assert!(head_office::keys::is_signed(&key, &text, &signature));
}

#[tokio::test(flavor = "multi_thread")]
async fn limit_4_a_quota_refuses_records_and_files_of_one_dealer() {
    let office = Office::with("DF", |config| (config.rates.day_records, config.rates.day_file_bytes) = (2, 4)).await;
    let device = on(&office).await;
    let batch = |device: &Device, n: u64| device.batch(&format!("b-{n}"), "e1", &[record(n, &id(n), &card("DF", n))]);
    for (n, status) in [(1, 200), (2, 200), (3, 429)] {
        assert_eq!(device.send(&batch(&device, n)).await.unwrap().status(), status, "{n}");
    }
    assert_eq!(device.put(b"1234").await.status(), 200);
    let refused = device.put(b"5").await;
    assert_eq!((refused.status().as_u16(), refused.headers().contains_key("retry-after")), (429, true));
    office.hands.add(24 * 3_600_000);
    let device = Device { token: token(&office, &device.id), ..device };
    assert_eq!(device.send(&batch(&device, 3)).await.unwrap().status(), 200);
    assert_eq!(device.put(b"5").await.status(), 200);
}

fn token(office: &Office, device: &str) -> String {
    access::token(&Keys::open(office.dir.path()).unwrap(), device, office.hands.now())
}

fn public_key(office: &Office) -> String {
    STANDARD.encode(Keys::open(office.dir.path()).unwrap().receipt_public())
}

/// A device of HB0732 at an office of this process, by its turned clock.
async fn on(office: &Office) -> Device {
    super::common::enrol(&MemoryDesk::default(), "DF", office, &office.url).await;
    let id = office.store().devices().unwrap().remove(0).device_id;
    let token = token(office, &id);
    Device { id, token, dealer: "HB0732".into(), url: office.url.clone(), client: client() }
}

/// One client: comes back when it is told to, until it is let in; answers how often it asked and every status.
async fn comes_back(client: Client, url: String) -> Vec<u16> {
    let mut seen = Vec::new();
    loop {
        let answer = client.get(format!("{url}/v1/hello")).send().await.unwrap();
        seen.push(answer.status().as_u16());
        if answer.status() == 200 {
            return seen;
        }
        let told = answer.headers()["retry-after"].to_str().unwrap().parse::<f64>().unwrap();
        tokio::time::sleep(Duration::from_secs_f64(told)).await;
    }
}

/// Requirement 13, the server's half.
#[tokio::test(flavor = "multi_thread")]
async fn limit_3_a_herd_drains_at_the_steady_rate() {
    let server = Server::start(&["--rate", &STEADY.to_string()]);
    let (client, mut herd) = (client(), JoinSet::new());
    for _ in 0..HERD {
        herd.spawn(comes_back(client.clone(), server.url.clone()));
    }
    let mut statuses = BTreeMap::<u16, usize>::new();
    for seen in herd.join_all().await {
        seen.iter().for_each(|status| *statuses.entry(*status).or_default() += 1);
    }
    assert_eq!(statuses[&200], HERD, "all were let in in the end: {statuses:?}");
    assert!(statuses.keys().all(|status| [200, 429].contains(status)), "{statuses:?}");
    assert!(statuses.get(&429).is_some_and(|refused| *refused >= HERD / 4), "the herd met the limit: {statuses:?}");
    assert!(statuses[&429] < 3 * HERD, "and did not storm it: {statuses:?}");
    // By the server's own clock, as it let them in.
    let log = server.log();
    let lines =
        log.lines().filter(|line| line.contains("let in")).map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut at: Vec<i64> = lines.map(|line| line["fields"]["tick"].as_i64().unwrap()).collect();
    at.sort_unstable();
    assert_eq!(at.len(), HERD);
    let peak = at.iter().map(|start| at.iter().filter(|t| (*start..start + 1_000).contains(t)).count()).max().unwrap();
    assert!(peak <= 2 * STEADY, "{peak} in one second");
}
