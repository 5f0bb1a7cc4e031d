//! Tests of the forms, by what they show.

mod any;
mod checking;
mod drawing;
mod feeding;
mod filling;
mod fixtures;
mod receiving;
mod together;
mod travelling;
