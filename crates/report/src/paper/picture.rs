//! Pictures that hang on a sheet: logos and stamps of a head office's own form.

use super::{PaperFault, torn};
use crate::template::package::Package;
use crate::template::xml::{What, attribute, name, walk};

/// A point has so many of the units drawings are measured in.
const POINT: f32 = 12_700.0;
/// A picture so much below everything that is said is a slip of the hand: it would bring blank pages along.
pub(super) const FAR_ROWS: u32 = 200;

/// What the bytes of a picture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// A picture on the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The shown row and column its upper left corner lies in, and how far from their edges, points.
    pub row: usize,
    /// See `row`.
    pub column: usize,
    /// See `row`.
    pub left: f32,
    /// See `row`.
    pub top: f32,
    /// Width and height, points.
    pub size: (f32, f32),
    /// Turned clockwise, degrees.
    pub turn: f32,
    /// What is cut off left, above, right and below, shares of the whole.
    pub cut: [f32; 4],
    /// What its bytes are.
    pub kind: PictureKind,
    /// The file.
    pub bytes: Vec<u8>,
    /// Where it hangs, for people: `「月报」C3 处的图片`.
    pub place: String,
}

/// A corner: column and row from 0, and how far from their edges.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Corner {
    pub column: u32,
    pub row: u32,
    pub x: f32,
    pub y: f32,
}

/// Something that hangs on a sheet, as its drawing says.
#[derive(Debug, Clone, Default)]
pub(super) struct Hanging {
    pub from: Corner,
    pub to: Option<Corner>,
    pub size: Option<(f32, f32)>,
    pub turn: f32,
    pub cut: [f32; 4],
    /// The file, where it is one that can be printed.
    pub file: Option<(PictureKind, Vec<u8>)>,
    /// What it is called otherwise.
    pub other: &'static str,
    embed: Option<String>,
    kind: Option<&'static str>,
    silent: bool,
}

/// What hangs on a sheet: pictures, and what is none. What a spreadsheet does not print itself is left out.
pub(super) fn of(package: &Package, sheet: &str) -> Result<Vec<Hanging>, PaperFault> {
    let mut all = Vec::new();
    for drawing in package.relations(sheet)?.iter().filter(|relation| relation.kind == "drawing") {
        let media = package.relations(&drawing.target)?;
        for mut one in hanging(&package.text(&drawing.target)?).map_err(torn(&drawing.target))? {
            let part = one.embed.as_ref().and_then(|id| media.iter().find(|relation| relation.id == *id));
            let Some(kind) = one.kind.filter(|_| !one.silent) else { continue };
            match part {
                _ if kind != PICTURE => one.other = kind,
                // Its file lies elsewhere, on a disk or a server.
                None => one.other = "链接到文件外面的图片",
                Some(part) => match file(package, &part.target)? {
                    Ok(file) => one.file = Some(file),
                    Err(other) => one.other = other,
                },
            }
            all.push(one);
        }
    }
    Ok(all)
}

const PICTURE: &str = "图片";
const KINDS: [(&str, &str); 6] = [
    ("pic", PICTURE),
    ("graphicFrame", "图表"),
    ("sp", "图形或文本框"),
    ("cxnSp", "线条"),
    ("grpSp", "组合的图形"),
    ("contentPart", "手写墨迹"),
];

fn file(package: &Package, part: &str) -> Result<Result<(PictureKind, Vec<u8>), &'static str>, PaperFault> {
    if !package.names.iter().any(|name| name == part) {
        return Ok(Err("文件里已经没有的图片"));
    }
    let bytes = package.bytes_of(part)?;
    Ok(match part.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok((PictureKind::Png, bytes)),
        _ if bytes.starts_with(b"\xFF\xD8\xFF") => Ok((PictureKind::Jpeg, bytes)),
        "emf" => Err("EMF 格式的图片"),
        "wmf" => Err("WMF 格式的图片"),
        "gif" => Err("GIF 格式的图片"),
        "bmp" => Err("BMP 格式的图片"),
        "tif" | "tiff" => Err("TIFF 格式的图片"),
        "svg" => Err("SVG 格式的图片"),
        "webp" => Err("WebP 格式的图片"),
        _ => Err("认不出格式的图片"),
    })
}

fn hanging(xml: &str) -> Result<Vec<Hanging>, String> {
    let mut all: Vec<Hanging> = Vec::new();
    let mut reading = Reading::default();
    walk(xml, |piece| match piece.what {
        What::Open(tag) | What::Empty(tag) if name(tag).ends_with("Anchor") => {
            all.push(Hanging::default());
            reading = Reading::default();
        }
        What::Open(tag) | What::Empty(tag) => {
            if let Some(one) = all.last_mut() {
                reading.tag(one, tag);
            }
        }
        What::Text(words) => {
            if let Some(one) = all.last_mut() {
                reading.words(one, words.trim());
            }
        }
        What::Close("from" | "to") => reading.corner = None,
        What::Close(_) => reading.field = None,
    })?;
    Ok(all)
}

/// Where in an anchor the reading is.
#[derive(Default)]
struct Reading {
    corner: Option<bool>,
    field: Option<&'static str>,
}

impl Reading {
    fn tag(&mut self, one: &mut Hanging, tag: &str) {
        let number = |wanted: &str| attribute(tag, wanted).and_then(|value| value.parse::<f32>().ok());
        let points = |wanted: &str| number(wanted).unwrap_or(0.0) / POINT;
        let local = name(tag);
        match local {
            "from" | "to" if one.kind.is_none() => self.corner = Some(local == "to"),
            "col" | "row" | "colOff" | "rowOff" => {
                self.field = ["col", "row", "colOff", "rowOff"].into_iter().find(|known| *known == local);
            }
            "pos" => (one.from.x, one.from.y) = (points("x"), points("y")),
            "ext" if one.kind.is_none() => one.size = Some((points("cx"), points("cy"))),
            "clientData" => one.silent |= attribute(tag, "fPrintsWithSheet").as_deref() == Some("0"),
            "cNvPr" => one.silent |= attribute(tag, "hidden").as_deref() == Some("1"),
            "blip" if one.embed.is_none() => one.embed = attribute(tag, "r:embed").map(std::borrow::Cow::into_owned),
            "srcRect" => {
                one.cut = ["l", "t", "r", "b"].map(|side| (number(side).unwrap_or(0.0) / 100_000.0).clamp(0.0, 0.95))
            }
            "xfrm" if one.kind == Some(PICTURE) => one.turn = number("rot").unwrap_or(0.0) / 60_000.0,
            _ => {
                let kind = KINDS.iter().find(|(known, _)| *known == local).map(|(_, kind)| *kind);
                one.kind = one.kind.or(kind);
            }
        }
    }

    fn words(&self, one: &mut Hanging, words: &str) {
        let (Some(to), Some(field)) = (self.corner, self.field) else { return };
        let corner = if to { one.to.get_or_insert_default() } else { &mut one.from };
        let offset = || words.parse::<f32>().unwrap_or(0.0) / POINT;
        match field {
            "col" => corner.column = words.parse().unwrap_or(0),
            "row" => corner.row = words.parse().unwrap_or(0),
            "colOff" => corner.x = offset(),
            _ => corner.y = offset(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheetpaper_7_what_hangs_on_a_sheet_is_read_with_its_place() {
        let xml = r#"<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>12700</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>25400</xdr:rowOff></xdr:from>
            <xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
            <xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="章"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"><a:extLst><a:ext uri="x"/></a:extLst></a:blip><a:srcRect l="25000"/></xdr:blipFill><xdr:spPr><a:xfrm rot="2700000"><a:ext cx="9" cy="9"/></a:xfrm></xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>
            <xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="127000" cy="254000"/><xdr:graphicFrame/></xdr:oneCellAnchor>
            <xdr:absoluteAnchor><xdr:pos x="12700" y="0"/><xdr:ext cx="12700" cy="12700"/><xdr:sp><xdr:cNvPr hidden="1"/></xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"#;
        let all = hanging(xml).unwrap();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].from, Corner { column: 1, row: 2, x: 1.0, y: 2.0 });
        assert_eq!(all[0].to, Some(Corner { column: 3, row: 5, x: 0.0, y: 0.0 }));
        assert_eq!(
            (all[0].embed.as_deref(), all[0].turn, all[0].cut[0], all[0].size),
            (Some("rId1"), 45.0, 0.25, None)
        );
        assert_eq!((all[1].kind, all[1].size), (Some("图表"), Some((10.0, 20.0))));
        assert_eq!((all[2].from.x, all[2].silent), (1.0, true));
    }
}
