//! What people read of an entry: its one line, and the cells of its register.

use super::definition::{Codes, Field, FieldKind, Form};
use super::value::{FieldValue, Names, Values};
use crate::Fen;
use crate::deadline::Moment;
use crate::formula::thousandths;

impl Form {
    /// The line an entry goes by, from the fields the definition names.
    pub fn says(&self, values: &Values, names: &Names) -> String {
        let fields = self.says.iter().filter_map(|key| self.field(key));
        let said = fields.map(|field| field.cell(values.get(&field.key), names));
        said.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Field {
    /// A value as people read it; empty where there is none. `names` are what identities are called.
    pub fn cell(&self, value: Option<&FieldValue>, names: &Names) -> String {
        let Some(value) = value else { return String::new() };
        match (&self.kind, value) {
            (FieldKind::Choice(Codes::Own(codes)), FieldValue::Text(code)) => title_of(codes, code),
            (FieldKind::Choice(Codes::Of(_)) | FieldKind::Ref(_), FieldValue::Text(id)) => {
                names.get(id).unwrap_or(id).clone()
            }
            (FieldKind::Instant { .. }, FieldValue::Number(at)) => Moment::At(*at).zh(),
            (FieldKind::Number { unit, .. }, FieldValue::Number(n)) => {
                format!("{} {unit}", thousandths(*n)).trim_end().to_owned()
            }
            (FieldKind::Money { .. }, FieldValue::Number(n)) => Fen(*n).to_string(),
            (FieldKind::Rating(levels), FieldValue::Number(n)) => {
                let level = usize::try_from(*n).ok().and_then(|n| levels.get(n.checked_sub(1)?));
                level.cloned().unwrap_or_else(|| n.to_string())
            }
            (_, FieldValue::Text(text)) => text.clone(),
            (_, FieldValue::Truth(truth)) => if *truth { "是" } else { "否" }.to_owned(),
            (_, FieldValue::Rows(rows)) => format!("{} 行", rows.len()),
            (_, FieldValue::Number(n)) => n.to_string(),
        }
    }
}

fn title_of(codes: &[(String, String)], code: &str) -> String {
    codes.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, title)| title.clone())
}
