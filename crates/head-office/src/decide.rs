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
use crate::store::clerks::Deed;
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

/// What a file says, before any of it goes.
#[derive(Debug)]
pub struct Plan {
    decided: Decided,
    bodies: Vec<(String, DecisionsBody)>,
}

/// A clerk who sends, and the form it came from.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// Who.
    pub clerk: &'a str,
    /// The form's own name: sent twice, it is done once.
    pub once: &'a str,
}

/// Publishes what a file says.
pub fn decide(store: &dyn Store, file: &Path, dealer: Option<&str>) -> Result<Decided, Undecided> {
    let unread = |why| Undecided::Unread(file.display().to_string(), why);
    look(store, &report::read::open_path(file).map_err(unread)?, dealer)?.send(store, now_ms(), None)
}

/// Reads what a book says; nothing goes.
pub fn look(store: &dyn Store, book: &report::read::Book, dealer: Option<&str>) -> Result<Plan, Undecided> {
    let sheets = understood(book);
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
    decided.sheet = kinds.join("、");
    decided.refused = decided.errors.len();
    Ok(Plan { decided, bodies })
}

impl Plan {
    /// Counts and refused rows; nothing is published yet.
    pub fn decided(&self) -> &Decided {
        &self.decided
    }

    /// What goes to whom, and whether the same went before.
    pub fn bodies(&self, store: &dyn Store) -> Result<Vec<(&str, &DecisionsBody, bool)>, Undecided> {
        let one = |(dealer, body): &'_ (String, DecisionsBody)| went(store, dealer, body);
        self.bodies.iter().map(|pair| Ok((&*pair.0, &pair.1, one(pair)?.is_none()))).collect()
    }

    /// Sends it. Only now: what cannot be looked up of a later sheet keeps back the earlier ones, too (DECIDE-3).
    pub fn send(self, store: &dyn Store, now: i64, by: Option<By>) -> Result<Decided, Undecided> {
        let Self { mut decided, bodies } = self;
        for (dealer, body) in bodies {
            publish(store, &mut decided, dealer, &body, (now, by))?;
        }
        Ok(decided)
    }
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
                "没有收到过「{claim_no}」里的维修单，也没有编号以「{prefix}-」开头的单据，不知道是哪个经销商的；知道的话请指明经销商（命令行写 --dealer）"
            ),
        ),
        several => {
            let names = several.join("、");
            wrong(
                "many_dealers",
                format!("「{claim_no}」可能是几个经销商的（{names}），请指明经销商（命令行写 --dealer）"),
            )
        }
    }
}

/// The text to send; none if the same went out last (DECIDE-3).
fn went(store: &dyn Store, dealer: &str, body: &DecisionsBody) -> Result<Option<String>, Undecided> {
    let text = serde_json::to_string(body).map_err(|why| StoreError::Disk(why.into()))?;
    let before = store.newest_item(dealer, DECISIONS_KIND, &body.title)?;
    Ok(before.is_none_or(|hash| hash != wire::hash::sha256_hex(text.as_bytes())).then_some(text))
}

/// Rows of a message.
pub fn rows_of(body: &DecisionsBody) -> usize {
    body.lines.len() + body.notices.len() + body.parts.len()
}

/// Puts rows into a dealer's feed, unless the same went out before (DECIDE-3).
fn publish(
    store: &dyn Store,
    decided: &mut Decided,
    dealer: String,
    body: &DecisionsBody,
    (now, by): (i64, Option<By>),
) -> Result<(), Undecided> {
    let done = match went(store, &dealer, body)? {
        None => Err(StoreError::Again),
        Some(text) => {
            let once = by.map(|by| wire::hash::sha256_hex(format!("{}\n{dealer}\n{text}", by.once).as_bytes()));
            let deed = by.map(|by| Deed {
                clerk: by.clerk,
                action: "decide",
                about: &dealer,
                detail: &body.title,
                once: once.as_deref(),
            });
            store.add_item(&dealer, DECISIONS_KIND, &text, now, deed.as_ref()).map(drop)
        }
    };
    match done {
        Ok(()) => decided.published += rows_of(body),
        Err(StoreError::Again) => decided.unchanged += rows_of(body),
        Err(why) => return Err(why.into()),
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
mod tests;
