use super::{InMonth, Streamed, lent, of_month};
use crate::{Reader, StoreError};
use domain::old_part::OldPartState;
use domain::part::PartKind;
use domain::{Day, Fen, PrincipalId};

lent! {
    /// A part replaced in a month.
    PartOfMonth<'a> from Parts {
        /// The part's line, which keeps its name.
        line: &'a str,
        /// Its repair.
        repair: &'a str,
        /// Day replaced.
        replaced_on: Day,
        /// Number of the repair.
        repair_no: &'a str,
        /// Day the repair was completed.
        completed_on: Option<Day>,
        /// Customer's name.
        customer: &'a str,
        /// Model code.
        model: &'a str,
        /// Serial.
        serial: &'a str,
        /// Day the machine was sold.
        sold_on: Option<Day>,
        /// Part code.
        code: &'a str,
        /// Part name.
        name: &'a str,
        /// Specification.
        spec: &'a str,
        /// Unit of count.
        unit: &'a str,
        /// Quantity.
        qty_milli: i64,
        /// Price of one, of the day.
        price_fen: Fen,
        /// Cause of the fault.
        cause: &'a str,
        /// In warranty.
        in_warranty: bool,
        /// 三包件 or 易损件.
        kind: Option<PartKind>,
        /// Tag of the old part.
        tag_no: Option<&'a str>,
        /// The old part must go back.
        return_required: bool,
        /// Where the old part is.
        old_part_state: Option<OldPartState>,
        /// A replacement is asked for.
        wants_replacement: bool,
        /// The repair was sent, and then changed.
        corrected: bool,
    }
}

pub(super) const PARTS: &str = include_str!("../../sql/month/parts.sql");

impl Reader<'_> {
    /// Parts replaced in a month, also in repairs that are not completed.
    pub fn parts_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        take: impl FnOnce(&mut Streamed<'_, Parts>) -> Result<T, E>,
    ) -> Result<T, E> {
        let within = month.into();
        self.stream(&[PARTS], &within, &of_month(principal, within.month), take)
    }
}
