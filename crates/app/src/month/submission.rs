//! Use cases of the submission ledger: by which road a month's reports went to head office (`domain::submission`).
//!
//! - LEDGER-1 A typed submission is of buildings of its own maker and month; where none are named, of the newest of each sheet asked for and of the cover, of a closed month of those that were closed. A whole copy for the dealer's own use is none (MONTH-4).
//! - LEDGER-2 A receipt number that stands at another maker is refused with that maker and month.
//! - LEDGER-3 A correction has a reason; maker and month of a submission stay, and a 退回 is not answered away.
//! - LEDGER-4 A month that was queued and answered by file is a submission by file.
//! - LEDGER-5 What head office turned back on paper is on 今日 until the month is in by another road or sent again.
//!
//! Absent: when a month is due (`law`), and what a row says (`submission_view`).

use super::sheet::Sheet;
use super::submission_view::row;
use super::template_problem::refused;
use super::wanted::{done_of, keys_of};
use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::policies::Policies;
use crate::view::*;
use domain::principal::Principal;
use domain::refusal::{Refusal, Refusals};
use domain::submission::{Handed, Road, Submission};
use domain::text::clean;
use domain::{Month, PrincipalId, ReportRunId, SubmissionId};
use store::{Reader, ReportRun};

const SUBJECT: &str = "这次报送";

impl App {
    pub(crate) fn submission_save(&self, draft: SubmissionDraft) -> Answer<Written<SubmissionRow>> {
        let form = Form::of("submission_save", &draft.request_id, &draft)?;
        let value = self.write("submission_save", |tx, now| {
            let policies = self.policies(tx)?;
            if let Some([made]) = form.made(tx)?.as_deref() {
                return row(tx, &policies, known(tx, made)?);
            }
            super::refuse_far(draft.month, now)?;
            let maker = principal(tx, &draft.principal)?;
            let asked = keys_of(tx, &policies, &maker, draft.month)?;
            let base = Submission { asked, ..blank(self, now, maker.id, draft.month) };
            let submission = filled(tx, &maker, &draft, base)?;
            checked(tx, &submission, draft.early, now)?;
            tx.put_submission(&submission)?;
            form.keep(tx, &[submission.id.to_string()], &said(&maker, &submission))?;
            tx.note(&said(&maker, &submission), &submission.tracking_no);
            row(tx, &policies, submission)
        })?;
        Ok(written(value))
    }

    pub(crate) fn submission_amend(&self, input: SubmissionAmend) -> Answer<Written<SubmissionRow>> {
        self.changed("submission_amend", &input.id, input.rev, "修改", |reader, now, maker, old| {
            if clean(&input.reason).is_empty() {
                return Err(AppError::ReasonNeeded);
            }
            if (input.draft.principal.trim(), input.draft.month) != (maker.code.as_str(), old.month) {
                let wanted = "和原来一样：厂家或月份登记错了，请作废这一次，再登记一次";
                return Err(Refusal::OutOfRange { field: "month", label: "厂家和月份", wanted }.into());
            }
            // Left empty, the buildings stay as they are.
            let named = if input.draft.runs.is_empty() { Some(old.runs.clone()) } else { None };
            let new = filled(reader, maker, &input.draft, old)?;
            let new = Submission { runs: named.unwrap_or_else(|| new.runs.clone()), ..new };
            checked(reader, &new, input.draft.early, now)?;
            Ok((new, input.reason.trim().to_owned()))
        })
    }

    pub(crate) fn submission_answer(&self, input: SubmissionAnswer) -> Answer<Written<SubmissionRow>> {
        self.changed("submission_answer", &input.id, input.rev, "登记回执", |reader, now, _, old| {
            let reason = clean(&input.returned_reason);
            if input.received_on.is_none() && input.returned_on.is_none() && reason.is_empty() {
                return Err(Refusal::Missing { field: "received_on", label: "总部收到日期或退回日期" }.into());
            }
            if old.returned_reason.is_some() && reason.is_empty() {
                return Err(returned_stands());
            }
            let new = Submission {
                received_on: input.received_on,
                receipt_no: clean(&input.receipt_no),
                returned_on: input.returned_on,
                returned_reason: Some(reason).filter(|reason| !reason.is_empty()),
                ..old
            };
            // Whether it was early was asked when it was put in.
            checked(reader, &new, true, now)?;
            let words = format!("{}{}", new.receipt_no, new.returned_reason.as_deref().unwrap_or_default());
            Ok((new, words))
        })
    }

    pub(crate) fn submission_void(&self, input: VoidInput) -> Answer<Written<SubmissionRow>> {
        self.changed("submission_void", &input.id, input.rev, "作废", |_, _, _, mut old| {
            old.void(&input.reason)?;
            Ok((old, input.reason.trim().to_owned()))
        })
    }

    /// Changes a typed submission; the answer is the new one and what the trail says.
    fn changed(
        &self,
        op: &'static str,
        id: &str,
        rev: Option<i64>,
        verb: &'static str,
        change: impl FnOnce(&Reader<'_>, Now, &Principal, Submission) -> Answer<(Submission, String)>,
    ) -> Answer<Written<SubmissionRow>> {
        let value = self.write(op, |tx, now| {
            let old = known(tx, id)?;
            refuse_stale(SUBJECT, rev, old.rev)?;
            old.check_open(verb)?;
            let maker = tx.principal(old.principal)?.ok_or_else(|| no_such("id", id))?;
            let next = old.rev + 1;
            let (new, words) = change(tx, now, &maker, old)?;
            let new = Submission { rev: next, ..new };
            tx.put_submission(&new)?;
            tx.note(&said(&maker, &new), &words);
            let policies = self.policies(tx)?;
            row(tx, &policies, new)
        })?;
        Ok(written(value))
    }
}

fn written(value: SubmissionRow) -> Written<SubmissionRow> {
    Written { value, touched: vec![Touched::Report] }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Submission> {
    reader.submission(parse_id::<SubmissionId>("id", id)?)?.ok_or_else(|| no_such("id", id))
}

/// A submission as people say it: `HH 2026-10 邮寄`.
fn said(maker: &Principal, one: &Submission) -> String {
    format!("{} {} {}", maker.code, one.month, one.road.zh())
}

/// A submission nobody has said anything of.
pub(super) fn blank(app: &App, now: Now, maker: PrincipalId, month: Month) -> Submission {
    Submission {
        id: app.id(),
        principal: maker,
        month,
        road: Road::Api,
        asked: Vec::new(),
        runs: Vec::new(),
        by_itself: false,
        handed_on: None,
        tracking_no: String::new(),
        receiver: String::new(),
        received_on: None,
        receipt_no: String::new(),
        returned_on: None,
        returned_reason: None,
        note: String::new(),
        entered_at: now.at,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
    }
}

/// A submission as a form says.
fn filled(reader: &Reader<'_>, maker: &Principal, draft: &SubmissionDraft, base: Submission) -> Answer<Submission> {
    let runs = reader.report_runs(maker.id, base.month)?;
    let closed = super::close::kept_runs(reader, maker, base.month)?;
    Ok(Submission {
        road: draft.road,
        runs: handed((&runs, &closed), &base.asked, &draft.runs)?,
        handed_on: draft.handed_on,
        tracking_no: clean(&draft.tracking_no),
        receiver: clean(&draft.receiver),
        received_on: draft.received_on,
        receipt_no: clean(&draft.receipt_no),
        note: clean(&draft.note),
        ..base
    })
}

/// The buildings named, or the closed or else the newest of each sheet asked for (LEDGER-1). `runs` are the month's, the newest first.
fn handed((runs, closed): (&[ReportRun], &[ReportRunId]), asked: &[String], named: &[String]) -> Answer<Vec<Handed>> {
    let of = |run: &ReportRun| Handed { run: run.id, key: run.key.clone() };
    if named.is_empty() {
        let of_key = |key: &str| runs.iter().filter(move |run| run.key == key && !run.whole).collect::<Vec<_>>();
        let newest = |key: &str| {
            let all = of_key(key);
            all.iter().find(|run| closed.contains(&run.id)).or_else(|| all.first()).copied()
        };
        let keys = asked.iter().map(String::as_str).chain(std::iter::once(Sheet::Cover.key()));
        return Ok(keys.filter_map(newest).map(of).collect());
    }
    let mut found = Vec::new();
    for id in named {
        let wanted: ReportRunId = parse_id("runs", id)?;
        let (field, label) = ("runs", "报送的报表");
        match runs.iter().find(|run| run.id == wanted) {
            None => return Err(Refusal::Unknown { field, label: "这个厂家这个月的报表", given: id.clone() }.into()),
            Some(run) if run.whole => {
                let wanted = "是按报送口径生成的：全号全址的那份是本店自留的，不报送";
                return Err(Refusal::OutOfRange { field, label, wanted }.into());
            }
            Some(run) => found.push(of(run)),
        }
    }
    found.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(found)
}

/// What head office turned back is not answered away: taking it back is a decision, with a reason (LEDGER-3).
fn returned_stands() -> AppError {
    let says =
        "这次报送已经登记了退回。补齐后请另登记一次报送；退回是登记错的，请服务主任写明原因作废这一行，再重新登记";
    refused("returned_stands", says)
}

/// What is refused of it, all at once; a receipt number of another maker is, too (LEDGER-2).
fn checked(reader: &Reader<'_>, one: &Submission, early: bool, now: Now) -> Answer<()> {
    let own = one.check(early, now.today);
    let mut refused = own.map_or_else(|why| why.0, |()| Vec::new());
    let others = reader.submissions_with_receipt(&one.receipt_no)?;
    if let Some(other) = others.iter().find(|other| other.principal != one.principal) {
        let name = reader.principal(other.principal)?.map(|maker| maker.name).unwrap_or_default();
        let given = format!("{}（{name} {}）", one.receipt_no, other.month);
        refused.push(Refusal::Taken { field: "receipt_no", label: "别的厂家的回执号", given });
    }
    if refused.is_empty() { Ok(()) } else { Err(Refusals(refused).into()) }
}

/// Months of a maker that wait for head office's receipts by network.
pub(crate) fn waiting(reader: &Reader<'_>, maker: PrincipalId) -> Answer<Vec<Submission>> {
    let filter = store::SubmissionFilter { principal: Some(maker), road: Some(Road::Api), ..Default::default() };
    let (rows, _) = reader.submissions(&filter, MOST_WAITING, 0)?;
    let mut waiting = Vec::new();
    for one in rows {
        if unanswered(reader, &one)? > 0 {
            waiting.push(one);
        }
    }
    Ok(waiting)
}

/// Submissions of a maker that are looked at: two years of months, each sent twice.
const MOST_WAITING: i64 = 48;

/// Buildings of it head office has said nothing of.
fn unanswered(reader: &Reader<'_>, one: &Submission) -> Answer<usize> {
    let (mut silent, kept) = (0, reader.submission_answers(one.id)?);
    // What came back and went again is answered here; its second way is another submission's.
    for handed in one.runs.iter().filter(|handed| kept.iter().all(|answer| answer.run != handed.run)) {
        let run = reader.report_run(handed.run)?;
        silent += usize::from(run.is_some_and(|run| run.acknowledged_on.is_none() && run.returned_reason.is_none()));
    }
    Ok(silent)
}

/// After an answer by file: what waited before it and does not any more went by file (LEDGER-4).
pub(crate) fn by_file(app: &App, waited: Vec<Submission>) -> Answer<()> {
    let mut answered = Vec::new();
    for one in waited {
        if app.read(|reader, _| unanswered(reader, &one))? == 0 {
            answered.push(one);
        }
    }
    if answered.is_empty() {
        return Ok(());
    }
    app.write("submission_by_file", |tx, _| {
        for one in answered {
            tx.note(&one.month.to_string(), Road::File.zh());
            tx.put_submission(&Submission { road: Road::File, rev: one.rev + 1, ..one })?;
        }
        Ok(())
    })
}

/// What head office turned back on paper, and is not in by another road (LEDGER-5).
pub(crate) fn returned(reader: &Reader<'_>, policies: &Policies) -> Answer<Vec<(Principal, Submission)>> {
    let mut open = Vec::new();
    for one in reader.submissions_returned()? {
        let Some(maker) = reader.principal(one.principal)? else { continue };
        if done_of(reader, policies, &maker, one.month)?.received_on.is_none() {
            open.push((maker, one));
        }
    }
    Ok(open)
}
