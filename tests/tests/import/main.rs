//! Stories of import: ledgers as dealers keep them, those beside the project and smaller ones written here.

mod files;
mod ledger;
mod repairs;
mod sales;
mod samples;
