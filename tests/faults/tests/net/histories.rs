//! Requirement 7: desks put back from a backup, disks copied to a second machine, head offices put back, in any order.

use std::path::Path;

use rusqlite::Connection;
use sanbao_faults::dice::Dice;
use sanbao_faults::runs::Runs;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;

use crate::common::*;
use crate::counter::{copy_database, held};
use crate::ways::*;

const DESK_BACK: Runs =
    Runs { requirement: 7, test: "requirement_7_desk_restored", side: "desk, head-office/sqlite", short: 4 };
const CLONED: Runs =
    Runs { requirement: 7, test: "requirement_7_disk_cloned", side: "desk, head-office/sqlite", short: 4 };
const OFFICE_BACK: Runs =
    Runs { requirement: 7, test: "requirement_7_head_office_restored", side: "desk, head-office/sqlite", short: 4 };

/// What may happen beside saving and sending.
#[derive(Clone, Copy, PartialEq)]
enum What {
    DeskBack,
    Cloned,
    OfficeBack,
}

struct History {
    office: Office,
    /// Machines that are alive; the first is the one people began with.
    desks: Vec<MemoryDesk>,
    backup: MemoryDesk,
    office_backup: tempfile::TempDir,
    dice: Dice,
    saved: u64,
}

impl History {
    async fn begin(seed: u64) -> Self {
        let office = Office::start("DF").await;
        let desk = MemoryDesk::default();
        enrol(&desk, "DF", &office, &office.url).await;
        let (backup, office_backup) = (desk.copy(), tempfile::tempdir().unwrap());
        let mut history = Self { office, desks: vec![desk], backup, office_backup, dice: Dice::of(seed), saved: 0 };
        history.back_up_office().await;
        history
    }

    fn any(&mut self) -> usize {
        let last = self.desks.len() as u64 - 1;
        usize::try_from(self.dice.from_to(0, last)).unwrap()
    }

    fn save(&mut self) {
        for _ in 0..self.dice.from_to(1, 9) {
            self.saved += 1;
            let (n, at) = (self.saved, self.any());
            let rows = self.desks[at].rows("DF");
            let newest = rows.iter().filter(|k| k.row.kind == "card").map(|k| (&k.row.record_id, k.row.rev)).max();
            match newest {
                // A correction of what this machine knows; the other timeline may correct the same.
                Some((record, rev)) if self.dice.from_to(0, 4) == 0 => {
                    self.desks[at].save_rev("DF", "card", record, rev + 1, &card("DF", n), None);
                }
                _ => {
                    self.desks[at].save("DF", "card", &id(n), &card("DF", n));
                }
            }
        }
    }

    /// A few records only, as if the day were over before the queue was.
    fn small_batches(&mut self, at: usize) {
        let mut link = self.desks[at].link("DF").unwrap();
        link.batch_records = u32::try_from(self.dice.from_to(1, 6)).unwrap();
        self.desks[at].save_link("DF", &link).unwrap();
    }

    async fn send(&mut self) -> Result<(), String> {
        let at = self.any();
        self.small_batches(at);
        self.sent(at).await
    }

    async fn sent(&self, at: usize) -> Result<(), String> {
        let outcome = run(&self.desks[at], "DF", &self.office.hands).await;
        must(outcome.problem.is_none(), || format!("machine {at}: {:?}", outcome.problem))
    }

    async fn back_up_office(&mut self) {
        self.office.stop().await;
        copy_database(self.office.dir.path(), self.office_backup.path());
        self.serve_again().await;
    }

    async fn office_back(&mut self) {
        self.office.stop().await;
        copy_database(self.office_backup.path(), self.office.dir.path());
        if self.dice.from_to(0, 1) == 0 {
            // Told of it, as the manual says; the other half of them forgot.
            self.office.store().renew_generation().unwrap();
        }
        self.serve_again().await;
    }

    async fn serve_again(&mut self) {
        self.office.serve(|_| {}).await;
        self.desks.iter().chain([&self.backup]).for_each(|desk| desk.move_to("DF", &self.office.url));
    }

    fn desk_back(&mut self) {
        let at = self.any();
        let old = self.backup.copy();
        if self.dice.from_to(0, 1) == 0 {
            // The program did it; a copied file did not.
            old.remint("DF", &sync::new_epoch().unwrap()).unwrap();
        }
        self.desks[at] = old;
    }

    async fn step(&mut self, what: What) -> Result<(), String> {
        match self.dice.from_to(0, 9) {
            0..=3 => self.save(),
            4..=6 => self.send().await?,
            7 if what == What::OfficeBack => self.back_up_office().await,
            7 => {
                let at = self.any();
                self.backup = self.desks[at].copy();
            }
            _ => match what {
                What::DeskBack => self.desk_back(),
                What::Cloned if self.desks.len() < 4 => {
                    let at = self.any();
                    self.desks.push(self.desks[at].copy());
                }
                What::Cloned => self.send().await?,
                What::OfficeBack => self.office_back().await,
            },
        }
        Ok(())
    }

    /// Every machine alive has everything it knows at head office, under a receipt that verifies.
    fn nothing_is_gone(&self) -> Result<(), String> {
        let there = held(self.office.dir.path());
        let mut aside = 0;
        for (at, desk) in self.desks.iter().enumerate() {
            let account = desk.account("DF").unwrap().unwrap();
            for kept in desk.rows("DF") {
                let key = (kept.row.record_id.clone(), kept.row.rev);
                let same = there.iter().find(|(record, rev, ..)| (record, rev) == (&key.0, &key.1));
                let name = || format!("machine {at}, {} rev {}: {:?} {:?}", key.0, key.1, kept.state, kept.last_code);
                let (.., hash) = same.ok_or_else(|| format!("{} is not there", name()))?;
                if kept.state == State::Rejected && kept.last_code.as_deref() == Some("hash_conflict") {
                    // Two timelines corrected the same: the first stands, the other is kept aside, byte for byte.
                    aside += 1;
                    must(*hash != kept.row.hash && quarantined(self.office.dir.path(), &kept.row.hash), name)?;
                    continue;
                }
                must(kept.state == State::Acked && *hash == kept.row.hash, name)?;
                let receipt = kept.receipt.as_ref().ok_or_else(name)?;
                must(sync::is_good_receipt(&account, receipt), name)?;
            }
        }
        must(aside == 0 || self.office.store().quarantined().unwrap() > 0, || "nothing is kept aside".to_owned())
    }
}

fn quarantined(office: &Path, hash: &str) -> bool {
    let database = Connection::open(office.join("head-office.db")).unwrap();
    database.prepare("SELECT 1 FROM quarantine WHERE hash = ?1").unwrap().exists([hash]).unwrap()
}

async fn history(seed: u64, what: What) -> Result<(), String> {
    let mut history = History::begin(seed).await;
    for _ in 0..history.dice.clone().from_to(6, 30) {
        history.step(what).await?;
    }
    history.save();
    // Twice round: what one machine learns from another's news is settled in its next run.
    for at in (0..history.desks.len()).chain(0..history.desks.len()) {
        history.sent(at).await?;
    }
    history.nothing_is_gone()?;
    for at in 0..history.desks.len() {
        let quiet = run(&history.desks[at], "DF", &history.office.hands).await;
        must((quiet.sent, quiet.reoffered) == (0, 0), || format!("machine {at} is not at rest: {quiet:?}"))?;
    }
    Ok(())
}

#[test]
fn requirement_7_a_desk_put_back_from_a_backup_loses_nothing_and_sends_it_all() {
    DESK_BACK.each(|seed| told(history(seed, What::DeskBack)));
}

#[test]
fn requirement_7_a_disk_copied_to_a_second_machine_delivers_from_both() {
    CLONED.each(|seed| told(history(seed, What::Cloned)));
}

#[test]
fn requirement_7_a_head_office_put_back_gets_everything_again() {
    OFFICE_BACK.each(|seed| told(history(seed, What::OfficeBack)));
}
