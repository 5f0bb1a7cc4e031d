//! Looks a value needs and its cell does not have: made from the cell's own look, added at the end, nothing else touched.
//!
//! - LOOK-1 A code is text in a cell whose format says text; a day stands in a cell whose format says day.
//! - LOOK-2 Text a spreadsheet would take for a formula when the cell is opened again carries the mark that it is text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::xml::{Edit, What, attribute, edited, name, walk, with_attribute};

/// What a cell's look lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// Number format `@`.
    Text,
    /// `@`, and marked as text.
    Quoted,
    /// A day.
    Day,
}

/// Excel's number of `@`, and of the short date of the reader's own country.
const TEXT: u32 = 49;
const DAY: u32 = 14;

/// The styles part with the looks that were added.
pub(super) struct Styles {
    xml: String,
    /// Each look: its element, and its number format.
    looks: Vec<(String, u32)>,
    /// Custom formats that are days.
    days: Vec<u32>,
    list: Range<usize>,
    end: usize,
    added: Vec<String>,
    known: BTreeMap<(u32, Want), u32>,
}

impl Styles {
    pub(super) fn read(xml: String) -> Result<Self, String> {
        let (mut looks, mut days, mut list, mut end) = (Vec::new(), Vec::new(), 0..0, 0);
        let (mut within, mut from) = (false, 0);
        walk(&xml, |piece| match piece.what {
            What::Open(tag) if name(tag) == "cellXfs" => (within, list) = (true, piece.at),
            What::Close("cellXfs") => (within, end) = (false, piece.at.start),
            What::Open(tag) if within && name(tag) == "xf" => from = piece.at.start,
            What::Close("xf") if within => looks.push(from..piece.at.end),
            What::Empty(tag) if within && name(tag) == "xf" => looks.push(piece.at),
            What::Open(tag) | What::Empty(tag) if name(tag) == "numFmt" => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                let code = attribute(tag, "formatCode").unwrap_or_default();
                days.extend(id.filter(|_| is_day(&code)));
            }
            _ => {}
        })?;
        if looks.is_empty() || end == 0 {
            return Err("no looks of cells".into());
        }
        let element = |at: Range<usize>| {
            let element = xml.get(at).unwrap_or_default().to_owned();
            let format = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
            (element, format)
        };
        let looks = looks.into_iter().map(element).collect();
        Ok(Self { looks, days, list, end, added: Vec::new(), known: BTreeMap::new(), xml })
    }

    /// Whether a look is the text format.
    pub(super) fn is_text(&self, look: u32) -> bool {
        self.format(look) == TEXT
    }

    fn format(&self, look: u32) -> u32 {
        self.looks.get(look as usize).map_or(0, |(_, format)| *format)
    }

    fn has(&self, look: u32, want: Want) -> bool {
        let format = self.format(look);
        match want {
            Want::Text => format == TEXT,
            Want::Day => matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58) || self.days.contains(&format),
            Want::Quoted => {
                let element = self.looks.get(look as usize).map(|(element, _)| element.as_str()).unwrap_or_default();
                format == TEXT && attribute(element, "quotePrefix").as_deref() == Some("1")
            }
        }
    }

    /// The look with what is wanted: itself, or one made from it.
    pub(super) fn with(&mut self, look: u32, want: Want) -> u32 {
        if self.has(look, want) {
            return look;
        }
        if let Some(made) = self.known.get(&(look, want)) {
            return *made;
        }
        let Some((element, _)) = self.looks.get(look as usize) else { return look };
        let to = element.find('>').map_or(element.len(), |at| at + 1);
        let (tag, rest) = element.split_at(to);
        let format = if want == Want::Day { DAY } else { TEXT };
        let mut tag = with_attribute(tag, "numFmtId", &format.to_string());
        tag = with_attribute(&tag, "applyNumberFormat", "1");
        if want == Want::Quoted {
            tag = with_attribute(&tag, "quotePrefix", "1");
        }
        self.added.push(tag + rest);
        let made = u32::try_from(self.looks.len() + self.added.len() - 1).unwrap_or(look);
        self.known.insert((look, want), made);
        made
    }

    /// The part as it is to be written; `None` when nothing was added.
    pub(super) fn part(&self) -> Option<String> {
        if self.added.is_empty() {
            return None;
        }
        let tag = self.xml.get(self.list.clone()).unwrap_or_default();
        let count = (self.looks.len() + self.added.len()).to_string();
        let edits = [
            Edit { at: self.list.clone(), with: with_attribute(tag, "count", &count) },
            Edit { at: self.end..self.end, with: self.added.concat() },
        ];
        Some(edited(&self.xml, &edits))
    }
}

/// A custom format that shows a day: outside its quoted words it names a year or a day.
pub(super) fn is_day(code: &str) -> bool {
    let mut quoted = false;
    let mut bracketed = false;
    let mut bare = String::new();
    for c in code.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            c if !quoted && !bracketed => bare.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    bare != "general" && bare.contains(['y', 'd', 'e']) && bare.contains(['y', 'd', 'm'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>\
        <cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"3\"><alignment wrapText=\"1\"/></xf><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

    #[test]
    fn look_1_a_look_is_made_from_the_cells_own() {
        let mut styles = Styles::read(STYLES.to_owned()).unwrap();
        assert_eq!((styles.with(1, Want::Day), styles.part()), (1, None));
        assert_eq!((styles.with(0, Want::Day), styles.with(0, Want::Text), styles.with(0, Want::Text)), (2, 3, 3));
        let part = styles.part().unwrap();
        assert!(part.contains("<cellXfs count=\"4\">"), "{part}");
        let made =
            "<xf numFmtId=\"49\" fontId=\"3\" applyNumberFormat=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs>";
        assert!(part.contains(made), "{part}");
    }

    #[test]
    fn look_2_text_like_a_formula_is_marked() {
        let mut styles = Styles::read(STYLES.to_owned()).unwrap();
        assert_eq!(styles.with(0, Want::Quoted), 2);
        assert!(styles.part().unwrap().contains("quotePrefix=\"1\""));
    }
}
