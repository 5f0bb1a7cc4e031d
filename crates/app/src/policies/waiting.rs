//! What head office sent and nobody has applied yet: lines of 今日.
//!
//! - INSTALL-11 A pack or calendar head office sends changes nothing until a person has looked at it and applied it; until then it stands on 今日.

use super::check::Candidate;
use super::source::{Handed, HandedCalendar};
use super::{PackProblem, Policies};
use crate::app::App;
use crate::error::{Answer, AppError};
use crate::view::*;
use store::{InboxLine, Reader};
use wire::law::CALENDAR_KIND;

/// Every message that waits, oldest first.
pub(super) fn waiting(reader: &Reader<'_>, policies: &Policies) -> Answer<Vec<WaitingLaw>> {
    let mut found = Vec::new();
    for item in reader.inbox_of_law()? {
        let calendar = item.kind == CALENDAR_KIND;
        let looked =
            if calendar { calendar_waits(reader, policies, &item) } else { pack_waits(reader, policies, &item) };
        let problem = match looked {
            Ok(true) => None,
            Ok(false) => continue,
            Err(AppError::Pack(problem)) if item.read_at.is_none() => Some(problem.to_string()),
            Err(AppError::Pack(_)) => continue,
            Err(other) => return Err(other),
        };
        let InboxLine { id: item, principal, title, received_at, .. } = item;
        found.push(WaitingLaw { item, principal, calendar, title, received_at, problem });
    }
    Ok(found)
}

/// Whether it is to be installed; an error when it cannot be.
fn pack_waits(reader: &Reader<'_>, policies: &Policies, item: &InboxLine) -> Answer<bool> {
    let handed = Handed::of_message(item.principal.clone(), &item.body)?;
    match Candidate::of(reader, policies, handed) {
        Err(AppError::Pack(problem)) if problem.is_settled() => Ok(false),
        Err(other) => Err(other),
        Ok(_) => Ok(true),
    }
}

fn calendar_waits(reader: &Reader<'_>, policies: &Policies, item: &InboxLine) -> Answer<bool> {
    let text = HandedCalendar::of_message(&item.body)?.text;
    let sha256 = wire::hash::sha256_hex(text.as_bytes());
    if reader.work_calendars()?.iter().any(|stored| stored.sha256 == sha256) {
        return Ok(false);
    }
    let after = policies.with_calendar(&text).map_err(PackProblem::Calendar)?;
    Ok(!after.calendars().published_years().eq(policies.calendars().published_years()))
}

impl App {
    /// Packs and calendars that wait (INSTALL-11).
    pub(crate) fn law_to_do(&self, reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
        let policies = self.policies(reader)?;
        let mut items = Vec::new();
        for waits in waiting(reader, &policies)? {
            let what = if waits.calendar { "工作日历" } else { "政策包" };
            let reason = match waits.problem {
                Some(problem) => format!("总部发来的{what}不能用：{problem}"),
                None => format!("总部发来新的{what}，看过差别、应用之后才生效"),
            };
            items.push(item(waits.item, waits.principal, waits.title, reason));
        }
        Ok(items)
    }
}

fn item(id: String, principal: String, title: String, reason: String) -> TodayItem {
    TodayItem {
        kind: TodayKind::Policy,
        id,
        no: String::new(),
        principal,
        title,
        reason,
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        at_risk_fen: None,
    }
}
