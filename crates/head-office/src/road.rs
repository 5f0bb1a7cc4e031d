//! Files of dealers without a network: taken like batches on the network, and answered with a file.
//!
//! - TAKE-1 A file is taken by the rules of the network: its device is known and not revoked, its key signed the file, and each record is stored once.
//! - TAKE-2 A file that is refused leaves nothing; one that is taken again stores nothing twice and is answered with the same receipts.
//! - TAKE-3 An answer is made after the commit, and only its device can open it.
//!
//! Absent: the disk and words for people (`road_cli`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wire::batch::Batch;
use wire::blob::BlobState;
use wire::hello::Limits;
use wire::record::Status;
use wire::road::{Answer, Feed, Label, MOST_INSIDE, Replied, SIGNATURE, Sent, SentFile, Step, Way};

use crate::files::{self, Chunk, Files, MAX_FILE, Taken as Held};
use crate::intake::{self, Unfit};
use crate::keys::{self, Keys};
use crate::store::{Before, Blob, Carried, Device, Incoming, Steps, Store, StoreError};

/// Batches of one commit: a server beside us waits for its turn meanwhile.
const GROUP: usize = 8;
/// Items of the feed in one answer, and bytes of their bodies.
const ITEMS: u32 = 5_000;
const ITEM_BYTES: usize = 32 * 1024 * 1024;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// No file of this road.
    #[error("not a file of this road")]
    NotOurs,
    /// It ends too early.
    #[error("the end is missing")]
    Truncated,
    /// It was changed, or the device did not sign it.
    #[error("changed, or not signed by its device")]
    Altered,
    /// An answer of ours, where a desk's file is wanted.
    #[error("an answer, not a file of a desk")]
    NotSent,
    /// For another head office.
    #[error("for the head office of {0}")]
    OtherOffice(String),
    /// Of a dealer this head office does not have.
    #[error("of another dealer: {0}")]
    OtherDealer(String),
    /// Of a device this head office does not know.
    #[error("of an unknown device")]
    NoDevice,
    /// Its device was revoked.
    #[error("of a revoked device: {0}")]
    Revoked(String),
    /// Made by a newer program.
    #[error("made by a newer program: {0}")]
    Newer(String),
    /// The store failed. What was taken is taken; the file can be taken again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<parcel::Unread> for Refused {
    fn from(unread: parcel::Unread) -> Self {
        match unread {
            parcel::Unread::NotOurs => Self::NotOurs,
            parcel::Unread::Truncated => Self::Truncated,
            parcel::Unread::Altered | parcel::Unread::OtherKey => Self::Altered,
        }
    }
}

impl From<Unfit> for Refused {
    fn from(unfit: Unfit) -> Self {
        Self::Newer(unfit.as_str().to_owned())
    }
}

/// The head office that takes.
pub struct Office<'a> {
    /// What it keeps.
    pub store: &'a dyn Store,
    /// Its keys.
    pub keys: &'a Keys,
    /// Its folder of files.
    pub files: &'a Files,
    /// What it takes at most.
    pub limits: Limits,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What stood on the file.
    pub label: Label,
    /// Who sent it.
    pub device: Device,
    /// Records in it.
    pub records: u64,
    /// Of those, stored now.
    pub accepted: u64,
    /// Stored before.
    pub known: u64,
    /// Stored, and waiting for another record.
    pub deferred: u64,
    /// Not taken.
    pub rejected: u64,
    /// Files beside records that are whole now.
    pub files: u64,
    /// Items of the feed in the answer.
    pub items: u64,
    /// What was taken of this device before.
    pub before: Before,
    /// The answer's bytes.
    pub answer: Vec<u8>,
}

/// Reads what stands on a file; proved only when it is taken.
pub fn label(file: &[u8]) -> Result<Label, Refused> {
    let label: Label = serde_json::from_slice(&parcel::label(file)?).map_err(|_| Refused::NotOurs)?;
    match label.v == wire::PROTOCOL && label.way != Way::Unknown {
        true => Ok(label),
        false => Err(Refused::Newer(format!("version {}", label.v))),
    }
}

/// Takes a file and makes its answer.
pub fn take(office: &Office, file: &[u8], now: i64) -> Result<Taken, Refused> {
    let label = label(file)?;
    let device =
        office.device_of(&label).map_err(|why| if office.label_lies(file) { Refused::Altered } else { why })?;
    let sent = office.open(file, &device)?;
    let batches = office.batches(&device, sent.batches, now)?;
    let files = office.files(&device.dealer, &sent.files, now)?;
    let (records, counts) = count(&batches);
    let carried = Carried { file_id: label.file_id.clone(), made_at: label.made_at, records };
    let before = office.store.file_taken(&device.device_id, &carried, now)?;
    office.store.device_seen(&device.device_id, now)?;
    if let Some(cursor) = sent.cursor.as_deref().filter(|_| before.newest_made_at < Some(label.made_at)) {
        office.store.acknowledge(&device.device_id, cursor)?;
    }
    let epochs: Vec<&str> = sent.epochs.iter().map(String::as_str).filter(|e| wire::sign::is_plain(e)).collect();
    let answer = Answer {
        generation: office.store.meta()?.generation,
        limits: office.limits,
        replies: batches,
        streams: office.store.streams(&device, &epochs[..epochs.len().min(wire::hello::EPOCHS)])?,
        feed: office.feed(&device.dealer, sent.cursor)?,
        files,
    };
    let [accepted, known, deferred, rejected] = counts;
    let bytes = office.close(&label, &device, &answer, now)?;
    let (files, items) = (answer.files.len() as u64, answer.feed.steps.len() as u64);
    Ok(Taken { label, device, records, accepted, known, deferred, rejected, files, items, before, answer: bytes })
}

/// Records, and how many were accepted, known, deferred and rejected.
fn count(replies: &[Replied]) -> (u64, [u64; 4]) {
    let mut counts = [0; 4];
    let all = replies.iter().flat_map(|replied| &replied.reply.results);
    for result in all {
        let at = match result.status {
            Status::Accepted => 0,
            Status::Duplicate | Status::Superseded => 1,
            Status::Deferred => 2,
            Status::Rejected | Status::Unknown => 3,
        };
        counts[at] += 1;
    }
    (counts.iter().sum(), counts)
}

impl Office<'_> {
    /// Whose file it is, by its label: wrong files are told apart before anything is opened.
    fn device_of(&self, label: &Label) -> Result<Device, Refused> {
        if label.way != Way::Sent {
            return Err(Refused::NotSent);
        }
        let meta = self.store.meta()?;
        if label.server_id != meta.server_id || label.principal != meta.principal {
            return Err(Refused::OtherOffice(label.principal.clone()));
        }
        let device = self.store.device(&label.device_id)?;
        match device.filter(|device| device.dealer == label.dealer) {
            Some(device) => Ok(device),
            None if self.store.dealers()?.iter().any(|(code, _)| *code == label.dealer) => Err(Refused::NoDevice),
            None => Err(Refused::OtherDealer(label.dealer.clone())),
        }
    }

    /// Whether a file that is labelled for somebody else is sealed for us: then its label was changed on the way.
    fn label_lies(&self, file: &[u8]) -> bool {
        matches!(parcel::open(file, &self.keys.opening()), Err(parcel::Unread::Altered))
    }

    fn open(&self, file: &[u8], device: &Device) -> Result<Sent, Refused> {
        let opened = parcel::open(file, &self.keys.opening())?;
        let (signature, packed) = opened.plain.split_at_checked(SIGNATURE).ok_or(Refused::Altered)?;
        let text = text(&opened.label, packed);
        if !keys::is_signed(&device.public_key, &text, &STANDARD.encode(signature)) {
            return Err(Refused::Altered);
        }
        if device.revoked_at.is_some() {
            return Err(Refused::Revoked(device.name.clone()));
        }
        let plain = intake::unzstd(packed, MOST_INSIDE).map_err(|why| Refused::Newer(why.to_string()))?;
        serde_json::from_slice(&plain).map_err(|e| Refused::Newer(e.to_string()))
    }

    fn batches(&self, device: &Device, batches: Vec<Batch>, now: i64) -> Result<Vec<Replied>, Refused> {
        let principal = self.store.meta()?.principal;
        // How much one request may hold says nothing of a file, which cannot be halved and sent again.
        let roomy = Limits { batch_records: u32::MAX, ..self.limits };
        for batch in &batches {
            intake::fits(batch, device, &principal, &roomy)?;
        }
        let (dealer, device_id) = (&device.dealer, &device.device_id);
        let incoming = |batch| Incoming { dealer: dealer.clone(), device_id: device_id.clone(), batch, now };
        let incoming: Vec<Incoming> = batches.into_iter().map(incoming).collect();
        let mut replies = Vec::with_capacity(incoming.len());
        for group in incoming.chunks(GROUP) {
            let answered = self.store.ingest(group, self.limits.record_bytes, &|text| self.keys.sign(text));
            for (taken, reply) in group.iter().zip(answered) {
                replies.push(Replied { epoch: taken.batch.epoch.clone(), reply: reply? });
            }
        }
        Ok(replies)
    }

    fn files(&self, dealer: &str, files: &[SentFile], now: i64) -> Result<Vec<BlobState>, Refused> {
        let mut whole = Vec::new();
        for file in files {
            let bytes = STANDARD.decode(&file.bytes).map_err(|e| Refused::Newer(e.to_string()))?;
            if wire::hash::sha256_hex(&bytes) != file.sha256 || bytes.len() as u64 > MAX_FILE {
                return Err(Refused::Newer("a file beside records".into()));
            }
            whole.extend(self.file(dealer, &file.sha256, &bytes, now)?.map(files::whole));
        }
        Ok(whole)
    }

    /// Goes on where the network stopped; what it left may be damaged, then from the start.
    fn file(&self, dealer: &str, sha256: &str, bytes: &[u8], now: i64) -> Result<Option<Blob>, StoreError> {
        for _ in 0..2 {
            let from = self.files.received(self.store, dealer, sha256)?;
            let rest = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
            let chunk = Chunk { sha256, from, total: bytes.len() as u64, bytes: rest };
            if let Held::Whole(blob) = self.files.take(self.store, self.keys, dealer, &chunk, now)? {
                return Ok(Some(blob));
            }
        }
        Ok(None)
    }

    fn feed(&self, dealer: &str, asked: Option<String>) -> Result<Feed, Refused> {
        let asked = asked.filter(|cursor| !cursor.is_empty());
        let (gone, steps) = match self.store.feed_steps(dealer, asked.as_deref(), ITEMS)? {
            Steps::Some(steps, more) => (false, Some((steps, more))),
            Steps::Gone => match self.store.feed_steps(dealer, None, ITEMS)? {
                Steps::Some(steps, more) => (true, Some((steps, more))),
                Steps::Gone => (true, None),
            },
        };
        let (steps, more) = steps.unwrap_or_default();
        let (steps, cut) = fitting(steps);
        Ok(Feed { asked, gone, steps, more: more || cut })
    }

    fn close(&self, sent: &Label, device: &Device, answer: &Answer, now: i64) -> Result<Vec<u8>, Refused> {
        let label = Label { way: Way::Answer, made_at: now, ..sent.clone() };
        let broken = |e: serde_json::Error| StoreError::Disk(e.into());
        let label = serde_json::to_vec(&label).map_err(broken)?;
        let plain = serde_json::to_vec(answer).map_err(broken)?;
        let packed = zstd::encode_all(&*plain, wire::batch::LEVEL).map_err(StoreError::Disk)?;
        let text = text(&label, &packed);
        let content = [self.keys.sign_raw(&text).as_slice(), &packed].concat();
        let to = keys::sealing(&device.public_key).ok_or(StoreError::Broken("device key"))?;
        Ok(parcel::seal(&content, &label, &to).map_err(StoreError::from)?)
    }
}

/// As many as one answer carries, and at least one: a large one must not stand before the rest for ever.
fn fitting(mut steps: Vec<Step>) -> (Vec<Step>, bool) {
    let mut bytes = 0;
    let fits = |step: &&Step| {
        bytes += step.item.body.len();
        bytes <= ITEM_BYTES
    };
    let most = steps.iter().take_while(fits).count().max(1);
    let cut = most < steps.len();
    steps.truncate(most);
    (steps, cut)
}

fn text(label: &[u8], packed: &[u8]) -> String {
    wire::sign::file(&wire::hash::sha256_hex(label), &wire::hash::sha256_hex(packed))
}
