//! `POST /v1/enrol` with a one-time code, `POST /v1/token` with a signed challenge.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::Json;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::code;
use wire::enrol::{EnrolReply, EnrolRequest, TokenReply, TokenRequest};

use super::caller::Caller;
use super::fault::Fault;
use super::{Office, blocking};
use crate::store::{Device, Enrolled, Enrolment};
use crate::{access, keys};

/// Wrong codes per minute of one caller.
const GUESSES: u32 = 30;

/// Wrong codes per minute of all callers: nine thousand in the quarter of an hour a code is good, of forty bits of secret.
const GUESSES_OF_ALL: u32 = 600;

/// What they are counted under.
const CODES: &str = "enrol";

/// A new device of a dealer, by a one-time code.
#[utoipa::path(post, path = "/v1/enrol", operation_id = "enrol", request_body = EnrolRequest,
    extensions(("x-codes" = json!(["bad_code", "wrong_principal", "too_large"]))),
    responses((status = 200, description = "Who the desk now is", body = EnrolReply)))]
pub async fn enrol(
    State(office): State<Arc<Office>>,
    caller: Caller,
    ask: Result<Json<EnrolRequest>, JsonRejection>,
) -> Result<Json<EnrolReply>, Fault> {
    let Json(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || admit(&office, &caller, &ask)).await
}

fn admit(office: &Office, caller: &Caller, ask: &EnrolRequest) -> Result<Json<EnrolReply>, Fault> {
    let now = office.now();
    let tries = |what: &str| office.store.wrong_tries(what, now);
    if tries(&caller.at(CODES))? >= GUESSES || tries(CODES)? >= GUESSES_OF_ALL {
        return Err(Fault::too_many(60));
    }
    let meta = office.store.meta()?;
    let text = wire::sign::enrol(&meta.server_id, &ask.code, &ask.device_key);
    if !keys::is_signed(&ask.device_key, &text, &ask.signature) {
        return Err(Fault::bad("the signature is not the device key's"));
    }
    let who = Enrolment {
        secret_hash: wire::hash::sha256_hex(ask.code.as_bytes()),
        principal: ask.principal.clone().filter(|p| wire::sign::is_plain(p)),
        suggest: ask.suggest.clone().filter(|p| wire::sign::is_plain(p)),
        device_key: ask.device_key.clone(),
        device_name: ask.device_name.chars().filter(|c| !c.is_control()).take(60).collect(),
    };
    match office.store.enrol(&who, now)? {
        Enrolled::Device(device) => welcome(office, device),
        Enrolled::WrongPrincipal => Err(Fault::wrong_principal(&meta.principal)),
        Enrolled::BadCode => {
            office.store.note_wrong(&caller.at(CODES), now)?;
            office.store.note_wrong(CODES, now)?;
            let message = "the code is unknown, used or too old";
            Err(Fault::new(StatusCode::FORBIDDEN, code::BAD_CODE, message))
        }
    }
}

fn welcome(office: &Office, device: Device) -> Result<Json<EnrolReply>, Fault> {
    let meta = office.store.meta()?;
    let policy = office.keys.policy().map_err(|e| Fault::internal(&e))?;
    tracing::info!(device = %device.device_id, dealer = %device.dealer, "enrolled");
    Ok(Json(EnrolReply {
        server_id: meta.server_id,
        principal: meta.principal,
        principal_name: meta.principal_name,
        dealer: device.dealer,
        dealer_name: device.dealer_name,
        device_id: device.device_id,
        receipt_key: STANDARD.encode(office.keys.receipt_public()),
        receipt_key_sha256: wire::hash::sha256_hex(&office.keys.receipt_public()),
        generation: meta.generation,
        handovers: policy.handovers().to_vec(),
    }))
}

/// A token for a signed challenge.
#[utoipa::path(post, path = "/v1/token", operation_id = "token", request_body = TokenRequest,
    extensions(("x-codes" = json!(["unauthorized", "revoked", "too_large"]))),
    responses((status = 200, description = "A token", body = TokenReply)))]
pub async fn token(
    State(office): State<Arc<Office>>,
    ask: Result<Json<TokenRequest>, JsonRejection>,
) -> Result<Json<TokenReply>, Fault> {
    let Json(ask) = ask.map_err(|e| Fault::bad(e.body_text()))?;
    blocking(move || grant(&office, &ask)).await
}

fn grant(office: &Office, ask: &TokenRequest) -> Result<Json<TokenReply>, Fault> {
    let now = office.now();
    let Some(device) = office.store.device(&ask.device_id)? else {
        return Err(Fault::unauthorized());
    };
    let server_id = office.store.meta()?.server_id;
    let text = wire::sign::challenge(&server_id, &ask.device_id, &ask.challenge);
    let signed = keys::is_signed(&device.public_key, &text, &ask.signature);
    if !signed || !access::spend_challenge(&office.keys, office.store.as_ref(), &ask.challenge, now)? {
        return Err(Fault::unauthorized());
    }
    if device.revoked_at.is_some() {
        return Err(Fault::revoked());
    }
    Ok(Json(TokenReply { token: access::token(&office.keys, &device.device_id, now), good_for_ms: access::TOKEN_MS }))
}
