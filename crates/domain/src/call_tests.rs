use super::*;
use crate::Day;
use crate::hours::TimeOfDay;
use crate::repair::{Repair, RepairState};
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An instant of 20 October 2026.
fn at(time: &str) -> UtcMs {
    TimeOfDay::try_from(time.to_owned()).unwrap().on(day("2026-10-20"))
}

fn call() -> Call {
    Call {
        id: CallId(Uuid::nil()),
        no: "HB-BX-2610-A0001".into(),
        principal: None,
        received_at: at("09:00"),
        channel: Channel::Phone,
        caller: "王丹".into(),
        phone: "19900364370".into(),
        customer: None,
        unit: None,
        serial: String::new(),
        model: String::new(),
        product: String::new(),
        area: None,
        address: String::new(),
        complaint: "发动不着".into(),
        urgency: Urgency::Normal,
        forwarded_at: None,
        task_no: String::new(),
        note: String::new(),
        steps: Vec::new(),
        repair: None,
        entered_at: at("09:02"),
        clock_suspect: false,
        void_reason: None,
        rev: 1,
        follows: None,
    }
}

fn step(kind: StepKind, time: &str) -> Step {
    let mut step = Step::new(kind, Moment::At(at(time)), String::new(), at(time));
    match kind {
        StepKind::Filed => step.no = "BA-7".into(),
        StepKind::Dispatched => step.who = "周师傅".into(),
        _ => {}
    }
    step
}

/// A call with these steps, put in in the evening.
fn with(steps: &[(StepKind, &str)]) -> Call {
    let mut call = call();
    for (kind, time) in steps {
        call.put(step(*kind, time), at("20:00")).unwrap();
    }
    call
}

fn refused(result: Result<(), Refusals>) -> Vec<(&'static str, &'static str)> {
    result.unwrap_err().0.iter().map(|why| (why.code(), why.field())).collect()
}

const WHOLE: [(StepKind, &str); 8] = [
    (StepKind::Arranged, "09:10"),
    (StepKind::Told, "09:12"),
    (StepKind::Filed, "09:30"),
    (StepKind::Dispatched, "10:00"),
    (StepKind::Arrived, "11:00"),
    (StepKind::Done, "12:00"),
    (StepKind::Signed, "12:05"),
    (StepKind::CrossedOff, "14:00"),
];

#[test]
fn call_1_a_call_needs_its_matter_and_whom_to_call_back_and_nothing_else() {
    assert_eq!(call().check(at("09:02")), Ok(()));
    let nothing = Call { complaint: " ".into(), caller: String::new(), phone: String::new(), ..call() };
    assert_eq!(refused(nothing.check(at("09:02"))), [("missing", "complaint"), ("missing", "phone")]);
    assert_eq!(Call { caller: String::new(), ..call() }.check(at("09:02")), Ok(()));
    assert_eq!(refused(call().check(at("08:59"))), [("future_time", "received_at")]);
    let ancient = Call { received_at: day("1949-12-31").starts_at(), ..call() };
    assert_eq!(refused(ancient.check(at("09:00"))), [("out_of_range", "received_at")]);
}

#[test]
fn call_2_a_forwarded_call_has_its_task_and_its_instant() {
    let forwarded = |time: &str, no: &str| Call { forwarded_at: Some(at(time)), task_no: no.into(), ..call() };
    assert_eq!(forwarded("08:40", "RW-12").check(at("09:02")), Ok(()));
    assert_eq!(refused(forwarded("08:40", "").check(at("09:02"))), [("missing", "task_no")]);
    assert_eq!(refused(forwarded("09:01", "RW-12").check(at("09:02"))), [("time_before", "received_at")]);
}

#[test]
fn call_3_a_step_stands_once_between_the_call_and_now() {
    let mut one = with(&[(StepKind::Arranged, "09:10")]);
    assert_eq!(refused(one.put(step(StepKind::Arranged, "09:20"), at("20:00"))), [("step_twice", "kind")]);
    assert_eq!(refused(one.put(step(StepKind::Told, "20:01"), at("20:00"))), [("future_time", "at")]);
    let mut early = call();
    assert_eq!(refused(early.put(step(StepKind::Arranged, "08:59"), at("20:00"))), [("time_before", "at")]);
    assert!(early.steps.is_empty(), "what was refused left nothing");
    let mut ringing = Call { received_at: at("09:00") + 40_000, ..call() };
    ringing.put(step(StepKind::Arranged, "09:00"), at("20:00")).unwrap();
}

#[test]
fn call_4_steps_are_in_order() {
    assert_eq!(with(&WHOLE).state(), CallState::Closed);
    for (kind, before) in [
        (StepKind::Told, vec![]),
        (StepKind::Arrived, vec![(StepKind::Arranged, "09:10")]),
        (StepKind::Signed, vec![(StepKind::Dispatched, "10:00")]),
        (StepKind::CrossedOff, vec![(StepKind::Dispatched, "10:00")]),
    ] {
        let mut off = step(kind, "15:00");
        off.words = "用户不在".into();
        assert_eq!(refused(with(&before).put(off, at("20:00"))), [("step_missing", "kind")], "{kind:?}");
    }
    let mut arrived = with(&[(StepKind::Dispatched, "10:00")]);
    let why = arrived.put(step(StepKind::Arrived, "09:50"), at("20:00")).unwrap_err();
    assert_eq!(
        why.to_string(),
        "到达时间（2026年10月20日 09:50）比派工时间（2026年10月20日 10:00）还早，请看看哪一个写错了"
    );
    let mut unsigned = with(&[(StepKind::Done, "12:00")]);
    assert_eq!(refused(unsigned.put(step(StepKind::CrossedOff, "13:00"), at("20:00"))), [("missing", "words")]);
    let off = Step { words: "电话里解决，没有上门".into(), ..step(StepKind::CrossedOff, "13:00") };
    assert_eq!(unsigned.put(off, at("20:00")), Ok(()));
    assert_eq!(refused(unsigned.put(step(StepKind::Signed, "13:00"), at("20:00"))), [("wrong_state", "")]);
}

#[test]
fn call_5_nothing_is_referred_without_a_filing_number() {
    let mut one = call();
    let blank = Step { no: String::new(), ..step(StepKind::Filed, "09:30") };
    assert_eq!(refused(one.put(blank, at("20:00"))), [("missing", "no")]);
    assert_eq!(refused(one.put(step(StepKind::Referred, "09:40"), at("20:00"))), [("step_missing", "kind")]);
    one.put(step(StepKind::Filed, "09:30"), at("20:00")).unwrap();
    one.put(step(StepKind::Referred, "09:40"), at("20:00")).unwrap();
    assert_eq!((one.state(), one.waits()), (CallState::Referred, false));
    assert_eq!(refused(one.take_back(StepKind::Filed, "填错", at("20:00"))), [("step_missing", "kind")]);
    let nobody = Step { who: String::new(), ..step(StepKind::Dispatched, "10:00") };
    assert_eq!(refused(one.put(nobody, at("20:00"))), [("missing", "who")]);
}

#[test]
fn call_12_what_is_done_is_not_referred() {
    let mut one = with(&[(StepKind::Filed, "09:30"), (StepKind::Dispatched, "10:00")]);
    assert!(one.next().contains(&StepKind::Referred));
    one.put(step(StepKind::Done, "12:00"), at("20:00")).unwrap();
    assert!(!one.next().contains(&StepKind::Referred), "{:?}", one.next());
    assert_eq!(refused(one.put(step(StepKind::Referred, "13:00"), at("20:00"))), [("time_before", "at")]);
    let mut theirs = with(&[(StepKind::Filed, "09:30"), (StepKind::Referred, "09:40")]);
    theirs.put(step(StepKind::Done, "12:00"), at("20:00")).unwrap();
}

#[test]
fn call_13_a_filing_told_by_phone_waits_for_its_number() {
    let mut one = call();
    let told = Step { no: String::new(), who: "李敏".into(), by_phone: true, ..step(StepKind::Filed, "09:30") };
    one.put(told.clone(), at("09:31")).unwrap();
    assert_eq!((one.awaits_no().is_some(), one.next().contains(&StepKind::Filed)), (true, true));
    assert!(!one.next().contains(&StepKind::Referred));
    assert_eq!(refused(one.put(step(StepKind::Referred, "09:40"), at("20:00"))), [("step_missing", "kind")]);
    assert_eq!(refused(one.put(told, at("20:00"))), [("step_twice", "kind")]);
    one.put(step(StepKind::Filed, "11:00"), at("11:00")).unwrap();
    let filed = one.step(StepKind::Filed).unwrap();
    assert_eq!((filed.at, filed.no.as_str(), filed.who.as_str()), (Moment::At(at("09:30")), "BA-7", "李敏"));
    assert_eq!((one.awaits_no().is_some(), one.next().contains(&StepKind::Filed)), (false, false));
    let before: Vec<_> =
        one.steps.iter().filter_map(|step| step.ended.as_ref()).map(|end| end.reason.as_str()).collect();
    assert_eq!(before, ["补上备案编号"]);
    one.put(step(StepKind::Referred, "11:10"), at("20:00")).unwrap();
    // Without its number the filing would carry the referral no more.
    let bare = Step { no: String::new(), by_phone: true, ..step(StepKind::Filed, "09:30") };
    assert_eq!(refused(one.correct(bare, "号是别人的", at("20:00"))), [("step_missing", "kind")]);
}

#[test]
fn call_6_a_correction_keeps_what_was_put_in_before() {
    let mut one = with(&WHOLE);
    assert!(one.correct(step(StepKind::Arrived, "11:30"), " ", at("20:00")).is_err());
    one.correct(step(StepKind::Arrived, "11:30"), "看错了表", at("20:00")).unwrap();
    assert_eq!(one.when(StepKind::Arrived), Some(Moment::At(at("11:30"))));
    let arrived: Vec<_> = one.steps.iter().filter(|step| step.kind == StepKind::Arrived).collect();
    assert_eq!((arrived.len(), arrived[0].ended.as_ref().unwrap().reason.as_str()), (2, "看错了表"));
    assert_eq!(refused(one.correct(step(StepKind::Arrived, "12:01"), "再改", at("20:00"))), [("time_before", "at")]);
    assert_eq!(
        refused(one.take_back(StepKind::Dispatched, "没有派", at("20:00"))),
        [("step_missing", "kind")],
        "he arrived: he was sent"
    );
    one.take_back(StepKind::CrossedOff, "还没有完", at("20:00")).unwrap();
    assert_eq!((one.state(), one.steps.len()), (CallState::Signed, 9));
    let mut nothing = call();
    assert_eq!(refused(nothing.take_back(StepKind::Done, "写错", at("20:00"))), [("step_missing", "kind")]);
}

#[test]
fn call_7_a_cancelled_call_keeps_its_number_and_takes_nothing_more() {
    let mut one = with(&[(StepKind::Arranged, "09:10")]);
    assert!(one.void("", None).is_err());
    one.void("打错了电话", None).unwrap();
    assert_eq!((one.state(), one.no.as_str(), one.is_open()), (CallState::Voided, "HB-BX-2610-A0001", false));
    assert_eq!(refused(one.put(step(StepKind::Told, "09:20"), at("20:00"))), [("wrong_state", "")]);
    assert_eq!(refused(one.take_back(StepKind::Arranged, "改", at("20:00"))), [("wrong_state", "")]);
    assert!(one.void("再来", None).is_err());
    let mut repaired = call();
    assert_eq!(refused(repaired.void("登记错了人", Some("HB-WX-2610-A0001"))), [("has_repair", "")]);
    assert_eq!(repaired.state(), CallState::Open);
}

#[test]
fn call_8_a_call_nobody_was_sent_to_waits() {
    assert!(call().waits() && with(&WHOLE[..3]).waits());
    assert!(!with(&WHOLE[..4]).waits());
    assert!(!with(&[(StepKind::Done, "12:00")]).waits(), "solved over the phone");
    let voided = Call { void_reason: Some("重复".into()), ..call() };
    assert!(!voided.waits());
}

#[test]
fn call_9_a_finished_and_signed_repair_moves_its_call() {
    let repair = |done: Option<&str>, signed: bool| Repair {
        completed_on: done.map(day),
        user_signed: signed,
        ..crate::repair::sample()
    };
    let tomorrow = day("2026-10-21").starts_at();
    let mut one = with(&[(StepKind::Dispatched, "10:00")]);
    assert_eq!(one.follow(&repair(Some("2026-10-20"), false), tomorrow), Ok(false), "nobody signed yet");
    assert_eq!(one.follow(&repair(Some("2026-10-20"), true), tomorrow), Ok(true));
    assert_eq!((one.state(), one.when(StepKind::Done)), (CallState::Signed, Some(Moment::Day(day("2026-10-20")))));
    assert_eq!(one.follow(&repair(Some("2026-10-20"), true), tomorrow), Ok(false), "nothing is put in twice");

    // The repair changes: what it moved follows, what was there stays on record.
    assert_eq!(one.follow(&repair(Some("2026-10-21"), true), tomorrow), Ok(true));
    assert_eq!((one.when(StepKind::Done), one.steps.len()), (Some(Moment::Day(day("2026-10-21"))), 5));
    let voided = Repair { state: RepairState::Voided, ..repair(Some("2026-10-21"), true) };
    assert_eq!(one.follow(&voided, tomorrow), Ok(true));
    assert_eq!(one.state(), CallState::Dispatched);

    // What somebody put in stands, and a day that does not fit moves nothing.
    let mut own = with(&WHOLE[..7]);
    assert_eq!(own.follow(&repair(Some("2026-10-20"), true), tomorrow), Ok(false));
    let mut before = with(&[(StepKind::Dispatched, "10:00")]);
    assert_eq!(
        refused(before.follow(&repair(Some("2026-10-19"), true), tomorrow).map(|_| ())).first(),
        Some(&("time_before", "at"))
    );
    assert_eq!(before.state(), CallState::Dispatched);
}

#[test]
fn call_9_where_a_repair_does_not_fit_it_is_said_why() {
    let repair = |done: &str| Repair { completed_on: Some(day(done)), user_signed: true, ..crate::repair::sample() };
    let tomorrow = day("2026-10-21").starts_at();
    let early = with(&[(StepKind::Dispatched, "10:00")]).differs(&repair("2026-10-19")).unwrap();
    assert!(early.contains("完工时间（2026年10月19日）比派工时间（2026年10月20日 10:00）还早"), "{early}");
    assert_eq!(with(&WHOLE[..7]).differs(&repair("2026-10-20")), None, "a time on the repair's own day agrees");
    let other = with(&WHOLE[..7]).differs(&repair("2026-10-21")).unwrap();
    assert!(other.contains("完工登记的是 2026年10月20日，维修单写的是 2026年10月21日"), "{other}");
    // What the repair moved is crossed off; then the repair moves before the dispatch, or is cancelled.
    let mut off = with(&[(StepKind::Dispatched, "10:00")]);
    off.follow(&repair("2026-10-20"), tomorrow).unwrap();
    off.put(step(StepKind::CrossedOff, "14:00"), at("20:00")).unwrap();
    assert!(off.differs(&repair("2026-10-18")).is_some());
    let voided = Repair { state: RepairState::Voided, ..repair("2026-10-20") };
    assert!(off.differs(&voided).unwrap().contains("销号"), "what is crossed off stands on what was done");
}

#[test]
fn call_10_what_stands_is_not_held_against_now_again() {
    // The machine's clock was a day ahead; it was put right.
    let ahead = |time: &str| TimeOfDay::try_from(time.to_owned()).unwrap().on(day("2026-10-21"));
    let mut one = Call { received_at: ahead("09:00"), ..call() };
    let sent = Step { at: Moment::At(ahead("10:00")), ..step(StepKind::Dispatched, "10:00") };
    one.put(sent, ahead("20:00")).unwrap();
    let now = at("11:00");
    let amended = Call { note: "带上喷油嘴".into(), ..one.clone() };
    assert_eq!(amended.check_after(&one, now), Ok(()), "nobody touched its instants");
    let moved = Call { received_at: ahead("09:30"), ..one.clone() };
    assert_eq!(refused(moved.check_after(&one, now)), [("future_time", "received_at")]);
    // The first instant first, then the steps, each by itself.
    let mut right = Call { received_at: at("09:00"), ..one.clone() };
    assert_eq!(right.check_after(&one, now), Ok(()));
    assert_eq!(refused(right.put(step(StepKind::Arrived, "10:30"), now)), [("time_before", "at")]);
    right.correct(step(StepKind::Dispatched, "10:00"), "机器的钟快了一天", now).unwrap();
    right.put(step(StepKind::Arrived, "10:30"), now).unwrap();
    // A call that came in after what was done for it is told so beside its own field.
    let late = Call { received_at: at("10:10"), ..right.clone() };
    assert_eq!(refused(late.check_after(&right, now)), [("time_before", "received_at")]);
}

#[test]
fn call_11_what_is_done_wants_a_repair_until_it_is_crossed_off() {
    let done = with(&[(StepKind::Done, "12:00")]);
    assert!(done.wants_repair(false) && !done.wants_repair(true));
    assert!(with(&WHOLE[..7]).wants_repair(false));
    assert!(!with(&WHOLE).wants_repair(false) && !call().wants_repair(false));
}
