//! Reading what head office wrote into W07 (三包旧件返回清单), W08 (三包费用核销申请表) and W09 (三包费用核销通知书). Desk and head office read them alike.
//!
//! - FILLED-1 The sheet is found by its headings, wherever they stand; a book without a sheet of head office is refused as a whole.
//! - FILLED-2 A row head office left empty is open, not approved; of 核定金额 and 核减金额 the one that is missing follows from the other.
//! - FILLED-3 More than was claimed, and a cut or a refusal without a reason, are wrong where they stand.
//! - FILLED-4 A formula without its result is wrong where it stands, never empty.
//! - FILLED-5 What stands twice in one sheet contradicts itself: neither row is taken.
//! - FILLED-6 Every sheet of head office in a book is read. A row another sheet has too is taken once, where both say the same, and of neither where they differ; what is not taken is named with both sheets.

use crate::read::{Book, Cell, Grid, Header, NO_RESULT, header};
use crate::value;
use chrono::NaiveDate;
use std::collections::HashMap;

mod parts;
mod several;

pub use parts::{FilledPart, FilledResult, WRONG_PART};

/// A row, as head office left it.
#[derive(Debug)]
pub struct FilledLine {
    /// Row in the sheet, from 1.
    pub row: usize,
    /// Number of the repair.
    pub repair_no: String,
    /// What was claimed, fen, or what stands there instead.
    pub claimed_fen: Result<i64, Wrong>,
    /// `None` when head office wrote nothing.
    pub said: Result<Option<Said>, Wrong>,
    /// Head office's cells as they stand, whether they can be understood or not.
    pub written: String,
}

/// What head office says of a repair.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// Approved, fen; `None` when only words stand there: more paper is wanted.
    pub approved_fen: Option<i64>,
    /// Why it is cut, refused or waits.
    pub reason: String,
    /// Who decided.
    pub judged_by: String,
}

/// A notice, as head office wrote it.
#[derive(Debug)]
pub struct FilledNotice {
    /// Row in the sheet, from 1.
    pub row: usize,
    /// Number of the claim.
    pub claim_no: String,
    /// What it says, or the first cell that is no value.
    pub said: Result<NoticeSaid, Wrong>,
    /// Its cells as they stand, whether they can be understood or not.
    pub written: String,
}

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSaid {
    /// Number of the notice.
    pub no: String,
    /// Its day.
    pub on: NaiveDate,
    /// Claimed, fen.
    pub claimed_fen: i64,
    /// Approved, fen.
    pub approved_fen: i64,
    /// Cut, fen.
    pub cut_fen: i64,
    /// Of the cuts.
    pub cut_note: String,
    /// Deducted from what is owed for goods, fen.
    pub deduction_fen: i64,
    /// Day of the deduction.
    pub deducted_on: Option<NaiveDate>,
}

/// A cell that is no value, or values that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Title of the column.
    pub field: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// Why, Chinese.
    pub message: String,
}

impl Wrong {
    /// A repair that stands in the sheet a second time.
    pub fn twice(repair_no: &str) -> Self {
        let message = format!("维修单「{repair_no}」在这张表里出现了两次");
        Self { field: "维修单号", code: "twice", message }
    }

    /// A part that stands in the sheet a second time.
    pub fn part_twice(tag_no: &str) -> Self {
        let message = format!("旧件「{tag_no}」在这张表里出现了两次");
        Self { field: "旧件标签号", code: "twice", message }
    }

    /// A claim that has two notices in one sheet.
    fn claim_twice(claim_no: &str) -> Self {
        let message = format!("申请「{claim_no}」在这张表里有两份通知");
        Self { field: "申请单号", code: "twice", message }
    }

    /// A claim whose number is missing, or leads nowhere for the reason given.
    pub fn unknown_claim(claim_no: &str, why: impl FnOnce(&str) -> String) -> Self {
        let message = match claim_no {
            "" => "表上没有申请编号（应写着「编号：…-HX-…」），不知道是哪一份申请".to_owned(),
            no => why(no),
        };
        Self { field: "申请单号", code: "unknown_claim", message }
    }
}

/// Headings one of which a sheet of head office has, for the refusal of a book without it (FILLED-1).
pub const HEADINGS: &str = "「维修单号、申请金额、核定金额」「通知编号、申请单号、核定金额」或「旧件标签号、数量、实收数量、鉴定结论」这样的表头";

/// A sheet of head office in its book.
#[derive(Debug)]
pub struct FilledSheet {
    /// Its name; empty where the book has no other one of head office.
    pub name: String,
    /// What it says.
    pub filled: Filled,
}

/// What a sheet of head office is, with its rows.
#[derive(Debug)]
pub enum Filled {
    /// 三包费用核销申请表, filled in.
    Claim {
        /// Number of the claim, empty when the sheet names none.
        claim_no: String,
        /// Its rows.
        lines: Vec<FilledLine>,
    },
    /// 三包费用核销通知书.
    Notices(Vec<FilledNotice>),
    /// 三包旧件返回清单, filled in.
    Parts {
        /// Numbers of the batches the sheet is of; empty when it names none.
        batches: Vec<String>,
        /// Its rows.
        lines: Vec<FilledPart>,
    },
}

const REPAIR_NO: usize = 0;
const CLAIMED: usize = 1;
const APPROVED: usize = 2;
const CUT: usize = 3;
const REASON: usize = 4;
const JUDGED_BY: usize = 5;
const CLAIM: [&[&str]; 6] = [&["维修单号"], &["申请金额"], &["核定金额"], &["核减金额"], &["核减原因"], &["核定人"]];

const NOTICE_NO: usize = 0;
const NOTICED_ON: usize = 1;
const CLAIM_NO: usize = 2;
const N_CLAIMED: usize = 3;
const N_APPROVED: usize = 4;
const N_CUT: usize = 5;
const CUT_NOTE: usize = 6;
const DEDUCTION: usize = 7;
const DEDUCTED_ON: usize = 8;
const NOTICE: [&[&str]; 9] = [
    &["通知编号"],
    &["通知日期"],
    &["申请单号"],
    &["申请金额"],
    &["核定金额"],
    &["核减金额"],
    &["核减明细"],
    &["抵扣货款金额"],
    &["抵扣日期"],
];

/// Understands a book (FILLED-1, FILLED-6); nothing when no sheet of it is head office's.
#[must_use]
pub fn understood(book: &Book) -> Vec<FilledSheet> {
    let visible = book.sheets.iter().filter(|grid| !grid.hidden && !is_data(grid));
    let found =
        visible.filter_map(|grid| Some(FilledSheet { name: grid.name.clone(), filled: one(grid)?.once_each() }));
    several::settled(found.collect())
}

/// The data sheet of a workbook of ours: names of fields stand in its first row. It repeats what the paper before it said when
/// it went out, and nobody of head office writes there.
fn is_data(grid: &Grid) -> bool {
    let key = |text: &String| text.contains('_') && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let first = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
    first.iter().any(|cell| matches!(cell, Cell::Text(text) if key(text)))
}

fn one(grid: &Grid) -> Option<Filled> {
    if let Some(head) = header(grid, &NOTICE).filter(|head| has(head, &[NOTICE_NO, CLAIM_NO, N_APPROVED])) {
        return Some(Filled::Notices(notices(grid, &head)));
    }
    if let Some((batches, lines)) = parts::parts(grid) {
        return Some(Filled::Parts { batches, lines });
    }
    let head = header(grid, &CLAIM).filter(|head| has(head, &[REPAIR_NO, CLAIMED, APPROVED]))?;
    Some(Filled::Claim { claim_no: claim_no(&head), lines: lines(grid, &head) })
}

impl Filled {
    /// Refuses what stands twice (FILLED-5); a row head office left empty says nothing and contradicts nobody.
    #[must_use]
    pub fn once_each(mut self) -> Self {
        match &mut self {
            Self::Claim { lines, .. } => {
                let rows = lines.iter_mut().filter(|line| !matches!(line.said, Ok(None)));
                refuse_twice(
                    rows,
                    |line| line.repair_no.clone(),
                    |line| line.said = Err(Wrong::twice(&line.repair_no)),
                );
            }
            Self::Notices(notices) => refuse_twice(
                notices.iter_mut(),
                |notice| notice.claim_no.clone(),
                |notice| notice.said = Err(Wrong::claim_twice(&notice.claim_no)),
            ),
            Self::Parts { lines, .. } => {
                let rows = lines.iter_mut().filter(|line| !matches!(line.said, Ok(None)));
                refuse_twice(rows, |line| line.tag_no.clone(), |line| line.said = Err(Wrong::part_twice(&line.tag_no)));
            }
        }
        self
    }
}

fn refuse_twice<'a, T: 'a>(rows: impl Iterator<Item = &'a mut T>, key: impl Fn(&T) -> String, refuse: impl Fn(&mut T)) {
    let mut by_key: HashMap<String, Vec<&mut T>> = HashMap::new();
    for row in rows {
        by_key.entry(key(row).to_uppercase()).or_default().push(row);
    }
    by_key.into_values().filter(|rows| rows.len() > 1).flatten().for_each(refuse);
}

fn has(head: &Header, fields: &[usize]) -> bool {
    fields.iter().all(|field| head.columns.get(*field).is_some_and(Option::is_some))
}

/// The number that stands above the table: `编号：HB0732A-HX-2610-A0001`.
fn claim_no(head: &Header) -> String {
    let words = head.titles.iter().flat_map(|title| title.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')));
    words.filter(|word| word.contains("-HX-")).map(str::to_owned).next().unwrap_or_default()
}

fn lines(grid: &Grid, head: &Header) -> Vec<FilledLine> {
    let line = |(row, cells): (usize, &[Cell])| FilledLine {
        row: row + 1,
        repair_no: words(head.cell(cells, REPAIR_NO)),
        claimed_fen: money(head, cells, CLAIMED, "申请金额").and_then(|fen| fen.ok_or_else(|| empty("申请金额"))),
        said: said(head, cells),
        written: written(head, cells, &[(APPROVED, "核定"), (CUT, "核减"), (REASON, "原因"), (JUDGED_BY, "核定人")]),
    };
    head.records(grid).map(line).filter(|line| !line.repair_no.is_empty()).collect()
}

/// What stands in head office's columns (FILLED-2).
fn said(head: &Header, cells: &[Cell]) -> Result<Option<Said>, Wrong> {
    let approved = money(head, cells, APPROVED, "核定金额")?;
    let cut = money(head, cells, CUT, "核减金额")?;
    uncomputed(head, cells, &[(REASON, "核减原因"), (JUDGED_BY, "核定人")])?;
    let (reason, judged_by) = (words(head.cell(cells, REASON)), words(head.cell(cells, JUDGED_BY)));
    let approved_fen = match (approved, cut) {
        (None, None) if reason.is_empty() => return Ok(None),
        (None, None) => None,
        (Some(approved), None) => Some(approved),
        (approved, Some(cut)) => {
            let claimed = money(head, cells, CLAIMED, "申请金额")?.ok_or_else(|| empty("申请金额"))?;
            let rest = claimed.checked_sub(cut).ok_or_else(|| off("核减金额"))?;
            if approved.is_some_and(|approved| approved != rest) {
                return Err(off("核减金额"));
            }
            Some(rest)
        }
    };
    if let Some(approved) = approved_fen {
        // FILLED-3
        let claimed = money(head, cells, CLAIMED, "申请金额")?.ok_or_else(|| empty("申请金额"))?;
        if approved > claimed {
            let message = "核定金额应当不超过申请金额".to_owned();
            return Err(Wrong { field: "核定金额", code: "out_of_range", message });
        }
        if approved < claimed && reason.is_empty() {
            return Err(empty("核减原因"));
        }
    }
    Ok(Some(Said { approved_fen, reason, judged_by }))
}

fn notices(grid: &Grid, head: &Header) -> Vec<FilledNotice> {
    let notice = |(row, cells): (usize, &[Cell])| FilledNotice {
        row: row + 1,
        claim_no: words(head.cell(cells, CLAIM_NO)),
        said: notice_said(head, cells),
        written: written(
            head,
            cells,
            &[(NOTICE_NO, "通知"), (N_CLAIMED, "申请"), (N_APPROVED, "核定"), (N_CUT, "核减"), (DEDUCTION, "抵扣")],
        ),
    };
    head.records(grid).map(notice).filter(|notice| !notice.claim_no.is_empty()).collect()
}

fn notice_said(head: &Header, cells: &[Cell]) -> Result<NoticeSaid, Wrong> {
    uncomputed(head, cells, &[(NOTICE_NO, "通知编号"), (CUT_NOTE, "核减明细")])?;
    let needed = |field, label| money(head, cells, field, label)?.ok_or_else(|| empty(label));
    let (claimed_fen, approved_fen) = (needed(N_CLAIMED, "申请金额")?, needed(N_APPROVED, "核定金额")?);
    Ok(NoticeSaid {
        no: words(head.cell(cells, NOTICE_NO)),
        on: day(head, cells, NOTICED_ON, "通知日期")?.ok_or_else(|| empty("通知日期"))?,
        claimed_fen,
        approved_fen,
        cut_fen: money(head, cells, N_CUT, "核减金额")?.unwrap_or(claimed_fen.saturating_sub(approved_fen)),
        cut_note: words(head.cell(cells, CUT_NOTE)),
        deduction_fen: money(head, cells, DEDUCTION, "抵扣货款金额")?.unwrap_or(0),
        deducted_on: day(head, cells, DEDUCTED_ON, "抵扣日期")?,
    })
}

/// Cells as they stand, each after its name; empty ones are left out.
fn written(head: &Header, cells: &[Cell], fields: &[(usize, &str)]) -> String {
    let said = fields.iter().map(|(field, name)| (name, words(head.cell(cells, *field))));
    let said: Vec<String> =
        said.filter(|(_, said)| !said.is_empty()).map(|(name, said)| format!("{name} {said}")).collect();
    said.join("，")
}

fn words(cell: &Cell) -> String {
    cell.shown().trim().to_owned()
}

fn money(head: &Header, cells: &[Cell], field: usize, label: &'static str) -> Result<Option<i64>, Wrong> {
    let cell = head.cell(cells, field);
    if cell.is_blank() {
        return Ok(None);
    }
    uncomputed(head, cells, &[(field, label)])?;
    value::fen(cell).map(Some).map_err(|why| Wrong {
        field: label,
        code: why.code(),
        message: format!("{label}「{}」不是金额", cell.shown().trim()),
    })
}

fn day(head: &Header, cells: &[Cell], field: usize, label: &'static str) -> Result<Option<NaiveDate>, Wrong> {
    let cell = head.cell(cells, field);
    if cell.is_blank() {
        return Ok(None);
    }
    uncomputed(head, cells, &[(field, label)])?;
    value::day(cell).map(Some).map_err(|why| Wrong {
        field: label,
        code: why.code(),
        message: format!("{label}「{}」不是日期", cell.shown().trim()),
    })
}

/// A cell is a formula nobody computed (FILLED-4).
fn uncomputed(head: &Header, cells: &[Cell], fields: &[(usize, &'static str)]) -> Result<(), Wrong> {
    let bare = |field: usize| matches!(head.cell(cells, field), Cell::Broken(text) if text == NO_RESULT);
    match fields.iter().find(|(field, _)| bare(*field)) {
        None => Ok(()),
        Some((_, field)) => Err(Wrong {
            field,
            code: "formula_without_result",
            message: format!("{field}这一格是公式，没有算好的结果；请在 Excel 里打开保存一次，或直接填上"),
        }),
    }
}

fn empty(field: &'static str) -> Wrong {
    Wrong { field, code: "missing", message: format!("{field}没有填") }
}

fn off(field: &'static str) -> Wrong {
    Wrong { field, code: "amounts_disagree", message: "核定金额加核减金额不等于申请金额".into() }
}
