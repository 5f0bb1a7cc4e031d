//! Which of two versions of a pack is the newer one. Desk and head office ask the same, so that none sends what the other refuses.
//!
//! POLICY-14 Versions are compared part by part, numbers as numbers: 2026.10 is newer than 2026.9.

use std::cmp::Ordering;

/// Compares two versions (POLICY-14).
pub fn compare_versions(one: &str, other: &str) -> Ordering {
    parts(one).cmp(parts(other))
}

/// Numbers before words, so that `2026.1` is newer than `2026` and `2026.beta` newer than `2026.1`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Number(u64),
    Word(&'a str),
}

fn parts(version: &str) -> impl Iterator<Item = Part<'_>> {
    let pieces = version.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.map(|piece| piece.parse().map_or(Part::Word(piece), Part::Number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policy_14_numbers_are_compared_as_numbers() {
        assert_eq!(compare_versions("2026.10", "2026.9"), Ordering::Greater);
        assert_eq!(compare_versions("2026.1", "2026.1"), Ordering::Equal);
        assert_eq!(compare_versions("2026-01", "2026.1"), Ordering::Equal);
        assert_eq!(compare_versions("2025.12", "2026"), Ordering::Less);
        assert_eq!(compare_versions("2026", "2026.1"), Ordering::Less);
        assert_eq!(compare_versions("2026.1", "2026.修订"), Ordering::Less);
    }
}
