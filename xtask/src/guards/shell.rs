//! A command the shell answers and no page calls is a door nobody watches; one a page calls and the
//! shell does not answer, or its capability does not grant, is a button that does nothing.
//!
//! The shell's own commands are few (`call`, file choosers, open a file); a script the shell itself
//! gives to the page may call one too. Those of the table: commands.rs.

use std::path::Path;

use super::{Findings, files, text};
use crate::Stop;

const GRANTS: &str = "src-tauri/capabilities/main.json";

/// Names in `generate_handler![…]` against `shell('…')` in ui/src/api and against the grants.
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
    let granted = text(&root.join(GRANTS))?;
    Ok(compare(&handled, &asked, &granted))
}

fn compare(handled: &[String], asked: &str, granted: &str) -> Findings {
    let called = |name: &str| ["\"", "'"].iter().any(|q| asked.contains(&format!("{q}{name}{q}")));
    let grants = |name: &str| granted.contains(&format!("\"allow-{}\"", name.replace('_', "-")));
    let mut findings = Findings::new();
    for name in handled {
        if !called(name) {
            findings.push(format!("the shell answers `{name}`, and ui/src/api never calls it"));
        }
        if !grants(name) {
            findings.push(format!("the shell answers `{name}`, and {GRANTS} does not grant it"));
        }
    }
    let wanted = asked.split("shell('").skip(1).filter_map(|rest| rest.split('\'').next());
    let missing = wanted.filter(|name| !handled.iter().any(|h| h == name));
    findings.extend(missing.map(|name| format!("ui/src/api calls `{name}`, and the shell does not answer it")));
    findings
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

    const SHELL: &str = "tauri::generate_handler![commands::call, open_path, close_now]\n\"invoke('close_now')\"";
    const GRANTED: &str = r#"["allow-call", "allow-open-path", "allow-close-now"]"#;

    fn found(api: &str, granted: &str) -> Findings {
        look(house(&[("src-tauri/src/main.rs", SHELL), ("ui/src/api/call.ts", api), (GRANTS, granted)]).path()).unwrap()
    }

    #[test]
    fn a_dead_command_is_found() {
        let dead = found("invoke('call', {})", GRANTED);
        assert_eq!(dead, ["the shell answers `open_path`, and ui/src/api never calls it"]);
    }

    #[test]
    fn a_command_without_an_answer_or_a_grant_is_found() {
        let api = "invoke('call', {}); shell('open_path', {}); shell('pick_moon', {})";
        assert_eq!(found(api, GRANTED), ["ui/src/api calls `pick_moon`, and the shell does not answer it"]);
        let api = "invoke('call', {}); shell('open_path', {})";
        let ungranted = found(api, r#"["allow-call", "allow-close-now"]"#);
        assert_eq!(
            ungranted,
            ["the shell answers `open_path`, and src-tauri/capabilities/main.json does not grant it"]
        );
    }
}
