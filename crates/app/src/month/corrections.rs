//! Corrections of closed months: what was reported beside what the records say now.
//!
//! - CORRECTIONS-1 What was reported last counts: a row that was corrected once is compared with its correction, and one that reads again as it was reported last needs none.
//! - CORRECTIONS-2 Red rows say with △ which month and number they take back, blue ones which they report anew; a red row has its sums negative and its price as it was.
//! - CORRECTIONS-3 Which fields are facts stands in the layout; a sheet of a closed month that was not closed with it is not corrected.
//! - CORRECTIONS-4 They stand on the sheets the maker asks for in the month that carries them. Those of a sheet it does not ask for any more go with no pack: the review names them, and they are carried if it asks for the sheet again.

use super::reported::{Told, gathered, values};
use super::sheet::{Asked, Sheet};
use super::wanted::sheets_of;
use crate::app::{App, principal};
use crate::error::Answer;
use crate::policies::Policies;
use crate::view::*;
use domain::month_close::{Change, Side, change, pack_of_corrections};
use domain::{Month, MonthCloseId};
use report::layout::{Corrections, Kind, Layout};
use report::write::{Standing, Value, keep, kept, reverse};
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
struct Places<'a> {
    layout: &'a Layout,
    stated: &'a Corrections,
    facts: Vec<usize>,
    number: usize,
    note: usize,
    settled: Option<usize>,
}

impl<'a> Places<'a> {
    fn of(layout: &'a Layout) -> Option<Self> {
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

    fn side(&self, values: &[Value<'_>]) -> Side {
        Side { settled: self.settled.is_none_or(|at| values.get(at).is_some_and(|value| *value != Value::Empty)) }
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

    fn found(
        &self,
        (close, line, record): (&MonthClose, String, String),
        before: Option<Vec<Value<'static>>>,
        after: Option<Vec<Value<'static>>>,
    ) -> Option<Found> {
        let same = before.as_ref().zip(after.as_ref()).is_some_and(|(before, after)| self.same(before, after));
        let side = |values: &Option<Vec<Value<'static>>>| values.as_ref().map(|values| self.side(values));
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

/// What waits to be corrected in a sheet of all closed months of a maker, the earliest month first, each in the order of
/// its sheet and then what was entered late.
pub(super) fn waiting(sheet: Sheet, asked: &Asked<'_>, closes: &[MonthClose]) -> Answer<Vec<Found>> {
    waiting_of(sheet, asked, closes, |_| true)
}

/// Of some of the closed months.
fn waiting_of(
    sheet: Sheet,
    asked: &Asked<'_>,
    closes: &[MonthClose],
    wanted: impl Fn(&MonthClose) -> bool,
) -> Answer<Vec<Found>> {
    let layout = sheet.layout()?;
    let Some(places) = Places::of(&layout) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for close in closes.iter().filter(|close| wanted(close)) {
        let sheets = asked.reader.closed_sheets(close.id)?;
        // CORRECTIONS-3.
        if sheets.iter().any(|kept| kept.key == sheet.key()) {
            found.extend(of_month(sheet, asked, &places, close, closes)?);
        }
    }
    Ok(found)
}

/// What was said last of a row.
struct Last {
    place: usize,
    record: String,
    close: MonthCloseId,
    /// None once it was taken back.
    cells: Option<String>,
}

fn of_month(
    sheet: Sheet,
    asked: &Asked<'_>,
    places: &Places<'_>,
    close: &MonthClose,
    closes: &[MonthClose],
) -> Answer<Vec<Found>> {
    let fields = fields_of(asked.reader, sheet, closes)?;
    let (layout, today) = (places.layout, serde_json::to_string(&places.layout.fields).unwrap_or_default());
    let mut last: HashMap<String, Last> = HashMap::new();
    for row in asked.reader.reported_rows(close.id, sheet.key())? {
        let place = last.get(&row.line).map_or(last.len(), |known| known.place);
        let cells = (row.standing != ClosedStanding::Red).then_some(row.cells);
        last.insert(row.line, Last { place, record: row.record, close: row.close, cells });
    }
    let names = |known: &Last| fields.get(&known.close).map_or("", String::as_str);
    let before = |known: &Last| known.cells.as_ref().map(|cells| values(layout, names(known), cells)).transpose();
    let late = last.len();
    let mut found: Vec<(usize, Found)> = Vec::new();
    let then = Asked { month: close.month, masked: true, ..*asked };
    sheet.as_they_stand(&then, &mut |_| (), |source, _| {
        gathered(source, |row| {
            let (known, cells) = (last.remove(row.line()), keep(row));
            let unchanged = |known: &Last| known.cells.as_ref() == Some(&cells) && names(known) == today;
            if known.as_ref().is_some_and(unchanged) {
                return Ok(());
            }
            let said = known.as_ref().map(before).transpose()?.flatten();
            let line = (close, row.line().to_owned(), row.record().to_owned());
            let place = known.map_or(late, |known| known.place);
            found.extend(places.found(line, said, kept(&cells)).map(|one| (place, one)));
            Ok(())
        })
    })?;
    for (line, known) in last {
        let said = before(&known)?;
        found.extend(places.found((close, line, known.record), said, None).map(|one| (known.place, one)));
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// Names of the cells a sheet was kept under, by closed month.
fn fields_of(reader: &Reader<'_>, sheet: Sheet, closes: &[MonthClose]) -> Answer<HashMap<MonthCloseId, String>> {
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
            let waiting_in = pack_of_corrections(closes.iter().map(|close| close.month));
            let task = self.tasks.begin(&None);
            let asked = Asked {
                reader,
                principal: &maker,
                month: input.month,
                today: now.today,
                at: now.at,
                masked: true,
                task: &task,
            };
            let policies = self.policies(reader)?;
            let mut rows = Vec::new();
            let sheets = sheets_closed(reader, &closes)?;
            if let Some(pack) = waiting_in {
                let carrying = sheets_of(reader, &policies, &maker, pack)?;
                for sheet in &sheets {
                    let layout = sheet.layout()?;
                    let Some(places) = Places::of(&layout) else { continue };
                    let of = |close: &MonthClose| input.month == pack || input.month == close.month;
                    let carried = carrying.contains(sheet);
                    for one in waiting_of(*sheet, &asked, &closes, of)? {
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
            Ok(MonthCorrections { waiting_in, rows })
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
pub(super) fn uncarried(asked: &Asked<'_>, policies: &Policies) -> Answer<Vec<CorrectionRow>> {
    let reader = asked.reader;
    let closes = reader.month_closes(asked.principal.id)?;
    let pack = pack_of_corrections(closes.iter().map(|close| close.month)).filter(|pack| *pack == asked.month);
    let Some(pack) = pack else { return Ok(Vec::new()) };
    let carrying = sheets_of(reader, policies, asked.principal, pack)?;
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

fn row(
    reader: &Reader<'_>,
    sheet: Sheet,
    places: &Places<'_>,
    found: Found,
    (pack, reported, carried): (Month, bool, bool),
) -> Answer<CorrectionRow> {
    let read = |values: &Option<Vec<Value<'static>>>, at: usize| values.as_ref().map(|values| shown(values.get(at)));
    let mut fields = Vec::new();
    for column in &places.layout.columns {
        let at = places.layout.field(&column.key).filter(|at| places.facts.contains(at));
        let Some(at) = at else { continue };
        let (before, after) = (read(&found.before, at), read(&found.after, at));
        let differs = if found.change == Change::Replaced { before != after } else { column.kind == Kind::Money };
        if differs {
            let title = column.title.clone();
            fields.push(CorrectedField { title, before: before.unwrap_or_default(), after: after.unwrap_or_default() });
        }
    }
    let no = read(&found.after, places.number).or_else(|| read(&found.before, places.number)).unwrap_or_default();
    let (noun, id) = sheet.opens(reader, &found.record)?;
    Ok(CorrectionRow {
        key: sheet.key().into(),
        title: places.layout.name.clone(),
        month: found.month,
        pack,
        reported,
        carried,
        change: match found.change {
            Change::Replaced => "replaced",
            Change::Late => "late",
            Change::Gone => "gone",
        }
        .into(),
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
