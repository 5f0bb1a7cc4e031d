//! People at the desk (操作员): what their role may do, what a PIN must be, how long a wrong one keeps waiting.
//!
//! - OPERATOR-1 An operator has a name nobody else of the desk has, those who left included: people named alike are told apart in their names.
//! - OPERATOR-2 A PIN has 4 to 12 digits, neither all alike nor in a row (1111, 1234, 4321).
//! - OPERATOR-3 An owner may everything; a director all but people, enrolment and restore; clerk and technician the daily papers; an auditor writes nothing.
//! - OPERATOR-4 Two wrong PINs cost nothing; after the third every further try waits longer, up to a quarter of an hour.
//!
//! Absent: how a PIN is kept and who is signed in (`app/operator`).

use crate::OperatorId;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::text::{clean, name_key};
use serde::{Deserialize, Serialize};

/// Most characters of a name.
const MOST_NAME: usize = 20;

/// Fewest and most digits of a PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// How long the next try waits, after the third wrong PIN and those that follow; the last holds for all after it.
const WAITS_MS: [i64; 4] = [30_000, 60_000, 300_000, 900_000];

/// Wrong PINs that cost nothing: a finger slips.
const FREE_TRIES: i64 = 2;

labelled! {
    /// What somebody is at the desk.
    Role {
        /// At the counter.
        Clerk = "前台",
        /// Repairs.
        Technician = "维修工",
        /// Director of service.
        Director = "服务主任",
        /// Owner.
        Owner = "老板",
        /// Looks through the books.
        Auditor = "查账",
    }
}

/// What a step needs of the one who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Somebody, whoever it is: it leaves a line in the trail and changes no record.
    Somebody,
    /// The daily papers.
    Paper,
    /// What voids, opens or decides.
    Decision,
    /// People, enrolment, restore.
    Owner,
}

impl Needs {
    /// Who may, in the order in which a sentence names them.
    pub fn who(self) -> Vec<Role> {
        Role::ALL.iter().copied().filter(|role| role.may(self)).collect()
    }
}

impl Role {
    /// Whether this role may take such a step (OPERATOR-3).
    pub fn may(self, needs: Needs) -> bool {
        match needs {
            Needs::Somebody => true,
            Needs::Paper => self != Self::Auditor,
            Needs::Decision => matches!(self, Self::Director | Self::Owner),
            Needs::Owner => self == Self::Owner,
        }
    }
}

/// Somebody at the desk. Never deleted: who left is ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Identity.
    pub id: OperatorId,
    /// Name as it stands beside papers.
    pub name: String,
    /// Role.
    pub role: Role,
    /// What is kept of the PIN; never the PIN.
    pub pin: String,
    /// Rises with every new PIN and every ending: who signed in before has to sign in again.
    pub pin_rev: i64,
    /// When the operator was made, UTC ms.
    pub made_at: i64,
    /// When the operator left.
    pub ended_at: Option<i64>,
    /// Wrong PINs in a row.
    pub tries: i64,
    /// When the last of them came.
    pub tried_at: i64,
    /// What has to be said at the next sign-in; empty when nothing.
    pub told: String,
    /// How many times the person was saved; tries do not count.
    pub rev: i64,
}

impl Operator {
    /// Whether the operator is still here.
    pub fn is_here(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// A name as kept; refused when empty or long.
pub fn checked_name(name: &str) -> Result<String, Refusals> {
    let mut checks = Checks::default();
    checks.text("name", "姓名", name, MOST_NAME);
    checks.done().map(|()| clean(name))
}

/// A PIN's digits, however wide they were typed; nothing is said of a PIN that is none.
pub fn digits(pin: &str) -> String {
    name_key(pin)
}

/// A PIN somebody chose, as it is kept from then on (OPERATOR-2).
pub fn checked_pin(field: &'static str, pin: &str) -> Result<String, Refusals> {
    let pin = digits(pin);
    let refused = |wanted| Err(Refusal::OutOfRange { field, label: "PIN", wanted }.into());
    if pin.is_empty() {
        return Err(Refusal::Missing { field, label: "PIN" }.into());
    }
    if !DIGITS.contains(&pin.len()) || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
        return refused("是 4 到 12 位数字");
    }
    if is_easy(pin.as_bytes()) {
        return refused("不那么好猜：不能全是同一个数字，也不能像 1234、4321 那样连着");
    }
    Ok(pin)
}

fn is_easy(digits: &[u8]) -> bool {
    let step = |by: u8| digits.windows(2).all(|pair| (pair[0] - b'0' + by) % 10 == pair[1] - b'0');
    step(0) || step(1) || step(9)
}

/// How long the next try waits after so many wrong ones in a row (OPERATOR-4).
pub fn wait_ms(tries: i64) -> i64 {
    match usize::try_from(tries - FREE_TRIES - 1) {
        Ok(nth) => WAITS_MS[nth.min(WAITS_MS.len() - 1)],
        Err(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operator_2_a_pin_that_is_short_long_or_easy_is_refused() {
        let refused = |pin: &str| checked_pin("pin", pin).map_err(|why| why.to_string());
        for pin in
            ["", " ", "123", "1357913579135", "12a4", "1111", "000000", "1234", "4321", "7890", "0987", "二三四五"]
        {
            let why = refused(pin).unwrap_err();
            assert!(pin.trim().is_empty() || !why.contains(pin) || "1234、4321".contains(pin), "{why}");
        }
        assert_eq!(refused(" １３５７ "), Ok("1357".into()), "digits of any width");
        assert_eq!(refused("135791357913"), Ok("135791357913".into()));
        assert_eq!(refused("1212"), Ok("1212".into()));
    }

    #[test]
    fn operator_3_each_role_may_what_its_work_is() {
        let may =
            |role: Role| [Needs::Somebody, Needs::Paper, Needs::Decision, Needs::Owner].map(|needs| role.may(needs));
        assert_eq!(may(Role::Owner), [true, true, true, true]);
        assert_eq!(may(Role::Director), [true, true, true, false]);
        assert_eq!(may(Role::Clerk), [true, true, false, false]);
        assert_eq!(may(Role::Technician), may(Role::Clerk));
        assert_eq!(may(Role::Auditor), [true, false, false, false]);
        assert_eq!(Needs::Decision.who(), [Role::Director, Role::Owner]);
    }

    #[test]
    fn operator_4_each_further_wrong_pin_waits_longer() {
        let waits: Vec<i64> = (0..9).map(wait_ms).collect();
        assert_eq!(waits, [0, 0, 0, 30_000, 60_000, 300_000, 900_000, 900_000, 900_000]);
        assert_eq!(wait_ms(i64::MAX), 900_000);
    }

    #[test]
    fn operator_1_a_name_is_kept_as_it_is_read() {
        assert_eq!(checked_name("  张伟二 ").unwrap(), "张伟二");
        assert!(checked_name(" ").is_err() && checked_name(&"张".repeat(21)).is_err());
    }
}
