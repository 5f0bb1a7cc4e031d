//! Serials of the parts that came off and went in.
//!
//! - PARTLINE-2 A line whose old serial is the engine number of the machine puts the new serial in its place; the line keeps both (E30). A line corrected later corrects the number it had put there.
//! - PARTLINE-3 A cancelled repair takes its engine number back: the one before it stands again, with a line in the trail, unless a later paper changed it since.

use crate::error::Answer;
use crate::view::RepairDraft;
use domain::repair::{Repair, RepairPart};
use domain::text::{serial_key, serial_text};
use domain::unit::Unit;
use store::Tx;

/// The engine number after these lines; `before` are the lines as they stood.
fn engine_after(unit: &Unit, parts: &[RepairPart], before: &[RepairPart]) -> Option<String> {
    let now = serial_key(&unit.engine_no);
    let came_off = |part: &&RepairPart| serial_key(&part.old_serial) == now;
    let put_there = |part: &&RepairPart| {
        let stood = before.iter().find(|stood| stood.id == part.id);
        stood.is_some_and(|stood| serial_key(&stood.new_serial) == now)
    };
    let new = parts.iter().filter(|part| !part.new_serial.is_empty());
    let found = new.rev().find(|part| came_off(part) || put_there(part))?;
    (!now.is_empty() && serial_key(&found.new_serial) != now).then(|| found.new_serial.clone())
}

/// After a repair was put: its machine has the engine it has now (PARTLINE-2).
pub(crate) fn follow_engine(tx: &Tx<'_>, repair: &Repair, parts: &[RepairPart], before: &[RepairPart]) -> Answer<()> {
    let Some(unit) = tx.unit(repair.unit)? else { return Ok(()) };
    if let Some(engine_no) = engine_after(&unit, parts, before) {
        tx.put_unit(&Unit { engine_no, ..unit })?;
    }
    Ok(())
}

/// After a repair was cancelled: the engine it had put in came out on paper only, so the number before it stands again
/// (PARTLINE-3). Answers what changed, for the trail.
pub(crate) fn put_engine_back(tx: &Tx<'_>, repair: &Repair, parts: &[RepairPart]) -> Answer<Option<String>> {
    let Some(unit) = tx.unit(repair.unit)? else { return Ok(None) };
    let Some(engine_no) = engine_before(&unit.engine_no, parts) else { return Ok(None) };
    let trace = format!("发动机号 {} 改回 {engine_no}", unit.engine_no);
    tx.put_unit(&Unit { engine_no, ..unit })?;
    Ok(Some(trace))
}

/// The number before these lines; `None` where they did not put the one that stands.
fn engine_before(now: &str, parts: &[RepairPart]) -> Option<String> {
    let mut before: Option<&str> = None;
    for part in parts.iter().rev().filter(|part| !part.new_serial.is_empty() && !part.old_serial.is_empty()) {
        if serial_key(&part.new_serial) == serial_key(before.unwrap_or(now)) {
            before = Some(&part.old_serial);
        }
    }
    before.map(serial_text)
}

/// The new engine number a form that is not saved yet brings, and the one it takes the place of.
pub(crate) fn new_engine(draft: &RepairDraft, unit: &Unit) -> Option<(String, String)> {
    let now = serial_key(&unit.engine_no);
    let line = draft.parts.iter().find(|line| !now.is_empty() && serial_key(&line.old_serial) == now)?;
    let new = serial_text(&line.new_serial);
    (!new.is_empty() && serial_key(&new) != now).then(|| (unit.engine_no.clone(), new))
}
