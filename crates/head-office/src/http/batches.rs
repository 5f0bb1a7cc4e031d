//! `POST /v1/batches`.

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
use super::who::Pass;
use super::{Office, WAITING_KIB, blocking, seal};
use crate::intake::{self, Packing};
use crate::store::group::Worth;
use crate::store::{Incoming, StoreError};

/// What a record takes in memory beside its body, with its receipt.
const RECORD: usize = 1024;

/// Records of one stream; each is answered for alone.
#[utoipa::path(post, path = "/v1/batches", operation_id = "batch", security(("token" = [])),
    params(
        ("Idempotency-Key" = String, Header, description = "The batch id."),
        ("Content-Digest" = String, Header, description = "`sha-256=:<base64>:` over the bytes as sent (RFC 9530)."),
        ("Content-Encoding" = Option<Packed>, Header, description = "How the body is packed."),
    ),
    request_body(content = Batch, content_type = "application/json", description = "Packed with zstd, or as it is."),
    extensions(("x-codes" = json!(["bad_batch", "digest_mismatch", "unauthorized", "revoked", "wrong_principal", "too_large"]))),
    responses((status = 200, description = "One result per record, in the order sent", body = BatchReply)))]
pub async fn take(
    State(office): State<Arc<Office>>,
    pass: Pass,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<BatchReply>, Fault> {
    let bytes = body.map_err(|e| unread(&e))?;
    let Ok(turn) = office.unpacking.acquire().await else {
        return Err(Fault::busy(5));
    };
    let reader = office.clone();
    let (incoming, worth) = blocking(move || read(&reader, pass, &headers, &bytes)).await?;
    let (batch_id, device) = (incoming.batch.batch_id.clone(), incoming.device_id.clone());
    let records = incoming.batch.records.len();
    // The turn ends here, not with the commit: batches that wait together are committed together, and as many may wait as
    // there is room for.
    let Ok(_room) = office.waiting.acquire_many(room(&incoming)).await else {
        return Err(Fault::busy(5));
    };
    drop(turn);
    let reply = office.writer.take(incoming, worth).await.map_err(|e| {
        if matches!(e, StoreError::Busy) {
            office.gauges.queue_was_full();
        }
        Fault::from(e)
    })?;
    office.gauges.taken(&reply);
    tracing::info!(%batch_id, %device, records, "batch taken");
    Ok(Json(reply))
}

/// Words of Content-Encoding.
#[derive(utoipa::ToSchema)]
#[schema(rename_all = "lowercase")]
#[allow(dead_code, reason = "a list for the document")]
pub enum Packed {
    Zstd,
    Identity,
}

pub fn unread(rejection: &BytesRejection) -> Fault {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::too_large("the body is over the limit"),
        _ => Fault::bad(rejection.body_text()),
    }
}

/// KiB a batch holds while it waits for the writer; what is larger than all the room gets all of it.
fn room(incoming: &Incoming) -> u32 {
    let bytes: usize = incoming.batch.records.iter().map(|record| record.body.len() + RECORD).sum();
    u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX).min(WAITING_KIB)
}

fn read(office: &Office, pass: Pass, headers: &HeaderMap, bytes: &[u8]) -> Result<(Incoming, Worth), Fault> {
    check_digest(headers, bytes)?;
    let plain = unpack(headers, bytes, office.config.max_unpacked)?;
    let batch: Batch = serde_json::from_slice(&plain)
        .map_err(|e| Fault::new(StatusCode::BAD_REQUEST, wire::code::BAD_BATCH, format!("batch: {e}")))?;
    let key = seal::header(headers, HEADER_IDEMPOTENCY);
    if key.as_deref() != Some(&*batch.batch_id) {
        return Err(Fault::bad("Idempotency-Key is not the batch id"));
    }
    let incoming = pass.seat(office).brings(batch)?;
    // It is of this office: its maker is ours.
    let maker = &incoming.batch.principal;
    let worth = Worth::of(&incoming, maker, office.config.limits.record_bytes);
    let worth = worth.signed(&incoming, maker, &|text| office.keys.sign(text));
    Ok((incoming, worth))
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
        Some("zstd") => intake::unzstd(bytes, limit).map_err(|why| match why {
            Packing::TooLarge => Fault::too_large("unpacked, the batch is over the limit"),
            Packing::Broken(e) => Fault::bad(format!("zstd: {e}")),
        }),
        None | Some("identity") if bytes.len() <= limit => Ok(bytes.to_vec()),
        None | Some("identity") => Err(Fault::too_large("the batch is over the limit")),
        Some(_) => Err(Fault::bad("Content-Encoding is zstd or nothing")),
    }
}
