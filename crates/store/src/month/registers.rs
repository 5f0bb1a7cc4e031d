//! Registers of a month: calls, machines taken in, work done, notices of settlement.

use super::{Streamed, lent, of_month};
use crate::custody::place_of_what_left;
use crate::{Reader, Result, StoreError};
use domain::call::Call;
use domain::claim::NoticeAnswer;
use domain::custody::Custody;
use domain::repair::Payer;
use domain::{Day, Month, PrincipalId};
use rusqlite::named_params;

lent! {
    /// A repair completed in a month, as work of a day.
    WorkOfMonth<'a> from Work {
        /// The repair.
        id: &'a str,
        /// Its number.
        no: &'a str,
        /// Day completed.
        completed_on: Day,
        /// Who did it.
        technician: &'a str,
        /// Who pays.
        payer: Payer,
        /// Fault as told.
        fault: &'a str,
        /// Where it lay.
        fault_place: &'a str,
        /// Why.
        cause: &'a str,
        /// What was done.
        work: &'a str,
        /// Model code.
        model: &'a str,
        /// Left for the user, HH:MM.
        depart_time: &'a str,
        /// Day of arrival.
        arrived_on: Option<Day>,
        /// Time of arrival, HH:MM.
        arrived_time: &'a str,
        /// Day reported.
        reported_on: Day,
        /// Hours of work.
        labour_milli_hours: Option<i64>,
        /// Parts as `name␟thousandths␟unit`, parted by ␞.
        parts: Option<&'a str>,
        /// What the user paid.
        charged_fen: Option<i64>,
        /// The user signed.
        user_signed: bool,
        /// Remark.
        note: &'a str,
    }
}

lent! {
    /// A settlement notice of a month.
    NoticeOfMonth<'a> from Notices {
        /// The notice.
        id: &'a str,
        /// Head office's number.
        notice_no: &'a str,
        /// Its day.
        noticed_on: Day,
        /// Number of the claim it settles.
        claim_no: &'a str,
        /// What the claim asked for.
        claimed_fen: Option<i64>,
        /// What was approved.
        approved_fen: i64,
        /// What was cut.
        cut_fen: i64,
        /// What it says of the cuts.
        cut_note: &'a str,
        /// What is deducted from what the dealer owes.
        deduction_fen: i64,
        /// On which day.
        deducted_on: Option<Day>,
        /// The dealer's answer.
        answer: Option<NoticeAnswer>,
        /// Its day.
        answered_on: Option<Day>,
        /// What was answered.
        answer_note: &'a str,
    }
}

pub(super) const WORK: &str = include_str!("../../sql/month/work.sql");
pub(super) const NOTICES: &str = include_str!("../../sql/month/notices.sql");

impl Reader<'_> {
    /// Calls of a maker that came in in a month.
    pub fn calls_of_month(&self, principal: PrincipalId, month: Month) -> Result<Vec<Call>> {
        let named = named_params! {
            ":principal": principal.to_string(),
            ":from": month.first().starts_at(),
            ":until": month.last().plus_days(1).starts_at(),
        };
        self.many(include_str!("../../sql/month/calls.sql"), named)
    }

    /// How many calls of a month name no maker: they stand in no maker's register.
    pub fn calls_without_maker(&self, month: Month) -> Result<i64> {
        let named = named_params! {
            ":from": month.first().starts_at(),
            ":until": month.last().plus_days(1).starts_at(),
        };
        Ok(self.value(include_str!("../../sql/month/calls_unowned.sql"), named)?.unwrap_or(0))
    }

    /// How many machines that were here at some time of a month name no maker.
    pub fn custodies_without_maker(&self, month: Month) -> Result<i64> {
        let named = named_params! {
            ":left_since": place_of_what_left(month.first().starts_at()),
            ":last": month.last().iso(),
        };
        Ok(self.value(include_str!("../../sql/month/custodies_unowned.sql"), named)?.unwrap_or(0))
    }

    /// Machines of a maker that were here at some time of a month.
    pub fn custodies_of_month(&self, principal: PrincipalId, month: Month) -> Result<Vec<Custody>> {
        let named = named_params! {
            ":principal": principal.to_string(),
            ":left_since": place_of_what_left(month.first().starts_at()),
            ":last": month.last().iso(),
        };
        self.many(include_str!("../../sql/month/custodies.sql"), named)
    }

    /// Work completed in a month.
    pub fn work_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: Month,
        take: impl FnOnce(&mut Streamed<'_, Work>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.stream(&[WORK], &month.into(), &of_month(principal, month), take)
    }

    /// Settlement notices of a month.
    pub fn notices_of_month<T, E: From<StoreError>>(
        &self,
        principal: PrincipalId,
        month: Month,
        take: impl FnOnce(&mut Streamed<'_, Notices>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.stream(&[NOTICES], &month.into(), &of_month(principal, month), take)
    }
}
