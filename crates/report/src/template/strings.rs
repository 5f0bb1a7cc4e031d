//! The shared texts of a workbook: read with their pieces, filled where they hold markers of the head, added to by the rows.

use std::collections::HashMap;
use std::ops::Range;

use super::xml::{Edit, What, attribute_at, edited, escaped, name, prefix, walk, with_attribute};

/// One text: its pieces, each with its place in the part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    pub pieces: Vec<(String, Range<usize>)>,
}

impl Text {
    pub(crate) fn whole(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// Gathers the texts of `<si>` or `<is>`: plain, or in formatted pieces; how to read it aloud (`rPh`) is no text.
#[derive(Default)]
pub(crate) struct Gather {
    pub text: Text,
    aloud: bool,
    piece: Option<(String, usize)>,
}

impl Gather {
    pub(crate) fn see(&mut self, what: &What<'_>, at: &Range<usize>) {
        match what {
            What::Open(tag) if name(tag) == "rPh" => self.aloud = true,
            What::Close("rPh") => self.aloud = false,
            What::Open(tag) if name(tag) == "t" && !self.aloud => self.piece = Some((String::new(), at.start)),
            What::Text(words) => {
                if let Some((piece, _)) = &mut self.piece {
                    piece.push_str(words);
                }
            }
            What::Close("t") => {
                if let Some((piece, from)) = self.piece.take() {
                    self.text.pieces.push((piece, from..at.end));
                }
            }
            _ => {}
        }
    }
}

/// The part of shared texts.
#[derive(Clone)]
pub(super) struct Strings {
    pub part: String,
    xml: String,
    pub texts: Vec<Text>,
    list: Range<usize>,
    end: usize,
    added: Vec<String>,
    known: HashMap<String, usize>,
}

impl Strings {
    pub(super) fn read(part: String, xml: String) -> Result<Self, String> {
        let (mut texts, mut gather, mut list, mut end) = (Vec::new(), Gather::default(), 0..0, 0);
        walk(&xml, |piece| {
            gather.see(&piece.what, &piece.at);
            match piece.what {
                What::Open(tag) if name(tag) == "sst" => list = piece.at,
                What::Close("sst") => end = piece.at.start,
                What::Close("si") => texts.push(std::mem::take(&mut gather).text),
                What::Empty(tag) if name(tag) == "si" => texts.push(Text::default()),
                _ => {}
            }
        })?;
        Ok(Self { part, xml, texts, list, end, added: Vec::new(), known: HashMap::new() })
    }

    /// Whether texts can be added: an empty list that closes itself has no room.
    pub(super) fn has_room(&self) -> bool {
        self.end > 0
    }

    /// The number of a text of a row.
    pub(super) fn number(&mut self, text: &str) -> usize {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let number = self.texts.len() + self.added.len();
        self.added.push(text.to_owned());
        self.known.insert(text.to_owned(), number);
        number
    }

    /// The part with texts filled by `fill`, and with those of the rows behind; `None` when nothing is another.
    pub(super) fn part(&self, mut fill: impl FnMut(&Text) -> Option<Vec<String>>) -> Option<String> {
        let tag = self.xml.get(self.list.clone()).unwrap_or_default();
        let prefix = prefix(tag);
        let mut edits = Vec::new();
        for text in &self.texts {
            let Some(filled) = fill(text) else { continue };
            for ((_, at), words) in text.pieces.iter().zip(filled) {
                edits.push(Edit { at: at.clone(), with: t(prefix, &words) });
            }
        }
        if edits.is_empty() && self.added.is_empty() {
            return None;
        }
        if !self.added.is_empty() {
            let unique = (self.texts.len() + self.added.len()).to_string();
            let mut head = with_attribute(tag, "uniqueCount", &unique);
            // How often each is used is nobody's business but a reader's guess of memory; a wrong one is worse than none.
            if let Some(at) = attribute_at(&head, "count") {
                head.replace_range(at, &unique);
            }
            edits.insert(0, Edit { at: self.list.clone(), with: head });
            let si = |text: &String| format!("<{prefix}si>{}</{prefix}si>", t(prefix, text));
            edits.push(Edit { at: self.end..self.end, with: self.added.iter().map(si).collect() });
        }
        Some(edited(&self.xml, &edits))
    }
}

/// A text element; blanks at its edges stay.
pub(super) fn t(prefix: &str, text: &str) -> String {
    let text = shown(text);
    let space = if text.trim() == text { "" } else { " xml:space=\"preserve\"" };
    format!("<{prefix}t{space}>{}</{prefix}t>", escaped(&text))
}

/// `_x000D_` in a text means a character to a spreadsheet; a text that only looks so says that its line is a line.
fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        let tail = text.get(at..).unwrap_or_default().as_bytes();
        let code = tail.len() >= 7
            && tail.starts_with(b"_x")
            && tail.get(6) == Some(&b'_')
            && tail.get(2..6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if code {
            out.push_str("_x005F");
        }
        out.push(c);
    }
    out.into()
}

/// The other way: what a spreadsheet reads.
pub(crate) fn read_back(text: &str) -> String {
    text.replace("_x005F_", "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_as_it_was() {
        for text in ["a_x0041_b", "_x005F_", " 两边空格 ", "𠮷田<&>\"", "行\n行"] {
            let mut gather = Gather::default();
            walk(&t("x:", text), |piece| gather.see(&piece.what, &piece.at)).unwrap();
            assert_eq!(read_back(&gather.text.whole()), text);
        }
    }
}
