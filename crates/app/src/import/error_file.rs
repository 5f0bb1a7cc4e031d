//! The list of refused rows, as a workbook that is mended and imported again.
//!
//! - IMPORT-19 The list holds the file's own header and the refused rows' cells as text, and why; an identity number that would be dropped is not repeated in it.

use super::run::RefusedRow;
use super::source::{Sheet, Source};
use crate::error::{Answer, AppError};
use chrono::NaiveDateTime;
use report::read::Cell;
use report::write::{ERROR_COLUMNS, Rows, Value, error_list};
use std::path::{Path, PathBuf};

const PREFIX: &str = "导入错误-";

/// Columns of every sheet side by side: those of one name are one.
struct Heads {
    names: Vec<String>,
    /// Per sheet, for each of `names`, the column there.
    at: Vec<(usize, Vec<Option<usize>>)>,
}

/// Writes the list into the folder of exports; `None` when nothing was refused.
pub(super) fn write(
    folder: &Path,
    source: &Source,
    refused: &[RefusedRow],
    stem: &str,
    now: NaiveDateTime,
) -> Answer<Option<PathBuf>> {
    if refused.is_empty() {
        return Ok(None);
    }
    let heads = heads(source);
    let rows: Vec<Vec<Value<'_>>> = refused.iter().map(|row| cells(source, &heads, row)).collect();
    let names: Vec<&str> = heads.names.iter().map(String::as_str).collect();
    let path = free_path(folder, stem);
    error_list(&names, &mut Rows::new(&rows), now, &path).map_err(|problem| {
        tracing::error!(%problem, "list of refused rows");
        AppError::File {
            code: "error_file_failed".into(),
            sentence: format!("错误清单没有写成（{}），请检查磁盘空间和文件夹权限", path.display()),
        }
    })?;
    Ok(Some(path))
}

fn heads(source: &Source) -> Heads {
    let mut heads = Heads { names: Vec::new(), at: Vec::new() };
    let mut keys: Vec<(String, usize)> = Vec::new();
    for sheet in &source.sheets {
        let mut at = vec![None; keys.len()];
        for (column, key) in keyed(sheet).into_iter().enumerate() {
            match keys.iter().position(|known| *known == key) {
                Some(place) => at[place] = Some(column),
                None => {
                    heads.names.push(key.0.clone());
                    keys.push(key);
                    at.push(Some(column));
                }
            }
        }
        heads.at.push((sheet.grid, at));
    }
    heads
}

/// Each column's name, and which of that name it is; a column without a name is called by its letter's place.
fn keyed(sheet: &Sheet) -> Vec<(String, usize)> {
    let mut keys: Vec<(String, usize)> = Vec::new();
    for (column, name) in sheet.header.names.iter().enumerate() {
        let name = if name.is_empty() { format!("第{}列", column + 1) } else { name.clone() };
        let before = keys.iter().filter(|(known, _)| *known == name).count();
        keys.push((name, before));
    }
    keys
}

fn cells(source: &Source, heads: &Heads, refused: &RefusedRow) -> Vec<Value<'static>> {
    let sheet = source.sheets.iter().find(|sheet| sheet.grid == refused.grid);
    let at = heads.at.iter().find(|(grid, _)| *grid == refused.grid).map(|(_, at)| at.as_slice()).unwrap_or_default();
    let left_out = sheet.filter(|_| !refused.keeps_id_no).and_then(|sheet| sheet.columns.of("customer.id_no"));
    let cell = |place: usize| {
        let column = at.get(place).copied().flatten().filter(|column| Some(*column) != left_out)?;
        source.book.sheets.get(refused.grid).map(|grid| grid.cell(refused.row, column))
    };
    let own = (0..heads.names.len()).map(|place| match cell(place) {
        None | Some(Cell::Empty) => Value::Empty,
        Some(cell) => Value::code(cell.shown()),
    });
    own.chain([Value::text(refused.fields.clone()), Value::text(refused.reasons.clone())]).collect()
}

/// `导入错误-<stem>-<n>.xlsx`, the first number that is free. The list of a mended list is called as its ledger.
fn free_path(folder: &Path, stem: &str) -> PathBuf {
    let ledger = stem.strip_prefix(PREFIX).and_then(|rest| rest.rsplit_once('-')).map_or(stem, |(ledger, _)| ledger);
    let ledger: String = ledger.chars().take(60).collect();
    let name = |n: usize| folder.join(format!("{PREFIX}{ledger}-{n}.xlsx"));
    (1..10_000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(10_000))
}

/// A header of the list's own.
pub(super) fn is_own_head(name: &str) -> bool {
    ERROR_COLUMNS.contains(&name)
}
