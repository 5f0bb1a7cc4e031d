//! A year of backups: what is kept, and that nothing goes before the newer one was proved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::Day;
use sanbao_crash_vfs::{Dice, Disk, Fault};
use sanbao_faults::runs::Runs;
use sanbao_tests::world::{DAY, START, World};
use serde_json::json;
use store::{BackupFile, Store};

use crate::desk::{lines, look};
use crate::{Held, hold, why};

const YEAR: u64 = 365;

/// From here on the desk works every day: the twelve newest days are days in a row.
const LAST_DAYS: u64 = 345;

#[test]
fn r23_a_year_leaves_twelve_days_ten_weeks_nine_months() {
    let runs =
        Runs { requirement: 23, test: "r23_a_year_leaves_twelve_days_ten_weeks_nine_months", side: "desk", short: 1 };
    runs.each(year);
}

fn year(seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let mut world = World::set_up().map_err(why)?;
    world.close();
    let disk = Disk::at(world.dir()).map_err(why)?;
    world.restart().map_err(why)?;
    let backups = world.dir().join("backups");
    let (mut day, mut made, mut failed) = (0, Vec::new(), 0);
    while day < YEAR {
        let on = START + i64::try_from(day).unwrap_or(0) * DAY;
        world.set_clock(on);
        world.sell(&format!("HH{seed:03}{day:05}"), &Day::at(on).iso());
        let before = files(&backups)?;
        // A backup that finds no room takes no older one away.
        if dice.once_in(8) {
            disk.arm(Fault::Full, 1 + dice.below(20));
            world.app().tick();
            hold(disk.met(), || "no backup was made".into())?;
            hold(files(&backups)? == before, || format!("day {day}: a backup that failed changed the folder"))?;
            disk.mend();
            failed += 1;
        }
        world.app().tick();
        made.push(newest_is_proved(&world, &backups, &before)?);
        day += if day < LAST_DAYS { 1 + dice.below(9) } else { 1 };
    }
    hold(failed > 0, || "no backup failed".into())?;
    kept_by_the_rule(&backups, &made)?;
    damaged_is_kept(&mut world, &disk)
}

fn files(backups: &Path) -> Result<BTreeSet<PathBuf>, String> {
    let found = std::fs::read_dir(backups).map_err(why)?.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(found.filter(|path| path.extension().is_some_and(|ending| ending == "db")).collect())
}

/// The newest backup opens, is whole and has as many rows as the desk; answers when it was made.
fn newest_is_proved(world: &World, backups: &Path, before: &BTreeSet<PathBuf>) -> Result<i64, String> {
    let newest = BackupFile::all_in(backups).map_err(why)?.into_iter().next().ok_or("no backup")?;
    hold(!before.contains(&newest.path), || "none was made".into())?;
    Store::prove_backup(&newest.path).map_err(why)?;
    let sales = |path: &Path| lines(&look(path)?, "SELECT id FROM sale", []);
    let same = sales(&newest.path)? == sales(&world.dir().join("desk.db"))?;
    hold(same, || format!("{} has other sales", newest.path.display()))?;
    Ok(newest.made_at)
}

/// The newest of each of the last 12 days, 10 weeks and 9 months, told from the times alone.
fn kept_by_the_rule(backups: &Path, made: &[i64]) -> Held {
    let newest_of = |most: usize, bucket: &dyn Fn(i64) -> String| {
        let mut seen = BTreeSet::new();
        let first = made.iter().rev().filter(move |at| seen.insert(bucket(**at)));
        first.take(most).copied().collect::<Vec<_>>()
    };
    let days = newest_of(12, &|at| Day::at(at).iso());
    let weeks = newest_of(10, &|at| Day::at(at).date().format("%G-%V").to_string());
    let months = newest_of(9, &|at| Day::at(at).iso()[..7].to_owned());
    hold((days.len(), weeks.len(), months.len()) == (12, 10, 9), || "the year was too short".into())?;
    let expected: BTreeSet<i64> = days.into_iter().chain(weeks).chain(months).collect();
    let kept: BTreeSet<i64> = BackupFile::all_in(backups).map_err(why)?.iter().map(|file| file.made_at).collect();
    hold(kept == expected, || format!("kept {kept:?}, by the rule {expected:?}"))?;
    for file in BackupFile::all_in(backups).map_err(why)? {
        Store::prove_backup(&file.path).map_err(|e| format!("{}: {e}", file.path.display()))?;
    }
    Ok(())
}

/// A database that breaks is kept under another name, and stays there when the newest backup is put back.
fn damaged_is_kept(world: &mut World, disk: &Disk) -> Held {
    world.close();
    let database = world.dir().join("desk.db");
    let mut bytes = std::fs::read(&database).map_err(why)?;
    let sales = lines(&look(&database)?, "SELECT id FROM sale", [])?;
    for at in (8192..bytes.len()).step_by(4096) {
        bytes[at..at + 64].fill(0xA5);
    }
    disk.mend();
    for log in ["desk.db-wal", "desk.db-shm"] {
        let _ = std::fs::remove_file(world.dir().join(log)); // gone already when the last connection closed
    }
    std::fs::write(&database, &bytes).map_err(why)?;
    let newest = BackupFile::all_in(&world.dir().join("backups")).map_err(why)?.remove(0);
    hold(world.restart().is_err(), || "a broken database was opened".into())?;
    let damaged = std::fs::read_dir(world.dir()).map_err(why)?.filter_map(|entry| Some(entry.ok()?.path()));
    let damaged: Vec<_> = damaged.filter(|path| path.to_string_lossy().contains("desk.damaged-")).collect();
    hold(damaged.len() == 1 && std::fs::read(&damaged[0]).map_err(why)? == bytes, || format!("{damaged:?}"))?;
    let kept = world.dir().join("desk.replaced.db");
    Store::restore(&newest.path, &database, &kept).map_err(why)?;
    world.restart().map_err(why)?;
    hold(world.call("doctor", json!({}))["integrity"] == "ok", || "the restored desk is not whole".into())?;
    hold(lines(&look(&database)?, "SELECT id FROM sale", [])? == sales, || "sales are missing".into())?;
    hold(damaged[0].exists(), || "the damaged file is gone".into())
}
