//! Warranty receipt cards (三包回执卡), F02, F03, F46.
//!
//! CARD-1 A sale has one card; a second card for a machine needs a second sale or a reason.
//! CARD-2 A card is complete when the user's signature is on it and the stub is at the desk; only a complete card travels.
//! CARD-3 A card of a sale before the start-of-use day is "handled before start": no deadline, no alarm, unless it is ticked at import.
//! CARD-4 A card is cancelled with its sale; when head office has it, may get it or refused it, the cancellation travels as a reversal (E20).
//! CARD-5 A returned card carries head office's reason until it is corrected; correcting queues it again.
//! CARD-6 Late is not a state: it is computed from the due day, the state and today.
//! CARD-7 A pile of stubs is taken in at once with one day; a card that cannot be is named with its reason, and the others are done.
//! CARD-8 The signature of a card that head office has or may get is not taken back: such a sale is cancelled and entered anew.
//! CARD-9 When the day sold is corrected over the start-of-use day, the card becomes or ceases to be handled before start.
//! CARD-10 The day head office first had it stays, however often the card is told again; a card turned down after it was taken loses that day.
//! CARD-11 A card whose exchange or return was undone stands where it stood; an answer of head office that came meanwhile counts.

use crate::deadline::Due;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::{CardId, Day, SaleId};
use serde::{Deserialize, Serialize};

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// With the user; stub not back.
    Issued,
    /// Complete and waiting to be sent.
    Queued,
    /// Head office has it; the receipt is here.
    Acknowledged,
    /// Head office refused it.
    Returned,
    /// Handled on paper before the desk was in use.
    BeforeStart,
    /// Cancelled with its sale.
    Voided,
}

impl CardState {
    /// The state's Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Issued => "待收回",
            Self::Queued => "待报送",
            Self::Acknowledged => "总部已收",
            Self::Returned => "被退回",
            Self::BeforeStart => "启用前已处理",
            Self::Voided => "已作废",
        }
    }

    /// Whether its due day still matters.
    pub fn open(self) -> bool {
        matches!(self, Self::Issued | Self::Queued | Self::Returned)
    }
}

/// A receipt card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Identity; also the record id on the wire.
    pub id: CardId,
    /// Number as printed by head office, or ours (NUMBER-1).
    pub no: String,
    /// The sale it belongs to.
    pub sale: SaleId,
    /// Where it stands.
    pub state: CardState,
    /// Whether the user agreed to share phone and address with head office.
    pub share_consent: bool,
    /// Whether the user signed.
    pub user_signed: bool,
    /// Day the stub came back.
    pub returned_on: Option<Day>,
    /// Due day with its reason; `None` for a card handled before start.
    pub due: Option<Due>,
    /// Day it was queued for head office.
    pub queued_on: Option<Day>,
    /// Day head office acknowledged it (from the signed receipt).
    pub acknowledged_on: Option<Day>,
    /// Day head office first had it (CARD-10).
    pub first_acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
    /// How many times it was saved; the wire's `rev`.
    pub rev: i64,
}

impl Card {
    /// Takes the signed stub in and makes the card complete (CARD-2).
    pub fn collect(&mut self, on: Day, sold_on: Day, today: Day) -> Result<(), Refusals> {
        if self.state != CardState::Issued && self.state != CardState::Returned {
            return Err(self.wrong("收回"));
        }
        let mut checks = Checks::default();
        checks.not_after("returned_on", "收回日期", Some(on), today);
        checks.not_before("returned_on", "收回日期", Some(on), "销售日期", Some(sold_on));
        checks.done()?;
        self.user_signed = true;
        self.returned_on = Some(on);
        self.queue(today);
        Ok(())
    }

    /// Takes the signature back: the stub is with the user after all (CARD-8). `told` when head office has it or may get it.
    pub fn take_back(&mut self, told: bool) -> Result<(), Refusals> {
        if told {
            return Err(Refusal::OutOfRange {
                field: "user_signed",
                label: "用户签字",
                wanted: "留着：这张卡已排队报送或总部已收。收错了，请作废这笔销售后重新登记",
            }
            .into());
        }
        self.user_signed = false;
        self.returned_on = None;
        if self.state != CardState::BeforeStart {
            self.state = CardState::Issued;
            self.queued_on = None;
            self.returned_reason = None;
        }
        Ok(())
    }

    /// Follows the day sold over the start-of-use day (CARD-9).
    pub fn follow_start(&mut self, before_start: bool) {
        self.state = match (self.state, before_start) {
            (CardState::Issued, true) => CardState::BeforeStart,
            (CardState::BeforeStart, false) => CardState::Issued,
            (state, _) => state,
        };
    }

    /// Puts a complete card in the queue again, after an entry or a correction (CARD-5).
    pub fn queue(&mut self, today: Day) {
        self.state = CardState::Queued;
        self.queued_on = Some(today);
        self.returned_reason = None;
    }

    /// Head office answered: acknowledged on that day.
    pub fn acknowledge(&mut self, on: Day) {
        if self.state != CardState::Voided {
            self.state = CardState::Acknowledged;
        }
        self.acknowledged_on = Some(on);
        self.first_acknowledged_on = self.first_acknowledged_on.map_or(Some(on), |first| Some(first.min(on)));
        self.returned_reason = None;
    }

    /// Head office answered: refused, with its reason (CARD-5). One it had taken was not taken after all (CARD-10).
    pub fn turn_back(&mut self, reason: &str) {
        if self.state == CardState::Acknowledged {
            self.first_acknowledged_on = None;
        }
        if self.state != CardState::Voided {
            self.state = CardState::Returned;
            self.returned_reason = Some(reason.to_owned());
        }
    }

    /// Cancels the card with its sale (CARD-4).
    pub fn void(&mut self) -> Result<(), Refusals> {
        if self.state == CardState::Voided {
            return Err(self.wrong("作废"));
        }
        self.state = CardState::Voided;
        Ok(())
    }

    /// Stands again where it stood before it was cancelled (CARD-11).
    pub fn restore(&mut self, was: CardState) -> Result<(), Refusals> {
        if self.state != CardState::Voided {
            return Err(self.wrong("恢复"));
        }
        let sent = matches!(was, CardState::Queued | CardState::Acknowledged);
        self.state = if sent && self.acknowledged_on.is_some() { CardState::Acknowledged } else { was };
        Ok(())
    }

    /// Days left to the due day; negative when late; `None` when there is nothing to be late with (CARD-6).
    pub fn days_left(&self, today: Day) -> Option<i64> {
        self.due.as_ref().filter(|_| self.state.open()).map(|due| today.days_until(due.due_on))
    }

    fn wrong(&self, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这张回执卡", state: self.state.zh(), verb }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendars;
    use crate::deadline::due;
    use crate::policy::PolicyPack;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn card() -> Card {
        let pack = PolicyPack::parse(include_str!("../../../policies/packs/S0-farm.json")).unwrap();
        Card {
            id: CardId(Uuid::nil()),
            no: "HB0732A-HZ-2610-A0001".into(),
            sale: SaleId(Uuid::nil()),
            state: CardState::Issued,
            share_consent: true,
            user_signed: false,
            returned_on: None,
            due: Some(
                due(
                    &Calendars::built_in().unwrap(),
                    &pack,
                    pack.deadline("card.to_ho").unwrap(),
                    "销售日期",
                    day("2026-10-01"),
                )
                .unwrap(),
            ),
            queued_on: None,
            acknowledged_on: None,
            first_acknowledged_on: None,
            returned_reason: None,
            rev: 1,
        }
    }

    #[test]
    fn card_2_only_a_signed_card_is_complete() {
        let mut card = card();
        card.collect(day("2026-10-05"), day("2026-10-01"), day("2026-10-06")).unwrap();
        assert_eq!((card.state, card.user_signed), (CardState::Queued, true));
        assert_eq!(
            card.collect(day("2026-10-05"), day("2026-10-01"), day("2026-10-06")).unwrap_err().0[0].code(),
            "wrong_state"
        );
    }

    #[test]
    fn card_2_the_stub_comes_back_between_sale_and_today() {
        assert_eq!(
            card().collect(day("2026-09-30"), day("2026-10-01"), day("2026-10-06")).unwrap_err().0[0].code(),
            "day_before"
        );
        assert_eq!(
            card().collect(day("2026-10-07"), day("2026-10-01"), day("2026-10-06")).unwrap_err().0[0].code(),
            "future_day"
        );
    }

    #[test]
    fn card_4_is_cancelled_once_and_a_late_answer_does_not_bring_it_back() {
        let mut sent = card();
        sent.queue(day("2026-10-02"));
        sent.void().unwrap();
        assert!(sent.void().is_err());
        sent.acknowledge(day("2026-10-03"));
        assert_eq!(sent.state, CardState::Voided);
    }

    #[test]
    fn card_5_a_returned_card_keeps_the_reason_until_corrected() {
        let mut card = card();
        card.queue(day("2026-10-02"));
        card.turn_back("出厂编号与出库记录不符");
        assert_eq!(card.returned_reason.as_deref(), Some("出厂编号与出库记录不符"));
        card.queue(day("2026-10-03"));
        assert_eq!((card.state, card.returned_reason), (CardState::Queued, None));
    }

    #[test]
    fn card_6_late_is_computed() {
        let mut card = card();
        assert_eq!(card.days_left(day("2026-10-21")), Some(0));
        assert_eq!(card.days_left(day("2026-10-22")), Some(-1));
        card.acknowledge(day("2026-10-30"));
        assert_eq!(card.days_left(day("2026-10-30")), None);
    }

    #[test]
    fn card_8_a_signature_head_office_may_have_stays() {
        let mut card = card();
        card.collect(day("2026-10-22"), day("2026-10-20"), day("2026-10-22")).unwrap();
        assert_eq!(card.take_back(true).unwrap_err().0[0].field(), "user_signed");
        assert_eq!((card.state, card.user_signed), (CardState::Queued, true));
        card.turn_back("编号不对");
        card.take_back(false).unwrap();
        assert_eq!((card.state, card.user_signed, card.returned_on), (CardState::Issued, false, None));
    }

    #[test]
    fn card_10_the_first_day_stays_until_what_was_taken_is_turned_down() {
        let mut card = card();
        card.acknowledge(day("2026-09-28"));
        card.queue(day("2026-10-03"));
        assert_eq!(card.first_acknowledged_on, Some(day("2026-09-28")), "its correction waits");
        card.turn_back("电话不对");
        card.acknowledge(day("2026-10-05"));
        assert_eq!(
            (card.first_acknowledged_on, card.acknowledged_on),
            (Some(day("2026-09-28")), Some(day("2026-10-05")))
        );
        card.turn_back("查无此机");
        assert_eq!(card.first_acknowledged_on, None);
        card.acknowledge(day("2026-10-08"));
        assert_eq!(card.first_acknowledged_on, Some(day("2026-10-08")));
    }

    #[test]
    fn card_11_a_card_stands_again_where_it_stood() {
        let mut card = card();
        assert!(card.restore(CardState::Issued).is_err(), "it was not cancelled");
        card.queue(day("2026-10-22"));
        card.void().unwrap();
        card.acknowledge(day("2026-10-23"));
        card.restore(CardState::Queued).unwrap();
        assert_eq!(card.state, CardState::Acknowledged, "head office had answered");
        card.void().unwrap();
        card.restore(CardState::BeforeStart).unwrap();
        assert_eq!(card.state, CardState::BeforeStart);
    }

    #[test]
    fn card_9_a_card_follows_the_day_sold_over_the_start() {
        let mut card = card();
        card.follow_start(true);
        assert_eq!(card.state, CardState::BeforeStart);
        card.follow_start(false);
        assert_eq!(card.state, CardState::Issued);
        card.queue(day("2026-10-22"));
        card.follow_start(true);
        assert_eq!(card.state, CardState::Queued, "what head office may have stays as it is");
    }
}
