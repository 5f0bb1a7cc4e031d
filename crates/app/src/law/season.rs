//! Repairs in the operating season (Order 126 art. 33).
//!
//! - INSEASON-1 In a season of the machine's class where the dealer is, a repair in warranty is done by the season's limit, beside the ordinary one.
//! - INSEASON-2 The machine and its main components have one limit, other parts another; a repair without a place is one of the machine.

use domain::coverage::ForModel;
use domain::coverage::rule::ComponentKind;
use domain::repair::Repair;

const MAIN_RULE: &str = "season.repair_main";
const OTHER_RULE: &str = "season.repair_other";

/// Which of the two limits a repair has (INSEASON-2).
pub(super) fn season_rule(model: &ForModel<'_>, repair: &Repair) -> &'static str {
    let place = repair.fault_place.trim();
    let mut held = model.own.iter().chain(&model.floors);
    let named = held.find_map(|held| held.rule.component_of(place));
    let machine = place.is_empty() || place == ComponentKind::Machine.zh();
    if machine || named.is_some_and(|rule| rule.kind == ComponentKind::Main) { MAIN_RULE } else { OTHER_RULE }
}
