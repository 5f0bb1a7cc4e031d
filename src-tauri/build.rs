//! Embeds the pages, the icon and the list of the shell's own commands: what is not listed cannot
//! be granted to a page.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let commands = tauri_build::AppManifest::new().commands(&[
        "alert_try",
        "call",
        "close_now",
        "open_path",
        "pick_file",
        "pick_files",
        "pick_folder",
        "pick_save",
        "show_path",
    ]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?;
    Ok(())
}
