//! The register of machines taken in as a file: 客户商品进出登记簿 (W12), column by column.

use super::tables::{Exported, Words, code, code_column, day, day_column, moment, text, words};
use crate::view::CustodyRow;
use report::write::{TableColumn, Value};

impl Exported for CustodyRow {
    const NAME: &'static str = "客户商品进出登记簿";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("领取日期", 17.0),
        code_column("收据号", 24.0),
        words("用户", 12.0),
        code_column("电话", 14.0),
        words("产品型号", 24.0),
        code_column("编号", 18.0),
        words("外观及附件", 36.0),
        words("故障描述", 36.0),
        day_column("约定归还日期"),
        code_column("修护卡号", 24.0),
        words("维修人员", 12.0),
        words("检验人", 12.0),
        words("归还日期", 17.0),
        words("归还签收", 12.0),
        words("收据收回作废", 24.0),
        words("状态", 10.0),
        words("存放位置", 12.0),
        words("厂家", 14.0),
        words("备注", 30.0),
    ];

    fn cells(&self, names: &Words) -> Vec<Value<'static>> {
        let given = self.given.as_ref();
        let receipt = given.map_or(String::new(), |gone| match gone.receipt_back {
            true => "已收回作废".to_owned(),
            false => format!("没有收回：{}", gone.receipt_lost),
        });
        let both = |one: &str, other: &str, between: &str| {
            [one, other].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
        };
        let why = given.map_or("", |gone| gone.words.as_str());
        vec![
            moment(Some(self.in_at)),
            code(&self.no),
            text(&self.bearer),
            code(&self.phone),
            text(&both(&self.product, &self.model, " ")),
            code(&self.serial),
            text(&both(&self.outside, &self.accessories, "；附件：")),
            text(&self.fault),
            day(self.promised_on),
            self.repair_no.as_deref().map_or(Value::Empty, code),
            text(&self.technician),
            text(&self.inspected_by),
            moment(given.map(|gone| gone.at)),
            text(given.map_or("", |gone| gone.to.as_str())),
            text(&receipt),
            text(self.state.zh()),
            text(&self.shelf),
            names.maker(&self.principal),
            text(&both(&self.note, why, "；")),
        ]
    }
}
