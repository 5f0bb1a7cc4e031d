//! The wall clock of the machine: what goes on while it sleeps.

use std::time::SystemTime;

/// Now.
pub fn wall() -> SystemTime {
    SystemTime::now()
}
