//! Formulas, reckoned: one reading front to back gives the value (COMPUTED).

use std::cell::{Cell as Kept, RefCell};
use std::collections::HashMap;

use super::digits;
use super::functions::{self, Argument};
use crate::template::growth::{Cell, column_number};

/// A formula that asks for one that asks for one … so deep is a circle or no form.
const DEEPEST: usize = 200;
/// Cells all formulas of a sheet may ask for together: a running sum over some thousand rows is a form, over a hundred
/// thousand it is not, and the window would wait for it.
const MOST_ASKED: usize = 8_000_000;

/// Row and column, both from 1.
pub(super) type Place = (u32, u32);

/// What a cell is worth to a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Number(f64),
    Text(String),
    Flag(bool),
    /// `#VALUE!` and its like.
    Error(&'static str),
    /// Nothing stands there.
    Empty,
}

pub(super) const NO_NUMBER: &str = "#VALUE!";
pub(super) const BY_NOUGHT: &str = "#DIV/0!";
const ERRORS: [&str; 7] = [NO_NUMBER, BY_NOUGHT, "#REF!", "#NAME?", "#NUM!", "#NULL!", "#N/A"];

impl Value {
    /// An error as a file holds it.
    pub(crate) fn error(words: &str) -> Self {
        let known = ERRORS.iter().find(|known| words.eq_ignore_ascii_case(known));
        known.copied().map_or_else(|| Self::Text(words.to_owned()), Self::Error)
    }
}

/// What a cell of the file holds.
#[derive(Debug, Clone)]
pub(crate) enum Held<'a> {
    Known(Value),
    /// A formula, and the value the file has for it.
    Formula(&'a str, Option<Value>),
}

/// The cells of a sheet.
#[derive(Default)]
pub(crate) struct Cells<'a> {
    held: HashMap<Place, Held<'a>>,
    last: Place,
    /// Formulas that were reckoned, and those that have no value.
    reckoned: RefCell<HashMap<Place, Option<Value>>>,
    asked: Kept<usize>,
}

impl<'a> Cells<'a> {
    /// Puts down what a cell holds; row by row, so that what is reckoned in this order needs no depth.
    pub(crate) fn put(&mut self, place: Place, held: Held<'a>) {
        self.last = (self.last.0.max(place.0), self.last.1.max(place.1));
        self.held.insert(place, held);
    }

    /// The value of a cell; `None` where it has none: neither can it be reckoned, nor does the file say it.
    pub(crate) fn value(&self, place: Place) -> Option<Value> {
        self.at(place, 0)
    }

    fn at(&self, place: Place, depth: usize) -> Option<Value> {
        self.asked.set(self.asked.get() + 1);
        match self.held.get(&place) {
            None => Some(Value::Empty),
            Some(Held::Known(value)) => Some(value.clone()),
            Some(Held::Formula(formula, known)) => self.reckon(place, formula, depth).or_else(|| known.clone()),
        }
    }

    fn reckon(&self, place: Place, formula: &str, depth: usize) -> Option<Value> {
        if let Some(known) = self.reckoned.borrow().get(&place) {
            return known.clone();
        }
        if depth >= DEEPEST || self.asked.get() > MOST_ASKED {
            return None;
        }
        // While it is reckoned it has no value: a circle ends here (COMPUTED-3).
        self.reckoned.borrow_mut().insert(place, None);
        let mut reading = Reading { cells: self, rest: formula.trim(), depth };
        let value = reading.comparison().filter(|_| reading.rest.is_empty());
        let value = value.filter(|value| !matches!(value, Value::Number(number) if !number.is_finite()));
        self.reckoned.borrow_mut().insert(place, value.clone());
        value
    }

    /// The values of a range that stand somewhere; `None` where one of them has no value. A range that reaches to the end
    /// of the sheet ends with its last cell.
    pub(super) fn range(
        &self,
        (from, to): (Place, Place),
        depth: usize,
        counts: impl Fn(&Held<'_>) -> bool,
    ) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for row in from.0.min(to.0)..=from.0.max(to.0).min(self.last.0) {
            for column in from.1.min(to.1)..=from.1.max(to.1).min(self.last.1) {
                if self.asked.get() > MOST_ASKED {
                    return None;
                }
                let counted = self.held.get(&(row, column)).is_some_and(&counts);
                self.asked.set(self.asked.get() + 1);
                if counted {
                    values.push(self.at((row, column), depth)?);
                }
            }
        }
        Some(values)
    }
}

struct Reading<'a> {
    cells: &'a Cells<'a>,
    rest: &'a str,
    depth: usize,
}

impl<'a> Reading<'a> {
    fn take(&mut self, sign: &str) -> bool {
        self.rest = self.rest.trim_start();
        let taken = self.rest.strip_prefix(sign);
        self.rest = taken.unwrap_or(self.rest).trim_start();
        taken.is_some()
    }

    fn word(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '$' | '.' | '_')));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        word
    }

    fn comparison(&mut self) -> Option<Value> {
        let mut value = self.joined()?;
        while let Some(sign) = ["<=", ">=", "<>", "<", ">", "="].into_iter().find(|sign| self.take(sign)) {
            value = compared(sign, value, self.joined()?)?;
        }
        Some(value)
    }

    fn joined(&mut self) -> Option<Value> {
        let mut value = self.sum()?;
        while self.take("&") {
            value = join(value, self.sum()?)?;
        }
        Some(value)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut value = self.product()?;
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.take(sign)) {
            value = reckoned(sign, &value, &self.product()?)?;
        }
        Some(value)
    }

    fn product(&mut self) -> Option<Value> {
        let mut value = self.power()?;
        while let Some(sign) = ["*", "/"].into_iter().find(|sign| self.take(sign)) {
            value = reckoned(sign, &value, &self.power()?)?;
        }
        Some(value)
    }

    fn power(&mut self) -> Option<Value> {
        let mut value = self.signed()?;
        while self.take("^") {
            value = reckoned("^", &value, &self.signed()?)?;
        }
        Some(value)
    }

    /// A minus belongs to its number before anything else, as in Excel: `-2^2` is four.
    fn signed(&mut self) -> Option<Value> {
        if self.take("-") {
            return reckoned("-", &Value::Number(0.0), &self.signed()?);
        }
        if self.take("+") {
            return self.signed();
        }
        let mut value = self.one()?;
        while self.take("%") {
            value = reckoned("/", &value, &Value::Number(100.0))?;
        }
        Some(value)
    }

    fn one(&mut self) -> Option<Value> {
        if self.take("(") {
            let value = self.comparison()?;
            return self.take(")").then_some(value);
        }
        if self.rest.starts_with('"') {
            return self.words();
        }
        let word = self.word();
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return word.parse().ok().map(Value::Number);
        }
        if self.take("(") {
            let arguments = self.arguments()?;
            return functions::called(word, &arguments, self.cells, self.depth + 1);
        }
        match word.to_ascii_uppercase().as_str() {
            "TRUE" => Some(Value::Flag(true)),
            "FALSE" => Some(Value::Flag(false)),
            _ => self.cells.at(place(word)?, self.depth + 1),
        }
    }

    /// `"甲""乙"`.
    fn words(&mut self) -> Option<Value> {
        let mut words = String::new();
        let mut rest = self.rest.strip_prefix('"')?;
        loop {
            let (piece, after) = rest.split_once('"')?;
            words.push_str(piece);
            match after.strip_prefix('"') {
                Some(more) => {
                    words.push('"');
                    rest = more;
                }
                None => {
                    self.rest = after.trim_start();
                    return Some(Value::Text(words));
                }
            }
        }
    }

    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let mut all = Vec::new();
        loop {
            all.push(self.argument()?);
            if self.take(")") {
                return Some(all);
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    /// A range or a cell by itself, or a value.
    fn argument(&mut self) -> Option<Argument> {
        let before = self.rest;
        if let Some(from) = place(self.word()) {
            let to = if self.take(":") { place(self.word())? } else { from };
            if self.rest.starts_with([',', ')']) {
                return Some(Argument::Range(from, to));
            }
        }
        self.rest = before;
        self.comparison().map(Argument::One)
    }
}

fn place(word: &str) -> Option<Place> {
    let cell = Cell::read(word)?;
    Some((cell.row, column_number(cell.column)))
}

/// The number of a value, or the error it makes (COMPUTED-2); `None` where a spreadsheet might make a number of the words.
pub(super) fn numeric(value: &Value) -> Option<Result<f64, &'static str>> {
    match value {
        Value::Number(number) => Some(Ok(*number)),
        Value::Flag(flag) => Some(Ok(f64::from(u8::from(*flag)))),
        Value::Empty => Some(Ok(0.0)),
        Value::Error(error) => Some(Err(error)),
        Value::Text(words) => {
            let words = words.trim();
            let plain = words.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
            match words.parse() {
                Ok(number) if plain => Some(Ok(number)),
                _ if words.contains(|c: char| c.is_numeric()) => None,
                _ => Some(Err(NO_NUMBER)),
            }
        }
    }
}

/// Two numbers nearer than the digits a spreadsheet keeps.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= one.abs().max(other.abs()) * 2_f64.powi(-48)
}

fn reckoned(sign: &str, one: &Value, other: &Value) -> Option<Value> {
    let (one, other) = match (numeric(one)?, numeric(other)?) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(error), _) | (_, Err(error)) => return Some(Value::Error(error)),
    };
    Some(Value::Number(match sign {
        "+" if same(one, -other) => 0.0,
        "-" if same(one, other) => 0.0,
        "+" => one + other,
        "-" => one - other,
        "*" => one * other,
        "/" if other == 0.0 => return Some(Value::Error(BY_NOUGHT)),
        "/" => one / other,
        "^" => one.powf(other),
        _ => return None,
    }))
}

fn join(one: Value, other: Value) -> Option<Value> {
    let mut text = String::new();
    for value in [one, other] {
        match value {
            Value::Text(words) => text.push_str(&words),
            Value::Number(number) => text.push_str(&digits::spelled(number)?),
            Value::Flag(flag) => text.push_str(if flag { "TRUE" } else { "FALSE" }),
            Value::Empty => {}
            Value::Error(_) => return Some(value),
        }
    }
    Some(Value::Text(text))
}

fn compared(sign: &str, one: Value, other: Value) -> Option<Value> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let order = match (&one, &other) {
        (Value::Error(_), _) => return Some(one),
        (_, Value::Error(_)) => return Some(other),
        (Value::Text(a), Value::Text(b)) => texts(sign, a, b)?,
        (Value::Text(a), Value::Empty) => texts(sign, a, "")?,
        (Value::Empty, Value::Text(b)) => texts(sign, "", b)?,
        // Numbers come before words, and words before true and false.
        (Value::Text(_), Value::Flag(_)) | (Value::Number(_), Value::Text(_) | Value::Flag(_)) => Less,
        (Value::Flag(_), Value::Text(_)) | (Value::Text(_) | Value::Flag(_), Value::Number(_)) => Greater,
        _ => match (numeric(&one)?, numeric(&other)?) {
            (Ok(a), Ok(b)) if same(a, b) => Equal,
            (Ok(a), Ok(b)) => a.partial_cmp(&b)?,
            (Err(error), _) | (_, Err(error)) => return Some(Value::Error(error)),
        },
    };
    Some(Value::Flag(match sign {
        "=" => order == Equal,
        "<>" => order != Equal,
        "<" => order == Less,
        ">" => order == Greater,
        "<=" => order != Greater,
        _ => order != Less,
    }))
}

/// Words are the same or they are not; which come first is a matter of the country.
fn texts(sign: &str, one: &str, other: &str) -> Option<std::cmp::Ordering> {
    if one.to_lowercase() == other.to_lowercase() {
        return Some(std::cmp::Ordering::Equal);
    }
    matches!(sign, "=" | "<>").then_some(std::cmp::Ordering::Less)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet of numbers, words and the formulas given, which stand in row 1.
    fn of(formulas: &[&'static str]) -> Vec<Option<Value>> {
        let mut cells = Cells::default();
        for (at, formula) in (1..).zip(formulas) {
            cells.put((1, at), Held::Formula(formula, None));
        }
        for (place, value) in [((7, 14), 200.0), ((7, 15), 16.34), ((8, 14), 0.1), ((8, 15), 0.2)] {
            cells.put(place, Held::Known(Value::Number(value)));
        }
        for (column, words) in [(14, "配件费"), (15, "12.5"), (16, "2026-10-05")] {
            cells.put((6, column), Held::Known(Value::Text(words.into())));
        }
        cells.put((7, 16), Held::Formula("N7+O7", None));
        cells.put((8, 16), Held::Formula("$N$8 + O8", None));
        cells.put((9, 16), Held::Formula("SUM(P6:P8)", None));
        (1..).zip(formulas).map(|(at, _)| cells.value((1, at))).collect()
    }

    fn number(formula: &'static str) -> Option<String> {
        match of(&[formula]).swap_remove(0) {
            Some(Value::Number(number)) => digits::spelled(number),
            _ => None,
        }
    }

    #[test]
    fn computed_1_what_forms_are_made_of_is_reckoned() {
        for (formula, value) in [
            ("P7", "216.34"),
            ("P8", "0.3"),
            ("P9", "216.64"),
            ("SUM(N7:N8)", "200.1"),
            ("SUM($P$7:P7, N7)*2", "832.68"),
            ("SUM(N:N)", ""),
            ("(N7-O7)/2", "91.83"),
            ("-N7+3", "-197"),
            ("-2^2", "4"),
            ("50%*N7", "100"),
            ("ROUND(P9/COUNT(N7:N8),1)*2", "216.6"),
            ("ROUND(1.005,2)", "1.01"),
            ("ROUNDUP(1.001,2)+ROUNDDOWN(1.999,2)", "3"),
            ("INT(-1.5)+ABS(-3)", "1"),
            ("AVERAGE(N6:N8)", "100.05"),
            ("MAX(N6:N8)-MIN(N6:N8)", "199.9"),
            ("COUNTA(N6:N9)", "3"),
            ("SUBTOTAL(9,N7:N8)", "200.1"),
            ("IF(N7>100,1,2)", "1"),
            ("IF(AND(N7>100,N9=\"\"),N7,0)", "200"),
            ("IFERROR(N6+1,0)", "0"),
            ("0.1+0.2-0.3", "0"),
            ("O6+1", "13.5"),
            ("N9+1", "1"),
        ] {
            assert_eq!(number(formula).unwrap_or_default(), value, "{formula}");
        }
        assert_eq!(of(&["\"共\"&COUNT(N7:N8)&\"台\""]), [Some(Value::Text("共2台".into()))]);
        for unknown in ["VLOOKUP(A1,N7:O8,2)", "其他!A1", "P6+1", "N7:N8", "税率*2", "SUM(N7:N8", "1+", "\"甲\">\"乙\""]
        {
            assert_eq!(of(&[unknown]), [None], "{unknown}");
        }
    }

    #[test]
    fn computed_2_words_are_no_number() {
        for (formula, error) in [
            ("N6+1", NO_NUMBER),
            ("-N6", NO_NUMBER),
            ("SUM(A9,N6+1)", NO_NUMBER),
            ("ROUND(N6,2)", NO_NUMBER),
            ("N7/N9", BY_NOUGHT),
            ("AVERAGE(N6:N6)", BY_NOUGHT),
            ("IF(N7/0>1,1,2)", BY_NOUGHT),
        ] {
            assert_eq!(of(&[formula]), [Some(Value::Error(error))], "{formula}");
        }
        assert_eq!(number("SUM(N6)").as_deref(), Some("0"), "a sum passes over words");
        assert_eq!(of(&["N6+1", "SUM(A1:A1)"])[1], Some(Value::Error(NO_NUMBER)), "what is made of an error is one");
    }

    #[test]
    fn computed_3_a_circle_has_no_value() {
        assert_eq!(of(&["B1+1", "A1+1", "C1"]), [None, None, None]);
        let mut cells = Cells::default();
        cells.put((1, 1), Held::Known(Value::Number(1.0)));
        for row in 2..=5_000 {
            cells.put((row, 1), Held::Known(Value::Number(1.0)));
            cells.put((row, 2), Held::Formula("SUM(A1:A1048576)", None));
        }
        let last = (2..=5_000).map(|row| cells.value((row, 2))).last().flatten();
        assert_eq!(last, None, "more cells than a form asks for");
        assert_eq!(cells.value((2, 2)), Some(Value::Number(5_000.0)));
    }

    #[test]
    fn what_cannot_be_reckoned_is_what_the_file_says() {
        let mut cells = Cells::default();
        cells.put((1, 1), Held::Formula("VLOOKUP(1,2)", Some(Value::Number(4.0))));
        cells.put((1, 2), Held::Formula("A1*2", Some(Value::Number(0.0))));
        assert_eq!(cells.value((1, 2)), Some(Value::Number(8.0)));
        assert_eq!((Value::error("#value!"), Value::error("?")), (Value::Error(NO_NUMBER), Value::Text("?".into())));
    }
}
