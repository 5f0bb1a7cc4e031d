//! `proof LOG`: the page of proofs (docs/sync-proof.md) from a run log, on standard output.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("proof LOG: which run log?");
        return ExitCode::FAILURE;
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            print!("{}", sanbao_faults::proof::page(&sanbao_faults::runs::read(&text)));
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{}: {why}", path.display());
            ExitCode::FAILURE
        }
    }
}
