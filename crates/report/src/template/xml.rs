//! The parts of a package as text with places: what is not touched is copied byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// One piece of a part.
pub(crate) struct Piece<'x> {
    /// What it is.
    pub what: What<'x>,
    /// Where it stands.
    pub at: Range<usize>,
}

pub(crate) enum What<'x> {
    /// `<c r="A1">`, whole.
    Open(&'x str),
    /// `<c r="A1"/>`, whole.
    Empty(&'x str),
    /// `</c>`: the local name.
    Close(&'x str),
    /// Characters, read.
    Text(Cow<'x, str>),
}

/// Characters as they read, where what is escaped cannot be torn: the part was walked before.
pub(super) fn unescaped(raw: &str) -> Cow<'_, str> {
    unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// Hands every piece to `see`; the reason, where the part is no well-formed XML.
pub(crate) fn walk<'x>(xml: &'x str, mut see: impl FnMut(Piece<'x>)) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    let mut from = 0;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let to = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        let at = std::mem::replace(&mut from, to)..to;
        let raw = xml.get(at.clone()).unwrap_or_default();
        let what = match event {
            Event::Start(_) => {
                depth += 1;
                What::Open(raw)
            }
            Event::Empty(_) => What::Empty(raw),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                What::Close(name(raw))
            }
            Event::Text(_) | Event::GeneralRef(_) => What::Text(unescape(raw).map_err(|error| error.to_string())?),
            Event::CData(_) => What::Text(raw.trim_start_matches("<![CDATA[").trim_end_matches("]]>").into()),
            // A document type can make a few bytes into gigabytes, and no spreadsheet writes one.
            Event::DocType(_) => return Err("a document type".into()),
            Event::Eof if depth > 0 => return Err("it ends in the middle".into()),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
        };
        see(Piece { what, at });
    }
}

/// The local name of a raw tag.
pub(crate) fn name(tag: &str) -> &str {
    let full = qualified(tag);
    full.rsplit_once(':').map_or(full, |(_, local)| local)
}

/// The prefix of a raw tag with its colon; usually nothing.
pub(super) fn prefix(tag: &str) -> &str {
    let full = qualified(tag);
    full.rfind(':').and_then(|at| full.get(..=at)).unwrap_or_default()
}

fn qualified(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default()
}

/// Places of an attribute's value inside a raw tag; by its full name.
pub(super) fn attribute_at(tag: &str, wanted: &str) -> Option<Range<usize>> {
    let mut at = tag.find(|c: char| c.is_ascii_whitespace())?;
    loop {
        let rest = tag.get(at..)?;
        let key_from = at + rest.find(|c: char| !c.is_ascii_whitespace())?;
        let equals = key_from + tag.get(key_from..)?.find('=')?;
        let open = equals + tag.get(equals..)?.find(['"', '\''])?;
        let quote = tag.get(open..)?.chars().next()?;
        let close = open + 1 + tag.get(open + 1..)?.find(quote)?;
        if tag.get(key_from..equals)?.trim_end() == wanted {
            return Some(open + 1..close);
        }
        at = close + 1;
    }
}

/// An attribute's value, read.
pub(crate) fn attribute<'t>(tag: &'t str, wanted: &str) -> Option<Cow<'t, str>> {
    let raw = tag.get(attribute_at(tag, wanted)?)?;
    Some(unescaped(raw))
}

/// The tag with an attribute set.
pub(super) fn with_attribute(tag: &str, wanted: &str, value: &str) -> String {
    let value = escaped(value);
    if let Some(at) = attribute_at(tag, wanted) {
        return [tag.get(..at.start).unwrap_or_default(), &value, tag.get(at.end..).unwrap_or_default()].concat();
    }
    let end = tag.len() - if tag.ends_with("/>") { 2 } else { 1 };
    let (before, after) = tag.split_at(end);
    format!("{} {wanted}=\"{value}\"{after}", before.trim_end())
}

/// Text as it stands in XML, in an attribute too.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\n', '\t']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out.into()
}

/// What replaces a place of a part.
pub(super) struct Edit {
    pub at: Range<usize>,
    pub with: String,
}

/// A part with its edits made; edits are in order and do not overlap.
pub(super) fn edited(xml: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(xml.len() + 256);
    let mut from = 0;
    for edit in edits {
        out.push_str(xml.get(from..edit.at.start).unwrap_or_default());
        out.push_str(&edit.with);
        from = edit.at.end;
    }
    out.push_str(xml.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_found_and_set_where_it_stands() {
        let tag = "<x:c r='A1'  s = \"3\" t=\"s\"/>";
        assert_eq!((name(tag), prefix(tag)), ("c", "x:"));
        assert_eq!(attribute(tag, "s").as_deref(), Some("3"));
        assert_eq!(attribute(tag, "x"), None);
        assert_eq!(with_attribute(tag, "r", "A9"), "<x:c r='A9'  s = \"3\" t=\"s\"/>");
        assert_eq!(with_attribute("<row>", "r", "9"), "<row r=\"9\">");
    }

    #[test]
    fn what_is_not_well_formed_is_told() {
        for torn in ["<a><b></a>", "<a>", "<!DOCTYPE a><a/>", "<a>&none;</a>"] {
            assert!(walk(torn, |_| ()).is_err(), "{torn}");
        }
        assert!(walk("<?xml version=\"1.0\"?><a>&amp;&#10;<b/></a>", |_| ()).is_ok());
    }
}
