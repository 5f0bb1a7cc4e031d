//! What came, for people and other programs: records as JSON lines, files as they are.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::json;

use crate::files::Files;
use crate::store::{Result, Store, StoreError};

/// How much was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Records.
    pub records: u64,
    /// Files.
    pub files: u64,
}

/// Writes `records.jsonl`, `files.jsonl` and `files/<sha256>` into a folder.
pub fn export(store: &dyn Store, files: &Files, to: &Path) -> Result<Exported> {
    fs::create_dir_all(to.join("files"))?;
    Ok(Exported { records: records(store, &to.join("records.jsonl"))?, files: blobs(store, files, to)? })
}

fn records(store: &dyn Store, to: &Path) -> Result<u64> {
    let mut out = BufWriter::new(File::create(to)?);
    let mut count = 0;
    store.list(None, &mut |record| {
        count += 1;
        Ok(writeln!(out, "{record}")?)
    })?;
    finish(out)?;
    Ok(count)
}

fn blobs(store: &dyn Store, files: &Files, to: &Path) -> Result<u64> {
    let mut out = BufWriter::new(File::create(to.join("files.jsonl"))?);
    let mut count = 0;
    for blob in store.blobs()? {
        let name = format!("files/{}", blob.sha256);
        files.copy(store, &blob.dealer, &blob.sha256, &to.join(&name))?;
        let line = json!({
            "dealer": blob.dealer, "sha256": blob.sha256, "size": blob.size,
            "received_at": blob.received_at, "signature": blob.signature, "file": name,
        });
        writeln!(out, "{line}")?;
        count += 1;
    }
    finish(out)?;
    Ok(count)
}

fn finish(out: BufWriter<File>) -> Result<()> {
    let file = out.into_inner().map_err(|e| StoreError::Disk(e.into_error()))?;
    Ok(file.sync_all()?)
}
