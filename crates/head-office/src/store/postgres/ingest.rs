//! Taking batches in: the reads and writes of `rows` on PostgreSQL, many rows in each statement.
//!
//! - POSTGRES-1 A group locks its dealers first, in the order of their codes: instances take turns by dealer, and none waits for another crosswise.
//! - POSTGRES-2 A group that met another all the same is taken again from its beginning.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use deadpool_postgres::Transaction;
use tokio_postgres::Row;
use wire::batch::BatchReply;
use wire::record::Record;

use super::super::common::extra;
use super::super::group::{self, Looked};
use super::super::receipts::{Proof, TreeRow};
use super::super::rows::{Arrival, Held, Line, New, Place, Rows, Said, State, Stood, Sums};
use super::super::taking;
use super::super::{Incoming, Result, Signer, StoreError};
use super::ask::{get, number, one, rows, run, stored};
use super::{Postgres, stream};
use crate::check::Need;
use crate::clock;

/// Takes the group. If the commit fails, nobody gets an answer that says yes.
pub fn group(store: &Postgres, looked: &[Looked], sign: Signer) -> Vec<Result<BatchReply>> {
    let principal = match store.reading(|client| super::get_meta(client, "principal")) {
        Ok(principal) => principal,
        Err(e) => return group::none(looked.len(), &e),
    };
    group::all(looked, &mut |some| take(store, some, &principal, sign))
}

fn take(store: &Postgres, group: &[Looked], principal: &str, sign: Signer) -> group::Tried {
    let mut broke = None;
    let done = store.writing(|tx| {
        broke = None;
        lock(tx, group)?;
        let taken = taking::take(&mut Shelf(tx), group, principal, sign);
        taken.map_err(|e| {
            if super::is_met(&e) {
                e
            } else {
                broke = Some(e);
                StoreError::Busy
            }
        })
    });
    match broke {
        Some(e) => Ok(Err(e)),
        None => Ok(Ok(done?)),
    }
}

/// POSTGRES-1.
fn lock(tx: &Transaction, group: &[Looked]) -> Result<()> {
    let dealers: BTreeSet<&str> = group.iter().map(Looked::dealer).collect();
    let dealers: Vec<&str> = dealers.into_iter().collect();
    lock_dealers(tx, &dealers)
}

/// Locks these dealers until the commit.
pub fn lock_dealers(tx: &Transaction, dealers: &[&str]) -> Result<()> {
    let sql = "SELECT code FROM dealer WHERE code = ANY($1) ORDER BY code FOR NO KEY UPDATE";
    let there = rows(tx, sql, &[&dealers])?;
    if there.len() == dealers.len() {
        return Ok(());
    }
    let there = there.iter().map(|row| get(row, "code")).collect::<Result<HashSet<&str>>>()?;
    let missing = dealers.iter().find(|code| !there.contains(**code)).unwrap_or(&"");
    Err(StoreError::NoDealer((*missing).to_owned()))
}

struct Shelf<'a, 'c>(&'a Transaction<'c>);

fn ids<'a>(ids: &[(&'a str, &'a str)]) -> (Vec<&'a str>, Vec<&'a str>) {
    ids.iter().copied().unzip()
}

type Places<'g> = (Vec<&'g str>, Vec<&'g str>, Vec<i64>);

fn places<'g>(places: impl Iterator<Item = Place<'g>>) -> Places<'g> {
    let mut of = Places::default();
    for place in places {
        of.0.push(place.dealer);
        of.1.push(place.epoch);
        of.2.push(stored(place.seq));
    }
    of
}

/// The place of what was asked, from the ordinality of the array.
fn asked(row: &Row) -> Result<usize> {
    Ok(number::<usize>(row, "n")?.saturating_sub(1))
}

impl Rows for Shelf<'_, '_> {
    fn sums(&mut self, streams: &[(&str, &str)]) -> Result<Vec<Sums>> {
        let (dealers, epochs) = ids(streams);
        let mut sums = vec![Sums::default(); streams.len()];
        for row in rows(self.0, include_str!("../../../sql/postgres/sums.sql"), &[&dealers, &epochs])? {
            if let Some(one) = sums.get_mut(asked(&row)?) {
                *one = stream::sums(&row)?;
            }
        }
        Ok(sums)
    }

    fn put_places(&mut self, put: &[(Place, &Record)]) -> Result<Vec<bool>> {
        let (dealers, epochs, seqs) = places(put.iter().map(|(place, _)| *place));
        let record_ids: Vec<&str> = put.iter().map(|(_, record)| record.record_id.as_str()).collect();
        let revs: Vec<i64> = put.iter().map(|(_, record)| record.rev.into()).collect();
        let hashes: Vec<&str> = put.iter().map(|(_, record)| record.hash.as_str()).collect();
        let sql = include_str!("../../../sql/postgres/put_places.sql");
        let there = rows(self.0, sql, &[&dealers, &epochs, &seqs, &record_ids, &revs, &hashes])?;
        if there.len() == put.len() {
            return Ok(vec![true; put.len()]);
        }
        let key = |row| Ok((get(row, "dealer")?, get(row, "epoch")?, number(row, "seq")?));
        let mut fresh: HashSet<(&str, &str, u64)> = there.iter().map(key).collect::<Result<_>>()?;
        Ok(put.iter().map(|(place, _)| fresh.remove(&(place.dealer, place.epoch, place.seq))).collect())
    }

    fn stood(&mut self, asked_for: &[Place]) -> Result<Vec<Option<Stood>>> {
        let (dealers, epochs, seqs) = places(asked_for.iter().copied());
        let mut found = vec![None; asked_for.len()];
        for row in rows(self.0, include_str!("../../../sql/postgres/stood.sql"), &[&dealers, &epochs, &seqs])? {
            let stood =
                Stood { record_id: get(&row, "record_id")?, rev: number(&row, "rev")?, hash: get(&row, "hash")? };
            if let Some(one) = found.get_mut(asked(&row)?) {
                *one = Some(stood);
            }
        }
        Ok(found)
    }

    fn drop_places(&mut self, dropped: &[Place]) -> Result<()> {
        let (dealers, epochs, seqs) = places(dropped.iter().copied());
        run(self.0, include_str!("../../../sql/postgres/drop_places.sql"), &[&dealers, &epochs, &seqs])?;
        Ok(())
    }

    fn held(&mut self, asked_for: &[(&str, &str)]) -> Result<Vec<(usize, Held)>> {
        let (dealers, record_ids) = ids(asked_for);
        let found = rows(self.0, include_str!("../../../sql/postgres/held.sql"), &[&dealers, &record_ids])?;
        found.iter().map(|row| Ok((asked(row)?, held(row)?))).collect()
    }

    fn refused(&mut self, asked_for: &[(&str, &str)]) -> Result<Vec<(usize, u32)>> {
        let (dealers, record_ids) = ids(asked_for);
        let found = rows(self.0, include_str!("../../../sql/postgres/refused.sql"), &[&dealers, &record_ids])?;
        found.iter().map(|row| Ok((asked(row)?, number(row, "rev")?))).collect()
    }

    fn waits_for(&mut self, (dealer, record_id): (&str, &str), rev: u32) -> Result<Option<String>> {
        let sql = "SELECT code FROM position WHERE dealer = $1 AND record_id = $2 AND rev = $3
                      AND verdict = 'deferred' AND code IS NOT NULL LIMIT 1";
        one(self.0, sql, &[&dealer, &record_id, &i64::from(rev)])?.map(|row| get(&row, "code")).transpose()
    }

    fn put_trees(&mut self, trees: &[&TreeRow]) -> Result<()> {
        let texts = |of: fn(&TreeRow) -> &str| trees.iter().map(|tree| of(tree)).collect::<Vec<&str>>();
        let (roots, dealers) = (texts(|tree| &tree.root), texts(|tree| &tree.dealer));
        let signatures = texts(|tree| &tree.signature);
        let leaves: Vec<&[u8]> = trees.iter().map(|tree| tree.leaves.as_slice()).collect();
        let sql = "INSERT INTO receipt_tree (root, dealer, signature, leaves)
                   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) ON CONFLICT DO NOTHING";
        run(self.0, sql, &[&roots, &dealers, &signatures, &leaves])?;
        Ok(())
    }

    fn trees(&mut self, roots: &[&str]) -> Result<Vec<TreeRow>> {
        super::list::trees(self.0, roots)
    }

    fn put_records<'g>(&mut self, new: &[New<'g>]) -> Result<Vec<i64>> {
        let texts = |of: fn(&New<'g>) -> &'g str| new.iter().map(of).collect::<Vec<&str>>();
        let numbers = |of: fn(&New) -> i64| new.iter().map(of).collect::<Vec<i64>>();
        let shown = |of: fn(&super::super::shown::Shown) -> Option<&str>| {
            new.iter().map(|new| of(new.shown)).collect::<Vec<Option<&str>>>()
        };
        let proofs: Vec<String> = new.iter().map(|new| new.proof.kept()).collect();
        let base_revs: Vec<Option<i64>> = new.iter().map(|new| new.record.base_rev.map(i64::from)).collect();
        let extras: Vec<Option<String>> = new.iter().map(|new| extra(new.record)).collect();
        let late: Vec<bool> = new.iter().map(is_late).collect();
        let found = rows(
            self.0,
            include_str!("../../../sql/postgres/put_records.sql"),
            &[
                &texts(|new| &new.incoming.dealer),
                &texts(|new| &new.record.record_id),
                &numbers(|new| new.record.rev.into()),
                &base_revs,
                &texts(|new| &new.record.kind),
                &numbers(|new| new.record.schema.into()),
                &texts(|new| &new.record.hash),
                &texts(|new| &new.record.body),
                &extras,
                &texts(|new| new.state.word()),
                &texts(|new| &new.incoming.device_id),
                &numbers(|new| new.incoming.now),
                &proofs,
                &shown(|shown| shown.no.as_deref()),
                &shown(|shown| shown.serial.as_deref()),
                &shown(|shown| shown.due_on.as_deref()),
                &shown(|shown| shown.month.as_deref()),
                &shown(|shown| shown.sheet.as_deref()),
                &shown(|shown| shown.reverses.as_deref()),
                &late,
                &shown(|shown| shown.paper.as_deref()),
            ],
        )?;
        // In the order they were given, which is looked at, not believed.
        let mut numbers = Vec::with_capacity(found.len());
        for (row, new) in found.iter().zip(new) {
            if key(row)? != new.key() {
                break;
            }
            numbers.push(get(row, "server_seq")?);
        }
        if numbers.len() == new.len() {
            return Ok(numbers);
        }
        let of = |row| Ok((key(row)?, get(row, "server_seq")?));
        let numbers: HashMap<(&str, &str, u32), i64> = found.iter().map(of).collect::<Result<_>>()?;
        new.iter().map(|new| numbers.get(&new.key()).copied().ok_or(StoreError::Raced)).collect()
    }

    fn supersede(&mut self, server_seqs: &[i64]) -> Result<()> {
        run(self.0, "UPDATE record SET state = 'superseded' WHERE server_seq = ANY($1)", &[&server_seqs])?;
        Ok(())
    }

    fn put_needs(&mut self, needs: &[(i64, &str, &Need)]) -> Result<()> {
        let numbers: Vec<i64> = needs.iter().map(|(server_seq, ..)| *server_seq).collect();
        let dealers: Vec<&str> = needs.iter().map(|(_, dealer, _)| *dealer).collect();
        let record_ids: Vec<String> = needs.iter().map(|(.., need)| wanted(&need.record_id)).collect();
        let revs: Vec<Option<i64>> = needs.iter().map(|(.., need)| need.rev.map(i64::from)).collect();
        let hashes: Vec<Option<String>> =
            needs.iter().map(|(.., need)| need.hash.as_deref().map(super::ask::clean)).collect();
        let sql = "INSERT INTO need (server_seq, dealer, record_id, rev, hash)
                   SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[])";
        run(self.0, sql, &[&numbers, &dealers, &record_ids, &revs, &hashes])?;
        Ok(())
    }

    fn quarantine(&mut self, incoming: &Incoming, record: &Record) -> Result<()> {
        let Record { record_id, rev, kind, hash, body, .. } = record;
        let sql = "INSERT INTO quarantine (dealer, device_id, record_id, rev, kind, hash, body, received_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
        let rev = i64::from(*rev);
        run(self.0, sql, &[&incoming.dealer, &incoming.device_id, record_id, &rev, kind, hash, body, &incoming.now])?;
        Ok(())
    }

    fn put_verdicts(&mut self, said: &[(Place, &Said)]) -> Result<()> {
        let (dealers, epochs, seqs) = places(said.iter().map(|(place, _)| *place));
        let verdicts: Vec<&str> = said.iter().map(|(_, said)| said.verdict).collect();
        let codes: Vec<Option<&str>> = said.iter().map(|(_, said)| said.code.as_deref()).collect();
        let fields: Vec<Option<&str>> = said.iter().map(|(_, said)| said.field.as_deref()).collect();
        let messages: Vec<Option<String>> =
            said.iter().map(|(_, said)| said.message.as_deref().map(super::ask::clean)).collect();
        let sql = include_str!("../../../sql/postgres/put_verdicts.sql");
        run(self.0, sql, &[&dealers, &epochs, &seqs, &verdicts, &codes, &fields, &messages])?;
        Ok(())
    }

    fn strike(&mut self, arrivals: &[Arrival]) -> Result<Vec<i64>> {
        // Nearly always nobody waits for anything: asked once, not for each arrival. What these dealers' records wait for is
        // written by groups that hold their lock.
        let dealers: BTreeSet<&str> = arrivals.iter().map(|one| one.dealer.as_ref()).collect();
        let dealers: Vec<&str> = dealers.into_iter().collect();
        if one(self.0, "SELECT 1 FROM need WHERE dealer = ANY($1) LIMIT 1", &[&dealers])?.is_none() {
            return Ok(Vec::new());
        }
        let dealers: Vec<&str> = arrivals.iter().map(|one| one.dealer.as_ref()).collect();
        let record_ids: Vec<&str> = arrivals.iter().map(|one| one.record_id.as_ref()).collect();
        let revs: Vec<i64> = arrivals.iter().map(|one| one.rev.into()).collect();
        let hashes: Vec<&str> = arrivals.iter().map(|one| one.hash.as_ref()).collect();
        let held: Vec<bool> = arrivals.iter().map(|one| one.held).collect();
        let sql = include_str!("../../../sql/postgres/strike.sql");
        let struck = rows(self.0, sql, &[&dealers, &record_ids, &revs, &hashes, &held])?;
        struck.iter().map(|row| get(row, "server_seq")).collect()
    }

    fn let_go(&mut self, server_seq: i64) -> Result<Option<Arrival<'static>>> {
        if one(self.0, "SELECT 1 FROM need WHERE server_seq = $1 LIMIT 1", &[&server_seq])?.is_some() {
            return Ok(None);
        }
        let Some(row) = one(self.0, include_str!("../../../sql/postgres/let_go.sql"), &[&server_seq])? else {
            return Ok(None);
        };
        let text = |name| get::<String>(&row, name).map(Cow::Owned);
        let taken = Arrival {
            dealer: text("dealer")?,
            record_id: text("record_id")?,
            rev: number(&row, "rev")?,
            hash: text("hash")?,
            held: true,
        };
        let rev = i64::from(taken.rev);
        let earlier = "UPDATE record SET state = 'superseded'
                        WHERE dealer = $1 AND record_id = $2 AND rev < $3 AND state = 'accepted'";
        run(self.0, earlier, &[&taken.dealer, &taken.record_id, &rev])?;
        let hold = "UPDATE position SET verdict = 'held', code = NULL, field = NULL, message = NULL
                     WHERE dealer = $1 AND record_id = $2 AND rev = $3 AND hash = $4 AND verdict = 'deferred'";
        run(self.0, hold, &[&taken.dealer, &taken.record_id, &rev, &taken.hash])?;
        Ok(Some(taken))
    }

    fn contiguous(&mut self, (dealer, epoch): (&str, &str), from: u64) -> Result<u64> {
        stream::contiguous(self.0, dealer, epoch, from)
    }

    fn put_sums(&mut self, sums: &[((&str, &str), &Sums)]) -> Result<()> {
        stream::put(self.0, sums)
    }

    fn put_lines(&mut self, lines: &[Line]) -> Result<()> {
        let mut of: BTreeMap<(&str, &str), (&Line, i64)> = BTreeMap::new();
        for line in lines {
            of.entry((line.batch_id, line.device_id)).or_insert((line, 0)).1 += 1;
        }
        let (batches, devices): (Vec<&str>, Vec<&str>) = of.keys().copied().unzip();
        let numbers = |n: fn(&Line) -> usize| of.values().map(|(line, _)| stored(n(line) as u64)).collect::<Vec<i64>>();
        let at: Vec<i64> = of.values().map(|(line, _)| line.at).collect();
        let times: Vec<i64> = of.values().map(|(_, times)| *times).collect();
        let held = numbers(|line| line.records - line.deferred - line.rejected);
        let (records, deferred, rejected) =
            (numbers(|line| line.records), numbers(|line| line.deferred), numbers(|line| line.rejected));
        let sql = include_str!("../../../sql/postgres/put_lines.sql");
        run(self.0, sql, &[&batches, &devices, &at, &records, &held, &deferred, &rejected, &times])?;
        Ok(())
    }
}

/// What a row is stored once by.
fn key(row: &Row) -> Result<(&str, &str, u32)> {
    Ok((get(row, "dealer")?, get(row, "record_id")?, number(row, "rev")?))
}

/// The id of a record that is waited for, as a text that an index takes. One that is cut is nobody's.
fn wanted(record_id: &str) -> String {
    super::ask::clean(record_id).chars().take(100).collect()
}

fn is_late(new: &New) -> bool {
    new.shown.is_late(&new.record.kind, &clock::day_of(new.incoming.now).to_string())
}

fn held(row: &Row) -> Result<Held> {
    let state: &str = get(row, "state")?;
    Ok(Held {
        server_seq: get(row, "server_seq")?,
        rev: number(row, "rev")?,
        hash: get(row, "hash")?,
        state: State::of(state).ok_or(StoreError::Broken("state"))?,
        received_at: get(row, "received_at")?,
        proof: Proof::of(get(row, "signature")?),
    })
}
