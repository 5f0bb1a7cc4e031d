//! Building workbooks into a folder of the dealer's choice.

use super::cover::{Listed, as_known};
use super::head::Around;
use super::own_form::Form;
use super::sheet::{Asked, Sheet};
use super::wanted::pack_of;
use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::file_problem::{folder_problem, write_problem};
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use crate::writing::Writing;
use domain::Month;
use domain::number::NumberType;
use domain::principal::Principal;
use domain::refusal::Refusal;
use report::layout::Layout;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use store::{Outgoing, Reader, ReportRun};

/// A workbook in the making for so long was left by a lost power.
pub(super) const LEFT_MS: i64 = 3600 * 1000;

/// What is to be built, and where.
struct Order<'a> {
    /// Makers, each with the sheets asked for.
    makers: Vec<(Principal, Vec<Sheet>)>,
    folder: PathBuf,
    month: Month,
    whole: bool,
    task: &'a Task,
}

impl App {
    pub(crate) fn report_build(&self, input: ReportBuild) -> Answer<Written<Vec<ReportFile>>> {
        let running = self.tasks.begin(&input.task);
        let named = sheets(&input.keys)?;
        let makers = self.read(|reader, now| {
            super::refuse_far(input.month, now)?;
            let policies = self.policies(reader)?;
            let with_sheets = |maker: Principal| {
                let whole_pack = || pack_of(reader, &policies, &maker, input.month);
                let sheets = named.clone().map_or_else(whole_pack, Ok)?;
                super::close::refuse_closed(reader, &maker, input.month, &sheets)?;
                Ok((maker, sheets))
            };
            makers(reader, &input.principal)?.into_iter().map(with_sheets).collect::<Answer<Vec<_>>>()
        })?;
        let folder = self.export_folder(input.dir.as_deref());
        prepare(&folder, self.now())?;
        let mut built = Vec::new();
        let done = self
            .build_all(&Order { makers, folder, month: input.month, whole: input.whole, task: &running }, &mut built);
        // When the disk is full after the third file, three whole files lie there with their numbers: they are recorded.
        if !built.is_empty() {
            let recorded = self.write("report_build", |tx, _| {
                built.iter().try_for_each(|(run, _)| tx.put_report_run(run, &Outgoing::Nothing))?;
                tx.note(&input.principal, &format!("{} {}", input.month, built.len()));
                Ok(())
            });
            if let Err(why) = recorded {
                // No room for the record either: a workbook nobody knows of must not be sent to head office.
                for (_, file) in &built {
                    let _ = std::fs::remove_file(&file.path);
                }
                return Err(why);
            }
        }
        let finished = built.len();
        stopped_as(done, || match finished {
            0 => "已取消，没有生成文件".into(),
            n => format!("已取消，先做好的 {n} 张表留着，其余没有生成"),
        })?;
        Ok(Written { value: built.into_iter().map(|(_, file)| file).collect(), touched: vec![Touched::Report] })
    }

    fn build_all(&self, order: &Order<'_>, built: &mut Vec<(ReportRun, ReportFile)>) -> Answer<()> {
        let all = order.makers.iter().map(|(_, sheets)| sheets.len()).sum();
        let mut numbers = self.report_numbers(order.month, all)?.into_iter();
        order.task.of(i64::try_from(all).unwrap_or(i64::MAX));
        self.read(|reader, now| {
            let (around, policies) = (Around::of(reader, now)?, self.policies(reader)?);
            let (today, at, policies) = (now.today, now.at, &policies);
            for (maker, sheets) in &order.makers {
                let (month, masked, task) = (order.month, !order.whole, order.task);
                let asked = Asked { reader, principal: maker, month, today, at, masked, task, policies };
                let mut before: Vec<Listed> = Vec::new();
                for sheet in sheets {
                    let no = numbers.next().unwrap_or_default();
                    // Asked for by itself, the cover lists what is known of the month.
                    if *sheet == Sheet::Cover && before.is_empty() {
                        before = as_known(&asked)?;
                    }
                    let made = self.build_into(&order.folder, *sheet, &asked, &around, (now, no, &before))?;
                    before.push(Listed::of(&made.0));
                    built.push(made);
                    order.task.at(built.len() as i64)?;
                }
            }
            Ok(())
        })
    }

    fn build_into(
        &self,
        folder: &Path,
        sheet: Sheet,
        asked: &Asked<'_>,
        around: &Around,
        (now, no, before): (Now, String, &[Listed]),
    ) -> Answer<(ReportRun, ReportFile)> {
        let form = Form::of(asked.reader, asked.principal, sheet)?;
        let name = around.file_name(asked.reader, asked.principal, asked.month, &form.layout, 1)?;
        let path = folder.join(&name);
        let head = around.head(asked, sheet, &no)?;
        let written =
            sheet.rows_after(asked, before, &mut |_| (), |source, finish| form.write(&head, source, finish, &path))?;
        let run = self.run(sheet, asked, &form.layout, now, no, (&written, name));
        let file = ReportFile {
            key: run.key.clone(),
            title: run.title.clone(),
            principal: asked.principal.code.clone(),
            month: asked.month,
            rows: run.rows,
            path: path.display().to_string(),
            sha256: run.sha256.clone(),
        };
        Ok((run, file))
    }

    /// The record of a building.
    pub(super) fn run(
        &self,
        sheet: Sheet,
        asked: &Asked<'_>,
        layout: &Layout,
        now: Now,
        no: String,
        (written, file): (&report::write::Written, String),
    ) -> ReportRun {
        ReportRun {
            id: self.id(),
            no,
            principal: asked.principal.id,
            month: asked.month,
            key: sheet.key().into(),
            title: layout.name.clone(),
            rows: written.rows.cast_signed(),
            sha256: written.sha256.clone(),
            file,
            built_at: now.at,
            acknowledged_on: None,
            returned_reason: None,
            whole: !asked.masked,
        }
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
    if code != "all" {
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
