//! Records that waited for others.

use std::borrow::Cow;

use rusqlite::{Connection, Row};

use super::super::Result;
use super::super::rows::Arrival;

/// Takes up a record that waits for nothing any more.
pub fn let_go(tx: &Connection, server_seq: i64) -> Result<Option<Arrival<'static>>> {
    let mut still = tx.prepare_cached("SELECT 1 FROM need WHERE server_seq = ?1")?;
    if still.exists([server_seq])? {
        return Ok(None);
    }
    let mut take = tx.prepare_cached(
        "UPDATE record SET state = CASE WHEN EXISTS (SELECT 1 FROM record later
             WHERE later.dealer = record.dealer AND later.record_id = record.record_id
               AND later.rev > record.rev AND later.state = 'accepted')
           THEN 'superseded' ELSE 'accepted' END
          WHERE server_seq = ?1 AND state = 'deferred' RETURNING dealer, record_id, rev, hash",
    )?;
    let row = |r: &Row| {
        let text = |name| r.get::<_, String>(name).map(Cow::Owned);
        Ok(Arrival {
            dealer: text("dealer")?,
            record_id: text("record_id")?,
            rev: r.get("rev")?,
            hash: text("hash")?,
            held: true,
        })
    };
    let taken = take.query_map([server_seq], row)?.next().transpose()?;
    if let Some(taken) = &taken {
        supersede(tx, taken)?;
        hold(tx, taken)?;
    }
    Ok(taken)
}

/// Marks earlier revisions as superseded.
fn supersede(tx: &Connection, taken: &Arrival) -> Result<()> {
    let mut mark = tx.prepare_cached(
        "UPDATE record SET state = 'superseded'
          WHERE dealer = ?1 AND record_id = ?2 AND rev < ?3 AND state = 'accepted'",
    )?;
    mark.execute((&taken.dealer, &taken.record_id, taken.rev))?;
    Ok(())
}

fn hold(tx: &Connection, taken: &Arrival) -> Result<()> {
    let mut mark = tx.prepare_cached(
        "UPDATE position SET verdict = 'held', code = NULL, field = NULL, message = NULL
          WHERE dealer = ?1 AND record_id = ?2 AND rev = ?3 AND hash = ?4 AND verdict = 'deferred'",
    )?;
    mark.execute((&taken.dealer, &taken.record_id, taken.rev, &taken.hash))?;
    Ok(())
}
