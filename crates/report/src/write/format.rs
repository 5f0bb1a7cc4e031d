//! How cells look. A format is made once per column; a cell only points at it.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::cell::Content;
use crate::layout::{Align, Column, Kind, Page};

/// The grey of a header: prints light on any printer.
const GREY: Color = Color::RGB(0x00D9_D9D9);

/// What 更正小计 counts: red rows and blue ones, which are no records of the month.
pub(super) const LINES: &str = "行";

/// The looks of the cells of one column.
pub(super) struct ColumnLook {
    pub plain: Format,
    /// For a quantity without a fraction: `0.##` alone shows it as `2.`.
    pub whole: Format,
    /// For text that would become a formula when a person edits the cell.
    pub quoted: Format,
    /// The 合计 row: bold; a count says of what.
    pub total: Format,
    /// The same for a quantity without a fraction.
    pub total_whole: Format,
    pub count: Format,
    /// The same of rows, whatever a record is counted in.
    pub lines: Format,
}

impl ColumnLook {
    /// The look of a number.
    pub fn of(&self, number: f64, kind: Kind) -> &Format {
        if prints_whole(number, kind) { &self.whole } else { &self.plain }
    }

    /// The looks of a content, and of one that reads like a formula.
    pub fn of_content(&self, content: &Content<'_>, kind: Kind) -> (&Format, &Format) {
        let plain = if let Content::Number(number) = content { self.of(*number, kind) } else { &self.plain };
        (plain, &self.quoted)
    }

    /// The look of a sum.
    pub fn total_of(&self, content: &Content<'_>, kind: Kind) -> &Format {
        match content {
            Content::Number(number) if prints_whole(*number, kind) => &self.total_whole,
            _ => &self.total,
        }
    }

    /// The same in red letters (红字).
    pub fn red(&self) -> Self {
        let red = |format: &Format| format.clone().set_font_color(Color::Red);
        Self {
            plain: red(&self.plain),
            whole: red(&self.whole),
            quoted: red(&self.quoted),
            total: red(&self.total),
            total_whole: red(&self.total_whole),
            count: red(&self.count),
            lines: red(&self.lines),
        }
    }

    pub fn new(column: &Column, page: &Page, unit: &str) -> Self {
        let base = bordered(page).set_align(align(column.align, column.kind));
        let base = if is_number(column.kind) { base.set_shrink() } else { wrapped(base, column.wrap) };
        let plain = base.clone().set_num_format(number_format(column.kind));
        let total = bordered(page)
            .set_bold()
            .set_align(FormatAlign::Right)
            .set_shrink()
            .set_num_format(number_format(column.kind));
        let count = bordered(page)
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_shrink()
            .set_num_format(format!("\"共\"0\"{unit}\""));
        Self {
            quoted: plain.clone().set_quote_prefix(),
            whole: plain.clone().set_num_format("0"),
            plain,
            total_whole: total.clone().set_num_format("0"),
            total,
            lines: count.clone().set_num_format(format!("\"共\"0\"{LINES}\"")),
            count,
        }
    }
}

/// `0.##` shows a quantity that has, or is rounded to, no fraction as `2.`.
fn prints_whole(number: f64, kind: Kind) -> bool {
    kind == Kind::Quantity && (number * 100.0).round() % 100.0 == 0.0
}

/// Numbers stand right where nothing else is stated.
pub(super) fn stands_right(kind: Kind) -> bool {
    matches!(kind, Kind::Money | Kind::Quantity | Kind::Integer | Kind::Rate)
}

/// A number or a day does not break into lines; one too wide would print as `#####`, so its letters shrink.
fn is_number(kind: Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Code)
}

fn wrapped(format: Format, wrap: bool) -> Format {
    if wrap { format.set_text_wrap() } else { format }
}

pub(super) fn number_format(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "General",
        Kind::Code => "@",
        Kind::Date => "yyyy-mm-dd",
        Kind::Money => "#,##0.00",
        Kind::Quantity => "0.##",
        Kind::Sequence | Kind::Integer => "0",
        Kind::Rate => "0.0%",
    }
}

fn align(stated: Option<Align>, kind: Kind) -> FormatAlign {
    match stands(stated, kind) {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    }
}

/// Where a column's text stands.
pub(super) fn stands(stated: Option<Align>, kind: Kind) -> Align {
    match (stated, kind) {
        (Some(align), _) => align,
        (None, Kind::Text) => Align::Left,
        (None, kind) if stands_right(kind) => Align::Right,
        (None, _) => Align::Centre,
    }
}

fn lettered(page: &Page, size: f64) -> Format {
    Format::new().set_font_name(&page.font).set_font_size(size).set_align(FormatAlign::VerticalCenter)
}

fn bordered(page: &Page) -> Format {
    lettered(page, page.font_size).set_border(FormatBorder::Thin)
}

/// The looks of everything that is no column.
pub(super) struct PageLook {
    pub title: Format,
    pub left: Format,
    pub centre: Format,
    pub right: Format,
    pub header: Format,
    /// Upper and lower half of a header cell without a group: one box, drawn as two.
    pub header_upper: Format,
    pub header_lower: Format,
    pub empty_month: Format,
    pub label: Format,
    /// A cell of the 合计 row that says nothing.
    pub blank: Format,
    pub note: Format,
}

impl PageLook {
    pub fn new(page: &Page) -> Self {
        let line = lettered(page, page.line_size);
        let header =
            bordered(page).set_bold().set_align(FormatAlign::Center).set_text_wrap().set_background_color(GREY);
        let title = Format::new().set_font_name(&page.title_font).set_font_size(page.title_size).set_bold();
        Self {
            title: title.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            left: line.clone().set_align(FormatAlign::Left),
            centre: line.clone().set_align(FormatAlign::Center),
            right: line.clone().set_align(FormatAlign::Right),
            header_upper: header.clone().set_border_bottom(FormatBorder::None),
            header_lower: header.clone().set_border_top(FormatBorder::None),
            header,
            empty_month: bordered(page).set_align(FormatAlign::Center),
            label: bordered(page).set_bold().set_align(FormatAlign::Center),
            blank: bordered(page),
            note: line.set_align(FormatAlign::Left).set_text_wrap(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_quantity_prints_with_a_point_and_nothing_behind_it() {
        for (number, whole) in [(2.0, true), (0.0, true), (1.001, true), (0.999, true), (0.125, false), (2.5, false)] {
            assert_eq!(prints_whole(number, Kind::Quantity), whole, "{number}");
        }
        assert!(!prints_whole(2.0, Kind::Money));
    }
}
