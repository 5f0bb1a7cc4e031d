//! A sheet for the screen: what the signed sheet would print, as text; the first rows, and the totals of all.
//!
//! PREVIEW-1 A cell reads on the screen as it prints; the totals are those of the whole month, however few rows are shown.

use super::book::next;
use super::cell::{self, At, words};
use super::{Head, Row, RowSource, Value, WriteProblem};
use crate::layout::{Align, Column, Kind, Layout, Total, fill};

/// A sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Title row.
    pub title: String,
    /// Dealer, period, unit and number; then the layout's own head lines.
    pub head: Vec<String>,
    /// Title of each column, and whether it stands right.
    pub columns: Vec<(String, bool)>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// 合计; empty when the layout has none.
    pub totals: Vec<String>,
    /// Rows altogether.
    pub total_rows: u64,
}

/// Reads a source to its end and keeps the first `most` rows.
///
/// # Errors
/// [`WriteProblem`], as writing the workbook would.
pub fn preview(layout: &Layout, head: &Head, source: &mut dyn RowSource, most: usize) -> Result<Preview, WriteProblem> {
    let filled = |line: &String| fill(line, |marker| head.value(marker));
    let line = &layout.head;
    let mut sheet = Preview {
        title: filled(&layout.title),
        head: [&line.left, &line.centre, &line.right].into_iter().chain(&layout.head_lines).map(filled).collect(),
        columns: layout.columns.iter().map(|column| (column.title.clone(), stands_right(column))).collect(),
        rows: Vec::new(),
        totals: Vec::new(),
        total_rows: 0,
    };
    let sources: Vec<_> = layout.columns.iter().map(|column| layout.field(&column.key)).collect();
    let mut sums = vec![0_i128; layout.columns.len()];
    let (mut row, mut counted) = (Row::default(), 0);
    while next(source, &mut row, layout.fields.len(), &mut sheet.total_rows)? {
        counted += row.standing().counts();
        let number = Value::Int(sheet.total_rows.cast_signed());
        let value = |source: &Option<usize>| source.map_or(number.clone(), |at| row.get(at));
        for ((column, source), sum) in layout.columns.iter().zip(&sources).zip(&mut sums) {
            *sum += cell::amount(&value(source), column.kind);
        }
        if sheet.rows.len() < most {
            let cells = layout.columns.iter().zip(&sources).map(|(column, source)| printed(column, &value(source)));
            sheet.rows.push(cells.collect());
        }
    }
    sheet.totals = totals(layout, &sums, counted)?;
    Ok(sheet)
}

fn totals(layout: &Layout, sums: &[i128], rows: i64) -> Result<Vec<String>, WriteProblem> {
    let Some(stated) = &layout.totals else { return Ok(Vec::new()) };
    let mut cells = Vec::with_capacity(sums.len());
    for (index, (column, sum)) in layout.columns.iter().zip(sums).enumerate() {
        cells.push(match column.total {
            Total::None if index == 0 => stated.label.clone(),
            Total::None => String::new(),
            Total::Count => format!("共{rows}{}", stated.unit),
            Total::Sum => {
                // The same refusal as in the workbook, so that a preview never shows what cannot be printed.
                cell::sum(*sum, column.kind, At { row: rows.unsigned_abs(), column: &column.key })?;
                let sum = i64::try_from(*sum).unwrap_or(i64::MAX);
                printed(column, &as_kind(sum, column.kind))
            }
        });
    }
    Ok(cells)
}

fn as_kind(sum: i64, kind: Kind) -> Value<'static> {
    match kind {
        Kind::Money => Value::Fen(sum),
        Kind::Quantity => Value::Milli(sum),
        _ => Value::Int(sum),
    }
}

fn printed(column: &Column, value: &Value<'_>) -> String {
    match (value, column.kind) {
        (Value::Empty, _) => column.when_empty.clone().unwrap_or_default(),
        (Value::Fen(_), Kind::Money) => grouped(&words(value)),
        _ => words(value),
    }
}

/// `-1234567.80` → `-1,234,567.80`.
fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text}.{rest}")
}

fn stands_right(column: &Column) -> bool {
    match column.align {
        Some(align) => align == Align::Right,
        None => matches!(column.kind, Kind::Money | Kind::Quantity | Kind::Integer | Kind::Rate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::{Period, Rows};
    use chrono::NaiveDate;

    const LAYOUT: &str = r#"{
        "key": "T", "name": "表", "title": "{principal}{month}月表", "fields": ["no", "money", "stock"],
        "columns": [
            {"key": "seq", "title": "序号", "kind": "sequence", "width": 5},
            {"key": "no", "title": "编号", "kind": "code", "width": 9, "total": "count"},
            {"key": "money", "title": "金额", "kind": "money", "width": 9, "total": "sum"},
            {"key": "stock", "title": "库存", "kind": "integer", "width": 9, "when_empty": "未建库存"}
        ],
        "totals": {"label": "合计"}
    }"#;

    fn head() -> Head {
        let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        Head {
            principal: "华禾".into(),
            dealer: "清河".into(),
            dealer_code: "A".into(),
            period: Period { from: day, to: day },
            number: String::new(),
            made_by: String::new(),
            made_on: day,
            notes: String::new(),
            created_at: day.and_hms_opt(0, 0, 0).unwrap(),
            mark: None,
            fields: Default::default(),
        }
    }

    #[test]
    fn preview_1_reads_as_printed_and_sums_the_whole_month() {
        let layout = Layout::parse(LAYOUT).unwrap();
        let rows: Vec<_> =
            (0..3).map(|n| vec![Value::code(format!("0{n}")), Value::Fen(123_456_780), Value::Empty]).collect();
        let sheet = preview(&layout, &head(), &mut Rows::new(&rows), 1).unwrap();
        assert_eq!(sheet.title, "华禾10月表");
        assert_eq!(sheet.rows, [["1", "00", "1,234,567.80", "未建库存"]]);
        assert_eq!(sheet.totals, ["合计", "共3条", "3,703,703.40", ""]);
        assert_eq!((sheet.total_rows, sheet.columns[2].1), (3, true));
    }

    #[test]
    fn thousands_are_parted() {
        for (plain, shown) in [("0.00", "0.00"), ("-12.05", "-12.05"), ("100.00", "100.00"), ("-1234.50", "-1,234.50")]
        {
            assert_eq!(grouped(plain), shown);
        }
    }
}
