//! `GET` and `PUT /v1/blobs/<sha256>`: files in chunks, to be taken up again where they stopped.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use wire::blob::{BlobState, CHUNK};

use super::batches::{check_digest, unread};
use super::fault::Fault;
use super::seat::Seat;
use super::who::Pass;
use super::{Office, blocking, seal};
use crate::files::{Chunk, MAX_FILE, Taken, whole};

/// Which file.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "words of the document")]
struct Name {
    /// SHA-256 of the whole file, 64 lower-case hex digits.
    #[param(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

/// What is held of a file of this dealer.
#[utoipa::path(get, path = "/v1/blobs/{sha256}", operation_id = "blob", params(Name), security(("token" = [])),
    extensions(("x-codes" = json!(["unauthorized", "revoked"]))),
    responses((status = 200, description = "Bytes held, from the start", body = BlobState)))]
pub async fn state(
    State(office): State<Arc<Office>>,
    pass: Pass,
    sha256: Result<Path<String>, PathRejection>,
) -> Result<Json<BlobState>, Fault> {
    let Path(sha256) = sha256.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || Ok(Json(pass.seat(&office).blob(known_name(&sha256)?)?))).await
}

/// The next chunk of a file.
#[utoipa::path(put, path = "/v1/blobs/{sha256}", operation_id = "chunk", security(("token" = [])),
    params(
        Name,
        ("Content-Range" = String, Header, description = "`bytes <from>-<to>/<total>`"),
        ("Content-Digest" = String, Header, description = "`sha-256=:<base64>:` over the bytes as sent (RFC 9530)."),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "256 KB at most."),
    extensions(("x-codes" = json!(["digest_mismatch", "unauthorized", "revoked", "too_large", "hash_mismatch"]))),
    responses(
        (status = 200, description = "Bytes held now", body = BlobState),
        (status = 409, description = "`wrong_offset`: the chunk does not start where the last one ended", body = BlobState),
    ))]
pub async fn put(
    State(office): State<Arc<Office>>,
    pass: Pass,
    sha256: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Fault> {
    let Path(sha256) = sha256.map_err(|e| Fault::bad(e.body_text()))?;
    let bytes = body.map_err(|e| unread(&e))?;
    blocking(move || take(&pass.seat(&office), &sha256, &headers, &bytes)).await
}

fn take(seat: &Seat, sha256: &str, headers: &HeaderMap, bytes: &[u8]) -> Result<Response, Fault> {
    check_digest(headers, bytes)?;
    let (from, total) = range(headers, bytes.len() as u64)?;
    let chunk = Chunk { sha256: known_name(sha256)?, from, total, bytes };
    Ok(match seat.chunk(&chunk)? {
        Taken::Part(received) => Json(part(sha256, received)).into_response(),
        Taken::Whole(blob) => Json(whole(blob)).into_response(),
        Taken::WrongOffset(held) => (StatusCode::CONFLICT, Json(part(sha256, held))).into_response(),
        Taken::WrongHash => {
            let message = "the file's bytes have another hash";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Fault::new(status, wire::code::HASH_MISMATCH, message).into_response()
        }
    })
}

fn known_name(sha256: &str) -> Result<&str, Fault> {
    match wire::hash::is_sha256_hex(sha256) {
        true => Ok(sha256),
        false => Err(Fault::bad("a file goes by its SHA-256, 64 lower-case hex digits")),
    }
}

/// `Content-Range: bytes 0-262143/500000`
fn range(headers: &HeaderMap, len: u64) -> Result<(u64, u64), Fault> {
    let text = seal::header(headers, header::CONTENT_RANGE.as_str()).unwrap_or_default();
    let parts = text.strip_prefix("bytes ").and_then(|t| {
        let (span, total) = t.split_once('/')?;
        let (from, to) = span.split_once('-')?;
        Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?, total.parse::<u64>().ok()?))
    });
    let Some((from, to, total)) = parts else {
        return Err(Fault::bad("Content-Range is needed"));
    };
    if total > MAX_FILE || len > CHUNK {
        return Err(Fault::too_large("the file or the chunk is over the limit"));
    }
    if len == 0 || from.checked_add(len - 1) != Some(to) || to >= total {
        return Err(Fault::bad("Content-Range does not fit the body"));
    }
    Ok((from, total))
}

fn part(sha256: &str, received: u64) -> BlobState {
    BlobState { sha256: sha256.to_owned(), received, complete: false, received_at: None, signature: None }
}
