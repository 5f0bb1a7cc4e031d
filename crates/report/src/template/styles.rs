//! Looks a value needs and its cell does not have: made from the cell's own look, added at the end, nothing else touched.
//!
//! - LOOK-1 A code is text in a cell whose format says text; a day stands in a cell whose format says day.
//! - LOOK-2 Text a spreadsheet would take for a formula when the cell is opened again carries the mark that it is text.
//! - LOOK-3 A row that takes another back is in red letters, else as the form has it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::xml::{Edit, What, attribute, edited, name, prefix, walk, with_attribute};
use crate::spreadsheet::{built_in, shows_day};

/// What a cell's look lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// Number format `@`.
    Text,
    /// `@`, and marked as text.
    Quoted,
    /// A day.
    Day,
    /// Red letters.
    Red,
}

/// Excel's number of `@`, and of the short date of the reader's own country.
const TEXT: u32 = 49;
const DAY: u32 = 14;

/// The styles part with the looks that were added.
pub(super) struct Styles {
    xml: String,
    /// Each look: its element, and its number format. Those that were added stand behind the file's own.
    looks: Vec<(String, u32)>,
    own: usize,
    /// Fonts of the file, and behind them those that were added.
    fonts: Vec<String>,
    own_fonts: usize,
    font_list: Range<usize>,
    font_end: usize,
    red: BTreeMap<usize, usize>,
    /// Custom formats that are days.
    days: Vec<u32>,
    list: Range<usize>,
    end: usize,
    known: BTreeMap<(u32, Want), u32>,
}

impl Styles {
    pub(super) fn read(xml: String) -> Result<Self, String> {
        let (mut looks, mut days, mut list, mut end) = (Vec::new(), Vec::new(), 0..0, 0);
        let (mut within, mut from) = (false, 0);
        let (mut fonts, mut font_list, mut font_end, mut in_fonts, mut font) = (Vec::new(), 0..0, 0, false, 0);
        walk(&xml, |piece| match piece.what {
            What::Open(tag) if name(tag) == "cellXfs" => (within, list) = (true, piece.at),
            What::Close("cellXfs") => (within, end) = (false, piece.at.start),
            What::Open(tag) if name(tag) == "fonts" => (in_fonts, font_list) = (true, piece.at),
            What::Close("fonts") => (in_fonts, font_end) = (false, piece.at.start),
            What::Open(tag) if in_fonts && name(tag) == "font" => font = piece.at.start,
            What::Close("font") if in_fonts => fonts.push(xml.get(font..piece.at.end).unwrap_or_default().to_owned()),
            What::Empty(tag) if in_fonts && name(tag) == "font" => fonts.push(tag.to_owned()),
            What::Open(tag) if within && name(tag) == "xf" => from = piece.at.start,
            What::Close("xf") if within => looks.push(from..piece.at.end),
            What::Empty(tag) if within && name(tag) == "xf" => looks.push(piece.at),
            What::Open(tag) | What::Empty(tag) if name(tag) == "numFmt" => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                let code = attribute(tag, "formatCode").unwrap_or_default();
                days.extend(id.filter(|_| shows_day(&code)));
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
        let looks: Vec<_> = looks.into_iter().map(element).collect();
        let (own, own_fonts) = (looks.len(), fonts.len());
        let (known, red) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { looks, own, fonts, own_fonts, font_list, font_end, red, days, list, end, known, xml })
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
            Want::Day => self.days.contains(&format) || shows_day(built_in(format)),
            // What is red already is found in `known`.
            Want::Red => false,
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
        let Some((element, own)) = self.looks.get(look as usize).cloned() else { return look };
        let to = element.find('>').map_or(element.len(), |at| at + 1);
        let (tag, rest) = element.split_at(to);
        let (mut tag, mut format) = (tag.to_owned(), own);
        if want == Want::Red {
            let Some(font) = self.red_font(&tag) else { return look };
            tag = with_attribute(&tag, "fontId", &font.to_string());
            tag = with_attribute(&tag, "applyFont", "1");
        } else {
            format = if want == Want::Day { DAY } else { TEXT };
            tag = with_attribute(&tag, "numFmtId", &format.to_string());
            tag = with_attribute(&tag, "applyNumberFormat", "1");
        }
        if want == Want::Quoted {
            tag = with_attribute(&tag, "quotePrefix", "1");
        }
        let made = u32::try_from(self.looks.len()).unwrap_or(look);
        self.looks.push((tag + rest, format));
        self.known.insert((look, want), made);
        made
    }

    /// The font of a look in red; `None` where the file has no fonts.
    fn red_font(&mut self, look: &str) -> Option<usize> {
        let font = attribute(look, "fontId").and_then(|id| id.parse().ok()).unwrap_or(0);
        if let Some(made) = self.red.get(&font) {
            return Some(*made);
        }
        let made = red(self.fonts.get(font)?);
        self.fonts.push(made);
        self.red.insert(font, self.fonts.len() - 1);
        Some(self.fonts.len() - 1)
    }

    /// The part as it is to be written; `None` when nothing was added.
    pub(super) fn part(&self) -> Option<String> {
        let looks: String = self.looks.iter().skip(self.own).map(|(element, _)| element.as_str()).collect();
        if looks.is_empty() {
            return None;
        }
        let fonts = self.fonts.get(self.own_fonts..).unwrap_or_default().concat();
        let mut edits = Vec::new();
        if !fonts.is_empty() {
            edits.extend(self.list((&self.font_list, self.font_end), self.fonts.len(), fonts));
        }
        edits.extend(self.list((&self.list, self.end), self.looks.len(), looks));
        // Fonts stand before looks in every file a spreadsheet wrote; another order is as good.
        edits.sort_by_key(|edit| edit.at.start);
        Some(edited(&self.xml, &edits))
    }

    /// A list that grew: its count, and what is new at its end.
    fn list(&self, (tag, end): (&Range<usize>, usize), count: usize, added: String) -> [Edit; 2] {
        let raw = self.xml.get(tag.clone()).unwrap_or_default();
        let counted = Edit { at: tag.clone(), with: with_attribute(raw, "count", &count.to_string()) };
        [counted, Edit { at: end..end, with: added }]
    }
}

/// The font with red letters, whatever colour it had.
fn red(font: &str) -> String {
    let prefix = prefix(font);
    let colour = format!("<{prefix}color rgb=\"FFFF0000\"/>");
    if let Some((before, rest)) = font.split_once(&format!("<{prefix}color ")) {
        let (_, after) = rest.split_once('>').unwrap_or((rest, ""));
        return format!("{before}{colour}{after}");
    }
    let close = format!("</{prefix}font>");
    match font.strip_suffix(&close) {
        Some(open) => format!("{open}{colour}{close}"),
        None => format!("{}>{colour}{close}", font.trim_end_matches("/>").trim_end()),
    }
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
    fn look_3_a_row_taken_back_is_red() {
        let fonts = "<fonts count=\"2\"><font/><font><b/><color theme=\"1\"/><sz val=\"9\"/></font></fonts>";
        let mut styles = Styles::read(
            STYLES.replace("<cellXfs", &format!("{fonts}<cellXfs")).replace("fontId=\"3\"", "fontId=\"1\""),
        )
        .unwrap();
        let text = styles.with(0, Want::Text);
        assert_eq!((styles.with(0, Want::Red), styles.with(text, Want::Red), styles.with(0, Want::Red)), (3, 4, 3));
        styles.with(1, Want::Red);
        let part = styles.part().unwrap();
        let red = "<color rgb=\"FFFF0000\"/>";
        for made in [
            "<fonts count=\"4\"><font/>".to_owned(),
            format!("<font><b/>{red}<sz val=\"9\"/></font><font>{red}</font></fonts>"),
            "<xf numFmtId=\"49\" fontId=\"2\" applyNumberFormat=\"1\" applyFont=\"1\"><alignment".to_owned(),
            "<cellXfs count=\"6\">".to_owned(),
        ] {
            assert!(part.contains(&made), "{made}: {part}");
        }
    }

    #[test]
    fn look_2_text_like_a_formula_is_marked() {
        let mut styles = Styles::read(STYLES.to_owned()).unwrap();
        assert_eq!(styles.with(0, Want::Quoted), 2);
        assert!(styles.part().unwrap().contains("quotePrefix=\"1\""));
    }
}
