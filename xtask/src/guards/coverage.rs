//! The ledger of service papers, row by row: where each lives and which test shows it. The rows are `policies/ledger.json`,
//! docs/ledger-coverage.md is the same on one page. A row the desk must or should have is at home, or openly missing.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{Findings, text};
use crate::Stop;

/// The page the ledger is printed on.
pub const PAGE: &str = "docs/ledger-coverage.md";

/// The rows.
const ROWS: &str = "policies/ledger.json";

/// The kinds of row with how many the documents have of each.
const KINDS: [(char, &str, u32); 5] = [
    ('F', "Forms, registers and papers", 120),
    ('T', "Deadlines and time rules", 51),
    ('M', "Money", 24),
    ('N', "Rates, targets, numbers", 15),
    ('P', "Procedures", 26),
];

/// A row as the file has it.
struct Row {
    no: String,
    class: String,
    zh: String,
    at: Vec<String>,
    tests: Vec<String>,
    /// What is still lacking of a row that is at home.
    part: Option<String>,
    /// Why there is nothing.
    missing: Option<String>,
    /// Why it is head office's own.
    office: Option<String>,
    /// Why nobody needs it.
    none: Option<String>,
}

/// Rows without a home or a test, homes and tests that do not exist, numbers left out.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let rows = rows(root)?;
    let mut findings = left_out(&rows);
    let checkout = Checkout::of(root)?;
    for row in &rows {
        findings.extend(row.faults());
        findings.extend(checkout.faults(row)?);
    }
    Ok(findings)
}

/// docs/ledger-coverage.md against the rows.
pub fn look_page(root: &Path) -> Result<Findings, Stop> {
    let stands = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default().replace("\r\n", "\n");
    if stands == page(root)? {
        return Ok(Findings::new());
    }
    Ok(vec![format!("{PAGE} is not what {ROWS} says: run `cargo xtask gen`")])
}

fn rows(root: &Path) -> Result<Vec<Row>, Stop> {
    let json: Value = serde_json::from_str(&text(&root.join(ROWS))?)?;
    let rows = json["rows"].as_array().cloned().unwrap_or_default();
    Ok(rows.iter().map(row).collect())
}

fn row(json: &Value) -> Row {
    let word = |key: &str| json[key].as_str().map(str::to_owned);
    let words = |key: &str| {
        let all = json[key].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    Row {
        no: word("no").unwrap_or_default(),
        class: word("class").unwrap_or_default(),
        zh: word("zh").unwrap_or_default(),
        at: words("at"),
        tests: words("tests"),
        part: word("part"),
        missing: word("missing"),
        office: word("office"),
        none: word("none"),
    }
}

/// Numbers of the documents that no row has, or two.
fn left_out(rows: &[Row]) -> Findings {
    let mut findings = Findings::new();
    let mut seen = BTreeSet::new();
    for row in rows.iter().filter(|row| !seen.insert(row.no.as_str())) {
        findings.push(format!("{ROWS}: {} stands twice", row.no));
    }
    for (kind, _, count) in KINDS {
        let all = (1..=count).map(|n| format!("{kind}{n:02}"));
        findings.extend(all.filter(|no| !seen.contains(no.as_str())).map(|no| format!("{ROWS}: {no} is left out")));
    }
    findings
}

impl Row {
    fn is_ours(&self) -> bool {
        matches!(self.class.as_str(), "M" | "S")
    }

    fn faults(&self) -> Findings {
        let Row { no, .. } = self;
        let excuses = [&self.missing, &self.office, &self.none].into_iter().flatten().count();
        let said = match (self.at.is_empty(), excuses) {
            (true, 0) => format!("{ROWS}: {no} has no home and does not say that it is missing"),
            (true, 1) if self.is_ours() && self.missing.is_none() => {
                format!("{ROWS}: {no} is of class {}: the desk's own, or missing", self.class)
            }
            (true, 1) => return Findings::new(),
            (_, n) if n > 0 => format!("{ROWS}: {no} is at home and said to be elsewhere, or nowhere twice"),
            _ if self.tests.is_empty() => format!("{ROWS}: {no} names no test that shows it"),
            _ => return Findings::new(),
        };
        vec![said]
    }

    fn stands(&self) -> &'static str {
        match self {
            Row { missing: Some(_), .. } => "missing",
            Row { office: Some(_), .. } => "head office's own",
            Row { none: Some(_), .. } => "not needed",
            Row { part: Some(_), .. } => "in part",
            _ => "at home",
        }
    }
}

/// What homes are looked up in.
struct Checkout<'a> {
    root: &'a Path,
    rules: String,
    commands: String,
    keys: String,
}

impl<'a> Checkout<'a> {
    fn of(root: &'a Path) -> Result<Self, Stop> {
        Ok(Self {
            root,
            rules: super::rules::page(root)?,
            commands: text(&root.join("crates/app/src/table.rs"))?,
            keys: text(&root.join("crates/domain/src/policy/keys.rs"))?,
        })
    }

    fn faults(&self, row: &Row) -> Result<Findings, Stop> {
        let mut findings = Findings::new();
        for home in &row.at {
            findings.extend(self.home(row, home)?);
        }
        for test in row.tests.iter().filter(|test| !self.is_test(test)) {
            findings.push(format!("{ROWS}: {} names the test {test}, which is not there", row.no));
        }
        Ok(findings)
    }

    /// Why a home is none.
    fn home(&self, row: &Row, home: &str) -> Result<Option<String>, Stop> {
        let Row { no, .. } = row;
        let (kind, name) = home.split_once(':').unwrap_or((home, ""));
        let there = match kind {
            "form" => return self.form(no, name),
            "rule" => self.rules.contains(&format!("- **{name}** ")),
            "key" => self.keys.contains(&format!("\"{name}\"")),
            "command" => self.commands.contains(&format!(" {name}(")),
            "workbook" => self.root.join(format!("policies/layouts/{name}.json")).is_file(),
            "paper" => self.root.join(format!("policies/prints/{name}.typ")).is_file(),
            _ => false,
        };
        Ok((!there).then(|| format!("{ROWS}: {no} lives at {home}, which is not there")))
    }

    /// A form is the home of a row that its definition names, so that neither drifts from the other.
    fn form(&self, no: &str, key: &str) -> Result<Option<String>, Stop> {
        let path = self.root.join(format!("policies/forms/{key}.json"));
        if !path.is_file() {
            return Ok(Some(format!("{ROWS}: {no} lives in the form {key}, which is not there")));
        }
        let json: Value = serde_json::from_str(&text(&path)?)?;
        let named = |word: &str| word.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == no);
        let ledger = json["ledger"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let found = ledger.chain(json["source"].as_str()).any(named);
        Ok((!found).then(|| format!("policies/forms/{key}.json names {no} neither in ledger nor in source")))
    }

    fn is_test(&self, test: &str) -> bool {
        let Some((path, name)) = test.split_once("::") else { return false };
        let source = std::fs::read_to_string(self.root.join(path)).unwrap_or_default();
        super::rules::test_names(&source).iter().any(|known| known == name)
    }
}

/// The page, from the rows.
///
/// # Errors
/// When the rows cannot be read.
pub fn page(root: &Path) -> Result<String, Stop> {
    let rows = rows(root)?;
    let mut out = String::from(
        "# The ledger and where it lives\n\nThe service documents this program is built from name 236 forms, deadlines, money rules, numbers and procedures. Each is one row\nhere: where it lives in the program and which test shows it. Generated from `policies/ledger.json` by `cargo xtask gen`; change the\nrows, never this page. A test fails when a row of class M (must) or S (should) has no home and is not openly missing, or names\na form, rule, key, command, workbook or test that does not exist.\n",
    );
    out.push_str(&counts(&rows));
    for (kind, title, _) in KINDS {
        let of_kind: Vec<&Row> = rows.iter().filter(|row| row.no.starts_with(kind)).collect();
        out.push_str(&format!(
            "\n## {title}\n\n| no. | class | name | stands | where | shown by |\n|---|---|---|---|---|---|\n"
        ));
        for row in of_kind {
            out.push_str(&line(row));
        }
    }
    Ok(out)
}

/// How many rows stand how, what is not whole first.
fn counts(rows: &[Row]) -> String {
    let mut out = String::from(
        "\n| class | at home | in part | missing | head office's own | not needed |\n|---|---|---|---|---|---|\n",
    );
    for (class, title) in [("M", "M must"), ("S", "S should"), ("H", "H head office"), ("-", "– slogan")] {
        let of_class = || rows.iter().filter(|row| row.class == class);
        let count = |stands: &str| of_class().filter(|row| row.stands() == stands).count();
        let cells = ["at home", "in part", "missing", "head office's own", "not needed"].map(count);
        let [home, part, missing, office, none] = cells;
        out.push_str(&format!("| {title} | {home} | {part} | {missing} | {office} | {none} |\n"));
    }
    for (stands, title) in [("missing", "Missing"), ("in part", "In part")] {
        let all: Vec<&Row> = rows.iter().filter(|row| row.stands() == stands).collect();
        if all.is_empty() {
            out.push_str(&format!("\n{title}: none.\n"));
            continue;
        }
        out.push_str(&format!("\n{title}:\n\n"));
        for row in all {
            let why = row.missing.as_ref().or(row.part.as_ref()).map_or("", String::as_str);
            out.push_str(&format!("- **{}** {} ({}): {why}.\n", row.no, row.zh, row.class));
        }
    }
    out
}

fn line(row: &Row) -> String {
    let homes: Vec<String> = row.at.iter().map(|home| home.replacen(':', " `", 1) + "`").collect();
    let tests: Vec<String> = row.tests.iter().map(|test| said(test)).collect();
    let excuse = [&row.missing, &row.office, &row.none].into_iter().flatten().next();
    let homes = excuse.map_or_else(|| homes.join(", "), Clone::clone);
    format!("| {} | {} | {} | {} | {homes} | {} |\n", row.no, row.class, row.zh, row.stands(), tests.join(", "))
}

/// `tests/tests/desk.rs::a_story` as a link that leads to its file.
fn said(test: &str) -> String {
    let (path, name) = test.split_once("::").unwrap_or((test, test));
    format!("[{name}](../{path})")
}

#[cfg(test)]
mod tests {
    use super::super::broken::{house, write};
    use super::*;

    /// A house whose ledger is whole, with one row as the test wants it.
    fn with(row: &str) -> tempfile::TempDir {
        let all = KINDS.iter().flat_map(|(kind, _, count)| (1..=*count).map(move |n| format!("{kind}{n:02}")));
        let rest = all
            .filter(|no| no != "F39")
            .map(|no| format!(r#"{{"no": "{no}", "class": "H", "zh": "x", "office": "its own"}}"#));
        let rows: Vec<String> = std::iter::once(row.to_owned()).chain(rest).collect();
        let house = house(&[
            (ROWS, &format!(r#"{{"rows": [{}]}}"#, rows.join(","))),
            ("crates/app/src/table.rs", "            sale_open(SaleInput) -> Written<SaleView>;\n"),
            ("crates/domain/src/policy/keys.rs", "    \"feedback.reply\" \"…\" \"T13\" Neither;\n"),
            ("crates/domain/src/card.rs", "//! CARD-1 A sale has one card.\n"),
            ("policies/forms/quality_feedback.json", r#"{"ledger": ["F39"], "source": "S3"}"#),
            ("policies/layouts/W15.json", "{}"),
            ("tests/tests/desk.rs", "#[test]\nfn feedback_waits() {}\nfn no_test() {}\n"),
        ]);
        write(house.path(), PAGE, &page(house.path()).unwrap());
        house
    }

    fn f39(rest: &str) -> String {
        format!(r#"{{"no": "F39", "class": "M", "zh": "信息反馈单", {rest}}}"#)
    }

    fn found(rest: &str) -> Findings {
        look(with(&f39(rest)).path()).unwrap()
    }

    const TEST: &str = r#""tests": ["tests/tests/desk.rs::feedback_waits"]"#;

    #[test]
    fn a_row_at_home_is_silent() {
        let at = r#""at": ["form:quality_feedback", "rule:CARD-1", "key:feedback.reply", "command:sale_open", "workbook:W15"]"#;
        assert!(found(&format!("{at}, {TEST}")).is_empty());
    }

    #[test]
    fn a_row_that_must_be_there_is_at_home_or_openly_missing() {
        assert_eq!(found(TEST).len(), 1);
        assert_eq!(found(r#""office": "its own""#).len(), 1, "not of a row of the desk");
        assert!(found(r#""missing": "nobody wrote it""#).is_empty());
        assert_eq!(
            found(r#""at": ["form:quality_feedback"]"#),
            ["policies/ledger.json: F39 names no test that shows it"]
        );
    }

    #[test]
    fn what_does_not_exist_is_found() {
        for home in
            ["form:gone", "rule:CARD-9", "key:gone.reply", "command:gone", "workbook:W99", "paper:gone", "noun:x"]
        {
            assert_eq!(found(&format!(r#""at": ["{home}"], {TEST}"#)).len(), 1, "{home}");
        }
        let test = |name: &str| format!(r#""at": ["form:quality_feedback"], "tests": ["tests/tests/{name}"]"#);
        for name in ["desk.rs::gone", "gone.rs::feedback_waits", "desk.rs::no_test", "desk.rs"] {
            assert_eq!(found(&test(name)).len(), 1, "{name}");
        }
    }

    #[test]
    fn a_form_that_does_not_name_its_row_is_found() {
        let house = with(&f39(&format!(r#""at": ["form:quality_feedback"], {TEST}"#)));
        write(house.path(), "policies/forms/quality_feedback.json", r#"{"ledger": ["F390"], "source": "S3"}"#);
        assert_eq!(look(house.path()).unwrap().len(), 1);
    }

    #[test]
    fn a_number_left_out_or_twice_is_found() {
        let twice = format!("{}, {}", f39(r#""missing": "x""#), f39(r#""missing": "x""#));
        assert_eq!(look(with(&twice).path()).unwrap(), ["policies/ledger.json: F39 stands twice"]);
        let other = r#"{"no": "F121", "class": "H", "zh": "x", "office": "x"}"#;
        assert_eq!(look(with(other).path()).unwrap(), ["policies/ledger.json: F39 is left out"]);
    }

    #[test]
    fn the_page_counts_what_is_missing_first() {
        let house = with(&f39(r#""missing": "nobody wrote it""#));
        assert!(look_page(house.path()).unwrap().is_empty());
        let page = page(house.path()).unwrap();
        assert!(page.contains("| M must | 0 | 0 | 1 | 0 | 0 |\n"), "{page}");
        assert!(page.contains("- **F39** 信息反馈单 (M): nobody wrote it.\n"), "{page}");
        write(house.path(), PAGE, "old");
        assert_eq!(look_page(house.path()).unwrap().len(), 1);
    }
}
