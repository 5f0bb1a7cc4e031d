//! The packs the program ships, as their exact texts.

use super::{PackKind, PolicyPack};
use std::sync::LazyLock;

/// Name and version of the contracts among them: examples which no maker signed.
static SAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let packs = SHIPPED.iter().filter_map(|text| PolicyPack::parse(text).ok());
    packs.filter(|pack| pack.kind == PackKind::Contract).map(|pack| pack.name_and_version()).collect()
});

/// Whether a pack, by name and version, is an example of a contract.
pub fn is_sample(name_and_version: &str) -> bool {
    SAMPLES.iter().any(|sample| sample == name_and_version)
}

/// Statutes first, then the examples of contracts.
pub const SHIPPED: [&str; 7] = [
    include_str!("../../../../policies/packs/CN-ag-2010.json"),
    include_str!("../../../../policies/packs/CN-appliance-1995.json"),
    include_str!("../../../../policies/packs/CN-car-43.json"),
    include_str!("../../../../policies/packs/S0-farm.json"),
    include_str!("../../../../policies/packs/S3-ebike.json"),
    include_str!("../../../../policies/packs/S3-aircon.json"),
    include_str!("../../../../policies/packs/S4-supplier.json"),
];
