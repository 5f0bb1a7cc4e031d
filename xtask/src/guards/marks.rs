//! Chinese sentences have Chinese marks: ，：；？！（） and not the half-width ones.
//!
//! Looked at: every string of the product's Rust code outside tests, the Chinese documentation of the command table and of
//! the command line, and the texts of the window. What head office sends and what stands in files is theirs.

use std::path::Path;

use super::{Findings, files, short, text};
use crate::Stop;

/// Where documentation is shown to people.
const SHOWN_DOCS: &[&str] = &["crates/app/src/table.rs", "crates/cli/src/args.rs"];

/// Every half-width mark that touches a Chinese character.
///
/// # Errors
/// When a file cannot be read.
pub fn look(root: &Path) -> Result<Findings, Stop> {
    let mut findings = Findings::new();
    for folder in ["crates", "src-tauri/src", "ui/src/text"] {
        for path in files(&root.join(folder), &[".rs", ".ts"])? {
            let file = short(root, &path);
            if is_test(&file) {
                continue;
            }
            let source = text(&path)?;
            let program = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let quotes: &[char] = if file.ends_with(".rs") { &['"'] } else { &['"', '\'', '`'] };
            for said in strings(program, quotes, SHOWN_DOCS.contains(&file.as_str())) {
                if let Some(mark) = wrong_mark(&said) {
                    let start: String = said.chars().take(40).collect();
                    findings.push(format!("{file}: half-width {mark} in 「{start}」"));
                }
            }
        }
    }
    Ok(findings)
}

fn is_test(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or_default();
    file.contains("/tests/") || name.ends_with("_tests.rs") || name == "tests.rs" || name.ends_with(".test.ts")
}

/// What stands between quotation marks, and Chinese documentation where it is shown.
fn strings(source: &str, quotes: &[char], docs: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '/' if rest.starts_with("//") => {
                let line = rest.lines().next().unwrap_or_default();
                let said = line.trim_start_matches('/').trim();
                found.extend((docs && said.chars().next().is_some_and(is_chinese)).then(|| said.to_string()));
                line.len()
            }
            // A Rust character, '"' among them, is no beginning of a string.
            '\'' if !quotes.contains(&'\'') => character(rest),
            quote if quotes.contains(&quote) => {
                let said = until(&rest[quote.len_utf8()..], quote);
                found.push(said.to_string());
                said.len() + 2
            }
            other => other.len_utf8(),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    found
}

/// Length of `'x'` or `'\n'`; of a lifetime, of its first letter.
fn character(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match (letters.next(), letters.next(), letters.next()) {
        (Some((_, '\\')), _, Some((at, '\''))) | (Some(_), Some((at, '\'')), _) => at + 1,
        _ => 1,
    }
}

/// Up to the closing mark; what a backslash guards does not close.
fn until(rest: &str, quote: char) -> &str {
    let mut guarded = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if guarded => guarded = false,
            '\\' => guarded = true,
            c if c == quote => return &rest[..at],
            _ => {}
        }
    }
    rest
}

/// The first half-width mark that touches a Chinese character; places for values (`{…}`) are passed over.
fn wrong_mark(said: &str) -> Option<char> {
    let letters: Vec<char> = said.chars().collect();
    let mut inside = 0_usize;
    for (at, c) in letters.iter().enumerate() {
        match c {
            '{' => inside += 1,
            '}' => inside = inside.saturating_sub(1),
            ',' | ':' | ';' | '?' | '!' | '(' | ')' if inside == 0 => {
                let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|i| letters.get(i));
                if beside.into_iter().any(|c| is_chinese(*c)) {
                    return Some(*c);
                }
            }
            _ => {}
        }
    }
    None
}

/// A Chinese character, or a mark that only stands among them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '「' | '」' | '『' | '』' | '《' | '》' | '、' | '。')
}

#[cfg(test)]
mod tests {
    use super::super::broken::house;
    use super::*;

    #[test]
    fn a_half_width_mark_in_a_sentence_is_found() {
        let source = "const A: &str = \"还没有签字,不能提交\";\n// 注释,随便\nmatch c { '\"' => \"{n} 行\", _ => \"https://a:1/b,c\" }\n#[cfg(test)]\nmod tests {\n  \"测试,随便\"";
        let house = house(&[
            ("crates/app/src/error.rs", source),
            ("crates/app/src/table.rs", "/// 查找(编号)。\nfind() -> ();"),
            ("crates/app/src/view.rs", "/// Day sold (销售日期).\n"),
            ("ui/src/text/zh.ts", "export const a = { b: (n: number) => `共 ${n} 条：好`, c: '好;坏' };"),
            ("ui/src/text/zh.test.ts", "'测试,随便'"),
        ]);
        let found = look(house.path()).unwrap();
        assert_eq!(
            found,
            [
                "crates/app/src/error.rs: half-width , in 「还没有签字,不能提交」",
                "crates/app/src/table.rs: half-width ( in 「查找(编号)。」",
                "ui/src/text/zh.ts: half-width ; in 「好;坏」",
            ]
        );
    }

    #[test]
    fn a_place_for_a_value_and_an_address_are_no_sentence() {
        assert_eq!(wrong_mark("第 {n:>3} 行"), None);
        assert_eq!(wrong_mark("{0}:{1}"), None);
        assert_eq!(wrong_mark("写成 08:30 这样"), None);
        assert_eq!(wrong_mark("{day}(五)"), Some('('));
    }
}
