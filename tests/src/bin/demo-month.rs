//! The demo month where there is no screen: opens the real window, does the work, keeps pictures.
//!
//! `demo-month --app PROGRAM --data DIR --out DIR`

use std::process::ExitCode;

use sanbao_tests::Outcome;
use sanbao_tests::asked::Asked;
use sanbao_tests::webdriver::Window;

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
    let window = Window::open(&asked.app, &asked.data)?;
    window.until_shown("今日")?;
    let picture = asked.out.join("01-today.png");
    window.screenshot(&picture)?;
    println!("      picture: {}", picture.display());
    Ok(())
}
