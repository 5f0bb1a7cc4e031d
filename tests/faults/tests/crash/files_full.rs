//! Requirement 5 for files that are not SQLite's: signatures, the month's workbooks, printed papers, lists, copies on a stick.
//!
//! The disks are real: two file systems in memory of a few megabytes, mounted where no other program sees them; the story is run
//! by this program once more, inside. How much room is left goes from none to enough.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use sanbao_faults::runs::Runs;
use sanbao_tests::outside::left_out;
use sanbao_tests::world::{HeadOffice, sale};
use serde_json::{Value, json};

use crate::desk::{Busy, text};
use crate::{Held, hold, why};

const RUNS: Runs =
    Runs { requirement: 5, test: "r05_full_disk_for_files_leaves_none_half_written", side: "desk", short: 1 };

/// Where the two disks are, inside.
const DISKS: &str = "SANBAO_SMALL_DISKS";
const ROOM: &str = "64m";
const PAGE: u64 = 4_096;
/// No work here needs more pages than this.
const MOST: u64 = 8_192;

#[test]
fn r05_full_disk_for_files_leaves_none_half_written() {
    if let Some(disks) = std::env::var_os(DISKS) {
        let office = HeadOffice::start("HH", "华禾农机").unwrap();
        return RUNS.each(|seed| one(&office, Path::new(&disks), seed));
    }
    let disks = tempfile::tempdir().unwrap();
    match inside(disks.path()) {
        Some(mut again) => assert!(again.status().unwrap().success(), "see above"),
        None => left_out("no file system can be mounted here").unwrap(),
    }
}

/// This test once more, where the machine's disk and the stick are small; none where nobody may mount anything.
fn inside(disks: &Path) -> Option<Command> {
    const MOUNT: &str = r#"for disk in own stick; do mkdir -p "$0/$disk" && mount -t tmpfs -o size="$ROOM" none "$0/$disk" || exit; done; exec "$@""#;
    let unshared = |flags: &str| {
        let mut command = Command::new("unshare");
        command.args([flags, "sh", "-c", MOUNT]).arg(disks).env("ROOM", ROOM);
        command
    };
    let works = |flags: &&str| unshared(flags).arg("true").output().is_ok_and(|done| done.status.success());
    let flags = ["-m", "-Urm"].into_iter().find(works)?;
    let mut command = unshared(flags);
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "files_full::r05_full_disk_for_files_leaves_none_half_written", "--nocapture"]);
    command.env(DISKS, disks).env("TMPDIR", disks.join("own"));
    Some(command)
}

/// The disk that fills up, what is done before, and what is asked then.
type Work = (&'static str, fn(&mut Busy, &Path, u64) -> Result<(&'static str, Value), String>);

const WORKS: [Work; 9] = [
    ("own", |desk, _, n| {
        let id = desk.unsigned_repair()?;
        let stroke: Vec<Value> =
            (0..60).map(|at| json!({"x": at * 3, "y": (at * at * (n + 1)) % 90, "t": at * 10})).collect();
        let signed = json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "strokes": [stroke]});
        Ok(("signature_add", signed))
    }),
    ("own", |desk, _, _| {
        let serial = desk.serial();
        let sold = desk.world.call("sale_open", sale("HH", &serial, "2026-10-18"));
        Ok(("print_make", json!({"paper": "receipt_card", "ids": [sold["id"]]})))
    }),
    ("own", |desk, _, _| month(desk, "report_build", json!({}))),
    ("own", |desk, _, _| {
        // What is printed is built before, and that stays built.
        let (build, input) = month(desk, "report_build", json!({"keys": ["W03"]}))?;
        desk.world.call(build, input.clone());
        Ok(("report_print", input))
    }),
    ("stick", |desk, stick, _| month(desk, "report_build", json!({"dir": stick}))),
    ("stick", |_, stick, n| list(stick, n, "xlsx")),
    ("stick", |_, stick, n| list(stick, n, "csv")),
    ("stick", |_, stick, n| Ok(("backup_now", json!({"path": stick.join(format!("备份-{n}.db"))})))),
    ("stick", |desk, stick, n| {
        desk.sell()?;
        Ok(("sync_to_file", json!({"principal": "HH", "path": stick.join(format!("待报送-{n}.sanbao"))})))
    }),
];

/// Something of the month that nobody built before: a sale more than the last time.
fn month(desk: &mut Busy, command: &'static str, more: Value) -> Result<(&'static str, Value), String> {
    desk.sell()?;
    let mut input = json!({"principal": "HH", "month": "2026-10"});
    if let Some((all, more)) = input.as_object_mut().zip(more.as_object()) {
        all.extend(more.clone());
    }
    Ok((command, input))
}

fn list(stick: &Path, n: u64, ending: &str) -> Result<(&'static str, Value), String> {
    let path = stick.join(format!("销售-{n}.{ending}"));
    Ok(("list_export", json!({"of": {"list": "sales", "query": {}}, "path": path})))
}

fn one(office: &HeadOffice, disks: &Path, seed: u64) -> Held {
    let mut desk = Busy::at(office, seed)?;
    for _ in 0..20 {
        desk.sell()?;
    }
    for (disk, work) in WORKS {
        let (disk, stick) = (disks.join(disk), disks.join("stick"));
        // None, then more and more: each seed at places of its own.
        for n in 0.. {
            let pages = if n == 0 { 0 } else { (1u64 << (n - 1)) + seed - 1 };
            hold(pages < MOST, || "it never ended".into())?;
            let (command, input) = work(&mut desk, &stick, n)?;
            let refused = written_or_not(&desk, disks, &disk, pages, (command, &input));
            if !refused.map_err(|why| format!("{command} with {pages} pages left: {why}"))? {
                hold(n > 0, || format!("{command} never met the full disk"))?;
                break;
            }
        }
    }
    desk.holds_what_it_said()?;
    for entry in std::fs::read_dir(disks.join("stick")).map_err(why)? {
        let path = entry.map_err(why)?.path();
        if path.is_file() {
            std::fs::remove_file(path).map_err(why)?;
        }
    }
    Ok(())
}

/// Refused, nothing lies there that did not lie there before; asked again when there is room, it is there.
fn written_or_not(
    desk: &Busy,
    disks: &Path,
    disk: &Path,
    pages: u64,
    (command, input): (&str, &Value),
) -> Result<bool, String> {
    let before = files(disks)?;
    let filler = fill(disk, pages).map_err(why)?;
    let answered = desk.world.app().call(command, input.clone());
    std::fs::remove_file(filler).map_err(why)?;
    let refused = answered.is_err();
    let value = match answered {
        Ok(value) => value,
        Err(refused) => {
            let said = refused.code == "disk_full" && refused.message.starts_with("磁盘已满");
            hold(said, || format!("{} {}", refused.code, refused.message))?;
            let after = files(disks)?;
            let left = differ(&before, &after);
            hold(left.is_empty(), || format!("left behind: {left:?}"))?;
            let again = desk.world.app().call(command, input.clone());
            again.map_err(|e| format!("again, with room: {} {}", e.code, e.message))?
        }
    };
    let mut named = Vec::new();
    paths(&value, &mut named);
    hold(named.iter().all(|path| path.metadata().is_ok_and(|about| about.len() > 0)), || {
        format!("not there: {named:?}")
    })?;
    hold(files(disks)? != before, || "no file was written".into())?;
    Ok(refused)
}

/// Fills a disk up to so many pages.
fn fill(disk: &Path, pages: u64) -> std::io::Result<PathBuf> {
    let path = disk.join("filler");
    let mut file = File::create(&path)?;
    for size in [1 << 20, PAGE] {
        let some = vec![0; usize::try_from(size).unwrap_or(1)];
        loop {
            match file.write_all(&some) {
                Ok(()) => {}
                Err(full) if full.kind() == ErrorKind::StorageFull => break,
                Err(other) => return Err(other),
            }
        }
    }
    let kept = file.metadata()?.len().saturating_sub(pages * PAGE);
    file.set_len(kept)?;
    Ok(path)
}

/// Every file of both disks with its bytes, but those SQLite writes.
fn files(disks: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let (mut all, mut folders) = (BTreeMap::new(), vec![disks.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).map_err(why)? {
            let path = entry.map_err(why)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with("desk.db") && !name.starts_with("head-office.db") {
                let bytes = std::fs::read(&path).map_err(why)?;
                all.insert(path, bytes);
            }
        }
    }
    Ok(all)
}

/// What changed, but for new files that harm nobody: whole, named by their hash, and waiting for the record that was not kept (FILES-1).
fn differ(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let harmless = |path: &Path| {
        let hash = after.get(path).map(|bytes| wire::hash::sha256_hex(bytes));
        !before.contains_key(path) && hash.is_some_and(|hash| path.ends_with(hash))
    };
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    changed.filter(|name| !harmless(name)).cloned().collect()
}

/// Every path an answer names.
fn paths(value: &Value, out: &mut Vec<PathBuf>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(_) if name == "path" => out.push(text(value).into()),
            other => paths(other, out),
        }),
        Value::Array(all) => all.iter().for_each(|one| paths(one, out)),
        _ => {}
    }
}
