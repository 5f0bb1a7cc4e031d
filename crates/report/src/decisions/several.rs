//! Several sheets of head office in one book: copies of one, or sheets of different claims (FILLED-6).

use std::collections::{BTreeMap, BTreeSet};

use super::{Filled, FilledSheet, Wrong};

/// Where a row stands: place of its sheet, place among its rows.
type Place = (usize, usize);

/// What a row decides: kind of sheet, claim, number of the row.
type Key = (u8, String, String);

/// The sheets, with what two of them decide settled. A copy in which head office wrote nothing says nothing.
pub(super) fn settled(mut sheets: Vec<FilledSheet>) -> Vec<FilledSheet> {
    if sheets.iter().any(|sheet| sheet.filled.says_something()) {
        sheets.retain(|sheet| sheet.filled.says_something());
    } else {
        sheets.truncate(1);
    }
    let mut places: BTreeMap<Key, Vec<Place>> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        for (row, key) in sheet.filled.keys().into_iter().enumerate() {
            places.entry(key).or_default().push((at, row));
        }
    }
    let mut empty: BTreeSet<Place> = BTreeSet::new();
    for ((_, _, no), places) in places {
        let (said, open): (Vec<Place>, Vec<Place>) =
            places.into_iter().partition(|(at, row)| sheets.get(*at).is_some_and(|sheet| sheet.filled.is_said(*row)));
        // Of a row that one sheet has filled and another left empty, the filled one counts; of empty ones the first.
        let kept = said.first().or(open.first()).map(|(at, _)| *at);
        empty.extend(open.iter().filter(|(at, _)| Some(*at) != kept));
        refuse(&mut sheets, &said, &no);
    }
    // From the last one, so that the places of the others stay.
    for (at, row) in empty.into_iter().rev() {
        if let Some(sheet) = sheets.get_mut(at) {
            sheet.filled.drop_row(row);
        }
    }
    if let [alone] = sheets.as_mut_slice() {
        alone.name.clear();
    }
    sheets
}

/// Refuses what stands in a second sheet; what the sheets do not agree on, in all of them.
fn refuse(sheets: &mut [FilledSheet], said: &[Place], no: &str) {
    let Some(((first, row), others)) = said.split_first() else { return };
    let others: Vec<Place> = others.iter().copied().filter(|(at, _)| at != first).collect();
    let Some((second, _)) = others.first().copied() else { return };
    let name = |at: usize| sheets.get(at).map(|sheet| sheet.name.clone()).unwrap_or_default();
    let (one, other) = (name(*first), name(second));
    let said_there = |(at, row): Place| sheets.get(at).and_then(|sheet| sheet.filled.words(row));
    let alike = others.iter().all(|place| said_there(*place) == said_there((*first, *row)));
    let refused: Vec<Place> = if alike { others } else { said.to_vec() };
    for (at, row) in refused {
        if let Some(sheet) = sheets.get_mut(at) {
            let title = sheet.filled.title();
            sheet.filled.refuse(row, Wrong::in_two_sheets((title, no), (&one, &other), alike));
        }
    }
}

impl Filled {
    fn keys(&self) -> Vec<Key> {
        let key = |kind, claim: &str, no: &str| (kind, claim.to_uppercase(), no.to_uppercase());
        match self {
            Self::Claim { claim_no, lines } => lines.iter().map(|line| key(0, claim_no, &line.repair_no)).collect(),
            Self::Notices(notices) => notices.iter().map(|notice| key(1, "", &notice.claim_no)).collect(),
            Self::Parts { lines, .. } => lines.iter().map(|line| key(2, "", &line.tag_no)).collect(),
        }
    }

    /// Column of what is decided.
    fn title(&self) -> &'static str {
        match self {
            Self::Claim { .. } => "维修单号",
            Self::Notices(_) => "申请单号",
            Self::Parts { .. } => "旧件标签号",
        }
    }

    fn says_something(&self) -> bool {
        (0..self.keys().len()).any(|row| self.is_said(row))
    }

    fn is_said(&self, row: usize) -> bool {
        match self {
            Self::Claim { lines, .. } => lines.get(row).is_some_and(|line| !matches!(line.said, Ok(None))),
            Self::Notices(notices) => row < notices.len(),
            Self::Parts { lines, .. } => lines.get(row).is_some_and(|line| !matches!(line.said, Ok(None))),
        }
    }

    /// What a row says, for comparison; `None` where it is wrong: two wrongs do not agree on anything.
    fn words(&self, row: usize) -> Option<String> {
        match self {
            Self::Claim { lines, .. } => {
                let line = lines.get(row)?;
                Some(format!("{:?} {:?}", line.claimed_fen.as_ref().ok()?, line.said.as_ref().ok()?))
            }
            Self::Notices(notices) => Some(format!("{:?}", notices.get(row)?.said.as_ref().ok()?)),
            Self::Parts { lines, .. } => {
                let line = lines.get(row)?;
                Some(format!("{:?} {:?}", line.qty_milli.as_ref().ok()?, line.said.as_ref().ok()?))
            }
        }
    }

    fn refuse(&mut self, row: usize, why: Wrong) {
        match self {
            Self::Claim { lines, .. } => lines.get_mut(row).into_iter().for_each(|line| line.said = Err(why.clone())),
            Self::Notices(notices) => notices.get_mut(row).into_iter().for_each(|one| one.said = Err(why.clone())),
            Self::Parts { lines, .. } => lines.get_mut(row).into_iter().for_each(|line| line.said = Err(why.clone())),
        }
    }

    fn drop_row(&mut self, row: usize) {
        match self {
            Self::Claim { lines, .. } if row < lines.len() => drop(lines.remove(row)),
            Self::Parts { lines, .. } if row < lines.len() => drop(lines.remove(row)),
            _ => {}
        }
    }
}

impl Wrong {
    fn in_two_sheets((title, no): (&'static str, &str), (one, other): (&str, &str), alike: bool) -> Self {
        let message = match alike {
            true => format!("「{no}」在工作表「{one}」里已经写过，内容一样，只按那一行收"),
            false => format!(
                "「{no}」在工作表「{one}」和「{other}」里都写了，写得不一样，哪一行都没有收；请总部只留一份再发"
            ),
        };
        Self { field: title, code: "two_sheets", message }
    }
}

#[cfg(test)]
mod tests {
    use super::super::understood;
    use super::*;
    use crate::read::{Book, BookFormat, Cell, Grid};

    const HEAD: [&str; 2] = ["编号：HB-HX-2610-A0001", "维修单号|申请金额|核定金额|核减金额|核减原因|核定人"];

    fn grid(name: &str, head: &[&str], rows: &[&str]) -> Grid {
        let cell = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let rows = head.iter().chain(rows).map(|row| row.split('|').map(cell).collect()).collect();
        Grid { name: name.into(), rows, hidden: false }
    }

    fn read(sheets: Vec<Grid>) -> Vec<FilledSheet> {
        understood(&Book { sheets, format: BookFormat::Xlsx, encoding: None, encoding_sure: true, renamed: false })
    }

    /// What became of each row: its number, and its code where it is refused.
    fn told(sheet: &FilledSheet) -> Vec<(String, &'static str)> {
        let Filled::Claim { lines, .. } = &sheet.filled else { return Vec::new() };
        let code = |line: &super::super::FilledLine| match &line.said {
            Ok(Some(_)) => "said",
            Ok(None) => "open",
            Err(why) => why.code,
        };
        lines.iter().map(|line| (line.repair_no.clone(), code(line))).collect()
    }

    fn all(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        pairs.iter().map(|(no, code)| ((*no).to_owned(), *code)).collect()
    }

    #[test]
    fn filled_6_a_second_copy_adds_what_the_first_left_empty() {
        let first = grid("申请表", &HEAD, &["WX1|10|10|||", "WX2|10||||", "WX3|10||||"]);
        let second = grid("申请表 (2)", &HEAD, &["WX1|10||||", "WX2|10|8||工时过高|", "WX3|10||||"]);
        let read = read(vec![first, second]);
        assert_eq!(told(&read[0]), all(&[("WX1", "said"), ("WX3", "open")]));
        assert_eq!(told(&read[1]), all(&[("WX2", "said")]));
        assert_eq!((read[0].name.as_str(), read[1].name.as_str()), ("申请表", "申请表 (2)"));
    }

    #[test]
    fn filled_6_what_two_copies_say_is_named_with_both() {
        let first = grid("甲", &HEAD, &["WX1|10|10|||", "WX2|10|9||工时|"]);
        let second = grid("乙", &HEAD, &["wx1|10|10|||", "WX2|10|8||工时|"]);
        let read = read(vec![first, second]);
        assert_eq!(told(&read[0]), all(&[("WX1", "said"), ("WX2", "two_sheets")]));
        assert_eq!(told(&read[1]), all(&[("wx1", "two_sheets"), ("WX2", "two_sheets")]));
        let Filled::Claim { lines, .. } = &read[1].filled else { panic!("a claim") };
        let why = |row: usize| lines[row].said.as_ref().unwrap_err().message.clone();
        assert!(why(0).contains("工作表「甲」里已经写过"), "{}", why(0));
        assert!(why(1).contains("「甲」和「乙」") && why(1).contains("WX2"), "{}", why(1));
    }

    #[test]
    fn filled_6_sheets_of_other_claims_are_read_and_empty_copies_are_not() {
        let empty = grid("数据", &HEAD[1..], &["WX1|10||||"]);
        let first = grid("甲", &HEAD, &["WX1|10|10|||"]);
        let other = grid("乙", &["编号：HB-HX-2610-A0002", HEAD[1]], &["WX1|10|0||重复|"]);
        let notices = grid(
            "通知",
            &["通知编号|通知日期|申请单号|申请金额|核定金额"],
            &["TZ-1|2026-11-06|HB-HX-2610-A0001|10|10"],
        );
        let found = read(vec![empty.clone(), first, other, notices]);
        assert_eq!(found.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["甲", "乙", "通知"]);
        assert_eq!((told(&found[0]), told(&found[1])), (all(&[("WX1", "said")]), all(&[("WX1", "said")])));
        // The data sheet of our own workbook repeats what the paper said when it went out.
        let paper = grid("甲", &HEAD, &["WX1|10|9||工时|"]);
        let data = grid("数据", &["repair_no|claimed_fen|approved_fen|cut_fen|reason|by", HEAD[1]], &["WX1|10|10|||"]);
        let both = read(vec![paper, data]);
        assert_eq!((both.len(), told(&both[0])), (1, all(&[("WX1", "said")])));
        let alone = read(vec![empty]);
        assert_eq!((alone.len(), alone[0].name.as_str(), told(&alone[0])), (1, "", all(&[("WX1", "open")])));
    }
}
