//! Text on its way into a cell.
//!
//! CLEAN-1 Characters XML cannot hold are left out; line ends become one kind; everything else, every rare character
//! included, stays as it is.
//! CLEAN-2 Text longer than a cell holds is cut, and says so in its last words.

use std::borrow::Cow;

/// A cell holds 32,767 units of UTF-16.
const MOST_UNITS: usize = 32_767;
const CUT_MARK: &str = "……（内容过长，此处截断）";

/// The text as a cell can hold it; nearly always the same text.
pub(crate) fn cell_text(text: &str) -> Cow<'_, str> {
    // What may begin a character that is left out is looked at closely: 0xC2 the controls from U+0080, 0xEF U+FFFE.
    if text.len() <= MOST_UNITS && text.bytes().all(|byte| byte >= b' ' && !matches!(byte, 0x7F | 0xC2 | 0xEF)) {
        return Cow::Borrowed(text);
    }
    let kept: Cow<'_, str> = if text.chars().all(is_kept) { text.into() } else { without_unkept(text).into() };
    if kept.encode_utf16().count() <= MOST_UNITS { kept } else { cut(&kept).into() }
}

fn is_kept(c: char) -> bool {
    match c {
        '\n' | '\t' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        c => !(c.is_ascii_control() || ('\u{80}'..'\u{A0}').contains(&c)),
    }
}

fn without_unkept(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}'], "\n");
    text.chars().filter(|c| is_kept(*c)).collect()
}

fn cut(text: &str) -> String {
    let mut left = MOST_UNITS - CUT_MARK.encode_utf16().count();
    let fits = |c: &char| {
        let fits = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push_str(CUT_MARK);
    kept
}

/// Whether a spreadsheet would take the text for a formula if a person opened the cell and closed it again.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_1_only_what_xml_cannot_hold_goes() {
        assert_eq!(cell_text("甲\u{80}乙\u{9F}"), "甲乙");
        assert_eq!(cell_text("甲\u{0}\u{7}\u{1B}乙\r\n丙\u{FFFF}\u{7F}"), "甲乙\n丙");
        for kept in ["𠮷田贵", "买买提·艾合买提", "㛃", "ｆｕｌｌ　ｗｉｄｔｈ，", "a\tb\nc", "\u{200D}👨\u{200D}🌾"]
        {
            assert_eq!(cell_text(kept), kept);
        }
    }

    #[test]
    fn clean_2_a_text_too_long_is_cut_with_a_mark() {
        let long = "𠮷".repeat(20_000);
        let cut = cell_text(&long);
        assert!(cut.encode_utf16().count() <= MOST_UNITS && cut.ends_with(CUT_MARK), "{}", cut.len());
        let exact = "农".repeat(MOST_UNITS);
        assert_eq!(cell_text(&exact), exact);
    }
}
