//! Formulas, moved: only the references are understood, everything else is copied.
//!
//! - REFER-1 Outside the repeated row a range that holds it grows, and a sum of its single cell becomes a sum of the range.
//! - REFER-2 In the repeated row a reference moves with its row as a spreadsheet fills it down; one to a row below it stays with that row.
//! - REFER-3 Words between quotation marks, names and functions are no references.
//! - REFER-4 In a row that sums up some of the rows, what holds the repeated row holds those rows alone.

use super::growth::{Cell, Growth, number};

/// Functions whose single cell of the repeated row means the whole column of it.
const OVER_ROWS: [&str; 9] = ["SUM", "COUNT", "COUNTA", "COUNTBLANK", "AVERAGE", "MAX", "MIN", "PRODUCT", "SUBTOTAL"];

/// Where a formula stands, and what moved.
#[derive(Clone, Copy)]
pub(super) struct Move<'a> {
    /// Name of the sheet whose row was repeated.
    pub sheet: &'a str,
    pub growth: Growth,
    /// A reference without a sheet means the repeated one.
    pub here: bool,
    /// Of a formula of the repeated row: the how-many-eth copy, 0 the first.
    pub copy: Option<u32>,
}

/// A formula of a shared group, as it reads so many rows and columns away from its master.
pub(super) fn offset(formula: &str, rows: i64, columns: i64) -> String {
    rewritten(formula, |_, reference, _| {
        let ends = reference.split(':').map(|end| offset_end(end, rows, columns));
        ends.collect::<Vec<_>>().join(":")
    })
}

fn offset_end(end: &str, rows: i64, columns: i64) -> String {
    let letters_to =
        end.len() - end.trim_start_matches('$').trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (letters, digits) = end.split_at(letters_to);
    let column = match letters {
        "" | "$" => letters.to_owned(),
        fixed if fixed.starts_with('$') => fixed.to_owned(),
        free => super::growth::column_letters(shifted(super::growth::column_number(free), columns)),
    };
    let row = match number(digits) {
        Some(row) if letters != "$" => shifted(row, rows).to_string(),
        _ => digits.to_owned(),
    };
    column + &row
}

fn shifted(number: u32, by: i64) -> u32 {
    u32::try_from((i64::from(number) + by).max(1)).unwrap_or(1)
}

impl Move<'_> {
    /// A formula that stands for a list of cells, as the argument of a sum does: one cell of the repeated row means its column.
    pub(super) fn list(self, formula: &str) -> String {
        let moved = self.formula(&format!("SUM({formula})"));
        let inner = moved.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')'));
        inner.map_or_else(|| self.formula(formula), str::to_owned)
    }

    /// The formula as it reads after the move.
    pub(super) fn formula(self, formula: &str) -> String {
        rewritten(formula, |sheet, reference, over_rows| {
            let ours = sheet.map_or(self.here, |named| named.eq_ignore_ascii_case(self.sheet));
            match reference.split_once(':') {
                Some((from, to)) => self.range(from, to, ours),
                None => self.single(reference, ours, over_rows),
            }
        })
    }

    fn single(self, reference: &str, ours: bool, over_rows: bool) -> String {
        let Some(cell) = Cell::read(reference) else { return reference.to_owned() };
        let row = self.row(cell.row, cell.fixed, ours);
        let grows = ours && over_rows && self.copy.is_none() && cell.row == self.growth.row && self.growth.by > 0;
        if grows {
            return format!("{}:{}", cell.at(cell.row), cell.at(self.growth.end(cell.row)));
        }
        cell.at(row)
    }

    /// The formula over some of the rows; `None` where it does not hold the repeated row (REFER-4).
    pub(super) fn over(self, formula: &str, (top, bottom): (u32, u32)) -> Option<String> {
        let held = std::cell::Cell::new(false);
        let new = rewritten(formula, |sheet, reference, over_rows| {
            let ours = sheet.map_or(self.here, |named| named.eq_ignore_ascii_case(self.sheet));
            let (from, to) = reference.split_once(':').unwrap_or((reference, reference));
            let alone = !reference.contains(':');
            if let (Some(first), Some(last)) = (Cell::read(from), Cell::read(to))
                && ours
                && (first.row..=last.row).contains(&self.growth.row)
                && (over_rows || !alone)
            {
                held.set(true);
                let below = if last.row > self.growth.row { self.growth.end(last.row) } else { bottom };
                let above = if top > self.growth.row { top } else { first.row };
                let below = if top > self.growth.row { below } else { bottom };
                return format!("{}:{}", first.at(above), last.at(below));
            }
            match reference.split_once(':') {
                Some((from, to)) => self.range(from, to, ours),
                None => self.single(reference, ours, over_rows),
            }
        });
        held.get().then_some(new)
    }

    fn range(self, from: &str, to: &str, ours: bool) -> String {
        let rows = |end: &str| {
            let digits = end.strip_prefix('$').unwrap_or(end);
            number(digits).map(|row| (row, digits.len() < end.len()))
        };
        if let (Some(first), Some(last)) = (Cell::read(from), Cell::read(to)) {
            let (top, bottom) = self.ends((first.row, first.fixed), (last.row, last.fixed), ours);
            return format!("{}:{}", first.at(top), last.at(bottom));
        }
        if let (Some(first), Some(last)) = (rows(from), rows(to)) {
            let (top, bottom) = self.ends(first, last, ours);
            let dollar = |fixed: bool| if fixed { "$" } else { "" };
            return format!("{}{top}:{}{bottom}", dollar(first.1), dollar(last.1));
        }
        format!("{from}:{to}")
    }

    fn ends(self, first: (u32, bool), last: (u32, bool), ours: bool) -> (u32, u32) {
        let top = self.row(first.0, first.1, ours);
        let whole = self.copy.is_none() || last.1;
        let bottom = if ours && whole { self.growth.end(last.0) } else { self.row(last.0, last.1, ours) };
        (top, bottom)
    }

    fn row(self, row: u32, fixed: bool, ours: bool) -> u32 {
        match self.copy {
            Some(_) if ours && row > self.growth.row => self.growth.place(row),
            Some(copy) if !fixed => row.saturating_add(copy),
            None if ours => self.growth.place(row),
            _ => row,
        }
    }
}

/// Hands every reference to `with`: its sheet, itself, and whether it is the whole argument of a function over rows.
fn rewritten(formula: &str, with: impl Fn(Option<&str>, &str, bool) -> String) -> String {
    let mut out = String::with_capacity(formula.len() + 8);
    let mut functions: Vec<bool> = Vec::new();
    // The sheet before a reference, and whether an argument began with it.
    let mut sheet: Option<(String, bool)> = None;
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => quoted(rest, '"'),
            '\'' => quoted(rest, '\''),
            '[' => bracketed(rest),
            c if is_word(c) => word(rest),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match first {
            '(' => functions.push(false),
            ')' => drop(functions.pop()),
            _ => {}
        }
        if after.starts_with('!') && (first == '\'' || is_word(first)) {
            sheet = Some((token.trim_matches('\'').replace("''", "'"), out.ends_with(['(', ','])));
        } else if after.starts_with('(') && is_word(first) {
            // `N7:OFFSET(…)`: where it begins is a reference, where it ends is computed.
            let (begin, function) = token.rsplit_once(':').map_or((None, token), |(begin, name)| (Some(begin), name));
            if let Some(begin) = begin {
                let named = sheet.take();
                out.push_str(&with(named.as_ref().map(|(name, _)| name.as_str()), begin, false));
                out.push(':');
            }
            functions.push(OVER_ROWS.iter().any(|name| function.eq_ignore_ascii_case(name)));
            out.push_str(function);
            out.push('(');
            rest = after.get(1..).unwrap_or_default();
            continue;
        } else if is_word(first) && is_reference(token) {
            let named = sheet.take();
            let begins = named.as_ref().map_or_else(|| out.ends_with(['(', ',']), |(_, begins)| *begins);
            let alone = begins && after.trim_start().starts_with([')', ',']) && functions.last() == Some(&true);
            out.push_str(&with(named.as_ref().map(|(name, _)| name.as_str()), token, alone));
            continue;
        } else if first != '!' {
            sheet = None;
        }
        out.push_str(token);
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '\\' | ':')
}

fn word(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// A quoted piece with its marks; a doubled mark is one of its letters.
fn quoted(text: &str, mark: char) -> usize {
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(mark)) {
        at += found + 1;
        if !text.get(at..).is_some_and(|rest| rest.starts_with(mark)) {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn bracketed(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return at + 1,
            ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `A1`, `A1:B2`, `A:B`, `1:2`, with dollars.
fn is_reference(token: &str) -> bool {
    let rows = |end: &str| number(end.strip_prefix('$').unwrap_or(end)).is_some();
    let columns = |end: &str| {
        let letters = end.strip_prefix('$').unwrap_or(end);
        (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    match token.split_once(':') {
        None => Cell::read(token).is_some(),
        Some((from, to)) => {
            (Cell::read(from).is_some() && Cell::read(to).is_some())
                || (rows(from) && rows(to))
                || (columns(from) && columns(to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth { row: 7, by: 3 };

    fn below(formula: &str) -> String {
        Move { sheet: "月报", growth: GROWTH, here: true, copy: None }.formula(formula)
    }

    fn copy(formula: &str) -> String {
        Move { sheet: "月报", growth: GROWTH, here: true, copy: Some(2) }.formula(formula)
    }

    #[test]
    fn refer_1_a_range_that_holds_the_row_grows() {
        for (old, new) in [
            ("SUM(N7:N7)", "SUM(N7:N10)"),
            ("SUM(N7)", "SUM(N7:N10)"),
            ("SUM(N6:N7)+N9", "SUM(N6:N10)+N12"),
            ("SUM($N$7:$N$7)/N$8", "SUM($N$7:$N$10)/N$11"),
            ("SUBTOTAL(9,N7)", "SUBTOTAL(9,N7:N10)"),
            ("ROUND(N7,2)", "ROUND(N7,2)"),
            ("SUM(N7:OFFSET(N8,-1,0))", "SUM(N7:OFFSET(N11,-1,0))"),
            ("SUM(1+月报!N7)+SUM(月报!N7)", "SUM(1+月报!N7)+SUM(月报!N7:N10)"),
            ("SUM(A:A)+SUM(7:7)", "SUM(A:A)+SUM(7:10)"),
            ("'月报'!$1:$6", "'月报'!$1:$6"),
            ("'月报'!$A$1:$P$10", "'月报'!$A$1:$P$13"),
            ("汇总!N8+月报!N8", "汇总!N8+月报!N11"),
        ] {
            assert_eq!(below(old), new);
        }
        let elsewhere = Move { sheet: "It's", growth: GROWTH, here: false, copy: None };
        assert_eq!(elsewhere.formula("N8+'It''s'!N8+SUM('It''s'!N7)"), "N8+'It''s'!N11+SUM('It''s'!N7:N10)");
    }

    #[test]
    fn refer_2_the_repeated_row_fills_down() {
        for (old, new) in [
            ("N7+O7", "N9+O9"),
            ("N7/N8", "N9/N11"),
            ("N7/SUM(N$7:N$7)", "N9/SUM(N$7:N$10)"),
            ("SUM(N$7:N7)", "SUM(N$7:N9)"),
            ("P6+$N7*B$2", "P8+$N9*B$2"),
            ("VLOOKUP(E7,单价!$A$2:$B$90,2,0)", "VLOOKUP(E9,单价!$A$2:$B$90,2,0)"),
            ("SUM(N7:O7)", "SUM(N9:O9)"),
        ] {
            assert_eq!(copy(old), new);
        }
    }

    #[test]
    fn refer_4_a_sum_of_some_rows_holds_those_alone() {
        let moving = Move { sheet: "月报", growth: GROWTH, here: true, copy: None };
        for (old, month, corrections) in [
            ("SUM(N7:N7)", Some("SUM(N7:N8)"), Some("SUM(N9:N10)")),
            ("SUM(N7)/N$12", Some("SUM(N7:N8)/N$15"), Some("SUM(N9:N10)/N$15")),
            ("SUM(N6:N7)", Some("SUM(N6:N8)"), Some("SUM(N9:N10)")),
            ("N8+O8", None, None),
            ("SUM(汇总!N7)", None, None),
        ] {
            assert_eq!(moving.over(old, (7, 8)).as_deref(), month, "{old}");
            assert_eq!(moving.over(old, (9, 10)).as_deref(), corrections, "{old}");
        }
    }

    #[test]
    fn refer_3_words_and_names_are_no_references() {
        for same in ["\"N8\"&税率_N8", "LOG10(2)", "表1[合计 N8]", "IF(A1=\"a\"\"N8\",1.5E3,0)", "N8x+x.N8"] {
            assert_eq!(below(same), same);
        }
    }

    #[test]
    fn a_shared_formula_is_written_out_by_its_offset() {
        assert_eq!(offset("N7+$O7*P$2+SUM(A7:B7)", 2, 1), "O9+$O9*Q$2+SUM(B9:C9)");
        assert_eq!(offset("SUM(A:A,3:3)", 1, 1), "SUM(B:B,4:4)");
    }
}
