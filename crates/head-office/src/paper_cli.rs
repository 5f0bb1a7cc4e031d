//! `head-office paper`: papers of forms from the command line.

use std::path::PathBuf;

use clap::Subcommand;
use domain::form::Values;
use serde_json::{Value, json};

use crate::cli::{Done, say};
use crate::paper::{self, Draft, Version};
use crate::store::Store;
use crate::store::lists::Revision;

#[derive(Subcommand)]
pub enum Command {
    /// Sends a paper, or a correction of one, and prints its id.
    Publish {
        /// Key of the form.
        form: String,
        /// A JSON file with the values by field, as docs/sync-protocol.md has them.
        values: PathBuf,
        /// This dealer; may be given several times. Without it all of them, or those who have the paper that is corrected.
        #[arg(long)]
        dealer: Vec<String>,
        /// The paper this is the next version of.
        #[arg(long, value_name = "PAPER", requires = "reason")]
        corrects: Option<String>,
        /// Why it is corrected.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Papers that went out, and how they were answered, one JSON object a line.
    List,
}

pub fn run(store: &dyn Store, command: Command, now: i64) -> Done {
    match command {
        Command::List => list(store),
        Command::Publish { form, values, dealer, corrects, reason } => {
            let form = paper::form(store, &form)?;
            let values: Values = serde_json::from_str(&std::fs::read_to_string(values)?)?;
            let before = corrects.map(|id| paper::paper(store, &id)).transpose()?;
            let corrects = before.as_deref().map(|before| (before, reason.as_deref().unwrap_or_default()));
            let body = Draft { form: &form, values: &values, corrects }.body(now)?;
            let to = match (dealer.is_empty(), &before) {
                (false, _) => dealer,
                (true, Some(before)) => paper::holders(store, before)?,
                (true, None) => store.dealers()?.into_iter().map(|(code, _)| code).collect(),
            };
            paper::send(store, &body, &to, now, None)?;
            say(&body.paper)
        }
    }
}

fn list(store: &dyn Store) -> Done {
    for versions in paper::papers(store)? {
        let Some(newest) = versions.first() else { continue };
        say(&line(newest, &store.paper_answers(&newest.body.paper)?).to_string())?;
    }
    Ok(())
}

fn line(newest: &Version, answers: &[Revision]) -> Value {
    let answers: Vec<Value> = answers.iter().map(answer).collect();
    let body = &newest.body;
    json!({"paper": body.paper, "version": body.version, "form": body.form, "title": body.title,
        "dealers": newest.issued.dealers, "at": newest.issued.at, "answers": answers})
}

fn answer(one: &Revision) -> Value {
    let body: Value = serde_json::from_str(&one.body).unwrap_or_default();
    json!({"dealer": one.row.dealer, "no": one.row.no, "state": body["state_title"], "paper": body["paper"]})
}
