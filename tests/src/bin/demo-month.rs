//! The demo month where there is no screen: opens the real window, does the work, keeps pictures.
//!
//! `demo-month --app PROGRAM --data DIR --out DIR`

use std::process::ExitCode;

use sanbao_tests::asked::Asked;
use sanbao_tests::{Outcome, demo};

fn main() -> ExitCode {
    match Asked::read().and_then(|asked| month(&asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The demo month stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

fn month(asked: &Asked) -> Outcome<()> {
    let month = demo::month(asked)?;
    for picture in &month.pictures {
        println!("      picture: {}", picture.display());
    }
    println!("      workbooks: {}", month.workbooks.display());
    Ok(())
}
