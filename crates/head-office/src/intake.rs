//! What every batch passes, whichever way it came: unpacking, and whether it is one of its device and of this head office.

use std::io::Read;

use wire::batch::Batch;
use wire::hello::Limits;

use crate::store::Device;

/// Unpacked bytes below which nobody asks how well they were packed.
const RATIO_FROM: usize = 1024 * 1024;
/// More than this is no honest batch: records of a dealer pack about eight to one.
const RATIO: usize = 100;
/// Window of the packer: eight megabytes, so that a header cannot ask for more memory.
const WINDOW_LOG: u32 = 23;

/// Why a batch is taken by nobody: nothing of it is kept, not even the places of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Another version.
    Version,
    /// Over the limit of records.
    TooMany,
    /// Not of the device that brings it.
    Device,
    /// An id or epoch that cannot stand in signed text.
    NotPlain,
    /// For another maker.
    Principal,
}

impl Unfit {
    /// For the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Version => "v is not 1",
            Self::TooMany => "too many records",
            Self::Device => "the batch is not of this device",
            Self::NotPlain => "batch_id or epoch",
            Self::Principal => "the batch is for another maker",
        }
    }
}

/// Looks at the envelope; the records are looked at one by one when they are stored.
pub fn fits(batch: &Batch, device: &Device, principal: &str, limits: &Limits) -> Result<(), Unfit> {
    let plain = wire::sign::is_plain(&batch.batch_id) && wire::sign::is_plain(&batch.epoch);
    let faults = [
        (batch.records.len() > limits.batch_records as usize, Unfit::TooMany),
        (batch.v != wire::PROTOCOL, Unfit::Version),
        (batch.device_id != device.device_id || batch.dealer != device.dealer, Unfit::Device),
        (!plain, Unfit::NotPlain),
        (batch.principal != principal, Unfit::Principal),
    ];
    faults.into_iter().find(|(is, _)| *is).map_or(Ok(()), |(_, unfit)| Err(unfit))
}

/// Why bytes were not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum Packing {
    /// No zstd.
    #[error("zstd: {0}")]
    Broken(std::io::Error),
    /// Over the limit, or packed better than anything honest.
    #[error("too much inside")]
    TooLarge,
}

/// Stops as soon as it is too much: a bomb is never unpacked to its end.
pub fn unzstd(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Packing> {
    let broken = Packing::Broken;
    let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(broken)?;
    decoder.window_log_max(WINDOW_LOG).map_err(broken)?;
    let allowed = limit.min(RATIO_FROM.max(bytes.len().saturating_mul(RATIO)));
    let mut plain = Vec::new();
    let mut guarded = decoder.take(allowed as u64 + 1);
    guarded.read_to_end(&mut plain).map_err(broken)?;
    match plain.len() > allowed {
        true => Err(Packing::TooLarge),
        false => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(len: usize) -> Vec<u8> {
        zstd::stream::encode_all(&*vec![b'a'; len], 19).unwrap()
    }

    #[test]
    fn http_3_a_bomb_is_refused_and_a_well_packed_batch_is_not() {
        let limit = 16 * 1024 * 1024;
        assert!(unzstd(&packed(limit + 1), limit).is_err());
        assert!(unzstd(&packed(RATIO_FROM * 2), limit).is_err(), "ratio");
        assert_eq!(unzstd(&packed(RATIO_FROM), limit).unwrap().len(), RATIO_FROM);
        assert!(unzstd(b"not zstd", limit).is_err());
    }
}
