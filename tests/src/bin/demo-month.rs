//! The demo month where there is no screen: opens the real window, does the work, keeps pictures.
//!
//! `demo-month --app PROGRAM --data DIR --out DIR`

use std::path::PathBuf;
use std::process::ExitCode;

use sanbao_tests::Outcome;
use sanbao_tests::webdriver::Window;

fn main() -> ExitCode {
    match read_args().and_then(|asked| month(&asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The demo month stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Asked {
    app: PathBuf,
    data: PathBuf,
    out: PathBuf,
}

fn read_args() -> Outcome<Asked> {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| -> Outcome<PathBuf> {
        let at = words.iter().position(|word| word == name).ok_or_else(|| format!("{name} is missing"))?;
        Ok(words.get(at + 1).ok_or_else(|| format!("{name} needs a path"))?.into())
    };
    Ok(Asked { app: after("--app")?, data: after("--data")?, out: after("--out")? })
}

fn month(asked: &Asked) -> Outcome<()> {
    let window = Window::open(&asked.app, &asked.data)?;
    window.until_shown("今日")?;
    let picture = asked.out.join("01-today.png");
    window.screenshot(&picture)?;
    println!("      picture: {}", picture.display());
    Ok(())
}
