//! Node and npm, for `ui/`: which version, when to install packages, running scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Stop, cmd, root};

/// Vite 8 needs 20.19; the lockfile is made so that nothing needs a newer one.
const OLDEST: (u32, u32) = (20, 19);

/// Is a Node here that can build the pages?
pub fn ensure() -> Result<(), Stop> {
    let told = cmd::text(Command::new("node").arg("--version")).map_err(|_| {
        Stop::new("Node is missing. Install Node 20.19 or newer (with npm) from nodejs.org or your system's packages.")
    })?;
    if version(&told).is_some_and(|found| found >= OLDEST) {
        return Ok(());
    }
    Err(Stop::new(format!("Node {told} is too old: install Node {}.{} or newer.", OLDEST.0, OLDEST.1)))
}

fn version(told: &str) -> Option<(u32, u32)> {
    let mut parts = told.trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// The folder of the pages.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Installs a folder's packages, only when its lockfile is not the one installed last.
pub fn install(folder: &Path) -> Result<(), Stop> {
    let lock = fs::read(folder.join("package-lock.json"))
        .map_err(|e| Stop::new(format!("{} has no package-lock.json: {e}", folder.display())))?;
    // A copy of the lockfile is the stamp: no hash needed, and it survives a changed clock.
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("      packages are up to date");
        return Ok(());
    }
    cmd::run(npm(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    Ok(fs::write(stamp, lock)?)
}

/// A script of `ui/package.json`.
pub fn script(name: &str) -> Command {
    let mut command = npm(&ui());
    command.args(["run", "--silent", name]);
    command
}

/// npm in a folder; on Windows npm is a batch file and must be named as one.
pub fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert!(version("v20.9.0") < Some(OLDEST));
        assert!(version("v24.1.0") > Some(OLDEST));
    }
}
