//! The real window, by keyboard, in Chinese, over two head offices as real programs.
//!
//! Runs where SANBAO_WINDOW_APP names the window program and there is a screen (`cargo xtask test`
//! brings both); elsewhere each story says that it was left out. Composition by an input method,
//! which keys sent by a driver are not, is tested in ui/tests.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanbao_tests::asked::Asked;
use sanbao_tests::clerk::Clerk;
use sanbao_tests::outside::{Desk, everything, exactly_once, holds, workbooks};
use sanbao_tests::papers::{Repair, Sale};
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

/// Fields of the sale with its card, as the form asks for them.
const FIELDS: u64 = 15;

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

#[test]
fn a_month_from_the_counter_to_two_head_offices() -> Outcome<()> {
    let Some((app, _alone)) = window("a month from the counter to two head offices") else { return Ok(()) };
    let pictures = programs::artefacts("month")?;
    let (mut hh, mut wy) = (HeadOffice::start("HH", "华禾农机")?, HeadOffice::start("WY", "沃野动力")?);
    let desk = Desk::set_up(&[&hh, &wy])?;

    let clerk = Clerk::sit_down(&app, desk.dir(), &pictures)?;
    clerk.picture("今日")?;
    clerk.new_sale()?;
    let before = clerk.strokes()?;
    clerk.sale_fields(&HH_SALE)?;
    clerk.picture("销售填好")?;
    clerk.save_sale(&HH_SALE)?;
    let made = clerk.strokes()?.since(before);
    assert!(made.walking <= FIELDS, "one Enter a field: {made:?}");
    assert!(made.seconds(FIELDS) < 60.0, "{made:?}: {} s", made.seconds(FIELDS));
    clerk.picture("销售已保存")?;

    let tags = clerk.repair(&REPAIR)?;
    clerk.picture("维修已提交")?;
    assert_eq!(tags.split('、').count(), 2, "{tags}");
    let tag = clerk.store_old_part("A-3")?;
    clerk.picture("旧件已入库")?;
    assert!(tags.contains(&tag), "{tag} of {tags}");
    let folder = clerk.export_month()?;
    clerk.picture("月报已导出")?;
    assert_eq!(workbooks(&folder)?, 8);
    clerk.send_month()?;
    clerk.picture("月报已排队")?;

    hh.stop()?;
    wy.stop()?;
    clerk.new_sale()?;
    clerk.sale(&WY_SALE)?;
    clerk.send_now("报送服务没有开")?;
    clerk.picture("断网")?;
    clerk.new_sale()?;
    clerk.line("customer.name", HH_LATER.name)?;
    clerk.window.keys(HH_LATER.phone)?;
    clerk.picture("写到一半")?;
    desk.until_draft("sale", HH_LATER.phone)?;
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
    let office =
        |office: &HeadOffice| -> Outcome<Value> { Ok(json!({"url": office.url, "code": office.enrol_code()?})) };
    desk.call("demo_load", &json!({"head_offices": [office(&hh)?, office(&wy)?]}))?;
    let asked = Asked { app, data: desk.dir().to_path_buf(), out: programs::artefacts("demo")? };
    let month = demo::month(&asked)?;
    assert_eq!((month.pictures.len(), workbooks(&month.workbooks)?), (6, 8));
    Ok(())
}

/// Each place with the digit that opens it.
const PLACES: [(u8, &str); 10] = [
    (1, "今日"),
    (2, "销售与回执卡"),
    (3, "报修与维修"),
    (4, "旧件"),
    (5, "核销"),
    (6, "月报"),
    (0, "登记簿"),
    (7, "报送台账"),
    (8, "档案"),
    (9, "设置"),
];

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
        for (digit, place) in PLACES {
            clerk.go(digit, place)?;
            clerk.picture(&format!("{place}-{look}"))?;
            assert_eq!(clerk.window.run(&format!("return {CUT}"), &[])?, json!([]), "{place} {look}");
        }
    }
    // What is left of the first day takes no room from the work that waits.
    clerk.go(1, "今日")?;
    clerk.window.until("document.querySelector('main').innerText.includes('还可以做：登记总部')")?;
    calendar(&clerk)?;
    assert_eq!(clerk.strokes()?.pointer, 0);
    Ok(())
}

/// The calendar of a day opens by a key and gives the day; the window's own protocol is another one than a web page's.
fn calendar(clerk: &Clerk) -> Outcome<()> {
    clerk.new_sale()?;
    clerk.walk_to("sold_on")?;
    clerk.window.chord(&[key::ALT], key::DOWN)?;
    clerk.window.until("document.querySelectorAll('.el-date-table td.available').length > 27")?;
    clerk.picture("日历")?;
    clerk.window.keys(key::ESCAPE)?;
    clerk.window.until("!document.querySelector('.el-date-table')")?;
    clerk.at("sold_on")
}
