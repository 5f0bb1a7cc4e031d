use super::{CoverageProposal, CustodyMark};
use domain::Day;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A machine somebody calls about.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct CallMachine {
    /// UUID of the machine, where it is known; absent looks for it by the serial.
    pub unit_id: Option<String>,
    /// Serial as told.
    pub serial: String,
    /// Maker's code; empty for any.
    pub principal: String,
    /// UUID of the call that is being changed: it is not named.
    pub except: Option<String>,
}

/// What the desk knows of a machine while somebody calls about it.
#[derive(Debug, Serialize, TS)]
pub struct CalledMachine {
    /// UUID; `null` for a machine the desk does not know.
    pub unit_id: Option<String>,
    /// Maker's code; empty for a machine the desk does not know.
    pub principal: String,
    /// Maker's name.
    pub maker: String,
    /// Serial.
    pub serial: String,
    /// Model.
    pub model: String,
    /// Product.
    pub product: String,
    /// Who has it.
    pub owner: Option<String>,
    /// Day of the sale that stands.
    #[ts(type = "string | null")]
    pub sold_on: Option<Day>,
    /// Whether it is within its period today; `null` for a machine the desk does not know.
    pub coverage: Option<CoverageProposal>,
    /// Where the receipt card of that sale stands, in Chinese.
    pub card: Option<String>,
    /// Open calls for it, the newest first.
    pub calls: Vec<OpenPaper>,
    /// Repairs of it that are not done, the newest first.
    pub repairs: Vec<OpenPaper>,
    /// The receipt it is here by.
    pub custody: Option<CustodyMark>,
}

/// A record that is still open.
#[derive(Debug, Serialize, TS)]
pub struct OpenPaper {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// What is the matter.
    pub complaint: String,
    /// Where it stands, in Chinese.
    pub state: String,
}
