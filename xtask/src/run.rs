//! `cargo xtask run`: from a checkout to a window with a demo in it.

use std::process::Command;

use crate::demo::{self, Demo};
use crate::headless::{has_display, screened};
use crate::install::{self, Need};
use crate::place::{ALL, cargo, program};
use crate::steps::Steps;
use crate::{Stop, cmd, node};

/// Opens the window, or where there is no screen does the demo month and says where it is.
pub fn run(args: &[String]) -> Result<(), Stop> {
    let keep = match args {
        [] => false,
        [flag] if flag == "--fresh" => false,
        [flag] if flag == "--keep" => true,
        _ => return Err(Stop::new("`run` knows only --fresh and --keep.")),
    };
    let screen = has_display();
    let needs: &[Need] = if screen { &[Need::Shell] } else { &[Need::Shell, Need::Window] };
    let mut steps = Steps::of(6);
    steps.step("What this needs", || install::ensure(needs))?;
    steps.step("Packages of the pages", || node::install(&node::ui()))?;
    steps.step("Build the pages", || cmd::run(&mut node::script("build")))?;
    steps.step("Build the programs (long the first time)", || cmd::run(cargo().arg("build").args(ALL)))?;
    let demo = steps
        .step("A demo: one dealer, two makers, three months", || if keep { demo::kept() } else { demo::fresh() })?;
    let title =
        if screen { "The window is open; close it to end" } else { "No screen here: the demo month without one" };
    steps.step(title, || if screen { window(&demo) } else { month(&demo) })?;
    farewell(&demo, screen)
}

fn window(demo: &Demo) -> Result<(), Stop> {
    cmd::run(Command::new(program("sanbao-desk")?).arg("--data").arg(&demo.desk))
}

fn month(demo: &Demo) -> Result<(), Stop> {
    let mut drive = screened(program("demo-month")?.as_os_str());
    drive.arg("--app").arg(program("sanbao-desk")?).arg("--data").arg(&demo.desk).arg("--out").arg(&demo.out);
    cmd::run(&mut drive)
}

fn farewell(demo: &Demo, screen: bool) -> Result<(), Stop> {
    println!();
    if !screen {
        println!("The demo month is done.");
        println!("  pictures:  {}", demo.out.display());
    }
    println!("  workbooks: {}", demo.desk.join("exports").display());
    println!("  demo data: {}", demo.desk.display());
    println!("Go on with this demo: cargo xtask run --keep");
    Ok(())
}
