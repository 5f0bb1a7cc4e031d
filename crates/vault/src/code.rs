//! The recovery code: 120 random bits in six groups of five letters, the last letter of a group its check.
//!
//! The letters are those of enrolment codes (Crockford's base 32). The check is one of GF(32), begun with the number of
//! the group, so that a wrong letter, two exchanged neighbours and two exchanged groups are each seen and placed (VAULT-2).

use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of a code.
const GROUPS: usize = 6;
/// Letters of a group before its check.
const DATA: usize = 4;

/// A code, as its letters without checks.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; GROUPS * DATA]>);

/// VAULT-1
impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

/// Why what was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    /// Too few letters or too many.
    #[error("{0} letters")]
    Length(usize),
    /// This group, counted from one, does not hold together.
    #[error("group {0}")]
    Group(usize),
}

impl RecoveryCode {
    /// A new one.
    ///
    /// # Errors
    /// Only when the system gives no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut letters = Zeroizing::new([0; GROUPS * DATA]);
        getrandom::fill(letters.as_mut())?;
        letters.iter_mut().for_each(|letter| *letter &= 31);
        Ok(Self(letters))
    }

    /// Its groups as shown to people.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        let group = |(at, data): (usize, &[u8])| {
            let letters = data.iter().copied().chain([check(at, data)]);
            Zeroizing::new(letters.map(|value| char::from(ALPHABET[usize::from(value)])).collect())
        };
        self.0.chunks(DATA).enumerate().map(group).collect()
    }

    /// The code as shown to people.
    pub fn show(&self) -> Zeroizing<String> {
        let groups = self.groups();
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (DATA + 2)));
        for group in &groups {
            if !text.is_empty() {
                text.push('-');
            }
            text.push_str(group);
        }
        text
    }

    /// Whether a person typed its last group.
    pub fn ends_with(&self, typed: &str) -> bool {
        let typed = letters(typed);
        let last: Option<Vec<u8>> = self.groups().last().map(|group| letters(group).into_iter().flatten().collect());
        typed.into_iter().collect::<Option<Vec<u8>>>().is_some_and(|typed| Some(typed) == last)
    }

    /// Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`Mistyped`], with the group to look at.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let typed = Zeroizing::new(letters(text));
        if typed.len() != GROUPS * (DATA + 1) {
            return Err(Mistyped::Length(typed.len()));
        }
        let mut code = Zeroizing::new([0; GROUPS * DATA]);
        for (at, (group, into)) in typed.chunks(DATA + 1).zip(code.chunks_mut(DATA)).enumerate() {
            let group: Vec<u8> = group.iter().copied().collect::<Option<_>>().ok_or(Mistyped::Group(at + 1))?;
            let (data, last) = group.split_at(DATA);
            if last != [check(at, data)] {
                return Err(Mistyped::Group(at + 1));
            }
            into.copy_from_slice(data);
        }
        Ok(Self(code))
    }

    /// What a key is made from.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_ref()
    }
}

/// Values of the letters; separators are passed over, `None` is a letter that cannot be in a code.
fn letters(text: &str) -> Vec<Option<u8>> {
    let value =
        |c: char| ALPHABET.iter().position(|letter| char::from(*letter) == c).and_then(|at| u8::try_from(at).ok());
    let kept = |c: &char| !matches!(c, ' ' | '-' | '\u{3000}' | '－' | '\t' | '\r' | '\n');
    text.chars().filter(kept).map(|c| value(plain(c))).collect()
}

/// A letter as it stands in the alphabet: full width and the ones people mix up.
fn plain(c: char) -> char {
    let half = match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    match half.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Check of a group: Horner's rule over GF(32), from the number of the group; once more times x, so that the last letter
/// before the check weighs something else than the check, and the two exchanged are seen.
fn check(at: usize, data: &[u8]) -> u8 {
    let first = u8::try_from(at + 1).unwrap_or(0);
    times_x(data.iter().fold(first, |sum, letter| times_x(sum) ^ letter))
}

/// Times x, modulo x⁵ + x² + 1.
fn times_x(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::new().unwrap()
    }

    #[test]
    fn a_code_survives_the_way_people_type_it() {
        let code = code();
        assert_eq!(RecoveryCode::parse(&code.show()).as_ref(), Ok(&code));
        let sloppy =
            format!(" {}\n", code.show().to_lowercase().replace('-', "　").replace('0', "o").replace('1', "l"));
        assert_eq!(RecoveryCode::parse(&sloppy).as_ref(), Ok(&code));
        let wide: String = code.show().chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        assert_eq!(RecoveryCode::parse(&wide).as_ref(), Ok(&code));
        assert_eq!(code.show().len(), 35);
        assert!(code.ends_with(&code.groups()[5].to_lowercase()) && !code.ends_with("") && !code.ends_with("三包"));
    }

    #[test]
    fn vault_1_a_code_says_nothing_of_itself() {
        assert_eq!(format!("{:?}", code()), "RecoveryCode");
        assert!(!format!("{:?}", RecoveryCode::parse("SECRET")).contains("SECRET"));
    }

    #[test]
    fn vault_2_every_wrong_letter_is_seen_and_placed() {
        let shown = code().show().replace('-', "");
        for at in 0..shown.len() {
            for other in ALPHABET.iter().map(|letter| char::from(*letter)).filter(|c| !shown[at..].starts_with(*c)) {
                let mut typed: Vec<char> = shown.chars().collect();
                typed[at] = other;
                let typed: String = typed.into_iter().collect();
                assert_eq!(RecoveryCode::parse(&typed), Err(Mistyped::Group(at / 5 + 1)), "{at} {other}");
            }
        }
        assert_eq!(RecoveryCode::parse(&shown[1..]), Err(Mistyped::Length(29)));
        assert_eq!(RecoveryCode::parse(&shown.replace(&shown[..1], "U")), Err(Mistyped::Group(1)));
    }

    #[test]
    fn vault_2_neighbours_and_groups_exchanged_are_seen() {
        for _ in 0..50 {
            let code = code();
            let letters: Vec<char> = code.show().replace('-', "").chars().collect();
            for at in (0..29).filter(|at| at % 5 != 4 && letters[*at] != letters[at + 1]) {
                let mut typed = letters.clone();
                typed.swap(at, at + 1);
                let typed: String = typed.into_iter().collect();
                assert_eq!(RecoveryCode::parse(&typed), Err(Mistyped::Group(at / 5 + 1)));
            }
            let mut groups: Vec<String> = code.groups().iter().map(|group| group.to_string()).collect();
            groups.swap(1, 4);
            assert_eq!(RecoveryCode::parse(&groups.join("-")), Err(Mistyped::Group(2)));
        }
    }
}
