//! What the figures of a month are counted from: repairs with whoever asked their user, and entries by the day that decides.
//!
//! Absent: what counts and what does not. Days are found by indexes, as a month's rows are (MONTHROWS-1).

use crate::row::{json_list, row};
use crate::{FormEntry, Reader, Result};
use domain::call::Call;
use domain::{Day, PrincipalId};
use rusqlite::named_params;

/// A repair completed in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRepair {
    /// The repair.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Day completed.
    pub completed_on: Day,
    /// Who did it.
    pub technician: String,
    /// In warranty.
    pub in_warranty: bool,
    /// Model code.
    pub model: String,
    /// Serial of the machine.
    pub serial: String,
    /// The user.
    pub customer: String,
    /// Somebody reached the user afterwards.
    pub revisited: bool,
    /// Why nobody reached him, as it was written down last.
    pub why_not: Option<String>,
    /// A questionnaire or card followed.
    pub surveyed: bool,
}

row!(AskedRepair {
    id,
    no,
    completed_on,
    technician,
    in_warranty,
    model,
    serial,
    customer,
    revisited,
    why_not,
    surveyed
});

/// How it is seen that a user was asked after a repair.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The form of a revisit.
    pub revisit: &'a str,
    /// Its state once it was made.
    pub reached: &'a str,
    /// Its result when nobody answered.
    pub unreached: &'a str,
    /// Forms of questionnaires and cards.
    pub surveys: &'a [&'a str],
    /// Their state while they were not handed out.
    pub waiting: &'a str,
}

/// The day a record was due on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOf {
    /// The record.
    pub record: String,
    /// The day.
    pub due_on: Day,
}

row!(DueOf { record, due_on });

impl Reader<'_> {
    /// Repairs of a maker completed between two days, with whether their users were asked.
    pub fn asked_repairs(
        &self,
        maker: PrincipalId,
        (first, last): (Day, Day),
        asking: &Asking<'_>,
    ) -> Result<Vec<AskedRepair>> {
        let named = named_params! {
            ":principal": maker.to_string(), ":first": first.iso(), ":last": last.iso(),
            ":revisit": asking.revisit, ":reached": asking.reached, ":unreached": asking.unreached,
            ":surveys": json_list(asking.surveys), ":waiting": asking.waiting,
        };
        self.many(include_str!("../sql/statistics/repairs.sql"), named)
    }

    /// Standing entries of a form between two days, of a maker and of none; by a day of their own where `field` names it.
    pub fn entries_between(
        &self,
        form: &str,
        maker: Option<PrincipalId>,
        (first, last): (Day, Day),
        field: Option<&str>,
    ) -> Result<Vec<FormEntry>> {
        let (maker, first, last) = (maker.map(|id| id.to_string()), first.iso(), last.iso());
        match field {
            Some(field) => {
                let named = named_params! {
                    ":form": form, ":principal": maker, ":first": first, ":last": last, ":field": field,
                };
                self.many(include_str!("../sql/statistics/entries_by.sql"), named)
            }
            None => {
                let named = named_params! {":form": form, ":principal": maker, ":first": first, ":last": last};
                self.many(include_str!("../sql/statistics/entries.sql"), named)
            }
        }
    }

    /// Calls of a maker, or of none, that came in on these days.
    pub fn calls_between(&self, maker: Option<PrincipalId>, (first, last): (Day, Day)) -> Result<Vec<Call>> {
        let named = named_params! {
            ":principal": maker.map(|id| id.to_string()), ":from": first.starts_at(),
            ":until": last.plus_days(1).starts_at(),
        };
        self.many(include_str!("../sql/statistics/calls.sql"), named)
    }

    /// The days these records were due on by these rules.
    pub fn due_by(&self, records: &[String], rules: &[&str]) -> Result<Vec<DueOf>> {
        let named = named_params! {":records": json_list(records), ":rules": json_list(rules)};
        self.many(include_str!("../sql/statistics/due.sql"), named)
    }
}
