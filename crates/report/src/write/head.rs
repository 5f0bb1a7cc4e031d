//! What stands around the table: who reports to whom, for which days, made when.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// The days a workbook speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// The head of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 厂家, as it stands in the title.
    pub principal: String,
    /// 经销商.
    pub dealer: String,
    /// Its code with this principal.
    pub dealer_code: String,
    /// 报表期间.
    pub period: Period,
    /// 编号.
    pub number: String,
    /// 制表.
    pub made_by: String,
    /// 填报日期.
    pub made_on: NaiveDate,
    /// What the 说明 row adds; may be empty.
    pub notes: String,
    /// Stands in the file's properties; the same moment, the same bytes.
    pub created_at: NaiveDateTime,
    /// Stands in every page's header (演示数据); usually none.
    pub mark: Option<String>,
    /// The layout's `head_fields` by key; what is missing is printed as a line to write on.
    pub fields: BTreeMap<String, String>,
}

/// Markers every layout may use, beside its own `head_fields`.
pub(crate) const MARKERS: [&str; 10] =
    ["principal", "dealer", "dealer_code", "year", "month", "period", "number", "made_by", "made_on", "notes"];

impl Head {
    pub(crate) fn value(&self, marker: &str) -> Option<Cow<'_, str>> {
        let text = match marker {
            "principal" => self.principal.as_str().into(),
            "dealer" => self.dealer.as_str().into(),
            "dealer_code" => self.dealer_code.as_str().into(),
            "year" => self.period.from.year().to_string().into(),
            "month" => self.period.from.month().to_string().into(),
            "period" => self.period.words().into(),
            "number" => self.number.as_str().into(),
            "made_by" => self.made_by.as_str().into(),
            "made_on" => day_words(self.made_on).into(),
            "notes" => return Some(self.notes.as_str().into()),
            other => Cow::Borrowed(self.fields.get(other)?.as_str()),
        };
        (!text.is_empty()).then_some(text)
    }
}

impl Period {
    fn words(self) -> String {
        format!("{}—{}", day_words(self.from), day_words(self.to))
    }
}

fn day_words(day: NaiveDate) -> String {
    day.format("%Y年%m月%d日").to_string()
}
