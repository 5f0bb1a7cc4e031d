//! The native menu, in Chinese.
//!
//! An item goes to a place of the pages by its address, or does what only the system can do. What
//! a page itself can do by a key (save, new, search) is listed on its help sheet, not here twice.

use std::sync::Arc;

use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder, Submenu, SubmenuBuilder};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::desk::Desk;
use crate::window;

/// What an item does.
#[derive(Clone, Copy)]
enum Does {
    /// Shows a place of the pages.
    Go(&'static str),
    /// Presses a key the pages know.
    Press(&'static str),
    /// Opens a folder of the desk; empty is the data folder itself.
    Folder(&'static str),
    /// Makes everything larger or smaller, in hundredths; zero is the size it began with.
    Zoom(i32),
    /// An editing command of the web view, where the system has no menu item of its own.
    #[cfg(target_os = "linux")]
    Edit(&'static str),
    Full,
    About,
    Quit,
}

/// Name, accelerator, what it does. A line with no name is a separator.
type Item = (&'static str, &'static str, Does);

const FILE: &[Item] = &[
    ("登记销售", "", Does::Go("sales/new")),
    ("登记报修", "", Does::Press("F4")),
    ("登记维修", "", Does::Go("repairs/new")),
    ("立即报送", "", Does::Press("F6")),
    ("导入…", "", Does::Go("archive/import")),
    ("", "", Does::Quit),
    ("打开导出文件夹", "", Does::Folder("exports")),
    ("打开数据文件夹", "", Does::Folder("")),
    ("备份与恢复", "", Does::Go("settings/backup")),
    ("", "", Does::Quit),
    ("换操作员", "", Does::Press("F9")),
    ("退出", "CmdOrCtrl+Q", Does::Quit),
];

#[cfg(target_os = "linux")]
const EDIT: &[Item] = &[
    ("撤销", "", Does::Edit("Undo")),
    ("重做", "", Does::Edit("Redo")),
    ("", "", Does::Quit),
    ("剪切", "", Does::Edit("Cut")),
    ("复制", "", Does::Edit("Copy")),
    ("粘贴", "", Does::Edit("Paste")),
    ("全选", "", Does::Edit("SelectAll")),
    ("", "", Does::Quit),
    ("查找", "CmdOrCtrl+K", Does::Press("Ctrl+k")),
];

const VIEW: &[Item] = &[
    ("今日", "Alt+1", Does::Go("today")),
    ("销售与回执卡", "Alt+2", Does::Go("sales")),
    ("报修与维修", "Alt+3", Does::Go("repairs")),
    ("旧件", "Alt+4", Does::Go("parts")),
    ("核销", "Alt+5", Does::Go("claims")),
    ("月报", "Alt+6", Does::Go("month")),
    ("报送台账", "Alt+7", Does::Go("ledger")),
    ("档案", "Alt+8", Does::Go("archive")),
    ("设置", "Alt+9", Does::Go("settings")),
    ("", "", Does::Quit),
    ("放大", "", Does::Zoom(10)),
    ("缩小", "", Does::Zoom(-10)),
    ("实际大小", "", Does::Zoom(0)),
    ("全屏", "F11", Does::Full),
];

const HELP: &[Item] =
    &[("快捷键", "", Does::Press("?")), ("自检", "", Does::Go("settings/about")), ("关于三包服务台", "", Does::About)];

/// Puts the menu on the window (on macOS: on the screen's bar) and listens to it.
pub fn install(app: &AppHandle) -> tauri::Result<()> {
    app.set_menu(build(app)?)?;
    app.on_menu_event(|app, event| {
        let chosen = items().find(|(name, ..)| event.id() == name);
        if let Some((_, _, does)) = chosen {
            act(app, *does);
        }
    });
    Ok(())
}

fn items() -> impl Iterator<Item = &'static Item> {
    let menus: &[&[Item]] = &[
        FILE,
        VIEW,
        HELP,
        #[cfg(target_os = "linux")]
        EDIT,
    ];
    menus.iter().copied().flatten().collect::<Vec<_>>().into_iter()
}

fn build(app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
    let menu = MenuBuilder::new(app);
    // macOS gives the first menu to the program itself and names it so.
    #[cfg(target_os = "macos")]
    let menu = {
        let own = SubmenuBuilder::new(app, "三包服务台").services().separator().hide().hide_others().show_all();
        menu.item(&own.build()?)
    };
    menu.item(&submenu(app, "文件", FILE)?)
        .item(&edit(app)?)
        .item(&submenu(app, "视图", VIEW)?)
        .item(&submenu(app, "帮助", HELP)?)
        .build()
}

fn submenu(app: &AppHandle, name: &str, items: &[Item]) -> tauri::Result<Submenu<tauri::Wry>> {
    let mut menu = SubmenuBuilder::new(app, name);
    for (says, keys, _) in items {
        menu = if says.is_empty() {
            menu.separator()
        } else {
            let item = MenuItemBuilder::with_id(*says, *says);
            let item = if keys.is_empty() { item } else { item.accelerator(keys) };
            menu.item(&item.build(app)?)
        };
    }
    menu.build()
}

/// On Linux the ready-made items need another library and, without it, swallow Ctrl+C; elsewhere
/// they are right, and on macOS nothing can be copied without them.
#[cfg(target_os = "linux")]
fn edit(app: &AppHandle) -> tauri::Result<Submenu<tauri::Wry>> {
    submenu(app, "编辑", EDIT)
}

#[cfg(not(target_os = "linux"))]
fn edit(app: &AppHandle) -> tauri::Result<Submenu<tauri::Wry>> {
    let menu = SubmenuBuilder::new(app, "编辑").undo_with_text("撤销").redo_with_text("重做").separator();
    menu.cut_with_text("剪切").copy_with_text("复制").paste_with_text("粘贴").select_all_with_text("全选").build()
}

fn act(app: &AppHandle, does: Does) {
    match does {
        Does::Go(place) => window::run(app, &format!("location.hash = '#/{place}'")),
        Does::Press(chord) => window::run(app, &press(chord)),
        Does::Folder(name) => folder(app, name),
        Does::Zoom(step) => window::zoom(app, step),
        #[cfg(target_os = "linux")]
        Does::Edit(command) => window::edit(app, command),
        Does::Full => window::full(app),
        Does::About => about(app),
        Does::Quit => window::close(app),
    }
}

/// A key press as the pages hear it.
fn press(chord: &str) -> String {
    let (ctrl, key) = chord.strip_prefix("Ctrl+").map_or((false, chord), |key| (true, key));
    format!(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: {ctrl}, bubbles: true, cancelable: true }}))"
    )
}

fn folder(app: &AppHandle, name: &str) {
    let path = app.state::<Arc<Desk>>().dir().join(name);
    // Not made yet on a new desk; opening must still show something.
    let path = if path.exists() { path } else { app.state::<Arc<Desk>>().dir().to_path_buf() };
    if let Err(error) = tauri_plugin_opener::open_path(&path, None::<&str>) {
        let says = format!("{}\n{error}", path.display());
        app.dialog().message(says).title("文件夹打不开").kind(MessageDialogKind::Warning).show(|_| {});
    }
}

fn about(app: &AppHandle) {
    let says = format!(
        "三包服务台 {}\n\n网页内核 {}\n数据文件夹 {}",
        env!("CARGO_PKG_VERSION"),
        tauri::webview_version().unwrap_or_default(),
        app.state::<Arc<Desk>>().dir().display(),
    );
    app.dialog().message(says).title("关于").show(|_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_found_again_by_its_name() {
        let mut seen = std::collections::BTreeSet::new();
        for (name, ..) in items().filter(|(name, ..)| !name.is_empty()) {
            assert!(seen.insert(name), "{name} stands twice");
        }
        assert!(seen.contains(&"今日"));
    }

    #[test]
    fn every_place_is_one_the_pages_know() {
        let pages = include_str!("../../ui/src/nav.ts");
        let known = pages.split_once("PLACES = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
        for (name, _, does) in items() {
            if let Does::Go(address) = does {
                let place = address.split('/').next().unwrap();
                assert!(known.contains(&format!("'{place}'")), "{name} goes to {address}");
            }
        }
    }
}
