//! What a file is that was dropped on the window, by what is in it.
//!
//! - DROP-1 A file is known by its content, whatever it is called: a sheet head office filled in, its answer by file, a policy pack, a calendar. Looking at it writes nothing and takes nothing.
//! - DROP-2 Of any other it is said what it is not, and where else it might belong.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::view::{DroppedKind, FileLook, FileLookInput};
use serde_json::Value;
use std::io::Read as _;
use std::path::Path;

/// What a file's first bytes tell.
enum Looks {
    Parcel,
    Json,
    Book,
}

/// Bytes that are looked at first.
const FIRST: u64 = 4096;

impl App {
    pub(crate) fn file_look(&self, input: FileLookInput) -> Answer<FileLook> {
        let path = Path::new(input.path.trim());
        let (kind, says) = match looked_at(path) {
            Ok(known) => known,
            // What keeps the desk from reading it is the file's own matter: the others of the pile go on.
            Err(AppError::File { sentence, .. } | AppError::Sync { sentence, .. }) => (None, sentence),
            Err(other) => return Err(other),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(FileLook { path: path.display().to_string(), name, kind, says })
    }
}

fn looked_at(path: &Path) -> Answer<(Option<DroppedKind>, String)> {
    match looks(path)? {
        Looks::Parcel => crate::road::answer_of(path).map(|says| (Some(DroppedKind::Road), says)),
        Looks::Json => json(path),
        Looks::Book => crate::claim::filled_kind(path),
    }
}

fn looks(path: &Path) -> Answer<Looks> {
    let unread = |why: std::io::Error| {
        tracing::warn!(%why, "dropped file");
        AppError::File {
            code: "file_unread".into(),
            sentence: "读不了这个文件。请检查文件还在不在，U 盘是否插好".into(),
        }
    };
    if path.is_dir() {
        let sentence = "这是一个文件夹。请把里面的文件拖进来".into();
        return Err(AppError::File { code: "file_is_folder".into(), sentence });
    }
    let mut first = Vec::new();
    std::fs::File::open(path).map_err(unread)?.take(FIRST).read_to_end(&mut first).map_err(unread)?;
    let text = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&first);
    Ok(match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        _ if crate::road::is_parcel(path) => Looks::Parcel,
        Some(b'{') => Looks::Json,
        _ => Looks::Book,
    })
}

fn json(path: &Path) -> Answer<(Option<DroppedKind>, String)> {
    let text = crate::policies::text_of(path)?;
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or(Value::Null);
    let has = |keys: &[&str]| keys.iter().all(|key| value.get(key).is_some());
    if has(&["pack", "version", "kind"]) {
        let of = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let says = format!("政策包 {} {}：先看改了哪些，再决定安装", of("pack"), of("version"));
        return Ok((Some(DroppedKind::Pack), says));
    }
    if has(&["calendar", "year"]) {
        let says = format!("{} 年工作日历：先看改了哪些日子，再决定安装", value["year"]);
        return Ok((Some(DroppedKind::Calendar), says));
    }
    let says = match has(&["signature", "key"]) {
        true => "这是政策包的签名。请把政策包本身拖进来，签名放在它旁边",
        false => "这个文件不是政策包，也不是工作日历，没有动它",
    };
    Ok((None, says.to_owned()))
}
