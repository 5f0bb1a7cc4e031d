//! Stories of forms that are data: an entry from the counter to head office, its days, its numbers, its history.

#[path = "forms/clocks.rs"]
mod clocks;
#[path = "forms/steps.rs"]
mod steps;

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// What a clerk types of a fault head office has to know the same day.
fn feedback() -> Value {
    json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121", "serial_no": "HH26B35536",
        "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"})
}

fn complaint(day: &str) -> Value {
    json!({"received_on": day, "received_by": "张三", "channel": "phone", "market": "domestic", "complainant": "王丹",
        "phone": "13800005536", "product": "手扶拖拉机", "kind": "service", "severity": "ordinary", "content": "修了两次没修好"})
}

fn save(world: &World, form: &str, values: Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": "HH", "values": values}))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

#[test]
fn entryout_1_an_entry_goes_to_head_office_when_its_form_says_so_and_can_be_read_there() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let made = save(&world, "quality_feedback", feedback());
    assert_eq!((text(&made, "/no"), text(&made, "/state")), ("HB0732A-FK-2610-A0001", "written"));
    assert_eq!(world.call("outbox_list", json!({}))["total"], 0, "it goes when it is sent");
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "sync"}));
    assert_eq!((text(&sent, "/state"), &sent["travels"]), ("sent", &json!(true)));
    world.call("sync_now", json!({}));
    let line = world.call("outbox_list", json!({}))["rows"][0].take();
    assert_eq!((text(&line, "/kind"), text(&line, "/state")), ("form_entry", "acked"), "{line}");
    let kept = office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    let body = &kept["body"];
    assert_eq!((text(body, "/form_title"), text(body, "/state_title")), ("信息反馈单", "已报总部"), "{body}");
    let fields = body["fields"].as_array().ok_or("no fields")?;
    let of = |title: &str| fields.iter().find(|one| one["title"] == title).map(|one| text(one, "/text").to_owned());
    assert_eq!(of("影响台数").as_deref(), Some("2 台"));
    assert_eq!(of("问题部位").as_deref(), Some("发动机"));
    Ok(())
}

#[test]
fn entry_1_everything_that_is_wrong_comes_back_at_once_at_its_field() -> Outcome<()> {
    let world = World::set_up()?;
    let mut typed = feedback();
    typed["problem"] = json!("");
    typed["affected"] = json!(0);
    typed["kind"] = json!("nonsense");
    let why =
        world.refused("entry_save", json!({"form": "quality_feedback", "principal": "HH", "values": typed.clone()}));
    let fields: Vec<&str> = why.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["values.affected", "values.kind", "values.problem"], "{why:?}");
    assert!(why.message.contains("影响台数"), "{why:?}");
    let looked = world.call("entry_check", json!({"form": "quality_feedback", "principal": "HH", "values": typed}));
    assert_eq!(looked["refused"].as_array().map(Vec::len), Some(3), "{looked}");
    assert_eq!(world.call("entry_list", json!({"form": "quality_feedback"}))["total"], 0, "nothing was saved");
    Ok(())
}

#[test]
fn form_1_a_second_click_makes_no_second_entry_and_two_windows_do_not_undo_each_other() -> Outcome<()> {
    let world = World::set_up()?;
    let input = json!({"request_id": "click", "form": "quality_feedback", "principal": "HH", "values": feedback()});
    let first = world.call("entry_save", input.clone());
    assert_eq!(world.call("entry_save", input)["id"], first["id"]);
    assert_eq!(world.call("entry_list", json!({"form": "quality_feedback"}))["total"], 1);
    let mut other = feedback();
    other["problem"] = json!("缸体渗水");
    let amend = json!({"id": first["id"], "rev": 1, "form": "quality_feedback", "principal": "HH", "values": other});
    let amended = world.call("entry_save", amend.clone());
    assert_eq!((amended["rev"].as_i64(), text(&amended, "/history/1/changes/0/before")), (Some(2), "缸盖渗水"));
    let mut stale = amend;
    stale["values"]["problem"] = json!("说不清");
    assert_eq!(world.refused("entry_save", stale).code, "stale");
    Ok(())
}

#[test]
fn formdef_8_what_travelled_is_changed_with_a_reason_and_goes_again() -> Outcome<()> {
    let world = World::set_up()?;
    let made = save(&world, "quality_feedback", feedback());
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "fax"}));
    assert_eq!(sent["needs_reason"], true);
    let mut values = sent["values"].clone();
    values["affected"] = json!(3000);
    let amend = |reason: &str| {
        json!({"id": sent["id"], "rev": sent["rev"], "form": "quality_feedback", "principal": "HH",
        "values": values, "reason": reason})
    };
    assert_eq!(world.refused("entry_save", amend("")).field, "reason");
    let amended = world.call("entry_save", amend("又来了一台"));
    assert_eq!(text(&amended, "/history/2/reason"), "又来了一台");
    let lines = world.call("outbox_list", json!({}));
    assert_eq!(lines["total"], 2, "{lines}");
    let voided = world.call("entry_void", json!({"id": sent["id"], "rev": amended["rev"], "reason": "报重了"}));
    assert_eq!((text(&voided, "/void_reason"), voided["can_amend"].as_bool()), ("报重了", Some(false)));
    assert_eq!(world.call("outbox_list", json!({}))["total"], 3, "head office is told");
    assert_eq!(world.call("entry_list", json!({"form": "quality_feedback"}))["total"], 0);
    assert_eq!(world.call("entry_list", json!({"form": "quality_feedback", "voided": true}))["total"], 1);
    Ok(())
}

/// E21: the hundredth complaint of a month, whose paper has room for two digits.
#[test]
fn entry_5_the_hundredth_complaint_of_a_month_has_a_third_digit() -> Outcome<()> {
    let world = World::set_up()?;
    let mut last = Value::Null;
    for _ in 0..100 {
        last = save(&world, "complaint", complaint("2026-10-20"));
    }
    assert_eq!(text(&last, "/no"), "2610100");
    let next = save(&world, "complaint", complaint("2026-09-30"));
    assert_eq!(text(&next, "/no"), "260901", "each month counts for itself, by the day of the complaint");
    world.call("entry_void", json!({"id": last["id"], "reason": "录重"}));
    assert_eq!(text(&save(&world, "complaint", complaint("2026-10-20")), "/no"), "2610101", "never used again");
    let page = world.call("entry_list", json!({"form": "complaint", "month": "2026-10", "term": "2610101"}));
    assert_eq!(page["total"], 1, "{page}");
    Ok(())
}

#[test]
fn entrydue_1_a_due_day_runs_by_the_makers_rule_stands_on_today_and_the_state_meets_it() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "XC", "name": "鑫昌电动车", "policy": "S3-ebike"}));
    let made =
        world.call("entry_save", json!({"form": "complaint", "principal": "XC", "values": complaint("2026-10-20")}));
    let due = made["due"].as_array().ok_or("no days")?;
    let close = due.iter().find(|one| one["title"] == "投诉办结（国内）").ok_or("no such day")?;
    assert!(close["deadline"]["due_on"].is_string(), "{made}");
    assert!(due.iter().any(|one| one["title"] == "投诉办结（国外）" && one["deadline"].is_null()), "{made}");
    world.set_clock(START + 60 * DAY);
    let today = world.call("today", json!({"limit": 50}));
    let item = today["items"]
        .as_array()
        .ok_or("nothing")?
        .iter()
        .find(|one| one["kind"] == "entry" && one["id"] == made["id"]);
    let item = item.ok_or_else(|| format!("not on today: {today}"))?;
    assert_eq!(text(item, "/level"), "late");
    let groups = world.call("form_list", json!({}));
    let rows =
        groups.as_array().ok_or("no registers")?.iter().flat_map(|one| one["forms"].as_array().into_iter().flatten());
    let row = rows.into_iter().find(|one| one["key"] == "complaint").ok_or("no register")?;
    assert_eq!((row["total"].as_i64(), row["open"].as_i64(), row["late"].as_i64()), (Some(1), Some(1), Some(1)));
    let gone = world.call("entry_void", json!({"id": made["id"], "reason": "录错"}));
    assert_eq!(gone["offers"], json!([]));
    let today = world.call("today", json!({"limit": 50}));
    assert!(today["items"].as_array().is_some_and(|all| all.iter().all(|one| one["id"] != made["id"])), "{today}");
    Ok(())
}

/// A complaint whose result the customer refused.
fn refused_result(world: &World) -> Value {
    let mut entry = save(world, "complaint", complaint("2026-10-20"));
    for (key, values) in [
        ("record", json!({})),
        ("assign", json!({"owner": "李四"})),
        ("investigate", json!({})),
        ("propose", json!({"finding": "换件不当", "responsibility": "dealer", "fix": "重修"})),
        ("authorise", json!({"approved_by": "王五"})),
        ("tell", json!({"told_on": "2026-10-20", "told_way": "phone"})),
    ] {
        assert!(entry["offers"].as_array().is_some_and(|all| all.contains(&json!(key))), "{key}: {entry}");
        entry = step(world, &entry, key, values);
    }
    let refuse = json!({"id": entry["id"], "rev": entry["rev"], "step": "refuse", "values": {"answer": "要求换机"},
        "reason": "用户不认可重修"});
    world.call("entry_step", refuse)
}

#[test]
fn entry_6_a_step_is_taken_once_from_where_it_stands_with_what_it_asks() -> Outcome<()> {
    let world = World::set_up()?;
    let refused = refused_result(&world);
    assert_eq!((text(&refused, "/state"), text(&refused, "/tone")), ("refused", "bad"));
    let steps: Vec<&str> =
        refused["history"].as_array().ok_or("no history")?.iter().map(|line| text(line, "/step")).collect();
    assert_eq!(steps, ["", "登记编号", "指派", "开始调查", "提出方案", "核准", "告知客户", "客户不认可"]);
    let again = json!({"id": refused["id"], "step": "record"});
    assert_eq!(world.refused("entry_step", again).code, "not_now");
    let made = save(&world, "complaint", complaint("2026-10-20"));
    let click = json!({"request_id": "once", "id": made["id"], "step": "record"});
    assert_eq!(world.call("entry_step", click.clone())["rev"], world.call("entry_step", click)["rev"]);
    Ok(())
}

#[test]
fn begin_2_a_result_the_customer_refuses_opens_the_next_complaint() -> Outcome<()> {
    let world = World::set_up()?;
    let entry = refused_result(&world);
    let draft = world.call("entry_new", json!({"form": "complaint", "predecessor": entry["id"], "step": "refuse"}));
    assert_eq!((&draft["values"]["earlier"], text(&draft, "/values/complainant")), (&entry["id"], "王丹"), "{draft}");
    let mut values = draft["values"].clone();
    values["received_by"] = json!("张三");
    let next = world.call(
        "entry_save",
        json!({"form": "complaint", "principal": "HH", "values": values, "predecessor": entry["id"]}),
    );
    assert_eq!(text(&next, "/predecessor/no"), text(&entry, "/no"));
    let before = world.call("entry_show", json!({"id": entry["id"]}));
    assert_eq!(
        (text(&before, "/successors/0/id"), text(&before, "/links/0/id")),
        (text(&next, "/id"), text(&next, "/id"))
    );
    Ok(())
}

#[test]
fn begin_1_an_entry_begun_from_a_machine_has_what_the_machine_offers() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-10-18");
    let draft = begun_from(&world, &sale["unit_id"]);
    let offered =
        [text(&draft, "/values/serial_no"), text(&draft, "/values/complainant"), text(&draft, "/values/channel")];
    assert_eq!(
        offered,
        ["HH26B35536", "王丹", "phone"],
        "the machine, whom it was sold to, the form's own preset: {draft}"
    );
    assert_eq!(world.call("entry_list", json!({"form": "complaint"}))["total"], 0, "nothing is saved by looking");
    Ok(())
}

fn begun_from(world: &World, unit: &Value) -> Value {
    world.call("entry_new", json!({"form": "complaint", "principal": "HH", "from": {"kind": "unit", "id": unit}}))
}

#[test]
fn reference_1_a_reference_is_to_a_record_that_is_there_and_links_both_ways() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-10-18");
    let hits = world.call("ref_find", json!({"to": "unit", "term": "35536"}));
    assert_eq!(hits[0]["id"], sale["unit_id"], "{hits}");
    let mut values = complaint("2026-10-20");
    values["unit"] = sale["unit_id"].clone();
    let made = save(&world, "complaint", values.clone());
    assert_eq!(made["names"][text(&sale, "/unit_id")]["no"], "HH26B35536");
    let beside = world.call("entries_of", json!({"kind": "unit", "id": sale["unit_id"]}));
    assert_eq!(beside[0]["id"], made["id"]);
    values["unit"] = json!("0198f000-0000-7000-8000-000000000000");
    let why = world.refused("entry_save", json!({"form": "complaint", "principal": "HH", "values": values}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("unknown", "values.unit"));
    Ok(())
}

#[test]
fn reference_2_what_somebody_typed_is_not_written_over() -> Outcome<()> {
    let world = World::set_up()?;
    let sale = world.sell("HH26B35536", "2026-10-18");
    let values = json!({"unit": sale["unit_id"], "complainant": "王大丹"});
    let asked = json!({"form": "complaint", "principal": "HH", "values": values, "touched": "unit"});
    let looked = world.call("entry_check", asked);
    assert_eq!((text(&looked, "/values/complainant"), text(&looked, "/values/model")), ("王大丹", "HH704"), "{looked}");
    Ok(())
}

#[test]
fn entryout_3_without_consent_name_and_phone_travel_masked() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let made = save(&world, "complaint", complaint("2026-10-20"));
    step(&world, &made, "record", json!({}));
    world.call("sync_now", json!({}));
    let kept = office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    let fields = kept["body"]["fields"].as_array().ok_or("no fields")?;
    let of = |key: &str| fields.iter().find(|one| one["key"] == key).map(|one| text(one, "/text").to_owned());
    assert_eq!((of("phone").as_deref(), of("complainant").as_deref()), (Some("138****5536"), Some("王*")));
    assert_eq!(kept["body"]["shared"], false);
    Ok(())
}

#[test]
fn entry_7_an_entry_whose_definition_is_gone_is_shown_and_not_changed() -> Outcome<()> {
    let mut world = World::set_up()?;
    let made = save(&world, "complaint", complaint("2026-10-20"));
    world.close();
    let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    database.execute("UPDATE form_definition SET source = '{' || source", [])?;
    drop(database);
    world.restart()?;
    let shown = world.call("entry_show", json!({"id": made["id"]}));
    assert_eq!(
        (&shown["definition_known"], text(&shown, "/values/content")),
        (&json!(false), "修了两次没修好"),
        "{shown}"
    );
    assert_eq!((&shown["can_amend"], &shown["offers"]), (&json!(false), &json!([])));
    assert_eq!(text(&shown, "/title"), text(&made, "/title"));
    let amend =
        json!({"id": made["id"], "form": "complaint", "principal": "HH", "values": made["values"], "reason": "改"});
    assert_eq!(world.refused("entry_save", amend).code, "wrong_state");
    assert_eq!(world.call("entry_list", json!({"form": "complaint"}))["total"], 1, "it stays in its register");
    Ok(())
}

#[test]
fn drawn_1_a_day_report_has_the_days_work_in_it() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-18");
    let repaired = world.call("repair_open", {
        let mut typed = sanbao_tests::world::repair("HH", "HH26B35536", "2026-10-20");
        typed["technician"] = json!("李师傅");
        typed
    });
    let shown = world.call("repair_show", json!({"id": repaired["id"]}));
    let technician = text(&shown, "/draft/technician").to_owned();
    let day = shown.pointer("/draft/completed_on").and_then(Value::as_str).unwrap_or("2026-10-20").to_owned();
    let draft = world
        .call("entry_new", json!({"form": "technician_day_report", "values": {"technician": technician, "day": day}}));
    let lines = draft["values"]["lines"].as_array().ok_or_else(|| format!("nothing drawn: {draft}"))?;
    assert_eq!((lines.len(), &lines[0]["repair"]), (1, &repaired["id"]), "{draft}");
    assert_eq!((text(&draft, "/drawn/0/records/0/no"), &draft["values"]["jobs"]), (text(&shown, "/no"), &json!(1000)));
    Ok(())
}

#[test]
fn drawn_1_what_is_put_in_later_draws_the_rows_that_nobody_touched() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-18");
    let mut typed = sanbao_tests::world::repair("HH", "HH26B35536", "2026-10-20");
    typed["technician"] = json!("李师傅");
    let repaired = world.call("repair_open", typed);
    let asked = |touched: &str, values: Value| {
        let form = "technician_day_report";
        world.call("entry_check", json!({"form": form, "principal": "", "values": values, "touched": touched}))
    };
    let form = world.call("form_show", json!({"key": "technician_day_report", "principal": ""}));
    assert_eq!(form["draws_by"], json!(["day", "technician"]), "{form}");
    let shown = world.call("repair_show", json!({"id": repaired["id"]}));
    let day = shown.pointer("/draft/completed_on").and_then(Value::as_str).unwrap_or("2026-10-20");
    let values = json!({"day": day, "technician": "李师傅"});
    assert_eq!(asked("", values.clone())["values"]["lines"], Value::Null, "nothing is drawn by looking");
    let drawn = asked("technician", values.clone());
    assert_eq!(drawn["values"]["lines"][0]["repair"], repaired["id"], "{drawn}");
    assert_eq!(drawn["drawn"][0]["field"], "lines");
    let mut own = values;
    own["lines"] = json!([{"work": "教用户换机油"}]);
    let kept = asked("day", own);
    assert_eq!((kept["values"]["lines"].as_array().map(Vec::len), &kept["drawn"]), (Some(1), &json!([])), "{kept}");
    Ok(())
}

#[test]
fn prints_8_an_entry_is_printed_and_its_register_goes_into_a_file() -> Outcome<()> {
    let world = World::set_up()?;
    let made = save(&world, "complaint", complaint("2026-10-20"));
    let paper = world.call("print_make", json!({"paper": "form_entry", "ids": [made["id"]]}));
    assert!(text(&paper, "/run/title").contains("投诉"), "{paper}");
    assert!(std::fs::metadata(text(&paper, "/path"))?.len() > 1_000);
    let again = world.call("print_make", json!({"paper": "form_entry", "ids": [made["id"]]}));
    assert_eq!(again["run"]["times"], 2, "the same printing");
    let path = world.dir().join("投诉.csv");
    let file = world.call(
        "list_export",
        json!({"of": {"list": "entries", "query": {"form": "complaint"}}, "path": path.display().to_string()}),
    );
    assert_eq!(file["rows"], 1);
    let said = std::fs::read_to_string(&path)?;
    assert!(said.contains("王丹") && said.lines().count() == 2, "{said}");
    Ok(())
}

#[test]
fn drawn_2_what_was_cancelled_is_no_work() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-18");
    let repaired = world.call("repair_open", sanbao_tests::world::repair("HH", "HH26B35536", "2026-10-20"));
    let shown = world.call("repair_show", json!({"id": repaired["id"]}));
    let day = shown.pointer("/draft/completed_on").and_then(Value::as_str).unwrap_or("2026-10-20").to_owned();
    let asked = json!({"form": "director_day_report", "values": {"day": day}});
    assert_eq!(world.call("entry_new", asked.clone())["values"]["jobs"], 1000);
    world.call("repair_void", json!({"id": repaired["id"], "reason": "录错"}));
    assert_eq!(world.call("entry_new", asked)["drawn"], json!([]));
    Ok(())
}

#[test]
fn entry_4_a_second_day_report_of_one_technician_is_refused_with_the_first() -> Outcome<()> {
    let world = World::set_up()?;
    let report = |technician: &str| {
        json!({"form": "technician_day_report",
        "values": {"technician": technician, "day": "2026-10-20", "came": "full"}})
    };
    let made = world.call("entry_save", report("李师傅"));
    let why = world.refused("entry_save", report("李师傅"));
    assert!(why.code == "taken" && why.message.contains(text(&made, "/no")), "{why:?}");
    world.call("entry_save", report("赵师傅"));
    world.call("entry_void", json!({"id": made["id"], "reason": "重写"}));
    world.call("entry_save", report("李师傅"));
    Ok(())
}

#[test]
fn entry_3_a_photograph_may_follow_the_entry_and_no_step_goes_without_it() -> Outcome<()> {
    let world = World::set_up()?;
    let mut typed = complaint("2026-10-20");
    typed["kind"] = json!("quality");
    typed["story"] = json!("新机第三天漏油");
    let mut entry = save(&world, "complaint", typed);
    for (key, values) in [("record", json!({})), ("assign", json!({"owner": "李四"})), ("investigate", json!({}))] {
        entry = step(&world, &entry, key, values);
    }
    let propose = json!({"id": entry["id"], "step": "propose",
        "values": {"finding": "油封装反", "responsibility": "maker", "fix": "换油封"}});
    let why = world.refused("entry_step", propose.clone());
    assert_eq!((why.code.as_str(), why.field.as_str()), ("missing", "values.photos"), "{why:?}");
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/prints/samples/signature.png");
    let added =
        world.call("photos_add", json!({"subject": "entry", "id": entry["id"], "field": "photos", "paths": [picture]}));
    assert_eq!(text(&added, "/list/rows/0/field"), "photos", "{added}");
    assert_eq!(world.call("entry_step", propose)["state"], "proposed");
    Ok(())
}

#[test]
fn register_1_a_makers_own_form_stands_in_the_place_of_the_built_in_one() -> Outcome<()> {
    let case = sanbao_tests::contract::Case::new()?;
    let world = &case.world;
    let before = save(world, "quality_feedback", feedback());
    let text_of = include_str!("../../policies/forms/quality_feedback.json");
    let mut own: Value = serde_json::from_str(text_of)?;
    own["version"] = json!(2);
    own["title"] = json!("华禾信息反馈单");
    own["list"]["columns"].as_array_mut().into_iter().for_each(|all| all.reverse());
    let mut pack = sanbao_tests::contract::farm("2026.2");
    pack["forms"] = json!([own]);
    let asked = json!({"form": "quality_feedback", "term": "", "principal": "HH", "state": "", "month": ""});
    let cells = || world.call("entry_list", asked.clone())["rows"][0]["cells"].take();
    let mut stood = cells();
    case.install(&pack)?;
    stood.as_array_mut().into_iter().for_each(|all| all.reverse());
    assert_eq!(cells(), stood, "an older entry stands under the heads of the form that is asked for");
    let title =
        |code: &str| world.call("form_show", json!({"key": "quality_feedback", "principal": code}))["title"].take();
    assert_eq!((title("HH"), title("WY")), (json!("华禾信息反馈单"), json!("信息反馈单")));
    let after = save(world, "quality_feedback", feedback());
    assert_eq!((&after["form_version"], text(&after, "/form_title")), (&json!(2), "华禾信息反馈单"));
    // ENTRY-2: the earlier one reads as it was written, and is changed by that.
    let mut values = before["values"].clone();
    values["problem"] = json!("缸体渗水");
    let amend = json!({"id": before["id"], "form": "quality_feedback", "principal": "HH", "values": values});
    let amended = world.call("entry_save", amend);
    assert_eq!((&amended["form_version"], text(&amended, "/form_title")), (&json!(1), "信息反馈单"));
    Ok(())
}

#[test]
fn entry_2_an_entry_is_read_by_the_form_it_was_written_with() -> Outcome<()> {
    let world = World::set_up()?;
    let made = save(&world, "quality_feedback", feedback());
    let form = world.call("form_show", json!({"key": "", "entry": made["id"]}));
    assert_eq!((text(&form, "/key"), &form["version"]), ("quality_feedback", &made["form_version"]));
    let database = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    save(&world, "quality_feedback", feedback());
    let kept: i64 = database.query_row("SELECT count(*) FROM form_definition", [], |row| row.get(0))?;
    assert_eq!(kept, 1, "kept once, by the first");
    Ok(())
}

#[test]
fn entryout_2_what_travels_is_readable_and_names_no_identity_of_this_desk() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let sale = world.sell("HH26B35536", "2026-10-18");
    let mut typed = feedback();
    typed["unit"] = sale["unit_id"].clone();
    let made = save(&world, "quality_feedback", typed);
    step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "sync"}));
    world.call("sync_now", json!({}));
    let kept = office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    let said = kept["body"].to_string();
    assert!(said.contains(r#""title":"机器","text":"HH26B35536""#), "{said}");
    assert!(!said.contains(text(&sale, "/unit_id")), "{said}");
    Ok(())
}
