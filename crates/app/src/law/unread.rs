//! Machines whose papers cannot be read: a row misshapen by a hand or by a disk.
//!
//! - LAW-10 A row that cannot be read keeps its own machine from being computed anew, and no other: that machine is counted, and 今日 and the self-check name it with what could not be read, until it can be.

use super::keep::Kept;
use super::recompute::progress;
use crate::error::{Answer, AppError};
use crate::view::{DueLevel, TodayItem, TodayKind, UnreadMachine};
use domain::{OldPartId, UnitId};
use serde::{Deserialize, Serialize};
use store::{Fault, Reader, Reasons};

/// Most that are remembered by name; all are counted.
const MOST_NAMED: usize = 50;

/// What could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Whose {
    Unit(UnitId),
    /// An old part that came off no machine of the desk's.
    Part(OldPartId),
}

/// A machine or old part that was left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unread {
    whose: Whose,
    /// Its serial or tag, as far as that can be read.
    name: String,
    /// What could not be read, Chinese.
    what: String,
}

/// All that were left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AllUnread {
    /// How many.
    pub n: i64,
    /// The first of them.
    named: Vec<Unread>,
}

impl AllUnread {
    pub(super) fn add(&mut self, more: &[Unread]) {
        self.n += i64::try_from(more.len()).unwrap_or(i64::MAX);
        let room = MOST_NAMED.saturating_sub(self.named.len());
        self.named.extend(more.iter().take(room).cloned());
    }

    pub(super) fn views(&self) -> Vec<UnreadMachine> {
        self.named.iter().map(|one| UnreadMachine { name: one.name.clone(), what: one.what.clone() }).collect()
    }
}

/// What a reading answers, and what is to be said where a row of it cannot be read; any other fault stays one.
pub(super) fn or_unread<T>(reader: &Reader<'_>, whose: Whose, read: Answer<T>) -> Answer<Result<T, Unread>> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(why) if is_bad_row(&why) => {
            let name = name_of(reader, whose);
            tracing::error!(%name, cause = ?why, "unreadable row");
            Ok(Err(Unread { whose, name, what: what(&why) }))
        }
        Err(other) => Err(other),
    }
}

/// Whether a fault is that of one row.
pub(super) fn is_bad_row(why: &AppError) -> bool {
    matches!(why, AppError::Store(store) if store.fault == Fault::BadRow)
}

fn what(why: &AppError) -> String {
    let place = if let AppError::Store(store) = why { store.unread() } else { None };
    match place {
        Some((column, row)) if !row.is_empty() => format!("记录 {row} 的「{column}」读不懂"),
        Some((column, _)) => format!("一条记录的「{column}」读不懂"),
        None => "有一条记录读不懂".to_owned(),
    }
}

fn name_of(reader: &Reader<'_>, whose: Whose) -> String {
    match whose {
        Whose::Unit(id) => reader.unit(id).ok().flatten().map_or_else(|| id.to_string(), |unit| unit.serial),
        Whose::Part(id) => reader.old_part(id).ok().flatten().map_or_else(|| id.to_string(), |part| part.tag_no),
    }
}

/// Those that still cannot be read, and how many there were when everything was last computed.
fn still(reader: &Reader<'_>) -> Answer<(i64, Vec<Unread>)> {
    let all = progress(reader)?.unread;
    let reasons = Reasons::default();
    let mut left = Vec::new();
    for one in all.named {
        let read = match one.whose {
            Whose::Unit(id) => {
                let papers = reader.papers_of(&[id], &reasons).map_err(AppError::from);
                let model = |id| Ok(reader.model(id).map(|_| ())?);
                let model = papers.and_then(|all| all.iter().try_for_each(|papers| model(papers.unit.model)));
                model.and_then(|()| Kept::of(reader, &[id], &reasons).map(|_| ()))
            }
            Whose::Part(id) => {
                let kept = || reader.deadlines_of_records(&[id.to_string()], &reasons);
                reader.lone_parts(&[id]).and_then(|_| kept()).map(|_| ()).map_err(AppError::from)
            }
        };
        left.extend(or_unread(reader, one.whose, read)?.err());
    }
    Ok((all.n, left))
}

/// Whether something that was left can be read again: then it is computed.
pub(super) fn can_be_read_again(reader: &Reader<'_>) -> Answer<bool> {
    let named = progress(reader)?.unread.named.len();
    Ok(named > 0 && still(reader)?.1.len() < named)
}

/// For 今日: each by name (LAW-10).
pub(crate) fn unread_on_today(reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
    let item = |one: Unread| TodayItem {
        late_ms: None,
        kind: TodayKind::Unread,
        id: match one.whose {
            Whose::Unit(id) => id.to_string(),
            Whose::Part(_) => String::new(),
        },
        no: String::new(),
        title: one.name,
        principal: String::new(),
        reason: format!("{}，期限和三包期没有重算。请从备份恢复，或联系维护人员", one.what),
        due_on: None,
        days_left: None,
        level: DueLevel::Soon,
        at_risk_fen: None,
        doubt: None,
    };
    Ok(still(reader)?.1.into_iter().map(item).collect())
}

/// For the self-check: one complaint for all of them (LAW-10).
pub(crate) fn unread_complaint(reader: &Reader<'_>) -> Answer<Option<String>> {
    let (n, left) = still(reader)?;
    let named: Vec<String> = left.iter().map(|one| format!("{}（{}）", one.name, one.what)).collect();
    let more = if n > named.len() as i64 && named.len() == MOST_NAMED { format!("等 {n} 台") } else { String::new() };
    let says =
        || format!("有记录读不懂，期限和三包期没有重算：{}{more}。请从备份恢复，或联系维护人员", named.join("；"));
    Ok((!named.is_empty()).then(says))
}
