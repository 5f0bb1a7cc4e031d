//! The demo: a folder of its own, a head office for each maker on this machine, one dealer.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use serde_json::json;

use crate::{Stop, cmd, place};

/// The two makers of the demo, by the codes their policy packs carry.
const MAKERS: &[(&str, &str)] = &[("HH", "华禾农机"), ("WY", "沃野动力")];

const DEALER: (&str, &str) = ("D001", "示范农机经销部");

/// A demo that is ready; its head offices end when it is dropped.
pub struct Demo {
    /// The desk's data.
    pub desk: PathBuf,
    /// Where pictures and copies of workbooks go.
    pub out: PathBuf,
    offices: Vec<HeadOffice>,
}

/// Where the demo lives: beside the real data, never in it.
pub fn folder() -> Result<PathBuf, Stop> {
    Ok(place::user_data_dir()?.join("sanbao-desk-demo"))
}

/// Starts the head offices and fills the desk; the demo of last time is set aside.
pub fn fresh() -> Result<Demo, Stop> {
    let home = folder()?;
    set_aside(&home)?;
    let mut demo = rooms(&home)?;
    demo.offices = open(&home, None)?;
    let offices: Vec<_> = demo.offices.iter().map(HeadOffice::card).collect();
    load(&demo.desk, &json!({ "head_offices": offices }).to_string())?;
    let ports: Vec<_> = demo.offices.iter().map(|office| office.url.clone()).collect();
    fs::write(home.join("addresses.txt"), ports.join("\n"))?;
    Ok(demo)
}

/// Goes on with the demo of last time: same data, head offices at the same addresses.
pub fn kept() -> Result<Demo, Stop> {
    let home = folder()?;
    let known = fs::read_to_string(home.join("addresses.txt"))
        .map_err(|_| Stop::new("There is no demo to go on with; run without --keep."))?;
    let mut demo = rooms(&home)?;
    demo.offices = open(&home, Some(&known.lines().collect::<Vec<_>>()))?;
    Ok(demo)
}

fn rooms(home: &Path) -> Result<Demo, Stop> {
    let demo = Demo { desk: home.join("desk"), out: home.join("out"), offices: Vec::new() };
    fs::create_dir_all(&demo.desk)?;
    fs::create_dir_all(&demo.out)?;
    Ok(demo)
}

/// One older demo is kept: somebody may have typed into it.
fn set_aside(home: &Path) -> Result<(), Stop> {
    if !home.exists() {
        return Ok(());
    }
    let previous = home.with_extension("previous");
    if previous.exists() {
        fs::remove_dir_all(&previous)?;
    }
    fs::rename(home, &previous)
        .map_err(|e| Stop::new(format!("{} is in use ({e}). Close the demo window and try again.", home.display())))?;
    println!("      the demo of last time: {}", previous.display());
    Ok(())
}

fn open(home: &Path, addresses: Option<&[&str]>) -> Result<Vec<HeadOffice>, Stop> {
    let mut offices = Vec::new();
    for (at, (code, name)) in MAKERS.iter().enumerate() {
        let listen = addresses.and_then(|all| all.get(at)).map_or("127.0.0.1:0", |url| bare(url));
        let office = HeadOffice::start(code, name, &home.join(format!("head-office-{code}")), listen)?;
        println!("      head office of {name}: {}", office.url);
        offices.push(office);
    }
    Ok(offices)
}

fn bare(url: &str) -> &str {
    url.trim_start_matches("http://").trim_end_matches('/')
}

fn load(desk: &Path, input: &str) -> Result<(), Stop> {
    // Its answer is the whole state of the desk; whether it came is all we want to know.
    cmd::text(Command::new(place::program("sanbao")?).arg("--data").arg(desk).args(["call", "demo_load", input]))
        .map(drop)
}

/// A head office running on this machine.
struct HeadOffice {
    url: String,
    code: String,
    child: Child,
    /// Reads on after the address, or the child would block on a full pipe.
    reader: Option<JoinHandle<()>>,
}

impl HeadOffice {
    fn start(maker: &'static str, name: &str, data: &Path, listen: &str) -> Result<Self, Stop> {
        let program = place::program("head-office")?;
        let ask = |words: &[&str]| cmd::text(Command::new(&program).arg("--data").arg(data).args(words));
        ask(&["init", "--principal", maker, "--name", name]).map(drop)?;
        ask(&["dealer", "add", DEALER.0, DEALER.1]).map(drop)?;
        let code = last_word(&ask(&["enrol-code", DEALER.0])?);
        let mut serve = bound_to_us(&program);
        serve.arg("--data").arg(data).args(["serve", "--listen", listen]);
        let log = fs::File::create(data.join("serve.log"))?;
        let mut child = serve.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut lines = child.stdout.take().map(|out| BufReader::new(out).lines()).ok_or_else(silent)?;
        let url = lines.by_ref().map_while(Result::ok).find_map(|line| address(&line));
        let reader = Some(std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop)));
        let office = Self { url: url.unwrap_or_default(), code, child, reader };
        // Only now, so that the child is ended by Drop even when it named no address.
        if office.url.is_empty() { Err(silent()) } else { Ok(office) }
    }

    fn card(&self) -> serde_json::Value {
        json!({ "url": self.url, "code": self.code })
    }
}

impl Drop for HeadOffice {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill, and that is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// On Linux the kernel ends it when we are killed and cannot: no head office is left behind.
fn bound_to_us(program: &Path) -> Command {
    if !cfg!(target_os = "linux") || !place::on_path("setpriv") {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]).arg(program);
    command
}

fn silent() -> Stop {
    Stop::new("The head office ended without naming its address.")
}

fn address(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    line[start..].split_whitespace().next().map(str::to_string)
}

fn last_word(text: &str) -> String {
    text.split_whitespace().next_back().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_what_the_server_prints() {
        assert_eq!(address("listening on http://127.0.0.1:4711").as_deref(), Some("http://127.0.0.1:4711"));
        assert_eq!(address("starting"), None);
        assert_eq!(bare("http://127.0.0.1:4711/"), "127.0.0.1:4711");
    }
}
