//! A register of 100,000 complaints: searched letter by letter, narrowed, turned over, through the command the window calls.

use std::path::Path;
use std::time::{Duration, Instant};

use app::App;
use domain::EntryId;
use sanbao_tests::Outcome;
use serde_json::{Value, json};
use store::{EntryFinds, EntryHow, FormEntry, Outgoing, Store, StoreError};

use crate::search::{at, beginnings, tail};
use crate::{Bench, million};

const ENTRIES: u32 = 100_000;

/// Entries a transaction.
const AT_ONCE: u32 = 5_000;

/// Terms of each kind; with their beginnings some hundred searches.
const TERMS: u32 = 60;

/// A kind of term, and the term of entry `n`.
type Term = fn(u32) -> String;
const KINDS: [(&str, Term); 8] = [
    ("number", |n| format!("C{n:06}")),
    ("phone", million::phone),
    ("phone tail", |n| tail(&million::phone(n), 4)),
    ("serial tail", |n| tail(&million::serial(n), 5)),
    ("name", million::name),
    ("initials", |n| store::initials(&million::name(n)).into_iter().next().unwrap_or_default()),
    ("what all have", |_| "不能启动".to_owned()),
    ("name and what", |n| format!("{} 启动", million::name(n))),
];

/// What narrows the register beside the words: nothing, few, many, a month.
fn narrowed() -> [(&'static str, Value); 4] {
    [
        ("all", json!({})),
        ("one in fifty", json!({"state": "received"})),
        ("most", json!({"state": "closed", "filters": {"kind": "service"}})),
        ("a month", json!({"month": "2024-05"})),
    ]
}

/// The slowest p99 of all kinds of terms and filters, in milliseconds.
pub fn as_you_type(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let desk = filled(folder.path())?;
    let mut worst = 0.0_f64;
    for (narrow, filters) in narrowed() {
        for (kind, term) in KINDS {
            let typed =
                (0..TERMS).flat_map(|n| beginnings(&term(million::scattered(n, 12, u64::from(ENTRIES)) as u32)));
            worst = worst.max(measured(&desk, (narrow, kind), &filters, typed.collect())?);
        }
        worst = worst.max(measured(&desk, (narrow, "no word"), &filters, vec![String::new(); TERMS as usize])?);
    }
    Ok(worst)
}

/// p99 of a kind of term under a filter: the first page, and the one after it.
fn measured(desk: &App, (narrow, kind): (&str, &str), filters: &Value, terms: Vec<String>) -> Outcome<f64> {
    let mut times: Vec<Duration> = Vec::new();
    for term in terms {
        for offset in [0, 50] {
            let mut query = json!({"form": "complaint", "term": term, "limit": 50, "offset": offset});
            for (key, value) in filters.as_object().into_iter().flatten() {
                query[key] = value.clone();
            }
            let began = Instant::now();
            desk.call("entry_list", query).map_err(|e| e.message)?;
            times.push(began.elapsed());
        }
    }
    let p99 = at(&mut times, 99).as_secs_f64() * 1000.0;
    println!(
        "     register         {narrow:<13} {kind:<14} p50 {:>9.2?}  p99 {p99:>6.2}ms  of {}",
        at(&mut times, 50),
        times.len()
    );
    Ok(p99)
}

/// One complaint by the program's own way, and all others after it: the rows are the program's, their words too.
fn filled(dir: &Path) -> Outcome<App> {
    let first = written(dir)?;
    let store = Store::open_with(&dir.join("desk.db"), None, |_| Ok(())).map_err(|e| format!("{e:?}"))?;
    let id: EntryId = first.parse()?;
    let one = store.read(|reader| reader.entry(id))?.ok_or("no entry")?;
    for from in (0..ENTRIES).step_by(AT_ONCE as usize) {
        store.write(store::Entry { at: one.entered_at, op: "" }, |tx| {
            (from..(from + AT_ONCE).min(ENTRIES)).try_for_each(|n| put(tx, &one, n))
        })?;
    }
    drop(store);
    App::open(dir).map_err(|e| e.to_string().into())
}

fn put(tx: &store::Tx<'_>, like: &FormEntry, n: u32) -> Result<(), StoreError> {
    let state = if n.is_multiple_of(50) { "received" } else { "closed" };
    let kind = if n.is_multiple_of(3) { "quality" } else { "service" };
    let id = million::id(9, n).parse().unwrap_or(like.id);
    let entry = FormEntry {
        id,
        no: format!("C{n:06}"),
        title: format!("{} 手扶拖拉机 不能启动", million::name(n)),
        day: like.day.plus_days(-i64::from(n / 45)),
        state: state.to_owned(),
        open: state == "received",
        ..like.clone()
    };
    let value = |field: &str, value: &str| (field.to_owned(), value.to_owned());
    let finds = EntryFinds {
        values: [
            ("state", state),
            ("kind", kind),
            ("channel", "phone"),
            ("market", "domestic"),
            ("severity", "ordinary"),
            ("received_on", &entry.day.iso()),
        ]
        .map(|(field, said)| value(field, said))
        .into(),
        sums: vec![("loss".to_owned(), i64::from(n % 900))],
        links: Vec::new(),
        words: vec![million::phone(n), million::serial(n)],
    };
    tx.put_entry(&entry, &finds, &EntryHow { at: like.entered_at, ..EntryHow::default() }, &Outgoing::Nothing)
}

/// A desk with its dealer and maker and one complaint; answers the complaint's id.
fn written(dir: &Path) -> Outcome<String> {
    let desk = App::open(dir)?;
    let call = |command: &str, input: Value| desk.call(command, input).map_err(|e| e.message);
    call("dealer_save", json!({"code": "HB0732A", "name": "清河惠农农机有限公司"}))?;
    call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    let today = call("desk_status", json!({}))?["today"].take();
    let values = json!({"received_on": today, "received_by": "张三", "channel": "phone", "market": "domestic",
        "complainant": "王丹", "phone": "13800005536", "product": "手扶拖拉机", "kind": "service", "severity": "ordinary",
        "content": "不能启动"});
    let made = call("entry_save", json!({"form": "complaint", "principal": "HH", "values": values}))?;
    Ok(made["value"]["id"].as_str().unwrap_or_default().to_owned())
}
