//! Stories across crates. See ARCHITECTURE.md.
