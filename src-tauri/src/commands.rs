//! The one door to the command table.

use std::sync::Arc;

use crate::standin::CallError;
use serde_json::Value;
use tauri::{State, async_runtime};

use crate::desk::Desk;

/// Runs a command on a worker thread: the database may make it wait, the window must not.
#[tauri::command]
pub async fn call(desk: State<'_, Arc<Desk>>, command: String, input: Value) -> Result<Value, CallError> {
    let desk = Arc::clone(&desk);
    let work = async_runtime::spawn_blocking(move || desk.call(&command, input));
    work.await.unwrap_or_else(|lost| Err(CallError::unexpected(&lost)))
}
