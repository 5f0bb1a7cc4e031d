//! Files dropped on the window: the page is told their paths, and asks what they are by the command table.

use tauri::{DragDropEvent, Manager, Window, WindowEvent};

/// Tells the page as an event of the browser, so that it needs no right to listen to more.
pub fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else { return };
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let Ok(paths) = serde_json::to_string(&paths) else { return };
    if let Some(page) = window.get_webview_window(window.label()) {
        // A page that is gone needs no telling.
        let _ = page.eval(format!("window.dispatchEvent(new CustomEvent('sanbao-dropped', {{ detail: {paths} }}))"));
    }
}
