//! What a template can see: its own text, the common parts, its data, its pictures, one font.

use crate::render::Order;
use serde_json::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// What all templates share.
pub(crate) const COMMON: &str = include_str!("../../../policies/prints/common.typ");

/// Noto Sans CJK SC, cut down to what Chinese papers need (`policies/prints/fonts/README.md`).
pub(crate) const FONT: &[u8] = include_bytes!("../../../policies/prints/fonts/NotoSansCJKsc-Regular.otf");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = Font::iter(Bytes::new(FONT)).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// The one font.
pub(crate) fn face() -> Option<Font> {
    FONTS.1.first().cloned()
}

/// The world of one paper.
pub(crate) struct Desk {
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
}

impl Desk {
    /// Lays out what the template may see; `data` has its QR codes.
    pub(crate) fn of(order: &Order<'_>, data: &Value) -> Result<Self, FileError> {
        let main = id(&order.template.paper().file())?;
        let sources = vec![
            Source::new(main, order.template.source().to_owned()),
            Source::new(id("common.typ")?, COMMON.to_owned()),
        ];
        let mut files = vec![(id("data.json")?, Bytes::new(data.to_string().into_bytes()))];
        for picture in order.pictures {
            files.push((id(&picture.name)?, Bytes::new(picture.bytes.clone())));
        }
        Ok(Self { main, sources, files })
    }
}

/// A file of the world. Names are the house's own and few: Typst keeps each for good.
fn id(name: &str) -> Result<FileId, FileError> {
    let path = VirtualPath::new(format!("/{name}")).map_err(|_| FileError::AccessDenied)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|source| source.id() == id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.iter().find(|(file, _)| *file == id).map(|(_, bytes)| bytes.clone()).ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    /// A paper that asks for today would be another one tomorrow (PRINT-2, PRINT-5).
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
