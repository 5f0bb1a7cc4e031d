//! Use cases of exchange and return: from the right the user has to what he got (`domain::remedy_case`).
//!
//! - RCASED-1 A machine has one case that waits; the same form makes one. The right is kept as the advisor told it that day.
//! - RCASED-2 A case runs by the clocks of its demand and makes one where there is none: the answer to the user and the end of the case are the demand's.
//! - RCASED-3 A machine given in exchange gets its sale and card as any other; one that is with another user is refused, one the desk does not know is said.
//! - RCASED-4 With exchange and return the old sale's periods end that day and its card is cancelled; what head office heard of it is reversed (E20). The sale stays, and the machine may be sold again (E07).
//! - RCASED-5 What is given back is computed by the formula of the right's pack, or is the whole price; another amount is kept and the difference said.
//! - RCASED-6 Every version of a case goes to head office as a record of its own.
//! - RCASED-7 A case is closed with a word about the papers of the old machine that stay open.
//! - RCASED-8 An exchange or return of the wrong machine is undone by the director: the new sale and its card are cancelled, the old sale, its card and its periods stand as before; numbers stay used.
//! - RCASED-9 Where the machine given gets another serial on its sale, its case follows.
//! - RCASED-10 What may not be given at settling may not be put in its place on the sale either: another user's machine, the one that came back, a day before the exchange.
//! - RCASED-11 The sale of the machine given is not cancelled alone: the exchange is undone, and it goes with it.
//! - RCASED-12 A case of a machine without a sale that stands, or from before its sale, says so.
//!
//! Absent: what is owed of a demand (`law`), the periods (`coverage`).

mod answer;
mod look;
mod money;
mod settle;
mod travel;
mod undo;

pub(crate) use settle::{given_refused, refuse_given};
pub(crate) use undo::follow_given;

use crate::app::{App, no_such, parse_id, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::list::{limits, stored_name, term};
use crate::rights::{advice_on, asked_unit};
use crate::view::*;
use crate::writing::Writing;
use domain::demand::{Demand, DemandKind, DemandState};
use domain::number::NumberType;
use domain::refusal::Refusal;
use domain::remedy::RightNow;
use domain::remedy::rule::Right;
use domain::remedy_case::{Ground, PaperLine, PaperState, RemedyCase, RemedyStep, RemedyStepKind};
use domain::repair::{Repair, RepairState};
use domain::sale::{Sale, standing_on};
use domain::text::{clean, serial_key};
use domain::unit::Unit;
use domain::{Day, RemedyCaseId, UnitId};
use store::{ListFilter, Reader, RemedyFilter, Tx};

const TOUCHES: [Touched; 5] = [Touched::Remedy, Touched::Unit, Touched::Sale, Touched::Card, Touched::Sync];
const SUBJECT: &str = "这件换货退货";

impl App {
    pub(crate) fn remedy_open(&self, draft: RemedyDraft) -> Answer<Written<RemedyView>> {
        let form = Form::of("remedy_open", &draft.request_id, &draft)?;
        let id = self.write("remedy_open", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(made.clone());
            }
            let writing = Writing::begin(self, tx, now)?;
            let unit = asked_unit(tx, "machine.", &draft.machine)?;
            refuse_second(tx, unit.id, None)?;
            let right = right_of(&writing, &unit, &draft)?;
            let demand = demand_of(&writing, &unit, &draft, right.as_ref())?;
            let sales = still_sold(tx, &unit)?;
            let sale = standing_on(&sales, demand.made_on).or(sales.first());
            let mut case = RemedyCase {
                id: self.id(),
                no: String::new(),
                principal: unit.principal,
                unit: unit.id,
                demand: demand.id,
                sale: sale.map(|sale| sale.id),
                made_on: demand.made_on,
                papers: right.iter().flat_map(|right| papers_of(right, now.at)).collect(),
                ground: ground_of(right, clean(&draft.basis), now.today),
                steps: Vec::new(),
                new_sale: None,
                new_unit: None,
                entered_at: now.at,
                clock_suspect: now.suspect,
                void_reason: None,
                rev: 1,
            };
            case.check(now.today)?;
            case.no = writing.number(NumberType::TH, now.today)?;
            travel::put(&writing, &case, "")?;
            form.keep(tx, &[case.id.to_string()], &case.no)?;
            Ok(case.id.to_string())
        })?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_paper(&self, input: RemedyPaper) -> Answer<Written<RemedyView>> {
        let change = |tx: &Tx<'_>, now: Now| {
            self.change_case(tx, now, ("remedy_paper", &input.request_id, &input), |_, case| {
                let line = PaperLine {
                    paper: input.paper,
                    state: input.state,
                    who: clean(&input.who),
                    why: clean(&input.why),
                    at: now.at,
                };
                case.say_paper(line)?;
                Ok(format!("{} {}", input.paper.zh(), input.state.zh()))
            })
        };
        // To do without a paper is somebody's decision.
        let id = if input.state == PaperState::Waived {
            self.write("remedy_waive", change)
        } else {
            self.write("remedy_paper", change)
        }?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_step(&self, input: RemedyStepInput) -> Answer<Written<RemedyView>> {
        let change = |tx: &Tx<'_>, now: Now| {
            self.change_case(tx, now, ("remedy_step", &input.request_id, &input), |writing, case| {
                take_step(writing, case, &input)?;
                Ok(format!("{} {}", input.kind.zh(), clean(&input.reason)))
            })
        };
        let decides = matches!(input.kind, RemedyStepKind::Answered | RemedyStepKind::Settled);
        let id = if decides { self.write("remedy_decide", change) } else { self.write("remedy_step", change) }?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_settle(&self, input: RemedySettle) -> Answer<Written<RemedyView>> {
        let id = self.write("remedy_settle", |tx, now| {
            self.change_case(tx, now, ("remedy_settle", &input.request_id, &input), |writing, case| {
                settle::settle(writing, case, &input)?;
                Ok(format!("{} {}", input.outcome.zh(), clean(&input.reason)))
            })
        })?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_void(&self, input: VoidInput) -> Answer<Written<RemedyView>> {
        let id = self.write("remedy_void", |tx, now| {
            let mut case = known(tx, &input.id)?;
            refuse_stale(SUBJECT, input.rev, case.rev)?;
            case.void(&input.reason)?;
            case.rev += 1;
            let writing = Writing::begin(self, tx, now)?;
            follow_demand(&writing, &case)?;
            travel::put(&writing, &case, input.reason.trim())?;
            Ok(case.id.to_string())
        })?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_undo(&self, input: VoidInput) -> Answer<Written<RemedyView>> {
        let id = self.write("remedy_undo", |tx, now| {
            let mut case = known(tx, &input.id)?;
            refuse_stale(SUBJECT, input.rev, case.rev)?;
            refuse_second(tx, case.unit, Some(case.id))?;
            let writing = Writing::begin(self, tx, now)?;
            undo::undo(&writing, &mut case, &input.reason)?;
            case.rev += 1;
            follow_demand(&writing, &case)?;
            travel::put(&writing, &case, input.reason.trim())?;
            Ok(case.id.to_string())
        })?;
        self.case_saved(id)
    }

    pub(crate) fn remedy_show(&self, input: ById) -> Answer<RemedyView> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            look::view_of(&look::Seen { reader, now, policies: &policies }, &known(reader, &input.id)?)
        })
    }

    pub(crate) fn remedy_list(&self, query: RemedyQuery) -> Answer<Page<RemedyRow>> {
        self.read(|reader, now| self.remedies_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    /// So many rows of the register from one on.
    pub(crate) fn remedies_page(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &RemedyQuery,
        (limit, offset): (i64, i64),
    ) -> Answer<Page<RemedyRow>> {
        let policies = self.policies(reader)?;
        let seen = look::Seen { reader, now, policies: &policies };
        if let Some(unit) = &query.unit {
            let unit: UnitId = parse_id("unit", unit)?;
            let cases = reader.remedies_of(&[unit])?;
            let total = i64::try_from(cases.len()).unwrap_or(i64::MAX);
            return Ok(Page::of(look::rows(&seen, &cases)?, total, false));
        }
        let filter = ListFilter {
            principal: principal_filter(reader, &query.principal)?.map(|maker| maker.id),
            state: query.state.map(stored_name),
            limit,
            offset,
            ..ListFilter::default()
        };
        let more = RemedyFilter { open: query.open, term: term(&query.term)? };
        let (cases, total) = reader.remedies(&filter, &more)?;
        Ok(Page::of(look::rows(&seen, &cases)?, total, false))
    }

    /// A change of a case: asked for once, made from the version that was seen, followed by its demand, sent.
    fn change_case<I: serde::Serialize + About>(
        &self,
        tx: &Tx<'_>,
        now: Now,
        (op, request, input): (&str, &Option<String>, &I),
        f: impl FnOnce(&Writing<'_>, &mut RemedyCase) -> Answer<String>,
    ) -> Answer<String> {
        let form = Form::of(op, request, input)?;
        if let Some([made]) = form.made(tx)?.as_deref() {
            return Ok(made.clone());
        }
        let writing = Writing::begin(self, tx, now)?;
        let (id, rev) = input.about();
        let mut case = known(tx, id)?;
        refuse_stale(SUBJECT, rev, case.rev)?;
        let was_pending = case.pending();
        let note = f(&writing, &mut case)?;
        if case.pending() && !was_pending {
            refuse_second(tx, case.unit, Some(case.id))?;
        }
        case.rev += 1;
        follow_demand(&writing, &case)?;
        travel::put(&writing, &case, note.trim())?;
        form.keep(tx, &[case.id.to_string()], &case.no)?;
        Ok(case.id.to_string())
    }

    /// What a write answers: clocks are kept at its end, so the case is read after it.
    fn case_saved(&self, id: String) -> Answer<Written<RemedyView>> {
        let value = self.remedy_show(ById { id })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

/// Which case a change is about, and which version of it was seen.
trait About {
    fn about(&self) -> (&str, Option<i64>);
}

macro_rules! about {
    ($($input:ty),*) => {
        $(impl About for $input {
            fn about(&self) -> (&str, Option<i64>) {
                (&self.id, self.rev)
            }
        })*
    };
}
about!(RemedyPaper, RemedyStepInput, RemedySettle);

fn known(reader: &Reader<'_>, id: &str) -> Answer<RemedyCase> {
    reader.remedy(parse_id::<RemedyCaseId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

/// A machine has one case that waits (RCASED-1).
fn refuse_second(reader: &Reader<'_>, unit: UnitId, but: Option<RemedyCaseId>) -> Answer<()> {
    let cases = reader.remedies_of(&[unit])?;
    let other = cases.into_iter().find(|case| case.unit == unit && case.pending() && Some(case.id) != but);
    match other {
        Some(other) => {
            Err(Refusal::Taken { field: "machine", label: "这台机器正在办的换货退货", given: other.no }.into())
        }
        None => Ok(()),
    }
}

/// Sales of a machine that stand and did not end by exchange or return, newest first.
fn still_sold(reader: &Reader<'_>, unit: &Unit) -> Answer<Vec<Sale>> {
    let mut stand = Vec::new();
    for sale in reader.sales_of_unit(unit.id)? {
        if sale.void_reason.is_none() && !has_ended(reader, &sale)? {
            stand.push(sale);
        }
    }
    Ok(stand)
}

/// Whether a sale ended by exchange or return.
pub(crate) fn has_ended(reader: &Reader<'_>, sale: &Sale) -> Answer<bool> {
    Ok(reader.remedies_of_sale(sale.id)?.iter().any(|case| case.sale_ended().is_some()))
}

/// The right a form names, as the advisor tells it today (RCASED-1).
fn right_of(writing: &Writing<'_>, unit: &Unit, draft: &RemedyDraft) -> Answer<Option<RightNow>> {
    let Some(key) = draft.rule_key.as_deref().filter(|key| !key.is_empty()) else { return Ok(None) };
    let now = writing.now;
    let advice = advice_on(&writing.policies, writing.tx, unit, now, now.today)?;
    let named = |right: &RightNow| {
        right.standing.rule_key == key && Some(right.right) == draft.right && right.about == draft.about
    };
    let found = advice.rights.into_iter().find(named);
    let missing = || Refusal::Unknown { field: "rule_key", label: "用户现在的权利", given: key.to_owned() };
    Ok(Some(found.ok_or_else(missing)?))
}

fn ground_of(right: Option<RightNow>, words: String, told_on: Day) -> Ground {
    match right {
        Some(right) => Ground {
            told_on,
            right: Some(right.right),
            since: Some(right.since),
            about: right.about,
            steps: right.steps,
            repairs: right.repairs,
            formula: right.formula,
            standing: Some(right.standing),
            words,
        },
        None => Ground {
            told_on,
            right: None,
            since: None,
            about: String::new(),
            steps: Vec::new(),
            repairs: Vec::new(),
            formula: None,
            standing: None,
            words,
        },
    }
}

/// The papers a right needs, as the advisor knows them.
fn papers_of(right: &RightNow, at: i64) -> Vec<PaperLine> {
    let line = |paper: &domain::remedy::rule::Evidence| {
        let lacks = right.lacks(*paper);
        let state = if lacks.is_empty() { PaperState::Here } else { PaperState::Missing };
        PaperLine { paper: *paper, state, who: String::new(), why: lacks.join("、"), at }
    };
    right.needs.iter().map(line).collect()
}

/// The demand a case runs by; made where the form names none (RCASED-2).
fn demand_of(writing: &Writing<'_>, unit: &Unit, draft: &RemedyDraft, right: Option<&RightNow>) -> Answer<Demand> {
    let now = writing.now;
    if let Some(id) = draft.demand.as_deref().filter(|id| !id.is_empty()) {
        let demand = writing.tx.demand(parse_id("demand", id)?)?.filter(|demand| demand.unit == unit.id);
        let demand = demand.ok_or_else(|| no_such("demand", id))?;
        if matches!(demand.state(), DemandState::Voided | DemandState::Settled) {
            let state = demand.state().zh();
            return Err(Refusal::WrongState { subject: "这项用户要求", state, verb: "再办换货退货" }.into());
        }
        return Ok(demand);
    }
    let by_right = right.map(|right| match right.right {
        Right::Return => DemandKind::Return,
        Right::Repair => DemandKind::Repair,
        Right::MachineExchange | Right::ComponentExchange => DemandKind::Exchange,
    });
    let demand = Demand {
        id: writing.app.id(),
        no: String::new(),
        principal: unit.principal,
        unit: unit.id,
        kind: draft.kind.or(by_right).unwrap_or(DemandKind::Other),
        made_on: draft.made_on.unwrap_or(now.today),
        words: clean(&draft.words),
        no_same_model: draft.no_same_model,
        answered_on: None,
        answer: String::new(),
        settled_on: None,
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
    };
    demand.check(now.today)?;
    let demand = Demand { no: writing.number(NumberType::YQ, demand.made_on)?, ..demand };
    writing.tx.put_demand(&demand)?;
    Ok(demand)
}

fn take_step(writing: &Writing<'_>, case: &mut RemedyCase, input: &RemedyStepInput) -> Answer<()> {
    let now = writing.now;
    if input.kind == RemedyStepKind::Settled && input.doing != StepDoing::TakeBack {
        return Err(Refusal::Missing { field: "outcome", label: "怎样办结的（用「办结」登记）" }.into());
    }
    let stood = case.step(input.kind).map(|step| step.on).filter(|_| input.doing == StepDoing::Correct);
    let step = RemedyStep {
        who: clean(&input.who),
        no: clean(&input.no),
        choice: input.choice.filter(|_| input.kind == RemedyStepKind::Chosen),
        verdict: input.verdict.filter(|_| input.kind == RemedyStepKind::Answered),
        ..RemedyStep::new(input.kind, input.on.or(stood).unwrap_or(now.today), clean(&input.words), now.at)
    };
    if input.kind == RemedyStepKind::Closed && input.doing != StepDoing::TakeBack && step.words.is_empty() {
        refuse_silent_close(writing, case)?;
    }
    Ok(match input.doing {
        StepDoing::Put => case.put(step, now.today),
        StepDoing::Correct => case.correct(step, &input.reason, now.today),
        StepDoing::TakeBack => case.take_back(input.kind, &input.reason, now.today, now.at),
    }?)
}

/// RCASED-7.
fn refuse_silent_close(writing: &Writing<'_>, case: &RemedyCase) -> Answer<()> {
    let open = look::open_papers(writing.tx, case)?;
    let label = "旧机还没办完的单据怎样处理";
    if open.is_empty() { Ok(()) } else { Err(Refusal::Missing { field: "words", label }.into()) }
}

/// The demand is answered and settled as its case is (RCASED-2); what was put in by hand and the case never said stays.
fn follow_demand(writing: &Writing<'_>, case: &RemedyCase) -> Answer<()> {
    let Some(old) = writing.tx.demand(case.demand)? else { return Err(AppError::NotFound(case.no.clone())) };
    let mut demand = old.clone();
    let stands = |kind| case.step(kind).filter(|_| case.void_reason.is_none());
    if case.ever(RemedyStepKind::Told) {
        let told = stands(RemedyStepKind::Told);
        demand.answered_on = told.map(|step| step.on);
        demand.answer = told.map(|step| step.words.clone()).unwrap_or_default();
    }
    if case.ever(RemedyStepKind::Settled) {
        demand.settled_on = stands(RemedyStepKind::Settled).map(|step| step.on);
    }
    if demand != old {
        demand.rev += 1;
        demand.check(writing.now.today)?;
        writing.tx.put_demand(&demand)?;
    }
    Ok(())
}

/// A repair of the case's machine by its number; cancelled ones are none.
fn known_repair(reader: &Reader<'_>, case: &RemedyCase, no: &str) -> Answer<Option<Repair>> {
    let found = reader.repair_by_no(&serial_key(no))?;
    Ok(found.filter(|repair| repair.unit == case.unit && repair.state != RepairState::Voided))
}
