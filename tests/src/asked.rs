//! What the programs of this crate are told: `--app PROGRAM --data DIR --out DIR`.

use std::path::PathBuf;

use crate::Outcome;

/// The three paths, all of them wanted.
#[derive(Debug)]
pub struct Asked {
    /// The window program.
    pub app: PathBuf,
    /// The data folder it opens.
    pub data: PathBuf,
    /// Where pictures go.
    pub out: PathBuf,
}

impl Asked {
    /// Reads the command line of this process.
    ///
    /// # Errors
    /// When one of the three is missing.
    pub fn read() -> Outcome<Self> {
        Self::from(&std::env::args().skip(1).collect::<Vec<_>>())
    }

    fn from(words: &[String]) -> Outcome<Self> {
        let after = |name: &str| -> Outcome<PathBuf> {
            let at = words.iter().position(|word| word == name).ok_or_else(|| format!("{name} is missing"))?;
            Ok(words.get(at + 1).ok_or_else(|| format!("{name} needs a path"))?.into())
        };
        Ok(Self { app: after("--app")?, data: after("--data")?, out: after("--out")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_is_wanted() {
        let words = |text: &str| text.split(' ').map(str::to_string).collect::<Vec<_>>();
        let asked = Asked::from(&words("--out o --app a --data d")).unwrap();
        assert_eq!((asked.app, asked.out), ("a".into(), "o".into()));
        assert!(Asked::from(&words("--out o --app a --data")).is_err());
    }
}
