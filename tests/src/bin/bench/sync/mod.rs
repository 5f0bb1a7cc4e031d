//! The speeds of sync: a desk that sends and receives, a head office that takes in many, a clerk who does not notice.
//!
//! Desk and head office are the real ones, both durable (WAL, synchronous=FULL), on loopback; the head office is its program.
//! Rates are told as time for a number of records, so that less is better here as everywhere.

mod bare;
mod desk;
mod down;
mod line;
mod load;
mod polls;
#[cfg(unix)]
mod postgres;
mod server;
mod slow;
mod typing;
mod upload;

use crate::Promise;

pub use desk::Made;

/// Records of a first upload.
const BACKLOG: u32 = 10_000;

/// Each with the requirement it belongs to.
pub const PROMISES: &[(u8, Promise)] = &[
    (
        17,
        Promise {
            name: "sync-upload",
            says: "first upload of 10,000 cards, times the bare loop (HTTP, zstd, SHA-256, SQLite) of the same bytes",
            at_most: 2.0,
            measure: upload::first,
        },
    ),
    (
        17,
        Promise {
            name: "sync-first",
            says: "s: first upload of 10,000 cards, both ends durable, over loopback",
            at_most: 3.0,
            measure: upload::alone,
        },
    ),
    (
        17,
        Promise {
            name: "sync-slow",
            says: "s: the same at 2 Mbit/s up, 100 ms there and back, one segment in a hundred lost",
            at_most: 15.0,
            measure: upload::over_a_poor_line,
        },
    ),
    (
        17,
        Promise {
            name: "sync-wire",
            says: "MB sent for those 10,000 cards, everything counted",
            at_most: 1.3,
            measure: upload::bytes,
        },
    ),
    (
        18,
        Promise {
            name: "sync-down",
            says: "s: 10,000 messages of head office fetched and kept (6,700 a second)",
            at_most: 1.5,
            measure: down::messages,
        },
    ),
    (
        19,
        Promise {
            name: "sync-idle",
            says: "KB of the longer way of a run without news, which is one request",
            at_most: 1.0,
            measure: down::no_news,
        },
    ),
    (
        20,
        Promise {
            name: "server-share",
            says: "rate of bare SQLite with the same rows, as many a commit, times that of head office with HTTP, checks and receipts",
            at_most: 2.0,
            measure: server::share,
        },
    ),
    (
        20,
        Promise {
            name: "server-rate",
            says: "s: 4,000 records taken while it goes on and on",
            at_most: 1.0,
            measure: server::rate,
        },
    ),
    (
        20,
        Promise {
            name: "server-herd",
            says: "s: 1,000 dealers with 20 records each come in one second and are all answered",
            at_most: 6.0,
            measure: server::herd,
        },
    ),
    (
        20,
        Promise {
            name: "server-wait",
            says: "s: p99 of how long one of those dealers waits",
            at_most: 3.0,
            measure: server::wait,
        },
    ),
    (
        20,
        Promise {
            name: "server-polls",
            says: "% of one processor: 10,000 dealers that ask every five minutes",
            at_most: 15.0,
            measure: polls::processor,
        },
    ),
    (
        20,
        Promise {
            name: "server-memory",
            says: "memory after many rounds, times that after the first (SANBAO_SOAK_SECONDS=3600 for an hour)",
            at_most: 1.1,
            measure: server::memory,
        },
    ),
    #[cfg(unix)]
    (
        20,
        Promise {
            name: "postgres-share",
            says: "rate of bare PostgreSQL with the same rows, as many a commit, times that of head office with two instances",
            at_most: 2.0,
            measure: postgres::share,
        },
    ),
    (
        21,
        Promise {
            name: "desk-save",
            says: "ms: p99 of saving a sale while 10,000 records are sent",
            at_most: 50.0,
            measure: typing::save,
        },
    ),
    (
        21,
        Promise {
            name: "desk-search",
            says: "ms: p99 of a search while 10,000 records are sent",
            at_most: 100.0,
            measure: typing::search,
        },
    ),
];
