//! The one window: where it opens, how it comes back, how it is told things.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, WebviewWindowBuilder, Wry};

const MAIN: &str = "main";

/// The size everything is shown at, in hundredths.
pub struct Zoom(AtomicI32);

impl Default for Zoom {
    fn default() -> Self {
        Self(AtomicI32::new(100))
    }
}

/// Opens the window as tauri.conf.json describes it. With a data folder given, what the web view
/// keeps lies there too: nothing of a demo is left among the real things.
pub fn open(app: &tauri::App, data: Option<&Path>) -> tauri::Result<()> {
    let config = app.config().app.windows.first().cloned().unwrap_or_default();
    let mut window = WebviewWindowBuilder::from_config(app, &config)?;
    if let Some(dir) = data {
        window = window.data_directory(dir.join("webview"));
    }
    let window = window.build()?;
    #[cfg(target_os = "linux")]
    draw_without_gpu(&window);
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

/// Forms and tables are drawn as quickly without a graphics card's layers, which cost WebKitGTK a third of its memory and
/// of the time to its first page.
#[cfg(target_os = "linux")]
fn draw_without_gpu(window: &tauri::WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    // Refused, the window is as it would be anyway.
    let _ = window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
}

/// Remembers size and place. The file name may be a whole path: joined to the plugin's folder, an
/// absolute path replaces it.
pub fn remembered(data: Option<&Path>) -> TauriPlugin<Wry> {
    let name = "window.json";
    let file = data.map_or_else(|| name.to_string(), |dir| dir.join(name).to_string_lossy().into_owned());
    tauri_plugin_window_state::Builder::new().with_filename(file).build()
}

/// What sets the program on one data folder apart from the program on another.
pub fn suffix(dir: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    dir.hash(&mut hasher);
    // A part of a D-Bus name must not begin with a digit.
    format!(".d{:016x}", hasher.finish())
}

/// Brings the window to the front: somebody started the program a second time.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // Each may be refused by the window system; then the window stays as it was.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Tells the page something as an event of the browser, so that it needs no right to listen to more.
pub fn tell(app: &AppHandle, event: &str) {
    run(app, &format!("window.dispatchEvent(new Event('{event}'))"));
}

/// Lets the page run a line of ours.
pub fn run(app: &AppHandle, script: &str) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A page that is gone needs no telling.
        let _ = window.eval(script);
    }
}

/// Asks the window to close, as its own button would.
pub fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.close();
    }
}

/// Full screen, and back.
pub fn full(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let now = window.is_fullscreen().unwrap_or(false);
        let _ = window.set_fullscreen(!now);
    }
}

/// Half to three times the size, in steps of hundredths.
pub fn zoom(app: &AppHandle, step: i32) {
    let (Some(window), percent) = (app.get_webview_window(MAIN), app.state::<Zoom>()) else { return };
    let old = percent.0.load(Ordering::Relaxed);
    let new = if step == 0 { 100 } else { (old + step).clamp(50, 300) };
    percent.0.store(new, Ordering::Relaxed);
    let _ = window.set_zoom(f64::from(new) / 100.0);
}

/// An editing command of WebKit on whatever has the focus.
#[cfg(target_os = "linux")]
pub fn edit(app: &AppHandle, command: &'static str) {
    use webkit2gtk::WebViewExt as _;
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.with_webview(move |view| view.inner().execute_editing_command(command));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_and_the_command_line_use_the_same_folder() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        assert_eq!(config["identifier"], app::IDENTIFIER);
    }
}
