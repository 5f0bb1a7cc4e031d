use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One backup.
#[derive(Debug, Serialize, TS)]
pub struct BackupView {
    /// Path of the file.
    pub path: String,
    /// When it was made, UTC ms.
    #[ts(type = "number")]
    pub made_at: i64,
    /// Bytes.
    #[ts(type = "number")]
    pub bytes: i64,
    /// Why: `schedule`, `button`, `before_migration`, `before_restore`.
    pub cause: String,
    /// It is encrypted.
    pub encrypted: bool,
}

/// Makes a backup.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BackupInput {
    /// File to write; absent takes the backup folder.
    pub path: Option<String>,
}

/// Restores a backup.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RestoreInput {
    /// File to restore.
    pub path: String,
    /// Recovery code of an encrypted backup whose key is not here.
    pub code: Option<String>,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// Asks for the self-check.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DoctorInput {
    /// The page's name for this work.
    pub task: Option<String>,
}

/// What the program finds about itself.
#[derive(Debug, Serialize, TS)]
pub struct DoctorView {
    /// `ok`, or what SQLite's integrity check says.
    pub integrity: String,
    /// Schema version of the database.
    #[ts(type = "number")]
    pub schema_version: i64,
    /// Rows per table.
    pub counts: Vec<TableCount>,
    /// Sync line per maker.
    pub sync: Vec<super::SyncLine>,
    /// Free bytes on the disk of the data folder; `null` when it cannot be told.
    #[ts(type = "number | null")]
    pub disk_free_bytes: Option<i64>,
    /// Bytes of the database.
    #[ts(type = "number")]
    pub database_bytes: i64,
    /// Backups at hand.
    #[ts(type = "number")]
    pub backups: i64,
    /// Complaints in Chinese; empty when all is well.
    pub problems: Vec<String>,
}

/// Rows of a table.
#[derive(Debug, Serialize, TS)]
pub struct TableCount {
    /// Table.
    pub table: String,
    /// Rows.
    #[ts(type = "number")]
    pub rows: i64,
}

/// Loads demo data into an empty desk.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DemoInput {
    /// Head offices to enrol at, one a maker.
    #[serde(default)]
    pub head_offices: Vec<DemoHeadOffice>,
}

/// A head office for the demo.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DemoHeadOffice {
    /// Address.
    pub url: String,
    /// One-time code, which is of one maker.
    pub code: String,
}
