//! A reader that is not ours, on a stranger's file: a panic in it is a damaged file, and nobody's standard error.
//!
//! READ-5 A panic of a reader ends in a refusal; nothing of it is printed, and a panic elsewhere is told as ever.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use super::ReadProblem;

thread_local! {
    /// This thread is inside a reader.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader.
pub(super) fn run<T>(read: impl FnOnce() -> Result<T, ReadProblem>) -> Result<T, ReadProblem> {
    keep_quiet();
    READING.set(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    done.unwrap_or_else(|why| Err(ReadProblem::Damaged(format!("the reader gave up: {}", words(why.as_ref())))))
}

/// The hook is the whole process's and is told of a panic before anybody catches it: ours passes on what is not a reader's.
fn keep_quiet() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !READING.get() {
                usual(panic);
            }
        }));
    });
}

fn words(why: &(dyn std::any::Any + Send)) -> &str {
    why.downcast_ref::<&str>().copied().or_else(|| why.downcast_ref::<String>().map(String::as_str)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// Run by the test below in a process of its own, whose standard error it looks at.
    #[test]
    #[ignore = "is run by the test below it"]
    fn in_a_process_of_its_own() {
        let problem = run::<()>(|| panic!("a stranger's file")).unwrap_err();
        assert!(matches!(&problem, ReadProblem::Damaged(why) if why.ends_with("a stranger's file")), "{problem}");
        assert!(run(|| Ok(1)).is_ok());
        let elsewhere = std::thread::spawn(|| panic!("our own mistake"));
        assert!(elsewhere.join().is_err());
    }

    #[test]
    fn read_5_a_panic_of_a_reader_is_not_printed() {
        let done = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "read::quiet::tests::in_a_process_of_its_own", "--ignored", "--nocapture"])
            .output()
            .unwrap();
        let (said, told) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(said.contains("1 passed"), "{said}{told}");
        assert!(told.contains("our own mistake") && !told.contains("a stranger's file"), "{told}");
    }
}
