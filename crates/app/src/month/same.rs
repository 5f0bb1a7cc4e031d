//! Buildings of before that are what would be built now.
//!
//! - SAME-1 A building stands for its sheet while the same number, made on its own day from the records of today, gives the same file to the byte: same rows, same form, same dealer.
//! - SAME-2 A cover stands with the buildings it lists, whether it was made for the folder or for head office.
//!
//! Absent: sheets of closed months, which are never built again (`close`).

use super::cover::Listed;
use super::head::Around;
use super::making::{Bench, Turn};
use super::reported::Telling;
use super::sheet::{Asked, Sheet};
use crate::app::App;
use crate::clock::Now;
use crate::error::Answer;
use domain::Day;
use domain::submission::Road;
use report::write::json;
use std::collections::BTreeMap;
use store::ReportRun;

impl App {
    /// Of the sheets asked for those whose newest building says what would be built now, by key.
    pub(super) fn still_said(
        &self,
        bench: &Bench,
        asked: &Asked<'_>,
        sheets: &[Sheet],
    ) -> Answer<BTreeMap<&'static str, ReportRun>> {
        let runs = asked.reader.report_runs(asked.principal.id, asked.month)?;
        let mut same: BTreeMap<&'static str, ReportRun> = BTreeMap::new();
        for sheet in sheets.iter().filter(|sheet| **sheet != Sheet::Cover) {
            let known = runs.iter().find(|run| run.key == sheet.key() && run.whole != asked.masked);
            if let Some(run) = known
                && self.says_the_same(bench, asked, (*sheet, &sheet.telling(asked)?), run, &[])?
            {
                same.insert(sheet.key(), run.clone());
            }
            asked.task.go_on()?;
        }
        let others: Vec<_> = sheets.iter().filter(|sheet| **sheet != Sheet::Cover).collect();
        if sheets.contains(&Sheet::Cover) && !others.is_empty() && same.len() == others.len() {
            let of_pack: Vec<&ReportRun> = others.iter().filter_map(|sheet| same.get(sheet.key())).collect();
            let cover = runs.iter().find(|run| run.key == Sheet::Cover.key() && run.whole != asked.masked);
            if let Some(cover) = cover.filter(|_| !of_pack.is_empty()).cloned()
                && self.cover_stands(bench, asked, &cover, &of_pack)?
            {
                same.insert(Sheet::Cover.key(), cover);
            }
        }
        Ok(same)
    }

    /// SAME-2.
    fn cover_stands(&self, bench: &Bench, asked: &Asked<'_>, cover: &ReportRun, pack: &[&ReportRun]) -> Answer<bool> {
        let plain: Vec<_> = pack.iter().map(|run| Listed::of(run)).collect();
        let sent_on = Some(Day::at(cover.built_at));
        let queued: Vec<_> =
            pack.iter().map(|run| Listed { way: Road::Api.zh(), sent_on, ..Listed::of(run) }).collect();
        let told = Telling::nothing();
        Ok(self.says_the_same(bench, asked, (Sheet::Cover, &told), cover, &plain)?
            || self.says_the_same(bench, asked, (Sheet::Cover, &told), cover, &queued)?)
    }

    /// SAME-1. The rows are compared first: a workbook is made only where they are the same.
    fn says_the_same(
        &self,
        bench: &Bench,
        asked: &Asked<'_>,
        (sheet, told): (Sheet, &Telling),
        run: &ReportRun,
        before: &[Listed],
    ) -> Answer<bool> {
        if run.rows_sha256.is_empty() || !self.blob_is_whole(&run.sha256) || !self.blob_is_whole(&run.rows_sha256) {
            return Ok(false);
        }
        let layout = super::own_form::Form::of(asked.reader, asked.principal, sheet)?.layout;
        let out = bench.spare();
        let rows = sheet.rows_after(asked, told, before, &mut |_| (), |source, _| json(&layout, source, &out))?;
        if rows.sha256 != run.rows_sha256 {
            return Ok(false);
        }
        let then = Now { at: run.built_at, today: Day::at(run.built_at), suspect: false, doubt: None };
        let around = Around::of(asked.reader, then)?;
        let turn = Turn { no: run.no.clone(), version: 1, before };
        let made = self.make(bench, (asked, sheet, told), (&around, then), turn, &mut |_| ())?;
        Ok(made.workbook.sha256 == run.sha256)
    }
}
