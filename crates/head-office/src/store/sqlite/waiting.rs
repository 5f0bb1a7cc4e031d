//! Records that wait for others, and what lets them go.

use rusqlite::Connection;

use super::super::Result;
use crate::check::Need;

/// True if what is needed is there: stored and not itself waiting, or, for a base revision or the record a reversal is
/// about, known as rejected.
pub fn is_met(connection: &Connection, dealer: &str, need: &Need) -> Result<bool> {
    let mut held = connection.prepare_cached(
        "SELECT 1 FROM record WHERE dealer = ?1 AND record_id = ?2 AND state <> 'deferred'
            AND (?3 IS NULL OR rev = ?3) AND (?4 IS NULL OR hash = ?4)",
    )?;
    if held.exists((dealer, &need.record_id, need.rev, need.hash.as_deref()))? {
        return Ok(true);
    }
    if need.hash.is_some() {
        return Ok(false);
    }
    let mut refused = connection.prepare_cached(
        "SELECT 1 FROM position INDEXED BY position_rejected
          WHERE dealer = ?1 AND record_id = ?2 AND (?3 IS NULL OR rev = ?3) AND verdict = 'rejected'",
    )?;
    Ok(refused.exists((dealer, &need.record_id, need.rev))?)
}

/// Notes what a stored record waits for.
pub fn note(tx: &Connection, server_seq: i64, dealer: &str, needs: &[Need]) -> Result<()> {
    let mut put =
        tx.prepare_cached("INSERT INTO need (server_seq, dealer, record_id, rev, hash) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for need in needs {
        put.execute((server_seq, dealer, &need.record_id, need.rev, need.hash.as_deref()))?;
    }
    Ok(())
}

/// A revision whose verdict is now known.
pub struct Arrival {
    pub record_id: String,
    pub rev: u32,
    pub hash: String,
    pub held: bool,
}

/// Lets go what waited for these, and what waited for that in turn.
pub fn settle(tx: &Connection, dealer: &str, arrivals: Vec<Arrival>) -> Result<u64> {
    let mut settled = 0;
    // Most dealers wait for nothing: asked once, not for each arrival.
    if !tx.prepare_cached("SELECT 1 FROM need WHERE dealer = ?1 LIMIT 1")?.exists([dealer])? {
        return Ok(settled);
    }
    let mut open = arrivals;
    while let Some(arrival) = open.pop() {
        for server_seq in waiting_for(tx, dealer, &arrival)? {
            if let Some(next) = let_go(tx, dealer, server_seq)? {
                open.push(next);
                settled += 1;
            }
        }
    }
    Ok(settled)
}

/// Strikes the needs this arrival meets; answers who had them.
fn waiting_for(tx: &Connection, dealer: &str, arrival: &Arrival) -> Result<Vec<i64>> {
    let mut strike = tx.prepare_cached(
        "DELETE FROM need WHERE dealer = ?1 AND record_id = ?2 AND (rev IS NULL OR rev = ?3)
            AND (hash IS NULL OR hash = ?4) AND (?5 OR hash IS NULL) RETURNING server_seq",
    )?;
    let by = (dealer, &arrival.record_id, arrival.rev, &arrival.hash, arrival.held);
    let rows = strike.query_map(by, |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Takes up a record that waits for nothing any more.
fn let_go(tx: &Connection, dealer: &str, server_seq: i64) -> Result<Option<Arrival>> {
    let mut still = tx.prepare_cached("SELECT 1 FROM need WHERE server_seq = ?1")?;
    if still.exists([server_seq])? {
        return Ok(None);
    }
    let mut take = tx.prepare_cached(
        "UPDATE record SET state = CASE WHEN EXISTS (SELECT 1 FROM record later
             WHERE later.dealer = record.dealer AND later.record_id = record.record_id
               AND later.rev > record.rev AND later.state = 'accepted')
           THEN 'superseded' ELSE 'accepted' END
          WHERE server_seq = ?1 AND state = 'deferred' RETURNING record_id, rev, hash",
    )?;
    let row = |r: &rusqlite::Row| {
        Ok(Arrival { record_id: r.get("record_id")?, rev: r.get("rev")?, hash: r.get("hash")?, held: true })
    };
    let taken = take.query_map([server_seq], row)?.next().transpose()?;
    if let Some(taken) = &taken {
        supersede(tx, dealer, &taken.record_id, taken.rev)?;
        hold(tx, dealer, taken)?;
    }
    Ok(taken)
}

/// Marks earlier revisions as superseded.
pub fn supersede(tx: &Connection, dealer: &str, record_id: &str, rev: u32) -> Result<()> {
    let mut mark = tx.prepare_cached(
        "UPDATE record SET state = 'superseded'
          WHERE dealer = ?1 AND record_id = ?2 AND rev < ?3 AND state = 'accepted'",
    )?;
    mark.execute((dealer, record_id, rev))?;
    Ok(())
}

fn hold(tx: &Connection, dealer: &str, taken: &Arrival) -> Result<()> {
    let mut mark = tx.prepare_cached(
        "UPDATE position SET verdict = 'held', code = NULL, field = NULL, message = NULL
          WHERE dealer = ?1 AND record_id = ?2 AND rev = ?3 AND hash = ?4 AND verdict = 'deferred'",
    )?;
    mark.execute((dealer, &taken.record_id, taken.rev, &taken.hash))?;
    Ok(())
}
