//! `head-office clerk …`: who may log in to the console.

use std::io::BufRead;

use clap::Subcommand;

use crate::clock::now_ms;
use crate::passwords;
use crate::store::Store;
use crate::store::clerks::Role;

type Said = Result<String, Box<dyn std::error::Error + Send + Sync>>;

/// What can be done with clerks.
#[derive(Subcommand)]
pub enum Command {
    /// Adds a clerk, or gives one another role; prints a new password, which the clerk changes in the console.
    Add {
        /// The name to log in with.
        name: String,
        /// What they may do.
        #[arg(long, value_enum)]
        role: Role,
        /// Takes the password from the first line of the input instead of making one.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Prints a new password for a clerk who forgot theirs.
    Password {
        /// Whose.
        name: String,
    },
    /// Lists clerks: name, role, and whether they left.
    List,
    /// Closes a clerk's account; the trail keeps their lines.
    Leave {
        /// Whose.
        name: String,
    },
}

/// Does it; answers what to print.
pub fn run(store: &dyn Store, command: Command) -> Said {
    let now = now_ms();
    match command {
        Command::Add { name, role, password_stdin } => {
            let given = if password_stdin { Some(from_input()?) } else { None };
            let password = given.clone().map_or_else(passwords::fresh, Ok)?;
            store.put_clerk(&name, role, &passwords::hash(&password)?, now, None)?;
            Ok(if given.is_some() { String::new() } else { password })
        }
        Command::Password { name } => {
            let password = passwords::fresh()?;
            match store.set_password(&name, &passwords::hash(&password)?, now, None)? {
                true => Ok(password),
                false => Err(format!("no clerk {name}").into()),
            }
        }
        Command::List => Ok(list(store)?),
        Command::Leave { name } => match store.clerk_left(&name, now, None)? {
            true => Ok(String::new()),
            false => Err(format!("no clerk {name}").into()),
        },
    }
}

fn from_input() -> Said {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let letters = password.chars().count();
    match (passwords::FEWEST..=passwords::MOST).contains(&letters) {
        true => Ok(password),
        false => Err(format!("a password has {} to {} letters", passwords::FEWEST, passwords::MOST).into()),
    }
}

fn list(store: &dyn Store) -> crate::store::Result<String> {
    let line = |clerk: crate::store::clerks::Clerk| {
        let left = if clerk.left_at.is_some() { "\tleft" } else { "" };
        format!("{}\t{}{left}", clerk.name, clerk.role.word())
    };
    Ok(store.clerks()?.into_iter().map(line).collect::<Vec<_>>().join("\n"))
}
