//! Closing without losing a word: the page is told, its last drafts are kept, then the window goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{Manager, State, WebviewWindow, Window, WindowEvent, async_runtime};

use crate::desk::Desk;

/// A page that hangs must not keep the window open.
const PATIENCE: Duration = Duration::from_secs(3);

/// The page keeps its drafts on `pagehide`; what it sends then is on its way before `close_now`.
const FAREWELL: &str = "window.dispatchEvent(new Event('pagehide'));
setTimeout(() => window.__TAURI_INTERNALS__.invoke('close_now'), 0);";

/// Whether the person has asked once already.
#[derive(Default)]
pub struct Closing(AtomicBool);

/// The first wish to close asks the page; the second closes whatever the page does.
pub fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let Some(page) = window.get_webview_window(window.label()) else { return };
    let again = window.state::<Closing>().0.swap(true, Ordering::SeqCst);
    if again || page.eval(FAREWELL).is_err() {
        return;
    }
    api.prevent_close();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        leave(&page);
    });
}

/// The page has said everything; what it said is waited for.
#[tauri::command]
pub async fn close_now(window: WebviewWindow, desk: State<'_, Arc<Desk>>) -> Result<(), ()> {
    let desk = Arc::clone(&desk);
    // Nothing to do about a worker that was lost: the window closes either way.
    let _ = async_runtime::spawn_blocking(move || desk.idle(PATIENCE)).await;
    leave(&window);
    Ok(())
}

fn leave(window: &WebviewWindow) {
    // Fails only when the window is gone already.
    let _ = window.destroy();
}
