//! The desk the registers are filled at: a dealer of two makers, a machine that was sold, nothing written yet.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sanbao_tests::clerk::Clerk;
use sanbao_tests::outside::Desk;
use sanbao_tests::register::without_gaps;
use sanbao_tests::world::{HeadOffice, sale};
use sanbao_tests::{Outcome, programs};
use serde_json::json;

/// One window at a time: two of them on two cores would wait for each other's processes.
static ONE_WINDOW: Mutex<()> = Mutex::new(());

/// The window program and the right to open it, or a word that the story was left out.
pub fn alone(story: &str) -> Option<(PathBuf, MutexGuard<'static, ()>)> {
    let app = programs::window();
    if app.is_none() {
        println!("left out: {story} (SANBAO_WINDOW_APP names no window program)");
    }
    Some((app?, ONE_WINDOW.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// The machine that was sold to 王丹.
pub const SERIAL: &str = "HH26B35536";
/// Her telephone.
pub const PHONE: &str = "19900364370";

/// A photograph.
pub fn photograph() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/prints/samples/signature.png")
}

/// A clerk before the open window.
pub struct Counter {
    pub clerk: Clerk,
    pub desk: Desk,
    _alone: MutexGuard<'static, ()>,
}

impl Counter {
    /// Opens the window on a new desk, or says that the story was left out.
    pub fn open(story: &str) -> Outcome<Option<Self>> {
        Self::open_at(story, &[])
    }

    /// The same, enrolled at these head offices.
    pub fn open_at(story: &str, offices: &[&HeadOffice]) -> Outcome<Option<Self>> {
        let Some((app, alone)) = alone(story) else { return Ok(None) };
        let desk = Desk::set_up(offices)?;
        let today = desk.call("desk_status", &json!({}))?["today"].as_str().unwrap_or_default().to_owned();
        desk.call("sale_open", &sale("HH", SERIAL, &today))?;
        let clerk = Clerk::sit_down(&app, desk.dir(), &programs::artefacts(story)?)?;
        Ok(Some(Self { clerk, desk, _alone: alone }))
    }

    /// The open entry on paper and its register in a file: both say each of these words. Nobody touched a mouse.
    pub fn handed_out(&self, on_paper: &[&str], in_file: &[&str]) -> Outcome<()> {
        self.clerk.picture("详情")?;
        let paper = self.clerk.print_entry(self.desk.dir())?;
        for word in on_paper {
            assert!(paper.contains(&without_gaps(word)), "{word} is not on the paper: {paper}");
        }
        let file = self.desk.dir().join("register.xlsx");
        let rows = self.clerk.export_register(&file)?;
        let said: Vec<&str> = rows.iter().flatten().map(String::as_str).collect();
        for word in in_file {
            assert!(said.iter().any(|cell| cell.contains(word)), "{word} is not in the file: {rows:?}");
        }
        self.clerk.picture("已导出")?;
        assert_eq!(self.clerk.strokes()?.pointer, 0);
        Ok(())
    }
}
