//! The forms in force, and definitions as entries were written with them.
//!
//! - REGISTER-1 A maker's pack may bring forms; one of the same key stands in the place of the built-in one for that maker's entries.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::policies::Policies;
use domain::form::{BUILT_IN, Form, FormFault};
use domain::principal::Principal;
use domain::{Day, PrincipalId, Refusal};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use store::{FormDefinition, Reader};

/// A form with the text it was read from.
#[derive(Debug)]
pub(crate) struct Held {
    pub form: Form,
    pub source: String,
    pub hash: String,
    /// The maker whose pack it came with.
    pub principal: Option<PrincipalId>,
}

impl Held {
    fn read(source: &str, principal: Option<PrincipalId>) -> Result<Self, Vec<FormFault>> {
        let hash = wire::hash::sha256_hex(source.as_bytes());
        Ok(Self { form: Form::read(source)?, source: source.to_owned(), hash, principal })
    }

    /// As it is kept with the first entry that is written with it.
    pub(crate) fn kept(&self, at: i64) -> FormDefinition {
        FormDefinition {
            hash: self.hash.clone(),
            key: self.form.key.clone(),
            version: self.form.version,
            principal: self.principal,
            source: self.source.clone(),
            kept_at: at,
        }
    }
}

/// Definitions that were read, by the hash of their text: the same text is the same form.
fn read_once() -> &'static Mutex<HashMap<String, Arc<Held>>> {
    static READ: OnceLock<Mutex<HashMap<String, Arc<Held>>>> = OnceLock::new();
    READ.get_or_init(Mutex::default)
}

/// Definitions kept in memory: more than a desk has, and no more.
const MOST_READ: usize = 1_000;

fn held(source: &str, principal: Option<PrincipalId>) -> Result<Arc<Held>, Vec<FormFault>> {
    let key = format!("{principal:?} {}", wire::hash::sha256_hex(source.as_bytes()));
    let mut read = read_once().lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = read.get(&key) {
        return Ok(Arc::clone(known));
    }
    let held = Arc::new(Held::read(source, principal)?);
    if read.len() >= MOST_READ {
        read.clear();
    }
    read.insert(key, Arc::clone(&held));
    Ok(held)
}

/// The forms the program ships, read once: they are part of it.
pub(crate) fn built_in() -> Answer<Vec<Arc<Held>>> {
    static READ: OnceLock<Result<Vec<Arc<Held>>, Vec<FormFault>>> = OnceLock::new();
    let all = READ.get_or_init(|| BUILT_IN.iter().map(|(_, source)| held(source, None)).collect());
    all.clone().map_err(unreadable)
}

fn unreadable(faults: Vec<FormFault>) -> AppError {
    let detail = faults.first().map(ToString::to_string).unwrap_or_default();
    Refusal::BadPolicy { detail }.into()
}

/// Forms of the pack by which a maker's day is judged (REGISTER-1).
fn of_pack(policies: &Policies, maker: &Principal, today: Day) -> Answer<Vec<Arc<Held>>> {
    let forms = policies.get(maker, today).map(|pack| pack.forms.as_slice()).unwrap_or_default();
    forms.iter().map(|form| held(&form.to_string(), Some(maker.id)).map_err(unreadable)).collect()
}

/// All forms for the entries of a maker, or of none.
pub(crate) fn in_force(
    app: &App,
    reader: &Reader<'_>,
    maker: Option<&Principal>,
    today: Day,
) -> Answer<Vec<Arc<Held>>> {
    let policies = app.policies(reader)?;
    in_force_by(&policies, maker, today)
}

/// The same by packs that are at hand.
pub(crate) fn in_force_by(policies: &Policies, maker: Option<&Principal>, today: Day) -> Answer<Vec<Arc<Held>>> {
    let mut all = maker.map_or_else(|| Ok(Vec::new()), |maker| of_pack(policies, maker, today))?;
    for held in built_in()? {
        if !all.iter().any(|own| own.form.key == held.form.key) {
            all.push(held);
        }
    }
    Ok(all)
}

/// The form of a key for the entries of a maker, or of none.
pub(crate) fn form(
    app: &App,
    reader: &Reader<'_>,
    key: &str,
    (maker, today): (Option<&Principal>, Day),
) -> Answer<Arc<Held>> {
    let mut found = in_force(app, reader, maker, today)?.into_iter().find(|held| held.form.key == key);
    // A register only makers bring is asked for before a maker is chosen.
    let makers = if maker.is_none() && found.is_none() { reader.principals()? } else { Vec::new() };
    let policies = app.policies(reader)?;
    for maker in makers {
        found = found.or(of_pack(&policies, &maker, today)?.into_iter().find(|held| held.form.key == key));
    }
    found.ok_or_else(|| Refusal::Unknown { field: "form", label: "登记表", given: key.to_owned() }.into())
}

/// The definition an entry was written with; none where it is gone or cannot be read (ENTRY-7).
pub(crate) fn written_with(reader: &Reader<'_>, hash: &str) -> Answer<Option<Arc<Held>>> {
    Ok(reader.form_definition(hash)?.as_ref().and_then(of_kept))
}

/// A kept definition, read; none where it cannot be.
pub(crate) fn of_kept(kept: &FormDefinition) -> Option<Arc<Held>> {
    held(&kept.source, kept.principal).ok().filter(|held| held.hash == kept.hash)
}
