//! Policy packs and calendars the program ships; one pack is in force for each maker.

use crate::error::Answer;
use domain::Refusal;
use domain::calendar::{Calendars, NotACalendar};
use domain::policy::{DeadlineRule, PolicyPack};

/// Packs by name, and the calendars their dates are counted on.
pub struct Policies {
    packs: Vec<PolicyPack>,
    calendars: Calendars,
}

impl Policies {
    /// The packs built in.
    pub fn built_in() -> Answer<Self> {
        let texts = [include_str!("../../../policies/packs/S0-farm.json")];
        let packs = texts.into_iter().map(PolicyPack::parse).collect::<Result<_, _>>()?;
        let unreadable = |why: NotACalendar| Refusal::BadPolicy { detail: why.to_string() };
        Ok(Self { packs, calendars: Calendars::built_in().map_err(unreadable)? })
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
}
