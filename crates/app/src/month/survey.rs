//! 顾客满意度调查统计表 (W04) and what 回访记录及统计表 (W16) sums up: the counts of the statistics of the month.
//!
//! - SURVEYSHEET-1 A question has the answers that came back in the month; satisfaction and score follow by the maker's weights, and what nobody answered has neither. A month without an answer is a zero report.
//! - SURVEYSHEET-2 The second sheet has a line for each questionnaire and card that was counted, masked as its form says.
//! - SURVEYSHEET-3 To be asked again is every user of a repair completed in the month; asked is who was reached, and who was not has the reason written down last.

use super::entries;
use super::made::{Cells, Made, code, counted, day, text};
use super::sheet::Asked;
use super::source::share;
use crate::entry::{Cell, Reading};
use crate::error::Answer;
use crate::statistics::{Of, answer_day, by_item, came_back, satisfied_when_asked, score_of, sent_out};
use domain::form::{CellKind, FeedName, FeedSource};
use domain::statistics::Answers;
use report::write::{Summary, SummaryData, Value};
use std::collections::BTreeMap;

/// What a questionnaire says in words, in the order of the forms that ask.
const OPINIONS: [&str; 3] = ["suggestion", "grievance", "advice"];
/// Where nobody wrote down why a user was not asked.
const NOT_YET: &str = "还没有回访";

fn of<'a>(asked: &'a Asked<'a>) -> Of<'a> {
    let days = (asked.month.first(), asked.month.last());
    Of::new(asked.reader, (asked.today, asked.at), asked.policies, Some(asked.principal), days)
}

/// W04.
pub(super) fn survey(asked: &Asked<'_>) -> Answer<Made> {
    let (of, mut made) = (of(asked), Made::default());
    let weights = of.weights()?;
    let all = came_back(&of)?;
    let row = |(label, answers): (&str, Answers)| {
        let ([very_good, good, fair, bad], satisfied) = (answers.levels(), answers.satisfied());
        let counts = [very_good, good, fair, bad, satisfied.total].map(Value::Int);
        let mut cells = vec![text(label)];
        cells.extend(counts);
        cells.push(share(satisfied.done, satisfied.total));
        cells.push(weights.and_then(|weights| answers.score(weights)).map_or(Value::Empty, Value::Milli));
        cells.push(text(if satisfied.total == 0 { "没有答卷" } else { "" }));
        cells
    };
    let items = by_item(&of)?;
    if items.iter().any(|(_, answers)| answers.satisfied().total > 0) {
        made.rows = items.into_iter().map(|(item, answers)| row((item.zh(), answers))).collect();
    }
    let by = (asked.reader, asked.policies, asked.principal);
    let reading = Reading::of(by, (asked.today, asked.at), asked.masked);
    let (mut forms, mut masked) = (Vec::new(), 0);
    for one in &all {
        let Some(fed) = reading.read(one.entry.clone())? else { continue };
        let said = |key: &str| {
            let source = FeedSource::Names(vec![FeedName::Field(key.to_owned())]);
            fed.value(&source, Cell { kind: CellKind::Text, row: None })
        };
        let opinions = OPINIONS.iter().map(|key| said(key)).collect::<Answer<Vec<_>>>()?;
        let opinions: Vec<String> = opinions.iter().filter_map(words).collect();
        let score = weights.and_then(|weights| score_of(one, weights)).map_or(Value::Empty, Value::Milli);
        let line =
            vec![code(&one.entry.no), day(answer_day(one)), said("customer_name")?, score, text(opinions.join("；"))];
        forms.push(line);
        masked += u64::from(fed.is_masked());
    }
    made.facts.summaries = vec![Summary { key: "forms", data: SummaryData::Table(forms) }];
    made.facts.masked(asked, masked);
    made.facts.notes.extend(of.notes().iter().map(|note| note.trim_end_matches('。').to_owned()));
    Ok(made)
}

fn words(value: &Value<'_>) -> Option<String> {
    if let Value::Text(text) = value { Some(text.to_string()) } else { None }
}

/// What the head of W04 says.
pub(super) fn head(asked: &Asked<'_>) -> Answer<BTreeMap<String, String>> {
    let of = of(asked);
    let (sent, back) = (sent_out(&of)?, came_back(&of)?);
    let valid = back.iter().filter(|one| one.answered()).count();
    let rate = share(sized(back.len()), sized(sent));
    let period = format!("{}—{}", asked.month.first().zh(), asked.month.last().zh());
    let mut head: BTreeMap<String, String> = [
        ("survey_period", period),
        ("given_out", format!("{sent} 份")),
        ("returned", format!("{} 份", back.len())),
        ("valid_forms", format!("{valid} 份")),
        ("return_rate", report::write::as_printed(&rate)),
    ]
    .map(|(key, says)| (key.to_owned(), says))
    .into();
    head.extend(of.weights()?.map(|weights| ("formula".to_owned(), weights.formula())));
    if sent == 0 && back.is_empty() {
        // Nothing went out and nothing came back: the sheet is a zero report, and a rate of nothing is none.
        head.insert("return_rate".into(), domain::statistics::NONE.into());
    }
    Ok(head)
}

fn sized(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// W16.
pub(super) fn revisits(asked: &Asked<'_>) -> Answer<Made> {
    let (of, mut made) = (of(asked), entries::register(asked, "W16")?);
    let repairs = of.repairs()?;
    let (due, done) = (sized(repairs.len()), sized(repairs.iter().filter(|repair| repair.revisited).count()));
    let satisfied = satisfied_when_asked(&of)?;
    let mut missed: BTreeMap<String, i64> = BTreeMap::new();
    for repair in repairs.iter().filter(|repair| !repair.revisited) {
        *missed.entry(repair.why_not.clone().unwrap_or_else(|| NOT_YET.to_owned())).or_default() += 1;
    }
    let facts = vec![
        ("due", Value::Int(due)),
        ("done", Value::Int(done)),
        ("rate", share(done, due)),
        ("satisfied", share(satisfied.done, satisfied.total)),
    ];
    let missed: Vec<Cells> = counted(&missed);
    made.facts.summaries = vec![
        Summary { key: "counts", data: SummaryData::Facts(facts) },
        Summary { key: "missed", data: SummaryData::Table(missed) },
    ];
    made.facts.notes.push(format!("应回访为本月完工的维修 {due} 台，已回访 {done} 台，无论回访在哪一天"));
    Ok(made)
}
