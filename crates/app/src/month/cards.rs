//! 三包回执卡返回清单 (W06).
//!
//! - CARDSHEET-1 A card is in the month it was sent in, and in the month it is due in; a cancelled one in neither.
//! - CARDSHEET-3 A card is in time or late by the day the maker's pack counts, sent or received; one that was sent in time and whose receipt is awaited is neither late nor in hand, and says so.
//! - CARDSHEET-2 A card handled before the desk was in use is listed with the remark 启用前已处理, without days, and counts neither as due nor as late.
//! - CARDSHEET-4 A card came back when it was handed over: by the network, or with the paper of its month and its day. One that waits here for either is not returned, on the sheet, in its summary, in W03 and in the comparison alike.

use super::sheet::{Asked, Facts};
use super::source::{Contact, Printer, code, corrected, day, remarks, share, there, words};
use crate::error::Answer;
use crate::law::CARD_RULE;
use domain::card::CardState;
use domain::deadline::rule::MetBy;
use domain::{Day, Month};
use report::write::{Row, Summary, SummaryData, Value};
use store::{CardOfMonth, Cards};

#[derive(Default)]
struct Tally {
    unshared: u64,
    before_start: u64,
    sent: i64,
    on_time: i64,
    due: i64,
    due_sent: i64,
    overdue: i64,
}

impl Tally {
    fn add(&mut self, card: &CardOfMonth<'_>, month: Month, (today, met_by): (Day, MetBy)) {
        let within = |day: Option<Day>| day.is_some_and(|day| month.first() <= day && day <= month.last());
        self.unshared += u64::from(!card.share_consent);
        if card.state == CardState::BeforeStart {
            self.before_start += 1;
            return;
        }
        let arrived = arrived(card);
        if arrived.is_some() && within(card.queued_on) {
            self.sent += 1;
            let counts = if met_by == MetBy::Sent { card.sent_on } else { arrived };
            self.on_time += i64::from(counts.zip(card.due_on).is_none_or(|(day, due)| day <= due));
        }
        if within(card.due_on) {
            self.due += 1;
            self.due_sent += i64::from(arrived.is_some());
            self.overdue += i64::from(arrived.is_none() && card.due_on.is_some_and(|due| due < today));
        }
    }

    fn counts(&self) -> Vec<(&'static str, Value<'static>)> {
        vec![
            ("returned", Value::Int(self.sent)),
            ("due", Value::Int(self.due)),
            ("on_time", Value::Int(self.on_time)),
            ("overdue", Value::Int(self.overdue)),
            ("return_rate", share(self.due_sent, self.due)),
        ]
    }
}

/// Day the card came to head office: by its receipt; until that is here, the day it was handed over (CARDSHEET-4).
fn arrived(card: &CardOfMonth<'_>) -> Option<Day> {
    card.acknowledged_on.filter(|_| card.state == CardState::Acknowledged).or(card.sent_on)
}

pub(super) struct Print<'a> {
    asked: &'a Asked<'a>,
    tally: Tally,
}

impl<'a> Print<'a> {
    pub(super) fn new(asked: &'a Asked<'a>) -> Self {
        Self { asked, tally: Tally::default() }
    }

    /// By which day the maker judges the card of a sale (CARDSHEET-3).
    fn met_by(&self, sold_on: Day) -> MetBy {
        let set = self.asked.policies.set(self.asked.principal, sold_on);
        let rule = set.and_then(|set| set.deadline(CARD_RULE).map(|ruling| ruling.rule.met_by));
        rule.unwrap_or(MetBy::Received)
    }
}

impl Printer<Cards> for Print<'_> {
    fn facts(&self) -> Answer<Facts> {
        let counts = Summary { key: "counts", data: SummaryData::Facts(self.tally.counts()) };
        let mut facts = Facts { summaries: vec![counts], notes: Vec::new() };
        if self.tally.before_start > 0 {
            facts.notes.push(format!("启用前已处理 {} 张，不计应返和超期", self.tally.before_start));
        }
        facts.masked(self.asked, self.tally.unshared);
        Ok(facts)
    }

    fn print(&mut self, row: &CardOfMonth<'_>, into: &mut Row) {
        let met_by = self.met_by(row.sold_on);
        self.tally.add(row, self.asked.month, (self.asked.today, met_by));
        code(into, row.card_no);
        day(into, Some(row.sold_on));
        day(into, row.due_on);
        day(into, arrived(row));
        words(into, &days_left(row, self.asked.today, met_by));
        words(into, row.customer);
        into.code_or_empty(row.id_no.filter(|_| row.share_consent || !self.asked.masked));
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
        day(into, row.produced_on);
        code(into, row.invoice_no);
        [row.invoice_on, row.delivered_on, row.installed_on].into_iter().for_each(|on| day(into, on));
        words(into, row.outlet);
        words(into, row.seller);
        there(into, row.user_signed);
        into.push(&Value::Flag(row.share_consent));
        // Scans of cards are not kept here yet; how many pages a card has is for a person to write in.
        into.push(&Value::Empty);
        let returned = row.returned_reason.map(|why| format!("总部退回：{why}")).unwrap_or_default();
        remarks(into, &[corrected(row.corrected), standing(row), &returned]);
    }

    fn record<'r>(&self, row: &'r CardOfMonth<'_>) -> &'r str {
        row.card
    }
}

fn standing(card: &CardOfMonth<'_>) -> &'static str {
    match card.state {
        CardState::Issued => "未收回",
        CardState::Queued if card.sent_on.is_none() => "待报送",
        CardState::Queued => "待总部回执",
        CardState::BeforeStart => "启用前已处理",
        CardState::Acknowledged | CardState::Returned | CardState::Voided => "",
    }
}

/// Days in hand on the day that counts; while that is not known, days left today (CARDSHEET-3).
fn days_left(card: &CardOfMonth<'_>, today: Day, met_by: MetBy) -> String {
    let Some(due) = card.due_on.filter(|_| card.state != CardState::BeforeStart) else { return "—".into() };
    let sent = card.sent_on;
    let done = match met_by {
        MetBy::Sent => sent,
        MetBy::Received => card.acknowledged_on.filter(|_| card.state == CardState::Acknowledged),
    };
    if done.is_none() && today > due && sent.is_some_and(|sent| sent <= due) {
        return "按期寄出，待总部回执".into();
    }
    match (done.unwrap_or(today).days_until(due), done) {
        (left @ ..0, _) => format!("超期{}天", -left),
        (left, Some(_)) => format!("提前{left}天"),
        (left, None) => format!("剩余{left}天"),
    }
}
