//! Corrections of closed months: what was reported beside what the records say now.
//!
//! - CORRECTIONS-1 What was reported last counts: a row that was corrected once is compared with its correction, and one that reads again as it was reported last needs none.
//! - CORRECTIONS-2 Red rows say with △ which month and number they take back, blue ones which they report anew; a red row has its sums negative and its price as it was.
//! - CORRECTIONS-3 Which fields are facts stands in the layout; a sheet of a closed month that was not closed with it is not corrected.
//! - CORRECTIONS-4 They stand on the sheets the maker asks for in the month that carries them. Those of a sheet it does not ask for any more go with no pack: the review names them, and they are carried if it asks for the sheet again.

use super::reported::{Told, values};
use super::sheet::{Asked, Sheet};
use super::waiting::{waiting, waiting_in};
use super::wanted::sheets_of;
use crate::app::{App, principal};
use crate::error::Answer;
use crate::view::*;
use domain::month_close::{Change, Side, change, pack_of_corrections};
use domain::{Month, MonthCloseId};
use report::layout::{Corrections, Kind, Layout};
use report::write::{Standing, Value, reverse};
use std::collections::HashMap;
use store::{ClosedRow, ClosedStanding, MonthClose, Reader};

/// A correction of one row.
pub(super) struct Found {
    pub change: Change,
    pub origin: MonthCloseId,
    pub month: Month,
    pub line: String,
    pub record: String,
    /// As it was reported last, with its sums as they were.
    pub before: Option<Vec<Value<'static>>>,
    /// As it is now.
    pub after: Option<Vec<Value<'static>>>,
    red: Option<Vec<Value<'static>>>,
    blue: Option<Vec<Value<'static>>>,
}

impl Found {
    /// The rows of the pack: red, then blue.
    pub(super) fn rows(self) -> Vec<Told> {
        let (origin, line, record) = (self.origin, self.line, self.record);
        let told = |standing, values| Told { standing, origin, line: line.clone(), record: record.clone(), values };
        let red = self.red.map(|values| told(Standing::Red, values));
        red.into_iter().chain(self.blue.map(|values| told(Standing::Blue, values))).collect()
    }
}

/// What a layout says of corrections, as places in a row.
pub(super) struct Places<'a> {
    pub layout: &'a Layout,
    pub stated: &'a Corrections,
    facts: Vec<usize>,
    number: usize,
    note: usize,
    /// A row without a value here is not settled.
    pub settled: Option<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(layout: &'a Layout) -> Option<Self> {
        let stated = layout.corrections.as_ref()?;
        Some(Self {
            layout,
            stated,
            facts: stated.facts.iter().filter_map(|field| layout.field(field)).collect(),
            number: layout.field(&stated.number)?,
            note: layout.field(&stated.note)?,
            settled: stated.settled.as_ref().and_then(|field| layout.field(field)),
        })
    }

    fn same(&self, one: &[Value<'_>], other: &[Value<'_>]) -> bool {
        self.facts.iter().all(|at| alike(one.get(*at), other.get(*at)))
    }

    /// CORRECTIONS-2.
    fn marked(&self, mut values: Vec<Value<'static>>, month: Month, words: &str) -> Vec<Value<'static>> {
        let (year, number) = month.parts();
        let says = format!("△{words}{year}年{number}月 {}", shown(values.get(self.number)));
        if let Some(note) = values.get_mut(self.note) {
            *note = Value::text(says);
        }
        values
    }

    /// The correction of a line, if it needs one. `settled` says for both sides whether all of the row is known.
    pub(super) fn found(
        &self,
        (close, line, record): (&MonthClose, String, String),
        before: Option<Vec<Value<'static>>>,
        after: Option<Vec<Value<'static>>>,
        settled: impl Fn(&[Value<'_>]) -> bool,
    ) -> Option<Found> {
        let same = before.as_ref().zip(after.as_ref()).is_some_and(|(before, after)| self.same(before, after));
        let side =
            |values: &Option<Vec<Value<'static>>>| values.as_ref().map(|values| Side { settled: settled(values) });
        let change = change(side(&before), side(&after), same, self.stated.rows)?;
        let red = before.clone().map(|mut values| {
            reverse(self.layout, &mut values);
            self.marked(values, close.month, "红字冲销 ")
        });
        let blue = after.clone().map(|values| self.marked(values, close.month, "补报 "));
        Some(Found { change, origin: close.id, month: close.month, line, record, before, after, red, blue })
    }
}

/// Words and codes that read the same are the same, whatever the column was called once.
pub(super) fn alike(one: Option<&Value<'_>>, other: Option<&Value<'_>>) -> bool {
    match (one, other) {
        (Some(Value::Text(a) | Value::Code(a)), Some(Value::Text(b) | Value::Code(b))) => a == b,
        (Some(Value::Text(a) | Value::Code(a)), Some(Value::Empty)) => a.is_empty(),
        (Some(Value::Empty), Some(Value::Text(b) | Value::Code(b))) => b.is_empty(),
        (one, other) => one == other,
    }
}

/// Whether two rows of a sheet state the same facts; where the layout does not say which they are, everything is one.
pub(super) fn same_facts(layout: &Layout, one: &[Value<'_>], other: &[Value<'_>]) -> bool {
    match Places::of(layout) {
        Some(places) => places.same(one, other),
        None => (0..one.len().max(other.len())).all(|at| alike(one.get(at), other.get(at))),
    }
}

/// A value as the window shows it.
fn shown(value: Option<&Value<'_>>) -> String {
    match value {
        None | Some(Value::Empty) => String::new(),
        Some(Value::Text(text) | Value::Code(text)) => text.to_string(),
        Some(Value::Day(day)) => day.format("%Y-%m-%d").to_string(),
        Some(Value::Fen(fen)) => domain::Fen(*fen).grouped(),
        Some(Value::Milli(milli)) => super::thousandths(*milli),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Rate(rate)) => format!("{}%", super::thousandths(*rate * 10)),
        Some(Value::Flag(flag)) => if *flag { "是" } else { "否" }.to_owned(),
    }
}

/// Names of the cells a sheet was kept under, by closed month.
pub(super) fn fields_of(
    reader: &Reader<'_>,
    sheet: Sheet,
    closes: &[MonthClose],
) -> Answer<HashMap<MonthCloseId, String>> {
    let mut fields = HashMap::new();
    for close in closes {
        let of_sheet = reader.closed_sheets(close.id)?.into_iter().find(|kept| kept.key == sheet.key());
        fields.extend(of_sheet.map(|kept| (close.id, kept.fields)));
    }
    Ok(fields)
}

impl App {
    pub(crate) fn month_corrections(&self, input: MonthInput) -> Answer<MonthCorrections> {
        self.read(|reader, now| {
            let maker = principal(reader, &input.principal)?;
            let closes = reader.month_closes(maker.id)?;
            let carried_by = pack_of_corrections(closes.iter().map(|close| close.month));
            let (task, policies) = (self.tasks.begin(&None), self.policies(reader)?);
            let asked = Asked {
                reader,
                principal: &maker,
                month: input.month,
                today: now.today,
                at: now.at,
                masked: true,
                task: &task,
                policies: &policies,
            };
            let mut rows = Vec::new();
            let sheets = sheets_closed(reader, &closes)?;
            if let Some(pack) = carried_by {
                let carrying = sheets_of(reader, &policies, &maker, pack)?;
                for sheet in &sheets {
                    let layout = sheet.layout()?;
                    let Some(places) = Places::of(&layout) else { continue };
                    let of = |close: &MonthClose| input.month == pack || input.month == close.month;
                    let carried = carrying.contains(sheet);
                    for one in waiting_in(*sheet, &asked, &closes, of)? {
                        rows.push(row(reader, *sheet, &places, one, (pack, false, carried))?);
                    }
                }
            }
            for sheet in sheets {
                let layout = sheet.layout()?;
                let Some(places) = Places::of(&layout) else { continue };
                for (pack, one) in reported(reader, sheet, &places, &closes, input.month)? {
                    rows.push(row(reader, sheet, &places, one, (pack, true, true))?);
                }
            }
            Ok(MonthCorrections { waiting_in: carried_by, rows })
        })
    }
}

/// Every sheet some month was closed with, in the order of the pack.
fn sheets_closed(reader: &Reader<'_>, closes: &[MonthClose]) -> Answer<Vec<Sheet>> {
    let mut keys = std::collections::BTreeSet::new();
    for close in closes {
        keys.extend(reader.closed_sheets(close.id)?.into_iter().map(|sheet| sheet.key));
    }
    Ok(Sheet::reportable().filter(|sheet| keys.contains(sheet.key())).collect())
}

/// What goes with no pack: corrections of sheets the maker does not ask for in the month that would carry them, which is the
/// one that is asked about; of any other month none (CORRECTIONS-4).
pub(super) fn uncarried(asked: &Asked<'_>) -> Answer<Vec<CorrectionRow>> {
    let reader = asked.reader;
    let closes = reader.month_closes(asked.principal.id)?;
    let pack = pack_of_corrections(closes.iter().map(|close| close.month)).filter(|pack| *pack == asked.month);
    let Some(pack) = pack else { return Ok(Vec::new()) };
    let carrying = sheets_of(reader, asked.policies, asked.principal, pack)?;
    let mut rows = Vec::new();
    for sheet in sheets_closed(reader, &closes)?.into_iter().filter(|sheet| !carrying.contains(sheet)) {
        let layout = sheet.layout()?;
        let Some(places) = Places::of(&layout) else { continue };
        for one in waiting(sheet, asked, &closes)? {
            rows.push(row(reader, sheet, &places, one, (pack, false, false))?);
        }
    }
    Ok(rows)
}

/// Corrections that are frozen in closed packs: of a month, and in it.
fn reported(
    reader: &Reader<'_>,
    sheet: Sheet,
    places: &Places<'_>,
    closes: &[MonthClose],
    month: Month,
) -> Answer<Vec<(Month, Found)>> {
    let Some(own) = closes.iter().find(|close| close.month == month) else { return Ok(Vec::new()) };
    let fields = fields_of(reader, sheet, closes)?;
    let mut rows: Vec<ClosedRow> = reader.corrections_of(own.id, sheet.key())?;
    rows.extend(reader.corrections_in(own.id)?.into_iter().filter(|row| row.key == sheet.key()));
    let mut found: Vec<(Month, Found)> = Vec::new();
    let mut previous: Option<(MonthCloseId, MonthCloseId, String)> = None;
    for one in rows {
        let month_of = |id| closes.iter().find(|close| close.id == id);
        let (Some(pack), Some(origin)) = (month_of(one.close), month_of(one.origin)) else { continue };
        let mut values = values(places.layout, fields.get(&one.close).map_or("", String::as_str), &one.cells)?;
        let same = (one.close, one.origin, one.line.clone());
        if one.standing == ClosedStanding::Red {
            reverse(places.layout, &mut values);
            let base = blank(Change::Gone, origin, &one);
            found.push((pack.month, Found { before: Some(values), ..base }));
        } else if previous.as_ref() == Some(&same) {
            if let Some((_, last)) = found.last_mut() {
                last.change = Change::Replaced;
                last.after = Some(values);
            }
        } else {
            let base = blank(Change::Late, origin, &one);
            found.push((pack.month, Found { after: Some(values), ..base }));
        }
        previous = Some(same);
    }
    Ok(found)
}

fn blank(change: Change, origin: &MonthClose, row: &ClosedRow) -> Found {
    let (line, record) = (row.line.clone(), row.record.clone());
    Found {
        change,
        origin: origin.id,
        month: origin.month,
        line,
        record,
        before: None,
        after: None,
        red: None,
        blue: None,
    }
}

/// The word of a change.
pub(super) fn word(change: Change) -> &'static str {
    match change {
        Change::Replaced => "replaced",
        Change::Late => "late",
        Change::Gone => "gone",
    }
}

/// What differs between two rows, in the order of the sheet; of one row alone its money.
pub(super) fn fields(
    places: &Places<'_>,
    before: Option<&[Value<'static>]>,
    after: Option<&[Value<'static>]>,
) -> Vec<CorrectedField> {
    let read = |values: Option<&[Value<'static>]>, at: usize| values.map(|values| shown(values.get(at)));
    let mut fields = Vec::new();
    for column in &places.layout.columns {
        let at = places.layout.field(&column.key).filter(|at| places.facts.contains(at));
        let Some(at) = at else { continue };
        let (was, is) = (read(before, at), read(after, at));
        let differs = if before.is_some() && after.is_some() { was != is } else { column.kind == Kind::Money };
        if differs {
            let title = column.title.clone();
            fields.push(CorrectedField { title, before: was.unwrap_or_default(), after: is.unwrap_or_default() });
        }
    }
    fields
}

fn row(
    reader: &Reader<'_>,
    sheet: Sheet,
    places: &Places<'_>,
    found: Found,
    (pack, reported, carried): (Month, bool, bool),
) -> Answer<CorrectionRow> {
    let read = |values: &Option<Vec<Value<'static>>>, at: usize| values.as_ref().map(|values| shown(values.get(at)));
    let fields = fields(places, found.before.as_deref(), found.after.as_deref());
    let no = read(&found.after, places.number).or_else(|| read(&found.before, places.number)).unwrap_or_default();
    let (noun, id) = sheet.opens(reader, &found.record)?;
    Ok(CorrectionRow {
        key: sheet.key().into(),
        title: places.layout.name.clone(),
        month: found.month,
        pack,
        reported,
        carried,
        change: word(found.change).into(),
        no,
        noun: noun.into(),
        id,
        fields,
    })
}

impl Sheet {
    /// What a person opens to see the record behind a row: a card is shown with its sale.
    fn opens(self, reader: &Reader<'_>, record: &str) -> Answer<(&'static str, String)> {
        Ok(match self {
            Self::Sales | Self::Cards => {
                let card = record.parse().ok().map(|id| reader.card(id)).transpose()?.flatten();
                ("sale", card.map(|card| card.sale.to_string()).unwrap_or_default())
            }
            Self::OldParts => ("old_part", record.to_owned()),
            _ => ("repair", record.to_owned()),
        })
    }
}
