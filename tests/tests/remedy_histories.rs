//! Whatever happens to a few machines by sale, exchange and return: numbers, sales and periods stay whole.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, sale};
use serde_json::{Value, json};

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

fn step(world: &World, case: &Value, kind: &str, more: Value) -> Value {
    world.call("remedy_step", with(json!({"id": case["id"], "kind": kind}), more))
}

/// How the machine's own periods ended, one for each sale; none for a machine nobody knows.
fn endings(world: &World, serial: &str) -> Vec<String> {
    if world.call("unit_find", json!({"serial": serial})).is_null() {
        return Vec::new();
    }
    let said = world.call("unit_rights", json!({"serial": serial}));
    let rows = said["coverage"].as_array().cloned().unwrap_or_default();
    let own = rows.iter().filter(|row| row["component"] == "整机");
    own.map(|row| row["ended_by"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A run of numbers that is the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Whatever happens to a few machines, a sale has one period of its machine, a machine at most one user, a number one record.
#[test]
fn one_coverage_per_machine_and_sale_and_no_number_twice() -> Outcome<()> {
    for seed in 1..=3 {
        let world = World::set_up()?;
        world.call(
            "model_save",
            json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500}),
        );
        let serials: Vec<String> = (0..4).map(|n| format!("HH26B5000{n}")).collect();
        let mut dice = Dice(seed);
        for day in 0..24 {
            world.set_clock(START + day * DAY);
            play(&world, &serials, &mut dice, day);
        }
        let mut numbers = std::collections::BTreeSet::new();
        for serial in &serials {
            let unit = world.call("unit_find", json!({"serial": serial}));
            let sales = unit["sales"].as_array().cloned().unwrap_or_default();
            for one in &sales {
                assert!(numbers.insert(one["no"].to_string()), "seed {seed}: {} twice", one["no"]);
            }
            let endings = endings(&world, serial);
            assert_eq!(endings.len(), sales.len(), "seed {seed} {serial}: {endings:?}");
            let running = endings.iter().filter(|ended| *ended == "time").count();
            assert!(running <= 1, "seed {seed} {serial}: {endings:?}");
        }
        let cases = world.call("remedy_list", json!({"limit": 200}));
        for one in cases["rows"].as_array().into_iter().flatten() {
            assert!(numbers.insert(one["no"].to_string()), "seed {seed}: {} twice", one["no"]);
        }
        assert!(numbers.len() > 6, "seed {seed}: {numbers:?}");
    }
    Ok(())
}

/// The exchange is undone: the old machine runs on as before, the other is nobody's.
fn undone(world: &World, serial: &str, case: &Value) {
    let other = case["machine"]["serial"].as_str().unwrap_or_default().to_owned();
    assert!(endings(world, serial).iter().all(|ended| ended != "time"), "{serial} came back");
    world.call("remedy_undo", json!({"id": case["id"], "rev": case["rev"], "reason": "换错了机器"}));
    assert_eq!(endings(world, serial).iter().filter(|ended| *ended == "time").count(), 1, "{serial} stands again");
    assert!(endings(world, &other).iter().all(|ended| ended != "time"), "{other} is free");
    let declined = json!({"id": case["id"], "outcome": "declined", "words": "不换了"});
    world.call("remedy_settle", declined);
}

/// One thing happens to one machine; what the desk refuses, it refuses.
fn play(world: &World, serials: &[String], dice: &mut Dice, day: i64) {
    let pick = |dice: &mut Dice| serials[usize::try_from(dice.below(4)).unwrap_or(0)].clone();
    let serial = pick(dice);
    let today = domain::Day::at(START + day * DAY).iso();
    let free = |serial: &str| endings(world, serial).iter().all(|ended| ended != "time");
    if free(&serial) {
        world.call("sale_open", sale("HH", &serial, &today));
        return;
    }
    let rev = |value: &Value| json!({"id": value["id"], "rev": value["rev"]});
    let Ok(case) = world.app().call("remedy_open", json!({"machine": {"serial": serial}, "basis": "总部鉴定"}))
    else {
        return;
    };
    let case = case["value"].clone();
    match dice.below(5) {
        0 => drop(world.call("remedy_void", with(rev(&case), json!({"reason": "录错"})))),
        1 => drop(world.call("remedy_settle", json!({"id": case["id"], "outcome": "withdrawn", "words": "不换了"}))),
        2 => {
            step(world, &case, "chosen", json!({"choice": "return"}));
            world.call("remedy_settle", json!({"id": case["id"], "outcome": "refund"}));
        }
        _ => {
            step(world, &case, "chosen", json!({"choice": "machine_exchange"}));
            let other = pick(dice);
            let given = json!({"id": case["id"], "outcome": "machine", "unit": {"model": "", "serial": other}});
            let may = other != serial && free(&other);
            let done = world.app().call("remedy_settle", given);
            assert_eq!(done.is_ok(), may, "{serial} → {other}");
            if let Ok(done) = &done
                && dice.below(2) == 0
            {
                undone(world, &serial, &done["value"]);
            }
            if done.is_err() {
                world.call("remedy_settle", json!({"id": case["id"], "outcome": "declined", "words": "没有机器"}));
            }
        }
    }
}
