//! Which sheets of a month a maker asks for, and which of them are in.
//!
//! - WANTED-1 The pack of a month is W01 to W07, sheet by sheet as the maker's policy pack of that month says otherwise; the notices (W09) go with it where the month has one, and the cover (W25) is always last.
//! - WANTED-2 A month that went before is in by what was asked for then, not by what is asked for now; of a closed month what was closed is asked for.
//! - WANTED-3 Where the maker wants to see waybill, fax or receipt, a submission on paper counts from its photograph on.
//!
//! Absent: when a month is due (`law`), and who typed a submission (`submission`).

use super::sheet::Sheet;
use crate::error::{Answer, AppError};
use crate::policies::Policies;
use domain::attachment::AttachedTo;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::submission::{Done, Piece, Submission, asked_of};
use domain::{Day, Month};
use store::{Reader, ReportRun};

/// The key of a sheet's own yes/no in a policy pack, e.g. `report.w05`.
fn flag(sheet: Sheet) -> String {
    format!("report.{}", sheet.key().to_ascii_lowercase())
}

/// Sheets a maker asks for of a month, without the cover (WANTED-1).
pub(super) fn sheets_of(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    month: Month,
) -> Answer<Vec<Sheet>> {
    let scope = Scope::on(month.last());
    let mut wanted = Vec::new();
    for sheet in Sheet::reportable() {
        let asked = match policies.flag(maker, &flag(sheet), &scope) {
            Some(asked) => asked,
            None if sheet == Sheet::Notices => has_notice(reader, maker, month)?,
            None => sheet.goes_by_default(),
        };
        wanted.extend(asked.then_some(sheet));
    }
    Ok(wanted)
}

/// The whole pack: the sheets, and the cover last.
pub(super) fn pack_of(reader: &Reader<'_>, policies: &Policies, maker: &Principal, month: Month) -> Answer<Vec<Sheet>> {
    let mut sheets = sheets_of(reader, policies, maker, month)?;
    sheets.push(Sheet::Cover);
    Ok(sheets)
}

/// Their keys.
pub(super) fn keys_of(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    month: Month,
) -> Answer<Vec<String>> {
    if let Some(close) = super::close::of_month(reader, maker, month)? {
        let kept = reader.closed_sheets(close.id)?.into_iter().map(|sheet| sheet.key);
        return Ok(kept.filter(|key| key != Sheet::Cover.key()).collect());
    }
    let sheets = sheets_of(reader, policies, maker, month)?;
    Ok(sheets.into_iter().map(|sheet| sheet.key().to_owned()).collect())
}

fn has_notice(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<bool> {
    reader.notices_of_month(maker.id, month, |found| -> Result<bool, AppError> { Ok(found.next_row()?.is_some()) })
}

/// What is in of a maker's month (WANTED-2).
pub(crate) fn done_of(reader: &Reader<'_>, policies: &Policies, maker: &Principal, month: Month) -> Answer<Done> {
    let all = reader.submissions_of(maker.id, month)?;
    if !all.iter().any(Submission::stands) {
        return Ok(Done { missing: keys_of(reader, policies, maker, month)?, ..Done::default() });
    }
    let runs = reader.report_runs(maker.id, month)?;
    let mut pieces = Vec::new();
    for one in all.iter().filter(|one| one.stands()) {
        if !lacks_evidence(reader, policies, maker, one)? {
            pieces.extend(pieces_of(one, &runs));
        }
    }
    Ok(Done::of(&asked_of(&all, Vec::new()), &pieces))
}

/// What a submission brought in: by its own days, or by head office's receipts for its buildings.
fn pieces_of(one: &Submission, runs: &[ReportRun]) -> Vec<Piece> {
    let days = |handed: &domain::submission::Handed| -> (Option<Day>, Option<Day>) {
        if !one.by_itself {
            return (one.handed_on, one.received_on);
        }
        let run = runs.iter().find(|run| run.id == handed.run && run.returned_reason.is_none());
        let on = run.and_then(|run| run.acknowledged_on);
        // What the desk sends counts as sent when head office's receipt for it is here (OWED-1).
        (on, on)
    };
    let piece = |handed: &domain::submission::Handed| {
        let (sent_on, received_on) = days(handed);
        Piece { key: handed.key.clone(), sent_on, received_on }
    };
    one.runs.iter().map(piece).collect()
}

/// Whether the maker wants to see a photograph of it and there is none (WANTED-3).
pub(super) fn lacks_evidence(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    one: &Submission,
) -> Answer<bool> {
    let scope = Scope::on(one.month.last());
    let wanted = one.road.on_paper() && policies.flag(maker, "report.paper_evidence", &scope) == Some(true);
    Ok(wanted && reader.attachments_of(AttachedTo::Submission, &one.id.to_string())?.is_empty())
}
