//! The real window, by keyboard, in Chinese, over two head offices as real programs.
//!
//! Runs where SANBAO_WINDOW_APP names the window program and there is a screen (`cargo xtask test`
//! brings both); elsewhere each story says that it was left out. Composition by an input method,
//! which keys sent by a driver are not, is tested in ui/tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sanbao_tests::asked::Asked;
use sanbao_tests::clerk::{Clerk, Repair, Sale};
use sanbao_tests::webdriver::key;
use sanbao_tests::world::HeadOffice;
use sanbao_tests::{Outcome, demo, programs};
use serde_json::{Value, json};

const HH_SALE: Sale<'_> = Sale {
    name: "冯艳",
    phone: "19900717470",
    county: "清河县",
    town: "张店镇",
    village: "陈家村",
    model: "HH704",
    serial: "HH26B35536",
    engine: "Y4291201",
    price: "76500",
    invoice: "15891321",
    card: "0001234",
};
const WY_SALE: Sale<'_> = Sale {
    name: "买买提·𠮷祥",
    phone: "19900364370",
    county: "清河县",
    town: "双庙乡",
    village: "三里铺村",
    model: "4LZ-6.0P",
    serial: "WY26D00717",
    engine: "C6120077",
    price: "146800",
    invoice: "15891322",
    card: "0009001",
};
const HH_LATER: Sale<'_> = Sale {
    name: "刘玉梅",
    phone: "19900555123",
    county: "清河县",
    town: "柳林镇",
    village: "刘家村",
    model: "HH1204-D",
    serial: "HH26B40001",
    engine: "Y4300007",
    price: "128000",
    invoice: "15891323",
    card: "0001235",
};
const REPAIR: Repair<'_> = Repair {
    serial: "HH26B35536",
    fault: "轴承异响",
    technician: "周师傅",
    labour: "60",
    parts: &[("055665", "2", false), ("006396", "1", true)],
};

/// A desk's data folder, set up from outside: the window has it to itself afterwards.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Outcome<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    fn set_up(offices: &[&HeadOffice]) -> Outcome<Self> {
        let desk = Self::new()?;
        desk.call(
            "dealer_save",
            &json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}),
        )?;
        desk.call("principal_save", &json!({"code": "HH", "name": "华禾农机"}))?;
        desk.call("principal_save", &json!({"code": "WY", "name": "沃野动力"}))?;
        desk.call("start_day_save", &json!({"on": "2026-01-01"}))?;
        for (maker, code, product) in
            [("HH", "HH704", "轮式拖拉机"), ("HH", "HH1204-D", "轮式拖拉机"), ("WY", "4LZ-6.0P", "谷物联合收割机")]
        {
            desk.call("model_save", &json!({"principal": maker, "code": code, "product": product}))?;
        }
        for (code, name, fen) in [("055665", "轴承 6206", 8_800), ("006396", "转向油缸", 113_700)] {
            desk.call(
                "part_save",
                &json!({"code": code, "name": name, "unit": "件", "price_fen": fen, "kind": "warranty"}),
            )?;
        }
        for office in offices {
            desk.sanbao(&["enrol", &office.url, &office.enrol_code()?])?;
        }
        Ok(desk)
    }

    fn dir(&self) -> &Path {
        self.0.path()
    }

    fn sanbao(&self, words: &[&str]) -> Outcome<String> {
        let done = Command::new(programs::path("sanbao")?).arg("--data").arg(self.dir()).args(words).output()?;
        let said = String::from_utf8(done.stdout)?;
        if done.status.success() { Ok(said) } else { Err(format!("sanbao {words:?}: {said}").into()) }
    }

    fn call(&self, command: &str, input: &Value) -> Outcome<Value> {
        let said = self.sanbao(&["call", command, &input.to_string()])?;
        Ok(serde_json::from_str::<Value>(&said)?["value"].take())
    }
}

/// One window at a time: two of them on two cores would wait for each other's processes.
static ONE_WINDOW: Mutex<()> = Mutex::new(());

/// The window program and the right to open it, or a word that the story was left out.
fn window(story: &str) -> Option<(PathBuf, MutexGuard<'static, ()>)> {
    let app = programs::window();
    if app.is_none() {
        println!("left out: {story} (SANBAO_WINDOW_APP names no window program)");
    }
    Some((app?, ONE_WINDOW.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// A record and its version, as the desk and a head office name it.
fn version(line: &Value) -> (String, u64) {
    (line["record_id"].as_str().unwrap_or_default().to_owned(), line["rev"].as_u64().unwrap_or_default())
}

/// Everything the desk sent to a maker, by record id, with its receipt.
fn sent(desk: &Desk, maker: &str) -> Outcome<Vec<Value>> {
    let mut page = desk.call("outbox_list", &json!({"principal": maker, "limit": 200}))?;
    Ok(page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default())
}

/// Each version of each record of the maker is at its head office once, with the receipt the desk
/// shows, and nothing waits any more.
fn exactly_once(desk: &Desk, maker: &str, office: &HeadOffice, cards: usize) -> Outcome<()> {
    let lines = sent(desk, maker)?;
    let (through, rest): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line["receipt_no"].is_string());
    assert!(through.iter().all(|line| line["state"] == "acked"), "{maker}: {through:?}");
    assert!(rest.iter().all(|line| line["state"] == "superseded"), "{maker}: {rest:?}");
    let at_desk: BTreeSet<_> = through.into_iter().map(version).collect();
    let there: Vec<_> = office.list("all")?.iter().map(version).collect();
    assert_eq!(there.iter().cloned().collect::<BTreeSet<_>>(), at_desk, "{maker}");
    assert_eq!(there.len(), at_desk.len(), "{maker}: something lies there twice");
    assert_eq!(office.list("card")?.len(), cards, "{maker}");
    Ok(())
}

/// Opens each workbook of a folder; answers how many there are.
fn workbooks(folder: &Path) -> Outcome<usize> {
    let mut opened = 0;
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file.extension().is_some_and(|e| e == "xlsx") {
            let book = report::read::open_path(&file).map_err(|e| format!("{}: {e}", file.display()))?;
            assert!(!book.sheets.is_empty(), "{} is empty", file.display());
            opened += 1;
        }
    }
    Ok(opened)
}

/// Waits until the desk has kept what stands in the form.
fn until_draft(desk: &Desk, words: &str) -> Outcome<()> {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        let draft = desk.call("draft_load", &json!({"key": "sale"}))?;
        if draft["content"].as_str().is_some_and(|content| content.contains(words)) {
            return Ok(());
        }
    }
    Err("the form was not kept".into())
}

/// Every byte a head office has, and every cell of every workbook: those are packed.
fn everything(folder: &Path) -> Outcome<Vec<u8>> {
    let mut all = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = fs::read(&path)?;
            if let Ok(book) = report::read::open(&bytes, "x.xlsx") {
                all.extend(format!("{book:?}").into_bytes());
            }
            all.extend(bytes);
        }
    }
    Ok(all)
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|w| w == word.as_bytes())
}

#[test]
fn a_month_from_the_counter_to_two_head_offices() -> Outcome<()> {
    let Some((app, _alone)) = window("a month from the counter to two head offices") else { return Ok(()) };
    let pictures = programs::artefacts("month")?;
    let (mut hh, mut wy) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("WY", "沃野动力")?);
    let desk = Desk::set_up(&[&hh, &wy])?;

    let clerk = Clerk::sit_down(&app, desk.dir(), &pictures)?;
    clerk.picture("今日")?;
    clerk.new_sale()?;
    clerk.sale_fields(&HH_SALE)?;
    clerk.picture("销售填好")?;
    clerk.save_sale(&HH_SALE)?;
    clerk.picture("销售已保存")?;

    let tags = clerk.repair(&REPAIR)?;
    clerk.picture("维修已提交")?;
    assert_eq!(tags.split('、').count(), 2, "{tags}");
    let tag = clerk.store_old_part("A-3")?;
    clerk.picture("旧件已入库")?;
    assert!(tags.contains(&tag), "{tag} of {tags}");
    let folder = clerk.export_month()?;
    clerk.picture("月报已导出")?;
    assert_eq!(workbooks(&folder)?, 5);
    clerk.send_month()?;
    clerk.picture("月报已排队")?;

    hh.stop()?;
    wy.stop()?;
    clerk.new_sale()?;
    clerk.sale(&WY_SALE)?;
    clerk.send_now("连不上")?;
    clerk.picture("断网")?;
    clerk.new_sale()?;
    clerk.line("customer.name", HH_LATER.name)?;
    clerk.window.keys(HH_LATER.phone)?;
    clerk.picture("写到一半")?;
    until_draft(&desk, HH_LATER.phone)?;
    let taken = clerk.taken();
    clerk.window.kill(&app)?;

    let clerk = Clerk::sit_down_again(&app, desk.dir(), &pictures, taken)?;
    clerk.new_sale()?;
    clerk.told("未保存的草稿")?;
    clerk.picture("草稿还在")?;
    clerk.walk_to("customer.phone")?;
    assert_eq!(clerk.value()?, HH_LATER.phone);
    clerk.window.keys(key::ENTER)?;
    clerk.sale_fields_from_address(&HH_LATER)?;
    clerk.save_sale(&HH_LATER)?;
    hh.resume()?;
    wy.resume()?;
    clerk.send_now("已和总部核对一遍")?;
    clerk.told("全部已报送")?;
    clerk.picture("全部已报送")?;
    assert_eq!(clerk.strokes()?.pointer, 0);
    drop(clerk);

    for (maker, office, cards) in [("HH", &hh, 2), ("WY", &wy, 1)] {
        exactly_once(&desk, maker, office, cards)?;
    }
    let told = |office: &HeadOffice| -> Outcome<Vec<u8>> { everything(office.dir()) };
    for (bytes, other) in [(told(&hh)?, &WY_SALE), (told(&wy)?, &HH_SALE)] {
        for word in [other.name, other.phone, other.serial, other.card] {
            assert!(!holds(&bytes, word), "{word} lies at the wrong head office");
        }
    }
    Ok(())
}

#[test]
fn the_demo_month_is_done_where_nobody_sits() -> Outcome<()> {
    let Some((app, _alone)) = window("the demo month") else { return Ok(()) };
    let (hh, wy) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("WY", "沃野动力")?);
    let desk = Desk::new()?;
    let office = |maker, office: &HeadOffice| -> Outcome<Value> {
        Ok(json!({"principal": maker, "url": office.url, "code": office.enrol_code()?}))
    };
    desk.call("demo_load", &json!({"head_offices": [office("HH", &hh)?, office("WY", &wy)?]}))?;
    let asked = Asked { app, data: desk.dir().to_path_buf(), out: programs::artefacts("demo")? };
    let month = demo::month(&asked)?;
    assert_eq!((month.pictures.len(), workbooks(&month.workbooks)?), (6, 5));
    Ok(())
}

const PLACES: [&str; 8] = ["今日", "销售与回执卡", "报修与维修", "旧件", "月报", "报送台账", "档案", "设置"];

/// Whether something on the page is cut off at the right, and what.
const CUT: &str = "[...document.querySelectorAll('main, main .content, .bar, .rail')]
    .filter((el) => el.scrollWidth > el.clientWidth + 1)
    .map((el) => `${el.className}: ${el.scrollWidth} in ${el.clientWidth}`)";

#[test]
fn every_page_of_the_demo_in_both_looks() -> Outcome<()> {
    let Some((app, _alone)) = window("every page in both looks") else { return Ok(()) };
    let desk = Desk::new()?;
    desk.call("demo_load", &json!({}))?;
    let clerk = Clerk::sit_down(&app, desk.dir(), &programs::artefacts("pages")?)?;
    for (look, theme) in [("浅色", "light"), ("深色", "dark")] {
        clerk.look(look, theme)?;
        for (place, digit) in PLACES.into_iter().zip(1..) {
            clerk.go(digit, place)?;
            clerk.picture(&format!("{place}-{look}"))?;
            assert_eq!(clerk.window.run(&format!("return {CUT}"), &[])?, json!([]), "{place} {look}");
        }
    }
    assert_eq!(clerk.strokes()?.pointer, 0);
    Ok(())
}
