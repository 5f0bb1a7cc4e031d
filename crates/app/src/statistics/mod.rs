//! Figures of a maker's month as rates, counted from its records and never typed (`domain::statistics`).
//!
//! - STATISTICS-1 Every rate is counted from its cases, and the rows behind it are those cases: so many as it says, in one snapshot.
//! - STATISTICS-2 A figure says what the records say now: what is entered, put right or cancelled later moves it; what was reported stands in the closed sheets.
//! - STATISTICS-3 An entry that names no maker is of the maker of the repair or machine it names; one that names neither is in nobody's figures, and it is said how many there are.
//!
//! Absent: the month's sheets (`month`), which have the same counts from here.

mod cases;
mod drawn;
mod survey;

pub(crate) use cases::Of;
pub(crate) use drawn::{Tally, rows};
pub(crate) use survey::{answer_day, by_item, came_back, satisfied_when_asked, score_of, sent_out};

use cases::{Case, cases, forms};

use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::list::limits;
use crate::view::*;
use domain::Month;
use domain::formula::Outcome;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::Checks;
use domain::statistics::{Groups, Indicator, Judged, Limits, Rate, judge};
use store::Reader;

/// Months before the one that is looked at, for what becomes of a rate.
const BEFORE: usize = 5;

impl App {
    pub(crate) fn statistics_show(&self, input: MonthInput) -> Answer<StatisticsView> {
        self.read(|reader, now| self.statistics(reader, now, &input))
    }

    pub(crate) fn statistics(&self, reader: &Reader<'_>, now: Now, input: &MonthInput) -> Answer<StatisticsView> {
        let (maker, policies) = (asked(reader, now, &input.principal, input.month)?, self.policies(reader)?);
        let months = std::iter::successors(Some(input.month.previous()), |month| Some(month.previous()));
        let months: Vec<Month> = months.take(BEFORE).collect();
        let first = months.last().unwrap_or(&input.month).first();
        let days = (first, input.month.last());
        let window = Of::new(reader, (now.today, now.at), &policies, Some(&maker), days);
        let of = |month: Month| window.within((month.first(), month.last()));
        let this = &of(input.month);
        let before: Vec<_> = months.into_iter().map(|month| (month, of(month))).collect();
        let rate = |indicator: &Indicator| rate((input.month, this), &before, *indicator);
        let rates = Indicator::ALL.iter().map(rate).collect::<Answer<_>>()?;
        Ok(StatisticsView {
            month: input.month,
            rates,
            items: survey::items(this)?,
            sections: survey::sections(this)?,
            formula: this.weights()?.map(|weights| weights.formula()).unwrap_or_default(),
            opinions: survey::kinds(this, &forms::OPINIONS)?,
            complaints: survey::kinds(this, &forms::COMPLAINTS)?,
            notes: this.notes(),
        })
    }

    pub(crate) fn statistics_rows(&self, query: StatisticsRowsQuery) -> Answer<Page<StatisticsRow>> {
        self.read(|reader, now| self.statistics_page(reader, now, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn statistics_page(
        &self,
        reader: &Reader<'_>,
        now: Now,
        query: &StatisticsRowsQuery,
        (limit, offset): (i64, i64),
    ) -> Answer<Page<StatisticsRow>> {
        let (maker, policies) = (asked(reader, now, &query.principal, query.month)?, self.policies(reader)?);
        let of =
            Of::new(reader, (now.today, now.at), &policies, Some(&maker), (query.month.first(), query.month.last()));
        let mut rows: Vec<StatisticsRow> = cases(&of, query.indicator)?.into_iter().map(|case| case.row).collect();
        rows.retain(|row| is_wanted(query, row));
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        let rows = rows.into_iter().skip(skip).take(usize::try_from(limit).unwrap_or(0)).collect();
        Ok(Page::of(rows, total, false))
    }
}

/// The maker whose month is asked for; a month nobody has figures of is refused.
fn asked(reader: &Reader<'_>, now: Now, code: &str, month: Month) -> Answer<Principal> {
    let mut checks = Checks::default();
    checks.month("month", "月份", month, now.today);
    checks.done()?;
    principal(reader, code)
}

fn is_wanted(query: &StatisticsRowsQuery, row: &StatisticsRow) -> bool {
    let named = |wanted: &Option<String>, name: &str| wanted.as_deref().is_none_or(|wanted| wanted == said(name));
    named(&query.technician, &row.technician)
        && named(&query.model, &row.model)
        && query.counts.is_none_or(|counts| counts == row.counts)
}

/// A name as its group has it.
fn said(name: &str) -> &str {
    if name.trim().is_empty() { domain::statistics::UNSAID } else { name }
}

fn rate((month, this): (Month, &Of<'_>), before: &[(Month, Of<'_>)], indicator: Indicator) -> Answer<RateRow> {
    let all = cases(this, indicator)?;
    let (judged, words) = (judged(this, indicator, whole(&all)), indicator.words());
    let mut months = Vec::new();
    for (month, of) in before.iter().rev() {
        months.push(count(&month.to_string(), whole(&cases(of, indicator)?)));
    }
    months.push(count(&month.to_string(), judged.rate));
    Ok(RateRow {
        id: crate::month::name_of(&indicator),
        indicator,
        label: indicator.zh().to_owned(),
        done_word: words.done.to_owned(),
        total_word: words.total.to_owned(),
        whole: count("", judged.rate),
        limit: judged.limit,
        kept: judged.kept,
        sentence: judged.sentence,
        more: cases::more(this, indicator)?,
        standing: judged.outcome.map(standing),
        technicians: groups(&all, |case| &case.row.technician),
        models: groups(&all, |case| &case.row.model),
        months,
    })
}

/// The counts of these cases.
fn whole(cases: &[Case]) -> Rate {
    let mut rate = Rate::default();
    cases.iter().for_each(|case| rate.add(case.row.counts));
    rate
}

/// Counts by a name; none where nobody wrote down any.
fn groups(cases: &[Case], name: impl Fn(&Case) -> &String) -> Vec<RateCount> {
    if cases.iter().all(|case| name(case).trim().is_empty()) {
        return Vec::new();
    }
    let mut groups = Groups::default();
    cases.iter().for_each(|case| groups.add(name(case), case.row.counts));
    groups.sorted().into_iter().map(|(name, rate)| count(&name, rate)).collect()
}

fn count(name: &str, rate: Rate) -> RateCount {
    RateCount { name: name.to_owned(), done: rate.done, total: rate.total, rate: rate.rate(), says: rate.zh() }
}

/// By the maker's rules of the last day of the month, or of today while it runs.
fn judged(of: &Of<'_>, indicator: Indicator, rate: Rate) -> Judged {
    let on = of.days.1.min(of.today);
    let set = of.maker.and_then(|maker| of.policies.set(maker, on));
    let version = set.as_ref().map(|set| set.own.name_and_version()).unwrap_or_default();
    let scope = Scope { class: None, region: of.policies.region(), on };
    let limits = set.as_ref().map(|set| Limits { formulas: set.own.formulas(), version: &version, scope });
    judge(indicator, rate, limits)
}

fn standing(outcome: Outcome) -> StandingView {
    StandingView {
        doubt: Doubt::of(&outcome.rule_version, outcome.checked),
        rule_key: outcome.rule_key,
        name: outcome.label,
        rule_version: outcome.rule_version,
        source: outcome.source,
        source_text: String::new(),
        checked: outcome.checked,
        provisional: false,
    }
}
