//! A pack looked at before it is installed: whether it may be, and what it would change.
//!
//! - INSTALL-5 A pack is installed only with the seal of its maker's head office, by the key pinned at enrolment or one handed over from it; a key that was handed over signs nothing more.
//! - INSTALL-6 A newer version takes an older one's place, never the other way round; one version has one content.

use super::source::Handed;
use super::{PackProblem, Policies};
use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::tasks::Task;
use crate::view::*;
use domain::policy::{Finding, PackKind, PackSeal, PolicyPack, PolicySet, RuleChange, diff_among};
use domain::principal::Principal;
use std::cmp::Ordering;
use store::{Reader, StoredPack};
use sync::desk::Account;
use sync::key::check_seal;
use wire::version::compare_versions;

/// A pack that may be installed.
pub(super) struct Candidate {
    pub maker: Principal,
    pub pack: PolicyPack,
    pub text: String,
    pub sha256: String,
    pub seal: PackSeal,
    pub origin: LawOrigin,
}

impl App {
    pub(crate) fn policy_check(&self, source: PackSource) -> Answer<PackPreview> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let candidate = Candidate::of(reader, &policies, Handed::of(reader, &source)?)?;
            candidate.preview(self, reader, (&policies, now), &self.tasks.begin(&source.task))
        })
    }
}

impl Candidate {
    /// Reads the pack and refuses it when it may not be installed (INSTALL-3, INSTALL-5, INSTALL-6).
    pub(super) fn of(reader: &Reader<'_>, policies: &Policies, handed: Handed) -> Answer<Self> {
        let maker = principal(reader, &handed.principal)?;
        let packs = reader.policy_packs()?;
        let sha256 = wire::hash::sha256_hex(handed.text.as_bytes());
        let of_maker = || packs.iter().filter(|stored| stored.principal == maker.id);
        if let Some(known) = of_maker().find(|stored| stored.sha256 == sha256) {
            return Err(PackProblem::Known(name(known)).into());
        }
        let mut pack = PolicyPack::read(&handed.text).map_err(PackProblem::Faults)?;
        let Handed { text, seal, origin, .. } = handed;
        let seal = seal?;
        seal.is_for(&pack).map_err(PackProblem::Seal)?;
        sealed(reader, &maker, (&text, &seal), of_maker().next_back())?;
        allowed(policies, &pack)?;
        if let Some(installed) = policies.newest(maker.id, &pack.pack) {
            newer(installed, &pack)?;
        }
        pack.apply_ticks(&super::standing(reader.rule_ticks()?).map(super::tick).collect::<Vec<_>>());
        Ok(Self { maker, pack, text, sha256, seal, origin })
    }

    /// The pack it will stand beside or follow: the one that judges its first day.
    pub(super) fn base<'a>(&self, policies: &'a Policies) -> Option<&'a PolicyPack> {
        policies.get(&self.maker, self.pack.effective_from)
    }

    pub(super) fn after(&self, policies: &Policies) -> Policies {
        policies.with_pack(self.maker.id, self.pack.clone())
    }

    fn preview(
        self,
        app: &App,
        reader: &Reader<'_>,
        (policies, now): (&Policies, Now),
        task: &Task,
    ) -> Answer<PackPreview> {
        let set = PolicySet::of(&self.pack, policies.shipped());
        let base = self.base(policies);
        let diff = base.map(|base| diff_among(base, &self.pack, &set.floors));
        let moves = app.moved_dates(reader, (policies, &self.after(policies)), now, task)?;
        Ok(PackPreview {
            principal: self.maker.code.clone(),
            principal_name: self.maker.name.clone(),
            pack: self.pack.pack.clone(),
            version: self.pack.version.clone(),
            title: self.pack.title.clone(),
            effective_from: self.pack.effective_from,
            effective_to: self.pack.effective_to,
            base: base.map(PolicyPack::name_and_version).unwrap_or_default(),
            rules: self.pack.heads().count(),
            checked: self.pack.heads().filter(|head| head.checked).count(),
            head: diff.iter().flat_map(|diff| diff.head.clone()).collect(),
            changes: diff.into_iter().flat_map(|diff| diff.rules).map(changed).collect(),
            findings: set.findings().into_iter().map(finding).collect(),
            notes: self.notes(base, now),
            moves,
            sha256: self.sha256,
        })
    }

    /// What a person should know before.
    fn notes(&self, base: Option<&PolicyPack>, now: Now) -> Vec<String> {
        let (pack, name) = (&self.pack, &self.maker.name);
        let mut notes = Vec::new();
        match base {
            None => notes.push(format!("「{name}」以前没有政策包，全部规则都是新的")),
            Some(base) if base.pack != pack.pack => {
                notes.push(format!(
                    "「{name}」从{}起改用这个政策包，之前的仍按 {}",
                    pack.effective_from.zh(),
                    base.name_and_version()
                ));
            }
            Some(_) => {}
        }
        if pack.effective_from > now.today {
            notes.push(format!("从{}起生效，今天的登记还不受影响", pack.effective_from.zh()));
        }
        if pack.stands_on.is_empty() {
            notes.push("这个合同没有写明依据的法定规则，低于法定的条款看不出来，请人工核对".to_owned());
        }
        notes.push("已经到期、已经办结的日期不改；新装的规则在核对之前都是「未核对」".to_owned());
        notes
    }
}

fn name(stored: &StoredPack) -> String {
    format!("{} {}", stored.pack, stored.version)
}

/// INSTALL-5.
fn sealed(reader: &Reader<'_>, maker: &Principal, given: (&str, &PackSeal), last: Option<&StoredPack>) -> Answer<()> {
    let (text, seal) = given;
    let account = crate::desk::account_of(reader, &maker.id.to_string())?;
    let account = account.ok_or_else(|| PackProblem::NotEnrolled(maker.name.clone()))?;
    if let Err(why) = check_seal(&account.receipt_key, &account.principal_code, text.as_bytes(), seal) {
        return Err(match signed_by_another(reader, maker, given)? {
            Some(other) => PackProblem::OtherMaker { signed: other.name, asked: maker.name.clone() },
            None => PackProblem::Seal(why),
        }
        .into());
    }
    let kept = |stored: &StoredPack| serde_json::from_str::<PackSeal>(&stored.seal).map_err(|why| broken(stored, &why));
    let former = last.map(kept).transpose()?;
    let former = former.filter(|former| former.first_key() == account.receipt_key);
    for known in [account.handovers, former.map(|former| former.handovers).unwrap_or_default()] {
        seal.knows(&known).map_err(PackProblem::Seal)?;
    }
    Ok(())
}

/// A stored seal that cannot be read is no seal that handed nothing over.
fn broken(stored: &StoredPack, why: &serde_json::Error) -> PackProblem {
    tracing::error!(pack = %name(stored), cause = %why, "stored seal");
    PackProblem::BrokenSeal(name(stored))
}

/// The other maker whose head office signed it, if one did.
fn signed_by_another(
    reader: &Reader<'_>,
    maker: &Principal,
    (text, seal): (&str, &PackSeal),
) -> Answer<Option<Principal>> {
    for other in reader.principals()?.into_iter().filter(|other| other.id != maker.id) {
        let account = crate::desk::account_of(reader, &other.id.to_string())?;
        let signed = |account: &Account| {
            check_seal(&account.receipt_key, &account.principal_code, text.as_bytes(), seal).is_ok()
        };
        if account.as_ref().is_some_and(signed) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// INSTALL-3.
fn allowed(policies: &Policies, pack: &PolicyPack) -> Answer<()> {
    if pack.kind == PackKind::Statutory {
        return Err(PackProblem::Statutory(pack.pack.clone()).into());
    }
    if policies.starter(&pack.pack).is_some() {
        return Err(PackProblem::TakenName(pack.pack.clone()).into());
    }
    let statute = |name: &&String| policies.starter(name).is_some_and(|pack| pack.kind == PackKind::Statutory);
    match pack.stands_on.iter().find(|name| !statute(name)) {
        Some(missing) => Err(PackProblem::NoStatute(missing.clone()).into()),
        None => Ok(()),
    }
}

/// INSTALL-6.
fn newer(installed: &PolicyPack, pack: &PolicyPack) -> Answer<()> {
    let (installed_name, given) = (installed.name_and_version(), pack.name_and_version());
    Err(match compare_versions(&pack.version, &installed.version) {
        Ordering::Less => PackProblem::Older { installed: installed_name, given },
        Ordering::Equal => PackProblem::SameVersion(given),
        Ordering::Greater if pack.effective_from < installed.effective_from => {
            PackProblem::begins_before(given, pack.effective_from, installed_name, installed.effective_from)
        }
        Ordering::Greater => return Ok(()),
    }
    .into())
}

fn changed(change: RuleChange) -> ChangedRule {
    let RuleChange { section, name, happened, sentences, .. } = change;
    ChangedRule { section_name: section.zh().to_owned(), name, happened, sentences }
}

pub(super) fn finding(finding: Finding) -> FindingView {
    let Finding { name, weighed, sentence, .. } = finding;
    FindingView { name, weighed, sentence }
}
