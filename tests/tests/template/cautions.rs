//! What a form that can be used will show badly, told when it is looked over.

use super::{FORM, desk, form};
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};
use std::path::Path;

fn checked(world: &World, path: &Path) -> Vec<String> {
    let seen = world.call("template_check", json!({"principal": "WY", "key": "W01", "path": path}));
    let all = seen["cautions"].as_array().cloned().unwrap();
    all.iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn about<'t>(all: &'t [String], words: &str) -> Vec<&'t str> {
    all.iter().filter(|one| one.contains(words)).map(String::as_str).collect()
}

#[test]
fn ownform_4_the_sample_form_is_told_what_it_will_show_badly_and_can_be_kept() -> Outcome<()> {
    let world = desk()?;
    let all = checked(&world, Path::new(FORM));
    assert_eq!(all.len(), 6, "{all:?}");
    let saved = world.call("template_save", json!({"principal": "WY", "key": "W01", "path": FORM}));
    assert_eq!(saved["used"], json!(true));
    Ok(())
}

#[test]
fn caution_1_columns_too_narrow_for_their_days_are_told() -> Outcome<()> {
    let world = desk()?;
    let narrow = checked(&world, Path::new(FORM));
    let places: Vec<&str> = about(&narrow, "###").iter().map(|one| one.split('「').next().unwrap()).collect();
    assert_eq!(places, ["月报!G7", "月报!H7", "月报!I7"]);
    let wide = r#"<cols><col width="12" customWidth="1" min="7" max="9" /><col hidden="1""#;
    let wide = checked(&world, &form(&world, "宽.xlsx", r#"<cols><col hidden="1""#, wide));
    assert_eq!(about(&wide, "###"), [""; 0]);
    let thin = r#"<col width="5" customWidth="1" min="14" max="14" /></cols>"#;
    let thin = checked(&world, &form(&world, "窄.xlsx", "</cols>", thin));
    assert_eq!(about(&thin, "工时费」的列太窄").len(), 1, "{thin:?}");
    Ok(())
}

#[test]
fn caution_2_a_form_without_remarks_is_told() -> Outcome<()> {
    let world = desk()?;
    assert_eq!(about(&checked(&world, Path::new(FORM)), "没有备注列").len(), 1);
    let noted = form(&world, "备注.xlsx", "{{row.repair.cause}}", "{{row.repair.note}}");
    assert_eq!(about(&checked(&world, &noted), "没有备注列"), [""; 0]);
    Ok(())
}

#[test]
fn caution_3_a_sum_that_leaves_out_money_is_told() -> Outcome<()> {
    let world = desk()?;
    let all = checked(&world, Path::new(FORM));
    assert_eq!(about(&all, "月报!P7 的合计没有算进交通费、其他费用").len(), 1, "{all:?}");
    let travel = form(&world, "交通.xlsx", "{{row.repair.cause}}", "{{row.repair.travel}}");
    let all = checked(&world, &travel);
    assert_eq!(about(&all, "月报!L7「交通费」下面没有合计").len(), 1, "{all:?}");
    Ok(())
}

#[test]
fn caution_4_a_value_of_the_head_in_a_hidden_column_is_told() -> Outcome<()> {
    let world = desk()?;
    let all = checked(&world, Path::new(FORM));
    assert_eq!(about(&all, "月报!L4 的标记 {{period.text}} 在隐藏的列里").len(), 1, "{all:?}");
    let seen = form(&world, "不隐藏.xlsx", r#"<col hidden="1""#, "<col");
    assert_eq!(about(&checked(&world, &seen), "隐藏"), [""; 0]);
    Ok(())
}

#[test]
fn ownform_4_in_demo_data_it_is_said_that_the_form_does_not_say_so() -> Outcome<()> {
    let world = World::new()?;
    world.call("demo_load", json!({}));
    let status: Value = world.call("desk_status", json!({}));
    let maker = status["principals"][0]["code"].clone();
    let seen = world.call("template_check", json!({"principal": maker, "key": "W01", "path": FORM}));
    assert!(seen["cautions"].to_string().contains("演示数据"), "{seen}");
    Ok(())
}
