//! The submission ledger as a file.

use super::tables::{Exported, Words, code, code_column, day, day_column, moment, number, text, words};
use crate::view::*;
use report::write::{TableColumn, Value};

impl Exported for SubmissionRow {
    const NAME: &'static str = "月报报送台账";
    const COLUMNS: &'static [TableColumn<'static>] = &[
        words("厂家", 14.0),
        words("月份", 9.0),
        words("报送方式", 10.0),
        words("报送的报表", 30.0),
        words("没有报的", 20.0),
        day_column("交出日期"),
        code_column("运单号/传真号", 18.0),
        words("接收人", 12.0),
        words("状态", 12.0),
        day_column("总部收到日期"),
        code_column("回执号", 18.0),
        number("签名回执"),
        day_column("退回日期"),
        words("退回原因", 24.0),
        number("凭证照片"),
        words("备注", 20.0),
        words("登记时间", 18.0),
        words("作废原因", 20.0),
    ];

    fn cells(&self, words: &Words) -> Vec<Value<'static>> {
        let keys: Vec<&str> = self.sheets.iter().map(|sheet| sheet.key.as_str()).collect();
        vec![
            words.maker(&self.principal),
            text(&self.month.to_string()),
            text(self.road.zh()),
            text(&keys.join("、")),
            text(&self.missing.join("、")),
            day(self.handed_on),
            code(&self.tracking_no),
            text(&self.receiver),
            text(&self.state_name),
            day(self.received_on),
            code(&self.receipt_no),
            Value::Int(self.signed_receipts),
            day(self.returned_on),
            text(self.returned_reason.as_deref().unwrap_or_default()),
            Value::Int(self.photos),
            text(&self.note),
            moment(Some(self.entered_at)),
            text(self.void_reason.as_deref().unwrap_or_default()),
        ]
    }
}
