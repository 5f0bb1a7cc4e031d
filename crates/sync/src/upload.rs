//! Batches up.
//!
//! - SYNC-16 A row leaves `inflight` only by a signed answer, or by going back to `pending`.
//! - SYNC-17 A batch that was too large, or timed out twice, is cut in half; a single record that is too large is refused alone.
//! - SYNC-18 Each row gets its own verdict; what one record does to another is nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::batch::BatchReply;
use wire::code;

use crate::desk::{OutboxRow, State, Verdict};
use crate::http::Ask;
use crate::outcome::{Class, Problem};
use crate::run::Run;
use crate::{batch, plan, trouble};

/// Of zstd.
pub(crate) const LEVEL: i32 = 3;
/// A record this small fits through every box that lets anything through.
const SMALL: u64 = 16 * 1024;

/// Sends the next batch of pending rows.
pub(crate) async fn send(run: &mut Run<'_>) -> Result<(), Problem> {
    let (most, _) = plan::size(&run.link);
    let rows = run.desk.pending(run.principal, most).map_err(trouble::store)?;
    let offered = rows.len();
    let rows = plan::batch(rows, &run.link);
    let more = rows.len() < offered || offered >= most as usize;
    if start(run, rows).await? && more {
        plan::grow(&mut run.link);
    }
    Ok(())
}

/// Offers deferred rows again, once.
pub(crate) async fn offer_deferred(run: &mut Run<'_>) -> Result<(), Problem> {
    run.look.so_far.deferred_offered = true;
    let rows = run.desk.deferred(run.principal, plan::MOST_RECORDS);
    let mut rest = rows.map_err(trouble::store)?;
    while !rest.is_empty() {
        let taken = plan::batch(rest.clone(), &run.link);
        rest.retain(|r| !taken.iter().any(|t| t.epoch == r.epoch && t.seq == r.seq));
        start(run, taken).await?;
    }
    Ok(())
}

/// Sends what was in flight when the line was cut: the same id, the same bytes.
pub(crate) async fn resend(run: &mut Run<'_>) -> Result<(), Problem> {
    let mut rows = run.desk.inflight(run.principal).map_err(trouble::store)?;
    let first = rows.first().map(|r| (r.epoch.clone(), r.batch_id.clone()));
    let Some((epoch, batch_id)) = first else {
        return Ok(());
    };
    rows.retain(|r| r.epoch == epoch && r.batch_id == batch_id);
    go(run, rows, &batch_id.unwrap_or_default()).await?;
    Ok(())
}

/// True if the batch went through.
async fn start(run: &mut Run<'_>, mut rows: Vec<OutboxRow>) -> Result<bool, Problem> {
    let Some(epoch) = rows.first().map(|r| r.epoch.clone()) else {
        return Ok(false);
    };
    // By seq, so that the same rows are the same bytes whoever sorts them.
    rows.sort_by_key(|r| r.seq);
    let batch_id = batch::new_id(run.clock.now_ms())?;
    let seqs: Vec<u64> = rows.iter().map(|r| r.seq).collect();
    let marked = run.desk.mark_inflight(run.principal, &epoch, &seqs, &batch_id);
    marked.map_err(trouble::store)?;
    run.link.batch_timeouts = 0;
    go(run, rows, &batch_id).await
}

async fn go(run: &mut Run<'_>, rows: Vec<OutboxRow>, batch_id: &str) -> Result<bool, Problem> {
    let bytes: u64 = rows.iter().map(plan::row_bytes).sum();
    run.out.sent += rows.len() as u64;
    match post(run, &rows, batch_id).await {
        Ok(reply) => {
            run.link.batch_timeouts = 0;
            settle(run, &rows, batch_id, &reply)??;
            Ok(true)
        }
        Err(problem) => failed(run, &rows, bytes, batch_id, problem),
    }
}

async fn post(run: &mut Run<'_>, rows: &[OutboxRow], batch_id: &str) -> Result<BatchReply, Problem> {
    let batch = batch::envelope(&run.account, rows, batch_id);
    let plain = serde_json::to_vec(&batch).map_err(|_| trouble::unreadable("batch"))?;
    let packed =
        zstd::encode_all(&*plain, LEVEL).map_err(|e| Problem::new("local_other", Class::Local, e.to_string()))?;
    let digest = STANDARD.encode(wire::hash::sha256(&packed));
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("content-encoding", "zstd".to_owned()),
        (wire::HEADER_DIGEST, format!("sha-256=:{digest}:")),
        (wire::HEADER_IDEMPOTENCY, batch_id.to_owned()),
    ];
    let ask = Ask { headers: &headers, ..Ask::post("/v1/batches", packed.into()) };
    let body = run.ask(ask).await?;
    serde_json::from_slice(&body).map_err(|_| trouble::unreadable("batch reply"))
}

/// What a batch that was not answered with 200 leads to.
fn failed(run: &mut Run, rows: &[OutboxRow], bytes: u64, batch_id: &str, problem: Problem) -> Result<bool, Problem> {
    match problem.class {
        Class::TooLarge => {
            if rows.len() > 1 {
                run.link.batch_ceiling = bytes;
            }
            cut(run, rows, bytes, batch_id, &problem)
        }
        Class::Record if problem.code == code::BAD_BATCH => cut(run, rows, bytes, batch_id, &problem),
        Class::Transient if is_slow(&problem) => {
            run.link.batch_timeouts += 1;
            if run.link.batch_timeouts >= 2 {
                release(run, batch_id, &problem.code)?;
                plan::halve(&mut run.link, rows.len(), bytes);
                run.link.batch_timeouts = 0;
            }
            Err(problem)
        }
        _ => Err(problem),
    }
}

/// Cuts that may come from the batch itself; a line that was never there, or a plain "later", is not one.
fn is_slow(problem: &Problem) -> bool {
    problem.wait_ms.is_none() && problem.code != "unreachable"
}

fn release(run: &Run, batch_id: &str, code: &str) -> Result<(), Problem> {
    run.desk.release(run.principal, batch_id, code).map_err(trouble::store)
}

/// Half the size; a single record that still does not fit is refused alone, and the run goes on.
fn cut(run: &mut Run, rows: &[OutboxRow], bytes: u64, batch_id: &str, problem: &Problem) -> Result<bool, Problem> {
    let [only] = rows else {
        plan::halve(&mut run.link, rows.len(), bytes);
        release(run, batch_id, &problem.code)?;
        return Ok(false);
    };
    if problem.class == Class::TooLarge && bytes <= SMALL {
        // No record of ours is to blame for a box that lets nothing through.
        release(run, batch_id, &problem.code)?;
        return Err(problem.clone());
    }
    let verdict = Verdict {
        seq: only.seq,
        state: State::Rejected,
        code: Some(problem.code.clone()),
        field: None,
        message: Some(problem.detail.clone()),
        receipt: None,
    };
    plan::restart(&mut run.link);
    write(run, &only.epoch, batch_id, &[verdict])?;
    Ok(false)
}

/// Turns the reply into verdicts and writes them. The inner error is for the run to stop with after all is written.
fn settle(
    run: &mut Run,
    rows: &[OutboxRow],
    batch_id: &str,
    reply: &BatchReply,
) -> Result<Result<(), Problem>, Problem> {
    let verdicts: Vec<Verdict> =
        rows.iter().map(|row| batch::verdict(&run.account, &run.pinned, row, &reply.results)).collect();
    let epoch = rows.first().map(|r| r.epoch.clone()).unwrap_or_default();
    write(run, &epoch, batch_id, &verdicts)?;
    let has = |code: &str| verdicts.iter().any(|v| v.code.as_deref() == Some(code));
    if has(code::EPOCH_CONFLICT) {
        return Ok(run.remint());
    }
    if has(batch::BAD_RECEIPT) {
        let detail = "a receipt does not verify against the pinned key";
        return Ok(Err(Problem::new(batch::BAD_RECEIPT, Class::NotOurServer, detail)));
    }
    if verdicts.iter().all(|v| v.state == State::Pending) {
        let detail = "head office said nothing about any record of the batch";
        return Ok(Err(Problem::new(batch::NO_VERDICT, Class::Transient, detail)));
    }
    Ok(Ok(()))
}

fn write(run: &mut Run, epoch: &str, batch_id: &str, verdicts: &[Verdict]) -> Result<(), Problem> {
    let now = run.clock.now_ms();
    let settled = run.desk.settle(run.principal, epoch, batch_id, verdicts, now);
    settled.map_err(trouble::store)?;
    let count = |state| verdicts.iter().filter(|v| v.state == state).count() as u64;
    run.out.acked += count(State::Acked);
    run.out.rejected += count(State::Rejected);
    run.out.deferred += count(State::Deferred);
    run.look.so_far.acked |= count(State::Acked) > 0;
    run.look.so_far.deferred |= count(State::Deferred) > 0;
    run.look.so_far.settled_since_hello = true;
    Ok(())
}
