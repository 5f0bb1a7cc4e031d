//! Stories of changes: two windows on one record, and a change that does what its form shows.

use sanbao_tests::Outcome;
use sanbao_tests::world::{World, repair, sale};
use serde_json::{Value, json};

#[test]
fn form_3_what_two_windows_change_is_not_lost() -> Outcome<()> {
    let world = World::set_up()?;
    let mut draft = sale("HH", "HH26B35536", "2026-10-20");
    draft["user_signed"] = json!(false);
    let opened = world.call("sale_open", draft.clone());
    let (id, seen) = (opened["id"].clone(), opened["rev"].clone());
    draft["note"] = json!("先改的");
    world.call("sale_amend", json!({"id": id, "rev": seen, "draft": draft}));
    draft["note"] = json!("后改的");
    for (command, input) in [
        ("sale_amend", json!({"id": id, "rev": seen, "draft": draft})),
        ("card_collect", json!({"id": id, "rev": seen})),
        ("sale_void", json!({"id": id, "rev": seen, "reason": "录错"})),
    ] {
        let refused = world.refused(command, input);
        assert_eq!(refused.code, "stale", "{command}");
        assert!(refused.message.contains("已在别处改过"), "{}", refused.message);
    }
    let stands = world.call("sale_show", json!({"id": id}));
    assert_eq!((&stands["draft"]["note"], &stands["state"]), (&json!("先改的"), &json!("issued")));
    let amended = world.call("sale_amend", json!({"id": id, "rev": stands["rev"], "draft": draft}));
    assert_eq!(amended["draft"]["note"], "后改的");
    Ok(())
}

#[test]
fn form_3_repairs_and_old_parts_too() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26B35536", "2026-10-01");
    let draft = repair("HH", "HH26B35536", "2026-10-18");
    let opened = world.call("repair_open", draft.clone());
    let seen = opened["rev"].clone();
    world.call("repair_amend", json!({"id": opened["id"], "rev": seen, "draft": opened["draft"]}));
    let late = json!({"id": opened["id"], "rev": seen, "draft": opened["draft"]});
    assert_eq!(world.refused("repair_amend", late).code, "stale");
    let part = world.call("old_part_list", json!({}))["rows"][0].take();
    let shelf = |rev: &Value, bin: &str| json!({"id": part["id"], "rev": rev, "state": "in_store", "bin": bin});
    world.call("old_part_move", shelf(&part["rev"], "A-1"));
    assert_eq!(world.refused("old_part_move", shelf(&part["rev"], "B-2")).code, "stale");
    assert_eq!(world.call("old_part_list", json!({}))["rows"][0]["bin"], "A-1");
    Ok(())
}
