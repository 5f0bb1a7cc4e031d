//! Head office and a disk with no room left, at every write.

use head_office::files::{Chunk, Files, Taken};
use head_office::keys::Keys;
use head_office::store::Store;
use head_office::store::sqlite::Sqlite;
use sanbao_crash_vfs::{Dice, Disk, Fault};
use sanbao_faults::runs::Runs;

use crate::desk::{DEALER, lines, look};
use crate::office::{self, MORNING, Sender};
use crate::{Held, hold, why};

/// No work writes more often than this.
const MOST: u64 = 3_000;

#[test]
fn r05_full_disk_at_head_office_answers_nothing_it_does_not_keep() {
    let runs = Runs {
        requirement: 5,
        test: "r05_full_disk_at_head_office_answers_nothing_it_does_not_keep",
        side: "head-office/sqlite",
        short: 3,
    };
    runs.each(one);
}

fn one(seed: u64) -> Held {
    let dir = tempfile::tempdir().map_err(why)?;
    let disk = Disk::at(dir.path()).map_err(why)?;
    let store = office::open_new(dir.path())?;
    let keys = Keys::open(dir.path()).map_err(why)?;
    let files = Files::new(dir.path());
    let mut dice = Dice::new(seed);
    let mut sender = Sender::new(seed);
    let held = || lines(&look(&dir.path().join("head-office.db"))?, EVERYTHING, []);
    at_every_write(&disk, |n| {
        let batch = sender.batch(1 + dice.below(40), &mut dice);
        let before = held()?;
        disk.arm(Fault::Full, n);
        let first = office::send(&store, &batch);
        let met = disk.met();
        hold(first.is_ok() || held()? == before, || "half a batch was kept".into())?;
        disk.mend();
        let reply = first.or_else(|_| office::send(&store, &batch))?;
        office::answered_the_same(&store, &batch, &reply)?;
        Ok(met)
    })?;
    at_every_write(&disk, |n| {
        disk.arm(Fault::Full, n);
        let bytes = format!("file {seed} {n}").into_bytes();
        let met = a_file_is_whole_or_refused(&store, &files, &keys, &disk, &bytes)?;
        Ok(met)
    })?;
    at_every_write(&disk, |n| {
        let before = held()?;
        disk.arm(Fault::Full, n);
        let added = store.add_item(DEALER, "notice", &format!("{{\"title\":\"{n}\",\"text\":\"x\"}}"), MORNING, None);
        let met = disk.met();
        hold(added.is_err() == (held()? == before), || "an item was published, or said to be".into())?;
        disk.mend();
        Ok(met)
    })?;
    office::sums_are_right(&store, dir.path())
}

/// What head office holds, as a story can compare it.
const EVERYTHING: &str = "SELECT 'record ' || record_id || rev FROM record
    UNION ALL SELECT 'place ' || epoch || seq || verdict FROM position
    UNION ALL SELECT 'stream ' || epoch || count || digest FROM stream
    UNION ALL SELECT 'batch ' || batch_id || times FROM batch
    UNION ALL SELECT 'item ' || dealer || number FROM feed
    UNION ALL SELECT 'file ' || sha256 FROM blob";

/// Runs the work with a disk that is full at its nth write, for every n, until it writes less often than that.
fn at_every_write(disk: &Disk, mut work: impl FnMut(u64) -> Result<bool, String>) -> Held {
    for n in 1..MOST {
        if !work(n).map_err(|why| format!("full at write {n}: {why}"))? {
            disk.mend();
            return hold(n > 1, || "not one write failed".into());
        }
    }
    Err("it never ended".into())
}

fn a_file_is_whole_or_refused(
    store: &Sqlite,
    files: &Files,
    keys: &Keys,
    disk: &Disk,
    bytes: &[u8],
) -> Result<bool, String> {
    let sha256 = wire::hash::sha256_hex(bytes);
    let chunk = |from: u64| Chunk {
        sha256: &sha256,
        from,
        total: bytes.len() as u64,
        bytes: &bytes[usize::try_from(from).unwrap_or(0)..],
    };
    let first = files.take(store, keys, DEALER, &chunk(0), MORNING);
    let met = disk.met();
    let told = store.blob(DEALER, &sha256).map_err(why)?;
    hold(first.is_ok() == told.is_some(), || "a file counts as whole and was refused, or the other way".into())?;
    disk.mend();
    if first.is_err() {
        // The desk asks how much is there, and goes on from that.
        let there = files.received(store, DEALER, &sha256).map_err(why)?;
        let again = files.take(store, keys, DEALER, &chunk(there), MORNING).map_err(why)?;
        hold(matches!(again, Taken::Whole(_)), || "with room again it is not whole".into())?;
    }
    let kept = files.read(store, DEALER, &sha256).map_err(why)?;
    hold(kept == bytes, || "the file has other bytes".into())?;
    Ok(met)
}
