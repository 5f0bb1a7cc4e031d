//! Taking what head office wrote into a workbook, row by row (CLAIMS-4).

use super::Whole;
use super::filled::{Filled, FilledLine, FilledNotice, Said, Wrong, understood};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::import::open as open_book;
use crate::view::*;
use domain::Fen;
use domain::claim::{Decision, Source};
use std::collections::HashSet;
use store::Tx;

impl App {
    pub(crate) fn decisions_check(&self, input: DecisionsInput) -> Answer<DecisionsOutcome> {
        let filled = understood(&open_book(&input.path)?)?;
        let now = self.read(|_, now| Ok(now))?;
        self.with_store(|store| store.rehearse(|tx| self.taken(tx, now, &filled)))
    }

    pub(crate) fn decisions_take(&self, input: DecisionsInput) -> Answer<Written<DecisionsOutcome>> {
        let filled = understood(&open_book(&input.path)?)?;
        let value = self.write("decisions_take", |tx, now| {
            let outcome = self.taken(tx, now, &filled)?;
            let name = std::path::Path::new(input.path.trim()).file_name().unwrap_or_default().to_string_lossy();
            tx.note(&outcome.sheet, &format!("{name}：收 {}，拒 {}", outcome.taken, outcome.refused));
            Ok(outcome)
        })?;
        Ok(Written { value, touched: vec![Touched::Claim] })
    }

    fn taken(&self, tx: &Tx<'_>, now: Now, filled: &Filled) -> Answer<DecisionsOutcome> {
        match filled {
            Filled::Claim { claim_no, lines } => claim(tx, now, claim_no, lines),
            Filled::Notices(notices) => self.notices(tx, now, notices),
        }
    }

    fn notices(&self, tx: &Tx<'_>, now: Now, notices: &[FilledNotice]) -> Answer<DecisionsOutcome> {
        let mut outcome = outcome("W09");
        for filled in notices {
            outcome.rows += 1;
            let done = self.one_notice(tx, now, filled, &mut outcome);
            count(&mut outcome, filled.row, done)?;
        }
        Ok(outcome)
    }

    fn one_notice(
        &self,
        tx: &Tx<'_>,
        now: Now,
        filled: &FilledNotice,
        outcome: &mut DecisionsOutcome,
    ) -> Result<bool, Trouble> {
        let said = filled.said.as_ref().map_err(Wrong::clone)?;
        let mut whole = known(tx, &filled.claim_no)?;
        let sums = super::added(&whole.lines)?;
        outcome.lines.push(DecisionRow {
            row: place(filled.row),
            claim_no: filled.claim_no.clone(),
            repair_no: String::new(),
            claimed_fen: Some(said.claimed_fen),
            approved_fen: Some(said.approved_fen),
            reason: said.cut_note.clone(),
        });
        if said.claimed_fen != sums.claimed.0 {
            return Err(changed("申请金额", sums.claimed).into());
        }
        let input = NoticeInput {
            id: whole.claim.id.to_string(),
            rev: None,
            no: said.no.clone(),
            noticed_on: said.on,
            approved_fen: said.approved_fen,
            cut_fen: said.cut_fen,
            cut_note: said.cut_note.clone(),
            deduction_fen: said.deduction_fen,
            deducted_on: said.deducted_on,
        };
        let taken = whole.notice(self, tx, now, &input, Source::File)?;
        raise(tx, &mut whole, taken)?;
        Ok(taken)
    }
}

fn claim(tx: &Tx<'_>, now: Now, claim_no: &str, lines: &[FilledLine]) -> Answer<DecisionsOutcome> {
    let mut outcome = outcome("W08");
    outcome.rows = lines.len() as i64;
    let mut whole = match known(tx, claim_no) {
        Ok(whole) => whole,
        Err(Trouble::Stop(why)) => return Err(why),
        Err(Trouble::Row(why)) => {
            lines.iter().try_for_each(|line| count(&mut outcome, line.row, Err(why.clone().into())))?;
            return Ok(outcome);
        }
    };
    let numbers = whole.numbers(tx)?;
    let (mut seen, mut any) = (HashSet::new(), false);
    for filled in lines {
        outcome.lines.push(shown(&whole.claim.no, filled));
        let first = seen.insert(filled.repair_no.to_uppercase());
        match one_line(tx, now, &mut whole, &numbers, filled, first) {
            Ok(None) => outcome.open += 1,
            Ok(Some(taken)) => {
                any |= taken;
                count(&mut outcome, filled.row, Ok(taken))?;
            }
            Err(why) => count(&mut outcome, filled.row, Err(why))?,
        }
    }
    raise(tx, &mut whole, any)?;
    Ok(outcome)
}

/// One row; `None` when head office left it empty.
fn one_line(
    tx: &Tx<'_>,
    now: Now,
    whole: &mut Whole,
    numbers: &[String],
    filled: &FilledLine,
    first: bool,
) -> Result<Option<bool>, Trouble> {
    let Some(said) = filled.said.as_ref().map_err(Wrong::clone)? else { return Ok(None) };
    if !first {
        let message = format!("维修单「{}」在这张表里出现了两次", filled.repair_no);
        return Err(Wrong { field: "维修单号", code: "twice", message }.into());
    }
    let at = numbers.iter().position(|no| no.eq_ignore_ascii_case(&filled.repair_no));
    let claimed = filled.claimed_fen.clone()?;
    if let Some(line) = at.and_then(|at| whole.lines.get(at)).filter(|line| line.claimed_fen.0 != claimed) {
        return Err(changed("申请金额", line.claimed_fen).into());
    }
    let Said { approved_fen, reason, judged_by } = said;
    let decision = Decision {
        approved_fen: approved_fen.map(Fen),
        reason: reason.clone(),
        judged_by: judged_by.clone(),
        on: now.today,
        source: Source::File,
    };
    Ok(Some(whole.decide(tx, numbers, &filled.repair_no, decision)?))
}

/// A claim something was taken for goes up by one version.
fn raise(tx: &Tx<'_>, whole: &mut Whole, taken: bool) -> Answer<()> {
    if taken {
        whole.claim.rev += 1;
        tx.put_claim(&whole.claim)?;
    }
    Ok(())
}

fn known(tx: &Tx<'_>, no: &str) -> Result<Whole, Trouble> {
    let unknown = || Wrong {
        field: "申请单号",
        code: "unknown_claim",
        message: match no {
            "" => "表上没有申请编号（应写着「编号：…-HX-…」），不知道是哪一份申请".into(),
            no => format!("本机没有核销申请「{no}」：可能是别的经销商、别的电脑的表"),
        },
    };
    let claim = tx.claim_by_no(no).map_err(AppError::from)?.ok_or_else(unknown)?;
    Ok(Whole::all(tx, vec![claim])?.pop().ok_or_else(unknown)?)
}

fn shown(claim_no: &str, filled: &FilledLine) -> DecisionRow {
    let said = filled.said.as_ref().ok().and_then(Option::as_ref);
    DecisionRow {
        row: place(filled.row),
        claim_no: claim_no.to_owned(),
        repair_no: filled.repair_no.clone(),
        claimed_fen: filled.claimed_fen.as_ref().ok().copied(),
        approved_fen: said.and_then(|said| said.approved_fen),
        reason: said.map(|said| said.reason.clone()).unwrap_or_default(),
    }
}

fn count(outcome: &mut DecisionsOutcome, row: usize, done: Result<bool, Trouble>) -> Answer<()> {
    match done {
        Ok(true) => outcome.taken += 1,
        Ok(false) => outcome.unchanged += 1,
        Err(Trouble::Stop(why)) => return Err(why),
        Err(Trouble::Row(why)) => {
            outcome.refused += 1;
            outcome.errors.push(DecisionError {
                row: place(row),
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
        _ => "",
    }
}
