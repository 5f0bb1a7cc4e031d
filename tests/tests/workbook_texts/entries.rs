//! The month's entries of forms: one or two for each workbook that is drawn from them.

use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};

fn save(world: &World, form: &str, values: Value) -> Value {
    world.call("entry_save", json!({"form": form, "principal": "HH", "values": values}))
}

fn step(world: &World, entry: &Value, step: &str, values: Value) -> Value {
    world.call("entry_step", json!({"id": entry["id"], "rev": entry["rev"], "step": step, "values": values}))
}

/// Everything that was written into registers in October; `customer` agreed that head office is told of him.
pub fn written(world: &World, customer: &Value) {
    complaints(world, customer);
    feedback(world);
    visits(world, customer);
    parts(world);
    customers_and_people(world, customer);
    contracts(world, customer);
}

fn complaints(world: &World, customer: &Value) {
    let told = json!({"received_on": "2026-10-20", "received_by": "张三", "channel": "phone", "market": "domestic", "complainant": "李四",
        "phone": "19900111222", "address": "清河县柳林镇", "product": "轮式拖拉机", "model": "HH704", "batch_no": "B26-7", "bought_at": "柳林网点",
        "bought_on": "2026-10-08", "kind": "service", "severity": "ordinary", "content": "=修了两次没修好"});
    let mut one = save(world, "complaint", told.clone());
    for (key, values) in [
        ("record", json!({})),
        ("assign", json!({"owner": "李四"})),
        ("investigate", json!({})),
        ("propose", json!({"finding": "漏装垫圈", "responsibility": "dealer", "fix": "重装", "department": "维修部"})),
        ("authorise", json!({"approved_by": "张三"})),
        ("tell", json!({"told_on": "2026-10-20", "told_way": "phone"})),
        ("accept", json!({"answer": "可以"})),
        ("close", json!({"closed_on": "2026-10-20"})),
    ] {
        one = step(world, &one, key, values);
    }
    let mut other = told;
    other["customer"] = customer.clone();
    other["complainant"] = json!("买买提·艾合买提");
    other["kind"] = json!("price");
    save(world, "complaint", other);
    let statistics = json!({"month_end": "2026-10-31", "made_by": "张三", "received": 2000, "closed": 1000, "on_time": 1000,
        "lines": [{"kind": "service", "cases": 1000, "measure": "两人复核", "done": "已执行"}]});
    save(world, "complaint_statistics", statistics);
}

fn feedback(world: &World) {
    let found = json!({"found_on": "2026-10-20", "reporter": "张三", "product": "轮式拖拉机", "model": "HH704", "serial_no": "00012345",
        "batch_no": "0071", "stage": "service", "affected": 2000, "kind": "engine", "problem": "缸盖渗水", "measure": "换缸垫"});
    let made = save(world, "quality_feedback", found);
    let made = step(world, &made, "send", json!({"sent_on": "2026-10-20", "sent_way": "fax"}));
    let answer = json!({"answered_on": "2026-10-20", "answer": "改进缸垫", "answered_by": "总部服务部"});
    step(world, &made, "answer", answer);
}

fn visits(world: &World, customer: &Value) {
    let plan = json!({"made_on": "2026-10-08", "year": 2_026_000, "made_by": "张三", "lines": [
        {"customer": customer, "name": "买买提·艾合买提", "class": "key", "purpose": "季前检查", "month": 10_000, "departments": "服务、销售", "owner": "李四"}]});
    save(world, "visit_plan", plan);
    let planned = json!({"planned_on": "2026-10-18", "customer": customer, "customer_name": "买买提·艾合买提", "class": "key", "why": "plan"});
    let visit = save(world, "visit_record", planned);
    let went = json!({"visited_at": START, "visitor": "李四", "met": "买买提·艾合买提"});
    let went = step(world, &visit, "visit", went);
    let wrote = json!({"met": "买买提·艾合买提", "condition": "每天八小时", "opinion": "配件送得慢"});
    step(world, &went, "write", wrote);
}

fn parts(world: &World) {
    let plan = json!({"made_on": "2026-10-20", "season": "三夏", "season_on": "2027-06-01", "made_by": "张三", "lines": [
        {"code": "055665", "name": "轴承6206", "spec": "6206", "models": "HH704", "unit": "件", "kind": "warranty", "in_stock": 4000, "used": 12_500,
            "planned": 20_000, "price": 8800, "wanted_on": "2027-05-01"},
        {"code": "1E5", "name": "三角带", "unit": "条", "kind": "wear", "planned": 5500, "price": 1250}]});
    save(world, "parts_plan", plan);
    let back = json!({"asked_on": "2026-10-20", "product": "轮式拖拉机", "model": "HH704", "serial_no": "00099999", "received_on": "2025-05-01",
        "seasons": 2000, "reason": "dismantled", "responsibility": "dealer", "condition": "缺泵", "missing": "液压泵", "restore": 30_000, "freight": 80_000});
    save(world, "stock_return", back);
}

fn customers_and_people(world: &World, customer: &Value) {
    let known = json!({"filed_on": "2026-09-20", "filed_by": "张三", "customer": customer, "customer_name": "双庙合作社", "address": "清河县双庙乡",
        "phone": "19900364370", "contact": "买买提·艾合买提", "position": "社长", "kind": "coop", "products": "轮式拖拉机", "bought": "2024年、2026年",
        "last_year": 600_000_000, "basis": "上年六百万"});
    save(world, "key_customer", known);
    let person = json!({"began_on": "2026-03-05", "name": "周师傅", "sex": "male", "phone": "13800005536", "level": "senior", "full_time": true,
        "products": "拖拉机", "certificate_no": "0071", "issued_on": "2026-03-01", "valid_until": "2028-02-29", "training": "2026-02 总部培训"});
    save(world, "technician", person);
    let changed = json!({"changed_at": START - DAY, "name": "赵师傅", "certificate_no": "0065", "change": "left", "reason": "回乡", "takes_over": "周师傅",
        "takes_over_no": "0071"});
    save(world, "staff_notice", changed);
}

fn contracts(world: &World, customer: &Value) {
    let contract = json!({"customer": customer, "customer_name": "双庙合作社", "phone": "19900364370", "paper_no": "007", "from_on": "2025-11-01",
        "to_on": "2026-10-31", "visits": 2000, "lines": [{"site": "县城", "product": "打印机", "units": 3000, "rate": 60_000}]});
    let contract = step(world, &save(world, "maintenance_contract", contract), "sign", json!({}));
    step(world, &contract, "notice", json!({"notice_on": "2026-10-19", "notice_way": "letter"}));
    let notice = json!({"noticed_on": "2026-10-19", "contract": contract["id"], "customer": customer, "customer_name": "双庙合作社",
        "to_on": "2026-10-31", "units": 3000, "way": "letter", "sent_by": "张三"});
    save(world, "contract_notice", notice);
    let look = json!({"contract": contract["id"], "customer": customer, "customer_name": "双庙合作社", "product": "打印机", "serial_no": "009",
        "last_on": "2026-04-01", "lines": [{"name": "搓纸轮", "quantity": 1000}, {"name": "分离片", "quantity": 2000}]});
    let done = json!({"done_on": "2026-10-15", "engineer": "周师傅", "errors": "found", "cleaned": "good", "settings": "none", "worn": "found",
        "ground": "good", "found": "卡纸"});
    step(world, &save(world, "preventive_inspection", look), "do", done);
}
