//! Batches up.
//!
//! - SYNC-16 A row leaves `inflight` only by a signed answer, or by going back to `pending`.
//! - SYNC-17 A batch that was too large, or timed out twice, is cut in half; a single record that is too large is refused alone.
//! - SYNC-18 Each row gets its own verdict; what one record does to another is nothing.
//! - SYNC-31 While a batch is on its way the answer to the one before is written; what a cut takes of the next takes nothing of the last.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::Notify;
use wire::batch::BatchReply;
use wire::code;

use crate::desk::{OutboxRow, State, Verdict};
use crate::http::Ask;
use crate::outcome::{Class, Problem};
use crate::run::Run;
use crate::{batch, plan, trouble};

/// A record this small fits through every box that lets anything through.
const SMALL: u64 = 16 * 1024;

/// Sends pending rows, batch after batch. While one is on its way the answer to the one before is written: head office and desk
/// work at the same time. One that was answered and not written yet is in flight, and goes again if the desk stops here.
pub(crate) async fn send(run: &mut Run<'_>) -> Result<(), Problem> {
    let mut answered = None;
    while let Some((rows, more)) = next(run)? {
        run.renew()?;
        let batch_id = depart(run, &rows)?;
        run.out.sent += rows.len() as u64;
        let (posted, written) = beside(run, &rows, &batch_id, answered.take()).await;
        let stops = written.transpose()?.map(|verdicts| judged(run, &verdicts));
        match posted {
            Ok(reply) => answered = Some(Answered { rows, batch_id, reply }),
            Err(problem) => {
                stops.transpose()?;
                return failed(run, &rows, &batch_id, problem);
            }
        }
        run.link.batch_timeouts = 0;
        plan::passed(&mut run.link);
        if more {
            plan::grow(&mut run.link);
        }
        if stops.transpose()? == Some(Goes::Anew) {
            return Ok(());
        }
    }
    match answered {
        Some(last) => settle(run, &last),
        None => Ok(()),
    }
}

/// The rows of the next batch, and whether more than these wait.
fn next(run: &Run) -> Result<Option<(Vec<OutboxRow>, bool)>, Problem> {
    let (most, _) = plan::size(&run.link);
    let rows = run.desk.pending(run.principal, most).map_err(trouble::store)?;
    let offered = rows.len();
    let rows = plan::batch(rows, &run.link);
    let more = rows.len() < offered || offered >= most as usize;
    Ok((!rows.is_empty()).then_some((by_seq(rows), more)))
}

/// So that the same rows are the same bytes whoever sorts them.
fn by_seq(mut rows: Vec<OutboxRow>) -> Vec<OutboxRow> {
    rows.sort_by_key(|r| r.seq);
    rows
}

/// Puts the rows in flight under a new id.
fn depart(run: &mut Run, rows: &[OutboxRow]) -> Result<String, Problem> {
    let batch_id = batch::new_id(run.clock.now_ms())?;
    let seqs: Vec<u64> = rows.iter().map(|r| r.seq).collect();
    let epoch = rows.first().map(|r| r.epoch.as_str()).unwrap_or_default();
    let marked = run.desk.mark_inflight(run.principal, epoch, &seqs, &batch_id);
    marked.map_err(trouble::store)?;
    run.link.batch_timeouts = 0;
    Ok(batch_id)
}

/// A batch whose answer is here and not written yet.
struct Answered {
    rows: Vec<OutboxRow>,
    batch_id: String,
    reply: BatchReply,
}

type Written = Option<Result<Vec<Verdict>, Problem>>;

/// Posts a batch and, as soon as its bytes are gone, writes the answer to the one before.
async fn beside(
    run: &Run<'_>,
    rows: &[OutboxRow],
    batch_id: &str,
    before: Option<Answered>,
) -> (Result<BatchReply, Problem>, Written) {
    let gone = Arc::new(Notify::new());
    let write = || before.as_ref().map(|before| write(run, before));
    let mut post = std::pin::pin!(post(run, rows, batch_id, &gone));
    tokio::select! {
        biased;
        posted = &mut post => (posted, write()),
        () = gone.notified() => {
            let written = write();
            (post.await, written)
        }
    }
}

/// Offers deferred rows again, once.
pub(crate) async fn offer_deferred(run: &mut Run<'_>) -> Result<(), Problem> {
    run.look.so_far.deferred_offered = true;
    let rows = run.desk.deferred(run.principal, plan::MOST_RECORDS);
    let mut rest = rows.map_err(trouble::store)?;
    while !rest.is_empty() {
        let taken = plan::batch(rest.clone(), &run.link);
        rest.retain(|r| !taken.iter().any(|t| t.epoch == r.epoch && t.seq == r.seq));
        let taken = by_seq(taken);
        let batch_id = depart(run, &taken)?;
        go(run, taken, batch_id).await?;
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
    go(run, rows, batch_id.unwrap_or_default()).await
}

/// Sends one batch and writes what comes of it.
async fn go(run: &mut Run<'_>, rows: Vec<OutboxRow>, batch_id: String) -> Result<(), Problem> {
    run.out.sent += rows.len() as u64;
    match beside(run, &rows, &batch_id, None).await.0 {
        Ok(reply) => {
            run.link.batch_timeouts = 0;
            settle(run, &Answered { rows, batch_id, reply })
        }
        Err(problem) => failed(run, &rows, &batch_id, problem),
    }
}

async fn post(run: &Run<'_>, rows: &[OutboxRow], batch_id: &str, gone: &Arc<Notify>) -> Result<BatchReply, Problem> {
    let batch = batch::envelope(&run.account, rows, batch_id);
    let plain = serde_json::to_vec(&batch).map_err(|_| trouble::unreadable("batch"))?;
    let packed = zstd::encode_all(&*plain, wire::batch::LEVEL)
        .map_err(|e| Problem::new("local_other", Class::Local, e.to_string()))?;
    let digest = STANDARD.encode(wire::hash::sha256(&packed));
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("content-encoding", "zstd".to_owned()),
        (wire::HEADER_DIGEST, format!("sha-256=:{digest}:")),
        (wire::HEADER_IDEMPOTENCY, batch_id.to_owned()),
    ];
    let ask = Ask { headers: &headers, gone: Some(gone.clone()), ..Ask::post("/v1/batches", packed.into()) };
    let body = run.ask(ask).await?;
    serde_json::from_slice(&body).map_err(|_| trouble::unreadable("batch reply"))
}

/// What a batch that was not answered with 200 leads to.
fn failed(run: &mut Run, rows: &[OutboxRow], batch_id: &str, problem: Problem) -> Result<(), Problem> {
    let bytes: u64 = rows.iter().map(plan::row_bytes).sum();
    match problem.class {
        Class::TooLarge => {
            if rows.len() > 1 {
                plan::met_ceiling(&mut run.link, bytes);
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
    problem.wait_ms.is_none() && matches!(problem.code.as_str(), "timeout" | "cut" | "gateway")
}

fn release(run: &Run, batch_id: &str, code: &str) -> Result<(), Problem> {
    run.desk.release(run.principal, batch_id, code).map_err(trouble::store)
}

/// Half the size; a single record that still does not fit is refused alone, and the run goes on.
fn cut(run: &mut Run, rows: &[OutboxRow], bytes: u64, batch_id: &str, problem: &Problem) -> Result<(), Problem> {
    let [only] = rows else {
        plan::halve(&mut run.link, rows.len(), bytes);
        return release(run, batch_id, &problem.code);
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
        // The code has its sentence; what head office or a box wrote to it is for the log.
        message: None,
        receipt: None,
        in_tree: None,
    };
    tracing::warn!(code = %problem.code, detail = %problem.detail, record = %only.record_id, "refused by this desk alone");
    plan::restart(&mut run.link);
    let verdicts = [verdict];
    keep(run, &only.epoch, batch_id, &verdicts)?;
    judged(run, &verdicts).map(drop)
}

/// What the verdicts of a batch lead to.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    /// The stream has a new epoch: what is sent is looked for anew.
    Anew,
}

fn settle(run: &mut Run, answered: &Answered) -> Result<(), Problem> {
    let verdicts = write(run, answered)?;
    judged(run, &verdicts).map(drop)
}

/// Turns a reply into verdicts and writes them.
fn write(run: &Run, answered: &Answered) -> Result<Vec<Verdict>, Problem> {
    let Answered { rows, batch_id, reply } = answered;
    let answered = batch::Answered::new(&run.pinned, reply);
    let verdicts = batch::verdicts(&run.account, &run.pinned, rows, &answered);
    let epoch = rows.first().map(|r| r.epoch.as_str()).unwrap_or_default();
    keep(run, epoch, batch_id, &verdicts)?;
    Ok(verdicts)
}

fn keep(run: &Run, epoch: &str, batch_id: &str, verdicts: &[Verdict]) -> Result<(), Problem> {
    let now = run.clock.now_ms();
    let settled = run.desk.settle(run.principal, epoch, batch_id, verdicts, now);
    settled.map_err(trouble::store)
}

/// Counts verdicts that are written; an error is for the run to stop with.
fn judged(run: &mut Run, verdicts: &[Verdict]) -> Result<Goes, Problem> {
    let count = |state| verdicts.iter().filter(|v| v.state == state).count() as u64;
    run.out.acked += count(State::Acked);
    run.out.rejected += count(State::Rejected);
    run.out.deferred += count(State::Deferred);
    run.look.so_far.acked |= count(State::Acked) > 0;
    run.look.so_far.deferred |= count(State::Deferred) > 0;
    run.look.so_far.settled_since_hello = true;
    let has = |code: &str| verdicts.iter().any(|v| v.code.as_deref() == Some(code));
    if has(code::EPOCH_CONFLICT) {
        return run.remint().map(|()| Goes::Anew);
    }
    if has(batch::BAD_RECEIPT) {
        let detail = "a receipt does not verify against the pinned key";
        return Err(Problem::new(batch::BAD_RECEIPT, Class::NotOurServer, detail));
    }
    if verdicts.iter().all(|v| v.state == State::Pending) {
        let detail = "head office said nothing about any record of the batch";
        return Err(Problem::new(batch::NO_VERDICT, Class::Transient, detail));
    }
    Ok(Goes::On)
}
