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
use crate::tasks::Task;
use crate::view::{ImportInput, ImportKind, ImportOutcome, RowNote};
use crate::writing::Writing;
use domain::principal::Principal;
use domain::{Day, Refusals};
use report::read::Cell;
use std::collections::{HashMap, HashSet};

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

/// A record of a sheet.
struct Line<'a> {
    sheet: &'a Sheet,
    /// The sheet's name.
    name: &'a str,
    index: usize,
    cells: &'a [Cell],
}

/// How far an import was.
struct Mark {
    counts: ImportOutcome,
    lists: [usize; 3],
    maker_added: bool,
}

/// Rows taken under one savepoint: each costs a copy of every page they touch, and one writing of the name index.
const TOGETHER: usize = 20_000;

/// An import in progress.
pub(super) struct Run<'a> {
    pub writing: &'a Writing<'a>,
    pub input: &'a ImportInput,
    /// How far it is, for who waits.
    pub task: &'a Task,
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
    /// Rows done, as said to who waits: rows that are taken again are not said again.
    far: i64,
}

impl<'a> Run<'a> {
    pub(super) fn begin(writing: &'a Writing<'a>, input: &'a ImportInput, task: &'a Task) -> Answer<Self> {
        Ok(Self {
            writing,
            input,
            task,
            start: writing.start_of_use.unwrap_or(writing.now.today),
            outcome: ImportOutcome::default(),
            refused: Vec::new(),
            makers: HashMap::new(),
            models: HashSet::new(),
            seen: HashMap::new(),
            maker_added: false,
            far: 0,
        })
    }

    /// Takes every record of every sheet.
    pub(super) fn take(&mut self, source: &Source) -> Answer<()> {
        let lines: Vec<Line<'_>> = source.sheets.iter().flat_map(|sheet| lines_of(source, sheet)).collect();
        self.task.of(i64::try_from(lines.len()).unwrap_or(i64::MAX));
        for together in lines.chunks(TOGETHER) {
            self.take_together(source.form, together)?;
        }
        self.say_skipped(source);
        Ok(())
    }

    /// Rows under one savepoint; when one of them is refused after it has written, all are taken back, those before it come
    /// in together again, it comes alone, and the rest goes on. A savepoint a row would be simpler and ten times slower:
    /// the name index writes itself out at each.
    fn take_together(&mut self, form: &'static Form, mut lines: &[Line<'_>]) -> Answer<()> {
        while !lines.is_empty() {
            let taken = self.take_until_refused(form, lines)?;
            let (good, rest) = lines.split_at(taken);
            let [refused, rest @ ..] = rest else { return Ok(()) };
            let stay = self.take_until_refused(form, good)? == good.len();
            for line in good.iter().filter(|_| !stay).chain([refused]) {
                self.take_alone(form, line)?;
            }
            lines = rest;
        }
        Ok(())
    }

    /// Takes rows under one savepoint. With a refusal nothing of them stays; answers how many came before it.
    fn take_until_refused(&mut self, form: &'static Form, lines: &[Line<'_>]) -> Answer<usize> {
        let (before, mut taken) = (self.mark(), 0);
        let done = self.writing.tx.attempt(|| {
            lines.iter().try_for_each(|line| {
                self.take_line(form, line)?;
                taken += 1;
                Ok(())
            })
        });
        match done {
            Err(error) if refusal(&error).is_some() => self.back_to(before),
            done => done?,
        }
        Ok(taken)
    }

    fn take_alone(&mut self, form: &'static Form, line: &Line<'_>) -> Answer<()> {
        let mut row = Row::new(form, &line.sheet.columns, line.cells, self.writing.now.today);
        let before = self.mark();
        let fate = match self.writing.tx.attempt(|| self.put(&mut row)) {
            Ok(fate) => fate,
            Err(error) => {
                row.refused.extend(refusal(&error).ok_or(error)?);
                self.back_to(before);
                self.forget();
                Fate::Refused
            }
        };
        self.count(fate, row, line)
    }

    fn take_line(&mut self, form: &'static Form, line: &Line<'_>) -> Answer<()> {
        let mut row = Row::new(form, &line.sheet.columns, line.cells, self.writing.now.today);
        let before = self.writing.tx.steps();
        let fate = match self.put(&mut row) {
            Err(error) if self.writing.tx.steps() == before => {
                row.refused.extend(refusal(&error).ok_or(error)?);
                Fate::Refused
            }
            fate => fate?,
        };
        self.count(fate, row, line)
    }

    fn mark(&self) -> Mark {
        let lists = [self.outcome.warnings.len(), self.outcome.errors.len(), self.refused.len()];
        let counts = ImportOutcome { warnings: Vec::new(), errors: Vec::new(), error_file: None, ..self.outcome };
        Mark { counts, lists, maker_added: self.maker_added }
    }

    fn back_to(&mut self, before: Mark) {
        let [warnings, errors, refused] = before.lists;
        self.outcome.warnings.truncate(warnings);
        self.outcome.errors.truncate(errors);
        self.refused.truncate(refused);
        let lists = (std::mem::take(&mut self.outcome.warnings), std::mem::take(&mut self.outcome.errors));
        self.seen.retain(|_, row| *row <= before.counts.rows);
        self.outcome = ImportOutcome { warnings: lists.0, errors: lists.1, ..before.counts };
        self.maker_added = before.maker_added;
        self.forget();
    }

    /// Rows were taken back: what they added is no longer there.
    fn forget(&mut self) {
        self.makers.clear();
        self.models.clear();
        self.writing.forget();
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

    fn count(&mut self, fate: Fate, row: Row<'_>, line: &Line<'_>) -> Answer<()> {
        self.outcome.rows += 1;
        self.far = self.far.max(self.outcome.rows);
        let note = |remark: Remark| RowNote {
            sheet: line.name.to_owned(),
            row: i64::try_from(line.index).unwrap_or(i64::MAX - 1) + 1,
            field: remark.field.into(),
            code: remark.code.into(),
            message: remark.message,
        };
        match fate {
            Fate::Imported => self.outcome.imported += 1,
            Fate::Unchanged => self.outcome.unchanged += 1,
            Fate::Refused => {
                self.outcome.refused += 1;
                self.refused.push(self.refused_row(&row, line));
                self.outcome.errors.extend(row.refused.into_iter().map(note));
                return self.task.at(self.far);
            }
        }
        self.outcome.warnings.extend(row.warnings.into_iter().map(note));
        self.task.at(self.far)
    }

    fn refused_row(&self, row: &Row<'_>, line: &Line<'_>) -> RefusedRow {
        let label = |remark: &Remark| row.form.field(remark.field).map_or(remark.field, |field| field.label);
        let mut fields: Vec<&str> = row.refused.iter().map(label).filter(|label| !label.is_empty()).collect();
        fields.dedup();
        let reasons: Vec<&str> = row.refused.iter().map(|remark| remark.message.as_str()).collect();
        let keeps_id_no = self.keeps_id_no(row);
        let (grid, row) = (line.sheet.grid, line.index);
        RefusedRow { grid, row, fields: fields.join("、"), reasons: reasons.join("；"), keeps_id_no }
    }

    /// Whether the row's maker is set up and its policy demands identity numbers.
    fn keeps_id_no(&self, row: &Row<'_>) -> bool {
        let named = report::value::text(row.cell("principal")).ok();
        let maker = named.and_then(|name| self.makers.get(&name)).or_else(|| self.makers.get(""));
        // A row may be refused for its very day: it is mended today.
        let on = report::value::day(row.cell("sold_on")).map_or(self.writing.now.today, Day::new);
        maker.is_some_and(|maker| self.writing.keeps_id_no(maker, on))
    }

    fn say_skipped(&mut self, source: &Source) {
        if !source.book.encoding_sure {
            let message = "文字编码不能确定：请先核对姓名和地名有没有乱码";
            self.outcome.warnings.insert(0, sheet_note("", "encoding_unsure", message.into()));
        }
        for name in &source.skipped {
            let message = format!("工作表「{name}」没有认得的表头，没有读");
            self.outcome.warnings.push(sheet_note(name, "sheet_skipped", message));
        }
    }
}

/// The records of a sheet.
fn lines_of<'a>(source: &'a Source, sheet: &'a Sheet) -> Vec<Line<'a>> {
    let Some(grid) = source.grid(sheet) else { return Vec::new() };
    // While key columns are still to be found every cell counts, so that a preview shows the rows.
    let used = if source.missing.is_empty() { sheet.columns.all() } else { (0..sheet.header.names.len()).collect() };
    let blank = |cells: &[Cell]| used.iter().all(|column| cells.get(*column).is_none_or(Cell::is_blank));
    let records = sheet.header.records(grid).filter(|(_, cells)| !blank(cells));
    records.map(|(index, cells)| Line { sheet, name: &grid.name, index, cells }).collect()
}

fn sheet_note(sheet: &str, code: &str, message: String) -> RowNote {
    RowNote { sheet: sheet.into(), row: 1, field: String::new(), code: code.into(), message }
}

/// What a row is refused for, when it is the row's own fault and not the disk's.
fn refusal(error: &AppError) -> Option<Vec<Remark>> {
    match error {
        AppError::Refused(why) => Some(remarks(why)),
        AppError::TooLarge { .. } => Some(vec![Remark::new("", "too_large", error.to_string())]),
        _ => None,
    }
}

fn remarks(why: &Refusals) -> Vec<Remark> {
    why.0.iter().map(|refusal| Remark::new(refusal.field(), refusal.code(), refusal.bare().to_string())).collect()
}
