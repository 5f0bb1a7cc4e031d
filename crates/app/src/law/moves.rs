//! Which open cards, repairs and dates move when other packs or calendars come into force. Nothing is changed by asking.

use super::judge::Judge;
use super::owed::{self, Owed};
use super::{CHUNK, Register};
use crate::app::App;
use crate::error::Answer;
use crate::policies::Policies;
use crate::tasks::Task;
use domain::deadline::Subject;
use domain::policy::key_name;
use domain::{Day, UnitId};
use store::{Reader, UnitPapers};

/// Rows that are listed; all are counted.
const MOST_LISTED: usize = 1000;

/// What moves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Machines that were looked at.
    pub units: i64,
    /// Open deadlines that move, all counted.
    pub deadlines_moved: i64,
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
    /// Rule key.
    pub rule: String,
    /// Last day by the packs in force; `None` for a new or uncomputable one.
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
    /// Which period, and from when to when.
    pub moved: domain::coverage::Move,
}

impl App {
    /// What moves when `after` takes the place of `before`; `task` hears how far it is and may stop it.
    pub fn law_moves(
        &self,
        reader: &Reader<'_>,
        before: &Policies,
        after: &Policies,
        today: Day,
        task: &Task,
    ) -> Answer<Moves> {
        let register = Register::of(reader)?;
        let judges = Judges {
            before: Judge::new(before, &register.makers, today),
            after: Judge::new(after, &register.makers, today),
            today,
        };
        let mut moves = Moves::default();
        let mut last = None;
        task.of(reader.unit_count()?);
        loop {
            let units = reader.units_after(last, CHUNK)?;
            let Some(end) = units.last() else { return Ok(moves) };
            last = Some(*end);
            for papers in reader.papers_of(&units)? {
                judges.look(reader, &register, &papers, &mut moves)?;
            }
            task.at(moves.units)?;
        }
    }
}

struct Judges<'a> {
    before: Judge<'a>,
    after: Judge<'a>,
    today: Day,
}

impl Judges<'_> {
    fn look(&self, reader: &Reader<'_>, register: &Register, papers: &UnitPapers, into: &mut Moves) -> Answer<()> {
        into.units += 1;
        let model = register.model(reader, papers.unit.model)?;
        let (old, new) = (self.before.cover(papers, &model), self.after.cover(papers, &model));
        let principal = register.code(papers.unit.principal);
        for moved in domain::coverage::moves(&old.rows, &new.rows, self.today).moved {
            into.coverage_moved += 1;
            let serial = papers.unit.serial.clone();
            let row = CoverageMove { unit: papers.unit.id, principal: principal.clone(), serial, moved };
            push(&mut into.coverage, row);
        }
        let batch = |id| register.batch(reader, id);
        for owed in owed::of_unit(papers, &batch).iter().filter(|owed| owed.open()) {
            if let Some(row) = self.deadline(owed, &principal, &papers.unit.serial) {
                into.deadlines_moved += 1;
                push(&mut into.deadlines, row);
            }
        }
        Ok(())
    }

    fn deadline(&self, owed: &Owed<'_>, principal: &str, serial: &str) -> Option<DeadlineMove> {
        let day = |judge: &Judge<'_>| judge.due(owed).and_then(Result::ok).map(|due| due.due_on);
        let (from, to) = (day(&self.before), day(&self.after));
        if from.is_some_and(|from| from < self.today) {
            return None;
        }
        let what = format!("{} {}的{}", owed.record.subject().zh(), owed.record.no(), key_name(owed.rule));
        let sentence = match (from, to) {
            (Some(from), Some(to)) if from < to => format!("{what}由{}延到{}", from.zh(), to.zh()),
            (Some(from), Some(to)) if from > to => format!("{what}由{}提前到{}", from.zh(), to.zh()),
            (Some(from), None) => format!("{what}原到{}，新政策没有这一项", from.zh()),
            (None, Some(to)) => format!("新政策增加{what}，到{}", to.zh()),
            _ => return None,
        };
        Some(DeadlineMove {
            subject: owed.record.subject(),
            record: owed.record.id().to_string(),
            no: owed.record.no(),
            principal: principal.to_owned(),
            serial: serial.to_owned(),
            rule: owed.rule.to_owned(),
            from,
            to,
            sentence,
        })
    }
}

fn push<T>(list: &mut Vec<T>, row: T) {
    if list.len() < MOST_LISTED {
        list.push(row);
    }
}
