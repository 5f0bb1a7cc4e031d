use super::*;
use crate::claim::Source;
use crate::part_result::{PartSaid, PartVerdict, Settle, SettleHow};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn exchange(got_milli: i64, bought_milli: i64) -> Exchange {
    let reason = if bought_milli > 0 { "旧件用户留存" } else { "" };
    Exchange {
        old_part: OldPartId(Uuid::nil()),
        got_milli,
        bought_milli,
        on_day: day("2026-11-10"),
        paper_no: "FH-1".into(),
        reason: reason.into(),
        rev: 1,
    }
}

fn fields(refused: Result<(), Refusals>) -> Vec<String> {
    refused.err().map(|why| why.0.iter().map(Refusal::path).collect()).unwrap_or_default()
}

fn checked(one: &Exchange, stands: bool) -> Vec<String> {
    fields(one.check(2000, day("2026-10-20"), stands, day("2026-11-20")))
}

fn result(received_milli: i64, verdict: Option<PartVerdict>) -> PartResult {
    let said = PartSaid {
        received_milli,
        wrong_milli: 0,
        verdict,
        disposal: None,
        judged_by: String::new(),
        judged_on: None,
        on: day("2026-11-08"),
        source: Source::File,
    };
    PartResult::said(None, OldPartId(Uuid::nil()), 2000, &said, "").unwrap().unwrap()
}

#[test]
fn exchange_1_no_more_comes_back_than_went_out() {
    assert_eq!(checked(&exchange(2000, 0), false), Vec::<String>::new());
    assert_eq!(exchange(500, 500).out_milli(2000), 1000);
    assert_eq!(checked(&exchange(2000, 1), false), ["got_milli"]);
    let beyond = ["got_milli", "bought_milli", "got_milli"];
    assert_eq!(checked(&exchange(i64::MAX, i64::MAX), false), beyond, "each alone, and both together");
    assert_eq!(checked(&exchange(-1, 0), false), ["got_milli"]);
    assert_eq!(checked(&exchange(0, 0), false), ["got_milli"], "nothing is no exchange");
    let early = Exchange { on_day: day("2026-10-19"), ..exchange(1000, 0) };
    assert_eq!(checked(&early, false), ["on_day"]);
    let late = Exchange { on_day: day("2026-11-21"), ..exchange(1000, 0) };
    assert_eq!(checked(&late, false), ["on_day"]);
}

#[test]
fn exchange_2_who_owes_what_follows_from_the_old_part() {
    let at = |state, result: Option<&PartResult>| standing(state, 2000, result, None);
    assert_eq!(at(OldPartState::Tagged, None), ExchangeStanding::OldHere);
    assert_eq!(at(OldPartState::InStore, None), ExchangeStanding::OldHere);
    assert_eq!(at(OldPartState::Sent, None), ExchangeStanding::OnTheWay);
    assert_eq!(at(OldPartState::Sent, Some(&result(2000, None))), ExchangeStanding::NewOwed);
    assert_eq!(at(OldPartState::Sent, Some(&result(1000, None))), ExchangeStanding::OnTheWay, "a shortage is open");
    assert_eq!(at(OldPartState::StaysAtDealer, None), ExchangeStanding::NewOwed);
    let half = exchange(1000, 0);
    assert_eq!(standing(OldPartState::Sent, 2000, None, Some(&half)), ExchangeStanding::OnTheWay, "one is still out");
    assert_eq!(standing(OldPartState::Sent, 2000, None, Some(&exchange(2000, 0))), ExchangeStanding::Done);
}

#[test]
fn exchange_3_without_an_old_part_that_counts_it_is_bought() {
    let at = |state, result: Option<&PartResult>| standing(state, 2000, result, None);
    assert_eq!(at(OldPartState::Lost, None), ExchangeStanding::NoOldPart);
    assert_eq!(at(OldPartState::KeptByUser, None), ExchangeStanding::NoOldPart);
    let mut refused = result(2000, Some(PartVerdict::Misuse));
    assert_eq!(at(OldPartState::Sent, Some(&refused)), ExchangeStanding::NoOldPart);
    let on = day("2026-11-20");
    let dispute = Settle { how: SettleHow::Dispute, reason: "铸造缺陷".into(), verdict: None, disposal: None, on };
    refused.settle(&dispute).unwrap();
    assert_eq!(at(OldPartState::Sent, Some(&refused)), ExchangeStanding::OnTheWay, "head office has to answer");
    let bare = Exchange { reason: String::new(), ..exchange(0, 2000) };
    assert_eq!(checked(&bare, false), ["reason"]);
    assert_eq!(standing(OldPartState::Lost, 2000, None, Some(&exchange(0, 2000))), ExchangeStanding::Bought);
}

#[test]
fn exchange_4_what_stands_is_put_right_with_a_reason() {
    assert_eq!(checked(&exchange(0, 0), true), ["reason"]);
    let right = Exchange { reason: "登记错了一行".into(), ..exchange(0, 0) };
    assert_eq!(checked(&right, true), Vec::<String>::new());
}

proptest! {
    /// Whatever is written down and let stand, the pieces add up, and an exchange is over exactly when nothing is out.
    #[test]
    fn exchange_1_the_pieces_always_add_up(
        qty in 1_i64..5, steps in proptest::collection::vec((-1_i64..6, -1_i64..6), 0..12),
        state in proptest::sample::select(OldPartState::ALL),
    ) {
        let qty = qty * 1000;
        let mut stands: Option<Exchange> = None;
        for (got, bought) in steps {
            let next = Exchange { reason: "原因".into(), ..exchange(got * 1000, bought * 1000) };
            if next.check(qty, day("2026-10-20"), stands.is_some(), day("2026-11-20")).is_ok() {
                stands = Some(next);
            }
            let out = stands.as_ref().map_or(qty, |known| known.out_milli(qty));
            prop_assert!((0..=qty).contains(&out), "{:?}", stands);
            let over = matches!(
                standing(state, qty, None, stands.as_ref()), ExchangeStanding::Done | ExchangeStanding::Bought
            );
            prop_assert_eq!(over, out == 0);
        }
    }
}
