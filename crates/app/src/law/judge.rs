//! Due days and periods by one set of packs. Pure: papers in, days with their reasons out.

use super::facts::{model_facts, unit_facts};
use super::owed::{CARD_RULES, Owed, day_of_sale};
use super::season::season_rule;
use crate::policies::{Policies, laid_out};
use domain::coverage::{Covered, ForModel, Place, Setting, cover};
use domain::deadline::{Asked, Due, Ground, Moment, Subject, compute};
use domain::model::Model;
use domain::policy::{DeadlineRule, PolicyPack, Ruling, Scope, basis_name};
use domain::principal::Principal;
use domain::repair::Repair;
use domain::sale::Sale;
use domain::season::Seasons;
use domain::{Day, ModelId, PrincipalId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use store::UnitPapers;

/// One set of packs, as today sees it.
pub(crate) struct Judge<'a> {
    policies: &'a Policies,
    today: Day,
    makers: HashMap<PrincipalId, Principal>,
    models: RefCell<HashMap<ModelByPack, Rc<ForModel<'a>>>>,
}

/// A model, and which pack judges it.
type ModelByPack = (ModelId, Option<*const PolicyPack>);

/// A rule with the pack it stands in.
pub(crate) type Held<'a> = Ruling<'a, DeadlineRule>;

impl<'a> Judge<'a> {
    pub(crate) fn new(policies: &'a Policies, makers: &[Principal], today: Day) -> Self {
        let makers = makers.iter().map(|maker| (maker.id, maker.clone())).collect();
        Self { policies, today, makers, models: RefCell::default() }
    }

    /// The packs themselves.
    pub(crate) fn policies(&self) -> &'a Policies {
        self.policies
    }

    /// The packs that judge a maker's day, its own first (INSTALL-1).
    pub(crate) fn packs(&self, maker: PrincipalId, on: Day) -> Vec<&'a PolicyPack> {
        self.makers.get(&maker).map(|maker| self.policies.of(maker, on)).unwrap_or_default()
    }

    /// What holds for a model sold on a day; found once for each pack.
    pub(crate) fn model(&self, model: &Model, on: Day) -> Rc<ForModel<'a>> {
        let packs = self.packs(model.principal, on);
        let key = (model.id, packs.first().map(|own| std::ptr::from_ref(*own)));
        if let Some(known) = self.models.borrow().get(&key) {
            return Rc::clone(known);
        }
        let held = Rc::new(laid_out(&packs).for_model(&model_facts(model)));
        self.models.borrow_mut().insert(key, Rc::clone(&held));
        held
    }

    /// The day whose pack judges a machine: of its last standing sale, else today.
    pub(crate) fn sold_on(&self, papers: &UnitPapers) -> Day {
        let standing = papers.sales.iter().filter(|sale| sale.void_reason.is_none());
        standing.map(|sale| sale.sold_on).max().unwrap_or(self.today)
    }

    pub(crate) fn setting(&self) -> Setting<'a> {
        Setting { today: self.today, calendars: self.policies.calendars() }
    }

    /// Where the dealer is: its seasons count (E32).
    pub(crate) fn region(&self) -> Option<&'a str> {
        self.policies.region()
    }

    /// The rule of the operating season a repair in warranty came in, if one holds where the dealer is.
    pub(crate) fn season_rule(&self, model: &Model, repair: &Repair) -> Option<&'static str> {
        let held = self.model(model, repair.reported_on);
        let class = held.class.rule().map_or("", |rule| rule.key.as_str());
        let place = Place { setting: &self.setting(), packs: &held.packs, class, region: self.region() };
        let season = repair.in_warranty && place.in_season(repair.reported_on);
        season.then(|| season_rule(&held, repair))
    }

    /// The periods of a machine.
    pub(crate) fn cover(&self, papers: &UnitPapers, model: &Model) -> Covered {
        cover(&self.model(model, self.sold_on(papers)), &unit_facts(papers, self.region()), &self.setting())
    }

    /// The rule for what is owed, of the pack that judges the day of its record.
    pub(crate) fn rule(&self, owed: &Owed<'_>) -> Option<Held<'a>> {
        let on = owed.record.on();
        if owed.record.waits_for_start_of_use() && self.policies.before_use(on) {
            return None;
        }
        self.policies.set(self.makers.get(&owed.principal)?, on)?.deadline(owed.rule)
    }

    /// When a rule counts from for what is owed, or why there is none.
    pub(crate) fn start(&self, owed: &Owed<'_>, held: &Held<'_>) -> Result<Moment, String> {
        started(held, owed.record.basis(&held.rule.basis), owed.record.subject())
    }

    /// The rule a card of this sale is followed by.
    pub(crate) fn card_rule(&self, sale: &Sale) -> Option<&'static str> {
        let set = self.policies.set(self.makers.get(&sale.principal)?, sale.sold_on)?;
        CARD_RULES.into_iter().find(|key| set.deadline(key).is_some())
    }

    /// The due day of what is owed; `None` where no pack has the rule.
    pub(crate) fn due(&self, owed: &Owed<'_>) -> Option<Result<Due, String>> {
        let held = self.rule(owed)?;
        let label = owed.record.basis_zh(&held.rule.basis);
        let model = owed.record.model().map(|model| self.model(model, owed.record.on()));
        let class = model.as_ref().and_then(|model| model.class.rule()).map_or("", |rule| rule.key.as_str());
        let ground = self.ground(owed, class);
        Some(self.start(owed, &held).and_then(|start| due_by(&ground, &held, start, label)))
    }

    /// What days are counted on; the seasons are those of the first pack that names any for the class where the dealer is.
    fn ground<'b>(&'b self, owed: &Owed<'_>, class: &'b str) -> Ground<'b> {
        let ground = ground_of(self.policies);
        if class.is_empty() {
            return ground;
        }
        let region = self.region().unwrap_or_default();
        let packs = self.packs(owed.principal, owed.record.on()).into_iter();
        let named = packs.map(|pack| pack.seasons.as_slice()).find(|all| !Seasons::of(all, class, region).is_empty());
        Ground { seasons: named.unwrap_or_default(), class, region, ..ground }
    }

    /// Whether the maker wants to be told of a call when it is arranged (F19).
    pub(crate) fn files_calls(&self, maker: PrincipalId, on: Day) -> bool {
        let maker = self.makers.get(&maker);
        maker.and_then(|maker| self.policies.flag(maker, "call.file_with_ho", &Scope::on(on))) == Some(true)
    }
}

/// The due day of a new card by the maker's policy, or why it has none (INSTALL-2).
pub(crate) fn card_due(policies: &Policies, maker: &Principal, sale: &Sale) -> Result<Due, String> {
    let name = &maker.name;
    let Some(set) = policies.set(maker, sale.sold_on) else {
        return Err(format!("「{name}」还没有选政策包，回执卡没有期限。请到「设置 → 厂家」选一个"));
    };
    let Some(held) = CARD_RULES.iter().find_map(|key| set.deadline(key)) else {
        let pack = set.own.name_and_version();
        return Err(format!("「{name}」的政策包 {pack} 没有约定回执卡的期限，照常登记，不催"));
    };
    let sold = day_of_sale(sale, &held.rule.basis).map(|day| day.map(Moment::Day));
    let start = started(&held, sold, Subject::Card);
    let label = basis_name(&held.rule.basis).unwrap_or(&held.rule.basis);
    let due = start.and_then(|start| due_by(&ground_of(policies), &held, start, label));
    due.map_err(|why| format!("回执卡的期限无法计算：{why}"))
}

/// When a rule counts from, or why there is none.
fn started(held: &Held<'_>, from: Option<Option<Moment>>, subject: Subject) -> Result<Moment, String> {
    let basis = basis_name(&held.rule.basis).unwrap_or(&held.rule.basis);
    match from {
        Some(Some(from)) => Ok(from),
        Some(None) => Err(format!("没有登记{basis}，请补登")),
        None => Err(format!("这条规则从{basis}起算，{}上没有这一天", subject.zh())),
    }
}

/// Working days, and the opening times of the site.
fn ground_of(policies: &Policies) -> Ground<'_> {
    Ground { hours: policies.hours(), ..Ground::of(policies.calendars()) }
}

/// The due day by a rule, counted from a day or an instant.
fn due_by(ground: &Ground<'_>, held: &Held<'_>, start: Moment, label: &str) -> Result<Due, String> {
    let version = held.pack.name_and_version();
    let asked = Asked::new(held.rule, &version, label, start);
    let mut due = compute(&asked, ground).map_err(|why| why.to_string())?;
    due.steps.extend(held.sentence.clone());
    Ok(due)
}
