//! A sheet of a closed month on the screen: what its file says, whatever dealer, form and remarks are today.
//!
//! - CLOSEDVIEW-1 Title, head, remarks, signature and summary are read from the file that was closed, the rows are those that were kept; a file in the maker's own form, or by a layout of before, is shown as a spreadsheet shows it.
//! - CLOSEDVIEW-2 Where the file is gone or altered the rows are shown all the same, under the dealer of then, and it is said what is to be done.

use super::close::{closed_pack, of_month};
use super::head::Around;
use super::reported::{Telling, kept_rows};
use super::sheet::{Asked, Sheet};
use super::template_problem::unshown;
use crate::app::App;
use crate::error::Answer;
use report::layout::{Align, Block, Layout, SHIPPED, SummarySheet};
use report::template::{ShownCell, ShownSheet, Template, shown_file};
use report::write::{Finish, Preview, ShownBlock, ShownLine, ShownSummary, preview};
use std::ops::Range;
use store::{ClosedSheet, ReportRun};

/// What stands in place of the remarks of a file that is gone.
const GONE: &str =
    "留底的文件不在了，或者已经损坏：这里只有留底的各行，说明和汇总看不到。请从备份恢复，文件会跟着回来。";

impl App {
    /// The sheet as it was closed; none while its month is open, or where it was not closed with it.
    pub(super) fn closed_sheet(
        &self,
        asked: &Asked<'_>,
        sheet: Sheet,
        rows: Range<u64>,
    ) -> Answer<Option<(Preview, Vec<ShownSheet>)>> {
        let (reader, maker) = (asked.reader, asked.principal);
        let close = of_month(reader, maker, asked.month)?;
        let pack = closed_pack(reader, maker, asked.month, &[sheet.key().to_owned()])?;
        let Some((close, (kept, run))) = close.zip(pack.and_then(|pack| pack.into_iter().next())) else {
            return Ok(None);
        };
        let Telling::Closed(told) = sheet.telling(asked)? else { return Ok(None) };
        let layout = sheet.layout()?;
        let head = Around::then(reader, &close.dealer, run.built_at)?.head(asked, sheet, &run.no)?;
        let nothing = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
        let mut shown = kept_rows(&told, asked, |source| preview(&layout, &head, source, &nothing, rows.clone()))?;
        shown.summary = None;
        let bytes = std::fs::read(self.folder("blobs").join(&kept.sha256)).ok();
        let Some(bytes) = bytes.filter(|bytes| wire::hash::sha256_hex(bytes) == kept.sha256) else {
            shown.foot = vec![GONE.to_owned()];
            return Ok(Some((shown, Vec::new())));
        };
        let grids = grids(asked, &layout, (&kept, &run), (bytes, rows), shown.total_rows)?;
        let own = kept.template.is_some() || !by_layout_of_today(&kept);
        if own || !said(&layout, &grids, &mut shown) {
            return Ok(Some((shown, grids)));
        }
        Ok(Some((shown, Vec::new())))
    }
}

fn by_layout_of_today(kept: &ClosedSheet) -> bool {
    let today = SHIPPED.iter().find(|(key, _)| *key == kept.key);
    today.is_some_and(|(_, json)| wire::hash::sha256_hex(json.as_bytes()) == kept.layout_sha256)
}

/// The sheets of the file: in the maker's own form the rows asked for, in a layout of today what stands around them.
fn grids(
    asked: &Asked<'_>,
    layout: &Layout,
    (kept, run): (&ClosedSheet, &ReportRun),
    (bytes, rows): (Vec<u8>, Range<u64>),
    lines: u64,
) -> Answer<Vec<ShownSheet>> {
    let fault = |fault| unshown(&asked.principal.name, &run.title, &fault);
    if let Some(template) = kept.template {
        let form = Template::open(&asked.reader.template_file(template)?, layout);
        // Its own form is no longer understood: the file is shown all the same.
        return match form {
            Ok(form) => form.shown(bytes, run.rows.unsigned_abs(), rows).map_err(fault),
            Err(_) => shown_file(bytes, None, rows).map_err(fault),
        };
    }
    let first = first_record(layout);
    shown_file(bytes, Some((&layout.name, first..first + lines.max(1))), 0..1).map_err(fault)
}

/// The row of the first record, as Excel counts: under title, head line, the layout's own lines and the names of the columns.
fn first_record(layout: &Layout) -> u64 {
    let header = if layout.columns.iter().any(|column| column.group.is_some()) { 2 } else { 1 };
    2 + layout.head_lines.len() as u64 + header + 1
}

/// Takes what stands around the table from the file; no where the file has other lines than the layout.
fn said(layout: &Layout, grids: &[ShownSheet], shown: &mut Preview) -> bool {
    let Some(signed) = grids.first() else { return false };
    let line = |row: &Vec<ShownCell>| -> Vec<String> {
        row.iter().map(|cell| cell.text.clone()).filter(|text| !text.is_empty()).collect()
    };
    let mut lines: Vec<Vec<String>> = signed.rows.iter().map(line).collect();
    // A row that only has a height ends no sheet.
    lines.truncate(lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
    let above = 2 + layout.head_lines.len();
    let under = layout.foot_lines.len() + usize::from(layout.notes.is_some()) + usize::from(layout.signature.is_some());
    let (Some([title, head @ ..]), Some(foot)) =
        (lines.get(..above), lines.len().checked_sub(under).and_then(|from| lines.get(from..)))
    else {
        return false;
    };
    let mut foot: Vec<String> = foot.iter().map(|line| line.join("　")).collect();
    shown.title = title.join("　");
    shown.head = head.iter().flatten().cloned().collect();
    shown.signature = layout.signature.as_ref().and_then(|_| foot.pop());
    shown.foot = foot;
    shown.summary = layout.summary.as_ref().and_then(|stated| {
        let sheet = grids.iter().find(|sheet| sheet.name == stated.name)?;
        Some(summary(sheet, stated))
    });
    true
}

/// The second sheet, a block from each of its heads on.
fn summary(sheet: &ShownSheet, stated: &SummarySheet) -> ShownSummary {
    let mut width = 0;
    let mut made = ShownSummary { name: sheet.name.clone(), ..ShownSummary::default() };
    for row in &sheet.rows {
        let first = row.iter().find(|cell| !cell.text.is_empty());
        let Some(first) = first.map(|cell| cell.text.as_str()) else { continue };
        if let Some(block) = stated.blocks.iter().find(|block| block.title() == first) {
            // Name and value; of a table or matrix as many as it has names of columns.
            width = if matches!(block, Block::Facts { .. }) { 2 } else { 0 };
            made.blocks.push(ShownBlock { title: first.to_owned(), lines: Vec::new() });
        } else if let Some(block) = made.blocks.last_mut() {
            let filled = row.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
            width = width.max(filled);
            // The one row of a table without any stands alone.
            let seen = if filled == 1 && block.lines.len() == 1 && width != 2 { 1 } else { width };
            let right = |cell: &ShownCell| cell.text.is_empty() || cell.align == Some(Align::Right);
            let cells = row.iter().take(seen).map(|cell| (cell.text.clone(), right(cell)));
            block.lines.push(ShownLine { strong: first_is_strong(row), cells: cells.collect() });
        } else {
            made.title = first.to_owned();
        }
    }
    made
}

fn first_is_strong(row: &[ShownCell]) -> bool {
    row.iter().find(|cell| !cell.text.is_empty()).is_some_and(|cell| cell.strong)
}
