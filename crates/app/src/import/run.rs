//! The rows of a file, one after another, into one transaction.
//!
//! - IMPORT-6 One file is one transaction; a refused row is taken back alone, a fault of the disk takes everything back.
//! - IMPORT-7 Imported, unchanged and refused rows together are the rows of the file, without title, header, 合计 and rows with nothing in a known column.

use super::fields::Form;
use super::problem::Remark;
use super::row::Row;
use super::source::{Sheet, Source};
use super::{catalogue, repairs, sales};
use crate::error::{Answer, AppError};
use crate::view::{ImportInput, ImportKind, ImportOutcome, RowNote};
use crate::writing::Writing;
use domain::principal::Principal;
use domain::{Day, Refusals};
use std::collections::{HashMap, HashSet};
use store::Setting;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Imported,
    Unchanged,
    Refused,
}

/// A refused row, for the list that is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RefusedRow {
    /// Sheet, by its place in the book.
    pub grid: usize,
    /// Row in the sheet, from 0.
    pub row: usize,
    pub fields: String,
    pub reasons: String,
    /// The maker keeps identity numbers: they may be repeated.
    pub keeps_id_no: bool,
}

/// An import in progress.
pub(super) struct Run<'a> {
    pub writing: &'a Writing<'a>,
    pub input: &'a ImportInput,
    /// The start-of-use day, or today until one is chosen.
    pub start: Day,
    pub outcome: ImportOutcome,
    pub refused: Vec<RefusedRow>,
    /// Makers by what the file calls them.
    pub makers: HashMap<String, Principal>,
    /// Models known to be there: maker's code and model key.
    pub models: HashSet<(String, String)>,
    /// Codes already met in this file.
    pub seen: HashMap<String, i64>,
    pub maker_added: bool,
}

impl<'a> Run<'a> {
    pub(super) fn begin(writing: &'a Writing<'a>, input: &'a ImportInput) -> Answer<Self> {
        let chosen = writing.tx.setting(Setting::StartOfUseOn)?.and_then(|text| text.parse().ok());
        Ok(Self {
            writing,
            input,
            start: chosen.unwrap_or(writing.now.today),
            outcome: ImportOutcome::default(),
            refused: Vec::new(),
            makers: HashMap::new(),
            models: HashSet::new(),
            seen: HashMap::new(),
            maker_added: false,
        })
    }

    /// Takes every record of every sheet.
    pub(super) fn take(&mut self, source: &Source) -> Answer<()> {
        for sheet in &source.sheets {
            let Some(grid) = source.grid(sheet) else { continue };
            // While key columns are still to be found every cell counts, so that a preview shows the rows.
            let used = if source.missing.is_empty() { sheet.columns.all() } else { (0..sheet.header.names.len()).collect() };
            for (index, cells) in sheet.header.records(grid) {
                let blank = used.iter().all(|column| cells.get(*column).is_none_or(report::read::Cell::is_blank));
                if !blank {
                    self.take_row(source.form, sheet, &grid.name, index, cells)?;
                }
            }
        }
        self.say_skipped(source);
        Ok(())
    }

    fn take_row(&mut self, form: &'static Form, sheet: &Sheet, name: &str, index: usize, cells: &[report::read::Cell]) -> Answer<()> {
        let mut row = Row::new(form, &sheet.columns, cells, self.writing.now.today);
        self.outcome.rows += 1;
        let tx = self.writing.tx;
        let fate = match tx.attempt(|| self.put(&mut row)) {
            Ok(fate) => fate,
            Err(AppError::Refused(why)) => {
                self.forget();
                row.refused.extend(remarks(&why));
                Fate::Refused
            }
            Err(fault) => return Err(fault),
        };
        self.count(fate, row, (name, sheet.grid, index));
        Ok(())
    }

    /// A row was taken back: what it added is no longer there.
    fn forget(&mut self) {
        self.makers.clear();
        self.models.clear();
    }

    fn put(&mut self, row: &mut Row<'_>) -> Answer<Fate> {
        row.check_needed();
        match row.form.kind {
            ImportKind::Sales => sales::put(self, row),
            ImportKind::Repairs => repairs::put(self, row),
            ImportKind::Models => catalogue::put_model(self, row),
            ImportKind::Parts => catalogue::put_part(self, row),
        }
    }

    fn count(&mut self, fate: Fate, row: Row<'_>, (sheet, grid, index): (&str, usize, usize)) {
        let line = i64::try_from(index).unwrap_or(i64::MAX - 1) + 1;
        let note = |remark: Remark| RowNote {
            sheet: sheet.to_owned(),
            row: line,
            field: remark.field.into(),
            code: remark.code.into(),
            message: remark.message,
        };
        match fate {
            Fate::Imported => self.outcome.imported += 1,
            Fate::Unchanged => self.outcome.unchanged += 1,
            Fate::Refused => {
                self.outcome.refused += 1;
                self.refused.push(self.refused_row(&row, grid, index));
                self.outcome.errors.extend(row.refused.into_iter().map(note));
                return;
            }
        }
        self.outcome.warnings.extend(row.warnings.into_iter().map(note));
    }

    fn refused_row(&self, row: &Row<'_>, grid: usize, index: usize) -> RefusedRow {
        let label = |remark: &Remark| row.form.field(remark.field).map_or(remark.field, |field| field.label);
        let mut fields: Vec<&str> = row.refused.iter().map(label).filter(|label| !label.is_empty()).collect();
        fields.dedup();
        let reasons: Vec<&str> = row.refused.iter().map(|remark| remark.message.as_str()).collect();
        let keeps_id_no = self.keeps_id_no(row);
        RefusedRow { grid, row: index, fields: fields.join("、"), reasons: reasons.join(";"), keeps_id_no }
    }

    /// Whether the row's maker is set up and its policy demands identity numbers.
    fn keeps_id_no(&self, row: &Row<'_>) -> bool {
        let named = report::value::text(row.cell("principal")).ok();
        let maker = named.and_then(|name| self.makers.get(&name)).or_else(|| self.makers.get(""));
        maker.and_then(|maker| self.writing.policy(maker).ok()).and_then(|pack| pack.flag("identity.keep")) == Some(true)
    }

    fn say_skipped(&mut self, source: &Source) {
        if !source.book.encoding_sure {
            let message = "文字编码不能确定:请先核对姓名和地名有没有乱码";
            self.outcome.warnings.insert(0, sheet_note("", "encoding_unsure", message.into()));
        }
        for name in &source.skipped {
            let message = format!("工作表「{name}」没有认得的表头,没有读");
            self.outcome.warnings.push(sheet_note(name, "sheet_skipped", message));
        }
    }
}

fn sheet_note(sheet: &str, code: &str, message: String) -> RowNote {
    RowNote { sheet: sheet.into(), row: 1, field: String::new(), code: code.into(), message }
}

/// A rule's refusals as remarks.
pub(super) fn remarks(why: &Refusals) -> Vec<Remark> {
    why.0.iter().map(|refusal| Remark::new(refusal.field(), refusal.code(), refusal.to_string())).collect()
}
