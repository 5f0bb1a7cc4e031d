//! Workbooks and summaries that have the counts of the statistics: W04, W05, W16, and the numbers forms draw.

use super::{MAKER, about, complaint, october, revisited, save, shown, step, text, whole, with};
use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair};
use serde_json::{Value, json};

fn drafted(world: &World, form: &str, values: Value) -> Value {
    world.call("entry_new", json!({"form": form, "principal": MAKER, "values": values}))
}

fn checked(world: &World, form: &str, values: &Value, touched: &str) -> Value {
    world.call("entry_check", json!({"form": form, "principal": MAKER, "values": values, "touched": touched}))
}

#[test]
fn drawn_3_numbers_of_a_summary_are_counted_and_a_changed_one_stands_beside_its_count() -> Outcome<()> {
    let (world, repairs) = october()?;
    revisited(&world, &repairs[0], "2026-10-18", 1);
    complaint(&world, "2026-10-07");
    let ring = json!({"principal": MAKER, "channel": "phone", "caller": "王丹", "phone": "19900364370", "complaint": "发动不着"});
    world.call("call_open", ring);
    // The whole desk is summed up, whichever maker: also a call that names none.
    let nobodys =
        json!({"principal": "", "channel": "phone", "caller": "李四", "phone": "13811112222", "complaint": "漏油"});
    world.call("call_open", nobodys);
    let september = drafted(&world, "monthly_summary", json!({}));
    assert_eq!(text(&september, "/values/month_end"), "2026-09-30", "the month that is over");
    assert_eq!((&september["values"]["calls"], &september["values"]["to_revisit"]), (&json!(0), &json!(1000)));
    let mut values = september["values"].clone();
    values["month_end"] = json!("2026-10-31");
    let october = checked(&world, "monthly_summary", &values, "month_end");
    let of = |key: &str| october["values"][key].clone();
    let counted = ["calls", "done", "to_revisit", "revisited", "rated", "satisfied", "complaints"].map(of);
    assert_eq!(counted, [2000, 0, 3000, 1000, 1000, 1000, 1000].map(|n| json!(n)), "{october}");
    assert_eq!(of("revisit_rate"), json!(33_300), "what is computed follows");
    assert_eq!(october["notices"], json!([]));
    let mut typed = with(october["values"].clone(), json!({"summary": "本月平稳", "made_by": "张三"}));
    typed["calls"] = json!(5000);
    let changed = checked(&world, "monthly_summary", &typed, "calls");
    assert_eq!(changed["values"]["calls"], 5000, "whoever files it may put it right");
    assert_eq!(text(&changed, "/notices/0/field"), "values.calls");
    assert_eq!(text(&changed, "/notices/0/message"), "叫修填的是 5 件，按登记数出来是 2 件");
    let made = world.call("entry_save", json!({"form": "monthly_summary", "values": typed}));
    assert_eq!(text(&made, "/notices/0/code"), "counts_differ", "beside the entry too, while it is open");
    let sent = step(&world, &made, "send", json!({}));
    assert_eq!((&sent["notices"], &sent["values"]["calls"]), (&json!([]), &json!(5000)));
    Ok(())
}

#[test]
fn drawncount_1_rows_of_a_summary_are_counted_by_kind_and_by_question() -> Outcome<()> {
    let (world, repairs) = october()?;
    complaint(&world, "2026-10-07");
    complaint(&world, "2026-10-08");
    let ratings =
        json!({"attitude": 1, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 2, "solved": "yes"});
    about(&world, "survey_task", &repairs[0], ratings);
    let month = json!({"month_end": "2026-10-31"});
    let complaints = drafted(&world, "complaint_statistics", month.clone());
    assert_eq!((&complaints["values"]["received"], &complaints["values"]["closed"]), (&json!(2000), &json!(0)));
    let line = &complaints["values"]["lines"][0];
    assert_eq!((text(line, "/kind"), &line["cases"], text(line, "/done")), ("service", &json!(2000), "办结 0 件"));
    assert_eq!(text(&complaints, "/drawn/0/records/0/title"), "2 件投诉");
    let survey = drafted(&world, "survey_summary", month);
    let values = &survey["values"];
    assert_eq!([&values["sent"], &values["back"], &values["valid"]], [&json!(1000), &json!(1000), &json!(1000)]);
    let first = &values["lines"][0];
    assert_eq!(
        (text(first, "/item"), &first["very_good"], &first["score_row"]),
        ("attitude", &json!(1000), &json!(100_000))
    );
    assert_eq!(values["lines"].as_array().map(Vec::len), Some(6), "what nobody was asked has no line");
    assert_eq!(values["satisfied"], json!(83_300), "five of six answers");
    Ok(())
}

fn sheet(world: &World, key: &str) -> Value {
    world.call("report_preview", json!({"principal": MAKER, "month": "2026-10", "key": key}))
}

fn lines(rows: &Value) -> Vec<Vec<String>> {
    let words = |row: &Value| row.as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_owned()).collect();
    rows.as_array().unwrap().iter().map(words).collect()
}

/// The lines of a block of the second sheet.
fn block(sheet: &Value, title: &str) -> Vec<Vec<String>> {
    let blocks = sheet["summary"]["blocks"].as_array().unwrap();
    let block = blocks.iter().find(|block| text(block, "/title") == title).unwrap();
    let words =
        |line: &Value| line["cells"].as_array().unwrap().iter().map(|cell| text(cell, "/text").to_owned()).collect();
    block["lines"].as_array().unwrap().iter().map(words).collect()
}

#[test]
fn surveysheet_1_w04_has_the_answers_of_the_month_question_by_question() -> Outcome<()> {
    let (world, repairs) = october()?;
    assert_eq!(lines(&sheet(&world, "W04")["rows"]), Vec::<Vec<String>>::new(), "nobody was asked: a zero report");
    let ratings = json!({"attitude": 1, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 2, "solved": "yes", "advice": "配件快一点"});
    about(&world, "survey_task", &repairs[0], ratings);
    let card = about(&world, "opinion_card", &repairs[1], json!({}));
    let card = step(&world, &card, "send", json!({"sent_on": "2026-10-10", "sent_way": "post"}));
    step(
        &world,
        &card,
        "back",
        json!({"back_on": "2026-10-15", "attitude": 2, "skill": 2, "arrival": 2, "promise": 3}),
    );
    let waits = about(&world, "opinion_card", &repairs[2], json!({}));
    step(&world, &waits, "send", json!({"sent_on": "2026-10-12", "sent_way": "post"}));
    let view = sheet(&world, "W04");
    let rows = lines(&view["rows"]);
    assert_eq!(rows.len(), 8);
    assert_eq!(rows[0], ["1", "服务态度", "1", "1", "0", "0", "2", "100.0%", "90", ""]);
    assert_eq!(rows[3], ["4", "承诺兑现", "1", "0", "1", "0", "2", "50.0%", "80", ""]);
    assert_eq!(rows[5][1..], ["配件供应", "0", "0", "0", "0", "0", "", "", "没有答卷"]);
    let head = view["head"].as_array().unwrap().iter().filter_map(Value::as_str).collect::<String>();
    assert!(head.contains("发放份数：3 份　回收份数：2 份　有效份数：2 份　回收率：66.7%"), "{head}");
    let foot = view["foot"].to_string();
    assert!(foot.contains("得分按（100×很满意+80×满意+60×一般+0×不满意）÷有效份数"), "{foot}");
    let forms = block(&view, "问卷明细");
    let said = |line: &[String]| line[1..].join(" ");
    assert_eq!(
        forms.iter().skip(1).map(|line| said(line)).collect::<Vec<_>>(),
        ["2026-10-05 王丹 83.33 配件快一点", "2026-10-15 王丹 75 ",],
        "he agreed on his repairs"
    );
    Ok(())
}

#[test]
fn surveysheet_3_w16_says_whom_it_reached_and_why_not_the_others() -> Outcome<()> {
    let (world, repairs) = october()?;
    revisited(&world, &repairs[0], "2026-10-18", 1);
    let missed = about(&world, "revisit", &repairs[1], json!({"reason": "repair"}));
    step(&world, &missed, "miss", json!({"done_on": "2026-10-19", "visited_by": "张三", "why_not": "空号"}));
    about(&world, "revisit", &repairs[2], json!({"reason": "repair"}));
    let view = sheet(&world, "W16");
    let rows = lines(&view["rows"]);
    assert_eq!(rows.len(), 2, "a planned one is no revisit: {rows:?}");
    assert_eq!((rows[0][1].as_str(), rows[0][9].as_str(), rows[1][10].as_str()), ("2026-10-18", "很满意", "空号"));
    let counts = block(&view, "一、回访");
    assert_eq!(counts.concat(), ["应回访数", "3", "已回访", "1", "回访率", "33.3%", "满意率", "100.0%"]);
    let why = block(&view, "二、未回访原因");
    assert_eq!(why[1..].concat(), ["空号", "1", "还没有回访", "1"]);
    Ok(())
}

#[test]
fn w05_sums_opinions_up_by_kind_with_the_share_that_is_closed() -> Outcome<()> {
    let (world, _) = october()?;
    let opinion = |day: &str, category: &str| {
        let values = json!({"said_on": day, "source": "phone", "customer_name": "王丹", "phone": "19900364370", "category": category,
            "severity": "light", "opinion": "等得太久"});
        save(&world, "customer_opinion", values)
    };
    let first = opinion("2026-10-05", "service");
    let done = json!({"measure": "加派人手", "result": "已答复", "closed_on": "2026-10-06", "accepted": true});
    step(&world, &first, "close", done);
    opinion("2026-10-07", "service");
    opinion("2026-10-09", "parts");
    opinion("2026-09-30", "price");
    let view = sheet(&world, "W05");
    let rows = lines(&view["rows"]);
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][1..4], ["2026-10-05", "电话", "王*"], "who did not agree is not named to head office");
    assert_eq!((rows[0][15].as_str(), rows[1][15].as_str()), ("是", ""));
    let kinds = block(&view, "一、按意见类别");
    assert_eq!(kinds[1..].concat(), ["服务", "2", "66.7%", "50.0%", "配件", "1", "33.3%", "0.0%"]);
    // The page of figures says the same.
    assert_eq!(whole(&shown(&world, "2026-10"), "opinions_closed"), "1/3 33.33%");
    Ok(())
}

#[test]
fn surveysheet_2_who_did_not_agree_is_masked_in_the_lines_of_the_questionnaires() -> Outcome<()> {
    let (world, _) = october()?;
    let mut silent = repair(MAKER, "E9", "2026-10-11");
    silent["share_consent"] = json!(false);
    silent["technician"] = json!("王强");
    let silent = world.call("repair_open", silent);
    let ratings =
        json!({"attitude": 1, "skill": 2, "arrival": 2, "promise": 1, "quality": 3, "overall": 2, "solved": "yes"});
    about(&world, "survey_task", &silent, ratings);
    let view = sheet(&world, "W04");
    let line = block(&view, "问卷明细").pop().unwrap();
    assert_eq!(line[2], "王*", "{line:?}");
    assert!(view["foot"].to_string().contains("用户未同意提供资料的 1 行"), "{}", view["foot"]);
    let whole =
        world.call("report_preview", json!({"principal": MAKER, "month": "2026-10", "key": "W04", "whole": true}));
    assert_eq!(block(&whole, "问卷明细").pop().unwrap()[2], "王丹", "the dealer's own copy says it");
    Ok(())
}
