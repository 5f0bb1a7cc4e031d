//! The outbox and what sync does to it, as `sync::desk` tells it.

use crate::samples::*;
use crate::{EpochCount, Fault, LineVerdict, OutboxFilter, OutboxLine, Outgoing, SendLine, StoreError};
use std::collections::BTreeSet;

/// SHA-256 of `{"n":5}`, by another program.
const SHA256_OF_5: &str = "11d0a8967009cbcdf468f09e5b09e73e7119b528c35a0e0b23f2ae052786b8fa";

pub(crate) fn maker() -> String {
    principal().id.to_string()
}

fn put(desk: &Desk, line: OutboxLine) {
    desk.write(|tx| tx.send_line(line));
}

/// A desk with lines 1..=n waiting.
pub(crate) fn waiting(n: u128) -> Desk {
    let desk = Desk::with_maker();
    (1..=n).for_each(|n| put(&desk, line(n)));
    desk
}

pub(crate) fn pending(desk: &Desk) -> Vec<SendLine> {
    desk.read(|reader| reader.pending_lines(&maker(), 1000))
}

pub(crate) fn seqs(lines: &[SendLine]) -> Vec<i64> {
    lines.iter().map(|line| line.seq).collect()
}

pub(crate) fn mark(desk: &Desk, seqs: &[u64], batch: &str) {
    desk.write(|tx| tx.mark_inflight(&maker(), "first", seqs, batch));
}

pub(crate) fn verdict(seq: i64, state: &str) -> LineVerdict<'_> {
    LineVerdict { seq, state, code: None, field: None, message: None, receipt: None, received_at: None }
}

pub(crate) fn settle(desk: &Desk, batch: &str, verdict: &LineVerdict<'_>) -> bool {
    desk.write(|tx| tx.settle_line(&maker(), "first", batch, verdict, NOW + 99)).is_some()
}

fn counts(desk: &Desk) -> Vec<EpochCount> {
    desk.read(|reader| reader.epoch_counts(&maker()))
}

/// `seq, record, bytes, state` of every line, by rowid.
fn all(desk: &Desk) -> Vec<(i64, String, String, String)> {
    desk.read(|reader| {
        let mut statement = reader
            .connection
            .prepare("SELECT seq, record_id, body, state FROM outbox JOIN outbox_body USING (rid) ORDER BY rid")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?)
    })
}

#[test]
fn outbox_1_numbers_have_no_holes_whatever_fails() {
    let desk = Desk::with_maker();
    for n in 1..=60 {
        let failing = n % 3 == 0;
        let done = desk.store.write(ENTRY, |tx| {
            tx.put_customer(&customer())?;
            tx.send_line(line(n))?;
            if failing { Err(StoreError::other("refused")) } else { Ok(()) }
        });
        assert_eq!(done.is_err(), failing);
        desk.write(|tx| {
            let tried = tx.attempt(|| {
                tx.send_line(line(1000 + n))?;
                Err::<(), _>(StoreError::other("this row only"))
            });
            assert!(tried.is_err());
            tx.send_line(line(2000 + n))
        });
    }
    let found = seqs(&pending(&desk));
    assert_eq!(found.len(), 100);
    assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), (1..=100).collect());
    assert_eq!(desk.count("SELECT count(*) FROM outbox WHERE record_id LIKE '%-000000000003e9'"), 0);
}

#[test]
fn outbox_1_the_line_stands_and_falls_with_its_record() {
    let desk = Desk::with_maker();
    desk.write(|tx| {
        tx.put_customer(&customer())?;
        tx.put_unit(&unit())?;
        tx.put_sale(&sale(), &card(), &Outgoing::Line(Box::new(line(5))))
    });
    let found = pending(&desk);
    assert_eq!((found.len(), found[0].epoch.as_str(), found[0].seq), (1, "first", 1));
    assert_eq!((found[0].body.as_str(), found[0].hash.as_str()), ("{\"n\":5}", SHA256_OF_5));
    let twin = domain::sale::Sale { id: id(52), no: "2".into(), ..sale() };
    let done = desk.store.write(ENTRY, |tx| {
        // The card belongs to another sale: the put fails before its line, and the sale goes with it.
        tx.put_sale(&twin, &domain::card::Card { id: id(62), ..card() }, &Outgoing::Line(Box::new(line(6))))
    });
    assert_eq!(done.unwrap_err().fault, Fault::Constraint);
    assert_eq!((pending(&desk).len(), desk.count("SELECT count(*) FROM sale")), (1, 1));
}

#[test]
fn outbox_1_each_maker_has_a_stream_of_its_own() {
    let desk = waiting(2);
    desk.write(|tx| tx.put_principal(&other_principal()));
    put(&desk, OutboxLine { principal: id(2), first_epoch: "e-df".into(), ..line(9) });
    let other = other_principal().id.to_string();
    let found = desk.read(|reader| reader.pending_lines(&other, 10));
    assert_eq!((found.len(), found[0].epoch.as_str(), found[0].seq), (1, "e-df", 1));
    assert_eq!(desk.read(|reader| reader.epoch(&other)).as_deref(), Some("e-df"));
    assert_eq!(seqs(&pending(&desk)), [1, 2]);
}

#[test]
fn outbox_2_nothing_sync_does_removes_a_line_or_changes_its_bytes() {
    let desk = waiting(12);
    let before: Vec<_> = all(&desk).into_iter().map(|(_, record, body, _)| (record, body)).collect();
    mark(&desk, &[1, 2, 3, 4, 5, 6], "b1");
    settle(&desk, "b1", &LineVerdict { receipt: Some("r".into()), ..verdict(1, "acked") });
    settle(&desk, "b1", &verdict(2, "rejected"));
    settle(&desk, "b1", &verdict(3, "deferred"));
    settle(&desk, "b1", &verdict(4, "pending"));
    desk.write(|tx| tx.release_batch(&maker(), "b1", "timeout"));
    desk.write(|tx| tx.reoffer(&maker(), "first", &[1, 2]));
    desk.write(|tx| tx.remint(&maker(), "second", NOW));
    put(&desk, OutboxLine { rev: 2, base_rev: Some(1), body: "{\"n\":\"corrected\"}".into(), ..line(2) });
    let after: Vec<_> = all(&desk).into_iter().map(|(_, record, body, _)| (record, body)).collect();
    assert_eq!(after[..12], before[..]);
    assert_eq!(after.len(), 13);
    let newest = desk.read(|reader| reader.line_hash(&line(2).record_id)).unwrap();
    assert_eq!((newest.0, newest.1.len()), (2, 64));
}

#[test]
fn outbox_2_a_position_is_never_given_twice() {
    let desk = waiting(1);
    let error = desk.store.writer().execute("INSERT INTO outbox (principal, epoch, seq, record_id, rev, kind, schema, no, title, hash, state, created_at) SELECT principal, epoch, seq, 'x', 1, kind, schema, no, title, hash, state, created_at FROM outbox", []);
    assert_eq!(StoreError::from(error.unwrap_err()).fault, Fault::Constraint);
}

#[test]
fn lines_are_offered_by_limit_then_age_and_troublesome_ones_last() {
    let desk = Desk::with_maker();
    let due = |text: &str| Some(day(text));
    put(&desk, line(5));
    put(&desk, OutboxLine { due_on: due("2026-11-09"), ..line(6) });
    put(&desk, line(4));
    put(&desk, OutboxLine { due_on: due("2026-11-01"), ..line(7) });
    put(&desk, OutboxLine { due_on: due("2026-10-21"), ..line(8) });
    for n in 0..4 {
        mark(&desk, &[5], &format!("b{n}"));
        desk.write(|tx| tx.release_batch(&maker(), &format!("b{n}"), "timeout"));
    }
    assert_eq!(seqs(&pending(&desk)), [4, 2, 3, 1, 5], "due first, then oldest, then what failed four times");
    assert_eq!(desk.read(|reader| reader.pending_lines(&maker(), 2)).len(), 2);
    assert_eq!(pending(&desk)[4].attempts, 4);
}

#[test]
fn outbox_3_a_verdict_touches_only_lines_in_flight_in_that_batch() {
    let desk = waiting(4);
    mark(&desk, &[1, 2], "b1");
    mark(&desk, &[3], "b2");
    assert!(!settle(&desk, "b2", &verdict(1, "acked")), "another batch");
    assert!(!settle(&desk, "b1", &verdict(4, "acked")), "waiting");
    assert!(!settle(&desk, "b1", &verdict(77, "acked")), "unknown");
    let refusal = LineVerdict {
        code: Some("field"),
        field: Some("unit.serial"),
        message: Some("编号不符"),
        ..verdict(2, "rejected")
    };
    assert!(settle(&desk, "b1", &refusal));
    assert!(!settle(&desk, "b1", &verdict(2, "acked")), "settled already");
    let receipt = LineVerdict {
        receipt: Some("{\"k\":1}".into()),
        received_at: Some(NOW + 7),
        code: Some("old"),
        ..verdict(1, "acked")
    };
    assert!(settle(&desk, "b1", &receipt));
    let states: Vec<String> = all(&desk).into_iter().map(|line| line.3).collect();
    assert_eq!(states, ["acked", "rejected", "inflight", "pending"]);
    let first = desk.read(|reader| reader.last_line(&line(1).record_id)).unwrap();
    assert_eq!(
        (first.attempts, first.last_code, first.receipt.as_deref(), first.received_at),
        (0, None, Some("{\"k\":1}"), Some(NOW + 7))
    );
    assert_eq!(desk.count("SELECT acked_at FROM outbox WHERE seq = 1"), NOW + 99);
    let second = desk.read(|reader| reader.last_line(&line(2).record_id)).unwrap();
    assert_eq!(
        (second.last_field.as_deref(), second.last_message.as_deref(), second.attempts),
        (Some("unit.serial"), Some("编号不符"), 1)
    );
}

#[test]
fn outbox_6_the_first_receipt_stays_and_only_an_earlier_one_replaces_it() {
    let desk = waiting(1);
    let kept = |receipt: &str, at: i64| {
        desk.write(|tx| tx.reoffer(&maker(), "first", &[1]));
        mark(&desk, &[1], "b");
        let verdict = LineVerdict { receipt: Some(receipt.into()), received_at: Some(at), ..verdict(1, "acked") };
        let told = desk.write(|tx| tx.settle_line(&maker(), "first", "b", &verdict, NOW)).unwrap();
        let line = desk.read(|reader| reader.last_line(&line(1).record_id)).unwrap();
        assert_eq!(told.received_at, line.received_at);
        (line.receipt.unwrap(), line.received_at.unwrap())
    };
    assert_eq!(kept("first", NOW), ("first".to_owned(), NOW));
    assert_eq!(kept("of a head office put back", NOW + 9), ("first".to_owned(), NOW));
    assert_eq!(kept("the same time, another key", NOW), ("first".to_owned(), NOW));
    assert_eq!(kept("found again", NOW - 1), ("found again".to_owned(), NOW - 1));
    desk.write(|tx| tx.reoffer(&maker(), "first", &[1]));
    mark(&desk, &[1], "b");
    assert!(settle(&desk, "b", &verdict(1, "rejected")), "what was proved once stays proved");
    let line = desk.read(|reader| reader.last_line(&line(1).record_id)).unwrap();
    assert_eq!((line.state.as_str(), line.receipt.as_deref()), ("rejected", Some("found again")));
}

#[test]
fn outbox_3_a_batch_takes_all_its_lines_or_none() {
    let desk = waiting(3);
    mark(&desk, &[1], "b1");
    let done = desk.store.write(ENTRY, |tx| tx.mark_inflight(&maker(), "first", &[1, 2, 3], "b2"));
    assert!(done.is_err());
    assert_eq!(seqs(&pending(&desk)), [2, 3], "nothing of the second batch is in flight");
    assert_eq!(desk.read(|reader| reader.inflight_lines(&maker()))[0].batch_id.as_deref(), Some("b1"));
}

#[test]
fn outbox_3_a_deferred_line_can_be_offered_again() {
    let desk = waiting(2);
    mark(&desk, &[1, 2], "b1");
    settle(&desk, "b1", &verdict(1, "deferred"));
    settle(&desk, "b1", &verdict(2, "acked"));
    assert_eq!(seqs(&desk.read(|reader| reader.deferred_lines(&maker(), 10))), [1]);
    mark(&desk, &[1], "b2");
    assert_eq!(desk.read(|reader| reader.inflight_lines(&maker()))[0].attempts, 2);
}

#[test]
fn outbox_3_what_head_office_lost_is_offered_again_and_keeps_its_receipt() {
    let desk = waiting(5);
    mark(&desk, &[1, 2, 3], "b1");
    settle(&desk, "b1", &LineVerdict { receipt: Some("proof".into()), received_at: Some(5), ..verdict(1, "acked") });
    settle(&desk, "b1", &verdict(2, "rejected"));
    let settled = desk.read(|reader| reader.settled_lines(&maker(), "first", 1, 5));
    assert_eq!(seqs(&settled), [1, 2]);
    assert_eq!(
        desk.write(|tx| tx.reoffer(&maker(), "first", &[1, 2, 3, 4, 99])),
        2,
        "in flight, waiting and unknown ones stay"
    );
    assert_eq!(seqs(&pending(&desk)), [1, 2, 4, 5]);
    let line = desk.read(|reader| reader.last_line(&line(1).record_id)).unwrap();
    assert_eq!((line.receipt.as_deref(), line.received_at), (Some("proof"), Some(5)));
}

#[test]
fn outbox_4_a_new_epoch_takes_what_waits_along_in_order() {
    let desk = waiting(6);
    mark(&desk, &[2, 4], "b1");
    settle(&desk, "b1", &verdict(2, "acked"));
    mark(&desk, &[5], "b2");
    settle(&desk, "b2", &verdict(5, "deferred"));
    assert_eq!(desk.write(|tx| tx.remint(&maker(), "second", NOW + 1)), 4);
    let moved: Vec<_> =
        pending(&desk).iter().map(|l| (l.epoch.clone(), l.seq, l.record_id.clone(), l.batch_id.clone())).collect();
    let expected: Vec<_> =
        [1, 3, 4, 6].iter().zip(1..).map(|(n, seq)| ("second".to_owned(), seq, line(*n).record_id, None)).collect();
    assert_eq!(moved, expected);
    put(&desk, line(7));
    assert_eq!(pending(&desk).last().map(|l| (l.epoch.clone(), l.seq)), Some(("second".into(), 5)));
    let second = EpochCount {
        epoch: "second".into(),
        current: true,
        max_seq: 5,
        pending: 5,
        inflight: 0,
        settled: 0,
        deferred: 0,
    };
    let first = EpochCount {
        epoch: "first".into(),
        current: false,
        max_seq: 6,
        pending: 0,
        inflight: 0,
        settled: 2,
        deferred: 1,
    };
    assert_eq!(counts(&desk), [second, first]);
}

#[test]
fn outbox_4_again_and_again_and_under_failures() {
    let desk = waiting(3);
    desk.write(|tx| tx.remint(&maker(), "second", NOW + 1));
    put(&desk, line(4));
    let failed = desk.store.write(ENTRY, |tx| {
        tx.remint(&maker(), "third", NOW + 2)?;
        Err::<(), _>(StoreError::other("the power went"))
    });
    assert!(failed.is_err());
    assert_eq!(desk.read(|reader| reader.epoch(&maker())).as_deref(), Some("second"));
    let twice = desk.store.write(ENTRY, |tx| tx.remint(&maker(), "first", NOW + 2));
    assert_eq!(twice.unwrap_err().fault, Fault::Constraint, "an epoch is never used again");
    assert_eq!(desk.write(|tx| tx.remint(&maker(), "third", NOW + 3)), 4);
    let records: Vec<String> = pending(&desk).into_iter().map(|line| line.record_id).collect();
    assert_eq!(records, (1..=4).map(|n| line(n).record_id).collect::<Vec<_>>());
    assert_eq!(seqs(&pending(&desk)), [1, 2, 3, 4]);
    assert_eq!(desk.count("SELECT count(*) FROM stream WHERE current = 1"), 1);
}

#[test]
fn outbox_4_a_maker_without_a_line_gets_its_epoch() {
    let desk = Desk::with_maker();
    assert_eq!(desk.write(|tx| tx.remint(&maker(), "enrolled", NOW)), 0);
    put(&desk, line(1));
    assert_eq!(pending(&desk)[0].epoch, "enrolled");
}

#[test]
fn outbox_5_one_uploader_at_a_time() {
    let desk = Desk::with_maker();
    let take = |holder: &str, now: i64, until: i64| desk.write(|tx| tx.take_lease(&maker(), holder, now, until));
    assert!(take("window", 1000, 61_000));
    assert!(!take("cli", 2000, 62_000), "held");
    assert!(take("window", 2000, 62_000), "renewed");
    assert!(!take("cli", 61_999, 100_000));
    assert!(take("cli", 62_000, 120_000), "run out");
    assert!(!take("window", 63_000, 120_000));
    desk.write(|tx| tx.drop_lease(&maker(), "window"));
    assert!(!take("window", 63_000, 120_000), "only its holder gives it back");
    desk.write(|tx| tx.drop_lease(&maker(), "cli"));
    assert!(take("window", 63_000, 10_000_000));
    assert!(!take("cli", 9_400_000, 9_500_000), "ten minutes ahead and no more");
    assert!(take("cli", 9_399_999, 9_500_000), "the clock went back: nobody waits for years");
}

#[test]
fn counts_say_what_is_settled_and_what_is_not() {
    let desk = waiting(5);
    mark(&desk, &[1, 2, 3], "b1");
    settle(&desk, "b1", &verdict(1, "acked"));
    settle(&desk, "b1", &verdict(3, "rejected"));
    settle(&desk, "b1", &verdict(2, "deferred"));
    let now = &counts(&desk)[0];
    assert_eq!((now.max_seq, now.pending, now.inflight, now.settled, now.deferred), (5, 2, 0, 3, 1));
    assert_eq!(counts(&Desk::with_maker()), []);
}

#[test]
fn the_honest_line_counts_what_is_not_there_yet() {
    let desk = waiting(6);
    mark(&desk, &[2, 3, 4], "b1");
    settle(&desk, "b1", &verdict(2, "rejected"));
    settle(&desk, "b1", &verdict(3, "rejected"));
    settle(&desk, "b1", &verdict(4, "deferred"));
    put(&desk, OutboxLine { rev: 2, base_rev: Some(1), ..line(2) });
    mark(&desk, &[6], "b2");
    let now = desk.read(|reader| reader.stream_counts(id(1), domain::Day::at(NOW)));
    assert_eq!(
        (now.pending, now.rejected, now.deferred, now.oldest_at),
        (4, 1, 1, Some(NOW + 1)),
        "a corrected refusal is done with"
    );
}

#[test]
fn head_office_has_heard_of_what_it_refused_and_not_of_what_was_too_large_for_the_way() {
    let desk = waiting(3);
    mark(&desk, &[1, 2], "b1");
    settle(&desk, "b1", &verdict(1, "rejected"));
    settle(&desk, "b1", &LineVerdict { code: Some("too_large"), ..verdict(2, "rejected") });
    let heard = |n| desk.read(|reader| reader.heard_of(&line(n).record_id));
    assert_eq!([1, 2, 3, 4].map(heard), [true, false, true, false]);
    put(&desk, OutboxLine { rev: 2, base_rev: Some(1), ..line(2) });
    assert!(heard(2), "a smaller version of it is on its way");
}

#[test]
fn the_ledger_shows_and_counts_the_same_lines() {
    let desk = waiting(9);
    mark(&desk, &[1, 2, 3], "b1");
    settle(&desk, "b1", &verdict(1, "acked"));
    settle(&desk, "b1", &verdict(2, "rejected"));
    for (state, wanted) in [
        (None, 9),
        (Some("open"), 8),
        (Some("acked"), 1),
        (Some("returned"), 1),
        (Some("pending"), 6),
        (Some("waiting"), 7),
    ] {
        for (principal, some) in [(None, true), (Some("HH"), true), (Some("DF"), false)] {
            let filter = OutboxFilter { principal, state, limit: 50, ..OutboxFilter::default() };
            let shown = desk.read(|reader| reader.ledger(&filter));
            let expected = if some { wanted } else { 0 };
            assert_eq!(shown.len(), expected);
            assert_eq!(desk.read(|reader| reader.ledger_count(&filter)), expected as i64);
            assert!(shown.is_sorted_by_key(|line| std::cmp::Reverse(line.seq)), "newest first");
        }
    }
    let page = desk.read(|reader| reader.ledger(&OutboxFilter { limit: 2, offset: 3, ..OutboxFilter::default() }));
    assert_eq!(page.iter().map(|line| line.seq).collect::<Vec<_>>(), [6, 5]);
}

#[test]
fn the_sums_of_the_ledger_are_its_lines_and_a_corrected_one_is_not_returned_any_more() {
    let desk = waiting(4);
    mark(&desk, &[1, 2, 3], "b1");
    settle(&desk, "b1", &verdict(1, "acked"));
    settle(&desk, "b1", &verdict(2, "rejected"));
    let sums = || {
        let sums =
            desk.read(|reader| reader.ledger_sums(&OutboxFilter { state: Some("acked"), ..OutboxFilter::default() }));
        let mut sums: Vec<_> = sums.into_iter().map(|sum| (sum.state, sum.n)).collect();
        sums.sort();
        sums
    };
    let named = |sums: &[(&str, i64)]| sums.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(sums(), named(&[("acked", 1), ("returned", 1), ("waiting", 2)]));
    put(&desk, OutboxLine { rev: 2, base_rev: Some(1), ..line(2) });
    assert_eq!(sums(), named(&[("acked", 1), ("rejected", 1), ("waiting", 3)]));
    let refused = desk
        .read(|reader| reader.ledger(&OutboxFilter { state: Some("rejected"), limit: 9, ..OutboxFilter::default() }));
    assert!(!desk.write(|tx| tx.send_again(refused[0].line)), "its correction is on the way");
    let found =
        desk.read(|reader| reader.ledger(&OutboxFilter { term: Some("没有"), limit: 9, ..OutboxFilter::default() }));
    assert_eq!(found, []);
}

#[test]
fn a_refused_line_goes_again_as_it_is() {
    let desk = waiting(1);
    mark(&desk, &[1], "b1");
    settle(&desk, "b1", &verdict(1, "rejected"));
    let line = desk.read(|reader| reader.ledger(&OutboxFilter { limit: 1, ..OutboxFilter::default() })).remove(0);
    assert!(desk.write(|tx| tx.send_again(line.line)));
    let sent = desk.read(|reader| reader.pending_lines(&maker(), 9));
    assert_eq!(
        sent.iter().map(|sent| (sent.seq, sent.rev, sent.attempts)).collect::<Vec<_>>(),
        [(line.seq, line.rev, 0)]
    );
    assert!(!desk.write(|tx| tx.send_again(line.line)), "once");
}

#[test]
fn account_link_and_cursor_are_kept_apart() {
    let desk = Desk::with_maker();
    assert_eq!(desk.read(|reader| reader.sync_link(&maker())), None);
    desk.write(|tx| tx.put_sync_account(&maker(), "{\"url\":1}"));
    desk.write(|tx| tx.put_sync_account(&maker(), "{\"url\":2}"));
    desk.write(|tx| tx.put_cursor(&maker(), Some("c7")));
    desk.write(|tx| tx.put_sync_link(&maker(), "{\"failures\":3}"));
    assert_eq!(desk.read(|reader| reader.sync_account(&maker())).as_deref(), Some("{\"url\":2}"));
    assert_eq!(desk.read(|reader| reader.sync_link(&maker())), Some(("{\"failures\":3}".into(), Some("c7".into()))));
    desk.write(|tx| tx.put_cursor(&maker(), None));
    assert_eq!(desk.read(|reader| reader.sync_link(&maker())), Some(("{\"failures\":3}".into(), None)));
}

#[test]
fn a_file_is_offered_until_it_is_there() {
    let desk = Desk::with_maker();
    let open = |before: i64| {
        desk.read(|reader| reader.blobs_to_send(&maker(), 10, before)).into_iter().map(|b| b.sha256).collect::<Vec<_>>()
    };
    desk.write(|tx| tx.put_blob(&maker(), "bb", 20, NOW + 1));
    desk.write(|tx| tx.put_blob(&maker(), "aa", 10, NOW));
    desk.write(|tx| tx.put_blob(&maker(), "aa", 99, NOW + 5));
    assert_eq!(open(0), ["aa", "bb"]);
    desk.write(|tx| tx.settle_blob(&maker(), "aa", "failed", None, Some("gone"), NOW + 10));
    assert_eq!(open(NOW + 10), ["bb"]);
    assert_eq!(open(NOW + 11), ["aa", "bb"], "another day");
    desk.write(|tx| tx.settle_blob(&maker(), "aa", "done", Some("signed"), None, NOW + 12));
    assert_eq!(open(i64::MAX), ["bb"]);
    desk.write(|tx| tx.put_blob(&maker(), "aa", 10, NOW + 20));
    assert_eq!(open(i64::MAX), ["bb"], "offered again, it is still there");
}
