//! Who asks: the device a good token names, looked up at every request.

use axum::http::{HeaderMap, header};

use super::fault::Fault;
use super::{Office, seal};
use crate::access;
use crate::store::Device;

/// How a request's token was judged.
pub enum Who {
    /// No good token.
    Nobody,
    /// Revoked since.
    Revoked,
    /// This one.
    Device(Device),
}

pub fn who(office: &Office, headers: &HeaderMap) -> Result<Who, Fault> {
    let given = seal::header(headers, header::AUTHORIZATION.as_str());
    let Some(token) = given.as_deref().and_then(|h| h.strip_prefix("Bearer ")) else {
        return Ok(Who::Nobody);
    };
    let Some(device_id) = access::device_of(&office.keys, token, office.now()) else {
        return Ok(Who::Nobody);
    };
    Ok(match office.store.device(device_id)? {
        None => Who::Nobody,
        Some(device) if device.revoked_at.is_some() => Who::Revoked,
        Some(device) => Who::Device(device),
    })
}

/// The device, or 401, or 403.
pub fn device(office: &Office, headers: &HeaderMap) -> Result<Device, Fault> {
    match who(office, headers)? {
        Who::Nobody => Err(Fault::unauthorized()),
        Who::Revoked => Err(Fault::revoked()),
        Who::Device(device) => Ok(device),
    }
}
