//! Our window against a window with one line of text, both through the same driver on the same screen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sanbao_tests::Outcome;
use sanbao_tests::webdriver::Window;

use crate::Bench;

/// Odd, so that the middle one is one of them.
const ROUNDS: usize = 7;

/// Time from start to the first page with a million machines in the store, middle of several, ours by the empty one's.
pub fn start(bench: &Bench) -> Outcome<f64> {
    let folder = Folder::new("bench-start")?;
    bench.million.copy_to(&folder.0)?;
    let (ours, empty) = (Looked { app: bench.app.clone(), words: "今日" }, empty(bench)?);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        a.push(ours.open(&folder.0)?.1);
        b.push(empty.open(&folder.0)?.1);
    }
    println!("     window-start     ours {:?}, empty {:?}", middle(&mut a), middle(&mut b));
    Ok(middle(&mut a).as_secs_f64() / middle(&mut b).as_secs_f64())
}

/// Memory ten seconds after the first page, ours by the empty one's.
pub fn memory(bench: &Bench) -> Outcome<f64> {
    let folder = Folder::new("bench-memory")?;
    let at_rest = |looked: &Looked| -> Outcome<u64> {
        let (window, _) = looked.open(&folder.0)?;
        // Rest is what is measured: nothing happens, and that is nothing to wait for.
        std::thread::sleep(Duration::from_secs(10));
        window.memory()
    };
    let ours = at_rest(&Looked { app: bench.app.clone(), words: "今日" })?;
    let empty = at_rest(&empty(bench)?)?;
    println!("     window-memory    ours {} MiB, empty {} MiB", ours >> 20, empty >> 20);
    Ok(ours as f64 / empty as f64)
}

/// A program, and the words its first page shows.
struct Looked {
    app: PathBuf,
    words: &'static str,
}

impl Looked {
    fn open(&self, data: &Path) -> Outcome<(Window, Duration)> {
        let window = Window::open(&self.app, data)?;
        window.until_shown(self.words)?;
        let age = window.age();
        Ok((window, age))
    }
}

fn empty(bench: &Bench) -> Outcome<Looked> {
    let folder = bench.app.parent().ok_or("the window program has no folder")?;
    Ok(Looked { app: folder.join("examples/empty"), words: "空窗口" })
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A folder that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Outcome<Self> {
        let path = std::env::temp_dir().join(format!("sanbao-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind at worst, in the system's own folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
