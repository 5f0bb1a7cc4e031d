//! Choosing files and opening what was written. The page has no right to files: it gets a path a
//! person chose, and may have opened only what lies in the data folder or was chosen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager, State, async_runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::desk::Desk;

/// Paths a person chose since the window opened.
#[derive(Default)]
pub struct Chosen(Mutex<BTreeSet<PathBuf>>);

/// A kind of file a chooser offers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileKind {
    name: String,
    extensions: Vec<String>,
}

/// Why a path is not opened; shaped like every other error, so that the page shows it the same way.
#[derive(Serialize)]
pub struct Refused {
    code: &'static str,
    field: &'static str,
    message: String,
    fields: [(); 0],
}

impl Refused {
    fn new(code: &'static str, message: String) -> Self {
        Self { code, field: "path", message, fields: [] }
    }
}

/// A file to read, or nothing when the person thinks better of it.
#[tauri::command]
pub async fn pick_file(app: AppHandle, title: String, kinds: Vec<FileKind>) -> Option<PathBuf> {
    let dialog = offer(app.dialog().file().set_title(title), kinds);
    choose(app, move || dialog.blocking_pick_file()).await
}

/// Files to read; none when the person thinks better of it.
#[tauri::command]
pub async fn pick_files(app: AppHandle, title: String, kinds: Vec<FileKind>) -> Vec<PathBuf> {
    let dialog = offer(app.dialog().file().set_title(title), kinds);
    let found = async_runtime::spawn_blocking(move || dialog.blocking_pick_files()).await.ok().flatten();
    let paths: Vec<PathBuf> = found.into_iter().flatten().filter_map(|path| path.into_path().ok()).collect();
    let chosen: State<'_, Chosen> = app.state();
    chosen.0.lock().unwrap_or_else(PoisonError::into_inner).extend(paths.iter().cloned());
    paths
}

/// A folder to write into.
#[tauri::command]
pub async fn pick_folder(app: AppHandle, title: String, start: Option<PathBuf>) -> Option<PathBuf> {
    let mut dialog = app.dialog().file().set_title(title).set_can_create_directories(true);
    if let Some(start) = start {
        dialog = dialog.set_directory(start);
    }
    choose(app, move || dialog.blocking_pick_folder()).await
}

/// A file to write.
#[tauri::command]
pub async fn pick_save(app: AppHandle, title: String, name: String, kinds: Vec<FileKind>) -> Option<PathBuf> {
    let dialog = offer(app.dialog().file().set_title(title).set_file_name(name), kinds);
    choose(app, move || dialog.blocking_save_file()).await
}

/// Opens a file or folder in the program it belongs to.
#[tauri::command]
pub async fn open_path(app: AppHandle, path: PathBuf) -> Result<(), Refused> {
    let path = ours(&app, &path)?;
    tauri_plugin_opener::open_path(path, None::<&str>)
        .map_err(|e| Refused::new("path_not_opened", format!("打不开：{e}")))
}

/// Shows a file in the folder it lies in.
#[tauri::command]
pub async fn show_path(app: AppHandle, path: PathBuf) -> Result<(), Refused> {
    let path = ours(&app, &path)?;
    tauri_plugin_opener::reveal_item_in_dir(path).map_err(|e| Refused::new("path_not_opened", format!("打不开：{e}")))
}

fn offer<R: tauri::Runtime>(mut dialog: FileDialogBuilder<R>, kinds: Vec<FileKind>) -> FileDialogBuilder<R> {
    for kind in kinds {
        let extensions: Vec<&str> = kind.extensions.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(kind.name, &extensions);
    }
    dialog
}

/// Waits for the person on a worker thread, and remembers what was chosen.
async fn choose(app: AppHandle, ask: impl FnOnce() -> Option<FilePath> + Send + 'static) -> Option<PathBuf> {
    let path = async_runtime::spawn_blocking(ask).await.ok()??.into_path().ok()?;
    let chosen: State<'_, Chosen> = app.state();
    chosen.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
    Some(path)
}

/// The real path, when the page may have it opened.
fn ours(app: &AppHandle, path: &Path) -> Result<PathBuf, Refused> {
    let real =
        path.canonicalize().map_err(|e| Refused::new("path_not_found", format!("{} 不在了：{e}", path.display())))?;
    let chosen = app.state::<Chosen>().0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let data = app.state::<Arc<Desk>>().dir().to_path_buf();
    let allowed = std::iter::once(data).chain(chosen).filter_map(|p| p.canonicalize().ok());
    if within(&real, allowed) {
        Ok(real)
    } else {
        Err(Refused::new("path_not_ours", format!("{} 不在本程序的文件夹里", path.display())))
    }
}

fn within(real: &Path, mut allowed: impl Iterator<Item = PathBuf>) -> bool {
    allowed.any(|root| real.starts_with(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_inside_is_opened() {
        let allowed = || [PathBuf::from("/data/desk"), PathBuf::from("/home/me/月报.xlsx")].into_iter();
        assert!(within(Path::new("/data/desk/exports/a.xlsx"), allowed()));
        assert!(within(Path::new("/home/me/月报.xlsx"), allowed()));
        assert!(!within(Path::new("/data/desk-other/a.xlsx"), allowed()));
        assert!(!within(Path::new("/etc/passwd"), allowed()));
    }
}
