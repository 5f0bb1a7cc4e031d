//! Sums of a stream: kept up while records come in, counted anew when something vanished.

use rusqlite::{Connection, OptionalExtension, Row};
use wire::stream::{CheckRequest, Digest, LIST_WIDTH, Position, RangeSum, StreamState};

use super::super::rows::Sums;
use super::super::{Result, StoreError};

pub fn load(connection: &Connection, dealer: &str, epoch: &str) -> Result<Sums> {
    let mut find = connection.prepare_cached(
        "SELECT contiguous_upto, max_seq, count, digest, dirty FROM stream
          WHERE dealer = ?1 AND epoch = ?2",
    )?;
    let row = |r: &Row| {
        let digest: String = r.get("digest")?;
        let digest = Digest::resume(r.get("count")?, &digest);
        Ok((r.get("contiguous_upto")?, r.get("max_seq")?, digest, r.get("dirty")?))
    };
    let Some((upto, max, digest, dirty)) = find.query_row((dealer, epoch), row).optional()? else {
        return Ok(Sums::default());
    };
    let digest = digest.ok_or(StoreError::Broken("digest"))?;
    Ok(Sums { upto, max, digest, dirty })
}

/// Moves `upto` over what is there now and stores the sums.
fn save(tx: &Connection, dealer: &str, epoch: &str, sums: &mut Sums) -> Result<()> {
    sums.upto = contiguous(tx, dealer, epoch, sums.upto)?;
    put(tx, dealer, epoch, sums)
}

/// Stores the sums.
pub fn put(tx: &Connection, dealer: &str, epoch: &str, sums: &Sums) -> Result<()> {
    let mut put = tx.prepare_cached(
        "INSERT INTO stream (dealer, epoch, contiguous_upto, max_seq, count, digest, dirty)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (dealer, epoch) DO UPDATE SET contiguous_upto = excluded.contiguous_upto,
           max_seq = excluded.max_seq, count = excluded.count, digest = excluded.digest,
           dirty = excluded.dirty",
    )?;
    put.execute((dealer, epoch, sums.upto, sums.max, sums.digest.count, sums.digest.hex(), sums.dirty))?;
    Ok(())
}

/// The last place with no empty one between it and `from`.
pub fn contiguous(connection: &Connection, dealer: &str, epoch: &str, from: u64) -> Result<u64> {
    let mut find = connection
        .prepare_cached("SELECT seq FROM position WHERE dealer = ?1 AND epoch = ?2 AND seq > ?3 ORDER BY seq")?;
    let mut rows = find.query((dealer, epoch, from))?;
    let mut upto = from;
    while let Some(row) = rows.next()? {
        if row.get::<_, u64>("seq")? != upto + 1 {
            break;
        }
        upto += 1;
    }
    Ok(upto)
}

/// The states of these streams; none if one has to be counted anew first.
pub fn states(connection: &Connection, dealer: &str, epochs: &[&str]) -> Result<Option<Vec<StreamState>>> {
    let mut states = Vec::new();
    for epoch in epochs {
        let sums = load(connection, dealer, epoch)?;
        if sums.dirty {
            return Ok(None);
        }
        states.push(StreamState {
            epoch: (*epoch).to_owned(),
            contiguous_upto: sums.upto,
            max_seq: sums.max,
            count: sums.digest.count,
            digest: sums.digest.hex(),
            deferred: deferred(connection, dealer, epoch)?,
        });
    }
    Ok(Some(states))
}

fn deferred(connection: &Connection, dealer: &str, epoch: &str) -> Result<u64> {
    let mut find = connection.prepare_cached(
        "SELECT count(*) FROM position
          WHERE dealer = ?1 AND epoch = ?2 AND verdict = 'deferred'",
    )?;
    Ok(find.query_row((dealer, epoch), |r| r.get(0))?)
}

/// Counts these streams from their rows, after dropping positions whose record is gone: only
/// so will the desk offer it again and find its place free.
pub fn recount(tx: &Connection, dealer: &str, epochs: &[&str]) -> Result<Vec<StreamState>> {
    for epoch in epochs {
        tx.execute(
            "DELETE FROM position WHERE dealer = ?1 AND epoch = ?2 AND verdict <> 'rejected'
               AND NOT EXISTS (SELECT 1 FROM record r WHERE r.dealer = position.dealer
                   AND r.record_id = position.record_id AND r.rev = position.rev)",
            (dealer, epoch),
        )?;
        let positions = positions(tx, dealer, epoch, 1, u64::MAX >> 1)?;
        let mut sums =
            Sums { max: positions.last().map_or(0, |p| p.seq), digest: Digest::of(&positions), ..Sums::default() };
        save(tx, dealer, epoch, &mut sums)?;
    }
    let states = states(tx, dealer, epochs)?;
    states.ok_or(StoreError::Broken("stream"))
}

fn positions(connection: &Connection, dealer: &str, epoch: &str, from: u64, to: u64) -> Result<Vec<Position>> {
    let mut find = connection.prepare_cached(
        "SELECT seq, record_id, rev, hash FROM position
          WHERE dealer = ?1 AND epoch = ?2 AND seq BETWEEN ?3 AND ?4 ORDER BY seq",
    )?;
    let row = |r: &Row| {
        Ok(Position { seq: r.get("seq")?, record_id: r.get("record_id")?, rev: r.get("rev")?, hash: r.get("hash")? })
    };
    let rows = find.query_map((dealer, epoch, from, to), row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is held in these ranges, always from the rows themselves.
pub fn check(connection: &Connection, dealer: &str, ask: &CheckRequest) -> Result<Vec<RangeSum>> {
    let sum = |(from, to): &(u64, u64)| {
        let to = (*to).min(u64::MAX >> 1);
        let held = positions(connection, dealer, &ask.epoch, *from, to)?;
        let digest = Digest::of(&held);
        let narrow = to.saturating_sub(*from) < LIST_WIDTH;
        Ok(RangeSum { count: digest.count, digest: digest.hex(), positions: (ask.list && narrow).then_some(held) })
    };
    ask.ranges.iter().map(sum).collect()
}
