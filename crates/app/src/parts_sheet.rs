//! 三包旧件返回清单 (W07) of one batch: the packing list head office fills in.
//!
//! - PACKLIST-1 The sheet is the batch: its parts by box, its paper, and the window it belongs to; head office's columns are empty until it judges, and what is known is printed again.

use crate::app::{App, no_such, parse_id};
use crate::error::{Answer, AppError};
use crate::file_problem::{layout_problem, write_problem};
use crate::month::{head::Around, prepare, thousandths};
use crate::part_result::results_of;
use crate::policies::Policies;
use crate::repair::parties;
use crate::view::*;
use domain::old_part::{OldPart, PartsBatch};
use domain::part_result::PartResult;
use domain::principal::Principal;
use domain::{Day, Month, PartsBatchId};
use report::decisions::WRONG_PART;
use report::layout::Layout;
use report::write::{Rows, Summary, SummaryData, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::{Reader, Reasons};

const KEY: &str = "W07";
const RETURN_RULE: &str = "old_part.to_ho";

impl App {
    pub(crate) fn parts_batch_export(&self, input: PartsSheetInput) -> Answer<Written<ReportFile>> {
        let folder = input.dir.as_deref().filter(|dir| !dir.trim().is_empty());
        let folder = folder.map_or_else(|| self.folder("exports"), PathBuf::from);
        prepare(&folder, self.now())?;
        let layout = Layout::shipped(KEY).map_err(layout_problem)?;
        let id: PartsBatchId = parse_id("id", &input.id)?;
        let (value, no) = self.read(|reader, now| {
            let batch = reader.parts_batch(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let gone = || AppError::NotFound(batch.no.clone());
            let maker = reader.principal(batch.principal)?.ok_or_else(gone)?;
            let mut parts = reader.old_parts_of_batch(id)?;
            parts.sort_by(|a, b| (box_of(a), &a.tag_no).cmp(&(box_of(b), &b.tag_no)));
            let results = results_of(reader, &parts)?;
            let rows: Vec<Vec<Value<'static>>> =
                parts.iter().map(|part| row(reader, part, results.get(&part.id))).collect::<Answer<_>>()?;
            let around = Around::of(reader, now)?;
            let month = Month::of(batch.sent_on);
            let policies = self.policies(reader)?;
            let fields = fields(&batch, window(reader, &policies, &maker, &parts)?);
            let head = around.about(&maker, month, &batch.no, fields);
            // Several batches of a month lie beside each other.
            let name = around.file_name(reader, &maker, month, &layout, 1)?;
            let path = folder.join(name.replace(".xlsx", &format!("_{}.xlsx", batch.no)));
            let written = report::write::workbook(&layout, &head, &mut Rows::new(&rows), &summaries(&parts), &path);
            let written = written.map_err(write_problem)?;
            let file = ReportFile {
                key: KEY.into(),
                title: layout.name.clone(),
                principal: maker.code,
                month,
                rows: written.rows.cast_signed(),
                path: path.display().to_string(),
                sha256: written.sha256,
                closed: false,
            };
            Ok((file, batch.no))
        })?;
        self.write("parts_batch_export", |tx, _| {
            tx.note(&no, &value.path);
            Ok(())
        })?;
        Ok(Written { value, touched: Vec::new() })
    }
}

/// The box as a number, so that the tenth stands behind the second.
fn box_of(part: &OldPart) -> u64 {
    part.box_no.parse().unwrap_or(u64::MAX)
}

/// The last day of the window the parts belong to, and which of the year's windows it is.
pub(crate) fn window(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    parts: &[OldPart],
) -> Answer<Option<(Day, String)>> {
    let ids: Vec<String> = parts.iter().map(|part| part.id.to_string()).collect();
    let days = reader.deadlines_of_records(&ids, &Reasons::default())?;
    let first = days.iter().filter(|day| day.rule == RETURN_RULE).filter_map(|day| day.due_on).min();
    let Some(due) = first else { return Ok(None) };
    let year = due.parts().0;
    let mut dates: Vec<Day> = policies
        .get(maker, due)
        .and_then(|pack| pack.deadline(RETURN_RULE))
        .map(|rule| rule.dates.iter().filter_map(|date| date.in_year(year)).collect())
        .unwrap_or_default();
    dates.sort_unstable();
    // A last day that is no working day is rolled to an earlier one.
    let at = dates.iter().position(|date| *date >= due);
    let named =
        at.map(|at| ["第一期", "第二期"].get(at).map_or_else(|| format!("第{}期", at + 1), |&name| name.into()));
    Ok(Some((due, named.unwrap_or_default())))
}

fn fields(batch: &PartsBatch, window: Option<(Day, String)>) -> BTreeMap<String, String> {
    let (due, named) = window.map(|(due, named)| (due.iso(), named)).unwrap_or_default();
    let weight = batch.weight_g.map(|grams| thousandths(grams) + "kg").unwrap_or_default();
    let all = [
        ("batch_no", batch.no.clone()),
        ("window", named),
        ("due_on", due),
        ("boxes", batch.boxes.to_string()),
        ("gross_weight", weight),
        ("waybill_no", batch.waybill_no.clone()),
        ("carrier", batch.carrier.clone()),
        ("freight_payer", batch.freight_payer.clone()),
    ];
    all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Pieces, and pieces by part in the order of their codes.
fn summaries(parts: &[OldPart]) -> Vec<Summary<'static>> {
    let mut by_part: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for part in parts {
        *by_part.entry((&part.code, &part.name)).or_default() += part.qty_milli;
    }
    let all = by_part.values().sum();
    let facts = vec![("lines", Value::Int(parts.len() as i64)), ("quantity", Value::Milli(all))];
    let line = |((code, name), qty): ((&str, &str), i64)| {
        vec![Value::code(code.to_owned()), Value::text(name.to_owned()), Value::Milli(qty)]
    };
    vec![
        Summary { key: "counts", data: SummaryData::Facts(facts) },
        Summary { key: "by_part", data: SummaryData::Table(by_part.into_iter().map(line).collect()) },
    ]
}

/// A line in the order of the layout's fields.
fn row(reader: &Reader<'_>, part: &OldPart, result: Option<&PartResult>) -> Answer<Vec<Value<'static>>> {
    let repair = part.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let who = repair.as_ref().map(|repair| parties(reader, repair)).transpose()?;
    let text = |words: &str| if words.is_empty() { Value::Empty } else { Value::text(words.to_owned()) };
    let code = |words: &str| if words.is_empty() { Value::Empty } else { Value::code(words.to_owned()) };
    let wrong = result.is_some_and(|result| result.wrong_milli > 0 && result.received_milli == 0);
    let came = result.map(|result| if wrong { result.wrong_milli } else { result.received_milli });
    let verdict = result.and_then(|result| result.verdict).map_or("", |verdict| verdict.zh());
    let mut row = vec![
        code(&part.box_no),
        code(&part.tag_no),
        code(&part.repair_no),
        Value::Day(part.removed_on.date()),
        text(who.as_ref().map_or("", |who| &who.customer.name)),
        code(who.as_ref().map_or("", |who| &who.model.code)),
        code(who.as_ref().map_or("", |who| &who.unit.serial)),
        code(&part.code),
        text(&part.name),
        text(&part.spec),
        Value::Milli(part.qty_milli),
        text(repair.as_ref().map_or("", |repair| &repair.fault)),
        Value::Empty,
        Value::Empty,
        Value::Empty,
    ];
    row.extend([
        came.map_or(Value::Empty, Value::Milli),
        text(if wrong { WRONG_PART } else { verdict }),
        text(result.and_then(|result| result.disposal).map_or("", |disposal| disposal.zh())),
        text(result.map_or("", |result| &result.judged_by)),
        result.and_then(|result| result.judged_on).map_or(Value::Empty, |day| Value::Day(day.date())),
    ]);
    Ok(row)
}
