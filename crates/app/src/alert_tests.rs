//! Stories of what the desk says by itself.

use super::*;
use crate::clock::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use sync::desk::Desk as _;

/// 2026-10-20 10:00 at the counter.
const START: i64 = 1_792_461_600_000;
const HOUR: i64 = 3600 * 1000;
const DAY: i64 = 24 * HOUR;

struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct Counter {
    app: App,
    time: Arc<AtomicI64>,
    dir: tempfile::TempDir,
}

impl Counter {
    fn new() -> Self {
        let (time, dir) = (Arc::new(AtomicI64::new(START)), tempfile::tempdir().unwrap());
        let app = App::open_with(dir.path(), Box::new(Watch(Arc::clone(&time)))).unwrap();
        let desk = Self { app, time, dir };
        desk.call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}));
        desk.call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}));
        desk.call("start_day_save", json!({"on": "2026-10-01"}));
        desk
    }

    fn call(&self, command: &str, input: Value) -> Value {
        self.app.call(command, input).unwrap_or_else(|e| panic!("{command}: {} {}", e.code, e.message))
    }

    fn sell(&self, serial: &str, sold_on: &str) {
        let customer = json!({"name": "王丹", "phone": "19900364370"});
        let unit = json!({"model": "HH704", "product": "轮式拖拉机", "serial": serial});
        let sale =
            json!({"principal": "HH", "customer": customer, "unit": unit, "sold_on": sold_on, "user_signed": true});
        self.call("sale_open", sale);
    }

    fn at(&self, ms: i64) -> Option<String> {
        self.time.store(ms, Ordering::SeqCst);
        self.app.alert()
    }

    /// Head office turns down a card it had taken.
    fn refuse(&self, id: &str) {
        let card = self.call("outbox_list", json!({}))["rows"][0].take();
        let body =
            json!({"record_id": card["record_id"], "rev": card["rev"], "code": "missing", "message": "缺发票号"});
        let maker = self.app.read(|reader, _| Ok(reader.principal_by_code("HH")?.unwrap().id.to_string())).unwrap();
        let item = wire::feed::FeedItem {
            item_id: id.to_owned(),
            kind: "rejection".into(),
            schema: 1,
            created_at: START,
            hash: String::new(),
            body: body.to_string(),
            extra: Default::default(),
        };
        self.app.apply_feed(&maker, &[item], None, START).unwrap();
    }
}

#[test]
fn alert_1_once_a_day_from_the_morning_on_however_many_there_are() {
    let desk = Counter::new();
    assert_eq!(desk.at(START), None, "nothing presses");
    (0..40).for_each(|n| desk.sell(&format!("HH26B{n:05}"), "2026-10-01"));
    assert_eq!(desk.at(START).unwrap(), "40 张回执卡 1 天内到期。");
    assert_eq!(desk.at(START + HOUR), None);
    assert_eq!(desk.at(START + DAY - 4 * HOUR), None, "six in the morning");
    assert_eq!(desk.at(START + DAY - 3 * HOUR).unwrap(), "40 张回执卡今天到期。");
    assert_eq!(desk.at(START + 2 * DAY).unwrap(), "40 张回执卡已超期。");
    assert_eq!(desk.at(START + 3 * DAY).unwrap(), "40 张回执卡已超期。", "once a day");
}

#[test]
fn alert_2_later_that_day_only_what_is_new() {
    let desk = Counter::new();
    desk.sell("HH26B00001", "2026-10-01");
    desk.at(START).unwrap();
    desk.sell("HH26B00002", "2026-10-20");
    assert_eq!(desk.at(START + HOUR), None, "nineteen days are no step");
    desk.sell("HH26B00003", "2026-10-02");
    assert_eq!(desk.at(START + HOUR).unwrap(), "新增：1 张回执卡 2 天内到期。");
    desk.refuse("n1");
    assert_eq!(desk.at(START + HOUR).unwrap(), "新增：1 张单据被总部退回。");
    assert_eq!(desk.at(START + 2 * HOUR), None);
}

#[test]
fn alert_3_a_restart_says_nothing_again() {
    let mut desk = Counter::new();
    desk.sell("HH26B00001", "2026-10-01");
    desk.at(START).unwrap();
    drop(std::mem::replace(&mut desk.app, App::open(tempfile::tempdir().unwrap().path()).unwrap()));
    desk.app = App::open_with(desk.dir.path(), Box::new(Watch(Arc::clone(&desk.time)))).unwrap();
    assert_eq!(desk.at(START + HOUR), None);
    desk.sell("HH26B00002", "2026-10-01");
    assert_eq!(desk.at(START + HOUR).unwrap(), "新增：1 张回执卡 1 天内到期。");
}

#[test]
fn alert_4_switched_off_in_a_demo_or_by_a_suspect_clock_nothing_is_said() {
    let desk = Counter::new();
    desk.sell("HH26B00001", "2026-10-01");
    desk.call("alerts_save", json!({"on": false}));
    assert_eq!(desk.at(START), None);
    assert_eq!(desk.call("alerts_save", json!({"on": true}))["value"]["alerts"], true);
    assert_eq!(desk.at(START + 400 * DAY), None, "a clock far ahead");
    assert!(desk.app.write("", |tx, _| Ok(tx.put_setting(Setting::Demo, "1")?)).is_ok());
    assert_eq!(desk.at(START + HOUR), None);
    assert!(desk.app.write("", |tx, _| Ok(tx.put_setting(Setting::Demo, "")?)).is_ok());
    assert_eq!(desk.at(START + HOUR).unwrap(), "1 张回执卡 1 天内到期。", "none of it counts as said");
}

fn pressing(stand: Stand, kind: TodayKind, days_left: i64, at_risk_fen: i64) -> Pressing {
    Pressing { stand, kind, days_left, at_risk_fen, mark: String::new() }
}

#[test]
fn alert_5_a_sentence_has_kinds_numbers_and_amounts() {
    let cards = |n: usize| (0..n).map(|_| pressing(Stand::Today, TodayKind::Card, 0, 40_000)).collect::<Vec<_>>();
    let mut all = cards(3);
    all.push(pressing(Stand::Ahead, TodayKind::OldPart, 7, 0));
    all.push(pressing(Stand::Ahead, TodayKind::OldPart, 2, 5));
    all.push(pressing(Stand::Refused, TodayKind::Rejected, 0, 0));
    all.push(pressing(Stand::Late, TodayKind::Repair, -3, 123_456_789));
    let say = |all: &[Pressing], again| sentence(&all.iter().collect::<Vec<_>>(), again);
    assert_eq!(
        say(&all, false).unwrap(),
        "1 张单据被总部退回；1 张维修单已超期，涉及 1,234,567.89 元；3 张回执卡今天到期，涉及 1,200 元；2 件旧件 7 天内到期，涉及 0.05 元。"
    );
    assert_eq!(say(&cards(1), true).unwrap(), "新增：1 张回执卡今天到期，涉及 400 元。");
    assert!(say(&cards(2000), false).unwrap().starts_with("至少 2,000 张回执卡今天到期"));
    assert_eq!(say(&[], true), None);
}
