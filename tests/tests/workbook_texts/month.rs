//! One small October of HH in which every register the desk keeps has rows; the same every time: the clock is set, numbers are
//! counted, and no identifier of a record is printed.

use std::path::PathBuf;

use sanbao_tests::Outcome;
use sanbao_tests::contract::{Case, farm};
use sanbao_tests::world::{DAY, START, World, repair, sale};
use serde_json::{Value, json};

/// The sheets of a month by key, without those that belong to a claim or a quarter.
const OF_MONTH: [&str; 23] = [
    "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W09", "W10", "W11", "W12", "W13", "W14", "W15", "W16", "W17",
    "W18", "W19", "W21", "W22", "W23", "W24", "W25",
];

const HOUR: i64 = 3_600_000;

/// A built workbook by its key. The folder goes with the worlds.
pub struct Built {
    pub files: Vec<(String, PathBuf)>,
    _worlds: (World, Case),
}

/// Every workbook W01–W25, built.
pub fn built() -> Outcome<Built> {
    let (world, claim) = october()?;
    let out = world.dir().join("out");
    let input = json!({"principal": "HH", "month": "2026-10", "dir": out, "keys": OF_MONTH});
    let mut files: Vec<(String, PathBuf)> = rows(&world.call("report_build", input)).map(of).collect();
    files.push(of(&world.call("claim_export", json!({"id": claim, "dir": out}))));
    let (case, quarter) = quarter()?;
    files.push(of(&quarter));
    files.sort();
    Ok(Built { files, _worlds: (world, case) })
}

fn of(file: &Value) -> (String, PathBuf) {
    (file["key"].as_str().unwrap_or_default().to_owned(), file["path"].as_str().unwrap_or_default().into())
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn with(mut base: Value, more: Value) -> Value {
    if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
        base.extend(more);
    }
    base
}

/// The month as it stands on 5 November, and the claim in it.
fn october() -> Outcome<(World, Value)> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let bearing =
        json!({"code": "055665", "name": "轴承6206", "unit": "件", "price_fen": 8800, "return_required": true});
    world.call("part_save", bearing);
    world.call("part_save", json!({"code": "1E5", "name": "三角带", "unit": "条", "price_fen": 1250}));
    let customer = sales(&world);
    let claimed = repairs(&world);
    packing(&world);
    calls(&world);
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": claimed}));
    let id = claim["claim"]["id"].clone();
    decided(&world, &claim);
    crate::entries::written(&world, &customer);
    crate::asked::written(&world, &claimed[0], &claimed[1]);
    world.set_clock(START + 16 * DAY);
    Ok((world, id))
}

/// Sold in October: serials that are digits, a customer who shares nothing, a card that waits for its signature. Answers the
/// first customer, who agreed.
fn sales(world: &World) -> Value {
    let paper = json!({"invoice_no": "01234567", "invoice_on": "2026-10-03", "delivered_on": "2026-10-02", "seller": "李敏",
        "outlet": "柳林网点", "subsidy_fen": 1_912_000, "card_no": "0000731"});
    let mut first = with(sale("HH", "00012345", "2026-10-02"), paper);
    first["customer"]["name"] = json!("买买提·艾合买提");
    first["unit"]["engine_no"] = json!("Y4291201");
    let first = world.call("sale_open", first);
    let mut silent =
        with(sale("HH", "HH26B30002", "2026-10-08"), json!({"share_consent": false, "note": "=SUM(A1:A9)"}));
    silent["customer"] = json!({"name": "𠮷田贵", "phone": "19900272833", "county": "清河县", "town": "柳林镇"});
    world.call("sale_open", silent);
    world.call("sale_open", with(sale("HH", "HH26B30003", "2026-10-16"), json!({"user_signed": false})));
    first["customer_id"].clone()
}

/// Done and signed, still in work, paid by the user, and one without parts. Answers those that may be claimed.
fn repairs(world: &World) -> Vec<Value> {
    let worked = json!({"technician": "周师傅", "fault_place": "变速箱", "cause": "材质缺陷", "responsibility": "厂家",
        "work": "拆检变速箱，更换轴承", "labour_milli_hours": 1500, "usage_milli": 675_000, "usage_unit": "hour",
        "arrived_on": "2026-10-12", "arrived_time": "10:30", "depart_time": "09:00", "travel_milli_km": 36_000,
        "travel_fen": 5400, "user_rating": "满意"});
    let mut first = with(repair("HH", "00012345", "2026-10-12"), worked);
    first["customer"]["name"] = json!("买买提·艾合买提");
    first["parts"] = json!([
        {"code": "055665", "name": "轴承6206", "unit": "件", "qty_milli": 2000, "price_fen": 8800, "old_part_here": true},
        {"code": "1E5", "name": "三角带", "unit": "条", "qty_milli": 1500, "price_fen": 1250, "old_part_here": true},
    ]);
    let first = world.call("repair_open", first);
    let mut silent = repair("HH", "HH26B30002", "2026-10-14");
    silent["customer"] = json!({"name": "𠮷田贵", "phone": "19900272833"});
    silent["share_consent"] = json!(false);
    silent["parts"] = json!([]);
    let silent = world.call("repair_open", silent);
    let mut waiting = repair("HH", "HH26B30002", "2026-10-19");
    waiting["completed_on"] = Value::Null;
    waiting["user_signed"] = json!(false);
    world.call("repair_open", waiting);
    let paid = with(
        repair("HH", "HH26B30003", "2026-10-18"),
        json!({"payer": "paid", "in_warranty": false, "technician": "赵师傅"}),
    );
    let paid = world.call("repair_open", paid);
    let total = world.call("receipt_check", json!({"id": paid["id"]}))["receipt"]["total_fen"].take();
    world.call("receipt_open", json!({"repair": paid["id"], "total_fen": total, "way": "cash"}));
    let claimed = [first, silent].map(|made| {
        world.call("repair_submit", json!({"id": made["id"]}));
        made["id"].clone()
    });
    claimed.into()
}

/// The old parts in one box, sent.
fn packing(world: &World) {
    let packing = world.call("packing_open", json!({"principal": "HH"}))["packing"].take();
    let held = world.call("old_part_list", json!({"principal": "HH", "state": "in_store"}));
    for part in rows(&held["rows"]) {
        world.call("packing_scan", json!({"id": packing["id"], "tag_no": part["tag_no"], "box_no": 1}));
    }
    world.call("packing_seal", json!({"id": packing["id"], "weight_g": 12_500, "seal_no": "F-0071"}));
    let sent = json!({"id": packing["id"], "carrier": "顺达物流", "waybill_no": "0123456789", "freight_payer": "厂家",
        "sent_on": "2026-10-20"});
    world.call("packing_send", sent);
}

/// A call that was served, one nobody was sent to, and a machine taken in at the counter.
fn calls(world: &World) {
    let call = json!({"principal": "HH", "channel": "phone", "caller": "买买提·艾合买提", "phone": "19900364370",
        "serial": "00012345", "area": "city", "address": "清河县双庙乡张家村", "complaint": "发动不着", "urgency": "urgent"});
    let served = world.call("call_open", call);
    let waits =
        json!({"principal": "HH", "channel": "visit", "caller": "-李四", "phone": "19900111222", "complaint": "漏油"});
    world.call("call_open", waits);
    for (step, minutes) in [
        (json!({"kind": "arranged", "words": "下午上门"}), 3),
        (json!({"kind": "told", "who": "本人"}), 5),
        (json!({"kind": "filed", "no": "BA-9"}), 10),
        (json!({"kind": "dispatched", "who": "周师傅"}), 20),
        (json!({"kind": "arrived"}), 90),
        (json!({"kind": "done", "words": "换喷油嘴"}), 150),
    ] {
        world.set_clock(START + minutes * HOUR / 60);
        world.call("call_step", with(json!({"id": served["id"]}), step));
    }
    let machine = json!({"principal": "HH", "bearer": "王丹", "phone": "19900364370", "serial": "HH26B30003", "outside": "左挡泥板有划痕",
        "accessories": "钥匙一把", "fault": "发动不着", "promised_on": "2026-10-22"});
    let taken = world.call("custody_open", machine);
    world.set_clock(START + DAY);
    world.call("custody_give", json!({"id": taken["id"], "to": "王丹", "receipt_back": true}));
}

/// Head office approves one repair and cuts the other; its notice comes in the same month.
fn decided(world: &World, claim: &Value) {
    let id = &claim["claim"]["id"];
    let asked: Vec<(Value, i64)> = rows(&claim["lines"])
        .map(|line| (line["repair_no"].clone(), line["claimed_fen"].as_i64().unwrap_or(0)))
        .collect();
    let lines: Vec<Value> = asked
        .iter()
        .enumerate()
        .map(|(at, (no, fen))| match at {
            0 => json!({"repair_no": no, "approved_fen": fen}),
            _ => json!({"repair_no": no, "approved_fen": fen - 1_000, "reason": "按协议工时"}),
        })
        .collect();
    let cut = 1_000 * (asked.len() as i64 - 1);
    let approved = asked.iter().map(|(_, fen)| fen).sum::<i64>() - cut;
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    world.set_clock(START + 6 * DAY);
    let notice = json!({"id": id, "no": "TZ-2026-018", "noticed_on": "2026-10-25", "approved_fen": approved, "cut_fen": cut,
        "cut_note": "按协议工时", "deduction_fen": approved, "deducted_on": "2026-10-26"});
    world.call("notice_save", notice);
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-26"}));
}

/// The third quarter's fee by HH's contract.
fn quarter() -> Outcome<(Case, Value)> {
    let case = Case::new()?;
    let shipped: Value = serde_json::from_str(include_str!("../../../policies/packs/S3-ebike.json"))?;
    let mut rule = rows(&shipped["formulas"]).find(|rule| rule["key"] == "fee.service").ok_or("no fee")?.clone();
    let price = rule["params"][0].as_object_mut().ok_or("no price")?;
    price.remove("to_fill");
    price.insert("value".into(), json!(3_000));
    let mut pack = with(farm("2026.11"), json!({"effective_from": "2020-01-01"}));
    pack["formulas"].as_array_mut().ok_or("no formulas")?.push(rule);
    case.install(&pack)?;
    let ask = json!({"principal": "HH", "quarter": "2026Q3", "special_fen": 3_500, "special_no": "批 12"});
    let made = case.world.call("service_fee_save", ask);
    let file = case.world.call("service_fee_export", json!({"id": made["id"], "dir": case.world.dir().join("out")}));
    Ok((case, file))
}
