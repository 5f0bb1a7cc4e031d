//! Shows how a file is understood: `cargo run -p report --example look -- FILE`.
#![allow(missing_docs)]

use report::read::open_path;

fn main() {
    for name in std::env::args().skip(1) {
        match open_path(name.as_ref()) {
            Ok(book) => {
                println!(
                    "{name}: {:?} {:?} sure {} renamed {}",
                    book.format, book.encoding, book.encoding_sure, book.renamed
                );
                for sheet in &book.sheets {
                    println!("  {} ({} rows)", sheet.name, sheet.rows.len());
                    for row in sheet.rows.iter().take(5) {
                        println!("    {}", row.iter().map(report::read::Cell::shown).collect::<Vec<_>>().join(" | "));
                    }
                }
            }
            Err(problem) => println!("{name}: {} — {problem}", problem.code()),
        }
    }
}
