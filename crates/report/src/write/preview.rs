//! A sheet for the screen: what the signed sheet and the summary print, as text; some of the rows, and the totals of all.
//!
//! - PREVIEW-1 A cell reads on the screen as it prints; the totals are those of the whole month, however few rows are shown.
//! - PREVIEW-2 Whatever stands on paper stands on the screen: groups of columns, the words of an empty month, remarks, signature, summary.

use std::ops::Range;

use super::book::next;
use super::cell::{self, At};
use super::format::{LINES, stands};
use super::{
    Finish, Head, Row, RowSource, ShownSummary, SourceError, Standing, Value, WriteProblem, cell_text, place, summary,
};
use crate::layout::{Align, Column, Layout, Total, fill};

/// A sheet as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Title row.
    pub title: String,
    /// Dealer, period, unit and number; then the layout's own head lines.
    pub head: Vec<String>,
    /// Columns in order.
    pub columns: Vec<PreviewColumn>,
    /// The rows asked for.
    pub rows: Vec<Vec<String>>,
    /// Of each of these rows the record it is of; empty where its source does not say, and for sums between the rows.
    pub records: Vec<String>,
    /// 合计; empty when the layout has none.
    pub totals: Vec<String>,
    /// Rows altogether, with the sums that stand between them.
    pub total_rows: u64,
    /// The one row of a month without any.
    pub empty: String,
    /// Lines under the table: the layout's own, then 说明.
    pub foot: Vec<String>,
    /// The last line.
    pub signature: Option<String>,
    /// The second sheet.
    pub summary: Option<ShownSummary>,
}

/// A column on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewColumn {
    /// Its head.
    pub title: String,
    /// Neighbours of one group stand under a common head.
    pub group: Option<String>,
    /// Where its text stands.
    pub align: Align,
    /// In characters.
    pub width: f64,
}

/// Reads a source to its end and keeps the rows asked for, counted from 0.
///
/// # Errors
/// [`WriteProblem`], as writing the workbook would.
pub fn preview<'a>(
    layout: &Layout,
    head: &Head,
    source: &mut dyn RowSource,
    finish: &dyn Fn() -> Result<Finish<'a>, SourceError>,
    shown: Range<u64>,
) -> Result<Preview, WriteProblem> {
    let sources: Vec<_> = layout.columns.iter().map(|column| layout.field(&column.key)).collect();
    let (mut sums, mut counted) = (vec![0_i128; layout.columns.len()], 0);
    // What the month's own rows came to, once rows that correct others stand below them (WRITE-10).
    let mut of_month: Option<(Vec<i128>, u64)> = None;
    let (mut lines, mut records, mut row, mut words) =
        (Lines { shown, all: 0, kept: Vec::new(), records: Vec::new() }, 0, Row::default(), String::new());
    while next(source, &mut row, layout.fields.len(), &mut records)? {
        if row.standing() != Standing::OfMonth && of_month.is_none() {
            if records == 1 {
                lines.put("", || Ok(nothing(layout)))?;
            }
            if let Some(stated) = &layout.totals {
                lines.put("", || totals(layout, &stated.of_month, &sums, (counted, stated.unit.as_str())))?;
            }
            of_month = Some((sums.clone(), records - 1));
        }
        counted += row.standing().counts();
        let number = Value::Int(records.cast_signed());
        let value = |source: &Option<usize>| source.map_or(number.clone(), |at| row.get(at));
        for ((column, source), sum) in layout.columns.iter().zip(&sources).zip(&mut sums) {
            *sum += cell::amount(&value(source), column.kind);
        }
        lines.put(row.record(), || {
            let cells = layout.columns.iter().zip(&sources);
            cells.map(|(column, source)| printed(column, &value(source), records, &mut words)).collect()
        })?;
    }
    let mut last = Vec::new();
    if let Some(stated) = &layout.totals {
        if let Some((before, of_month)) = of_month {
            let since: Vec<_> = sums.iter().zip(before).map(|(sum, before)| sum - before).collect();
            let above = (records - of_month).cast_signed();
            lines.put("", || totals(layout, &stated.corrections, &since, (above, LINES)))?;
        }
        last = totals(layout, &stated.label, &sums, (counted, stated.unit.as_str()))?;
    }
    let Finish { notes, summaries } = finish().map_err(WriteProblem::Source)?;
    summary::check(layout, &summaries)?;
    let head = &Head { notes, ..head.clone() };
    let filled = |line: &String| cell_text(&fill(line, |marker| head.value(marker))).into_owned();
    let summary = layout.summary.as_ref().map(|stated| summary::shown(stated, layout, head, &summaries)).transpose()?;
    Ok(Preview {
        title: filled(&layout.title),
        head: head_lines(layout, filled),
        columns: layout.columns.iter().map(column).collect(),
        rows: lines.kept,
        records: lines.records,
        totals: last,
        total_rows: lines.all,
        empty: layout.empty_month.clone(),
        foot: layout.foot_lines.iter().chain(&layout.notes).map(filled).collect(),
        signature: layout.signature.as_ref().map(filled),
        summary,
    })
}

/// As on the sheet: three parts where there is room for three, else one line of them.
fn head_lines(layout: &Layout, filled: impl Fn(&String) -> String) -> Vec<String> {
    let line = &layout.head;
    let mut lines: Vec<_> = [&line.left, &line.centre, &line.right].into_iter().map(&filled).collect();
    let widths: Vec<_> = layout.columns.iter().map(|column| column.width).collect();
    if place::thirds(&widths).is_none() {
        lines = vec![lines.join("　")];
    }
    lines.extend(layout.head_lines.iter().map(filled));
    lines
}

fn column(column: &Column) -> PreviewColumn {
    PreviewColumn {
        title: column.title.clone(),
        group: column.group.clone(),
        align: stands(column.align, column.kind),
        width: column.width,
    }
}

/// Lines of the table, of which those asked for are kept.
struct Lines {
    shown: Range<u64>,
    all: u64,
    kept: Vec<Vec<String>>,
    records: Vec<String>,
}

impl Lines {
    fn put(
        &mut self,
        record: &str,
        cells: impl FnOnce() -> Result<Vec<String>, WriteProblem>,
    ) -> Result<(), WriteProblem> {
        if self.shown.contains(&self.all) {
            self.kept.push(cells()?);
            self.records.push(record.to_owned());
        }
        self.all += 1;
        Ok(())
    }
}

/// The words of a month without rows, over the whole width.
fn nothing(layout: &Layout) -> Vec<String> {
    let mut cells = vec![String::new(); layout.columns.len()];
    if let Some(first) = cells.first_mut() {
        first.clone_from(&layout.empty_month);
    }
    cells
}

fn totals(layout: &Layout, label: &str, sums: &[i128], (rows, unit): (i64, &str)) -> Result<Vec<String>, WriteProblem> {
    let mut cells = Vec::with_capacity(sums.len());
    for (index, (column, sum)) in layout.columns.iter().zip(sums).enumerate() {
        cells.push(match column.total {
            Total::None if index == 0 => label.to_owned(),
            Total::None => String::new(),
            Total::Count => format!("共{rows}{unit}"),
            Total::Sum => {
                let at = At { row: rows.unsigned_abs(), column: &column.key };
                let number = cell::Content::Number(cell::sum(*sum, column.kind, at)?);
                cell::printed(&number, &cell::summed(*sum, column.kind))
            }
        });
    }
    Ok(cells)
}

/// By the content the workbook's cell has, with its refusals, so that a preview never shows what cannot be printed.
fn printed(column: &Column, value: &Value<'_>, row: u64, words: &mut String) -> Result<String, WriteProblem> {
    let content = cell::content(value, column.kind, words, At { row, column: &column.key })?;
    match (&content, &column.when_empty) {
        (cell::Content::Empty, Some(instead)) => Ok(instead.clone()),
        _ => Ok(cell::printed(&content, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::{Period, Rows, Summary, SummaryData};
    use chrono::NaiveDate;

    const LAYOUT: &str = r#"{
        "key": "T", "name": "表", "title": "{principal}{month}月表", "fields": ["no", "money", "stock"],
        "columns": [
            {"key": "seq", "title": "序号", "kind": "sequence", "width": 5},
            {"key": "no", "title": "编号", "kind": "code", "width": 9, "total": "count"},
            {"key": "money", "title": "金额", "kind": "money", "width": 9, "total": "sum", "group": "总部填写"},
            {"key": "stock", "title": "库存", "kind": "integer", "width": 9, "when_empty": "未建库存"}
        ],
        "totals": {"label": "合计"},
        "notes": "说明：{notes}", "signature": "制表：{made_by}",
        "summary": {"name": "汇总", "blocks": [
            {"kind": "facts", "key": "f", "title": "一", "items": [{"key": "n", "title": "台数", "kind": "integer"}]},
            {"kind": "matrix", "key": "m", "title": "二", "rows": "型号", "columns": "部位"}
        ]}
    }"#;

    fn head() -> Head {
        let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        Head {
            principal: "华禾".into(),
            dealer: "清河".into(),
            dealer_code: "A".into(),
            period: Period { from: day, to: day },
            number: String::new(),
            made_by: String::new(),
            made_on: day,
            notes: String::new(),
            created_at: day.and_hms_opt(0, 0, 0).unwrap(),
            mark: None,
            fields: Default::default(),
        }
    }

    fn shown(rows: Range<u64>) -> Preview {
        let layout = Layout::parse(LAYOUT).unwrap();
        let all: Vec<_> =
            (0..3).map(|n| vec![Value::code(format!("0{n}")), Value::Fen(123_456_780), Value::Empty]).collect();
        let finish = || {
            let facts = Summary { key: "f", data: SummaryData::Facts(vec![("n", Value::Int(3))]) };
            Ok(Finish { notes: "在修 1 条".into(), summaries: vec![facts] })
        };
        preview(&layout, &head(), &mut Rows::new(&all), &finish, rows).unwrap()
    }

    #[test]
    fn preview_1_reads_as_printed_and_sums_the_whole_month() {
        let sheet = shown(0..1);
        assert_eq!(sheet.title, "华禾10月表");
        assert_eq!(sheet.rows, [["1", "00", "1,234,567.80", "未建库存"]]);
        assert_eq!(sheet.totals, ["合计", "共3条", "3,703,703.40", ""]);
        assert_eq!((sheet.total_rows, sheet.columns[2].align), (3, Align::Right));
        let last = shown(2..9);
        assert_eq!(last.rows, [["3", "02", "1,234,567.80", "未建库存"]], "any of its rows, with its own number");
        assert_eq!(last.totals, sheet.totals);
    }

    #[test]
    fn preview_2_whatever_stands_on_paper_is_shown() {
        let sheet = shown(0..9);
        assert_eq!((sheet.foot, sheet.signature), (vec!["说明：在修 1 条".to_owned()], Some("制表：______".into())));
        assert_eq!(sheet.columns[2].group.as_deref(), Some("总部填写"));
        assert_eq!(sheet.empty, "本月无");
    }

    #[test]
    fn summary_3_the_screen_shows_the_cells_of_the_sheet() {
        let summary = shown(0..0).summary.unwrap();
        assert_eq!((summary.name.as_str(), summary.title.as_str()), ("汇总", "华禾10月表　汇总"));
        let cells =
            |line: &crate::write::ShownLine| line.cells.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>();
        let [facts, matrix] = &summary.blocks[..] else { panic!("two blocks") };
        assert_eq!(facts.lines.iter().map(cells).collect::<Vec<_>>(), [["台数", "3"]]);
        assert_eq!(matrix.lines.iter().map(cells).collect::<Vec<_>>(), [["型号＼部位", "合计"], ["合计", "0"]]);
    }
}
