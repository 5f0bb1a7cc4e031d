//! Printed papers: what stands on one is frozen when it is made, and it can be made again as it was.
//!
//! - PRINTS-1 A paper that was printed is printed again with the same bytes, on another day and after its record changed.
//! - PRINTS-2 A paper made anew from a record that did not change is the same printing: it is counted, and the window says it was printed before; the paper does not.
//! - PRINTS-3 A record that changed makes another printing; the earlier one stays.
//! - PRINTS-4 A maker's own template stands in `prints/<code>/<paper>.typ` of the data folder, the dealer's in `prints/<paper>.typ`; one that does not work is refused with its place, and nothing is printed.
//! - PRINTS-5 Labels of one printing are of one maker; an old part that was voided gets none.
//! - PRINTS-6 A signature drawn on the screen stands on the paper of its record with its signer and day, and its hash is part of the content: another signature makes another printing, and the earlier one is printed again with the earlier signature. A signature whose file is gone is said, and nothing is printed.
//! - PRINTS-7 A receipt of a machine whose maker nobody knows is printed all the same, without a maker's name; a call is printed as a job card once somebody was dispatched.
//!
//! - PRINTS-8 An entry is printed as its form has it: its sections without what is hidden, its tables, its copies, its places to sign; a signature of a field stands where the form calls that field.
//!
//! Absent: how a paper looks (`policies/prints`), Typst (`print`), the printer: the system's viewer prints.

mod entry;
mod papers;
mod shop;
mod signature;

use crate::app::{App, parse_id};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::file_problem::write_problem;
use crate::month::prepare;
use crate::view::*;
use domain::Day;
use domain::refusal::Refusal;
use domain::text::clean;
use papers::Content;
use print::{Order, Paper, Pdf, Picture, PrintProblem, Template, render};
use std::path::{Path, PathBuf};
use store::{PrintRun, Tx};

/// Printings of a record that are shown.
const MOST_SHOWN: i64 = 20;

/// Key of a printing of reports, which no template sets (`month::paper`).
pub(crate) const REPORT: &str = "report";

/// What a printing does in the transaction that writes it down.
pub(crate) type Kept<'k> = &'k dyn Fn(&Tx<'_>, &PrintRun) -> Answer<()>;

/// A paper that was made or found, before it is written down.
pub(crate) struct Made {
    pub run: PrintRun,
    pub bytes: Vec<u8>,
}

impl App {
    pub(crate) fn print_make(&self, input: PrintMake) -> Answer<Written<PrintFile>> {
        let paper = paper_of(input.paper);
        let made = self.read(|reader, now| {
            let policies = self.policies(reader)?;
            let content = match input.paper {
                PrintPaper::FormEntry => self.entry_content(reader, now, &input)?,
                _ => papers::content(reader, &policies, &input)?,
            };
            let template = self.template(paper, &content.maker)?;
            let key = key(&template, &content);
            let Some(run) = reader.print_run_of(&key)? else { return self.made(now, &template, content, key) };
            if let Some(bytes) = self.bytes_of(&run, &template)? {
                return Ok(Made { run, bytes });
            }
            // The file is gone, and this program sets another one of the same content: that is another printing.
            let mut made = self.made(now, &template, content, key)?;
            made.run.key = wire::hash::sha256_hex(format!("{}\n{}", made.run.key, made.run.sha256).as_bytes());
            Ok(made)
        })?;
        self.hand_over("print_make", made, input.dir.as_deref(), &|_, _| Ok(()))
    }

    pub(crate) fn print_again(&self, input: PrintAgain) -> Answer<Written<PrintFile>> {
        let made = self.read(|reader, _| {
            let gone = || crate::app::no_such("id", &input.id);
            let run = reader.print_run(parse_id("id", &input.id)?)?.ok_or_else(gone)?;
            let bytes = match self.kept(&run) {
                Some(bytes) => Some(bytes),
                None if run.paper == REPORT => self.bytes_of_report(&run, &self.tasks.begin(&None))?,
                None => {
                    let paper = Paper::of(&run.paper).ok_or_else(gone)?;
                    self.bytes_of(&run, &self.template(paper, &maker_of(&run))?)?
                }
            };
            Ok(Made { bytes: bytes.ok_or_else(|| lost(&run.no))?, run })
        })?;
        self.hand_over("print_again", made, input.dir.as_deref(), &|_, _| Ok(()))
    }

    pub(crate) fn print_list(&self, input: ById) -> Answer<Vec<PrintView>> {
        self.read(|reader, _| Ok(reader.print_runs(&input.id, MOST_SHOWN)?.iter().map(view).collect()))
    }

    /// The template of a maker's paper (PRINTS-4).
    fn template(&self, paper: Paper, maker: &str) -> Answer<Template> {
        let folder = self.folder("prints");
        for path in [folder.join(maker).join(paper.file()), folder.join(paper.file())] {
            match std::fs::read(&path) {
                Ok(bytes) => return Template::own(paper, &bytes).map_err(|problem| own_problem(&path, &problem)),
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                Err(cause) => {
                    tracing::error!(%cause, path = %path.display(), "print template");
                    let sentence =
                        format!("打印模板「{}」读不出来，没有打印。请检查这个文件的权限，或把它移走", path.display());
                    return Err(AppError::File { code: "template_unreadable".into(), sentence });
                }
            }
        }
        Ok(Template::shipped(paper))
    }

    /// The page of a recovery code, which is neither frozen nor written down (SEALED-5).
    pub(crate) fn recovery_page(&self, data: &serde_json::Value, day: Day) -> Answer<Vec<u8>> {
        Ok(set(&self.template(Paper::RecoveryCode, "")?, data, day, &[])?.bytes)
    }

    /// Sets a paper for the first time.
    fn made(&self, now: Now, template: &Template, content: Content, key: String) -> Answer<Made> {
        let pdf = set(template, &content.data, content.day, &self.signature_on(&content.data)?)?;
        let run = PrintRun {
            id: self.id(),
            no: content.no,
            paper: template.paper().key().to_owned(),
            principal: content.principal,
            record: content.record,
            key,
            template_sha256: template.sha256().to_owned(),
            data: content.data.to_string(),
            sha256: wire::hash::sha256_hex(&pdf.bytes),
            pages: i64::try_from(pdf.pages).unwrap_or(i64::MAX),
            missing: pdf.missing.iter().collect(),
            made_at: now.at,
            printed_at: now.at,
            times: 1,
        };
        Ok(Made { run, bytes: pdf.bytes })
    }

    /// The file of a printing as it lies in the desk, when it is whole.
    pub(crate) fn kept(&self, run: &PrintRun) -> Option<Vec<u8>> {
        let bytes = std::fs::read(self.folder("blobs").join(&run.sha256)).ok()?;
        (wire::hash::sha256_hex(&bytes) == run.sha256).then_some(bytes)
    }

    /// The file of a printing: as it lies here, or set again from what was frozen. A restored desk has no files, and
    /// another version of the program may set another file; that one is not handed out as the old one (PRINTS-1).
    fn bytes_of(&self, run: &PrintRun, template: &Template) -> Answer<Option<Vec<u8>>> {
        if let Some(bytes) = self.kept(run) {
            return Ok(Some(bytes));
        }
        let data: serde_json::Value = serde_json::from_str(&run.data).unwrap_or_default();
        let day = data["day"].as_str().and_then(|day| day.parse().ok());
        let Some(day) = day.filter(|_| template.sha256() == run.template_sha256) else { return Ok(None) };
        let bytes = set(template, &data, day, &self.signature_on(&data)?)?.bytes;
        Ok((wire::hash::sha256_hex(&bytes) == run.sha256).then_some(bytes))
    }

    /// Keeps the file, puts it where it can be opened, and writes down that it was printed.
    pub(crate) fn hand_over(
        &self,
        op: &str,
        made: Made,
        dir: Option<&str>,
        keep: Kept<'_>,
    ) -> Answer<Written<PrintFile>> {
        let blobs = self.folder("blobs");
        if self.kept(&made.run).is_none() {
            prepare(&blobs, self.now())?;
            report::write::whole(&made.bytes, &blobs.join(&made.run.sha256)).map_err(write_problem)?;
        }
        let folder = dir.filter(|dir| !dir.trim().is_empty()).map_or_else(|| self.folder("exports"), PathBuf::from);
        prepare(&folder, self.now())?;
        let path = folder.join(file_name(&made.run));
        // The same file may be open in a viewer that lets nobody write it: what lies there already is not written again.
        if std::fs::read(&path).ok().as_deref() != Some(&made.bytes) {
            report::write::whole(&made.bytes, &path).map_err(write_problem)?;
        }
        let run = self.write(op, |tx, now| {
            // Another window may have printed the same in between.
            let stands = tx.print_run_of(&made.run.key)?;
            let run = match stands {
                Some(run) => PrintRun { printed_at: now.at, times: run.times + 1, ..run },
                None => made.run,
            };
            tx.put_print_run(&run)?;
            keep(tx, &run)?;
            let title = title(&run);
            tx.note(&run.no, &if run.times > 1 { format!("{title} 补打，第 {} 次", run.times) } else { title });
            Ok(run)
        })?;
        let file = PrintFile { run: view(&run), path: path.display().to_string() };
        Ok(Written { value: file, touched: vec![Touched::Print] })
    }
}

fn paper_of(paper: PrintPaper) -> Paper {
    match paper {
        PrintPaper::ReceiptCard => Paper::ReceiptCard,
        PrintPaper::RepairRecord => Paper::RepairRecord,
        PrintPaper::CustodyReceipt => Paper::CustodyReceipt,
        PrintPaper::JobCard => Paper::JobCard,
        PrintPaper::TagLabels => Paper::TagLabels,
        PrintPaper::TagSheet => Paper::TagSheet,
        PrintPaper::PackingList => Paper::PackingList,
        PrintPaper::FormEntry => Paper::FormEntry,
    }
}

/// Sets a paper; the document is known by its content.
fn set(template: &Template, data: &serde_json::Value, day: Day, pictures: &[Picture]) -> Answer<Pdf> {
    use chrono::Datelike;
    let date = day.date();
    // A month is at most 12 and a day at most 31.
    let day = (date.year(), u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
    let ident = wire::hash::sha256_hex(data.to_string().as_bytes());
    render(&Order { template, data, pictures, ident: &ident, day }).map_err(|problem| print_problem(&problem))
}

/// Code of the maker named on a paper; empty where nobody knew it.
fn maker_of(run: &PrintRun) -> String {
    content_of(run)["maker"]["code"].as_str().unwrap_or_default().to_owned()
}

/// What makes a printing the same one: paper, look and content.
fn key(template: &Template, content: &Content) -> String {
    let all = format!("{}\n{}\n{}\n{}", template.paper().key(), template.sha256(), content.record, content.data);
    wire::hash::sha256_hex(all.as_bytes())
}

/// Name of the file: the same content has the same name, another has another.
fn file_name(run: &PrintRun) -> String {
    let hash = run.sha256.get(..8).unwrap_or_default();
    if run.paper == REPORT {
        return format!("{}_{hash}.pdf", content_of(run)["name"].as_str().unwrap_or_default());
    }
    let allowed = |c: char| {
        let odd = c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '.');
        if odd { '-' } else { c }
    };
    let no: String = clean(&run.no).chars().map(allowed).take(50).collect();
    format!("{}_{no}_{hash}.pdf", title(run))
}

fn title(run: &PrintRun) -> String {
    match Paper::of(&run.paper).filter(|paper| *paper != Paper::FormEntry) {
        Some(paper) => paper.title().to_owned(),
        None => content_of(run)["title"].as_str().unwrap_or("打印").to_owned(),
    }
}

fn content_of(run: &PrintRun) -> serde_json::Value {
    serde_json::from_str(&run.data).unwrap_or_default()
}

fn view(run: &PrintRun) -> PrintView {
    let data = content_of(run);
    let copies = data["copies"].as_array().into_iter().flatten();
    let copies = copies.filter_map(|copy| copy["who"].as_str().and_then(papers::copy_of)).collect();
    PrintView {
        id: run.id.to_string(),
        paper: run.paper.clone(),
        title: title(run),
        no: run.no.clone(),
        copies,
        pages: run.pages,
        sha256: run.sha256.clone(),
        missing: run.missing.chars().map(|c| format!("「{c}」U+{:04X}", u32::from(c))).collect(),
        made_at: run.made_at,
        printed_at: run.printed_at,
        times: run.times,
        letters_milli: data["letters_milli"].as_i64(),
        uncounted: data["uncounted"].as_i64().unwrap_or_default(),
        undrawn: serde_json::from_value(data["undrawn"].clone()).unwrap_or_default(),
    }
}

fn lost(no: &str) -> AppError {
    let sentence =
        format!("「{no}」当时印的那份文件不在了，版式也已经换过，印不出一模一样的。请用「打印」按现在的内容重新打印");
    AppError::File { code: "print_lost".into(), sentence }
}

pub(crate) fn print_problem(problem: &PrintProblem) -> AppError {
    tracing::error!(cause = ?problem, "print");
    AppError::File { code: problem.code().into(), sentence: problem.to_string() }
}

fn own_problem(path: &Path, problem: &PrintProblem) -> AppError {
    tracing::error!(cause = ?problem, path = %path.display(), "print template");
    AppError::File { code: problem.code().into(), sentence: format!("{problem}（{}）", path.display()) }
}

/// Refuses an empty or overlong list of records.
fn refuse_count(ids: usize, most: usize) -> Answer<()> {
    match ids {
        0 => Err(Refusal::Missing { field: "ids", label: "要打印的记录" }.into()),
        n if n > most && most == 1 => {
            Err(Refusal::OutOfRange { field: "ids", label: "要打印的记录", wanted: "一次一条" }.into())
        }
        n if n > most => {
            Err(Refusal::OutOfRange {
                field: "ids", label: "要打印的旧件", wanted: "一次最多 500 件，请分几次打印"
            }
            .into())
        }
        _ => Ok(()),
    }
}
