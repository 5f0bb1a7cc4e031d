//! `{{dealer.name}}`: what a head office's own file asks for.
//!
//! - MARKER-1 A name between two braces, blanks around it allowed; a brace that never closes is refused, not printed.
//! - MARKER-2 A marker that runs over pieces of differently formatted text is one marker; its value stands in the first piece.
//! - MARKER-3 `{{sum.month}}` and `{{sum.corrections}}`, each in a row of its own below the repeated one, print 本月小计 and 更正小计: sums of that row are of the month's rows, or of those that correct closed months.

use crate::layout::Layout;
use crate::write::Head;

/// Markers of every workbook, beside the rows' own: name, and what the head calls it.
const HEAD: [(&str, &str); 10] = [
    ("principal.name", "principal"),
    ("dealer.name", "dealer"),
    ("dealer.code", "dealer_code"),
    ("period.text", "period"),
    ("period.year", "year"),
    ("period.month", "month"),
    ("report.no", "number"),
    ("report.made_by", "made_by"),
    ("report.made_on", "made_on"),
    ("report.notes", "notes"),
];

/// The number of a row.
pub const ROW_NUMBER: &str = "no";
/// Rows whose sums are of some of the rows alone.
const SUB_SUMS: [(&str, Side); 2] = [("sum.month", Side::Month), ("sum.corrections", Side::Corrections)];
/// How many rows there are.
const ROWS: &str = "report.rows";

/// A piece of a cell's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Words(&'t str),
    Marker(&'t str),
}

/// The text in pieces; the torn rest, where a brace never closes.
pub(super) fn parts(text: &str) -> Result<Vec<Part<'_>>, &str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}").ok_or(rest)?;
        let name = name.trim();
        let known = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
        if !known {
            return Err(rest);
        }
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        parts.push(Part::Marker(name));
        rest = after;
    }
    if rest.contains("}}") {
        return Err(rest);
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    Ok(parts)
}

/// Whether a text has anything of a marker.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains("{{") || text.contains("}}")
}

/// Which rows of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Those of the month.
    Month,
    /// Those that correct closed months.
    Corrections,
}

/// What a marker means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A value of the head, by its name there.
    Head(String),
    /// How many rows there are.
    Rows,
    /// The number of the row.
    RowNumber,
    /// A value of the row, by its place.
    Field(usize),
    /// The words before a sum of some of the rows (MARKER-3).
    SubSum(Side),
}

/// The meaning of a marker in a workbook; `None` when the workbook has no such marker.
pub(super) fn meaning(layout: &Layout, marker: &str) -> Option<Meaning> {
    if marker == ROWS {
        return Some(Meaning::Rows);
    }
    if let Some((_, side)) = SUB_SUMS.iter().find(|(known, _)| *known == marker) {
        return has_sub_sums(layout).then_some(Meaning::SubSum(*side));
    }
    if let Some(name) = marker.strip_prefix("row.") {
        if name == ROW_NUMBER {
            return Some(Meaning::RowNumber);
        }
        return layout.field(layout.markers.get(name)?).map(Meaning::Field);
    }
    if let Some((_, name)) = HEAD.iter().find(|(known, _)| *known == marker) {
        return Some(Meaning::Head((*name).to_owned()));
    }
    let own = marker.strip_prefix("head.")?;
    layout.head_fields.iter().any(|field| field.key == own).then(|| Meaning::Head(own.to_owned()))
}

/// Whether rows of a workbook may correct closed months, and are summed up.
fn has_sub_sums(layout: &Layout) -> bool {
    layout.corrections.is_some() && layout.totals.is_some()
}

/// Every marker a workbook knows, with what it prints.
#[must_use]
pub fn markers(layout: &Layout) -> Vec<(String, String)> {
    const SAID: [&str; 10] =
        ["厂家名称", "经销商名称", "经销商代码", "报表期间", "年", "月", "报表编号", "制表人", "填报日期", "说明"];
    let mut all: Vec<(String, String)> =
        HEAD.iter().zip(SAID).map(|((name, _), said)| ((*name).to_owned(), said.to_owned())).collect();
    all.push((ROWS.to_owned(), "行数".to_owned()));
    all.extend(layout.head_fields.iter().map(|field| (format!("head.{}", field.key), field.title.clone())));
    if has_sub_sums(layout) {
        const SAID: [&str; 2] = ["本月小计：这一行只合计本月的行", "更正小计：这一行只合计更正的行"];
        all.extend(SUB_SUMS.iter().zip(SAID).map(|((name, _), said)| ((*name).to_owned(), said.to_owned())));
    }
    all.push((format!("row.{ROW_NUMBER}"), "序号".to_owned()));
    let title = |field: &str| {
        layout.columns.iter().find(|column| column.key == field).map_or_else(|| field.to_owned(), |c| c.title.clone())
    };
    all.extend(layout.markers.iter().map(|(name, field)| (format!("row.{name}"), title(field))));
    all
}

/// A head's value; what nobody said is empty.
pub(super) fn of_head(head: &Head, name: &str) -> String {
    head.value(name).unwrap_or_default().into_owned()
}

/// Pieces of formatted text with every marker replaced (MARKER-2).
pub(super) fn filled(pieces: &[String], value: impl Fn(&str) -> String) -> Vec<String> {
    let whole = pieces.concat();
    let mut out = vec![String::new(); pieces.len()];
    let ends: Vec<usize> = pieces
        .iter()
        .scan(0, |at, piece| {
            *at += piece.len();
            Some(*at)
        })
        .collect();
    let owner = |at: usize| ends.iter().position(|end| at < *end).unwrap_or(pieces.len().saturating_sub(1));
    let mut at = 0;
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        let place = owner(at);
        let Some(into) = out.get_mut(place) else { break };
        match rest.strip_prefix("{{").and_then(|inner| inner.split_once("}}")) {
            Some((name, _)) => {
                into.push_str(&value(name.trim()));
                at += name.len() + 4;
            }
            None => {
                let Some(c) = rest.chars().next() else { break };
                into.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marker_1_a_torn_marker_is_refused() {
        assert_eq!(
            parts("共 {{ row.no }} 台"),
            Ok(vec![Part::Words("共 "), Part::Marker("row.no"), Part::Words(" 台")])
        );
        for torn in ["{{dealer.name}", "dealer}}", "{{}}", "{{a b}}", "{{a{{b}}"] {
            assert!(parts(torn).is_err(), "{torn}");
        }
    }

    #[test]
    fn marker_2_a_marker_over_several_pieces_is_one() {
        let pieces = ["单位：{{dea", "ler.na", "me}}（章）"].map(str::to_owned);
        assert_eq!(filled(&pieces, |name| format!("<{name}>")), ["单位：<dealer.name>", "", "（章）"]);
    }
}
