//! A pack or calendar as it was handed over: a file of the dealer's, or a message of head office.

use super::PackProblem;
use crate::app::no_such;
use crate::error::{Answer, AppError};
use crate::file_problem::refuse_odd;
use crate::view::{CalendarSource, LawOrigin, PackSource};
use domain::Refusal;
use domain::policy::{MOST_BYTES, PackFault, PackSeal};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use store::Reader;
use wire::law::{CALENDAR_KIND, CalendarBody, PACK_KIND, PackBody};

/// The exact text of a pack, its seal, and where both came from.
pub(super) struct Handed {
    /// Code of the maker it is for; empty when nobody said so.
    pub principal: String,
    pub text: String,
    /// Looked at after the text: a file that says something impossible is told so, whoever signed it.
    pub seal: Result<PackSeal, PackProblem>,
    pub origin: LawOrigin,
}

/// The exact text of a calendar.
pub(super) struct HandedCalendar {
    pub text: String,
    pub origin: LawOrigin,
}

impl Handed {
    pub(super) fn of(reader: &Reader<'_>, source: &PackSource) -> Answer<Self> {
        if !source.item.is_empty() {
            let (principal, body) = message(reader, &source.item, PACK_KIND)?;
            return Self::of_message(principal, &body);
        }
        if source.principal.trim().is_empty() {
            return Err(Refusal::Missing { field: "principal", label: "厂家" }.into());
        }
        let file = named(&source.file, "file", "政策包文件")?;
        let text = text_of(file)?;
        let seal = match source.seal.trim() {
            "" => beside(file),
            path => PathBuf::from(path),
        };
        let seal = match seal.is_file() {
            true => serde_json::from_str(&text_of(&seal)?).map_err(unread),
            false => Err(PackProblem::NoSeal(seal.display().to_string())),
        };
        Ok(Self { principal: source.principal.trim().to_owned(), text, seal, origin: LawOrigin::File })
    }

    pub(super) fn of_message(principal: String, body: &str) -> Answer<Self> {
        let body: PackBody = read_body(body)?;
        let seal = serde_json::from_value(body.seal).map_err(unread);
        Ok(Self { principal, text: body.file, seal, origin: LawOrigin::Feed })
    }
}

impl HandedCalendar {
    pub(super) fn of(reader: &Reader<'_>, source: &CalendarSource) -> Answer<Self> {
        if source.item.is_empty() {
            let text = text_of(named(&source.file, "file", "日历文件")?)?;
            return Ok(Self { text, origin: LawOrigin::File });
        }
        let (_, body) = message(reader, &source.item, CALENDAR_KIND)?;
        Self::of_message(&body)
    }

    pub(super) fn of_message(body: &str) -> Answer<Self> {
        Ok(Self { text: read_body::<CalendarBody>(body)?.file, origin: LawOrigin::Feed })
    }
}

fn unread(error: serde_json::Error) -> PackProblem {
    PackProblem::SealUnread(PackFault::from(error))
}

/// The maker and body of a message of a kind.
fn message(reader: &Reader<'_>, id: &str, kind: &str) -> Answer<(String, String)> {
    let item = reader.inbox_item(id)?.filter(|item| item.kind == kind);
    let item = item.ok_or_else(|| no_such("item", id))?;
    Ok((item.principal, item.body))
}

fn read_body<T: serde::de::DeserializeOwned>(body: &str) -> Answer<T> {
    Ok(serde_json::from_str(body).map_err(|e| PackProblem::BadMessage(PackFault::from(e).to_string()))?)
}

fn named<'a>(path: &'a str, field: &'static str, label: &'static str) -> Answer<&'a Path> {
    if path.trim().is_empty() {
        return Err(Refusal::Missing { field, label }.into());
    }
    Ok(Path::new(path.trim()))
}

/// `HH-farm.json` is sealed by `HH-farm.json.seal`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".seal");
    PathBuf::from(name)
}

/// The text of a file, no more of it than a pack may have and one byte, so that a longer one is told as too long.
pub(crate) fn text_of(path: &Path) -> Answer<String> {
    let shown = || path.display().to_string();
    let cannot = |why: std::io::Error| {
        let missing = why.kind() == std::io::ErrorKind::NotFound;
        let code = if missing { "file_missing" } else { "file_unread" };
        let why = if missing { "没有文件" } else { "读不了文件" };
        AppError::File {
            code: code.into(), sentence: format!("{why}「{}」，什么也没有改。请看看路径和权限", shown())
        }
    };
    refuse_odd(path, "请选择一个政策包或日历文件")?;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(cannot)?;
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(String::from_utf8(bytes).map_err(|_| PackProblem::NoText(shown()))?)
}
