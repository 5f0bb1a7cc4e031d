//! What users answered: questionnaires, cards and revisits, and registers by kind.
//!
//! - SURVEY-1 A rating answers the question whose name it has, in whatever form it stands; a form that asks all in all is satisfied by that answer, another by all its answers together (SCORE-2).
//! - SURVEY-2 Kinds stand with the most first, each with its share and how much of it is closed; one nobody used stands in no table.

use super::cases::{Case, Of, Written, day, entries, forms, of_entry, said_day};
use super::count;
use crate::entry::written_with;
use crate::error::Answer;
use crate::view::{AnswersRow, KindRow};
use domain::Day;
use domain::form::{FieldKind, FieldValue};
use domain::statistics::{Answers, Rate, SurveyItem, Weights, score_zh};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a questionnaire or card answers, all questions together.
pub(crate) fn answers(one: &Written) -> BTreeMap<&'static str, i64> {
    let level = |item: &SurveyItem| one.values.get(item.key()).and_then(FieldValue::number);
    SurveyItem::ALL.iter().filter_map(|item| Some((item.key(), level(item)?))).collect()
}

/// Questionnaires and cards about a service that came back in these days.
pub(crate) fn came_back(of: &Of<'_>) -> Answer<Vec<Rc<Written>>> {
    let mut all = of.entries(forms::AT_ONCE, None)?;
    all.extend(of.entries(forms::CARD, Some(forms::BACK_ON))?);
    Ok(all)
}

impl Written {
    /// Whether it answers any question about a service.
    pub(crate) fn answered(&self) -> bool {
        !answers(self).is_empty()
    }
}

/// The day it came back on.
pub(crate) fn answer_day(one: &Written) -> Option<Day> {
    day(one, forms::BACK_ON).or(Some(one.entry.day))
}

/// Its score, all questions together.
pub(crate) fn score_of(one: &Written, weights: Weights) -> Option<i64> {
    together(one).score(weights)
}

/// How many questionnaires and cards about a service went out in these days.
pub(crate) fn sent_out(of: &Of<'_>) -> Answer<usize> {
    Ok(of.entries(forms::CARD, Some(forms::SENT_ON))?.len() + of.entries(forms::AT_ONCE, None)?.len())
}

/// Revisits made in these days whose user is satisfied.
pub(crate) fn satisfied_when_asked(of: &Of<'_>) -> Answer<Rate> {
    let mut rate = Rate::default();
    for one in of.entries(forms::REVISIT, Some(forms::DONE_ON))? {
        is_satisfied(&one, None).into_iter().for_each(|satisfied| rate.add(satisfied));
    }
    Ok(rate)
}

fn together(one: &Written) -> Answers {
    let mut all = Answers::default();
    answers(one).values().for_each(|level| all.add(*level));
    all
}

/// SURVEY-1.
fn is_satisfied(one: &Written, weights: Option<Weights>) -> Option<bool> {
    let single = |key: &str| {
        let mut answer = Answers::default();
        answer.add(one.values.get(key).and_then(FieldValue::number)?);
        let rate = answer.satisfied();
        (rate.total > 0).then_some(rate.done > 0)
    };
    single(SurveyItem::Overall.key()).or_else(|| single("rating")).or_else(|| together(one).is_satisfied(weights?))
}

/// Whoever was asked about a service, on paper or by phone.
pub(super) fn satisfied(of: &Of<'_>) -> Answer<Vec<Case>> {
    let weights = of.weights()?;
    let mut all = came_back(of)?;
    all.extend(of.entries(forms::REVISIT, Some(forms::DONE_ON))?);
    let says = |one: &Written| match is_satisfied(one, weights) {
        Some(true) => "满意",
        _ => "不满意",
    };
    entries(all, |one| is_satisfied(one, weights), |one| says(one).to_owned())
}

/// Questionnaires and cards that went out in these days.
pub(super) fn back(of: &Of<'_>) -> Answer<Vec<Case>> {
    let mut all = Vec::new();
    for form in [forms::CARD, forms::CUSTOMERS] {
        let sent = of.entries(form, Some(forms::SENT_ON))?;
        let case =
            |one: &Written| of_entry(one, day(one, forms::BACK_ON).is_some(), said_day(one, forms::BACK_ON, "收回"));
        all.extend(sent.iter().map(|one| case(one)));
    }
    let at_once = of.entries(forms::AT_ONCE, None)?;
    all.extend(at_once.iter().map(|one| of_entry(one, true, "当场收回".into())));
    Ok(all)
}

fn row(label: &str, answers: Answers, weights: Option<Weights>) -> AnswersRow {
    AnswersRow {
        label: label.to_owned(),
        levels: answers.levels(),
        satisfied: count("", answers.satisfied()),
        score: score_zh(weights.and_then(|weights| answers.score(weights))),
    }
}

/// The eight questions of W04 with what was answered.
pub(crate) fn by_item(of: &Of<'_>) -> Answer<Vec<(SurveyItem, Answers)>> {
    let mut all: Vec<_> = SurveyItem::ALL.iter().map(|item| (*item, Answers::default())).collect();
    for one in came_back(of)? {
        let levels = answers(&one);
        for (item, answers) in &mut all {
            levels.get(item.key()).into_iter().for_each(|level| answers.add(*level));
        }
    }
    Ok(all)
}

pub(super) fn items(of: &Of<'_>) -> Answer<Vec<AnswersRow>> {
    let weights = of.weights()?;
    Ok(by_item(of)?.into_iter().map(|(item, answers)| row(item.zh(), answers, weights)).collect())
}

/// The questionnaire for customers by its sections, in the order of the form (N05).
pub(super) fn sections(of: &Of<'_>) -> Answer<Vec<AnswersRow>> {
    let weights = of.weights()?;
    let mut all: Vec<(String, Answers)> = Vec::new();
    for one in of.entries(forms::CUSTOMERS, Some(forms::BACK_ON))? {
        let Some(held) = written_with(of.reader, &one.entry.definition)? else { continue };
        for section in &held.form.sections {
            let rated = section.fields.iter().filter(|field| matches!(field.kind, FieldKind::Rating { .. }));
            let levels: Vec<i64> =
                rated.filter_map(|field| one.values.get(&field.key).and_then(FieldValue::number)).collect();
            if levels.is_empty() {
                continue;
            }
            let known = all.iter().position(|(title, _)| *title == section.title);
            let place = known.unwrap_or_else(|| {
                all.push((section.title.clone(), Answers::default()));
                all.len() - 1
            });
            levels.into_iter().for_each(|level| all[place].1.add(level));
        }
    }
    Ok(all.into_iter().map(|(title, answers)| row(&title, answers, weights)).collect())
}

/// The entries of a register by the code of their kind, with how many are closed.
pub(super) fn by_code(of: &Of<'_>, register: &forms::ByKind) -> Answer<BTreeMap<String, Rate>> {
    let mut all: BTreeMap<String, Rate> = BTreeMap::new();
    for one in of.entries(register.form, None)? {
        if one.entry.state != forms::WITHDRAWN {
            let code = one.values.get(register.kind).and_then(FieldValue::text).unwrap_or_default();
            all.entry(code.to_owned()).or_default().add(one.entry.state == forms::CLOSED);
        }
    }
    Ok(all)
}

/// The same as a table, the most first (SURVEY-2).
pub(super) fn kinds(of: &Of<'_>, register: &forms::ByKind) -> Answer<Vec<KindRow>> {
    let held = of.form(register.form)?;
    let title = |code: String| {
        let field = held.form.field(register.kind);
        let title = field.map(|field| field.cell(Some(&FieldValue::Text(code.clone())), &BTreeMap::new()));
        title.filter(|title| !title.is_empty()).unwrap_or(code)
    };
    let by_code = by_code(of, register)?;
    let total = by_code.values().map(|rate| rate.total).sum();
    let row = |(code, rate): (String, Rate)| KindRow {
        label: title(code),
        n: rate.total,
        share: Rate { done: rate.total, total }.zh(),
        closed: count("", rate),
    };
    let mut rows: Vec<KindRow> = by_code.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n));
    Ok(rows)
}
