//! Registers in the real window, by keyboard: forms drawn from their definitions, over a real desk.

#[path = "window_registers/complaints.rs"]
mod complaints;
#[path = "window_registers/counter.rs"]
mod counter;
#[path = "window_registers/own.rs"]
mod own;
#[cfg(unix)]
#[path = "window_registers/stock.rs"]
mod stock;
#[path = "window_registers/ten.rs"]
mod ten;

use counter::alone;
use sanbao_tests::clerk::Clerk;
use sanbao_tests::outside::Desk;
use sanbao_tests::webdriver::key;
use sanbao_tests::{Outcome, programs};
use serde_json::json;

/// Whether something on the page is cut off at the right, and what.
const CUT: &str = "[...document.querySelectorAll('main, main .content, .bar, .rail')]
    .filter((el) => el.scrollWidth > el.clientWidth + 1)
    .map((el) => `${el.className}: ${el.scrollWidth} in ${el.clientWidth}`)";

#[test]
fn a_call_to_the_hotline_is_noted_by_keyboard_and_is_in_its_register() -> Outcome<()> {
    let Some((app, _alone)) = alone("a register in the real window") else { return Ok(()) };
    let desk = Desk::new()?;
    desk.call("demo_load", &json!({}))?;
    let clerk = Clerk::sit_down(&app, desk.dir(), &programs::artefacts("registers")?)?;
    clerk.go(0, "登记簿")?;
    clerk.settled()?;
    clerk.picture("全部登记簿")?;
    clerk.window.keys("热线")?;
    clerk.tab_to("24小时热线咨询记录")?;
    clerk.press()?;
    clerk.heading("24小时热线咨询记录")?;
    clerk.picture("还没有登记")?;
    clerk.window.chord(&[key::CONTROL], "n")?;
    clerk.tab_to("engineer")?;
    clerk.line("engineer", "李工")?;
    clerk.line("caller", "买买提·𠮷祥")?;
    clerk.line("phone", "19900364370")?;
    clerk.tab_to("kind")?;
    clerk.choose("kind", "使用", "使用")?;
    clerk.tab_to("question")?;
    clerk.window.keys("换挡时有异响，能不能先用")?;
    clerk.tab_to("answer")?;
    clerk.window.keys("先停用，明天上门看")?;
    clerk.picture("填好的咨询")?;
    assert_eq!(clerk.window.run(&format!("return {CUT}"), &[])?, json!([]));
    clerk.window.chord(&[key::CONTROL], "s")?;
    clerk.window.until_shown("换挡时有异响")?;
    clerk.picture("登记了的咨询")?;
    let kept = desk.call("entry_list", &json!({"form": "hotline"}))?;
    assert_eq!(kept["rows"].as_array().map(Vec::len), Some(1), "{kept}");
    assert!(kept["rows"][0]["title"].to_string().contains("买买提·𠮷祥"), "{kept}");
    // Found from anywhere by its number.
    let no = kept["rows"][0]["no"].as_str().ok_or("no number")?;
    clerk.go(1, "今日")?;
    clerk.window.chord(&[key::CONTROL], "k")?;
    clerk.window.keys(no)?;
    let hit = "document.querySelector('[role=search] [role=option][aria-selected=true]')?.innerText";
    clerk.window.until(&format!("{hit}.includes({})", json!(no)))?;
    clerk.press()?;
    clerk.heading("24小时热线咨询记录")?;
    clerk.window.until("document.querySelector('aside')?.innerText.includes('换挡时有异响')")?;
    assert_eq!(clerk.strokes()?.pointer, 0);
    Ok(())
}
