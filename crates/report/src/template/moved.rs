//! What moves when a row becomes many: places, rules, checks, names, charts and pictures.
//!
//! - MOVED-1 What holds places of the grown sheet follows its rows; what does not is not touched.
//! - MOVED-2 A name for a cell of the repeated row, and the values of a chart that are such a cell, mean the whole column of it.

use std::ops::Range;

use super::formula::Move;
use super::growth::{Cell, Growth};
use super::sheet::{CellAt, FormulaAt, RowAt, Sheet};
use super::xml::{Edit, What, attribute, attribute_at, edited, escaped, name, prefix, walk, with_attribute};

/// Elements whose words are a formula, or places.
const FORMULAS: [&str; 4] = ["formula", "formula1", "formula2", "f"];
const PLACES: [&str; 1] = ["sqref"];
/// Elements of a chart that hold one value for each row; a title is one cell.
const VALUES: [&str; 5] = ["val", "cat", "xVal", "yVal", "bubbleSize"];

/// Edits of a sheet outside its rows; `merged` are the merged cells within the repeated row.
pub(super) fn around(sheet: &Sheet, growth: Growth, merged: &[(String, String)]) -> Vec<Edit> {
    let formulas = Move { sheet: &sheet.name, growth, here: true, copy: None };
    let mut edits = Vec::new();
    let mut words: Option<(Range<usize>, String, bool)> = None;
    let mut in_breaks = false;
    let _ = walk(&sheet.xml, |piece| {
        if sheet.data.contains(&piece.at.start) {
            return;
        }
        match piece.what {
            What::Open(tag) | What::Empty(tag) => {
                let local = name(tag);
                in_breaks = local == "rowBreaks" || in_breaks && local == "brk";
                let whole = if local == "mergeCells" { counted(tag, growth, merged.len()) } else { None };
                let new = whole.or_else(|| tag_of(tag, growth, in_breaks && local == "brk"));
                edits.extend(new.map(|with| Edit { at: piece.at.clone(), with }));
                let opens = FORMULAS.contains(&local) || PLACES.contains(&local);
                if opens && !tag.ends_with("/>") {
                    words = Some((piece.at.end..piece.at.end, String::new(), PLACES.contains(&local)));
                }
            }
            What::Text(text) => {
                if let Some((_, words, _)) = &mut words {
                    words.push_str(&text);
                }
            }
            What::Close(_) => {
                let Some((at, old, places)) = words.take() else { return };
                let new = if places { growth.areas(&old) } else { formulas.formula(&old) };
                if new != old {
                    edits.push(Edit { at: at.start..piece.at.start, with: escaped(&new).into_owned() });
                }
            }
        }
    });
    edits
}

/// Edits of another sheet outside its rows: formulas of its rules and checks that speak of the grown one.
pub(super) fn beside(sheet: &Sheet, moving: Move<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut words: Option<(usize, String)> = None;
    let _ = walk(&sheet.xml, |piece| {
        if sheet.data.contains(&piece.at.start) {
            return;
        }
        match piece.what {
            What::Open(tag) if FORMULAS.contains(&name(tag)) => words = Some((piece.at.end, String::new())),
            What::Text(text) => {
                if let Some((_, words)) = &mut words {
                    words.push_str(&text);
                }
            }
            What::Close(_) => {
                let Some((from, old)) = words.take() else { return };
                let new = moving.formula(&old);
                if new != old {
                    edits.push(Edit { at: from..piece.at.start, with: escaped(&new).into_owned() });
                }
            }
            What::Open(_) | What::Empty(_) => {}
        }
    });
    edits
}

/// How many merged cells there are after the row's own were repeated.
fn counted(tag: &str, growth: Growth, merged: usize) -> Option<String> {
    let count: usize = attribute(tag, "count")?.parse().ok()?;
    let more = merged.checked_mul(growth.by as usize).filter(|more| *more > 0)?;
    Some(with_attribute(tag, "count", &(count + more).to_string()))
}

/// A tag with its places moved; `None` when nothing moves.
fn tag_of(tag: &str, growth: Growth, is_break: bool) -> Option<String> {
    let mut new = tag.to_owned();
    let merge = name(tag) == "mergeCell";
    for wanted in ["ref", "sqref"] {
        let Some(old) = attribute(tag, wanted) else { continue };
        let own = merge && old.split(':').all(|end| Cell::read(end).is_some_and(|cell| cell.row == growth.row));
        if !own {
            new = with_attribute(&new, wanted, &growth.areas(&old));
        }
    }
    for wanted in ["activeCell", "topLeftCell"] {
        if let Some(old) = attribute(tag, wanted) {
            new = with_attribute(&new, wanted, &growth.cell(&old));
        }
    }
    if let Some(row) = attribute(tag, "id").filter(|_| is_break).and_then(|row| row.parse().ok()) {
        new = with_attribute(&new, "id", &growth.end(row).to_string());
    }
    (new != tag).then_some(new)
}

/// A formula's element, moved; `None` when it stays as it is.
pub(super) fn formula(cell: &CellAt, moving: Move<'_>) -> Option<String> {
    let formula = cell.formula.as_ref()?;
    let new = moving.formula(&formula.text);
    let same = !formula.shared && new == formula.text && places(formula, moving) == formula.tag;
    (!same).then(|| element(formula, moving, &new))
}

/// The tag of a formula with the places it fills moved.
fn places(formula: &FormulaAt, moving: Move<'_>) -> String {
    match attribute(&formula.tag, "ref").filter(|_| moving.here) {
        Some(places) => with_attribute(&formula.tag, "ref", &moving.growth.areas(&places)),
        None => formula.tag.clone(),
    }
}

/// A formula's element with other words; one of a shared group stands by itself.
pub(super) fn element(formula: &FormulaAt, moving: Move<'_>, words: &str) -> String {
    let prefix = prefix(&formula.tag);
    if formula.shared {
        return format!("<{prefix}f>{}</{prefix}f>", escaped(words));
    }
    let tag = places(formula, moving);
    format!("{}>{}</{prefix}f>", tag.trim_end_matches("/>").trim_end_matches('>'), escaped(words))
}

/// A cell with a formula: as it is, or moved, always without the value it had before the rows came.
pub(super) fn formula_cell(sheet: &Sheet, cell: &CellAt, tag: &str, moving: Move<'_>) -> String {
    let own = cell.formula.as_ref().map_or("", |formula| sheet.raw(&formula.at));
    cell_with(tag, &formula(cell, moving).unwrap_or_else(|| own.to_owned()))
}

/// A cell that holds an element.
pub(super) fn cell_with(tag: &str, element: &str) -> String {
    let prefix = prefix(tag).to_owned();
    let tag = without_kind(tag);
    format!("{}>{element}</{prefix}c>", tag.trim_end_matches("/>").trim_end_matches('>').trim_end())
}

/// The kind spoke of the value.
fn without_kind(tag: &str) -> String {
    match attribute_at(tag, "t") {
        Some(at) => {
            let before = tag.get(..at.start).unwrap_or_default();
            let before = before.rfind(" t").and_then(|end| before.get(..end)).unwrap_or(before);
            before.to_owned() + tag.get(at.end + 1..).unwrap_or_default()
        }
        None => tag.to_owned(),
    }
}

/// A row's tag, or a cell's, in another row.
pub(super) fn row_tag(sheet: &Sheet, row: &RowAt, number: u32) -> String {
    with_attribute(sheet.raw(&row.tag), "r", &number.to_string())
}

/// The workbook: names move, and whoever opens it calculates.
pub(super) fn workbook(xml: &str, sheet: &str, growth: Growth) -> String {
    let moving = Move { sheet, growth, here: false, copy: None };
    let mut edits = Vec::new();
    let mut words: Option<(usize, String)> = None;
    let (mut calculates, mut after_names) = (false, None);
    let _ = walk(xml, |piece| match piece.what {
        What::Open(tag) if name(tag) == "definedName" => words = Some((piece.at.end, String::new())),
        What::Text(text) => {
            if let Some((_, words)) = &mut words {
                words.push_str(&text);
            }
        }
        What::Close("definedName") => {
            let Some((from, old)) = words.take() else { return };
            let new = moving.list(&old);
            if new != old {
                edits.push(Edit { at: from..piece.at.start, with: escaped(&new).into_owned() });
            }
        }
        What::Open(tag) | What::Empty(tag) if name(tag) == "calcPr" => {
            calculates = true;
            if attribute(tag, "fullCalcOnLoad").as_deref() != Some("1") {
                edits.push(Edit { at: piece.at, with: with_attribute(tag, "fullCalcOnLoad", "1") });
            }
        }
        What::Close(local @ ("sheets" | "definedNames")) => {
            let prefix = prefix(xml.get(piece.at.clone()).unwrap_or_default()).to_owned();
            after_names = Some((piece.at.end, prefix, local));
        }
        _ => {}
    });
    if let Some((at, prefix, _)) = after_names.filter(|_| !calculates) {
        edits.push(Edit { at: at..at, with: format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>") });
        edits.sort_by_key(|edit| edit.at.start);
    }
    edited(xml, &edits)
}

/// A chart's sources.
pub(super) fn chart(xml: &str, sheet: &str, growth: Growth) -> String {
    let moving = Move { sheet, growth, here: false, copy: None };
    words(xml, "f", |around, old| if VALUES.contains(&around) { moving.list(old) } else { moving.formula(old) })
}

/// Where the pictures and charts of the grown sheet hang; rows are counted from 0 there.
pub(super) fn drawing(xml: &str, growth: Growth) -> String {
    words(xml, "row", |_, old| match old.trim().parse::<u32>() {
        Ok(row) => (growth.place(row.saturating_add(1)) - 1).to_string(),
        Err(_) => old.to_owned(),
    })
}

/// What is said of an element's words by `new`, which is told the values of a chart they belong to, if any.
fn words(xml: &str, element: &str, new: impl Fn(&str, &str) -> String) -> String {
    let mut edits = Vec::new();
    let mut words: Option<(usize, String)> = None;
    let mut around = "";
    let _ = walk(xml, |piece| match piece.what {
        What::Open(tag) if VALUES.contains(&name(tag)) => around = name(tag),
        What::Close(local) if local == around => around = "",
        What::Open(tag) if name(tag) == element => words = Some((piece.at.end, String::new())),
        What::Text(text) => {
            if let Some((_, words)) = &mut words {
                words.push_str(&text);
            }
        }
        What::Close(local) if local == element => {
            let Some((from, old)) = words.take() else { return };
            let new = new(around, &old);
            if new != old {
                edits.push(Edit { at: from..piece.at.start, with: escaped(&new).into_owned() });
            }
        }
        _ => {}
    });
    edited(xml, &edits)
}

/// The list of parts without the order of calculation, which would name cells that moved.
pub(super) fn without_calc_chain(xml: &str) -> String {
    let mut edits = Vec::new();
    let _ = walk(xml, |piece| {
        let What::Empty(tag) = piece.what else { return };
        let named = ["PartName", "Target"].iter().find_map(|wanted| attribute(tag, wanted));
        if named.is_some_and(|named| named.to_ascii_lowercase().ends_with("calcchain.xml")) {
            edits.push(Edit { at: piece.at, with: String::new() });
        }
    });
    edited(xml, &edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth = Growth { row: 7, by: 3 };

    #[test]
    fn moved_1_what_follows_the_rows_follows() {
        let xml = "<worksheet><dimension ref=\"A1:P10\"/><sheetData></sheetData><mergeCells count=\"3\"><mergeCell ref=\"A1:P2\"/><mergeCell ref=\"A7:B7\"/>\
            <mergeCell ref=\"A9:B9\"/></mergeCells><conditionalFormatting sqref=\"N7\"><cfRule><formula>N7&gt;$N$8</formula></cfRule></conditionalFormatting>\
            <dataValidations><dataValidation sqref=\"K7 K9\"/></dataValidations><rowBreaks><brk id=\"8\"/></rowBreaks><colBreaks><brk id=\"8\"/></colBreaks></worksheet>";
        let sheet = Sheet::read("月报".into(), "s".into(), xml.into()).unwrap();
        let edits = around(&sheet, GROWTH, &[("A".into(), "B".into())]);
        let new = edited(xml, &edits);
        for part in [
            "ref=\"A1:P13\"",
            "count=\"6\"",
            "ref=\"A1:P2\"",
            "ref=\"A7:B7\"",
            "ref=\"A12:B12\"",
            "sqref=\"N7:N10\"",
            "N7&gt;$N$11",
            "sqref=\"K7:K10 K12\"",
            "<rowBreaks><brk id=\"11\"/></rowBreaks><colBreaks><brk id=\"8\"/>",
        ] {
            assert!(new.contains(part), "{part}: {new}");
        }
    }

    #[test]
    fn moved_1_rules_and_checks_of_another_sheet_follow() {
        let xml = "<worksheet><sheetData></sheetData><conditionalFormatting sqref=\"N7\"><cfRule><formula>N9&gt;月报!$N$9</formula></cfRule></conditionalFormatting>\
            <dataValidations><dataValidation sqref=\"K9\"><formula1>月报!$K$7:$K$7</formula1></dataValidation></dataValidations></worksheet>";
        let sheet = Sheet::read("汇总".into(), "s".into(), xml.into()).unwrap();
        let moving = Move { sheet: "月报", growth: GROWTH, here: false, copy: None };
        let new = edited(xml, &beside(&sheet, moving));
        let wanted = xml.replace("月报!$N$9", "月报!$N$12").replace("月报!$K$7:$K$7", "月报!$K$7:$K$10");
        assert_eq!(new, wanted, "its own places stay");
    }

    #[test]
    fn names_pictures_and_charts_follow() {
        let book = "<workbook><sheets></sheets><definedNames><definedName>'月报'!$1:$6</definedName><definedName>月报!$A$1:$P$10</definedName></definedNames></workbook>";
        let new = workbook(book, "月报", GROWTH);
        assert!(new.contains(">'月报'!$1:$6<") && new.contains("月报!$A$1:$P$13"), "{new}");
        assert!(new.ends_with("</definedNames><calcPr fullCalcOnLoad=\"1\"/></workbook>"), "{new}");
        assert_eq!(
            drawing("<a><x:row>2</x:row><x:row>7</x:row></a>", GROWTH),
            "<a><x:row>2</x:row><x:row>10</x:row></a>"
        );
        assert_eq!(chart("<c:f>月报!$N$7</c:f>", "月报", GROWTH), "<c:f>月报!$N$7</c:f>");
        assert_eq!(chart("<c:f>月报!$N$7:$N$7</c:f>", "月报", GROWTH), "<c:f>月报!$N$7:$N$10</c:f>");
    }

    #[test]
    fn moved_2_a_name_and_a_series_of_one_cell_mean_its_column() {
        let named = |formula: &str| {
            format!(
                "<w><definedNames><definedName name=\"金额\">{formula}</definedName></definedNames><calcPr fullCalcOnLoad=\"1\"/></w>"
            )
        };
        for (old, new) in [
            ("月报!$N$7", "月报!$N$7:$N$10"),
            ("月报!$N$7:$P$7", "月报!$N$7:$P$10"),
            ("月报!$N$6", "月报!$N$6"),
            ("月报!$N$9", "月报!$N$12"),
            ("OFFSET(月报!$N$7,0,0,9,1)", "OFFSET(月报!$N$7,0,0,9,1)"),
            ("汇总!$N$7", "汇总!$N$7"),
        ] {
            assert_eq!(workbook(&named(old), "月报", GROWTH), named(new));
        }
        let series = |title: &str, value: &str| {
            format!(
                "<c:ser><c:tx><c:f>{title}</c:f></c:tx><c:val><c:numRef><c:f>{value}</c:f></c:numRef></c:val></c:ser>"
            )
        };
        assert_eq!(chart(&series("月报!$N$7", "月报!$N$7"), "月报", GROWTH), series("月报!$N$7", "月报!$N$7:$N$10"));
        assert_eq!(chart(&series("月报!$N$6", "[0]!金额"), "月报", GROWTH), series("月报!$N$6", "[0]!金额"));
    }
}
