//! What other programs see: openpyxl reads the cells and the page set-up, LibreOffice makes paper of it. Where they are not
//! installed these tests say so and pass.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{MadeUp, head};
use report::layout::{Layout, SHIPPED};
use report::write::workbook;

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {shown}");
    Some(shown)
}

fn write_all(folder: &Path, rows: u64) {
    for (key, json) in SHIPPED {
        let layout = Layout::parse(json).unwrap();
        let out = folder.join(format!("{key}.xlsx"));
        workbook(&layout, &head(), &mut MadeUp::new(&layout, rows), &[], &out).unwrap();
    }
}

const LOOK: &str = r#"
import sys, json, glob, datetime, openpyxl
for path in sorted(glob.glob(sys.argv[1] + '/*.xlsx')):
    layout = json.load(open(sys.argv[2] + '/' + path[-8:-5] + '.json'))
    book = openpyxl.load_workbook(path)
    again = openpyxl.load_workbook(path, data_only=True)
    summary = ['汇总分析'] if 'summary' in layout else []
    assert book.sheetnames == [layout['name'], *summary, '数据'], book.sheetnames
    assert book.properties.created == datetime.datetime(2026, 11, 3, 8, 30), book.properties.created
    sheet = book.worksheets[0]
    page = sheet.page_setup
    assert (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight) == (9, 'landscape', 1, 0) or \
           (str(page.paperSize), page.orientation, int(page.fitToHeight)) == ('9', 'landscape', 0), vars(page)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_options.horizontalCentered
    margins = sheet.page_margins
    assert all(0.39 <= m <= 0.6 for m in (margins.left, margins.right, margins.top, margins.bottom)), vars(margins)
    titles = [c['title'] for c in layout['columns']]
    head = next(r for r in range(1, 12) if [c.value for c in sheet[r]][:len(titles)] == titles)
    assert sheet.print_title_rows == f'$1:${head}', sheet.print_title_rows
    assert sheet.freeze_panes == f'A{head + 1}', sheet.freeze_panes
    assert sheet.auto_filter.ref is None
    assert '&P' in sheet.oddFooter.center.text and '&N' in sheet.oddFooter.center.text and '&D' in sheet.oddFooter.right.text
    of = '2026年10月' if '{month}' in layout['title'] else ''
    assert sheet['A1'].value.startswith('沃野动力有限公司' + of) and any(str(m).startswith('A1:') for m in sheet.merged_cells.ranges)
    row2 = [c.value for c in sheet[2] if c.value]
    assert 'HN001' in row2[0] and '2026年10月01日—2026年10月31日' in row2[1] and '编号：' in row2[2], row2
    total = next(r for r in range(head + 1, sheet.max_row + 1) if sheet.cell(r, 1).value == '合计')
    assert total - head - 1 == 60
    for number, column in enumerate(layout['columns'], 1):
        cells = [sheet.cell(r, number) for r in range(head + 1, total)]
        kind = column['kind']
        for cell in cells:
            where = (path, cell.coordinate, cell.value, cell.number_format)
            assert cell.border.left.style == 'thin', where
            if cell.value is None: continue
            if kind == 'code': assert isinstance(cell.value, str) and cell.number_format == '@', where
            if kind == 'text': assert isinstance(cell.value, str) and cell.data_type != 'f', where
            if kind == 'date': assert isinstance(cell.value, datetime.datetime) and cell.number_format == 'yyyy-mm-dd', where
            if kind == 'money': assert cell.number_format == '#,##0.00', where
        if column.get('total') == 'sum':
            sum_ = round(sum(c.value or 0 for c in cells), 3)
            for b in (book, again):
                assert b.worksheets[0].cell(total, number).value == sum_, (path, column['key'], sum_)
        if column.get('total') == 'count':
            assert sheet.cell(total, number).value == 60
    data = book.worksheets[-1]
    assert data.row_dimensions[1].hidden and [c.value for c in data[1]] == layout['fields']
    print(path[-8:-5], 'ok')
"#;

/// A developer's machine may lack the program; `cargo xtask test` installs it and says so, and then
/// a test left out is a test failed.
fn left_out(why: &str) {
    assert!(std::env::var_os("SANBAO_ALL_INSTALLED").is_none(), "{why}");
    eprintln!("skipped: {why}");
}

/// The first Python with openpyxl; the system's own may not be the first on the path.
fn python() -> Option<&'static str> {
    let knows = |python: &str| Command::new(python).args(["-c", "import openpyxl"]).output();
    ["python3", "/usr/bin/python3"].into_iter().find(|python| knows(python).is_ok_and(|told| told.status.success()))
}

#[test]
fn openpyxl_sees_the_form_as_it_is_meant() {
    let Some(python) = python() else {
        return left_out("no python3 with openpyxl");
    };
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), 60);
    let layouts = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/layouts");
    let shown = output(python, &["-c", LOOK, folder.path().to_str().unwrap(), layouts]).unwrap();
    assert_eq!(shown.matches("ok").count(), SHIPPED.len(), "{shown}");
}

#[test]
fn libreoffice_prints_every_form_one_page_wide() {
    if Command::new("soffice").arg("--version").output().is_err()
        || Command::new("pdftotext").arg("-v").output().is_err()
    {
        return left_out("no LibreOffice or no pdftotext");
    }
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), 60);
    let at = folder.path().to_str().unwrap();
    let profile = format!("-env:UserInstallation=file://{at}/profile");
    for (key, json) in SHIPPED {
        let file = format!("{at}/{key}.xlsx");
        output("soffice", &[&profile, "--headless", "--convert-to", "pdf", "--outdir", at, &file]);
        let pdf = format!("{at}/{key}.pdf");
        assert!(output("pdfinfo", &[&pdf]).unwrap().contains("841.89 x 595"), "{key}");
        let layout = Layout::parse(json).unwrap();
        let (first, last) = (&layout.columns[1].title, &layout.columns.last().unwrap().title);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let text = output("pdftotext", &["-layout", &pdf, "-"]).unwrap();
        let pages: Vec<String> = text.split('\u{c}').map(squeezed).collect();
        // The title stands on every page of the signed sheet, with the first and the last column below it.
        let of = if layout.title.contains("{month}") { "2026年10月" } else { "" };
        let title = format!("沃野动力有限公司{of}");
        let signed: Vec<_> = pages.iter().filter(|page| page.contains(&title) && !page.contains("汇总分析")).collect();
        assert!((2..=4).contains(&signed.len()), "{key}: {} pages", signed.len());
        assert!(signed.iter().all(|page| page.contains(first.as_str()) && page.contains(last.as_str())), "{key}");
        assert!(!text.contains("###"), "{key}: a number does not fit");
        let signature = layout.signature.as_deref().unwrap().split('：').next().unwrap();
        assert!(signed.last().unwrap().contains(signature), "{key}: {signature}");
    }
}
