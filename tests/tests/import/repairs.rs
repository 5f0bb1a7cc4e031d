//! Rows of repair records, models and price lists, one oddity each.

use super::ledger::{Came, REPAIR, SALE, csv, fresh};
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};

/// A desk with the machine sold and the part in the price list.
fn desk() -> Outcome<World> {
    let world = fresh()?;
    world.call("start_day_save", json!({"on": "2026-10-01"}));
    Came::text(&world, &csv(&SALE, &[&[]]))?;
    Came::text(&world, "零件编码,零件名称,出厂价(元),市场供货价(元),旧件应返\n055665,轴承6206,88,100,是\n")?;
    Ok(world)
}

fn only(world: &World) -> Value {
    let id = world.call("repair_list", json!({}))["rows"][0]["id"].take();
    world.call("repair_show", json!({"id": id}))
}

#[test]
fn a_row_of_repairs_is_a_repair_with_its_parts() -> Outcome<()> {
    let world = desk()?;
    let came = Came::text(&world, &csv(&REPAIR, &[&[]]))?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 1, 0, 0], Vec::<String>::new()));
    let repair = only(&world);
    let draft = &repair["draft"];
    assert_eq!(
        (&repair["no"], &repair["state"], &repair["total_fen"]),
        (&json!("WX26100001"), &json!("submitted"), &json!(17_600))
    );
    assert_eq!(
        (&draft["reported_time"], &draft["payer"], &draft["method"]),
        (&json!("08:05"), &json!("warranty"), &json!("replace"))
    );
    assert_eq!((&draft["parts"][0]["qty_milli"], &draft["parts"][0]["price_fen"]), (&json!(2000), &json!(8800)));
    let old = world.call("old_part_list", json!({}));
    assert_eq!((&old["total"], &old["rows"][0]["state"]), (&json!(1), &json!("in_store")));
    assert_eq!(draft["customer"]["town"], "双庙乡", "the address of the sales ledger stays");
    Ok(())
}

#[test]
fn import_13_a_repair_is_the_same_by_its_number() -> Outcome<()> {
    let world = desk()?;
    Came::text(&world, &csv(&REPAIR, &[&[]]))?;
    let came = Came::text(&world, &csv(&REPAIR, &[&[], &[("维修单号", "wx2610-0001"), ("报修日期", "2026-10-11")]]))?;
    assert_eq!((came.counts(), came.codes(2), came.warned("same_repair_differs")), ([2, 0, 2, 0], vec![], vec![3]));
    Ok(())
}

#[test]
fn import_14_a_repair_on_an_unknown_machine_comes_in_with_a_warning() -> Outcome<()> {
    let world = desk()?;
    let came = Came::text(&world, &csv(&REPAIR, &[&[("出厂编号", "NOSUCH001")]]))?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 1, 0, 0], vec!["unit_unknown".to_owned()]));
    assert_eq!(only(&world)["draft"]["payer"], "internal", "without a sale nobody claims it in warranty");
    Ok(())
}

#[test]
fn import_15_a_day_out_of_order_is_left_out_and_kept_in_the_remark() -> Outcome<()> {
    let world = desk()?;
    let came = Came::text(&world, &csv(&REPAIR, &[&[("完工日期", "2026-09-30")]]))?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 1, 0, 0], vec!["days_out_of_order".to_owned()]));
    let repair = only(&world);
    assert_eq!((&repair["state"], &repair["draft"]["completed_on"]), (&json!("draft"), &Value::Null));
    assert_eq!(repair["draft"]["note"], "台账完工日期2026年9月30日");
    Ok(())
}

#[test]
fn import_22_a_machine_keeps_the_model_it_is_on_record_with() -> Outcome<()> {
    let world = desk()?;
    let came = Came::text(&world, &csv(&REPAIR, &[&[("机型", "HH740")]]))?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 1, 0, 0], vec!["model_differs".to_owned()]));
    assert_eq!(only(&world)["draft"]["unit"]["model"], "HH704");
    assert_eq!(world.call("model_list", json!({}))["total"], 1);
    Ok(())
}

#[test]
fn import_16_head_office_hears_of_repairs_from_the_start_day_on() -> Outcome<()> {
    let world = desk()?;
    let rows: [&[(&str, &str)]; 3] = [
        &[],
        &[("维修单号", "2"), ("报修日期", "2026-09-20"), ("完工日期", "2026-09-30")],
        &[("维修单号", "3"), ("用户签字", "无")],
    ];
    Came::text(&world, &csv(&REPAIR, &rows))?;
    let sent = world.call("outbox_list", json!({}))["rows"].as_array().cloned().unwrap_or_default();
    let mut kinds: Vec<_> = sent.iter().map(|row| row["kind"].as_str().unwrap_or_default()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["part", "repair"], "the signed repair of October and its old part");
    let states =
        ["submitted", "draft"].map(|state| world.call("repair_list", json!({"state": state}))["total"].as_i64());
    assert_eq!(states, [Some(2), Some(1)]);
    Ok(())
}

#[test]
fn import_17_unknown_parts_and_sums_that_do_not_fit_are_said() -> Outcome<()> {
    let world = desk()?;
    let base: Vec<_> =
        REPAIR.into_iter().chain([("零件编码2", ""), ("零件名称2", ""), ("数量2", ""), ("合计", "")]).collect();
    let rows: [&[(&str, &str)]; 4] = [
        &[("维修单号", "1"), ("零件编码2", "Z9999999")],
        &[("维修单号", "2"), ("材料费", "180")],
        &[("维修单号", "3"), ("合计", "200")],
        &[("维修单号", "4"), ("保内/保外", "保外"), ("材料费", "200"), ("数量1", "两件")],
    ];
    let came = Came::text(&world, &csv(&base, &rows))?;
    assert_eq!(
        (came.counts(), came.errors()),
        ([4, 3, 0, 1], vec![(5, "parts.qty_milli".into(), "not_a_number".into())])
    );
    let codes = [2, 3, 4].map(|row| came.codes(row));
    assert_eq!(codes, [vec!["part_unknown", "quantity_missing"], vec!["material_differs"], vec!["total_differs"]]);
    let totals: Vec<_> = world.call("repair_list", json!({}))["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row["total_fen"].clone())
        .collect();
    assert!(totals.contains(&json!(18_000)), "the paper's material stands: {totals:?}");
    Ok(())
}

#[test]
fn import_18_models_and_parts_are_known_by_their_code() -> Outcome<()> {
    let world = fresh()?;
    let list = |price: &str, spec: &str| {
        format!(
            "零件编码,零件名称,规格型号,出厂价(元),三包件/易损件,旧件应返\n1E5,滤芯,{spec},{price},易损件,是\n055665,轴承,,9,其他,\n"
        )
    };
    let first = Came::text(&world, &list("10", "A型"))?;
    assert_eq!((first.counts(), first.warned("word_unknown")), ([2, 2, 0, 0], vec![3]));
    assert_eq!(Came::text(&world, &list("10", ""))?.counts(), [2, 0, 2, 0], "an empty cell erases nothing");
    assert_eq!(Came::text(&world, &list("10.50", "A型"))?.counts(), [2, 1, 1, 0]);
    assert_eq!(world.call("part_list", json!({"term": "1E5"}))["rows"][0]["price_fen"], 1050);
    let twice = Came::text(
        &world,
        "型号,产品名称,厂家,功率(kW)\nHH704,轮式拖拉机,华禾农机,51.5kW\nHH-704,轮式拖拉机,华禾农机,51.5\nHH704,轮式拖拉机,华禾农机,60\n",
    )?;
    assert_eq!((twice.counts(), twice.errors()), ([3, 1, 1, 1], vec![(4, "code".into(), "code_repeated".into())]));
    assert_eq!(world.call("model_list", json!({}))["rows"][0]["power_milli_kw"], 51_500);
    Ok(())
}
