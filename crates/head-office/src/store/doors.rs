//! Who comes in: one-time codes, challenges that were used, wrong tries.
//!
//! - DOORS-1 A one-time code makes one device. The same key that asks again gets the same answer: its first one may have been lost on the way.
//! - DOORS-2 A challenge is used once, and wrong tries are counted together, whichever instance of this head office was asked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::common::uuid_v7;
use super::{Device, Enrolled, Enrolment, Result};

/// What instances of one head office have to know of each other.
pub trait Doors {
    /// True the first time this challenge is used.
    fn spend(&self, challenge: &str, until: i64, now: i64) -> Result<bool>;
    /// Wrong tries of this in the minute that runs.
    fn wrong_tries(&self, what: &str, now: i64) -> Result<u32>;
    /// Another one.
    fn note_wrong(&self, what: &str, now: i64) -> Result<()>;
}

/// The minute of a moment.
pub const fn minute(now: i64) -> i64 {
    now / 60_000
}

/// For a head office that is one process. Lost at a restart: a challenge can then be used twice within two minutes, by the same device.
#[derive(Default)]
pub struct Memory {
    spent: Mutex<HashMap<String, i64>>,
    tries: Mutex<(i64, HashMap<String, u32>)>,
}

impl Memory {
    /// See [`Doors::spend`].
    pub fn spend(&self, challenge: &str, until: i64, now: i64) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, until| *until > now);
        spent.insert(challenge.to_owned(), until).is_none()
    }

    fn counted<T>(&self, now: i64, with: impl FnOnce(&mut HashMap<String, u32>) -> T) -> T {
        let mut state = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 != minute(now) {
            *state = (minute(now), HashMap::new());
        }
        with(&mut state.1)
    }

    /// See [`Doors::wrong_tries`].
    pub fn wrong_tries(&self, what: &str, now: i64) -> u32 {
        self.counted(now, |tries| tries.get(what).copied().unwrap_or_default())
    }

    /// See [`Doors::note_wrong`].
    pub fn note_wrong(&self, what: &str, now: i64) {
        self.counted(now, |tries| *tries.entry(what.to_owned()).or_default() += 1);
    }
}

/// What using a code reads and writes, inside one transaction nobody else's comes between.
pub trait Enrolling {
    /// Of head office itself.
    fn meta(&mut self, key: &str) -> Result<String>;
    /// For a head office that was never told its code.
    fn set_principal(&mut self, code: &str) -> Result<()>;
    /// Whose a code is that is still good, and which device used it.
    fn code(&mut self, secret_hash: &str, now: i64) -> Result<Option<(String, Option<String>)>>;
    /// Adds the device and notes that it used the code.
    fn put_device(&mut self, device_id: &str, dealer: &str, who: &Enrolment, now: i64) -> Result<()>;
    /// A device by id.
    fn device(&mut self, device_id: &str) -> Result<Option<Device>>;
}

/// Uses a one-time code.
pub fn enrol(desks: &mut impl Enrolling, who: &Enrolment, now: i64) -> Result<Enrolled> {
    let known = desks.meta("principal")?;
    if !known.is_empty() && who.principal.as_ref().is_some_and(|p| *p != known) {
        return Ok(Enrolled::WrongPrincipal);
    }
    let Some((dealer, used_by)) = desks.code(&who.secret_hash, now)? else {
        return Ok(Enrolled::BadCode);
    };
    if known.is_empty() {
        let meant = match &who.principal {
            Some(code) => code.clone(),
            None => own_code(desks, who)?,
        };
        desks.set_principal(&meant)?;
    }
    let device_id = match used_by {
        Some(device_id) => device_id,
        None => {
            let device_id = uuid_v7(now)?;
            desks.put_device(&device_id, &dealer, who, now)?;
            device_id
        }
    };
    let device = desks.device(&device_id)?.filter(|d| d.public_key == who.device_key);
    Ok(device.map_or(Enrolled::BadCode, Enrolled::Device))
}

/// For a head office that was never told its code: the one the desk suggests, or one no other head office has.
fn own_code(desks: &mut impl Enrolling, who: &Enrolment) -> Result<String> {
    let server_id = desks.meta("server_id")?;
    let own = format!("HO-{}", server_id.get(..6).unwrap_or_default().to_uppercase());
    Ok(who.suggest.clone().unwrap_or(own))
}
