//! Databases of earlier programs, and a power cut while they are brought to this one's format.

use std::path::Path;
use std::time::{Duration, Instant};

use head_office::store::sqlite::Sqlite;
use rusqlite::Connection;
use sanbao_crash_vfs::{Dice, Disk, Fault, Loss};
use sanbao_faults::runs::Runs;
use sanbao_tests::programs;
use sanbao_tests::world::World;
use serde_json::json;

use crate::desk::{lines, look};
use crate::desk_kill;
use crate::office::MORNING;
use crate::{Held, hold, why};

/// Sales in the old database.
const SALES: i64 = 200;

#[test]
fn r24_a_migration_cut_off_opens_again() {
    let runs = Runs { requirement: 24, test: "r24_a_migration_cut_off_opens_again", side: "desk", short: 4 };
    runs.each(desk);
}

#[test]
fn r01_a_desk_killed_while_it_migrates_opens_again() {
    let runs = Runs { requirement: 1, test: "r01_a_desk_killed_while_it_migrates_opens_again", side: "desk", short: 3 };
    runs.each(killed);
}

fn killed(seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let old = earlier_desk(&mut dice)?;
    let mut world = World::new().map_err(why)?;
    let opening = Instant::now();
    opened(&mut world, &old, None)?;
    let whole = u64::try_from(opening.elapsed().as_micros()).unwrap_or(u64::MAX);
    lay(&mut world, &old)?;
    desk_kill::killed_while_it_opens(world.dir(), Duration::from_micros(dice.below(whole)))?;
    world.restart().map_err(|e| format!("it does not open: {e}"))?;
    is_whole(&world)
}

fn desk(seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let old = earlier_desk(&mut dice)?;
    let mut world = World::new().map_err(why)?;
    let steps = opened(&mut world, &old, None)?;
    let cut = 1 + dice.below(steps);
    let after = opened(&mut world, &old, Some((cut, Loss::any(&mut dice), seed)));
    after.map_err(|why| format!("cut at {cut} of {steps}: {why}"))?;
    is_whole(&world)
}

/// The newest format, every row, and a backup of what was there before.
fn is_whole(world: &World) -> Held {
    let found = world.call("doctor", json!({}));
    hold(found["integrity"] == "ok", || found["integrity"].to_string())?;
    let database = look(&world.dir().join("desk.db"))?;
    let sales: i64 = database.query_row("SELECT count(*) FROM sale", [], |r| r.get(0)).map_err(why)?;
    hold(sales == SALES, || format!("{sales} sales are left of {SALES}"))?;
    let history = lines(&database, "SELECT name FROM refinery_schema_history", [])?;
    hold(history.len() == migrations()?.len(), || format!("{} steps were done", history.len()))?;
    let backups = world.call("backup_list", json!({}));
    hold(backups[0]["cause"] == "before_migration", || format!("no way back: {backups}"))?;
    let path = backups[0]["path"].as_str().unwrap_or_default();
    let kept: i64 = look(Path::new(path))?.query_row("SELECT count(*) FROM sale", [], |r| r.get(0)).map_err(why)?;
    hold(kept == SALES, || "the backup has other rows".into())
}

/// Puts the old database in the place of the desk's, with nothing beside it.
fn lay(world: &mut World, old: &[u8]) -> Held {
    world.close();
    for file in std::fs::read_dir(world.dir()).map_err(why)?.filter_map(Result::ok) {
        if file.file_name().to_string_lossy().starts_with("desk.db") {
            std::fs::remove_file(file.path()).map_err(why)?;
        }
    }
    for copy in std::fs::read_dir(world.dir().join("backups")).map_err(why)?.filter_map(Result::ok) {
        std::fs::remove_file(copy.path()).map_err(why)?;
    }
    std::fs::write(world.dir().join("desk.db"), old).map_err(why)
}

/// Opens the old database as this program does; with a cut, again after it. Answers the steps of the disk.
fn opened(world: &mut World, old: &[u8], cut: Option<(u64, Loss, u64)>) -> Result<u64, String> {
    lay(world, old)?;
    let disk = Disk::at(world.dir()).map_err(why)?;
    if let Some((at, loss, seed)) = cut {
        disk.arm(Fault::PowerCut, at);
        let answered = world.restart();
        world.close();
        hold(disk.met() && answered.is_err(), || "the power never went".into())?;
        disk.power_on(loss, seed).map_err(why)?;
    }
    let before = disk.steps();
    world.restart().map_err(|e| format!("it does not open: {e}"))?;
    Ok(disk.steps() - before)
}

fn migrations() -> Result<Vec<refinery::Migration>, String> {
    refinery::load_sql_migrations(programs::root().join("crates/store/migrations")).map_err(why)
}

/// A desk's database as an earlier program left it.
fn earlier_desk(dice: &mut Dice) -> Result<Vec<u8>, String> {
    let dir = tempfile::tempdir().map_err(why)?;
    let path = dir.path().join("desk.db");
    let mut database = Connection::open(&path).map_err(why)?;
    let steps = migrations()?;
    let to = |version: i32| refinery::Runner::new(&steps).set_target(refinery::Target::Version(version));
    to(1).run(&mut database).map_err(why)?;
    database.execute_batch(SOLD).map_err(why)?;
    let mut versions: Vec<i32> = steps.iter().map(|step| step.version()).collect();
    versions.sort_unstable();
    versions.pop(); // the newest is no earlier one
    let nth = usize::try_from(dice.below(versions.len() as u64)).unwrap_or(0);
    to(versions[nth]).run(&mut database).map_err(why)?;
    database.close().map_err(|(_, e)| e.to_string())?;
    std::fs::read(path).map_err(why)
}

/// Two hundred sales with their cards, in the tables of the first version.
const SOLD: &str = "
  INSERT INTO principal VALUES ('01940000-0000-7000-8000-000000000001', 'HH', '华禾农机', 'S0-farm', '');
  INSERT INTO model (id, principal, code, code_key, product, class)
    VALUES ('01940000-0000-7000-8000-000000000002', '01940000-0000-7000-8000-000000000001', 'HH704', 'HH704', '', '');
  INSERT INTO customer VALUES (1, '01940000-0000-7000-8000-000000000003', '王丹', '王丹', '', '', '', '', '', '', NULL);
  CREATE TEMP TABLE one AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
    SELECT i, printf('0194%04x-0000-7000-8000-000000000004', i) AS unit, printf('0194%04x-0000-7000-8000-000000000005', i) AS sale,
           printf('0194%04x-0000-7000-8000-000000000006', i) AS card FROM n;
  INSERT INTO unit SELECT unit, '01940000-0000-7000-8000-000000000001', '01940000-0000-7000-8000-000000000002',
    'HH' || i, 'HH' || i, i || 'HH', '', '', '', NULL FROM one;
  INSERT INTO sale (id, no, principal, unit, customer, sold_on, invoice_no, seller, outlet, note, entered_on, clock_suspect)
    SELECT sale, 'XS' || i, '01940000-0000-7000-8000-000000000001', unit, '01940000-0000-7000-8000-000000000003',
           '2026-10-05', '', '', '', '', '2026-10-05', 0 FROM one;
  INSERT INTO card (id, no, no_key, sale, state, share_consent, user_signed, rev)
    SELECT card, 'BX' || i, 'BX' || i, sale, 'issued', 1, 1, 1 FROM one;
  DROP TABLE one;";

#[test]
fn r24_a_migration_of_head_office_cut_off_opens_again() {
    let runs = Runs {
        requirement: 24,
        test: "r24_a_migration_of_head_office_cut_off_opens_again",
        side: "head-office/sqlite",
        short: 6,
    };
    runs.each(office);
}

fn office(seed: u64) -> Held {
    let mut dice = Dice::new(seed);
    let dir = tempfile::tempdir().map_err(why)?;
    let path = dir.path().join("head-office.db");
    let steps = office_steps()?;
    let done = 1 + usize::try_from(dice.below(steps.len() as u64 - 1)).unwrap_or(0);
    let database = Connection::open(&path).map_err(why)?;
    database.pragma_update(None, "journal_mode", "wal").map_err(why)?;
    for step in &steps[..done] {
        database.execute_batch(step).map_err(why)?;
    }
    database.pragma_update(None, "user_version", done as i64).map_err(why)?;
    database.execute("INSERT INTO dealer (code, name, created_at) VALUES ('HB', 'x', ?1)", [MORNING]).map_err(why)?;
    for n in 0..SALES {
        let put = "INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
                   VALUES ('HB', ?1, 1, 'card', 1, 'h', '{}', 'accepted', 'd', ?2, 's')";
        database.execute(put, (format!("r{n}"), MORNING)).map_err(why)?;
    }
    database.close().map_err(|(_, e)| e.to_string())?;
    let old = std::fs::read(&path).map_err(why)?;
    let disk = Disk::at(dir.path()).map_err(why)?;
    drop(Sqlite::open(dir.path()).map_err(why)?);
    let cut = 1 + dice.below(disk.steps());
    drop(disk);
    std::fs::write(&path, &old).map_err(why)?;
    let disk = Disk::at(dir.path()).map_err(why)?;
    disk.arm(Fault::PowerCut, cut);
    drop(Sqlite::open(dir.path()));
    hold(disk.met(), || "the power never went".into())?;
    disk.power_on(Loss::any(&mut dice), seed).map_err(why)?;
    drop(Sqlite::open(dir.path()).map_err(|e| format!("cut at {cut}: it does not open: {e}"))?);
    let database = look(&path)?;
    let sound = lines(&database, "PRAGMA integrity_check", [])?;
    let rows = lines(&database, "SELECT record_id FROM record", [])?;
    let version: i64 = database.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(why)?;
    let whole = sound == ["ok"] && rows.len() as i64 == SALES && version == steps.len() as i64;
    hold(whole, || format!("cut at {cut}: {sound:?}, {} records, version {version}", rows.len()))
}

/// The steps of head office's database, oldest first.
fn office_steps() -> Result<Vec<String>, String> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(programs::root().join("crates/head-office/migrations")).map_err(why)? {
        let file = file.map_err(why)?;
        let name = file.file_name().to_string_lossy().into_owned();
        let number = name.strip_prefix('V').and_then(|rest| rest.split("__").next()?.parse::<u32>().ok());
        if let Some(number) = number {
            files.push((number, std::fs::read_to_string(file.path()).map_err(why)?));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, sql)| sql).collect())
}
