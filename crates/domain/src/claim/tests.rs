use super::*;
use crate::NoticeId;
use crate::old_part::OldPartState;
use crate::part_result::{PartResult, PartSaid, PartVerdict};
use crate::repair::{Payer, RepairState};
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ready() -> Candidate<'static> {
    Candidate {
        state: RepairState::Submitted,
        completed: true,
        signed: true,
        signed_for_user: false,
        returned: false,
        payer: Payer::Warranty,
        sold: true,
        in_period: Some(true),
        card: CardStanding::InTime,
        old_parts: &[OldPartState::InStore, OldPartState::Sent],
        results: &[],
        elsewhere: Elsewhere::No,
        total: Fen(100),
    }
}

fn line(claimed: i64) -> ClaimLine {
    let nil = uuid::Uuid::nil();
    ClaimLine {
        id: ClaimLineId(nil),
        claim: ClaimId(nil),
        line_no: 1,
        repair: RepairId(nil),
        again_of: None,
        labour_fen: Fen(claimed),
        material_fen: Fen(0),
        travel_fen: Fen(0),
        other_fen: Fen(0),
        claimed_fen: Fen(claimed),
        verdict: None,
        approved_fen: None,
        reason: String::new(),
        judged_by: String::new(),
        decided_on: None,
        source: None,
        fees: Vec::new(),
        withdrawn_on: None,
        withdraw_reason: String::new(),
    }
}

fn decision(approved: Option<i64>, reason: &str) -> Decision {
    Decision {
        approved_fen: approved.map(Fen),
        reason: reason.into(),
        judged_by: "刘审".into(),
        on: day("2026-11-05"),
        source: Source::Typed,
    }
}

fn notice(approved: i64, cut: i64) -> Notice {
    let nil = uuid::Uuid::nil();
    Notice {
        id: NoticeId(nil),
        claim: ClaimId(nil),
        no: "HX-TZ-1".into(),
        noticed_on: day("2026-11-06"),
        approved_fen: Fen(approved),
        cut_fen: Fen(cut),
        cut_note: String::new(),
        deduction_fen: Fen(approved),
        deducted_on: None,
        answer: None,
        answered_on: None,
        answer_note: String::new(),
        source: Source::File,
        rev: 1,
    }
}

const SUMS: Sums = Sums { claimed: Fen(100), approved: Fen(60), cut: Fen(40), open: Fen(0) };

fn reply(answer: NoticeAnswer, on: &str, note: &str) -> Reply {
    Reply { answer, on: day(on), note: note.into(), deducted_on: None }
}

fn claim() -> Claim {
    let nil = uuid::Uuid::nil();
    Claim {
        id: ClaimId(nil),
        no: "HB-HX-2611-A0001".into(),
        principal: PrincipalId(nil),
        month: "2026-10".parse().unwrap(),
        made_on: day("2026-11-01"),
        note: String::new(),
        entered_on: day("2026-11-01"),
        clock_suspect: false,
        void_reason: None,
        rev: 1,
    }
}

/// What head office says of a part of which one piece was sent.
fn result(verdict: Option<PartVerdict>, received_milli: i64) -> PartResult {
    let said = PartSaid {
        received_milli,
        wrong_milli: 0,
        verdict,
        disposal: None,
        judged_by: String::new(),
        judged_on: None,
        on: day("2026-11-05"),
        source: Source::File,
    };
    PartResult::said(None, crate::OldPartId(uuid::Uuid::nil()), 1, &said, "").unwrap().unwrap()
}

#[test]
fn claim_1_each_thing_missing_is_named() {
    assert_eq!(ready().missing(), []);
    let cases = [
        (Candidate { completed: false, ..ready() }, Missing::NotCompleted),
        (Candidate { signed: false, ..ready() }, Missing::NotSigned),
        (Candidate { state: RepairState::Draft, ..ready() }, Missing::NotSubmitted),
        (Candidate { returned: true, ..ready() }, Missing::Returned),
        (Candidate { payer: Payer::Paid, ..ready() }, Missing::OtherPayer),
        (Candidate { sold: false, in_period: None, ..ready() }, Missing::NoSale),
        (Candidate { in_period: Some(false), ..ready() }, Missing::OutOfPeriod),
        (Candidate { in_period: None, ..ready() }, Missing::PeriodUnknown),
        (Candidate { card: CardStanding::Late, ..ready() }, Missing::CardLate),
        (Candidate { card: CardStanding::Returned, ..ready() }, Missing::CardReturned),
        (Candidate { old_parts: &[OldPartState::Tagged], ..ready() }, Missing::OldPartMissing),
        (Candidate { old_parts: &[OldPartState::Lost], ..ready() }, Missing::OldPartLost),
        (Candidate { old_parts: &[OldPartState::Destroyed], ..ready() }, Missing::OldPartKept),
        (Candidate { results: &[result(Some(PartVerdict::Misuse), 1)], ..ready() }, Missing::OldPartNotCovered),
        (Candidate { results: &[result(None, 0)], ..ready() }, Missing::OldPartShort),
        (Candidate { elsewhere: Elsewhere::Recorded, ..ready() }, Missing::TwoMakers),
        (Candidate { signed_for_user: true, ..ready() }, Missing::SignedForUser),
        (Candidate { elsewhere: Elsewhere::Claimed, ..ready() }, Missing::ClaimedElsewhere),
        (Candidate { total: Fen(0), ..ready() }, Missing::NoAmount),
    ];
    for (candidate, missing) in &cases {
        assert_eq!(candidate.missing(), [*missing]);
        let of_parts = [Missing::OldPartKept, Missing::OldPartNotCovered, Missing::OldPartShort];
        let only_said = [&of_parts[..], &[Missing::PeriodUnknown, Missing::TwoMakers, Missing::SignedForUser]].concat();
        assert_eq!(missing.stops(), !only_said.contains(missing));
    }
    assert_eq!(cases.len(), Missing::ALL.len(), "every reason is tried");
}

#[test]
fn claim_2_a_decision_says_whether_it_was_refused_or_wants_paper() {
    let after = |approved, why| {
        let mut line = line(100);
        line.decide(decision(approved, why)).unwrap();
        line.verdict
    };
    assert_eq!(after(Some(100), ""), Some(Verdict::Approved));
    assert_eq!(after(Some(60), "工时过高"), Some(Verdict::Cut));
    assert_eq!(after(Some(0), "不在三包范围"), Some(Verdict::Refused));
    assert_eq!(after(None, "缺照片"), Some(Verdict::NeedsMaterial));
}

#[test]
fn claim_3_a_cut_has_a_reason_and_nothing_is_approved_beyond_the_claim() {
    let refused = |approved, why: &str| {
        let mut line = line(100);
        let why = line.decide(decision(approved, why)).unwrap_err();
        assert_eq!(line.verdict, None, "nothing was written");
        why.0.iter().map(Refusal::field).collect::<Vec<_>>()
    };
    assert_eq!(refused(Some(101), ""), ["lines.approved_fen", "lines.reason"]);
    assert_eq!(refused(Some(-1), "为何"), ["lines.approved_fen"]);
    for approved in [Some(99), Some(0), None] {
        assert_eq!(refused(approved, "  "), ["lines.reason"]);
    }
    let mut line = line(100);
    assert!(line.decide(decision(Some(40), "旧件不符")).unwrap());
    assert_eq!((line.cut(), line.source), (Some(Fen(60)), Some(Source::Typed)));
    assert!(!line.decide(decision(Some(40), "旧件不符")).unwrap(), "the same again changes nothing");
}

proptest! {
    #[test]
    fn claim_4_approved_cut_and_open_make_what_was_claimed(
        lines in proptest::collection::vec((1_i64..1_000_000, proptest::option::of(0_u8..=100)), 0..40)
    ) {
        let lines: Vec<ClaimLine> = lines
            .into_iter()
            .map(|(claimed, percent)| {
                let mut line = line(claimed);
                if let Some(percent) = percent {
                    line.decide(decision(Some(claimed * i64::from(percent) / 100), "核")).unwrap();
                }
                line
            })
            .collect();
        let sums = sums(&lines).unwrap();
        prop_assert_eq!(sums.claimed.0, sums.approved.0 + sums.cut.0 + sums.open.0);
        prop_assert_eq!(sums.claimed.0, lines.iter().map(|line| line.claimed_fen.0).sum::<i64>());
    }
}

#[test]
fn claim_4_a_sum_that_does_not_fit_is_none() {
    assert_eq!(sums(&[line(i64::MAX), line(1)]), None);
}

#[test]
fn claim_5_only_what_nobody_decided_is_cancelled() {
    let mut open = claim();
    assert!(open.void(" ", ClaimState::Submitted).is_err());
    open.void("填错了月份", ClaimState::Submitted).unwrap();
    assert_eq!(open.state(&[], None, day("2026-11-20")), ClaimState::Voided);
    for state in ClaimState::ALL.iter().filter(|state| **state != ClaimState::Submitted) {
        assert!(claim().void("填错了", *state).is_err(), "{}", state.zh());
    }
}

#[test]
fn claim_6_a_notice_adds_up_and_is_answered_once() {
    let sums = SUMS;
    let fields = |notice: &Notice, sums: &Sums| {
        let why = notice.check(sums, false, day("2026-11-20")).err();
        why.map_or_else(Vec::new, |why| why.0.iter().map(Refusal::field).collect())
    };
    assert_eq!(fields(&notice(60, 40), &sums), Vec::<&str>::new());
    assert_eq!(fields(&notice(60, 39), &sums), ["approved_fen"]);
    assert_eq!(fields(&notice(70, 30), &sums), ["approved_fen"]);
    assert_eq!(fields(&notice(60, 40), &Sums { open: Fen(1), ..sums }), ["approved_fen"]);
    assert_eq!(fields(&Notice { deduction_fen: Fen(61), ..notice(60, 40) }, &sums), ["deduction_fen"]);
    assert_eq!(fields(&Notice { deducted_on: Some(day("2026-11-05")), ..notice(60, 40) }, &sums), ["deducted_on"]);

    let mut another = notice(60, 40);
    let mut notice = Notice { deducted_on: Some(day("2026-11-08")), ..notice(60, 40) };
    let today = day("2026-11-20");
    assert!(notice.answer(reply(NoticeAnswer::Disputed, "2026-11-07", ""), &SUMS, today).is_err());
    assert!(notice.answer(reply(NoticeAnswer::Confirmed, "2026-11-05", ""), &SUMS, today).is_err());
    notice.answer(reply(NoticeAnswer::Disputed, "2026-11-07", "少算一笔"), &SUMS, today).unwrap();
    assert_eq!(claim().state(&[], Some(&notice), day("2026-11-20")), ClaimState::Disputed);
    assert_eq!(notice.deducted(day("2026-11-20")), None);
    notice.answer(reply(NoticeAnswer::Confirmed, "2026-11-09", "总部说明了"), &SUMS, today).unwrap();
    assert_eq!(
        (notice.deducted(day("2026-11-20")), claim().state(&[], Some(&notice), day("2026-11-20"))),
        (Some(Fen(60)), ClaimState::Deducted)
    );
    assert!(notice.answer(reply(NoticeAnswer::Confirmed, "2026-11-09", ""), &SUMS, today).is_err());
    let anew = Sums { approved: Fen(50), cut: Fen(50), ..SUMS };
    let refused = another.answer(reply(NoticeAnswer::Confirmed, "2026-11-09", ""), &anew, today);
    assert_eq!(refused.unwrap_err().0[0].code(), "wrong_state", "its lines were decided anew");
}

#[test]
fn claim_7_the_day_of_a_deduction_comes_with_the_answer_or_later_and_once() {
    let today = day("2026-11-20");
    let mut early = notice(60, 40);
    let with = |deducted_on: &str| Reply {
        deducted_on: Some(day(deducted_on)),
        ..reply(NoticeAnswer::Confirmed, "2026-11-09", "")
    };
    for outside in ["2026-11-05", "2026-11-21"] {
        assert!(early.answer(with(outside), &SUMS, today).is_err(), "{outside}");
    }
    early.answer(with("2026-11-10"), &SUMS, today).unwrap();
    assert_eq!(early.deducted(day("2026-11-20")), Some(Fen(60)));

    let mut late = notice(60, 40);
    let refused = |notice: &mut Notice, on: &str| notice.deduct(day(on), None, "", today).unwrap_err().to_string();
    assert!(refused(&mut late, "2026-11-10").contains("还没有答复"));
    late.answer(reply(NoticeAnswer::Disputed, "2026-11-07", "少算一笔"), &SUMS, today).unwrap();
    assert!(refused(&mut late, "2026-11-10").contains("有异议"));
    late.answer(reply(NoticeAnswer::Confirmed, "2026-11-09", "同意"), &SUMS, today).unwrap();
    assert_eq!(claim().state(&[], Some(&late), day("2026-11-20")), ClaimState::Confirmed);
    for outside in ["2026-11-05", "2026-11-21"] {
        assert!(late.deduct(day(outside), None, "", today).is_err(), "{outside}");
    }
    late.deduct(day("2026-11-12"), None, "", today).unwrap();
    assert_eq!((late.deducted_on, late.answered_on), (Some(day("2026-11-12")), Some(day("2026-11-09"))));
    assert_eq!(claim().state(&[], Some(&late), day("2026-11-20")), ClaimState::Deducted);
    assert!(refused(&mut late, "2026-11-13").contains("已有抵扣日期"));
    assert!(late.deduct(day("2026-11-13"), Some(Fen(61)), "看错", today).is_err(), "more than was approved");
    late.deduct(day("2026-11-13"), Some(Fen(50)), "看错", today).unwrap();
    assert_eq!(late.deduction(), Some((Fen(50), day("2026-11-13"))));
    let far = Notice { deducted_on: Some(day("9999-12-31")), ..notice(60, 40) };
    assert_eq!(far.check(&SUMS, false, today).unwrap_err().0[0].field(), "deducted_on");
    let mut nothing = Notice { deduction_fen: Fen(0), answer: Some(NoticeAnswer::Confirmed), ..notice(60, 40) };
    assert!(refused(&mut nothing, "2026-11-12").contains("没有要抵扣的金额"));
}

#[test]
fn claim_6_a_claim_goes_from_asked_for_to_decided_with_its_lines() {
    let mut lines = vec![line(100), line(50)];
    assert_eq!(claim().state(&lines, None, day("2026-11-20")), ClaimState::Submitted);
    lines[0].decide(decision(Some(100), "")).unwrap();
    assert_eq!(claim().state(&lines, None, day("2026-11-20")), ClaimState::PartlyDecided);
    lines[1].decide(decision(None, "缺旧件")).unwrap();
    assert_eq!(claim().state(&lines, None, day("2026-11-20")), ClaimState::Decided);
    assert_eq!(claim().state(&lines, Some(&notice(100, 50)), day("2026-11-20")), ClaimState::Noticed);
}

#[test]
fn claim_6_a_paper_that_says_other_sums_is_taken_as_differing_and_only_disputed() {
    let today = day("2026-11-20");
    let mut other = notice(70, 30);
    assert!(!notice(60, 40).differs(&SUMS) && other.differs(&SUMS));
    assert!(other.check(&SUMS, false, today).unwrap_err().to_string().contains("照纸面录入"));
    other.check(&SUMS, true, today).unwrap();
    assert!(other.answer(reply(NoticeAnswer::Confirmed, "2026-11-07", ""), &SUMS, today).is_err());
    other.answer(reply(NoticeAnswer::Disputed, "2026-11-07", "多核定 0.10 元"), &SUMS, today).unwrap();
    let mended = Sums { approved: Fen(70), cut: Fen(30), ..SUMS };
    other.answer(reply(NoticeAnswer::Confirmed, "2026-11-08", "总部改了核定"), &mended, today).unwrap();
}

#[test]
fn claim_7_a_deduction_counts_on_its_day() {
    let mut early = Notice { deducted_on: Some(day("2026-11-25")), ..notice(60, 40) };
    early.answer(reply(NoticeAnswer::Confirmed, "2026-11-09", ""), &SUMS, day("2026-11-20")).unwrap();
    for (today, deducted, state) in
        [("2026-11-24", None, ClaimState::Confirmed), ("2026-11-25", Some(Fen(60)), ClaimState::Deducted)]
    {
        assert_eq!(early.deducted(day(today)), deducted);
        assert_eq!(claim().state(&[], Some(&early), day(today)), state);
    }
}

#[test]
fn claim_8_a_withdrawn_line_counts_in_no_sum() {
    let mut lines = vec![line(100), line(50)];
    assert!(lines[1].withdraw(" ", day("2026-11-05")).is_err(), "without a reason");
    lines[1].withdraw("付款方写错", day("2026-11-05")).unwrap();
    assert!(lines[1].withdraw("再来", day("2026-11-05")).is_err(), "once");
    assert!(lines[1].decide(decision(Some(50), "")).is_err());
    assert_eq!(sums(&lines).unwrap().claimed, Fen(100));
    lines[0].decide(decision(Some(100), "")).unwrap();
    assert_eq!(claim().state(&lines, None, day("2026-11-20")), ClaimState::Decided);
}

#[test]
fn claim_9_a_confirmation_after_a_dispute_says_how_it_ended() {
    let today = day("2026-11-20");
    let mut one = notice(60, 40);
    one.answer(reply(NoticeAnswer::Disputed, "2026-11-07", "少算一笔"), &SUMS, today).unwrap();
    let why = one.answer(reply(NoticeAnswer::Confirmed, "2026-11-08", " "), &SUMS, today).unwrap_err();
    assert_eq!(why.0[0].field(), "note");
    one.answer(reply(NoticeAnswer::Confirmed, "2026-11-08", "总部已说明"), &SUMS, today).unwrap();
}
