//! `head-office`: see `head-office --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match head_office::cli::run() {
        Ok(code) => code,
        Err(e) => {
            eprintln!("head-office: {e}");
            ExitCode::from(2)
        }
    }
}
