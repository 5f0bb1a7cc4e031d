//! What filling a template takes of memory, alone in its process: the system counts the highest mark of the whole program.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "common/book.rs"]
mod book;

use report::bench::filled;
use report::layout::Layout;
use report::template::Template;

/// The most this program ever held, in KiB.
fn highest() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn template_5_twice_as_many_rows_take_no_more_memory() {
    let layout = Layout::shipped("W01").unwrap();
    let template = Template::open(&book::form().bytes(), &layout).unwrap_or_else(|faults| panic!("{faults:?}"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    filled(&template, &layout, 21_000, &out).unwrap();
    let before = highest();
    let written = filled(&template, &layout, 42_000, &out).unwrap();
    assert_eq!(written.rows, 42_000);
    assert!(highest() - before < 1024, "{} KiB more than {before}", highest() - before);
}
