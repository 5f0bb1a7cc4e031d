//! What a new pack moves (E37).
//!
//! MOVE-1 A period that has run out before today, by the reason it was stored with, is not moved by a later pack.
//! MOVE-2 Of the others, every one whose last day or limit of use differs is listed with both days; nothing is changed by listing.
//! MOVE-3 A period the new pack does not know is listed as falling away, one it adds as new.

use super::Coverage;
use crate::Day;
use serde::{Deserialize, Serialize};

/// One period that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Component or group.
    pub component: String,
    /// Last day as stored; `None` for a new period.
    pub from: Option<Day>,
    /// Last day by the new pack; `None` when it falls away.
    pub to: Option<Day>,
    /// Version it was computed with.
    pub from_version: String,
    /// Version it is computed with now.
    pub to_version: String,
    /// In Chinese.
    pub sentence: String,
}

/// What a new pack does to one machine's periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Open periods that move.
    pub moved: Vec<Move>,
    /// Places in `stored` of periods that stay as they were stored, although the new pack computes another day.
    pub kept: Vec<usize>,
    /// Periods to store, the open ones as computed now and those that ran out as they were.
    pub rows: Vec<Coverage>,
}

/// Compares stored periods with fresh ones.
pub fn moves(stored: &[Coverage], fresh: &[Coverage], today: Day) -> Moves {
    let mut moves = Moves::default();
    for (at, old) in stored.iter().enumerate() {
        let new = fresh.iter().find(|new| same(old, new));
        if old.effective_end < today {
            if new.is_none_or(|new| new.effective_end != old.effective_end) {
                moves.kept.push(at);
            }
            moves.rows.push(old.clone());
            continue;
        }
        moves.rows.extend(new.cloned());
        moves.moved.extend(one(Some(old), new));
    }
    for new in fresh.iter().filter(|new| !stored.iter().any(|old| same(old, new))) {
        moves.rows.push(new.clone());
        moves.moved.extend(one(None, Some(new)));
    }
    moves
}

/// The same period of the same sale, whatever its days.
fn same(one: &Coverage, other: &Coverage) -> bool {
    let replaced = one.origin != super::Origin::Replacement || one.start_on == other.start_on;
    one.sale == other.sale && one.component == other.component && one.origin == other.origin && replaced
}

fn one(old: Option<&Coverage>, new: Option<&Coverage>) -> Option<Move> {
    let component = old.or(new)?.component.clone();
    let days = (old.map(|row| row.effective_end), new.map(|row| row.effective_end));
    let limits = (old.map(|row| &row.usage_limit), new.map(|row| &row.usage_limit));
    let sentence = match days {
        (Some(from), Some(to)) if from < to => format!("{component}三包期由{}延到{}", from.zh(), to.zh()),
        (Some(from), Some(to)) if from > to => format!("{component}三包期由{}提前到{}", from.zh(), to.zh()),
        (Some(_), Some(to)) if limits.0 != limits.1 => format!("{component}三包期仍到{}，使用限额有变", to.zh()),
        (Some(from), None) => format!("{component}三包期原到{}，新政策没有这一项", from.zh()),
        (None, Some(to)) => format!("新政策增加{component}三包期，到{}", to.zh()),
        _ => return None,
    };
    let version = |row: Option<&Coverage>| row.map(|row| row.rule_version.clone()).unwrap_or_default();
    Some(Move { component, from: days.0, to: days.1, from_version: version(old), to_version: version(new), sentence })
}
