//! Refusals for want of what the user did not agree to share (E35): known here, told in the ledger and on the record.
//!
//! - CONSENT-1 A refusal that names the consent, by its code or by its field, is one for want of it, in every place that tells it.
//! - CONSENT-2 A refusal of a field that is withheld without consent is told as head office's words, and where the user did not agree, with whose wish stands against whose.
//!
//! Absent: the sentence, which is the code's own.

use crate::trouble::problem_sentence;
use wire::code::CONSENT;

/// The consent itself, as a record names it.
const SHARED: &str = "customer.shared";
/// What goes masked or not at all without it.
const WITHHELD: [&str; 3] = ["customer.phone", "customer.address", "customer.id_no"];

/// Whether head office says outright that the consent is what it wants (CONSENT-1).
pub(crate) fn is_wanted(code: Option<&str>, field: Option<&str>) -> bool {
    code == Some(CONSENT) || field == Some(SHARED)
}

/// The code of a refusal, as it is told.
pub(crate) fn told_as<'a>(code: Option<&'a str>, field: Option<&str>) -> Option<&'a str> {
    if is_wanted(code, field) { Some(CONSENT) } else { code }
}

/// Whether a field is withheld without consent (CONSENT-2).
pub(crate) fn is_withheld(field: Option<&str>) -> bool {
    field.is_some_and(|field| WITHHELD.contains(&field))
}

/// Head office's words about a withheld field, for a user who agreed or did not.
pub(crate) fn words(said: &str, agreed: bool) -> String {
    if agreed { said.to_owned() } else { format!("{said}。{}", problem_sentence(CONSENT)) }
}

/// A field head office named, as the form of the record names it.
pub(crate) fn form_field(field: String) -> String {
    if field == SHARED { "share_consent".to_owned() } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_1_the_code_or_the_field_says_it() {
        assert_eq!(told_as(Some("missing"), Some(SHARED)), Some(CONSENT));
        assert_eq!(told_as(Some(CONSENT), None), Some(CONSENT));
        assert_eq!(told_as(Some("missing"), Some("customer.name")), Some("missing"));
        assert_eq!(told_as(None, None), None);
        assert_eq!(
            (form_field(SHARED.into()), form_field("unit.serial".into())),
            ("share_consent".into(), "unit.serial".into())
        );
    }

    #[test]
    fn consent_2_a_withheld_field_is_a_conflict_only_where_the_user_did_not_agree() {
        assert!(is_withheld(Some("customer.phone")) && !is_withheld(Some("customer.name")) && !is_withheld(None));
        assert_eq!(words("电话不全", true), "电话不全");
        assert_eq!(words("电话不全", false), format!("电话不全。{}", problem_sentence(CONSENT)));
    }
}
