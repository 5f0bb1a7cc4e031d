//! Drives the real window by the W3C protocol, through WebKit's own driver.
//!
//! Keys sent here are keys the page hears; they are not an input method, which is tested in a
//! browser (ui/tests). Waiting is done inside the page, on its own changes, never by sleeping.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::{Outcome, http};

/// Keys that have no letter, as the protocol names them.
#[allow(missing_docs, reason = "their names say it")]
pub mod key {
    pub const TAB: &str = "\u{E004}";
    pub const ENTER: &str = "\u{E007}";
    pub const ESCAPE: &str = "\u{E00C}";
    pub const HOME: &str = "\u{E011}";
    pub const LEFT: &str = "\u{E012}";
    pub const UP: &str = "\u{E013}";
    pub const RIGHT: &str = "\u{E014}";
    pub const DOWN: &str = "\u{E015}";
    pub const BACKSPACE: &str = "\u{E003}";
    pub const SHIFT: &str = "\u{E008}";
    pub const CONTROL: &str = "\u{E009}";
    pub const ALT: &str = "\u{E00A}";
    pub const F1: &str = "\u{E031}";
    pub const F4: &str = "\u{E034}";
}

/// A window of the program, open until this is dropped.
pub struct Window {
    driver: Child,
    at: SocketAddr,
    session: String,
    began: Instant,
}

impl Window {
    /// Starts the program on a data folder and waits until the driver has its page.
    pub fn open(app: &Path, data: &Path) -> Outcome<Self> {
        let at = free_address()?;
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={}", at.port()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .spawn()?;
        let mut window = Self { driver, at, session: String::new(), began: Instant::now() };
        window.wait_for_driver()?;
        let program = json!({ "binary": app, "args": ["--data", data] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": program } } });
        window.began = Instant::now();
        let told = window.ask("POST", "/session", Some(&wanted))?;
        window.session = told["sessionId"].as_str().ok_or("the driver gave no session")?.to_string();
        window.ask("POST", &window.path("/timeouts"), Some(&json!({ "script": 60_000 })))?;
        Ok(window)
    }

    /// The driver answers as soon as it listens; it says so nowhere.
    fn wait_for_driver(&mut self) -> Outcome<()> {
        let until = Instant::now() + Duration::from_secs(20);
        while http::send(self.at, "GET", "/status", None).is_err() {
            if let Some(status) = self.driver.try_wait()? {
                return Err(format!("WebKitWebDriver ended at once: {status}").into());
            }
            if Instant::now() > until {
                return Err("WebKitWebDriver does not answer".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn path(&self, rest: &str) -> String {
        format!("/session/{}{rest}", self.session)
    }

    fn ask(&self, verb: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
        let (status, mut told) = http::send(self.at, verb, path, body)?;
        let value = told["value"].take();
        if status == 200 { Ok(value) } else { Err(format!("{verb} {path}: {value}").into()) }
    }

    /// Runs the body of a function in the page and returns what it returns.
    pub fn run(&self, script: &str, args: &[Value]) -> Outcome<Value> {
        self.ask("POST", &self.path("/execute/sync"), Some(&json!({ "script": script, "args": args })))
    }

    /// Waits until an expression of the page is true; the page's own changes wake it.
    pub fn until(&self, expression: &str) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             const look = () => {{ try {{ return ({expression}); }} catch {{ return null; }} }};
             const now = look();
             if (now) return done(now);
             const finish = (v) => {{ watch.disconnect(); clearInterval(slow); clearTimeout(late); done(v); }};
             const again = () => {{ const v = look(); if (v) finish(v); }};
             const watch = new MutationObserver(again);
             watch.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
             const slow = setInterval(again, 50);
             const late = setTimeout(() => finish(null), 30000);"
        );
        let value = self.ask("POST", &self.path("/execute/async"), Some(&json!({ "script": script, "args": [] })))?;
        if value.is_null() {
            Err(format!("never became true: {expression}\n{}", self.text()?).into())
        } else {
            Ok(value)
        }
    }

    /// Waits until the page shows these words.
    pub fn until_shown(&self, words: &str) -> Outcome<()> {
        self.until(&format!("document.body.innerText.includes({})", json!(words))).map(drop)
    }

    /// Everything the page shows.
    pub fn text(&self) -> Outcome<String> {
        Ok(self.run("return document.body.innerText", &[])?.as_str().unwrap_or_default().to_string())
    }

    /// Types on the keyboard, wherever the focus is.
    pub fn keys(&self, text: &str) -> Outcome<()> {
        let strokes = text.chars().map(|c| c.to_string());
        let actions: Vec<Value> = strokes
            .flat_map(|c| [json!({ "type": "keyDown", "value": c }), json!({ "type": "keyUp", "value": c })])
            .collect();
        self.act(actions)
    }

    /// Holds some keys, presses one, lets go.
    pub fn chord(&self, held: &[&str], pressed: &str) -> Outcome<()> {
        let down = |k: &str| json!({ "type": "keyDown", "value": k });
        let up = |k: &str| json!({ "type": "keyUp", "value": k });
        let mut actions: Vec<Value> = held.iter().map(|k| down(k)).collect();
        actions.extend([down(pressed), up(pressed)]);
        actions.extend(held.iter().rev().map(|k| up(k)));
        self.act(actions)
    }

    fn act(&self, actions: Vec<Value>) -> Outcome<()> {
        let keyboard = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.ask("POST", &self.path("/actions"), Some(&keyboard)).map(drop)
    }

    /// Saves what the window shows now. The driver hands out the frame drawn last, so two more are
    /// waited for: the first may have begun before the page changed.
    pub fn screenshot(&self, file: &Path) -> Outcome<()> {
        const DRAWN: &str = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)));";
        // Without layers the driver answers with the next drawing, and a page at rest draws nothing: a dot nobody sees does.
        const ALIVE: &str = "const dot = document.body.appendChild(document.createElement('i'));
            Object.assign(dot.style, { position: 'fixed', inset: '0 auto auto 0', width: '1px', height: '1px' });
            let odd = 0;
            window.__dot = { dot, timer: setInterval(() => (dot.style.background = `rgb(0 0 0 / ${1 + (odd ^= 1)}%)`), 20) };";
        const AT_REST: &str = "clearInterval(window.__dot.timer); window.__dot.dot.remove();";
        self.ask("POST", &self.path("/execute/async"), Some(&json!({ "script": DRAWN, "args": [] })))?;
        self.run(ALIVE, &[])?;
        let picture = self.ask("GET", &self.path("/screenshot"), None)?;
        self.run(AT_REST, &[])?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap_or_default())?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, bytes)?)
    }

    /// The time since the program was started, the driver's own start left out.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// Memory of the program and all its processes, in bytes, shared pages divided fairly (PSS).
    pub fn memory(&self) -> Outcome<u64> {
        let mut sum = 0;
        for pid in children(self.driver.id())? {
            // A process may end between the two looks.
            let told = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
            let kib = told
                .lines()
                .find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            sum += kib.unwrap_or_default() * 1024;
        }
        Ok(sum)
    }

    /// Ends the program as a power cut would: no page is asked, nothing is kept that was not kept.
    /// Comes back when it is gone and its data folder is free.
    pub fn kill(self, app: &Path) -> Outcome<()> {
        // A process is known by where its program really lies.
        let app: &Path = &app.canonicalize()?;
        let runs = |pid: &u32| program(*pid).is_some_and(|exe| exe == app);
        let ours: Vec<u32> = children(self.driver.id())?.into_iter().filter(runs).collect();
        if ours.is_empty() {
            return Err("the program does not run".into());
        }
        ours.into_iter().try_for_each(|pid| end(pid, app))
    }
}

/// The program a process runs, by Linux's own table.
fn program(pid: u32) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{pid}/exe")).ok()
}

/// Ends a process at once and comes back when it is gone. The kernel tells only a parent of that, and the parent is the driver.
fn end(pid: u32, runs: &Path) -> Outcome<()> {
    Command::new("kill").args(["-9", &pid.to_string()]).status()?;
    while program(pid).is_some_and(|now| now == runs) {
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

impl Drop for Window {
    fn drop(&mut self) {
        let below = children(self.driver.id()).unwrap_or_default().into_iter();
        let below: Vec<_> = below.filter_map(|pid| Some((pid, program(pid)?))).collect();
        if !self.session.is_empty() {
            // The program may be gone already; then there is no session to end.
            let _ = self.ask("DELETE", &self.path(""), None);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        // A driver that goes leaves its program open, and the next start on the same folder would only call that one.
        for (pid, was) in below.into_iter().filter(|(pid, was)| program(*pid).as_ref() == Some(was)) {
            let _ = end(pid, &was);
        }
    }
}

/// A port nobody listens on now. The driver cannot be handed a listener.
fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// Processes below this one, by Linux's own table.
fn children(of: u32) -> Outcome<Vec<u32>> {
    let mut found = Vec::new();
    let mut waiting = vec![of];
    while let Some(pid) = waiting.pop() {
        let listed = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let below: Vec<u32> = listed.split_whitespace().filter_map(|p| p.parse().ok()).collect();
        waiting.extend(&below);
        found.extend(below);
    }
    Ok(found)
}
