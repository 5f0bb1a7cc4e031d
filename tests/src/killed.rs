//! A program killed in the middle of a transaction: it is made to stand still there, not caught by luck.
//!
//! A trigger on the row in question copies without an end, so the writer's cache runs over into the log beside the
//! database. The log's growth is the event: the program is inside its transaction and stays there until it is killed.

use rusqlite::Connection;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Outcome, programs};

/// Bytes the log grows by before it is believed.
const GROWN: u64 = 4 << 20;

/// Runs `sanbao` on a data folder nobody else has open, and kills it inside the transaction that does this: `INSERT ON
/// policy_pack`, or anything else a trigger may stand on.
pub fn inside(dir: &Path, doing: &str, args: &[&str]) -> Outcome<()> {
    let database = Connection::open(dir.join("desk.db"))?;
    database.execute_batch(&format!(
        "CREATE TABLE stand_still (bytes);
         CREATE VIEW no_end AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
         CREATE TRIGGER stands_still AFTER {doing}
         BEGIN INSERT INTO stand_still SELECT zeroblob(100000) FROM no_end LIMIT 5000; END"
    ))?;
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let mut program = Command::new(programs::path("sanbao")?)
        .arg("--data")
        .arg(dir)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let log = dir.join("desk.db-wal");
    while std::fs::metadata(&log).map_or(0, |log| log.len()) < GROWN {
        if let Some(ended) = program.try_wait()? {
            return Err(format!("{doing} never happened: {ended}").into());
        }
        std::thread::yield_now();
    }
    program.kill()?;
    program.wait()?;
    let left: i64 = database.query_row("SELECT count(*) FROM stand_still", [], |row| row.get(0))?;
    database.execute_batch("DROP TRIGGER stands_still; DROP VIEW no_end; DROP TABLE stand_still")?;
    if left == 0 { Ok(()) } else { Err(format!("{doing} was committed").into()) }
}

/// Rows of every table, to compare what is left with what an undisturbed desk has.
pub fn rows(dir: &Path) -> Outcome<Vec<(String, i64)>> {
    let database = Connection::open(dir.join("desk.db"))?;
    let mut named =
        database.prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' ORDER BY 1")?;
    let names = named.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let count = |name: String| -> Outcome<(String, i64)> {
        let rows = database.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0))?;
        Ok((name, rows))
    };
    names.into_iter().map(count).collect()
}
