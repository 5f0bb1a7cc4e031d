//! Photographs made by code, with the EXIF a phone writes.

use super::*;
use crate::{are_alike, draw};
use image::{Rgb, RgbImage};

/// Red above, blue below, so that one sees which way up it is.
fn flag(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) })
}

fn jpeg_of(picture: RgbImage) -> Vec<u8> {
    jpeg(&DynamicImage::ImageRgb8(picture), 90).unwrap()
}

fn png_of(picture: RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG with the EXIF of a phone: which way up, when, and where.
fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let ascii = |tag, text: &str| exif::Field {
        tag,
        ifd_num: exif::In::PRIMARY,
        value: exif::Value::Ascii(vec![text.as_bytes().to_vec()]),
    };
    let up = exif::Field {
        tag: exif::Tag::Orientation,
        ifd_num: exif::In::PRIMARY,
        value: exif::Value::Short(vec![orientation]),
    };
    let (taken, place) =
        (ascii(exif::Tag::DateTimeOriginal, "2026:10:05 09:30:07"), ascii(exif::Tag::GPSLatitudeRef, "N"));
    let mut writer = exif::experimental::Writer::new();
    for field in [&up, &taken, &place] {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).unwrap();
    let tiff = tiff.into_inner();
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

fn colour_at(bytes: &[u8], x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory(bytes).unwrap().to_rgb8().get_pixel(x, y).0
}

#[test]
fn picture_1_upright_small_and_without_a_place() {
    let held = with_exif(&jpeg_of(flag(2000, 1000)), 6);
    assert!(held.windows(4).any(|four| four == b"Exif"));
    let photo = read(&held).unwrap();
    let kept = &photo.kept;
    assert_eq!((kept.width, kept.height, kept.mime), (800, 1600, "image/jpeg"));
    assert_eq!(photo.taken, Some(Taken { year: 2026, month: 10, day: 5, hour: 9, minute: 30, second: 7 }));
    for bytes in [&kept.bytes, &kept.thumbnail] {
        assert!(!bytes.windows(4).any(|four| four == b"Exif"), "nothing of the EXIF is left");
    }
    // Held on its right side: what was above is at the right now.
    let [red, _, blue] = colour_at(&kept.bytes, 700, 800);
    assert!(red > 150 && blue < 90);
    let small = image::load_from_memory(&kept.thumbnail).unwrap();
    assert_eq!((small.width(), small.height()), (160, 320));
    let few = read(&png_of(flag(40, 30))).unwrap();
    assert_eq!((few.kept.width, few.kept.height, few.taken), (40, 30, None), "nothing is blown up");
}

#[test]
fn picture_1_what_is_see_through_is_white() {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(image::RgbaImage::new(20, 20)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    let photo = read(&bytes.into_inner()).unwrap();
    assert!(colour_at(&photo.kept.bytes, 10, 10).iter().all(|part| *part > 250));
}

#[test]
fn picture_2_no_picture_damaged_and_cut_short_are_told_apart() {
    let whole = jpeg_of(flag(600, 400));
    let cut = &whole[..whole.len() * 2 / 3];
    let png = png_of(flag(600, 400));
    let (heic, text): (&[u8], &[u8]) = (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "维修记录".as_bytes());
    let faults = [&b""[..], text, heic, cut, &with_exif(cut, 1), &png[..png.len() / 2], &whole[..30]]
        .map(|bytes| read(bytes).err());
    let (empty, other, heic, damaged) = (Fault::Empty, Fault::Other, Fault::Heic, Fault::Damaged);
    assert_eq!(faults, [empty, other, heic, damaged, damaged, damaged, damaged].map(Some));
    let film = [&whole[..], b"....mp4...."].concat();
    assert!(read(&film).is_ok(), "a phone's moving picture is one all the same");
}

#[test]
fn picture_3_a_bomb_is_refused_by_its_head() {
    // The head of a PNG of 30,000 × 30,000 px, with nothing behind it.
    let mut head = Vec::from(*b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    for part in [30_000_u32, 30_000] {
        head.extend(part.to_be_bytes());
    }
    head.extend([8, 2, 0, 0, 0]);
    head.extend(crc(&head[12..]).to_be_bytes());
    head.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    assert_eq!(read(&head).err(), Some(Fault::TooManyPixels { width: 30_000, height: 30_000 }));
    let bytes = usize::try_from(MOST_BYTES).unwrap() + 1;
    assert_eq!(read(&vec![0xff; bytes]).err(), Some(Fault::TooLarge));
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

fn strokes(dx: i32) -> Vec<Vec<(i32, i32)>> {
    vec![(0..60).map(|n| (dx + n * 3, (n * n) % 90)).collect(), vec![(dx + 20, 10), (dx + 150, 80)]]
}

#[test]
fn picture_4_the_same_strokes_make_the_same_picture() {
    let one = draw(&strokes(0)).unwrap();
    assert_eq!(one, draw(&strokes(500)).unwrap(), "wherever on the pad");
    let drawn = image::load_from_memory(&one.bytes).unwrap().to_luma8();
    assert_eq!((drawn.width(), one.mime), (800, "image/png"));
    let dark = drawn.pixels().filter(|pixel| pixel.0[0] < 128).count();
    assert!(dark > 2_000 && dark < drawn.pixels().count() / 4, "ink on white");
    assert_eq!(draw(&[]).err(), Some(Fault::Empty));
    assert!(draw(&[vec![(5, 5)]]).is_ok(), "whether a dot is a signature is not judged here");
}

#[test]
fn picture_5_the_same_paper_is_alike_and_another_is_not() {
    let paper = |shift: u32| {
        RgbImage::from_fn(900, 600, |x, y| {
            let ink = (x + shift) % 130 < 40 && (y + shift / 2) % 90 < 22;
            Rgb([if ink { 30 } else { 235 }; 3])
        })
    };
    let look = |bytes: &[u8]| read(bytes).unwrap().kept.likeness;
    let first = look(&png_of(paper(0)));
    assert!(are_alike(&first, &look(&jpeg_of(paper(0)))), "saved again as another file");
    assert!(!are_alike(&first, &look(&png_of(paper(60)))));
    assert!(!are_alike(&first, &draw(&strokes(0)).unwrap().likeness));
    let white = look(&png_of(RgbImage::from_pixel(50, 50, Rgb([255; 3]))));
    assert!(!are_alike(&white, &white), "two white papers say nothing");
}
