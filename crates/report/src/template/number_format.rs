//! A number as a spreadsheet shows it: the part of its number formats that head offices' forms use.
//!
//! - NUMFMT-1 A format this grammar does not hold (fractions, exponents) shows the plain number; none shows a wrong one.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};

/// Formats a workbook names by number only; a short date reads as in Chinese Excel.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 27..=30 | 36 => "yyyy/m/d",
        18..=21 => "h:mm",
        22 => "yyyy/m/d h:mm",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        57 => "yyyy\"年\"m\"月\"",
        58 => "m\"月\"d\"日\"",
        49 => "@",
        _ => "General",
    }
}

/// The number in the words of a format.
pub(super) fn number(code: &str, value: f64) -> String {
    let sections = sections(code);
    let first = sections.first().map_or("General", String::as_str);
    let (section, value) = match (sections.get(1), sections.get(2)) {
        (Some(negative), _) if value < 0.0 => (negative.as_str(), -value),
        (_, Some(zero)) if value == 0.0 => (zero.as_str(), value),
        _ => (first, value),
    };
    if super::styles::is_day(section) {
        return moment(section, value).unwrap_or_else(|| plain(value));
    }
    Pattern::read(section).map_or_else(|| plain(value), |pattern| pattern.print(value))
}

/// `General`: eleven characters at most, as in a cell of the usual width; sums of binary fractions end where people end them.
fn plain(value: f64) -> String {
    if value.abs() >= 1e11 || value.fract() == 0.0 {
        return crate::value::plain_number(value);
    }
    let whole = format!("{:.0}", value.abs().trunc()).len();
    let text = format!("{value:.places$}", places = 10_usize.saturating_sub(whole));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn sections(code: &str) -> Vec<String> {
    let (mut sections, mut quoted) = (vec![String::new()], false);
    for c in code.chars() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            sections.push(String::new());
        } else if let Some(last) = sections.last_mut() {
            last.push(c);
        }
    }
    sections
}

/// A piece of a format outside its placeholders, or one of them.
enum Piece {
    Words(String),
    Mark(char),
}

fn pieces(section: &str) -> Vec<Piece> {
    let (mut pieces, mut chars) = (Vec::new(), section.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => pieces.push(Piece::Words(chars.by_ref().take_while(|c| *c != '"').collect())),
            '\\' => pieces.push(Piece::Words(chars.next().into_iter().collect())),
            '_' => drop(chars.next().map(|_| pieces.push(Piece::Words(" ".into())))),
            '*' => drop(chars.next()),
            // `[$¥-804]` is a currency; colours and conditions are no words.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let symbol = inside.strip_prefix('$').map(|rest| rest.split('-').next().unwrap_or_default().to_owned());
                pieces.extend(symbol.map(Piece::Words));
            }
            c => pieces.push(Piece::Mark(c)),
        }
    }
    pieces
}

/// Digits with what stands before and behind them.
#[derive(Default)]
struct Pattern {
    before: String,
    behind: String,
    least_whole: usize,
    most: usize,
    least: usize,
    parted: bool,
    hundredfold: bool,
    /// Nothing but words: a dash for zero.
    wordy: bool,
}

impl Pattern {
    fn read(section: &str) -> Option<Self> {
        if section.eq_ignore_ascii_case("general") || section == "@" {
            return None;
        }
        let (mut made, mut digits, mut point) = (Self::default(), false, false);
        let pieces = pieces(section);
        made.wordy = !pieces.is_empty() && pieces.iter().all(|piece| matches!(piece, Piece::Words(_)));
        for piece in pieces {
            match piece {
                Piece::Mark(c @ ('0' | '#' | '?')) => {
                    digits = true;
                    let zero = usize::from(c == '0');
                    if point {
                        made.most += 1;
                        made.least += zero;
                    } else {
                        made.least_whole += zero;
                    }
                }
                Piece::Mark('.') if digits && !point => point = true,
                Piece::Mark(',') if digits && !point => made.parted = true,
                Piece::Mark('%') => {
                    made.hundredfold = true;
                    made.behind.push('%');
                }
                Piece::Mark(c @ ('E' | 'e' | '/')) if digits && c != '/' => return None,
                Piece::Mark('/') => return None,
                Piece::Mark(c) if digits => made.behind.push(c),
                Piece::Mark(c) => made.before.push(c),
                Piece::Words(words) if digits => made.behind.push_str(&words),
                Piece::Words(words) => made.before.push_str(&words),
            }
        }
        (digits || made.wordy).then_some(made)
    }

    fn print(&self, value: f64) -> String {
        if self.wordy {
            return self.before.clone();
        }
        let size = value.abs() * if self.hundredfold { 100.0 } else { 1.0 };
        let Ok(places) = i32::try_from(self.most) else { return plain(value) };
        // The nearest decimal of what was typed: 1.005 is kept a little below itself.
        let scaled = size * 10_f64.powi(places);
        let rounded = (scaled + scaled.max(1.0) * 1e-12).round();
        let digits = format!("{rounded:0>width$.0}", width = self.most + 1);
        let (whole, rest) = digits.split_at(digits.len().saturating_sub(self.most));
        let whole = whole.trim_start_matches('0');
        let whole = format!("{whole:0>width$}", width = self.least_whole);
        let kept = rest.trim_end_matches('0').len().max(self.least);
        let rest = rest.get(..kept).unwrap_or_default();
        let sign = if value < 0.0 && rounded > 0.0 { "-" } else { "" };
        let whole = if self.parted { parted(&whole) } else { whole };
        // A spreadsheet keeps the point: `0.##` shows two as `2.`.
        let point = if self.most > 0 { "." } else { "" };
        format!("{sign}{}{whole}{point}{rest}{}", self.before, self.behind)
    }
}

fn parted(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn moment(section: &str, value: f64) -> Option<String> {
    let at = civil(value)?;
    let pieces = pieces(section);
    let (mut text, mut place, mut hours) = (String::new(), 0, false);
    while let Some(piece) = pieces.get(place) {
        let Piece::Mark(mark) = piece else {
            if let Piece::Words(words) = piece {
                text.push_str(words);
            }
            place += 1;
            continue;
        };
        let same = |piece: &&Piece| matches!(piece, Piece::Mark(c) if c.eq_ignore_ascii_case(mark));
        let long = pieces.iter().skip(place).take_while(same).count();
        let padded = |number: u32| if long > 1 { format!("{number:02}") } else { number.to_string() };
        match mark.to_ascii_lowercase() {
            'y' | 'e' if long > 2 || *mark == 'e' => text.push_str(&at.year().to_string()),
            'y' => text.push_str(&format!("{:02}", at.year().rem_euclid(100))),
            'm' if hours => text.push_str(&padded(at.minute())),
            'm' => text.push_str(&padded(at.month())),
            'd' => text.push_str(&padded(at.day())),
            'h' => text.push_str(&padded(at.hour())),
            's' => text.push_str(&padded(at.second())),
            mark => text.push(mark),
        }
        hours = mark.eq_ignore_ascii_case(&'h') || (hours && !mark.is_ascii_alphabetic());
        place += long;
    }
    Some(text)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Within the years a spreadsheet knows.
fn civil(serial: f64) -> Option<NaiveDateTime> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial.trunc() as u64))?;
    let seconds = (serial.fract() * 86_400.0).round() as u32;
    day.and_hms_opt(seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_a_spreadsheet_shows_them() {
        for (code, value, shown) in [
            ("General", 12.5, "12.5"),
            ("General", 150.149_999_999_999_98, "150.15"),
            ("General", -0.1, "-0.1"),
            ("0", 2.5, "3"),
            ("0.00", 1.005, "1.01"),
            ("#,##0.00", -1_234_567.8, "-1,234,567.80"),
            ("#,##0.00_ ", 0.0, "0.00 "),
            ("0.##", 2.0, "2."),
            ("0.0%", 0.3333, "33.3%"),
            ("\"¥\"#,##0.00;[Red]\\-\"¥\"#,##0.00", -12.0, "-¥12.00"),
            ("[$¥-804]#,##0", 1200.0, "¥1,200"),
            ("\"共\"0\"条\"", 7.0, "共7条"),
            ("00000", 42.0, "00042"),
            ("0;-0;\"—\"", 0.0, "—"),
        ] {
            assert_eq!(number(code, value), shown, "{code}");
        }
    }

    #[test]
    fn numfmt_1_an_unknown_format_shows_the_plain_number() {
        for code in ["0.00E+00", "# ?/?", "@", "随便"] {
            assert_eq!(number(code, 1234.5), "1234.5", "{code}");
        }
    }

    #[test]
    fn days_read_as_a_spreadsheet_shows_them() {
        for (code, shown) in [
            ("yyyy-mm-dd", "2026-10-05"),
            ("yyyy/m/d", "2026/10/5"),
            ("yyyy\"年\"m\"月\"d\"日\"", "2026年10月5日"),
            ("m\"月\"d\"日\"", "10月5日"),
            ("yyyy/m/d h:mm", "2026/10/5 12:00"),
        ] {
            assert_eq!(number(code, 46_300.5), shown, "{code}");
        }
    }
}
