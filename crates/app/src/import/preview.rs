//! What was understood of a file, before anything is saved.

use super::columns::{field_maps, part_key};
use super::error_file::is_own_head;
use super::fields::{Field, Need, Piece, Shape};
use super::row::understood;
use super::source::{Sheet, Source};
use crate::view::{FieldMap, ImportOutcome, ImportPreview};
use report::read::Cell;

/// Rows shown.
const SHOWN: usize = 20;

pub(super) fn of(source: &Source, outcome: ImportOutcome) -> ImportPreview {
    let fields = fields(source);
    ImportPreview {
        kind: source.form.kind,
        format: source.format(),
        sheets: source.sheets.iter().filter_map(|sheet| source.grid(sheet)).map(|grid| grid.name.clone()).collect(),
        headers: headers(source),
        sample: sample(source, &fields),
        fields,
        outcome,
    }
}

/// Header texts a person can choose from.
fn headers(source: &Source) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for name in source.sheets.iter().flat_map(|sheet| &sheet.header.names) {
        if !name.is_empty() && !is_own_head(name) && !headers.contains(name) {
            headers.push(name.clone());
        }
    }
    headers
}

/// The fields of the first sheet; columns only a later sheet has are filled in.
fn fields(source: &Source) -> Vec<FieldMap> {
    let mut maps: Vec<FieldMap> = Vec::new();
    for sheet in &source.sheets {
        for map in field_maps(source.form, &sheet.header.names, &sheet.columns) {
            match maps.iter_mut().find(|known| known.key == map.key) {
                Some(known) if known.column.is_none() => known.column = map.column,
                Some(_) => {}
                None => maps.push(map),
            }
        }
    }
    maps
}

fn sample(source: &Source, fields: &[FieldMap]) -> Vec<Vec<String>> {
    let records = source.sheets.iter().filter_map(|sheet| Some((sheet, source.grid(sheet)?)));
    let rows = records.flat_map(|(sheet, grid)| sheet.header.records(grid).map(move |(_, cells)| (sheet, cells)));
    rows.take(SHOWN)
        .map(|(sheet, cells)| fields.iter().map(|map| shown(source, sheet, cells, &map.key)).collect())
        .collect()
}

fn shown(source: &Source, sheet: &Sheet, cells: &[Cell], key: &str) -> String {
    let (field, column) = match source.form.field(key) {
        Some(field) => (*field, sheet.columns.of(key)),
        None => part_field(sheet, key),
    };
    column.and_then(|column| cells.get(column)).map(|cell| understood(&field, cell)).unwrap_or_default()
}

fn part_field(sheet: &Sheet, key: &str) -> (Field, Option<usize>) {
    let plain = |shape| Field { key: "", label: "", names: &[], need: Need::No, shape };
    for (number, columns) in (1..).zip(&sheet.columns.parts) {
        for (piece, column) in Piece::ALL.into_iter().zip(columns) {
            if part_key(number, piece) == key {
                let shape = match piece {
                    Piece::Code | Piece::Name => Shape::Text,
                    Piece::Quantity => Shape::Quantity,
                    Piece::Price => Shape::Money,
                };
                return (plain(shape), *column);
            }
        }
    }
    (plain(Shape::Text), None)
}
