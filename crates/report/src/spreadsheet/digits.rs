//! The decimal digits of a number, as a spreadsheet keeps and people round them.

/// A spreadsheet keeps fifteen digits of a number, and rounds those (NUMFMT-4): 1.005 is a little less in binary.
const KEPT: usize = 15;

/// Whole digits without leading noughts, and so many behind the point, of the size of a number times ten to `shift`.
pub(super) fn rounded(value: f64, shift: i32, places: usize) -> (String, String) {
    let text = format!("{:.*e}", KEPT - 1, value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let known: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    // Digits before the point, which may be none.
    let point = exponent.parse::<i32>().unwrap_or(0).saturating_add(1).saturating_add(shift);
    let wanted = point.saturating_add(i32::try_from(places).unwrap_or(i32::MAX));
    let digit = |at: i32| usize::try_from(at).ok().and_then(|at| known.get(at)).copied().unwrap_or(b'0');
    let first = point.min(0);
    let mut all: Vec<u8> = (first..wanted.max(first)).map(digit).collect();
    let mut carry = digit(wanted) >= b'5' && wanted >= 0;
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
    let all = format!("{all:0>places$}");
    let (whole, rest) = all.split_at(all.len() - places);
    (whole.trim_start_matches('0').to_owned(), rest.to_owned())
}

/// The number itself, rounded to so many places; fewer than none are tens, hundreds …
pub(super) fn round(value: f64, places: i32) -> f64 {
    let (whole, rest) = match usize::try_from(places) {
        Ok(places) => rounded(value, 0, places),
        Err(_) => (rounded(value, places, 0).0 + &"0".repeat(places.unsigned_abs() as usize), String::new()),
    };
    let size: f64 = format!("0{whole}.{rest}0").parse().unwrap_or(value);
    size.copysign(value)
}

/// The number as a formula joins it to words; `None` where a spreadsheet would write an exponent.
pub(super) fn spelled(value: f64) -> Option<String> {
    if value == 0.0 {
        return Some("0".to_owned());
    }
    if !(1e-4..1e15).contains(&value.abs()) {
        return None;
    }
    let (whole, _) = rounded(value, 0, 0);
    let (whole, rest) = rounded(value, 0, KEPT.saturating_sub(whole.len()));
    let (whole, rest) = (if whole.is_empty() { "0" } else { &whole }, rest.trim_end_matches('0'));
    let sign = if value < 0.0 { "-" } else { "" };
    Some(if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numfmt_4_a_number_is_rounded_as_people_round_it() {
        for (value, shift, places, whole, rest) in [
            (1.005, 0, 2, "1", "01"),
            (0.285, 2, 0, "29", ""),
            (999.995, 0, 2, "1000", "00"),
            (0.004, 0, 2, "", "00"),
            (0.05, 0, 1, "", "1"),
            (0.5, 0, 0, "1", ""),
            (0.49, 0, 0, "", ""),
            (0.0, 0, 3, "", "000"),
            (1_234_567.891, -3, 1, "1234", "6"),
            (12.0, -4, 1, "", "0"),
            (1e20, 0, 0, "100000000000000000000", ""),
            (150.149_999_999_999_98, 0, 1, "150", "2"),
        ] {
            assert_eq!(rounded(value, shift, places), (whole.to_owned(), rest.to_owned()), "{value}");
        }
        assert_eq!((round(-1.005, 2), round(1250.0, -2), round(2.5, 0), round(49.0, -2)), (-1.01, 1300.0, 3.0, 0.0));
    }
}
