//! Formulas of a head office's own form, reckoned where its file holds no value: what such forms are made of, which is sums,
//! the four operations and rounding on one sheet. Anything else stays without a value and is counted as such.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::template::growth::{Cell, column_number};

/// A formula that asks for one that asks for one … so deep is a circle or no form.
const DEEPEST: usize = 200;

/// Row and column, both from 1.
pub(super) type Place = (u32, u32);

/// What a sheet's formulas are reckoned from.
#[derive(Default)]
pub(super) struct Sheet {
    /// Numbers that stand in the file.
    pub numbers: HashMap<Place, f64>,
    /// Cells with words, which count as nothing in a sum and cannot be added.
    pub words: HashSet<Place>,
    /// Formulas without a value.
    pub formulas: HashMap<Place, String>,
    known: RefCell<HashMap<Place, Option<f64>>>,
}

impl Sheet {
    /// The value of a formula, where it can be reckoned.
    pub(super) fn value(&self, place: Place) -> Option<f64> {
        self.reckoned(place, 0)
    }

    fn reckoned(&self, place: Place, depth: usize) -> Option<f64> {
        if let Some(known) = self.known.borrow().get(&place) {
            return *known;
        }
        let formula = self.formulas.get(&place).filter(|_| depth < DEEPEST)?;
        // While it is reckoned it has no value: a circle ends here.
        self.known.borrow_mut().insert(place, None);
        let mut reading = Reading { sheet: self, rest: formula.trim(), depth };
        let value = reading.sum().filter(|value| value.is_finite() && reading.rest.is_empty());
        self.known.borrow_mut().insert(place, value);
        value
    }
}

struct Reading<'s> {
    sheet: &'s Sheet,
    rest: &'s str,
    depth: usize,
}

impl<'s> Reading<'s> {
    fn take(&mut self, wanted: char) -> bool {
        self.rest = self.rest.trim_start();
        let taken = self.rest.strip_prefix(wanted);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &'s str {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') {
                value -= self.product()?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<f64> {
        let mut value = self.factor()?;
        loop {
            if self.take('*') {
                value *= self.factor()?;
            } else if self.take('/') {
                value /= self.factor()?;
            } else {
                return Some(value);
            }
        }
    }

    fn factor(&mut self) -> Option<f64> {
        if self.take('-') {
            return Some(-self.factor()?);
        }
        if self.take('(') {
            let value = self.sum()?;
            return self.take(')').then_some(value);
        }
        let word = self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '$'));
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return word.parse().ok();
        }
        if self.take('(') { self.function(word) } else { self.cell(place(word)?) }
    }

    /// A cell that is added: nothing is nought, words are no number.
    fn cell(&self, place: Place) -> Option<f64> {
        if let Some(number) = self.sheet.numbers.get(&place) {
            return Some(*number);
        }
        if self.sheet.formulas.contains_key(&place) {
            return self.sheet.reckoned(place, self.depth + 1);
        }
        (!self.sheet.words.contains(&place)).then_some(0.0)
    }

    fn function(&mut self, name: &str) -> Option<f64> {
        let mut all: Vec<f64> = Vec::new();
        loop {
            self.argument(&mut all)?;
            if !self.take(',') {
                break;
            }
        }
        if !self.take(')') {
            return None;
        }
        let sum: f64 = all.iter().sum();
        match (name.to_ascii_uppercase().as_str(), all.as_slice()) {
            ("SUM", _) => Some(sum),
            ("COUNT", all) => Some(all.len() as f64),
            ("AVERAGE", all) if !all.is_empty() => Some(sum / all.len() as f64),
            ("MAX", all) => Some(all.iter().copied().fold(f64::MIN, f64::max)).filter(|_| !all.is_empty()),
            ("MIN", all) => Some(all.iter().copied().fold(f64::MAX, f64::min)).filter(|_| !all.is_empty()),
            ("ROUND", [value, places]) => {
                let scale = 10_f64.powi((*places as i32).clamp(-9, 9));
                Some((value * scale).round() / scale)
            }
            _ => None,
        }
    }

    /// A range's numbers, or one value.
    fn argument(&mut self, all: &mut Vec<f64>) -> Option<()> {
        let before = self.rest;
        let first = place(self.word(|c| c.is_ascii_alphanumeric() || c == '$'));
        let (Some(first), true) = (first, self.take(':')) else {
            self.rest = before;
            all.push(self.sum()?);
            return Some(());
        };
        let last = place(self.word(|c| c.is_ascii_alphanumeric() || c == '$'))?;
        for row in first.0..=last.0 {
            for column in first.1..=last.1 {
                let at = (row, column);
                if let Some(number) = self.sheet.numbers.get(&at) {
                    all.push(*number);
                } else if self.sheet.formulas.contains_key(&at) {
                    all.push(self.sheet.reckoned(at, self.depth + 1)?);
                }
            }
        }
        Some(())
    }
}

fn place(word: &str) -> Option<Place> {
    let cell = Cell::read(word)?;
    Some((cell.row, column_number(cell.column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheetpaper_6_what_forms_are_made_of_is_reckoned() {
        let mut sheet = Sheet::default();
        sheet.numbers.extend([((7, 14), 200.0), ((7, 15), 16.34), ((8, 14), 0.1), ((8, 15), 0.2)]);
        sheet.words.insert((6, 14));
        let formulas = [
            ((7, 16), "N7+O7"),
            ((8, 16), "$N$8 + O8"),
            ((9, 16), "SUM(P6:P8)"),
            ((1, 1), "ROUND(P9/COUNT(N7:N8),1)*2"),
            ((1, 2), "-(A1-1)"),
            ((2, 1), "N6+1"),
            ((2, 2), "B2+1"),
            ((2, 3), "VLOOKUP(A1,N7:O8,2)"),
            ((2, 4), "N7/N9"),
            ((2, 5), "SUM(D2:D2)"),
            ((2, 6), "其他!A1"),
            ((2, 7), "IF(A1>1,1,2)"),
        ];
        sheet.formulas.extend(formulas.map(|(at, formula)| (at, formula.to_owned())));
        let rounded = |at| sheet.value(at).map(|value| format!("{value:.2}"));
        assert_eq!(rounded((7, 16)).as_deref(), Some("216.34"));
        assert_eq!(rounded((8, 16)).as_deref(), Some("0.30"));
        assert_eq!(rounded((9, 16)).as_deref(), Some("216.64"));
        assert_eq!((rounded((1, 1)).as_deref(), rounded((1, 2)).as_deref()), (Some("216.60"), Some("-215.60")));
        for column in 1..=7 {
            assert_eq!(sheet.value((2, column)), None, "words, a circle, what is not known, nought below: {column}");
        }
    }
}
