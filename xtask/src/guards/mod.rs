//! Guards: each looks at a checkout and says in sentences what is out of place. No guard writes.
//!
//! `cargo xtask check` runs them first, because they cost milliseconds; tests/tests/house.rs runs
//! them again as tests. Every guard is shown a broken house in its own tests: a guard that cannot
//! fail keeps nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Stop;

pub mod clock;
pub mod commands;
pub mod coverage;
pub mod doors;
pub mod layers;
pub mod marks;
pub mod rules;
pub mod shell;
pub mod sizes;

/// What a guard found, one sentence each; empty is good.
pub type Findings = Vec<String>;

type Guard = fn(&Path) -> Result<Findings, Stop>;

/// Every guard with the words it is announced by.
pub const ALL: &[(&str, Guard)] = &[
    ("layers: who may depend on whom", layers::look),
    ("rules: every numbered rule has a test, every such test a rule", rules::look),
    ("rules: docs/rules.md is what the headers say", rules::look_page),
    ("ledger: every row of the service papers is at home or openly missing", coverage::look),
    ("ledger: docs/ledger-coverage.md is what policies/ledger.json says", coverage::look_page),
    ("sizes: no file over 500 lines", sizes::look),
    ("clock: read in clock.rs only", clock::look),
    ("doors: only api/ knows Tauri, only kit/ knows the component library", doors::look),
    ("commands: every command of the table is called by somebody", commands::look),
    ("marks: Chinese sentences have Chinese marks", marks::look),
    ("shell: every command of the shell is called by the pages", shell::look),
];

/// Runs every guard and stops when one of them found something.
///
/// # Errors
/// When a guard found something, or could not read the checkout.
pub fn run(root: &Path) -> Result<(), Stop> {
    let mut found = 0;
    for (title, guard) in ALL {
        let findings = guard(root)?;
        println!("      {} {title}", if findings.is_empty() { "ok  " } else { "FAIL" });
        for finding in &findings {
            println!("             {finding}");
        }
        found += findings.len();
    }
    match found {
        0 => Ok(()),
        n => Err(Stop::new(format!("{n} things are out of place; they are listed above."))),
    }
}

/// Folders that hold nothing a person wrote.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "generated", ".git", "artefacts"];

/// Every file below `dir` with one of these endings, sorted; a missing folder is an empty one.
pub(crate) fn files(dir: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Stop> {
    let mut found = Vec::new();
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(dir) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&dir) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    waiting.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A file's text; the error names the file.
pub(crate) fn text(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path).map_err(|e| Stop::new(format!("{}: {e}", path.display())))
}

/// A path as people read it: from the root, with forward slashes.
pub(crate) fn short(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
pub(crate) mod broken {
    //! Small houses to break.

    use std::fs;
    use std::path::Path;

    /// A checkout with these files.
    pub fn house(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(dir.path(), path, text);
        }
        dir
    }

    pub fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
