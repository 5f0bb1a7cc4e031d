//! Workbooks that are drawn from entries of forms: one reader for all of them, whichever forms feed which (`domain::form::Feed`).
//!
//! - ENTRYSHEET-1 An entry stands in the month of its day, or of the field its form names; what stands until it ends is in every month from its day to that of its last change.
//! - ENTRYSHEET-2 Of a form that belongs to makers only the entries of this one stand there, and those that name none are counted in the remarks; entries of a form without makers are the dealer's own and stand in every maker's.
//! - ENTRYSHEET-3 The definition an entry was written with says what it feeds; of one that says nothing, as those from before the program knew of it, the form in force says it.
//! - ENTRYSHEET-4 The remarks count masked rows, and entries nobody knows the definition of any more.
//!
//! Absent: what stands in a cell (`entry/fed`).

use super::entry_groups::{Groups, Heap};
use super::made::{Cells, Made};
use super::sheet::{Asked, Facts};
use crate::entry::{Cell, Fed, Held, Reading, in_force_by, of_kept};
use crate::error::{Answer, AppError};
use domain::Day;
use domain::form::{CellKind, Feed, FeedMonth, FeedSource, PrincipalUse, Workbook};
use report::write::{Summary, SummaryData, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{EntriesWithin, FormEntry};

/// An entry that stands in a workbook.
pub(super) struct Stood {
    pub entry: FormEntry,
    pub form_title: String,
    pub state_title: String,
}

/// A form whose entries may stand in the workbook.
struct Feeder {
    form: String,
    /// As it is in force.
    held: Option<Arc<Held>>,
    /// Days of theirs that decide the month, beside their own.
    fields: Vec<String>,
    /// What stands until it ends is in every month.
    standing: bool,
}

impl Feeder {
    fn widen(&mut self, feed: &Feed) {
        match &feed.month {
            FeedMonth::Day => {}
            FeedMonth::Standing => self.standing = true,
            FeedMonth::Field(key) if self.fields.contains(key) => {}
            FeedMonth::Field(key) => self.fields.push(key.clone()),
        }
    }
}

/// Everything that stands in a workbook.
#[derive(Default)]
struct Gathered {
    rows: Vec<(Day, Cells)>,
    tables: BTreeMap<&'static str, Vec<(Day, Cells)>>,
    /// Tables of groups, each with the place of its names; facts have none.
    groups: BTreeMap<&'static str, (Option<usize>, Groups)>,
    heads: BTreeMap<String, Vec<String>>,
    stood: Vec<Stood>,
    masked: u64,
    unowned: u64,
    lost: u64,
}

fn feeds_of<'h>(held: &'h Held, workbook: &'h str) -> impl Iterator<Item = &'h Feed> {
    held.form.feeds.iter().filter(move |feed| feed.workbook == workbook)
}

/// Forms in force that feed it, and those entries were written with once.
fn feeders(asked: &Asked<'_>, workbook: &str) -> Answer<Vec<Feeder>> {
    let mut all: Vec<Feeder> = Vec::new();
    let mut add = |held: &Arc<Held>, in_force: bool| {
        if feeds_of(held, workbook).next().is_none() {
            return;
        }
        let form = &held.form.key;
        if !all.iter().any(|known| known.form == *form) {
            let held = in_force.then(|| Arc::clone(held));
            all.push(Feeder { form: form.clone(), held, fields: Vec::new(), standing: false });
        }
        if let Some(known) = all.iter_mut().find(|known| known.form == *form) {
            feeds_of(held, workbook).for_each(|feed| known.widen(feed));
        }
    };
    in_force_by(asked.policies, Some(asked.principal), asked.today)?.iter().for_each(|held| add(held, true));
    for kept in asked.reader.form_definitions()? {
        if kept.principal.is_none_or(|maker| maker == asked.principal.id) {
            of_kept(&kept).iter().for_each(|held| add(held, false));
        }
    }
    Ok(all)
}

/// One reading of a month.
struct Look<'a> {
    asked: &'a Asked<'a>,
    reading: &'a Reading<'a>,
    workbook: &'static str,
    book: &'static Workbook,
    found: Gathered,
}

impl Look<'_> {
    fn form(&mut self, feeder: &Feeder) -> Answer<()> {
        let fields: Vec<&str> = feeder.fields.iter().map(String::as_str).collect();
        let within = EntriesWithin {
            form: &feeder.form,
            principal: self.asked.principal.id,
            days: (self.asked.month.first(), self.asked.month.last()),
            fields: &fields,
            standing: feeder.standing,
        };
        self.asked.reader.each_entry(&within, |entry| self.entry(feeder, entry))
    }

    fn entry(&mut self, feeder: &Feeder, entry: FormEntry) -> Answer<()> {
        self.asked.task.go_on()?;
        let (day, in_month) = (entry.day, self.within(entry.day));
        let Some(fed) = self.reading.read(entry)? else {
            self.found.lost += u64::from(in_month);
            return Ok(());
        };
        let own = &fed.held().form.feeds;
        // ENTRYSHEET-3.
        let feeds = match &feeder.held {
            Some(held) if own.is_empty() => held.form.feeds.as_slice(),
            _ => own.as_slice(),
        };
        let mut stands = Vec::new();
        for feed in feeds.iter().filter(|feed| feed.workbook == self.workbook) {
            let holds = feed.when.as_ref().is_none_or(|when| when.holds(&fed.values, None, &fed.given));
            if holds && self.is_of_month(feed, &fed)? {
                stands.push(feed);
            }
        }
        if !stands.is_empty() && fed.held().form.principal != PrincipalUse::None && fed.entry.principal.is_none() {
            self.found.unowned += 1;
            return Ok(());
        }
        if !stands.is_empty() {
            self.found.stood.push(stood(&fed));
        }
        stands.into_iter().try_for_each(|feed| self.feed(feed, &fed, day))
    }

    fn within(&self, day: Day) -> bool {
        (self.asked.month.first()..=self.asked.month.last()).contains(&day)
    }

    /// ENTRYSHEET-1.
    fn is_of_month(&self, feed: &Feed, fed: &Fed<'_>) -> Answer<bool> {
        Ok(match &feed.month {
            FeedMonth::Day => self.within(fed.entry.day),
            FeedMonth::Field(key) => {
                fed.values.get(key).and_then(|value| value.day()).is_some_and(|day| self.within(day))
            }
            FeedMonth::Standing => {
                fed.entry.day <= self.asked.month.last()
                    && (fed.entry.open || self.ended(fed)? >= self.asked.month.first())
            }
        })
    }

    /// The day an entry that is over was changed last.
    fn ended(&self, fed: &Fed<'_>) -> Answer<Day> {
        let revs = self.asked.reader.entry_revs(fed.entry.id)?;
        Ok(revs.last().map_or(fed.entry.day, |rev| Day::at(rev.at)))
    }

    fn feed(&mut self, feed: &Feed, fed: &Fed<'_>, day: Day) -> Answer<()> {
        let Some(cells) = self.book.cells(feed.into.as_deref()) else { return Ok(()) };
        let rows: Vec<Option<(&str, usize)>> = match &feed.each {
            Some(table) => (0..fed.rows(table)).map(|at| Some((table.as_str(), at))).collect(),
            None => vec![None],
        };
        let table = feed.into.as_deref().and_then(|table| self.book.tables().find(|known| *known == table));
        for row in rows {
            match table.filter(|table| feed.by.is_some() || self.book.is_facts(table)) {
                Some(table) => self.group(table, (feed, fed), row, &cells)?,
                None => {
                    let line = self.line(feed, fed, row, &cells)?;
                    let into = match table {
                        Some(table) => self.found.tables.entry(table).or_default(),
                        None => &mut self.found.rows,
                    };
                    into.push((day, line));
                    self.found.masked += u64::from(fed.is_masked());
                }
            }
        }
        for cell in &feed.head {
            let said = fed.value(&cell.source, Cell { kind: CellKind::Text, row: None })?;
            if let Value::Text(said) = said {
                let known = self.found.heads.entry(cell.key.clone()).or_default();
                if !known.contains(&said.to_string()) {
                    known.push(said.into_owned());
                }
            }
        }
        Ok(())
    }

    fn line(
        &self,
        feed: &Feed,
        fed: &Fed<'_>,
        row: Option<(&str, usize)>,
        cells: &[(&str, CellKind)],
    ) -> Answer<Cells> {
        let value = |(key, kind): &(&str, CellKind)| match feed.fields.iter().find(|cell| cell.key == *key) {
            Some(cell) => fed.value(&cell.source, Cell { kind: *kind, row }),
            None => Ok(Value::Empty),
        };
        cells.iter().map(value).collect()
    }

    /// Adds a row to its group; facts are one.
    fn group(
        &mut self,
        table: &'static str,
        (feed, fed): (&Feed, &Fed<'_>),
        row: Option<(&str, usize)>,
        cells: &[(&str, CellKind)],
    ) -> Answer<()> {
        let by = feed.by.as_ref().and_then(|by| cells.iter().position(|(key, _)| key == by));
        let mut heaps = Vec::new();
        for (key, kind) in cells {
            let source = feed.fields.iter().find(|cell| cell.key == *key).map(|cell| &cell.source);
            heaps.push(match source {
                None => Heap::Nothing,
                Some(FeedSource::Share) => Heap::Share(1),
                Some(FeedSource::Count(None)) => Heap::Count(1),
                Some(FeedSource::Count(Some(one))) => Heap::Count(i64::from(fed.truth(one, row) == Some(true))),
                Some(FeedSource::Rate(one)) => {
                    fed.truth(one, row).map_or(Heap::Rate(0, 0), |holds| Heap::Rate(i64::from(holds), 1))
                }
                Some(source) => Heap::of(fed.value(source, Cell { kind: *kind, row })?),
            });
        }
        let name = by.and_then(|at| heaps.get(at)).map(Heap::name).unwrap_or_default();
        let (_, groups) = self.found.groups.entry(table).or_insert_with(|| (by, Groups::default()));
        groups.add(name, heaps);
        Ok(())
    }
}

fn gathered(asked: &Asked<'_>, workbook: &'static str) -> Answer<Gathered> {
    let Some(book) = Workbook::of(workbook) else { return Ok(Gathered::default()) };
    let by = (asked.reader, asked.policies, asked.principal);
    let reading = Reading::of(by, (asked.today, asked.at), asked.masked);
    let mut look = Look { asked, reading: &reading, workbook, book, found: Gathered::default() };
    for feeder in feeders(asked, workbook)? {
        look.form(&feeder)?;
    }
    let mut found = look.found;
    found.rows.sort_by_key(|(day, _)| *day);
    found.tables.values_mut().for_each(|rows| rows.sort_by_key(|(day, _)| *day));
    Ok(found)
}

fn stood(fed: &Fed<'_>) -> Stood {
    let (entry, form) = (&fed.entry, &fed.held().form);
    let state = form.state(&entry.state).map_or(&entry.state, |state| &state.title);
    Stood { form_title: form.title.clone(), state_title: state.clone(), entry: entry.clone() }
}

/// The entries that stand in a workbook of a month, in the order of their days; none where entries feed no such workbook.
pub(super) fn stood_in(asked: &Asked<'_>, workbook: &str) -> Answer<Vec<Stood>> {
    let Some(book) = Workbook::of(workbook) else { return Ok(Vec::new()) };
    let mut stood = gathered(asked, book.key())?.stood;
    stood.sort_by(|one, other| (one.entry.day, &one.entry.no).cmp(&(other.entry.day, &other.entry.no)));
    Ok(stood)
}

/// Rows of groups in the shape of their block: facts are the cells of the one row there is.
fn summed(workbook: &str, key: &'static str, rows: Vec<Cells>) -> SummaryData<'static> {
    let facts = Workbook::of(workbook).filter(|book| book.is_facts(key)).and_then(|book| book.cells(Some(key)));
    match facts {
        Some(cells) => {
            let names = cells.into_iter().map(|(key, _)| key);
            SummaryData::Facts(names.zip(rows.into_iter().next().unwrap_or_default()).collect())
        }
        None => SummaryData::Table(rows),
    }
}

/// The rows of a workbook, and what its second sheet says.
pub(super) fn register(asked: &Asked<'_>, workbook: &'static str) -> Answer<Made> {
    let found = gathered(asked, workbook)?;
    let cells = |rows: Vec<(Day, Cells)>| rows.into_iter().map(|(_, cells)| cells).collect();
    let table = |(key, rows)| Summary { key, data: SummaryData::Table(cells(rows)) };
    let mut summaries: Vec<Summary<'static>> = found.tables.into_iter().map(table).collect();
    for (key, (by, groups)) in found.groups {
        summaries.push(Summary { key, data: summed(workbook, key, groups.rows(by)) });
    }
    let mut facts = Facts { summaries, notes: Vec::new() };
    let mut note = |n: u64, says: &dyn Fn(u64) -> String| facts.notes.extend((n > 0).then(|| says(n)));
    note(found.masked, &|n| format!("用户未同意提供资料的 {n} 行，姓名、电话和地址已按表单的规定打码"));
    note(found.unowned, &|n| format!("另有 {n} 件登记没有写厂家，不在任何厂家的报表里，请补上厂家"));
    note(found.lost, &|n| format!("另有 {n} 件登记的表单定义已经不在，没有列入"));
    Ok(Made { rows: cells(found.rows), facts })
}

/// What the head of a workbook says of the entries it lists.
pub(super) fn head(asked: &Asked<'_>, workbook: &'static str) -> Answer<BTreeMap<String, String>> {
    if Workbook::of(workbook).is_none_or(|book| book.heads().next().is_none()) {
        return Ok(BTreeMap::new());
    }
    let heads = gathered(asked, workbook)?.heads;
    Ok::<_, AppError>(heads.into_iter().map(|(key, said)| (key, said.join("、"))).collect())
}
