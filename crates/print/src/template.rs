//! A template: the shipped one, or one a maker or dealer put in its place.

use crate::paper::Paper;
use crate::problem::PrintProblem;
use crate::render::{Order, Picture, render};
use crate::world::COMMON;
use sha2::{Digest, Sha256};

/// More than any paper needs; a picture somebody renamed to `.typ` is not read through.
const MOST_BYTES: usize = 512 * 1024;

/// A template that was read.
#[derive(Debug, Clone)]
pub struct Template {
    paper: Paper,
    source: String,
    sha256: String,
}

impl Template {
    /// The one that is shipped.
    pub fn shipped(paper: Paper) -> Self {
        Self::of(paper, paper.source().to_owned())
    }

    /// One of somebody's own: it is tried on the paper's sample before it is answered (PRINT-3).
    ///
    /// # Errors
    /// [`PrintProblem`] with the place in the file.
    pub fn own(paper: Paper, bytes: &[u8]) -> Result<Self, PrintProblem> {
        if bytes.len() > MOST_BYTES {
            return Err(PrintProblem::TooLarge { file: paper.file(), limit_kb: MOST_BYTES / 1024 });
        }
        let text = std::str::from_utf8(bytes).map_err(|cause| PrintProblem::NotText {
            file: paper.file(),
            line: bytes[..cause.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1,
        })?;
        let template = Self::of(paper, text.trim_start_matches('\u{feff}').to_owned());
        template.try_sample()?;
        Ok(template)
    }

    /// Sets the sample of its paper.
    ///
    /// # Errors
    /// [`PrintProblem`] with the place in the file.
    pub fn try_sample(&self) -> Result<(), PrintProblem> {
        let data = serde_json::from_str(self.paper.sample()).map_err(|cause| PrintProblem::Data(cause.to_string()))?;
        let pictures = [Picture { name: "signature.png".into(), bytes: SAMPLE_PICTURE.into() }];
        render(&Order { template: self, data: &data, pictures: &pictures, ident: "sample", day: (2026, 1, 1) })?;
        Ok(())
    }

    fn of(paper: Paper, source: String) -> Self {
        // A paper is set by its template and the common parts together: another version of either is another hash.
        let mut hash = Sha256::new();
        hash.update(source.as_bytes());
        hash.update([0]);
        hash.update(COMMON.as_bytes());
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { paper, source, sha256 }
    }

    /// The paper it sets.
    pub fn paper(&self) -> Paper {
        self.paper
    }

    /// Its text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Hash over it and the common parts.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A scribble, where a sample has a signature.
const SAMPLE_PICTURE: &[u8] = include_bytes!("../../../policies/prints/samples/signature.png");
