//! What the desk has to say while its window is behind others: shown by the system. A click opens 今日.
//!
//! What is said and how often is decided inside; a system that shows no notifications is no trouble.

use std::sync::Arc;

use tauri::{AppHandle, Manager, async_runtime};
use tauri_plugin_notification::NotificationExt;

use crate::{desk::Desk, window};

/// Listens to clicks, before anything is shown: what is shown before reports none.
pub fn listen(app: &AppHandle) -> Result<(), tauri_plugin_notification::Error> {
    let handle = app.clone();
    app.notification().on_action(move |_| {
        let app = handle.clone();
        // Clicks arrive on a thread of the notification's own; windows are touched on the main one.
        let _ = handle.run_on_main_thread(move || {
            window::show(&app);
            window::run(&app, "location.hash = '#/today'");
        });
    })
}

/// Says what is due to be said. Blocking: called by the schedule.
pub fn say(app: &AppHandle) {
    let Some(says) = app.state::<Arc<Desk>>().alert() else { return };
    // It stands on 今日 too.
    let _ = app.notification().builder().title("三包服务台").body(says).show();
}

/// Shows what one looks like; `false` when the system took none.
#[tauri::command]
pub async fn alert_try(app: AppHandle) -> bool {
    const SAYS: &str = "这是试发的通知：到期、超期和总部退回时就这样提醒。";
    let shown = move || app.notification().builder().title("三包服务台").body(SAYS).show().is_ok();
    async_runtime::spawn_blocking(shown).await.unwrap_or(false)
}
