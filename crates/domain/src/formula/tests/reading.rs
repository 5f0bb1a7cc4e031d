//! What is refused, and the place that is named.

use super::*;

/// Column, excerpt and reason of the one fault of a formula over the names of `quick`.
fn refused(formula: &str, result: &str) -> (usize, String, String) {
    let json = format!(
        r#"[{{"key": "k", "inputs": [
            {{"name": "a", "label": "甲", "type": "fen"}}, {{"name": "n", "label": "件数", "type": "int"}},
            {{"name": "r", "label": "比率", "type": "ppm"}}, {{"name": "d", "label": "历时", "type": "days"}},
            {{"name": "w", "label": "区域", "type": "text"}}, {{"name": "y", "label": "夜间", "type": "bool"}}],
            "tables": [{{"name": "t", "label": "表", "type": "fen", "keys": [{{"label": "区域", "type": "text"}}], "rows": []}}],
            "formula": "{formula}", "result": "{result}", "round": "half_up"}}]"#
    );
    let mut faults = Formulas::compile(&rules(&json)).expect_err(formula);
    let (_, fault) = faults.remove(0);
    (fault.column, fault.excerpt, fault.reason.to_string())
}

#[test]
fn formula_2_the_place_is_named() {
    let place = |formula| {
        let (column, excerpt, _) = refused(formula, "fen");
        (column, excerpt)
    };
    assert_eq!(place("a * kilometers"), (5, "kilometers".into()));
    assert_eq!(place("a * （n）"), (5, "（".into()));
    assert_eq!(place("a *"), (4, String::new()));
    assert_eq!(place("a n"), (3, "n".into()));
    assert_eq!(place("min(a)"), (1, "min".into()));
    assert_eq!(place("abs(a)"), (1, "abs".into()));
    assert_eq!(place("a * (n"), (7, String::new()));
    assert_eq!(place("t"), (1, "t".into()));
    assert_eq!(place("lookup(a, w)"), (8, "a".into()));
    assert_eq!(place("a * 99999999999999999999"), (5, "99999999999999999999".into()));
    assert_eq!(place("a * and"), (5, "and".into()));
}

#[test]
fn formula_2_the_sentence_names_rule_column_and_reason() {
    let faults = Formulas::compile(&rules(&TRAVEL.replace("km * if", "kn * if"))).unwrap_err();
    assert_eq!(
        faults[0].1.to_string(),
        "规则「fee.travel」的公式第 1 列（「kn」处）：没有叫这个名字的输入、参数或公式"
    );
}

#[test]
fn formula_2_one_wrong_formula_and_none_is_taken() {
    let mut two = rules(TRAVEL);
    let mut wrong = two[0].clone();
    wrong.key = "fee.other".into();
    wrong.formula = "km".into();
    two.push(wrong);
    let faults = Formulas::compile(&two).unwrap_err();
    assert_eq!((faults.len(), faults[0].0), (1, 1));
    assert_eq!(faults[0].1.reason.to_string(), "这里要金额，写的是整数");
}

#[test]
fn formula_3_types_go_together() {
    let why = |formula| refused(formula, "fen").2;
    assert_eq!(why("a + n"), "金额和整数不能相加");
    assert_eq!(why("a * a"), "金额和金额不能相乘");
    assert_eq!(why("d * d"), "天数和天数不能相乘");
    assert_eq!(why("n / a"), "整数和金额不能相除");
    assert_eq!(why("if(a > d, a, a)"), "金额和天数不能比较");
    assert_eq!(why("if(a, a, a)"), "这里要是否，写的是金额");
    assert_eq!(why("if(y, a, n)"), "金额和整数不能作同一个 if 的两个结果");
    assert_eq!(why("max(a, 1)"), "金额和整数不能比大小");
    assert_eq!(why("y + a"), "这里要数，写的是是否");
    assert_eq!(why("w"), "文字只能当查表的关键字");
    assert_eq!(why("a < a < a"), "比较不能连写，请用 and 分开");
    assert_eq!(why("lookup(t, n)"), "这里要文字，写的是整数");
    assert_eq!(why("n * d"), "这里要金额，写的是天数");
    assert_eq!(refused("a > a", "bool").2, "结果是「是否」，不能有 round");
}

#[test]
fn formula_3_what_goes_together() {
    let ok = [("a * r * d", "fen"), ("a / a", "ppm"), ("d / d", "int"), ("n * r", "int"), ("max(a, 0)", "fen")];
    for (formula, result) in ok {
        assert!(quick(formula, result, "half_up", [8, 8, 8, 8, 8, 8]).is_ok(), "{formula}");
    }
    assert!(quick("max(0, d - d) / 1", "days", "half_up", [8; 6]).is_ok());
    assert!(quick("-a + if(1 = n, 0, a)", "fen", "half_up", [8; 6]).is_ok());
}

#[test]
fn formula_7_reading_is_bounded() {
    let (_, _, why) = refused(&"(".repeat(1500), "fen");
    assert_eq!(why, "括号和运算套得太深，最多 64 层");
    assert_eq!(refused(&vec!["a"; 70].join("+"), "fen").2, why);
    assert_eq!(refused(&"-".repeat(1999), "fen").2, why);
    assert_eq!(refused(&"not ".repeat(400), "fen").2, why);
    assert_eq!(refused(&"a".repeat(2001), "fen").2, "公式太长，最多 2000 个字");
}

#[test]
fn a_rule_must_be_whole() {
    let broken = |from: &str, to: &str| {
        let text = TRAVEL.replacen(from, to, 1);
        assert_ne!(text, TRAVEL);
        Formulas::compile(&rules(&text)).expect_err(to).remove(0).1.reason.to_string()
    };
    assert_eq!(broken(r#", "round": "half_up""#, ""), "结果是数，要写明一种舍入 round");
    assert_eq!(broken(r#", "value": 500"#, ""), "参数「day_rate」要么有 value，要么写 to_fill");
    assert_eq!(
        broken(r#""value": 500"#, r#""value": 500, "to_fill": true"#),
        "参数「day_rate」要么有 value，要么写 to_fill"
    );
    assert_eq!(broken(r#""name": "hour""#, r#""name": "km""#), "名字「km」重复，或不是小写字母开头的英文名");
    assert_eq!(broken(r#""name": "hour""#, r#""name": "if""#), "名字「if」重复，或不是小写字母开头的英文名");
    assert_eq!(broken(r#""result": "fen""#, r#""result": "text""#), "「result」不能是这个类型");
}
