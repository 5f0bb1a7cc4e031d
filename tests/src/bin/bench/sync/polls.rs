//! Ten thousand dealers without news: what their asking costs head office.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use sanbao_tests::Outcome;
use sanbao_tests::world::machine_now;
use tokio::task::JoinSet;

use super::load::{self, Dealer, Office};
use crate::Bench;

const DEALERS: usize = 10_000;
/// Each asks once in five minutes.
const EVERY: Duration = Duration::from_secs(300);
const LOOK: Duration = Duration::from_secs(20);

/// Percent of one processor.
pub fn processor(_: &Bench) -> Outcome<f64> {
    let office = Office::with(DEALERS)?;
    settled(&office)?;
    let many = (DEALERS as f64 * LOOK.as_secs_f64() / EVERY.as_secs_f64()) as usize;
    let before = load::used(office.head.pid())?;
    let (start, client) = (Instant::now(), load::strangers()?);
    load::runtime()?.block_on(async {
        let mut all = JoinSet::new();
        for (n, dealer) in office.dealers.iter().take(many).enumerate() {
            let (request, client) = (ask(&client, &office.head.url, dealer)?, client.clone());
            all.spawn(async move {
                tokio::time::sleep_until((start + LOOK * n as u32 / many as u32).into()).await;
                Outcome::Ok(client.execute(request).await?.error_for_status()?.text().await?)
            });
        }
        while let Some(done) = all.join_next().await {
            let hello = done??;
            if !hello.contains(r#""auth":"ok""#) || hello.contains(r#""feed_pending":true"#) {
                return Err(format!("there is news: {hello}").into());
            }
        }
        Outcome::Ok(())
    })?;
    let (used, took) = (load::used(office.head.pid())? - before, start.elapsed());
    println!("     server-polls     {many} hellos in {took:.2?}, {used:.2?} of processor");
    Ok(used.as_secs_f64() / took.as_secs_f64() * 100.0)
}

fn ask(client: &reqwest::Client, url: &str, dealer: &Dealer) -> Outcome<reqwest::Request> {
    let after = format!("1-{}", item_of(dealer));
    let request = client
        .get(format!("{url}/v1/hello"))
        .query(&[("epochs", &dealer.epoch), ("after", &after)])
        .bearer_auth(&dealer.token)
        .header(wire::HEADER_PROTOCOL, wire::PROTOCOL)
        .header(wire::HEADER_REQUEST, "0123456789abcdef0123456789abcdef");
    Ok(request.build()?)
}

fn item_of(dealer: &Dealer) -> String {
    dealer.device.replacen("019aa002", "019aa003", 1)
}

/// Dealers as they are after a year: each has a stream, and a message it has read.
fn settled(office: &Office) -> Outcome<()> {
    let mut connection = Connection::open(office.head.dir().join("head-office.db"))?;
    let transaction = connection.transaction()?;
    for dealer in &office.dealers {
        transaction.execute(
            "INSERT INTO stream (dealer, epoch, contiguous_upto, max_seq, count) VALUES (?1, ?2, 6000, 6000, 6000)",
            params![dealer.code, dealer.epoch],
        )?;
        transaction.execute(
            "INSERT INTO feed (dealer, number, item_id, kind, schema, created_at, hash, body)
             VALUES (?1, 1, ?2, 'notice', 1, ?3, '', '{}')",
            params![dealer.code, item_of(dealer), machine_now()],
        )?;
    }
    Ok(transaction.commit()?)
}
