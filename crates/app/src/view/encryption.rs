use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the key of an encrypted desk lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// In the key store of the system.
    System,
    /// In a file of the user's alone: the system's key store did not keep it.
    File,
    /// Nowhere: the next start asks for the recovery code.
    Nowhere,
}

/// How the data is encrypted.
#[derive(Debug, Serialize, TS)]
pub struct EncryptionView {
    /// This build can encrypt.
    pub available: bool,
    /// The database is encrypted.
    pub on: bool,
    /// Where its key lies; `null` when it is not encrypted.
    pub place: Option<KeyPlace>,
    /// When the recovery code was made, UTC ms.
    #[ts(type = "number | null")]
    pub code_made_at: Option<i64>,
    /// Backups in the desk's folder that are not encrypted.
    #[ts(type = "number")]
    pub plain_backups: i64,
    /// Those that are.
    #[ts(type = "number")]
    pub encrypted_backups: i64,
    /// Databases put aside by an earlier restore or damage that are not encrypted.
    #[ts(type = "number")]
    pub plain_copies: i64,
    /// What an act left undone after the database had its key, in Chinese.
    pub unfollowed: Vec<String>,
}

/// A recovery code, shown once.
#[derive(Serialize, TS)]
pub struct RecoveryCodeView {
    /// Its groups.
    pub groups: Vec<String>,
}

/// VAULT-1
impl std::fmt::Debug for RecoveryCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodeView")
    }
}

/// A page to print that is not kept.
#[derive(Debug, Serialize, TS)]
pub struct RecoveryPage {
    /// Where the file lies until the code was typed back.
    pub path: String,
}

/// Turns encryption on.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EncryptionOn {
    /// The last group of the code that was shown, typed back.
    pub last_group: String,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// Replaces the recovery code.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EncryptionRenew {
    /// The last group of the code that was shown, typed back.
    pub last_group: String,
}

/// Turns encryption off.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EncryptionOff {
    /// The page's name for this work.
    pub task: Option<String>,
}

/// Opens a desk whose key is gone.
#[derive(Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnlockInput {
    /// The recovery code as it was typed.
    pub code: String,
}

/// VAULT-1
impl std::fmt::Debug for UnlockInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnlockInput")
    }
}
