//! Which due days an entry brings.

use super::definition::{Form, FormDeadline};
use super::expr::Facts;
use super::value::{Given, Values};

impl Form {
    /// The due days that are owed with these values: those whose `unless` does not hold.
    pub fn owed(&self, values: &Values, given: &Given) -> Vec<&FormDeadline> {
        let facts = || Facts { values, row: None, given };
        let waived =
            |at: usize| self.plan.unless.get(at).and_then(Option::as_ref).is_some_and(|expr| expr.holds(facts()));
        self.deadlines.iter().enumerate().filter(|(at, _)| !waived(*at)).map(|(_, deadline)| deadline).collect()
    }
}
