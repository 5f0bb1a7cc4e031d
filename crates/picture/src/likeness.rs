//! Whether two pictures show the same (PICTURE-5).

use image::GrayImage;
use image::imageops::{FilterType, resize};

/// Cells of a side.
const SIDE: u32 = 32;

/// Where the dark parts of a picture lie: hex, a bit for each of 32 × 32 cells.
pub type Likeness = String;

/// One cell in this many may differ.
const TOLERANCE: u32 = 32;

pub(crate) fn of(picture: &GrayImage) -> Likeness {
    let small = resize(picture, SIDE, SIDE, FilterType::Triangle);
    let sum: u64 = small.pixels().map(|pixel| u64::from(pixel.0[0])).sum();
    let mean = sum / u64::from(SIDE * SIDE);
    let dark: Vec<bool> = small.pixels().map(|pixel| u64::from(pixel.0[0]) < mean).collect();
    let nibble = |four: &[bool]| four.iter().fold(0_u32, |all, bit| all << 1 | u32::from(*bit));
    dark.chunks(4).filter_map(|four| char::from_digit(nibble(four), 16)).collect()
}

/// Whether two pictures are alike (PICTURE-5). One without anything dark is like no other.
pub fn are_alike(one: &str, other: &str) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let digits = |text: &str| text.chars().map(|c| c.to_digit(16).unwrap_or(0)).collect::<Vec<_>>();
    let (mut differ, mut dark) = (0, 0);
    for (a, b) in digits(one).into_iter().zip(digits(other)) {
        differ += (a ^ b).count_ones();
        dark += (a | b).count_ones();
    }
    dark > 0 && differ * TOLERANCE <= dark
}
