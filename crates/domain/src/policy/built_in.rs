//! The packs the program ships, as their exact texts.

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
