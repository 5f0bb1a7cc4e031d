//! Policy packs the program ships; one is in force for each maker.

use crate::error::Answer;
use domain::policy::{DeadlineRule, PolicyPack};

/// Packs by name.
pub struct Policies(Vec<PolicyPack>);

impl Policies {
    /// The packs built in.
    pub fn built_in() -> Answer<Self> {
        let texts = [include_str!("../../../policies/packs/S0-farm.json")];
        let packs = texts.into_iter().map(PolicyPack::parse).collect::<Result<_, _>>()?;
        Ok(Self(packs))
    }

    /// Every pack's rule of a key.
    pub fn deadlines<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a DeadlineRule> + 'a {
        self.0.iter().filter_map(move |pack| pack.deadline(key))
    }

    /// The pack of a name.
    pub fn get(&self, name: &str) -> Option<&PolicyPack> {
        self.0.iter().find(|pack| pack.pack == name)
    }
}
