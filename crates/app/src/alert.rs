//! What the desk says by itself, outside its window.
//!
//! - ALERT-1 On a day on which something was refused by head office, is late or stands on its alert ladder, the desk says so once from seven in the morning on: one sentence, however many there are.
//! - ALERT-2 Later that day it speaks again only of what is new: refused or late since, or a rung further up its ladder.
//! - ALERT-3 What was said is kept with the records: after a restart it is not said again.
//! - ALERT-4 Switched off, in a demo, or by a suspect clock nothing is said, and nothing counts as said.
//! - ALERT-5 A sentence says what kind, how many and how much money: nobody's name, phone or number.
//!
//! Absent: how it is shown. Kept before it is shown: a sentence lost in a crash stands on 今日 all the same, one said
//! every minute would be switched off.

use crate::app::{App, parsed_setting};
use crate::clock::{Now, civil_time};
use crate::error::{Answer, AppError};
use crate::today::{MOST_ROWS, pressing};
use crate::view::*;
use chrono::Timelike;
use domain::money::in_threes;
use domain::{Day, Fen};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;
use store::{Fault, Reader, Setting, StoreError};

/// Nobody is at the counter before.
const FROM_HOUR: u32 = 7;

/// How often it is looked again while nothing was written: rungs may begin within a day.
const LOOK_MS: i64 = 15 * 60 * 1000;

/// Letters of a mark: enough to tell a few thousand apart.
const MARK: usize = 12;

/// What was said on the last day on which something was said; stands in the settings.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    on: Option<Day>,
    marks: BTreeSet<String>,
}

/// A look at what presses.
struct Seen {
    /// Changes with every audited write and every [`LOOK_MS`].
    stamp: String,
    said: Said,
    standing: Said,
    found: Vec<Pressing>,
}

impl Seen {
    /// `None` when nothing may be said, or it was looked already.
    fn now(app: &App, reader: &Reader<'_>, now: Now, looked: &str) -> Answer<Option<Self>> {
        let demo = reader.setting(Setting::Demo)?.is_some_and(|text| !text.is_empty());
        if now.suspect || demo || !is_on(reader)? || civil_time(now.at).hour() < FROM_HOUR {
            return Ok(None);
        }
        let stamp = format!("{} {}", reader.newest_audit()?, now.at.div_euclid(LOOK_MS));
        if stamp == looked {
            return Ok(None);
        }
        let found: Vec<_> = pressing(reader, &*app.policies(reader)?, now)?
            .into_iter()
            .filter_map(|(item, rung)| Pressing::of(&item, rung))
            .collect();
        let said = parsed_setting(reader, Setting::Alerted, "alerted")?.unwrap_or_default();
        let marks = found.iter().map(|one| one.mark.clone()).collect();
        Ok(Some(Self { stamp, said, standing: Said { on: Some(now.today), marks }, found }))
    }
}

/// How it stands, most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Refused,
    Late,
    Today,
    Ahead,
}

/// Something that presses.
#[derive(Debug)]
struct Pressing {
    stand: Stand,
    kind: TodayKind,
    days_left: i64,
    at_risk_fen: i64,
    mark: String,
}

impl App {
    /// The sentence that is due now; it counts as said from here on.
    pub fn alert(&self) -> Option<String> {
        self.say_what_is_new().unwrap_or_else(|error| {
            tracing::error!(%error, "alert");
            None
        })
    }

    fn say_what_is_new(&self) -> Answer<Option<String>> {
        let mut looked = self.alerts_looked.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(seen) = self.read(|reader, now| Seen::now(self, reader, now, &looked))? else { return Ok(None) };
        let Seen { stamp, said, standing, found } = seen;
        let again = said.on == standing.on;
        if said != standing && (again || !found.is_empty()) {
            let text = serde_json::to_string(&standing)
                .map_err(|e| StoreError { fault: Fault::Other, detail: format!("setting alerted: {e}") })?;
            self.write("", |tx, _| Ok(tx.put_setting(Setting::Alerted, &text)?))?;
        }
        *looked = stamp;
        let new: Vec<_> = found.iter().filter(|one| !again || !said.marks.contains(&one.mark)).collect();
        Ok(sentence(&new, again))
    }

    pub(crate) fn alerts_save(&self, input: AlertsInput) -> Answer<Written<DeskStatus>> {
        self.write("alerts_save", |tx, _| {
            tx.put_setting(Setting::AlertsOff, if input.on { "" } else { "1" })?;
            tx.note("alerts", if input.on { "on" } else { "off" });
            Ok::<_, AppError>(())
        })?;
        Ok(Written { value: self.desk_status(Nothing {})?, touched: vec![Touched::Settings] })
    }
}

/// Whether the desk may speak; it does until somebody switches it off.
pub(crate) fn is_on(reader: &Reader<'_>) -> Answer<bool> {
    Ok(reader.setting(Setting::AlertsOff)?.is_none_or(|text| text.is_empty()))
}

impl Pressing {
    /// A line of 今日, or nothing when no day and nobody presses.
    fn of(item: &TodayItem, rung: usize) -> Option<Self> {
        let days_left = item.days_left.unwrap_or(0);
        let stand = match (item.kind, item.days_left) {
            (TodayKind::Rejected | TodayKind::Report, _) => Stand::Refused,
            (_, None) => return None,
            (_, Some(..0)) => Stand::Late,
            (_, Some(0)) => Stand::Today,
            (_, Some(_)) => Stand::Ahead,
        };
        // The day itself is a step also where the ladder has no rung on it.
        let words = format!("{:?} {} {stand:?} {rung}", item.kind, item.id);
        let mark: String = wire::hash::sha256_hex(words.as_bytes()).chars().take(MARK).collect();
        Some(Self { stand, kind: item.kind, days_left, at_risk_fen: item.at_risk_fen.unwrap_or(0), mark })
    }
}

/// `3 张回执卡今天到期，涉及 1,200 元；2 件旧件已超期。` (ALERT-5)
fn sentence(new: &[&Pressing], again: bool) -> Option<String> {
    let mut groups: BTreeMap<(Stand, &str), Vec<&Pressing>> = BTreeMap::new();
    for one in new {
        groups.entry((one.stand, noun(one.kind))).or_default().push(one);
    }
    let said: Vec<String> = groups.iter().map(|((stand, noun), group)| group_zh(*stand, noun, group)).collect();
    let begins = if again { "新增：" } else { "" };
    (!said.is_empty()).then(|| format!("{begins}{}。", said.join("；")))
}

fn group_zh(stand: Stand, noun: &str, group: &[&Pressing]) -> String {
    let stands = match stand {
        Stand::Refused => "被总部退回".to_owned(),
        Stand::Late => "已超期".to_owned(),
        Stand::Today => "今天到期".to_owned(),
        Stand::Ahead => format!(" {} 天内到期", group.iter().map(|one| one.days_left).max().unwrap_or(0)),
    };
    // No more are looked at than 今日 lists.
    let least = if i64::try_from(group.len()).unwrap_or(i64::MAX) >= MOST_ROWS { "至少 " } else { "" };
    let fen = group.iter().map(|one| one.at_risk_fen).fold(0, i64::saturating_add);
    let money = if fen > 0 { format!("，涉及 {} 元", yuan(fen)) } else { String::new() };
    format!("{least}{} {noun}{stands}{money}", in_threes(group.len() as u64))
}

fn noun(kind: TodayKind) -> &'static str {
    match kind {
        TodayKind::Card => "张回执卡",
        TodayKind::Repair => "张维修单",
        TodayKind::Call | TodayKind::CallLeft => "件报修",
        TodayKind::Custody => "台在店机器",
        TodayKind::OldPart => "件旧件",
        TodayKind::Report | TodayKind::Month => "份月报",
        TodayKind::Demand => "项用户要求",
        _ => "张单据",
    }
}

/// `1,200`, `1,200.50`.
fn yuan(fen: i64) -> String {
    let whole = Fen(fen).grouped();
    whole.strip_suffix(".00").map(str::to_owned).unwrap_or(whole)
}

#[cfg(test)]
#[path = "alert_tests.rs"]
mod tests;
