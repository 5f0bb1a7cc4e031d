//! What stands around a sheet's table: dealer, maker, period, number, remarks.

use super::sheet::{Asked, Sheet};
use crate::app::Dealer;
use crate::clock::{Now, civil_time};
use crate::error::Answer;
use crate::writing::dealer_or_unnamed;
use domain::Month;
use domain::principal::Principal;
use report::layout::Layout;
use report::write::{FileName, Head, Period, file_name};
use std::collections::BTreeMap;
use store::{Reader, Setting};

/// Who makes a sheet, and when.
pub(crate) struct Around {
    dealer: Dealer,
    demo: bool,
    now: Now,
}

impl Around {
    pub(crate) fn of(reader: &Reader<'_>, now: Now) -> Answer<Self> {
        let demo = reader.setting(Setting::Demo)?.as_deref() == Some("1");
        Ok(Self { dealer: dealer_or_unnamed(reader)?, demo, now })
    }

    /// As it was when something was kept of a sheet; what cannot be read of the dealer is as today.
    pub(super) fn then(reader: &Reader<'_>, dealer: &str, at: i64) -> Answer<Self> {
        let now = Now { at, today: domain::Day::at(at), suspect: false, doubt: None };
        let today = Self::of(reader, now)?;
        Ok(Self { dealer: serde_json::from_str(dealer).unwrap_or(today.dealer), ..today })
    }

    /// The dealer as sheets name it, for what is kept of them.
    pub(super) fn dealer_kept(&self) -> String {
        serde_json::to_string(&self.dealer).unwrap_or_default()
    }

    /// The head of a sheet; without a number it is left as a line to write on.
    pub(super) fn head(&self, asked: &Asked<'_>, sheet: Sheet, number: &str) -> Answer<Head> {
        Ok(self.about(asked.principal, asked.month, number, sheet.fields(asked)?))
    }

    /// The head of any sheet of a maker and a month, with the values only this sheet has.
    pub(crate) fn about(
        &self,
        maker: &Principal,
        month: Month,
        number: &str,
        fields: BTreeMap<String, String>,
    ) -> Head {
        Head {
            principal: maker.name.clone(),
            dealer: self.dealer.name.clone(),
            dealer_code: self.code_at(maker).to_owned(),
            period: Period { from: month.first().date(), to: month.last().date() },
            number: number.to_owned(),
            made_by: String::new(),
            made_on: self.now.today.date(),
            notes: String::new(),
            created_at: civil_time(self.now.at),
            mark: self.demo.then(|| "演示数据".to_owned()),
            fields,
        }
    }

    /// Name of a sheet's file; from the second version on it is a correction.
    pub(crate) fn file_name(
        &self,
        reader: &Reader<'_>,
        maker: &Principal,
        month: Month,
        layout: &Layout,
        version: u32,
    ) -> Answer<String> {
        self.named(reader, maker, month, &layout.name, version)
    }

    /// Name of a file with several sheets of a month, without its ending.
    pub(super) fn pack_name(&self, reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<String> {
        let name = self.named(reader, maker, month, "月报", 1)?;
        Ok(name.trim_end_matches(".xlsx").to_owned())
    }

    fn named(
        &self,
        reader: &Reader<'_>,
        maker: &Principal,
        month: Month,
        report: &str,
        version: u32,
    ) -> Answer<String> {
        let alike = reader.principals()?.iter().filter(|other| other.name == maker.name).count();
        let named = if alike > 1 { format!("{}{}", maker.name, maker.code) } else { maker.name.clone() };
        Ok(file_name(&FileName {
            principal: &named,
            dealer_code: self.code_at(maker),
            dealer_short: &self.dealer.short_name,
            report,
            month: month.first().date(),
            version,
        }))
    }

    /// The dealer's code as this maker knows it.
    fn code_at<'a>(&'a self, maker: &'a Principal) -> &'a str {
        if maker.dealer_account.is_empty() { &self.dealer.code } else { &maker.dealer_account }
    }
}
