//! Samples of money by rule.

use super::{day, id, principal, repair, settlement};
use domain::Fen;
use domain::fee::{ChosenFor, Fee, FeeField, Price};
use domain::formula::{Outcome, Value};
use domain::payable::{FreightCause, PaidBy, PayableKind, PayableLine};
use domain::receipt::{Receipt, SoldPart, Way};
use domain::service_fee::{FeeStatement, Forfeit, MonthCards};
use std::collections::BTreeMap;

fn outcome() -> Outcome {
    Outcome {
        rule_key: "fee.travel".into(),
        label: "上门路费".into(),
        value: Value::Fen(21_000),
        unit: "元".into(),
        inputs: BTreeMap::from([("km".to_owned(), Value::Int(35))]),
        rule_version: "S0-farm 2026.1".into(),
        source: "台账 M05".into(),
        checked: true,
        sentence: "上门路费 = 里程 35 公里 × 夜间单价 6.00 元 = 210.00 元".into(),
        steps: vec!["出发 22 时，成立".into()],
    }
}

pub(crate) fn fee() -> Fee {
    let prices = vec![Price { label: "夜间单价".into(), fen: Fen(600) }];
    let chosen_for = Some(ChosenFor { class: Some("tiller".into()), region: None });
    Fee { field: FeeField::Travel, on: day("2026-10-29"), chosen_for, prices, outcome: outcome() }
}

pub(crate) fn payable() -> PayableLine {
    PayableLine {
        id: id(181),
        principal: principal().id,
        on_day: day("2026-11-08"),
        kind: PayableKind::Freight,
        fen: Fen(800),
        effect_fen: Fen(-300),
        paper_no: "YD-7".into(),
        cause: Some(FreightCause::PartsBack),
        paid_by: Some(PaidBy::Dealer),
        notice: Some(settlement().id),
        note: "旧件一箱".into(),
        labour_fen: Some(Fen(500)),
        reason: Some(outcome()),
        entered_on: day("2026-11-09"),
        clock_suspect: true,
        void_reason: Some("记重了".into()),
        rev: 2,
        statement: Some(fee_statement().id),
        opening_claim: Some(super::opening_claim().id),
    }
}

pub(crate) fn receipt() -> Receipt {
    Receipt {
        id: id(182),
        no: "HB0732A-ZF-2610-A0001".into(),
        principal: principal().id,
        repair: repair().id,
        done_on: day("2026-10-29"),
        wage_fen: Fen(8_000),
        travel_fen: Fen(5_000),
        parts_fen: Fen(11_600),
        other_fen: Fen(100),
        total_fen: Fen(24_700),
        user_fault: true,
        parts: vec![SoldPart {
            code: "082895".into(),
            name: "滤芯".into(),
            qty_milli: 2_000,
            price_fen: Fen(5_800),
            cap: Some(outcome()),
        }],
        way: Way::InvoiceFirst,
        way_reason: Some(outcome()),
        paid_on: Some(day("2026-10-31")),
        invoice_no: "0123".into(),
        invoice_on: Some(day("2026-10-30")),
        note: "电话通知".into(),
        entered_on: day("2026-10-30"),
        clock_suspect: true,
        void_reason: Some("开错".into()),
        rev: 3,
    }
}

pub(crate) fn fee_statement() -> FeeStatement {
    FeeStatement {
        id: id(183),
        principal: principal().id,
        quarter: "2026Q3".parse().unwrap(),
        version: 2,
        made_on: day("2026-10-08"),
        months: vec![MonthCards { month: "2026-07".parse().unwrap(), cards: 3, late: 1, fee_fen: Fen(9_000) }],
        cards: 3,
        unit_fen: Some(Fen(3_000)),
        fee_fen: Fen(9_000),
        forfeit: Some(Forfeit::Breach),
        forfeit_reason: "没有回访".into(),
        special_fen: Fen(500),
        special_no: "批 12".into(),
        total_fen: Fen(500),
        reason: outcome(),
        office_fen: Some(Fen(400)),
        office_no: "JS-9".into(),
        confirmed_on: Some(day("2026-10-10")),
        answer_note: "差 1 元".into(),
        replaced: true,
        entered_on: day("2026-10-09"),
        clock_suspect: true,
        rev: 3,
    }
}
