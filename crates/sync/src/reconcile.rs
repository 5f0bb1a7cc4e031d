//! What head office holds, place by place, for people who compare a month.
//!
//! - SYNC-38 A comparison for people reads and moves nothing: what differs is told by name, and sync mends it in its next run.
//!
//! Absent: which records make a month, and words.

use std::collections::BTreeMap;

use wire::stream::{CHECK_RANGES, LIST_WIDTH, Position};

use crate::desk::Desk;
use crate::outcome::{Class, Clock, Options, Problem};
use crate::plan::{self, Step};
use crate::{compare, run, trouble};

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
        let ranges = plan::split(1, epoch.max_seq, epoch.max_seq.div_ceil(LIST_WIDTH));
        for asked in ranges.chunks(CHECK_RANGES) {
            let sums = compare::asked(&run, &epoch.epoch, asked).await?;
            let positions = sums.into_iter().filter_map(|sum| sum.positions).flatten();
            held.extend(positions.map(|position| ((epoch.epoch.clone(), position.seq), position)));
        }
    }
    Ok(held)
}
