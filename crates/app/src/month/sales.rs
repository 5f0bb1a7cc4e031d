//! 每月销售统计表 (W03).
//!
//! - SALESHEET-1 A sale is in the month of its invoice, without one in the month it was sold; or by the day the maker's pack names.
//! - SALESHEET-2 The share of cards returned leaves out cards handled before the desk was in use, and those cancelled with an exchange or return.
//! - SALESHEET-3 A sale whose machine came back stays in its month and says the day; it counts as exchanged or returned in the month of that day.

use super::sheet::{Asked, Facts, Sheet};
use super::source::{Contact, Printer, code, corrected, day, remarks, share, words};
use crate::error::{Answer, AppError};
use domain::Month;
use domain::card::CardState;
use report::write::{Row, Summary, SummaryData, Value};
use std::collections::BTreeMap;
use store::{SaleOfMonth, Sales, SoldOfModel};

#[derive(Default)]
struct Cards {
    returned: i64,
    counted: i64,
}

#[derive(Default)]
struct Tally {
    unshared: u64,
    before_start: u64,
    sold: BTreeMap<String, i64>,
    cards: BTreeMap<String, Cards>,
}

impl Tally {
    fn add(&mut self, sale: &SaleOfMonth<'_>) {
        self.unshared += u64::from(!sale.share_consent);
        self.before_start += u64::from(sale.state == CardState::BeforeStart);
        *self.sold.entry(sale.model.to_owned()).or_default() += 1;
        let Some(came_back) = card_counts(sale) else { return };
        let cards = match self.cards.get_mut(sale.model) {
            Some(cards) => cards,
            None => self.cards.entry(sale.model.to_owned()).or_default(),
        };
        cards.counted += 1;
        cards.returned += i64::from(came_back);
    }
}

/// Cards that came back, and those that count, of the sales of a month (SALESHEET-2).
pub(super) fn cards_returned(asked: &Asked<'_>) -> Answer<(i64, i64)> {
    asked.reader.sales_of_month(asked.principal.id, asked.in_month(Sheet::Sales)?, |rows| {
        let mut tally = Tally::default();
        while let Some(sale) = rows.next_row()? {
            tally.add(&sale);
        }
        let sum = |of: fn(&Cards) -> i64| tally.cards.values().map(of).sum();
        Ok::<_, AppError>((sum(|cards| cards.returned), sum(|cards| cards.counted)))
    })
}

/// Whether the card of a sale counts, and whether it came back (CARDSHEET-4).
pub(super) fn card_counts(sale: &SaleOfMonth<'_>) -> Option<bool> {
    match sale.state {
        CardState::BeforeStart | CardState::Voided => None,
        _ => Some(sale.sent_on.is_some()),
    }
}

/// One line a model that was sold or exchanged; stock is not kept here, so its columns stay empty (未建库存).
fn by_model(asked: &Asked<'_>, tally: &Tally) -> Answer<Vec<Vec<Value<'static>>>> {
    let none = |model: &str| SoldOfModel { model: model.to_owned(), sold: 0, this_year: 0, last_year: 0 };
    let sold = asked.reader.sold_of_models(asked.principal.id, asked.in_month(Sheet::Sales)?)?;
    let mut models: BTreeMap<String, (SoldOfModel, i64)> =
        sold.into_iter().map(|line| (line.model.clone(), (line, 0))).collect();
    for line in asked.reader.exchanged_of_models(asked.principal.id, asked.month)? {
        models.entry(line.model.clone()).or_insert_with(|| (none(&line.model), 0)).1 = line.n;
    }
    let empty = Cards::default();
    let row = |(sold, exchanged): (SoldOfModel, i64)| {
        let cards = tally.cards.get(&sold.model).unwrap_or(&empty);
        vec![
            Value::code(sold.model.clone()),
            Value::Empty,
            Value::Empty,
            Value::Int(tally.sold.get(&sold.model).copied().unwrap_or(0)),
            Value::Int(exchanged),
            Value::Empty,
            Value::Int(sold.this_year),
            Value::Int(sold.last_year),
            Value::Int(cards.returned),
            share(cards.returned, cards.counted),
        ]
    };
    Ok(models.into_values().map(row).collect())
}

pub(super) struct Print<'a> {
    asked: &'a Asked<'a>,
    tally: Tally,
}

impl<'a> Print<'a> {
    pub(super) fn new(asked: &'a Asked<'a>) -> Self {
        Self { asked, tally: Tally::default() }
    }
}

impl Printer<Sales> for Print<'_> {
    fn facts(&self) -> Answer<Facts> {
        let by_model = SummaryData::Table(by_model(self.asked, &self.tally)?);
        let mut facts = Facts { summaries: vec![Summary { key: "by_model", data: by_model }], notes: Vec::new() };
        if self.tally.before_start > 0 {
            facts.notes.push(format!("启用前已处理的回执卡 {} 张，不计入返回率", self.tally.before_start));
        }
        facts.masked(self.asked, self.tally.unshared);
        Ok(facts)
    }

    fn print(&mut self, row: &SaleOfMonth<'_>, into: &mut Row) {
        self.tally.add(row);
        day(into, Some(row.sold_on));
        words(into, row.customer);
        let contact = Contact {
            phone: row.phone,
            county: row.county,
            town: row.town,
            village: row.village,
            shared: row.share_consent,
        };
        contact.print(self.asked, into);
        words(into, row.product);
        code(into, row.model);
        code(into, row.serial);
        code(into, row.engine_no);
        into.text("台");
        into.push(&Value::Milli(1000));
        let price = row.price_fen.map_or(Value::Empty, |fen| Value::Fen(fen.0));
        into.push(&price);
        into.push(&price);
        code(into, row.invoice_no);
        words(into, row.outlet);
        words(into, row.seller);
        into.push(&Value::Flag(row.subsidy_fen.is_some_and(|fen| fen.0 > 0)));
        code(into, row.card_no);
        day(into, row.sent_on);
        remarks(into, &[corrected(row.corrected), &other_month(row), &came_back(row), row.note]);
    }

    fn record<'r>(&self, row: &'r SaleOfMonth<'_>) -> &'r str {
        row.card
    }
}

/// That the machine came back, and when (SALESHEET-3).
fn came_back(row: &SaleOfMonth<'_>) -> String {
    match (row.came_back_on, row.came_back_by) {
        (Some(on), Some(by)) => format!("{}{}收回", on.zh(), by.zh()),
        _ => String::new(),
    }
}

/// Why a sale of another month stands here.
fn other_month(row: &SaleOfMonth<'_>) -> String {
    match row.invoice_on {
        Some(on) if Month::of(on) != Month::of(row.sold_on) => format!("{}开票", on.zh()),
        _ => String::new(),
    }
}
