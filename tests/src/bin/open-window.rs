//! Proof that an installed program starts: opens its window, waits for the first page, keeps a picture.
//!
//! `open-window --app PROGRAM --data DIR --out DIR`

use std::process::ExitCode;

use sanbao_tests::Outcome;
use sanbao_tests::asked::Asked;
use sanbao_tests::webdriver::Window;

fn main() -> ExitCode {
    match Asked::read().and_then(|asked| open(&asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The window did not open: {error}");
            ExitCode::FAILURE
        }
    }
}

fn open(asked: &Asked) -> Outcome<()> {
    let window = Window::open(&asked.app, &asked.data)?;
    // The page has asked the desk and shows its answer: a menu alone would prove less.
    window.until("document.querySelector('main h1') && !document.body.innerText.includes('正在读取')")?;
    window.screenshot(&asked.out.join("installed.png"))?;
    println!("      the window opened and shows its first page");
    Ok(())
}
