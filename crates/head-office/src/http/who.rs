//! Who asks: the device a good token names, looked up at every request.

use axum::http::{HeaderMap, header};

use super::fault::Fault;
use super::seat::Seat;
use super::{Office, seal};
use crate::access;

/// How a request's token was judged.
pub enum Who<'a> {
    /// No good token.
    Nobody,
    /// Revoked since.
    Revoked,
    /// This one.
    Device(Seat<'a>),
}

pub fn who<'a>(office: &'a Office, headers: &HeaderMap) -> Result<Who<'a>, Fault> {
    let given = seal::header(headers, header::AUTHORIZATION.as_str());
    let Some(token) = given.as_deref().and_then(|h| h.strip_prefix("Bearer ")) else {
        return Ok(Who::Nobody);
    };
    let Some(device_id) = access::device_of(&office.keys, token, office.now()) else {
        return Ok(Who::Nobody);
    };
    let Some(device) = office.store.device(device_id)? else {
        return Ok(Who::Nobody);
    };
    tracing::Span::current().record("device", &device.device_id);
    if device.revoked_at.is_some() {
        return Ok(Who::Revoked);
    }
    office.within(office.limiter.device(&device.device_id, &device.dealer, crate::clock::ticks_ms()))?;
    Ok(Who::Device(Seat::of(office, device)))
}

/// The device's seat, or 401, or 403, or 429.
pub fn seat<'a>(office: &'a Office, headers: &HeaderMap) -> Result<Seat<'a>, Fault> {
    match who(office, headers)? {
        Who::Nobody => Err(Fault::unauthorized()),
        Who::Revoked => Err(Fault::revoked()),
        Who::Device(seat) => Ok(seat),
    }
}
