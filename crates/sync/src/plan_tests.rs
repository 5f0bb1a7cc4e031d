use proptest::prelude::*;

use super::*;
use crate::desk::OutboxRow;

fn row(seq: u64, epoch: &str, len: usize) -> OutboxRow {
    OutboxRow {
        epoch: epoch.into(),
        seq,
        record_id: format!("r{seq}"),
        rev: 1,
        base_rev: None,
        kind: "card".into(),
        schema: 1,
        body: "x".repeat(len),
        hash: format!("h{seq}"),
        attempts: 0,
        batch_id: None,
    }
}

fn position(seq: u64) -> Position {
    Position { seq, record_id: format!("r{seq}"), rev: 1, hash: format!("h{seq}") }
}

fn sum(held: &[Position], list: bool) -> RangeSum {
    let digest = Digest::of(held);
    RangeSum { count: digest.count, digest: digest.hex(), positions: list.then(|| held.to_vec()) }
}

/// One epoch of a desk and head office's view of it, as small as the plan needs them.
#[derive(Debug, Clone)]
struct Model {
    pending: BTreeSet<u64>,
    inflight: BTreeSet<u64>,
    settled: BTreeSet<u64>,
    deferred: u64,
    server: BTreeSet<u64>,
    feed: u32,
    blobs: bool,
    max: u64,
    look: Look,
}

impl Model {
    fn refresh(&mut self) {
        self.look.epochs = vec![EpochCounts {
            epoch: "e".into(),
            current: true,
            max_seq: self.max,
            pending: self.pending.len() as u64,
            inflight: self.inflight.len() as u64,
            settled: self.settled.len() as u64,
            deferred: self.deferred,
        }];
        self.look.feed = self.feed > 0;
        self.look.blobs = self.blobs;
    }

    fn hello(&mut self) {
        let held: Vec<Position> = self.server.iter().map(|s| position(*s)).collect();
        let digest = Digest::of(&held);
        self.look.streams = vec![StreamState {
            epoch: "e".into(),
            contiguous_upto: 0,
            max_seq: self.server.last().copied().unwrap_or(0),
            count: digest.count,
            digest: digest.hex(),
            deferred: self.deferred,
        }];
        self.look.so_far.settled_since_hello = false;
    }

    fn settle(&mut self, seqs: Vec<u64>) {
        self.server.extend(&seqs);
        self.settled.extend(&seqs);
        self.look.so_far.settled_since_hello = true;
        self.look.so_far.acked = true;
    }

    /// Does a step as the real thing would; batches of `size`.
    fn act(&mut self, step: &Step, size: usize) {
        match step {
            Step::Remint => self.max = self.max.max(self.server.last().copied().unwrap_or(0)),
            Step::Feed => self.feed -= 1,
            Step::Resend => {
                let seqs: Vec<u64> = std::mem::take(&mut self.inflight).into_iter().collect();
                self.settle(seqs);
            }
            Step::Send => {
                let seqs: Vec<u64> = self.pending.iter().copied().take(size).collect();
                self.pending.retain(|s| !seqs.contains(s));
                self.settle(seqs);
            }
            Step::Deferred => self.look.so_far.deferred_offered = true,
            Step::Hello => self.hello(),
            Step::Compare(_) => self.compare(),
            Step::Blobs => self.look.so_far.blobs_tried = true,
            Step::Done => {}
        }
    }

    fn compare(&mut self) {
        let mark = mark(&self.look.epochs[0], &self.look.streams[0]);
        self.look.checked.insert("e".into(), mark);
        *self.look.so_far.compared.entry("e".into()).or_default() += 1;
        for seq in bisect(&self.settled, &self.server, self.max) {
            self.settled.remove(&seq);
            self.pending.insert(seq);
        }
    }
}

/// The search as `compare.rs` does it, without the network.
fn bisect(ours: &BTreeSet<u64>, theirs: &BTreeSet<u64>, max: u64) -> BTreeSet<u64> {
    let mut missing = BTreeSet::new();
    let mut open = if max == 0 { vec![] } else { vec![(1, max)] };
    while let Some((from, to)) = open.pop() {
        let of = |set: &BTreeSet<u64>| set.range(from..=to).map(|s| position(*s)).collect::<Vec<_>>();
        match compare(&of(ours), &sum(&of(theirs), to - from < wire::stream::LIST_WIDTH)) {
            Finding::Same => {}
            Finding::Missing(seqs) => missing.extend(seqs),
            Finding::Split => open.extend(split(from, to, 16)),
        }
    }
    missing
}

fn seqs(max: u64) -> impl Strategy<Value = BTreeSet<u64>> {
    proptest::collection::btree_set(1..=max, 0..=max as usize)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// From any state of both sides a run ends, and then head office holds every place the desk counts as settled.
    #[test]
    fn plan_5_a_run_ends_with_nothing_missing(
        pending in seqs(60), inflight in seqs(60), settled in seqs(60), server in seqs(60),
        feed in 0..4u32, blobs: bool, click: bool, size in 1..70usize,
    ) {
        let inflight: BTreeSet<u64> = inflight.difference(&pending).copied().collect();
        let settled: BTreeSet<u64> =
            settled.difference(&pending).copied().filter(|s| !inflight.contains(s)).collect();
        let all = pending.len() + inflight.len() + settled.len();
        let mut model = Model {
            pending, inflight, settled, deferred: 0, server, feed, blobs, max: 60,
            look: Look { so_far: SoFar { click, ..SoFar::default() }, ..Look::default() },
        };
        model.hello();
        let mut steps = 0;
        loop {
            model.refresh();
            let step = next(&model.look);
            if step == Step::Done { break; }
            model.act(&step, size);
            steps += 1;
            prop_assert!(steps < 300, "a run ends");
        }
        prop_assert_eq!(model.settled.len(), all);
        prop_assert!(model.settled.is_subset(&model.server));
        prop_assert!(model.pending.is_empty() && model.inflight.is_empty() && model.feed == 0);
    }

    /// Every row is in exactly one batch, whatever the sizes and limits.
    #[test]
    fn plan_6_batches_cover_all_rows_once_and_keep_the_limits(
        lens in proptest::collection::vec(0..5_000usize, 0..80),
        records in 0..50u32, bytes in 0..20_000u64, most in 1..40u32,
    ) {
        let mut link = Link { batch_records: records, batch_bytes: bytes, ..Link::default() };
        link.limits.batch_records = most;
        let epoch = |i: usize| if i.is_multiple_of(7) { "a" } else { "b" };
        let mut rest: Vec<OutboxRow> =
            lens.iter().enumerate().map(|(i, len)| row(i as u64 + 1, epoch(i), *len)).collect();
        let mut sent = BTreeSet::new();
        while !rest.is_empty() {
            let taken = batch(rest.clone(), &link);
            let (most_records, most_bytes) = size(&link);
            prop_assert!(!taken.is_empty() && taken.len() <= most_records as usize);
            let all: u64 = taken.iter().map(row_bytes).sum();
            prop_assert!(taken.len() == 1 || all <= most_bytes);
            prop_assert!(taken.iter().all(|r| r.epoch == taken[0].epoch));
            for one in &taken { prop_assert!(sent.insert(one.seq)); }
            rest.retain(|r| !sent.contains(&r.seq));
        }
        prop_assert_eq!(sent.len(), lens.len());
    }

    /// The parts of a range are the range.
    #[test]
    fn a_split_has_no_gap_and_no_overlap(from in 1..1_000u64, width in 0..5_000u64, parts in 1..70u64) {
        let to = from + width;
        let cut = split(from, to, parts);
        prop_assert!(cut.len() as u64 <= parts);
        let mut at = from;
        for (start, end) in cut {
            prop_assert_eq!(start, at);
            prop_assert!(end >= start);
            at = end + 1;
        }
        prop_assert_eq!(at, to + 1);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Exactly what is missing is found, wherever it is.
    #[test]
    fn sync_19_exactly_the_missing_places_are_found(gone in proptest::collection::btree_set(1..=3_000u64, 0..40)) {
        let ours: BTreeSet<u64> = (1..=3_000).collect();
        let theirs = ours.difference(&gone).copied().collect();
        prop_assert_eq!(bisect(&ours, &theirs, 3_000), gone);
    }
}

#[test]
fn plan_1_a_desk_behind_head_office_takes_a_new_epoch_first() {
    let mut look = Look {
        epochs: vec![EpochCounts {
            epoch: "e".into(),
            current: true,
            max_seq: 9,
            pending: 3,
            ..EpochCounts::default()
        }],
        streams: vec![StreamState {
            epoch: "e".into(),
            contiguous_upto: 10,
            max_seq: 10,
            count: 10,
            digest: String::new(),
            deferred: 0,
        }],
        feed: true,
        ..Look::default()
    };
    assert_eq!(next(&look), Step::Remint);
    look.epochs[0].max_seq = 10;
    assert_eq!(next(&look), Step::Feed);
}

#[test]
fn plan_3_deferred_records_are_offered_when_something_changed() {
    let mut look = Look {
        epochs: vec![EpochCounts {
            epoch: "e".into(),
            current: true,
            settled: 2,
            deferred: 2,
            ..EpochCounts::default()
        }],
        streams: vec![StreamState {
            epoch: "e".into(),
            contiguous_upto: 0,
            max_seq: 0,
            count: 2,
            digest: "d".into(),
            deferred: 2,
        }],
        checked: BTreeMap::from([("e".into(), "2/2/d".into())]),
        ..Look::default()
    };
    assert_eq!(next(&look), Step::Done);
    look.so_far.click = true;
    assert_eq!(next(&look), Step::Deferred);
    look.so_far.click = false;
    look.streams[0].deferred = 1;
    assert_eq!(next(&look), Step::Deferred);
    look.so_far.deferred_offered = true;
    assert_eq!(next(&look), Step::Done);
}

#[test]
fn plan_7_unseen_epochs_come_first_then_each_in_its_turn_and_never_an_empty_one() {
    let epoch = |name: &str, settled| EpochCounts { epoch: name.into(), settled, ..EpochCounts::default() };
    let mut epochs = vec![EpochCounts { current: true, ..epoch("now", 1) }, epoch("empty", 0)];
    epochs.extend(["a", "b", "c", "d", "e", "f"].map(|name| epoch(name, 2)));
    let mut link =
        Link { checked: epochs.iter().map(|e| (e.epoch.clone(), "2/2/x".into())).collect(), ..Link::default() };
    let ask = |link: &Link, so_far: &SoFar| asked(&epochs, link, so_far).join(" ");
    let mut so_far = SoFar::default();
    assert_eq!(ask(&link, &so_far), "now a b c");
    link.turn = Some("c".into());
    assert_eq!(ask(&link, &so_far), "now d e f");
    link.turn = Some("e".into());
    assert_eq!(ask(&link, &so_far), "now f a b");
    link.checked.remove("d");
    link.checked.insert("b".into(), "22/2/x".into());
    assert_eq!(ask(&link, &so_far), "now b d f", "never compared, or not as it stands now");
    so_far.asked = ["b", "d"].map(str::to_owned).into();
    assert_eq!(ask(&link, &so_far), "now f a b", "once a run");
    link.turn = Some("gone".into());
    assert_eq!(ask(&link, &so_far), "now a b c");
}

#[test]
fn sync_17_a_size_that_was_too_large_is_tried_again_after_many_that_passed() {
    let mut link = Link::default();
    passed(&mut link);
    assert_eq!(link, Link::default(), "without a box nothing is counted");
    met_ceiling(&mut link, 100_000);
    (1..FORGIVES).for_each(|_| passed(&mut link));
    assert_eq!(link.batch_ceiling, 100_000);
    passed(&mut link);
    assert_eq!(link.batch_ceiling, 200_000);
    (1..FORGIVES).for_each(|_| passed(&mut link));
    met_ceiling(&mut link, 150_000);
    passed(&mut link);
    assert_eq!(link.batch_ceiling, 150_000, "met again: counted anew");
    (0..10 * FORGIVES).for_each(|_| passed(&mut link));
    assert_eq!((link.batch_ceiling, ceiling(&link)), (0, MOST_BYTES));
}

#[test]
fn a_batch_cut_down_to_one_grows_back_to_the_most() {
    let mut link = Link { batch_records: 1, batch_bytes: 1, ..Link::default() };
    for _ in 0..30 {
        grow(&mut link);
    }
    assert_eq!(size(&link), (MOST_RECORDS, MOST_BYTES));
    halve(&mut link, 1, 620);
    assert_eq!(size(&link), (1, 310));
    link.batch_ceiling = 100_000;
    for _ in 0..30 {
        grow(&mut link);
    }
    assert_eq!(size(&link), (MOST_RECORDS, 75_000));
}

#[test]
fn plan_4_sums_are_compared_at_rest_and_when_something_changed() {
    let mut look = Look {
        epochs: vec![EpochCounts { epoch: "e".into(), settled: 2, ..EpochCounts::default() }],
        streams: vec![StreamState {
            epoch: "e".into(),
            contiguous_upto: 2,
            max_seq: 2,
            count: 2,
            digest: "d".into(),
            deferred: 0,
        }],
        ..Look::default()
    };
    let compare = Step::Compare("e".into());
    assert_eq!(next(&look), compare, "never compared");
    look.checked.insert("e".into(), mark(&look.epochs[0], &look.streams[0]));
    assert_eq!(next(&look), Step::Done);
    look.streams[0].digest = "other".into();
    assert_eq!(next(&look), compare, "head office changed");
    look.streams[0].digest = "d".into();
    look.epochs[0].settled = 3;
    assert_eq!(next(&look), compare, "we changed");
    look.so_far.settled_since_hello = true;
    assert_eq!(next(&look), Step::Hello, "but first by a fresh view");
    look.epochs[0].pending = 1;
    assert_eq!(next(&look), Step::Send, "and never while something is on its way");
}
