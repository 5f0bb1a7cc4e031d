//! Meters of a machine (小时表、里程表、作业亩数).
//!
//! METER-1 A new meter goes on from where the old one stopped: use is the sum over all meters (E31).
//! METER-2 A reading lower than the one before it, on a meter not marked as new, is kept and doubted, and lowers no use.
//! METER-3 A limit is passed by the first reading above it; a reading on the limit is within it.
//! METER-4 A reading further above the one before it than any machine runs in the days between, both counted, is kept and doubted.
//!
//! Quantities are thousandths of the meter's unit.

use crate::Day;
use crate::repair::UsageUnit;
use serde::{Deserialize, Serialize};

/// What a meter showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Day it was read.
    pub on: Day,
    /// What the meter counts.
    pub unit: UsageUnit,
    /// What it showed, in thousandths.
    pub shown_milli: i64,
    /// This is the first reading of a new meter (换表).
    #[serde(default)]
    pub new_meter: bool,
    /// What the old meter showed last, when it was read at the change.
    #[serde(default)]
    pub old_last_milli: Option<i64>,
}

/// The use of a machine on the day of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Day of the reading.
    pub on: Day,
    /// Use over all meters, in thousandths.
    pub total_milli: i64,
    /// Lower than the reading before it without a new meter (METER-2).
    pub doubtful: bool,
}

/// Use over time in one unit, in the order of the days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meter {
    uses: Vec<Use>,
    /// Added to what the present meter shows.
    offset_milli: i64,
}

impl Meter {
    /// The use the readings of one unit show (METER-1, METER-2).
    pub fn of(readings: &[Reading], unit: UsageUnit) -> Self {
        let mut sorted: Vec<&Reading> = readings.iter().filter(|reading| reading.unit == unit).collect();
        sorted.sort_by_key(|reading| reading.on);
        let mut meter = Self::default();
        let mut total = 0;
        for reading in sorted {
            if reading.new_meter {
                let old = reading.old_last_milli.map_or(total, |last| last.saturating_add(meter.offset_milli));
                total = total.max(old);
                meter.offset_milli = total.saturating_sub(reading.shown_milli);
            }
            let seen = reading.shown_milli.saturating_add(meter.offset_milli);
            let doubtful = seen < total;
            total = total.max(seen);
            meter.uses.push(Use { on: reading.on, total_milli: total, doubtful });
        }
        meter
    }

    /// Every use, oldest first.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The last use, where it lies further above the one before it than the days between have room for (METER-4).
    pub fn jump(&self, unit: UsageUnit) -> Option<Jump> {
        let [.., before, last] = self.uses.as_slice() else { return None };
        let days = before.on.days_until(last.on).saturating_add(1);
        let most_milli = most_a_day_milli(unit).saturating_mul(days);
        let milli = last.total_milli.saturating_sub(before.total_milli);
        (milli > most_milli).then_some(Jump { milli, days, most_milli })
    }

    /// The use when the present meter shows so much.
    pub fn total_when_shown(&self, shown_milli: i64) -> i64 {
        let seen = shown_milli.saturating_add(self.offset_milli);
        self.uses.last().map_or(seen, |last| last.total_milli.max(seen))
    }

    /// The first reading above a limit (METER-3).
    pub fn passed(&self, limit_milli: i64) -> Option<Use> {
        self.uses.iter().copied().find(|one| one.total_milli > limit_milli)
    }
}

/// A use that no machine can have had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jump {
    /// Use since the reading before.
    pub milli: i64,
    /// Days between, both counted.
    pub days: i64,
    /// The most that can be run in them.
    pub most_milli: i64,
}

/// The most any machine runs in a day: all its hours; on the road or on the field more than the fastest do.
fn most_a_day_milli(unit: UsageUnit) -> i64 {
    match unit {
        UsageUnit::Hour => 24_000,
        UsageUnit::Km | UsageUnit::Mu => 2_000_000,
    }
}

/// A unit's Chinese name.
pub fn unit_zh(unit: UsageUnit) -> &'static str {
    match unit {
        UsageUnit::Hour => "小时",
        UsageUnit::Km => "公里",
        UsageUnit::Mu => "亩",
    }
}

/// Whole units of a quantity in thousandths.
pub fn whole(milli: i64) -> i64 {
    milli.div_euclid(1000)
}

/// `812.5小时`: a quantity as people read it.
pub fn quantity_zh(milli: i64, unit: UsageUnit) -> String {
    let (whole, rest) = (milli / 1000, (milli % 1000).unsigned_abs());
    if rest == 0 {
        return format!("{whole}{}", unit_zh(unit));
    }
    let rest = format!("{rest:03}");
    format!("{whole}.{}{}", rest.trim_end_matches('0'), unit_zh(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(on: &str, shown: i64, new_meter: bool) -> Reading {
        Reading {
            on: on.parse().unwrap(),
            unit: UsageUnit::Hour,
            shown_milli: shown * 1000,
            new_meter,
            old_last_milli: None,
        }
    }

    #[test]
    fn meter_1_a_new_meter_goes_on_from_the_old_one() {
        let readings = [read("2026-08-01", 120, false), read("2026-05-01", 800, false), read("2026-06-01", 0, true)];
        let meter = Meter::of(&readings, UsageUnit::Hour);
        let totals: Vec<i64> = meter.uses().iter().map(|one| one.total_milli / 1000).collect();
        assert_eq!(totals, [800, 800, 920]);
        assert_eq!(meter.total_when_shown(150_000), 950_000);
        let mut told = readings.clone();
        told[2].old_last_milli = Some(830_000);
        assert_eq!(Meter::of(&told, UsageUnit::Hour).total_when_shown(150_000), 980_000);
        assert!(Meter::of(&readings, UsageUnit::Km).uses().is_empty());
    }

    #[test]
    fn meter_2_a_lower_reading_lowers_nothing() {
        let meter = Meter::of(&[read("2026-05-01", 800, false), read("2026-06-01", 90, false)], UsageUnit::Hour);
        assert_eq!(meter.uses()[1], Use { on: "2026-06-01".parse().unwrap(), total_milli: 800_000, doubtful: true });
    }

    #[test]
    fn meter_4_no_machine_runs_more_than_the_hours_of_a_day() {
        let jump = |readings: &[Reading]| Meter::of(readings, UsageUnit::Hour).jump(UsageUnit::Hour);
        let first = read("2026-05-01", 800, false);
        assert_eq!(jump(std::slice::from_ref(&first)), None);
        assert_eq!(jump(&[first.clone(), read("2026-05-02", 848, false)]), None);
        let beyond = Jump { milli: 49_000, days: 2, most_milli: 48_000 };
        assert_eq!(jump(&[first.clone(), read("2026-05-02", 849, false)]), Some(beyond));
        assert_eq!(jump(&[first.clone(), read("2026-05-02", 9_000, true)]), None, "a new meter shows what it shows");
        assert_eq!(jump(&[first, read("2026-05-02", 5, false)]), None, "METER-2 says that one");
    }

    #[test]
    fn meter_3_on_the_limit_is_within_it() {
        let meter = Meter::of(&[read("2026-05-01", 500, false), read("2026-06-01", 501, false)], UsageUnit::Hour);
        assert_eq!(meter.passed(500_000).unwrap().on.iso(), "2026-06-01");
        assert_eq!(meter.passed(501_000), None);
    }

    #[test]
    fn a_quantity_is_written_without_idle_zeros() {
        assert_eq!(quantity_zh(812_500, UsageUnit::Hour), "812.5小时");
        assert_eq!(quantity_zh(50_000_000, UsageUnit::Km), "50000公里");
    }
}
