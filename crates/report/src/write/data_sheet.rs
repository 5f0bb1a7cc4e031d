//! Sheet 3: every field of every record for a machine. Row 1 holds the stable keys and is hidden, row 2 what people call them.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::cell::{self, At, Content};
use super::format::number_format;
use super::proof::Proof;
use super::{Row, Value, WriteProblem};
use crate::layout::{Kind, Layout};

pub(super) struct DataSheet<'a> {
    layout: &'a Layout,
    /// Key, and the kind a printed column gives it; a field no column prints is as its values are.
    fields: Vec<(&'a str, Option<Kind>)>,
    looks: Looks,
    row: u32,
    shown: String,
    /// What its rows say.
    pub proof: Proof,
}

impl<'a> DataSheet<'a> {
    /// Its place among the sheets: the last.
    pub fn index(layout: &Layout) -> usize {
        1 + usize::from(layout.summary.is_some())
    }

    pub fn new(layout: &'a Layout, inline: bool) -> Self {
        let kind = |key: &str| layout.columns.iter().find(|column| column.key == key).map(|column| column.kind);
        let fields = layout.fields.iter().map(|key| (key.as_str(), kind(key))).collect();
        let proof = Proof::new(Self::index(layout), layout.fields.len(), inline);
        Self { layout, fields, looks: Looks::new(), row: 2, shown: String::new(), proof }
    }

    pub fn open(&mut self, sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        // Nobody signs it; but who prints it by mistake gets whole rows.
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        let bold = Format::new().set_bold().set_align(FormatAlign::Center);
        sheet.set_row_hidden(0)?;
        for (column, (key, _)) in (0_u16..).zip(&self.fields) {
            sheet.set_column_width(column, 14)?;
            sheet.write_string(0, column, *key)?;
        }
        for (column, (key, _)) in (0_u16..).zip(&self.fields) {
            let title = self.layout.columns.iter().find(|column| column.key == *key);
            sheet.write_string_with_format(1, column, title.map_or(*key, |column| &column.title), &bold)?;
        }
        sheet.set_freeze_panes(2, 0)?.set_repeat_rows(1, 1)?;
        Ok(())
    }

    pub fn record(&mut self, sheet: &mut Worksheet, row: &Row) -> Result<(), WriteProblem> {
        self.proof.row(self.row);
        for (index, (key, kind)) in self.fields.iter().enumerate() {
            let value = row.get(index);
            if value == Value::Empty {
                continue;
            }
            let kind = kind.unwrap_or_else(|| own_kind(&value));
            let content = cell::content(&value, kind, &mut self.shown, At { row: u64::from(self.row), column: key })?;
            let column = u16::try_from(index).unwrap_or(u16::MAX);
            if let Content::Text(text) = content {
                self.proof.text((self.row, column), text);
            }
            cell::put(sheet, (self.row, column), &content, self.looks.of(kind))?;
        }
        self.row += 1;
        Ok(())
    }
}

pub(super) fn own_kind(value: &Value<'_>) -> Kind {
    match value {
        Value::Empty | Value::Text(_) | Value::Flag(_) => Kind::Text,
        Value::Code(_) => Kind::Code,
        Value::Day(_) => Kind::Date,
        Value::Fen(_) => Kind::Money,
        Value::Milli(_) => Kind::Quantity,
        Value::Int(_) => Kind::Integer,
        Value::Rate(_) => Kind::Rate,
    }
}

/// One plain look and one guarded look for each kind.
pub(super) struct Looks(Vec<(Kind, Format, Format)>);

impl Looks {
    pub fn new() -> Self {
        let kinds = [
            Kind::Text,
            Kind::Code,
            Kind::Date,
            Kind::Money,
            Kind::Quantity,
            Kind::Integer,
            Kind::Sequence,
            Kind::Rate,
        ];
        let look = |kind| {
            let plain = Format::new().set_num_format(number_format(kind));
            (kind, plain.clone(), plain.set_quote_prefix())
        };
        Self(kinds.map(look).into())
    }

    pub fn of(&self, kind: Kind) -> (&Format, &Format) {
        static PLAIN: std::sync::LazyLock<Format> = std::sync::LazyLock::new(Format::new);
        let found = self.0.iter().find(|(other, ..)| *other == kind);
        found.map_or((&PLAIN, &PLAIN), |(_, plain, quoted)| (plain, quoted))
    }
}
