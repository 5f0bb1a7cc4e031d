//! Text with a separator → one grid.
//!
//! CSV-1 The separator is the one that cuts the most rows into the same number of fields: `,` `;` tab `|` or full-width `，`.
//! CSV-2 A quotation mark that never closes is refused with its line.
//! CSV-3 Blank lines are rows: numbers in an error list are the ones Excel shows.
//! CSV-4 The guard our own export puts before a formula (`'=`) is taken off again.

use csv::{ByteRecord, ReaderBuilder};

use super::{Book, BookFormat, Cell, Grid, Limits, ReadProblem, encoding};

/// Stands for a full-width comma while the reader, which cuts at single bytes, is at work.
const UNIT_SEPARATOR: u8 = 0x1F;

pub(super) fn open(bytes: &[u8], name: &str, limits: &Limits) -> Result<Book, ReadProblem> {
    limits.file(bytes.len() as u64)?;
    let decoded = encoding::decode(bytes)?;
    refuse_others(&decoded.text)?;
    let (text, stated) = stated_separator(&decoded.text);
    let separator = stated.unwrap_or_else(|| likely_separator(text));
    if let Some(line) = open_quote(text, separator) {
        return Err(ReadProblem::QuoteOpen { line });
    }
    let rows = if separator == '，' {
        rows(&narrowed(text), UNIT_SEPARATOR, limits)?
    } else {
        rows(text, ascii(separator), limits)?
    };
    Ok(Book {
        sheets: vec![Grid { name: name.to_owned(), rows, hidden: false }],
        format: BookFormat::Delimited(separator),
        encoding: Some(decoded.encoding),
        encoding_sure: decoded.sure,
        renamed: false,
    })
}

fn refuse_others(text: &str) -> Result<(), ReadProblem> {
    let start: String = text.trim_start().chars().take(2048).collect::<String>().to_ascii_lowercase();
    let html = ["<html", "<!doctype html", "<table", "<meta", "<head", "<style", "mime-version:"];
    if html.iter().any(|tag| start.starts_with(tag)) || start.starts_with('<') && start.contains("<html") {
        return Err(ReadProblem::Html);
    }
    if start.starts_with("<?xml") && start.contains("spreadsheet") {
        return Err(ReadProblem::UnsupportedSheet("XML 2003"));
    }
    if start.starts_with("<?xml") {
        return Err(ReadProblem::NotATable("XML"));
    }
    let control = text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{1A}')).count();
    if control * 1000 > text.len() || text.contains('\0') {
        return Err(ReadProblem::NotATable("noise"));
    }
    Ok(())
}

/// `sep=;` on the first line is Excel's own way of saying it, and Excel shows no row for it.
fn stated_separator(text: &str) -> (&str, Option<char>) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None) };
    let stated = first.trim_end().strip_prefix("sep=").and_then(|separator| separator.chars().next());
    match stated {
        Some(separator) if separator.is_ascii() || separator == '，' => (rest, Some(separator)),
        _ => (text, None),
    }
}

/// Counted over the first rows, outside quotation marks.
fn likely_separator(text: &str) -> char {
    let sample: String = text.lines().take(60).collect::<Vec<_>>().join("\n");
    let candidates = [',', '\t', ';', '，', '|'];
    let scores = candidates.map(|separator| score(&sample, separator));
    let best = scores.iter().copied().max().unwrap_or(0);
    let place = scores.iter().position(|score| *score == best).filter(|_| best > 0);
    place.and_then(|place| candidates.get(place)).copied().unwrap_or(',')
}

/// Fields in the commonest row length, times the rows that have it.
fn score(sample: &str, separator: char) -> usize {
    let mut lengths = std::collections::BTreeMap::<usize, usize>::new();
    let (mut fields, mut quoted, mut any) = (1, false, false);
    for c in sample.chars().chain(['\n']) {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if any && fields > 1 {
                    *lengths.entry(fields).or_default() += 1;
                }
                (fields, any) = (1, false);
            }
            c if c == separator && !quoted => fields += 1,
            c => any |= !c.is_whitespace(),
        }
    }
    lengths.into_iter().map(|(fields, rows)| (fields - 1) * rows).max().unwrap_or(0)
}

/// The line of a quotation mark that opens a field and finds no end.
fn open_quote(text: &str, separator: char) -> Option<u64> {
    let (mut line, mut opened, mut fresh) = (1, None, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, opened) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => drop(chars.next()),
            ('"', Some(_)) => opened = None,
            ('"', None) if fresh => opened = Some(line),
            _ => {}
        }
        line += u64::from(c == '\n');
        fresh = c == separator || c == '\n';
    }
    opened
}

/// Full-width commas outside quotation marks become the unit separator.
fn narrowed(text: &str) -> String {
    let mut quoted = false;
    let swap = |c: char| {
        quoted ^= c == '"';
        if c == '，' && !quoted { char::from(UNIT_SEPARATOR) } else { c }
    };
    text.chars().map(swap).collect()
}

fn ascii(separator: char) -> u8 {
    u8::try_from(separator).unwrap_or(b',')
}

fn rows(text: &str, separator: u8, limits: &Limits) -> Result<Vec<Vec<Cell>>, ReadProblem> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let (mut rows, mut record, mut cells) = (Vec::new(), ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record).map_err(|error| ReadProblem::Damaged(error.to_string()))? {
        let start = record.position().map_or(0, csv::Position::byte);
        let blanks = blanks_at(text.as_bytes(), usize::try_from(start).unwrap_or(usize::MAX));
        rows.extend(std::iter::repeat_n(Vec::new(), blanks));
        cells += record.len() + 1;
        limits.cells(cells + rows.len())?;
        let row = trimmed(record.iter().map(cell).collect());
        limits.columns(row.len())?;
        rows.push(row);
    }
    while rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    Ok(rows)
}

fn cell(field: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(field);
    let text = text.strip_suffix('\u{1A}').unwrap_or(&text);
    if text.is_empty() { Cell::Empty } else { Cell::Text(unguarded(text).to_owned()) }
}

fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']) => rest,
        _ => text,
    }
}

pub(super) fn trimmed(mut cells: Vec<Cell>) -> Vec<Cell> {
    while cells.last().is_some_and(|cell| *cell == Cell::Empty) {
        cells.pop();
    }
    cells
}

/// Blank lines the reader passed over without a word: a record's position is where the one before it ended.
fn blanks_at(text: &[u8], start: usize) -> usize {
    let mut at = start;
    // The reader stops between the two bytes of a Windows line end.
    if start > 0 && text.get(start - 1) == Some(&b'\r') && text.get(start) == Some(&b'\n') {
        at += 1;
    }
    let mut blanks = 0;
    while let Some(b'\r' | b'\n') = text.get(at) {
        at += if text.get(at..at + 2) == Some(b"\r\n") { 2 } else { 1 };
        blanks += 1;
    }
    blanks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(csv: &str) -> Vec<Vec<String>> {
        let book = open(csv.as_bytes(), "x", &Limits::default()).unwrap();
        book.sheets[0].rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect()
    }

    fn code(csv: &str) -> &'static str {
        open(csv.as_bytes(), "x", &Limits::default()).unwrap_err().code()
    }

    #[test]
    fn csv_1_every_separator_is_found() {
        for separator in [',', '\t', ';', '，', '|'] {
            let csv =
                "销售台账\n姓名,电话,地址\n王伟,19900000000,\"甲，乙;丙,丁\"\n".replace(',', &separator.to_string());
            let rows = texts(&csv);
            assert_eq!(rows[1], ["姓名", "电话", "地址"], "{separator}");
            assert_eq!(rows[2][1], "19900000000", "{separator}");
        }
        assert_eq!(texts("sep=;\na;b\n1;2"), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn csv_1_a_full_width_comma_in_an_address_cuts_nothing() {
        assert_eq!(texts("姓名,地址\n王,甲村，东头\n李,乙村，西头，南\n")[2], ["李", "乙村，西头，南"]);
    }

    #[test]
    fn csv_2_a_quotation_mark_without_end_is_refused_with_its_line() {
        let problem = open("a,b\n1,\"轮胎 12寸\n2,x\n".as_bytes(), "x", &Limits::default()).unwrap_err();
        assert!(matches!(problem, ReadProblem::QuoteOpen { line: 2 }), "{problem}");
        assert_eq!(texts("a,b\n1,12\"寸\n")[1], ["1", "12\"寸"]);
    }

    #[test]
    fn csv_3_blank_lines_are_rows() {
        for end in ["\n", "\r\n"] {
            let rows = texts(&"a,b||c,d|||\"x y\",z|".replace('|', end));
            let seen: Vec<_> = rows.iter().map(|row| row.join(",")).collect();
            assert_eq!(seen, ["a,b", "", "c,d", "", "", "x y,z"]);
        }
        assert_eq!(texts("\n\na,b\n").len(), 3);
    }

    #[test]
    fn csv_4_our_own_guard_is_taken_off() {
        assert_eq!(texts("a,b\n'=1+1,'平安\n")[1], ["=1+1", "'平安"]);
    }

    #[test]
    fn what_is_no_table_is_said_to_be() {
        assert_eq!(code("<html><table><tr><td>1</td></tr></table>"), "file_html");
        assert_eq!(code("\u{FEFF} <!DOCTYPE HTML>\n<p>"), "file_html");
        assert_eq!(
            code(
                "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"
            ),
            "file_unsupported_sheet"
        );
        assert_eq!(code("\u{1}\u{2}\u{3}abc"), "file_not_a_table");
    }

    #[test]
    fn too_many_cells_are_refused() {
        let limits = Limits { cells: 100, ..Limits::default() };
        let problem = open("a,b,c\n".repeat(50).as_bytes(), "x", &limits).unwrap_err();
        assert_eq!(problem.code(), "file_too_many_cells");
    }

    #[test]
    fn too_many_columns_are_refused_and_empty_ones_at_the_right_are_none() {
        let wide = |cells: usize| open(format!("a,b\n1{}\n", ",2".repeat(cells)).as_bytes(), "x", &Limits::default());
        assert!(wide(255).is_ok());
        assert_eq!(wide(256).unwrap_err().code(), "file_too_many_columns");
        assert!(open(format!("a,b{}\n1,2\n", ",".repeat(1000)).as_bytes(), "x", &Limits::default()).is_ok());
    }
}
