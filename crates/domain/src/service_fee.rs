//! Quarterly service fee (维修服务费季度结算), F56, M01, M02, T15.
//!
//! SERVICEFEE-1 Counted are the receipt cards head office first had within the quarter, month by month; one of an earlier quarter whose statement stands without it counts in this one, in its first month.
//! SERVICEFEE-2 The fee is that of the maker's formula on the last day of the quarter; a false card or a breach of the agreement cancels the quarter's fee, and needs a reason.
//! SERVICEFEE-3 What is paid beyond it is put down with the number of head office's approval only.
//! SERVICEFEE-4 A statement is made after the quarter has ended; made again it is its next version, and a confirmed one stays as it is.
//! SERVICEFEE-5 A statement is confirmed once, against head office's figure; where they differ, the difference and what was said of it stand with it.
//! SERVICEFEE-6 A confirmation is taken back with a reason, and what it credited goes with it; then it is confirmed anew.
//! SERVICEFEE-7 A fee by sales (M03) is of a whole year: that of the maker's formula on its last day of the amount settled with head office. Its statement counts no cards, holds up no quarter, and is confirmed like theirs.
//!
//! Absent: which cards there are, which pack holds, how the fee is paid out.

use crate::formula::{Outcome, Value};
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, FeeStatementId, Fen, Month, PrincipalId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The input of a fee by sales: what was settled with head office.
pub const SALES_AMOUNT: &str = "sales_amount";

/// What a statement is of: a quarter, `2026Q4`, or where the fee is by sales a year, `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    first: Month,
    year: bool,
}

impl Quarter {
    /// The quarter of a month.
    pub fn of(month: Month) -> Self {
        let mut first = month;
        while !place(first).is_multiple_of(3) {
            first = first.previous();
        }
        Self { first, year: false }
    }

    /// The year of a month (SERVICEFEE-7).
    pub fn year(month: Month) -> Self {
        let mut first = month;
        while place(first) > 0 {
            first = first.previous();
        }
        Self { first, year: true }
    }

    /// It is a whole year.
    pub fn is_year(self) -> bool {
        self.year
    }

    /// Three months: of a quarter its own, of a year the last ones.
    pub fn months(self) -> [Month; 3] {
        let last = Month::of(self.last_day());
        let second = last.previous();
        [second.previous(), second, last]
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        self.first.first()
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        let months = if self.year { 12 } else { 3 };
        (1..months).fold(self.first, |month, _| month.next()).last()
    }

    /// The one before.
    #[must_use]
    pub fn previous(self) -> Self {
        let before = self.first.previous();
        if self.year { Self::year(before) } else { Self::of(before) }
    }

    /// As people write it: `2026年第4季度`, `2026年`.
    pub fn zh(self) -> String {
        if self.year {
            return format!("{}年", self.first.parts().0);
        }
        format!("{}年第{}季度", self.first.parts().0, place(self.first) / 3 + 1)
    }
}

/// Months of the year before this one.
fn place(month: Month) -> u32 {
    month.parts().1 - 1
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year {
            return write!(f, "{}", self.first.parts().0);
        }
        write!(f, "{}Q{}", self.first.parts().0, place(self.first) / 3 + 1)
    }
}

impl FromStr for Quarter {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::OutOfRange { field: "quarter", label: "季度", wanted: "写成 2026Q4 这样" };
        let Some((year, q)) = text.split_once('Q') else {
            let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            let first = digits.then(|| format!("{text}-01").parse().ok()).flatten().ok_or_else(wrong)?;
            return Ok(Self { first, year: true });
        };
        let q: u32 = q.parse().ok().filter(|q| (1..=4).contains(q)).ok_or_else(wrong)?;
        let first = format!("{year}-{:02}", q * 3 - 2).parse().map_err(|_| wrong())?;
        Ok(Self { first, year: false })
    }
}

labelled! {
    /// Why a quarter's fee is cancelled (M02).
    Forfeit {
        /// A receipt card that was not true.
        FalseCard = "回执弄虚作假",
        /// The agreement was broken.
        Breach = "违反协议",
    }
}

/// A month of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthCards {
    /// The month.
    pub month: Month,
    /// Cards that count in it.
    pub cards: i64,
    /// How many of them are of an earlier quarter.
    pub late: i64,
    /// What the formula says of it.
    pub fee_fen: Fen,
}

/// A statement of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeStatement {
    /// Identity.
    pub id: FeeStatementId,
    /// The maker.
    pub principal: PrincipalId,
    /// The quarter.
    pub quarter: Quarter,
    /// From 1.
    pub version: i64,
    /// Day it was made.
    pub made_on: Day,
    /// Its months.
    pub months: Vec<MonthCards>,
    /// Cards counted.
    pub cards: i64,
    /// Price of one, where the formula has one price.
    pub unit_fen: Option<Fen>,
    /// What the formula says.
    pub fee_fen: Fen,
    /// Why it is cancelled.
    pub forfeit: Option<Forfeit>,
    /// What was said of it.
    pub forfeit_reason: String,
    /// Paid beyond it.
    pub special_fen: Fen,
    /// Number of head office's approval.
    pub special_no: String,
    /// What is to be paid.
    pub total_fen: Fen,
    /// The computation.
    pub reason: Outcome,
    /// Head office's figure.
    pub office_fen: Option<Fen>,
    /// Number of its paper.
    pub office_no: String,
    /// Day of the confirmation.
    pub confirmed_on: Option<Day>,
    /// What was said of a difference.
    pub answer_note: String,
    /// A later version took its place.
    pub replaced: bool,
    /// Day of entry.
    pub entered_on: Day,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// How many times it was saved.
    pub rev: i64,
}

impl FeeStatement {
    /// Checks what is typed (SERVICEFEE-2, SERVICEFEE-3, SERVICEFEE-4).
    pub fn check(&self, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let open = self.quarter.last_day() >= today;
        checks.add(open.then_some(if self.quarter.year {
            let wanted = "已经结束：一年过完再结算";
            Refusal::OutOfRange { field: "year", label: "年份", wanted }
        } else {
            let wanted = "已经结束：季度过完再结算";
            Refusal::OutOfRange { field: "quarter", label: "季度", wanted }
        }));
        if let Some(sales) = self.sales_fen() {
            checks.not_negative("sales_fen", "结算销售额", sales.0);
        }
        checks.not_negative("special_fen", "特殊维修费", self.special_fen.0);
        match self.forfeit {
            Some(_) => checks.text("forfeit_reason", "扣减原因", &self.forfeit_reason, 200),
            None => checks.length("forfeit_reason", "扣减原因", &self.forfeit_reason, 200),
        }
        if self.special_fen.0 > 0 {
            checks.text("special_no", "总部批准文号", &self.special_no, 60);
        }
        checks.done()
    }

    /// Of a fee by sales the amount it was computed of.
    pub fn sales_fen(&self) -> Option<Fen> {
        self.reason.inputs.get(SALES_AMOUNT).and_then(Value::number).map(Fen)
    }

    /// What head office says more than this statement (SERVICEFEE-5).
    pub fn difference(&self) -> Option<Fen> {
        self.office_fen.and_then(|fen| fen.0.checked_sub(self.total_fen.0)).filter(|more| *more != 0).map(Fen)
    }

    /// Confirms it against head office's figure (SERVICEFEE-5).
    pub fn confirm(&mut self, fen: Fen, no: &str, on: Day, note: &str, today: Day) -> Result<(), Refusals> {
        let wrong = |state| Refusals::from(Refusal::WrongState { subject: "这份结算表", state, verb: "确认" });
        if self.confirmed_on.is_some() {
            return Err(wrong("已确认"));
        }
        if self.replaced {
            return Err(wrong("已被新版本代替"));
        }
        let mut checks = Checks::default();
        checks.not_negative("office_fen", "总部结算金额", fen.0);
        checks.text("office_no", "总部结算单号", no, 60);
        checks.not_after("confirmed_on", "确认日期", Some(on), today);
        checks.not_before("confirmed_on", "确认日期", Some(on), "结算期最后一天", Some(self.quarter.last_day()));
        if fen == self.total_fen {
            checks.length("answer_note", "差额说明", note, 200);
        } else {
            checks.text("answer_note", "差额说明", note, 200);
        }
        checks.done()?;
        self.office_fen = Some(fen);
        no.clone_into(&mut self.office_no);
        self.confirmed_on = Some(on);
        note.clone_into(&mut self.answer_note);
        Ok(())
    }

    /// Takes a confirmation back, e.g. when head office sends another figure (SERVICEFEE-6).
    pub fn unconfirm(&mut self) -> Result<(), Refusals> {
        if self.confirmed_on.is_none() {
            return Err(Refusal::WrongState {
                subject: "这份结算表", state: "还没有确认", verb: "撤回确认"
            }
            .into());
        }
        (self.office_fen, self.confirmed_on) = (None, None);
        self.office_no.clear();
        self.answer_note.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn statement() -> FeeStatement {
        FeeStatement {
            id: FeeStatementId(Uuid::nil()),
            principal: PrincipalId(Uuid::nil()),
            quarter: "2026Q3".parse().unwrap(),
            version: 1,
            made_on: day("2026-10-08"),
            months: vec![],
            cards: 10,
            unit_fen: Some(Fen(3_000)),
            fee_fen: Fen(30_000),
            forfeit: None,
            forfeit_reason: String::new(),
            special_fen: Fen(0),
            special_no: String::new(),
            total_fen: Fen(30_000),
            reason: Outcome {
                rule_key: "fee.service".into(),
                label: "季度服务费".into(),
                value: Value::Fen(30_000),
                unit: String::new(),
                inputs: BTreeMap::new(),
                rule_version: "S3 1".into(),
                source: "M01".into(),
                checked: false,
                sentence: String::new(),
                steps: vec![],
            },
            office_fen: None,
            office_no: String::new(),
            confirmed_on: None,
            answer_note: String::new(),
            replaced: false,
            entered_on: day("2026-10-08"),
            clock_suspect: false,
            rev: 1,
        }
    }

    fn fields(why: Refusals) -> Vec<&'static str> {
        why.0.iter().map(Refusal::field).collect()
    }

    #[test]
    fn servicefee_1_a_quarter_is_three_months() {
        let third: Quarter = "2026Q3".parse().unwrap();
        assert_eq!((third.first_day(), third.last_day()), (day("2026-07-01"), day("2026-09-30")));
        assert_eq!(third.months().map(|month| month.to_string()), ["2026-07", "2026-08", "2026-09"]);
        assert_eq!((third.to_string(), third.zh()), ("2026Q3".to_owned(), "2026年第3季度".to_owned()));
        assert_eq!(third.previous().previous().previous().to_string(), "2025Q4");
        assert!(["2026Q5", "2026Q0", "2026-3", "Q3"].iter().all(|text| text.parse::<Quarter>().is_err()));
    }

    #[test]
    fn servicefee_7_a_year_is_twelve_months_and_ends_before_it_is_stated() {
        let year: Quarter = "2025".parse().unwrap();
        assert_eq!((year.first_day(), year.last_day()), (day("2025-01-01"), day("2025-12-31")));
        assert_eq!((year.to_string(), year.zh(), year.is_year()), ("2025".to_owned(), "2025年".to_owned(), true));
        assert_eq!(Quarter::year(Month::of(day("2026-11-30"))).previous(), year);
        assert!(["205", "20255", "二〇二五", ""].iter().all(|text| text.parse::<Quarter>().is_err()));
        assert_ne!(year, "2025Q1".parse().unwrap());
        let mut one = FeeStatement { quarter: year, ..statement() };
        one.reason.inputs.insert(SALES_AMOUNT.into(), Value::Fen(80_000_000));
        assert_eq!(one.sales_fen(), Some(Fen(80_000_000)));
        assert_eq!(fields(one.check(day("2025-12-31")).unwrap_err()), ["year"]);
        assert!(one.check(day("2026-01-01")).is_ok());
        assert_eq!(statement().sales_fen(), None);
    }

    #[test]
    fn servicefee_2_what_is_cancelled_says_why() {
        let today = day("2026-10-08");
        assert!(statement().check(today).is_ok());
        let cancelled = FeeStatement { forfeit: Some(Forfeit::FalseCard), ..statement() };
        assert_eq!(fields(cancelled.check(today).unwrap_err()), ["forfeit_reason"]);
    }

    #[test]
    fn servicefee_3_what_is_paid_beyond_has_head_offices_number() {
        let today = day("2026-10-08");
        let special = FeeStatement { special_fen: Fen(1), ..statement() };
        assert_eq!(fields(special.check(today).unwrap_err()), ["special_no"]);
    }

    #[test]
    fn servicefee_4_a_quarter_that_runs_has_no_statement() {
        assert_eq!(fields(statement().check(day("2026-09-30")).unwrap_err()), ["quarter"]);
        assert!(statement().check(day("2026-10-01")).is_ok());
    }

    #[test]
    fn servicefee_5_it_is_confirmed_once_and_a_difference_is_said() {
        let (on, today) = (day("2026-10-10"), day("2026-10-12"));
        let mut one = statement();
        assert_eq!(fields(one.confirm(Fen(27_000), "JS-9", on, "", today).unwrap_err()), ["answer_note"]);
        one.confirm(Fen(27_000), "JS-9", on, "一张卡对不上", today).unwrap();
        assert_eq!(one.difference(), Some(Fen(-3_000)));
        assert!(one.confirm(Fen(30_000), "JS-9", on, "", today).is_err(), "once");
        let mut old = FeeStatement { replaced: true, ..statement() };
        assert!(old.confirm(Fen(30_000), "JS-9", on, "", today).is_err());
    }

    #[test]
    fn servicefee_6_a_confirmation_is_taken_back_and_given_anew() {
        let (on, today) = (day("2026-10-10"), day("2026-10-12"));
        let mut one = statement();
        assert!(one.unconfirm().is_err(), "there is none");
        one.confirm(Fen(27_000), "JS-9", on, "一张卡对不上", today).unwrap();
        one.unconfirm().unwrap();
        assert_eq!(one, statement());
        one.confirm(Fen(30_000), "JS-10", on, "", today).unwrap();
    }
}
