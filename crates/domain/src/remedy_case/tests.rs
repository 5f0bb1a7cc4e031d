//! A case of exchange and return, step by step.

use super::*;
use crate::remedy::rule::Right;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-10-30")
}

fn case() -> RemedyCase {
    let nil = uuid::Uuid::nil();
    let ground = Ground {
        told_on: day("2026-10-12"),
        right: Some(Right::MachineExchange),
        since: Some(day("2026-10-10")),
        about: "严重故障「发动机异响」".into(),
        steps: vec!["同一故障修理满 2 次".into()],
        repairs: Vec::new(),
        formula: None,
        standing: None,
        words: String::new(),
    };
    let paper = |paper| PaperLine { paper, state: PaperState::Here, who: String::new(), why: String::new(), at: 1 };
    RemedyCase {
        id: RemedyCaseId(nil),
        no: "HB-TH-2610-A0001".into(),
        principal: PrincipalId(nil),
        unit: UnitId(nil),
        demand: DemandId(nil),
        sale: Some(SaleId(nil)),
        made_on: day("2026-10-12"),
        ground,
        papers: vec![paper(Evidence::Card), paper(Evidence::Invoice)],
        steps: Vec::new(),
        new_sale: None,
        new_unit: None,
        entered_at: 1,
        clock_suspect: false,
        void_reason: None,
        rev: 1,
    }
}

#[test]
fn rcase_10_an_answer_by_the_feed_is_taken_once_and_another_stands_in_its_place() {
    let mut case = case();
    let said = |verdict, words: &str| RemedyStep {
        verdict: Some(verdict),
        who: "刘审".into(),
        by_feed: true,
        ..RemedyStep::new(RemedyStepKind::Answered, day("2026-10-22"), words.into(), 7)
    };
    assert!(case.answered(said(RemedyVerdict::Approved, ""), today()).is_err(), "it was not asked");
    case.put(step(RemedyStepKind::Asked, "2026-10-20"), today()).unwrap();
    assert!(case.answered(said(RemedyVerdict::NeedsMaterial, ""), today()).is_err(), "what does it want?");
    assert_eq!(case.answered(said(RemedyVerdict::NeedsMaterial, "补照片"), today()), Ok(AnswerTaken::New));
    assert_eq!(case.state(), RemedyState::Asked, "it waits for paper");
    assert_eq!(case.answered(said(RemedyVerdict::NeedsMaterial, "补照片"), today()), Ok(AnswerTaken::Known));
    let instead = case.answered(said(RemedyVerdict::Approved, ""), today());
    assert_eq!(instead, Ok(AnswerTaken::Instead(Some(RemedyVerdict::NeedsMaterial))));
    assert_eq!((case.state(), case.steps.len()), (RemedyState::Approved, 3));
    case.void("用户撤回").unwrap();
    assert!(case.answered(said(RemedyVerdict::Approved, ""), today()).is_err(), "it ended");
}

#[test]
fn rcase_9_what_was_given_to_the_wrong_machine_is_undone_before_the_case_is_closed() {
    let mut case = case();
    assert!(case.undo("换错", day("2026-10-24"), 9).is_err(), "nothing was given");
    case.put(chosen(Right::MachineExchange, "2026-10-21"), day("2026-10-24")).unwrap();
    case.put(settled(RemedyOutcome::Machine, "2026-10-22"), day("2026-10-24")).unwrap();
    let given = Given { sale: Some(SaleId(uuid::Uuid::nil())), ..Given::default() };
    case.note_given(given.clone());
    case.put(step(RemedyStepKind::Closed, "2026-10-23"), day("2026-10-24")).unwrap();
    assert!(case.undo("换错", day("2026-10-24"), 9).is_err(), "closed");
    case.take_back(RemedyStepKind::Closed, "还没有完", day("2026-10-24"), 8).unwrap();
    assert!(case.undo(" ", day("2026-10-24"), 9).is_err(), "a reason is needed");
    assert_eq!(case.undo("换错", day("2026-10-24"), 9).unwrap(), given);
    assert_eq!((case.state(), case.pending(), case.sale_ended()), (RemedyState::Chosen, true, None));
    assert!(case.steps.iter().any(|step| step.ended.as_ref().is_some_and(|ended| ended.reason == "换错")));
}

fn step(kind: RemedyStepKind, on: &str) -> RemedyStep {
    RemedyStep::new(kind, day(on), "说明".into(), 7)
}

fn chosen(choice: Right, on: &str) -> RemedyStep {
    RemedyStep { choice: Some(choice), ..step(RemedyStepKind::Chosen, on) }
}

fn settled(outcome: RemedyOutcome, on: &str) -> RemedyStep {
    RemedyStep { outcome: Some(outcome), ..step(RemedyStepKind::Settled, on) }
}

fn answered(verdict: RemedyVerdict, on: &str) -> RemedyStep {
    RemedyStep { verdict: Some(verdict), ..step(RemedyStepKind::Answered, on) }
}

fn refused(done: Result<(), Refusals>) -> Vec<(&'static str, &'static str)> {
    done.err().map(|why| why.0.iter().map(|one| (one.code(), one.field())).collect()).unwrap_or_default()
}

#[test]
fn rcase_1_without_a_right_it_says_on_what_it_stands() {
    assert_eq!(case().check(today()), Ok(()));
    let mut bare = case();
    (bare.ground.right, bare.made_on) = (None, day("2026-11-01"));
    assert_eq!(refused(bare.check(today())), [("future_day", "made_on"), ("missing", "words")]);
    (bare.ground.words, bare.made_on) = ("总部鉴定为批次质量问题".into(), day("2026-10-12"));
    assert_eq!(bare.check(today()), Ok(()));
}

#[test]
fn rcase_2_waiving_a_paper_says_who_and_why_and_keeps_what_was_said() {
    let mut one = case();
    let line = |state, who: &str, why: &str| PaperLine {
        paper: Evidence::Invoice,
        state,
        who: who.into(),
        why: why.into(),
        at: 2,
    };
    one.say_paper(line(PaperState::Missing, "", "缺购机发票")).unwrap();
    assert_eq!(one.lacking(), [Evidence::Invoice]);
    assert_eq!(refused(one.say_paper(line(PaperState::Waived, "", " "))), [("missing", "who"), ("missing", "why")]);
    one.say_paper(line(PaperState::Waived, "总部李主任", "存根可证")).unwrap();
    assert!(one.lacking().is_empty());
    assert_eq!((one.papers.len(), one.papers_now().len()), (4, 2));
    let other = PaperLine { paper: Evidence::CapacityTest, ..line(PaperState::Here, "", "") };
    assert_eq!(refused(one.say_paper(other)), [("unknown", "paper")]);
}

#[test]
fn rcase_3_a_step_stands_once_between_the_demand_and_today() {
    let mut one = case();
    assert_eq!(refused(one.put(step(RemedyStepKind::Told, "2026-10-11"), today())), [("day_before", "on")]);
    assert_eq!(refused(one.put(step(RemedyStepKind::Told, "2026-10-31"), today())), [("future_day", "on")]);
    assert!(one.steps.is_empty(), "what is refused leaves nothing behind");
    one.put(step(RemedyStepKind::Told, "2026-10-13"), today()).unwrap();
    assert_eq!(refused(one.put(step(RemedyStepKind::Told, "2026-10-14"), today())), [("step_twice", "kind")]);
    let silent = RemedyStep { words: String::new(), ..step(RemedyStepKind::Asked, "2026-10-14") };
    assert_eq!(refused(one.put(silent, today())), [("missing", "words")]);
}

#[test]
fn rcase_4_steps_are_in_order() {
    let mut one = case();
    assert_eq!(refused(one.put(answered(RemedyVerdict::Approved, "2026-10-15"), today())), [("step_missing", "kind")]);
    one.put(step(RemedyStepKind::Asked, "2026-10-16"), today()).unwrap();
    assert_eq!(refused(one.put(answered(RemedyVerdict::Approved, "2026-10-15"), today())), [("day_before", "on")]);
    assert_eq!(refused(one.put(step(RemedyStepKind::Closed, "2026-10-20"), today())), [("step_missing", "kind")]);
    one.put(chosen(Right::MachineExchange, "2026-10-18"), today()).unwrap();
    assert_eq!(refused(one.put(settled(RemedyOutcome::Machine, "2026-10-17"), today())), [("day_before", "on")]);
    one.put(settled(RemedyOutcome::Machine, "2026-10-18"), today()).unwrap();
    assert_eq!(one.next(), [RemedyStepKind::Answered, RemedyStepKind::Closed], "head office may answer later");
    one.put(answered(RemedyVerdict::Refused, "2026-10-20"), today()).unwrap();
    assert_eq!(one.state(), RemedyState::Exchanged);
    one.put(step(RemedyStepKind::Closed, "2026-10-20"), today()).unwrap();
    assert!(!one.is_open() && one.next().is_empty());
}

#[test]
fn rcase_5_it_is_settled_as_chosen_and_with_every_paper() {
    let mut one = case();
    one.put(chosen(Right::Return, "2026-10-13"), today()).unwrap();
    assert_eq!(refused(one.put(settled(RemedyOutcome::Machine, "2026-10-14"), today())), [("out_of_range", "outcome")]);
    let line =
        PaperLine { paper: Evidence::Card, state: PaperState::Missing, who: String::new(), why: String::new(), at: 3 };
    one.say_paper(line.clone()).unwrap();
    assert_eq!(refused(one.put(settled(RemedyOutcome::Refund, "2026-10-14"), today())), [("paper_missing", "papers")]);
    one.say_paper(PaperLine { state: PaperState::Here, ..line }).unwrap();
    one.put(settled(RemedyOutcome::Refund, "2026-10-14"), today()).unwrap();
    assert_eq!(one.sale_ended(), Some((day("2026-10-14"), RemedyOutcome::Refund)));
    let mut other = case();
    other.put(settled(RemedyOutcome::Withdrawn, "2026-10-14"), today()).unwrap();
    assert_eq!((other.state(), other.sale_ended()), (RemedyState::Withdrawn, None));
}

#[test]
fn rcase_6_what_was_given_is_corrected_and_not_taken_back() {
    let mut one = case();
    one.put(chosen(Right::MachineExchange, "2026-10-13"), today()).unwrap();
    let back = |one: &mut RemedyCase, kind| refused(one.take_back(kind, "记错", today(), 9));
    assert_eq!(refused(one.take_back(RemedyStepKind::Chosen, " ", today(), 9)), [("missing", "reason")]);
    one.put(settled(RemedyOutcome::Machine, "2026-10-14"), today()).unwrap();
    assert_eq!(back(&mut one, RemedyStepKind::Settled), [("wrong_state", "")]);
    assert_eq!(back(&mut one, RemedyStepKind::Chosen), [("step_missing", "kind")], "others stand on it");
    one.correct(settled(RemedyOutcome::Machine, "2026-10-15"), "日期看错", today()).unwrap();
    assert_eq!(one.sale_ended().map(|(on, _)| on), Some(day("2026-10-15")));
    assert_eq!(one.steps.iter().filter(|step| step.ended.is_some()).count(), 1);
    let other = settled(RemedyOutcome::Declined, "2026-10-15");
    assert_eq!(refused(one.correct(other, "改主意", today())), [("wrong_state", "")]);

    let mut gone = case();
    gone.put(chosen(Right::Return, "2026-10-13"), today()).unwrap();
    gone.put(settled(RemedyOutcome::Withdrawn, "2026-10-14"), today()).unwrap();
    let refund = settled(RemedyOutcome::Refund, "2026-10-14");
    assert_eq!(refused(gone.correct(refund, "又要退", today())), [("out_of_range", "outcome")]);
    assert!(back(&mut gone, RemedyStepKind::Settled).is_empty());
    assert!(gone.pending());
}

#[test]
fn rcase_7_it_is_cancelled_while_nothing_was_given() {
    let mut one = case();
    assert_eq!(refused(one.void("")), [("missing", "reason")]);
    one.void("重复登记").unwrap();
    assert_eq!((one.state(), one.no.as_str()), (RemedyState::Voided, "HB-TH-2610-A0001"));
    assert_eq!(refused(one.void("再来")), [("wrong_state", "")]);
    assert_eq!(refused(one.put(step(RemedyStepKind::Told, "2026-10-13"), today())), [("wrong_state", "")]);
    let mut given = case();
    given.put(chosen(Right::Return, "2026-10-13"), today()).unwrap();
    given.put(settled(RemedyOutcome::Refund, "2026-10-14"), today()).unwrap();
    assert_eq!(refused(given.void("录错")), [("wrong_state", "")]);
}

#[test]
fn rcase_8_what_was_given_is_borne_until_head_office_agrees() {
    let mut one = case();
    let reckoned = |fen| {
        let (rule_version, source) = (String::new(), String::new());
        Some(Reckoned { fen: Fen(fen), steps: Vec::new(), rule_version, source, checked: false })
    };
    let money = CaseMoney {
        price_fen: Fen(7_650_000),
        due: reckoned(7_650_000),
        paid_fen: Fen(7_600_000),
        freight_fen: Fen(30_000),
        quality_cause: false,
        freight: reckoned(10_000),
    };
    one.put(chosen(Right::Return, "2026-10-13"), today()).unwrap();
    one.put(step(RemedyStepKind::Asked, "2026-10-13"), today()).unwrap();
    one.put(RemedyStep { money: Some(money), ..settled(RemedyOutcome::Refund, "2026-10-14") }, today()).unwrap();
    assert_eq!((one.given_fen(), one.borne_fen()), (Fen(7_620_000), Fen(7_620_000)));
    one.put(answered(RemedyVerdict::Offered, "2026-10-15"), today()).unwrap();
    assert_eq!(one.borne_fen(), Fen(7_620_000));
    one.correct(answered(RemedyVerdict::Approved, "2026-10-15"), "看错", today()).unwrap();
    assert_eq!((one.given_fen(), one.borne_fen()), (Fen(7_620_000), Fen(0)));
}
