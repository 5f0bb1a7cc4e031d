//! Number formats and formulas of a head office's own form: the window, the paper and LibreOffice say the same of one file.
//! Where LibreOffice is not installed this says so and passes.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::process::Command;

use common::head;
use report::layout::Layout;
use report::paper;
use report::template::Template;
use report::write::{Finish, Rows, Value};
use rust_xlsxwriter::{Format, Workbook};

/// Formats of forms, and of those who make them.
const FORMATS: [&str; 50] = [
    "0",
    "0.00",
    "#,##0",
    "#,##0.00",
    "0.0%",
    "0%",
    "00000",
    "0.000",
    "###0",
    "??0.0",
    "000-0000",
    "#,##0.00_ ",
    "#,##0.00_);(#,##0.00)",
    "\"¥\"#,##0.00;[RED]\\-\"¥\"#,##0.00",
    "[$¥-804]#,##0.00",
    "\\¥0.00",
    "#,##0.00\"元\"",
    "#,##0.00\\元",
    "\"共\"0\"条\"",
    "General\"台\"",
    "0;-0;\"—\"",
    "0.0;;",
    "0\"台\";-0\"台\";",
    ";;;",
    "0;0",
    "#,##0;(#,##0)",
    "0.0,",
    "#,##0,\"千\"",
    "0\\.0,\"万\"",
    "[>=100]\"多\"0;[<0]\"负\"0;0",
    "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
    "0\" % \"",
    "[RED]0.0",
    "yyyy-mm-dd",
    "yyyy/m/d",
    "yyyy\"年\"m\"月\"d\"日\"",
    "[$-804]yyyy\"年\"m\"月\"d\"日\"",
    "yyyy年m月",
    "m\"月\"d\"日\"",
    "yyyy/m/d h:mm",
    "yy-m",
    "yyyy.m.d",
    "yyyymmdd",
    "hh:mm:ss",
    "h\"时\"mm\"分\"",
    "h:mm AM/PM",
    "mm:ss",
    "mmm-yy",
    "[$-804]aaaa",
    "[$-804]dddd",
];

/// Numbers with two halves, signs, thousands, and days after the first of March 1900, before which Excel's calendar is another.
const NUMBERS: [f64; 13] =
    [0.0, 1.0, -1.0, 0.5, 2.5, -12.345, 1_234_567.891, 1.005, 46_300.604_166_667, 46_218.0, 100.0, 0.3333, -0.001];

/// Formulas over the numbers of the first rows (A1 … M1 hold them), words in N1 and nothing in O1.
const FORMULAS: [&str; 34] = [
    "A1+1",
    "N1+1",
    "-N1",
    "SUM(N1)",
    "ROUND(SUM(A1:O1),2)",
    "SUM(A1:C1,2,E1)",
    "ROUND(AVERAGE(A1:O1),2)",
    "AVERAGE(N1:N1)",
    "COUNT(A1:O1)",
    "COUNTA(A1:O1)",
    "MAX(A1:O1)-MIN(A1:O1)",
    "PRODUCT(E1,E1)",
    "ROUND(SUBTOTAL(9,A1:O1),2)",
    "E1/O1",
    "E1/A1",
    "ROUND(H1,2)",
    "ROUND(F1,1)",
    "ROUND(G1,-3)",
    "ROUNDUP(F1,1)",
    "ROUNDDOWN(F1,1)",
    "INT(F1)",
    "ABS(F1)",
    "-E1^2",
    "2*(E1-B1)/3",
    "50%*K1",
    "0.1+0.2-0.3",
    "IF(F1<0,\"负\",\"正\")",
    "IF(O1=\"\",\"\",O1)",
    "IF(AND(B1=1,NOT(A1>1)),B1,0)",
    "IFERROR(N1+1,\"—\")",
    "N1&COUNT(A1:M1)&\"台\"",
    "O1",
    "N1=\"配件费\"",
    "SUM(A1:B1)=B1",
];

const MARKERS: u32 = 90;

/// A form whose sheet is a table: formats over numbers, then formulas, then the row of the month.
fn form() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, number) in (0..).zip(NUMBERS) {
        sheet.write_number(0, column, number).unwrap();
        for (row, format) in (1..).zip(FORMATS) {
            sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(format)).unwrap();
        }
    }
    sheet.write_string(0, 13, "配件费").unwrap();
    for (row, formula) in (60..).zip(FORMULAS) {
        sheet.write_formula(row, 0, formula).unwrap();
    }
    for (column, field) in
        (0..).zip(["repair.no", "unit.serial", "repair.completed_on", "repair.labour", "repair.material"])
    {
        let column: u16 = column;
        sheet.write_string(MARKERS + 9, column, format!("{{{{row.{field}}}}}")).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The form filled with one repair.
fn filled() -> (Template, Vec<u8>) {
    let layout = Layout::shipped("W01").unwrap();
    let template = Template::open(&form(), &layout).map_err(|faults| format!("{faults:?}")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let row: Vec<Value<'_>> = layout.fields.iter().map(|_| Value::Empty).collect();
    let finish = || Ok(Finish { notes: String::new(), summaries: Vec::new() });
    template.fill(&layout, &head(), &mut Rows::new(&[row]), &finish, &out).unwrap();
    (template, std::fs::read(out).unwrap())
}

/// The texts of the table, row by row: of the formats, then of the formulas.
type Table = Vec<Vec<String>>;

fn table(text: impl Fn(usize, usize) -> String) -> Table {
    let formats = (1..=FORMATS.len()).map(|row| (0..NUMBERS.len()).map(|column| text(row, column)).collect());
    let formulas = (60..60 + FORMULAS.len()).map(|row| vec![text(row, 0)]);
    formats.chain(formulas).collect()
}

fn on_screen(template: &Template, bytes: &[u8]) -> Table {
    let sheet = template.shown(bytes.to_vec(), 1, 0..9).unwrap().swap_remove(0);
    // Rows in which nothing stands are not among those that are shown.
    let rows: Vec<_> = sheet.rows.iter().collect();
    let of = |row: usize| if row < 60 { rows.get(row) } else { rows.get(row - 60 + FORMATS.len() + 1) };
    table(|row, column| of(row).and_then(|row| row.get(column)).map(|cell| cell.text.clone()).unwrap_or_default())
}

fn on_paper(bytes: &[u8]) -> Table {
    let sheet = paper::sheets(bytes, &[]).unwrap().swap_remove(0);
    table(|row, column| {
        let cells = sheet.rows.get(row).and_then(|row| sheet.cells.get(row.cells.clone())).unwrap_or_default();
        cells.iter().find(|cell| cell.column == column).map(|cell| sheet.text(cell).to_owned()).unwrap_or_default()
    })
}

/// What LibreOffice shows of it, cell by cell.
fn in_libreoffice(bytes: &[u8]) -> Option<Table> {
    Command::new("soffice").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().to_str().unwrap();
    let file = folder.path().join("a.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{at}/profile");
    // Comma, quotation mark, UTF-8, from the first line, every cell as it is shown.
    let shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false";
    let arguments = [&profile, "--headless", "--convert-to", shown, "--outdir", at, file.to_str().unwrap()];
    assert!(Command::new("soffice").args(arguments).output().unwrap().status.success());
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_path(folder.path().join("a.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    Some(table(|row, column| rows.get(row).and_then(|row| row.get(column)).unwrap_or_default().to_owned()))
}

#[test]
fn shown_1_the_window_and_the_paper_say_the_same() {
    let (template, bytes) = filled();
    let (screen, paper) = (on_screen(&template, &bytes), on_paper(&bytes));
    let names = FORMATS.iter().chain(&FORMULAS);
    for ((name, screen), paper) in names.zip(&screen).zip(&paper) {
        assert_eq!(screen, paper, "{name}");
    }
    let words = screen.get(FORMATS.len() + 1).unwrap();
    assert_eq!(words, &["#VALUE!"], "{}", FORMULAS[1]);
}

#[test]
fn numfmt_2_libreoffice_shows_the_same_of_formats_and_formulas() {
    let (_, bytes) = filled();
    let Some(theirs) = in_libreoffice(&bytes) else {
        assert!(std::env::var_os("SANBAO_ALL_INSTALLED").is_none(), "no LibreOffice");
        return eprintln!("skipped: no LibreOffice");
    };
    let ours = on_paper(&bytes);
    let mut other = Vec::new();
    for ((name, ours), theirs) in FORMATS.iter().chain(&FORMULAS).zip(&ours).zip(&theirs) {
        for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            if ours != theirs && !is_known(name, NUMBERS[at]) {
                other.push(format!("{name} of {}: ours {ours:?}, LibreOffice {theirs:?}", NUMBERS[at]));
            }
        }
    }
    assert!(other.is_empty(), "{}", other.join("\n"));
}

/// Where LibreOffice is known to be other than Excel, and we are as Excel is.
fn is_known(format: &str, number: f64) -> bool {
    let day = format.contains(['y', 'd', 'h', 's']) || format.contains("aaaa") || format.contains("m\"月");
    // Its calendar has no 29 February 1900 and goes on before the first day; Excel shows no day there.
    let before = day && number < 61.0;
    // Excel's `General` has eleven characters.
    let general = format.starts_with("General") && number.fract() != 0.0 && number.abs() > 1_000.0;
    // It takes 1.005 a hundred times in binary, which is a hair below the half.
    let per_cent = format == "0%" && number == 1.005;
    before || general || per_cent
}
