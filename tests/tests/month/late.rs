//! Which repairs of a month are late, and where that is not known.

use super::{build, fact, november, path};
use sanbao_tests::Outcome;
use sanbao_tests::world::repair;
use serde_json::{Value, json};

#[test]
fn repairsum_3_the_sheet_and_today_know_the_same_late_repairs() -> Outcome<()> {
    let world = november()?;
    // The statute below the pack gives 30 working days from the day of sending in.
    let open = |serial: &str, reported: &str, received: &str| {
        let mut draft = repair("HH", serial, reported);
        draft["received_on"] = json!(received);
        draft["completed_on"] = Value::Null;
        draft["user_signed"] = json!(false);
        draft["in_warranty"] = json!(false);
        draft
    };
    world.call("repair_open", open("A", "2026-08-10", "2026-08-10"));
    world.call("repair_open", open("B", "2026-08-10", "2026-10-12"));
    let mut late = open("C", "2026-08-10", "2026-08-10");
    late["completed_on"] = json!("2026-10-20");
    world.call("repair_open", late);
    let today = world.call("today", json!({}));
    let items = today["items"].as_array().unwrap();
    let overdue = items.iter().filter(|item| item["kind"] == "repair" && item["level"] == "late").count();
    assert_eq!(overdue, 1, "{today}");
    let file = path(&build(&world, json!({"principal": "HH", "month": "2026-10", "keys": ["W01"]}))[0]);
    assert_eq!((fact(&file, "未完台数"), fact(&file, "超时台数")), ("2".to_owned(), "2".to_owned()));
    // At the end of August nothing was late yet.
    let file = path(&build(&world, json!({"principal": "HH", "month": "2026-08", "keys": ["W01"]}))[0]);
    assert_eq!(fact(&file, "超时台数"), "0");
    Ok(())
}

#[test]
fn repairsum_3_no_limit_is_not_zero_late() -> Outcome<()> {
    let world = november()?;
    world.call("principal_save", json!({"code": "KT", "name": "没选政策包的厂家"}));
    let mut draft = repair("KT", "A", "2026-10-05");
    draft["in_warranty"] = json!(false);
    world.call("repair_open", draft);
    let file = path(&build(&world, json!({"principal": "KT", "month": "2026-10", "keys": ["W01"]}))[0]);
    assert_eq!(fact(&file, "超时台数"), "未定期限");
    Ok(())
}
