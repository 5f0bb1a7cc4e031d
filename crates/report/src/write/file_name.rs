//! `{厂家}_{经销商代码}_{经销商简称}_{报表名}_{202507}_v1.xlsx`.
//!
//! NAME-1 A file name is at most 100 characters and at most 240 bytes: Chinese takes three bytes each, and the common file
//! systems of Linux stop at 255.
//! NAME-2 Characters a file system forbids become `-`; a correction reads `_v2更正`.

use chrono::{Datelike, NaiveDate};

/// The parts of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileName<'a> {
    /// 厂家, short.
    pub principal: &'a str,
    /// Its code for the dealer.
    pub dealer_code: &'a str,
    /// 经销商简称.
    pub dealer_short: &'a str,
    /// 报表名, as the layout says.
    pub report: &'a str,
    /// Any day of the month.
    pub month: NaiveDate,
    /// 1 is the first; from 2 on it is a correction.
    pub version: u32,
}

const MOST_CHARACTERS: usize = 100;
const MOST_BYTES: usize = 240;

/// The name of a workbook's file.
#[must_use]
pub fn file_name(parts: &FileName<'_>) -> String {
    let correction = if parts.version > 1 { "更正" } else { "" };
    let month = format!("{}{:02}", parts.month.year(), parts.month.month());
    let tail = format!("_{month}_v{}{correction}.xlsx", parts.version.max(1));
    let mut names = [parts.principal, parts.dealer_code, parts.dealer_short, parts.report].map(clean);
    loop {
        let name = format!("{}{tail}", names.join("_"));
        if name.chars().count() <= MOST_CHARACTERS && name.len() <= MOST_BYTES {
            return name;
        }
        shorten(&mut names);
    }
}

/// Takes a character off the longest part; what remains of each still tells it apart.
fn shorten(names: &mut [String; 4]) {
    if let Some(longest) = names.iter_mut().max_by_key(|name| name.len()) {
        longest.pop();
    }
}

fn clean(part: &str) -> String {
    let part: String = part.trim().chars().filter(|c| !is_hidden(*c)).map(allowed).collect();
    part.trim_matches(['.', ' ']).to_owned()
}

fn allowed(c: char) -> char {
    if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '_') { '-' } else { c }
}

/// Control characters, and the marks that turn the direction of text: `gpj.exe` must not read `exe.jpg`.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(principal: &'a str, version: u32) -> FileName<'a> {
        let month = NaiveDate::from_ymd_opt(2025, 7, 3).unwrap();
        FileName { principal, dealer_code: "HN001", dealer_short: "惠农", report: "维修月报表", month, version }
    }

    #[test]
    fn the_name_tells_who_what_and_when() {
        assert_eq!(file_name(&parts("沃野动力", 1)), "沃野动力_HN001_惠农_维修月报表_202507_v1.xlsx");
    }

    #[test]
    fn name_1_a_long_name_is_cut_and_keeps_its_tail() {
        let long = "农".repeat(300);
        let name = file_name(&parts(&long, 1));
        assert!(name.chars().count() <= 100 && name.len() <= 240, "{name}");
        assert!(name.ends_with("_HN001_惠农_维修月报表_202507_v1.xlsx"), "{name}");
    }

    #[test]
    fn name_2_forbidden_characters_go_and_a_correction_says_so() {
        let name = file_name(&parts("甲/乙:*?\u{202e}.", 2));
        assert_eq!(name, "甲-乙----_HN001_惠农_维修月报表_202507_v2更正.xlsx".replace("----", "---"));
    }
}
