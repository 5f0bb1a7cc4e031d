//! Rates of a month, and the cases behind one of them.

use super::tables::{Exported, Words, code, code_column, day, day_column, number, text, words};
use crate::view::*;
use report::layout::Kind;
use report::write::{TableColumn, Value};

impl Exported for RateRow {
    const NAME: &'static str = "服务指标";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("指标", 18.0),
        words("计数", 12.0),
        number("件数"),
        words("总数", 12.0),
        number("总件数"),
        TableColumn { title: "比率", kind: Kind::Rate, width: 10.0 },
        words("规定", 10.0),
        words("达到", 10.0),
        words("按技术员", 30.0),
        words("按机型", 30.0),
        words("说明", 60.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        let kept = match self.kept {
            Some(true) => "达到",
            Some(false) => "没有达到",
            None => "",
        };
        vec![
            text(&self.label),
            text(&self.done_word),
            Value::Int(self.whole.done),
            text(&self.total_word),
            Value::Int(self.whole.total),
            self.whole.rate.map_or_else(|| text(&self.whole.says), Value::Rate),
            text(&self.limit),
            text(kept),
            text(&together(&self.technicians)),
            text(&together(&self.models)),
            text(&[self.sentence.as_str(), &self.more].concat()),
        ]
    }
}

/// `王强 12/13；李明 3/3`.
fn together(groups: &[RateCount]) -> String {
    let said: Vec<String> = groups.iter().map(|one| format!("{} {}/{}", one.name, one.done, one.total)).collect();
    said.join("；")
}

impl Exported for StatisticsRow {
    const NAME: &'static str = "指标明细";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        day_column("日期"),
        code_column("编号", 24.0),
        words("技术员", 12.0),
        code_column("机型", 14.0),
        words("说明", 36.0),
        words("计入", 8.0),
        words("情况", 24.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            day(Some(self.on)),
            code(&self.no),
            text(&self.technician),
            code(&self.model),
            text(&self.says),
            text(if self.counts { "是" } else { "否" }),
            text(&self.figure),
        ]
    }
}
