//! Paid service receipts (有偿服务收据), F22, F72, M05–M07, M18, M19, T26.
//!
//! RECEIPT-1 Only a completed job the user pays (A) has a receipt, and one that stands at a time; contract (B), free (C) and internal (D) jobs need none.
//! RECEIPT-2 A part is sold for no more than the maker's cap: by the market price, and where it was the user's own fault within the period, by head office's list; where no list price is known, that is said and the price stands as agreed. Material no line names has no price to hold against a cap: where the maker caps parts, it is refused.
//! RECEIPT-3 Wage and travel together are no more than the maker's rule about paid service; where travel is charged, what that rule needs is asked for, never taken as no limit. The total is wage, travel, parts and other, as the repair has them on that day, and stays so.
//! RECEIPT-4 A small amount is paid on the spot and its invoice follows; of a larger one the invoice is first, and no payment is put down before it. Which one it is the maker's rule says, and where the rule leaves it blank, the clerk.
//! RECEIPT-5 No payment and no invoice is before the day of the service or after today; each is put in once, with the number of the invoice.
//! RECEIPT-6 A receipt is cancelled with a reason; its number stays, and its job may have another.
//!
//! Absent: taxes, the invoice itself, who keeps the cash.

use crate::formula::Outcome;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::{Payer, Repair, RepairState, labelled};
use crate::{Day, Fen, PrincipalId, ReceiptId, RepairId};
use serde::{Deserialize, Serialize};

labelled! {
    /// How it is paid (M19).
    Way {
        /// On the spot; the invoice follows.
        Cash = "现场收款，发票随后寄出",
        /// Invoice first.
        InvoiceFirst = "先开票，后收款",
    }
}

/// A part on a receipt, with what limits its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoldPart {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Quantity in thousandths.
    pub qty_milli: i64,
    /// Price of one.
    pub price_fen: Fen,
    /// The most it may cost, with the rule's words (RECEIPT-2).
    pub cap: Option<Outcome>,
}

impl SoldPart {
    /// The most one may cost.
    pub fn cap_fen(&self) -> Option<Fen> {
        self.cap.as_ref().and_then(|cap| cap.value.number()).map(Fen)
    }

    /// Whether it costs more than it may.
    fn is_over(&self) -> bool {
        self.cap_fen().is_some_and(|cap| self.price_fen > cap)
    }
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Identity.
    pub id: ReceiptId,
    /// Number, e.g. `HB0732A-ZF-2610-A0001`.
    pub no: String,
    /// The maker whose rules hold.
    pub principal: PrincipalId,
    /// The job.
    pub repair: RepairId,
    /// Day of the service.
    pub done_on: Day,
    /// Wage.
    pub wage_fen: Fen,
    /// Travel.
    pub travel_fen: Fen,
    /// Parts.
    pub parts_fen: Fen,
    /// Other.
    pub other_fen: Fen,
    /// Everything.
    pub total_fen: Fen,
    /// The user's own fault within the period (M06).
    pub user_fault: bool,
    /// Its parts.
    pub parts: Vec<SoldPart>,
    /// How it is paid.
    pub way: Way,
    /// What the maker's rule said of it.
    pub way_reason: Option<Outcome>,
    /// Day of the payment.
    pub paid_on: Option<Day>,
    /// Number of the invoice.
    pub invoice_no: String,
    /// Day of the invoice.
    pub invoice_on: Option<Day>,
    /// Remark.
    pub note: String,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
}

/// Whether a job has a receipt, and the day of the service (RECEIPT-1).
pub fn done_on(repair: &Repair) -> Result<Day, Refusals> {
    let wrong = |state, verb| Refusals::from(Refusal::WrongState { subject: "这张维修单", state, verb });
    if repair.state == RepairState::Voided {
        return Err(wrong("已作废", "开收据"));
    }
    match repair.payer {
        Payer::Paid => {}
        Payer::Contract => return Err(wrong("由合同付款", "开收据；合同内的服务不向用户收费")),
        Payer::Warranty => return Err(wrong("由厂家三包付款", "开收据；三包内的修理不向用户收费")),
        Payer::Internal => return Err(wrong("为内部修理", "开收据；内部修理没有人付款")),
    }
    repair.completed_on.ok_or_else(|| wrong("还没有完工", "开收据；请先填完工日期"))
}

/// What a job gives to the rule about wage and travel; where it is not known, what is to be said (RECEIPT-3).
pub fn travel_inputs(repair: &Repair) -> [(&'static str, Result<i64, Refusal>); 2] {
    let (field, label) = ("travel_milli_km", "外出里程");
    let km = match repair.travel_milli_km {
        None => Err(Refusal::Missing { field, label }),
        Some(milli) if milli % 1_000 == 0 => Ok(milli / 1_000),
        Some(_) => Err(Refusal::OutOfRange { field, label, wanted: "整公里：合同没有写怎么取整" }),
    };
    let hour = crate::fee::depart_hour(&repair.depart_time);
    [("km", km), ("depart_hour", hour.ok_or(Refusal::Missing { field: "depart_time", label: "出发时刻" }))]
}

impl Receipt {
    /// Refuses material that no line of parts names, where parts have a cap (RECEIPT-2).
    pub fn refuse_unlisted(&self) -> Option<Refusal> {
        let amount = |part: &SoldPart| part.price_fen.times_milli(part.qty_milli).unwrap_or_default().0;
        let listed = self.parts.iter().map(amount).fold(0, i64::saturating_add);
        let rest = Fen(self.parts_fen.0.saturating_sub(listed));
        (rest > Fen(0)).then(|| Refusal::OverCap {
            field: "material_fen",
            label: "材料费",
            name: String::new(),
            given: self.parts_fen.grouped(),
            cap: format!(
                "各行零件合计 {} 元，多出的 {} 元请在维修单的零件里逐行写明（厂家对零件售价有最高限）",
                Fen(listed).grouped(),
                rest.grouped()
            ),
        })
    }

    /// Checks prices and sums against the rules (RECEIPT-2, RECEIPT-3); `most` is the most wage and travel may be together.
    pub fn check(&self, most: Option<&Outcome>) -> Result<(), Refusals> {
        let over = self.parts.iter().enumerate().filter(|(_, part)| part.is_over());
        let mut all: Vec<Refusal> = over
            .flat_map(|(at, part)| {
                let label = "零件单价";
                let cap = part.cap.as_ref().map(|cap| cap.sentence.clone()).unwrap_or_default();
                let given = part.price_fen.grouped();
                let one = Refusal::OverCap {
                    field: "parts.price_fen",
                    label,
                    name: format!("「{}」", part.name),
                    given,
                    cap,
                };
                Refusals::from(one).on_line(at).0
            })
            .collect();
        let most_fen = most.and_then(|rule| rule.value.number()).map(Fen);
        let charged = self.wage_fen.plus(self.travel_fen);
        if let (Some(rule), Some(most_fen), Some(charged)) = (most, most_fen, charged)
            && charged > most_fen
        {
            all.push(Refusal::OverCap {
                field: "travel_fen",
                label: "工时费加路费",
                name: String::new(),
                given: charged.grouped(),
                cap: rule.sentence.clone(),
            });
        }
        let mut checks = Checks::default();
        checks.positive("total_fen", "收款金额", self.total_fen.0);
        checks.length("note", "备注", &self.note, 200);
        all.extend(checks.done().err().into_iter().flat_map(|why| why.0));
        if all.is_empty() { Ok(()) } else { Err(Refusals(all)) }
    }

    /// Puts in invoice and payment as far as they are known (RECEIPT-4, RECEIPT-5).
    pub fn settle(&mut self, invoice: Option<(&str, Day)>, paid_on: Option<Day>, today: Day) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("已作废", "记开票或收款"));
        }
        let mut checks = Checks::default();
        if let Some((no, on)) = invoice {
            checks.text("invoice_no", "发票号", no, 60);
            self.check_day(&mut checks, "invoice_on", "开票日期", on, today);
        }
        if let Some(on) = paid_on {
            self.check_day(&mut checks, "paid_on", "收款日期", on, today);
        }
        checks.done()?;
        if invoice.is_some() && self.invoice_on.is_some() {
            return Err(self.wrong("已记开票", "再记一次"));
        }
        if paid_on.is_some() && self.paid_on.is_some() {
            return Err(self.wrong("已记收款", "再记一次"));
        }
        let invoiced = invoice.map(|(_, on)| on).or(self.invoice_on);
        if self.way == Way::InvoiceFirst && paid_on.is_some_and(|paid| invoiced.is_none_or(|on| paid < on)) {
            let wanted = "在开票之后：大额有偿服务先开票、后收款";
            return Err(Refusal::OutOfRange { field: "paid_on", label: "收款日期", wanted }.into());
        }
        if let Some((no, on)) = invoice {
            (self.invoice_no, self.invoice_on) = (no.to_owned(), Some(on));
        }
        self.paid_on = paid_on.or(self.paid_on);
        Ok(())
    }

    fn check_day(&self, checks: &mut Checks, field: &'static str, label: &'static str, on: Day, today: Day) {
        checks.not_before(field, label, Some(on), "完工日期", Some(self.done_on));
        checks.not_after(field, label, Some(on), today);
    }

    /// Cancels it (RECEIPT-6).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        if self.void_reason.is_some() {
            return Err(self.wrong("已作废", "再次作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    fn wrong(&self, state: &'static str, verb: &'static str) -> Refusals {
        Refusal::WrongState { subject: "这张收据", state, verb }.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Value;
    use crate::repair::sample;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rule(fen: i64, sentence: &str) -> Outcome {
        Outcome {
            rule_key: "fee.part_cap".into(),
            label: "维修配件最高售价".into(),
            value: Value::Fen(fen),
            unit: String::new(),
            inputs: BTreeMap::new(),
            rule_version: "S3-aircon 2026.1".into(),
            source: "M07".into(),
            checked: false,
            sentence: sentence.into(),
            steps: vec![],
        }
    }

    fn receipt(way: Way) -> Receipt {
        Receipt {
            id: ReceiptId(Uuid::nil()),
            no: "ZF".into(),
            principal: PrincipalId(Uuid::nil()),
            repair: RepairId(Uuid::nil()),
            done_on: day("2026-10-18"),
            wage_fen: Fen(8_000),
            travel_fen: Fen(5_000),
            parts_fen: Fen(11_600),
            other_fen: Fen(0),
            total_fen: Fen(24_600),
            user_fault: false,
            parts: vec![SoldPart {
                code: "1".into(),
                name: "压缩机电容".into(),
                qty_milli: 1_000,
                price_fen: Fen(11_600),
                cap: Some(rule(11_600, "市场供货价 100.00 元 ×（1 + 加价率 16%）= 116.00 元")),
            }],
            way,
            way_reason: None,
            paid_on: None,
            invoice_no: String::new(),
            invoice_on: None,
            note: String::new(),
            entered_on: day("2026-10-18"),
            clock_suspect: false,
            void_reason: None,
            rev: 1,
        }
    }

    fn fields(why: Refusals) -> Vec<String> {
        why.0.iter().map(Refusal::path).collect()
    }

    #[test]
    fn receipt_1_only_a_done_job_the_user_pays_has_one() {
        let paid = Repair { payer: Payer::Paid, ..sample() };
        assert_eq!(done_on(&paid).unwrap(), paid.completed_on.unwrap());
        for payer in [Payer::Contract, Payer::Warranty, Payer::Internal] {
            assert!(done_on(&Repair { payer, ..sample() }).is_err());
        }
        assert!(done_on(&Repair { completed_on: None, ..paid.clone() }).is_err());
        assert!(done_on(&Repair { state: RepairState::Voided, ..paid }).is_err());
    }

    #[test]
    fn receipt_2_a_price_above_the_cap_is_refused_with_the_cap() {
        let mut receipt = receipt(Way::Cash);
        assert!(receipt.check(None).is_ok(), "at the cap");
        receipt.parts[0].price_fen = Fen(11_601);
        let why = receipt.check(None).unwrap_err();
        assert!(why.to_string().contains("116.01") && why.to_string().contains("加价率 16%"), "{why}");
        assert_eq!(fields(why), ["parts.0.price_fen"]);
        receipt.parts[0].cap = None;
        assert!(receipt.check(None).is_ok(), "no list, no cap");
    }

    #[test]
    fn receipt_3_wage_and_travel_are_no_more_than_the_rule() {
        let receipt = receipt(Way::Cash);
        assert!(receipt.check(Some(&rule(13_000, "有偿服务费"))).is_ok());
        assert_eq!(fields(receipt.check(Some(&rule(12_999, "有偿服务费"))).unwrap_err()), ["travel_fen"]);
        let nothing = Receipt { total_fen: Fen(0), ..receipt };
        assert_eq!(fields(nothing.check(None).unwrap_err()), ["total_fen"]);
    }

    #[test]
    fn receipt_3_what_the_rule_needs_is_known_or_said() {
        let said = |km: Option<i64>, time: &str| {
            let repair = Repair { travel_milli_km: km, depart_time: time.into(), ..sample() };
            travel_inputs(&repair).map(|(name, given)| (name, given.map_err(|why| why.code())))
        };
        assert_eq!(said(Some(35_000), "22:05"), [("km", Ok(35)), ("depart_hour", Ok(22))]);
        assert_eq!(said(None, ""), [("km", Err("missing")), ("depart_hour", Err("missing"))]);
        assert_eq!(said(Some(35_500), "9:30"), [("km", Err("out_of_range")), ("depart_hour", Ok(9))]);
    }

    #[test]
    fn receipt_4_of_a_larger_amount_the_invoice_is_first() {
        let (on, today) = (day("2026-10-18"), day("2026-10-20"));
        let mut large = receipt(Way::InvoiceFirst);
        assert_eq!(fields(large.settle(None, Some(on), today).unwrap_err()), ["paid_on"]);
        large.settle(Some(("0123", on)), None, today).unwrap();
        large.settle(None, Some(today), today).unwrap();
        let mut small = receipt(Way::Cash);
        small.settle(None, Some(on), today).unwrap();
        small.settle(Some(("0124", today)), None, today).unwrap();
        assert_eq!((small.paid_on, small.invoice_on), (Some(on), Some(today)));
    }

    #[test]
    fn receipt_5_days_are_between_the_service_and_today_and_put_in_once() {
        let today = day("2026-10-20");
        let mut one = receipt(Way::Cash);
        for wrong in ["2026-10-17", "2026-10-21"] {
            assert_eq!(fields(one.settle(None, Some(day(wrong)), today).unwrap_err()), ["paid_on"]);
        }
        assert_eq!(fields(one.settle(Some(("", today)), None, today).unwrap_err()), ["invoice_no"]);
        one.settle(Some(("0123", today)), Some(today), today).unwrap();
        assert!(one.settle(Some(("0125", today)), None, today).is_err());
        assert!(one.settle(None, Some(today), today).is_err());
        assert_eq!(one.invoice_no, "0123");
    }

    #[test]
    fn receipt_6_it_is_cancelled_once_and_with_a_reason() {
        let mut one = receipt(Way::Cash);
        assert!(one.void(" ").is_err());
        one.void("金额开错").unwrap();
        assert!(one.void("再来").is_err());
        assert!(one.settle(None, Some(day("2026-10-19")), day("2026-10-20")).is_err());
    }
}
