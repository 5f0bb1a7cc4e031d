//! Characters to words of a formula.

use super::fault::Reason;

/// A word with the place of its first character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub at: usize,
    pub word: Word,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Number(i64),
    Name(String),
    Sign(&'static str),
    End,
}

/// A reason with the character it is about, counted from 0.
pub(super) type At = (usize, Reason);

/// Longer signs first.
const SIGNS: [&str; 13] = ["<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ","];

/// All words, ended by `End`.
pub(super) fn words(text: &str, most: usize) -> Result<Vec<Token>, At> {
    let chars: Vec<char> = text.chars().take(most + 1).collect();
    if chars.len() > most {
        return Err((most, Reason::TooLong(most)));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            at += 1;
            continue;
        }
        let (word, len) = word(&chars[at..]).map_err(|reason| (at, reason))?;
        tokens.push(Token { at, word });
        at += len;
    }
    tokens.push(Token { at, word: Word::End });
    Ok(tokens)
}

fn word(rest: &[char]) -> Result<(Word, usize), Reason> {
    let run = |inside: fn(&char) -> bool| rest.iter().take_while(|c| inside(c)).collect::<String>();
    let digits = run(|c| c.is_ascii_digit());
    if !digits.is_empty() {
        let number = digits.parse().map_err(|_| Reason::NumberTooBig)?;
        return Ok((Word::Number(number), digits.len()));
    }
    let name = run(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'));
    // Parts of a name of a form (`lines.sum.amount`) are held together by dots; none begins with one.
    if !name.is_empty() && !name.starts_with('.') {
        let len = name.len();
        return Ok((Word::Name(name), len));
    }
    let sign = SIGNS.into_iter().find(|sign| sign.chars().eq(rest.iter().take(sign.len()).copied()));
    sign.map(|sign| (Word::Sign(sign), sign.len())).ok_or(Reason::Character)
}

/// Whether a text can be a name of a pack's rule: a small letter or `_` first, no word of the language.
pub(super) fn is_name(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts && text.len() <= 40 && text.chars().all(inside) && !is_reserved(text)
}

/// Words with a meaning of their own.
pub(crate) fn is_reserved(text: &str) -> bool {
    matches!(text, "and" | "or" | "not" | "true" | "false" | "min" | "max" | "if" | "round" | "lookup")
}
