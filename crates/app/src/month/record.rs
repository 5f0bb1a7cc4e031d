//! What was reported of a record in closed months, and what of it was corrected since.
//!
//! - RECORDREPORTED-1 A record says in which closed months it was reported and in which packs that was corrected, frozen or waiting, in the order it happened.

use super::corrections::{Places, fields, fields_of, word};
use super::reported::values;
use super::sheet::{Asked, Sheet};
use super::waiting::waiting_in;
use crate::app::{App, no_such, parse_id};
use crate::error::Answer;
use crate::view::*;
use domain::month_close::{Change, pack_of_corrections};
use domain::principal::Principal;
use domain::{Month, MonthCloseId};
use report::write::{Value, reverse};
use store::{ClosedRow, ClosedStanding, MonthClose, Reader};

type Values = Vec<Value<'static>>;

impl App {
    pub(crate) fn record_reported(&self, input: RecordReportedInput) -> Answer<Vec<ReportedLine>> {
        self.read(|reader, now| {
            let (maker, record) = record_of(reader, &input)?;
            let rows = reader.reported_of_record(&record)?;
            let closes = reader.month_closes(maker.id)?;
            let (task, policies) = (self.tasks.begin(&None), self.policies(reader)?);
            let Some(pack) = pack_of_corrections(closes.iter().map(|close| close.month)) else { return Ok(Vec::new()) };
            let asked = Asked {
                reader,
                principal: &maker,
                month: pack,
                today: now.today,
                at: now.at,
                masked: true,
                task: &task,
                policies: &policies,
            };
            let mut lines = Vec::new();
            for sheet in Sheet::pack() {
                let own: Vec<&ClosedRow> = rows.iter().filter(|row| row.key == sheet.key()).collect();
                if !own.is_empty() {
                    lines.extend(frozen(&asked, sheet, &closes, &own)?);
                    lines.extend(waits(&asked, sheet, &closes, &own, &record)?);
                }
            }
            Ok(lines)
        })
    }
}

/// The maker of a record, and the record behind the rows of its sheets: of a sale its card.
fn record_of(reader: &Reader<'_>, input: &RecordReportedInput) -> Answer<(Principal, String)> {
    let missing = || no_such("id", &input.id);
    let (maker, record) = match input.noun {
        ReportedNoun::Repair => {
            let repair = reader.repair(parse_id("id", &input.id)?)?.ok_or_else(missing)?;
            (repair.principal, input.id.clone())
        }
        ReportedNoun::Sale => {
            let sale = reader.sale(parse_id("id", &input.id)?)?.ok_or_else(missing)?;
            let card = reader.card_of_sale(sale.id)?.ok_or_else(missing)?;
            (sale.principal, card.id.to_string())
        }
        ReportedNoun::OldPart => {
            let part = reader.old_part(parse_id("id", &input.id)?)?.ok_or_else(missing)?;
            (part.principal, input.id.clone())
        }
    };
    Ok((reader.principal(maker)?.ok_or_else(missing)?, record))
}

/// What a line of this says; its place is the pack it stands in.
fn line(
    (asked, places, sheet): (&Asked<'_>, &Places<'_>, Sheet),
    (month, pack): (Month, Month),
    (kind, reported): (&str, bool),
    (before, after): (Option<&Values>, Option<&Values>),
) -> ReportedLine {
    ReportedLine {
        principal: asked.principal.code.clone(),
        key: sheet.key().into(),
        title: places.layout.name.clone(),
        month,
        pack,
        kind: kind.into(),
        reported,
        fields: fields(places, before.map(Vec::as_slice), after.map(Vec::as_slice)),
    }
}

/// Rows of closed packs, a red one and its blue one together.
fn frozen(asked: &Asked<'_>, sheet: Sheet, closes: &[MonthClose], rows: &[&ClosedRow]) -> Answer<Vec<ReportedLine>> {
    let layout = sheet.layout()?;
    let Some(places) = Places::of(&layout) else { return Ok(Vec::new()) };
    let fields = fields_of(asked.reader, sheet, closes)?;
    let month = |id: MonthCloseId| closes.iter().find(|close| close.id == id).map(|close| close.month);
    let mut lines = Vec::new();
    let mut rows = rows.iter().peekable();
    while let Some(row) = rows.next() {
        let (Some(origin), Some(pack)) = (month(row.origin), month(row.close)) else { continue };
        let read = |row: &ClosedRow| values(&layout, fields.get(&row.close).map_or("", String::as_str), &row.cells);
        let said = read(row)?;
        let told = |kind, before: Option<&Values>, after: Option<&Values>| {
            line((asked, &places, sheet), (origin, pack), (kind, true), (before, after))
        };
        lines.push(match row.standing {
            ClosedStanding::OfMonth => told("of_month", None, Some(&said)),
            ClosedStanding::Blue => told(word(Change::Late), None, Some(&said)),
            ClosedStanding::Red => {
                let mut before = said;
                reverse(&layout, &mut before);
                let pair = |next: &&&ClosedRow| {
                    next.standing == ClosedStanding::Blue
                        && (next.close, next.origin, &next.line) == (row.close, row.origin, &row.line)
                };
                match rows.next_if(pair) {
                    Some(blue) => told(word(Change::Replaced), Some(&before), Some(&read(blue)?)),
                    None => told(word(Change::Gone), Some(&before), None),
                }
            }
        });
    }
    Ok(lines)
}

/// What of the record waits for the next pack.
fn waits(
    asked: &Asked<'_>,
    sheet: Sheet,
    closes: &[MonthClose],
    rows: &[&ClosedRow],
    record: &str,
) -> Answer<Vec<ReportedLine>> {
    let layout = sheet.layout()?;
    let Some(places) = Places::of(&layout) else { return Ok(Vec::new()) };
    let reported = |close: &MonthClose| rows.iter().any(|row| row.origin == close.id);
    let found = waiting_in(sheet, asked, closes, reported)?;
    let own = found.into_iter().filter(|one| one.record == record);
    Ok(own
        .map(|one| {
            let sides = (one.before.as_ref(), one.after.as_ref());
            line((asked, &places, sheet), (one.month, asked.month), (word(one.change), false), sides)
        })
        .collect())
}
