//! A desk and its head offices seen from outside: a data folder, the command lines, the files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::HeadOffice;
use crate::{Outcome, programs};

/// A desk's data folder, set up from outside: the window has it to itself afterwards.
pub struct Desk(tempfile::TempDir);

impl Desk {
    /// An empty one.
    pub fn new() -> Outcome<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    /// A dealer with the makers HH and WY, their models and two parts, enrolled at these head offices.
    pub fn set_up(offices: &[&HeadOffice]) -> Outcome<Self> {
        let desk = Self::new()?;
        desk.call(
            "dealer_save",
            &json!({"code": "HB0732A", "name": "清河惠农农机有限公司", "short_name": "清河惠农"}),
        )?;
        desk.call("principal_save", &json!({"code": "HH", "name": "华禾农机", "policy": "S0-farm"}))?;
        desk.call("principal_save", &json!({"code": "WY", "name": "沃野动力", "policy": "S0-farm"}))?;
        desk.call("start_day_save", &json!({"on": "2026-01-01"}))?;
        for (maker, code, product, power) in [
            ("HH", "HH704", "轮式拖拉机", 51_500),
            ("HH", "HH1204-D", "轮式拖拉机", 88_200),
            ("WY", "4LZ-6.0P", "谷物联合收割机", 74_000),
        ] {
            let model = json!({"principal": maker, "code": code, "product": product, "power_milli_kw": power});
            desk.call("model_save", &model)?;
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

    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.0.path()
    }

    /// Runs `sanbao` on this desk; answers what it printed.
    pub fn sanbao(&self, words: &[&str]) -> Outcome<String> {
        let done = Command::new(programs::path("sanbao")?).arg("--data").arg(self.dir()).args(words).output()?;
        let said = String::from_utf8(done.stdout)?;
        if done.status.success() { Ok(said) } else { Err(format!("sanbao {words:?}: {said}").into()) }
    }

    /// Runs a command of the table; answers its value.
    pub fn call(&self, command: &str, input: &Value) -> Outcome<Value> {
        let said = self.sanbao(&["call", command, &input.to_string()])?;
        Ok(serde_json::from_str::<Value>(&said)?["value"].take())
    }

    /// Everything the desk sent to a maker, a line each, with its receipt.
    fn sent(&self, maker: &str) -> Outcome<Vec<Value>> {
        let mut page = self.call("outbox_list", &json!({"principal": maker, "limit": 200}))?;
        Ok(page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default())
    }

    /// Waits until the desk has kept these words of a form that is not saved.
    pub fn until_draft(&self, form: &str, words: &str) -> Outcome<()> {
        let until = Instant::now() + Duration::from_secs(30);
        while Instant::now() < until {
            let draft = self.call("draft_load", &json!({"key": form}))?;
            if draft["content"].as_str().is_some_and(|content| content.contains(words)) {
                return Ok(());
            }
        }
        Err("the form was not kept".into())
    }
}

/// A record and its version, as the desk and a head office name it.
fn version(line: &Value) -> (String, u64) {
    (line["record_id"].as_str().unwrap_or_default().to_owned(), line["rev"].as_u64().unwrap_or_default())
}

/// Each version of each record of the maker is at its head office once, with the receipt the desk
/// shows, and nothing waits any more.
pub fn exactly_once(desk: &Desk, maker: &str, office: &HeadOffice, cards: usize) -> Outcome<()> {
    let lines = desk.sent(maker)?;
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
pub fn workbooks(folder: &Path) -> Outcome<usize> {
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

/// Every byte a head office has, and every cell of every workbook: those are packed.
pub fn everything(folder: &Path) -> Outcome<Vec<u8>> {
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

/// Whether a word lies among the bytes.
#[must_use]
pub fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|w| w == word.as_bytes())
}

/// A developer's machine may lack a program; where everything is installed, a story left out is a story failed.
///
/// # Errors
/// Never: a story may end with it.
pub fn left_out(why: &str) -> Outcome<()> {
    assert!(std::env::var_os("SANBAO_ALL_INSTALLED").is_none(), "{why}");
    eprintln!("skipped: {why}");
    Ok(())
}

/// A Python that knows openpyxl.
#[must_use]
pub fn python() -> Option<&'static str> {
    let knows = |python: &str| Command::new(python).args(["-c", "import openpyxl"]).output();
    ["python3", "/usr/bin/python3"].into_iter().find(|python| knows(python).is_ok_and(|told| told.status.success()))
}
