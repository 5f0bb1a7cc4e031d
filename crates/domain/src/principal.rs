//! Makers (厂家): whose goods the dealer sells, and who pays for warranty repairs.
//!
//! PRINCIPAL-1 A maker has a code of 1 to 12 letters and digits, upper case, and a name.

use crate::PrincipalId;
use crate::refusal::{Checks, Refusal, Refusals};

/// A maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Identity.
    pub id: PrincipalId,
    /// Short code, e.g. `HH`.
    pub code: String,
    /// Name as ledgers write it, e.g. `华禾农机`.
    pub name: String,
    /// Code of the policy pack in force, e.g. `S0-farm`.
    pub policy: String,
    /// The dealer's account code at this maker; empty when unknown.
    pub dealer_account: String,
}

impl Principal {
    /// Checks code and name (PRINCIPAL-1).
    pub fn check(code: &str, name: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("code", "厂家代码", code, 12);
        let odd = !code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        checks.add(odd.then_some(Refusal::OutOfRange {
            field: "code",
            label: "厂家代码",
            wanted: "只用大写字母和数字",
        }));
        checks.text("name", "厂家名称", name, 60);
        checks.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principal_1_code_is_letters_and_digits() {
        assert!(Principal::check("HH", "华禾农机").is_ok());
        assert!(Principal::check("", "华禾农机").is_err());
        assert!(Principal::check("华禾", "华禾农机").is_err());
        assert!(Principal::check("HH", " ").is_err());
    }
}
