//! A desk for tests, and one row of every kind with no column left at its default.

use crate::{Entry, OutboxLine, Outgoing, ReportRun, Result, Store, Tx};
use domain::card::{Card, CardState};
use domain::claim::OpeningClaim;
use domain::customer::Customer;
use domain::deadline::Due;
use domain::model::Model;
use domain::old_part::{OldPart, OldPartState, PartsBatch};
use domain::operator::{Operator, Role};
use domain::part::{Part, PartKind};
use domain::principal::Principal;
use domain::repair::{Channel, Method, Payer, Repair, RepairPart, RepairState, UsageUnit};
use domain::sale::Sale;
use domain::text::serial_key;
use domain::unit::Unit;
use domain::{Day, Fen};
use tempfile::TempDir;
use uuid::Uuid;

mod chain;
mod workshop;
pub(crate) use chain::{attachment, call, claim, claim_line, demand, remedy_case, settlement};
pub(crate) use workshop::{custody, job_card};
mod fees;
mod month;
pub(crate) use fees::{fee, fee_statement, payable, receipt};
pub(crate) use month::submission;

/// An instant on 2026-10-20.
pub(crate) const NOW: i64 = 1_792_468_800_000;

pub(crate) const ENTRY: Entry<'static> = Entry { at: NOW, op: "test" };

/// A desk in a folder that goes with it.
pub(crate) struct Desk {
    pub dir: TempDir,
    pub store: Store,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("desk.db"), |_| Ok(())).unwrap();
        // What a write means does not depend on the disk; one test looks that it is waited for.
        store.writer().pragma_update(None, "synchronous", "OFF").unwrap();
        Self { dir, store }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write<T>(&self, f: impl FnOnce(&Tx<'_>) -> Result<T>) -> T {
        self.store.write(ENTRY, f).unwrap()
    }

    pub(crate) fn read<T>(&self, f: impl FnOnce(&crate::Reader<'_>) -> Result<T>) -> T {
        self.store.read(f).unwrap()
    }

    /// One number out of the database.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.read(|reader| Ok(reader.connection.query_row(sql, [], |row| row.get(0))?))
    }

    /// A maker, a model, and nothing sold.
    pub(crate) fn with_maker() -> Self {
        let desk = Self::new();
        desk.write(|tx| {
            tx.put_principal(&principal())?;
            tx.put_model(&model())
        });
        desk
    }

    /// Everything once.
    pub(crate) fn full() -> Self {
        let desk = Self::with_maker();
        desk.write(put_everything);
        desk
    }
}

pub(crate) fn put_everything(tx: &Tx<'_>) -> Result<()> {
    tx.put_principal(&principal())?;
    tx.put_model(&model())?;
    tx.put_part(&part())?;
    tx.put_customer(&customer())?;
    tx.put_unit(&unit())?;
    tx.put_sale(&sale(), &card(), &Outgoing::Nothing)?;
    tx.put_repair(&repair(), &[repair_part()], &Outgoing::Nothing)?;
    tx.put_parts_batch(&parts_batch())?;
    tx.put_old_part(&old_part(), &Outgoing::Nothing)?;
    tx.put_opening_claim(&opening_claim())?;
    tx.put_demand(&demand())?;
    tx.put_call(&call())?;
    tx.put_custody(&custody())?;
    tx.put_job_card(&job_card())?;
    tx.put_attachment(&attachment())?;
    tx.put_remedy(&remedy_case(), &Outgoing::Nothing)?;
    tx.put_claim(&claim())?;
    tx.put_claim_line(&claim_line())?;
    tx.put_notice(&settlement())?;
    tx.put_receipt(&receipt())?;
    tx.put_fee_statement(&fee_statement())?;
    tx.put_payable(&payable())?;
    tx.put_counted_cards(
        fee_statement().id,
        &[crate::CountedCard { id: card().id, acknowledged_on: day("2026-07-02") }],
    )?;
    tx.put_operator(&operator())?;
    tx.put_submission(&submission())?;
    tx.put_report_run(&report_run(), &Outgoing::Nothing)
}

pub(crate) fn operator() -> Operator {
    Operator {
        id: id(111),
        name: "张伟二".into(),
        role: Role::Director,
        pin: "$argon2id$".into(),
        pin_rev: 3,
        made_at: NOW,
        ended_at: Some(NOW + 1),
        tries: 2,
        tried_at: NOW + 2,
        told: "重设过".into(),
        rev: 5,
    }
}

pub(crate) fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn principal() -> Principal {
    Principal {
        id: id(1),
        code: "HH".into(),
        name: "华禾农机".into(),
        policy: "S0-farm".into(),
        dealer_account: "HB0732A".into(),
    }
}

pub(crate) fn other_principal() -> Principal {
    Principal { id: id(2), code: "DF".into(), name: "东丰".into(), ..principal() }
}

pub(crate) fn model() -> Model {
    Model {
        id: id(11),
        principal: id(1),
        code: "HH-704".into(),
        product: "轮式拖拉机".into(),
        class: "拖拉机".into(),
        power_milli_kw: Some(51_500),
        guide_price_fen: Some(Fen(7_900_000)),
        fuel: Some(domain::coverage::Fuel::Diesel),
        cylinders: Some(4),
        strokes: Some(2),
    }
}

pub(crate) fn part() -> Part {
    Part {
        id: id(21),
        code: "082895".into(),
        name: "空气滤清器芯".into(),
        spec: "K2342".into(),
        unit: "件".into(),
        price_fen: Some(Fen(4_550)),
        market_price_fen: Some(Fen(5_900)),
        kind: Some(PartKind::Wear),
        return_required: Some(true),
    }
}

pub(crate) fn customer() -> Customer {
    Customer {
        id: id(31),
        name: "曾𠮷·买买提".into(),
        phone: "+86 199 0036 4370".into(),
        county: "清河县".into(),
        town: "双庙乡".into(),
        village: "张家村".into(),
        id_no: Some("999074199708104773".into()),
    }
}

pub(crate) fn unit() -> Unit {
    Unit {
        id: id(41),
        principal: id(1),
        model: id(11),
        serial: "ＨＨ26 B35536".into(),
        serial_key: serial_key("ＨＨ26 B35536"),
        engine_no: "q2610-00815".into(),
        frame_no: "LFH0099".into(),
        produced_on: Some(day("2026-03-02")),
    }
}

pub(crate) fn sale() -> Sale {
    Sale {
        id: id(51),
        no: "HB0732A-XS-2610-A0001".into(),
        principal: id(1),
        unit: id(41),
        customer: id(31),
        sold_on: day("2026-10-18"),
        invoice_no: "0098812".into(),
        invoice_on: Some(day("2026-11-01")),
        delivered_on: Some(day("2026-10-19")),
        installed_on: Some(day("2026-10-20")),
        price_fen: Some(Fen(7_850_000)),
        subsidy_fen: Some(Fen(1_200_000)),
        seller: "李三".into(),
        outlet: "双庙分店".into(),
        note: "分两次付款".into(),
        entered_on: day("2026-10-21"),
        clock_suspect: true,
        void_reason: Some("用户退货".into()),
    }
}

pub(crate) fn card() -> Card {
    Card {
        id: id(61),
        no: "hz-2610-0001".into(),
        sale: id(51),
        state: CardState::Returned,
        share_consent: true,
        user_signed: true,
        returned_on: Some(day("2026-10-22")),
        due: Some(due()),
        queued_on: Some(day("2026-10-23")),
        acknowledged_on: Some(day("2026-10-24")),
        first_acknowledged_on: Some(day("2026-10-20")),
        returned_reason: Some("出厂编号与出库记录不符".into()),
        rev: 3,
    }
}

pub(crate) fn due() -> Due {
    Due {
        due_on: day("2026-11-07"),
        due_at: Some(1_794_042_000_000),
        rule_key: "card.to_ho".into(),
        rule_version: "S0-farm 2026.1".into(),
        source: "合同第 4 条".into(),
        checked: true,
        provisional: true,
        consequence: "不予三包".into(),
        alert_days: vec![7, 3],
        alert_minutes: vec![30],
        met_by: Some(domain::policy::MetBy::Received),
        pauses: vec![domain::suspension::Cause::Repair],
        at_risk_fen: Some(120_000),
        steps: vec!["销售日期 2026年10月18日".into(), "加 20 天".into()],
    }
}

pub(crate) fn repair() -> Repair {
    Repair {
        id: id(71),
        no: "WX-2610 0138".into(),
        principal: id(1),
        unit: id(41),
        customer: id(31),
        channel: Channel::Wechat,
        reported_on: day("2026-10-25"),
        reported_time: "08:15".into(),
        received_on: day("2026-10-26"),
        arrived_on: Some(day("2026-10-27")),
        arrived_time: "09:40".into(),
        completed_on: Some(day("2026-10-28")),
        handed_over_on: Some(day("2026-10-29")),
        usage_milli: Some(312_500),
        usage_unit: UsageUnit::Mu,
        in_warranty: true,
        payer: Payer::Warranty,
        fault: "冒黑烟".into(),
        fault_place: "发动机".into(),
        cause: "滤芯堵塞".into(),
        responsibility: "厂家".into(),
        method: Method::Replace,
        work: "更换滤芯".into(),
        technician: "赵六".into(),
        labour_milli_hours: Some(1_500),
        labour_fen: Fen(15_000),
        material_fen: Fen(4_550),
        travel_milli_km: Some(42_000),
        travel_fen: Fen(8_400),
        other_fen: Fen(100),
        user_signed: true,
        user_rating: "满意".into(),
        note: "带回旧件".into(),
        share_consent: true,
        state: RepairState::Submitted,
        entered_on: day("2026-10-30"),
        clock_suspect: true,
        submitted_on: Some(day("2026-10-31")),
        acknowledged_on: Some(day("2026-11-01")),
        returned_reason: Some("缺照片".into()),
        void_reason: Some("重复登记".into()),
        rev: 4,
        severity: Some(domain::remedy::rule::Severity::Serious),
        same_as: Some(id(71)),
        component_exchanged: true,
        waits: vec![domain::wait::Wait {
            cause: domain::suspension::Cause::WaitingParts,
            from: day("2026-10-26"),
            to: Some(day("2026-10-27")),
        }],
        usage_read_on: Some(day("2026-10-27")),
        new_meter: true,
        old_meter_milli: Some(900_000),
        fault_code: "tractor.engine.fuel.pump.01".into(),
        depart_time: "22:40".into(),
        fees: vec![fee()],
    }
}

pub(crate) fn repair_part() -> RepairPart {
    RepairPart {
        id: id(81),
        repair: id(71),
        line_no: 1,
        code: "082895".into(),
        name: "空气滤清器芯".into(),
        spec: "K2342".into(),
        unit: "件".into(),
        qty_milli: 2_000,
        price_fen: Fen(4_550),
        kind: Some(PartKind::Warranty),
        return_required: true,
        wants_replacement: true,
        replaced_on: day("2026-10-28"),
        old_serial: "P-1".into(),
        new_serial: "P-2".into(),
    }
}

pub(crate) fn parts_batch() -> PartsBatch {
    PartsBatch {
        id: id(91),
        no: "HB0732A-FC-2610-A0001".into(),
        principal: id(1),
        boxes: 2,
        weight_g: Some(12_500),
        carrier: "德邦".into(),
        waybill_no: "DPK0098".into(),
        freight_payer: "到付".into(),
        sent_on: day("2026-10-31"),
        rev: 1,
    }
}

pub(crate) fn old_part() -> OldPart {
    OldPart {
        id: id(101),
        tag_no: "HB0732A-JJ-2610-A0001".into(),
        principal: id(1),
        repair_part: Some(id(81)),
        repair: Some(id(71)),
        repair_no: "WX-2610 0138".into(),
        code: "082895".into(),
        name: "空气滤清器芯".into(),
        spec: "K2342".into(),
        qty_milli: 2_000,
        value_fen: Fen(9_100),
        removed_on: day("2026-10-28"),
        state: OldPartState::Sent,
        bin: "A-3".into(),
        batch: Some(id(91)),
        box_no: "1".into(),
        reason: "随批次".into(),
        rev: 2,
    }
}

pub(crate) fn opening_claim() -> OpeningClaim {
    OpeningClaim {
        id: id(111),
        principal: id(1),
        no: "HX-0926-3".into(),
        amount_fen: Fen(231_000),
        claimed_on: day("2026-09-26"),
        note: "等发票".into(),
        settled_on: Some(day("2026-10-12")),
        notice_no: "TZ-0926".into(),
        approved_fen: Some(Fen(230_000)),
        deduction_fen: Fen(200_000),
        deducted_on: Some(day("2026-10-13")),
        reason: "看错金额".into(),
        void_reason: Some("重复".into()),
        rev: 3,
    }
}

pub(crate) fn report_run() -> ReportRun {
    ReportRun {
        id: id(121),
        no: "HB0732A-BG-2610-A0001".into(),
        principal: id(1),
        month: "2026-10".parse().unwrap(),
        key: "W01".into(),
        title: "维修月报表".into(),
        rows: 17,
        sha256: "ab".repeat(32),
        file: "维修月报表.xlsx".into(),
        built_at: NOW,
        acknowledged_on: Some(day("2026-11-02")),
        returned_reason: Some("合计不符".into()),
        whole: true,
        rows_sha256: "cd".repeat(32),
    }
}

/// A line for head office about record `n`.
pub(crate) fn line(n: u128) -> OutboxLine {
    OutboxLine {
        principal: id(1),
        record_id: Uuid::from_u128(n).to_string(),
        rev: 1,
        base_rev: None,
        kind: "card",
        schema: 1,
        no: format!("HZ{n:04}"),
        title: format!("王{n}"),
        body: format!("{{\"n\":{n}}}"),
        created_at: NOW + i64::try_from(n).unwrap(),
        due_on: None,
        first_epoch: "first".into(),
    }
}
