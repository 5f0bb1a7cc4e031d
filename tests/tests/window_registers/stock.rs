//! Two machines that stand in stock for two seasons, on both sides of the last day, in the window at that day (E09).

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::counter::alone;
use sanbao_tests::clerk::Clerk;
use sanbao_tests::outside::left_out;
use sanbao_tests::register::Put::Text;
use sanbao_tests::world::{START, World};
use sanbao_tests::{Outcome, programs};
use serde_json::json;

const TITLE: &str = "库存整机登记";

/// The window program at another day: the machine's clock is moved for it alone.
fn at_day(app: &Path, folder: &Path, day: &str) -> Outcome<Option<PathBuf>> {
    let moved = std::process::Command::new("faketime").arg("--version").output();
    if !moved.is_ok_and(|told| told.status.success()) {
        return Ok(None);
    }
    let script = folder.join("at-day");
    let app = app.display();
    std::fs::write(&script, format!("#!/bin/sh\nexec faketime --exclude-monotonic '{day} 09:00:00' '{app}' \"$@\"\n"))?;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))?;
    Ok(Some(script))
}

/// A harvester that came in on 2 March 2026 at a dealer of the plain, where the harvest ends on 10 June.
fn stocked() -> Outcome<World> {
    let mut world = World::at(START)?;
    world.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农", "region": "河南省周口市"}));
    world.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
    world.call("start_day_save", json!({"on": "2026-01-01"}));
    world.call("model_save", json!({"principal": "HH", "code": "4LZ", "product": "联合收割机"}));
    let typed = json!({"received_on": "2026-03-02", "product": "联合收割机", "model": "4LZ", "serial_no": "HH26B35536",
        "price": 9_800_000, "condition": "good"});
    let made = world.call("entry_save", json!({"form": "stock_unit", "principal": "HH", "values": typed}));
    assert_eq!(made["due"][0]["deadline"]["due_on"], "2027-06-10", "{made}");
    world.close();
    Ok(world)
}

#[test]
fn stock_of_two_seasons_is_free_to_its_last_day_and_owed_after_it() -> Outcome<()> {
    let Some((app, _alone)) = alone("stock of two seasons") else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let Some(last) = at_day(&app, folder.path(), "2027-06-10")? else { return left_out("no faketime") };
    let world = stocked()?;
    let pictures = programs::artefacts("两季库存")?;
    let clerk = Clerk::sit_down(&last, world.dir(), &pictures)?;
    clerk.register("库存整机", TITLE)?;
    clerk.told("今天到期")?;
    clerk.first_row()?;
    clerk.picture("最后一天")?;
    clerk.step("售出", &[("sold_on", Text("今"))], "已售出")?;
    clerk.picture("最后一天售出")?;
    assert_eq!(clerk.strokes()?.pointer, 0);
    drop(clerk);

    let world = stocked()?;
    let next = at_day(&app, folder.path(), "2027-06-11")?.ok_or("no faketime")?;
    let clerk = Clerk::sit_down_again(&next, world.dir(), &pictures, 2)?;
    clerk.register("库存整机", TITLE)?;
    clerk.told("超 1 天")?;
    clerk.first_row()?;
    clerk.picture("后一天")?;
    clerk.step("视同已售", &[("deemed_on", Text("今")), ("deemed_note", Text("盘点在库"))], "视同已售")?;
    clerk.told("98,000.00")?;
    clerk.step("售出", &[("sold_on", Text("今"))], "视同已售后售出")?;
    clerk.picture("视同已售后售出")?;
    assert_eq!(clerk.strokes()?.pointer, 0);
    Ok(())
}
