//! `cargo xtask bench`: the speeds the project promises, as ratios within one run.

use crate::headless::{has_display, screened};
use crate::install::{self, Need};
use crate::place::{ALL, cargo, target_dir};
use crate::steps::Steps;
use crate::{Stop, cmd, node};

/// Everything, or only what is named: `cargo xtask bench import search`. Benches that open a
/// window are told the program by `--app`.
pub fn bench(args: &[String]) -> Result<(), Stop> {
    let mut steps = Steps::of(4);
    steps.step("What this needs", || install::ensure(&[Need::Shell, Need::Window]))?;
    steps.step("Build the pages", || {
        node::install(&node::ui())?;
        cmd::run(&mut node::script("build"))
    })?;
    steps.step("Build for release (long)", || {
        cmd::run(cargo().args(["build", "--release"]).args(ALL).args(["--bins", "--example", "empty"]))
    })?;
    steps.step("Measure", || measure(args))?;
    println!("\nMeasured in {}.", steps.elapsed());
    Ok(())
}

fn measure(args: &[String]) -> Result<(), Stop> {
    let built = target_dir()?.join("release");
    let named = |name: &str| built.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let bench = named("bench");
    let mut command = if has_display() { std::process::Command::new(&bench) } else { screened(bench.as_os_str()) };
    cmd::run(command.arg("--app").arg(named("sanbao-desk")).args(args))
}
