//! What is changed under a claim, and what was said before: nothing goes on in silence.

use super::{claim, ready, world};
use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, START, World};
use serde_json::{Value, json};

fn show(world: &World, id: &Value) -> Value {
    world.call("claim_show", json!({"id": id}))
}

/// The repair of a line as its form has it.
fn form(world: &World, line: &Value) -> Value {
    world.call("repair_show", json!({"id": line["repair_id"]}))["draft"].take()
}

#[test]
fn claims_5_what_a_claim_rests_on_stays_and_the_rest_goes_on() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let line = &made["lines"][0];
    let draft = form(&world, line);
    let amend = |draft: &Value| json!({"id": line["repair_id"], "draft": draft, "reason": "更正"});

    let mut other = draft.clone();
    (other["no"], other["payer"], other["labour_fen"]) = (json!("WX-新"), json!("paid"), json!(1));
    other["unit"]["serial"] = json!("HH26B30003");
    let why = world.refused("repair_amend", amend(&other));
    let fields: Vec<&str> = why.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["no", "unit.serial", "payer", "labour_fen"], "all of them at once");
    assert_eq!(why.code, "in_claim");
    let no = made["claim"]["no"].as_str().ok_or("no number")?;
    assert!(why.message.contains(no) && why.message.contains("撤出这一行"), "{}", why.message);

    let mut words = draft.clone();
    words["cause"] = json!("轴承缺油烧坏");
    world.call("repair_amend", amend(&words));
    assert_eq!(form(&world, line)["cause"], "轴承缺油烧坏", "other fields go on");

    // Head office wants more paper: the amounts may be put right, and the repair says what the claim holds.
    let wants = json!([{"repair_no": line["repair_no"], "reason": "缺照片"}]);
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": wants}));
    let mut cheaper = words.clone();
    cheaper["labour_fen"] = json!(1);
    world.call("repair_amend", amend(&cheaper));
    let shown = world.call("repair_show", json!({"id": line["repair_id"]}));
    let notice = shown["notices"].as_array().and_then(|all| all.iter().find(|one| one["code"] == "claim_differs"));
    assert!(notice.is_some_and(|one| one["message"].to_string().contains("236.00")), "{}", shown["notices"]);
    assert_eq!(show(&world, &made["claim"]["id"])["claim"]["claimed_fen"], 47_200, "the claim is what was claimed");
    cheaper["payer"] = json!("paid");
    assert_eq!(world.refused("repair_amend", amend(&cheaper)).field, "payer");

    // Refused, somebody else may pay it.
    let refused = json!([{"repair_no": line["repair_no"], "approved_fen": 0, "reason": "不在三包范围"}]);
    world.call("claim_decide", json!({"id": made["claim"]["id"], "lines": refused}));
    world.call("repair_amend", amend(&cheaper));
    Ok(())
}

#[test]
fn claim_8_a_line_is_withdrawn_and_its_repair_is_free() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let decided = json!([{"repair_no": "WX26100002", "approved_fen": 23_600}]);
    world.call("claim_decide", json!({"id": id, "lines": decided}));
    // Neither the claim nor the repair can be cancelled now: the line is the way out.
    assert_eq!(world.refused("claim_void", json!({"id": id, "reason": "录错"})).code, "wrong_state");
    let void = json!({"id": made["lines"][0]["repair_id"], "reason": "录错"});
    assert!(world.refused("repair_void", void.clone()).message.contains("撤出这一行"));
    let out = |reason: &str| json!({"id": id, "line_no": 1, "reason": reason});
    assert_eq!(world.refused("claim_withdraw", out(" ")).field, "reason");
    assert_eq!(world.refused("claim_withdraw", json!({"id": id, "line_no": 9, "reason": "录错"})).field, "line_no");
    let mut stale = out("机器写错");
    stale["rev"] = json!(1);
    assert_eq!(world.refused("claim_withdraw", stale).code, "stale", "another window decided in between");
    let left = world.call("claim_withdraw", out("机器写错"));
    assert_eq!([&left["claim"]["lines"], &left["claim"]["claimed_fen"]], [1, 23_600], "{left}");
    assert_eq!([&left["lines"][0]["withdraw_reason"], &left["claim"]["state"]], ["机器写错", "decided"]);
    assert_eq!(world.refused("claim_withdraw", out("再来")).code, "wrong_state", "once");
    let late = json!({"id": id, "lines": [{"repair_no": "WX26100001", "approved_fen": 1, "reason": "晚到"}]});
    assert_eq!(world.refused("claim_decide", late).code, "wrong_state", "nothing is decided of it any more");
    assert_eq!(ready(&world)["ready"], 1, "it may be asked for again");
    assert_eq!(super::money(&world), [23_600, 23_600, 0, 23_600, 0]);
    assert_eq!(world.call("repair_void", void)["state"], "voided");
    // The last one goes: the claim is cancelled with it.
    let none = world.call("claim_withdraw", json!({"id": id, "line_no": 2, "reason": "重新申请"}));
    assert_eq!([&none["claim"]["state"], &none["claim"]["lines"]], [&json!("voided"), &json!(0)]);
    assert_eq!(ready(&world)["ready"], 1);
    Ok(())
}

#[test]
fn claims_5_a_confirmed_claim_says_that_nothing_of_it_moves() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let lines: Vec<Value> =
        ["WX26100001", "WX26100002"].map(|no| json!({"repair_no": no, "approved_fen": 23_600})).into();
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    let paper = json!({"id": id, "no": "TZ-1", "noticed_on": "2026-10-20", "approved_fen": 47_200, "cut_fen": 0, "deduction_fen": 0});
    world.call("notice_save", paper);
    world.call("notice_answer", json!({"id": id, "answer": "confirmed", "answered_on": "2026-10-20"}));
    let why = world.refused("repair_void", json!({"id": made["lines"][0]["repair_id"], "reason": "录错"}));
    assert!(why.message.contains("往来账"), "{}", why.message);
    let out = json!({"id": id, "line_no": 1, "reason": "录错"});
    assert_eq!(world.refused("claim_withdraw", out).code, "wrong_state");
    Ok(())
}

#[test]
fn claims_7_earlier_decisions_stay_and_the_trail_says_what_stood_there() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let decide = |fen: i64, reason: &str| {
        let line = json!({"repair_no": "WX26100001", "approved_fen": fen, "reason": reason, "judged_by": "刘审"});
        world.call("claim_decide", json!({"id": id, "lines": [line]}))
    };
    decide(20_000, "工时过高");
    decide(20_000, "工时过高");
    let stands = decide(23_600, "");
    let before = stands["lines"][0]["before"].as_array().ok_or("no history")?;
    assert_eq!(before.len(), 1, "the same again is no version");
    assert_eq!(
        [&before[0]["verdict"], &before[0]["approved_fen"], &before[0]["reason"], &before[0]["judged_by"]],
        [&json!("cut"), &json!(20_000), &json!("工时过高"), &json!("刘审")]
    );
    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("维修单 WX26100001：核减 200.00 元 → 核定 236.00 元"), "{trail}");
    Ok(())
}

#[test]
fn claim_9_a_dispute_stays_with_how_it_ended() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let lines = json!([{"repair_no": "WX26100001", "approved_fen": 23_600}, {"repair_no": "WX26100002", "approved_fen": 20_000, "reason": "工时过高"}]);
    world.call("claim_decide", json!({"id": id, "lines": lines}));
    world.set_clock(START + 22 * DAY);
    let paper = |no: &str, approved: i64, differs: bool| {
        json!({"id": id, "no": no, "noticed_on": "2026-11-06", "approved_fen": approved, "cut_fen": 47_200 - approved,
               "deduction_fen": approved, "differs": differs})
    };
    // A paper that says other sums: never in silence, and when it is said, as differing.
    let why = world.refused("notice_save", paper("TZ-1", 40_000, false));
    assert!(why.field == "approved_fen" && why.message.contains("照纸面录入"), "{}", why.message);
    let differs = world.call("notice_save", paper("TZ-1", 40_000, true));
    assert_eq!([&differs["notice"]["differs"], &differs["notice"]["approved_fen"]], [&json!(true), &json!(40_000)]);
    let answer =
        |answer: &str, note: &str| json!({"id": id, "answer": answer, "answered_on": "2026-11-07", "note": note});
    assert_eq!(world.refused("notice_answer", answer("confirmed", "同意")).code, "wrong_state", "it differs");
    world.call("notice_answer", answer("disputed", "少了 36 元"));
    let second = world.call("notice_save", paper("TZ-2", 43_600, false));
    assert_eq!(second["notice"]["before"][0]["no"], "TZ-1");
    assert_eq!(second["notice"]["disputes"][0]["outcome"], "总部改发通知 TZ-2（2026年11月6日）");
    world.call("notice_answer", answer("disputed", "核减没有依据"));
    assert_eq!(world.refused("notice_answer", answer("confirmed", "")).field, "note", "how did it end?");
    let done = world.call("notice_answer", answer("confirmed", "总部来函说明"));
    let disputes = done["notice"]["disputes"].as_array().ok_or("no disputes")?;
    let told: Vec<(&Value, &Value)> = disputes.iter().map(|one| (&one["words"], &one["outcome"])).collect();
    assert_eq!(
        told,
        [
            (&json!("少了 36 元"), &json!("总部改发通知 TZ-2（2026年11月6日）")),
            (&json!("核减没有依据"), &json!("已确认：总部来函说明")),
        ]
    );
    let trail = world.call("audit_list", json!({})).to_string();
    assert!(trail.contains("此前的异议：核减没有依据"), "{trail}");
    // Each line of the trail says in words which answer it was.
    let said = |what: &str, detail: &str| {
        let lines = world.call("audit_list", json!({}));
        let fits =
            |line: &&Value| line["what"] == what && line["detail"].as_str().is_some_and(|says| says.contains(detail));
        assert_eq!(lines.as_array().into_iter().flatten().filter(fits).count(), 1, "{what} {detail}: {lines}");
    };
    said("对核销通知提出异议", "不同意通知 TZ-1，异议内容：少了 36 元");
    said("对核销通知提出异议", "不同意通知 TZ-2，异议内容：核减没有依据");
    said("答复核销通知", "确认通知 TZ-2，意见：总部来函说明；此前的异议：核减没有依据");
    Ok(())
}

#[test]
fn reportprint_6_an_application_is_printed_as_it_is_exported() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let id = &made["claim"]["id"];
    let asked = json!({"request_id": "paper-1", "of": "claim", "id": id});
    let first = world.call("report_print_of", asked.clone());
    assert_eq!((&first["run"]["title"], &first["run"]["no"]), (&json!("三包费用核销申请表"), &made["claim"]["no"]));
    let again = world.call("report_print_of", asked);
    assert_eq!((&again["run"]["id"], &again["run"]["times"]), (&first["run"]["id"], &json!(2)), "a double click");
    let list = world.call("print_list", json!({"id": id}));
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
    let path = first["path"].as_str().unwrap_or_default();
    let Ok(said) = std::process::Command::new("pdftotext").args(["-raw", "-enc", "UTF-8", path, "-"]).output() else {
        eprintln!("skipped: no pdftotext, the text on the paper was not read");
        return Ok(());
    };
    let said: String = String::from_utf8(said.stdout)?.chars().filter(|c| !c.is_whitespace()).collect();
    for word in ["三包费用核销申请表", "人民币大写：", "WX26100001", "总部填写", "业务员核对：", "汇总分析"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    let nobody = json!({"of": "service_fee", "id": "0"});
    assert_eq!(world.refused("report_print_of", nobody).field, "id");
    Ok(())
}

#[test]
fn claims_8_a_sheet_that_was_made_stands_in_the_trail() -> Outcome<()> {
    let world = world()?;
    let made = claim(&world);
    let file = world.call("claim_export", json!({"id": made["claim"]["id"]}));
    let trail = world.call("audit_list", json!({}));
    let line = trail.as_array().and_then(|all| all.iter().find(|one| one.to_string().contains("claim_export")));
    let line = line.ok_or(trail.to_string())?.to_string();
    assert!(line.contains(file["path"].as_str().ok_or("no path")?), "{line}");
    Ok(())
}

/// What a repair and its old parts say, apart from how often they were saved.
fn stands(world: &World, id: &Value) -> Value {
    let repair = world.call("repair_show", json!({"id": id}));
    let parts = world.call("old_part_list", json!({}));
    let tags: Vec<Value> =
        parts["rows"].as_array().into_iter().flatten().map(|one| json!([one["tag_no"], one["state"]])).collect();
    json!([repair["draft"], repair["total_fen"], repair["state"], repair["notices"], tags])
}

#[test]
fn repair_9_a_serial_that_was_never_sold_takes_nothing_and_a_change_back_restores_it() -> Outcome<()> {
    let world = world()?;
    let id = ready(&world)["rows"][0]["id"].take();
    let (before, owed) = (stands(&world, &id), super::money(&world));
    let own = before[0]["unit"]["serial"].as_str().ok_or("no serial")?;
    let amend = |serial: &str| {
        let mut draft = world.call("repair_show", json!({"id": id}))["draft"].take();
        draft["unit"]["serial"] = json!(serial);
        let said = world.call("repair_check", json!({"amends": id, "draft": draft}));
        (world.call("repair_amend", json!({"id": id, "reason": "核对铭牌", "draft": draft})), said)
    };
    let (wrong, said) = amend("HH26B39998");
    let says = |notices: &Value, code: &str| {
        let one = notices.as_array().into_iter().flatten().find(|one| one["code"] == code);
        one.map(|one| format!("{} {}", one["field"], one["message"])).unwrap_or_default()
    };
    let warned = says(&said, "claim_waits");
    assert!(warned.contains("unit.serial") && warned.contains("236.00 元不能向厂家核销"), "{said}");
    assert_eq!(wrong["draft"]["payer"], "warranty", "who pays goes by no serial: {wrong}");
    assert!(says(&wrong["notices"], "unit_without_sale").contains("列在有风险"), "{}", wrong["notices"]);
    let tags = world.call("old_part_list", json!({}));
    let voided = tags["rows"].as_array().into_iter().flatten().filter(|one| one["state"] == "voided").count();
    assert_eq!(voided, 0, "{tags}");
    // Not ready, by its number and with the reason; nothing of the money is gone.
    let found = ready(&world)["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["id"] == id).cloned());
    let codes: Vec<Value> = found
        .iter()
        .flat_map(|row| row["missing"].as_array().into_iter().flatten())
        .map(|one| one["code"].clone())
        .collect();
    assert_eq!(codes, ["no_sale"]);
    assert_eq!(super::money(&world).iter().sum::<i64>(), owed.iter().sum::<i64>());
    assert_eq!([super::money(&world)[1], super::money(&world)[3]], [owed[1] - 23_600, owed[3] + 23_600]);

    let (_, said) = amend(own);
    assert_eq!(says(&said, "claim_waits"), "", "nothing is lost by it: {said}");
    assert_eq!((stands(&world, &id), super::money(&world)), (before.clone(), owed), "as it was");
    Ok(())
}

#[test]
fn leaves_1_another_payer_says_what_it_takes_before_it_is_saved() -> Outcome<()> {
    let world = world()?;
    let id = ready(&world)["rows"][0]["id"].take();
    let mut draft = world.call("repair_show", json!({"id": id}))["draft"].take();
    draft["payer"] = json!("paid");
    let said = world.call("repair_check", json!({"amends": id, "draft": draft}));
    assert_eq!([&said[0]["field"], &said[0]["code"]], ["payer", "claim_leaves"], "{said}");
    let says = said[0]["message"].to_string();
    assert!(says.contains("236.00 元不再向厂家核销") && says.contains("1 件旧件作废"), "{says}");
    assert_eq!(world.call("repair_check", json!({"amends": null, "draft": draft})), json!([]), "nothing to lose yet");
    Ok(())
}
