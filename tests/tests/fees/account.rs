//! The account of goods with a maker.

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

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
    let notice = json!({"id": id, "no": format!("TZ-{serial}"), "noticed_on": "2026-10-20", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole});
    world.call("notice_save", notice);
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-20"}));
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
    let again = json!({"id": id, "no": "TZ-HH26C00001", "noticed_on": "2026-10-20", "approved_fen": whole, "cut_fen": 0, "deduction_fen": whole, "deducted_on": "2026-10-20"});
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
                    world.call("notice_deducted", json!({"id": id, "deducted_on": "2026-10-20"}));
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

#[test]
fn export_1_the_account_and_the_fees_as_files_are_what_the_page_says() -> Outcome<()> {
    let world = World::set_up()?;
    world.call("payable_add", line("goods", "2026-10-08", 1_000_000));
    let paid = world.call("payable_add", line("payment", "2026-10-09", 400_000));
    world.call("payable_void", json!({"id": paid["id"], "reason": "记错厂家"}));
    let folder = tempfile::tempdir()?;
    let export = |list: &str, query: Value, name: &str| -> Outcome<Vec<Vec<String>>> {
        let path = folder.path().join(name);
        world.call("list_export", json!({"of": {"list": list, "query": query}, "path": path}));
        let sheet = report::read::open_path(&path)?.sheets.swap_remove(0);
        Ok(sheet.rows.iter().map(|row| row.iter().map(report::read::Cell::shown).collect()).collect())
    };
    let hh = json!({"principal": "HH"});
    for name in ["往来账.xlsx", "往来账.csv"] {
        let rows = export("account", hh.clone(), name)?;
        assert_eq!(rows.len(), 3, "{rows:?}");
        let at = |title: &str| rows[0].iter().position(|one| one == title).unwrap();
        assert_eq!(rows[2][at("单据号")], "goods-2026-10-08-1000000");
        assert!(rows[2][at("应付余额（元）")].replace(',', "").starts_with("10000"), "{rows:?}");
        assert_eq!(rows[1][at("作废原因")], "记错厂家");
    }
    assert_eq!(export("service_fees", json!({"principal": "HH", "quarter": ""}), "服务费.xlsx")?.len(), 1);
    assert_eq!(export("receipts", hh, "收据.xlsx")?.len(), 1, "the titles alone");
    Ok(())
}
