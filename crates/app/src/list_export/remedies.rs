//! Cases of exchange and return as a file.

use super::tables::{Exported, Words, code, code_column, day, day_column, fen, money, text, words};
use crate::view::RemedyRow;
use report::write::{TableColumn, Value};

impl Exported for RemedyRow {
    const NAME: &'static str = "换货退货";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        code_column("单号", 24.0),
        day_column("提出日期"),
        words("状态", 12.0),
        words("要求", 10.0),
        words("用户", 12.0),
        code_column("型号", 14.0),
        code_column("出厂编号", 18.0),
        code_column("换出的新机", 18.0),
        words("期限", 14.0),
        day_column("期限到"),
        money("本店先承担"),
        words("厂家", 14.0),
        words("退回原因", 30.0),
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        let clock = self.clock.as_ref();
        vec![
            code(&self.no),
            day(Some(self.made_on)),
            text(self.state.zh()),
            text(&self.demands),
            text(&self.customer),
            code(&self.model),
            code(&self.serial),
            code(&self.new_serial),
            clock.map_or(Value::Empty, |clock| text(&clock.name)),
            day(clock.and_then(|clock| clock.due_on)),
            fen(Some(self.borne_fen)),
            names.maker(&self.principal),
            text(self.returned.as_deref().unwrap_or_default()),
        ]
    }
}
