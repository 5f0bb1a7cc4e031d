//! The one font: which glyph a character has, how wide it is, and which characters it lacks.

use crate::problem::PrintProblem;
use crate::world::FONT;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::collections::{BTreeSet, HashMap};
use typst::layout::Abs;
use typst::text::{Font as Face, FontInstance, FontVariant, FontVariations};

/// A character's glyph and its width in sizes of the letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    glyph: u16,
    pub width: f32,
}

pub(super) struct Letters {
    face: FontInstance,
    pub font: Font,
    known: HashMap<char, Letter>,
    missing: BTreeSet<char>,
}

impl Letters {
    pub(super) fn new() -> Result<Self, PrintProblem> {
        let none = || PrintProblem::Data("the font".to_owned());
        let face = crate::world::face().ok_or_else(none)?;
        let face = Face::instantiate(face, FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
        let font = Font::new(FONT.into(), 0).ok_or_else(none)?;
        Ok(Self { face, font, known: HashMap::new(), missing: BTreeSet::new() })
    }

    /// What a character is drawn as; nothing for marks that are not drawn.
    pub(super) fn of(&mut self, c: char) -> Option<Letter> {
        if let Some(known) = self.known.get(&c) {
            return Some(*known);
        }
        if is_unseen(c) {
            return None;
        }
        let glyph = self.face.ttf().glyph_index(c).map_or(0, |glyph| glyph.0);
        if glyph == 0 {
            self.missing.insert(c);
        }
        let width = self.face.x_advance(glyph).map_or(1.0, |width| width.get() as f32);
        let letter = Letter { glyph, width };
        self.known.insert(c, letter);
        Some(letter)
    }

    /// Width of a text in sizes of its letters.
    pub(super) fn width(&mut self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.of(c)).map(|letter| letter.width).sum()
    }

    /// The glyphs of a line.
    pub(super) fn glyphs(&mut self, line: &str) -> Vec<KrillaGlyph> {
        let mut glyphs = Vec::with_capacity(line.len());
        for (from, c) in line.char_indices() {
            let Some(letter) = self.of(c) else { continue };
            let id = GlyphId::new(letter.glyph.into());
            glyphs.push(KrillaGlyph::new(id, letter.width, 0.0, 0.0, 0.0, from..from + c.len_utf8(), None));
        }
        glyphs
    }

    pub(super) fn missing(self) -> Vec<char> {
        self.missing.into_iter().collect()
    }
}

/// Control characters and marks of direction or joining say nothing on paper.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}
