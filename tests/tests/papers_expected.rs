//! Papers that should come every month: reminded of until they are here or somebody wrote why not.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, World};
use serde_json::{Value, json};

/// A desk in use since 2026-10-01 whose maker gives its result by the fifth; it is 2026-10-20.
fn desk() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "XC", "name": "鑫昌电动车", "policy": "S3-ebike"}));
    world.call("operator_save", json!({"name": "张三", "role": "owner", "pin": "246813"}));
    Ok(world)
}

/// Days later, with somebody at the desk.
fn later(world: &World, days: i64) {
    world.pass(days * DAY);
    world.call("operator_sign_in", json!({"operator": "张三", "pin": "246813"}));
}

/// What is expected on 今日: maker, title, days left.
fn expected(world: &World) -> Vec<(String, String, i64)> {
    let today = world.call("today", json!({"limit": 200}));
    let items = today["items"].as_array().cloned().unwrap_or_default();
    let said = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let expected = items.iter().filter(|item| item["kind"] == "expected");
    expected
        .map(|item| (said(item, "principal"), said(item, "title"), item["days_left"].as_i64().unwrap_or(99)))
        .collect()
}

fn october(left: i64) -> Vec<(String, String, i64)> {
    vec![("XC".into(), "2026-10 经销商考核表".into(), left)]
}

fn save(world: &World, form: &str, principal: &str, values: &Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": principal, "values": values}))
}

fn voided(world: &World, entry: &Value) {
    world.call("entry_void", json!({"id": entry["id"], "reason": "录错了"}));
}

#[test]
fn expected_1_a_month_without_its_result_stands_on_today_until_it_comes() -> Outcome<()> {
    let world = desk()?;
    later(&world, 15);
    assert_eq!(expected(&world), [], "on the fourth nothing is late; September was before the desk was in use");
    later(&world, 1);
    assert_eq!(expected(&world), october(0), "the fifth is the last day");
    later(&world, 1);
    assert_eq!(expected(&world), october(-1));
    // Another month's result is not this one's.
    let values = |month_end: &str| json!({"month_end": month_end, "notice_on": "2026-11-06", "score": 88_500});
    save(&world, "dealer_assessment", "XC", &values("2026-09-30"));
    assert_eq!(expected(&world), october(-1));
    let came = save(&world, "dealer_assessment", "XC", &values("2026-10-31"));
    assert_eq!(expected(&world), [], "it is here");
    voided(&world, &came);
    assert_eq!(expected(&world), october(-1), "what was put in by mistake is no result");
    Ok(())
}

#[test]
fn expected_2_who_writes_why_it_did_not_come_is_not_reminded() -> Outcome<()> {
    let world = desk()?;
    later(&world, 17);
    let why = json!({"paper": "dealer_assessment", "month_end": "2026-10-31", "reason": "总部说这个月不考核", "written_by": "张三"});
    let other = save(&world, "absent_paper", "HH", &why);
    assert_eq!(expected(&world), october(-1), "that was another maker's: {other}");
    let written = save(&world, "absent_paper", "XC", &why);
    assert_eq!(expected(&world), [], "{written}");
    voided(&world, &written);
    assert_eq!(expected(&world), october(-1));
    Ok(())
}

#[test]
fn expected_3_what_never_came_is_asked_for_three_months() -> Outcome<()> {
    let world = desk()?;
    later(&world, 15 + 27 + 31 + 24);
    let months: Vec<String> = expected(&world).into_iter().map(|(_, title, _)| title).collect();
    assert!(months.iter().any(|title| title.starts_with("2026-10")), "in January: {months:?}");
    later(&world, 14);
    let months: Vec<String> = expected(&world).into_iter().map(|(_, title, _)| title).collect();
    assert!(!months.iter().any(|title| title.starts_with("2026-10")), "in February: {months:?}");
    assert!(months.iter().any(|title| title.starts_with("2026-12")), "{months:?}");
    Ok(())
}
