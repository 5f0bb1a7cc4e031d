//! Repairs that look like one problem and are not linked (E34).
//!
//! LIKE-1 Two repairs of one machine with the same component and like words are proposed as one problem; nothing is linked by itself.
//! LIKE-2 Repairs a person linked to one problem, or kept apart by linking them to two, are not proposed.
//! LIKE-3 Repairs with the same code of the fault tree are proposed as one problem whatever their words; another code keeps like words from nothing.
//! LIKE-4 Repairs of a machine given in exchange are laid beside those of the machine it was given for: there the same problem counts further (REM-14).
//!
//! How alike words have to be is a matter of taste, not of law or contract: it decides what is shown to a person, never a right.

use super::history::RepairFacts;
use crate::text::name_key;

/// Least likeness, of 100, for words about the same component.
const SAME_COMPONENT: i64 = 25;
/// Least likeness, of 100, where the component is not written on one of them.
const NO_COMPONENT: i64 = 60;
/// Likeness of what a person called by one code.
const WHOLE: i64 = 100;

/// Two repairs that may be one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The earlier one.
    pub earlier: &'a RepairFacts,
    /// The later one.
    pub later: &'a RepairFacts,
    /// Likeness of the words, of 100.
    pub likeness: i64,
    /// Why, Chinese.
    pub sentence: String,
}

/// Pairs worth a look, the most alike first (LIKE-1, LIKE-2).
pub fn proposals(repairs: &[RepairFacts]) -> Vec<Proposal<'_>> {
    let mut sorted: Vec<&RepairFacts> = repairs.iter().collect();
    sorted.sort_by_key(|repair| repair.received_on);
    let mut found = Vec::new();
    for (at, later) in sorted.iter().enumerate() {
        found.extend(sorted[..at].iter().filter_map(|earlier| propose(earlier, later)));
    }
    found.sort_by_key(|proposal| -proposal.likeness);
    found
}

/// Repairs of a machine that look like the problem of the machine it was given for, the most alike first (LIKE-4).
pub fn proposals_after_exchange<'a>(repairs: &'a [RepairFacts], former: &'a [RepairFacts]) -> Vec<Proposal<'a>> {
    let pairs = repairs.iter().flat_map(|later| former.iter().filter_map(move |earlier| propose(earlier, later)));
    let mut found: Vec<Proposal<'a>> = pairs.collect();
    found.sort_by_key(|proposal| -proposal.likeness);
    found
}

fn propose<'a>(earlier: &'a RepairFacts, later: &'a RepairFacts) -> Option<Proposal<'a>> {
    if earlier.problem.is_some() && later.problem.is_some() {
        return None;
    }
    let (one, other) = (name_key(&earlier.component), name_key(&later.component));
    let named = !one.is_empty() && !other.is_empty();
    let same = named && (one == other || one.ends_with(&other) || other.ends_with(&one));
    let coded = !earlier.code.is_empty() && earlier.code == later.code;
    let likeness = if coded { WHOLE } else { likeness(&earlier.fault, &later.fault) };
    let enough = if same || coded { likeness >= SAME_COMPONENT } else { !named && likeness >= NO_COMPONENT };
    enough.then(|| Proposal {
        earlier,
        later,
        likeness,
        sentence: format!(
            "{}（{}）与 {}（{}）{}，可能是同一故障，请确认是否关联",
            later.no,
            later.fault,
            earlier.no,
            earlier.fault,
            match (coded, same) {
                (true, _) => "故障代码相同",
                (false, true) => "部件相同，故障描述相近",
                (false, false) => "故障描述相近",
            }
        ),
    })
}

/// How many of all pairs of neighbouring characters two texts share, of 100.
fn likeness(one: &str, other: &str) -> i64 {
    let (one, other) = (pairs(one), pairs(other));
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let shared = one.iter().filter(|pair| other.contains(pair)).count();
    let all = one.len() + other.len() - shared;
    i64::try_from(shared * 100 / all.max(1)).unwrap_or(0)
}

/// Pairs of neighbouring characters, each once; a text of one character is that character.
fn pairs(text: &str) -> Vec<(char, Option<char>)> {
    let said: Vec<char> = name_key(text).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<(char, Option<char>)> = match said.as_slice() {
        [only] => vec![(*only, None)],
        many => many.windows(2).map(|pair| (pair[0], Some(pair[1]))).collect(),
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
