//! Closing a maker's month: what was reported is kept, and corrected in a later pack alone.
//!
//! - MONTHCLOSE-1 A month is closed once it is over, by who may decide, for one maker; a second click, or another window, is answered with what stands. After the first closed month they are closed in their order: the pack of the next one carries the corrections.
//! - MONTHCLOSE-2 A completed repair that was never handed in stands in the way, by number; everything else is shown and does not (month_review).
//! - MONTHCLOSE-3 Closing keeps for each sheet of the pack its rows, their hash, the file and its hash, layout, form and dealer, all in one transaction; when a record changed meanwhile nothing is closed.
//! - MONTHCLOSE-4 The building that went last, by network or by any other road, stands for the sheet where it states the same facts; otherwise another is built, and is sent with its own number.
//! - MONTHCLOSE-5 A closed month is not built again and stays closed; it is printed again with the same bytes, each sheet by itself or as one pack in its order, or the file that is damaged or missing is named.
//! - MONTHCLOSE-6 A month without rows is closed like any other (E28).
//! - MONTHCLOSE-7 Sending a closed month sends the files that were closed and did not go out by network yet, and no others, with the same files beside for people.
//! - MONTHCLOSE-8 The files of closed months go with every backup and come back with it.

mod freeze;
mod reprint;
mod review;
mod send;

use super::month_of::days_of;
use super::sheet::{Asked, Sheet};
use super::template_problem::refused;
use super::went::Went;
use crate::app::{App, principal, start_of_use};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::Form;
use crate::policies::Policies;
use crate::tasks::stopped_as;
use crate::view::*;
use domain::month_close::{is_over, pack_of_corrections};
use domain::principal::Principal;
use domain::{Month, ReportRunId};
use freeze::Frozen;
use store::{ClosedSheet, MonthClose, Outgoing, Reader, ReportRun};

/// Earlier open months that are named.
const MOST_OPEN: usize = 12;
/// How often a month is looked at again because somebody wrote meanwhile.
const MOST_TRIES: u32 = 8;

impl App {
    pub(crate) fn month_show(&self, input: MonthInput) -> Answer<MonthShow> {
        self.read(|reader, now| {
            let maker = principal(reader, &input.principal)?;
            show(reader, &maker, input.month, now)
        })
    }

    pub(crate) fn month_close(&self, input: MonthCloseInput) -> Answer<Written<MonthShow>> {
        let typed = Form::of("month_close", &input.request_id, &input)?;
        let month = input.month;
        let maker = self.read(|reader, now| {
            super::refuse_far(month, now)?;
            let maker = principal(reader, &input.principal)?;
            typed.made(reader)?;
            refuse_early(month, now)?;
            Ok(maker)
        })?;
        let answer = |value| Written { value, touched: vec![Touched::Report] };
        let known = self.read(|reader, now| {
            let known = of_month(reader, &maker, month)?;
            known.map(|_| show(reader, &maker, month, now)).transpose()
        })?;
        if let Some(known) = known {
            return Ok(answer(known));
        }
        self.read(|reader, _| {
            refuse_out_of_order(reader, &maker, month)?;
            let policies = self.policies(reader)?;
            refuse_drafts(reader, &policies, &maker, month)
        })?;
        let running = self.tasks.begin(&input.task);
        let mut frozen = stopped_as(self.freeze(&maker, month, &running), not_closed)?;
        let mut tries = 0;
        stopped_as(running.go_on(), not_closed)?;
        frozen.settle()?;
        loop {
            match self.keep_closed(&maker, &frozen, &typed)? {
                true => break,
                // Each time somebody wrote meanwhile; nobody writes so fast for long.
                false if tries < MOST_TRIES => {
                    stopped_as(frozen.look_again(self, &maker, &running), not_closed)?;
                    tries += 1;
                }
                false => return Err(busy()),
            }
        }
        // Who closed it stands in the trail, which is written last.
        let value = self.read(|reader, now| show(reader, &maker, month, now))?;
        Ok(answer(value))
    }

    /// Keeps what was looked at, unless somebody wrote meanwhile: then nothing is written, and the answer is no.
    fn keep_closed(&self, maker: &Principal, frozen: &Frozen, typed: &Form<'_>) -> Answer<bool> {
        let (month, mut moved) = (frozen.close.month, false);
        let kept = self.write("month_close", |tx, _| {
            if of_month(tx, maker, month)?.is_some() {
                return Ok(());
            }
            refuse_out_of_order(tx, maker, month)?;
            let policies = self.policies(tx)?;
            refuse_drafts(tx, &policies, maker, month)?;
            if !frozen.stands(self, tx, maker)? {
                moved = true;
                return Err(freeze::changed());
            }
            frozen.runs().try_for_each(|run| tx.put_report_run(run, &Outgoing::Nothing))?;
            tx.put_month_close(&frozen.close, &frozen.sheets(), frozen.rows())?;
            typed.keep(tx, &[frozen.close.id.to_string()], &frozen.close.no)?;
            tx.note(&frozen.close.no, "");
            Ok(())
        });
        if moved { Ok(false) } else { kept.map(|()| true) }
    }
}

fn busy() -> AppError {
    let says = "别的窗口一直在登记，没有排上，没有结账，什么都没有变。请等那边停一下，再点一次「结账」";
    refused("month_busy", says)
}

fn not_closed() -> String {
    "已取消，没有结账，什么都没有变".into()
}

/// The closed month, if it is closed.
pub(super) fn of_month(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<Option<MonthClose>> {
    Ok(reader.month_closes(maker.id)?.into_iter().find(|close| close.month == month))
}

/// A sheet of a closed month is not built again (MONTHCLOSE-5).
pub(super) fn refuse_closed(reader: &Reader<'_>, maker: &Principal, month: Month, sheets: &[Sheet]) -> Answer<()> {
    let Some(close) = of_month(reader, maker, month)? else { return Ok(()) };
    let kept = reader.closed_sheets(close.id)?;
    if !sheets.iter().any(|sheet| kept.iter().any(|kept| kept.key == sheet.key())) {
        return Ok(());
    }
    let (year, number) = month.parts();
    Err(refused(
        "month_closed",
        &format!(
            "{} {year}年{number}月已经结账，报表不再重新生成。要文件请用「重印」；改过的资料会列在下一个月报表的更正里",
            maker.name
        ),
    ))
}

/// The buildings a closed month stands on; none of an open one.
pub(super) fn kept_runs(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<Vec<ReportRunId>> {
    let Some(close) = of_month(reader, maker, month)? else { return Ok(Vec::new()) };
    Ok(reader.closed_sheets(close.id)?.into_iter().map(|sheet| sheet.run).collect())
}

/// The sheets of a closed month that are asked for, in the order of the pack; none where the month is open, or a sheet was
/// not closed with it.
pub(super) fn closed_pack(
    reader: &Reader<'_>,
    maker: &Principal,
    month: Month,
    keys: &[String],
) -> Answer<Option<Vec<(ClosedSheet, ReportRun)>>> {
    let Some(close) = of_month(reader, maker, month)? else { return Ok(None) };
    let kept = reader.closed_sheets(close.id)?;
    let same = |key: &String, sheet: &ClosedSheet| sheet.key.eq_ignore_ascii_case(key.trim());
    if !keys.iter().all(|key| kept.iter().any(|sheet| same(key, sheet))) {
        return Ok(None);
    }
    let mut found = Vec::new();
    for sheet in kept {
        let asked = keys.is_empty() || keys.iter().any(|key| same(key, &sheet));
        if let Some(run) = reader.report_run(sheet.run)?.filter(|_| asked) {
            found.push((sheet, run));
        }
    }
    Ok(Some(found))
}

/// A file of a closed month that is gone or altered; `what` is what was not done, and is to be done again.
fn file_lost(title: &str, what: &str) -> AppError {
    let says =
        format!("结账时的「{title}」文件不在了，或者已经损坏，没有{what}。请从备份恢复，文件会跟着回来，再{what}");
    refused("closed_file_lost", &says)
}

impl App {
    /// Refused by name where a file of a closed month does not lie here as it was.
    pub(super) fn all_whole(&self, pack: &[(ClosedSheet, ReportRun)], what: &str) -> Answer<()> {
        match pack.iter().find(|(sheet, _)| !self.blob_is_whole(&sheet.sha256)) {
            Some((_, run)) => Err(file_lost(&run.title, what)),
            None => Ok(()),
        }
    }
}

fn refuse_early(month: Month, now: Now) -> Answer<()> {
    if is_over(month, now.today) {
        return Ok(());
    }
    let sentence = format!("这个月还没有过完，不能结账。请在{}以后再结", month.last().zh());
    Err(refused("month_not_over", &sentence))
}

/// The month after the last closed one carries the corrections: one behind it would carry them a second time (CORRECT-4).
fn refuse_out_of_order(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<()> {
    let carrying = pack_of_corrections(reader.month_closes(maker.id)?.iter().map(|close| close.month));
    match carrying.filter(|carrying| month > *carrying) {
        Some(first) => {
            let (year, number) = first.parts();
            let says = format!("请先结{year}年{number}月：更正列在它的报表里，隔过去就会列两遍");
            Err(refused("month_order", &says))
        }
        None => Ok(()),
    }
}

/// MONTHCLOSE-2.
fn refuse_drafts(reader: &Reader<'_>, policies: &Policies, maker: &Principal, month: Month) -> Answer<()> {
    let days = days_of(reader, policies, maker, month)?;
    let drafts = review::lines(reader, store::Review::Drafts, (maker, month), &days)?;
    let Some(first) = drafts.first() else { return Ok(()) };
    let named: Vec<_> = drafts
        .iter()
        .take(5)
        .map(|line| format!("{}（{}）", line.no, review::detail(store::Review::Drafts, line)))
        .collect();
    let more = if drafts.len() > named.len() { "等" } else { "" };
    Err(refused(
        "month_has_drafts",
        &format!(
            "还有 {} 张完工的维修单没有提交：{}{more}，不能结账。请提交它们；做错的作废，完工不在这个月的把完工日期改对",
            first.total,
            named.join("、")
        ),
    ))
}

fn show(reader: &Reader<'_>, maker: &Principal, month: Month, now: Now) -> Answer<MonthShow> {
    let closes = reader.month_closes(maker.id)?;
    let close = closes.iter().find(|close| close.month == month);
    Ok(MonthShow {
        principal: maker.code.clone(),
        month,
        over: is_over(month, now.today),
        closed: close.map(|close| closed_view(reader, maker, close)).transpose()?,
        corrections_in: pack_of_corrections(closes.iter().map(|close| close.month)),
        earlier_open: earlier_open(reader, &closes, month)?,
    })
}

fn closed_view(reader: &Reader<'_>, maker: &Principal, close: &MonthClose) -> Answer<ClosedMonth> {
    let mut sheets = Vec::new();
    let (went, runs) = (Went::of(reader, maker, close.month)?, reader.report_runs(maker.id, close.month)?);
    for sheet in reader.closed_sheets(close.id)? {
        let Some(run) = runs.iter().find(|run| run.id == sheet.run) else { continue };
        let run = super::run_view(reader, &maker.code, (run, &runs), &went)?;
        sheets.push(ClosedSheetView {
            key: sheet.key,
            title: run.title,
            no: run.no,
            run: run.id,
            rows: run.rows,
            sha256: sheet.sha256,
            state: run.state,
        });
    }
    Ok(ClosedMonth { at: close.closed_at, by: reader.hand_of("month_close", &close.no)?, sheets })
}

/// Months before this one that are open, from the day the desk is in use or the first closed month on.
fn earlier_open(reader: &Reader<'_>, closes: &[MonthClose], month: Month) -> Answer<Vec<Month>> {
    let used = start_of_use(reader)?.map(Month::of);
    let first = closes.first().map(|close| close.month).into_iter().chain(used).min();
    let Some(mut at) = first else { return Ok(Vec::new()) };
    let mut open = Vec::new();
    while at < month && open.len() < MOST_OPEN {
        if !closes.iter().any(|close| close.month == at) {
            open.push(at);
        }
        at = at.next();
    }
    Ok(open)
}

/// Everything that is asked of a closed month's files: which, and what each is called.
fn kept_sheets(reader: &Reader<'_>, maker: &Principal, month: Month) -> Answer<Vec<ClosedSheet>> {
    match of_month(reader, maker, month)? {
        Some(close) => Ok(reader.closed_sheets(close.id)?),
        None => {
            Err(refused("month_open", "这个月还没有结账，没有可以重印的。请先「生成本月全部报表」，或结账以后再重印"))
        }
    }
}
