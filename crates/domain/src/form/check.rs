//! What a definition must be, beyond its shape.

use super::definition::Form;
use super::fault::FormFault;
use super::plan::{self, Plan};

/// Every fault of a form that was read, and the plan it is computed by.
pub(super) fn all(form: &Form) -> (Plan, Vec<FormFault>) {
    let mut faults = Vec::new();
    let plan = plan::of(form, &mut faults);
    (plan, faults)
}
