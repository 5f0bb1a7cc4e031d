//! What each kind of file can hold: key, Chinese name, names of its column, whether a row needs it.
//!
//! Keys are the paths of the forms' inputs, so that a rule's refusal names the same field as the header does. Names are
//! compared by `report::read::normalise`: no blanks, no bracketed unit, half width. A name stands under one field only.

use super::field_tables::{MODELS, PARTS, REPAIRS, SALES};
use crate::view::ImportKind;

/// How much a field is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The header shows what the file is by it, and every row must have it.
    Key,
    /// Every row must have it.
    Row,
    /// Wanted, not needed.
    No,
}

/// What a field holds; decides how it is shown in a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Day,
    Money,
    Quantity,
    Phone,
    Identity,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub key: &'static str,
    pub label: &'static str,
    pub names: &'static [&'static str],
    pub need: Need,
    pub shape: Shape,
}

/// One kind of file.
#[derive(Debug)]
pub(super) struct Form {
    pub kind: ImportKind,
    pub name: &'static str,
    pub fields: &'static [Field],
    /// Column names that prove it to be another kind.
    pub foreign: &'static [&'static str],
}

impl Form {
    pub(super) fn of(kind: ImportKind) -> &'static Self {
        match kind {
            ImportKind::Sales => &FORMS[0],
            ImportKind::Repairs => &FORMS[1],
            ImportKind::Models => &FORMS[2],
            ImportKind::Parts => &FORMS[3],
        }
    }

    pub(super) fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

pub(super) static FORMS: [Form; 4] = [
    Form {
        kind: ImportKind::Sales,
        name: "销售台账",
        fields: SALES,
        foreign: &["故障现象", "故障", "维修单号", "报修日期"],
    },
    Form { kind: ImportKind::Repairs, name: "维修记录", fields: REPAIRS, foreign: &[] },
    Form {
        kind: ImportKind::Models,
        name: "机型档案",
        fields: MODELS,
        foreign: &["出厂编号", "机号", "购机日期", "报修日期", "零件编码"],
    },
    Form {
        kind: ImportKind::Parts,
        name: "配件价目",
        fields: PARTS,
        foreign: &["出厂编号", "购机日期", "报修日期", "维修单号"],
    },
];

/// Pieces of a replaced part in a row of repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Code,
    Name,
    Quantity,
    Price,
}

/// Replaced parts a row can name.
pub(super) const PARTS_IN_ROW: usize = 10;

impl Piece {
    pub(super) const ALL: [Self; 4] = [Self::Code, Self::Name, Self::Quantity, Self::Price];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Quantity => "qty_milli",
            Self::Price => "price_fen",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Code => "零件编码",
            Self::Name => "零件名称",
            Self::Quantity => "零件数量",
            Self::Price => "零件单价",
        }
    }

    /// Names of its column; a number before, inside or behind says which part it is.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["零件编码", "配件编码", "零件号", "配件号", "零件代码", "零件编号", "配件编号", "编码"],
            Self::Name => &["零件名称", "配件名称", "更换零件", "更换配件", "零件", "配件", "名称"],
            Self::Quantity => &["数量", "零件数量", "配件数量", "件数"],
            Self::Price => &["单价", "零件单价", "配件单价"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_name_stands_under_one_field_only() {
        for form in &FORMS {
            let mut names: Vec<_> =
                form.fields.iter().flat_map(|field| field.names).map(|name| report::read::normalise(name)).collect();
            names.sort();
            let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{}: {twice:?}", form.name);
        }
    }

    #[test]
    fn every_kind_is_known_by_a_column() {
        for form in &FORMS {
            assert!(form.fields.iter().any(|field| field.need == Need::Key), "{}", form.name);
            assert_eq!(Form::of(form.kind).name, form.name);
        }
    }
}
