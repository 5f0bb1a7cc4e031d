//! A screen where there is none: Xvfb and a session bus around a command, on Linux.

use std::ffi::OsStr;
use std::process::Command;

/// Is there a screen to open a window on?
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// `program` inside a screen of its own. The bus is ours too: single instance and dialogs ask for one.
pub fn screened(program: &OsStr) -> Command {
    let mut command = Command::new("xvfb-run");
    command
        .args(["-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--"])
        .arg(program)
        .env("NO_AT_BRIDGE", "1")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env_remove("WAYLAND_DISPLAY")
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
    command
}
