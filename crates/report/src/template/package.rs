//! The package: parts by name, what the workbook is made of, and what is refused before a part is believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::fault::TemplateFault;
use super::xml::{What, attribute, name, walk};
use crate::read::{Limits, ReadProblem, refuse_archive};

/// A template is a form; the largest seen, with a logo, has 300 KB.
const LIMITS: Limits =
    Limits { file_bytes: 4 << 20, expanded_bytes: 64 << 20, expansion: 200, cells: 0, sheets: 64, columns: 0 };

const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The parts of an .xlsx, still packed.
pub(crate) struct Package {
    pub bytes: Vec<u8>,
    /// Names, in the order of the file.
    pub names: Vec<String>,
}

/// A sheet as the workbook names it.
pub(crate) struct SheetName {
    pub name: String,
    /// Not among the tabs a person sees.
    pub hidden: bool,
    pub part: String,
}

/// What the workbook part says.
pub(crate) struct Workbook {
    pub part: String,
    pub sheets: Vec<SheetName>,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

/// A line of a `.rels` part.
pub(crate) struct Relation {
    pub id: String,
    pub kind: String,
    pub target: String,
}

impl Package {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, TemplateFault> {
        Self::open_within(bytes, &LIMITS)
    }

    pub(crate) fn open_within(bytes: &[u8], limits: &Limits) -> Result<Self, TemplateFault> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(ReadProblem::TooLarge { bytes: bytes.len() as u64, limit: limits.file_bytes }.into());
        }
        if bytes.starts_with(COMPOUND_FILE) {
            return Err(compound(bytes));
        }
        if !bytes.starts_with(b"PK") {
            return Err(ReadProblem::NotATable("not an .xlsx").into());
        }
        refuse_archive(bytes, limits)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(|name| name.to_string()).collect();
        let has = |start: &str| names.iter().any(|name| name.to_ascii_lowercase().starts_with(start));
        if names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin")) || has("xl/macrosheets/") {
            return Err(TemplateFault::Macros);
        }
        if has("xl/externallinks/") {
            return Err(TemplateFault::ExternalLinks);
        }
        if has("_xmlsignatures/") {
            return Err(TemplateFault::Signed);
        }
        Ok(Self { bytes: bytes.to_vec(), names })
    }

    pub(super) fn archive(&self) -> Result<ZipArchive<Cursor<&[u8]>>, TemplateFault> {
        ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(damaged)
    }

    /// A part as it is.
    pub(crate) fn bytes_of(&self, part: &str) -> Result<Vec<u8>, TemplateFault> {
        let torn = |why: String| TemplateFault::Part { part: part.to_owned(), why };
        let mut archive = self.archive()?;
        let mut file = archive.by_name(part).map_err(|error| torn(error.to_string()))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| torn(error.to_string()))?;
        Ok(bytes)
    }

    /// A part as text.
    pub(crate) fn text(&self, part: &str) -> Result<String, TemplateFault> {
        let torn = |why: String| TemplateFault::Part { part: part.to_owned(), why };
        let text = String::from_utf8(self.bytes_of(part)?).map_err(|_| torn("not UTF-8".into()))?;
        walk(&text, |_| ()).map_err(torn)?;
        Ok(text)
    }

    /// The relations of a part.
    pub(crate) fn relations(&self, part: &str) -> Result<Vec<Relation>, TemplateFault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let rels = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        if !self.names.contains(&rels) {
            return Ok(Vec::new());
        }
        let text = self.text(&rels)?;
        let mut found = Vec::new();
        walk(&text, |piece| {
            let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
            if name(tag) != "Relationship" || attribute(tag, "TargetMode").as_deref() == Some("External") {
                return;
            }
            let said = |wanted| attribute(tag, wanted).unwrap_or_default().into_owned();
            let kind = said("Type").rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relation { id: said("Id"), kind, target: resolved(folder, &said("Target")) });
        })
        .map_err(|why| TemplateFault::Part { part: rels.clone(), why })?;
        Ok(found)
    }

    pub(crate) fn workbook(&self) -> Result<Workbook, TemplateFault> {
        let part = self.relations("")?.into_iter().find(|relation| relation.kind == "officeDocument");
        let part = part
            .map(|relation| relation.target)
            .ok_or_else(|| TemplateFault::Part { part: "_rels/.rels".into(), why: "no workbook is named".into() })?;
        let relations = self.relations(&part)?;
        let of_kind = |kind: &str| relations.iter().find(|one| one.kind == kind).map(|one| one.target.clone());
        let mut sheets = Vec::new();
        walk(&self.text(&part)?, |piece| {
            let (What::Open(tag) | What::Empty(tag)) = piece.what else { return };
            if name(tag) != "sheet" {
                return;
            }
            let id = attribute(tag, "r:id").or_else(|| attribute(tag, "id")).unwrap_or_default();
            if let Some(own) = relations.iter().find(|one| one.id == id && one.kind == "worksheet") {
                let name = attribute(tag, "name").unwrap_or_default().into_owned();
                let hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                sheets.push(SheetName { name, hidden, part: own.target.clone() });
            }
        })
        .map_err(|why| TemplateFault::Part { part: part.clone(), why })?;
        Ok(Workbook { strings: of_kind("sharedStrings"), styles: of_kind("styles"), part, sheets })
    }
}

fn damaged(error: impl std::fmt::Display) -> TemplateFault {
    ReadProblem::Damaged(error.to_string()).into()
}

/// An encrypted .xlsx and an old .xls lie in the same container.
fn compound(bytes: &[u8]) -> TemplateFault {
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) if file.is_stream("EncryptedPackage") => ReadProblem::Password.into(),
        Ok(_) => TemplateFault::OldExcel,
        Err(error) => damaged(error),
    }
}

/// A target as a part's name: from the root, or beside the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|piece| !piece.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            ".." => drop(path.pop()),
            "." | "" => {}
            piece => path.push(piece),
        }
    }
    path.join("/")
}
