//! The doors of `ui/`: only `api/` imports `@tauri-apps/*`, only `kit/` imports the component
//! library, and a page never imports another page.

use std::path::Path;

use super::{Findings, files, short, text};
use crate::Stop;

/// Every .ts and .vue file under ui/src.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let mut findings = Findings::new();
    for path in files(&root.join("ui/src"), &[".ts", ".vue"])? {
        let file = short(root, &path);
        for wanted in imports(&text(&path)?) {
            findings.extend(refuse(&file, &wanted));
        }
    }
    Ok(findings)
}

/// What stands between quotes after `from` or `import`, on one line each, as the formatter writes it.
fn imports(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.lines().map(str::trim).filter(|l| !l.starts_with("//") && !l.starts_with('*')) {
        let after = ["from ", "import ", "import("].iter().find_map(|word| {
            let rest = line.split_once(word)?.1;
            rest.starts_with(['"', '\'']).then_some(rest)
        });
        if let Some(name) = after.and_then(|rest| rest[1..].split(['"', '\'']).next()) {
            found.push(name.to_string());
        }
    }
    found
}

fn refuse(file: &str, wanted: &str) -> Option<String> {
    let inside = |room: &str| file.starts_with(&format!("ui/src/{room}/"));
    if wanted.starts_with("@tauri-apps/") && !inside("api") {
        return Some(format!("{file} imports {wanted}; only ui/src/api may"));
    }
    if wanted.starts_with("element-plus") && !inside("kit") {
        return Some(format!("{file} imports {wanted}; only ui/src/kit may"));
    }
    let page = |name: &str| name.rsplit('/').next().is_some_and(|n| n.ends_with("Page.vue"));
    (inside("pages") && page(wanted)).then(|| format!("{file} imports the page {wanted}; pages do not know each other"))
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn the_wrong_doors_are_found() {
        let house = house(&[
            ("ui/src/api/call.ts", "import { invoke } from \"@tauri-apps/api/core\";\n"),
            ("ui/src/kit/Day.vue", "import { ElInput } from 'element-plus'\n"),
            (
                "ui/src/pages/TodayPage.vue",
                "import { ElInput } from 'element-plus'\nimport Sale from './SalePage.vue'\n",
            ),
            (
                "ui/src/kit/keys.ts",
                "// import x from \"@tauri-apps/api\"\nconst x = await import(\"@tauri-apps/api\");\n",
            ),
        ]);
        let found = look(house.path()).unwrap();
        assert_eq!(found.len(), 3, "{found:#?}");
    }
}
