use super::{InMonth, Streamed, lent, of_month};
use crate::{Reader, StoreError};
use domain::month_of::MonthDay;
use domain::repair::{Channel, Method, UsageUnit};
use domain::{Day, PrincipalId};

lent! {
    /// A repair of a month: completed in it, or still open at its end.
    RepairOfMonth<'a> from Repairs {
        /// The repair.
        id: &'a str,
        /// The machine.
        unit: &'a str,
        /// Number.
        no: &'a str,
        /// Day reported.
        reported_on: Day,
        /// How it was reported.
        channel: Channel,
        /// Customer's name.
        customer: &'a str,
        /// Phone.
        phone: &'a str,
        /// County.
        county: &'a str,
        /// Township.
        town: &'a str,
        /// Village.
        village: &'a str,
        /// Product name.
        product: &'a str,
        /// Model code.
        model: &'a str,
        /// Serial.
        serial: &'a str,
        /// Engine number.
        engine_no: &'a str,
        /// Day the machine was sold.
        sold_on: Option<Day>,
        /// Meter reading.
        usage_milli: Option<i64>,
        /// What the meter counts.
        usage_unit: UsageUnit,
        /// In warranty.
        in_warranty: bool,
        /// Fault.
        fault: &'a str,
        /// Fault place.
        fault_place: &'a str,
        /// Cause.
        cause: &'a str,
        /// Responsibility.
        responsibility: &'a str,
        /// What was done.
        method: Method,
        /// Parts as `name␟thousandths␟unit`, parted by ␞.
        parts: Option<&'a str>,
        /// Technician.
        technician: &'a str,
        /// Day sent in.
        received_on: Day,
        /// Day completed.
        completed_on: Option<Day>,
        /// Labour.
        labour_milli_hours: Option<i64>,
        /// Labour cost.
        labour_fen: i64,
        /// Material cost.
        material_fen: i64,
        /// Travel cost.
        travel_fen: i64,
        /// Other cost.
        other_fen: i64,
        /// The user signed.
        user_signed: bool,
        /// The user's opinion.
        user_rating: &'a str,
        /// States of its old parts, parted by commas.
        old_parts: Option<&'a str>,
        /// Remark.
        note: &'a str,
        /// The customer agreed to share phone and address.
        share_consent: bool,
        /// The machine was repaired before.
        again: bool,
        /// In the same place.
        repeated: bool,
        /// Last day on which it should be completed, as it is kept.
        due_on: Option<Day>,
        /// It was sent, and then changed.
        corrected: bool,
    }
}

lent! {
    /// What a month is compared by.
    RepairFact<'a> from RepairFacts {
        /// The repair.
        id: &'a str,
        /// The machine.
        unit: &'a str,
        /// Day reported.
        reported_on: Day,
        /// Day completed.
        completed_on: Option<Day>,
        /// The machine was repaired before.
        again: bool,
        /// In the same place.
        repeated: bool,
    }
}

/// Which repairs belong to a month, and their order: completed in it; then, still open at its end, those completed later and
/// those not completed at all. Three ranges of indexes, so that no row is sorted across days.
macro_rules! of_repairs {
    ($columns:literal) => {
        [
            concat!(
                include_str!($columns),
                "WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL ",
                "ORDER BY r.completed_on, r.no"
            ),
            concat!(
                include_str!($columns),
                "WHERE r.void_reason IS NULL AND r.id IN (",
                "SELECT id FROM repair WHERE principal = :principal AND completed_on > :last AND reported_on <= :last ",
                "UNION ALL SELECT id FROM repair WHERE principal = :principal AND completed_on IS NULL AND reported_on <= :last) ",
                "ORDER BY r.reported_on, r.no"
            ),
        ]
    };
}

pub(super) static REPAIRS: [&str; 2] = of_repairs!("../../sql/month/repairs.sql");
pub(super) static FACTS: [&str; 2] = of_repairs!("../../sql/month/repair_facts.sql");

/// Repairs open at a month's end are listed beside those completed in it; by another day there are none beside.
fn of(all: &'static [&'static str; 2], within: &InMonth) -> &'static [&'static str] {
    match within.day {
        None | Some(MonthDay::RepairCompleted) => all,
        Some(_) => &all[..1],
    }
}

impl Reader<'_> {
    /// Repairs of a month: completed in it, then those open at its end. `rule` is that of the day they are due on.
    pub fn repairs_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        rule: &str,
        take: impl FnOnce(&mut Streamed<'_, Repairs>) -> Result<T, E>,
    ) -> Result<T, E> {
        let within = month.into();
        let [maker, first, last] = of_month(principal, within.month);
        let until = (":until", within.until.iso());
        self.stream(of(&REPAIRS, &within), &within, &[maker, first, last, until, (":rule", rule.to_owned())], take)
    }

    /// What a month is compared by, of the same repairs.
    pub fn repair_facts_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: impl Into<InMonth>,
        take: impl FnOnce(&mut Streamed<'_, RepairFacts>) -> Result<T, E>,
    ) -> Result<T, E> {
        let within = month.into();
        self.stream(of(&FACTS, &within), &within, &of_month(principal, within.month), take)
    }
}
