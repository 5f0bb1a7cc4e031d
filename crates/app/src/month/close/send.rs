//! Sending a closed month: the files that were closed and did not go out yet.

use super::super::send::{Lines, Ready, put_own, queued, tell};
use super::*;
use crate::tasks::Task;
use crate::writing::Writing;
use domain::submission::Submission;
use report::write::Written as File;
use store::{SubmissionAnswer, Tx};

impl App {
    /// MONTHCLOSE-7; none while the month is open.
    pub(in crate::month) fn send_closed(
        &self,
        form: &Form,
        (maker, month): (&Principal, Month),
        wanted: &[String],
        (dir, task): (Option<&str>, &Task),
    ) -> Answer<Option<Vec<ReportRunView>>> {
        let ready = self.read(|reader, now| {
            let Some(pack) = closed_pack(reader, maker, month, &[])? else { return Ok(None) };
            let policies = self.policies(reader)?;
            let (today, at) = (now.today, now.at);
            let asked = Asked { reader, principal: maker, month, today, at, masked: true, task, policies: &policies };
            task.of(i64::try_from(pack.len()).unwrap_or(i64::MAX));
            let mut ready = Vec::new();
            for (at, (sheet, run)) in pack.into_iter().enumerate() {
                task.at(i64::try_from(at).unwrap_or(i64::MAX))?;
                if went_out(reader, &run)? {
                    continue;
                }
                let mut lines = Lines::new(&asked)?;
                for row in reader.closed_rows(sheet.close, &sheet.key)? {
                    lines.see(&row.record);
                }
                let (lines, lines_total) = lines.done()?;
                let workbook = self.closed_file(&run.title, &sheet.sha256, run.rows)?;
                let rows = self.closed_file(&run.title, &sheet.rows_sha256, run.rows)?;
                ready.push(Ready { run, workbook, rows, lines, lines_total });
            }
            if ready.is_empty() {
                return Err(all_sent());
            }
            Ok(Some(ready))
        })?;
        let Some(ready) = ready else { return Ok(None) };
        task.to_the_end()?;
        let queue = || {
            self.write("report_send", |tx, now| {
                if let Some(made) = form.made(tx)? {
                    return Ok((queued(tx, &maker.code, &made)?, false));
                }
                // Two windows at once: what the other one queued goes out once.
                let mut left = Vec::new();
                for sheet in &ready {
                    let run = tx.report_run(sheet.run.id)?;
                    if !run.as_ref().map(|run| went_out(tx, run)).transpose()?.unwrap_or(false) {
                        left.push(sheet);
                        run.map_or(Ok(()), |run| keep_answer(tx, maker, month, &run))?;
                    }
                }
                if left.is_empty() {
                    return Err(all_sent());
                }
                let writing = Writing::begin(self, tx, now)?;
                tx.note(&maker.code, &format!("{month} {}", left.len()));
                put_own(&writing, maker, month, wanted, &left)?;
                let runs = left.iter().map(|sheet| tell(&writing, maker, sheet)).collect::<Answer<Vec<_>>>()?;
                let ids: Vec<String> = runs.iter().map(|run| run.id.clone()).collect();
                form.keep(tx, &ids, &format!("{} {month}", maker.code))?;
                Ok((runs, true))
            })
        };
        self.laid_beside(&ready, dir, queue).map(Some)
    }

    fn closed_file(&self, title: &str, sha256: &str, rows: i64) -> Answer<File> {
        let size = self.folder("blobs").join(sha256).metadata().map(|about| about.len());
        match size.ok().filter(|_| self.blob_is_whole(sha256)) {
            Some(bytes) => Ok(File { rows: rows.unsigned_abs(), sha256: sha256.to_owned(), bytes, rare: 0 }),
            None => Err(file_lost(title, "报送")),
        }
    }
}

/// What head office said of a building stays with the submission by which it went, before the same file goes again
/// (LEDGERVIEW-2).
fn keep_answer(tx: &Tx<'_>, maker: &Principal, month: Month, run: &ReportRun) -> Answer<()> {
    let Some(returned_reason) = run.returned_reason.clone() else { return Ok(()) };
    let went = tx.submissions_of(maker.id, month)?;
    let named = |one: &&Submission| one.by_itself && one.runs.iter().any(|handed| handed.run == run.id);
    let Some(last) = went.iter().rfind(named) else { return Ok(()) };
    let acknowledged_on = run.acknowledged_on;
    Ok(tx.put_submission_answer(&SubmissionAnswer {
        submission: last.id,
        run: run.id,
        acknowledged_on,
        returned_reason,
    })?)
}

/// Whether a building is at head office by network or on its way there; one that was turned back is not.
fn went_out(reader: &Reader<'_>, run: &ReportRun) -> Answer<bool> {
    let line = reader.last_line(&run.id.to_string())?;
    Ok(run.returned_reason.is_none() && line.is_some_and(|line| line.state != "rejected"))
}

fn all_sent() -> AppError {
    let says = "这个月已经结账，结账的报表都报送过了，没有再送。改过的资料会列在下一个月报表的更正里";
    refused("month_sent", says)
}
