//! Which column of a sheet carries which field: by header text, unless a person said otherwise.

use super::fields::{Form, PARTS_IN_ROW, Piece};
use crate::error::{Answer, AppError};
use crate::view::{FieldMap, ImportKind};
use report::read::normalise;
use std::collections::{BTreeMap, HashMap};

/// Field key → header text; an empty text means: no column. What a person changed.
pub(super) type Mapping = BTreeMap<String, String>;

/// Columns of one sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    at: HashMap<&'static str, usize>,
    /// Per replaced part the columns of its pieces, in the order of `Piece::ALL`.
    pub parts: Vec<[Option<usize>; 4]>,
}

impl Columns {
    pub(super) fn of(&self, key: &str) -> Option<usize> {
        self.at.get(key).copied()
    }

    /// Every column that carries something.
    pub(super) fn all(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            self.at.values().copied().chain(self.parts.iter().flatten().flatten().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Matches the header of a sheet.
    pub(super) fn matched(form: &Form, names: &[String], mapping: &Mapping) -> Self {
        let heads: Vec<String> = names.iter().map(|name| normalise(name)).collect();
        let told: HashMap<&str, Option<usize>> =
            mapping.iter().map(|(key, text)| (key.as_str(), column_named(names, &heads, text))).collect();
        let taken: Vec<usize> = told.values().copied().flatten().collect();
        let guess = |wanted: &[&str]| {
            let free = |name: &&str| {
                heads.iter().enumerate().position(|(i, head)| *head == normalise(name) && !taken.contains(&i))
            };
            wanted.iter().find_map(free)
        };
        let found = form.fields.iter().filter_map(|field| {
            let column = told.get(field.key).copied().unwrap_or_else(|| guess(field.names));
            column.map(|column| (field.key, column))
        });
        let at: HashMap<_, _> = found.collect();
        let parts = if form.kind == ImportKind::Repairs { parts(&heads, &at, &told, &taken) } else { Vec::new() };
        Self { at, parts }
    }
}

/// The column with this header text: exactly, else as names are compared.
fn column_named(names: &[String], heads: &[String], text: &str) -> Option<usize> {
    if text.trim().is_empty() {
        return None;
    }
    let same = |name: &String| name.trim() == text.trim();
    names.iter().position(same).or_else(|| heads.iter().position(|head| *head == normalise(text)))
}

/// Columns of replaced parts: `零件编码2`, or the second `零件编码`.
fn parts(
    heads: &[String],
    at: &HashMap<&'static str, usize>,
    told: &HashMap<&str, Option<usize>>,
    taken: &[usize],
) -> Vec<[Option<usize>; 4]> {
    let mut parts = vec![[None; 4]; PARTS_IN_ROW];
    let mut seen = [0; 4];
    for (column, head) in heads.iter().enumerate() {
        let Some((piece, number)) = part_named(head) else { continue };
        if taken.contains(&column) || at.values().any(|used| *used == column) {
            continue;
        }
        let count = &mut seen[piece as usize];
        *count += 1;
        let slot =
            parts.get_mut(number.unwrap_or(*count).wrapping_sub(1)).and_then(|part| part.get_mut(piece as usize));
        if let Some(free @ None) = slot {
            *free = Some(column);
        }
    }
    for (number, part) in (1..).zip(&mut parts) {
        for (piece, slot) in Piece::ALL.into_iter().zip(part) {
            if let Some(column) = told.get(part_key(number, piece).as_str()) {
                *slot = *column;
            }
        }
    }
    let used = parts.iter().rposition(|part| part.iter().any(Option::is_some)).map_or(0, |last| last + 1);
    parts.truncate(used);
    parts
}

/// Key of a piece of the nth part, from 1.
pub(super) fn part_key(number: usize, piece: Piece) -> String {
    format!("parts.{number}.{}", piece.key())
}

/// What a part's column is, and which part it names, when it says so.
fn part_named(head: &str) -> Option<(Piece, Option<usize>)> {
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let base: String = head.chars().filter(|c| !c.is_ascii_digit()).collect();
    let piece = Piece::ALL.into_iter().find(|piece| piece.names().contains(&base.as_str()))?;
    Some((piece, digits.parse().ok()))
}

/// The fields of a form and the headers they were found under.
pub(super) fn field_maps(form: &Form, names: &[String], columns: &Columns) -> Vec<FieldMap> {
    let head = |column: Option<usize>| column.and_then(|column| names.get(column)).cloned();
    let plain = form.fields.iter().map(|field| FieldMap {
        key: field.key.into(),
        label: field.label.into(),
        required: field.need != super::fields::Need::No,
        column: head(columns.of(field.key)),
    });
    let mut maps: Vec<FieldMap> = plain.collect();
    let shown = if form.kind == ImportKind::Repairs { columns.parts.len().max(5) } else { 0 };
    for number in 1..=shown {
        maps.extend(Piece::ALL.map(|piece| FieldMap {
            key: part_key(number, piece),
            label: format!("{}{number}", piece.label()),
            required: false,
            column: head(columns.parts.get(number - 1).and_then(|part| part.get(piece as usize)).copied().flatten()),
        }));
    }
    maps
}

/// Refuses a mapping that names an unknown field, or a header no sheet has.
pub(super) fn check_mapping(form: &Form, mapping: &Mapping, headers: &[String]) -> Answer<()> {
    for (key, text) in mapping {
        let bad = |detail: String| AppError::BadInput { field: format!("mapping.{key}"), detail };
        if form.field(key).is_none() && !is_part_key(form, key) {
            return Err(bad(format!("{}没有「{key}」这个字段", form.name)));
        }
        if !text.trim().is_empty() && !headers.iter().any(|head| normalise(head) == normalise(text)) {
            return Err(bad(format!("表头里没有「{text}」这一列")));
        }
    }
    Ok(())
}

fn is_part_key(form: &Form, key: &str) -> bool {
    form.kind == ImportKind::Repairs
        && (1..=PARTS_IN_ROW).any(|number| Piece::ALL.iter().any(|piece| part_key(number, *piece) == key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(kind: ImportKind, names: &str, mapping: &[(&str, &str)]) -> Columns {
        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
        let mapping = mapping.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        Columns::matched(Form::of(kind), &names, &mapping)
    }

    #[test]
    fn columns_are_found_by_header_text() {
        let found = columns(ImportKind::Sales, "序号,购机日期*,姓 名,出厂编号,数量(台),单台销售价格(元)", &[]);
        assert_eq!(
            ["sold_on", "customer.name", "unit.serial", "quantity", "price_fen"].map(|key| found.of(key)),
            [1, 2, 3, 4, 5].map(Some)
        );
        assert_eq!(found.of("invoice_on"), None);
    }

    #[test]
    fn a_persons_choice_goes_before_the_guess_and_takes_its_column() {
        let found = columns(
            ImportKind::Sales,
            "购机日期,日期,编号,铭牌号",
            &[("unit.serial", "铭牌号"), ("delivered_on", "日期"), ("sold_on", "")],
        );
        assert_eq!((found.of("unit.serial"), found.of("delivered_on"), found.of("sold_on")), (Some(3), Some(1), None));
    }

    #[test]
    fn parts_are_told_by_number_or_by_turn() {
        let numbered =
            columns(ImportKind::Repairs, "维修单号,零件编码2,零件名称2,数量2,零件编码1,零件名称1,数量1", &[]);
        assert_eq!(numbered.parts, [[Some(4), Some(5), Some(6), None], [Some(1), Some(2), Some(3), None]]);
        let in_turn = columns(ImportKind::Repairs, "单号,配件名称,数量,配件名称,数量", &[]);
        assert_eq!(in_turn.parts, [[None, Some(1), Some(2), None], [None, Some(3), Some(4), None]]);
    }
}
