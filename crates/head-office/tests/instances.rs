//! Instances of one head office on one PostgreSQL, killed with the database under them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

#[path = "../../sync/tests/common/mod.rs"]
#[allow(clippy::duplicate_mod)]
mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use common::proxy::{self, Fate, Proxy};
use common::{card, id, options};
use faults::postgres::Cluster;
use faults::runs::Runs;
use serde_json::Value;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Outcome, Trigger};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

/// A folder of keys and the address of a database.
struct House {
    dir: tempfile::TempDir,
    url: String,
}

impl House {
    fn new(cluster: &Cluster) -> Self {
        let house = Self { dir: tempfile::tempdir().unwrap(), url: cluster.database() };
        house.say(&["init", "--principal", "DF"]);
        house.say(&["dealer", "add", "HB0732", "大地农机"]);
        house
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_head-office"));
        command.arg("--data").arg(self.dir.path()).env("HEAD_OFFICE_DATABASE", &self.url);
        command
    }

    fn say(&self, args: &[&str]) -> String {
        let out = self.command().args(args).output().unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    }

    fn serve(&self) -> Instance {
        let mut serve = self.command();
        serve.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = serve.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Instance { url: url.trim().to_owned(), child: Arc::new(Mutex::new(child)) }
    }

    fn stored(&self, kind: &str) -> Vec<Value> {
        serde_json::from_str(&self.say(&["list", kind, "--json"])).unwrap()
    }

    async fn enrol(&self, url: &str) -> MemoryDesk {
        let code = self.say(&["enrol-code", "HB0732"]);
        let desk = MemoryDesk::default();
        let account = sync::enrol(url, &code, "柜台", None, &now, &options(Trigger::Click)).await.unwrap();
        desk.set_account("DF", &account, "e1").unwrap();
        desk
    }

    /// Every acked row is there, once, with the bytes and the receipt the desk holds.
    fn check(&self, desk: &MemoryDesk) -> Result<(), String> {
        let mut stored: HashMap<String, Vec<Value>> = HashMap::new();
        for record in self.stored("all") {
            stored.entry(record["record_id"].as_str().unwrap().to_owned()).or_default().push(record);
        }
        if let Some((twice, _)) = stored.iter().find(|(_, all)| all.len() != 1) {
            return Err(format!("{twice} is there twice"));
        }
        for kept in desk.rows("DF").iter().filter(|kept| kept.state == State::Acked) {
            let one = stored.get(&*kept.row.record_id).ok_or(format!("{} is lost", kept.row.record_id))?;
            let receipt = kept.receipt.as_ref().unwrap();
            if one[0]["hash"] != *kept.row.hash || one[0]["receipt"]["signature"] != *receipt.signature {
                return Err(format!("{} is another", kept.row.record_id));
            }
        }
        Ok(())
    }
}

/// A process that serves; it ends with the test.
#[derive(Clone)]
struct Instance {
    url: String,
    child: Arc<Mutex<Child>>,
}

impl Instance {
    fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if Arc::strong_count(&self.child) == 1 {
            self.kill();
        }
    }
}

fn now() -> i64 {
    head_office::clock::now_ms()
}

async fn click(desk: &MemoryDesk) -> Outcome {
    click_after(desk, 0).await
}

/// A click so much later: what head office asked to wait for (Retry-After) is over.
async fn click_after(desk: &MemoryDesk, ms: i64) -> Outcome {
    sync::run_once(desk, "DF", &move || now() + ms, &options(Trigger::Click)).await
}

fn save(desk: &MemoryDesk, from: u64, to: u64) {
    for n in from..=to {
        desk.save("DF", "card", &id(n), &card("DF", n));
    }
}

/// One address before several instances: each request goes to the next of them that answers.
struct Balancer {
    url: String,
    served: Arc<Vec<AtomicUsize>>,
}

impl Balancer {
    async fn start(instances: &[Instance], before: impl Fn(&str) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served: Arc<Vec<AtomicUsize>> = Arc::new(instances.iter().map(|_| AtomicUsize::new(0)).collect());
        let ways: Vec<String> = instances.iter().map(|one| one.url.trim_start_matches("http://").to_owned()).collect();
        let shared = Arc::new((ways, AtomicUsize::new(0), before));
        let counts = served.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, shared.clone(), counts.clone()));
            }
        });
        Self { url, served }
    }
}

/// The addresses, whose turn it is, and what is done before each request.
type Ways<F> = Arc<(Vec<String>, AtomicUsize, F)>;

/// One connection of a desk; `None` ends it.
async fn relay<F: Fn(&str)>(mut client: TcpStream, ways: Ways<F>, served: Arc<Vec<AtomicUsize>>) -> Option<()> {
    loop {
        let (head, mut body, len) = proxy::head(&mut client).await?;
        proxy::rest(&mut client, &mut body, len).await?;
        (ways.2)(&head);
        let (at, mut server) = next(&ways.0, &ways.1).await?;
        server.write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
        let (head, mut body, len) = proxy::head(&mut server).await?;
        proxy::rest(&mut server, &mut body, len).await?;
        served[at].fetch_add(1, Ordering::SeqCst);
        client.write_all(&[head.as_bytes(), &body].concat()).await.ok()?;
    }
}

async fn next(ways: &[String], turn: &AtomicUsize) -> Option<(usize, TcpStream)> {
    for _ in ways {
        let at = turn.fetch_add(1, Ordering::SeqCst) % ways.len();
        if let Ok(server) = TcpStream::connect(&ways[at]).await {
            return Some((at, server));
        }
    }
    None
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_are_one_head_office_and_one_may_die() {
    let cluster = Cluster::shared();
    let house = House::new(&cluster);
    let instances = [house.serve(), house.serve()];
    let batches = Arc::new(AtomicUsize::new(0));
    let (seen, victim) = (batches.clone(), instances[0].clone());
    let balancer = Balancer::start(&instances, move |head| {
        let is_batch = head.starts_with("POST /v1/batches");
        if is_batch && seen.fetch_add(1, Ordering::SeqCst) == 4 {
            victim.kill();
        }
    })
    .await;
    let desk = house.enrol(&balancer.url).await;
    save(&desk, 1, 400);
    desk.add_file("DF", &vec![7u8; 700_000]);
    house.say(&["notice", "add", "HB0732", "--kind", "notice", "--json", r#"{"title":"年检"}"#]);
    assert_eq!(click(&desk).await.problem, None);
    assert!(balancer.served.iter().all(|n| n.load(Ordering::SeqCst) > 3), "both are asked");
    assert_eq!((desk.items("DF").len(), house.stored("card").len()), (1, 400));
    // From now on one of them dies in the middle of a batch.
    save(&desk, 401, 2_000);
    for _ in 0..4 {
        let outcome = click(&desk).await;
        assert!(outcome.problem.is_none_or(|problem| problem.class == Class::Transient));
    }
    assert!(batches.load(Ordering::SeqCst) > 4, "the blow fell");
    assert_eq!(click(&desk).await.problem, None);
    assert_eq!(house.stored("card").len(), 2_000);
    house.check(&desk).unwrap();
    let to = tempfile::tempdir().unwrap();
    assert_eq!(house.say(&["export", to.path().to_str().unwrap()]), "2000 records, 1 files");
    let name = wire::hash::sha256_hex(&vec![7u8; 700_000]);
    assert_eq!(std::fs::read(to.path().join("files").join(name)).unwrap(), vec![7u8; 700_000]);
}

/// A small generator whose numbers follow from the seed alone.
fn dice(seed: u64, sides: u64) -> u64 {
    let hash = wire::hash::sha256(&seed.to_be_bytes());
    hash.iter().fold(0, |n, b| (n * 256 + u64::from(*b)) % sides)
}

/// Longer than head office asks a desk to wait, in milliseconds.
const LATER: i64 = 20_000;

/// What is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Victim {
    Server,
    Postmaster,
}

/// Batches are sent; in the middle of one of them somebody is killed, is started again, and nothing is lost or there twice.
async fn killed(seed: u64, victim: Victim) -> Result<(), String> {
    let cluster = Arc::new(Cluster::start());
    let house = House::new(&cluster);
    let mut instance = house.serve();
    let line = Proxy::start(&instance.url).await;
    let desk = house.enrol(&line.url).await;
    let first = click(&desk).await;
    if let Some(problem) = first.problem {
        return Err(format!("before anything was killed: {problem:?}"));
    }
    for round in 0..3 {
        save(&desk, round * 60 + 1, round * 60 + 60);
        let moment = dice(seed * 100 + round, 4);
        strike(&line, moment, (victim, instance.clone(), cluster.clone()));
        let cut = click_after(&desk, LATER * i64::try_from(round).unwrap_or_default()).await;
        if let Some(problem) = cut.problem.filter(|problem| problem.class != Class::Transient) {
            return Err(format!("round {round}, moment {moment}: {problem:?}"));
        }
        line.set(|_| Fate::Pass);
        match victim {
            Victim::Server => {
                instance = house.serve();
                line.to(&instance.url);
            }
            Victim::Postmaster => cluster.up(),
        }
        house.check(&desk).map_err(|why| format!("round {round}, moment {moment}: {why}"))?;
    }
    if let Some(problem) = click_after(&desk, LATER * 3).await.problem {
        return Err(format!("after everything: {problem:?}"));
    }
    house.check(&desk)?;
    let (stored, acked) =
        (house.stored("card").len(), desk.rows("DF").iter().filter(|k| k.state == State::Acked).count());
    if (stored, acked) != (180, 180) {
        return Err(format!("stored {stored}, acked {acked}"));
    }
    Ok(())
}

/// Strikes once: while the batch is taken, when it is answered, or a little after its bytes are up.
fn strike(line: &Proxy, moment: u64, (victim, instance, cluster): (Victim, Instance, Arc<Cluster>)) {
    let struck = Arc::new(Mutex::new(false));
    line.set(move |seen| {
        if !seen.what.ends_with("/v1/batches") || std::mem::replace(&mut *struck.lock().unwrap(), true) {
            return Fate::Pass;
        }
        let (instance, cluster) = (instance.clone(), cluster.clone());
        let blow = Arc::new(move || {
            let end = std::time::Instant::now() + std::time::Duration::from_millis(moment * 4);
            while moment < 3 && std::time::Instant::now() < end {
                std::thread::yield_now(); // the moment of the blow, not a wait for something
            }
            match victim {
                Victim::Server => instance.kill(),
                Victim::Postmaster => cluster.kill(),
            }
        });
        if moment == 3 { Fate::Answered(blow) } else { Fate::Meanwhile(blow) }
    });
}

fn run(story: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(story)
}

#[test]
fn requirement_2_a_killed_server_on_postgresql_has_everything_it_acked() {
    let runs = Runs {
        requirement: 2,
        test: "requirement_2_a_killed_server_on_postgresql_has_everything_it_acked",
        side: "head-office/postgresql",
        short: 4,
    };
    runs.each(|seed| run(killed(seed, Victim::Server)));
}

#[test]
fn requirement_3_a_killed_postmaster_has_everything_that_was_acked() {
    let runs = Runs {
        requirement: 3,
        test: "requirement_3_a_killed_postmaster_has_everything_that_was_acked",
        side: "postgresql",
        short: 4,
    };
    runs.each(|seed| run(killed(seed, Victim::Postmaster)));
}

/// Keys and files beside a database: nothing of a head office on PostgreSQL stands in a database of the folder.
#[test]
fn every_command_works_on_postgresql() {
    let cluster = Cluster::shared();
    let house = House::new(&cluster);
    assert_eq!(house.say(&["dealer", "list"]), "HB0732\t大地农机");
    assert!(!house.say(&["clerk", "add", "王", "--role", "admin"]).is_empty());
    assert_eq!(house.say(&["clerk", "list"]), "王\tadmin");
    assert_eq!(house.say(&["device", "list"]), "[]");
    assert_eq!(house.say(&["restored"]).len(), 32);
    assert!(!house.dir.path().join("head-office.db").exists());
    let mut far = house.command();
    far.env("HEAD_OFFICE_DATABASE", "postgres://u:secret@db.example/x").args(["dealer", "list"]);
    let far = far.output().unwrap();
    let said = String::from_utf8(far.stderr).unwrap();
    assert!(!far.status.success() && said.contains("sslmode=disable") && !said.contains("secret"), "{said}");
    assert!(is_empty(house.dir.path()));
}

/// No key was made by commands that need none.
fn is_empty(dir: &Path) -> bool {
    std::fs::read_dir(dir).unwrap().next().is_none()
}
