//! The clerk on the way of the money: from a ringing phone to what head office deducts, by keyboard only.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Outcome;
use crate::clerk::Clerk;
use crate::papers::Call;
use crate::webdriver::key;

/// The five figures of 核销, in their order on the page.
const FIGURES: [&str; 5] = ["已核定", "可申请", "已申请待核定", "有风险", "已损失"];

/// The list of rows behind the open figure, a sum of fen and how many nobody knows; null until it is there.
const ROWS: &str = "(() => {
    const word = document.querySelector('.figures a[aria-current] .small')?.innerText;
    const list = document.querySelector(`table[aria-label='${word}的每一项'], [role=grid][aria-label='${word}的每一项']`);
    if (!list || document.querySelector('[aria-busy=true]')) return null;
    const fen = (text) => Math.round(Number((text.match(/-?[\\d,]+\\.\\d\\d/)?.[0] ?? '0').replaceAll(',', '')) * 100);
    const head = [...list.querySelectorAll('thead th')].findIndex((th) => th.innerText.trim() === '金额');
    const rows = [...list.querySelectorAll('tbody tr')].map((tr) => tr.children[head]?.innerText ?? '');
    const figure = document.querySelector('.figures a[aria-current] b').innerText;
    return { word, figure: fen(figure), sum: rows.reduce((all, text) => all + fen(text), 0), rows: rows.length };
  })()";

impl Clerk {
    /// The phone rings: F4, the number, who is known by it, what is the matter. Answers the number of the call.
    pub fn new_call(&self, call: &Call<'_>) -> Outcome<String> {
        self.window.keys(key::F4)?;
        self.heading("登记报修")?;
        self.at("phone")?;
        self.window.keys(call.phone)?;
        self.told("这个电话登记过")?;
        self.window.keys(key::ENTER)?;
        self.at(call.known)?;
        self.press()?;
        self.at("complaint")?;
        self.window.keys(call.complaint)?;
        self.window.chord(&[key::CONTROL], "s")?;
        self.state("已登记")?;
        let no = self.window.until("document.querySelector('aside p.small')?.innerText.trim()")?;
        Ok(no.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for the chip at the head of the panel.
    pub fn state(&self, word: &str) -> Outcome<()> {
        let chips = "[...document.querySelectorAll('aside header .chip')]";
        self.window.until(&format!("{chips}.some((one) => one.innerText.includes({}))", json!(word))).map(drop)
    }

    /// A step of the open call by its digit, with what it asks for typed into its first field.
    pub fn call_step(&self, digit: &str, asked: Option<(&str, &str)>, told: &str) -> Outcome<()> {
        self.window.keys(digit)?;
        if let Some((field, words)) = asked {
            self.at(field)?;
            self.window.keys(words)?;
            self.tab_to("登记")?;
            self.press()?;
        }
        // The panel is back at the steps, and this one stands among them.
        let there = format!(
            "!document.querySelector('aside form') && document.querySelector('aside ol')?.innerText.includes({})",
            json!(told)
        );
        self.window.until(&there).map(drop)
    }

    /// The five figures of 核销. Each is opened, and is the sum of its rows.
    pub fn money(&self) -> Outcome<[i64; 5]> {
        let mut all = [0; 5];
        self.go(5, "核销")?;
        self.window.until("document.querySelectorAll('.figures a').length === 5")?;
        for (at, word) in FIGURES.into_iter().enumerate() {
            if at > 0 {
                self.tab_back_to(FIGURES[at - 1])?;
            }
            self.tab_to(word)?;
            self.press()?;
            let there = format!("(() => {{ const all = {ROWS}; return all?.word === {} && all; }})()", json!(word));
            let told = self.window.until(&there)?;
            assert_eq!(told["figure"], told["sum"], "{word} is the sum of its rows: {told}");
            all[at] = told["figure"].as_i64().ok_or("no figure")?;
            self.press()?;
            self.window.until("!document.querySelector('.figures a[aria-current]')")?;
        }
        Ok(all)
    }

    /// Asks the maker for everything that is ready this month; answers the number of the claim.
    pub fn claim(&self) -> Outcome<String> {
        self.go(5, "核销")?;
        self.this_month()?;
        self.window.until("document.querySelector('main tbody')?.innerText.includes('可以申请')")?;
        self.tab_back_to("申请核销")?;
        self.press()?;
        // A question begins where it does no harm.
        self.at("取消")?;
        self.tab_to("申请核销")?;
        self.press()?;
        let no = self.window.until("document.body.innerText.match(/已申请 (\\S+)，/)?.[1]")?;
        self.state("已申请")?;
        Ok(no.as_str().unwrap_or_default().to_owned())
    }

    /// In the first days of a month the page offers the one before.
    fn this_month(&self) -> Outcome<()> {
        self.tab_to("截至月份")?;
        let newest = "document.activeElement.selectedIndex === 0";
        for _ in 0..2 {
            if self.window.run(&format!("return {newest}"), &[])? == json!(true) {
                return self.settled();
            }
            self.window.keys(key::UP)?;
        }
        self.window.until(newest).map(drop)
    }

    /// Presses a button of the open panel.
    pub fn in_panel(&self, button: &str) -> Outcome<()> {
        self.window.until(&format!(
            "[...document.querySelectorAll('aside button')].some((one) => one.innerText.startsWith({}))",
            json!(button)
        ))?;
        self.tab_to(button)?;
        self.press()
    }

    /// The sheet for head office; answers where it lies.
    pub fn export_claim(&self) -> Outcome<PathBuf> {
        self.in_panel("导出申请表")?;
        self.exported("已导出申请表")
    }

    /// Where the window says that a file was written to.
    pub fn exported(&self, told: &str) -> Outcome<PathBuf> {
        let path = self.window.until(&format!("document.body.innerText.match(/{told}：(\\S+\\.xlsx)/)?.[1]"))?;
        Ok(path.as_str().unwrap_or_default().into())
    }

    /// Reads a sheet that head office filled: first looked at, then taken.
    pub fn take_sheet(&self, file: &Path, rows: usize) -> Outcome<()> {
        self.go(5, "核销")?;
        self.tab_to("读入总部回填的表")?;
        self.press()?;
        self.at("path")?;
        self.window.keys(&file.display().to_string())?;
        self.tab_to("看一遍")?;
        self.press()?;
        self.window.until_shown(&format!("可收下 {rows} 行"))?;
        self.tab_back_to("收下")?;
        self.press()?;
        self.window.until_shown(&format!("已收下 {rows} 行。"))
    }

    /// Opens the newest claim of the list.
    pub fn open_claim(&self) -> Outcome<()> {
        self.go(5, "核销")?;
        self.tab_to("申请")?;
        self.press()?;
        self.first_row()?;
        self.press()?;
        self.window.until("document.activeElement.closest('aside')").map(drop)
    }

    /// Confirms the notice of the open claim.
    pub fn confirm_notice(&self) -> Outcome<()> {
        self.in_panel("确认")?;
        self.in_panel("确认通知")?;
        self.told("已确认核销通知")
    }

    /// What a list of the page shows, a text each row.
    pub fn rows(&self) -> Outcome<Vec<String>> {
        self.settled()?;
        let told =
            self.window.run("return [...document.querySelectorAll('main tbody tr')].map((tr) => tr.innerText)", &[])?;
        Ok(told.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}
