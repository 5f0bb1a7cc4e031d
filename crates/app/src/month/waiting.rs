//! What waits to be corrected of closed months: their lines as they were reported last, beside the records as they stand.
//!
//! - WAITING-1 Where rows come and go by themselves (W06, W07), what was entered late is corrected if no closed month listed it and the next pack does not, and what was reported is taken back if its record was voided.
//!
//! Absent: how a correction is printed (`corrections`), by which day a row stands in a month (`month_of`).

use super::corrections::{Found, Places};
use super::month_of::{Closed, is_settled, said};
use super::reported::{gathered, values};
use super::sheet::{Asked, Sheet};
use crate::error::Answer;
use domain::MonthCloseId;
use domain::card::CardState;
use domain::month_close::pack_of_corrections;
use domain::month_of::MonthDay;
use domain::old_part::OldPartState;
use report::write::{Value, keep, kept};
use std::collections::{HashMap, HashSet};
use store::{ClosedStanding, MonthClose};

type Values = Vec<Value<'static>>;

/// What was said last of a row.
struct Last {
    place: usize,
    record: String,
    close: MonthCloseId,
    /// None once it was taken back.
    cells: Option<String>,
}

/// A row the records have.
struct Now {
    line: String,
    record: String,
    cells: String,
}

/// A row of a closed month by the day that counts now, which may stand in another one.
struct Moved {
    of: usize,
    place: usize,
    now: Now,
    before: Option<Values>,
    /// The row by the day of its month, where it is still open by that.
    open: Option<Now>,
}

struct Looking<'a> {
    sheet: Sheet,
    asked: &'a Asked<'a>,
    places: &'a Places<'a>,
    closed: &'a [Closed<'a>],
    /// The day the next pack goes by.
    next: Option<MonthDay>,
    /// Closed months and the next pack go by several days.
    mixed: bool,
    found: Vec<(usize, usize, Found)>,
    moved: Vec<Moved>,
    /// Lines that stand in a closed month.
    standing: HashSet<String>,
}

/// What waits to be corrected in a sheet of all closed months of a maker, the earliest month first, each in the order of
/// its sheet and then what was entered late. A closed month without the sheet is not corrected (CORRECTIONS-3).
pub(super) fn waiting(sheet: Sheet, asked: &Asked<'_>, closes: &[MonthClose]) -> Answer<Vec<Found>> {
    waiting_in(sheet, asked, closes, |_| true)
}

/// The same of some of the closed months; of all where they and the next pack go by several days.
pub(super) fn waiting_in(
    sheet: Sheet,
    asked: &Asked<'_>,
    closes: &[MonthClose],
    wanted: impl Fn(&MonthClose) -> bool,
) -> Answer<Vec<Found>> {
    let layout = sheet.layout()?;
    let pack = pack_of_corrections(closes.iter().map(|close| close.month));
    let (Some(places), Some(pack)) = (Places::of(&layout), pack) else { return Ok(Vec::new()) };
    let closed = Closed::all(asked.reader, sheet, closes)?;
    let next = said(asked.policies, asked.principal, sheet, pack);
    let asked = &Asked { masked: true, ..*asked };
    let mut looking = Looking {
        sheet,
        asked,
        places: &places,
        closed: &closed,
        next,
        mixed: closed.iter().any(|one| one.day != next),
        found: Vec::new(),
        moved: Vec::new(),
        standing: HashSet::new(),
    };
    for (of, one) in closed.iter().enumerate() {
        if looking.mixed || wanted(one.close) {
            looking.month(of)?;
        }
    }
    looking.take_moved();
    if places.stated.moves {
        looking.drop_listed(&Asked { month: pack, ..*asked })?;
    }
    looking.found.sort_by_key(|(of, place, _)| (*of, *place));
    Ok(looking.found.into_iter().map(|(_, _, one)| one).collect())
}

impl Looking<'_> {
    fn fields(&self, close: MonthCloseId) -> &str {
        self.closed.iter().find(|one| one.close.id == close).map_or("", |one| &one.fields)
    }

    fn day(&self, close: MonthCloseId) -> Option<MonthDay> {
        self.closed.iter().find(|one| one.close.id == close).and_then(|one| one.day)
    }

    fn before(&self, known: &Last) -> Answer<Option<Values>> {
        let read = |cells: &String| values(self.places.layout, self.fields(known.close), cells);
        known.cells.as_ref().map(read).transpose()
    }

    fn settled(&self, of: usize, row: &[Value<'_>]) -> bool {
        self.closed[of].day.is_some() || is_settled(self.places.layout, row)
    }

    /// What was said last of each line of a closed month.
    fn last(&self, of: usize) -> Answer<HashMap<String, Last>> {
        let mut last: HashMap<String, Last> = HashMap::new();
        for row in self.asked.reader.reported_rows(self.closed[of].close.id, self.sheet.key())? {
            let place = last.get(&row.line).map_or(last.len(), |known| known.place);
            let cells = (row.standing != ClosedStanding::Red).then_some(row.cells);
            last.insert(row.line, Last { place, record: row.record, close: row.close, cells });
        }
        Ok(last)
    }

    fn compare(&mut self, of: usize, place: usize, now: Now, before: Option<Values>) {
        let line = (self.closed[of].close, now.line, now.record);
        let settled = |row: &[Value<'_>]| self.settled(of, row);
        let found = self.places.found(line, before, kept(&now.cells), settled);
        self.standing.extend(found.iter().map(|one| one.line.clone()));
        self.found.extend(found.map(|one| (of, place, one)));
    }

    /// Looks at a closed month by its own day, then by those its later rows were said by, and by the day of the next pack.
    fn month(&mut self, of: usize) -> Answer<()> {
        let (own, month) = (self.closed[of].day, self.closed[of].close.month);
        let then = Asked { month, ..*self.asked };
        let mut last = self.last(of)?;
        let late = last.len();
        let today = serde_json::to_string(&self.places.layout.fields).unwrap_or_default();
        let mut open: HashMap<String, Now> = HashMap::new();
        let mut seen: HashSet<String> = HashSet::new();
        let within = then.in_month(self.sheet)?;
        let at = self.places.settled;
        self.sheet.within(&then, &within, &mut |_| (), |source, _| {
            gathered(source, |row| {
                let now = Now { line: row.line().into(), record: row.record().into(), cells: keep(row) };
                let settled = own.is_some() || at.is_none_or(|at| row.get(at) != Value::Empty);
                // By the day of the next pack, or of the one that said it, it may be settled: looked at below (MONTHRULE-4).
                let otherwise = || last.get(&now.line).is_some_and(|known| self.day(known.close) != own);
                if !settled && (self.next != own || otherwise()) {
                    open.insert(now.line.clone(), now);
                    return Ok(());
                }
                if self.mixed {
                    seen.insert(now.line.clone());
                }
                let known = last.remove(&now.line);
                if settled && self.mixed && known.as_ref().is_some_and(|known| known.cells.is_some()) {
                    self.standing.insert(now.line.clone());
                }
                let unchanged =
                    |known: &Last| known.cells.as_ref() == Some(&now.cells) && self.fields(known.close) == today;
                if known.as_ref().is_some_and(unchanged) {
                    return Ok(());
                }
                let said = known.as_ref().map(|known| self.before(known)).transpose()?.flatten();
                let place = known.map_or(late, |known| known.place);
                self.compare(of, place, now, said);
                Ok(())
            })
        })?;
        for day in self.other_days(of) {
            self.by_another_day(of, day, &then, (&mut last, &mut open, &mut seen))?;
        }
        for (line, now) in open {
            let known = last.remove(&line);
            let said = known.as_ref().map(|known| self.before(known)).transpose()?.flatten();
            self.compare(of, known.map_or(late, |known| known.place), now, said);
        }
        for (line, known) in last {
            self.gone(of, line, &known)?;
        }
        Ok(())
    }

    /// Days by which rows of a closed month may have been said, other than its own.
    fn other_days(&self, of: usize) -> Vec<Option<MonthDay>> {
        let own = &self.closed[of];
        let later = self.closed.iter().filter(|one| one.close.month > own.close.month).map(|one| one.day);
        let mut days = Vec::new();
        for day in later.chain([self.next]) {
            if day != own.day && !days.contains(&day) {
                days.push(day);
            }
        }
        days
    }

    fn by_another_day(
        &mut self,
        of: usize,
        day: Option<MonthDay>,
        then: &Asked<'_>,
        (last, open, seen): (&mut HashMap<String, Last>, &mut HashMap<String, Now>, &mut HashSet<String>),
    ) -> Answer<()> {
        let late = usize::MAX;
        let counts = day == self.next;
        self.sheet.within(then, &then.by(day), &mut |_| (), |source, _| {
            gathered(source, |row| {
                let now = Now { line: row.line().into(), record: row.record().into(), cells: keep(row) };
                let said_so = last.get(&now.line).is_some_and(|known| self.day(known.close) == day);
                if seen.contains(&now.line) || !(counts || said_so) {
                    return Ok(());
                }
                seen.insert(now.line.clone());
                let known = last.remove(&now.line);
                let before = known.as_ref().map(|known| self.before(known)).transpose()?.flatten();
                let place = known.map_or(late, |known| known.place);
                let settled = before.as_ref().is_some_and(|row| said_so || self.settled(of, row));
                if settled {
                    self.standing.insert(now.line.clone());
                    self.compare(of, place, now, before);
                } else {
                    let open = open.remove(&now.line);
                    self.moved.push(Moved { of, place, now, before, open });
                }
                Ok(())
            })
        })
    }

    /// A row that is no longer there.
    fn gone(&mut self, of: usize, line: String, known: &Last) -> Answer<()> {
        let said = self.before(known)?;
        if self.places.stated.moves && !self.voided(&known.record)? {
            self.standing.insert(line);
            return Ok(());
        }
        let of_line = (self.closed[of].close, line, known.record.clone());
        let found = self.places.found(of_line, said, None, |row| self.settled(of, row));
        self.found.extend(found.map(|one| (of, known.place, one)));
        Ok(())
    }

    /// What stands in no closed month is reported anew (MONTHRULE-3).
    fn take_moved(&mut self) {
        for Moved { of, place, now, before, open } in std::mem::take(&mut self.moved) {
            let now = if self.standing.contains(&now.line) { open } else { Some(now) };
            if let Some(now) = now {
                self.compare(of, place, now, before);
            }
        }
    }

    /// Late rows that the next pack lists, or a closed month listed, are none (WAITING-1).
    fn drop_listed(&mut self, pack: &Asked<'_>) -> Answer<()> {
        let is_late = |found: &Found| found.before.is_none();
        if !self.found.iter().any(|(_, _, found)| is_late(found)) {
            return Ok(());
        }
        let mut listed = pack.lines(self.sheet, &pack.in_month(self.sheet)?)?;
        for one in self.closed {
            let rows = self.asked.reader.reported_rows(one.close.id, self.sheet.key())?;
            listed.extend(rows.into_iter().filter(|row| row.standing != ClosedStanding::Red).map(|row| row.line));
        }
        self.found.retain(|(_, _, found)| !is_late(found) || listed.insert(found.line.clone()));
        Ok(())
    }

    fn voided(&self, record: &str) -> Answer<bool> {
        let reader = self.asked.reader;
        Ok(match self.sheet {
            Sheet::Cards => {
                let card = record.parse().ok().map(|id| reader.card(id)).transpose()?.flatten();
                card.is_none_or(|card| card.state == CardState::Voided)
            }
            _ => {
                let part = record.parse().ok().map(|id| reader.old_part(id)).transpose()?.flatten();
                part.is_none_or(|part| part.state == OldPartState::Voided)
            }
        })
    }
}
