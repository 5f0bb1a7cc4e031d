//! Pieces of a batch, added up.

use super::PartResult;

/// Pieces of a batch, thousandths (PARTRESULT-1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Sent.
    pub sent: i64,
    /// Of these, head office has said nothing of.
    pub waiting: i64,
    /// Received.
    pub received: i64,
    /// Missing.
    pub short: i64,
    /// Something else.
    pub wrong: i64,
}

/// Adds up the parts of a batch: what was sent of each, and what is known of it.
pub fn pieces<'a>(parts: impl Iterator<Item = (i64, Option<&'a PartResult>)>) -> Pieces {
    parts.fold(Pieces::default(), |sum, (sent, known)| match known {
        None => Pieces { sent: sum.sent + sent, waiting: sum.waiting + sent, ..sum },
        Some(result) => Pieces {
            sent: sum.sent + sent,
            waiting: sum.waiting,
            received: sum.received + result.received_milli,
            short: sum.short + result.short_milli(),
            wrong: sum.wrong + result.wrong_milli,
        },
    })
}
