//! Building workbooks into a folder of the dealer's choice.
//!
//! - BUILD-1 A pack lies in the folder whole, or what lay there stays: stopped or failed it leaves no sheet of it.
//! - BUILD-2 Of all makers together those whose month is closed are not built: what was closed lies in the folder with the others, and is said to be closed.
//! - BUILD-3 What says what the records say is not built a second time: the building of before lies in the folder again under its number, and only sheets that changed, and their cover, get new ones (SAME-1).
//! - BUILD-4 Another file of the same name is left as it lies (MONTH-2).

use super::close::{closed_pack, refuse_closed};
use super::cover::{Listed, as_known};
use super::head::Around;
use super::laid::{Laid, name_in};
use super::making::{Begun, Bench, LEFT_MS, Turn};
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
use std::collections::BTreeMap;
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

/// How often what stands is looked at again because somebody wrote meanwhile; then all of it is built.
const MOST_TRIES: u32 = 8;

/// A sheet of a maker: made on the bench, or a building of before that stands for it.
struct Built {
    maker: String,
    run: ReportRun,
    new: bool,
}

/// Buildings that stand for the sheets of an order, by maker and key, as of a place in the trail.
struct Standing {
    runs: Vec<BTreeMap<&'static str, ReportRun>>,
    place: i64,
}

impl Standing {
    fn count(&self) -> usize {
        self.runs.iter().map(BTreeMap::len).sum()
    }
}

/// A building as it lies in a folder under a name.
fn file(maker: &str, path: &Path, run: &ReportRun, closed: bool) -> ReportFile {
    ReportFile {
        key: run.key.clone(),
        title: run.title.clone(),
        principal: maker.to_owned(),
        month: run.month,
        rows: run.rows,
        path: path.display().to_string(),
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
        let own = self.id::<ReportRunId>().to_string();
        let bench = Bench::open(self, &own)?;
        let order = Order { makers, month: input.month, whole: input.whole, task: &running };
        let built = self.build_all(&order, &bench, &own).and_then(|built| {
            running.to_the_end()?;
            Ok(built)
        });
        let mut built = stopped_as(built, || "已取消，没有生成文件，文件夹里原来的没有动".into())?;
        let (mut files, mut laid) = (Vec::new(), Vec::new());
        for one in &mut built {
            let path = folder.join(name_in(&folder, &one.run));
            if one.new {
                one.run.file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            }
            let from = if one.new { bench.file(&one.run.sha256) } else { self.folder("blobs").join(&one.run.sha256) };
            files.push(file(&one.maker, &path, &one.run, false));
            laid.push((from, path));
        }
        for (maker, pack) in &closed {
            for (sheet, run) in pack {
                let path = folder.join(name_in(&folder, run));
                files.push(file(maker, &path, run, true));
                laid.push((self.folder("blobs").join(&sheet.sha256), path));
            }
        }
        let laid = Laid::of(&folder, &own, &laid)?;
        bench.settle()?;
        let new: Vec<_> = built.iter().filter(|one| one.new).collect();
        if !new.is_empty() {
            self.write("report_build", |tx, _| {
                new.iter().try_for_each(|one| tx.put_report_run(&one.run, &Outgoing::Nothing))?;
                tx.note(&input.principal, &format!("{} {}", input.month, new.len()));
                Ok(())
            })?;
        }
        // Until they are recorded a workbook nobody knows of must not lie there: dropped before, what was laid is taken back.
        laid.stays();
        Ok(Written { value: files, touched: vec![Touched::Report] })
    }

    /// Every sheet of every maker: what stands of before, the others on the bench; nothing of it is in the folder yet.
    fn build_all(&self, order: &Order<'_>, bench: &Bench, own: &str) -> Answer<Vec<Built>> {
        let all: usize = order.makers.iter().map(|(_, sheets)| sheets.len()).sum();
        order.task.of(i64::try_from(all).unwrap_or(i64::MAX));
        let mut numbers: Vec<String> = Vec::new();
        let mut tries = 0;
        loop {
            let mut standing = self.standing(order, own, tries < MOST_TRIES)?;
            let lacking = (all - standing.count()).saturating_sub(numbers.len());
            if lacking > 0 {
                numbers.extend(self.report_numbers(order.month, lacking)?);
                standing.place += 1;
            }
            if let Some(built) = self.build_rest(order, bench, standing, numbers.iter().cloned())? {
                return Ok(built);
            }
            tries += 1;
        }
    }

    /// The buildings of before that say what would be built now (BUILD-3); none where they are not asked for.
    fn standing(&self, order: &Order<'_>, own: &str, asked_for: bool) -> Answer<Standing> {
        let bench = Bench::open(self, &format!("{own}-same"))?;
        self.read(|reader, now| {
            let (today, at, policies) = (now.today, now.at, &self.policies(reader)?);
            let (month, masked, task) = (order.month, !order.whole, order.task);
            let mut runs = Vec::new();
            for (maker, sheets) in &order.makers {
                let asked = Asked { reader, principal: maker, month, today, at, masked, task, policies };
                runs.push(if asked_for { self.still_said(&bench, &asked, sheets)? } else { BTreeMap::new() });
            }
            Ok(Standing { runs, place: reader.audit_place()? })
        })
    }

    /// What does not stand is made, all from one snapshot; nothing where somebody wrote since it was looked at (MONTH-1).
    fn build_rest(
        &self,
        order: &Order<'_>,
        bench: &Bench,
        standing: Standing,
        mut numbers: impl Iterator<Item = String>,
    ) -> Answer<Option<Vec<Built>>> {
        self.read(|reader, now| {
            if standing.count() > 0 && reader.audit_place()? != standing.place {
                return Ok(None);
            }
            let (around, policies) = (Around::of(reader, now)?, self.policies(reader)?);
            let (today, at, policies) = (now.today, now.at, &policies);
            let mut built = Vec::new();
            for ((maker, sheets), stands) in order.makers.iter().zip(&standing.runs) {
                let (month, masked, task) = (order.month, !order.whole, order.task);
                let asked = Asked { reader, principal: maker, month, today, at, masked, task, policies };
                let (mut before, mut saving): (Vec<Listed>, Option<Begun>) = (Vec::new(), None);
                let mut keep = |run: ReportRun, new: bool, before: &mut Vec<Listed>| -> Answer<()> {
                    before.push(Listed::of(&run));
                    built.push(Built { maker: maker.code.clone(), run, new });
                    order.task.at(i64::try_from(built.len()).unwrap_or(i64::MAX))
                };
                for sheet in sheets {
                    let known = stands.get(sheet.key()).cloned();
                    // The cover names the files of all others.
                    let last = saving.take_if(|_| known.is_some() || *sheet == Sheet::Cover);
                    if let Some(begun) = last {
                        keep(begun.done()?.run, true, &mut before)?;
                    }
                    if let Some(run) = known {
                        keep(run, false, &mut before)?;
                        continue;
                    }
                    let no = numbers.next().unwrap_or_default();
                    // Asked for by itself, the cover lists what is known of the month.
                    if *sheet == Sheet::Cover && before.is_empty() {
                        before = as_known(&asked)?;
                    }
                    let told = sheet.telling(&asked)?;
                    let turn = Turn { no, version: 1, before: &before };
                    let begun = self.begin_sheet(bench, (&asked, *sheet, &told), (&around, now), turn, &mut |_| ())?;
                    if let Some(begun) = saving.replace(begun) {
                        keep(begun.done()?.run, true, &mut before)?;
                    }
                }
                if let Some(begun) = saving {
                    keep(begun.done()?.run, true, &mut before)?;
                }
            }
            Ok(Some(built))
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
