//! Taking what head office decided, row by row (CLAIMS-4): from a workbook, or from its feed.
//!
//! - DECISION-1 What comes by the feed is of the maker whose head office sent it; what is not taken of it stands in the list of messages with its reasons, and nothing of it is lost.
//! - DECISION-2 What is refused is named by its number; a message with two lists is refused by what both name.
//! - DECISION-3 A row that is refused shows what head office wrote there, and one that replaces an earlier decision says which.
//! - DECISION-4 A book of several sheets of head office is taken as one: each row says in which sheet it stands.

mod parts;

use super::Whole;
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::import::open as open_book;
use crate::view::*;
use domain::claim::{Claim, Decision, Source};
use domain::text::clean;
use domain::{Day, Fen, PrincipalId};
use report::decisions::{Filled, FilledLine, FilledNotice, FilledSheet, HEADINGS, NoticeSaid, Said, Wrong, understood};
use report::read::Book;
use store::Tx;
use wire::decisions::DecisionsBody;

/// Reasons named in the line of a message.
const MOST_NAMED: usize = 3;

/// Who says it, and when.
struct By {
    now: Now,
    source: Source,
    /// The maker whose head office speaks; a file says by its numbers whose claims it is about.
    maker: Option<PrincipalId>,
}

impl By {
    fn file(now: Now) -> Self {
        Self { now, source: Source::File, maker: None }
    }
}

impl App {
    pub(crate) fn decisions_check(&self, input: DecisionsInput) -> Answer<DecisionsOutcome> {
        let filled = of_head_office(&open_book(&input.path)?)?;
        let now = self.read(|_, now| Ok(now))?;
        self.with_store(|store| store.rehearse(|tx| self.all_taken(tx, &By::file(now), &filled)))
    }

    pub(crate) fn decisions_take(&self, input: DecisionsInput) -> Answer<Written<DecisionsOutcome>> {
        let filled = of_head_office(&open_book(&input.path)?)?;
        let value = self.write("decisions_take", |tx, now| {
            let outcome = self.all_taken(tx, &By::file(now), &filled)?;
            let name = std::path::Path::new(input.path.trim()).file_name().unwrap_or_default().to_string_lossy();
            let before = match outcome.replaced.is_empty() {
                true => String::new(),
                false => format!("；改了此前的：{}", outcome.replaced.join("；")),
            };
            tx.note(&outcome.sheet, &format!("{name}：收 {}，拒 {}{before}", outcome.taken, outcome.refused));
            Ok(outcome)
        })?;
        Ok(Written { value, touched: vec![Touched::Claim, Touched::OldPart] })
    }

    /// Takes what came by the feed; answers what to add to the message's line (DECISION-1).
    pub(crate) fn decisions_by_feed(&self, tx: &Tx<'_>, now: Now, maker: PrincipalId, body: &str) -> Answer<String> {
        let Ok(body) = serde_json::from_str::<DecisionsBody>(body) else {
            return Ok("读不懂，没有收".to_owned());
        };
        let filled = match filled_of(body) {
            Ok(filled) => filled,
            Err(why) => return Ok(why),
        };
        let by = By { now, source: Source::Sync, maker: Some(maker) };
        match tx.attempt(|| self.taken(tx, &by, &filled)) {
            Ok(outcome) => Ok(told(&outcome)),
            Err(AppError::Store(why)) => Err(why.into()),
            // A message nobody can take must not stand before those behind it, and leaves nothing of itself.
            Err(why) => Ok(format!("没有收：{why}")),
        }
    }

    /// The sheets of a book one after the other, told together (DECISION-4).
    fn all_taken(&self, tx: &Tx<'_>, by: &By, sheets: &[FilledSheet]) -> Answer<DecisionsOutcome> {
        let mut whole = outcome("");
        let mut kinds: Vec<String> = Vec::new();
        for sheet in sheets {
            let one = self.taken(tx, by, &sheet.filled)?;
            if !kinds.contains(&one.sheet) {
                kinds.push(one.sheet.clone());
            }
            whole.add(one, &sheet.name);
        }
        whole.sheet = kinds.join("、");
        Ok(whole)
    }

    fn taken(&self, tx: &Tx<'_>, by: &By, filled: &Filled) -> Answer<DecisionsOutcome> {
        match filled {
            Filled::Claim { claim_no, lines } => claim(tx, by, claim_no, lines),
            Filled::Notices(notices) => self.notices(tx, by, notices),
            Filled::Parts { batches, lines } => parts::parts(tx, by, batches, lines),
        }
    }

    fn notices(&self, tx: &Tx<'_>, by: &By, notices: &[FilledNotice]) -> Answer<DecisionsOutcome> {
        let mut outcome = outcome("W09");
        for filled in notices {
            outcome.rows += 1;
            let done = self.one_notice(tx, by, filled, &mut outcome);
            count(&mut outcome, filled.row, &filled.claim_no, done)?;
        }
        Ok(outcome)
    }

    fn one_notice(
        &self,
        tx: &Tx<'_>,
        by: &By,
        filled: &FilledNotice,
        outcome: &mut DecisionsOutcome,
    ) -> Result<bool, Trouble> {
        let said = filled.said.as_ref();
        outcome.lines.push(DecisionRow {
            row: place(filled.row),
            sheet: String::new(),
            claim_no: filled.claim_no.clone(),
            repair_no: String::new(),
            claimed_fen: said.ok().map(|said| said.claimed_fen),
            approved_fen: said.ok().map(|said| said.approved_fen),
            reason: said.map(|said| said.cut_note.clone()).unwrap_or_default(),
            written: filled.written.clone(),
            part: None,
        });
        let said = said.map_err(Wrong::clone)?;
        let mut whole = known(tx, by, &filled.claim_no)?;
        let sums = whole.sums(tx)?;
        if said.claimed_fen != sums.claimed.0 {
            return Err(changed("申请金额", sums.claimed).into());
        }
        let input = NoticeInput {
            id: whole.claim.id.to_string(),
            rev: None,
            no: said.no.clone(),
            noticed_on: Day::new(said.on),
            approved_fen: said.approved_fen,
            cut_fen: said.cut_fen,
            cut_note: said.cut_note.clone(),
            deduction_fen: said.deduction_fen,
            deducted_on: said.deducted_on.map(Day::new),
            // What does not agree is put down by a person who has the paper before them, not in silence.
            differs: false,
        };
        let taken = whole.notice(self, tx, by.now, &input, by.source)?;
        raise(tx, &mut whole, taken)?;
        outcome.replaced.append(&mut whole.replaced);
        Ok(taken)
    }
}

fn claim(tx: &Tx<'_>, by: &By, claim_no: &str, lines: &[FilledLine]) -> Answer<DecisionsOutcome> {
    let mut outcome = outcome("W08");
    outcome.rows = lines.len() as i64;
    let mut whole = match known(tx, by, claim_no) {
        Ok(whole) => whole,
        Err(Trouble::Stop(why)) => return Err(why),
        Err(Trouble::Row(why)) => {
            for line in lines {
                outcome.lines.push(shown(claim_no, line));
                count(&mut outcome, line.row, &line.repair_no, Err(why.clone().into()))?;
            }
            return Ok(outcome);
        }
    };
    let numbers = whole.numbers(tx)?;
    let mut any = false;
    for filled in lines {
        outcome.lines.push(shown(&whole.claim.no, filled));
        match one_line(tx, by, &mut whole, &numbers, filled) {
            Ok(None) => outcome.open += 1,
            Ok(Some(taken)) => {
                any |= taken;
                count(&mut outcome, filled.row, &filled.repair_no, Ok(taken))?;
            }
            Err(why) => count(&mut outcome, filled.row, &filled.repair_no, Err(why))?,
        }
    }
    raise(tx, &mut whole, any)?;
    outcome.replaced = whole.replaced;
    Ok(outcome)
}

/// One row; `None` when head office left it empty.
fn one_line(
    tx: &Tx<'_>,
    by: &By,
    whole: &mut Whole,
    numbers: &[String],
    filled: &FilledLine,
) -> Result<Option<bool>, Trouble> {
    let Some(said) = filled.said.as_ref().map_err(Wrong::clone)? else { return Ok(None) };
    let at = numbers.iter().position(|no| no.eq_ignore_ascii_case(&filled.repair_no));
    let claimed = filled.claimed_fen.clone()?;
    if let Some(line) = at.and_then(|at| whole.lines.get(at)).filter(|line| line.claimed_fen.0 != claimed) {
        return Err(changed("申请金额", line.claimed_fen).into());
    }
    let Said { approved_fen, reason, judged_by } = said;
    let decision = Decision {
        approved_fen: approved_fen.map(Fen),
        reason: clean(reason),
        judged_by: clean(judged_by),
        on: by.now.today,
        source: by.source,
    };
    Ok(Some(whole.decide(tx, numbers, &filled.repair_no, decision)?))
}

fn of_head_office(book: &Book) -> Answer<Vec<FilledSheet>> {
    let sheets = understood(book);
    if sheets.is_empty() {
        return Err(AppError::File {
            code: "no_decisions".into(),
            sentence: format!(
                "这不是总部回填的表：找不到{HEADINGS}。请选总部发回的核销申请表、核销通知书或旧件返回清单"
            ),
        });
    }
    Ok(sheets)
}

/// What a dropped workbook is (DROP-1).
pub(crate) fn filled_kind(path: &std::path::Path) -> Answer<(Option<DroppedKind>, String)> {
    let book = open_book(&path.display().to_string())?;
    Ok(match understood(&book).first().map(|sheet| &sheet.filled) {
        Some(Filled::Claim { .. }) => (Some(DroppedKind::Sheet), "总部回填的核销申请表：先逐行看，再收".into()),
        Some(Filled::Notices(_)) => (Some(DroppedKind::Sheet), "总部的核销通知书：先逐行看，再收".into()),
        Some(Filled::Parts { .. }) => (Some(DroppedKind::Sheet), "总部回填的旧件返回清单：先逐行看，再收".into()),
        None => {
            let says = format!("这张表不是总部回填的：找不到{HEADINGS}。要导入台账，请到「档案」里按「导入台账」");
            (None, says)
        }
    })
}

/// A message as the sheet it was made of; one that holds more than one list is refused by what it names (DECISION-2).
fn filled_of(body: DecisionsBody) -> Result<Filled, String> {
    let named = |what: &str, numbers: Vec<&str>| {
        let more = if numbers.len() > MOST_NAMED { "等" } else { "" };
        let few: Vec<&str> = numbers.iter().take(MOST_NAMED).copied().collect();
        (!numbers.is_empty()).then(|| format!("{what} {}{more}", few.join("、")))
    };
    let lists = [
        named("维修单", body.lines.iter().map(|line| line.repair_no.as_str()).collect()),
        named("核销通知", body.notices.iter().map(|notice| notice.no.as_str()).collect()),
        named("旧件", body.parts.iter().map(|part| part.tag_no.as_str()).collect()),
    ];
    let lists: Vec<String> = lists.into_iter().flatten().collect();
    match lists.len() {
        0 => Err("没有收：这条消息里什么也没有写".to_owned()),
        1 => Ok(one_list(body).once_each()),
        _ => Err(format!("没有收：这条消息同时写了{}，不知道以哪一张表为准；请总部分开再发", lists.join("和"))),
    }
}

fn one_list(body: DecisionsBody) -> Filled {
    if !body.parts.is_empty() {
        return Filled::Parts { batches: body.batches, lines: parts::filled(body.parts) };
    }
    if body.notices.is_empty() {
        let lines = body.lines.into_iter().zip(1..).map(|(line, row)| FilledLine {
            row,
            repair_no: line.repair_no,
            claimed_fen: Ok(line.claimed_fen),
            written: String::new(),
            said: Ok(Some(Said { approved_fen: line.approved_fen, reason: line.reason, judged_by: line.judged_by })),
        });
        return Filled::Claim { claim_no: body.claim_no, lines: lines.collect() };
    }
    let day = |text: &str| {
        let message = format!("「{text}」不是日期");
        text.parse().map_err(|_| Wrong { field: "通知日期", code: "not_a_day", message })
    };
    let notices = body.notices.into_iter().zip(1..).map(|(notice, row)| FilledNotice {
        row,
        written: String::new(),
        said: day(&notice.noticed_on).and_then(|on| {
            Ok(NoticeSaid {
                no: notice.no,
                on,
                claimed_fen: notice.claimed_fen,
                approved_fen: notice.approved_fen,
                cut_fen: notice.cut_fen,
                cut_note: notice.cut_note,
                deduction_fen: notice.deduction_fen,
                deducted_on: notice.deducted_on.as_deref().map(day).transpose()?,
            })
        }),
        claim_no: notice.claim_no,
    });
    Filled::Notices(notices.collect())
}

/// What became of a message, in a line.
fn told(outcome: &DecisionsOutcome) -> String {
    let DecisionsOutcome { taken, unchanged, refused, errors, replaced, .. } = outcome;
    let before =
        if replaced.is_empty() { String::new() } else { format!("，改了此前的：{}", replaced.join("；")) };
    let whole = format!("收下 {taken} 行{before}");
    let known = if *unchanged > 0 { format!("，已有 {unchanged} 行") } else { String::new() };
    if *refused == 0 {
        return whole + &known;
    }
    let name = |why: &DecisionError| match why.no.is_empty() || why.message.contains(&why.no) {
        true => why.message.clone(),
        false => format!("{}：{}", why.no, why.message),
    };
    let why: Vec<String> = errors.iter().take(MOST_NAMED).map(name).collect();
    let more = if errors.len() > MOST_NAMED { "……" } else { "" };
    format!("{whole}{known}，没有收 {refused} 行：{}{more}", why.join("；"))
}

/// A claim something was taken for goes up by one version.
fn raise(tx: &Tx<'_>, whole: &mut Whole, taken: bool) -> Answer<()> {
    if taken {
        whole.claim.rev += 1;
        tx.put_claim(&whole.claim)?;
    }
    Ok(())
}

fn known(tx: &Tx<'_>, by: &By, no: &str) -> Result<Whole, Trouble> {
    let stranger = |no: &str| format!("本机没有核销申请「{no}」：可能是别的经销商、别的电脑的表");
    let unknown = || Wrong::unknown_claim(no, stranger);
    let claim = tx.claim_by_no(no).map_err(AppError::from)?;
    let of_maker = |claim: &Claim| by.maker.is_none_or(|maker| maker == claim.principal);
    let claim = claim.filter(of_maker).ok_or_else(unknown)?;
    Ok(Whole::all(tx, vec![claim], by.now.today)?.pop().ok_or_else(unknown)?)
}

fn shown(claim_no: &str, filled: &FilledLine) -> DecisionRow {
    let said = filled.said.as_ref().ok().and_then(Option::as_ref);
    DecisionRow {
        row: place(filled.row),
        sheet: String::new(),
        claim_no: claim_no.to_owned(),
        repair_no: filled.repair_no.clone(),
        claimed_fen: filled.claimed_fen.as_ref().ok().copied(),
        approved_fen: said.and_then(|said| said.approved_fen),
        reason: said.map(|said| said.reason.clone()).unwrap_or_default(),
        written: filled.written.clone(),
        part: None,
    }
}

fn count(outcome: &mut DecisionsOutcome, row: usize, no: &str, done: Result<bool, Trouble>) -> Answer<()> {
    match done {
        Ok(true) => outcome.taken += 1,
        Ok(false) => outcome.unchanged += 1,
        Err(Trouble::Stop(why)) => return Err(why),
        Err(Trouble::Row(why)) => {
            outcome.refused += 1;
            outcome.errors.push(DecisionError {
                row: place(row),
                sheet: String::new(),
                no: no.to_owned(),
                field: why.field.to_owned(),
                code: why.code.to_owned(),
                message: why.message,
            });
        }
    }
    Ok(())
}

fn outcome(sheet: &str) -> DecisionsOutcome {
    DecisionsOutcome {
        sheet: sheet.to_owned(),
        rows: 0,
        taken: 0,
        unchanged: 0,
        open: 0,
        refused: 0,
        lines: Vec::new(),
        errors: Vec::new(),
        replaced: Vec::new(),
    }
}

impl DecisionsOutcome {
    /// Adds what became of a sheet, whose name its rows bear.
    fn add(&mut self, mut one: Self, name: &str) {
        one.lines.iter_mut().for_each(|line| line.sheet = name.to_owned());
        one.errors.iter_mut().for_each(|error| error.sheet = name.to_owned());
        self.rows += one.rows;
        self.taken += one.taken;
        self.unchanged += one.unchanged;
        self.open += one.open;
        self.refused += one.refused;
        self.lines.append(&mut one.lines);
        self.errors.append(&mut one.errors);
        self.replaced.append(&mut one.replaced);
    }
}

fn place(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}

fn changed(field: &'static str, ours: Fen) -> Wrong {
    let message = format!("{field}被改过：申请的是 {} 元", ours.grouped());
    Wrong { field, code: "column_changed", message }
}

/// Why a row was not taken.
enum Trouble {
    /// The row is wrong; the rest goes on.
    Row(Wrong),
    /// Nothing can go on: the disk, the database.
    Stop(AppError),
}

impl From<Wrong> for Trouble {
    fn from(why: Wrong) -> Self {
        Self::Row(why)
    }
}

/// A refusal of the rules is the reason of a row.
impl From<AppError> for Trouble {
    fn from(why: AppError) -> Self {
        let AppError::Refused(refused) = &why else { return Self::Stop(why) };
        let Some(first) = refused.0.first() else { return Self::Stop(why) };
        Self::Row(Wrong { field: column(first.field()), code: first.code(), message: refused.to_string() })
    }
}

/// The column of a field.
fn column(field: &str) -> &'static str {
    match field {
        "approved_fen" | "lines.approved_fen" => "核定金额",
        "lines.reason" => "核减原因",
        "lines.judged_by" => "核定人",
        "lines.repair_no" => "维修单号",
        "deduction_fen" => "抵扣货款金额",
        "no" => "通知编号",
        "lines.received_milli" | "lines.wrong_milli" => "实收数量",
        "judged_by" => "鉴定人",
        "judged_on" => "鉴定日期",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::decisions::{DecidedLine, SettledClaim};

    fn body(lines: bool, notices: bool) -> DecisionsBody {
        let line = DecidedLine {
            repair_no: "WX26100001".into(),
            claimed_fen: 100,
            approved_fen: Some(100),
            reason: String::new(),
            judged_by: String::new(),
        };
        let notice = SettledClaim {
            claim_no: "HB-HX-1".into(),
            no: "TZ-1".into(),
            noticed_on: "2026-11-06".into(),
            claimed_fen: 100,
            approved_fen: 100,
            cut_fen: 0,
            cut_note: String::new(),
            deduction_fen: 0,
            deducted_on: None,
        };
        DecisionsBody {
            lines: lines.then_some(line).into_iter().collect(),
            notices: notices.then_some(notice).into_iter().collect(),
            ..DecisionsBody::default()
        }
    }

    #[test]
    fn decision_2_a_message_with_two_lists_is_refused_by_what_both_name() {
        let why = filled_of(body(true, true)).unwrap_err();
        assert!(why.contains("维修单 WX26100001") && why.contains("核销通知 TZ-1"), "{why}");
        assert!(filled_of(body(false, false)).is_err());
        assert!(matches!(filled_of(body(true, false)), Ok(Filled::Claim { .. })));
        assert!(matches!(filled_of(body(false, true)), Ok(Filled::Notices(_))));
    }
}
