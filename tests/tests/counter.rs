//! Stories of what a clerk must see at the counter: what is not known, what nobody confirmed, what is still missing.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};

/// A sale of a model nobody knows yet.
fn new_model(product: &str) -> Value {
    let mut draft = sale("HH", "HH26N00001", "2026-10-18");
    draft["unit"] = json!({"model": "HH904", "product": product, "serial": "HH26N00001", "power_milli_kw": 66_000});
    draft
}

/// A machine of a model without a product: a repair brings one in, as a ledger does.
fn open_model(world: &World) -> Value {
    let mut draft = repair("HH", "HH26N00002", "2026-10-19");
    draft["unit"] = json!({"model": "HH905", "serial": "HH26N00002"});
    world.call("repair_open", draft)
}

#[test]
fn openmodel_1_a_sale_names_the_product_of_a_model_it_makes() -> Outcome<()> {
    let world = World::set_up()?;
    let check = world.call("sale_check", new_model(""));
    assert_eq!(check["product_needed"], true);
    let refused = world.refused("sale_open", new_model(" "));
    assert_eq!((refused.code.as_str(), refused.field.as_str()), ("missing", "unit.product"));
    world.call("sale_open", new_model("轮式拖拉机"));
    let known = world.call("sale_check", new_model(""));
    assert_eq!(known["product_needed"], false, "it is known by now");
    // A maker whose packs judge nothing asks for nothing.
    world.call("principal_save", json!({"code": "ZZ", "name": "中州农机"}));
    let mut elsewhere = new_model("");
    elsewhere["principal"] = json!("ZZ");
    assert_eq!(world.call("sale_check", elsewhere.clone())["product_needed"], false);
    world.call("sale_open", elsewhere);
    Ok(())
}

#[test]
fn openmodel_1_models_nobody_named_are_counted_until_somebody_does() -> Outcome<()> {
    let world = World::set_up()?;
    open_model(&world);
    world.call("model_save", json!({"principal": "HH", "code": "UNSOLD"}));
    let open = || world.call("today", json!({}))["models_open"].take();
    let listed = || world.call("model_list", json!({"product_open": true}));
    assert_eq!((open(), &listed()["rows"][0]["code"], &listed()["total"]), (json!(1), &json!("HH905"), &json!(1)));
    world.call("model_save", json!({"principal": "HH", "code": "HH905", "product": "免耕播种机"}));
    assert_eq!(open(), 0);
    Ok(())
}

#[test]
fn rights_5_of_a_model_nobody_named_it_is_said_that_components_have_no_period() -> Outcome<()> {
    let world = World::set_up()?;
    let machine = open_model(&world)["unit_id"].clone();
    let open = || world.call("unit_rights", json!({"unit": machine}))["product_open"].take();
    assert_eq!(open(), true);
    let asked = json!({"principal": "HH", "serial": "HH26N00002", "on": "2026-10-20"});
    world.call("sale_open", {
        let mut draft = sale("HH", "HH26N00002", "2026-10-18");
        draft["unit"] = json!({"model": "HH905", "serial": "HH26N00002"});
        draft
    });
    assert_eq!(world.call("repair_coverage", asked)["product_open"], true);
    world.call("model_save", json!({"principal": "HH", "code": "HH905", "product": "免耕播种机"}));
    assert_eq!(open(), false);
    Ok(())
}

#[test]
fn openmodel_2_a_correction_names_the_product_and_the_components_get_their_period() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("model_save", json!({"principal": "HH", "code": "HH904"}));
    let mut draft = new_model("");
    draft["unit"]["power_milli_kw"] = Value::Null;
    let sold = world.call("sale_open", draft.clone());
    let said = |sold: &Value| {
        let notices = sold["notices"].as_array().into_iter().flatten();
        notices.map(|one| one["code"].clone()).collect::<Vec<_>>()
    };
    assert!(said(&sold).contains(&json!("product_open")), "{sold}");
    let components = || {
        let rights = world.call("unit_rights", json!({"serial": "HH26N00001"}));
        rights["coverage"].as_array().into_iter().flatten().map(|row| row["component"].clone()).collect::<Vec<_>>()
    };
    assert!(!components().contains(&json!("主要部件")));
    draft["unit"]["product"] = json!("轮式拖拉机");
    draft["unit"]["power_milli_kw"] = json!(66_000);
    let mended = world.call("sale_amend", json!({"id": sold["id"], "draft": draft}));
    assert!(!said(&mended).contains(&json!("product_open")), "{mended}");
    assert!(components().contains(&json!("主要部件")));
    // What is known is not changed by a sale.
    draft["unit"]["product"] = json!("手扶拖拉机");
    let other = world.call("sale_amend", json!({"id": sold["id"], "draft": draft}));
    assert_eq!(other["draft"]["unit"]["product"], "轮式拖拉机");
    let check = world.call("sale_check", draft);
    assert!(check["notices"].to_string().contains("product_differs"), "{check}");
    Ok(())
}

#[test]
fn a_day_by_a_sample_nobody_compared_carries_its_mark_until_somebody_did() -> Outcome<()> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let sold = world.sell("HH26B00001", "2026-10-18");
    let mut fixed = repair("HH", "HH26B00001", "2026-10-19");
    fixed["in_warranty"] = json!(true);
    fixed["parts"] = json!([{"name": "油泵", "qty_milli": 1000, "price_fen": 12_000, "old_part_here": true}]);
    world.call("repair_open", fixed);
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["due"]["doubt"], "sample");
    assert_eq!(world.call("sale_list", json!({}))["rows"][0]["doubt"], "sample");
    let part = world.call("old_part_list", json!({}))["rows"][0].take();
    assert_eq!((&part["doubt"], part["due_on"].is_string()), (&json!("sample"), true), "{part}");
    let rights = world.call("unit_rights", json!({"serial": "HH26B00001"}));
    let deadlines = rights["deadlines"].as_array().into_iter().flatten();
    let mut statutory = deadlines.filter(|one| one["standing"]["rule_version"] == "CN-ag-2010 2026.1");
    let doubt = statutory.next().map(|one| one["standing"]["doubt"].clone());
    assert_eq!(doubt, Some(json!("unchecked")), "the statute is no sample: {rights}");
    let maker = |world: &World| world.call("desk_status", json!({}))["principals"][0].take();
    let unchecked = maker(&world)["unchecked"].as_i64().unwrap_or_default();
    assert!(maker(&world)["sample"] == true && unchecked > 0);
    let id = "|S0-farm|2026.1";
    let shown = world.call("policy_show", json!({"id": id}));
    let rule = shown["rules"].as_array().into_iter().flatten().find(|rule| rule["key"] == "card.to_ho").cloned();
    let rule = rule.ok_or("no rule for the card")?;
    let (section, index, hash) = (&rule["section"], &rule["index"], &rule["hash"]);
    let tick = json!({"id": id, "section": section, "index": index, "hash": hash, "checked": true, "by": "李会计", "note": ""});
    world.call("policy_tick", tick);
    world.call("law_recompute", json!({}));
    assert_eq!(world.call("sale_show", json!({"id": sold["id"]}))["due"]["doubt"], Value::Null);
    assert_eq!(maker(&world)["unchecked"], unchecked - 1);
    Ok(())
}

#[test]
fn a_repair_shows_what_the_meters_of_its_machine_showed() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B00001", "2026-10-18");
    for (day, shown) in [("2026-10-18", 120_000), ("2026-10-19", 130_000)] {
        let mut draft = repair("HH", "HH26B00001", day);
        draft["usage_milli"] = json!(shown);
        world.call("repair_open", draft);
    }
    let last = world.call("repair_list", json!({}))["rows"][0]["id"].take();
    let readings = world.call("repair_show", json!({"id": last}))["readings"].take();
    let shown: Vec<_> = readings.as_array().into_iter().flatten().map(|one| one["shown_milli"].clone()).collect();
    assert_eq!(shown, [120_000, 130_000]);
    Ok(())
}

#[test]
fn a_card_that_never_left_the_desk_is_changed_without_a_reason() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B00001", "2026-10-18");
    draft["user_signed"] = json!(true);
    let sold = world.call("sale_open", draft.clone());
    assert_eq!((&sold["state"], &sold["left_desk"]), (&json!("queued"), &json!(false)));
    draft["customer"]["name"] = json!("刘玉梅");
    let changed = world.call("sale_amend", json!({"id": sold["id"], "draft": draft}));
    assert_eq!(changed["draft"]["customer"]["name"], "刘玉梅");
    Ok(())
}

#[test]
fn seasonwords_1_a_desk_says_which_seasons_it_knows_where_the_dealer_is() -> Outcome<()> {
    let world = World::set_up()?;
    let says = |region: &str| {
        world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "region": region}));
        world.call("desk_status", json!({}))["seasons"][0].as_str().unwrap_or_default().to_owned()
    };
    let ordinary = "没有农时数据，作业期内的修理期限不算，按平时的修理期限算";
    assert_eq!(says(""), format!("华禾农机：没有填所在地区，不知道用哪里的农时；{ordinary}"));
    assert_eq!(says("山东省潍坊市"), format!("华禾农机：本地区（山东省潍坊市）{ordinary}"));
    assert_eq!(
        says("河南省周口市"),
        format!("华禾农机：本地区有农时数据的是联合收割机（5月20日至6月10日）；其他类别{ordinary}")
    );
    Ok(())
}

/// The one line of a repair with this text in its box, as it is kept.
fn line_of(world: &World, typed: &str) -> Value {
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["parts"] = json!([{"name": typed, "qty_milli": 1000}]);
    world.call("repair_open", draft)["draft"]["parts"][0].take()
}

#[test]
fn partline_5_a_whole_code_in_the_box_of_the_name_is_the_part() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-05");
    world.call("part_save", json!({"code": "055665", "name": "轴承6206", "price_fen": 8800}));
    let line = line_of(&world, " 055-665 ");
    assert_eq!([&line["code"], &line["name"]], ["055665", "轴承6206"]);
    assert_eq!(line["price_fen"], 8800);
    assert_eq!(line_of(&world, "转向油缸")["code"], "", "a new part by its name");
    Ok(())
}

#[test]
fn partline_5_letters_and_digits_that_are_no_code_are_refused() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = repair("HH", "HH26B35536", "2026-10-18");
    draft["fault"] = json!("");
    draft["parts"] = json!([{"name": "轴承", "qty_milli": 1000}, {"name": "cylx", "qty_milli": 1000}]);
    let refused = world.refused("repair_open", draft.clone());
    let fields: Vec<_> = refused.fields.iter().map(|one| one.field.as_str()).collect();
    assert!(fields.contains(&"parts.1.name") && fields.contains(&"fault"), "{fields:?}");
    assert!(refused.message.contains("「cylx」不是价目表里的编码"), "{}", refused.message);
    Ok(())
}

#[test]
fn part_3_a_part_is_found_by_its_initials() -> Outcome<()> {
    let world = World::set_up()?;
    for (code, name) in [("1", "柴油滤芯"), ("2", "轴承6206"), ("3", "喷油器"), ("ZC9", "皮带")] {
        world.call("part_save", json!({"code": code, "name": name}));
    }
    let found = |term: &str| -> Vec<String> {
        let rows = world.call("part_list", json!({"term": term}));
        rows["rows"].as_array().into_iter().flatten().map(|row| row["name"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(found("cylx"), ["柴油滤芯"]);
    assert_eq!(found("PYQ"), ["喷油器"]);
    assert_eq!(found("zc"), ["轴承6206", "皮带"], "by initials and by the code");
    assert_eq!(found("zcx"), [""; 0]);
    Ok(())
}
