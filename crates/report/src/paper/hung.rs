//! Pictures in the rows and columns that are shown.

use std::collections::BTreeMap;

use super::picture::{Corner, FAR_ROWS, Hanging, Picture, PictureKind};
use super::sheet::Reading;
use crate::template::growth::column_letters;

/// A picture by the rows and columns of the file.
pub(super) struct Hung {
    from: Corner,
    /// The last row and column it covers, as a spreadsheet counts.
    pub last: (u32, u32),
    size: (f32, f32),
    turn: f32,
    cut: [f32; 4],
    file: (PictureKind, Vec<u8>),
    place: String,
}

impl Reading<'_> {
    /// What hangs on the sheet and can be printed, and what cannot, for people.
    pub(super) fn hung(&self, sheet: &str, hanging: Vec<Hanging>) -> (Vec<Hung>, Vec<String>) {
        let (mut hung, mut undrawn) = (Vec::new(), self.unhung(sheet));
        for one in hanging {
            let from = self.corner(one.from);
            let place = format!("「{sheet}」{}{} 处的", column_letters(from.column + 1), from.row + 1);
            let (size, to) = match (one.size, one.to) {
                (Some(size), _) => (size, self.corner(Corner { x: from.x + size.0, y: from.y + size.1, ..from })),
                (None, Some(to)) => (self.between(from, to), to),
                (None, None) => ((0.0, 0.0), from),
            };
            match one.file {
                None => undrawn.push(format!("{place}{}", one.other)),
                Some(_) if size.0 <= 0.0 || size.1 <= 0.0 => {}
                Some(_) if to.row > self.last_row().saturating_add(FAR_ROWS) => {
                    undrawn.push(format!("{place}图片（离表格太远）"));
                }
                Some(file) => hung.push(Hung {
                    from,
                    last: (covered(to.row, to.y), covered(to.column, to.x)),
                    size,
                    turn: one.turn,
                    cut: one.cut,
                    file,
                    place: format!("{place}图片"),
                }),
            }
        }
        (hung, undrawn)
    }

    /// A corner in the cell it lies in: what is measured from the edge of the sheet, or over the end of a cell, moves on.
    fn corner(&self, mut corner: Corner) -> Corner {
        while corner.x > self.points_wide(corner.column) && corner.column < 256 {
            corner.x -= self.points_wide(corner.column);
            corner.column += 1;
        }
        let mut rows = 0;
        while corner.y > self.points_tall(corner.row) && rows < FAR_ROWS {
            corner.y -= self.points_tall(corner.row);
            (corner.row, rows) = (corner.row + 1, rows + 1);
        }
        corner
    }

    fn between(&self, from: Corner, to: Corner) -> (f32, f32) {
        let wide: f32 = (from.column..to.column.min(256)).map(|column| self.points_wide(column)).sum();
        let tall: f32 = (from.row..to.row.min(from.row + FAR_ROWS)).map(|row| self.points_tall(row)).sum();
        (wide + to.x - from.x, tall + to.y - from.y)
    }
}

/// A cell of which nothing is covered does not count.
fn covered(at: u32, inside: f32) -> u32 {
    if inside > 0.0 { at + 1 } else { at }
}

impl Hung {
    /// Among the rows and columns that are shown: one that is hidden gives its place to the next.
    pub(super) fn on(self, rows: &[u32], columns: &BTreeMap<u32, usize>) -> Picture {
        let row = rows.partition_point(|row| *row <= self.from.row).min(rows.len().saturating_sub(1));
        let next = columns.range(self.from.column + 1..).next();
        let column = next.or(columns.last_key_value()).map_or(0, |(_, at)| *at);
        let same_row = rows.get(row) == Some(&(self.from.row + 1));
        let same_column = columns.contains_key(&(self.from.column + 1));
        let (kind, bytes) = self.file;
        Picture {
            row,
            column,
            left: if same_column { self.from.x } else { 0.0 },
            top: if same_row { self.from.y } else { 0.0 },
            size: self.size,
            turn: self.turn,
            cut: self.cut,
            kind,
            bytes,
            place: self.place,
        }
    }
}
