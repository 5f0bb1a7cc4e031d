//! A desk of its own for a story: a data folder, a clock that the story sets, and head offices as real programs.

use app::clock::Clock;
use app::{App, CallError};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

use crate::{Outcome, programs};

/// 2026-10-20 10:00 at the counter.
pub const START: i64 = 1_792_461_600_000;
/// A civil day.
pub const DAY: i64 = 24 * 3600 * 1000;

/// A clock the story sets, and the time of its process, which nobody sets.
#[derive(Clone, Default)]
pub struct SetClock {
    now: Arc<AtomicI64>,
    running: Arc<AtomicI64>,
}

impl Clock for SetClock {
    fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    fn running(&self) -> i64 {
        self.running.load(Ordering::SeqCst)
    }
}

/// What the machine's own clock says: head office is a program of its own and judges days by it.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "head office is a program of its own and reads the real clock")]
pub fn machine_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(START)
}

/// A desk in a folder of its own.
pub struct World {
    dir: TempDir,
    clock: SetClock,
    app: Option<App>,
}

impl World {
    /// An empty desk at 2026-10-20 10:00.
    pub fn new() -> Outcome<Self> {
        Self::at(START)
    }

    /// An empty desk at an instant.
    pub fn at(now: i64) -> Outcome<Self> {
        let mut world = Self { dir: tempfile::tempdir()?, clock: SetClock::default(), app: None };
        world.set_clock(now);
        world.restart()?;
        Ok(world)
    }

    /// A desk with a dealer and the makers HH and WY, in use since 2026-10-01.
    pub fn set_up() -> Outcome<Self> {
        let world = Self::new()?;
        world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}));
        world.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S0-farm"}));
        world.call("start_day_save", json!({"on": "2026-10-01"}));
        Ok(world)
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Closes the desk and opens it again.
    pub fn restart(&mut self) -> Outcome<()> {
        self.app = None;
        self.app = Some(App::open_with(self.dir.path(), Box::new(self.clock.clone()))?);
        Ok(())
    }

    /// Closes the desk, so that a story can lay hands on its files.
    pub fn close(&mut self) {
        self.app = None;
    }

    /// Sets the clock.
    pub fn set_clock(&self, now: i64) {
        self.clock.now.store(now, Ordering::SeqCst);
    }

    /// Another program on the same data, with the same clock.
    pub fn another(&self) -> Outcome<App> {
        Ok(App::open_with(self.dir.path(), Box::new(self.clock.clone()))?)
    }

    /// Lets time pass.
    pub fn pass(&self, ms: i64) {
        self.clock.now.fetch_add(ms, Ordering::SeqCst);
        self.clock.running.fetch_add(ms, Ordering::SeqCst);
    }

    /// The desk itself.
    pub fn app(&self) -> &App {
        self.app.as_ref().unwrap_or_else(|| panic!("the desk is closed"))
    }

    /// Runs a command that must succeed, and what window and command line do after it; answers its value (of a write: the
    /// value inside).
    pub fn call(&self, command: &str, input: Value) -> Value {
        let value = self.call_alone(command, input);
        if self.app().law_is_behind() {
            self.app().catch_up();
        }
        value
    }

    /// Runs a command that must succeed and nothing after it.
    pub fn call_alone(&self, command: &str, input: Value) -> Value {
        let mut answer = self
            .app()
            .call(command, input)
            .unwrap_or_else(|e| panic!("{command}: {} {} {}", e.code, e.field, e.message));
        match answer.get("touched") {
            Some(_) => answer["value"].take(),
            None => answer,
        }
    }

    /// Runs a command that must be refused.
    pub fn refused(&self, command: &str, input: Value) -> CallError {
        match self.app().call(command, input) {
            Ok(answer) => panic!("{command} must be refused, answered {answer}"),
            Err(error) => error,
        }
    }

    /// Sells a machine of HH with this serial on a day; the card is signed.
    pub fn sell(&self, serial: &str, sold_on: &str) -> Value {
        self.call("sale_open", sale("HH", serial, sold_on))
    }

    /// Enrols at a head office.
    pub fn enrol(&self, office: &HeadOffice) -> Outcome<()> {
        let code = office.enrol_code()?;
        self.call("enrol", json!({"url": office.url, "code": code}));
        Ok(())
    }
}

/// A signed sale of a machine.
pub fn sale(principal: &str, serial: &str, sold_on: &str) -> Value {
    json!({
        "principal": principal,
        "customer": {"name": "王丹", "phone": "19900364370", "county": "清河县", "town": "双庙乡", "village": "张家村"},
        "unit": {"model": "HH704", "product": "轮式拖拉机", "serial": serial},
        "sold_on": sold_on,
        "price_fen": 7_650_000,
        "user_signed": true,
        "share_consent": true,
    })
}

/// A completed and signed repair of a machine, with one part.
pub fn repair(principal: &str, serial: &str, reported_on: &str) -> Value {
    json!({
        "principal": principal,
        "customer": {"name": "王丹", "phone": "19900364370"},
        "unit": {"model": "HH704", "serial": serial},
        "channel": "phone",
        "reported_on": reported_on,
        "completed_on": reported_on,
        "in_warranty": true,
        "fault": "轴承异响",
        "method": "replace",
        "labour_fen": 6000,
        "user_signed": true,
        "share_consent": true,
        "parts": [{"code": "055665", "name": "轴承6206", "qty_milli": 2000, "price_fen": 8800}],
    })
}

/// A head office as a real program on loopback.
pub struct HeadOffice {
    /// Its address.
    pub url: String,
    dir: PathBuf,
    server: Child,
    _own: TempDir,
}

impl HeadOffice {
    /// Starts the head office of a maker, which knows the dealer HB0732A.
    pub fn start(code: &str, name: &str) -> Outcome<Self> {
        let own = tempfile::tempdir()?;
        let dir = own.path().join(code);
        let office = |args: &[&str]| -> Outcome<()> {
            let done = Command::new(programs::path("head-office")?).arg("--data").arg(&dir).args(args).output()?;
            if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned().into()) }
        };
        office(&["init", "--principal", code, "--name", name])?;
        office(&["dealer", "add", "HB0732A", "清河惠农农机有限公司"])?;
        let (server, url) = serve(&dir, "127.0.0.1:0")?;
        Ok(Self { url, dir, server, _own: own })
    }

    /// Everything this head office keeps.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The process that serves.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    /// A one-time code for the dealer.
    pub fn enrol_code(&self) -> Outcome<String> {
        let done = self.run(&["enrol-code", "HB0732A"])?;
        Ok(done.trim().to_owned())
    }

    /// Records of a kind as stored.
    pub fn list(&self, kind: &str) -> Outcome<Vec<Value>> {
        let text = self.run(&["list", kind, "--json"])?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Runs a command of the program on this head office's data.
    pub fn run(&self, args: &[&str]) -> Outcome<String> {
        let done = Command::new(programs::path("head-office")?).arg("--data").arg(&self.dir).args(args).output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
        Ok(String::from_utf8(done.stdout)?)
    }

    /// Stops the server: nobody answers any more.
    pub fn stop(&mut self) -> Outcome<()> {
        self.server.kill()?;
        self.server.wait()?;
        Ok(())
    }

    /// Starts the server again at the same address.
    pub fn resume(&mut self) -> Outcome<()> {
        let address = self.url.trim_start_matches("http://").to_owned();
        (self.server, self.url) = serve(&self.dir, &address)?;
        Ok(())
    }
}

fn serve(dir: &Path, listen: &str) -> Outcome<(Child, String)> {
    let mut server = Command::new(programs::path("head-office")?)
        .arg("--data")
        .arg(dir)
        .args(["serve", "--listen", listen])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut url = String::new();
    BufReader::new(server.stdout.take().ok_or("no standard output")?).read_line(&mut url)?;
    Ok((server, url.trim().to_owned()))
}

impl Drop for HeadOffice {
    fn drop(&mut self) {
        // Already gone when the story stopped it.
        let _ = self.stop();
    }
}
