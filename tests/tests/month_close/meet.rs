//! Closing beside what goes on at the same time: other months, other windows, head office's answer.

use super::*;

fn turn_back(office: &HeadOffice, id: &Value) -> Outcome<()> {
    let newest = office.list("report")?.into_iter().rfind(|line| line["record_id"] == *id).ok_or("it is not there")?;
    let body = json!({"record_id": id, "rev": newest["rev"], "code": "sheet_unread", "message": "打不开"});
    office.run(&["notice", "add", "HB0732A", "--kind", "rejection", "--json", &body.to_string()])?;
    Ok(())
}

#[test]
fn monthclose_1_months_are_closed_in_their_order() -> Outcome<()> {
    let world = november()?;
    close(&world, "2026-08");
    let refused = world.refused("month_close", of("2026-10"));
    assert_eq!(refused.code, "month_order");
    assert!(refused.message.contains("2026年9月"), "{}", refused.message);
    close(&world, "2026-09");
    close(&world, "2026-10");
    Ok(())
}

#[test]
fn monthclose_7_a_closed_sheet_that_was_turned_back_goes_again_as_it_was() -> Outcome<()> {
    let office = HeadOffice::start("HH", "华禾农机")?;
    let world = World::set_up()?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let (before, _) = machine_months(&world);
    handed_in(&world, repair("HH", "HH26B35536", &format!("{before}-05")));
    let sent = world.call("report_send", of(&before));
    world.call("sync_now", json!({}));
    let closed = close(&world, &before);
    turn_back(&office, &sent[0]["id"])?;
    world.call("sync_now", json!({}));
    let again = world.call("report_send", of(&before));
    let went: Vec<_> = again.as_array().unwrap().iter().map(|run| (said(&run["no"]), said(&run["sha256"]))).collect();
    let first = &closed["closed"]["sheets"][0];
    assert_eq!(went, [(said(&first["no"]), said(&first["sha256"]))], "that one alone, by its number, to the byte");
    assert_eq!(world.refused("report_send", of(&before)).code, "month_sent");
    world.call("sync_now", json!({}));
    let shown = world.call("month_show", of(&before));
    assert_eq!(shown["closed"]["sheets"][0]["state"], "acked");
    let today = world.call("today", json!({}));
    assert!(!today["items"].to_string().contains("总部退回"), "{today}");
    Ok(())
}

#[test]
fn monthclose_7_two_windows_send_a_closed_month_once() -> Outcome<()> {
    let world = november()?;
    close(&world, "2026-10");
    let other = world.another()?;
    world.call("report_send", of("2026-10"));
    let second = other.call("report_send", of("2026-10")).unwrap_err();
    assert_eq!(second.code, "month_sent");
    let ledger = world.call("submission_list", json!({"principal": "HH"}));
    assert_eq!(ledger["total"], 1);
    Ok(())
}

#[test]
fn compare_1_rows_that_correct_are_no_sales_of_the_month() -> Outcome<()> {
    let world = november()?;
    let sold = world.sell("S1", "2026-10-06");
    close(&world, "2026-10");
    let mut draft = sale("HH", "S1", "2026-10-06");
    draft["invoice_no"] = json!("00012345");
    world.call("sale_amend", json!({"id": sold["id"], "reason": "补发票号", "draft": draft}));
    assert_eq!(column(&sheet(&world, "W03", "2026-11"), "出厂编号"), ["S1", "S1"], "red and blue");
    let compared = world.call("month_compare", of("2026-11"));
    let row = compared["rows"].as_array().unwrap().iter().find(|row| row["figure"] == "sold");
    assert_eq!(row.ok_or_else(|| compared.to_string())?["this"]["value"], 0);
    Ok(())
}
