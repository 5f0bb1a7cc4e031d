//! Stories of head office's own papers: they come by its feed, are entries at the desk, and go back answered.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, HeadOffice, START, World, repair};
use serde_json::{Value, json};

const DEALER: &str = "HB0732A";
const PAPER: &str = "01940000-0000-7000-8000-00000000a001";

fn desk() -> Outcome<(HeadOffice, World)> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    Ok((office, world))
}

fn somebody_sits_there(world: &World) {
    world.call("operator_save", json!({"name": "张三", "role": "owner", "pin": "246813"}));
    world.call("operator_sign_in", json!({"operator": "张三", "pin": "246813"}));
}

fn assessment(version: i64, score: i64) -> Value {
    json!({
        "title": "9 月考核", "paper": PAPER, "version": version, "form": "dealer_assessment", "form_version": 1,
        "values": {"month_end": "2026-09-30", "notice_on": "2026-10-03", "office_no": "KH-9", "score": score,
            "lines": [{"item": "回访率", "weight": 10_000, "got": 8_000, "reason": "少回访 2 户"}]},
        "fields": [{"title": "总分", "text": "88.5 分"}],
    })
}

fn send(office: &HeadOffice, body: &Value) -> Outcome<()> {
    office.run(&["notice", "add", DEALER, "--kind", "form_paper", "--json", &body.to_string()])?;
    Ok(())
}

fn sync(world: &World) {
    world.call("sync_now", json!({"principal": "HH"}));
}

fn entries(world: &World, form: &str) -> Vec<Value> {
    let page = world.call("entry_list", json!({"form": form}));
    page["rows"].as_array().cloned().unwrap_or_default()
}

fn only(world: &World, form: &str) -> Outcome<Value> {
    let all = entries(world, form);
    let one = all.first().filter(|_| all.len() == 1).ok_or_else(|| format!("not one: {all:?}"))?;
    Ok(world.call("entry_show", json!({"id": one["id"]})))
}

fn papers_today(world: &World) -> Vec<Value> {
    let today = world.call("today", json!({"limit": 200}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|item| item["kind"] == "paper").collect()
}

fn newest_message(world: &World) -> Value {
    world.call("inbox_list", json!({}))["rows"][0].take()
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

fn back(office: &HeadOffice) -> Outcome<Vec<Value>> {
    Ok(office.list("form_entry")?.into_iter().map(|mut one| one["body"].take()).collect())
}

#[test]
fn paperin_1_a_paper_is_an_entry_of_its_form_once_and_goes_back_confirmed() -> Outcome<()> {
    let (office, world) = desk()?;
    somebody_sits_there(&world);
    send(&office, &assessment(1, 88_500))?;
    send(&office, &assessment(1, 88_500))?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    assert_eq!([&entry["state"], &entry["values"]["score"]], [&json!("arrived"), &json!(88_500)], "{entry}");
    assert_eq!(
        [&entry["values"]["full"], &entry["values"]["cut"]],
        [&json!(100_000), &json!(2_000)],
        "as its form has it"
    );
    assert_eq!(entry["paper"]["version"], 1);
    assert!(entry["history"][0]["reason"].as_str().is_some_and(|said| said.contains("总部来文")), "{entry}");
    assert_eq!(world.call("outbox_list", json!({}))["total"], 0, "that it came is no news to head office");
    let today = papers_today(&world);
    assert_eq!((today.len(), &today[0]["id"]), (1, &entry["id"]), "{today:?}");

    let below = json!({"received_on": "2026-10-20", "received_by": "张三"});
    let done = step(&world, &entry, "confirm", below);
    assert_eq!((&done["state"], &done["paper"]["answered"]), (&json!("confirmed"), &json!(true)));
    assert_eq!(papers_today(&world), [Value::Null; 0], "answered");
    sync(&world);
    let told = back(&office)?;
    assert_eq!(told.len(), 1, "{told:?}");
    let paper = &told[0]["paper"];
    assert_eq!([&paper["id"], &paper["step"], &paper["by"]], ["01940000-0000-7000-8000-00000000a001", "确认", "张三"]);
    assert_eq!((&paper["version"], &told[0]["state_title"]), (&json!(1), &json!("已确认")));
    Ok(())
}

#[test]
fn paperin_3_a_correction_is_the_next_version_and_is_answered_anew() -> Outcome<()> {
    let (office, world) = desk()?;
    somebody_sits_there(&world);
    send(&office, &assessment(1, 88_500))?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    let below = json!({"received_on": "2026-10-20", "received_by": "张三", "answer": "回访记录已补交，请重算"});
    let contested = step(&world, &entry, "dispute", below);
    assert_eq!(contested["state"], "disputed");
    sync(&world);
    assert!(back(&office)?[0].to_string().contains("请重算"));

    let mut corrected = assessment(2, 92_000);
    corrected["reason"] = json!("回访补记");
    send(&office, &corrected)?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    assert_eq!((&entry["state"], &entry["values"]["score"]), (&json!("arrived"), &json!(92_000)), "{entry}");
    let past = entry["history"].as_array().ok_or("no history")?;
    assert!(past.iter().any(|one| one["step"] == "提出异议"), "the version before stays: {past:?}");
    assert!(past[2]["reason"].as_str().is_some_and(|why| why.contains("第 2 版：回访补记")), "{past:?}");
    assert_eq!(past[2]["operator"], Value::Null, "head office wrote it");
    assert_eq!(papers_today(&world).len(), 1, "to be answered anew");
    // One that comes late changes nothing.
    send(&office, &assessment(1, 10_000))?;
    sync(&world);
    assert_eq!(only(&world, "dealer_assessment")?["rev"], entry["rev"]);
    assert!(newest_message(&world)["title"].as_str().is_some_and(|said| said.contains("已有第 2 版")));
    let told = back(&office)?;
    assert_eq!(told.last().map(|one| (&one["paper"]["version"], &one["paper"]["step"])), Some((&json!(2), &json!(""))));
    Ok(())
}

#[test]
fn paperin_2_what_the_desk_cannot_take_is_kept_and_taken_when_the_reason_is_gone() -> Outcome<()> {
    let (office, world) = desk()?;
    let held = |id: &str, change: &dyn Fn(&mut Value), why: &str| -> Outcome<Value> {
        let mut body = assessment(1, 88_500);
        body["paper"] = json!(id);
        change(&mut body);
        send(&office, &body)?;
        sync(&world);
        let message = newest_message(&world);
        let said = message["title"].as_str().unwrap_or_default();
        assert!(said.contains("没有收成登记") && said.contains(why), "{why}: {said}");
        assert!(message["body"].as_str().is_some_and(|body| body.contains("88.5 分")), "it is read all the same");
        let again = world.refused("paper_take", json!({"id": message["id"]}));
        assert!(again.message.contains(why), "{again:?}");
        Ok(message["id"].clone())
    };
    held("a", &|body| body["form"] = json!("star_rating"), "star_rating")?;
    held("b", &|body| body["form_version"] = json!(9), "第 9 版")?;
    held("c", &|body| drop(body["values"].as_object_mut().and_then(|values| values.remove("score"))), "总分")?;
    held("d", &|body| body["form"] = json!("technician"), "technician")?;
    let early = held("e", &|body| body["values"]["notice_on"] = json!("2026-10-22"), "通知日期")?;
    assert_eq!(entries(&world, "dealer_assessment"), [Value::Null; 0]);
    let today = papers_today(&world);
    assert_eq!(today.len(), 5, "{today:?}");
    assert!(today.iter().all(|item| item["no"] == "" && item["reason"].to_string().contains("没有收成登记")));

    // The desk's clock was behind; another day it is taken.
    world.set_clock(START + 2 * DAY);
    let taken = world.call("paper_take", json!({"id": early}));
    assert_eq!(taken["values"]["notice_on"], "2026-10-22");
    assert_eq!(world.call("paper_take", json!({"id": early}))["id"], taken["id"], "a second click opens it");
    assert_eq!((papers_today(&world).len(), only(&world, "dealer_assessment")?["rev"].as_i64()), (5, Some(1)));

    // What is no paper at all stays a message to read, and so do kinds nobody knows.
    send(&office, &json!({"title": "坏的", "paper": "f"}))?;
    office.run(&["notice", "add", DEALER, "--kind", "form_paper_2", "--json", r#"{"title": "后来的"}"#])?;
    sync(&world);
    let today = world.call("today", json!({"limit": 200}))["items"].to_string();
    assert!(today.contains("后来的") && today.contains("2 条消息未读"), "{today}");
    held("g", &|body| body["values"]["score"] = json!({"points": 88}), "有一栏的写法读不懂")?;
    Ok(())
}

#[test]
fn paperin_4_what_head_office_wrote_is_not_changed_at_the_desk() -> Outcome<()> {
    let (office, world) = desk()?;
    send(&office, &assessment(1, 88_500))?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    assert!(entry["paper"]["fields"].to_string().contains("score"), "{entry}");
    let save = |key: &str, value: Value| {
        let mut values = entry["values"].clone();
        values[key] = value;
        json!({"id": entry["id"], "rev": entry["rev"], "form": "dealer_assessment", "principal": "HH", "values": values})
    };
    let why = world.refused("entry_save", save("score", json!(99_000)));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("theirs", "values.score"), "{why:?}");
    assert!(why.message.contains("总分"), "{why:?}");
    let noted = world.call("entry_save", save("rank", json!(3_000)));
    assert_eq!(noted["values"]["rank"], 3_000, "what head office left open is the desk's");
    Ok(())
}

#[test]
fn paperin_5_a_paper_is_linked_to_what_it_names_by_number() -> Outcome<()> {
    let (office, world) = desk()?;
    let made = world.call("repair_open", repair("HH", "HH26B00001", "2026-10-19"));
    let body = json!({
        "title": "轴承异响分析", "paper": PAPER, "version": 1, "form": "fault_analysis", "form_version": 1,
        "values": {"written_on": "2026-10-20", "repair": made["no"], "checked": "拆检", "part": "999999", "cause": "material",
            "reasoning": "热处理不足", "done": "换新批次", "measure": "抽检"},
    });
    let mut plain = body.clone();
    plain["values"].as_object_mut().ok_or("no values")?.remove("measure");
    send(&office, &plain)?;
    sync(&world);
    let said = newest_message(&world)["title"].as_str().unwrap_or_default().to_owned();
    let entry = only(&world, "fault_analysis").map_err(|why| format!("{why} {said}"))?;
    assert_eq!([&entry["values"]["model"], &entry["values"]["serial_no"]], ["HH704", "HH26B00001"], "{entry}");
    assert_eq!(entry["values"]["part"], Value::Null);
    assert!(said.contains("没有连上：损坏零件 999999"), "{said}");
    assert!(entry["paper"]["missing"].as_str().is_some_and(|missing| missing.contains("999999")));
    for (kind, id) in [("repair", &made["id"]), ("unit", &entry["values"]["unit"])] {
        let beside = world.call("entries_of", json!({"kind": kind, "id": id}));
        assert_eq!(beside[0]["id"], entry["id"], "{kind}: {beside}");
    }
    Ok(())
}

#[test]
fn paperin_1_a_desk_killed_between_arrival_and_keeping_has_it_once_after_the_next_run() -> Outcome<()> {
    let (office, mut world) = desk()?;
    send(&office, &assessment(1, 88_500))?;
    // Everything a page of the feed brings is one transaction with its cursor: break the entry's own row.
    world.close();
    let file = world.dir().join("desk.db");
    let spoil = |sql: &str| -> Outcome<()> { Ok(rusqlite::Connection::open(&file)?.execute_batch(sql)?) };
    spoil("CREATE TRIGGER broken BEFORE UPDATE OF cursor ON sync_link BEGIN SELECT RAISE(ABORT, 'power'); END")?;
    world.restart()?;
    drop(world.app().call("sync_now", json!({"principal": "HH"})));
    assert_eq!(entries(&world, "dealer_assessment"), [Value::Null; 0], "not half of it");
    world.close();
    spoil("DROP TRIGGER broken")?;
    world.restart()?;
    sync(&world);
    assert_eq!(only(&world, "dealer_assessment")?["paper"]["version"], 1);
    Ok(())
}

#[test]
fn told_2_an_entry_sent_back_is_mended_in_its_register_and_goes_again() -> Outcome<()> {
    let (office, world) = desk()?;
    let values = json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121",
        "serial_no": "HH26B35536", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"});
    let made = world.call("entry_save", json!({"form": "quality_feedback", "principal": "HH", "values": values}));
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "sync"}));
    sync(&world);
    let body = json!({"record_id": sent["id"], "rev": sent["rev"], "code": "sent_back", "field": "values.affected",
        "message": "与电话里说的不符"});
    office.run(&["notice", "add", DEALER, "--kind", "rejection", "--json", &body.to_string()])?;
    sync(&world);
    let back = world.call("entry_show", json!({"id": sent["id"]}));
    assert_eq!(back["returned_reason"], "与电话里说的不符（影响台数）");
    assert_eq!(back["returned_field"], "values.affected");
    assert_eq!(entries(&world, "quality_feedback")[0]["returned"], true, "it says so in its register");
    let today = world.call("today", json!({"limit": 200}))["items"].to_string();
    assert!(today.contains("与电话里说的不符"), "{today}");
    let mut mended = back["values"].clone();
    mended["affected"] = json!(3000);
    world.call(
        "entry_save",
        json!({"id": sent["id"], "rev": back["rev"], "form": "quality_feedback", "principal": "HH",
        "values": mended, "reason": "按总部退回更正"}),
    );
    sync(&world);
    let again = world.call("entry_show", json!({"id": sent["id"]}));
    assert_eq!(again["returned_reason"], Value::Null, "{again}");
    assert_eq!(entries(&world, "quality_feedback")[0]["returned"], false);
    let kept = back_of(&office, &sent["id"])?;
    assert!(kept.to_string().contains("3 台"), "{kept}");
    Ok(())
}

/// The newest version head office has of an entry.
fn back_of(office: &HeadOffice, id: &Value) -> Outcome<Value> {
    let all = office.list("form_entry")?.into_iter().filter(|one| one["record_id"] == *id);
    let mut newest = all.max_by_key(|one| one["rev"].as_i64()).ok_or("head office has no such entry")?;
    Ok(newest["body"].take())
}

#[test]
fn evidence_7_photographs_of_an_entry_travel_with_it_and_what_is_added_is_its_next_version() -> Outcome<()> {
    let (office, world) = desk()?;
    let values = json!({"found_on": "2026-10-20", "reporter": "张三", "product": "手扶拖拉机", "model": "NF-121",
        "serial_no": "HH26B35536", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水"});
    let made = world.call("entry_save", json!({"form": "quality_feedback", "principal": "HH", "values": values}));
    let sent = step(&world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "sync"}));
    sync(&world);
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/prints/samples/signature.png");
    let add = json!({"subject": "entry", "id": sent["id"], "field": "photos", "paths": [picture]});
    world.call("photos_add", add);
    sync(&world);
    let kept = back_of(&office, &sent["id"])?;
    let photo = &kept["attachments"][0];
    assert_eq!([&photo["kind"], &photo["field"]], ["photo", "photos"], "{kept}");
    let folder = tempfile::tempdir()?;
    let to = folder.path().join("out");
    office.run(&["export", &to.display().to_string()])?;
    let sha256 = photo["sha256"].as_str().ok_or("no hash")?;
    let held = |path: &std::path::Path| -> Outcome<bool> {
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for one in std::fs::read_dir(folder)? {
                let one = one?;
                if one.file_type()?.is_dir() {
                    folders.push(one.path());
                } else if one.file_name().to_string_lossy().contains(sha256) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    };
    assert!(held(&to)?, "the file itself is there");
    Ok(())
}

/// Of every register of head office's papers: what head office writes, and the dealer's answer.
fn every_paper() -> Vec<(&'static str, Value, &'static str, Value)> {
    let read = json!({"read_on": "2026-10-20", "read_by": "张三"});
    let signed = json!({"received_on": "2026-10-20", "received_by": "张三"});
    vec![
        (
            "dealer_grading",
            json!({"notice_on": "2026-10-03", "office_no": "FL-1", "period": "上半年", "grade": "b",
            "change": "up", "reward": 500_000, "reason": "回访率 100%"}),
            "confirm",
            signed.clone(),
        ),
        (
            "inspection_notice",
            json!({"notice_on": "2026-10-03", "office_no": "JD-1", "batch_no": "HB0732A-FC-2609-A0001",
            "lines": [{"tag_no": "JJ-1", "name": "轴承", "quantity": 1_000, "verdict": "covered", "disposition": "usable"}]}),
            "confirm",
            signed,
        ),
        (
            "office_failure_analysis",
            json!({"notice_on": "2026-10-03", "office_no": "FB-1", "title": "轴承异响", "model": "HH704",
            "fault": "异响", "cause": "热处理不足", "remedy": "换新批次"}),
            "read",
            read.clone(),
        ),
        (
            "technical_document",
            json!({"notice_on": "2026-10-03", "office_no": "JS-1", "title": "HH704 维修手册",
            "kind": "manual"}),
            "read",
            read,
        ),
        (
            "price_list",
            json!({"valid_from": "2026-11-01", "office_no": "JM-1", "title": "2026 冬季价目",
            "lines": [{"name": "轴承6206", "price": 8_800}]}),
            "apply",
            json!({"applied_on": "2026-11-01", "applied_by": "张三"}),
        ),
        (
            "parts_shipping_notice",
            json!({"shipped_on": "2026-10-19", "office_no": "FT-1", "carrier": "德邦",
            "waybill_no": "DPK1", "lines": [{"code": "055665", "name": "轴承", "quantity": 2_000}]}),
            "arrive",
            json!({"arrived_on": "2026-10-20"}),
        ),
    ]
}

#[test]
fn every_paper_of_head_office_arrives_and_is_answered() -> Outcome<()> {
    let (office, world) = desk()?;
    for (form, values, _, _) in every_paper() {
        let body =
            json!({"title": form, "paper": form, "version": 1, "form": form, "form_version": 1, "values": values});
        send(&office, &body)?;
    }
    sync(&world);
    assert_eq!(papers_today(&world).len(), every_paper().len(), "{:?}", papers_today(&world));
    for (form, _, key, below) in every_paper() {
        let entry = only(&world, form)?;
        let done = step(&world, &entry, key, below);
        assert_eq!(done["paper"]["answered"], true, "{form}");
    }
    assert_eq!(papers_today(&world), [Value::Null; 0]);
    sync(&world);
    let told: Vec<String> = back(&office)?.iter().map(|one| one["form"].to_string()).collect();
    assert_eq!(told.len(), every_paper().len(), "{told:?}");
    Ok(())
}

/// Head office's own command line writes it; what it prints is the paper's id.
fn publish(office: &HeadOffice, values: &Value, more: &[&str]) -> Outcome<String> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), values.to_string())?;
    let path = file.path().display().to_string();
    let said = office.run(&[&["paper", "publish", "dealer_assessment", &path], more].concat())?;
    Ok(said.trim().to_owned())
}

#[test]
fn paperin_6_head_office_sees_which_version_was_answered_by_whom_whatever_is_noted_later() -> Outcome<()> {
    let (office, world) = desk()?;
    somebody_sits_there(&world);
    let values = assessment(1, 88_500)["values"].take();
    let id = publish(&office, &values, &[])?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    let below = json!({"received_on": "2026-10-20", "received_by": "张三"});
    let done = step(&world, &entry, "confirm", below);
    let mut noted = done["values"].clone();
    noted["rank"] = json!(3_000);
    world.call(
        "entry_save",
        json!({"id": entry["id"], "rev": done["rev"], "form": "dealer_assessment",
        "principal": "HH", "values": noted, "reason": "记名次"}),
    );
    sync(&world);
    let listed: Value = serde_json::from_str(office.run(&["paper", "list"])?.trim())?;
    assert_eq!([&listed["paper"], &listed["dealers"], &listed["version"]], [&json!(id), &json!(1), &json!(1)]);
    let answer = &listed["answers"][0];
    assert_eq!([&answer["dealer"], &answer["state"]], [DEALER, "已确认"], "{listed}");
    assert_eq!([&answer["paper"]["step"], &answer["paper"]["by"]], ["确认", "张三"], "{listed}");
    assert_eq!(answer["paper"]["at"], START);

    let mut better = values;
    better["score"] = json!(92_000);
    assert!(publish(&office, &better, &["--corrects", &id, "--reason", " "]).is_err(), "a reason says something");
    assert_eq!(publish(&office, &better, &["--corrects", &id, "--reason", "补记"])?, id);
    sync(&world);
    assert_eq!(only(&world, "dealer_assessment")?["paper"]["version"], 2);
    better["score"] = json!("好");
    assert!(publish(&office, &better, &[]).is_err_and(|why| why.to_string().contains("总分")));
    Ok(())
}

#[test]
fn entryout_4_a_paper_that_is_cancelled_unanswered_is_told_to_head_office() -> Outcome<()> {
    let (office, world) = desk()?;
    send(&office, &assessment(1, 88_500))?;
    sync(&world);
    let entry = only(&world, "dealer_assessment")?;
    world.call("entry_void", json!({"id": entry["id"], "rev": entry["rev"], "reason": "发错店了"}));
    assert_eq!(papers_today(&world), [Value::Null; 0]);
    sync(&world);
    let told = back(&office)?;
    assert_eq!((&told[0]["void_reason"], &told[0]["paper"]["step"]), (&json!("发错店了"), &json!("")), "{told:?}");
    // Corrected after that, it is kept and says why it is not taken.
    send(&office, &assessment(2, 92_000))?;
    sync(&world);
    assert!(newest_message(&world)["title"].as_str().is_some_and(|said| said.contains("已作废")));
    Ok(())
}
