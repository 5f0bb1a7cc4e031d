//! Counts of the desk's registers as forms ask for them: a summary's numbers and rows are drawn from here, not typed.
//!
//! - DRAWNCOUNT-1 A form counts what its maker's statistics count; one of no maker counts the whole desk, and what names no maker as well.

use super::cases::{Case, Of, cases, forms};
use super::survey;
use crate::entry::Ground;
use crate::error::Answer;
use crate::policies::Policies;
use domain::call::StepKind;
use domain::form::{Counted, Counts, Draw, FieldValue, Over, Values};
use domain::principal::Principal;
use domain::statistics::{Answers, Indicator, Rate, SurveyItem};
use domain::{Day, Month};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The days a week ends with.
const WEEK: i64 = 6;
/// Numbers of forms are kept in thousandths.
const THOUSAND: i64 = 1_000;

/// Counts around a day.
pub(crate) struct Tally<'a> {
    ground: &'a Ground<'a>,
    policies: Arc<Policies>,
    makers: Vec<Option<Principal>>,
    day: Day,
    /// Counted already: two numbers of a form are mostly of one rate.
    known: BTreeMap<(Over, &'static str), Rate>,
}

impl<'a> Tally<'a> {
    /// DRAWNCOUNT-1.
    pub(crate) fn of(ground: &'a Ground<'a>, maker: Option<&Principal>, day: Day) -> Answer<Self> {
        let makers = match maker {
            Some(maker) => vec![Some(maker.clone())],
            None => ground.reader.principals()?.into_iter().map(Some).chain([None]).collect(),
        };
        let policies = ground.app.policies(ground.reader)?;
        Ok(Self { ground, policies, makers, day, known: BTreeMap::new() })
    }

    fn days(&self, over: Over) -> (Day, Day) {
        match over {
            Over::Week => (self.day.plus_days(-WEEK), self.day),
            Over::Month => (Month::of(self.day).first(), Month::of(self.day).last()),
        }
    }

    /// What all of them have together.
    fn each<T>(&self, over: Over, of: impl Fn(&Of<'_>) -> Answer<T>) -> Answer<Vec<T>> {
        let days = self.days(over);
        let now = (self.ground.now.today, self.ground.now.at);
        let one =
            |maker: &Option<Principal>| of(&Of::new(self.ground.reader, now, &self.policies, maker.as_ref(), days));
        self.makers.iter().map(one).collect()
    }

    fn sum(&self, over: Over, of: impl Fn(&Of<'_>) -> Answer<i64>) -> Answer<i64> {
        Ok(self.each(over, of)?.into_iter().sum())
    }

    fn rate(&mut self, over: Over, indicator: Indicator) -> Answer<Rate> {
        if let Some(known) = self.known.get(&(over, indicator.zh())) {
            return Ok(*known);
        }
        let all: Vec<Case> = self.each(over, |of| cases(of, indicator))?.into_iter().flatten().collect();
        let rate = super::whole(&all);
        self.known.insert((over, indicator.zh()), rate);
        Ok(rate)
    }

    /// A number of a form.
    pub(crate) fn count(&mut self, counts: Counts) -> Answer<i64> {
        let over = counts.over;
        let mut rate = |indicator| self.rate(over, indicator);
        Ok(match counts.what {
            Counted::Repairs => rate(Indicator::RevisitMonth)?.total,
            Counted::RepairsRevisited => rate(Indicator::RevisitMonth)?.done,
            Counted::Rated => rate(Indicator::Satisfied)?.total,
            Counted::Satisfied => rate(Indicator::Satisfied)?.done,
            Counted::FormsSent => rate(Indicator::FormsBack)?.total,
            Counted::DeliveryLines => rate(Indicator::PartsCorrect)?.total,
            Counted::DeliveryRight => rate(Indicator::PartsCorrect)?.done,
            Counted::Complaints => rate(Indicator::ComplaintsClosed)?.total,
            Counted::ComplaintsClosed => rate(Indicator::ComplaintsClosed)?.done,
            Counted::ComplaintsInTime => rate(Indicator::ComplaintsOnTime)?.done,
            Counted::CallsInDay => rate(Indicator::SolvedInDay)?.done,
            Counted::Calls => self.sum(over, |of| calls(of, |_| true))?,
            Counted::CallsDone => self.sum(over, |of| calls(of, |done| done))?,
            Counted::CallsOpen => self.sum(over, |of| calls(of, |done| !done))?,
            Counted::Revisits => self.sum(over, |of| {
                let made = of.entries(forms::REVISIT, Some(forms::DONE_ON))?;
                Ok(sized(made.iter().filter(|one| one.entry.state == forms::REACHED).count()))
            })?,
            Counted::FormsBack => self.sum(over, |of| Ok(sized(survey::came_back(of)?.len())))?,
            Counted::FormsValid => {
                self.sum(over, |of| Ok(sized(survey::came_back(of)?.iter().filter(|one| one.answered()).count())))?
            }
        })
    }
}

fn sized(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Calls that came in, by whether they are done.
fn calls(of: &Of<'_>, counts: impl Fn(bool) -> bool) -> Answer<i64> {
    let all = of.reader.calls_between(of.maker.map(|maker| maker.id), of.days)?;
    Ok(sized(all.iter().filter(|call| counts(call.step(StepKind::Done).is_some())).count()))
}

/// Rows of a table with what each is made of, in a few words.
pub(crate) fn rows(
    ground: &Ground<'_>,
    draw: Draw,
    maker: Option<&Principal>,
    day: Day,
) -> Answer<Vec<(String, Values)>> {
    let tally = Tally::of(ground, maker, day)?;
    if draw == Draw::ComplaintsOfMonth { complaints(&tally) } else { answers(&tally) }
}

fn number(n: i64) -> FieldValue {
    FieldValue::Number(n * THOUSAND)
}

/// Complaints by kind, the most first.
fn complaints(tally: &Tally<'_>) -> Answer<Vec<(String, Values)>> {
    let mut by_kind: BTreeMap<String, Rate> = BTreeMap::new();
    for all in tally.each(Over::Month, |of| survey::by_code(of, &forms::COMPLAINTS))? {
        for (code, rate) in all {
            let sum = by_kind.entry(code).or_default();
            (sum.done, sum.total) = (sum.done + rate.done, sum.total + rate.total);
        }
    }
    let mut all: Vec<_> = by_kind.into_iter().collect();
    all.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.total));
    let row = |(code, rate): (String, Rate)| {
        let done = format!("办结 {} 件", rate.done);
        let values =
            [("kind", FieldValue::Text(code)), ("cases", number(rate.total)), ("done", FieldValue::Text(done))];
        (format!("{} 件投诉", rate.total), values.map(|(key, value)| (key.to_owned(), value)).into())
    };
    Ok(all.into_iter().map(row).collect())
}

/// The questions of W04 that were answered.
fn answers(tally: &Tally<'_>) -> Answer<Vec<(String, Values)>> {
    let mut all: Vec<(SurveyItem, Answers)> = SurveyItem::ALL.iter().map(|item| (*item, Answers::default())).collect();
    for of_maker in tally.each(Over::Month, survey::by_item)? {
        all.iter_mut().zip(of_maker).for_each(|((_, sum), (_, more))| sum.join(more));
    }
    let row = |(item, answers): (SurveyItem, Answers)| {
        let [very_good, good, fair, bad] = answers.levels();
        let values = [
            ("item", FieldValue::Text(item.key().to_owned())),
            ("very_good", number(very_good)),
            ("good", number(good)),
            ("fair", number(fair)),
            ("bad", number(bad)),
        ];
        let says = format!("{} 份答卷", answers.satisfied().total);
        (says, values.map(|(key, value)| (key.to_owned(), value)).into())
    };
    Ok(all.into_iter().filter(|(_, answers)| answers.satisfied().total > 0).map(row).collect())
}
