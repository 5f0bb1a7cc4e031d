//! The comparison of a month, and the rows behind one of its figures.

use super::tables::{Exported, Words, code, code_column, day, day_column, text, words};
use crate::month::CompareUnit;
use crate::view::*;
use report::write::{TableColumn, Value};

impl Exported for CompareRow {
    const NAME: &'static str = "月报对比";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("项目", 18.0),
        words("本月", 14.0),
        words("上月", 14.0),
        words("比上月增减", 14.0),
        words("比上月增减%", 12.0),
        words("上年同月", 14.0),
        words("比上年同月增减", 14.0),
        words("比上年同月增减%", 14.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        let of = |figure: &CompareFigure, unit: CompareUnit| match figure.value {
            Some(value) => unit.value(value),
            None => text(&figure.says),
        };
        let mut cells = vec![text(&self.label), of(&self.this, self.unit)];
        for base in [&self.previous, &self.last_year] {
            cells.extend([
                of(&base.figure, self.unit),
                of(&base.change, self.unit),
                of(&base.percent, CompareUnit::Rate),
            ]);
        }
        cells
    }
}

impl Exported for MonthRow {
    const NAME: &'static str = "月报明细";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        day_column("日期"),
        code_column("编号", 24.0),
        words("用户", 12.0),
        code_column("机型", 14.0),
        code_column("出厂编号", 18.0),
        words("说明", 36.0),
        words("数值", 14.0),
    ];

    fn cells(&self, _: &Words) -> Vec<Value<'static>> {
        vec![
            day(Some(self.on)),
            code(&self.no),
            text(&self.customer),
            code(&self.model),
            code(&self.serial),
            text(&self.says),
            text(&self.figure),
        ]
    }
}
