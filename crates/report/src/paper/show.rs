//! Numbers and days as their format shows them: what Chinese forms use of Excel's formats.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};

/// The formats a file need not write out, by Excel's numbers; short dates as the house writes days.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14..=17 | 30 => "yyyy-mm-dd",
        18..=21 | 45..=47 => "hh:mm",
        22 => "yyyy-mm-dd hh:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy年m月",
        28 | 29 | 51 | 53 | 54 | 58 => "m月d日",
        31 => "yyyy年m月d日",
        32 | 34 | 55 => "h时mm分",
        33 | 35 | 56 => "h时mm分ss秒",
        49 => "@",
        _ => "General",
    }
}

/// A cell's number as its format shows it (SHEETPAPER-2).
pub(super) fn number(value: f64, format: &str) -> String {
    let sections = sections(format);
    let (section, shown) = match (sections.as_slice(), value) {
        ([_, minus, ..], value) if value < 0.0 => (minus, -value),
        ([_, _, zero, ..], 0.0) => (zero, value),
        ([plus, ..], value) => (plus, value),
        ([], _) => return general(value),
    };
    if section.trim().is_empty() || section.eq_ignore_ascii_case("general") || section.contains('@') {
        return general(value);
    }
    if is_day(section) { day(value, section) } else { counted(shown, section) }
}

/// Parts between the semicolons that stand outside quotation marks; what stands in brackets is a colour or a country.
fn sections(format: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    let mut letters = format.chars();
    while let Some(c) = letters.next() {
        let Some(last) = all.last_mut() else { break };
        match c {
            '"' => {
                quoted = !quoted;
                last.push(c);
            }
            '\\' if !quoted => last.extend(['\\'].into_iter().chain(letters.next())),
            ';' if !quoted => all.push(String::new()),
            '[' if !quoted => last.push_str(&bracket(&letters.by_ref().take_while(|c| *c != ']').collect::<String>())),
            c => last.push(c),
        }
    }
    all
}

/// `$¥-804` shows ¥; a colour, a condition or a country shows nothing.
fn bracket(inner: &str) -> String {
    let sign = inner.strip_prefix('$').and_then(|rest| rest.split('-').next()).unwrap_or_default();
    if sign.is_empty() { String::new() } else { format!("\"{sign}\"") }
}

/// Letters of a section with whether each is a word and no mark.
fn letters(section: &str) -> Vec<(char, bool)> {
    let (mut out, mut quoted) = (Vec::new(), false);
    let mut rest = section.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            c if quoted => out.push((c, true)),
            '\\' | '!' => out.extend(rest.next().map(|c| (c, true))),
            '_' | '*' => drop(rest.next()),
            c => out.push((c, false)),
        }
    }
    out
}

fn is_day(section: &str) -> bool {
    letters(section).iter().any(|(c, word)| !word && matches!(c.to_ascii_lowercase(), 'y' | 'd' | 'h' | 's' | 'm'))
}

fn general(value: f64) -> String {
    let text = format!("{value:.9}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.to_owned() }
}

/// A number by its marks: `#,##0.00`, `0.##`, `0%`, with words around them.
fn counted(value: f64, section: &str) -> String {
    let letters = letters(section);
    let is_mark =
        |at: usize| letters.get(at).is_some_and(|(c, word)| !word && matches!(c, '0' | '#' | '?' | '.' | ','));
    let Some(first) = (0..letters.len()).find(|at| is_mark(*at)) else {
        return letters.iter().map(|(c, _)| *c).collect();
    };
    let end = (first..letters.len()).find(|at| !is_mark(*at)).unwrap_or(letters.len());
    let marks: String = letters.get(first..end).unwrap_or_default().iter().map(|(c, _)| *c).collect();
    let words = |part: &[(char, bool)]| part.iter().map(|(c, _)| *c).collect::<String>();
    let (before, after) =
        (words(letters.get(..first).unwrap_or_default()), words(letters.get(end..).unwrap_or_default()));
    let percent = letters.iter().any(|(c, word)| !word && *c == '%');
    let digits = digits(if percent { value * 100.0 } else { value }, &marks);
    let sign = if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "-" } else { "" };
    format!("{sign}{before}{digits}{after}")
}

/// The digits of a number without its sign.
fn digits(value: f64, marks: &str) -> String {
    let (whole_marks, rest_marks) = marks.split_once('.').unwrap_or((marks, ""));
    let most = rest_marks.chars().filter(|c| matches!(c, '0' | '#' | '?')).count();
    let least = rest_marks.chars().filter(|c| *c == '0').count();
    let (whole, rest) = rounded(value.abs(), most);
    let kept = rest.trim_end_matches('0').len().max(least);
    let least_whole = whole_marks.chars().filter(|c| *c == '0').count();
    let whole = if whole == "0" && least_whole == 0 { String::new() } else { format!("{whole:0>least_whole$}") };
    let whole = if whole_marks.contains(',') { grouped(&whole) } else { whole };
    match rest.get(..kept).unwrap_or_default() {
        "" => whole,
        rest => format!("{whole}.{rest}"),
    }
}

/// Whole digits, and so many behind the point, half up as people round: on the decimals a person would read, because the
/// binary fraction nearest to 0.125 is not always above the half.
fn rounded(value: f64, places: usize) -> (String, String) {
    let text = format!("{value}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let up = rest.as_bytes().get(places).is_some_and(|digit| *digit >= b'5');
    let rest = format!("{:0<places$}", rest.get(..places.min(rest.len())).unwrap_or_default());
    let mut all: Vec<u8> = whole.bytes().chain(rest.bytes()).collect();
    let mut carry = up;
    for digit in all.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    if carry {
        all.insert(0, b'1');
    }
    let all = String::from_utf8(all).unwrap_or_default();
    let (whole, rest) = all.split_at(all.len() - places);
    (whole.to_owned(), rest.to_owned())
}

fn grouped(whole: &str) -> String {
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Days since 1899-12-30, with the time of day behind the point.
fn day(value: f64, section: &str) -> String {
    let Some(at) = moment(value) else { return general(value) };
    let letters = letters(section);
    let (mut text, mut from, mut hours) = (String::new(), 0, false);
    while let Some((c, word)) = letters.get(from).copied() {
        let same = letters.get(from..).unwrap_or_default().iter();
        let run = same.take_while(|(other, w)| !w && !word && other.eq_ignore_ascii_case(&c)).count().max(1);
        from += run;
        if word {
            text.push(c);
            continue;
        }
        let seconds_next =
            letters.get(from..).unwrap_or_default().iter().any(|(c, w)| !w && c.eq_ignore_ascii_case(&'s'));
        let minutes = hours || (seconds_next && !letters.iter().any(|(c, w)| !w && matches!(c, 'y' | 'd' | 'Y' | 'D')));
        match c.to_ascii_lowercase() {
            'y' if run <= 2 => text.push_str(&format!("{:02}", at.year() % 100)),
            'y' => text.push_str(&format!("{:04}", at.year())),
            'm' if minutes => text.push_str(&padded(at.minute(), run)),
            'm' => text.push_str(&padded(at.month(), run)),
            'd' => text.push_str(&padded(at.day(), run)),
            'h' => {
                hours = true;
                text.push_str(&padded(at.hour(), run));
            }
            's' => text.push_str(&padded(at.second(), run)),
            // The weekday, which no form of a month asks for, and marks that only say where a field ends.
            'a' | 'e' | 'g' | '@' | ';' => {}
            c => text.push(c),
        }
    }
    text
}

fn padded(number: u32, run: usize) -> String {
    if run > 1 { format!("{number:02}") } else { number.to_string() }
}

fn moment(value: f64) -> Option<NaiveDateTime> {
    let whole = (0.0..1e7).contains(&value).then(|| value.floor() as u64)?;
    let seconds = ((value - value.floor()) * 86_400.0).round() as u32;
    let (whole, seconds) = if seconds >= 86_400 { (whole + 1, 0) } else { (whole, seconds) };
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(whole))?;
    day.and_hms_opt(seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheetpaper_2_a_number_reads_as_its_format_shows_it() {
        for (value, format, shown) in [
            (1_234_567.8, "#,##0.00", "1,234,567.80"),
            (-12.05, "#,##0.00", "-12.05"),
            (0.0, "#,##0.00", "0.00"),
            (1.5, "0.##", "1.5"),
            (2.0, "0", "2"),
            (0.125, "0.00", "0.13"),
            (1.005, "0.00", "1.01"),
            (9.999, "0.00", "10.00"),
            (0.955, "0.0%", "95.5%"),
            (3.0, "\"共\"0\"条\"", "共3条"),
            (-3.0, "#,##0.00;[Red]\\-#,##0.00", "-3.00"),
            (-3.0, "#,##0;(#,##0)", "(3)"),
            (12.0, "[$¥-804]#,##0.00", "¥12.00"),
            (7.0, "000", "007"),
            (12.5, "General", "12.5"),
            (0.1 + 0.2, "General", "0.3"),
            (46_218.0, "yyyy-mm-dd", "2026-07-15"),
            (46_218.0, "yyyy\"年\"m\"月\"d\"日\";@", "2026年7月15日"),
            (46_218.0, "yyyy年m月", "2026年7月"),
            (46_218.604_166_667, "yyyy/m/d h:mm", "2026/7/15 14:30"),
            (46_218.0, "@", "46218"),
        ] {
            assert_eq!(number(value, format), shown, "{value} {format}");
        }
    }
}
