//! What the tests share: a head, and rows that fill any layout.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use chrono::NaiveDate;
use report::layout::{Kind, Layout};
use report::write::{Head, Period, Row, RowSource, SourceError, Value};

pub fn day(year: i32, month: u32, number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, number).unwrap()
}

pub fn head() -> Head {
    Head {
        principal: "沃野动力有限公司".into(),
        dealer: "清河惠农农机有限公司".into(),
        dealer_code: "HN001".into(),
        period: Period { from: day(2026, 10, 1), to: day(2026, 10, 31) },
        number: "WY-HN001-202610-W01-1".into(),
        made_by: "李敏".into(),
        made_on: day(2026, 11, 3),
        notes: String::new(),
        created_at: day(2026, 11, 3).and_hms_opt(8, 30, 0).unwrap(),
        mark: None,
        fields: [("boxes".to_owned(), "3".to_owned()), ("carrier".to_owned(), "顺达物流".to_owned())].into(),
    }
}

/// Rows made up from the field's name, the same every time.
pub struct MadeUp<'a> {
    layout: &'a Layout,
    kinds: Vec<Option<Kind>>,
    next: u64,
    until: u64,
}

impl<'a> MadeUp<'a> {
    pub fn new(layout: &'a Layout, rows: u64) -> Self {
        let kind = |key: &String| layout.columns.iter().find(|column| column.key == *key).map(|column| column.kind);
        Self { layout, kinds: layout.fields.iter().map(kind).collect(), next: 0, until: rows }
    }
}

impl RowSource for MadeUp<'_> {
    fn next_row(&mut self, row: &mut Row) -> Result<bool, SourceError> {
        if self.next == self.until {
            return Ok(false);
        }
        self.next += 1;
        for (key, kind) in self.layout.fields.iter().zip(&self.kinds) {
            fill(row, key, *kind, self.next);
        }
        Ok(true)
    }

    fn rows_hint(&self) -> Option<u64> {
        Some(self.until - self.next)
    }
}

fn fill(row: &mut Row, key: &str, kind: Option<Kind>, n: u64) {
    let int = n.cast_signed();
    match (kind, key) {
        (_, "customer_name") => row.text(["王伟", "买买提·艾合买提", "𠮷田贵", "王\u{3000}丹"][(n % 4) as usize]),
        (_, "customer_phone") => row.code(&format!("199{:08}", n * 7919 % 100_000_000)),
        (_, "customer_address") => {
            row.text(["清河县张店镇陈家村3组12号", "=SUM(A1:A9)村", "大王庄镇熊家村"][(n % 3) as usize])
        }
        (_, "serial_no") => row.code(&format!("{:08}", n * 104_729 % 10_000_000)),
        (_, "engine_no") => row.code(&format!("Y{:07}", n * 611_953 % 10_000_000)),
        (_, "symptom" | "fault") => row.text(["发动机冒黑烟、动力不足", "漏油(油封处)", "轴承异响"][(n % 3) as usize]),
        (_, "parts_used") => row.text(["三角带×4、齿轮泵CBN-E314×1", "", "油封35×52×8×2"][(n % 3) as usize]),
        (_, "returned_on" | "completed_on") if n.is_multiple_of(4) => row.push(&Value::Empty),
        (Some(Kind::Date), _) => row.push(&Value::Day(day(2026, 10, 1 + (n % 31) as u32))),
        (Some(Kind::Money), _) => row.push(&Value::Fen(int * 7_919 % 2_000_000)),
        (Some(Kind::Quantity), _) => row.push(&Value::Milli(int % 5 * 500)),
        (Some(Kind::Integer), _) => row.push(&Value::Int(int % 9)),
        (Some(Kind::Rate), _) => row.push(&Value::Rate(int % 101 * 100)),
        (Some(Kind::Code), "id_no") => row.code("1101051949****002X"),
        (Some(Kind::Code), "model") => row.code(["4LZ-6.0P", "ZS1115", "2BYQFH-4"][(n % 3) as usize]),
        (Some(Kind::Code), _) => row.code(&format!("WX2610{n:04}")),
        (_, "user_signed" | "complete") => row.text("有"),
        (_, "coverage") => row.text(if n.is_multiple_of(3) { "保外" } else { "保内" }),
        (_, "usage") => row.text("675小时"),
        _ => row.text(["修理", "自然磨损", "材质缺陷"][(n % 3) as usize]),
    }
}
