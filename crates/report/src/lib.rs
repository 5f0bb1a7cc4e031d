//! Workbooks: rows and a layout (data) become an .xlsx; an .xlsx, .xls or .csv becomes rows of cells.
//!
//! Doors, each pure towards the rest of the house:
//!
//! - [`read`]: bytes → [`read::Book`] of grids, judged by bytes and never by the file's name; [`read::header`] finds the
//!   header under title rows.
//! - [`value`]: one cell → one value (day, money, phone, identity number …) by an explicit grammar, or the reason why not.
//! - [`layout`] + [`mod@write`]: a layout file, a head and a source of rows → a signed sheet, a summary and a data sheet.
//! - [`template`]: a head office's own .xlsx, filled in place.
//! - [`paper`]: a workbook as whoever prints it needs it.
//! - [`decisions`]: a sheet head office filled in → what it decided, row by row.
//!
//! Absent on purpose: the store, the nouns of the desk, the clock. A caller maps its nouns to fields by key, in the order
//! the layout's `fields` state, and says what moment the file was made.
//!
//! Everything that comes in is untrusted: a dealer's files are dirty, and some are hostile.

pub mod bench;
pub mod decisions;
pub mod layout;
pub mod paper;
pub mod read;
mod spreadsheet;
pub mod template;
pub mod value;
pub mod write;
