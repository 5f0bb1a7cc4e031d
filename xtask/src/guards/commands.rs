//! A command of the table that nobody calls is a promise nobody keeps: every name is wanted in the
//! pages, in the command line's own words, or in the demo that `cargo xtask run` makes.

use std::path::Path;

use super::{Findings, files, text};
use crate::Stop;

const TABLE: &str = "crates/app/src/table.rs";

/// Names of the table against the callers' sources; the fake desk answers commands and calls none.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let table = text(&root.join(TABLE))?;
    let mut callers = String::new();
    for folder in ["ui/src", "crates/cli/src", "xtask/src/demo.rs"] {
        let at = root.join(folder);
        let all = if at.is_file() { vec![at] } else { files(&at, &[".ts", ".vue", ".rs"])? };
        for path in all.iter().filter(|path| !path.to_string_lossy().contains("fake")) {
            callers.push_str(&text(path)?);
        }
    }
    let called = |name: &str| ["'", "\""].iter().any(|q| callers.contains(&format!("{q}{name}{q}")));
    let dead = names(&table).into_iter().filter(|name| !called(name));
    Ok(dead.map(|name| format!("{TABLE} offers {name}, and nobody calls it")).collect())
}

/// `name(Input) -> Output;`, one a line.
fn names(table: &str) -> Vec<&str> {
    let lines = table.lines().map(str::trim).filter(|line| line.contains(") -> ") && line.ends_with(';'));
    let heads = lines.filter_map(|line| line.split_once('(')).map(|(name, _)| name);
    heads.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn a_command_nobody_calls_is_found() {
        let house = house(&[
            (TABLE, "/// Opens.\n  sale_open(SaleDraft) -> Written<SaleView>;\n  sale_sing(Nothing) -> ();\n"),
            ("ui/src/pages/sales/Form.vue", "await call('sale_open', draft)"),
            ("ui/src/api/fake/sales.ts", "'sale_sing': () => null"),
        ]);
        assert_eq!(look(house.path()).unwrap(), ["crates/app/src/table.rs offers sale_sing, and nobody calls it"]);
    }
}
