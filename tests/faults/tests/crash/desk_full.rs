//! The desk and a disk with no room left, at every write of everything it does.

use sanbao_crash_vfs::{Disk, Fault};
use sanbao_faults::runs::Runs;
use sanbao_tests::killed;
use sanbao_tests::world::{HeadOffice, repair, sale};
use serde_json::{Value, json};

use crate::desk::{self, Busy, text};
use crate::{Held, hold, why};

/// A seed tries every so-many-th write, from its own number on: this many seeds try every write.
const STRIDE: usize = 12;

/// No work writes more often than this.
const MOST: u64 = 3_000;

const NOT_SAVED: &str = "磁盘已满，这次没有保存；已保存的记录都在。请腾出空间后再试";
const NOT_SENT: &str = "磁盘已满，报送暂停。请腾出空间";

/// What a clerk asks for: the command and its input.
type Ask = (&'static str, Value);

#[test]
fn r05_full_disk_on_the_desk_tells_no_false_success() {
    let office = HeadOffice::start("HH", "华禾农机").unwrap();
    let runs =
        Runs { requirement: 5, test: "r05_full_disk_on_the_desk_tells_no_false_success", side: "desk", short: 2 };
    runs.each(|seed| one(&office, seed));
}

fn one(office: &HeadOffice, seed: u64) -> Held {
    let mut desk = Busy::at(office, seed)?;
    desk.world.close();
    let disk = Disk::at(desk.world.dir()).map_err(why)?;
    desk.world.restart().map_err(why)?;
    let from = 1 + (seed - 1) % STRIDE as u64;
    type Make = fn(&mut Busy, u64) -> Result<Ask, String>;
    let makes: [Make; 4] = [a_sale, a_change, a_repair, a_signature];
    for make in makes {
        at_every_write(from, |n| {
            let ask = make(&mut desk, n)?;
            kept_whole_or_not(&desk, &disk, n, ask)
        })?;
    }
    at_every_write(from, |n| backed_up_or_not(&desk, &disk, n))?;
    at_every_write(from, |n| sent_or_not(&mut desk, office, &disk, n))?;
    desk.holds_what_it_said()?;
    desk.everything_arrives_once(office)
}

/// Runs the work with a disk that is full at its nth write, for every n of this seed, until it writes less often than that.
/// The work says whether it met the full disk.
fn at_every_write(from: u64, mut work: impl FnMut(u64) -> Result<bool, String>) -> Held {
    for n in (from..MOST).step_by(STRIDE) {
        let met = work(n).map_err(|why| format!("full at write {n}: {why}"))?;
        if !met {
            return hold(n > from, || "not one write failed".into());
        }
    }
    Err("it never ended".into())
}

fn a_sale(desk: &mut Busy, n: u64) -> Result<Ask, String> {
    let mut sale = sale("HH", &desk.serial(), "2026-10-18");
    sale["request_id"] = json!(format!("sale-{n}"));
    Ok(("sale_open", sale))
}

fn a_repair(desk: &mut Busy, n: u64) -> Result<Ask, String> {
    let mut repair = repair("HH", &desk.serial(), "2026-10-18");
    repair["request_id"] = json!(format!("repair-{n}"));
    Ok(("repair_open", repair))
}

fn a_change(desk: &mut Busy, n: u64) -> Result<Ask, String> {
    let id = desk.sales.last_key_value().ok_or("no sale")?.0.clone();
    let price = 7_000_000 + i64::try_from(n).unwrap_or(0);
    let mut draft = desk.draft(&id)?;
    draft["price_fen"] = json!(price);
    desk.sales.insert(id.clone(), vec![price]);
    Ok(("sale_amend", json!({"id": id, "reason": "核对价格", "draft": draft})))
}

fn a_signature(desk: &mut Busy, n: u64) -> Result<Ask, String> {
    let id = desk.unsigned_repair()?;
    let stroke: Vec<Value> = (0..60).map(|at| json!({"x": at * 3, "y": (at * at * n) % 90, "t": at * 10})).collect();
    let signed = json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "strokes": [stroke]});
    Ok(("signature_add", signed))
}

/// A write that was refused left nothing; asked again when there is room, it is there, once.
fn kept_whole_or_not(desk: &Busy, disk: &Disk, n: u64, (command, input): Ask) -> Result<bool, String> {
    let before = killed::rows(desk.world.dir()).map_err(why)?;
    disk.arm(Fault::Full, n);
    let answered = desk.world.app().call(command, input.clone());
    let met = disk.met();
    if let Err(refused) = &answered {
        hold((&*refused.code, &*refused.message) == ("disk_full", NOT_SAVED), || format!("{command}: {refused:?}"))?;
        hold(killed::rows(desk.world.dir()).map_err(why)? == before, || format!("{command}: half of it was kept"))?;
        disk.mend();
        desk.world.app().call(command, input).map_err(|e| format!("{command} again: {}", e.message))?;
    }
    disk.mend();
    hold(killed::rows(desk.world.dir()).map_err(why)? != before, || format!("{command}: nothing was kept"))?;
    Ok(met)
}

/// A backup that was refused stands under no name; those that stand are whole.
fn backed_up_or_not(desk: &Busy, disk: &Disk, n: u64) -> Result<bool, String> {
    desk.world.pass(1000); // a name of its own
    disk.arm(Fault::Full, n);
    let answered = desk.world.app().call("backup_now", json!({}));
    let met = disk.met();
    if let Err(refused) = &answered {
        hold(refused.code == "disk_full", || format!("backup_now: {refused:?}"))?;
    }
    disk.mend();
    let listed = desk.world.call("backup_list", json!({}));
    for path in listed.as_array().into_iter().flatten().map(|one| text(&one["path"])) {
        store::Store::prove_backup(path.as_ref()).map_err(|e| format!("{path}: {e}"))?;
        std::fs::remove_file(path).map_err(why)?; // looked at once is enough
    }
    if answered.is_err() {
        desk.world.app().call("backup_now", json!({})).map_err(|e| e.message)?;
    }
    Ok(met)
}

/// New records up, a page of the feed down: what was not kept is said, and nothing is passed over.
fn sent_or_not(desk: &mut Busy, office: &HeadOffice, disk: &Disk, n: u64) -> Result<bool, String> {
    desk.sell()?;
    desk.repair()?;
    desk::notice(office, &format!("通知 {n}"))?;
    disk.arm(Fault::Full, n);
    let mut line = desk.world.call("sync_now", json!({}))[0].take();
    let met = disk.met();
    if met {
        let said = (line["problem_code"].as_str(), line["problem"].as_str());
        hold(said == (Some("local_full"), Some(NOT_SENT)), || format!("a full disk was not said: {line}"))?;
    }
    disk.mend();
    desk.world.pass(600_000); // past the lease of the run that broke off
    line = desk.world.call("sync_now", json!({}))[0].take();
    hold(line["problem"].is_null() && line["pending"] == 0, || format!("with room again: {line}"))?;
    desk.nothing_was_passed_over(office)?;
    Ok(met)
}
