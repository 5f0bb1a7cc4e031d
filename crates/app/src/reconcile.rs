//! A month compared with head office: count, digest, and the numbers of what differs.
//!
//! - RECONCILE-1 A month is what head office gave receipts for in it, by its own hours; each record is compared with what lies in its place there now.
//! - RECONCILE-2 A difference is told by number and never asks which side is to go: the next sync sends again what is missing.

use crate::app::{App, principal};
use crate::error::{Answer, AppError};
use crate::trouble::problem_sentence;
use crate::view::{MonthInput, Reconciled, UnlikeRow};
use domain::Month;
use domain::principal::Principal;
use store::ReceivedLine;
use sync::Held;
use sync::outcome::Trigger;
use wire::stream::Digest;

impl App {
    pub(crate) fn reconcile(&self, input: MonthInput) -> Answer<Reconciled> {
        let (maker, lines) = self.read(|reader, _| {
            let maker = principal(reader, &input.principal)?;
            let (from, to) = (input.month.first().starts_at(), input.month.next().first().starts_at());
            let lines = reader.received_lines(maker.id, from, to)?;
            Ok((maker, lines))
        })?;
        let options = self.options(Trigger::Click)?;
        let held = sync::held_blocking(self, &maker.id.to_string(), &|| self.now(), &options);
        let held =
            held.map_err(|problem| AppError::Sync { sentence: problem_sentence(&problem.code), code: problem.code })?;
        Ok(compared(&maker, input.month, &lines, &held))
    }
}

fn compared(maker: &Principal, month: Month, lines: &[ReceivedLine], held: &Held) -> Reconciled {
    let (mut ours, mut theirs, mut unlike) = (Digest::default(), Digest::default(), Vec::new());
    for line in lines {
        let (seq, rev) = (line.seq.unsigned_abs(), u32::try_from(line.rev).unwrap_or(u32::MAX));
        ours.add(seq, &line.record_id, rev, &line.hash);
        let there = held.get(&(line.epoch.clone(), seq));
        if let Some(there) = there {
            theirs.add(seq, &there.record_id, there.rev, &there.hash);
        }
        let same = there.is_some_and(|t| (&t.record_id, t.rev, &t.hash) == (&line.record_id, rev, &line.hash));
        if !same {
            unlike.push(row(line, there.is_some()));
        }
    }
    Reconciled {
        principal: maker.code.clone(),
        month: month.to_string(),
        ours: i64::try_from(ours.count).unwrap_or(i64::MAX),
        theirs: i64::try_from(theirs.count).unwrap_or(i64::MAX),
        digest: ours.hex(),
        their_digest: theirs.hex(),
        sentence: sentence(maker, month, lines.len(), &unlike),
        unlike,
    }
}

fn row(line: &ReceivedLine, other: bool) -> UnlikeRow {
    UnlikeRow {
        no: line.no.clone(),
        title: line.title.clone(),
        kind: line.kind.clone(),
        record_id: line.record_id.clone(),
        rev: line.rev,
        other,
    }
}

fn sentence(maker: &Principal, month: Month, all: usize, unlike: &[UnlikeRow]) -> String {
    let name = &maker.name;
    if unlike.is_empty() {
        return format!("{month} 有回执的 {all} 条，{name}总部都在，一条不差");
    }
    let numbers: Vec<&str> = unlike.iter().take(20).map(|row| row.no.as_str()).collect();
    let more = if unlike.len() > numbers.len() { " 等" } else { "" };
    let (count, numbers) = (unlike.len(), numbers.join("、"));
    format!(
        "{month} 有回执的 {all} 条里，{name}总部现在缺 {count} 条：{numbers}{more}。请点「立即报送」，会自动补报；补报以后还缺的，把这些编号发给总部核对"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::stream::Position;

    fn line(seq: i64) -> ReceivedLine {
        let (epoch, record_id, hash) = ("e".to_owned(), format!("r{seq}"), format!("h{seq}"));
        let (kind, no, title) = ("card".to_owned(), format!("A{seq:04}"), String::new());
        ReceivedLine { epoch, seq, record_id, rev: 1, hash, kind, no, title }
    }

    fn held(lines: &[ReceivedLine]) -> Held {
        let place = |line: &ReceivedLine| {
            let seq = line.seq.unsigned_abs();
            let position = Position { seq, record_id: line.record_id.clone(), rev: 1, hash: line.hash.clone() };
            ((line.epoch.clone(), seq), position)
        };
        lines.iter().map(place).collect()
    }

    fn maker() -> Principal {
        let id = "01940000-0000-7000-8000-000000000001".parse().unwrap();
        Principal { id, code: "HH".into(), name: "华禾".into(), policy: String::new(), dealer_account: String::new() }
    }

    #[test]
    fn reconcile_1_what_lies_in_its_place_there_is_compared() {
        let lines = [line(1), line(2), line(3)];
        let month: Month = "2026-11".parse().unwrap();
        let same = compared(&maker(), month, &lines, &held(&lines));
        assert_eq!((same.ours, same.theirs, same.unlike.len()), (3, 3, 0));
        assert_eq!(same.digest, same.their_digest);
        assert!(same.sentence.contains("一条不差"));
    }

    #[test]
    fn reconcile_2_what_differs_is_told_by_its_number() {
        let lines = [line(1), line(2), line(3)];
        let mut there = held(&[line(1), line(3)]);
        there.get_mut(&("e".to_owned(), 3)).unwrap().hash = "other".to_owned();
        let found = compared(&maker(), "2026-11".parse().unwrap(), &lines, &there);
        let unlike: Vec<_> = found.unlike.iter().map(|row| (row.no.as_str(), row.other)).collect();
        assert_eq!(unlike, [("A0002", false), ("A0003", true)]);
        assert_ne!(found.digest, found.their_digest);
        assert!(found.sentence.contains("缺 2 条：A0002、A0003") && found.sentence.contains("立即报送"));
    }
}
