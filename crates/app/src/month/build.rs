//! Building workbooks into a folder of the dealer's choice.
//!
//! - BUILD-1 A pack lies in the folder whole, or what lay there stays: stopped or failed it leaves no sheet of it.
//! - BUILD-2 Of all makers together those whose month is closed are not built: what was closed lies in the folder with the others, and is said to be closed.

use super::close::{closed_pack, refuse_closed};
use super::cover::{Listed, as_known};
use super::head::Around;
use super::laid::Laid;
use super::making::{Begun, Bench, LEFT_MS, MadeSheet, Turn};
use super::sheet::{Asked, Sheet};
use super::wanted::pack_of;
use crate::app::{App, principal};
use crate::error::Answer;
use crate::file_problem::{folder_problem, write_problem};
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use crate::writing::Writing;
use domain::number::NumberType;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::{Month, ReportRunId};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use store::{Outgoing, Reader, ReportRun};

/// The makers altogether, where one maker's code could stand.
const ALL: &str = "all";

/// What is to be built.
struct Order<'a> {
    /// Makers, each with the sheets asked for.
    makers: Vec<(Principal, Vec<Sheet>)>,
    month: Month,
    whole: bool,
    task: &'a Task,
}

/// A sheet on the bench, and whose it is.
struct Built {
    maker: String,
    made: MadeSheet,
}

/// A building as it lies in a folder.
fn file(maker: &str, folder: &Path, run: &ReportRun, closed: bool) -> ReportFile {
    ReportFile {
        key: run.key.clone(),
        title: run.title.clone(),
        principal: maker.to_owned(),
        month: run.month,
        rows: run.rows,
        path: folder.join(&run.file).display().to_string(),
        sha256: run.sha256.clone(),
        closed,
    }
}

impl App {
    pub(crate) fn report_build(&self, input: ReportBuild) -> Answer<Written<Vec<ReportFile>>> {
        let running = self.tasks.begin(&input.task);
        let named = sheets(&input.keys)?;
        let (makers, closed) = self.read(|reader, now| {
            super::refuse_far(input.month, now)?;
            let policies = self.policies(reader)?;
            let (mut open, mut closed) = (Vec::new(), Vec::new());
            for maker in makers(reader, &input.principal)? {
                // Of all makers the closed ones are left as they are: what was closed lies in the folder with the others.
                let kept =
                    if input.principal == ALL { closed_pack(reader, &maker, input.month, &input.keys)? } else { None };
                if let Some(pack) = kept {
                    closed.push((maker.code, pack));
                    continue;
                }
                let sheets = match &named {
                    Some(named) => named.clone(),
                    None => pack_of(reader, &policies, &maker, input.month)?,
                };
                refuse_closed(reader, &maker, input.month, &sheets)?;
                open.push((maker, sheets));
            }
            Ok((open, closed))
        })?;
        for (_, pack) in &closed {
            self.all_whole(pack, "重印")?;
        }
        let folder = self.export_folder(input.dir.as_deref());
        prepare(&folder, self.now())?;
        let all = makers.iter().map(|(_, sheets)| sheets.len()).sum();
        let own = self.id::<ReportRunId>().to_string();
        let bench = Bench::open(self, &own)?;
        let order = Order { makers, month: input.month, whole: input.whole, task: &running };
        let numbers = if all > 0 { self.report_numbers(input.month, all)? } else { Vec::new() };
        let built = self.build_all(&order, &bench, numbers.into_iter()).and_then(|built| {
            running.to_the_end()?;
            Ok(built)
        });
        let built = stopped_as(built, || "已取消，没有生成文件，文件夹里原来的没有动".into())?;
        let mut files: Vec<_> = built.iter().map(|one| file(&one.maker, &folder, &one.made.run, false)).collect();
        let mut laid: Vec<_> =
            built.iter().map(|one| (bench.file(&one.made.workbook), folder.join(&one.made.run.file))).collect();
        for (maker, pack) in &closed {
            files.extend(pack.iter().map(|(_, run)| file(maker, &folder, run, true)));
            laid.extend(
                pack.iter().map(|(sheet, run)| (self.folder("blobs").join(&sheet.sha256), folder.join(&run.file))),
            );
        }
        let laid = Laid::of(&folder, &own, &laid)?;
        bench.settle()?;
        if !built.is_empty() {
            self.write("report_build", |tx, _| {
                built.iter().try_for_each(|one| tx.put_report_run(&one.made.run, &Outgoing::Nothing))?;
                tx.note(&input.principal, &format!("{} {}", input.month, built.len()));
                Ok(())
            })?;
        }
        // Until they are recorded a workbook nobody knows of must not lie there: dropped before, what was laid is taken back.
        laid.stays();
        Ok(Written { value: files, touched: vec![Touched::Report] })
    }

    /// Every sheet of every maker, on the bench; nothing of it is in the folder yet.
    fn build_all(
        &self,
        order: &Order<'_>,
        bench: &Bench,
        mut numbers: impl Iterator<Item = String>,
    ) -> Answer<Vec<Built>> {
        let all: usize = order.makers.iter().map(|(_, sheets)| sheets.len()).sum();
        order.task.of(i64::try_from(all).unwrap_or(i64::MAX));
        self.read(|reader, now| {
            let (around, policies) = (Around::of(reader, now)?, self.policies(reader)?);
            let (today, at, policies) = (now.today, now.at, &policies);
            let mut built = Vec::new();
            for (maker, sheets) in &order.makers {
                let (month, masked, task) = (order.month, !order.whole, order.task);
                let asked = Asked { reader, principal: maker, month, today, at, masked, task, policies };
                let (mut before, mut saving): (Vec<Listed>, Option<Begun>) = (Vec::new(), None);
                let mut keep = |begun: Option<Begun>, before: &mut Vec<Listed>| -> Answer<()> {
                    let Some(begun) = begun else { return Ok(()) };
                    let made = begun.done()?;
                    before.push(Listed::of(&made.run));
                    built.push(Built { maker: maker.code.clone(), made });
                    order.task.at(built.len() as i64)
                };
                for sheet in sheets {
                    let no = numbers.next().unwrap_or_default();
                    // The cover names the files of all others.
                    if *sheet == Sheet::Cover {
                        keep(saving.take(), &mut before)?;
                    }
                    // Asked for by itself, the cover lists what is known of the month.
                    if *sheet == Sheet::Cover && before.is_empty() {
                        before = as_known(&asked)?;
                    }
                    let told = sheet.telling(&asked)?;
                    let turn = Turn { no, version: 1, before: &before };
                    let begun = self.begin_sheet(bench, (&asked, *sheet, &told), (&around, now), turn, &mut |_| ())?;
                    keep(saving.replace(begun), &mut before)?;
                }
                keep(saving.take(), &mut before)?;
            }
            Ok(built)
        })
    }

    /// Numbers for buildings of a month. They are given out before the building, because they are printed on it; a building
    /// that fails leaves a gap, as a spoilt sheet of a numbered block does.
    pub(super) fn report_numbers(&self, month: Month, n: usize) -> Answer<Vec<String>> {
        self.write("report_number", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            (0..n).map(|_| writing.number(NumberType::BG, month.first())).collect()
        })
    }

    pub(super) fn export_folder(&self, asked: Option<&str>) -> PathBuf {
        let asked = asked.filter(|folder| !folder.trim().is_empty());
        asked.map_or_else(|| self.folder("exports"), PathBuf::from)
    }
}

/// Sheets named by key; `None` for the whole pack.
fn sheets(keys: &[String]) -> Answer<Option<Vec<Sheet>>> {
    let named = || keys.iter().map(|key| Sheet::of(key, "keys")).collect();
    if keys.is_empty() { Ok(None) } else { Answer::map(named(), Some) }
}

fn makers(reader: &Reader<'_>, code: &str) -> Answer<Vec<Principal>> {
    if code != ALL {
        return Ok(vec![principal(reader, code)?]);
    }
    match reader.principals()? {
        none if none.is_empty() => Err(Refusal::Missing { field: "principal", label: "厂家" }.into()),
        makers => Ok(makers),
    }
}

/// Makes the folder, and takes away what a lost power left in it.
pub(crate) fn prepare(folder: &Path, now: i64) -> Answer<()> {
    std::fs::create_dir_all(folder).map_err(|cause| folder_problem(folder, &cause))?;
    let before = SystemTime::UNIX_EPOCH + Duration::from_millis((now - LEFT_MS).max(0).unsigned_abs());
    report::write::sweep(folder, before).map_err(write_problem)?;
    Ok(())
}
