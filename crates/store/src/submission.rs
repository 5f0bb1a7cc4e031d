//! Submissions of a month's reports (报送台账).

use crate::column::Column;
use crate::row::row;
use crate::{MOST_COUNTED, Reader, Result, Tx};
use domain::submission::{Road, Submission};
use domain::{Day, Month, PrincipalId, ReportRunId, SubmissionId};
use rusqlite::named_params;
use rusqlite::types::Value;

row!(Submission {
    id,
    principal,
    month,
    road,
    asked,
    runs,
    by_itself,
    handed_on,
    tracking_no,
    receiver,
    received_on,
    receipt_no,
    returned_on,
    returned_reason,
    note,
    entered_at,
    clock_suspect,
    void_reason,
    rev,
});

/// What head office had said of a building of a submission, before the same file went to it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionAnswer {
    /// The submission by which it had gone.
    pub submission: SubmissionId,
    /// The building.
    pub run: ReportRunId,
    /// Day head office had it, when it was taken first.
    pub acknowledged_on: Option<Day>,
    /// Why it was turned back.
    pub returned_reason: String,
}

row!(SubmissionAnswer { submission, run, acknowledged_on, returned_reason });

/// Which submissions are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct SubmissionFilter {
    /// Of this maker.
    pub principal: Option<PrincipalId>,
    /// By this road.
    pub road: Option<Road>,
    /// From this month on.
    pub first: Option<Month>,
    /// Up to this month.
    pub last: Option<Month>,
}

impl Reader<'_> {
    /// A submission.
    pub fn submission(&self, id: SubmissionId) -> Result<Option<Submission>> {
        self.one(include_str!("../sql/submission/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// Those of a maker's month in the order they were put in, cancelled ones too.
    pub fn submissions_of(&self, maker: PrincipalId, month: Month) -> Result<Vec<Submission>> {
        let named = named_params! {":principal": maker.to_string(), ":month": month.to_string()};
        self.many(include_str!("../sql/submission/of_month.sql"), named)
    }

    /// What head office had said of its buildings, of those that went again since.
    pub fn submission_answers(&self, id: SubmissionId) -> Result<Vec<SubmissionAnswer>> {
        let named = named_params! {":submission": id.to_string()};
        self.many(include_str!("../sql/submission_answer/of_submission.sql"), named)
    }

    /// Those that stand with a receipt number of head office.
    pub fn submissions_with_receipt(&self, receipt_no: &str) -> Result<Vec<Submission>> {
        self.many(include_str!("../sql/submission/with_receipt.sql"), named_params! {":receipt_no": receipt_no})
    }

    /// Typed ones head office turned back, after which nothing of their month was put in.
    pub fn submissions_returned(&self) -> Result<Vec<Submission>> {
        self.many(include_str!("../sql/submission/returned.sql"), [])
    }

    /// The ledger, the newest month first, and how many rows it has.
    pub fn submissions(&self, filter: &SubmissionFilter, limit: i64, offset: i64) -> Result<(Vec<Submission>, i64)> {
        let month = |month: Option<Month>, open: &str| month.map_or_else(|| open.to_owned(), |month| month.to_string());
        let named = [
            (":principal", filter.principal.bind()),
            (":road", filter.road.bind()),
            (":first", Value::Text(month(filter.first, ""))),
            (":last", Value::Text(month(filter.last, "9999"))),
        ];
        let page = [(":limit", Value::Integer(limit)), (":offset", Value::Integer(offset))];
        let with_page: Vec<_> = named.iter().cloned().chain(page).collect();
        let refs = crate::call::refs;
        let rows = self.many(include_str!("../sql/submission/list.sql"), &*refs(&with_page))?;
        let total = self.value(include_str!("../sql/submission/count.sql"), &*refs(&named))?.unwrap_or(0);
        Ok((rows, total.min(MOST_COUNTED)))
    }
}

impl Tx<'_> {
    /// Puts a submission; whether its month is in is looked at again.
    pub fn put_submission(&self, submission: &Submission) -> Result<()> {
        self.month_changed(submission.principal, submission.month);
        self.put(include_str!("../sql/submission/put.sql"), submission, &[])
    }

    /// Keeps what head office said of a building by this submission; what is kept stays.
    pub fn put_submission_answer(&self, answer: &SubmissionAnswer) -> Result<()> {
        self.put(include_str!("../sql/submission_answer/put.sql"), answer, &[])
    }

    /// What is owed of a maker's month is looked at again at the end of the write.
    pub fn month_changed(&self, maker: PrincipalId, month: Month) {
        let mut changed = self.changed.borrow_mut();
        changed.reports = true;
        changed.months.insert((maker, month));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Desk, id};
    use domain::submission::Handed;
    use rusqlite::params;

    fn submission() -> Submission {
        Submission { void_reason: None, ..crate::samples::submission() }
    }

    #[test]
    fn the_ledger_is_by_month_and_a_receipt_is_found_while_it_stands() {
        let desk = Desk::with_maker();
        let older = Submission { id: id(402), month: "2026-09".parse().unwrap(), entered_at: 9, ..submission() };
        let fax = Submission { id: id(403), road: Road::Fax, entered_at: 7, ..submission() };
        let void = Submission { id: id(404), entered_at: 8, void_reason: Some("写错".into()), ..submission() };
        desk.write(|tx| [&submission(), &older, &fax, &void].into_iter().try_for_each(|one| tx.put_submission(one)));
        let ids = |filter: SubmissionFilter, limit, offset| {
            let (rows, total) = desk.read(|reader| reader.submissions(&filter, limit, offset));
            (rows.into_iter().map(|row| row.id).collect::<Vec<_>>(), total)
        };
        let all = SubmissionFilter::default();
        assert_eq!(ids(all, 3, 0), (vec![submission().id, id(404), id(403)], 4));
        assert_eq!(ids(all, 3, 3), (vec![id(402)], 4));
        assert_eq!(ids(SubmissionFilter { road: Some(Road::Fax), ..all }, 9, 0), (vec![id(403)], 1));
        let until = SubmissionFilter { last: Some(older.month), ..all };
        assert_eq!(ids(until, 9, 0), (vec![id(402)], 1));
        let from = SubmissionFilter { first: Some(submission().month), principal: Some(id(1)), ..all };
        assert_eq!(ids(from, 9, 0).1, 3);
        assert_eq!(ids(SubmissionFilter { principal: Some(id(2)), ..all }, 9, 0).1, 0);
        desk.read(|reader| {
            let of = reader.submissions_of(id(1), submission().month)?;
            assert_eq!(of.iter().map(|one| one.entered_at).collect::<Vec<_>>(), [7, 8, submission().entered_at]);
            assert_eq!(reader.submissions_with_receipt(&submission().receipt_no)?.len(), 3, "the cancelled one is not");
            Ok(())
        });
    }

    #[test]
    fn an_answer_is_kept_once_beside_its_submission() {
        let desk = Desk::with_maker();
        let run = crate::ReportRun { id: id(51), ..crate::samples::report_run() };
        let kept = SubmissionAnswer {
            submission: submission().id,
            run: run.id,
            acknowledged_on: None,
            returned_reason: "打不开".into(),
        };
        desk.write(|tx| {
            tx.put_submission(&submission())?;
            tx.put_report_run(&run, &crate::Outgoing::Nothing)?;
            tx.put_submission_answer(&kept)?;
            tx.put_submission_answer(&SubmissionAnswer { returned_reason: "另一个".into(), ..kept.clone() })
        });
        desk.read(|reader| {
            assert_eq!(reader.submission_answers(submission().id)?, std::slice::from_ref(&kept));
            assert_eq!(reader.submission_answers(id(9))?, []);
            Ok(())
        });
    }

    #[test]
    fn submission_3_months_queued_by_an_earlier_version_have_theirs() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let maker: PrincipalId = id(1);
        crate::earlier_tests::earlier_version(&path, 24, |connection| {
            // Two sheets queued together, one of them again a day later, and one that was only exported.
            for (n, key, built_at, queued) in
                [(502, "W02", 5, true), (501, "W01", 5, true), (503, "W01", 9, true), (504, "W03", 9, false)]
            {
                let run: domain::ReportRunId = id(n);
                let put = "INSERT INTO report_run (id, no, principal, month, key, title, rows, sha256, file, built_at)
                  VALUES (?1, ?1, ?2, '2026-10', ?3, '', 0, '', '', ?4)";
                connection.execute(put, params![run.to_string(), maker.to_string(), key, built_at]).unwrap();
                let put = "INSERT INTO outbox (principal, epoch, seq, record_id, rev, kind, schema, no, title, hash,
                    state, created_at, body)
                  VALUES (?1, 'e', ?2, ?3, 1, 'report', 1, '', '', '', 'acked', 0, '')";
                if queued {
                    let seq = i64::try_from(n).unwrap();
                    connection.execute(put, params![maker.to_string(), seq, run.to_string()]).unwrap();
                }
            }
        });
        let store = crate::Store::open(&path, |_| Ok(())).unwrap();
        let found = store.read(|reader| reader.submissions_of(maker, "2026-10".parse().unwrap())).unwrap();
        let handed = |n, key: &str| Handed { run: id(n), key: key.into() };
        let said: Vec<_> = found.iter().map(|one| (one.id, one.asked.clone(), one.runs.clone())).collect();
        assert_eq!(
            said,
            [
                (id(501), vec!["W01".to_owned(), "W02".to_owned()], vec![handed(501, "W01"), handed(502, "W02")]),
                (id(503), vec!["W01".to_owned()], vec![handed(503, "W01")]),
            ]
        );
        assert!(found.iter().all(|one| one.road == Road::Api && one.by_itself && one.rev == 1 && one.stands()));
        let run = store.read(|reader| reader.report_run(id(501))).unwrap().unwrap();
        assert!(!run.whole);
    }
}
