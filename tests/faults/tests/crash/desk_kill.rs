//! The desk killed at work, again and again.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sanbao_crash_vfs::Dice;
use sanbao_faults::runs::Runs;
use sanbao_tests::programs;
use sanbao_tests::world::{HeadOffice, START};

use crate::desk::Busy;
use crate::{Held, hold, why};

/// A desk may take so long to open after it was killed.
const PATIENCE: Duration = Duration::from_secs(5);

/// After so many kills a new desk goes on: the old one would be compared with itself ever longer.
const LIVES: u64 = 50;

/// Longer than one life at work.
const A_WHILE: i64 = 600_000;

#[test]
fn r01_a_killed_desk_has_everything_it_said_was_kept() {
    let office = HeadOffice::start("HH", "华禾农机").unwrap();
    let desk = Mutex::new(None);
    let runs =
        Runs { requirement: 1, test: "r01_a_killed_desk_has_everything_it_said_was_kept", side: "desk", short: 8 };
    runs.each(|seed| {
        // One desk at a time, whatever the number of threads: each kill follows the last one.
        let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
        let going = match desk.take() {
            Some(going) => going,
            None => Life { desk: Busy::at(&office, seed)?, now: START + A_WHILE, lives: 0 },
        };
        let life = one(going, &office, seed)?;
        *desk = Some(life).filter(|life| life.lives < LIVES);
        Ok(())
    });
}

/// A desk that goes on after each kill.
struct Life {
    desk: Busy,
    now: i64,
    lives: u64,
}

fn one(mut life: Life, office: &HeadOffice, seed: u64) -> Result<Life, String> {
    let mut dice = Dice::new(seed);
    life.lives += 1;
    life.now += A_WHILE;
    life.desk.world.close();
    for line in killed_at_work(&life, seed, &mut dice)? {
        heard(&mut life.desk, &line);
    }
    life.now += A_WHILE;
    life.desk.world.set_clock(life.now);
    let opening = Instant::now();
    life.desk.world.restart().map_err(why)?;
    hold(opening.elapsed() <= PATIENCE, || format!("it took {:?} to open", opening.elapsed()))?;
    life.desk.holds_what_it_said()?;
    life.desk.everything_arrives_once(office)?;
    life.now += 2 * crate::desk::LONG;
    Ok(life)
}

/// Starts the desk, kills it at a moment of the seed; answers everything it said.
fn killed_at_work(life: &Life, seed: u64, dice: &mut Dice) -> Result<Vec<String>, String> {
    let mut child = start(life.desk.world.dir(), life.now, seed)?;
    let lines = listen(&mut child)?;
    let mut said = vec![lines.recv().map_err(why)?];
    // Now and then while it opens; else at some work it announced.
    let works = if dice.once_in(8) { 0 } else { 1 + usize::try_from(dice.below(10)).unwrap_or(0) };
    while said.iter().filter(|line| line.starts_with("doing")).count() < works {
        match lines.recv_timeout(6 * PATIENCE) {
            Ok(line) => said.push(line),
            Err(_) => return Err(format!("it stopped by itself: {}", ended(child))),
        }
    }
    let most = if works == 0 { 200_000 } else { 25_000 };
    std::thread::sleep(Duration::from_micros(dice.below(most)));
    child.kill().map_err(why)?;
    child.wait().map_err(why)?;
    said.extend(lines); // what it said before it died is in the pipe
    Ok(said)
}

/// Starts the desk on a folder and kills it a while after it began to open.
pub fn killed_while_it_opens(dir: &Path, after: Duration) -> Held {
    let mut child = start(dir, START, 1)?;
    let lines = listen(&mut child)?;
    lines.recv().map_err(why)?;
    std::thread::sleep(after);
    child.kill().map_err(why)?;
    child.wait().map(drop).map_err(why)
}

fn start(dir: &Path, now: i64, seed: u64) -> Result<Child, String> {
    Command::new(programs::path("busy-desk").map_err(why)?)
        .arg(dir)
        .args([now.to_string(), seed.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(why)
}

fn listen(child: &mut Child) -> Result<Receiver<String>, String> {
    let out = child.stdout.take().ok_or("no standard output")?;
    let (say, heard) = channel();
    std::thread::spawn(move || {
        let whole = BufReader::new(out).lines().map_while(Result::ok);
        whole.map(|line| say.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    Ok(heard)
}

fn ended(mut child: Child) -> String {
    let _ = child.kill(); // gone already, or hanging: what it complained of says which
    let complaint = child.wait_with_output().map(|out| String::from_utf8_lossy(&out.stderr).into_owned());
    complaint.unwrap_or_else(|why| why.to_string())
}

/// What a line of the desk makes of what is expected of it.
fn heard(desk: &mut Busy, line: &str) {
    match line.split(' ').collect::<Vec<_>>().as_slice() {
        ["doing", "amend", id, price] => {
            desk.sales.entry((*id).to_owned()).or_default().extend(price.parse::<i64>());
        }
        ["did", "sale", id, price] => {
            desk.sales.insert((*id).to_owned(), price.parse().into_iter().collect());
        }
        ["did", "repair", id] => drop(desk.repairs.insert((*id).to_owned())),
        ["did", "backup", path] => desk.backups.push((*path).to_owned()),
        _ => {}
    }
}
