//! Submissions of a month's reports (月报报送; F41–F47, T11): what went to head office, by which road, and from which day it counts.
//!
//! SUBMISSION-1 A submission is of one maker and month and of at least one building, each sheet once; what was asked for is kept as it was on the day.
//! SUBMISSION-2 Nothing is handed over after today, nothing is received before it was handed over, and a month that is not over is handed over only where that is said.
//! SUBMISSION-3 By network nobody types a submission: it is made when a month is queued and stands as head office's receipts say.
//! SUBMISSION-4 By post it has a waybill, by fax a number, by hand somebody who took it.
//! SUBMISSION-5 Head office's receipt has a day, and what it turns back has a day and a reason; turned back it does not count, whenever it was received.
//! SUBMISSION-6 A submission is cancelled with a reason and never taken away; one that was made by itself is not.
//! SUBMISSION-7 A month is in on the day each sheet asked for is in by some submission that counts: not cancelled, not turned back, with the evidence the maker wants. Sent by two roads, the first counts.
//! SUBMISSION-8 What was asked for when the month first went stays what is asked of it; a submission that is cancelled or was turned back whole asks nothing.
//!
//! Absent: which sheets a maker asks for, and which of the two days counts (its pack).

use crate::day::UtcMs;
use crate::refusal::{Checks, Refusal, Refusals};
use crate::repair::labelled;
use crate::{Day, Month, PrincipalId, ReportRunId, SubmissionId};
use serde::{Deserialize, Serialize};

labelled! {
    /// How it goes (报送方式).
    Road {
        /// By network.
        Api = "联网",
        /// As a file, on a stick or otherwise.
        File = "文件",
        /// By post.
        Post = "邮寄",
        /// With the delivery truck.
        Truck = "随货车",
        /// By fax.
        Fax = "传真",
        /// Brought there.
        Hand = "送达",
    }
}

impl Road {
    /// Whether it goes as paper.
    pub fn on_paper(self) -> bool {
        matches!(self, Self::Post | Self::Truck | Self::Fax | Self::Hand)
    }
}

labelled! {
    /// Where a submission stands.
    SubmissionState {
        /// Queued; head office has not said anything.
        Queued = "排队待报",
        /// On its way, or nobody knows more.
        Sent = "已交出",
        /// Head office has it.
        Received = "总部已收",
        /// Head office turned it back.
        Returned = "总部退回",
        /// Cancelled.
        Voided = "已作废",
    }
}

/// A building that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// The building.
    pub run: ReportRunId,
    /// Its sheet.
    pub key: String,
}

/// A submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Identity.
    pub id: SubmissionId,
    /// The maker.
    pub principal: PrincipalId,
    /// The month.
    pub month: Month,
    /// How it goes.
    pub road: Road,
    /// Keys of the sheets asked for on the day (SUBMISSION-8).
    pub asked: Vec<String>,
    /// What was handed over.
    pub runs: Vec<Handed>,
    /// Made by itself when the month was queued (SUBMISSION-3).
    pub by_itself: bool,
    /// Day of handing over; of one made by itself head office's receipts say it.
    pub handed_on: Option<Day>,
    /// Waybill, fax number, number of the truck.
    pub tracking_no: String,
    /// Who took it.
    pub receiver: String,
    /// Day head office had it, as typed.
    pub received_on: Option<Day>,
    /// Head office's receipt number.
    pub receipt_no: String,
    /// Day head office turned it back.
    pub returned_on: Option<Day>,
    /// Why.
    pub returned_reason: Option<String>,
    /// Remark.
    pub note: String,
    /// When it was put in.
    pub entered_at: UtcMs,
    /// The machine's clock could not be trusted at entry (E04).
    pub clock_suspect: bool,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// How many times it was saved.
    pub rev: i64,
}

impl Submission {
    /// Checks what was typed (SUBMISSION-1 to SUBMISSION-5), all of it at once.
    pub fn check(&self, early: bool, today: Day) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let wanted = "是文件、邮寄、随货车、传真或送达：联网报送点「报送总部」，由程序自己登记";
        checks.add((self.road == Road::Api).then_some(Refusal::OutOfRange {
            field: "road",
            label: "报送方式",
            wanted,
        }));
        self.check_sheets(&mut checks);
        let (field, label) = ("handed_on", "交出日期");
        checks.add(self.handed_on.is_none().then_some(Refusal::Missing { field, label }));
        checks.not_after(field, label, self.handed_on, today);
        let soon = self.handed_on.filter(|on| *on <= self.month.last() && !early);
        checks.add(soon.map(|on| Refusal::MonthNotOver { field: "early", month: self.month, on }));
        for (road, field, label, text) in [
            (Road::Post, "tracking_no", "运单号", &self.tracking_no),
            (Road::Fax, "tracking_no", "传真号码", &self.tracking_no),
            (Road::Hand, "receiver", "接收人", &self.receiver),
        ] {
            let missing = self.road == road && text.is_empty();
            checks.add(missing.then_some(Refusal::Missing { field, label }));
        }
        checks.length("tracking_no", "运单号或传真号", &self.tracking_no, 60);
        checks.length("receiver", "接收人", &self.receiver, 60);
        checks.length("note", "备注", &self.note, 200);
        self.check_answer(&mut checks, today);
        checks.done()
    }

    fn check_sheets(&self, checks: &mut Checks) {
        let (field, label) = ("runs", "报送的报表");
        checks.add(self.runs.is_empty().then_some(Refusal::Missing { field, label }));
        let twice = |one: &Handed| self.runs.iter().filter(|other| other.key == one.key).count() > 1;
        let wanted = "每张只选一份：同一张报表选了两份";
        checks.add(self.runs.iter().any(twice).then_some(Refusal::OutOfRange { field, label, wanted }));
    }

    /// SUBMISSION-5.
    fn check_answer(&self, checks: &mut Checks, today: Day) {
        let received = ("received_on", "总部收到日期");
        let numbered = !self.receipt_no.is_empty() && self.received_on.is_none();
        checks.add(numbered.then_some(Refusal::Missing { field: received.0, label: received.1 }));
        checks.length("receipt_no", "回执号", &self.receipt_no, 60);
        let reason = self.returned_reason.as_deref().unwrap_or_default();
        let returned = ("returned_on", "退回日期");
        let silent = self.returned_on.is_some() && reason.is_empty();
        checks.add(silent.then_some(Refusal::Missing { field: "returned_reason", label: "退回原因" }));
        let undated = self.returned_on.is_none() && !reason.is_empty();
        checks.add(undated.then_some(Refusal::Missing { field: returned.0, label: returned.1 }));
        checks.length("returned_reason", "退回原因", reason, 200);
        for ((field, label), day) in [(received, self.received_on), (returned, self.returned_on)] {
            checks.not_after(field, label, day, today);
            checks.not_before(field, label, day, "交出日期", self.handed_on);
        }
    }

    /// Cancels it (SUBMISSION-6).
    pub fn void(&mut self, reason: &str) -> Result<(), Refusals> {
        self.refuse_made_by_itself("作废；总部的回执到了它自己变")?;
        self.refuse_voided("再次作废")?;
        self.void_reason = Some(crate::sale::void_reason(reason)?);
        Ok(())
    }

    /// Whether it may be corrected or answered by hand at all.
    pub fn check_open(&self, verb: &'static str) -> Result<(), Refusals> {
        self.refuse_made_by_itself(verb)?;
        self.refuse_voided(verb)
    }

    fn refuse_made_by_itself(&self, verb: &'static str) -> Result<(), Refusals> {
        let state = "由程序按总部的签名回执登记";
        let wrong = Refusal::WrongState { subject: "这次报送", state, verb };
        if self.by_itself { Err(wrong.into()) } else { Ok(()) }
    }

    fn refuse_voided(&self, verb: &'static str) -> Result<(), Refusals> {
        let wrong = Refusal::WrongState { subject: "这次报送", state: "已作废", verb };
        if self.void_reason.is_some() { Err(wrong.into()) } else { Ok(()) }
    }

    /// Whether it counts as far as it says itself (SUBMISSION-7).
    pub fn stands(&self) -> bool {
        self.void_reason.is_none() && self.returned_reason.is_none()
    }
}

/// What is asked of a month, the submissions in the order they were put in (SUBMISSION-8); `now` is what the maker asks for today.
pub fn asked_of(all: &[Submission], now: Vec<String>) -> Vec<String> {
    all.iter().find(|one| one.stands()).map_or(now, |first| first.asked.clone())
}

/// A sheet that went to head office by a submission that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The sheet.
    pub key: String,
    /// Day of handing over.
    pub sent_on: Option<Day>,
    /// Day head office had it.
    pub received_on: Option<Day>,
}

/// What is in of a month (SUBMISSION-7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The last sheet was handed over.
    pub sent_on: Option<Day>,
    /// Head office had the last of them.
    pub received_on: Option<Day>,
    /// Sheets nobody handed over.
    pub missing: Vec<String>,
}

impl Done {
    /// Of what is asked for.
    pub fn of(asked: &[String], pieces: &[Piece]) -> Self {
        let first = |key: &String, day: fn(&Piece) -> Option<Day>| {
            pieces.iter().filter(|piece| piece.key == *key).filter_map(day).min()
        };
        let last = |day: fn(&Piece) -> Option<Day>| -> Option<Day> {
            let days: Option<Vec<Day>> = asked.iter().map(|key| first(key, day)).collect();
            days.and_then(|days| days.into_iter().max())
        };
        let sent = |piece: &Piece| piece.sent_on;
        let missing = asked.iter().filter(|key| first(key, sent).is_none()).cloned().collect();
        Self { sent_on: last(sent), received_on: last(|piece| piece.received_on), missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn handed(n: u128, key: &str) -> Handed {
        Handed { run: ReportRunId(Uuid::from_u128(n)), key: key.into() }
    }

    fn by_post() -> Submission {
        Submission {
            id: SubmissionId(Uuid::nil()),
            principal: PrincipalId(Uuid::nil()),
            month: "2026-10".parse().unwrap(),
            road: Road::Post,
            asked: vec!["W01".into(), "W02".into()],
            runs: vec![handed(1, "W01"), handed(2, "W02")],
            by_itself: false,
            handed_on: Some(day("2026-11-03")),
            tracking_no: "SF100".into(),
            receiver: String::new(),
            received_on: None,
            receipt_no: String::new(),
            returned_on: None,
            returned_reason: None,
            note: String::new(),
            entered_at: 0,
            clock_suspect: false,
            void_reason: None,
            rev: 1,
        }
    }

    fn refused(one: &Submission) -> Vec<String> {
        let why = one.check(false, day("2026-11-05"));
        why.err().map(|why| why.0.iter().map(Refusal::path).collect()).unwrap_or_default()
    }

    #[test]
    fn submission_1_it_is_of_at_least_one_building_and_each_sheet_once() {
        assert_eq!(refused(&by_post()), [""; 0]);
        assert_eq!(refused(&Submission { runs: vec![], ..by_post() }), ["runs"]);
        assert_eq!(refused(&Submission { runs: vec![handed(1, "W01"), handed(3, "W01")], ..by_post() }), ["runs"]);
    }

    #[test]
    fn submission_2_days_are_in_order_and_an_early_month_is_said() {
        for (handed_on, received_on, wrong) in [
            ("2026-11-06", None, vec!["handed_on"]),
            ("2026-11-03", Some("2026-11-02"), vec!["received_on"]),
            ("2026-11-03", Some("2026-11-06"), vec!["received_on"]),
            ("2026-10-31", None, vec!["early"]),
            ("2026-11-01", Some("2026-11-05"), vec![]),
        ] {
            let one = Submission { handed_on: Some(day(handed_on)), received_on: received_on.map(day), ..by_post() };
            assert_eq!(refused(&one), wrong, "{handed_on} {received_on:?}");
        }
        let early = Submission { handed_on: Some(day("2026-10-31")), ..by_post() };
        assert!(early.check(true, day("2026-11-05")).is_ok());
        assert_eq!(refused(&Submission { handed_on: None, ..by_post() }), ["handed_on"]);
    }

    #[test]
    fn submission_3_nobody_types_the_network() {
        assert_eq!(refused(&Submission { road: Road::Api, ..by_post() }), ["road"]);
        let mut own = Submission { road: Road::Api, by_itself: true, ..by_post() };
        assert!(own.check_open("修改").is_err());
        assert!(own.void("发错").is_err());
        assert!(by_post().check_open("修改").is_ok());
    }

    #[test]
    fn submission_4_each_road_has_what_it_is_found_by() {
        let bare = Submission { tracking_no: String::new(), ..by_post() };
        for (road, wrong) in [
            (Road::Post, vec!["tracking_no"]),
            (Road::Fax, vec!["tracking_no"]),
            (Road::Hand, vec!["receiver"]),
            (Road::Truck, vec![]),
            (Road::File, vec![]),
        ] {
            assert_eq!(refused(&Submission { road, ..bare.clone() }), wrong, "{road:?}");
        }
    }

    #[test]
    fn submission_5_a_receipt_has_its_day_and_a_return_its_reason() {
        assert_eq!(refused(&Submission { receipt_no: "H1".into(), ..by_post() }), ["received_on"]);
        assert_eq!(refused(&Submission { returned_on: Some(day("2026-11-04")), ..by_post() }), ["returned_reason"]);
        assert_eq!(refused(&Submission { returned_reason: Some("缺章".into()), ..by_post() }), ["returned_on"]);
        let back =
            Submission { returned_on: Some(day("2026-11-04")), returned_reason: Some("缺章".into()), ..by_post() };
        assert_eq!(refused(&back), [""; 0]);
        assert!(!back.stands());
    }

    #[test]
    fn submission_6_it_is_cancelled_once_and_with_a_reason() {
        let mut one = by_post();
        assert!(one.void(" ").is_err());
        one.void("写错月份").unwrap();
        assert!(one.void("再来").is_err());
        assert!(one.check_open("修改").is_err());
        assert!(!one.stands());
    }

    #[test]
    fn submission_8_what_was_asked_for_first_stays() {
        let (today, five) = (vec!["W01".to_owned()], vec!["W02".to_owned()]);
        assert_eq!(asked_of(&[], today.clone()), today);
        let first = Submission { asked: five.clone(), ..by_post() };
        assert_eq!(asked_of(&[first.clone(), by_post()], today.clone()), five);
        let gone = Submission { void_reason: Some("写错".into()), ..first };
        assert_eq!(asked_of(&[gone.clone(), by_post()], today.clone()), by_post().asked);
        assert_eq!(asked_of(&[gone], today.clone()), today);
    }

    fn piece(key: &str, sent: &str, received: Option<&str>) -> Piece {
        Piece { key: key.into(), sent_on: Some(day(sent)), received_on: received.map(day) }
    }

    #[test]
    fn submission_7_the_first_road_counts_and_every_sheet_is_wanted() {
        let asked = ["W01".to_owned(), "W02".to_owned()];
        let none = Done::of(&asked, &[piece("W01", "2026-11-03", None)]);
        assert_eq!(none, Done { sent_on: None, received_on: None, missing: vec!["W02".into()] });
        let both = [
            piece("W01", "2026-11-03", None),
            piece("W02", "2026-11-04", Some("2026-11-08")),
            piece("W01", "2026-11-06", Some("2026-11-06")),
            piece("W02", "2026-11-06", Some("2026-11-06")),
            piece("W09", "2026-11-30", None),
        ];
        let done = Done::of(&asked, &both);
        assert_eq!(
            done,
            Done { sent_on: Some(day("2026-11-04")), received_on: Some(day("2026-11-06")), missing: vec![] }
        );
    }
}
