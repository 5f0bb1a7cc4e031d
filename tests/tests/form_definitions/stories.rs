//! What the documents ask of single papers, by the number of the ledger's row.

use crate::desk::{Clerk, Entry, form, forms, root, values};
use domain::Day;
use domain::calendar::Calendars;
use domain::deadline::{Asked, Due, Ground, Moment, compute};
use domain::form::{FieldKind, FieldValue, Form, Numbering, Until, Values};
use domain::operator::Role;
use domain::policy::PolicyPack;
use serde_json::json;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn number(entry: &Entry, key: &str) -> Option<i64> {
    entry.values.get(key).and_then(FieldValue::number)
}

fn truth(entry: &Entry, key: &str) -> bool {
    entry.values.get(key) == Some(&FieldValue::Truth(true))
}

fn titles(form: &Form) -> Vec<&str> {
    form.fields().map(|field| field.title.as_str()).collect()
}

/// The due day of a shipped pack's rule, counted from a day.
fn due(pack: &str, rule: &str, from: &str, class: &str, region: &str) -> Due {
    let text = std::fs::read_to_string(root().join(format!("policies/packs/{pack}.json"))).unwrap();
    let pack = PolicyPack::read(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let calendars = Calendars::built_in().unwrap();
    let ground = Ground { calendars: &calendars, hours: None, seasons: &pack.seasons, class, region };
    let rule = pack.deadlines.iter().find(|one| one.key == rule).unwrap();
    compute(&Asked::new(rule, "", "", Moment::At(day(from).starts_at() + 10 * 3_600_000)), &ground).unwrap()
}

#[test]
fn f113_a_complaint_keeps_what_the_document_asks_for() {
    let form = form("complaint");
    let asked = ["投诉人", "产品名称", "包装", "数量", "生产批号", "购买地点", "购买日期", "经过（采购、存放、使用）"];
    let titles = titles(&form);
    assert!(asked.iter().all(|title| titles.contains(title)), "{titles:?}");
    let entry = Clerk::new(&form).begins(values(json!({"complainant": "王丹", "product": "联合收割机"})));
    let said = form.says(&entry.values, &domain::form::Names::new());
    assert!(said.starts_with("王丹 联合收割机"), "{said}");
}

#[test]
fn n10_a_complaint_is_numbered_by_year_month_and_count() {
    let Numbering::Yymmnn { letters, digits } = form("complaint").number else { panic!("another number") };
    assert_eq!((letters.as_str(), digits), ("TS", 2));
}

#[test]
fn f115_a_quality_complaint_needs_its_photographs_before_a_proposal() {
    let form = form("complaint");
    let mut clerk = Clerk::new(&form);
    clerk.given.photos.clear();
    let entry = clerk.begins(values(json!({"kind": "quality", "severity": "ordinary"})));
    let entry = ["record", "assign", "investigate"].iter().fold(entry, |at, key| clerk.steps(&at, key, Values::new()));
    let refused = clerk.tries(&entry, "propose", Values::new(), Role::Clerk).unwrap_err();
    assert!(refused.contains("photos"), "{refused}");
    clerk.given.photos.insert("photos".into(), 1);
    assert_eq!(clerk.steps(&entry, "propose", Values::new()).state, "proposed");
}

#[test]
fn p12_p13_a_serious_complaint_goes_up_and_is_met_in_person() {
    let form = form("complaint");
    let clerk = Clerk::new(&form);
    let titles = titles(&form);
    assert!(titles.contains(&"面见客户的人") && titles.contains(&"面见日期"), "{titles:?}");
    let filled = |severity: &str| form.fill(&values(json!({"severity": severity})), &clerk.given);
    assert!(filled("serious").required.contains("escalated_to"));
    assert!(!filled("ordinary").required.contains("escalated_to"));
}

#[test]
fn p14_a_refused_result_opens_a_complaint_that_points_back() {
    let form = form("complaint");
    let clerk = Clerk::new(&form);
    let way = ["record", "assign", "investigate", "propose", "authorise", "tell"];
    let told = way.iter().fold(clerk.begins(Values::new()), |at, key| clerk.steps(&at, key, Values::new()));
    let refused = clerk.steps(&told, "refuse", values(json!({"answer": "还是要换货"})));
    assert_eq!(refused.state, "refused");
    assert!(form.state("refused").unwrap().is_final);
    let next = form.step("refuse").unwrap().next.clone().unwrap();
    assert_eq!((next.form.as_str(), next.link.as_deref()), ("complaint", Some("earlier")));
    assert!(["complainant", "phone", "product", "content"].iter().all(|key| next.copies.contains(&(*key).to_owned())));
    assert!(!next.copies.iter().any(|key| ["finding", "fix", "approved_by"].contains(&key.as_str())), "found anew");
}

#[test]
fn t33_t34_a_complaint_has_its_whole_time_and_its_stages_apart() {
    let form = form("complaint");
    let rules: Vec<&str> = form.deadlines.iter().map(|deadline| deadline.rule.as_str()).collect();
    assert!(rules.contains(&"complaint.close.domestic") && rules.contains(&"complaint.close.foreign"));
    let whole = |rule| due("S3-ebike", rule, "2026-10-19", "ebike", "").due_on.iso();
    assert_eq!(whole("complaint.close.domestic"), "2026-11-01");
    assert_eq!(whole("complaint.close.foreign"), "2026-11-05");
    let stages = rules.iter().filter(|rule| rule.starts_with("complaint.stage."));
    let stages: Vec<Due> = stages.map(|rule| due("S3-ebike", rule, "2026-10-19", "ebike", "")).collect();
    assert_eq!(stages.len(), 7);
    let hours: Vec<i64> = stages
        .iter()
        .filter_map(|due| due.due_at.map(|at| (at - day("2026-10-19").starts_at()) / 3_600_000 - 10))
        .collect();
    assert_eq!(hours, [12, 24, 24, 24, 12], "half a day, three days, half a day");
    let clerk = Clerk::new(&form);
    let begun = clerk.begins(Values::new());
    let recorded = clerk.steps(&begun, "record", Values::new());
    assert_eq!(number(&recorded, "recorded_at"), Some(clerk.given.now), "the next stage runs from this instant");
}

#[test]
fn t12_t13_feedback_goes_the_same_day_and_waits_for_its_answer() {
    let form = form("quality_feedback");
    assert_eq!(due("S3-ebike", "feedback.same_day", "2026-10-19", "ebike", "").due_on.iso(), "2026-10-19");
    assert_eq!(due("S3-ebike", "feedback.reply", "2026-10-19", "ebike", "").due_on.iso(), "2026-10-22");
    let counted: Vec<(&str, &str)> =
        form.deadlines.iter().map(|deadline| (deadline.rule.as_str(), deadline.from.as_str())).collect();
    assert_eq!(counted, [("feedback.same_day", "found_on"), ("feedback.reply", "sent_on")]);
    let clerk = Clerk::new(&form);
    let sent = clerk.steps(&clerk.begins(Values::new()), "send", Values::new());
    assert!(sent.values.contains_key("sent_on"));
    let answered = clerk.steps(&sent, "answer", values(json!({"answer": "按批次更换"})));
    assert_eq!(answered.state, "answered");
    assert!(!clerk.steps(&answered, "urge", Values::new()).state.is_empty());
}

#[test]
fn t40_a_revisit_that_was_done_opens_the_next_from_its_own_day() {
    let form = form("revisit");
    let earlier = form.field("earlier").unwrap();
    assert_eq!(earlier.fills, [("last_on".to_owned(), "done_on".to_owned())]);
    let next = form.step("do").unwrap().next.clone().unwrap();
    assert_eq!((next.form.as_str(), next.link.as_deref()), ("revisit", Some("earlier")));
    assert!(form.step("miss").unwrap().next.is_some() && form.step("stop").unwrap().next.is_none());
    let planned = due("S4-supplier", "revisit.remote", "2026-11-30", "", "");
    assert_eq!(planned.due_on.iso(), "2027-02-28", "three months");
    let clerk = Clerk::new(&form);
    let missed = clerk.tries(&clerk.begins(Values::new()), "miss", Values::new(), Role::Clerk).unwrap();
    assert_eq!(missed.state, "missed");
}

#[test]
fn f32_a_measure_that_did_not_work_is_planned_again() {
    let form = form("capa");
    let clerk = Clerk::new(&form);
    let done =
        ["plan", "carry_out"].iter().fold(clerk.begins(Values::new()), |at, key| clerk.steps(&at, key, Values::new()));
    let verified = clerk.steps(&done, "verify", values(json!({"effective": "no"})));
    assert!(clerk.tries(&verified, "close", Values::new(), Role::Owner).is_err());
    assert_eq!(clerk.steps(&verified, "again", Values::new()).state, "planned");
    let works = clerk.steps(&done, "verify", values(json!({"effective": "yes"})));
    assert!(clerk.tries(&works, "again", Values::new(), Role::Owner).is_err());
    assert_eq!(clerk.steps(&works, "close", Values::new()).state, "closed");
}

#[test]
fn p15_only_the_owner_grants_what_is_beyond_authority() {
    let form = form("authority_approval");
    let clerk = Clerk::new(&form);
    let asked = clerk.begins(values(json!({"kind": "extension"})));
    for role in [Role::Clerk, Role::Technician, Role::Director] {
        assert!(clerk.tries(&asked, "approve", Values::new(), role).is_err(), "{role:?}");
    }
    assert_eq!(clerk.tries(&asked, "approve", Values::new(), Role::Owner).unwrap().state, "approved");
}

#[test]
fn n06_four_ratings_of_four_levels_make_the_score() {
    let form = form("opinion_card");
    let ratings: Vec<usize> = form
        .fields()
        .filter_map(|field| if let FieldKind::Rating(levels) = &field.kind { Some(levels.len()) } else { None })
        .collect();
    assert_eq!(ratings, [4, 4, 4, 4]);
    let given_back = Clerk::new(&form).in_state("back");
    let score = |given: serde_json::Value| {
        let filled = form.fill(&values(given), &given_back);
        filled.values.get("score").and_then(FieldValue::number)
    };
    assert_eq!(score(json!({"attitude": 1, "skill": 2, "arrival": 3, "promise": 4})), Some(60_000));
    assert_eq!(score(json!({"attitude": 1, "skill": 1, "arrival": 1, "promise": 2})), Some(95_000));
    assert_eq!(score(json!({"attitude": 1, "skill": 1, "arrival": 1})), None, "a card half filled has no score");
}

#[test]
fn n05_the_questionnaire_has_its_six_groups() {
    let form = form("survey_customer");
    let groups = form.sections.iter().filter(|section| section.title.contains('、')).count();
    assert_eq!(groups, 6);
    let rating = |field: &&domain::form::Field| matches!(field.kind, FieldKind::Rating(_));
    let of_groups = form.sections.iter().filter(|section| section.title.contains('、'));
    let items: Vec<String> =
        of_groups.flat_map(|section| section.fields.iter().filter(rating)).map(|field| field.key.clone()).collect();
    assert_eq!(items.len(), 18);
    let given_back = Clerk::new(&form).in_state("back");
    let said = |bad: usize| -> Values {
        let level = |i: usize| FieldValue::Number(if i < bad { 3 } else { 2 });
        items.iter().enumerate().map(|(i, key)| (key.clone(), level(i))).collect()
    };
    let score = |bad| form.fill(&said(bad), &given_back).values.get("score").and_then(FieldValue::number);
    assert_eq!((score(0), score(9), score(18)), (Some(100_000), Some(50_000), Some(0)));
}

/// Loyalty is asked beside the six groups: three questions of four levels, no part of the score; whoever would not is asked why.
#[test]
fn f25_loyalty_is_asked_and_reckoned_by_itself() {
    let form = form("survey_customer");
    let given_back = Clerk::new(&form).in_state("back");
    let asked = |buy: i64, service: i64, recommend: i64| {
        values(json!({"loyal_buy": buy, "loyal_service": service, "loyal_recommend": recommend}))
    };
    let number = |given: &Values, key: &str| form.fill(given, &given_back).values.get(key).and_then(FieldValue::number);
    assert_eq!(number(&asked(1, 2, 2), "loyalty"), Some(100_000), "all would");
    assert_eq!(number(&asked(1, 3, 4), "loyalty"), Some(33_300), "one of three would");
    assert_eq!(number(&asked(4, 4, 4), "loyalty"), Some(0));
    assert_eq!(number(&values(json!({"loyal_buy": 1})), "loyalty"), None, "what was not answered is no answer");
    assert_eq!(number(&asked(1, 1, 1), "score"), None, "it does not stand in for the six groups");
    let why = |given: &Values| form.fill(given, &given_back).required.contains("loyal_why");
    assert_eq!((why(&asked(1, 1, 3)), why(&asked(1, 4, 1))), (false, true), "who would not says why");
}

/// W04: 满意率 = (很满意 + 满意) / 有效份数; 得分 = (100×很满意 + 80×满意 + 60×一般) / 有效份数.
#[test]
fn n02_satisfaction_is_reckoned_by_the_formulas_of_the_workbook() {
    let form = form("survey_summary");
    let clerk = Clerk::new(&form);
    let line = |very: i64, good: i64, fair: i64, bad: i64| {
        let count = |n: i64| n * 1000;
        json!({"item": "attitude", "very_good": count(very), "good": count(good), "fair": count(fair), "bad": count(bad)})
    };
    let given = values(
        json!({"sent": 120_000, "back": 100_000, "valid": 100_000, "lines": [line(60, 38, 2, 0), line(40, 58, 2, 0)]}),
    );
    let filled = form.fill(&given, &clerk.given);
    let FieldValue::Rows(rows) = &filled.values["lines"] else { panic!("no rows") };
    assert_eq!(rows[0]["satisfied_row"], FieldValue::Number(98_000));
    assert_eq!(rows[0]["score_row"], FieldValue::Number(91_600));
    assert_eq!(filled.values["satisfied"], FieldValue::Number(98_000));
    assert_eq!(filled.values["score"], FieldValue::Number(89_600));
    assert_eq!(filled.values["reached"], FieldValue::Truth(true), "98 % is enough");
    let worse = form.fill(&values(json!({"lines": [line(60, 37, 2, 1)]})), &clerk.given);
    assert_eq!(worse.values["reached"], FieldValue::Truth(false));
    let none = form.fill(&values(json!({"lines": []})), &clerk.given);
    assert!(!none.values.contains_key("satisfied"), "nothing asked is no rate");
}

#[test]
fn t46_rates_of_a_month_follow_from_its_counts() {
    let form = form("monthly_summary");
    let counts = json!({"calls": 50_000, "done": 45_000, "within_day": 40_000, "to_revisit": 30_000, "revisited": 30_000,
        "rated": 28_000, "satisfied": 27_000, "parts_lines": 60_000, "parts_right": 59_000});
    let filled = form.fill(&values(counts), &Clerk::new(&form).given).values;
    let rate = |key: &str| filled.get(key).and_then(FieldValue::number);
    assert_eq!(
        (rate("done_rate"), rate("day_rate"), rate("revisit_rate")),
        (Some(90_000), Some(80_000), Some(100_000))
    );
    assert_eq!((rate("satisfied_rate"), rate("parts_rate")), (Some(96_400), Some(98_300)));
    let received = crate::desk::form("parts_receipt");
    assert!(titles(&received).contains(&"全部正确"), "and each delivery says whether it was right");
}

#[test]
fn n07_a_key_customer_is_one_of_five_million_or_a_strategic_one() {
    let form = form("key_customer");
    let clerk = Clerk::new(&form);
    let key = |last_year: i64, strategic: bool| {
        let entry = clerk.begins(values(json!({"last_year": last_year, "strategic": strategic, "basis": "依据"})));
        truth(&entry, "class")
    };
    assert!(key(500_000_000, false) && key(1, true));
    assert!(!key(499_999_999, false));
}

#[test]
fn f79_the_days_sums_follow_from_the_lines() {
    let form = form("technician_day_report");
    let line = |road: i64, work: i64, charged: i64| json!({"work": "换皮带", "road_minutes": road * 1000, "work_minutes": work * 1000, "charged": charged});
    let given = values(json!({"lines": [line(30, 90, 12_000), line(0, 45, 0), line(20, 15, 3_050)]}));
    let filled = form.fill(&given, &Clerk::new(&form).given).values;
    let sum = |key: &str| filled.get(key).and_then(FieldValue::number);
    assert_eq!(
        (sum("jobs"), sum("road"), sum("worked"), sum("takings")),
        (Some(3_000), Some(50_000), Some(150_000), Some(15_050))
    );
    assert_eq!(form.unique, ["technician", "day"], "one sheet a day for each of them");
}

/// Nobody leaves before the problem is solved: whose day has work that is not done writes why, or the sheet is not handed in.
#[test]
fn p20_who_left_before_it_was_solved_says_why_before_the_day_is_handed_in() {
    let form = form("technician_day_report");
    let clerk = Clerk::new(&form);
    let day = |unfinished: Option<&str>| {
        let mut line = json!({"work": "换皮带"});
        if let Some(why) = unfinished {
            line["unfinished"] = json!(why);
        }
        clerk.begins(values(json!({"lines": [line]})))
    };
    let hand_in = |unfinished: Option<&str>, said: serde_json::Value| {
        let taken =
            form.take("hand_in", Role::Clerk, &day(unfinished).values, &values(said), "", &clerk.in_state("open"));
        taken.map(|stepped| stepped.state).map_err(|refused| refused[0].path.clone())
    };
    assert_eq!(hand_in(None, json!({})), Ok("handed_in".into()), "everything is done");
    assert_eq!(hand_in(Some("没有修完"), json!({})), Err("left".into()));
    let said = json!({"left": "缺油封，明天到货再去"});
    assert_eq!(hand_in(Some("没有修完"), said), Ok("handed_in".into()));
}

#[test]
fn t43_mail_and_fax_have_a_clock_from_their_arrival_to_the_look() {
    let form = form("contact_log");
    let clerk = Clerk::new(&form);
    let clocks = |channel: &str| -> Vec<String> {
        let entry = clerk.begins(values(json!({"channel": channel, "on_site": false})));
        let owed = form.owed(&entry.values, &clerk.given);
        owed.into_iter().filter(|one| one.from == "arrived_at").map(|one| one.rule.clone()).collect()
    };
    assert_eq!((clocks("mail"), clocks("fax")), (vec!["contact.mail".to_owned()], vec!["contact.fax".to_owned()]));
    assert_eq!(clocks("phone"), Vec::<String>::new(), "a call is answered or not");
    let looked = Until::Field("received_at".to_owned());
    assert!(form.deadlines.iter().filter(|one| one.from == "arrived_at").all(|one| one.until == looked));
}

#[test]
fn p26_a_bought_in_part_goes_to_the_salesman_and_comes_to_an_end() {
    let form = form("bought_in_part");
    let clerk = Clerk::new(&form);
    let part = json!({"found_on": "2026-09-01", "matter": "unsold", "part_code": "YB-01", "part_name": "油泵", "supplier": "江北油泵厂", "problem": "三季没卖"});
    let made = clerk.begins(values(part)).values;
    let take = |step: &str, state: &str, before: &Values, said: serde_json::Value| {
        let taken = form.take(step, Role::Clerk, before, &values(said), "", &clerk.in_state(state));
        taken.map_err(|refused| refused[0].path.clone())
    };
    let nobody = take("hand", "written", &made, json!({"handed_on": "2026-09-02"}));
    assert_eq!(nobody.err(), Some("salesman".into()));
    let handed = json!({"salesman": "周业务", "handed_on": "2026-09-02"});
    let handed = take("hand", "written", &made, handed).unwrap();
    assert_eq!(handed.state, "handed");
    let ended = |said: serde_json::Value| take("settle", "handed", &handed.values, said).map(|stepped| stepped.state);
    let on = "2026-09-02";
    assert_eq!(ended(json!({"settled_on": on})), Err("result".into()));
    assert_eq!(ended(json!({"settled_on": on, "result": "credit"})), Err("credit".into()));
    assert_eq!(ended(json!({"settled_on": on, "result": "refuse"})), Err("result_note".into()));
    assert_eq!(ended(json!({"settled_on": on, "result": "replace"})), Ok("settled".into()));
}

#[test]
fn m08_m09_m10_who_pays_the_freight_of_stock_that_goes_back() {
    let form = form("stock_return");
    let clerk = Clerk::new(&form);
    let own = |reason: &str| {
        let given = json!({"reason": reason, "freight": 40_000, "restore": 25_000, "missing": "变速箱"});
        let filled = form.fill(&values(given), &clerk.given);
        (filled.values["maker_pays"].clone(), filled.values["own_cost"].number())
    };
    assert_eq!(own("quality"), (FieldValue::Truth(true), Some(0)));
    assert_eq!(own("dismantled"), (FieldValue::Truth(false), Some(65_000)));
    assert_eq!(own("unsellable"), (FieldValue::Truth(false), Some(40_000)));
}

#[test]
fn m17_a_contract_costs_units_times_rate() {
    let form = form("maintenance_contract");
    let line =
        |units: i64, rate: i64| json!({"site": "三楼", "product": "打印机", "units": units * 1000, "rate": rate});
    let filled =
        form.fill(&values(json!({"lines": [line(12, 36_000), line(3, 80_050)]})), &Clerk::new(&form).given).values;
    assert_eq!(filled["amount"], FieldValue::Number(12 * 36_000 + 3 * 80_050));
    assert_eq!(filled["units"], FieldValue::Number(15_000));
}

#[test]
fn a_revisit_that_reached_nobody_asks_why_and_for_no_rating() {
    let form = form("revisit");
    let clerk = Clerk::new(&form);
    let planned = clerk.begins(values(json!({"reason": "in_use"})));
    let done = clerk.steps(&planned, "do", values(json!({"result": "no_contact"})));
    assert!(done.values.contains_key("why_not") && !done.values.contains_key("rating"), "{:?}", done.values);
    assert!(clerk.steps(&planned, "do", values(json!({"result": "good"}))).values.contains_key("rating"));
}

#[test]
fn what_was_not_handed_over_is_owed() {
    let form = form("delivery_checklist");
    let clerk = Clerk::new(&form);
    let whole = clerk.begins(Values::new());
    assert!(!clerk.steps(&whole, "settle", Values::new()).values.contains_key("missing_on"), "nothing was owed");
    for paper in ["certificate", "manual", "card", "invoice", "tools"] {
        let short = clerk.begins(values(json!({paper: false})));
        assert!(short.values.contains_key("missing"), "{paper}");
        assert!(clerk.tries(&short, "settle", Values::new(), Role::Owner).is_err(), "{paper}");
        let owing = clerk.steps(&short, "owe", Values::new());
        assert!(clerk.steps(&owing, "complete", Values::new()).values.contains_key("missing_on"));
    }
}

#[test]
fn a_trainee_is_registered_without_a_certificate_and_a_namesake_beside_him() {
    let form = form("technician");
    let clerk = Clerk::new(&form);
    let trainee = clerk.begins(values(json!({"name": "王伟", "level": "trainee"})));
    assert!(!trainee.values.contains_key("certificate_no"));
    assert!(clerk.begins(values(json!({"level": "junior"}))).values.contains_key("certificate_no"));
    let promoted = clerk.steps(&trainee, "renew", values(json!({"level": "junior"})));
    assert!(promoted.values.contains_key("valid_until"));
    let away = clerk.steps(&promoted, "away", Values::new());
    assert_eq!(clerk.steps(&away, "back", Values::new()).state, "working");
    assert_eq!(form.unique, ["name", "phone", "began_on"], "two people may have one name, and one may come back");
}

#[test]
fn a_call_to_the_hotline_is_answered_when_somebody_says_so() {
    let form = form("hotline");
    let clerk = Clerk::new(&form);
    let noted = clerk.begins(Values::new());
    assert!(!noted.values.contains_key("answer") && !noted.values.contains_key("answered_at"), "{:?}", noted.values);
    let answered = clerk.steps(&noted, "answer", values(json!({"solved": "call"})));
    assert!(["answer", "answered_at", "call"].iter().all(|key| answered.values.contains_key(*key)));
}

#[test]
fn what_shifts_liability_is_said_by_somebody() {
    for (key, told) in
        [("usage_notice", "battery"), ("commissioning_record", "safety"), ("commissioning_record", "taught")]
    {
        let form = form(key);
        assert!(!form.fresh(&Clerk::new(&form).given).contains_key(told), "{key}.{told}");
    }
}

#[test]
fn an_answer_says_what_its_step_says() {
    let contrary = [("warranty_application", "apply", "accept", "refuse"), ("stock_return", "", "approve", "refuse")];
    for (key, before, step, answer) in contrary {
        let form = form(key);
        let clerk = Clerk::new(&form);
        let mut entry = clerk.begins(Values::new());
        if !before.is_empty() {
            entry = clerk.steps(&entry, before, Values::new());
        }
        assert!(clerk.tries(&entry, step, values(json!({"answer": answer})), Role::Owner).is_err(), "{key}");
        assert!(clerk.tries(&entry, step, Values::new(), Role::Owner).is_ok(), "{key}");
    }
}

#[test]
fn n12_papers_have_the_copies_the_documents_ask_for() {
    let copies = |key: &str| form(key).print.map_or(0, |print| print.copies.len());
    assert_eq!((copies("complaint_sheet"), copies("goods_return_note"), copies("sales_allowance")), (5, 4, 2));
}

/// E09: sold on the last day of the second season it is a sale; a day later it is deemed sold, and a sale after that is
/// a sale all the same.
#[test]
fn e09_stock_is_free_to_the_last_day_of_its_second_season() {
    let form = form("stock_unit");
    let deadline = form.deadlines.first().unwrap();
    assert_eq!((deadline.rule.as_str(), deadline.from.as_str()), ("stock.deemed_sold", "received_on"));
    let last = due("S0-farm", "stock.deemed_sold", "2026-03-02", "combine", "河南省周口市").due_on;
    assert_eq!(last.iso(), "2027-06-10", "the seasons of 2026 and 2027");
    let mut clerk = Clerk::new(&form);
    let stocked = json!({"received_on": "2026-03-02", "price": 9_800_000, "condition": "good"});
    let entry = clerk.begins(values(stocked));
    let on = |clerk: &mut Clerk<'_>, day: Day| {
        clerk.given.today = day;
        clerk.given.now = day.starts_at() + 10 * 3_600_000;
    };
    on(&mut clerk, last);
    let sold = clerk.steps(&entry, "sell", Values::new());
    assert_eq!((sold.state.as_str(), sold.values["sold_on"].text()), ("sold", Some("2027-06-10")));
    on(&mut clerk, last.plus_days(1));
    let deemed = clerk.steps(&entry, "deem", values(json!({"deemed_note": "盘点在库"})));
    assert_eq!(deemed.values["deemed_on"].text(), Some("2027-06-11"));
    assert_eq!(number(&deemed, "deemed_amount"), Some(9_800_000), "the price is owed");
    on(&mut clerk, last.plus_days(3));
    let after = clerk.steps(&deemed, "sell_after", Values::new());
    assert_eq!((after.state.as_str(), after.values["sold_on"].text()), ("sold_after", Some("2027-06-13")));
}

#[test]
fn every_group_of_registers_has_its_heading() {
    let groups: std::collections::BTreeSet<String> = forms().into_values().map(|form| form.group).collect();
    assert!(groups.len() <= 12, "{groups:?}");
}
