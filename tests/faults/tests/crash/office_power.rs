//! Head office and a power cut.

use head_office::store::sqlite::Sqlite;
use head_office::store::{Incoming, Store};
use sanbao_crash_vfs::{Dice, Disk, Fault, Loss};
use sanbao_faults::runs::Runs;
use wire::batch::BatchReply;

use crate::desk::{DEALER, lines, look};
use crate::office::{self, LIMIT, MORNING, Sender, sign};
use crate::{Held, hold, why};

/// A group of batches takes some twenty steps.
const STEPS: u64 = 500;

#[test]
fn r03_power_loss_at_head_office_loses_nothing_answered() {
    let runs = Runs {
        requirement: 3,
        test: "r03_power_loss_at_head_office_loses_nothing_answered",
        side: "head-office/sqlite",
        short: 10,
    };
    runs.each(one);
}

/// What went out, and what was answered to whom.
#[derive(Default)]
struct Told {
    batches: Vec<(Incoming, BatchReply)>,
    unanswered: Vec<Incoming>,
    items: Vec<String>,
}

fn one(seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let dir = tempfile::tempdir().map_err(why)?;
    let disk = Disk::at(dir.path()).map_err(why)?;
    let mut store = Some(office::open_new(dir.path())?);
    let mut senders: Vec<_> = (0..3).map(|n| Sender::new(seed * 8 + n)).collect();
    let mut told = Told::default();
    disk.arm(Fault::PowerCut, 1 + dice.below(STEPS));
    while let Some(open) = store.take().filter(|_| !disk.met()) {
        take(&open, &mut senders, &mut told, &mut dice);
        store = match dice.once_in(8) {
            true => {
                drop(open); // closing folds the log into the file
                Sqlite::open(dir.path()).ok()
            }
            false => Some(open),
        };
    }
    hold(disk.met(), || "the power never went".into())?;
    disk.power_on(Loss::any(&mut dice), seed).map_err(why)?;
    let store = Sqlite::open(dir.path()).map_err(why)?;
    office::sums_are_right(&store, dir.path())?;
    for (incoming, reply) in &told.batches {
        office::answered_the_same(&store, incoming, reply)?;
    }
    for lost in &told.unanswered {
        office::send(&store, lost)?;
    }
    office::sums_are_right(&store, dir.path())?;
    let database = look(&dir.path().join("head-office.db"))?;
    let items = lines(&database, "SELECT item_id FROM feed", [])?;
    hold(told.items.iter().all(|item| items.contains(item)), || "an item that was published is gone".into())?;
    let mut sent: Vec<_> = told.batches.iter().map(|(incoming, _)| incoming).chain(&told.unanswered).collect();
    sent.sort_by_key(|incoming| &incoming.batch.batch_id);
    let mut hashes: Vec<_> = sent.iter().flat_map(|i| &i.batch.records).map(|r| r.hash.clone()).collect();
    hashes.sort();
    hashes.dedup();
    hold(lines(&database, "SELECT hash FROM record", [])? == hashes, || "the sets differ".into())
}

/// One group of batches in one commit, or an item for the feed.
fn take(store: &Sqlite, senders: &mut [Sender], told: &mut Told, dice: &mut Dice) {
    if dice.once_in(4) {
        let body = format!("{{\"title\":\"{}\",\"text\":\"x\"}}", dice.any());
        if let Ok(item) = store.add_item(DEALER, "notice", &body, MORNING, None) {
            told.items.push(item.item_id);
        }
        return;
    }
    let many = usize::try_from(1 + dice.below(3)).unwrap_or(1);
    let group: Vec<_> = senders.iter_mut().take(many).map(|sender| sender.batch(1 + dice.below(30), dice)).collect();
    let replies = store.ingest(&group, LIMIT, &sign);
    for (incoming, reply) in group.into_iter().zip(replies) {
        match reply {
            Ok(reply) => told.batches.push((incoming, reply)),
            Err(_) => told.unanswered.push(incoming),
        }
    }
}
