//! What stands around a sheet's table: dealer, maker, period, number, remarks.

use super::sheet::{Asked, Sheet};
use crate::app::Dealer;
use crate::clock::{Now, civil_time};
use crate::error::Answer;
use crate::writing::dealer_or_unnamed;
use domain::principal::Principal;
use report::layout::Layout;
use report::write::{FileName, Head, Period, file_name};
use store::{Reader, Setting};

/// Who makes a sheet, and when.
pub(super) struct Around {
    dealer: Dealer,
    demo: bool,
    now: Now,
}

impl Around {
    pub(super) fn of(reader: &Reader<'_>, now: Now) -> Answer<Self> {
        let demo = reader.setting(Setting::Demo)?.as_deref() == Some("1");
        Ok(Self { dealer: dealer_or_unnamed(reader)?, demo, now })
    }

    /// The head of a sheet; without a number it is left as a line to write on.
    pub(super) fn head(&self, asked: &Asked<'_>, sheet: Sheet, number: &str) -> Answer<Head> {
        Ok(Head {
            principal: asked.principal.name.clone(),
            dealer: self.dealer.name.clone(),
            dealer_code: self.code_at(asked.principal).to_owned(),
            period: Period { from: asked.month.first().date(), to: asked.month.last().date() },
            number: number.to_owned(),
            made_by: String::new(),
            made_on: self.now.today.date(),
            notes: String::new(),
            created_at: civil_time(self.now.at),
            mark: self.demo.then(|| "演示数据".to_owned()),
            fields: sheet.fields(asked)?,
        })
    }

    /// Name of a sheet's file; from the second version on it is a correction.
    pub(super) fn file_name(&self, asked: &Asked<'_>, layout: &Layout, version: u32) -> Answer<String> {
        let maker = asked.principal;
        let alike = asked.reader.principals()?.iter().filter(|other| other.name == maker.name).count();
        let named = if alike > 1 { format!("{}{}", maker.name, maker.code) } else { maker.name.clone() };
        Ok(file_name(&FileName {
            principal: &named,
            dealer_code: self.code_at(maker),
            dealer_short: &self.dealer.short_name,
            report: &layout.name,
            month: asked.month.first().date(),
            version,
        }))
    }

    /// The dealer's code as this maker knows it.
    fn code_at<'a>(&'a self, maker: &'a Principal) -> &'a str {
        if maker.dealer_account.is_empty() { &self.dealer.code } else { &maker.dealer_account }
    }
}
