//! `cargo xtask test`: every test there is, the real window included.

use std::env;
use std::process::Command;

use crate::check::format;
use crate::headless::screened;
use crate::install::{self, Need};
use crate::place::{ALL, cargo, program};
use crate::steps::Steps;
use crate::tally::Tally;
use crate::{Stop, cmd, generate, guards, node, root};

/// Runs everything; a failing test does not stop the others, a failing build does.
pub fn test(args: &[String]) -> Result<(), Stop> {
    if let Some(word) = args.first() {
        return Err(Stop::new(format!("`test` knows no `{word}`; for one crate use `cargo test -p CRATE`.")));
    }
    let mut steps = Steps::of(11);
    let mut tests = Tests::default();
    steps.step("What this needs", || install::ensure(&[Need::Shell, Need::Window, Need::Tests]))?;
    steps.step("Guards of the house", || guards::run(&root()))?;
    steps.step("Format of the Rust code", format)?;
    steps.step("Tests of this tool", || tests.run("xtask", cargo().args(["test", "-p", "xtask"])))?;
    steps.step("Packages of the pages", || node::install(&node::ui()))?;
    steps.step("Pages: types, lint, format", || cmd::run(&mut node::script("check")))?;
    steps.step("Pages: unit tests", || tests.run("pages", &mut node::script("test")))?;
    steps.step("Build everything (long on a new machine)", build)?;
    steps.step("Pages: in a browser, and over the real desk", || tests.browser())?;
    steps.step("Generated files", generate::compare)?;
    steps.step("Tests of every room, and the real window", || tests.rooms())?;
    tests.close(&steps.elapsed())
}

fn build() -> Result<(), Stop> {
    cmd::run(&mut node::script("build"))?;
    // With the tests: cargo unites features over what is built at once, and a second selection would build the window's
    // dependencies a second time.
    cmd::run(cargo().arg("build").args(ALL).arg("--all-targets"))
}

/// What ran and how it went.
#[derive(Default)]
struct Tests {
    tally: Tally,
    broken: Vec<&'static str>,
    notes: Vec<&'static str>,
}

impl Tests {
    fn run(&mut self, name: &'static str, command: &mut Command) -> Result<(), Stop> {
        command.env("CI", "true");
        let good = cmd::tee(command, |line| self.tally.hear(line))?;
        if !good {
            self.broken.push(name);
            println!("      {name}: something failed; the rest goes on");
        }
        Ok(())
    }

    /// The pages over a desk in memory, and over the real programs: SANBAO answers for the desk, HEAD_OFFICE has its console.
    fn browser(&mut self) -> Result<(), Stop> {
        let mut script = node::script("test:browser");
        script.env("SANBAO", program("sanbao")?).env("HEAD_OFFICE", program("head-office")?);
        self.run("browser", &mut script)
    }

    /// Every Rust test. The window tests find the program by SANBAO_WINDOW_APP and run inside a
    /// screen of their own, so that a person's screen is left alone.
    fn rooms(&mut self) -> Result<(), Stop> {
        let everything = ["test"].iter().chain(ALL).chain(&["--no-fail-fast"]);
        if !cfg!(target_os = "linux") {
            self.notes
                .push("The real window was not driven: only Linux has a WebDriver for it that installs by itself.");
            return self.run("rooms", cargo().args(everything));
        }
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = screened(&cargo);
        command.current_dir(root()).env("SANBAO_WINDOW_APP", program("sanbao-desk")?);
        // Everything a test may ask for was installed above: leaving one out would be a lie.
        command.env("SANBAO_ALL_INSTALLED", "1").env("SANBAO_ARTEFACTS", root().join("artefacts"));
        self.run("rooms", command.args(everything))
    }

    fn close(&self, time: &str) -> Result<(), Stop> {
        println!();
        for name in &self.tally.names {
            println!("failed: {name}");
        }
        for note in &self.notes {
            println!("{note}");
        }
        if root().join("artefacts").exists() {
            println!("pictures: {}", root().join("artefacts").display());
        }
        println!("All steps took {time}.\n{}", self.tally.closing());
        if self.broken.is_empty() && self.tally.failed == 0 {
            println!("Everything passed.");
            return Ok(());
        }
        Err(Stop::new(format!("tests failed in: {}.", self.broken.join(", "))))
    }
}
