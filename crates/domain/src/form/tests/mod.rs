//! Tests of the forms, by what they show.

mod checking;
mod filling;
mod fixtures;
