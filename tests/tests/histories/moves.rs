//! What people do, thrown by dice. Most of it makes sense; some of it does not, and is refused.

use crate::desk::Desk;
use crate::money::{answer, claim, claim_draft, decide, deduct, notice, withdraw};
use rusqlite::types::ValueRef;
use sanbao_tests::Outcome;
use sanbao_tests::world::{repair, sale};
use serde_json::{Map, Value, json};

const HOUR: i64 = 3_600_000;

/// A desk that has been at work for a while: without sales and repairs nothing else comes about.
pub fn begin(desk: &mut Desk) {
    for _ in 0..6 {
        sell(desk);
    }
    for _ in 0..6 {
        mend(desk);
    }
}

/// One step.
pub fn one(desk: &mut Desk) -> Outcome<()> {
    match desk.dice.below(138) {
        0..10 => sell(desk),
        10..14 => collect(desk),
        14..18 => amend_sale(desk),
        18..19 => void(desk, "sale", "sale_void"),
        19..33 => mend(desk),
        33..40 => amend_repair(desk),
        40..44 => submit(desk),
        44..46 => void(desk, "repair", "repair_void"),
        46..54 => move_part(desk),
        54..57 => send(desk),
        57..58 => amend_batch(desk),
        58..66 => claim(desk),
        66..76 => decide(desk),
        76..78 => void(desk, "claim", "claim_void"),
        78..84 => notice(desk),
        84..88 => answer(desk),
        88..90 => opening(desk),
        90..94 => twice_at_once(desk),
        94..96 => both_at_once(desk),
        96..98 => import(desk),
        98..100 => backup(desk),
        100..103 => restore(desk),
        103..104 => restart(desk)?,
        104..105 => desk.look_closely(),
        105..109 => deduct(desk),
        109..111 => withdraw(desk),
        111..129 => crate::calls::one(desk),
        _ => {
            let ms = desk.dice.below(3 * 24) * HOUR;
            desk.tell(format!("{ms} ms pass"));
            desk.pass(ms);
        }
    }
    Ok(())
}

/// A row of the database, chosen by dice.
pub fn any(desk: &mut Desk, from: &str) -> Option<Value> {
    let count: i64 = desk.base().query_row(&format!("SELECT count(*) FROM {from}"), [], |row| row.get(0)).unwrap();
    if count == 0 {
        return None;
    }
    let at = desk.dice.below(count);
    rows(desk, &format!("SELECT * FROM {from} ORDER BY rowid LIMIT 1 OFFSET {at}")).pop()
}

pub fn rows(desk: &mut Desk, query: &str) -> Vec<Value> {
    let mut statement = desk.base().prepare(query).unwrap();
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([]).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cell = |at: usize| match row.get_ref(at).unwrap() {
            ValueRef::Integer(number) => json!(number),
            ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
            _ => Value::Null,
        };
        all.push(Value::Object(
            names.iter().enumerate().map(|(at, name)| (name.clone(), cell(at))).collect::<Map<_, _>>(),
        ));
    }
    all
}

pub fn maker(desk: &mut Desk) -> &'static str {
    desk.dice.of(&["HH", "HH", "HH", "WY"])
}

fn customer(desk: &mut Desk) -> Value {
    let (name, phone) =
        desk.dice.of(&[("王丹", "19900364370"), ("李强", "19900000001"), ("张·买买提", ""), ("赵六", "19900000003")]);
    json!({"name": name, "phone": phone, "county": "清河县", "town": "双庙乡", "village": "张家村"})
}

/// A machine out of a few, so that papers meet.
fn unit(desk: &mut Desk, maker: &str) -> Value {
    json!({"model": format!("{maker}704"), "serial": format!("{maker}26B3000{}", desk.dice.below(8))})
}

fn sale_draft(desk: &mut Desk) -> Value {
    let maker = maker(desk);
    let sold_on = 2 + desk.dice.below(16);
    let mut draft = sale(maker, "", &desk.day(sold_on));
    draft["unit"] = unit(desk, maker);
    draft["customer"] = customer(desk);
    draft["user_signed"] = json!(desk.dice.once_in(2));
    draft["share_consent"] = json!(!desk.dice.once_in(3));
    draft["request_id"] = json!(desk.request());
    draft
}

fn sell(desk: &mut Desk) {
    let draft = sale_draft(desk);
    desk.take("sale_open", draft);
}

fn collect(desk: &mut Desk) {
    let from =
        if desk.dice.once_in(4) { "sale" } else { "sale WHERE id IN (SELECT sale FROM card WHERE state = 'issued')" };
    let Some(sold) = any(desk, from) else { return };
    let mut input = json!({"id": sold["id"], "share_consent": desk.dice.once_in(2)});
    if desk.dice.once_in(3) {
        let before = desk.dice.below(3);
        input["returned_on"] = json!(desk.day(before));
    }
    desk.take("card_collect", input);
}

fn amend_sale(desk: &mut Desk) {
    let Some(sold) = any(desk, "sale") else { return };
    let shown = desk.world.call("sale_show", json!({"id": sold["id"]}));
    let mut draft = shown["draft"].clone();
    match desk.dice.below(5) {
        0 => {
            let before = desk.dice.below(40);
            draft["sold_on"] = json!(desk.day(before));
        }
        // A card that was lost and written anew (E40).
        1 => draft["card_no"] = json!(format!("补{}", desk.request())),
        2 => draft["share_consent"] = json!(desk.dice.once_in(2)),
        3 => {
            draft["unit"]["serial"] =
                json!(format!("{}26B3000{}", draft["principal"].as_str().unwrap(), desk.dice.below(8)))
        }
        _ => draft["price_fen"] = json!(desk.dice.below(9_000_000)),
    }
    let reason = if desk.dice.once_in(5) { "" } else { "写错了" };
    desk.take("sale_amend", json!({"id": sold["id"], "rev": shown["rev"], "reason": reason, "draft": draft}));
}

fn void(desk: &mut Desk, table: &str, command: &'static str) {
    let Some(row) = any(desk, table) else { return };
    let reason = if desk.dice.once_in(6) { " " } else { "录错了" };
    desk.take(command, json!({"id": row["id"], "reason": reason}));
}

fn part(desk: &mut Desk) -> Value {
    let code = desk.dice.of(&["055665", "006396", "009", "没有的"]);
    json!({
        "code": code, "name": code, "qty_milli": desk.dice.of(&[1_000, 2_000, 500, 333]),
        "price_fen": desk.dice.below(20_000), "old_part_here": !desk.dice.once_in(4),
    })
}

pub fn repair_draft(desk: &mut Desk) -> Value {
    let maker = maker(desk);
    let (reported, done) = (desk.dice.below(8), desk.dice.below(8));
    let mut draft = repair(maker, "", &desk.day(reported));
    draft["unit"] = unit(desk, maker);
    let sold = format!("unit WHERE serial LIKE '{maker}%' AND id IN (SELECT unit FROM sale WHERE void_reason IS NULL)");
    if let Some(sold) = any(desk, &sold).filter(|_| !desk.dice.once_in(6)) {
        draft["unit"]["serial"] = sold["serial"].clone();
    }
    draft["customer"] = customer(desk);
    draft["completed_on"] = if desk.dice.once_in(6) { Value::Null } else { json!(desk.day(done.min(reported))) };
    draft["in_warranty"] = json!(!desk.dice.once_in(5));
    draft["user_signed"] = json!(!desk.dice.once_in(6));
    draft["share_consent"] = json!(!desk.dice.once_in(3));
    draft["labour_fen"] = json!(desk.dice.below(30_000));
    draft["travel_fen"] = json!(desk.dice.below(3) * 1_111);
    draft["parts"] = (0..desk.dice.below(4)).map(|_| part(desk)).collect();
    draft["request_id"] = json!(desk.request());
    draft
}

fn mend(desk: &mut Desk) {
    let draft = repair_draft(desk);
    if let Some(made) = desk.take("repair_open", draft)
        && !desk.dice.once_in(3)
    {
        desk.take("repair_submit", json!({"id": made["id"]}));
    }
}

fn amend_repair(desk: &mut Desk) {
    let Some(row) = any(desk, "repair") else { return };
    let shown = desk.world.call("repair_show", json!({"id": row["id"]}));
    let mut draft = shown["draft"].clone();
    let parts = draft["parts"].as_array().unwrap().len();
    match desk.dice.below(9) {
        0 if parts > 0 => drop(draft["parts"].as_array_mut().unwrap().pop()),
        1 => draft["parts"].as_array_mut().unwrap().push(part(desk)),
        2 if parts > 0 => draft["parts"][0]["qty_milli"] = json!(500 * (1 + desk.dice.below(4))),
        3 => draft["in_warranty"] = json!(desk.dice.once_in(2)),
        4 => draft["payer"] = json!(desk.dice.of(&["paid", "warranty", "internal"])),
        5 => {
            draft["completed_on"] = json!(desk.day(0));
            draft["user_signed"] = json!(true);
        }
        // A line of another repair has no business here.
        6 => {
            if let Some(other) = any(desk, "repair_part") {
                let mut stranger = part(desk);
                stranger["id"] = other["id"].clone();
                draft["parts"].as_array_mut().unwrap().push(stranger);
            }
        }
        7 => draft["unit"]["serial"] = unit(desk, draft["principal"].as_str().unwrap())["serial"].take(),
        _ => draft["labour_fen"] = json!(desk.dice.below(30_000)),
    }
    let reason = if desk.dice.once_in(5) { "" } else { "写错了" };
    desk.take("repair_amend", json!({"id": row["id"], "rev": shown["rev"], "reason": reason, "draft": draft}));
}

fn submit(desk: &mut Desk) {
    let from = if desk.dice.once_in(4) { "repair" } else { "repair WHERE state = 'draft'" };
    if let Some(row) = any(desk, from) {
        desk.take("repair_submit", json!({"id": row["id"]}));
    }
}

fn move_part(desk: &mut Desk) {
    let from = if desk.dice.once_in(3) { "old_part" } else { "old_part WHERE state IN ('tagged', 'in_store')" };
    let Some(row) = any(desk, from) else { return };
    let state = desk.dice.of(&[
        "in_store",
        "in_store",
        "in_store",
        "kept_by_user",
        "destroyed",
        "lost",
        "stays_at_dealer",
        "tagged",
        "sent",
        "voided",
    ]);
    let reason = if desk.dice.once_in(3) { "" } else { "用户不肯给" };
    let mut input = json!({"id": row["id"], "state": state, "bin": "A-3", "reason": reason});
    if desk.dice.once_in(2) {
        input["rev"] = row["rev"].clone();
    }
    desk.take("old_part_move", input);
}

fn batch_draft(desk: &mut Desk) -> Value {
    let maker = maker(desk);
    let mut all = rows(
        desk,
        &format!(
            "SELECT o.id FROM old_part o JOIN principal p ON p.id = o.principal WHERE p.code = '{maker}' AND o.state IN ('in_store', 'tagged') ORDER BY o.rowid"
        ),
    );
    all.retain(|_| !desk.dice.once_in(3));
    // Sometimes one that is gone already, or a stranger's.
    if desk.dice.once_in(4) {
        all.extend(any(desk, "old_part"));
    }
    let ids: Vec<&Value> = all.iter().map(|row| &row["id"]).collect();
    json!({"request_id": desk.request(), "principal": maker, "parts": ids, "boxes": desk.dice.below(9), "sent_on": desk.day(0)})
}

fn send(desk: &mut Desk) {
    let draft = batch_draft(desk);
    desk.take("parts_batch_send", draft);
}

fn amend_batch(desk: &mut Desk) {
    if let Some(row) = any(desk, "parts_batch") {
        let input = json!({"id": row["id"], "reason": "运单号写错", "boxes": 3, "waybill_no": desk.request(), "sent_on": row["sent_on"]});
        desk.take("parts_batch_amend", input);
    }
}

/// A part nobody has a record for (E15).
fn opening(desk: &mut Desk) {
    let part = json!({"name": "不知哪台的油泵", "qty_milli": 1_000, "removed_on": desk.day(1)});
    let input = json!({"request_id": desk.request(), "principal": maker(desk), "parts": [part]});
    desk.take("opening_parts_add", input);
}

/// Two people send the same form in the same instant: one record.
fn twice_at_once(desk: &mut Desk) {
    let (command, table, draft) = match desk.dice.below(4) {
        0 => ("sale_open", "sale", sale_draft(desk)),
        1 => ("repair_open", "repair", repair_draft(desk)),
        2 => ("claim_open", "claim", claim_draft(desk)),
        _ => ("parts_batch_send", "parts_batch", batch_draft(desk)),
    };
    let before = any_count(desk, table);
    desk.tell(format!("two at once: {command} {draft}"));
    let answers = at_once(desk, command, [draft.clone(), draft]);
    let made = any_count(desk, table) - before;
    let good = answers.iter().filter(|answer| answer.is_ok()).count();
    desk.must(matches!((good, made), (0, 0) | (2, 1)), || format!("{command}: {made} made, answers {answers:?}"));
    desk.look();
}

/// Two people save a change made from the same version: one of them is told.
fn both_at_once(desk: &mut Desk) {
    let Some(row) = any(desk, "repair WHERE state <> 'voided'") else { return };
    let shown = desk.world.call("repair_show", json!({"id": row["id"]}));
    let change = |fen: i64| {
        let mut draft = shown["draft"].clone();
        draft["labour_fen"] = json!(fen);
        json!({"id": row["id"], "rev": shown["rev"], "reason": "工时", "draft": draft})
    };
    let inputs = [change(desk.dice.below(9_000)), change(desk.dice.below(9_000))];
    desk.tell(format!("both at once: repair_amend {}", row["no"]));
    let answers = at_once(desk, "repair_amend", inputs);
    let good = answers.iter().filter(|answer| answer.is_ok()).count();
    desk.must(good < 2, || format!("both were saved: {answers:?}"));
    desk.look();
}

fn any_count(desk: &mut Desk, table: &str) -> i64 {
    desk.base().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

pub fn at_once(desk: &mut Desk, command: &str, inputs: [Value; 2]) -> Vec<Result<Value, String>> {
    let app = desk.world.app();
    let answers = std::thread::scope(|scope| {
        let hands = inputs.map(|input| scope.spawn(move || app.call(command, input)));
        hands.map(|hand| hand.join().unwrap().map_err(|why| format!("{} {}", why.code, why.message)))
    });
    if app.law_is_behind() {
        app.catch_up();
    }
    answers.into()
}

/// The same ledger twice in a row: the second time nothing comes in.
fn import(desk: &mut Desk) {
    let path = desk.world.dir().join("维修.csv");
    let day = desk.day(3);
    let mut table = String::from(
        "维修单号,报修日期,姓名,电话,厂家,机型,出厂编号,故障现象,保内/保外,完工日期,零件编码1,零件名称1,数量1,工时费,合计,用户签字,旧件\n",
    );
    for _ in 0..3 {
        let (n, serial) = (desk.dice.below(40), desk.dice.below(8));
        let state = desk.dice.of(&["已收", "未收", "用户留存", ""]);
        table.push_str(&format!("PAPER-{n},{day},王丹,19900364370,华禾农机,HH704,HH26B3000{serial},异响,保内,{day},055665,轴承,2,60,236,有,{state}\n"));
    }
    std::fs::write(&path, table).unwrap();
    let input = json!({"path": path, "kind": "repairs"});
    desk.take("import_run", input.clone());
    let again = desk.take("import_run", input);
    desk.must(again.is_some_and(|again| again["imported"] == 0), || "a row came in twice".into());
}

fn backup(desk: &mut Desk) {
    let made = desk.take("backup_now", json!({})).and_then(|made| made["path"].as_str().map(str::to_owned));
    let content = desk.content();
    desk.backup = made.map(|path| (path, content));
}

/// A restored desk holds what the backup held, and gives out no number that was given out since.
fn restore(desk: &mut Desk) {
    let Some((path, held)) = desk.backup.clone() else { return };
    desk.pass(HOUR);
    desk.exchanged();
    desk.forget_papers();
    let done = desk.world.app().call("backup_restore", json!({"path": path}));
    desk.tell("backup_restore".into());
    desk.tried.entry("backup_restore").or_default()[usize::from(done.is_err())] += 1;
    desk.must(done.is_ok(), || format!("{done:?}"));
    let now = desk.content();
    for (table, rows) in &held {
        desk.must(now[table] == *rows, || format!("{table} is not what it was:\n{rows}\n{}", now[table]));
    }
    desk.look();
}

fn restart(desk: &mut Desk) -> Outcome<()> {
    desk.tell("restart".into());
    desk.exchanged();
    desk.world.restart()?;
    desk.look();
    Ok(())
}
