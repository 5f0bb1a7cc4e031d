//! A step is looked at before it is taken.

use crate::{complaint, save, step};
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};

#[test]
fn begin_3_a_step_is_looked_at_in_the_state_it_leads_to() -> Outcome<()> {
    let world = World::set_up()?;
    let made = save(&world, "complaint", complaint("2026-10-20"));
    let recorded = step(&world, &made, "record", json!({}));
    let assigned = step(&world, &recorded, "assign", json!({"owner": "张三"}));
    step(&world, &assigned, "investigate", json!({}));
    let look = |values: Value| {
        let asked = json!({"id": made["id"], "form": "complaint", "step": "propose", "values": values});
        world.call("entry_check", asked)
    };
    let has = |list: &Value, key: &str| list.as_array().is_some_and(|all| all.iter().any(|one| one == key));
    let before = look(json!({}));
    assert!(has(&before["required"], "finding") && has(&before["hidden"], "measure"), "{before}");
    let ticked = look(json!({"recurring": true, "complainant": "别人"}));
    assert!(!has(&ticked["hidden"], "measure"), "{ticked}");
    assert_eq!(ticked["values"]["complainant"], made["values"]["complainant"], "only what the step asks for is put in");
    let put = json!({"finding": "缸垫", "responsibility": "maker", "fix": "换缸垫", "measure": "nonsense-id"});
    let why = world.refused("entry_step", json!({"id": made["id"], "step": "propose", "values": put}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("hidden", "values.measure"), "nothing typed is dropped");
    Ok(())
}
