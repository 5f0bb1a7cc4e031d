//! kill -9 of the real program in the middle of a batch: what was acked is there, the rest is sent again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::proxy::{Fate, Proxy};
use common::{card, id, options};
use serde_json::Value;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Outcome, Trigger};

const ROUNDS: u64 = 25;
const CARDS: u64 = 40;

fn head_office(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_head-office"));
    command.arg("--data").arg(dir);
    command
}

fn say(dir: &Path, args: &[&str]) -> String {
    let out = head_office(dir).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

fn serve(dir: &Path) -> (Child, String) {
    let mut child = head_office(dir)
        .args(["serve", "--listen", "127.0.0.1:0", "--principal", "DF"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    (child, url.trim().to_owned())
}

fn now() -> i64 {
    head_office::clock::now_ms()
}

async fn click(desk: &MemoryDesk) -> Outcome {
    sync::run_once(desk, "DF", &now, &options(Trigger::Click)).await
}

fn stored(dir: &Path) -> Vec<Value> {
    serde_json::from_str(&say(dir, &["list", "card", "--json"])).unwrap()
}

/// Every acked row is there, once, with the bytes and the receipt the desk holds.
fn assert_acked_is_there(desk: &MemoryDesk, dir: &Path) {
    let stored = stored(dir);
    for kept in desk.rows("DF").iter().filter(|k| k.state == State::Acked) {
        let mine: Vec<_> = stored.iter().filter(|r| r["record_id"] == *kept.row.record_id).collect();
        assert_eq!(mine.len(), 1);
        assert_eq!(mine[0]["hash"], *kept.row.hash);
        assert_eq!(mine[0]["receipt"]["signature"], *kept.receipt.as_ref().unwrap().signature);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn office_1_a_killed_head_office_has_everything_it_acked() {
    let dir = tempfile::tempdir().unwrap();
    let (child, url) = serve(dir.path());
    say(dir.path(), &["dealer", "add", "HB0732", "大地农机"]);
    let code = say(dir.path(), &["enrol-code", "HB0732"]);
    let proxy = Proxy::start(&url).await;
    let desk = MemoryDesk::default();
    let account = sync::enrol(&proxy.url, &code, "柜台", None, &now, &options(Trigger::Click)).await.unwrap();
    desk.set_account("DF", &account, "e1").unwrap();
    let child = Arc::new(Mutex::new(child));
    assert_eq!(click(&desk).await.problem, None);
    let mut known = 0;
    for round in 0..ROUNDS {
        for n in 0..CARDS {
            let n = round * CARDS + n + 1;
            desk.save("DF", "card", &id(n), &card("DF", n));
        }
        let moment = MOMENTS[round as usize % MOMENTS.len()];
        kill_at(moment, &proxy, &child, dir.path());
        let cut = click(&desk).await;
        let had = stored(dir.path()).len();
        match moment {
            Moment::Answered => assert!(cut.acked == 0 && had > known, "stored, and the desk does not know"),
            Moment::Told => assert!(cut.acked > 0 && had > known),
            // A quick server has answered before it dies.
            Moment::Taken | Moment::Writing => assert!(cut.acked == 0 || had > known, "acked and not stored"),
        }
        known = had;
        assert!(cut.problem.is_none_or(|p| p.class == Class::Transient));
        if moment == Moment::Told {
            kill(&child);
        }
        let (fresh, url) = serve(dir.path());
        *child.lock().unwrap() = fresh;
        proxy.to(&url);
        proxy.set(|_| Fate::Pass);
        assert_acked_is_there(&desk, dir.path());
    }
    assert_eq!(click(&desk).await.problem, None);
    assert_acked_is_there(&desk, dir.path());
    assert_eq!(stored(dir.path()).len() as u64, ROUNDS * CARDS, "everything, and nothing twice");
    kill(&child);
}

/// When head office is killed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    /// It has the whole batch.
    Taken,
    /// It has begun to write it down.
    Writing,
    /// Its answer is on the way, and is lost.
    Answered,
    /// The desk has the answer.
    Told,
}

const MOMENTS: [Moment; 4] = [Moment::Taken, Moment::Writing, Moment::Answered, Moment::Told];

fn kill(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What head office's log looks like from outside.
fn log_seen(dir: &Path) -> Option<(u64, std::time::SystemTime)> {
    let log = std::fs::metadata(dir.join("head-office.db-wal")).ok()?;
    Some((log.len(), log.modified().ok()?))
}

fn kill_at(moment: Moment, proxy: &Proxy, child: &Arc<Mutex<Child>>, dir: &Path) {
    let (child, dir) = (child.clone(), dir.to_owned());
    proxy.set(move |seen| {
        if !seen.what.ends_with("/v1/batches") || moment == Moment::Told {
            return Fate::Pass;
        }
        // Nothing of the batch is up yet: what changes from here on is its writing.
        let (child, dir, before) = (child.clone(), dir.clone(), log_seen(&dir));
        let strike = Arc::new(move || {
            let patience = Instant::now();
            while moment == Moment::Writing && log_seen(&dir) == before {
                assert!(patience.elapsed() < Duration::from_secs(30), "nothing was written");
                std::thread::yield_now();
            }
            kill(&child);
        });
        if moment == Moment::Answered { Fate::Answered(strike) } else { Fate::Meanwhile(strike) }
    });
}
