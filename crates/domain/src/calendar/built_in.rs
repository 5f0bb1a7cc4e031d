//! The calendars the program ships.

/// Weekly rest and fixed dates.
pub(super) const FIXED: &str = include_str!("../../../../policies/calendars/CN-fixed.json");

/// One text a published year.
pub(super) const YEARS: &[&str] = &[
    include_str!("../../../../policies/calendars/CN-2010.json"),
    include_str!("../../../../policies/calendars/CN-2011.json"),
    include_str!("../../../../policies/calendars/CN-2012.json"),
    include_str!("../../../../policies/calendars/CN-2013.json"),
    include_str!("../../../../policies/calendars/CN-2014.json"),
    include_str!("../../../../policies/calendars/CN-2015.json"),
    include_str!("../../../../policies/calendars/CN-2016.json"),
    include_str!("../../../../policies/calendars/CN-2017.json"),
    include_str!("../../../../policies/calendars/CN-2018.json"),
    include_str!("../../../../policies/calendars/CN-2019.json"),
    include_str!("../../../../policies/calendars/CN-2020.json"),
    include_str!("../../../../policies/calendars/CN-2021.json"),
    include_str!("../../../../policies/calendars/CN-2022.json"),
    include_str!("../../../../policies/calendars/CN-2023.json"),
    include_str!("../../../../policies/calendars/CN-2024.json"),
    include_str!("../../../../policies/calendars/CN-2025.json"),
    include_str!("../../../../policies/calendars/CN-2026.json"),
];
