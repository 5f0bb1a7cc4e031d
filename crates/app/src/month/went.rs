//! What of a month went to head office: by network, as the outbox knows, or by another road, as the submission ledger does.
//!
//! - WENT-1 A building went when it was queued for the network or stands in a typed submission that is not cancelled; one that head office turned back went and does not stand, whatever the road. By two roads it stands when it stands by one of them.
//!
//! Absent: the photograph of a waybill. Whether the maker wants one says when the month is in (WANTED-3), not which building head
//! office has.

use super::cover::Listed;
use crate::error::Answer;
use domain::principal::Principal;
use domain::submission::{Road, Submission};
use domain::{Month, ReportRunId};
use store::{Reader, ReportRun};

/// The typed submissions of a maker's month that are not cancelled, in the order they were put in.
pub(super) struct Went(Vec<Submission>);

/// Where a building stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// It did not go.
    Here,
    /// Head office has it, or it is on its way.
    There,
    /// Head office turned it back.
    Back,
}

impl Went {
    pub(super) fn of(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<Self> {
        let mut all = reader.submissions_of(maker.id, month)?;
        all.retain(|one| !one.by_itself && one.void_reason.is_none());
        Ok(Self(all))
    }

    fn naming(&self, run: ReportRunId) -> impl DoubleEndedIterator<Item = &Submission> {
        self.0.iter().filter(move |one| one.runs.iter().any(|handed| handed.run == run))
    }

    /// The submission by which it stands on another road than the network, or the last that was turned back.
    pub(super) fn by_road(&self, run: ReportRunId) -> Option<&Submission> {
        self.naming(run).find(|one| one.stands()).or_else(|| self.naming(run).next_back())
    }

    /// WENT-1.
    pub(super) fn stands(&self, reader: &Reader<'_>, run: &ReportRun) -> Answer<Stands> {
        let typed = self.by_road(run.id);
        if typed.is_some_and(Submission::stands) {
            return Ok(Stands::There);
        }
        let line = reader.last_line(&run.id.to_string())?;
        let back = run.returned_reason.is_some() || line.as_ref().is_some_and(|line| line.state == "rejected");
        Ok(match (line, typed) {
            (Some(_), _) if !back => Stands::There,
            (None, None) => Stands::Here,
            _ => Stands::Back,
        })
    }

    /// A building that went, as the cover lists it.
    pub(super) fn listed(&self, run: &ReportRun) -> Listed {
        match self.by_road(run.id).filter(|one| one.stands()) {
            Some(one) => Listed {
                way: one.road.zh(),
                sent_on: one.handed_on,
                receiver: one.receiver.clone(),
                receipt_no: one.receipt_no.clone(),
                ..Listed::of(run)
            },
            None => Listed { way: Road::Api.zh(), sent_on: run.acknowledged_on, ..Listed::of(run) },
        }
    }
}
