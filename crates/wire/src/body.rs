//! Typed bodies of the records a desk sends, by kind.
//!
//! Absent: rules. Head office reads bodies as JSON and never through these types,
//! so a newer desk may add fields an older head office still stores whole.
