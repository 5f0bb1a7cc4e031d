//! Reports on paper: the workbook of a building, bound as a PDF.
//!
//! - REPORTPRINT-1 What is printed is the file of a building: the one made along with the paper, or one made before, so that what was sent is what is printed. A building whose file is gone or altered is said, and nothing is printed.
//! - REPORTPRINT-2 A month that is printed is the one that was built, or where the records changed it is built like any other, numbers and all (BUILD-3); its workbooks lie beside the paper, and in the desk under their hashes. A closed month is printed from the files that were closed, and nothing is built.
//! - REPORTPRINT-3 Several sheets are one file in their order, the cover (W25) first; each counts its own pages, in as many copies as its layout says.
//! - REPORTPRINT-4 The same buildings on the same paper are the same printing with the same bytes: it is counted, and no second one is made. A form's request prints once.
//! - REPORTPRINT-5 A printing that is stopped leaves no paper; what was built for it stays, and that is said.
//! - REPORTPRINT-6 The application for a claim (W08) and the settlement of a quarter (W20) are printed as they are exported.
//!
//! Absent: columns, widths and page setup, which the workbook brings; how a page is drawn (`print::book`).

use super::close::closed_pack;
use super::head::Around;
use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::file_problem::write_problem;
use crate::form::Form;
use crate::prints::{Made, REPORT};
use crate::tasks::{Task, stopped_as};
use crate::view::*;
use crate::writing::dealer_or_unnamed;
use chrono::Datelike;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::{Day, Month};
use print::book::{Book, DRAWN, Part, Size, bind, steps};
use print::{Pdf, PrintProblem};
use report::layout::Layout;
use report::paper::{Edge, PaperFault, sheets};
use serde_json::{Value, json};
use std::path::PathBuf;
use store::{PrintRun, Reader, ReportRun};

/// The cover of a pack.
const COVER: &str = "W25";
/// Buildings of one printing: more than a month has sheets.
const MOST: usize = 60;

/// A workbook that was built: what a printing keeps of it.
struct Built {
    record: String,
    key: String,
    no: String,
    title: String,
    month: Month,
    sha256: String,
    name: String,
    at: i64,
}

impl From<&ReportRun> for Built {
    fn from(run: &ReportRun) -> Self {
        Self {
            record: run.id.to_string(),
            key: run.key.clone(),
            no: run.no.clone(),
            title: run.title.clone(),
            month: run.month,
            sha256: run.sha256.clone(),
            name: run.file.clone(),
            at: run.built_at,
        }
    }
}

/// Workbooks to be printed, and how.
struct Order<'a> {
    maker: Principal,
    built: Vec<Built>,
    size: Option<ReportPaper>,
    task: &'a Task,
}

impl App {
    pub(crate) fn report_print(&self, input: ReportPrint) -> Answer<Written<PrintFile>> {
        let typed = Form::of("report_print", &input.request_id, &input)?;
        let made = self.read(|reader, _| typed.made(reader))?;
        if let Some(id) = made.and_then(|ids| ids.into_iter().next()) {
            return self.print_again(PrintAgain { id, dir: input.dir });
        }
        let maker = self.read(|reader, _| principal(reader, &input.principal))?;
        // A closed month is what was closed: its kept files are the paper (MONTHCLOSE-5).
        let closed = self.read(|reader, _| closed_pack(reader, &maker, input.month, &input.keys))?;
        if let Some(pack) = closed.filter(|_| !input.whole) {
            self.all_whole(&pack, "打印")?;
            let running = self.tasks.begin(&input.task);
            let built = pack.iter().map(|(_, run)| Built::from(run)).collect();
            let order = Order { maker, built, size: input.size, task: &running };
            let made = stopped_as(self.bound(&order), || "已取消，没有打印".into())?;
            return self.hand_over("report_print", made, input.dir.as_deref(), &|tx, run| {
                typed.keep(tx, &[run.id.to_string()], &run.no)
            });
        }
        let built = self.report_build(ReportBuild {
            principal: input.principal.clone(),
            month: input.month,
            dir: input.dir.clone(),
            keys: input.keys.clone(),
            whole: input.whole,
            task: input.task.clone(),
        })?;
        let running = self.tasks.begin(&input.task);
        let runs = self.read(|reader, _| {
            let known = reader.report_runs(maker.id, input.month)?;
            let of =
                |file: &ReportFile| known.iter().find(|run| run.sha256 == file.sha256 && run.key == file.key).cloned();
            Ok(built.value.iter().filter_map(of).collect::<Vec<_>>())
        })?;
        let numbers: Vec<&str> = runs.iter().map(|run| run.no.as_str()).collect();
        let left = format!("已取消打印。报表已经生成（{}），没有印成 PDF", numbers.join("、"));
        let order = Order { maker, built: runs.iter().map(Built::from).collect(), size: input.size, task: &running };
        let made = stopped_as(self.bound(&order), || left)?;
        let mut printed = self.hand_over("report_print", made, input.dir.as_deref(), &|tx, run| {
            typed.keep(tx, &[run.id.to_string()], &run.no)
        })?;
        printed.touched.extend(built.touched);
        Ok(printed)
    }

    pub(crate) fn report_print_runs(&self, input: ReportPrintRuns) -> Answer<Written<PrintFile>> {
        let running = self.tasks.begin(&input.task);
        let order = self.read(|reader, _| {
            let runs = runs(reader, &input.ids)?;
            let first = runs.first().ok_or(Refusal::Missing { field: "ids", label: "要打印的报表" })?;
            let maker = reader.principal(first.principal)?.ok_or_else(|| no_such("ids", &first.no))?;
            Ok(Order { maker, built: runs.iter().map(Built::from).collect(), size: input.size, task: &running })
        })?;
        let made = stopped_as(self.bound(&order), || "已取消，没有打印".into())?;
        self.hand_over("report_print_runs", made, input.dir.as_deref(), &|_, _| Ok(()))
    }

    pub(crate) fn report_print_of(&self, input: ReportPrintOf) -> Answer<Written<PrintFile>> {
        let typed = Form::of("report_print_of", &input.request_id, &input)?;
        let made = self.read(|reader, _| typed.made(reader))?;
        if let Some(id) = made.and_then(|ids| ids.into_iter().next()) {
            return self.print_again(PrintAgain { id, dir: input.dir });
        }
        let running = self.tasks.begin(&input.task);
        let (id, dir) = (input.id.clone(), input.dir.clone());
        let (file, no) = match input.of {
            ReportOf::Claim => {
                let file = self.claim_export(ClaimExport { id, dir })?.value;
                let claim = self.read(|reader, _| Ok(reader.claim(parse_id("id", &input.id)?)?))?;
                (file, claim.ok_or_else(|| no_such("id", &input.id))?.no)
            }
            ReportOf::ServiceFee => {
                let file = self.service_fee_export(ServiceFeeExport { id, dir })?.value;
                (file, self.read(|reader, _| Ok(crate::service_fee::known(reader, &input.id)?.quarter.zh()))?)
            }
        };
        let path = PathBuf::from(&file.path);
        self.keep_building(&path, &file.sha256)?;
        let built = Built {
            record: input.id.clone(),
            key: file.key,
            no,
            title: file.title,
            month: file.month,
            sha256: file.sha256,
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            at: self.now(),
        };
        let maker = self.read(|reader, _| principal(reader, &file.principal))?;
        let order = Order { maker, built: vec![built], size: input.size, task: &running };
        let made = stopped_as(self.bound(&order), || "已取消打印。导出的 .xlsx 留着，没有印成 PDF".into())?;
        self.hand_over("report_print_of", made, input.dir.as_deref(), &|tx, run| {
            typed.keep(tx, &[run.id.to_string()], &run.no)
        })
    }

    /// A printing of buildings: the one that is known, or made now.
    fn bound(&self, order: &Order<'_>) -> Answer<Made> {
        let mut data = self.read(|reader, now| frozen(reader, order, now))?;
        let first = order.built.first().ok_or(Refusal::Missing { field: "ids", label: "要打印的报表" })?;
        let key = wire::hash::sha256_hex(format!("{REPORT}\n{DRAWN}\n{data}").as_bytes());
        let known = self.read(|reader, _| Ok(reader.print_run_of(&key)?))?;
        let again = known.map(|run| Ok::<_, AppError>((self.bytes_of_report(&run, order.task)?, run))).transpose()?;
        if let Some((Some(bytes), run)) = again {
            return Ok(Made { run, bytes });
        }
        let pdf = self.bind(&data, order.task)?;
        let sha256 = wire::hash::sha256_hex(&pdf.bytes);
        // Its file is gone, and this program sets another one of the same workbooks: that is another printing.
        let key = match again {
            Some(_) => wire::hash::sha256_hex(format!("{key}\n{sha256}").as_bytes()),
            None => key,
        };
        // What the window says of it; it follows from the workbooks and is no part of what the printing is known by.
        data["letters_milli"] = pdf.smallest.map(|points| (points * 1000.0).round() as i64).into();
        data["uncounted"] = pdf.uncounted.into();
        data["undrawn"] = pdf.undrawn.into();
        let now = self.now();
        let run = PrintRun {
            id: self.id(),
            no: first.no.clone(),
            paper: REPORT.to_owned(),
            principal: order.maker.id,
            record: first.record.clone(),
            key,
            template_sha256: wire::hash::sha256_hex(DRAWN.as_bytes()),
            data: data.to_string(),
            sha256,
            pages: i64::try_from(pdf.pages).unwrap_or(i64::MAX),
            missing: pdf.missing.iter().collect(),
            made_at: now,
            printed_at: now,
            times: 1,
        };
        Ok(Made { run, bytes: pdf.bytes })
    }

    /// The file of a printing of reports, as it lies here or bound again from the workbooks; `None` where it would be
    /// another one.
    pub(crate) fn bytes_of_report(&self, run: &PrintRun, task: &Task) -> Answer<Option<Vec<u8>>> {
        if let Some(bytes) = self.kept(run) {
            return Ok(Some(bytes));
        }
        let data: Value = serde_json::from_str(&run.data).unwrap_or_default();
        if run.template_sha256 != wire::hash::sha256_hex(DRAWN.as_bytes()) {
            return Ok(None);
        }
        let bytes = self.bind(&data, task)?.bytes;
        Ok((wire::hash::sha256_hex(&bytes) == run.sha256).then_some(bytes))
    }

    /// Binds what was frozen.
    fn bind(&self, data: &Value, task: &Task) -> Answer<Pdf> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut parts = Vec::new();
        for file in data["files"].as_array().into_iter().flatten() {
            let bytes = self.building(file)?;
            let left_out: Vec<String> = file["left_out"].as_array().into_iter().flatten().map(text).collect();
            let copies = file["copies"].as_array().into_iter().flatten().map(text).collect();
            let read = sheets(&bytes, &left_out).map_err(|fault| unreadable(&text(&file["title"]), &fault))?;
            parts.push(Part { title: text(&file["title"]), sheets: read, copies });
            task.go_on()?;
        }
        let size = match data["size"].as_str() {
            Some("a3") => Size::A3,
            Some("a4") => Size::A4,
            _ => Size::Own,
        };
        let mark = parts.iter().flat_map(|part| &part.sheets).find_map(|sheet| {
            let [_, _, right] = sheet.page.line(Edge::Top).filled(|_| "".into());
            Some(right).filter(|right| !right.is_empty())
        });
        let day: Day = data["day"].as_str().and_then(|day| day.parse().ok()).unwrap_or_else(|| Day::at(0));
        let date = day.date();
        let (title, author, stamp) = (text(&data["title"]), text(&data["dealer"]["name"]), text(&data["stamp"]));
        let written = data["day"].as_str().unwrap_or_default();
        let book = Book {
            title: &title,
            author: &author,
            ident: &wire::hash::sha256_hex(format!("{} {}", data["files"], data["size"]).as_bytes()),
            day: (date.year(), u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1)),
            stamp: (written, &stamp),
            mark: mark.as_deref(),
            size,
            parts: &parts,
        };
        task.of(i64::try_from(steps(&parts)).unwrap_or(0));
        bind(&book, &mut |done| task.at(i64::try_from(done).unwrap_or(i64::MAX)).is_ok()).map_err(problem)
    }

    /// The workbook of a building, out of the desk's files or the folder it was exported to (REPORTPRINT-1).
    fn building(&self, file: &Value) -> Answer<Vec<u8>> {
        let said = |field: &str| file[field].as_str().unwrap_or_default();
        let sha256 = said("sha256");
        let kept = self.folder("blobs").join(sha256);
        for path in [kept, self.folder("exports").join(said("name"))] {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            if wire::hash::sha256_hex(&bytes) == sha256 {
                return Ok(bytes);
            }
        }
        let sentence = format!(
            "「{} {}」当时生成的文件不在了，或者改动过，印不出当时的样子。请在「月报」重新生成，再打印新的一份",
            said("no"),
            said("title")
        );
        Err(AppError::File { code: "report_file_gone".into(), sentence })
    }

    /// Keeps a workbook under its hash, so that it can be printed when its folder is long tidied up.
    fn keep_building(&self, path: &std::path::Path, sha256: &str) -> Answer<()> {
        let blobs = self.folder("blobs");
        let kept = blobs.join(sha256);
        if std::fs::read(&kept).is_ok_and(|bytes| wire::hash::sha256_hex(&bytes) == sha256) {
            return Ok(());
        }
        super::prepare(&blobs, self.now())?;
        let bytes = std::fs::read(path).map_err(|cause| crate::file_problem::folder_problem(path, &cause))?;
        report::write::whole(&bytes, &kept).map_err(write_problem)?;
        Ok(())
    }
}

/// The buildings asked for, each once, all of one maker.
fn runs(reader: &Reader<'_>, ids: &[String]) -> Answer<Vec<ReportRun>> {
    if ids.len() > MOST {
        return Err(Refusal::OutOfRange {
            field: "ids",
            label: "要打印的报表",
            wanted: "一次最多 60 张，请分几次打印",
        }
        .into());
    }
    let mut runs: Vec<ReportRun> = Vec::with_capacity(ids.len());
    for (at, id) in ids.iter().enumerate() {
        let field = format!("ids.{at}");
        let run = reader.report_run(parse_id(&field, id)?)?.ok_or_else(|| no_such(&field, id))?;
        if runs.first().is_some_and(|first| first.principal != run.principal) {
            return Err(Refusal::Unknown { field: "ids", label: "这个厂家的报表", given: run.no }.into());
        }
        if runs.iter().all(|known| known.id != run.id) {
            runs.push(run);
        }
    }
    Ok(runs)
}

/// What a printing is: which workbooks, by their hashes, on which paper. Nothing in it changes later (REPORTPRINT-4).
fn frozen(reader: &Reader<'_>, order: &Order<'_>, now: Now) -> Answer<Value> {
    let mut runs: Vec<&Built> = order.built.iter().collect();
    runs.sort_by_key(|run| run.key != COVER);
    let Some(first) = runs.first() else { return Ok(Value::Null) };
    let built = runs.iter().map(|run| run.at).max().unwrap_or_default();
    let files = runs.iter().map(|run| file(reader, order, run)).collect::<Answer<Vec<_>>>()?;
    let (title, name) = match runs.as_slice() {
        [one] => (one.title.clone(), one.name.trim_end_matches(".xlsx").to_owned()),
        _ => {
            let title = format!("{}月报", first.month);
            (title, Around::of(reader, now)?.pack_name(reader, &order.maker, first.month)?)
        }
    };
    let dealer = dealer_or_unnamed(reader)?;
    Ok(json!({
        "paper": REPORT, "title": title, "name": name, "day": Day::at(built), "size": order.size,
        "stamp": crate::clock::civil_time(built).format("%H:%M").to_string(), "copies": [],
        "dealer": {"name": dealer.name}, "maker": {"code": order.maker.code, "name": order.maker.name}, "files": files,
    }))
}

fn file(reader: &Reader<'_>, order: &Order<'_>, run: &Built) -> Answer<Value> {
    let layout = Layout::shipped(&run.key).map_err(crate::file_problem::layout_problem)?;
    // A head office's own form has the sheets its head office gave it; the program's own has one for machines.
    let own = reader
        .report_templates(order.maker.id)?
        .into_iter()
        .any(|kept| kept.key == run.key && kept.made_at <= run.at && kept.void_reason.is_none());
    let left_out = layout.data.filter(|_| !own).map(|data| data.name);
    Ok(json!({
        "key": run.key, "no": run.no, "title": run.title, "month": run.month, "sha256": run.sha256, "name": run.name,
        "copies": layout.copies, "left_out": left_out.into_iter().collect::<Vec<_>>(),
    }))
}

fn unreadable(title: &str, fault: &PaperFault) -> AppError {
    tracing::error!(cause = %fault, "report on paper");
    let sentence = match fault.code() {
        "file_too_many_cells" | "file_too_large" | "file_zip_bomb" => format!(
            "「{title}」超过一百万格（34 栏的月报约 2.9 万行），一份 PDF 印不下，没有打印。请用导出的 .xlsx，在 Excel 里分段打印"
        ),
        _ => format!("「{title}」的 .xlsx 读不出来，没有打印。请重新生成这张报表，再打印"),
    };
    AppError::File { code: fault.code().into(), sentence }
}

fn problem(problem: PrintProblem) -> AppError {
    match problem {
        PrintProblem::Stopped => AppError::Stopped("已取消，没有打印".into()),
        other => crate::prints::print_problem(&other),
    }
}
