//! `proof LOG PAGE`: puts the run log into few lines and writes the page of proofs (docs/sync-proof.md) made from it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sanbao_faults::{proof, runs};

fn main() -> ExitCode {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [log, page] = paths.as_slice() else {
        eprintln!("proof LOG PAGE: which run log, and which page?");
        return ExitCode::FAILURE;
    };
    match write(log, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{}: {why}", log.display());
            ExitCode::FAILURE
        }
    }
}

fn write(log: &Path, page: &Path) -> Result<(), Box<dyn Error>> {
    let lines = runs::condensed(&runs::read(&fs::read_to_string(log)?));
    let text = lines.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?.join("\n") + "\n";
    // Whoever ends this program finds the log of before or the one of after.
    let beside = log.with_extension("new");
    fs::write(&beside, text)?;
    fs::rename(beside, log)?;
    Ok(fs::write(page, proof::page(&lines))?)
}
