//! Packs as the policy page shows them: which there are, and what one says rule by rule.

use super::check::finding;
use super::{Policies, standing};
use crate::app::{App, no_such};
use crate::error::Answer;
use crate::view::*;
use domain::Day;
use domain::policy::{Finding, PolicyPack, PolicySet, RuleHead, Weighed};
use domain::principal::Principal;
use store::{Reader, StoredTick};

impl App {
    pub(crate) fn policy_list(&self, _: Nothing) -> Answer<PolicyShelf> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let makers = reader.principals()?;
            let mut packs = Vec::new();
            for (owner, pack) in policies.packs() {
                let owner = makers.iter().find(|maker| Some(maker.id) == owner);
                packs.push(row_of(reader, &policies, owner, pack, now.today)?);
            }
            packs.sort_by_key(|row| (row.state, row.kind == domain::policy::PackKind::Statutory));
            Ok(PolicyShelf {
                makers: makers
                    .iter()
                    .map(|maker| maker_policy(reader, &policies, maker, now.today))
                    .collect::<Answer<_>>()?,
                packs,
                waiting: self.law_waiting(reader)?,
                calendars: super::calendar::rows(reader, &policies)?,
                computing: self.catching_up(reader, now)?,
            })
        })
    }

    pub(crate) fn policy_show(&self, input: ById) -> Answer<PackView> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let (owner, pack) = found(reader, &policies, &input.id)?;
            Ok(PackView {
                pack: row_of(reader, &policies, owner.as_ref(), pack, now.today)?,
                stands_on: pack.stands_on.clone(),
                rules: rule_views(reader, &policies, pack)?,
                blanks: pack.to_fill.iter().map(domain::policy::Blank::zh).collect(),
            })
        })
    }
}

fn maker_policy(reader: &Reader<'_>, policies: &Policies, maker: &Principal, today: Day) -> Answer<MakerPolicy> {
    let pack = policies.get(maker, today);
    Ok(MakerPolicy {
        principal: maker.code.clone(),
        name: maker.name.clone(),
        pack: pack.map(PolicyPack::name_and_version),
        title: pack.map(|pack| pack.title.clone()).unwrap_or_default(),
        enrolled: crate::desk::account_of(reader, &maker.id.to_string())?.is_some(),
    })
}

/// A pack's name on the border: maker's code (empty for those of the program), name and version.
fn id_of(owner: Option<&Principal>, pack: &PolicyPack) -> String {
    format!("{}|{}|{}", owner.map(|maker| maker.code.as_str()).unwrap_or_default(), pack.pack, pack.version)
}

/// The pack of an id.
pub(super) fn found<'a>(
    reader: &Reader<'_>,
    policies: &'a Policies,
    id: &str,
) -> Answer<(Option<Principal>, &'a PolicyPack)> {
    let makers = reader.principals()?;
    for (owner, pack) in policies.packs() {
        let owner = makers.iter().find(|maker| Some(maker.id) == owner);
        if id_of(owner, pack) == id {
            return Ok((owner.cloned(), pack));
        }
    }
    Err(no_such("id", id))
}

pub(super) fn row_of(
    reader: &Reader<'_>,
    policies: &Policies,
    owner: Option<&Principal>,
    pack: &PolicyPack,
    today: Day,
) -> Answer<PackRow> {
    let stored = match owner {
        Some(maker) => reader
            .policy_packs()?
            .into_iter()
            .find(|stored| (stored.principal, &stored.pack, &stored.version) == (maker.id, &pack.pack, &pack.version)),
        None => None,
    };
    let used_by: Vec<String> = reader
        .principals()?
        .into_iter()
        .filter(|maker| policies.of(maker, today).iter().any(|used| std::ptr::eq(*used, pack)))
        .map(|maker| maker.code)
        .collect();
    let findings = PolicySet::of(pack, policies.shipped()).findings();
    Ok(PackRow {
        id: id_of(owner, pack),
        pack: pack.pack.clone(),
        version: pack.version.clone(),
        title: pack.title.clone(),
        kind: pack.kind,
        principal: owner.map(|maker| maker.code.clone()).unwrap_or_default(),
        effective_from: pack.effective_from,
        effective_to: pack.effective_to,
        origin: stored.as_ref().map_or(LawOrigin::BuiltIn, |stored| LawOrigin::of(&stored.origin)),
        installed_at: stored.as_ref().map(|stored| stored.installed_at),
        installed_by: stored.map(|stored| stored.installed_by).unwrap_or_default(),
        state: state(owner, pack, !used_by.is_empty(), today),
        used_by,
        rules: pack.heads().count(),
        checked: pack.heads().filter(|head| head.checked).count(),
        overruled: findings.iter().filter(|finding| finding.weighed == Weighed::Overruled).count(),
    })
}

fn state(owner: Option<&Principal>, pack: &PolicyPack, used: bool, today: Day) -> PackState {
    match (used, owner) {
        (true, _) if pack.effective_to.is_some_and(|to| to < today) => PackState::Expired,
        (true, _) => PackState::InForce,
        (false, Some(_)) if today < pack.effective_from => PackState::Coming,
        (false, Some(_)) => PackState::Superseded,
        (false, None) => PackState::Unused,
    }
}

/// Every rule of a pack, with its ticks and where it promises less than a statute.
pub(super) fn rule_views(reader: &Reader<'_>, policies: &Policies, pack: &PolicyPack) -> Answer<Vec<RuleView>> {
    let set = PolicySet::of(pack, policies.shipped());
    let findings = set.findings();
    let ticks: Vec<StoredTick> = standing(reader.rule_ticks()?).filter(|tick| tick.pack == pack.pack).collect();
    Ok(pack.heads().map(|head| rule_view(pack, &set, head, &findings, &ticks)).collect())
}

fn rule_view(
    pack: &PolicyPack,
    set: &PolicySet<'_>,
    head: RuleHead<'_>,
    findings: &[Finding],
    ticks: &[StoredTick],
) -> RuleView {
    let (section, index) = (head.section, head.index);
    let hash = pack.rule_hash(section, index);
    let tick = ticks.iter().find(|tick| tick.section == section && tick.key == head.key && tick.hash == hash);
    let facts = pack
        .rule_facts(section, index, &set.floors)
        .into_iter()
        .filter(|(label, _)| label != "出处" && label != "原文");
    let of_rule = findings.iter().filter(|finding| (finding.section, finding.index) == (section, index));
    RuleView {
        section,
        section_name: section.zh().to_owned(),
        index,
        key: head.key.to_owned(),
        name: pack.rule_name(section, index, &set.floors),
        facts: facts.map(|(label, said)| FactView { label, said }).collect(),
        source: head.source.to_owned(),
        source_text: head.source_text.to_owned(),
        hash,
        checked: head.checked,
        tick: tick.map(|tick| TickView {
            by: tick.ticked_by.clone(),
            on: tick.ticked_on,
            version: tick.version.clone(),
            note: tick.note.clone(),
        }),
        findings: of_rule.cloned().map(finding).collect(),
    }
}

impl LawOrigin {
    /// As it is stored.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BuiltIn => "built_in",
            Self::File => "file",
            Self::Feed => "feed",
        }
    }

    pub(super) fn of(stored: &str) -> Self {
        if stored == Self::Feed.name() { Self::Feed } else { Self::File }
    }
}
