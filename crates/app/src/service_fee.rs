//! Quarterly service fees of a maker: counted, stated, confirmed (domain SERVICEFEE-1 … SERVICEFEE-5).
//!
//! - QUARTER-1 A card counts in one quarter: what a standing statement of another quarter counted is not counted again, and a card that came after its own quarter's statement counts in the next one that is made.
//! - QUARTER-2 A statement keeps its cards, its price and its words; a later pack, or a card that comes later, changes none.
//! - QUARTER-3 A price the contract leaves blank is no zero: without it nothing is stated, and what is missing is said.
//! - QUARTER-4 A quarter waits for an earlier one that has a price and cards nobody counted: that one is stated first. One that was passed over is stated afterwards; one that has its statement is not stated again after a later one; taking its confirmation back moves no card and waits for none.
//! - QUARTER-5 A card counts by the day head office first had it, also while its correction waits or is refused; a cancelled one counts nowhere.

use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::policies::Policies;
use crate::view::*;
use domain::fee::prices;
use domain::formula::{Formula, Inputs, Outcome, Value};
use domain::policy::{Scope, choose};
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::service_fee::{FeeStatement, Forfeit, MonthCards, Quarter};
use domain::text::clean;
use domain::{FeeStatementId, Fen, Month};
use std::collections::BTreeMap;
use store::{CountedCard, Reader, Tx};

const RULE: &str = "fee.service";

/// Statements of a maker that are looked at: many years of quarters.
pub(crate) const MOST: i64 = 400;

impl App {
    pub(crate) fn service_fee_show(&self, query: ServiceFeeQuery) -> Answer<ServiceFeeView> {
        self.read(|reader, now| {
            let maker = principal(reader, &query.principal)?;
            let quarter = match query.quarter.trim() {
                "" => Quarter::of(Month::of(now.today)).previous(),
                text => quarter_of(text)?,
            };
            let policies = self.policies(reader)?;
            let statements = reader.fee_statements(maker.id, MOST)?;
            let counted = counted(reader, &maker, quarter, &statements)?;
            let fee = Fee { policies: &policies, maker: &maker, quarter };
            let earlier = passed_over(reader, &policies, &maker, quarter, &statements)?;
            let (months, said) = fee.months(&counted);
            let (fee_fen, sentence) = match said {
                Ok(outcome) => (outcome.value.number(), outcome.sentence),
                Err(why) => (None, why),
            };
            Ok(ServiceFeeView {
                principal: maker.code.clone(),
                quarter: quarter.to_string(),
                quarter_name: quarter.zh(),
                previous: quarter.previous().to_string(),
                ended: quarter.last_day() < now.today,
                cards: months.iter().map(|month| month.cards).sum(),
                months: months.into_iter().map(month_view).collect(),
                fee_fen,
                sentence,
                statements: statements.into_iter().map(view).collect(),
                earlier,
            })
        })
    }

    pub(crate) fn service_fee_save(&self, input: ServiceFeeInput) -> Answer<Written<FeeStatementView>> {
        let form = Form::of("service_fee_save", &input.request_id, &input)?;
        let value = self.write("service_fee_save", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(view(known(tx, made)?));
            }
            let statement = state(self, tx, now, &input)?;
            let no = format!("{} 第 {} 版", statement.quarter.zh(), statement.version);
            form.keep(tx, &[statement.id.to_string()], &no)?;
            tx.note(&no, &format!("{} 元", statement.total_fen));
            Ok(view(statement))
        })?;
        Ok(written(value))
    }

    pub(crate) fn service_fee_confirm(&self, input: ServiceFeeConfirm) -> Answer<Written<FeeStatementView>> {
        let value = self.write("service_fee_confirm", |tx, now| {
            let mut statement = known(tx, &input.id)?;
            refuse_stale("这份结算表", input.rev, statement.rev)?;
            let (no, note) = (clean(&input.office_no), clean(&input.answer_note));
            statement.confirm(Fen(input.office_fen), &no, input.confirmed_on, &note, now.today)?;
            statement.rev += 1;
            tx.put_fee_statement(&statement)?;
            crate::payable::credit_statement(self, tx, now, &statement)?;
            tx.note(&statement.quarter.zh(), &no);
            Ok(view(statement))
        })?;
        Ok(written(value))
    }

    pub(crate) fn service_fee_undo(&self, input: VoidInput) -> Answer<Written<FeeStatementView>> {
        let value = self.write("service_fee_undo", |tx, _| {
            let mut statement = known(tx, &input.id)?;
            refuse_stale("这份结算表", input.rev, statement.rev)?;
            domain::sale::void_reason(&input.reason)?;
            statement.unconfirm()?;
            statement.rev += 1;
            crate::payable::uncredit_statement(tx, &statement, &input.reason)?;
            tx.put_fee_statement(&statement)?;
            tx.note(&statement.quarter.zh(), input.reason.trim());
            Ok(view(statement))
        })?;
        Ok(written(value))
    }
}

/// So many statements of a maker from one on, the newest quarter first, replaced versions too.
pub(crate) fn statements_page(
    reader: &Reader<'_>,
    query: &ServiceFeeQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<FeeStatementView>> {
    let maker = principal(reader, &query.principal)?;
    let all = reader.fee_statements(maker.id, MOST)?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (limit, offset) = (usize::try_from(limit).unwrap_or(0), usize::try_from(offset).unwrap_or(0));
    Ok(Page::of(all.into_iter().skip(offset).take(limit).map(view).collect(), total, false))
}

/// A quarter as it is typed; a year is `sales_fee`'s.
fn quarter_of(text: &str) -> Answer<Quarter> {
    let wanted = Refusal::OutOfRange { field: "quarter", label: "季度", wanted: "写成 2026Q4 这样" };
    let quarter: Quarter = text.trim().parse()?;
    if quarter.is_year() { Err(wanted.into()) } else { Ok(quarter) }
}

pub(crate) fn written(value: FeeStatementView) -> Written<FeeStatementView> {
    Written { value, touched: vec![Touched::Money] }
}

pub(crate) fn known(reader: &Reader<'_>, id: &str) -> Answer<FeeStatement> {
    let id: FeeStatementId = parse_id("id", id)?;
    reader.fee_statement(id)?.ok_or_else(|| no_such("id", &id.to_string()))
}

/// Standing statements of quarters.
fn of_quarters(statements: &[FeeStatement]) -> impl Iterator<Item = &FeeStatement> {
    statements.iter().filter(|one| !one.replaced && !one.quarter.is_year())
}

/// Cards that count in a quarter (QUARTER-1).
fn counted(
    reader: &Reader<'_>,
    maker: &Principal,
    quarter: Quarter,
    statements: &[FeeStatement],
) -> Answer<Vec<CountedCard>> {
    let before: Vec<Quarter> =
        of_quarters(statements).filter(|one| one.quarter < quarter).map(|one| one.quarter).collect();
    let first = before.iter().min().map_or(quarter.first_day(), |first| first.first_day());
    let mut cards = reader.cards_to_count(maker.id, quarter, (Some(first), quarter.last_day()))?;
    let of = |card: &CountedCard| Quarter::of(Month::of(card.acknowledged_on));
    cards.retain(|card| of(card) == quarter || before.contains(&of(card)));
    Ok(cards)
}

/// The earliest quarter before one that has no statement, but a price and cards nobody counted (QUARTER-4).
fn passed_over(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    quarter: Quarter,
    statements: &[FeeStatement],
) -> Answer<Option<QuarterOwed>> {
    let before = reader.cards_to_count(maker.id, quarter, (None, quarter.first_day().plus_days(-1)))?;
    let mut owed: BTreeMap<Quarter, i64> = BTreeMap::new();
    for card in before {
        *owed.entry(Quarter::of(Month::of(card.acknowledged_on))).or_default() += 1;
    }
    let stated = |quarter: Quarter| of_quarters(statements).any(|one| one.quarter == quarter);
    let priced = |quarter: Quarter, cards: i64| Fee { policies, maker, quarter }.of(cards, None).is_ok();
    let found = owed.into_iter().find(|(quarter, cards)| !stated(*quarter) && priced(*quarter, *cards));
    Ok(found.map(|(quarter, cards)| QuarterOwed { quarter: quarter.to_string(), quarter_name: quarter.zh(), cards }))
}

/// A quarter is stated in its turn (QUARTER-4).
fn refuse_turn(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    quarter: Quarter,
    statements: &[FeeStatement],
) -> Answer<()> {
    let standing = |wanted: &dyn Fn(Quarter) -> bool| of_quarters(statements).any(|one| wanted(one.quarter));
    if standing(&|one| one == quarter) && standing(&|one| one > quarter) {
        let wanted = "还没有结算过，或是最后结算的：后面的季度已经结算，这个季度晚到的回执计入下一次结算";
        return Err(Refusal::OutOfRange { field: "quarter", label: "季度", wanted }.into());
    }
    match passed_over(reader, policies, maker, quarter, statements)? {
        None => Ok(()),
        Some(earlier) => {
            let (name, cards) = (earlier.quarter_name, earlier.cards);
            let detail = format!("{name}总部已收的 {cards} 张回执还没有结算；请先结算{name}，再结算这个季度");
            Err(AppError::BadInput { field: "quarter".into(), detail })
        }
    }
}

/// A maker's rule on the last day of a quarter.
struct Fee<'a> {
    policies: &'a Policies,
    maker: &'a Principal,
    quarter: Quarter,
}

impl Fee<'_> {
    /// The fee of so many cards, or what is missing (QUARTER-3).
    fn of(&self, cards: i64, forfeit: Option<Forfeit>) -> Result<Outcome, String> {
        let on = self.quarter.last_day();
        let next = "请厂家总部下发填好的政策包，装好后再结算";
        let set = self.policies.set(self.maker, on).ok_or_else(|| format!("没有政策包；{next}"))?;
        let inputs = Inputs::new()
            .with("acknowledged_cards", Value::Int(cards))
            .with("false_card", Value::Bool(forfeit == Some(Forfeit::FalseCard)))
            .with("breach", Value::Bool(forfeit == Some(Forfeit::Breach)));
        let scope = Scope { class: None, region: self.policies.region(), on };
        set.own.compute(RULE, &scope, &inputs).map_err(|why| format!("{why}；{next}"))
    }

    /// The price of one card, where the rule has one price.
    fn unit_fen(&self) -> Option<Fen> {
        let on = self.quarter.last_day();
        let scope = Scope { class: None, region: self.policies.region(), on };
        let set = self.policies.set(self.maker, on)?;
        let found = prices(choose(set.own.formulas().iter(), RULE, &scope).map(Formula::rule)?);
        found.first().filter(|_| found.len() == 1).map(|price| price.fen)
    }

    /// Month by month: each has what its cards add to the fee, so that the months are the fee.
    fn months(&self, cards: &[CountedCard]) -> (Vec<MonthCards>, Result<Outcome, String>) {
        let months = self.quarter.months();
        let (mut all, mut so_far, mut fee_so_far) = (Vec::new(), 0, 0);
        for (at, month) in months.into_iter().enumerate() {
            let late = |card: &&CountedCard| at == 0 && Month::of(card.acknowledged_on) < month;
            let own = cards.iter().filter(|card| Month::of(card.acknowledged_on) == month).count();
            let late = cards.iter().filter(late).count();
            so_far += i64::try_from(own + late).unwrap_or(i64::MAX);
            let fee = self.of(so_far, None).ok().and_then(|outcome| outcome.value.number()).unwrap_or(0);
            all.push(MonthCards {
                month,
                cards: i64::try_from(own + late).unwrap_or(i64::MAX),
                late: i64::try_from(late).unwrap_or(i64::MAX),
                fee_fen: Fen(fee - fee_so_far),
            });
            fee_so_far = fee;
        }
        (all, self.of(so_far, None))
    }
}

/// Makes the next version of a quarter's statement (QUARTER-2).
fn state(app: &App, tx: &Tx<'_>, now: Now, input: &ServiceFeeInput) -> Answer<FeeStatement> {
    let maker = principal(tx, &input.principal)?;
    let quarter = quarter_of(&input.quarter)?;
    let statements = tx.fee_statements(maker.id, MOST)?;
    let mine = statements.iter().find(|one| one.quarter == quarter && !one.replaced);
    if mine.is_some_and(|one| one.confirmed_on.is_some()) {
        return Err(Refusal::WrongState { subject: "这个季度的结算表", state: "已确认", verb: "再结算" }.into());
    }
    let policies = app.policies(tx)?;
    refuse_turn(tx, &policies, &maker, quarter, &statements)?;
    let cards = counted(tx, &maker, quarter, &statements)?;
    let fee = Fee { policies: &policies, maker: &maker, quarter };
    let (months, _) = fee.months(&cards);
    let count = i64::try_from(cards.len()).unwrap_or(i64::MAX);
    let reason =
        fee.of(count, input.forfeit).map_err(|why| AppError::BadInput { field: "quarter".into(), detail: why })?;
    let fee_fen = Fen(reason.value.number().unwrap_or_default());
    let special_fen = Fen(input.special_fen);
    let total =
        || Refusal::OutOfRange { field: "special_fen", label: "特殊维修费", wanted: "在可计算的范围内" };
    let statement = FeeStatement {
        id: app.id(),
        principal: maker.id,
        quarter,
        version: mine.map_or(1, |one| one.version + 1),
        made_on: now.today,
        months,
        cards: count,
        unit_fen: fee.unit_fen(),
        fee_fen,
        forfeit: input.forfeit,
        forfeit_reason: clean(&input.forfeit_reason),
        special_fen,
        special_no: clean(&input.special_no),
        total_fen: fee_fen.plus(special_fen).ok_or_else(total)?,
        reason,
        office_fen: None,
        office_no: String::new(),
        confirmed_on: None,
        answer_note: String::new(),
        replaced: false,
        entered_on: now.today,
        clock_suspect: now.suspect,
        rev: 1,
    };
    statement.check(now.today)?;
    if let Some(old) = mine {
        tx.put_fee_statement(&FeeStatement { replaced: true, rev: old.rev + 1, ..old.clone() })?;
    }
    tx.put_fee_statement(&statement)?;
    tx.put_counted_cards(statement.id, &cards)?;
    Ok(statement)
}

fn month_view(month: MonthCards) -> MonthCardsView {
    MonthCardsView { month: month.month, cards: month.cards, late: month.late, fee_fen: month.fee_fen.0 }
}

pub(crate) fn view(one: FeeStatement) -> FeeStatementView {
    let difference_fen = one.difference().map(|fen| fen.0);
    let forfeit = one.forfeit.map(|why| format!("{}：{}", why.zh(), one.forfeit_reason)).unwrap_or_default();
    let sales_fen = one.sales_fen().map(|fen| fen.0);
    FeeStatementView {
        sales_fen,
        id: one.id.to_string(),
        rev: one.rev,
        quarter: one.quarter.to_string(),
        quarter_name: one.quarter.zh(),
        version: one.version,
        made_on: one.made_on,
        months: one.months.into_iter().map(month_view).collect(),
        cards: one.cards,
        unit_fen: one.unit_fen.map(|fen| fen.0),
        fee_fen: one.fee_fen.0,
        forfeit,
        special_fen: one.special_fen.0,
        special_no: one.special_no,
        total_fen: one.total_fen.0,
        reason: one.reason.sentence,
        rule_version: one.reason.rule_version,
        office_fen: one.office_fen.map(|fen| fen.0),
        office_no: one.office_no,
        difference_fen,
        confirmed_on: one.confirmed_on,
        answer_note: one.answer_note,
        replaced: one.replaced,
    }
}
