//! A workbook is read again before it gets its name (WRITE-8): every text of its rows still is that text, in its place.
//!
//! What damages a text is a defect of the writer and strikes a kind of text, not one row among a hundred thousand: of a
//! longer table the first rows are read, as many as share their texts, so that a long month is not read whole a second time.

use std::fs::File;
use std::io::{BufReader, Seek};

use super::book::SHARED_TEXTS;
use super::clean::cell_text;
use super::{WriteProblem, place};
use crate::template::{Digest, texts_of};

/// What a sheet's rows were told to say.
pub(super) struct Proof {
    part: String,
    strings: Option<&'static str>,
    letters: Vec<String>,
    /// First row of the table, as a spreadsheet counts, and the one after the last that is read again.
    rows: std::ops::Range<u32>,
    digest: Digest,
}

impl Proof {
    /// The how-many-eth sheet, from zero; in a long table each cell carries its own text.
    pub fn new(sheet: usize, columns: usize, inline: bool) -> Self {
        Self {
            part: format!("xl/worksheets/sheet{}.xml", sheet + 1),
            strings: (!inline).then_some("xl/sharedStrings.xml"),
            letters: (0..columns).map(place::letters).collect(),
            rows: 0..0,
            digest: Digest::default(),
        }
    }

    /// A row of the table begins, counted from zero.
    pub fn row(&mut self, row: u32) {
        if self.rows.is_empty() {
            self.rows = row + 1..row + 1;
        }
        if u64::from(self.rows.end - self.rows.start) < SHARED_TEXTS {
            self.rows.end = row + 2;
        }
    }

    /// A text of the row.
    pub fn text(&mut self, (row, column): (u32, u16), text: &str) {
        let row = row + 1;
        let Some(letters) = self.letters.get(usize::from(column)).filter(|_| self.rows.contains(&row)) else { return };
        // What is left of a text may be nothing; then nothing is written.
        let text = cell_text(text);
        if !text.is_empty() {
            self.digest.add(letters, row, &text);
        }
    }

    /// Whether the file says so.
    pub fn holds(&self, file: &mut File) -> Result<(), WriteProblem> {
        file.rewind().map_err(WriteProblem::Io)?;
        let file = BufReader::with_capacity(1 << 16, file);
        let read = texts_of(file, &self.part, self.strings, self.rows.clone(), None).map_err(WriteProblem::Workbook)?;
        if read.same(&self.digest) {
            return Ok(());
        }
        Err(WriteProblem::Workbook("a text did not come back as it was written".into()))
    }
}
