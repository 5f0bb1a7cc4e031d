//! Which open cards, repairs and dates move when other packs or calendars come into force. Nothing is changed by asking.

use super::judge::Judge;
use super::keep::{Kept, believed_day, lone_plan, plan_deadlines, shown};
use super::plan::{Look, Occasion, Plan};
use super::{CHUNK, Register, calls, entries, months};
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use crate::policies::Policies;
use crate::tasks::Task;
use domain::deadline::{DeadlineState, Subject};
use domain::policy::key_name;
use domain::{Day, UnitId};
use std::collections::BTreeSet;
use store::{Change, DeadlineRow, Reader, Reasons, UnitPapers};

/// Rows that are listed; all are counted.
const MOST_LISTED: usize = 1000;

/// What moves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Machines that were looked at.
    pub units: i64,
    /// Open deadlines that move, all counted.
    pub deadlines_moved: i64,
    /// Those of them that are past due at once, all counted.
    pub late: i64,
    /// 三包 periods still running that move, all counted.
    pub coverage_moved: i64,
    /// Open deadlines that move, the first thousand.
    pub deadlines: Vec<DeadlineMove>,
    /// Periods that move, the first thousand.
    pub coverage: Vec<CoverageMove>,
}

/// An open deadline that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineMove {
    /// What it is about.
    pub subject: Subject,
    /// UUID of the record.
    pub record: String,
    /// Its number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Serial of the machine.
    pub serial: String,
    /// Whose machine it is.
    pub customer: String,
    /// Past due by the other packs, and not before.
    pub late: bool,
    /// Rule key.
    pub rule: String,
    /// Last day as it is kept; `None` for a new or uncomputable one.
    pub from: Option<Day>,
    /// Last day by the other packs; `None` when it falls away or cannot be computed.
    pub to: Option<Day>,
    /// In Chinese.
    pub sentence: String,
}

/// A 三包 period that moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageMove {
    /// The machine.
    pub unit: UnitId,
    /// Maker's code.
    pub principal: String,
    /// Serial of the machine.
    pub serial: String,
    /// Whose machine it is.
    pub customer: String,
    /// Which period, and from when to when.
    pub moved: domain::coverage::Move,
}

impl App {
    /// What moves when `after` takes the place of `before`: what computing everything anew would put in the place of what
    /// is kept. `task` hears how far it is and may stop it.
    pub fn law_moves(
        &self,
        reader: &Reader<'_>,
        before: &Policies,
        after: &Policies,
        now: Now,
        task: &Task,
    ) -> Answer<Moves> {
        let register = Register::of(reader)?;
        let today = believed_day(reader, now)?;
        let judges = [before, after].map(|policies| Judge::new(policies, &register.makers, today));
        let reasons = Reasons::default();
        let [before, after] = judges.each_ref().map(|judge| Look {
            judge,
            occasion: Occasion::Rules,
            today,
            at: now.at,
            reasons: &reasons,
        });
        let mut moves = Moves::default();
        task.of(reader.unit_count()?);
        let mut last = None;
        loop {
            let units = reader.units_after(last, CHUNK)?;
            let Some(end) = units.last() else { break };
            last = Some(*end);
            of_units(reader, &register, (&before, &after), &units, &mut moves)?;
            task.at(moves.units)?;
        }
        let mut last = None;
        loop {
            let parts = reader.lone_parts_after(last, CHUNK)?;
            let Some(end) = parts.last() else { break };
            last = Some(end.id);
            let kept = reader
                .deadlines_of_records(&parts.iter().map(|part| part.id.to_string()).collect::<Vec<_>>(), &reasons)?;
            let plan = lone_plan(reader, &register, &after, &parts)?;
            moves.take(&register, &kept, plan.deadlines, &Machine::default(), today);
        }
        let (kept, plan) = calls::moved(reader, &after)?;
        moves.take(&register, &kept, plan.deadlines, &Machine::default(), today);
        let (kept, plan) = entries::moved(reader, &after)?;
        moves.take(&register, &kept, plan.deadlines, &Machine::default(), today);
        let records = reader.open_records(Subject::Report)?;
        let kept = reader.deadlines_of_records(&records, &reasons)?;
        moves.take(
            &register,
            &kept,
            months::plan(reader, &register, &after, &BTreeSet::new())?.deadlines,
            &Machine::default(),
            today,
        );
        Ok(moves)
    }
}

fn of_units(
    reader: &Reader<'_>,
    register: &Register,
    (before, after): (&Look<'_, '_>, &Look<'_, '_>),
    units: &[UnitId],
    into: &mut Moves,
) -> Answer<()> {
    let kept = Kept::of(reader, units, after.reasons)?;
    for papers in reader.papers_of(units, after.reasons)? {
        into.units += 1;
        let unit = &papers.unit;
        let model = register.model(reader, unit.model)?;
        let stood = kept.periods(unit.id).to_vec();
        let (old, new) = (shown(before, &papers, &model, stood), after.judge.cover(&papers, &model));
        let periods = domain::coverage::moves(&old.rows, &new.rows, after.today).moved;
        let days = kept.days(unit.id);
        let mut plan = Plan::default();
        plan_deadlines(reader, register, after, &papers, days, &mut plan)?;
        if periods.is_empty() && plan.deadlines.is_empty() {
            continue;
        }
        let machine = Machine { serial: unit.serial.clone(), customer: owner(reader, &papers)? };
        for moved in periods {
            into.coverage_moved += 1;
            let (principal, Machine { serial, customer }) = (register.code(unit.principal), machine.clone());
            push(&mut into.coverage, CoverageMove { unit: unit.id, principal, serial, customer, moved });
        }
        into.take(register, days, plan.deadlines, &machine, after.today);
    }
    Ok(())
}

/// The machine a row is about, as a clerk knows it.
#[derive(Debug, Clone, Default)]
struct Machine {
    serial: String,
    customer: String,
}

/// By the last standing sale.
fn owner(reader: &Reader<'_>, papers: &UnitPapers) -> Answer<String> {
    let standing = papers.sales.iter().filter(|sale| sale.void_reason.is_none());
    let Some(sale) = standing.max_by_key(|sale| sale.sold_on) else { return Ok(String::new()) };
    Ok(reader.customer(sale.customer)?.map(|customer| customer.name).unwrap_or_default())
}

impl Moves {
    /// Those of the changes that move an open day.
    fn take(
        &mut self,
        register: &Register,
        kept: &[DeadlineRow],
        changes: Vec<Change<DeadlineRow>>,
        machine: &Machine,
        today: Day,
    ) {
        for change in changes {
            let old = kept.iter().find(|row| Some(row.id) == change.old);
            let open = |row: &DeadlineRow| row.state == DeadlineState::Pending;
            if !old.is_none_or(open) || !change.new.as_ref().is_none_or(open) {
                continue;
            }
            if let Some(mut row) = moved(register, old, change.new.as_ref(), machine) {
                let past = |on: Option<Day>| on.is_some_and(|on| on < today);
                row.late = past(row.to) && !past(row.from);
                self.deadlines_moved += 1;
                self.late += i64::from(row.late);
                push(&mut self.deadlines, row);
            }
        }
    }
}

fn moved(
    register: &Register,
    old: Option<&DeadlineRow>,
    new: Option<&DeadlineRow>,
    machine: &Machine,
) -> Option<DeadlineMove> {
    let row = new.or(old)?;
    let what = format!("{} {}的{}", row.subject.zh(), row.no, key_name(&row.rule));
    let (from, to) = (old.and_then(|row| row.due_on), new.and_then(|row| row.due_on));
    let sentence = match (from, to) {
        (Some(from), Some(to)) if from < to => format!("{what}由{}延到{}", from.zh(), to.zh()),
        (Some(from), Some(to)) if from > to => format!("{what}由{}提前到{}", from.zh(), to.zh()),
        (Some(from), None) => format!("{what}原到{}，新政策没有这一项", from.zh()),
        (None, Some(to)) => format!("新政策增加{what}，到{}", to.zh()),
        _ => return None,
    };
    Some(DeadlineMove {
        subject: row.subject,
        record: row.record.clone(),
        no: row.no.clone(),
        principal: register.code(row.principal),
        serial: machine.serial.clone(),
        customer: machine.customer.clone(),
        late: false,
        rule: row.rule.clone(),
        from,
        to,
        sentence,
    })
}

fn push<T>(list: &mut Vec<T>, row: T) {
    if list.len() < MOST_LISTED {
        list.push(row);
    }
}
