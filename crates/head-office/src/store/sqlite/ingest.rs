//! Taking batches in: the reads and writes of `rows` on SQLite, and one transaction around them.

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};
use wire::batch::BatchReply;
use wire::record::Record;

use super::super::common::extra;
use super::super::group::{self, Looked};
use super::super::receipts::{Proof, TreeRow};
use super::super::rows::{Arrival, Held, Line, New, Place, Rows, Said, State, Stood, Sums};
use super::super::taking;
use super::super::{Incoming, Result, Signer, StoreError};
use super::{stream, waiting};
use crate::check::Need;

/// Takes the group. If the commit fails, nobody gets an answer that says yes.
pub fn group(connection: &mut Connection, looked: &[Looked], sign: Signer) -> Vec<Result<BatchReply>> {
    let principal = match super::get_meta(connection, "principal") {
        Ok(principal) => principal,
        Err(e) => return group::none(looked.len(), &e),
    };
    group::all(looked, &mut |some| take(connection, some, &principal, sign))
}

fn take(connection: &mut Connection, group: &[Looked], principal: &str, sign: Signer) -> group::Tried {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let replies = taking::take(&mut Shelf(&tx), group, principal, sign);
    if replies.is_ok() {
        tx.commit()?;
    }
    Ok(replies)
}

struct Shelf<'a>(&'a Connection);

const PUT_RECORD: &str = "INSERT INTO record (dealer, record_id, rev, base_rev, kind, schema, hash, body, extra,
       state, device_id, received_at, signature)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
     ON CONFLICT (dealer, record_id, rev) DO NOTHING";

impl Rows for Shelf<'_> {
    fn sums(&mut self, streams: &[(&str, &str)]) -> Result<Vec<Sums>> {
        streams.iter().map(|(dealer, epoch)| stream::load(self.0, dealer, epoch)).collect()
    }

    fn put_places(&mut self, rows: &[(Place, &Record)]) -> Result<Vec<bool>> {
        let mut put = self.0.prepare_cached(
            "INSERT INTO position (dealer, epoch, seq, record_id, rev, hash, verdict)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'held') ON CONFLICT DO NOTHING",
        )?;
        let one = |(place, record): &(Place, &Record)| {
            let row = (place.dealer, place.epoch, place.seq, &record.record_id, record.rev, &record.hash);
            Ok(put.execute(row)? == 1)
        };
        rows.iter().map(one).collect()
    }

    fn stood(&mut self, places: &[Place]) -> Result<Vec<Option<Stood>>> {
        let mut find = self.0.prepare_cached(
            "SELECT record_id, rev, hash FROM position WHERE dealer = ?1 AND epoch = ?2 AND seq = ?3",
        )?;
        let row = |r: &Row| Ok(Stood { record_id: r.get("record_id")?, rev: r.get("rev")?, hash: r.get("hash")? });
        let one = |place: &Place| Ok(find.query_row((place.dealer, place.epoch, place.seq), row).optional()?);
        places.iter().map(one).collect()
    }

    fn drop_places(&mut self, places: &[Place]) -> Result<()> {
        let mut drop = self.0.prepare_cached("DELETE FROM position WHERE dealer = ?1 AND epoch = ?2 AND seq = ?3")?;
        for place in places {
            drop.execute((place.dealer, place.epoch, place.seq))?;
        }
        Ok(())
    }

    fn held(&mut self, ids: &[(&str, &str)]) -> Result<Vec<(usize, Held)>> {
        let mut find = self.0.prepare_cached(
            "SELECT server_seq, rev, hash, state, received_at, signature FROM record WHERE dealer = ?1 AND record_id = ?2",
        )?;
        let mut held = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            let mut rows = find.query(*id)?;
            while let Some(row) = rows.next()? {
                held.push((at, of(row)?));
            }
        }
        Ok(held)
    }

    fn refused(&mut self, ids: &[(&str, &str)]) -> Result<Vec<(usize, u32)>> {
        let mut find = self.0.prepare_cached(
            "SELECT rev FROM position INDEXED BY position_rejected
              WHERE dealer = ?1 AND record_id = ?2 AND verdict = 'rejected'",
        )?;
        let mut refused = Vec::new();
        for (at, id) in ids.iter().enumerate() {
            for rev in find.query_map(*id, |r| r.get("rev"))? {
                refused.push((at, rev?));
            }
        }
        Ok(refused)
    }

    fn waits_for(&mut self, (dealer, record_id): (&str, &str), rev: u32) -> Result<Option<String>> {
        let mut find = self.0.prepare_cached(
            "SELECT code FROM position WHERE dealer = ?1 AND record_id = ?2 AND rev = ?3
                AND verdict = 'deferred' AND code IS NOT NULL",
        )?;
        Ok(find.query_row((dealer, record_id, rev), |r| r.get("code")).optional()?)
    }

    fn put_trees(&mut self, trees: &[&TreeRow]) -> Result<()> {
        let mut put = self.0.prepare_cached(
            "INSERT INTO receipt_tree (root, dealer, signature, leaves) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?;
        for TreeRow { dealer, root, signature, leaves } in trees {
            put.execute((root, dealer, signature, leaves))?;
        }
        Ok(())
    }

    fn trees(&mut self, roots: &[&str]) -> Result<Vec<TreeRow>> {
        Ok(roots
            .iter()
            .map(|root| super::list::tree(self.0, root))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    fn put_records<'g>(&mut self, new: &[New<'g>]) -> Result<Vec<i64>> {
        let mut put = self.0.prepare_cached(PUT_RECORD)?;
        let one = |new: &New| {
            let New { incoming, record, .. } = new;
            let extra = extra(record);
            let row = rusqlite::params![
                incoming.dealer,
                record.record_id,
                record.rev,
                record.base_rev,
                record.kind,
                record.schema,
                record.hash,
                record.body,
                extra,
                new.state.word(),
                incoming.device_id,
                incoming.now,
                new.proof.kept(),
            ];
            match put.execute(row)? {
                1 => Ok(self.0.last_insert_rowid()),
                _ => Err(StoreError::Raced),
            }
        };
        new.iter().map(one).collect()
    }

    fn supersede(&mut self, server_seqs: &[i64]) -> Result<()> {
        let mut mark = self.0.prepare_cached("UPDATE record SET state = 'superseded' WHERE server_seq = ?1")?;
        for server_seq in server_seqs {
            mark.execute([server_seq])?;
        }
        Ok(())
    }

    fn put_needs(&mut self, needs: &[(i64, &str, &Need)]) -> Result<()> {
        let mut put = self.0.prepare_cached(
            "INSERT INTO need (server_seq, dealer, record_id, rev, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (server_seq, dealer, need) in needs {
            put.execute((server_seq, dealer, &need.record_id, need.rev, need.hash.as_deref()))?;
        }
        Ok(())
    }

    fn quarantine(&mut self, incoming: &Incoming, record: &Record) -> Result<()> {
        let mut put = self.0.prepare_cached(
            "INSERT INTO quarantine (dealer, device_id, record_id, rev, kind, hash, body, received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?;
        let Record { record_id, rev, kind, hash, body, .. } = record;
        put.execute((&incoming.dealer, &incoming.device_id, record_id, rev, kind, hash, body, incoming.now))?;
        Ok(())
    }

    fn put_verdicts(&mut self, said: &[(Place, &Said)]) -> Result<()> {
        let mut put = self.0.prepare_cached(
            "UPDATE position SET verdict = ?4, code = ?5, field = ?6, message = ?7
              WHERE dealer = ?1 AND epoch = ?2 AND seq = ?3
                AND (verdict, code, field, message) IS NOT (?4, ?5, ?6, ?7)",
        )?;
        for (place, Said { verdict, code, field, message }) in said {
            put.execute((place.dealer, place.epoch, place.seq, verdict, code, field, message))?;
        }
        Ok(())
    }

    fn strike(&mut self, arrivals: &[Arrival]) -> Result<Vec<i64>> {
        // Nearly always nobody waits for anything: asked once, not for each arrival.
        if !self.0.prepare_cached("SELECT 1 FROM need LIMIT 1")?.exists([])? {
            return Ok(Vec::new());
        }
        let mut strike = self.0.prepare_cached(
            "DELETE FROM need WHERE dealer = ?1 AND record_id = ?2 AND (rev IS NULL OR rev = ?3)
                AND (hash IS NULL OR hash = ?4) AND (?5 OR hash IS NULL) RETURNING server_seq",
        )?;
        let mut struck = Vec::new();
        for Arrival { dealer, record_id, rev, hash, held } in arrivals {
            for server_seq in strike.query_map((dealer, record_id, rev, hash, held), |r| r.get("server_seq"))? {
                struck.push(server_seq?);
            }
        }
        Ok(struck)
    }

    fn let_go(&mut self, server_seq: i64) -> Result<Option<Arrival<'static>>> {
        waiting::let_go(self.0, server_seq)
    }

    fn contiguous(&mut self, (dealer, epoch): (&str, &str), from: u64) -> Result<u64> {
        stream::contiguous(self.0, dealer, epoch, from)
    }

    fn put_sums(&mut self, sums: &[((&str, &str), &Sums)]) -> Result<()> {
        sums.iter().try_for_each(|((dealer, epoch), sums)| stream::put(self.0, dealer, epoch, sums))
    }

    fn put_lines(&mut self, lines: &[Line]) -> Result<()> {
        let mut put = self.0.prepare_cached(
            "INSERT INTO batch (batch_id, device_id, at, records, held, deferred, rejected)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (batch_id, device_id) DO UPDATE SET times = times + 1",
        )?;
        for Line { batch_id, device_id, at, records, deferred, rejected } in lines {
            put.execute((batch_id, device_id, at, records, records - deferred - rejected, deferred, rejected))?;
        }
        Ok(())
    }
}

fn of(row: &Row) -> Result<Held> {
    let state: String = row.get("state")?;
    Ok(Held {
        server_seq: row.get("server_seq")?,
        rev: row.get("rev")?,
        hash: row.get("hash")?,
        state: State::of(&state).ok_or(StoreError::Broken("state"))?,
        received_at: row.get("received_at")?,
        proof: Proof::of(row.get("signature")?),
    })
}
