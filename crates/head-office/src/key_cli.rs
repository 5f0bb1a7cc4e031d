//! `head-office keygen` and `head-office sign`: a key for policy packs on a machine that need not be head office's.
//!
//! Absent: the database. These work where there is none.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::keys::Keys;
use crate::{law, policy_key};

/// What can be done with keys.
#[derive(Subcommand)]
pub enum Command {
    /// Makes a key for policy packs in a file of its own; prints its public half for `policy hand-over --to`.
    Keygen {
        /// Where; nothing may stand there.
        file: PathBuf,
    },
    /// Signs a pack's file; the seal stands beside it, under its name with `.seal` after it.
    Sign {
        /// The pack.
        file: PathBuf,
        /// The key's file, made by `keygen`; else the key of the data folder.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

/// Does it; answers what to print.
pub fn run(data: &Path, command: Command) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    match command {
        Command::Keygen { file } => Ok(policy_key::make(&file)?),
        Command::Sign { file, key: Some(key) } => Ok(law::sign_file(&key, &file)?.display().to_string()),
        Command::Sign { file, key: None } => Ok(law::seal_file(&Keys::open(data)?, &file)?.display().to_string()),
    }
}
