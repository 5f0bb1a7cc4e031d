//! Use cases of sales and receipt cards.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError, refused_fields};
use crate::form::{Form, refuse_stale};
use crate::law::{card_due, due_of_card};
use crate::list::{limits, month_days};
use crate::open_model::{model_notices, product_missing, product_needed};
use crate::sale_cards;
use crate::sale_view::{Parties, draft_notices, due_view, parties, sale_row, view_of};
use crate::today::totals;
use crate::view::*;
use crate::writing::{Line, Paper, PaperKind, Writing};
use domain::card::{Card, CardState};
use domain::customer::Customer;
use domain::number::NumberType;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal};
use domain::sale::Sale;
use domain::text::{clean, serial_key};
use domain::unit::Unit;
use domain::{Day, Fen, SaleId};
use std::collections::HashSet;
use store::{Hits, ListFilter, Outgoing, Reader, SaleLine};

/// Cards due that are looked through for a month or a term.
const MOST_DUE: i64 = 10_000;

/// How a sale comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Typed at the desk: its card is followed.
    Form,
    /// From a ledger; `true` also follows cards of sales before the start-of-use day.
    Ledger {
        /// Follow cards before the start day.
        follow_old: bool,
    },
}

impl App {
    pub(crate) fn sale_open(&self, draft: SaleDraft) -> Answer<Written<SaleView>> {
        let form = Form::of("sale_open", &draft.request_id, &draft)?;
        let view = self.write("sale_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                let sale = tx.sale(parse_id("", made)?)?.ok_or_else(|| AppError::NotFound(made.clone()))?;
                return view_of(tx, &*self.policies(tx)?, now, sale);
            }
            let writing = Writing::begin(self, tx, now)?;
            let maker = principal(tx, &draft.principal)?;
            let sale = open_sale(&writing, &maker, &draft, Origin::Form)?;
            form.keep(tx, &[sale.id.to_string()], &sale.no)?;
            view_of(tx, &writing.policies, now, sale)
        })?;
        Ok(Written { value: view, touched: SALE_TOUCHES.to_vec() })
    }

    pub(crate) fn sale_check(&self, draft: SaleDraft) -> Answer<SaleCheck> {
        self.read(|reader, now| {
            let mut refused = Vec::new();
            let maker = match principal(reader, &draft.principal) {
                Ok(maker) => Some(maker),
                Err(AppError::Refused(why)) => {
                    refused.extend(refused_fields(&why));
                    None
                }
                Err(other) => return Err(other),
            };
            for checked in [
                check_customer(&draft.customer),
                Unit::check(&draft.unit.serial, &draft.unit.engine_no, &draft.unit.frame_no),
            ] {
                refused.extend(checked.err().iter().flat_map(refused_fields));
            }
            refused.extend(draft_as_sale(&draft, now).check(now.today).err().iter().flat_map(refused_fields));
            let policies = self.policies(reader)?;
            let due = maker.as_ref().map(|maker| card_due(&policies, maker, &draft_as_sale(&draft, now)));
            let no_due = due.as_ref().and_then(|due| due.as_ref().err().cloned());
            let (state, met_on) = stands(reader, draft.amends.as_deref())?;
            let due = due.and_then(Result::ok).map(|due| due_view(&due, state, met_on, now.today));
            let mut notices = draft_notices(reader, maker.as_ref(), &draft, draft.amends.as_deref())?;
            if let Some(maker) = &maker {
                notices.extend(model_notices(reader, &policies, maker, &draft)?);
            }
            let needed = maker.as_ref().map(|maker| product_needed(reader, &policies, maker, &draft)).transpose()?;
            Ok(SaleCheck { due, no_due, refused, notices, product_needed: needed.unwrap_or_default() })
        })
    }

    pub(crate) fn sale_amend(&self, input: SaleAmend) -> Answer<Written<SaleView>> {
        let id: SaleId = parse_id("id", &input.id)?;
        let view = self.write("sale_amend", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let old = tx.sale(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let card = tx.card_of_sale(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这笔销售", input.rev, card.rev)?;
            let sale = amend_sale(&writing, old, card, &input)?;
            view_of(tx, &writing.policies, now, sale)
        })?;
        Ok(Written { value: view, touched: SALE_TOUCHES.to_vec() })
    }

    pub(crate) fn sale_void(&self, input: VoidInput) -> Answer<Written<SaleView>> {
        let id: SaleId = parse_id("id", &input.id)?;
        let view = self.write("sale_void", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let mut sale = tx.sale(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let card = tx.card_of_sale(id)?.ok_or_else(|| no_such("id", &input.id))?;
            refuse_stale("这笔销售", input.rev, card.rev)?;
            refuse_ended(tx, &sale, "作废；换出的新机、退回的货款已在那一件里")?;
            crate::remedy_case::refuse_given(&writing, &sale)?;
            sale.void(&input.reason)?;
            sale_cards::cancel(&writing, &sale, card, &input.reason)?;
            view_of(tx, &writing.policies, now, sale)
        })?;
        Ok(Written { value: view, touched: SALE_TOUCHES.to_vec() })
    }

    pub(crate) fn sale_show(&self, input: ById) -> Answer<SaleView> {
        let id: SaleId = parse_id("id", &input.id)?;
        self.read(|reader, now| {
            let sale = reader.sale(id)?.ok_or_else(|| no_such("id", &input.id))?;
            view_of(reader, &*self.policies(reader)?, now, sale)
        })
    }

    pub(crate) fn sale_list(&self, query: SaleQuery) -> Answer<Page<SaleRow>> {
        self.read(|reader, now| self.sales_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    /// So many rows from one on.
    pub(crate) fn sales_page(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &SaleQuery,
        (limit, offset): (i64, i64),
    ) -> Answer<Page<SaleRow>> {
        let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
        let filter = ListFilter {
            principal: maker,
            days: month_days(&query.month)?,
            state: query.state.map(crate::list::stored_name),
            hits: crate::search_papers::hits_of(reader, now.today, &query.term)?,
            limit,
            offset,
        };
        let cut = filter.hits.as_ref().is_some_and(Hits::cut);
        let (lines, total) = match query.due_only {
            true if filter.days.is_some() || filter.hits.is_some() => due_among(reader, now, filter)?,
            true => (reader.cards_due(maker, now.today, limit, offset)?, totals(reader, now, maker)?.cards.n),
            false => reader.sales(&filter)?,
        };
        Ok(Page::of(lines.into_iter().map(|line| sale_row(line, now.today)).collect(), total, cut))
    }
}

/// Cards due, of a month or found by a term. What is due is short; so it is narrowed here and not by a query of its own.
fn due_among(reader: &Reader<'_>, now: Now, filter: ListFilter) -> Answer<(Vec<SaleLine>, i64)> {
    let (limit, offset) = (filter.limit, filter.offset);
    let mut lines = reader.cards_due(filter.principal, now.today, MOST_DUE, 0)?;
    if let Some((first, last)) = filter.days {
        lines.retain(|line| (first..=last).contains(&line.sold_on));
    }
    if filter.hits.is_some() {
        let found = reader.sales(&ListFilter { limit: MOST_DUE, offset: 0, state: None, ..filter })?.0;
        let found: HashSet<String> = found.into_iter().map(|line| line.id).collect();
        lines.retain(|line| found.contains(&line.id));
    }
    let total = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let window = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
    Ok((lines.into_iter().skip(window(offset)).take(window(limit)).collect(), total))
}

const SALE_TOUCHES: [Touched; 6] =
    [Touched::Sale, Touched::Card, Touched::Customer, Touched::Unit, Touched::Catalogue, Touched::Sync];

fn check_customer(input: &CustomerInput) -> Result<(), domain::Refusals> {
    Customer::check(&input.name, &input.phone, &input.county, &input.town, &input.village)
}

/// Where the card of a sale that is changed stands: one head office has runs against no day any more.
fn stands(reader: &Reader<'_>, amends: Option<&str>) -> Answer<(CardState, Option<Day>)> {
    let Some(id) = amends else { return Ok((CardState::Issued, None)) };
    let card = reader.card_of_sale(parse_id("amends", id)?)?;
    Ok(card.map_or((CardState::Issued, None), |card| (card.state, card.first_acknowledged_on)))
}

/// The sale a draft describes, for checking only.
fn draft_as_sale(draft: &SaleDraft, now: Now) -> Sale {
    Sale {
        id: SaleId(uuid::Uuid::nil()),
        no: String::new(),
        principal: domain::PrincipalId(uuid::Uuid::nil()),
        unit: domain::UnitId(uuid::Uuid::nil()),
        customer: domain::CustomerId(uuid::Uuid::nil()),
        sold_on: draft.sold_on,
        invoice_no: clean(&draft.invoice_no),
        invoice_on: draft.invoice_on,
        delivered_on: draft.delivered_on,
        installed_on: draft.installed_on,
        price_fen: draft.price_fen.map(Fen),
        subsidy_fen: draft.subsidy_fen.map(Fen),
        seller: clean(&draft.seller),
        outlet: clean(&draft.outlet),
        note: clean(&draft.note),
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
    }
}

/// Opens a sale with its card: machine, customer, numbers, due day, outbox line.
pub(crate) fn open_sale(writing: &Writing<'_>, maker: &Principal, draft: &SaleDraft, origin: Origin) -> Answer<Sale> {
    check_form(writing, maker, draft, Vec::new())?;
    let same = writing.tx.units_by_key(&serial_key(&draft.unit.serial))?;
    open_checked(writing, maker, draft, origin, same)
}

/// [`open_sale`] of a draft that was checked; `same` are the machines of its serial.
pub(crate) fn open_checked(
    writing: &Writing<'_>,
    maker: &Principal,
    draft: &SaleDraft,
    origin: Origin,
    same: Vec<Unit>,
) -> Answer<Sale> {
    let id: SaleId = writing.app.id();
    let form = origin == Origin::Form;
    let paper = Paper { kind: PaperKind::Sale(Some(id)), on: draft.sold_on, names: None, form };
    let unit = writing.unit_among(same, maker, &draft.unit, &paper)?;
    let customer = writing.customer(maker, &draft.customer, &paper)?;
    let sale = Sale {
        id,
        no: writing.number(NumberType::XS, draft.sold_on)?,
        principal: maker.id,
        unit: unit.id,
        customer: customer.id,
        ..draft_as_sale(draft, writing.now)
    };
    let mut card = Card {
        id: writing.app.id(),
        no: card_number(writing, draft)?,
        sale: sale.id,
        state: CardState::Issued,
        share_consent: draft.share_consent,
        user_signed: draft.user_signed,
        returned_on: draft.user_signed.then_some(writing.now.today),
        due: card_due(&writing.policies, maker, &sale).ok(),
        queued_on: None,
        acknowledged_on: None,
        first_acknowledged_on: None,
        returned_reason: None,
        rev: 1,
    };
    if handled_before_start(writing, draft.sold_on, origin) {
        card.state = CardState::BeforeStart;
    } else if draft.user_signed {
        card.queue(writing.now.today);
    }
    writing.tx.add_sale(&sale, &card, &outgoing(writing, &sale, &card, "")?)?;
    writing.tx.note(&sale.no, "");
    Ok(sale)
}

/// All refusals of a form at once; beside those of any draft a model without a product (OPENMODEL-1) and `more`.
fn check_form(writing: &Writing<'_>, maker: &Principal, draft: &SaleDraft, more: Vec<Refusal>) -> Answer<()> {
    let missing = product_missing(writing.tx, &writing.policies, maker, draft)?;
    refuse_any(refusals(draft, writing.now).into_iter().chain(missing).chain(more).collect())
}

/// All refusals of a draft at once, so that every one is shown.
pub(crate) fn check_all(draft: &SaleDraft, now: Now) -> Answer<()> {
    refuse_any(refusals(draft, now))
}

fn refuse_any(all: Vec<Refusal>) -> Answer<()> {
    if all.is_empty() { Ok(()) } else { Err(domain::Refusals(all).into()) }
}

fn refusals(draft: &SaleDraft, now: Now) -> Vec<Refusal> {
    let mut all = Vec::new();
    let mut checks = Checks::default();
    checks.text("unit.model", "型号", &draft.unit.model, 60);
    checks.length("card_no", "回执卡编号", &draft.card_no, 60);
    for checked in [
        check_customer(&draft.customer),
        Unit::check(&draft.unit.serial, &draft.unit.engine_no, &draft.unit.frame_no),
        checks.done(),
        draft_as_sale(draft, now).check(now.today),
    ] {
        all.extend(checked.err().into_iter().flat_map(|refusals| refusals.0));
    }
    all
}

fn card_number(writing: &Writing<'_>, draft: &SaleDraft) -> Answer<String> {
    let given = clean(&draft.card_no);
    if given.is_empty() { writing.number(NumberType::HZ, draft.sold_on) } else { Ok(given) }
}

/// CARD-3: sales before the start-of-use day come in without an alarm. Until a day is chosen, that is the day of the import.
fn handled_before_start(writing: &Writing<'_>, sold_on: Day, origin: Origin) -> bool {
    let chosen = writing.start_of_use;
    match origin {
        Origin::Form => chosen.is_some_and(|start| sold_on < start),
        Origin::Ledger { follow_old: true } => false,
        Origin::Ledger { follow_old: false } => sold_on < chosen.unwrap_or(writing.now.today),
    }
}

/// Puts sale and card; a complete card goes to the outbox in the same transaction.
pub(crate) fn put(writing: &Writing<'_>, sale: &Sale, card: &Card, reason: &str) -> Answer<()> {
    writing.tx.put_sale(sale, card, &outgoing(writing, sale, card, reason)?)?;
    writing.tx.note(&sale.no, reason);
    Ok(())
}

/// What head office is told of a card: nothing until it is complete.
fn outgoing(writing: &Writing<'_>, sale: &Sale, card: &Card, reason: &str) -> Answer<Outgoing> {
    if card.state == CardState::Queued { card_line(writing, sale, card, reason) } else { Ok(Outgoing::Nothing) }
}

pub(crate) fn card_line(writing: &Writing<'_>, sale: &Sale, card: &Card, reason: &str) -> Answer<Outgoing> {
    let Parties { maker, unit, model, customer } = parties(writing.tx, sale)?;
    let machine = crate::wire_out::unit(&unit, &model);
    let buyer = crate::wire_out::customer(&customer, card.share_consent);
    let body = crate::wire_out::card(&maker, sale, card, machine, buyer, reason);
    let record_id = card.id.to_string();
    writing.outgoing(Line {
        principal: &maker,
        sent_before: writing.last_sent_rev(&record_id)?,
        record_id,
        rev: card.rev,
        kind: "card",
        no: card.no.clone(),
        title: format!("{} {} {}", customer.name, model.code, unit.serial),
        body: &body,
        due_on: card.due.as_ref().map(|due| due.due_on),
    })
}

/// A sale that ended by exchange or return is changed in its case.
fn refuse_ended(reader: &Reader<'_>, sale: &Sale, verb: &'static str) -> Answer<()> {
    let ended = crate::remedy_case::has_ended(reader, sale)?;
    let refusal = Refusal::WrongState { subject: "这笔销售", state: "已换货或退货", verb };
    if ended { Err(refusal.into()) } else { Ok(()) }
}

/// Changes a sale: a card that was sent needs a reason and travels again as its next rev (CARD-5).
fn amend_sale(writing: &Writing<'_>, old: Sale, mut card: Card, input: &SaleAmend) -> Answer<Sale> {
    if old.void_reason.is_some() {
        return Err(Refusal::WrongState { subject: "这笔销售", state: "已作废", verb: "修改" }.into());
    }
    refuse_ended(writing.tx, &old, "修改：机器已经收回，原卡已作废")?;
    let sent = writing.tx.left_desk(&card.id.to_string())?;
    if sent && card.state != CardState::Returned && clean(&input.reason).is_empty() {
        return Err(AppError::ReasonNeeded);
    }
    let draft = &input.draft;
    let maker = principal(writing.tx, &draft.principal)?;
    if maker.id != old.principal {
        return Err(Refusal::WrongState {
            subject: "这笔销售的厂家",
            state: "已登记",
            verb: "改成别的厂家；请作废后重新登记",
        }
        .into());
    }
    let given = crate::remedy_case::given_refused(writing, &old, draft)?;
    check_form(writing, &maker, draft, given)?;
    let names = Some((old.unit, old.customer));
    let paper = Paper { kind: PaperKind::Sale(Some(old.id)), on: draft.sold_on, names, form: true };
    let unit = writing.unit(&maker, &draft.unit, &paper)?;
    let customer = writing.customer(&maker, &draft.customer, &paper)?;
    let days = |sale: &Sale| (sale.sold_on, sale.invoice_on, sale.delivered_on);
    let before = days(&old);
    let sale = Sale {
        id: old.id,
        no: old.no,
        principal: maker.id,
        unit: unit.id,
        customer: customer.id,
        entered_on: old.entered_on,
        clock_suspect: old.clock_suspect,
        ..draft_as_sale(draft, writing.now)
    };
    card.rev += 1;
    card.share_consent = draft.share_consent;
    let before_no = card.no.clone();
    if !draft.card_no.trim().is_empty() {
        card.no = clean(&draft.card_no);
    }
    if days(&sale) != before {
        card.due = due_of_card(writing.tx, &writing.policies, writing.now, &card, &sale)?;
    }
    if sale.sold_on != old.sold_on {
        card.follow_start(handled_before_start(writing, sale.sold_on, Origin::Form));
    }
    follow_signature(writing, &sale, &mut card, draft.user_signed)?;
    put(writing, &sale, &card, input.reason.trim())?;
    crate::remedy_case::follow_given(writing, &sale)?;
    crate::repair_left::mark(writing, old.unit, &sale)?;
    if card.no != before_no {
        // A lost card that was written anew: the trail names both (E40).
        let both = format!("回执卡编号 {before_no} → {}；{}", card.no, input.reason.trim());
        writing.tx.note(&sale.no, both.trim_end_matches('；'));
    }
    Ok(sale)
}

/// The tick of the form is what the card says afterwards (CARD-2, CARD-8).
fn follow_signature(writing: &Writing<'_>, sale: &Sale, card: &mut Card, signed: bool) -> Answer<()> {
    let today = writing.now.today;
    match (card.state, signed) {
        (CardState::BeforeStart, true) => {
            card.user_signed = true;
            card.returned_on = card.returned_on.or(Some(today));
        }
        (CardState::Issued, true) => {
            let on = card.returned_on.unwrap_or(today).max(sale.sold_on);
            card.collect(on, sale.sold_on, today)?;
        }
        (CardState::Issued | CardState::BeforeStart, false) => card.take_back(false)?,
        (_, true) => card.queue(today),
        (_, false) => card.take_back(writing.tx.told_of(&card.id.to_string())?)?,
    }
    Ok(())
}
