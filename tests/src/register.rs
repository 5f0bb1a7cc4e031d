//! The clerk at the registers: a form filled, taken a step on, printed and put into a file, by keyboard only.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::Outcome;
use crate::clerk::Clerk;
use crate::outside::python;
use crate::webdriver::key;

/// What is put into a field.
#[derive(Debug, Clone, Copy)]
pub enum Put<'a> {
    /// Typed.
    Text(&'a str),
    /// Typed, and the line offered for it that says this.
    Pick(&'a str, &'a str),
    /// One of the words in sight, by its digit.
    Digit(&'a str),
    /// The button of a table: one row more.
    Row,
}

/// A field by its place in the form, and what is put into it.
pub type Line<'a> = (&'a str, Put<'a>);

/// A list of fields is never so long that a field of it is further away than this.
const FAR: usize = 160;

const OPEN_FORM: &str = "document.querySelector('aside form')";

impl Clerk {
    /// Opens a register by the words it is found by.
    pub fn register(&self, words: &str, title: &str) -> Outcome<()> {
        self.go(0, "登记簿")?;
        self.until_in_search()?;
        self.window.keys(words)?;
        let names = "[...document.querySelectorAll('main ul a .name')]";
        self.window.until(&format!("{names}.some((one) => one.innerText === {})", json!(title)))?;
        self.window.keys(key::DOWN)?;
        self.window.until("document.activeElement.closest('main ul a')")?;
        for _ in 0..FAR {
            if self.window.run("return document.activeElement.querySelector('.name')?.innerText", &[])? == json!(title)
            {
                self.press()?;
                return self.heading(title);
            }
            self.window.keys(key::DOWN)?;
        }
        Err(format!("no register {title}").into())
    }

    fn until_in_search(&self) -> Outcome<()> {
        self.window.until("document.activeElement.closest('main .search')").map(drop)
    }

    /// Begins a new entry of the open register.
    pub fn begin_entry(&self, title: &str) -> Outcome<()> {
        self.window.chord(&[key::CONTROL], "n")?;
        self.heading(&format!("登记 {title}"))?;
        self.window.until("document.activeElement.closest('main form')").map(drop)
    }

    /// Puts into each field what is told, in their order.
    pub fn fill(&self, lines: &[Line<'_>]) -> Outcome<()> {
        lines.iter().try_for_each(|line| self.put(*line))
    }

    fn put(&self, (field, put): Line<'_>) -> Outcome<()> {
        match put {
            Put::Row => self.reach_button_of(field)?,
            _ => self.reach(field)?,
        }
        match put {
            Put::Text(text) => self.window.keys(text)?,
            Put::Pick(text, offered) => self.pick(field, text, offered)?,
            Put::Digit(digit) => {
                self.window.keys(digit)?;
                self.window.until(&format!("!document.activeElement.closest('[data-field={}]')", json!(field)))?;
            }
            Put::Row => {
                self.press()?;
                self.window.until("document.activeElement.closest('li')")?;
            }
        }
        Ok(())
    }

    /// Types, and takes the offered line that says this.
    fn pick(&self, field: &str, text: &str, offered: &str) -> Outcome<()> {
        self.window.keys(text)?;
        let marked = "[...document.querySelectorAll('[role=option][aria-selected=true]')].find((o) => o.offsetParent)";
        self.window.until(&format!("{marked}?.innerText.includes({})", json!(offered)))?;
        self.press()?;
        self.window
            .until(&format!(
                "document.querySelector('[data-field={}] [role=combobox][aria-expanded=false]')?.value",
                json!(field)
            ))
            .map(drop)
    }

    /// Walks on by Tab to a field of this place.
    pub fn reach(&self, field: &str) -> Outcome<()> {
        let mut passed = Vec::new();
        for _ in 0..FAR {
            let here = self.focus()?;
            if here == field {
                return Ok(());
            }
            passed.push(here);
            self.window.keys(key::TAB)?;
        }
        Err(format!("{field} is not on the way: {passed:?}").into())
    }

    /// Walks on by Tab to the button that adds a row to a table; the buttons of its rows stand before it.
    fn reach_button_of(&self, table: &str) -> Outcome<()> {
        let there = format!("return !!document.activeElement.closest('[data-field={}] [data-stop]')", json!(table));
        for _ in 0..FAR {
            if self.window.run(&there, &[])? == json!(true) {
                return Ok(());
            }
            self.window.keys(key::TAB)?;
        }
        Err(format!("no row can be added to {table}").into())
    }

    /// Waits until a field says this: what a chosen record brings along.
    pub fn brought(&self, field: &str, says: &str) -> Outcome<()> {
        let value = format!(
            "document.querySelector('[data-field={}]')?.querySelector('input, textarea')?.value === {}",
            json!(field),
            json!(says)
        );
        self.window.until(&value).map(drop)
    }

    /// Waits until a field that points to a record names it.
    pub fn points(&self, field: &str, to: &str) -> Outcome<()> {
        let names =
            format!("document.querySelector('[data-field={}] input')?.value.includes({})", json!(field), json!(to));
        self.window.until(&names).map(drop)
    }

    /// Saves the open entry; answers its number. The entry stands beside its register then.
    pub fn save_entry(&self) -> Outcome<String> {
        // What was said of the one before may still be there.
        const SAID: &str = "document.body.innerText.match(/已保存 (\\S+?)。/)?.[1]";
        let before = self.window.run(&format!("return {SAID} ?? ''"), &[])?;
        self.window.chord(&[key::CONTROL], "s")?;
        let no = self.window.until(&format!("{SAID} !== {before} && {SAID}"))?;
        self.window.until("document.querySelector('aside.panel .inside')")?;
        self.settled()?;
        Ok(no.as_str().unwrap_or_default().to_owned())
    }

    /// A step of the open entry with what it asks for; the chip at its head says then where it stands.
    pub fn step(&self, title: &str, asked: &[Line<'_>], state: &str) -> Outcome<()> {
        self.begin_step(title, asked)?;
        self.state(state)
    }

    /// The same, where another paper is opened by it: its heading is waited for.
    pub fn step_on(&self, title: &str, asked: &[Line<'_>], heading: &str) -> Outcome<()> {
        self.begin_step(title, asked)?;
        self.heading(heading)?;
        self.window.until("document.activeElement.closest('main form')").map(drop)
    }

    fn begin_step(&self, title: &str, asked: &[Line<'_>]) -> Outcome<()> {
        self.step_button(title)?;
        self.press()?;
        if asked.is_empty() {
            return Ok(());
        }
        self.window.until(&format!("{OPEN_FORM}?.contains(document.activeElement)"))?;
        self.fill(asked)?;
        self.window.chord(&[key::CONTROL], "s")
    }

    /// The steps of an entry are one stop of Tab; the arrows go among them.
    fn step_button(&self, title: &str) -> Outcome<()> {
        let button = format!(
            "[...document.querySelectorAll('aside .next button')].find((b) => b.innerText.trim() === {} && !b.disabled)",
            json!(title)
        );
        self.window.until(&button)?;
        for _ in 0..FAR {
            if self.window.run("return !!document.activeElement.closest('aside .next')", &[])? == json!(true) {
                break;
            }
            self.window.keys(key::TAB)?;
        }
        for _ in 0..FAR {
            if self.focus()? == title {
                return Ok(());
            }
            self.window.keys(key::RIGHT)?;
        }
        Err(format!("no step {title}").into())
    }

    /// Adds a photograph to the open entry.
    pub fn photograph(&self, file: &Path) -> Outcome<()> {
        self.tab_to("加照片")?;
        self.press()?;
        self.at("paths")?;
        self.window.keys(&file.display().to_string())?;
        self.tab_to("加上")?;
        self.press()?;
        self.told("加了 1 张照片。")
    }

    /// Puts the photograph of a signed paper in the place of a signature: ink has no way by keyboard.
    pub fn signed(&self, signer: &str, paper: &Path) -> Outcome<()> {
        self.tab_to("用户签字")?;
        self.press()?;
        self.line("signer", signer)?;
        self.reach("paper")?;
        self.window.keys(&paper.display().to_string())?;
        self.tab_to("保存签字")?;
        self.press()?;
        self.told("签字已保存。")
    }

    /// Prints the open entry; answers what another program reads in the paper, without the gaps between its words.
    pub fn print_entry(&self, desk: &Path) -> Outcome<String> {
        let before = papers(desk)?;
        self.window.chord(&[key::CONTROL], "p")?;
        self.told("已生成，共")?;
        let made = papers(desk)?.into_iter().find(|file| !before.contains(file)).ok_or("no paper was made")?;
        let told = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&made).arg("-").output()?;
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        Ok(without_gaps(&String::from_utf8(told.stdout)?))
    }

    /// Puts the open register into a file, by the button below its list and the system's own chooser; answers what another
    /// program reads in it: the cells of a row each.
    pub fn export_register(&self, file: &Path) -> Outcome<Vec<Vec<String>>> {
        let python = python().ok_or("no python with openpyxl")?;
        self.tab_to("导出表格")?;
        self.press()?;
        let chooser = concat!(env!("CARGO_MANIFEST_DIR"), "/src/chooser.py");
        let answered = Command::new("python3").arg(chooser).arg(file).output()?;
        assert!(answered.status.success(), "the chooser: {}", String::from_utf8_lossy(&answered.stderr));
        self.told(&format!("行：{}", file.display()))?;
        const CELLS: &str = "import json, sys, openpyxl
print(json.dumps([[str(c) for c in row if c is not None] for row in openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows(values_only=True)]))";
        let told = Command::new(python).args(["-c", CELLS]).arg(file).output()?;
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        Ok(serde_json::from_slice(&told.stdout)?)
    }
}

/// Every paper the desk made.
fn papers(desk: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![desk.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for one in std::fs::read_dir(folder)? {
            let path = one?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "pdf") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// A text without its blanks and line ends: where a paper breaks its lines is not what it says.
#[must_use]
pub fn without_gaps(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
