//! Long work that a page waits for: how far it is, and a way to stop it.
//!
//! - TASK-1 Work that was stopped leaves nothing of the step it was in: no row of an import, no half file; what a step before it had finished stays and is said.
//!
//! A page gives its work a name of its own; work without one is done as ever. Absent: queues and threads. Whoever calls waits.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::view::*;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Work that is being done, by the name the page gave it.
#[derive(Default)]
pub(crate) struct Tasks(Mutex<HashMap<String, Arc<Task>>>);

/// One piece of work.
#[derive(Default)]
pub struct Task {
    done: AtomicI64,
    /// 0 while it is not known.
    total: AtomicI64,
    stopped: AtomicBool,
    /// What is being done now must be done to its end.
    fixed: AtomicBool,
}

/// Work while it is done; forgotten when it ends.
pub(crate) struct Running<'a> {
    tasks: &'a Tasks,
    name: Option<&'a str>,
    task: Arc<Task>,
}

impl Deref for Running<'_> {
    type Target = Task;
    fn deref(&self) -> &Task {
        &self.task
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(name) = self.name {
            self.tasks.all().remove(name);
        }
    }
}

impl Tasks {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Arc<Task>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins work under a page's name for it.
    pub(crate) fn begin<'a>(&'a self, name: &'a Option<String>) -> Running<'a> {
        let name = name.as_deref().filter(|name| !name.is_empty());
        let task = Arc::new(Task::default());
        if let Some(name) = name {
            self.all().insert(name.to_owned(), Arc::clone(&task));
        }
        Running { tasks: self, name, task }
    }

    fn find(&self, name: &str) -> Option<Arc<Task>> {
        self.all().get(name).map(Arc::clone)
    }
}

impl Task {
    /// A part of the work begins: so many steps, 0 when nobody knows.
    pub(crate) fn of(&self, total: i64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// So many steps are done; refused when somebody stopped it.
    pub(crate) fn at(&self, done: i64) -> Answer<()> {
        self.done.store(done, Ordering::Relaxed);
        self.go_on()
    }

    /// Refused when somebody stopped it.
    pub(crate) fn go_on(&self) -> Answer<()> {
        if self.stopped.load(Ordering::Relaxed) { Err(AppError::Stopped("已取消".into())) } else { Ok(()) }
    }

    /// From here on it is done to its end.
    pub(crate) fn to_the_end(&self) -> Answer<()> {
        self.fixed.store(true, Ordering::SeqCst);
        self.go_on()
    }

    fn stop(&self) {
        if !self.fixed.load(Ordering::SeqCst) {
            self.stopped.store(true, Ordering::Relaxed);
        }
    }

    fn view(&self) -> TaskView {
        TaskView {
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
            can_stop: !self.fixed.load(Ordering::SeqCst),
        }
    }
}

/// Says what was left of stopped work.
pub(crate) fn stopped_as<T>(done: Answer<T>, says: impl FnOnce() -> String) -> Answer<T> {
    done.map_err(|error| match error {
        AppError::Stopped(_) => AppError::Stopped(says()),
        other => other,
    })
}

impl App {
    pub(crate) fn task_show(&self, input: ById) -> Answer<Option<TaskView>> {
        Ok(self.tasks.find(&input.id).map(|task| task.view()))
    }

    pub(crate) fn task_stop(&self, input: ById) -> Answer<Option<TaskView>> {
        let task = self.tasks.find(&input.id);
        if let Some(task) = &task {
            task.stop();
        }
        Ok(task.map(|task| task.view()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_found_by_its_name_while_it_is_done() {
        let (tasks, name) = (Tasks::default(), Some("import-1".to_owned()));
        let running = tasks.begin(&name);
        running.of(10);
        running.at(3).unwrap();
        let seen = tasks.find("import-1").unwrap();
        assert_eq!((seen.view().done, seen.view().total, seen.view().can_stop), (3, 10, true));
        seen.stop();
        assert_eq!(running.at(4).unwrap_err().code(), "stopped");
        drop(running);
        assert!(tasks.find("import-1").is_none());
        assert!(tasks.begin(&None).at(1).is_ok());
    }

    #[test]
    fn what_must_be_done_to_its_end_is_not_stopped() {
        let (tasks, name) = (Tasks::default(), Some("restore".to_owned()));
        let running = tasks.begin(&name);
        running.to_the_end().unwrap();
        tasks.find("restore").unwrap().stop();
        assert!(running.go_on().is_ok());
        assert!(!tasks.find("restore").unwrap().view().can_stop);
    }
}
