//! The folder that loses its power, and what SQLite did below it.

use std::collections::{BTreeMap, HashMap};
use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::content::Content;
use crate::dice::Dice;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The power goes: nothing is written from here on, not even the step that met it.
    PowerCut,
    /// No room: writes fail until there is room again.
    Full,
    /// Every step fails until the disk is well again.
    Broken,
}

/// What a power cut leaves of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Nothing.
    All,
    /// Some of the writes, each whole.
    Some,
    /// Sectors of some writes, in any order, a few with rubbish in them.
    Torn,
}

impl Loss {
    /// One of the three, by chance.
    pub fn any(dice: &mut Dice) -> Self {
        match dice.below(3) {
            0 => Self::All,
            1 => Self::Some,
            _ => Self::Torn,
        }
    }
}

/// What SQLite asks of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Write,
    Other,
}

/// A folder whose databases lose what was not synced when [`Disk::power_on`] is called after a cut.
pub struct Disk(Arc<Below>);

static DISKS: Mutex<Vec<Weak<Below>>> = Mutex::new(Vec::new());

pub(crate) struct Below {
    root: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    steps: u64,
    writes: u64,
    armed: Option<(Fault, u64)>,
    now: Option<Fault>,
    next_id: u64,
    files: HashMap<u64, Content>,
    inodes: HashMap<(u64, u64), u64>,
    /// Names changed since their folder was synced, with the file the disk still has under them.
    names: BTreeMap<PathBuf, Option<u64>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    /// Everything SQLite does below this folder, from now on.
    ///
    /// # Errors
    /// When there is no such folder, or SQLite does not take the VFS.
    pub fn at(root: &Path) -> io::Result<Self> {
        crate::install()?;
        let below = Arc::new(Below { root: root.canonicalize()?, state: Mutex::default() });
        let mut disks = lock(&DISKS);
        disks.retain(|disk| disk.strong_count() > 0);
        disks.push(Arc::downgrade(&below));
        Ok(Self(below))
    }

    /// The fault comes at the nth step from now: of writes for a full disk, of writes, syncs, and names made or taken away
    /// for the others.
    pub fn arm(&self, fault: Fault, nth: u64) {
        let mut state = lock(&self.0.state);
        let so_far = if fault == Fault::Full { state.writes } else { state.steps };
        state.armed = Some((fault, so_far + nth));
    }

    /// Whether the fault has come.
    pub fn met(&self) -> bool {
        lock(&self.0.state).now.is_some()
    }

    /// The disk is well and has room again; a fault that had not come does not come.
    pub fn mend(&self) {
        let mut state = lock(&self.0.state);
        (state.now, state.armed) = (None, None);
    }

    /// Steps so far: writes, syncs, names made and taken away.
    pub fn steps(&self) -> u64 {
        lock(&self.0.state).steps
    }

    /// Writes so far.
    pub fn writes(&self) -> u64 {
        lock(&self.0.state).writes
    }

    /// Cuts the power where it stands, if it is not cut, lays out what is left, and is on again. No connection may be open.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn power_on(&self, loss: Loss, seed: u64) -> io::Result<()> {
        let mut state = lock(&self.0.state);
        let mut dice = Dice::new(seed);
        lay_out(&self.0.root, &state, loss, &mut dice)?;
        for (path, had) in &state.names {
            if loss != Loss::All && dice.once_in(2) {
                continue; // the folder's new entry got there
            }
            match had.and_then(|id| state.files.get(&id)) {
                Some(content) => std::fs::write(path, content.left(loss, &mut dice))?,
                None => remove(path)?,
            }
        }
        *state = State { next_id: state.next_id, ..State::default() };
        Ok(())
    }
}

/// Writes what is left of every file that has a name.
fn lay_out(folder: &Path, state: &State, loss: Loss, dice: &mut Dice) -> io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let (path, meta) = (entry.path(), entry.metadata()?);
        if meta.is_dir() {
            lay_out(&path, state, loss, dice)?;
        } else if path.to_string_lossy().ends_with("-shm") {
            remove(&path)?; // memory, made anew by whoever opens the database
        } else if let Some(content) = state.inodes.get(&inode(&meta)).and_then(|id| state.files.get(id)) {
            std::fs::write(&path, content.left(loss, dice))?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
        _ => Ok(()),
    }
}

fn inode(meta: &Metadata) -> (u64, u64) {
    (meta.dev(), meta.ino())
}

/// The disk a file lies on.
pub(crate) fn holding(path: &Path) -> Option<Arc<Below>> {
    let disks = lock(&DISKS);
    disks.iter().filter_map(Weak::upgrade).find(|disk| path.starts_with(&disk.root))
}

impl Below {
    /// Counts a step; answers what goes wrong with it.
    pub(crate) fn step(&self, step: Step) -> Option<Fault> {
        let mut state = lock(&self.state);
        state.steps += 1;
        state.writes += u64::from(step == Step::Write);
        if let Some((fault, at)) = state.armed {
            let reached = if fault == Fault::Full { state.writes } else { state.steps };
            if reached >= at && (fault != Fault::Full || step == Step::Write) {
                (state.now, state.armed) = (Some(fault), None);
            }
        }
        state.now.filter(|fault| *fault != Fault::Full || step == Step::Write)
    }

    /// A file was opened: its number. `made` when the name is new; `bytes` reads a file not seen before.
    pub(crate) fn opened(&self, path: &Path, made: bool, bytes: impl FnOnce() -> Vec<u8>) -> Option<u64> {
        let meta = std::fs::metadata(path).ok()?;
        let mut state = lock(&self.state);
        if let Some(id) = state.inodes.get(&inode(&meta)).filter(|_| !made) {
            return Some(*id);
        }
        let id = state.put(Content::on_disk(if made { Vec::new() } else { bytes() }));
        state.inodes.insert(inode(&meta), id);
        if made {
            state.names.entry(path.to_owned()).or_insert(None);
        }
        Some(id)
    }

    /// A name is about to go: the file under it, should it come back.
    pub(crate) fn about_to_go(&self, path: &Path) -> Option<u64> {
        let meta = std::fs::metadata(path).ok()?;
        let mut state = lock(&self.state);
        match state.inodes.get(&inode(&meta)) {
            Some(id) => Some(*id),
            // Only journals go this way; nobody holds a lock on one, so that reading it here loses none.
            None => std::fs::read(path).ok().map(|bytes| state.put(Content::on_disk(bytes))),
        }
    }

    pub(crate) fn gone(&self, path: &Path, id: u64, folder_synced: bool) {
        let mut state = lock(&self.state);
        // The system may give the same inode to the next file.
        state.inodes.retain(|_, known| *known != id);
        state.names.entry(path.to_owned()).or_insert(Some(id));
        if folder_synced {
            state.sync_folder_of(path);
        }
    }

    pub(crate) fn change(&self, id: u64, change: impl FnOnce(&mut Content)) {
        if let Some(content) = lock(&self.state).files.get_mut(&id) {
            change(content);
        }
    }

    pub(crate) fn sync_folder_of(&self, path: &Path) {
        lock(&self.state).sync_folder_of(path);
    }
}

impl State {
    fn put(&mut self, content: Content) -> u64 {
        self.next_id += 1;
        self.files.insert(self.next_id, content);
        self.next_id
    }

    fn sync_folder_of(&mut self, path: &Path) {
        self.names.retain(|name, _| name.parent() != path.parent());
    }
}
