//! Papers as PDF: a Typst template and one JSON value in, the same bytes out on any day and machine.
//!
//! - PRINT-1 What somebody typed goes in as a JSON value, never as text of a template: it stays what was typed and is never read as code.
//! - PRINT-2 The same template and the same data make the same bytes, on any day and any machine.
//! - PRINT-3 A template that does not work says file, line and column before a paper is made with it; it is tried on a sample of its paper.
//! - PRINT-4 A character the font does not have is named; it is not left as an empty box without a word.
//! - PRINT-5 A template reads its data, the common parts and the pictures it was given, and nothing else: no disk, no network, no clock.
//! - PRINT-6 A QR code holds the text beside it, whatever the template makes of its size.
//!
//! Absent: what stands in a paper's data (`app`), and where a file goes (`app`). The data of each paper are written down in
//! `policies/prints/README.md`. Nothing else in the house knows Typst, because nothing else should wait for it to compile.
//! Workbooks are printed by [`book`].

pub mod book;
mod glyphs;
mod paper;
mod problem;
mod qr;
mod render;
mod template;
mod world;

pub use paper::Paper;
pub use problem::{Place, PrintProblem};
pub use render::{Order, Pdf, Picture, render};
pub use template::Template;
