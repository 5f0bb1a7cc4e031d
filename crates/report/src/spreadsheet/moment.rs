//! Days and times of a serial number.

use chrono::{Datelike, Days, NaiveDate};

use super::number_format::{Piece, Section};

/// The first serial number a spreadsheet has no day for.
const END: f64 = 2_958_466.0;

const WEEK: [(&str, &str); 7] = [
    ("Sunday", "日"),
    ("Monday", "一"),
    ("Tuesday", "二"),
    ("Wednesday", "三"),
    ("Thursday", "四"),
    ("Friday", "五"),
    ("Saturday", "六"),
];
const MONTHS: [(&str, &str); 12] = [
    ("January", "一"),
    ("February", "二"),
    ("March", "三"),
    ("April", "四"),
    ("May", "五"),
    ("June", "六"),
    ("July", "七"),
    ("August", "八"),
    ("September", "九"),
    ("October", "十"),
    ("November", "十一"),
    ("December", "十二"),
];

/// A serial number in pieces.
struct Moment {
    year: i32,
    month: u32,
    day: u32,
    weekday: usize,
    /// Since midnight, and since the day nought, in thousandths of a second.
    of_day: u64,
    all: u64,
}

impl Moment {
    /// `finest` is the smallest part that is shown, in thousandths of a second: it is rounded, the larger ones are cut.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the years a spreadsheet knows")]
    fn of(serial: f64, finest: u64) -> Option<Self> {
        const DAY: u64 = 86_400_000;
        if !(0.0..END).contains(&serial) {
            return None;
        }
        let exact = (serial * DAY as f64).round() as u64;
        let all = (exact + finest / 2) / finest * finest;
        let days = all / DAY;
        let (year, month, day) = match days {
            // Excel's calendar begins a day late and has a 29 February 1900.
            0 => (1900, 1, 0),
            60 => (1900, 2, 29),
            days => {
                let first = NaiveDate::from_ymd_opt(1899, 12, if days < 60 { 31 } else { 30 })?;
                let day = first.checked_add_days(Days::new(days))?;
                (day.year(), day.month(), day.day())
            }
        };
        let weekday = usize::try_from((days + 6) % 7).ok()?;
        Some(Self { year, month, day, weekday, of_day: all % DAY, all })
    }
}

/// The words of a section for a serial number; `None` where it has no day or the section asks for something unknown.
pub(super) fn shown(section: &Section, value: f64) -> Option<String> {
    let runs = runs(&section.pieces);
    let fractions = runs.iter().find_map(|run| match run {
        Run::Fraction(places) => Some(u32::try_from(*places).unwrap_or(3).min(3)),
        _ => None,
    });
    let at = Moment::of(value, 10_u64.pow(3 - fractions.unwrap_or(0)))?;
    let halves = runs.iter().any(|run| matches!(run, Run::Half(_)));
    let mut text = String::new();
    for (place, run) in runs.iter().enumerate() {
        match run {
            Run::Words(words) => text.push_str(words),
            Run::Half(half) => text.push_str(half.get(usize::from(at.of_day >= 43_200_000))?),
            Run::Fraction(places) => {
                text.push('.');
                text.push_str(format!("{:03}", at.of_day % 1000).get(..(*places).min(3))?);
            }
            Run::Elapsed(letter, long) => {
                let number = at.all / of_letter(*letter)?;
                text.push_str(&format!("{number:0>long$}", long = *long));
            }
            Run::Letters('m', long) if *long < 3 && is_minutes(&runs, place) => {
                text.push_str(&padded(at.of_day / 60_000 % 60, *long));
            }
            Run::Letters(letter, long) => text.push_str(&field(&at, section.chinese, halves, *letter, *long)?),
        }
    }
    Some(text)
}

fn of_letter(letter: char) -> Option<u64> {
    match letter {
        'h' => Some(3_600_000),
        'm' => Some(60_000),
        's' => Some(1000),
        _ => None,
    }
}

fn field(at: &Moment, chinese: bool, halves: bool, letter: char, long: usize) -> Option<String> {
    let (month, month_zh) = MONTHS.get(usize::try_from(at.month.checked_sub(1)?).ok()?)?;
    let (week, week_zh) = WEEK.get(at.weekday)?;
    let hour = at.of_day / 3_600_000;
    let short = |name: &str| name.get(..3).unwrap_or_default().to_owned();
    Some(match (letter, long) {
        ('y', 1..=2) => format!("{:02}", at.year.rem_euclid(100)),
        ('y' | 'e', _) => at.year.to_string(),
        ('m', 1..=2) => padded(u64::from(at.month), long),
        ('m', 3) if chinese => format!("{}月", at.month),
        ('m', 4) if chinese => format!("{month_zh}月"),
        ('m', 3) => short(month),
        ('m', 4) => (*month).to_owned(),
        ('m', _) => month.get(..1)?.to_owned(),
        ('d', 1..=2) => padded(u64::from(at.day), long),
        ('d', 3) if chinese => format!("周{week_zh}"),
        ('d', 3) => short(week),
        ('d', _) if chinese => format!("星期{week_zh}"),
        ('d', _) => (*week).to_owned(),
        ('a', 3) => (*week_zh).to_owned(),
        ('a', 4) => format!("星期{week_zh}"),
        ('h', _) if halves => padded((hour + 11) % 12 + 1, long),
        ('h', _) => padded(hour, long),
        ('s', _) => padded(at.of_day / 1000 % 60, long),
        _ => return None,
    })
}

fn padded(number: u64, long: usize) -> String {
    if long > 1 { format!("{number:02}") } else { number.to_string() }
}

/// Letters of one kind beside each other, and what stands between them.
#[derive(Debug, PartialEq)]
enum Run {
    Words(String),
    Letters(char, usize),
    Elapsed(char, usize),
    Half([&'static str; 2]),
    /// Places of a second.
    Fraction(usize),
}

fn runs(pieces: &[Piece]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Words(words) => runs.push(Run::Words(words.clone())),
            Piece::Elapsed(letter, long) => runs.push(Run::Elapsed(*letter, *long)),
            Piece::Half(half) => runs.push(Run::Half(*half)),
            Piece::General => runs.push(Run::Letters('?', 1)),
            Piece::Mark('0') if matches!(runs.last(), Some(Run::Fraction(_))) => {
                if let Some(Run::Fraction(places)) = runs.last_mut() {
                    *places += 1;
                }
            }
            Piece::Mark('0') if point_of_seconds(&runs) => {
                runs.pop();
                runs.push(Run::Fraction(1));
            }
            Piece::Mark(c) if c.is_ascii_alphabetic() => {
                let letter = c.to_ascii_lowercase();
                match runs.last_mut() {
                    Some(Run::Letters(same, long)) if *same == letter => *long += 1,
                    _ => runs.push(Run::Letters(letter, 1)),
                }
            }
            Piece::Mark(c) => runs.push(Run::Words(c.to_string())),
        }
    }
    runs
}

fn point_of_seconds(runs: &[Run]) -> bool {
    let seconds = |run: &Run| matches!(run, Run::Letters('s', _) | Run::Elapsed('s', _));
    match runs {
        [.., before, Run::Words(point)] => point == "." && seconds(before),
        _ => false,
    }
}

/// An `m` is minutes behind hours and before seconds.
fn is_minutes(runs: &[Run], at: usize) -> bool {
    let letter = |run: &Run| match run {
        Run::Letters(letter, _) | Run::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    let before = runs.get(..at).unwrap_or_default().iter().rev().find_map(letter);
    let behind = runs.get(at + 1..).unwrap_or_default().iter().find_map(letter);
    before == Some('h') || behind == Some('s')
}

#[cfg(test)]
mod tests {
    use crate::spreadsheet::number;

    #[test]
    fn numfmt_2_a_day_reads_as_excel_shows_it() {
        for (code, value, shown) in [
            ("yyyy-mm-dd", 46_300.5, "2026-10-05"),
            ("yyyy/m/d", 46_300.5, "2026/10/5"),
            ("yyyy\"年\"m\"月\"d\"日\";@", 46_300.5, "2026年10月5日"),
            ("yyyy年m月", 46_300.5, "2026年10月"),
            ("yy-m", 46_300.5, "26-10"),
            ("m\"月\"d\"日\"", 46_300.5, "10月5日"),
            ("yyyy/m/d h:mm", 46_218.604_166_667, "2026/7/15 14:30"),
            ("yyyy/m/d h:mm", 46_217.999_999_999, "2026/7/15 0:00"),
            ("h:mm AM/PM", 0.604_166_667, "2:30 PM"),
            ("上午/下午h\"时\"mm\"分\"", 0.020_833_333, "上午12时30分"),
            ("[h]:mm", 2.5, "60:00"),
            ("[m]", 0.5, "720"),
            ("mm:ss.0", 0.000_723_380, "01:02.5"),
            ("mmm-yy", 46_300.0, "Oct-26"),
            ("dddd", 46_300.0, "Monday"),
            ("[$-804]dddd", 46_300.0, "星期一"),
            ("aaaa", 46_300.0, "星期一"),
            ("yyyy/m/d", 59.0, "1900/2/28"),
            ("yyyy/m/d", 61.0, "1900/3/1"),
        ] {
            assert_eq!(number(code, value), shown, "{code}");
        }
    }
}
