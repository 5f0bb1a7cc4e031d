//! Stories of a desk and its head office: as which dealer it is known there, what is wrong in a word, what was sent down.

use sanbao_tests::Outcome;
use sanbao_tests::world::{HeadOffice, World};
use serde_json::{Value, json};

const OTHER: &str = "HN0395";

#[test]
fn enrol_7_a_code_of_another_dealer_counts_only_when_somebody_says_so() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    office.run(&["dealer", "add", OTHER, "漯河丰收农机"])?;
    let world = World::set_up()?;
    let code = office.run(&["enrol-code", OTHER])?;
    let ask = json!({"url": office.url, "code": code.trim()});
    let refused = world.refused("enrol", ask.clone());
    assert_eq!(refused.code, "dealer_differs");
    assert!(refused.message.starts_with("总部认得的是 HN0395 漯河丰收农机，本机是 HB0732A"), "{}", refused.message);
    assert_eq!(world.call("desk_status", json!({}))["principals"][0]["enrolled"], false, "nothing is kept");
    let mut meant = ask;
    meant["other_dealer"] = json!(true);
    let kept = world.call("enrol", meant);
    assert_eq!((&kept["dealer_code"], &kept["dealer_name"]), (&json!(OTHER), &json!("漯河丰收农机")));
    // As this dealer it was looked at once; and a number typed for the maker is one of this desk's.
    let again = office.run(&["enrol-code", OTHER])?;
    world.call("enrol", json!({"url": office.url, "code": again.trim()}));
    let typed = World::set_up()?;
    typed.call("principal_save", json!({"code": "HH", "name": "华禾农机", "dealer_account": OTHER}));
    let code = office.run(&["enrol-code", OTHER])?;
    typed.call("enrol", json!({"url": office.url, "code": code.trim()}));
    Ok(())
}

#[test]
fn a_code_with_a_wrong_letter_is_said_to_be_miscopied() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    let code = office.enrol_code()?;
    let last = if code.ends_with('0') { '1' } else { '0' };
    let wrong = format!("{}{last}", &code[..code.len() - 1]);
    let said = world.refused("enrol", json!({"url": office.url, "code": wrong})).message;
    assert!(said.contains("代码抄错了"), "{said}");
    let closed = world.refused("enrol", json!({"url": "http://127.0.0.1:1", "code": code})).message;
    assert!(closed.contains("端口") && !closed.contains("自动"), "{closed}");
    let open = world.refused("enrol", json!({"url": "http://ho.dfnj.example", "code": code})).message;
    assert!(open.contains("https://"), "{open}");
    Ok(())
}

#[test]
fn a_revoked_device_is_told_as_that_and_not_to_wait() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let devices: Value = serde_json::from_str(&office.run(&["device", "list", "--json"])?)?;
    let device = devices[0]["device_id"].as_str().ok_or("no device")?;
    office.run(&["device", "revoke", device])?;
    world.sell("HH26B00001", "2026-10-18");
    world.call("sync_now", json!({}));
    let line = &world.call("desk_status", json!({}))["sync"][0];
    assert_eq!(line["problem_code"], "revoked");
    assert_eq!(line["trouble"], "总部停用了这台电脑，要重新登记");
    assert_eq!(line["next_attempt_at"], Value::Null, "nobody is told to wait for the next attempt");
    Ok(())
}

#[test]
fn inbox_1_a_message_stands_on_today_until_it_is_read() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.enrol(&office)?;
    let body = json!({"title": "十二月旧件返回", "text": "请在 12 月 31 日前返回"});
    for _ in 0..2 {
        office.run(&["notice", "add", "HB0732A", "--kind", "notice", "--json", &body.to_string()])?;
    }
    world.call("sync_now", json!({}));
    let messages = || -> Vec<Value> {
        let today = world.call("today", json!({}));
        assert_eq!(world.call("desk_status", json!({}))["counts"]["today"], today["total"]);
        let items = today["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().filter(|item| item["kind"] == "message").collect()
    };
    let row = messages().remove(0);
    assert_eq!(row["title"], "华禾农机 2 条消息未读");
    assert!(row["reason"].as_str().is_some_and(|says| says.contains("十二月旧件返回")), "{row}");
    assert_eq!(world.call("sync_status", json!({}))[0]["unread"], 2);
    let inbox = world.call("inbox_list", json!({"term": "", "principal": ""}));
    for item in inbox["rows"].as_array().into_iter().flatten() {
        world.call("inbox_read", json!({"id": item["id"]}));
    }
    assert_eq!((messages().len(), &world.call("sync_status", json!({}))[0]["unread"]), (0, &json!(0)));
    Ok(())
}
