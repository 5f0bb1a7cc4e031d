//! 三包费用核销申请表 (W08): a claim as head office fills it in.
//!
//! - CLAIMSHEET-1 The sheet says what the claim holds, line by line as it was claimed; head office's columns are empty until it decides, and what is known is printed again.

use super::{Whole, ready};
use crate::app::App;
use crate::error::{Answer, AppError};
use crate::file_problem::{layout_problem, write_problem};
use crate::month::{head::Around, prepare};
use crate::repair::parties;
use crate::view::*;
use domain::Fen;
use domain::claim::{ClaimLine, Verdict};
use domain::fee::{RateLine, rate_lines};
use domain::old_part::OldPartState;
use domain::sale::standing_on;
use report::layout::Layout;
use report::write::{Rows, Summary, SummaryData, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;
use store::Reader;

const KEY: &str = "W08";

/// Place of the model in a row.
const MODEL: usize = 3;

impl App {
    pub(crate) fn claim_export(&self, input: ClaimExport) -> Answer<Written<ReportFile>> {
        let folder = input.dir.as_deref().filter(|dir| !dir.trim().is_empty());
        let folder = folder.map_or_else(|| self.folder("exports"), PathBuf::from);
        prepare(&folder, self.now())?;
        let layout = Layout::shipped(KEY).map_err(layout_problem)?;
        let (no, value) = self.read(|reader, now| {
            let mut whole = Whole::known(reader, &input.id, now.today)?;
            whole.lines.retain(ClaimLine::stands);
            let gone = || AppError::NotFound(whole.claim.no.clone());
            let maker = reader.principal(whole.claim.principal)?.ok_or_else(gone)?;
            let around = Around::of(reader, now)?;
            let sums = super::added(&whole.lines)?;
            let fields = BTreeMap::from([("capitals".to_owned(), sums.claimed.capitals())]);
            let month = whole.claim.month;
            let head = around.about(&maker, month, &whole.claim.no, fields);
            let rows: Vec<Vec<Value<'static>>> =
                whole.lines.iter().map(|line| row(reader, line)).collect::<Answer<_>>()?;
            // Several claims of a month lie beside each other.
            let name = around.file_name(reader, &maker, month, &layout, 1)?;
            let path = folder.join(name.replace(".xlsx", &format!("_{}.xlsx", whole.claim.no)));
            let written =
                report::write::workbook(&layout, &head, &mut Rows::new(&rows), &summaries(&whole, &rows), &path);
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
            Ok((whole.claim.no, file))
        })?;
        // Users' data left the desk: that stands in the trail (CLAIMS-8).
        self.write("claim_export", |tx, _| {
            tx.note(&no, &value.path);
            Ok(())
        })?;
        Ok(Written { value, touched: Vec::new() })
    }
}

/// Sums by kind of cost, and by model in the order of the sheet.
fn summaries(whole: &Whole, rows: &[Vec<Value<'static>>]) -> Vec<Summary<'static>> {
    let sum = |of: fn(&ClaimLine) -> Fen| Value::Fen(whole.lines.iter().fold(0, |sum, line| sum + of(line).0));
    let count = |n: usize| Value::Int(n as i64);
    let facts = vec![
        ("lines", count(whole.lines.len())),
        ("labour_fen", sum(|line| line.labour_fen)),
        ("material_fen", sum(|line| line.material_fen)),
        ("travel_fen", sum(|line| line.travel_fen)),
        ("other_fen", sum(|line| line.other_fen)),
        ("claimed_fen", sum(|line| line.claimed_fen)),
    ];
    let mut models: Vec<(Value<'static>, usize, i64)> = Vec::new();
    for (line, row) in whole.lines.iter().zip(rows) {
        let Some(model) = row.get(MODEL) else { continue };
        match models.iter_mut().find(|(known, ..)| known == model) {
            Some((_, lines, fen)) => (*lines, *fen) = (*lines + 1, *fen + line.claimed_fen.0),
            None => models.push((model.clone(), 1, line.claimed_fen.0)),
        }
    }
    let by_model = models.into_iter().map(|(model, lines, fen)| vec![model, count(lines), Value::Fen(fen)]).collect();
    vec![
        Summary { key: "sums", data: SummaryData::Facts(facts) },
        Summary { key: "by_model", data: SummaryData::Table(by_model) },
        Summary { key: "rates", data: SummaryData::Table(rates(whole)) },
    ]
}

/// The prices the repairs were computed with, by day of completion (E18).
fn rates(whole: &Whole) -> Vec<Vec<Value<'static>>> {
    let lines = rate_lines(whole.lines.iter().flat_map(|line| &line.fees));
    let row = |line: RateLine| {
        vec![
            Value::text(line.label),
            if line.prices.is_empty() { Value::Empty } else { Value::text(line.prices) },
            Value::Day(line.first_on.date()),
            Value::Day(line.last_on.date()),
            Value::Int(line.repairs),
            Value::Fen(line.fen.0),
        ]
    };
    lines.into_iter().map(row).collect()
}

/// A line in the order of the layout's fields.
fn row(reader: &Reader<'_>, line: &ClaimLine) -> Answer<Vec<Value<'static>>> {
    let repair = reader.repair(line.repair)?.ok_or_else(|| AppError::NotFound(line.repair.to_string()))?;
    let who = parties(reader, &repair)?;
    let sales = reader.sales_of_unit(repair.unit)?;
    let sold = standing_on(&sales, repair.received_on).map(|sale| sale.sold_on);
    let parts = reader.old_parts_of_repair(repair.id)?;
    let due: Vec<_> = parts.iter().filter(|part| part.state != OldPartState::Voided).collect();
    let sent = due.iter().filter(|part| part.state == OldPartState::Sent).count();
    // What head office says did not arrive is not back, whatever the waybill says (E17).
    let short = reader.part_results_of_repairs(&[repair.id])?.iter().filter(|result| result.shortage_open()).count();
    let back = sent.saturating_sub(short);
    let attached = crate::attachment::count_of(reader, &repair)?;
    let again = ready::claim_no(reader, line.again_of, repair.id)?;
    let note = [
        again.map(|no| format!("再次申请，原申请 {no}")),
        (short > 0).then(|| "旧件短少，待了结".to_owned()),
        Some(repair.note).filter(|note| !note.is_empty()),
    ];
    let note: Vec<String> = note.into_iter().flatten().collect();
    let text = |words: String| if words.is_empty() { Value::Empty } else { Value::text(words) };
    let code = |words: String| if words.is_empty() { Value::Empty } else { Value::code(words) };
    let day = |day: Option<domain::Day>| day.map_or(Value::Empty, |day| Value::Day(day.date()));
    let fen = |fen: Option<Fen>| fen.map_or(Value::Empty, |fen| Value::Fen(fen.0));
    Ok(vec![
        code(repair.no),
        day(repair.completed_on),
        text(who.customer.name),
        code(who.model.code),
        code(who.unit.serial),
        day(sold),
        Value::Flag(repair.in_warranty),
        text(repair.fault),
        text(repair.responsibility),
        Value::Fen(line.labour_fen.0),
        Value::Fen(line.material_fen.0),
        repair.travel_milli_km.map_or(Value::Empty, Value::Milli),
        Value::Fen(line.travel_fen.0),
        Value::Empty,
        Value::Empty,
        Value::Fen(line.other_fen.0),
        Value::Fen(line.claimed_fen.0),
        Value::text(if due.is_empty() { "无".to_owned() } else { format!("{}/{back}", due.len()) }),
        Value::text(if repair.user_signed { "有" } else { "无" }),
        Value::Int(attached),
        text(note.join("；")),
        fen(line.approved_fen),
        fen(line.cut().filter(|_| line.verdict != Some(Verdict::Approved))),
        text(line.reason.clone()),
        text(line.judged_by.clone()),
    ])
}
