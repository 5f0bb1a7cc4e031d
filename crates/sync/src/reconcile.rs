//! What head office holds, place by place, for people who compare a month.
//!
//! - SYNC-32 A comparison for people reads and moves nothing: what differs is told by name, and sync mends it in its next run.
//!
//! Absent: which records make a month, and words.

use std::collections::BTreeMap;

use wire::stream::{CHECK_RANGES, CheckReply, CheckRequest, Position};

use crate::desk::Desk;
use crate::http::Ask;
use crate::outcome::{Class, Clock, Options, Problem};
use crate::plan::{self, Step};
use crate::run::{self, Run};
use crate::trouble;

/// How wide a range head office lists by name.
const LISTED: u64 = 256;

/// By epoch and place: what head office says it holds there, counted from its rows.
pub type Held = BTreeMap<(String, u64), Position>;

/// Asks head office for every place of every epoch this desk ever gave out.
pub async fn held(desk: &dyn Desk, principal: &str, clock: &dyn Clock, options: &Options) -> Result<Held, Problem> {
    let link = desk.link(principal).map_err(trouble::store)?;
    let Some(account) = desk.account(principal).map_err(trouble::store)? else {
        return Err(Problem::new(wire::code::UNAUTHORIZED, Class::Auth, "not enrolled"));
    };
    let now = clock.now_ms();
    if link.not_before.is_some_and(|at| now < at) {
        return Err(Problem::new(wire::code::BUSY, Class::Transient, "head office asked for silence"));
    }
    let mut run = run::begin(desk, principal, (clock, now), options, (account, link))?;
    run.act(Step::Hello).await?;
    let mut held = Held::new();
    for epoch in desk.counts(principal).map_err(trouble::store)?.into_iter().filter(|epoch| epoch.max_seq > 0) {
        let ranges = plan::split(1, epoch.max_seq, epoch.max_seq.div_ceil(LISTED));
        for asked in ranges.chunks(CHECK_RANGES) {
            let positions = places(&run, &epoch.epoch, asked).await?;
            held.extend(positions.into_iter().map(|position| ((epoch.epoch.clone(), position.seq), position)));
        }
    }
    Ok(held)
}

async fn places(run: &Run<'_>, epoch: &str, ranges: &[(u64, u64)]) -> Result<Vec<Position>, Problem> {
    let ask = CheckRequest { epoch: epoch.to_owned(), ranges: ranges.to_vec(), list: true };
    let body = serde_json::to_vec(&ask).map_err(|_| trouble::unreadable("check request"))?;
    let json = [("content-type", "application/json".to_owned())];
    let body = run.ask(Ask { headers: &json, ..Ask::post("/v1/streams/check", body.into()) }).await?;
    let reply: CheckReply = serde_json::from_slice(&body).map_err(|_| trouble::unreadable("check reply"))?;
    Ok(reply.sums.into_iter().filter_map(|sum| sum.positions).flatten().collect())
}
