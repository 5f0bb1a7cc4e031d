//! Holes: what we hold a receipt for and head office does not have.
//!
//! - SYNC-19 A difference is narrowed down and mended by offering again; no side is ever overwritten.
//! - SYNC-20 What head office holds beyond ours is none of our business: another copy of this desk may have sent it.

use wire::stream::{CHECK_RANGES, CHECK_WIDTH, CheckReply, CheckRequest, Digest};

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

async fn look_at(run: &mut Run<'_>, epoch: &str, ranges: Vec<(u64, u64)>) -> Result<Vec<(u64, u64, Finding)>, Problem> {
    let ask = CheckRequest { epoch: epoch.to_owned(), ranges: ranges.clone(), list: true };
    let body = serde_json::to_vec(&ask).map_err(|_| trouble::unreadable("check request"))?;
    let json = [("content-type", "application/json".to_owned())];
    let ask = Ask { headers: &json, ..Ask::post("/v1/streams/check", body.into()) };
    let body = run.ask(ask).await?;
    let reply: CheckReply = serde_json::from_slice(&body).map_err(|_| trouble::unreadable("check reply"))?;
    let mut found = Vec::new();
    for ((from, to), theirs) in ranges.into_iter().zip(reply.sums) {
        let ours = run.desk.positions(run.principal, epoch, from, to).map_err(trouble::store)?;
        found.push((from, to, plan::compare(&ours, &theirs)));
    }
    Ok(found)
}
