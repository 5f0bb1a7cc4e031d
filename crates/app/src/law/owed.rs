//! What is owed about the records of a machine and about calls: from when, and what ended it.

use super::duties::{MonthPack, of_demand, of_filing};
use super::entries::OwedEntry;
use domain::call::Call;
use domain::card::{Card, CardState};
use domain::deadline::{Closed, Closing, Evidence, Moment, Subject};
use domain::demand::Demand;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::policy::basis_name;
use domain::repair::{Repair, RepairState};
use domain::sale::Sale;
use domain::{Day, PartsBatchId, PrincipalId, UnitId};
use store::UnitPapers;

/// Rules the desk follows, by the kind of record that owes them.
pub(crate) const CARD_RULE: &str = "card.to_ho";
const STUB_RULE: &str = "card.stub_from_user";

/// Rules about a card: it is followed by the first that its maker has, and by that one only.
pub(crate) const CARD_RULES: [&str; 2] = [CARD_RULE, STUB_RULE];

/// The rule about a repair.
pub(crate) const REPAIR_RULE: &str = "repair.complete";

/// The rule about old parts and the records that go with them.
pub(super) const RETURN_RULE: &str = "old_part.to_ho";

/// The day that rule counts from.
const RETURN_BASIS: &str = "old_part.removed_on";

/// A record of which something may be owed.
#[derive(Clone, Copy)]
pub(crate) enum Record<'a> {
    Card(&'a Card, &'a Sale),
    Repair(&'a Repair),
    OldPart(&'a OldPart),
    /// A repair's record on its way to head office.
    Filing(&'a Repair),
    Demand(&'a Demand),
    Month(&'a MonthPack),
    Call(&'a Call),
    Entry(&'a OwedEntry),
}

/// Something owed, should a pack have its rule.
pub(crate) struct Owed<'a> {
    pub record: Record<'a>,
    pub rule: &'a str,
    pub principal: PrincipalId,
    pub unit: Option<UnitId>,
    pub sent: Option<Evidence>,
    pub received: Option<Evidence>,
    pub closed: Option<Closed>,
}

impl Record<'_> {
    pub(crate) fn subject(self) -> Subject {
        match self {
            Self::Card(..) => Subject::Card,
            Self::Repair(_) => Subject::Repair,
            Self::OldPart(_) => Subject::OldPart,
            Self::Filing(_) => Subject::RepairRecord,
            Self::Demand(_) => Subject::Demand,
            Self::Month(_) => Subject::Report,
            Self::Call(_) => Subject::Call,
            Self::Entry(_) => Subject::Entry,
        }
    }

    pub(crate) fn id(self) -> String {
        match self {
            Self::Card(card, _) => card.id.to_string(),
            Self::Repair(repair) | Self::Filing(repair) => repair.id.to_string(),
            Self::OldPart(part) => part.id.to_string(),
            Self::Demand(demand) => demand.id.to_string(),
            Self::Month(pack) => pack.id(),
            Self::Call(call) => call.id.to_string(),
            Self::Entry(owed) => owed.entry.id.to_string(),
        }
    }

    /// Its number, as people say it.
    pub(crate) fn no(self) -> String {
        match self {
            Self::Card(card, _) => card.no.clone(),
            Self::Repair(repair) | Self::Filing(repair) => repair.no.clone(),
            Self::OldPart(part) => part.tag_no.clone(),
            Self::Demand(demand) => demand.no.clone(),
            Self::Month(pack) => pack.month.to_string(),
            Self::Call(call) => call.no.clone(),
            Self::Entry(owed) => owed.entry.no.clone(),
        }
    }

    /// The day whose pack judges it.
    pub(crate) fn on(self) -> Day {
        match self {
            Self::Card(_, sale) => sale.sold_on,
            Self::Repair(repair) => repair.reported_on,
            Self::OldPart(part) => part.removed_on,
            Self::Filing(repair) => repair.completed_on.unwrap_or(repair.reported_on),
            Self::Demand(demand) => demand.made_on,
            Self::Month(pack) => pack.month.last(),
            Self::Call(call) => Day::at(call.received_at),
            Self::Entry(owed) => owed.entry.day,
        }
    }

    /// Money at risk that the record itself names.
    pub(crate) fn worth(self) -> Option<i64> {
        match self {
            Self::OldPart(part) => Some(part.value_fen.0).filter(|fen| *fen > 0),
            Self::Filing(repair) => repair.total().map(|total| total.0).filter(|fen| *fen > 0),
            Self::Entry(owed) => owed.worth,
            _ => None,
        }
    }

    /// When a rule counts from: `None` when this kind of record has no such day or instant.
    pub(crate) fn basis(self, name: &str) -> Option<Option<Moment>> {
        let day = match self {
            Self::Call(call) => return super::calls::basis(call, name),
            // What it counts from, the form says.
            Self::Entry(owed) => return Some(owed.start),
            _ => self.basis_day(name),
        };
        day.map(|day| day.map(Moment::Day))
    }

    fn basis_day(self, name: &str) -> Option<Option<Day>> {
        match (self, name) {
            (Self::Card(_, sale), name) => day_of_sale(sale, name),
            (Self::Repair(repair), "repair.received_on") => Some(Some(repair.received_on)),
            (Self::Repair(repair), "call.received_on") => Some(Some(repair.reported_on)),
            (Self::OldPart(part), RETURN_BASIS) => Some(Some(part.removed_on)),
            (Self::Filing(repair), RETURN_BASIS) => Some(repair.completed_on),
            (Self::Demand(demand), "demand.made_on" | "card.lost_on") => Some(Some(demand.made_on)),
            (Self::Month(pack), "month.ended_on") => Some(Some(pack.month.last())),
            _ => None,
        }
    }

    /// What the day a rule counts from is called: a record goes with the old parts of its repair, from the day that was done.
    pub(crate) fn basis_zh<'n>(self, name: &'n str) -> &'n str
    where
        Self: 'n,
    {
        let name = match self {
            Self::Entry(owed) => return &owed.label,
            Self::Filing(_) if name == RETURN_BASIS => "repair.completed_on",
            _ => name,
        };
        basis_name(name).unwrap_or(name)
    }

    /// Whether it is owed only since the desk is in use: what came before was handled on paper.
    pub(crate) fn waits_for_start_of_use(self) -> bool {
        matches!(self, Self::Filing(_) | Self::Month(_))
    }
}

/// The day a rule about a card counts from, as [`Record::basis`].
pub(crate) fn day_of_sale(sale: &Sale, name: &str) -> Option<Option<Day>> {
    match name {
        "sale.sold_on" => Some(Some(sale.sold_on)),
        "sale.invoice_on" => Some(sale.invoice_on),
        "sale.delivered_on" => Some(sale.delivered_on),
        _ => None,
    }
}

/// All that may be owed of a machine; `batch` finds the paper an old part went with, `rule` by what a card is followed,
/// `season` the limit of the operating season a repair came in.
pub(crate) fn of_unit<'a>(
    papers: &'a UnitPapers,
    batch: &dyn Fn(PartsBatchId) -> Option<PartsBatch>,
    rule: &dyn Fn(&Card, &Sale) -> &'static str,
    season: &dyn Fn(&Repair) -> Option<&'static str>,
) -> Vec<Owed<'a>> {
    let unit = Some(papers.unit.id);
    let sold =
        papers.cards.iter().filter_map(|card| Some((card, papers.sales.iter().find(|sale| sale.id == card.sale)?)));
    let cards = sold.map(|(card, sale)| of_card(card, sale, unit, rule(card, sale)));
    let repairs = papers.repairs.iter().flat_map(|repair| {
        let rules = std::iter::once(REPAIR_RULE).chain(season(repair));
        rules.map(move |rule| of_repair(repair, rule, unit)).chain(of_filing(repair, unit))
    });
    let parts = papers.old_parts.iter().map(|part| of_old_part(part, unit, batch));
    let demands = papers.demands.iter().flat_map(|demand| of_demand(demand, unit));
    cards.chain(repairs).chain(parts).chain(demands).collect()
}

/// What is owed of a card by one of [`CARD_RULES`].
pub(crate) fn of_card<'a>(card: &'a Card, sale: &'a Sale, unit: Option<UnitId>, rule: &'static str) -> Owed<'a> {
    let met = if rule == STUB_RULE { card.returned_on } else { card.first_acknowledged_on };
    let done = met.map(|on| evidence(on, format!("回执卡 {}", card.no)));
    let voided = sale.void_reason.as_deref().map(|why| closed(Closing::Void, format!("销售已作废：{why}")));
    // The machine came back by exchange or return: the sale stands, its card does not.
    let ended =
        (card.state == CardState::Voided).then(|| closed(Closing::Void, "机器已换货或退货，原卡作废".to_owned()));
    let before = (card.state == CardState::BeforeStart).then(|| closed(Closing::Waived, card.state.zh().to_owned()));
    Owed {
        record: Record::Card(card, sale),
        rule,
        principal: sale.principal,
        unit,
        // What the desk sends counts as sent when head office's receipt for it is here.
        sent: done.clone(),
        received: done,
        closed: voided.or(ended).or(before),
    }
}

fn of_repair<'a>(repair: &'a Repair, rule: &'static str, unit: Option<UnitId>) -> Owed<'a> {
    let done = repair.completed_on.map(|on| evidence(on, format!("维修单 {}", repair.no)));
    let why = repair.void_reason.as_deref().unwrap_or_default();
    let voided = repair.state == RepairState::Voided;
    Owed {
        record: Record::Repair(repair),
        rule,
        principal: repair.principal,
        unit,
        sent: done.clone(),
        received: done,
        closed: voided.then(|| closed(Closing::Void, format!("维修单已作废：{why}"))),
    }
}

/// What is owed of an old part, also of one without a machine.
pub(crate) fn of_old_part<'a>(
    part: &'a OldPart,
    unit: Option<UnitId>,
    batch: &dyn Fn(PartsBatchId) -> Option<PartsBatch>,
) -> Owed<'a> {
    let sent = part.batch.and_then(batch).map(|batch| {
        let waybill =
            if batch.waybill_no.is_empty() { String::new() } else { format!("，运单 {}", batch.waybill_no) };
        evidence(batch.sent_on, format!("批次 {}{waybill}", batch.no))
    });
    let exit = match part.state {
        OldPartState::Tagged | OldPartState::InStore | OldPartState::Sent => None,
        OldPartState::Voided => Some(Closing::Void),
        _ => Some(Closing::Waived),
    };
    Owed {
        record: Record::OldPart(part),
        rule: RETURN_RULE,
        principal: part.principal,
        unit,
        received: sent.clone(),
        sent,
        closed: exit.map(|how| closed(how, format!("{}：{}", part.state.zh(), part.reason))),
    }
}

pub(super) fn evidence(on: Day, what: String) -> Evidence {
    Evidence { at: Moment::Day(on), what }
}

/// The instant is put in when it is kept.
pub(super) fn closed(how: Closing, reason: String) -> Closed {
    Closed { how, reason, at: 0 }
}
