//! Head office's answer: receipts and verdicts, files held, the feed.

use std::collections::HashMap;

use wire::code;
use wire::road::{Answer, Feed, Label, Replied, Way};

use super::{Refused, alone, label, open};
use crate::desk::{Account, Desk, EpochCounts, FileMark, Link, OutboxRow, State, Verdict};
use crate::key::{self, Pinned};
use crate::outcome::{Class, Clock, Options, Outcome, Problem};
use crate::{batch, blobs, feed, plan, trouble};

/// Items of the feed applied in one transaction.
const FEED_PAGE: usize = 500;
/// Files looked for in an answer.
const FILES: u32 = 1_000;

/// What came of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What stands on it.
    pub label: Label,
    /// What it moved, as of a run of the network; `sent` is what it speaks of.
    pub outcome: Outcome,
    /// Records in it that were settled before.
    pub known: u64,
    /// This very answer was taken before.
    pub again: bool,
    /// One that head office made later was taken before.
    pub older: bool,
    /// The feed holds more than the answer: another file brings it.
    pub more: bool,
}

/// Takes an answer for one maker (ROAD-4).
pub fn take(
    desk: &dyn Desk,
    principal: &str,
    file: &[u8],
    clock: &dyn Clock,
    options: &Options,
) -> Result<Taken, Refused> {
    let label = label(file)?;
    let now = clock.now_ms();
    alone(desk, principal, now, options, |account, link| {
        for_us(&label, &account).map_err(|why| if label_lies(&account, file) { Refused::Altered } else { why })?;
        let plain = open(&account, file)?;
        let answer: Answer = serde_json::from_slice(&plain).map_err(|e| Refused::Newer(e.to_string()))?;
        let pinned = super::pinned(&account)?;
        let mut taking = Taking { desk, principal, now, account, pinned, out: Outcome::default(), known: 0 };
        taking.all(label, answer, link)
    })
}

/// Whether a file that is labelled for somebody else is sealed for us: then its label was changed on the way.
fn label_lies(account: &Account, file: &[u8]) -> bool {
    matches!(parcel::open(file, &key::opening(&account.device_seed)), Err(parcel::Unread::Altered))
}

fn for_us(label: &Label, account: &Account) -> Result<(), Refused> {
    if label.way != Way::Answer {
        return Err(Refused::NoAnswer);
    }
    if label.server_id != account.server_id || label.principal != account.principal_code {
        return Err(Refused::OtherOffice(label.principal.clone()));
    }
    if label.dealer != account.dealer_code {
        return Err(Refused::OtherDealer(label.dealer.clone()));
    }
    match label.device_id == account.device_id {
        true => Ok(()),
        false => Err(Refused::OtherDevice),
    }
}

struct Taking<'a> {
    desk: &'a dyn Desk,
    principal: &'a str,
    now: i64,
    account: Account,
    pinned: Pinned,
    out: Outcome,
    known: u64,
}

/// Where an open row is, and what is said of it.
struct Said {
    row: OutboxRow,
    verdict: Verdict,
}

impl Taking<'_> {
    fn all(&mut self, label: Label, answer: Answer, mut link: Link) -> Result<Taken, Refused> {
        let said = self.records(&answer.replies)?;
        self.files(&answer)?;
        // SYNC-42: what is wrong with the feed is said at the end.
        let fed = feed::check(answer.feed.steps.iter().map(|step| &step.item));
        let fed = fed.and_then(|()| self.feed(&answer.feed, &mut link));
        let before = link.file_taken.take();
        let again = before.as_ref().is_some_and(|b| b.file_id == label.file_id && b.made_at == label.made_at);
        let older = before.as_ref().is_some_and(|b| b.made_at > label.made_at);
        let this = FileMark { file_id: label.file_id.clone(), made_at: label.made_at, records: self.out.sent };
        link.file_taken = if older { before } else { Some(this) };
        if !older {
            link.is_put_back(&answer.generation);
            link.limits = answer.limits;
            link.last_ok_at = Some(self.now);
        }
        self.desk.save_link(self.principal, &link).map_err(trouble::store)?;
        self.forked(&said, &answer.streams)?;
        if said.contains(&batch::BAD_RECEIPT.to_owned()) {
            let detail = "a receipt does not verify against the pinned key";
            return Err(Problem::new(batch::BAD_RECEIPT, Class::NotOurServer, detail).into());
        }
        fed?;
        Ok(Taken { label, outcome: self.out.clone(), known: self.known, again, older, more: answer.feed.more })
    }

    /// ROAD-2: every verdict on a row that is still open. Answers the codes of those that leave a row open.
    fn records(&mut self, replies: &[Replied]) -> Result<Vec<String>, Problem> {
        let mut open = self.open_rows()?;
        let mut codes = Vec::new();
        let mut by_batch: HashMap<(String, Option<String>), Vec<Said>> = HashMap::new();
        for Replied { epoch, reply } in replies {
            self.out.sent += reply.results.len() as u64;
            let answered = batch::Answered::new(&self.pinned, reply);
            for (at, result) in reply.results.iter().enumerate() {
                let key = (epoch.clone(), result.seq);
                let same = |row: &OutboxRow| row.record_id == result.record_id && row.rev == result.rev;
                let Some(row) = open.remove(&key).filter(same) else {
                    self.known += 1;
                    continue;
                };
                let verdict = batch::verdict(&self.account, &self.pinned, &row, (&answered, at));
                match verdict.state {
                    State::Pending => codes.extend(verdict.code),
                    _ => {
                        let batch = (row.epoch.clone(), row.batch_id.clone());
                        by_batch.entry(batch).or_default().push(Said { row, verdict });
                    }
                }
            }
        }
        for ((epoch, batch_id), said) in by_batch {
            self.settle(&epoch, batch_id, &said)?;
        }
        Ok(codes)
    }

    fn open_rows(&self) -> Result<HashMap<(String, u64), OutboxRow>, Problem> {
        let mut rows = self.desk.inflight(self.principal).map_err(trouble::store)?;
        rows.extend(self.desk.pending(self.principal, u32::MAX).map_err(trouble::store)?);
        rows.extend(self.desk.deferred(self.principal, u32::MAX).map_err(trouble::store)?);
        Ok(rows.into_iter().map(|row| ((row.epoch.clone(), row.seq), row)).collect())
    }

    /// Rows in flight are settled in the batch they are in, and what is left of it waits anew: the same id never goes
    /// out with other rows. Others are put in flight first, because only what is in flight can be settled.
    fn settle(&mut self, epoch: &str, batch_id: Option<String>, said: &[Said]) -> Result<(), Problem> {
        if let Some(batch_id) = batch_id {
            self.write(epoch, &batch_id, said)?;
            return self.desk.release(self.principal, &batch_id, "cut").map_err(trouble::store);
        }
        for part in said.chunks(plan::MOST_RECORDS as usize) {
            let batch_id = batch::new_id(self.now)?;
            let seqs: Vec<u64> = part.iter().map(|said| said.row.seq).collect();
            let marked = self.desk.mark_inflight(self.principal, epoch, &seqs, &batch_id);
            marked.map_err(trouble::store)?;
            self.write(epoch, &batch_id, part)?;
        }
        Ok(())
    }

    fn write(&mut self, epoch: &str, batch_id: &str, said: &[Said]) -> Result<(), Problem> {
        let verdicts: Vec<Verdict> = said.iter().map(|said| said.verdict.clone()).collect();
        let settled = self.desk.settle(self.principal, epoch, batch_id, &verdicts, self.now);
        settled.map_err(trouble::store)?;
        let count = |state| verdicts.iter().filter(|v| v.state == state).count() as u64;
        self.out.acked += count(State::Acked);
        self.out.rejected += count(State::Rejected);
        self.out.deferred += count(State::Deferred);
        Ok(())
    }

    fn files(&mut self, answer: &Answer) -> Result<(), Problem> {
        let jobs = self.desk.blobs(self.principal, FILES).map_err(trouble::store)?;
        for job in jobs {
            let held = answer.files.iter().find(|state| state.complete && state.sha256 == job.sha256);
            if let Some(held) = held.filter(|held| blobs::is_proved(&self.account, &self.pinned, &job, held)) {
                self.desk.blob_done(self.principal, held, self.now).map_err(trouble::store)?;
                self.out.blobs += 1;
            }
        }
        Ok(())
    }

    /// ROAD-3.
    fn feed(&mut self, feed: &Feed, link: &mut Link) -> Result<(), Problem> {
        let from = place(feed, link.cursor.as_deref());
        let (_, new) = feed.steps.split_at(from.unwrap_or(0));
        if feed.gone && from == Some(0) {
            link.cursor = None;
            self.desk.apply_feed(self.principal, &[], None, self.now).map_err(trouble::store)?;
        }
        for part in new.chunks(FEED_PAGE) {
            let items: Vec<_> = part.iter().map(|step| step.item.clone()).collect();
            if from.is_some() {
                link.cursor = part.last().map(|step| step.cursor.clone());
            }
            let applied = self.desk.apply_feed(self.principal, &items, link.cursor.as_deref(), self.now);
            applied.map_err(trouble::store)?;
            self.out.received += items.len() as u64;
        }
        Ok(())
    }

    /// Two copies of one disk, or an older copy of this desk: what is open goes to a new epoch, as after a run.
    fn forked(&mut self, codes: &[String], streams: &[wire::stream::StreamState]) -> Result<(), Problem> {
        let counts = self.desk.counts(self.principal).map_err(trouble::store)?;
        let behind = |ours: &EpochCounts| {
            ours.current && streams.iter().any(|s| s.epoch == ours.epoch && s.max_seq > ours.max_seq)
        };
        if !codes.iter().any(|code| code == code::EPOCH_CONFLICT) && !counts.iter().any(behind) {
            return Ok(());
        }
        let epoch = key::new_epoch().map_err(|e| trouble::random(&e))?;
        self.desk.remint(self.principal, &epoch).map_err(trouble::store)?;
        self.out.reminted = true;
        Ok(())
    }
}

/// How many of the items lie before the desk's cursor; none when it does not stand in this feed: then every item is
/// offered (a known one changes nothing) and the cursor stays.
fn place(feed: &Feed, cursor: Option<&str>) -> Option<usize> {
    if cursor == feed.asked.as_deref() || (feed.gone && cursor.is_none()) {
        return Some(0);
    }
    let at = feed.steps.iter().position(|step| Some(step.cursor.as_str()) == cursor);
    at.map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::feed::FeedItem;
    use wire::road::Step;

    fn feed(asked: Option<&str>, gone: bool) -> Feed {
        let item = |n: u32| FeedItem {
            item_id: format!("i{n}"),
            kind: "notice".into(),
            schema: 1,
            created_at: 1,
            hash: String::new(),
            body: String::new(),
            extra: serde_json::Map::new(),
        };
        let steps = (1..=3).map(|n| Step { item: item(n), cursor: format!("c{n}") }).collect();
        Feed { asked: asked.map(str::to_owned), gone, steps, more: false }
    }

    #[test]
    fn road_3_the_cursor_moves_only_on_from_where_it_stands() {
        let asked = feed(Some("c0"), false);
        assert_eq!(place(&asked, Some("c0")), Some(0));
        assert_eq!(place(&asked, Some("c2")), Some(2), "read on over the network meanwhile");
        assert_eq!(place(&asked, Some("c3")), Some(3));
        assert_eq!(place(&asked, Some("c9")), None, "further on than this answer");
        assert_eq!(place(&asked, None), None, "an older copy of the desk");
        assert_eq!(place(&feed(None, false), None), Some(0));
        assert_eq!(place(&feed(Some("c0"), true), None), Some(0));
        assert_eq!(place(&feed(Some("c0"), true), Some("c0")), Some(0));
    }
}
