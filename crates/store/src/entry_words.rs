//! Words of entries: what of one stands in the index, and what is asked of it.

use crate::search::{initials, tokens};
use crate::{EntryFinds, FormEntry};
use domain::text::{name_key, serial_key};

/// The first half of a form's token: no letter of it is one of a code point in hex.
const FORM_TOKEN: &str = "x";

/// The token every entry of a form has; keys that differ by `_` alone share it, and the row is asked besides.
fn form_token(form: &str) -> String {
    let plain: String = form.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{FORM_TOKEN}{plain}")
}

/// Runs of letters and digits in a text, in small letters, as they stand and without what is between them.
fn runs(text: &str) -> Vec<String> {
    let plain = name_key(text).to_ascii_lowercase();
    let mut all: Vec<String> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() > 1).map(str::to_owned).collect();
    let whole = serial_key(text).to_ascii_lowercase();
    if whole.len() > 1 && whole.bytes().all(|b| b.is_ascii_alphanumeric()) {
        all.push(whole);
    }
    all.sort();
    all.dedup();
    all
}

/// What of an entry stands in the index: characters, and words with their tails turned round (`y`).
pub(crate) fn indexed(entry: &FormEntry, finds: &EntryFinds) -> (String, String) {
    let texts: Vec<&str> =
        std::iter::once(entry.title.as_str()).chain(finds.words.iter().map(String::as_str)).collect();
    let chars: Vec<String> = texts.iter().filter(|text| !text.is_ascii()).map(|text| tokens(text)).collect();
    let mut words = vec![form_token(&entry.form)];
    for text in texts.iter().copied().chain([entry.no.as_str()]) {
        for run in runs(text) {
            words.push(format!("y{}", crate::rows::reversed(&run)));
            words.push(run);
        }
        words.extend(initials(text).into_iter().filter(|letters| letters.len() > 1 && !text.is_ascii()));
    }
    // A token between two texts, so that no phrase goes from one into the next.
    (chars.join(" zz "), words.join(" "))
}

/// The question to the index about one form; none where the term says nothing yet.
pub(crate) fn asked(form: &str, term: &str) -> Option<String> {
    Some(format!("words : \"{}\" AND {}", form_token(form), asked_anywhere(term)?))
}

pub(crate) fn asked_anywhere(term: &str) -> Option<String> {
    let mut all = Vec::new();
    for piece in term.split_whitespace() {
        if piece.is_ascii() {
            let key = serial_key(piece).to_ascii_lowercase();
            if key.len() > 1 && key.bytes().all(|b| b.is_ascii_alphanumeric()) {
                let tail = crate::rows::reversed(&key);
                let tail = if key.len() > 2 { format!(" OR words : \"y{tail}\" *") } else { String::new() };
                all.push(format!("(words : \"{key}\" *{tail})"));
            }
        } else {
            // A comma typed behind a name is no part of it.
            let said = tokens(piece.trim_matches(|c: char| !c.is_alphanumeric()));
            all.extend((!said.is_empty()).then(|| format!("chars : \"{said}\"")));
        }
    }
    (!all.is_empty()).then(|| all.join(" AND "))
}
