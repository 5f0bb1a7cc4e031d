//! `cargo xtask gen`: files that are made, never written: TypeScript types, docs/rules.md and docs/ledger-coverage.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{ALL, cargo, program, target_dir};
use crate::steps::Steps;
use crate::{Stop, cmd, guards, root};

/// Writes them again, or with `--check` only compares.
pub fn generate(args: &[String]) -> Result<(), Stop> {
    match args {
        [] => write(),
        [flag] if flag == "--check" => {
            Steps::of(1).step("Generated files", compare)?;
            println!("\nThe generated files are what the code says.");
            Ok(())
        }
        _ => Err(Stop::new("`gen` knows only --check.")),
    }
}

fn write() -> Result<(), Stop> {
    let mut steps = Steps::of(3);
    steps.step("docs/rules.md", || Ok(fs::write(root().join(guards::rules::PAGE), guards::rules::page(&root())?)?))?;
    steps.step("docs/ledger-coverage.md", || {
        Ok(fs::write(root().join(guards::coverage::PAGE), guards::coverage::page(&root())?)?)
    })?;
    steps.step("Types of the command table", || types_into(&committed()))?;
    println!("\nWritten. `git diff` shows what changed.");
    Ok(())
}

/// Makes everything aside and compares it with what is committed.
pub fn compare() -> Result<(), Stop> {
    let aside = target_dir()?.join("generated-aside");
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    types_into(&aside)?;
    let mut findings = differences(&folder(&committed())?, &folder(&aside)?);
    findings.extend(guards::rules::look_page(&root())?);
    findings.extend(guards::coverage::look_page(&root())?);
    if findings.is_empty() {
        return Ok(());
    }
    Err(Stop::new(format!("{}\nRun `cargo xtask gen` and commit what it writes.", findings.join("\n"))))
}

fn committed() -> PathBuf {
    root().join("ui/src/api/generated")
}

fn types_into(folder: &Path) -> Result<(), Stop> {
    // Chosen with the whole workspace: by itself the crate would be compiled with other features, and half the libraries with it.
    cmd::run(cargo().arg("build").args(ALL).args(["--quiet", "--bin", "gen-ts"]))?;
    cmd::run(Command::new(program("gen-ts")?).arg(folder))
}

/// Every file of a folder by its name, line ends made equal: git may change them on Windows.
fn folder(at: &Path) -> Result<BTreeMap<String, String>, Stop> {
    let mut found = BTreeMap::new();
    for path in guards::files(at, &[".ts"])? {
        found.insert(guards::short(at, &path), guards::text(&path)?.replace("\r\n", "\n"));
    }
    Ok(found)
}

fn differences(stands: &BTreeMap<String, String>, made: &BTreeMap<String, String>) -> Vec<String> {
    let missing = made.keys().filter(|name| !stands.contains_key(*name)).map(|n| format!("{n} is not committed"));
    let left =
        stands.keys().filter(|name| !made.contains_key(*name)).map(|n| format!("{n} is made by nothing any more"));
    let changed = made.iter().filter(|(name, text)| stands.get(*name).is_some_and(|old| old != *text));
    missing.chain(left).chain(changed.map(|(n, _)| format!("{n} differs from what the code says"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())).collect()
    }

    #[test]
    fn drift_of_every_kind_is_found() {
        let stands = files(&[("Sale.ts", "old"), ("Gone.ts", "x"), ("Same.ts", "=")]);
        let made = files(&[("Sale.ts", "new"), ("New.ts", "y"), ("Same.ts", "=")]);
        let found = differences(&stands, &made);
        assert_eq!(
            found,
            [
                "New.ts is not committed",
                "Gone.ts is made by nothing any more",
                "Sale.ts differs from what the code says"
            ]
        );
    }
}
