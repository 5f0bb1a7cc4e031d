//! The workspace's own programs, as the tests run them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::Outcome;

/// The path of a program (`sanbao`, `head-office`, `busy-desk`), built first when it is not there: the same
/// folder this test was built into, found from the test's own path.
pub fn path(name: &str) -> Outcome<PathBuf> {
    let file = folder()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !file.exists() {
        build()?;
    }
    if file.exists() { Ok(file) } else { Err(format!("{} was not built", file.display()).into()) }
}

/// The window program, when the one who started the tests says where it is: stories with a window
/// run only then, because they need a screen.
pub fn window() -> Option<PathBuf> {
    std::env::var_os("SANBAO_WINDOW_APP").map(PathBuf::from)
}

/// Where a story keeps its pictures: the folder of SANBAO_ARTEFACTS, or one beside what was built.
pub fn artefacts(story: &str) -> Outcome<PathBuf> {
    let all = match std::env::var_os("SANBAO_ARTEFACTS") {
        Some(told) => PathBuf::from(told),
        None => folder()?.parent().ok_or("no build folder")?.join("artefacts"),
    };
    let own = all.join(story);
    if own.exists() {
        // Pictures of another run beside those of this one would tell a story that did not happen.
        std::fs::remove_dir_all(&own)?;
    }
    std::fs::create_dir_all(&own)?;
    Ok(own)
}

/// target/debug, also from target/debug/deps.
fn folder() -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    let beside = own.parent().ok_or("this test has no folder")?;
    let folder = if beside.ends_with("deps") { beside.parent().unwrap_or(beside) } else { beside };
    Ok(folder.to_path_buf())
}

/// Once a run, however many stories ask at the same time.
fn build() -> Outcome<()> {
    static BUILT: OnceLock<bool> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(root()).args([
            "build",
            "-p",
            "cli",
            "-p",
            "head-office",
            "-p",
            "sanbao-tests",
            "--bin",
            "sanbao",
            "--bin",
            "head-office",
            "--bin",
            "busy-desk",
        ]);
        if folder().is_ok_and(|f| f.ends_with("release")) {
            cargo.arg("--release");
        }
        cargo.status().is_ok_and(|status| status.success())
    });
    if *built { Ok(()) } else { Err("the programs could not be built".into()) }
}

/// The checkout.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
