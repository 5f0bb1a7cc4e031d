//! Requirement 16: a token runs out, a device is revoked, enrolled anew or moved to another dealer, anywhere in a run.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use head_office::store::Store;
use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::{Fate, Proxy};
use sanbao_faults::runs::Runs;
use sync::desk::{Desk, State};
use sync::memory::{Kept, MemoryDesk};
use sync::outcome::{Class, Trigger};
use sync::road::Refused;

use crate::common::*;
use crate::ways::*;

const AUTH: Runs = Runs { requirement: 16, test: "requirement_16_auth", side: "desk, head-office/sqlite", short: 12 };

/// Strikes at the n-th request from now, once, before head office sees it.
fn strike(line: &Proxy, nth: u64, what: impl Fn() + Send + Sync + 'static) {
    let seen = AtomicU64::new(0);
    line.set(move |_| {
        if seen.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            what();
        }
        Fate::Pass
    });
}

fn revoke(office: &Office, desk: &MemoryDesk) -> impl Fn() + Send + Sync + 'static {
    let (dir, device): (PathBuf, _) = (office.dir.path().to_owned(), desk.account("DF").unwrap().unwrap().device_id);
    move || assert!(head_office::store::sqlite::Sqlite::open(&dir).unwrap().revoke(&device, MORNING, None).unwrap())
}

/// Every row the desk ever had is there, with its bytes and, if it was proved once, its proof.
fn none_removed(desk: &MemoryDesk, before: &[Kept]) -> Result<(), String> {
    let rows = desk.rows("DF");
    must(rows.len() >= before.len(), || format!("{} rows became {}", before.len(), rows.len()))?;
    for old in before {
        let same = rows
            .iter()
            .find(|k| (&k.row.record_id, k.row.rev, &k.row.body) == (&old.row.record_id, old.row.rev, &old.row.body));
        let same = same.ok_or_else(|| format!("{} is gone", old.row.record_id))?;
        let stays = old.receipt.is_none() || same.receipt == old.receipt;
        must(stays, || format!("{}: the old receipt did not stay", old.row.record_id))?;
    }
    Ok(())
}

/// A desk that may not send can still write its unsent records into a file.
fn by_hand(desk: &MemoryDesk, office: &Office) -> Result<(), String> {
    let (hands, waits) = (office.hands.clone(), unsent(desk) as u64);
    let packed = sync::road::pack(desk, "DF", &move || hands.now(), &options(Trigger::Click), |_| Ok::<_, Refused>(()));
    let packed = packed.map_err(|why| format!("the file: {why:?}"))?;
    must(packed.records == waits && packed.left == 0, || format!("{} of {waits} in the file", packed.records))
}

async fn story(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed);
    save_cards(&desk, "DF", 1, dice.from_to(5, 60));
    let mut link = desk.link("DF").unwrap();
    link.batch_records = u32::try_from(dice.from_to(1, 8)).unwrap();
    desk.save_link("DF", &link).unwrap();
    let (nth, hands) = (dice.from_to(1, 9), office.hands.clone());
    let way = seed % 4;
    match way {
        0 => strike(&line, nth, move || hands.add(2 * 3_600_000)),
        _ => strike(&line, nth, revoke(&office, &desk)),
    }
    let before = desk.rows("DF");
    let outcome = run(&desk, "DF", &office.hands).await;
    none_removed(&desk, &before)?;
    if way == 0 {
        must(outcome.problem.is_none(), || format!("a token that ran out stopped the run: {:?}", outcome.problem))?;
        return all_there(&desk, &office);
    }
    if let Some(problem) = &outcome.problem {
        must(problem.class == Class::Auth, || format!("revoked: {problem:?}"))?;
        by_hand(&desk, &office)?;
    }
    line.set(|_| Fate::Pass);
    let before = desk.rows("DF");
    let code = if way == 3 { other_dealer(&office) } else { "HB0732" };
    enrol_as(&desk, &office, code).await?;
    none_removed(&desk, &before)?;
    save_cards(&desk, "DF", 101, 103);
    let before = desk.rows("DF");
    good_run(&desk, "DF", &office.hands).await;
    none_removed(&desk, &before)?;
    let open = desk.rows("DF").iter().filter(|k| k.state != State::Acked).count();
    must(open == 0, || format!("{open} not sent after the new enrolment"))?;
    // Under whichever dealer: each record the desk has is held, whoever it went as.
    let there = office.records("all");
    let gone = desk.rows("DF").into_iter().find(|k| !there.iter().any(|r| r["body_text"] == *k.row.body));
    gone.map_or(Ok(()), |k| Err(format!("{} is not there", k.row.record_id)))
}

fn other_dealer(office: &Office) -> &'static str {
    office.store().add_dealer("HB0999", "邻县农机", MORNING, None).unwrap();
    "HB0999"
}

async fn enrol_as(desk: &MemoryDesk, office: &Office, dealer: &str) -> Result<(), String> {
    if dealer == "HB0732" {
        enrol(desk, "DF", office, &desk.account("DF").unwrap().unwrap().url).await;
        return Ok(());
    }
    let code = crate::holes::code_of(office, dealer);
    let clock = office.hands.clone();
    let url = desk.account("DF").unwrap().unwrap().url;
    let account = sync::enrol(&url, &code, "柜台", None, &move || clock.now(), &options(Trigger::Click)).await;
    let account = account.map_err(|p| format!("{} {}", p.code, p.detail))?;
    desk.set_account("DF", &account, &sync::new_epoch().unwrap()).unwrap();
    Ok(())
}

#[test]
fn requirement_16_no_unsent_record_is_removed_whatever_becomes_of_the_device() {
    AUTH.each(|seed| told(story(seed)));
}

#[test]
fn requirement_16_a_revoke_holds_for_the_very_next_request() {
    told(async {
        let (office, line, desk) = world().await;
        save_cards(&desk, "DF", 1, 10);
        let mut link = desk.link("DF").unwrap();
        link.batch_records = 1;
        desk.save_link("DF", &link).unwrap();
        let batches = Arc::new(AtomicU64::new(0));
        let (counted, revoke) = (batches.clone(), revoke(&office, &desk));
        line.set(move |seen| {
            if seen.what.ends_with("/v1/batches") && counted.fetch_add(1, Ordering::SeqCst) == 1 {
                revoke();
            }
            Fate::Pass
        });
        let outcome = run(&desk, "DF", &office.hands).await;
        assert_eq!(outcome.problem.map(|p| p.code).as_deref(), Some("revoked"));
        assert_eq!(
            (batches.load(Ordering::SeqCst), outcome.acked),
            (2, 1),
            "the one before, and the one that was refused"
        );
        assert_eq!(office.records("all").len(), 1);
    });
}
