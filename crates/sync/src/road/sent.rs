//! The file for head office: everything it has not settled.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::hello::Limits;
use wire::road::{Label, Sent, SentFile, Way};

use super::{Refused, alone, close};
use crate::desk::{Account, BlobJob, Desk, DeskFault, FileMark, Link, OutboxRow};
use crate::outcome::{Clock, Options, Problem};
use crate::{batch, blobs, plan, trouble};

/// Records of one file; a desk with more writes another when the first is answered.
const MOST_RECORDS: u32 = 20_000;
/// Bytes of their bodies.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Bytes of files beside them; a single one may have more.
const MOST_FILES: u64 = 32 * 1024 * 1024;

/// A file for head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What stands on it.
    pub label: Label,
    /// Records in it.
    pub records: u64,
    /// Files beside records in it.
    pub files: u64,
    /// Records that did not fit.
    pub left: u64,
}

/// Makes the file. `keep` puts it on the disk; the desk remembers it only after that.
pub fn pack<E: From<Refused>>(
    desk: &dyn Desk,
    principal: &str,
    clock: &dyn Clock,
    options: &Options,
    keep: impl FnOnce(&Packed) -> Result<(), E>,
) -> Result<Packed, E> {
    let now = clock.now_ms();
    let packed = alone(desk, principal, now, options, |account, link| make(desk, principal, now, &account, &link))?;
    keep(&packed)?;
    let sent = FileMark { file_id: packed.label.file_id.clone(), made_at: now, records: packed.records };
    alone(desk, principal, now, options, |_, link| {
        let link = Link { file_sent: Some(sent), ..link };
        Ok(desk.save_link(principal, &link).map_err(trouble::store)?)
    })?;
    Ok(packed)
}

fn make(desk: &dyn Desk, principal: &str, now: i64, account: &Account, link: &Link) -> Result<Packed, Refused> {
    let (rows, left) = open_rows(desk, principal)?;
    let records = rows.len() as u64;
    let epochs = desk.counts(principal).map_err(trouble::store)?;
    let inside = Sent {
        batches: batches(account, rows, &link.limits, now)?,
        cursor: link.cursor.clone(),
        epochs: epochs.into_iter().take(wire::hello::EPOCHS).map(|e| e.epoch).collect(),
        files: files(desk, principal, now)?,
    };
    let label = Label {
        v: wire::PROTOCOL,
        way: Way::Sent,
        server_id: account.server_id.clone(),
        principal: account.principal_code.clone(),
        dealer: account.dealer_code.clone(),
        device_id: account.device_id.clone(),
        file_id: batch::new_id(now)?,
        made_at: now,
    };
    let bytes = close(account, &label, &inside)?;
    Ok(Packed { bytes, label, records, files: inside.files.len() as u64, left })
}

/// In flight, pending by their limit, deferred: what a run of the network would send or ask about again.
fn open_rows(desk: &dyn Desk, principal: &str) -> Result<(Vec<OutboxRow>, u64), Problem> {
    let mut rows = desk.inflight(principal).map_err(trouble::store)?;
    rows.extend(desk.pending(principal, MOST_RECORDS).map_err(trouble::store)?);
    rows.extend(desk.deferred(principal, MOST_RECORDS).map_err(trouble::store)?);
    let mut bytes = 0;
    let fits = |row: &&OutboxRow| {
        bytes += plan::row_bytes(row);
        bytes <= MOST_BYTES
    };
    let fitting = rows.iter().take(MOST_RECORDS as usize).take_while(fits).count().max(1).min(rows.len());
    let counts = desk.counts(principal).map_err(trouble::store)?;
    let open: u64 = counts.iter().map(|e| e.pending + e.inflight + e.deferred).sum();
    rows.truncate(fitting);
    Ok((rows, open.saturating_sub(fitting as u64)))
}

/// Batches as on the network; what is in flight keeps its batch.
fn batches(
    account: &Account,
    mut rows: Vec<OutboxRow>,
    limits: &Limits,
    now: i64,
) -> Result<Vec<wire::batch::Batch>, Problem> {
    let most_records = limits.batch_records.clamp(1, plan::MOST_RECORDS) as usize;
    let most_bytes = limits.batch_bytes.clamp(1, plan::MOST_BYTES);
    rows.sort_by(|a, b| (&a.epoch, &a.batch_id, a.seq).cmp(&(&b.epoch, &b.batch_id, b.seq)));
    let mut groups: Vec<Vec<OutboxRow>> = Vec::new();
    let mut bytes = 0;
    for row in rows {
        bytes += plan::row_bytes(&row);
        match groups.last_mut() {
            Some(group)
                if group.len() < most_records
                    && bytes <= most_bytes
                    && group.last().is_some_and(|l| l.epoch == row.epoch && l.batch_id == row.batch_id) =>
            {
                group.push(row);
            }
            _ => {
                bytes = plan::row_bytes(&row);
                groups.push(vec![row]);
            }
        }
    }
    let named = |group: Vec<OutboxRow>| {
        let kept = group.first().and_then(|row| row.batch_id.clone());
        let batch_id = kept.map_or_else(|| batch::new_id(now), Ok)?;
        Ok(batch::envelope(account, &group, &batch_id))
    };
    groups.into_iter().map(named).collect()
}

/// Whole files, oldest first. One that is gone from this machine is said to be, as on the network, and keeps nothing waiting.
fn files(desk: &dyn Desk, principal: &str, now: i64) -> Result<Vec<SentFile>, Problem> {
    let jobs = desk.blobs(principal, blobs::AT_ONCE).map_err(trouble::store)?;
    let mut files = Vec::new();
    let mut bytes = 0;
    for job in jobs {
        if !files.is_empty() && bytes + job.size > MOST_FILES {
            break;
        }
        match read(desk, principal, &job)? {
            Some(whole) => {
                bytes += job.size;
                files.push(SentFile { sha256: job.sha256, bytes: STANDARD.encode(whole) });
            }
            None => desk.blob_failed(principal, &job.sha256, "blob_gone", now).map_err(trouble::store)?,
        }
    }
    Ok(files)
}

fn read(desk: &dyn Desk, principal: &str, job: &BlobJob) -> Result<Option<Vec<u8>>, Problem> {
    match desk.read_blob(principal, &job.sha256, 0, job.size) {
        Ok(bytes) => Ok(Some(bytes).filter(|bytes| wire::hash::sha256_hex(bytes) == job.sha256)),
        Err(error) if error.kind == DeskFault::Other => Ok(None),
        Err(error) => Err(trouble::store(error)),
    }
}
