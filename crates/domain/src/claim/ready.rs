//! Whether a repair can be claimed, and all that it lacks (CLAIM-1).

use super::Missing;
use crate::Fen;
use crate::old_part::OldPartState;
use crate::part_result::PartResult;
use crate::repair::{Payer, RepairState};

/// What is known of a repair when it is looked at for a claim (CLAIM-1).
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// Where the record stands.
    pub state: RepairState,
    /// Whether it is completed.
    pub completed: bool,
    /// Whether the user signed.
    pub signed: bool,
    /// Whether the technician signed for the user.
    pub signed_for_user: bool,
    /// Whether head office sent it back.
    pub returned: bool,
    /// Who pays.
    pub payer: Payer,
    /// Whether the machine was sold.
    pub sold: bool,
    /// Whether the periods cover the day it was sent in; `None` when they cannot say.
    pub in_period: Option<bool>,
    /// The receipt card.
    pub card: CardStanding,
    /// Its old parts that have to go back.
    pub old_parts: &'a [OldPartState],
    /// What head office says of those that were sent.
    pub results: &'a [PartResult],
    /// The same job for another maker (E33).
    pub elsewhere: Elsewhere,
    /// What is asked for.
    pub total: Fen,
}

/// Whether another maker was to pay the same job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// No repair of another maker on the same serial in the same days.
    No,
    /// There is one.
    Recorded,
    /// It stands in a claim.
    Claimed,
}

/// How a receipt card stands for a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardStanding {
    /// With head office, or exempt.
    There,
    /// On its way, and its day has not passed.
    InTime,
    /// Not there, and its day has passed.
    Late,
    /// Sent back.
    Returned,
}

/// Where an old part is that will not go back.
const KEPT: [OldPartState; 3] = [OldPartState::KeptByUser, OldPartState::Destroyed, OldPartState::StaysAtDealer];

impl Candidate<'_> {
    /// Everything that is missing (CLAIM-1); empty when the repair can be claimed.
    pub fn missing(&self) -> Vec<Missing> {
        let owed = |state: OldPartState| self.old_parts.contains(&state);
        let looks = [
            (!self.completed, Missing::NotCompleted),
            (!self.signed, Missing::NotSigned),
            (self.completed && self.signed && self.state == RepairState::Draft, Missing::NotSubmitted),
            (self.returned, Missing::Returned),
            (self.payer != Payer::Warranty, Missing::OtherPayer),
            (!self.sold, Missing::NoSale),
            (self.sold && self.in_period == Some(false), Missing::OutOfPeriod),
            (self.sold && self.in_period.is_none(), Missing::PeriodUnknown),
            (self.sold && self.card == CardStanding::Late, Missing::CardLate),
            (self.sold && self.card == CardStanding::Returned, Missing::CardReturned),
            (owed(OldPartState::Tagged), Missing::OldPartMissing),
            (owed(OldPartState::Lost), Missing::OldPartLost),
            (KEPT.iter().any(|state| owed(*state)), Missing::OldPartKept),
            (self.results.iter().any(PartResult::is_refused), Missing::OldPartNotCovered),
            (self.results.iter().any(PartResult::shortage_open), Missing::OldPartShort),
            (self.elsewhere == Elsewhere::Recorded, Missing::TwoMakers),
            (self.elsewhere == Elsewhere::Claimed, Missing::ClaimedElsewhere),
            (self.total <= Fen(0), Missing::NoAmount),
            (self.signed && self.signed_for_user, Missing::SignedForUser),
        ];
        looks.into_iter().filter(|(missing, _)| *missing).map(|(_, what)| what).collect()
    }
}
