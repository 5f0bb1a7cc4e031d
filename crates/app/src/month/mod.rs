//! Use cases of the month: preview, build, send, and what was built before.
//!
//! - MONTH-1 Every sheet of a maker's month is read from one snapshot, and every building has a number of its own.
//! - MONTH-2 A file of the same name that is another one stays as it lies: the new one has the end of its number in its name (E38).
//! - MONTH-3 Sending a month again makes new buildings with new numbers; what was sent before is never changed. The same form never sends twice.
//! - MONTH-4 A month is shown, built and sent alike: phone and address only of customers who agreed. A whole copy is made on request, for the dealer's own use, and is never sent.
//! - MONTH-5 A month without rows is built, numbered and sent like any other (E28).
//! - MONTH-6 A month before the year 2000 or more than a year ahead is refused: nobody has a sheet of it, and the year is a slip.
//! - MONTH-7 A month is sent whole or not at all: stopped or failed on the way it leaves neither a line nor a file.
//!
//! Which row belongs to which month is said by the maker's pack and the store's queries (`month_of`); which columns a sheet has, by its layout.

mod build;
mod calls;
mod cards;
mod charts;
mod close;
mod closed_view;
mod compare;
mod corrections;
mod cover;
mod custody;
mod entries;
mod entry_groups;
mod freight;
pub(crate) mod head;
mod laid;
mod made;
mod making;
mod month_due;
mod month_of;
mod notices;
mod old_parts;
mod own_form;
mod paper;
mod parts;
mod preview;
mod record;
mod repair_tally;
mod repairs;
mod reported;
mod rows;
mod sales;
mod same;
mod send;
mod sheet;
mod source;
mod submission;
mod submission_view;
mod survey;
mod template_problem;
mod waiting;
mod wanted;
mod went;
mod work;

use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::view::*;
pub(crate) use build::prepare;
pub(crate) use compare::CompareUnit;
use domain::Month;
use domain::refusal::Checks;
pub(crate) use source::thousandths;
use store::{Reader, ReportRun};
pub(crate) use submission::{by_file, returned, waiting};
pub(crate) use submission_view::submissions_page;
pub(crate) use wanted::done_of;
use went::{Stands, Went};

impl App {
    pub(crate) fn report_runs(&self, input: MonthInput) -> Answer<Vec<ReportRunView>> {
        self.read(|reader, _| runs_of(reader, &input))
    }
}

/// Buildings of a month, newest first.
pub(crate) fn runs_of(reader: &Reader<'_>, input: &MonthInput) -> Answer<Vec<ReportRunView>> {
    let maker = principal(reader, &input.principal)?;
    let (went, runs) = (Went::of(reader, &maker, input.month)?, reader.report_runs(maker.id, input.month)?);
    runs.iter().map(|run| run_view(reader, &maker.code, (run, &runs), &went)).collect()
}

/// MONTH-6.
fn refuse_far(month: Month, now: Now) -> Answer<()> {
    let mut checks = Checks::default();
    checks.month("month", "月份", month, now.today);
    Ok(checks.done()?)
}

/// A building by itself, as [`run_view`].
fn one_view(reader: &Reader<'_>, maker: &str, run: ReportRun) -> Answer<ReportRunView> {
    let known = reader.principal(run.principal)?.ok_or_else(|| crate::app::no_such("id", maker))?;
    let (went, runs) = (Went::of(reader, &known, run.month)?, reader.report_runs(run.principal, run.month)?);
    run_view(reader, maker, (&run, &runs), &went)
}

/// A building among those of its month, with where it stands at head office.
fn run_view(
    reader: &Reader<'_>,
    maker: &str,
    (run, all): (&ReportRun, &[ReportRun]),
    went: &Went,
) -> Answer<ReportRunView> {
    let (line, typed) = (reader.last_line(&run.id.to_string())?, went.by_road(run.id));
    let stands = went.stands(reader, run)?;
    let by_network = line.as_ref().filter(|_| run.returned_reason.is_none());
    let state = match (stands, by_network, typed) {
        (Stands::Here, ..) => "not_sent",
        (Stands::Back, ..) => "rejected",
        // Two roads: what head office says of its own accord says more than a waybill.
        (Stands::There, Some(line), None) if line.state == "inflight" => "pending",
        (Stands::There, Some(line), None) => line.state.as_str(),
        (Stands::There, Some(line), Some(_)) if line.state == "acked" => "acked",
        (Stands::There, _, Some(one)) if one.received_on.is_some() => "acked",
        (Stands::There, ..) => "handed",
    };
    let received_on = typed.filter(|one| one.stands()).and_then(|one| one.received_on);
    let returned = || typed.and_then(|one| one.returned_reason.clone());
    Ok(ReportRunView {
        id: run.id.to_string(),
        version: (stands != Stands::Here).then(|| version_of(reader, (run, all), went)).transpose()?,
        no: run.no.clone(),
        key: run.key.clone(),
        title: run.title.clone(),
        principal: maker.to_owned(),
        month: run.month,
        rows: run.rows,
        sha256: run.sha256.clone(),
        built_at: run.built_at,
        state: state.to_owned(),
        acknowledged_on: run.acknowledged_on.into_iter().chain(received_on).min(),
        returned_reason: run.returned_reason.clone().or_else(returned).filter(|_| stands == Stands::Back),
        whole: run.whole,
        path: None,
    })
}

/// The how-many-eth sending of its sheet it is.
fn version_of(reader: &Reader<'_>, (run, all): (&ReportRun, &[ReportRun]), went: &Went) -> Answer<i64> {
    let mut version = 0;
    for other in all {
        let until = other.key == run.key && (other.built_at, &other.no) <= (run.built_at, &run.no);
        version += i64::from(until && went.stands(reader, other)? != Stands::Here);
    }
    Ok(version)
}

/// The name under which a value without data is stored.
pub(crate) fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
