use super::*;

const NOW: UtcMs = 1_792_461_600_000;
const HOUR: UtcMs = 3_600_000;
const DAY: UtcMs = 24 * HOUR;

fn custody() -> Custody {
    Custody {
        id: CustodyId(uuid::Uuid::from_u128(1)),
        no: "HB0732A-JY-2610-A0001".into(),
        principal: None,
        call: None,
        repair: None,
        customer: None,
        unit: None,
        bearer: "王丹".into(),
        phone: "19900364370".into(),
        serial: String::new(),
        model: String::new(),
        product: String::new(),
        outside: "左挡泥板有划痕".into(),
        accessories: "钥匙一把、工具箱".into(),
        fault: "发动不着".into(),
        in_at: NOW,
        promises: Vec::new(),
        shelf: "棚二".into(),
        note: String::new(),
        hand_overs: Vec::new(),
        entered_at: NOW,
        clock_suspect: false,
        void_reason: None,
        rev: 1,
    }
}

fn given(at: UtcMs) -> HandOver {
    HandOver {
        at,
        to: "王丹".into(),
        unrepaired: false,
        words: String::new(),
        receipt_back: true,
        receipt_lost: String::new(),
        entered_at: at,
        ended: None,
    }
}

fn fields(refused: Result<(), Refusals>) -> Vec<String> {
    refused.err().map(|why| why.0.iter().map(Refusal::path).collect()).unwrap_or_default()
}

#[test]
fn custody_1_an_unknown_machine_is_taken_in_and_what_is_missing_is_said_at_once() {
    assert_eq!(custody().check(NOW), Ok(()));
    let bare = Custody {
        bearer: String::new(),
        phone: String::new(),
        fault: String::new(),
        outside: " ".into(),
        in_at: NOW + 1,
        ..custody()
    };
    assert_eq!(fields(bare.check(NOW)), ["phone", "fault", "outside", "in_at"]);
}

#[test]
fn custody_2_another_promise_says_why_and_every_one_stays() {
    let mut one = custody();
    let on = Day::at(NOW);
    one.promise(Some(on.plus_days(2)), "", NOW).unwrap();
    assert_eq!(fields(one.promise(Some(on.plus_days(5)), " ", NOW)), ["reason"]);
    one.promise(Some(on.plus_days(2)), "", NOW).unwrap();
    assert_eq!(one.promises.len(), 1, "the same day is no other promise");
    assert!(!one.was_put_off());
    one.promise(Some(on.plus_days(5)), "等配件", NOW).unwrap();
    assert_eq!((one.promised_on(), one.was_put_off()), (Some(on.plus_days(5)), true));
    one.promise(Some(on.plus_days(-1)), "写错", NOW).unwrap();
    assert_eq!(fields(one.check(NOW)), ["promised_on"]);
}

#[test]
fn custody_3_it_is_handed_over_once_and_the_receipt_comes_back_or_it_is_said_why() {
    let mut one = custody();
    let silent = HandOver { to: String::new(), receipt_back: false, ..given(NOW - 1) };
    assert_eq!(fields(one.give(silent, None, NOW)), ["to", "receipt_lost", "at"]);
    assert_eq!(fields(one.give(given(NOW + DAY), None, NOW)), ["at"], "not after now");
    let done = Day::at(NOW).plus_days(1);
    assert_eq!(fields(one.give(given(NOW + HOUR), Some(done), NOW + DAY)), ["at"], "not before the work was done");
    let lost =
        HandOver { receipt_back: false, receipt_lost: "用户弄丢，已签遗失声明".into(), ..given(NOW + HOUR) };
    one.give(lost, None, NOW + DAY).unwrap();
    assert_eq!(one.state(), CustodyState::Returned);
    let again = one.give(given(NOW + HOUR), None, NOW + DAY).unwrap_err();
    assert_eq!(again.to_string(), "这张领取收据现在是「已交还」，不能交还");
}

#[test]
fn custody_4_taken_away_unrepaired_says_why() {
    let mut one = custody();
    let away = HandOver { unrepaired: true, ..given(NOW) };
    assert_eq!(fields(one.give(away.clone(), None, NOW)), ["words"]);
    one.give(HandOver { words: "农忙先用".into(), ..away }, None, NOW).unwrap();
    assert_eq!((one.state(), one.is_here()), (CustodyState::TakenAway, false));
}

#[test]
fn custody_5_a_hand_over_that_was_none_is_taken_back_and_stays_on_record() {
    let mut one = custody();
    assert!(one.take_back("看错", NOW).is_err(), "nothing was handed over");
    one.give(given(NOW), None, NOW).unwrap();
    assert!(one.take_back(" ", NOW).is_err(), "a reason is needed");
    one.take_back("点错了一行", NOW).unwrap();
    assert_eq!((one.state(), one.hand_overs.len()), (CustodyState::Here, 1));
    one.give(given(NOW), None, NOW).unwrap();
    assert_eq!(one.hand_overs.len(), 2);
}

#[test]
fn custody_6_it_is_cancelled_while_the_machine_is_here() {
    let mut one = custody();
    one.give(given(NOW), None, NOW).unwrap();
    assert!(one.void("开错").is_err(), "what was handed over is taken back first");
    one.take_back("点错", NOW).unwrap();
    one.void("开错").unwrap();
    assert_eq!((one.state(), one.no.as_str()), (CustodyState::Voided, "HB0732A-JY-2610-A0001"));
    assert!(one.give(given(NOW), None, NOW).is_err());
}

#[test]
fn custody_7_late_is_what_is_here_after_the_day_promised() {
    let mut one = custody();
    let promised = Day::at(NOW).plus_days(2);
    assert_eq!(one.days_late(promised.plus_days(9)), None, "nothing was promised");
    one.promise(Some(promised), "", NOW).unwrap();
    assert_eq!((one.days_late(promised), one.days_late(promised.plus_days(3))), (None, Some(3)));
    one.give(given(NOW + DAY), None, NOW + DAY).unwrap();
    assert_eq!(one.days_late(promised.plus_days(3)), None, "it is not here any more");
}
