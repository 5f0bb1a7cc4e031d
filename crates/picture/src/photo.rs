//! Photographs as they come from a phone or a camera.

use crate::{Fault, Kept, likeness};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Most bytes of a file: more than any phone's photograph has.
pub const MOST_BYTES: u64 = 40 * 1024 * 1024;

/// Most pixels: what a phone makes unless somebody asks it for its largest picture.
pub const MOST_PIXELS: u64 = 64_000_000;

/// Most memory of one decoding: four bytes a pixel.
const MOST_MEMORY: u64 = MOST_PIXELS * 4 + 16 * 1024 * 1024;

const LARGE: u32 = 1600;
const SMALL: u32 = 320;
const QUALITY: u8 = 82;
const SMALL_QUALITY: u8 = 75;

/// When a photograph was taken, as the camera's clock showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Year.
    pub year: u16,
    /// Month.
    pub month: u8,
    /// Day.
    pub day: u8,
    /// Hour.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

/// A photograph that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The picture.
    pub kept: Kept,
    /// When it was taken, where the file says so.
    pub taken: Option<Taken>,
}

/// Reads a photograph and makes it small (PICTURE-1, PICTURE-2, PICTURE-3).
pub fn read(bytes: &[u8]) -> Result<Photo, Fault> {
    let format = format_of(bytes)?;
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| Fault::Damaged)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooManyPixels { width, height });
    }
    if width == 0 || height == 0 || format == ImageFormat::Jpeg && !has_end(bytes) {
        return Err(Fault::Damaged);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = reader();
    reader.limits(limits);
    let mut picture = reader.decode().map_err(|_| Fault::Damaged)?;
    let (orientation, taken) = said(bytes);
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(Photo { kept: kept(on_white(&picture))?, taken })
}

fn format_of(bytes: &[u8]) -> Result<ImageFormat, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png)) => Ok(format),
        _ if bytes.get(4..8) == Some(b"ftyp") => Err(Fault::Heic),
        _ => Err(Fault::Other),
    }
}

/// Whether a JPEG has its end: the decoder fills what is missing with grey, and nobody would see what is gone. Behind the
/// end phones put a film, and the thumbnail inside the head has an end of its own.
fn has_end(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        match *marker {
            0xff => at += 1,
            0xda => return bytes.get(at..).is_some_and(|rest| rest.windows(2).any(|two| two == [0xff, 0xd9])),
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
    false
}

/// Which way up, and when. What cannot be read was not said.
fn said(bytes: &[u8]) -> (Option<Orientation>, Option<Taken>) {
    let Ok(exif) = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return (None, None) };
    let field = |tag| exif.get_field(tag, exif::In::PRIMARY);
    let orientation = field(exif::Tag::Orientation).and_then(|field| field.value.get_uint(0));
    let orientation = orientation.and_then(|value| Orientation::from_exif(u8::try_from(value).ok()?));
    // The other day in the file is that of its last change: nobody took a photograph then.
    let taken = field(exif::Tag::DateTimeOriginal).and_then(|field| {
        let exif::Value::Ascii(lines) = &field.value else { return None };
        let at = exif::DateTime::from_ascii(lines.first()?).ok()?;
        let exif::DateTime { year, month, day, hour, minute, second, .. } = at;
        Some(Taken { year, month, day, hour, minute, second })
    });
    (orientation, taken)
}

/// What is see-through would turn black in a JPEG.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut plain = image::RgbImage::new(picture.width(), picture.height());
    for (to, from) in plain.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        to.0 = [over(red), over(green), over(blue)];
    }
    DynamicImage::ImageRgb8(plain)
}

fn kept(picture: DynamicImage) -> Result<Kept, Fault> {
    let large = within(picture, LARGE);
    let small = within(large.clone(), SMALL);
    Ok(Kept {
        bytes: jpeg(&large, QUALITY)?,
        thumbnail: jpeg(&small, SMALL_QUALITY)?,
        mime: "image/jpeg",
        width: large.width(),
        height: large.height(),
        likeness: likeness::of(&large.to_luma8()),
    })
}

fn within(picture: DynamicImage, most: u32) -> DynamicImage {
    if picture.width() <= most && picture.height() <= most {
        return picture;
    }
    picture.resize(most, most, FilterType::Triangle)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).map_err(|_| Fault::NotWritten)?;
    Ok(bytes)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
