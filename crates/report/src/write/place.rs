//! Paper, spans and sizes: what the sheets share.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::clean::cell_text;
use super::{Head, WriteProblem};
use crate::layout::{Page, escaped_for_page};

const MM_PER_INCH: f64 = 25.4;
/// Header and footer of a page are 255 characters together with their marks.
const MOST_IN_FOOTER: usize = 60;

/// Paper, margins, centring, one page wide, and the lines every page bears. Date and page numbers are fields the printer
/// fills, so the bytes stay the same.
pub(super) fn page(sheet: &mut Worksheet, page: &Page, head: &Head, form: &str) -> Result<(), XlsxError> {
    sheet.set_paper_size(page.paper).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    if page.landscape {
        sheet.set_landscape();
    }
    let (side, end) = (page.side_mm / MM_PER_INCH, page.end_mm / MM_PER_INCH);
    sheet.set_margins(side, side, end, end, end * 0.45, end * 0.45);
    let mark = head.mark.as_deref().map(|mark| format!("&R{}", short(mark))).unwrap_or_default();
    sheet.set_header(format!("&C{}{mark}", short(form)));
    sheet.set_footer(format!("&L{}&C第 &P 页 共 &N 页&R&D &T", short(&head.dealer)));
    Ok(())
}

fn short(text: &str) -> String {
    escaped_for_page(&text.chars().take(MOST_IN_FOOTER).collect::<String>())
}

/// Text over a stretch of columns; one column is no merger.
pub(super) fn span(
    sheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = cell_text(text);
    if first >= last {
        sheet.write_string_with_format(row, first, text, format)?;
    } else {
        sheet.merge_range(row, first, row, last, &text, format)?;
    }
    Ok(())
}

/// Three stretches of about a third of the width each, at least one column in each.
pub(super) fn thirds(widths: &[f64]) -> Option<[(u16, u16); 3]> {
    let count = widths.len();
    if count < 3 {
        return None;
    }
    let whole: f64 = widths.iter().sum();
    let until = |share: f64| {
        let mut width = 0.0;
        widths
            .iter()
            .take_while(|column| {
                width += **column;
                width <= whole * share + 1e-9
            })
            .count()
    };
    let first = until(0.36).clamp(1, count - 2);
    let second = until(0.66).clamp(first + 1, count - 1);
    let at = |index: usize| u16::try_from(index).unwrap_or(u16::MAX);
    Some([(0, at(first - 1)), (at(first), at(second - 1)), (at(second), at(count - 1))])
}

/// Lines a text takes in a column. No program tells the height of a row it has not drawn: spreadsheets fit it on opening,
/// viewers and converters to paper do not, so it is reckoned here the way they break lines: a Chinese character anywhere,
/// a word of Latin letters and digits whole where it fits into a line.
pub(super) fn lines(text: &str, width: f64, size: f64) -> u32 {
    let letter = size * 4.0 / 3.0;
    let room = (width * 7.0 - 1.0).max(letter);
    text.split('\n').map(|line| Breaking { room, letter, at: 0.0, lines: 1 }.run(line)).sum()
}

/// Height of a row of so many lines; the fonts of other systems are taller than 宋体, hence the air.
pub(super) fn height(lines: u32, size: f64) -> f64 {
    f64::from(lines) * size * 1.4 + 3.0
}

struct Breaking {
    room: f64,
    letter: f64,
    at: f64,
    lines: u32,
}

impl Breaking {
    fn run(mut self, line: &str) -> u32 {
        let mut word = 0.0;
        for c in line.chars() {
            if c.is_ascii() && c != ' ' {
                word += self.letter * 0.56;
                continue;
            }
            self.put(std::mem::take(&mut word));
            self.put(if c == ' ' { self.letter * 0.5 } else { self.letter });
        }
        self.put(word);
        self.lines
    }

    fn put(&mut self, width: f64) {
        if self.at + width <= self.room {
            self.at += width;
            return;
        }
        if self.at > 0.0 {
            self.lines += 1;
        }
        self.at = width;
        while self.at > self.room {
            self.at -= self.room;
            self.lines += 1;
        }
    }
}

/// A column's letters.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match column / 26 {
            0 => break letters.iter().rev().collect(),
            rest => column = rest - 1,
        }
    }
}

/// What the writer of workbooks refuses after our own checks is our defect, or the disk's word.
pub(super) fn defect(error: XlsxError) -> WriteProblem {
    WriteProblem::of_writer(error, std::path::Path::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_line_has_three_parts_where_there_are_three_columns() {
        assert_eq!(thirds(&[5.0, 5.0]), None);
        assert_eq!(thirds(&[5.0, 5.0, 5.0]), Some([(0, 0), (1, 1), (2, 2)]));
        assert_eq!(thirds(&[90.0, 1.0, 1.0]), Some([(0, 0), (1, 1), (2, 2)]));
        assert_eq!(thirds(&[1.0; 9]), Some([(0, 2), (3, 4), (5, 8)]));
    }

    #[test]
    fn columns_are_lettered_as_a_spreadsheet_does() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn lines_are_broken_as_a_spreadsheet_breaks_them() {
        assert_eq!(lines("备注", 6.0, 9.0), 1);
        assert_eq!(lines("三角带四条皮带两根", 6.0, 9.0), 3);
        assert_eq!(lines("a\nb\n", 50.0, 9.0), 3);
        assert_eq!(lines("WX26100001", 6.6, 9.0), 2);
        assert_eq!(lines("配 ABCDEF", 7.0, 9.0), 2);
    }
}
