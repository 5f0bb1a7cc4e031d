use super::*;
use crate::formula::FormulaRule;

fn rule(key: &str, target: &str) -> FormulaRule {
    serde_json::from_str(&format!(
        r#"{{"key": "{key}", "label": "达标", "inputs": [{{"name": "done", "label": "已", "type": "int"}},
            {{"name": "total", "label": "应", "type": "int"}}],
            "params": [{{"name": "target", "label": "回访率目标", "type": "ppm", {target}}}],
            "formula": "done >= total * target", "result": "bool", "source": "合同第三条", "checked": false}}"#
    ))
    .unwrap()
}

fn judged(target: &str, done: i64, total: i64) -> Judged {
    let formulas = Formulas::compile(&[rule("kpi.revisit", target)]).unwrap();
    let limits = Limits { formulas: &formulas, version: "T1 1", scope: Scope::on("2026-10-31".parse().unwrap()) };
    judge(Indicator::RevisitWarranty, Rate { done, total }, Some(limits))
}

#[test]
fn rate_1_of_nothing_there_is_no_rate() {
    let says = |done, total| Rate { done, total }.zh();
    assert_eq!([says(0, 0), says(0, 7), says(7, 7)], ["无", "0%", "100%"]);
    assert_eq!([says(1, 3), says(2, 3), says(12, 13), says(1, 2)], ["33.33%", "66.67%", "92.31%", "50%"]);
    assert_eq!(says(199, 200), "99.5%");
    let none = judged(r#""value": 1000000"#, 0, 0);
    assert_eq!((none.kept, none.sentence.as_str()), (None, "三包期内回访率无：本月没有三包期内完工。"));
}

#[test]
fn rate_2_the_limit_is_judged_from_the_counts_and_not_from_the_percentage() {
    let full = r#""value": 1000000"#;
    // 99.9967 % reads 100 %, and is not all of them.
    let nearly = judged(full, 29_999, 30_000);
    assert_eq!((nearly.rate.zh().as_str(), nearly.kept, nearly.limit.as_str()), ("100%", Some(false), "100%"));
    let kept = judged(full, 13, 13);
    assert_eq!(
        kept.sentence,
        "三包期内回访率 100%：三包期内完工 13 台，已回访 13 台；规定不低于 100%，达到（合同第三条）。"
    );
    assert_eq!(judged(r#""value": 925000"#, 37, 40).kept, Some(true), "exactly at the limit");
}

#[test]
fn rate_2_a_blank_or_missing_rule_says_neither() {
    let blank = judged(r#""to_fill": true"#, 1, 2);
    assert_eq!((blank.kept, blank.limit.as_str()), (None, ""));
    assert!(blank.sentence.contains("「回访率目标」合同未填写"), "{}", blank.sentence);
    let nobody = judge(Indicator::RevisitWarranty, Rate { done: 1, total: 2 }, None);
    assert_eq!((nobody.kept, nobody.sentence.ends_with("厂家政策里没有这个指标。")), (None, true));
    let free = judge(Indicator::ComplaintsClosed, Rate { done: 1, total: 2 }, None);
    assert_eq!(free.sentence, "投诉办结率 50%：受理 2 件，办结 1 件。没有规定指标。");
}

#[test]
fn rate_3_the_groups_add_up_to_the_whole() {
    let cases = [("王强", true), ("", false), ("李明", true), ("王强", false), (" ", true)];
    let (mut groups, mut whole) = (Groups::default(), Rate::default());
    for (name, counts) in cases {
        groups.add(name, counts);
        whole.add(counts);
    }
    let sorted = groups.sorted();
    let names: Vec<&str> = sorted.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["未填", "王强", "李明"]);
    let sum = sorted
        .iter()
        .fold(Rate::default(), |sum, (_, rate)| Rate { done: sum.done + rate.done, total: sum.total + rate.total });
    assert_eq!(sum, whole);
}

const WEIGHTS: (i64, i64, i64, i64) = (100_000, 80_000, 60_000, 0);

fn answers(levels: &[i64]) -> Answers {
    let mut answers = Answers::default();
    levels.iter().for_each(|level| answers.add(*level));
    answers
}

#[test]
fn score_1_satisfaction_and_score_follow_the_formulas_of_the_sheet() {
    let weights = Weights::new(WEIGHTS.0, WEIGHTS.1, WEIGHTS.2, WEIGHTS.3);
    let some = answers(&[1, 1, 2, 3, 4, 0, 5, -1]);
    assert_eq!(some.levels(), [2, 1, 1, 1], "what is no level is no answer");
    assert_eq!((some.satisfied().zh().as_str(), some.score(weights)), ("60%", Some(68_000)));
    assert_eq!(answers(&[1, 2, 2]).score(weights), Some(86_667), "half up");
    let none = answers(&[]);
    assert_eq!((none.satisfied().zh().as_str(), none.score(weights), score_zh(None).as_str()), ("无", None, "无"));
    assert_eq!(weights.formula(), "（100×很满意+80×满意+60×一般+0×不满意）÷有效份数");
    let other = Weights::new(4_000, 3_000, 2_000, 1_000);
    assert_eq!(some.score(other), Some(2_800), "the weights are the maker's");
}

#[test]
fn score_2_a_card_of_four_questions_is_satisfied_as_a_whole() {
    let weights = Weights::new(WEIGHTS.0, WEIGHTS.1, WEIGHTS.2, WEIGHTS.3);
    let satisfied = |levels: &[i64]| answers(levels).is_satisfied(weights);
    assert_eq!(satisfied(&[2, 2, 2, 2]), Some(true));
    assert_eq!(satisfied(&[1, 2, 2, 3]), Some(true), "what is very good makes up for what is fair");
    assert_eq!(satisfied(&[2, 2, 2, 3]), Some(false));
    assert_eq!(satisfied(&[1, 1, 1, 4]), Some(false));
    assert_eq!(satisfied(&[]), None);
}
