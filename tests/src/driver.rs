//! Who puts a story's commands to a desk: this process, or the real command line, a process each, at the story's clock.
//!
//! The program reads the machine's clock and nothing else, and no build of it is told another. So the machine's clock is
//! moved for that one process by `faketime`; what is not installed is said.

use app::CallError;
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

use crate::world::{World, machine_now};
use crate::{Outcome, programs};

/// A desk whose commands a story gives.
pub trait Driver {
    /// The data folder.
    fn dir(&self) -> &Path;

    /// Sets the clock; from here on time passes by itself or not at all.
    fn set_clock(&self, now: i64);

    /// Runs a command that must succeed; answers its value (of a write: the value inside).
    fn call(&self, command: &str, input: Value) -> Value;

    /// Runs a command that must be refused; answers the refusal.
    fn refused(&self, command: &str, input: Value) -> Value;
}

impl Driver for World {
    fn dir(&self) -> &Path {
        Self::dir(self)
    }

    fn set_clock(&self, now: i64) {
        Self::set_clock(self, now);
    }

    fn call(&self, command: &str, input: Value) -> Value {
        Self::call(self, command, input)
    }

    fn refused(&self, command: &str, input: Value) -> Value {
        let CallError { code, field, message, fields } = Self::refused(self, command, input);
        json!({"code": code, "field": field, "message": message, "fields": fields})
    }
}

/// `sanbao call`, again and again, on a folder of its own.
pub struct Program {
    dir: TempDir,
    /// The story's clock before the machine's, in milliseconds.
    ahead: Cell<i64>,
}

impl Program {
    /// An empty desk at the machine's own time; none where no clock can be moved.
    pub fn new() -> Outcome<Option<Self>> {
        let moved = Command::new("faketime").arg("--version").output();
        if !moved.is_ok_and(|told| told.status.success()) {
            return Ok(None);
        }
        Ok(Some(Self { dir: tempfile::tempdir()?, ahead: Cell::new(0) }))
    }

    /// The line `sanbao call` prints.
    fn said(&self, command: &str, input: &Value) -> Outcome<Value> {
        // Seconds are enough, and the sign must be there: it says that the clock goes on from here.
        let offset = format!("{:+}s", self.ahead.get() / 1000);
        let mut running = Command::new("faketime")
            .args(["--exclude-monotonic", "-f", &offset])
            .arg(programs::path("sanbao")?)
            .arg("--data")
            .arg(self.dir.path())
            .args(["call", command, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        running.stdin.take().ok_or("no standard input")?.write_all(input.to_string().as_bytes())?;
        Ok(serde_json::from_slice(&running.wait_with_output()?.stdout)?)
    }
}

impl Driver for Program {
    fn dir(&self) -> &Path {
        self.dir.path()
    }

    fn set_clock(&self, now: i64) {
        self.ahead.set(now - machine_now());
    }

    fn call(&self, command: &str, input: Value) -> Value {
        let mut said = self.said(command, &input).unwrap_or_else(|why| panic!("{command}: {why}"));
        assert_eq!(said["ok"], true, "{command}: {said}");
        let mut value = said["value"].take();
        if value.get("touched").is_some() { value["value"].take() } else { value }
    }

    fn refused(&self, command: &str, input: Value) -> Value {
        let mut said = self.said(command, &input).unwrap_or_else(|why| panic!("{command}: {why}"));
        assert_eq!(said["ok"], false, "{command} must be refused: {said}");
        said["error"].take()
    }
}
