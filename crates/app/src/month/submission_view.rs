//! The submission ledger as it is shown, and its pages.
//!
//! - LEDGERVIEW-1 One made by itself shows what head office's signed receipts for its buildings say: all of them in, one turned back, or waiting.
//! - LEDGERVIEW-2 What came back stays on the row by which it went, with its reason, when the same file goes again by another.
//! - LEDGERVIEW-3 One sheet turned back takes neither the day of the others nor their receipts away; it is named by its key.
//! - LEDGERVIEW-4 What is missing is counted over all submissions of the month that are not cancelled.

use super::sheet::Sheet;
use super::wanted::lacks_evidence;
use crate::app::{App, no_such, principal_filter};
use crate::error::{Answer, AppError};
use crate::list::limits;
use crate::policies::Policies;
use crate::view::*;
use domain::attachment::AttachedTo;
use domain::submission::{Submission, SubmissionState, asked_of};
use domain::{Day, Month};
use store::{Reader, ReportRun, SubmissionFilter};

impl App {
    pub(crate) fn submission_list(&self, query: SubmissionQuery) -> Answer<Page<SubmissionRow>> {
        self.read(|reader, _| {
            let policies = self.policies(reader)?;
            submissions_page(reader, &policies, &query, limits(query.limit, query.offset))
        })
    }
}

/// So many rows of the ledger from one on.
pub(crate) fn submissions_page(
    reader: &Reader<'_>,
    policies: &Policies,
    query: &SubmissionQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<SubmissionRow>> {
    let filter = SubmissionFilter {
        principal: principal_filter(reader, &query.principal)?.map(|maker| maker.id),
        road: query.road,
        first: month("month_from", &query.month_from)?,
        last: month("month_to", &query.month_to)?,
    };
    let (found, total) = reader.submissions(&filter, limit, offset)?;
    let rows = found.into_iter().map(|one| row(reader, policies, one)).collect::<Answer<_>>()?;
    Ok(Page::of(rows, total, false))
}

fn month(field: &str, text: &str) -> Answer<Option<Month>> {
    let bad = |why: domain::month::NotAMonth| AppError::BadInput { field: field.into(), detail: why.to_string() };
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(bad) }
}

/// Where it stands, and the days that say so.
struct Standing {
    state: SubmissionState,
    handed_on: Option<Day>,
    received_on: Option<Day>,
    returned_reason: Option<String>,
    signed: usize,
}

impl Standing {
    fn typed(one: &Submission) -> Self {
        let state = match (&one.void_reason, &one.returned_reason, one.received_on) {
            (Some(_), ..) => SubmissionState::Voided,
            (_, Some(_), _) => SubmissionState::Returned,
            (_, _, Some(_)) => SubmissionState::Received,
            _ => SubmissionState::Sent,
        };
        let returned_reason = one.returned_reason.clone();
        Self { state, handed_on: one.handed_on, received_on: one.received_on, returned_reason, signed: 0 }
    }

    /// LEDGERVIEW-1.
    fn by_receipts(runs: &[ReportRun]) -> Self {
        let back: Vec<String> = runs
            .iter()
            .filter_map(|run| Some(format!("{} 退回：{}", run.key, run.returned_reason.as_deref()?)))
            .collect();
        // What was turned back may never have been taken; the others say when it went (LEDGERVIEW-3).
        let open = |run: &ReportRun| run.returned_reason.is_none() && run.acknowledged_on.is_none();
        let last = runs.iter().filter_map(|run| run.acknowledged_on).max();
        let all_in = last.filter(|_| !runs.iter().any(open));
        let state = match (back.is_empty(), all_in) {
            (false, _) => SubmissionState::Returned,
            (true, Some(_)) => SubmissionState::Received,
            (true, None) => SubmissionState::Queued,
        };
        let signed = runs.iter().filter(|run| run.acknowledged_on.is_some()).count();
        let returned_reason = Some(back.join("；")).filter(|back| !back.is_empty());
        Self { state, handed_on: all_in, received_on: all_in, returned_reason, signed }
    }
}

/// Titles of the sheets asked for that nobody handed over yet, by whatever road (LEDGERVIEW-4).
pub(super) fn missing_of(all: &[Submission], asked: Vec<String>) -> Answer<Vec<String>> {
    let went = |key: &String| {
        let mut handed = all.iter().filter(|one| one.void_reason.is_none()).flat_map(|one| &one.runs);
        handed.any(|handed| handed.key == *key)
    };
    asked.iter().filter(|key| !went(key)).map(|key| Ok(Sheet::of(key, "asked")?.layout()?.name)).collect()
}

/// A row of the ledger.
pub(super) fn row(reader: &Reader<'_>, policies: &Policies, one: Submission) -> Answer<SubmissionRow> {
    let maker = reader.principal(one.principal)?.ok_or_else(|| no_such("id", &one.id.to_string()))?;
    let (mut runs, kept) = (Vec::new(), reader.submission_answers(one.id)?);
    for handed in &one.runs {
        let said = kept.iter().find(|answer| answer.run == handed.run);
        runs.extend(reader.report_run(handed.run)?.map(|run| match said {
            Some(said) => ReportRun {
                acknowledged_on: said.acknowledged_on,
                returned_reason: Some(said.returned_reason.clone()),
                ..run
            },
            None => run,
        }));
    }
    let standing = if one.by_itself { Standing::by_receipts(&runs) } else { Standing::typed(&one) };
    let evidence_missing = one.stands() && lacks_evidence(reader, policies, &maker, &one)?;
    let photos = reader.attachments_of(AttachedTo::Submission, &one.id.to_string())?.len();
    let of_month = reader.submissions_of(one.principal, one.month)?;
    let missing = missing_of(&of_month, asked_of(&of_month, one.asked.clone()))?;
    let sheet = |run: ReportRun| SubmittedSheet { run: run.id.to_string(), no: run.no, key: run.key, title: run.title };
    Ok(SubmissionRow {
        id: one.id.to_string(),
        rev: one.rev,
        principal: maker.code,
        month: one.month,
        road: one.road,
        by_itself: one.by_itself,
        sheets: runs.into_iter().map(sheet).collect(),
        missing,
        handed_on: standing.handed_on,
        tracking_no: one.tracking_no,
        receiver: one.receiver,
        received_on: standing.received_on,
        receipt_no: one.receipt_no,
        signed_receipts: i64::try_from(standing.signed).unwrap_or(i64::MAX),
        returned_on: one.returned_on,
        returned_reason: standing.returned_reason,
        note: one.note,
        photos: i64::try_from(photos).unwrap_or(i64::MAX),
        evidence_missing,
        state_name: standing.state.zh().to_owned(),
        state: standing.state,
        entered_at: one.entered_at,
        clock_suspect: one.clock_suspect,
        void_reason: one.void_reason,
    })
}
