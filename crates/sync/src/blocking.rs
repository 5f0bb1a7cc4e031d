//! The same doors for callers without a runtime of their own. Call them off the window's thread.

use crate::desk::{Account, Desk};
use crate::outcome::{Class, Clock, Options, Outcome, Problem};

/// [`crate::run_once`], waited for.
pub fn run_blocking(desk: &dyn Desk, principal: &str, clock: &dyn Clock, options: &Options) -> Outcome {
    let run = crate::run_once(desk, principal, clock, options);
    wait(run).unwrap_or_else(|problem| Outcome { problem: Some(problem), ..Outcome::default() })
}

/// [`crate::enrol`], waited for.
pub fn enrol_blocking(
    url: &str,
    code: &str,
    device_name: &str,
    principal_code: Option<&str>,
    clock: &dyn Clock,
    options: &Options,
) -> Result<Account, Problem> {
    wait(crate::enrol(url, code, device_name, principal_code, clock, options))?
}

/// [`crate::held`], waited for.
pub fn held_blocking(
    desk: &dyn Desk,
    principal: &str,
    clock: &dyn Clock,
    options: &Options,
) -> Result<crate::Held, Problem> {
    wait(crate::held(desk, principal, clock, options))?
}

fn wait<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Problem::new("local_other", Class::Local, e.to_string()))?;
    Ok(runtime.block_on(work))
}
