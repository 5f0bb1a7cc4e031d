use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn part() -> OldPartId {
    OldPartId(Uuid::nil())
}

fn said(received_milli: i64, verdict: Option<PartVerdict>, disposal: Option<Disposal>) -> PartSaid {
    PartSaid {
        received_milli,
        wrong_milli: 0,
        verdict,
        disposal,
        judged_by: "刘审".into(),
        judged_on: Some(day("2026-11-06")),
        on: day("2026-11-08"),
        source: Source::File,
    }
}

fn taken(known: Option<&PartResult>, said: &PartSaid) -> PartResult {
    PartResult::said(known, part(), 2000, said, "").unwrap().unwrap()
}

fn code(known: Option<&PartResult>, said: &PartSaid) -> (&'static str, &'static str) {
    let why = PartResult::said(known, part(), 2000, said, "").unwrap_err();
    (why.0[0].field(), why.0[0].code())
}

fn step(how: SettleHow, reason: &str, verdict: Option<PartVerdict>) -> Settle {
    Settle { how, reason: reason.into(), verdict, disposal: None, on: day("2026-11-20") }
}

const COVERED: Option<PartVerdict> = Some(PartVerdict::Covered);
const MISUSE: Option<PartVerdict> = Some(PartVerdict::Misuse);

#[test]
fn partresult_1_received_and_wrong_are_never_more_than_was_sent() {
    assert_eq!(code(None, &said(2001, None, None)), ("lines.received_milli", "out_of_range"));
    assert_eq!(code(None, &said(-1, None, None)), ("lines.received_milli", "out_of_range"));
    let wrong = PartSaid { wrong_milli: 1000, ..said(1000, None, None) };
    assert_eq!(taken(None, &wrong).short_milli(), 0);
    let more = PartSaid { wrong_milli: 1001, ..said(1000, None, None) };
    assert_eq!(code(None, &more).1, "out_of_range");
    let huge = PartSaid { wrong_milli: i64::MAX, ..said(i64::MAX, None, None) };
    assert_eq!(code(None, &huge).1, "out_of_range");
}

#[test]
fn partresult_2_what_was_not_received_is_not_judged() {
    assert_eq!(code(None, &said(0, COVERED, None)), ("lines.received_milli", "out_of_range"));
    assert_eq!(code(None, &said(0, None, Some(Disposal::Scrap))).1, "out_of_range");
    assert_eq!(taken(None, &said(2000, COVERED, Some(Disposal::Scrap))).standing(), PartStanding::Scrap);
    assert_eq!(taken(None, &said(2000, MISUSE, Some(Disposal::Scrap))).standing(), PartStanding::NotCovered);
    assert_eq!(taken(None, &said(2000, MISUSE, Some(Disposal::Returned))).standing(), PartStanding::Returned);
    assert_eq!(taken(None, &said(2000, None, None)).standing(), PartStanding::Received);
    let future = PartSaid { judged_on: Some(day("2026-11-09")), ..said(2000, COVERED, None) };
    assert_eq!(code(None, &future), ("judged_on", "future_day"));
}

#[test]
fn partresult_3_what_was_said_stands_and_only_more_may_come() {
    let received = taken(None, &said(2000, None, None));
    assert_eq!(PartResult::said(Some(&received), part(), 2000, &said(2000, None, None), "").unwrap(), None);
    let judged = taken(Some(&received), &said(2000, COVERED, None));
    assert_eq!((judged.standing(), judged.rev), (PartStanding::Covered, 2));
    let whole = taken(Some(&judged), &said(2000, COVERED, Some(Disposal::Usable)));
    assert_eq!(whole.standing(), PartStanding::Usable);
    assert_eq!(code(Some(&whole), &said(2000, MISUSE, None)).1, "wrong_state");
    assert_eq!(code(Some(&whole), &said(2000, COVERED, Some(Disposal::Scrap))).1, "wrong_state");
    assert_eq!(code(Some(&whole), &said(1000, COVERED, None)).1, "wrong_state", "what arrived does not leave again");
    let short = taken(None, &said(1000, COVERED, None));
    assert_eq!((short.standing(), short.short_milli()), (PartStanding::Short, 1000));
    let found = taken(Some(&short), &said(2000, COVERED, None));
    assert_eq!((found.settlement, found.standing()), (Some(Settlement::Found), PartStanding::Covered));
}

#[test]
fn partresult_4_a_shortage_stands_until_it_is_settled() {
    let mut short = taken(None, &said(0, None, None));
    assert!(short.shortage_open());
    let why = short.settle(&step(SettleHow::Lost, " ", None)).unwrap_err();
    assert_eq!(why.0[0].field(), "reason");
    short.settle(&step(SettleHow::Disputed, "运单签收十件", None)).unwrap();
    assert_eq!((short.standing(), short.settlement), (PartStanding::Short, Some(Settlement::Disputed)));
    assert!(short.settle(&step(SettleHow::Disputed, "再说一次", None)).is_err());
    let mut found = short.clone();
    found.settle(&step(SettleHow::Found, "在二号库", None)).unwrap();
    assert_eq!((found.received_milli, found.standing()), (2000, PartStanding::Received));
    short.settle(&step(SettleHow::Lost, "承运单位已赔", None)).unwrap();
    assert_eq!((short.standing(), short.short_milli()), (PartStanding::Lost, 2000), "what is lost stays counted");
    assert!(short.settle(&step(SettleHow::Found, "又找到", None)).is_err());
}

#[test]
fn partresult_5_a_dispute_is_answered_here_or_by_a_new_verdict() {
    let judged = taken(None, &said(2000, MISUSE, Some(Disposal::Returned)));
    let mut disputed = judged.clone();
    disputed.settle(&step(SettleHow::Dispute, "裂纹是铸造缺陷，附照片", None)).unwrap();
    assert_eq!(disputed.standing(), PartStanding::Disputed);
    let (mut upheld, mut changed) = (disputed.clone(), disputed.clone());
    upheld.settle(&step(SettleHow::Upheld, "金相检验为过载", None)).unwrap();
    assert_eq!(upheld.standing(), PartStanding::Returned);
    assert_eq!(changed.settle(&step(SettleHow::Changed, "同意", None)).unwrap_err().0[0].field(), "verdict");
    assert_eq!(changed.settle(&step(SettleHow::Changed, "同意", MISUSE)).unwrap_err().0[0].field(), "verdict");
    changed.settle(&step(SettleHow::Changed, "同意", COVERED)).unwrap();
    assert_eq!((changed.standing(), changed.disposal), (PartStanding::Covered, None));
    let by_sheet = taken(Some(&disputed), &said(2000, COVERED, Some(Disposal::Scrap)));
    assert_eq!((by_sheet.standing(), by_sheet.dispute_open()), (PartStanding::Scrap, false));
    assert!(judged.clone().settle(&step(SettleHow::Upheld, "没有异议", None)).is_err());
    assert!(taken(None, &said(2000, None, None)).settle(&step(SettleHow::Dispute, "还没鉴定", None)).is_err());
}

#[test]
fn partresult_6_only_what_was_typed_here_is_typed_again() {
    let typed = |received, verdict| PartSaid { source: Source::Typed, ..said(received, verdict, None) };
    let first = taken(None, &typed(2000, MISUSE));
    assert_eq!(code(Some(&first), &typed(1000, COVERED)).1, "wrong_state", "not without a reason");
    let again = PartResult::said(Some(&first), part(), 2000, &typed(1000, COVERED), "看错一行").unwrap().unwrap();
    assert_eq!((again.received_milli, again.verdict, again.rev), (1000, COVERED, 2));
    let theirs = taken(None, &said(2000, MISUSE, None));
    assert!(PartResult::said(Some(&theirs), part(), 2000, &typed(2000, COVERED), "看错一行").is_err());
}

#[test]
fn partresult_7_what_is_something_else_stays_open_until_it_is_settled() {
    let wrong = |received, wrong_milli, verdict| PartSaid { wrong_milli, ..said(received, verdict, None) };
    let open = taken(None, &wrong(1000, 1000, COVERED));
    assert_eq!((open.standing(), open.is_open()), (PartStanding::WrongPart, true), "though a piece was received");
    let settled = |how| {
        let mut result = open.clone();
        result.settle(&step(how, "总部说的", None)).unwrap();
        result
    };
    let replaced = settled(SettleHow::WrongReplaced);
    assert_eq!((replaced.received_milli, replaced.wrong_milli, replaced.is_open()), (2000, 0, false));
    let lost = settled(SettleHow::WrongLost);
    assert_eq!((lost.standing(), lost.wrong_milli, lost.is_open()), (PartStanding::Covered, 1000, false));
    let mut disputed = settled(SettleHow::WrongDisputed);
    assert!(disputed.is_open() && disputed.settle(&step(SettleHow::WrongDisputed, "再说一次", None)).is_err());
    let came = taken(Some(&disputed), &wrong(2000, 0, COVERED));
    assert_eq!((came.wrong_settlement, came.is_open()), (Some(Settlement::Found), false));
    assert_eq!(code(Some(&lost), &wrong(2000, 0, COVERED)).1, "wrong_state", "what was given up stays so");
    assert_eq!(code(Some(&open), &wrong(0, 2000, None)).1, "wrong_state", "what was received stays received");
}

#[test]
fn partresult_8_an_answer_that_is_typed_is_typed() {
    let mut judged = taken(None, &said(2000, MISUSE, None));
    judged.settle(&step(SettleHow::Dispute, "裂纹是铸造缺陷", None)).unwrap();
    assert_eq!(judged.source, Source::File, "a dispute is the desk's word about it, the verdict stays theirs");
    judged.settle(&step(SettleHow::Upheld, "金相检验为过载", None)).unwrap();
    assert_eq!((judged.source, judged.told_on), (Source::Typed, day("2026-11-20")));
}

/// One thing that may happen to a part.
#[derive(Debug, Clone)]
enum Event {
    Said(PartSaid, bool),
    Settle(Settle),
}

fn event() -> impl Strategy<Value = Event> {
    let verdict = proptest::option::of(proptest::sample::select(PartVerdict::ALL));
    let disposal = proptest::option::of(proptest::sample::select(Disposal::ALL));
    let told = (-1_i64..4, 0_i64..3, verdict.clone(), disposal.clone(), any::<bool>(), any::<bool>());
    let told = told.prop_map(|(received, wrong, verdict, disposal, typed, again)| {
        let source = if typed { Source::Typed } else { Source::File };
        let base = said(received * 1000, verdict, disposal);
        Event::Said(PartSaid { wrong_milli: wrong * 1000, source, ..base }, again)
    });
    let settled = (proptest::sample::select(SettleHow::ALL), verdict, disposal)
        .prop_map(|(how, verdict, disposal)| Event::Settle(Settle { disposal, ..step(how, "原因", verdict) }));
    prop_oneof![3 => told, 2 => settled]
}

proptest! {
    /// Whatever head office and the desk say, in whatever order, a batch adds up.
    #[test]
    fn partresult_1_the_pieces_of_a_batch_always_add_up(
        sent in proptest::collection::vec(1_i64..4, 1..6),
        history in proptest::collection::vec((0_usize..6, event()), 0..40),
    ) {
        let mut known: Vec<Option<PartResult>> = vec![None; sent.len()];
        for (at, event) in history {
            let at = at % sent.len();
            let before = known[at].clone();
            match event {
                Event::Said(said, again) => {
                    let why = if again { "看错" } else { "" };
                    if let Ok(Some(next)) = PartResult::said(known[at].as_ref(), part(), sent[at] * 1000, &said, why) {
                        known[at] = Some(next);
                    }
                }
                Event::Settle(step) => {
                    if let Some(result) = &mut known[at] && result.settle(&step).is_err() {
                        prop_assert_eq!(known[at].clone(), before.clone(), "what is refused changes nothing");
                    }
                }
            }
            if let Some(now) = &known[at] {
                let parts = [now.received_milli, now.wrong_milli, now.short_milli()];
                prop_assert!(parts.iter().all(|pieces| *pieces >= 0), "{:?}", now);
                prop_assert_eq!(parts.iter().sum::<i64>(), sent[at] * 1000);
                prop_assert!(now.received_milli > 0 || now.verdict.is_none(), "{:?}", now);
                let rev = before.map_or(0, |before| before.rev);
                prop_assert!(now.rev == rev || now.rev == rev + 1);
            }
        }
        let all = pieces(sent.iter().map(|n| n * 1000).zip(known.iter().map(Option::as_ref)));
        prop_assert_eq!(all.sent, all.waiting + all.received + all.short + all.wrong);
        prop_assert_eq!(all.sent, sent.iter().sum::<i64>() * 1000);
    }
}
