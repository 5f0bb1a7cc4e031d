//! The word to stop, with work in flight.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use head_office::store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::common::{card, id};
use super::server::{Device, Server, record, text};

const CLIENTS: u64 = 8;

/// Sends until the server answers no more; keeps what was acknowledged.
async fn sends(device: Arc<Device>, client: u64, acked: Arc<Mutex<BTreeSet<String>>>) {
    for n in 1.. {
        let record_id = id(client * 1_000_000 + n);
        let one = record(n, &record_id, &card("DF", n));
        let batch = device.batch(&format!("b-{client}-{n}"), &format!("e{client}"), &[one]);
        let Ok(answer) = device.send(&batch).await else { return };
        if answer.status() != 200 {
            return;
        }
        let Ok(text) = answer.text().await else { return };
        assert!(text.contains("\"accepted\""), "{text}");
        acked.lock().unwrap().insert(record_id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_1_what_was_acknowledged_is_written_and_the_end_is_clean() {
    let mut server = Server::start(&[]);
    let device = Arc::new(server.device("甲").await);
    let (acked, mut clients) = (Arc::new(Mutex::new(BTreeSet::new())), JoinSet::new());
    for client in 1..=CLIENTS {
        clients.spawn(sends(device.clone(), client, acked.clone()));
    }
    while acked.lock().unwrap().len() < 100 {
        tokio::task::yield_now().await;
    }
    server.signal("TERM");
    clients.join_all().await;
    let ended = tokio::task::spawn_blocking(move || (server.child.wait().unwrap(), server)).await.unwrap();
    let (status, server) = ended;
    assert!(status.success(), "{status}\n{}", server.log());
    let log = server.dir.path().join("head-office.db-wal");
    assert!(std::fs::metadata(log).map_or(0, |m| m.len()) == 0, "everything stands in the database itself");
    let mut held = BTreeSet::new();
    server
        .store()
        .list(None, &mut |record| {
            held.insert(record["record_id"].as_str().unwrap().to_owned());
            Ok(())
        })
        .unwrap();
    let acked = acked.lock().unwrap();
    assert!(acked.is_subset(&held), "lost: {:?}", acked.difference(&held).collect::<Vec<_>>());
    assert!(held.len() <= acked.len() + usize::try_from(CLIENTS).unwrap(), "at most one each was not answered");
}

const BEGINNING: &[u8] =
    b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{";

#[tokio::test(flavor = "multi_thread")]
async fn serve_1_what_was_begun_is_answered_and_nothing_new_is_let_in() {
    let mut server = Server::start(&[]);
    let address = server.url.replace("http://", "");
    let mut begun = TcpStream::connect(&address).await.unwrap();
    begun.write_all(BEGINNING).await.unwrap();
    server.until_logged("let in");
    server.signal("TERM");
    while text(&format!("{}/readyz", server.admin)).await.1 != "stopping\n" {}
    while TcpStream::connect(&address).await.is_ok() {}
    begun.write_all(b"}").await.unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(tokio::task::spawn_blocking(move || server.child.wait()).await.unwrap().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_1_who_never_finishes_keeps_nobody_longer_than_the_grace() {
    let mut server = Server::start(&["--grace", "1"]);
    let mut begun = TcpStream::connect(server.url.replace("http://", "")).await.unwrap();
    begun.write_all(BEGINNING).await.unwrap();
    server.until_logged("let in");
    let told = Instant::now();
    server.signal("TERM");
    let (status, server) = tokio::task::spawn_blocking(move || (server.child.wait().unwrap(), server)).await.unwrap();
    assert!(status.success(), "{status}");
    assert!(told.elapsed().as_secs() < 15, "{:?}", told.elapsed());
    server.until_logged("still open when the grace was over");
    drop(begun);
}
