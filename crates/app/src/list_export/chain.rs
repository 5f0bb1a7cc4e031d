//! Claims, repairs to claim, old parts on their way back, and the trail, as files.

use super::names::packing_zh;
use super::tables::{
    Exported, MAKER, REPAIR, TAG, Words, code, code_column, day, day_column, fen, moment, money, number, quantity,
    text, words,
};
use crate::view::*;
use report::write::{TableColumn, Value};

impl Exported for ClaimRow {
    const NAME: &'static str = "核销申请";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("核销单号", 24.0),
        words("状态", 12.0),
        words("月份", 10.0),
        day_column("申请日期"),
        number("行数"),
        money("申请金额（元）"),
        money("核定金额（元）"),
        money("核减金额（元）"),
        money("未核定金额（元）"),
        words("作废原因", 24.0),
        MAKER,
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            text(&self.state_name),
            text(&self.month.to_string()),
            day(Some(self.made_on)),
            Value::Int(self.lines),
            fen(Some(self.claimed_fen)),
            fen(Some(self.approved_fen)),
            fen(Some(self.cut_fen)),
            fen(Some(self.open_fen)),
            text(self.void_reason.as_deref().unwrap_or_default()),
            names.maker(&self.principal),
        ]
    }
}

impl Exported for ClaimReadyRow {
    const NAME: &'static str = "待申请核销";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        REPAIR,
        words("用户", 12.0),
        code_column("机型", 14.0),
        code_column("出厂编号", 18.0),
        day_column("完工日期"),
        money("金额（元）"),
        words("还缺什么", 40.0),
        code_column("再次申请", 24.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        let missing: Vec<_> = self.missing.iter().map(|one| one.message.as_str()).collect();
        vec![
            code(&self.no),
            text(&self.customer),
            code(&self.model),
            code(&self.serial),
            day(self.completed_on),
            fen(Some(self.total_fen)),
            text(&missing.join("；")),
            code(self.again_of.as_deref().unwrap_or_default()),
        ]
    }
}

impl Exported for PartResultView {
    const NAME: &'static str = "旧件验收结果";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("状态", 12.0),
        TAG,
        code_column("零件编码", 14.0),
        words("零件名称", 20.0),
        quantity("发运数量"),
        quantity("实收数量"),
        quantity("短少数量"),
        quantity("件不符数量"),
        money("价值（元）"),
        code_column("批次", 24.0),
        code_column("箱号", 8.0),
        REPAIR,
        words("鉴定人", 12.0),
        day_column("鉴定日期"),
        words("异议", 24.0),
        MAKER,
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        vec![
            text(&self.standing_name),
            code(&self.tag_no),
            code(&self.code),
            text(&self.name),
            Value::Milli(self.sent_milli),
            self.received_milli.map_or(Value::Empty, Value::Milli),
            Value::Milli(self.short_milli),
            Value::Milli(self.wrong_milli),
            fen(Some(self.value_fen)),
            code(&self.batch_no),
            code(&self.box_no),
            code(&self.repair_no),
            text(&self.judged_by),
            day(self.judged_on),
            text(&self.dispute),
            names.maker(&self.principal),
        ]
    }
}

impl Exported for PackingRow {
    const NAME: &'static str = "旧件装箱";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("批次号", 24.0),
        words("状态", 10.0),
        day_column("开始日期"),
        number("行数"),
        number("箱数"),
        code_column("封条号", 16.0),
        number("毛重（克）"),
        MAKER,
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        vec![
            code(&self.no),
            text(packing_zh(self.state)),
            day(Some(self.opened_on)),
            Value::Int(self.parts),
            Value::Int(self.boxes),
            code(&self.seal_no),
            self.weight_g.map_or(Value::Empty, Value::Int),
            names.maker(&self.principal),
        ]
    }
}

impl Exported for AuditRow {
    const NAME: &'static str = "操作记录";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("时间", 18.0),
        words("操作员", 12.0),
        words("做了什么", 30.0),
        words("对象", 30.0),
        words("说明", 40.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            moment(Some(self.at)),
            text(self.operator.as_deref().unwrap_or_default()),
            text(&self.what),
            text(&self.subject),
            text(&self.detail),
        ]
    }
}
