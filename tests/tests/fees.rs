//! Stories of money by rule: costs of a repair as the maker's rules have them, and the account of goods with a maker.
#![allow(clippy::panic, clippy::unwrap_used, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::outside::{left_out, python};
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};
use std::process::Command;

/// A job somebody drove 35 kilometres for, by day.
fn trip(serial: &str, done_on: &str) -> Value {
    let mut paper = repair("HH", serial, done_on);
    paper["travel_milli_km"] = json!(35_000);
    paper["depart_time"] = json!("9:30");
    paper["parts"][0]["old_part_here"] = json!(true);
    paper
}

fn fees(world: &World, draft: &Value) -> Value {
    world.call("repair_fees", json!({"draft": draft}))
}

/// HH's contract with the day rate of travel raised on the fifteenth.
fn raised(version: &str, first: i64, then: i64) -> Value {
    let mut pack = farm(version);
    let rules = pack["formulas"].as_array_mut().unwrap();
    let at = rules.iter().position(|rule| rule["key"] == "fee.travel").unwrap();
    let mut later = rules[at].clone();
    rules[at]["effective_to"] = json!("2026-10-14");
    rules[at]["params"][0]["value"] = json!(first);
    later["effective_from"] = json!("2026-10-15");
    later["params"][0]["value"] = json!(then);
    rules.push(later);
    pack
}

#[test]
fn fees_1_a_form_is_told_and_what_lacks_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    let said = fees(&world, &paper)[0].take();
    assert_eq!([&said["field"], &said["fee_fen"]], [&json!("travel_fen"), &json!(17_500)], "{said}");
    assert_eq!(said["sentence"], "上门路费 = 里程 35 公里 × 日间单价 5.00 元 = 175.00 元");
    assert_eq!(said["standing"]["rule_version"], "S0-farm 2026.1");
    paper["depart_time"] = json!("22:05");
    assert_eq!(fees(&world, &paper)[0]["fee_fen"], 21_000, "by night");
    paper["depart_time"] = json!("");
    let lacking = fees(&world, &paper)[0].take();
    assert!(lacking["fee_fen"].is_null() && lacking["sentence"].to_string().contains("缺少「出发」"), "{lacking}");
    paper["depart_time"] = json!("25:00");
    assert_eq!(world.refused("repair_open", paper.clone()).field, "depart_time");
    // A contract pays another way: nothing of it is proposed.
    for payer in ["contract", "internal"] {
        paper["payer"] = json!(payer);
        assert_eq!(fees(&world, &paper), json!([]));
    }
    assert_eq!(world.call("repair_list", json!({}))["total"], 0, "a proposal saves nothing");
    Ok(())
}

#[test]
fn fees_2_an_open_job_keeps_nothing_and_a_done_one_keeps_its_day() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    (paper["completed_on"], paper["user_signed"]) = (Value::Null, json!(false));
    let open = world.call("repair_open", paper);
    assert_eq!(open["fees"], json!([]));
    let mut draft = open["draft"].clone();
    draft["completed_on"] = json!("2026-10-18");
    let done = world.call("repair_amend", json!({"id": open["id"], "rev": 1, "draft": draft}));
    let kept = &done["fees"][0];
    assert_eq!(
        [&kept["on"], &kept["fee_fen"], &kept["difference_fen"]],
        [&json!("2026-10-18"), &json!(17_500), &json!(-17_500)]
    );
    Ok(())
}

#[test]
fn fees_3_a_typed_amount_stands_and_its_difference_is_said() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    let mut paper = trip("HH26C00001", "2026-10-16");
    paper["travel_fen"] = json!(20_000);
    let made = world.call("repair_open", paper);
    assert_eq!([&made["draft"]["travel_fen"], &made["total_fen"]], [20_000, 43_600], "as it was typed");
    let told = made["notices"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "fee_differs"));
    let told = told.ok_or("nothing told")?;
    assert_eq!(told["field"], "travel_fen");
    let message = told["message"].to_string();
    assert!(message.contains("按规定是 175.00 元，多 25.00 元"), "{message}");
    let mut draft = made["draft"].clone();
    draft["travel_fen"] = json!(17_500);
    let same = world.call("repair_amend", json!({"id": made["id"], "rev": 1, "draft": draft}));
    assert!(same["fees"][0]["difference_fen"].is_null() && !same["notices"].to_string().contains("fee_differs"));
    Ok(())
}

#[test]
fn e18_a_rate_changed_on_the_fifteenth_is_frozen_by_the_day_of_completion() -> Outcome<()> {
    let case = Case::new()?;
    let world = &case.world;
    case.install(&raised("2026.10", 500, 550))?;
    for (serial, done_on, fen) in [("HH26C00001", "2026-10-14", 17_500), ("HH26C00002", "2026-10-15", 19_250)] {
        world.sell(serial, "2026-10-02");
        let mut paper = trip(serial, done_on);
        paper["travel_fen"] = json!(fen);
        assert_eq!(fees(world, &paper)[0]["fee_fen"], fen, "{done_on}");
        let made = world.call("repair_open", paper);
        world.call("repair_submit", json!({"id": made["id"]}));
    }
    // A later pack for the same days rewrites nothing, not even when the form is saved again.
    case.install(&raised("2026.11", 900, 900))?;
    let listed = world.call("repair_list", json!({}));
    for row in listed["rows"].as_array().unwrap() {
        let shown = world.call("repair_show", json!({"id": row["id"]}));
        let before = shown["fees"].clone();
        assert_eq!(before[0]["standing"]["rule_version"], "HH-farm 2026.10");
        let mut draft = shown["draft"].clone();
        draft["note"] = json!("补记");
        let change = json!({"id": row["id"], "rev": shown["rev"], "draft": draft, "reason": "补备注"});
        let again = world.call("repair_amend", change);
        assert_eq!(again["fees"], before);
        let asked = world.call("repair_fees", json!({"amends": row["id"], "draft": again["draft"]}));
        assert_eq!(asked[0]["fee_fen"], before[0]["fee_fen"]);
    }
    assert_eq!(fees(world, &trip("HH26C00001", "2026-10-16"))[0]["fee_fen"], 31_500, "another job goes by the new one");
    // Both in one claim: two lines of prices, by day.
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10"}));
    let rates = claim["rates"].as_array().ok_or("no rates")?;
    let said: Vec<_> = rates.iter().map(|rate| (rate["first_on"].as_str(), rate["fen"].as_i64())).collect();
    assert_eq!(said, [(Some("2026-10-14"), Some(17_500)), (Some("2026-10-15"), Some(19_250))], "{rates:?}");
    assert!(rates[0]["prices"].to_string().contains("日间单价 5.00 元"));
    assert!(rates[1]["prices"].to_string().contains("日间单价 5.50 元"));
    let out = world.dir().join("out");
    let file = world.call("claim_export", json!({"id": claim["claim"]["id"], "dir": out}));
    let Some(python) = python() else { return left_out("openpyxl, to read the sheet") };
    let sheet = cells(python, file["path"].as_str().ok_or("no path")?)?;
    assert!(
        sheet.contains("费用单价（按完工日期）") && sheet.contains("日间单价 5.50 元"),
        "the sheet has both prices"
    );
    Ok(())
}

/// Every cell of a workbook, as its second reader finds them.
fn cells(python: &str, path: &str) -> Outcome<String> {
    let script = "import sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nprint('\\n'.join(str(c.value) for s in book.worksheets for r in s.iter_rows() for c in r if c.value is not None))";
    let told = Command::new(python).args(["-c", script, path]).output()?;
    Ok(String::from_utf8(told.stdout)?)
}

fn account(world: &World) -> Value {
    world.call("payable_list", json!({"principal": "HH", "limit": 200}))
}

fn line(kind: &str, on: &str, fen: i64) -> Value {
    json!({"principal": "HH", "kind": kind, "on": on, "fen": fen, "paper_no": format!("{kind}-{on}-{fen}")})
}

/// The account is the sum of its lines, each balance follows from the one before, and its deductions are the money page's.
fn reconciled(world: &World) -> i64 {
    let account = account(world);
    let rows = account["rows"].as_array().unwrap();
    let mut owed = 0;
    for row in rows.iter().rev() {
        owed += if row["void_reason"].is_null() { row["effect_fen"].as_i64().unwrap() } else { 0 };
        assert_eq!(row["balance_fen"].as_i64(), Some(owed), "{row}");
    }
    assert_eq!(account["owed_fen"].as_i64(), Some(owed));
    let sums = account["sums"].as_array().unwrap();
    assert_eq!(sums.iter().map(|sum| sum["effect_fen"].as_i64().unwrap()).sum::<i64>(), owed);
    let deducted: i64 =
        sums.iter().filter(|sum| sum["kind"] == "deduction").map(|sum| -sum["effect_fen"].as_i64().unwrap()).sum();
    assert_eq!(world.call("money", json!({"principal": "HH"}))[0]["deducted_fen"].as_i64(), Some(deducted));
    owed
}

#[test]
fn account_2_lines_follow_their_kind_and_freight_its_cause() -> Outcome<()> {
    let world = World::set_up()?;
    let mut goods = line("goods", "2026-10-08", 1_000_000);
    goods["request_id"] = json!("g1");
    let made = world.call("payable_add", goods.clone());
    assert_eq!(world.call("payable_add", goods.clone())["id"], made["id"], "a double click makes one line");
    goods["fen"] = json!(1);
    assert_eq!(world.refused("payable_add", goods).code, "request_reused");
    world.call("payable_add", line("payment", "2026-10-09", 400_000));
    let mut freight = line("freight", "2026-10-10", 8_000);
    let why = world.refused("payable_add", freight.clone());
    let fields: Vec<&str> = why.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["cause", "paid_by"]);
    (freight["cause"], freight["paid_by"]) = (json!("stock_quality"), json!("dealer"));
    let quality = world.call("payable_add", freight.clone());
    assert_eq!(quality["effect_fen"], -8_000, "the maker bears what quality sent back, the dealer paid it");
    assert!(quality["reason"].to_string().contains("运费"), "{quality}");
    (freight["cause"], freight["paid_by"]) = (json!("stock_unsold"), json!("maker"));
    assert_eq!(world.call("payable_add", freight.clone())["effect_fen"], 8_000);
    freight["cause"] = json!("parts_in");
    let silent = world.refused("payable_add", freight);
    assert!(
        silent.field == "cause" && silent.message.contains("其他增加"),
        "S0 says nothing of it: {}",
        silent.message
    );
    assert_eq!(world.refused("payable_add", line("deduction", "2026-10-10", 5)).field, "kind");
    assert_eq!(world.refused("payable_add", line("goods", "2026-10-21", 5)).field, "on", "tomorrow");
    assert_eq!(reconciled(&world), 600_000);
    let void = json!({"id": made["id"], "rev": 1, "reason": "记错厂家"});
    assert!(!world.call("payable_void", void.clone())["void_reason"].is_null());
    assert_eq!(world.refused("payable_void", void).code, "stale");
    assert_eq!(reconciled(&world), -400_000, "the line stays and counts nothing");
    assert_eq!(account(&world)["total"], 4);
    Ok(())
}

/// A claim of one repair, decided, noticed and confirmed; answers its id and what is deducted.
fn confirmed(world: &World, serial: &str) -> Outcome<(Value, i64)> {
    let mut paper = repair("HH", serial, "2026-10-12");
    paper["parts"][0]["old_part_here"] = json!(true);
    let made = world.call("repair_open", paper);
    world.call("repair_submit", json!({"id": made["id"]}));
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [made["id"]]}));
    let (id, whole) = (claim["claim"]["id"].clone(), claim["claim"]["claimed_fen"].as_i64().ok_or("no sum")?);
    world.call("claim_decide", json!({"id": id, "lines": [{"repair_no": made["no"], "approved_fen": whole}]}));
    let notice = json!({"id": id, "no": format!("TZ-{serial}"), "noticed_on": "2026-10-18", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole});
    world.call("notice_save", notice);
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-19"}));
    Ok((id, whole))
}

#[test]
fn account_1_a_notice_is_deducted_exactly_once() -> Outcome<()> {
    let world = World::set_up()?;
    world.sell("HH26C00001", "2026-10-02");
    world.call("payable_add", line("goods", "2026-10-08", 100_000));
    let (id, whole) = confirmed(&world, "HH26C00001")?;
    assert_eq!(account(&world)["total"], 1, "confirmed, and not deducted yet");
    world.call("notice_deducted", json!({"id": id, "deducted_on": "2026-10-20"}));
    assert_eq!(reconciled(&world), 100_000 - whole);
    let rows = account(&world)["rows"].take();
    assert_eq!([&rows[0]["by_notice"], &rows[0]["paper_no"]], [&json!(true), &json!("TZ-HH26C00001")]);
    assert!(rows[0]["reason"].to_string().contains("应付货款 1000.00 元 − 核销金额 236.00 元"), "{}", rows[0]);
    // The same paper again, and by hand: neither makes a second one.
    let again = json!({"id": id, "no": "TZ-HH26C00001", "noticed_on": "2026-10-18", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole, "deducted_on": "2026-10-20"});
    world.call("notice_save", again);
    assert_eq!(world.refused("notice_deducted", json!({"id": id, "deducted_on": "2026-10-20"})).code, "wrong_state");
    assert_eq!(account(&world)["total"], 2);
    let by_hand = world.refused("payable_void", json!({"id": rows[0]["id"], "rev": 1, "reason": "不要了"}));
    assert!(by_hand.message.contains("核销通知"), "{}", by_hand.message);
    Ok(())
}

#[test]
fn account_3_any_history_of_an_account_adds_up() -> Outcome<()> {
    for seed in 1..=3_u64 {
        let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut roll = move |below: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            dice % below
        };
        let world = World::set_up()?;
        let (mut open, mut deducted, mut sold) = (Vec::new(), 0, 0);
        for _ in 0..40 {
            match roll(8) {
                0 => {
                    sold += 1;
                    let serial = format!("HH26D{seed}{sold:04}");
                    world.call("sale_open", sale("HH", &serial, "2026-10-02"));
                    open.push(confirmed(&world, &serial)?);
                }
                1 | 2 if !open.is_empty() => {
                    let (id, fen) = open.remove(usize::try_from(roll(open.len() as u64))?);
                    let on = format!("2026-10-{:02}", 18 + roll(3));
                    world.call("notice_deducted", json!({"id": id, "deducted_on": on}));
                    deducted += fen;
                }
                3 => {
                    let rows = account(&world)["rows"].take();
                    let standing: Vec<&Value> =
                        rows.as_array().unwrap().iter().filter(|row| row["void_reason"].is_null()).collect();
                    if let Some(row) = standing.get(usize::try_from(roll(9))?) {
                        let void = json!({"id": row["id"], "rev": row["rev"], "reason": "记重了"});
                        let refused = world.app().call("payable_void", void).is_err();
                        assert_eq!(refused, row["by_notice"] == true, "{row}");
                    }
                }
                at => {
                    let kind = ["goods", "payment", "service_fee", "other_up", "other_down"][usize::try_from(at)? % 5];
                    let on = format!("2026-10-{:02}", 1 + roll(20));
                    let fen = i64::try_from(1 + roll(5_000_000))?;
                    world.call("payable_add", line(kind, &on, fen));
                }
            }
            reconciled(&world);
        }
        let sums = account(&world)["sums"].take();
        let booked = sums.as_array().unwrap().iter().find(|sum| sum["kind"] == "deduction");
        assert_eq!(booked.map_or(0, |sum| -sum["effect_fen"].as_i64().unwrap()), deducted, "seed {seed}");
    }
    Ok(())
}

#[test]
fn account_1_another_desk_day_later_changes_nothing() -> Outcome<()> {
    let mut world = World::set_up()?;
    world.call("payable_add", line("goods", "2026-10-08", 100_000));
    world.restart()?;
    world.set_clock(START + 3 * DAY);
    assert_eq!(reconciled(&world), 100_000, "what was answered is on the disk");
    Ok(())
}

/// A job the user pays, of the aircon contract of WY: one capacitor of 100 yuan market price.
fn paid(serial: &str, price: i64) -> Value {
    let mut paper = repair("WY", serial, "2026-10-16");
    (paper["in_warranty"], paper["payer"]) = (json!(false), json!("paid"));
    paper["parts"] = json!([{"code": "DR450", "name": "压缩机电容", "qty_milli": 1000, "price_fen": price}]);
    paper
}

fn paid_world() -> Outcome<World> {
    let world = World::set_up()?;
    world.call("principal_save", json!({"code": "WY", "name": "沃野动力", "policy": "S3-aircon"}));
    let part = json!({"code": "DR450", "name": "压缩机电容", "price_fen": 8_000, "market_price_fen": 10_000});
    world.call("part_save", part);
    Ok(world)
}

#[test]
fn paidservice_1_a_receipt_takes_the_amounts_and_keeps_them() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 11_600));
    let ready = world.call("receipt_ready", json!({}));
    assert_eq!((ready.as_array().map(Vec::len), &ready[0]["id"]), (Some(1), &job["id"]));
    let seen = world.call("receipt_check", json!({"id": job["id"]}));
    assert_eq!(
        (&seen["way_open"], &seen["problems"]),
        (&json!(true), &json!([])),
        "the contract leaves the limit blank"
    );
    assert_eq!([&seen["receipt"]["total_fen"], &seen["receipt"]["parts"][0]["cap_fen"]], [17_600, 11_600]);
    let mut draft = json!({"request_id": "z1", "repair": job["id"], "total_fen": 17_600});
    assert_eq!(world.refused("receipt_open", draft.clone()).field, "way");
    draft["way"] = json!("cash");
    draft["total_fen"] = json!(17_500);
    assert_eq!(world.refused("receipt_open", draft.clone()).code, "stale", "not what was seen");
    draft["total_fen"] = json!(17_600);
    draft["paid_on"] = json!("2026-10-16");
    let made = world.call("receipt_open", draft.clone());
    assert_eq!(world.call("receipt_open", draft)["id"], made["id"], "a double click makes one");
    assert!(made["no"].as_str().is_some_and(|no| no.contains("-ZF-2610-A0001")), "{made}");
    assert_eq!([&made["capitals"], &made["old_parts_stay"]], [&json!("壹佰柒拾陆元整"), &json!(true)]);
    let twice = json!({"repair": job["id"], "total_fen": 17_600, "way": "cash"});
    assert_eq!(world.refused("receipt_open", twice).field, "repair", "one that stands");
    // The job is corrected: the receipt is what was paid.
    let mut changed = job["draft"].clone();
    changed["labour_fen"] = json!(5_000);
    world.call("repair_amend", json!({"id": job["id"], "rev": 1, "draft": changed}));
    assert_eq!(world.call("receipt_show", json!({"id": made["id"]}))["total_fen"], 17_600);
    Ok(())
}

#[test]
fn m07_a_price_above_the_cap_is_refused_naming_the_cap() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 11_601));
    let seen = world.call("receipt_check", json!({"id": job["id"]}));
    assert_eq!(seen["problems"][0]["field"], "parts.0.price_fen");
    let why = world.refused("receipt_open", json!({"repair": job["id"], "total_fen": 17_601, "way": "cash"}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("over_cap", "parts.0.price_fen"));
    assert!(why.message.contains("市场供货价 100.00 元") && why.message.contains("16%"), "{}", why.message);
    assert_eq!(world.call("receipt_list", json!({"month": "2026-10"}))["total"], 0);
    Ok(())
}

#[test]
fn m18_only_the_user_is_given_a_receipt() -> Outcome<()> {
    let world = paid_world()?;
    for (at, payer) in ["contract", "internal"].into_iter().enumerate() {
        let mut paper = paid(&format!("WY26C0001{at}"), 10_000);
        paper["payer"] = json!(payer);
        let job = world.call("repair_open", paper);
        assert_eq!(world.refused("receipt_check", json!({"id": job["id"]})).code, "wrong_state", "{payer}");
    }
    assert_eq!(world.call("receipt_ready", json!({})), json!([]));
    let mut open = paid("WY26C00020", 10_000);
    (open["completed_on"], open["user_signed"]) = (Value::Null, json!(false));
    let open = world.call("repair_open", open);
    let why = world.refused("receipt_check", json!({"id": open["id"]}));
    assert!(why.message.contains("还没有完工"), "{}", why.message);
    Ok(())
}

#[test]
fn m19_of_a_larger_amount_the_invoice_is_first_and_days_add_up() -> Outcome<()> {
    let world = paid_world()?;
    let open = |serial: &str, way: &str| {
        let job = world.call("repair_open", paid(serial, 10_000));
        world.call("receipt_open", json!({"repair": job["id"], "total_fen": 16_000, "way": way}))
    };
    let large = open("WY26C00001", "invoice_first");
    let settle = |one: &Value, more: Value| {
        let mut input = json!({"id": one["id"], "rev": one["rev"]});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"paid_on": "2026-10-17"}))).field, "paid_on");
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"invoice_no": "012"}))).field, "invoice_on");
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({}))).code, "missing");
    let invoiced =
        world.call("receipt_settle", settle(&large, json!({"invoice_no": "0123", "invoice_on": "2026-10-16"})));
    assert_eq!(world.refused("receipt_settle", settle(&large, json!({"paid_on": "2026-10-17"}))).code, "stale");
    let paid = world.call("receipt_settle", settle(&invoiced, json!({"paid_on": "2026-10-17"})));
    assert_eq!(paid["paid_on"], "2026-10-17");
    let small = open("WY26C00002", "cash");
    let page = world.call("receipt_list", json!({"month": "2026-10", "principal": "WY"}));
    assert_eq!(page["days"], json!([{"on": "2026-10-16", "receipts": 2, "fen": 32_000, "paid_fen": 16_000}]));
    world.call("receipt_void", json!({"id": small["id"], "rev": 1, "reason": "金额开错"}));
    let page = world.call("receipt_list", json!({"month": "2026-10"}));
    assert_eq!(
        (&page["total"], &page["days"][0]["fen"]),
        (&json!(2), &json!(16_000)),
        "it keeps its line and counts nothing"
    );
    assert_eq!(world.call("receipt_ready", json!({})).as_array().map(Vec::len), Some(1), "the job may have another");
    Ok(())
}

#[test]
fn paidservice_2_a_paid_job_keeps_its_payer_while_the_receipt_stands() -> Outcome<()> {
    let world = paid_world()?;
    let job = world.call("repair_open", paid("WY26C00001", 10_000));
    let made = world.call("receipt_open", json!({"repair": job["id"], "total_fen": 16_000, "way": "cash"}));
    let mut draft = job["draft"].clone();
    draft["payer"] = json!("internal");
    let change = json!({"id": job["id"], "rev": 1, "draft": draft});
    assert!(world.refused("repair_amend", change.clone()).message.contains("先作废收据"));
    let void = json!({"id": job["id"], "rev": 1, "reason": "重复登记"});
    assert!(world.refused("repair_void", void.clone()).message.contains("先作废收据"));
    world.call("receipt_void", json!({"id": made["id"], "reason": "重复登记"}));
    world.call("repair_void", void);
    Ok(())
}
