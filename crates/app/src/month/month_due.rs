//! Months whose reports are still owed to head office (应报的月份): one row for each maker and month.
//!
//! - MONTHDUE-1 Each month that is over and after the desk was in use is a row from the day it is over, whether or not anything of it went, with the day it is due where the maker's pack has one; at most twelve months back.
//! - MONTHDUE-2 It is one until it is in: by what the rule of its due day says, and where there is none until head office has it. What keeps it stands in it: not sent, sheets that nobody handed over, what came back, or head office's answer.
//!
//! Absent: how a due day is computed (`law`), and the ledger of what went (`submission_view`).

use super::submission_view::{missing_of, row};
use super::wanted::{done_of, keys_of};
use crate::app::{App, principal_filter, start_of_use};
use crate::error::Answer;
use crate::law::kept_month;
use crate::policies::Policies;
use crate::view::*;
use domain::principal::Principal;
use domain::submission::{SubmissionState, asked_of};
use domain::{Day, Month};
use store::Reader;

/// Months back that are looked at.
const MONTHS_BACK: usize = 12;

impl App {
    pub(crate) fn months_due(&self, query: MonthsDueQuery) -> Answer<Vec<MonthDueRow>> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let only = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
            let Some(start) = start_of_use(reader)?.map(Month::of) else { return Ok(Vec::new()) };
            let last = Month::of(now.today).previous();
            let over = std::iter::successors(Some(last), |month| Some(month.previous()));
            let months: Vec<Month> = over.take(MONTHS_BACK).take_while(|month| *month >= start).collect();
            let mut rows = Vec::new();
            for month in months {
                for maker in reader.principals()? {
                    if only.is_none_or(|only| only == maker.id) {
                        rows.extend(owed(reader, &policies, &maker, (month, now.today))?);
                    }
                }
            }
            Ok(rows)
        })
    }
}

/// What is owed of a maker's month; nothing where it is in (MONTHDUE-2).
fn owed(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    (month, today): (Month, Day),
) -> Answer<Option<MonthDueRow>> {
    let kept = kept_month(reader, maker.id, (month, today))?;
    let is_in = match &kept {
        Some(kept) => kept.met_on.is_some(),
        None => done_of(reader, policies, maker, month)?.received_on.is_some(),
    };
    if is_in {
        return Ok(None);
    }
    let all = reader.submissions_of(maker.id, month)?;
    let missing = missing_of(&all, asked_of(&all, keys_of(reader, policies, maker, month)?))?;
    let due_on = kept.and_then(|kept| kept.due_on);
    let mut found = MonthDueRow {
        principal: maker.code.clone(),
        month,
        due_on,
        late: due_on.is_some_and(|due_on| due_on < today),
        state: MonthDueState::Unsent,
        missing,
        reason: String::new(),
        submission: None,
    };
    let mut rows = Vec::new();
    for one in all.into_iter().filter(|one| one.void_reason.is_none()) {
        rows.push(row(reader, policies, one)?);
    }
    // What came back is answered by what went after it.
    let last = rows.last().filter(|row| row.state == SubmissionState::Returned);
    let proof = rows.iter().rfind(|row| row.evidence_missing);
    (found.state, found.submission, found.reason) = match (last, proof, rows.last()) {
        (Some(back), ..) => {
            let reason = back.returned_reason.clone().unwrap_or_default();
            (MonthDueState::Returned, Some(back.id.clone()), reason)
        }
        (None, _, None) => (MonthDueState::Unsent, None, String::new()),
        (None, _, Some(row)) if !found.missing.is_empty() => {
            (MonthDueState::Partial, Some(row.id.clone()), String::new())
        }
        (None, Some(row), _) => (MonthDueState::NoEvidence, Some(row.id.clone()), String::new()),
        (None, None, Some(row)) => (MonthDueState::Waiting, Some(row.id.clone()), String::new()),
    };
    Ok(Some(found))
}
