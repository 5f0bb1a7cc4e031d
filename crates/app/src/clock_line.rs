//! Whether the machine's clock can be believed, from the instants at which the desk was used.
//!
//! - CLOCK-1 A clock that stands more than five minutes before the latest write, or differs from head office's by more than five minutes, is suspect: entries are flagged and the window says so (E04).
//! - CLOCK-2 A clock before the year this program was written is suspect, whatever the desk remembers.
//! - CLOCK-3 A clock more than half a year after the latest write is suspect and does not move what the desk remembers: set right again, it is believed at once.
//! - CLOCK-4 A clock that comes back to where the desk was used before a leap of two weeks or more is believed when the days since the leap are few: the leap was the mistake.
//! - CLOCK-5 A suspect clock by which the desk goes on being used is believed in the end: after three days when it went ahead, after more days than the desk was used before when it went back.
//! - CLOCK-6 Head office's time within five minutes, and the clerk's word that the clock is right, end every suspicion.
//!
//! Backups are no witness: their times are this clock's own. Absent: reading the clock (`clock.rs`).

use domain::Day;
use domain::day::UtcMs;
use serde::{Deserialize, Serialize};

/// How far the clock may be off before an entry is flagged.
pub const TOLERANCE_MS: i64 = 5 * 60 * 1000;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// 2026-01-01 in Shanghai: no desk of this program is older.
const NOT_BEFORE: UtcMs = 1_767_196_800_000;

/// A desk of one harvest is shut for months; for longer than this hardly any.
const FAR_MS: i64 = 183 * DAY_MS;

/// A pause worth remembering: a clock may have leapt. The longest holiday is shorter.
const LEAP_MS: i64 = 14 * DAY_MS;

/// Days of use after a leap within which a clock that comes back shows that the leap was wrong.
const FEW_DAYS: u32 = 7;

/// Days of use by which a clock far ahead is believed.
const AHEAD_DAYS: u32 = 3;

/// Instants at which the desk was used, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The first.
    pub first: UtcMs,
    /// The latest.
    pub seen: UtcMs,
    /// Civil days among them.
    pub days: u32,
}

impl Line {
    fn from(at: UtcMs) -> Self {
        Self { first: at, seen: at, days: 1 }
    }

    fn and(self, at: UtcMs) -> Self {
        let another = Day::at(at) > Day::at(self.seen);
        Self { seen: at.max(self.seen), days: self.days.saturating_add(u32::from(another)), ..self }
    }
}

/// What the desk remembers of its clock; stands in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// What is believed.
    pub line: Line,
    /// What was believed before the latest leap.
    pub before: Option<Line>,
    /// A suspect clock the desk is used by.
    pub aside: Option<Line>,
}

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It stands before the program's year (CLOCK-2).
    TooEarly,
    /// Head office's clock minus ours (CLOCK-1).
    HeadOffice(i64),
    /// Before the latest write, by so much (CLOCK-1).
    Back(i64),
    /// Far after the latest write, by so much (CLOCK-3).
    Ahead(i64),
}

impl Remembered {
    /// A clock that is believed from here on (CLOCK-6).
    pub fn believed(at: UtcMs) -> Self {
        Self { line: Line::from(at), before: None, aside: None }
    }

    /// What the desk remembers after a write at an instant.
    pub fn after(old: Option<Self>, at: UtcMs) -> Self {
        let Some(old) = old else { return Self::believed(at) };
        if at < NOT_BEFORE {
            return old;
        }
        match old.doubt(at) {
            None if at + TOLERANCE_MS < old.line.seen => old.returned(at),
            None if at - old.line.seen >= LEAP_MS => Self { line: Line::from(at), before: Some(old.line), aside: None },
            None => Self { line: old.line.and(at), before: old.before, aside: None },
            Some(doubt) => old.aside(at, doubt),
        }
    }

    /// The line before the leap goes on (CLOCK-4).
    fn returned(self, at: UtcMs) -> Self {
        let line = self.before.unwrap_or(self.line);
        Self { line: line.and(at), before: None, aside: None }
    }

    /// A write by a suspect clock; enough of them are believed (CLOCK-5).
    fn aside(self, at: UtcMs, doubt: Doubt) -> Self {
        let goes_on = |aside: &Line| at + TOLERANCE_MS >= aside.seen && at - aside.seen < FAR_MS;
        let aside = self.aside.filter(goes_on).map_or(Line::from(at), |aside| aside.and(at));
        let enough = match doubt {
            Doubt::Ahead(_) => AHEAD_DAYS,
            _ => self.line.days.saturating_add(1),
        };
        if aside.days < enough {
            return Self { aside: Some(aside), ..self };
        }
        Self { line: aside, before: Some(self.line).filter(|before| before.seen < aside.first), aside: None }
    }

    fn doubt(&self, at: UtcMs) -> Option<Doubt> {
        let seen = self.line.seen;
        if at - seen > FAR_MS {
            return Some(Doubt::Ahead(at - seen));
        }
        if at + TOLERANCE_MS >= seen || self.returns(at) {
            return None;
        }
        Some(Doubt::Back(seen - at))
    }

    /// Whether an earlier instant goes on where the desk was before the latest leap (CLOCK-4).
    fn returns(&self, at: UtcMs) -> bool {
        self.line.days <= FEW_DAYS
            && self.before.is_some_and(|before| {
                at + TOLERANCE_MS >= before.seen && at < self.line.first && before.days > self.line.days
            })
    }
}

/// Judges an instant. `skews` are head offices' clocks minus ours as last measured.
pub fn doubt(at: UtcMs, remembered: Option<&Remembered>, skews: &[i64]) -> Option<Doubt> {
    if at < NOT_BEFORE {
        return Some(Doubt::TooEarly);
    }
    let off = skews.iter().find(|skew| skew.abs() > TOLERANCE_MS);
    off.map(|skew| Doubt::HeadOffice(*skew)).or_else(|| remembered?.doubt(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-10-20 10:00.
    const NOW: i64 = 1_792_461_600_000;
    const HOUR: i64 = 3_600_000;

    /// A desk used on so many days, the last of them now.
    fn used(days: i64) -> Remembered {
        let mut desk = None;
        for day in (0..days).rev() {
            desk = Some(Remembered::after(desk, NOW - day * DAY_MS));
        }
        desk.unwrap()
    }

    fn judged(desk: &Remembered, at: i64) -> Option<Doubt> {
        doubt(at, Some(desk), &[])
    }

    fn write(desk: &mut Remembered, at: i64) -> bool {
        let believed = judged(desk, at).is_none();
        *desk = Remembered::after(Some(*desk), at);
        believed
    }

    #[test]
    fn clock_1_backwards_or_far_from_head_office_is_suspect() {
        let desk = used(30);
        assert_eq!(judged(&desk, NOW + 5 * DAY_MS), None);
        assert_eq!(judged(&desk, NOW - 60_000), None, "two writes may cross");
        assert_eq!(judged(&desk, NOW - HOUR), Some(Doubt::Back(HOUR)));
        assert_eq!(judged(&desk, NOW - 100 * DAY_MS), Some(Doubt::Back(100 * DAY_MS)));
        assert_eq!(doubt(NOW, Some(&desk), &[200, 3 * HOUR]), Some(Doubt::HeadOffice(3 * HOUR)));
        assert_eq!(doubt(NOW, None, &[]), None, "a new desk has nothing to compare with");
    }

    #[test]
    fn clock_2_before_the_program_was_written_is_suspect() {
        assert_eq!(doubt(NOT_BEFORE - 1, None, &[0]), Some(Doubt::TooEarly));
        let mut desk = used(1);
        for day in 0..50 {
            assert!(!write(&mut desk, day * DAY_MS), "an empty battery is never believed");
        }
        assert_eq!(desk, used(1));
    }

    #[test]
    fn clock_3_years_ahead_is_suspect_and_forgotten_when_set_right() {
        let mut desk = used(30);
        assert!(!write(&mut desk, NOW + 730 * DAY_MS));
        assert!(!write(&mut desk, NOW + 730 * DAY_MS + HOUR));
        for hours in 1..100 {
            assert!(write(&mut desk, NOW + hours * HOUR), "{hours} hours after the clock was set right");
        }
    }

    #[test]
    fn clock_4_back_from_a_leap_is_believed() {
        for leap in [31, 100, 180] {
            let mut desk = used(30);
            assert!(write(&mut desk, NOW + leap * DAY_MS), "a month shut, or a slip of the year's month");
            assert!(write(&mut desk, NOW + HOUR), "set right after {leap} days");
            assert!(write(&mut desk, NOW + 2 * HOUR));
            assert_eq!(judged(&desk, NOW - HOUR), Some(Doubt::Back(3 * HOUR)));
        }
        // A desk that was shut and is used again for weeks: its clock falls back into the pause.
        let mut desk = used(30);
        for day in 0..20 {
            assert!(write(&mut desk, NOW + (90 + day) * DAY_MS));
        }
        assert_eq!(judged(&desk, NOW + 40 * DAY_MS), Some(Doubt::Back(69 * DAY_MS)));
        assert!(judged(&used(30), NOW - DAY_MS).is_some(), "there was no leap");
    }

    #[test]
    fn clock_5_a_clock_the_desk_is_used_by_is_believed_in_the_end() {
        let mut desk = used(200);
        let believed: Vec<bool> = (0..5).map(|day| write(&mut desk, NOW + (300 + day) * DAY_MS)).collect();
        assert_eq!(believed, [false, false, false, true, true], "shut for most of a year");
        // The first day of a new desk was two years ahead.
        let mut desk = Remembered::believed(NOW + 730 * DAY_MS);
        let believed: Vec<bool> = (0..4).map(|day| write(&mut desk, NOW + day * DAY_MS)).collect();
        assert_eq!(believed, [false, false, true, true]);
        // A battery that dies every night is no line of days.
        let mut desk = used(2);
        for _ in 0..30 {
            assert!(!write(&mut desk, NOW - 100 * DAY_MS));
        }
    }

    #[test]
    fn clock_6_a_word_ends_every_suspicion() {
        let mut desk = Remembered::believed(NOW - 100 * DAY_MS);
        assert!(write(&mut desk, NOW - 100 * DAY_MS + HOUR));
        assert_eq!(desk.line.days, 1);
    }

    #[test]
    fn what_is_remembered_survives_the_settings() {
        let desk = Remembered { before: Some(Line::from(1)), aside: Some(Line::from(2)), ..used(3) };
        let text = serde_json::to_string(&desk).unwrap();
        assert_eq!(serde_json::from_str::<Remembered>(&text).unwrap(), desk);
    }

    #[test]
    fn any_order_of_instants_moves_on() {
        // Whatever the clock did, used by one that goes on, the desk believes it in the end.
        let mut seed = 7_u64;
        let mut random = |most: i64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(seed >> 33).unwrap() % most
        };
        for _ in 0..500 {
            let mut desk = used(1 + random(20));
            for _ in 0..random(30) {
                desk = Remembered::after(Some(desk), NOW + (random(4000) - 300) * DAY_MS + random(DAY_MS));
            }
            let start = NOW + (random(3000) - 290) * DAY_MS;
            let flagged = (0..400).filter(|day| !write(&mut desk, start + day * DAY_MS)).count();
            assert!(flagged <= 60, "{flagged} days flagged");
        }
    }
}
