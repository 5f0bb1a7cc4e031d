//! How cells look, as far as paper shows it: letters, place, lines, ground, number format.

use std::collections::BTreeMap;

use crate::spreadsheet::built_in;
use crate::template::xml::{What, attribute, name, walk};

/// Where text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Across {
    /// By what the cell holds: text left, numbers right.
    #[default]
    General,
    /// 居左.
    Left,
    /// 居中.
    Centre,
    /// 居右.
    Right,
}

/// How high it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Down {
    /// At the top.
    Top,
    /// In the middle.
    Middle,
    /// At the bottom: what a spreadsheet does when nothing is said.
    #[default]
    Bottom,
}

/// A look.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Size of the letters, points.
    pub size: f32,
    /// Bold.
    pub bold: bool,
    /// Red, green, blue of the letters.
    pub ink: [u8; 3],
    /// Red, green, blue behind them.
    pub ground: Option<[u8; 3]>,
    /// Where the text stands.
    pub across: Across,
    /// How high.
    pub down: Down,
    /// Long text breaks into lines.
    pub wrap: bool,
    /// Lines left, top, right, below.
    pub edges: [bool; 4],
    /// Number format.
    pub(super) format: String,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            size: 11.0,
            bold: false,
            ink: [0; 3],
            ground: None,
            across: Across::General,
            down: Down::Bottom,
            wrap: false,
            edges: [false; 4],
            format: "General".into(),
        }
    }
}

/// The looks of a workbook, in the order of its cells' numbers.
#[derive(Default)]
pub(super) struct Looks(pub Vec<Look>);

#[derive(Default)]
struct Reading {
    within: &'static str,
    formats: BTreeMap<u32, String>,
    fonts: Vec<Look>,
    grounds: Vec<Option<[u8; 3]>>,
    solid: bool,
    borders: Vec<[bool; 4]>,
    looks: Vec<Look>,
}

const PARTS: [&str; 4] = ["fonts", "fills", "borders", "cellXfs"];

impl Looks {
    pub(super) fn read(xml: &str) -> Result<Self, String> {
        let mut reading = Reading::default();
        walk(xml, |piece| match piece.what {
            What::Open(tag) | What::Empty(tag) => reading.tag(tag),
            What::Close(closed) if closed == reading.within => reading.within = "",
            _ => {}
        })?;
        Ok(Self(reading.looks))
    }
}

impl Reading {
    fn tag(&mut self, tag: &str) {
        let name = name(tag);
        if let Some(part) = PARTS.iter().find(|part| **part == name) {
            self.within = part;
            return;
        }
        match (self.within, name) {
            ("", "numFmt") => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                let code = attribute(tag, "formatCode").unwrap_or_default().into_owned();
                self.formats.extend(id.map(|id| (id, code)));
            }
            ("fonts", "font") => self.fonts.push(Look::default()),
            ("fonts", _) => self.font(name, tag),
            ("fills", "fill") => self.grounds.push(None),
            ("fills", "patternFill") => self.solid = attribute(tag, "patternType").as_deref() == Some("solid"),
            ("fills", "fgColor") if self.solid => {
                if let Some(ground) = self.grounds.last_mut() {
                    *ground = ground_of(tag);
                }
            }
            ("borders", "border") => self.borders.push([false; 4]),
            ("borders", side) => self.side(side, tag),
            ("cellXfs", "xf") => self.look(tag),
            ("cellXfs", "alignment") => self.place(tag),
            _ => {}
        }
    }

    fn font(&mut self, name: &str, tag: &str) {
        let Some(font) = self.fonts.last_mut() else { return };
        match name {
            "sz" => font.size = attribute(tag, "val").and_then(|size| size.parse().ok()).unwrap_or(11.0),
            "b" => font.bold = is_on(attribute(tag, "val").as_deref().unwrap_or("1")),
            "color" => font.ink = attribute(tag, "rgb").and_then(|rgb| colour(&rgb)).map_or([0; 3], legible),
            _ => {}
        }
    }

    fn side(&mut self, side: &str, tag: &str) {
        let at = ["left", "top", "right", "bottom"].iter().position(|known| *known == side);
        let drawn = attribute(tag, "style").is_some_and(|style| style != "none");
        if let (Some(at), Some(border)) = (at, self.borders.last_mut())
            && let Some(edge) = border.get_mut(at)
        {
            *edge = drawn;
        }
    }

    fn look(&mut self, tag: &str) {
        let id = |wanted| attribute(tag, wanted).and_then(|id| id.parse::<usize>().ok()).unwrap_or(0);
        let format = u32::try_from(id("numFmtId")).unwrap_or(0);
        self.looks.push(Look {
            ground: self.grounds.get(id("fillId")).copied().flatten(),
            edges: self.borders.get(id("borderId")).copied().unwrap_or_default(),
            format: self.formats.get(&format).cloned().unwrap_or_else(|| built_in(format).to_owned()),
            ..self.fonts.get(id("fontId")).cloned().unwrap_or_default()
        });
    }

    fn place(&mut self, tag: &str) {
        let Some(look) = self.looks.last_mut() else { return };
        look.across = match attribute(tag, "horizontal").as_deref() {
            Some("center" | "centerContinuous") => Across::Centre,
            Some("right") => Across::Right,
            Some("left" | "justify" | "fill" | "distributed") => Across::Left,
            _ => Across::General,
        };
        look.down = match attribute(tag, "vertical").as_deref() {
            Some("top" | "justify") => Down::Top,
            Some("center" | "distributed") => Down::Middle,
            _ => Down::Bottom,
        };
        look.wrap = is_on(attribute(tag, "wrapText").as_deref().unwrap_or("0"));
    }
}

fn is_on(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// `FFD9D9D9` → its red, green and blue.
fn colour(rgb: &str) -> Option<[u8; 3]> {
    let digits = rgb.get(rgb.len().checked_sub(6)?..)?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn brightness([red, green, blue]: [u8; 3]) -> u32 {
    (u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10
}

/// Letters that were white on a dark ground are black on paper, where no ground is dark.
fn legible(ink: [u8; 3]) -> [u8; 3] {
    if brightness(ink) > 180 { [0; 3] } else { ink }
}

/// A ground that black letters can be read on. A colour of the workbook's theme is a light grey: which one it is nobody
/// but the program that has the theme can say.
fn ground_of(tag: &str) -> Option<[u8; 3]> {
    const GREY: [u8; 3] = [0xE4; 3];
    let Some(rgb) = attribute(tag, "rgb").and_then(|rgb| colour(&rgb)) else {
        let white = matches!(attribute(tag, "theme").as_deref(), Some("0"))
            || matches!(attribute(tag, "indexed").as_deref(), Some("9" | "64" | "65"));
        return (!white).then_some(GREY);
    };
    if brightness(rgb) < 170 { Some(GREY) } else { (rgb != [0xFF; 3]).then_some(rgb) }
}
