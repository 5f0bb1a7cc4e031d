//! Sending a closed month: the files that were closed and did not go out yet.

use super::super::send::{Lines, Ready, put_own, queued, tell};
use super::*;
use crate::error::AppError;
use crate::writing::Writing;
use report::write::Written as File;
use store::ReportRun;

impl App {
    /// MONTHCLOSE-7; none while the month is open.
    pub(in crate::month) fn send_closed(
        &self,
        form: &Form,
        maker: &Principal,
        month: Month,
        wanted: &[String],
    ) -> Answer<Option<Written<Vec<ReportRunView>>>> {
        let ready = self.read(|reader, now| {
            let Some(close) = of_month(reader, maker, month)? else { return Ok(None) };
            let task = self.tasks.begin(&None);
            let policies = self.policies(reader)?;
            let (today, at) = (now.today, now.at);
            let asked =
                Asked { reader, principal: maker, month, today, at, masked: true, task: &task, policies: &policies };
            let mut ready = Vec::new();
            for sheet in reader.closed_sheets(close.id)? {
                let Some(run) = reader.report_run(sheet.run)? else { continue };
                if went_out(reader, &run)? {
                    continue;
                }
                let mut lines = Lines::new(&asked)?;
                for row in reader.closed_rows(close.id, &sheet.key)? {
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
        let runs = self.write("report_send", |tx, now| {
            if let Some(made) = form.made(tx)? {
                return queued(tx, &maker.code, &made);
            }
            // Two windows at once: what the other one queued goes out once.
            let mut left = Vec::new();
            for sheet in &ready {
                let run = tx.report_run(sheet.run.id)?;
                if !run.map(|run| went_out(tx, &run)).transpose()?.unwrap_or(false) {
                    left.push(sheet);
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
            Ok(runs)
        })?;
        Ok(Some(Written { value: runs, touched: vec![Touched::Report, Touched::Sync] }))
    }

    fn closed_file(&self, title: &str, sha256: &str, rows: i64) -> Answer<File> {
        let size = self.folder("blobs").join(sha256).metadata().map(|about| about.len());
        match size.ok().filter(|_| self.blob_is_whole(sha256)) {
            Some(bytes) => Ok(File { rows: rows.unsigned_abs(), sha256: sha256.to_owned(), bytes, rare: 0 }),
            None => Err(refused(
                "closed_file_lost",
                &format!("结账时的「{title}」文件不在了，或者已经损坏，没有报送。请从备份恢复，文件会跟着回来，再报送"),
            )),
        }
    }
}

/// Whether a building is at head office or on its way; one that was turned back is not.
fn went_out(reader: &Reader<'_>, run: &ReportRun) -> Answer<bool> {
    let line = reader.last_line(&run.id.to_string())?;
    Ok(run.returned_reason.is_none() && line.is_some_and(|line| line.state != "rejected"))
}

fn all_sent() -> AppError {
    let says = "这个月已经结账，结账的报表都报送过了，没有再送。改过的资料会列在下一个月报表的更正里";
    refused("month_sent", says)
}
