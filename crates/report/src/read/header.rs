//! The header row under title rows, and what the rows below are.
//!
//! HEADER-1 The header is the row, of the first 30, whose cells match the most known names; two rows are read as one where
//! the lower only completes the upper.
//! HEADER-2 A row 合计, a signature line, a remark or a repeated header is no record.
//! HEADER-3 A known name stands for one column: the first that bears it.

use unicode_normalization::UnicodeNormalization;

use super::{Cell, Grid};

/// Titles, addresses and a number: nobody writes more above a table.
const DEEPEST: usize = 30;

/// What a row below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A record.
    Record,
    /// Nothing in it.
    Blank,
    /// 合计, 小计, 总计 …
    Total,
    /// 制表： 审核： …
    Signature,
    /// 说明： 注：
    Remark,
    /// The header again, on the next printed page.
    HeaderAgain,
}

/// Where the table lies in a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Index of the (lower) header row.
    pub row: usize,
    /// Text of the rows above, blank ones left out.
    pub titles: Vec<String>,
    /// The head of each column as it stands; of two header rows the lower, else the upper.
    pub names: Vec<String>,
    /// Per known field the column that carries it.
    pub columns: Vec<Option<usize>>,
    /// Index and kind of every row below the header.
    pub body: Vec<(usize, RowKind)>,
}

impl Header {
    /// Index and cells of every record.
    pub fn records<'a>(&'a self, grid: &'a Grid) -> impl Iterator<Item = (usize, &'a [Cell])> + 'a {
        let records = self.body.iter().filter(|(_, kind)| *kind == RowKind::Record);
        records.filter_map(|(row, _)| grid.rows.get(*row).map(|cells| (*row, cells.as_slice())))
    }

    /// The cell of a known field in a row.
    #[must_use]
    pub fn cell<'a>(&self, cells: &'a [Cell], field: usize) -> &'a Cell {
        const EMPTY: &Cell = &Cell::Empty;
        let column = self.columns.get(field).copied().flatten();
        column.and_then(|column| cells.get(column)).unwrap_or(EMPTY)
    }
}

/// Finds the header; `known` holds per field the names it goes by. None where fewer than two names (or the only one) match.
#[must_use]
pub fn header(grid: &Grid, known: &[&[&str]]) -> Option<Header> {
    let known: Vec<Vec<String>> =
        known.iter().map(|names| names.iter().map(|name| normalise(name)).collect()).collect();
    let least = known.len().min(2);
    let mut best: Option<Candidate> = None;
    for row in 0..grid.rows.len().min(DEEPEST) {
        let names = names_of(grid, upper_of(grid, row), row);
        let columns = matched(&names, &known);
        let score = columns.iter().flatten().count();
        if score >= least.max(1) && best.as_ref().is_none_or(|best| score > best.score) && is_all_names(grid, row) {
            best = Some(Candidate { score, row, names, columns });
        }
    }
    let Candidate { row, names, columns, .. } = best?;
    let titles = titles(grid, row, &names);
    let body = (row + 1..grid.rows.len()).map(|index| (index, kind(grid, index, &names))).collect();
    Some(Header { row, titles, names, columns, body })
}

struct Candidate {
    score: usize,
    row: usize,
    names: Vec<String>,
    columns: Vec<Option<usize>>,
}

/// The row above counts as the upper half of the header when it has more than a title's one cell.
fn upper_of(grid: &Grid, row: usize) -> usize {
    let above = row.saturating_sub(1);
    let filled = grid.rows.get(above).map_or(0, |cells| cells.iter().filter(|cell| !cell.is_blank()).count());
    if filled > 1 { above } else { row }
}

fn names_of(grid: &Grid, upper: usize, lower: usize) -> Vec<String> {
    let width = [upper, lower].iter().filter_map(|row| grid.rows.get(*row)).map(Vec::len).max().unwrap_or(0);
    let name = |column| {
        let below = grid.cell(lower, column).shown();
        if below.trim().is_empty() { grid.cell(upper, column).shown() } else { below }
    };
    (0..width).map(|column| name(column).trim().to_owned()).collect()
}

/// A header holds words: a row with a number or a date in it is a record.
fn is_all_names(grid: &Grid, row: usize) -> bool {
    grid.rows.get(row).is_some_and(|cells| cells.iter().all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty)))
}

fn matched(names: &[String], known: &[Vec<String>]) -> Vec<Option<usize>> {
    let names: Vec<String> = names.iter().map(|name| normalise(name)).collect();
    let column = |wanted: &Vec<String>| wanted.iter().find_map(|want| names.iter().position(|name| name == want));
    known.iter().map(column).collect()
}

fn titles(grid: &Grid, row: usize, names: &[String]) -> Vec<String> {
    let line = |cells: &Vec<Cell>| {
        let words: Vec<_> = cells.iter().filter(|cell| !cell.is_blank()).map(Cell::shown).collect();
        words.join(" ")
    };
    let above = grid.rows.iter().take(row).map(line);
    above.filter(|line| !line.is_empty() && !names.iter().any(|name| name == line)).collect()
}

fn kind(grid: &Grid, row: usize, names: &[String]) -> RowKind {
    let cells = grid.rows.get(row).map(Vec::as_slice).unwrap_or_default();
    let filled: Vec<&Cell> = cells.iter().filter(|cell| !cell.is_blank()).collect();
    let Some(first) = filled.first() else { return RowKind::Blank };
    if is_header_again(cells, names, filled.len()) {
        return RowKind::HeaderAgain;
    }
    let Cell::Text(first) = first else { return RowKind::Record };
    let word: String = first.nfkc().filter(|c| !c.is_whitespace()).collect();
    if is_total(&word) {
        return RowKind::Total;
    }
    // Lines that end a sheet are sentences in one cell or two, whatever the table's width.
    match filled.len() {
        1..=6 if is_signature(&word) => RowKind::Signature,
        1 | 2 if is_remark(&word) => RowKind::Remark,
        // 承运单位：… 运单号：… in one merged cell.
        1 if word.matches(':').count() > 1 => RowKind::Remark,
        _ => RowKind::Record,
    }
}

fn is_header_again(cells: &[Cell], names: &[String], filled: usize) -> bool {
    let same = cells.iter().zip(names).filter(|(cell, name)| !name.is_empty() && cell.shown().trim() == name.as_str());
    filled > 1 && same.count() == filled
}

fn is_total(word: &str) -> bool {
    let words = [
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "本页合计",
        "本页小计",
        "本月合计",
        "本月小计",
        "本年累计",
        "全年合计",
    ];
    let rest = words.iter().filter_map(|total| word.strip_prefix(total)).min_by_key(|rest| rest.len());
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.starts_with([':', '(', '(']) || rest.starts_with(|c: char| c.is_ascii_digit())
    })
}

fn is_signature(word: &str) -> bool {
    let words = [
        "单位负责人",
        "负责人",
        "审核",
        "复核",
        "制表",
        "制单",
        "填表",
        "填报",
        "经办",
        "会计",
        "主管",
        "盖章",
        "签字",
        "日期",
    ];
    words.iter().any(|start| {
        let rest = word
            .strip_prefix(start)
            .map(|rest| rest.trim_start_matches(['人', '日', '期', '单', '位', '签', '章', '(', ')']));
        rest.is_some_and(|rest| rest.starts_with([':', '_']))
    })
}

fn is_remark(word: &str) -> bool {
    let named = |start: &&str| word.strip_prefix(*start).is_some_and(|rest| rest.starts_with(':'));
    ["说明", "备注", "注", "注意"].iter().any(named) || word.starts_with("填表说明") || word.starts_with("填报说明")
}

/// A column's name as it is compared: half width, no blanks, no bracketed unit, no mark of a must-fill column, lower case.
#[must_use]
pub fn normalise(name: &str) -> String {
    let plain: String = name.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '\u{200b}')).collect();
    let plain = plain.to_lowercase();
    let without = without_brackets(&plain);
    if without.is_empty() { plain.chars().filter(|c| !is_bracket(*c)).collect() } else { without }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut rest = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    rest
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&str]) -> Grid {
        let cell = |text: &str| match text.strip_prefix('#') {
            Some(number) => Cell::Number(number.parse().unwrap()),
            None if text.is_empty() => Cell::Empty,
            None => Cell::Text(text.to_owned()),
        };
        let rows = rows.iter().map(|row| row.split('|').map(cell).collect()).collect();
        Grid { name: "x".into(), rows, hidden: false }
    }

    const KNOWN: [&[&str]; 4] = [&["购机者姓名", "姓名"], &["联系电话", "电话"], &["数量"], &["出厂编号", "机号"]];

    #[test]
    fn header_1_title_rows_stand_above_it() {
        let grid =
            grid(&["清河惠农 2026年10月 销售台账", "", "序号| 姓 名|联系电话*|数量(台)|备注", "#1|王伟|199|#1|"]);
        let header = header(&grid, &KNOWN).unwrap();
        assert_eq!((header.row, header.titles.as_slice()), (2, &["清河惠农 2026年10月 销售台账".to_owned()][..]));
        assert_eq!(header.columns, [Some(1), Some(2), Some(3), None]);
        assert_eq!(header.records(&grid).count(), 1);
        assert_eq!(header.cell(&grid.rows[3], 0), &Cell::Text("王伟".into()));
    }

    #[test]
    fn header_1_a_lower_row_completes_an_upper() {
        let grid = grid(&["序号|用户||机器", "|姓名|电话|出厂编号", "#1|王|1|2"]);
        let header = header(&grid, &KNOWN).unwrap();
        assert_eq!((header.row, header.names[0].as_str()), (1, "序号"));
    }

    #[test]
    fn header_2_what_is_no_record_is_told() {
        let rows = [
            "姓名|电话|数量|编号",
            "王|1|#1|a",
            "",
            "小计||#1|",
            "姓名|电话|数量|编号",
            "合计人|2|#1|b",
            "合计：||#2|",
            "说明：以上不含库存",
            "单位负责人：______　审核：|制表：李敏",
            "合 计|||",
        ];
        let grid = grid(&rows);
        let kinds: Vec<_> = header(&grid, &KNOWN).unwrap().body.into_iter().map(|(_, kind)| kind).collect();
        use RowKind::{Blank, HeaderAgain, Record, Remark, Signature, Total};
        assert_eq!(kinds, [Record, Blank, Total, HeaderAgain, Record, Total, Remark, Signature, Total]);
    }

    #[test]
    fn header_3_the_first_column_of_a_name_is_its_column() {
        let grid = grid(&["姓名|数量|电话|数量", "王|#1|199|#2"]);
        assert_eq!(header(&grid, &KNOWN).unwrap().columns, [Some(0), Some(2), Some(1), None]);
    }

    #[test]
    fn a_sheet_of_something_else_has_no_header() {
        assert_eq!(header(&grid(&["本表由各网点汇总"]), &KNOWN), None);
        assert_eq!(header(&grid(&[]), &KNOWN), None);
    }

    #[test]
    fn names_are_compared_without_their_units() {
        for (name, plain) in [
            ("单价（元）", "单价"),
            ("县(市、区)", "县"),
            ("（台）", "台"),
            ("ＶＩＮ 码", "vin码"),
            ("数量\n[台]", "数量"),
        ] {
            assert_eq!(normalise(name), plain);
        }
    }
}
