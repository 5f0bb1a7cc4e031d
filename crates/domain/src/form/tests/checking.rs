//! What is wrong with a definition is told whole, at its place.

use super::fixtures::{COMPLAINT, complaint};
use crate::form::{Form, MOST_FIELDS};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Faults of the complaint with something changed: `place code`.
fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut form: Value = serde_json::from_str(COMPLAINT).unwrap();
    change(&mut form);
    match Form::read(&form.to_string()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| format!("{} {}", fault.place, fault.code)).collect(),
    }
}

fn said(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut form: Value = serde_json::from_str(COMPLAINT).unwrap();
    change(&mut form);
    Form::read(&form.to_string()).unwrap_err().iter().map(ToString::to_string).collect()
}

/// The complaint with a value at a pointer.
fn with(pointer: &str, value: Value) -> impl FnOnce(&mut Value) {
    let (at, key) = pointer.rsplit_once('/').map(|(at, key)| (at.to_owned(), key.to_owned())).unwrap();
    move |form| {
        let parent = form.pointer_mut(&at).unwrap();
        match key.parse::<usize>() {
            Ok(i) => parent[i] = value,
            Err(_) => parent[key.as_str()] = value,
        }
    }
}

#[test]
fn a_step_whose_condition_looks_at_nothing_is_refused() {
    for text in ["false", "true", "1 = 0"] {
        let found = faults(|form| form["steps"][0]["needs"] = json!(text));
        assert_eq!(found, ["steps[0].needs constant"], "{text}");
    }
    assert_eq!(faults(|form| form["steps"][0]["needs"] = json!("not state.closed")), [""; 0]);
}

#[test]
fn formdef_1_every_fault_is_told_at_once_with_its_place() {
    let wrong = faults(|form| {
        form["colour"] = json!("red");
        form["sections"][0]["fields"][0]["requierd"] = json!(true);
        form["sections"][0]["fields"][1]["kind"] = json!("txet");
        form["sections"][0]["fields"][2]["most"] = json!("sixty");
        form["states"][0]["tone"] = json!("loud");
        form["steps"][0]["to"] = json!("nowhere");
        form["list"]["columns"][1] = json!("recieved_on");
        form["title"] = json!(null);
    });
    assert_eq!(
        wrong,
        [
            "sections[0].fields[0].requierd unknown_key",
            "sections[0].fields[1].kind unknown_word",
            "sections[0].fields[2].most wrong_type",
            "title missing",
            "states[0].tone unknown_word",
            "colour unknown_key",
            "states[1] unreachable",
            "states[2] unreachable",
            "steps[0].to unknown_state",
            "list.columns[1] unknown_field",
        ]
    );
    let said = said(|form| form["sections"][0]["fields"][0]["requierd"] = json!(true));
    assert_eq!(said, ["sections[0].fields[0].requierd：不认识「requierd」这一项，是不是「required」"]);
}

#[test]
fn formdef_1_a_text_that_is_no_json_names_its_line_and_a_key_twice_is_seen() {
    let place = |text: &str| Form::read(text).unwrap_err().remove(0).place;
    assert_eq!(place("{\n  \"key\": \"a\",,\n}"), "第 2 行第 14 列");
    assert_eq!(place(""), "第 1 行第 0 列");
    let twice = COMPLAINT.replacen("\"short\": \"投诉\"", "\"short\": \"投诉\", \"short\": \"诉\"", 1);
    assert_eq!(Form::read(&twice).unwrap_err()[0].to_string(), "short：「short」写了两次");
    assert_eq!(Form::read("[1]").unwrap_err()[0].code, "wrong_type");
    assert!(Form::read(&format!("\u{feff}{COMPLAINT}")).is_ok(), "editors put a mark before the text");
}

#[test]
fn formdef_2_a_formula_is_typed_and_its_names_are_closed() {
    let of = |field: &str, key: &str, formula: &str| {
        let mut said = said(|form| {
            for section in form["sections"].as_array_mut().unwrap() {
                for one in section["fields"].as_array_mut().unwrap() {
                    if one["key"] == field {
                        one[key] = json!(formula);
                    }
                }
            }
        });
        assert_eq!(said.len(), 1, "{said:?}");
        said.remove(0).split_once('：').unwrap().1.to_owned()
    };
    assert_eq!(
        of("loss", "required_if", "lines.sum.amount"),
        "公式第 1 个字（「lines.sum.amount」处）：这里要是否，写的是金额"
    );
    assert_eq!(
        of("total", "computed", "lines.sum.qty"),
        "公式第 1 个字（「lines.sum.qty」处）：这里要金额，写的是整数"
    );
    assert_eq!(
        of("loss", "shown_if", "kind.speed"),
        "公式第 1 个字（「kind.speed」处）：「投诉类别」没有选项「speed」"
    );
    assert_eq!(
        of("loss", "shown_if", "loss > 5"),
        "公式第 8 个字（「5」处）：公式里只能直接写 0 和 1，别的数要写成参数（params），才有名字和出处"
    );
    assert!(of("loss", "shown_if", "product = 1").contains("「产品」不能直接计算，能写的是：.filled"));
    assert!(of("loss", "shown_if", "state.gone").contains("没有状态「gone」"));
    assert!(of("loss", "shown_if", "state = kind").contains("状态写成 state.键，如 state.closed"));
    assert!(of("loss", "shown_if", "not nothing").contains("没有叫「nothing」的栏目或参数"));
    assert!(of("days", "computed", "answered_on.since.product").contains("「产品」不是日期或时刻"));
    assert!(of("total", "computed", "lines.sum.part").contains("没有叫「part」的数或金额列"));
    assert!(of("loss", "shown_if", "kind.quality and").contains("公式第 17 个字：这里应当是"));
}

#[test]
fn formdef_1_an_unknown_rule_is_told_with_those_that_begin_alike() {
    let said = said(|form| form["deadlines"][0]["rule"] = json!("card.submit"));
    assert!(said[0].contains("有的是：card.to_ho（回执卡到总部）"), "{said:?}");
}

#[test]
fn formdef_2_a_circle_is_refused_with_its_way() {
    let said = said(|form| {
        form["sections"][1]["fields"][1]["computed"] = json!("mean > big");
        form["sections"][1]["fields"][3]["fields"][3]["computed"] = json!("qty * if(serious, price, 0)");
    });
    let circle = "公式互相引用成了一圈：serious → mean → total → lines.amount → serious";
    assert_eq!(said, [format!("sections[1].fields[1].computed：{circle}")]);
    let own = faults(with("/sections/2/fields/0/shown_if", json!("owner.filled")));
    assert_eq!(own, ["sections[2].fields[0].shown_if cycle"]);
}

#[test]
fn states_are_reached_and_left() {
    let stuck = faults(|form| {
        form["states"].as_array_mut().unwrap().push(json!({"key": "lost", "title": "遗失"}));
        form["steps"][0]["to"] = json!("lost");
    });
    assert_eq!(
        stuck,
        ["states[1] unreachable", "states[2] unreachable", "states[3] dead_end"],
        "nobody can leave the new state, and behind it nothing is reached"
    );
    assert_eq!(faults(with("/states", json!([]))).first().unwrap(), "states missing");
    let aside = with("/steps/0/from", json!(["received", "received", "never"]));
    assert_eq!(faults(aside), ["steps[0].from[1] twice", "steps[0].from[2] unknown_state"]);
}

#[test]
fn what_is_named_must_be_there_and_fit() {
    let cases: Vec<(&str, Value, &str)> = vec![
        ("/day", json!("phone"), "day bad_day"),
        ("/day", json!("answered_on"), "day bad_day"),
        ("/says/0", json!("photos"), "says[0] impossible"),
        ("/number/shape", json!("yymm"), "number.shape unknown_word"),
        ("/number/letters", json!("T"), "number.letters bad_letters"),
        ("/params/big", json!({"type": "money"}), "params.big missing"),
        ("/params/limit", json!({"rule": "complaint.never"}), "params.limit.rule unknown_rule"),
        ("/sections/0/fields/0/to", json!("customers"), "sections[0].fields[0].to unknown_word"),
        ("/sections/0/fields/0/fills", json!({"phone": "fax"}), "sections[0].fields[0].fills.phone unknown_offer"),
        (
            "/sections/0/fields/0/fills",
            json!({"received_on": "phone"}),
            "sections[0].fields[0].fills.received_on impossible",
        ),
        ("/sections/0/fields/0/fills", json!({"fax": "phone"}), "sections[0].fields[0].fills.fax unknown_field"),
        ("/sections/0/fields/1/key", json!("product"), "sections[0].fields[2].key twice"),
        ("/sections/0/fields/1/key", json!("state"), "sections[0].fields[1].key reserved"),
        ("/sections/0/fields/1/width", json!(3), "sections[0].fields[1].width impossible"),
        ("/sections/0/fields/3/default", json!("now"), "sections[0].fields[3].default impossible"),
        ("/sections/0/fields/3/not_after", json!("product"), "sections[0].fields[3].not_after unknown_field"),
        (
            "/sections/0/fields/4/codes",
            json!([["quality", "质量"], ["quality", "质"]]),
            "sections[0].fields[4].codes[1] twice",
        ),
        ("/sections/0/fields/4/codes", json!([["质量", "质量"]]), "sections[0].fields[4].codes[0][0] bad_key"),
        ("/sections/1/fields/1/required", json!(true), "sections[1].fields[1].computed impossible"),
        ("/sections/1/fields/3/fields/1/min", json!(0.0001), "sections[1].fields[3].fields[1].min out_of_range"),
        ("/sections/1/fields/3/fields/1/max", json!(0), "sections[1].fields[3].fields[1].max impossible"),
        ("/sections/1/fields/3/fields/2/kind", json!("table"), "sections[1].fields[3].fields[2].kind impossible"),
        ("/sections/2/fields/1/required", json!(true), "sections[2].fields[1].required impossible"),
        ("/steps/0/stamp", json!("answered_on"), "steps[0].stamp impossible"),
        ("/steps/0/asks", json!(["owner", "days"]), "steps[0].asks[1] impossible"),
        ("/steps/0/asks", json!([]), "steps[0].asks not_asked"),
        ("/sections/1/fields/3/fields/0/default", json!("泵"), "sections[1].fields[3].fields[0].default impossible"),
        ("/title", json!("\u{200f}\u{200b}\u{202e}"), "title empty"),
        ("/sections/0/fields/4/codes/0/1", json!("\u{200b}"), "sections[0].fields[4].codes[0][1] bad_text"),
        ("/steps/0/who", json!("anybody"), "steps[0].who unknown_word"),
        ("/steps/1/needs", json!("accepted.filled or"), "steps[1].needs bad_formula"),
        ("/deadlines/0/rule", json!("complaint.never"), "deadlines[0].rule unknown_rule"),
        ("/deadlines/0/from", json!("product"), "deadlines[0].from impossible"),
        ("/deadlines/0/until", json!("closed"), "deadlines[0].until unknown_word"),
        ("/deadlines/0/on", json!("product"), "deadlines[0].on impossible"),
        ("/deadlines/0/until", json!("state:gone"), "deadlines[0].until unknown_state"),
        ("/deadlines/0/at_risk", json!("product"), "deadlines[0].at_risk impossible"),
        ("/deadlines/0/at_risk", json!("nowhere"), "deadlines[0].at_risk unknown_field"),
        ("/list/filters", json!(["product"]), "list.filters[0] impossible"),
        ("/list/totals", json!(["product"]), "list.totals[0] impossible"),
        ("/sheet/columns", json!([["lines", 12]]), "sheet.columns[0] impossible"),
        ("/sheet/columns", json!([["loss", 0]]), "sheet.columns[0][1] out_of_range"),
        ("/print/paper", json!("A3"), "print.paper unknown_word"),
        ("/principal", json!("none"), "travels impossible"),
        ("/travels/fields", json!(["loss", "gain"]), "travels.fields[1] unknown_field"),
        ("/travels/after", json!("state:gone"), "travels.after unknown_state"),
        ("/unique", json!(["lines"]), "unique[0] impossible"),
        ("/ledger", json!(["113"]), "ledger[0] bad_text"),
    ];
    for (pointer, value, wanted) in cases {
        let found = faults(with(pointer, value.clone()));
        // What names the thing that fell away is told too.
        let falls_away =
            ["/params/big", "/kind", "/fields/1/key", "/codes/0/1"].iter().any(|end| pointer.ends_with(end));
        if falls_away || value == json!([["质量", "质量"]]) {
            assert!(found.iter().any(|one| one == wanted), "{pointer}: {found:?}");
        } else {
            assert_eq!(found, [wanted], "{pointer}");
        }
    }
}

/// Two states that lead to each other only, and a final one nobody comes to from them.
#[test]
fn a_way_that_goes_round_for_ever_is_refused() {
    let round = faults(|form| {
        form["states"].as_array_mut().unwrap().push(json!({"key": "asked", "title": "追问"}));
        form["steps"][0]["to"] = json!("asked");
        let again = json!({"key": "again", "title": "再受理", "from": ["asked"], "to": "received", "who": "paper"});
        form["steps"].as_array_mut().unwrap().push(again);
    });
    assert_eq!(
        round,
        ["states[0] no_end", "states[1] unreachable", "states[2] unreachable", "states[3] no_end"],
        "closed is final, and nobody comes to it from here"
    );
}

#[test]
fn rows_that_follow_from_a_field_are_drawn_only_beside_it() {
    let draws = |draw: &str, beside: Option<Value>| {
        faults(|form| {
            form["sections"][1]["fields"][3]["draw"] = json!(draw);
            form["sections"][1]["fields"].as_array_mut().unwrap().extend(beside);
        })
    };
    let wanting = ["sections[1].fields[3].draw not_beside"];
    let technician = |kind: Value| {
        let mut field = json!({"key": "technician", "title": "技术员"});
        field.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
        Some(field)
    };
    let season = |kind: &str| Some(json!({"key": "season_on", "title": "季节开始", "kind": kind}));
    assert_eq!(draws("work_of_technician_day", None), wanting);
    assert_eq!(draws("work_of_technician_day", technician(json!({"kind": "yes_no"}))), wanting);
    assert_eq!(draws("work_of_technician_day", technician(json!({"kind": "choice", "table": "operators"}))), wanting);
    let none: [&str; 0] = [];
    assert_eq!(draws("work_of_technician_day", technician(json!({"kind": "choice", "table": "technicians"}))), none);
    assert_eq!(draws("work_of_technician_day", technician(json!({"kind": "text", "most": 40}))), none);
    assert_eq!(draws("parts_used_last_year", None), wanting);
    assert_eq!(draws("parts_used_last_year", season("instant")), wanting);
    assert_eq!(draws("parts_used_last_year", season("day")), none);
    assert_eq!(draws("repairs_of_day", None), none, "the entry's day is enough");
    let told = said(|form| form["sections"][1]["fields"][3]["draw"] = json!("parts_used_last_year"));
    let words = "带出上年同期用的配件要看栏目「season_on」，这张表没有：加上它（日期）";
    assert_eq!(told, [format!("sections[1].fields[3].draw：{words}")]);
}

#[test]
fn formdef_17_a_paper_is_expected_of_a_maker_by_a_rule_that_is_known() {
    let expected = |rule: &str, principal: &str| {
        faults(|form| {
            form["expected"] = json!({"rule": rule});
            form["principal"] = json!(principal);
        })
    };
    let none: [&str; 0] = [];
    assert_eq!(expected("assessment.result", "needed"), none);
    assert_eq!(expected("assessment.never", "needed"), ["expected.rule unknown_rule"]);
    assert_eq!(expected("assessment.result", "optional"), ["expected impossible"]);
    assert_eq!(faults(with("/expected", json!({"excused_by": "absent_paper"}))), ["expected.rule missing"]);
}

#[test]
fn two_due_days_of_one_rule_are_refused() {
    let twice = faults(|form| {
        let first = form["deadlines"][0].clone();
        form["deadlines"].as_array_mut().unwrap().push(first);
    });
    assert_eq!(twice, ["deadlines[1].rule twice"]);
}

#[test]
fn a_step_asks_for_what_is_needed_after_it() {
    let words = |needed: &str, shown: Value| {
        faults(|form| {
            form["sections"][2]["fields"][8]["required_if"] = json!(needed);
            form["sections"][2]["fields"][8]["shown_if"] = shown;
            form["steps"][1]["asks"] = json!(["answered_on", "accepted"]);
        })
    };
    let [assign, close, refuse] = [0, 1, 2].map(|i| format!("steps[{i}].asks not_asked"));
    let later = || json!("not state.received");
    assert_eq!(
        words("state.closed", later()),
        [close.clone(), refuse.clone()],
        "it is needed there and nowhere before"
    );
    assert_eq!(words("accepted", json!(null)), std::slice::from_ref(&close), "what closing asks for makes it needed");
    assert_eq!(words("kind.quality", later()), [assign], "where the kind is known it is still hidden");
    assert_eq!(words("accepted.filled", json!("state.closed")), [close, refuse], "it is hidden before");
    assert_eq!(words("kind.quality", json!(null)), [""; 0], "it is the same before the step, and can be filled");
    assert_eq!(words("score.filled and state.closed", json!(null)), [""; 0], "it can stand before");
    let kept = faults(|form| {
        form["states"].as_array_mut().unwrap().push(json!({"key": "asked", "title": "追问"}));
        let ask = json!({"key": "ask", "title": "追问", "from": ["assigned"], "to": "asked", "who": "paper"});
        form["steps"].as_array_mut().unwrap().push(ask);
        form["steps"][1]["from"] = json!(["asked"]);
        form["sections"][2]["fields"][0]["required_if"] = json!("state.assigned or state.closed");
    });
    assert_eq!(kept, [""; 0], "the owner stands since the entry was assigned");
}

/// A definition with so many numbers, each computed from the one before.
fn chain(fields: usize) -> String {
    let field = |i: usize| match i {
        0 => json!({"key": "on", "title": "日期", "kind": "day", "required": true}),
        1 => json!({"key": "f1", "title": "数", "kind": "number"}),
        _ => json!({"key": format!("f{i}"), "title": "数", "kind": "number", "computed": format!("f{} + 1", i - 1)}),
    };
    let fields: Vec<Value> = (0..fields).map(field).collect();
    json!({
        "key": "chain", "version": 1, "title": "链", "group": "试", "day": "on", "says": ["on"],
        "number": {"letters": "LL", "shape": "standard"}, "sections": [{"title": "数", "fields": fields}],
        "states": [{"key": "open", "title": "登记", "final": true}],
    })
    .to_string()
}

fn quickest(read: impl Fn()) -> Duration {
    let once = || {
        let begun = Instant::now();
        read();
        begun.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn ten_thousand_fields_are_refused_with_one_sentence_and_at_once() {
    let (largest, huge) = (chain(MOST_FIELDS), chain(10_000));
    assert!(Form::read(&largest).is_ok());
    let refused = Form::read(&huge).unwrap_err();
    assert_eq!(refused.iter().map(ToString::to_string).collect::<Vec<_>>(), ["sections：共 10000 个栏目，最多 400 个"]);
    let read = quickest(|| drop(Form::read(&largest)));
    let refuse = quickest(|| drop(Form::read(&huge)));
    assert!(refuse < read * 10, "{refuse:?} for 25 times the fields, {read:?} for the largest that is taken");
    let long = " ".repeat(1024 * 1024 + 1);
    assert_eq!(Form::read(&long).unwrap_err()[0].code, "too_large");
}

#[test]
fn ninety_thousand_keys_cost_no_more_than_reading_them() {
    let keys: Vec<String> = (0..90_000).map(|i| format!("\"x{i}\":1")).collect();
    let many = format!("{{{}}}", keys.join(","));
    assert_eq!(Form::read(&many).unwrap_err().len(), 201);
    let read = quickest(|| drop(serde_json::from_str::<Value>(&many)));
    let refuse = quickest(|| drop(Form::read(&many)));
    assert!(refuse < read * 20, "{refuse:?}, as JSON {read:?}");
}

#[test]
fn many_faults_are_cut_and_counted() {
    let all = faults(|form| {
        for i in 0..500 {
            form[format!("x{i}")] = json!(1);
        }
    });
    assert_eq!(all.len(), 201);
    assert_eq!(all.last().unwrap(), " more");
}

#[test]
fn a_definition_may_leave_out_what_follows_from_the_rest() {
    let form = Form::read(&chain(3)).unwrap();
    assert_eq!((form.short.as_str(), form.sheet.title.as_str()), ("链", "链"));
    assert_eq!(form.list.columns, ["on", "state"]);
    assert_eq!(form.sheet.columns.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["on", "state"]);
    assert_eq!(complaint().id(), ("complaint", 1));
}

#[test]
fn formdef_1_texts_say_what_is_seen_and_defaults_can_be_filled_in() {
    for text in ["王\u{202e}丙", "王\u{200b}丙", "王\n丙", "王\u{7}丙"] {
        assert_eq!(faults(with("/sections/0/fields/0/title", json!(text))), ["sections[0].fields[0].title bad_text"]);
        let code = faults(with("/sections/0/fields/4/codes/0/1", json!(text)));
        assert!(code.contains(&"sections[0].fields[4].codes[0][1] bad_text".to_owned()), "{code:?}");
    }
    let sheet = faults(|form| form["sheet"]["title"] = json!("History"));
    assert!(sheet.contains(&"sheet.title bad_text".to_owned()), "{sheet:?}");
    let long = faults(with("/sections/0/fields/2/default", json!("长".repeat(500))));
    assert_eq!(long, ["sections[0].fields[2].default impossible"]);
}

#[test]
fn formdef_1_names_of_fields_that_travel_are_no_fields() {
    let many = |form: &mut Value| {
        let own = (0..MOST_FIELDS / 2).map(|i| json!({"key": format!("f{i}"), "title": "栏", "kind": "text"}));
        form["sections"][0]["fields"].as_array_mut().unwrap().extend(own);
        form["travels"]["fields"] = (0..MOST_FIELDS / 2).map(|i| json!(format!("f{i}"))).collect();
    };
    assert_eq!(faults(many), [""; 0]);
}
