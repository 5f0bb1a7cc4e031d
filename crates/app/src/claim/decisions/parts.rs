//! Taking what head office says of old parts, row by row (W07).
//!
//! - JUDGED-1 A row is about a part of this desk that was sent with a batch the sheet names; a stranger's tag, another batch, a row that stands twice or a column of ours that was changed is refused with its reason, the rest goes on, and the same file again changes nothing.

use super::{By, Trouble, count, outcome, place};
use crate::error::{Answer, AppError};
use crate::part_result::take;
use crate::view::*;
use domain::Day;
use domain::old_part::OldPart;
use domain::part_result::PartSaid;
use domain::text::clean;
use report::decisions::{FilledPart, FilledResult, Wrong};
use serde::de::DeserializeOwned;
use store::Tx;
use wire::decisions::JudgedPart;

pub(super) fn parts(tx: &Tx<'_>, by: &By, batches: &[String], lines: &[FilledPart]) -> Answer<DecisionsOutcome> {
    let mut outcome = outcome("W07");
    outcome.rows = lines.len() as i64;
    for filled in lines {
        outcome.lines.push(shown(batches, filled));
        match one(tx, by, batches, filled) {
            Ok(None) => outcome.open += 1,
            Ok(Some(taken)) => count(&mut outcome, filled.row, &filled.tag_no, Ok(taken))?,
            Err(why) => count(&mut outcome, filled.row, &filled.tag_no, Err(why))?,
        }
    }
    Ok(outcome)
}

/// One row; `None` when head office left it empty.
fn one(tx: &Tx<'_>, by: &By, batches: &[String], filled: &FilledPart) -> Result<Option<bool>, Trouble> {
    let Some(said) = filled.said.as_ref().map_err(Wrong::clone)? else { return Ok(None) };
    let part = known(tx, by, &filled.tag_no)?;
    refuse_elsewhere(tx, batches, &part)?;
    refuse_changed(filled, &part)?;
    let stands = tx.part_results(&[part.id]).map_err(AppError::from)?.pop();
    // A sheet has no column for some pieces of another part beside some of the right one.
    let wrong = stands.filter(|stands| said.wrong_milli == 0 && stands.received_milli == said.received_milli);
    let said = PartSaid {
        received_milli: said.received_milli,
        wrong_milli: wrong.map_or(said.wrong_milli, |stands| stands.wrong_milli),
        verdict: named("鉴定结论", said.verdict.as_deref())?,
        disposal: named("处理", said.disposal.as_deref())?,
        judged_by: clean(&said.judged_by),
        judged_on: said.judged_on.map(Day::new),
        on: by.now.today,
        source: by.source,
    };
    Ok(Some(take(tx, &part, &said, "")?))
}

fn known(tx: &Tx<'_>, by: &By, tag: &str) -> Result<OldPart, Trouble> {
    let part = tx.old_part_by_tag(&tag.to_uppercase()).map_err(AppError::from)?;
    let of_maker = |part: &OldPart| by.maker.is_none_or(|maker| maker == part.principal);
    let unknown = || {
        let message = format!("本机没有旧件标签「{tag}」：可能是别的经销商、别的电脑的表");
        Wrong { field: "旧件标签号", code: "unknown_part", message }
    };
    Ok(part.filter(of_maker).ok_or_else(unknown)?)
}

/// Whether the part went with a batch the sheet is of.
fn refuse_elsewhere(tx: &Tx<'_>, batches: &[String], part: &OldPart) -> Result<(), Trouble> {
    let batch = part.batch.map(|id| tx.parts_batch(id)).transpose().map_err(AppError::from)?.flatten();
    let no = batch.map(|batch| batch.no);
    if no.as_ref().is_some_and(|no| batches.iter().any(|one| one.eq_ignore_ascii_case(no))) {
        return Ok(());
    }
    let (code, message) = match (batches, no) {
        ([], _) => ("unknown_batch", "表上没有返回批次号（应写着「返回批次号：…-FC-…」），不知道是哪一批".to_owned()),
        (_, Some(no)) => {
            ("other_batch", format!("旧件「{}」在批次 {no} 里，这张表是 {} 的", part.tag_no, batches.join("、")))
        }
        (_, None) => ("not_sent", format!("旧件「{}」现在是「{}」，还没有发运", part.tag_no, part.state.zh())),
    };
    Err(Wrong { field: "返回批次号", code, message }.into())
}

/// Whether the dealer's own columns are as they went out.
fn refuse_changed(filled: &FilledPart, part: &OldPart) -> Result<(), Trouble> {
    if filled.qty_milli.clone()? != part.qty_milli {
        let message = format!("数量被改过：发出的是 {}", crate::month::thousandths(part.qty_milli));
        return Err(Wrong { field: "数量", code: "column_changed", message }.into());
    }
    let ours = |title: &str| match title {
        "维修单号" => &part.repair_no,
        "零件编码" => &part.code,
        _ => &part.name,
    };
    match filled.own.iter().find(|(title, stands)| clean(stands) != clean(ours(title))) {
        None => Ok(()),
        Some((title, _)) => {
            let message = format!("{title}被改过：发出的是「{}」", ours(title));
            Err(Wrong { field: title, code: "column_changed", message }.into())
        }
    }
}

fn shown(batches: &[String], filled: &FilledPart) -> DecisionRow {
    let said = filled.said.as_ref().ok().and_then(Option::as_ref);
    DecisionRow {
        row: place(filled.row),
        sheet: String::new(),
        claim_no: batches.join("、"),
        repair_no: String::new(),
        claimed_fen: None,
        approved_fen: None,
        reason: String::new(),
        written: String::new(),
        part: Some(DecisionPart {
            tag_no: filled.tag_no.clone(),
            sent_milli: filled.qty_milli.as_ref().ok().copied(),
            received_milli: said.map(|said| said.received_milli),
            wrong_milli: said.map(|said| said.wrong_milli),
            verdict: said.and_then(|said| named("鉴定结论", said.verdict.as_deref()).ok().flatten()),
            disposal: said.and_then(|said| named("处理", said.disposal.as_deref()).ok().flatten()),
        }),
    }
}

/// Parts of a message as the sheet they were made of.
pub(super) fn filled(parts: Vec<JudgedPart>) -> Vec<FilledPart> {
    let filled = |(part, row): (JudgedPart, usize)| FilledPart {
        row,
        tag_no: part.tag_no.clone(),
        qty_milli: Ok(part.qty_milli),
        own: Vec::new(),
        said: result(part).map(Some),
    };
    parts.into_iter().zip(1..).map(filled).collect()
}

fn result(part: JudgedPart) -> Result<FilledResult, Wrong> {
    let day = |text: String| {
        let message = format!("「{text}」不是日期");
        text.parse().map_err(|_| Wrong { field: "鉴定日期", code: "not_a_day", message })
    };
    Ok(FilledResult {
        received_milli: part.received_milli,
        wrong_milli: part.wrong_milli,
        verdict: part.verdict,
        disposal: part.disposal,
        judged_by: part.judged_by,
        judged_on: part.judged_on.map(day).transpose()?,
    })
}

/// A value by the name it travels under; one nobody here knows comes from a newer program.
fn named<T: DeserializeOwned>(field: &'static str, name: Option<&str>) -> Result<Option<T>, Wrong> {
    let Some(name) = name else { return Ok(None) };
    let message = || format!("{field}「{name}」认不出，请更新本机的程序");
    let known = serde_json::from_value(serde_json::Value::String(name.to_owned()));
    known.map(Some).map_err(|_| Wrong { field, code: "word_unknown", message: message() })
}
