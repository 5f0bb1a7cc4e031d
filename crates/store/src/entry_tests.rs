//! Registers: what is found, in which order, by what it is narrowed, and that a hundred thousand entries are no burden.

use crate::earlier_tests::earlier_version;
use crate::samples::{Desk, NOW, day, id, principal};
use crate::{
    EntriesWithin, EntryFilter, EntryFinds, EntryHow, FormDefinition, FormEntry, Outgoing, Store, StoreError, Tx,
};
use domain::EntryId;
use std::time::Instant;

fn definition(key: &str) -> FormDefinition {
    FormDefinition {
        hash: format!("hash of {key}"),
        key: key.into(),
        version: 1,
        principal: None,
        source: "{}".into(),
        kept_at: NOW,
    }
}

fn entry(n: u128) -> FormEntry {
    FormEntry {
        id: id(90_000 + n),
        form: "complaint".into(),
        definition: "hash of complaint".into(),
        no: format!("2610{n:02}"),
        principal: None,
        state: "received".into(),
        open: true,
        day: day("2026-10-20"),
        title: "王丹 手扶拖拉机".into(),
        body: r#"{"kind":"quality"}"#.into(),
        unique_key: None,
        predecessor: None,
        travelled: false,
        entered_at: NOW,
        clock_suspect: false,
        void_reason: None,
        rev: 1,
    }
}

fn finds(entry: &FormEntry, words: &[&str]) -> EntryFinds {
    EntryFinds {
        values: vec![("state".into(), entry.state.clone()), ("kind".into(), "quality".into())],
        sums: vec![("loss".into(), 1_050)],
        links: vec![("unit".into(), "u1".into(), "machine".into())],
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    }
}

fn put(tx: &Tx<'_>, entry: &FormEntry, words: &[&str]) -> crate::Result<()> {
    let how = EntryHow { at: NOW, reason: "", ..EntryHow::default() };
    tx.put_entry(entry, &finds(entry, words), &how, &Outgoing::Nothing)
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(|tx| {
        tx.keep_definition(&definition("complaint"))?;
        tx.keep_definition(&definition("revisit"))?;
        put(tx, &entry(1), &["13800005536", "HH26B35536"])?;
        let solved = FormEntry { state: "closed".into(), open: false, title: "李王 割草机".into(), ..entry(2) };
        put(tx, &solved, &["13911112222"])?;
        put(tx, &FormEntry { day: day("2026-09-30"), title: "解志强 水泵".into(), ..entry(3) }, &["09996504"])?;
        put(tx, &FormEntry { form: "revisit".into(), definition: "hash of revisit".into(), ..entry(4) }, &[])
    });
    desk
}

fn found(desk: &Desk, filter: &EntryFilter<'_>) -> (Vec<String>, i64) {
    let (rows, total) = desk.read(|reader| reader.entries(filter));
    (rows.into_iter().map(|row| row.no).collect(), total)
}

fn all(term: &str) -> EntryFilter<'_> {
    EntryFilter { form: "complaint", term, limit: 50, ..EntryFilter::default() }
}

#[test]
fn a_register_is_by_day_and_found_by_words_tails_and_initials() {
    let desk = desk();
    assert_eq!(found(&desk, &all("")), (vec!["261002".into(), "261001".into(), "261003".into()], 3));
    for (term, nos) in [
        ("王", vec!["261002", "261001"]),
        ("王丹", vec!["261001"]),
        ("丹 手", vec!["261001"]),
        ("王丹，", vec!["261001"]),
        ("丹 。", vec!["261001"]),
        ("丹王", vec![]),
        ("wd", vec!["261001"]),
        ("jzq", vec!["261003"]),
        ("5536", vec!["261001"]),
        ("138", vec!["261001"]),
        ("hh26-b3", vec!["261001"]),
        ("李 2222", vec!["261002"]),
        ("李 5536", vec![]),
        ("261003", vec!["261003"]),
        ("003", vec!["261003"]),
        ("x", vec!["261002", "261001", "261003"]),
        ("\" OR x", vec![]),
    ] {
        let nos: Vec<String> = nos.into_iter().map(str::to_owned).collect();
        let n = nos.len() as i64;
        assert_eq!(found(&desk, &all(term)), (nos, n), "{term}");
    }
}

#[test]
fn what_was_written_is_found_without_naming_its_register() {
    let desk = desk();
    let everywhere = |term: &str| -> Vec<String> {
        desk.read(|reader| reader.entries_anywhere(term, 8)).into_iter().map(|row| row.no).collect()
    };
    assert_eq!(everywhere("5536"), ["261001"]);
    assert_eq!(everywhere("jzq"), ["261003"]);
    assert!(everywhere("王丹").contains(&"261004".to_owned()), "the revisit has the same words");
    assert_eq!(everywhere("2"), [] as [&str; 0], "one digit says nothing yet");
    desk.write(|tx| put(tx, &FormEntry { void_reason: Some("写错".into()), open: false, rev: 2, ..entry(1) }, &[]));
    assert_eq!(everywhere("5536"), [] as [&str; 0]);
}

#[test]
fn filters_narrow_a_list_a_search_and_a_sum_alike() {
    let desk = desk();
    let pair = |field: &str, value: &str| (field.to_owned(), value.to_owned());
    let received = [pair("state", "received"), pair("kind", "quality")];
    let closed = [pair("kind", "quality"), pair("state", "closed")];
    let by = |values, term| EntryFilter { values, ..all(term) };
    assert_eq!(found(&desk, &by(&received, "")), (vec!["261001".into(), "261003".into()], 2));
    assert_eq!(found(&desk, &by(&closed, "王")), (vec!["261002".into()], 1));
    let september = EntryFilter { days: Some((day("2026-09-01"), day("2026-09-30"))), ..by(&received, "") };
    assert_eq!(found(&desk, &september), (vec!["261003".into()], 1));
    assert_eq!(desk.read(|reader| reader.entry_sum(&by(&received, ""), "loss")), 2_100);
    assert_eq!(desk.read(|reader| reader.entry_sum(&september, "loss")), 1_050);
    desk.write(|tx| {
        put(tx, &FormEntry { void_reason: Some("写错".into()), open: false, rev: 2, ..entry(1) }, &["13800005536"])
    });
    assert_eq!(found(&desk, &by(&received, "")), (vec!["261003".into()], 1));
    assert_eq!(found(&desk, &EntryFilter { voided: true, ..by(&received, "") }).1, 2);
    assert_eq!(desk.read(|reader| reader.entry_sum(&by(&received, ""), "loss")), 1_050);
    let counts = desk.read(|reader| reader.form_counts());
    assert_eq!(
        counts.iter().map(|one| (one.form.as_str(), one.total, one.open)).collect::<Vec<_>>(),
        [("complaint", 2, 1), ("revisit", 1, 1)]
    );
}

#[test]
fn a_changed_entry_is_found_by_what_it_says_now_and_keeps_what_it_said() {
    let desk = desk();
    let changed = FormEntry { title: "赵敏 水泵".into(), rev: 2, body: "{}".into(), ..entry(1) };
    desk.write(|tx| {
        let how = EntryHow { at: NOW + 5, step: Some("assign"), from: Some("received"), reason: "听错了" };
        tx.put_entry(&changed, &EntryFinds::default(), &how, &Outgoing::Nothing)
    });
    assert_eq!(found(&desk, &all("王丹")).1, 0);
    assert_eq!(found(&desk, &all("zm")).0, ["261001"]);
    let revs = desk.read(|reader| reader.entry_revs(id::<EntryId>(90_001)));
    let said: Vec<_> = revs.iter().map(|rev| (rev.rev, rev.body.as_str(), rev.reason.as_str())).collect();
    assert_eq!(said, [(1, r#"{"kind":"quality"}"#, ""), (2, "{}", "听错了")]);
    let named = |desk: &Desk| desk.read(|reader| reader.entries_of("unit", "u1", 50)).len();
    assert_eq!(named(&desk), 3, "the changed one names no machine any more");
}

#[test]
fn no_two_standing_entries_have_the_same_unique_fields() {
    let desk = desk();
    let one = FormEntry { unique_key: Some("k".into()), ..entry(5) };
    desk.write(|tx| put(tx, &one, &[]));
    let other = FormEntry { unique_key: Some("k".into()), ..entry(6) };
    assert!(desk.store.write(crate::samples::ENTRY, |tx| put(tx, &other, &[])).is_err());
    desk.write(|tx| put(tx, &FormEntry { void_reason: Some("重复".into()), rev: 2, ..one.clone() }, &[]));
    desk.write(|tx| put(tx, &other, &[]));
    assert_eq!(desk.read(|reader| reader.entry_by_unique("k")).map(|one| one.no).as_deref(), Some("261006"));
}

#[test]
fn numbers_of_letters_go_on_and_pass_over_those_that_are_taken() {
    let desk = desk();
    let month = "2026-10".parse().unwrap();
    let next = || desk.write(|tx| tx.next_form_number("complaint", ("TS", month, ""), |seq| format!("2610{seq:02}")));
    assert_eq!([next(), next()], ["261004", "261005"], "1 to 3 are entries already");
    assert_eq!(
        desk.write(|tx| tx.next_form_number("revisit", ("HF", month, "A"), |seq| format!("HF-{seq:04}"))),
        "HF-0001"
    );
}

/// Names, machines and phones of a register that is as long as the longest.
fn many(desk: &Desk, n: u128) {
    const FAMILY: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    const GIVEN: [&str; 12] = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳"];
    let principal = principal();
    desk.write(|tx| {
        tx.put_principal(&principal)?;
        tx.keep_definition(&definition("complaint"))?;
        for n in 0..n {
            let at = |parts: u128| usize::try_from(n / parts).unwrap();
            let name = format!("{}{}{}", FAMILY[at(1) % 10], GIVEN[at(10) % 12], GIVEN[at(120) % 12]);
            let on = day("2020-01-01").plus_days(i64::try_from(n / 45).unwrap());
            let state = if n % 50 == 0 { "received" } else { "closed" };
            let one = FormEntry {
                no: format!("C{n:06}"),
                title: format!("{name} 手扶拖拉机 不能启动"),
                principal: Some(principal.id),
                day: on,
                state: state.into(),
                ..entry(n)
            };
            let (phone, serial) = (format!("138{:08}", n * 7_919 % 100_000_000), format!("HH26B{n:06}"));
            put(tx, &one, &[&phone, &serial])?;
        }
        Ok(())
    });
}

#[test]
fn a_search_in_an_old_month_is_not_lost_behind_the_newest_hits() {
    let desk = Desk::new();
    many(&desk, 2_300);
    let first_days = EntryFilter { days: Some((day("2020-01-01"), day("2020-01-02"))), ..all("启动") };
    assert_eq!(found(&desk, &first_days).1, 90, "forty-five a day, all of them put in before the newest two thousand");
    let cut = |filter: &EntryFilter<'_>| desk.read(|reader| reader.entries_cut(filter));
    let received = [("state".to_owned(), "received".to_owned())];
    assert!(!cut(&first_days));
    assert!(cut(&EntryFilter { values: &received, ..all("启动") }), "a narrowed search says that there may be more");
    assert!(!cut(&all("HH26B000007")));
}

/// The promise is p99 ≤ 30 ms of 100,000 entries in the program as it is handed out; without optimisation, and on a machine
/// in use, it is given ten times that.
#[test]
#[ignore = "makes 100,000 entries: minutes without optimisation"]
fn a_register_of_a_hundred_thousand_is_searched_at_once() {
    let desk = Desk::new();
    many(&desk, 100_000);
    let received = [("state".to_owned(), "received".to_owned())];
    let mut took = Vec::new();
    for term in ["王", "王伟", "wf", "138", "1380", "5536", "HH26B0999", "拖拉机 王", "李 77", "启动", "C0999", ""]
    {
        for values in [&[][..], &received[..]] {
            for offset in [0, 50] {
                let filter = EntryFilter { values, offset, ..all(term) };
                let began = Instant::now();
                let (rows, total) = desk.read(|reader| reader.entries(&filter));
                took.push((began.elapsed(), term, rows.len(), total));
            }
        }
    }
    took.sort();
    let slowest = took.last().unwrap();
    println!("{took:?}");
    assert!(slowest.0.as_millis() <= 300, "{slowest:?}");
}

/// Numbers of the entries that may stand in October 2026.
fn october(desk: &Desk, fields: &[&str], standing: bool) -> Vec<String> {
    let days = (day("2026-10-01"), day("2026-10-31"));
    let within = EntriesWithin { form: "complaint", principal: principal().id, days, fields, standing };
    let mut found = Vec::new();
    desk.read(|reader| {
        reader.each_entry(&within, |entry| {
            found.push(entry.no);
            Ok::<_, StoreError>(())
        })
    });
    found
}

#[test]
fn a_months_entries_are_found_by_their_day_another_day_and_while_they_stand() {
    let desk = Desk::new();
    let at = |on: &str| day(on).starts_at();
    desk.write(|tx| {
        tx.keep_definition(&definition("complaint"))?;
        let put = |n: u128, on: &str, open: bool, (closed_on, changed): (&str, &str)| {
            let finds = EntryFinds { values: vec![("closed_on".into(), closed_on.into())], ..EntryFinds::default() };
            let entry = FormEntry { day: day(on), open, ..entry(n) };
            let how = EntryHow { at: at(changed), ..EntryHow::default() };
            tx.put_entry(&entry, &finds, &how, &Outgoing::Nothing)
        };
        put(1, "2026-10-20", true, ("2026-11-02", "2026-11-02"))?;
        put(2, "2026-08-01", false, ("2026-10-31", "2026-10-31"))?;
        put(3, "2026-08-02", false, ("2026-09-30", "2026-09-30"))?;
        put(4, "2026-08-03", true, ("2026-09-30", "2026-09-30"))?;
        put(5, "2026-11-01", true, ("2026-11-01", "2026-11-01"))
    });
    assert_eq!(october(&desk, &[], false), ["261001"]);
    assert_eq!(october(&desk, &["closed_on"], false), ["261002", "261001"]);
    assert_eq!(october(&desk, &["asked_on"], false), ["261001"]);
    assert_eq!(october(&desk, &[], true), ["261002", "261004", "261001"]);
    let by = |days| desk.read(|reader| reader.entries_between("complaint", None, days, Some("closed_on")));
    let nos = |days| by(days).into_iter().map(|entry| entry.no).collect::<Vec<_>>();
    assert_eq!(nos((day("2026-09-01"), day("2026-10-31"))), ["261002", "261003", "261004"]);
    assert!(nos((day("2026-10-01"), day("2026-10-30"))).is_empty());
}

#[test]
fn entries_of_an_earlier_version_are_found_by_all_that_can_be_compared() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let source = r#"{"sections": [{"title": "", "fields": [
        {"key": "kind", "kind": "choice"}, {"key": "told", "kind": "yes_no"}, {"key": "stars", "kind": "rating"},
        {"key": "who", "kind": "ref"}, {"key": "on", "kind": "day"}, {"key": "at", "kind": "instant"},
        {"key": "loss", "kind": "money"}, {"key": "n", "kind": "number"}, {"key": "says", "kind": "text"}]}]}"#;
    let body = r#"{"kind": "quality", "told": true, "stars": 2, "who": "c1", "on": "2026-10-02", "at": 1790956799000,
        "loss": 1050, "n": 2000, "says": "坏了", "gone": "x"}"#;
    earlier_version(&path, 38, |connection| {
        let put = "INSERT INTO form_definition VALUES (?1, 'complaint', 1, NULL, ?2, 0)";
        connection.execute(put, ["good", source]).unwrap();
        connection.execute(put, ["bad", "no JSON"]).unwrap();
        let put =
            "INSERT INTO entry VALUES (?1, ?2, 'complaint', ?3, ?2, NULL, 'received', 1, '2026-10-20', '', ?4, NULL,
            NULL, 0, 0, 0, NULL, 1)";
        connection.execute(put, rusqlite::params![1, "e1", "good", body]).unwrap();
        connection.execute(put, rusqlite::params![2, "e2", "bad", body]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO entry_rev VALUES ('e1', 1, 1790956799000, NULL, NULL, NULL, 'received', '', '{}');
                 INSERT INTO entry_value VALUES ('complaint', 'kind', 'quality', '2026-10-20', 1, NULL);",
            )
            .unwrap();
    });
    let store = Store::open(&path, |_| Ok(())).unwrap();
    let rows: Vec<(String, String, Option<i64>)> = store
        .read(|reader| {
            let sql = "SELECT field, value, n FROM entry_value ORDER BY field, value, rid";
            let mut statement = reader.connection.prepare(sql)?;
            let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok::<_, StoreError>(found.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    let said: Vec<(&str, &str, Option<i64>)> = rows.iter().map(|(f, v, n)| (f.as_str(), v.as_str(), *n)).collect();
    // 1790956799000 is 23:59:59 of the second of October in Shanghai.
    assert_eq!(
        said,
        [
            (".changed", "2026-10-02", None),
            ("at", "2026-10-02", None),
            ("kind", "quality", None),
            ("loss", "", Some(1_050)),
            ("n", "", Some(2_000)),
            ("on", "2026-10-02", None),
            ("stars", "2", None),
            ("told", "true", None),
            ("who", "c1", None),
        ]
    );
}
