//! A command the shell answers and no page calls is a door nobody watches.
//!
//! The shell's own commands are few (`call`, file choosers, open a file); a script the shell itself
//! gives to the page may call one too. Those of the table: commands.rs.

use std::path::Path;

use super::{Findings, files, text};
use crate::Stop;

/// Names in `generate_handler![…]`, each wanted somewhere in ui/src/api.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let (mut handled, mut asked) = (Vec::new(), String::new());
    for path in files(&root.join("src-tauri/src"), &[".rs"])? {
        let source = text(&path)?;
        handled.extend(handlers(&source));
        asked.extend(source.lines().filter(|line| line.contains("invoke('")));
    }
    for path in files(&root.join("ui/src/api"), &[".ts"])? {
        asked.push_str(&text(&path)?);
    }
    let called = |name: &String| ["\"", "'"].iter().any(|q| asked.contains(&format!("{q}{name}{q}")));
    let dead = handled.iter().filter(|name| !called(name));
    Ok(dead.map(|name| format!("the shell answers `{name}`, and ui/src/api never calls it")).collect())
}

fn handlers(source: &str) -> Vec<String> {
    let Some((_, rest)) = source.split_once("generate_handler![") else { return Vec::new() };
    let list = rest.split(']').next().unwrap_or_default();
    let names = list.split(',').map(|path| path.trim().rsplit("::").next().unwrap_or_default());
    names.filter(|name| !name.is_empty()).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn a_dead_command_is_found() {
        let shell = "tauri::generate_handler![commands::call, open_path, close_now]\n\"invoke('close_now')\"";
        let house = house(&[("src-tauri/src/main.rs", shell), ("ui/src/api/call.ts", "invoke(\"call\", {})")]);
        assert_eq!(look(house.path()).unwrap(), ["the shell answers `open_path`, and ui/src/api never calls it"]);
    }
}
