//! What head office sent and nobody has applied yet: lines of 今日.
//!
//! - INSTALL-11 A pack or calendar head office sends changes nothing until a person has looked at it and applied it; until then it stands on 今日.
//! - INSTALL-15 Messages are judged once, and again only when a message, a pack, a tick, a calendar or an enrolment was added.

use super::Policies;
use super::calendar::newest_calendars;
use super::check::Candidate;
use super::handover::handed_over;
use super::source::{Handed, HandedCalendar};
use crate::app::{App, principal};
use crate::error::{Answer, AppError};
use crate::view::*;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use store::{InboxLine, Reader};
use wire::law::{CALENDAR_KIND, HANDOVER_KIND};

/// Judges every message, oldest first: reads packs and calendars and checks signatures.
fn judge(reader: &Reader<'_>, policies: &Policies) -> Answer<Vec<WaitingLaw>> {
    let items = reader.inbox_of_law()?;
    let newest = newest_calendars(policies, &items);
    let mut found = Vec::new();
    for item in items {
        let looked = match item.kind.as_str() {
            CALENDAR_KIND => calendar_waits(reader, policies, &newest, &item),
            HANDOVER_KIND => handover_waits(reader, &item),
            _ => pack_waits(reader, policies, &item),
        };
        let problem = match looked {
            Ok(true) => None,
            Ok(false) => continue,
            Err(AppError::Pack(problem)) => Some(problem.to_string()),
            Err(other) => return Err(other),
        };
        let InboxLine { id: item, principal, kind, title, received_at, .. } = item;
        found.push(WaitingLaw { item, principal, kind: WaitingKind::of(&kind), title, received_at, problem });
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

/// Never: what is good was taken when it came (INSTALL-16).
fn handover_waits(reader: &Reader<'_>, item: &InboxLine) -> Answer<bool> {
    handed_over(reader, &principal(reader, &item.principal)?, &item.body)?;
    Ok(false)
}

fn calendar_waits(
    reader: &Reader<'_>,
    policies: &Policies,
    newest: &BTreeMap<(String, i32), String>,
    item: &InboxLine,
) -> Answer<bool> {
    let text = HandedCalendar::of_message(&item.body)?.text;
    let sha256 = wire::hash::sha256_hex(text.as_bytes());
    if reader.work_calendars()?.iter().any(|stored| stored.sha256 == sha256) {
        return Ok(false);
    }
    let (after, year) = policies.with_arrived(&text)?;
    if newest.get(&(item.principal.clone(), year)) > Some(&item.id) {
        return Ok(false);
    }
    Ok(!after.calendars().published_years().eq(policies.calendars().published_years()))
}

impl App {
    /// Every message that waits, oldest first; one that cannot be used, until somebody read it (INSTALL-11).
    pub(super) fn law_waiting(&self, reader: &Reader<'_>) -> Answer<Vec<WaitingLaw>> {
        let mut waiting = Vec::new();
        for one in self.law_judged(reader)?.iter() {
            let read =
                one.problem.is_some() && reader.inbox_item(&one.item)?.is_some_and(|item| item.read_at.is_some());
            if !read {
                waiting.push(one.clone());
            }
        }
        Ok(waiting)
    }

    /// INSTALL-15.
    fn law_judged(&self, reader: &Reader<'_>) -> Answer<Arc<Vec<WaitingLaw>>> {
        let stamp = stamp(reader)?;
        let mut kept = self.shelf.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, judged)) = kept.as_ref()
            && *known == stamp
        {
            return Ok(Arc::clone(judged));
        }
        #[cfg(test)]
        self.shelf.looked_at.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let judged = Arc::new(judge(reader, &*self.policies(reader)?)?);
        *kept = Some((stamp, Arc::clone(&judged)));
        Ok(judged)
    }

    /// The same as lines of 今日.
    pub(crate) fn law_to_do(&self, reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
        let mut items = Vec::new();
        for waits in self.law_waiting(reader)? {
            let what = match waits.kind {
                WaitingKind::Pack => "政策包",
                WaitingKind::Calendar => "工作日历",
                WaitingKind::Handover => "密钥交接",
            };
            let reason = match waits.problem {
                Some(problem) => format!("总部发来的{what}不能用：{problem}"),
                None => format!("总部发来新的{what}，看过差别、应用之后才生效"),
            };
            items.push(item(waits.item, waits.principal, waits.title, reason));
        }
        Ok(items)
    }
}

/// Changes with whatever a message is judged by: packs, ticks, calendars, messages, makers and their pinned keys.
fn stamp(reader: &Reader<'_>) -> Answer<String> {
    let mut parts = vec![reader.policy_stamp()?, reader.inbox_stamp()?];
    for maker in reader.principals()? {
        parts.extend([maker.code, maker.name, reader.sync_account(&maker.id.to_string())?.unwrap_or_default()]);
    }
    Ok(parts.join("\n"))
}

fn item(id: String, principal: String, title: String, reason: String) -> TodayItem {
    TodayItem {
        late_ms: None,
        kind: TodayKind::Policy,
        id,
        no: String::new(),
        principal,
        title,
        reason,
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        doubt: None,
        at_risk_fen: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::sync::atomic::Ordering;

    #[test]
    fn install_15_messages_are_judged_once_until_something_is_added() {
        let dir = tempfile::tempdir().unwrap();
        let app = App::open(dir.path()).unwrap();
        let call = |command: &str, input: serde_json::Value| app.call(command, input).unwrap();
        call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        let send = |id: &str| {
            let put = |tx: &store::Tx<'_>| {
                let maker = tx.principal_by_code("HH")?.unwrap().id.to_string();
                Ok(tx.put_inbox(&maker, id, "policy_pack", "政策包", "{}", 1)?)
            };
            assert!(app.write("", |tx, _| put(tx)).unwrap());
        };
        let seen = || {
            (0..3).for_each(|_| drop(call("desk_status", json!({}))));
            let lines = call("today", json!({}))["items"].as_array().unwrap().clone();
            let lines: Vec<_> =
                lines.into_iter().filter(|line| line["kind"] == "policy").map(|l| l["id"].clone()).collect();
            (lines, app.shelf.looked_at.load(Ordering::Relaxed))
        };
        assert_eq!(seen(), (vec![], 1));
        send("n1");
        assert_eq!(seen(), (vec![json!("n1")], 2));
        call("inbox_read", json!({"id": "n1"}));
        assert_eq!(seen(), (vec![], 2), "a dismissed one is left out without judging any");
        send("n2");
        assert_eq!(seen(), (vec![json!("n2")], 3));
        call("principal_save", json!({"code": "HH", "name": "华禾", "policy": "S0-farm"}));
        assert_eq!(seen().1, 4, "a maker's name stands in the sentence");
        // The same head office anew: its messages wait on. Another one cannot prove what the former signed.
        let seed = [0u8; 32];
        let enrol = |key: &str, epoch: &str| {
            let account = json!({
                "url": "http://localhost:1", "server_id": "s", "principal_code": "HH", "principal_name": "华禾",
                "dealer_code": "D", "dealer_name": "店", "device_id": "d", "device_seed": seed, "receipt_key": key,
                "enrolled_at": 2,
            });
            let account = serde_json::from_value(account).unwrap();
            let put = |tx: &store::Tx<'_>| {
                let maker = tx.principal_by_code("HH")?.unwrap().id.to_string();
                crate::desk::put_account(tx, &maker, &account, epoch)
            };
            app.write("", |tx, _| put(tx)).unwrap();
        };
        enrol("one", "e1");
        assert_eq!(seen().0, [] as [serde_json::Value; 0]);
        send("n3");
        enrol("one", "e2");
        assert_eq!(seen().0, [json!("n3")]);
        enrol("other", "e3");
        assert_eq!(seen().0, [] as [serde_json::Value; 0]);
    }
}
