//! Holes: what we hold a receipt for and head office does not have.
//!
//! - SYNC-19 A difference is narrowed down and mended by offering again; no side is ever overwritten.
//! - SYNC-43 An answer that leaves out a sum, or lists nothing where the range is narrow enough, cannot be read: nothing is asked for ever.
//! - SYNC-20 What head office holds beyond ours is none of our business: another copy of this desk may have sent it.

use wire::stream::{CHECK_RANGES, CHECK_WIDTH, CheckReply, CheckRequest, Digest, LIST_WIDTH, RangeSum};

use crate::http::Ask;
use crate::outcome::Problem;
use crate::plan::{self, Finding};
use crate::run::Run;
use crate::trouble;

/// Places read at once: a long stream is never in memory whole.
const PAGE: u64 = CHECK_WIDTH;

/// Compares one epoch from end to end, and offers again what is missing.
pub(crate) async fn epoch(run: &mut Run<'_>, epoch: &str) -> Result<(), Problem> {
    *run.look.so_far.compared.entry(epoch.to_owned()).or_default() += 1;
    let missing = missing(run, epoch).await?;
    if missing.is_empty() {
        remember(run, epoch);
        return Ok(());
    }
    let changed = run.desk.reoffer(run.principal, epoch, &missing);
    let changed = changed.map_err(trouble::store)?;
    tracing::warn!(changed, "head office lacks what it once received: offered again");
    run.out.reoffered += changed;
    remember(run, epoch);
    Ok(())
}

/// Also after a mend: the mark then says how things stood, and the next look sees that they changed.
fn remember(run: &mut Run, epoch: &str) {
    let ours = run.look.epochs.iter().find(|e| e.epoch == epoch);
    let theirs = run.look.streams.iter().find(|s| s.epoch == epoch);
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        let mark = plan::mark(ours, theirs);
        run.link.checked.insert(epoch.to_owned(), mark);
    }
}

async fn missing(run: &mut Run<'_>, epoch: &str) -> Result<Vec<u64>, Problem> {
    let of = |e: &&crate::desk::EpochCounts| e.epoch == epoch;
    let last = run.look.epochs.iter().find(of).map_or(0, |e| e.max_seq);
    let mut missing = Vec::new();
    let mut open = plan::split(1, last.max(1), last / PAGE + 1);
    if last == 0 || is_alike(run, epoch, last)? {
        return Ok(missing);
    }
    while !open.is_empty() {
        let rest = open.split_off(open.len().min(CHECK_RANGES));
        let asked = std::mem::replace(&mut open, rest);
        for (from, to, finding) in look_at(run, epoch, asked).await? {
            match finding {
                Finding::Same => {}
                Finding::Missing(seqs) => missing.extend(seqs),
                Finding::Split => open.extend(plan::split(from, to, 16)),
            }
        }
    }
    Ok(missing)
}

/// The whole stream against the sums of hello: the usual case costs no request.
fn is_alike(run: &Run, epoch: &str, last: u64) -> Result<bool, Problem> {
    let theirs = run.look.streams.iter().find(|s| s.epoch == epoch);
    let mut digest = Digest::default();
    for (from, to) in plan::split(1, last, last / PAGE + 1) {
        let page = run.desk.positions(run.principal, epoch, from, to).map_err(trouble::store)?;
        page.iter().for_each(|p| digest.add(p.seq, &p.record_id, p.rev, &p.hash));
    }
    Ok(theirs.is_some_and(|t| t.count == digest.count && t.digest == digest.hex()))
}

async fn look_at(run: &Run<'_>, epoch: &str, ranges: Vec<(u64, u64)>) -> Result<Vec<(u64, u64, Finding)>, Problem> {
    let sums = asked(run, epoch, &ranges).await?;
    let mut found = Vec::new();
    for ((from, to), theirs) in ranges.into_iter().zip(sums) {
        let ours = run.desk.positions(run.principal, epoch, from, to).map_err(trouble::store)?;
        match plan::compare(&ours, &theirs) {
            Finding::Split if to - from < LIST_WIDTH => return Err(trouble::unreadable("check reply without a list")),
            finding => found.push((from, to, finding)),
        }
    }
    Ok(found)
}

/// What head office holds in these ranges, one sum for each.
pub(crate) async fn asked(run: &Run<'_>, epoch: &str, ranges: &[(u64, u64)]) -> Result<Vec<RangeSum>, Problem> {
    let ask = CheckRequest { epoch: epoch.to_owned(), ranges: ranges.to_vec(), list: true };
    let body = serde_json::to_vec(&ask).map_err(|_| trouble::unreadable("check request"))?;
    let json = [("content-type", "application/json".to_owned())];
    let body = run.ask(Ask { headers: &json, ..Ask::post("/v1/streams/check", body.into()) }).await?;
    let reply: CheckReply = serde_json::from_slice(&body).map_err(|_| trouble::unreadable("check reply"))?;
    match reply.sums.len() == ranges.len() {
        true => Ok(reply.sums),
        false => Err(trouble::unreadable("check reply of another length")),
    }
}
