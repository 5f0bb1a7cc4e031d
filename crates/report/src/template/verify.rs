//! A finished file is read again before it gets its name: every text of its rows still is that text.
//!
//! - VERIFY-1 A text that came back as a number, as another text or not at all keeps the file from being put in place.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io::{BufRead, Read, Seek};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::growth::Cell;
use super::strings::{Strings, read_back};

/// What was written, or read: how many texts, and one sum over them all.
#[derive(Default)]
pub(crate) struct Digest {
    texts: u64,
    hash: DefaultHasher,
}

impl Digest {
    /// A text that stands in a cell.
    pub(crate) fn add(&mut self, column: &str, row: u32, text: &str) {
        self.hash.write(column.as_bytes());
        self.hash.write_u32(row);
        self.hash.write(text.as_bytes());
        self.hash.write_u8(0xff);
        self.texts += 1;
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        (self.texts, self.hash.finish()) == (other.texts, other.hash.finish())
    }
}

/// What stands in the value cells of the rows: those of the columns named, or of every column of a sheet whose rows are ours
/// from top to bottom, which is read no further than they go.
pub(crate) fn read<R: Read + Seek>(
    file: R,
    sheet: &str,
    strings: Option<&str>,
    rows: Range<u32>,
    columns: Option<&[String]>,
) -> Result<Digest, String> {
    let mut archive = ZipArchive::new(file).map_err(|error| error.to_string())?;
    let texts = strings.map(|part| texts(&mut archive, part)).transpose()?;
    let part = archive.by_name(sheet).map_err(|error| error.to_string())?;
    let reader = Reader::from_reader(std::io::BufReader::with_capacity(1 << 16, part));
    let mut reading =
        Reading { digest: Digest::default(), texts, rows, columns, cell: None, kind: String::new(), past: false };
    reading.through(reader)?;
    Ok(reading.digest)
}

fn texts<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str) -> Result<Vec<String>, String> {
    let mut xml = String::new();
    archive
        .by_name(part)
        .map_err(|error| error.to_string())?
        .read_to_string(&mut xml)
        .map_err(|error| error.to_string())?;
    let strings = Strings::read(part.to_owned(), xml)?;
    Ok(strings.texts.iter().map(|text| read_back(&text.whole())).collect())
}

struct Reading<'a> {
    digest: Digest,
    texts: Option<Vec<String>>,
    rows: Range<u32>,
    columns: Option<&'a [String]>,
    /// Column and row of a value cell.
    cell: Option<(String, u32)>,
    kind: String,
    /// Everything asked for lies above.
    past: bool,
}

impl Reading<'_> {
    fn through(&mut self, mut reader: Reader<impl BufRead>) -> Result<(), String> {
        let (mut buffer, mut words, mut within) = (Vec::new(), String::new(), false);
        loop {
            match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "c" => {
                        self.begin(&tag);
                        if self.past {
                            return Ok(());
                        }
                    }
                    "t" | "v" => {
                        within = self.cell.is_some();
                        words.clear();
                    }
                    _ => {}
                },
                Event::Text(text) if within => words.push_str(&text),
                Event::GeneralRef(entity) if within => {
                    let entity = format!("&{};", &*entity);
                    words.push_str(&unescape(&entity).map_err(|error| error.to_string())?);
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "t" | "v" => {
                        within = false;
                        self.end(&words);
                    }
                    "c" => self.cell = None,
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn begin(&mut self, tag: &str) {
        self.kind.clear();
        self.kind.push_str(&super::xml::attribute(tag, "t").unwrap_or_default());
        let named = super::xml::attribute(tag, "r").unwrap_or_default();
        let cell = Cell::read(&named);
        self.past = self.columns.is_none() && cell.as_ref().is_some_and(|cell| cell.row >= self.rows.end);
        let asked = |column: &str| self.columns.is_none_or(|columns| columns.iter().any(|known| known == column));
        self.cell = cell
            .filter(|cell| self.rows.contains(&cell.row) && asked(cell.column))
            .map(|cell| (cell.column.to_owned(), cell.row));
    }

    fn end(&mut self, words: &str) {
        let Some((column, row)) = &self.cell else { return };
        match (self.kind.as_str(), &self.texts) {
            ("s", Some(texts)) => {
                let text = words.parse().ok().and_then(|at: usize| texts.get(at)).map(String::as_str);
                self.digest.add(column, *row, text.unwrap_or_default());
            }
            ("inlineStr", _) => self.digest.add(column, *row, &read_back(words)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_1_a_text_that_became_a_number_is_seen() {
        let (mut as_text, mut as_nothing) = (Digest::default(), Digest::default());
        let columns = ["A".to_owned()];
        let seen = |xml: &str, digest: &mut Digest| {
            let mut reading = Reading {
                digest: std::mem::take(digest),
                texts: None,
                rows: 7..9,
                columns: Some(&columns),
                cell: None,
                kind: String::new(),
                past: false,
            };
            reading.through(Reader::from_reader(xml.as_bytes())).unwrap();
            *digest = reading.digest;
        };
        seen(
            "<x><c r=\"A7\" t=\"inlineStr\"><is><t>0&amp;1</t></is></c><c r=\"A6\" t=\"inlineStr\"><is><t>x</t></is></c></x>",
            &mut as_text,
        );
        seen("<x><c r=\"A7\"><v>1</v></c></x>", &mut as_nothing);
        let mut wanted = Digest::default();
        wanted.add("A", 7, "0&1");
        assert!(as_text.same(&wanted));
        assert!(!as_nothing.same(&wanted));
    }
}
