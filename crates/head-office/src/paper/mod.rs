//! Papers of head office (总部来文): entries of forms that are data, written here, confirmed by the dealers.
//!
//! - PAPEROUT-1 A paper is judged by its form before it goes out, by the code the desk judges it with; every refused field comes back at once.
//! - PAPEROUT-2 A paper keeps its id; a correction is whole, has the next version, and goes to those who have the paper.
//! - PAPEROUT-3 The forms are those of the newest pack that went out, and the built-in ones beside them.
//!
//! Absent: whether a number a paper names is a record of that dealer's. Its desk links it, and says what is not there.

#[cfg(test)]
mod tests;
pub mod typed;

use std::collections::BTreeMap;

use domain::form::{BUILT_IN, FieldKind, FieldValue, Filled, Form, Given, Names, PrincipalUse, Values};
use serde_json::Value;
use wire::law::{PACK_KIND, PackBody};
use wire::paper::{PAPER_KIND, PaperBody, PaperField};

use crate::store::clerks::Deed;
use crate::store::lists::Issued;
use crate::store::{Store, StoreError};

/// Why a paper does not go out.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// No such form.
    #[error("没有「{0}」这种表单，或者它不属于厂家")]
    NoForm(String),
    /// Refused fields: field and sentence.
    #[error("{}", told(.0))]
    Fields(Vec<(String, String)>),
    /// No such paper.
    #[error("没有发过「{0}」这份来文")]
    NoPaper(String),
    /// A correction says why.
    #[error("更正要写原因，经销商会看到")]
    NoReason,
    /// Nobody to send it to.
    #[error("没有收件的经销商")]
    Nobody,
    /// The database.
    #[error("总部的数据库没有存下来（{0}）")]
    Store(#[from] StoreError),
}

fn told(refused: &[(String, String)]) -> String {
    refused.iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>().join("；")
}

/// The forms a paper may be of (PAPEROUT-3).
pub fn forms(store: &dyn Store) -> Result<Vec<Form>, StoreError> {
    let newest = store.issued(PACK_KIND)?.into_iter().next();
    let pack = newest.and_then(|one| serde_json::from_str::<PackBody>(&one.body).ok());
    let pack: Value = pack.and_then(|pack| serde_json::from_str(&pack.file).ok()).unwrap_or_default();
    let own = pack["forms"].as_array().into_iter().flatten();
    let mut all: Vec<Form> = own.filter_map(|form| Form::read(&form.to_string()).ok()).collect();
    for form in BUILT_IN.iter().filter_map(|(_, source)| Form::read(source).ok()) {
        if all.iter().all(|own| own.key != form.key) {
            all.push(form);
        }
    }
    all.retain(|form| form.principal != PrincipalUse::None);
    Ok(all)
}

/// One of them.
pub fn form(store: &dyn Store, key: &str) -> Result<Form, Unfit> {
    forms(store)?.into_iter().find(|form| form.key == key).ok_or_else(|| Unfit::NoForm(key.to_owned()))
}

/// What a form makes of the values (PAPEROUT-1).
pub fn judged(form: &Form, values: &Values, now: i64) -> Result<Filled, Unfit> {
    form.received(values, &Values::new(), &Given::at(now))
        .map_err(|refused| Unfit::Fields(refused.iter().map(|one| (one.path.clone(), one.to_string())).collect()))
}

/// A version of a paper that went out.
#[derive(Debug, Clone)]
pub struct Version {
    /// As it went.
    pub body: PaperBody,
    /// When it first went, to how many.
    pub issued: Issued,
}

/// Papers that went out, the newest first, each with its versions, the newest first.
pub fn papers(store: &dyn Store) -> Result<Vec<Vec<Version>>, StoreError> {
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for issued in store.issued(PAPER_KIND)? {
        let Ok(body) = serde_json::from_str::<PaperBody>(&issued.body) else { continue };
        if !found.contains_key(&body.paper) {
            order.push(body.paper.clone());
        }
        found.entry(body.paper.clone()).or_default().push(Version { body, issued });
    }
    for versions in found.values_mut() {
        versions.sort_by_key(|one| std::cmp::Reverse(one.body.version));
    }
    Ok(order.iter().filter_map(|paper| found.remove(paper)).collect())
}

/// The versions of one, the newest first.
pub fn paper(store: &dyn Store, id: &str) -> Result<Vec<Version>, Unfit> {
    let found = papers(store)?.into_iter().find(|versions| versions.iter().any(|one| one.body.paper == id));
    found.ok_or_else(|| Unfit::NoPaper(id.to_owned()))
}

/// Dealers that have a paper: those its newest version went to.
pub fn holders(store: &dyn Store, versions: &[Version]) -> Result<Vec<String>, StoreError> {
    let Some(newest) = versions.first() else { return Ok(Vec::new()) };
    let lacking = store.lacking(PAPER_KIND, &newest.issued.hash)?;
    let all = store.dealers()?.into_iter().map(|(code, _)| code);
    Ok(all.filter(|code| !lacking.contains(code)).collect())
}

/// A paper on its way out.
pub struct Draft<'a> {
    /// Its form.
    pub form: &'a Form,
    /// What was written.
    pub values: &'a Values,
    /// The paper it corrects, and why.
    pub corrects: Option<(&'a [Version], &'a str)>,
}

impl Draft<'_> {
    /// As it travels (PAPEROUT-1, PAPEROUT-2).
    pub fn body(&self, now: i64) -> Result<PaperBody, Unfit> {
        let filled = judged(self.form, self.values, now)?;
        let (paper, version, reason) = match self.corrects {
            Some((_, why)) if why.trim().is_empty() => return Err(Unfit::NoReason),
            Some((versions, why)) => {
                let before = versions.first().map(|one| (one.body.paper.clone(), one.body.version));
                let (paper, version) = before.ok_or_else(|| Unfit::NoPaper(String::new()))?;
                (paper, version + 1, why.trim().to_owned())
            }
            None => (crate::store::fresh_id(now)?, 1, String::new()),
        };
        let says = self.form.says(&filled.values, &Names::new());
        let values = serde_json::to_value(self.values).unwrap_or_default();
        Ok(PaperBody {
            title: format!("{} {says}", self.form.title).trim().to_owned(),
            paper,
            version,
            form: self.form.key.clone(),
            form_title: self.form.title.clone(),
            form_version: self.form.version,
            values: values.as_object().cloned().unwrap_or_default(),
            fields: fields(self.form, &filled.values),
            reason,
        })
    }
}

/// Sends a paper to these dealers.
pub fn send(store: &dyn Store, body: &PaperBody, to: &[String], now: i64, deed: Option<&Deed>) -> Result<(), Unfit> {
    if to.is_empty() {
        return Err(Unfit::Nobody);
    }
    let text = serde_json::to_string(body).map_err(|why| StoreError::Disk(why.into()))?;
    Ok(store.add_items(to, PAPER_KIND, &text, now, deed)?)
}

/// The filled fields as people read them.
fn fields(form: &Form, values: &Values) -> Vec<PaperField> {
    let none = Names::new();
    let filled = form.fields().filter_map(|field| Some((field, values.get(&field.key)?)));
    filled
        .map(|(field, value)| {
            let text = match (&field.kind, value) {
                (FieldKind::Table(table), FieldValue::Rows(rows)) => {
                    let cell = |row: &Values, column: &domain::form::Field| {
                        let text = column.cell(row.get(&column.key), &none);
                        (!text.is_empty()).then(|| format!("{} {text}", column.title))
                    };
                    let row = |row: &Values| {
                        table.fields.iter().filter_map(|column| cell(row, column)).collect::<Vec<_>>().join("，")
                    };
                    rows.iter().map(row).collect::<Vec<_>>().join("\n")
                }
                _ => field.cell(Some(value), &none),
            };
            PaperField { title: field.title.clone(), text }
        })
        .collect()
}
