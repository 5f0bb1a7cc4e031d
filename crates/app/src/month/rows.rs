//! The rows behind a figure of a month, and behind a bar of its pictures.
//!
//! - MONTHFIGURE-2 Behind a workbook that is fed by entries stand the entries it draws from, each once, by the same reading that fills its cells; one without a maker where makers are asked for is in neither.
//! - MONTHFIGURE-1 A figure's rows are found by the same rule the sheet counts by: so many repairs, machines or parts as the figure says are among them.

use super::charts::since;
use super::entries::{Stood, stood_in};
use super::refuse_far;
use super::repair_tally::{days_of, done_on, is_late, place_of, total_of};
use super::sales::card_counts;
use super::sheet::{Asked, Sheet};
use super::source::{fitting, thousandths};
use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::law::REPAIR_RULE;
use crate::list::limits;
use crate::view::*;
use domain::Day;
use report::write::{Value, as_printed};
use store::{CardLeft, PartOfMonth, Reader, RepairOfMonth, SaleOfMonth};

impl App {
    pub(crate) fn month_rows(&self, query: MonthRowsQuery) -> Answer<Page<MonthRow>> {
        self.read(|reader, now| self.month_rows_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn month_rows_page(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &MonthRowsQuery,
        slice: (i64, i64),
    ) -> Answer<Page<MonthRow>> {
        refuse_far(query.month, now)?;
        let maker = principal(reader, &query.principal)?;
        let task = self.tasks.begin(&None);
        let (month, today, at, policies) = (query.month, now.today, now.at, &self.policies(reader)?);
        let asked = Asked { reader, principal: &maker, month, today, at, masked: false, task: &task, policies };
        match query.figure {
            MonthFigure::Parts => parts(&asked, slice),
            MonthFigure::Sold | MonthFigure::CardsReturned => sales(&asked, query, slice),
            MonthFigure::CardsLeft => cards_left(&asked, query, slice),
            MonthFigure::Entries => entries(&asked, query, slice),
            _ => repairs(&asked, query, slice),
        }
    }
}

/// Keeps of all rows those of a slice, and counts them.
struct Kept {
    slice: (i64, i64),
    rows: Vec<MonthRow>,
    total: i64,
}

impl Kept {
    fn of(slice: (i64, i64)) -> Self {
        Self { slice, rows: Vec::new(), total: 0 }
    }

    fn add(&mut self, row: impl FnOnce() -> MonthRow) {
        let (limit, offset) = self.slice;
        if self.total >= offset && self.total < offset.saturating_add(limit) {
            self.rows.push(row());
        }
        self.total += 1;
    }

    fn page(self) -> Page<MonthRow> {
        Page::of(self.rows, self.total, false)
    }
}

fn repairs(asked: &Asked<'_>, query: &MonthRowsQuery, slice: (i64, i64)) -> Answer<Page<MonthRow>> {
    let within = asked.in_month(Sheet::Repairs)?;
    let until = within.until;
    asked.reader.repairs_of_month(asked.principal.id, within, REPAIR_RULE, |rows| {
        let mut kept = Kept::of(slice);
        while let Some(row) = rows.next_row()? {
            asked.task.go_on()?;
            let done = done_on(row.completed_on, until);
            if counts(asked, query, &row, done) {
                kept.add(|| repair(query.figure, &row, done));
            }
        }
        Ok::<_, AppError>(kept.page())
    })
}

/// MONTHFIGURE-1.
fn counts(asked: &Asked<'_>, query: &MonthRowsQuery, row: &RepairOfMonth<'_>, done: Option<Day>) -> bool {
    let named = |wanted: &[String], name: &str| wanted.is_empty() || wanted.iter().any(|one| one == name);
    let within = |days: i64| query.from.is_none_or(|from| from <= days) && query.to.is_none_or(|to| days <= to);
    match query.figure {
        MonthFigure::Received => row.reported_on >= asked.month.first(),
        MonthFigure::Open => done.is_none(),
        MonthFigure::Overdue => is_late(row, asked.today.min(asked.month.last())) == Some(true),
        MonthFigure::Rework => done.is_some() && row.again,
        MonthFigure::InWarranty => done.is_some() && row.in_warranty,
        MonthFigure::OutOfWarranty => done.is_some() && !row.in_warranty,
        MonthFigure::Faults => done.is_some() && named(&query.models, row.model) && named(&query.places, place_of(row)),
        MonthFigure::AverageDays => done.is_some_and(|done| within(days_of(row, done))),
        _ => done.is_some(),
    }
}

fn repair(figure: MonthFigure, row: &RepairOfMonth<'_>, done: Option<Day>) -> MonthRow {
    let figure = match (figure, done) {
        (MonthFigure::InWarranty | MonthFigure::OutOfWarranty, _) => {
            format!("¥{}", as_printed(&Value::Fen(fitting(total_of(row)))))
        }
        (MonthFigure::Overdue, _) => row.due_on.map(|due| format!("期限 {}", due.zh())).unwrap_or_default(),
        (_, Some(done)) => format!("{} 天", days_of(row, done)),
        (_, None) => "在修".into(),
    };
    MonthRow {
        id: row.id.to_owned(),
        record: MonthRecord::Repair,
        record_id: row.id.to_owned(),
        no: row.no.to_owned(),
        on: row.reported_on,
        customer: row.customer.to_owned(),
        model: row.model.to_owned(),
        serial: row.serial.to_owned(),
        says: [row.fault_place, row.fault].join(" ").trim().to_owned(),
        figure,
    }
}

fn parts(asked: &Asked<'_>, slice: (i64, i64)) -> Answer<Page<MonthRow>> {
    asked.reader.parts_of_month(asked.principal.id, asked.in_month(Sheet::Parts)?, |rows| {
        let mut kept = Kept::of(slice);
        while let Some(row) = rows.next_row()? {
            asked.task.go_on()?;
            let place = kept.total;
            kept.add(|| part(&row, place));
        }
        Ok::<_, AppError>(kept.page())
    })
}

fn part(row: &PartOfMonth<'_>, place: i64) -> MonthRow {
    MonthRow {
        id: format!("{}-{place}", row.repair),
        record: MonthRecord::Repair,
        record_id: row.repair.to_owned(),
        no: row.repair_no.to_owned(),
        on: row.replaced_on,
        customer: row.customer.to_owned(),
        model: row.model.to_owned(),
        serial: row.serial.to_owned(),
        says: [row.code, row.name].join(" ").trim().to_owned(),
        figure: thousandths(row.qty_milli) + row.unit,
    }
}

fn sales(asked: &Asked<'_>, query: &MonthRowsQuery, slice: (i64, i64)) -> Answer<Page<MonthRow>> {
    let all = query.figure == MonthFigure::Sold;
    asked.reader.sales_of_month(asked.principal.id, asked.in_month(Sheet::Sales)?, |rows| {
        let mut kept = Kept::of(slice);
        while let Some(row) = rows.next_row()? {
            asked.task.go_on()?;
            if all || card_counts(&row).is_some() {
                kept.add(|| sale(&row));
            }
        }
        Ok::<_, AppError>(kept.page())
    })
}

fn sale(row: &SaleOfMonth<'_>) -> MonthRow {
    MonthRow {
        id: row.sale.to_owned(),
        record: MonthRecord::Sale,
        record_id: row.sale.to_owned(),
        no: row.card_no.to_owned(),
        on: row.sold_on,
        customer: row.customer.to_owned(),
        model: row.model.to_owned(),
        serial: row.serial.to_owned(),
        says: row.product.to_owned(),
        figure: row.state.zh().to_owned(),
    }
}

/// MONTHFIGURE-2.
fn entries(asked: &Asked<'_>, query: &MonthRowsQuery, slice: (i64, i64)) -> Answer<Page<MonthRow>> {
    let mut kept = Kept::of(slice);
    for stood in stood_in(asked, &query.sheet)? {
        kept.add(|| entry(stood));
    }
    Ok(kept.page())
}

fn entry(stood: Stood) -> MonthRow {
    MonthRow {
        id: stood.entry.id.to_string(),
        record: MonthRecord::Entry,
        record_id: stood.entry.id.to_string(),
        no: stood.entry.no,
        on: stood.entry.day,
        customer: String::new(),
        model: String::new(),
        serial: String::new(),
        says: format!("{} {}", stood.form_title, stood.entry.title),
        figure: stood.state_title,
    }
}

fn cards_left(asked: &Asked<'_>, query: &MonthRowsQuery, slice: (i64, i64)) -> Answer<Page<MonthRow>> {
    let (from, to) = (since(asked.today, query.from), since(asked.today, query.to));
    let within = |on: Day| from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to);
    let days = asked.reader.cards_left(asked.principal.id)?;
    let days: Vec<_> = days.into_iter().filter(|day| within(day.on)).collect();
    let Some((first, last)) = days.first().zip(days.last()) else { return Ok(Page::of(Vec::new(), 0, false)) };
    let rows = asked.reader.cards_left_between(asked.principal.id, (first.on, last.on), slice)?;
    let total = days.iter().map(|day| day.n).sum();
    Ok(Page::of(rows.into_iter().map(|row| card(asked.today, row)).collect(), total, false))
}

fn card(today: Day, row: CardLeft) -> MonthRow {
    let left = today.days_until(row.on);
    MonthRow {
        id: row.sale.clone(),
        record: MonthRecord::Sale,
        record_id: row.sale,
        no: row.no,
        on: row.on,
        customer: row.customer,
        model: row.model,
        serial: row.serial,
        says: row.state.zh().to_owned(),
        figure: if left < 0 { format!("超期 {} 天", -left) } else { format!("剩 {left} 天") },
    }
}
