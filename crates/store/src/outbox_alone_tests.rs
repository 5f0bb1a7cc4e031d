//! What this desk refused by itself, and what left it before (OUTBOX-7).

use crate::LineVerdict;
use crate::outbox_tests::{maker, mark, pending, seqs, settle, verdict, waiting};
use crate::samples::*;

#[test]
fn outbox_7_what_this_desk_refused_never_got_there() {
    let desk = waiting(3);
    let ids = [1, 2, 3].map(|n| line(n).record_id);
    mark(&desk, &[1, 2, 3], "b");
    for (seq, code, message) in [(1, "too_large", None), (2, "bad_batch", None), (3, "too_large", Some("over 2 MB"))] {
        let refused = LineVerdict { code: Some(code), message, ..verdict(seq, "rejected") };
        assert!(settle(&desk, "b", &refused));
    }
    desk.read(|reader| {
        let arrived = ids.clone().map(|id| reader.arrived_rev(&id).unwrap());
        assert_eq!(arrived, [None, None, Some(line(3).rev)], "head office's own refusal is head office's");
        assert_eq!(ids.clone().map(|id| reader.heard_of(&id).unwrap()), [false, false, true]);
        let held = reader.settled_lines(&maker(), "first", 1, 3)?;
        assert_eq!(seqs(&held), [3]);
        Ok(())
    });
}

#[test]
fn outbox_7_what_is_offered_again_left_the_desk_before() {
    let desk = waiting(2);
    let id = line(1).record_id;
    let left = || desk.read(|reader| reader.left_desk(&id));
    assert!(!left());
    mark(&desk, &[1], "b");
    let receipt = LineVerdict { receipt: Some("r".into()), received_at: Some(NOW), ..verdict(1, "acked") };
    assert!(settle(&desk, "b", &receipt) && left());
    desk.write(|tx| tx.reoffer(&maker(), "first", &[1]));
    assert_eq!(pending(&desk)[0].attempts, 0);
    assert!(left(), "its receipt says so");
}
