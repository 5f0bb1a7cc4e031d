//! Sales (销售单), F45, F118.
//!
//! SALE-1 A sale names machine, customer and the day sold; the day sold is not after today.
//! SALE-2 Invoice, delivery and installation may be later than the sale but not after today.
//! SALE-3 A sale is the same sale as another when maker, serial key and day sold agree.
//! SALE-4 A sale is cancelled with a reason; it is never deleted and keeps its number.
//! SALE-5 A sale entered after the day it was sold is marked as entered late; its deadline stays that of the day sold (E36).
//!
//! No stock, no accounting: a price is what the paper says.

use crate::refusal::{Checks, Refusal, Refusals};
use crate::{CustomerId, Day, Fen, PrincipalId, SaleId, UnitId};

/// A sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Identity.
    pub id: SaleId,
    /// Number, e.g. `HB0732A-XS-2610-A0001`.
    pub no: String,
    /// The maker whose machine it is.
    pub principal: PrincipalId,
    /// The machine.
    pub unit: UnitId,
    /// The buyer.
    pub customer: CustomerId,
    /// Day sold.
    pub sold_on: Day,
    /// Invoice number as printed; empty when none.
    pub invoice_no: String,
    /// Day of the invoice.
    pub invoice_on: Option<Day>,
    /// Day of hand-over.
    pub delivered_on: Option<Day>,
    /// Day of installation.
    pub installed_on: Option<Day>,
    /// Price.
    pub price_fen: Option<Fen>,
    /// Subsidy.
    pub subsidy_fen: Option<Fen>,
    /// Who sold it.
    pub seller: String,
    /// Branch that sold it (分销网点).
    pub outlet: String,
    /// Remark.
    pub note: String,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled; `None` while it stands.
    pub void_reason: Option<String>,
}

impl Sale {
    /// Checks days, amounts and texts (SALE-1, SALE-2).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        checks.not_after("sold_on", "销售日期", Some(self.sold_on), today);
        checks.not_after("invoice_on", "开票日期", self.invoice_on, today);
        checks.not_after("delivered_on", "交付日期", self.delivered_on, today);
        checks.not_after("installed_on", "安装日期", self.installed_on, today);
        checks.not_negative("price_fen", "价格", self.price_fen.map_or(0, |fen| fen.0));
        checks.not_negative("subsidy_fen", "补贴", self.subsidy_fen.map_or(0, |fen| fen.0));
        checks.length("invoice_no", "发票号码", &self.invoice_no, 60);
        checks.length("seller", "经办人", &self.seller, 60);
        checks.length("outlet", "分销网点", &self.outlet, 60);
        checks.length("note", "备注", &self.note, 500);
        checks.done()
    }

    /// Whether it was typed in after the day it happened (SALE-5).
    pub fn entered_late(&self) -> bool {
        self.entered_on > self.sold_on
    }

    /// Cancels the sale (SALE-4).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(Refusal::WrongState { subject: "这笔销售", state: "已作废", verb: "再次作废" }.into());
        }
        self.void_reason = Some(void_reason(reason)?);
        Ok(())
    }
}

/// The sale by which a machine belonged to its user on a day: the newest that stood by then.
pub fn standing_on(sales: &[Sale], on: Day) -> Option<&Sale> {
    sales.iter().filter(|sale| sale.void_reason.is_none() && sale.sold_on <= on).max_by_key(|sale| sale.sold_on)
}

/// A reason for cancelling: needed, at most 200 characters.
pub fn void_reason(reason: &str) -> Result<String, Refusals> {
    self::reason("作废原因", reason)
}

/// A reason by its own name: needed, at most 200 characters.
pub fn reason(label: &'static str, reason: &str) -> Result<String, Refusals> {
    let mut checks = Checks::default();
    checks.text("reason", label, reason, 200);
    checks.done()?;
    Ok(reason.trim().to_owned())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use uuid::Uuid;

    pub(crate) fn sale() -> Sale {
        Sale {
            id: SaleId(Uuid::nil()),
            no: "HB0732A-XS-2610-A0001".into(),
            principal: PrincipalId(Uuid::nil()),
            unit: UnitId(Uuid::nil()),
            customer: CustomerId(Uuid::nil()),
            sold_on: "2026-10-20".parse().unwrap(),
            invoice_no: String::new(),
            invoice_on: None,
            delivered_on: None,
            installed_on: None,
            price_fen: None,
            subsidy_fen: None,
            seller: String::new(),
            outlet: String::new(),
            note: String::new(),
            entered_on: "2026-10-20".parse().unwrap(),
            clock_suspect: false,
            void_reason: None,
        }
    }

    #[test]
    fn sale_1_the_day_sold_is_not_after_today() {
        assert!(sale().check("2026-10-20".parse().unwrap()).is_ok());
        let refused = sale().check("2026-10-19".parse().unwrap()).unwrap_err();
        assert_eq!((refused.0[0].code(), refused.0[0].field()), ("future_day", "sold_on"));
    }

    #[test]
    fn sale_2_invoice_may_follow_the_sale() {
        let mut sale = sale();
        sale.invoice_on = Some("2026-10-24".parse().unwrap());
        assert!(sale.check("2026-10-24".parse().unwrap()).is_ok());
        assert!(sale.check("2026-10-23".parse().unwrap()).is_err());
    }

    #[test]
    fn sale_4_is_cancelled_once_and_with_a_reason() {
        let mut sale = sale();
        assert_eq!(sale.void(" ").unwrap_err().0[0].field(), "reason");
        sale.void("用户退货").unwrap();
        assert_eq!(sale.no, "HB0732A-XS-2610-A0001");
        assert_eq!(sale.void("再退").unwrap_err().0[0].code(), "wrong_state");
    }

    #[test]
    fn sale_5_entered_late_is_a_mark_not_a_deadline() {
        let mut sale = sale();
        assert!(!sale.entered_late());
        sale.entered_on = "2026-10-27".parse().unwrap();
        assert!(sale.entered_late());
    }
}
