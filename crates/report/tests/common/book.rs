//! A head office's workbook made by hand, part by part, so that every kind of part can be in it.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Parts by name, in order.
#[derive(Clone)]
pub struct Book(pub Vec<(String, String)>);

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The rows of the form: a title, the dealer, the heads, the repeated row, its sums, and who signs.
pub const ROWS: &str = r#"<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row><row r="2" ht="18" customHeight="1"><c r="A2" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" t="s"><v>3</v></c></row><row r="4" ht="21" customHeight="1"><c r="A4" s="1" t="s"><v>4</v></c><c r="B4" s="1" t="s"><v>5</v></c><c r="C4" s="1" t="inlineStr"><is><t>{{row.unit.serial}}</t></is></c><c r="D4" s="2" t="inlineStr"><is><t>{{row.repair.completed_on}}</t></is></c><c r="E4" t="inlineStr"><is><t>{{row.repair.labour}}</t></is></c><c r="F4" t="inlineStr"><is><t>{{row.repair.material}}</t></is></c><c r="G4"><f>E4+F4</f><v>0</v></c><c r="H4" t="inlineStr"><is><t>共 {{row.repair.days}} 天</t></is></c><c r="I4" s="1"/><c r="J4"><f t="shared" ref="J4:K4" si="0">E4*2</f><v>0</v></c><c r="K4"><f t="shared" si="0"/><v>0</v></c></row><row r="5"><c r="A5" t="inlineStr"><is><t>合计</t></is></c><c r="E5"><f>SUM(E4:E4)</f><v>0</v></c><c r="F5"><f>SUM(F4)</f><v>0</v></c><c r="G5"><f>SUM(G4:G4)/COUNT(G4:G4)</f><v>0</v></c></row><row r="6" ht="30" customHeight="1"><c r="A6" t="inlineStr"><is><t>单位负责人：</t></is></c></row>"#;

pub fn form() -> Book {
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}" xmlns:r="{REL}"><dimension ref="A1:K6"/><sheetViews><sheetView workbookViewId="0"><selection activeCell="A6" sqref="A6"/></sheetView></sheetViews><cols><col min="9" max="9" width="9" hidden="1"/></cols><sheetData>{ROWS}</sheetData><mergeCells count="3"><mergeCell ref="A1:H1"/><mergeCell ref="H4:I4"/><mergeCell ref="A6:B6"/></mergeCells><conditionalFormatting sqref="E4"><cfRule type="expression" priority="1"><formula>E4&gt;$E$5/2</formula></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="B4"><formula1>"甲,乙"</formula1></dataValidation></dataValidations><pageSetup paperSize="9" orientation="landscape"/><drawing r:id="rId1"/></worksheet>"#
    );
    let other = format!(
        r#"<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>不动</t></is></c></row></sheetData></worksheet>"#
    );
    let sums = format!(
        r#"<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>SUM(月报!E4:E4)</f><v>0</v></c><c r="B1"><f>A9</f><v>7</v></c></row></sheetData></worksheet>"#
    );
    let part = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Book(vec![
        part(
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet3.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/><Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>"#,
        ),
        part("_rels/.rels", &rels(&[("rId1", "officeDocument", "xl/workbook.xml")])),
        part(
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="月报" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/><sheet name="汇总" sheetId="3" r:id="rId3"/></sheets><definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">月报!$A$1:$I$6</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">月报!$1:$3</definedName></definedNames></workbook>"#
            ),
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            &rels(&[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
                ("rId3", "worksheet", "worksheets/sheet3.xml"),
                ("rId4", "styles", "styles.xml"),
                ("rId5", "sharedStrings", "sharedStrings.xml"),
                ("rId6", "calcChain", "calcChain.xml"),
            ]),
        ),
        part("xl/worksheets/sheet1.xml", &sheet),
        part("xl/worksheets/_rels/sheet1.xml.rels", &rels(&[("rId1", "drawing", "../drawings/drawing1.xml")])),
        part("xl/worksheets/sheet2.xml", &other),
        part("xl/worksheets/sheet3.xml", &sums),
        part(
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="0" fontId="0"><alignment horizontal="center"/></xf><xf numFmtId="170"/></cellXfs></styleSheet>"#
            ),
        ),
        part(
            "xl/sharedStrings.xml",
            &format!(
                r#"<sst xmlns="{MAIN}" count="6" uniqueCount="6"><si><t>维修月报</t></si><si><r><rPr><b/></rPr><t>经销商：{{{{dea</t></r><r><t>ler.name}}}}</t></r></si><si><t>序号</t></si><si><t>用户</t></si><si><t>{{{{row.no}}}}</t></si><si><r><t>{{{{row.</t></r><r><t>repair.no}}}}</t></r></si></sst>"#
            ),
        ),
        part("xl/calcChain.xml", &format!(r#"<calcChain xmlns="{MAIN}"><c r="G4" i="1"/></calcChain>"#)),
        part(
            "xl/drawings/drawing1.xml",
            r#"<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>5</xdr:row></xdr:from></xdr:oneCellAnchor></xdr:wsDr>"#,
        ),
    ])
}

fn rels(all: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{REL}/{kind}" Target="{target}"/>"#)
    };
    let all: String = all.iter().map(one).collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
    )
}

impl Book {
    /// A part with one place of it made another.
    pub fn with(mut self, part: &str, old: &str, new: &str) -> Self {
        let (_, text) = self.0.iter_mut().find(|(name, _)| name == part).unwrap();
        assert!(text.contains(old), "{part} has no {old}");
        *text = text.replacen(old, new, 1);
        self
    }

    pub fn and(mut self, part: &str, text: &str) -> Self {
        self.0.push((part.to_owned(), text.to_owned()));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            zip.start_file(name.clone(), SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A part of a written workbook; none when it is not there.
pub fn part(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}
