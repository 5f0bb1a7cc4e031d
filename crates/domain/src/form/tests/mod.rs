//! Tests of the forms, by what they show.

mod filling;
mod fixtures;
