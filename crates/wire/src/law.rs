//! Bodies of feed items that carry the contract, the key it is signed with, and the working days.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Kind of an item with a policy pack.
pub const PACK_KIND: &str = "policy_pack";

/// Kind of an item with a year of working days.
pub const CALENDAR_KIND: &str = "work_calendar";

/// Kind of an item that says which key signs packs from now on.
pub const HANDOVER_KIND: &str = "key_handover";

/// A key for policy packs that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Handover {
    /// The maker's code.
    pub principal: String,
    /// Base64 of the key until now.
    pub old_key: String,
    /// Base64 of the key from now on.
    pub new_key: String,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
    /// Base64 of the old key's signature over [`crate::sign::key_handover`].
    pub signature: String,
}

/// Every handover since the receipt key, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverBody {
    /// One line for the list of messages.
    pub title: String,
    /// The handovers.
    pub handovers: Vec<Handover>,
}

/// A policy pack with its detached seal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackBody {
    /// One line for the list of messages.
    pub title: String,
    /// The pack's file, exactly as it was signed.
    pub file: String,
    /// The seal: `pack`, `version`, `key`, `signature`, `handovers`.
    pub seal: Value,
}

/// A year of working days and holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarBody {
    /// One line for the list of messages.
    pub title: String,
    /// The calendar's file.
    pub file: String,
}
