//! Where a cell stands after the repeated row has become many: the only arithmetic of rows in this room.
//!
//! - GROW-1 Rows above the repeated one stay; rows below move by what it grew.
//! - GROW-2 A range that holds the repeated row grows with it; a single cell of that row, where a rule or a link stands, becomes a range.

/// Rows of a sheet, as Excel counts.
pub(super) const MOST_ROWS: u32 = 1_048_576;

/// A row that was repeated, and how many rows came beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Growth {
    /// 1-based.
    pub row: u32,
    /// Rows more than there were.
    pub by: u32,
}

impl Growth {
    /// A place, or the upper end of a range.
    pub(super) fn place(self, row: u32) -> u32 {
        if row > self.row { self.held(row) } else { row }
    }

    /// The lower end of a range.
    pub(super) fn end(self, row: u32) -> u32 {
        if row >= self.row { self.held(row) } else { row }
    }

    /// A whole column reaches to the last row and stays there.
    fn held(self, row: u32) -> u32 {
        row.saturating_add(self.by).min(MOST_ROWS)
    }

    /// Each area of a list of areas: `A1:B2 N7`.
    pub(super) fn areas(self, list: &str) -> String {
        list.split_ascii_whitespace().map(|area| self.area(area)).collect::<Vec<_>>().join(" ")
    }

    fn area(self, area: &str) -> String {
        let (from, to) = area.split_once(':').unwrap_or((area, area));
        let (Some(first), Some(last)) = (Cell::read(from), Cell::read(to)) else { return area.to_owned() };
        let (first, last) = (first.at(self.place(first.row)), last.at(self.end(last.row)));
        if first == last { first } else { format!("{first}:{last}") }
    }

    /// A cell that is only a place: the active one.
    pub(super) fn cell(self, cell: &str) -> String {
        Cell::read(cell).map_or_else(|| cell.to_owned(), |read| read.at(self.place(read.row)))
    }
}

/// `$N$7` in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    /// Letters, with a dollar when it is fixed.
    pub column: &'t str,
    /// The row is fixed.
    pub fixed: bool,
    /// 1-based.
    pub row: u32,
}

impl<'t> Cell<'t> {
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let letters = text.strip_prefix('$').unwrap_or(text);
        let count = letters.bytes().take_while(u8::is_ascii_alphabetic).count();
        let split = text.len() - letters.len() + count;
        let (column, rest) = (text.get(..split)?, text.get(split..)?);
        let digits = rest.strip_prefix('$').unwrap_or(rest);
        let row = number(digits)?;
        ((1..=3).contains(&count)).then_some(Self { column, fixed: digits.len() < rest.len(), row })
    }

    /// The same cell in another row.
    pub(super) fn at(self, row: u32) -> String {
        format!("{}{}{row}", self.column, if self.fixed { "$" } else { "" })
    }
}

/// A row's number.
pub(crate) fn number(digits: &str) -> Option<u32> {
    let plain = !digits.starts_with('0') && digits.len() <= 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|row| plain && *row <= MOST_ROWS)
}

/// A column's number from its letters, 1-based.
pub(crate) fn column_number(letters: &str) -> u32 {
    let letters = letters.trim_start_matches('$').bytes().map(|byte| u32::from(byte.to_ascii_uppercase()));
    letters.fold(0, |number, byte| number.saturating_mul(26).saturating_add(byte.saturating_sub(64)))
}

/// Letters of a column's number.
pub(crate) fn column_letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.push(char::from(b'A' + u8::try_from((number - 1) % 26).unwrap_or(0)));
        number = (number - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth { row: 7, by: 3 };

    #[test]
    fn grow_1_rows_above_stay_and_rows_below_move() {
        assert_eq!(GROWTH.areas("A1:P2 L4:P4 A9 B10:C12"), "A1:P2 L4:P4 A12 B13:C15");
        assert_eq!(GROWTH.cell("A7"), "A7");
        assert_eq!(GROWTH.cell("A8"), "A11");
    }

    #[test]
    fn grow_2_a_range_that_holds_the_row_grows() {
        assert_eq!(GROWTH.areas("A1:P10 K7 N7:N7 A1:A1048576"), "A1:P13 K7:K10 N7:N10 A1:A1048576");
    }

    #[test]
    fn a_cell_is_read_whole_or_not_at_all() {
        assert_eq!(Cell::read("$N$7"), Some(Cell { column: "$N", fixed: true, row: 7 }));
        for none in ["N", "7", "N07", "ABCD1", "N7a", "", "A1048577"] {
            assert_eq!(Cell::read(none), None, "{none}");
        }
        assert_eq!((column_number("AB"), column_letters(28), column_letters(26)), (28, "AB".into(), "Z".into()));
    }
}
