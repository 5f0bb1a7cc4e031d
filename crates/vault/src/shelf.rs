//! Where keys lie between two starts: the key store of the system, or a file where there is none.

use crate::Key;
use crate::file::write_whole;
use std::path::{Path, PathBuf};

/// Why a shelf did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShelfFault {
    /// There is no key store, or it is of another build.
    #[error("no key store: {0}")]
    Absent(String),
    /// It is there and does not open now.
    #[error("the key store is locked: {0}")]
    Locked(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

/// A place for keys by their names ([`Key::id`]).
pub trait KeyShelf: Send + Sync {
    /// The key of a name; `None` where none lies there, or one that is another's (VAULT-5).
    ///
    /// # Errors
    /// The place does not answer.
    fn get(&self, id: &str) -> Result<Option<Key>, ShelfFault>;

    /// Puts a key under its name.
    ///
    /// # Errors
    /// It does not lie there.
    fn put(&self, key: &Key) -> Result<(), ShelfFault>;

    /// Takes a key away; one that is not there is no fault.
    ///
    /// # Errors
    /// It still lies there.
    fn forget(&self, id: &str) -> Result<(), ShelfFault>;
}

/// The documented fallback: a file in a folder, readable by the user alone. It keeps out another user of the machine and
/// not who has the disk in hand.
#[derive(Debug, Clone)]
pub struct FolderShelf {
    folder: PathBuf,
}

impl FolderShelf {
    /// Keys in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, id: &str) -> PathBuf {
        // Names are hexadecimal: nothing of a path gets in.
        let id: String = id.chars().filter(char::is_ascii_hexdigit).collect();
        self.folder.join(format!("desk.{id}.device-key"))
    }
}

impl KeyShelf for FolderShelf {
    fn get(&self, id: &str) -> Result<Option<Key>, ShelfFault> {
        match std::fs::read_to_string(self.path(id)) {
            Ok(text) => Ok(Key::from_hex(&text).filter(|key| key.id() == id)),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(None),
            // Not text: no key of ours.
            Err(why) if why.kind() == std::io::ErrorKind::InvalidData => Ok(None),
            Err(why) => Err(ShelfFault::Failed(why.to_string())),
        }
    }

    fn put(&self, key: &Key) -> Result<(), ShelfFault> {
        // Nobody else makes the folder: the first key of a machine without a key store does.
        let put = make_private(&self.folder).and_then(|()| write_whole(&self.path(&key.id()), key.hex().as_bytes()));
        put.map_err(|why| ShelfFault::Failed(why.to_string()))
    }

    fn forget(&self, id: &str) -> Result<(), ShelfFault> {
        match std::fs::remove_file(self.path(id)) {
            Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(ShelfFault::Failed(why.to_string())),
            _ => Ok(()),
        }
    }
}

/// A folder for its user alone, with those above it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vault_5_a_key_under_anothers_name_is_not_taken_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let shelf = FolderShelf::new(dir.path().to_owned());
        let (key, other) = (Key::new().unwrap(), Key::new().unwrap());
        assert_eq!(shelf.get(&key.id()), Ok(None));
        shelf.put(&key).unwrap();
        assert_eq!(shelf.get(&key.id()), Ok(Some(key.clone())));
        for wrong in [other.hex().as_bytes(), b"", b"no key", &[0xff, 0xfe]] {
            std::fs::write(shelf.path(&key.id()), wrong).unwrap();
            assert_eq!(shelf.get(&key.id()), Ok(None));
        }
        shelf.forget(&key.id()).unwrap();
        shelf.forget(&key.id()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_fallback_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("not yet").join("keys");
        let shelf = FolderShelf::new(folder.clone());
        let key = Key::new().unwrap();
        shelf.put(&key).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&shelf.path(&key.id()))), (0o700, 0o600));
    }
}
