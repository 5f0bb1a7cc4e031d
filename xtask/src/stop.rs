//! Why a command could not go on, in words for the person who typed it.

use std::fmt;

/// A sentence that says what went wrong and, where we know it, what to do next.
#[derive(Debug)]
pub struct Stop(String);

impl Stop {
    /// Stops with this sentence.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stop {}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self(format!("an answer was not the JSON it should be: {error}"))
    }
}
