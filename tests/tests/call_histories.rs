//! Whoever sits at the desk while calls come in and go on: what is written has its hand, and what a role may not leaves nothing.

use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Names, roles and PINs of a shop.
const SHOP: [(&str, &str, &str); 4] = [
    ("王强", "owner", "1357902468"),
    ("李敏", "director", "2468013579"),
    ("张伟", "clerk", "59371846"),
    ("孙会计", "auditor", "71934826"),
];
const MINUTE: i64 = 60_000;

/// A run of numbers that is the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % most
    }
}

struct Shop {
    world: World,
    /// Place of who is signed in.
    at: usize,
    /// Each call's number and who took it in.
    made: BTreeMap<String, (String, &'static str)>,
    /// How often somebody was refused for the role.
    held_back: u32,
}

impl Shop {
    fn open() -> Outcome<Self> {
        let world = World::set_up()?;
        for (name, role, pin) in SHOP {
            world.call("operator_save", json!({"name": name, "role": role, "pin": pin}));
        }
        Ok(Self { world, at: 0, made: BTreeMap::new(), held_back: 0 })
    }

    fn sit(&mut self, at: usize) {
        self.at = at;
        self.world.call("operator_sign_in", json!({"operator": SHOP[at].0, "pin": SHOP[at].2}));
    }

    fn papers(&self) -> String {
        let page = self.world.call("call_list", json!({"limit": 200}));
        page["rows"].to_string()
    }

    /// A command this role may do or not; what it may not is refused, and nothing moved.
    fn take(&mut self, command: &str, decision: bool, input: Value) -> Option<Value> {
        let role = SHOP[self.at].1;
        let may = if decision { matches!(role, "owner" | "director") } else { role != "auditor" };
        let before = self.papers();
        match self.world.app().call(command, input) {
            Ok(answer) => {
                assert!(may, "{role} did {command}");
                Some(answer["value"].clone())
            }
            Err(why) => {
                self.held_back += u32::from(!may);
                assert_eq!(self.papers(), before, "{role} {command}: {} changed something", why.code);
                None
            }
        }
    }

    fn any(&self, dice: &mut Dice) -> Option<Value> {
        let ids: Vec<&String> = self.made.keys().collect();
        let id = ids.get(dice.below(ids.len().max(1)))?;
        Some(self.world.call("call_show", json!({"id": id})))
    }

    fn one(&mut self, dice: &mut Dice) {
        match dice.below(10) {
            0..2 => self.sit(dice.below(SHOP.len())),
            2..5 => {
                let draft = json!({"channel": "phone", "phone": "19900364370", "complaint": "发动不着"});
                if let Some(made) = self.take("call_open", false, draft) {
                    let text = |key: &str| made[key].as_str().unwrap_or_default().to_owned();
                    self.made.insert(text("id"), (text("no"), SHOP[self.at].0));
                }
            }
            5..9 => {
                let Some(call) = self.any(dice) else { return };
                let next = call["next"].as_array().cloned().unwrap_or_default();
                let Some(kind) = next.get(dice.below(next.len().max(1))) else { return };
                let input = json!({"id": call["id"], "rev": call["rev"], "kind": kind, "who": "周师傅", "no": "BA-1", "words": "办了"});
                self.take("call_step", false, input);
            }
            _ => {
                let Some(call) = self.any(dice) else { return };
                self.take("call_void", true, json!({"id": call["id"], "rev": call["rev"], "reason": "重复登记"}));
            }
        }
    }
}

#[test]
fn whoever_sits_there_each_call_has_its_hand_and_its_number() -> Outcome<()> {
    for seed in 1..=2 {
        let (mut shop, mut dice) = (Shop::open()?, Dice(seed));
        for _ in 0..60 {
            shop.one(&mut dice);
            shop.world.pass(MINUTE);
            // Minutes without a key lock the desk; here somebody is at it.
            shop.world.call("operator_stay", json!({}));
        }
        assert!(shop.made.len() > 5 && shop.held_back > 0, "seed {seed}: nothing came about");
        let numbers: BTreeSet<&String> = shop.made.values().map(|(no, _)| no).collect();
        assert_eq!(numbers.len(), shop.made.len(), "seed {seed}: a number was given twice");
        for (id, (no, hand)) in &shop.made {
            let shown = shop.world.call("call_show", json!({"id": id}));
            assert_eq!((&shown["no"], &shown["entered_by"]), (&json!(no), &json!(hand)), "seed {seed}");
        }
        let lines = shop.world.call("audit_list", json!({}));
        let nobodys: Vec<&Value> = lines
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["op"].as_str().is_some_and(|op| op.starts_with("call_")) && line["operator"].is_null())
            .collect();
        assert!(nobodys.is_empty(), "seed {seed}: {nobodys:?}");
    }
    Ok(())
}
