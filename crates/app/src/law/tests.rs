//! A desk whose packs are changed by a number, and what follows from it.

use crate::app::App;
use crate::clock::Clock;
use crate::policies::{Policies, Shelf};
use crate::tasks::Task;
use domain::UnitId;
use domain::deadline::DeadlineState::{self, Met, Pending, Void, Waived};
use domain::policy::{PolicyPack, SHIPPED};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Reader, Reasons};
use tempfile::TempDir;

const DAY: i64 = 24 * 3600 * 1000;

struct Set(Arc<AtomicI64>);

impl Clock for Set {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A desk on 2026-10-20 with one maker.
pub(super) struct Desk {
    pub app: App,
    clock: Arc<AtomicI64>,
    _dir: TempDir,
}

impl Desk {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_792_468_800_000));
        let app = App::open_with(dir.path(), Box::new(Set(Arc::clone(&clock)))).unwrap();
        let desk = Self { app, clock, _dir: dir };
        desk.call("dealer_save", json!({"code": "HB0732A", "name": "惠农农机"}));
        desk.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        desk.model(51_500);
        desk
    }

    fn model(&self, power: i64) {
        let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机", "power_milli_kw": power});
        self.call("model_save", model);
    }

    pub(super) fn call(&self, command: &str, input: Value) -> Value {
        let answer = self.app.call(command, input).unwrap_or_else(|why| panic!("{command}: {}", why.message));
        if self.app.law_is_behind() {
            self.app.catch_up();
        }
        answer.get("value").cloned().unwrap_or(answer)
    }

    pub(super) fn days(&self, days: i64) {
        self.clock.fetch_add(days * DAY, Ordering::SeqCst);
    }

    /// Days that stand for a machine: rule, due day, state.
    pub(super) fn due(&self, serial: &str) -> Vec<(String, Option<String>, DeadlineState)> {
        let rows = self.look(|reader, unit| reader.deadlines_of(&[unit], &Reasons::default()), serial);
        rows.into_iter().map(|row| (row.rule, row.due_on.map(|on| on.iso()), row.state)).collect()
    }

    /// Periods that stand for a machine: component, last day.
    pub(super) fn covered(&self, serial: &str) -> Vec<(String, Option<String>)> {
        let rows = self.look(|reader, unit| reader.coverage_of(&[unit], &Reasons::default()), serial);
        let ends = rows.into_iter().map(|row| {
            (row.reason.map_or(String::new(), |period| period.component.clone()), row.effective_end.map(|on| on.iso()))
        });
        let mut ends: Vec<_> = ends.collect();
        ends.sort_by_key(|(component, _)| component != "整机");
        ends
    }

    fn look<T>(&self, f: impl FnOnce(&Reader<'_>, UnitId) -> store::Result<T>, serial: &str) -> T {
        self.app.read(|reader, _| Ok(f(reader, reader.units_by_key(serial)?[0].id)?)).unwrap()
    }

    pub(super) fn repair(&self, serial: &str, on: &str) -> Value {
        self.mend(serial, on, true)
    }

    fn mend(&self, serial: &str, on: &str, in_warranty: bool) -> Value {
        let customer = json!({"name": "王建国", "phone": "19900364370", "county": "清河县", "town": "张店镇", "village": "大柳村"});
        let unit = json!({"model": "HH704", "product": "轮式拖拉机", "serial": serial});
        let part =
            json!({"code": "055665", "name": "轴承 6206", "qty_milli": 1000, "price_fen": 8_800, "kind": "warranty"});
        self.call(
            "repair_open",
            json!({"principal": "HH", "channel": "phone", "reported_on": on, "customer": customer, "unit": unit,
                "in_warranty": in_warranty, "fault": "轴承异响", "method": "repair", "technician": "赵师傅", "parts": [part]}),
        )
    }

    pub(super) fn sell(&self, serial: &str, on: &str) -> Value {
        let customer = json!({"name": "王建国", "phone": "19900364370", "county": "清河县", "town": "张店镇", "village": "大柳村"});
        let unit = json!({"model": "HH704", "product": "轮式拖拉机", "serial": serial});
        self.call(
            "sale_open",
            json!({"principal": "HH", "sold_on": on, "customer": customer, "unit": unit, "price_fen": 7_680_000}),
        )
    }
}

/// The shipped packs with some of their text exchanged.
pub(super) fn packs(changes: &[(&str, &str, &str)]) -> Policies {
    let mut packs = Vec::new();
    for text in SHIPPED {
        let mut text = text.to_owned();
        for (pack, from, to) in changes {
            if !text.contains(&format!("\"pack\": \"{pack}\"")) {
                continue;
            }
            assert!(text.contains(from), "{pack} has no {from}");
            text = text.replacen(from, to, 1);
        }
        packs.push(PolicyPack::parse(&text).unwrap());
    }
    Policies::of_packs(packs).unwrap()
}

/// Twenty-five days for a card, where the contract has twenty.
const CARD_25: (&str, &str, &str) =
    ("S0-farm", r#""add": {"n": 20, "unit": "day"}"#, r#""add": {"n": 25, "unit": "day"}"#);

#[test]
fn law_5_what_would_move_is_told_and_nothing_is_changed() {
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.sell("HH26B35537", "2024-10-01");
    let before = desk.call("unit_rights", json!({"serial": "HH26B35536"}));
    let after = packs(&[CARD_25]);
    let ask = |after: &Policies| {
        desk.app
            .read(|reader, now| desk.app.law_moves(reader, &*desk.app.policies(reader)?, after, now, &Task::default()))
            .unwrap()
    };
    let moves = ask(&after);
    assert_eq!((moves.units, moves.deadlines_moved, moves.coverage_moved), (2, 1, 0), "the second one's card is late");
    let card = moves.deadlines.iter().find(|one| one.serial == "HH26B35536").unwrap();
    assert_eq!((card.from, card.to), (Some("2026-11-08".parse().unwrap()), Some("2026-11-13".parse().unwrap())));
    assert!(card.sentence.contains("由2026年11月8日延到2026年11月13日"), "{}", card.sentence);
    assert_eq!(ask(&packs(&[])), super::Moves { units: 2, ..super::Moves::default() });
    // The second machine's period has run out: only the first one's moves.
    let longer = packs(&[("S0-farm", r#""machine": {"period": {"n": 12"#, r#""machine": {"period": {"n": 13"#)]);
    let moves = ask(&longer);
    assert_eq!((moves.deadlines_moved, moves.coverage_moved), (0, 1));
    assert_eq!(moves.coverage[0].moved.to, Some("2027-11-19".parse().unwrap()));
    assert_eq!(desk.call("unit_rights", json!({"serial": "HH26B35536"})), before);
}

fn row(rule: &str, due_on: &str, state: DeadlineState) -> (String, Option<String>, DeadlineState) {
    (rule.to_owned(), Some(due_on.to_owned()), state)
}

#[test]
fn law_1_what_follows_from_a_paper_is_kept_with_it() {
    let desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    let card = row("card.to_ho", "2026-11-08", Pending);
    assert_eq!(desk.due("HH26B35536"), std::slice::from_ref(&card));
    let periods = desk.covered("HH26B35536");
    assert_eq!(periods[0], ("整机".to_owned(), Some("2027-10-19".to_owned())));
    let repair = desk.repair("HH26B35536", "2026-10-20");
    let part = desk.call("old_part_list", json!({}))["rows"][0].clone();
    let open =
        [card.clone(), row("repair.complete", "2026-12-01", Pending), row("old_part.to_ho", "2026-12-31", Pending)];
    assert_eq!(desk.due("HH26B35536"), open);
    desk.call("old_part_move", json!({"id": part["id"], "state": "stays_at_dealer", "reason": "厂家同意留店"}));
    assert_eq!(desk.due("HH26B35536")[2].2, Waived);
    desk.call("repair_void", json!({"id": repair["id"], "reason": "重复登记"}));
    assert_eq!(desk.due("HH26B35536").iter().map(|row| row.2).collect::<Vec<_>>(), [Pending, Void, Void]);
    desk.call("sale_void", json!({"id": sold["id"], "reason": "退货"}));
    assert_eq!(desk.due("HH26B35536").iter().map(|row| row.2).collect::<Vec<_>>(), [Void, Void, Void]);
    assert_eq!(desk.covered("HH26B35536")[0].1.as_deref(), Some("2026-10-18"), "it never was");
}

#[test]
fn law_1_a_sale_that_goes_over_to_another_machine_takes_its_days_along() {
    let desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    let mut draft = sold["draft"].clone();
    draft["unit"]["serial"] = json!("HH26B35537");
    desk.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "编号抄错"}));
    assert_eq!((desk.due("HH26B35536"), desk.covered("HH26B35536")), (Vec::new(), Vec::new()));
    assert_eq!(desk.due("HH26B35537"), [row("card.to_ho", "2026-11-08", Pending)]);
    assert!(!desk.covered("HH26B35537").is_empty());
}

#[test]
fn law_2_a_due_day_stands_while_the_day_it_counts_from_stands() {
    let mut desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    desk.app.shelf = Shelf::of(packs(&[CARD_25]));
    desk.repair("HH26B35536", "2026-10-20");
    assert_eq!(desk.due("HH26B35536")[0], row("card.to_ho", "2026-11-08", Pending));
    desk.call("card_collect", json!({"id": sold["id"]}));
    assert_eq!(desk.due("HH26B35536")[0].1.as_deref(), Some("2026-11-08"));
    let mut draft = sold["draft"].clone();
    draft["sold_on"] = json!("2026-10-18");
    draft["user_signed"] = json!(true);
    let amended = desk.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "日期抄错"}));
    assert_eq!(amended["due"]["due_on"], "2026-11-12");
    let due = desk.due("HH26B35536");
    assert_eq!(due.iter().find(|row| row.0 == "card.to_ho").unwrap().1.as_deref(), Some("2026-11-12"));
}

#[test]
fn a_repair_done_in_time_is_met_with_its_paper() {
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-01");
    let opened = desk.repair("HH26B35536", "2026-10-19");
    let mut draft = opened["draft"].clone();
    draft["completed_on"] = json!("2026-10-20");
    desk.call("repair_amend", json!({"id": opened["id"], "draft": draft}));
    let rows = desk.look(|reader, unit| reader.deadlines_of(&[unit], &Reasons::default()), "HH26B35536");
    let done = rows.iter().find(|row| row.rule == "repair.complete").unwrap();
    let evidence = done.reason.as_ref().unwrap().met_with().unwrap();
    assert_eq!((done.state, evidence.at.zh().as_str()), (Met, "2026年10月20日"));
    assert!(evidence.what.contains(opened["no"].as_str().unwrap()), "{evidence:?}");
}

#[test]
fn today_1_dearest_first_and_all_are_counted() {
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.sell("HH26B35537", "2026-10-05");
    desk.sell("HH26B35538", "2026-09-25");
    let part = json!([{"name": "轴承", "qty_milli": 1000, "value_fen": 8_800, "removed_on": "2026-05-20"}]);
    desk.call("opening_parts_add", json!({"principal": "HH", "request_id": "a", "parts": part}));
    let today = desk.call("today", json!({}));
    let shown = |today: &Value| -> Vec<(Value, Value, Value)> {
        let items = today["items"].as_array().unwrap().iter();
        items.map(|item| (item["kind"].clone(), item["due_on"].clone(), item["level"].clone())).collect()
    };
    let old = (json!("old_part"), json!("2026-06-30"), json!("late"));
    let late = (json!("card"), json!("2026-10-15"), json!("late"));
    assert_eq!(shown(&today), [old.clone(), late, (json!("card"), json!("2026-10-25"), json!("soon"))]);
    assert_eq!((&today["total"], &today["at_risk_fen"]), (&json!(3), &json!(8_800)));
    let first = desk.call("today", json!({"limit": 1}));
    assert_eq!((shown(&first), &first["total"]), (vec![old], &json!(3)));
    assert_eq!(desk.call("today", json!({"principal": "HH"}))["total"], 3);
    assert_eq!(desk.call("desk_status", json!({}))["counts"]["today"], 3);
}

#[test]
fn today_2_a_repair_stands_once_with_the_day_it_has_to_be_done_by() {
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.mend("HH26B35536", "2026-09-02", false);
    let today = desk.call("today", json!({}));
    assert_eq!(today["total"], 1, "{today}");
    let item = &today["items"][0];
    assert_eq!(
        (&item["kind"], &item["due_on"], &item["level"]),
        (&json!("repair"), &json!("2026-10-20"), &json!("soon"))
    );
    assert_eq!(item["reason"], "在修 48 天，修理期限今天到期");
    let refused = |tx: &store::Tx<'_>| {
        let sale = tx.sales_of_unit(tx.units_by_key("HH26B35536")?[0].id)?.remove(0);
        let mut card = tx.card_of_sale(sale.id)?.unwrap();
        card.turn_back("编号不符");
        tx.put_answered_card(&card)
    };
    desk.app.write("test", |tx, _| Ok(refused(tx)?)).unwrap();
    desk.days(10);
    let today = desk.call("today", json!({}));
    let kinds: Vec<&Value> = today["items"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
    assert_eq!((kinds, &today["total"]), (vec![&json!("rejected"), &json!("repair")], &json!(2)));
    assert_eq!(desk.call("desk_status", json!({}))["counts"]["cards"], 1);
}

#[test]
fn law_6_a_clock_gone_astray_moves_no_day_and_its_entries_are_flagged() {
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.repair("HH26B35536", "2026-10-19");
    let kept = (desk.due("HH26B35536"), desk.covered("HH26B35536"));
    for days in [1200, -2400] {
        desk.days(days);
        let view = desk.call("sale_show", json!({"id": desk.sell("HH26B40000", "2023-05-01")["id"]}));
        assert_eq!((&view["clock_suspect"], &view["due"]["due_on"]), (&json!(true), &json!("2023-05-21")));
        // Its stand-still runs on to the last day that is believed, whatever makes the desk look at it again.
        desk.model(51_500 + days.abs());
        assert_eq!((desk.due("HH26B35536"), desk.covered("HH26B35536")), kept, "{days}");
    }
}

#[test]
fn law_7_what_cannot_be_computed_says_so_and_the_rest_goes_on() {
    let mut desk = Desk::new();
    let basis = r#""basis": "repair.received_on""#;
    desk.app.shelf = Shelf::of(packs(&[("CN-ag-2010", basis, r#""basis": "call.received_at""#)]));
    desk.sell("HH26B35536", "2026-10-19");
    desk.repair("HH26B35536", "2026-10-20");
    let due = desk.due("HH26B35536");
    assert_eq!(due[1], ("repair.complete".to_owned(), None, Pending));
    assert_eq!((due[0].2, due[2].2, due.len()), (Pending, Pending, 3));
    let shown = desk.call("unit_rights", json!({"serial": "HH26B35536"}));
    let repair = &shown["deadlines"][1];
    assert_eq!(repair["steps"], json!(["无法计算：这条规则从接到报修起算，维修单上没有这一天"]));
    assert_eq!(shown["coverage"].as_array().unwrap().len(), 3);
}

/// Every row ever kept of a table, as what stands and what took its place.
fn history(desk: &Desk, serial: &str) -> Vec<(String, String, String)> {
    let rows = desk.look(|reader, unit| reader.deadlines_of(&[unit], &Reasons::default()), serial);
    rows.into_iter()
        .map(|row| (row.rule, row.due_on.map(|on| on.iso()).unwrap_or_default(), row.pack_version))
        .collect()
}

#[test]
fn law_3_what_is_open_gets_a_new_row_and_what_has_ended_stays() {
    let mut desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.sell("HH26B35537", "2026-09-01");
    desk.sell("HH26B35538", "2025-01-06");
    let (open, late, over) = (
        history(&desk, "HH26B35536"),
        history(&desk, "HH26B35537"),
        desk.look(|reader, unit| reader.coverage_of(&[unit], &Reasons::default()), "HH26B35538"),
    );
    let longer = ("S0-farm", r#""machine": {"period": {"n": 12"#, r#""machine": {"period": {"n": 13"#);
    let version = ("S0-farm", r#""version": "2026.1""#, r#""version": "2026.2""#);
    desk.app.shelf = Shelf::of(packs(&[CARD_25, longer, version]));
    let answer = desk.call("law_recompute", json!({}));
    assert_eq!((&answer["units"], &answer["resumed"]), (&json!(3), &json!(false)));
    assert_eq!(open, [("card.to_ho".to_owned(), "2026-11-08".to_owned(), "2026.1".to_owned())]);
    let moved = [("card.to_ho".to_owned(), "2026-11-13".to_owned(), "2026.2".to_owned())];
    assert_eq!(history(&desk, "HH26B35536"), moved);
    assert_eq!(history(&desk, "HH26B35537"), late);
    assert_eq!(
        desk.look(|reader, unit| reader.coverage_of(&[unit], &Reasons::default()), "HH26B35538")[0],
        over[0],
        "it has run out"
    );
    assert_eq!(desk.covered("HH26B35536")[0].1.as_deref(), Some("2027-11-19"));
    // The card itself, and with it the lists, says the same day.
    let rows = desk.call("sale_list", json!({"term": "HH26B35536"}))["rows"].clone();
    assert_eq!(rows[0]["due_on"], "2026-11-13");
    // Once more moves nothing.
    assert_eq!(desk.call("law_recompute", json!({}))["changed"], 0);
    assert!(!desk.app.law_catch_up());
}

#[test]
fn law_4_stopped_work_goes_on_where_it_was_and_undoes_nothing() {
    let mut desk = Desk::new();
    for n in 0..3 {
        desk.sell(&format!("HH26B3553{n}"), "2026-10-19");
    }
    desk.app.shelf = Shelf::of(packs(&[CARD_25]));
    let units = desk.app.read(|reader, _| Ok(reader.units_after(None, 9)?)).unwrap();
    // As a stop after the second machine leaves it.
    desk.app.stop_after(units[1], 2);
    let serials = ["HH26B35530", "HH26B35531", "HH26B35532"];
    let answer = desk.call("law_recompute", json!({}));
    assert_eq!((&answer["units"], &answer["resumed"]), (&json!(3), &json!(true)));
    let due = serials.map(|serial| desk.due(serial)[0].1.clone().unwrap());
    assert_eq!(due, ["2026-11-08", "2026-11-08", "2026-11-13"]);
    assert_eq!(desk.call("law_recompute", json!({}))["resumed"], false, "it was finished");
    let due = serials.map(|serial| desk.due(serial)[0].1.clone().unwrap());
    assert_eq!(due, ["2026-11-13"; 3]);
}

#[test]
fn law_4_what_is_saved_while_a_batch_is_computed_is_not_undone() {
    let mut desk = Desk::new();
    let sold = desk.sell("HH26B35536", "2026-10-19");
    desk.app.shelf = Shelf::of(packs(&[CARD_25]));
    desk.app.between_looking_and_writing(|| {
        desk.call("sale_void", json!({"id": sold["id"], "reason": "退货"}));
    });
    assert_eq!(desk.due("HH26B35536"), [row("card.to_ho", "2026-11-08", Void)]);
}

#[test]
fn law_8_by_a_suspect_clock_nothing_is_computed_anew() {
    let mut desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    let version = ("S0-farm", r#""version": "2026.1""#, r#""version": "2026.2""#);
    desk.app.shelf = Shelf::of(packs(&[CARD_25, version]));
    desk.days(-900);
    assert_eq!(desk.app.call("law_recompute", json!({})).unwrap_err().code, "clock_wrong");
    assert!(!desk.app.law_catch_up());
    desk.days(900);
    assert_eq!(desk.due("HH26B35536")[0].1.as_deref(), Some("2026-11-08"));
    assert!(desk.app.law_catch_up());
    assert_eq!(desk.due("HH26B35536")[0].1.as_deref(), Some("2026-11-13"));
}

/// The rule about old parts in these words, where the contract has another.
fn about_old_parts(flags: &str) -> Policies {
    let (begin, end) = (r#""key": "old_part.return_required""#, "      \"value\": true,\n");
    packs(&[("S0-farm", &format!("{begin},\n{end}"), &format!("{begin}, {flags},\n"))])
}

#[test]
fn install_1_a_flag_is_judged_by_the_day_of_its_record() {
    let mut desk = Desk::new();
    let words = r#""source": "台账", "checked": false}, {"key": "old_part.return_required""#;
    desk.app.shelf = Shelf::of(about_old_parts(&format!(
        r#""value": true, "effective_to": "2026-10-09", {words}, "value": false, "effective_from": "2026-10-10""#
    )));
    desk.sell("HH26B35536", "2026-10-01");
    let tags = |on: &str| desk.repair("HH26B35536", on)["draft"]["parts"][0]["tag_no"].is_string();
    assert_eq!(["2026-10-09", "2026-10-10"].map(tags), [true, false]);
}

#[test]
fn install_1_a_flag_of_a_class_is_for_its_machines() {
    let mut desk = Desk::new();
    desk.app.shelf = Shelf::of(about_old_parts(r#""class": "tractor_over_18kw", "value": true"#));
    desk.sell("HH26B35536", "2026-10-01");
    let tags = |desk: &Desk| desk.repair("HH26B35536", "2026-10-09")["draft"]["parts"][0]["tag_no"].is_string();
    assert!(tags(&desk));
    desk.model(10_000);
    assert!(!tags(&desk), "a small tractor is of another class");
}

#[test]
fn install_1_where_the_contract_is_silent_the_statute_says_what_is_kept() {
    let mut desk = Desk::new();
    let keep = r#""key": "identity.keep", "value": true, "effective_to": "2026-10-09", "source": "法定", "checked": false}, {
      "key": "card.replace_lost""#;
    desk.app.shelf = Shelf::of(packs(&[
        ("S0-farm", r#""key": "identity.keep""#, r#""key": "call.refer_to_ho", "class": "tiller""#),
        ("CN-ag-2010", r#""key": "card.replace_lost""#, keep),
    ]));
    let kept = |serial: &str, on: &str| {
        let mut draft = desk.sell(serial, on)["draft"].clone();
        draft["customer"] = json!({"name": format!("用户{serial}"), "id_no": "999074199708104773"});
        draft["unit"]["serial"] = json!(format!("{serial}2"));
        let sold = desk.call("sale_open", draft);
        let id: domain::CustomerId = crate::app::parse_id("", sold["customer_id"].as_str().unwrap()).unwrap();
        desk.app.read(|reader, _| Ok(reader.customer(id)?.unwrap().id_no)).unwrap().is_some()
    };
    assert_eq!([kept("A", "2026-10-09"), kept("B", "2026-10-10")], [true, false]);
}

#[test]
fn law_11_an_answer_to_a_card_moves_what_a_look_at_its_machine_would() {
    use domain::card::Card;
    let desk = Desk::new();
    desk.sell("HH26B35536", "2026-10-19");
    desk.repair("HH26B35536", "2026-10-19");
    let answer = |said: &dyn Fn(&mut Card)| {
        let put = |tx: &store::Tx<'_>| {
            let sale = tx.sales_of_unit(tx.units_by_key("HH26B35536")?[0].id)?.remove(0);
            let mut card = tx.card_of_sale(sale.id)?.unwrap();
            said(&mut card);
            tx.put_answered_card(&card)
        };
        desk.app.write("test", |tx, _| Ok(put(tx)?)).unwrap();
    };
    let whole = || desk.app.write("test", |tx, _| Ok(tx.put_unit(&tx.units_by_key("HH26B35536")?[0])?)).unwrap();
    let stands = || (desk.due("HH26B35536"), desk.covered("HH26B35536"));
    let before = stands();
    let state = || desk.due("HH26B35536").into_iter().find(|(rule, ..)| rule == "card.to_ho").map(|(.., state)| state);
    assert_eq!(state(), Some(Pending));
    let received = domain::Day::at(desk.app.now());
    for (said, then) in [
        (&(|card: &mut Card| card.turn_back("编号不符")) as &dyn Fn(&mut Card), Pending),
        (&|card: &mut Card| card.acknowledge(received), Met),
    ] {
        answer(said);
        assert_eq!(state(), Some(then));
        let by_answer = stands();
        assert_eq!(by_answer.1, before.1, "no period moves");
        whole();
        assert_eq!(stands(), by_answer, "a look at the machine finds nothing more");
    }
}
