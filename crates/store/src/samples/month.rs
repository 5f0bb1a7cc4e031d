//! Samples of a month's papers.

use super::{NOW, day, id, report_run};
use domain::submission::{Handed, Road, Submission};

pub(crate) fn submission() -> Submission {
    Submission {
        id: id(401),
        principal: id(1),
        month: "2026-10".parse().unwrap(),
        road: Road::Post,
        asked: vec!["W01".into(), "W02".into()],
        runs: vec![Handed { run: report_run().id, key: "W01".into() }],
        by_itself: true,
        handed_on: Some(day("2026-11-03")),
        tracking_no: "SF1402".into(),
        receiver: "总部李会计".into(),
        received_on: Some(day("2026-11-06")),
        receipt_no: "HZ-2611-7".into(),
        returned_on: Some(day("2026-11-08")),
        returned_reason: Some("没有盖章".into()),
        note: "两包".into(),
        entered_at: NOW,
        clock_suspect: true,
        void_reason: Some("写错月份".into()),
        rev: 3,
    }
}
