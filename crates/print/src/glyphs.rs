//! Characters of a set paper that the font has no glyph for (PRINT-4).

use std::collections::BTreeSet;
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// All of them, in the order of their code points.
pub(crate) fn missing(document: &PagedDocument) -> Vec<char> {
    let mut found = BTreeSet::new();
    for page in document.pages() {
        in_frame(&page.frame, &mut found);
    }
    found.into_iter().collect()
}

fn in_frame(frame: &Frame, found: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => in_frame(&group.frame, found),
            FrameItem::Text(text) => in_text(text, found),
            _ => {}
        }
    }
}

fn in_text(text: &TextItem, found: &mut BTreeSet<char>) {
    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
        let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
        found.extend(text.text.get(range).unwrap_or_default().chars());
    }
}
