//! Files up, in chunks, from where the last try stopped.
//!
//! - SYNC-23 A file is done only with a receipt over its hash and size.
//! - SYNC-24 A file that cannot be sent does not keep the others waiting.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use wire::blob::BlobState;

use crate::desk::{Account, BlobJob, DeskFault};
use crate::http::Ask;
use crate::key::Pinned;
use crate::outcome::{Class, Problem};
use crate::run::Run;
use crate::trouble;

/// Files of one run.
pub(crate) const AT_ONCE: u32 = 50;

/// Sends the files that wait, oldest first.
pub(crate) async fn send(run: &mut Run<'_>) -> Result<(), Problem> {
    run.look.so_far.blobs_tried = true;
    let jobs = run.desk.blobs(run.principal, AT_ONCE).map_err(trouble::store)?;
    for job in jobs {
        match file(run, &job).await {
            Ok(()) => run.out.blobs += 1,
            Err(problem) if problem.class == Class::Record => give_up(run, &job, &problem)?,
            Err(problem) if problem.class == Class::TooLarge => give_up(run, &job, &problem)?,
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}

fn give_up(run: &Run, job: &BlobJob, problem: &Problem) -> Result<(), Problem> {
    let now = run.clock.now_ms();
    tracing::warn!(file = %job.sha256, code = %problem.code, "a file cannot be sent");
    run.desk.blob_failed(run.principal, &job.sha256, &problem.code, now).map_err(trouble::store)
}

/// What head office held of a file before this run may be torn: a whole that is not the file is sent once more, from its beginning.
async fn file(run: &mut Run<'_>, job: &BlobJob) -> Result<(), Problem> {
    let path = format!("/v1/blobs/{}", job.sha256);
    let state = read(&run.ask(Ask::get(&path)).await?)?;
    let held = state.received > 0;
    match whole(run, job, &path, state).await {
        Err(problem) if held && problem.code == wire::code::HASH_MISMATCH => {
            let state = read(&run.ask(Ask::get(&path)).await?)?;
            whole(run, job, &path, state).await
        }
        ended => ended,
    }
}

async fn whole(run: &mut Run<'_>, job: &BlobJob, path: &str, mut state: BlobState) -> Result<(), Problem> {
    while !state.complete {
        let before = state.received;
        state = chunk(run, job, path, before).await?;
        if !state.complete && state.received <= before {
            let detail = "head office does not take the next chunk";
            return Err(Problem::new("blob_stands", Class::Transient, detail));
        }
    }
    done(run, job, &state)
}

async fn chunk(run: &mut Run<'_>, job: &BlobJob, path: &str, from: u64) -> Result<BlobState, Problem> {
    let most = run.link.limits.blob_chunk.clamp(1, wire::blob::CHUNK);
    let bytes = run.desk.read_blob(run.principal, &job.sha256, from, most);
    let bytes = match bytes {
        // Not the store but this one file: it must not keep the others waiting.
        Err(error) if error.kind == DeskFault::Other => {
            return Err(Problem::new("blob_gone", Class::Record, error.detail));
        }
        other => other.map_err(trouble::store)?,
    };
    if bytes.is_empty() || from + bytes.len() as u64 > job.size {
        return Err(Problem::new("blob_gone", Class::Record, "the file is not what it was"));
    }
    let digest = STANDARD.encode(wire::hash::sha256(&bytes));
    let to = from + bytes.len() as u64 - 1;
    let headers = [
        ("content-type", "application/octet-stream".to_owned()),
        ("content-range", format!("bytes {from}-{to}/{}", job.size)),
        (wire::HEADER_DIGEST, format!("sha-256=:{digest}:")),
    ];
    let ask = Ask { method: Method::PUT, headers: &headers, ..Ask::post(path, bytes.into()) };
    let reply = run.ask_any(ask).await?;
    match reply.status {
        // 409: head office holds another number of bytes than we thought, and says how many.
        200 | 409 => read(&reply.body),
        _ => Err(trouble::refused(&reply)),
    }
}

fn read(body: &[u8]) -> Result<BlobState, Problem> {
    serde_json::from_slice(body).map_err(|_| trouble::unreadable("blob state"))
}

fn done(run: &Run, job: &BlobJob, state: &BlobState) -> Result<(), Problem> {
    if !is_proved(&run.account, &run.pinned, job, state) {
        let detail = "a file's receipt does not verify against the pinned key";
        return Err(Problem::new("bad_receipt", Class::NotOurServer, detail));
    }
    let now = run.clock.now_ms();
    run.desk.blob_done(run.principal, state, now).map_err(trouble::store)
}

/// Head office signed that it holds the whole file.
pub(crate) fn is_proved(account: &Account, pinned: &Pinned, job: &BlobJob, state: &BlobState) -> bool {
    let at = state.received_at.unwrap_or_default();
    let text = wire::sign::blob(&account.principal_code, &account.dealer_code, &job.sha256, job.size, at);
    pinned.signed(&text, state.signature.as_deref().unwrap_or_default())
}
