//! Operating seasons (作业期) by product class and region.
//!
//! SEASON-1 The region of use decides which season holds (E32): the most closely named region counts, a window without a region holds where no other does.
//! SEASON-2 A season may cross the new year; it belongs to the year it begins in.
//! SEASON-3 Windows named for one year take the place of the yearly ones in that year.
//! SEASON-4 The n-th season after a day is counted from those that begin on that day or later: a season already running does not count.
//! SEASON-5 Where no window is named there is no season; nothing is assumed in its place.

use crate::Day;
use crate::calendar::MonthDay;
use serde::{Deserialize, Serialize};

/// Years searched for the next season: a window of every year is found in the first, one named for a single year may be further.
const MOST_YEARS: i32 = 100;

/// A season as it stands in a pack.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SeasonWindow {
    /// Rule key, e.g. `season.harvester.henan`.
    pub key: String,
    /// Product class it holds for.
    pub class: String,
    /// Region of use, as addresses begin, e.g. `河南`; empty: everywhere else.
    #[serde(default)]
    pub region: String,
    /// Chinese name, e.g. `三夏`.
    #[serde(default)]
    pub name: String,
    /// First day.
    pub from: MonthDay,
    /// Last day; before `from` when the season crosses the new year.
    pub to: MonthDay,
    /// The one year it holds for; `None`: every year (SEASON-3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Where it stands.
    pub source: String,
    /// The source's words.
    #[serde(default)]
    pub source_text: String,
    /// Whether a person compared it with the source.
    #[serde(default)]
    pub checked: bool,
}

impl SeasonWindow {
    /// `5月20日至6月10日`, with its year where it holds for one only.
    pub fn days_zh(&self) -> String {
        let year = self.year.map(|year| format!("{year}年")).unwrap_or_default();
        format!("{year}{}至{}", self.from.zh(), self.to.zh())
    }
}

/// A season of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season<'a> {
    /// The window it comes from.
    pub window: &'a SeasonWindow,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Season<'_> {
    /// `2026年三夏（2026年5月20日至2026年6月10日）`.
    pub fn zh(&self) -> String {
        let name = if self.window.name.is_empty() { "作业期" } else { &self.window.name };
        format!("{}年{name}（{}至{}）", self.from.parts().0, self.from.zh(), self.to.zh())
    }
}

/// The seasons of a class in a region.
#[derive(Debug, Clone)]
pub struct Seasons<'a>(Vec<&'a SeasonWindow>);

impl<'a> Seasons<'a> {
    /// Those that hold for a class where it is used (SEASON-1).
    pub fn of(windows: &'a [SeasonWindow], class: &str, region: &str) -> Self {
        let holds = |w: &&SeasonWindow| w.class == class && region.starts_with(&w.region);
        let closest = windows.iter().filter(holds).map(|w| w.region.len()).max();
        Self(windows.iter().filter(holds).filter(|w| Some(w.region.len()) == closest).collect())
    }

    /// Whether none is named (SEASON-5).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The windows themselves.
    pub fn windows(&self) -> impl Iterator<Item = &'a SeasonWindow> + '_ {
        self.0.iter().copied()
    }

    /// The seasons that begin in a year, earliest first (SEASON-2, SEASON-3).
    pub fn in_year(&self, year: i32) -> Vec<Season<'a>> {
        let own = self.0.iter().any(|w| w.year == Some(year));
        let holds = |w: &&&SeasonWindow| if own { w.year == Some(year) } else { w.year.is_none() };
        let mut seasons: Vec<Season<'a>> = self.0.iter().filter(holds).filter_map(|w| season(w, year)).collect();
        seasons.sort_by_key(|season| (season.from, season.to));
        seasons
    }

    /// The season a day lies in; of several the one that ends last.
    pub fn active(&self, day: Day) -> Option<Season<'a>> {
        let year = day.parts().0;
        let near = [year - 1, year].into_iter().flat_map(|year| self.in_year(year));
        near.filter(|season| season.from <= day && day <= season.to).max_by_key(|season| season.to)
    }

    /// Seasons that begin on a day or later, in order (SEASON-4).
    pub fn from(&self, day: Day) -> impl Iterator<Item = Season<'a>> + '_ {
        let years = day.parts().0..day.parts().0.saturating_add(MOST_YEARS);
        years.flat_map(|year| self.in_year(year)).filter(move |season| season.from >= day)
    }
}

fn season(window: &SeasonWindow, year: i32) -> Option<Season<'_>> {
    let ends_in = if window.to < window.from { year.checked_add(1)? } else { year };
    Some(Season { window, from: window.from.in_year(year)?, to: window.to.in_year(ends_in)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows() -> Vec<SeasonWindow> {
        let of = |class: &str, region: &str, from: &str, to: &str, year: Option<i32>| SeasonWindow {
            key: format!("season.{class}.{region}.{from}"),
            class: class.into(),
            region: region.into(),
            name: String::new(),
            from: MonthDay::try_from(from.to_owned()).unwrap(),
            to: MonthDay::try_from(to.to_owned()).unwrap(),
            year,
            source: "S0".into(),
            source_text: String::new(),
            checked: false,
        };
        vec![
            of("harvester", "河南", "05-20", "06-10", None),
            of("harvester", "河南", "09-20", "10-10", None),
            of("harvester", "河南省信阳", "05-10", "06-01", None),
            of("harvester", "", "06-01", "07-15", None),
            of("harvester", "河南", "05-25", "06-15", Some(2027)),
            of("heater", "", "11-15", "03-15", None),
        ]
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn shown(season: Season<'_>) -> String {
        format!("{}..{}", season.from.iso(), season.to.iso())
    }

    #[test]
    fn season_1_the_region_of_use_decides() {
        let all = windows();
        let active = |region: &str, on: &str| Seasons::of(&all, "harvester", region).active(day(on)).map(shown);
        assert_eq!(active("河南省驻马店市", "2026-05-25").as_deref(), Some("2026-05-20..2026-06-10"));
        assert_eq!(active("河南省信阳市固始县", "2026-05-15").as_deref(), Some("2026-05-10..2026-06-01"));
        assert_eq!(active("河南省信阳市固始县", "2026-09-25"), None);
        assert_eq!(active("黑龙江省", "2026-05-25"), None);
        assert_eq!(active("黑龙江省", "2026-07-01").as_deref(), Some("2026-06-01..2026-07-15"));
    }

    #[test]
    fn season_2_a_winter_crosses_the_new_year() {
        let all = windows();
        let heaters = Seasons::of(&all, "heater", "山东");
        assert_eq!(shown(heaters.active(day("2027-01-10")).unwrap()), "2026-11-15..2027-03-15");
        assert_eq!(heaters.in_year(2026).len(), 1);
        assert_eq!(heaters.active(day("2026-11-14")), None);
        assert_eq!(heaters.active(day("2026-11-15")).unwrap().zh(), "2026年作业期（2026年11月15日至2027年3月15日）");
    }

    #[test]
    fn season_3_a_years_own_windows_stand_alone() {
        let all = windows();
        let henan = Seasons::of(&all, "harvester", "河南");
        assert_eq!(
            henan.in_year(2026).into_iter().map(shown).collect::<Vec<_>>(),
            ["2026-05-20..2026-06-10", "2026-09-20..2026-10-10"]
        );
        assert_eq!(henan.in_year(2027).into_iter().map(shown).collect::<Vec<_>>(), ["2027-05-25..2027-06-15"]);
    }

    #[test]
    fn season_4_a_running_season_does_not_count() {
        let all = windows();
        let henan = Seasons::of(&all, "harvester", "河南");
        let second = |on: &str| henan.from(day(on)).nth(1).map(shown).unwrap();
        assert_eq!(second("2026-01-05"), "2026-09-20..2026-10-10");
        assert_eq!(second("2026-05-20"), "2026-09-20..2026-10-10");
        assert_eq!(second("2026-05-21"), "2027-05-25..2027-06-15");
    }

    #[test]
    fn season_5_no_window_no_season() {
        let all = windows();
        let none = Seasons::of(&all, "tractor", "河南");
        assert!(
            none.is_empty()
                && none.active(day("2026-05-25")).is_none()
                && none.from(day("2026-01-01")).next().is_none()
        );
    }
}
