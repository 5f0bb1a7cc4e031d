//! `POST /v1/batches`.

use std::io::Read;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::batch::{Batch, BatchReply};
use wire::{HEADER_DIGEST, HEADER_IDEMPOTENCY};

use super::fault::Fault;
use super::{Office, blocking, seal, who};
use crate::store::Incoming;

/// Unpacked bytes below which nobody asks how well they were packed.
const RATIO_FROM: usize = 1024 * 1024;
/// More than this is no honest batch: records of a dealer pack about eight to one.
const RATIO: usize = 100;
/// Window of the packer: eight megabytes, so that a header cannot ask for more memory.
const WINDOW_LOG: u32 = 23;

pub async fn take(
    State(office): State<Arc<Office>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<BatchReply>, Fault> {
    let bytes = body.map_err(|e| unread(&e))?;
    let Ok(_turn) = office.unpacking.acquire().await else {
        return Err(Fault::busy(5));
    };
    let reader = office.clone();
    let incoming = blocking(move || read(&reader, &headers, &bytes)).await?;
    let (batch_id, device) = (incoming.batch.batch_id.clone(), incoming.device_id.clone());
    let records = incoming.batch.records.len();
    let reply = office.writer.take(incoming).await?;
    tracing::info!(%batch_id, %device, records, "batch taken");
    Ok(Json(reply))
}

pub fn unread(rejection: &BytesRejection) -> Fault {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::too_large("the body is over the limit"),
        _ => Fault::bad(rejection.body_text()),
    }
}

fn read(office: &Office, headers: &HeaderMap, bytes: &[u8]) -> Result<Incoming, Fault> {
    let device = who::device(office, headers)?;
    check_digest(headers, bytes)?;
    let plain = unpack(headers, bytes, office.config.max_unpacked)?;
    let batch: Batch = serde_json::from_slice(&plain)
        .map_err(|e| Fault::new(StatusCode::BAD_REQUEST, wire::code::BAD_BATCH, format!("batch: {e}")))?;
    if batch.records.len() > office.config.limits.batch_records as usize {
        return Err(Fault::too_large("too many records"));
    }
    fits(&batch, headers, &device.device_id, &device.dealer)?;
    ours(office, &batch)?;
    Ok(Incoming { dealer: device.dealer, device_id: device.device_id, batch, now: office.now() })
}

fn fits(batch: &Batch, headers: &HeaderMap, device_id: &str, dealer: &str) -> Result<(), Fault> {
    if batch.v != wire::PROTOCOL {
        return Err(Fault::bad("v is not 1"));
    }
    let key = seal::header(headers, HEADER_IDEMPOTENCY);
    if key.as_deref() != Some(&*batch.batch_id) || !wire::sign::is_plain(&batch.batch_id) {
        return Err(Fault::bad("Idempotency-Key is not the batch id"));
    }
    if batch.device_id != device_id || batch.dealer != dealer {
        return Err(Fault::bad("the batch is not of the token's device"));
    }
    match wire::sign::is_plain(&batch.epoch) {
        true => Ok(()),
        false => Err(Fault::bad("epoch")),
    }
}

/// A batch for another maker: nothing of it is kept, not even the places of its records.
fn ours(office: &Office, batch: &Batch) -> Result<(), Fault> {
    let principal = office.store.meta()?.principal;
    match batch.principal == principal {
        true => Ok(()),
        false => Err(Fault::wrong_principal(&principal)),
    }
}

pub fn check_digest(headers: &HeaderMap, bytes: &[u8]) -> Result<(), Fault> {
    let digest = STANDARD.encode(wire::hash::sha256(bytes));
    match seal::header(headers, HEADER_DIGEST) {
        Some(given) if given == format!("sha-256=:{digest}:") => Ok(()),
        Some(_) => Err(Fault::digest()),
        None => Err(Fault::bad("Content-Digest is needed")),
    }
}

fn unpack(headers: &HeaderMap, bytes: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    match seal::header(headers, header::CONTENT_ENCODING.as_str()).as_deref() {
        Some("zstd") => unzstd(bytes, limit),
        None | Some("identity") if bytes.len() <= limit => Ok(bytes.to_vec()),
        None | Some("identity") => Err(Fault::too_large("the batch is over the limit")),
        Some(_) => Err(Fault::bad("Content-Encoding is zstd or nothing")),
    }
}

/// Stops as soon as it is too much: a bomb is never unpacked to its end.
fn unzstd(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Fault> {
    let broken = |e: std::io::Error| Fault::bad(format!("zstd: {e}"));
    let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(broken)?;
    decoder.window_log_max(WINDOW_LOG).map_err(broken)?;
    let allowed = limit.min(RATIO_FROM.max(bytes.len().saturating_mul(RATIO)));
    let mut plain = Vec::new();
    let mut guarded = decoder.take(allowed as u64 + 1);
    guarded.read_to_end(&mut plain).map_err(broken)?;
    match plain.len() > allowed {
        true => Err(Fault::too_large("unpacked, the batch is over the limit")),
        false => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(len: usize) -> Vec<u8> {
        zstd::stream::encode_all(&*vec![b'a'; len], 19).unwrap()
    }

    #[test]
    fn http_3_a_bomb_is_refused_and_a_well_packed_batch_is_not() {
        let limit = 16 * 1024 * 1024;
        assert!(unzstd(&packed(limit + 1), limit).is_err());
        assert!(unzstd(&packed(RATIO_FROM * 2), limit).is_err(), "ratio");
        assert_eq!(unzstd(&packed(RATIO_FROM), limit).unwrap().len(), RATIO_FROM);
        assert!(unzstd(b"not zstd", limit).is_err());
    }
}
