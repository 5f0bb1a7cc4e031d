//! People at the desk, and the trail of what they did.

use domain::operator::Role;
use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Somebody at the desk.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OperatorView {
    /// UUID.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Role, Chinese.
    pub role_name: String,
    /// When the operator left, UTC ms; `null` while here.
    #[ts(type = "number | null")]
    pub ended_at: Option<i64>,
    /// How many times it was saved.
    #[ts(type = "number")]
    pub rev: i64,
}

/// How the seat at the desk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeatState {
    /// The desk has no operators: nobody is asked.
    NoOperators,
    /// Somebody is signed in.
    SignedIn,
    /// Somebody is, and was away too long.
    Locked,
    /// Nobody is.
    Nobody,
}

/// Who sits at the desk now.
#[derive(Debug, Serialize, TS)]
pub struct OperatorNow {
    /// How the seat stands.
    pub state: SeatState,
    /// Who is signed in, or was when it locked.
    pub operator: Option<OperatorView>,
    /// Minutes without a key or click after which it locks.
    #[ts(type = "number")]
    pub lock_minutes: i64,
    /// What has to be said to who is signed in: Chinese sentence.
    pub notice: Option<String>,
}

/// Signs in.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Name.
    pub operator: String,
    /// PIN.
    pub pin: String,
}

/// Makes or changes somebody.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OperatorInput {
    /// UUID; absent makes somebody new.
    pub id: Option<String>,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Name nobody else here has.
    pub name: String,
    /// Role.
    pub role: Role,
    /// A new PIN, 4 to 12 digits; absent or empty keeps. Somebody new needs one.
    pub pin: Option<String>,
    /// Has left. Nobody is deleted.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub ended: bool,
}

/// One's own new PIN.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PinInput {
    /// The PIN until now.
    pub pin: String,
    /// The new one.
    pub new_pin: String,
}

/// A PIN is printed nowhere, whatever prints an input.
macro_rules! silent {
    ($($type:ty),*) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }
    )*};
}
silent!(SignIn, OperatorInput, PinInput);

/// When the desk locks.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LockInput {
    /// Minutes, 1 to 240.
    #[ts(type = "number")]
    pub minutes: i64,
    /// Minutes as they were shown; absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub base: Option<i64>,
}

/// Which lines of the trail are wanted.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct AuditQuery {
    /// UUID of an operator; absent or empty for all.
    pub operator: Option<String>,
}

/// A line of the trail.
#[derive(Debug, Serialize, TS)]
pub struct AuditRow {
    /// Place in the trail.
    #[ts(type = "number")]
    pub id: i64,
    /// When, UTC ms.
    #[ts(type = "number")]
    pub at: i64,
    /// Command or step.
    pub op: String,
    /// The same, Chinese.
    pub what: String,
    /// What it was done to: a number or a name.
    pub subject: String,
    /// A reason or count.
    pub detail: String,
    /// Who did it; `null` where the program did, or before the desk had operators.
    pub operator: Option<String>,
    /// The program does this by itself.
    pub by_program: bool,
}
