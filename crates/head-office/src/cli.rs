//! The command line: `head-office --data DIR COMMAND`. It works on the folder a server is serving.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::clerk_cli;
use crate::clock::now_ms;
use crate::decide;
use crate::enrolment::fresh_code;
use crate::files::Files;
use crate::http;
use crate::keeping;
use crate::key_cli;
use crate::keys::Keys;
use crate::law;
use crate::paper_cli;
use crate::road_cli;
use crate::serve_cli::Serve;
use crate::store::{self, Store};
use wire::enrol::Invite;
use wire::record::KINDS;
use wire::remedy::{ANSWER_KIND, RemedyAnswerBody, VERDICTS};

pub(crate) type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// The reference head office of Sanbao Desk.
#[derive(Parser)]
#[command(name = "head-office", version)]
struct Args {
    /// Folder with everything: database, keys, files. Made if it is not there.
    #[arg(long, value_name = "DIR", global = true, default_value = "head-office-data")]
    data: PathBuf,
    /// A PostgreSQL database for several instances: postgres://user@host/name. Keys stay in the folder. A URL with a password
    /// is better given as HEAD_OFFICE_DATABASE, where the list of processes does not show it.
    #[arg(long, value_name = "URL", global = true)]
    database: Option<String>,
    #[command(subcommand)]
    command: Any,
}

#[derive(Subcommand)]
enum Any {
    #[command(flatten)]
    Key(key_cli::Command),
    #[command(flatten)]
    Office(Command),
}

/// Where the database's URL stands when it is not on the command line.
const DATABASE: &str = "HEAD_OFFICE_DATABASE";

#[derive(Subcommand)]
enum Command {
    /// Says which maker this head office is.
    Init {
        #[arg(long)]
        principal: String,
        #[arg(long)]
        name: Option<String>,
    },
    /// Serves; the first line it prints is its address.
    Serve(Box<Serve>),
    /// Dealers.
    #[command(subcommand)]
    Dealer(Dealer),
    /// Prints a one-time code for a dealer, good for fifteen minutes at most.
    EnrolCode {
        dealer: String,
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=15))]
        minutes: i64,
        /// The address dealers reach this head office at: the line then holds both, for one paste.
        #[arg(long)]
        url: Option<String>,
    },
    /// Devices.
    #[command(subcommand)]
    Device(Device),
    /// People who may log in to the console at /console.
    #[command(subcommand)]
    Clerk(clerk_cli::Command),
    /// What goes down to dealers.
    #[command(subcommand)]
    Notice(Notice),
    /// Papers of forms, which dealers confirm.
    #[command(subcommand)]
    Paper(paper_cli::Command),
    /// Policy packs of this maker.
    #[command(subcommand)]
    Policy(Policy),
    /// Puts a year of working days into the feeds.
    Calendar {
        file: PathBuf,
        /// This dealer only.
        #[arg(long)]
        dealer: Option<String>,
    },
    /// Sends what was filled into a packing list (W07), a claim's sheet (W08) or a notice of settlement (W09) down to its dealer.
    Decide {
        /// The workbook.
        file: PathBuf,
        /// This dealer; else the one whose papers are numbered like the claim.
        #[arg(long)]
        dealer: Option<String>,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Records of a kind (or `all`) as stored.
    List {
        kind: String,
        #[arg(long)]
        json: bool,
    },
    /// Takes a file of a dealer without a network, and writes the answer for it.
    Take {
        file: PathBuf,
        /// Where to write the answer.
        #[arg(long, value_name = "ANSWER")]
        ack: PathBuf,
        /// One JSON object instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Records as JSON lines, and files, into a folder.
    Export { dir: PathBuf },
    /// Copies the database and the files into a new folder, while the server serves. Keys are not in it.
    Backup { dest: PathBuf },
    /// Takes away what is older than a day and nobody needs: ledger lines, sessions, codes, feed items all devices have read.
    Retain {
        /// What came before this day, YYYY-MM-DD.
        #[arg(long, value_name = "DAY")]
        before: chrono::NaiveDate,
        /// Years that are kept whatever is asked.
        #[arg(long, default_value_t = 5)]
        years: u32,
        /// Counts only.
        #[arg(long)]
        dry_run: bool,
    },
    /// Prints the protocol as an OpenAPI document.
    Openapi,
    /// To be called after data was put back from an older copy: desks look closer.
    Restored,
}

#[derive(Subcommand)]
enum Dealer {
    /// Adds a dealer, or gives it a new name.
    Add { code: String, name: String },
    /// Lists dealers.
    List,
}

#[derive(Subcommand)]
enum Device {
    /// Lists devices as one JSON array.
    List {
        #[arg(long)]
        json: bool,
    },
    /// Revokes one, at once and for good.
    Revoke { device: String },
}

#[derive(Subcommand)]
enum Policy {
    /// Signs a pack's file, or takes the seal it brings, and puts it into the feeds.
    Publish {
        file: PathBuf,
        /// The seal that `head-office sign` made on another machine.
        #[arg(long, value_name = "FILE")]
        seal: Option<PathBuf>,
        /// This dealer only.
        #[arg(long)]
        dealer: Option<String>,
    },
    /// Makes a new key for packs, has the old one sign it over, and tells every dealer. The old key signs no pack any more.
    HandOver {
        /// Instead of making one: what `keygen` printed on the machine that keeps the new key.
        #[arg(long, value_name = "PUBLIC_KEY")]
        to: Option<String>,
        /// The file of the key of now, where it is kept on another machine.
        #[arg(long, value_name = "FILE", requires = "to")]
        by: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Notice {
    /// Puts an item into a dealer's feed: inspection, settlement, rejection, notice, remedy_answer, or any other kind.
    Add {
        dealer: String,
        #[arg(long)]
        kind: String,
        /// The body, a JSON object.
        #[arg(long)]
        json: String,
    },
}

/// Runs the command line of this process. Exit 1: rows of a file did not go out.
pub fn run() -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    let args = Args::parse();
    let command = match args.command {
        Any::Key(command) => return say(&key_cli::run(&args.data, command)?).map(|()| ExitCode::SUCCESS),
        Any::Office(command) => command,
    };
    if let Command::Openapi = command {
        print!("{}", http::openapi::text());
        return Ok(ExitCode::SUCCESS);
    }
    let database = args.database.or_else(|| std::env::var(DATABASE).ok()).filter(|url| !url.is_empty());
    let opened = store::open(&args.data, database.as_deref())?;
    let store = opened.as_ref();
    let done: Done = match command {
        Command::Decide { file, dealer, json } => return decide(store, &file, dealer.as_deref(), json),
        Command::Init { principal, name } => name_it(store, Some(principal), name),
        Command::Serve(serve) => {
            name_it(store, serve.principal.clone(), serve.name.clone())?;
            drop(opened);
            serve.run(&args.data, database)
        }
        Command::Dealer(Dealer::Add { code, name }) => Ok(store.add_dealer(&code, &name, now_ms(), None)?),
        Command::Dealer(Dealer::List) => dealers(store),
        Command::EnrolCode { dealer, minutes, url } => {
            let code = fresh_code(store, &Keys::open(&args.data)?, &dealer, (now_ms(), minutes), None)?;
            say(&url.map_or_else(|| code.clone(), |url| Invite { url, code: code.clone() }.show()))
        }
        Command::Clerk(command) => match clerk_cli::run(store, command)?.as_str() {
            "" => Ok(()),
            said => say(said),
        },
        Command::Device(Device::List { .. }) => say(&serde_json::to_string(&store.devices()?)?),
        Command::Device(Device::Revoke { device }) => match store.revoke(&device, now_ms(), None)? {
            true => Ok(()),
            false => Err(format!("no device {device}").into()),
        },
        Command::Notice(Notice::Add { dealer, kind, json }) => notice(store, &dealer, &kind, &json),
        Command::Paper(command) => paper_cli::run(store, command, now_ms()),
        Command::Policy(Policy::Publish { file, seal, dealer }) => {
            let keys = Keys::open(&args.data)?;
            let done = law::publish_pack(store, &keys, &file, seal.as_deref(), dealer.as_deref())?;
            say(&format!("{done} dealers"))
        }
        Command::Policy(Policy::HandOver { to, by }) => {
            let (sha256, told) = law::hand_over(store, &Keys::open(&args.data)?, to.as_deref(), by.as_deref())?;
            say(&format!("{sha256}\n{told} dealers"))
        }
        Command::Calendar { file, dealer } => {
            say(&format!("{} dealers", law::publish_calendar(store, &file, dealer.as_deref())?))
        }
        Command::List { kind, json } => list(store, &kind, json),
        Command::Take { file, ack, json } => road_cli::finish(road_cli::take(&args.data, store, &file, &ack, json)?),
        Command::Export { dir } => {
            let done = crate::export::export(store, &Files::new(&args.data), &dir)?;
            say(&format!("{} records, {} files", done.records, done.files))
        }
        Command::Backup { dest } => {
            let done = keeping::backup(&args.data, database.as_deref(), &dest)?;
            say(&format!("{} records, {} files, {} rows", done.records, done.files, done.rows))
        }
        Command::Retain { before, years, dry_run } => {
            let gone = keeping::retain(store, &args.data, (before, years), now_ms(), dry_run)?;
            say(&format!("{gone}, {} unfinished files{}", gone.parts, if dry_run { ", all still there" } else { "" }))
        }
        Command::Openapi => Ok(()),
        Command::Restored => say(&store.renew_generation()?),
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn decide(
    store: &dyn Store,
    file: &Path,
    dealer: Option<&str>,
    as_json: bool,
) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    match decide::decide(store, file, dealer) {
        Ok(decided) => {
            say(&if as_json { serde_json::to_string(&decided)? } else { decide::words(&decided) })?;
            Ok(if decided.refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
        Err(why) => {
            if as_json {
                let error = serde_json::json!({"code": why.code(), "message": why.to_string()});
                say(&serde_json::json!({"ok": false, "error": error}).to_string())?;
            }
            Err(why.into())
        }
    }
}

pub(crate) fn say(line: &str) -> Done {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// A head office keeps its code: another one would make its receipts say something else.
fn name_it(store: &dyn Store, principal: Option<String>, name: Option<String>) -> Done {
    let known = store.meta()?;
    let code = match (principal, known.principal.is_empty()) {
        (Some(code), true) => code,
        (Some(code), false) if code == known.principal => code,
        (Some(code), false) => {
            return Err(format!("this folder is {}'s, not {code}'s", known.principal).into());
        }
        (None, false) => known.principal,
        (None, true) => return Ok(()),
    };
    let old = Some(known.principal_name).filter(|n| !n.is_empty());
    let name = name.or(old).unwrap_or_else(|| code.clone());
    Ok(store.set_principal(&code, &name)?)
}

fn dealers(store: &dyn Store) -> Done {
    for (code, name) in store.dealers()? {
        say(&format!("{code}\t{name}"))?;
    }
    Ok(())
}

fn notice(store: &dyn Store, dealer: &str, kind: &str, json: &str) -> Done {
    if !wire::sign::is_plain(kind) {
        return Err("kind is a short word".into());
    }
    let body: serde_json::Value = serde_json::from_str(json)?;
    if !body.is_object() {
        return Err("the body is a JSON object".into());
    }
    let answer = || serde_json::from_str::<RemedyAnswerBody>(json).is_ok_and(|body| body.is_whole());
    if kind == ANSWER_KIND && !answer() {
        let wanted = VERDICTS.join(", ");
        return Err(format!("an answer has case_no or record_id, on, by, and a verdict: {wanted}").into());
    }
    let item = store.add_item(dealer, kind, json, now_ms(), None)?;
    say(&item.item_id)
}

/// Streams: a head office holds more than fits in memory.
fn list(store: &dyn Store, kind: &str, json: bool) -> Done {
    let kind = Some(kind).filter(|k| *k != "all");
    if let Some(kind) = kind
        && !KINDS.contains(&kind)
        && !store.has_kind(kind)?
    {
        return Err(format!("no records of kind {kind}; known are all, {}", KINDS.join(", ")).into());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut first = true;
    if json {
        write!(out, "[")?;
    }
    store.list(kind, &mut |record| {
        match (json, std::mem::replace(&mut first, false)) {
            (true, true) => write!(out, "{record}")?,
            (true, false) => write!(out, ",\n{record}")?,
            (false, _) => writeln!(out, "{}", line(&record))?,
        }
        Ok(())
    })?;
    if json {
        writeln!(out, "]")?;
    }
    Ok(out.flush()?)
}

fn line(record: &serde_json::Value) -> String {
    let field = |name: &str| record[name].to_string().trim_matches('"').to_owned();
    let names = ["server_seq", "kind", "dealer", "record_id", "rev", "state", "received_at"];
    names.map(field).join("\t")
}
