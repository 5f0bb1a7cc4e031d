use super::{InMonth, Streamed, lent, of_month, sales::named};
use crate::{Reader, Result, StoreError};
use domain::old_part::{OldPartState, PartsBatch};
use domain::part_result::{Disposal, PartVerdict};
use domain::{Day, Month, PrincipalId};

lent! {
    /// An old part of a month: removed in it and going back, or sent in it.
    OldPartOfMonth<'a> from OldParts {
        /// The old part.
        id: &'a str,
        /// Box.
        box_no: &'a str,
        /// Tag number.
        tag_no: &'a str,
        /// Number of the repair.
        repair_no: &'a str,
        /// Day removed.
        removed_on: Day,
        /// Customer's name; none for a part held before the first day.
        customer: Option<&'a str>,
        /// Model code.
        model: Option<&'a str>,
        /// Serial.
        serial: Option<&'a str>,
        /// Part code.
        code: &'a str,
        /// Part name.
        name: &'a str,
        /// Specification.
        spec: &'a str,
        /// Quantity.
        qty_milli: i64,
        /// Fault.
        fault: Option<&'a str>,
        /// Where it is.
        state: OldPartState,
        /// Shelf.
        bin: &'a str,
        /// Number of its batch.
        batch_no: Option<&'a str>,
        /// Received by head office, thousandths; none while it has said nothing.
        received_milli: Option<i64>,
        /// Another part than the list says, thousandths.
        wrong_milli: Option<i64>,
        /// The verdict.
        verdict: Option<PartVerdict>,
        /// What becomes of it.
        disposal: Option<Disposal>,
        /// Who inspected it.
        judged_by: Option<&'a str>,
        /// When.
        judged_on: Option<Day>,
    }
}

pub(super) const OLD_PARTS: &str = include_str!("../../sql/month/old_parts.sql");
pub(super) const BATCHES: &str = include_str!("../../sql/month/batches.sql");

impl Reader<'_> {
    /// Old parts removed in a month that go back, and those sent in it.
    pub fn old_parts_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        take: impl FnOnce(&mut Streamed<'_, OldParts>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let within = month.into();
        self.stream(&[OLD_PARTS], &within, &of_month(principal, within.month), take)
    }

    /// Batches sent in a month.
    pub fn batches_of_month(&self, principal: PrincipalId, month: Month) -> Result<Vec<PartsBatch>> {
        self.many(BATCHES, named(&of_month(principal, month)).as_slice())
    }
}
