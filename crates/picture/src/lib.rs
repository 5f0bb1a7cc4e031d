//! Pictures: photographs made small and plain, signatures drawn from their strokes, likeness of two pictures.
//!
//! - PICTURE-1 A photograph is turned the way it was held and kept as JPEG of 1600 px at most with a thumbnail of 320 px; nothing else of the file is kept, so no place where it was taken.
//! - PICTURE-2 What is no JPEG or PNG, is damaged or cut short is refused, each with its own reason.
//! - PICTURE-3 Bytes and pixels are limited before anything is decoded.
//! - PICTURE-4 A signature is drawn from its strokes alone: the same strokes make the same picture, wherever on the pad they were.
//! - PICTURE-5 Two pictures are alike when their dark parts lie in the same places.
//!
//! Absent: files, sentences, and whose picture it is.

mod draw;
mod likeness;
mod photo;

pub use draw::{Drawing, draw};
pub use likeness::{Likeness, are_alike};
pub use photo::{MOST_BYTES, MOST_PIXELS, Photo, Taken, read};

/// Why a file is no picture that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No bytes.
    #[error("empty")]
    Empty,
    /// More bytes than a photograph has.
    #[error("too many bytes")]
    TooLarge,
    /// More pixels than are decoded.
    #[error("{width} × {height} pixels")]
    TooManyPixels {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
    },
    /// HEIC or AVIF, as some phones keep photographs.
    #[error("HEIC")]
    Heic,
    /// Another format.
    #[error("neither JPEG nor PNG")]
    Other,
    /// Damaged or cut short.
    #[error("damaged")]
    Damaged,
    /// The picture could not be written again.
    #[error("not written")]
    NotWritten,
}

/// A picture that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub bytes: Vec<u8>,
    /// The small one.
    pub thumbnail: Vec<u8>,
    /// Its kind, e.g. `image/jpeg`.
    pub mime: &'static str,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Where its dark parts lie.
    pub likeness: Likeness,
}
