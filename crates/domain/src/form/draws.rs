//! What a drawn table needs of the form it stands in.

use super::definition::{CodeTable, Codes, Draw, Field, FieldKind, Shape};

/// A field that decides beside the entry's day which rows are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// Its key.
    pub key: &'static str,
    /// What it must be, Chinese.
    pub zh: &'static str,
}

impl Draw {
    /// The field of the form that says whose work, or of which season; the rows of the others follow from the entry's day alone.
    pub fn beside(self) -> Option<Beside> {
        match self {
            Self::WorkOfTechnicianDay => {
                Some(Beside { key: "technician", zh: "从 technicians 里选的选择栏，或一行文字" })
            }
            Self::PartsUsedLastYear => Some(Beside { key: "season_on", zh: "日期" }),
            _ => None,
        }
    }

    /// Whether a field of that key can say it.
    pub(super) fn reads(self, field: &Field) -> bool {
        match self {
            Self::WorkOfTechnicianDay => matches!(
                field.kind,
                FieldKind::Choice(Codes::Of(CodeTable::Technicians)) | FieldKind::Text { shape: Shape::Plain, .. }
            ),
            Self::PartsUsedLastYear => matches!(field.kind, FieldKind::Day { .. }),
            _ => true,
        }
    }
}
