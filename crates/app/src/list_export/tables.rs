//! What each list says of a row, column by column, in the words of its page.

use super::names::{kind_zh, part_kind_zh, sent_zh, today_zh};
use crate::clock::civil_time;
use crate::error::Answer;
use crate::view::*;
use domain::Day;
use domain::repair::RepairState;
use report::layout::Kind;
use report::write::{TableColumn, Value};
use std::collections::HashMap;
use store::Reader;

/// A row that can be written into a file.
pub(super) trait Exported {
    /// What the list is called.
    const NAME: &'static str;
    /// Its columns.
    const COLUMNS: &'static [TableColumn<'static>];
    /// One value for each column.
    fn cells(&self, words: &Words) -> Vec<Value<'static>>;
}

/// Names of makers by code.
pub(super) struct Words(HashMap<String, String>);

impl Words {
    pub(super) fn of(reader: &Reader<'_>) -> Answer<Self> {
        Ok(Self(reader.principals()?.into_iter().map(|maker| (maker.code, maker.name)).collect()))
    }

    pub(super) fn maker(&self, code: &str) -> Value<'static> {
        text(self.0.get(code).map_or(code, String::as_str))
    }
}

pub(super) const fn words(title: &'static str, width: f64) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Text, width }
}

pub(super) const fn code_column(title: &'static str, width: f64) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Code, width }
}

pub(super) const fn day_column(title: &'static str) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Date, width: 12.0 }
}

pub(super) const fn money(title: &'static str) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Money, width: 12.0 }
}

pub(super) const fn number(title: &'static str) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Integer, width: 8.0 }
}

pub(super) const fn quantity(title: &'static str) -> TableColumn<'static> {
    TableColumn { title, kind: Kind::Quantity, width: 8.0 }
}

/// Columns the lists of the chain share, so that a part, its repair and its maker are found under the same heads.
pub(super) const TAG: TableColumn<'static> = code_column("旧件标签号", 24.0);
pub(super) const REPAIR: TableColumn<'static> = code_column("维修单号", 24.0);
pub(super) const MAKER: TableColumn<'static> = words("厂家", 14.0);

pub(super) fn text(text: &str) -> Value<'static> {
    if text.is_empty() { Value::Empty } else { Value::text(text.to_owned()) }
}

pub(super) fn code(code: &str) -> Value<'static> {
    if code.is_empty() { Value::Empty } else { Value::code(code.to_owned()) }
}

pub(super) fn day(day: Option<Day>) -> Value<'static> {
    day.map_or(Value::Empty, |day| Value::Day(day.date()))
}

pub(super) fn fen(fen: Option<i64>) -> Value<'static> {
    fen.map_or(Value::Empty, Value::Fen)
}

/// A moment on a clock in Shanghai.
pub(super) fn moment(at: Option<i64>) -> Value<'static> {
    at.map_or(Value::Empty, |at| Value::text(civil_time(at).format("%Y-%m-%d %H:%M").to_string()))
}

impl Exported for TodayItem {
    const NAME: &'static str = "今日待办";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        day_column("期限"),
        number("剩余天数"),
        words("类别", 10.0),
        words("对象", 30.0),
        words("为什么", 36.0),
        money("金额（元）"),
        code_column("编号", 24.0),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            day(self.due_on),
            self.days_left.map_or(Value::Empty, Value::Int),
            text(today_zh(self.kind)),
            text(&self.title),
            text(&self.reason),
            fen(self.at_risk_fen),
            code(&self.no),
            words.maker(&self.principal),
        ]
    }
}

impl Exported for SaleRow {
    const NAME: &'static str = "销售与回执卡";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("销售单号", 24.0),
        code_column("回执卡号", 24.0),
        words("回执卡", 12.0),
        day_column("期限"),
        number("剩余天数"),
        words("购机者", 12.0),
        code_column("电话", 14.0),
        code_column("机型", 14.0),
        words("产品名称", 18.0),
        code_column("出厂编号", 18.0),
        day_column("销售日期"),
        money("价格（元）"),
        words("厂家", 14.0),
        words("退回原因", 30.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            code(&self.card_no),
            text(self.state.zh()),
            day(self.due_on),
            self.days_left.map_or(Value::Empty, Value::Int),
            text(&self.customer),
            code(&self.phone),
            code(&self.model),
            text(&self.product),
            code(&self.serial),
            day(Some(self.sold_on)),
            fen(self.price_fen),
            words.maker(&self.principal),
            text(self.returned_reason.as_deref().unwrap_or_default()),
        ]
    }
}

/// As the page says it: a repair that is done is no longer 在修.
fn repair_zh(row: &RepairRow) -> &'static str {
    match (row.state, row.completed_on, row.user_signed) {
        _ if row.returned_reason.is_some() => "被退回",
        (RepairState::Draft, Some(_), false) => "待签字",
        (RepairState::Draft, Some(_), true) => "待提交",
        (state, ..) => state.zh(),
    }
}

impl Exported for RepairRow {
    const NAME: &'static str = "维修单";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("维修单号", 24.0),
        words("状态", 10.0),
        day_column("报修日期"),
        day_column("完工日期"),
        words("用户", 12.0),
        code_column("电话", 14.0),
        code_column("机型", 14.0),
        code_column("出厂编号", 18.0),
        words("故障", 30.0),
        words("保内外", 8.0),
        words("用户已签字", 10.0),
        money("金额（元）"),
        day_column("总部收到"),
        words("厂家", 14.0),
        words("退回原因", 30.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            text(repair_zh(self)),
            day(Some(self.reported_on)),
            day(self.completed_on),
            text(&self.customer),
            code(&self.phone),
            code(&self.model),
            code(&self.serial),
            text(&self.fault),
            text(if self.in_warranty { "保内" } else { "保外" }),
            Value::Flag(self.user_signed),
            Value::Fen(self.total_fen),
            day(self.acknowledged_on),
            words.maker(&self.principal),
            text(self.returned_reason.as_deref().unwrap_or_default()),
        ]
    }
}

impl Exported for OldPartView {
    const NAME: &'static str = "旧件";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("旧件标签号", 24.0),
        words("状态", 10.0),
        code_column("零件编码", 14.0),
        words("零件名称", 20.0),
        words("规格", 14.0),
        quantity("数量"),
        money("价值（元）"),
        day_column("更换日期"),
        code_column("货位", 10.0),
        code_column("维修单号", 24.0),
        code_column("批次", 24.0),
        words("原因", 24.0),
        words("厂家", 14.0),
        words("退回原因", 30.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.tag_no),
            text(self.state.zh()),
            code(&self.code),
            text(&self.name),
            text(&self.spec),
            Value::Milli(self.qty_milli),
            Value::Fen(self.value_fen),
            day(Some(self.removed_on)),
            code(&self.bin),
            code(&self.repair_no),
            code(self.batch_no.as_deref().unwrap_or_default()),
            text(&self.reason),
            words.maker(&self.principal),
            text(self.returned.as_deref().unwrap_or_default()),
        ]
    }
}

impl Exported for PartsBatchView {
    const NAME: &'static str = "旧件发运批次";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("批次号", 24.0),
        day_column("发运日期"),
        number("行数"),
        number("箱数"),
        words("承运单位", 16.0),
        code_column("运单号", 20.0),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            day(Some(self.sent_on)),
            Value::Int(self.parts),
            Value::Int(self.boxes),
            text(&self.carrier),
            code(&self.waybill_no),
            words.maker(&self.principal),
        ]
    }
}

impl Exported for OpeningClaimView {
    const NAME: &'static str = "期初在途核销";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("核销单号", 24.0),
        day_column("申报日期"),
        money("申请金额（元）"),
        words("厂家", 14.0),
        words("备注", 30.0),
        words("状态", 14.0),
        code_column("通知编号", 20.0),
        day_column("核定日期"),
        money("核定金额（元）"),
        money("抵扣货款金额（元）"),
        day_column("抵扣日期"),
        words("作废原因", 20.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        let claimed_on = day(Some(self.claimed_on));
        vec![
            code(&self.no),
            claimed_on,
            Value::Fen(self.amount_fen),
            words.maker(&self.principal),
            text(&self.note),
            text(&self.state_name),
            code(&self.notice_no),
            day(self.settled_on),
            fen(self.approved_fen),
            fen(Some(self.deduction_fen).filter(|fen| *fen != 0)),
            day(self.deducted_on),
            text(self.void_reason.as_deref().unwrap_or_default()),
        ]
    }
}

impl Exported for CustomerRow {
    const NAME: &'static str = "用户";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("姓名", 14.0),
        code_column("电话", 14.0),
        words("县（市、区）", 16.0),
        words("乡镇", 16.0),
        words("村及门牌", 24.0),
        number("购机台数"),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        let [county, town, village] = [&self.county, &self.town, &self.village].map(|part| text(part));
        vec![text(&self.name), code(&self.phone), county, town, village, Value::Int(self.units)]
    }
}

impl Exported for UnitRow {
    const NAME: &'static str = "整机";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("出厂编号", 20.0),
        code_column("机型", 16.0),
        words("产品名称", 20.0),
        code_column("发动机号", 18.0),
        words("用户", 14.0),
        day_column("销售日期"),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.serial),
            code(&self.model),
            text(&self.product),
            code(&self.engine_no),
            text(self.customer.as_deref().unwrap_or(self.came_back_on.map_or("", |_| "已退换收回"))),
            day(self.sold_on),
            words.maker(&self.principal),
        ]
    }
}

impl Exported for ModelView {
    const NAME: &'static str = "机型";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("型号", 16.0),
        words("产品名称", 20.0),
        words("品目", 16.0),
        quantity("功率（kW）"),
        money("指导价（元）"),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.code),
            text(&self.product),
            text(&self.class),
            self.power_milli_kw.map_or(Value::Empty, Value::Milli),
            fen(self.guide_price_fen),
            words.maker(&self.principal),
        ]
    }
}

impl Exported for PartView {
    const NAME: &'static str = "配件价目";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("编码", 16.0),
        words("名称", 20.0),
        words("规格", 16.0),
        words("单位", 8.0),
        money("出厂价（元）"),
        money("市场价（元）"),
        words("类别", 10.0),
        words("旧件应返", 10.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.code),
            text(&self.name),
            text(&self.spec),
            text(&self.unit),
            fen(self.price_fen),
            fen(self.market_price_fen),
            text(self.kind.map_or("", part_kind_zh)),
            self.return_required.map_or(Value::Empty, Value::Flag),
        ]
    }
}

impl Exported for ReportRunView {
    const NAME: &'static str = "月报生成与报送记录";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("编号", 24.0),
        words("报表", 24.0),
        number("版本"),
        number("行数"),
        words("生成时间", 18.0),
        words("总部", 12.0),
        words("退回原因", 30.0),
        day_column("收到日期"),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        let (no, title) = (code(&self.no), text(&format!("{} {}", self.key, self.title)));
        let (version, rows) = (self.version.map_or(Value::Empty, Value::Int), Value::Int(self.rows));
        let (built, state) = (moment(Some(self.built_at)), text(sent_zh(&self.state)));
        let reason = text(self.returned_reason.as_deref().unwrap_or_default());
        vec![no, title, version, rows, built, state, reason, day(self.acknowledged_on), words.maker(&self.principal)]
    }
}

impl Exported for OutboxRow {
    const NAME: &'static str = "报送台账";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("状态", 12.0),
        words("类别", 10.0),
        code_column("编号", 24.0),
        words("内容", 30.0),
        words("保存时间", 18.0),
        number("次数"),
        words("原因", 30.0),
        code_column("总部指出的项", 16.0),
        code_column("回执号", 14.0),
        words("总部收到", 18.0),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        vec![
            text(sent_zh(&self.state)),
            text(kind_zh(&self.kind)),
            code(&self.no),
            text(&self.title),
            moment(Some(self.created_at)),
            Value::Int(self.attempts),
            text(self.reason.as_deref().unwrap_or_default()),
            code(self.field.as_deref().unwrap_or_default()),
            code(self.receipt_no.as_deref().unwrap_or_default()),
            moment(self.received_at),
            words.maker(&self.principal),
        ]
    }
}

impl Exported for InboxRow {
    const NAME: &'static str = "总部消息";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("收到时间", 18.0),
        words("内容", 40.0),
        words("类别", 16.0),
        words("已读时间", 18.0),
        words("厂家", 14.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        let (received, read) = (moment(Some(self.received_at)), moment(self.read_at));
        vec![received, text(&self.title), text(&self.kind), read, words.maker(&self.principal)]
    }
}
