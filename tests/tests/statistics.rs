//! Stories of the figures of a month: what was recorded is counted, nothing is typed, and behind each figure stand its records.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what stories share fails as a story fails")]

use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair};
use serde_json::{Value, json};

#[path = "statistics/sheets.rs"]
mod sheets;

const MAKER: &str = "XC";
const HOUR: i64 = 3_600_000;

/// A desk with the e-bike maker XC, whose contract has figures, three repairs in October and one in September.
fn october() -> Outcome<(World, Vec<Value>)> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": MAKER, "name": "鑫昌电动车", "policy": "S3-ebike"}));
    let made = [
        ("E1", "2026-10-05", "王强", true),
        ("E2", "2026-10-08", "李明", true),
        ("E3", "2026-10-09", "王强", false),
        ("E4", "2026-09-20", "王强", true),
    ];
    let made = made.map(|(serial, day, technician, within)| {
        let mut draft = repair(MAKER, serial, day);
        draft["unit"]["model"] = json!(if serial == "E2" { "TDR-60" } else { "TDR-48" });
        draft["technician"] = json!(technician);
        draft["in_warranty"] = json!(within);
        draft["payer"] = json!(if within { "warranty" } else { "paid" });
        world.call("repair_open", draft)
    });
    Ok((world, made.into()))
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

/// An entry of a form about a repair, as a clerk begins it from there.
fn about(world: &World, form: &str, repair: &Value, more: Value) -> Value {
    let from = json!({"kind": "repair", "id": repair["id"]});
    let begun = world.call("entry_new", json!({"form": form, "principal": MAKER, "from": from}));
    save(world, form, with(begun["values"].clone(), more))
}

fn save(world: &World, form: &str, values: Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": MAKER, "values": values}))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    let reason = json!("客户要求");
    world.call(
        "entry_step",
        json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values, "reason": reason}),
    )
}

fn shown(world: &World, month: &str) -> Value {
    world.call("statistics_show", json!({"principal": MAKER, "month": month}))
}

fn rate(view: &Value, id: &str) -> Value {
    view["rates"].as_array().unwrap().iter().find(|rate| rate["id"] == id).cloned().unwrap()
}

/// `3/4 75%` of a whole or a group.
fn counts(one: &Value) -> String {
    format!("{}{}/{} {}", text(one, "/name"), one["done"], one["total"], text(one, "/says"))
}

fn whole(view: &Value, id: &str) -> String {
    counts(&rate(view, id)["whole"])
}

fn groups(view: &Value, id: &str, of: &str) -> Vec<String> {
    rate(view, id)[of].as_array().unwrap().iter().map(counts).collect()
}

/// A revisit after a repair that reached its user.
fn revisited(world: &World, repair: &Value, on: &str, rating: i64) -> Value {
    let planned = about(world, "revisit", repair, json!({"reason": "repair"}));
    let done = json!({"done_on": on, "way": "phone", "visited_by": "张三", "result": "good", "rating": rating});
    step(world, &planned, "do", done)
}

#[test]
fn cases_1_a_revisit_that_reached_nobody_is_none() -> Outcome<()> {
    let (world, repairs) = october()?;
    assert_eq!(whole(&shown(&world, "2026-10"), "revisit_warranty"), "0/2 0%");
    revisited(&world, &repairs[0], "2026-10-18", 1);
    let missed = about(&world, "revisit", &repairs[1], json!({"reason": "repair"}));
    step(&world, &missed, "miss", json!({"done_on": "2026-10-19", "visited_by": "张三", "why_not": "空号"}));
    let view = shown(&world, "2026-10");
    assert_eq!(whole(&view, "revisit_warranty"), "1/2 50%");
    assert_eq!(groups(&view, "revisit_warranty", "technicians"), ["李明0/1 0%", "王强1/1 100%"]);
    assert_eq!(groups(&view, "revisit_warranty", "models"), ["TDR-481/1 100%", "TDR-600/1 0%"]);
    let of_all = rate(&view, "revisit_month");
    assert_eq!((counts(&of_all["whole"]), &of_all["kept"]), ("1/3 33.33%".to_owned(), &Value::Null));
    let rows = world.call(
        "statistics_rows",
        json!({"principal": MAKER, "month": "2026-10", "indicator": "revisit_month", "counts": false}),
    );
    let why: Vec<&str> = rows["rows"].as_array().unwrap().iter().map(|row| text(row, "/figure")).collect();
    assert_eq!(why, ["未联系上：空号", "还没有回访"]);
    // A cancelled revisit asked nobody.
    let again = about(&world, "revisit", &repairs[2], json!({"reason": "repair"}));
    world.call("entry_void", json!({"id": again["id"], "rev": again["rev"], "reason": "录重"}));
    assert_eq!(whole(&shown(&world, "2026-10"), "revisit_month"), "1/3 33.33%");
    Ok(())
}

#[test]
fn rate_2_n01_and_n04_are_judged_by_the_contract_and_a_blank_is_said() -> Outcome<()> {
    let (world, repairs) = october()?;
    for repair in &repairs[..2] {
        revisited(&world, repair, "2026-10-18", 2);
    }
    let view = shown(&world, "2026-10");
    let within = rate(&view, "revisit_warranty");
    assert_eq!((text(&within, "/limit"), &within["kept"]), ("100%", &json!(true)));
    let sentence = "三包期内回访率 100%：三包期内完工 2 台，已回访 2 台；规定不低于 100%，达到（台账 N01（S3））。";
    assert_eq!(text(&within, "/sentence"), sentence);
    assert_eq!(text(&within, "/standing/rule_key"), "kpi.revisit");
    let month = rate(&view, "revisit_month");
    assert!(text(&month, "/sentence").contains("「回访率目标」合同未填写"), "{month}");
    // A maker without such rules is told so, and nothing is made up.
    let other = world.call("statistics_show", json!({"principal": "HH", "month": "2026-10"}));
    let none = rate(&other, "revisit_warranty");
    assert_eq!((counts(&none["whole"]), text(&none, "/limit"), &none["kept"]), ("0/0 无".into(), "", &Value::Null));
    Ok(())
}

#[test]
fn survey_1_cards_questionnaires_and_revisits_say_how_satisfied_users_are() -> Outcome<()> {
    let (world, repairs) = october()?;
    let ratings =
        json!({"attitude": 1, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 2, "solved": "yes"});
    about(&world, "survey_task", &repairs[0], ratings);
    let card = about(&world, "opinion_card", &repairs[1], json!({}));
    let card = step(&world, &card, "send", json!({"sent_on": "2026-10-10", "sent_way": "post"}));
    let back = json!({"back_on": "2026-10-15", "attitude": 2, "skill": 2, "arrival": 2, "promise": 3});
    step(&world, &card, "back", back);
    revisited(&world, &repairs[2], "2026-10-18", 1);
    let view = shown(&world, "2026-10");
    let satisfied = rate(&view, "satisfied");
    assert_eq!((counts(&satisfied["whole"]), text(&satisfied, "/limit")), ("2/3 66.67%".into(), "98%"));
    assert_eq!(satisfied["kept"], false, "75 points are fewer than 满意 throughout");
    assert_eq!(groups(&view, "satisfied", "technicians"), ["王强2/2 100%", "李明0/1 0%"]);
    assert_eq!(whole(&view, "surveyed"), "2/3 66.67%", "of three repairs two were asked on paper");
    assert_eq!(whole(&view, "forms_back"), "2/2 100%");
    let items: Vec<(String, Value, String, String)> = view["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (text(row, "/label").into(), row["levels"].clone(), counts(&row["satisfied"]), text(row, "/score").into())
        })
        .collect();
    assert_eq!(items[0], ("服务态度".into(), json!([1, 1, 0, 0]), "2/2 100%".into(), "90".into()));
    assert_eq!(items[3], ("承诺兑现".into(), json!([1, 0, 1, 0]), "1/2 50%".into(), "80".into()));
    assert_eq!(items[5], ("配件供应".into(), json!([0, 0, 0, 0]), "0/0 无".into(), "无".into()));
    assert_eq!(items[7].2, "1/1 100%", "only one form asks all in all");
    assert_eq!(text(&view, "/formula"), "（100×很满意+80×满意+60×一般+0×不满意）÷有效份数");
    // A card counts in the month it came back in, not in that of the work.
    assert_eq!(whole(&shown(&world, "2026-09"), "satisfied"), "0/0 无");
    Ok(())
}

fn complaint(world: &World, day: &str) -> Value {
    let values = json!({"received_on": day, "received_by": "张三", "channel": "phone", "market": "domestic", "complainant": "王丹",
        "phone": "13800005536", "product": "电动车", "kind": "service", "severity": "ordinary", "content": "修了两次没修好"});
    save(world, "complaint", values)
}

/// A complaint to its end.
fn closed(world: &World, complaint: Value, on: &str) -> Value {
    let steps = [
        ("record", json!({})),
        ("assign", json!({"owner": "张三"})),
        ("investigate", json!({})),
        ("propose", json!({"finding": "接线松动", "responsibility": "dealer", "fix": "免费重修"})),
        ("authorise", json!({"approved_by": "李主任"})),
        ("tell", json!({"told_on": on, "told_way": "phone"})),
        ("accept", json!({})),
        ("close", json!({"closed_on": on})),
    ];
    steps.into_iter().fold(complaint, |entry, (key, values)| step(world, &entry, key, values))
}

#[test]
fn cases_5_a_complaint_taken_back_is_none_and_in_time_is_by_its_due_day() -> Outcome<()> {
    let (world, _) = october()?;
    world.set_clock(START + 40 * DAY);
    let (first, late) = (complaint(&world, "2026-10-05"), complaint(&world, "2026-10-06"));
    closed(&world, first, "2026-10-05");
    closed(&world, late, "2026-11-25");
    complaint(&world, "2026-10-07");
    let back = complaint(&world, "2026-10-08");
    step(&world, &back, "withdraw", json!({}));
    let view = shown(&world, "2026-10");
    assert_eq!(whole(&view, "complaints_closed"), "2/3 66.67%");
    assert_eq!(whole(&view, "complaints_on_time"), "1/2 50%");
    let kinds = view["complaints"].as_array().unwrap();
    assert_eq!((text(&kinds[0], "/label"), &kinds[0]["n"]), ("服务", &json!(3)));
    assert_eq!(
        text(&rate(&view, "complaints_closed"), "/sentence"),
        "投诉办结率 66.67%：受理 3 件，办结 2 件。没有规定指标。"
    );
    Ok(())
}

#[test]
fn cases_4_a_delivery_is_right_line_by_line() -> Outcome<()> {
    let (world, _) = october()?;
    let line = |code: &str, got: i64, right: &str| json!({"code": code, "name": "皮带", "sent": 2000, "got": got, "right": right});
    let lines =
        [line("B1", 2000, "right"), line("B2", 1000, "right"), line("B3", 2000, "wrong"), line("B4", 2000, "bad")];
    let head = json!({"received_on": "2026-10-12", "checker": "张三", "packing": "good", "correct": false,
        "told_on": "2026-10-12", "claim": "补发"});
    save(&world, "parts_receipt", with(head, json!({"lines": lines})));
    let view = shown(&world, "2026-10");
    let parts = rate(&view, "parts_correct");
    assert_eq!(
        (counts(&parts["whole"]), text(&parts, "/limit"), &parts["kept"]),
        ("1/4 25%".into(), "98%", &json!(false))
    );
    let rows =
        world.call("statistics_rows", json!({"principal": MAKER, "month": "2026-10", "indicator": "parts_correct"}));
    let why: Vec<&str> = rows["rows"].as_array().unwrap().iter().map(|row| text(row, "/figure")).collect();
    assert_eq!(why, ["正确", "数量不符", "发错", "质量问题"]);
    Ok(())
}

#[test]
fn cases_2_a_day_runs_by_the_clock_and_what_has_hours_left_is_no_case_yet() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": MAKER, "name": "配套厂", "policy": "S4-supplier"}));
    let ring = json!({"principal": MAKER, "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"});
    let first = world.call("call_open", ring.clone());
    world.set_clock(START + 5 * HOUR);
    for kind in ["dispatched", "done"] {
        world.call("call_step", json!({"id": first["id"], "kind": kind, "who": "王强"}));
    }
    world.call("call_open", with(ring, json!({"phone": "13811112222"})));
    let letter = |at: i64, answered: Value| {
        let values = json!({"received_at": at, "received_by": "张三", "channel": "phone", "sender": "王丹", "kind": "quality", "subject": "问配件"});
        let made = save(&world, "contact_log", values);
        if answered.is_i64() {
            step(&world, &made, "answer", json!({"answered_at": answered, "answer": "下周到货"}));
        }
    };
    letter(START, json!(START + 4 * HOUR));
    letter(START + HOUR, Value::Null);
    let view = shown(&world, "2026-10");
    assert_eq!([whole(&view, "solved_in_day"), whole(&view, "answered_in_day")], ["1/1 100%", "1/1 100%"]);
    world.set_clock(START + 30 * HOUR);
    let view = shown(&world, "2026-10");
    assert_eq!([whole(&view, "solved_in_day"), whole(&view, "answered_in_day")], ["1/2 50%", "1/2 50%"]);
    let solved = rate(&view, "solved_in_day");
    assert_eq!((text(&solved, "/limit"), &solved["kept"]), ("80%", &json!(false)));
    assert_eq!(text(&rate(&view, "answered_in_day"), "/more"), "平均 4.0 小时答复");
    assert_eq!(groups(&view, "solved_in_day", "technicians"), ["未填0/1 0%", "王强1/1 100%"]);
    Ok(())
}

#[test]
fn statistics_1_behind_every_figure_stand_as_many_records_as_it_says() -> Outcome<()> {
    let (world, repairs) = october()?;
    revisited(&world, &repairs[0], "2026-10-18", 1);
    about(
        &world,
        "survey_task",
        &repairs[2],
        json!({"attitude": 4, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 4, "solved": "yes"}),
    );
    complaint(&world, "2026-10-07");
    let view = shown(&world, "2026-10");
    let rates = view["rates"].as_array().unwrap();
    assert_eq!(rates.len(), 11);
    for rate in rates {
        let ask = |more: Value| {
            let base = json!({"principal": MAKER, "month": "2026-10", "indicator": rate["indicator"]});
            world.call("statistics_rows", with(base, more))["total"].clone()
        };
        assert_eq!(ask(json!({})), rate["whole"]["total"], "{rate}");
        assert_eq!(ask(json!({"counts": true})), rate["whole"]["done"], "{rate}");
        for (key, groups) in [("technician", &rate["technicians"]), ("model", &rate["models"])] {
            for group in groups.as_array().unwrap() {
                assert_eq!(ask(json!({key: group["name"]})), group["total"], "{key} {group}");
            }
        }
        let last = rate["months"].as_array().unwrap().last().unwrap();
        assert_eq!((text(last, "/name"), &last["total"]), ("2026-10", &rate["whole"]["total"]));
    }
    let months = rate(&view, "revisit_month")["months"].as_array().unwrap().iter().map(counts).collect::<Vec<_>>();
    assert_eq!(months[4..], ["2026-090/1 0%", "2026-101/3 33.33%"]);
    Ok(())
}

#[test]
fn statistics_3_an_entry_without_a_maker_is_its_repairs_or_nobodys() -> Outcome<()> {
    let (world, repairs) = october()?;
    let from = json!({"kind": "repair", "id": repairs[0]["id"]});
    let begun = world.call("entry_new", json!({"form": "survey_task", "from": from}));
    let ratings =
        json!({"attitude": 1, "skill": 1, "arrival": 1, "promise": 1, "quality": 1, "overall": 1, "solved": "yes"});
    let input = json!({"form": "survey_task", "values": with(begun["values"].clone(), ratings)});
    world.call("entry_save", input);
    let opinion = json!({"said_on": "2026-10-12", "source": "phone", "customer_name": "王丹", "category": "price", "severity": "light", "opinion": "贵"});
    world.call("entry_save", json!({"form": "customer_opinion", "values": opinion}));
    let view = shown(&world, "2026-10");
    assert_eq!([whole(&view, "satisfied"), whole(&view, "opinions_closed")], ["1/1 100%", "0/0 无"]);
    assert!(text(&view, "/notes/0").contains("有 1 件登记没有写厂家"), "{}", view["notes"]);
    let other = world.call("statistics_show", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!(whole(&other, "satisfied"), "0/0 无", "it is of the maker of its repair alone");
    Ok(())
}

#[test]
fn export_1_the_figures_and_their_records_go_into_a_file_as_they_are_shown() -> Outcome<()> {
    let (world, repairs) = october()?;
    revisited(&world, &repairs[0], "2026-10-18", 1);
    let (figures, rows) = (world.dir().join("指标.xlsx"), world.dir().join("明细.xlsx"));
    let month = json!({"principal": MAKER, "month": "2026-10"});
    let done = world.call("list_export", json!({"of": {"list": "statistics", "query": month}, "path": figures}));
    assert_eq!(done["rows"], 11);
    let query = with(month, json!({"indicator": "revisit_month"}));
    let done = world.call("list_export", json!({"of": {"list": "statistics_rows", "query": query}, "path": rows}));
    assert_eq!(done["rows"], 3);
    let sheet = open_path(&figures)?.sheets.swap_remove(0).rows;
    let line = sheet.iter().find(|row| row.first().is_some_and(|cell| cell.shown() == "当月维修回访率")).unwrap();
    assert!(matches!(line[5], Cell::Number(share) if (share - 0.3333).abs() < 1e-9), "{:?}", line[5]);
    assert_eq!(line[8].shown(), "王强 1/2；李明 0/1");
    Ok(())
}

#[test]
fn cases_3_a_letter_is_answered_within_the_hours_of_the_contract_or_a_day() -> Outcome<()> {
    for policy in ["S4-supplier", "S0-farm"] {
        let world = World::set_up()?;
        world.call("principal_save", json!({"code": MAKER, "name": "配套厂", "policy": policy}));
        world.set_clock(START + 3 * DAY);
        for late in [0, 60_000] {
            let values = json!({"received_at": START, "received_by": "张三", "channel": "letter", "sender": "王丹", "kind": "quality", "subject": "问配件"});
            let made = save(&world, "contact_log", values);
            step(&world, &made, "answer", json!({"answered_at": START + 24 * HOUR + late, "answer": "下周到货"}));
        }
        assert_eq!(whole(&shown(&world, "2026-10"), "answered_in_day"), "1/2 50%", "{policy}");
    }
    Ok(())
}

#[test]
fn cases_6_an_answer_is_of_the_month_it_came_back_in() -> Outcome<()> {
    let (world, repairs) = october()?;
    let card = about(&world, "opinion_card", &repairs[3], json!({}));
    let card = step(&world, &card, "send", json!({"sent_on": "2026-09-21", "sent_way": "post"}));
    step(
        &world,
        &card,
        "back",
        json!({"back_on": "2026-10-02", "attitude": 2, "skill": 2, "arrival": 2, "promise": 2}),
    );
    let (september, october) = (shown(&world, "2026-09"), shown(&world, "2026-10"));
    assert_eq!([whole(&september, "satisfied"), whole(&october, "satisfied")], ["0/0 无", "1/1 100%"]);
    assert_eq!([whole(&september, "forms_back"), whole(&october, "forms_back")], ["1/1 100%", "0/0 无"]);
    assert_eq!(whole(&september, "surveyed"), "1/1 100%", "the work was done in September");
    Ok(())
}

#[test]
fn statistics_2_a_figure_moves_with_what_is_entered_and_cancelled_later() -> Outcome<()> {
    let (world, repairs) = october()?;
    let of_september = || whole(&shown(&world, "2026-09"), "revisit_warranty");
    assert_eq!(of_september(), "0/1 0%");
    let made = revisited(&world, &repairs[3], "2026-10-18", 1);
    assert_eq!(of_september(), "1/1 100%", "asked in October, about September's work");
    world.call("entry_void", json!({"id": made["id"], "rev": made["rev"], "reason": "打错电话"}));
    assert_eq!(of_september(), "0/1 0%");
    world.call("repair_void", json!({"id": repairs[3]["id"], "reason": "录重"}));
    assert_eq!(of_september(), "0/0 无");
    Ok(())
}

#[test]
fn survey_2_kinds_stand_with_the_most_first_and_their_share() -> Outcome<()> {
    let (world, _) = october()?;
    for category in ["parts", "service", "service"] {
        let values = json!({"said_on": "2026-10-05", "source": "phone", "customer_name": "王丹", "category": category, "severity": "light", "opinion": "等得太久"});
        save(&world, "customer_opinion", values);
    }
    let view = shown(&world, "2026-10");
    let kinds = view["opinions"].as_array().unwrap();
    let said = |kind: &Value| format!("{} {} {}", text(kind, "/label"), kind["n"], text(kind, "/share"));
    assert_eq!(kinds.iter().map(said).collect::<Vec<_>>(), ["服务 2 66.67%", "配件 1 33.33%"]);
    assert_eq!(view["complaints"], json!([]));
    Ok(())
}
