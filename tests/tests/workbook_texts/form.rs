//! The text form of a workbook: everything a person sees or prints of it, a line each, so that a change shows as lines.
//!
//! A cell: its place, what it holds (`t` text, `n` number, `d` day, `f` formula, `-` only a look), the value, its look. Looks
//! are told by format and letters; letters (font, size) of cells that have none of their own are left out.

use std::fmt::Write as _;
use std::path::Path;

use domain::Day;
use sanbao_tests::Outcome;

use super::package::{Node, Package};

/// A cell that holds something: where, of which kind, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub sheet: usize,
    pub place: String,
    pub kind: char,
    pub value: String,
}

/// A workbook told, and what its cells hold.
pub struct Form {
    pub text: String,
    pub cells: Vec<Held>,
}

/// Reads a workbook.
pub fn of(path: &Path) -> Outcome<Form> {
    let mut package = Package::open(path)?;
    let (book, styles) = (package.must("xl/workbook.xml")?, package.must("xl/styles.xml")?);
    let strings = package.part("xl/sharedStrings.xml")?;
    let texts: Vec<String> = strings.iter().flat_map(|all| all.all("si")).map(Node::words).collect();
    let looks = Looks::read(&styles);
    let mut form = Form { text: properties(&mut package)?, cells: Vec::new() };
    let sheets = book.child("sheets").ok_or("no sheets")?;
    for (at, sheet) in sheets.all("sheet").enumerate() {
        let tree = package.must(&format!("xl/worksheets/sheet{}.xml", at + 1))?;
        let state = if sheet.of("state").is_empty() { "" } else { " hidden" };
        writeln!(form.text, "\n== {} {}{state}", at + 1, sheet.of("name"))?;
        names(&mut form.text, &book, at)?;
        page(&mut form.text, &tree)?;
        table(&mut form, at, &tree, &texts, &looks)?;
    }
    Ok(form)
}

fn properties(package: &mut Package) -> Outcome<String> {
    let core = package.must("docProps/core.xml")?;
    let said = |name: &str| core.child(name).map_or("", |node| &node.text);
    Ok(format!("title {}\nauthor {}\nmade {}\n", said("title"), said("creator"), said("created")))
}

/// Print titles and print areas of a sheet.
fn names(out: &mut String, book: &Node, at: usize) -> Outcome<()> {
    let own = at.to_string();
    let named = book.child("definedNames").into_iter().flat_map(|all| all.all("definedName"));
    for name in named.filter(|name| name.of("localSheetId") == own) {
        writeln!(out, "{} {}", name.of("name").trim_start_matches("_xlnm."), name.text)?;
    }
    Ok(())
}

/// Paper, margins, lines of every page, panes, widths, hidden rows and columns, merged cells.
fn page(out: &mut String, sheet: &Node) -> Outcome<()> {
    let none = Node::default();
    let child = |name: &str| sheet.child(name).unwrap_or(&none);
    let setup = child("pageSetup");
    let fits = sheet.child("sheetPr").and_then(|all| all.child("pageSetUpPr")).is_some_and(|fit| fit.is("fitToPage"));
    let or = |said: &'static str, own: &str| if own.is_empty() { said.to_owned() } else { own.to_owned() };
    let fit = if fits {
        format!("fit {} x {}", or("1", setup.of("fitToWidth")), or("1", setup.of("fitToHeight")))
    } else {
        "no fit".into()
    };
    let centred = if child("printOptions").is("horizontalCentered") { ", centred" } else { "" };
    writeln!(out, "paper {} {}, {fit}{centred}", setup.of("paperSize"), or("portrait", setup.of("orientation")))?;
    let margins = child("pageMargins");
    let inches = ["left", "right", "top", "bottom", "header", "footer"].map(|side| {
        let inch: f64 = margins.of(side).parse().unwrap_or_default();
        format!("{side} {:.0}", inch * 25.4)
    });
    writeln!(out, "margins in mm: {}", inches.join(", "))?;
    for (name, part) in [("header", "oddHeader"), ("footer", "oddFooter")] {
        writeln!(out, "{name} {}", child("headerFooter").child(part).map_or("", |line| &line.text))?;
    }
    let view = child("sheetViews").child("sheetView").and_then(|view| view.child("pane"));
    writeln!(out, "frozen above {}", view.map_or("nothing", |pane| pane.of("topLeftCell")))?;
    if let Some(filter) = sheet.child("autoFilter") {
        writeln!(out, "filter {}", filter.of("ref"))?;
    }
    if let Some(locked) = sheet.child("sheetProtection") {
        writeln!(out, "protected {:?}", locked.attributes().collect::<Vec<_>>())?;
    }
    let widths = child("cols").all("col").map(|column| {
        let width: f64 = column.of("width").parse().unwrap_or_default();
        let hidden = if column.is("hidden") { " hidden" } else { "" };
        format!("{}-{} {width:.0}{hidden}", column.of("min"), column.of("max"))
    });
    writeln!(out, "widths {}", widths.collect::<Vec<_>>().join(", "))?;
    for merged in child("mergeCells").all("mergeCell") {
        writeln!(out, "merged {}", merged.of("ref"))?;
    }
    for ignored in child("ignoredErrors").all("ignoredError") {
        writeln!(out, "no green corners {}", ignored.of("sqref"))?;
    }
    Ok(())
}

fn table(form: &mut Form, at: usize, sheet: &Node, texts: &[String], looks: &Looks) -> Outcome<()> {
    let data = sheet.child("sheetData").ok_or("no rows")?;
    let mut above = 0;
    for row in data.all("row") {
        let number: u32 = row.of("r").parse()?;
        if number <= above {
            return Err(format!("sheet {}: row {number} stands below row {above}", at + 1).into());
        }
        above = number;
        let high: f64 = row.of("ht").parse().unwrap_or_default();
        let hidden = if row.is("hidden") { " hidden" } else { "" };
        let height = if row.is("customHeight") { format!(" high {high:.0}") } else { String::new() };
        writeln!(form.text, "row {}{height}{hidden}", row.of("r"))?;
        let mut bare: Vec<(String, String)> = Vec::new();
        for cell in row.all("c") {
            let look = looks.of(cell.of("s"));
            let Some((kind, value)) = value(cell, texts, &look)? else {
                bare.push((cell.of("r").to_owned(), look));
                continue;
            };
            writeln!(form.text, "  {} {kind} {value} {look}", cell.of("r"))?;
            form.cells.push(Held { sheet: at, place: cell.of("r").to_owned(), kind, value });
        }
        for (look, places) in together(&bare) {
            writeln!(form.text, "  {} - {look}", places.join(" "))?;
        }
    }
    Ok(())
}

/// Cells that are only boxes, those of one look together.
fn together(bare: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for (place, look) in bare {
        match all.iter_mut().find(|(known, _)| known == look) {
            Some((_, places)) => places.push(place),
            None => all.push((look, vec![place])),
        }
    }
    all
}

/// What a cell holds.
fn value(cell: &Node, texts: &[String], look: &str) -> Outcome<Option<(char, String)>> {
    if let Some(formula) = cell.child("f") {
        return Ok(Some(('f', formula.text.clone())));
    }
    let raw = cell.child("v").map(|value| value.text.clone());
    Ok(match (cell.of("t"), raw) {
        ("s", Some(number)) => {
            let at: usize =
                number.parse().map_err(|why| format!("{} names the text {number:?}: {why}", cell.of("r")))?;
            let text = texts.get(at).ok_or("a text nobody keeps")?;
            Some(('t', text.clone()))
        }
        ("inlineStr", _) => Some(('t', cell.words())),
        ("" | "n", Some(number)) if look.starts_with("[yyyy-mm-dd]") => {
            let start: Day = "1899-12-30".parse()?;
            // Written as a number is, with its fraction; a day has none.
            let days = number.strip_suffix(".0").unwrap_or(&number).parse();
            let days = days.map_err(|why| format!("{} is the day {number:?}: {why}", cell.of("r")))?;
            Some(('d', start.plus_days(days).iso()))
        }
        ("" | "n", Some(number)) => Some(('n', number)),
        (_, None) => None,
        (kind, Some(raw)) => Some(('?', format!("{kind} {raw}"))),
    })
}

/// How cells look, by their number.
struct Looks(Vec<String>);

impl Looks {
    fn read(styles: &Node) -> Self {
        let list = |name: &str, of: &'static str| -> Vec<&Node> {
            styles.child(name).map(|all| all.all(of).collect()).unwrap_or_default()
        };
        let (fonts, fills, borders) = (list("fonts", "font"), list("fills", "fill"), list("borders", "border"));
        let formats = list("numFmts", "numFmt");
        let cells = list("cellXfs", "xf");
        let told = cells.into_iter().map(|cell| {
            let pick = |all: &[&Node], at: &str| -> String {
                let chosen = cell.of(at).parse().ok().and_then(|at: usize| all.get(at).copied());
                chosen.map(of_part).unwrap_or_default()
            };
            let words = [
                format!("[{}]", number_format(cell.of("numFmtId"), &formats)),
                pick(&fonts, "fontId"),
                pick(&fills, "fillId"),
                pick(&borders, "borderId"),
                cell.child("alignment").map(aligned).unwrap_or_default(),
                if cell.is("quotePrefix") { "quoted".into() } else { String::new() },
            ];
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        });
        Self(told.collect())
    }

    fn of(&self, number: &str) -> String {
        let at = if number.is_empty() { 0 } else { number.parse().unwrap_or(usize::MAX) };
        self.0.get(at).cloned().unwrap_or_else(|| format!("no look {number}"))
    }
}

/// What a number is shown by; the numbers below 164 are every spreadsheet's own.
fn number_format(id: &str, formats: &[&Node]) -> String {
    let own =
        formats.iter().find(|format| format.of("numFmtId") == id).map(|format| format.of("formatCode").to_owned());
    let built_in = match id {
        "" | "0" => "General",
        "1" => "0",
        "2" => "0.00",
        "4" => "#,##0.00",
        "10" => "0.00%",
        "14" => "m/d/yyyy",
        "49" => "@",
        other => other,
    };
    own.unwrap_or_else(|| built_in.to_owned())
}

fn aligned(alignment: &Node) -> String {
    let mut words = vec![alignment.of("horizontal").to_owned()];
    words.extend(["wrapText", "shrinkToFit"].into_iter().filter(|word| alignment.is(word)).map(str::to_owned));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// Letters, ground or box of a cell.
fn of_part(part: &Node) -> String {
    match part.name.as_str() {
        "font" => {
            let said = |name: &str| part.child(name).map_or("", |node| node.of("val"));
            let bold = if part.child("b").is_some() { " bold" } else { "" };
            // The library's own font is that of cells nobody gave one.
            if said("name") == "Calibri" && said("sz") == "11" {
                return bold.trim().to_owned();
            }
            format!("{} {}{bold}", said("name"), said("sz"))
        }
        "fill" => part
            .child("patternFill")
            .and_then(|fill| fill.child("fgColor"))
            .map(|colour| format!("on {}", colour.of("rgb")))
            .unwrap_or_default(),
        _ => {
            let sides: Vec<&str> = ["left", "right", "top", "bottom"]
                .into_iter()
                .filter(|side| part.child(side).is_some_and(|line| !line.of("style").is_empty()))
                .collect();
            match sides.len() {
                0 => String::new(),
                4 => "boxed".into(),
                _ => format!("lines {}", sides.join("+")),
            }
        }
    }
}
