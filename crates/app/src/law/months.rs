//! Due days of the reports of a month, which follow from no machine.
//!
//! - MONTHLY-1 Of each maker whose pack has the rule the months since the desk is in use have a due day, from the current month on; it stands with the others and is met by what the submission ledger says (OWED-3).
//! - MONTHLY-2 A month that was never begun is not made up for later than two months on; one that is open stays open until it is met.
//! - MONTHLY-3 Where the contract leaves the day blank, that is answered in the place of a due day, with what is to be filled in.

use super::Register;
use super::duties::{MONTH_RULE, MonthPack, of_month};
use super::judge::Judge;
use super::keep::{BY_PAPERS, believed_day, put};
use super::owed::Owed;
use super::plan::{Look, Occasion, Plan};
use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::rights::deadline_view;
use crate::view::{DeadlineView, Doubt, DueLevel, MonthInput, StandingView};
use domain::deadline::{Due, Subject};
use domain::policy::{Blank, PolicyPack, key_name};
use domain::submission::Done;
use domain::{Day, Month, PrincipalId};
use std::collections::BTreeSet;
use store::{Reader, Reasons};

/// Months back that are looked at when nothing was kept of them (MONTHLY-2).
const MONTHS_BACK: usize = 2;

/// What has to be kept anew of the months of every maker.
/// The months in `changed` are looked at too, as far as anything was kept of them: what was in may be open again.
pub(super) fn plan(
    reader: &Reader<'_>,
    register: &Register,
    look: &Look<'_, '_>,
    changed: &BTreeSet<(PrincipalId, Month)>,
) -> Answer<Plan> {
    let mut plan = Plan::default();
    let open = reader.open_records(Subject::Report)?;
    for maker in &register.makers {
        let mut months = months(look, maker.id, &open);
        let begun = months.len();
        let again = changed.iter().filter(|(of, month)| *of == maker.id && !months.contains(month));
        let again: Vec<Month> = again.map(|(_, month)| *month).collect();
        months.extend(again);
        for (place, month) in months.into_iter().enumerate() {
            let asked = MonthPack { principal: maker.id, month, done: Done::default() };
            let kept = reader.deadlines_of_records(&[asked.id()], look.reasons)?;
            if kept.is_empty() && (place >= begun || look.judge.rule(&of_month(&asked)).is_none()) {
                continue;
            }
            let pack = MonthPack { done: crate::month::done_of(reader, look.judge.policies(), maker, month)?, ..asked };
            let owed = of_month(&pack);
            plan.deadlines.extend(look.deadline(&owed, Look::kept(&owed, &kept)));
        }
    }
    Ok(plan)
}

/// The current month, those before it that may not have been looked at, and those still open.
fn months(look: &Look<'_, '_>, maker: PrincipalId, open: &[String]) -> Vec<Month> {
    let back = std::iter::successors(Some(Month::of(look.today)), |month| Some(month.previous()));
    let mut months: Vec<Month> = back.take(MONTHS_BACK + 1).collect();
    let prefix = format!("{maker}/");
    months.extend(open.iter().filter_map(|record| record.strip_prefix(&prefix)?.parse::<Month>().ok()));
    months.sort_unstable();
    months.dedup();
    months
}

/// By when something of a month is due by a rule that counts from its end; none where the maker's pack has no such rule, it
/// leaves it blank, or the month was over before the desk was in use.
pub(crate) fn due_of_month(judge: &Judge<'_>, principal: PrincipalId, month: Month, rule: &str) -> Option<Due> {
    let pack = MonthPack { principal, month, done: Done::default() };
    judge.due(&Owed { rule, ..of_month(&pack) })?.ok()
}

impl App {
    /// The due day of a month's reports as it is kept, with its reason; where it is still blank, that (MONTHLY-3).
    pub(crate) fn report_due(&self, input: MonthInput) -> Answer<Option<DeadlineView>> {
        self.read(|reader, now| {
            let maker = principal(reader, &input.principal)?;
            if let Some(kept) = kept_month(reader, maker.id, (input.month, now.today))? {
                return Ok(Some(kept));
            }
            let policies = self.policies(reader)?;
            let on = input.month.last();
            let packs = if policies.before_use(on) { Vec::new() } else { policies.of(&maker, on) };
            // The pack's own rule is before a blank of one it stands on.
            let says = |pack: &&PolicyPack| pack.deadline(MONTH_RULE).is_some() || pack.blank(MONTH_RULE).is_some();
            let said = packs.into_iter().find(says);
            Ok(said.and_then(|pack| Some(blank_view(pack, pack.blank(MONTH_RULE)?))))
        })
    }

    /// A month has begun and nobody saved anything in it yet: its due day is kept all the same (MONTHLY-1).
    pub(super) fn months_catch_up(&self) -> Answer<bool> {
        let missing = self.read(|reader, now| {
            let planned = looking(self, reader, now, |register, look| plan(reader, register, look, &BTreeSet::new()))?;
            Ok(!now.suspect && !planned.is_empty())
        })?;
        if missing {
            self.write("", |tx, now| {
                looking(self, tx, now, |register, look| {
                    put(tx, &plan(tx, register, look, &BTreeSet::new())?.ready(look.reasons), now.at, BY_PAPERS)
                })
            })?;
        }
        Ok(missing)
    }
}

/// The due day of a month's reports as it is kept; nothing where none is.
pub(crate) fn kept_month(
    reader: &Reader<'_>,
    maker: PrincipalId,
    (month, today): (Month, Day),
) -> Answer<Option<DeadlineView>> {
    let pack = MonthPack { principal: maker, month, done: Done::default() };
    let kept = reader.deadlines_of_records(&[pack.id()], &Reasons::default())?;
    Ok(kept.first().map(|row| deadline_view(row, today)))
}

/// A due day nobody has filled in yet, as a due day that cannot be computed is shown (MONTHLY-3).
fn blank_view(pack: &PolicyPack, blank: &Blank) -> DeadlineView {
    let name = key_name(&blank.key).to_owned();
    let steps = vec![
        format!("{}：没有期限可算", blank.zh()),
        "请按合同把日期报给厂家总部，由总部下发填好的政策包；在此之前请自己记着日子".to_owned(),
    ];
    DeadlineView {
        no: String::new(),
        due_on: None,
        met_on: None,
        level: DueLevel::None,
        consequence: String::new(),
        standing: StandingView {
            doubt: Doubt::of(&pack.name_and_version(), false),
            rule_key: blank.key.clone(),
            name: name.clone(),
            rule_version: pack.name_and_version(),
            source: blank.source.clone(),
            source_text: blank.source_text.clone(),
            checked: false,
            provisional: false,
        },
        steps,
        name,
    }
}

/// One look by the packs of a snapshot.
fn looking<T>(
    app: &App,
    reader: &Reader<'_>,
    now: Now,
    f: impl FnOnce(&Register, &Look<'_, '_>) -> Answer<T>,
) -> Answer<T> {
    let register = Register::of(reader)?;
    let (today, policies) = (believed_day(reader, now)?, app.policies(reader)?);
    let (judge, reasons) = (Judge::new(&policies, &register.makers, today), Reasons::default());
    f(&register, &Look { judge: &judge, occasion: Occasion::Papers, today, at: now.at, reasons: &reasons })
}
