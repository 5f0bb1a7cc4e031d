//! The replaced parts of a row: fixed columns on paper, lines here.
//!
//! - IMPORT-17 A part that is not in the price list comes in with a warning; the paper's amounts stand, and a sum that does not fit is said.

use super::fields::Piece;
use super::problem::unfit;
use super::repair_paper::Paper;
use super::row::Row;
use super::run::Run;
use crate::error::Answer;
use crate::view::RepairPartInput;
use domain::Fen;
use domain::text::serial_key;
use report::read::Cell;
use report::value::{self, ValueProblem};

/// One replaced part as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PartLine {
    pub number: usize,
    pub code: String,
    pub name: String,
    pub qty_milli: Option<i64>,
    pub price_fen: Option<i64>,
}

/// Lines of a row; columns with nothing in them make none.
pub(super) fn lines(row: &mut Row<'_>) -> Vec<PartLine> {
    let count = row.columns.parts.len();
    (0..count).filter_map(|index| line(row, index)).collect()
}

fn line(row: &mut Row<'_>, index: usize) -> Option<PartLine> {
    let [code, name, qty, price] = row.part(index);
    if [code, name, qty, price].iter().all(|cell| cell.is_blank()) {
        return None;
    }
    let number = index + 1;
    Some(PartLine {
        number,
        code: value::serial(code).map(|serial| serial.text).unwrap_or_default(),
        name: value::text(name).unwrap_or_default(),
        qty_milli: amount(row, "parts.qty_milli", Piece::Quantity, number, qty, value::quantity_milli),
        price_fen: amount(row, "parts.price_fen", Piece::Price, number, price, value::fen),
    })
}

fn amount(
    row: &mut Row<'_>,
    key: &'static str,
    piece: Piece,
    number: usize,
    cell: &Cell,
    read: impl Fn(&Cell) -> Result<i64, ValueProblem>,
) -> Option<i64> {
    let label = format!("{}{number}", piece.label());
    match read(cell) {
        Ok(amount) if amount >= 0 => Some(amount),
        Ok(_) => {
            row.refuse(key, "out_of_range", format!("{label}不能小于零"));
            None
        }
        Err(problem) => {
            row.refused.extend(unfit(key, &label, &problem));
            None
        }
    }
}

/// Completes the lines from the price list and compares the sums (IMPORT-17).
pub(super) fn price(run: &Run<'_>, row: &mut Row<'_>, paper: &mut Paper) -> Answer<()> {
    let lines = std::mem::take(&mut paper.lines);
    let (mut sum, mut all_priced) = (Some(Fen(0)), true);
    for line in lines {
        let (input, priced) = priced(run, row, paper.draft.in_warranty, line)?;
        all_priced &= priced;
        let amount = Fen(input.price_fen.unwrap_or(0)).times_milli(input.qty_milli);
        sum = sum.and_then(|sum| sum.plus(amount?));
        paper.draft.parts.push(input);
    }
    say_sums(row, paper, sum.map_or(0, |sum| sum.0), all_priced);
    Ok(())
}

/// A line with its price, that of the list where the paper has none.
fn priced(run: &Run<'_>, row: &mut Row<'_>, in_warranty: bool, line: PartLine) -> Answer<(RepairPartInput, bool)> {
    let listed = if line.code.is_empty() { None } else { run.writing.tx.part_by_key(&serial_key(&line.code))? };
    let list_price = listed.as_ref().and_then(|part| part.list_price(in_warranty));
    let price = line.price_fen.or(list_price.map(|fen| fen.0));
    say_gaps(row, &line, listed.is_some());
    let fallback = if line.code.is_empty() { format!("零件{}", line.number) } else { line.code.clone() };
    let name = match listed {
        _ if !line.name.is_empty() => line.name,
        Some(part) => part.name,
        None => fallback,
    };
    let input = RepairPartInput {
        id: None,
        code: line.code,
        name,
        spec: String::new(),
        unit: String::new(),
        qty_milli: line.qty_milli.filter(|qty| *qty > 0).unwrap_or(1000),
        price_fen: Some(price.unwrap_or(0)),
        kind: None,
        replaced_on: None,
        wants_replacement: false,
        old_serial: String::new(),
        new_serial: String::new(),
        old_part_here: false,
        bin: String::new(),
        tag_no: None,
    };
    Ok((input, price.is_some()))
}

/// Says what a line lacks.
fn say_gaps(row: &mut Row<'_>, line: &PartLine, listed: bool) {
    let (number, code) = (line.number, &line.code);
    if line.code.is_empty() {
        row.warn("parts.code", "part_unknown", format!("零件{number}「{}」没有编码，按名称记下", line.name));
    } else if !listed {
        row.warn("parts.code", "part_unknown", format!("零件{number}的编码 {code} 不在配件价目里，照原样记下"));
    }
    if line.qty_milli.is_none_or(|qty| qty == 0) {
        row.warn("parts.qty_milli", "quantity_missing", format!("零件{number}（{code}）没有写数量，按 1 记，请核对"));
    }
}

fn say_sums(row: &mut Row<'_>, paper: &Paper, parts_fen: i64, all_priced: bool) {
    let draft = &paper.draft;
    let material = draft.material_fen.unwrap_or(parts_fen);
    if material != parts_fen && all_priced && !draft.parts.is_empty() {
        row.warn(
            "material_fen",
            "material_differs",
            format!("材料费 {} 与零件按价目相加的 {} 不同，以台账为准", Fen(material), Fen(parts_fen)),
        );
    }
    let sum = draft.labour_fen + material + draft.travel_fen + draft.other_fen;
    if let Some(total) = paper.total_fen.filter(|total| *total != sum) {
        row.warn(
            "total_fen",
            "total_differs",
            format!("合计 {} 与各项相加的 {} 不同，各项照台账记，请核对", Fen(total), Fen(sum)),
        );
    }
}
