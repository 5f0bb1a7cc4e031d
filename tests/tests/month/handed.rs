//! What was handed over is told from what waits here: cards, and changes of what head office never had.

use super::{build, column, fact, path, sheet};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair};
use serde_json::{Value, json};

const OCTOBER: &str = "2026-10";

/// The pack of October, handed over in person on the fifth of November.
fn handed_over(world: &World) {
    build(world, json!({"principal": "HH", "month": OCTOBER}));
    let by_hand =
        json!({"principal": "HH", "month": OCTOBER, "road": "hand", "handed_on": "2026-11-05", "receiver": "李会计"});
    world.call("submission_save", by_hand);
}

#[test]
fn cardsheet_4_a_card_that_waits_here_was_not_returned() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("0001", "2026-10-02");
    world.set_clock(START + 16 * DAY);
    let said = || {
        let (cards, sales) = (sheet(&world, "W06", OCTOBER), sheet(&world, "W03", OCTOBER));
        let columns = [column(&cards, "返回日期"), column(&cards, "备注"), column(&sales, "回执卡寄出日期")];
        let file = path(&build(&world, json!({"principal": "HH", "month": OCTOBER, "keys": ["W06"]}))[0]);
        let facts = ["本月返回张数", "本月应返张数", "超期未返", "返回率"].map(|name| fact(&file, name));
        (columns.map(|column| column.join("、")), facts)
    };
    assert_eq!(said(), (["", "待报送", ""].map(String::from), ["0", "1", "1", "0"].map(String::from)));
    handed_over(&world);
    let day = "2026-11-05";
    assert_eq!(said(), ([day, "待总部回执", day].map(String::from), ["1", "1", "0", "1"].map(String::from)));
    Ok(())
}

#[test]
fn repairsheet_2_nothing_is_a_correction_before_it_was_reported() -> Outcome<()> {
    let world = World::set_up()?;
    world.set_clock(START + 16 * DAY);
    let made = world.call("repair_open", repair("HH", "0001", "2026-10-05"));
    world.call("repair_submit", json!({"id": made["id"]}));
    let change = |labour: i64| {
        let mut draft: Value = world.call("repair_show", json!({"id": made["id"]}))["draft"].take();
        draft["labour_fen"] = json!(labour);
        world.call("repair_amend", json!({"id": made["id"], "reason": "核对工单", "draft": draft}));
        [column(&sheet(&world, "W01", OCTOBER), "备注"), column(&sheet(&world, "W02", OCTOBER), "备注")].concat()
    };
    assert_eq!(change(7000), ["", ""], "no pack of it exists");
    handed_over(&world);
    world.set_clock(START + 17 * DAY);
    assert_eq!(change(8000), ["△更正", "△更正"], "head office has the paper of before");
    Ok(())
}
