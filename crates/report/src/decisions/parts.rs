//! Rows of W07 (三包旧件返回清单) as head office filled them in.
//!
//! - FILLEDPARTS-1 A row is a part by its tag; a row head office left empty is open. 实收数量 is said with everything else, and 件不符 says that what came is something else.
//! - FILLEDPARTS-2 A word that is no verdict and no disposal is wrong where it stands, with the words that are.

use super::{Wrong, day, empty, has, uncomputed, words};
use crate::read::{Cell, Grid, Header, header};
use crate::value;
use chrono::NaiveDate;

/// A part, as head office left its row.
#[derive(Debug)]
pub struct FilledPart {
    /// Row in the sheet, from 1.
    pub row: usize,
    /// Tag of the part.
    pub tag_no: String,
    /// What was sent, thousandths, or what stands there instead.
    pub qty_milli: Result<i64, Wrong>,
    /// The dealer's own words of the part that the sheet has: title of the column, and what stands there.
    pub own: Vec<(&'static str, String)>,
    /// `None` when head office wrote nothing.
    pub said: Result<Option<FilledResult>, Wrong>,
}

impl FilledPart {
    /// Number of the repair it comes from, where the sheet says so.
    #[must_use]
    pub fn repair_no(&self) -> Option<&str> {
        let found = self.own.iter().find(|(title, _)| *title == OWN_TITLES[0]);
        found.map(|(_, no)| no.as_str()).filter(|no| !no.is_empty())
    }
}

/// What head office says of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledResult {
    /// Received, thousandths.
    pub received_milli: i64,
    /// Something else than the list says, thousandths.
    pub wrong_milli: i64,
    /// The verdict, by the name it travels under.
    pub verdict: Option<String>,
    /// What becomes of it, by the name it travels under.
    pub disposal: Option<String>,
    /// Who inspected it.
    pub judged_by: String,
    /// When.
    pub judged_on: Option<NaiveDate>,
}

const TAG: usize = 0;
const QTY: usize = 1;
const RECEIVED: usize = 2;
const VERDICT: usize = 3;
const DISPOSAL: usize = 4;
const JUDGED_BY: usize = 5;
const JUDGED_ON: usize = 6;
/// The dealer's own columns, from here on.
const OWN: usize = 7;
const OWN_TITLES: [&str; 3] = ["维修单号", "零件编码", "零件名称"];
const PARTS: [&[&str]; 10] = [
    &["旧件标签号"],
    &["数量"],
    &["实收数量"],
    &["鉴定结论"],
    &["处理"],
    &["鉴定人"],
    &["鉴定日期"],
    &["维修单号"],
    &["零件编码"],
    &["零件名称"],
];

/// Verdicts: what head office writes, and the name each travels under.
const VERDICTS: [(&str, &str); 3] = [("三包", "covered"), ("非三包", "not_covered"), ("人为", "misuse")];
/// The same of what becomes of a part.
const DISPOSALS: [(&str, &str); 3] = [("可利用", "usable"), ("报废", "scrap"), ("退还", "returned")];

/// What head office writes when another part came.
pub const WRONG_PART: &str = "件不符";

/// The rows of a sheet, with the numbers of the batches that stand above them; `None` when it is no such sheet.
pub(super) fn parts(grid: &Grid) -> Option<(Vec<String>, Vec<FilledPart>)> {
    let head = header(grid, &PARTS).filter(|head| has(head, &[TAG, QTY, RECEIVED, VERDICT]))?;
    let line = |(row, cells): (usize, &[Cell])| FilledPart {
        row: row + 1,
        tag_no: words(head.cell(cells, TAG)),
        qty_milli: quantity(&head, cells, QTY, "数量").and_then(|milli| milli.ok_or_else(|| empty("数量"))),
        own: own(&head, cells),
        said: said(&head, cells),
    };
    let lines = head.records(grid).map(line).filter(|line| !line.tag_no.is_empty()).collect();
    Some((batches(&head), lines))
}

/// Numbers of batches above the table: `返回批次号：HB0732A-FC-2610-A0001`.
fn batches(head: &Header) -> Vec<String> {
    let words = head.titles.iter().flat_map(|title| title.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')));
    let mut found: Vec<String> = words.filter(|word| word.contains("-FC-")).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

fn own(head: &Header, cells: &[Cell]) -> Vec<(&'static str, String)> {
    let titles = OWN_TITLES.iter().zip(OWN..);
    let there = titles.filter(|(_, field)| head.columns.get(*field).is_some_and(Option::is_some));
    there.map(|(title, field)| (*title, words(head.cell(cells, field)))).collect()
}

/// What stands in head office's columns (FILLEDPARTS-1).
fn said(head: &Header, cells: &[Cell]) -> Result<Option<FilledResult>, Wrong> {
    let asked = [(VERDICT, "鉴定结论"), (DISPOSAL, "处理"), (JUDGED_BY, "鉴定人"), (RECEIVED, "实收数量")];
    uncomputed(head, cells, &asked)?;
    let received = quantity(head, cells, RECEIVED, "实收数量")?;
    let verdict = words(head.cell(cells, VERDICT));
    let disposal = words(head.cell(cells, DISPOSAL));
    let judged_by = words(head.cell(cells, JUDGED_BY));
    let judged_on = day(head, cells, JUDGED_ON, "鉴定日期")?;
    if received.is_none() && verdict.is_empty() && disposal.is_empty() && judged_by.is_empty() && judged_on.is_none() {
        return Ok(None);
    }
    let came = received.ok_or_else(|| empty("实收数量"))?;
    let wrong = verdict == WRONG_PART;
    Ok(Some(FilledResult {
        received_milli: if wrong { 0 } else { came },
        wrong_milli: if wrong { came } else { 0 },
        verdict: if wrong { None } else { known(&VERDICTS, &verdict, "鉴定结论")? },
        disposal: known(&DISPOSALS, &disposal, "处理")?,
        judged_by,
        judged_on,
    }))
}

/// The name a word stands for (FILLEDPARTS-2).
fn known(words: &[(&str, &str)], word: &str, field: &'static str) -> Result<Option<String>, Wrong> {
    let found = words.iter().find(|(written, _)| *written == word).map(|(_, name)| (*name).to_owned());
    if found.is_some() || word.is_empty() {
        return Ok(found);
    }
    let mut known: Vec<&str> = words.iter().map(|(written, _)| *written).collect();
    if field == "鉴定结论" {
        known.push(WRONG_PART);
    }
    let message = format!("{field}「{word}」认不出，请写：{}", known.join("、"));
    Err(Wrong { field, code: "word_unknown", message })
}

fn quantity(head: &Header, cells: &[Cell], field: usize, label: &'static str) -> Result<Option<i64>, Wrong> {
    let cell = head.cell(cells, field);
    if cell.is_blank() {
        return Ok(None);
    }
    value::quantity_milli(cell).map(Some).map_err(|why| Wrong {
        field: label,
        code: why.code(),
        message: format!("{label}「{}」不是数量", cell.shown().trim()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&str]) -> Grid {
        let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let rows = rows.iter().map(|row| row.split('|').map(cell).collect()).collect();
        Grid { name: "x".into(), rows, hidden: false }
    }

    const HEAD: &str =
        "旧件标签号|零件编码|数量|实收数量|鉴定结论(三包/非三包/人为)|处理(可利用/报废/退还)|鉴定人|鉴定日期";

    fn line(row: &str) -> FilledPart {
        let grid = grid(&["返回批次号：HB-FC-2610-A0001　旧件窗口(第一/第二期)：", HEAD, row, "合计|||||||"]);
        let (batches, mut lines) = parts(&grid).unwrap();
        assert_eq!(batches, ["HB-FC-2610-A0001"]);
        assert_eq!(lines.len(), 1);
        lines.remove(0)
    }

    #[test]
    fn filledparts_1_a_row_is_a_part_and_an_empty_one_is_open() {
        let open = line("JJ-1|055665|2|||||");
        assert_eq!((open.row, open.said.unwrap(), open.qty_milli.unwrap()), (3, None, 2000));
        assert_eq!(open.own, [("零件编码", "055665".to_owned())]);
        let said = line("JJ-1|055665|2|2|三包|报废|刘审|2026-11-06").said.unwrap().unwrap();
        assert_eq!(
            (said.received_milli, said.verdict.as_deref(), said.disposal.as_deref()),
            (2000, Some("covered"), Some("scrap"))
        );
        let other = line("JJ-1|055665|2|2|件不符||刘审|").said.unwrap().unwrap();
        assert_eq!((other.received_milli, other.wrong_milli, other.verdict), (0, 2000, None));
        assert_eq!(line("JJ-1|055665|2||三包|||").said.unwrap_err().code, "missing");
        assert!(parts(&grid(&["维修单号|申请金额|核定金额", "1|2|3"])).is_none());
    }

    #[test]
    fn filledparts_2_words_that_are_none_are_wrong_where_they_stand() {
        let wrong = |row: &str| line(row).said.unwrap_err().field;
        assert_eq!(wrong("JJ-1|055665|2|2|好的|||"), "鉴定结论");
        assert_eq!(wrong("JJ-1|055665|2|2|三包|扔了||"), "处理");
        assert_eq!(wrong("JJ-1|055665|2|两件|三包|||"), "实收数量");
        assert_eq!(wrong("JJ-1|055665|2|2|三包|||昨天"), "鉴定日期");
        assert_eq!(line("JJ-1|055665|多||||| ").qty_milli.unwrap_err().field, "数量");
    }
}
