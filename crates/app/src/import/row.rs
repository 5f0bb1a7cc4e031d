//! One row of a file as values: every problem of the row is collected, so that a row is mended once and not once a field.
//!
//! - IMPORT-4 Refused with field and reason: no serial, a day that does not exist, lies ahead or has a two-digit year, a price or quantity that is no number.
//! - IMPORT-5 What a spreadsheet has damaged is said and not taken: digits of an identity number; a serial from a number cell comes in with a warning that zeros may be lost.

use super::columns::Columns;
use super::fields::{Field, Form, Need, Piece, Shape};
use super::problem::{Remark, unfit};
use domain::Day;
use report::read::Cell;
use report::value::{self, IdNumber, ValueProblem};

/// A row on its way in.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub form: &'static Form,
    pub columns: &'a Columns,
    pub cells: &'a [Cell],
    pub today: Day,
    /// Why it is refused.
    pub refused: Vec<Remark>,
    /// What is worth a look.
    pub warnings: Vec<Remark>,
    /// An identity number stands in it.
    pub has_id_no: bool,
}

/// A serial, and what the file did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SerialText {
    pub text: String,
    /// It came as a number: zeros in front may be lost.
    pub was_number: bool,
}

impl<'a> Row<'a> {
    pub(super) fn new(form: &'static Form, columns: &'a Columns, cells: &'a [Cell], today: Day) -> Self {
        Self { form, columns, cells, today, refused: Vec::new(), warnings: Vec::new(), has_id_no: false }
    }

    /// Refuses the row for every needed field that is empty.
    pub(super) fn check_needed(&mut self) {
        for field in self.form.fields.iter().filter(|field| field.need != Need::No) {
            if self.cell(field.key).is_blank() {
                self.refused.push(Remark::new(field.key, "missing", format!("{}没有填", field.label)));
            }
        }
    }

    pub(super) fn refuse(&mut self, field: &'static str, code: &'static str, message: impl Into<String>) {
        self.refused.push(Remark::new(field, code, message));
    }

    pub(super) fn warn(&mut self, field: &'static str, code: &'static str, message: impl Into<String>) {
        self.warnings.push(Remark::new(field, code, message));
    }

    pub(super) fn cell(&self, key: &str) -> &'a Cell {
        self.at(self.columns.of(key))
    }

    fn at(&self, column: Option<usize>) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        column.and_then(|column| self.cells.get(column)).unwrap_or(EMPTY)
    }

    /// Words; empty when there are none.
    pub(super) fn text(&mut self, key: &str) -> String {
        let read = value::text(self.cell(key));
        self.taken(key, read).unwrap_or_default()
    }

    /// A day that is not after today.
    pub(super) fn day(&mut self, key: &str) -> Option<Day> {
        let read = value::day(self.cell(key));
        let day = Day::new(self.taken(key, read)?);
        if day <= self.today {
            return Some(day);
        }
        let field = self.form.field(key)?;
        self.refuse(
            field.key,
            "future_day",
            format!("{}（{}）在今天（{}）之后", field.label, day.zh(), self.today.zh()),
        );
        None
    }

    /// Money in fen.
    pub(super) fn fen(&mut self, key: &str) -> Option<i64> {
        let read = value::fen(self.cell(key));
        let fen = self.taken(key, read)?;
        self.not_negative(key, fen)
    }

    /// A quantity in thousandths.
    pub(super) fn milli(&mut self, key: &str) -> Option<i64> {
        let read = value::quantity_milli(self.cell(key));
        let milli = self.taken(key, read)?;
        self.not_negative(key, milli)
    }

    fn not_negative(&mut self, key: &str, number: i64) -> Option<i64> {
        if number >= 0 {
            return Some(number);
        }
        let field = self.form.field(key)?;
        self.refuse(field.key, "out_of_range", format!("{}不能小于零", field.label));
        None
    }

    fn taken<T>(&mut self, key: &str, read: Result<T, ValueProblem>) -> Option<T> {
        let problem = match read {
            Ok(value) => return Some(value),
            Err(problem) => problem,
        };
        let field = self.form.field(key)?;
        let remark = unfit(field.key, field.label, &problem)?;
        // #N/A in a remark is left out and said; in a needed field, a price or a day the row is not what it seems.
        let left_out = field.need == Need::No && field.shape == Shape::Text;
        if left_out {
            self.warnings.push(remark)
        } else {
            self.refused.push(remark)
        }
        None
    }

    /// A serial, code or number on a plate (IMPORT-5).
    pub(super) fn serial(&mut self, key: &str) -> SerialText {
        let read = value::serial(self.cell(key));
        let Some(serial) = self.taken(key, read) else { return SerialText { text: String::new(), was_number: false } };
        if serial.damaged
            && let Some(field) = self.form.field(key)
        {
            self.refuse(
                field.key,
                "number_damaged",
                format!("{}「{}」被表格存成了数字，位数已丢，请照铭牌重填成文本", field.label, serial.text),
            );
        }
        SerialText { text: serial.text, was_number: serial.maybe_zero_stripped }
    }

    /// A phone; what fits no pattern is kept as it stands. An empty one is said.
    pub(super) fn phone(&mut self, key: &'static str) -> String {
        match value::phone(self.cell(key)) {
            Ok(phone) => phone.as_str().to_owned(),
            Err(_) => {
                self.warn(key, "phone_missing", "没有联系电话");
                String::new()
            }
        }
    }

    /// An identity number fit to keep; a damaged one is said and left out (IMPORT-5).
    pub(super) fn id_no(&mut self, key: &'static str) -> Option<String> {
        let read = value::id_number(self.cell(key)).ok()?;
        self.has_id_no = true;
        match read {
            IdNumber::Kept(number) => Some(number),
            IdNumber::Damaged(_) => {
                self.warn(key, "id_damaged", "身份证号被表格弄坏了（末几位成了 0），没有采用，需要时请照证件重填");
                None
            }
            IdNumber::BadChecksum(_) => {
                self.warn(key, "id_bad_checksum", "身份证号校验位不对，没有采用，需要时请照证件重填");
                None
            }
            IdNumber::NotOne(_) => {
                self.warn(key, "id_unreadable", "身份证号一栏不是身份证号，没有采用");
                None
            }
        }
    }

    /// A replaced part's cells: code, name, quantity, price.
    pub(super) fn part(&self, number: usize) -> [&'a Cell; 4] {
        let columns = self.columns.parts.get(number).copied().unwrap_or_default();
        Piece::ALL.map(|piece| self.at(columns.get(piece as usize).copied().flatten()))
    }

    /// A word that means yes or no; any other word is said and means `otherwise`.
    pub(super) fn yes(&mut self, key: &str, yes: &[&str], no: &[&str], otherwise: Option<bool>) -> Option<bool> {
        let text = self.text(key);
        let word: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        match word.as_str() {
            "" => None,
            word if yes.contains(&word) => Some(true),
            word if no.contains(&word) => Some(false),
            _ => {
                let field = self.form.field(key)?;
                let taken = match otherwise {
                    Some(true) => yes.first().copied().unwrap_or_default(),
                    Some(false) => no.first().copied().unwrap_or_default(),
                    None => "没有填",
                };
                self.warn(
                    field.key,
                    "word_unknown",
                    format!("{}写的是「{text}」，认不出，按「{taken}」记", field.label),
                );
                otherwise
            }
        }
    }
}

/// A field's cell as a preview shows it: what was understood, or what stands there.
pub(super) fn understood(field: &Field, cell: &Cell) -> String {
    let plain = || cell.shown().trim().to_owned();
    match field.shape {
        Shape::Text => plain(),
        Shape::Day => value::day(cell).map_or_else(|_| plain(), |day| day.to_string()),
        Shape::Money => value::fen(cell).map_or_else(|_| plain(), |fen| domain::Fen(fen).to_string()),
        Shape::Quantity => value::quantity_milli(cell).map_or_else(|_| plain(), quantity),
        Shape::Phone => value::phone(cell).map_or_else(|_| plain(), |phone| phone.as_str().to_owned()),
        Shape::Identity => masked(&plain()),
    }
}

fn quantity(milli: i64) -> String {
    let (whole, rest) = (milli / 1000, (milli % 1000).abs());
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

/// An identity number is shown to nobody in full.
fn masked(number: &str) -> String {
    let last = number.chars().count().saturating_sub(4);
    number.chars().enumerate().map(|(i, c)| if i < 6.min(last) || i >= last.max(6) { c } else { '*' }).collect()
}
