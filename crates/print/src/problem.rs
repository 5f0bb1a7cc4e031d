//! What keeps a paper from being made.

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Why a paper was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintProblem {
    /// The template does not compile or does not fit its data.
    #[error("{}有错，没有打印：{what}。请照这个位置改好模板，或删掉它用程序自带的", at(.place.as_ref()))]
    Template {
        /// Where; absent when the fault is in no one place.
        place: Option<Place>,
        /// Typst's own words, with its hints.
        what: String,
    },
    /// The template is not text.
    #[error("打印模板 {file} 第 {line} 行不是 UTF-8 文字，没有打印。请用 UTF-8 编码另存，或删掉它用程序自带的")]
    NotText {
        /// File.
        file: String,
        /// Line, from 1.
        line: usize,
    },
    /// The template is far too large for one.
    #[error("打印模板 {file} 超过 {limit_kb} KB，不像模板，没有打印。请换一个文件，或删掉它用程序自带的")]
    TooLarge {
        /// File.
        file: String,
        /// Largest size.
        limit_kb: usize,
    },
    /// A code is longer than a QR code holds.
    #[error("「{start}…」太长，二维码里放不下，没有打印。请缩短这个编号")]
    QrTooLong {
        /// How it begins.
        start: String,
    },
    /// The sample or the data is not what the template is given; our own mistake.
    #[error("打印的数据不对，没有打印。请重新安装程序")]
    Data(String),
    /// Whoever waits for it said so.
    #[error("已取消，没有打印")]
    Stopped,
    /// The PDF could not be written from the pages.
    #[error("这张纸没有做成 PDF：{0}。请换用程序自带的模板再打印")]
    Pdf(String),
}

impl PrintProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Template { .. } => "template_refused",
            Self::NotText { .. } => "template_not_text",
            Self::TooLarge { .. } => "template_too_large",
            Self::QrTooLong { .. } => "qr_too_long",
            Self::Data(_) => "print_data",
            Self::Stopped => "stopped",
            Self::Pdf(_) => "print_pdf",
        }
    }
}

fn at(place: Option<&Place>) -> String {
    match place {
        Some(place) => format!("打印模板 {} 第 {} 行第 {} 列", place.file, place.line, place.column),
        None => "打印模板".to_owned(),
    }
}
