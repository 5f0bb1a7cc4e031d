//! schema.sql, the migrations and the files under sql/ are one thing.

use crate::open::migrations;
use crate::samples::Desk;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const SCHEMA: &str = include_str!("../../../schema.sql");

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

pub(crate) fn from_schema() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(SCHEMA).unwrap();
    connection
}

/// Files under a folder of the crate, by path below it.
pub(crate) fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(dir) = folders.pop() {
        for entry in dir.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(root().join(folder)).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn without_comments(sql: &str) -> String {
    let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The definitions of one object: what stands between top-level commas, sorted, and what stands around.
fn definitions(sql: &str) -> BTreeSet<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in without_comments(sql).chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        let cut = (c == '(' && depth == 1) || (c == ')' && depth == 0) || (c == ',' && depth == 1);
        if cut { parts.push(String::new()) } else { parts.last_mut().unwrap().push(c) }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Everything the schema says, in an order that does not depend on history.
fn said(connection: &Connection) -> BTreeMap<String, BTreeSet<String>> {
    let all = "SELECT type || ' ' || name, name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name NOT LIKE 'refinery%' AND name NOT LIKE 'customer\\_name\\_index\\_%' ESCAPE '\\'
        AND name NOT LIKE 'entry\\_index\\_%' ESCAPE '\\'";
    let mut statement = connection.prepare(all).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let objects: Vec<(String, String, String)> = rows.map(Result::unwrap).collect();
    objects
        .into_iter()
        .map(|(key, name, sql)| {
            let mut facts = definitions(&sql);
            facts.extend(columns(
                connection,
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)",
                &name,
            ));
            facts.extend(columns(
                connection,
                "SELECT seqno, name, desc, coll, key FROM pragma_index_xinfo(?1) WHERE key",
                &name,
            ));
            facts.extend(columns(connection, "SELECT \"unique\", origin, partial FROM pragma_index_list(?1)", &name));
            (key, facts)
        })
        .collect()
}

fn columns(connection: &Connection, sql: &str, name: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let n = statement.column_count();
    let rows = statement
        .query_map([name], |row| (0..n).map(|i| Ok(format!("{:?}", row.get_ref(i)?))).collect::<Result<Vec<_>, _>>());
    rows.unwrap().map(|row| row.unwrap().join(" ")).collect()
}

#[test]
fn a_new_database_is_what_the_schema_file_says() {
    let desk = Desk::new();
    desk.read(|reader| {
        assert_eq!(said(reader.connection), said(&from_schema()));
        Ok(())
    });
    assert_eq!(desk.count("PRAGMA user_version"), crate::FORMAT);
    let format: i64 = from_schema().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(format, crate::FORMAT);
}

#[test]
fn the_comparison_sees_every_kind_of_difference() {
    let ours = said(&from_schema());
    let changes = [
        ("  note          TEXT NOT NULL,", "  note          TEXT,"),
        ("  boxes         INTEGER NOT NULL,", "  boxes         REAL NOT NULL,"),
        ("INTEGER NOT NULL DEFAULT 0", "INTEGER NOT NULL DEFAULT 1"),
        ("  carrier       TEXT NOT NULL,\n", ""),
        ("coalesce(invoice_on, sold_on)", "coalesce(sold_on, invoice_on)"),
        ("WHERE state <> 'acked'", "WHERE state <> 'acknowledged'"),
        ("CREATE UNIQUE INDEX model_code", "CREATE INDEX model_code"),
        ("CREATE INDEX unit_serial_tail ON unit (serial_rev);\n", ""),
        ("unit_serial ON unit (serial_key, principal)", "unit_serial ON unit (principal, serial_key)"),
        ("REFERENCES parts_batch (id)", ""),
        ("tokenize = 'ascii'", "tokenize = 'unicode61'"),
        ("PRIMARY KEY (initials, rid)\n) STRICT, WITHOUT ROWID", "PRIMARY KEY (initials, rid)\n) WITHOUT ROWID"),
    ];
    for (from, to) in changes {
        assert!(SCHEMA.contains(from), "{from}");
        let other = Connection::open_in_memory().unwrap();
        other.execute_batch(&SCHEMA.replacen(from, to, 1)).unwrap();
        assert!(said(&other) != ours, "{from} → {to} is not seen");
    }
    let moved = SCHEMA.replacen("  seller        TEXT NOT NULL,\n", "", 1).replacen(
        "  void_reason   TEXT,\n  report_on",
        "  void_reason   TEXT,\n  seller TEXT NOT NULL, -- appended by a later migration\n  report_on",
        1,
    );
    let other = Connection::open_in_memory().unwrap();
    other.execute_batch(&moved).unwrap();
    assert_eq!(said(&other), ours, "the order of columns and comments are no difference");
}

#[test]
fn migrations_in_the_program_are_those_in_the_folder() {
    let built_in: BTreeSet<String> = migrations::migrations::runner()
        .get_migrations()
        .iter()
        .map(|m| format!("{} {}", m.name(), without_comments(m.sql().unwrap())))
        .collect();
    let in_folder: BTreeSet<String> = files("migrations", ".sql")
        .iter()
        .map(|(name, sql)| {
            let short = name.split_once("__").unwrap().1.trim_end_matches(".sql");
            format!("{short} {}", without_comments(sql))
        })
        .collect();
    assert_eq!(built_in, in_folder);
}

#[test]
fn every_sql_file_prepares_and_is_one_statement() {
    let connection = from_schema();
    for (name, sql) in files("sql", ".sql") {
        if let Err(error) = connection.prepare(&sql) {
            panic!("sql/{name}: {error}");
        }
        let bare = without_comments(&sql);
        let rest = bare.split_once(';').map_or("", |(_, rest)| rest);
        assert!(rest.is_empty(), "sql/{name} is more than one statement");
        assert!(!bare.contains('?'), "sql/{name} has a parameter without a name");
    }
}

#[test]
fn a_wrong_column_does_not_prepare() {
    let sql = include_str!("../sql/sale/put.sql").replacen("invoice_no", "invoice_number", 1);
    assert!(from_schema().prepare(&sql).is_err());
}

#[test]
fn every_sql_file_is_used_and_every_used_one_is_there() {
    let mut used = BTreeSet::new();
    for source in files("src", ".rs").values() {
        let paths = source.split("../sql/").skip(1).filter_map(|rest| rest.split_once('"'));
        used.extend(paths.map(|(path, _)| path.to_owned()).filter(|path| path.ends_with(".sql")));
    }
    let there: BTreeSet<String> = files("sql", ".sql").into_keys().collect();
    assert_eq!(there, used);
}

/// Sources of the program itself.
fn sources() -> impl Iterator<Item = (String, String)> {
    files("src", ".rs").into_iter().filter(|(name, _)| !name.ends_with("_tests.rs") && name != "samples.rs")
}

#[test]
fn sql_stands_in_files() {
    let mut inline: Vec<String> = Vec::new();
    for (name, text) in sources().filter(|(name, _)| !name.starts_with("month")) {
        let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = program.lines().map(str::trim).filter(|line| !line.starts_with("//"));
        let starts = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "];
        inline.extend(lines.filter(|line| starts.iter().any(|start| line.contains(start))).map(|_| name.clone()));
    }
    // Counts of a table by its name, looks into a file that may not be a desk's, and what only SQLCipher can prepare.
    assert_eq!(inline, ["lists.rs", "open.rs", "open.rs", "sealing.rs", "small.rs"]);
}

#[test]
fn nothing_is_deleted() {
    let mut deletes: Vec<String> = Vec::new();
    for (name, text) in sources().chain(files("sql", ".sql")) {
        let words = text.split("DELETE FROM ").skip(1);
        deletes.extend(words.map(|rest| format!("{name} {}", rest.split_whitespace().next().unwrap_or_default())));
    }
    // A half-filled form, the uploader's turn and an index made by hand were never records.
    let allowed = [
        "customer/drop_initials.sql customer_initials",
        "draft/drop.sql draft",
        "entry/drop_links.sql entry_link",
        "entry/drop_values.sql entry_value",
        "sync/drop_lease.sql sync_lease",
    ];
    deletes.sort();
    assert_eq!(deletes, allowed);
}
