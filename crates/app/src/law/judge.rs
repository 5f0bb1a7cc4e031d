//! Due days and periods by one set of packs. Pure: papers in, days with their reasons out.

use super::facts::{model_facts, unit_facts};
use super::owed::Owed;
use crate::policies::{Policies, laid_out};
use domain::coverage::{Covered, ForModel, Setting, cover};
use domain::deadline::{Asked, Due, Ground, Moment, compute};
use domain::model::Model;
use domain::policy::{DeadlineRule, PolicyPack, basis_name};
use domain::principal::Principal;
use domain::{Day, ModelId, PrincipalId};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use store::UnitPapers;

/// One set of packs on one day.
pub(crate) struct Judge<'a> {
    policies: &'a Policies,
    today: Day,
    packs: HashMap<PrincipalId, Vec<&'a PolicyPack>>,
    models: RefCell<HashMap<ModelId, Rc<ForModel<'a>>>>,
}

/// A rule with the pack it stands in.
pub(crate) struct Held<'a> {
    pub pack: &'a PolicyPack,
    pub rule: &'a DeadlineRule,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(policies: &'a Policies, makers: &[Principal], today: Day) -> Self {
        let packs = makers.iter().map(|maker| (maker.id, policies.of(&maker.policy))).collect();
        Self { policies, today, packs, models: RefCell::default() }
    }

    /// The packs of a maker, its own first.
    pub(crate) fn packs(&self, maker: PrincipalId) -> &[&'a PolicyPack] {
        self.packs.get(&maker).map(Vec::as_slice).unwrap_or_default()
    }

    /// What holds for a model; found once.
    pub(crate) fn model(&self, model: &Model) -> Rc<ForModel<'a>> {
        if let Some(known) = self.models.borrow().get(&model.id) {
            return Rc::clone(known);
        }
        let held = Rc::new(laid_out(self.packs(model.principal)).for_model(&model_facts(model)));
        self.models.borrow_mut().insert(model.id, Rc::clone(&held));
        held
    }

    pub(crate) fn setting(&self) -> Setting<'a> {
        Setting { today: self.today, calendars: self.policies.calendars() }
    }

    /// The periods of a machine.
    pub(crate) fn cover(&self, papers: &UnitPapers, model: &Model) -> Covered {
        cover(&self.model(model), &unit_facts(papers), &self.setting())
    }

    /// The first rule of a key among a maker's packs.
    pub(crate) fn rule(&self, maker: PrincipalId, key: &str) -> Option<Held<'a>> {
        self.packs(maker).iter().find_map(|pack| Some(Held { pack, rule: pack.deadline(key)? }))
    }

    /// The day a rule counts from for what is owed, or why there is none.
    pub(crate) fn start(&self, owed: &Owed<'_>, held: &Held<'_>) -> Result<Day, String> {
        let basis = basis_name(&held.rule.basis).unwrap_or(&held.rule.basis);
        match owed.record.basis(&held.rule.basis) {
            Some(Some(on)) => Ok(on),
            Some(None) => Err(format!("没有登记{basis}，请补登")),
            None => Err(format!("这条规则从{basis}起算，{}上没有这一天", owed.record.subject().zh())),
        }
    }

    /// The due day of what is owed; `None` where no pack has the rule.
    pub(crate) fn due(&self, owed: &Owed<'_>) -> Option<Result<Due, String>> {
        let held = self.rule(owed.principal, owed.rule)?;
        Some(self.start(owed, &held).and_then(|start| self.due_from(&held, start)))
    }

    pub(crate) fn due_from(&self, held: &Held<'_>, start: Day) -> Result<Due, String> {
        let version = held.pack.name_and_version();
        let label = basis_name(&held.rule.basis).unwrap_or(&held.rule.basis);
        let asked = Asked::new(held.rule, &version, label, Moment::Day(start));
        compute(&asked, &Ground::of(self.policies.calendars())).map_err(|why| why.to_string())
    }
}
