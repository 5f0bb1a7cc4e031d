//! schemathesis, which makes up requests from head office's OpenAPI document: in a folder of its own outside the checkout.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::on_path;
use crate::{Stop, cmd};

/// One version, so that the same seed makes the same requests.
const VERSION: &str = "4.32.5";

/// The program, made first where it is missing; none where no package index can be reached, and that is said.
pub fn ensure() -> Result<Option<PathBuf>, Stop> {
    let folder = cache()?.join(format!("schemathesis-{VERSION}"));
    let program = program_in(&folder);
    if program.exists() {
        return Ok(Some(program));
    }
    if on_path("python3") && make(&folder) && program.exists() {
        return Ok(Some(program));
    }
    // Half a folder would be taken for a whole one the next time.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    println!("      schemathesis {VERSION} could not be installed with Python's pip");
    Ok(None)
}

fn make(folder: &Path) -> bool {
    println!("      installing schemathesis {VERSION}");
    let pip = folder.join(if cfg!(windows) { "Scripts/pip" } else { "bin/pip" });
    cmd::quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))
        && cmd::quietly(Command::new(pip).args(["install", "--quiet", &format!("schemathesis=={VERSION}")]))
}

fn program_in(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/schemathesis.exe" } else { "bin/schemathesis" })
}

/// Where a person's programs keep what can be made again.
fn cache() -> Result<PathBuf, Stop> {
    let from = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let found = from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")));
    let found = found.or_else(|| from("LOCALAPPDATA"));
    let found =
        found.ok_or_else(|| Stop::new("This system names no folder for caches: set HOME or XDG_CACHE_HOME."))?;
    Ok(found.join("sanbao-desk"))
}
