//! A text broken into lines as Chinese is set: anywhere between ideographs, words of Latin letters whole where they fit,
//! no closing mark at the beginning of a line and no opening one at its end.

use super::letters::Letters;
use std::ops::Range;

const CLOSING: &str = "，。、；：！？）》」』】〕”’…—,.;:!?)]}%";
const OPENING: &str = "（《「『【〔“‘([{";

/// The lines of a text in so much room, in sizes of its letters; at least one.
pub(super) fn broken(text: &str, room: f32, letters: &mut Letters) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut from = 0;
    for paragraph in text.split('\n') {
        paragraph_lines(paragraph, from, room, letters, &mut lines);
        from += paragraph.len() + 1;
    }
    lines
}

fn paragraph_lines(text: &str, offset: usize, room: f32, letters: &mut Letters, lines: &mut Vec<Range<usize>>) {
    let (mut start, mut width) = (0, 0.0_f32);
    // The last place where the line may end, and the width up to there.
    let mut end: Option<(usize, f32)> = None;
    let mut before: Option<char> = None;
    // Where the letter before begins: a closing mark takes it along.
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let wide = letters.of(c).map_or(0.0, |letter| letter.width);
        if before.is_some_and(|before| may_break(before, c)) {
            end = Some((at, width));
        }
        // Rounding must not break a line that was measured to fit.
        if width + wide > room + 0.001 && at > start && c != ' ' {
            let alone = before.filter(|_| CLOSING.contains(c) && last > start).and_then(|before| letters.of(before));
            let here = alone.map_or((at, width), |before| (last, width - before.width));
            let (cut, kept) = end.take().unwrap_or(here);
            lines.push(offset + start..offset + cut);
            (start, width) = (cut, width - kept);
        }
        width += wide;
        (before, last) = (Some(c), at);
    }
    lines.push(offset + start..offset + text.len());
}

fn may_break(before: char, c: char) -> bool {
    if CLOSING.contains(c) || OPENING.contains(before) || c == ' ' {
        return false;
    }
    matches!(before, ' ' | '-' | '/' | ',' | ';' | '_') || is_wide(before) || is_wide(c)
}

/// Not of a word of Latin letters.
fn is_wide(c: char) -> bool {
    c >= '\u{2e80}' || CLOSING.contains(c) && !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, room: f32) -> Vec<&str> {
        let mut letters = Letters::new().unwrap();
        broken(text, room, &mut letters).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_as_chinese_is_set() {
        assert_eq!(lines("三角带四条皮带", 3.0), ["三角带", "四条皮", "带"]);
        assert_eq!(lines("皮带断，已换", 3.0), ["皮带", "断，已", "换"], "no comma at the beginning");
        assert_eq!(lines("换（轴承）", 2.0), ["换", "（轴", "承）"], "no bracket at the end");
        assert_eq!(lines("配 ABCDEF 件", 4.5), ["配 ", "ABCDEF ", "件"]);
        assert_eq!(lines("WX26100001", 3.0).concat(), "WX26100001", "a word that is too long breaks anywhere");
        assert_eq!(lines("6206×2、三角带", 3.4), ["6206×", "2、三", "角带"], "a mark takes the letter before it along");
        assert_eq!(lines("甲\n\n乙", 9.0), ["甲", "", "乙"]);
        assert_eq!(lines("", 9.0), [""]);
        assert_eq!(lines("宽", 0.2), ["宽"], "a room of nothing holds a letter");
    }
}
