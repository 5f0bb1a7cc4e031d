//! Between SQLite and the system's VFS. All unsafe code of the crate.
//!
//! A file of ours is a file of the system's VFS with a little more memory behind it, and a copy of its table of methods in
//! which writing, cutting, syncing and closing are ours. Locks and the shared index of the log stay the system's own.

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::ffi::{
    SQLITE_FCNTL_CHUNK_SIZE, SQLITE_FCNTL_SIZE_HINT, SQLITE_FULL, SQLITE_IOERR, SQLITE_OK, SQLITE_OPEN_CREATE,
    SQLITE_OPEN_DELETEONCLOSE, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_SUPER_JOURNAL, SQLITE_OPEN_WAL, sqlite3_file,
    sqlite3_filename, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::content::Content;
use crate::disk::{Below, Fault, Step, holding};

/// What we know of an open file.
struct Ours {
    below: Arc<Below>,
    id: u64,
    path: PathBuf,
    /// A journal that was just made: its first sync brings its name to the disk too.
    syncs_folder: bool,
}

/// What stands behind the system's own file.
#[repr(C)]
struct Tail {
    real: *const sqlite3_io_methods,
    ours: *mut Ours,
}

/// The system's VFS, and where in a file our part begins.
struct System {
    vfs: *mut sqlite3_vfs,
    tail: usize,
}

// SAFETY: SQLite's VFS objects live as long as the process and are called from any thread.
unsafe impl Send for System {}
// SAFETY: as above; nothing here is changed after it was made.
unsafe impl Sync for System {}

static SYSTEM: OnceLock<Option<System>> = OnceLock::new();

/// Registers the VFS as the default of this process. Again is no mistake.
///
/// # Errors
/// When SQLite has no VFS or does not take this one.
pub fn install() -> io::Result<()> {
    let installed = SYSTEM.get_or_init(register);
    if installed.is_some() { Ok(()) } else { Err(io::Error::other("SQLite did not take the crash VFS")) }
}

fn register() -> Option<System> {
    // SAFETY: a null name asks for the default VFS; what is found lives as long as the process.
    let vfs = unsafe { sqlite3_vfs_find(ptr::null()) };
    // SAFETY: not null, and a valid VFS.
    let base = unsafe { vfs.as_ref() }?;
    let size = usize::try_from(base.szOsFile).ok()?;
    let tail = size.next_multiple_of(align_of::<Tail>());
    // The system's functions ask the VFS they are given only for its `pAppData` and `mxPathname`: a copy serves them.
    let ours = Box::leak(Box::new(*base));
    ours.szOsFile = c_int::try_from(tail + size_of::<Tail>()).ok()?;
    ours.zName = c"sanbao-crash".as_ptr();
    ours.pNext = ptr::null_mut();
    ours.xOpen = Some(open);
    ours.xDelete = Some(delete);
    // SAFETY: the object is whole and never goes.
    let taken = unsafe { sqlite3_vfs_register(ours, 1) };
    (taken == SQLITE_OK).then_some(System { vfs, tail })
}

fn system() -> Option<&'static System> {
    SYSTEM.get()?.as_ref()
}

/// The code SQLite gets for a fault.
fn code(fault: Fault) -> c_int {
    if fault == Fault::Full { SQLITE_FULL } else { SQLITE_IOERR }
}

/// # Safety
/// `name` is null or a C string.
unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: not null, so a C string.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes();
    Some(Path::new(OsStr::from_bytes(bytes)).to_owned())
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(system) = system() else { return SQLITE_IOERR };
    // SAFETY: SQLite hands a null or a C string.
    let path = unsafe { path_of(name) }.filter(|_| flags & SQLITE_OPEN_DELETEONCLOSE == 0);
    let held = path.and_then(|path| Some((holding(&path)?, path)));
    let made = held.as_ref().is_some_and(|(_, path)| flags & SQLITE_OPEN_CREATE != 0 && !path.exists());
    if let Some(fault) = held.as_ref().filter(|_| made).and_then(|(below, _)| below.step(Step::Other)) {
        // SAFETY: SQLite gave memory for a file; one without methods is not closed.
        unsafe { (*file).pMethods = ptr::null() };
        return code(fault);
    }
    // SAFETY: the system's VFS gets its own object and memory at least as long as it asks for.
    let opened = unsafe { ((*system.vfs).xOpen).map_or(SQLITE_IOERR, |open| open(system.vfs, name, file, flags, out)) };
    if opened == SQLITE_OK
        && let Some((below, path)) = held
    {
        // SAFETY: the file was just opened by the system's VFS, and our part lies behind it.
        unsafe { take_over(file, system.tail, below, path, made, flags) };
    }
    opened
}

/// # Safety
/// `file` was opened by the system's VFS in memory that goes on for a [`Tail`] at `tail`.
unsafe fn take_over(file: *mut sqlite3_file, tail: usize, below: Arc<Below>, path: PathBuf, made: bool, flags: c_int) {
    // SAFETY: the file is open, so its methods are there.
    let real = unsafe { (*file).pMethods };
    // SAFETY: as above; read through the same file, because closing another handle would drop this process's locks.
    let id = below.opened(&path, made, || unsafe { whole(file, real) });
    let Some(id) = id else { return };
    let journal = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL) != 0;
    let ours = Box::into_raw(Box::new(Ours { below, id, path, syncs_folder: made && journal }));
    // SAFETY: this memory is ours, and aligned for a `Tail`.
    unsafe {
        file.byte_add(tail).cast::<Tail>().write(Tail { real, ours });
        (*file).pMethods = methods(real);
    }
}

/// # Safety
/// `file` is open and `real` its table.
unsafe fn whole(file: *mut sqlite3_file, real: *const sqlite3_io_methods) -> Vec<u8> {
    let mut size: sqlite3_int64 = 0;
    // SAFETY: the caller's promise; the buffer is as long as is asked for.
    unsafe {
        let (Some(read), Some(length)) = ((*real).xRead, (*real).xFileSize) else { return Vec::new() };
        length(file, &mut size);
        let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
        read(file, bytes.as_mut_ptr().cast(), c_int::try_from(size).unwrap_or(0), 0);
        bytes
    }
}

/// Our table over one of the system's; there are a handful of them, and they never go.
///
/// # Safety
/// `real` is a table of the system's VFS.
unsafe fn methods(real: *const sqlite3_io_methods) -> *const sqlite3_io_methods {
    static MADE: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, ours)) = made.iter().find(|(of, _)| *of == real.addr()) {
        return ptr::with_exposed_provenance(*ours);
    }
    // SAFETY: the caller's promise.
    let mut table = unsafe { *real };
    table.iVersion = table.iVersion.min(2); // no pages mapped into memory: such writes nobody sees
    table.xClose = Some(close);
    table.xWrite = Some(write);
    table.xTruncate = Some(truncate);
    table.xSync = Some(sync);
    table.xFileControl = Some(control);
    let ours: *const sqlite3_io_methods = Box::leak(Box::new(table));
    made.push((real.addr(), ours.expose_provenance()));
    ours
}

/// # Safety
/// `file` has our methods, so our part stands behind it.
unsafe fn tail<'a>(file: *mut sqlite3_file) -> (&'a sqlite3_io_methods, &'a mut Ours) {
    let behind = system().map_or(0, |system| system.tail);
    // SAFETY: the caller's promise; SQLite calls a file's methods one at a time.
    unsafe {
        let tail = &*file.byte_add(behind).cast::<Tail>();
        (&*tail.real, &mut *tail.ours)
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file of ours once; nobody uses our part after it.
    unsafe {
        let (real, ours) = tail(file);
        drop(Box::from_raw(ours));
        real.xClose.map_or(SQLITE_OK, |close| close(file))
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, many: c_int, at: sqlite3_int64) -> c_int {
    // SAFETY: a file of ours, and `many` bytes at `from`, as SQLite calls it.
    unsafe {
        let (real, ours) = tail(file);
        if let Some(fault) = ours.below.step(Step::Write) {
            return code(fault);
        }
        let done = real.xWrite.map_or(SQLITE_IOERR, |write| write(file, from, many, at));
        if done == SQLITE_OK {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(many).unwrap_or(0));
            ours.below.change(ours.id, |content| content.write(u64::try_from(at).unwrap_or(0), bytes));
        }
        done
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: a file of ours.
    unsafe {
        let (real, ours) = tail(file);
        if let Some(fault) = ours.below.step(Step::Other) {
            return code(fault);
        }
        let done = real.xTruncate.map_or(SQLITE_IOERR, |cut| cut(file, size));
        if done == SQLITE_OK {
            ours.below.change(ours.id, |content| content.set_length(u64::try_from(size).unwrap_or(0)));
        }
        done
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: a file of ours.
    let (_, ours) = unsafe { tail(file) };
    if let Some(fault) = ours.below.step(Step::Other) {
        return code(fault);
    }
    ours.below.change(ours.id, Content::sync);
    if std::mem::take(&mut ours.syncs_folder) {
        ours.below.sync_folder_of(&ours.path);
    }
    SQLITE_OK
}

unsafe extern "C" fn control(file: *mut sqlite3_file, what: c_int, with: *mut c_void) -> c_int {
    // Room taken beforehand would be a change of the file that we do not see.
    if what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE {
        return SQLITE_OK;
    }
    // SAFETY: a file of ours; the rest is the system's.
    unsafe {
        let (real, _) = tail(file);
        real.xFileControl.map_or(SQLITE_OK, |control| control(file, what, with))
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let Some(system) = system() else { return SQLITE_IOERR };
    // SAFETY: SQLite hands a C string.
    let held = unsafe { path_of(name) }.and_then(|path| Some((holding(&path)?, path)));
    let goes = held.as_ref().and_then(|(below, path)| below.about_to_go(path));
    if let Some((below, _)) = held.as_ref().filter(|_| goes.is_some())
        && let Some(fault) = below.step(Step::Other)
    {
        return code(fault);
    }
    // SAFETY: the system's VFS gets its own object.
    let done = unsafe {
        // The folder is not really synced either.
        ((*system.vfs).xDelete).map_or(SQLITE_IOERR, |delete| delete(system.vfs, name, 0))
    };
    if let (SQLITE_OK, Some((below, path)), Some(id)) = (done, held, goes) {
        below.gone(&path, id, sync_folder != 0);
    }
    done
}
