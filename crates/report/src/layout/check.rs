//! A layout is checked whole before it is used: all faults at once, each with its place as a JSON pointer.

use std::collections::BTreeSet;
use std::fmt;

use super::{Block, Column, Item, Kind, Layout, Total, template};
use crate::write::MARKERS;

/// One fault and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    /// `/columns/3/key`; of a syntax fault `line 4 column 7`.
    pub place: String,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for LayoutFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// Why a layout is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the layout is refused: {}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct LayoutProblem {
    /// At least one.
    pub faults: Vec<LayoutFault>,
}

impl LayoutProblem {
    pub(super) fn unknown(key: &str) -> Self {
        Self { faults: vec![LayoutFault { place: "/key".into(), reason: format!("no layout {key} is shipped") }] }
    }

    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        let place = format!("line {} column {}", error.line(), error.column());
        Self { faults: vec![LayoutFault { place, reason: error.to_string() }] }
    }
}

/// A sheet is 16,384 columns wide; a page is not, and 80 columns are unreadable on any paper.
const MOST_COLUMNS: usize = 80;

pub(super) fn check(layout: &Layout) -> Result<(), LayoutProblem> {
    let mut faults = Faults::default();
    names(layout, &mut faults);
    markers(layout, &mut faults);
    columns(layout, &mut faults);
    lines(layout, &mut faults);
    page(layout, &mut faults);
    summary(layout, &mut faults);
    sheets(layout, &mut faults);
    corrections(layout, &mut faults);
    if faults.0.is_empty() { Ok(()) } else { Err(LayoutProblem { faults: faults.0 }) }
}

#[derive(Default)]
struct Faults(Vec<LayoutFault>);

impl Faults {
    fn add(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.0.push(LayoutFault { place: place.into(), reason: reason.into() });
    }

    fn unique<'a>(&mut self, place: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (index, key) in keys.enumerate() {
            if !seen.insert(key) {
                self.add(format!("{place}/{index}"), format!("the key {key} is there twice"));
            }
            if !is_key(key) {
                self.add(format!("{place}/{index}"), format!("{key:?} is no key: lower-case letters, digits and _"));
            }
        }
    }
}

fn names(layout: &Layout, faults: &mut Faults) {
    for (place, text) in [("/key", &layout.key), ("/name", &layout.name), ("/title", &layout.title)] {
        if text.trim().is_empty() {
            faults.add(place, "is empty");
        }
    }
    faults.unique("/fields", layout.fields.iter().map(String::as_str));
    faults.unique("/head_fields", layout.head_fields.iter().map(|field| field.key.as_str()));
    for (index, field) in layout.head_fields.iter().enumerate() {
        if MARKERS.contains(&field.key.as_str()) {
            faults.add(format!("/head_fields/{index}/key"), format!("{} is a marker of every layout", field.key));
        }
    }
}

fn markers(layout: &Layout, faults: &mut Faults) {
    for (name, field) in &layout.markers {
        if layout.field(field).is_none() {
            faults.add(format!("/markers/{name}"), format!("{field} is not in /fields"));
        }
    }
    for (index, name) in layout.needs.iter().enumerate() {
        if !layout.markers.contains_key(name) {
            faults.add(format!("/needs/{index}"), format!("{name} is not in /markers"));
        }
    }
}

fn columns(layout: &Layout, faults: &mut Faults) {
    if layout.columns.is_empty() || layout.columns.len() > MOST_COLUMNS {
        faults.add("/columns", format!("1 to {MOST_COLUMNS} columns"));
    }
    faults.unique("/columns", layout.columns.iter().map(|column| column.key.as_str()));
    for (index, column) in layout.columns.iter().enumerate() {
        column_alone(layout, index, column, faults);
    }
}

fn column_alone(layout: &Layout, index: usize, column: &Column, faults: &mut Faults) {
    let place = |member: &str| format!("/columns/{index}/{member}");
    if (column.kind == Kind::Sequence) == layout.field(&column.key).is_some() {
        let reason = if column.kind == Kind::Sequence { "is counted, and so no field" } else { "is not in /fields" };
        faults.add(place("key"), format!("{} {reason}", column.key));
    }
    if column.title.trim().is_empty() {
        faults.add(place("title"), "is empty");
    }
    if !(1.0..=120.0).contains(&column.width) {
        faults.add(place("width"), format!("{} is not between 1 and 120", column.width));
    }
    if column.total == Total::Sum && !matches!(column.kind, Kind::Money | Kind::Quantity | Kind::Integer) {
        faults.add(place("total"), "only money, quantity and integer have a sum");
    }
    if column.total != Total::None && layout.totals.is_none() {
        faults.add(place("total"), "the layout has no /totals");
    }
    if column.total != Total::None && index == 0 {
        faults.add(place("total"), "the first column holds the word of the totals row");
    }
}

fn lines(layout: &Layout, faults: &mut Faults) {
    let mut line = |place: String, text: &str| {
        if template::is_torn(text) {
            faults.add(place.as_str(), "a { without its }");
        }
        for marker in template::markers(text) {
            if !MARKERS.contains(&marker) && !layout.head_fields.iter().any(|field| field.key == marker) {
                faults.add(place.as_str(), format!("{{{marker}}} is neither a marker nor in /head_fields"));
            }
        }
    };
    line("/title".into(), &layout.title);
    line("/head/left".into(), &layout.head.left);
    line("/head/centre".into(), &layout.head.centre);
    line("/head/right".into(), &layout.head.right);
    layout.head_lines.iter().enumerate().for_each(|(i, text)| line(format!("/head_lines/{i}"), text));
    layout.foot_lines.iter().enumerate().for_each(|(i, text)| line(format!("/foot_lines/{i}"), text));
    line("/notes".into(), layout.notes.as_deref().unwrap_or_default());
    line("/signature".into(), layout.signature.as_deref().unwrap_or_default());
}

fn page(layout: &Layout, faults: &mut Faults) {
    let page = &layout.page;
    for (place, number, from, to) in [
        ("/page/side_mm", page.side_mm, 0.0, 50.0),
        ("/page/end_mm", page.end_mm, 0.0, 80.0),
        ("/page/font_size", page.font_size, 5.0, 24.0),
        ("/page/line_size", page.line_size, 5.0, 24.0),
        ("/page/title_size", page.title_size, 8.0, 36.0),
    ] {
        if !(from..=to).contains(&number) {
            faults.add(place, format!("{number} is not between {from} and {to}"));
        }
    }
}

fn summary(layout: &Layout, faults: &mut Faults) {
    let Some(summary) = &layout.summary else { return };
    faults.unique("/summary/blocks", summary.blocks.iter().map(Block::key));
    for (index, block) in summary.blocks.iter().enumerate() {
        match block {
            Block::Facts { items, .. } => inner(&format!("/summary/blocks/{index}/items"), items, faults),
            Block::Table { columns, .. } => inner(&format!("/summary/blocks/{index}/columns"), columns, faults),
            Block::Matrix { .. } => {}
        }
    }
}

fn inner(place: &str, items: &[Item], faults: &mut Faults) {
    if items.is_empty() {
        faults.add(place, "is empty");
    }
    faults.unique(place, items.iter().map(|item| item.key.as_str()));
}

fn sheets(layout: &Layout, faults: &mut Faults) {
    let names = [
        ("/name", Some(&layout.name)),
        ("/summary/name", layout.summary.as_ref().map(|sheet| &sheet.name)),
        ("/data/name", layout.data.as_ref().map(|sheet| &sheet.name)),
    ];
    let mut seen = BTreeSet::new();
    for (place, name) in names.into_iter().filter_map(|(place, name)| name.map(|name| (place, name))) {
        if name.chars().count() > 31 || name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.starts_with('\'') {
            faults.add(place, "no sheet name: 31 characters at most, none of []:*?/\\");
        }
        if !seen.insert(name.to_lowercase()) {
            faults.add(place, "is the name of another sheet too");
        }
    }
}

fn corrections(layout: &Layout, faults: &mut Faults) {
    let Some(stated) = &layout.corrections else { return };
    let facts = stated.facts.iter().enumerate().map(|(index, field)| (format!("facts/{index}"), field));
    let others = [("number", Some(&stated.number)), ("note", Some(&stated.note)), ("settled", stated.settled.as_ref())];
    let others = others.into_iter().filter_map(|(place, field)| field.map(|field| (place.to_owned(), field)));
    for (place, field) in facts.chain(others) {
        if layout.field(field).is_none() {
            faults.add(format!("/corrections/{place}"), format!("{field} is not in /fields"));
        }
    }
    if stated.facts.contains(&stated.note) {
        faults.add("/corrections/note", "is no fact: it says what the row corrects");
    }
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
