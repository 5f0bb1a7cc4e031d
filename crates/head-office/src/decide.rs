//! `head-office decide FILE`: what was filled into W08 or W09 goes down to the dealers whose claims they are.
//!
//! - DECIDE-1 A file goes out row by row: a row that is no decision is refused with its place and the reason, the rest goes.
//! - DECIDE-2 The dealer is the one that sent the repairs, or whose papers are numbered like the claim or batch, unless it is named; where both say something, they have to agree.
//! - DECIDE-3 What went out last of a claim does not go out again; each dealer of a file has all its rows or none.
//!
//! Whether a decision fits the claim is the desk's to say: claims themselves do not come here.

mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use report::decisions::{Filled, FilledLine, FilledNotice, HEADINGS, NoticeSaid, Wrong, understood};
use report::read::ReadProblem;
use serde::Serialize;
use wire::decisions::{DECISIONS_KIND, DecidedLine, DecisionsBody, SettledClaim};

use crate::clock::now_ms;
use crate::store::{Store, StoreError};

/// Records of one number that are looked at.
const MOST_FOUND: u32 = 50;

/// What became of a file.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// W07, W08 or W09; several of them with a `、` between.
    pub sheet: String,
    /// Dealers it went to.
    pub dealers: Vec<String>,
    /// Rows of the table.
    pub rows: usize,
    /// Rows that went out.
    pub published: usize,
    /// Rows that had gone out before.
    pub unchanged: usize,
    /// Rows nothing is decided of.
    pub open: usize,
    /// Rows that did not go.
    pub refused: usize,
    /// Why not.
    pub errors: Vec<RowError>,
}

/// Why a row did not go.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Row in the sheet, from 1.
    pub row: usize,
    /// Name of the sheet, where several of one book are filled in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Title of the column.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// In words.
    pub message: String,
}

/// Why nothing went.
#[derive(Debug, thiserror::Error)]
pub enum Undecided {
    /// The file cannot be read.
    #[error("读不懂文件「{0}」：{why}。请选总部填好的核销申请表、核销通知书或旧件返回清单（.xlsx）", why = unread(.1))]
    Unread(String, ReadProblem),
    /// Another file.
    #[error("这不是填好的核销申请表、核销通知书或旧件返回清单：找不到{HEADINGS}")]
    NoDecisions,
    /// Not a dealer of ours.
    #[error("本总部没有经销商「{0}」")]
    NoDealer(String),
    /// The database.
    #[error("总部的数据库没有存下来（{0}）")]
    Store(#[from] StoreError),
}

/// Why a file cannot be read, in words a clerk understands.
fn unread(why: &ReadProblem) -> &'static str {
    match why {
        ReadProblem::Empty => "文件是空的",
        ReadProblem::TooLarge { .. } | ReadProblem::TooManyCells { .. } | ReadProblem::TooManyColumns { .. } => {
            "文件太大"
        }
        ReadProblem::Password => "文件有打开密码，请取消密码另存一份",
        ReadProblem::Damaged(_) | ReadProblem::ZipBomb { .. } => "文件已损坏，请重新拷贝",
        ReadProblem::Html => "这是网页存成的假表格，请用 Excel 另存为 .xlsx",
        ReadProblem::UnsupportedSheet(_) | ReadProblem::NotATable(_) => "不是能读的表格",
        ReadProblem::Encoding { .. } | ReadProblem::QuoteOpen { .. } => "文字的编码或引号不对，请用 Excel 另存为 .xlsx",
        ReadProblem::Unreadable(_) => "文件打不开，请看看路径和权限",
    }
}

impl Undecided {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unread(_, why) => why.code(),
            Self::NoDecisions => "no_decisions",
            Self::NoDealer(_) => "unknown_dealer",
            Self::Store(_) => "store_failed",
        }
    }
}

/// Publishes what a file says.
pub fn decide(store: &dyn Store, file: &Path, dealer: Option<&str>) -> Result<Decided, Undecided> {
    let unread = |why| Undecided::Unread(file.display().to_string(), why);
    let sheets = understood(&report::read::open_path(file).map_err(unread)?);
    if sheets.is_empty() {
        return Err(Undecided::NoDecisions);
    }
    if let Some(code) = dealer
        && !store.dealers()?.iter().any(|(known, _)| known == code)
    {
        return Err(Undecided::NoDealer(code.to_owned()));
    }
    let mut decided = Decided::default();
    let mut kinds: Vec<&str> = Vec::new();
    let mut bodies: Vec<(String, DecisionsBody)> = Vec::new();
    for sheet in &sheets {
        let known = decided.errors.len();
        let (kind, of_sheet) = match &sheet.filled {
            Filled::Claim { claim_no, lines } => ("W08", claim(store, &mut decided, dealer, claim_no, lines)?),
            Filled::Notices(notices) => ("W09", settled(store, &mut decided, dealer, notices)?),
            Filled::Parts { batches, lines } => ("W07", parts::judged(store, &mut decided, dealer, batches, lines)?),
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
        decided.errors.iter_mut().skip(known).for_each(|error| error.sheet.clone_from(&sheet.name));
        for (dealer, body) in of_sheet {
            join(&mut bodies, dealer, body);
        }
    }
    // Only now: what cannot be looked up of a later sheet keeps back the earlier ones, too (DECIDE-3).
    for (dealer, body) in bodies {
        publish(store, &mut decided, dealer, &body)?;
    }
    decided.sheet = kinds.join("、");
    decided.refused = decided.errors.len();
    Ok(decided)
}

/// Two copies of a claim's sheet are one message: what went out last is known by its title.
fn join(bodies: &mut Vec<(String, DecisionsBody)>, dealer: String, mut body: DecisionsBody) {
    match bodies.iter_mut().find(|(known, one)| *known == dealer && one.title == body.title) {
        Some((_, one)) => {
            one.lines.append(&mut body.lines);
            one.notices.append(&mut body.notices);
            one.parts.append(&mut body.parts);
        }
        None => bodies.push((dealer, body)),
    }
}

type Bodies = BTreeMap<String, DecisionsBody>;

fn claim(
    store: &dyn Store,
    decided: &mut Decided,
    named: Option<&str>,
    claim_no: &str,
    lines: &[FilledLine],
) -> Result<Bodies, Undecided> {
    decided.rows += lines.len();
    let repairs: Vec<&str> = lines.iter().map(|line| line.repair_no.as_str()).collect();
    let whose = dealer_of(store, named, (claim_no, CLAIM_MARK), &repairs)?;
    let mut body = DecisionsBody { claim_no: claim_no.to_owned(), ..DecisionsBody::default() };
    for line in lines {
        match one_line(line) {
            Ok(None) => decided.open += 1,
            Ok(Some(said)) => match &whose {
                Ok(_) => body.lines.push(said),
                Err(why) => decided.errors.push(row_error(line.row, why)),
            },
            Err(why) => decided.errors.push(row_error(line.row, &why)),
        }
    }
    body.title = format!("核销申请 {claim_no} 的核定");
    let dealer = whose.ok().filter(|_| !body.lines.is_empty());
    Ok(dealer.map(|dealer| (dealer, body)).into_iter().collect())
}

fn one_line(line: &FilledLine) -> Result<Option<DecidedLine>, Wrong> {
    let Some(said) = line.said.as_ref().map_err(Wrong::clone)? else { return Ok(None) };
    Ok(Some(DecidedLine {
        repair_no: line.repair_no.clone(),
        claimed_fen: line.claimed_fen.clone()?,
        approved_fen: said.approved_fen,
        reason: said.reason.clone(),
        judged_by: said.judged_by.clone(),
    }))
}

fn settled(
    store: &dyn Store,
    decided: &mut Decided,
    named: Option<&str>,
    notices: &[FilledNotice],
) -> Result<Bodies, Undecided> {
    decided.rows += notices.len();
    let mut bodies = Bodies::new();
    for notice in notices {
        let whose = dealer_of(store, named, (&notice.claim_no, CLAIM_MARK), &[])?;
        match (whose, notice.said.clone()) {
            (Ok(dealer), Ok(said)) => {
                bodies.entry(dealer).or_default().notices.push(settlement(&notice.claim_no, said));
            }
            (Err(why), _) | (_, Err(why)) => decided.errors.push(row_error(notice.row, &why)),
        }
    }
    for body in bodies.values_mut() {
        let numbers: Vec<&str> = body.notices.iter().map(|notice| notice.no.as_str()).collect();
        body.title = format!("核销通知 {}", numbers.join("、"));
    }
    Ok(bodies)
}

fn settlement(claim_no: &str, said: NoticeSaid) -> SettledClaim {
    SettledClaim {
        claim_no: claim_no.to_owned(),
        no: said.no,
        noticed_on: said.on.to_string(),
        claimed_fen: said.claimed_fen,
        approved_fen: said.approved_fen,
        cut_fen: said.cut_fen,
        cut_note: said.cut_note,
        deduction_fen: said.deduction_fen,
        deducted_on: said.deducted_on.map(|day| day.to_string()),
    }
}

/// What stands inside the number of a claim.
const CLAIM_MARK: &str = "-HX-";

/// Whose claim or batch it is (DECIDE-2): by its number with the mark inside it, and by the numbers of its rows.
fn dealer_of(
    store: &dyn Store,
    named: Option<&str>,
    (claim_no, mark): (&str, &str),
    repairs: &[&str],
) -> Result<Result<String, Wrong>, Undecided> {
    let of_claim = mark == CLAIM_MARK;
    let field = if of_claim { "申请单号" } else { "返回批次号" };
    let wrong = |code, message| Ok(Err(Wrong { field, code, message }));
    let Some((prefix, _)) = claim_no.split_once(mark) else {
        if of_claim {
            let other = |no: &str| format!("「{no}」不是核销申请的编号（应是「…-HX-…」）");
            return Ok(Err(Wrong::unknown_claim(claim_no, other)));
        }
        let message = "表上没有返回批次号（应写着「返回批次号：…-FC-…」），不知道是哪一批";
        return wrong("unknown_batch", message.to_owned());
    };
    if let Some(dealer) = named {
        return Ok(Ok(dealer.to_owned()));
    }
    let mut dealers = BTreeSet::new();
    for no in repairs {
        dealers.extend(store.look_up(no, MOST_FOUND)?.into_iter().map(|(dealer, _)| dealer));
    }
    let mut numbering: BTreeSet<String> = store.dealers_numbering(prefix)?.into_iter().collect();
    dealers = if dealers.is_empty() {
        numbering
    } else {
        // Numbers of rows may be anybody's paper: where the number names a dealer, both have to say the same.
        let codes = store.dealers()?.into_iter().map(|(code, _)| code);
        numbering.extend(codes.filter(|code| prefix.starts_with(code.as_str())));
        if numbering.is_empty() { dealers } else { &dealers & &numbering }
    };
    match dealers.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Ok(Ok(one.clone())),
        [] => wrong(
            if of_claim { "unknown_claim" } else { "unknown_batch" },
            format!(
                "没有收到过「{claim_no}」里的维修单，也没有编号以「{prefix}-」开头的单据，不知道是哪个经销商的；知道的话请用 --dealer 指明"
            ),
        ),
        several => {
            let names = several.join("、");
            wrong("many_dealers", format!("「{claim_no}」可能是几个经销商的（{names}），请用 --dealer 指明"))
        }
    }
}

/// Puts rows into a dealer's feed, unless the same went out before (DECIDE-3).
fn publish(store: &dyn Store, decided: &mut Decided, dealer: String, body: &DecisionsBody) -> Result<(), Undecided> {
    let rows = body.lines.len() + body.notices.len() + body.parts.len();
    let text = serde_json::to_string(body).map_err(|why| StoreError::Disk(why.into()))?;
    let before = store.newest_item(&dealer, DECISIONS_KIND, &body.title)?;
    if before.is_some_and(|hash| hash == wire::hash::sha256_hex(text.as_bytes())) {
        decided.unchanged += rows;
    } else {
        store.add_item(&dealer, DECISIONS_KIND, &text, now_ms(), None)?;
        decided.published += rows;
    }
    if !decided.dealers.contains(&dealer) {
        decided.dealers.push(dealer);
    }
    Ok(())
}

fn row_error(row: usize, why: &Wrong) -> RowError {
    RowError {
        row,
        sheet: String::new(),
        field: why.field.to_owned(),
        code: why.code.to_owned(),
        message: why.message.clone(),
    }
}

/// For people.
pub fn words(decided: &Decided) -> String {
    let Decided { sheet, dealers, rows, published, unchanged, open, refused, errors } = decided;
    let whose =
        if dealers.is_empty() { "没有发给谁".to_owned() } else { format!("发给 {}", dealers.join("、")) };
    let head = format!(
        "{sheet}，{rows} 行：{whose}；发出 {published} 行，发过 {unchanged} 行，没填 {open} 行，不发 {refused} 行"
    );
    let lines = errors.iter().map(|why| {
        let sheet = if why.sheet.is_empty() { String::new() } else { format!("工作表「{}」", why.sheet) };
        format!("{sheet}第 {} 行 {}：{}", why.row, why.field, why.message)
    });
    std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Feed;
    use crate::store::sqlite::Sqlite;
    use std::path::PathBuf;

    const NO: &str = "HB0732A-HX-2610-A0001";

    struct Office {
        dir: tempfile::TempDir,
        store: Sqlite,
    }

    impl Office {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let store = Sqlite::open(dir.path()).unwrap();
            for code in ["HB0732A", "LN0001"] {
                store.add_dealer(code, code, 1, None).unwrap();
            }
            Self { dir, store }
        }

        /// A record of a dealer with a number.
        fn has(&self, dealer: &str, no: &str) {
            let database = rusqlite::Connection::open(self.dir.path().join("head-office.db")).unwrap();
            let body = serde_json::json!({"no": no}).to_string();
            let put = "INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
                       VALUES (?1, ?2, 1, 'repair', 1, '', ?3, 'accepted', '', 1, '')";
            database.execute(put, (dealer, no, body)).unwrap();
        }

        fn sheet(&self, no: &str, rows: &str) -> PathBuf {
            let path = self.dir.path().join("核定.csv");
            let head = format!("编号：{no}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n");
            std::fs::write(&path, head + rows).unwrap();
            path
        }

        fn notices(&self, rows: &str) -> PathBuf {
            let path = self.dir.path().join("通知.csv");
            let head = "通知编号,通知日期,申请单号,申请金额,核定金额,核减金额,核减明细,抵扣货款金额,抵扣日期\n";
            std::fs::write(&path, head.to_owned() + rows).unwrap();
            path
        }

        fn decide(&self, file: &Path) -> Decided {
            decide(&self.store, file, None).unwrap()
        }

        fn sent(&self, dealer: &str) -> Vec<DecisionsBody> {
            let Feed::Page(page) = self.store.feed(dealer, None, 9).unwrap() else { panic!("no page") };
            page.items.iter().map(|item| serde_json::from_str(&item.body).unwrap()).collect()
        }
    }

    fn codes(decided: &Decided) -> Vec<(usize, &str)> {
        decided.errors.iter().map(|why| (why.row, why.code.as_str())).collect()
    }

    #[test]
    fn decide_1_rows_that_are_no_decision_are_refused_and_the_rest_goes() {
        let office = Office::new();
        office.has("HB0732A", "HB0732A-XS-2610-A0001");
        let rows = "W1,236.00,236.00,,,刘审\nW2,236.00,,,,\nW3,236.00,300.00,,,\nW4,236.00,100.00,,,\nW5,236.00,,,缺照片,\n\
                    W1,236.00,1.00,,再减,\nW6,236.00,很多,,,\n";
        let decided = office.decide(&office.sheet(NO, rows));
        let [(3, "twice"), (5, "out_of_range"), (6, "missing"), (8, "twice"), (9, _)] = codes(&decided)[..] else {
            panic!("{:?}", decided.errors)
        };
        let counts = [decided.rows, decided.published, decided.unchanged, decided.open, decided.refused];
        assert_eq!(counts, [7, 1, 0, 1, 5]);
        let sent = office.sent("HB0732A");
        let lines: Vec<_> = sent[0].lines.iter().map(|line| (&*line.repair_no, line.approved_fen)).collect();
        assert_eq!(lines, [("W5", None)], "what stands twice is taken neither time");
        let letter = office.dir.path().join("letter.txt");
        std::fs::write(&letter, "您好,请查收\n谢谢,再见\n").unwrap();
        assert_eq!(decide(&office.store, &letter, None).unwrap_err().code(), "no_decisions");
    }

    #[test]
    fn decide_2_the_dealer_is_the_one_that_sent_the_repairs_or_numbers_like_the_claim() {
        let office = Office::new();
        let sheet = office.sheet(NO, "WX1,236.00,236.00,,,\n");
        assert_eq!(codes(&office.decide(&sheet)), [(3, "unknown_claim")]);
        office.has("LN0001", "WX1");
        assert_eq!(codes(&office.decide(&sheet)), [(3, "unknown_claim")], "another dealer's repair of the same number");
        let paper = office.sheet("QH-HX-2610-A0001", "WX1,236.00,236.00,,,\n");
        assert_eq!(office.decide(&paper).dealers, ["LN0001"], "by its repair, where the number names nobody");
        office.has("HB0732A", "WX1");
        assert_eq!(office.decide(&office.sheet(NO, "WX1,236.00,236.00,,,\n")).dealers, ["HB0732A"], "the one it names");
        office.has("HB0732A", "HB0732A-XS-2610-A0001");
        let sheet = office.sheet(NO, "WX1,236.00,236.00,,,\n");
        assert_eq!(office.decide(&sheet).dealers, ["HB0732A"], "the one of the two that numbers so");
        office.has("LN0001", "HB0732A-XS-2610-B0001");
        assert_eq!(codes(&office.decide(&sheet)), [(3, "many_dealers")]);
        assert_eq!(decide(&office.store, &sheet, Some("LN0001")).unwrap().dealers, ["LN0001"]);
        assert_eq!(decide(&office.store, &sheet, Some("XX")).unwrap_err().code(), "unknown_dealer");
        assert_eq!(codes(&office.decide(&office.sheet("", "WX1,236.00,236.00,,,\n"))), [(3, "unknown_claim")]);
    }

    #[test]
    fn decide_3_what_went_out_last_does_not_go_again() {
        let office = Office::new();
        office.has("HB0732A", "HB0732A-XS-2610-A0001");
        office.has("LN0001", "LN0001-XS-2610-A0001");
        let published = |rows: &str| office.decide(&office.sheet(NO, rows)).published;
        let (whole, cut) = ("W1,236.00,236.00,,,\n", "W1,236.00,200.00,,工时过高,\n");
        assert_eq!([whole, whole, cut, whole, whole].map(published), [1, 0, 1, 1, 0], "a change back goes out too");
        let both = "TZ-1,2026-11-06,HB0732A-HX-2610-A0001,472.00,472.00,,,472.00,\n\
                    TZ-2,2026-11-06,LN0001-HX-2610-A0001,100.00,100.00,,,,\n\
                    TZ-3,十一月,LN0001-HX-2610-A0002,1.00,1.00,,,,\n";
        let decided = office.decide(&office.notices(both));
        assert_eq!((decided.dealers.join(" ").as_str(), decided.published), ("HB0732A LN0001", 2));
        assert_eq!(decided.errors.iter().map(|why| why.row).collect::<Vec<_>>(), [4], "the day is none");
        assert_eq!(office.sent("LN0001")[0].notices[0].no, "TZ-2");
        assert_eq!(office.sent("HB0732A").len(), 4);
    }
}
