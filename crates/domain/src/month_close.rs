//! Closing a maker's month, and what of it is corrected later.
//!
//! - CORRECT-1 A row that was reported and whose facts read otherwise now is taken back and reported anew; one that reads the same, or reads the same again, is not.
//! - CORRECT-2 A row nobody reported is reported anew, and a row that is no longer there is taken back, where the sheet is one of rows; where it lists what is due or on its way, only changed facts are corrected.
//! - CORRECT-3 A row that is settled on neither side is no correction: a repair that was open at the month's end stands in a later month by itself.
//! - CORRECT-4 Corrections stand in the pack of the month after the last one that is closed, and only there.
//! - CORRECT-5 A month is closed when it is over, on the day after its last one at the earliest.

use crate::{Day, Month};

/// How a row of a closed month differs from what was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Its facts read otherwise: 红字冲销 and 补报.
    Replaced,
    /// It was entered late: 补报 alone.
    Late,
    /// It is no longer there: 红字冲销 alone.
    Gone,
}

/// One side of the comparison: whether the row is settled there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// All of it is known; a repair is completed.
    pub settled: bool,
}

/// What has to be corrected (CORRECT-1, CORRECT-2, CORRECT-3). `same` says that the facts of both sides read the same,
/// `rows` that late and missing rows count in this sheet.
pub fn change(reported: Option<Side>, now: Option<Side>, same: bool, rows: bool) -> Option<Change> {
    match (reported, now) {
        (Some(before), Some(now)) => (!same && (before.settled || now.settled)).then_some(Change::Replaced),
        (None, Some(now)) => (rows && now.settled).then_some(Change::Late),
        (Some(before), None) => (rows && before.settled).then_some(Change::Gone),
        (None, None) => None,
    }
}

/// The month whose pack holds the corrections (CORRECT-4); none while nothing is closed.
pub fn pack_of_corrections(closed: impl IntoIterator<Item = Month>) -> Option<Month> {
    closed.into_iter().max().map(Month::next)
}

/// Whether a month can be closed today (CORRECT-5).
pub fn is_over(month: Month, today: Day) -> bool {
    month.last() < today
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLED: Option<Side> = Some(Side { settled: true });
    const OPEN: Option<Side> = Some(Side { settled: false });

    #[test]
    fn correct_1_only_what_reads_otherwise_is_corrected() {
        assert_eq!(change(SETTLED, SETTLED, false, true), Some(Change::Replaced));
        assert_eq!(change(SETTLED, SETTLED, false, false), Some(Change::Replaced));
        assert_eq!(change(SETTLED, SETTLED, true, true), None);
    }

    #[test]
    fn correct_2_late_and_missing_rows_where_the_sheet_is_one_of_rows() {
        assert_eq!(change(None, SETTLED, false, true), Some(Change::Late));
        assert_eq!(change(SETTLED, None, false, true), Some(Change::Gone));
        assert_eq!([change(None, SETTLED, false, false), change(SETTLED, None, false, false)], [None, None]);
    }

    #[test]
    fn correct_3_what_is_settled_nowhere_is_listed_later() {
        assert_eq!([change(OPEN, OPEN, false, true), change(None, OPEN, false, true)], [None, None]);
        assert_eq!(change(OPEN, None, false, true), None);
        assert_eq!(
            change(OPEN, SETTLED, false, true),
            Some(Change::Replaced),
            "completed in the closed month after all"
        );
        assert_eq!(change(SETTLED, OPEN, false, true), Some(Change::Replaced), "completed later than was said");
    }

    #[test]
    fn correct_4_corrections_stand_after_the_last_closed_month() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(pack_of_corrections([]), None);
        assert_eq!(pack_of_corrections([month("2026-12"), month("2026-10")]), Some(month("2027-01")));
    }

    #[test]
    fn correct_5_a_month_is_closed_when_it_is_over() {
        let july: Month = "2026-07".parse().unwrap();
        assert!(!is_over(july, "2026-07-31".parse().unwrap()));
        assert!(is_over(july, "2026-08-01".parse().unwrap()));
    }
}
