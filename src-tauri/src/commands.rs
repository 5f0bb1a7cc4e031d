//! The one door to the command table.

use std::sync::Arc;

use app::CallError;
use serde_json::Value;
use tauri::{State, async_runtime};

use crate::desk::Desk;

/// Runs a command on a worker thread: the database may make it wait, the window must not.
#[tauri::command]
pub async fn call(desk: State<'_, Arc<Desk>>, command: String, input: Value) -> Result<Value, CallError> {
    let desk = Arc::clone(&desk);
    let work = async_runtime::spawn_blocking(move || desk.call(&command, input));
    work.await.unwrap_or_else(|broken| Err(lost(&broken.to_string())))
}

/// The worker itself broke: the sentence is the page's, the cause goes along for the log.
fn lost(cause: &str) -> CallError {
    CallError { code: "unexpected".into(), field: String::new(), message: cause.into(), fields: Vec::new() }
}
