//! Machines by serial (整机).
//!
//! UNIT-1 A machine has a serial; its key (TEXT-1) is what is compared.
//! UNIT-2 A serial seen before is shown with where it was seen; it never blocks the entry (E07, E08).
//! UNIT-3 Two serials that are equal but for leading zeros are shown as a possible zero lost in a spreadsheet.

use crate::refusal::{Checks, Refusals};
use crate::text::serial_key;
use crate::{Day, ModelId, PrincipalId, UnitId};

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Its maker.
    pub principal: PrincipalId,
    /// Its model.
    pub model: ModelId,
    /// Serial (出厂编号) as written.
    pub serial: String,
    /// Serial's comparison key.
    pub serial_key: String,
    /// Engine number (发动机号), motor number for electric machines.
    pub engine_no: String,
    /// Frame number (车架号).
    pub frame_no: String,
    /// Day of production, when known.
    pub produced_on: Option<Day>,
}

impl Unit {
    /// Checks the numbers on the plate (UNIT-1).
    pub fn check(serial: &str, engine_no: &str, frame_no: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("unit.serial", "出厂编号", &serial_key(serial), 60);
        checks.length("unit.engine_no", "发动机号", engine_no, 60);
        checks.length("unit.frame_no", "车架号", frame_no, 60);
        checks.done()
    }
}

/// Whether two serial keys differ by leading zeros only (UNIT-3).
pub fn differ_by_leading_zeros(a: &str, b: &str) -> bool {
    a != b && a.trim_start_matches('0') == b.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_1_needs_a_serial() {
        assert!(Unit::check("HH26B35536", "", "").is_ok());
        let refused = Unit::check(" -　", "", "").unwrap_err();
        assert_eq!(refused.0[0].field(), "unit.serial");
    }

    #[test]
    fn unit_3_a_lost_zero_is_noticed() {
        assert!(differ_by_leading_zeros("09996504", "9996504"));
        assert!(!differ_by_leading_zeros("09996504", "09996504"));
        assert!(!differ_by_leading_zeros("09996504", "0999650"));
    }
}
