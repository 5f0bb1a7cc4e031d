//! Numbers of entries.
//!
//! FORMDEF-9 A complaint of a month is numbered YYMMNN; the hundredth reads YYMMNNN, and its place in the row is its count's, not its text's (E21).
//! FORMDEF-10 A count goes on from the highest ever given, voided entries included: no number is given twice.
//!
//! A paper's rule knows one row for the whole dealer, and desks without a network cannot share one: the first desk writes the
//! number as the rule has it, every other one puts its letter behind.

use super::definition::Numbering;
use crate::Month;

/// The first desk of a dealer.
const FIRST_DEVICE: &str = "A";

impl Numbering {
    /// The number of an entry; `seq` is its count in the month on this desk, from 1.
    pub fn no(&self, dealer: &str, month: Month, device: &str, seq: i64) -> String {
        match self {
            Self::Standard { letters } => format!("{dealer}-{letters}-{}-{device}{seq:04}", month.yymm()),
            Self::Yymmnn { digits, .. } => {
                let width = usize::try_from(*digits).unwrap_or(2);
                let behind = if device == FIRST_DEVICE { "" } else { device };
                format!("{}{seq:0width$}{behind}", month.yymm())
            }
        }
    }

    /// Month and count of a number of this kind, in which order its entries stand; `None` for a text that is none.
    pub fn place(&self, no: &str) -> Option<(String, i64)> {
        let (month, count) = match self {
            Self::Standard { .. } => {
                let (head, count) = no.rsplit_once('-')?;
                (head.rsplit_once('-')?.1, count.trim_start_matches(|c: char| c.is_ascii_uppercase()))
            }
            Self::Yymmnn { .. } => {
                let (month, count) = no.split_at_checked(4)?;
                (month, count.trim_end_matches(|c: char| c.is_ascii_uppercase()))
            }
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        (month.len() == 4 && digits(month) && digits(count)).then_some(())?;
        Some((month.to_owned(), count.parse().ok()?))
    }

    /// The count after the highest of these numbers in a month (FORMDEF-10).
    pub fn next<'a>(&self, given: impl IntoIterator<Item = &'a str>, month: Month) -> i64 {
        let yymm = month.yymm();
        let of_month = given.into_iter().filter_map(|no| self.place(no)).filter(|(of, _)| *of == yymm);
        of_month.map(|(_, seq)| seq).max().unwrap_or(0).saturating_add(1)
    }
}
