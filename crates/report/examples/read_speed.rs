//! How long a file takes to read: `cargo run --release -p report --example read_speed -- FILE`.
#![allow(missing_docs)]

use std::time::Instant;

fn main() {
    for name in std::env::args().skip(1) {
        let start = Instant::now();
        match report::read::open_path(name.as_ref()) {
            Ok(book) => println!("{name}: {} rows in {:.2?}", book.sheets[0].rows.len(), start.elapsed()),
            Err(problem) => println!("{name}: {} in {:.2?}", problem.code(), start.elapsed()),
        }
    }
}
