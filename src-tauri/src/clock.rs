//! The wall clock of the machine: what goes on while it sleeps.

use std::time::SystemTime;

/// Now.
#[allow(clippy::disallowed_methods, reason = "how long the machine slept is told by nothing else")]
pub fn wall() -> SystemTime {
    SystemTime::now()
}
