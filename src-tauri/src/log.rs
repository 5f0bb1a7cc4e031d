//! The log file of the desk: causes of errors, for the person who looks for one later.
//!
//! Absent: sending it anywhere. A desk that cannot write its log works without one.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// Past this the file becomes the old one, and the old one goes: two of them tell a month.
const MOST: u64 = 5 * 1024 * 1024;

/// From now on everything reported goes to `logs/desk.log` below this folder.
pub fn to(dir: &Path) {
    let file = match open(&dir.join("logs")) {
        Ok(file) => file,
        Err(error) => return eprintln!("没有日志文件：{error}"),
    };
    let log = tracing_subscriber::fmt().json().with_writer(Mutex::new(file)).with_env_filter(EnvFilter::new("info"));
    // Fails only when a log was set up before; then that one is used.
    let _ = log.try_init();
}

fn open(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let file = folder.join("desk.log");
    if fs::metadata(&file).is_ok_and(|told| told.len() > MOST) {
        fs::rename(&file, folder.join("desk.old.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(file)
}
