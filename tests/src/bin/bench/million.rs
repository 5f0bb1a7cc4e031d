//! A desk of 1,000,000 machines and customers, each machine sold once: made in half a minute by a bare connection, without
//! the indexes, which are put back when all rows are in.

use std::cell::OnceCell;
use std::path::Path;
use std::time::Instant;

use app::App;
use rusqlite::{Connection, params};
use sanbao_tests::Outcome;
use serde_json::json;
use tempfile::TempDir;

/// Machines, customers, sales and cards each.
pub const MANY: u32 = 1_000_000;

/// Surnames as common as they are, given names of one or two characters; a rare and a many-voiced one among them.
const SURNAMES: [&str; 24] = [
    "王",
    "王",
    "王",
    "李",
    "李",
    "李",
    "张",
    "张",
    "张",
    "刘",
    "刘",
    "陈",
    "陈",
    "杨",
    "赵",
    "黄",
    "周",
    "吴",
    "徐",
    "孙",
    "曾",
    "单",
    "买买提·",
    "𠮷",
];
const GIVEN: [&str; 40] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞",
    "平", "刚", "桂", "英", "建", "国", "海", "燕", "玉", "梅", "志", "华", "春", "生", "文", "斌", "红", "丹", "德",
    "福", "田",
];

/// Number `n` scattered over 0..below, the same on every machine.
pub fn scattered(n: u32, salt: u64, below: u64) -> u64 {
    let mut x = (u64::from(n) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) % below
}

fn pick<'a>(from: &[&'a str], n: u32, salt: u64) -> &'a str {
    let at = scattered(n, salt, from.len() as u64);
    from.get(at as usize).copied().unwrap_or_default()
}

/// Customer `n`'s name.
pub fn name(n: u32) -> String {
    let second = if scattered(n, 3, 3) == 0 { "" } else { pick(&GIVEN, n, 4) };
    format!("{}{}{second}", pick(&SURNAMES, n, 1), pick(&GIVEN, n, 2))
}

/// Customer `n`'s phone.
pub fn phone(n: u32) -> String {
    format!("1{}{:08}", 30 + scattered(n, 5, 69), scattered(n, 6, 100_000_000))
}

/// Machine `n`'s serial: maker's letters, year, line, and a number without order.
pub fn serial(n: u32) -> String {
    let letters = pick(&["HH", "JS", "WY", "LX"], n, 7);
    format!("{letters}{}{}{:07}", 20 + n % 7, pick(&["A", "B", "C"], n, 8), u64::from(n) * 7 % 10_000_000)
}

/// An id like those the desk makes: the rows of one table in the order of time.
pub fn id(table: u32, n: u32) -> String {
    format!("01900000-{:04x}-7{table:03x}-8000-{n:012x}", n >> 8 & 0xffff)
}

/// The desk, once it was asked for.
#[derive(Default)]
pub struct Made(OnceCell<TempDir>);

impl Made {
    /// Copies the desk into a folder.
    pub fn copy_to(&self, dir: &Path) -> Outcome<()> {
        if self.0.get().is_none() {
            let (folder, start) = (tempfile::tempdir()?, Instant::now());
            desk(folder.path())?;
            println!("     million          a desk of {MANY} machines, made in {:?}", start.elapsed());
            let _ = self.0.set(folder);
        }
        let made = self.0.get().ok_or("it was made just now")?;
        std::fs::create_dir_all(dir)?;
        std::fs::copy(made.path().join("desk.db"), dir.join("desk.db"))?;
        Ok(())
    }
}

/// Makes the desk in a folder.
fn desk(dir: &Path) -> Outcome<()> {
    let desk = App::open(dir)?;
    let call = |command: &str, input| desk.call(command, input).map_err(|e| e.message);
    call("dealer_save", json!({"code": "HB0732A", "name": "惠农农机", "short_name": "惠农", "device": "A"}))?;
    call("principal_save", json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
    call("model_save", json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "class": "拖拉机"}))?;
    drop(desk);
    let mut connection = Connection::open(dir.join("desk.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000;
         PRAGMA temp_store = MEMORY;",
    )?;
    let transaction = connection.transaction()?;
    let indexes = without_indexes(&transaction)?;
    customers(&transaction)?;
    machines(&transaction)?;
    transaction.execute_batch(&indexes)?;
    transaction.commit()?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

/// Drops the indexes of the four large tables; answers what makes them again.
fn without_indexes(connection: &Connection) -> Outcome<String> {
    let mut all = connection.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
           AND tbl_name IN ('customer', 'customer_initials', 'unit', 'sale', 'card')",
    )?;
    let rows = all.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let indexes = rows.collect::<Result<Vec<_>, _>>()?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(indexes.into_iter().map(|(_, sql)| sql + ";\n").collect())
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

fn customers(connection: &Connection) -> Outcome<()> {
    let mut put = connection.prepare(
        "INSERT INTO customer (rid, id, name, name_key, phone, phone_key, phone_rev, county, town, village)
         VALUES (?1, ?2, ?3, ?3, ?4, ?4, ?5, '清河县', '双庙乡', '张家村')",
    )?;
    let mut put_name = connection.prepare("INSERT INTO customer_name_index (rowid, chars) VALUES (?1, ?2)")?;
    let mut initials = Vec::new();
    for n in 0..MANY {
        let (name, phone) = (name(n), phone(n));
        put.execute(params![n + 1, id(1, n), name, phone, reversed(&phone)])?;
        let tokens: Vec<String> = name.chars().map(|c| format!("{:x}", u32::from(c))).collect();
        put_name.execute(params![n + 1, tokens.join(" ")])?;
        initials.extend(store::initials(&name).into_iter().map(|reading| (reading, n + 1)));
    }
    initials.sort_unstable();
    let mut put = connection.prepare("INSERT INTO customer_initials (initials, rid) VALUES (?1, ?2)")?;
    for (reading, rid) in initials {
        put.execute(params![reading, rid])?;
    }
    Ok(())
}

fn machines(connection: &Connection) -> Outcome<()> {
    let one = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
    let (maker, model) = (one("SELECT id FROM principal")?, one("SELECT id FROM model")?);
    let mut put_unit = connection.prepare(
        "INSERT INTO unit (id, principal, model, serial, serial_key, serial_rev, engine_no, engine_key, frame_no)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?6, '')",
    )?;
    let mut put_sale = connection.prepare(
        "INSERT INTO sale (id, no, principal, unit, customer, sold_on, invoice_no, seller, outlet, note, entered_on, clock_suspect)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '李敏', '', '', ?6, 0)",
    )?;
    let mut put_card = connection.prepare(
        "INSERT INTO card (id, no, no_key, sale, state, share_consent, user_signed, rev) VALUES (?1, ?2, ?3, ?4, ?5, 1, 1, 1)",
    )?;
    for n in 0..MANY {
        let serial = serial(n);
        put_unit.execute(params![
            id(2, n),
            maker,
            model,
            serial,
            reversed(&serial),
            format!("Q{:08}", scattered(n, 9, 100_000_000))
        ])?;
        // Ten years up to the autumn of the demo, in order.
        let day = n / (MANY / 3500);
        let sold_on = format!("{}-{:02}-{:02}", 2016 + day / 350, day % 350 / 32 + 1, day % 28 + 1);
        let customer = scattered(n, 10, u64::from(MANY)) as u32;
        put_sale.execute(params![
            id(3, n),
            format!("HB0732A-XS-1601-B{n:07}"),
            maker,
            id(2, n),
            id(1, customer),
            sold_on
        ])?;
        let state = if n + 2000 > MANY { "issued" } else { "acknowledged" };
        put_card.execute(params![id(4, n), format!("HZ{n:07}"), format!("HZ{n:07}"), id(3, n), state])?;
    }
    Ok(())
}
