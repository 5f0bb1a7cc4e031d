//! A sales ledger of 100,000 rows, imported, against the same rows put into the same tables by bare rusqlite.
//!
//! The bare side gets its rows ready made, derived columns and numbers included, as they lie in the imported database, and
//! has nothing to do but insert them in one transaction: no reading of a file, no rules, no look whether a row is there.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use app::App;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sanbao_tests::Outcome;
use serde_json::json;

use crate::Bench;

const ROWS: usize = 100_000;
/// Odd, so that the middle one is one of them.
const ROUNDS: usize = 3;
/// Tables an import of sales fills, in an order their references allow. The name index is contentless: it is filled beside
/// its customers.
const TABLES: [&str; 6] = ["principal", "model", "customer", "customer_initials", "unit", "sale"];

/// Import by bare insert, the middle of three.
pub fn ledger(_: &Bench) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("台账.csv");
    std::fs::write(&file, text()?)?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let dir = folder.path().join(format!("desk-{round}"));
        ours.push(imported(&dir, &file)?);
        bare.push(inserted(&dir.join("desk.db"), &folder.path().join(format!("bare-{round}")))?);
    }
    let (ours, bare) = (middle(&mut ours), middle(&mut bare));
    println!("     import           ours {ours:?}, bare {bare:?}, {ROWS} rows");
    Ok(ours.as_secs_f64() / bare.as_secs_f64())
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn imported(dir: &Path, file: &Path) -> Outcome<Duration> {
    let desk = App::open(dir)?;
    let start = Instant::now();
    let answer = desk.call("import_run", json!({"path": file})).map_err(|e| e.message)?;
    let took = start.elapsed();
    if answer["value"]["imported"] != ROWS {
        return Err(format!("imported {}", answer["value"]["imported"]).into());
    }
    Ok(took)
}

/// Puts every row of the imported database into an empty one.
fn inserted(from: &Path, dir: &Path) -> Outcome<Duration> {
    drop(App::open(dir)?);
    let source = Connection::open(from)?;
    let tables = TABLES.into_iter().chain(["reason", "card", "coverage", "deadline"]);
    let filled = tables.map(|table| rows(&source, table)).collect::<Outcome<Vec<_>>>()?;
    let names: Vec<(i64, String)> = source
        .prepare("SELECT rid, name_key FROM customer")?
        .query_map([], |row| Ok((row.get(0)?, tokens(&row.get::<_, String>(1)?))))?
        .collect::<Result<_, _>>()?;
    let mut target = Connection::open(dir.join("desk.db"))?;
    target.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    let start = Instant::now();
    let transaction = target.transaction()?;
    for (sql, rows) in &filled {
        let mut put = transaction.prepare(sql)?;
        for row in rows {
            put.execute(params_from_iter(row))?;
        }
    }
    {
        let mut put = transaction.prepare("INSERT INTO customer_name_index (rowid, chars) VALUES (?, ?)")?;
        for (rid, chars) in &names {
            put.execute((rid, chars))?;
        }
    }
    transaction.commit()?;
    Ok(start.elapsed())
}

/// The statement that fills a table, and its rows.
type Filled = (String, Vec<Vec<Value>>);

fn rows(source: &Connection, table: &str) -> Outcome<Filled> {
    let mut read = source.prepare(&format!("SELECT * FROM {table}"))?;
    let columns: Vec<String> = read.column_names().filter(|name| *name != "report_on").map(str::to_owned).collect();
    let values = read
        .query_map([], |row| columns.iter().map(|name| row.get(name.as_str())).collect::<Result<Vec<Value>, _>>())?
        .collect::<Result<Vec<_>, _>>()?;
    let marks = vec!["?"; columns.len()].join(", ");
    Ok((format!("INSERT INTO {table} ({}) VALUES ({marks})", columns.join(", ")), values))
}

/// The name index's tokens: a code point each.
fn tokens(name: &str) -> String {
    let tokens: Vec<String> = name.chars().map(|c| format!("{:x}", u32::from(c))).collect();
    tokens.join(" ")
}

/// A ledger like the dealers' own, every buyer and machine another.
fn text() -> Outcome<String> {
    let mut text = String::from(
        "\u{FEFF}清河惠农农机有限公司 销售台账\r\n序号,购机日期,购机者姓名,身份证号,联系电话,县(市、区),乡镇,村,机具品目,生产厂家,产品名称,购买机型,出厂编号,发动机号,数量(台),单台销售价格(元),单台补贴额(元),发票号码,开票日期,经办人\r\n",
    );
    let (surnames, given) = (
        ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "买买提·", "𠮷田"],
        ["伟", "秀英", "建国", "海燕", "玉梅", "志强", "丽华"],
    );
    let makers = [
        ("华禾农机", "轮式拖拉机", "HH704"),
        ("沃野动力", "自走式玉米收获机", "4YZ-4B"),
        ("金穗机械", "旋耕机", "1GQN-200"),
    ];
    for n in 0..ROWS {
        let (maker, product, model) = makers[n % makers.len()];
        let (day, name) = (n % 28 + 1, format!("{}{}", surnames[n % surnames.len()], given[n / 7 % given.len()]));
        writeln!(
            text,
            "{},2025-{:02}-{day:02},{name},,199{n:08},清河县,柳林镇,{}家村,大中型拖拉机,{maker},{product},{model},XX25{n:07},Y{n:07},1,\"{},500\",19120,{n:08},2025/12/{day},李敏\r",
            n + 1,
            n % 12 + 1,
            surnames[n / 3 % 8],
            n % 80 + 10,
        )?;
    }
    Ok(text)
}
