//! Serials of the parts that came off and went in.
//!
//! - PARTLINE-2 A line whose old serial is the engine number of the machine puts the new serial in its place; the line keeps both (E30). A line corrected later corrects the number it had put there.

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

/// The new engine number a form that is not saved yet brings, and the one it takes the place of.
pub(crate) fn new_engine(draft: &RepairDraft, unit: &Unit) -> Option<(String, String)> {
    let now = serial_key(&unit.engine_no);
    let line = draft.parts.iter().find(|line| !now.is_empty() && serial_key(&line.old_serial) == now)?;
    let new = serial_text(&line.new_serial);
    (!new.is_empty() && serial_key(&new) != now).then(|| (unit.engine_no.clone(), new))
}
