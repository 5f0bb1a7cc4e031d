//! Where a device sits: among its own dealer's things, with no way to another's.
//!
//! - SEAT-1 What a device asks for is looked for among its own dealer's things only. A handler of `/v1` has a seat or nothing: it names no dealer.
//!
//! Absent: how a token is judged (`super::who` makes seats, and nobody else can).

use wire::batch::Batch;
use wire::blob::BlobState;
use wire::feed::FeedPage;
use wire::stream::{CheckReply, CheckRequest, StreamState};

use super::Office;
use super::fault::Fault;
use crate::files::{Chunk, Taken, whole};
use crate::intake::{self, Unfit};
use crate::store::{Device, Feed, Incoming};

/// How exactly head office knows when a device was seen last.
const SEEN_MS: i64 = 10 * 60_000;

/// A device that showed a good token, at this office.
pub struct Seat<'a> {
    office: &'a Office,
    device: Device,
}

impl<'a> Seat<'a> {
    /// For `who` alone: the token named this device, and it is not revoked.
    pub(super) fn of(office: &'a Office, device: Device) -> Self {
        Self { office, device }
    }

    /// The device said hello. A write now and then only: ten thousand desks that poll must not cost ten thousand commits.
    pub fn seen(&self) -> Result<(), Fault> {
        let now = self.office.now();
        if self.device.seen_at.is_none_or(|at| now - at >= SEEN_MS) {
            self.office.store.device_seen(&self.device.device_id, now)?;
        }
        Ok(())
    }

    /// What is held of these streams.
    pub fn streams(&self, epochs: &[&str]) -> Result<Vec<StreamState>, Fault> {
        Ok(self.office.store.streams(&self.device, epochs)?)
    }

    /// What is held in these ranges.
    pub fn check(&self, ask: &CheckRequest) -> Result<CheckReply, Fault> {
        Ok(CheckReply { sums: self.office.store.check(&self.device, ask)? })
    }

    /// A page of the feed; none when the cursor is not of it. A cursor that is acknowledges what came before.
    pub fn feed(&self, after: Option<&str>, limit: u32) -> Result<Option<FeedPage>, Fault> {
        let Feed::Page(page) = self.office.store.feed(&self.device.dealer, after, limit)? else {
            return Ok(None);
        };
        if let Some(after) = after {
            self.office.store.acknowledge(&self.device.device_id, after)?;
        }
        Ok(Some(page))
    }

    /// A batch on its way in, when it is this device's and of this office. Its body may have taken minutes: whether the device
    /// was revoked meanwhile is asked again.
    pub fn brings(&self, batch: Batch) -> Result<Incoming, Fault> {
        if self.office.store.device(&self.device.device_id)?.is_none_or(|device| device.revoked_at.is_some()) {
            return Err(Fault::revoked());
        }
        let principal = self.office.store.meta()?.principal;
        let fits = intake::fits(&batch, &self.device, &principal, &self.office.config.limits);
        fits.map_err(|unfit| refused(unfit, &principal))?;
        let now = self.office.now();
        self.office.within(self.office.limiter.records(&self.device.dealer, batch.records.len() as u64, now))?;
        let Device { dealer, device_id, .. } = self.device.clone();
        Ok(Incoming { dealer, device_id, batch, now })
    }

    /// What is held of a file.
    pub fn blob(&self, sha256: &str) -> Result<BlobState, Fault> {
        let (office, dealer) = (self.office, &self.device.dealer);
        if let Some(held) = office.store.blob(dealer, sha256)? {
            return Ok(whole(held));
        }
        let received = office.files.received(office.store.as_ref(), dealer, sha256)?;
        Ok(BlobState { sha256: sha256.to_owned(), received, complete: false, received_at: None, signature: None })
    }

    /// The next chunk of a file.
    pub fn chunk(&self, chunk: &Chunk) -> Result<Taken, Fault> {
        let (office, dealer) = (self.office, &self.device.dealer);
        office.within(office.limiter.file_bytes(dealer, chunk.bytes.len() as u64, office.now()))?;
        Ok(office.files.take(office.store.as_ref(), &office.keys, dealer, chunk, office.now())?)
    }
}

fn refused(unfit: Unfit, principal: &str) -> Fault {
    match unfit {
        Unfit::TooMany => Fault::too_large(unfit.as_str()),
        Unfit::Principal => Fault::wrong_principal(principal),
        _ => Fault::bad(unfit.as_str()),
    }
}

#[cfg(test)]
mod tests {
    /// Handlers of `/v1` that need a token. A new one is to be put here too; the document's test finds its route.
    const HANDLERS: [(&str, &str); 5] = [
        ("batches", include_str!("batches.rs")),
        ("blobs", include_str!("blobs.rs")),
        ("feed", include_str!("feed.rs")),
        ("hello", include_str!("hello.rs")),
        ("streams", include_str!("streams.rs")),
    ];

    #[test]
    fn seat_1_no_handler_names_a_dealer_or_goes_past_its_seat() {
        for (name, text) in HANDLERS {
            assert!(!text.contains(".dealer"), "{name} names a dealer");
            let past = text.matches("office.store").count() - text.matches("office.store.meta()").count();
            assert_eq!(past, 0, "{name} asks the store itself");
            assert!(!text.contains("office.files"), "{name} asks for files itself");
        }
    }
}
