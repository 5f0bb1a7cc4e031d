//! Business rules are numbered true sentences in module headers under crates/ (`CARD-2 …`), and
//! each has a test named after it (`card_2_…`). docs/rules.md is the same sentences on one page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Findings, files, short, text};
use crate::Stop;

/// The page all rules are printed on.
pub const PAGE: &str = "docs/rules.md";

/// A rule as its header states it.
struct Rule {
    noun: String,
    number: u32,
    sentence: String,
    file: String,
}

/// Rules without a test, tests without a rule, numbers given twice.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let rules = rules(root)?;
    let tests = tests(root)?;
    let mut findings = Findings::new();
    let mut known: BTreeMap<(String, u32), &str> = BTreeMap::new();
    for rule in &rules {
        let key = (rule.noun.clone(), rule.number);
        if let Some(first) = known.insert(key, &rule.file) {
            findings.push(format!("{}-{} is stated twice: in {first} and in {}", rule.noun, rule.number, rule.file));
        }
    }
    let nouns: BTreeSet<&str> = rules.iter().map(|rule| rule.noun.as_str()).collect();
    for ((noun, number), file) in &known {
        if !tests.keys().any(|(n, i)| n == noun && i == number) {
            let wanted = format!("{}_{number}_…", noun.to_lowercase());
            findings.push(format!("{noun}-{number} ({file}) has no test named {wanted}"));
        }
    }
    for ((noun, number), at) in &tests {
        if nouns.contains(noun.as_str()) && !known.contains_key(&(noun.clone(), *number)) {
            findings.push(format!("{at} names {noun}-{number}, and no header states it"));
        }
    }
    Ok(findings)
}

/// docs/rules.md against the headers.
pub fn look_page(root: &Path) -> Result<Findings, Stop> {
    let stands = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default().replace("\r\n", "\n");
    if stands == page(root)? {
        return Ok(Findings::new());
    }
    Ok(vec![format!("{PAGE} is not what the headers say: run `cargo xtask gen`")])
}

/// The page, from the headers.
///
/// # Errors
/// When a source file cannot be read.
pub fn page(root: &Path) -> Result<String, Stop> {
    let mut out = String::from(
        "# Rules\n\nEvery rule this program keeps, as a numbered sentence. Generated from the module headers by `cargo xtask gen`;\nchange the header, never this page. Each rule has a test named after it.\n",
    );
    let mut file = String::new();
    for rule in rules(root)? {
        if rule.file != file {
            file.clone_from(&rule.file);
            out.push_str(&format!("\n## {file}\n\n"));
        }
        out.push_str(&format!("- **{}-{}** {}\n", rule.noun, rule.number, rule.sentence));
    }
    Ok(out)
}

fn rules(root: &Path) -> Result<Vec<Rule>, Stop> {
    let mut found = Vec::new();
    for path in files(&root.join("crates"), &[".rs"])? {
        let file = short(root, &path);
        read_header(&text(&path)?, &file, &mut found);
    }
    Ok(found)
}

/// Rules in the `//!` lines; a rule goes on until the next rule or an empty line.
fn read_header(source: &str, file: &str, into: &mut Vec<Rule>) {
    let mut open = false;
    for line in source.lines() {
        let Some(line) = line.strip_prefix("//!") else {
            open = false;
            continue;
        };
        let line = line.trim().trim_start_matches("- ").trim();
        if let Some((noun, number, sentence)) = rule_start(line) {
            let (noun, sentence, file) = (noun.to_string(), sentence.to_string(), file.to_string());
            into.push(Rule { noun, number, sentence, file });
            open = true;
        } else if line.is_empty() {
            open = false;
        } else if open && let Some(rule) = into.last_mut() {
            rule.sentence.push(' ');
            rule.sentence.push_str(line);
        }
    }
}

/// `CARD-2 A sentence.` in parts. `F02` or `UTF-8 is read` are no rules: a noun has three letters or more.
fn rule_start(line: &str) -> Option<(&str, u32, &str)> {
    let line = line.trim_start_matches("**");
    let (head, sentence) = line.split_once(' ')?;
    let (noun, number) = head.trim_end_matches("**").split_once('-')?;
    let shouted = noun.len() >= 3 && noun.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let named = shouted && !NOT_NOUNS.contains(&noun);
    named.then_some(())?;
    Some((noun, number.parse().ok()?, sentence.trim()))
}

/// Names of standards that look like nouns of ours.
const NOT_NOUNS: &[&str] = &["UTF", "SHA", "ISO", "RFC", "GBK"];

/// Every test function whose name begins like a rule, with the file it stands in.
fn tests(root: &Path) -> Result<BTreeMap<(String, u32), String>, Stop> {
    let mut found = BTreeMap::new();
    for folder in ["crates", "tests"] {
        for path in files(&root.join(folder), &[".rs"])? {
            let file = short(root, &path);
            for name in test_names(&text(&path)?) {
                if let Some(key) = rule_of(&name) {
                    found.insert(key, format!("{name} in {file}"));
                }
            }
        }
    }
    Ok(found)
}

/// Names of functions under an attribute that ends in `test` (`#[test]`, `#[tokio::test(…)]`).
pub(super) fn test_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut marked = false;
    for line in source.lines().map(str::trim) {
        if let Some(attribute) = line.strip_prefix("#[") {
            let path = attribute.split(['(', ']']).next().unwrap_or_default();
            marked |= path == "test" || path.ends_with("::test");
        } else if let Some((_, rest)) = line.split_once("fn ")
            && !line.starts_with("//")
        {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if std::mem::take(&mut marked) {
                names.push(name.to_string());
            }
        }
    }
    names
}

/// `card_2_the_day…` → (CARD, 2); the noun may itself hold underscores.
fn rule_of(name: &str) -> Option<(String, u32)> {
    let parts: Vec<&str> = name.split('_').collect();
    let at = parts.iter().position(|part| part.parse::<u32>().is_ok())?;
    let number = parts[at].parse().ok()?;
    (at > 0).then(|| (parts[..at].join("_").to_uppercase(), number))
}

#[cfg(test)]
mod tests {
    use super::super::broken::{house, write};
    use super::*;

    const CARD: &str = "//! Cards.\n//!\n//! CARD-1 A sale has one\n//! card.\n//! CARD-2 Nothing is late.\n//!\n//! Read as UTF-8 here.\n";
    const BOTH: &str = "#[test]\nfn card_1_one() {}\n#[tokio::test]\nasync fn card_2_late() {}\n";

    #[test]
    fn a_rule_and_its_test_are_silent() {
        let house = house(&[("crates/domain/src/card.rs", &format!("{CARD}{BOTH}"))]);
        assert!(look(house.path()).unwrap().is_empty());
    }

    #[test]
    fn a_rule_without_a_test_is_found() {
        let house = house(&[("crates/domain/src/card.rs", &format!("{CARD}#[test]\nfn card_1_one() {{}}\n"))]);
        let found = look(house.path()).unwrap();
        assert_eq!(found, ["CARD-2 (crates/domain/src/card.rs) has no test named card_2_…"]);
    }

    #[test]
    fn a_function_that_is_no_test_proves_nothing() {
        let house =
            house(&[("crates/domain/src/card.rs", &format!("{CARD}fn card_1_one() {{}}\nfn card_2_late() {{}}\n"))]);
        assert_eq!(look(house.path()).unwrap().len(), 2);
    }

    #[test]
    fn a_test_without_a_rule_is_found() {
        let house = house(&[("crates/domain/src/card.rs", &format!("{CARD}{BOTH}#[test]\nfn card_9_gone() {{}}\n"))]);
        assert_eq!(look(house.path()).unwrap().len(), 1);
    }

    #[test]
    fn a_number_given_twice_is_found() {
        let house = house(&[("crates/domain/src/card.rs", &format!("{CARD}{BOTH}"))]);
        write(house.path(), "crates/store/src/lib.rs", "//! CARD-1 Another.\n");
        assert_eq!(look(house.path()).unwrap().len(), 1);
    }

    #[test]
    fn a_page_that_lags_behind_is_found() {
        let house = house(&[("crates/domain/src/card.rs", CARD)]);
        assert_eq!(look_page(house.path()).unwrap().len(), 1);
        let page = page(house.path()).unwrap();
        assert!(page.contains("- **CARD-1** A sale has one card.\n"), "{page}");
        write(house.path(), PAGE, &page);
        assert!(look_page(house.path()).unwrap().is_empty());
    }
}
