//! The one door to the command table.

use std::sync::Arc;

use app::CallError;
use serde_json::Value;
use tauri::{State, async_runtime};

use crate::desk::Desk;
use crate::schedule::Schedule;

/// Runs a command on a worker thread: the database may make it wait, the window must not.
#[tauri::command]
pub async fn call(
    desk: State<'_, Arc<Desk>>,
    schedule: State<'_, Schedule>,
    command: String,
    input: Value,
) -> Result<Value, CallError> {
    let desk = Arc::clone(&desk);
    let work = async_runtime::spawn_blocking(move || {
        let answer = desk.call(&command, input);
        (answer, desk.is_behind())
    });
    let (answer, behind) = work.await.unwrap_or_else(|broken| (Err(lost(&broken.to_string())), false));
    if answer.as_ref().is_ok_and(for_head_office) {
        schedule.saved();
    }
    if behind {
        schedule.installed();
    }
    answer
}

/// A write that left something for head office says so in what it touched.
fn for_head_office(answer: &Value) -> bool {
    answer["touched"].as_array().is_some_and(|touched| touched.iter().any(|what| what == "sync"))
}

/// The worker itself broke: the sentence is the page's, the cause goes along for the log.
fn lost(cause: &str) -> CallError {
    CallError { code: "unexpected".into(), field: String::new(), message: cause.into(), fields: Vec::new() }
}
