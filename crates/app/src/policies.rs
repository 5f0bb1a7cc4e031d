//! Policy packs and calendars the program ships; one pack, with the statutes it stands on, is in force for each maker.

use crate::error::Answer;
use domain::Refusal;
use domain::calendar::{Calendars, NotACalendar};
use domain::policy::{DeadlineRule, PolicyPack, SHIPPED};

/// Packs by name, and the calendars their dates are counted on.
pub struct Policies {
    packs: Vec<PolicyPack>,
    calendars: Calendars,
}

impl Policies {
    /// The packs built in.
    pub fn built_in() -> Answer<Self> {
        Self::of_packs(SHIPPED.into_iter().map(PolicyPack::parse).collect::<Result<_, _>>()?)
    }

    /// These packs, on the calendars built in.
    pub(crate) fn of_packs(packs: Vec<PolicyPack>) -> Answer<Self> {
        let unreadable = |why: NotACalendar| Refusal::BadPolicy { detail: why.to_string() };
        Ok(Self { packs, calendars: Calendars::built_in().map_err(unreadable)? })
    }

    /// Packs and calendars by their names: another text means that other days may follow from them.
    pub fn fingerprint(&self) -> String {
        let packs = self.packs.iter().map(PolicyPack::name_and_version);
        let years = self.calendars.published_years().map(|file| file.year.to_string());
        packs.chain(years).collect::<Vec<_>>().join(" ")
    }

    /// Working days and holidays.
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// Every pack's rule of a key.
    pub fn deadlines<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a DeadlineRule> + 'a {
        self.packs.iter().filter_map(move |pack| pack.deadline(key))
    }

    /// The pack of a name.
    pub fn get(&self, name: &str) -> Option<&PolicyPack> {
        self.packs.iter().find(|pack| pack.pack == name)
    }

    /// The pack of a name, then the statutes it stands on.
    pub fn of(&self, name: &str) -> Vec<&PolicyPack> {
        let Some(own) = self.get(name) else { return Vec::new() };
        std::iter::once(own).chain(own.stands_on.iter().filter_map(|floor| self.get(floor))).collect()
    }
}

/// Packs laid out for judging a machine: the first is the maker's own. Without any, nothing can be said.
pub fn laid_out<'a>(packs: &[&'a PolicyPack]) -> domain::coverage::Policies<'a> {
    let mut all = packs.iter().map(|pack| pack.rules());
    let nothing = domain::coverage::Rules { version: "", classes: &[], coverage: &[], remedies: &[], seasons: &[] };
    domain::coverage::Policies { own: all.next().unwrap_or(nothing), floors: all.collect() }
}
