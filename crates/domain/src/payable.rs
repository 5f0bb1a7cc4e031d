//! What the dealer owes a maker for goods (应付货款), M12.
//!
//! PAYABLE-1 A line has a day, a kind, an amount above zero and the number of its paper; the kind says whether it adds to what is owed or takes away.
//! PAYABLE-2 What is owed is the sum of the lines that stand, by day and then by entry; a cancelled line keeps its place, its reason and counts nothing.
//! PAYABLE-3 A notice of settlement, and a claim from before the first day, is deducted by exactly one line that stands, which it makes itself; such a line is neither typed nor cancelled by hand, unless it is of nothing.
//! PAYABLE-4 Freight follows its cause: the dealer's share by the maker's rule is owed where the maker paid it, and what the dealer paid beyond its share is taken off; for stock the dealer dismantled the labour of restoring it is asked for too, and 0 is an answer.
//! PAYABLE-5 A confirmed statement of the service fee is credited by one line that stands, which the confirmation makes and only taking the confirmation back cancels.
//!
//! Absent: stock of goods, invoices, what a maker's own books say.

use crate::formula::Outcome;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, FeeStatementId, Fen, NoticeId, OpeningClaimId, PayableId, PrincipalId};
use serde::{Deserialize, Serialize};

labelled! {
    /// What a line is.
    PayableKind {
        /// Owed when the ledger was begun.
        Opening = "期初应付",
        /// Goods received on credit.
        Goods = "赊购进货",
        /// Paid.
        Payment = "付款",
        /// Deducted by a notice of settlement.
        Deduction = "核销抵扣",
        /// Service fee credited.
        ServiceFee = "服务费",
        /// Freight, by its cause.
        Freight = "运费",
        /// Anything else that adds.
        OtherUp = "其他增加",
        /// Anything else that takes away.
        OtherDown = "其他减少",
    }
}

labelled! {
    /// What freight was for (M08–M10, M14).
    FreightCause {
        /// Parts head office sent.
        PartsIn = "总部发来配件",
        /// Parts sent back to head office.
        PartsBack = "配件或旧件返总部",
        /// Old batteries out of warranty, to their maker.
        Battery = "保修期外旧电池直寄电池厂",
        /// Stock sent back because of quality.
        StockQuality = "库存返厂：质量",
        /// Stock the dealer dismantled.
        StockDismantled = "库存返厂：经销商拆动",
        /// Stock that did not sell.
        StockUnsold = "库存返厂：滞销",
    }
}

labelled! {
    /// Who paid the freight first.
    PaidBy {
        /// The dealer.
        Dealer = "本店垫付",
        /// The maker.
        Maker = "厂家垫付",
    }
}

/// A line of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayableLine {
    /// Identity; of a deduction that of its notice.
    pub id: PayableId,
    /// The maker.
    pub principal: PrincipalId,
    /// Its day.
    pub on_day: Day,
    /// What it is.
    pub kind: PayableKind,
    /// The amount on the paper.
    pub fen: Fen,
    /// What it adds to what is owed; below zero when it takes away.
    pub effect_fen: Fen,
    /// Number of the paper.
    pub paper_no: String,
    /// What freight was for.
    pub cause: Option<FreightCause>,
    /// Who paid the freight.
    pub paid_by: Option<PaidBy>,
    /// The notice it deducts.
    pub notice: Option<NoticeId>,
    /// Remark.
    pub note: String,
    /// What restoring dismantled stock costs (PAYABLE-4).
    pub labour_fen: Option<Fen>,
    /// The rule's computation.
    pub reason: Option<Outcome>,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
    /// The statement of a quarter's service fee it credits.
    pub statement: Option<FeeStatementId>,
    /// The claim from before the first day it deducts.
    pub opening_claim: Option<OpeningClaimId>,
}

impl PayableKind {
    /// What a line of this kind adds; `None` where the amount alone does not say (PAYABLE-1, PAYABLE-4).
    pub fn effect(self, fen: Fen) -> Option<Fen> {
        match self {
            Self::Opening | Self::Goods | Self::OtherUp => Some(fen),
            Self::Payment | Self::Deduction | Self::ServiceFee | Self::OtherDown => Some(Fen(-fen.0)),
            Self::Freight => None,
        }
    }
}

/// What freight adds to what is owed, by the dealer's share (PAYABLE-4).
pub fn freight_effect(share: Fen, freight: Fen, paid_by: PaidBy) -> Fen {
    match paid_by {
        PaidBy::Maker => share,
        PaidBy::Dealer => Fen(share.0.saturating_sub(freight.0)),
    }
}

impl PayableLine {
    /// Checks what is typed (PAYABLE-1, PAYABLE-3).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let kind = |wanted| Refusal::OutOfRange { field: "kind", label: "类别", wanted };
        checks.add(
            (self.kind == PayableKind::Deduction).then(|| kind("不是核销抵扣：核销通知记了抵扣日期，这一行会自己出现")),
        );
        checks.positive("fen", "金额", self.fen.0);
        checks.text("paper_no", "单据号", &self.paper_no, 60);
        checks.length("note", "备注", &self.note, 200);
        checks.not_after("on", "日期", Some(self.on_day), today);
        if self.kind == PayableKind::Freight {
            checks.add(
                self.cause
                    .is_none()
                    .then_some(Refusal::Missing { field: "cause", label: "运费是为什么发生的" }),
            );
            if self.cause == Some(FreightCause::StockDismantled) {
                let (field, label) = ("labour_fen", "恢复工时费");
                checks.add(self.labour_fen.is_none().then_some(Refusal::Missing { field, label }));
                checks.not_negative(field, label, self.labour_fen.unwrap_or_default().0);
            }
            checks.add(self.paid_by.is_none().then_some(Refusal::Missing { field: "paid_by", label: "运费谁垫付的" }));
        }
        checks.done()
    }

    /// Cancels the line (PAYABLE-2, PAYABLE-3).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        let wrong = |state, verb| Refusals::from(Refusal::WrongState { subject: "这一行往来账", state, verb });
        if self.void_reason.is_some() {
            return Err(wrong("已作废", "再次作废"));
        }
        if self.notice.is_some() && self.fen != Fen(0) {
            return Err(wrong(
                "由核销通知记的",
                "作废；抵扣错了，请与总部核对核销通知，差额记「其他增加」或「其他减少」",
            ));
        }
        if self.statement.is_some() {
            return Err(wrong("由服务费结算表记的", "作废；请在「服务费」里撤回这个季度的确认，这一行会一起作废"));
        }
        if self.opening_claim.is_some() {
            return Err(wrong("由期初核销记的", "作废；请在「期初在途核销」里更正或作废那一笔，这一行会一起作废"));
        }
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    /// Whether it was made by what it deducts or credits, and goes with it (PAYABLE-3, PAYABLE-5).
    pub fn follows(&self) -> bool {
        let noticed = self.notice.is_some() && self.fen != Fen(0);
        noticed || self.statement.is_some() || self.opening_claim.is_some()
    }

    /// Cancels the line of what is taken back: a statement's confirmation, a claim from before the first day (PAYABLE-3, PAYABLE-5).
    pub fn take_back(&mut self, reason: &str) -> Result<(), Refusals> {
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        self.rev += 1;
        Ok(())
    }
}

/// What is owed after lines in their order; `None` when it does not fit (PAYABLE-2).
pub fn owed(lines: &[PayableLine]) -> Option<Fen> {
    let standing = lines.iter().filter(|line| line.void_reason.is_none());
    standing.map(|line| line.effect_fen).try_fold(Fen(0), Fen::plus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn line(kind: PayableKind, fen: i64) -> PayableLine {
        let day: Day = "2026-10-20".parse().unwrap();
        PayableLine {
            id: PayableId(Uuid::nil()),
            principal: PrincipalId(Uuid::nil()),
            on_day: day,
            kind,
            fen: Fen(fen),
            effect_fen: kind.effect(Fen(fen)).unwrap_or_default(),
            paper_no: "HT-1".into(),
            cause: None,
            paid_by: None,
            notice: None,
            note: String::new(),
            labour_fen: None,
            reason: None,
            entered_on: day,
            clock_suspect: false,
            void_reason: None,
            rev: 1,
            statement: None,
            opening_claim: None,
        }
    }

    #[test]
    fn payable_1_a_kind_says_which_way_it_goes() {
        let all: Vec<Option<i64>> =
            PayableKind::ALL.iter().map(|kind| kind.effect(Fen(100)).map(|fen| fen.0)).collect();
        assert_eq!(all, [Some(100), Some(100), Some(-100), Some(-100), Some(-100), None, Some(100), Some(-100)]);
        let today = "2026-10-20".parse().unwrap();
        let wrong = PayableLine { fen: Fen(0), paper_no: String::new(), ..line(PayableKind::Freight, 1) };
        let fields: Vec<_> = wrong.check(today).unwrap_err().0.iter().map(|why| why.field()).collect();
        assert_eq!(fields, ["fen", "paper_no", "cause", "paid_by"]);
        let huge = line(PayableKind::Goods, i64::MAX).check(today).unwrap_err();
        assert_eq!(huge.0[0].field(), "fen");
    }

    #[test]
    fn payable_2_what_is_owed_is_the_sum_of_what_stands() {
        let mut paid = line(PayableKind::Payment, 30_000);
        let goods = line(PayableKind::Goods, 100_000);
        assert_eq!(owed(&[goods.clone(), paid.clone()]), Some(Fen(70_000)));
        paid.void("记错厂家").unwrap();
        assert_eq!(owed(&[goods, paid.clone()]), Some(Fen(100_000)));
        assert!(paid.void("再来").is_err());
    }

    #[test]
    fn payable_3_a_deduction_is_made_by_its_notice_alone() {
        let typed = line(PayableKind::Deduction, 5_000);
        assert_eq!(typed.check("2026-10-20".parse().unwrap()).unwrap_err().0[0].field(), "kind");
        let mut made = PayableLine { notice: Some(NoticeId(Uuid::nil())), ..typed };
        assert!(made.clone().void("不要了").unwrap_err().to_string().contains("核销通知") && made.follows());
        // One of nothing, from before amounts were asked for.
        let mut bare = PayableLine { fen: Fen(0), ..made.clone() };
        assert!(!bare.follows() && bare.void("没有抵扣").is_ok());
        (made.notice, made.opening_claim) = (None, Some(OpeningClaimId(Uuid::nil())));
        assert!(made.void("不要了").unwrap_err().to_string().contains("期初在途核销") && made.follows());
    }

    #[test]
    fn payable_5_the_line_of_a_statement_goes_with_its_confirmation() {
        let made = PayableLine { statement: Some(FeeStatementId(Uuid::nil())), ..line(PayableKind::ServiceFee, 5_000) };
        assert!(made.clone().void("不要了").unwrap_err().to_string().contains("撤回这个季度的确认"));
        let mut back = made;
        assert!(back.take_back(" ").is_err(), "without a reason");
        back.take_back("金额看错").unwrap();
        assert_eq!((back.void_reason.as_deref(), owed(&[back.clone()])), (Some("金额看错"), Some(Fen(0))));
    }

    #[test]
    fn payable_4_freight_follows_the_dealers_share() {
        assert_eq!(freight_effect(Fen(0), Fen(800), PaidBy::Dealer), Fen(-800), "the maker's freight the dealer paid");
        assert_eq!(freight_effect(Fen(800), Fen(800), PaidBy::Dealer), Fen(0), "its own freight is nobody else's");
        assert_eq!(freight_effect(Fen(800), Fen(800), PaidBy::Maker), Fen(800));
        assert_eq!(freight_effect(Fen(0), Fen(800), PaidBy::Maker), Fen(0));
    }
}
