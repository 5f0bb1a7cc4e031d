//! Requirements 4, 7, 8, 10, 11, 15, 16 and 25 with the desk's real store, and the edge cases E22, E23 and E35.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use app::Due;
use rusqlite::Connection;
use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::Fate;
use sanbao_faults::runs::Runs;
use sanbao_tests::programs;
use sanbao_tests::world::{repair, sale};
use serde_json::{Value, json};

use crate::common::*;
use crate::counter::*;
use crate::ways::{TICK, must};

const SIDE: &str = "desk/sqlite, head-office/sqlite";
const CUTS: Runs = Runs { requirement: 4, test: "requirement_4_at_the_counter", side: SIDE, short: 2 };
const HISTORIES: Runs = Runs { requirement: 7, test: "requirement_7_at_the_counter", side: SIDE, short: 2 };
const HOLES: Runs = Runs { requirement: 8, test: "requirement_8_at_the_counter", side: SIDE, short: 1 };
const RECEIPTS: Runs = Runs { requirement: 25, test: "requirement_25_receipts", side: SIDE, short: 1 };

/// Somebody sells, repairs, corrects and cancels.
fn works(machine: &Machine, dice: &mut Dice, day: &mut u64) {
    for _ in 0..dice.from_to(1, 4) {
        *day += 1;
        let serial = format!("HH26B{:05}", *day);
        let sold = machine.sell(&serial);
        match dice.from_to(0, 5) {
            0 => {
                machine.call("sale_void", json!({"id": sold["id"], "reason": "用户退货"}));
            }
            1 => {
                let mut draft = sale("HH", &serial, "2026-11-20");
                draft["customer"]["name"] = json!("王丹丹");
                machine.call("sale_amend", json!({"id": sold["id"], "reason": "核对身份证", "draft": draft}));
            }
            2 => {
                let made = machine.call("repair_open", repair("HH", &serial, "2026-11-20"));
                machine.call("repair_submit", json!({"id": made["id"]}));
            }
            _ => {}
        }
    }
}

fn cuts(seed: u64) -> Result<(), String> {
    let (office, line, machine) = at_the_counter();
    let (mut dice, mut n) = (Dice::of(seed), 0);
    works(&machine, &mut dice, &mut n);
    let down_until = Arc::new(AtomicI64::new(machine.hands.now()));
    let (until, hands, mut blows) = (down_until.clone(), machine.hands.clone(), dice.from_to(1, 4));
    let mut sky = dice.clone();
    line.set(move |seen| {
        if hands.now() < until.load(Ordering::SeqCst) {
            return Fate::BeforeBody;
        }
        if blows == 0 || sky.from_to(0, 2) > 0 {
            return Fate::Pass;
        }
        blows -= 1;
        until.store(hands.now() + i64::try_from(sky.from_to(0, 60_000)).unwrap(), Ordering::SeqCst);
        let at = usize::try_from(sky.from_to(1, 900)).unwrap();
        match sky.from_to(0, 4) {
            0 => Fate::BeforeBody,
            1 => Fate::CutUp(at % (seen.head.len() + seen.len)),
            2 => Fate::AfterCommit,
            3 => Fate::CutDown(at),
            _ => Fate::AfterReply,
        }
    });
    machine.app().run_due("HH", Due::Saved);
    while machine.unsent() > 0 {
        machine.hands.add(TICK);
        office.hands.add(TICK);
        machine.app().tick();
        let waited = machine.hands.now() - down_until.load(Ordering::SeqCst);
        must(waited <= 60_000 || machine.unsent() == 0, || format!("some wait {waited} ms after the last cut"))?;
    }
    line.set(|_| Fate::Pass);
    machine.send();
    machine.all_there(&office).map(drop)?;
    must(held(office.dir.path()).len() == machine.lines().len(), || "something lies there twice".to_owned())
}

#[test]
fn requirement_4_at_the_counter_a_cut_line_drains_by_itself() {
    CUTS.each(cuts);
}

fn history(seed: u64) -> Result<(), String> {
    let (mut office, line, machine) = at_the_counter();
    let (mut dice, mut n) = (Dice::of(seed), 0);
    let mut machines = vec![machine];
    let office_backup = tempfile::tempdir().unwrap();
    on(office.stop());
    copy_database(office.dir.path(), office_backup.path());
    on(office.serve(|_| {}));
    line.to(&office.url);
    let mut backup = machines[0].call("backup_now", json!({}))["path"].clone();
    for _ in 0..dice.from_to(5, 12) {
        let at = usize::try_from(dice.from_to(0, machines.len() as u64 - 1)).unwrap();
        match dice.from_to(0, 9) {
            0..=3 => works(&machines[at], &mut dice, &mut n),
            4..=5 => drop(machines[at].send()),
            6 => backup = machines[0].call("backup_now", json!({}))["path"].clone(),
            7 => drop(machines[0].call("backup_restore", json!({"path": backup}))),
            8 if machines.len() < 2 => {
                let clone = machines[0].cloned();
                machines.push(clone);
            }
            _ => {
                on(office.stop());
                copy_database(office_backup.path(), office.dir.path());
                if dice.from_to(0, 1) == 0 {
                    office.store().renew_generation().unwrap();
                }
                on(office.serve(|_| {}));
                line.to(&office.url);
            }
        }
    }
    for machine in machines.iter().chain(&machines) {
        machine.send();
    }
    machines.iter().try_for_each(|machine| {
        machine.all_there(&office).map(drop)?;
        let says = machine.send()["sentence"].take();
        must(says == "全部已报送", || says.to_string())
    })
}

#[test]
fn requirement_7_at_the_counter_backups_clones_and_restores_lose_nothing() {
    HISTORIES.each(history);
}

fn hole(seed: u64) -> Result<(), String> {
    let (office, _line, machine) = at_the_counter();
    let mut dice = Dice::of(seed);
    (0..20).for_each(|n| drop(machine.sell(&format!("HH26B{n:05}"))));
    machine.send();
    let lost = machine.lines()[usize::try_from(dice.from_to(0, 19)).unwrap()].0.clone();
    let there = Connection::open(office.dir.path().join("head-office.db")).unwrap();
    there.execute("DELETE FROM record WHERE record_id = ?1", [&lost]).unwrap();
    machine.sell("HH26B77777");
    let falsely = "UPDATE outbox SET state = 'acked' WHERE state = 'pending'";
    assert_eq!(machine.database().execute(falsely, []).unwrap(), 1);
    machine.send();
    must(machine.all_there(&office)? == 21, || "not all".to_owned())
}

#[test]
fn requirement_8_at_the_counter_a_lost_and_a_falsely_marked_record_come_back() {
    HOLES.each(hole);
}

fn receipts(seed: u64) -> Result<(), String> {
    let (office, _line, machine) = at_the_counter();
    let (mut dice, mut n) = (Dice::of(seed), 0);
    for _ in 0..6 {
        works(&machine, &mut dice, &mut n);
        machine.send();
    }
    let all = machine.all_there(&office)?;
    let shown =
        machine.ledger().iter().filter(|row| row["receipt_no"].is_string() && row["received_at"].is_i64()).count();
    must(shown == all, || format!("{shown} of {all} show their receipt"))
}

#[test]
fn requirement_25_every_accepted_record_has_a_receipt_that_verifies() {
    RECEIPTS.each(receipts);
}

/// TOLD-5: head office put back to a day before it had anything, the desk enrolled anew, and everything sent again a month later.
#[test]
fn told_5_the_first_receipt_proves_the_day_whatever_is_sent_again() {
    let (mut office, line, machine) = at_the_counter();
    let empty = tempfile::tempdir().unwrap();
    on(office.stop());
    copy_database(office.dir.path(), empty.path());
    on(office.serve(|_| {}));
    line.to(&office.url);
    let sold = machine.sell("HH26B00001");
    machine.send();
    let proof = |machine: &Machine| {
        let mut row = machine.ledger().remove(0);
        let mut sale = machine.call("sale_show", json!({"id": sold["id"]}));
        let kept = machine.lines().remove(0).4.unwrap();
        (kept, row["received_at"].take(), row["receipt_no"].take(), sale["acknowledged_on"].take())
    };
    let first = proof(&machine);
    assert_eq!(first.3, json!("2026-11-21"));
    on(office.stop());
    copy_database(empty.path(), office.dir.path());
    office.store().renew_generation().unwrap();
    on(office.serve(|_| {}));
    line.to(&office.url);
    for hands in [&machine.hands, &office.hands] {
        hands.add(30 * 86_400_000);
    }
    assert_eq!(machine.send()["sentence"], "全部已报送");
    let again = office.records("card").remove(0)["received_at"].as_i64().unwrap();
    assert!(again > first.1.as_i64().unwrap() + 29 * 86_400_000, "head office took it again: {again}");
    assert_eq!(proof(&machine), first);
    machine.enrol(&office, &line.url);
    machine.send();
    assert_eq!(proof(&machine), first);
}

#[test]
fn requirement_25_a_month_is_compared_and_what_head_office_lacks_is_told_by_number() {
    let (office, _line, machine) = at_the_counter();
    (0..12).for_each(|n| drop(machine.sell(&format!("HH26B{n:05}"))));
    machine.send();
    let compare = |machine: &Machine| machine.call("reconcile", json!({"principal": "HH", "month": "2026-11"}));
    let same = compare(&machine);
    assert_eq!((&same["ours"], &same["theirs"], &same["unlike"]), (&json!(12), &json!(12), &json!([])), "{same}");
    assert_eq!(same["digest"], same["their_digest"]);
    let lost = machine.ledger()[4].clone();
    let there = Connection::open(office.dir.path().join("head-office.db")).unwrap();
    there.execute("DELETE FROM record WHERE record_id = ?1", [lost["record_id"].as_str()]).unwrap();
    let found = compare(&machine);
    assert_eq!((&found["theirs"], &found["unlike"][0]["no"]), (&json!(11), &lost["no"]), "{found}");
    assert_ne!(found["digest"], found["their_digest"]);
    assert!(found["sentence"].as_str().unwrap().contains(lost["no"].as_str().unwrap()));
    assert_eq!(office.records("all").len(), 11, "comparing moves nothing");
    machine.send();
    let mended = compare(&machine);
    assert_eq!((&mended["digest"], &mended["unlike"]), (&same["digest"], &json!([])));
    let before = machine.call("reconcile", json!({"principal": "HH", "month": "2026-10"}));
    assert_eq!((&before["ours"], &before["unlike"]), (&json!(0), &json!([])));
}

/// SYNC-38 through the same door.
#[test]
fn sync_38_comparing_without_a_line_says_so_and_moves_nothing() {
    let (_office, line, machine) = at_the_counter();
    machine.sell("HH26B00001");
    let before = machine.lines();
    line.set(|_| Fate::BeforeBody);
    let (code, words) = machine.refused("reconcile", json!({"principal": "HH", "month": "2026-11"}));
    assert!(code == "cut" && chinese(&json!(words)), "{code} {words}");
    assert_eq!(machine.lines(), before);
}

fn chinese(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
}

#[test]
fn requirement_10_at_the_counter_the_bad_one_says_field_and_reason_and_is_mended() {
    let (office, _line, machine) = at_the_counter();
    (0..15).for_each(|n| drop(machine.sell(&format!("HH26B{n:05}"))));
    machine.hands.add(5 * 86_400_000);
    let bad = machine.call("sale_open", sale("HH", "HH26B88888", "2026-11-26"));
    (15..30).for_each(|n| drop(machine.sell(&format!("HH26B{n:05}"))));
    let line = machine.send();
    assert_eq!((&line["rejected"], &line["pending"]), (&json!(1), &json!(0)), "{line}");
    let refused: Vec<_> = machine.ledger().into_iter().filter(|row| row["state"] == "rejected").collect();
    assert_eq!((refused.len(), &refused[0]["field"]), (1, &json!("销售日期")));
    assert!(chinese(&refused[0]["reason"]), "{}", refused[0]);
    assert_eq!(office.records("card").len(), 30);
    let draft = sale("HH", "HH26B88888", "2026-11-20");
    machine.call("sale_amend", json!({"id": bad["id"], "reason": "日期写错", "draft": draft}));
    assert_eq!(machine.send()["sentence"], "全部已报送");
    assert_eq!(office.records("card").len(), 31);
}

#[test]
fn requirement_11_a_record_head_office_would_refuse_for_its_size_is_refused_at_save() {
    let office = on(Office::with("HH", |config| config.limits.record_bytes = 300));
    let machine = Machine::new("A");
    machine.enrol(&office, &office.url);
    machine.send();
    let (code, words) = machine.refused("sale_open", sale("HH", "HH26B00001", "2026-11-20"));
    assert!(code == "too_large" && chinese(&json!(words)), "{code} {words}");
    assert_eq!((machine.lines().len(), machine.call("sale_list", json!({}))["total"].take()), (0, json!(0)));
}

#[test]
fn requirement_15_the_due_day_does_not_follow_the_clock_that_sends() {
    let (office, _line, machine) = at_the_counter();
    let sold = machine.sell("HH26B00001");
    let due = |machine: &Machine| {
        let mut shown = machine.call("sale_show", json!({"id": sold["id"]}));
        (shown["due"]["due_on"].take(), shown["due_on"].take())
    };
    let before = due(&machine);
    assert_ne!(before, (Value::Null, Value::Null));
    machine.hands.add(700 * 86_400_000);
    let line = machine.send();
    assert_eq!((&line["pending"], line["skew_ms"].as_i64()), (&json!(0), Some(-700 * 86_400_000)), "{line}");
    assert_eq!(due(&machine), before);
    machine.all_there(&office).unwrap();
}

#[test]
fn requirement_15_no_day_follows_the_machines_time_zone() {
    let (_office, _line, machine) = at_the_counter();
    machine.sell("HH26B00001");
    let said = |zone: &str| {
        let mut program = std::process::Command::new(programs::path("sanbao").unwrap());
        let done = program
            .env("TZ", zone)
            .arg("--data")
            .arg(machine.dir())
            .args(["call", "sale_list", "{}"])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    };
    let here = said("Asia/Shanghai");
    for zone in ["Pacific/Kiritimati", "America/Los_Angeles", "UTC", "Asia/Kathmandu"] {
        assert!(said(zone) == here, "{zone}");
    }
}

#[test]
fn requirement_16_a_revoked_machine_still_writes_its_unsent_records_into_a_file() {
    let (office, _line, machine) = at_the_counter();
    machine.sell("HH26B00001");
    machine.send();
    let device = office.store().devices().unwrap().remove(0).device_id;
    assert!(office.store().revoke(&device, office.hands.now(), None).unwrap());
    (2..5).for_each(|n| drop(machine.sell(&format!("HH26B{n:05}"))));
    let line = machine.send();
    assert_eq!((&line["problem_code"], &line["pending"]), (&json!("revoked"), &json!(3)), "{line}");
    assert!(chinese(&line["problem"]));
    let stick = tempfile::tempdir().unwrap();
    let file = machine.call("sync_to_file", json!({"path": stick.path().join("待报送.sanbao")}));
    assert_eq!(file["records"], 3);
    machine.enrol(&office, &office.url);
    assert_eq!(machine.send()["sentence"], "全部已报送");
    assert_eq!(office.records("card").len(), 4);
}

#[test]
fn e22_two_machines_that_number_offline_never_make_the_same_number() {
    let office = on(Office::start("HH"));
    let machines = [Machine::new("A"), Machine::new("B")];
    for (machine, serials) in machines.iter().zip([1_000, 2_000]) {
        machine.enrol(&office, &office.url);
        (0..4).for_each(|n| drop(machine.sell(&format!("HH26B{:05}", serials + n))));
    }
    machines.iter().for_each(|machine| assert_eq!(machine.send()["sentence"], "全部已报送"));
    let numbers = |machine: &Machine| -> Vec<String> {
        machine.ledger().iter().map(|row| row["no"].as_str().unwrap().to_owned()).collect()
    };
    let (a, b) = (numbers(&machines[0]), numbers(&machines[1]));
    let tail = |no: &String| no[no.len() - 4..].to_owned();
    assert_eq!(
        a.iter().map(tail).collect::<Vec<_>>(),
        b.iter().map(tail).collect::<Vec<_>>(),
        "the same running numbers"
    );
    assert!(a.iter().all(|no| !b.contains(no)) && a.len() == 4, "and no number twice: {a:?} {b:?}");
    assert_eq!((office.records("card").len(), office.store().quarantined().unwrap()), (8, 0));
}

#[test]
fn e23_a_batch_sent_again_after_a_timeout_gets_its_old_answer_and_makes_no_new_number() {
    let (office, line, machine) = at_the_counter();
    let sold = machine.sell("HH26B00001");
    let no = machine.ledger()[0]["no"].clone();
    let batches: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
    let (seen, times) = (batches.clone(), AtomicU64::new(0));
    line.set(move |request| {
        let id = request.head.lines().find_map(|l| l.strip_prefix("idempotency-key: ").map(str::to_owned));
        seen.lock().unwrap().extend(id.clone());
        // Head office has it; its answer is lost.
        if id.is_some() && times.fetch_add(1, Ordering::SeqCst) == 0 { Fate::AfterCommit } else { Fate::Pass }
    });
    assert_eq!(machine.send()["pending"], 1);
    let first = office.records("card")[0]["received_at"].clone();
    office.hands.add(3_600_000);
    machine.hands.add(3_600_000);
    assert_eq!(machine.send()["sentence"], "全部已报送");
    let batches = batches.lock().unwrap();
    assert!(batches.len() == 2 && batches[0] == batches[1], "{batches:?}");
    let row = machine.ledger().remove(0);
    assert_eq!((&row["no"], &row["received_at"]), (&no, &first), "the old number, and the hour it first arrived");
    assert_eq!((office.records("all").len(), machine.ledger().len()), (1, 1));
    assert_eq!(machine.call("sale_show", json!({"id": sold["id"]}))["state"], "acknowledged");
}

#[test]
fn e35_who_will_not_share_goes_masked_and_in_time_and_a_refusal_is_the_directors() {
    let (office, _line, machine) = at_the_counter();
    let mut draft = sale("HH", "HH26B00001", "2026-11-20");
    draft["share_consent"] = json!(false);
    let sold = machine.call("sale_open", draft);
    assert_eq!(machine.send()["sentence"], "全部已报送");
    let card = office.records("card").remove(0);
    let customer = &card["body"]["customer"];
    assert_eq!(customer["shared"], false, "the flag travels");
    let text = card["body_text"].as_str().unwrap();
    assert!(!text.contains("19900364370") && !text.contains("张家村"), "{customer}");
    // In time as every other card: nobody waits longer for who does not share.
    let other = machine.sell("HH26B00002");
    machine.send();
    let stands = |sold: &Value| {
        let shown = machine.call("sale_show", json!({"id": sold["id"]}));
        (shown["state"].clone(), shown["entered_late"].clone(), shown["due"].clone())
    };
    assert_eq!(stands(&sold).0, "acknowledged");
    assert_eq!(stands(&sold), stands(&other));
}

#[test]
fn told_4_a_refusal_for_what_is_not_shared_is_a_conflict_for_the_director() {
    let (office, _line, machine) = at_the_counter();
    let turned_down = |consent: bool, serial: &str| {
        let mut draft = sale("HH", serial, "2026-11-20");
        draft["share_consent"] = json!(consent);
        let sold = machine.call("sale_open", draft);
        machine.send();
        let of = |card: &Value| card["body"]["unit"]["serial"] == serial;
        let card = office.records("card").into_iter().find(of).unwrap();
        let body = json!({"record_id": card["record_id"], "rev": card["rev"], "code": "missing", "field": "customer.phone", "message": "缺少用户电话"});
        office.store().add_item("HB0732", "rejection", &body.to_string(), office.hands.now(), None).unwrap();
        machine.send();
        let shown = machine.call("sale_show", json!({"id": sold["id"]}));
        assert_eq!(shown["state"], "returned");
        shown["returned_reason"].as_str().unwrap().to_owned()
    };
    let reason = turned_down(false, "HH26B00001");
    assert!(
        reason.contains("用户没有同意") && reason.contains("缺少用户电话") && reason.contains("由主管决定"),
        "{reason}"
    );
    let reason = turned_down(true, "HH26B00002");
    assert!(!reason.contains("没有同意"), "who agreed is asked for the number: {reason}");
}
