//! The repeated row, once for each row of the source.
//!
//! - ROWS-1 Text is text: nothing a person typed becomes a formula, a number or a date, here or when the cell is opened again.
//! - ROWS-2 A number is the nearest one to its decimal; one of more than fifteen digits is refused.
//! - ROWS-3 A row that takes another back is red, formulas too; where the remark that says what a row corrects is not asked for, it stands in the place of the row's number (TEMPLATE-7).

use std::fmt::Write as _;

use super::formula::Move;
use super::growth::Growth;
use super::look::text_of;
use super::marker::{Meaning, Part, meaning, parts};
use super::moved::{formula_cell, row_tag};
use super::sheet::{RowAt, Sheet};
use super::strings::{Strings, t};
use super::styles::{Styles, Want};
use super::verify::Digest;
use super::xml::prefix;
use crate::layout::Layout;
use crate::write::{
    Row, Standing, Value, WriteProblem, cell_text, day_number, decimal_number, looks_like_formula, value_words,
};

/// A piece of the repeated row.
enum Bit<'t> {
    /// As it stands.
    Raw(String),
    /// The number of the row.
    Row,
    /// A cell with a formula.
    Formula(&'t super::sheet::CellAt),
    /// A cell with markers.
    Value(Filled),
}

#[derive(Clone)]
struct Filled {
    column: String,
    look: u32,
    words: Vec<Word>,
}

#[derive(Clone, PartialEq)]
enum Word {
    Words(String),
    Number,
    /// Place in the spooled row.
    Field(usize),
}

/// The repeated row, ready to be written many times.
pub(super) struct Repeated<'t> {
    sheet: &'t Sheet,
    bits: Vec<Bit<'t>>,
    prefix: String,
    first: u32,
    /// Columns that hold values.
    pub columns: Vec<String>,
    /// Where a row that corrects another says so: the value it says it in place of, and the remark.
    told: Option<(usize, usize)>,
}

/// What the cells of a row are written with.
pub(super) struct Pens<'a> {
    pub styles: &'a mut Styles,
    /// Texts shared by the whole workbook, where the rows are few.
    pub strings: Option<&'a mut Strings>,
    pub digest: Digest,
}

/// Places of the source's rows a template asks for, each once, in order; and the remark that says what a row corrects.
pub(super) fn fields(layout: &Layout, markers: &[String]) -> Vec<usize> {
    let remark = layout.corrections.as_ref().and_then(|stated| layout.field(&stated.note));
    let mut fields = asked(layout, markers);
    fields.extend(remark);
    fields.sort_unstable();
    fields.dedup();
    fields
}

fn asked(layout: &Layout, markers: &[String]) -> Vec<usize> {
    markers
        .iter()
        .filter_map(|marker| match meaning(layout, marker) {
            Some(Meaning::Field(place)) => Some(place),
            _ => None,
        })
        .collect()
}

/// The value a row that corrects another is told apart by, and the remark, as places among the fields; `None` where the
/// form asks for the remark itself.
fn told(layout: &Layout, markers: &[String], fields: &[usize]) -> Option<(usize, usize)> {
    let stated = layout.corrections.as_ref()?;
    let asked = asked(layout, markers);
    let remark = layout.field(&stated.note).filter(|remark| !asked.contains(remark))?;
    let number = layout.field(&stated.number).filter(|number| asked.contains(number)).or(asked.first().copied())?;
    let place = |field: usize| fields.iter().position(|known| *known == field);
    Some((place(number)?, place(remark)?))
}

impl<'t> Repeated<'t> {
    pub(super) fn new(
        sheet: &'t Sheet,
        row: &'t RowAt,
        layout: &Layout,
        (markers, fields): (&[String], &[usize]),
        strings: Option<&Strings>,
        head: &dyn Fn(&str) -> String,
    ) -> Self {
        let mut made = Self {
            sheet,
            bits: Vec::new(),
            prefix: prefix(sheet.raw(&row.tag)).to_owned(),
            first: row.number,
            columns: Vec::new(),
            told: told(layout, markers, fields),
        };
        made.tag(&row_tag(sheet, row, 0));
        for cell in &row.cells {
            let text = text_of(cell, strings).filter(|text| super::marker::is_marked(text));
            if let Some(text) = text {
                let words = parts(&text).unwrap_or_default();
                let words = words.iter().map(|part| word(layout, fields, part, head)).collect();
                made.columns.push(cell.column.clone());
                made.bits.push(Bit::Value(Filled { column: cell.column.clone(), look: cell.look, words }));
            } else if cell.formula.is_some() {
                made.bits.push(Bit::Formula(cell));
            } else {
                let tag = super::xml::with_attribute(sheet.raw(&cell.tag), "r", &format!("{}0", cell.column));
                made.tag(&tag);
                made.bits.push(Bit::Raw(sheet.raw(&(cell.tag.end..cell.at.end.max(cell.tag.end))).to_owned()));
            }
        }
        if row.cells.is_empty() && sheet.raw(&row.tag).ends_with("/>") {
            return made;
        }
        made.bits.push(Bit::Raw(format!("</{}row>", made.prefix)));
        made
    }

    /// A tag whose `r` ends with the placeholder row 0.
    fn tag(&mut self, tag: &str) {
        let at = super::xml::attribute_at(tag, "r").map_or(0, |at| at.end);
        let before = tag.get(..at).unwrap_or_default();
        self.bits.push(Bit::Raw(before.strip_suffix('0').unwrap_or(before).to_owned()));
        self.bits.push(Bit::Row);
        self.bits.push(Bit::Raw(tag.get(at..).unwrap_or_default().to_owned()));
    }

    /// The how-many-eth row into a line.
    pub(super) fn write(
        &self,
        copy: u32,
        growth: Growth,
        values: &Row,
        pens: &mut Pens<'_>,
        line: &mut String,
    ) -> Result<(), WriteProblem> {
        let row = self.first + copy;
        for bit in &self.bits {
            match bit {
                Bit::Raw(raw) => line.push_str(raw),
                Bit::Row => {
                    let _ = write!(line, "{row}");
                }
                Bit::Formula(cell) => {
                    let with = super::xml::with_attribute;
                    let tag = with(self.sheet.raw(&cell.tag), "r", &format!("{}{row}", cell.column));
                    let look = inked(cell.look, values, pens);
                    let tag = if look == cell.look { tag } else { with(&tag, "s", &look.to_string()) };
                    let moving = Move { sheet: &self.sheet.name, growth, here: true, copy: Some(copy) };
                    line.push_str(&formula_cell(self.sheet, cell, &tag, moving));
                }
                Bit::Value(filled) => self.value(filled, row, copy, values, pens, line)?,
            }
        }
        Ok(())
    }

    /// The one row of a month without any: its words stand in the first cell that holds more than the row's number.
    pub(super) fn write_empty(&self, words: &str, growth: Growth, pens: &mut Pens<'_>, line: &mut String) {
        let told = |bit: &Bit<'_>| matches!(bit, Bit::Value(filled) if filled.words.iter().any(|word| matches!(word, Word::Field(_))));
        let at = self.bits.iter().position(told);
        for (place, bit) in self.bits.iter().enumerate() {
            match bit {
                Bit::Raw(raw) => line.push_str(raw),
                Bit::Row => {
                    let _ = write!(line, "{}", self.first);
                }
                Bit::Formula(cell) => {
                    let moving = Move { sheet: &self.sheet.name, growth, here: true, copy: Some(0) };
                    let tag = self.sheet.raw(&cell.tag);
                    line.push_str(&formula_cell(self.sheet, cell, tag, moving));
                }
                Bit::Value(filled) if Some(place) == at => self.text(filled, self.first, words, None, pens, line),
                Bit::Value(filled) => self.open(filled, self.first, filled.look, "/>", line),
            }
        }
    }

    fn value(
        &self,
        filled: &Filled,
        row: u32,
        copy: u32,
        values: &Row,
        pens: &mut Pens<'_>,
        line: &mut String,
    ) -> Result<(), WriteProblem> {
        let number = i64::from(copy) + 1;
        let red;
        let filled = match inked(filled.look, values, pens) {
            look if look == filled.look => filled,
            look => {
                red = Filled { look, ..filled.clone() };
                &red
            }
        };
        let told = self.told.filter(|_| values.standing() != Standing::OfMonth);
        let value = match filled.words.as_slice() {
            words
                if let Some((number, remark)) = told
                    && words.contains(&Word::Field(number)) =>
            {
                values.get(remark)
            }
            [Word::Field(place)] => values.get(*place),
            [Word::Number] => Value::Int(number),
            words => {
                let mut text = String::new();
                for word in words {
                    match word {
                        Word::Words(words) => text.push_str(words),
                        Word::Number => text.push_str(&number.to_string()),
                        Word::Field(place) => text.push_str(&value_words(&values.get(*place))),
                    }
                }
                self.text(filled, row, &text, None, pens, line);
                return Ok(());
            }
        };
        match &value {
            Value::Empty => self.open(filled, row, filled.look, "/>", line),
            Value::Text(text) => {
                let want = is_changed(text).then_some(Want::Text);
                self.text(filled, row, text, want, pens, line);
            }
            Value::Code(text) => self.text(filled, row, text, Some(Want::Text), pens, line),
            Value::Flag(_) => self.text(filled, row, &value_words(&value), None, pens, line),
            Value::Day(day) => match day_number(*day).filter(|_| !pens.styles.is_text(filled.look)) {
                Some(number) => {
                    let look = pens.styles.with(filled.look, Want::Day);
                    self.number(filled, row, look, number, line);
                }
                None => self.text(filled, row, &value_words(&value), None, pens, line),
            },
            counted => {
                let number = decimal_number(counted, u64::from(copy) + 1, &filled.column)?;
                self.number(filled, row, filled.look, number, line);
            }
        }
        Ok(())
    }

    fn open(&self, filled: &Filled, row: u32, look: u32, rest: &str, line: &mut String) {
        let _ = write!(line, "<{}c r=\"{}{row}\" s=\"{look}\"{rest}", self.prefix, filled.column);
    }

    fn number(&self, filled: &Filled, row: u32, look: u32, number: f64, line: &mut String) {
        self.open(filled, row, look, ">", line);
        let _ = write!(line, "<{0}v>{number}</{0}v></{0}c>", self.prefix);
    }

    fn text(&self, filled: &Filled, row: u32, text: &str, want: Option<Want>, pens: &mut Pens<'_>, line: &mut String) {
        let text = cell_text(text);
        if text.is_empty() {
            return self.open(filled, row, filled.look, "/>", line);
        }
        let want = if looks_like_formula(&text) { Some(Want::Quoted) } else { want };
        let look = want.map_or(filled.look, |want| pens.styles.with(filled.look, want));
        pens.digest.add(&filled.column, row, &text);
        if let Some(strings) = pens.strings.as_deref_mut() {
            self.open(filled, row, look, " t=\"s\">", line);
            let _ = write!(line, "<{0}v>{1}</{0}v></{0}c>", self.prefix, strings.number(&text));
            return;
        }
        self.open(filled, row, look, " t=\"inlineStr\">", line);
        let _ = write!(line, "<{0}is>{1}</{0}is></{0}c>", self.prefix, t(&self.prefix, &text));
    }
}

/// The look of a cell in a row: red in one that takes another back.
fn inked(look: u32, values: &Row, pens: &mut Pens<'_>) -> u32 {
    if values.standing() == Standing::Red { pens.styles.with(look, Want::Red) } else { look }
}

fn word(layout: &Layout, fields: &[usize], part: &Part<'_>, head: &dyn Fn(&str) -> String) -> Word {
    let marker = match part {
        Part::Words(words) => return Word::Words((*words).to_owned()),
        Part::Marker(marker) => marker,
    };
    match meaning(layout, marker) {
        Some(Meaning::RowNumber) => Word::Number,
        Some(Meaning::Field(field)) => Word::Field(fields.iter().position(|known| *known == field).unwrap_or(0)),
        _ => Word::Words(head(marker)),
    }
}

/// Whether a spreadsheet would make a number or a day of the text when the cell is opened again.
fn is_changed(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ':' | 'e' | 'E' | '+' | ',' | '%' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_1_a_text_that_would_change_is_known() {
        for changed in ["0123", "13800000000", "1-2", "3/4", "1E5", "2026-10-07", "50%"] {
            assert!(is_changed(changed), "{changed}");
        }
        for kept in ["4LZ-6.0P", "甲1", "", "—", "三角带×2条"] {
            assert!(!is_changed(kept), "{kept}");
        }
    }

    #[test]
    fn rows_2_a_number_of_sixteen_digits_is_refused() {
        assert_eq!(decimal_number(&Value::Fen(1_234), 1, "N").unwrap(), 12.34);
        assert_eq!(decimal_number(&Value::Fen(i64::MAX), 3, "N").unwrap_err().code(), "number_too_long");
    }
}
