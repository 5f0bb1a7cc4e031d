//! Sums of a stream: kept up while records come in, counted anew when something vanished.

use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::Row;
use wire::stream::{CheckRequest, Digest, LIST_WIDTH, Position, RangeSum, StreamState};

use super::super::rows::Sums;
use super::super::{Result, StoreError};
use super::ask::{get, number, one, rows, run, stored};

/// Places read at a time.
const PAGE: i64 = 1_000;

/// The sums in a row.
pub fn sums(row: &Row) -> Result<Sums> {
    let digest: &str = get(row, "digest")?;
    Ok(Sums {
        upto: number(row, "contiguous_upto")?,
        max: number(row, "max_seq")?,
        digest: Digest::resume(number(row, "count")?, digest).ok_or(StoreError::Broken("digest"))?,
        dirty: get(row, "dirty")?,
    })
}

fn load(client: &impl GenericClient, dealer: &str, epoch: &str) -> Result<Sums> {
    let sql = "SELECT contiguous_upto, max_seq, count, digest, dirty FROM stream WHERE dealer = $1 AND epoch = $2";
    one(client, sql, &[&dealer, &epoch])?.map_or_else(|| Ok(Sums::default()), |row| sums(&row))
}

/// Stores sums.
pub fn put(client: &impl GenericClient, all: &[((&str, &str), &Sums)]) -> Result<()> {
    let (dealers, epochs): (Vec<&str>, Vec<&str>) = all.iter().map(|(stream, _)| *stream).unzip();
    let numbers = |n: fn(&Sums) -> u64| all.iter().map(|(_, sums)| stored(n(sums))).collect::<Vec<i64>>();
    let (upto, max, count) = (numbers(|s| s.upto), numbers(|s| s.max), numbers(|s| s.digest.count));
    let digests: Vec<String> = all.iter().map(|(_, sums)| sums.digest.hex()).collect();
    let dirty: Vec<bool> = all.iter().map(|(_, sums)| sums.dirty).collect();
    let sql = include_str!("../../../sql/postgres/put_sums.sql");
    run(client, sql, &[&dealers, &epochs, &upto, &max, &count, &digests, &dirty])?;
    Ok(())
}

/// The last place with no empty one between it and `from`.
pub fn contiguous(client: &impl GenericClient, dealer: &str, epoch: &str, from: u64) -> Result<u64> {
    let sql = "SELECT seq FROM position WHERE dealer = $1 AND epoch = $2 AND seq > $3 ORDER BY seq LIMIT $4";
    let mut upto = stored(from);
    loop {
        let page = rows(client, sql, &[&dealer, &epoch, &upto, &PAGE])?;
        for row in &page {
            if get::<i64>(row, "seq")? != upto + 1 {
                return Ok(upto.unsigned_abs());
            }
            upto += 1;
        }
        if stored(page.len() as u64) < PAGE {
            return Ok(upto.unsigned_abs());
        }
    }
}

/// The states of these streams; none if one has to be counted anew first.
pub fn states(client: &impl GenericClient, dealer: &str, epochs: &[&str]) -> Result<Option<Vec<StreamState>>> {
    let mut states = Vec::new();
    for epoch in epochs {
        let sums = load(client, dealer, epoch)?;
        if sums.dirty {
            return Ok(None);
        }
        states.push(StreamState {
            epoch: (*epoch).to_owned(),
            contiguous_upto: sums.upto,
            max_seq: sums.max,
            count: sums.digest.count,
            digest: sums.digest.hex(),
            deferred: deferred(client, dealer, epoch)?,
        });
    }
    Ok(Some(states))
}

fn deferred(client: &impl GenericClient, dealer: &str, epoch: &str) -> Result<u64> {
    let sql = "SELECT count(*) AS n FROM position WHERE dealer = $1 AND epoch = $2 AND verdict = 'deferred'";
    one(client, sql, &[&dealer, &epoch])?.map_or(Ok(0), |row| number(&row, "n"))
}

/// Counts these streams from their rows, after dropping positions whose record is gone: only
/// so will the desk offer it again and find its place free.
pub fn recount(tx: &Transaction, dealer: &str, epochs: &[&str]) -> Result<Vec<StreamState>> {
    super::ingest::lock_dealers(tx, &[dealer])?;
    for epoch in epochs {
        run(
            tx,
            "DELETE FROM position WHERE dealer = $1 AND epoch = $2 AND verdict <> 'rejected'
               AND NOT EXISTS (SELECT 1 FROM record r WHERE r.dealer = position.dealer
                   AND r.record_id = position.record_id AND r.rev = position.rev)",
            &[&dealer, epoch],
        )?;
        let positions = positions(tx, dealer, epoch, (1, u64::MAX >> 1))?;
        let sums = Sums {
            upto: contiguous(tx, dealer, epoch, 0)?,
            max: positions.last().map_or(0, |p| p.seq),
            digest: Digest::of(&positions),
            dirty: false,
        };
        put(tx, &[((dealer, epoch), &sums)])?;
    }
    states(tx, dealer, epochs)?.ok_or(StoreError::Broken("stream"))
}

fn positions(client: &impl GenericClient, dealer: &str, epoch: &str, (from, to): (u64, u64)) -> Result<Vec<Position>> {
    let sql = "SELECT seq, record_id, rev, hash FROM position
                WHERE dealer = $1 AND epoch = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq";
    let position = |row: &Row| {
        Ok(Position {
            seq: number(row, "seq")?,
            record_id: get(row, "record_id")?,
            rev: number(row, "rev")?,
            hash: get(row, "hash")?,
        })
    };
    rows(client, sql, &[&dealer, &epoch, &stored(from), &stored(to)])?.iter().map(position).collect()
}

/// What is held in these ranges, always from the rows themselves.
pub fn check(client: &impl GenericClient, dealer: &str, ask: &CheckRequest) -> Result<Vec<RangeSum>> {
    let epoch = super::ask::clean(&ask.epoch);
    let sum = |(from, to): &(u64, u64)| {
        let to = (*to).min(u64::MAX >> 1);
        let held = positions(client, dealer, &epoch, (*from, to))?;
        let digest = Digest::of(&held);
        let narrow = to.saturating_sub(*from) < LIST_WIDTH;
        Ok(RangeSum { count: digest.count, digest: digest.hex(), positions: (ask.list && narrow).then_some(held) })
    };
    ask.ranges.iter().map(sum).collect()
}
