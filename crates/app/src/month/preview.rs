//! A sheet of the month on the screen, as its workbook has it.
//!
//! - SHEETVIEW-1 What the window shows of a sheet is what its .xlsx has: head, groups, cells as their formats print them, totals, remarks, signature, and the summary; any of the rows can be looked at.
//! - SHEETVIEW-2 Where the maker has its own form, that form is filled and shown as a spreadsheet shows it.
//! - SHEETVIEW-3 Of a closed month the file that was closed is shown (`closed_view`).
//! - SHEETVIEW-4 A row knows the record it is of, in a closed month too: it opens from the sheet.

use super::head::Around;
use super::own_form::Form;
use super::sheet::{Asked, Sheet};
use super::template_problem::unshown;
use crate::app::{App, parse_id, principal};
use crate::error::Answer;
use crate::file_problem::folder_problem;
use crate::view::*;
use report::layout::Align;
use report::template::ShownSheet;
use report::write::{Head, Preview, ShownSummary};
use std::ops::Range;
use store::Reader;

/// Rows a preview shows at once.
const SHOWN: u64 = 200;

impl App {
    pub(crate) fn report_preview(&self, input: PreviewInput) -> Answer<SheetView> {
        let sheet = Sheet::of(&input.key, "key")?;
        self.read(|reader, now| {
            super::refuse_far(input.month, now)?;
            let maker = principal(reader, &input.principal)?;
            let (month, today, at) = (input.month, now.today, now.at);
            let task = self.tasks.begin(&None);
            let (masked, policies) = (!input.whole, &self.policies(reader)?);
            let asked = Asked { reader, principal: &maker, month, today, at, masked, task: &task, policies };
            let from = input.from.unwrap_or(0).max(0).unsigned_abs();
            let rows = from..from.saturating_add(SHOWN);
            if let Some((shown, own)) = self.closed_sheet(&asked, sheet, rows.clone())? {
                return view(&asked, sheet, shown, from, own);
            }
            let form = Form::of(reader, &maker, sheet)?;
            let head = Around::of(reader, now)?.head(&asked, sheet, "")?;
            let layout = &form.layout;
            let shown = sheet.rows(&asked, &mut |_| (), |source, finish| {
                report::write::preview(layout, &head, source, finish, rows.clone())
            })?;
            let own = self.own_sheets(&form, &asked, sheet, &head, rows)?;
            view(&asked, sheet, shown, from, own)
        })
    }

    /// The maker's own form, filled beside the desk's papers and read back.
    fn own_sheets(
        &self,
        form: &Form,
        asked: &Asked<'_>,
        sheet: Sheet,
        head: &Head,
        rows: Range<u64>,
    ) -> Answer<Vec<ShownSheet>> {
        let Some(own) = &form.own else { return Ok(Vec::new()) };
        let problem = |cause| folder_problem(self.dir(), &cause);
        let folder = tempfile::tempdir_in(self.dir()).map_err(problem)?;
        let path = folder.path().join("preview.xlsx");
        let written =
            sheet.rows(asked, &mut |_| (), |source, finish| form.write(head, source, finish, &path)?.save(&path))?;
        let filled = std::fs::read(&path).map_err(problem)?;
        let title = &form.layout.name;
        own.shown(filled, written.rows, rows).map_err(|fault| unshown(&asked.principal.name, title, &fault))
    }
}

/// The records of the rows shown (SHEETVIEW-4).
fn records(reader: &Reader<'_>, sheet: Sheet, rows: &[String]) -> Answer<Vec<Option<SheetRecord>>> {
    let of = |id: &String| -> Answer<Option<SheetRecord>> {
        if id.is_empty() {
            return Ok(None);
        }
        let (noun, id) = match sheet {
            Sheet::Repairs | Sheet::Parts => (ReportedNoun::Repair, Some(id.clone())),
            Sheet::OldParts => (ReportedNoun::OldPart, Some(id.clone())),
            Sheet::Sales | Sheet::Cards => {
                (ReportedNoun::Sale, reader.card(parse_id("", id)?)?.map(|card| card.sale.to_string()))
            }
            _ => return Ok(None),
        };
        Ok(id.map(|id| SheetRecord { noun, id }))
    };
    rows.iter().map(of).collect()
}

fn view(asked: &Asked<'_>, sheet: Sheet, shown: Preview, from: u64, own: Vec<ShownSheet>) -> Answer<SheetView> {
    let column = |column: report::write::PreviewColumn| SheetColumn {
        title: column.title,
        group: column.group,
        align: align(column.align),
        width: column.width,
    };
    Ok(SheetView {
        key: sheet.key().into(),
        title: shown.title,
        head: shown.head,
        columns: shown.columns.into_iter().map(column).collect(),
        records: records(asked.reader, sheet, &shown.records)?,
        rows: shown.rows,
        from: from.cast_signed(),
        totals: shown.totals,
        total_rows: shown.total_rows.cast_signed(),
        empty: shown.empty,
        foot: shown.foot,
        signature: shown.signature,
        // A form of the maker's own is the whole workbook.
        summary: shown.summary.filter(|_| own.is_empty()).map(summary),
        own: own.into_iter().map(grid).collect(),
    })
}

fn summary(shown: ShownSummary) -> SheetSummary {
    let line = |line: report::write::ShownLine| SummaryLine {
        strong: line.strong,
        cells: line.cells.into_iter().map(|(text, right)| SummaryCell { text, right }).collect(),
    };
    let block = |block: report::write::ShownBlock| SummaryBlock {
        title: block.title,
        lines: block.lines.into_iter().map(line).collect(),
    };
    SheetSummary { name: shown.name, title: shown.title, blocks: shown.blocks.into_iter().map(block).collect() }
}

fn grid(shown: ShownSheet) -> SheetGrid {
    let cell = |cell: report::template::ShownCell| GridCell {
        text: cell.text,
        columns: cell.columns,
        rows: cell.rows,
        align: cell.align.map(align),
        strong: cell.strong,
        formula: cell.formula,
    };
    let row = |row: Vec<report::template::ShownCell>| row.into_iter().map(cell).collect();
    SheetGrid {
        name: shown.name,
        widths: shown.widths,
        head_rows: shown.head_rows,
        rows: shown.rows.into_iter().map(row).collect(),
    }
}

fn align(align: Align) -> CellAlign {
    match align {
        Align::Left => CellAlign::Left,
        Align::Centre => CellAlign::Centre,
        Align::Right => CellAlign::Right,
    }
}
