//! What becomes of repairs as money, thrown by dice: claims, head office's decisions typed or out of a table, notices, answers.

use crate::desk::Desk;
use crate::moves::{any, maker, rows};
use serde_json::{Value, json};

pub fn claim_draft(desk: &mut Desk) -> Value {
    let mut draft = json!({"request_id": desk.request(), "principal": maker(desk), "month": &desk.day(0)[..7]});
    if desk.dice.once_in(3) {
        let chosen: Vec<Value> = (0..2)
            .filter_map(|_| any(desk, "repair WHERE state = 'submitted' AND payer = 'warranty'"))
            .map(|mut row| row["id"].take())
            .collect();
        draft["repairs"] = json!(chosen);
    }
    draft
}

/// What a claim takes lacked nothing on the day it was taken (1).
pub fn claim(desk: &mut Desk) {
    let draft = claim_draft(desk);
    let Some(made) = desk.take("claim_open", draft) else { return };
    let lacking = rows(desk, &format!(
        "SELECT r.no FROM claim_line l JOIN repair r ON r.id = l.repair WHERE l.claim = '{}' AND (
           r.state <> 'submitted' OR r.user_signed = 0 OR r.payer <> 'warranty' OR r.completed_on IS NULL
           OR NOT EXISTS (SELECT 1 FROM sale s JOIN card c ON c.sale = s.id WHERE s.unit = r.unit AND s.void_reason IS NULL
                          AND s.sold_on <= r.received_on AND (c.state IN ('acknowledged', 'before_start') OR c.due_on IS NULL OR c.due_on >= '{}'))
           OR EXISTS (SELECT 1 FROM old_part o WHERE o.repair = r.id AND o.state IN ('tagged', 'lost')))",
        made["claim"]["id"].as_str().unwrap(),
        desk.day(0),
    ));
    desk.must(lacking.is_empty(), || format!("claimed, although something is missing: {lacking:?}"));
}

/// A claim, sooner one that is open.
fn any_claim(desk: &mut Desk) -> Option<Value> {
    let open = "claim WHERE void_reason IS NULL AND id NOT IN (SELECT claim FROM settlement_notice)";
    let from = if desk.dice.once_in(4) { "claim" } else { open };
    let row = any(desk, from)?;
    Some(desk.world.call("claim_show", json!({"id": row["id"]})))
}

/// Decisions, typed or out of a table; some are no good.
pub fn decide(desk: &mut Desk) {
    let Some(claim) = any_claim(desk) else { return };
    let mut lines = Vec::new();
    for line in claim["lines"].as_array().unwrap() {
        let asked = line["claimed_fen"].as_i64().unwrap();
        let approved = match desk.dice.below(12) {
            0 => continue,
            1 => Some(asked + 1),
            2 => None,
            3..5 => Some(0),
            5..7 => Some(desk.dice.below(asked)),
            _ => Some(asked),
        };
        let reason = if approved == Some(asked) || desk.dice.once_in(9) { "" } else { "照片看不清" };
        lines.push((line["repair_no"].as_str().unwrap().to_owned(), asked, approved, reason));
    }
    if desk.dice.once_in(2) {
        let typed: Vec<Value> = lines
            .iter()
            .map(|(no, _, approved, reason)| json!({"repair_no": no, "approved_fen": approved, "reason": reason}))
            .collect();
        desk.take("claim_decide", json!({"id": claim["claim"]["id"], "rev": claim["claim"]["rev"], "lines": typed}));
        return;
    }
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    let mut table = format!(
        "编号：{}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n",
        claim["claim"]["no"].as_str().unwrap()
    );
    for (no, asked, approved, reason) in &lines {
        table.push_str(&format!("{no},{},{},,{reason},刘审\n", yuan(*asked), approved.map(yuan).unwrap_or_default()));
    }
    let path = desk.world.dir().join("回填.csv");
    std::fs::write(&path, table).unwrap();
    let taken = desk.take("decisions_take", json!({"path": path}));
    desk.must(taken.is_none_or(|taken| sums_up(&taken)), || "rows of the sheet are lost".into());
}

/// Each row of a sheet is taken, known, open or refused.
fn sums_up(taken: &Value) -> bool {
    let count = |key: &str| taken[key].as_i64().unwrap();
    count("rows") == ["taken", "unchanged", "open", "refused"].into_iter().map(count).sum::<i64>()
}

pub fn notice(desk: &mut Desk) {
    let Some(claim) = any_claim(desk) else { return };
    let of = |key: &str| claim["claim"][key].as_i64().unwrap();
    let slip = if desk.dice.once_in(5) { 1 } else { 0 };
    let (day, differs) = (desk.day(0), desk.dice.once_in(3));
    let input = json!({
        "id": claim["claim"]["id"], "no": "TZ-1", "noticed_on": day, "approved_fen": of("approved_fen") + slip, "cut_fen": of("cut_fen") + of("open_fen"),
        "differs": differs, "deduction_fen": of("approved_fen"), "deducted_on": if desk.dice.once_in(2) { json!(day) } else { Value::Null },
    });
    desk.take("notice_save", input);
}

/// The day of a deduction that comes after the confirmation, now and then one that is no good.
pub fn deduct(desk: &mut Desk) {
    let Some(row) = any(desk, "settlement_notice WHERE answer IS NOT 'disputed'") else { return };
    let before = desk.dice.below(3);
    let day = desk.day(before);
    let fen = desk.dice.below(9_000);
    desk.take("notice_deducted", json!({"id": row["claim"], "deducted_on": day, "deduction_fen": fen}));
}

pub fn withdraw(desk: &mut Desk) {
    let Some(row) = any(desk, "claim_line") else { return };
    desk.take("claim_withdraw", json!({"id": row["claim"], "line_no": row["line_no"], "reason": "录错"}));
}

pub fn answer(desk: &mut Desk) {
    let Some(row) = any(desk, "settlement_notice") else { return };
    let said = desk.dice.of(&["confirmed", "confirmed", "disputed"]);
    let deducted = if desk.dice.once_in(2) { json!(desk.day(0)) } else { Value::Null };
    desk.take("notice_answer", json!({"id": row["claim"], "answer": said, "answered_on": desk.day(0), "note": "见来函", "deducted_on": deducted}));
}
