//! 报送清单 (W25): what lies in the pack of a month, each sheet with the end of its file's hash.
//!
//! - PACKCOVER-1 The cover is made last, from the files it lists; it never lists itself.
//! - PACKCOVER-2 The same files make the same rows again. Asked for by itself it lists what went last with the road, the day and the receipt as they are known now, and before anything went the newest building of each sheet.

use super::made::{Made, code, day, text};
use super::sheet::{Asked, Facts, Sheet};
use crate::error::Answer;
use domain::Day;
use domain::submission::Submission;
use report::write::Value;
use store::ReportRun;

/// Figures of a hash that are listed.
const SHOWN: usize = 8;

/// A sheet of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub name: String,
    pub rows: i64,
    pub sha256: String,
    pub way: &'static str,
    pub sent_on: Option<Day>,
    pub receiver: String,
    pub receipt_no: String,
}

impl Listed {
    /// A building nobody knows the way of yet.
    pub(super) fn of(run: &ReportRun) -> Self {
        Self {
            name: run.title.clone(),
            rows: run.rows,
            sha256: run.sha256.clone(),
            way: "",
            sent_on: None,
            receiver: String::new(),
            receipt_no: String::new(),
        }
    }
}

/// Its rows (PACKCOVER-1).
pub(super) fn made(listed: &[Listed]) -> Made {
    let row = |one: &Listed| {
        let end = one.sha256.len().saturating_sub(SHOWN);
        vec![
            text(one.name.as_str()),
            text("1份"),
            Value::Int(one.rows),
            code(one.sha256.get(end..).unwrap_or_default()),
            text(one.way),
            day(one.sent_on),
            text(one.receiver.as_str()),
            code(one.receipt_no.as_str()),
        ]
    };
    Made { rows: listed.iter().map(row).collect(), facts: Facts::default() }
}

/// What it lists when it is asked for by itself (PACKCOVER-2).
pub(super) fn as_known(asked: &Asked<'_>) -> Answer<Vec<Listed>> {
    let runs = asked.reader.report_runs(asked.principal.id, asked.month)?;
    let went = asked.reader.submissions_of(asked.principal.id, asked.month)?;
    if let Some(last) = went.iter().rev().find(|one| one.stands()) {
        return Ok(handed_over(last, &runs));
    }
    let newest = |sheet: Sheet| runs.iter().find(|run| run.key == sheet.key() && !run.whole);
    let in_pack = |sheet: &Sheet| sheet.goes_by_default() || *sheet == Sheet::Notices;
    Ok(Sheet::reportable().filter(in_pack).filter_map(newest).map(Listed::of).collect())
}

fn handed_over(last: &Submission, runs: &[ReportRun]) -> Vec<Listed> {
    let run_of = |handed: &domain::submission::Handed| runs.iter().find(|run| run.id == handed.run);
    let listed = |run: &ReportRun| {
        let way = last.road.zh();
        if !last.by_itself {
            let (receiver, receipt_no) = (last.receiver.clone(), last.receipt_no.clone());
            return Listed { way, sent_on: last.handed_on, receiver, receipt_no, ..Listed::of(run) };
        }
        let receipt_no = run.acknowledged_on.map(|_| "签名回执".to_owned()).unwrap_or_default();
        Listed { way, sent_on: run.acknowledged_on, receipt_no, ..Listed::of(run) }
    };
    let others = last.runs.iter().filter(|handed| handed.key != Sheet::Cover.key());
    others.filter_map(run_of).map(listed).collect()
}
