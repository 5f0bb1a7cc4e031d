//! Paper, margins, and the lines every page bears.

use std::borrow::Cow;

/// Points of an inch; a workbook says its margins in inches.
const INCH: f32 = 72.0;

/// Which end of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its header.
    Top,
    /// Its footer.
    Bottom,
}

/// What stands left, in the middle and right of a header or footer; `&P`, `&N`, `&D` and `&T` are filled by who prints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines(pub [String; 3]);

/// A page as the workbook sets it up.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Excel's number of the paper: 9 is A4, 8 is A3.
    pub paper: u16,
    /// Lying.
    pub landscape: bool,
    /// Left, top, right, bottom, points.
    pub margins: [f32; 4],
    /// The header's place from the top, the footer's from the bottom, points.
    pub ends: [f32; 2],
    /// In the middle of the paper.
    pub centred: bool,
    /// Header and footer.
    pub lines: [Lines; 2],
}

impl Default for Page {
    fn default() -> Self {
        Self {
            paper: 9,
            landscape: false,
            margins: [0.7 * INCH, 0.75 * INCH, 0.7 * INCH, 0.75 * INCH],
            ends: [0.3 * INCH; 2],
            centred: false,
            lines: [Lines::default(), Lines::default()],
        }
    }
}

impl Page {
    /// The line at an end.
    #[must_use]
    pub fn line(&self, edge: Edge) -> &Lines {
        let [top, bottom] = &self.lines;
        if edge == Edge::Top { top } else { bottom }
    }

    pub(super) fn set_margins(&mut self, said: impl Fn(&str) -> Option<f32>) {
        let inch = |wanted: &str, known: f32| said(wanted).map_or(known, |inches| inches.clamp(0.0, 5.0) * INCH);
        let [left, top, right, bottom] = self.margins;
        self.margins = [inch("left", left), inch("top", top), inch("right", right), inch("bottom", bottom)];
        let [head, foot] = self.ends;
        self.ends = [inch("header", head), inch("footer", foot)];
    }
}

impl Lines {
    /// `&L…&C…&R…` in three; marks of letters and sizes are left out.
    pub(super) fn read(line: &str) -> Self {
        let mut parts: [String; 3] = Default::default();
        let (mut at, mut rest) = (1, line.chars().peekable());
        while let Some(c) = rest.next() {
            if c != '&' {
                push(&mut parts, at, c);
                continue;
            }
            match rest.next() {
                Some('L') => at = 0,
                Some('C') => at = 1,
                Some('R') => at = 2,
                Some('&') => push(&mut parts, at, '&'),
                Some(field @ ('P' | 'N' | 'D' | 'T' | 'A')) => {
                    push(&mut parts, at, '\u{1}');
                    push(&mut parts, at, field);
                }
                // The name of a font, up to its closing mark.
                Some('"') => drop(rest.by_ref().find(|c| *c == '"')),
                Some(digit) if digit.is_ascii_digit() => while rest.next_if(char::is_ascii_digit).is_some() {},
                _ => {}
            }
        }
        Self(parts)
    }

    /// The three parts with their fields filled: by `field`, which is asked for `P`, `N`, `D`, `T` and `A`.
    pub fn filled<'a>(&'a self, field: impl Fn(char) -> Cow<'a, str>) -> [String; 3] {
        self.0.each_ref().map(|part| {
            let mut pieces = part.split('\u{1}');
            let mut line = pieces.next().unwrap_or_default().to_owned();
            for piece in pieces {
                let mut letters = piece.chars();
                if let Some(asked) = letters.next() {
                    line.push_str(&field(asked));
                }
                line.push_str(letters.as_str());
            }
            line
        })
    }
}

fn push(parts: &mut [String; 3], at: usize, c: char) {
    if let Some(part) = parts.get_mut(at) {
        part.push(c);
    }
}
