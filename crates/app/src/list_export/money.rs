//! Paid service receipts, service fees and the account with a maker as files.

use super::tables::{Exported, Words, code, code_column, day, day_column, fen, money, number, text, words};
use crate::view::{FeeStatementView, PayableRow, ReceiptView};
use report::write::{TableColumn, Value};

impl Exported for ReceiptView {
    const NAME: &'static str = "有偿服务收据";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("收据号", 24.0),
        day_column("服务日期"),
        code_column("维修单号", 24.0),
        words("用户", 12.0),
        code_column("电话", 14.0),
        code_column("型号", 14.0),
        code_column("出厂编号", 18.0),
        money("工时费（元）"),
        money("路费（元）"),
        money("配件费（元）"),
        money("其他（元）"),
        money("合计（元）"),
        words("收款方式", 14.0),
        day_column("收款日期"),
        code_column("发票号", 18.0),
        day_column("开票日期"),
        words("厂家", 14.0),
        words("备注", 24.0),
        words("作废原因", 24.0),
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            day(Some(self.done_on)),
            code(&self.repair_no),
            text(&self.customer),
            code(&self.phone),
            code(&self.model),
            code(&self.serial),
            Value::Fen(self.wage_fen),
            Value::Fen(self.travel_fen),
            Value::Fen(self.parts_fen),
            Value::Fen(self.other_fen),
            Value::Fen(self.total_fen),
            text(&self.way_name),
            day(self.paid_on),
            code(&self.invoice_no),
            day(self.invoice_on),
            names.maker(&self.principal),
            text(&self.note),
            text(self.void_reason.as_deref().unwrap_or_default()),
        ]
    }
}

impl Exported for FeeStatementView {
    const NAME: &'static str = "服务费结算";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("季度", 16.0),
        number("版本"),
        day_column("结算日期"),
        number("有效回执卡"),
        money("服务费（元）"),
        words("扣减原因", 24.0),
        money("特殊维修费（元）"),
        code_column("批准文号", 16.0),
        money("应结（元）"),
        money("总部结算（元）"),
        code_column("结算单号", 16.0),
        money("差额（元）"),
        day_column("确认日期"),
        words("差额说明", 24.0),
        words("已被新版本代替", 14.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            text(&self.quarter_name),
            Value::Int(self.version),
            day(Some(self.made_on)),
            Value::Int(self.cards),
            Value::Fen(self.fee_fen),
            text(&self.forfeit),
            Value::Fen(self.special_fen),
            code(&self.special_no),
            Value::Fen(self.total_fen),
            fen(self.office_fen),
            code(&self.office_no),
            fen(self.difference_fen),
            day(self.confirmed_on),
            text(&self.answer_note),
            Value::Flag(self.replaced),
        ]
    }
}

impl Exported for PayableRow {
    const NAME: &'static str = "往来账";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        day_column("日期"),
        words("类别", 24.0),
        code_column("单据号", 20.0),
        money("单据金额（元）"),
        money("应付增减（元）"),
        money("应付余额（元）"),
        words("备注", 24.0),
        words("计算依据", 40.0),
        words("作废原因", 24.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            day(Some(self.on)),
            text(&self.kind_name),
            code(&self.paper_no),
            Value::Fen(self.fen),
            Value::Fen(self.effect_fen),
            fen(self.balance_fen),
            text(&self.note),
            text(&self.reason),
            text(self.void_reason.as_deref().unwrap_or_default()),
        ]
    }
}
