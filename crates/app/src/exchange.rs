//! New parts for old ones and the float of parts: the register, its sums, what came back (domain EXCHANGE-1 to 4).
//!
//! - FORNEW-1 Only a maker whose rules say old for new stands in the register, with what went out since the desk is in use; what is out is counted from the parts of repairs, not typed.
//! - FORNEW-2 The float is the maker's formula over the average month of the last twelve; a number the contract leaves blank is no zero, and what is missing is said.
//! - FORNEW-3 What came back is written down once; the same again changes nothing, and two windows do not undo each other.
//! - FORNEW-4 A part so cheap that its maker gives it without the old one binds no money and is not waited for; a price the contract leaves blank frees nothing.

use crate::app::{App, no_such, parse_id, principal_filter, start_of_use};
use crate::error::Answer;
use crate::form::refuse_stale;
use crate::list::{limits, term};
use crate::policies::Policies;
use crate::view::*;
use domain::exchange::{Exchange, ExchangeStanding, standing};
use domain::formula::{Inputs, Value};
use domain::old_part::OldPartState;
use domain::part_result::PartResult;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::text::clean;
use domain::{Day, Fen, Month, OldPartId, PrincipalId};
use store::{ExchangeFilter, ExchangeLine, OpenDay, Reader};

const FOR_NEW: &str = "old_part.for_new";
const FLOAT: &str = "parts.float";
const FREE: &str = "parts.free_below";

/// Months an average month is taken of.
const MONTHS: i64 = 12;

impl App {
    pub(crate) fn exchange_list(&self, query: ExchangeQuery) -> Answer<Page<ExchangeRow>> {
        self.read(|reader, now| self.exchanges_page(reader, now.today, &query, limits(query.limit, query.offset)))
    }

    /// So many of them from one on.
    pub(crate) fn exchanges_page(
        &self,
        reader: &Reader<'_>,
        today: Day,
        query: &ExchangeQuery,
        page: (i64, i64),
    ) -> Answer<Page<ExchangeRow>> {
        let policies = self.policies(reader)?;
        let makers = for_new(reader, &policies, &query.principal, today)?;
        let term = term(&query.term)?;
        let like = (!term.is_empty()).then(|| format!("%{}%", term.replace(['%', '_'], "")));
        let ids: Vec<PrincipalId> = makers.iter().map(|maker| maker.id).collect();
        let since = start_of_use(reader)?;
        let free = if query.open { free_groups(reader, &policies, &makers, since)? } else { Vec::new() };
        let filter = ExchangeFilter { makers: &ids, since, open: query.open, free: &free, like: like.as_deref(), page };
        let (lines, total) = reader.exchanges(filter)?;
        Ok(Page::of(rows(reader, &policies, &makers, lines)?, total, false))
    }

    pub(crate) fn exchange_sums(&self, query: MoneyQuery) -> Answer<Vec<ExchangeSum>> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let makers = for_new(reader, &policies, &query.principal, now.today)?;
            makers.iter().map(|maker| sum(reader, &policies, maker, now.today)).collect()
        })
    }

    pub(crate) fn exchange_save(&self, input: ExchangeInput) -> Answer<Written<ExchangeRow>> {
        let id: OldPartId = parse_id("id", &input.id)?;
        let value = self.write("exchange_save", |tx, now| {
            let part = tx.old_part(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let policies = self.policies(tx)?;
            let makers = for_new(tx, &policies, "", now.today)?;
            let ours = makers.iter().any(|maker| maker.id == part.principal) && part.repair_part.is_some();
            if !ours || part.state == OldPartState::Voided {
                let (label, given) = ("以旧换新的旧件", part.tag_no);
                return Err(Refusal::Unknown { field: "id", label, given }.into());
            }
            let stands = tx.exchange(id)?;
            let next = Exchange {
                old_part: id,
                got_milli: input.got_milli,
                bought_milli: input.bought_milli.unwrap_or(0),
                on_day: input.on_day,
                paper_no: clean(&input.paper_no),
                reason: clean(&input.reason),
                rev: stands.as_ref().map_or(0, |stands| stands.rev),
            };
            if stands.as_ref() != Some(&next) {
                refuse_stale("这件以旧换新", input.rev, next.rev)?;
                next.check(part.qty_milli, part.removed_on, stands.is_some(), now.today)?;
                tx.put_exchange(&Exchange { rev: next.rev + 1, ..next }, part.qty_milli)?;
                tx.note(&part.tag_no, &input.reason);
            }
            let line = tx.exchange_line(id)?.ok_or_else(|| no_such("id", &input.id))?;
            rows(tx, &policies, &makers, vec![line])?.pop().ok_or_else(|| no_such("id", &input.id))
        })?;
        Ok(Written { value, touched: vec![Touched::OldPart] })
    }
}

/// The makers asked for whose rules say old for new (FORNEW-1).
fn for_new(reader: &Reader<'_>, policies: &Policies, asked: &str, today: Day) -> Answer<Vec<Principal>> {
    let mut makers = match principal_filter(reader, asked)? {
        Some(maker) => vec![maker],
        None => reader.principals()?,
    };
    makers.retain(|maker| policies.flag(maker, FOR_NEW, &Scope::on(today)) == Some(true));
    Ok(makers)
}

fn rows(
    reader: &Reader<'_>,
    policies: &Policies,
    makers: &[Principal],
    lines: Vec<ExchangeLine>,
) -> Answer<Vec<ExchangeRow>> {
    let ids: Vec<OldPartId> = lines.iter().map(|line| line.id).collect();
    let results = reader.part_results(&ids)?;
    let days = reader.open_days(&ids.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let row = |line: ExchangeLine| {
        let maker = makers.iter().find(|maker| maker.id == line.principal);
        let price = Fen(share(line.value_fen.0, 1000, line.qty_milli));
        let free = maker.is_some_and(|maker| is_free(policies, maker, price, line.removed_on));
        let result = results.iter().find(|result| result.old_part == line.id);
        row(line, maker, free, result, &days)
    };
    Ok(lines.into_iter().map(row).collect())
}

fn row(
    line: ExchangeLine,
    maker: Option<&Principal>,
    free: bool,
    result: Option<&PartResult>,
    days: &[OpenDay],
) -> ExchangeRow {
    let known = line.on_day.map(|on_day| Exchange {
        old_part: line.id,
        got_milli: line.got_milli.unwrap_or(0),
        bought_milli: line.bought_milli.unwrap_or(0),
        on_day,
        paper_no: line.paper_no.clone().unwrap_or_default(),
        reason: line.reason.clone().unwrap_or_default(),
        rev: line.rev.unwrap_or(0),
    });
    let out_milli = known.as_ref().map_or(line.qty_milli, |known| known.out_milli(line.qty_milli));
    let at = match standing(line.state, line.qty_milli, result, known.as_ref()) {
        over @ (ExchangeStanding::Done | ExchangeStanding::Bought) => over,
        _ if free => ExchangeStanding::Free,
        at => at,
    };
    let id = line.id.to_string();
    let day = days.iter().find(|day| day.record == id);
    ExchangeRow {
        rev: known.as_ref().map_or(0, |known| known.rev),
        tag_no: line.tag_no,
        principal: maker.map(|maker| maker.code.clone()).unwrap_or_default(),
        repair_id: line.repair.map(|id| id.to_string()),
        repair_no: line.repair_no,
        code: line.code,
        name: line.name,
        new_serial: line.new_serial,
        qty_milli: line.qty_milli,
        removed_on: line.removed_on,
        state: line.state,
        standing: at,
        standing_name: at.zh().to_owned(),
        due_on: day.and_then(|day| day.due_on),
        doubt: day.and_then(|day| day.reason.as_ref()).and_then(Doubt::of_due),
        got_milli: known.as_ref().map_or(0, |known| known.got_milli),
        bought_milli: known.as_ref().map_or(0, |known| known.bought_milli),
        out_milli,
        bound_fen: if at == ExchangeStanding::Free { 0 } else { share(line.value_fen.0, out_milli, line.qty_milli) },
        on_day: known.as_ref().map(|known| known.on_day),
        paper_no: known.as_ref().map(|known| known.paper_no.clone()).unwrap_or_default(),
        reason: known.map(|known| known.reason).unwrap_or_default(),
        id,
    }
}

/// What so many of the pieces cost; the rounding of a piece is no money of anybody's.
fn share(value_fen: i64, out_milli: i64, qty_milli: i64) -> i64 {
    let all = i128::from(value_fen) * i128::from(out_milli) / i128::from(qty_milli.max(1));
    i64::try_from(all).unwrap_or(i64::MAX)
}

/// Whether the maker gives a part of a price without the old one (FORNEW-4).
fn is_free(policies: &Policies, maker: &Principal, price: Fen, on: Day) -> bool {
    let inputs = Inputs::new().with("part_price", Value::Fen(price.0));
    let scope = Scope { region: policies.region(), ..Scope::on(on) };
    let said = policies.set(maker, on).map(|set| set.own.compute(FREE, &scope, &inputs));
    matches!(said, Some(Ok(outcome)) if outcome.value == Value::Bool(true))
}

/// What is out and not waited for, as the list leaves it out (FORNEW-4).
fn free_groups(
    reader: &Reader<'_>,
    policies: &Policies,
    makers: &[Principal],
    since: Option<Day>,
) -> Answer<Vec<String>> {
    let mut free = Vec::new();
    for maker in makers {
        let groups = reader.exchange_groups(maker.id, since)?.into_iter();
        let given = groups.filter(|group| is_free(policies, maker, group.price_fen, group.removed_on));
        free.extend(given.map(|group| group.key(maker.id)));
    }
    Ok(free)
}

fn sum(reader: &Reader<'_>, policies: &Policies, maker: &Principal, today: Day) -> Answer<ExchangeSum> {
    let mut out = reader.exchange_groups(maker.id, start_of_use(reader)?)?;
    for group in &mut out {
        if is_free(policies, maker, group.price_fen, group.removed_on) {
            (group.standing, group.bound_fen) = (ExchangeStanding::Free, Fen(0));
        }
    }
    let figures = ExchangeStanding::ALL.iter().filter_map(|&standing| {
        let of = || out.iter().filter(|group| group.standing == standing);
        let (n, bound_fen): (i64, i64) = (of().map(|group| group.n).sum(), of().map(|group| group.bound_fen.0).sum());
        (n > 0).then(|| ExchangeFigure { standing, name: standing.zh().to_owned(), n, bound_fen })
    });
    let bound_fen: i64 = out.iter().map(|group| group.bound_fen.0).sum();
    let (float_fen, float_says) = match float(reader, policies, maker, today)? {
        Ok((fen, says)) => (Some(fen), says),
        Err(why) => (None, why),
    };
    Ok(ExchangeSum {
        principal: maker.code.clone(),
        source: source(policies, maker, today),
        float_fen,
        float_says,
        bound_fen,
        left_fen: float_fen.map(|float| float - bound_fen),
        due_on: out
            .iter()
            .filter(|group| group.standing == ExchangeStanding::OldHere)
            .filter_map(|group| group.due_on)
            .min(),
        figures: figures.collect(),
    })
}

fn source(policies: &Policies, maker: &Principal, today: Day) -> String {
    let set = policies.set(maker, today);
    let ruling = set.as_ref().and_then(|set| set.flag(FOR_NEW, &Scope::on(today)));
    ruling.map_or_else(String::new, |ruling| match ruling.rule.source_text.as_str() {
        "" => ruling.rule.source.clone(),
        words => format!("{words}（{}）", ruling.rule.source),
    })
}

/// The float of a maker, or what is missing to tell it (FORNEW-2).
fn float(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    today: Day,
) -> Answer<Result<(i64, String), String>> {
    let next = "请厂家总部下发填好的政策包";
    let Some(set) = policies.set(maker, today) else { return Ok(Err(format!("没有政策包；{next}"))) };
    let last = Month::of(today).first().plus_days(-1);
    let first = Month::of(today).first().plus_months(-MONTHS);
    let average = reader.sold_fen(maker.id, first, last)?.0 / MONTHS;
    let inputs = Inputs::new().with("month_sales", Value::Fen(average));
    let scope = Scope { region: policies.region(), ..Scope::on(today) };
    Ok(match set.own.compute(FLOAT, &scope, &inputs) {
        Ok(outcome) => match outcome.value {
            Value::Fen(fen) => Ok((fen, outcome.sentence)),
            _ => Err(outcome.sentence),
        },
        Err(why) => Err(format!("{why}；{next}")),
    })
}
