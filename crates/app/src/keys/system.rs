//! The key store of the system, and the folder that stands in for it.
//!
//! Windows: Credential Manager. macOS: Keychain. Linux: Secret Service (GNOME Keyring, KWallet), where one runs.

use keyring::{Entry, Error};
use std::path::PathBuf;
use std::sync::Arc;
use vault::{FolderShelf, Key, KeyShelf, ShelfFault};
use zeroize::Zeroizing;

/// Where keys lie between two starts.
#[derive(Clone)]
pub struct Shelves {
    /// The system's.
    pub system: Arc<dyn KeyShelf>,
    /// Where that one does not keep them.
    pub fallback: Arc<dyn KeyShelf>,
}

impl Shelves {
    /// Those of this machine and its user.
    pub fn of_this_machine() -> Self {
        Self { system: Arc::new(System), fallback: Arc::new(FolderShelf::new(fallback_folder())) }
    }
}

/// Not the data folder: who copies that one has no key with it.
fn fallback_folder() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Preferences"))
    } else {
        from("XDG_CONFIG_HOME").or_else(|| from("HOME").map(|home| home.join(".config")))
    };
    base.unwrap_or_else(|| PathBuf::from(".")).join(crate::IDENTIFIER).join("keys")
}

/// The system's key store.
struct System;

fn entry(id: &str) -> Result<Entry, ShelfFault> {
    Entry::new(crate::IDENTIFIER, id).map_err(|why| fault(&why))
}

/// Said by kind: what the library shows of its errors has no secret in it, its `Debug` may.
fn fault(why: &Error) -> ShelfFault {
    match why {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => ShelfFault::Absent(why.to_string()),
        Error::NoStorageAccess(_) => ShelfFault::Locked(why.to_string()),
        _ => ShelfFault::Failed(why.to_string()),
    }
}

impl KeyShelf for System {
    fn get(&self, id: &str) -> Result<Option<Key>, ShelfFault> {
        match entry(id)?.get_password().map(Zeroizing::new) {
            Ok(text) => Ok(Key::from_hex(&text).filter(|key| key.id() == id)),
            // Somebody put something else there.
            Err(Error::NoEntry | Error::BadEncoding(_) | Error::BadDataFormat(..)) => Ok(None),
            Err(why) => Err(fault(&why)),
        }
    }

    fn put(&self, key: &Key) -> Result<(), ShelfFault> {
        entry(&key.id())?.set_password(&key.hex()).map_err(|why| fault(&why))
    }

    fn forget(&self, id: &str) -> Result<(), ShelfFault> {
        match entry(id)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(why) => Err(fault(&why)),
        }
    }
}
