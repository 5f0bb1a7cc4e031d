//! Standard output and standard error of a program that others read.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write, stderr, stdout};
use std::sync::{Mutex, PoisonError};

/// Why standard output took no more.
static ENDED: Mutex<Option<Error>> = Mutex::new(None);

/// Writes one line to standard output. After a failure nothing more is tried: half an answer gets no later half.
macro_rules! line {
    ($($what:tt)*) => { $crate::out::say(format_args!($($what)*)) };
}
pub(crate) use line;

pub fn say(words: Arguments<'_>) {
    let mut ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner);
    if ended.is_none() {
        *ended = writeln!(stdout().lock(), "{words}").err();
    }
}

/// Writes one line to standard error; where that is closed too there is nobody to tell.
pub fn complain(words: &str) {
    let _ = writeln!(stderr().lock(), "{words}");
}

/// Why the answer did not get out; a reader that went away (`| head`) has what it wanted.
pub fn failure() -> Option<String> {
    let ended = ENDED.lock().unwrap_or_else(PoisonError::into_inner).take();
    let why = ended.or_else(|| stdout().lock().flush().err())?;
    let cause = match why.kind() {
        ErrorKind::BrokenPipe => return None,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "磁盘已满".to_owned(),
        _ => why.to_string(),
    };
    Some(format!("结果没有写出来：{cause}。请腾出空间或换个地方再看；已保存的都在"))
}
