//! Installing a pack that was looked at, and ticking rules off.
//!
//! - INSTALL-8 What is installed is what was looked at: the same bytes, compared with the same pack; otherwise nothing is.
//! - INSTALL-9 A pack and the audit line are one transaction; the open dates it moves follow in the background, at once where a window or a command line asks for it (INSTALL-14).
//! - INSTALL-10 A tick is for the words that were looked at; one whose rule changed meanwhile is refused.

use super::PackProblem;
use super::check::Candidate;
use super::page::{found, row_of, rule_views};
use super::source::Handed;
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::view::*;
use domain::policy::PolicyPack;
use domain::refusal::Checks;
use domain::text::clean;
use store::{StoredPack, StoredTick, Tx};

/// Most characters of a person's name.
const MOST_NAME: usize = 40;

/// Most characters of a remark.
const MOST_NOTE: usize = 200;

/// What an installed pack may have changed.
pub(super) const TOUCHES: [Touched; 6] =
    [Touched::Policy, Touched::Settings, Touched::Card, Touched::Sale, Touched::Repair, Touched::Unit];

impl App {
    pub(crate) fn policy_install(&self, input: PackInstall) -> Answer<Written<PackRow>> {
        let by = named(&input.by, "安装人")?;
        let (maker, name) = self.write("policy_install", |tx, now| {
            let policies = self.policies(tx)?;
            let candidate = Candidate::of(tx, &policies, Handed::of(tx, &input.source)?)?;
            let base = candidate.base(&policies).map(PolicyPack::name_and_version).unwrap_or_default();
            if (&candidate.sha256, &base) != (&input.sha256, &input.base) {
                return Err(PackProblem::ChangedSince.into());
            }
            candidate.install(tx, now, &by)
        })?;
        self.law_left_behind();
        let value = self.read(|reader, now| {
            let shelf = self.policies(reader)?;
            let (owner, pack) = found(reader, &shelf, &format!("{maker}|{name}"))?;
            row_of(reader, &shelf, owner.as_ref(), pack, now.today)
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    pub(crate) fn policy_tick(&self, input: TickInput) -> Answer<Written<RuleView>> {
        let by = named(&input.by, "核对人")?;
        let mut checks = Checks::default();
        checks.length("note", "备注", &input.note, MOST_NOTE);
        checks.done()?;
        self.write("policy_tick", |tx, now| {
            let policies = self.policies(tx)?;
            let (_, pack) = found(tx, &policies, &input.id)?;
            let tick = pack.tick(input.section, input.index, &by, now.today);
            let tick = tick.filter(|tick| tick.hash == input.hash).ok_or(AppError::RuleChanged)?;
            tx.note(
                &pack.name_and_version(),
                &format!("{} {}", tick.key, if input.checked { "核对" } else { "取消核对" }),
            );
            Ok(tx.put_rule_tick(&StoredTick {
                pack: tick.pack,
                version: tick.version,
                section: tick.section,
                key: tick.key,
                hash: tick.hash,
                checked: input.checked,
                note: clean(&input.note),
                ticked_by: tick.by,
                ticked_on: tick.on,
                ticked_at: now.at,
            })?)
        })?;
        let value = self.read(|reader, _| {
            let policies = self.policies(reader)?;
            let (_, pack) = found(reader, &policies, &input.id)?;
            let mut rules = rule_views(reader, &policies, pack)?;
            let at = rules.iter().position(|rule| (rule.section, rule.index) == (input.section, input.index));
            Ok(rules.swap_remove(at.ok_or(AppError::RuleChanged)?))
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

pub(super) fn named(by: &str, label: &'static str) -> Answer<String> {
    let mut checks = Checks::default();
    checks.text("by", label, by, MOST_NAME);
    checks.done()?;
    Ok(clean(by))
}

impl Candidate {
    /// Puts the pack; answers the maker's code and the pack with its version (INSTALL-9).
    fn install(self, tx: &Tx<'_>, now: Now, by: &str) -> Answer<(String, String)> {
        let seal = serde_json::to_string(&self.seal).map_err(|e| PackProblem::BadMessage(e.to_string()))?;
        tx.put_policy_pack(&StoredPack {
            principal: self.maker.id,
            pack: self.pack.pack.clone(),
            version: self.pack.version.clone(),
            effective_from: self.pack.effective_from,
            effective_to: self.pack.effective_to,
            file: self.text,
            sha256: self.sha256,
            key: self.seal.newest_key().to_owned(),
            seal,
            origin: self.origin.name().to_owned(),
            installed_by: by.to_owned(),
            installed_at: now.at,
        })?;
        let name = self.pack.name_and_version();
        tx.note(&self.maker.code, &name);
        Ok((self.maker.code, name.replacen(' ', "|", 1)))
    }
}
