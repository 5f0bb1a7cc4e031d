//! A cost that was computed for another class of machine.

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::repair;
use serde_json::json;

#[test]
fn fee_7_a_kept_cost_is_of_the_class_its_rule_is_for() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    let mut pack = farm("2026.10");
    let rules = pack["formulas"].as_array_mut().ok_or("no formulas")?;
    let at = rules.iter().position(|rule| rule["key"] == "fee.travel").ok_or("no rule")?;
    let mut of_tillers = rules[at].clone();
    of_tillers["class"] = json!("tiller");
    of_tillers["params"][0]["value"] = json!(900);
    rules.insert(at, of_tillers);
    case.install(&pack)?;
    for (serial, model, product) in [("HH26C00001", "HH704", "轮式拖拉机"), ("WG26C00001", "WG4", "微耕机")] {
        let mut paper = sanbao_tests::world::sale("HH", serial, "2026-10-02");
        paper["unit"] = json!({"model": model, "product": product, "serial": serial});
        world.call("sale_open", paper);
    }
    let mut paper = repair("HH", "HH26C00001", "2026-10-16");
    (paper["travel_milli_km"], paper["depart_time"]) = (json!(10_000), json!("9:30"));
    let made = world.call("repair_open", paper);
    assert_eq!(made["fees"][0]["fee_fen"], 5_000);
    // The wrong machine was picked: the same day, the same kilometres, another class.
    let mut draft = made["draft"].clone();
    draft["unit"] = json!({"model": "WG4", "product": "微耕机", "serial": "WG26C00001"});
    let asked = world.call("repair_fees", json!({"amends": made["id"], "draft": draft}));
    assert_eq!(asked[0]["fee_fen"], 9_000, "{asked}");
    let amended = world.call("repair_amend", json!({"id": made["id"], "rev": made["rev"], "draft": draft}));
    assert_eq!(amended["fees"][0]["fee_fen"], 9_000, "{}", amended["fees"]);
    Ok(())
}
