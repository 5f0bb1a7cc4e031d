//! The register of calls as a file: 产品售后服务登记表 and 叫修登记簿 in one.

use super::tables::{Exported, Words, code, code_column, moment, text, words};
use crate::view::{CallRow, StepView};
use domain::call::{Area, StepKind};
use report::write::{TableColumn, Value};

/// A step's instant, or its day where nobody noted the time.
fn when(step: Option<&StepView>) -> Value<'static> {
    step.map_or(Value::Empty, |step| step.at.map_or(Value::Day(step.on.date()), |at| moment(Some(at))))
}

impl Exported for CallRow {
    const NAME: &'static str = "报修登记";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("报修单号", 24.0),
        words("接到时间", 17.0),
        words("受理方式", 10.0),
        words("来电人", 12.0),
        code_column("电话", 14.0),
        words("详细地址", 30.0),
        words("区域", 8.0),
        code_column("型号", 14.0),
        words("产品名称", 18.0),
        code_column("出厂编号", 18.0),
        words("反映情况", 36.0),
        words("紧急程度", 10.0),
        code_column("总部任务号", 16.0),
        words("状态", 10.0),
        words("安排时间", 17.0),
        words("告知用户时间", 17.0),
        words("报总部备案时间", 17.0),
        code_column("备案编号", 16.0),
        words("转总部时间", 17.0),
        words("派工时间", 17.0),
        words("派工人员", 12.0),
        words("到达时间", 17.0),
        words("完工时间", 17.0),
        words("处理结果", 30.0),
        words("用户签字时间", 17.0),
        words("销号时间", 17.0),
        words("是否超时", 10.0),
        words("时限", 36.0),
        code_column("维修单号", 24.0),
        words("厂家", 14.0),
        words("备注", 30.0),
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        let step = |kind: StepKind| self.steps.iter().find(|step| step.kind == kind);
        let said =
            |kind: StepKind, what: fn(&StepView) -> &String| step(kind).map_or(Value::Empty, |one| text(what(one)));
        vec![
            code(&self.no),
            moment(Some(self.received_at)),
            text(self.channel.zh()),
            text(&self.caller),
            code(&self.phone),
            text(&self.address),
            text(self.area.map_or("", Area::zh)),
            code(&self.model),
            text(&self.product),
            code(&self.serial),
            text(&self.complaint),
            text(self.urgency.zh()),
            code(&self.task_no),
            text(self.state.zh()),
            when(step(StepKind::Arranged)),
            when(step(StepKind::Told)),
            when(step(StepKind::Filed)),
            step(StepKind::Filed).map_or(Value::Empty, |filed| code(&filed.no)),
            when(step(StepKind::Referred)),
            when(step(StepKind::Dispatched)),
            said(StepKind::Dispatched, |step| &step.who),
            when(step(StepKind::Arrived)),
            when(step(StepKind::Done)),
            said(StepKind::Done, |step| &step.words),
            when(step(StepKind::Signed)),
            when(step(StepKind::CrossedOff)),
            text(if self.late > 0 { "超时" } else { "" }),
            self.clock.as_ref().map_or(Value::Empty, |clock| text(&format!("{}：{}", clock.name, clock.sentence))),
            self.repair_no.as_deref().map_or(Value::Empty, code),
            names.maker(&self.principal),
            text(&self.note),
        ]
    }
}
