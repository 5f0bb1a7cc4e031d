//! Values of the formulas a form usually has, for the screen: a spreadsheet computes them on opening, a preview has none.
//!
//! - COMPUTED-1 Sums, the four operations and places of one sheet are computed; a formula with anything else has no value here, rather than a wrong one.

use super::growth::{Cell, column_number};
use std::collections::HashMap;

/// Formulas that call each other deeper than a form does.
const DEEPEST: u8 = 24;

/// What a cell counts as.
pub(super) enum Counted {
    Number(f64),
    /// Words count as nothing in a sum.
    Words,
    Formula(String),
}

/// The cells of a sheet by row and column.
#[derive(Default)]
pub(super) struct Cells(pub HashMap<(u32, u32), Counted>);

impl Cells {
    pub(super) fn value(&self, formula: &str) -> Option<f64> {
        self.formula(formula, 0)
    }

    fn formula(&self, formula: &str, depth: u8) -> Option<f64> {
        let mut reading = Reading { cells: self, left: formula.trim(), depth };
        let value = reading.sum()?;
        reading.left.is_empty().then_some(value).filter(|value| value.is_finite())
    }

    /// `None` where the value is not known.
    fn at(&self, row: u32, column: u32, depth: u8) -> Option<Option<f64>> {
        match self.0.get(&(row, column)) {
            None | Some(Counted::Words) => Some(None),
            Some(Counted::Number(number)) => Some(Some(*number)),
            Some(Counted::Formula(formula)) if depth < DEEPEST => self.formula(formula, depth + 1).map(Some),
            Some(Counted::Formula(_)) => None,
        }
    }
}

struct Reading<'a> {
    cells: &'a Cells,
    left: &'a str,
    depth: u8,
}

impl<'a> Reading<'a> {
    fn take(&mut self, mark: char) -> bool {
        let rest = self.left.trim_start().strip_prefix(mark);
        if let Some(rest) = rest {
            self.left = rest.trim_start();
        }
        rest.is_some()
    }

    fn sum(&mut self) -> Option<f64> {
        let mut sum = self.product()?;
        loop {
            if self.take('+') {
                sum += self.product()?;
            } else if self.take('-') {
                sum -= self.product()?;
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<f64> {
        let mut product = self.one()?;
        loop {
            if self.take('*') {
                product *= self.one()?;
            } else if self.take('/') {
                product /= self.one()?;
            } else {
                return Some(product);
            }
        }
    }

    fn one(&mut self) -> Option<f64> {
        if self.take('-') {
            return self.one().map(|value| -value);
        }
        if self.take('(') {
            let value = self.sum()?;
            return self.take(')').then_some(value);
        }
        let word = self.word();
        if word.eq_ignore_ascii_case("SUM") && self.take('(') {
            return self.areas();
        }
        if let Some(cell) = Cell::read(word) {
            return self.cells.at(cell.row, column_number(cell.column), self.depth).map(Option::unwrap_or_default);
        }
        word.parse().ok()
    }

    fn word(&mut self) -> &'a str {
        let end = self.left.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '$' | '.')));
        let (word, rest) = self.left.split_at(end.unwrap_or(self.left.len()));
        self.left = rest.trim_start();
        word
    }

    /// `N7:N9,P3)`.
    fn areas(&mut self) -> Option<f64> {
        let mut sum = 0.0;
        loop {
            let first = Cell::read(self.word())?;
            let last = if self.take(':') { Cell::read(self.word())? } else { first };
            for row in first.row..=last.row {
                for column in column_number(first.column)..=column_number(last.column) {
                    sum += self.cells.at(row, column, self.depth)?.unwrap_or_default();
                }
            }
            if self.take(')') {
                return Some(sum);
            }
            if !self.take(',') {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_1_sums_and_places_are_computed_and_nothing_else() {
        let mut cells = Cells::default();
        for (row, column, counted) in [
            (7, 14, Counted::Number(60.0)),
            (7, 15, Counted::Number(176.5)),
            (7, 16, Counted::Formula("N7+O7".into())),
            (8, 14, Counted::Words),
            (8, 16, Counted::Formula("VLOOKUP(A1,B:C,2)".into())),
            (9, 16, Counted::Formula("P9+1".into())),
        ] {
            cells.0.insert((row, column), counted);
        }
        for (formula, value) in [
            ("SUM(N7:N8)", Some(60.0)),
            ("SUM($P$7:P7, N7)*2", Some(593.0)),
            ("(N7-O7)/2", Some(-58.25)),
            ("-N7+3", Some(-57.0)),
            ("SUM(P7:P8)", None),
            ("IF(N7>0,1,0)", None),
            ("N7/0", None),
            ("P9", None),
        ] {
            assert_eq!(cells.value(formula), value, "{formula}");
        }
    }
}
