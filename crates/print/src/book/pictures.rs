//! Logos and stamps: laid over the cells they hang on.
//!
//! - BOOK-6 A picture stands at its place and in its size on the page of its row; one that would be cut by the end of the page is moved up. One whose file cannot be read is named.

use super::Part;
use super::pages::{Fit, PageOf};
use krilla::Document;
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::image::Image;
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use report::paper::{Picture, PictureKind};

/// A stamp scanned at 600 points an inch over a whole A4 page has 35 million; more is a bomb and no picture.
const MOST_PIXELS: u64 = 50_000_000;

/// The pictures of a workbook by its sheets, read once for all its pages and copies; none for one that cannot be read.
pub(super) struct Pictures(Vec<Vec<Option<Image>>>);

impl Pictures {
    /// Reads them; answers what cannot be read with it, for people.
    pub(super) fn of(part: &Part) -> (Self, Vec<String>) {
        let mut undrawn = Vec::new();
        let mut read = |picture: &Picture| {
            let image = image(picture);
            if image.is_none() {
                undrawn.push(format!("{}（文件读不出来）", picture.place));
            }
            image
        };
        let images = part.sheets.iter().map(|sheet| sheet.pictures.iter().map(&mut read).collect()).collect();
        (Self(images), undrawn)
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>, part: &Part, fit: &Fit, page: &PageOf) {
        let (Some(sheet), Some(images)) = (part.sheets.get(page.sheet), self.0.get(page.sheet)) else { return };
        let mut top = fit.top;
        for slice in &page.slices {
            // A row over several pages has its pictures on the first.
            if slice.lines.is_none_or(|(from, _)| from == 0) {
                for (picture, image) in sheet.pictures.iter().zip(images).filter(|(one, _)| one.row == slice.row) {
                    if let Some(image) = image {
                        put(surface, fit, (picture, image), top + (picture.top * fit.scale).min(slice.height));
                    }
                }
            }
            top += slice.height;
        }
    }
}

/// The picture, where every pixel of it can be read: a file that ends early would stop the whole book at its end.
fn image(picture: &Picture) -> Option<Image> {
    let data = picture.bytes.clone().into();
    let image = match picture.kind {
        PictureKind::Png => Image::from_png(data, false),
        PictureKind::Jpeg => Image::from_jpeg(data, false),
    };
    let image = image.ok().filter(|image| {
        let (wide, tall) = image.size();
        u64::from(wide) * u64::from(tall) <= MOST_PIXELS
    })?;
    let mut trial = Document::new();
    let mut page = trial.start_page_with(PageSettings::from_wh(9.0, 9.0)?);
    let mut surface = page.surface();
    surface.draw_image(image.clone(), Size::from_wh(9.0, 9.0)?);
    surface.finish();
    page.finish();
    trial.finish().ok().map(|_| image)
}

fn put(surface: &mut Surface<'_>, fit: &Fit, (picture, image): (&Picture, &Image), top: f32) {
    let (wide, tall) = (picture.size.0 * fit.scale, picture.size.1 * fit.scale);
    let left = fit.span(picture.column, 1).0 + picture.left * fit.scale;
    let top = top.min((fit.bottom - tall).max(fit.top));
    let [l, t, r, b] = picture.cut;
    // What is left after cutting takes the whole place.
    let whole = (wide / (1.0 - l - r).max(0.05), tall / (1.0 - t - b).max(0.05));
    let (Some(size), Some(frame)) =
        (Size::from_wh(whole.0, whole.1), Rect::from_ltrb(left, top, left + wide, top + tall))
    else {
        return;
    };
    let mut path = PathBuilder::new();
    path.push_rect(frame);
    let Some(path) = path.finish() else { return };
    surface.push_transform(&Transform::from_rotate_at(picture.turn, left + wide / 2.0, top + tall / 2.0));
    surface.push_clip_path(&path, &FillRule::NonZero);
    surface.push_transform(&Transform::from_translate(left - whole.0 * l, top - whole.1 * t));
    surface.draw_image(image.clone(), size);
    surface.pop();
    surface.pop();
    surface.pop();
}
