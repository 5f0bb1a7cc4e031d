//! The speeds the project promises, each as a ratio measured within one run on one machine.
//!
//! `bench --app PROGRAM [NAME…]`; without names, everything; `sync` names all of sync. A bench is a line in `ALL` and a
//! function in a file of its own; it answers the measured ratio (or milliseconds, or mebibytes),
//! and more than it promised fails the run.

mod calls;
mod import;
mod law;
mod million;
mod money;
mod month;
mod pack;
mod register;
mod restore;
mod save;
mod search;
mod sync;
mod template;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use sanbao_faults::runs::{self, Figure};
use sanbao_tests::Outcome;

/// Workers compute rows and one thread writes them: the system's allocator spends a fifth of that on giving memory back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a bench may use.
pub struct Bench {
    /// The window program, built for release.
    pub app: PathBuf,
    /// A desk of a million, made by the first who asks.
    pub million: million::Made,
    /// A desk with 10,000 cards to be sent, made by the first who asks.
    pub waiting: sync::Made,
}

struct Promise {
    name: &'static str,
    says: &'static str,
    at_most: f64,
    measure: fn(&Bench) -> Outcome<f64>,
}

/// Names every bench of sync.
const SYNC: &str = "sync";

const ALL: &[Promise] = &[
    Promise {
        name: "calls-today",
        says: "opening 今日 with 2,000 open calls, times ten times that with 200",
        at_most: 1.5,
        measure: calls::today,
    },
    Promise {
        name: "calls-search",
        says: "search for a call among 2,000 open ones, times ten times that among 200",
        at_most: 1.0,
        measure: calls::search,
    },
    Promise {
        name: "import",
        says: "a ledger of 100,000 rows, times inserting the parsed rows with bare rusqlite",
        at_most: 3.0,
        measure: import::ledger,
    },
    Promise {
        name: "law-recompute",
        says: "s: every due day and period of 100,000 machines computed anew, all of them moved",
        at_most: 10.0,
        measure: law::recompute,
    },
    Promise {
        name: "law-today",
        says: "ms: p99 of opening 今日 with 100,000 open deadlines",
        at_most: 50.0,
        measure: law::today,
    },
    Promise {
        name: "month",
        says: "W01 of 100,000 repairs, times the same cells by bare rust_xlsxwriter",
        at_most: 1.3,
        measure: month::workbook,
    },
    Promise {
        name: "month-memory",
        says: "MiB: peak memory of building that W01",
        at_most: 150.0,
        measure: month::memory,
    },
    Promise {
        name: "money",
        says: "核销's five figures over 20,000 repairs, times one bare pass of SQL over the same rows",
        at_most: 20.0,
        measure: money::figures,
    },
    Promise {
        name: "pack",
        says: "a large dealer's whole pack (10,000 repairs, 15,000 parts, 4,000 sales), times the same cells by bare rust_xlsxwriter",
        at_most: 1.5,
        measure: pack::workbooks,
    },
    Promise {
        name: "pack-memory",
        says: "MiB: peak memory of building that pack",
        at_most: 200.0,
        measure: pack::memory,
    },
    Promise {
        name: "template",
        says: "a head office's own form with 10,000 rows, times the same cells by bare rust_xlsxwriter",
        at_most: 3.0,
        measure: template::form,
    },
    Promise {
        name: "register",
        says: "ms: slowest p99 of search as you type, filters and pages in one register of 100,000 entries",
        at_most: 30.0,
        measure: register::as_you_type,
    },
    Promise {
        name: "restore",
        says: "s: putting a backup of 100,000 sold machines back, the desk open all the while",
        at_most: 30.0,
        measure: restore::backup,
    },
    Promise {
        name: "save",
        says: "p99 of saving a sale with its card, times that of one bare durable commit of the same rows",
        at_most: 1.5,
        measure: save::sale_with_card,
    },
    Promise {
        name: "search",
        says: "ms: slowest p99 of search as you type over 1,000,000 machines and customers",
        at_most: 30.0,
        measure: search::as_you_type,
    },
    Promise {
        name: "window-start",
        says: "first usable page with 1,000,000 machines, times an empty Tauri window",
        at_most: 1.5,
        measure: window::start,
    },
    Promise {
        name: "window-memory",
        says: "idle memory of the window, times an empty Tauri window",
        at_most: 1.3,
        measure: window::memory,
    },
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            println!("\nA promise was not kept.");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("The bench stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<bool> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let at = words.iter().position(|word| word == "--app").ok_or("--app is missing")?;
    let app = words.get(at + 1).ok_or("--app needs a path")?.into();
    let bench = Bench { app, million: million::Made::default(), waiting: sync::Made::default() };
    let named: Vec<&String> =
        words.iter().enumerate().filter(|(i, _)| *i != at && *i != at + 1).map(|(_, w)| w).collect();
    let of_sync = sync::PROMISES.iter().map(|(requirement, promise)| (Some(*requirement), promise));
    let all: Vec<(Option<u8>, &Promise)> = ALL.iter().map(|promise| (None, promise)).chain(of_sync).collect();
    if let Some(unknown) = named.iter().find(|name| **name != SYNC && !all.iter().any(|(_, p)| p.name == **name)) {
        let names: Vec<&str> = all.iter().map(|(_, promise)| promise.name).collect();
        return Err(format!("there is no bench {unknown}; there are {}", names.join(", ")).into());
    }
    let asked = |name: &str, of_sync: bool| named.iter().any(|n| *n == name || of_sync && *n == SYNC);
    let wanted = all.iter().filter(|(of, p)| named.is_empty() || asked(p.name, of.is_some()));
    let machine = format!("{} processors", std::thread::available_parallelism()?);
    let mut kept = true;
    for (requirement, promise) in wanted {
        let start = Instant::now();
        let measured = (promise.measure)(&bench)?;
        if let Some(requirement) = requirement {
            let figure = Figure { is: measured, at_most: promise.at_most };
            runs::note_speed(*requirement, promise.name, &machine, figure, start.elapsed())?;
        }
        let good = measured <= promise.at_most;
        kept &= good;
        let verdict = if good { "ok  " } else { "OVER" };
        println!("{verdict} {:<16} {measured:>8.2}  (at most {:.2}) {}", promise.name, promise.at_most, promise.says);
    }
    Ok(kept)
}
