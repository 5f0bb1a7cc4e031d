//! What the packs in use say of operating seasons where the dealer is.
//!
//! - SEASONWORDS-1 A maker whose packs have limits of the operating season is told which classes have season dates where the dealer is, and that those of other classes fall under the ordinary limit (SEASON-5); an empty region is said first.

use crate::policies::{Policies, laid_out};
use domain::Day;
use domain::policy::PolicyPack;
use domain::principal::Principal;
use domain::season::{SeasonWindow, Seasons};

/// Rules of the operating season begin with this.
const SEASON_RULES: &str = "season.";

/// One sentence a maker whose packs have limits of the operating season.
pub(crate) fn season_words(policies: &Policies, makers: &[Principal], today: Day) -> Vec<String> {
    let packs = makers.iter().map(|maker| (maker, policies.of(maker, today)));
    let limited = packs.filter(|(_, packs)| limited(packs));
    limited.map(|(maker, packs)| said(maker, &packs, policies.region())).collect()
}

fn limited(packs: &[&PolicyPack]) -> bool {
    packs.iter().any(|pack| pack.deadlines.iter().any(|rule| rule.key.starts_with(SEASON_RULES)))
}

fn said(maker: &Principal, packs: &[&PolicyPack], region: Option<&str>) -> String {
    let name = &maker.name;
    let ordinary = "没有农时数据，作业期内的修理期限不算，按平时的修理期限算";
    let held = held(packs, region.unwrap_or_default());
    match (region, held.is_empty()) {
        (None, true) => format!("{name}：没有填所在地区，不知道用哪里的农时；{ordinary}"),
        (None, false) => {
            format!("{name}：没有填所在地区，只用不分地区的农时：{}；其他类别{ordinary}", held.join("、"))
        }
        (Some(region), true) => format!("{name}：本地区（{region}）{ordinary}"),
        (Some(_), false) => format!("{name}：本地区有农时数据的是{}；其他类别{ordinary}", held.join("、")),
    }
}

/// `联合收割机（5月20日至6月10日）`, of each class that has a season here.
fn held(packs: &[&PolicyPack], region: &str) -> Vec<String> {
    let mut classes: Vec<&str> = Vec::new();
    for window in packs.iter().flat_map(|pack| &pack.seasons) {
        if !classes.contains(&window.class.as_str()) {
            classes.push(&window.class);
        }
    }
    let laid_out = laid_out(packs);
    let rules = || std::iter::once(laid_out.own).chain(laid_out.floors.iter().copied());
    let shown = |class: &str| {
        let mut seasons = rules().map(|pack| Seasons::of(pack.seasons, class, region));
        let windows = seasons.find(|seasons| !seasons.is_empty())?;
        let days: Vec<String> = windows.windows().map(SeasonWindow::days_zh).collect();
        let name = rules().flat_map(|pack| pack.classes).find(|rule| rule.key == class);
        Some(format!("{}（{}）", name.map_or(class, |rule| &rule.name), days.join("、")))
    };
    classes.into_iter().filter_map(shown).collect()
}
