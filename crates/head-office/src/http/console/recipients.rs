//! To whom something goes: one dealer, several, or all.

use std::collections::HashSet;

use super::Stop;
use crate::http::Office;

/// Every dealer, in words.
const ALL: &str = "全部";

/// Codes as they were typed, with anything between them that is no part of a code list.
fn codes(text: &str) -> Vec<&str> {
    let between = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；') || c.is_whitespace();
    let mut seen = HashSet::new();
    text.split(between).filter(|code| !code.is_empty() && seen.insert(*code)).collect()
}

/// The dealers that are meant, all where nothing is typed; or the sentence why not.
pub fn meant(office: &Office, text: &str) -> Result<Result<Vec<String>, String>, Stop> {
    let known: Vec<String> = office.store.dealers()?.into_iter().map(|(code, _)| code).collect();
    if known.is_empty() {
        return Ok(Err("还没有经销商，请管理员先登记。".into()));
    }
    let whole = text.trim();
    // A code may have spaces in it.
    if known.iter().any(|code| code == whole) {
        return Ok(Ok(vec![whole.to_owned()]));
    }
    let asked = codes(whole);
    if asked.is_empty() {
        return Ok(Ok(known));
    }
    let ours: HashSet<&str> = known.iter().map(String::as_str).collect();
    let unknown: Vec<&str> = asked.iter().copied().filter(|code| !ours.contains(code)).collect();
    match unknown.is_empty() {
        true => Ok(Ok(asked.into_iter().map(str::to_owned).collect())),
        false => Ok(Err(format!("没有这个经销商：{}。请核对代码。", unknown.join("、")))),
    }
}

/// As [`meant`], where all have to be meant in words: what goes down is not taken back, and a field is soon forgotten.
pub fn named(office: &Office, text: &str) -> Result<Result<Vec<String>, String>, Stop> {
    match text.trim() {
        "" => Ok(Err("请写经销商代码；给所有经销商，写“全部”。".into())),
        ALL => meant(office, ""),
        some => meant(office, some),
    }
}

/// For the trail.
pub fn about(text: &str) -> &str {
    if text.trim().is_empty() { ALL } else { text.trim() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_told_apart_by_whatever_people_put_between_them() {
        assert_eq!(super::codes(" HB1、LN2，XJ3; HB1\nSD4 "), ["HB1", "LN2", "XJ3", "SD4"]);
        assert_eq!(super::codes(" ,"), [""; 0]);
    }
}
