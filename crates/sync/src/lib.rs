//! Sync of one desk with one maker's head office: look → plan → act.
//!
//! The doors:
//! - [`desk::Desk`]: what the local store does for sync.
//! - `run_once(&dyn Desk, principal, &dyn Clock, &Options) -> Outcome` (async), `run_blocking` for callers without a runtime.
//! - `enrol(url, code, device_name, Option<principal_code>, &dyn Clock, &Options) -> Result<Account, Problem>`:
//!   network only; the caller saves it with [`desk::Desk::set_account`]. `enrol_blocking` likewise.
//! - `new_epoch() -> String`: for the store's first epoch and for a restore.
//!
//! Absent: any timer that runs by itself. The shell calls every minute with `Trigger::Tick`.

pub mod desk;
pub mod outcome;
