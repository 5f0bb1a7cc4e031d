//! The register of new parts that went out against old ones as a file.

use super::tables::{
    Exported, MAKER, REPAIR, TAG, Words, code, code_column, day, day_column, money, quantity, text, words,
};
use crate::view::ExchangeRow;
use report::write::{TableColumn, Value};

impl Exported for ExchangeRow {
    const NAME: &'static str = "以旧换新登记";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("状态", 22.0),
        TAG,
        code_column("零件编码", 16.0),
        words("零件名称", 24.0),
        code_column("新件编号", 18.0),
        REPAIR,
        day_column("更换日期"),
        quantity("换出数量"),
        quantity("换回数量"),
        quantity("购买数量"),
        quantity("在外数量"),
        money("占用金额（元）"),
        day_column("旧件最晚返厂"),
        day_column("换回或购买日期"),
        code_column("发货单或发票号", 18.0),
        words("原因", 30.0),
        MAKER,
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        vec![
            text(&self.standing_name),
            code(&self.tag_no),
            code(&self.code),
            text(&self.name),
            code(&self.new_serial),
            code(&self.repair_no),
            day(Some(self.removed_on)),
            Value::Milli(self.qty_milli),
            Value::Milli(self.got_milli),
            Value::Milli(self.bought_milli),
            Value::Milli(self.out_milli),
            Value::Fen(self.bound_fen),
            day(self.due_on),
            day(self.on_day),
            code(&self.paper_no),
            text(&self.reason),
            names.maker(&self.principal),
        ]
    }
}
