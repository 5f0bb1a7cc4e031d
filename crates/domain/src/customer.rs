//! Customers (用户), F23.
//!
//! CUSTOMER-1 A customer has a name; a phone and an address are wanted and their absence is shown, not refused.
//! CUSTOMER-2 An identity number is dropped at entry and at import unless the maker's policy flag `identity.keep` demands it.
//! CUSTOMER-3 Without consent to share, phone and address travel to head office masked (E35).

use crate::CustomerId;
use crate::refusal::{Checks, Refusals};
use crate::text::masked_phone;

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Identity.
    pub id: CustomerId,
    /// Name in NFC, never cut.
    pub name: String,
    /// Phone as written; empty when unknown.
    pub phone: String,
    /// County (县、市、区).
    pub county: String,
    /// Township (乡镇).
    pub town: String,
    /// Village and the rest of the address.
    pub village: String,
    /// Identity number, kept only where the maker's policy demands it (CUSTOMER-2).
    pub id_no: Option<String>,
}

impl Customer {
    /// Checks the texts (CUSTOMER-1).
    pub fn check(name: &str, phone: &str, county: &str, town: &str, village: &str) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.text("customer.name", "用户姓名", name, 120);
        checks.length("customer.phone", "联系电话", phone, 40);
        checks.length("customer.county", "县（市、区）", county, 60);
        checks.length("customer.town", "乡镇", town, 60);
        checks.length("customer.village", "村（地址）", village, 200);
        checks.done()
    }

    /// The whole address on one line.
    pub fn address(&self) -> String {
        format!("{}{}{}", self.county, self.town, self.village)
    }

    /// Phone and address as they travel to head office (CUSTOMER-3).
    pub fn shared(&self, consent: bool) -> (String, String) {
        if consent { (self.phone.clone(), self.address()) } else { masked(&self.phone, &self.county) }
    }
}

/// A phone and an address of which nothing but the county is told (CUSTOMER-3).
pub fn masked(phone: &str, county: &str) -> (String, String) {
    (masked_phone(phone), if county.is_empty() { String::new() } else { format!("{county}****") })
}

/// The county an address of one line begins with, as far as one is named; else nothing.
pub fn county_of(address: &str) -> &str {
    let end = address.char_indices().find(|(_, c)| matches!(c, '县' | '区' | '市')).map(|(at, c)| at + c.len_utf8());
    end.map_or("", |end| &address[..end])
}

/// The identity number to store (CUSTOMER-2); `demanded` is the maker's flag `identity.keep`.
pub fn kept_id_no(demanded: bool, given: Option<&str>) -> Option<String> {
    given.map(str::trim).filter(|text| demanded && !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn wang() -> Customer {
        Customer {
            id: CustomerId(Uuid::nil()),
            name: "王丹".into(),
            phone: "19900364370".into(),
            county: "清河县".into(),
            town: "双庙乡".into(),
            village: "张家村".into(),
            id_no: None,
        }
    }

    #[test]
    fn customer_1_a_name_is_needed_a_phone_is_not() {
        assert!(Customer::check("买买提·艾力", "", "", "", "").is_ok());
        assert_eq!(Customer::check(" ", "", "", "", "").unwrap_err().0[0].field(), "customer.name");
    }

    #[test]
    fn customer_2_identity_number_is_dropped_unless_demanded() {
        let given = "999074199708104773";
        assert_eq!(kept_id_no(false, Some(given)), None);
        assert_eq!(kept_id_no(true, Some(given)).as_deref(), Some(given));
        assert_eq!(kept_id_no(true, Some("  ")), None);
    }

    #[test]
    fn customer_3_without_consent_phone_and_address_are_masked() {
        assert_eq!(wang().shared(true), ("19900364370".into(), "清河县双庙乡张家村".into()));
        assert_eq!(wang().shared(false), ("199****4370".into(), "清河县****".into()));
    }

    #[test]
    fn an_address_without_consent_keeps_its_county_only() {
        let counties = ["清河县双庙乡张家村", "桥东区建设路9号", "张家村", ""].map(county_of);
        assert_eq!(counties, ["清河县", "桥东区", "", ""]);
    }
}
