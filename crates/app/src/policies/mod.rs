//! Policy packs and calendars: those of the program, those installed since, and which of them judges what.
//!
//! - INSTALL-1 A maker's day is judged by the pack installed for this maker that holds on the day, of several by the one that began last, then by the one installed last; where its last day passed and nothing newer is there, by that one still; before any of them, by the starter pack a person chose.
//! - INSTALL-2 A maker without a pack has no due days: sales and repairs are taken all the same, and the reason is said.
//! - INSTALL-3 A pack that head office issued judges this maker only; statutes come with the program.
//!
//! Absent: SQL, signatures (sync), what a rule means (domain).

mod calendar;
mod check;
mod handover;
mod install;
mod moves;
mod page;
mod problem;
mod shelf;
mod source;
mod waiting;

pub(crate) use handover::take_handover;
pub(crate) use problem::PackProblem;
pub(crate) use shelf::Shelf;
pub(crate) use source::text_of;

use crate::app::{maybe_dealer, start_of_use};
use crate::error::Answer;
use domain::calendar::{Calendars, NotACalendar};
use domain::coverage::ModelFacts;
use domain::hours::BusinessHours;
use domain::policy::{PolicyPack, PolicySet, RuleTick, SHIPPED, Scope};
use domain::principal::Principal;
use domain::{Day, PrincipalId, Refusal};
use store::{Reader, StoredTick};
use wire::version::compare_versions;

/// Packs and calendars at one moment.
#[derive(Debug, Clone)]
pub struct Policies {
    shipped: Vec<PolicyPack>,
    installed: Vec<Installed>,
    calendars: Calendars,
    /// Where the dealer is; empty when not said.
    region: String,
    /// The first day the desk answers for, when one is chosen.
    start_of_use: Option<Day>,
    /// When the site is open, once somebody said so.
    hours: Option<BusinessHours>,
}

/// A pack of one maker, in the order of installing.
#[derive(Debug, Clone)]
struct Installed {
    maker: PrincipalId,
    pack: PolicyPack,
}

impl Policies {
    /// The packs and calendars built in.
    pub fn built_in() -> Answer<Self> {
        Self::of_packs(SHIPPED.into_iter().map(PolicyPack::parse).collect::<Result<_, _>>()?)
    }

    /// These packs, on the calendars built in.
    pub(crate) fn of_packs(shipped: Vec<PolicyPack>) -> Answer<Self> {
        let calendars = Calendars::built_in().map_err(unreadable)?;
        Ok(Self { shipped, installed: Vec::new(), calendars, region: String::new(), start_of_use: None, hours: None })
    }

    /// These, with what was installed and ticked since.
    fn with_stored(&self, reader: &Reader<'_>) -> Answer<Self> {
        let mut all = self.clone();
        all.region = maybe_dealer(reader)?.map(|dealer| dealer.region).unwrap_or_default();
        all.start_of_use = start_of_use(reader)?;
        all.hours = crate::hours::business_hours(reader)?;
        for stored in reader.policy_packs()? {
            all.installed.push(Installed { maker: stored.principal, pack: PolicyPack::parse(&stored.file)? });
        }
        let texts: Vec<String> = reader.work_calendars()?.into_iter().map(|calendar| calendar.file).collect();
        for text in &texts {
            all.calendars = all.calendars.with_year(text).map_err(unreadable)?;
        }
        let ticks: Vec<RuleTick> = standing(reader.rule_ticks()?).map(tick).collect();
        let installed = all.installed.iter_mut().map(|one| &mut one.pack);
        all.shipped.iter_mut().chain(installed).for_each(|pack| pack.apply_ticks(&ticks));
        Ok(all)
    }

    /// These, as if a pack were installed for a maker.
    fn with_pack(&self, maker: PrincipalId, pack: PolicyPack) -> Self {
        let mut all = self.clone();
        all.installed.push(Installed { maker, pack });
        all
    }

    /// These, as if a calendar were installed.
    fn with_calendar(&self, text: &str) -> Result<Self, NotACalendar> {
        Ok(Self { calendars: self.calendars.with_year(text)?, ..self.clone() })
    }

    /// Every rule of the packs with its tick, the days of the calendars, where the dealer is and since when the desk is used,
    /// as one hash: with another one other days may follow.
    pub(crate) fn fingerprint(&self) -> String {
        let packs = self.packs().map(|(maker, pack)| format!("{maker:?} {pack:?}"));
        let years = self.calendars.published_years().map(|file| format!("{} {:?}", file.year, file.holidays));
        // Without hours nothing counts by them, as before the program knew any.
        let hours = self.hours.as_ref().map(|hours| format!(" {hours:?}")).unwrap_or_default();
        let desk = format!("{} {:?}{hours}", self.region, self.start_of_use);
        wire::hash::sha256_hex(packs.chain(years).chain([desk]).collect::<Vec<_>>().join("\n").as_bytes())
    }

    /// Where the dealer is: decides the operating seasons (E32).
    pub(crate) fn region(&self) -> Option<&str> {
        Some(self.region.as_str()).filter(|region| !region.is_empty())
    }

    /// When the site is open: working hours run only then.
    pub(crate) fn hours(&self) -> Option<&BusinessHours> {
        self.hours.as_ref()
    }

    /// Whether a day lies before the desk was in use: what was due of it was handled on paper.
    pub(crate) fn before_use(&self, on: Day) -> bool {
        self.start_of_use.is_none_or(|start| on < start)
    }

    /// Working days and holidays.
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// The packs that came with the program.
    pub fn shipped(&self) -> &[PolicyPack] {
        &self.shipped
    }

    /// Every pack, with the maker it was installed for.
    fn packs(&self) -> impl Iterator<Item = (Option<PrincipalId>, &PolicyPack)> {
        let shipped = self.shipped.iter().map(|pack| (None, pack));
        shipped.chain(self.installed.iter().map(|one| (Some(one.maker), &one.pack)))
    }

    /// Packs installed for a maker, oldest first.
    fn installed_for(&self, maker: PrincipalId) -> impl DoubleEndedIterator<Item = &PolicyPack> {
        self.installed.iter().filter(move |one| one.maker == maker).map(|one| &one.pack)
    }

    /// A pack of the program by its name.
    pub fn starter(&self, name: &str) -> Option<&PolicyPack> {
        self.shipped.iter().find(|pack| pack.pack == name)
    }

    /// The pack by which a maker's day is judged (INSTALL-1).
    pub fn get(&self, maker: &Principal, on: Day) -> Option<&PolicyPack> {
        let newest = |holds: &dyn Fn(&PolicyPack) -> bool| {
            self.installed_for(maker.id).filter(|pack| holds(pack)).max_by_key(|pack| pack.effective_from)
        };
        let holds = newest(&|pack| pack.holds_on(on));
        holds.or_else(|| newest(&|pack| pack.effective_from <= on)).or_else(|| self.starter(&maker.policy))
    }

    /// That pack with the statutes it stands on.
    pub fn set(&self, maker: &Principal, on: Day) -> Option<PolicySet<'_>> {
        Some(PolicySet::of(self.get(maker, on)?, &self.shipped))
    }

    /// What the rules say of a yes/no on a maker's day; `None` where they are silent.
    pub(crate) fn flag(&self, maker: &Principal, key: &str, scope: &Scope<'_>) -> Option<bool> {
        Some(self.set(maker, scope.on)?.flag(key, scope)?.rule.value)
    }

    /// The class of a model as a maker's packs have it on a day, where that is certain.
    pub(crate) fn class(&self, maker: &Principal, model: &ModelFacts, on: Day) -> Option<&str> {
        let class = laid_out(&self.of(maker, on)).for_model(model).class.rule()?;
        Some(&class.key)
    }

    /// The same as a list, the maker's own first.
    pub fn of(&self, maker: &Principal, on: Day) -> Vec<&PolicyPack> {
        let Some(set) = self.set(maker, on) else { return Vec::new() };
        std::iter::once(set.own).chain(set.floors).collect()
    }

    /// The newest version of a pack installed for a maker.
    fn newest(&self, maker: PrincipalId, name: &str) -> Option<&PolicyPack> {
        let of_name = self.installed_for(maker).filter(|pack| pack.pack == name);
        of_name.max_by(|one, other| compare_versions(&one.version, &other.version))
    }
}

fn unreadable(why: NotACalendar) -> Refusal {
    Refusal::BadPolicy { detail: why.to_string() }
}

/// Of each rule's words the last line, when it was not taken back.
fn standing(lines: Vec<StoredTick>) -> impl Iterator<Item = StoredTick> {
    let mut last = std::collections::BTreeMap::new();
    for line in lines {
        last.insert((line.pack.clone(), line.section, line.key.clone(), line.hash.clone()), line);
    }
    last.into_values().filter(|line| line.checked)
}

fn tick(line: StoredTick) -> RuleTick {
    let StoredTick { pack, version, section, key, hash, ticked_by: by, ticked_on: on, .. } = line;
    RuleTick { pack, version, section, key, hash, by, on }
}

/// Packs laid out for judging a machine: the first is the maker's own. Without any, nothing can be said.
pub fn laid_out<'a>(packs: &[&'a PolicyPack]) -> domain::coverage::Policies<'a> {
    let mut all = packs.iter().map(|pack| pack.rules());
    let nothing = domain::coverage::Rules { version: "", classes: &[], coverage: &[], remedies: &[], seasons: &[] };
    domain::coverage::Policies { own: all.next().unwrap_or(nothing), floors: all.collect() }
}
