//! Who asks: the device a good token names, looked up at every request before its body is read.
//!
//! - WHO-1 What a device sends is read only after its token was judged; what comes with a bad one is poured away and costs no memory.

use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;
use super::seat::Seat;
use super::{Office, blocking, seal};
use crate::access;
use crate::store::Device;

/// How a request's token was judged.
pub enum Who {
    /// No good token.
    Nobody,
    /// Revoked since.
    Revoked,
    /// This one.
    Device(Pass),
}

/// A device that showed a good token.
#[derive(Clone)]
pub struct Pass(Device);

impl Pass {
    /// Its seat at this office.
    pub fn seat(self, office: &Office) -> Seat<'_> {
        Seat::of(office, self.0)
    }
}

impl FromRequestParts<Arc<Office>> for Pass {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Office>) -> Result<Self, Fault> {
        parts.extensions.remove().ok_or_else(Fault::unauthorized)
    }
}

pub fn who(office: &Office, headers: &HeaderMap) -> Result<Who, Fault> {
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
    Ok(Who::Device(Pass(device)))
}

/// Lets devices with a good token in, with their pass; everybody else gets 401, or 403, or 429 (WHO-1).
pub async fn with_pass(State(office): State<Arc<Office>>, mut request: Request, next: Next) -> Response {
    let (judge, headers) = (office.clone(), request.headers().clone());
    let judged = blocking(move || match who(&judge, &headers)? {
        Who::Nobody => Err(Fault::unauthorized()),
        Who::Revoked => Err(Fault::revoked()),
        Who::Device(pass) => Ok(pass),
    });
    match judged.await {
        Ok(pass) => {
            request.extensions_mut().insert(pass);
            next.run(request).await
        }
        Err(fault) => {
            pour_away(request.into_body(), office.config.max_body).await;
            fault.into_response()
        }
    }
}

/// Reads to the end, or to the limit: who still writes when the connection closes may never see the answer.
async fn pour_away(mut body: Body, most: usize) {
    let mut left = most;
    while let Some(Ok(frame)) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let bytes = frame.data_ref().map_or(0, |bytes| bytes.len());
        match left.checked_sub(bytes) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
