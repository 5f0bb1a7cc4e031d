//! The few words the program takes. No setting comes from the environment.

use std::ffi::OsString;
use std::path::PathBuf;

pub const USAGE: &str = "sanbao-desk [--data DIR] | --version";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// The window, on this data folder or on the usual one.
    Window {
        data: Option<PathBuf>,
    },
    Version,
}

/// Reads the words after the program's name.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Asked, String> {
    let mut words = words.into_iter();
    let mut data = None;
    while let Some(word) = words.next() {
        match word.to_string_lossy().as_ref() {
            "--version" => return Ok(Asked::Version),
            "--data" => data = Some(folder(words.next())?),
            // The macOS Finder adds a process number to a program it starts.
            word if word.starts_with("-psn") => {}
            word => return Err(format!("不认识的参数：{word}")),
        }
    }
    Ok(Asked::Window { data })
}

/// Absolute, because the window outlives the folder it was started in.
fn folder(word: Option<OsString>) -> Result<PathBuf, String> {
    let word = word.filter(|w| !w.is_empty()).ok_or("--data 后面要写文件夹")?;
    std::path::absolute(&word).map_err(|e| format!("--data {}: {e}", word.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Result<Asked, String> {
        read(words.iter().map(OsString::from))
    }

    #[test]
    fn the_data_folder_becomes_absolute() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(asked(&["--data", "x"]), Ok(Asked::Window { data: Some(here.join("x")) }));
        assert_eq!(asked(&["-psn_0_1"]), Ok(Asked::Window { data: None }));
    }

    #[test]
    fn a_word_nobody_knows_is_refused() {
        assert!(asked(&["--dta", "x"]).is_err());
        assert!(asked(&["--data"]).is_err());
    }
}
