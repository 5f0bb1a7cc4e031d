//! Files of a closed month, as they were.

use super::super::laid::name_in;
use super::*;
use crate::file_problem::write_problem;
use domain::refusal::Refusal;
use report::write::whole;
use std::path::Path;

impl App {
    /// MONTHCLOSE-5.
    pub(crate) fn report_reprint(&self, input: ReprintInput) -> Answer<Reprinted> {
        let found = self.read(|reader, _| {
            let maker = principal(reader, &input.principal)?;
            let mut found = Vec::new();
            for sheet in kept_sheets(reader, &maker, input.month)? {
                let asked = input.keys.is_empty() || input.keys.iter().any(|key| key.trim() == sheet.key);
                if let Some(run) = reader.report_run(sheet.run)?.filter(|_| asked) {
                    found.push((sheet, run));
                }
            }
            Ok(found)
        })?;
        if let Some(unknown) = input.keys.iter().find(|key| !found.iter().any(|(sheet, _)| sheet.key == key.trim())) {
            return Err(Refusal::Unknown { field: "keys", label: "报表", given: unknown.clone() }.into());
        }
        let folder = self.export_folder(input.dir.as_deref());
        crate::month::prepare(&folder, self.now())?;
        let mut done = Reprinted { files: Vec::new(), failed: Vec::new() };
        for (sheet, run) in found {
            match self.whole_file(&sheet.sha256) {
                Some(bytes) => done.files.push(write(&folder, &bytes, &sheet, &run, &input.principal)?),
                None => done.failed.push(format!(
                    "{}（{}）的文件不在了，或者已经损坏，没有重印。请从备份恢复，文件会跟着回来；没有备份就向总部要回原文件",
                    run.title, run.no
                )),
            }
        }
        Ok(done)
    }

    fn whole_file(&self, sha256: &str) -> Option<Vec<u8>> {
        let bytes = std::fs::read(self.folder("blobs").join(sha256)).ok()?;
        (wire::hash::sha256_hex(&bytes) == sha256).then_some(bytes)
    }
}

/// Writes a file and reads it again: what lies there is what was closed.
fn write(folder: &Path, bytes: &[u8], sheet: &ClosedSheet, run: &ReportRun, maker: &str) -> Answer<ReportFile> {
    let path = folder.join(name_in(folder, run));
    whole(bytes, &path).map_err(write_problem)?;
    let written = std::fs::read(&path).map_err(|cause| crate::file_problem::folder_problem(folder, &cause))?;
    if wire::hash::sha256_hex(&written) != sheet.sha256 {
        let sentence = format!("「{}」写出来和结账时的不一样，磁盘可能有问题。请换一个文件夹再重印", path.display());
        return Err(refused("file_differs", &sentence));
    }
    Ok(ReportFile {
        key: sheet.key.clone(),
        title: run.title.clone(),
        principal: maker.to_owned(),
        month: run.month,
        rows: run.rows,
        path: path.display().to_string(),
        sha256: sheet.sha256.clone(),
        closed: true,
    })
}
