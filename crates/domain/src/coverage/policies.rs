//! The packs a machine is judged by: one contract (or statute), and the statutes that are its floor.
//!
//! Absent: which packs belong to a maker and which version holds on a day; that is the pack's business.

use super::class::{ClassRule, Classified, ModelFacts, classify};
use super::rule::CoverageRule;
use crate::remedy::rule::RemedyRule;
use crate::season::SeasonWindow;

/// The rules of one pack that judge a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules<'a> {
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub version: &'a str,
    /// Product classes.
    pub classes: &'a [ClassRule],
    /// Coverage rules.
    pub coverage: &'a [CoverageRule],
    /// Remedy rules.
    pub remedies: &'a [RemedyRule],
    /// Operating seasons.
    pub seasons: &'a [SeasonWindow],
}

/// A pack with its floors (`stands_on`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies<'a> {
    /// The pack itself.
    pub own: Rules<'a>,
    /// Statutory packs it may not fall short of.
    pub floors: Vec<Rules<'a>>,
}

/// A coverage rule with the pack it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held<'a> {
    /// The rule.
    pub rule: &'a CoverageRule,
    /// Its pack.
    pub rules: Rules<'a>,
    /// Key of the class it was found by.
    pub class: &'a str,
}

/// What holds for a model: found once, used for all machines of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForModel<'a> {
    /// Its class.
    pub class: Classified<'a>,
    /// The pack's own rule.
    pub own: Option<Held<'a>>,
    /// The rules it may not fall short of.
    pub floors: Vec<Held<'a>>,
    /// Every pack, own first.
    pub packs: Vec<Rules<'a>>,
    /// Nothing says what product it is, where that decides its class (CLASS-4).
    pub open: bool,
}

impl<'a> Policies<'a> {
    /// A pack without a floor.
    pub fn alone(own: Rules<'a>) -> Self {
        Self { own, floors: Vec::new() }
    }

    /// Whether some class is told by words, so that a model has to say what product it is (CLASS-4).
    pub fn tells_products(&self) -> bool {
        let packs = std::iter::once(self.own).chain(self.floors.iter().copied());
        packs.flat_map(|pack| pack.classes).any(ClassRule::by_words)
    }

    /// The class and rules of a model. Classes the pack does not define are those of its floors.
    pub fn for_model(&self, model: &ModelFacts) -> ForModel<'a> {
        let packs: Vec<Rules<'a>> = std::iter::once(self.own).chain(self.floors.iter().copied()).collect();
        let class = classify(packs.iter().flat_map(|pack| pack.classes), model);
        let held = |pack: Rules<'a>| {
            let among = if pack.classes.is_empty() { class.clone() } else { classify(pack.classes, model) };
            let candidates = [among.rule(), class.rule()];
            candidates.into_iter().flatten().find_map(|class| {
                let rule = pack.coverage.iter().find(|rule| rule.classes.contains(&class.key))?;
                Some(Held { rule, rules: pack, class: &class.key })
            })
        };
        ForModel {
            own: held(self.own),
            floors: self.floors.iter().filter_map(|pack| held(*pack)).collect(),
            open: model.unnamed() && self.tells_products(),
            class: class.clone(),
            packs,
        }
    }
}

impl<'a> ForModel<'a> {
    /// The rule that leads: the pack's own, else the first floor's.
    pub fn leading(&self) -> Option<Held<'a>> {
        self.own.or_else(|| self.floors.first().copied())
    }

    /// The floors under the leading rule.
    pub fn under(&self) -> &[Held<'a>] {
        if self.own.is_some() { &self.floors } else { self.floors.get(1..).unwrap_or_default() }
    }

    /// Why nothing can be computed, in Chinese; `None` when it can.
    pub fn trouble(&self) -> Option<String> {
        if self.leading().is_some() {
            return None;
        }
        Some(self.class.trouble().unwrap_or_else(|| "政策包里没有这类产品的三包期".to_owned()))
    }
}
