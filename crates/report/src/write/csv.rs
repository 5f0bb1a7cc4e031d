//! Lists as .csv, for programs that take nothing else.
//!
//! CSVOUT-1 Text that a spreadsheet would take for a formula gets an apostrophe before it; our own reading takes it off again.
//! It is looked at as it will stand in the file: a control character before the `=` is left out of it.
//! CSVOUT-2 A character the encoding cannot hold is refused, never replaced: GBK would have made `&#134071;` of 𠮷.
//! CSVOUT-3 Rows with characters beyond GBK are counted in a GB18030 file: they are in it, and older programs show them wrongly.
//!
//! A spreadsheet that opens a .csv makes numbers of serials; who needs them whole takes the .xlsx.

use std::path::Path;

use csv::{ByteRecord, Terminator, WriterBuilder};
use encoding_rs::{EncoderResult, GB18030};

use super::book::next;
use super::cell::words;
use super::clean::{cell_text, looks_like_formula};
use super::{Row, RowSource, Value, WriteProblem, Written, atomic};

/// Encoding of a written .csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvEncoding {
    /// UTF-8 with a byte order mark: what Excel opens rightly by itself.
    Utf8Bom,
    /// GB18030: what older programs here expect; holds every character.
    Gb18030,
}

/// Writes a list as .csv: header first, lines end as on Windows.
///
/// # Errors
/// [`WriteProblem`]; nothing is left in the folder then.
pub fn csv(
    columns: &[&str],
    source: &mut dyn RowSource,
    encoding: CsvEncoding,
    out: &Path,
) -> Result<Written, WriteProblem> {
    let mut rare = 0;
    let (rows, finished) = atomic::replace(out, |sink| {
        if encoding == CsvEncoding::Utf8Bom {
            sink.write_all(b"\xEF\xBB\xBF").map_err(|error| WriteProblem::of_io(error, out))?;
        }
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(sink);
        let problem = |error: csv::Error| of_csv(error, out);
        let mut record = ByteRecord::new();
        columns.iter().try_for_each(|title| push(&mut record, title, encoding, 0))?;
        writer.write_byte_record(&record).map_err(problem)?;
        let (mut row, mut rows) = (Row::default(), 0);
        while next(source, &mut row, columns.len(), &mut rows)? {
            record.clear();
            (0..row.len()).try_for_each(|index| push(&mut record, &shown(&row.get(index)), encoding, rows))?;
            rare += u64::from(encoding == CsvEncoding::Gb18030 && record.iter().any(is_beyond_gbk));
            writer.write_byte_record(&record).map_err(problem)?;
        }
        writer.flush().map_err(|error| WriteProblem::of_io(error, out))?;
        Ok(rows)
    })?;
    Ok(Written { rows, sha256: finished.sha256, bytes: finished.bytes, rare })
}

fn of_csv(error: csv::Error, out: &Path) -> WriteProblem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteProblem::of_io(error, out),
        other => WriteProblem::Workbook(format!("{other:?}")),
    }
}

fn shown(value: &Value<'_>) -> String {
    let words = words(value);
    let words = cell_text(&words).into_owned();
    let is_words = matches!(value, Value::Text(_) | Value::Code(_));
    if is_words && looks_like_formula(&words) { format!("'{words}") } else { words }
}

fn push(record: &mut ByteRecord, text: &str, encoding: CsvEncoding, row: u64) -> Result<(), WriteProblem> {
    match encoding {
        CsvEncoding::Utf8Bom => record.push_field(text.as_bytes()),
        CsvEncoding::Gb18030 => record.push_field(&chinese(text).ok_or(WriteProblem::Unencodable { row })?),
    }
    Ok(())
}

fn chinese(text: &str) -> Option<Vec<u8>> {
    let mut encoder = GB18030.new_encoder();
    let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len())?;
    let mut bytes = Vec::with_capacity(room);
    match encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true) {
        (EncoderResult::InputEmpty, _) => Some(bytes),
        _ => None,
    }
}

/// Characters of four bytes are those GBK lacks; the second of them is a digit, which GBK never has there.
fn is_beyond_gbk(field: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = field.get(at) {
        let next = field.get(at + 1);
        match (byte, next) {
            (..0x80, _) => at += 1,
            (_, Some(b'0'..=b'9')) => return true,
            _ => at += 2,
        }
    }
    false
}
