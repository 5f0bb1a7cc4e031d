//! Who may depend on whom. The table is the architecture; `cargo metadata` is the truth.
//!
//! Dev-dependencies between rooms are free, because a test may stand anywhere (sync is tried
//! against the real head office). `sanbao-tests` and `xtask` are outside the house.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Findings;
use crate::{Stop, cmd};

/// Room, and the rooms it may know.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wire", &[]),
    ("parcel", &[]),
    ("picture", &[]),
    ("vault", &[]),
    ("store", &["domain", "vault"]),
    ("report", &["domain"]),
    ("print", &["report"]),
    ("sync", &["domain", "wire", "parcel"]),
    ("head-office", &["domain", "wire", "parcel", "report"]),
    ("app", &["domain", "store", "report", "print", "sync", "wire", "picture", "vault"]),
    ("cli", &["app"]),
    ("sanbao-desk", &["app"]),
];

/// A library, and the only rooms with a door to it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store", "head-office"]),
    ("refinery", &["store", "head-office"]),
    ("rust_xlsxwriter", &["report"]),
    ("calamine", &["report"]),
    ("image", &["picture"]),
    ("kamadak-exif", &["picture"]),
    ("typst", &["print"]),
    ("krilla", &["print"]),
    ("reqwest", &["sync"]),
    ("axum", &["head-office"]),
    ("keyring", &["app"]),
    ("utoipa", &["wire", "head-office"]),
    ("metrics", &["head-office"]),
    ("tauri", &["sanbao-desk"]),
];

const OUTSIDE: &[&str] = &["sanbao-tests", "sanbao-faults", "sanbao-crash-vfs", "xtask"];

/// Compares the manifests with the tables.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let mut ask = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    ask.current_dir(root).args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    compare(&serde_json::from_str(&cmd::text(&mut ask)?)?)
}

fn compare(metadata: &Value) -> Result<Findings, Stop> {
    let packages = metadata["packages"].as_array().ok_or_else(|| Stop::new("cargo named no packages"))?;
    let mut findings = Findings::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if OUTSIDE.contains(&name) {
            continue;
        }
        let Some((_, may_know)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            findings.push(format!("{name} is a room that xtask/src/guards/layers.rs does not know"));
            continue;
        };
        for wanted in links(package) {
            findings.extend(refuse(name, may_know, wanted));
        }
    }
    Ok(findings)
}

/// The dependencies a package is built with; dev-dependencies left out.
fn links(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter().filter(|d| d["kind"].as_str() != Some("dev")).filter_map(|d| d["name"].as_str())
}

fn refuse(room: &str, may_know: &[&str], wanted: &str) -> Option<String> {
    let ours = OUTSIDE.contains(&wanted) || ROOMS.iter().any(|(name, _)| *name == wanted);
    if ours && !may_know.contains(&wanted) {
        return Some(format!("{room} depends on {wanted}, and may know only {may_know:?}"));
    }
    let (_, doors) = LIBRARIES.iter().find(|(library, _)| *library == wanted)?;
    (!doors.contains(&room)).then(|| format!("{room} uses {wanted}, which belongs to {doors:?} alone"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn house(name: &str, dependency: &str, kind: Option<&str>) -> Value {
        json!({ "packages": [{ "name": name, "dependencies": [{ "name": dependency, "kind": kind }] }] })
    }

    #[test]
    fn a_room_that_knows_too_much_is_found() {
        let found = compare(&house("report", "store", None)).unwrap();
        assert_eq!(found, [r#"report depends on store, and may know only ["domain"]"#]);
        assert_eq!(compare(&house("domain", "xtask", Some("build"))).unwrap().len(), 1);
    }

    #[test]
    fn a_library_behind_the_wrong_door_is_found() {
        let found = compare(&house("app", "rusqlite", None)).unwrap();
        assert_eq!(found, [r#"app uses rusqlite, which belongs to ["store", "head-office"] alone"#]);
    }

    #[test]
    fn a_new_room_must_be_entered_in_the_table() {
        assert_eq!(compare(&house("utils", "serde", None)).unwrap().len(), 1);
    }

    #[test]
    fn what_is_allowed_is_silent() {
        assert!(compare(&house("app", "store", None)).unwrap().is_empty());
        assert!(compare(&house("sync", "head-office", Some("dev"))).unwrap().is_empty());
        assert!(compare(&house("sanbao-tests", "rusqlite", None)).unwrap().is_empty());
    }
}
