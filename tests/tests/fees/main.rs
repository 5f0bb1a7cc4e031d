//! Stories of money by rule: costs of a repair, paid service, a quarter's service fee, the account of goods with a maker.
#![allow(clippy::panic, clippy::unwrap_used, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use std::process::Command;

mod account;
mod account_lines;
mod fee_scope;
mod paid;
mod paid_limit;
mod quarter;
mod quarter_gaps;
mod repairs;
mod year;

/// Every cell of a workbook, as its second reader finds them.
fn cells(python: &str, path: &str) -> Outcome<String> {
    let script = "import sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nprint('\\n'.join(str(c.value) for s in book.worksheets for r in s.iter_rows() for c in r if c.value is not None))";
    let told = Command::new(python).args(["-c", script, path]).output()?;
    Ok(String::from_utf8(told.stdout)?)
}
