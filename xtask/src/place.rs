//! Where things lie: the checkout, the build folder, the programs, the demo.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{Stop, cmd};

/// The checkout we work on: cargo names it when it runs us; started by hand, it is the one around the current folder. Never
/// the one this program was built from: checkouts that share a build folder share the program too.
#[must_use]
pub fn root() -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    let told = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    told.as_deref().and_then(checkout).or_else(|| checkout(&here)).unwrap_or(here)
}

/// The checkout around a folder.
fn checkout(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|dir| dir.join("xtask/Cargo.toml").is_file()).map(Path::to_path_buf)
}

/// One selection of packages for every build. Cargo unites the features of what is selected: with
/// another selection `test` would compile half of what `run` compiled a second time.
pub const ALL: &[&str] = &["--workspace", "--exclude", "xtask"];

/// The cargo that started us, so that the toolchain is the same all the way down.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// What cargo knows about the workspace, dependencies left out.
pub fn metadata() -> Result<Value, Stop> {
    let text = cmd::text(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--offline"]))?;
    Ok(serde_json::from_str(&text)?)
}

/// The folder cargo builds into; CARGO_TARGET_DIR counts, because cargo says so.
pub fn target_dir() -> Result<PathBuf, Stop> {
    let told = metadata()?;
    let path = told["target_directory"].as_str().ok_or_else(|| Stop::new("cargo named no target folder"))?;
    Ok(PathBuf::from(path))
}

/// A program of the workspace, as the development profile builds it.
pub fn program(name: &str) -> Result<PathBuf, Stop> {
    Ok(target_dir()?.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Where a person's programs keep their data on this system.
pub fn user_data_dir() -> Result<PathBuf, Stop> {
    let from = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let home = || from("HOME");
    let found = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|h| h.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| home().map(|h| h.join(".local/share")))
    };
    found.ok_or_else(|| Stop::new("This system names no folder for a person's data: set HOME (or APPDATA on Windows)."))
}

/// Is a program of this name on the PATH?
pub fn on_path(name: &str) -> bool {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|all| env::split_paths(&all).any(|dir| dir.join(&file).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_is_the_one_we_stand_in_and_not_the_one_we_were_built_from() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().to_path_buf();
        let inside = other.join("crates/domain");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::create_dir_all(other.join("xtask")).unwrap();
        std::fs::write(other.join("xtask/Cargo.toml"), "").unwrap();
        let found = [&other, &other.join("xtask"), &inside].map(|from| checkout(from));
        assert_eq!(found, [Some(other.clone()), Some(other.clone()), Some(other.clone())]);
        assert!(root().join("crates/domain/Cargo.toml").is_file());
        // A path baked in at build time is what must not come back.
        let baked = ["env!", "(\"CARGO_MANIFEST_DIR\")"].concat();
        let sources = std::fs::read_dir(root().join("xtask/src")).unwrap();
        let texts = sources.filter_map(|entry| std::fs::read_to_string(entry.unwrap().path()).ok());
        assert!(texts.into_iter().all(|text| !text.contains(&baked)));
    }
}
