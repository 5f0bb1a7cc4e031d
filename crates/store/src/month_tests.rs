use super::*;
use crate::{Entry, Outgoing, Store};
use domain::card::{Card, CardState};
use domain::customer::Customer;
use domain::model::Model;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::principal::Principal;
use domain::repair::{Channel, Method, Payer, Repair, RepairPart, RepairState, UsageUnit};
use domain::sale::Sale;
use domain::unit::Unit;
use domain::*;
use uuid::Uuid;

struct Desk {
    store: Store,
    _dir: tempfile::TempDir,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn october() -> Month {
    "2026-10".parse().unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

const MAKER: u128 = 1;

impl Desk {
    /// One maker with a model, a machine, its owner and its sale.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("desk.db"), |_| Ok(())).unwrap();
        let desk = Self { store, _dir: dir };
        desk.write(|tx| {
            tx.put_principal(&Principal {
                id: PrincipalId(id(MAKER)),
                code: "HH".into(),
                name: "华禾农机".into(),
                policy: "S0-farm".into(),
                dealer_account: String::new(),
            })?;
            tx.put_model(&Model {
                id: ModelId(id(2)),
                principal: PrincipalId(id(MAKER)),
                code: "HH704".into(),
                product: "轮式拖拉机".into(),
                class: String::new(),
                power_milli_kw: None,
                guide_price_fen: None,
                fuel: None,
                cylinders: None,
                strokes: None,
            })?;
            tx.put_unit(&Unit {
                id: UnitId(id(3)),
                principal: PrincipalId(id(MAKER)),
                model: ModelId(id(2)),
                serial: "007".into(),
                serial_key: "007".into(),
                engine_no: "E1".into(),
                frame_no: String::new(),
                produced_on: None,
            })?;
            tx.put_customer(&Customer {
                id: CustomerId(id(4)),
                name: "𠮷田·买买提".into(),
                phone: "19900364370".into(),
                county: "清河县".into(),
                town: "双庙乡".into(),
                village: "张家村".into(),
                id_no: None,
            })
        });
        desk
    }

    fn write(&self, f: impl FnOnce(&crate::Tx<'_>) -> crate::Result<()>) {
        self.store.write(Entry { at: 1, op: "test" }, f).unwrap();
    }

    fn repair(&self, n: u128, reported: &str, completed: Option<&str>, change: impl FnOnce(&mut Repair)) {
        let mut repair = a_repair(n, reported, completed);
        change(&mut repair);
        self.write(|tx| tx.put_repair(&repair, &[], &Outgoing::Nothing));
    }

    fn sale(&self, n: u128, sold: &str, invoiced: Option<&str>, change: impl FnOnce(&mut Sale, &mut Card)) {
        let (mut sale, mut card) = a_sale(n, sold, invoiced);
        change(&mut sale, &mut card);
        self.write(|tx| tx.put_sale(&sale, &card, &Outgoing::Nothing));
    }

    fn old_part(&self, n: u128, removed: &str, change: impl FnOnce(&mut OldPart)) {
        let mut part = an_old_part(n, removed);
        change(&mut part);
        self.write(|tx| tx.put_old_part(&part, &Outgoing::Nothing));
    }
}

fn a_repair(n: u128, reported: &str, completed: Option<&str>) -> Repair {
    Repair {
        id: RepairId(id(100 + n)),
        no: format!("WX{n}"),
        principal: PrincipalId(id(MAKER)),
        unit: UnitId(id(3)),
        customer: CustomerId(id(4)),
        channel: Channel::Phone,
        reported_on: day(reported),
        reported_time: String::new(),
        received_on: day(reported),
        arrived_on: None,
        arrived_time: String::new(),
        completed_on: completed.map(day),
        handed_over_on: None,
        usage_milli: Some(532_500),
        usage_unit: UsageUnit::Hour,
        in_warranty: true,
        payer: Payer::Warranty,
        fault: "冒黑烟".into(),
        fault_place: "发动机".into(),
        cause: "滤芯堵塞".into(),
        responsibility: "厂家".into(),
        method: Method::Replace,
        work: String::new(),
        technician: "赵师傅".into(),
        labour_milli_hours: Some(1500),
        labour_fen: Fen(100),
        material_fen: Fen(20),
        travel_milli_km: None,
        travel_fen: Fen(3),
        other_fen: Fen(4),
        user_signed: true,
        user_rating: "满意".into(),
        note: "备注".into(),
        share_consent: true,
        state: RepairState::Draft,
        entered_on: day(reported),
        clock_suspect: false,
        submitted_on: None,
        acknowledged_on: None,
        returned_reason: None,
        void_reason: None,
        rev: 1,
        severity: None,
        same_as: None,
        component_exchanged: false,
        waits: Vec::new(),
        usage_read_on: None,
        new_meter: false,
        old_meter_milli: None,
        fault_code: String::new(),
        depart_time: String::new(),
        fees: Vec::new(),
    }
}

fn a_part(n: u128, repair: u128, replaced: &str, name: &str) -> RepairPart {
    RepairPart {
        id: RepairPartId(id(1000 + n)),
        repair: RepairId(id(100 + repair)),
        line_no: i64::try_from(n).unwrap(),
        code: "1E54715".into(),
        name: name.into(),
        spec: "A型".into(),
        unit: "条".into(),
        qty_milli: 1500,
        price_fen: Fen(101),
        kind: None,
        return_required: true,
        wants_replacement: false,
        replaced_on: day(replaced),
        old_serial: String::new(),
        new_serial: String::new(),
    }
}

fn a_sale(n: u128, sold: &str, invoiced: Option<&str>) -> (Sale, Card) {
    let sale = Sale {
        id: SaleId(id(200 + n)),
        no: format!("XS{n}"),
        principal: PrincipalId(id(MAKER)),
        unit: UnitId(id(3)),
        customer: CustomerId(id(4)),
        sold_on: day(sold),
        invoice_no: "01423418".into(),
        invoice_on: invoiced.map(day),
        delivered_on: None,
        installed_on: None,
        price_fen: Some(Fen(7_650_000)),
        subsidy_fen: Some(Fen(1)),
        seller: "李店员".into(),
        outlet: "城关".into(),
        note: String::new(),
        entered_on: day(sold),
        clock_suspect: false,
        void_reason: None,
    };
    let card = Card {
        id: CardId(id(300 + n)),
        no: format!("HZ{n}"),
        sale: sale.id,
        state: CardState::Issued,
        share_consent: false,
        user_signed: false,
        returned_on: None,
        due: Some(due(day(sold).plus_days(20))),
        queued_on: None,
        acknowledged_on: None,
        first_acknowledged_on: None,
        returned_reason: None,
        rev: 1,
    };
    (sale, card)
}

fn due(due_on: Day) -> domain::deadline::Due {
    domain::deadline::Due {
        due_on,
        due_at: None,
        rule_key: "card.to_ho".into(),
        rule_version: "1".into(),
        source: String::new(),
        checked: false,
        provisional: false,
        consequence: String::new(),
        alert_days: vec![],
        alert_minutes: vec![],
        met_by: None,
        pauses: vec![],
        at_risk_fen: None,
        steps: vec![],
    }
}

fn an_old_part(n: u128, removed: &str) -> OldPart {
    OldPart {
        id: OldPartId(id(400 + n)),
        tag_no: format!("JJ{n}"),
        principal: PrincipalId(id(MAKER)),
        repair_part: None,
        repair: None,
        repair_no: "旧单".into(),
        code: "082895".into(),
        name: "滤芯".into(),
        spec: String::new(),
        qty_milli: 1000,
        value_fen: Fen(5),
        removed_on: day(removed),
        state: OldPartState::Tagged,
        bin: "A-3".into(),
        batch: None,
        box_no: String::new(),
        reason: String::new(),
        rev: 1,
    }
}

macro_rules! column {
    ($desk:expr, repairs_of_month, $month:expr, $field:ident) => {
        column!($desk, repairs_of_month, $month, $field, "repair.complete")
    };
    ($desk:expr, $rows:ident, $month:expr, $field:ident $(, $rule:expr)?) => {
        $desk
            .store
            .read(|reader| {
                reader.$rows(PrincipalId(id(MAKER)), $month, $($rule,)? |rows| {
                    let mut found: Vec<String> = Vec::new();
                    while let Some(row) = rows.next_row()? {
                        found.push(row.$field.to_string());
                    }
                    Ok::<_, StoreError>(found)
                })
            })
            .unwrap()
    };
}

#[test]
fn monthrows_2_repairs_by_day_of_completion_then_what_is_open() {
    let desk = Desk::new();
    desk.repair(1, "2026-10-20", Some("2026-10-21"), |_| ());
    desk.repair(2, "2026-09-28", Some("2026-10-01"), |_| ());
    desk.repair(3, "2026-10-30", Some("2026-11-02"), |_| ());
    desk.repair(4, "2026-10-05", None, |_| ());
    desk.repair(5, "2026-10-05", Some("2026-10-06"), |r| r.void_reason = Some("重复".into()));
    desk.repair(6, "2026-11-01", None, |_| ());
    desk.repair(7, "2026-09-01", Some("2026-09-30"), |_| ());
    assert_eq!(column!(desk, repairs_of_month, october(), no), ["WX2", "WX1", "WX4", "WX3"]);
    assert_eq!(column!(desk, repairs_of_month, october().next(), no), ["WX3", "WX4", "WX6"]);
    assert_eq!(column!(desk, repair_facts_of_month, october(), again).len(), 4);
}

#[test]
fn a_repair_is_read_back_whole() {
    let desk = Desk::new();
    desk.sale(1, "2025-03-01", None, |_, _| ());
    let repair = a_repair(1, "2026-10-20", Some("2026-10-21"));
    let parts = [a_part(1, 1, "2026-10-21", "三角带"), a_part(2, 1, "2026-10-21", "滤芯")];
    desk.write(|tx| tx.put_repair(&repair, &parts, &Outgoing::Nothing));
    desk.old_part(1, "2026-10-21", |part| part.repair = Some(RepairId(id(101))));
    let read = |rows: &mut Streamed<'_, Repairs>| {
        let row = rows.next_row()?.unwrap();
        assert_eq!(
            (row.customer, row.phone, row.county, row.town, row.village),
            ("𠮷田·买买提", "19900364370", "清河县", "双庙乡", "张家村")
        );
        assert_eq!(
            (row.product, row.model, row.serial, row.engine_no, row.sold_on),
            ("轮式拖拉机", "HH704", "007", "E1", Some(day("2025-03-01")))
        );
        assert_eq!(
            (row.channel, row.method, row.usage_milli, row.usage_unit),
            (Channel::Phone, Method::Replace, Some(532_500), UsageUnit::Hour)
        );
        assert_eq!(row.parts, Some("三角带\u{1f}1500\u{1f}条\u{1e}滤芯\u{1f}1500\u{1f}条"));
        assert_eq!(
            (row.old_parts, row.labour_milli_hours, row.labour_fen, row.material_fen),
            (Some("tagged"), Some(1500), 100, 20)
        );
        assert_eq!(
            (row.travel_fen, row.other_fen, row.user_signed, row.user_rating, row.note),
            (3, 4, true, "满意", "备注")
        );
        assert_eq!(
            (row.share_consent, row.corrected, row.technician, row.cause, row.responsibility),
            (true, false, "赵师傅", "滤芯堵塞", "厂家")
        );
        Ok::<_, StoreError>(())
    };
    desk.store
        .read(|reader| reader.repairs_of_month(PrincipalId(id(MAKER)), october(), "repair.complete", read))
        .unwrap();
}

#[test]
fn a_machine_back_again_is_told_from_one_back_with_the_same_fault() {
    let desk = Desk::new();
    desk.repair(1, "2026-09-01", Some("2026-09-02"), |_| ());
    desk.repair(2, "2026-10-01", Some("2026-10-02"), |r| r.fault_place = "液压".into());
    desk.repair(3, "2026-10-05", Some("2026-10-06"), |_| ());
    assert_eq!(column!(desk, repair_facts_of_month, october(), again), ["true", "true"]);
    assert_eq!(column!(desk, repair_facts_of_month, october(), repeated), ["false", "true"]);
    assert_eq!(column!(desk, repairs_of_month, october(), again), ["true", "true"]);
    assert_eq!(column!(desk, repairs_of_month, october(), repeated), ["false", "true"]);
    assert_eq!(column!(desk, repair_facts_of_month, october().previous(), again), ["false"]);
}

#[test]
fn e10_parts_belong_to_the_month_they_were_replaced_in() {
    let desk = Desk::new();
    let repair = a_repair(1, "2026-09-29", Some("2026-10-02"));
    let parts = [a_part(1, 1, "2026-09-30", "三角带"), a_part(2, 1, "2026-10-02", "滤芯")];
    desk.write(|tx| tx.put_repair(&repair, &parts, &Outgoing::Nothing));
    assert_eq!(column!(desk, parts_of_month, october().previous(), name), ["三角带"]);
    assert_eq!(column!(desk, parts_of_month, october(), name), ["滤芯"]);
    // A line taken off by a correction is on no sheet.
    desk.write(|tx| tx.put_repair(&repair, &parts[1..], &Outgoing::Nothing));
    assert!(column!(desk, parts_of_month, october().previous(), name).is_empty());
}

#[test]
fn sales_belong_to_the_month_of_the_invoice() {
    let desk = Desk::new();
    desk.sale(1, "2026-09-30", Some("2026-10-03"), |_, _| ());
    desk.sale(2, "2026-10-02", None, |_, _| ());
    desk.sale(3, "2026-10-31", Some("2026-11-01"), |_, _| ());
    desk.sale(4, "2026-10-05", None, |sale, _| sale.void_reason = Some("退".into()));
    desk.sale(5, "2025-10-05", None, |_, _| ());
    assert_eq!(column!(desk, sales_of_month, october(), card_no), ["HZ2", "HZ1"]);
    let sold = desk.store.read(|reader| reader.sold_of_models(PrincipalId(id(MAKER)), october())).unwrap();
    assert_eq!(sold, [SoldOfModel { model: "HH704".into(), sold: 2, this_year: 2, last_year: 1 }]);
}

#[test]
fn cards_sent_and_cards_due() {
    let desk = Desk::new();
    desk.sale(1, "2026-09-01", None, |_, card| card.queue(day("2026-10-02")));
    desk.sale(2, "2026-09-15", None, |_, card| card.state = CardState::BeforeStart);
    desk.sale(3, "2026-10-20", None, |_, _| ());
    desk.sale(4, "2026-09-20", None, |_, card| card.state = CardState::Voided);
    assert_eq!(column!(desk, cards_of_month, october(), card_no), ["HZ1", "HZ2"]);
    assert_eq!(column!(desk, cards_of_month, october().previous(), card_no), ["HZ1"]);
}

#[test]
fn old_parts_removed_and_old_parts_sent() {
    let desk = Desk::new();
    let batch = PartsBatch {
        id: PartsBatchId(id(9)),
        no: "FC1".into(),
        principal: PrincipalId(id(MAKER)),
        boxes: 2,
        weight_g: Some(5000),
        carrier: "德邦".into(),
        waybill_no: "0012".into(),
        freight_payer: "总部".into(),
        sent_on: day("2026-10-30"),
        rev: 1,
    };
    desk.write(|tx| tx.put_parts_batch(&batch));
    desk.old_part(1, "2026-08-01", |part| part.send(PartsBatchId(id(9)), "1").unwrap());
    desk.old_part(2, "2026-10-02", |_| ());
    desk.old_part(3, "2026-10-03", |part| part.state = OldPartState::Lost);
    desk.old_part(4, "2026-09-02", |_| ());
    assert_eq!(column!(desk, old_parts_of_month, october(), tag_no), ["JJ1", "JJ2"]);
    assert_eq!(desk.store.read(|reader| reader.batches_of_month(PrincipalId(id(MAKER)), october())).unwrap(), [batch]);
}

#[test]
fn another_makers_month_is_empty() {
    let desk = Desk::new();
    desk.repair(1, "2026-10-20", Some("2026-10-21"), |_| ());
    desk.sale(1, "2026-10-02", None, |_, _| ());
    desk.old_part(2, "2026-10-02", |_| ());
    let other = PrincipalId(id(77));
    let rows = desk.store.read(|reader| {
        let repairs = reader.repairs_of_month(other, october(), "repair.complete", |rows| {
            Ok::<_, StoreError>(rows.next_row()?.is_some())
        })?;
        let cards =
            reader.cards_of_month(other, october().next(), |rows| Ok::<_, StoreError>(rows.next_row()?.is_some()))?;
        let parts =
            reader.old_parts_of_month(other, october(), |rows| Ok::<_, StoreError>(rows.next_row()?.is_some()))?;
        Ok::<_, StoreError>([repairs, cards, parts])
    });
    assert_eq!(rows.unwrap(), [false; 3]);
}

#[test]
fn a_month_has_at_most_so_many_rows() {
    let desk = Desk::new();
    desk.repair(1, "2026-10-20", Some("2026-10-21"), |_| ());
    desk.repair(2, "2026-10-20", None, |_| ());
    desk.repair(3, "2026-10-30", Some("2026-11-21"), |_| ());
    desk.sale(1, "2026-09-20", None, |_, card| card.queue(day("2026-10-02")));
    desk.sale(2, "2026-10-20", None, |_, _| ());
    desk.old_part(1, "2026-10-02", |_| ());
    let count =
        |rows| desk.store.read(|reader| reader.month_rows_at_most(rows, PrincipalId(id(MAKER)), october())).unwrap();
    let every = [MonthRows::Repairs, MonthRows::Parts, MonthRows::Sales, MonthRows::Cards, MonthRows::OldParts];
    assert_eq!(every.map(count), [3, 0, 1, 2, 1], "a card sent and due in the month is counted twice");
}

#[test]
fn monthrows_1_no_table_is_read_through() {
    let desk = Desk::new();
    let plans = desk.store.read(|reader| {
        let plan = |sql: &&str| -> crate::Result<Vec<String>> {
            let mut statement = reader.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let lines = statement.raw_query().mapped(|row| row.get("detail"));
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        };
        let every = [
            repairs::REPAIRS.as_slice(),
            &repairs::FACTS,
            &[
                include_str!("../sql/month/at_most_repairs.sql"),
                include_str!("../sql/month/at_most_parts.sql"),
                include_str!("../sql/month/at_most_sales.sql"),
                include_str!("../sql/month/at_most_cards.sql"),
                include_str!("../sql/month/at_most_old_parts.sql"),
                parts::PARTS,
                sales::SALES,
                sales::BY_MODEL,
                sales::EXCHANGED,
                cards::CARDS,
                old_parts::OLD_PARTS,
                old_parts::BATCHES,
                registers::WORK,
                registers::NOTICES,
            ],
        ]
        .concat();
        every.iter().map(plan).collect::<crate::Result<Vec<_>>>()
    });
    for plan in plans.unwrap() {
        let scans: Vec<_> = plan
            .iter()
            .filter(|line| line.starts_with("SCAN") && !["SCAN f", "SCAN CONSTANT ROW"].contains(&line.as_str()))
            .collect();
        assert!(scans.is_empty(), "{scans:?} in {plan:#?}");
    }
}
