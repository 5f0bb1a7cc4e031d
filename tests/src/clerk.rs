//! A clerk at the counter: the window by keyboard only, in the order of the papers.
//!
//! There is no mouse here, and the page itself counts what it hears, so that a story can show that
//! none was used. A clerk waits for what the window shows and never for time to pass.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::Outcome;
use crate::papers::{Repair, Sale};
use crate::strokes::Strokes;
use crate::webdriver::{Window, key};

/// Counts every key and every touch of a pointer that reaches the page, and notes when an input
/// method was done: a character outside the first plane (𠮷) comes through one, also from a driver.
const LISTEN: &str = "
    window.__heard = { keys: {}, pointer: 0, composed: -1000 };
    addEventListener('compositionend', (e) => { window.__heard.composed = e.timeStamp; }, true);
    addEventListener('keydown', (e) => { const k = window.__heard.keys; k[e.key] = (k[e.key] ?? 0) + 1; }, true);
    for (const t of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])
      addEventListener(t, () => { window.__heard.pointer += 1; }, true);";

/// What has the focus: the field's name, or else what a person would call it.
const FOCUS: &str = "(() => {
    const el = document.activeElement;
    if (!el || el === document.body) return '';
    const named = el.closest('[data-field]')?.dataset.field ?? el.getAttribute('aria-label');
    return named ?? (el.innerText || el.labels?.[0]?.innerText || el.tagName).trim();
  })()";

/// A pile of keys is never so high that the thing wanted is further away than this.
const FAR: usize = 80;

/// The clerk, with the window open and a folder for pictures.
pub struct Clerk {
    /// The window.
    pub window: Window,
    pictures: PathBuf,
    taken: Cell<usize>,
}

impl Clerk {
    /// Opens the window and waits for the first page.
    pub fn sit_down(app: &Path, data: &Path, pictures: &Path) -> Outcome<Self> {
        Self::sit_down_again(app, data, pictures, 0)
    }

    /// The same, going on with the numbers of the pictures.
    pub fn sit_down_again(app: &Path, data: &Path, pictures: &Path, taken: usize) -> Outcome<Self> {
        let window = Window::open(app, data)?;
        let clerk = Self { window, pictures: pictures.to_path_buf(), taken: Cell::new(taken) };
        clerk.heading("今日")?;
        clerk.window.run(LISTEN, &[])?;
        Ok(clerk)
    }

    /// How many pictures there are.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken.get()
    }

    /// Keeps a picture of the window, numbered in the order of the story.
    pub fn picture(&self, name: &str) -> Outcome<PathBuf> {
        // A tick or a panel that is still coming in is not what stands there.
        self.window.until("document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity)")?;
        self.taken.set(self.taken.get() + 1);
        let file = self.pictures.join(format!("{:02}-{name}.png", self.taken.get()));
        self.window.screenshot(&file)?;
        Ok(file)
    }

    /// What the page has heard so far.
    pub fn strokes(&self) -> Outcome<Strokes> {
        Strokes::heard(&self.window.run("return window.__heard", &[])?)
    }

    /// Waits for the heading of a page.
    pub fn heading(&self, words: &str) -> Outcome<()> {
        let there = format!("document.querySelector('main h1')?.innerText.includes({})", json!(words));
        self.window.until(&there)?;
        self.settled()
    }

    /// Waits until nothing on the page is still being read.
    pub fn settled(&self) -> Outcome<()> {
        self.window
            .until("!document.querySelector('main')?.innerText.includes('正在读取') && !document.querySelector('[aria-busy=true]')")
            .map(drop)
    }

    /// Goes to one of the ten places.
    pub fn go(&self, digit: u8, heading: &str) -> Outcome<()> {
        self.window.chord(&[key::ALT], &digit.to_string())?;
        self.heading(heading)
    }

    /// What has the focus now.
    pub fn focus(&self) -> Outcome<String> {
        Ok(self.window.run(&format!("return {FOCUS}"), &[])?.as_str().unwrap_or_default().to_string())
    }

    /// Waits until a field has the focus.
    pub fn at(&self, field: &str) -> Outcome<()> {
        let waited = self.window.until(&format!("{FOCUS} === {}", json!(field)));
        waited.map(drop).map_err(|e| format!("the focus is at {:?}: {e}", self.focus()).into())
    }

    /// Types into a field and walks on.
    pub fn line(&self, field: &str, text: &str) -> Outcome<()> {
        self.at(field)?;
        self.window.keys(text)?;
        self.take_a_breath()?;
        self.window.keys(key::ENTER)
    }

    /// An Enter in the same instant as the end of a composition is the one that chose the word; no
    /// hand is that fast.
    fn take_a_breath(&self) -> Outcome<()> {
        self.window.until("performance.now() - window.__heard.composed > 100").map(drop)
    }

    /// Types into a field, takes the first line offered that says this, and walks on.
    pub fn choose(&self, field: &str, text: &str, offered: &str) -> Outcome<()> {
        self.at(field)?;
        self.window.keys(text)?;
        let first = "[...document.querySelectorAll('[role=option]')].find((o) => o.offsetParent && !o.ariaDisabled)";
        self.window.until(&format!("{first}?.innerText.includes({})", json!(offered)))?;
        self.window.keys(key::DOWN)?;
        self.window
            .until("[...document.querySelectorAll('[role=option][aria-selected=true]')].some((o) => o.offsetParent)")?;
        self.window.keys(key::ENTER)
    }

    /// Ticks a box and walks on.
    pub fn tick(&self, field: &str) -> Outcome<()> {
        self.at(field)?;
        self.window.keys(" ")?;
        self.window.until("document.activeElement.checked")?;
        self.window.keys(key::ENTER)
    }

    /// Walks on by Enter until a field has the focus.
    pub fn walk_to(&self, field: &str) -> Outcome<()> {
        self.press_until(field, |clerk| clerk.window.keys(key::ENTER))
    }

    /// Walks on by Tab until something of this name has the focus.
    pub fn tab_to(&self, name: &str) -> Outcome<()> {
        self.press_until(name, |clerk| clerk.window.keys(key::TAB))
    }

    /// Walks back by Shift+Tab until something of this name has the focus.
    pub fn tab_back_to(&self, name: &str) -> Outcome<()> {
        self.press_until(name, |clerk| clerk.window.chord(&[key::SHIFT], key::TAB))
    }

    fn press_until(&self, name: &str, press: impl Fn(&Self) -> Outcome<()>) -> Outcome<()> {
        let mut passed = Vec::new();
        for _ in 0..FAR {
            let here = self.focus()?;
            if here.starts_with(name) {
                return Ok(());
            }
            passed.push(here);
            press(self)?;
        }
        Err(format!("{name} is not on the way: {passed:?}").into())
    }

    /// What stands in the field that has the focus.
    pub fn value(&self) -> Outcome<String> {
        Ok(self.window.run("return document.activeElement.value", &[])?.as_str().unwrap_or_default().to_string())
    }

    /// Presses the button that has the focus.
    pub fn press(&self) -> Outcome<()> {
        self.window.keys(key::ENTER)
    }

    /// Waits for words in the corner that say what was done.
    pub fn told(&self, words: &str) -> Outcome<()> {
        self.window.until_shown(words)
    }

    /// Opens a new sale.
    pub fn new_sale(&self) -> Outcome<()> {
        self.go(2, "销售与回执卡")?;
        self.window.chord(&[key::CONTROL], "n")?;
        self.heading("登记销售与回执卡")?;
        self.at("customer.name")
    }

    /// Types a sale with its card into the open form, field by field, and saves it.
    pub fn sale(&self, sale: &Sale<'_>) -> Outcome<()> {
        self.sale_fields(sale)?;
        self.save_sale(sale)
    }

    /// Saves; the window says so and lays out the next paper.
    pub fn save_sale(&self, sale: &Sale<'_>) -> Outcome<()> {
        self.window.chord(&[key::CONTROL], "s")?;
        let said =
            format!("document.body.innerText.match(/已保存 \\S*{}（(.*)）/)?.[1] === {}", sale.card, json!(sale.name));
        self.window.until(&said)?;
        self.at("customer.name")
    }

    /// Everything of a sale in the order of the paper, not saved yet.
    pub fn sale_fields(&self, sale: &Sale<'_>) -> Outcome<()> {
        self.line("customer.name", sale.name)?;
        self.line("customer.phone", sale.phone)?;
        self.sale_fields_from_address(sale)
    }

    /// The same from the address on: what stood above it is there already.
    pub fn sale_fields_from_address(&self, sale: &Sale<'_>) -> Outcome<()> {
        self.line("customer.county", sale.county)?;
        self.line("customer.town", sale.town)?;
        self.line("customer.village", sale.village)?;
        self.choose("unit.model", sale.model, sale.model)?;
        self.line("unit.serial", sale.serial)?;
        self.line("unit.engine_no", sale.engine)?;
        self.line("principal", "")?;
        self.line("sold_on", "今")?;
        self.line("price_fen", sale.price)?;
        self.line("invoice_no", sale.invoice)?;
        self.line("card_no", sale.card)?;
        self.tick("user_signed")?;
        self.tick("share_consent")
    }

    /// A repair from the serial to the signature, saved and submitted. Answers the tags of the old parts.
    pub fn repair(&self, repair: &Repair<'_>) -> Outcome<String> {
        self.repair_fields(repair)?;
        self.submit_repair()
    }

    fn submit_repair(&self) -> Outcome<String> {
        self.tab_to("保存并提交")?;
        self.press()?;
        let told = self.window.until("document.body.innerText.match(/已保存并提交 .*旧件标签：(.*)/)?.[1]")?;
        Ok(told.as_str().unwrap_or_default().trim().to_string())
    }

    fn repair_fields(&self, repair: &Repair<'_>) -> Outcome<()> {
        self.go(3, "报修与维修")?;
        self.window.chord(&[key::CONTROL], "n")?;
        self.heading("登记维修")?;
        self.at("unit.serial")?;
        self.window.keys(repair.serial)?;
        // The machine is known: it brings its owner before the clerk walks on.
        self.window.until("document.querySelector('[data-field=\"customer.name\"] input').value !== ''")?;
        self.walk_to("reported_on")?;
        self.line("reported_on", "今")?;
        self.walk_to("fault")?;
        self.line("fault", repair.fault)?;
        self.repair_done(repair)
    }

    /// A repair out of the open call, whose machine and complaint stand in the form already.
    pub fn repair_of_call(&self, repair: &Repair<'_>) -> Outcome<String> {
        self.tab_to("开维修单")?;
        self.press()?;
        self.heading("登记维修")?;
        self.window.until(&format!(
            "document.querySelector('[data-field=\"unit.serial\"] input')?.value === {}",
            json!(repair.serial)
        ))?;
        self.tab_to("fault")?;
        assert_eq!(self.value()?, repair.fault, "the complaint came along");
        self.repair_done(repair)?;
        self.submit_repair()
    }

    fn repair_done(&self, repair: &Repair<'_>) -> Outcome<()> {
        self.walk_to("completed_on")?;
        self.line("completed_on", "今")?;
        self.walk_to("technician")?;
        self.line("technician", repair.technician)?;
        for (i, (code, quantity, here)) in repair.parts.iter().enumerate() {
            self.walk_to("加一个零件")?;
            self.press()?;
            self.choose(&format!("parts.{i}.name"), code, code)?;
            self.line(&format!("parts.{i}.qty_milli"), quantity)?;
            // Ticked by itself at the counter, and not where the machine is elsewhere.
            self.walk_to("旧件已在店")?;
            if self.window.until("[document.activeElement.checked]")? != json!([here]) {
                self.window.keys(" ")?;
            }
        }
        // Enter on the button would add a line; Tab passes it.
        self.walk_to("加一个零件")?;
        self.tab_to("labour_fen")?;
        self.line("labour_fen", repair.labour)?;
        self.walk_to("user_signed")?;
        self.tick("user_signed")?;
        self.tick("share_consent")
    }

    /// Takes the first old part that waits into the store, onto a shelf; answers its tag.
    pub fn store_old_part(&self, shelf: &str) -> Outcome<String> {
        self.go(4, "旧件")?;
        self.tab_to("待入库")?;
        self.press()?;
        self.first_row()?;
        let tag = self.window.until("document.querySelector('aside p.small')?.innerText.trim()")?;
        self.press()?;
        self.window.until("document.activeElement.closest('aside')")?;
        self.tab_to("bin")?;
        self.line("bin", shelf)?;
        self.at("入库")?;
        self.press()?;
        self.told("已入库。")?;
        // The next one that waits is laid out, or none is left.
        let there = "document.querySelector('aside p.small')?.innerText.trim()";
        let none = "!document.querySelector('main tbody tr') && !document.querySelector('aside')";
        self.window
            .until(&format!("({none}) || {there} && {there} !== {tag} && document.activeElement.closest('tbody')"))?;
        Ok(tag.as_str().unwrap_or_default().to_string())
    }

    /// From above a list to its first row, with the panel beside it.
    pub fn first_row(&self) -> Outcome<()> {
        self.settled()?;
        self.window.until("document.querySelector('main tbody tr')")?;
        for _ in 0..FAR {
            if self.window.run("return !!document.activeElement.closest('tbody')", &[])? == json!(true) {
                self.window.keys(key::HOME)?;
                return self.window.until("document.querySelector('tr[aria-selected=true]')").map(drop);
            }
            self.window.keys(key::TAB)?;
        }
        Err("no list on the way".into())
    }

    /// Writes the workbooks of the month in progress; answers the folder the window names.
    pub fn export_month(&self) -> Outcome<PathBuf> {
        self.month_in_progress()?;
        self.tab_back_to("导出整月报表")?;
        self.press()?;
        let told = self.window.until("document.body.innerText.match(/已导出 8 个文件到 (\\S+)/)?.[1]")?;
        Ok(told.as_str().unwrap_or_default().into())
    }

    /// Early in a month the page offers the month before: one step on.
    fn month_in_progress(&self) -> Outcome<()> {
        self.go(6, "月报")?;
        self.tab_to("下个月").or_else(|_| self.tab_back_to("月份"))?;
        if self.focus()? == "下个月" {
            self.press()?;
        }
        self.settled()
    }

    /// Sends the month in progress to its head office, by the button and its question.
    pub fn send_month(&self) -> Outcome<()> {
        self.tab_to("报送总部")?;
        self.press()?;
        self.told("的月报报送总部？")?;
        self.told("还没有结束")?;
        // A question begins where it does no harm; before that its opening may still take the focus.
        self.at("取消")?;
        self.tab_to("提前报送")?;
        self.press()?;
        self.told("已排队")
    }

    /// Sends now, by the button of the ledger.
    pub fn send_now(&self, told: &str) -> Outcome<()> {
        self.go(7, "报送台账")?;
        self.tab_to("立即报送")?;
        self.press()?;
        self.told(told)
    }

    /// Chooses a look in the settings: 浅色 or 深色.
    pub fn look(&self, word: &str, theme: &str) -> Outcome<()> {
        self.go(9, "设置")?;
        self.tab_to("外观")?;
        self.press()?;
        self.window.until("document.querySelector('input[type=radio][name=look]')")?;
        self.window.run("return 0", &[])?;
        for _ in 0..FAR {
            if self.window.run("return document.activeElement.type === 'radio'", &[])? == json!(true) {
                break;
            }
            self.window.keys(key::TAB)?;
        }
        for _ in 0..3 {
            if self.window.run(&format!("return document.documentElement.dataset.theme === '{theme}' && document.activeElement.closest('label').innerText.includes('{word}')"), &[])? == json!(true) {
                return Ok(());
            }
            self.window.keys(key::DOWN)?;
        }
        Err(format!("no look {word}").into())
    }
}
