//! What a person's hands do, from what a page heard.

use serde_json::Value;

use crate::Outcome;

/// Keys as the page heard them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Strokes {
    /// What a hand does for it: a Chinese character is its pinyin and a choice, four keys.
    pub by_hand: u64,
    /// Enter and Tab: the keys that only walk.
    pub walking: u64,
    /// Touches of a mouse, a pen or a finger.
    pub pointer: u64,
}

impl Strokes {
    /// Reads the page's own count.
    pub(crate) fn heard(heard: &Value) -> Outcome<Self> {
        let keys = heard["keys"].as_object().ok_or("the page does not listen")?;
        let n = |times: &Value| times.as_u64().unwrap_or_default();
        Ok(Self {
            by_hand: keys.iter().map(|(key, times)| hands(key) * n(times)).sum(),
            walking: ["Enter", "Tab"].iter().filter_map(|key| keys.get(*key)).map(n).sum(),
            pointer: n(&heard["pointer"]),
        })
    }

    /// What came after an earlier count.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            by_hand: self.by_hand - earlier.by_hand,
            walking: self.walking - earlier.walking,
            pointer: self.pointer - earlier.pointer,
        }
    }

    /// How long a person needs, by the keystroke-level model (Card, Moran and Newell, 1980): 0.28 s
    /// a key for an average typist, and for each field 1.35 s to read the paper and know what to type.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a hundred strokes")]
    pub fn seconds(self, fields: u64) -> f64 {
        0.28 * self.by_hand as f64 + 1.35 * fields as f64
    }
}

/// Strokes of a hand for one key as the page heard it; `Unidentified` is a rare character.
fn hands(key: &str) -> u64 {
    let one = key.chars().count() == 1;
    if key == "Unidentified" || one && !key.is_ascii() { 4 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_chinese_character_is_four_strokes_and_enter_one() {
        let heard = json!({ "keys": { "冯": 1, "Unidentified": 1, "a": 2, "Enter": 1 }, "pointer": 0 });
        let strokes = Strokes::heard(&heard).unwrap();
        assert_eq!(strokes, Strokes { by_hand: 11, walking: 1, pointer: 0 });
        assert!(strokes.seconds(1) < 5.0);
    }
}
