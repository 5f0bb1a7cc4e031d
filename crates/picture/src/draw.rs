//! A signature from its strokes (PICTURE-4).

use crate::{Fault, Kept, likeness};
use image::imageops::{FilterType, resize};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use std::io::Cursor;

/// The picture's longer side, without its margin.
const LONG: i64 = 760;
const MARGIN: i64 = 20;
/// Half the width of the line.
const PEN: i64 = 2;
const SMALL: u32 = 320;

/// A signature as a picture.
pub type Drawing = Kept;

/// Draws strokes: lists of points, whatever the unit.
pub fn draw(strokes: &[Vec<(i32, i32)>]) -> Result<Drawing, Fault> {
    let points = || strokes.iter().flatten();
    let edge = |of: fn(&(i32, i32)) -> i32| {
        let all = points().map(|point| i64::from(of(point)));
        Some((all.clone().min()?, all.max()?))
    };
    let (left, right) = edge(|point| point.0).ok_or(Fault::Empty)?;
    let (top, bottom) = edge(|point| point.1).ok_or(Fault::Empty)?;
    let longer = (right - left).max(bottom - top).max(1);
    let placed = |(x, y): (i32, i32)| {
        let scaled = |at: i64, from: i64| (at - from) * LONG / longer + MARGIN;
        (scaled(i64::from(x), left), scaled(i64::from(y), top))
    };
    let side = |span: i64| u32::try_from(span * LONG / longer + 2 * MARGIN).unwrap_or(1);
    let mut picture = GrayImage::from_pixel(side(right - left), side(bottom - top), Luma([255]));
    for stroke in strokes {
        let mut last = None;
        for point in stroke.iter().copied().map(placed) {
            line(&mut picture, last.unwrap_or(point), point);
            last = Some(point);
        }
    }
    let (width, height) = picture.dimensions();
    let factor = |side: u32| (side * SMALL / width.max(height)).max(1);
    let small = resize(&picture, factor(width), factor(height), FilterType::Triangle);
    Ok(Kept {
        likeness: likeness::of(&picture),
        thumbnail: png(small)?,
        bytes: png(picture)?,
        mime: "image/png",
        width,
        height,
    })
}

fn line(picture: &mut GrayImage, from: (i64, i64), to: (i64, i64)) {
    let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
    for step in 0..=steps {
        let at = |from: i64, to: i64| from + (to - from) * step / steps;
        dot(picture, at(from.0, to.0), at(from.1, to.1));
    }
}

fn dot(picture: &mut GrayImage, x: i64, y: i64) {
    for dx in -PEN..=PEN {
        for dy in -PEN..=PEN {
            let (Ok(x), Ok(y)) = (u32::try_from(x + dx), u32::try_from(y + dy)) else { continue };
            if dx * dx + dy * dy <= PEN * PEN + 1
                && let Some(pixel) = picture.get_pixel_mut_checked(x, y)
            {
                *pixel = Luma([0]);
            }
        }
    }
}

fn png(picture: GrayImage) -> Result<Vec<u8>, Fault> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture).write_to(&mut bytes, ImageFormat::Png).map_err(|_| Fault::NotWritten)?;
    Ok(bytes.into_inner())
}
