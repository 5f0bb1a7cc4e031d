//! Faults of the fault tree, found by what somebody types.
//!
//! - FAULTPICK-1 A fault is found by words of its place, symptom or cause, by pinyin initials and by its code; all words typed have to be in it.
//! - FAULTPICK-2 Faults of the product's own tree alone are shown, where there is one; else those of all trees.
//! - FAULTPICK-3 A code on a repair is one of the tree; one that was there before stays, whatever became of the tree.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::list::term;
use crate::view::{FaultHit, FaultQuery};
use domain::fault_tree::{Fault, FaultTree, built_in};
use domain::refusal::Refusal;
use domain::text::{clean, name_key};
use std::sync::OnceLock;
use store::initials;

/// Faults shown at once.
const MOST: usize = 30;

/// A fault and what it is found by.
struct Known {
    hit: FaultHit,
    tree: usize,
    words: String,
}

struct Shelf {
    trees: Vec<FaultTree>,
    faults: Vec<Known>,
}

/// The trees the program ships, read once: they are part of it.
fn shelf() -> Answer<&'static Shelf> {
    static SHELF: OnceLock<Result<Shelf, String>> = OnceLock::new();
    let read = SHELF.get_or_init(|| {
        let trees = built_in().map_err(|why| why.to_string())?;
        let faults = trees.iter().enumerate().flat_map(|(at, tree)| tree.faults().map(move |fault| known(at, &fault)));
        let faults = faults.collect();
        Ok(Shelf { trees, faults })
    });
    read.as_ref().map_err(|detail| AppError::BadInput { field: String::new(), detail: detail.clone() })
}

fn known(tree: usize, fault: &Fault<'_>) -> Known {
    let Fault { system, assembly, part, mode, .. } = fault;
    let named = [&system.name, &assembly.name, &part.name, &mode.symptom, &mode.cause];
    let mut words = vec![fault.code(), fault.code().replace('-', "")];
    for text in named {
        words.push(name_key(text));
        words.extend(initials(text));
    }
    words.extend(initials(&format!("{}{}", part.name, mode.symptom)));
    let place = format!("{} {} {}", fault.tree.title, system.name, assembly.name);
    let hit = FaultHit {
        code: fault.code(),
        place,
        part: part.name.clone(),
        symptom: mode.symptom.clone(),
        cause: mode.cause.clone(),
    };
    Known { hit, tree, words: words.join("\n").to_lowercase() }
}

impl App {
    pub(crate) fn fault_find(&self, query: FaultQuery) -> Answer<Vec<FaultHit>> {
        let shelf = shelf()?;
        let typed: Vec<String> =
            term(&query.term)?.split_whitespace().map(|word| name_key(word).to_lowercase()).collect();
        let own: Vec<usize> = (0..shelf.trees.len()).filter(|at| shelf.trees[*at].is_of(&query.product)).collect();
        let of_product = |known: &&Known| own.is_empty() || own.contains(&known.tree);
        let fits = |known: &&Known| typed.iter().all(|word| known.words.contains(word.as_str()));
        Ok(shelf.faults.iter().filter(of_product).filter(fits).take(MOST).map(|known| known.hit.clone()).collect())
    }
}

/// Every code with its place, part and symptom, for forms that choose one.
pub(crate) fn all_codes() -> Answer<Vec<(String, String)>> {
    let said = |hit: &FaultHit| (hit.code.clone(), format!("{} {} {}", hit.place, hit.part, hit.symptom));
    Ok(shelf()?.faults.iter().map(|known| said(&known.hit)).collect())
}

/// FAULTPICK-3.
pub(crate) fn unknown_code(given: &str, stands: &str) -> Answer<Option<Refusal>> {
    let given = clean(given);
    let known = given.is_empty() || given == stands || shelf()?.faults.iter().any(|known| known.hit.code == given);
    Ok((!known).then_some(Refusal::Unknown { field: "fault_code", label: "故障代码", given }))
}
