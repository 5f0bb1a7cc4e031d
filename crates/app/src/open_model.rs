//! Models that lack what their 三包 period hangs on.
//!
//! - OPENMODEL-1 A sale names the product of a model it makes, wherever the maker's packs tell products apart; a ledger may leave it out, and 今日 counts those models until somebody names it.
//! - OPENMODEL-2 A paper fills in a product or power a model lacks and changes none that is known; another one is said.

use crate::error::Answer;
use crate::law::facts::model_facts;
use crate::policies::{Policies, laid_out};
use crate::view::{Notice, SaleDraft};
use crate::writing::notice;
use domain::coverage::{Classified, Fact};
use domain::model::Model;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::text::{clean, serial_key};
use domain::{Day, PrincipalId};
use std::collections::HashSet;
use store::Reader;

/// Whether a maker's packs tell products apart on a day.
fn tells_products(policies: &Policies, maker: &Principal, on: Day) -> bool {
    laid_out(&policies.of(maker, on)).tells_products()
}

/// Whether a sale makes a model that has to say what product it is (OPENMODEL-1).
pub(crate) fn product_needed(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    draft: &SaleDraft,
) -> Answer<bool> {
    let key = serial_key(&draft.unit.model);
    let new = !key.is_empty() && reader.model_by_key(maker.id, &key)?.is_none();
    Ok(new && tells_products(policies, maker, draft.sold_on))
}

/// The refusal of a sale that makes a model without a product (OPENMODEL-1).
pub(crate) fn product_missing(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    draft: &SaleDraft,
) -> Answer<Option<Refusal>> {
    let missing = draft.unit.product.trim().is_empty() && product_needed(reader, policies, maker, draft)?;
    Ok(missing.then_some(Refusal::Missing { field: "unit.product", label: "产品名称" }))
}

/// Models of machines here whose product nobody named, of makers whose packs ask for it.
pub(crate) fn open_models(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: Option<&Principal>,
    today: Day,
) -> Answer<Vec<Model>> {
    let unnamed = reader.models_unnamed(maker.map(|maker| maker.id))?;
    if unnamed.is_empty() {
        return Ok(unnamed);
    }
    let makers = reader.principals()?;
    let asking: HashSet<PrincipalId> =
        makers.iter().filter(|maker| tells_products(policies, maker, today)).map(|maker| maker.id).collect();
    Ok(unnamed.into_iter().filter(|model| asking.contains(&model.principal)).collect())
}

/// What is worth a look about the model of a draft.
pub(crate) fn model_notices(
    reader: &Reader<'_>,
    policies: &Policies,
    maker: &Principal,
    draft: &SaleDraft,
) -> Answer<Vec<Notice>> {
    let known = reader.model_by_key(maker.id, &serial_key(&draft.unit.model))?;
    let mut notices = Vec::new();
    notices.extend(fact_missing(policies, maker, draft, known.as_ref()));
    notices.extend(known.iter().flat_map(|known| differs(known, draft)));
    Ok(notices)
}

/// A fact of the model without which its 三包 period cannot be computed.
fn fact_missing(policies: &Policies, maker: &Principal, draft: &SaleDraft, known: Option<&Model>) -> Option<Notice> {
    let typed = &draft.unit;
    let mut facts = known.map(model_facts).unwrap_or_default();
    if facts.unnamed() {
        facts.product = clean(&typed.product);
    }
    facts.power_milli_kw = facts.power_milli_kw.or(typed.power_milli_kw);
    let packs = policies.of(maker, draft.sold_on);
    let held = laid_out(&packs).for_model(&facts);
    if held.open && known.is_some() {
        let says = format!("机型 {} 的产品未定，部件三包期没有算：请填产品名称", typed.model);
        return Some(notice("unit.product", "product_open", says));
    }
    let field = match &held.class {
        Classified::Unsure { missing: Fact::Power, .. } => "unit.power_milli_kw",
        Classified::Unsure { .. } => "unit.model",
        Classified::Is(_) | Classified::None => return None,
    };
    held.class.trouble().map(|why| notice(field, "fact_missing", why))
}

/// What is typed of a model that has something else is not taken (OPENMODEL-2).
fn differs(known: &Model, draft: &SaleDraft) -> Vec<Notice> {
    let typed = &draft.unit;
    let says = |what: &str, known: &str, typed: &str| {
        let model = &draft.unit.model;
        format!("机型 {model} 登记的{what}是 {known}，这里填的 {typed} 没有采用；登记错了请到「档案 → 机型」改")
    };
    let product = clean(&typed.product);
    let product = (!known.product.is_empty() && !product.is_empty() && product != known.product)
        .then(|| notice("unit.product", "product_differs", says("产品名称", &known.product, &product)));
    let power = known.power_milli_kw.zip(typed.power_milli_kw).filter(|(known, typed)| known != typed);
    let power = power.map(|(known, typed)| {
        notice("unit.power_milli_kw", "power_differs", says("功率", &format!("{} 千瓦", kw(known)), &kw(typed)))
    });
    product.into_iter().chain(power).collect()
}

fn kw(milli: i64) -> String {
    let text = format!("{}.{:03}", milli / 1000, milli % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
