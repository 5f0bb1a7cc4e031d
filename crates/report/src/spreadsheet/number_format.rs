//! A number as a spreadsheet shows it, by the words of its format (NUMFMT).

use std::borrow::Cow;

use super::digits::rounded;
use super::moment;

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Words as they stand.
    Words(String),
    /// A letter or sign that may mean something.
    Mark(char),
    /// Hours, minutes or seconds that do not end with the day: `[h]`, and how long it is.
    Elapsed(char, usize),
    /// Before and after noon, in the words the format has for them.
    Half([&'static str; 2]),
    /// The plain number.
    General,
}

/// Words of a format between two semicolons.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub pieces: Vec<Piece>,
    /// Days and months in Chinese.
    pub chinese: bool,
    condition: Option<(Test, f64)>,
    /// Something in brackets that is not understood here.
    strange: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Test {
    Less,
    LessOrSame,
    More,
    MoreOrSame,
    Same,
    Other,
}

const TESTS: [(&str, Test); 6] = [
    ("<=", Test::LessOrSame),
    (">=", Test::MoreOrSame),
    ("<>", Test::Other),
    ("<", Test::Less),
    (">", Test::More),
    ("=", Test::Same),
];

const HALVES: [(&str, [&str; 2]); 3] = [("am/pm", ["AM", "PM"]), ("上午/下午", ["上午", "下午"]), ("a/p", ["A", "P"])];

/// The number in the words of a format.
pub(crate) fn number(code: &str, value: f64) -> String {
    if code.is_empty() {
        return plain(value);
    }
    let mut sections = sections(code);
    if sections.len() > 3 || sections.len() > 1 && sections.last().is_some_and(Section::is_of_texts) {
        sections.pop();
    }
    let Some((section, value)) = of_number(&sections, value) else { return plain(value) };
    if section.pieces.is_empty() && !section.strange {
        return String::new();
    }
    if section.strange || section.is_of_texts() {
        return plain(value);
    }
    if section.is_moment() {
        return moment::shown(section, value).unwrap_or_else(|| plain(value));
    }
    Pattern::read(section).map_or_else(|| plain(value), |pattern| pattern.print(section, value))
}

/// The text in the words of a format (NUMFMT-3): those of its section for texts, where it has one.
pub(crate) fn text<'w>(code: &str, words: &'w str) -> Cow<'w, str> {
    // Most cells of a month are texts without a format of their own.
    if code == "@" || !code.contains(['@', ';']) {
        return words.into();
    }
    let sections = sections(code);
    let of_texts = sections.get(3).or_else(|| sections.last().filter(|last| last.is_of_texts()));
    let Some(section) = of_texts else { return words.into() };
    let piece = |piece: &Piece| match piece {
        Piece::Words(own) => own.clone(),
        Piece::Mark('@') | Piece::General => words.to_owned(),
        Piece::Mark(mark) => mark.to_string(),
        Piece::Elapsed(..) | Piece::Half(_) => String::new(),
    };
    section.pieces.iter().map(piece).collect::<String>().into()
}

/// Whether a number in this format is a day.
pub(crate) fn shows_day(code: &str) -> bool {
    sections(code).first().is_some_and(|section| section.is_moment() && section.names(&['y', 'e', 'd', 'a']))
}

/// The section a number falls into, and the number as it is shown there: without its minus where the section says it.
fn of_number(sections: &[Section], value: f64) -> Option<(&Section, f64)> {
    if sections.iter().any(|section| section.condition.is_some()) {
        let last = sections.len().saturating_sub(1);
        let (_, section) = sections.iter().enumerate().find(|(at, section)| match section.condition {
            Some((test, border)) => test.holds(value, border),
            None => *at == last || value > 0.0,
        })?;
        let below = matches!(section.condition, Some((Test::Less | Test::LessOrSame, border)) if border <= 0.0);
        return Some((section, if below { value.abs() } else { value }));
    }
    match (sections, value) {
        ([_, minus, ..], value) if value < 0.0 => Some((minus, -value)),
        ([_, _, zero, ..], 0.0) => Some((zero, value)),
        ([plus, ..], value) => Some((plus, value)),
        ([], _) => None,
    }
}

/// `General`: eleven characters at most, as in a cell of the usual width; sums of binary fractions end where people end them.
fn plain(value: f64) -> String {
    if value.abs() >= 1e11 || value.fract() == 0.0 {
        return crate::value::plain_number(value);
    }
    let (whole, _) = rounded(value, 0, 0);
    let (whole, rest) = rounded(value, 0, 10_usize.saturating_sub(whole.len().max(1)));
    let (whole, rest) = (if whole.is_empty() { "0" } else { &whole }, rest.trim_end_matches('0'));
    let sign = if value < 0.0 && (whole != "0" || !rest.is_empty()) { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == ';' {
            sections.push(Section::default());
            rest = after;
            continue;
        }
        let Some(section) = sections.last_mut() else { break };
        rest = section.take(c, rest, after);
    }
    sections
}

impl Section {
    /// Takes what begins with `c`; answers what is left.
    fn take<'c>(&mut self, c: char, whole: &'c str, after: &'c str) -> &'c str {
        let one = |text: &'c str| text.chars().next().map_or(0, char::len_utf8);
        let words = |text: &str| Piece::Words(text.to_owned());
        match c {
            '"' => {
                let (inside, rest) = after.split_once('"').unwrap_or((after, ""));
                self.pieces.push(words(inside));
                return rest;
            }
            '\\' | '!' => {
                let (letter, rest) = after.split_at(one(after));
                self.pieces.push(words(letter));
                return rest;
            }
            // A blank as wide as a letter; and a letter that fills the cell, which here has no width.
            '_' => {
                self.pieces.push(words(" "));
                return after.get(one(after)..).unwrap_or_default();
            }
            '*' => return after.get(one(after)..).unwrap_or_default(),
            '[' => {
                let (inside, rest) = after.split_once(']').unwrap_or((after, ""));
                self.bracket(inside);
                return rest;
            }
            _ => {}
        }
        let begins = |word: &str| whole.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if begins("general") {
            self.pieces.push(Piece::General);
            return whole.get("general".len()..).unwrap_or_default();
        }
        if let Some((word, half)) = HALVES.iter().find(|(word, _)| begins(word)) {
            self.pieces.push(Piece::Half(*half));
            return whole.get(word.len()..).unwrap_or_default();
        }
        self.pieces.push(Piece::Mark(c));
        after
    }

    /// `[$¥-804]` is a currency and a country, `[>=100]` a condition, `[h]` hours beyond a day; a colour says nothing.
    fn bracket(&mut self, inside: &str) {
        if let Some(rest) = inside.strip_prefix('$') {
            let (symbol, country) = rest.split_once('-').unwrap_or((rest, ""));
            self.chinese |= country.ends_with("804");
            if !symbol.is_empty() {
                self.pieces.push(Piece::Words(symbol.to_owned()));
            }
        } else if let Some((test, border)) = condition(inside) {
            self.condition = Some((test, border));
        } else if let Some(first) = inside.chars().next().map(|c| c.to_ascii_lowercase())
            && matches!(first, 'h' | 'm' | 's')
            && inside.chars().all(|c| c.eq_ignore_ascii_case(&first))
        {
            self.pieces.push(Piece::Elapsed(first, inside.len()));
        } else {
            self.strange |= inside.to_ascii_lowercase().starts_with("dbnum");
        }
    }

    fn is_of_texts(&self) -> bool {
        self.pieces.contains(&Piece::Mark('@'))
    }

    fn names(&self, letters: &[char]) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Mark(c) if letters.contains(&c.to_ascii_lowercase())))
    }

    /// Names a day or a time: `E` between digits is an exponent.
    fn is_moment(&self) -> bool {
        let timely = self.pieces.iter().any(|piece| matches!(piece, Piece::Elapsed(..) | Piece::Half(_)));
        timely || self.names(&['y', 'm', 'd', 'h', 's', 'a']) || self.names(&['e']) && !self.names(&['0', '#', '?'])
    }
}

fn condition(inside: &str) -> Option<(Test, f64)> {
    let (test, rest) = TESTS.iter().find_map(|(sign, test)| Some((*test, inside.strip_prefix(sign)?)))?;
    Some((test, rest.trim().parse().ok()?))
}

impl Test {
    #[allow(clippy::float_cmp, reason = "a condition names the very number")]
    fn holds(self, value: f64, border: f64) -> bool {
        match self {
            Self::Less => value < border,
            Self::LessOrSame => value <= border,
            Self::More => value > border,
            Self::MoreOrSame => value >= border,
            Self::Same => value == border,
            Self::Other => value != border,
        }
    }
}

/// Where the digits of a section stand.
struct Pattern {
    /// Places for digits before the point.
    whole: usize,
    /// How many are written behind it at most, and at least.
    most: usize,
    least: usize,
    point: Option<usize>,
    /// Groups of three.
    parted: bool,
    /// Tens the number is moved by: two for each per cent sign, three less for each comma at the end.
    shift: i32,
    /// Commas that are no letters of the section.
    commas: Vec<usize>,
}

fn is_place(piece: &Piece) -> bool {
    matches!(piece, Piece::Mark('0' | '#' | '?'))
}

impl Pattern {
    fn read(section: &Section) -> Option<Self> {
        let pieces = &section.pieces;
        let places: Vec<usize> = (0..pieces.len()).filter(|at| pieces.get(*at).is_some_and(is_place)).collect();
        let mark = |at: usize, wanted: char| pieces.get(at) == Some(&Piece::Mark(wanted));
        let point = (0..pieces.len()).find(|at| mark(*at, '.')).filter(|_| !places.is_empty());
        let stops = |at: &usize| point.is_some_and(|point| *at > point);
        let (behind, whole): (Vec<usize>, Vec<usize>) = places.iter().copied().partition(stops);
        let mut made = Self {
            whole: whole.len(),
            most: behind.len(),
            least: behind.iter().rposition(|at| mark(*at, '0')).map_or(0, |at| at + 1),
            point,
            parted: false,
            shift: 0,
            commas: Vec::new(),
        };
        let general = pieces.contains(&Piece::General);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Mark('0' | '#' | '?' | '.') | Piece::Words(_) | Piece::General => {}
                Piece::Mark('%') => made.shift += 2,
                Piece::Mark(',') if whole.first().is_some_and(|first| *first < at) => {
                    let follows = whole.last().is_some_and(|last| *last > at);
                    if follows {
                        made.parted = true;
                    } else {
                        made.shift -= 3;
                    }
                    made.commas.push(at);
                }
                Piece::Mark('/') | Piece::Elapsed(..) | Piece::Half(_) => return None,
                // A letter nobody put between quotation marks may be a word of another country's Excel.
                Piece::Mark(c) if c.is_ascii_alphabetic() => return None,
                Piece::Mark(c) if !c.is_ascii() && places.is_empty() && !general => return None,
                Piece::Mark(_) => {}
            }
        }
        Some(made)
    }

    fn print(&self, section: &Section, value: f64) -> String {
        let (whole, rest) = rounded(value, self.shift, self.most);
        let digits: Vec<char> = whole.chars().collect();
        let kept = rest.trim_end_matches('0').len().max(self.least);
        let (mut text, mut at_whole, mut at_rest, mut places) = (String::new(), 0, 0, 0);
        for (at, piece) in section.pieces.iter().enumerate() {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::General => text.push_str(&plain(value.abs())),
                Piece::Mark(kind @ ('0' | '#' | '?')) if self.point.is_some_and(|point| at > point) => {
                    match rest.chars().nth(at_rest).filter(|_| at_rest < kept) {
                        Some(digit) => text.push(digit),
                        None => text.push_str(if *kind == '?' { " " } else { "" }),
                    }
                    at_rest += 1;
                }
                Piece::Mark(kind @ ('0' | '#' | '?')) => {
                    // The first place takes every digit that has no place of its own.
                    let left = self.whole - places;
                    let first = places == 0 && digits.len() > left;
                    let upto =
                        if first { digits.len() - left + 1 } else { at_whole + usize::from(digits.len() >= left) };
                    for digit in digits.get(at_whole..upto).unwrap_or_default() {
                        self.digit(&mut text, *digit, digits.len() - at_whole);
                        at_whole += 1;
                    }
                    if digits.len() < left {
                        match kind {
                            '0' => self.digit(&mut text, '0', left),
                            '?' => text.push(' '),
                            _ => {}
                        }
                    }
                    places += 1;
                }
                Piece::Mark(',') if self.commas.contains(&at) => {}
                Piece::Mark('.') if self.whole == 0 && self.point == Some(at) => {
                    digits.iter().for_each(|digit| text.push(*digit));
                    text.push('.');
                }
                // A spreadsheet keeps the point: `0.##` shows two as `2.`.
                Piece::Mark(mark) => text.push(*mark),
                Piece::Elapsed(..) | Piece::Half(_) => {}
            }
        }
        let nothing = self.whole + self.most > 0 && whole.is_empty() && rest.bytes().all(|digit| digit == b'0');
        if value < 0.0 && !nothing { format!("-{text}") } else { text }
    }

    /// A digit, and the comma behind it where so many digits are left with it.
    fn digit(&self, text: &mut String, digit: char, left: usize) {
        text.push(digit);
        if self.parted && left > 1 && (left - 1).is_multiple_of(3) {
            text.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numfmt_2_a_number_reads_as_excel_shows_it() {
        for (code, value, shown) in [
            ("General", 12.5, "12.5"),
            ("General", 150.149_999_999_999_98, "150.15"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", -0.1, "-0.1"),
            ("General", 46_300.604_166_667, "46300.60417"),
            ("General\"台\"", -3.0, "-3台"),
            ("0", 2.5, "3"),
            ("0.00", 1.005, "1.01"),
            ("0.00", 9.999, "10.00"),
            ("0.00", -0.001, "0.00"),
            ("#,##0.00", -1_234_567.8, "-1,234,567.80"),
            ("#,##0.00_ ", 0.0, "0.00 "),
            ("#,##0", 999_999.5, "1,000,000"),
            ("000,000", 42.0, "000,042"),
            ("0.##", 2.0, "2."),
            (".00", 12.5, "12.50"),
            ("", 12.5, "12.5"),
            ("\"台\"", -1.0, "-台"),
            ("0.0%", 0.3333, "33.3%"),
            ("0%", 0.285, "29%"),
            ("??0.0", 12.0, " 12.0"),
            ("0.0??", 1.5, "1.5  "),
            ("000-0000", 1_234_567.0, "123-4567"),
            ("#,##0,\"千\"", 1_234_567.0, "1,235千"),
            ("0\\.0,\"万\"", 46_300.0, "4.6万"),
            ("[>=100]\"多\"0;[<0]\"负\"0;0", 250.0, "多250"),
            ("[>=100]\"多\"0;[<0]\"负\"0;0", -2.0, "负2"),
            ("[>=100]\"多\"0;[<0]\"负\"0;0", 2.0, "2"),
            ("\"¥\"#,##0.00;[Red]\\-\"¥\"#,##0.00", -12.0, "-¥12.00"),
            ("#,##0;(#,##0)", -3.0, "(3)"),
            ("[$¥-804]#,##0", 1200.0, "¥1,200"),
            ("\"共\"0\"条\"", 7.0, "共7条"),
            ("#,##0.00元", 7.0, "7.00元"),
            ("00000", 42.0, "00042"),
            ("0;-0;\"—\"", 0.0, "—"),
            ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", 0.0, " -   "),
        ] {
            assert_eq!(number(code, value), shown, "{code}");
        }
    }

    #[test]
    fn numfmt_1_an_unknown_format_shows_the_plain_number() {
        for code in ["0.00E+00", "# ?/?", "@", "随便", "[DBNum2]General", "bb", "0x"] {
            assert_eq!(number(code, 1234.5), "1234.5", "{code}");
        }
        assert_eq!(number("yyyy/m/d", -1.0), "-1", "there is no day before the first");
    }

    #[test]
    fn numfmt_3_a_section_without_words_shows_nothing_and_texts_have_their_own() {
        assert_eq!((number(";;;", 7.0), number("0;;", -7.0), number("0\"台\";-0\"台\";", 0.0)), Default::default());
        assert_eq!((text(";;;", "甲"), text("0;-0;0;\"机型 \"@", "甲")), ("".into(), "机型 甲".into()));
        assert_eq!(
            (text("@\"台\"", "甲"), text("yyyy-mm-dd;@", "甲"), text("0.00", "甲")),
            ("甲台".into(), "甲".into(), "甲".into())
        );
    }

    #[test]
    fn look_1_a_day_is_told_from_a_time_and_a_number() {
        for day in ["yyyy-mm-dd", "m\"月\"d\"日\"", "e\"年\"", "yyyy/m/d h:mm", "yyyy-mm-dd;@"] {
            assert!(shows_day(day), "{day}");
        }
        for other in ["General", "0.00E+00", "h:mm", "mm:ss", "\"yd\"0", "[Red]0", "@"] {
            assert!(!shows_day(other), "{other}");
        }
    }
}
