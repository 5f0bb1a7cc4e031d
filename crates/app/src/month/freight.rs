//! The freight of a month's batches, as the heads of W02 and W07 state it. Several batches stand side by side.

use super::source::thousandths;
use domain::old_part::PartsBatch;
use std::collections::BTreeMap;

/// Head fields of W02.
pub(super) fn parts_list(batches: &[PartsBatch]) -> BTreeMap<String, String> {
    let mut fields = common(batches);
    fields.insert("shipped_on".into(), listed(batches, |batch| batch.sent_on.iso()));
    fields
}

/// Head fields of W07. Windows and their last days are a policy this desk does not have yet: left to be written in.
pub(super) fn old_parts_list(batches: &[PartsBatch]) -> BTreeMap<String, String> {
    let mut fields = common(batches);
    fields.insert("batch_no".into(), listed(batches, |batch| batch.no.clone()));
    fields.insert(
        "gross_weight".into(),
        listed(batches, |batch| batch.weight_g.map(|g| thousandths(g) + "kg").unwrap_or_default()),
    );
    fields
}

fn common(batches: &[PartsBatch]) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("carrier".into(), listed(batches, |batch| batch.carrier.clone())),
        ("waybill_no".into(), listed(batches, |batch| batch.waybill_no.clone())),
        ("boxes".into(), listed(batches, |batch| batch.boxes.to_string())),
        ("freight_payer".into(), listed(batches, |batch| batch.freight_payer.clone())),
    ])
}

/// What the batches say, without what is empty; one that all share is said once.
fn listed(batches: &[PartsBatch], value: impl Fn(&PartsBatch) -> String) -> String {
    let mut said: Vec<String> = batches.iter().map(value).filter(|text| !text.is_empty()).collect();
    if said.windows(2).all(|pair| pair[0] == pair[1]) && batches.len() > 1 && said.len() == batches.len() {
        said.truncate(1);
    }
    said.join("、")
}
