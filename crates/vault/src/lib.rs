//! The key of an encrypted desk: what it is, the code that brings it back, where it lies.
//!
//! - VAULT-1 A key, and a recovery code, stand in no log and no error: their `Debug` is a word.
//! - VAULT-2 A recovery code mistyped in one letter, with two neighbours or two groups exchanged, is refused with the number of the group.
//! - VAULT-3 A key file gives its key to its own recovery code only; a file that was changed gives none.
//! - VAULT-4 A key file is written whole or not at all.
//! - VAULT-5 A key that lies under another key's name is not taken for it.
//!
//! Absent: the database (`store`), the key store of the system and sentences (`app`).

mod code;
mod file;
mod key;
mod shelf;

pub use code::{Mistyped, RecoveryCode};
pub use file::{KeyFile, KeyFileError};
pub use key::Key;
pub use shelf::{FolderShelf, KeyShelf, ShelfFault};
