//! `head-office`: see `head-office --help`.

use std::process::ExitCode;

/// A batch is unpacked by one thread and let go by another, which the system's allocator is slow at.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match head_office::cli::run() {
        Ok(code) => code,
        Err(e) => {
            eprintln!("head-office: {e}");
            ExitCode::from(2)
        }
    }
}
