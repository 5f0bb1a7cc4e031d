//! Bodies of feed items that carry the contract and the working days.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Kind of an item with a policy pack.
pub const PACK_KIND: &str = "policy_pack";

/// Kind of an item with a year of working days.
pub const CALENDAR_KIND: &str = "work_calendar";

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
